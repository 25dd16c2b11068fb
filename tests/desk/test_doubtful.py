"""Mail that names nobody for certain as its writer: it opens a request, its owner is told, and it
proves nothing. What of it may reach whom.
"""

from __future__ import annotations

import pytest

from mailtracker.desk.authors import Author, Origin
from mailtracker.desk.effects import (
    AddParticipant,
    Because,
    Dispose,
    Disposition,
    Effect,
    Judged,
    LogEvent,
    NoteBystanders,
    OpenRequest,
    Relay,
    SendLetter,
    StartClock,
    StopClock,
)
from mailtracker.desk.facts import Hint, Known
from mailtracker.desk.gate import decide as gate
from mailtracker.desk.letters import Closed
from mailtracker.desk.notes import NoteRequester
from mailtracker.desk.request import Lane, Status
from mailtracker.letters.spoken import in_from
from mailtracker.mail.message import Address, Classified, Kind, Proof
from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand
from tests.desk.makers import PERSON, address, decided, facts, issued, message, request, scene

HEAD = b"To: it-help@corp.example\r\nSubject: VPN drops\r\nMessage-ID: <d1@client.example>\r\n"
FROMS = {
    "words beside a bare address": b"From: Ana Silva ana@corp.example\r\n",
    "two mailboxes": b"From: Eva Lund <eva@corp.example>, Lee Park <lee@corp.example>\r\n",
    "two fields": b"From: Eva Lund <eva@corp.example>\r\nFrom: Lee <lee@corp.example>\r\n",
    "a group": b"From: Staff: eva@corp.example, lee@corp.example;\r\n",
    "an empty group": b"From: undisclosed:;\r\n",
    "no address": b"From: Eva Lund\r\n",
    "only brackets": b"From: <>\r\n",
    "nothing": b"From: \r\n",
    "no field": b"",
    "another address in front": b"From: eva@corp.example <lee@example.com>\r\n",
    "a route": b"From: <@relay.example:eva@corp.example>\r\n",
    "a link": b"From: <mailto:eva@corp.example>\r\n",
    "an encoded word around it all": b"From: =?utf-8?q?Eva_=3Ceva=40corp=2Eexample=3E?=\r\n",
}
TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
NOBODY = Address("Ana Silva ana@corp.example (?)", "")


def letters(decision):
    names = []
    for effect in decision.effects:
        if isinstance(effect, SendLetter):
            names.append(effect.letter.name)
        elif isinstance(effect, Relay):
            names.append(effect.note.name)
    return names


def only(decision, kind):
    (found,) = [effect for effect in decision.effects if isinstance(effect, kind)]
    return found


def came(policy, alias, field, known=None, body=b"\r\nEvery hour.\r\n"):
    mail, classified = understand(field + HEAD + body, Site())
    return decided(mail, classified, known or facts(), alias, scene(policy))


@pytest.mark.parametrize("field", FROMS.values(), ids=FROMS.keys())
def test_it_opens_a_request_without_a_receipt_and_its_owner_reads_that_it_is_in_doubt(
    policy, alias, field
):
    decision = came(policy, alias, field)
    opened, carried = only(decision, OpenRequest), only(decision, Relay)
    assert only(decision, Dispose).disposition is Disposition.OPENED
    assert only(decision, Judged).proof is Proof.UNKNOWN
    assert (opened.requester.email, opened.quiet, opened.copied) == ("", True, ())
    assert opened.requester.name.endswith("(?)")
    assert (carried.to.email, carried.author.origin) == ("bo@corp.example", Origin.DOUBTFUL)
    assert letters(decision) == ["note_owner"]
    assert any(isinstance(effect, StartClock) for effect in decision.effects)


def test_what_from_says_is_shown_to_the_owner_and_stands_in_no_from_of_ours(policy, alias):
    decision = came(policy, alias, FROMS["words beside a bare address"])
    assert only(decision, Relay).author.name == "Ana Silva ana@corp.example (?)"
    assert "Ana" not in in_from(only(decision, Relay).author, "en")


