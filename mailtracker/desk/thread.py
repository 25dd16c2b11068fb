"""Which request an incoming message belongs to, and as whom its sender speaks there."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from mailtracker.desk.absence.absences import covers_of
from mailtracker.desk.assign import chain, mates
from mailtracker.desk.candidates import still_watching
from mailtracker.desk.case import Case
from mailtracker.desk.facts import Hint, Issued, Known, PressedButton, PressedRating
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.says import says
from mailtracker.mail.message import Proof
from mailtracker.record import dataclass


class Role(StrEnum):
    """As whom somebody speaks in a request. What each may do stands in `rights.py`."""

    REQUESTER = "requester"
    IN_COPY = "in copy"  # a colleague who takes part
    BYSTANDER = "bystander"  # stood in copy and takes no part: most of them outsiders
    OWNER = "owner"
    FORMER = "former owner"
    # The owner's colleagues: each was told of it, or works in the owner's team.
    COVER = "cover"
    MANAGER = "manager"  # above the owner, or the lead of a team of theirs
    WATCHER = "watcher"
    ADMIN = "admin"
    COLLEAGUE = "colleague"
    MATE = "team mate"  # works in the owner's team, and answers nothing of ours
    STRANGER = "stranger"  # points at a request that is not theirs
    # A party's address that nothing proves, where our border would have to, or an outsider's.
    UNPROVEN = "unproven"
    # Answers what somebody of the owner's side was sent, from an address that nobody knows.
    ELSEWHERE = "answers from elsewhere"
    CLAIMS = "claims to be a colleague"  # the owner's address, or a mate's, without proof
    DISPROVEN = "disproven"  # our border says that it is not from whom From names


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a message belongs, and as whom its sender speaks."""

    #: None for a new one.
    request: Request | None
    #: As whom.
    role: Role
    #: For log and ledger.
    why: str
    #: The mail of ours that was answered, and that went to the sender.
    proof: Issued | None = None
    #: The request was closed so long ago that this is a new matter.
    late: bool = False
    #: As whom they would speak, did our border not deny it.
    said: Role | None = None
    #: The mail of ours that it answers, which went to somebody else: it may be theirs.
    meant: Issued | None = None
    #: The button of that mail by which it was begun, and which is the sender's own.
    pressed: PressedButton | None = None


def thread(case: Case) -> Thread:
    """Reply token or a Message-ID of ours first; then others' Message-IDs and `[IT-1042]`, for
    participants only (docs/reliability.md, T4).

    The subject's words never count. A stranger who quotes a number or an id gets
    `Role.STRANGER`: a new, linked request.
    """
    pressed = case.facts.pressed
    found = [_by_button(case, pressed)] if pressed is not None else []
    found += [_by_rating(case, case.facts.rates)] if case.facts.rates is not None else []
    found += [_by_issued(case, issued) for issued in case.facts.issued]
    for known in case.facts.known:
        named = _by_known(case, case.facts.requests[known.request_id], known.by)
        if not _only_resembles(known, named):
            found.append(named)
    judged = (_unless_stale(case, one) for one in found)
    best = min(judged, key=_rank, default=Thread(None, Role.REQUESTER, "starts a new thread"))
    return _unless_disproven(case, _unless_complaint(case, best))


_SHARED = frozenset({Hint.CONVERSATION, Hint.ENTRY, Hint.RECALLED})
"""What many may have who take no part: a copy of a mail to all, an invitation, a subject."""


def _only_resembles(known: Known, found: Thread) -> bool:
    """Whoever was sent a copy of a company-wide mail has its conversation, too: that points at
    nothing. What follows a closed request is meant by those alone who take part in it.
    """
    if known.by is Hint.SEQUEL:
        return found.role not in PARTIES
    return found.role is Role.STRANGER and known.by in _SHARED


