"""Who takes part is changed by a mail that is proof enough, whatever it changes it by: every cell
of trust, border, verdict, author and act, walked through the running desk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.effects import (
    AddParticipant,
    Decision,
    DropParticipant,
    OpenRequest,
    Relay,
)
from mailtracker.desk.facts import Issued
from mailtracker.desk.notes import NoteDisproven, NoteMore
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.mail.message import Classified
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

US, EVA, LEE, DEE, SUE = (
    address(f"{name}@corp.example") for name in ("it-help", "eva", "lee", "dee", "sue")
)
OUT = address("carla@example.com")
BORDER = Site(authserv_ids=("mx.corp.example",))
PASS, SILENT, FAIL = True, None, False
INSIDE = "inside"  # our border says nothing, our tenant that somebody inside sent it
Said = bool | str | None


def judged(said: Said) -> Classified:
    border = SILENT if said == INSIDE else bool(said) if said is not None else None
    verdict = "as the table has it"
    return replace(PERSON, verified=border, verdict=verdict, inside=said == INSIDE)


@dataclass(frozen=True)
class Author:
    """Who writes with the reply address of a mail of ours (`answers`), on whose request."""

    answers: Issued
    requester: str = EVA.email

    @property
    def email(self) -> str:
        return self.answers.recipient


AUTHORS = {
    "requester": Author(issued(EVA.email, Lane.OWNER)),
    "requester outside": Author(issued(OUT.email, Lane.OWNER), OUT.email),
    "copied colleague": Author(issued(LEE.email, Lane.OWNER)),
    "owner": Author(issued("bo@corp.example", Lane.REQUESTER, "bo")),
}
ACTS = {"copy": "Please see below.", "add": "add dee", "add all": "add all", "drop": "drop lee"}


def believed(strict: bool, border: bool, verdict: Said, author: str) -> bool:
    """Whether such a mail is proof enough: docs/reliability.md, T8, once more."""
    if verdict is not SILENT:  # with an answer to a mail of ours a tenant's word is enough
        return bool(verdict)
    if strict:
        return False
    return author in ("owner", "requester outside") or not border


def changed(decision: Decision) -> list[str]:
    kinds = (AddParticipant, DropParticipant)
    return [effect.who.key for effect in decision.effects if isinstance(effect, kinds)]


def notes(decision: Decision, reader: str) -> list[object]:
    relays = (effect for effect in decision.effects if isinstance(effect, Relay))
    return [relay.note for relay in relays if relay.to.key == reader]


def asked(author: Author) -> Request:
    copied = (LEE,) if author.email != DEE.key else ()
    return request(
        requester=address(author.requester),
        copied=copied,
        bystanders=(DEE,),
        answered_once=True,
    )


@pytest.mark.parametrize(
    ("strict", "border", "verdict", "author", "act"),
    list(product((False, True), (False, True), (PASS, INSIDE, SILENT, FAIL), AUTHORS, ACTS)),
)
def test_nobody_joins_or_leaves_by_a_mail_that_is_not_proof_enough(
    policy: Policy,
    alias: Alias,
    strict: bool,
    border: bool,
    verdict: Said,
    author: str,
    act: str,
) -> None:
    who = AUTHORS[author]
    at = replace(alias, strict=strict, site=BORDER if border else Site())
    written = message(who.email, text=ACTS[act], cc=(SUE,) if act == "copy" else ())
    known = facts(who.answers, on=asked(who))
    decision = decided(written, judged(verdict), known, at, scene(policy))

    enough = believed(strict, border, verdict, author)
    may = act == "copy" or author != "copied colleague"
    wanted = {"copy": SUE.key, "add": DEE.key, "add all": DEE.key, "drop": LEE.key}[act]
    assert changed(decision) == ([wanted] if enough and may else [])

    if author == "owner" or (enough and act != "copy"):
        return
    (note,) = notes(decision, "bo@corp.example")  # the words reach the owner all the same
    if verdict is FAIL:
        assert isinstance(note, NoteDisproven)
        return
    assert isinstance(note, NoteMore)
    assert note.not_joined == ("" if enough or not may else "unproven")


@pytest.mark.parametrize(
    ("border", "strict", "verdict", "joins"),
    [
        (True, False, PASS, True),
        (True, True, PASS, True),
        (True, False, SILENT, False),
        (True, True, SILENT, False),
        (True, False, INSIDE, True),
        (True, True, INSIDE, True),
        (True, False, FAIL, False),
        (False, False, SILENT, True),
    ],
)
def test_an_old_reply_address_lets_nobody_into_the_request_that_it_opens(
    policy: Policy,
    alias: Alias,
    border: bool,
    strict: bool,
    verdict: Said,
    joins: bool,
) -> None:
    """What answers a request closed long ago opens a new one, as a colleague's."""
    ended = {"status": Status.CLOSED, "unanswered_since": None, "promised_at": None}
    on = request(closed_at=NOW - alias.stale_after * 2, due_at=None, **ended)
    at = replace(alias, strict=strict, site=BORDER if border else Site())
    written = message(EVA.email, cc=(SUE,))
    known = facts(AUTHORS["requester"].answers, on=on)
    decision = decided(written, judged(verdict), known, at, scene(policy))
    opened = [effect for effect in decision.effects if isinstance(effect, OpenRequest)]
    assert len(opened) == (verdict is not FAIL)
    assert [one.copied for one in opened if one.copied] == ([(SUE,)] if joins else [])
