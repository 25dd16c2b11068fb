"""Who of a mail's To and Cc takes part, who stands beside, and who changes it by a word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.effects import (
    AddParticipant,
    Decision,
    Dispose,
    Disposition,
    DropParticipant,
    NoteBystanders,
    OpenRequest,
    Relay,
    SendLetter,
    StartClock,
)
from mailtracker.desk.facts import Facts, Hint, Known
from mailtracker.desk.letters import AskBack, Receipt
from mailtracker.desk.notes import NoteBeside, NoteOwner
from mailtracker.desk.request import Lane, Request
from mailtracker.mail.message import Address, Message
from mailtracker.mail.site import Site
from mailtracker.policy.model import Policy
from tests.desk.makers import (
    NOW,
    PERSON,
    address,
    decided,
    facts,
    issued,
    message,
    request,
    ruled,
    scene,
)

US = "it-help@corp.example"
EVA, LEE, DEE = "eva@corp.example", "lee@corp.example", "dee@corp.example"
OUT, VIC = "carla@example.com", "vic@vendor.example"
TO_EVA = issued(EVA, Lane.OWNER)
TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
TO_OUT = issued(OUT, Lane.OWNER)
BY_ID = Known(1, Hint.MESSAGE_ID)
BORDER = Site(authserv_ids=("mx.corp.example",))
MANY = tuple(f"p{n}@corp.example" for n in range(11))


def mail(sender: str = EVA, *cc: str, to: tuple[str, ...] = (US,), **more: Any) -> Message:
    people = tuple(address(one, one.partition("@")[0].title()) for one in cc)
    return message(sender, to=tuple(map(address, to)), cc=people, **more)


def decide(
    policy: Policy, alias: Alias, written: Message, known: Facts | None = None, **said: Any
) -> Decision:
    classified = replace(PERSON, **said)
    return decided(written, classified, known or Facts(), alias, scene(policy, NOW))


def opened(decision: Decision) -> list[str]:
    (opening,) = (e for e in decision.effects if isinstance(e, OpenRequest))
    return [one.key for one in opening.copied]


def joined(decision: Decision) -> list[str]:
    return [e.who.key for e in decision.effects if isinstance(e, AddParticipant)]


def beside(decision: Decision) -> list[str]:
    noted = [e for e in decision.effects if isinstance(e, NoteBystanders)]
    return [one.key for effect in noted for one in effect.who]


def letter(decision: Decision, kind: type) -> Any:
    found = [
        e.letter if isinstance(e, SendLetter) else e.note
        for e in decision.effects
        if isinstance(e, SendLetter | Relay)
    ]
    return next((one for one in found if isinstance(one, kind)), None)


@pytest.mark.parametrize(
    ("written", "joins", "stand_beside"),
    [
        (mail(EVA, LEE, DEE), [LEE, DEE], []),
        (mail(EVA, LEE, LEE.upper(), EVA), [LEE], []),
        (mail(EVA, VIC, LEE), [LEE], [VIC]),
        (mail(EVA, "sue@corp.example"), ["sue@corp.example"], []),
        # The owner and the owner's team are that side.
        (mail(EVA, "bo@corp.example", "bo.jensen@corp.example", "sam@corp.example"), [], []),
        (mail(EVA, "ana@corp.example"), [], []),
        # Many people, or nobody.
        (mail(EVA, "all@corp.example", LEE), [LEE], []),
        (mail(EVA, "team-berlin@corp.example"), [], []),
        (mail(EVA, "it@lists.corp.example", LEE), [LEE], []),
        (mail(EVA, "it-help+x@corp.example", LEE), [LEE], []),
        # More than ten: nobody.
        (mail(EVA, *MANY), [], list(MANY)),
        (mail(EVA, *MANY[:10]), list(MANY[:10]), []),
        (mail(EVA, *MANY[:10], "bo@corp.example", "all@corp.example"), list(MANY[:10]), []),
        # We stood in Bcc.
        (mail(EVA, DEE, to=(LEE,)), [], [LEE, DEE]),
    ],
)
def test_who_joins_by_the_mail_that_opens_a_request(
    policy: Policy, alias: Alias, written: Message, joins: list[str], stand_beside: list[str]
) -> None:
    lists = Site(own_lists=("it.lists.corp.example",))
    decision = decide(policy, replace(alias, site=lists), written)
    assert opened(decision) == joins
    assert beside(decision) == stand_beside


@pytest.mark.parametrize(
    "field",
    [
        {"list_id": "corp-it.corp.example"},
        {"fields": (("list-post", "<mailto:Corp-IT@corp.example>"),)},
        {"fields": (("list-post", "<https://groups.example/i>, <mailto:corp-it@corp.example>"),)},
    ],
)
def test_the_list_that_carried_a_mail_takes_no_part(
    policy: Policy, alias: Alias, field: dict[str, Any]
) -> None:
    written = mail(EVA, LEE, "corp-it-owner@corp.example", to=("corp-it@corp.example", US), **field)
    decision = decide(policy, alias, written)
    assert (opened(decision), beside(decision)) == ([LEE], [])


@pytest.mark.parametrize(
    ("sender", "site", "verified", "joins"),
    [
        (EVA, Site(), None, True),
        (EVA, BORDER, True, True),
        (EVA, BORDER, None, False),
        (EVA, BORDER, False, False),
        (OUT, Site(), None, False),
        (OUT, BORDER, True, False),
    ],
)
def test_only_a_colleague_lets_somebody_in_when_a_request_opens(
    policy: Policy, alias: Alias, sender: str, site: Site, verified: bool | None, joins: bool
) -> None:
    written = mail(sender, LEE, "sue@corp.example")
    decision = decide(policy, replace(alias, site=site), written, verified=verified)
    both = [LEE, "sue@corp.example"]
    assert (opened(decision), beside(decision)) == ((both, []) if joins else ([], both))
    note = letter(decision, NoteOwner)
    assert note.not_joined == ("" if joins else "unproven")


def test_requester_and_owner_are_told_in_a_line_that_too_many_stood_in_copy(
    policy: Policy, alias: Alias
) -> None:
    decision = decide(policy, alias, mail(EVA, *MANY))
    assert letter(decision, Receipt).not_joined == "many"
    assert letter(decision, NoteOwner).not_joined == "many"
    assert letter(decision, NoteOwner).others == []


def test_nobody_joins_a_confidential_request_by_a_copy_and_its_requester_is_told(
    policy: Policy, alias: Alias
) -> None:
    from mailtracker.policy.model import Extras

    secret = ruled(policy, extras=Extras(confidential=True))
    decision = decide(secret, alias, mail(EVA, LEE))
    assert (opened(decision), beside(decision)) == ([], [LEE])
    assert letter(decision, Receipt).not_joined == "confidential"


def test_nobody_is_told_to_add_outsiders_whom_no_word_takes_in(
    policy: Policy, alias: Alias
) -> None:
    for sender in (EVA, OUT):
        decision = decide(policy, alias, mail(sender, VIC, "x@vendor.example"))
        assert letter(decision, NoteOwner).not_joined == ""
        assert beside(decision) == [VIC, "x@vendor.example"]


def test_the_note_names_who_will_read_the_answer(policy: Policy, alias: Alias) -> None:
    decision = decide(policy, alias, mail(EVA, LEE, "sue@corp.example"))
    assert letter(decision, NoteOwner).others == ["Lee (lee@corp.example)", "Sam Smith"]


@pytest.mark.parametrize(
    ("sender", "known", "on", "joins"),
    [
        (EVA, TO_EVA, {}, [LEE]),
        (EVA, BY_ID, {}, []),  # a hint is no proof: From may be forged
        ("bo@corp.example", TO_BO, {}, [LEE]),
        (OUT, TO_OUT, {"requester": address(OUT)}, []),
        (OUT, TO_OUT, {"requester": address(OUT), "answered_once": True}, ["sue@corp.example"]),
        (EVA, TO_EVA, {"copied": (address(LEE),)}, []),
        (EVA, TO_EVA, {"dropped": (address(LEE),)}, []),
    ],
)
def test_who_joins_by_a_later_mail(
    policy: Policy, alias: Alias, sender: str, known: Any, on: dict[str, Any], joins: list[str]
) -> None:
    cc = "sue@corp.example" if sender == OUT else LEE
    found = facts(known, on=request(**on))
    assert joined(decide(policy, alias, mail(sender, LEE, cc, text="More."), found)) == joins


def test_at_most_fifty_take_part_in_one_request(policy: Policy, alias: Alias) -> None:
    on = request(copied=tuple(address(f"q{n}@corp.example") for n in range(48)))
    decision = decide(policy, alias, mail(EVA, *MANY[:4], text="x"), facts(TO_EVA, on=on))
    assert joined(decision) == list(MANY[:2])
    assert beside(decision) == list(MANY[2:4])


def test_what_an_outsider_adds_goes_to_the_owner_alone(policy: Policy, alias: Alias) -> None:
    on = request(requester=address(OUT), copied=(address(LEE),), answered_once=True)
    decision = decide(policy, alias, mail(OUT, text="More."), facts(TO_OUT, on=on))
    assert [e.to.key for e in decision.effects if isinstance(e, Relay)] == ["bo@corp.example"]


def with_bystanders(**more: Any) -> Request:
    people = (address(VIC, "Vic Hull"), address(DEE, "Dee Orr"), address(LEE, "Lee Orr"))
    return request(bystanders=people, **more)


@pytest.mark.parametrize("sender", [VIC, DEE, "kim@corp.example"])
@pytest.mark.parametrize("closed", [False, True])
def test_who_answers_all_from_beside_reaches_the_owner_and_nobody_else(
    policy: Policy, alias: Alias, sender: str, closed: bool
) -> None:
    from mailtracker.desk.request import Status

    ended = {"status": Status.CLOSED, "closed_at": NOW, "unanswered_since": None}
    on = with_bystanders(**(ended | {"promised_at": None, "due_at": None} if closed else {}))
    written = mail(sender, to=(EVA, US), text="Same here.")
    decision = decide(policy, alias, written, facts(BY_ID, on=on))
    relays = [e for e in decision.effects if isinstance(e, Relay)]
    assert [e.to.key for e in relays] == ["bo@corp.example"]
    assert isinstance(relays[0].note, NoteBeside)
    assert relays[0].note.may_join == sender.endswith("@corp.example")  # as `add` has it
    assert not any(isinstance(e, StartClock | SendLetter | OpenRequest) for e in decision.effects)


def test_who_writes_to_us_alone_has_a_request_of_their_own(policy: Policy, alias: Alias) -> None:
    written = mail(VIC, text="I cannot get in.")
    decision = decide(policy, alias, written, facts(BY_ID, on=with_bystanders()))
    assert letter(decision, Receipt) is not None
    assert any(isinstance(e, StartClock) for e in decision.effects)


@pytest.mark.parametrize(
    ("sender", "known", "text", "adds", "drops", "why"),
    [
        ("bo@corp.example", TO_BO, "add dee", [DEE], [], None),
        ("bo@corp.example", TO_BO, "add Dee Orr", [DEE], [], None),
        ("bo@corp.example", TO_BO, "Add dee@corp.example.", [DEE], [], None),
        ("bo@corp.example", TO_BO, "add all", [DEE, LEE], [], None),
        ("bo@corp.example", TO_BO, "add sue", ["sue@corp.example"], [], None),
        ("bo@corp.example", TO_BO, "add vic", [], [], "outside"),
        ("bo@corp.example", TO_BO, "add orr", [], [], "nobody"),
        ("bo@corp.example", TO_BO, "add zoe", [], [], "nobody"),
        ("bo@corp.example", TO_BO, "add sam", ["sam@corp.example"], [], None),
        ("bo@corp.example", TO_BO, "drop dee", [], [DEE], None),
        ("bo@corp.example", TO_BO, "drop zoe", [], [], "nobody"),
        (EVA, TO_EVA, "add dee", [DEE], [], None),
        (EVA, TO_EVA, "drop vic", [], [VIC], None),
        (EVA, BY_ID, "add dee", [], [], None),  # without proof it is a mail like any other
        (EVA, TO_EVA, "add the printer", [], [], None),
    ],
)
def test_add_and_drop(
    policy: Policy,
    alias: Alias,
    sender: str,
    known: Any,
    text: str,
    adds: list[str],
    drops: list[str],
    why: str | None,
) -> None:
    on = facts(known, on=with_bystanders())
    decision = decide(policy, alias, mail(sender, text=text), on)
    assert joined(decision) == adds
    dropped = [e.who.key for e in decision.effects if isinstance(e, DropParticipant)]
    assert dropped == drops
    asked = letter(decision, AskBack)
    assert (asked.why if asked else None) == why


def test_what_stands_below_add_goes_to_the_new_one_too(policy: Policy, alias: Alias) -> None:
    written = mail("bo@corp.example", text="add dee\n\nDee, can you look?")
    decision = decide(policy, alias, written, facts(TO_BO, on=with_bystanders()))
    carried = {e.to.key: e.cut for e in decision.effects if isinstance(e, Relay)}
    assert carried == {EVA: "add dee", DEE: "add dee"}


def test_a_barred_person_is_added_by_nobody(policy: Policy, alias: Alias) -> None:
    on = facts(TO_BO, TO_EVA, on=with_bystanders(confidential=True, barred=("sue",)))
    for sender in ("bo@corp.example", EVA):
        decision = decide(policy, alias, mail(sender, text="add sue"), on)
        assert joined(decision) == []


def test_a_team_mate_in_copy_speaks_for_the_team(policy: Policy, alias: Alias) -> None:
    answered = request(unanswered_since=None, promised_at=None, due_at=None)
    written = mail("sam@corp.example", to=(EVA, US), text="I think it is the cable.")
    decision = decide(policy, alias, written, facts(BY_ID, on=answered))
    assert [e.to.key for e in decision.effects if isinstance(e, Relay)] == ["bo@corp.example"]
    assert not any(isinstance(e, StartClock) for e in decision.effects)
    (filed,) = (e for e in decision.effects if isinstance(e, Dispose))
    assert filed.disposition is Disposition.REPLY


def named(email: str, name: str) -> Address:
    return Address(name, email)


BO_TOO = named("bo.jensen@corp.example", "")
MALLORY = named("mallory@corp.example", "Sam Okoye")
FULL = tuple(named(f"c{number}@corp.example", "") for number in range(50))


@pytest.mark.parametrize(
    ("text", "on", "adds", "why"),
    [
        # who wrote the mail chose the names in its copies
        ("add sam", {"bystanders": (MALLORY,)}, [], "several"),
        ("add Sam Okoye", {"bystanders": (MALLORY,)}, [], "several"),
        ("add Sam Okoye", {"dropped": (MALLORY,)}, [], "several"),
        ("add mallory@corp.example", {"bystanders": (MALLORY,)}, [MALLORY.key], None),
        ("add sam@corp.example", {"bystanders": (MALLORY,)}, ["sam@corp.example"], None),
        ("add sam", {"bystanders": (named("sam@corp.example", ""),)}, ["sam@corp.example"], None),
        # names of blanks
        ("add sue", {"bystanders": (named("x@corp.example", "\xa0"),)}, ["sue@corp.example"], None),
        ("add zoe", {"bystanders": (named("x@corp.example", "\u3000"),)}, [], "nobody"),
        # as many as there may be
        ("add sue", {"copied": FULL}, [], "many"),
        ("add sue", {"copied": FULL[:49]}, ["sue@corp.example"], None),
        # by another address of theirs
        ("add bo", {}, [], "has it"),
        ("add bo", {"owner": "sam", "requester": BO_TOO}, [], "has it"),
        ("add bo", {"owner": "sam", "copied": (BO_TOO,)}, [], "has it"),
        # a team is nobody
        ("add desk", {}, [], "nobody"),
    ],
)
def test_a_name_means_one_person_who_may_take_part(
    policy: Policy, alias: Alias, text: str, on: dict[str, Any], adds: list[str], why: str | None
) -> None:
    asked = request(**on)
    owner = policy.people[asked.owner].addresses[0]
    known = facts(issued(owner, Lane.REQUESTER, asked.owner), on=asked)
    decision = decide(policy, alias, mail(owner, text=text), known)
    assert joined(decision) == adds
    asked_back = letter(decision, AskBack)
    assert (asked_back.why if asked_back else None) == why


@pytest.mark.parametrize("name", ["", " ", "\xa0", "\u3000", "\u2028", "\u200b", "a" * 300])
@pytest.mark.parametrize("word", ["add tom", "drop tom", "add all"])
def test_no_name_in_a_copy_keeps_a_word_from_being_read(
    policy: Policy, alias: Alias, name: str, word: str
) -> None:
    on = request(
        bystanders=(named("x@corp.example", name),), copied=(named("y@corp.example", name),)
    )
    known = facts(issued("bo@corp.example", Lane.REQUESTER, "bo"), on=on)
    assert decide(policy, alias, mail("bo@corp.example", text=word), known).reason


def test_whoever_cites_a_number_does_not_learn_that_it_is_a_confidential_one(
    policy: Policy, alias: Alias
) -> None:
    on = request(confidential=True, barred=("bo",), requester=address(DEE))
    cited = facts(Known(1, Hint.REFERENCE), on=on)
    decision = decide(policy, alias, mail(EVA, LEE), cited)
    (new,) = (e for e in decision.effects if isinstance(e, OpenRequest))
    assert (new.given.confidential, new.copied) == (True, ())
    assert letter(decision, Receipt).not_joined == ""
