"""Expected mail of an invented company → when it comes: in time as a rule, late now and then, and
some of it never.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage

from mailtracker.desk.ticking import expected
from mailtracker.mail.message import Address, Classified, Message
from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand
from mailtracker.policy.expected import (
    ANYBODY,
    Awaiting,
    Expectation,
    asked_at,
    begins,
    due_at,
)
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass
from mailtracker.simulate.as_sent import as_sent, dated, sent_by
from mailtracker.simulate.played_mail import KnownSpan, PlayedMail

LATE, NEVER = 0.04, 0.02
"""Shares of the mail that is expected."""

_Read = tuple[Message, Classified]


@dataclass(frozen=True, slots=True)
class _Series:
    """Mail that comes again and again: for which expectation (`one`), and what each of its people
    writes (`mails`, by `Tick.who`).
    """

    one: Expectation
    mails: Mapping[str, _Read]


class Correspondents:
    """Who write what is expected by any of the rule sets; of two entries of one name the first is
    meant. `untried` names those of which nobody knows how such a mail looks: no test says so.
    """

    def __init__(self, policies: Sequence[Policy], site: Site, known: KnownSpan) -> None:
        self._known = known
        self._series: list[_Series] = []
        self.untried: list[str] = []
        named: dict[str, tuple[Expectation, Policy]] = {}
        for policy in policies:
            for one in policy.expected:
                named.setdefault(one.name, (one, policy))
        for one, policy in named.values():
            due = due_at(one, begins(one, known.since))
            mails = {who: _mail(one, who, policy, site, due) for who in one.members}
            found = {who: mail for who, mail in mails.items() if mail is not None}
            if len(found) == len(mails):
                self._series.append(_Series(one, found))
            else:
                self.untried.append(one.name)

    @property
    def writes(self) -> bool:
        """Whether there is any of it."""
        return bool(self._series)

    def arrivals(self, seed: int) -> list[PlayedMail]:
        """In the order of time."""
        found = [mail for number in range(len(self._series)) for mail in self._of(number, seed)]
        return sorted(found, key=lambda mail: mail.at)

    def _of(self, number: int, seed: int) -> Iterator[PlayedMail]:
        one = self._series[number].one
        for who, (message, classified) in self._series[number].mails.items():
            # Dice for people who do not exist: nothing secret hangs on them.
            dice = random.Random(f"{seed} {one.name} {who}")  # noqa: S311
            for time, at in enumerate(_comes(one, self._known, dice)):
                if at <= self._known.until:
                    key = f"expected-{number}.{who}.{time}"
                    yield PlayedMail(at, dated(message, key, at), classified)


def _comes(one: Expectation, known: KnownSpan, dice: random.Random) -> Iterator[datetime]:
    """For each due time once, or not at all."""
    awaiting = begins(one, known.since)
    while (due := due_at(one, awaiting)) <= known.until:
        fate = dice.random()
        following = Awaiting(due)
        if fate < LATE:
            yield due + (due_at(one, following) - due) / 2 * dice.random()
        elif fate >= LATE + NEVER:
            yield due - (due - _earliest(one, awaiting, due)) * dice.random() ** 2
        awaiting = following


def _earliest(one: Expectation, awaiting: Awaiting, due: datetime) -> datetime:
    """What comes before that may be late mail; and nobody answers before they are asked."""
    half = awaiting.before + (due - awaiting.before) / 2
    return max(half, asked_at(one, awaiting) or half)


def _mail(one: Expectation, who: str, policy: Policy, site: Site, due: datetime) -> _Read | None:
    """As its test has it, else by the words that it asks for; None where that is not expected."""
    raws = [as_sent(test.mail, test.raw) for test in one.tests if test.expected]
    for raw in [*raws, _named(one)]:
        message, classified = understand(raw, site)
        if who != ANYBODY:
            person = policy.people[who]
            message = sent_by(message, Address(person.name, person.addresses[0]))
        taken = expected(message, classified, policy, due)
        if taken is not None and taken[:2] == (one, who):
            return message, classified
    return None


def _named(one: Expectation) -> bytes:
    found = EmailMessage()
    found["From"], found["Subject"] = "colleague@corp.example", one.name
    found.set_content(one.name)
    return found.as_bytes()
