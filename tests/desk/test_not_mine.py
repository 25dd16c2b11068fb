"""`not mine`: who has a request next is whoever the rule's own way gives it to without all who said
so; it goes round in no circle, costs no time, and nothing below the word reaches the requester.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailtracker.desk.absence.absence_effects import GiveBack
from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy
from mailtracker.desk.alias import Alias
from mailtracker.desk.assign import boss, pick, stand_in, taker
from mailtracker.desk.candidates import Candidates, candidates_for
from mailtracker.desk.effects import (
    Decision,
    Decline,
    LogEvent,
    OpenRequest,
    Relay,
    RelayAgain,
    SendLetter,
    SetOwner,
    StartClock,
    Turn,
)
from mailtracker.desk.facts import AbsentFacts, Facts, Hint, Issued, Known, ToPerson
from mailtracker.desk.letters import AskBack, Confirm, HandedRequester
from mailtracker.desk.not_mine_letters import StaysWith
from mailtracker.desk.notes import NoteHanded, NoteTeam
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.rungs import waited
from mailtracker.desk.words.not_mine import next_owner
from mailtracker.mail.message import Address
from mailtracker.policy.model import Absence, Person, Policy, Rota, Team, TeamOf
from mailtracker.store.apply import become
from tests.desk.makers import (
    NOW,
    PERSON,
    address,
    decided,
    facts,
    issued,
    message,
    request,
    scene,
    staffed,
)

TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
TODAY = NOW.date()
GONE = (Absence(TODAY, TODAY + timedelta(days=4)),)


def away(policy: Policy, *people: str) -> Policy:
    return staffed(policy, **{key: {"away": GONE} for key in people})


def team(policy: Policy, assign: str | Rota, members: tuple[str, ...] = ("bo", "sam")) -> Policy:
    """A team `net` under Sam Smith, beside the fallback's desk under Ana."""
    net = Team("net", "Net", "sue", members, assign)  # type: ignore[arg-type]
    return replace(policy, teams={**policy.teams, "net": net})


def asked_by(key: str) -> Address:
    return address(f"{key}@corp.example")


LEAST, TURNS, BY_LEAD = "least-loaded", "round-robin", "lead"


def test_who_has_it_next_is_one_table(policy: Policy) -> None:
    """What the rule names, how its team shares, who is what; and who has it next."""
    three = ("bo", "sam", "carla")
    rota = Rota("weekly", TODAY - timedelta(days=TODAY.weekday()))
    cases: list[tuple[str, Policy, str, dict[str, Any], str | None]] = [
        ("the team, least loaded", team(policy, LEAST, three), "net", {}, "sam"),
        (
            "the team, least loaded of three",
            team(policy, LEAST, three),
            "net",
            {"load": {"sam": 4, "carla": 1}},
            "carla",
        ),
        ("by turns", team(policy, TURNS, three), "net", {"turns": {"net": "sam"}}, "carla"),
        ("by turns, its own is left out", team(policy, TURNS, three), "net", {}, "sam"),
        ("the lead has new ones", team(policy, BY_LEAD), "net", {}, "sue"),
        ("a rota on which Bo is", team(policy, rota), "net", {}, "sam"),
        ("Sam said so before", team(policy, LEAST), "net", {"declined": ("sam",)}, "sue"),
        ("Sam is away", away(team(policy, LEAST), "sam"), "net", {}, "sue"),
        (
            "Sam's mailbox is in the wrong hands",
            team(policy, LEAST),
            "net",
            {"revoked": "sam"},
            "sue",
        ),
        (
            "Sam has left",
            staffed(team(policy, LEAST), sam={"left": TODAY}),
            "net",
            {},
            "sue",
        ),
        ("Sam is kept out", team(policy, LEAST), "net", {"barred": ("sam",)}, "sue"),
        ("Sam asks", team(policy, LEAST), "net", {"asks": "sam"}, "sue"),
        ("Sam was silent", team(policy, LEAST), "net", {"former": ("sam",)}, "sue"),
        (
            "only who was silent is left",
            team(policy, LEAST),
            "net",
            {"former": ("sam",), "declined": ("sue", "ana")},
            "sam",
        ),
        (
            "the lead said so as well",
            team(policy, LEAST),
            "net",
            {"declined": ("sam", "sue")},
            "ana",
        ),
        (
            "everybody of team and fallback said so",
            team(policy, LEAST),
            "net",
            {"declined": ("sam", "sue", "ana")},
            None,
        ),
        ("nobody else is there", away(team(policy, LEAST), "sam", "sue", "ana"), "net", {}, None),
        ("a person: the cover", policy, "bo", {}, "sam"),
        ("a person: then the lead", policy, "bo", {"declined": ("sam",)}, "ana"),
        ("whom the rule names was away", policy, "bo", {"owner": "sam"}, "bo"),
        ("the rules have that team no more", policy, "gone", {}, "sam"),
        ("the fallback took it", policy, "desk", {"declined": ("sam",)}, "ana"),
        ("who reads of gaps alone gets none", policy, "desk", {"declined": ("sam", "ana")}, None),
    ]
    for name, rules, to, how, wanted in cases:
        left = dict(how)
        spread = {key: left.pop(key) for key in ("load", "turns") if key in left}
        revoked = frozenset(str(left.pop("revoked")).split()) if "revoked" in left else frozenset()
        owner, asks = str(left.pop("owner", "bo")), str(left.pop("asks", "eva"))
        there = scene(rules, revoked=revoked, **spread)
        found = next_owner(
            Candidates(there, asked_by(asks), routed_to=to, **left),
            owner,
        )
        assert (found.key if found else None) == wanted, name


