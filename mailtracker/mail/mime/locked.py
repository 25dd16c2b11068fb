"""A mail's parts go in; whether its words are encrypted comes out, so that only whom it was
encrypted for can read them.
"""

from __future__ import annotations

import re

from mailtracker.mail.mime.sealed import is_armoured_secret
from mailtracker.mail.mime.transfer import decoded
from mailtracker.mail.mime.tree import Node, Tree, part_of

_LOCKED = frozenset(
    {
        "multipart/encrypted",  # RFC 1847 §2.2
        "application/pgp-encrypted",  # RFC 3156 §4; Exchange leaves it where it broke the rest
        "application/x-microsoft-rpmsg-message",
    }
)
_CMS = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_UNNAMED = frozenset({"application/octet-stream", "application/x-pkcs7-mime"})
_OPEN_KINDS = ("signed-data", "certs-only", "compressed-data")
_LOCKED_KINDS = ("enveloped-data", "authenveloped-data")  # RFC 8551 §3.2.2
_LOCKED_FILE = re.compile(
    r"message(?:_v\d)?\.rpmsg|securedoc(?:_\w{1,40})?\.html?|securemessageatt\.html?", re.IGNORECASE
)
"""What encrypting gateways attach in place of a mail: a page that opens it for its addressee."""

_BEGINS = 128  # encoded bytes of a CMS object in which its type stands
# The object identifiers envelopedData (RFC 5652 §6) and authEnvelopedData (RFC 5083), in DER.
_LOCKED_OIDS = (
    bytes.fromhex("06092a864886f70d010703"),
    bytes.fromhex("060b2a864886f70d0109100117"),
)


def is_locked(raw: bytes, tree: Tree, own_words: str) -> bool:
    """Whether what the writer says is encrypted: S/MIME (RFC 8551), PGP/MIME (RFC 3156), inline PGP
    among `own_words` (RFC 9580), or a gateway's way. Only signed is not.
    """
    return is_armoured_secret(own_words) or any(_hides(raw, node) for node in tree.nodes)


def _hides(raw: bytes, node: Node) -> bool:
    if node.type in _LOCKED:
        return True
    if node.boundary:
        return False
    name = part_of(node).filename.lower()
    if node.type in _CMS or (node.type in _UNNAMED and name == "smime.p7m"):
        return _is_enveloped(raw, node)
    return bool(_LOCKED_FILE.fullmatch(name))


def _is_enveloped(raw: bytes, node: Node) -> bool:
    """By what it says of itself; else by what it is."""
    kind = node.parameters.get("smime-type", "").lower()
    if kind in _LOCKED_KINDS or kind in _OPEN_KINDS:
        return kind in _LOCKED_KINDS
    begins = decoded(raw[node.start : min(node.end, node.start + _BEGINS)], part_of(node).encoding)
    return any(oid in begins for oid in _LOCKED_OIDS)
