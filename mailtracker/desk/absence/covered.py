"""Requests that went to others for an absence → the letter to who covers, and the one to who is
back. Nobody reads of a request that they are kept out of, not even that there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from mailtracker.desk.absence.cover_letters import BackAgain, CameOver, Covering, Meanwhile
from mailtracker.desk.authors import shown
from mailtracker.desk.digests import MAX_LINES
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.policy.model import Absence, Person, Policy
from mailtracker.record import dataclass

MAX_WORD = 200
"""Characters of a request's last word."""

State = Literal["open", "waiting", "answered", "closed"]

_STATES: Mapping[Status, State] = {
    Status.OPEN: "open",
    Status.WAITING: "waiting",
    Status.ANSWERED: "answered",
    Status.CLOSED: "closed",
}
_IN_ORDER = (Status.OPEN, Status.WAITING, Status.ANSWERED, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class LineParts:
    """What a line of the letter to who covers has besides the request: its `last_word`, the address
    for an answer (`reply_to`), and the `file` in which all of it stands; "" for none.
    """

    last_word: str = ""
    reply_to: str = ""
    file: str = ""


def for_cover(person: Person, found: Iterable[Request], scene: Scene) -> list[Request]:
    """Of what came over to somebody what they still have and may read, the next due first."""
    policy = scene.policy
    theirs = [one for one in found if one.owner == person.key and not kept_out(policy, one, person)]
    return sorted(theirs, key=_next_due)


def _next_due(request: Request) -> tuple[bool, datetime, int]:
    return request.promised_at is None, request.promised_at or request.opened_at, request.id


def covering(
    absent: Person, days: Absence, found: Sequence[tuple[Request, LineParts]], scene: Scene
) -> Covering:
    """`found` as `for_cover` has it; at most `MAX_LINES`."""
    lines = [
        CameOver(
            reference=one.reference,
            subject_line=one.subject,
            requester=shown(scene.policy, one.requester),
            last_word=parts.last_word,
            promised_at=one.promised_at,
            waits=one.status is Status.WAITING,
            reply_to=parts.reply_to if _is_answered(one) else "",
            file=parts.file,
        )
        for one, parts in found
    ]
    left = absent.left is not None and absent.left == days.start
    return Covering(absent.name, days.end, left, lines)


def _is_answered(request: Request) -> bool:
    """Whether an answer reaches somebody by itself."""
    return bool(request.requester.email or request.copied)


def back_again(person: Person, found: Iterable[Request], scene: Scene) -> BackAgain | None:
    """None: nothing went to others, or nothing that may be told; or all of it is theirs again."""
    told = [one for one in found if not kept_out(scene.policy, one, person)]
    if all(one.owner == person.key for one in told):
        return None
    told.sort(key=lambda one: (_IN_ORDER.index(one.status), _next_due(one)))
    lines = [_meanwhile(one, person, scene.policy) for one in told]
    if not lines:
        return None
    return BackAgain(lines[:MAX_LINES], len(lines[MAX_LINES:]))


def _meanwhile(request: Request, reader: Person, policy: Policy) -> Meanwhile:
    owner = policy.people.get(request.owner)
    subject = "" if request.given.confidential else request.subject
    return Meanwhile(
        reference=request.reference,
        subject_line=subject,
        requester=shown(policy, request.requester),
        owner=owner.name if owner else request.owner,
        yours=request.owner == reader.key,
        state=_STATES[request.status],
        promised_at=request.promised_at,
    )


def first_line(text: str) -> str:
    """How a text begins, in one line."""
    words = " ".join(text.split())
    if len(words) <= MAX_WORD:
        return words
    cut = words[:MAX_WORD].rpartition(" ")[0] or words[:MAX_WORD]
    return f"{cut.rstrip()}…"
