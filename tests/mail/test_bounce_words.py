"""Mail systems and lists that tell in words of their own that a mail was not taken, and the people
who write about that.
"""

from __future__ import annotations

import pytest

from mailtracker.mail.message import Classified, Kind
from mailtracker.mail.origin.classify import classify
from mailtracker.mail.parse import parse

TOLD = {
    "gateway, german": (
        "Mailgateway <mailgw@partner.example>",
        "Ihre Nachricht konnte nicht zugestellt werden",
        "Ihre Nachricht an eva@partner.example konnte nicht zugestellt werden.\n\nGrund: 550 5.1.1",
    ),
    "gateway, dutch": (
        "gw1@partner.example",
        "Bericht niet bezorgd",
        "Uw bericht kon niet worden bezorgd: eva@partner.example, 550 5.1.1",
    ),
    "gateway, portuguese": (
        "Mail-Gateway <relay@partner.example>",
        "Mensagem não entregue",
        "A sua mensagem não foi entregue a eva@partner.example: 550 5.1.1",
    ),
    "gateway, french": (
        "mail-relay@partner.example",
        "Message non remis",
        "Votre message n'a pas pu être remis à eva@partner.example: 550 5.1.1",
    ),
    "gateway, german, of an e-mail": (
        "Mail Gateway <gateway@mailgate.partner.example>",
        "Nachricht nicht zugestellt",
        "Ihre E-Mail an eva@partner.example konnte nicht zugestellt werden.\n\n552 5.2.2 voll",
    ),
    "gateway, dutch, delivered otherwise": (
        "mailgw@partner.example",
        "Uw bericht kon niet afgeleverd worden",
        "Uw e-mail aan eva@partner.example kon niet worden afgeleverd: 550 5.1.1",
    ),
    "postmaster, danish": (
        "Courier <postmaster@partner.example>",
        "Meddelelsen kunne ikke afleveres",
        "Din mail til eva@partner.example kunne ikke afleveres.\n\n550 5.1.1 Ukendt bruger",
    ),
    "gateway, portuguese, of an e-mail": (
        "Mail-Gateway <relay@partner.example>",
        "Devolução de mensagem",
        "O seu e-mail para eva@partner.example foi rejeitado: 554 5.7.1",
    ),
    "gateway, french, refused": (
        "Mail-Gateway <relay@partner.example>",
        "Retour de courrier",
        "Votre courriel à eva@partner.example a été refusé : 554 5.7.1",
    ),
    "gateway, blocks": (
        "Mail Gateway <relay@partner.example>",
        "Message blocked: VPN",
        "MailGuard has blocked a message that you sent to eva@partner.example: 554 5.7.1",
    ),
    "postmaster, german": (
        "postmaster@partner.example",
        "Benachrichtigung über den Zustellungsstatus (verzögert)",
        "Dies ist eine automatisch erzeugte Nachricht über den Versand.\n\neva@partner.example",
    ),
    "postmaster, dutch": (
        "postmaster@partner.example",
        "Melding over afleverstatus",
        "Dit is een automatisch aangemaakt bericht over de aflevering.\n\neva@partner.example",
    ),
    "postmaster, danish, of a status": (
        "postmaster@partner.example",
        "Meddelelse om leveringsstatus",
        "Dette er en automatisk oprettet meddelelse om levering.\n\neva@partner.example",
    ),
    "postmaster, portuguese": (
        "postmaster@partner.example",
        "Mensagem recusada",
        "A entrega ao destinatário seguinte falhou.\n\neva@partner.example: 550 5.1.1",
    ),
    "postmaster, french": (
        "postmaster@partner.example",
        "Notification d'état de la remise",
        "La remise à ce destinataire a échoué.\n\neva@partner.example",
    ),
    "tagged": (
        "postmaster@partner.example",
        "[Postmaster] Undeliverable mail",
        "This is a delivery failure notification.\n\neva@partner.example",
    ),
    "sympa": (
        "sympa@list.example",
        "Distribution du message : refusée",
        "Votre message n'a pas été distribué à la liste.",
    ),
    "domino": (
        "Domino Server <mailer@domino.partner.example>",
        "DELIVERY FAILURE: User eva (eva@partner.example) not listed in Domino Directory",
        "Your message\n\n  Subject: Request IT-1042\n\nwas not delivered to:\n\n"
        "  eva@partner.example\n\nbecause:\n\n  User eva not listed",
    ),
    "domino, called otherwise": (
        "Domino <notes1@partner.example>",
        "DELIVERY FAILURE: 550 5.1.1 User unknown",
        "Your message\n\n  Subject: VPN\n\nwas not delivered to:\n\n  eva@partner.example",
    ),
    "mlmmj": (
        "hackers+owner@list.example",
        "Post to hackers@list.example denied: Re: rc",
        "Your mail to the list was denied: you are no member.",
    ),
    "mailman": (
        "hackers-bounces@list.example",
        "Your message to hackers awaits moderator approval",
        "Your mail is being held until the list moderator can review it for approval.",
    ),
    "mailman, rejected": (
        "hackers-request@list.example",
        "Request to mailing list hackers rejected",
        "Your request was rejected by the list moderator.",
    ),
}