def test_whoever_may_have_written_it_takes_no_part_until_the_owner_says_so(policy, alias):
    decision = came(policy, alias, FROMS["two mailboxes"])
    beside = only(decision, NoteBystanders).who
    assert [one.email for one in beside] == ["eva@corp.example", "lee@corp.example"]
    assert not any(isinstance(effect, AddParticipant) for effect in decision.effects)


@pytest.mark.parametrize(
    ("fields", "shown", "beside"),
    [
        (
            b"Reply-To: Eva <eva@corp.example>\r\n",
            "Eva <eva@corp.example> (?)",
            ["eva@corp.example"],
        ),
        (
            b"From: <>\r\nReply-To: eva@corp.example\r\n",
            "eva@corp.example (?)",
            ["eva@corp.example"],
        ),
        (b"Sender: eva@corp.example\r\n", "eva@corp.example (?)", []),
        (b"Return-Path: <eva@corp.example>\r\n", "<eva@corp.example> (?)", []),
        (b"Return-Path: <>\r\n", "(?)", []),
    ],
)
def test_where_from_says_nothing_another_field_is_shown(policy, alias, fields, shown, beside):
    decision = came(policy, alias, fields)
    assert only(decision, OpenRequest).requester == Address(shown, "")
    noted = [effect for effect in decision.effects if isinstance(effect, NoteBystanders)]
    assert [one.email for effect in noted for one in effect.who] == beside


def test_an_owner_who_has_the_mail_already_gets_it_once_more_with_our_warning(policy, alias):
    decision = came(policy, alias, b"From: Eva eva@corp.example\r\nCc: bo@corp.example\r\n")
    assert letters(decision) == ["note_owner"]


@pytest.mark.parametrize("field", [b"it-help@corp.example", b"IT it-help+x@corp.example"])
def test_what_names_an_alias_of_ours_is_put_aside(policy, alias, field):
    decision = came(policy, alias, b"From: Eva <eva@corp.example>, " + field + b"\r\n")
    assert only(decision, Dispose).disposition is Disposition.QUARANTINE


@pytest.mark.parametrize("kind", [Kind.BOUNCE, Kind.AUTO_REPLY])
def test_a_machine_opens_nothing_by_it(policy, alias, kind):
    mail, machine = message(sender=""), Classified(kind, False, "a machine")
    decision = decided(mail, machine, facts(), alias, scene(policy))
    assert only(decision, Dispose).disposition is Disposition.IGNORED


ASKS = [address("eva@corp.example", "Eva Lund"), NOBODY]
"""Also where the requester is in doubt as well: nobody is not the same as nobody."""


@pytest.mark.parametrize("asks", ASKS)
def test_with_an_id_that_the_owner_had_they_are_asked_at_the_address_on_file(policy, alias, asks):
    known = facts(TO_BO, on=request(requester=asks))
    decision = came(policy, alias, FROMS["two fields"], known, b"\r\nDone, it works.\r\n")
    assert not any(isinstance(effect, StopClock | Relay) for effect in decision.effects)
    asked = only(decision, SendLetter)
    assert (asked.to.email, asked.letter.name) == ("bo@corp.example", "elsewhere")
    assert (asked.letter.from_[:8], asked.letter.on_file) == ("Eva Lund", "")


@pytest.mark.parametrize("asks", ASKS)
def test_with_an_id_that_the_requester_had_it_reaches_the_owner_alone(policy, alias, asks):
    known = facts(issued("eva@corp.example", Lane.OWNER), on=request(requester=asks))
    decision = came(policy, alias, FROMS["two fields"], known, b"\r\nStill dead.\r\n")
    assert not any(isinstance(effect, OpenRequest | StopClock) for effect in decision.effects)
    carried = only(decision, Relay)
    assert (carried.to.email, carried.note.name) == ("bo@corp.example", "note_elsewhere")
    assert carried.author.origin is Origin.DOUBTFUL


