"""What the receipt carries: questions and files once, in the reader's
language, and the owner's phone.
"""

from dataclasses import replace

import pytest

from mailtracker.desk.effects import LogEvent, OpenRequest, Relay, SendLetter
from mailtracker.desk.facts import Facts, Hint, Known
from mailtracker.desk.notes import NoteWatching
from mailtracker.desk.request import Lane, Status
from mailtracker.mail.message import Address, Classified, Kind
from mailtracker.policy.help_file import Help
from mailtracker.policy.model import Extras, Question
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
    staffed,
)

WHERE = Question((("en", "At home?"), ("de", "Zu Hause?")))
SINCE = Question((("", "Since when?"),))
GUIDE = Help("guides/vpn.pdf", "application/pdf", b"%PDF")


@pytest.fixture
def helpful(policy):
    given = Extras(tags=("vpn",), attach=("guides/vpn.pdf", "guides/gone.pdf"), ask=(WHERE, SINCE))
    return replace(ruled(policy, extras=given), files={"guides/vpn.pdf": GUIDE})


def decide(policy, alias, mail=None, classified=PERSON, known=None):
    return decided(mail or message(), classified, known or Facts(), alias, scene(policy, NOW))


def receipt(decision):
    return next(
        e for e in decision.effects if isinstance(e, SendLetter) and e.letter.name == "receipt"
    )


def opened(decision):
    return next(e for e in decision.effects if isinstance(e, OpenRequest))


def test_the_receipt_carries_the_questions_and_the_files_that_there_are(helpful, alias):
    decision = decide(helpful, alias)
    sent = receipt(decision)
    assert sent.attach == ("guides/vpn.pdf",)
    assert sent.letter.attached == ("vpn.pdf",)
    assert sent.letter.asked == ("At home?", "Since when?")
    assert (opened(decision).given.attached, opened(decision).given.asked) == (
        ("guides/vpn.pdf",),
        ("At home?", "Since when?"),
    )
    missing = [
        e.text for e in decision.effects if isinstance(e, LogEvent) and e.kind == "not attached"
    ]
    assert missing == ["guides/gone.pdf: the rules have no such file"]


def test_questions_are_asked_in_the_receipts_language(helpful, alias):
    german = decide(helpful, alias, classified=replace(PERSON, language="de"))
    assert receipt(german).letter.asked == ("Zu Hause?", "Since when?")
    assert opened(german).given.asked == ("Zu Hause?", "Since when?")


def test_without_a_receipt_nothing_was_asked_and_nothing_sent(helpful, alias):
    decision = decide(helpful, alias, classified=Classified(Kind.LIST, False, "a mailing list"))
    assert (opened(decision).given.attached, opened(decision).given.asked) == ((), ())
    assert opened(decision).given.tags == ("vpn",)
    assert not any(isinstance(e, SendLetter) and e.attach for e in decision.effects)


def test_the_receipt_of_a_reopening_asks_and_carries_nothing(helpful, alias):
    on = request(
        status=Status.CLOSED,
        unanswered_since=None,
        promised_at=None,
        due_at=None,
        closed_at=NOW,
        asked=("At home?",),
    )
    decision = decide(helpful, alias, known=facts(issued("eva@corp.example", Lane.OWNER), on=on))
    again = receipt(decision)
    assert again.letter.reopened is True
    assert (again.attach, again.letter.asked, again.letter.attached) == ((), (), ())


@pytest.mark.parametrize(
    ("own", "ruled_to", "detected", "spoken"),
    [
        ("", "", "de", "de"),
        ("", "de", "en", "de"),  # the rule before what was detected
        ("en", "de", "de", "en"),  # the person's own before the rule
        ("", "fr", "de", "de"),  # no templates: as if the rule named none
        ("", "", "", ""),  # nothing tells it: the mailbox's, until something does
        ("nl", "", "", ""),  # no templates
        ("nl", "", "de", "de"),
        ("de-at", "", "en", "de"),
    ],
)
def test_the_language_is_the_persons_then_the_rules_then_the_mails(
    policy, alias, own, ruled_to, detected, spoken
):
    rules = ruled(staffed(policy, sue={"language": own}), language=ruled_to)
    decision = decide(rules, alias, message("sue@corp.example"), replace(PERSON, language=detected))
    assert opened(decision).language == spoken


def test_the_receipt_names_the_owners_phone_to_people_of_the_house(policy, alias):
    rules = staffed(policy, bo={"phone": "+45 12 34 56 78"})
    assert receipt(decide(rules, alias)).letter.phone == "+45 12 34 56 78"
    assert receipt(decide(policy, alias)).letter.phone == ""
    assert receipt(decide(rules, alias, message("x@example.com"))).letter.phone == ""
    hush = ruled(rules, extras=Extras(confidential=True))
    assert receipt(decide(hush, alias)).letter.phone == ""


