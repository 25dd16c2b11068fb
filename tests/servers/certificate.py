"""A fresh self-signed certificate for localhost and 127.0.0.1, made by the openssl program."""

from __future__ import annotations

import subprocess
from datetime import datetime
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


AUTHORITY = """\
[ca]
default_ca = own
[own]
database = {folder}/index.txt
rand_serial = yes
new_certs_dir = {folder}
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = DNS:localhost,IP:127.0.0.1
basicConstraints = critical,CA:true
keyUsage = critical,digitalSignature,keyCertSign
"""


def dated_certificate(folder: Path, begins: datetime, ends: datetime) -> tuple[str, str]:
    """The same, good between two instants; `openssl ca` lets them be said in every version."""
    cert, key, asked = folder / "cert.pem", folder / "key.pem", folder / "asked.pem"
    (folder / "index.txt").touch()
    (folder / "own.cnf").write_text(AUTHORITY.format(folder=folder))
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subject = ["-subj", "/CN=mail.corp.example"]
    wants = ["openssl", "req", "-new", *curve, *subject, "-keyout", str(key), "-out", str(asked)]
    dates = ["-startdate", f"{begins:%Y%m%d%H%M%SZ}", "-enddate", f"{ends:%Y%m%d%H%M%SZ}"]
    signs = ["openssl", "ca", "-batch", "-selfsign", "-notext", "-config", str(folder / "own.cnf")]
    files = ["-keyfile", str(key), "-in", str(asked), "-out", str(cert)]
    for command in (wants, [*signs, *dates, *files]):
        subprocess.run(command, check=True, capture_output=True)
    return str(cert), str(key)
