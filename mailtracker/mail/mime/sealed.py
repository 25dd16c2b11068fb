"""What seals a mail: a signature or encryption, which end with the first changed byte."""

from __future__ import annotations

import re

SEALED = frozenset(
    {
        "multipart/signed",
        "multipart/encrypted",
        "application/pkcs7-mime",
        "application/x-pkcs7-mime",
    }
)
"""The content types of sealed trees (RFC 1847, RFC 8551)."""

_SPAN = 64 * 1024
_BEGINS = b"-----BEGIN PGP "
_SECRET = re.compile(r"^[ \t]*-----BEGIN PGP MESSAGE-----", re.MULTILINE)
_ARMOUR = re.compile(rb"^-----BEGIN PGP (?:SIGNED )?MESSAGE-----", re.MULTILINE)


def is_armoured(raw: bytes, start: int, end: int) -> bool:
    """Whether PGP's armour (RFC 9580 §6.2) stands in a body as sent; its first 64 KB are enough."""
    stop = min(end, start + _SPAN)
    if raw.find(_BEGINS, start, stop) < 0:
        return False
    return bool(_ARMOUR.search(raw[start:stop]))


def is_armoured_secret(words: str) -> bool:
    """Whether an encrypted text in PGP's armour stands in these words."""
    return "-----BEGIN PGP MESSAGE" in words and bool(_SECRET.search(words))
