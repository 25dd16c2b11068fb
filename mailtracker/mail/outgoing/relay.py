"""A received mail and what changes go in; the bytes of the mail that carries it on come out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count

from mailtracker.mail.message import Message, Part
from mailtracker.mail.mime.charset import decode, html_charset
from mailtracker.mail.mime.header_text import clean_header
from mailtracker.mail.mime.transfer import decoded
from mailtracker.mail.outgoing.compose import text_part
from mailtracker.mail.outgoing.edit import (
    add_to_text,
    cut_from_html,
    cut_from_text,
    declare_utf8,
)
from mailtracker.mail.outgoing.encode import encode_text
from mailtracker.mail.outgoing.envelope import Envelope, RelayEdits
from mailtracker.mail.outgoing.header_fields import header_block
from mailtracker.mail.outgoing.marking import mark_html, mark_text
from mailtracker.mail.outgoing.notes import Marks, strip_html, strip_text
from mailtracker.mail.outgoing.part_head import Field, join_head, split_head
from mailtracker.mail.outgoing.recipe import Piece, Recipe, Stretch, ends_line, recipe_of
from mailtracker.mail.outgoing.shown import add_to_html
from mailtracker.mail.outgoing.transportable import (
    Body,
    between_parts,
    is_seven_bit,
    transportable_body,
)
from mailtracker.record import dataclass

# Of the sender's own header only this goes on: nothing that identifies machines, asks
# for receipts, signs or answers.
_KEPT = frozenset(
    {"importance", "priority", "x-priority", "x-msmail-priority", "sensitivity", "thread-topic"}
)
_STALE = frozenset({"content-length", "content-md5", "content-return", "content-identifier"})
_FLOWED = re.compile(r";\s{0,99}format\s{0,9}=\s{0,9}\"?flowed", re.IGNORECASE)
_DELSP = re.compile(r";\s{0,99}delsp\s{0,9}=\s{0,9}\"?yes", re.IGNORECASE)
_BOUNDARY, _VALUE_END = (
    re.compile(rb"boundary\s{0,9}=\s{0,9}\"?", re.IGNORECASE),
    re.compile(rb"\s*(?:[\";]|\Z)"),
)
# In a boundary: no server carries NUL. It would go from the lines between parts, and stay in the
# boundary that Content-Type names.
_UNFIT = re.compile(rb"[\x00\x80-\xff]")
_MESSAGE_FILE = Field(
    "content-disposition", b'Content-Disposition: attachment; filename="message.eml"'
)
_TYPE, _ENCODING = "content-type", "content-transfer-encoding"


@dataclass(frozen=True, slots=True)
class _Branch:
    """A `part` with its `children`."""

    part: Part
    children: list[_Branch]


@dataclass(frozen=True, slots=True)
class _Carried:
    """A part as it goes on: `fields` and `body`. `eight` = it holds 8-bit bytes, `noted` = the note
    stands in it.
    """

    fields: list[Field]
    body: list[Piece]
    eight: bool = False
    noted: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    """What every part of `raw`, which is `message`, is carried with: the `change`. `attached` is
    for quick look-ups: mails have up to 1,000 attachments.
    """

    raw: bytes
    message: Message
    change: RelayEdits
    attached: frozenset[Part]

    def takes_note(self, part: Part) -> bool:
        """Whether it is the first text or the first HTML body."""
        return part in (self.message.plain, self.message.html)


def relay(raw: bytes, message: Message, envelope: Envelope, change: RelayEdits) -> bytes:
    """The original, whole, under a header of ours, with our note in its
    first text and its first HTML body: `relay_recipe`, filled.
    """
    return b"".join(relay_recipe(raw, message, envelope, change).filled(raw))


def relay_recipe(raw: bytes, message: Message, envelope: Envelope, change: RelayEdits) -> Recipe:
    """Of which bytes of ours and places of `raw` that mail is made.

    `message` is `parse(raw)`. Removed are our own marked notes where they are quoted, and
    `change.cut_first_line`; keys of ours were removed before this, by `carry`. Parts that are not
    edited stay byte for byte, but for what no server carries: bare line ends, NUL, over-long lines,
    8-bit bytes without a declared encoding. Sealed trees stay byte for byte (bare LF apart); not
    even the executed line or a quoted note goes from them. What may stay 8bit, and is declared so:
    attached messages, sealed trees, text between parts. The server must then offer 8BITMIME. Lines
    above 998 bytes are left only in sealed trees. Raises MailtrackerError for an unusable From or
    To.
    """
    if b"\n" not in raw:
        # As `parse` reads mails with bare CR only. What goes on as it is has no line end, and so is
        # the same in both.
        raw = raw.replace(b"\r", b"\n")
    root = _tree(message.parts)
    fields = split_head(raw[: root.part.head[1]])
    job = _Job(raw, message, change, frozenset(message.attachments))
    carried = _carried(job, root, fields)
    if change.note and not carried.noted:
        note = mark_text(change.note, change.ours.key)
        carried = _wrapped(carried, note, _boundary(raw, message, envelope))
    subject = clean_header(envelope.subject, None) or message.subject or "(no subject)"
    replaced = ("content-language",) if envelope.language else ()
    kept = [*_first_of_each(fields, _is_kept), *_without(carried.fields, *replaced)]
    head = header_block(envelope, subject).encode() + b"MIME-Version: 1.0\r\n" + join_head(kept)
    ending = b"" if ends_line(raw, carried.body) else b"\r\n"
    return recipe_of([head, b"\r\n", *carried.body, ending])


def _is_kept(field: Field) -> bool:
    return field.name in _KEPT


def _carried(job: _Job, root: _Branch, fields: list[Field]) -> _Carried:
    if job.message.sealed:
        return _sealed(job.raw, root.part, _first_of_each(fields, _is_content))
    carried = _carry(job, root, fields)
    return replace(carried, fields=_first_of_each(carried.fields, _is_content))


def _tree(parts: tuple[Part, ...]) -> _Branch:
    """The parts by containment. What stands inside a message/rfc822 belongs to that
    attachment and is not looked at.
    """
    ordered = sorted(parts, key=lambda part: (part.head[0], -part.body[1]))
    root = _Branch(ordered[0], [])
    stack = [root]
    for part in ordered[1:]:
        while len(stack) > 1 and part.head[0] >= stack[-1].part.body[1]:
            stack.pop()
        branch = _Branch(part, [])
        if stack[-1].part.content_type.startswith("multipart/"):
            stack[-1].children.append(branch)
            stack.append(branch)
    return root


def _carry(job: _Job, branch: _Branch, fields: list[Field]) -> _Carried:
    """`fields` are those of its head."""
    part = branch.part
    if branch.children:
        return _carry_children(job, branch, fields)
    attached = part in job.attached
    if not attached and (job.takes_note(part) or _is_inline_text(part)):
        text = _edited(job, part, fields)
        if text is not None:
            noted = bool(job.change.note) and job.takes_note(part)
            return _rewritten(fields, text, _is_html(part, job.message), noted)
    body = transportable_body(job.raw, part, exact=attached)
    return _Carried(_declared(fields, body), list(body.pieces), body.eight)


def _carry_children(job: _Job, branch: _Branch, fields: list[Field]) -> _Carried:
    raw, (at, end) = job.raw, branch.part.body
    old = _boundary_line(raw[at : branch.children[0].part.head[0]])
    mark = b"--=_mt_" + _hash(old).encode() if _UNFIT.search(old) else old
    pieces: list[Piece] = []
    eight = noted = False
    for child in branch.children:
        begin, body = child.part.head
        carried = _carry(job, child, split_head(raw[begin:body]))
        gap = between_parts(raw[at : child.part.head[0]].replace(old, mark))
        _join(raw, pieces, gap)
        pieces += [join_head(carried.fields), b"\r\n", *carried.body]
        at = child.part.body[1]
        eight = eight or carried.eight or not gap.isascii()
        noted = noted or carried.noted
    rest = between_parts(raw[at:end].replace(old, mark))
    _join(raw, pieces, rest)
    if mark + b"--" not in rest:
        _join(raw, pieces, b"\r\n" + mark + b"--\r\n")
    eight = eight or not rest.isascii()
    encoding = [_encoding("8bit")] if eight else []
    return _Carried(
        [*_with_boundary(_without(fields, _ENCODING), branch.part, mark), *encoding],
        pieces,
        eight,
        noted,
    )


def _boundary_line(before: bytes) -> bytes:
    """The boundary line above the first part: it counts, whatever Content-Type claims."""
    return before.rstrip().rpartition(b"\n")[2]


def _with_boundary(fields: list[Field], part: Part, mark: bytes) -> list[Field]:
    """Content-Type is written anew where it names another boundary than
    the one that is used, or none.
    """
    line = next((field.line for field in fields if field.name == _TYPE), b"")
    name = mark[2:]
    if any(_is_whole_value(line, name, found.end()) for found in _BOUNDARY.finditer(line)):
        return fields
    quoted = name.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    kind = part.content_type.encode("ascii", "replace")
    repaired = b'Content-Type: %s; boundary="%s"' % (kind, quoted)
    return [Field(_TYPE, repaired), *_without(fields, _TYPE)]


def _is_whole_value(line: bytes, value: bytes, at: int) -> bool:
    return line.startswith(value, at) and _VALUE_END.match(line, at + len(value)) is not None


def _is_inline_text(part: Part) -> bool:
    """Further text parts are read too, because quoted notes of ours may stand there."""
    if part.disposition == "attachment" or part.filename:
        return False
    return part.content_type in ("text/plain", "text/html")


def _edited(job: _Job, part: Part, fields: list[Field]) -> str | None:
    """The part's new text, None where it stays as it is."""
    is_html = _is_html(part, job.message)
    body = decoded(job.raw[part.body[0] : part.body[1]], part.encoding.lower())
    charset = part.charset or (html_charset(body) if is_html else "")
    text = decode(body, charset).replace("\r\n", "\n").replace("\r", "\n")
    marks = Marks.of(job.change.ours, job.change.by_our_people)
    new = (strip_html if is_html else strip_text)(text, marks)
    if job.takes_note(part):
        flowed = _FLOWED.search(_value(fields, _TYPE)) is not None
        new = _with_changes(new, is_html, job.change, flowed)
    return None if new == text else new


