"""A mail that is signed in one piece goes in (S/MIME's opaque form, RFC 8551 §3.5.2); what a person
reads in it comes out. It needs no key, so rules and people must see it. Nothing is verified, and
the mail is carried on as it is.
"""

from __future__ import annotations

from dataclasses import replace

from mailtracker.mail.mime.cms import signed_content
from mailtracker.mail.mime.transfer import decoded
from mailtracker.mail.mime.tree import Node, Tree, part_of, scan
from mailtracker.mail.text.body import BodyText, read_text
from mailtracker.record import dataclass

_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_KINDS = (
    "",
    "signed-data",
    "signed-receipt",
)  # of smime-type: the others hold no text, or a secret
_SIZE_CAP = 16 << 20  # bytes, encoded
_WRAPS = 3  # signed, encrypted for transport and signed again is the most that is in use
_SAID = "signed in one piece: read, not verified"


@dataclass(frozen=True, slots=True)
class OpaqueText:
    """What `reading` says with the text inside added to it, and the `names` of the files there."""

    reading: BodyText
    names: tuple[str, ...]


def with_inside(raw: bytes, tree: Tree, reading: BodyText) -> OpaqueText:
    """`reading` is what was found without looking inside; it stays where it says anything."""
    if reading.text.strip():
        return OpaqueText(reading, ())
    node = next((node for node in tree.nodes if _may_hold(node)), None)
    if node is None:
        return OpaqueText(reading, ())
    found, names = _read(raw, node, _WRAPS)
    if found is None:
        return OpaqueText(reading, ())
    defects = (*reading.defects, *found.defects, _SAID)
    return OpaqueText(replace(reading, text=found.text, defects=defects), names)


def _may_hold(node: Node) -> bool:
    return node.type in _TYPES and node.parameters.get("smime-type", "").lower() in _KINDS


def _read(raw: bytes, node: Node, wraps: int) -> tuple[BodyText | None, tuple[str, ...]]:
    part = part_of(node)
    start, end = part.body
    if end - start > _SIZE_CAP:
        return None, ()
    mail = signed_content(decoded(raw[start:end], part.encoding))
    if not mail:
        return None, ()
    tree = scan(mail)
    again = next((one for one in tree.nodes if _may_hold(one)), None)
    if again is not None and wraps > 1:
        return _read(mail, again, wraps - 1)
    found = read_text(mail, tree)
    names = (one.filename for one in found.attachments)
    return found, tuple(filter(None, names))
