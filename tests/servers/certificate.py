"""A fresh self-signed certificate for localhost and 127.0.0.1, made by the openssl program."""

from __future__ import annotations

import subprocess
from pathlib import Path

EC = ("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
RSA = ("rsa:2048",)


def make_certificate(
    folder: Path, names: str = "DNS:localhost,IP:127.0.0.1", kind: tuple[str, ...] = EC
) -> tuple[str, str]:
    """(certificate file, key file). The certificate is its own authority: use it as ca_file."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", *kind, "-nodes"]
    command += [
        "-days",
        "2",
        "-subj",
        "/CN=mail.corp.example",
        "-addext",
        f"subjectAltName={names}",
    ]
    command += [
        "-addext",
        "keyUsage=critical,digitalSignature,keyCertSign",
        "-keyout",
        str(key),
        "-out",
        str(cert),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return str(cert), str(key)
