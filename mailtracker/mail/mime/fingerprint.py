"""A mail and its parts go in; a key comes out that is the same for every
delivered copy of the same mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from mailtracker.mail.mime.header import Head
from mailtracker.mail.mime.transfer import decoded, windows
from mailtracker.mail.mime.tree import Node, Tree, part_of

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


def content_key(raw: bytes, tree: Tree) -> str:
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
            total.update(node.type.encode("utf-8", "replace") + b"\0" + _hash(raw, node))
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
