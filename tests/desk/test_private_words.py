"""What somebody wrote inside the team is answered inside the team, whatever word stands above."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailtracker.desk.effects import (
    Dispose,
    Disposition,
    Relay,
    SendLetter,
    SetOwner,
    SetStatus,
)
from mailtracker.desk.letters import AskBack, Confirm
from mailtracker.desk.notes import NoteTeam
from mailtracker.desk.request import Lane
from mailtracker.mail.message import Address
from tests.desk.makers import PERSON, decided, facts, issued, message, request, scene

ANA, BO, EVA = "ana@corp.example", "bo@corp.example", "eva@corp.example"


def word_of_ana(author=ANA):
    """A mail of ours to the owner that carried what Ana wrote to him alone."""
    return replace(issued(BO, Lane.TEAM, "bo"), letter="note_team", about_author=author)


def relays(decision):
    return [effect for effect in decision.effects if isinstance(effect, Relay)]


def letters(decision):
    return [effect for effect in decision.effects if isinstance(effect, SendLetter)]


@pytest.mark.parametrize("word", ["", "done\n\n", "mine\n\n", "add sue\n\n"])
def test_the_answer_to_a_colleague_is_for_that_colleague_alone(word, policy, alias):
    mail = message(BO, text=f"{word}She never reads what we write.")
    decision = decided(mail, PERSON, facts(word_of_ana()), alias, scene(policy))
    assert [one.to.email for one in relays(decision)] == [ANA]


@pytest.mark.parametrize("word", ["", "done\n\n", "mine\n\n", "add sue\n\n"])
@pytest.mark.parametrize("author", [ANA, ""], ids=["barred", "nobody"])
def test_where_nothing_may_go_back_it_is_asked_back_and_goes_nowhere(word, author, policy, alias):
    mail = message(BO, text=f"{word}She never reads what we write.")
    known = facts(word_of_ana(author), on=request(confidential=True, barred=("ana",)))
    decision = decided(mail, PERSON, known, alias, scene(policy))
    (asked,) = letters(decision)
    assert isinstance(asked.letter, AskBack)
    assert (asked.letter.why, asked.letter.sendable) == ("private", True)
    assert relays(decision) == []
    kept = [one.disposition for one in decision.effects if isinstance(one, Dispose)]
    assert kept == [Disposition.ASKED_BACK]


def test_sent_after_all_it_goes_to_the_requester(policy, alias):
    known = facts(word_of_ana(), on=request(confidential=True, barred=("ana",)), confirmed=True)
    mail = message(BO, text="It works again.")
    decision = decided(mail, PERSON, known, alias, scene(policy))
    assert [one.to.email for one in relays(decision)] == [EVA]


def test_who_is_kept_out_is_not_promised_an_answer(policy, alias):
    known = facts(
        issued(ANA, Lane.REQUESTER, "ana"), on=request(confidential=True, barred=("ana",))
    )
    decision = decided(message(ANA, text="What is it?"), PERSON, known, alias, scene(policy))
    assert [one.note for one in relays(decision)] == [NoteTeam("Ana Costa", answers=False)]


@pytest.mark.parametrize("lane", [Lane.TEAM, Lane.REQUESTER])
def test_sending_what_was_kept_gives_nobody_another_lane(lane, policy, alias):
    """A letter to a watcher in the owner's lane would make a former owner of them."""
    who = "sue" if lane is Lane.TEAM else "bo"
    asked = replace(issued(f"{who}@corp.example", lane, who), letter="ask_back", about_line=9)
    mail = message(f"{who}@corp.example", text="send")
    known = facts(asked, on=request(watchers=("sue",)))
    (told,) = letters(decided(mail, PERSON, known, alias, scene(policy)))
    assert isinstance(told.letter, Confirm)
    assert told.lane is lane


def test_an_admin_without_an_entry_speaks_by_name_and_address(policy, alias):
    mail = replace(message("x@x.example", text="Pay it."), sender=None)
    mail = replace(mail, sender=Address("Carla Stein", "priya@corp.example"))
    letter = replace(issued("priya@corp.example", Lane.TEAM), letter="held")
    (relay,) = relays(decided(mail, PERSON, facts(letter), alias, scene(policy)))
    assert relay.author.shown == "Carla Stein (priya@corp.example)"


