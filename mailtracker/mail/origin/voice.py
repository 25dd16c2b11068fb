"""What a mail says goes in; whether it speaks in a system's voice comes out: sender, text and shape
each have signs of it. One alone is nothing, since people list, paste and announce as well; they do
not bring three together, and say "today" or "again" where a system says when.
"""

from __future__ import annotations

import re

from mailtracker.mail.address_key import local_of
from mailtracker.mail.message import Address
from mailtracker.mail.origin import desk_phrases, notice_phrases, voice_phrases
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.hand import by_hand
from mailtracker.mail.origin.named import is_spelled, spells
from mailtracker.mail.origin.phrases import asks_plainly, questions
from mailtracker.mail.origin.traits import (
    called_system,
    coded,
    is_firm,
    product,
    service,
    signed,
    states,
    team,
)
from mailtracker.mail.origin.typed import speaks_of_self
from mailtracker.mail.origin.verdict import Finding, Table, by_words, find
from mailtracker.mail.table import Row

_SIGNS = 3
_TWO, _THREE = 2, 3  # names that people show
_SHAPES_ALONE = 4
_TO_ANYBODY = 2
"""What a greeting to whoever is a customer adds: hardly a person writes it."""

_PERSONAL = 2
"""What one sign of a person takes away."""


def _tells(text: str) -> bool:
    return voice_phrases.done(text) or notice_phrases.happened(text)


def _to_press(text: str) -> bool:
    return notice_phrases.prompts(text) or voice_phrases.presses(text)


_SPOKEN = (
    voice_phrases.introduces,
    _tells,
    voice_phrases.enters,
    voice_phrases.until,
    voice_phrases.offers,
    voice_phrases.serves,
    voice_phrases.counts,
    voice_phrases.measures,
    voice_phrases.by_itself,
    notice_phrases.customer,
    _to_press,
    notice_phrases.stops,
)
"""What is said: without any of these a text may have all of a list that a person typed."""

_ONLINE = (
    voice_phrases.enters,
    _to_press,
    notice_phrases.stops,
    voice_phrases.by_itself,
    voice_phrases.leads_to_one,
)
_SHAPES = (
    voice_phrases.tabled,
    voice_phrases.recorded,
    voice_phrases.gauged,
    voice_phrases.leads_to_one,
    voice_phrases.signed_by_firm,
)


def find_voice(seen: Evidence) -> Finding | None:
    """What no list of products and wordings knows, and no person wrote."""
    return find(_VOICES, seen)


def _speaks_as_system(seen: Evidence) -> bool:
    """Shapes alone are a system's where its name says so, or where there are many."""
    said = _said(seen)
    spoken = sum(says(said) for says in _SPOKEN)
    spoken += _TO_ANYBODY * desk_phrases.to_anybody(seen.words)
    spoken += _bills(seen) + desk_phrases.gives(seen.words)
    least = _SIGNS if spoken or any(map(_is_system, seen.message.from_)) else _SHAPES_ALONE
    found = spoken + _weight(seen) - _by_first_name(seen)
    return found >= least and found - _PERSONAL * _personal(said) >= least


def _said(seen: Evidence) -> str:
    """Each of the two has sentences of its own."""
    return f"{seen.subject}.\n{seen.words}"


def _bills(seen: Evidence) -> bool:
    """A colleague writes about a bill that came."""
    return not seen.inside and desk_phrases.bills(seen.words)


def _weight(seen: Evidence) -> int:
    """Of sender, subject and shape."""
    text, subject = seen.words, seen.subject
    found = sum(has(text) for has in _SHAPES) + coded(subject) + states(subject)
    found += voice_phrases.headed(subject) + _by_thing(seen) + _is_online(seen)
    return found + _is_sent_by_program(seen) + _is_html_alone(seen)


def _personal(said: str) -> int:
    """It counts from today; it wants something, or finds fault."""
    return voice_phrases.of_this_hour(said) + voice_phrases.wants(said)


def _is_sent_by_program(seen: Evidence) -> bool:
    message = seen.message
    return voice_phrases.by_script(message.fields) or voice_phrases.made_by_server(
        message.message_id
    )


