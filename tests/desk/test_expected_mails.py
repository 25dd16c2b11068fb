"""Mails as programs and people write them: which are expected, and which only speak of it."""

from __future__ import annotations

import pytest

from mailtracker.desk.ticking import expected
from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand
from mailtracker.policy.model import Policy
from mailtracker.rules.load import load_texts
from tests.desk.makers import NOW, RULES

EXPECTED = """
groups: {chiefs: [ana, bo]}
expected:
  - {name: borg, when: {from_domain: backup.corp.example, subject: borg},
     by: "06:30 each day", else: {to: desk}}
  - {name: veeam, when: {from: veeam@corp.example, subject: nightly},
     by: "06:30 each day", else: {to: desk}}
  - {name: cold store, when: {subject: [temperature, temperatur]},
     by: "06:30 each day", else: {to: desk}}
  - {name: bank file, when: {from: '*@bank.example', attachment: '*.xml'},
     by: "06:30 each day", else: {to: desk}}
  - {name: cert report, when: {header: {X-Report: weekly}},
     by: "06:30 each monday", else: {to: desk}}
  - {name: Wochenzahlen, from: [chiefs],
     by: "17:00 each friday", else: {to: carla}}
"""
SITE = Site(addresses=("it-help@corp.example",))


@pytest.fixture(scope="module")
def expecting() -> Policy:
    return load_texts({"rules/all.yaml": RULES + EXPECTED})


def mail(sender: str, subject: str, body: str = "text", **fields: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return (
        f"From: {sender}\r\nTo: it-help@corp.example\r\nSubject: {subject}\r\n"
        f"Message-ID: <1@x.example>\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\n{more}\r\n"
        f"{body}\r\n"
    ).encode()


TWO_PARTS = (
    "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\nContent-Type: application/xml\r\n"
    "Content-Disposition: attachment; filename=camt.xml\r\n\r\n<a/>\r\n--b--"
)
AUTO, REPLIED = "auto-generated", "auto-replied"
CASES = (
    (
        "borg",
        mail(
            "Cron Daemon <root@backup.corp.example>",
            "Cron <root@nas> borg create",
            "Archive fine",
            Auto_Submitted=AUTO,
        ),
    ),
    ("borg", mail("root@backup.corp.example", "borg: 3 archives pruned", "", Return_Path="<>")),
    (
        "borg",
        mail(
            "root@backup.corp.example",
            "[borg] failed: disk full",
            "cannot deliver",
            Return_Path="<>",
            Precedence="bulk",
        ),
    ),
    (
        "borg",
        mail(
            "borg <noreply@backup.corp.example>",
            "borg weekly",
            "ok",
            X_Auto_Response_Suppress="All",
        ),
    ),
    ("", mail("MAILER-DAEMON@backup.corp.example", "borg finished", "ok")),
    ("veeam", mail("Veeam <veeam@corp.example>", "[Success] Nightly (3 VMs)", "<html>..")),
    ("veeam", mail("Veeam <veeam@corp.example>", "Re: [Failed] nightly", "Retry 1 of 3")),
    (
        "veeam",
        mail(
            "veeam@corp.example",
            "=?utf-8?q?Nightly_=E2=9C=93?=",
            "ok",
            List_Id="<backup.corp.example>",
        ),
    ),
    (
        "cold store",
        mail("sensor7@corp.example", "Temperature 3.2 C OK", "t=3.2", Auto_Submitted=AUTO),
    ),
    ("cold store", mail("sensor7@corp.example", "Temperatur Kühlraum 2: 3,1 °C", "normal")),
    ("", mail("Eva <eva@corp.example>", "AW: Temperatur Kühlraum 2", "Ist das noch normal?")),
    ("", mail("Eva <eva@corp.example>", "Fwd: Temperature 3.2", "Please look")),
    ("", mail("Eva <eva@corp.example>", "WG: Temperatur", "fyi")),
    ("", mail("Eva <eva@corp.example>", "Sv: temperature", "hvad nu?")),
    (
        "cold store",
        mail(
            "sensor7@corp.example",
            "temperature",
            "t",
            References="<prev@sensor>",
            Auto_Submitted=AUTO,
        ),
    ),
    (
        "bank file",
        mail(
            "noreply@bank.example",
            "Kontoauszug",
            TWO_PARTS,
            Content_Type="multipart/mixed; boundary=b",
            MIME_Version="1.0",
        ),
    ),
    ("", mail("noreply@bank.example", "Kontoauszug", "ohne Anhang")),
    ("cert report", mail("any@x.example", "certs", "3 end soon", X_Report="weekly")),
    ("cert report", mail("", "certs", "3 end soon", X_Report="weekly")),
    ("Wochenzahlen", mail("Ana Costa <ana@corp.example>", "Re: Wochenzahlen", "42")),
    ("Wochenzahlen", mail("bo.jensen@corp.example", "wochenzahlen KW 48", "17")),
    ("Wochenzahlen", mail("bo@corp.example", "AW: [EXTERN] Wochenzahlen", "17")),
    (
        "",
        mail(
            "bo@corp.example",
            "Automatische Antwort: Wochenzahlen",
            "Ich bin bis Freitag nicht im Büro.",
            Auto_Submitted=REPLIED,
            X_Auto_Response_Suppress="All",
        ),
    ),
    (
        "",
        mail(
            "bo@corp.example",
            "Abwesend: Wochenzahlen",
            "Ich bin bis 4.12. im Urlaub.",
            Auto_Submitted="auto-replied (vacation)",
        ),
    ),
    ("", mail("carla@corp.example", "Wochenzahlen", "5")),
    (
        "",
        mail(
            "postmaster@corp.example",
            "Undelivered Mail Returned to Sender: Wochenzahlen",
            "550",
            Auto_Submitted=REPLIED,
            Content_Type="multipart/report; report-type=delivery-status; boundary=q",
        ),
    ),
    (
        "",
        mail(
            "bo@corp.example",
            "Gelesen: Wochenzahlen",
            "gelesen",
            Content_Type="multipart/report; report-type=disposition-notification; boundary=q",
            Auto_Submitted=REPLIED,
        ),
    ),
)


@pytest.mark.parametrize(("name", "raw"), CASES)
def test_a_mail_is_expected_or_not(expecting: Policy, name: str, raw: bytes) -> None:
    taken = expected(*understand(raw, SITE), expecting, NOW)
    assert (taken[0].name if taken else "") == name