def _with_changes(text: str, is_html: bool, change: RelayEdits, flowed: bool) -> str:
    if change.cut_first_line:
        text = (cut_from_html if is_html else cut_from_text)(text, change.cut_first_line)
    if change.note is None:
        return text
    key = change.ours.key
    if is_html:
        return add_to_html(text, mark_html(change.note, key), change.note.place)
    block = mark_text(change.note, key)
    return add_to_text(text, _as_flowed(block) if flowed else block, change.note.place)


def _as_flowed(block: str) -> str:
    """Fixed lines of format=flowed: nothing behind the words, and a space before what
    would be a quote (RFC 3676 §4).
    """
    return "\n".join(_stuffed(line.rstrip(" ")) for line in block.split("\n"))


def _stuffed(line: str) -> str:
    return f" {line}" if line.startswith((">", " ", "From ")) else line


def _rewritten(fields: list[Field], text: str, is_html: bool, noted: bool) -> _Carried:
    kind = "html" if is_html else "plain"
    flow = "" if is_html else _flow(_value(fields, _TYPE))
    encoding, body = encode_text(declare_utf8(text) if is_html else text)
    content_type = Field(_TYPE, f"Content-Type: text/{kind}; charset=utf-8{flow}".encode())
    rest = [field for field in _without(fields, _TYPE, _ENCODING) if field.name not in _STALE]
    return _Carried([content_type, _encoding(encoding), *rest], [body], noted=noted)


