"""An issuer's refusal in; what it means and what to do, in a sentence, out.

What issuers answer are codes (RFC 6749 5.2), and behind them sentences for developers that change.
So the codes are looked up in one table; where it knows none, the issuer's own words are told, cut
and with whatever looks like a secret taken out. Microsoft's codes are those of its page
"Microsoft Entra authentication and authorization error codes" (2026).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mailtracker.oauth.token import NoAccess
from mailtracker.record import dataclass

SKEW = 120.0
"""Seconds between our clock and the issuer's from which it is said."""

LONGEST = 200
"""Characters of an issuer's own words."""

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Meaning:
    """Of one or more codes: what is `said` to people, and whether one of them has to do something
    (`final`).
    """

    said: str
    final: bool = True


def _of(numbers: str, said: str, final: bool = True) -> dict[int, Meaning]:
    return {int(number): Meaning(said, final) for number in numbers.split()}


MICROSOFT: Mapping[int, Meaning] = {
    **_of(
        "7000222",
        "the client secret has ended: make a new one in the app registration under Certificates & "
        "secrets, write its value to where the old one is, and start mailtracker again",
    ),
    **_of(
        "7000215 70002",
        "the client secret is wrong: write its value, which is shown only once, and not its id",
    ),
    **_of(
        "700016 700011",
        "there is no such application in this tenant: check client_id and tenant",
    ),
    **_of("70001 7000112", "the application is disabled: enable it in the tenant"),
    **_of(
        "90002 900023 50059 50128 50194 9001023",
        "there is no such tenant: check tenant, and authority where yours is in a national cloud",
    ),
    **_of(
        "65001 65004 65005 650051 650052 650056 650057 500011 90008",
        "consent is missing: add the application permissions IMAP.AccessAsApp and SMTP.SendAsApp "
        "of Office 365 Exchange Online to the app registration, and grant admin consent",
    ),
    **_of(
        "700027 50012 50006 50013 700030 50003",
        "the certificate is refused: upload the one in certificate_file to the app registration, "
        "under Certificates & secrets",
    ),
    **_of(
        "700024 500133",
        "what we signed is out of its time: set this machine's clock right (NTP)",
    ),
    **_of(
        "700025 7000218",
        "the app registration allows no secret, or demands one: under Authentication, public "
        "client flows are for device codes only",
    ),
    **_of(
        "53003 530035 53000 53001 53002 53004 50005 50131 50097 50105",
        "Conditional Access or another policy of the tenant blocks us: have the application, or "
        "this machine's address, excepted; the sign-in logs of Microsoft Entra name the policy",
    ),
    **_of("50034 51004 50020 16003", "there is no such user in this tenant: check user and tenant"),
    **_of("50057", "the user is disabled: enable the account"),
    **_of("50053", "the user is locked for a while after too many failures"),
    **_of(
        "70011 28002 28003 1002012",
        "what is asked for (scope) is not valid: leave scope out, or end it in /.default",
    ),
    **_of(
        "70000 70008 700082 700084 70043 50089 50173 50132 50133 50055 50126 50144",
        "the sign-in of that person is over: type `mailtracker login` with this sign-in's name, or "
        "get a new refresh token",
    ),
    **_of(
        "50072 50074 50076 50078 50079 50158",
        "a second factor is demanded: type `mailtracker login` with this sign-in's name",
    ),
    **_of("70019 70018", "the code was not typed in time, or wrong: try again"),
    **_of("50196", "it takes us for a loop: too many requests in a short time", final=False),
    **_of("50033 90006 90012 90024 70012", "a trouble of its own that passes", final=False),
}
"""By the number behind AADSTS."""

_GOOGLE: Sequence[tuple[str, str, Meaning]] = (
    (
        "invalid_grant",
        r"\biat\b|\bexp\b|reasonable timeframe|short-lived",
        Meaning("what we signed is out of its time: set this machine's clock right (NTP)"),
    ),
    (
        "invalid_grant",
        r"signature",
        Meaning(
            "the key in key_file is not, or no longer, one of the service account: make a new one"
        ),
    ),
    (
        "invalid_grant",
        r"email|user id",
        Meaning(
            "there is no such user in Google Workspace: the user must be an account of its own, "
            "no group and no alias"
        ),
    ),
    (
        "invalid_grant",
        r"account not found",
        Meaning("the service account of key_file is gone: make one, and a key for it"),
    ),
    (
        "unauthorized_client|access_denied",
        "",
        Meaning(
            "the service account may not sign in for this user: in the Admin console, under "
            "domain-wide delegation, give its client id the scope https://mail.google.com/; a new "
            "delegation may take a day to count"
        ),
    ),
    (
        "disabled_client|invalid_client",
        "",
        Meaning("the service account is disabled or gone: enable it in the Google Cloud console"),
    ),
    (
        "admin_policy_enforced",
        "",
        Meaning("a policy of the Google Workspace blocks us: have the service account trusted"),
    ),
)
"""By the error and by what the words behind it hold."""

