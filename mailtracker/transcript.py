"""The mails of a request → what who takes it over reads of them: their words as text and as a page,
each headed by who wrote it and when, and their files; and a mail that a server refuses → what can
be told of it. Needs no connection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from datetime import datetime
from hashlib import sha256
from html import escape
from textwrap import shorten
from typing import Literal

from mailtracker.desk.alias import Alias
from mailtracker.desk.authors import Author, author, ours
from mailtracker.desk.content import own_words
from mailtracker.desk.digests import paragraphs
from mailtracker.desk.ending_letters import PastWords
from mailtracker.desk.lost.failed import Contents
from mailtracker.desk.notes import Note, NoteHanded, NoteSaid
from mailtracker.desk.ratings.rating_letters import NoteComplaint
from mailtracker.desk.request import Request
from mailtracker.desk.transcript import (
    MAX_WORDS,
    Has,
    PastMail,
    Transcript,
    by_weight,
    in_order,
    may_be_told,
    reached,
    side_of,
)
from mailtracker.desk.words.owner_words import Word, read_command
from mailtracker.desk.words.request_for import read_request_for
from mailtracker.desk.words.waiting import LastWords
from mailtracker.errors import Unreadable
from mailtracker.letters.given import AboutRequest
from mailtracker.letters.spoken import in_from
from mailtracker.mail.carry import Carriable, carriable, words
from mailtracker.mail.message import Message, Part
from mailtracker.mail.mime.transfer import decoded
from mailtracker.mail.origin.lists import behind_list
from mailtracker.mail.outgoing.edit import cut_from_text
from mailtracker.mail.outgoing.envelope import Attachment, RelayEdits, RelayNote, Rendered
from mailtracker.mail.outgoing.marking import mark_html_of_ours, mark_text
from mailtracker.mail.outgoing.quoted_keys import NO_KEYS, QuotedKeys
from mailtracker.mail.text.note_marks import unmarked
from mailtracker.policy.identity import same
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass
from mailtracker.world import World

MAX_OPENING = 16 * 1024
"""Characters that the mail which opened the request may take even where newer ones fill a
transcript.
"""

MAX_RECALLED = 300
"""Characters of what was asked, and of what was answered, that a closing mail tells."""

MAX_ASKED = 1200
"""Characters of the question that a requester is reminded of."""

LOGO = 8 * 1024
"""Bytes of a picture inside a page up to which it is taken for the logo of a signature."""

Begins = Literal["", "latest", "before"]

_RULE = "-" * 40
_FULL = 60
_WRAPPED = 80
"""From this many characters on, and up to so many, a line was broken by its writer's program, not
its writer.
"""

_ITEM = re.compile(r"\s*(?:[-*•>+]|\d{1,3}[.)])\s|\s{2,}")
_WORDS = "margin:0 0 14px 0;overflow-wrap:anywhere;word-break:break-word"
_LINE = (
    '<div class="quiet" style="margin:6px 0 14px 0;border-top:1px solid #e1e5e8;font-size:1px;'
    'line-height:1px">&nbsp;</div>'
)


@dataclass(frozen=True, slots=True)
class Written:
    """What goes into the mail: `text` and `page`, and the `files` that fit. `size`: bytes of
    these. `has` is how much it is of all that was written; `left` are keys of ours that can be read
    in it.
    """

    text: str
    page: str
    files: tuple[Attachment, ...]
    size: int
    has: Has
    left: QuotedKeys = NO_KEYS


@dataclass(slots=True)
class _ToldMail:
    """One mail that is told: `past` is how it stands in the request, `mail` its bytes without keys
    of ours, `author` who wrote it, `text` its own words. `hidden`: the requester has not read it.
    `files` and `stayed` are names of what goes with it and of what does not fit; `cut`: nor did all
    of its words.
    """

    past: PastMail
    mail: Carriable
    author: Author
    text: str
    hidden: bool
    files: list[str] = field(default_factory=list)
    stayed: list[str] = field(default_factory=list)
    cut: bool = False


class TranscriptWriter:
    """Writes what is known of one request, in the language and the zone of `common`. `above` are
    the first lines of its note, `buttons` a row of them below it, as HTML.
    """

    def __init__(
        self,
        world: World,
        alias: Alias,
        common: AboutRequest,
        above: Sequence[Note] = (),
        buttons: str = "",
    ) -> None:
        self._buttons = buttons
        self._world, self._alias, self._common, self._above = world, alias, common, above
        self._request: Request = common.request
        self._side = side_of(world.policy, common.request)
        self._ours = world.ours

    def write(self, transcript: Transcript, note: NoteHanded | NoteComplaint, room: int) -> Written:
        """`room`: bytes that the files may have."""
        found = [one for one in map(self._said, transcript.mails) if one is not None]
        told = _that_fit(found)
        left_out = transcript.left_out + len(found) - len(told)
        files, size = _files(told, room)
        note = replace(
            note,
            lost=transcript.lost,
            lost_until=transcript.lost_until,
            left_out=left_out,
            held=transcript.held,
        )
        pieces = [self._noted(note), *self._pieces(told)]
        in_part = (one.cut or one.stayed for one in told)
        missing = any((transcript.lost, left_out, transcript.held, *in_part))
        some: Has = "latest" if missing else "all"
        return Written(
            text="\n\n".join(text for text, _ in pieces),
            page="\n".join(page for _, page in pieces),
            files=tuple(files),
            size=size,
            has=some if told else "nothing",
            left=_left(told),
        )

    def last_word(self, transcript: Transcript) -> str:
        """The words of the newest mail that has some and that a new owner may read."""
        told = (self._said(past) for past in reversed(transcript.mails))
        return next((one.text for one in told if one is not None and one.text), "")

    def _said(self, past: PastMail) -> _ToldMail | None:
        """None for what a new owner does not read: see `may_be_told`."""
        message = behind_list(_read(past.raw), self._alias.site)
        past_us = reached(self._world.policy, message, self._request)
        if may_be_told(past, self._side) is None and not past_us:
            return None
        mail = carriable(past.raw, message, self._ours.addresses)
        of_ours = self._is_of_ours(past, message)
        text = self._own_words(mail, of_ours)
        if of_ours and not text and not mail.message.attachments:
            return None  # nothing but a word for us
        asked = same(self._world.policy, past.sender, self._request.requester)
        seen = asked or past.readers.requester or past_us
        return _ToldMail(past, mail, self._author(past, message), text, not seen)

    def _is_of_ours(self, past: PastMail, message: Message) -> bool:
        """Whether somebody of the owner's side wrote it."""
        known = message.sender and self._world.policy.person_by_address(message.sender.email)
        return known is not None and not self._side.wrote(past)

    def _author(self, past: PastMail, message: Message) -> Author:
        asks = self._request.requester
        sender = message.sender or asks
        if not sender.name and same(self._world.policy, sender, asks):
            # As others read of the requester: who is not known has the address in it already.
            sender = replace(sender, name=asks.name.removesuffix(f" ({asks.email})"))
        person = self._world.policy.person_by_address(sender.email)
        carried = past.readers.parties and not self._side.wrote(past)
        if carried and person is not None:
            return ours(person)  # as whose it was carried
        return author(self._world.policy, self._alias, sender, past.proof)

    def _own_words(self, mail: Carriable, of_ours: bool) -> str:
        """Without the words that were carried out, quotes, and whatever reads like a note of
        ours.
        """
        text = words(mail, RelayEdits(self._ours, by_our_people=of_ours))
        if (line := self._carried_out(mail.message, of_ours)) is not None:
            text = cut_from_text(text, line)
        from mailtracker.mail.parse import without_quotes

        told = without_quotes(mail.message, unmarked(text))
        # "-- " would end this mail for its reader (RFC 3676 §4.3).
        return "\n".join(map(str.rstrip, told.splitlines())).strip("\n")

    def _carried_out(self, message: Message, of_ours: bool) -> str | None:
        """The line that was for us, None where there is none."""
        if self._request.given.opened_by:
            said = read_request_for(message.new_text)
            if said is not None:
                return said.line
        command = read_command(message.new_text) if of_ours else None
        if command is None or command.word in (None, Word.NOTE):
            return None
        return command.line

    def _pieces(self, told: Sequence[_ToldMail]) -> Iterator[tuple[str, str]]:
        """The words as text and as HTML, in the order in which they are read."""
        by_past = {one.past.line_id: one for one in told}
        latest, before = in_order([one.past for one in told], self._request)
        first: Begins = "latest" if len(latest) > 1 else ""
        groups: list[tuple[list[PastMail], Begins]] = [(latest, first), (before, "before")]
        for group, begins in groups:
            for number, past in enumerate(group):
                yield self._piece(by_past[past.line_id], "" if number else begins)

    def _piece(self, said: _ToldMail, begins: Begins) -> tuple[str, str]:
        head = self._head(said, begins)
        text, page = f"{head.text.rstrip()}\n\n{said.text}", f"{head.html}\n{_page(said.text)}"
        if said.hidden:
            text, page = self._marked(Rendered("", text, page))
        return f"{_RULE}\n\n{text.rstrip()}", f"{_LINE}\n{page}"

    def _head(self, said: _ToldMail, begins: Begins) -> Rendered:
        heading = NoteSaid(
            author=in_from(said.author, self._common.language),
            at=said.past.at,
            begins=begins,
            files=said.files,
            stayed=said.stayed,
            hidden=said.hidden,
            inside=said.past.readers.inside and said.hidden,
            empty=not said.text,
        )
        return self._world.letters.render(heading, self._common)

    def _noted(self, note: Note) -> tuple[str, str]:
        notes = [self._world.letters.render(one, self._common) for one in (*self._above, note)]
        text, page = (one.text for one in notes), (one.html for one in notes)
        noted = "\n".join(page) + self._buttons
        return self._marked(Rendered("", "\n".join(text), noted), "above")

    def _marked(
        self, inside: Rendered, place: Literal["above", "below"] = "below"
    ) -> tuple[str, str]:
        """What a reply to the requester loses where it quotes this."""
        note = RelayNote(self._request.reference, inside.text, inside.html, place)
        return mark_text(note, self._ours.key), mark_html_of_ours(note, self._ours.key)


