"""Requests that came over to somebody from who is away → one letter, in which each of them has a
line, an address for its answer, and all of its mails as a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from mailtracker.composing import Composed
from mailtracker.desk.absence.absences import has_left
from mailtracker.desk.absence.covered import LineParts, covering, first_line, for_cover
from mailtracker.desk.absence.known_absence import KnownAbsence
from mailtracker.desk.case import address_of
from mailtracker.desk.digests import MAX_LINES
from mailtracker.desk.effects import RelayAgain
from mailtracker.desk.notes import NoteHanded
from mailtracker.desk.request import Request
from mailtracker.desk.scene import Scene
from mailtracker.letters.given import AboutRequest
from mailtracker.mail.outgoing.envelope import Attachment
from mailtracker.mail.outgoing.ids import reply_address, thread_subject
from mailtracker.mail.outgoing.links import Link
from mailtracker.notices import Notice, compose_notice
from mailtracker.outgoing import Occasion, plan_all
from mailtracker.policy.model import Person
from mailtracker.record import dataclass
from mailtracker.store import buttons, outbox, request_tokens
from mailtracker.store.outgoing import Outgoing
from mailtracker.store.tongues import speaking
from mailtracker.store.transaction import Transaction
from mailtracker.store.transcript import transcript
from mailtracker.transcript import TranscriptWriter
from mailtracker.world import Cause, World

MAX_OPEN = 10_000
"""Open requests of one person."""

MAX_FILE = 2 * 1024 * 1024
"""Bytes of one request's file in the letter."""

MAX_FILES = 8 * 1024 * 1024
"""Bytes of all of them. What does not fit goes by a mail of its own: a letter that a server refuses
for its size would take all of them along.
"""


@dataclass(frozen=True, slots=True)
class _CameOver:
    """One `request` for the letter: its line's `parts`, all of its mails as one (`mail`, with its
    bytes), and the `link` for an answer.
    """

    request: Request
    parts: LineParts
    mail: Outgoing | None
    link: Link


def write_to_covers(
    conn: Transaction, world: World, absence: KnownAbsence, went: Sequence[Request], scene: Scene
) -> None:
    """One letter to each who has some of these now. Of an absence it is written once."""
    absent = world.policy.people.get(absence.person)
    people = (world.policy.people.get(key) for key in dict.fromkeys(one.owner for one in went))
    for person in filter(None, people):
        theirs = for_cover(person, went, scene)
        for first in range(0, len(theirs), MAX_LINES):
            if absent is not None:
                some = theirs[first : first + MAX_LINES]
                once = f"cover.{absence.id}.{absence.days.start}.{person.key}.{first}"
                _CoverWriter(conn, world, absence, absent, scene).write(person, some, once)


class _CoverWriter:
    """Of the letters of one absence."""

    def __init__(
        self, conn: Transaction, world: World, absence: KnownAbsence, absent: Person, scene: Scene
    ) -> None:
        self._conn, self._world, self._scene = conn, world, scene
        self._absence, self._absent = absence, absent
        self._spoke = speaking(conn, world.policy)

    @property
    def _now(self) -> datetime:
        return self._scene.now

    def write(self, person: Person, some: Sequence[Request], once: str) -> None:
        nonce = self._world.draw(8).hex()
        came: list[_CameOver] = []
        room = MAX_FILES
        for number, request in enumerate(some):
            one = self._came_over(request, person, f"reply-{nonce}-{number}", room)
            if one.mail and one.parts.file:
                room -= len(one.mail.raw)
            came.append(one)
        lines = [(one.request, one.parts) for one in came]
        letter = covering(self._absent, self._absence.days, lines, self._scene)
        notice = Notice(
            letter,
            once,
            self._now,
            person,
            files=[self._file(one) for one in came if one.mail and one.parts.file],
            links={one.parts.reply_to: one.link for one in came},
        )
        alias = self._world.alias(some[0].mailbox)
        mails = compose_notice(self._world, alias, notice, self._spoke)
        if not outbox.queue_all(self._conn, mails):
            return
        tokens = {one.mail.token: one.request.id for one in came if one.mail and one.mail.token}
        request_tokens.add(self._conn, mails[0].row_key, tokens)
        apart = [one.mail for one in came if one.mail and not one.parts.file]
        outbox.queue_all(self._conn, apart)

    def _file(self, one: _CameOver) -> Attachment:
        raw = one.mail.raw if one.mail else b""
        return Attachment(one.parts.file, "application/octet-stream", raw)

    def _came_over(self, request: Request, person: Person, word: str, room: int) -> _CameOver:
        """`word` stands in the letter for the address of its answer."""
        told = transcript(self._conn, self._world.policy, request, {})
        alias = self._world.alias(request.mailbox)
        common = AboutRequest(
            alias.as_address, "", self._now, ZoneInfo("UTC"), "en", request=request, owner=person
        )
        last = TranscriptWriter(self._world, alias, common).last_word(told)
        spoke = {address_of(person).key: self._spoke(person.addresses[0])}
        cause = self._cause(request)
        occasion = Occasion(self._world, request, cause, False, {}, told, tongues=spoke)
        mail = self._whole(occasion, person)
        fits = mail is not None and len(mail.raw) <= min(MAX_FILE, room)
        file = f"{request.reference}.eml" if fits else ""
        token = mail.token if mail else None
        address = reply_address(alias.address, token) if token else alias.address
        subject = thread_subject(request.reference, request.subject)
        return _CameOver(
            request, LineParts(first_line(last), word, file), mail, Link(address, subject)
        )

    def _cause(self, request: Request) -> Cause:
        return Cause(f"a{self._absence.id}.{request.id}", self._now)

    def _whole(self, occasion: Occasion, person: Person) -> Outgoing | None:
        """What the mail would be by which the request alone is handed over; None where it cannot be
        written.
        """
        promised = occasion.request.promised_at
        note = NoteHanded(
            from_name=self._absent.name,
            because="assigned" if has_left(self._scene, self._absent.key) else "away",
            by_name="",
            late=promised is not None and self._now >= promised,
            brief=True,
        )
        planned, _ = plan_all(occasion, [RelayAgain(note, address_of(person), person.key)])
        for one in planned:
            if isinstance(one.order, Composed) and isinstance(one.order.raw, bytes):
                buttons.void(self._conn, [one.order.left], self._world.actions_in, self._now)
                return replace(one.mail, raw=one.order.raw)
        return None
