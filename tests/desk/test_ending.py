"""A proper ending: a word before, the closing mail, and the way back (docs/reliability.md, N)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.askers.asker_letters import CalledOff, StatusOfAll
from mailtracker.desk.effects import (
    Decision,
    LogEvent,
    NextRung,
    Relay,
    SendLetter,
    SetStatus,
    Snooze,
    StartClock,
    StopClock,
)
from mailtracker.desk.ending_letters import EndsSoon
from mailtracker.desk.letters import Closed, Confirm
from mailtracker.desk.lost.failed import Failed
from mailtracker.desk.on_command import Assign, Close, on_command
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.on_undelivered import on_undelivered
from mailtracker.desk.request import ENDING, Lane, Request, Status
from mailtracker.mail.message import Address, Kind
from mailtracker.policy.model import Policy
from mailtracker.policy.worktime import Span
from mailtracker.store.promising import promising
from tests.desk.makers import NOW, PERSON, decided, facts, issued, message, request, scene

TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
TO_EVA = issued("eva@corp.example", Lane.OWNER)
DAYS, DAY, HOUR = Span(days=2), timedelta(days=1), timedelta(hours=1)
NOTHING_OWED: dict[str, Any] = {"unanswered_since": None, "promised_at": None, "due_at": None}
WEDNESDAY = NOW + 2 * DAY


def open_one(**more: Any) -> Request:
    return request(**{"ending": DAYS, **more})


def answered(**more: Any) -> Request:
    """Silence closes it after five working days; the first step is due now."""
    values = {**NOTHING_OWED, "status": Status.ANSWERED, "answered_once": True, "due_at": NOW}
    return open_one(**{"close_after": Span(days=5), **values, **more})


def ends(**more: Any) -> Request:
    """Its requester was told that it is closed on Wednesday."""
    return answered(**{"rung": ENDING, "due_at": WEDNESDAY, **more})


def by_bo(policy: Policy, alias: Alias, text: str, on: Request, now: datetime = NOW) -> Decision:
    mail = message("bo@corp.example", text=text)
    return decided(mail, PERSON, facts(TO_BO, on=on), alias, scene(policy, now))


def by_eva(
    policy: Policy, alias: Alias, text: str, on: Request, kind: Kind = Kind.PERSON
) -> Decision:
    mail = message(text=text, subject=f"Re: [IT-1001] {on.subject}")
    who = replace(PERSON, kind=kind)
    return decided(mail, who, facts(TO_EVA, on=on), alias, scene(policy, NOW))


def at(policy: Policy, on: Request, now: datetime = NOW, **due: Any) -> Decision:
    return on_deadline(Due(on, **due), scene(policy, now))


def letters(decision: Decision) -> list[str]:
    """What goes to whom, letters and carried mail, sorted."""
    return sorted(
        f"{one.letter.name} {one.to.email.partition('@')[0]}"
        if isinstance(one, SendLetter)
        else f"{one.note.name} {one.to.email.partition('@')[0]}"
        for one in decision.effects
        if isinstance(one, SendLetter | Relay)
    )


def the(decision: Decision, kind: type) -> Any:
    found = [e.letter for e in decision.effects if isinstance(e, SendLetter)]
    (one,) = [letter for letter in found if isinstance(letter, kind)]
    return one


def after(decision: Decision, on: Request, now: datetime = NOW) -> Request:
    """As the store will have it."""
    for effect in decision.effects:
        if isinstance(effect, SetStatus | StartClock | StopClock | NextRung | Snooze):
            on = promising(on, effect, now)
    return on


# -- `done` --------------------------------------------------------------------------


def test_done_tells_the_requester_and_closes_two_days_later(policy, alias):
    told = by_bo(policy, alias, "done", open_one())
    became = after(told, open_one())
    assert letters(told) == ["confirm bo", "ending eva"]
    assert the(told, EndsSoon) == EndsSoon("Bo Jensen", WEDNESDAY)
    assert (the(told, Confirm).did, the(told, Confirm).closes) == ("ends", WEDNESDAY)
    assert (became.status, became.unanswered_since) == (Status.ANSWERED, None)
    assert (became.ends_at, became.done_by, became.answered_once) == (WEDNESDAY, "bo", True)

    over = at(policy, became, WEDNESDAY)
    assert letters(over) == ["closed eva"]
    assert the(over, Closed) == Closed(silent=False, by_name="Bo Jensen")
    closed = after(over, became, WEDNESDAY)
    assert (closed.status, closed.done_by, closed.ends_at) == (Status.CLOSED, "", None)


LONG = (
    # how long before the end, when `done` came (UTC; Copenhagen is an hour ahead), and the end
    (DAYS, "2026-11-23 09", "2026-11-25 09"),
    (DAYS, "2026-11-26 09", "2026-11-30 09"),  # over the weekend
    (DAYS, "2026-11-23 21", "2026-11-26 08"),  # at night: two whole days
    (DAYS, "2026-11-28 09", "2026-12-02 08"),  # on a Saturday
    (Span(minutes=240), "2026-11-23 14", "2026-11-24 10"),
    (Span(days=2, by_clock=True), "2026-11-26 09", "2026-11-30 08"),
    (Span(minutes=600, by_clock=True), "2026-11-23 13", "2026-11-24 08"),
)


def test_the_end_lies_in_the_working_time_of_the_promise(policy, alias):
    for length, now, end in LONG:
        told = by_bo(policy, alias, "done", open_one(ending=length), _utc(now))
        assert the(told, EndsSoon).closes == _utc(end), (length, now)


def _utc(hour: str) -> datetime:
    return datetime.fromisoformat(f"{hour}:00+00:00")


def test_words_above_or_below_carry_the_word_and_nothing_else_goes_out(policy, alias):
    told = by_bo(policy, alias, "done\nI replaced the certificate.", open_one())
    assert letters(told) == ["confirm bo", "note_requester eva"]
    assert the(told, Confirm).told
    became = after(told, open_one())
    assert (became.ends_at, became.done_by) == (WEDNESDAY, "bo")


UNTOLD: dict[str, dict[str, Any]] = {
    "the rules want no word": {"ending": None},
    "a machine asked": {"quiet": True},
    "nobody knows who asked": {"requester": Address("Ana (?)", "")},
    "expected mail": {"expected": ("backup",), "requester": Address("backup", "")},
    "a part": {"part_of": 7},
    "it is closed": {"status": Status.CLOSED, "closed_at": NOW, **NOTHING_OWED},
}


def test_who_is_not_told_before(policy, alias):
    """What closes at once by `done` is closed by silence without a word as well."""
    for what, values in UNTOLD.items():
        told = by_bo(policy, alias, "done", open_one(**values))
        assert "ending eva" not in letters(told), what
        assert the(told, Confirm).did == "closed", what
        assert after(told, open_one(**values)).status is Status.CLOSED, what
        if what == "it is closed":
            continue
        silent = at(policy, answered(**values))
        assert "ending eva" not in letters(silent), what
        assert SetStatus(Status.CLOSED) in silent.effects, what


def test_done_once_more_closes_at_once(policy, alias):
    told = by_bo(policy, alias, "done", ends(done_by="bo"))
    assert letters(told) == ["closed eva", "confirm bo"]
    assert after(told, ends()).status is Status.CLOSED


def test_done_with_new_words_is_told_anew(policy, alias):
    now = NOW + DAY
    told = by_bo(policy, alias, "done\nAnd a new cable.", ends(done_by="bo"), now)
    assert letters(told) == ["confirm bo", "note_requester eva"]
    assert after(told, ends(), now).ends_at == now + 2 * DAY


def test_done_while_it_ends_by_silence_keeps_the_day_and_writes_no_second_word(policy, alias):
    told = by_bo(policy, alias, "done", ends(), NOW + DAY)
    assert letters(told) == ["confirm bo"]
    confirmed = the(told, Confirm)
    assert (confirmed.closes, confirmed.told) == (WEDNESDAY, False)
    assert (became := after(told, ends())).ends_at == WEDNESDAY
    assert became.done_by == "bo"


def test_an_admin_closes_at_once(policy):
    for one in (open_one(), ends(), ends(done_by="bo")):
        told = on_command(Close(one), scene(policy, NOW))
        assert letters(told) == ["closed eva"]
        assert the(told, Closed) == Closed(silent=False)


# -- silence -------------------------------------------------------------------------


def test_after_an_answer_the_word_is_due_before_the_end(policy, alias):
    cases = (
        # close_after, ending, when the word goes out, when it is closed
        (Span(days=5), DAYS, NOW + 3 * DAY, NOW + 7 * DAY),
        (Span(days=3), DAYS, NOW + DAY, NOW + 3 * DAY),
        (Span(days=2), DAYS, NOW + DAY, NOW + 2 * DAY),  # no longer: half each
        (Span(days=1), DAYS, NOW + 4 * HOUR, NOW + DAY),
        (Span(minutes=240), DAYS, NOW + 2 * HOUR, NOW + 4 * HOUR),
        (Span(days=5), Span(minutes=240), NOW + 4 * DAY + 4 * HOUR, NOW + 7 * DAY),
    )
    for close_after, ending, word, end in cases:
        on = open_one(close_after=close_after, ending=ending)
        became = after(by_bo(policy, alias, "Restart it.", on), on)
        assert (became.rung, became.ends_at) == (0, None)
        assert became.due_at == word, (close_after, ending)
        told = at(policy, became, word)
        assert the(told, EndsSoon) == EndsSoon("", end), (close_after, ending)
        assert after(told, became).ends_at == end


def test_silence_tells_and_then_closes(policy):
    told = at(policy, answered())
    assert letters(told) == ["ending eva"]
    assert "2026-11-25" in next(e.text for e in told.effects if isinstance(e, LogEvent))
    became = after(told, answered())
    assert (became.status, became.ends_at, became.done_by) == (Status.ANSWERED, WEDNESDAY, "")
    over = at(policy, became, WEDNESDAY)
    assert the(over, Closed) == Closed(silent=True)
    assert after(over, became).status is Status.CLOSED


def test_after_a_downtime_the_word_comes_first_and_the_end_days_later(policy):
    late = NOW + 14 * DAY
    told = at(policy, answered(), late)
    assert letters(told) == ["ending eva"]
    assert after(told, answered()).ends_at == late + 2 * DAY


def test_nobody_is_silent_about_what_was_not_sent(policy):
    for on in (answered(), ends(due_at=NOW), ends(due_at=NOW, done_by="bo")):
        waits = at(policy, on, unsent=True)
        assert letters(waits) == []
        became = after(waits, on)
        assert (became.status, became.rung, became.done_by) == (on.status, on.rung, on.done_by)
        assert (became.due_at or NOW) > NOW + DAY


def test_one_word_for_each_end_though_it_be_decided_on_twice(policy):
    def once(decision: Decision) -> str:
        return next(e.once for e in decision.effects if isinstance(e, SendLetter))

    assert once(at(policy, answered())) == once(at(policy, answered()))
    others = (at(policy, answered(), NOW + DAY), at(policy, answered(epoch=1)))
    assert once(at(policy, answered())) not in map(once, others)


# -- meanwhile -----------------------------------------------------------------------

STILL = """
en: It is still broken.
en: Not yet.
en: Please don't close it.
de: Immer noch kaputt.
de: Geht immer noch nicht.
de: Bitte nicht schließen.
nl: Het werkt nog steeds niet.
nl: Nog niet sluiten alstublieft.
da: Det virker stadig ikke.
da: Ikke luk den endnu.
pt: Ainda não funciona.
pt: Não feche ainda, por favor.
fr: Ça ne marche toujours pas.
fr: Ne fermez pas encore.
"""
WELL = """
en: Thanks, that did it!
en: ok
de: Danke, passt.
de: Alles gut, vielen Dank!
nl: Bedankt, het werkt weer!
da: Tak, det virker nu.
pt: Obrigada, já funciona.
fr: Merci, c'est parfait.
"""
CLOSE_IT = """
en: Yes, please close it.
en: Solved, thank you!
en: No longer needed.
de: Ja, bitte schließen.
de: Hat sich erledigt, danke.
nl: Ja, sluit maar.
da: Ja, luk den bare.
pt: Podem fechar, obrigado.
fr: Vous pouvez fermer, merci.
"""


def said(table: str) -> list[str]:
    return [line.partition(": ")[2] for line in table.strip().splitlines()]


SHUT = {"status": Status.CLOSED, "closed_at": NOW, "due_at": None, "rung": 0}


def test_still_broken_goes_on_with_the_same_owner_on_the_next_reply_promise(policy, alias):
    """ "one working day" of `then_every`, and not the four hours of the first reply."""
    for text in said(STILL):
        for on in (ends(done_by="bo"), ends(), ends(**SHUT)):
            goes_on = by_eva(policy, alias, text, on)
            became = after(goes_on, on)
            assert became.status is Status.OPEN, text
            assert (became.owner, became.promised_at) == ("bo", NOW + DAY), text
            assert (became.ends_at, became.done_by) == (None, ""), text
            carried = "note_reopened bo" if on.status is Status.CLOSED else "note_more bo"
            assert carried in letters(goes_on), text


def test_done_alone_counts_as_the_first_answer(policy, alias):
    """Who was told that it is done, and says that it is not, is no newcomer."""
    for on in (open_one(), open_one(ending=None)):
        became = after(by_bo(policy, alias, "done", on), on)
        again = after(by_eva(policy, alias, "It is still broken.", became), became)
        assert again.promised_at == NOW + DAY


def test_thanks_leave_the_day_as_it_was_told(policy, alias):
    for text in said(WELL):
        for on in (ends(), ends(done_by="bo"), ends(**SHUT)):
            thanks = by_eva(policy, alias, text, on)
            assert after(thanks, on) == on, text
            (told,) = letters(thanks)  # the owner has it, and nobody else hears of anything
            assert told in ("note_thanks bo", "note_more bo"), text


def test_who_says_that_it_may_be_closed_has_it_closed_at_once(policy, alias):
    for text in said(CLOSE_IT):
        word = replace(TO_EVA, letter=EndsSoon.name)
        mail = message(text=text, subject="Re: [IT-1001] VPN drops")
        told = decided(mail, PERSON, facts(word, on=ends()), alias, scene(policy, NOW))
        assert after(told, ends()).status is Status.CLOSED, text
        assert the(told, CalledOff).answered, text


def test_a_machine_in_answer_to_the_word_changes_nothing(policy, alias):
    text = "I am out of the office until Monday."
    away = by_eva(policy, alias, text, ends(done_by="bo"), Kind.AUTO_REPLY)
    assert after(away, ends(done_by="bo")) == ends(done_by="bo")
    assert letters(away) == []


@pytest.mark.parametrize("word", ["mine", "for ana", "snooze 3d", "waiting"])
def test_who_takes_it_up_again_ends_the_ending(policy, alias, word):
    became = after(by_bo(policy, alias, word, ends(done_by="bo")), ends(done_by="bo"))
    assert (became.status is not Status.CLOSED, became.ends_at) == (True, None)


def test_somebody_else_who_has_it_now_says_themselves_when_it_is_done(policy):
    given = on_command(Assign(ends(done_by="bo"), "sam"), scene(policy, NOW))
    became = after(given, ends(done_by="bo"))
    assert (became.status, became.due_at, became.done_by) == (Status.ANSWERED, None, "")


def test_a_further_answer_begins_the_days_anew(policy, alias):
    """What is done stays so, and its note says the day; silence is waited for as at first."""
    now, done, silent = NOW + DAY, ends(done_by="bo"), ends()
    became = after(by_bo(policy, alias, "One more thing.", done, now), done, now)
    assert (became.status, became.ends_at) == (Status.ANSWERED, now + 2 * DAY)
    assert became.done_by == "bo"
    became = after(by_bo(policy, alias, "One more thing.", silent, now), silent, now)
    assert (became.rung, became.due_at, became.ends_at) == (0, now + 3 * DAY, None)


def test_nothing_is_closed_while_mail_about_it_is_held(policy):
    for on in (answered(held_since=NOW), ends(due_at=NOW, held_since=NOW, done_by="bo")):
        waits = at(policy, on)
        assert letters(waits) == []
        assert (after(waits, on).due_at or NOW) > NOW + DAY


def test_a_word_that_does_not_arrive_is_told_and_the_day_stands(policy):
    """They have until then to be reached otherwise, and whatever is closed opens again."""
    failed = Failed(ends(done_by="bo"), EndsSoon.name, "eva@corp.example", "550 no such user")
    lost = on_undelivered(failed, scene(policy, NOW))
    assert letters(lost) == ["undelivered bo"]
    assert after(lost, ends(done_by="bo")) == ends(done_by="bo")


def test_an_answer_with_the_word_that_does_not_arrive_is_owed_again(policy):
    failed = Failed(ends(done_by="bo"), "note_requester", "eva@corp.example", "550 no such user")
    became = after(on_undelivered(failed, scene(policy, NOW)), ends(done_by="bo"))
    assert (became.status, became.ends_at) == (Status.OPEN, None)


def test_somebody_who_left_the_people_file_is_not_named(policy):
    over = at(policy, ends(due_at=NOW, done_by="gone"))
    assert the(over, Closed) == Closed(silent=False, by_name="")


def test_how_all_stand_says_the_day(policy, alias):
    mail = message(subject="status?", text="status?")
    told = decided(mail, PERSON, facts(asks=(ends(done_by="bo"),)), alias, scene(policy, NOW))
    (letter,) = [one.letter for one in told.effects if hasattr(one, "letter")]
    assert isinstance(letter, StatusOfAll)
    assert [(one.stands, one.at) for one in letter.lines] == [("ends", WEDNESDAY)]