def test_in_answer_to_all_its_words_reach_the_owner_alone(policy, alias):
    known = facts(Known(1, Hint.MESSAGE_ID), on=request(owner="bo"))
    field = FROMS["two mailboxes"] + b"Cc: eva@corp.example\r\n"
    decision = came(policy, alias, field, known)
    assert [(only(decision, Relay).to.email, *letters(decision))] == [
        ("bo@corp.example", "note_beside")
    ]


def answer(policy, alias, text, on=None, **more):
    mail = message("bo@corp.example", text=text, **more)
    known = facts(TO_BO, on=on or request(requester=NOBODY))
    return decided(mail, PERSON, known, alias, scene(policy))


@pytest.mark.parametrize("text", ["Restart it.", "done\n\nRestart it.", "mine\n\nI look at it."])
def test_an_answer_that_nobody_would_read_is_asked_back_and_keeps_no_promise(policy, alias, text):
    decision = answer(policy, alias, text)
    asked = only(decision, SendLetter)
    assert (asked.letter.name, asked.letter.why) == ("ask_back", "unread")
    assert (asked.to.email, asked.letter.sendable) == ("bo@corp.example", False)
    assert only(decision, Dispose).disposition is Disposition.ASKED_BACK
    assert not any(isinstance(effect, StopClock) for effect in decision.effects)


def test_done_closes_it_and_writes_to_nobody(policy, alias):
    decision = answer(policy, alias, "done")
    assert letters(decision) == ["confirm"]
    assert LogEvent("not sent", "closed: there is nobody to write to") in decision.effects


def test_for_somebody_hands_it_on_with_the_words_below(policy, alias):
    decision = answer(policy, alias, "for sam\n\nPlease look who that is.")
    assert "note_team" in letters(decision)
    assert "ask_back" not in letters(decision)


def test_who_is_taken_in_reads_what_stands_below_and_the_promise_is_kept(policy, alias):
    on = request(requester=NOBODY, bystanders=(address("ana.s@corp.example", "Ana Silva"),))
    decision = answer(policy, alias, "add ana.s@corp.example\n\nRestart it.", on)
    (carried,) = [effect for effect in decision.effects if isinstance(effect, Relay)]
    assert (carried.to.email, carried.note.name) == ("ana.s@corp.example", "note_copied")
    assert StopClock(answered=True) in decision.effects


@pytest.mark.parametrize("more", ["in copy of the request", "in copy of the answer"])
def test_an_answer_that_somebody_reads_keeps_the_promise(policy, alias, more):
    lee = address("lee@corp.example")
    on = request(requester=NOBODY, copied=(lee,) if more == "in copy of the request" else ())
    decision = answer(policy, alias, "Restart it.", on, cc=() if on.copied else (lee,))
    assert StopClock(answered=True) in decision.effects
    assert ("note_copied" in letters(decision)) is bool(on.copied)


def test_nothing_that_any_room_wants_to_send_to_nobody_gets_through(policy):
    """The gate: whoever forgets to ask."""
    somebody = Author("Bo", "bo@corp.example", Origin.KNOWN)
    wanted: list[Effect | Because] = [
        Because("a test"),
        SendLetter(Closed(False), NOBODY, "", Lane.OWNER, auto=""),
        Relay(NoteRequester(), NOBODY, "", Lane.OWNER, somebody),
    ]
    done = gate(wanted, request(requester=NOBODY, status=Status.CLOSED), policy)
    assert letters(done) == []
    assert [effect.kind for effect in done.effects] == ["not sent", "not sent"]


@pytest.mark.parametrize("field", [FROMS["words beside a bare address"], FROMS["two fields"]])
@pytest.mark.parametrize(
    ("more", "told"), [(b"", ""), (b"Cc: Max Bo <max@corp.example>\r\n", "unproven")]
)
def test_who_may_have_written_it_is_not_said_to_be_in_copy(field, more, told, policy, alias):
    """Only who stands in To or Cc is."""
    decision = came(policy, alias, field + more)
    (note,) = [one.note for one in decision.effects if isinstance(one, Relay)]
    assert note.not_joined == told
