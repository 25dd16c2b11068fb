"""Which request an incoming message belongs to, and as whom its sender speaks there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mailtracker.desk.case import Case
from mailtracker.desk.facts import Hint, Issued, Known
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.thanks import only_thanks


class Role(StrEnum):
    """As whom somebody speaks in a request."""

    PARTY = "party"  # the requester, or somebody in copy
    OWNER = "owner"  # the owner, with proof
    FORMER = "former owner"  # had it before, with proof
    TEAM = "team"  # a colleague whom we told: manager, lead, admin; with proof
    # The owner's address without proof, or any without that which "strict" asks for.
    CLAIMS = "claims to be a colleague"
    LATE = "late"  # a party of a request that was closed long ago: a new one, linked
    STRANGER = "stranger"  # points at a request that is not theirs


@dataclass(frozen=True, slots=True)
class Thread:
    """`request` is None for a new one, and the sender speaks in this `role`. `proof` is the mail of
    ours that was answered. `why` goes to log and ledger.
    """

    request: Request | None
    role: Role
    why: str
    proof: Issued | None = None


def thread(case: Case) -> Thread:
    """Reply token or a Message-ID of ours first; then others' Message-IDs and `[IT-1042]`, for
    participants only (docs/reliability.md, T4).

    The subject's words never count. A stranger who quotes a number or an id gets
    `Role.STRANGER`: a new, linked request.
    """
    found = [_by_issued(case, issued) for issued in case.facts.issued]
    for known in case.facts.known:
        named = _by_known(case, case.facts.requests[known.request_id], known.by)
        if not _only_resembles(known, named):
            found.append(named)
    judged = (_unless_stale(case, one) for one in found)
    return min(judged, key=_rank, default=Thread(None, Role.PARTY, "starts a new thread"))


def _only_resembles(known: Known, found: Thread) -> bool:
    """Whoever was sent a copy of a company-wide mail has its conversation,
    too: that points at nothing.
    """
    return found.role is Role.STRANGER and known.by is Hint.CONVERSATION


def _unless_stale(case: Case, found: Thread) -> Thread:
    """Long after its end a request is history, and what its requester writes is a new
    matter. Thanks are late, not new.
    """
    request = found.request
    if request is None or request.closed_at is None or found.role is not Role.PARTY:
        return found
    age = case.now - request.closed_at
    if age <= case.alias.stale_after or only_thanks(case.message):
        return found
    why = f"{found.why}; {request.reference} was closed {age.days} days ago"
    return Thread(request, Role.LATE, why)


def _rank(found: Thread) -> int:
    """Proof before a hint, what is alive before what is long closed, that before a
    stranger's; among equals the first.
    """
    if found.proof:
        return 0
    return {Role.LATE: 2, Role.STRANGER: 3}.get(found.role, 1)


def _by_issued(case: Case, issued: Issued) -> Thread:
    request = case.facts.requests[issued.request_id]
    how = "reply address" if issued.by_token else "Message-ID"
    if not case.answers(issued):
        return _by_known(case, request, f"{how} of a mail to somebody else")
    role = _role(case, request, issued)
    unproven = case.alias.strict and case.classified.verified is not True
    if role is not Role.PARTY and unproven:
        # `trust = "strict"`: on the team's side the answer alone is not enough.
        why = f"{case.sender.email} is not verified: {case.classified.verdict}"
        return Thread(request, Role.CLAIMS, why)
    return Thread(request, role, f"answers our mail to {case.sender.email} ({how})", issued)


def _role(case: Case, request: Request, issued: Issued) -> Role:
    """As whom somebody speaks who answers a mail that was sent to them."""
    if _owns(case, request) and (
        issued.lane is not Lane.OWNER or request.requester.key != case.sender.key
    ):
        return Role.OWNER
    if issued.lane is Lane.OWNER:
        return Role.PARTY
    if issued.lane is Lane.REQUESTER and case.person is not None:
        return Role.FORMER
    return Role.TEAM  # also an owner of old who is in the people file no more


def _by_known(case: Case, request: Request, by: str) -> Thread:
    """Without proof. An owner who was in copy once is the owner all the same, or a forged
    From would speak as a party.
    """
    if _owns(case, request) and request.requester.key != case.sender.key:
        return Thread(request, Role.CLAIMS, f"{by}, from the owner's address without a reply token")
    if request.party(case.sender.email):
        return Thread(request, Role.PARTY, f"{by}, from a participant")
    return Thread(
        request, Role.STRANGER, f"{by}, but from nobody who takes part in {request.reference}"
    )


def _owns(case: Case, request: Request) -> bool:
    return case.person is not None and case.person.key == request.owner
