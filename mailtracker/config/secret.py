"""A password, which no log line, traceback or message ever shows."""

from __future__ import annotations


class Secret:
    """Shown as stars; who needs the words asks for them."""

    __slots__ = ("_words",)

    def __init__(self, words: str) -> None:
        self._words = words

    def get_secret_value(self) -> str:
        return self._words

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._words == other._words

    def __hash__(self) -> int:
        return hash(self._words)

    def __repr__(self) -> str:
        return f"Secret({str(self)!r})"

    def __str__(self) -> str:
        return "*" * 10 if self._words else ""
