"""A PEM file in; the certificate that an app registration knows and its private key out, or what is
wrong with them.
"""

from __future__ import annotations

import re
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mailtracker.oauth.secret_file import read_secret
from mailtracker.oauth.token import NoAccess
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_KEY = re.compile(
    r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----.+?-----END (?:[A-Z]+ )?PRIVATE KEY-----", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class AppCertificate:
    """What proves an application: its `certificate` and private `key`, both PEM; when it `ends`
    (aware); its SHA-1 `thumbprint` in capital letters and digits, as Microsoft's pages show it.
    """

    certificate: str
    key: str = field(repr=False)
    ends: datetime
    thumbprint: str


def read_certificate(path: Path, thumbprint: str = "") -> AppCertificate:
    """The one in the file, which is the one with this `thumbprint` where that is given. Raises
    NoAccess.
    """
    text = read_secret(path)
    keys = _KEY.findall(text)
    if wrong := _wrong_with(keys):
        raise NoAccess(f"{path}: {wrong}", final=True)
    try:
        found = _found(path, text, keys[0])
    except ImportError:
        raise NoAccess(_EXTRA, final=True) from None
    if thumbprint and found.thumbprint != thumbprint:
        raise NoAccess(
            f"{path}: the certificate's SHA-1 thumbprint is {found.thumbprint}, and config.toml "
            f"says {thumbprint}: one of the two is of another certificate",
            final=True,
        )
    return found


_EXTRA = "certificates need the package cryptography: pip install 'mailtracker[microsoft]'"


def _wrong_with(keys: list[str]) -> str:
    """ "" for nothing."""
    if not keys:
        return "there is no private key in it: put it below the certificate (PEM)"
    if len(keys) > 1:
        return "there are several private keys: leave one"
    if "ENCRYPTED" in keys[0]:
        return "its private key has a passphrase: take that off"
    return ""


def _found(path: Path, text: str, key: str) -> AppCertificate:
    """The certificate that belongs to the key; others may stand there, of authorities."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from cryptography.x509 import load_pem_x509_certificate

    blocks = _CERTIFICATE.findall(text)
    try:
        public = load_pem_private_key(key.encode(), None).public_key()
        loaded = [(block, load_pem_x509_certificate(block.encode())) for block in blocks]
        ours = [(block, one) for block, one in loaded if one.public_key() == public]
    except (ValueError, TypeError, UnsupportedAlgorithm):
        broken = "the certificate or its key cannot be read: is it PEM, without a passphrase?"
        raise NoAccess(f"{path}: {broken}", final=True) from None
    if not isinstance(public, RSAPublicKey):
        raise NoAccess(f"{path}: its key is no RSA key, and Microsoft takes no other", final=True)
    if not ours:
        which = "none of its certificates" if blocks else "no certificate stands in it that"
        raise NoAccess(f"{path}: {which} belongs to its private key", final=True)
    block, certificate = ours[0]
    digest = certificate.fingerprint(hashes.SHA1())  # noqa: S303 what Microsoft's pages show
    return AppCertificate(block, key, _ends(certificate), digest.hex().upper())


def _ends(certificate: Certificate) -> datetime:
    return certificate.not_valid_after_utc
