"""What a mail server says of a mail that it does not take → what it is that it refuses."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Literal

from mailtracker.late_pattern import late_pattern

Stage = Literal["connect", "mail", "rcpt", "data", "body", "dot", "report"]
"""Where the words were said: at which step of SMTP, or later, in a delivery report."""


class Refused(StrEnum):
    """What a refusal is about."""

    ADDRESS = "address"  # nothing will reach it
    FULL = "full"  # the mailbox: another mail may arrive later
    SIZE = "size"  # this mail is too large
    CONTENT = "content"  # what this mail holds, or how it is made
    SENDER = "sender"  # ours, or how we send: a setting is wrong, and no mail
    SERVER = "server"  # it has troubles of its own, or cannot go on
    UNKNOWN = "unknown"  # a policy, or nothing that can be known

    @property
    def is_of_the_mail(self) -> bool:
        """Nobody is unreachable: the same mail is never taken, and a smaller one, or one with other
        words, may be.
        """
        return self in (Refused.SIZE, Refused.CONTENT)


_ENHANCED = re.compile(r"\b[245]\.[1-9]\d{0,2}\.\d{1,3}\b")
"""x.0.y means "other": as much as none (RFC 3463 3.1)."""

_REPLY = re.compile(r"(?:^|[\s;])([245]\d\d)(?=[ \-]|$)")

_BY_ENHANCED: tuple[tuple[re.Pattern[str], Refused], ...] = tuple(
    (late_pattern(text), refused)
    for text, refused in (
        # 5.1.7, 5.1.8: RFC 3463. 5.7.20 to 5.7.30: DKIM, SPF, reverse DNS, ARC (RFC 7372 and the
        # IANA registry). 5.7.8 to 5.7.11: logins (RFC 4954). Others: Exchange's, among them 5.1.90,
        # 5.7.232 and 5.7.233, a day's limits.
        (
            r"5\.1\.(?:[78]|90)|5\.2\.252|5\.7\.(?:8|9|11|2\d|23[23]|30|57|60|7\d\d)",
            Refused.SENDER,
        ),
        (r"[45]\.2\.2|4\.3\.1", Refused.FULL),
        (r"5\.2\.3|5\.3\.4", Refused.SIZE),
        (r"5\.6\.7", Refused.UNKNOWN),  # RFC 6531: it is the addresses that are not ASCII
        (r"5\.6\.\d+", Refused.CONTENT),
        (r"5\.(?:1\.\d+|2\.[01]|4\.[0134])", Refused.ADDRESS),
        (r"4\.\d+\.\d+|5\.[34]\.\d+", Refused.SERVER),
    )
)
"""RFC 3463 and what came to its registry. 5.7.1 is said of anything, and so is not here."""

_OF_OUR_SENDER = late_pattern(
    r"sender address rejected|sender verify failed|not owned by user|send as this sender"
    r"|relay(?:ing)? (?:access )?(?:denied|not permitted)|unable to relay|rcpthosts"
    r"|authentication (?:is )?required|client host (?:\[[^\]]*\] )?(?:rejected|blocked)"
    r"|your (?:account|host|server|ip|domain)\b.{0,60}(?:suspended|disabled|blocked|blacklisted)"
    r"|account (?:has been |is )?suspended|(?:sending|outgoing|outbound) (?:limit|quota) exceeded"
    r"|STOREDRV\.Submission.{0,80}(?:QuotaExceeded|SendAsDenied)",
    re.IGNORECASE,
)
"""Postfix and others say 5.7.1, or no enhanced code, of this too. Exchange says of our own mailbox
that it is full in the words in which it says so of a reader's, but for the step that says it.
"""

_BY_WORDS: tuple[tuple[re.Pattern[str], Refused], ...] = tuple(
    (late_pattern(text, re.IGNORECASE), refused)
    for text, refused in (
        (r"over ?quota|quota exceeded|mailbox (?:is )?full|out of (?:disk|storage)", Refused.FULL),
        (
            r"too (?:large|big)|size (?:limit|exceeds)|exceed\w* (?:the )?(?:maximum|max|fixed)"
            r"|databytes|\bSIZE=",
            Refused.SIZE,
        ),
        (
            r"\bspam\b|virus|malware|phish|attachment|line length|lines? (?:is |are )?too long"
            r"|because (?:of )?its content|RFC ?2822|RFC ?5322|message content",
            Refused.CONTENT,
        ),
    )
)
"""For replies without an enhanced code (Exim, qmail), or with one that is said of anything."""

_AT_RCPT = {
    550: Refused.ADDRESS,
    551: Refused.ADDRESS,
    553: Refused.ADDRESS,
    552: Refused.FULL,
}
_SYNTAX = frozenset({*range(500, 505), 555})


def what_is_refused(said: str, stage: Stage, code: int = 0) -> Refused:
    """`said` is the reply, with its code or without; a `code` that is given wins over one in it.

    An enhanced code counts more than a reply code, and where the words were said more than either:
    before RCPT only we are known, at DATA and after it the mail is, and at no time but RCPT is it
    the address (RFC 5321 3.3, 4.2.3).
    """
    code = code or _code_in(said)
    known = _named(said)
    match stage:
        case "mail":
            return _of_us(known, code)
        case "data" | "body" | "dot":
            return _of_the_mail(known, code)
        case "rcpt":
            return known or _by_code(said, code, _AT_RCPT.get(code, Refused.UNKNOWN))
    reported = {552: Refused.SIZE, 554: Refused.UNKNOWN}.get(code, Refused.ADDRESS)
    return known or _by_code(said, code, reported)


def enhanced_in(said: str) -> str:
    """The enhanced code by which refusals are told apart, "" where none does: two that differ in
    nothing but an x.0.y are one.
    """
    found = _ENHANCED.search(said)
    return found[0] if found else ""


def _code_in(said: str) -> int:
    found = _REPLY.search(said)
    return int(found[1]) if found else 0


def _named(said: str) -> Refused | None:
    """By the enhanced code, or by words."""
    if _OF_OUR_SENDER.search(said):
        return Refused.SENDER
    enhanced = enhanced_in(said)
    by_code = (refused for pattern, refused in _BY_ENHANCED if pattern.fullmatch(enhanced))
    by_words = (refused for pattern, refused in _BY_WORDS if pattern.search(said))
    return next(by_code, None) or next(by_words, None)


def _by_code(said: str, code: int, otherwise: Refused) -> Refused:
    """Where neither enhanced code nor words are known."""
    if code // 100 == 4:
        return Refused.SERVER
    return Refused.UNKNOWN if enhanced_in(said) else otherwise


def _of_us(known: Refused | None, code: int) -> Refused:
    """Before RCPT: the server has seen our sender, the size and our options."""
    if known in (Refused.SIZE, Refused.CONTENT, Refused.UNKNOWN):
        return known
    if code // 100 == 4 or code in _SYNTAX or known in (Refused.SERVER, Refused.FULL):
        return Refused.SERVER
    return Refused.SIZE if code == 552 else Refused.SENDER


def _of_the_mail(known: Refused | None, code: int) -> Refused:
    """Any refusal at DATA or after it is one of the mail, but for those that say otherwise."""
    if known in (Refused.SENDER, Refused.FULL, Refused.SIZE, Refused.SERVER):
        return known
    if code // 100 == 4:
        return Refused.SERVER
    return Refused.SIZE if code == 552 and known is None else Refused.CONTENT
