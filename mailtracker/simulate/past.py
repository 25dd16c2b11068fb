"""Mail of the past that opened requests, or may have been expected, and when people spoke on the
requests → arrivals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime

from mailtracker.desk.ask_replay import Old
from mailtracker.desk.disposition import Disposition
from mailtracker.desk.ticking import expected
from mailtracker.policy.expected import Expectation
from mailtracker.policy.expected_mail import may_be
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass
from mailtracker.simulate.played_mail import PlayedMail, Said, Spoke, UnreadMail
from mailtracker.store import ledger, past_mail, requests
from mailtracker.store.awaited import came_later
from mailtracker.store.database import Store
from mailtracker.store.ledger import Line
from mailtracker.store.spoken import Utterance


@dataclass(slots=True)
class PastLines:
    """Lines of the ledger, by what a simulation makes of their mails; each list in the order of
    time.
    """

    #: They opened a request, or a rule wanted no answer to them.
    opened: list[Line] = field(default_factory=list)
    #: The same, and they may be expected: these came when they came.
    perhaps: list[Line] = field(default_factory=list)
    #: They may be expected, and opened nothing, or closed what was opened without them,
    ignored: list[Line] = field(default_factory=list)
    #: or belong to another request.
    replies: list[Line] = field(default_factory=list)
    #: They may be expected, and nobody can read them any more.
    unread: list[UnreadMail] = field(default_factory=list)


def past_lines(store: Store, since: datetime, policies: Sequence[Policy]) -> PastLines:
    """All since then that matter by any of these rules."""
    expectations = [one for policy in policies for one in policy.expected]
    with store.read() as conn:
        opening = ledger.opening(conn, since)
        others = past_mail.opened_nothing(conn, since) if expectations else []
        maybe = [line for line in others if _may_be(line, expectations)]
        about = requests.by_ids(conn, [line.request_id for line in maybe if line.request_id])
        found = PastLines()
        for line in opening:
            (found.perhaps if _may_be(line, expectations) else found.opened).append(line)
        for line in maybe:
            request = about.get(line.request_id or 0)
            late = request is None or request.given.expected
            (found.ignored if late else found.replies).append(line)
        for some in (found.perhaps, found.ignored, found.replies):
            here = past_mail.with_bytes(conn, [line.sha256 for line in some])
            read = [line for line in some if _is_read(line, here)]
            found.unread += [_unread(line) for line in some if not _is_read(line, here)]
            some[:] = sorted(read, key=came_later)
    found.unread.sort(key=lambda one: one.at)
    return found


def _unread(line: Line) -> UnreadMail:
    return UnreadMail(came_later(line), line.sender, line.subject)


def _may_be(line: Line, of: Sequence[Expectation]) -> bool:
    return any(may_be(one, line.sender, line.subject) for one in of)


def _is_read(line: Line, here: set[str]) -> bool:
    """Its bytes are here, and could be understood."""
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
