"""What rungs do: whom they mean, what a raised promise changes, whose hours they wait for, what
hooks read.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailtracker.desk.deadlines import start_again
from mailtracker.desk.digests import Digested, DigestLine, Gathered
from mailtracker.desk.effects import (
    LogEvent,
    NextRung,
    PostToHook,
    RaisePromise,
    SendLetter,
    SetOwner,
    StartClock,
    Turn,
)
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.on_digest import on_digest
from mailtracker.desk.receipt import who_steps_in
from mailtracker.policy.model import (
    Absence,
    Ladder,
    LeadOf,
    Offset,
    PersonKey,
    Promise,
    Rung,
    TeamOf,
)
from mailtracker.policy.worktime import EVERY_MINUTE, Span
from tests.desk.makers import NOW, address, candidates, request, scene, staffed

HOUR = timedelta(hours=1)
URGENT = Promise("urgent", Span(minutes=30), Span(minutes=30), EVERY_MINUTE)


def with_ladder(policy, *rungs, **promises):
    return replace(
        policy,
        ladders={"default": Ladder("default", rungs)},
        promises={**policy.promises, "urgent": URGENT, **promises},
    )


def fire(policy, on, hours):
    return on_deadline(Due(on), scene(policy, NOW + hours * HOUR))


def letters(decision):
    return [(e.letter.name, e.person) for e in decision.effects if isinstance(e, SendLetter)]


def found(decision, kind):
    return [effect for effect in decision.effects if isinstance(effect, kind)]


# -- whom they mean ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tell", "on", "expected"),
    [
        ("lead", {"routed_to": "night", "owner": "bo"}, ["ana"]),
        ("lead", {"owner": "bo"}, ["ana"]),  # of a team of the owner
        ("lead", {"routed_to": "bo"}, ["ana"]),
        ("lead", {"owner": "carla"}, ["ana"]),  # of no team: somebody above, the fallback's
        ("lead", {"owner": "ana", "routed_to": "desk"}, ["ana", "carla"]),  # the owner: above
        ("lead", {"barred": ("ana",)}, ["carla"]),
        ("watchers", {"watchers": ("sue", "carla")}, ["sue", "carla"]),
        ("watchers", {"watchers": ("sue",), "called_in": ("sam",)}, ["sue", "sam"]),
        ("watchers", {"watchers": ("sue", "ana"), "barred": ("sue",)}, ["ana"]),
        ("watchers", {"watchers": ("bo",)}, ["bo", "ana"]),  # the silent owner: above as well
        ("watchers", {}, ["ana"]),  # nobody reads along: somebody above
        ("watchers", {"watchers": ("gone",)}, ["ana"]),
        ("cover", {"owner": "carla"}, ["ana"]),  # has none
    ],
)
def test_whom_a_rung_tells(policy, tell, on, expected):
    climbed = with_ladder(policy, Rung(100, tell=(tell,)))
    decision = fire(climbed, request(**{"owner": "bo", **on}), 4)
    assert [person for _, person in letters(decision)] == expected


@pytest.mark.parametrize(
    ("remind", "on", "expected"),
    [
        ("lead", {}, ["ana"]),
        ("watchers", {"watchers": ("sue", "carla")}, ["sue", "carla"]),
        ("watchers", {}, ["ana"]),
    ],
)
def test_whom_a_rung_reminds(policy, remind, on, expected):
    climbed = with_ladder(policy, Rung(75, remind=(remind,)))
    assert letters(fire(climbed, request(**on), 3)) == [("reminder", key) for key in expected]


@pytest.mark.parametrize(
    ("hand_to", "on", "load", "expected"),
    [
        (TeamOf("desk"), {"owner": "carla"}, {"bo": 3, "sam": 1}, "sam"),  # as routing picks
        (TeamOf("desk"), {"owner": "carla"}, {"bo": 1, "sam": 3}, "bo"),
        (TeamOf("desk"), {"owner": "bo"}, {}, "sam"),  # never the owner again
        (TeamOf("desk"), {"owner": "sam", "former_owners": ("bo",)}, {}, "ana"),  # the lead is left
        (TeamOf("night"), {"owner": "bo"}, {}, "ana"),  # assign: lead
        (TeamOf("desk"), {"owner": "carla", "barred": ("bo",)}, {}, "sam"),
        (TeamOf("desk"), {"owner": "bo", "barred": ("sam", "ana")}, {}, None),
        ("lead", {"owner": "bo"}, {}, "ana"),
        ("manager", {"owner": "bo"}, {}, "ana"),
    ],
)
def test_who_takes_over(policy, hand_to, on, load, expected):
    climbed = with_ladder(policy, Rung(100, hand_to=hand_to))
    moment = scene(climbed, NOW + 4 * HOUR, load=load)
    taken = found(on_deadline(Due(request(**on)), moment), SetOwner)
    assert [effect.owner for effect in taken] == ([expected] if expected else [])


def test_a_member_of_the_team_who_is_away_is_passed_over(policy):
    away = staffed(policy, sam={"away": (Absence(NOW.date(), NOW.date()),)})
    climbed = with_ladder(away, Rung(100, hand_to=TeamOf("desk")))
    assert found(fire(climbed, request(owner="carla"), 4), SetOwner) == [SetOwner("bo")]


def test_where_members_take_turns_the_one_who_takes_over_has_had_theirs(policy):
    desk = replace(policy.teams["desk"], assign="round-robin")
    turning = replace(policy, teams={**policy.teams, "desk": desk})
    climbed = with_ladder(turning, Rung(100, hand_to=TeamOf("desk")))
    moment = scene(climbed, NOW + 4 * HOUR, turns={"desk": "bo"})
    decision = on_deadline(Due(request(owner="carla")), moment)
    assert found(decision, SetOwner) == [SetOwner("sam")]
    assert found(decision, Turn) == [Turn("desk", "sam")]


def test_where_nobody_can_take_it_somebody_above_hears_of_it(policy):
    climbed = with_ladder(policy, Rung(100, hand_to="cover", tell=("owner", "requester")))
    on = request(owner="sam", former_owners=("bo", "ana"))
    decision = fire(climbed, on, 4)
    assert found(decision, SetOwner) == []
    assert ("slipped_manager", "carla") in letters(decision)


def test_the_receipt_names_who_a_rung_would_hand_it_to(policy):
    climbed = with_ladder(policy, Rung(75, remind=("owner",)), Rung(100, hand_to="lead"))
    teams = {**policy.teams, "night": replace(policy.teams["night"], lead="sue")}
    led = replace(climbed, teams=teams)
    of_night = candidates(led, routed_to="night")
    assert who_steps_in(of_night, policy.people["bo"], "default") == ("cover", "Sam Smith")
    to_desk = with_ladder(policy, Rung(100, hand_to=TeamOf("desk")))
    assert who_steps_in(candidates(to_desk), policy.people["bo"], "default") == (
        "cover",
        "Sam Okoye",
    )


@pytest.mark.parametrize(
    ("rung", "expected"),
    [
        (Rung(75, remind=("owner",), tell=("owner",)), [("reminder", "bo")]),
        (Rung(75, remind=("lead",), tell=("manager",)), [("reminder", "ana")]),
        (Rung(100, tell=("manager", "lead", LeadOf("desk"))), [("slipped_manager", "ana")]),
        # who lost it is not told that an answer is owed, nor who has it now
        (Rung(100, remind=("owner", "cover"), hand_to="cover", tell=("owner",)),
         [("handed_owner", "bo")]),
        (Rung(100, hand_to="lead", tell=("manager",)), []),
    ],
)  # fmt: skip
def test_a_rung_writes_one_mail_to_each_person(policy, rung, expected):
    assert letters(fire(with_ladder(policy, rung), request(), 4)) == expected


# -- before and after the promised time ----------------------------------------------

BEFORE = Rung(Offset(Span(minutes=120), True), remind=("owner",))
AFTER = Rung(Offset(Span(days=1), False), tell=("manager",))


def test_rungs_in_working_time_fire_at_theirs(policy):
    climbed = with_ladder(policy, BEFORE, Rung(100, hand_to="cover"), AFTER)
    decision = fire(climbed, request(), 2)
    assert letters(decision) == [("reminder", "bo")]
    assert found(decision, NextRung) == [NextRung(1, NOW + 4 * HOUR)]
    assert found(decision, LogEvent)[0].text == "2 working hours before the promised time"
    handed = fire(climbed, request(rung=1), 4)
    assert found(handed, NextRung) == [NextRung(2, NOW + 28 * HOUR)]
    told = fire(climbed, request(rung=2), 28)
    assert letters(told) == [("slipped_manager", "ana")]
    assert found(told, LogEvent)[0].text == "1 working day after the promised time"


# -- a raised promise ----------------------------------------------------------------

RAISE = Rung(50, remind=("owner",), raise_to="urgent")
SLIPS = Rung(100, hand_to="cover", tell=("owner", "requester"))
LATER = Rung(200, tell=("manager",), repeat="daily")
PROMISED = NOW + 4 * HOUR
SOON = NOW + 2 * HOUR + timedelta(minutes=30)


def raised(**more):
    """As the rung leaves the request."""
    return request(raised="urgent", promised_at=SOON, told_at=PROMISED, rung=1, **more)


def test_a_raised_promise_is_due_at_its_own_time_from_now_if_that_comes_sooner(policy):
    climbed = with_ladder(policy, RAISE, SLIPS, LATER)
    decision = fire(climbed, request(), 2)
    assert found(decision, RaisePromise) == [RaisePromise("urgent", SOON, PROMISED)]
    assert letters(decision) == [("reminder", "bo")]  # the requester reads nothing
    assert found(decision, NextRung) == [NextRung(1, SOON)]


def test_a_rung_before_the_promised_time_is_not_due_at_once_by_that(policy):
    """75% of the time until then has passed already; of the promise as it was it has not."""
    climbed = with_ladder(policy, RAISE, Rung(75, remind=("owner",)), SLIPS)
    assert found(fire(climbed, request(), 2), NextRung) == [NextRung(1, SOON)]
    early = with_ladder(policy, RAISE, Rung(60, remind=("owner",)), SLIPS)
    sixty = NOW + timedelta(minutes=144)
    assert found(fire(early, request(), 2), NextRung) == [NextRung(1, sixty)]


def test_a_promise_that_is_raised_when_it_slips_keeps_its_time(policy):
    at_last = replace(SLIPS, raise_to="urgent")
    decision = fire(with_ladder(policy, at_last, LATER), request(), 4)
    assert found(decision, RaisePromise) == [RaisePromise("urgent", PROMISED, None)]
    # 200% of the raised promise: half an hour later, and not another four
    assert found(decision, NextRung) == [NextRung(1, PROMISED + timedelta(minutes=30))]


def test_raising_to_what_is_no_sooner_changes_nothing(policy):
    slow = Promise("slow", Span(days=5), Span(days=5), policy.hours["office"])
    climbed = with_ladder(policy, replace(RAISE, raise_to="slow"), SLIPS, slow=slow)
    decision = fire(climbed, request(), 2)
    assert found(decision, RaisePromise) == []
    assert ("promise", "not raised to slow: it is no sooner") in [
        (event.kind, event.text) for event in found(decision, LogEvent)
    ]
    assert found(decision, NextRung) == [NextRung(1, PROMISED)]


def test_a_promise_is_raised_to_the_same_only_once(policy):
    again = with_ladder(policy, RAISE, replace(RAISE, at=60), SLIPS)
    assert found(fire(again, raised(), 2.4), RaisePromise) == []


def test_who_was_told_a_later_time_reads_no_apology_before_it(policy):
    climbed = with_ladder(policy, RAISE, SLIPS, LATER)
    decision = on_deadline(Due(raised(due_at=SOON)), scene(climbed, SOON))
    assert found(decision, SetOwner) == [SetOwner("sam")]
    (told,) = [e for e in found(decision, SendLetter) if e.letter.name == "handed_requester"]
    assert told.letter.late is False
    (former,) = [e for e in found(decision, SendLetter) if e.letter.name == "handed_owner"]
    assert former.letter.late is True  # by the promise as the team has it
    # 200% comes first here: half an hour after the raised promise
    assert found(decision, NextRung) == [NextRung(2, SOON + timedelta(minutes=30))]


def test_nor_where_nobody_takes_it_over(policy):
    climbed = with_ladder(policy, RAISE, Rung(100, tell=("requester",)))
    decision = on_deadline(Due(raised(due_at=SOON)), scene(climbed, SOON))
    assert [(e.letter.name, e.letter.late) for e in found(decision, SendLetter)] == [
        ("slipped_requester", False)
    ]


def test_at_the_time_that_they_were_told_they_get_their_word_once(policy):
    quiet = Rung(1000, tell=("manager",))
    climbed = with_ladder(policy, RAISE, SLIPS, quiet)
    fired = on_deadline(Due(raised(due_at=SOON)), scene(climbed, SOON))
    assert found(fired, NextRung) == [NextRung(2, PROMISED)]
    on = replace(raised(owner="sam", due_at=PROMISED), rung=2)
    word = on_deadline(Due(on), scene(climbed, PROMISED))
    assert letters(word) == [("slipped_requester", "")]
    assert found(word, SendLetter)[0].letter.late is True
    (following,) = found(word, NextRung)
    assert following.rung == 2
    assert following.due_at > PROMISED


def test_nor_again_when_the_ladder_goes_on(policy):
    climbed = with_ladder(policy, RAISE, SLIPS, LATER)
    at = PROMISED + HOUR
    on = replace(raised(owner="sam", due_at=at), rung=2)
    assert letters(on_deadline(Due(on), scene(climbed, at))) == [("slipped_manager", "ana")]


def test_nor_do_they_get_it_twice_where_a_rung_tells_them_after_a_downtime(policy):
    climbed = with_ladder(policy, RAISE, SLIPS, LATER)
    decision = fire(climbed, raised(due_at=SOON), 20)
    assert [name for name, _ in letters(decision) if "requester" in name] == ["handed_requester"]
    (told,) = [e for e in found(decision, SendLetter) if e.letter.name == "handed_requester"]
    assert told.letter.late is True


def test_with_a_last_rung_that_repeats_the_word_comes_between(policy):
    hourly = Rung(150, tell=("requester", "manager"), repeat="hourly")
    climbed = with_ladder(policy, RAISE, hourly)
    on = replace(raised(owner="bo", due_at=PROMISED), repeats=1)
    word = on_deadline(Due(on), scene(climbed, PROMISED))
    assert letters(word) == [("slipped_requester", "")]
    assert found(word, NextRung) == [NextRung(1, PROMISED + HOUR, 1)]


def test_a_ladder_that_has_ended_still_says_the_word(policy):
    climbed = with_ladder(policy, RAISE, SLIPS)
    fired = on_deadline(Due(raised(due_at=SOON)), scene(climbed, SOON))
    assert found(fired, NextRung) == [NextRung(2, PROMISED)]
    on = replace(raised(owner="sam", due_at=PROMISED), rung=2)
    word = on_deadline(Due(on), scene(climbed, PROMISED))
    assert letters(word) == [("slipped_requester", "")]
    assert found(word, NextRung) == [NextRung(2, None)]


def test_a_ladder_that_never_tells_requesters_says_no_word(policy):
    climbed = with_ladder(policy, RAISE, Rung(100, hand_to="cover"), LATER)
    fired = on_deadline(Due(raised(due_at=SOON)), scene(climbed, SOON))
    assert found(fired, NextRung) == [NextRung(2, SOON + timedelta(minutes=30))]


def test_the_next_promise_of_a_raised_request_is_the_raised_one(policy):
    climbed = with_ladder(policy, RAISE, SLIPS)
    on = request(raised="urgent", answered_once=True, unanswered_since=None, promised_at=None)
    started = start_again(scene(climbed), on)
    assert started.promised_at == NOW + timedelta(minutes=30)
    assert started.due_at is not None
    assert started.due_at <= NOW + timedelta(minutes=30)


def test_nor_is_it_later_than_it_would_have_been(policy):
    """The rules may have changed since."""
    slow = replace(URGENT, first_reply=Span(days=9), then_every=Span(days=9))
    climbed = replace(
        with_ladder(policy, RAISE, SLIPS), promises={**policy.promises, "urgent": slow}
    )
    on = request(raised="urgent", unanswered_since=None, promised_at=None)
    plain = replace(on, raised="")
    assert start_again(scene(climbed), on) == start_again(scene(climbed), plain)


def test_a_raised_promise_that_the_rules_no_longer_have_is_the_one_that_they_gave(policy):
    on = request(raised="gone", unanswered_since=None, promised_at=None)
    assert isinstance(start_again(scene(policy), on), StartClock)


def test_after_a_downtime_the_promise_is_raised_all_the_same(policy):
    climbed = with_ladder(policy, RAISE, SLIPS, LATER)
    decision = fire(climbed, request(), 30)
    assert [effect.promise for effect in found(decision, RaisePromise)] == ["urgent"]
    assert found(decision, RaisePromise)[0].promised_at == PROMISED


# -- whose hours they wait for -------------------------------------------------------


@pytest.fixture
def spread(policy):
    """Bo works in the morning only, carla where it is six hours earlier."""
    office = policy.hours["office"]
    morning = replace(office, key="morning", week=(((540, 720),),) * 5 + ((), ()))
    west = replace(office, key="west", zone=type(office.zone)("America/New_York"))
    hours = {**policy.hours, "morning": morning, "west": west}
    return replace(staffed(policy, bo={"hours": "morning"}, carla={"hours": "west"}), hours=hours)


def not_before(decision):
    return {e.person: e.not_before for e in decision.effects if isinstance(e, SendLetter)}


def test_a_reminder_waits_for_the_hours_of_who_reads_it(spread):
    climbed = with_ladder(spread, Rung(75, remind=("owner", PersonKey("ana"))))
    decision = fire(climbed, request(), 3)  # 13:00
    assert not_before(decision) == {"bo": datetime(2026, 11, 24, 8, 0, tzinfo=UTC), "ana": None}


def test_the_word_to_the_requester_waits_for_nobody(spread):
    climbed = with_ladder(spread, Rung(100, tell=("requester", PersonKey("carla"))))
    on = request(requester=address("bo@corp.example"), owner="sam")
    decision = fire(climbed, on, 4)
    assert not_before(decision) == {
        "bo": None,  # after noon
        "carla": datetime(2026, 11, 23, 14, 0, tzinfo=UTC),  # 8:00 in New York
    }


def test_an_owner_who_lost_it_hears_of_it_in_their_hours_and_who_has_it_gets_it_at_once(spread):
    climbed = with_ladder(spread, Rung(100, hand_to="cover", tell=("owner", "requester")))
    decision = fire(climbed, request(), 4)
    assert found(decision, SetOwner) == [SetOwner("sam")]
    assert not_before(decision) == {"bo": datetime(2026, 11, 24, 8, 0, tzinfo=UTC), "": None}


def test_a_promise_for_every_minute_waits_for_nobody(spread):
    always = replace(spread.promises["normal"], hours=EVERY_MINUTE)
    climbed = with_ladder(spread, Rung(75, remind=("owner",)), normal=always)
    assert not_before(fire(climbed, request(), 3)) == {"bo": None}


def test_nor_does_one_that_was_raised_to_every_minute(spread):
    climbed = with_ladder(spread, Rung(75, remind=("owner",)))
    assert not_before(fire(climbed, request(raised="urgent"), 3)) == {"bo": None}


def test_who_has_no_hours_is_written_to_at_once(policy):
    climbed = with_ladder(staffed(policy, bo={"hours": ""}), Rung(75, remind=("owner",)))
    at_night = on_deadline(Due(request()), scene(climbed, NOW + 14 * HOUR))
    assert not_before(at_night) == {"bo": None}


def test_a_manager_whose_hours_begin_after_days_is_passed_over(spread):
    closed = replace(
        spread.hours["office"], key="closed", week=((), (), (), (), (), (), ((0, 60),))
    )
    shut = replace(spread, hours={**spread.hours, "closed": closed})
    shut = staffed(shut, ana={"hours": "closed"})
    climbed = with_ladder(shut, Rung(100, tell=("manager",)))
    assert letters(fire(climbed, request(), 4)) == [("slipped_manager", "carla")]


def test_who_has_no_hours_for_years_is_passed_over_and_stops_nothing(spread):
    never = replace(spread.hours["office"], key="never", week=((),) * 7)
    shut = staffed(
        replace(spread, hours={**spread.hours, "never": never}),
        ana={"hours": "never"},
        bo={"hours": "never"},
    )
    climbed = with_ladder(shut, Rung(100, tell=("manager", "owner")))
    assert letters(fire(climbed, request(), 4)) == [
        ("slipped_manager", "carla"),
        ("reminder", "bo"),
    ]


def at_work(policy, person, on, at=NOW + 23 * HOUR, since=NOW + 3 * HOUR):
    line = DigestLine("IT-1001", (), since)
    decision = on_digest(Gathered(on, person, Digested.WAITS, (line,)), scene(policy, at))
    return [(e.letter.name, e.person, e.not_before) for e in found(decision, SendLetter)]


CLIMBED = (
    Rung(75, remind=("owner",)),
    Rung(100, hand_to="cover", tell=("owner", "requester")),
    Rung(200, tell=("manager",)),
)


def test_what_waited_is_said_as_it_is_by_then(spread):
    climbed = with_ladder(spread, *CLIMBED)
    assert at_work(climbed, "bo", request(rung=1)) == [("reminder", "bo", None)]
    handed = request(rung=2, owner="sam", former_owners=("bo",))
    assert at_work(climbed, "bo", handed) == [("handed_owner", "bo", None)]
    told = request(rung=3, owner="sam", former_owners=("bo",))
    assert at_work(climbed, "ana", told) == [("slipped_manager", "ana", None)]


@pytest.mark.parametrize(
    ("person", "on"),
    [
        ("bo", {"unanswered_since": None, "promised_at": None}),  # answered
        ("bo", {"unanswered_since": NOW + 4 * HOUR, "promised_at": NOW + 9 * HOUR}),  # asked again
        ("sue", {}),  # not their matter
        ("gone", {}),
        ("bo", {"owner": "sam", "rung": 1}),  # somebody took it by hand, and bo never had it
        ("bo", {"rung": 0}),  # no rung has acted
    ],
)
def test_what_waited_is_not_said_where_nothing_is_left_to_say(spread, person, on):
    climbed = with_ladder(spread, *CLIMBED)
    assert at_work(climbed, person, request(**{"rung": 1, **on})) == []


def test_who_is_kept_out_meanwhile_reads_nothing_of_it(spread):
    climbed = with_ladder(spread, *CLIMBED)
    told = request(rung=3, owner="sam", former_owners=("bo",), barred=("ana",))
    assert at_work(climbed, "ana", told) == []


# -- hooks ---------------------------------------------------------------------------


def test_a_hook_reads_reference_owner_deadline_and_rung(policy):
    climbed = with_ladder(policy, Rung(100, hand_to="cover", post=("pager", "chat")))
    first, second = found(fire(climbed, request(epoch=2), 4), PostToHook)
    assert first == PostToHook(
        "pager", "IT-1001.2.0.0", "IT-1001", PROMISED, "sam", "Sam Okoye", "100%"
    )
    assert replace(second, hook="pager") == first


def test_of_a_confidential_request_it_reads_no_more_than_reference_and_deadline(policy):
    climbed = with_ladder(policy, Rung(100, hand_to="cover", post=("pager",)))
    (post,) = found(fire(climbed, request(confidential=True), 4), PostToHook)
    assert post == PostToHook("pager", "IT-1001.0.0.0", "IT-1001", PROMISED)


def test_after_a_downtime_each_hook_of_the_rungs_that_were_skipped_hears_once(policy):
    climbed = with_ladder(
        policy,
        Rung(75, remind=("owner",), post=("chat",)),
        Rung(100, tell=(LeadOf("desk"),), post=("pager", "chat")),
        Rung(200, tell=("manager",)),
    )
    posts = found(fire(climbed, request(), 24), PostToHook)
    assert [(post.hook, post.rung) for post in posts] == [("chat", "200%"), ("pager", "200%")]
