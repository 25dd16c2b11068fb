"""Machines that nobody marked, by kinds: what uses a provider's mailbox, shows its model, hands out
passwords, greets any customer, sends its report as a file or writes down a caller; and people who
look like each of them.
"""

from __future__ import annotations

import pytest

from mailtracker.mail.message import Classified
from mailtracker.mail.origin.classify import classify
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site

SITE = Site(own_domains=("corp.example",), addresses=("it-help@corp.example",))
HANDED_IN = "Message-ID: <6712ab34.050a0220.9f1c2.77e1@mx.google.com>"
TYPED = "Message-ID: <CAD3xQz0mTq8vY2nKp1sLw9eRf7uHj4bGc6kXo5aVi8dNz0yBtQ@mail.gmail.com>"
FILE = (
    'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n{}\n--b\n'
    "Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\n%PDF\n"
    "--b--\n"
)
SHELF = "Shelf 4 is cold.\n\nHost: shelf4\nTemperature: 2.1\nSeen: 2026-11-02 09:10:11"

Mail = tuple[str, str, str, str]


def judge(sender: str, subject: str, text: str, head: str) -> Classified:
    fields = [f"From: {sender}", f"Subject: {subject}", *filter(None, [head])]
    body = FILE.format(text[1:]) if text.startswith("+") else f"\n{text}"
    return classify(parse("\n".join((*fields, body)).encode()), SITE)


def answered(mails: list[Mail]) -> list[str]:
    return [mail[1] for mail in mails if judge(*mail).receipt]


AT_PROVIDERS: list[Mail] = [
    ("Cellar <family.holm@gmail.com>", "[cellar] shelf 4 cold", SHELF, HANDED_IN),
    ("Kasse 2-FX80 <holm.ida@web.de>", "[kasse] Temperatur 9 %", SHELF, ""),
    ("family.holm@gmail.com", "Backup report: Photos", "Files: 12\nErrors: 0\nSize: 4 GB", ""),
    ("Brotbox <brotbox.hh@gmail.com>", "Welcome to Brotbox", "Hi Udo,\n\nThank you for signing up."
     " Your account has been created.\n\nDo you have a question? Just reply to this e-mail.\n\n"
     "The Brotbox Team", ""),
    ("Brotbox <brotbox.hh@gmail.com>", "New contact form message", "Name: Udo\n"
     "E-mail: udo@x.example\nMessage: Do you deliver?", TYPED),
    ("holm.ida@gmail.com", "Security alert", "Camera 4 has detected motion.", HANDED_IN),
]  # fmt: skip
OWNERS: list[Mail] = [
    ("Ida Holm <family.holm@gmail.com>", "[cellar] shelf 4 cold", SHELF, TYPED),
    ("family.holm@gmail.com", "[cellar] shelf 4 cold", SHELF, ""),
    ("Ida Holm <family.holm@gmail.com>", "Backup report", "Did it run? I get no mail.", HANDED_IN),
    ("Ida <ida@brotbox.example>", "Contact form", "Our contact form shows Name: and E-mail: twice.",
     ""),
]  # fmt: skip


def test_a_providers_mailbox_is_no_proof_of_a_person() -> None:
    assert answered(AT_PROVIDERS) == []
    assert len(answered(OWNERS)) == len(OWNERS)


DEVICES: list[Mail] = [
    ("Mill MX <mx2640@works.example>", "Scanned image from MX-2640", "Attached file is scanned"
     " image in PDF format.", ""),
    ("Post InkJet <inkjet@works.example>", "Device alert: ink low", "Ink: low\nPage: 4127\n"
     "IP: 10.0.2.31", ""),
    ("stores@works.example", "Attached image", "+", ""),
    ("backup@works.example", "Weekly", "+Report attached. All is well.", ""),
    ("notifications@calls.example", "Voicemail from (0405) 550", "Please call me back.", ""),
    ("front@works.example", "Voice mail from ext 40", "Hello,\n\nyou've got a voice mail.", ""),
]  # fmt: skip
COLLEAGUES: list[Mail] = [
    ("Ann MX Roe <roe2@works.example>", "Scanned image", "Could you read this one?", ""),
    ("Moira MacLeod <moira@works.example>", "Ink low", "Ink: low\nPage: 4127\nIP: 10.0.2.31", ""),
    ("stores@works.example", "Weekly", "+Report attached. All is well.", ""),
    ("Ann Roe <ann.roe@works.example>", "Voicemail from Bo", "He asks you to call him.", ""),
]  # fmt: skip


def test_devices_by_model_file_and_caller() -> None:
    assert answered(DEVICES) == []
    assert len(answered(COLLEAGUES)) == len(COLLEAGUES)


