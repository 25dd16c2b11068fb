"""Thanks for an answer: who reads them at once, and which of them a team's weekly mail quotes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.celebration import (
    QUOTED,
    Celebrated,
    celebration,
    readers,
    tellable,
    week_begins,
)
from mailtracker.desk.celebration_letters import Celebration
from mailtracker.desk.effects import Decision, Relay, SetStatus, StartClock
from mailtracker.desk.kept_thanks import KeepThanks, Thanked
from mailtracker.desk.notes import NoteCalledOff, NoteMore, NoteThanks
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.desk.thanks.between_us import is_between_us
from mailtracker.desk.thanks.private_matters import is_private_matter
from mailtracker.desk.thanks.thanks import gives_thanks
from mailtracker.desk.thanks_kept import MAX_WORDS_KEPT, Praise, keep_thanks
from mailtracker.desk.thread import Role
from mailtracker.errors import BadFiles
from mailtracker.policy.model import Absence, Policy
from mailtracker.rules.load import load_texts
from tests.desk.makers import (
    NOW,
    PERSON,
    RULES,
    address,
    case_of,
    decided,
    facts,
    issued,
    message,
    request,
    scene,
    staffed,
)

EVA = "Eva Lund (eva@corp.example)"
TO_EVA = issued("eva@corp.example", Lane.OWNER)
ANSWERED = request(
    owner="sam",
    former_owners=("bo",),
    status=Status.ANSWERED,
    answered_once=True,
    unanswered_since=None,
    promised_at=None,
    due_at=None,
)


def celebrates(policy: Policy, *teams: str) -> Policy:
    changed = {key: replace(policy.teams[key], celebrate="weekly") for key in teams or ("desk",)}
    return replace(policy, teams={**policy.teams, **changed})


def thanks(policy: Policy, alias: Alias, text: str, **more: Any) -> list[Any]:
    """All that Eva's mail does."""
    sender = more.pop("sender", address("eva@corp.example", "Eva Lund"))
    about = more.pop("about", ANSWERED)
    classified = more.pop("classified", PERSON)
    by = more.pop("answered_by", {1: "bo"})
    mail = replace(message(sender.email, "Re: [IT-1001] VPN drops", text), sender=sender, **more)
    to = issued(sender.email, Lane.OWNER)
    known = facts(to, on=about, answered_by=by)
    return list(decided(mail, classified, known, alias, scene(policy)).effects)


def _revoked(policy: Policy, alias: Alias, who: str) -> Decision:
    """What becomes of thanks where somebody else reads the mail of who answered."""
    mail = message("eva@corp.example", "Re: [IT-1001] VPN drops", "Thank you!")
    known = facts(TO_EVA, on=ANSWERED, answered_by={1: who})
    return decided(mail, PERSON, known, alias, replace(scene(policy), revoked=frozenset({who})))


def kept(effects: list[Any]) -> list[KeepThanks]:
    return [one for one in effects if isinstance(one, KeepThanks)]


def relayed(effects: list[Any]) -> dict[str, Any]:
    return {one.person: one.note for one in effects if isinstance(one, Relay)}


def test_the_owner_reads_them_at_once_and_so_does_who_answered(policy, alias) -> None:
    effects = thanks(policy, alias, "Thank you, Bo! It works now.")
    assert relayed(effects) == {
        "sam": NoteThanks(EVA, thanks=True),
        "bo": NoteThanks(EVA, thanks=True, with_whom="Sam Okoye"),
    }
    assert not any(isinstance(one, (StartClock, SetStatus)) for one in effects)
    assert kept(effects) == [], "no team opted in"
    own = thanks(policy, alias, "Thank you!", answered_by={1: "sam"})
    assert list(relayed(own)) == ["sam"]
    well = thanks(policy, alias, "It works now.")
    assert relayed(well)["sam"] == NoteThanks(EVA, thanks=False)
    asks = thanks(policy, alias, "Thank you! And where is the printer?")
    assert [type(note) for note in relayed(asks).values()] == [NoteMore]


def test_who_says_that_it_is_solved_may_thank_as_well(policy, alias) -> None:
    """It closes, by its own note; thanks are thanks all the same."""
    effects = thanks(celebrates(policy), alias, "Solved, thank you, Bo!")
    assert relayed(effects)["bo"] == NoteThanks(EVA, thanks=True, with_whom="Sam Okoye")
    assert isinstance(relayed(effects)["sam"], NoteCalledOff)
    assert [one.words for one in kept(effects)] == ["Solved, thank you, Bo!"]


