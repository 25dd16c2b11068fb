"""What a mail says goes in; whether it speaks in a system's voice comes out: sender, text and shape
each have signs of it. One alone is nothing, since people list, paste and announce as well; they do
not bring three together, and say "today" or "again" where a system says when.
"""

from __future__ import annotations

import re
from operator import attrgetter

from mailtracker.mail.address_key import local_of
from mailtracker.mail.message import Address
from mailtracker.mail.origin import notice_phrases, voice_phrases
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.phrases import asks_plainly
from mailtracker.mail.origin.traits import coded, is_firm, service, signed, states
from mailtracker.mail.origin.typed import speaks_of_self
from mailtracker.mail.origin.verdict import Finding, Table, by_words, find
from mailtracker.mail.table import Row

_SIGNS = 3
_NAMES = 3
_SHAPES_ALONE = 4
_PERSONAL = 2
"""What one sign of a person takes away."""

_answers, _passed_on = map(attrgetter, ("answers", "passed_on"))


def _to_press(text: str) -> bool:
    return notice_phrases.prompts(text) or voice_phrases.presses(text)


_SPOKEN = (
    voice_phrases.introduces,
    voice_phrases.done,
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
    said = f"{seen.subject}.\n{seen.words}"
    spoken = sum(says(said) for says in _SPOKEN) + voice_phrases.to_anybody(seen.words)
    return spoken + _weight(seen) >= (_SIGNS if spoken or _by_system(seen) else _SHAPES_ALONE)


def _weight(seen: Evidence) -> int:
    """Of sender, subject and shape, less what a person would bring."""
    text, subject = seen.words, seen.subject
    found = sum(has(text) for has in _SHAPES) + coded(subject) + states(subject)
    found += voice_phrases.headed(subject) + _by_system(seen) + _is_sent_by_program(seen)
    found += seen.message.html is not None and seen.message.plain is None
    return found - _by_full_name(seen) - _PERSONAL * (_wants(seen) + _of_this_hour(seen))


def _is_sent_by_program(seen: Evidence) -> bool:
    message = seen.message
    return voice_phrases.by_script(message.fields) or voice_phrases.made_by_server(
        message.message_id
    )


def _wants(seen: Evidence) -> bool:
    return voice_phrases.wants(f"{seen.subject}\n{seen.words}")


def _by_system(seen: Evidence) -> bool:
    senders = seen.message.from_
    return any(map(_is_system, senders)) or (not seen.inside and any(map(is_firm, senders)))


def _is_system(sender: Address) -> bool:
    named = voice_phrases.system(sender.name) or notice_phrases.tool(local_of(sender.email))
    return named or service(sender)


def _by_full_name(seen: Evidence) -> bool:
    """Two names are shown, and before the @ stands the first, or one with the other's letter."""
    return any(_is_full(one.name, local_of(one.email)) for one in seen.message.from_)


def _is_full(name: str, local: str) -> bool:
    words, local = re.findall(r"[^\W_]+", name.casefold()), local.casefold()
    if not 2 <= len(words) <= _NAMES:
        return False
    return local not in words[1:] and any(word in local for word in words if len(word) > 1)


def _by_both_names(seen: Evidence) -> bool:
    """Before the @ stands all that is shown: "Ann Roe <ann.roe@...>"."""
    return any(
        "." in local_of(one.email)
        and set(local_of(one.email).casefold().split(".")) == set(one.name.casefold().split())
        for one in seen.message.from_
    )


def _invites(seen: Evidence) -> bool:
    """A calendar program wrote it, for somebody."""
    return seen.message.scheduling is not None


def _of_this_hour(seen: Evidence) -> bool:
    return voice_phrases.of_this_hour(f"{seen.subject}\n{seen.words}")


def _questions(seen: Evidence) -> bool:
    said = voice_phrases.said(seen.words)
    return "?" in said or asks_plainly(said)


def _sloppy(seen: Evidence) -> bool:
    return voice_phrases.sloppy(seen.words)


def _by_mail_program(seen: Evidence) -> bool:
    return voice_phrases.by_mail_program(seen.message.fields)


_VOICES: Table[Evidence] = (
    Row(
        by_words("speaks in a system's voice"),
        when=(_speaks_as_system,),
        unless=(
            _passed_on,
            _answers,
            _by_mail_program,
            _by_both_names,
            _invites,
            _sloppy,
            _questions,
            speaks_of_self,
            signed,
        ),
    ),
)