KEYS = ("ana", "bo", "sam", "sue", "carla")
SOME = st.frozensets(st.sampled_from(KEYS))


@settings(max_examples=300, deadline=None)
@given(
    away_ones=SOME,
    barred=SOME,
    left=st.frozensets(st.sampled_from(KEYS), max_size=2),
    asks=st.sampled_from((*KEYS, "eva")),
    to=st.sampled_from(("desk", "night", "net", "bo", "carla", "gone")),
    assign=st.sampled_from((LEAST, TURNS, BY_LEAD)),
    owner=st.sampled_from(KEYS),
    former=SOME,
    load=st.dictionaries(st.sampled_from(KEYS), st.integers(0, 5)),
)
def test_it_never_goes_back_nor_round(
    away_ones, barred, left, asks, to, assign, owner, former, load
) -> None:
    """Whoever gets it says so in turn, until nobody is left: each has it once, and nobody whom it
    must not reach.
    """
    rules = staffed(POLICY, **{key: {"left": TODAY} for key in left})
    rules = away(team(rules, assign, ("bo", "sam", "carla")), *away_ones)
    there = scene(rules, load=load)
    about = request(
        owner=owner,
        routed_to=to,
        barred=tuple(sorted(barred)),
        requester=asked_by(asks),
        former_owners=tuple(sorted(former - {owner})),
    )
    had = [about.owner]
    while new := next_owner(candidates_for(about, there), about.owner):
        assert new.key not in had
        assert new.key not in about.declined
        assert new.key not in (barred | left | away_ones | {asks})
        had.append(new.key)
        for effect in (Decline(about.owner), SetOwner(new.key)):
            after = become(about, effect, NOW)
            assert after is not None
            about = after
        assert about.declined == tuple(had[:-1])
        # nor by any other way, while somebody else can have it
        by_rule, covers = (
            candidates_for(about, there),
            stand_in(candidates_for(about, there), new.key),
        )
        assert covers is None or covers.key not in had
        others = set(rules.people) - set(had) - barred - left - {asks}
        assert not others or pick(by_rule, to if to != "gone" else "desk").key not in had[:-1]
        assert taker_of(by_rule, new) not in had
    assert len(had) <= len(KEYS)


def taker_of(candidates: Candidates, owner: Person) -> str:

    found = taker(candidates, TeamOf("net"), owner.key)
    return found.key if found else ""


@pytest.fixture(autouse=True, scope="module")
def _policy(policy: Policy) -> None:
    global POLICY
    POLICY = policy


POLICY: Policy


def says(
    policy: Policy,
    alias: Alias,
    text: str,
    about: Request | None = None,
    by: Issued = TO_BO,
    **known: Any,
) -> Decision:
    mail = message(f"{by.person}@corp.example", subject="Re: VPN drops", text=text)
    found: Facts = facts(by, on=about or request(routed_to="desk"), **known)
    return decided(mail, PERSON, found, alias, scene(policy, NOW))