@pytest.mark.parametrize("mail", TOLD.values(), ids=TOLD.keys())
def test_what_tells_in_words_that_a_mail_was_not_taken_is_a_bounce(mail: tuple[str, ...]) -> None:
    found = judge(*mail)
    assert (found.kind, found.receipt) == (Kind.BOUNCE, False), found.reason


PEOPLE = {
    "refused an invoice": (
        "Ana Costa <ana@corp.example>",
        "Mensagem recusada pelo cliente",
        "O cliente recusou a fatura. O que faço?",
    ),
    "delivery status of chairs": (
        "Ana Costa <ana@corp.example>",
        "Leveringsstatus",
        "Levering til tredje sal mislykkedes, stolene står i porten. Kan I hente dem?",
    ),
    "blocked, and asks": (
        "Ana Costa <ana@corp.example>",
        "Message blocked",
        "Outlook has blocked a message that I sent to a customer. Why?",
    ),
    "not delivered to her desk": (
        "Ana Costa <ana@corp.example>",
        "Nicht zugestellt",
        "Das Paket wurde nicht zugestellt, der Fahrer fand mich nicht.",
    ),
    "came back": (
        "Ana Costa <ana@corp.example>",
        "Retour de courrier",
        "Mon courrier à un client revient depuis lundi. Que faire ?",
    ),
    "danish parcel": (
        "Ana Costa <ana@corp.example>",
        "Kunne ikke afleveres",
        "Pakken kunne ikke afleveres i går. Kan I ringe til fragtmanden?",
    ),
    "asks about a list": (
        "Ana Costa <ana@corp.example>",
        "Post to hackers@list.example denied",
        "The list does not take my mail. What do I have to do?",
    ),
    "owner of a list": (
        "Bo <hackers-owner@list.example>",
        "Your message to hackers was rejected",
        "Hi Ana, I rejected your mail to the list since it was too long. Can you cut it?",
    ),
    "asks the gateway's admin": (
        "Mail Gateway Team <gateway@corp.example>",
        "Ihre Nachricht konnte nicht zugestellt werden",
        "Hallo, könnt ihr uns sagen, warum 550 5.1.1 kommt?",
    ),
    "domino": (
        "Ana Costa <ana@corp.example>",
        "DELIVERY FAILURE: User eva not listed in Domino Directory",
        "I get this each time I write to Eva. eva@partner.example does exist.",
    ),
}


@pytest.mark.parametrize("mail", PEOPLE.values(), ids=PEOPLE.keys())
def test_who_writes_about_it_is_a_person(mail: tuple[str, ...]) -> None:
    found = judge(*mail)
    assert (found.kind, found.receipt) == (Kind.PERSON, True), found.reason


def judge(sender: str, subject: str, text: str) -> Classified:
    kind = "Content-Type: text/plain; charset=utf-8"
    return classify(parse(f"From: {sender}\nSubject: {subject}\n{kind}\n\n{text}".encode()))


MIXED = """From: {sender}
Subject: {subject}
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

{text}
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.corp.example

Final-Recipient: rfc822; eva@partner.example
Action: failed
Status: 5.1.1
--b--
"""


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("Delivery Status", "The delivery failed.", Kind.BOUNCE),
        ("Problem", "", Kind.BOUNCE),
        ("Zustellung", "Nicht zugestellt.", Kind.BOUNCE),
        ("Fwd: Delivery Status", "Again.", Kind.PERSON),
        ("Delivery Status", "Hi, I get this each time I write to Eva.", Kind.PERSON),
        ("Zustellung", "Warum kommt das?", Kind.PERSON),
    ],
)
def test_a_report_within_a_mail_of_another_kind_is_one(subject: str, text: str, kind: Kind) -> None:
    raw = MIXED.format(sender="dev@corp.example", subject=subject, text=text)
    message = parse(raw.encode())
    assert classify(message).kind is kind
    assert [one.recipient for one in message.failures] == ["eva@partner.example"]


def test_a_list_program_that_greets_is_one() -> None:
    text = "Hi, this is the Mlmmj program managing the <it@list.example> mailing list.\n\nNo."
    found = judge("it+owner@list.example", "Post to it@list.example denied: VPN", text)
    assert (found.kind, found.sure) == (Kind.BOUNCE, True)


def test_a_person_at_an_administrators_address_is_no_list() -> None:
    found = judge("it-admin@corp.example", "Your message to Bo was rejected", "Too large, by 3 MB.")
    assert (found.kind, found.receipt) == (Kind.PERSON, True)
