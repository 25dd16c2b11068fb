"""A mail that is signed in one piece (S/MIME's opaque form) is read without a key: its text, its
language, the names of its files. What cannot be read so stays a file.
"""

from __future__ import annotations

from base64 import encodebytes

import pytest

from mailtracker.mail.message import Message
from mailtracker.mail.mime.cms import signed_content
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand

SIGNED, ENVELOPED = "2a864886f70d010702", "2a864886f70d010703"
DATA, AUTH_DATA = "2a864886f70d010701", "2a864886f70d01091001"
TEXT = (
    "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    "Mein Gehalt für November ist falsch, könnt ihr das bitte prüfen?\r\n"
).encode()
MIXED = (
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/plain\r\n\r\nSee the slip.\r\n--b\r\n"
    b'Content-Type: application/pdf; name="slip.pdf"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--b--\r\n"
)


def der(tag: int, *content: bytes) -> bytes:
    """An element whose length is known."""
    body = b"".join(content)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + body


def ber(tag: int, *content: bytes) -> bytes:
    """One that an end mark ends."""
    return bytes((tag, 0x80)) + b"".join(content) + b"\0\0"


def oid(value: str) -> bytes:
    return der(0x06, bytes.fromhex(value))


def octets(data: bytes) -> bytes:
    return der(0x04, data)


def in_pieces(data: bytes, size: int = 40) -> bytes:
    return ber(0x24, *(octets(data[at : at + size]) for at in range(0, len(data), size)))


def cms(content: bytes, make=der, holds: str = SIGNED, kind: str = DATA) -> bytes:
    """As RFC 5652 §5.1 has it, with certificates and a signer whom nobody looks at."""
    digests = make(0x31, der(0x30, oid("608648016503040201")))
    inside = make(0x30, oid(kind), make(0xA0, content) if content else b"")
    more = (make(0xA0, der(0x30, b"x" * 200)), der(0x31, der(0x30, b"y" * 90)))
    data = make(0x30, der(0x02, b"\1"), digests, inside, *more)
    return make(0x30, oid(holds), make(0xA0, data))


def mail(p7m: bytes, kind: str = "; smime-type=signed-data", name: str = "pkcs7-mime") -> bytes:
    head = (
        "From: Eva Lund <eva@corp.example>\r\nTo: it-help@corp.example\r\nSubject: A question\r\n"
        f'Content-Type: application/{name}{kind}; name="smime.p7m"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + encodebytes(p7m)


def read(raw: bytes) -> Message:
    return parse(raw)


HELD = {
    "DER": cms(octets(TEXT)),
    "BER": cms(octets(TEXT), ber),
    "BER in pieces": cms(in_pieces(TEXT), ber),
    "DER in pieces": cms(der(0x24, octets(TEXT[:50]), octets(TEXT[50:]))),
    "pieces of pieces": cms(ber(0x24, in_pieces(TEXT[:90]), octets(TEXT[90:])), ber),
    "bytes behind it": cms(octets(TEXT)) + b"\0\0\0",
}


@pytest.mark.parametrize("data", HELD.values(), ids=HELD.keys())
def test_what_was_signed_is_read(data):
    found, classified = understand(mail(data), Site(languages=("en", "de")))
    assert signed_content(data) == TEXT
    assert found.new_text == "Mein Gehalt für November ist falsch, könnt ihr das bitte prüfen?"
    assert classified.language == "de"
    assert "read, not verified" in " ".join(found.defects)
    assert found.sealed
    assert [part.filename for part in found.attachments] == ["smime.p7m"]


@pytest.mark.parametrize("kind", ["", "; smime-type=Signed-Data", "; smime-type=signed-receipt"])
@pytest.mark.parametrize("name", ["pkcs7-mime", "x-pkcs7-mime"])
def test_by_whatever_name_mailers_send_it(kind, name):
    assert "Gehalt" in read(mail(cms(octets(TEXT)), kind, name)).text


def test_files_inside_are_known_by_name() -> None:
    found = read(mail(cms(octets(MIXED))))
    assert (found.new_text, found.packed) == ("See the slip.", ("slip.pdf",))


def test_signed_twice_it_is_read_as_well():
    inner = b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    twice = cms(octets(inner + encodebytes(cms(octets(TEXT)))))
    assert "Gehalt" in read(mail(twice)).text


def test_below_a_list_s_footer_it_is_found():
    part = mail(cms(octets(TEXT))).partition(b"Content-Type")[2]
    raw = (
        b"From: eva@corp.example\r\nContent-Type: multipart/mixed; boundary=l\r\n\r\n--l\r\n"
        b"Content-Type" + part + b"\r\n--l--\r\n"
    )
    assert "Gehalt" in read(raw).text


NOTHING = {
    "encrypted": cms(octets(TEXT), holds=ENVELOPED),
    "detached": cms(b""),
    "no mail": cms(octets(TEXT), kind=AUTH_DATA),
    "empty": b"",
    "cut in a header": cms(octets(TEXT))[:30],
    "never ended": cms(in_pieces(TEXT), ber)[:150],
    "a length of many bytes": b"\x30\xff" + b"\1" * 300,
    "no ASN.1": b"\x89PNG\r\n\x1a\n" * 20,
    "nested past our cap": cms(ber(0x24, ber(0x24)) * 3),
}


@pytest.mark.parametrize("data", NOTHING.values(), ids=NOTHING.keys())
def test_what_holds_no_signed_mail_stays_a_file(data):
    found = read(mail(data))
    assert signed_content(data) == b""
    assert found.text == ""
    assert [part.filename for part in found.attachments] == ["smime.p7m"]


def test_encrypted_mail_is_not_looked_into():
    assert read(mail(cms(octets(TEXT)), "; smime-type=enveloped-data")).text == ""


def test_the_words_beside_it_stay_the_text():
    raw = (
        b"From: eva@corp.example\r\nContent-Type: multipart/mixed; boundary=l\r\n\r\n--l\r\n\r\n"
        b"See inside.\r\n--l\r\nContent-Type" + mail(HELD["DER"]).partition(b"Content-Type")[2]
    )
    assert read(raw + b"\r\n--l--\r\n").text == "See inside."
