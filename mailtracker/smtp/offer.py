"""What EHLO was answered with in, what we may do on that connection out. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mailtracker.record import dataclass

_NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Offer:
    """Of one connection; a server that knows HELO alone offers nothing."""

    #: several commands may go out before the first is answered (RFC 2920)
    pipelining: bool = False
    #: bodies with 8-bit bytes (RFC 6152)
    eight_bit: bool = False
    #: addresses and headers that are not ASCII (RFC 6531)
    utf8: bool = False
    #: MAIL may say how large the mail is (RFC 1870)
    size: bool = False
    #: bytes of a mail; 0 where the server names no limit
    size_limit: int = 0


def offer_of(extensions: Mapping[str, str]) -> Offer:
    """By the names of the extensions in lower case, and what stands behind each."""
    limit = extensions.get("size", "").strip()
    return Offer(
        pipelining="pipelining" in extensions,
        eight_bit="8bitmime" in extensions,
        utf8="smtputf8" in extensions,
        size="size" in extensions,
        size_limit=int(limit) if _NUMBER.fullmatch(limit) else 0,
    )
