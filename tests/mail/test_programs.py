"""Mails of people that bear marks of machines, and of machines that bear none: the first get their
receipt, the second open a request without one, and nobody is muted for what they write about.
"""

from __future__ import annotations

import pytest

from mailtracker.mail.message import Classified, Kind
from mailtracker.mail.origin.classify import classify
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site

SITE = Site(own_domains=("corp.example",), addresses=("it-help@corp.example",))
ANA = "Ana Costa <ana@corp.example>"
LEE = "Lee Park <lee@partner.example>"
ANSWER = "In-Reply-To: <1@corp.example>"


def judge(sender: str, subject: str, text: str, *head: str) -> Classified:
    fields = (f"From: {sender}", f"Subject: {subject}", *head)
    kind = "Content-Type: text/plain; charset=utf-8"
    return classify(parse("\n".join((*fields, kind, "", text)).encode()), SITE)


MARKED = {
    "exchange list": (
        ANA,
        "Screen",
        "It flickers.",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
    ),
    "suppress all": (ANA, "Badge", "Opens nothing.", "X-Auto-Response-Suppress: All"),
    "suppress all, outside": (LEE, "Gate", "It is closed.", "X-Auto-Response-Suppress: All"),
    "suppress reports": (LEE, "Gate", "It is closed.", "X-Auto-Response-Suppress: DR, RN, NRN"),
    "suppress oof": (LEE, "Tor", "Es ist zu.", "X-Auto-Response-Suppress: OOF"),
    "bulk, inside": (ANA, "Stuhl", "Der Stuhl ist kaputt.", "Precedence: bulk"),
    "junk, inside": (ANA, "Stoel", "De stoel is kapot.", "Precedence: junk"),
    "bulk, outside, english": (LEE, "Chair", "My chair broke.", "Precedence: bulk"),
    "bulk, outside, german": (LEE, "Stuhl", "Mein Stuhl ist kaputt.", "Precedence: bulk"),
    "bulk, outside, dutch": (LEE, "Stoel", "Ik kan niet zitten.", "Precedence: bulk"),
    "bulk, outside, danish": (LEE, "Stol", "Jeg kan ikke sidde.", "Precedence: bulk"),
    "bulk, outside, portuguese": (LEE, "Cadeira", "Preciso de uma cadeira.", "Precedence: bulk"),
    "bulk, outside, french": (LEE, "Chaise", "J'ai besoin d'une chaise.", "Precedence: bulk"),
    "sales tool": (
        LEE,
        "Tray",
        "The larger tray is 120.",
        "List-Unsubscribe: <https://x.example/u>",
    ),
    "sales tool, inside": (
        ANA,
        "Raum",
        "Raum 4 am Montag.",
        "List-Unsubscribe: <https://x.example>",
    ),
    "bounce@": ("Castles <bounce@castles.example>", "Party", "Which gate should we take?"),
    "bounces@, dutch": ("Ana <bounces@partner.example>", "Poort", "Hallo, welke poort is het?"),
    "postmaster@": ("Karl <postmaster@partner.example>", "SPF", "Hello, your record has an error."),
    "postmaster@, german": ("Karl <postmaster@partner.example>", "SPF", "Könnt ihr das ändern?"),
    "postmaster@, portuguese": (
        "Rui <postmaster@partner.example>",
        "SPF",
        "Bom dia, falta um ponto.",
    ),
    "fetched without envelope": (
        ANA,
        "Screen",
        "Hello, may I have a second one?",
        "Return-Path: <>",
    ),
    "fetched, german": (ANA, "Maus", "Hallo, meine Maus ist tot.\n\nAna", "Return-Path: <>"),
    "fetched, danish": (ANA, "Mus", "Hej, jeg mangler en mus.\n\nAna", "Return-Path: <>"),
    "resolved, not for me": (ANA, "[RESOLVED] but not for me: VPN", "Mine still drops."),
    "resolved, german": (ANA, "[RESOLVED] VPN", "Bei mir ist es nicht weg."),
    "resolved, dutch": (ANA, "[Resolved] VPN", "Hallo, hier nog niet."),
    "bulk, outside, of several": (LEE, "Besuch", "Wir kommen am Freitag.", "Precedence: bulk"),
    "bulk, outside, several french": (LEE, "Visite", "Nous serons trois.", "Precedence: bulk"),
    "fetched, signed": (ANA, "Coffee", "Hi Eva, the machine broke.\n\nAna", "Return-Path: <>"),
    "resolved, told": (ANA, "[RESOLVED] mail outage", "Not here, we still wait."),
    "sales tool in numbers": (
        LEE,
        "Demo",
        "Are you free on Tuesday?",
        "List-Unsubscribe: <mailto:a@x.example>",
        "Precedence: bulk",
    ),
    "firing, asked": (ANA, "[FIRING:1] db3", "What does this mean?"),
}


