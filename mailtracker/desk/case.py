"""One incoming message with all that the desk may look at while it decides. And the few
questions every decision asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailtracker.desk.candidates import Choice, choice_of
from mailtracker.desk.facts import Alias, Facts
from mailtracker.desk.request import Request
from mailtracker.mail.message import Address, Classified, Kind, Message, Part
from mailtracker.policy.model import Person, Policy

MACHINES = frozenset({Kind.AUTO_REPLY, Kind.BOUNCE, Kind.AUTO_GENERATED})


@dataclass(frozen=True, slots=True)
class Case:
    """`sender` is the message's proven-unambiguous From. `alias` is the mailbox it came in by."""

    message: Message
    sender: Address
    classified: Classified
    facts: Facts
    alias: Alias
    policy: Policy
    now: datetime

    @property
    def person(self) -> Person | None:
        """The sender in the people file."""
        return self.policy.person_by_address(self.sender.email)

    def choice(self, barred: tuple[str, ...] = ()) -> Choice:
        """Who may have what this message opens."""
        return Choice(
            self.policy, self.now, self.sender, self.facts.load, self.facts.turns, barred=barred
        )

    def choice_of(self, request: Request) -> Choice:
        return choice_of(request, self.policy, self.facts.load, self.facts.turns, self.now)

    def has_it_already(self, mail: str) -> bool:
        """Whether somebody stands in the message's own To or Cc, and so got it without us."""
        return any(a.key == mail.casefold() for a in (*self.message.to, *self.message.cc))

    def person_has_it_already(self, person: Person) -> bool:
        return any(self.has_it_already(mail) for mail in person.addresses)


def perhaps_automatic(case: Case) -> bool:
    """Only words, or marks that people's mail bears as well, make a machine of
    this mail (`Classified.sure`).
    """
    return not case.classified.sure and case.classified.kind in MACHINES


def sounds_automatic(case: Case) -> bool:
    """As `perhaps_automatic`, and it sounds like an answer: it is carried, but starts nothing."""
    return perhaps_automatic(case) and case.classified.kind is not Kind.AUTO_GENERATED


def address_of(person: Person) -> Address:
    """Where we write to somebody of the people file."""
    return Address(person.name, person.addresses[0])


def colleagues(case: Case, request: Request | None) -> tuple[Address, ...]:
    """Who of To and Cc newly takes part: people of our own domains only, never an
    alias, never twice (docs/reliability.md, T4).
    """
    known = {case.sender.key, *case.alias.addresses}
    if request is not None:
        known |= {a.key for a in (request.requester, *request.copied)}
        owner = case.policy.people.get(request.owner)
        known |= set(owner.addresses) if owner else set()
    found: list[Address] = []
    for address in (*case.message.to, *case.message.cc):
        if (
            address.key in known
            or address.domain not in case.alias.home
            or _plain(address) in case.alias.addresses
        ):
            continue
        known.add(address.key)
        found.append(address)
    return tuple(found[:MAX_COPIED])


def _plain(address: Address) -> str:
    """Without its subaddress: our own reply addresses are no people either."""
    local, _, domain = address.key.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


MAX_COPIED = 50
"""More people in copy than this are not carried along: a mail to the whole
house is not a conversation.
"""


def others_to_tell(case: Case, request: Request) -> tuple[Address, ...]:
    """The requester and those in copy, without sender and owner and without those
    who have the message already.
    """
    owner = case.policy.people.get(request.owner)
    copied = [a for a in request.copied if owner is None or a.key not in owner.addresses]
    return tuple(
        a
        for a in (request.requester, *copied)
        if a.key != case.sender.key and not case.has_it_already(a.email)
    )


def files(message: Message) -> tuple[Part, ...]:
    """What somebody attached. The pictures that an HTML text shows, such as the
    logo of a signature, are none.
    """
    return tuple(
        p for p in message.attachments if p.disposition == "attachment" or not p.content_id
    )