def _that_fit(found: Sequence[_ToldMail]) -> list[_ToldMail]:
    """The newest words, the opening, and then as many mails as there is room for; the oldest first.
    A mail that has less room than it needs is cut, one that has none left out.
    """
    by_line = {one.past.line_id: one for one in found}
    room = MAX_WORDS
    fit: list[_ToldMail] = []
    for number, past in enumerate(by_weight([one.past for one in found])):
        said = by_line[past.line_id]
        most = _most(number, past, room)
        if len(said.text) > most:
            if number and not past.opened:
                break
            said.text, said.cut = said.text[: max(most - 1, 0)].rstrip() + "…", True
        room -= len(said.text)
        fit.append(said)
    return sorted(fit, key=lambda one: one.past.line_id)


def _most(number: int, past: PastMail, room: int) -> int:
    """Characters that a mail may have: the newest leaves room for the opening one."""
    if number == 0:
        return room - MAX_OPENING
    return min(room, MAX_OPENING) if past.opened else room


def _files(told: Sequence[_ToldMail], room: int) -> tuple[list[Attachment], int]:
    """Every file once, those of newer mails first; what does not fit stays, by name. And how large
    they are together.
    """
    files: dict[str, Attachment] = {}
    size = 0
    for said in reversed(told):
        for one in _attached(said):
            same = sha256(one.data).hexdigest()
            fits = same in files or size + len(one.data) <= room
            (said.files if fits else said.stayed).append(one.name)
            if fits and same not in files:
                files[same] = one
                size += len(one.data)
    return list(files.values()), size


