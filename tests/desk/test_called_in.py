"""A mail that another alias stands in as well: who hears of it there, and who does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailtracker.desk.effects import (
    CallIn,
    Dispose,
    DropParticipant,
    OpenRequest,
    Relay,
    SendLetter,
    SetOwner,
)
from mailtracker.desk.facts import Facts, Hint, Known
from mailtracker.desk.letters import CalledIn
from mailtracker.desk.notes import NoteCalledIn
from mailtracker.desk.request import Lane
from mailtracker.desk.rule_view import mail_view
from mailtracker.mail.message import Kind
from mailtracker.policy.route import route
from mailtracker.rules.load import load_texts
from tests.desk.makers import (
    NOW,
    PERSON,
    RULES,
    address,
    decided,
    facts,
    issued,
    message,
    request,
    scene,
)
from tests.desk.served import SERVED

IT, PAY = address("it-help@corp.example"), address("payroll@corp.example")
TO_CARLA = """  - name: pay
    why: Carla has pay
    when: {to: [payroll@corp.example, salaries@corp.example]}
    to: carla
    promise: normal
"""
TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
TO_EVA = issued("eva@corp.example", Lane.OWNER)
BY_TAG = Known(1, Hint.REFERENCE)


@pytest.fixture
def two(alias):
    names = tuple(one for served in SERVED for one in served.addresses)
    return replace(alias, served=SERVED, addresses=names)


@pytest.fixture(scope="module")
def ruled():
    rules = RULES.replace("rules:\n", f"rules:\n{TO_CARLA}")
    return load_texts({"rules/all.yaml": rules}).at_home(("corp.example",))


def of(kind, decision):
    return [effect for effect in decision.effects if isinstance(effect, kind)]


def called(decision):
    """Who reads it for another alias, and whether they watch from now on."""
    notes = [one for one in of(Relay, decision) if isinstance(one.note, NoteCalledIn)]
    return [(one.person, one.note.watches) for one in notes]


def decide(policy, at, known=None, classified=PERSON, **mail):
    wanted = {"to": (IT,), "cc": (PAY,), **mail}
    return decided(message(**wanted), classified, known or Facts(), at, scene(policy))


@pytest.mark.parametrize(
    ("to", "cc"),
    [
        ((IT, PAY), ()),
        ((IT,), (PAY,)),
        ((IT,), (address("salaries@corp.example"),)),  # another name of it
        ((IT,), (address("Payroll+x@Corp.Example"),)),
        ((address("support@corp.example"), PAY), ()),
        ((IT, PAY), (PAY, IT)),
    ],
)
def test_two_aliases_make_one_request_and_one_word(ruled, two, to, cc):
    decision = decide(ruled, two, to=to, cc=cc)
    (opening,) = of(OpenRequest, decision)
    assert (opening.mailbox, opening.owner) == ("IT help", "bo")
    assert (opening.given.aliases_called, opening.given.called_in) == (("Payroll",), ("carla",))
    assert called(decision) == [("carla", True)]
    assert [one.to.key for one in of(Relay, decision)] == ["bo@corp.example", "carla@corp.example"]


@pytest.mark.parametrize(
    ("to", "cc"),
    [((IT,), ()), ((IT,), (address("support@corp.example"),)), ((IT,), (address("x@y.example"),))],
)
def test_one_alias_by_two_names_is_one(ruled, two, to, cc):
    decision = decide(ruled, two, to=to, cc=cc)
    assert (called(decision), of(OpenRequest, decision)[0].given.aliases_called) == ([], ())


def test_who_has_it_hears_nothing_more(policy, two):
    """Without rules of its own both fall to one team, and to one person of it."""
    bo_only = load_texts(
        {"rules/all.yaml": RULES.replace("fallback: {to: desk", "fallback: {to: bo")}
    )
    assert called(decide(bo_only, two)) == []


def test_nobody_asks_themselves(ruled, two):
    decision = decide(ruled, two, sender="carla@corp.example")
    assert [one.person for one in of(Relay, decision)] == ["bo"]


def test_a_mail_that_one_alias_wants_no_answer_to_is_the_others(two):
    no_answer = "  - {name: news, reason: none, when: {to: it-help@corp.example}, to: nobody}\n"
    rules = RULES.replace("rules:\n", f"rules:\n{no_answer}{TO_CARLA}")
    decision = decide(load_texts({"rules/all.yaml": rules}), two)
    assert (of(OpenRequest, decision)[0].owner, called(decision)) == ("carla", [])


@pytest.mark.parametrize(
    ("sender", "points", "told"),
    [
        ("eva@corp.example", TO_EVA, [("carla", True)]),
        ("bo@corp.example", TO_BO, [("carla", True)]),
        ("sam@corp.example", BY_TAG, [("carla", False)]),  # a team mate's word to the owner
        ("eva.private@mail.example", TO_EVA, [("carla", False)]),
        ("bo@corp.example", BY_TAG, []),  # claims to be the owner: carried to nobody
        ("b.jensen@mail.example", TO_BO, []),  # asked about
    ],
)
def test_who_brings_it_into_a_thread(ruled, two, sender, points, told):
    decision = decide(ruled, two, facts(points), sender=sender, to=(IT,))
    assert called(decision) == told
    stored = [CallIn("Payroll", "carla")] if told == [("carla", True)] else []
    assert of(CallIn, decision) == stored


@pytest.mark.parametrize(("points", "told"), [(TO_BO, [("carla", True)]), (BY_TAG, [])])
def test_an_answer_past_us_brings_it_in_as_well_where_it_proves_who_wrote(ruled, two, points, told):
    to = (address("eva@corp.example"), IT)
    decision = decide(ruled, two, facts(points), sender="bo@corp.example", to=to)
    assert called(decision) == told


@pytest.mark.parametrize("text", ["Thanks, works now.", "\N{THUMBS UP SIGN}", "Tusind tak!"])
def test_thanks_of_who_asked_call_nobody(ruled, two, text):
    mail = {"sender": "eva@corp.example", "to": (IT, PAY)}
    assert called(decide(ruled, two, facts(TO_EVA), text=text, **mail)) == []
    wanted = decide(ruled, two, facts(TO_EVA), text="It is down again.", **mail)
    assert called(wanted) == [("carla", True)]


@pytest.mark.parametrize("text", ["for sam\nHe is a difficult one.", "done", "doen"])
def test_what_is_for_one_colleague_or_for_us_alone_is_for_nobody_else(ruled, two, text):
    decision = decide(ruled, two, facts(TO_BO), sender="bo@corp.example", text=text)
    assert called(decision) == []


FORWARD = "Payroll, please take it.\n\n-------- Forwarded message --------\nFrom: Eva\n\nIt drops."


@pytest.mark.parametrize(
    ("subject", "text"),
    [("Fwd: [IT-1001] VPN", FORWARD), ("Re: [IT-1001] VPN", "not mine, payroll please")],
)
@pytest.mark.parametrize(
    ("sender", "points", "told"),
    [
        ("bo@corp.example", TO_BO, [("carla", False)]),
        ("bo@corp.example", BY_TAG, []),  # perhaps somebody else
        ("b.jensen@mail.example", TO_BO, []),
    ],
)
def test_what_an_owner_passes_on_to_another_alias_is_read_there_and_changes_nothing(
    ruled, two, subject, text, sender, points, told
):
    """And the owner is asked all the same whether the requester shall have it."""
    mail = {"sender": sender, "subject": subject, "text": text, "to": (IT,)}
    decision = decide(ruled, two, facts(points), **mail)
    assert called(decision) == told
    assert [one.person for one in of(Relay, decision)] == [person for person, _ in told]
    assert of(CallIn, decision) == []
    assert len(of(SendLetter, decision)) == 1


def test_an_executed_word_is_cut_there_too(ruled, two):
    text = "done\nTake the other gateway."
    decision = decide(ruled, two, facts(TO_BO), sender="bo@corp.example", text=text)
    (relay,) = [one for one in of(Relay, decision) if one.person == "carla"]
    assert (relay.cut, relay.author.shown, relay.lane) == ("done", "Bo Jensen", Lane.TEAM)


def test_once_it_was_called_nothing_is_told_again(ruled, two):
    on = request(aliases_called=("Payroll",), called_in=("carla",))
    decision = decide(ruled, two, facts(TO_EVA, on=on))
    assert called(decision) == []
    assert [one.note.name for one in of(Relay, decision) if one.person == "carla"] == [
        "note_watching"
    ]


def test_a_denied_mail_calls_nobody(ruled, two):
    denied = replace(PERSON, verified=False)
    assert called(decide(ruled, two, facts(TO_EVA), denied)) == []


def test_a_machines_mail_to_two_aliases_is_one_request_too(ruled, two):
    robot = replace(PERSON, kind=Kind.AUTO_GENERATED)
    assert called(decide(ruled, two, classified=robot)) == [("carla", True)]


@pytest.mark.parametrize(("it_is_strict", "told"), [(False, [("carla", True)]), (True, [])])
def test_a_strict_thread_stays_so_in_a_copy_to_another_alias(ruled, two, it_is_strict, told):
    """`two` itself is not: the mail may have been read there first."""
    served = (replace(SERVED[0], strict=it_is_strict), SERVED[1])
    at = replace(two, served=served, name="Payroll", address="payroll@corp.example")
    decision = decide(ruled, at, facts(TO_BO), sender="bo@corp.example")
    assert called(decision) == told
    assert bool([one for one in of(Relay, decision) if one.to.key == "eva@corp.example"]) == bool(
        told
    )


@pytest.mark.parametrize(
    ("to", "beside", "owner"),
    [((IT, PAY), ("payroll@corp.example",), "bo"), ((PAY, IT), ("it-help@corp.example",), "carla")],
)
def test_commands_that_look_at_rules_see_the_one_that_leads(ruled, to, beside, owner):
    """`explain`, `replay` and tests beside rules know no mailbox that it was read in."""
    seen = mail_view(message(to=to), replace(PERSON, beside=beside), NOW)
    assert route(ruled, seen).to == owner
    assert set(seen.to).isdisjoint(beside)


# -- confidential --------------------------------------------------------------------------


def test_of_a_confidential_request_no_word_is_told_there(ruled, two):
    on = request(confidential=True)
    decision = decide(ruled, two, facts(TO_EVA, on=on))
    letters = [one for one in of(SendLetter, decision) if isinstance(one.letter, CalledIn)]
    assert (called(decision), [one.person for one in letters]) == ([], ["carla"])
    assert {one.once for one in letters} == {"called.Payroll"}
    assert of(CallIn, decision) == []


@pytest.mark.parametrize("on", [None, request(confidential=True)])
def test_who_is_named_by_it_hears_nothing(two, on):
    secret = TO_CARLA.replace("promise: normal", "promise: normal\n    confidential: true")
    policy = load_texts({"rules/all.yaml": RULES.replace("rules:\n", f"rules:\n{secret}")})
    known = facts(TO_EVA, on=on) if on else Facts()
    decision = decide(policy, two, known, text="Carla Stein shouts at us.")
    readers = {one.person for one in of(SendLetter, decision) + of(Relay, decision)}
    assert "carla" not in readers


def test_one_alias_that_is_confidential_makes_all_of_it_so(two):
    secret = TO_CARLA.replace("promise: normal", "promise: normal\n    confidential: true")
    policy = load_texts({"rules/all.yaml": RULES.replace("rules:\n", f"rules:\n{secret}")})
    (opening,) = of(OpenRequest, decide(policy, two))
    assert (opening.owner, opening.given.confidential) == ("bo", True)


def test_who_is_called_in_takes_it_over_by_mine_and_is_heard_by_its_owner_alone(ruled, two):
    def says(text):
        on = request(aliases_called=("Payroll",), called_in=("carla",))
        known = facts(issued("carla@corp.example", Lane.TEAM, "carla"), on=on)
        return decided(message("carla@corp.example", text=text), PERSON, known, two, scene(ruled))

    assert of(SetOwner, says("mine")) == [SetOwner("carla", by_hand=True)]
    (told,) = of(Relay, says("Pay is mine: I will look at the slip."))
    assert (told.to.email, told.lane) == ("bo@corp.example", Lane.TEAM)


def test_who_is_called_in_is_dropped_by_a_word_and_reads_no_more(ruled, two):
    def said(text, **more):
        known = facts(TO_BO, on=request(aliases_called=("Payroll",), called_in=("carla",), **more))
        return decided(message("bo@corp.example", text=text), PERSON, known, two, scene(ruled))

    def read(decision):
        return [one.to.email for one in of(Relay, decision)]

    carla = address("carla@corp.example")
    assert "carla@corp.example" in read(said("It is the cable."))
    assert [one.who.email for one in of(DropParticipant, said("drop carla"))] == [carla.email]
    assert "carla@corp.example" not in read(said("It is the cable.", dropped=(carla,)))
    assert "carla@corp.example" in read(
        said("It is the cable.", watchers=("carla",), dropped=(carla,))
    )


# -- a copy that came unseen ---------------------------------------------------------------


def test_a_hidden_copy_of_a_mail_that_was_not_carried_tells_nobody(ruled, two):
    from mailtracker.desk.case import Incoming
    from mailtracker.desk.on_message import on_message

    def copy(sender, known, **mail):
        same = replace(known, duplicate_of="mail 4", duplicate_request=1)
        to_it = message(sender, to=(IT,), **mail)
        incoming = Incoming(to_it, PERSON, same, two, "Payroll")
        return on_message(incoming, scene(ruled))

    assert called(copy("eva@corp.example", facts(TO_EVA))) == [("carla", True)]
    opening = copy("eva@corp.example", replace(facts(), requests={1: request()}))
    assert called(opening) == [("carla", True)]
    claimed = copy("bo@corp.example", facts(BY_TAG))
    doubtful = copy("bo@corp.example", facts(TO_BO), text="doen")
    for decision in (claimed, doubtful):
        assert (called(decision), of(CallIn, decision)) == ([], [])
    assert len(of(Dispose, opening)) == 1
