"""Values go in; header fields that servers carry come out: cleaned, encoded (RFC 2047), folded,
ASCII but for addresses that are not.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from itertools import islice

from mailtracker.errors import MailtrackerError
from mailtracker.mail.address_key import is_mailable, on_the_wire
from mailtracker.mail.message import Address
from mailtracker.mail.mime.header_text import clean_header
from mailtracker.mail.mime.identity import ID_FIELD
from mailtracker.mail.outgoing.envelope import Envelope
from mailtracker.mail.outgoing.ids import second_id

_WIDTH = 78  # RFC 5322 §2.1.1
_WORD = 75  # longest encoded word, RFC 2047 §2
_FRAME = len("=?utf-8?q?") + len("?=")
_LONGEST = 900  # longest word or id that we write as it is; a line may have 998 (RFC 5322 §2.1.1)
_REFERENCES = 30
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_ID = re.compile(r"[!-~]+(?: [!-~]+)*")
_NOT_LANGUAGE = re.compile(r"[^A-Za-z0-9-]+")
_Q_SAFE = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/"
_Q_BYTES = {byte: f"={byte:02X}" for byte in range(256)}
_Q_BYTES |= {byte: chr(byte) for byte in _Q_SAFE} | {ord(" "): "_"}


def header_block(envelope: Envelope, subject: str) -> str:
    """The fields that stand before the MIME fields, each ended by CRLF. `subject` is written whole.

    Raises MailtrackerError if From or To cannot be written. Only an address with a non-ASCII local
    part yields non-ASCII text: the server then has to offer SMTPUTF8 (RFC 6531).
    """
    lines = [
        *_address_fields(envelope),
        text_field("Subject", subject, None),
        f"Date: {_date(envelope.date.isoformat())}",
        *_id_fields(envelope),
        *_other_fields(envelope),
    ]
    return "\r\n".join(lines) + "\r\n"


def names_and_id(envelope: Envelope) -> list[str]:
    """Of these fields those that say who writes to whom, and by what the mail is known."""
    return [*_address_fields(envelope), *islice(_id_fields(envelope), 1)]


@lru_cache(maxsize=64)
def _date(instant: str) -> str:
    """Of an `instant` in ISO 8601, with its zone: datetimes of two zones may be equal. All mails of
    a decision have the same.
    """
    return format_datetime(datetime.fromisoformat(instant))


def _address_fields(envelope: Envelope) -> Iterator[str]:
    yield _addresses("From", (envelope.sender,))
    yield _addresses("To", (envelope.to,))
    if copied := tuple(filter(_writable, envelope.cc)):
        yield _addresses("Cc", copied)
    if envelope.reply_to is not None:
        yield _addresses("Reply-To", (envelope.reply_to,))


def _other_fields(envelope: Envelope) -> Iterator[str]:
    if envelope.auto:
        yield f"Auto-Submitted: {envelope.auto}"
        yield "X-Auto-Response-Suppress: All"
    if envelope.reference:
        yield text_field("X-Mailtracker-Reference", envelope.reference)
    if language := _NOT_LANGUAGE.sub("", envelope.language):
        yield f"Content-Language: {language[:40]}"


def text_field(name: str, value: str, limit: int | None = 255) -> str:
    """An unstructured field, folded, without the last CRLF. `limit` as in `clean_header`."""
    value = clean_header(value, limit)
    words = value.split(" ")
    too_long = len(value) > _LONGEST and len(max(words, key=len)) > _LONGEST
    if not value.isascii() or "=?" in value or too_long:
        words = list(_encoded(value, _WIDTH - 2 - len(name) - 2))
    return fold(name, words)


def fold(name: str, words: Sequence[str]) -> str:
    """`name: words`, broken only between words; the first always stands beside the name."""
    whole = f"{name}: {' '.join(words)}"
    if words and len(whole) <= _WIDTH:
        return whole
    lines, line = [], f"{name}:"
    for number, word in enumerate(words):
        if number and len(line) + 1 + len(word) > _WIDTH:
            lines.append(line)
            line = ""
        line += f" {word}"
    return "\r\n".join([*lines, line])


def _id_fields(envelope: Envelope) -> Iterator[str]:
    """Ids are never encoded and never broken, or mailers lose the thread (docs/reliability.md, O2).
    An id of ours stands there three times, since a server may change the first (O15).
    """
    yield fold("Message-ID", _ids((envelope.message_id,)))
    if parent := _ids((envelope.in_reply_to,)):
        yield fold("In-Reply-To", parent)
    second = second_id(envelope.message_id)
    if known := _ids((*envelope.references, second)):
        yield fold("References", known[:1] + known[1:][-_REFERENCES:])
    if second:
        yield fold(ID_FIELD, _ids((envelope.message_id,)))


def _ids(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(map(_id, values)) if value]


def _id(value: str) -> str:
    """ "" for what is none."""
    if not _ID.fullmatch(value):
        value = clean_header(value, None)
    return value if len(value) <= _LONGEST and _ID.fullmatch(value) else ""


def _addresses(name: str, addresses: tuple[Address, ...]) -> str:
    words: list[str] = []
    for address in addresses:
        words += _address_words(address.name, address.email, _WIDTH - len(name) - 4)
    words[-1] = words[-1].removesuffix(",")
    return fold(name, words)


@lru_cache(maxsize=512)  # of who writes and who gets it; what is kept is short
def _address_words(name: str, email: str, room: int) -> list[str]:
    spec = addr_spec(email)
    phrase = _phrase(clean_header(name), room)
    return [*phrase, f"<{spec}>,"] if phrase else [f"{spec},"]


def _phrase(name: str, room: int) -> list[str]:
    """A display name that every parser takes as one: plain words, a quoted string, or
    encoded words (RFC 5322 §3.2.5).
    """
    if not name:
        return []
    if not name.isascii() or "=?" in name:
        return list(_encoded(name, min(room, _WORD)))
    if _ATOMS.fullmatch(name):
        return name.split(" ")
    return ['"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"']


def addr_spec(email: str) -> str:
    """The address as it may stand in a header: domain in ASCII, a local part such as "a..b" quoted.

    Raises MailtrackerError for anything that is no single address: what looks
    like two is never sent to either.
    """
    if spec := on_the_wire(email):
        return spec
    shown = clean_header(email, 100)
    raise MailtrackerError(f"this is no address that email can be sent to: {shown!r}")


def _writable(address: Address) -> bool:
    return is_mailable(address.email)


def _encoded(text: str, room: int) -> Iterator[str]:
    """Encoded words for `text`, the first in `room` columns; no character is
    split over two (RFC 2047 §5).
    """
    prices = [_price(character) for character in text]
    if sum(prices) * 3 <= len(text.encode()) * 4:
        for piece in _pieces(text, prices, room - _FRAME, _WORD - _FRAME):
            yield f"=?utf-8?q?{_q_word(piece)}?="
        return
    prices = [len(character.encode()) for character in text]
    for piece in _pieces(text, prices, (room - _FRAME) // 4 * 3, (_WORD - _FRAME) // 4 * 3):
        yield f"=?utf-8?b?{binascii.b2a_base64(piece.encode(), newline=False).decode('ascii')}?="


def _pieces(text: str, prices: list[int], first: int, later: int) -> Iterator[str]:
    start, used, room = 0, 0, max(first, 12)
    for at, price in enumerate(prices):
        if used + price > room:
            yield text[start:at]
            start, used, room = at, 0, later
        used += price
    yield text[start:]


@lru_cache(maxsize=1024)
def _price(character: str) -> int:
    return len(_q_word(character))


def _q_word(text: str) -> str:
    return "".join(_Q_BYTES[byte] for byte in text.encode())
