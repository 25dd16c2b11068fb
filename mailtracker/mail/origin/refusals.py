"""What a mail server says of a mail that it does not take → what it is that it refuses."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import chain
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
    POLICY = "policy"  # said of anything, and most often of what a mail holds
    SENDER = "sender"  # ours, or how we send: a setting is wrong, and no mail
    LIMIT = "limit"  # ours: we sent too much, or too fast, for now: that ends by itself
    SERVER = "server"  # it has troubles of its own, or cannot go on
    UNWRITTEN = "unwritten"  # nobody refused it: we could not write it
    UNKNOWN = "unknown"  # who may write there, or nothing that can be known

    @property
    def is_of_the_mail(self) -> bool:
        """Nobody is unreachable, as far as that can be known: the same mail is never taken, and a
        smaller one, or one with other words, may be.
        """
        return self in (Refused.SIZE, Refused.CONTENT, Refused.POLICY)

    @property
    def is_of_us(self) -> bool:
        """Every mail that we send like this meets it: neither mail nor reader is at fault."""
        return self in (Refused.SENDER, Refused.LIMIT)


_ENHANCED = re.compile(r"(?<![\d.])[245]\.[1-9]\d{0,2}\.\d{1,3}\b(?!\.\d)")
"""x.0.y means "other": as much as none (RFC 3463 3.1). Not within an IP address."""

_REPLY = re.compile(r"(?:^|[\s;])([245]\d\d)(?=[ \-]|$)")


def _table(*rows: tuple[str, Refused]) -> tuple[tuple[re.Pattern[str], Refused], ...]:
    return tuple((late_pattern(text, re.IGNORECASE), refused) for text, refused in rows)


_TELLING = _table(
    # Exchange's: who may write to that reader, or a list of addresses that the tenant blocks.
    (r"5\.7\.(?:1[23]\d|703)", Refused.UNKNOWN),
    # RFC 3463: x.4.5 is congestion. Gmail says 5.4.5 of its daily limits, 4.7.28 of a rate; the
    # others are Exchange Online's, of a mailbox, a tenant or a host.
    (r"[45]\.4\.5|4\.7\.(?:28|[56]\d\d)|5\.1\.90|5\.7\.(?:23[23]|508|705)", Refused.LIMIT),
    # 5.1.7, 5.1.8: RFC 3463. 5.7.20 to 5.7.30: DKIM, SPF, reverse DNS, ARC (RFC 7372 and the
    # IANA registry). 5.7.8 to 5.7.11: logins (RFC 4954). Others: Exchange's.
    (
        r"5\.1\.[78]|5\.2\.252"
        r"|5\.7\.(?:8|9|11|2\d|30|54|57|60|64|50[123]|511|6[0-4]\d|7\d\d)",
        Refused.SENDER,
    ),
)
"""Enhanced codes that say more than any words beside them."""

_BY_ENHANCED = _table(
    (r"[45]\.2\.2|4\.3\.1", Refused.FULL),
    (r"5\.2\.3|5\.3\.4", Refused.SIZE),
    (r"5\.6\.7", Refused.UNKNOWN),  # RFC 6531: it is the addresses that are not ASCII
    (r"5\.6\.\d+", Refused.CONTENT),
    (r"5\.(?:1\.\d+|2\.[01]|4\.[0134])", Refused.ADDRESS),
    (r"4\.\d+\.\d+|5\.[34]\.\d+", Refused.SERVER),
)
"""RFC 3463 and what came to its registry. 5.7.1 is said of anything, and so is not here."""

_OF_US = _table(
    # How fast, how much, by how many connections at once: Exchange Online, Gmail, Amazon SES,
    # Postfix's anvil, Exim. Not of a reader who "is receiving mail too quickly".
    (
        r"(?:sending|relay|outgoing|outbound|submission|message) (?:limit|quota|rate)\b"
        r".{0,40}exceeded"
        r"|exceeded .{0,40}(?:sending|submission) (?:limit|quota|rate)|SubmissionQuotaExceeded"
        r"|sender thread limit|concurrent connections|throttling failure"
        r"|too many (?:concurrent |simultaneous )?(?:smtp )?(?:connections|sessions)"
        r"|too many login attempts|too (?:much mail|many recipients) from",
        Refused.LIMIT,
    ),
    # Exchange says 5.2.0 and 5.2.2 of the mailbox that sends, too, where it is at
    # STOREDRV.Submission: no reader's was asked yet.
    (
        r"sender address rejected|sender verify failed|not owned by user|send as this sender"
        r"|not (?:authori[sz]ed|allowed|permitted) to send (?:as|from)|SendAsDenied"
        r"|from:? address (?:is )?not (?:one of your addresses|verified|allowed)"
        r"|sender address (?:is )?not allowed|verified sender identity|address is not verified"
        r"|\b5\.2\.[02]\b.{0,60}STOREDRV\.Submission\b(?!.{0,80}DuplicateDelivery)"
        r"|credentials for relay"
        r"|relay(?:ing)? (?:access )?(?:denied|not permitted)|unable to relay|rcpthosts"
        r"|authentication (?:is )?required|client host (?:\[[^\]]*\] )?(?:rejected|blocked)"
        r"|your (?:account|host|server|ip|domain)\b.{0,60}"
        r"(?:suspended|disabled|blocked|blacklisted)"
        r"|account (?:has been |is )?suspended",
        Refused.SENDER,
    ),
)
"""Postfix and others say 5.7.1, or no enhanced code, of this too. Exchange says of our own mailbox
that it is full in the words in which it says so of a reader's, but for the step that says it.
"""

_BY_WORDS = _table(
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
"""For replies without an enhanced code (Exim, qmail), or with one that is said of anything."""

_AT_RCPT = {
    550: Refused.ADDRESS,
    551: Refused.ADDRESS,
    553: Refused.ADDRESS,
    552: Refused.FULL,
}
_POLICY = re.compile(r"5\.7\.[01]")
"""In a report, where nobody says at which step it was refused."""

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
    if known is None and _POLICY.fullmatch(enhanced_in(said)):
        return Refused.POLICY
    reported = {552: Refused.SIZE, 554: Refused.POLICY}.get(code, Refused.ADDRESS)
    return known or _by_code(said, code, reported)


_AT_MOST = late_pattern(
    r"(?:limit|maximum|\bmax\b|fixed|takes)\D{0,40}?(\d[\d.,]{0,14})\s?(bytes|octets|[KMG]i?B|)",
    re.IGNORECASE,
)
_UNITS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?:\D|$))")


def takes_at_most(said: str) -> int:
    """The bytes that a server takes of one mail, as it says so; 0 where it does not."""
    for number, unit in _AT_MOST.findall(said):
        digits = _THOUSANDS.sub("", number.rstrip(".,")).replace(",", ".")
        if digits.count(".") > 1:
            continue
        octets = int(float(digits) * _UNITS.get(unit[:1].lower(), 1))
        if octets >= _SMALLEST_LIMIT:
            return octets
    return 0


_SMALLEST_LIMIT = 4096
"""Bytes. What is less is another number: no server takes so little."""


_HAD_BEFORE = late_pattern(r"\bMapiExceptionDuplicateDelivery\b")


def had_before(said: str, stage: Stage) -> bool:
    """Exchange Online refuses a mail whose Message-ID the same mailbox has sent already. Ours are
    made for one mail each: it has that very mail, from a try whose answer got lost.
    """
    return stage == "dot" and _HAD_BEFORE.search(said) is not None


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
    enhanced = enhanced_in(said)
    telling = (refused for pattern, refused in _TELLING if pattern.fullmatch(enhanced))
    of_us = (refused for pattern, refused in _OF_US if pattern.search(said))
    by_code = (refused for pattern, refused in _BY_ENHANCED if pattern.fullmatch(enhanced))
    by_words = (refused for pattern, refused in _BY_WORDS if pattern.search(said))
    return next(chain(telling, of_us, by_code, by_words), None)


def _by_code(said: str, code: int, otherwise: Refused) -> Refused:
    """Where neither enhanced code nor words are known."""
    if code // 100 == 4:
        return Refused.SERVER
    return Refused.UNKNOWN if enhanced_in(said) else otherwise


def _of_us(known: Refused | None, code: int) -> Refused:
    """Before RCPT: the server has seen our sender, the size and our options."""
    if known in (Refused.SIZE, Refused.CONTENT, Refused.UNKNOWN, Refused.LIMIT):
        return known
    if code // 100 == 4 or code in _SYNTAX or known in (Refused.SERVER, Refused.FULL):
        return Refused.SERVER
    return Refused.SIZE if code == 552 else Refused.SENDER


def _of_the_mail(known: Refused | None, code: int) -> Refused:
    """Any refusal at DATA or after it is one of the mail, but for those that say otherwise."""
    if known in (Refused.SENDER, Refused.LIMIT, Refused.FULL, Refused.SIZE, Refused.SERVER):
        return known
    if code // 100 == 4:
        return Refused.SERVER
    return Refused.SIZE if code == 552 and known is None else Refused.CONTENT