def _flow(content_type: str) -> str:
    """The parameters by which format=flowed is known."""
    if not _FLOWED.search(content_type):
        return ""
    return "; format=flowed; delsp=yes" if _DELSP.search(content_type) else "; format=flowed"


def _is_html(part: Part, message: Message) -> bool:
    if part in (message.html, message.plain):
        return part == message.html
    return part.content_type == "text/html"


def _sealed(raw: bytes, part: Part, fields: list[Field]) -> _Carried:
    """Nothing is changed but bare LF, which SMTP cannot carry; signatures are made
    over CRLF (RFC 8551 §3.1.1).
    """
    start, end = part.body
    body: Piece = Stretch(start, end)
    if raw.count(b"\n", start, end) != raw.count(b"\r\n", start, end):
        body = raw[start:end].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    eight = not is_seven_bit(raw, start, end)
    return _Carried(
        [*_without(fields, _ENCODING), _encoding("8bit")] if eight else fields, [body], eight
    )


def _wrapped(inner: _Carried, note: str, boundary: str) -> _Carried:
    """multipart/mixed of the note and the original."""
    mark = f"--{boundary}\r\n".encode()
    fields = [Field(_TYPE, f'Content-Type: multipart/mixed; boundary="{boundary}"'.encode())]
    fields += [_encoding("8bit")] if inner.eight else []
    head = b"".join(
        [mark, text_part("plain", note), b"\r\n", mark, join_head(inner.fields), b"\r\n"]
    )
    return _Carried(
        fields, [head, *inner.body, f"\r\n--{boundary}--\r\n".encode()], inner.eight, noted=True
    )


def _boundary(raw: bytes, message: Message, envelope: Envelope) -> str:
    seed = f"{message.sha256} {envelope.message_id}"
    hashes = (_hash(f"{seed} {number}".encode("utf-8", "replace")) for number in count())
    return next(name for name in map("=_mt_{}".format, hashes) if name.encode() not in raw)


def _hash(seed: bytes) -> str:
    return hashlib.sha256(seed).hexdigest()[:24]


def _declared(fields: list[Field], body: Body) -> list[Field]:
    if body.content_type:
        kind = Field(_TYPE, f"Content-Type: {body.content_type}".encode())
        fields = [kind, *_without(fields, _TYPE, "content-disposition"), _MESSAGE_FILE]
    return [*_without(fields, _ENCODING), _encoding(body.encoding)] if body.encoding else fields


def _encoding(name: str) -> Field:
    return Field(_ENCODING, f"Content-Transfer-Encoding: {name}".encode())


def _value(fields: list[Field], name: str) -> str:
    line = next((field.line for field in fields if field.name == name), b"")
    return line.decode("latin-1").replace("\r\n", "")


def _without(fields: Iterable[Field], *names: str) -> list[Field]:
    return [field for field in fields if field.name not in names]


def _is_content(field: Field) -> bool:
    """A MIME field of a whole mail that still holds."""
    return field.name.startswith("content-") and field.name not in _STALE


def _first_of_each(fields: Iterable[Field], wanted: Callable[[Field], bool]) -> list[Field]:
    """Each field once, as parsers read them: the first counts."""
    first: dict[str, Field] = {}
    for field in filter(wanted, fields):
        first.setdefault(field.name, field)
    return list(first.values())


def _join(raw: bytes, pieces: list[Piece], gap: bytes) -> None:
    if pieces and not gap.startswith(b"\r\n") and not ends_line(raw, pieces):
        pieces.append(b"\r\n")
    pieces.append(gap)
