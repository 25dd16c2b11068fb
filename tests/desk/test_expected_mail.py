"""Expected mail at the desk: what is ticked off and what is not, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.awaited import Outstanding, TickOff
from mailtracker.desk.case import Incoming
from mailtracker.desk.effects import (
    Decision,
    Dispose,
    Disposition,
    OpenRequest,
    Relay,
    SendLetter,
    SetStatus,
    StartClock,
    StopClock,
)
from mailtracker.desk.expected_letters import CameLate, NotCome
from mailtracker.desk.facts import Hint, Issued, Known
from mailtracker.desk.on_missing import Missing, on_missing
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.desk.ticking import is_expected
from mailtracker.mail.message import Address, Classified, Kind, Message
from mailtracker.policy.expected import ANYBODY, Awaiting, Miss
from mailtracker.policy.model import Policy
from mailtracker.rules.load import load_texts
from tests.desk.makers import NOW, PERSON, RULES, decided, facts, issued, message, request

EXPECTED = """
expected:
  - {name: backup, when: {from: backup@corp.example, subject: done}, by: "10:30 each day",
     else: {to: desk}}
  - {name: report, when: {subject: daily report}, by: "10:30 each day", else: {to: desk}}
  - {name: figures, from: [ana, bo], by: "10:30 each day", else: {to: carla}}
