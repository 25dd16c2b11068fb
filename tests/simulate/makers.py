"""Rules, an alias and arrivals for simulations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mailtracker.desk.alias import Alias
from mailtracker.mail.message import Address
from mailtracker.mail.site import Site
from mailtracker.policy.model import Policy
from mailtracker.rules.load import load_texts
from mailtracker.simulate.played_mail import PlayedMail, Said, Spoke
from tests.desk.makers import PERSON, message

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # nine o'clock in Copenhagen
SITE = Site(own_domains=("corp.example",), addresses=("it-help@corp.example",))

RULES = """
people:
  ana: {name: Ana Costa, email: ana@corp.example, hours: office}
  bo: {name: Bo Jensen, email: bo@corp.example, manager: ana, cover: sam, hours: office}
  sam: {name: Sam Okoye, email: sam@corp.example, manager: ana, hours: office}
hours:
  office: {zone: Europe/Copenhagen, mon-fri: "09:00-17:00"}
promises:
  normal: {first_reply: 4 working hours, then_every: 8 working hours, hours: office}
teams:
  desk: {name: Desk, lead: ana, members: [bo, sam], assign: least-loaded}
ladders:
  default:
    - {at: 75%, remind: owner}
    - {at: 100%, hand_to: cover, tell: [owner, requester]}
    - {at: 200%, tell: manager, repeat: daily}
rules:
  - name: vpn
    why: VPN goes to Bo
    when: {subject: [vpn]}
    to: bo
    promise: normal
    tests:
      - {mail: {from: eva@corp.example, subject: VPN drops}, then: bo}
  - {name: door, why: Doors go to Sam, when: {subject: [door]}, to: sam, promise: normal}
fallback: {to: desk, promise: normal, report_to: ana}
ending: at once
"""


def rules(*changed: tuple[str, str]) -> Policy:
    """`changed`: a piece of the text, and what stands there instead."""
    text = RULES
    for old, new in changed:
        assert old in text
        text = text.replace(old, new)
    return load_texts({"rules/all.yaml": text}).at_home(("corp.example",))


def our_alias() -> Alias:
    return Alias(
        name="IT help",
        address="it-help@corp.example",
        addresses=("it-help@corp.example",),
        prefix="IT",
        language="en",
        languages=("en", "de"),
        home=("corp.example",),
        admins=(),
        site=SITE,
    )


def arrival(
    at: datetime, number: int = 1, subject: str = "VPN drops", story: Sequence[Said] = ()
) -> PlayedMail:
    sender = Address("", f"colleague-{number}@corp.example")
    mail = message(subject=subject, message_id=f"<{number}@client.example>")
    return PlayedMail(at, replace(mail, sender=sender, from_=(sender,), date=at), PERSON, story)


def told(*words: tuple[str, float]) -> list[Said]:
    """A story from Monday, 9:00 in Copenhagen on: who spoke, so many hours later by the clock."""
    said = [Said(Spoke(who), MONDAY + timedelta(hours=hours)) for who, hours in words]
    return [Said(Spoke.REQUESTER, MONDAY), *said]
