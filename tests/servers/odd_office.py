"""A post office that does one thing wrong with mail on its way."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

from tests.servers.dovecot import Dovecot
from tests.servers.smtpd import PostOffice, plain, report

Mend = Callable[[bytes], bytes]


class OddOffice(PostOffice):
    """`changes` are made to each mail on its way, one after the other. Mail to what `loses` says
    yes to is taken and gone, to what `returns` says it comes back. What goes to a `junk` folder
    goes there. With `holds`, mail is taken and lies until `let_go`. Without `knows_tags` it
    refuses subaddresses.
    """

    def __init__(self, dovecot: Dovecot) -> None:
        super().__init__(dovecot)
        self.changes: list[Mend] = []
        self.loses: Callable[[str, str], bool] = lambda env_from, env_to: False
        self.returns: Callable[[str], bool] = lambda env_to: False
        self.junk = ""
        self.knows_tags = True
        self.holds = False
        self.held: list[tuple[str, str, bytes]] = []

    def unknown(self, address: str) -> str:
        tagged = "+" in address and not self.knows_tags
        return f"550 5.1.1 <{address}>: no such user" if tagged else super().unknown(address)

    async def keep(self, env_from: str, env_to: str, raw: bytes) -> None:
        for change in self.changes:
            raw = change(raw)
        if self.holds:
            self.held.append((env_from, env_to, raw))
        elif self.returns(env_to):
            await super().keep("", env_from, report(env_to, env_from, raw))
        elif self.junk:
            box = self.boxes[plain(env_to)]
            await asyncio.to_thread(box.append, raw, self.junk)
        elif not self.loses(env_from, env_to):
            await super().keep(env_from, env_to, raw)

    def let_go(self) -> int:
        """Deliver what is held; how many mails that were."""
        held, self.held = self.held, []
        for env_from, env_to, raw in held:
            self.imap.deliver(self.boxes[plain(env_to)].user, raw, env_from)
        return len(held)


def without(field: str) -> Mend:
    """Drops a header field, with its folded lines."""
    pattern = re.compile(rb"^%b:[^\n]*\n(?:[ \t][^\n]*\n)*" % field.encode(), re.I | re.M)
    return lambda raw: pattern.sub(b"", raw, count=1)


def with_field(field: str, value: str) -> Mend:
    """Writes a header field in the place of the mail's own."""
    drop = without(field)
    return lambda raw: f"{field}: {value}\r\n".encode() + drop(raw)


def on_top(line: str) -> Mend:
    """A border's own word."""
    return lambda raw: f"{line}\r\n".encode() + raw
