"""An address field's raw value goes in; mailboxes come out, read as a mail server reads them:
structure first, words after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from enum import StrEnum
from functools import lru_cache

from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Address
from mailtracker.mail.mime.charset import decode, one_line
from mailtracker.mail.mime.encoded_words import decoded_text
from mailtracker.record import dataclass

_SPECIAL = re.compile(r'["(<,;:]')
_QUOTED = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_PAREN = re.compile(r"[()\\]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MAIL_LIKE = re.compile(r"[^\s@<>()\",;:]{1,100}@[\w.-]{3,200}")
_QUOTED_LOCAL = re.compile(r'"[^"\\\r\n]{1,64}"@[^\s@"<>]{1,255}')
_NAME_CAP = 255
_ITEMS = 5_000
_LINK = "mailto:"
_LINKED = re.compile(_LINK, re.IGNORECASE | re.ASCII)


class Doubt(StrEnum):
    """Why programs may disagree on whose mailbox it is, as people are told of a From."""

    GROUP = "From has a group"
    WORDS = "From has words beside the address"
    BACKSLASH = "From has a backslash outside quotes"
    ANGLES = "From has several angle brackets"
    BEHIND = "From has text behind the address"
    LINK = "From has a link for an address"
    ROUTE = "From has a route"
    OPEN = "From has an open bracket"
    BARE = "From has words beside a bare address"
    ANOTHER = "From has another address beside it"
    BLANK = "From has a blank inside the address"
    ENCODED = "From has an encoded-word inside the address"
    HIDDEN = "the address stands in an encoded-word"
    NOT_LITERAL = "the address is not literally in From"
    NOT_PLAIN = "From is no plain address"
    CONTROL = "From has a control character"


@dataclass(frozen=True, slots=True)
class Found:
    """One mailbox: its `address` as written, and a `doubt` where it is odd."""

    address: Address
    doubt: Doubt | None


@dataclass(slots=True)
class _Item:
    """What stands between two commas. `words` are (text, quoted?) in order, `angles` and `comments`
    what stands in such brackets, `after` the text behind the last angle. `grouped`: in a group.
    """

    words: list[tuple[str, bool]] = field(default_factory=list)
    angles: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    after: str = ""
    grouped: bool = False

    @property
    def written(self) -> str:
        """The words, quoted or not, put together."""
        return "".join(text for text, _ in self.words)

    @property
    def quoted(self) -> list[str]:
        return [text for text, quoted in self.words if quoted]

    @property
    def unquoted(self) -> list[str]:
        return [text for text, quoted in self.words if not quoted]


def mailboxes(value: bytes) -> tuple[Found, ...]:
    """Every mailbox of a From, To, Cc ... value, lenient. Names alone are joined to
    the mailbox that follows them.
    """
    return _cached_mailboxes(value) if len(value) <= _KEPT else _mailboxes(value)


def _mailboxes(value: bytes) -> tuple[Found, ...]:
    text = value.decode("ascii") if value.isascii() else decode(value)
    items = _items(text)
    found, loose = _joined(items)
    if not found and "=?" in text:
        return _hidden(text)
    grouped = any(item.grouped for item in items)
    beside = _first_doubt({Doubt.WORDS: bool(loose.strip(" \t,")), Doubt.GROUP: grouped})
    if beside is None:
        return tuple(found)
    return tuple(replace(entry, doubt=entry.doubt or beside) for entry in found)


_KEPT = 320  # bytes of a field whose mailboxes are remembered: hardly more than one address
_cached_mailboxes = lru_cache(maxsize=256)(_mailboxes)
"""From is asked for by several questions about one mail, and To names the same few aliases."""


def _joined(items: Iterable[_Item]) -> tuple[list[Found], str]:
    """The mailboxes, and the words that belong to none of them."""
    found: list[Found] = []
    loose: list[tuple[str, bool]] = []
    for item in items:
        if loose and item.angles:  # Jensen, Bo <bo@corp.example>
            item.words = [*loose, *item.words]
            loose = []
        if entry := _found(item):
            found.append(entry)
        elif item.words:
            loose += [*item.words, (",", False)]
    return found, "".join(words for words, _ in loose)


def _hidden(text: str) -> tuple[Found, ...]:
    """Some write the whole field as one encoded-word. Shown to people, never believed."""
    entries = (_found(item) for item in _items(decoded_text(text)))
    return tuple(Found(entry.address, Doubt.HIDDEN) for entry in entries if entry)


def _items(text: str) -> list[_Item]:
    """Split at the commas that are outside quotes, comments and angle brackets. One pass;
    what never closes is literal.
    """
    items = [_Item()]
    literal = set(",;:")  # marks that open nothing, or nothing any more
    last_semicolon = text.rfind(";")
    pos, grouped = 0, False
    while len(items) < _ITEMS:
        hit = _SPECIAL.search(text, pos)
        _add(items[-1], text[pos : hit.start()] if hit else text[pos:])
        if hit is None:
            break
        mark, pos = hit[0], hit.end()
        stop = -1 if mark in literal else _closing(text, mark, pos)
        if stop >= 0:
            _take(items[-1], mark, text[pos:stop])
            pos = stop + 1
        elif mark in ",;":
            grouped = grouped and mark == ","
            items.append(_Item(grouped=grouped))
        elif mark == ":" and pos <= last_semicolon and _group_name(items[-1]):
            grouped = True
            items[-1] = _Item(grouped=True)
        else:
            literal.add(mark)
            _add(items[-1], mark)
    return items


def _closing(text: str, mark: str, pos: int) -> int:
    """The offset of what closes a quote, comment or angle bracket; -1 if nothing does."""
    if mark == "<":
        return text.find(">", pos)
    if mark == '"':
        quoted = _QUOTED.match(text, pos)
        return quoted.end() - 1 if quoted else -1
    depth = 1
    while depth:
        hit = _PAREN.search(text, pos)
        if hit is None:
            return -1
        depth += {"(": 1, ")": -1}.get(hit[0], 0)
        pos = hit.end() + (hit[0] == "\\")
    return pos - 1


def _take(item: _Item, mark: str, text: str) -> None:
    if mark == "<":
        item.angles.append(text)
        item.after = ""
    elif mark == "(":
        item.comments.append(_ESCAPE.sub(r"\1", text))
    elif item.angles:
        item.after += text
    else:
        item.words.append((_ESCAPE.sub(r"\1", text), True))


def _add(item: _Item, text: str) -> None:
    if item.angles:
        item.after += text
    elif text:
        item.words.append((text, False))


def _group_name(item: _Item) -> bool:
    if item.angles:
        return False
    plain = item.written
    return "@" not in plain and plain.strip().lower() != "mailto"


def _name(item: _Item) -> str:
    words = " ".join(item.written.split()) or " ".join(item.comments)
    return decoded_text(words).strip("' ")[:_NAME_CAP]


def _beside(item: _Item, email: str) -> bool:
    """An unquoted address in front of the brackets, or in a comment, that is another one:
    programs disagree on who wrote.
    """
    others = _MAIL_LIKE.findall(" ".join([" ".join(item.unquoted), *item.comments]))
    key = address_key(email)
    return any(address_key(one.strip(".'")) != key for one in others)


def _found(item: _Item) -> Found | None:
    """The mailbox of one item; None if it has no address at all."""
    return _in_angles(item) if item.angles else _bare(item)


def _in_angles(item: _Item) -> Found | None:
    inside = item.angles[-1]
    mail = inside.rpartition("<")[2].strip()
    linked = bool(_LINKED.match(mail))
    mail = mail[len(_LINK) :] if linked else mail
    routed = mail.startswith("@") and ":" in mail
    mail = mail.rpartition(":")[2] if routed else mail
    if not mail:
        return None
    doubts = {
        Doubt.GROUP: item.grouped,
        Doubt.BACKSLASH: any("\\" in text for text in item.unquoted),
        Doubt.ANGLES: len(item.angles) > 1 or "<" in inside,
        Doubt.BEHIND: bool(item.after.strip(" \t>")),
        Doubt.LINK: linked,
        Doubt.ROUTE: routed,
        Doubt.ANOTHER: _beside(item, mail),
    }
    return _entry(_name(item), mail, doubts)


def _bare(item: _Item) -> Found | None:
    """No angle brackets: the one word with an @ in it. Comments are the name, as in RFC 822."""
    words = item.written.split()
    written = next((word for word in reversed(words) if "@" in word), None)
    if written is None:
        return None
    alone = len(words) == 1
    linkless = written.removeprefix(_LINK)
    mail = linkless.strip("<>")
    doubts = {
        Doubt.GROUP: item.grouped,
        Doubt.BARE: not alone or bool(item.quoted),
        Doubt.OPEN: mail != linkless,
        Doubt.ANOTHER: alone and _beside(item, mail),
    }
    name = item.comments if alone else [word for word in words if word != written]
    return _entry(decoded_text(" ".join(name)), mail, doubts)


def _entry(name: str, email: str, doubts: Mapping[Doubt, bool]) -> Found:
    squeezed = email if _QUOTED_LOCAL.fullmatch(email) else "".join(email.split())
    inside = {Doubt.BLANK: squeezed != email, Doubt.ENCODED: "=?" in squeezed}
    address = Address(one_line(name)[:_NAME_CAP], one_line(squeezed)[:998])
    return Found(address, _first_doubt({**doubts, **inside}))


def _first_doubt(doubts: Mapping[Doubt, bool]) -> Doubt | None:
    return next((doubt for doubt, holds in doubts.items() if holds), None)
