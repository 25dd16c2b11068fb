"""One incoming message with all that the desk may look at while it decides. And the few
questions every decision asks.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from mailtracker.desk.absence.absences import has_left
from mailtracker.desk.alias import Alias
from mailtracker.desk.authors import Author, Origin, author, ours
from mailtracker.desk.budgets import Payer
from mailtracker.desk.candidates import Candidates, candidates_for
from mailtracker.desk.facts import Facts, Issued
from mailtracker.desk.proof import is_vouched, proof_of
from mailtracker.desk.request import Request
from mailtracker.desk.scene import Scene
from mailtracker.mail.address_key import is_mailable
from mailtracker.mail.message import Address, Classified, Kind, Message, Part, Proof
from mailtracker.mail.origin.appointments import files_beside, is_answer
from mailtracker.mail.origin.lists import lists_named
from mailtracker.mail.site import NO_SITE
from mailtracker.policy.identity import identities, identity
from mailtracker.policy.model import Person, Policy
from mailtracker.record import dataclass

MACHINES = frozenset({Kind.AUTO_REPLY, Kind.BOUNCE, Kind.AUTO_GENERATED})


@dataclass(frozen=True, slots=True)
class Incoming:
    """A `message` that was just fetched, what it is taken for (`classified`), what the store knows
    about it (`facts`), and the `alias` that it is for. `read_in`: the name of the mailbox that this
    copy lies in, "" for that of the alias.
    """

    message: Message
    classified: Classified
    facts: Facts
    alias: Alias
    read_in: str = ""


@dataclass(frozen=True)  # without slots: what every question asks is found out once
class Case:
    """An `incoming` message from somebody: `sender` is its unambiguous From, or where that is in
    doubt somebody without an address (`doubtful.py`). `scene` is the moment of the decision.
    """

    incoming: Incoming
    sender: Address
    scene: Scene
    #: The web form that it came through, as it pays: then the sender is who stands in its Reply-To.
    form: Payer | None = None
    #: The mail as its writer's, who opened it for the sender; None where these are one.
    through: Case | None = None

    @property
    def message(self) -> Message:
        return self.incoming.message

    @property
    def classified(self) -> Classified:
        return self.incoming.classified

    @property
    def facts(self) -> Facts:
        return self.incoming.facts

    @property
    def alias(self) -> Alias:
        return self.incoming.alias

    @property
    def policy(self) -> Policy:
        return self.scene.policy

    @property
    def now(self) -> datetime:
        return self.scene.now

    @cached_property
    def person(self) -> Person | None:
        """The sender in the people file, or who said that it is theirs from wherever it came."""
        if self.facts.confirmed_by in self.policy.people:
            return self.policy.people[self.facts.confirmed_by]
        return self.policy.person_by_address(self.sender.email)

    @property
    def has_left(self) -> bool:
        """The sender worked here once: what they have of the owner's side proves nothing any more,
        and they speak as anybody else.
        """
        return self.person is not None and has_left(self.scene, self.person.key)

    @cached_property
    def proof(self) -> Proof:
        """How sure it is that the sender wrote it."""
        if self.confirmed:
            return Proof.PROVEN
        return proof_of(self.classified.verified, self.answers_ours, self.classified.inside)

    @cached_property
    def answers_ours(self) -> bool:
        """It answers a mail of ours that was sent to its sender."""
        return any(self.answers(issued) for issued in self.facts.issued)

    @property
    def presses(self) -> bool:
        """It was begun by a button of a mail of ours to its sender: proof of one word, and of
        nothing else.
        """
        pressed = self.facts.pressed
        return pressed is not None and self.answers(pressed.issued)

    @property
    def rates(self) -> bool:
        """The same of a button by which it says how it was."""
        rates = self.facts.rates
        return rates is not None and self.answers(rates.issued)

    @cached_property
    def who(self) -> str:
        """The sender's identity."""
        return identity(self.policy, self.person or self.sender)

    def is_from(self, somebody: Address | Person) -> bool:
        """Whether the sender is that person, by any of their addresses."""
        return bool(self.who) and identity(self.policy, somebody) == self.who

    @property
    def confirmed(self) -> bool:
        """We asked, and its author said that it is theirs."""
        return self.facts.confirmed

    @property
    def vouched(self) -> bool:
        """Not by an answer to a mail of ours alone: our border says that the sender wrote it, or
        our tenant, besides the answer, or they did themselves, when we asked.
        """
        told = self.classified
        has_ours = self.answers_ours or self.presses or self.rates
        return self.confirmed or is_vouched(told.verified, has_ours, told.inside)

    @cached_property
    def strict(self) -> bool:
        """Whether the alias is, or that of a request which the mail names: one thread is not less
        so by a copy to another alias.
        """
        alias, about = self.alias, self.facts.requests.values()
        return alias.strict or any(alias.is_strict(request.mailbox) for request in about)

    @property
    def wants_border(self) -> bool:
        """`trust = "strict"`, and our border said nothing: an answer to a mail of ours is not
        enough to speak for the owner's side. What our border denies is looked at elsewhere.
        """
        return self.strict and self.classified.verified is not False and not self.vouched

    @cached_property
    def colleague(self) -> bool:
        """The sender counts as one of us: an address of our own domains that is proven, or that
        nobody could prove, since no border of ours is configured.
        """
        if self.person and self.person.key in self.scene.revoked:
            return False  # whoever reads that mailbox, it is not they alone
        if self.proof is Proof.UNKNOWN:
            return self.from_home and not (self.has_border or self.form)
        return self.from_home and self.proof.believed

    @cached_property
    def is_admin(self) -> bool:
        """The sender is one of the admins."""
        return self.who in identities(self.policy, self.alias.admins)

    def answers(self, issued: Issued) -> bool:
        """Whether this mail of ours went to the sender, to this address or to this person, and is
        named by what only who has it knows.
        """
        if issued.server_id:
            return False
        to_person = self.person is not None and self.person.key == issued.person
        return to_person or identity(self.policy, issued.recipient) == self.who

    @cached_property
    def author(self) -> Author:
        """The sender, as we say it to others; who wrote it for them."""
        if self.through is not None:
            return self.through.author
        if self.facts.confirmed_by and self.person is not None:
            return ours(self.person)
        found = author(self.policy, self.alias, self.sender, self.proof)
        if self.form and found.origin in (Origin.KNOWN, Origin.COLLEAGUE):
            return replace(found, origin=Origin.UNPROVEN)
        return found

    @cached_property
    def said(self) -> dict[str, str]:
        """Keys of what it says, by what they are made of, as somebody asks (`desk/limits.py`)."""
        return {}

    @cached_property
    def payer(self) -> Payer:
        """Its sender, who pays where it is about no request and no words are counted; who wrote it
        for them.
        """
        if self.through is not None:
            return self.through.payer
        return Payer(
            email=self.sender.email,
            domain=self.sender.domain,
            proven=self.proof.believed,
            home=self.from_home,
            answered=tuple(one.recipient for one in self.facts.issued[:1]),
        )

    @property
    def has_border(self) -> bool:
        """A server of ours says of mail whether it is from whom From names."""
        return bool(self.alias.site.authserv_ids)

    @cached_property
    def from_home(self) -> bool:
        """The sender's address is of our own domains."""
        return self.sender.domain in self.alias.home

    def candidates(self, barred: tuple[str, ...] = ()) -> Candidates:
        """Who may have what this message opens."""
        return Candidates(self.scene, self.sender, barred=barred)

    def candidates_for(self, request: Request) -> Candidates:
        return candidates_for(request, self.scene)

    @cached_property
    def named(self) -> frozenset[str]:
        """The identities of all in the message's own To and Cc."""
        return identities(self.policy, (*self.message.to, *self.message.cc))

    def has_it_already(self, who: Address | Person) -> bool:
        """Whether somebody stands in the message's own To or Cc, by whatever address of theirs, and
        so got it without us.
        """
        return identity(self.policy, who) in self.named


