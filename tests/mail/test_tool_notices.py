"""Notices of tools, shops and mailings without a mark open a request and get no receipt; who writes
about one, or from a shared mailbox, gets theirs.
"""

from __future__ import annotations

from collections.abc import Iterable

from mailtracker.mail.message import Classified
from mailtracker.mail.origin.classify import classify
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site

SITE = Site(own_domains=("corp.example",), addresses=("it-help@corp.example",))
Mail = tuple[str, str, str]

UNREAD = [
    "This is an automated message, please do not reply.",
    "Replies to this email are not monitored.",
    "Bitte antworten Sie nicht auf diese E-Mail.",
    "Dit is een automatisch bericht, reageren is niet mogelijk.",
    "Denne mail kan ikke besvares.",
    "Por favor, não responda a este e-mail.",
    "Merci de ne pas répondre à ce message.",
]
NOTICES: list[Mail] = [
    ("Shop <orders@shop.example>", "Order 88", "Dear customer,\n\nyour order 88 has been sent."),
    ("Paketdienst <info@paket.example>", "Ihre Sendung", "Ihre Sendung 88 wird heute zugestellt."),
    ("Telco <info@telco.example>", "Uw factuur", "Beste klant,\n\nuw factuur staat klaar."),
    ("Post <info@post.example>", "Din pakke", "Hej\n\nDin pakke er på vej."),
    ("Luz <clientes@luz.example>", "A sua fatura", "Caro cliente,\n\na sua fatura está pronta."),
    ("Rail <info@rail.example>", "Votre billet", "Bonjour,\n\nvotre billet est disponible."),
    ("Board <notify@board.example>", "Ann invited you", "Ann invited you.\n\nAccept invite"),
    ("Poll <surveys@poll.example>", "How did we do?", "Hello,\n\nrate us.\n\nUnsubscribe"),
    ("Login <security@tool.example>", "Your code", "Use code 881. It expires in 10 minutes."),
    ("Leave <app@leave.example>", "Antrag von Ann", "Ann hat Urlaub gestellt.\n\nAntrag ansehen"),
]
"""Two signs each, of seven."""

PEOPLE: list[Mail] = [
    ("Priya <priya@corp.example>", "unsubscribe", "How do I unsubscribe from the newsletter?"),
    ("Post room <postroom@corp.example>", "Parcel", "Your parcel has arrived, please collect it."),
    ("Newsletter <newsletter@corp.example>", "Vorlage", "Unsere Vorlage ist kaputt.\n\nGruß Nina"),
    ("Ann Roe <ann.roe@shop.example>", "Your order", "Your order has been sent, click here."),
    ("Travel <travel@agency.example>", "Your trip", "Your booking is made.\n\nBest, Marie"),
    ("Orders <orders@corp.example>", "Order", "Item: Chair\nQty: 2\n\nPlease order. Thanks, Beth"),
    ("Gerd <gerd@corp.example>", "Störung", "Host: pc-14\nFehler: Bluescreen\n\nGruß Gerd"),
    ("Elke <elke@corp.example>", "Bestellung", "Artikel: Maus\nMenge: 3\nKostenstelle: 4410"),
    (
        "Pete <pete@corp.example>",
        "Payslip",
        "It is missing.\n\nPete\n\nThis is an automatic footer.",
    ),
    ("Karl <root@partner.example>", "Disk", "Hello, our disk is full."),
]


def _judged(mails: Iterable[Mail]) -> list[tuple[Mail, Classified]]:
    head = "Content-Type: text/plain; charset=utf-8"
    return [
        (mail, classify(parse(f"From: {who}\nSubject: {what}\n{head}\n\n{text}".encode()), SITE))
        for mail in mails
        for who, what, text in [mail]
    ]


def test_who_says_that_nobody_reads_answers_gets_none() -> None:
    mails = [("Portal <info@portal.example>", "News", f"There is news.\n\n{one}") for one in UNREAD]
    assert [mail for mail, one in _judged(mails) if one.receipt or one.opens_nothing] == []


def test_notices_of_tools_and_shops_open_a_request_without_a_receipt() -> None:
    found = _judged(NOTICES)
    assert [mail for mail, one in found if one.receipt or one.opens_nothing] == []


def test_who_signs_speaks_of_themselves_or_is_a_colleague_gets_a_receipt() -> None:
    assert [mail for mail, one in _judged(PEOPLE) if not one.receipt] == []


def test_a_program_s_account_on_a_machine_is_nobody() -> None:
    mails = [
        (f"{name} <{name}@gw.corp.example>", "Warnings", "Please inspect this machine.")
        for name in ("root", "cron", "www-data", "rkhunter", "postgres")
    ]
    assert [mail for mail, one in _judged(mails) if one.receipt] == []
