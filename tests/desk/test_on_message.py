"""The order of questions, and the effects of the answers."""

from dataclasses import replace

import pytest

from mailtracker.desk.budgets import Budget
from mailtracker.desk.effects import (
    ConfirmDelivery,
    Dispose,
    Disposition,
    DropParticipant,
    NoteServerId,
    OpenRequest,
    Relay,
    SendLetter,
    SetStatus,
    StartClock,
    StopClock,
)
from mailtracker.desk.facts import Facts, Hint, Known
from mailtracker.desk.request import Lane, ProvenBy, State, Status
from mailtracker.mail.message import Classified, Failure, Kind
from tests.desk.makers import (
    NOW,
    PERSON,
    address,
    decided,
    facts,
    issued,
    message,
    request,
    returned,
    scene,
    spent,
    staffed,
)

TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
TO_EVA = issued("eva@corp.example", Lane.OWNER)


def decide(policy, alias, mail, known=None, classified=PERSON):
    return decided(mail, classified, known or Facts(), alias, scene(policy, NOW))


def disposition(decision):
    return next(e.disposition for e in decision.effects if isinstance(e, Dispose))


def letters(decision):
    return [
        e.letter.name if isinstance(e, SendLetter) else e.note.name
        for e in decision.effects
        if isinstance(e, SendLetter | Relay)
    ]


def test_a_new_message_opens_a_request_with_receipt_and_relay(policy, alias):
    decision = decide(policy, alias, message())
    assert disposition(decision) is Disposition.OPENED
    assert letters(decision) == ["receipt", "note_owner"]
    opened = next(e for e in decision.effects if isinstance(e, OpenRequest))
    assert (opened.owner, opened.given.rule, opened.prefix) == ("bo", "vpn", "IT")
    assert any(isinstance(e, StartClock) for e in decision.effects)


def test_our_own_mail_is_recognised_before_anything_else(policy, alias):
    decision = decide(policy, alias, message(), Facts(own=True, duplicate_of="something"))
    assert disposition(decision) is Disposition.IGNORED


def test_a_duplicate_carries_nothing_on(policy, alias):
    decision = decide(policy, alias, message(), Facts(duplicate_of="IT help/1/7"))
    assert disposition(decision) is Disposition.DUPLICATE
    assert letters(decision) == []


@pytest.mark.parametrize("kind", [Kind.AUTO_REPLY, Kind.OWN, Kind.BOUNCE])
def test_machines_open_nothing(policy, alias, kind):
    decision = decide(policy, alias, message(), classified=Classified(kind, False, "a machine"))
    assert disposition(decision) is Disposition.IGNORED
    assert letters(decision) == []


def test_a_mail_without_a_usable_sender_opens_a_request(policy, alias):
    decision = decide(policy, alias, message(sender=""))
    assert disposition(decision) is Disposition.OPENED


def test_the_alias_itself_never_asks(policy, alias):
    assert (
        disposition(decide(policy, alias, message("IT-Help@corp.example"))) is Disposition.IGNORED
    )


def test_nobody_in_a_list_or_without_reply_gets_a_receipt_but_the_owner_gets_the_mail(
    policy, alias
):
    decision = decide(
        policy, alias, message(), classified=Classified(Kind.PERSON, False, "a mailing list")
    )
    assert letters(decision) == ["note_owner"]


def test_an_answer_settles_the_promise(policy, alias):
    decision = decide(policy, alias, message("bo@corp.example", text="Restart it."), facts(TO_BO))
    assert letters(decision) == ["note_requester"]
    assert StopClock(answered=True) in decision.effects
    assert SetStatus(Status.ANSWERED) in decision.effects


def test_an_answer_of_the_owner_to_a_closed_request_leaves_it_closed(policy, alias):
    closed = request(status=Status.CLOSED, unanswered_since=None, promised_at=None, due_at=None)
    decision = decide(
        policy, alias, message("bo@corp.example", text="One more thing."), facts(TO_BO, on=closed)
    )
    assert not any(isinstance(e, SetStatus) for e in decision.effects)
    assert letters(decision) == ["note_requester"]


def test_an_empty_answer_keeps_no_promise(policy, alias):
    decision = decide(policy, alias, message("bo@corp.example", text="  "), facts(TO_BO))
    assert disposition(decision) is Disposition.ASKED_BACK
    assert letters(decision) == ["ask_back"]


def test_an_uncertain_mail_that_somebody_answers_has_arrived(policy, alias):
    decision = decide(policy, alias, message(), facts(replace(TO_EVA, state=State.UNCERTAIN)))
    assert ConfirmDelivery(7) in decision.effects