def _attached(said: _ToldMail) -> Iterator[Attachment]:
    """Its files. Of what is sealed, and says nothing that we can read, it is the mail itself: only
    whole can it be opened.
    """
    raw, message = said.mail.raw, said.mail.message
    if message.sealed and not said.text:
        yield Attachment("message.eml", "application/octet-stream", raw)
        return
    for part in message.attachments:
        start, end = part.body
        data = decoded(raw[start:end], part.encoding.lower())
        if not _is_logo(part, data):
            yield Attachment(_called(part), _type_of(part, data), data)


def _is_logo(part: Part, data: bytes) -> bool:
    shown = bool(part.content_id) and part.disposition != "attachment"
    return shown and part.content_type.startswith("image/") and len(data) <= LOGO


def _called(part: Part) -> str:
    if part.filename:
        return part.filename
    kind, _, ending = part.content_type.partition("/")
    if kind == "message":
        return "message.eml"
    return f"{kind}.{ending}" if ending.isalnum() else kind or "file"


def _type_of(part: Part, data: bytes) -> str:
    """A text goes on as UTF-8 only if that is what it is."""
    if not part.content_type.startswith("text/"):
        return part.content_type
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "application/octet-stream"
    return part.content_type


def _left(told: Sequence[_ToldMail]) -> QuotedKeys:
    tokens = (token for said in told for token in said.mail.left.tokens)
    ids = (ident for said in told for ident in said.mail.left.ids)
    return QuotedKeys(tuple(dict.fromkeys(tokens)), tuple(dict.fromkeys(ids)))


