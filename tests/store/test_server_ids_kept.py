"""Message-IDs that servers gave mail of ours: learnt from copies that say both, pointing at the
mail, and cited to who knows it by them.
"""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from mailtracker.desk.facts import TOKEN_LIFE, Hint, Known
from mailtracker.mail.message import Keys
from mailtracker.mail.outgoing.ids import message_id, second_id
from mailtracker.store import facts, outbox, server_ids, thread_ids
from mailtracker.store.facts import Lookup
from mailtracker.store.tables import server_ids as table
from mailtracker.store.together import together
from tests.store.lines import message
from tests.store.makers import NOW, opened, queue

SERVERS = "<0102019abc-000000@eu-west-1.amazonses.example>"
OURS = message_id(b"key", b"1", "corp.example")


def known(conn: Connection) -> list[tuple[str, int]]:
    return [(row.message_id, row.outbox_id) for row in conn.execute(select(table))]


def named(conn: Connection, *ids: str) -> list[tuple[int, str]]:
    """Mails of ours that somebody cites by these ids, and by which that a server made, if alone."""
    found = facts.facts(conn, Lookup(message(9), Keys((), ids, ()), NOW))
    return [(one.outbox_id, one.server_id) for one in found.issued]


def test_one_is_learnt_once_and_of_one_mail(conn: Connection) -> None:
    request = opened(conn)
    first, second = queue(conn, "a", request), queue(conn, "b", request)
    assert server_ids.learn(conn, first, SERVERS)
    assert not server_ids.learn(conn, first, SERVERS)
    assert not server_ids.learn(conn, second, SERVERS)
    assert known(conn) == [(SERVERS, first)]


@pytest.mark.parametrize(
    "ident",
    [
        "",
        "1@server.example",
        "<1>",
        "<1@server.example> <2@server.example>",
        "<a b@server.example>",
        "<gr\u00f6\u00dfe@server.example>",
        f"<{'x' * 250}@server.example>",
        "<k@server.example>\r\nBcc: <eva@corp.example>",
        OURS,
        OURS.replace("corp.example", "other.example"),
    ],
)
def test_what_cannot_be_one_is_not_learnt(conn: Connection, ident: str) -> None:
    row = queue(conn, "a", opened(conn))
    assert not server_ids.learn(conn, row, ident)
    assert known(conn) == []


def test_who_has_a_mail_does_not_teach_us_any_number(conn: Connection) -> None:
    row = queue(conn, "a", opened(conn))
    learnt = [server_ids.learn(conn, row, f"<{number}@server.example>") for number in range(20)]
    assert sum(learnt) == len(known(conn)) == server_ids.MOST


def test_only_copies_of_mails_of_ours_teach(conn: Connection) -> None:
    row = queue(conn, "a", opened(conn))
    seen = [("<k.a@host>", SERVERS), ("<k.x@host>", "<2@server.example>"), ("", "<3@s.example>")]
    assert server_ids.learn_all(conn, seen) == 1
    assert server_ids.learn_all(conn, []) == 0
    assert known(conn) == [(SERVERS, row)]


@pytest.mark.parametrize("grouped", [False, True])
def test_who_cites_it_cites_that_mail_without_proof(conn: Connection, grouped: bool) -> None:
    if grouped:
        with together(conn):
            cites(conn)
    else:
        cites(conn)


def cites(conn: Connection) -> None:
    request = opened(conn)
    first, second = queue(conn, "a", request), queue(conn, "b", request)
    server_ids.learn(conn, first, SERVERS)
    server_ids.learn(conn, second, "<2@server.example>")
    assert named(conn, SERVERS) == [(first, SERVERS)]
    assert named(conn, "<2@server.example>", SERVERS) == [
        (second, "<2@server.example>"),
        (first, SERVERS),
    ]
    # Whoever cites our own id as well has proven what that proves.
    assert named(conn, SERVERS, "<k.a@host>") == [(first, "")]
    assert named(conn, SERVERS, "<k.b@host>") == [(second, ""), (first, SERVERS)]
    assert named(conn, "<3@server.example>") == []


def test_of_an_old_or_revoked_mail_it_is_a_hint_like_the_id_itself(conn: Connection) -> None:
    request = opened(conn)
    row = queue(conn, "a", request)
    server_ids.learn(conn, row, SERVERS)
    asked = Lookup(message(9), Keys((), (SERVERS,), ()), NOW + TOKEN_LIFE * 2)
    assert facts.facts(conn, asked).known == (Known(request, Hint.OLD_MAIL),)
    outbox.revoke(conn, ["Ta"], [])
    asked = Lookup(message(9), Keys((), (SERVERS,), ()), NOW)
    found = facts.facts(conn, asked)
    assert (found.issued, found.known) == ((), (Known(request, Hint.OLD_MAIL),))


def test_later_mails_cite_what_their_reader_saw(conn: Connection) -> None:
    """The one that they surely know stands last, and so in In-Reply-To."""
    request = opened(conn)
    row = queue(conn, "a", request)
    other = queue(conn, "b", request, to="bo@corp.example")
    ann = "ann@corp.example"
    before = thread_ids.thread_ids(conn, request, ann)
    assert before[-1] == "<k.a@host>"
    server_ids.learn(conn, row, SERVERS)
    server_ids.learn(conn, other, "<2@server.example>")
    assert thread_ids.thread_ids(conn, request, ann) == [*before, SERVERS]
    assert thread_ids.thread_ids(conn, request, "bo@corp.example")[-2:] == [
        "<k.b@host>",
        "<2@server.example>",
    ]


def test_no_id_of_a_server_is_taken_for_ours() -> None:
    assert second_id(SERVERS) == ""
