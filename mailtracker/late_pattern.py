"""A regular expression in, the same out: compiled when it is first searched for, not when its
module is loaded.

Lists of phrases in many languages make long patterns. Most commands load them and search no mail.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "sub", "split", "findall", "finditer")


class LatePattern:
    """As a `re.Pattern`, once it is asked for anything. Several threads may ask at once."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text, self._late_flags = text, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._text, self._late_flags)
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


def late_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A wrong one raises re.error at its first use; a test uses all that there are."""
    return cast("re.Pattern[AnyStr]", LatePattern(text, flags))
