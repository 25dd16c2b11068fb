"""A mail and the rules → who gets it and why, and what is added. With every rule that was
asked: why it did not take it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mailtracker.policy.mail_view import MailView, MatchContext
from mailtracker.policy.mentioned import Mentions
from mailtracker.policy.mentions import mentions
from mailtracker.policy.model import (
    FALLBACK,
    NOBODY,
    PEOPLE,
    Extras,
    Fallback,
    Note,
    Policy,
    Question,
    Route,
    Rule,
)
from mailtracker.record import dataclass

NO_RULE = "no rule matched"


@dataclass(frozen=True, slots=True)
class Step:
    """One `rule` that was asked, `where` it stands as file:line. `took`: it decided; `told` is then
    what matched, else why the first clause that failed did: a text for each of its alternatives.
    """

    rule: str
    where: str
    took: bool
    told: tuple[str, ...]


def route(policy: Policy, mail: MailView) -> Route:
    """The first rule that matches decides; else the fallback, marked as a gap. Every
    note that matches adds to it.
    """
    return _route(policy, MatchContext(mail))


def route_with_words(policy: Policy, mail: MailView) -> tuple[Route, Mentions]:
    """The same route, and the words of the mail by which its rule took it."""
    context = MatchContext(mail)
    found = _route(policy, context)
    taken = next((rule for rule in policy.rules if rule.where == found.where), None)
    if found.gap or taken is None:
        return found, Mentions()
    return found, mentions(taken.when, context)


def explain(policy: Policy, mail: MailView) -> tuple[Route, list[Step]]:
    """The same route, and every rule up to the one that decided."""
    context = MatchContext(mail)
    found = _route(policy, context)
    return found, list(_steps(policy, context, found))


def _route(policy: Policy, context: MatchContext) -> Route:
    notes = [
        (note, told) for note in policy.notes if (told := note.when.match(context)) is not None
    ]
    for rule in policy.rules:
        matched = rule.when.match(context)
        if matched is not None:
            why = rule.reason if rule.to == NOBODY else rule.why
            return _by(rule, rule.name, why, matched, notes)
    return _by(policy.fallback, FALLBACK, NO_RULE, NO_RULE, notes)


def _steps(policy: Policy, context: MatchContext, found: Route) -> Iterator[Step]:
    for rule in policy.rules:
        told = rule.when.judge(context)
        if isinstance(told, str):
            yield Step(rule.name, rule.where, True, (told,))
            return
        yield Step(rule.name, rule.where, False, told.failures(context))
    yield Step(found.rule, found.where, True, (NO_RULE,))


def _by(
    entry: Rule | Fallback, rule: str, why: str, matched: str, notes: list[tuple[Note, str]]
) -> Route:
    return Route(
        rule=rule,
        why=why,
        matched=matched,
        to=entry.to,
        promise=entry.promise,
        ladder=entry.ladder,
        gap=isinstance(entry, Fallback),
        where=entry.where,
        extras=together([entry.extras, *(note.extras for note, _ in notes)]),
        notes=tuple(sorted((note.name or note.where, told) for note, told in notes)),
        language=entry.language,
        close_after=entry.close_after,
        ending=entry.ending,
        writers=entry.writers if isinstance(entry, Rule) else PEOPLE,
    )


def together(parts: list[Extras]) -> Extras:
    """Everything once and sorted, so that the order of notes cannot matter."""
    if len(parts) == 1:
        return parts[0]
    return Extras(
        tags=_all(part.tags for part in parts),
        watch=_all(part.watch for part in parts),
        attach=_all(part.attach for part in parts),
        ask=_questions(parts),
        confidential=any(part.confidential for part in parts),
        keep_for=min((part.keep_for for part in parts if part.keep_for), default=None),
        confide_in=next((part.confide_in for part in parts if part.confide_in), ()),
    )


def _all(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({one for part in parts for one in part}))


def _questions(parts: list[Extras]) -> tuple[Question, ...]:
    """Those of the rule first, as written."""
    first, *others = parts
    rest = sorted(
        {one for part in others for one in part.ask} - set(first.ask), key=lambda one: one.texts
    )
    return (*first.ask, *rest)
