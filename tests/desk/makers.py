"""Plain data for the desk: a small policy, messages and requests written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.budgets import WINDOWS, Budget, Spent
from mailtracker.desk.candidates import Candidates
from mailtracker.desk.case import Case, Incoming
from mailtracker.desk.effects import Decision
from mailtracker.desk.facts import Facts, Issued, Known, Returned
from mailtracker.desk.on_message import on_message
from mailtracker.desk.request import Given, Lane, Request, State, Status
from mailtracker.desk.scene import Scene
from mailtracker.mail.message import Address, Classified, Kind, Message
from mailtracker.policy.model import Policy
from mailtracker.rules.load import load_texts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # Monday, ten o'clock in Copenhagen

RULES = """
people:
  ana: {name: Ana Costa, email: ana@corp.example, manager: carla, hours: office}
  bo: {name: Bo Jensen, email: [bo@corp.example, bo.jensen@corp.example], manager: ana,
       cover: sam, hours: office}
  sam: {name: Sam Okoye, email: sam@corp.example, manager: ana, hours: office}
  sue: {name: Sam Smith, email: sue@corp.example, manager: ana, hours: office}
  carla: {name: Carla Stein, email: carla@corp.example, hours: office}
hours:
  office: {zone: Europe/Copenhagen, mon-fri: "09:00-17:00"}
promises:
  normal: {first_reply: 4 working hours, then_every: 1 working day, hours: office}
teams:
  desk: {name: Desk, lead: ana, members: [bo, sam], assign: least-loaded}
  night: {name: Night, lead: ana, members: [sam, bo], assign: lead}
ladders:
  default:
    - {at: 75%, remind: owner}
    - {at: 100%, hand_to: cover, tell: [owner, requester]}
    - {at: 200%, tell: manager}
    - {at: 400%, tell: {lead: desk}, repeat: daily}
rules:
  - {name: vpn, why: VPN goes to Bo, when: {subject: [vpn]}, to: bo, promise: normal}
fallback: {to: desk, promise: normal, report_to: ana}
ending: at once
"""

PERSON = Classified(Kind.PERSON, True, "a person")


@pytest.fixture(scope="session")
def policy():
    return load_texts({"rules/all.yaml": RULES}).at_home(("corp.example",))


@pytest.fixture
def alias():
    return Alias(
        name="IT help",
        address="it-help@corp.example",
        addresses=("it-help@corp.example",),
        prefix="IT",
        language="en",
        languages=("en", "de"),
        home=("corp.example",),
        admins=("priya@corp.example",),
    )


def address(mail: str, name: str = "") -> Address:
    return Address(name, mail)


def message(
    sender: str = "eva@corp.example",
    subject: str = "VPN drops",
    text: str = "Every hour.",
    **more: Any,
) -> Message:
    plain = Message(
        size=100,
        sha256="0" * 64,
        content_key="1" * 64,
        message_id="<m1@client.example>",
        in_reply_to=(),
        references=(),
        sender=address(sender) if sender else None,
        sender_doubt="" if sender else "no From",
        from_=(address(sender),) if sender else (),
        reply_to=(),
        to=(address("it-help@corp.example"),),
        cc=(),
        delivered_to=(),
        subject=subject,
        date=NOW,
        list_id="",
        text=text,
        new_text=text,
        forwarded="",
        parts=(),
        attachments=(),
        plain=None,
        html=None,
        sealed=False,
        fields=(),
        failures=(),
        original_ids=(),
        defects=(),
    )
    return replace(plain, **more)


def request(**more: Any) -> Request:
    """With some fields changed, its own or those of what the rules gave it."""
    opened = Request(
        id=1,
        reference="IT-1001",
        mailbox="IT help",
        subject="VPN drops",
        status=Status.OPEN,
        requester=address("eva@corp.example", "Eva Lund"),
        copied=(),
        language="en",
        owner="bo",
        former_owners=(),
        opened_at=NOW,
        first_id="<m1@client.example>",
        given=Given(rule="vpn", why="VPN goes to Bo", promise="normal", ladder="default"),
        unanswered_since=NOW,
        promised_at=NOW + timedelta(hours=4),
        due_at=NOW + timedelta(hours=3),
    )
    given = {key: more.pop(key) for key in list(more) if key in Given.__dataclass_fields__}
    return replace(opened, given=replace(opened.given, **given), **more)


def scene(policy: Policy, now: datetime = NOW, **spread: Any) -> Scene:
    return Scene(policy, now, **spread)


def case_of(mail: Message, classified: Classified, known: Facts, alias: Alias, at: Scene) -> Case:
    """The same, before anything is decided. The mail has a sender."""
    assert mail.sender is not None
    return Case(Incoming(mail, classified, known, alias), mail.sender, at)


def decided(
    mail: Message, classified: Classified, known: Facts, alias: Alias, at: Scene
) -> Decision:
    """What the desk does with a message."""
    return on_message(Incoming(mail, classified, known, alias), at)


def issued(
    recipient: str, lane: Lane, person: str = "", state: State = State.SENT, by_token: bool = True
) -> Issued:
    return Issued(
        7, 1, recipient, person, lane, "note_owner", "<k.1@corp.example>", state, by_token
    )


def returned(mail: Issued, **more: Any) -> Returned:
    """The same mail of ours, as something comes to its own envelope sender."""
    plain = Returned(mail.outbox_id, mail.request_id, mail.recipient, mail.letter, mail.state)
    return replace(plain, message_id=mail.message_id, **more)


def candidates(policy: Policy, asker: str = "eva@corp.example", **more: Any) -> Candidates:
    """`load`, `turns`, `revoked` and `now` are the scene's."""
    spread = {key: more.pop(key) for key in ("load", "turns", "now", "revoked") if key in more}
    return Candidates(scene(policy, **spread), address(asker), **more)


def staffed(policy: Policy, **people: dict[str, Any]) -> Policy:
    """The policy with something changed of some people: staffed(policy, bo={"phone": "12"})."""
    changed = {key: replace(policy.people[key], **values) for key, values in people.items()}
    return replace(policy, people={**policy.people, **changed})


def ruled(policy: Policy, **changed: Any) -> Policy:
    """The policy with its first rule changed."""
    return replace(policy, rules=(replace(policy.rules[0], **changed), *policy.rules[1:]))


def spent(*purses: tuple[Budget, str], number: int = 1000) -> Spent:
    """So many mails of each of these, within the last ten minutes."""
    return Spent({purse: (number,) * len(WINDOWS) for purse in purses})


def facts(*found: Issued | Known | Returned, on: Request | None = None, **more: Any) -> Facts:
    """Facts of a message that points at request 1 by what is given."""
    return Facts(
        returned=next((f for f in found if isinstance(f, Returned)), None),
        issued=tuple(f for f in found if isinstance(f, Issued)),
        known=tuple(f for f in found if isinstance(f, Known)),
        requests={1: on or request()} if found else {},
        **more,
    )
