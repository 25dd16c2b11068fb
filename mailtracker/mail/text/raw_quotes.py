"""A text goes in; the same, so that marks of ours in it can be read, comes out: some programs quote
a mail as it lies in the mailbox, in quoted-printable, and some break a mark at its hyphen.
"""

from __future__ import annotations

import re
from quopri import decodestring

from mailtracker.mail.text.note_marks import MARK

_ENCODED = re.compile(
    r"^([ \t>|]{0,60})Content-Transfer-Encoding:[ \t]{0,9}quoted-printable[ \t]{0,9}$", re.I | re.M
)
_GOES_ON = re.compile(r"^.{60,75}=$", re.M)
_BROKEN = re.compile(
    r"~[ \t\xa0]{0,8}[^\s~<>|]{1,60}(?:\n[ \t\xa0>|]{0,60}[^\s~<>|]{1,60}){1,2}[ \t\xa0]{0,8}~"
)
_BREAK = re.compile(r"(?<=-)\n[ \t\xa0>|]{0,60}")


def with_whole_marks(text: str) -> str:
    """Marks that were broken at a hyphen are one word again; all else stays as it is."""
    return _BROKEN.sub(_mended, text)


def _mended(found: re.Match[str]) -> str:
    """The tildes beside it stand in the text round it, as far as they are not the first and last:
    eight here read as any number does.
    """
    whole = _BREAK.sub("", found[0])
    inside = whole.strip("~")
    forms = (whole, f"~~~~~~~~{inside}~~~~", f"~~~~{inside}~~~~~~~~")
    return whole if any(map(MARK.fullmatch, forms)) else found[0]


def as_read(text: str) -> str:
    """With what was quoted in quoted-printable as its reader sees it: below a heading that says so,
    where lines end as only such lines do.
    """
    pieces, at = [], 0
    for found in _ENCODED.finditer(text):
        if found.start() < at:
            continue
        start = found.end() + 1
        stop = _end(text, start, found[1])
        lines = text[start:stop].split("\n")
        bare = "\n".join(line.removeprefix(found[1]) for line in lines)
        if _GOES_ON.search(bare):
            pieces += [text[at:start], _decoded(bare, found[1])]
            at = stop
    return "".join([*pieces, text[at:]])


def _end(text: str, start: int, mark: str) -> int:
    """Where the lines end that are quoted with this mark, or a new part's head begins."""
    at = start
    while at < len(text):
        stop = text.find("\n", at) + 1 or len(text)
        line = text[at:stop]
        within = line.isspace() or line.startswith(mark)
        if not within or line.startswith(f"{mark}--"):
            return at
        at = stop
    return at


def _decoded(bare: str, mark: str) -> str:
    text = decodestring(bare.encode("utf-8", "replace")).decode("utf-8", "replace")
    return "\n".join(f"{mark}{line}".rstrip() if line else line for line in text.split("\n"))
