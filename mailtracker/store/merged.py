"""Requests that were merged into another one: what points at them points at that one, and it has
their mails (docs/reliability.md, W3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import Connection, update

from mailtracker.desk.facts import Issued, Known, Returned
from mailtracker.desk.request import Request
from mailtracker.desk.words.owner_words import Command, Word
from mailtracker.errors import NoSuchRequest
from mailtracker.store.requests import by_reference, changed, request
from mailtracker.store.tables import requests as table

_One = TypeVar("_One", Issued, Known)


def led(found: Mapping[int, Request]) -> Mapping[int, int]:
    """Which of these another one leads, by number. It is never led itself."""
    return {number: one.merged_into for number, one in found.items() if one.merged_into}


def through(ids: Mapping[int, int], found: Iterable[_One]) -> tuple[_One, ...]:
    return tuple(replace(one, request_id=ids.get(one.request_id, one.request_id)) for one in found)


def one_through(ids: Mapping[int, int], found: Returned | None) -> Returned | None:
    if found is None or found.request_id is None:
        return found
    return replace(found, request_id=ids.get(found.request_id, found.request_id))


def leading(conn: Connection, request_id: int) -> Request:
    """The request of this number, or the one that it was merged into."""
    found = request(conn, request_id)
    return request(conn, found.merged_into) if found.merged_into else found


def lead_all(conn: Connection, was: int, into: int) -> None:
    """What was merged into one that is merged itself follows it."""
    conn.execute(update(table).where(table.c.merged_into == was).values(merged_into=into))
    changed(conn)


def named(conn: Connection, command: Command | None) -> Request | None:
    """The request that a first line names, by `merge IT-1040`."""
    if command is None or command.word is not Word.MERGE:
        return None
    try:
        other = by_reference(conn, command.argument)
    except NoSuchRequest:
        return None
    return leading(conn, other.id)
