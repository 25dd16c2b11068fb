"""A rule's `regex:` → a pattern of RE2, which takes linear time over any
text, or what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

import re2

from mailtracker.policy.invalid import Invalid

MAX_LENGTH = 1000
"""Characters of a pattern."""

MAX_INSTRUCTIONS = 5000
"""Instructions of a compiled pattern; `\\pL+` has 1,202, a nest of counted
repetitions hundreds of thousands.
"""

_LACKING: tuple[tuple[str, str], ...] = (
    (r"\(\?<[=!]", "look-behind `{}...)`"),
    (r"\(\?[=!]", "look-ahead `{}...)`"),
    (r"\(\?>", "atomic group `{}...)`"),
    (r"\(\?P=\w*\)?|\\[1-9]|\\k", "back-reference `{}`"),
    (r"\(\?#", "comment `{}...)`"),
    (r"\(\?[imsU-]*x", "verbose mode `{}`"),
    (r"\(\?\(", "condition `{}...)`"),
    (r"[*+?}]\+", "possessive quantifier `{}`"),
    (r"\\[uUN]", "escape `{}` (write the letter itself, or `\\x{{e4}}`)"),
    (r"\\[ZGKRXhH]", "escape `{}`"),
)
"""What Python or Perl know and RE2 does not, and how people call it."""


@lru_cache(maxsize=4096)
def compile_pattern(text: str) -> Any:
    """Any case, `^` and `$` at every line. To be searched in UTF-8. Invalid names what RE2
    lacks, and where words serve better.

    https://github.com/google/re2/wiki/Syntax
    """
    if len(text) > MAX_LENGTH:
        raise Invalid(
            "bad-regex", f"is longer than {MAX_LENGTH} characters: write several, or plain words"
        )
    _refuse_ascii_words(text)
    try:
        compiled = compile_raw(text)
    except re2.error as error:
        raise Invalid("bad-regex", f"`{text}`: {_explained(text, error)}") from None
    if compiled.programsize > MAX_INSTRUCTIONS:
        raise Invalid(
            "bad-regex", f"`{text}` is too large: use smaller repetitions, or plain words"
        )
    return compiled


def compile_raw(text: str) -> Any:
    """Unchecked. Raises re2.error."""
    options = re2.Options()
    options.case_sensitive, options.log_errors, options.never_capture = False, False, True
    return re2.compile(f"(?m){unicodedata.normalize('NFC', text)}".encode(), options)


def _refuse_ascii_words(text: str) -> None:
    """RE2's `\\b` and `\\w` know ASCII only: `\\bölverlust\\b` would never be found."""
    found = next((pair for pair in re.findall(r"\\.", text, re.DOTALL) if pair[1] in "bBwW"), None)
    if found:
        hint = {
            "b": r"plain words match whole words; or write `(^|[^\pL\pN])` for where a word begins",
            "w": r"write `[\pL\pN_]` for a letter, digit or `_`",
        }
        raise Invalid(
            "bad-regex",
            f"`{text}`: `{found}` knows ASCII letters only, so it would miss `ö`: "
            f"{hint[found[1].lower()]}",
        )


def _explained(text: str, error: Exception) -> str:
    told = (
        error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error)
    )
    bare = re.sub(r"\\[\\(\[]", "  ", text)  # what is escaped is no construct
    for construct, name in _LACKING:
        if found := re.search(construct, bare):
            instead = "say it with plain words, `any:` and `not:`, or simpler"
            return f"RE2 has no {name.format(found[0])}; {instead}"
    if told.startswith("invalid repetition size"):
        return "a repetition of at most 1000 times is allowed"
    if told.startswith("pattern too large"):
        return "is too large: use smaller repetitions, or plain words"
    return told.replace("(?m)", "")