def to_whom(decision: Decision) -> dict[str, list[str]]:
    """Names of letters and notes by the address that they go to."""
    found: dict[str, list[str]] = {}
    for one in decision.effects:
        if isinstance(one, SendLetter):
            found.setdefault(one.to.email, []).append(one.letter.name)
        if isinstance(one, Relay | RelayAgain):
            found.setdefault(one.to.email, []).append(one.note.name)
    return found


def of(decision: Decision, kind: type) -> list[Any]:
    return [one for one in decision.effects if isinstance(one, kind)]


def letter(decision: Decision, kind: type) -> list[Any]:
    return [one.letter for one in of(decision, SendLetter) if isinstance(one.letter, kind)]


def test_it_goes_on_with_all_of_it_and_the_promise_stays(policy: Policy, alias: Alias) -> None:
    found = says(policy, alias, "Not mine.")
    assert of(found, Decline) == [Decline("bo")]
    assert of(found, SetOwner) == [SetOwner("sam")]
    assert of(found, StartClock) == []
    assert to_whom(found) == {
        "sam@corp.example": ["note_handed"],
        "eva@corp.example": ["handed_requester"],
        "bo@corp.example": ["confirm"],
    }
    (note,) = (one.note for one in of(found, RelayAgain))
    assert (note.because, note.from_name, note.passed) == ("not mine", "Bo Jensen", ["Bo Jensen"])
    (told,) = letter(found, HandedRequester)
    assert (told.new_name, told.because) == ("Sam Okoye", "not mine")
    (confirm,) = letter(found, Confirm)
    assert (confirm.word, confirm.did, confirm.new_name) == ("not mine", "handed", "Sam Okoye")
    assert (
        LogEvent("not mine", "by Bo Jensen, routed again to Sam Okoye: team desk") in found.effects
    )


def test_whoever_it_goes_to_was_wanted_by_nobody(policy: Policy, alias: Alias) -> None:
    """So `reroute` may move it under better rules; what `for` gave stays where it is."""
    for text, by_hand in (("not mine", False), ("for sam", True)):
        (owner,) = of(says(policy, alias, text), SetOwner)
        assert (owner.owner, owner.by_hand) == ("sam", by_hand)


def test_six_languages_say_so(policy: Policy, alias: Alias) -> None:
    for text in (
        *("not mine", "Not mine!", "Nicht meins.", "nicht für mich", "niet van mij", "ikke min"),
        *("não é meu", "não é para mim", "pas pour moi", "pas à moi"),
    ):
        assert of(says(policy, alias, text), SetOwner) == [SetOwner("sam")], text


def test_near_misses_are_asked_back_and_move_nothing(policy: Policy, alias: Alias) -> None:
    for text in (
        *("not mine, ask Sam", "not mine - Sam knows", "notmine", "Not mine, Sam's."),
        *("Not mine -> Sam", "not mine @sam", "sorry, not mine", "not-mine", "not mine :)"),
        *("nicht meins, frag Sam", "das ist nicht meins", "niet van mij, vraag Sam"),
        *("ikke min, prøv Sam", "não é meu, pergunta ao Sam", "pas pour moi, voir avec Sam"),
    ):
        found = says(policy, alias, text)
        assert of(found, SetOwner) == [], text
        assert "eva@corp.example" not in to_whom(found), text


def test_a_sentence_for_her_is_an_answer(policy: Policy, alias: Alias) -> None:
    """Nothing that only begins so is swallowed."""
    for text in ("Not mine to decide, but I asked, and it works again.", "Is it not mine?"):
        found = says(policy, alias, text)
        assert (of(found, SetOwner), of(found, Decline)) == ([], []), text


def test_what_stands_below_is_for_who_has_it_next_alone(policy: Policy, alias: Alias) -> None:
    found = says(policy, alias, "not mine\n\nShe asks this every month, it is the old router.")
    assert to_whom(found)["sam@corp.example"] == ["note_handed", "note_team"]
    assert to_whom(found)["eva@corp.example"] == ["handed_requester"]
    (note,) = [one for one in of(found, Relay) if isinstance(one.note, NoteTeam)]
    assert (note.cut, note.note.handed, note.lane) == ("not mine", True, Lane.TEAM)
    (confirm,) = letter(found, Confirm)
    assert confirm.text_to == "Sam Okoye"
    (sent,) = [one for one in of(found, SendLetter) if isinstance(one.letter, Confirm)]
    assert not sent.about_mail  # `send` in answer to it sends nothing


