"""Lines of a digest wait together, go together, and go once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from mailtracker.desk.digests import OF_A_PERSON, Digested, DigestLine, Gather, words_of
from mailtracker.desk.effects import Decision
from mailtracker.store import digests
from mailtracker.store.apply import apply
from mailtracker.store.tables import digest_lines
from tests.desk.makers import message
from tests.store.makers import NOW, opened

MINUTE = timedelta(minutes=1)


def gather(
    conn: Connection, request_id: int, who: str, kind: Digested = Digested.FLOOD, after: int = 10
) -> None:
    one = Gather("bo", kind, DigestLine(who, ("It is", "down.")), NOW + after * MINUTE)
    apply(conn, Decision("", (one,), request_id), None, NOW)


def test_a_digest_is_due_with_its_first_line_and_takes_all_of_them(conn: Connection) -> None:
    request_id = opened(conn)
    gather(conn, request_id, "Eva", after=10)
    gather(conn, request_id, "Tom", after=15)
    assert digests.due(conn, NOW + 9 * MINUTE, 10) == []
    (which,) = digests.due(conn, NOW + 10 * MINUTE, 10)
    gathered = digests.take(conn, which)
    assert gathered is not None
    assert [(line.who, line.words, line.at) for line in gathered.lines] == [
        ("Eva", ("It is", "down."), NOW),
        ("Tom", ("It is", "down."), NOW),
    ]
    assert (gathered.request.id, gathered.person, gathered.kind) == (
        request_id,
        "bo",
        Digested.FLOOD,
    )
    assert digests.take(conn, which) is None
    assert digests.due(conn, NOW + 99 * MINUTE, 10) == []


def test_each_request_and_each_kind_has_a_digest_of_its_own(conn: Connection) -> None:
    one, other = opened(conn), opened(conn)
    gather(conn, one, "Eva")
    gather(conn, one, "Eva", Digested.KEPT)
    gather(conn, other, "Eva")
    assert len(digests.due(conn, NOW + 10 * MINUTE, 10)) == 3


@pytest.mark.parametrize("kind", sorted(OF_A_PERSON))
def test_a_digest_of_a_person_has_the_request_of_each_line(
    conn: Connection, kind: Digested
) -> None:
    one, other = opened(conn), opened(conn)
    gather(conn, one, "Eva", kind)
    gather(conn, other, "Tom", kind)
    gather(conn, one, "Ann", kind)
    conn.execute(
        update(digest_lines).where(digest_lines.c.text.startswith("Ann")).values(request_id=None)
    )  # as an earlier version stored it
    (which,) = digests.due(conn, NOW + 10 * MINUTE, 10)
    assert which == (None, "bo", kind)
    gathered = digests.take(conn, which)
    assert gathered is not None
    assert gathered.request is None
    about = [request and request.id for request in gathered.requests]
    lines = [line.who for line in gathered.lines]
    assert list(zip(lines, about, strict=True)) == [("Eva", one), ("Tom", other), ("Ann", None)]
    assert digests.take(conn, which) is None


def test_a_senders_line_breaks_make_no_second_sender() -> None:
    line = DigestLine("Eva\nBo\r\nJensen", ("a\nb",))
    assert DigestLine.read(line.stored(), NOW) == DigestLine("Eva Bo Jensen", ("a b",), NOW)


def test_words_come_in_paragraphs_short_enough_for_a_letter_and_none_is_lost() -> None:
    text = "It is down.\n\n" + " ".join(f"word{n}" for n in range(200)) + "\n" + "x" * 700
    pieces = words_of(message(text=text))
    assert max(map(len, pieces)) <= 300
    assert "".join(pieces).replace(" ", "") == "".join(text.split())
    assert words_of(message(text="y" * 9000))[-1] == "…"
