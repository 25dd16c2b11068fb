"""The part of `check` that connects: the config in; what each mail server lets us do out, a line
each. Nothing is changed, and no mail goes out.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mailtracker.cli.finding import CheckFinding
from mailtracker.cli.options import store_if_any
from mailtracker.cli.output import counted, moment
from mailtracker.cli.secrecy import keeps_secrets
from mailtracker.errors import BadFolder, MailtrackerError, Problem, Unreachable
from mailtracker.mail.outgoing.ids import reply_address, reply_token
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.config import Config, ImapConfig, MailboxConfig, SmtpConfig
    from mailtracker.mailbox.mailbox import Mailbox, Ways
    from mailtracker.smtp import SmtpAnswer, SmtpLink


PROBE = reply_token(b"", b"check")
"""What reply addresses end in, in length and kind. No mail of ours has this one."""

NOBODY = "no-such-mailbox-by-mailtracker-check"
"""A local part that a server which knows its addresses refuses."""

NEITHER = (
    "mails can be neither moved nor marked: they stay where they are, and only the database knows "
    "which are done. With a new or restored one they would all be taken again. Use a server that "
    "offers MOVE (RFC 6851), UIDPLUS (RFC 4315) or keywords"
)


NULL_SENDER = "smtp, the null sender"

OWN_SENDER_REFUSED = (
    "our mail would wait in the queue: let the login send as addresses of this form, or set "
    '`envelope = "alias"` under [smtp]; bounces then come to the alias and count for less'
)

CANNOT_MOVE = "cannot be moved to `confidential_folder`: it is marked and stays where it is"
MAY_READ = "can read this mailbox, and so the mail of every confidential request"
SAY_WHO = (
    "the server does not say who can read this mailbox, and so the mail of every confidential "
    "request: find out, and say it in `readers`"
)


@dataclass(frozen=True, slots=True)
class ServersCheck:
    """What is asked with: the `config`, whether warnings count as problems (`strict`), and which
    database is ours (`ident`; "": none yet, None: that cannot be told).
    """

    config: Config
    strict: bool
    ident: str | None = None

    def warned(self, what: str, said: str, warning: str) -> CheckFinding:
        problem = Problem(str(self.config.path), 0, 0, warning, warning=True)
        return CheckFinding(what, said, (problem,), ok=not self.strict)

    def failed(self, what: str, said: str, hint: str) -> CheckFinding:
        return CheckFinding(what, said, (Problem(str(self.config.path), 0, 0, hint),), ok=False)

    # -- all ----------------------------------------------------------------

    def findings(self) -> Iterator[CheckFinding]:
        """All servers at once: a dead one costs its timeout only once. In the config's order."""
        with ThreadPoolExecutor(max_workers=8) as pool:
            mailboxes = [pool.submit(self._mailbox, box) for box in self.config.mailboxes]
            for asked in [*mailboxes, pool.submit(lambda: asyncio.run(self._smtp()))]:
                yield from asked.result()

    # -- mailboxes ------------------------------------------------------------

    def _mailbox(self, box: MailboxConfig) -> list[CheckFinding]:
        from mailtracker.start import mailbox_of

        mailbox: Mailbox = mailbox_of(box)
        try:
            mails = counted(mailbox.probe().count, "mail")
            mailbox.waiting()  # raises where its search cannot be believed
            ways = mailbox.ways()
            others = mailbox.readers([box.folder, box.confidential_folder or box.handled])
        except MailtrackerError as error:
            todo = _what_to_do(error, box.imap)
            return [CheckFinding(box.part, str(error), ok=False, todo=todo)]
        finally:
            mailbox.close()
        holds = CheckFinding(box.part, f"{mailbox.described} holds {mails}")
        found = [holds, *self._put_away(box, ways), *self._readers(box, ways, others)]
        return [*found, *self._rivals(box)]

    def _rivals(self, box: MailboxConfig) -> Iterator[CheckFinding]:
        """Whether another database has served it of late."""
        from mailtracker.reconcile.rivals import TWICE, part_of, rivals
        from mailtracker.start import presences_of

        if self.ident is None:
            return
        now = datetime.now(UTC)
        with closing(presences_of(box)) as presences:
            try:
                presences.connect(readonly=True)
                found = rivals(presences.seen(now), self.ident, now)
            except MailtrackerError as error:
                yield CheckFinding(part_of(box.name), str(error), ok=False)
                return
        if found:
            last = f"by another database, {moment(found[-1].at)}"
            yield self.warned(part_of(box.name), last, TWICE)

    def _readers(
        self, box: MailboxConfig, ways: Ways, others: list[str] | None
    ) -> Iterator[CheckFinding]:
        """Confidential mail itself lies in the mailbox, for everybody who may read that."""
        if not keeps_secrets(self.config):
            return
        what = f"{box.part}, confidential mail"
        if box.confidential_folder and not ways.can_move:
            yield self.warned(what, "stays where it is", f"it {CANNOT_MOVE}")
        if others:
            yield self.warned(what, "others can read it", f"{', '.join(others)} {MAY_READ}")
        elif others is None and not box.readers:
            yield self.warned(what, "who can read it is not known", SAY_WHO)
        else:
            yield CheckFinding(what, box.readers or "nobody else can read this mailbox")

    def _put_away(self, box: MailboxConfig, ways: Ways) -> Iterator[CheckFinding]:
        """Whether mails that we have can be moved, and whether they can be marked."""
        where = f"to {box.handled}, {ways.moving}" if ways.can_move else ways.moving
        moving = f"{box.part}, moving", f"{_can(ways.can_move)}: {where}"
        marking = f"{box.part}, marking", f"{_can(ways.can_mark)}: {ways.marking}"
        wants_move = box.after == "move"
        if not (ways.can_mark or (ways.can_move and wants_move)):
            yield CheckFinding(*moving)
            yield self.warned(*marking, NEITHER if not ways.can_move else _unmarked(box))
        elif wants_move and not ways.can_move:
            stay = f"mails that are done stay in {box.folder} and are marked"
            yield self.warned(*moving, f'{stay}; `after = "keyword"` says that this is wanted')
            yield CheckFinding(*marking)
        else:
            yield CheckFinding(*moving)
            yield CheckFinding(*marking)

    # -- the SMTP server --------------------------------------------------------

    async def _smtp(self) -> list[CheckFinding]:
        from mailtracker.start import link_of

        link = link_of(self.config)
        found: list[CheckFinding] = []
        try:
            await link.open()
            found.append(self._answers(link))
            async for finding in self._envelopes(link):
                found.append(finding)  # what was found before a break is shown
        except MailtrackerError as error:
            todo = _what_to_do(error, self.config.smtp)
            found.append(CheckFinding("smtp", str(error), ok=False, todo=todo))
        finally:
            await link.close()
        return found

    def _answers(self, link: SmtpLink) -> CheckFinding:
        smtp = self.config.smtp
        by = f" by {link.logged_in_by}" if link.relayhost.access else ""
        said = f"lets {smtp.user} in{by}" if smtp.user else "answers; no login"
        return CheckFinding("smtp", f"{smtp.host}:{smtp.port} {said}")

    async def _envelopes(self, link: SmtpLink) -> AsyncIterator[CheckFinding]:
        """By MAIL and RCPT alone: whether our reply addresses are delivered, and whether the
        server takes the senders that our mails have.
        """
        to_itself = {}
        for box in self.config.mailboxes:
            plain = to_itself[box.address] = await link.ask(box.address, box.address)
            yield await self._reply_addresses(link, box, plain)
            async for finding in self._senders(link, box, plain):
                yield finding
        alias = self.config.mailboxes[0].address
        if self.config.smtp.receipts == "envelope":
            yield CheckFinding(NULL_SENDER, "not used: receipts have the sender of other mail")
        else:
            yield self._null_sender(await link.ask("", alias), to_itself[alias])

    async def _reply_addresses(
        self, link: SmtpLink, box: MailboxConfig, plain: SmtpAnswer
    ) -> CheckFinding:
        what, reply = f"smtp {box.name}, reply addresses", reply_address(box.address, PROBE)
        if not box.subaddressing or reply == box.address:
            return CheckFinding(what, "not used: threads are kept by Message-ID")
        answer = await link.ask(box.address, reply)
        if _is_taken(answer):
            anybody = await link.ask(box.address, f"{NOBODY}@{box.address.rpartition('@')[2]}")
            return CheckFinding(what, f"{reply} is taken, {_worth(anybody)}")
        if _is_taken(plain) and _is_final(answer):
            return self.failed(what, f"{reply} is refused: {answer.text}", _no_subaddresses(box))
        said = f"cannot be told: {reply} is refused ({answer.text})"
        if not _is_taken(plain):
            said += f", but so is {box.address} ({plain.text})"
        later = "ask again later" if not _is_final(answer) else "send a mail there to see"
        return self.warned(what, said, f"whether replies would arrive is not known: {later}")

    async def _senders(
        self, link: SmtpLink, box: MailboxConfig, plain: SmtpAnswer
    ) -> AsyncIterator[CheckFinding]:
        what = f"smtp {box.name}, senders"
        own = reply_address(box.address, f"b{PROBE}")
        alone = not box.subaddressing or self.config.smtp.envelope == "alias"
        if not _is_taken(plain):
            said = f"<{box.address}> is refused, to itself: {plain.text}"
            yield self.warned(what, said, "the login must be allowed to send as this address")
        elif alone or own == box.address:
            yield CheckFinding(what, f"<{box.address}> is taken")
        elif _is_taken(answer := await link.ask(own, box.address)):
            yield CheckFinding(what, f"<{box.address}> and <{own}> are taken")
        else:
            said = f"<{box.address}> is taken, <{own}> is refused: {answer.text}"
            told = self.failed if _is_final(answer) else self.warned
            yield told(what, said, OWN_SENDER_REFUSED)

    def _null_sender(self, answer: SmtpAnswer, plain: SmtpAnswer) -> CheckFinding:
        """Receipts have it (docs/reliability.md, R2)."""
        what = NULL_SENDER
        if _is_taken(answer):
            return CheckFinding(what, "<> is taken")
        said = f"<> is refused: {answer.text}"
        hint = (
            "receipts would not go out: let the server take it (RFC 5321 section 4.5.5), or set "
            '`receipts = "envelope"` under [smtp]'
        )
        sure = _is_taken(plain) and _is_final(answer)
        return self.failed(what, said, hint) if sure else self.warned(what, said, hint)


