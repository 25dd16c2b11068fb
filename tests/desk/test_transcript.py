"""Which mails of a request its new owner may read, and which come first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mailtracker.desk.authors import Author, Origin
from mailtracker.desk.effects import Relay
from mailtracker.desk.notes import NoteCopied, NoteRequester, NoteTeam
from mailtracker.desk.request import Lane
from mailtracker.desk.transcript import (
    NOBODY,
    PastMail,
    Readers,
    by_weight,
    carried_by,
    in_order,
    may_be_told,
    reached,
    side_of,
)
from mailtracker.mail.message import Proof
from mailtracker.rules.load import load_texts
from tests.desk.makers import NOW, RULES, address, message, request

EVA, TOM, BO = "eva@corp.example", "tom@corp.example", "bo@corp.example"
CARLA, OLD = "carla@partner.example", "old@corp.example"
REQUEST = request(copied=(address(TOM),), bystanders=(address(CARLA),), dropped=(address(OLD),))
POLICY = load_texts({"rules/all.yaml": RULES}).at_home(("corp.example",))
SIDE = side_of(POLICY, REQUEST)
PARTIES, COLLEAGUE = Readers(parties=True), Readers(colleague=True)


def past(number: int = 1, sender: str = EVA, **more: Any) -> PastMail:
    at = NOW + timedelta(minutes=number)
    wanted: dict[str, Any] = {"opened": False, "readers": NOBODY, "fetched_at": at, **more}
    return PastMail(line_id=number, sender=sender, at=at, proof=Proof.UNKNOWN, **wanted)


MAY = {
    "the requester's": (EVA, NOBODY, False, True),
    "in copy": (TOM, NOBODY, False, True),
    "of a bystander": (CARLA, NOBODY, False, True),
    "of somebody dropped": (OLD, NOBODY, False, True),
    "from a subaddress of the requester's": ("eva+home@corp.example", NOBODY, False, True),
    "an answer": (BO, PARTIES, False, True),
    "a stranger's that opened it": ("form@corp.example", NOBODY, True, True),
    "between colleagues": (BO, COLLEAGUE, False, False),
    "between colleagues, from somebody in copy": (TOM, COLLEAGUE, False, False),
    "between colleagues, sent on later": (BO, Readers(True, True, True), False, True),
    "a word alone, or an answer past us": (BO, NOBODY, False, None),
}


@pytest.mark.parametrize(("sender", "readers", "opened", "may"), MAY.values(), ids=MAY.keys())
def test_who_takes_over_reads_what_was_carried_to_the_requester_or_the_owner(
    sender: str, readers: Readers, opened: bool, may: bool | None
) -> None:
    assert may_be_told(past(1, sender, readers=readers, opened=opened), SIDE) is may


def test_an_answer_past_us_names_the_requester() -> None:
    assert reached(POLICY, message(BO, to=(address("EVA@Corp.Example"),)), REQUEST)
    assert reached(POLICY, message(BO, cc=(address(EVA),)), REQUEST)
    assert not reached(POLICY, message(BO, cc=(address(TOM),)), REQUEST)


def relay(to: str, lane: Lane, team: bool = False) -> Relay:
    note = NoteTeam("Bo") if team else NoteRequester() if to == EVA else NoteCopied("Bo")
    return Relay(note, address(to), "", lane, Author("Bo", BO, Origin.KNOWN))


def test_what_the_decision_itself_carries_counts_as_carried() -> None:
    assert carried_by([], REQUEST) == NOBODY
    assert carried_by([relay(EVA, Lane.OWNER)], REQUEST) == Readers(True, True, False)
    assert carried_by([relay(TOM, Lane.OWNER)], REQUEST) == Readers(True, False, False)
    assert carried_by([relay(BO, Lane.TEAM, team=True)], REQUEST) == COLLEAGUE


def numbers(mails: list[PastMail]) -> list[int]:
    return [one.line_id for one in mails]


def test_what_nobody_answered_comes_first_the_newest_of_it_at_the_top() -> None:
    mails = [past(number, opened=number == 1) for number in range(1, 7)]
    owed = request(unanswered_since=NOW + timedelta(minutes=4))
    latest, before = in_order(mails, owed)
    assert (numbers(latest), numbers(before)) == ([6, 5, 4], [1, 2, 3])


def test_with_nothing_owed_the_newest_mail_comes_first() -> None:
    mails = [past(number) for number in range(1, 4)]
    settled = request(unanswered_since=None, promised_at=None)
    latest, before = in_order(mails, settled)
    assert (numbers(latest), numbers(before)) == ([3], [1, 2])


def test_a_promise_that_began_without_a_mail_is_about_the_newest() -> None:
    mails = [past(number) for number in range(1, 4)]
    latest, before = in_order(mails, request(unanswered_since=NOW + timedelta(days=9)))
    assert (numbers(latest), numbers(before)) == ([3], [1, 2])


def test_a_clock_read_a_moment_later_hides_no_mail() -> None:
    late = request(unanswered_since=NOW + timedelta(minutes=1, seconds=1))
    assert in_order([past(1)], late) == ([past(1)], [])


def test_no_mail_is_in_no_order() -> None:
    assert in_order([], REQUEST) == ([], [])
    assert by_weight([]) == []


def test_the_newest_counts_most_and_then_the_opening_one() -> None:
    mails = [past(number, opened=number == 2) for number in range(1, 6)]
    assert numbers(by_weight(mails)) == [5, 2, 4, 3, 1]
    assert numbers(by_weight(mails[1:2])) == [2]
