"""Words that only look like a quote, a heading or a signature: they are the writer's, and what a
person typed is never lost. Most of it also in an answer; the rest in a mail that answers nothing.
"""

from __future__ import annotations

import pytest

from mailtracker.mail.text.split import divide

ANYWHERE = (
    "My signature should read:\n--\nEva Lund | HR",
    "Hi,\n\nthe form says:\n\nFrom: 2 May\nTo: 6 May\n"
    "Subject to approval: yes\n\nCan you book it?\n\nEva",
    "Bo wrote on Monday at 9:00 that it was fixed:\nit is not.",
    "Am Montag um 9:00 schrieb mir der Kunde folgendes:\n"
    "Die Ware ist kaputt.\n\nWas soll ich ihm sagen?",
    "On 23 Nov 2026 the customer wrote:\nthat is the date from which the licence ran out.",
    "Hallo,\n\n-----\nFehler 5003\n-----\n\nWas heisst das?",
    'Steps:\n1. Open Outlook\n2. Click "From:"\n3. Choose shared\nIt does not work.',
    "Von: Berlin\nAn: Lissabon\nDatum: 3. Mai, 9:00\nBitte Flug buchen.",
    "Please order:\n\n-- 2 monitors\n-- 1 keyboard\n\nEva",
    "My address has changed.\n\nEva Lund\nRua Nova 5\n1100-001 Lisboa",
    "Error text:\n\nTraceback (most recent call last):\n"
    '  File "x.py", line 3\nValueError: From: missing',
    "Log:\n"
    "2026-11-23 09:02:11 ERROR bo@corp.example: login failed\n"
    "2026-11-23 09:03:11 ERROR bo@corp.example: login failed\n\n"
    "Please look.",
    "Sent: 5 parcels\nTo: Bo\nDate: tomorrow 9:00\nWhere are they?",
    "Op 3 mei schreef ik al dat het niet werkt:\nnog steeds niets.",
    "Den 3. maj skrev jeg, at printeren var i stykker:\ndet er den stadig.",
    "Em 3 de maio escrevi que a impressora não funciona:\ncontinua igual.",
    "Here is what I see:\n\n***********\n* ERROR 5 *\n***********\n\nWhat now?",
    "A table:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nok?",
    "VPN\n---\nIt drops every hour.\n\nMail\n----\nIt is slow.",
    'Original message: "File not found". What does it mean?',
    "Forwarded messages are lost since Monday, can you look?",
    "Begin forwarded message: that is what my phone writes, can I turn it off?",
    "Re: your question, yes.\nDate: 5 May.\nTo: me.",
    "From my phone I cannot read mail.\nSent items are empty.",
    "Kind regards is what the template says; it should say Best.\n\n--\nThat is all.",
    "I tried:\n- rebooting\n- Bo's way\n- Sam's way\n\n-Eva",
    "Bonjour,\n\nDe : Paris\nÀ : Lyon\nDate : le 3 mai à 9:00\n"
    "Objet : réunion\n\nMerci de réserver.",
    "Subject: I do not know what to write there\nFrom: me\nSo here is my question.",
    "Ich schreibe wegen Bo Jensen <bo@corp.example>:\ner braucht Zugang.",
    "Bitte an Bo Jensen <bo@corp.example> am 23.11.2026 um 09:00 Uhr:\nSchlüssel übergeben.",
    "________________________________\nPlease sign here\n\nThanks",
    'Outlook shows: "Get Outlook for iOS". What is that?',
    "Cheers from Lisbon! The VPN is down.",
    "Confidential: my salary is wrong.",
    "Attention: the door is open. Please close it.",
    "Please change my signature to:\n\nEva Lund\nHead of IT\n"
    "Tel: +351 123 456 789\n\nIt still shows the old one.",
    "Can you set the following auto reply:\n\nI am out of office until Monday.\n\nThanks",
    'Why does my mail end with "Sent from my iPhone"?',
    "Kunde:\n\nName: Meier\nTel: 030 1234567\nMail: meier@example.com\n\nBitte anrufen.",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\nThis one is rejected.",
    "*From:* is bold in my mail, why?",
    "Hallo\n\nAm 23.11.2026 um 09:00:\nServer neu gestartet.\n\n"
    "Am 24.11.2026 um 09:00:\nWieder aus.",
    "23 Nov 2026, 09:02: server restarted\n24 Nov 2026, 09:02: down again",
    "On Monday:\nnothing works.\nOn Tuesday:\nthe same.",
    "C:\\> ipconfig\nshows nothing.",
    "Hilsen fra Aarhus, og tak for hjælpen. Det virker stadig ikke.",
    "Sendt: 3 pakker\nTil: Bo\nHvor er de?",
    "Emne: jeg ved det ikke\nFra: mig\nDato: i dag kl. 9:00\nHjælp!",
)
"""In an answer as well."""

FIRST = (
    "Dear all,\n\n> 5 people are needed\n> 3 rooms as well\n\nThanks",
    'Le 23 novembre 2026 à 9:00, le client a écrit :\n"Rien ne marche"\nQue faire ?',
    "Hi Bo\n\n1 > 0 and so on.\n> is what the prompt shows.\n\nEva",
    "Ana (ana@corp.example) writes:\nplease give her access.",
    "My manager Bo Jensen <bo@corp.example> wrote to me that I may have it:\n"
    "can you give me access?",
    "Termin 23.11.2026 09:00, Bo Jensen <bo@corp.example>:\nBitte Raum buchen.",
    ">>> print(1)\n1\n>>> print(x)\nNameError\n\nWhat is wrong?",
    "$ ping x\n> no answer",
)
"""Only where the mail answers nothing: in an answer they would be a quote's."""


@pytest.mark.parametrize("text", ANYWHERE)
@pytest.mark.parametrize("first", [True, False])
def test_what_a_person_typed_stays_whole(text: str, first: bool) -> None:
    assert divide(text, first=first).new == text


@pytest.mark.parametrize("text", FIRST)
def test_a_mail_that_answers_nothing_quotes_nobody_without_a_heading(text: str) -> None:
    assert divide(text, first=True).new == text


def test_a_conversation_that_lost_its_heading_is_quoted_all_the_same() -> None:
    text = "Fine by me.\n\n> > > > And then?\n> > > Then we go.\n> > When?\n> Now."
    assert divide(text, first=True).new == "Fine by me."


def test_what_is_quoted_with_its_heading_is_a_conversation() -> None:
    quoted = "> On 23/11/2026 09:02, Bo wrote:\n> > Which one?\n> The grey one."
    assert divide(f"Fine by me.\n\n{quoted}", first=True).new == "Fine by me."
