"""What requesters say to us: who may close by it, who is told how it stands, what presses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailtracker.desk.absence.absence_effects import Tell
from mailtracker.desk.alias import Alias
from mailtracker.desk.askers.asker_letters import CalledOff, StatusOfAll, StatusOfOne
from mailtracker.desk.budgets import Budget, Spend
from mailtracker.desk.effects import (
    AddParticipant,
    Dispose,
    Disposition,
    Effect,
    OpenRequest,
    Relay,
    SendLetter,
    SetStatus,
    StartClock,
    StopClock,
)
from mailtracker.desk.facts import Facts, Hint, Issued, Known
from mailtracker.desk.notes import NoteCalledOff, NoteMore, NoteReopened, NoteRequester, NoteThanks
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.words.waiting import ASKS
from mailtracker.mail.message import Kind, Part
from mailtracker.mail.site import Site
from mailtracker.policy.model import Policy
from mailtracker.policy.worktime import Span
from tests.desk.makers import (
    NOW,
    PERSON,
    address,
    decided,
    issued,
    message,
    request,
    scene,
    spent,
)

EVA = "eva@corp.example"
OURS = issued(EVA, Lane.OWNER)
BY_TAG = Known(1, Hint.REFERENCE)
BORDER = Site(authserv_ids=("mx.corp.example",))
Effects = tuple[Effect, ...]


@pytest.fixture
def say(policy: Policy, alias: Alias) -> Any:
    """The effects of a mail of Eva's, an answer to a mail of ours to her."""

    def said(text: str, on: Request | None = None, **more: Any) -> Effects:
        points = more.pop("points", OURS)
        own = on or request()
        known = Facts(
            issued=(points,) if isinstance(points, Issued) else (),
            known=(points,) if isinstance(points, Known) else (),
            requests={1: own} if points else {},
            asks=more.pop("asks", ()),
            status_lately=more.pop("lately", False),
            spent=more.pop("spent", spent()),
        )
        where = replace(alias, site=BORDER) if more.pop("border", False) else alias
        classified = replace(PERSON, verified=more.pop("verified", None))
        classified = replace(classified, kind=more.pop("kind", Kind.PERSON))
        at = scene(more.pop("policy", policy), more.pop("now", NOW))
        subject = more.pop("subject", "Re: [IT-1001] VPN drops" if points else "")
        mail = message(more.pop("who", EVA), subject, text, **more)
        return decided(mail, classified, known, where, at).effects

    return said


def all_of(effects: Effects, kind: type) -> list[Any]:
    return [one for one in effects if isinstance(one, kind)]


def closed(effects: Effects) -> bool:
    return SetStatus(Status.CLOSED) in effects


def notes(effects: Effects) -> list[Any]:
    """What the owner gets."""
    return [one.note for one in all_of(effects, Relay) if one.to.key == "bo@corp.example"]


def letters(effects: Effects) -> list[Any]:
    return [one.letter for one in all_of(effects, SendLetter)]


def answered(**more: Any) -> Request:
    """Theirs is the last word, and nothing is owed."""
    none: dict[str, Any] = {"unanswered_since": None, "promised_at": None, "due_at": None}
    return request(status=Status.ANSWERED, answered_once=True, **none, **more)


def waiting() -> Request:
    return replace(answered(), status=Status.WAITING, paused_left=Span(minutes=60))


def test_solved_closes_and_both_sides_get_one_word(say: Any) -> None:
    effects = say("Solved, thank you.\n\nEva")
    assert closed(effects)
    assert StopClock(answered=False) in effects
    assert letters(effects) == [CalledOff("solved", answered=False)]
    assert notes(effects) == [NoteCalledOff(EVA, "solved", answered=False)]
    assert all_of(effects, Dispose)[0].disposition is Disposition.REPLY


def test_what_stands_below_the_word_goes_along_and_asks_for_nothing(say: Any) -> None:
    assert closed(say("Solved\n\nIt was the cable. Sorry for the noise!"))
    for more in ("Can you look at my phone?", "But the phone is dead.", "Please order a new one."):
        effects = say(f"Solved\n\n{more}")
        assert not closed(effects)
        assert isinstance(notes(effects)[0], NoteMore)


def test_cancel_reads_differently_before_anybody_answered(say: Any) -> None:
    assert letters(say("Please cancel my request."))[0] == CalledOff("cancelled", answered=False)
    on = request(answered_once=True)
    effects = say("Please cancel my request.", on)
    assert letters(effects)[0] == CalledOff("cancelled", answered=True)
    assert notes(effects)[0].answered


