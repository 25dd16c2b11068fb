"""Who writes in a mail program, with a provider or from an address that spells a name is a person,
however the text looks; what only sends through such a mailbox is none. Forms of the web, bills and
alarms in a few words are nobody's, and get no receipt.
"""

from __future__ import annotations

import pytest

from mailtracker.mail.message import Classified
from mailtracker.mail.origin.classify import classify
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site

SITE = Site(own_domains=("corp.example",), addresses=("it-help@corp.example",))
LOG = "http://wiki.example/x/8/3712\n\nhost: pc14\nfree: 2 %\nseen: 2026-11-02 09:10:11"
"""As a program writes; by its text alone it is taken for one."""

UNKNOWN = "stores@partner.example"
CLIENTS = [
    "X-Mailer: Lotus Notes Release 9.0.1",
    "User-Agent: Mutt/2.2.9",
    "Accept-Language: da-DK, en-US",
    "Message-ID: <5F3A11B2.7010203@partner.example>",
    "Message-ID: <0B7E2C11-9D55-4E0A-8F21-6C1D2E3F4A5B@partner.example>",
    "Message-ID: <CAD3xQz0mTq8vY2nKp1sLw9eRf7uHj4bGc6kXo5aVi8dNz0yBtQ@mail.gmail.com>",
    "Message-ID: <OF12AB34CD.56EF7890-ON00258A01.00331122@partner.example>",
    "Message-ID: <000d01dc4f2a$7be1c3a0$73a54ae0$@partner.example>",
    "Message-ID: <AM0PR08MB1234567890ABCDEF1234567890@AM0PR08MB1234.eurprd08.prod.outlook.com>",
    "Message-ID: <118273.4455.1761900000000.JavaMail.zimbra@partner.example>",
]
PEOPLE = [
    "nils.berg@partner.example",
    "n.j.berg@corp.example",
    "nielsen82@gmail.com",
    "berg_elke@web.de",
    "costa.ana@sapo.pt",
    "morel@orange.fr",
    "nb@yahoo.co.uk",
    "Elke M Berg <berg3@partner.example>",
]
THINGS = [
    "nas.backup@gmail.com",
    "Lagertor <tor2@partner.example>",
    "order.status@partner.example",
    "Scanner 3 <scanner.office@gmail.com>",
    "Orange <facture@orange.fr>",
    UNKNOWN,
]


def judge(sender: str, subject: str, text: str, *head: str, kind: str = "plain") -> Classified:
    fields = (f"From: {sender}", f"Subject: {subject}", *head)
    content = f"Content-Type: text/{kind}; charset=utf-8"
    return classify(parse("\n".join((*fields, content, "", text)).encode()), SITE)


def test_a_mail_program_shows_who_typed() -> None:
    assert not judge(UNKNOWN, "[pc14] disk 98 %", LOG).receipt
    muted = [one for one in CLIENTS if not judge(UNKNOWN, "[pc14] disk 98 %", LOG, one).receipt]
    assert muted == []


def test_a_robot_may_send_through_the_provider_of_people() -> None:
    head = [one for one in CLIENTS if "gmail" in one or "Accept" in one]
    bots = ["Build bot <ci@partner.example>", "nas@partner.example"]
    found = [judge(bot, "[pc14] disk 98 %", LOG, *head).receipt for bot in bots]
    assert found == [False, False]


def test_an_address_shows_a_person() -> None:
    muted = [one for one in PEOPLE if not judge(one, "[pc14] disk 98 %", LOG).receipt]
    assert muted == []
    assert [one for one in THINGS if judge(one, "[pc14] disk 98 %", LOG).receipt] == []