def test_below_it_the_requester_is_not_greeted(policy: Policy, alias: Alias) -> None:
    found = says(policy, alias, "not mine\n\nHi Eva, I have passed it on.")
    (asked,) = letter(found, AskBack)
    assert (asked.why, list(asked.names), asked.typed) == ("salutation", ["Sam Okoye"], "not mine")
    assert (of(found, SetOwner), list(to_whom(found))) == ([], ["bo@corp.example"])
    sent = says(policy, alias, "not mine\n\nHi Eva, I have passed it on.", confirmed=True)
    assert to_whom(sent)["eva@corp.example"] == ["handed_requester"]
    assert to_whom(sent)["sam@corp.example"] == ["note_handed", "note_team"]


def test_nobody_but_who_has_it_says_so(policy: Policy, alias: Alias) -> None:
    about = request(routed_to="desk", owner="bo", watchers=("sue",))
    for who, lane in (
        *(("ana", Lane.TEAM), ("sam", Lane.TEAM), ("sue", Lane.TEAM)),
        ("carla", Lane.REQUESTER),
    ):
        found = says(policy, alias, "not mine", about, issued(f"{who}@corp.example", lane, who))
        (asked,) = letter(found, AskBack)
        assert (asked.why, of(found, SetOwner), of(found, Decline)) == ("not yours", [], []), who


def test_of_a_closed_one_nothing_is_to_be_said(policy: Policy, alias: Alias) -> None:
    shut = request(routed_to="desk", status=Status.CLOSED, closed_at=NOW)
    (asked,) = letter(says(policy, alias, "not mine", shut), AskBack)
    assert asked.why == "closed"


def test_where_nothing_is_owed_she_hears_nothing(policy: Policy, alias: Alias) -> None:
    quiet = request(
        routed_to="desk",
        status=Status.ANSWERED,
        unanswered_since=None,
        promised_at=None,
        due_at=None,
    )
    found = says(policy, alias, "not mine", quiet)
    assert of(found, SetOwner) == [SetOwner("sam")]
    assert "eva@corp.example" not in to_whom(found)


def test_who_had_it_reads_who_has_it(policy: Policy, alias: Alias) -> None:
    """Who says it again, or was silent too long; it does not come back to them."""
    for declined in ((), ("bo",)):
        gone = request(routed_to="desk", owner="sam", former_owners=("bo",), declined=declined)
        found = says(policy, alias, "not mine\n\nIt is the router.", gone)
        assert (of(found, SetOwner), of(found, Decline)) == ([], [Decline("bo")])
        heard = {"sam@corp.example": ["note_team"], "bo@corp.example": ["confirm"]}
        assert to_whom(found) == heard
        (confirm,) = letter(found, Confirm)
        assert (confirm.did, confirm.new_name) == ("had", "Sam Okoye")


def test_where_nobody_else_is_it_stays_and_two_hear_so(policy: Policy, alias: Alias) -> None:
    gone = away(policy, "sam", "ana")
    found = says(gone, alias, "not mine\n\nIt is the router.")
    assert (of(found, SetOwner), of(found, Decline)) == ([], [Decline("bo")])
    assert to_whom(found) == {
        "ana@corp.example": ["stays_with", "note_team"],
        "bo@corp.example": ["confirm"],
    }
    (confirm,) = letter(found, Confirm)
    assert (confirm.did, confirm.names, confirm.text_to) == ("stays", ["Ana Costa"], "Ana Costa")


def test_of_a_confidential_one_that_stays_nobody_reads_a_word(policy: Policy, alias: Alias) -> None:
    about = request(routed_to="desk", declined=("sam", "ana"), confidential=True)
    found = says(policy, alias, "not mine\n\nIt is the router.", about)
    assert to_whom(found) == {"ana@corp.example": ["stays_with"], "bo@corp.example": ["confirm"]}


def test_who_decides_where_it_stays_is_never_its_author_nor_whom_it_is_about(
    policy: Policy, alias: Alias
) -> None:
    said = ("bo", "sam")
    cases: list[tuple[str, Request, list[str]]] = [
        ("whoever reads of gaps", request(owner="bo", declined=("sam", "ana")), ["ana"]),
        ("is its author", request(owner="ana", declined=said), ["priya"]),
        ("asks", request(owner="bo", declined=("sam",), requester=asked_by("ana")), ["priya"]),
        ("is kept out", request(owner="bo", declined=("sam",), barred=("ana",)), ["priya"]),
    ]
    for name, about, wanted in cases:
        about = replace(about, given=replace(about.given, routed_to="desk"))
        by = issued(f"{about.owner}@corp.example", Lane.REQUESTER, about.owner)
        found = says(policy, alias, "not mine", about, by)
        heard = [one.to.email for one in of(found, SendLetter) if isinstance(one.letter, StaysWith)]
        assert heard == [f"{one}@corp.example" for one in wanted], name


