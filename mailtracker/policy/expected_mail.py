"""A mail and the rules → as which expected mail it is taken, or whether it could be one."""

from __future__ import annotations

from dataclasses import replace

from mailtracker.policy.condition import AllOf, Condition
from mailtracker.policy.conditions import AddressIs, DomainIs, HasWords, InGroup
from mailtracker.policy.expected import ANYBODY, Expectation
from mailtracker.policy.mail_view import MailView, MatchContext
from mailtracker.policy.model import Policy


def takes(policy: Policy, mail: MailView) -> tuple[Expectation, str, str] | None:
    """The first expectation that a mail fits, whose mail it is (`Tick.who`), and what matched for
    people; None for no expected mail.
    """
    if not policy.expected:
        return None
    context, person = MatchContext(mail), policy.person_by_address(mail.from_)
    writes = person.key if person else ANYBODY
    for one in policy.expected:
        if one.people and writes not in one.people:
            continue
        matched = one.when.match(context)
        if matched is not None:
            return one, writes if one.people else ANYBODY, matched
    return None


def may_be(expectation: Expectation, sender: str, subject: str) -> bool:
    """Whether a mail of which only these are known, "" where they are not, could be expected."""
    parts = expectation.when.parts if isinstance(expectation.when, AllOf) else (expectation.when,)
    context = MatchContext(replace(_NO_MAIL, from_=sender, subject=subject))
    return all(_may_hold(part, context) for part in parts)


def names_sender(when: Condition) -> bool:
    """Whether it says who writes: one of some people or addresses, and not a whole domain."""
    parts = when.parts if isinstance(when, AllOf) else (when,)
    return any(isinstance(part, InGroup) or _names_one(part) for part in parts)


def _names_one(part: Condition) -> bool:
    if not isinstance(part, AddressIs) or part.field != "from":
        return False
    return not any(pattern.startswith("*") for pattern in part.patterns)


_NO_MAIL = MailView("", (), "", "")


def _may_hold(part: Condition, context: MatchContext) -> bool:
    """Whether it holds, as far as what it looks at is known."""
    match part:
        case DomainIs() | InGroup() | AddressIs(field="from"):
            known = context.mail.from_
        case HasWords(field="subject"):
            known = context.mail.subject
        case _:
            known = ""
    return not known or part.match(context) is not None