FORMS = [
    ("Bakery site <site@bakery.example>", "Contact form", "Name: Ida\nE-mail: ida@x.example\n\n"
     "Message:\nDo you bake without nuts?"),
    ("web@corp.example", "Kontaktformular", "Name: Udo Keil\nE-Mail: udo@x.example\n"
     "Telefon: 040 1\nNachricht: Wann habt ihr offen?"),
    ("web@corp.example", "Contactformulier", "Naam: Bas\nE-mailadres: bas@x.example\n"
     "Bericht: Kunt u mij bellen?"),
    ("side@butik.example", "Ny henvendelse", "Navn: Ib\nE-mail: ib@x.example\n"
     "Besked: Har I åbent?"),
    ("loja@corp.example", "Formulário", "Nome: Rui\nE-mail: rui@x.example\nMensagem: Têm stock?"),
    ("site@atelier.example", "Formulaire", "Nom : Luc\nE-mail : luc@x.example\n"
     "Message : Un devis ?"),
]  # fmt: skip
LISTS = [
    ("hr@corp.example", "Starter", "Hello,\n\nplease set up:\nName: Ida\nE-mail: ida@corp.example"),
    ("Ann Roe <ann.roe@corp.example>", "Starter", "Name: Ida\nE-mail: ida@corp.example\nRoom: 4"),
    ("hr@corp.example", "Ida", "Could you add her?\nName: Ida\nE-mail: ida@corp.example\nRoom: 4"),
    (
        "Ida Holm <ida.holm@x.example>",
        "Broken",
        "Name: Ida\nE-mail: ida.holm@x.example\nMessage: it does not open",
    ),
    ("shop@corp.example", "Form", "The contact form sends to e-mail: old@corp.example, my fault."),
]


def test_what_somebody_filled_in_came_from_a_page() -> None:
    assert [one[1] for one in FORMS if judge(*one).receipt] == []
    assert [one[1:] for one in LISTS if not judge(*one).receipt] == []


SHORT = [
    ("Telco <info@telco.example>", "Ihre Rechnung", "Rechnungsbetrag: 31,20 EUR, am 3.12. fällig"),
    ("Luz <info@luz.example>", "Sua fatura", "Sua fatura chegou.\nVencimento: 10/12. Valor: 44,10"),
    ("server@corp.example", "Disk space alert", "Volume D on fs2 is nearly full."),
    ("ops@corp.example", "Backup warning", "Job nightly ended, 3 files skipped."),
    ("Pbx <voice@corp.example>", "New voicemail from 0405550",
     "You have a new voicemail.\nCaller: 0405550\nText: it is me, call me back"),
    ("Bank <info@bank.example>", "New device", "A new device signed in. If this was you, ignore"
     " this message."),
    ("Parcels <hello@parcels.co.uk>", "Parcel", "Parcel 88 has been sent. Track it in the app."),
    ("[Ops] <ops@lists.example>", "[Ops] ** PROBLEM Host Alert: db2 is DOWN **", "Host: db2"),
    ("printer@corp.example", "Toner low", "Cartridge C is at 3 percent."),
    ("line2@telco.example", "Line 2", "You have received a fax from 0405550."),
    ("Nordlys <hej@nordlys.example>", "Henvendelse modtaget",
     "Hej Eva,\nvi har din henvendelse modtaget og kigger på den inden for 24 timer."),
    ("device@lan.example", "Toner low", "tray 1 empty"),
    ("Depot <depot@depot.example>", "Stock: SKU-501 below reorder level", "Only 4 remain."),
    ("Zaag <post@zaag.example>", "Factuur 118", "Hallo,\nUw factuur vindt u in de bijlage."),
    ("Le Zinc <resa@lezinc.example>", "Demande reçue",
     "Bonjour Eva,\nvotre demande a bien été reçue. Nous confirmerons sous 2 jours."),
    ("Hoftor Kamera <hoftor.kamera@gmail.com>", "Alarm from Hoftor", "Person erkannt um 3:11"),
    ("Tel <voicemail@tel.example>", "Neue Voicemail von +43 1 5550",
     "Hallo Ann,\n\ndu hast eine neue Voicemail von +43 1 5550 (0:42).\n\nText:\nHier ist Ida,"
     " bitte rufen Sie mich zurück.\n\nViele Grüße\nDein Tel-Team"),
    ("Loop <hi@loop.example>", "Re: Export", "Thanks!\nThe team usually responds within an hour."),
]  # fmt: skip
TYPED = [
    ("office@corp.example", "Server alert", "Our server beeps, can somebody look?"),
    ("front@corp.example", "Störung", "Der Drucker am Empfang druckt nicht."),
    ("it@client.example", "Plotter offline", "Our plotter is offline.\nAddress: 10.0.3.9"),
    ("Books <books@supplier.example>", "Votre facture", "Bonjour,\nci-joint la facture."),
    ("Garage Nord <garage@garage-nord.example>", "Ihr Wagen", "Ihr Wagen ist fertig."),
    ("stores@factory.example", "Low stock of M8", "Somebody should order, 40 are left."),
    ("Zaag <post@zaag.example>", "Factuur 118", "De factuur klopt niet, het adres is oud."),
    ("hall@corp.example", "Toner low", "Toner is low on floor two."),
    ("Kamerateam <office@film.example>", "Alarm from the set", "The siren went off, who helps?"),
    ("hall@corp.example", "Voicemail", "My voicemail plays nothing; the team answers nobody."),
    ("Labor <labor@firm.example>", "Alarm", "Der Alarm lief.\n\nViele Grüße\nEuer Labor-Team"),
    ("office@firm.example", "Fax", "You have a fax machine that nobody uses, may we have it?"),
    ("office@firm.example", "Fax", "You have a fax from us, half of it. Page 3 is missing."),
    ("desk@corp.example", "Fax", "Hello Ann, you have a fax from 0405550, it lies in your tray."),
    ("ops@client.example", "Stock warning", "We ran out of M8."),
    ("Devices <devices@client.example>", "Batch 7", "Batch 7 arrived, 3 screens are cracked."),
    ("Kunde <post@kunde.example>", "Langsam", "Your team usually responds within a day. Not now."),
    (
        "Camera Obscura <info@camera.example>",
        "Rechnung 11",
        "Rechnung 11 hat die falsche Adresse.\nRichtig: Weg 4, Wien",
    ),
    ("info@client.example", "Ihre Rechnung", "Ihre Rechnung finden Sie ungeöffnet am Empfang."),
    (
        "Mairie <info@mairie.example>",
        "Demande reçue",
        "Votre demande a été reçue, il manque le plan. À envoyer sous 3 jours.",
    ),
    (
        "Moser <office@moser.example>",
        "Anfrage erhalten",
        "Ihre Anfrage haben wir erhalten, das"
        " Angebot kommt innerhalb von 2 Tagen. Der Preis steht aber noch aus.",
    ),
    ("Bau <info@bau.example>", "Rechnung", "Anbei finden Sie Ihre Rechnung zurück, falsche Firma."),
    (
        "Praxis <info@praxis.example>",
        "Nachricht erhalten",
        "Ihre Nachricht haben wir erhalten. Der Termin passt, wir kommen.",
    ),
    (
        "Nes <info@nes.example>",
        "Melding ontvangen",
        "Wij hebben uw melding ontvangen. Wilt u het adres nog sturen?",
    ),
    (
        "MaryBeth Stone <marybeth.stone@firm.example>",
        "Order 4411",
        "Your order is ready at the desk.\n\nPrice: 40\nPlace: building 3",
    ),
]


