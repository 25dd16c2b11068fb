"""What the rules gave a request, and an effect that adds to it, or another rule → what it has
then.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from mailtracker.desk.effects import (
    AskWhether,
    Bar,
    CallAgain,
    CallIn,
    Confide,
    Entrust,
    NoteEntry,
    RuleAnew,
    SetLanguage,
    SetRequester,
)
from mailtracker.desk.request import Given, Request
from mailtracker.mail.message import Address
from mailtracker.store.columns import clean
from mailtracker.store.given import each_once

OF_A_RULE = (
    *("rule", "why", "promise", "ladder", "routed_to"),
    *("rule_at", "rules_digest", "matched", "close_after", "ending"),
)
"""What a request has of the one rule that took it."""


_OfAsker = SetRequester | CallAgain | SetLanguage


def asked_by(request: Request, effect: _OfAsker) -> Request:
    """As who opened it for its requester says; as who writes again calls it, and in what."""
    if isinstance(effect, CallAgain):
        return replace(request, subject=clean(effect.subject))
    if isinstance(effect, SetLanguage):
        return replace(request, language=effect.language)
    given = replace(request.given, opened_by=(effect.by,))
    who = Address(clean(effect.who.name), clean(effect.who.email))
    return replace(request, requester=who, language=effect.language, given=given)


OfGiven = Bar | Entrust | Confide | AskWhether | NoteEntry | CallIn | RuleAnew


def grown(given: Given, effect: OfGiven) -> Given:
    """By union: what is confidential stays so, who is barred stays barred, who watches watches."""
    match effect:
        case Bar(people):
            barred = each_once((*given.barred, *people))
            return replace(given, confidential=True, barred=barred)
        case Entrust(person):
            return replace(given, entrusted=each_once((*given.entrusted, person)))
        case Confide(person):
            return replace(given, confidants=each_once((*given.confidants, person)))
        case AskWhether(person):
            return replace(given, asked_whether=each_once((*given.asked_whether, person)))
        case NoteEntry(entry):
            return replace(given, entries=each_once((*given.entries, entry)))
        case CallIn(alias, person):
            aliases, people = (*given.aliases_called, alias), (*given.called_in, person)
            return replace(given, aliases_called=each_once(aliases), called_in=each_once(people))
        case RuleAnew(anew):
            return replace(given, **{name: getattr(anew, name) for name in OF_A_RULE})
        case _:
            assert_never(effect)
