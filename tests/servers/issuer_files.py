"""What issuers give to prove somebody by: a certificate with its key, the key of an account."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.servers.certificate import RSA, make_certificate


@functools.cache
def private_key() -> str:
    """One for all tests of a process: it takes a while to make."""
    made = rsa.generate_private_key(65_537, 2048)
    return made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def google_key(token_url: str) -> dict[str, object]:
    """As Google gives it, to be written as JSON."""
    return {
        "type": "service_account",
        "private_key": private_key(),
        "client_email": "mailtracker@project.iam.gserviceaccount.com",
        "client_id": "1",
        "token_uri": token_url,
    }


def write_google_key(path: Path, token_url: str, **others: object) -> Path:
    path.touch(0o600)
    path.write_text(json.dumps({**google_key(token_url), **others}))
    return path


def write_app_pem(path: Path) -> Path:
    """A certificate, and its key below it."""
    path.touch(0o600)
    cert, key = make_certificate(path.parent, kind=RSA)
    path.write_text(Path(cert).read_text() + Path(key).read_text())
    return path
