"""A key, random bytes and names go in; Message-IDs, reply addresses, thread subjects come out."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import Any

from mailtracker.mail.mime.header_text import clean_header
from mailtracker.mail.subject import unmarked
from mailtracker.record import dataclass

_KEY_ID = "1"
BASE32, HEX = "a-z2-7", "0-9a-f"
"""Of which letters reply tokens (behind their key id) and Message-IDs are made, as in patterns."""
USES = "b"
"""Letters that may stand in front of a token and say for what else it was issued (bounces)."""
_LOCAL_LIMIT = 64  # octets, RFC 5321 §4.5.3.1.1
BOUNCE = re.compile(r"b1[a-z2-7]{20}")
"""A bounce token, as it stands behind the alias. Reply tokens begin with a digit."""

_UNFIT_IN_HOST = re.compile(r"[^a-z0-9.-]+")


DRAWN = 16
"""Random bytes that the ids of one mail are made from; the caller draws them."""

_BLOCK = 64  # bytes, of SHA-256

_RANDOM_HEX, _RANDOM_LETTERS = 20, 14
"""How much of a Message-ID and of a token says nothing; the rest marks it as ours."""


@dataclass(frozen=True, slots=True)
class MailIds:
    """What one mail of ours is known by: its Message-ID in angle brackets (`message_id`), the token
    of its reply address (`token`) and that of its envelope sender (`bounce`); these two None where
    it has none.
    """

    message_id: str
    token: str | None = None
    bounce: str | None = None


def mail_ids(key: bytes, drawn: bytes, host: str, bounces: bool = True) -> MailIds:
    """All three of one new mail; from one of them nobody makes another without the key. Without the
    last where no server may send it back (`bounces`).
    """
    bounce = bounce_token(key, drawn) if bounces else None
    return MailIds(message_id(key, drawn, host), reply_token(key, drawn), bounce)


def message_id(key: bytes, drawn: bytes, host: str) -> str:
    """`<k.` + 32 hex + `@host>`: 80 random bits, then 48 that only the key's owner makes of them.

    At most 64 characters for hosts of up to 27, and 66 as the second id; longer ones lose their
    thread at some mailers (docs/reliability.md, O2).
    """
    random = _mac(key, "message-id", drawn).hex()[:_RANDOM_HEX]
    return f"<k.{random}{_mark_of_id(key, random)}@{host_of_ids(host)}>"


def is_our_id(key: bytes, ident: str) -> bool:
    """Whether a Message-ID was made with this key, though no row may know it any more: the database
    may be an older one, restored. Of ids made before there was a mark only a row knows.
    """
    found = _OUR_ID.match(ident)
    return found is not None and hmac.compare_digest(found[2], _mark_of_id(key, found[1]))


_OUR_ID = re.compile(rf"<k\.([{HEX}]{{{_RANDOM_HEX}}})([{HEX}]{{{32 - _RANDOM_HEX}}})@")


def is_like_ours(ident: str) -> bool:
    """Whether an id has the form of ours, whoever made it."""
    return _OUR_ID.match(ident) is not None


_SECOND = "r."


def second_id(ident: str) -> str:
    """What stands last in the References of the mail of ours that has this Message-ID: `<r.k.` for
    `<k.`. An answer copies it (RFC 5322 §3.6.4), whatever id the mail had when it arrived. "" for
    an id that is not like ours.
    """
    return f"<{_SECOND}{ident[1:]}" if is_like_ours(ident) else ""


def meant_id(ident: str) -> str:
    """The Message-ID of which somebody cites the second id; any other id stays as it is."""
    if not ident.startswith(f"<{_SECOND}"):
        return ident
    meant = f"<{ident[1 + len(_SECOND) :]}"
    return meant if is_like_ours(meant) else ident


def _mark_of_id(key: bytes, random: str) -> str:
    return _mac(key, "message-id mark", random.encode()).hex()[: 32 - _RANDOM_HEX]


@lru_cache(maxsize=64)
def host_of_ids(host: str) -> str:
    """What stands behind the "@" of ids that are made for `host`."""
    return _UNFIT_IN_HOST.sub("", host.lower()).strip(".-") or "mailtracker.invalid"


def reply_token(key: bytes, drawn: bytes) -> str:
    """Key id, 70 random bits and a mark of 30 in lower-case base32: survives servers that fold
    case. 21 characters. To guess one is as hard as to guess 100 bits.
    """
    return _token(key, "reply-token", drawn)


def bounce_token(key: bytes, drawn: bytes) -> str:
    """A `b` and, for a use of its own, what a reply token is made of: who knows the Message-ID and
    the reply address of a mail can make no bounce token of them. 22 characters.
    """
    return f"b{_token(key, 'bounce', drawn)}"


def probe_token(key: bytes, drawn: bytes) -> str:
    """A `p` and what a reply token is made of, for a use of its own: what `doctor` sends bears it,
    and who saw a mail of ours can make none. 22 characters.
    """
    return f"p{_token(key, 'probe', drawn)}"


def is_probe_token(key: bytes, token: str) -> bool:
    """Whether a probe's token was made with this key; no row knows of probes."""
    found = _OUR_PROBE.fullmatch(token.lower())
    return found is not None and hmac.compare_digest(
        found[2], _mark_of_token(key, "probe", found[1])
    )


