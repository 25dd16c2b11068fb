"""What a mail server says of a mail that it does not take → whether it is about the address."""

from __future__ import annotations

import re

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_OF_THE_ADDRESS = re.compile(r"5\.(?:0\.\d+|1\.(?!7\b|8\b)\d+|2\.[01]|4\.[0134])")
"""RFC 3463: no such mailbox (5.1), disabled (5.2.1), no such host or no way there (5.4.1, 5.4.3,
5.4.4); 5.1.7 and 5.1.8 mean the sender. A full mailbox, a size, a policy, what did not arrive in
time (4.x.x): another mail, or a later one, may arrive.
"""

_OF_THE_MAIL = re.compile(r"\b55[24][ -]")
"""Storage exceeded, or "transaction failed": replies without an enhanced code (RFC 5321 §4.2.3)."""


def address_is_dead(said: str) -> bool:
    """Whether a final refusal ("5.1.1 no such user", "550 5.1.1 ...") means that nothing will reach
    that address; what bears no known code is taken for that.
    """
    code = _ENHANCED.search(said)
    if code is not None:
        return bool(_OF_THE_ADDRESS.fullmatch(code[0]))
    return not _OF_THE_MAIL.search(said)


_OF_OUR_SENDER = re.compile(
    r"\b5\.(?:1\.[78]|7\.60|2\.252)\b|sender address rejected|sender verify failed"
    r"|not owned by user|send as this sender",
    re.IGNORECASE,
)


def sender_is_refused(said: str) -> bool:
    """Whether a refusal is about our envelope sender: 5.1.7 and 5.1.8 of RFC 3463, 5.7.60 and
    5.2.252 of Exchange, and words, since Postfix and others say 5.7.1 of anything. It is no word
    about mail or recipient: our settings are wrong.
    """
    return bool(_OF_OUR_SENDER.search(said))
