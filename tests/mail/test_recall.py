"""Outlook's wish to have a mail back opens nothing, nor does the report about it."""

from __future__ import annotations

import time

import pytest

from mailtracker.mail.message import Kind
from mailtracker.mail.origin.recall import recalled
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand
from tests.mail.meetings import meeting

SITE = Site(languages=("en", "de", "nl", "da", "pt", "fr"), own_domains=("corp.example",))

WISHES = (
    ("Recall: VPN drops", 'Eva Lund would like to recall the message, "VPN drops".'),
    ("Recall: VPN drops", 'Lund, Eva would like to recall the message, "VPN drops".\n\n'),
    ("Recall: VPN drops", 'eva@corp.example would like to recall the message, "VPN\n drops".'),
    ("Recall: VPN drops", "Eva would like to recall the message, “VPN drops”."),
    ("Recall: VPN drops every hour since", 'Eva would like to recall the message, "VPN drops".'),
    ("Rückruf: VPN weg", "Eva Lund möchte die Nachricht „VPN weg“ zurückrufen."),
    ("Intrekken: VPN weg", 'Eva Lund wil het bericht "VPN weg" intrekken.'),
    ("Tilbagekald: VPN væk", 'Eva Lund vil gerne tilbagekalde meddelelsen, "VPN væk".'),
    ("Anular: VPN em baixo", 'Eva Lund gostaria de anular a mensagem "VPN em baixo".'),
    ("Rappel : VPN coupé", "Eva Lund souhaite rappeler le message « VPN coupé »."),
)


@pytest.mark.parametrize(("subject", "text"), WISHES)
def test_a_wish_to_have_a_mail_back_is_no_request(subject: str, text: str) -> None:
    message, told = understand(meeting(subject, text, said=""), SITE)
    assert (told.kind, told.sure, told.receipt) == (Kind.AUTO_REPLY, True, False)
    assert recalled(message) == subject.partition(":")[2].strip()


def test_a_list_may_put_its_footer_below() -> None:
    text = WISHES[0][1] + "\n_______________________________________________\nit mailing list\n"
    assert recalled(parse(meeting(WISHES[0][0], text, said=""))) == "VPN drops"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Rappel : imprimante", "L'imprimante ne marche toujours pas."),
        ("Recall: VPN drops", "Please recall the laptop that you sent to Ana."),
        ("VPN drops", 'Eva Lund would like to recall the message, "VPN drops".'),
        ("Recall: VPN drops", 'Eva would like to recall the message, "VPN drops". Can you help?'),
        ("Recall: printer", 'Eva Lund would like to recall the message, "VPN drops".'),
        ("Recall: how?", "How do I recall the message that I sent to the whole company?"),
    ],
)
def test_who_writes_of_a_recall_is_a_person(subject: str, text: str) -> None:
    message, told = understand(meeting(subject, text, said=""), SITE)
    assert (recalled(message), told.kind) == (None, Kind.PERSON)


REPORTS = (
    "Message Recall Report for message [VPN maintenance]",
    "Message Recall Success: VPN maintenance",
    "Message Recall Failure: VPN maintenance",
    "Nachrichtenrückrufbericht für Nachricht [VPN]",
    "Rapport voor intrekken van bericht [VPN]",
    "Rapport om tilbagekaldelse af meddelelse [VPN]",
    "Relatório de Recuperação de Mensagem para a mensagem [VPN]",
    "Rapport de rappel de message pour le message [VPN]",
)


@pytest.mark.parametrize("subject", REPORTS)
def test_a_report_of_a_recall_opens_nothing(subject: str) -> None:
    text = "Your message recall is complete. 4 recalled, 1 failed."
    raw = meeting(subject, text, said="", Auto_Submitted="auto-generated")
    assert understand(raw, SITE)[1].opens_nothing
    raw = meeting(subject, text, said="").replace(
        b"Eva Lund <eva@", b"Microsoft Outlook <MicrosoftExchange329e71ec88ae4615@"
    )
    assert understand(raw, SITE)[1].opens_nothing


def test_a_recall_is_looked_for_in_linear_time() -> None:
    started = time.process_time()
    parse(meeting("Recall: x", "a would like to recall the message " * 1_500, said=""))
    recalled(parse(meeting("Recall: x", 'a would like to recall the message, "' * 1_500, said="")))
    assert time.process_time() - started < 2