def test_a_message_is_not_carried_to_whom_it_was_sent_directly(policy, alias):
    mail = message("bo@corp.example", text="Restart it.", cc=(address("eva@corp.example"),))
    assert letters(decide(policy, alias, mail, facts(TO_BO))) == []


def test_an_outsider_in_copy_never_joins_by_being_there(policy, alias):
    mail = message(
        cc=(
            address("lee@corp.example"),
            address("x@example.com"),
            address("it-help+1abc@corp.example"),
        )
    )
    opened = next(e for e in decide(policy, alias, mail).effects if isinstance(e, OpenRequest))
    assert [a.email for a in opened.copied] == ["lee@corp.example"]


def bounce(action="failed", recipient="bo@corp.example"):
    return message(
        "mailer-daemon@example.com",
        original_ids=("<k.1@corp.example>",),
        failures=(Failure(recipient, action, "5.1.1", "no such user"),),
    )


BOUNCE = Classified(Kind.BOUNCE, False, "delivery report")


def test_a_bounce_of_the_owners_mail_hands_over_at_once(policy, alias):
    decision = decide(policy, alias, bounce(), facts(returned(TO_BO)), BOUNCE)
    assert "SetOwner" in {type(e).__name__ for e in decision.effects}
    assert disposition(decision) is Disposition.IGNORED


TOLD_ALONE = {"SendLetter", "LogEvent", "Dispose"}


@pytest.mark.parametrize(
    "known",
    [
        facts(TO_BO),
        facts(replace(TO_BO, by_token=False)),
        facts(returned(TO_BO, proves=False)),
        facts(TO_BO, issued("eva@corp.example", Lane.OWNER)),
    ],
)
def test_a_report_that_came_anywhere_else_hands_nothing_over(policy, alias, known):
    """By the reply address, by a returned Message-ID, by an address of its own that is expired."""
    decision = decide(policy, alias, bounce(), known, BOUNCE)
    assert {type(e).__name__ for e in decision.effects} == TOLD_ALONE
    (told,) = [e for e in decision.effects if isinstance(e, SendLetter)]
    assert (told.letter.proven, told.letter.text, told.person) == (False, "", "ana")


def test_what_comes_to_the_envelope_sender_is_a_machine_even_if_a_person_seems_to_write(
    policy, alias
):
    for classified in (PERSON, replace(PERSON, kind=Kind.AUTO_GENERATED, sure=False)):
        decision = decide(
            policy,
            alias,
            message("bo@corp.example", text="done"),
            facts(returned(TO_BO)),
            classified,
        )
        assert [type(e).__name__ for e in decision.effects] == ["Dispose", "LogEvent"]
        assert disposition(decision) is Disposition.IGNORED


def test_words_of_a_person_about_a_failure_are_no_report_even_there(policy, alias):
    """A vacation notice may say "your mail to bo@corp.example"."""
    decision = decide(policy, alias, bounce(), facts(returned(TO_BO)), PERSON)
    assert [type(e).__name__ for e in decision.effects] == ["Dispose", "LogEvent"]


def test_an_uncertain_mail_whose_envelope_sender_is_answered_has_arrived(policy, alias):
    there = returned(replace(TO_BO, state=State.UNCERTAIN))
    assert ConfirmDelivery(7) in decide(policy, alias, message(), facts(there)).effects


def test_a_report_about_a_notice_that_belongs_to_no_request_is_filed(policy, alias):
    decision = decide(
        policy, alias, bounce(), Facts(returned=returned(TO_BO, request_id=None)), BOUNCE
    )
    assert [type(e).__name__ for e in decision.effects] == ["Dispose"]


LEE = address("lee@corp.example")
TO_LEE = replace(issued("lee@corp.example", Lane.OWNER), letter="note_copied")


@pytest.mark.parametrize(
    ("status", "leaves"), [("5.1.1", True), ("5.2.2", False), ("5.7.133", False)]
)
def test_somebody_in_copy_leaves_when_the_address_is_dead_and_not_when_a_mail_is_refused(
    policy, alias, status, leaves
):
    mail = replace(bounce(), failures=(Failure("lee@corp.example", "failed", status, "no"),))
    on = request(copied=(LEE,))
    decision = decide(policy, alias, mail, facts(returned(TO_LEE), on=on), BOUNCE)
    assert (DropParticipant(LEE) in decision.effects) is leaves
    (told,) = [e for e in decision.effects if isinstance(e, SendLetter)]
    assert (told.letter.left, told.once) == (leaves, "lost.20261123")


