"""A decision's effects in the tables, and the deadlines that come of them."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from mailtracker.desk.authors import Author, Origin
from mailtracker.desk.effects import (
    AddParticipant,
    Bar,
    CallIn,
    ConfirmDelivery,
    Decision,
    Dispose,
    Disposition,
    DropParticipant,
    Effect,
    Entrust,
    Hold,
    LogEvent,
    NextRung,
    NoteBystanders,
    OpenRequest,
    Relay,
    RelayAgain,
    Release,
    SendLetter,
    SetOwner,
    SetStatus,
    StartClock,
    StopClock,
    Turn,
)
from mailtracker.desk.letters import Reminder
from mailtracker.desk.notes import NoteCopied, NoteHanded
from mailtracker.desk.request import Given, Lane, Request, State, Status
from mailtracker.errors import MailtrackerError, NoSuchRequest
from mailtracker.mail.message import Address
from mailtracker.policy.worktime import Span
from mailtracker.store import given, keep, ledger, outbox, recovery, requests, scene, sending
from mailtracker.store.apply import apply
from mailtracker.store.deadlines import due
from mailtracker.store.outgoing import Outgoing
from mailtracker.store.tables import deadlines, extras
from mailtracker.store.tables import requests as table
from tests.store.makers import NOW, SQLITE_ONLY, plan

HOUR = timedelta(hours=1)
EVER = NOW + timedelta(days=3650)
ANN = Address("Ann", "Ann@corp.example")
CY = Address("Cy", "cy@corp.example")


GIVEN = Given("vpn", "whoever has the rota", "normal", "default")


def opening(
    prefix: str = "IT",
    copied: tuple[Address, ...] = (),
    subject: str = "VPN",
    linked: int | None = None,
    **gave: Any,
) -> OpenRequest:
    return OpenRequest(
        "it",
        prefix,
        subject,
        ANN,
        copied,
        "en",
        "bo",
        "<q@x>",
        replace(GIVEN, **gave),
        linked,
    )


def run(
    conn: Connection,
    about: Request | None,
    *effects: Effect,
    line: int | None = None,
    at: datetime = NOW,
) -> Request:
    after = apply(conn, Decision("a test", effects, about.id if about else None), line, at)
    assert after is not None
    return after


def started(conn: Connection, due_at: datetime | None = NOW + HOUR) -> Request:
    return run(conn, None, opening(), StartClock(NOW, NOW + 4 * HOUR, due_at))


def entered(conn: Connection) -> int:
    arrival = ledger.Arrival("it", 7, 1, NOW, keep.keep(conn, b"raw", NOW), 3)
    line_id = ledger.enter(conn, arrival, None, "person", NOW)
    assert line_id is not None
    return line_id


def test_an_opened_request_is_as_the_decision_said(conn: Connection) -> None:
    request = run(
        conn, None, opening(copied=(CY,)), StartClock(NOW, NOW + 4 * HOUR, NOW + 3 * HOUR)
    )
    assert request == Request(
        id=1,
        reference="IT-1001",
        mailbox="it",
        subject="VPN",
        status=Status.OPEN,
        requester=ANN,
        copied=(CY,),
        language="en",
        owner="bo",
        former_owners=(),
        opened_at=NOW,
        first_id="<q@x>",
        given=GIVEN,
        unanswered_since=NOW,
        promised_at=NOW + 4 * HOUR,
        due_at=NOW + 3 * HOUR,
    )
    assert requests.request(conn, 1) == requests.by_reference(conn, " it-1001 ") == request


def test_what_the_rules_gave_is_read_again_as_it_was_given(conn: Connection) -> None:
    gave = replace(
        GIVEN,
        routed_to="network",
        rule_at="rules/routes.yaml:12",
        rules_digest="ab" * 32,
        matched="subject has the word vpn",
        confidential=True,
        close_after=Span(days=5),
        tags=("vpn", "vip", "vpn"),
        watchers=("priya", "bo"),
        attached=("guides/vpn.pdf",),
        asked=("Since when?", "At home\x00?"),
        noted=("executives",),
        barred=("ana", "carla"),
    )
    opens = replace(opening(copied=(CY,)), given=gave)
    request = run(conn, None, opens, StartClock(NOW, NOW + 4 * HOUR, NOW + 3 * HOUR))
    stored = replace(gave, tags=("vpn", "vip"), asked=("Since when?", "At home\ufffd?"))
    assert request.given == stored
    other = run(conn, None, opening())
    assert requests.request(conn, request.id) == request
    assert requests.requests(conn) == [request, other]
    assert run(conn, request, SetOwner("sam")).given == stored


@pytest.mark.parametrize("span", [None, Span(minutes=240), Span(days=2)])
def test_a_length_of_time_is_kept_as_minutes_or_days(conn: Connection, span: Span | None) -> None:
    request = run(conn, None, opening(close_after=span))
    assert requests.request(conn, request.id).given.close_after == span


def test_a_very_long_question_is_cut_and_kept_once(conn: Connection) -> None:
    request = run(conn, None, opening(asked=("x" * 9000, "x" * 9001)))
    assert request.given.asked == ("x" * 500,)
    assert requests.request(conn, request.id) == request


def test_the_database_itself_refuses_the_same_addition_twice(conn: Connection) -> None:
    request = run(conn, None, opening(tags=("vip",)))
    row = {"request_id": request.id, "seq": 9, "kind": "tag", "value": "vip"}
    with pytest.raises(IntegrityError):
        conn.execute(insert(extras), row)


def test_every_field_of_what_rules_give_has_a_column_or_rows_of_a_kind_of_its_own() -> None:
    columns = given.to_columns(GIVEN)
    listed = [field.name for field in fields(Given) if field.name not in columns]
    filled: dict[str, Any] = {name: (name,) for name in listed}
    each = replace(GIVEN, **filled)
    rows = given.to_extras(each)
    assert sorted(value for _, value in rows) == sorted(listed)
    assert len({kind for kind, _ in rows}) == len(listed)


def test_who_is_called_in_stays_and_is_stored_once(conn: Connection) -> None:
    first = run(conn, None, opening(watchers=("ana",)))
    run(conn, first, CallIn("Payroll", "cy"))
    now = requests.request(conn, first.id)
    again = run(conn, now, CallIn("Payroll", "cy"), CallIn("Facilities", "ana"))
    assert again.given.aliases_called == ("Payroll", "Facilities")
    assert (again.given.watchers, again.given.called_in) == (("ana",), ("cy", "ana"))
    assert again.given.watching == ("ana", "cy")
    assert requests.request(conn, first.id) == again


def test_who_is_kept_out_only_grows_and_so_it_does_for_what_is_linked(conn: Connection) -> None:
    first = run(conn, None, opening(tags=("vip",), barred=("ana",)))
    second = run(conn, None, replace(opening(), linked_to=first.id))
    third = run(conn, None, replace(opening(tags=("x",)), linked_to=second.id))
    other = run(conn, None, opening())
    run(conn, first, Bar(("bo", "ana")), Entrust("sam"))
    again = run(conn, requests.request(conn, first.id), Bar(("karl@corp.example",)))
    assert again.given.barred == ("ana", "bo", "karl@corp.example")
    assert (again.given.confidential, again.given.entrusted) == (True, ("sam",))
    assert requests.request(conn, first.id) == again
    for number in (second.id, third.id):
        follows = requests.request(conn, number).given
        assert (follows.confidential, set(follows.barred)) == (True, set(again.given.barred))
        assert follows.entrusted == ()
    assert requests.request(conn, third.id).given.tags == ("x",)
    assert requests.request(conn, other.id) == other


def test_requests_are_found_by_tag_and_by_its_index(conn: Connection) -> None:
    tagged = run(conn, None, opening(tags=("vip",), watchers=("vpn",)))
    run(conn, None, opening())
    vip, vpn = (requests.Asked(list(Status), tag=tag) for tag in ("vip", "vpn"))
    assert requests.most_urgent(conn, vip, 10) == [tagged]
    assert requests.most_urgent(conn, vpn, 10) == []
    steps = plan(conn, lambda: requests.most_urgent(conn, vip, 10))
    assert any("ix_extras_value" in step for step in steps)


def test_whose_turn_it_was_is_one_row_a_team(conn: Connection) -> None:
    request = run(conn, None, opening(), Turn("network", "dana"), Turn("desk", "bo"))
    run(conn, request, Turn("network", "sam"))
    assert scene.shares(conn).turns == {"network": "sam", "desk": "bo"}


def test_references_count_from_1001_for_each_prefix(conn: Connection) -> None:
    given = [
        run(conn, None, opening(prefix)).reference for prefix in ("IT", "IT", "HR", "it", "HR")
    ]
    assert given == ["IT-1001", "IT-1002", "HR-1001", "IT-1003", "HR-1002"]


def test_the_database_itself_gives_a_reference_once(conn: Connection) -> None:
    run(conn, None, opening())
    run(conn, None, opening())
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        conn.execute(update(table).values(reference="IT-1001"))


def test_a_number_of_a_transaction_that_failed_is_free_again(conn: Connection) -> None:
    undo = conn.begin_nested()
    run(conn, None, opening())
    undo.rollback()
    assert run(conn, None, opening()).reference == "IT-1001"


@pytest.mark.parametrize("wanted", ["IT-9999", "", "'; DROP TABLE requests; --", "\x00"])
def test_a_reference_that_nobody_has_is_said_to_be_none(conn: Connection, wanted: str) -> None:
    started(conn)
    with pytest.raises(NoSuchRequest):
        requests.by_reference(conn, wanted)
    with pytest.raises(NoSuchRequest):
        requests.request(conn, 99)


def test_a_linked_request_names_the_old_one(conn: Connection) -> None:
    old = started(conn)
    run(conn, None, opening(linked=old.id))
    assert conn.scalars(select(table.c.linked_to).order_by(table.c.id)).all() == [
        None,
        old.id,
    ]


def test_a_new_owner_has_it_and_the_former_ones_are_remembered_once(conn: Connection) -> None:
    request = started(conn)
    for owner in ("sam", "sam", "bo", "sam", "lee"):
        request = run(conn, request, SetOwner(owner))
    assert (request.owner, request.former_owners) == ("lee", ("bo", "sam"))


def test_closing_stamps_and_reopening_counts(conn: Connection) -> None:
    request = run(conn, started(conn), StopClock(True), SetStatus(Status.CLOSED), at=NOW + HOUR)
    assert (request.status, request.closed_at, request.openings) == (Status.CLOSED, NOW + HOUR, 1)
    request = run(conn, request, SetStatus(Status.CLOSED), at=NOW + 2 * HOUR)
    assert request.closed_at == NOW + HOUR
    request = run(conn, request, SetStatus(Status.OPEN), at=NOW + 3 * HOUR)
    assert (request.status, request.closed_at, request.openings) == (Status.OPEN, None, 2)
    request = run(
        conn, request, SetStatus(Status.WAITING), SetStatus(Status.ANSWERED), SetStatus(Status.OPEN)
    )
    assert request.openings == 2


def test_an_answer_settles_the_promise_and_raises_the_epoch(conn: Connection) -> None:
    request = run(conn, started(conn), NextRung(2, NOW + 2 * HOUR, 1), StopClock(answered=True))
    assert (request.unanswered_since, request.promised_at, request.due_at) == (None, None, None)
    assert (request.epoch, request.rung, request.repeats, request.answered_once) == (1, 0, 0, True)
    assert due(conn, EVER) == []
    request = run(
        conn,
        request,
        StartClock(NOW + HOUR, NOW + 5 * HOUR, NOW + 4 * HOUR),
        StopClock(answered=False),
    )
    assert (request.epoch, request.answered_once) == (2, True)


def test_a_stop_without_an_answer_is_none(conn: Connection) -> None:
    assert run(conn, started(conn), StopClock(answered=False)).answered_once is False


def test_the_next_rung_moves_the_one_deadline(conn: Connection) -> None:
    request = run(conn, started(conn), NextRung(1, NOW + 2 * HOUR))
    assert (request.rung, request.due_at, request.repeats) == (1, NOW + 2 * HOUR, 0)
    request = run(conn, request, NextRung(1, NOW + 26 * HOUR, 1))
    assert (request.rung, request.due_at, request.repeats) == (1, NOW + 26 * HOUR, 1)
    assert len(conn.execute(select(deadlines)).all()) == 1
    request = run(conn, request, NextRung(2, None))
    assert (request.rung, request.due_at, request.promised_at) == (2, None, NOW + 4 * HOUR)
    assert due(conn, EVER) == []


def test_a_promise_with_an_empty_ladder_has_no_deadline_row(conn: Connection) -> None:
    request = started(conn, due_at=None)
    assert (request.promised_at, request.due_at) == (NOW + 4 * HOUR, None)
    assert due(conn, EVER) == []


def test_a_second_promise_replaces_the_first(conn: Connection) -> None:
    request = run(conn, started(conn), StartClock(NOW + HOUR, NOW + 9 * HOUR, NOW + 8 * HOUR))
    assert (request.unanswered_since, request.due_at) == (NOW + HOUR, NOW + 8 * HOUR)


def test_somebody_in_copy_joins_once_and_the_requester_never(conn: Connection) -> None:
    request = run(
        conn,
        None,
        opening(copied=(CY, Address("", "CY@corp.example"), Address("", "ann@corp.example"))),
    )
    request = run(
        conn,
        request,
        AddParticipant(Address("Dee", "dee@corp.example")),
        AddParticipant(Address("Cy again", "Cy@Corp.Example")),
    )
    assert request.copied == (CY, Address("Dee", "dee@corp.example"))


DEE, EVE = Address("Dee", "dee@out.example"), Address("Eve", "eve@out.example")


def standing(request: Request) -> tuple[tuple[str, ...], ...]:
    lists = (request.copied, request.bystanders, request.dropped)
    return tuple(tuple(one.name for one in each) for each in lists)


def test_who_stood_in_copy_keeps_their_place_and_changes_their_standing(conn: Connection) -> None:
    request = run(conn, None, opening(copied=(CY,)), NoteBystanders((DEE, EVE, CY, ANN)))
    assert standing(request) == (("Cy",), ("Dee", "Eve"), ())
    request = run(conn, request, AddParticipant(EVE), DropParticipant(CY))
    assert standing(request) == (("Eve",), ("Dee",), ("Cy",))
    assert run(conn, request, NoteBystanders((CY, EVE, DEE))) == request


def test_who_was_dropped_may_be_taken_in_again_and_the_requester_is_never_dropped(
    conn: Connection,
) -> None:
    request = run(conn, None, opening(copied=(CY,)), DropParticipant(CY), DropParticipant(ANN))
    assert standing(request) == ((), (), ("Cy",))
    assert standing(run(conn, request, AddParticipant(CY))) == (("Cy",), (), ())


def test_somebody_may_be_dropped_who_never_stood_in_copy(conn: Connection) -> None:
    request = run(conn, None, opening(), DropParticipant(DEE))
    assert standing(run(conn, request, NoteBystanders((DEE,)))) == ((), (), ("Dee",))


def test_a_hold_is_stamped_once_and_released(conn: Connection) -> None:
    request = run(conn, started(conn), Hold())
    request = run(conn, request, Hold(), at=NOW + HOUR)
    assert request.held_since == NOW
    assert run(conn, request, Release()).held_since is None


def test_history_is_told_in_order(conn: Connection) -> None:
    request = run(
        conn, None, opening(), LogEvent("opened", "Ann wrote."), LogEvent("routed", "Rule vpn.")
    )
    run(conn, request, LogEvent("closed", "Bo closed it."), at=NOW + HOUR)
    told = requests.history(conn, request.id)
    assert [(e.kind, e.text, e.at) for e in told] == [
        ("opened", "Ann wrote.", NOW),
        ("routed", "Rule vpn.", NOW),
        ("closed", "Bo closed it.", NOW + HOUR),
    ]


def test_filing_names_the_request_that_the_same_decision_opened(conn: Connection) -> None:
    line_id = entered(conn)
    request = run(conn, None, opening(), Dispose(Disposition.OPENED, "rule vpn"), line=line_id)
    line = ledger.line(conn, line_id)
    assert line is not None
    assert (line.disposition, line.reason, line.request_id) == (
        Disposition.OPENED,
        "rule vpn",
        request.id,
    )


def test_a_decision_about_no_request_gives_none_back(conn: Connection) -> None:
    line_id = entered(conn)
    effects = (
        Dispose(Disposition.IGNORED, "a vacation reply"),
        LogEvent("ignored", "A vacation reply."),
    )
    assert apply(conn, Decision("", effects), line_id, NOW) is None
    line = ledger.line(conn, line_id)
    assert line is not None
    assert (line.disposition, line.request_id) == (Disposition.IGNORED, None)


def test_proof_of_arrival_settles_an_uncertain_mail(conn: Connection) -> None:
    request = started(conn)
    row = Outgoing(
        "k", request.id, "receipt", Lane.REQUESTER, ANN.email, "", "<1@h>", None, "", b"raw", NOW
    )
    row_id = outbox.queue(conn, row)
    assert row_id is not None
    sending.claim(conn, NOW)
    recovery.recover(conn, recovery.Left(known=False), NOW)
    run(conn, request, ConfirmDelivery(row_id))
    assert outbox.rows(conn)[0].state is State.SENT


def test_what_is_to_be_written_or_carried_is_left_to_the_caller(conn: Connection) -> None:
    request = started(conn)
    composed = (
        SendLetter(Reminder(late=False), ANN, "", Lane.REQUESTER),
        Relay(NoteCopied("Ann"), CY, "", Lane.OWNER, Author("Ann", ANN.email, Origin.KNOWN)),
        RelayAgain(NoteHanded("Bo", "mine", "Cy", late=False), CY, "cy"),
    )
    assert run(conn, request, *composed) == request
    assert outbox.rows(conn) == []


NEEDS_A_REQUEST: list[Effect] = [
    SetOwner("sam"),
    SetStatus(Status.CLOSED),
    StartClock(NOW, NOW, None),
    StopClock(True),
    NextRung(1, None),
    AddParticipant(CY),
    NoteBystanders((CY,)),
    DropParticipant(CY),
    CallIn("Payroll", "cy"),
    Hold(),
    Release(),
]


@pytest.mark.parametrize("effect", NEEDS_A_REQUEST, ids=lambda effect: type(effect).__name__)
def test_an_effect_on_no_request_is_an_error_and_not_silence(
    conn: Connection, effect: Effect
) -> None:
    with pytest.raises(MailtrackerError, match="needs a request"):
        apply(conn, Decision("", (effect,)), None, NOW)
    with pytest.raises(NoSuchRequest, match="no request number 99"):
        apply(conn, Decision("", (effect,), 99), None, NOW)


def test_filing_without_a_line_is_an_error(conn: Connection) -> None:
    with pytest.raises(MailtrackerError, match="needs a ledger line"):
        apply(conn, Decision("", (Dispose(Disposition.OPENED, ""),)), None, NOW)


def test_hostile_texts_are_stored_cleaned(conn: Connection) -> None:
    request = run(conn, None, opening(subject="a\x00b\udc80c"), LogEvent("note", "x\ud800"))
    assert request.subject == "a\ufffdb\ufffdc"
    assert requests.history(conn, request.id)[0].text == "x\ufffd"


def test_the_longest_due_comes_first_and_nothing_early(conn: Connection) -> None:
    later, sooner = started(conn, NOW + 2 * HOUR), started(conn, NOW + HOUR)
    started(conn, NOW + 3 * HOUR)
    assert due(conn, NOW + HOUR - timedelta(microseconds=1)) == []
    assert due(conn, NOW + HOUR) == [sooner]
    assert due(conn, NOW + 2 * HOUR) == [sooner, later]
    assert due(conn, NOW + 2 * HOUR, limit=1) == [sooner]


def test_the_clock_of_a_held_request_runs_on(conn: Connection) -> None:
    request = run(conn, started(conn), Hold())
    assert due(conn, NOW + 2 * HOUR) == [request]


def test_a_deadline_of_a_settled_promise_cannot_fire(conn: Connection) -> None:
    request = started(conn)
    conn.execute(update(table).values(epoch=1))
    assert due(conn, NOW + 2 * HOUR) == []
    assert requests.request(conn, request.id).due_at is None


@pytest.mark.parametrize("status", [Status.CLOSED, Status.ANSWERED])
def test_a_settled_request_keeps_no_deadline(conn: Connection, status: Status) -> None:
    run(conn, started(conn), StopClock(True), SetStatus(status))
    assert conn.execute(select(deadlines)).all() == []


@SQLITE_ONLY
def test_among_20000_requests_the_due_ones_are_searched_not_scanned(conn: Connection) -> None:
    run(conn, None, opening())
    names = [c.name for c in table.c]
    template = dict(zip(names, conn.execute(select(table)).one(), strict=True))
    numbers = range(2, 20_002)
    conn.execute(
        insert(table), [{**template, "id": n, "reference": f"IT-{n + 1000}"} for n in numbers]
    )
    rows = [
        {"request_id": n, "epoch": 0, "rung": 0, "due_at": NOW + n * timedelta(minutes=1)}
        for n in numbers
    ]
    conn.execute(insert(deadlines), rows)
    found: list[Request] = []
    steps = plan(conn, lambda: found.extend(due(conn, NOW + 4 * timedelta(minutes=1))))
    assert [request.id for request in found] == [2, 3, 4]
    assert "SEARCH deadlines USING INDEX ix_deadlines_due_at (due_at<?)" in steps
    assert "SEARCH requests USING INTEGER PRIMARY KEY (rowid=?)" in steps
    assert not [step for step in steps if step.startswith("SCAN")], steps
