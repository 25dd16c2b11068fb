"""What a mail about an appointment is to a request: by whom, and what it changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.appointments import MAX_ENTRIES, invited_to, note_entries, notes_of
from mailtracker.desk.effects import (
    Dispose,
    NoteEntry,
    OpenRequest,
    Relay,
    SetStatus,
    StartClock,
    StopClock,
)
from mailtracker.desk.facts import Hint, Known
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.thread import Role
from mailtracker.mail.message import Message, Scheduling
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
    scene,
)

BY_ENTRY = Known(1, Hint.ENTRY)


def about(method: str, text: str = "", **more: Any) -> Message:
    said = Scheduling(method, "e1", "Look at the VPN together")
    return message(text=text, scheduling=said, **more)


def answered(**more: Any) -> Request:
    return request(
        status=Status.ANSWERED, unanswered_since=None, promised_at=None, due_at=None, **more
    )


def kinds(policy: Policy, alias: Alias, mail: Message, on: Request) -> set[type]:
    known = facts(BY_ENTRY, on=on)
    return {type(effect) for effect in decided(mail, PERSON, known, alias, scene(policy)).effects}


def test_what_its_requester_changes_joins_and_begins_a_promise(
    policy: Policy, alias: Alias
) -> None:
    found = kinds(policy, alias, about("REQUEST", "Sorry, at eleven."), answered())
    assert {Relay, SetStatus, StartClock} <= found
    assert OpenRequest not in found


@pytest.mark.parametrize("status", [Status.OPEN, Status.ANSWERED, Status.CLOSED])
def test_a_bare_cancellation_is_told_and_changes_nothing(
    policy: Policy, alias: Alias, status: Status
) -> None:
    on = request() if status is Status.OPEN else answered()
    on = replace(on, status=status, closed_at=NOW if status is Status.CLOSED else None)
    found = kinds(policy, alias, about("CANCEL"), on)
    assert Relay in found
    assert found.isdisjoint({SetStatus, StartClock, StopClock, OpenRequest})


def test_words_in_a_cancellation_begin_a_promise(policy: Policy, alias: Alias) -> None:
    found = kinds(policy, alias, about("CANCEL", "Can we do it on Friday?"), answered())
    assert {SetStatus, StartClock} <= found


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "REPLY", "COUNTER"])
def test_who_knows_only_the_uid_opens_a_request_that_is_linked_to_nothing(
    policy: Policy, alias: Alias, method: str
) -> None:
    mail = about(method, "Let us not.", sender="mia@elsewhere.example")
    decision = decided(mail, PERSON, facts(BY_ENTRY), alias, scene(policy))
    (opening,) = [one for one in decision.effects if isinstance(one, OpenRequest)]
    assert (decision.request_id, opening.linked_to) == (None, None)


def test_what_the_border_denies_adds_nothing_and_calls_nothing_off(
    policy: Policy, alias: Alias
) -> None:
    denied = replace(PERSON, verified=False)
    behind = replace(alias, site=Site(authserv_ids=("mx.corp.example",)))
    mail = about("REQUEST", "At eleven.")
    decision = decided(mail, denied, facts(BY_ENTRY), behind, scene(policy))
    found = {type(effect) for effect in decision.effects}
    assert found.isdisjoint({NoteEntry, OpenRequest, SetStatus, StartClock})
    (filed,) = [one for one in decision.effects if isinstance(one, Dispose)]
    assert filed.disposition == "unverified"


def test_the_request_that_an_invitation_opens_knows_its_entry(policy: Policy, alias: Alias) -> None:
    decision = decided(about("REQUEST"), PERSON, facts(), alias, scene(policy))
    (opening,) = [one for one in decision.effects if isinstance(one, OpenRequest)]
    assert opening.given.entries == ("e1",)


@pytest.mark.parametrize("method", ["CANCEL", "REPLY", "DECLINECOUNTER", "REFRESH"])
def test_what_invites_nobody_adds_no_entry(method: str) -> None:
    assert invited_to(about(method)) == ()


def test_an_invitation_that_is_passed_on_adds_no_entry() -> None:
    assert invited_to(about("REQUEST", subject="Fwd: VPN")) == ()
    assert notes_of(about("CANCEL", subject="Fwd: VPN")) == []


@pytest.mark.parametrize(
    ("role", "added"),
    [
        (Role.REQUESTER, 1),
        (Role.IN_COPY, 1),
        (Role.OWNER, 1),
        (Role.BYSTANDER, 0),
        (Role.STRANGER, 0),
        (Role.CLAIMS, 0),
        (Role.DISPROVEN, 0),
    ],
)
def test_who_has_no_voice_in_a_request_adds_no_entry(role: Role, added: int) -> None:
    assert len(note_entries(about("REQUEST"), request(), role)) == added


def test_a_request_knows_so_many_entries_and_each_once() -> None:
    assert note_entries(about("REQUEST"), request(entries=("e1",)), Role.REQUESTER) == []
    full = request(entries=tuple(f"x{n}" for n in range(MAX_ENTRIES)))
    assert note_entries(about("REQUEST"), full, Role.REQUESTER) == []


def test_words_in_the_calendar_part_alone_are_shown_above_the_mail() -> None:
    said = Scheduling("REPLY", "e1", "VPN", comment="Thursday\nat eight?", answer="DECLINED")
    (line,) = notes_of(message(text="Eva Lund has declined.", scheduling=said))
    assert (line.about, line.answer, line.comment) == ("answered", "declined", "Thursday at eight?")
    (line,) = notes_of(message(text="Thursday\nat eight?", scheduling=said))
    assert line.comment == ""


SIGNATURES = (
    "Best regards\nEva Lund\nAccounting",
    "Mit freundlichen Grüßen\nEva Lund\nBuchhaltung",
    "Met vriendelijke groet,\n\nEva Lund\n+31 20 123 45 67",
    "Med venlig hilsen\nEva Lund\nØkonomi",
    "Vh\nEva",
    "Vh Eva",
    "Com os melhores cumprimentos,\nEva Lund",
    "Cordialement,\nEva Lund\nComptabilité",
    "Eva Lund",
)
ACCEPTED = Scheduling("REPLY", "e1", "Look at the VPN together", answer="ACCEPTED")
TO_EVA = issued("eva@corp.example", Lane.OWNER)
TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")


def begun(policy: Policy, alias: Alias, mail: Message, known: Any, on: Request) -> set[str]:
    """What an answer sets off, the request being answered."""
    found = decided(mail, PERSON, facts(known, on=on), alias, scene(policy)).effects
    return {type(one).__name__ for one in found}


@pytest.mark.parametrize("text", SIGNATURES)
@pytest.mark.parametrize("known", [TO_EVA, TO_BO], ids=["requester", "owner"])
def test_who_accepts_and_only_signs_says_nothing(
    policy: Policy, alias: Alias, text: str, known: Any
) -> None:
    email = known.recipient
    text = text.replace("Eva Lund", "Bo Jensen").replace("Eva", "Bo") if known is TO_BO else text
    sent = address(email, "Bo Jensen" if known is TO_BO else "Eva Lund")
    mail = message(email, "Accepted: VPN drops", text, scheduling=ACCEPTED)
    found = begun(policy, alias, replace(mail, sender=sent), known, answered())
    assert found == {"Dispose", "LogEvent"}


@pytest.mark.parametrize("text", SIGNATURES)
def test_so_where_the_calendar_part_was_lost_and_where_it_is_called_off(
    policy: Policy, alias: Alias, text: str
) -> None:
    sent = address("eva@corp.example", "Eva Lund")
    told = f"Eva Lund has accepted this invitation.\n\n{text}"
    lost = replace(message(subject="Accepted: VPN drops", text=told), sender=sent)
    assert begun(policy, alias, lost, TO_EVA, answered()) == {"Dispose", "LogEvent"}
    off = replace(about("CANCEL", text, subject="Canceled: VPN drops"), sender=sent)
    found = begun(policy, alias, off, TO_EVA, answered())
    assert "Relay" in found
    assert found.isdisjoint({"SetStatus", "StartClock"})


@pytest.mark.parametrize("text", [f"Can we do it on Friday?\n\n{one}" for one in SIGNATURES])
def test_words_above_a_signature_are_words(policy: Policy, alias: Alias, text: str) -> None:
    mail = message(subject="Accepted: VPN drops", text=text, scheduling=ACCEPTED)
    mail = replace(mail, sender=address("eva@corp.example", "Eva Lund"))
    assert {"Relay", "StartClock"} <= begun(policy, alias, mail, TO_EVA, answered())