def test_whoever_lost_a_request_and_is_not_reached_there_is_told_of_by_somebody_above(
    policy, alias
):
    to_former = replace(issued("bo.jensen@corp.example", Lane.REQUESTER, "bo"))
    to_former = replace(to_former, letter="handed_owner")
    mail = replace(bounce(), failures=(Failure("bo.jensen@corp.example", "failed", "5.1.1", ""),))
    on = request(owner="sam", former_owners=("bo",))
    decision = decide(policy, alias, mail, facts(returned(to_former), on=on), BOUNCE)
    (told,) = [e for e in decision.effects if isinstance(e, SendLetter)]
    assert (told.letter.name, told.person, told.letter.new_name) == (
        "unreached",
        "ana",
        "Sam Okoye",
    )


def test_where_nobody_is_above_the_admins_hear_of_it_but_not_one_who_is_barred(policy, alias):
    alone = replace(
        policy,
        fallback=replace(policy.fallback, to="sam", report_to=""),
        teams={},
        people={key: replace(one, manager="") for key, one in policy.people.items()},
    )
    two = replace(alias, admins=("priya@corp.example", "carla@corp.example"))
    mail, there = bounce(), facts(returned(TO_BO), on=request(barred=("carla",)))
    decision = decide(alone, two, mail, there, BOUNCE)
    told = [e.to.email for e in decision.effects if isinstance(e, SendLetter)]
    assert told == ["bo.jensen@corp.example"]
    one_address = staffed(alone, bo={"addresses": ("bo@corp.example",)})
    decision = decide(one_address, two, mail, there, BOUNCE)
    told = [e.to.email for e in decision.effects if isinstance(e, SendLetter)]
    assert told == ["priya@corp.example"]


@pytest.mark.parametrize(
    ("action", "recipient"), [("delayed", "bo@corp.example"), ("failed", "sam@corp.example")]
)
def test_a_delay_or_somebody_elses_bounce_moves_nothing(policy, alias, action, recipient):
    decision = decide(policy, alias, bounce(action, recipient), facts(TO_BO), BOUNCE)
    assert [type(e).__name__ for e in decision.effects] == ["Dispose"]


def test_a_bounce_of_an_answer_opens_the_request_again_and_tells_the_owner(policy, alias):
    answered = request(status=Status.ANSWERED, unanswered_since=None, promised_at=None, due_at=None)
    to_eva = replace(TO_EVA, letter="note_requester")
    decision = decide(
        policy,
        alias,
        bounce(recipient="eva@corp.example"),
        facts(returned(to_eva), on=answered),
        BOUNCE,
    )
    assert SetStatus(Status.OPEN) in decision.effects
    assert letters(decision) == ["undelivered"]


def test_an_admin_outside_the_people_file_reaches_the_owner_and_commands_nothing(policy, alias):
    to_admin = issued("priya@corp.example", Lane.TEAM)
    plain = decide(
        policy, alias, message("priya@corp.example", text="What is going on?"), facts(to_admin)
    )
    assert letters(plain) == ["note_team"]
    word = decide(policy, alias, message("priya@corp.example", text="mine"), facts(to_admin))
    assert letters(word) == ["ask_back"]


def test_a_manager_who_is_asked_back_still_speaks_in_the_team_lane(policy, alias):
    to_ana = issued("ana@corp.example", Lane.TEAM, "ana")
    decision = decide(policy, alias, message("ana@corp.example", text="doen"), facts(to_ana))
    assert [e.lane for e in decision.effects if isinstance(e, SendLetter)] == [Lane.TEAM]


def test_addresses_in_capitals_are_the_same_addresses(policy, alias):
    to_eva = replace(TO_EVA, recipient="Eva@Corp.Example", letter="note_requester")
    on = request(
        requester=address("Eva@Corp.Example"), unanswered_since=None, promised_at=None, due_at=None
    )
    decision = decide(
        policy, alias, bounce(recipient="EVA@corp.example"), facts(returned(to_eva), on=on), BOUNCE
    )
    assert letters(decision) == ["undelivered"]
    assert any(isinstance(e, StartClock) for e in decision.effects)
    admin = issued("Priya@Corp.Example", Lane.TEAM)
    assert letters(decide(policy, alias, message("priya@corp.example"), facts(admin))) == [
        "note_team"
    ]


def test_when_nobody_is_left_who_can_be_reached_somebody_above_is_told(policy, alias):
    on = request(former_owners=("sam", "ana"))
    decision = decide(policy, alias, bounce(), facts(returned(TO_BO), on=on), BOUNCE)
    written = [e for e in decision.effects if isinstance(e, SendLetter)]
    assert [(e.letter.name, e.person) for e in written] == [("undelivered", "carla")]


