"""How psycopg is asked, so that no error of a statement quotes a mail. The server sends the row
that it refuses along with the refusal ("Failing row contains ..."), and psycopg says all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg


class QuietCursor(psycopg.Cursor[Any]):
    """Of what the server says only the message itself is told: no detail, no hint, no context."""

    def execute(self, *given: Any, **how: Any) -> QuietCursor:
        with _shortened():
            return super().execute(*given, **how)

    def executemany(self, *given: Any, **how: Any) -> None:
        with _shortened():
            super().executemany(*given, **how)


@contextmanager
def _shortened() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        if error.diag.message_primary:
            error.args = (error.diag.message_primary,)
        raise
