"""A mail and its parts go in; a key comes out that is the same for every delivered copy of the
same mail, and its likeness, by which a copy is known that a list or a gateway added something to.
`mail/sameness.py` says what the same mail is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256

from mailtracker.mail.message import Part
from mailtracker.mail.mime.header import Head
from mailtracker.mail.mime.transfer import decoded, windows
from mailtracker.mail.mime.tree import Node, Tree, part_of
from mailtracker.record import dataclass

_WHOLE = 1 << 20
_SAID = ("message-id", "from", "date", "subject")
_TRACE = frozenset(
    {
        "received",
        "return-path",
        "delivered-to",
        "envelope-to",
        "apparently-to",
        "authentication-results",
        "dkim-signature",
        "domainkey-signature",
        "received-spf",
        "status",
        "content-length",
        "lines",
        "bcc",
    }
)
_TRACE_PREFIXES = ("x-", "arc-", "list-", "resent-", "received")


_WORD = re.compile(r"[^\W_]+")
_PRIME = (1 << 32) - 5
_FIRST, _LAST = 6, 8  # ends of lines that are remembered
_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Likeness:
    """What of a mail stays as it was when lists and gateways add to it. Stored as one text."""

    #: Seconds since 1970 of its Date, "-" for none.
    sent: str
    #: Of the line of the first server that took it, "-" for none.
    origin: str
    #: Of what is attached, "-" for nothing.
    files: str
    #: How many bytes of words stand above the end of a line, and what these are (a polynomial of
    #: them): of the first and the last lines, the beginning and the end among them.
    ends: tuple[tuple[int, int], ...]

    def __str__(self) -> str:
        ends = " ".join(f"{length:x}.{words:x}" for length, words in self.ends)
        return f"{self.sent} {self.origin} {self.files} {ends}"


def read_likeness(stored: str) -> Likeness | None:
    """None for what was stored by an earlier version, or is damaged."""
    try:
        sent, origin, files, *ends = stored.split(" ")
        pairs = (end.partition(".") for end in ends)
        found = tuple((int(length, 16), int(words, 16)) for length, _, words in pairs)
    except ValueError:
        return None
    return Likeness(sent, origin, files, found) if found else None


def likeness(
    head: Head,
    text: str,
    date: datetime | None,
    files: Iterable[Part],
    digests: Mapping[str, bytes],
) -> Likeness:
    """Of a mail with this `head`, that a person reads as `text`. `digests`: of its parts, by their
    paths.
    """
    attached = sorted(digests.get(part.path, b"") for part in files)
    first_server = b" ".join(b"".join(head.values("received")[-1:]).split())
    sent = _NOTHING if date is None else str(int(date.timestamp()))
    return Likeness(sent, _short(first_server), _short(b"".join(attached)), _ends(text))


def stands_in(inner: Likeness, outer: Likeness) -> bool:
    """Whether all words of the one stand together in the other, with nothing but whole lines above
    and below them. However lines are wrapped: words count, and nothing between them.
    """
    length, words = inner.ends[-1]
    shift = pow(256, length, _PRIME)
    known = dict(outer.ends)
    return any(
        (known[start + length] - above * shift) % _PRIME == words
        for start, above in outer.ends
        if start + length in known
    )


def _ends(text: str) -> tuple[tuple[int, int], ...]:
    found = {0: 0}
    length = words = 0
    for line in text.split("\n"):
        said = "".join(_WORD.findall(line.casefold())).encode("utf-8", "replace")
        if said:
            length += len(said)
            shift = pow(256, len(said), _PRIME)
            words = (words * shift + int.from_bytes(said, "big")) % _PRIME
            found[length] = words
    ends = list(found.items())
    return tuple(ends if len(ends) <= _FIRST + _LAST else ends[:_FIRST] + ends[-_LAST:])


def _short(content: bytes) -> str:
    return sha256(content).hexdigest()[:12] if content else _NOTHING


def part_digests(raw: bytes, tree: Tree) -> dict[str, bytes]:
    """sha256 of each part that holds no other, decoded, by its path."""
    return {node.path: _hash(raw, node) for node in tree.nodes if not node.boundary}


def content_key(raw: bytes, tree: Tree, digests: Mapping[str, bytes]) -> str:
    """sha256 (hex) over Message-ID, From, Date, Subject and the decoded parts
    (docs/reliability.md, I3).

    Without a Message-ID every field counts but those that servers add on the way.
    """
    total = sha256()
    for name, value in sorted(_said(tree.root.head)):
        total.update(b"%s:%s\n" % (name.encode("ascii"), b" ".join(value.split())))
    if not tree.complete:
        total.update(sha256(raw[tree.root.start :]).digest())
    for node in tree.nodes:
        if not node.boundary:
            total.update(node.type.encode("utf-8", "replace") + b"\0" + digests[node.path])
    return total.hexdigest()


def _said(head: Head) -> Iterator[tuple[str, bytes]]:
    counts = _is_said if any(head.values("message-id")) else _is_no_trace
    return (field for field in head.fields if counts(field[0]))


def _is_said(name: str) -> bool:
    return name in _SAID


def _is_no_trace(name: str) -> bool:
    return name not in _TRACE and not name.startswith(_TRACE_PREFIXES)


def _hash(raw: bytes, node: Node) -> bytes:
    part = part_of(node)
    start, end = part.body
    found = sha256()
    if end - start > _WHOLE:
        for piece in windows(raw, start, end, part.encoding):
            found.update(piece)
    else:
        body = decoded(raw[start:end], part.encoding)
        # Line ends and trailing blank lines change on the way; words do not.
        found.update(
            body.replace(b"\r\n", b"\n").rstrip() if node.type.startswith("text/") else body
        )
    return found.digest()