def findings_of_servers(config: Config, strict: bool) -> Iterator[CheckFinding]:
    """What the mail servers of a config let us do, in its order."""
    return ServersCheck(config, strict, _ident(config)).findings()


def _what_to_do(error: MailtrackerError, server: ImapConfig | SmtpConfig) -> str:
    """Where the error does not say it. What a sign-in says, it says with what to do."""
    if isinstance(error, BadFolder):
        return "correct `folder`, or make it there"
    if type(error) is Unreachable and server.oauth is None:
        return (
            "see that it runs, that `host`, `port` and `tls` are its own, and no firewall between"
        )
    return ""


def _ident(config: Config) -> str | None:
    """Of our database; "": there is none yet, None: other commands say what is wrong with it."""
    from mailtracker.store.database import is_missing

    with store_if_any(config) as store:
        if store is not None:
            return store.ident
    try:
        return "" if is_missing(config.store.url) else None
    except MailtrackerError:
        return None


def _can(able: bool) -> str:
    return "works" if able else "does not work"


def _unmarked(box: MailboxConfig) -> str:
    return (
        "mails that are done cannot be marked, and only the database knows which they are: set "
        f'`after = "move"` for {box.name}'
    )


def _no_subaddresses(box: MailboxConfig) -> str:
    return (
        "people's replies to our mails would bounce: have the server deliver subaddresses, or set "
        f"`subaddressing = false` for {box.name}. Threads are then kept by Message-ID alone, and "
        "each mail's sender is the alias"
    )


def _worth(anybody: SmtpAnswer) -> str:
    """How much it says that the server takes an address."""
    if _is_taken(anybody):
        return "but so is any address there: send a mail to it to be sure"
    return f"and an unknown address is not ({anybody.text})"


def _is_taken(answer: SmtpAnswer) -> bool:
    return answer.code // 100 == 2


def _is_final(answer: SmtpAnswer) -> bool:
    return answer.code // 100 == 5