@pytest.mark.parametrize("mail", MARKED.values(), ids=MARKED.keys())
def test_a_mark_that_peoples_mail_bears_too_takes_no_receipt(mail: tuple[str, ...]) -> None:
    found = judge(*mail)
    assert (found.kind, found.receipt) == (Kind.PERSON, True), found.reason


STILL_SILENT = {
    "bulk and nothing typed": (
        LEE,
        "Autumn prices",
        "All chairs at half price.",
        "Precedence: bulk",
    ),
    "mailing": (
        LEE,
        "Autumn",
        "All chairs at half price. Unsubscribe here.",
        "List-Unsubscribe: <https://x.example/u>",
    ),
    "mailing, german": (
        LEE,
        "Herbst",
        "Stühle zum halben Preis. Newsletter abbestellen.",
        "List-Unsubscribe: <https://x.example/u>",
    ),
    "mailing in numbers": (
        LEE,
        "Autumn",
        "All chairs.",
        "List-Unsubscribe: <https://x.example/u>",
        "Precedence: bulk",
    ),
    "postmaster@ in a program's words": ("postmaster@partner.example", "Queue", "12 mails wait."),
    "postmaster@ to nobody": (
        "postmaster@partner.example",
        "Filter",
        "Dear user, a mail was held.",
    ),
    "form from nobody": (
        "Form <forms@corp.example>",
        "Contact form",
        "Name: Eva\nRoom: 4\nWish: I need a chair, can I have one?",
        "Return-Path: <>",
    ),
    "alert from nobody": (ANA, "Disk", "It is full.", "Return-Path: <>"),
    "alertmanager": ("alertmanager@corp.example", "[FIRING:1] InstanceDown", "Labels: db3"),
}


@pytest.mark.parametrize("mail", STILL_SILENT.values(), ids=STILL_SILENT.keys())
def test_marks_with_nothing_typed_beside_them_are_no_persons(mail: tuple[str, ...]) -> None:
    assert judge(*mail).receipt is False


ASKED_ABOUT = {
    "dutch": (
        "Afwezig: toestel",
        "Ik ben op vakantie. Graag mijn toestel doorschakelen naar Kees.",
    ),
    "english, of another": (
        "Out of office: payroll",
        "Bo is away. Somebody has to take the sheets.",
    ),
    "german": ("Abwesend: Telefon", "Ich bin im Urlaub. Bitte mein Telefon auf Bo umleiten."),
    "german, of another": ("Abwesenheit: Kasse", "Bo ist im Urlaub. Jemand muss die Kasse machen."),
    "danish": ("Fraværsbesked: telefon", "Jeg er på ferie. Omstil venligst min telefon til Bo."),
    "portuguese": ("Ausente: telefone", "Estou de férias. Por favor desviem o meu telefone."),
    "french": ("Absent: ligne", "Je suis en congé. Merci de transférer ma ligne à Paul."),
    "english": ("Out of office: phone", "I am on leave from Monday. Please divert my phone to Bo."),
}


@pytest.mark.parametrize("mail", ASKED_ABOUT.values(), ids=ASKED_ABOUT.keys())
def test_an_absence_that_is_asked_about_is_a_request(mail: tuple[str, str]) -> None:
    found = judge(ANA, *mail)
    assert (found.kind, found.receipt) == (Kind.PERSON, True), found.reason