def test_cancel_alone_is_an_answer_where_somebody_may_have_asked_what_to_cancel(say: Any) -> None:
    assert closed(say("cancel"))
    assert closed(say("never mind"))
    for on in (answered(), waiting()):
        effects = say("cancel", on)
        assert not closed(effects)
        assert notes(effects)
        assert all_of(effects, StartClock)  # a person reads it, and it is promised
    assert not closed(say("No longer needed.", answered()))
    assert closed(say("Please cancel my request.", answered()))
    assert closed(say("Solved.", answered()))


def test_who_is_asked_again_may_say_that_it_is_no_longer_needed(say: Any) -> None:
    for letter in ASKS:
        asked = replace(OURS, letter=letter)
        assert closed(say("No longer needed.", waiting(), points=asked))
        assert closed(say("Gelöst, danke!", waiting(), points=asked))
        assert not closed(say("cancel", waiting(), points=asked))


def test_a_reference_beside_the_word_must_be_this_one(say: Any) -> None:
    assert closed(say("Please cancel IT-1001."))
    assert not closed(say("Please cancel IT-1002."))


def test_a_subject_that_says_more_is_doubt(say: Any) -> None:
    assert closed(say("Solved.", subject="VPN drops"))
    assert not closed(say("Solved.", subject="Re: [IT-1001] VPN drops, and the printer"))
    assert closed(say("Solved.", subject="Re: [IT-1001] VPN drops: solved"))


def test_a_file_a_forward_or_a_machine_closes_nothing(say: Any) -> None:
    part = Part("2", "application/pdf", "", "", "attachment", "plan.pdf", "", (0, 9), (9, 99))
    tries = (
        say("Solved.", attachments=(part,)),
        say("Solved.", subject="Fwd: [IT-1001] VPN drops"),
        say("Solved.", kind=Kind.AUTO_GENERATED),
        say("Solved.", locked=True),
    )
    assert not any(map(closed, tries))


def test_nobody_else_closes_by_it(say: Any) -> None:
    tom = address("tom@corp.example")
    on = request(copied=(tom,), bystanders=(address("vic@vendor.example"),))
    told = issued("tom@corp.example", Lane.OWNER)
    in_copy = say("Solved.", on, who="tom@corp.example", points=told)
    beside = say("Solved.", on, who="vic@vendor.example", points=BY_TAG)
    stranger = say("Solved.", on, who="mallory@example.com", points=BY_TAG)
    assert not any(map(closed, (in_copy, beside, stranger)))
    assert isinstance(notes(in_copy)[0], NoteThanks)


def test_it_wants_as_much_proof_as_who_takes_part(say: Any) -> None:
    unproven = say("Solved.", border=True)
    assert not closed(unproven)
    assert isinstance(notes(unproven)[0], NoteThanks)  # their words, and that is all
    assert letters(unproven) == []
    assert not closed(say("Solved.", border=True, points=BY_TAG))
    assert not closed(say("Solved.", border=True, verified=False))
    assert closed(say("Solved.", border=True, verified=True))
    assert closed(say("Solved.", border=True, verified=True, points=BY_TAG))


def test_unproven_cancel_is_an_ordinary_mail(say: Any) -> None:
    effects = say("Please cancel my request.", answered(), border=True)
    assert not closed(effects)
    assert all_of(effects, StartClock)


def test_closed_already_it_stays_so(say: Any) -> None:
    over = replace(answered(), status=Status.CLOSED, closed_at=NOW)
    for text in ("Solved.", "Please cancel my request."):
        effects = say(text, over)
        assert all_of(effects, SetStatus) == []
        assert letters(effects) == []
        assert len(notes(effects)) == 1
    assert SetStatus(Status.OPEN) in say("Not solved.", over)


def test_who_says_it_again_and_again_is_a_machine(say: Any) -> None:
    for text in ("Solved.", "Please cancel my request."):
        paid = [(s.budget, s.key) for s in all_of(say(text), Spend) if s.budget is Budget.WORDS]
        assert paid
        assert not closed(say(text, spent=spent(*paid)))


def test_those_in_copy_have_the_words(say: Any) -> None:
    on = request(copied=(address("tom@corp.example"),))
    got = {one.to.key for one in all_of(say("Solved.", on), Relay)}
    assert got == {"bo@corp.example", "tom@corp.example"}