def is_our_token(key: bytes, token: str) -> bool:
    """Whether a reply token was made with this key, as `is_our_id`. Whose it is a row knows."""
    found = _OUR_TOKEN.fullmatch(token.lower())
    return found is not None and hmac.compare_digest(
        found[2], _mark_of_token(key, "reply-token", found[1])
    )


_OUR_TOKEN = re.compile(
    rf"1([{BASE32}]{{{_RANDOM_LETTERS}}})([{BASE32}]{{{20 - _RANDOM_LETTERS}}})"
)

_OUR_PROBE = re.compile(rf"p{_OUR_TOKEN.pattern}")


def action_token(key: bytes, token: str, use: str) -> str:
    """What a button bears, of the mail with this reply `token`: an `a`, one letter for its `use`,
    and 34 more. Whoever has it can make neither the reply token nor another button of it; who has
    both can make none. 36 characters.

    The last 20 letters (100 bits) are a MAC of mail and use; the 14 before them say which mail
    that is, to who has the key alone. So no button has a row before it is pressed.
    """
    mark = _base32(_mac(key, "action", f"{token}\0{use}".encode()), 20)
    return f"a{use}{_masked(key, use, mark, token[1 : 1 + _RANDOM_LETTERS])}{mark}"


@dataclass(frozen=True, slots=True)
class ActionKey:
    """An action `token` that we made: of the mail with which `reply` token, for which `use`."""

    token: str
    reply: str
    use: str


def read_action(key: bytes, token: str) -> ActionKey | None:
    """None for what was not made with this key. Servers fold case."""
    found = ACTION.fullmatch(folded := token.lower())
    if found is None:
        return None
    use, masked, mark = found.groups()
    random = _masked(key, use, mark, masked)
    reply = f"{_KEY_ID}{random}{_mark_of_token(key, 'reply-token', random)}"
    true = action_token(key, reply, use)
    return ActionKey(true, reply, use) if hmac.compare_digest(folded, true) else None


ACTION = re.compile(
    rf"a([a-z])([{BASE32}]{{{_RANDOM_LETTERS}}})([{BASE32}]{{20}})", re.IGNORECASE | re.ASCII
)
"""An action token, as it stands behind the alias."""


def _masked(key: bytes, use: str, mark: str, letters: str) -> str:
    """Done twice it is undone: each letter is five bits, and `mark` is another one each time."""
    mask = int.from_bytes(_mac(key, "action mask", f"{use}{mark}".encode())[:15], "big")
    at = range(0, _RANDOM_LETTERS, 2)
    bits = [_BITS[letters[one : one + 2]] ^ mask >> 110 - 5 * one & 0x3FF for one in at]
    return "".join([_PAIRS[one] for one in bits])


def is_like_a_token(token: str) -> bool:
    """Whether it has the form of a reply token or an action token, whoever made it."""
    folded = token.lower()
    return bool(_OUR_TOKEN.fullmatch(folded) or ACTION.fullmatch(folded))


def _token(key: bytes, use: str, drawn: bytes) -> str:
    random = _base32(_mac(key, use, drawn), _RANDOM_LETTERS)
    return f"{_KEY_ID}{random}{_mark_of_token(key, use, random)}"


