"""A mail and its parts go in; a key comes out that is the same for every
delivered copy of the same mail.
"""

from __future__ import annotations

from hashlib import sha256

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
    """sha256 (hex) over Message-ID, From, Date, Subject and the decoded parts: what makes two
    mails the same (docs/reliability.md, I3).

    Without a Message-ID every field counts but those that servers add on the way.
    """
    fields = tree.root.head.fields
    if any(name == "message-id" and value for name, value in fields):
        said = [(name, value) for name, value in fields if name in _SAID]
    else:
        said = [
            (name, value)
            for name, value in fields
            if name not in _TRACE and not name.startswith(_TRACE_PREFIXES)
        ]
    total = sha256()
    for name, value in sorted(said):
        total.update(b"%s:%s\n" % (name.encode("ascii"), b" ".join(value.split())))
    if not tree.complete:
        total.update(sha256(raw[tree.root.start :]).digest())
    for node in tree.nodes:
        if not node.boundary:
            total.update(node.type.encode("utf-8", "replace") + b"\0" + _hash(raw, node))
    return total.hexdigest()


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
