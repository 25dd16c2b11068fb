"""A bounce in no standard form goes in; who was not reached comes out, by the
many detectors of flufl.bounce.
"""

from __future__ import annotations

from collections.abc import Iterable
from email import message_from_string

from mailtracker.mail.message import Failure
from mailtracker.mail.mime.charset import one_line

_CAP = 16 * 1024  # bytes; mail systems speak first, what they return can be any size
_LINES = 400  # the library tries each of its patterns on each line
_MAX_FAILURES = 100


def second_opinion(raw: bytes) -> tuple[Failure, ...]:
    """Failed and delayed recipients. Only for mail that looks like a bounce: the
    library also believes quoted ones.

    It names neither status nor the mail that comes back, and raises on 65 of 3,100 real mails
    (measured): then there are none.
    """
    from flufl.bounce import all_failures

    try:
        start = "\n".join(raw[:_CAP].decode("latin-1").splitlines()[:_LINES])
        temporary, permanent = all_failures(message_from_string(start))
        return (*_failures(permanent, "failed"), *_failures(temporary - permanent, "delayed"))
    except Exception:  # a foreign parser on hostile input: whatever it raises, the mail goes on
        return ()


def _failures(addresses: Iterable[object], action: str) -> list[Failure]:
    texts = sorted(
        one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in addresses
    )
    return [
        Failure(one_line(text)[:998], action, "", "")
        for text in texts[:_MAX_FAILURES]
        if "@" in text
    ]
