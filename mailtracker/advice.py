"""A mail server's no → what helps against it, and what an administrator is to do. No network.

One table for IMAP and SMTP, since providers say the same by both. The words are those that the
providers describe or that were seen; each row names whose they are. None of them is needed for the
daemon to go on: what is not known is told in the server's own words.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Literal

from mailtracker.late_pattern import late_pattern
from mailtracker.record import dataclass


class Cure(Enum):
    """What helps against a refused login."""

    #: It passes by itself.
    WAITING = auto()
    #: Perhaps another access token: this one has expired, or was made before a right was given.
    ANOTHER_TOKEN = auto()
    #: Somebody must change something.
    A_PERSON = auto()


By = Literal["any", "access token", "password"]
"""How the login was tried."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What helps (`cure`), and one clause on what to do (`words`), "" where nothing is to be
    done.
    """

    cure: Cure
    words: str


@dataclass(frozen=True, slots=True)
class KnownWords:
    """A row: what servers `said`, to a login of which kind (`by`), and the `advice`."""

    said: re.Pattern[str]
    advice: Advice
    by: By = "any"


def _row(said: str, cure: Cure, words: str, by: By = "any") -> KnownWords:
    return KnownWords(late_pattern(said, re.IGNORECASE), Advice(cure, words), by)


SMTP_AUTH_ON = "Set-CASMailbox -Identity <mailbox> -SmtpClientAuthenticationDisabled $false"

_LOGINS: tuple[KnownWords, ...] = (
    # -- it passes: RFC 5530 3, RFC 4954 6; Gmail's and Exchange's own words
    _row(
        r"\[(?:LIMIT|INUSE)\]|simultaneous connections|connections? limit|too many connections"
        r"|number of connections",
        Cure.WAITING,
        "this login has more connections than it may have: close other programs that use it, or "
        "lower `connections` under [smtp]",
    ),
    _row(
        r"throttled|backoff time|bandwidth limits|too many login attempts|rate limit",
        Cure.WAITING,
        "the server throttles this login; it is tried again, less and less often",
    ),
    _row(
        r"\[(?:UNAVAILABLE|SERVERBUG)\]|server (?:is )?(?:busy|unavailable)|temporar(?:y|ily)",
        Cure.WAITING,
        "the server cannot tell now, and is asked again",
    ),
    # -- Exchange Online
    _row(
        r"SmtpClientAuthentication is disabled for the Tenant",
        Cure.A_PERSON,
        "SMTP AUTH is switched off for the whole organisation: an Exchange administrator switches "
        f"it on for this mailbox by `{SMTP_AUTH_ON}`",
    ),
    _row(
        r"SmtpClientAuthentication is disabled for the Mailbox",
        Cure.A_PERSON,
        "SMTP AUTH is switched off for this mailbox: an Exchange administrator switches it on by "
        f"`{SMTP_AUTH_ON}`",
    ),
    _row(
        r"\b5\.7\.30\b|basic authentication is (?:not supported|disabled)",
        Cure.A_PERSON,
        "this server takes no passwords any more: name an `oauth` sign-in instead of the password",
    ),
    _row(
        r"\b5\.7\.139\b",
        Cure.A_PERSON,
        "a policy of the organisation forbids this login (security defaults, Conditional Access, a "
        "locked account): its administrator finds which one in the sign-in log of Entra",
    ),
    _row(
        r"authenticated but not connected",
        Cure.A_PERSON,
        "the login is good, but it may not open this mailbox: give the app's service principal "
        "the right to it by Add-MailboxPermission (FullAccess), see that IMAP is on for the "
        "mailbox, and that `user` is the mailbox's own address. A new right takes up to an hour. "
        "Where it worked before, more connections than are allowed are another reason",
    ),
    _row(
        r"AUTHENTICATE failed|\b5\.7\.3\b",
        Cure.ANOTHER_TOKEN,
        "Exchange does not take this access token for this mailbox: see that the app has "
        "IMAP.AccessAsApp and SMTP.SendAsApp with an administrator's consent, that it is known "
        "to Exchange (New-ServicePrincipal with the object id of the enterprise application) and "
        "has FullAccess to the mailbox, and that `user` is the mailbox",
        "access token",
    ),
    _row(
        r"(?-i:LOGIN failed)|\b5\.7\.3\b",  # Courier and Cyrus say "Login failed"
        Cure.A_PERSON,
        "check the user and the password; Exchange Online takes no passwords by IMAP, and by SMTP "
        "only where its administrator allows that: name an `oauth` sign-in instead",
        "password",
    ),
    # -- Google
    _row(
        r"application-specific password",
        Cure.A_PERSON,
        "Google takes no password of an account itself: make an app password, or name an `oauth` "
        "sign-in",
    ),
    _row(
        r"web ?alert|web ?login|web browser|\b5\.7\.14\b",
        Cure.A_PERSON,
        "Google holds this login back until a person has signed in to the account by a browser",
    ),
    _row(
        r"IMAP access is disabled|not enabled for IMAP|IMAP (?:is )?(?:disabled|not enabled)",
        Cure.A_PERSON,
        "IMAP is switched off for this mailbox: switch it on (Gmail: settings, Forwarding and "
        "POP/IMAP; Google Workspace: the admin console; Exchange: Set-CASMailbox -ImapEnabled)",
    ),
    _row(
        r"Invalid credentials|\b5\.7\.8\b|Username and Password not accepted",
        Cure.ANOTHER_TOKEN,
        "the server does not take this access token for this mailbox: see that `user` is the "
        "mailbox it was made for, and that its scope covers mail (Google: https://mail.google.com/"
        ", which the domain's administrator delegates to the service account)",
        "access token",
    ),
    _row(
        r"Username and Password not accepted|Invalid credentials \(Failure\)",
        Cure.A_PERSON,
        "check the user and the password; Google takes app passwords alone, or an `oauth` sign-in",
        "password",
    ),
    # -- RFC 5530 3 and RFC 4954 6, whoever says so
    _row(
        r"^50[0-4]\b",
        Cure.A_PERSON,
        "the server does not take this kind of login: see `host` and `port`, and which kinds its "
        "administrator allows",
    ),
    _row(
        r"\[AUTHORIZATIONFAILED\]",
        Cure.A_PERSON,
        "the login is known, but may not act for this mailbox: give it the right to, or name the "
        "right mailbox as `user`",
    ),
    _row(
        r"\[PRIVACYREQUIRED\]|\b5\.7\.11\b|^538\b",
        Cure.A_PERSON,
        'the server wants TLS before a login; use tls = "implicit" or "starttls"',
    ),
    _row(
        r"\[EXPIRED\]",
        Cure.ANOTHER_TOKEN,
        "the access token has expired: see that this machine's clock is right",
        "access token",
    ),
    _row(r"\[EXPIRED\]", Cure.A_PERSON, "the password has expired: set a new one", "password"),
    _row(
        r"\[(?:CONTACTADMIN|NOPERM)\]",
        Cure.A_PERSON,
        "the mail server's administrator must say why",
    ),
    _row(
        r"\b5\.7\.9\b",
        Cure.A_PERSON,
        "the server wants a stronger login than this one: name an `oauth` sign-in, or use a "
        "password made for programs",
    ),
)

_OTHERWISE = {
    "access token": Advice(
        Cure.ANOTHER_TOKEN,
        "the server does not take the access token: see that `user` is the mailbox it was made "
        "for, and that its scope covers mail",
    ),
    "password": Advice(Cure.A_PERSON, "check the user and the password"),
}

_SENDING: tuple[KnownWords, ...] = (
    _row(r"STARTTLS", Cure.A_PERSON, "the server wants TLS: see `tls` under [smtp]"),
    _row(
        # Exchange Online, Gmail, Postfix
        r"\b5\.7\.57\b|^530\b|not authenticated to send|authentication (?:is )?required",
        Cure.A_PERSON,
        "the server wants a login: give `user`, and a password or an `oauth` sign-in, under [smtp]",
    ),
    _row(
        # Exchange Online; some of its forms come after DATA
        r"\b5\.7\.60\b|\b5\.2\.252\b|SendAsDenied|permissions? to send as",
        Cure.A_PERSON,
        "our login may not send as this address: give it the right (Exchange: "
        "Add-RecipientPermission -AccessRights SendAs); where it takes the alias alone, see "
        "`envelope` and `receipts` under [smtp]",
    ),
    _row(
        r"\b432\b.*4\.3\.2|sender thread limit|concurrent connections? limit",
        Cure.WAITING,
        "Exchange Online takes three connections of a mailbox at a time: set `connections = 3`, or "
        "fewer, under [smtp]",
    ),
    _row(r"^452 4\.5\.3\b", Cure.WAITING, "the server has had enough recipients from us for now"),
    _row(
        # Exchange Online: 10,000 recipients a day; Gmail: 2,000 mails
        r"\b5\.1\.90\b|\b5\.7\.23[23]\b|SubmissionQuotaExceeded|sending limit exceeded",
        Cure.A_PERSON,
        "the account has sent what it may send in a day: mail waits until the server takes it "
        "again; for more, send by a relay",
    ),
    _row(
        r"STOREDRV\.Submission.*QuotaExceeded",
        Cure.A_PERSON,
        "the mailbox that we send by is full: Exchange keeps a copy of each mail in its Sent Items;"
        " empty them, best by a retention policy",
    ),
    _row(
        r"\b5\.1\.8\b|\b5\.7\.7\d\d\b|\b5\.7\.50\d\b|bad outbound sender",
        Cure.A_PERSON,
        "the provider has blocked this account or organisation from sending: its administrator "
        "finds it among the restricted entities of Microsoft Defender",
    ),
)


def at_login(said: str, by: By) -> Advice:
    """Against a refused login, `by` a password or an access token. `said` is the server's answer
    on one line: with an IMAP response code in brackets, or with the SMTP reply code in front.
    """
    known = _known(_LOGINS, said, by)
    if said.startswith("4"):  # whatever it is: RFC 4954 6, RFC 5321 4.2.1
        return Advice(Cure.WAITING, known.words if known else "")
    return known or _OTHERWISE[by]


def when_not_connected(said: str) -> str:
    """Against a no to what follows a good login, "" where it is no matter of the login."""
    known = _known(_LOGINS, said, "any")
    is_of_login = "authenticated but not connected" in said
    return known.words if known and is_of_login else ""


def when_sending(said: str) -> str:
    """Against a no to a mail, "" where it is no matter of our login. `said` begins with the reply
    code.
    """
    known = _known(_SENDING, said, "any")
    return known.words if known else ""


def _known(table: tuple[KnownWords, ...], said: str, by: By) -> Advice | None:
    return next(
        (row.advice for row in table if row.by in ("any", by) and row.said.search(said)), None
    )
