"""What imapclient says of a mail's flags in; the flags out."""

from __future__ import annotations

from collections.abc import Iterable


def flags_in(said: Iterable[object]) -> frozenset[bytes]:
    """In lower case. imapclient 4.1.0 reads a keyword of digits as a number, and one called NIL as
    nothing (`findings/imapclient-keyword-number.sh`): none of ours is like these.
    """
    return frozenset(flag.lower() for flag in said if isinstance(flag, bytes))