def test_who_answered_hears_nothing_where_they_left_or_are_kept_out(policy, alias) -> None:
    gone = staffed(policy, bo={"left": NOW.date() - timedelta(days=1)})
    assert list(relayed(thanks(gone, alias, "Thank you!"))) == ["sam"]
    stolen = _revoked(policy, alias, "bo")
    assert [one.person for one in stolen.effects if isinstance(one, Relay)] == ["sam"]
    barred = replace(ANSWERED, given=replace(ANSWERED.given, confidential=True, barred=("bo",)))
    assert list(relayed(thanks(policy, alias, "Thank you!", about=barred))) == ["sam"]
    waiting = replace(ANSWERED, unanswered_since=NOW, promised_at=NOW, status=Status.OPEN)
    assert list(relayed(thanks(policy, alias, "Thank you!", about=waiting))) == ["sam"]


def test_what_is_kept_for_a_team_that_opted_in(policy, alias) -> None:
    weekly = celebrates(policy)
    text = "Thank you, Bo!\nIt works now.\n\nBest wishes\nEva Lund\nSales, room 7"
    assert kept(thanks(weekly, alias, text)) == [
        KeepThanks("desk", "eva@corp.example", "Eva Lund", "bo", "Thank you, Bo! It works now.")
    ]
    nobody_knows = kept(thanks(weekly, alias, "Thank you!", answered_by={}))
    assert [one.to for one in nobody_knows] == ["sam"]
    both = celebrates(policy, "desk", "night")
    named = replace(ANSWERED, given=replace(ANSWERED.given, routed_to="night"))
    assert [one.team for one in kept(thanks(both, alias, "Thank you!", about=named))] == ["night"]
    assert [one.team for one in kept(thanks(both, alias, "Thank you!"))] == ["desk"]


CONFIDENTIAL = replace(ANSWERED, given=replace(ANSWERED.given, confidential=True))
NOT_ANSWERED = replace(ANSWERED, answered_once=False)
OWED = replace(ANSWERED, unanswered_since=NOW, promised_at=NOW, status=Status.OPEN)
OUTSIDE = address("pia@customer.example", "Pia")
BO = address("bo@corp.example", "Bo Jensen")
NOT_KEPT = [
    ("all is well is no thanks", "It works now.", {}),
    ("it asks something", "Thank you! And where is the printer?", {}),
    ("it is to stay between them", "Thank you, that stays between us!", {}),
    ("the request is confidential", "Thank you!", {"about": CONFIDENTIAL}),
    ("nobody answered yet", "Thank you!", {"about": NOT_ANSWERED}),
    ("an answer is owed", "Thank you!", {"about": OWED}),
    ("an outsider", "Thank you!", {"sender": OUTSIDE}),
    (
        "our border denies it",
        "Thank you!",
        {"classified": replace(PERSON, verified=False)},
    ),
    ("who thanks themselves", "Thank you!", {"sender": BO}),
]


@pytest.mark.parametrize(
    ("text", "more"), [one[1:] for one in NOT_KEPT], ids=[o[0] for o in NOT_KEPT]
)
def test_what_is_not_kept(policy, alias, text: str, more: dict[str, Any]) -> None:
    about = more.pop("about", ANSWERED) if "about" in (more := dict(more)) else ANSWERED
    if more.get("sender"):
        about = replace(about, requester=more["sender"])
    assert kept(thanks(celebrates(policy), alias, text, about=about, **more)) == []


def test_nobody_is_quoted_who_does_not_want_it(policy, alias) -> None:
    weekly = celebrates(policy)
    to = staffed(weekly, bo={"celebrate": False})
    assert kept(thanks(to, alias, "Thank you!")) == []
    carla = address("carla@corp.example", "Carla Stein")
    about = replace(ANSWERED, requester=carla)
    assert len(kept(thanks(weekly, alias, "Thank you!", sender=carla, about=about))) == 1
    by = staffed(weekly, carla={"celebrate": False})
    assert kept(thanks(by, alias, "Thank you!", sender=carla, about=about)) == []


def test_long_thanks_are_cut_at_a_word(policy, alias) -> None:
    """By the door for thanks that come by other ways."""
    weekly = celebrates(policy)
    mail = replace(message("eva@corp.example"), sender=address("eva@corp.example", "Eva Lund"))
    case = case_of(mail, PERSON, facts(TO_EVA, on=ANSWERED), alias, scene(weekly))
    for words, cut in (("very " * 90, True), ("very " * 50, False)):
        praise = Praise(weekly.people["bo"], words)
        (found,) = keep_thanks(case, ANSWERED, Role.REQUESTER, praise)
        assert found.words.endswith("very …") == cut
        assert len(found.words) <= MAX_WORDS_KEPT + 2


