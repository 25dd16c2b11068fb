"""The PEM file of an application: which certificate is meant, when it ends, and what is wrong."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailtracker.oauth import NoAccess
from mailtracker.oauth.certificate import read_certificate
from tests.servers.certificate import EC, RSA, make_certificate


def made(folder: Path, name: str, kind: tuple[str, ...] = RSA) -> tuple[str, str]:
    """(certificate, key) as PEM."""
    place = folder / name
    place.mkdir()
    cert, key = make_certificate(place, kind=kind)
    return Path(cert).read_text(), Path(key).read_text()


def fingerprint(folder: Path, certificate: str) -> str:
    """As openssl prints it: 0A:1B..."""
    (folder / "one.pem").write_text(certificate)
    command = ["openssl", "x509", "-in", str(folder / "one.pem"), "-noout", "-fingerprint", "-sha1"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return told.strip().partition("=")[2]


def written(folder: Path, *parts: str) -> Path:
    path = folder / "app.pem"
    path.write_text("Bag Attributes\n    friendlyName: app\n" + "".join(parts))
    return path


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_certificate_that_belongs_to_the_key_is_meant(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    ours, other = made(tmp_path, "ours"), made(tmp_path, "authority")
    certificates = [ours[0], other[0]]
    path = written(tmp_path, ours[1], *(certificates[one] for one in order))
    found = read_certificate(path)
    assert found.certificate.strip() == ours[0].strip()
    assert found.thumbprint == fingerprint(tmp_path, ours[0]).replace(":", "")
    assert timedelta(days=1) < found.ends - datetime.now(UTC) < timedelta(days=3)
    assert read_certificate(path, found.thumbprint) == found
    assert "PRIVATE" not in repr(found)


def test_another_thumbprint_is_told_with_both(tmp_path: Path) -> None:
    certificate, key = made(tmp_path, "ours")
    path = written(tmp_path, certificate, key)
    own = read_certificate(path).thumbprint
    with pytest.raises(NoAccess, match=f"thumbprint is {own}, and config.toml says {'0A' * 20}"):
        read_certificate(path, "0A" * 20)


def test_each_mistake_is_told(tmp_path: Path) -> None:
    (certificate, key), (other, _) = made(tmp_path, "ours"), made(tmp_path, "other")
    encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nx\n-----END ENCRYPTED PRIVATE KEY-----\n"
    broken = "-----BEGIN PRIVATE KEY-----\nbm8=\n-----END PRIVATE KEY-----\n"
    cases: list[tuple[tuple[str, ...], str]] = [
        ((certificate,), "there is no private key in it"),
        ((key,), "no certificate stands in it that belongs to its private key"),
        ((other, key), "none of its certificates belongs to its private key"),
        ((certificate, key, key), "there are several private keys"),
        ((certificate, encrypted), "its private key has a passphrase: take that off"),
        ((certificate, broken), "the certificate or its key cannot be read"),
        (("nothing",), "there is no private key in it"),
    ]
    cases.append((made(tmp_path, "ec", EC), "its key is no RSA key"))
    for parts, said in cases:
        with pytest.raises(NoAccess) as caught:
            read_certificate(written(tmp_path, *parts))
        assert said in str(caught.value)
        assert caught.value.final
    with pytest.raises(NoAccess, match=r"there is no file .*/none"):
        read_certificate(tmp_path / "none")
