"""A letter and its envelope go in; the bytes of a mail of ours come out."""

from __future__ import annotations

import hashlib

from mailtracker.mail.clean import clean_header
from mailtracker.mail.encode import encode_text
from mailtracker.mail.envelope import Envelope, Letter
from mailtracker.mail.fields import header_block


def compose(letter: Letter, envelope: Envelope) -> bytes:
    """multipart/alternative of text and HTML: 7-bit, CRLF, lines of at most 998 bytes (mostly 78), ready for SMTP.

    The subject is the envelope's, the letter's only where that is empty. Written as prepared text: about 20 times as fast
    as EmailMessage (SPEED.md), and no library folds or encodes ids. Raises MailtrackerError for an unusable From or To.
    """
    subject = clean_header(envelope.subject) or clean_header(letter.subject) or "(no subject)"
    # "=_" can occur in neither base64 nor quoted-printable (RFC 2045 §6.7), so no body can contain the boundary.
    boundary = "=_mt_" + hashlib.sha256(envelope.message_id.encode("utf-8", "replace")).hexdigest()[:24]
    head = (
        header_block(envelope, subject)
        + "MIME-Version: 1.0\r\n"
        + f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    )
    parts = text_part("plain", letter.text), text_part("html", letter.html)
    mark = f"--{boundary}".encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts)
    return head.encode() + body + mark + b"--\r\n"


def text_part(subtype: str, text: str) -> bytes:
    """One MIME part, head and body, of a text in UTF-8."""
    encoding, body = encode_text(text)
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + body
