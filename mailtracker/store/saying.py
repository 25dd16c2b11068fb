"""What a transaction has to say → said in the log when it is committed, once (docs/reliability.md,
J56): one that is begun again has said nothing yet, and one that fails says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from sqlalchemy import Connection, Engine

_LINES: dict[Connection, list[Callable[[], object]]] = {}


@contextmanager
def begun(engine: Engine, **options: object) -> Iterator[Connection]:
    """A transaction on a connection with these execution options. Once it is committed, what it
    said is logged in that order.
    """
    with engine.connect() as connected:
        conn = connected.execution_options(**options)
        lines = _LINES[conn] = []
        try:
            with conn.begin():
                yield conn
        finally:
            del _LINES[conn]
        for line in lines:
            line()


@contextmanager
def part_of(conn: Connection) -> Iterator[None]:
    """A savepoint. What was said within is undone with it."""
    lines = _LINES.get(conn, [])
    before = len(lines)
    try:
        with conn.begin_nested():
            yield
    except BaseException:
        del lines[before:]
        raise


def say(conn: Connection, line: Callable[..., object], event: str, **words: object) -> None:
    """In a transaction, instead of `line(event, **words)`, a logger's method."""
    said = partial(line, event, **words)
    lines = _LINES.get(conn)
    if lines is None:  # nothing is begun again here, nor committed
        said()
    else:
        lines.append(said)