def test_the_next_one_reads_how_many_said_so(policy: Policy, alias: Alias) -> None:
    about = request(routed_to="desk", owner="sam", former_owners=("bo",), declined=("bo",))
    found = says(
        policy, alias, "not mine", about, issued("sam@corp.example", Lane.REQUESTER, "sam")
    )
    (handed,) = (one for one in of(found, RelayAgain) if isinstance(one.note, NoteHanded))
    assert (handed.person, handed.note.passed) == ("ana", ["Bo Jensen", "Sam Okoye"])


def test_it_was_their_turn(policy: Policy, alias: Alias) -> None:
    found = says(team(policy, TURNS), alias, "not mine", request(routed_to="net"))
    assert of(found, Turn) == [Turn("net", "sam")]


def test_whoever_gets_it_all_the_same_is_none_of_them_any_more() -> None:
    about = request(owner="sam", former_owners=("bo",), declined=("bo", "sue"))
    taken = become(about, SetOwner("bo"), NOW)
    assert taken is not None
    assert (taken.owner, taken.declined) == ("bo", ("sue",))


# -- what they hear no more ------------------------------------------------------------


def test_no_ladder_tells_who_gave_it_away_while_anybody_else_may_hear(policy: Policy) -> None:
    """Ana leads the team and is above Sam: she said that it is not hers."""
    about = request(owner="sam", former_owners=("ana",), declined=("ana",), routed_to="desk")
    above = boss(candidates_for(about, scene(policy)), "sam")
    assert above is not None
    assert above.key == "carla"
    only = replace(about, given=replace(about.given, barred=("bo", "sue", "carla")))
    rather = boss(candidates_for(only, scene(policy)), "sam")
    assert rather is not None
    assert rather.key == "ana"  # than that nobody hears of it


def test_what_waited_for_their_working_time_is_not_told_any_more(policy: Policy) -> None:
    late = scene(policy, NOW + timedelta(hours=5))
    had = request(owner="sam", former_owners=("bo",), rung=2, due_at=None)
    since = NOW + timedelta(hours=1)
    assert waited(had, policy.people["bo"], since, late) is not None
    assert waited(replace(had, declined=("bo",)), policy.people["bo"], since, late) is None


def test_back_gives_back_nothing_that_they_said_is_not_theirs(policy: Policy, alias: Alias) -> None:
    """It stayed with Bo, since nobody else was there, and went to Sam when Bo was away."""

    learnt = KnownAbsence("bo", GONE[0], KnownBy.MAIL, since=NOW, id=1)
    for declined, wanted in (((), [GiveBack(1, "bo")]), (("bo",), [])):
        lent = request(owner="sam", former_owners=("bo",), declined=declined)
        known = Facts(
            absent=AbsentFacts(lent={"bo": (lent,)}), answers_notice=ToPerson("bo", "away_said")
        )
        mail = message("bo@corp.example", subject="Re: away", text="back")
        there = scene(policy, absences=(learnt,))
        found = decided(mail, PERSON, known, alias, there)
        assert of(found, GiveBack) == wanted


def test_a_new_request_that_follows_it_does_not_go_to_them(policy: Policy, alias: Alias) -> None:
    """Long after its end, by its own requester; a stranger who names it says nothing by that."""
    old = request(
        status=Status.CLOSED,
        closed_at=NOW - timedelta(days=90),
        declined=("bo",),
        owner="sam",
        promised_at=None,
        unanswered_since=None,
        due_at=None,
    )
    there = scene(policy)
    for who, wanted in (("eva", "sam"), ("tom", "bo")):
        mail = message(f"{who}@corp.example", "Re: [IT-1001] VPN drops", "It drops again, why?")
        known = facts(Known(1, Hint.REFERENCE), on=old)
        (opened,) = of(decided(mail, PERSON, known, alias, there), OpenRequest)
        assert (opened.linked_to, opened.owner) == (1, wanted), who