@pytest.mark.parametrize(("home", "begins"), [("corp.example", "Pay 5,000."), ("x.example", "")])
def test_who_is_asked_sees_what_it_is_about(home, begins, policy, alias):
    """Inside; nobody's words go to an address that is not ours."""
    mail, at = message(BO, text="\nPay 5,000.\nNow."), replace(alias, home=(home,))
    denied = replace(PERSON, verified=False, verdict="DMARC failed")
    known = facts(issued(BO, Lane.REQUESTER, "bo"))
    (asked,) = letters(decided(mail, denied, known, at, scene(policy)))
    assert asked.letter == AskBack("disproven", begins)


def test_a_word_of_somebody_above_offers_nothing_that_they_may_not(policy, alias):
    """A manager who hands it on with words cannot have them sent to the requester."""
    for who, lane, offered in (("ana", Lane.TEAM, False), ("bo", Lane.REQUESTER, True)):
        email = f"{who}@corp.example"
        mail = message(email, text="for sam\n\nShe waits since May.")
        decision = decided(mail, PERSON, facts(issued(email, lane, who)), alias, scene(policy))
        (told,) = [one for one in letters(decision) if isinstance(one.letter, Confirm)]
        assert (told.lane, told.about_mail, told.letter.text_to) == (lane, offered, "Sam Okoye")


def test_the_requester_reads_that_an_answer_reaches_the_owner(policy, alias):
    mail = message(EVA, text="add sue")
    decision = decided(mail, PERSON, facts(issued(EVA, Lane.OWNER)), alias, scene(policy))
    assert [one.letter.to_requester for one in letters(decision)] == [True]


BELOW = "for sam\n\nShe has the old client."


@pytest.mark.parametrize("text", ["for sam", BELOW], ids=["bare", "with remarks"])
def test_who_confirms_a_hand_over_hands_it_over_and_the_requester_reads_nothing(
    text, policy, alias
):
    """It was kept because nobody knew whose mail it is; what it says stays what it was."""
    known = replace(facts(issued(BO, Lane.REQUESTER, "bo")), confirmed=True, confirmed_by="bo")
    mail = message("bo.private@mail.example", text=text)
    decision = decided(mail, PERSON, known, alias, scene(policy))
    assert {one.to.email for one in relays(decision)} <= {"sam@corp.example"}
    assert not [one for one in decision.effects if isinstance(one, SetStatus)]
    assert [one.owner for one in decision.effects if isinstance(one, SetOwner)] == ["sam"]


@pytest.mark.parametrize(
    ("text", "owner"), [(BELOW, "sam"), ("for sam\n\nHi Eva,\ntry the new client.", "bo")]
)
def test_what_stands_below_a_hand_over_is_sent_without_the_word(text, owner, policy, alias):
    """After it went to who was named, or was asked about for its greeting."""
    about = request(owner=owner, former_owners=("bo",) if owner == "sam" else ())
    known = replace(facts(issued(BO, Lane.REQUESTER, "bo"), on=about), confirmed=True)
    decision = decided(message(BO, text=text), PERSON, known, alias, scene(policy))
    (sent,) = [one for one in relays(decision) if one.to.email == EVA]
    assert sent.cut == "for sam"
    assert not [one for one in decision.effects if isinstance(one, SetOwner)]


def test_what_is_left_of_a_refused_word_inside_is_answered_inside(policy, alias):
    """Its files stayed, its words went: as a letter of ours, in the team's lane."""
    for lane, reached in ((Lane.TEAM, []), (Lane.REQUESTER, [EVA])):
        stay = replace(issued(BO, lane, "bo"), letter="files_stay")
        mail = message(BO, text="She never reads what we write.")
        decision = decided(mail, PERSON, facts(stay), alias, scene(policy))
        assert [one.to.email for one in relays(decision)] == reached
