"""An address field's raw value goes in; mailboxes come out, read as a mail server reads them:
structure first, words after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from mailtracker.mail.message import Address
from mailtracker.mail.mime.charset import decode, one_line
from mailtracker.mail.mime.encoded_words import decoded_text

_SPECIAL = re.compile(r'["(<,;:]')
_QUOTED = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_PAREN = re.compile(r"[()\\]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MAIL_LIKE = re.compile(r"[^\s@<>()\",;:]{1,100}@[\w.-]{3,200}")
_QUOTED_LOCAL = re.compile(r'"[^"\\\r\n]{1,64}"@[^\s@"<>]{1,255}')
_NAME_CAP = 255
_ITEMS = 5_000


@dataclass(frozen=True, slots=True)
class Found:
    """One mailbox and what is odd about it ("" for nothing). `mail` is as written,
    never out of an encoded-word.
    """

    address: Address
    doubt: str


@dataclass(slots=True)
class _Item:
    """What stands between two commas. `words` are (text, quoted?) in order."""

    words: list[tuple[str, bool]] = field(default_factory=list)
    angles: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    after: str = ""
    grouped: bool = False


def mailboxes(value: bytes) -> tuple[Found, ...]:
    """Every mailbox of a From, To, Cc ... value, lenient. Names alone are joined to
    the mailbox that follows them.
    """
    text = value.decode("ascii") if value.isascii() else decode(value)
    found: list[Found] = []
    loose: list[tuple[str, bool]] = []
    items = _items(text)
    for item in items:
        if loose and item.angles:  # Jensen, Bo <bo@corp.example>
            item.words = [*loose, *item.words]
            loose = []
        if entry := _found(item):
            found.append(entry)
        elif item.words:
            loose += [*item.words, (",", False)]
    if not found and "=?" in text:
        return _hidden(text)
    stray = "".join(words for words, _ in loose).strip(" \t,")
    beside = (
        "words beside the address"
        if stray
        else "a group"
        if any(item.grouped for item in items)
        else ""
    )
    return (
        tuple(replace(entry, doubt=entry.doubt or beside) for entry in found)
        if beside
        else tuple(found)
    )


def _hidden(text: str) -> tuple[Found, ...]:
    """Some write the whole field as one encoded-word. Shown to people, never believed."""
    entries = (_found(item) for item in _items(decoded_text(text)))
    return tuple(
        Found(entry.address, "the address stands in an encoded-word") for entry in entries if entry
    )


def _items(text: str) -> list[_Item]:
    """Split at the commas that are outside quotes, comments and angle brackets. One pass;
    what never closes is literal.
    """
    items = [_Item()]
    dead: set[str] = set()
    last_semicolon = text.rfind(";")
    pos = grouped = 0
    while len(items) < _ITEMS:
        hit = _SPECIAL.search(text, pos)
        _add(items[-1], text[pos : hit.start()] if hit else text[pos:])
        if hit is None:
            break
        mark, pos = hit[0], hit.end()
        stop = -1 if mark in dead or mark in ",;:" else _closing(text, mark, pos)
        if stop >= 0:
            _take(items[-1], mark, text[pos:stop])
            pos = stop + 1
        elif mark in ",;":
            grouped = grouped if mark == "," else 0
            items.append(_Item(grouped=bool(grouped)))
        elif mark == ":" and pos <= last_semicolon and _group_name(items[-1]):
            grouped = 1
            items[-1] = _Item(grouped=True)
        else:
            dead |= {mark} - {":"}
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
    plain = "".join(text for text, _ in item.words)
    return not item.angles and "@" not in plain and plain.strip().lower() != "mailto"


def _name(item: _Item) -> str:
    words = " ".join("".join(text for text, _ in item.words).split()) or " ".join(item.comments)
    return decoded_text(words).strip("' ")[:_NAME_CAP]


def _beside(item: _Item, mail: str) -> str:
    """An unquoted address in front of the brackets, or in a comment, that is another one:
    programs disagree on who wrote.
    """
    plain = " ".join(text for text, quoted in item.words if not quoted)
    others = _MAIL_LIKE.findall(" ".join([plain, *item.comments]))
    return (
        "another address beside it"
        if any(one.casefold().strip(".'") != mail.casefold() for one in others)
        else ""
    )


def _found(item: _Item) -> Found | None:
    """The mailbox of one item; None if it has no address at all."""
    if not item.angles:
        return _bare(item)
    inside = item.angles[-1]
    doubts = [
        "a group" if item.grouped else "",
        "a backslash outside quotes"
        if any("\\" in text for text, quoted in item.words if not quoted)
        else "",
        "several angle brackets" if len(item.angles) > 1 or "<" in inside else "",
        "text behind the address" if item.after.strip(" \t>") else "",
    ]
    mail = inside.rpartition("<")[2].strip()
    if mail.lower().startswith("mailto:"):
        mail = mail[7:]
        doubts.append("a link for an address")
    if mail.startswith("@") and ":" in mail:
        doubts.append("a route")
        mail = mail.rpartition(":")[2]
    if not mail:
        return None
    return _entry(_name(item), mail, [*doubts, _beside(item, mail)])


def _bare(item: _Item) -> Found | None:
    """No angle brackets: the one word with an @ in it. Comments are the name, as in RFC 822."""
    quoted = [text for text, is_quoted in item.words if is_quoted]
    words = "".join(text for text, _ in item.words).split()
    at = [word for word in words if "@" in word]
    if not at:
        return None
    doubts = [
        "a group" if item.grouped else "",
        "" if len(words) == 1 and not quoted else "words beside a bare address",
    ]
    mail = at[-1].removeprefix("mailto:")
    if mail != mail.strip("<>"):
        doubts.append("an open bracket")
        mail = mail.strip("<>")
    if len(words) == 1:
        return _entry(decoded_text(" ".join(item.comments)), mail, [*doubts, _beside(item, mail)])
    return _entry(decoded_text(" ".join(word for word in words if word != at[-1])), mail, doubts)


def _entry(name: str, mail: str, doubts: list[str]) -> Found:
    squeezed = mail if _QUOTED_LOCAL.fullmatch(mail) else "".join(mail.split())
    if squeezed != mail:
        doubts.append("a blank inside the address")
    if "=?" in squeezed:
        doubts.append("an encoded-word inside the address")
    doubt = next(filter(None, doubts), "")
    return Found(Address(one_line(name)[:_NAME_CAP], one_line(squeezed)[:998]), doubt)
