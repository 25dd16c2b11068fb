"""Mail of the past that opened requests, or may have been expected, and when people spoke on the
requests → arrivals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from mailtracker.desk.ask_replay import Old
from mailtracker.desk.disposition import Disposition
from mailtracker.desk.ticking import expected
from mailtracker.policy.expected_mail import may_be
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass
from mailtracker.simulate.played_mail import PlayedMail, Said, Spoke, UnreadMail
from mailtracker.store import ledger, past_mail
from mailtracker.store.awaited import came_later
from mailtracker.store.ledger import Line
from mailtracker.store.spoken import Utterance

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(slots=True)
class PastLines:
    """Lines of the ledger, by what a simulation makes of their mails; each list in the order of
    time.
    """

    #: They opened a request, or a rule wanted no answer to them.
    opened: list[Line] = field(default_factory=list)
    #: The same, and they may be expected: these came when they came.
    perhaps: list[Line] = field(default_factory=list)
    #: They may be expected, and opened nothing,
    ignored: list[Line] = field(default_factory=list)
    #: or belong to a request.
    replies: list[Line] = field(default_factory=list)
    #: They may be expected, and nobody can read them any more.
    unread: list[UnreadMail] = field(default_factory=list)


def past_lines(conn: Connection, since: datetime, policies: Sequence[Policy]) -> PastLines:
    """All since then that matter by any of these rules."""
    opening = ledger.opening(conn, since)
    all_expected = [one for policy in policies for one in policy.expected]
    if not all_expected:
        return PastLines(opened=opening)
    found = PastLines()
    for line in opening:
        maybe = any(may_be(one, line.sender, line.subject) for one in all_expected)
        (found.perhaps if maybe else found.opened).append(line)
    for line in past_mail.opened_nothing(conn, since):
        if any(may_be(one, line.sender, line.subject) for one in all_expected):
            (found.replies if line.disposition is Disposition.REPLY else found.ignored).append(line)
    _without_unread(conn, found)
    return found


def _without_unread(conn: Connection, found: PastLines) -> None:
    """Mails whose bytes are gone, and those in quarantine, are told by what is known of them."""
    for some in (found.perhaps, found.ignored, found.replies):
        here = past_mail.with_bytes(conn, [line.sha256 for line in some])
        for line in some:
            if line.sha256 not in here or line.disposition is Disposition.QUARANTINE:
                found.unread.append(UnreadMail(came_later(line), line.sender, line.subject))
        some[:] = sorted((line for line in some if _is_read(line, here)), key=came_later)
    found.unread.sort(key=lambda one: one.at)


def _is_read(line: Line, here: set[str]) -> bool:
    return line.sha256 in here and line.disposition is not Disposition.QUARANTINE


def arrivals(
    old: Iterable[Old],
    spoken: Mapping[str, Sequence[Utterance]],
    opens: Callable[[Old], bool] | None = None,
) -> Iterator[PlayedMail]:
    """In the order of `old`. What got no receipt then gets none now. `opens`: which of them open a
    request where they are not expected; None: all.
    """
    for mail in old:
        story = [Said(Spoke.REQUESTER, mail.at), *map(_said, spoken.get(mail.name, ()))]
        classified = replace(mail.classified, receipt=mail.receipt)
        yield PlayedMail(mail.at, mail.message, classified, story, opens is None or opens(mail))


def ticked_by(policy: Policy) -> Callable[[Old], bool]:
    """Whether these rules expect it: by rules that do not it would have opened a request."""
    return lambda old: expected(old.message, old.classified, policy, old.at) is not None


def never(_old: Old) -> bool:
    """It is part of a request, and opens none."""
    return False


def _said(one: Utterance) -> Said:
    return Said(Spoke.OWNER if one.answer else Spoke.REQUESTER, one.at)
