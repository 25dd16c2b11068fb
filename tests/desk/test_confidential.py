"""Confidential: neither the sender's own managers nor whom the mail names ever hear of it."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from mailtracker.desk.assign import boss, named, pick
from mailtracker.desk.budgets import Budget
from mailtracker.desk.confidential import barred_by, grown
from mailtracker.desk.effects import (
    Dispose,
    Disposition,
    LogEvent,
    OpenRequest,
    Relay,
    SendLetter,
    SetOwner,
)
from mailtracker.desk.facts import Facts, Hint, Known
from mailtracker.desk.letters import Held
from mailtracker.desk.lost.failed import Failed
from mailtracker.desk.on_command import Assign, on_command
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.on_undelivered import on_undelivered
from mailtracker.desk.request import Lane
from mailtracker.policy.model import Extras, Ladder, LeadOf, Person, PersonKey, Rung
from tests.desk.makers import (
    NOW,
    PERSON,
    address,
    candidates,
    case_of,
    decided,
    facts,
    issued,
    message,
    request,
    ruled,
    scene,
    spent,
    staffed,
)

EVERYBODY = ("ana", "bo", "sam", "sue", "carla")


def hush(policy, **more):
    return ruled(policy, extras=Extras(confidential=True, **more))


def barred(policy, text, subject="VPN", sender="eva@corp.example", **more):
    return barred_by(policy, address(sender), message(sender, subject, text, **more))


def decide(policy, alias, text="It hurts.", sender="eva@corp.example", known=None, **more):
    return decided(
        message(sender, text=text, **more), PERSON, known or Facts(), alias, scene(policy, NOW)
    )


def opened(decision):
    return next(effect for effect in decision.effects if isinstance(effect, OpenRequest))


def mails(decision):
    return [e for e in decision.effects if isinstance(e, SendLetter | Relay)]


def test_the_whole_chain_above_the_requester_is_kept_out(policy):
    assert barred(policy, "It hurts.", sender="bo@corp.example") == ("ana", "carla")
    assert barred(policy, "It hurts.", sender="eva@corp.example") == ()  # not in the people file


def test_managers_in_a_circle_end_and_nobody_is_kept_out_of_their_own(policy):
    circle = staffed(policy, carla={"manager": "bo"})
    assert barred(circle, "It hurts.", sender="bo@corp.example") == ("ana", "carla")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Yesterday Bo Jensen shouted.", ("bo",)),
        ("yesterday BO  JENSEN'S door", ("bo",)),
        ("Jensen, Bo was there", ("bo",)),
        ("Bo\nJensen", ("bo",)),
        ("Bo was there, and Jensen", ("bo",)),
        ("Bo Jensenius", ()),
        ("SendLetter to bo.jensen@corp.example.", ("bo",)),
        ("<BO@CORP.EXAMPLE>", ("bo",)),
        ("jumbo@corp.example and bo@corp.example.org", ()),
        ("Sam Smith and Ana Costa", ("ana", "sue")),
    ],
)
def test_whom_the_mail_names_is_kept_out(policy, text, keys):
    assert barred(policy, text) == keys
    assert barred(policy, "", subject=text) == keys
    assert barred(policy, "", forwarded=text) == keys


def test_an_address_with_an_apostrophe_is_found_too(policy):
    staff = staffed(policy, sue={"addresses": ("sue.o'hara@corp.example",)})
    assert barred(staff, "It was Sue.O'Hara@corp.example again") == ("sue",)
    assert barred(staff, "It was 'bo@corp.example' again") == ("bo",)
    assert barred(staff, "a@bo@corp.example") == ("bo",)


@pytest.mark.parametrize(
    "written", ["sue@straße.example", "SUE@STRAßE.example", "Sue@xn--strae-oqa.example"]
)
def test_an_address_is_found_in_any_spelling_of_its_domain(policy, written) -> None:
    staff = staffed(policy, sue={"addresses": ("sue@xn--strae-oqa.example",)})
    assert barred(staff, f"It was {written} again") == ("sue",)


@pytest.mark.parametrize(
    "text",
    [
        "xp{n}@corp.example ",
        "p{n}@corp.examples ",
        "x@",
        "a",
        "a.b@c.",
        "Fir{n} and Las{n} ",
        "Bo ",
    ],
)
def test_thousands_of_people_are_looked_for_in_moments(policy, text):
    many = {
        f"p{n}": Person(f"p{n}", f"First{n} Last{n}", (f"p{n}@corp.example",)) for n in range(3000)
    }
    crowd = replace(policy, people={**policy.people, **many})
    long = "".join(text.format(n=n % 3000) for n in range(65536))[:65536]
    began = time.thread_time()
    bo = ("bo",) if "Bo" in text else ()
    assert barred(crowd, long) == bo
    both = (*bo, "p77", "p78")
    assert barred(crowd, f"{long[:60000]}\nLast77, First77 and p78@corp.example") == both
    assert time.thread_time() - began < 2  # 0.1 s; one search for each of them took 16 s


def test_what_the_mail_only_quotes_names_nobody(policy):
    assert barred(policy, "New words.", new_text="New words.") == ()
    quoted = message(text="New.\n> Bo Jensen wrote")
    assert barred_by(policy, address("eva@corp.example"), replace(quoted, new_text="New.")) == ()


def test_the_requester_may_sign(policy):
    assert "bo" not in barred(policy, "Help me. Bo Jensen", sender="bo@corp.example")


def test_a_target_who_is_kept_out_is_passed_over(policy, alias):
    new = opened(decide(hush(policy), alias, "Bo Jensen shouted."))
    assert (new.owner, new.given.barred, new.given.confidential) == ("sam", ("bo",), True)
    both = opened(decide(hush(policy), alias, "Bo Jensen and Sam Okoye shouted."))
    assert both.owner == "ana"


def test_without_that_word_of_the_rule_nobody_is_kept_out(policy, alias):
    new = opened(decide(policy, alias, "Bo Jensen shouted."))
    assert (new.owner, new.given.barred, new.given.confidential) == ("bo", (), False)


def test_anybody_else_has_it_before_one_who_is_kept_out_and_even_then_exactly_one(policy):
    assert pick(candidates(policy, barred=("ana", "bo", "sam")), "bo").key == "sue"
    assert pick(candidates(policy, barred=EVERYBODY), "bo").key == "bo"
    assert (
        pick(candidates(policy, "bo@corp.example", barred=("ana", "sam", "sue", "carla")), "bo").key
        == "sam"
    )


def test_history_says_who_is_kept_out_and_where_nobody_else_was_left(policy, alias):
    told = [
        e.text
        for e in decide(hush(policy), alias, "Bo Jensen shouted.").effects
        if isinstance(e, LogEvent)
    ]
    assert "kept from Bo Jensen" in told
    names = "Ana Costa, Bo Jensen, Sam Okoye, Sam Smith, Carla Stein"
    decision = decide(hush(policy), alias, names)
    assert opened(decision).owner == "bo"
    assert "nobody else is left, so Bo Jensen has it all the same" in [
        e.text for e in decision.effects if isinstance(e, LogEvent)
    ]


def test_the_receipt_names_nobody_who_is_kept_out_as_the_one_who_steps_in(policy, alias):
    decision = decide(hush(policy), alias, "Sam Okoye shouted.")
    receipt = next(
        e for e in mails(decision) if isinstance(e, SendLetter) and e.letter.name == "receipt"
    )
    assert receipt.letter.slip_name == "Ana Costa"


def test_a_watcher_and_a_gap_reader_who_are_kept_out_hear_nothing(policy, alias):
    decision = decide(hush(policy, watch=("ana", "carla")), alias, "Ana Costa shouted.")
    assert opened(decision).given.watchers == ("carla",)
    assert "ana" not in {e.person for e in mails(decision)}
    gap = replace(policy, fallback=replace(policy.fallback, extras=Extras(confidential=True)))
    heard = decide(gap, alias, "Somebody shouted.", subject="Chair")
    assert ("gap", "ana") in {
        (e.letter.name, e.person) for e in mails(heard) if isinstance(e, SendLetter)
    }
    kept = decide(gap, alias, "Ana Costa shouted.", subject="Chair")
    assert "ana" not in {e.person for e in mails(kept)}


def test_a_watcher_of_a_confidential_request_is_told_that_it_is_there_and_no_word_of_it(
    policy, alias
):
    decision = decide(hush(policy, watch=("carla",)), alias)
    assert [(e.letter.name, e.lane) for e in mails(decision) if e.person == "carla"] == [
        ("watching", Lane.TEAM)
    ]
    known = facts(
        issued("eva@corp.example", Lane.OWNER), on=request(confidential=True, watchers=("carla",))
    )
    assert "carla" not in {e.person for e in mails(decide(policy, alias, known=known))}


def fire(policy, on, hours):
    return on_deadline(Due(on), scene(policy, NOW + timedelta(hours=hours)))


def written(decision):
    return [(e.letter.name, e.person) for e in decision.effects if isinstance(e, SendLetter)]


def test_a_cover_who_is_kept_out_takes_nothing_over(policy):
    assert SetOwner("ana") in fire(policy, request(rung=1, barred=("sam",)), 4).effects
    nobody = fire(policy, request(rung=1, barred=("sam", "ana")), 4)
    assert not any(isinstance(e, SetOwner) for e in nobody.effects)
    bounced = on_undelivered(
        Failed(request(barred=("sam",)), "note_owner", "bo@corp.example", "550"), scene(policy, NOW)
    )
    assert SetOwner("ana") in bounced.effects


def test_a_manager_who_is_kept_out_is_passed_over_for_the_next_who_may_hear(policy):
    assert written(fire(policy, request(rung=2, barred=("ana",)), 24)) == [
        ("slipped_manager", "carla")
    ]
    assert boss(candidates(policy, barred=("ana", "carla")), "bo").key == "sam"  # the fallback's
    assert boss(candidates(policy, barred=("ana", "carla", "sam")), "bo") is None
    unled = replace(policy, fallback=replace(policy.fallback, report_to="sue"))
    assert boss(candidates(unled, barred=("ana", "carla")), "bo").key == "sue"  # who reads of gaps


def test_a_rung_that_tells_only_people_who_are_kept_out_tells_the_next_who_may_hear(policy):
    def only(**step):
        return replace(policy, ladders={"default": Ladder("default", (Rung(75, **step),))})

    on = request(barred=("ana", "sam"))
    assert written(fire(only(tell=(LeadOf("desk"),)), on, 3)) == [("slipped_manager", "carla")]
    assert written(fire(only(tell=(PersonKey("sam"),)), on, 3)) == [("slipped_manager", "carla")]
    assert written(fire(only(tell=("cover",)), on, 3)) == [("slipped_manager", "carla")]
    assert written(fire(only(remind=(LeadOf("desk"),)), on, 3)) == [("reminder", "carla")]
    assert written(fire(only(remind=("owner", LeadOf("desk"))), on, 3)) == [
        ("reminder", "bo"),
        ("reminder", "carla"),
    ]
    entrusted = request(barred=EVERYBODY, entrusted=("bo",))
    silent = fire(only(tell=("manager",)), entrusted, 3)
    assert written(silent) == []
    assert any(isinstance(e, LogEvent) and e.kind == "told nobody" for e in silent.effects)


def test_a_named_target_who_is_kept_out_is_nobody(policy):
    assert named(candidates(policy, barred=("ana",)), LeadOf("desk"), "bo") is None
    assert named(candidates(policy, barred=("sam",)), "cover", "bo").key == "ana"


TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")


@pytest.mark.parametrize("word", ["for sam", "for Sam Okoye"])
def test_an_owner_who_hands_it_to_one_who_is_kept_out_is_asked_back(policy, alias, word):
    known = facts(TO_BO, on=request(confidential=True, barred=("sam",)))
    decision = decide(policy, alias, word, "bo@corp.example", known)
    assert [(e.letter.name, e.letter.why, e.letter.names) for e in mails(decision)] == [
        ("ask_back", "barred", ["Sam Okoye"])
    ]
    assert (
        next(e.disposition for e in decision.effects if isinstance(e, Dispose))
        is Disposition.ASKED_BACK
    )


def test_a_team_named_by_the_owner_gives_it_to_a_member_who_may_have_it(policy, alias):
    known = facts(
        issued("ana@corp.example", Lane.REQUESTER, "ana"), on=request(owner="ana", barred=("bo",))
    )
    decision = decide(policy, alias, "for desk", "ana@corp.example", known)
    assert SetOwner("sam", by_hand=True) in decision.effects


def test_one_who_is_kept_out_cannot_take_it(policy, alias):
    known = facts(
        issued("sam@corp.example", Lane.TEAM, "sam"), on=request(confidential=True, barred=("sam",))
    )
    decision = decide(policy, alias, "mine", "sam@corp.example", known)
    assert [(e.note.name, e.person) for e in mails(decision)] == [("note_team", "bo")]
    assert not any(isinstance(e, SetOwner) for e in decision.effects)


def test_an_admin_may_give_it_to_anybody_by_hand_and_is_told_what_that_means(policy):
    decision = on_command(
        Assign(request(confidential=True, barred=("sam",)), "sam"), scene(policy, NOW)
    )
    assert SetOwner("sam", by_hand=True) in decision.effects
    assert "kept out of it because it is confidential" in decision.reason
    assert "kept out" not in on_command(Assign(request(), "sam"), scene(policy, NOW)).reason


def test_an_admin_who_is_kept_out_is_not_told_that_it_is_held(policy, alias):
    admins = replace(alias, admins=("ana@corp.example", "priya@corp.example"))
    full = spent((Budget.CONVERSATION, "1 unproven eva@corp.example"))
    flood = facts(Known(1, Hint.REFERENCE), on=request(barred=("ana",)), spent=full)

    def told(at):
        letters = [e for e in mails(decide(policy, at, known=flood)) if e.letter == Held()]
        return [e.to.email for e in letters]

    assert told(admins) == ["priya@corp.example"]
    assert told(replace(alias, admins=("ana@corp.example",))) == []  # `status` says it


def test_a_mail_without_proof_is_filed_although_nobody_may_hear_of_it(policy, alias):
    """Its former owner is kept out, and its owner has left the people file."""
    on = request(owner="gone", former_owners=("sam",), barred=("sam",), confidential=True)
    known = facts(issued("sam@corp.example", Lane.REQUESTER, "sam"), on=on)
    decision = decide(policy, replace(alias, strict=True), sender="sam@corp.example", known=known)
    assert mails(decision) == []
    assert (
        next(e.disposition for e in decision.effects if isinstance(e, Dispose))
        is Disposition.UNVERIFIED
    )


@pytest.mark.parametrize(
    ("text", "barred"),
    [
        ("add Sam Okoye\nHe helps me.", ()),
        ("drop Tom\nHe need not read it.", ()),
        ("add Sam Okoye\nIt was Sue Smith.", ("sue",)),
        ("add sam okoye shouted", ("sam",)),
        ("Drop the rest. It was Sam Okoye.", ("sam",)),
        ("drop Sam Okoye\nHe did it.", ("sam",)),
    ],
)
def test_a_word_that_has_somebody_join_keeps_nobody_out(policy, alias, text, barred):
    """What only begins like one is said about people, and so is a `drop` of nobody in copy."""
    tom = address("tom@corp.example", "Tom Berg")
    asked = request(confidential=True, copied=(tom,))
    people = {**policy.people, "sue": replace(policy.people["sue"], name="Sue Smith")}
    mail = message("eva@corp.example", "Re: it", text)
    known = facts(issued("eva@corp.example", Lane.OWNER), on=asked)
    case = case_of(mail, PERSON, known, alias, scene(replace(policy, people=people)))
    assert grown(case, asked)[0].given.barred == barred