def test_status_is_told_in_the_thread_and_nobody_is_disturbed(say: Any) -> None:
    effects = say("Status?")
    assert letters(effects) == [StatusOfOne(carried=False, until=None)]
    (told,) = all_of(effects, SendLetter)
    assert (told.to.key, told.lane, told.auto) == (EVA, Lane.OWNER, "auto-replied")
    assert not all_of(effects, Relay)
    assert not all_of(effects, StartClock)


def test_status_of_what_waits_for_the_requester_leaves_it_waiting(say: Any) -> None:
    effects = say("Wie ist der Stand?", waiting())
    assert isinstance(letters(effects)[0], StatusOfOne)
    assert not all_of(effects, SetStatus)
    assert not all_of(effects, Relay)


def test_status_of_what_was_answered_reaches_a_person(say: Any) -> None:
    effects = say("Status?", answered())
    assert all_of(effects, StartClock)
    assert isinstance(notes(effects)[0], NoteMore)
    assert letters(effects) == [StatusOfOne(carried=True, until=None)]


def test_status_of_what_is_closed_opens_it_again(say: Any) -> None:
    over = replace(answered(), status=Status.CLOSED, closed_at=NOW)
    effects = say("Status?", over)
    assert SetStatus(Status.OPEN) in effects
    assert isinstance(notes(effects)[0], NoteReopened)
    assert [one.name for one in letters(effects)] == ["receipt"]


def test_status_and_more_is_an_ordinary_mail(say: Any) -> None:
    effects = say("Status?\n\nAnd can I have a second screen?")
    assert isinstance(notes(effects)[0], NoteMore)
    assert letters(effects) == []


def test_status_of_others_is_not_told(say: Any) -> None:
    on = request(copied=(address("tom@corp.example"),))
    told = issued("tom@corp.example", Lane.OWNER)
    effects = say("Status?", on, who="tom@corp.example", points=told)
    assert letters(effects) == []
    assert notes(effects)
    named = say("Status IT-1002?")
    assert letters(named) == []
    assert notes(named)
    unproven = say("Status?", points=BY_TAG, border=True)
    assert letters(unproven) == []
    assert notes(unproven)


def test_a_customer_is_told_in_answer_to_a_mail_of_ours_alone(say: Any) -> None:
    carl = "carl@customer.example"
    on = request(requester=address(carl))
    told = say("Status?", on, who=carl, points=issued(carl, Lane.OWNER))
    assert [one.name for one in letters(told)] == ["status"]
    by_tag = say("Status?", on, who=carl, points=BY_TAG, border=True, verified=True)
    assert letters(by_tag) == []
    assert notes(by_tag)


def test_within_ten_minutes_it_is_told_once(say: Any) -> None:
    effects = say("Status?", lately=True)
    assert letters(effects) == []
    assert not all_of(effects, Relay)
    assert all_of(effects, Dispose)[0].disposition is Disposition.REPLY


def test_without_a_receipt_left_a_person_reads_it(say: Any) -> None:
    nothing_left = spent((Budget.RECEIPT_INSIDE, f"proven {EVA}"))
    effects = say("Status?", spent=nothing_left)
    assert letters(effects) == []
    assert notes(effects)


def others() -> tuple[Request, ...]:
    """Of Eva's, by all her addresses, and one that only resembles."""
    return (
        request(id=2, reference="IT-1002", promised_at=NOW + timedelta(hours=2)),
        request(id=3, reference="HR-7", promised_at=NOW - timedelta(hours=2), confidential=True),
        request(
            id=4,
            reference="IT-1004",
            snoozed_until=NOW + timedelta(days=2),
            requester=address("eva+home@corp.example"),
        ),
        replace(waiting(), id=5, reference="IT-1005"),
        replace(answered(), id=6, reference="IT-1006"),
        request(id=7, reference="IT-1007", requester=address("tom@corp.example")),
    )


def told_of_all(effects: Effects) -> StatusOfAll:
    (tell,) = all_of(effects, Tell)
    assert tell.person.addresses == (EVA,)
    assert isinstance(tell.letter, StatusOfAll)
    return tell.letter


def test_a_new_mail_is_told_of_all_the_most_urgent_first(say: Any, policy: Policy) -> None:
    effects = say("Status?", points=None, asks=others(), policy=policy)
    letter = told_of_all(effects)
    assert [(one.reference, one.stands) for one in letter.lines] == [
        ("HR-7", "late"),
        ("IT-1002", "promised"),
        ("IT-1004", "later"),
        ("IT-1005", "waiting"),
        ("IT-1006", "answered"),
    ]
    assert [one.subject_line for one in letter.lines[:2]] == ["", "VPN drops"]
    assert not all_of(effects, OpenRequest)
    assert all_of(effects, Dispose)[0].disposition is Disposition.IGNORED