DEVICES = {
    "monitoring, host first": (
        "Check_MK <checkmk@mon.corp.example>",
        "db3: CRIT - disk /var 97% used",
        "Host: db3\nService: /var\nState: OK -> CRITICAL",
    ),
    "monitoring, without a name": ("prtg@corp.example", "web1: DOWN", "Ping failed 5 times."),
    "power supply": ("UPS-2 <ups2@corp.example>", "UPS-2: running on battery", "Code: 0x0109"),
    "power supply, german": ("usv@corp.example", "USV 1: Netzausfall", "Restzeit 12 Minuten."),
    "power supply, french": ("onduleur@corp.example", "Passage sur batterie", "Autonomie 12 min."),
    "backup": ("Nightly backup <backup@corp.example>", "[Failed] VM-nightly, 1 failed", "01:00"),
    "backup, dutch": ("Backup <backup@corp.example>", "Back-up van db3 mislukt", "Fout 12."),
    "backup, portuguese": ("nas@corp.example", "Cópia de segurança de db3 falhou", "Erro 12."),
    "scanner": (
        "MFP-3OG <scanner-3og@corp.example>",
        "Scan from MFP-3OG",
        "The attached document was scanned on MFP-3OG.\nNumber of pages: 2",
    ),
    "scanner, german": ("Kopierer <kopierer@corp.example>", "Scan von KOP-2", "Anzahl Seiten: 2"),
    "scanner, danish": ("scan@corp.example", "Scan fra 3. sal", "Antal sider: 2"),
    "fax": ("Fax server <fax@corp.example>", "Fax received from 004540000000, 2 pages", ""),
    "fax, dutch": ("fax@corp.example", "Nieuwe fax van 0031200000000", ""),
    "voice mail": (
        '"+45 12 34 56 78" <voicemail@pbx.corp.example>',
        "New voice message from +45 12 34 56 78 in mailbox 200",
        "You have a new voice message of 0:42.",
    ),
    "voice mail, german": ("pbx@corp.example", "Neue Sprachnachricht von +49 30 1", "Dauer: 0:12"),
    "voice mail, portuguese": ("pbx@corp.example", "Nova mensagem de voz de 214", "Duração: 0:12"),
    "alarm, german": ("alarm@corp.example", "Störmeldung Heizung H2", "Anlage: Süd\nPriorität: 2"),
    "alarm, danish": ("Alarm <alarm@corp.example>", "Fejlmelding: køl 2", "Temperatur 9 grader."),
    "filter's digest": (
        "quarantine@filter.example",
        "Security: You have messages in quarantine",
        "3 messages are held for you.",
    ),
    "filter's digest, german": (
        "quarantaene@filter.example",
        "3 Nachrichten in der Quarantäne",
        "Sie werden nach 30 Tagen gelöscht.",
    ),
    "a copier's firm": ("konica@corp.example", "Message from KMBT_C284", ""),
    "telephone system": (
        "asterisk@corp.example",
        "Message 3",
        "You were left a 0:12 long message.",
    ),
    "storage": ("nas1@corp.example", "[nas1] Volume 1 degraded", "Dear user, replace the disk."),
    "multifunction, german": ("estudio@corp.example", "Gescannt von MFP07", "Anzahl Seiten: 2"),
    "telephone, unknown caller": (
        "cisco-unity@corp.example",
        "Message from Unknown Caller (214)",
        "You have a voice message.",
    ),
    "telephone, dutch": ("Centrale <c@corp.example>", "Gemiste oproep van 214", "Tijd: 08:12"),
    "backup, french": ("rsnap@corp.example", "Sauvegarde de db3 terminée", "Durée: 12 min"),
    "cooling, german": ("klima@corp.example", "Störung Klimaanlage", "Temp: 31\nSoll: 22"),
    "cloud": ("alerts@cloud.example", 'ALARM: "cpu" in EU', "- State: OK -> ALARM"),
    "watched": ("uptime@robot.example", "Monitor is DOWN: web1", "Hi,\nweb1 is DOWN (timeout)."),
    "fire alarm, german": ("bma@corp.example", "Störung Linie 4", "02.03. Linie 4 Störung"),
    "says so": (LEE, "Order 12", "Your order was sent.\nThis is an automated message."),
    "says so, german": (LEE, "Stand", "Stand 12.\nDiese Nachricht wurde automatisch versendet."),
    "says so, dutch": (LEE, "Stand", "Stand 12.\nDit is een automatisch bericht."),
    "says so, danish": (LEE, "Status", "Status 12. Denne mail er sendt automatisk."),
    "says so, portuguese": (LEE, "Estado", "Estado 12. Esta mensagem é automática, não responda."),
    "says so, french": (LEE, "État", "État 12. Ce message a été envoyé automatiquement."),
}


