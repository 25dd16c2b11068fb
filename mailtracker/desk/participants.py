"""Who of a mail's To and Cc takes part in its request: the only place that lets anybody in by a
copy, and that says which mail is proof enough to change who takes part (docs/reliability.md, T8).
"""

from __future__ import annotations

from mailtracker.desk.assign import mates
from mailtracker.desk.case import Case, is_a_person
from mailtracker.desk.doubtful import perhaps_writers
from mailtracker.desk.effects import AddParticipant, Effect, NoteBystanders
from mailtracker.desk.readers import not_barred
from mailtracker.desk.request import Request
from mailtracker.desk.rights import Act, may
from mailtracker.desk.thread import Role
from mailtracker.desk.why import NotJoined
from mailtracker.mail.message import Address, Proof
from mailtracker.policy.identity import identities, identity
from mailtracker.record import dataclass

MAX_OF_A_MAIL = 10
"""More people in one mail are no conversation: then nobody joins by it."""

MAX_IN_COPY = 50
"""Who takes part in one request, whoever let them in."""

MAX_BYSTANDERS = 500
"""Who is remembered of those who take no part. A mail to the whole company is ordinary mail."""


@dataclass(frozen=True, slots=True)
class Joining:
    """What a mail's copies come to."""

    #: Who takes part from now on.
    joins: tuple[Address, ...]
    #: Who does not, and may speak to the owner.
    beside: tuple[Address, ...]
    #: Why people who might have joined did not.
    not_joined: NotJoined = ""

    @property
    def effects(self) -> list[Effect]:
        return [*(AddParticipant(who) for who in self.joins), *self.noted]

    @property
    def noted(self) -> list[Effect]:
        """Without those who join."""
        return [NoteBystanders(self.beside)] if self.beside else []


@dataclass(frozen=True, slots=True)
class Circle:
    """What is known of a request when a mail comes: `owner`, a person key, `barred` person keys and
    addresses, and whether it is `confidential`. `request` is None for one that is just opened.
    """

    owner: str
    barred: tuple[str, ...]
    confidential: bool
    request: Request | None = None


def circle_of(request: Request) -> Circle:
    return Circle(request.owner, request.given.barred, request.given.confidential, request)


def joining(case: Case, role: Role, known: Circle) -> Joining:
    """Who joins by the mail at hand, whose author speaks in this `role`."""
    people = _in_copy(case, known)
    if not people:
        return Joining((), ())
    why = _nobody(case, role, known, people)
    room = MAX_IN_COPY - (len(known.request.copied) if known.request else 0)
    fit = () if why else tuple(one for one in people if _may_join(case, role, one))
    joins = fit[: max(room, 0)]
    kept = {one.key for one in joins}
    beside = tuple(one for one in people if one.key not in kept)
    more = MAX_BYSTANDERS - (len(known.request.bystanders) if known.request else 0)
    told = why or _full(fit, joins) if _stands_in_copy(case, people) else ""
    return Joining(joins, beside[: max(more, 0)], told)


def _stands_in_copy(case: Case, people: tuple[Address, ...]) -> bool:
    """Any of them: who may only have written it (`perhaps_writers`) is in copy of nothing."""
    copies = identities(case.policy, (*case.message.to, *case.message.cc))
    return any(identity(case.policy, one) in copies for one in people)


def _full(fit: tuple[Address, ...], joins: tuple[Address, ...]) -> NotJoined:
    return "many" if len(joins) < len(fit) else ""


def _nobody(case: Case, role: Role, known: Circle, people: tuple[Address, ...]) -> NotJoined:
    """Why nobody joins by this mail at all, "" where somebody may. The first reason counts."""
    if known.confidential:
        return "confidential"
    if not any(_is_of_us(case, one) for one in people):
        return ""  # outsiders take part by no word either
    if not _lets_in(case, role, known.request):
        return "unproven"
    if not any(map(case.alias.is_ours, (*case.message.to, *case.message.cc))):
        return "hidden"
    return "many" if len(people) > MAX_OF_A_MAIL else ""


def _lets_in(case: Case, role: Role, request: Request | None) -> bool:
    """Whether this author may let anybody in. A request that exists wants proof: else a forged
    From with an accomplice in Cc would have all that follows (CVE-2024-49193).
    """
    if not is_proof_enough(case, role, opens=request is None):
        return False
    if request is None:
        return case.colleague
    if not may(role, Act.JOIN, request):
        return False
    return case.colleague or role is Role.OWNER or request.answered_once


def is_proof_enough(case: Case, role: Role, opens: bool = False) -> bool:
    """Whether this mail may change who takes part, where its author, who speaks in this `role`, may
    do so at all: by a copy, by `add` and by `drop` alike.

    A receipt's reply address is in the hands of all to whom the receipt was ever passed on. So on
    the requester's side an answer alone is not enough where our border could vouch for the very
    mail; that of an outsider only under `trust = "strict"`. Whom to believe on the owner's side is
    decided before (`thread.py`). What our tenant alone vouches for lets people into the request
    that it opens, and changes nothing of one that exists.
    """
    if case.vouched:
        return True
    if role is Role.OWNER:  # a button alone is proof of its own word
        return case.answers_ours or not case.presses
    if opens and case.proof is Proof.INSIDE:
        return True
    if case.strict or (case.from_home and case.has_border):
        return False
    return opens or case.proof is Proof.PROVEN


def is_sure_by_ours(case: Case) -> bool:
    """Whether what a mail of ours brings about is its reader's for certain: where our border could
    vouch for the very mail, it does.
    """
    wants_border = case.strict or (case.from_home and case.has_border)
    return case.vouched or not wants_border


def _is_of_us(case: Case, who: Address) -> bool:
    return case.policy.person_by_address(who.email) is not None or who.domain in case.alias.home


def _may_join(case: Case, role: Role, who: Address) -> bool:
    """A person of the people file; any address of our own domains where a colleague names it."""
    if case.policy.person_by_address(who.email):
        return True
    trusted = case.colleague or role is Role.OWNER
    return trusted and who.domain in case.alias.home


def _in_copy(case: Case, known: Circle) -> tuple[Address, ...]:
    """The people of To and Cc, each once: no alias, no list, nobody who has a place in it already,
    nobody of the owner's team, who speak for that side, and nobody who was kept out or dropped.
    """
    seen = {case.who, known.owner, *mates(case.policy, known.owner)}
    if known.request is not None:
        stands = (known.request.requester, *known.request.copied, *known.request.dropped)
        seen |= identities(case.policy, stands)
    found: dict[str, Address] = {}
    for who in (*perhaps_writers(case.message), *case.message.to, *case.message.cc):
        key = identity(case.policy, who)
        out = key in seen or not not_barred(case.policy, known.barred, (who,))
        if not out and is_a_person(case, who):
            found.setdefault(key, who)
    return tuple(found.values())
