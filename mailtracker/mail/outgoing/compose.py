"""A letter, its envelope and files go in; the bytes of a mail of ours come out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from mailtracker.mail.mime.header_text import clean_header
from mailtracker.mail.outgoing.attach import attachment_part
from mailtracker.mail.outgoing.encode import encode_text
from mailtracker.mail.outgoing.envelope import Attachment, Envelope, Rendered
from mailtracker.mail.outgoing.header_fields import header_block


def compose(letter: Rendered, envelope: Envelope, files: Sequence[Attachment] = ()) -> bytes:
    """multipart/alternative of text and HTML: 7-bit, CRLF, lines of at most 998 bytes (mostly 78),
    ready for SMTP. With files it stands first in a multipart/mixed.

    The subject is the envelope's, the letter's only where that is empty. Written as prepared text:
    about 20 times as fast as EmailMessage (measured), and no library folds or encodes ids. Raises
    MailtrackerError for an unusable From or To.
    """
    subject = clean_header(envelope.subject) or clean_header(letter.subject) or "(no subject)"
    # "=_" can occur in neither base64 nor quoted-printable (RFC 2045 §6.7), so no body can contain
    # the boundary.
    # Neither may begin as the other does: some look at no more of a line than the
    # boundary is long (RFC 2046 §5.1.1).
    mark = hashlib.sha256(envelope.message_id.encode("utf-8", "replace")).hexdigest()[:24]
    head = header_block(envelope, subject) + "MIME-Version: 1.0\r\n"
    body = _multipart(
        "alternative",
        f"=_mt_{mark}",
        [
            text_part("plain", letter.text, of_ours=True),
            text_part("html", letter.html, of_ours=True),
        ],
    )
    if files:
        body = _multipart(
            "mixed", f"=_all_{mark}", [body, *(attachment_part(file) for file in files)]
        )
    return head.encode() + body


def _multipart(subtype: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    mark = f"--{boundary}".encode()
    return head + b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"


def text_part(subtype: str, text: str, *, of_ours: bool = False) -> bytes:
    """One MIME part, head and body, of a text in UTF-8. `of_ours` as in `encode_text`."""
    encoding, body = encode_text(text, of_ours=of_ours)
    fields = (
        f"Content-Type: text/{subtype}; charset=utf-8",
        f"Content-Transfer-Encoding: {encoding}",
    )
    return "\r\n".join([*fields, "", ""]).encode() + body
