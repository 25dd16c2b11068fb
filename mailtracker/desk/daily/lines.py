"""Requests → a part of somebody's daily digest: how each stands, the most pressing first; and where
an answer to each goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from mailtracker.desk.absence.absences import is_away
from mailtracker.desk.authors import shown
from mailtracker.desk.daily.daily_letters import (
    Counted,
    DailyLine,
    DailyPart,
    DailySection,
    Linked,
    Stands,
)
from mailtracker.desk.daily.due import DailyDue, LineLink, is_pressing, is_snoozed
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.desk.words.buttons import buttons_of_line
from mailtracker.mail.outgoing.ids import thread_subject
from mailtracker.policy.model import Person

MAX_DAILY = 40
"""Requests that a part of a daily digest shows; more are counted."""

MAX_IN_LINK = 120
"""Characters of a subject in a link: of a longer one only the reference stands there."""

_SHOWN: tuple[Stands, ...] = ("overdue", "today", "stranded", "waiting", "snoozed")


class PartWriter:
    """Of the parts of one digest. `links` are those of all its lines so far, `unlinked` says
    whether one has none. `told` are the numbers of all requests so far.
    """

    def __init__(self, due: DailyDue, reader: Person, scene: Scene) -> None:
        self.due, self.reader, self.scene = due, reader, scene
        self.links: list[LineLink] = []
        self.unlinked = False
        self.told: set[int] = set()

    def part(self, team: str, found: Sequence[Request]) -> DailyPart:
        """Of these requests, all of which the reader may know."""
        self.told.update(one.id for one in found)
        stands = {one.id: self._stands(one) for one in found}
        counted = Counter(stands.values())
        listed = [one for one in found if stands[one.id] != "later"]
        listed.sort(key=lambda one: (_SHOWN.index(stands[one.id]), self._order(one)))
        sections: dict[Stands, list[DailyLine]] = {}
        for one in listed[:MAX_DAILY]:
            sections.setdefault(stands[one.id], []).append(self._line(one))
        later = [one.promised_at for one in found if stands[one.id] == "later"]
        return DailyPart(
            team=team,
            weight=[Counted(how, counted[how]) for how in (*_SHOWN, "later") if counted[how]],
            sections=[DailySection(how, lines) for how, lines in sections.items()],
            more=len(listed[MAX_DAILY:]),
            next_at=min(filter(None, later), default=None),
        )

    def _stands(self, request: Request) -> Stands:
        """The first of these that is so."""
        now, promised_at = self.scene.now, request.promised_at
        if request.status is Status.WAITING:
            return "waiting"
        if is_snoozed(request, now):
            return "snoozed"
        if self._is_stranded(request):
            return "stranded"
        if is_pressing(request, now):
            return "overdue"
        today = promised_at is not None and promised_at <= self.due.morning.ends
        return "today" if today else "later"

    def _is_stranded(self, request: Request) -> bool:
        """Whose it is is not there, and it is still theirs."""
        owner, scene = request.owner, self.scene
        return owner != self.reader.key and (is_away(scene, owner) or owner in scene.revoked)

    def _order(self, request: Request) -> tuple[bool, datetime, int]:
        """The oldest promise first; before all, what its owner will be reminded of today."""
        until = request.snoozed_until
        later = until is not None and until > self.due.morning.ends
        return later, request.promised_at or request.opened_at, request.id

    @property
    def linked(self) -> Linked:
        """Whose lines have a link."""
        return _LINKED[frozenset(one.lane for one in self.links)]

    def _line(self, request: Request) -> DailyLine:
        subject, requester = request.subject, shown(self.scene.policy, request.requester)
        if request.given.confidential:
            subject = requester = ""
        return DailyLine(
            reference=request.reference,
            subject_line=subject,
            requester=requester,
            owner=self._owner(request),
            promised_at=request.promised_at,
            since=request.unanswered_since or request.opened_at,
            snoozed_until=request.snoozed_until,
            reply_to=self._link(request),
        )

    def _owner(self, request: Request) -> str:
        """ "" for the reader."""
        owner = self.scene.policy.people.get(request.owner)
        name = owner.name if owner else request.owner
        return "" if self._is_theirs(request) else name

    def _is_theirs(self, request: Request) -> bool:
        return request.owner == self.reader.key

    def _link(self, request: Request) -> str:
        """From who has it to who asks; from anybody else to who has it."""
        if request.mailbox not in self.due.addressed:
            self.unlinked = True
            return ""
        is_told = not request.given.confidential and len(request.subject) <= MAX_IN_LINK
        subject = request.subject if is_told else ""
        link = LineLink(
            word=f"reply-{self.due.nonce}-{len(self.links)}",
            request_id=request.id,
            mailbox=request.mailbox,
            subject=thread_subject(request.reference, subject),
            lane=Lane.REQUESTER if self._is_theirs(request) else Lane.TEAM,
            words=buttons_of_line(request, self.reader.key),
        )
        self.links.append(link)
        return link.word


_LINKED: Mapping[frozenset[Lane], Linked] = {
    frozenset(): "none",
    frozenset({Lane.REQUESTER}): "yours",
    frozenset({Lane.TEAM}): "others",
    frozenset({Lane.REQUESTER, Lane.TEAM}): "both",
}
