"""What the rules gave a request, and an effect that adds to it → what it has then."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from mailtracker.desk.effects import Bar, CallIn, Entrust, NoteEntry
from mailtracker.desk.request import Given
from mailtracker.store.given import each_once


def grown(given: Given, effect: Bar | Entrust | NoteEntry | CallIn) -> Given:
    """By union: what is confidential stays so, who is barred stays barred, who watches watches."""
    match effect:
        case Bar(people):
            barred = each_once((*given.barred, *people))
            return replace(given, confidential=True, barred=barred)
        case Entrust(person):
            return replace(given, entrusted=each_once((*given.entrusted, person)))
        case NoteEntry(entry):
            return replace(given, entries=each_once((*given.entries, entry)))
        case CallIn(alias, person):
            aliases, people = (*given.aliases_called, alias), (*given.called_in, person)
            return replace(given, aliases_called=each_once(aliases), called_in=each_once(people))
        case _:
            assert_never(effect)