def _mark_of_token(key: bytes, use: str, random: str) -> str:
    return _base32(_mac(key, f"{use} mark", random.encode()), 20 - _RANDOM_LETTERS)


def _mac(key: bytes, use: str, of: bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104). The use comes first and ends with NUL, so that an id can never be
    taken for a token, nor one made from the other.
    """
    inner, outer = _begun(key, use)
    inner, outer = inner.copy(), outer.copy()
    inner.update(of)
    outer.update(inner.digest())
    marked: bytes = outer.digest()
    return marked


@lru_cache(maxsize=64)
def _begun(key: bytes, use: str) -> tuple[Any, Any]:
    """Both hashes of HMAC as they stand before what is to be marked: a dozen are needed for each
    mail, and to begin one takes longer than all the rest.
    """
    block = (key if len(key) <= _BLOCK else sha256(key).digest()).ljust(_BLOCK, b"\0")
    inner = sha256(bytes(byte ^ 0x36 for byte in block))
    inner.update(f"mailtracker {use}\0".encode())
    return inner, sha256(bytes(byte ^ 0x5C for byte in block))


def marks_key(key: bytes) -> bytes:
    """For marker lines alone: who has it makes neither ids nor tokens."""
    return _mac(key, "marks", b"")


def mark_tokens(key: bytes, reference: str, words: str) -> tuple[str, str]:
    """Two times 30 bits in lower-case base32 for the marker lines round a note: the first says that
    they are ours, the second that these `words` stand between them. 6 characters each.

    Short, so that no mailer wraps the line: who guesses has to send a mail for each guess.
    """
    whose = _mac(key, "note", _bytes(reference))
    what = _mac(key, "note words", _bytes(f"{reference}\0{words}"))
    return _base32(whose, 6), _base32(what, 6)


MarksOf = Callable[[str, str], tuple[str, str] | None]
"""What `mark_tokens` says of a reference and words by some key; None where nobody can tell."""


def no_marks(reference: str, words: str) -> None:
    """There is no such key."""


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [f"{one}{two}" for one in _LETTERS for two in _LETTERS]  # of ten bits each
_BITS = {pair: bits for bits, pair in enumerate(_PAIRS)}


def _base32(digest: bytes, letters: int) -> str:
    """So many letters, an even number up to 24, in lower case: several times as fast as the
    library's, which is made for files.
    """
    bits = int.from_bytes(digest[:15], "big")
    return "".join([_PAIRS[bits >> shift & 0x3FF] for shift in range(110, 110 - 5 * letters, -10)])


def reply_address(alias: str, token: str) -> str:
    """`local+token@domain`; the alias itself where the local part would grow beyond 64
    octets, or where it is no address.
    """
    return _tagged(alias, token)


def bounce_address(alias: str, token: str) -> str:
    """The envelope sender of one mail alone ("variable envelope return path"); the alias itself
    where `reply_address` would be.
    """
    return _tagged(alias, token)


def action_address(alias: str, token: str) -> str | None:
    """Where a button goes; None where the local part would be too long (aliases of more than
    27 octets), or there is no token.
    """
    tagged = _tagged(alias, token)
    return None if tagged == alias else tagged


def without_bounce(address: str) -> str:
    """An envelope sender of ours as the plain alias."""
    local, _, domain = address.rpartition("@")
    alias, _, tag = local.rpartition("+")
    return f"{alias}@{domain}" if alias and BOUNCE.fullmatch(tag) else address


def _tagged(alias: str, token: str) -> str:
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
    known_as = clean_header(reference)
    tag = f"[{known_as}]" if known_as else ""
    if tag and "[" in line:  # each tag is a pattern to be compiled, and most lines bear none
        ours = rf"\[\s{{0,3}}{re.escape(known_as)}\s{{0,3}}\]"  # as `thread_keys` reads it
        line = re.sub(ours, " ", line, flags=re.IGNORECASE)
    line = clean_header(line, None)
    rest, forward = unmarked(line)
    words = [word for word in ("Re:", tag, forward, rest) if word]
    return " ".join(words) if len(words) > 1 else "Re: (no subject)"