ROBOT = Classified(Kind.AUTO_GENERATED, False, "Auto-Submitted says auto-generated")


def test_monitoring_may_add_to_what_it_asked_and_opens_it_again(policy, alias):
    on = request(
        requester=address("nagios@corp.example"),
        quiet=True,
        status=Status.CLOSED,
        unanswered_since=None,
    )
    mail = message("nagios@corp.example")
    assert letters(decide(policy, alias, mail, facts(Known(1, Hint.MESSAGE_ID), on=on), ROBOT)) == [
        "note_reopened"
    ]


@pytest.mark.parametrize("sender", ["eva@corp.example", "bo@corp.example", "eva.lund@corp.example"])
def test_a_generated_mail_that_answers_ours_reaches_nobody_and_opens_nothing(policy, alias, sender):
    decision = decide(policy, alias, message(sender, text="done"), facts(TO_EVA, TO_BO), ROBOT)
    assert letters(decision) == []
    assert disposition(decision) is Disposition.IGNORED


def test_what_a_former_owner_answers_reaches_an_owner_in_copy_once(policy, alias):
    on = request(owner="sam", former_owners=("bo",), copied=(address("sam@corp.example"),))
    decision = decide(policy, alias, message("bo@corp.example"), facts(TO_BO, on=on))
    assert letters(decision) == ["note_requester", "note_answered_for_you"]


def test_whoever_gets_no_receipt_gets_no_other_automatic_mail(policy, alias):
    full = spent((Budget.RECEIPT_OUTSIDE, "unproven x@example.com"))
    decision = decide(policy, alias, message("x@example.com"), Facts(spent=full))
    assert next(e for e in decision.effects if isinstance(e, OpenRequest)).quiet


OPEN_STATES = (State.UNCERTAIN, State.SENDING, State.READY)


@pytest.mark.parametrize("state", State)
def test_our_own_mail_that_comes_back_proves_itself_and_nothing_else_happens(policy, alias, state):
    own = returned(replace(TO_EVA, state=state))
    told = replace(facts(own), returned=None, own=True, own_mail=own)
    decision = decide(policy, alias, message(message_id=own.message_id), told)
    proof = [ConfirmDelivery(7, ProvenBy.ECHO)] if state in OPEN_STATES else []
    assert [*decision.effects[:-1]] == proof
    assert disposition(decision) is Disposition.IGNORED
    assert decision.request_id == 1


def test_our_own_mail_that_comes_back_under_another_id_teaches_that(policy, alias):
    """Known by the id with which it was written, or by its envelope sender."""
    back = returned(replace(TO_EVA, state=State.UNCERTAIN))
    learnt = [ConfirmDelivery(7, ProvenBy.ECHO), NoteServerId(7, "<m1@client.example>")]
    own = Classified(Kind.OWN, False, "ours")
    by_id = replace(facts(back), returned=None, own=True, own_mail=back)
    for told, classified in ((facts(back), own), (by_id, own), (by_id, PERSON)):
        decision = decide(policy, alias, message(), told, classified)
        assert [*decision.effects[:-1]] == learnt
        assert disposition(decision) is Disposition.IGNORED
    nameless = decide(policy, alias, message(message_id=""), by_id, own)
    assert [*nameless.effects[:-1]] == learnt[:1]
    denied = decide(policy, alias, message(), by_id, replace(own, verified=False))
    assert [*denied.effects[:-1]] == learnt[:1]


RETURNS = Classified(Kind.BOUNCE, False, "says so in words", sure=False)


@pytest.mark.parametrize("named", ["<k.1@corp.example>", "<1@server.example>"])
def test_a_report_in_words_is_about_our_mail_by_either_id(policy, alias, named):
    """Of which it brings one back; and is no request."""
    by = "" if named == TO_EVA.message_id else named
    told = facts(replace(TO_EVA, by_token=False, server_id=by))
    about = "bounce of our mail to eva@corp.example"
    mail = message("mailer-daemon@a.example", original_ids=(named,))
    assert decide(policy, alias, mail, told, RETURNS).reason == about
    other = message("mailer-daemon@a.example", original_ids=("<2@server.example>",))
    assert decide(policy, alias, other, told, RETURNS).reason != about


@pytest.mark.parametrize("state", State)
def test_a_citation_proves_whatever_no_server_confirmed_yet(policy, alias, state):
    decision = decide(policy, alias, message(), facts(replace(TO_EVA, state=state)))
    assert (ConfirmDelivery(7) in decision.effects) is (state in OPEN_STATES)