def test_in_a_thread_the_others_stand_below(say: Any) -> None:
    (letter,) = letters(say("Status?", asks=(request(), *others())))
    assert [one.reference for one in letter.others] == ["HR-7", "IT-1002", "IT-1004", "IT-1005"]


def test_who_has_nothing_open_is_told_so(say: Any) -> None:
    assert told_of_all(say("Status?", points=None)).lines == ()
    assert told_of_all(say("", points=None, subject="Status?")).lines == ()


SUBJECTS = {
    "": True,
    "Status": True,
    "VPN drops": True,
    "Re: VPN drops": True,
    "New laptop": False,
    "Status of the building works?": False,
    "Urgent": False,
}


def test_a_new_mail_whose_subject_says_more_opens_a_request(say: Any) -> None:
    for subject, told in SUBJECTS.items():
        effects = say("Status?", points=None, subject=subject, asks=others())
        assert bool(all_of(effects, Tell)) is told, subject
        assert bool(all_of(effects, OpenRequest)) is not told, subject


def test_a_new_mail_that_names_another_request_opens_one(say: Any) -> None:
    assert all_of(say("Status IT-1002?", points=None, asks=others()), Tell)
    assert all_of(say("Status IT-1007?", points=None, asks=others()), OpenRequest)
    assert all_of(say("Status IT-9999?", points=None, asks=others()), OpenRequest)


def test_who_is_not_proven_gets_what_any_new_mail_gets(say: Any) -> None:
    for effects in (
        say("Status?", points=None, border=True, asks=others()),
        say("Status?", points=None, who="carl@customer.example", verified=True, border=True),
    ):
        assert all_of(effects, Tell) == []
        assert all_of(effects, OpenRequest)
    assert all_of(say("Status?", points=None, border=True, verified=True), Tell)
    assert all_of(say("Status?", points=None, lately=True), Tell) == []


def test_many_are_cut(say: Any) -> None:
    many = tuple(request(id=n, reference=f"IT-{n}") for n in range(100, 125))
    letter = told_of_all(say("Status?", points=None, asks=many))
    assert (len(letter.lines), letter.more) == (20, 5)


def test_what_presses_is_carried_with_a_word_and_told_once_a_promise(say: Any) -> None:
    for text in ("It is urgent!", "Any update on this?", "Noch keine Antwort.", "Toujours rien."):
        effects = say(text)
        (note,) = notes(effects)
        assert note.presses, text
        (told,) = all_of(effects, SendLetter)
        assert told.letter == StatusOfOne(carried=True, until=None)
        assert told.once == "pressed.0"
        assert not all_of(effects, StartClock)  # the clock runs on as it was


def test_what_presses_and_says_more_is_an_ordinary_mail(say: Any) -> None:
    effects = say("It is urgent. The error is 0x8007 now.")
    (note,) = notes(effects)
    assert note.presses
    assert letters(effects) == []
    (plain,) = notes(say("The error is 0x8007 now."))
    assert not plain.presses


def test_once_the_time_has_passed_nothing_is_told_by_that(say: Any) -> None:
    late = NOW + timedelta(days=3)
    effects = say("Any news?", now=late)
    assert letters(effects) == []
    assert notes(effects)[0].presses


def test_pressing_begins_the_next_promise(say: Any) -> None:
    effects = say("Any news?", answered(epoch=3))
    assert all_of(effects, StartClock)
    (told,) = all_of(effects, SendLetter)
    assert told.once == "pressed.3"


def test_who_in_copy_presses_is_heard_and_told_nothing(say: Any) -> None:
    on = request(copied=(address("tom@corp.example"),))
    told = issued("tom@corp.example", Lane.OWNER)
    effects = say("Any news?", on, who="tom@corp.example", points=told)
    assert notes(effects)[0].presses
    assert letters(effects) == []
    assert [type(one.note) for one in all_of(effects, Relay)][1:] == [NoteRequester]


def test_a_closing_mail_takes_in_whom_it_copies(say: Any) -> None:
    effects = say("Solved.", cc=(address("tom@corp.example"),))
    assert AddParticipant(address("tom@corp.example")) in effects
