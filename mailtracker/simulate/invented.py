"""A company that writes what the tests beside the rules say → arrivals of so many days."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage

from mailtracker.mail.message import Address, Classified, Message
from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand
from mailtracker.policy.calendar import windows
from mailtracker.policy.model import NOBODY, Policy, Test
from mailtracker.policy.worktime import EVERY_MINUTE, Hours
from mailtracker.record import dataclass
from mailtracker.simulate.as_sent import as_sent, dated, sent_by
from mailtracker.simulate.played_mail import PlayedMail

COLLEAGUES = 200
"""Who write, one as often as another."""

_UNKNOWN = 0.1  # of the mails are what no rule knows
_AT_NIGHT = 0.1  # come outside the working hours of who has to answer
_LONGEST_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Invention:
    """How many `days` from `start` on, and how many mails on a working day (`a_day`, on average).
    `seed`: the same makes the same company again.
    """

    start: date
    days: int
    a_day: float
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of mail: the `message` as read, what it is taken for (`classified`), and the working
    time in which people write it (`hours`).
    """

    message: Message
    classified: Classified
    hours: Hours


class Company:
    """Mails of the tests that stand beside the rules, each rule as often as another. What a rule
    without a test takes never comes: `untried` names these rules.
    """

    def __init__(self, policy: Policy, site: Site) -> None:
        self._kinds: list[list[_Kind]] = []
        self.untried: list[str] = []
        for rule in policy.rules:
            if rule.to == NOBODY:
                continue
            hours = policy.promises[rule.promise].hours
            if kinds := [
                _kind(as_sent(test.mail, test.raw), site, hours) for test in _own(rule.tests)
            ]:
                self._kinds.append(kinds)
            else:
                self.untried.append(rule.name)
        self._unknown = _kind(
            _no_rule_knows(), site, policy.promises[policy.fallback.promise].hours
        )
        self._domain = (site.own_domains or ("corp.example",))[0]

    def arrivals(self, wanted: Invention) -> Iterator[PlayedMail]:
        """In the order of time."""
        dice = random.Random(wanted.seed)  # noqa: S311 (nothing secret hangs on it)
        number = 0
        for offset in range(wanted.days):
            day = wanted.start + timedelta(days=offset)
            for at, kind in sorted(self._on(day, wanted.a_day, dice), key=lambda pair: pair[0]):
                number += 1
                yield self._arrival(at, kind, number, dice)

    def _on(self, day: date, a_day: float, dice: random.Random) -> list[tuple[datetime, _Kind]]:
        """On a day without working time only what comes at night comes."""
        found = []
        for _ in range(_as_many(a_day, dice)):
            kind = self._any(dice)
            open_ = windows(kind.hours, day)
            if dice.random() < _AT_NIGHT:
                found.append((_within(_whole(day), dice), kind))
            elif open_:
                found.append((_within(dice.choice(open_), dice), kind))
        return found

    def _any(self, dice: random.Random) -> _Kind:
        if not self._kinds or dice.random() < _UNKNOWN:
            return self._unknown
        return dice.choice(dice.choice(self._kinds))

    def _arrival(self, at: datetime, kind: _Kind, number: int, dice: random.Random) -> PlayedMail:
        who = dice.randrange(COLLEAGUES)
        written = kind.message.sender
        sender = written or Address(f"Colleague {who}", f"colleague-{who}@{self._domain}")
        message = sent_by(dated(kind.message, f"{number}", at), sender)
        return PlayedMail(at, message, kind.classified)


def _own(tests: Sequence[Test]) -> list[Test]:
    """Those whose mail this rule takes."""
    return [test for test in tests if test.then.to != NOBODY]


def _as_many(a_day: float, dice: random.Random) -> int:
    """Around the average, as independent people write (Poisson's law, by waiting times)."""
    number, left = 0, a_day
    while (left := left - dice.expovariate(1)) > 0:
        number += 1
    return number


def _within(window: tuple[datetime, datetime], dice: random.Random) -> datetime:
    opens, closes = window
    return opens + (closes - opens) * dice.random()


def _whole(day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(), UTC)
    return start, start + timedelta(minutes=_LONGEST_DAY)


def _kind(raw: bytes, site: Site, hours: Hours) -> _Kind:
    message, classified = understand(raw, site)
    return _Kind(message, classified, EVERY_MINUTE if hours.always else hours)


def _no_rule_knows() -> bytes:
    found = EmailMessage()
    found["From"] = "colleague@corp.example"
    found["Subject"] = "Zzyzx"
    found.set_content("Qwfpgj.")
    return found.as_bytes()