_ANY: Sequence[tuple[str, str, Meaning]] = (
    (
        "invalid_client",
        "",
        Meaning("it does not know us by this client_id and secret, or the secret has ended"),
    ),
    (
        "unauthorized_client",
        "",
        Meaning("this client may not ask in this way: have it allowed at the issuer"),
    ),
    (
        "invalid_grant",
        "",
        Meaning("the refresh token is over, or was used by somebody else: get a new one"),
    ),
    ("invalid_scope", "", Meaning("what is asked for (scope) is not valid there")),
    (
        "unsupported_grant_type",
        "",
        Meaning("it does not give access tokens in this way: see its documentation"),
    ),
    (
        "access_denied|consent_required|interaction_required",
        "",
        Meaning("access was denied, or consent is missing: see to it at the issuer"),
    ),
    ("expired_token", "", Meaning("the code was not typed in time: try again")),
    ("temporarily_unavailable|server_error|slow_down", "", Meaning("it is busy", final=False)),
)


def refusal(
    kind: str,
    answer: Mapping[str, Any],
    ahead: float | None = None,
    secrets: Sequence[str] = (),
) -> NoAccess:
    """The error of an answer that bears one, of an issuer of this `kind`; `ahead` is by how many
    seconds our clock is ahead of its. None of `secrets`, which we sent, is told.
    """
    error, words = _text(answer, "error"), _text(answer, "error_description")
    number = _number(answer, words)
    meaning = MICROSOFT.get(number) or _meaning(kind, error, words)
    code = f"AADSTS{number}" if number else _shown(error)
    said = meaning.said if meaning else f"it says: {_own_words(words, secrets)}"
    return NoAccess(
        f"the issuer refuses ({code}): {said}{_clock(ahead)}",
        final=meaning.final if meaning else True,
    )


_CODE = re.compile(r"[a-z]{2,16}(_[a-z]{1,16}){0,4}")


def _shown(error: str) -> str:
    """Not what only an issuer that is no issuer would write there."""
    return error if _CODE.fullmatch(error) else "an error without a code"


def _meaning(kind: str, error: str, words: str) -> Meaning | None:
    table = [*(_GOOGLE if kind == "google" else ()), *_ANY]
    for errors, behind, meaning in table:
        if error in errors.split("|") and re.search(behind, words, re.IGNORECASE):
            return meaning
    return None


def _text(answer: Mapping[str, Any], key: str) -> str:
    value = answer.get(key)
    return value if isinstance(value, str) else ""


def _number(answer: Mapping[str, Any], words: str) -> int:
    """Microsoft's, out of the words or out of its list; 0: there is none. Whatever the config calls
    the issuer: nobody else writes so.
    """
    if found := re.search(r"AADSTS(\d{4,8})\b", words):
        return int(found[1])
    codes = answer.get("error_codes")
    if isinstance(codes, list) and codes and isinstance(codes[0], int):
        return codes[0] if codes[0] in MICROSOFT else 0
    return 0


def _clock(ahead: float | None) -> str:
    if ahead is None or abs(ahead) < SKEW:
        return ""
    which = "ahead of" if ahead > 0 else "behind"
    return f". This machine's clock is {abs(ahead) / MINUTE:.0f} minutes {which} the issuer's"


def _own_words(words: str, secrets: Sequence[str]) -> str:
    first = re.split(r"[\r\n]|Trace ID|Correlation ID", words)[0]
    return scrubbed(first, secrets)[:LONGEST] or "nothing more"


_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LONG = re.compile(r"[A-Za-z0-9+/_=~.\-]{20,}")


def scrubbed(words: str, secrets: Sequence[str] = ()) -> str:
    """Words of somebody else on one line, without `secrets` of ours and without anything that is
    long enough to be one, ids of the form 8-4-4-4-12 aside.
    """
    for secret in filter(None, secrets):
        words = words.replace(secret, "…")
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return _LONG.sub(lambda found: found[0] if _ID.fullmatch(found[0]) else "…", line)