def _page(text: str) -> str:
    """As paragraphs. What its writer's program broke into short lines flows again, so that a
    telephone breaks it where it must.
    """
    paragraphs = re.split(r"\n[ \t]*\n+", text.strip("\n"))
    return "\n".join(
        f'<p dir="auto" style="{_WORDS}">{"<br>".join(map(escape, _flowing(one)))}</p>'
        for one in paragraphs
        if one.strip()
    )


def _flowing(paragraph: str) -> list[str]:
    lines: list[str] = []
    full = False
    for line in paragraph.split("\n"):
        if full and not _ITEM.match(line):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.rstrip())
        full = _FULL <= len(line.rstrip()) <= _WRAPPED
    return lines


def _read(raw: bytes) -> Message:
    """As `parse`, which is loaded by whoever hands a request over: other mail is read elsewhere."""
    from mailtracker.mail.parse import parse

    return parse(raw)


def words_asked(raw: bytes, policy: Policy) -> LastWords:
    """What somebody of our side wrote to the requester, in paragraphs for a letter."""
    words, name = _answered(raw, policy)
    return LastWords(paragraphs(words, MAX_ASKED), name)


def answered_in(raw: bytes, policy: Policy, at: datetime) -> PastWords:
    """How the answer in a mail begins, which went out then."""
    words, name = _answered(raw, policy)
    return PastWords(answer=_beginning(words), by_name=name, at=at)


def _answered(raw: bytes, policy: Policy) -> tuple[str, str]:
    """The words, without an owner word, and whose they are. Nothing where it cannot be read."""
    try:
        message = _read(raw)
    except Unreadable:
        return "", ""
    person = policy.person_by_address(message.sender.email) if message.sender else None
    name, command = person.name if person else "", read_command(message.new_text)
    note = command is not None and command.word is Word.NOTE  # which was sent as it was written
    return own_words(command.rest if command and not note else message.new_text, name), name


def asked_in(raw: bytes, request: Request) -> str:
    """How the mail begins that opened it, whoever wrote it for its requester."""
    try:
        message = _read(raw)
    except Unreadable:
        return ""
    for_somebody = request.given.opened_by or request.given.asked_for
    said = read_request_for(message.new_text) if for_somebody else None
    name = message.sender.name if message.sender else ""
    return _beginning(own_words(said.rest if said else message.new_text, name))


def _beginning(words: str) -> str:
    """In one line, whole words."""
    return shorten(words, MAX_RECALLED, placeholder="…")


def contents(raw: bytes, alias: Alias) -> Contents | None:
    """Of a mail that we composed: what can go where it cannot. Our note goes along, since it says
    whose words they are. None where it cannot be read.
    """
    try:
        message = _read(raw)
    except Unreadable:
        return None
    called = message.sender.name if message.sender else alias.name
    return Contents(
        called.removesuffix(f" via {alias.name}"),
        paragraphs(unmarked(message.text), MAX_WORDS),
        tuple(part.filename or part.content_type for part in message.attachments),
        message.subject,
    )
