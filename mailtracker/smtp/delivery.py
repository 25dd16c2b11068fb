"""What became of a mail, and what a server says."""

from __future__ import annotations

from typing import Literal

from aiosmtplib import SMTPResponseException

from mailtracker.advice import when_sending
from mailtracker.mail.origin.refusals import Refused, had_before, what_is_refused
from mailtracker.record import dataclass

GOING_AWAY = frozenset({421, 530})
"""Replies that are no word about this mail: the server leaves (RFC 5321 3.8), or wants a login or
TLS first (RFC 4954 6, RFC 3207 4), so that our settings are wrong. 534, 535 and 538 say so in
answer to AUTH alone; Courier says 534 of a mail that is too large.
"""

WE = "it is we who are refused, not the mail"

OUR_SETTINGS = "see `envelope`, `receipts` and the login under [smtp]"

LIMIT_REACHED = (
    "we have sent as much as this login may for now: the mail goes out when the server allows it"
)

HAD_BEFORE = "it has that mail from an earlier try of ours"

Result = Literal["sent", "retry", "failed", "uncertain"]

Phase = Literal["connect", "mail", "rcpt", "data", "body", "dot"]
"""The steps of a delivery in order; "connect" is everything before MAIL: EHLO, STARTTLS, AUTH."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one mail. `result` "retry" is always safe; "uncertain" means that the final
    dot went out and no answer came back: it may have arrived.

    `code` is the SMTP reply code, 0 where there was none; `text` is one line. `link` says that the
    connection, EHLO, AUTH or our own slot was the trouble: every other mail would have met it too.
    `phase` is where the answer came or the connection broke. `also`: what the server said to the
    second recipient, "" where there was none.
    """

    result: Result
    code: int
    text: str
    link: bool
    phase: Phase
    also: str = ""

    @property
    def refused(self) -> Refused:
        """Of one that failed: what it is that the server refuses; no code, no refusal."""
        if not self.code:
            return Refused.SERVER
        return what_is_refused(self.text, self.phase, self.code)

    @property
    def is_of_us(self) -> bool:
        """It is we who are refused, for good until somebody changes something."""
        waits = self.result == "retry" and not self.link and self.code // 100 == 5
        return waits and self.refused.is_of_us

    @property
    def is_limit(self) -> bool:
        """We are too many, too fast, or have sent too much: nothing is wrong but that."""
        return self.result == "retry" and self.refused is Refused.LIMIT

    @property
    def also_taken(self) -> bool:
        """The second recipient was taken, too."""
        return self.also.startswith("2")


@dataclass(frozen=True, slots=True)
class SmtpAnswer:
    """What a server says to an envelope: the reply's `code`, and code and `text` on one line, at
    RCPT or where MAIL was refused. 250 means that it takes the address now, and no more than that.
    """

    code: int
    text: str


def refusal(code: int, text: str, phase: Phase) -> Delivery:
    """A reply that is no yes. A code that is no refusal either means that we lost step. Where it is
    we who are refused, for now or for good, the text says what to do. Where we are too many or too
    fast just now, this connection gives way and the mail is not to blame.
    """
    said, hint = flat(text), when_sending(flat(f"{code} {text}"))
    if code in GOING_AWAY or code // 100 not in (4, 5):
        return Delivery("retry", code, _with(said, hint), True, phase)
    if had_before(text, phase):
        return Delivery("sent", code, _with(said, HAD_BEFORE), False, phase)
    refused, is_for_now = what_is_refused(text, phase, code), code // 100 == 4
    if refused is Refused.LIMIT:
        return Delivery("retry", code, _with(said, hint or LIMIT_REACHED), is_for_now, phase)
    if refused is Refused.SENDER:  # nobody's address is wrong but ours: it waits for a setting
        words = f"{WE}: {hint or OUR_SETTINGS}"
        return Delivery("retry", code, _with(said, words), False, phase)
    if is_for_now:
        return Delivery("retry", code, _with(said, hint), False, phase)
    return Delivery("failed", code, said, False, phase)


def _with(said: str, words: str) -> str:
    return f"{said} ({words})" if words else said


def flat(text: str) -> str:
    """One line of 300 characters at most."""
    return " ".join(text.split())[:300]


def line(error: BaseException) -> str:
    """An error or a reply as one line."""
    text = str(error)
    if isinstance(error, SMTPResponseException):
        text = f"{error.code} {error.message}"
    return flat(text) or type(error).__name__