PRIVATE = """
Thank you, please keep this between us
Strictly in confidence: thanks!
thanks - for your eyes only
Please don't share, but: great work
Danke, das bleibt unter uns
Danke dir, nicht weitersagen
Vielen Dank, aber bitte vertraulich
Behalte es für dich, aber danke!
Dank je, dit blijft onder ons
Bedankt, niet doorvertellen
Tak, det bliver mellem os
Tusind tak, sig det ikke til nogen, det er fortroligt
Obrigado, fica entre nós
Obrigada! Não partilhes isto
Merci, ça reste entre nous
Merci, garde ça pour toi
""".strip().splitlines()
OPEN = """
Thank you so much, Bo!
Danke für die schnelle Hilfe!
Bedankt, het werkt weer
Tusind tak for hjælpen
Muito obrigado pela ajuda
Merci beaucoup, ça marche
Thanks to both of you, it works between the offices now
Danke euch beiden, jetzt geht es unter Windows
""".strip().splitlines()


NO_MATTER_OF_THE_TEAM = """
Thank you, my password works again
Thanks, the code 4711 works
Thank you for the salary increase!
Thanks for the raise!
Thanks for the sick note
Thanks. Happy to be back after the surgery!
Thank you for your discretion
Thanks for your help with my complaint
Thank you for the flowers, my mother was happy
Danke, das Gehalt ist da
Danke für die Krankmeldung
Danke, die Elternzeit ist durch
Vielen Dank für deine Diskretion
Danke, meine Scheidung ist jetzt im System
Bedankt, het loon klopt nu
Dank je, ik was ziek
Tak for hjælpen med min løn
Tak, barslen er på plads
Obrigado pelo salário
Obrigada, a baixa está tratada
Merci pour le congé maternité
Merci, le salaire est arrivé
""".strip().splitlines()
MATTER_OF_ALL = """
Thanks, the laptop is back and the stop button works
Thank you for the spin, Bo
Thanks, I'll be happy now
Tusind tak for hjælpen, det virker
Bedankt voor de muziek en het snelle herstel
Danke, der Drucker druckt wieder
Obrigado pela licença do Office
Merci beaucoup, c'est parfait
""".strip().splitlines()


def test_what_is_nobody_elses_matter_is_known_in_six_languages() -> None:
    assert [text for text in NO_MATTER_OF_THE_TEAM if not is_private_matter(text)] == []
    assert [text for text in (*OPEN, *GIVEN, *MATTER_OF_ALL) if is_private_matter(text)] == []


def test_what_names_such_a_matter_reaches_the_owner_and_is_not_quoted(policy, alias) -> None:
    effects = thanks(celebrates(policy), alias, "Thanks for the sick note!")
    assert set(relayed(effects)) == {"bo", "sam"}
    assert kept(effects) == []


def test_what_is_said_between_two_people_is_known_in_six_languages() -> None:
    assert [text for text in PRIVATE if not is_between_us(text)] == []
    assert [text for text in OPEN if is_between_us(text)] == []


GIVEN = """
Thank you!
thanks a lot, Bo
Works now, thanks
all sorted now thank you
Vielen Dank für die schnelle Hilfe.
Super, danke, klappt.
Bedankt, het werkt weer
Tusind tak, Bo
Muito obrigado!
Merci beaucoup, ça marche
Great work!
You are a hero
Gute Arbeit!
Bravo!
""".strip().splitlines()
NO_THANKS = """
It works now.
ok
Noted.
Alles klar
Es geht wieder.
Het werkt weer
solved
Perfect, it runs again
Great!
""".strip().splitlines()


def test_thanks_are_told_from_word_that_all_is_well() -> None:
    assert [text for text in GIVEN if not gives_thanks(text)] == []
    assert [text for text in NO_THANKS if gives_thanks(text)] == []


MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""Midnight is 23:00 of Sunday in UTC, and Ana's day begins at eight there."""


def test_it_is_due_from_the_first_morning_of_the_leads_week_on(policy) -> None:
    team = policy.teams["desk"]
    starts = MONDAY - timedelta(hours=1)
    due = {
        hours: week_begins(policy, team, MONDAY + timedelta(hours=hours))
        for hours in (-55, -3, 0, 7.9, 8, 15.9, 16.1, 33, 24 * 5 + 9)
    }
    assert {hours for hours, found in due.items() if found == starts} == {8, 15.9, 33}
    assert due[-55] is None, "Friday after work"
    assert week_begins(policy, team, MONDAY - timedelta(hours=64)) == starts - timedelta(days=7)
    nobody = replace(policy, hours={})
    assert week_begins(nobody, team, MONDAY + timedelta(hours=8)) == MONDAY, "eight, in UTC"
    assert week_begins(nobody, team, MONDAY + timedelta(hours=7.9)) is None


