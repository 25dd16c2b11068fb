"""What a mail server says of a mail that it does not take → the same for people: why, what helps,
and the server's own words with the code, for whoever looks into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailtracker.late_pattern import late_pattern
from mailtracker.letters.refusal_table import REASONS, VAGUE, Reason, WhyRefused
from mailtracker.letters.wordings.spoken_here import wording_of
from mailtracker.letters.wordings.wording import InWords

MAX_QUOTED = 300
"""Characters of the server's words."""

_ENHANCED = late_pattern(r"(?<![\d.])[245]\.(\d{1,3}\.\d{1,3})\b(?!\.\d)")
"""Not within an IP address."""
_CODE = late_pattern(r"(?:^|[\s;])[245]\d\d(?=[ \-]|$)")
_DOUBLED = late_pattern(r"^\s*[245]\.\d{1,3}\.\d{1,3}[\s,;:]+smtp;\s*", re.IGNORECASE)
"""How a delivery report's Status and Diagnostic-Code stand behind each other (RFC 3464)."""

_ODDLY = tuple((late_pattern(one.oddly, re.IGNORECASE), one) for one in REASONS if one.oddly)
_WORDS = tuple((late_pattern(one.words, re.IGNORECASE), one) for one in REASONS if one.words)


def refusal(said: str, language: str) -> str:
    """Why, and the server's words. A code without a meaning of its own says only that it was
    refused; words without a code need not be a server's, and stand for themselves.
    """
    reason = _reason(said)
    if reason is None:
        return wording_of(language).uncoded.format(quoted(said))
    return f"{_in(reason, language).why} ({quoted(said)})"


def why(said: str, language: str) -> str:
    """Why alone; "" where nobody knows."""
    reason = _reason(said)
    return _in(reason, language).why if reason else ""


def helps(said: str, language: str) -> str:
    """What can be done about it."""
    return _in(_reason(said) or WhyRefused.UNKNOWN, language).helps


def quoted(said: str) -> str:
    """The server's own words, of which nobody needs more than a line or two."""
    return " ".join(_DOUBLED.sub("", said).split())[:MAX_QUOTED]


def _in(reason: WhyRefused, language: str) -> InWords:
    return wording_of(language).refusals[reason]


def _reason(said: str) -> WhyRefused | None:
    """By the first code that has one: a report may begin with what is only the class. None where
    neither code nor words say anything.
    """
    codes = [found[1] for found in _ENHANCED.finditer(said)]
    found = next(_found(said, codes), None)
    if found is not None:
        return found.why
    return WhyRefused.UNKNOWN if codes or _CODE.search(said) else None


def _found(said: str, codes: list[str]) -> Iterator[Reason]:
    """What it may mean, the surest first."""
    yield from (reason for pattern, reason in _ODDLY if pattern.search(said))
    for code in codes:
        yield from (one for one in REASONS if one.codes and re.fullmatch(one.codes, code))
    yield from (reason for pattern, reason in _WORDS if pattern.search(said))
    yield from (VAGUE for code in codes if re.fullmatch(VAGUE.codes, code))
