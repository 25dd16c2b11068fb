"""Keys and names go in; Message-IDs, reply addresses and thread subjects come out."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from mailtracker.mail.mime.header_text import clean_header
from mailtracker.mail.subject import unmarked

_KEY_ID = "1"
BASE32, HEX = "a-z2-7", "0-9a-f"
"""Of which letters reply tokens (behind their key id) and Message-IDs are made, as in patterns."""
USES = "b"
"""Letters that may stand in front of a token and say for what else it was issued (bounces)."""
_LOCAL_LIMIT = 64  # octets, RFC 5321 §4.5.3.1.1
_UNFIT_IN_HOST = re.compile(r"[^a-z0-9.-]+")


def _mac(key: bytes, use: str, text: str) -> bytes:
    # The use comes first and ends with NUL, so that an id can never be taken for a token,
    # nor one made from the other.
    return hmac.new(
        key, f"mailtracker {use}\0{text}".encode("utf-8", "surrogatepass"), hashlib.sha256
    ).digest()


def message_id(key: bytes, row_key: str, host: str) -> str:
    """`<k.` + 32 hex + `@host>`: opaque, and the same for the same row, so that a resend
    is recognised (docs/reliability.md, O2).

    At most 64 characters for hosts of up to 27; longer ids lose their thread at
    some mailers (docs/reliability.md, O2).
    """
    return f"<k.{_mac(key, 'message-id', row_key).hex()[:32]}@{host_of_ids(host)}>"


def host_of_ids(host: str) -> str:
    """What stands behind the "@" of ids that are made for `host`."""
    return _UNFIT_IN_HOST.sub("", host.lower()).strip(".-") or "mailtracker.invalid"


def reply_token(key: bytes, row_key: str) -> str:
    """Key id and 100 bits in lower-case base32: survives servers that fold case. 21 characters."""
    return _KEY_ID + _base32(_mac(key, "reply-token", row_key))[:20]


def mark_tokens(key: bytes, reference: str, words: str) -> tuple[str, str]:
    """Two times 30 bits in lower-case base32 for the marker lines round a note: the first says that
    they are ours, the second that these `words` stand between them. 6 characters each.

    Short, so that no mailer wraps the line: who guesses has to send a mail for each guess.
    """
    whose = _mac(key, "note", reference)
    what = _mac(key, "note words", f"{reference}\0{words}")
    return _base32(whose)[:6], _base32(what)[:6]


def _base32(digest: bytes) -> str:
    return base64.b32encode(digest[:15]).decode("ascii").lower()


def reply_address(alias: str, token: str) -> str:
    """`local+token@domain`; the alias itself where the local part would grow beyond 64
    octets, or where it is no address.
    """
    local, _, domain = alias.rpartition("@")
    tagged = f"{local}+{token}"
    fits = len(tagged.encode("utf-8", "replace")) <= _LOCAL_LIMIT
    return f"{tagged}@{domain}" if fits and "" not in (local, domain, token) else alias


def thread_subject(reference: str, subject: str) -> str:
    """ "Re: [IT-1042] VPN broken". Reply marks in front and every copy of this tag go; the
    rest stays whole, never empty.

    Of the forward marks in front the first is kept ("Fwd: VPN broken"): the requester's
    subject says what the mail is.
    """
    line = clean_header(subject, None)
    tag = f"[{clean_header(reference)}]" if clean_header(reference) else ""
    if tag:
        line = clean_header(re.sub(re.escape(tag), " ", line, flags=re.IGNORECASE), None)
    rest, forward = unmarked(line)
    words = [word for word in ("Re:", tag, forward, rest) if word]
    return " ".join(words) if len(words) > 1 else "Re: (no subject)"
