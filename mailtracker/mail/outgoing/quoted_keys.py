"""A text or a page goes in; the same without keys of ours that somebody quoted comes out, and which
they were.

A key of ours is a reply token behind one of our addresses (`it-help+1...@corp.example`, with which
one speaks as whom it was issued to) and a Message-ID that we made. Mail programs quote both: some
copy the header of what is answered or forwarded, Thunderbird names the id in `<blockquote cite>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from mailtracker.mail.address_key import domain_key
from mailtracker.mail.mime.html import TAG_CAP, Token, tokens, visible
from mailtracker.mail.outgoing.ids import BASE32, HEX, USES, host_of_ids
from mailtracker.record import dataclass

REMOVED = "removed"
"""Stands where the left half of an id stood: `<removed@corp.example>` is still an id to readers."""

_NAMED = {"+": "plus", "@": "commat", ".": "period", "_": "lowbar"}
# What a mail program may put into a long word: invisible characters, or a line end with the
# quote marks of the next line (and the "=" of a quoted-printable source that is quoted raw).
_JOINT = (
    r"(?:[\u200b-\u200d\u2060\xad\ufeff]|=?[ \t]{0,3}\r?\n[ \t>|]{0,60}|"
    r"&(?:#8203|#x200b|#173|#xad|shy|zwj|zwnj);){0,3}+"  # possessive: it never backtracks
)
_JOINT_AS_BYTES = _JOINT.replace(
    "[\\u200b-\\u200d\\u2060\\xad\\ufeff]",
    r"\xe2\x80[\x8b-\x8d]|\xe2\x81\xa0|\xc2?\xad|\xef\xbb\xbf",
)
_FLAGS = re.IGNORECASE | re.ASCII
_DIGITS = rf"(?:(?:[{USES}]{_JOINT})?1(?:{_JOINT}[{BASE32}]){{20}}|a(?:{_JOINT}[{BASE32}]){{35}})"
"""What stands behind the "+": of replies and bounces, and of buttons."""


@dataclass(frozen=True, slots=True)
class QuotedKeys:
    """Keys of ours, each once, in the order in which they were found: what stood behind the "+" of
    an address of ours (`tokens`, in lower case), and Message-IDs (`ids`, with their brackets).
    """

    tokens: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tokens or self.ids)


NO_KEYS = QuotedKeys()


@dataclass(frozen=True, slots=True)
class KeyForms:
    """How keys behind certain addresses look. By `key_forms`."""

    #: An address with a token: its local part, "+" with the token, and the token itself.
    _address: re.Pattern[str]
    #: An id: its left half, and its host.
    _id: re.Pattern[str]
    #: The same for texts in lower case. Each begins with fixed letters, which is what makes a
    #: search that finds nothing fast.
    _signs: tuple[re.Pattern[str], ...]
    #: The same for bytes in lower case, whatever stands behind a key; None where addresses are not
    #: ASCII.
    _traces: tuple[re.Pattern[bytes], ...] | None

    def stand_in(self, text: str) -> bool:
        low = text.lower()
        return any(sign.search(low) for sign in self._signs)

    def may_stand_in(self, data: bytes) -> bool:
        """The quick question: False only where none stands in it, read as UTF-8 or Latin-1, nor in
        any piece of it.
        """
        if self._traces is None:
            return True
        low = data.lower()
        return any(trace.search(low) for trace in self._traces)

    def may_stand_in_html(self, text: str) -> bool:
        """The same for what `without_in_html` looks through besides the source."""
        return self.may_stand_in(_bytes(_untagged(text)))

    def found_in(self, text: str) -> QuotedKeys:
        if not self.stand_in(text):
            return NO_KEYS
        return QuotedKeys(
            tuple(dict.fromkeys(_plain(found[3]) for found in self._address.finditer(text))),
            tuple(dict.fromkeys(f"<{_plain(found[0])}>" for found in self._id.finditer(text))),
        )

    def without(self, text: str) -> str:
        """Addresses are left without the token, ids with `REMOVED`; all else stays. Linear."""
        if not self.may_stand_in(_bytes(text)) or not self.stand_in(text):
            return text
        return self._id.sub(rf"{REMOVED}\2", self._address.sub(r"\1", text))

    def without_in_html(self, html: str) -> str:
        """The same for the source of a page: its text, also where tags stand inside a key, its
        attributes and its comments. Above TAG_CAP tags keys with tags inside them stay.
        """
        html = self.without(html)
        if html.count("<") > TAG_CAP or not self.may_stand_in_html(html):
            return html
        if not self.stand_in(_untagged(html)):
            return html
        stream = tokens(html)
        seen = visible(html, stream)
        spans = [found.span(2) for found in self._address.finditer(seen.text)]
        spans += [found.span(1) for found in self._id.finditer(seen.text)]
        return _without_text(html, stream, sorted(seen.source(*span) for span in spans))


@lru_cache(maxsize=16)
def key_forms(addresses: tuple[str, ...]) -> KeyForms:
    """The forms of keys of a site with these `addresses`: plain, in entities, in percent signs."""
    parted = [address.rpartition("@") for address in addresses]
    locals_ = _unique(_coded(local) for local, _, domain in parted if local and domain)
    domains = _unique(_coded(name) for _, _, domain in parted for name in _hosts(domain))
    domain = f"(?:{'|'.join(domains) or '(?!)'})(?![a-z0-9-]|{_coded('.')}[a-z0-9])"
    at = f"{_JOINT}{_coded('@')}{_JOINT}"
    token = f"{_JOINT}{_coded('+')}{_JOINT}({_DIGITS})(?![a-z0-9])(?!{at}(?!{domain}))"
    half, host = f"k{_coded('.')}(?:{_JOINT}[{HEX}]){{32}}", f"{at}{domain}"
    whole = f"({'|'.join(locals_) or '(?!)'})({token})"
    signs = [*(f"{local}{token}" for local in locals_), half + host]
    return KeyForms(
        re.compile(whole, _FLAGS),
        re.compile(f"({half})({host})", _FLAGS),
        tuple(re.compile(sign, re.ASCII) for sign in signs),
        _traces(locals_) if all(map(str.isascii, addresses)) else None,
    )


def _traces(locals_: list[str]) -> tuple[re.Pattern[bytes], ...]:
    """What is in every key, without what may not stand behind one: a piece of a mail ends where the
    mail goes on.
    """
    token = f"{_JOINT}{_coded('+')}{_JOINT}{_DIGITS}"
    ident = f"k{_coded('.')}(?:{_JOINT}[{HEX}]){{32}}{_JOINT}{_coded('@')}"
    forms = (*(f"{local}{token}" for local in locals_), ident)
    as_bytes = (form.replace(_JOINT, _JOINT_AS_BYTES) for form in forms)
    return tuple(re.compile(form.encode("latin-1")) for form in as_bytes)


def _untagged(html: str) -> str:
    """What stands between tags, parted by none."""
    first, *rest = html.split("<")
    parted = [piece.partition(">") for piece in rest]
    return unescape("".join([first, *(text if end else f"<{tag}" for tag, end, text in parted)]))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _unique(words: Iterable[str]) -> list[str]:
    """The longest first, so that none hides one that it begins."""
    return sorted(dict.fromkeys(filter(None, words)), key=len, reverse=True)


def _hosts(domain: str) -> tuple[str, ...]:
    """As people write it, as programs do (RFC 5891), and as it stands in our ids."""
    return domain, domain_key(domain), host_of_ids(domain)


def _coded(word: str) -> str:
    return "".join(one if one.isalnum() else _sign(one) for one in word.lower())


def _sign(letter: str) -> str:
    """One that is not alphanumeric, as it is written in addresses, links and pages; links in links
    are percent-encoded more than once.
    """
    code = ord(letter)
    if code > 0x7F:
        return re.escape(letter)
    named = f"|{_NAMED[letter]}" if letter in _NAMED else ""
    percent = f"%(?:25){{0,4}}{code:02x}|={code:02x}"
    return f"(?:{re.escape(letter)}|{percent}|&(?:#0{{0,5}}{code}|#x0{{0,5}}{code:x}{named});?+)"


def _plain(written: str) -> str:
    """What a key is, however it was written."""
    word = unescape(re.sub(_JOINT, "", written)).replace("=", "%")
    for _ in range(5):
        word = unquote(word)
    return word.lower()


def _without_text(html: str, stream: list[Token], ranges: list[tuple[int, int]]) -> str:
    """`html` without what is text in these (start, end) ranges; every tag stays."""
    pieces, at, first = [], 0, 0
    for token in stream:
        while first < len(ranges) and ranges[first][1] <= token.start:
            first += 1
        number = first
        while token.kind == "text" and number < len(ranges) and ranges[number][0] < token.end:
            start, end = ranges[number]
            pieces.append(html[at : max(at, start, token.start)])
            at = max(at, min(end, token.end))
            number += 1
    return "".join([*pieces, html[at:]])
