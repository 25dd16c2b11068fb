"""Raw bytes of any mail go in; a Message comes out. Linear in their size, capped, and never
an exception but Unreadable.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import islice

from mailtracker.errors import Unreadable
from mailtracker.mail.address_key import address_key, domain_key
from mailtracker.mail.message import (
    SIZE_CAP,
    TRACE_CAP,
    Failure,
    Message,
    Part,
    Picture,
)
from mailtracker.mail.mime import identity
from mailtracker.mail.mime.charset import header_charset, one_line
from mailtracker.mail.mime.encoded_words import text_of
from mailtracker.mail.mime.fingerprint import content_key, likeness, part_digests
from mailtracker.mail.mime.header import Head
from mailtracker.mail.mime.locked import is_locked
from mailtracker.mail.mime.scheduling import scheduling
from mailtracker.mail.mime.sealed import SEALED, is_armoured
from mailtracker.mail.mime.tnef import packed_names, packed_scheduling
from mailtracker.mail.mime.transfer import KNOWN, transfer_encoding
from mailtracker.mail.mime.tree import Tree, part_of, scan
from mailtracker.mail.origin import bounce_phrases, delivery_report
from mailtracker.mail.origin.bounce_detectors import second_opinion
from mailtracker.mail.origin.tenant import STAMP
from mailtracker.mail.subject import is_answer_or_forward, is_forward
from mailtracker.mail.text.body import BodyText, read_text
from mailtracker.mail.text.meeting_words import typed_words
from mailtracker.mail.text.opaque import with_inside
from mailtracker.mail.text.pictures import FEW_WORDS, Columns, shown_pictures
from mailtracker.mail.text.split import Split, divide, unquoted
from mailtracker.record import dataclass

_TRACE = frozenset(
    {
        "received",
        "authentication-results",
        "x-original-from",
        "x-original-sender",
        "x-mailfrom",
        *STAMP,
    }
)
_TRACED = 16 * 1024
_DELIVERED = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "apparently-to",
    "x-forwarded-to",
)


def parse(raw: bytes) -> Message:
    """Read one mail (RFC 5322, MIME, and what the world makes of them).

    Raises `errors.Unreadable` if it is larger than 200 MB, or has neither a header
    field nor text nor an attachment.
    """
    if len(raw) > SIZE_CAP:
        raise Unreadable(f"the mail is larger than {SIZE_CAP >> 20} MB")
    tree = scan(raw)
    inside = with_inside(raw, tree, read_text(raw, tree))
    reading = inside.reading
    head = tree.root.head
    if not (head.fields or reading.text.strip() or reading.attachments):
        raise Unreadable("nothing in this mail can be read")
    parts = tuple(part_of(node) for node in tree.nodes)
    body = reading.plain or reading.html
    hint = _header_hint(head, body.charset if body else "")
    fields = tuple((name, text_of(value, hint)) for name, value in head.fields)
    first = dict(reversed(fields))
    subject, writers = first.get("subject", ""), identity.from_addresses(head)
    sender, doubt = identity.sender_of(head)
    date = identity.date_of(head.get("date"))
    bad_date = bool(head.get("date")) and date is None
    answers = bool(head.values("in-reply-to") or head.values("references"))
    own = _Writer(subject, answers, identity.names_of(writers))
    parted = own.parted(reading.text)
    new, forwarded = parted.new, parted.forwarded
    meeting = scheduling(raw, tree) or packed_scheduling(raw, reading.attachments)
    digests = part_digests(raw, tree)
    if meeting is not None:
        new = typed_words(new, meeting, identity.names_of(writers))
    failures, original_ids = _returned(raw, parts, head, reading.text, subject)
    return Message(
        size=len(raw),
        sha256=sha256(raw).hexdigest(),
        content_key=content_key(raw, tree, digests),
        message_id=identity.message_id_of(head),
        in_reply_to=identity.references_of(head, "in-reply-to"),
        references=identity.references_of(head, "references"),
        sender=sender,
        sender_doubt=doubt,
        from_=writers,
        reply_to=identity.addresses_of(head, "reply-to"),
        to=identity.addresses_of(head, "to"),
        cc=identity.addresses_of(head, "cc"),
        delivered_to=tuple(address.email for address in identity.addresses_of(head, *_DELIVERED)),
        subject=subject,
        date=date,
        list_id=_list_id(first.get("list-id", "")),
        text=reading.text,
        new_text=new,
        forwarded=forwarded,
        parts=parts,
        attachments=reading.attachments,
        plain=reading.plain,
        html=reading.html,
        sealed=_is_sealed(raw, parts, reading.plain),
        fields=fields,
        failures=failures,
        original_ids=original_ids,
        defects=_defects(tree, reading.defects, identity.spoofed_name(sender), bad_date),
        trace=_trace(head),
        packed=(*packed_names(raw, reading.attachments), *inside.names),
        thread_index=identity.thread_index_of(head),
        scheduling=meeting,
        likeness=str(likeness(head, reading.text, date, _files(reading.attachments), digests)),
        written_id=identity.written_id_of(head),
        locked=is_locked(raw, tree, new),
        pictures=_pictures(raw, reading, new, own),
        amid_quotes=parted.amid,
    )


def _header_hint(head: Head, body_charset: str) -> str:
    """The charset of raw 8-bit in the header: the subject's, if it has such; the rest
    was written by somebody else.
    """
    subject = head.get("subject")
    if not subject.isascii():
        return header_charset(subject, body_charset)
    raw = (value for _, value in head.fields if not value.isascii())
    return header_charset(b"\n".join(raw), body_charset)


def _files(attachments: tuple[Part, ...]) -> Iterator[Part]:
    """Without pictures that a text shows: gateways add their own."""
    return (part for part in attachments if part.disposition == "attachment" or not part.content_id)


def _trace(head: Head) -> tuple[tuple[str, str], ...]:
    """As written: an encoded-word must not grow into syntax."""
    named = ((name, value) for name, value in head.fields if name in _TRACE)
    return tuple(
        (name, one_line(value[:_TRACED].decode("latin-1")))
        for name, value in islice(named, TRACE_CAP)
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """By what a text is taken apart: its mail's `subject`, whether that `answers` another by its
    ids, and the words of its writers' `names`, case folded.
    """

    subject: str
    answers: bool
    names: frozenset[str]

    def parted(self, text: str) -> Split:
        first = not (self.answers or is_answer_or_forward(self.subject))
        return divide(text, forward=is_forward(self.subject), first=first, names=self.names)

    def columns(self, text: str) -> Columns:
        parted = self.parted(text)
        new, forwarded = parted.new, parted.forwarded
        rest = unquoted(text, forward=is_forward(self.subject), names=self.names)
        return Columns(new, forwarded, rest)


def _pictures(raw: bytes, reading: BodyText, own_words: str, own: _Writer) -> tuple[Picture, ...]:
    if len(own_words.split()) > FEW_WORDS:
        return ()
    return shown_pictures(raw, reading.html, reading.attachments, own.columns)


def without_quotes(message: Message, text: str) -> str:
    """`text`, all or most of what can be read of `message`, without the mails that it quotes. What
    answers nothing quotes nothing that is elsewhere, and what is only a quote stays.
    """
    answers = bool(message.in_reply_to or message.references)
    if not (answers or is_answer_or_forward(message.subject)):
        return text.strip()
    names = identity.names_of(message.from_)
    return unquoted(text, forward=is_forward(message.subject), names=names) or text.strip()


def _is_sealed(raw: bytes, parts: tuple[Part, ...], plain: Part | None) -> bool:
    if not SEALED.isdisjoint(part.content_type for part in parts):
        return True
    return plain is not None and is_armoured(raw, *plain.body)


def _list_id(value: str) -> str:
    """ "IT help <it-help.corp.example>" → it-help.corp.example (RFC 2919)."""
    if "<" in value:
        value = value.rpartition("<")[2].partition(">")[0]
    return domain_key(one_line(value)[:255])


def _returned(
    raw: bytes, parts: tuple[Part, ...], head: Head, text: str, subject: str
) -> tuple[tuple[Failure, ...], tuple[str, ...]]:
    worded = bounce_phrases.bounce_subject(subject) or bounce_phrases.bounce_opening(text)
    if not worded and not delivery_report.may_be_report(head, parts):
        return delivery_report.failures_of(raw, (), head), ()
    failures = (
        delivery_report.failures_of(raw, parts, head, text)
        or _worded(raw, text)
        or delivery_report.addressees(raw, parts)
    )
    return failures, delivery_report.original_ids(raw, parts, text)


def _worded(raw: bytes, text: str) -> tuple[Failure, ...]:
    """A report in words: the library knows more forms, our reading adds status and text."""
    said = delivery_report.failures_in(text)
    ours = {address_key(failure.recipient): failure for failure in said}
    theirs = tuple(
        ours.get(address_key(failure.recipient), failure) for failure in second_opinion(raw)
    )
    return theirs or tuple(ours.values())


def _defects(tree: Tree, of_text: tuple[str, ...], spoof: str, bad_date: bool) -> tuple[str, ...]:
    encodings = {
        transfer_encoding(node.head.get("content-transfer-encoding")) for node in tree.nodes
    }
    unknown = sorted(one_line(one)[:40] for one in encodings if one not in KNOWN)
    found = [*tree.defects, *of_text, spoof, "Date cannot be read" if bad_date else ""]
    found += [f"unknown transfer encoding {one}" for one in unknown[:3]]
    return tuple(filter(None, dict.fromkeys(found)))
