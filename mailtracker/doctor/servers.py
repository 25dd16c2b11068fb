"""What a server says of itself in; findings out: certificate, capabilities, folders, limits.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from mailtracker.config import MailboxConfig
from mailtracker.doctor.finding import DoctorFinding, doubt, fault, ok
from mailtracker.mailbox.mailbox import FolderStanding
from mailtracker.tls import Certificate

SOON, AT_ONCE = 30, 7
"""Days before a certificate's end."""

USEFUL = (
    "IDLE MOVE UIDPLUS NAMESPACE SPECIAL-USE CONDSTORE QRESYNC ACL METADATA ENABLE "
    "LITERAL+ ESEARCH X-GM-EXT-1"
).split()
"""Capabilities that change what we do, or what an admin wants to know."""

SMALL = 10 << 20
"""Bytes of a mail that people expect to go through."""

EXPIRED, NOT_YET, NAME_DIFFERS = 10, 9, 62
"""Of OpenSSL's numbers for what is wrong with a certificate (x509_vfy.h)."""

WHY = {
    EXPIRED: "renew the certificate: it has expired",
    NOT_YET: "set this machine's clock: the certificate is not valid yet",
    NAME_DIFFERS: "use a name in `host` that stands in the certificate",
}

WHY_ELSE = "name the authority that signed it in `ca_file`, or have the server send the whole chain"

_LIMIT = re.compile(r"APPENDLIMIT=([0-9]{1,18})")


def certificate_finding(ident: str, shown: Certificate | None, now: datetime) -> DoctorFinding:
    """How long the server's certificate is good for; the chain was trusted, or we were not in."""
    if shown is None:
        return ok(ident, "without TLS")
    days = (shown.ends - now).days
    said = f"the certificate is good for {days} days ({shown.version})"
    if days < SOON:
        todo = f"renew it before {shown.ends:%Y-%m-%d}: from then on no mail comes or goes"
        return (fault if days < AT_ONCE else doubt)(ident, said, todo, days=days)
    return ok(ident, said, days=days)


def untrusted_finding(ident: str, why: int, said: str) -> DoctorFinding:
    """Of a server that we could not trust; `why` is OpenSSL's number."""
    return fault(ident, said, WHY.get(why, WHY_ELSE), code=why)


def findings_of_imap(
    box: MailboxConfig, capabilities: Sequence[str], standing: FolderStanding
) -> Iterator[DoctorFinding]:
    """What was said after the login."""
    have = [name for name in USEFUL if name in capabilities]
    lacks = [name for name in USEFUL[:4] if name not in capabilities]
    said = f"offers {', '.join(have) or 'nothing that helps'}"
    if lacks:
        said += f"; not {', '.join(lacks)}"
    if "MOVE" in capabilities or "UIDPLUS" in capabilities:
        yield ok("imap.capabilities", said)
    else:
        todo = "mails that are done stay where they are, marked: use a server with MOVE (RFC 6851)"
        yield doubt("imap.capabilities", said, todo)
    yield _stands(box, standing)
    limit = next(filter(None, map(_LIMIT.fullmatch, capabilities)), None)
    if limit is not None:
        yield limit_finding("imap.limit", "the mailbox", int(limit[1]))


def _stands(box: MailboxConfig, standing: FolderStanding) -> DoctorFinding:
    ident = "imap.folder"
    path = f'between names stands "{standing.delimiter}"' if standing.delimiter else "no paths"
    if box.after == "keyword":
        return ok(ident, f"mails that are done stay in {box.folder}; {path}")
    what = "is" if standing.exists else "will be made as"
    return ok(ident, f"{box.handled} {what} {standing.name}; {path}", folder=standing.name)


def limit_finding(ident: str, who: str, limit: int) -> DoctorFinding:
    """The largest mail that somebody takes; 0 for no limit that is said."""
    if not limit:
        return ok(ident, f"{who} names no largest mail")
    said = f"{who} takes mails of up to {limit / (1 << 20):.0f} MB"
    if limit < SMALL:
        todo = "owners get larger ones without their files: raise it to what comes in"
        return doubt(ident, said, todo, bytes=limit)
    return ok(ident, said, bytes=limit)
