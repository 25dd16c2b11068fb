"""A mail with 8-bit bytes goes in, the same in ASCII comes out; read by Python's own parser."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest

from mailtracker.mail.outgoing.seven_bit import seven_bit

HEAD = b"From: a@corp.example\r\nTo: b@corp.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


def mixed(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    inside = b"".join(b"--=_b\r\n" + part + b"\r\n" for part in parts)
    head = b'Content-Type: multipart/%s; boundary="=_b"\r\n' % kind
    return HEAD + head + b"Content-Transfer-Encoding: 8bit\r\n\r\n" + inside + b"--=_b--\r\n"


def text(words: str, charset: str = "utf-8") -> bytes:
    head = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head.encode() + words.encode(charset)


def read(raw: bytes) -> EmailMessage:
    found = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def leaves(raw: bytes) -> list[object]:
    return [part.get_content() for part in read(raw).walk() if not part.is_multipart()]


INNER = HEAD + text("Grüße aus dem Inneren\r\n")
MESSAGE = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + INNER


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + text("Grüße\r\nund noch eine Zeile\r\n"),
        HEAD + text("Grüße\r\n", "iso-8859-1"),
        mixed(text("Grüße\r\n"), text("and ASCII\r\n")),
        mixed(text("no line end: ü"), text("ü = 1; a=20\r\n.\r\nFrom here\r\n")),
        mixed(b"Content-Type: application/octet-stream\r\n\r\n\xff\xfe\x00", text("words\r\n")),
        mixed(text("see below\r\n"), MESSAGE),
        mixed(MESSAGE.replace(INNER, HEAD + MESSAGE)),
    ],
    ids=["text", "latin", "parts", "ends", "file", "message", "message in a message"],
)
def test_every_part_says_the_same_in_ascii(raw: bytes) -> None:
    plain = seven_bit(raw)
    assert plain is not None
    assert plain.isascii()
    assert b"8bit" not in plain
    assert leaves(plain) == leaves(raw)
    assert seven_bit(plain) == plain


def test_what_is_ascii_stays_as_it_is() -> None:
    raw = mixed(b"Content-Type: text/plain\r\n\r\nwords\r\n")
    assert seven_bit(raw) == raw


def test_a_name_that_is_not_ascii_is_kept() -> None:
    head = 'Content-Type: text/plain; name="Pläne.txt"\r\n\r\n'.encode()
    plain = seven_bit(mixed(head + "ü\r\n".encode()))
    assert plain is not None
    (part,) = [one for one in read(plain).walk() if not one.is_multipart()]
    assert part.get_filename() == "Pläne.txt"


def test_words_between_the_parts_lose_what_is_not_ascii_and_break_nothing() -> None:
    raw = mixed(text("Grüße\r\n")).replace(b"\r\n\r\n--=_b", "\r\n\r\nfür\r\n--=_b".encode(), 1)
    plain = seven_bit(raw)
    assert plain is not None
    assert plain.isascii()
    assert [str(words).strip() for words in leaves(plain)] == ["Grüße"]


SIGNED = mixed(
    text("Grüße\r\n"), b"Content-Type: application/pgp-signature\r\n\r\nx", kind=b"signed"
)


@pytest.mark.parametrize(
    "raw",
    [
        SIGNED,
        mixed(b"Content-Type: message/rfc822\r\n\r\n" + SIGNED.replace(b"=_b", b"=_c")),
        mixed(SIGNED.removeprefix(HEAD).replace(b"=_b", b"=_c")),
    ],
    ids=["signed", "signed and attached", "signed below a note"],
)
def test_what_is_signed_is_not_changed(raw: bytes) -> None:
    assert seven_bit(raw) is None


def test_signed_ascii_beside_other_words_stays_byte_for_byte() -> None:
    inner = SIGNED.removeprefix(HEAD).replace(b"=_b", b"=_c").replace("ü".encode(), b"ue")
    inner = inner.replace("ß".encode(), b"ss").replace(b"8bit", b"7bit")
    plain = seven_bit(mixed(text("ü\r\n"), inner))
    assert plain is not None
    assert plain.isascii()
    assert inner in plain