def _by_system(seen: Evidence) -> bool:
    return any(map(_is_system, seen.message.from_)) or _by_firm(seen)


def _by_thing(seen: Evidence) -> bool:
    """By a system, or by a department of another house."""
    if _by_system(seen):
        return True
    return not seen.inside and any(map(_is_thing, seen.message.from_))


def _by_firm(seen: Evidence) -> bool:
    return not seen.inside and any(map(is_firm, seen.message.from_))


def _is_online(seen: Evidence) -> bool:
    """A firm leads to its pages: a shop around the corner writes in its own name as well."""
    if not _by_firm(seen):
        return False
    return _is_made(seen) or any(says(_said(seen)) for says in _ONLINE)


def _is_made(seen: Evidence) -> bool:
    """By a program, or in HTML alone."""
    return _is_sent_by_program(seen) or _is_html_alone(seen)


def _is_html_alone(seen: Evidence) -> bool:
    return seen.message.html is not None and seen.message.plain is None


def _is_system(sender: Address) -> bool:
    return called_system(sender) or service(sender)


def _is_thing(sender: Address) -> bool:
    return desk_phrases.department(sender.name) or _is_system(sender)


def _by_no_name(seen: Evidence) -> bool:
    """Most mail is told by that, without a look at its text."""
    if seen.passed_on or seen.answers:
        return False
    return not (_by_full_name(seen) or _by_colleague(seen))


def _by_colleague(seen: Evidence) -> bool:
    """By a first name of our own domains, in a text that has no shape."""
    if not (seen.inside and _by_first_name(seen)):
        return False
    return not (voice_phrases.tabled(seen.words) or voice_phrases.recorded(seen.words))


def _by_full_name(seen: Evidence) -> bool:
    """Two names are shown, and one of them stands before the @ beside something else."""
    by_program = _is_sent_by_program(seen)
    people = (one for one in seen.message.from_ if not _is_no_person(one, by_program))
    return any(_is_full(_names(one.name), local_of(one.email).casefold()) for one in people)


def _is_no_person(sender: Address, by_program: bool) -> bool:
    """Also what is called as products are, where a program sent it."""
    return _is_thing(sender) or (by_program and product(sender))


def _is_full(names: list[str], local: str) -> bool:
    if any(is_spelled(local, name) for name in names):
        return False
    return any(spells(local, name) for name in names if len(name) > 1)


def _by_first_name(seen: Evidence) -> bool:
    """Two names are shown, and the first stands before the @: "Ann Roe <ann@...>"; or a team's."""
    people = (one for one in seen.message.from_ if not (_is_thing(one) or team(one)))
    return any(map(_shows_first, people))


def _shows_first(sender: Address) -> bool:
    local = local_of(sender.email)
    return any(is_spelled(local, first) for first in _names(sender.name)[:1])


def _names(shown: str) -> list[str]:
    names = re.findall(r"[^\W_]+", shown.casefold())
    return names if _TWO <= len(names) <= _THREE else []


def _questions(seen: Evidence) -> bool:
    """A mailing asks as well: whether one can read it, or wants no more of it."""
    said = _without_footers(voice_phrases.said(seen.words))
    return questions(said) or asks_plainly(said)


def _without_footers(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not notice_phrases.stops(line))


def _typed_nowhere(seen: Evidence) -> bool:
    """Neither in a mail program nor in haste, and no calendar program wrote it for somebody."""
    message = seen.message
    if message.scheduling or by_hand(seen):
        return False
    if not voice_phrases.sloppy(seen.words):
        return True
    return not voice_phrases.sloppy(_without_footers(seen.words))


def _asks_nothing(seen: Evidence) -> bool:
    """Looked at before the voice, which takes many more looks at a text."""
    return not (speaks_of_self(seen) or _questions(seen))


_VOICES: Table[Evidence] = (
    Row(
        by_words("speaks in a system's voice"),
        when=(_by_no_name, _typed_nowhere, _asks_nothing, _speaks_as_system),
        unless=(signed,),
    ),
)
