"""What is encrypted is told from what is only signed, by whatever way it comes."""

from base64 import encodebytes

import pytest

from mailtracker.mail.parse import parse

HEAD = "From: Bo <bo@corp.example>\nTo: it-help@corp.example\nSubject: Re: VPN\nMIME-Version: 1.0\n"
ENVELOPED = b"0\x80\x06\t*\x86H\x86\xf7\r\x01\x07\x03\xa0\x80" + bytes(40)
AUTHENTICATED = b"0\x80\x06\x0b*\x86H\x86\xf7\r\x01\t\x10\x01\x17\xa0\x80" + bytes(40)
SIGNED = b"0\x80\x06\t*\x86H\x86\xf7\r\x01\x07\x02\xa0\x80" + bytes(40)
ARMOUR = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"


def cms(data, parameters="", content_type="application/pkcs7-mime", name="smime.p7m"):
    head = f'Content-Type: {content_type}; name="{name}"{parameters}\n'
    return f"{HEAD}{head}Content-Transfer-Encoding: base64\n\n{encodebytes(data).decode()}"


def multipart(kind, *parts):
    bodies = "".join(f"--b\n{part}\n" for part in parts)
    return f"{HEAD}Content-Type: {kind}; boundary=b\n\n{bodies}--b--\n"


def words(text, *more):
    return f"{HEAD}{''.join(more)}\n{text}"


PGP = (
    "Content-Type: application/pgp-encrypted\n\nVersion: 1",
    f"Content-Type: application/octet-stream\n\n{ARMOUR}",
)

LOCKED = {
    "enveloped, as it says": cms(SIGNED, "; smime-type=enveloped-data"),
    "authenticated, as it says": cms(b"?", "; smime-type=authEnveloped-data"),
    "enveloped, as it is": cms(ENVELOPED),
    "authenticated, as it is": cms(AUTHENTICATED),
    "under the old name": cms(ENVELOPED, content_type="application/x-pkcs7-mime"),
    "as a gateway renames it": cms(ENVELOPED, content_type="application/octet-stream"),
    "PGP/MIME": multipart("multipart/encrypted", *PGP),
    "PGP/MIME, broken by Exchange": multipart("multipart/mixed", *PGP),
    "inline": words(f"Hi,\n\n{ARMOUR}"),
    "inline in HTML": words(f"<pre>{ARMOUR}</pre>", "Content-Type: text/html\n"),
    "with a footer below": multipart(
        "multipart/mixed",
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIAG",
        "Content-Type: text/plain\n\nThis list is run by us.",
    ),
    "Outlook's way": multipart(
        "multipart/mixed",
        "Content-Type: text/plain\n\nBo has sent you a protected message.",
        'Content-Type: application/x-microsoft-rpmsg-message; name="message.rpmsg"\n\nx',
    ),
    "a gateway's page": multipart(
        "multipart/mixed",
        "Content-Type: text/plain\n\nOpen the attachment to read it.",
        'Content-Type: text/html; name="securedoc_20261123.html"\n'
        'Content-Disposition: attachment; filename="securedoc_20261123.html"\n\nx',
    ),
}

OPEN = {
    "words": words("Restart it."),
    "signed, as it says": cms(ENVELOPED, "; smime-type=signed-data"),
    "signed, as it is": cms(SIGNED),
    "only certificates": cms(b"?", "; smime-type=certs-only"),
    "a signed file": multipart(
        "multipart/mixed",
        "Content-Type: text/plain\n\nHere is the invoice.",
        'Content-Type: application/pkcs7-mime; name="invoice.pdf.p7m"\n'
        f"Content-Transfer-Encoding: base64\n\n{encodebytes(SIGNED).decode()}",
    ),
    "signed beside it": multipart(
        "multipart/signed",
        "Content-Type: text/plain\n\nRestart it.",
        "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nMIAG",
    ),
    "PGP signed": words(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nRestart it.\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n"
    ),
    "quoted": words(
        f"I cannot read it.\n\n{''.join(f'> {x}' for x in ARMOUR.splitlines(True))}",
        "In-Reply-To: <1@corp.example>\n",
    ),
    "spoken of": words("What does -----BEGIN PGP MESSAGE----- mean?"),
    "a file that is encrypted": multipart(
        "multipart/mixed",
        "Content-Type: text/plain\n\nThe key is on its way.",
        'Content-Type: application/octet-stream; name="plan.pdf.gpg"\n\nx',
    ),
}


@pytest.mark.parametrize("raw", LOCKED.values(), ids=LOCKED)
def test_what_is_encrypted_is_locked(raw):
    assert parse(raw.encode()).locked


@pytest.mark.parametrize("raw", OPEN.values(), ids=OPEN)
def test_what_is_signed_quoted_or_attached_is_not(raw):
    assert not parse(raw.encode()).locked