FIRMS: list[Mail] = [
    ("kiosk@sun.example", "Sun plan · your new password", "Your password has been reset.\n"
     "Password: 4kx-1", ""),
    ("depot@works.example", "Depot · week 9", "Dear partner,\n\nthe depot closes early.", ""),
    ("pay@works.example", "Payslip", "+Dear employee,\n\nplease find attached your payslip.", ""),
    ("Hof <kontakt@hof.example>", "Rechnung 4711", "Liebe/r Kunde,\n\nanbei Ihre Rechnung.", ""),
    ("tours@sun.example", "Your tour on the river", "Tour confirmed for 11 August at the pier.\n"
     "Total: 60 EUR", ""),
    ("air@wing.example", "Your booking confirmation", "Your flight WG12 departs Lisbon at 11:05.\n"
     "Booking ref: XK7", ""),
    ("newsletter@paper.example", "Today's titles", "Find our pages at https://paper.example/", ""),
    ("till@shop.example", "Payment received", "We have received your payment of 45.00 EUR.", ""),
    ("Bo Dam via Loop <invitations@loop.example>", "Join", "I'd like to add you.\n\nAccept\n\n"
     "You are receiving invitations. Unsubscribe: https://loop.example/u", ""),
    ("Sea - sea.example <bo@sea.example>", "Welcome", "Thanks for reaching out to us.",
     "X-Mailer: SeaMailer 2"),
    ("Site <site@sea.example>", "Order", "Hello,\n\nName: Ion\nE-mail: ion@x.example\nPhone: 1\n"
     "Town: Cluj\n", "X-Mailer: PHP/8.1"),
]  # fmt: skip
CUSTOMERS: list[Mail] = [
    ("Ada Lund <ada@sun.example>", "Password", "My new password does not work."
     "\nPassword: 4kx-1", ""),
    ("Rolf Brückner <r.brueckner@mill.example>", "Anfrage Welle SH-4711 - 200 Stück", "Pos. 1:"
     " Welle SH-4711\nMenge: 200\nTermin: 12.3.2026", ""),
    ("rolf@mill.example", "Anfrage SH-4711", "Pos. 1: Welle\nMenge: 200\n\nWir bitten um Ihr"
     " Angebot.", ""),
    ("Mill <mill@mill.example>", "Plan", "<p>Hallo Team</p>", "Content-Type: text/html"),
    ("Lab 3 <lab3@mill.example>", "Oven error E17", "The oven stops with E17 since Monday.\n"
     "Model: VX-95\nSerial: 4412", ""),
    ("Ola Berg <ola@mill.example>", "A patch", "The fix looks wrong.",
     "Precedence: bulk\nUser-Agent: Roundcube Webmail/1.6"),
]  # fmt: skip


SIGNERS: list[Mail] = [
    ("WebMill <post@webmill.example>", "Access", "Hello Sam,\n\nhere it is:\nUser: corp\n"
     "Password: x8sk2\n\nCheers\nTim", ""),
    ("MediaMill <post@mediamill.example>", "Plotter", "Plotter prints stripes. Model: T16. Room: 3",
     ""),
    ("office@mill.example", "Printer is down", "Printer is down", ""),
    ("Bo Dam <bd@mill.example>", "[PATCH 1/2] feed: rename", "Feed: rename the second one.",
     "X-Mailer: git-send-email 2.40\nPrecedence: bulk"),
    ("Bo Dam via Friends <friends@mill.example>", "Lunch", "Lunch at noon.\n\nBo Dam", ""),
]  # fmt: skip
REPORTS: list[Mail] = [
    ("Keller <keller@mill.example>", "[keller] Status der Festplatten", "Sehr geehrter Benutzer,"
     "\n\nPlatte 1: normal\nPlatte 2: normal\n\nMit freundlichen Grüßen\nHeim DiskPark", ""),
    ("nas@mill.example", "Updates", "Geachte gebruiker,\n\ner zijn updates voor de volgende"
     " pakketten:\nFoto 4.1\n\nMet vriendelijke groet,\nNasPark", ""),
    ("desk@mill.example", "[Untitled]", "+This document was digitally sent to you using a copier.",
     ""),
    ("Suporte TI <suporte@mill.example>", "[GP #231] Novo chamado", "URL : https://gp.mill.example/"
     "t?id=231\nTítulo :Impressora\nPor : Rui\nData : 04-03-2021", ""),
    ("Bo Dam via Sign <dse@sign.example>", "Please sign", "Bo Dam sent you a paper.\n\nReview\n\n"
     "Thank you, Bo Dam", ""),
    ("Hofserver <hofserver@mill.example>", "Platz knapp", "Ihr Platz ist zu 95 % belegt.", ""),
    ("Ablage <cloud@mill.example>", "Ida Holm teilte »Plan«", "Ida Holm teilte »Plan« mit Ihnen\n\n"
     "»Plan« öffnen", ""),
    ("list@club.example", "Confirm", "Please click the following link:\n"
     "https://club.example/c", ""),
    ("Carta Rápida <geral@carta.example>", "O seu envio DA123", "O seu envio DA123 foi aceite e"
     " será entregue hoje.", ""),
    ("Club <info@club.example>", "Club: join", "From: Udo <udo@x.example>\nSubject: join\n\nMessage"
     " Body:\nHow do I join?\n\n-- \nSent from a contact form on Club", ""),
]  # fmt: skip


def test_who_signs_with_one_name_is_a_person_and_a_product_is_none() -> None:
    assert len(answered(SIGNERS)) == len(SIGNERS)
    assert answered(REPORTS) == []


def test_what_firms_say_to_any_customer() -> None:
    assert answered(FIRMS) == []
    assert len(answered(CUSTOMERS)) == len(CUSTOMERS)


@pytest.mark.parametrize("mail", [*AT_PROVIDERS, *DEVICES, *FIRMS])
def test_words_alone_drop_nothing(mail: Mail) -> None:
    assert not judge(*mail).opens_nothing