def test_few_words_are_a_systems_where_it_says_so() -> None:
    assert [one[1] for one in SHORT if judge(*one).receipt] == []
    assert [one[1] for one in TYPED if not judge(*one).receipt] == []


def test_only_files_from_a_scanner() -> None:
    scan = "Scan from MFP 7 (2 pages)"
    assert not judge("office@partner.example", scan, "").receipt
    assert judge("Ann Roe <ann.roe@partner.example>", scan, "").receipt


TERSE = [
    ("office@corp.example", "UPS alarm", "beeps, can somebody come"),
    ("office@corp.example", "Backup Warnung", "Band klemmt, bitte tauschen."),
    ("office@corp.example", "Temperature alarm went off in the lab", "Nobody has the code."),
    ("office@corp.example", "Server alert was false", "Just a test by the electrician."),
    ("desk@corp.example", "Backup warning", "What does that mean"),
    ("Eva <eva@corp.example>", "Bill", "Ihre Rechnung 4711 wurde doppelt abgebucht. Betrag: 99,00"),
    ("Eva Lund <office@corp.example>", "Visitor", "Name: Ana\nE-mail: ana@x.example\nDate: 12.12."),
]


@pytest.mark.parametrize("mail", TERSE)
def test_who_writes_in_few_words_about_an_alarm_or_a_bill_is_a_person(
    mail: tuple[str, str, str],
) -> None:
    assert judge(*mail).receipt