"""
MACHINE = Classified(Kind.AUTO_GENERATED, False, "a program")
NOTICE = Classified(Kind.AUTO_REPLY, False, "a vacation notice")
LIST = Classified(Kind.LIST, False, "a list")
IN_WORDS = Classified(Kind.BOUNCE, True, "by its words", sure=False)
BOUNCE = Classified(Kind.BOUNCE, False, "a bounce")
DENIED = Classified(Kind.PERSON, True, "a person", verified=False)
PERHAPS = Classified(Kind.AUTO_REPLY, True, "perhaps", sure=False)


@pytest.fixture(scope="module")
def expecting() -> Policy:
    return load_texts({"rules/all.yaml": RULES + EXPECTED}).at_home(("corp.example",))


BACKUP = {"sender": "backup@corp.example", "subject": "done"}
REPORT = {"sender": "eva@corp.example", "subject": "Daily report"}
FIGURES = {"sender": "bo@corp.example", "subject": "Re: Figures"}

TICKED = (
    ("a person's", BACKUP, PERSON, "backup", ANYBODY),
    ("a machine's", BACKUP, MACHINE, "backup", ANYBODY),
    ("a list's", BACKUP, LIST, "backup", ANYBODY),
    ("what calls itself an answer", BACKUP, NOTICE, "backup", ANYBODY),
    ("what perhaps is one", BACKUP, PERHAPS, "backup", ANYBODY),
    ("what sounds like a bounce", BACKUP, IN_WORDS, "backup", ANYBODY),
    ("an answer of whom it names", BACKUP | {"subject": "Re: done"}, PERSON, "backup", ANYBODY),
    ("anybody's", REPORT, PERSON, "report", ANYBODY),
    ("a machine's in a thread", REPORT | {"subject": "Re: daily report"}, MACHINE, "report", ""),
    ("of one of the people", FIGURES, PERSON, "figures", "bo"),
)
LEFT = (
    ("a bounce", BACKUP, BOUNCE),
    ("what our border denies", BACKUP, DENIED),
    ("somebody else's", BACKUP | {"sender": "eva@corp.example"}, PERSON),
    ("an answer about it", REPORT | {"subject": "Re: daily report"}, PERSON),
    ("a forward of it", REPORT | {"subject": "Fwd: daily report"}, PERSON),
    ("an answer by its header", REPORT | {"in_reply_to": ("<x@corp.example>",)}, PERSON),
    ("a vacation notice of one who is asked", FIGURES, NOTICE),
    ("of nobody who is asked", FIGURES | {"sender": "sam@corp.example"}, PERSON),
)


def judged(
    policy: Policy,
    alias: Alias,
    mail: Message,
    found: Classified,
    *pointed: Issued | Known,
    **awaited: Any,
) -> Decision:
    """As the store tells of it."""
    known = replace(facts(*pointed, came=NOW), **awaited)
    return decided(mail, found, known, alias, Scene(policy, NOW))


def effects(decision: Decision, kind: type) -> list[Any]:
    return [effect for effect in decision.effects if isinstance(effect, kind)]


@pytest.mark.parametrize(
    ("mail", "found", "name", "who"), [one[1:] for one in TICKED], ids=[one[0] for one in TICKED]
)
def test_expected_mail_is_ticked_off_and_opens_nothing(expecting, alias, mail, found, name, who):
    decision = judged(expecting, alias, message(**mail), found)
    assert effects(decision, TickOff) == [TickOff(name, who, NOW)]
    (filed,) = effects(decision, Dispose)
    assert (filed.disposition, filed.reason.startswith(f"expected: {name}")) == (
        Disposition.IGNORED,
        True,
    )
    assert len(decision.effects) == 2


@pytest.mark.parametrize(("mail", "found"), [one[1:] for one in LEFT], ids=[one[0] for one in LEFT])
def test_what_is_none_goes_its_usual_way(expecting, alias, mail, found):
    decision = judged(expecting, alias, message(**mail), found)
    assert effects(decision, TickOff) == []


def test_what_answers_a_mail_of_ours_or_names_a_request_is_none(expecting, alias):
    ours = issued("backup@corp.example", Lane.OWNER)
    answered = judged(expecting, alias, message(**BACKUP), PERSON, ours)
    assert effects(answered, TickOff) == []
    for hint in Hint:
        named = judged(expecting, alias, message(**BACKUP), MACHINE, Known(1, hint))
        assert bool(effects(named, TickOff)) == (hint not in (Hint.REFERENCE, Hint.OLD_MAIL))


def test_what_a_person_writes_in_the_thread_of_an_open_request_goes_its_way_as_well(
    expecting, alias
):
    cited = Known(1, Hint.MESSAGE_ID)
    decision = judged(expecting, alias, message(**FIGURES), PERSON, cited)
    (filed,) = effects(decision, Dispose)
    assert filed.disposition is not Disposition.IGNORED
    assert effects(decision, TickOff) == [TickOff("figures", "bo", NOW)]
    closed = facts(cited, on=request(status=Status.CLOSED, closed_at=NOW), came=NOW)
    alone = decided(message(**FIGURES), PERSON, closed, alias, Scene(expecting, NOW))
    assert len(alone.effects) == 2


def test_the_store_is_asked_for_no_other_mail(expecting, policy, alias):
    backup, other = (
        Incoming(message(**one), PERSON, facts(), alias) for one in (BACKUP, {"subject": "VPN"})
    )
    assert is_expected(backup, expecting, NOW)
    assert not is_expected(other, expecting, NOW)
    assert not is_expected(backup, policy, NOW)


# -- late mail ----------------------------------------------------------------------

MISSED = request(requester=Address("backup", ""), expected=("backup",), quiet=True)


def outstanding(*absent: str, hours: float = 1) -> dict[str, Outstanding]:
    """It was missed so many hours ago, by these; the next one is due in half an hour."""
    name = "figures" if absent else "backup"
    whose = frozenset(absent or (ANYBODY,))
    before = NOW - timedelta(hours=hours)
    return {name: Outstanding(1, Awaiting(before, whose), whose)}


@pytest.mark.parametrize(("hours", "next_one"), [(0.25, False), (0.5, False), (13, True)])
def test_late_mail_closes_the_request_and_its_owner_hears_one_line(
    expecting, alias, hours, next_one
):
    known = {"awaited": outstanding(hours=hours), "requests": {1: MISSED}}
    decision = judged(expecting, alias, message(**BACKUP), MACHINE, **known)
    assert decision.request_id == 1
    assert effects(decision, SetStatus) == [SetStatus(Status.CLOSED)]
    assert effects(decision, StopClock) == [StopClock(answered=False)]
    (told,) = effects(decision, SendLetter)
    due = NOW - timedelta(hours=hours)
    assert told.letter == CameLate("backup", NOW, due, next_one)
    assert (told.person, effects(decision, Dispose)[0].disposition) == ("bo", Disposition.REPLY)


def test_of_several_people_the_last_one_closes_it(expecting, alias):
    known = {"awaited": outstanding("ana", "bo"), "requests": {1: MISSED}}
    first = judged(expecting, alias, message(**FIGURES), PERSON, **known)
    assert first.request_id == 1
    assert effects(first, SetStatus) == effects(first, SendLetter) == []
    known["awaited"] = outstanding("bo")
    last = judged(expecting, alias, message(**FIGURES), PERSON, **known)
    assert effects(last, SetStatus) == [SetStatus(Status.CLOSED)]


def test_of_somebody_who_was_not_missing_it_is_only_ticked_off(expecting, alias):
    known = {"awaited": outstanding("ana"), "requests": {1: MISSED}}
    decision = judged(expecting, alias, message(**FIGURES), PERSON, **known)
    assert decision.request_id is None


def test_what_is_closed_stays_closed(expecting, alias):
    closed = request(status=Status.CLOSED, closed_at=NOW, expected=("backup",))
    known = {"awaited": outstanding(), "requests": {1: closed}}
    decision = judged(expecting, alias, message(**BACKUP), MACHINE, **known)
    assert len(decision.effects) == 2


# -- what is missing ------------------------------------------------------------------

DUE = NOW - timedelta(minutes=1)


def missing(policy: Policy, alias: Alias, about: Request | None = None, name: str = "backup"):
    one = next(each for each in policy.expected if each.name == name)
    misses = (Miss(DUE - timedelta(days=1), one.members[:1]), Miss(DUE, one.members[:1]))
    seen = {who: DUE - timedelta(days=3) for who in one.members}
    return on_missing(Missing(one, misses, seen, about, alias, unread=2), Scene(policy, NOW))


def test_one_request_names_every_miss_and_has_a_requester_without_an_address(expecting, alias):
    decision = missing(expecting, alias)
    (opening,) = effects(decision, OpenRequest)
    assert (opening.requester.name, opening.requester.email) == ("backup", "")
    assert (opening.quiet, opening.given.expected) == (True, ("backup",))
    assert len(effects(decision, StartClock)) == 1
    (told,) = effects(decision, SendLetter)
    assert told.person == opening.owner == "bo"
    assert told.letter == NotCome(
        what="backup",
        dues=[DUE - timedelta(days=1), DUE],
        last_seen=DUE - timedelta(days=3),
        people=[],
        again=False,
        unread=2,
    )


def test_after_months_down_the_last_ten_are_listed(expecting, alias):
    one = expecting.expected[0]
    misses = tuple(Miss(DUE - timedelta(days=n), (ANYBODY,)) for n in range(90, -1, -1))
    decision = on_missing(Missing(one, misses, {}, None, alias), Scene(expecting, NOW))
    (told,) = effects(decision, SendLetter)
    assert (len(told.letter.dues), told.letter.dues[-1], told.letter.earlier) == (10, DUE, 81)


def test_of_people_all_stand_in_the_list_those_who_are_missing_first(expecting, alias):
    (told,) = effects(missing(expecting, alias, name="figures"), SendLetter)
    assert [(one.name, one.at is None) for one in told.letter.people] == [
        ("Ana Costa", True),
        ("Bo Jensen", False),
    ]


@pytest.mark.parametrize("answered", [False, True])
def test_a_later_miss_adds_to_the_open_request(expecting, alias, answered):
    about = request(expected=("backup",))
    if answered:
        stopped = {"unanswered_since": None, "promised_at": None, "due_at": None}
        about = request(expected=("backup",), status=Status.ANSWERED, **stopped)
    decision = missing(expecting, alias, about)
    assert decision.request_id == 1
    assert effects(decision, OpenRequest) == []
    assert len(effects(decision, StartClock)) == answered, "what runs is not begun anew"
    (told,) = effects(decision, SendLetter)
    assert told.letter.again


def test_after_a_closed_one_a_new_one_opens(expecting, alias):
    about = request(expected=("backup",), status=Status.CLOSED, closed_at=NOW)
    assert len(effects(missing(expecting, alias, about), OpenRequest)) == 1


# -- what its owner says --------------------------------------------------------------


def said(policy: Policy, alias: Alias, text: str) -> Decision:
    """The owner of the request replies to our letter."""
    ours = issued("bo@corp.example", Lane.REQUESTER, "bo")
    known = facts(ours, on=MISSED)
    mail = message("bo@corp.example", "Re: [IT-1001] Did not come: backup", text)
    return decided(mail, PERSON, known, alias, Scene(policy, NOW))


def test_words_of_its_owner_keep_the_promise_and_go_to_nobody(expecting, alias):
    decision = said(expecting, alias, "The disk was full, it runs again tonight.")
    assert effects(decision, StopClock) == [StopClock(answered=True)]
    assert effects(decision, SetStatus) == [SetStatus(Status.ANSWERED)]
    assert effects(decision, SendLetter) == effects(decision, Relay) == []


def test_done_closes_it(expecting, alias):
    decision = said(expecting, alias, "done")
    assert SetStatus(Status.CLOSED) in effects(decision, SetStatus)
    assert [one.letter.name for one in effects(decision, SendLetter)] == ["confirm"]


def test_there_is_nobody_to_wait_for(expecting, alias):
    decision = said(expecting, alias, "waiting")
    (asked,) = effects(decision, SendLetter)
    assert (asked.letter.name, asked.letter.why) == ("ask_back", "unread")
    assert effects(decision, SetStatus) == []