def perhaps_automatic(case: Case) -> bool:
    """Only words, or marks that people's mail bears as well, make a machine of this mail
    (`Classified.sure`).
    """
    return not case.classified.sure and case.classified.kind in MACHINES


def sounds_automatic(case: Case) -> bool:
    """As `perhaps_automatic`, and it sounds like an answer: it is carried, but starts nothing."""
    return perhaps_automatic(case) and case.classified.kind is not Kind.AUTO_GENERATED


def address_of(person: Person) -> Address:
    """Where we write to somebody of the people file."""
    return Address(person.name, person.addresses[0])


def key_of(policy: Policy, address: Address) -> str:
    """Whose address it is in the people file, "" for anybody else."""
    person = policy.person_by_address(address.email)
    return person.key if person else ""


def files(message: Message) -> tuple[Part, ...]:
    """What somebody attached. The pictures that an HTML text shows, such as the
    logo of a signature, are none; nor is how an invitation was answered.
    """
    if is_answer(message):
        return files_beside(message)
    return tuple(
        p for p in message.attachments if p.disposition == "attachment" or not p.content_id
    )


_MANY = frozenset(
    "all alle allen everyone everybody company staff personnel personal team office employees "
    "mitarbeiter belegschaft firma kollegen iedereen medewerkers bedrijf collega alleman "
    "medarbejdere kolleger firmaet todos equipa empresa colegas tous equipe entreprise "
    "collegues list liste verteiler announce noreply".split()
)
"""Words of addresses that are many people, or nobody. One too many is set right by `add`."""


def is_a_person(case: Case, who: Address) -> bool:
    """One plain address; not an alias of ours, nor a list, nor one that reads like a list."""
    if not is_mailable(who.email) or _is_its_list(case, who):
        return False
    if case.policy.person_by_address(who.email):
        return True
    words = frozenset(re.split(r"[-._+]", who.key.rpartition("@")[0]))
    return not case.alias.is_ours(who) and not words & _MANY


def _is_its_list(case: Case, who: Address) -> bool:
    """The list that the mail at hand came through by its own account, or its software."""
    named = lists_named(case.message)
    return bool(named) and NO_SITE.with_lists(named).is_list_address(who.email)