def thanked(number: int = 1, **more: Any) -> Thanked:
    at = NOW - timedelta(days=5) + timedelta(minutes=number)
    plain = Thanked(number, 1, at, "bo", "eva@corp.example", "Lund, Eva", "Thank you!")
    return replace(plain, **more)


def read(
    policy: Policy, some: list[Thanked], reader: str, about: dict[int, Request]
) -> Celebration:
    letter = celebration(
        policy, Celebrated(policy.teams["desk"], some), policy.people[reader], about
    )
    assert letter is not None
    return letter


def test_the_subject_is_for_who_was_thanked_and_for_the_team_that_a_rule_named(policy) -> None:
    of_team = replace(ANSWERED, given=replace(ANSWERED.given, routed_to="desk"))
    told = {
        (request.given.routed_to, who): read(policy, [thanked()], who, {1: request}).thanks[0].about
        for request in (ANSWERED, of_team)
        for who in ("bo", "sam")
    }
    assert told == {
        ("", "bo"): "VPN drops",
        ("", "sam"): "",
        ("desk", "bo"): "VPN drops",
        ("desk", "sam"): "VPN drops",
    }
    of_one = replace(of_team, subject="My sick note")
    for who, about in (("bo", "My sick note"), ("sam", "")):
        assert read(policy, [thanked()], who, {1: of_one}).thanks[0].about == about


def test_nobody_reads_of_a_request_that_they_are_kept_out_of(policy) -> None:
    barred = replace(ANSWERED, given=replace(ANSWERED.given, barred=("sam",)))
    one = Celebrated(policy.teams["desk"], [thanked()])
    assert celebration(policy, one, policy.people["sam"], {1: barred}) is None
    assert celebration(policy, one, policy.people["bo"], {1: barred}) is not None


def test_each_reads_of_all_in_the_order_of_time(policy) -> None:
    about = {1: ANSWERED}
    some = [thanked(1), thanked(2, to="sam", from_name="", from_key="tom@corp.example")]
    letter = read(policy, some, "bo", about)
    assert [(one.author, one.to) for one in letter.thanks] == [("Eva", ""), ("tom", "Sam")]
    assert (letter.since.isoformat(), letter.until.isoformat()) == ("2026-11-16", "2026-11-22")
    many = [thanked(number) for number in range(QUOTED + 1)]
    letter = read(policy, many, "ana", about)
    assert (len(letter.thanks), letter.more, letter.thanks[0].to) == (QUOTED, True, "Bo")


def test_who_reads_it(policy) -> None:
    team = policy.teams["desk"]

    def who(policy: Policy, **more: Any) -> list[str]:
        return [one.key for one in readers(Scene(policy, NOW, **more), team)]

    assert who(policy) == ["bo", "sam", "ana"]
    away = Absence(NOW.date(), None)
    assert who(staffed(policy, bo={"away": (away,)})) == ["sam", "ana"]
    assert who(staffed(policy, sam={"left": NOW.date()})) == ["bo", "ana"]
    assert who(staffed(policy, ana={"celebrate": False})) == ["bo", "sam"]
    assert who(policy, revoked=frozenset({"bo"})) == ["sam", "ana"]


def test_what_may_no_longer_be_told_is_not(policy) -> None:
    one = thanked(from_key="carla@corp.example")
    assert tellable(policy, [one], {1: ANSWERED}) == [one]
    assert tellable(policy, [one], {1: CONFIDENTIAL}) == []
    assert tellable(policy, [one], {}) == []
    assert tellable(policy, [replace(one, words="")], {1: ANSWERED}) == []
    assert tellable(staffed(policy, bo={"celebrate": False}), [one], {1: ANSWERED}) == []
    assert tellable(staffed(policy, carla={"celebrate": False}), [one], {1: ANSWERED}) == []
    assert tellable(policy, [replace(one, to="who left")], {1: ANSWERED}) == []


@pytest.mark.parametrize(("said", "wants"), [("false", False), ("true", True)])
def test_the_files_say_who_wants_it(said: str, wants: bool) -> None:
    text = RULES.replace("carla: {", f"carla: {{celebrate: {said}, ")
    text = text.replace("assign: least-loaded", "assign: least-loaded, celebrate: weekly")
    found = load_texts({"rules/all.yaml": text})
    assert (found.people["carla"].celebrate, found.people["bo"].celebrate) == (wants, True)
    assert {key: team.celebrate for key, team in found.teams.items()} == {
        "desk": "weekly",
        "night": "never",
    }
    with pytest.raises(BadFiles, match="celebrate"):
        load_texts({"rules/all.yaml": RULES.replace("lead}", "lead, celebrate: daily}")})