@pytest.mark.parametrize("mail", DEVICES.values(), ids=DEVICES.keys())
def test_a_device_opens_a_request_and_gets_no_receipt(mail: tuple[str, str, str]) -> None:
    found = judge(*mail)
    assert (found.kind, found.receipt, found.sure) == (Kind.AUTO_GENERATED, False, False)
    assert not found.opens_nothing


TRACKERS = {
    "english": ("Your request has been logged with request id ##4521##", "Its id is 4521."),
    "english, case": ("Case 00012345: Beamer", "Thank you for contacting Acme. Case 00012345."),
    "english, ticket": ("[#8821] Beamer", "We have received your request. An agent will look."),
    "greets by name": ("Ticket 4521", "Hi Eva,\n\nyour ticket 4521 has been created.\n\nAcme"),
    "german": ("Ticket#4521", "Ihre Anfrage ist bei uns eingegangen. Vorgang 4521."),
    "german, formal": (
        "Beamer",
        "Sehr geehrte Frau Bos, wir haben Ihre Anfrage erhalten (Nr. 4521).",
    ),
    "german, of a firm": ("Meldung 4521", "Ihr Anliegen wurde unter 4521 erfasst."),
    "dutch": ("Uw melding I 2603 014 is ontvangen", "Zij is geregistreerd onder I 2603 014."),
    "dutch, question": ("Beamer", "Uw vraag is geregistreerd onder nummer 4521."),
    "danish": ("Vi har modtaget din henvendelse (sag 4521)", "Vi svarer inden for to dage."),
    "danish, case": ("Beamer", "Din henvendelse er oprettet som sag 4521."),
    "portuguese": ("Recebemos o seu pedido n.º 4521", "Responderemos em dois dias."),
    "portuguese, given": ("Projetor", "O seu pedido foi registado com o número 4521."),
    "french": ("Demande 4521", "Votre demande a bien été enregistrée."),
    "french, received": ("Projecteur", "Nous avons bien reçu votre demande n° 4521."),
    "for support": ("Support Ticket [#4521]", "A request for support has been created."),
    "thanks": ("Ticket #4521", "Hello,\n\nthank you for your request. It has been registered."),
    "german, thanks": ("4521", "Vielen Dank für Ihre Anfrage. Die Ticketnummer lautet 4521."),
    "dutch, reference": ("Ontvangst", "Wij hebben uw bericht ontvangen. Uw referentie is 4521."),
    "portuguese, thanks": ("Chamado 4521", "Agradecemos o seu contacto, registado hoje."),
    "german, report": ("Ihre Meldung 4521", "Wir haben Ihre Meldung erhalten."),
    "in brackets": ("Request received: VPN", "Your request (4521) has been received by our staff."),
    "german, passive": ("VPN", "Es wurde ein Ticket unter der Nummer 4521 für Sie angelegt."),
    "dutch, passive": ("VPN", "Er is een melding met nummer 4521 aangemaakt."),
    "danish, registered": ("Kvittering sag 4521", "Vi har registreret din henvendelse."),
    "french, passive": ("VPN", "Un ticket a été ouvert sous le numéro 4521."),
    "cites what was asked": ("Ticket 4521", "Your ticket 4521 was created.\nSubject: my beamer"),
}


@pytest.mark.parametrize("mail", TRACKERS.values(), ids=TRACKERS.keys())
@pytest.mark.parametrize("head", ["X-Spam: no", ANSWER])
def test_another_trackers_receipt_is_not_answered(mail: tuple[str, str], head: str) -> None:
    found = judge("Acme support <support@acme.example>", *mail, head)
    assert (found.kind, found.receipt, found.sure) == (Kind.AUTO_REPLY, False, False)
    assert not found.opens_nothing


def test_a_tracker_that_marks_its_receipt_is_read_by_its_mark() -> None:
    text = "Your request has been received under number 4521."
    found = judge("support@acme.example", "Beamer", text, "Auto-Submitted: auto-generated")
    assert (found.kind, found.sure) == (Kind.AUTO_GENERATED, True)