def _unless_stale(case: Case, found: Thread) -> Thread:
    """Long after its end a request is history, and what its requester writes is a new
    matter. Thanks, and what says nothing, are late, not new.
    """
    request = found.request
    if request is None or request.closed_at is None or found.role not in PARTIES:
        return found
    if request.given.confide_in and not request.owner:  # nobody has read it: it is no history
        return found
    age = case.now - request.closed_at
    if age <= case.alias.stale_after or not says(case, request, of_owners=False).begins:
        return found
    why = f"{found.why}; {request.reference} was closed {age.days} days ago"
    return replace(found, why=why, proof=None, late=True)


PARTIES = (Role.REQUESTER, Role.IN_COPY, Role.UNPROVEN)
"""Who is answered, and whose words may begin a promise."""


def _unless_complaint(case: Case, found: Thread) -> Thread:
    """Who writes on below what they complained with means whoever looks into that, and never the
    one whom it is about, though their mail cites ours as well.
    """
    if found.request is None or found.role not in PARTIES:
        return found
    for known in case.facts.known:
        about = case.facts.requests[known.request_id]
        if about.part_of == found.request.id and about.given.complains_of:
            below = _by_known(case, about, known.by)
            return below if below.role in PARTIES else found
    return found


def _unless_disproven(case: Case, found: Thread) -> Thread:
    """What our border denies is nobody's word, whatever it answers."""
    if case.proof is not Proof.DISPROVEN or found.request is None:
        return found
    why = f"{found.why}; {case.classified.verdict}"
    return replace(found, role=Role.DISPROVEN, said=found.role, why=why)


def _rank(found: Thread) -> int:
    """Proof before a hint, what is alive before what is long closed, that before a
    stranger's; among equals the first.
    """
    if found.proof:
        return 0
    if found.late:
        return 3
    return {Role.BYSTANDER: 2, Role.STRANGER: 4}.get(found.role, 1)


def _by_issued(case: Case, issued: Issued) -> Thread:
    request = case.facts.requests[issued.request_id]
    how = "reply address" if issued.by_token else "Message-ID"
    if issued.server_id:
        found = _by_known(case, request, "the id that a server gave our mail")
        asks = issued.lane is not Lane.OWNER  # to ask somebody, it is enough
        return _from_elsewhere(case, found, issued) if asks else found
    if not case.answers(issued):
        found = _by_known(case, request, f"{how} of a mail to somebody else")
        return _from_elsewhere(case, found, issued)
    if case.has_left and issued.lane is not Lane.OWNER:
        return _by_known(case, request, f"{how} of a mail from before they left")
    role = _role(case, request, issued)
    if role not in PARTIES and case.wants_border:
        # `trust = "strict"`: on the team's side the answer alone is not enough.
        why = f"{case.sender.email} is not verified: {case.classified.verdict}"
        return Thread(request, Role.CLAIMS, why)
    return Thread(request, role, f"answers our mail to {case.sender.email} ({how})", issued)


def _by_button(case: Case, pressed: PressedButton) -> Thread:
    """A button proves what an answer to its mail would, for the one to whom that was sent."""
    issued = pressed.issued
    request = case.facts.requests[issued.request_id]
    if not case.presses or case.has_left:
        found = _by_known(case, request, "a button of a mail to somebody else")
        return _from_elsewhere(case, found, issued)
    role = _role(case, request, issued)
    if case.wants_border:
        why = f"{case.sender.email} is not verified: {case.classified.verdict}"
        return Thread(request, Role.CLAIMS, why)
    why = f"pressed “{pressed.word}” in our mail to {case.sender.email}"
    return Thread(request, role, why, issued, pressed=pressed)


def _by_rating(case: Case, rates: PressedRating) -> Thread:
    """What stands in a mail that begins with how it was is its requester's, as in any answer."""
    issued = rates.issued
    request = led_by(case, case.facts.requests[issued.request_id])
    if not case.answers(issued):
        return _by_known(case, request, "a button of a mail to somebody else")
    role = _party(case, request) or Role.BYSTANDER
    return Thread(
        request, role, f"says “{rates.rating}” to our mail to {case.sender.email}", issued
    )


