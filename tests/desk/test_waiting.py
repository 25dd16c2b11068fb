"""`waiting`, `snooze`, `answered`: what an owner says of time, in six languages; what pauses, what
stays, and who hears of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.digests import Digested
from mailtracker.desk.effects import (
    Decision,
    Effect,
    LogEvent,
    NextRung,
    Pause,
    Relay,
    SendLetter,
    SetOwner,
    SetStatus,
    Snooze,
    StartClock,
    StopClock,
)
from mailtracker.desk.facts import Hint, Known
from mailtracker.desk.letters import AskBack
from mailtracker.desk.lost.failed import Failed
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.on_undelivered import on_undelivered
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.rungs import waited
from mailtracker.desk.several import several
from mailtracker.desk.waiting_letters import (
    AskedAgain,
    AskedLast,
    ClosedWaiting,
    LaterRequester,
    Noted,
    SnoozeOver,
    Snoozes,
    Waits,
)
from mailtracker.desk.words.owner_words import Word, read_command
from mailtracker.desk.words.waiting import LastWords
from mailtracker.mail.message import Kind
from mailtracker.policy.hours import between
from mailtracker.policy.model import Ladder, Policy, Rung
from mailtracker.policy.worktime import Span
from mailtracker.store.promising import promising
from tests.desk.makers import NOW, PERSON, address, decided, facts, issued, message, request, scene

TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
TO_EVA = issued("eva@corp.example", Lane.OWNER)
EVA = "eva@corp.example"
NOTHING_OWED: dict[str, Any] = {"unanswered_since": None, "promised_at": None, "due_at": None}
HOUR, LEFT = timedelta(hours=1), Span(minutes=180)


def waits(left: Span | None = LEFT, **more: Any) -> Request:
    values = {"status": Status.WAITING, **NOTHING_OWED, "due_at": NOW, "paused_left": left}
    return request(**{**values, **more})


def by_bo(policy: Policy, alias: Alias, text: str, on: Request, now: datetime = NOW) -> Decision:
    mail = message("bo@corp.example", text=text)
    return decided(mail, PERSON, facts(TO_BO, on=on), alias, scene(policy, now))


def by_eva(
    policy: Policy, alias: Alias, text: str, on: Request, kind: Kind = Kind.PERSON
) -> Decision:
    mail, who = message(EVA, text=text), replace(PERSON, kind=kind)
    return decided(mail, who, facts(TO_EVA, on=on), alias, scene(policy, NOW))


def on_time(policy: Policy, on: Request, now: datetime = NOW, **due: Any) -> Decision:
    return on_deadline(Due(on, **due), scene(policy, now))


def of(decision: Decision, kind: type[Effect] | tuple[type[Effect], ...]) -> list[Effect]:
    return [effect for effect in decision.effects if isinstance(effect, kind)]


def letters(decision: Decision, to: str = "") -> list[str]:
    return [
        effect.letter.name
        for effect in decision.effects
        if isinstance(effect, SendLetter) and to in effect.to.email
    ]


def the(decision: Decision, kind: type) -> Any:
    found = [e.letter for e in decision.effects if isinstance(e, SendLetter)]
    (one,) = [letter for letter in found if isinstance(letter, kind)]
    return one


def after(decision: Decision, on: Request, now: datetime = NOW) -> Request:
    """As the store will have it."""
    steps = (SetStatus, StartClock, StopClock, NextRung, Pause, Snooze)
    for effect in decision.effects:
        if isinstance(effect, steps):
            on = promising(on, effect, now)
    return on


# -- the words ---------------------------------------------------------------------

SAID = {
    Word.WAITING: "waiting | Waiting. | wartet | Warte auf Antwort | in afwachting | "
    "Wacht op antwoord | afventer | Venter på svar | aguardando | À espera | en attente",
    Word.SNOOZE: "snooze 2d | Snooze until Friday | snooze: 3h | snooze bis 5. Dezember | "
    "snooze tot vrijdag 14:00 | until friday | Until 14:00. | until 5 Dec | "
    "until 5 December at 14:30 | bis 5. Dezember | bis 5.12. | bis Freitag zurückstellen | "
    "zurückstellen bis Freitag | uitstellen tot vrijdag | tot 5 december | t/m vrijdag | "
    "udsæt til fredag | til fredag | indtil på mandag | til kl. 14 | adiar até sexta | "
    "até 5 de dezembro | jusqu'à vendredi | Jusqu’au 5 décembre | reporter à demain | "
    "remind me friday | Remind me in 2 days | erinnere mich morgen",
    Word.ANSWERED: "answered | Already answered. | beantwortet | Schon beantwortet | beantwoord | "
    "besvaret | respondido | Já respondi | répondu | Déjà répondu!",
}


def test_the_words_are_known_in_six_languages() -> None:
    wrong = []
    for word, lines in SAID.items():
        for line in lines.split("|"):
            command = read_command(f"{line.strip()}\n\nWhich computer is it?")
            if command is None or command.word is not word:
                wrong.append((line, command))
    assert wrong == []


def test_by_what_people_part_is_asked_back() -> None:
    for line in (
        "Bis Freitag!",
        "Bis morgen",
        "tot morgen",
        "Tot vrijdag!",
        "Até amanhã",
    ):
        command = read_command(line)
        assert command is not None, line
        assert command.word is None, line


def test_what_is_written_for_people_is_no_such_word() -> None:
    lines = (
        "Until Friday we are closed. | Waiting for the vendor, sorry. | I answered her by phone. | "
        "Bis Freitag haben wir das behoben. | Tot ziens! | Até já | Jusqu'ici tout va bien | "
        "Snooze the alarm by the red button on the left side | Reporter la réunion serait mieux | "
        "Answered on the other thread | til Sam er tilbage | Adiar a reunião para sexta seria bom"
    )
    for line in lines.split("|"):
        command = read_command(line.strip())
        assert command is None or command.word in (None, Word.FOR), line


def test_til_a_name_is_a_hand_over() -> None:
    for line in ("til Tor", "til Sam", "Til Man"):
        command = read_command(line)
        assert command is not None
        assert command.word is Word.FOR, line


# -- waiting -----------------------------------------------------------------------


def test_waiting_pauses_the_promise_and_keeps_what_is_left(policy: Policy, alias: Alias) -> None:
    on = request()
    decision = by_bo(policy, alias, "waiting", on, NOW + HOUR)
    became = after(decision, on)
    assert became.status is Status.WAITING
    assert became.paused_left == Span(minutes=180)
    assert (became.unanswered_since, became.promised_at, became.rung) == (None, None, 0)
    assert became.due_at == datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # two working days later
    assert became.epoch == on.epoch + 1
    assert not became.answered_once
    told = the(decision, Waits)
    assert [day.isoformat() for day in (*told.asks, told.closes)] == [
        "2026-11-25",
        "2026-11-30",
        "2026-12-07",
    ]
    assert told.paused
    assert letters(decision) == ["waits"]


def test_what_stands_below_it_goes_to_the_requester(policy: Policy, alias: Alias) -> None:
    on = request(close_after=Span(days=5))
    decision = by_bo(policy, alias, "waiting\n\nWhich computer is it?", on, NOW + HOUR)
    (carried,) = of(decision, Relay)
    assert isinstance(carried, Relay)
    assert (carried.to.email, carried.cut) == (EVA, "waiting")
    became = after(decision, on)
    assert became.status is Status.WAITING
    assert became.answered_once
    assert became.paused_left == Span(minutes=180)
    assert became.due_at == datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("gone", "left"),
    [(timedelta(0), 240), (HOUR, 180), (3 * HOUR, 120), (4 * HOUR, 120), (timedelta(days=9), 120)],
)
def test_what_is_left_is_half_of_the_promise_at_least(
    policy: Policy, alias: Alias, gone: timedelta, left: int
) -> None:
    (paused,) = of(by_bo(policy, alias, "waiting", request(), NOW + gone), Pause)
    assert paused == Pause(Span(minutes=left))


def test_what_is_counted_by_the_clock_is_left_by_the_clock(policy: Policy, alias: Alias) -> None:
    promise = replace(policy.promises["normal"], first_reply=Span(minutes=600, by_clock=True))
    by_clock = replace(policy, promises={**policy.promises, "normal": promise})
    on = request(promised_at=NOW + 10 * HOUR)
    (paused,) = of(by_bo(by_clock, alias, "waiting", on, NOW + HOUR), Pause)
    assert paused == Pause(Span(minutes=540, by_clock=True))


def test_where_nothing_is_owed_nothing_is_left(policy: Policy, alias: Alias) -> None:
    on = request(status=Status.ANSWERED, **NOTHING_OWED)
    decision = by_bo(policy, alias, "waiting", on)
    became = after(decision, on)
    assert (became.status, became.paused_left) == (Status.WAITING, None)
    assert not the(decision, Waits).paused
    resumed = after(by_eva(policy, alias, "It is the blue one.", became), became)
    assert resumed.status is Status.OPEN
    assert resumed.promised_at is not None


def test_waiting_again_asks_anew_and_keeps_what_was_left(policy: Policy, alias: Alias) -> None:
    on = waits(Span(minutes=150), rung=2)
    became = after(by_bo(policy, alias, "waiting", on), on)
    assert (became.status, became.rung, became.paused_left) == (
        Status.WAITING,
        0,
        Span(minutes=150),
    )


def test_a_reply_resumes_with_what_was_left(policy: Policy, alias: Alias) -> None:
    on = waits()
    became = after(by_eva(policy, alias, "It is the blue one.", on), on)
    assert became.status is Status.OPEN
    assert became.unanswered_since == NOW
    assert became.promised_at is not None
    hours = policy.promises["normal"].hours
    assert between(hours, NOW, became.promised_at) == 180
    assert became.due_at is not None
    assert NOW < became.due_at < became.promised_at
    assert became.paused_left is None


@pytest.mark.parametrize("text", ["Thanks!", "👍", "Danke schön", "Ok, thank you"])
def test_thanks_resume_nothing(policy: Policy, alias: Alias, text: str) -> None:
    decision = by_eva(policy, alias, text, waits())
    assert of(decision, (SetStatus, StartClock, StopClock)) == []


def test_an_absence_notice_resumes_nothing(policy: Policy, alias: Alias) -> None:
    decision = by_eva(policy, alias, "I am away until Friday.", waits(), Kind.AUTO_REPLY)
    assert of(decision, (SetStatus, StartClock, StopClock)) == []


def test_an_answer_ends_the_waiting(policy: Policy, alias: Alias) -> None:
    on = waits()
    became = after(by_bo(policy, alias, "I found it: please restart it.", on), on)
    assert (became.status, became.paused_left, became.due_at) == (Status.ANSWERED, None, None)


def test_done_closes_it(policy: Policy, alias: Alias) -> None:
    on = waits()
    assert after(by_bo(policy, alias, "done", on), on).status is Status.CLOSED


def test_a_hand_over_leaves_it_waiting(policy: Policy, alias: Alias) -> None:
    on = waits()
    decision = by_bo(policy, alias, "for sam", on)
    assert SetOwner("sam", by_hand=True) in decision.effects
    became = after(decision, on)
    assert (became.status, became.paused_left) == (Status.WAITING, on.paused_left)


@pytest.mark.parametrize("line", ["waiting", "snooze 2d"])
def test_on_what_is_closed_they_are_asked_back(policy: Policy, alias: Alias, line: str) -> None:
    on = request(status=Status.CLOSED, closed_at=NOW, **NOTHING_OWED)
    assert the(by_bo(policy, alias, line, on), AskBack).why == "closed"


def test_who_cannot_be_reached_is_not_waited_for(policy: Policy, alias: Alias) -> None:
    on = replace(request(), requester=replace(request().requester, email=""))
    assert the(by_bo(policy, alias, "waiting", on), AskBack).why == "unread"


def test_who_gets_no_automatic_mail_is_not_said_to_be_asked(policy: Policy, alias: Alias) -> None:
    assert the(by_bo(policy, alias, "waiting", request(quiet=True)), Waits).asks == ()


def test_an_answer_past_us_ends_the_waiting(policy: Policy, alias: Alias) -> None:
    on = waits()
    mail = message(
        "bo@corp.example",
        text="Please restart it.",
        to=(address(EVA),),
        cc=(address("it-help@corp.example"),),
    )
    points = Known(1, Hint.REFERENCE)
    decision = decided(mail, PERSON, facts(points, on=on), alias, scene(policy, NOW))
    assert after(decision, on).status is Status.ANSWERED


# -- asking again ------------------------------------------------------------------

FIRST = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
WORDS = LastWords(("Which computer is it?",), "Bo Jensen")


def test_the_requester_is_asked_twice_and_then_it_closes(policy: Policy) -> None:
    on, now = waits(due_at=FIRST), FIRST
    seen = []
    for _ in range(3):
        decision = on_time(policy, on, now, words=WORDS)
        seen.append((f"{now:%m-%d}", letters(decision, EVA)))
        on = after(decision, on, now)
        now = on.due_at or now
    assert seen == [
        ("11-25", ["asked_again"]),
        ("11-30", ["asked_last"]),
        ("12-07", ["closed_waiting"]),
    ]
    assert on.status is Status.CLOSED
    assert on.due_at is None


def test_they_read_what_was_asked_and_when_it_closes(policy: Policy) -> None:
    asked = AskedAgain(WORDS.paragraphs, WORDS.by_name)
    assert the(on_time(policy, waits(), words=WORDS), AskedAgain) == asked
    last = the(on_time(policy, waits(rung=1), words=WORDS), AskedLast)
    assert (last.words, f"{last.closes:%m-%d}") == (WORDS.paragraphs, "11-30")


@pytest.mark.parametrize("rung", [0, 1])
def test_history_does_not_say_that_a_machine_was_asked(policy: Policy, rung: int) -> None:
    decision = on_time(policy, waits(rung=rung, quiet=True), words=WORDS)
    assert letters(decision) == []
    assert [one.kind for one in of(decision, LogEvent)] == ["not written"]
    assert len(of(decision, NextRung)) == 1


def test_who_wrote_them_is_named_and_not_who_has_it_by_now(policy: Policy) -> None:
    asked = the(on_time(policy, waits(owner="sam"), words=WORDS), AskedAgain)
    assert asked.by_name == "Bo Jensen"
    assert the(on_time(policy, waits()), AskedAgain).by_name == ""
    assert the(on_time(policy, waits(rung=2)), ClosedWaiting)


@pytest.mark.parametrize("days", [2, 5, 9, 30])
def test_after_a_downtime_one_letter_is_written_and_none_is_closed_unasked(
    policy: Policy, days: int
) -> None:
    now = FIRST + timedelta(days=days)
    decision = on_time(policy, waits(due_at=FIRST), now, words=WORDS)
    asked = ["asked_last"] if days >= 5 else ["asked_again"]
    assert letters(decision) == asked
    became = after(decision, waits(due_at=FIRST), now)
    assert became.due_at is not None
    assert became.due_at > now


@pytest.mark.parametrize("rung", [0, 1, 2])
def test_nobody_is_silent_about_a_question_that_has_not_gone_out(policy: Policy, rung: int) -> None:
    decision = on_time(policy, waits(rung=rung), unsent=True)
    assert letters(decision) == []
    (again,) = of(decision, NextRung)
    assert isinstance(again, NextRung)
    assert again.rung == rung
    assert again.due_at is not None
    assert again.due_at > NOW


def test_an_owner_who_left_is_replaced_before_the_requester_is_asked(policy: Policy) -> None:
    decision = on_time(policy, waits(owner="zoe"), words=WORDS)
    assert of(decision, SetOwner)
    assert letters(decision, EVA) == ["asked_again"]


def test_an_ask_that_cannot_arrive_sets_the_promise_going(policy: Policy) -> None:
    failed = Failed(waits(), AskedAgain.name, EVA, "550 5.1.1 no such user")
    decision = on_undelivered(failed, scene(policy, NOW))
    assert SetStatus(Status.OPEN) in decision.effects
    assert of(decision, StartClock)
    later = Failed(request(status=Status.ANSWERED, **NOTHING_OWED), AskedAgain.name, EVA, "550")
    assert of(on_undelivered(later, scene(policy, NOW)), StartClock) == []


# -- snooze ------------------------------------------------------------------------

FRIDAY = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)  # nine o'clock in Copenhagen


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("snooze until friday", FRIDAY),
        ("until friday", FRIDAY),
        ("snooze 2d", NOW + timedelta(days=2)),
        ("snooze 5d", datetime(2026, 11, 30, 8, 0, tzinfo=UTC)),  # a Saturday
        ("snooze 90m", NOW + timedelta(minutes=90)),
        ("until 14:00", datetime(2026, 11, 23, 13, 0, tzinfo=UTC)),
        ("until 20:00", datetime(2026, 11, 23, 19, 0, tzinfo=UTC)),  # as they say
        ("until 5 Dec", datetime(2026, 12, 7, 8, 0, tzinfo=UTC)),  # a Saturday
        ("snooze bis 9.12.", datetime(2026, 12, 9, 8, 0, tzinfo=UTC)),
    ],
)
def test_snooze_lasts_until_then_and_keeps_the_promise(
    policy: Policy, alias: Alias, words: str, until: datetime
) -> None:
    on = request()
    decision = by_bo(policy, alias, words, on)
    assert of(decision, Snooze) == [Snooze(until)]
    became = after(decision, on)
    assert replace(became, snoozed_until=None) == on
    assert the(decision, Snoozes).until == until


def test_the_requester_hears_it_at_once_where_the_promise_is_passed(
    policy: Policy, alias: Alias
) -> None:
    before = by_bo(policy, alias, "snooze 1h", request())
    assert letters(before) == ["snoozes"]
    assert not the(before, Snoozes).told
    passed = by_bo(policy, alias, "until friday", request())
    assert letters(passed, EVA) == ["later_requester"]
    assert the(passed, LaterRequester).until == FRIDAY
    assert the(passed, Snoozes).told
    quiet = by_bo(policy, alias, "until friday", request(quiet=True))
    assert letters(quiet, EVA) == []


def test_an_answer_below_it_keeps_the_promise_and_they_are_reminded(
    policy: Policy, alias: Alias
) -> None:
    on = request(close_after=Span(days=1))
    decision = by_bo(policy, alias, "until friday\n\nI am on it, more on Friday.", on)
    became = after(decision, on)
    assert (became.status, became.snoozed_until) == (Status.ANSWERED, FRIDAY)
    assert became.due_at is None
    assert letters(decision, EVA) == []
    woken = on_time(policy, became, FRIDAY)
    assert letters(woken) == ["snooze_over"]
    assert after(woken, became).due_at is not None


@pytest.mark.parametrize(
    "line", ["snooze", "snooze later", "snooze 200d", "snooze 5/12", "until 9.10", "snooze 0d"]
)
def test_a_time_that_is_not_certain_is_asked_back(policy: Policy, alias: Alias, line: str) -> None:
    decision = by_bo(policy, alias, line, request())
    assert of(decision, Snooze) == []
    if line != "until 9.10":
        assert the(decision, AskBack).why == "when"


def test_who_writes_days_first_is_understood(policy: Policy, alias: Alias) -> None:
    bo = replace(policy.people["bo"], language="de")
    german = replace(policy, people={**policy.people, "bo": bo})
    (found,) = of(by_bo(german, alias, "snooze 3/12", request()), Snooze)
    assert found == Snooze(datetime(2026, 12, 3, 8, 0, tzinfo=UTC))


def test_no_reminder_comes_before_and_one_at_the_time(policy: Policy) -> None:
    on = request(snoozed_until=FRIDAY, due_at=NOW + 3 * HOUR)
    early = on_time(policy, on, NOW + 3 * HOUR)  # 75%: remind the owner
    assert letters(early) == []
    became = after(early, on)
    assert (became.rung, became.due_at) == (1, on.promised_at)
    woken = on_time(policy, replace(became, due_at=None), FRIDAY)
    assert letters(woken) == [SnoozeOver.name]
    assert after(woken, became).snoozed_until is None


def test_from_the_promised_time_on_the_ladder_stays(policy: Policy) -> None:
    on = request(snoozed_until=FRIDAY, rung=1, due_at=NOW + 4 * HOUR)
    decision = on_time(policy, on, NOW + 4 * HOUR)
    assert SetOwner("sam") in decision.effects
    assert letters(decision, EVA) == ["handed_requester"]


def test_a_rung_and_the_end_of_a_snooze_are_one_mail(policy: Policy) -> None:
    on = request(snoozed_until=NOW + HOUR, due_at=NOW + 3 * HOUR)
    decision = on_time(policy, on, NOW + 3 * HOUR)
    assert letters(decision) == ["reminder"]
    assert Snooze(None) in decision.effects


def test_its_end_moves_no_rung(policy: Policy) -> None:
    on = request(snoozed_until=NOW + HOUR, due_at=NOW + 3 * HOUR)
    decision = on_time(policy, on, NOW + HOUR)
    assert letters(decision) == ["snooze_over"]
    assert of(decision, NextRung) == []


def test_what_begins_or_settles_a_promise_ends_a_snooze() -> None:
    on = request(snoozed_until=FRIDAY)
    for effect in (StopClock(True), StartClock(NOW, NOW, None), Pause(None)):
        assert promising(on, effect, NOW).snoozed_until is None


def with_ladder(policy: Policy, *rungs: Rung) -> Policy:
    return replace(policy, ladders={**policy.ladders, "default": Ladder("default", rungs)})


def test_a_reminder_after_the_promised_time_is_not_held_back(policy: Policy) -> None:
    late = with_ladder(policy, Rung(150, remind=("owner",)))
    on = request(snoozed_until=FRIDAY, due_at=NOW + 6 * HOUR)
    assert letters(on_time(late, on, NOW + 6 * HOUR)) == ["reminder"]
    assert letters(on_time(late, replace(on, promised_at=FRIDAY), NOW + 6 * HOUR)) == []


def test_who_loses_it_at_that_very_time_is_not_reminded(policy: Policy) -> None:
    handing = with_ladder(policy, Rung(100, hand_to="cover"))
    on = request(snoozed_until=NOW + 4 * HOUR, due_at=NOW + 4 * HOUR)
    decision = on_time(handing, on, NOW + 4 * HOUR)
    assert SetOwner("sam") in decision.effects
    assert letters(decision) == []


def test_a_day_begins_with_the_owners_own_hours(policy: Policy, alias: Alias) -> None:
    early = replace(policy.hours["office"], key="early", week=(((420, 900),),) * 5 + ((), ()))
    bo = replace(policy.people["bo"], hours="early")
    own = replace(
        policy, hours={**policy.hours, "early": early}, people={**policy.people, "bo": bo}
    )
    (found,) = of(by_bo(own, alias, "until friday", request()), Snooze)
    assert found == Snooze(datetime(2026, 11, 27, 6, 0, tzinfo=UTC))


def test_what_waited_for_working_time_is_not_told_to_who_wants_no_reminder(policy: Policy) -> None:
    fired = request(rung=1, due_at=NOW + 4 * HOUR)
    bo, now = policy.people["bo"], scene(policy, NOW + 3 * HOUR)
    assert waited(fired, bo, NOW + 3 * HOUR, now) is not None
    assert waited(replace(fired, snoozed_until=FRIDAY), bo, NOW + 3 * HOUR, now) is None


def test_many_that_are_over_are_told_to_who_has_them(policy: Policy) -> None:
    found = [
        request(id=1, reference="IT-1001", status=Status.ANSWERED, **NOTHING_OWED),
        request(id=2, reference="IT-1002", owner="sam"),
        request(id=3, reference="IT-1003", status=Status.CLOSED, closed_at=NOW, **NOTHING_OWED),
    ]
    letter = several(policy.people["bo"], Digested.SNOOZED, found, scene(policy, NOW))
    assert letter is not None
    assert [line.reference for line in letter.lines] == ["IT-1001"]


def test_no_word_of_a_late_answer_where_a_mail_may_be_the_answer(policy: Policy) -> None:
    alone = with_ladder(policy, Rung(100, tell=("owner", "requester")))
    on, late = request(due_at=NOW + 4 * HOUR), NOW + 4 * HOUR
    assert letters(on_time(alone, on, late), EVA) == ["slipped_requester"]
    assert letters(on_time(alone, on, late, perhaps=True)) == ["reminder"]


# -- answered ----------------------------------------------------------------------


def test_answered_keeps_the_promise_and_sends_nothing(policy: Policy, alias: Alias) -> None:
    on = request()
    decision = by_bo(policy, alias, "answered", on)
    became = after(decision, on)
    assert (became.status, became.answered_once) == (Status.ANSWERED, True)
    assert letters(decision) == ["noted"]
    assert the(decision, Noted).owed
    assert of(decision, Relay) == []
    assert any(isinstance(one, LogEvent) and one.kind == "answer" for one in decision.effects)


@pytest.mark.parametrize(
    "text", ["answered\n\nKind regards\nBo", "Answered.\n--\nBo Jensen", "beantwortet\n\nGruß, Bo"]
)
def test_a_signature_below_it_is_nothing(policy: Policy, alias: Alias, text: str) -> None:
    assert letters(by_bo(policy, alias, text, request())) == ["noted"]


def test_more_below_it_is_asked_back(policy: Policy, alias: Alias) -> None:
    decision = by_bo(policy, alias, "answered\n\nI told her to restart it.", request())
    assert the(decision, AskBack).why == "below"
    assert of(decision, (StopClock, Relay)) == []


def test_where_nothing_is_owed_answered_says_so(policy: Policy, alias: Alias) -> None:
    on = request(status=Status.ANSWERED, **NOTHING_OWED)
    assert not the(by_bo(policy, alias, "answered", on), Noted).owed


def test_answered_ends_the_waiting(policy: Policy, alias: Alias) -> None:
    on = waits()
    assert after(by_bo(policy, alias, "answered", on), on).status is Status.ANSWERED


@pytest.mark.parametrize("who", ["sam", "ana"])
@pytest.mark.parametrize("line", ["waiting", "snooze 2d", "answered"])
def test_the_words_are_the_owners_alone(policy: Policy, alias: Alias, who: str, line: str) -> None:
    mail = message(f"{who}@corp.example", text=line)
    via = issued(f"{who}@corp.example", Lane.TEAM, who)
    decision = decided(mail, PERSON, facts(via, on=request()), alias, scene(policy, NOW))
    assert the(decision, AskBack).why == "not yours"
    assert of(decision, (Pause, Snooze, StopClock)) == []