WATCHED = Extras(watch=("ana", "carla", "bo", "somebody-who-left"))


def watching(decision):
    return [
        (e.person, e.lane, e.note.first)
        for e in decision.effects
        if isinstance(e, Relay) and isinstance(e.note, NoteWatching)
    ]


def test_watchers_get_the_opening_mail_but_not_its_owner_nor_who_has_it_already(policy, alias):
    rules = ruled(policy, extras=WATCHED)
    assert watching(decide(rules, alias)) == [("ana", Lane.TEAM, True), ("carla", Lane.TEAM, True)]
    in_copy = message(cc=(Address("", "Ana@corp.example"),))
    assert watching(decide(rules, alias, in_copy)) == [("carla", Lane.TEAM, True)]
    assert watching(decide(rules, alias, message("carla@corp.example"))) == [
        ("ana", Lane.TEAM, True)
    ]
    assert opened(decide(rules, alias)).given.watchers == WATCHED.watch


ON = {"watchers": WATCHED.watch}
TO_EVA, TO_BO = (
    issued("eva@corp.example", Lane.OWNER),
    issued("bo@corp.example", Lane.REQUESTER, "bo"),
)


def test_watchers_get_what_either_side_writes_later(policy, alias):
    asked = decide(policy, alias, known=facts(TO_EVA, on=request(**ON)))
    assert watching(asked) == [("ana", Lane.TEAM, False), ("carla", Lane.TEAM, False)]
    answered = decide(
        policy, alias, message("bo@corp.example"), known=facts(TO_BO, on=request(**ON))
    )
    assert watching(answered) == [("ana", Lane.TEAM, False), ("carla", Lane.TEAM, False)]
    assert {
        e.author.name for e in answered.effects if isinstance(e, Relay) and e.person == "ana"
    } == {"Bo Jensen"}


def test_the_word_of_the_owner_is_cut_for_watchers_as_well(policy, alias):
    decision = decide(
        policy,
        alias,
        message("bo@corp.example", text="done\nRestart it."),
        known=facts(TO_BO, on=request(**ON)),
    )
    assert {e.cut for e in decision.effects if isinstance(e, Relay)} == {"done"}


def test_nobody_gets_a_message_twice_because_they_watch(policy, alias):
    copied = request(**ON, copied=(Address("", "ana@corp.example"),))
    for mail, known in ((message(), TO_EVA), (message("bo@corp.example"), TO_BO)):
        decision = decide(policy, alias, mail, known=facts(known, on=copied))
        reached = [e.to.key for e in decision.effects if isinstance(e, Relay)]
        assert len(reached) == len(set(reached))
        assert [person for person, *_ in watching(decision)] == ["carla"]


def test_what_a_watcher_answers_reaches_the_owner_and_not_the_requester(policy, alias):
    known = facts(issued("ana@corp.example", Lane.TEAM, "ana"), on=request(**ON))
    decision = decide(policy, alias, message("ana@corp.example", text="Ask Lee."), known=known)
    assert [(e.note.name, e.person) for e in decision.effects if isinstance(e, Relay)] == [
        ("note_team", "bo")
    ]


GREETED = [
    ("eva@corp.example", "Eva Lund", None, "Eva Lund"),
    ("x@out.example", "Eva Lund", None, ""),
    ("x@out.example", "bo@corp.example", None, ""),
    ("x@out.example", "http://x.example/pay now", True, ""),
    ("x@out.example", "Eva Lund", True, "Eva Lund"),
    ("bo@corp.example", "Carla Stein", True, "Bo Jensen"),
]


@pytest.mark.parametrize(("email", "name", "verified", "greeted"), GREETED)
def test_nobody_unproven_is_greeted_by_a_name_that_the_sender_chose(
    email, name, verified, greeted, policy, alias
):
    """The address may be a victim's, the name a message to them; when it opens again as well."""
    sender, classified = address(email, name), replace(PERSON, verified=verified)
    mail = replace(message(email), sender=sender)
    closed = request(requester=sender, status=Status.CLOSED, unanswered_since=None)
    answers = facts(Known(1, Hint.REFERENCE), on=closed)
    for known in (facts(), answers):
        decision = decided(mail, classified, known, alias, scene(policy))
        sent = [e for e in decision.effects if isinstance(e, SendLetter)]
        assert [e.to.name for e in sent if e.to.key == email] == [greeted]