def led_by(case: Case, request: Request) -> Request:
    """The request that has its mails: itself, unless it is part of another one by now."""
    return case.facts.requests[request.merged_into] if request.merged_into else request


def _from_elsewhere(case: Case, found: Thread, issued: Issued) -> Thread:
    """What nobody but the one whom we wrote to should have, at an address that nobody knows: most
    likely it is theirs, or somebody writes for them. It lets nobody take part, and opens nothing.
    """
    unknown = case.person is None and not case.is_admin
    if found.role is not Role.STRANGER or found.request is None or not unknown:
        return found
    if issued.lane is not Lane.OWNER:
        on_file = issued.person in case.policy.people
        return replace(found, role=Role.ELSEWHERE, meant=issued) if on_file else found
    if case.has_it_already(found.request.requester):  # who writes to both is neither
        return replace(found, role=Role.BYSTANDER)
    return replace(found, role=Role.UNPROVEN, meant=issued)


def _role(case: Case, request: Request, issued: Issued) -> Role:
    """As whom somebody speaks who answers a mail that was sent to them."""
    asks = case.is_from(request.requester)
    if _owns(case, request) and not (asks and issued.lane is Lane.OWNER):
        return Role.OWNER
    if issued.lane is Lane.OWNER:
        return _party(case, request) or Role.BYSTANDER  # in copy once, and dropped since
    if issued.lane is Lane.REQUESTER and case.person is not None:
        return Role.FORMER
    return _among_colleagues(case, request)


def _among_colleagues(case: Case, request: Request) -> Role:
    """Who was told of it. Somebody may be several: what they may do most as."""
    key = case.person.key if case.person else ""
    if key in covers_of(case.scene, request.owner):
        return Role.COVER
    leads = [t.lead for t in case.policy.teams.values() if request.owner in t.members]
    if key in (*chain(case.policy, request.owner), *leads):
        return Role.MANAGER
    if key in still_watching(case.policy, request):
        return Role.WATCHER
    return Role.ADMIN if case.is_admin else Role.COLLEAGUE


def _by_known(case: Case, request: Request, by: str) -> Thread:
    """Without proof. An owner who was in copy once is the owner all the same, or a forged
    From would speak as a party.
    """
    party = _party(case, request)
    if _owns(case, request) and party is not Role.REQUESTER:
        role = Role.OWNER if case.confirmed else Role.CLAIMS
        return Thread(request, role, f"{by}, from the owner's address without a reply token")
    if party:
        believed = case.colleague or case.proof.believed
        role = party if believed else Role.UNPROVEN
        return Thread(request, role, f"{by}, from a participant")
    if _works_with(case, request):
        role = Role.MATE if case.colleague else Role.CLAIMS
        return Thread(request, role, f"{by}, from the owner's team")
    if _stands_beside(case, request, by):
        return Thread(request, Role.BYSTANDER, f"{by}, from somebody in copy")
    where = "it" if request.given.confidential else request.reference
    return Thread(request, Role.STRANGER, f"{by}, but from nobody who takes part in {where}")


def _works_with(case: Case, request: Request) -> bool:
    if case.person is None or case.has_left:
        return False
    return case.person.key in mates(case.policy, request.owner)


def _stands_beside(case: Case, request: Request, by: str) -> bool:
    """Somebody in copy answers all: to the thread, not to us. Who writes to us alone has a matter
    of their own. Of a mail to a staff list nobody knows who had it: an answer that goes to the
    requester as well is of that kind.
    """
    written_to = [a for a in (*case.message.to, *case.message.cc) if not case.alias.is_ours(a)]
    if not written_to:
        return False
    if any(map(case.is_from, (*request.bystanders, *request.dropped))):
        return True
    return by == Hint.MESSAGE_ID and case.has_it_already(request.requester)


def _party(case: Case, request: Request) -> Role | None:
    if case.is_from(request.requester):
        return Role.REQUESTER
    return Role.IN_COPY if any(map(case.is_from, request.copied)) else None


def _owns(case: Case, request: Request) -> bool:
    return case.person is not None and case.person.key == request.owner and not case.has_left
