"""What is wrong with one text of a rules file: a stable code, and what to write instead."""

from __future__ import annotations


class Invalid(ValueError):
    """Raised by the readers of values; pydantic collects it with its position.
    `code` is one of `codes.CODES`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
