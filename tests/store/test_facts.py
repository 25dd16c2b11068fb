"""What the desk is told about a mail, and what the commands list."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, update

from mailtracker.desk.budgets import HOUR, Budget, Spend
from mailtracker.desk.effects import (
    Dispose,
    Disposition,
    Hold,
    SetOwner,
    SetStatus,
    StopClock,
)
from mailtracker.desk.facts import BOUNCE_LIFE, TOKEN_LIFE, Facts, Hint, Issued, Known, Returned
from mailtracker.desk.request import Lane, Request, State, Status
from mailtracker.mail.message import Address, Keys, Message
from mailtracker.store import (
    facts,
    keep,
    ledger,
    outbox,
    recovery,
    requests,
    scene,
    sending,
    spent,
    statistics,
    thread_ids,
)
from mailtracker.store.facts import Lookup
from mailtracker.store.outgoing import Outgoing
from mailtracker.store.tables import outbox as outbox_table
from mailtracker.store.together import together
from tests.store.lines import ANN, NOW, after, message, opened
from tests.store.makers import ran, steps

MINUTE = timedelta(minutes=1)
NOTHING = Keys((), (), ())


def filed(
    conn: Connection,
    mail: Message,
    request: Request | None,
    disposition: Disposition = Disposition.REPLY,
    now: datetime = NOW,
    box: str = "it",
) -> int:
    uid = len(ledger.lines(conn, None, None, 1000)) + 1
    arrival = ledger.Arrival(box, 7, uid, now, keep.keep(conn, mail.message_id.encode(), now), 3)
    line_id = ledger.enter(conn, arrival, mail, "person", now)
    assert line_id is not None
    ledger.dispose(conn, line_id, Dispose(disposition, ""), request.id if request else None)
    return line_id


def sent(
    conn: Connection,
    key: str,
    request: Request | None,
    to: str = ANN.email,
    letter: str = "receipt",
    lane: Lane = Lane.REQUESTER,
    at: datetime = NOW,
) -> int:
    row = Outgoing(
        key,
        request.id if request else None,
        letter,
        lane,
        to,
        "",
        f"<k.{key}@h>",
        f"tok{key}",
        "",
        b"raw",
        at,
        bounce=f"b1{key}",
    )
    row_id = outbox.queue(conn, row)
    assert row_id is not None
    return row_id


def issued(row: int, request: Request, key: str, by_token: bool, **changed: Any) -> Issued:
    plain = Issued(
        row,
        request.id,
        ANN.email,
        "",
        Lane.REQUESTER,
        "receipt",
        f"<k.{key}@h>",
        State.READY,
        by_token=by_token,
        written_at=NOW,
    )
    return replace(plain, **changed)


def ask(
    conn: Connection,
    mail: Message,
    keys: Keys = NOTHING,
    but: int | None = None,
    now: datetime = NOW,
) -> Facts:
    return facts.facts(conn, Lookup(mail, keys, now, but or 0))


def test_of_a_first_mail_nothing_is_known(conn: Connection) -> None:
    assert ask(conn, message()) == Facts()


def test_an_equal_mail_through_another_alias_is_a_duplicate_of_the_first(conn: Connection) -> None:
    request = opened(conn)
    filed(conn, message(5), request, Disposition.OPENED)
    told = ask(conn, message(5))
    assert told.duplicate_of == "mail 1 in it (IT-1001)"
    assert told.duplicate_request == request.id
    assert told.requests == {request.id: request}


def test_an_equal_mail_that_belongs_to_no_request_is_named_all_the_same(conn: Connection) -> None:
    filed(conn, message(5), None, Disposition.IGNORED, box="hr")
    told = ask(conn, message(5))
    assert (told.duplicate_of, told.duplicate_request) == ("mail 1 in hr", None)


def test_a_mail_is_not_a_duplicate_of_itself(conn: Connection) -> None:
    line_id = filed(conn, message(5), None, Disposition.IGNORED)
    assert ask(conn, message(5), but=line_id).duplicate_of == ""


def test_a_quarantined_mail_does_not_suppress_its_second_copy(conn: Connection) -> None:
    filed(conn, message(5), None, Disposition.QUARANTINE)
    assert ask(conn, message(5)).duplicate_of == ""


def test_an_equal_message_id_alone_suppresses_nothing(conn: Connection) -> None:
    filed(conn, message(5), opened(conn), Disposition.OPENED)
    assert ask(conn, replace(message(5), content_key="other")).duplicate_of == ""


def test_mails_without_a_content_key_are_no_duplicates_of_each_other(conn: Connection) -> None:
    empty = replace(message(5), content_key="")
    filed(conn, empty, None, Disposition.IGNORED)
    assert ask(conn, empty).duplicate_of == ""


def test_our_own_mail_coming_back_is_known_by_its_id(conn: Connection) -> None:
    row_id = sent(conn, "a", None)
    found = ask(conn, replace(message(), message_id="<k.a@h>"))
    assert (found.own, found.own_mail and found.own_mail.outbox_id) == (True, row_id)
    assert not ask(conn, replace(message(), message_id="")).own


def test_what_was_issued_is_found_by_tokens_first_then_by_ids_in_their_order(
    conn: Connection,
) -> None:
    one, other = opened(conn), opened(conn, "sam")
    rows = {key: sent(conn, key, one if key != "c" else other) for key in "abc"}
    keys = Keys(tokens=("TOKC", "unknown"), ids=("<k.b@h>", "<x@y>", "<k.c@h>", "<k.a@h>"), tags=())
    told = ask(conn, message(), keys)
    assert told.issued == (
        issued(rows["c"], other, "c", True),
        issued(rows["b"], one, "b", False),
        issued(rows["a"], one, "a", False),
    )
    assert told.requests == {one.id: one, other.id: other}


def test_an_issued_mail_tells_lane_letter_person_and_state(conn: Connection) -> None:
    request = opened(conn)
    row = sent(conn, "a", request, to="Bo@corp.example", letter="relay", lane=Lane.OWNER)
    sending.claim(conn, NOW)
    recovery.recover(conn, recovery.Left(known=False), NOW)
    (found,) = ask(conn, message(), Keys((), ("<k.a@h>",), ())).issued
    assert found == issued(
        row,
        request,
        "a",
        False,
        recipient="Bo@corp.example",
        letter="relay",
        lane=Lane.OWNER,
        state=State.UNCERTAIN,
    )


def test_a_notice_about_no_request_leads_nowhere(conn: Connection) -> None:
    sent(conn, "a", None)
    assert ask(conn, message(), Keys(("toka",), ("<k.a@h>",), ())).issued == ()


BY_EACH = [Keys(("toka",), (), ()), Keys((), ("<k.a@h>",), ())]


@pytest.mark.parametrize("keys", BY_EACH, ids=["token", "Message-ID"])
@pytest.mark.parametrize(
    ("age", "proves"), [(TOKEN_LIFE, True), (TOKEN_LIFE + timedelta(seconds=1), False)]
)
def test_a_mail_of_ours_proves_something_for_half_a_year_and_then_points(
    conn: Connection, keys: Keys, age: timedelta, proves: bool
) -> None:
    request = opened(conn)
    row = sent(conn, "a", request)
    told = ask(conn, message(9), keys, now=NOW + age)
    assert [one.outbox_id for one in told.issued] == ([row] if proves else [])
    assert told.known == (() if proves else (Known(request.id, Hint.OLD_MAIL),))
    assert set(told.requests) == {request.id}


@pytest.mark.parametrize("keys", BY_EACH, ids=["token", "Message-ID"])
def test_a_revoked_mail_of_ours_proves_nothing_and_is_still_our_own(
    conn: Connection, keys: Keys
) -> None:
    request = opened(conn)
    sent(conn, "a", request)
    sent(conn, "b", request)
    conn.execute(update(outbox_table).where(outbox_table.c.row_key == "a").values(revoked=True))
    told = ask(conn, replace(message(), message_id="<k.a@h>"), keys)
    assert (told.issued, told.own) == ((), True)
    assert told.known == (Known(request.id, Hint.OLD_MAIL),)
    assert len(ask(conn, message(), Keys(("tokb",), (), ())).issued) == 1


def test_what_comes_to_the_envelope_sender_of_a_mail_of_ours_names_that_mail_alone(
    conn: Connection,
) -> None:
    request = opened(conn)
    row, notice = sent(conn, "a", request), sent(conn, "n", None)
    told = ask(conn, message(9), Keys((), (), (), bounces=("b1x", "B1A", "b1n")))
    assert told.returned == Returned(
        row,
        request.id,
        ANN.email,
        "receipt",
        State.READY,
        message_id="<k.a@h>",
        lane=Lane.REQUESTER,
    )
    assert (told.issued, told.known, set(told.requests)) == ((), (), {request.id})
    of_none = ask(conn, message(9), Keys((), (), (), bounces=("b1n",)))
    assert of_none.returned is not None
    assert (of_none.returned.outbox_id, of_none.returned.request_id) == (notice, None)
    assert ask(conn, message(9), Keys(("b1a", "toka"), (), ())).returned is None
    assert ask(conn, message(9), Keys((), (), (), bounces=("toka",))).returned is None


def test_what_comes_to_an_expired_or_revoked_envelope_sender_is_known_but_proves_nothing(
    conn: Connection,
) -> None:
    sent(conn, "a", opened(conn))
    at_a = Keys((), (), (), bounces=("b1a",))
    early = ask(conn, message(9), at_a, now=NOW + BOUNCE_LIFE).returned
    late = ask(conn, message(9), at_a, now=NOW + BOUNCE_LIFE + timedelta(seconds=1)).returned
    conn.execute(update(outbox_table).values(revoked=True))
    revoked = ask(conn, message(9), at_a).returned
    assert [one.proves for one in (early, late, revoked) if one] == [True, False, False]


def test_requests_known_by_others_ids_and_by_tags_are_told_apart(conn: Connection) -> None:
    one, other = opened(conn), opened(conn, prefix="HR")
    filed(conn, message(1), one, Disposition.OPENED)
    filed(conn, message(2), other, Disposition.OPENED)
    filed(conn, message(3), None, Disposition.IGNORED)
    keys = Keys(
        (),
        ("<2@corp.example>", "<3@corp.example>", "<1@corp.example>"),
        ("IT-1001", "IT-7", "it-1001"),
    )
    told = ask(conn, message(9), keys)
    assert told.known == (
        Known(other.id, Hint.MESSAGE_ID),
        Known(one.id, Hint.MESSAGE_ID),
        Known(one.id, Hint.REFERENCE),
    )
    assert set(told.requests) == {one.id, other.id}


def test_a_mail_that_cites_any_number_of_ids_is_looked_up_all_the_same(conn: Connection) -> None:
    request = opened(conn)
    filed(conn, message(1), request, Disposition.OPENED)
    ids = ("<1@corp.example>", *(f"<{n}@nowhere.example>" for n in range(60_000)))
    tokens = tuple(f"t{n}" for n in range(60_000))
    assert ask(conn, message(9), Keys(tokens, ids, ids)).known == (
        Known(request.id, Hint.MESSAGE_ID),
    )


@pytest.mark.parametrize("hostile", ["\x00", "\udc80", "' OR 1=1 --", "%", "<k.a@h>\x00"])
def test_hostile_keys_find_nothing_and_break_nothing(conn: Connection, hostile: str) -> None:
    sent(conn, "a", opened(conn))
    told = ask(
        conn,
        replace(message(), message_id=hostile, content_key=hostile),
        Keys((hostile,), (hostile,), (hostile,)),
    )
    assert (told.issued, told.known, told.own, told.duplicate_of) == ((), (), False, "")


def test_load_counts_what_is_open_or_waiting_per_owner(conn: Connection) -> None:
    opened(conn, "bo")
    after(conn, opened(conn, "bo"), SetStatus(Status.WAITING))
    after(conn, opened(conn, "bo"), StopClock(True), SetStatus(Status.ANSWERED))
    after(conn, opened(conn, "sam"), StopClock(True), SetStatus(Status.CLOSED))
    after(conn, opened(conn, "sam"), SetOwner("lee"))
    assert scene.shares(conn).load == {"bo": 2, "lee": 1}


FEW = ("INDEX", "CONSTANT", "SCAN anon_")
"""What is no whole table: the last are four rows each, which an index gave."""


def test_a_first_mail_costs_three_queries_and_a_reply_nine_all_by_index(conn: Connection) -> None:
    request = opened(conn)
    filed(conn, message(1), request, Disposition.OPENED)
    sent(conn, "a", request)

    def all_of_it(mail: Message, keys: Keys = NOTHING) -> None:
        ask(conn, mail, keys)
        scene.shares(conn)

    first = ran(conn, lambda: all_of_it(message(8)))
    keys = Keys(("toka",), ("<k.a@h>", "<1@corp.example>"), ("IT-1001",))
    reply = ran(conn, lambda: all_of_it(message(9), keys))
    bounce = ran(conn, lambda: ask(conn, message(9), Keys((), (), (), bounces=("b1a",))))
    assert (len(first), len(reply), len(bounce)) == (3, 9, 5)
    for sql, given in first + reply + bounce:
        taken = steps(conn, sql, given)
        unindexed = [
            step
            for step in taken
            if step.startswith("SCAN") and not any(one in step for one in FEW)
        ]
        # One row for each owner, and one for each team of the rules.
        assert unindexed in ([], ["SCAN loads", "SCAN turns"]), (sql, taken)


def test_a_group_asks_twice_for_all_its_new_mails_by_index(conn: Connection) -> None:
    sent(conn, "a", opened(conn))
    mails = [message(number, Address("", f"u{number}@corp.example")) for number in range(8, 12)]
    with together(conn):
        ahead = [facts.Ahead(mail, NOW - MINUTE) for mail in mails]
        first = ran(conn, lambda: facts.expect(conn, ahead, NOW))
        assert len(first) == 2
        told = [facts.facts(conn, Lookup(mail, NOTHING, NOW, arrived=NOW)) for mail in mails]
        each = ran(conn, lambda: facts.facts(conn, Lookup(mails[0], NOTHING, NOW)))
    assert told == [Facts(arrived=NOW)] * 4
    assert each == []
    for sql, given in first:
        taken = steps(conn, sql, given)
        assert not [step for step in taken if step.startswith("SCAN") and "CONSTANT" not in step]


def test_of_a_busy_purse_the_database_counts_for_each_mail(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spent, "ROWS_A_MAIL", 1)
    mails = [message(number) for number in range(8, 12)]
    purse = (Budget.RECEIPT_INSIDE, "unproven ann@corp.example")
    spent.add(conn, [Spend(*purse, NOW)] * 5, NOW)
    with together(conn):
        facts.expect(conn, [facts.Ahead(mail, NOW) for mail in mails], NOW)
        asked = Lookup(mails[0], NOTHING, NOW)
        assert len(ran(conn, lambda: facts.facts(conn, asked))) == 1
        spent.add(conn, [Spend(*purse, NOW)], NOW)
        assert facts.facts(conn, asked).spent.in_window(*purse, HOUR) == 6


def test_the_load_is_not_counted_from_the_requests(conn: Connection) -> None:
    ((sql, _),) = ran(conn, lambda: scene.shares(conn).load)
    assert "requests" not in sql.split("UNION")[0].replace("loads", "")


def test_what_somebody_was_ever_given_only_grows(conn: Connection) -> None:
    first = opened(conn, "bo")
    after(conn, first, StopClock(True), SetStatus(Status.CLOSED))
    moved = after(conn, opened(conn, "bo"), SetOwner("lee"))
    after(conn, moved, SetStatus(Status.WAITING))
    assert scene.shares(conn).given == {"bo": 2, "lee": 1}
    with together(conn):
        assert scene.shares(conn).given["bo"] == 2
        opened(conn, "bo")
        assert scene.shares(conn).given["bo"] == 3
    assert scene.shares(conn).given == {"bo": 3, "lee": 1}


def test_the_load_is_what_counting_would_say_whatever_happened(conn: Connection) -> None:
    for number in range(12):
        request = opened(conn, ("bo", "sam", "lee")[number % 3])
        if number % 2:
            request = after(conn, request, SetOwner("ida"))
        if number % 4 == 2:
            request = after(conn, request, StopClock(True), SetStatus(Status.CLOSED))
        if number % 4 == 1:
            request = after(conn, request, StopClock(True), SetStatus(Status.ANSWERED))
            request = after(conn, request, SetStatus(Status.WAITING))
        if number == 6:
            after(conn, request, SetStatus(Status.OPEN))
    said = conn.exec_driver_sql(
        "SELECT owner, count(*) FROM requests WHERE status NOT IN ('answered', 'closed') "
        "GROUP BY owner"
    )
    assert scene.shares(conn).load == {row[0]: row[1] for row in said}


def test_requests_are_listed_by_status_and_owner(conn: Connection) -> None:
    one, two = opened(conn, "bo"), opened(conn, "sam")
    three = after(conn, opened(conn, "bo"), StopClock(True), SetStatus(Status.CLOSED))
    assert requests.requests(conn) == [one, two, three]
    assert requests.requests(conn, Status.OPEN) == [one, two]
    assert requests.requests(conn, [Status.OPEN, Status.CLOSED], owner="bo") == [one, three]
    assert requests.requests(conn, limit=2) == [one, two]


def test_status_counts_every_state_and_what_is_overdue(conn: Connection) -> None:
    one = opened(conn)
    after(conn, opened(conn), StopClock(True), SetStatus(Status.CLOSED))
    after(conn, opened(conn), Hold())
    filed(conn, message(1), one, Disposition.OPENED)
    filed(conn, message(2), one, Disposition.REPLY)
    first = sent(conn, "a", one)
    sent(conn, "b", None)
    sending.claim(conn, NOW)
    assert statistics.counts(conn, NOW + 241 * MINUTE) == statistics.Counts(
        requests={"open": 2, "closed": 1},
        outbox={"sending": 1, "ready": 1},
        ledger={"opened": 1, "reply": 1},
        overdue=2,
        held=1,
    )
    sending.settle(conn, first, sending.Attempt("uncertain", None, ""), NOW)
    assert statistics.counts(conn, NOW).outbox == {"uncertain": 1, "ready": 1}
    assert statistics.counts(conn, NOW).overdue == 0


def test_references_are_what_this_person_has_seen_in_order_of_time(conn: Connection) -> None:
    request, other = opened(conn), opened(conn)
    bo = Address("Bo", "bo@corp.example")
    filed(conn, message(1), request, Disposition.OPENED)
    sent(conn, "receipt", request, at=NOW)
    sent(conn, "to bo", request, to=bo.email, at=NOW)
    filed(conn, message(2, bo), request, now=NOW + 1 * MINUTE)
    sent(conn, "answer", request, to="ANN@CORP.example", at=NOW + 2 * MINUTE)
    filed(conn, message(3, Address("", "ann@CORP.example")), request, now=NOW + 3 * MINUTE)
    sent(conn, "elsewhere", other, at=NOW)
    assert thread_ids.thread_ids(conn, request.id, "ann@corp.EXAMPLE") == [
        "<1@corp.example>",
        "<k.receipt@h>",
        "<k.answer@h>",
        "<3@corp.example>",
    ]
    assert thread_ids.thread_ids(conn, request.id, bo.email) == [
        "<1@corp.example>",
        "<k.to bo@h>",
        "<2@corp.example>",
    ]


def test_a_mail_that_failed_was_seen_by_nobody(conn: Connection) -> None:
    request = opened(conn)
    row_id = sent(conn, "a", request)
    sending.claim(conn, NOW)
    sending.settle(conn, row_id, sending.Attempt("failed", 550, "no"), NOW)
    assert thread_ids.thread_ids(conn, request.id, ANN.email) == ["<1@corp.example>"]
    assert thread_ids.thread_ids(conn, 99, ANN.email) == []
