"""Vacation programs that mark nothing: their answer says that somebody is away, and nothing else.
It is told, but never surely: a person may write the same, and is asked.
"""

from __future__ import annotations

import pytest

from mailtracker.mail.message import Classified, Kind
from mailtracker.mail.origin.classify import classify
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site

SITE = Site(own_domains=("corp.example",))
ANSWER = "Subject: Re: [IT-1042] VPN\nIn-Reply-To: <1@corp.example>"


def judge(head: str, text: str) -> Classified:
    start = f"From: Sam Okoye <sam@corp.example>\n{head}"
    kind = "Content-Type: text/plain; charset=utf-8"
    return classify(parse(f"{start}\n{kind}\n\n{text}".encode()), SITE)


ONLY_AWAY = {
    "mailutils": "I am away until Monday. In urgent cases call 123.",
    "procmail": "I received your mail,\nbut will not be back until Monday.\n-- \nSam",
    "with a name": "I am away until Monday.\n\nSam",
    "english, leave": "I'm on parental leave until 4 May. If urgent, contact Bo.",
    "german": "Ich bin bis Montag im Urlaub. In dringenden Fällen rufen Sie 123 an.",
    "german, back": "Ich bin erst ab Montag wieder im Büro.\n\nSam",
    "dutch": "Ik ben tot maandag met vakantie. Bij spoed bel 123.",
    "danish": "Jeg er på ferie til mandag. I hastende tilfælde ring 123.",
    "portuguese": "Estou de férias até segunda. Em caso urgente ligue 123.",
    "french": "Je suis en congé jusqu'à lundi. En cas d'urgence appelez le 123.",
    "dutch, of four sentences": (
        "Bedankt voor je mail. Ik ben tot 16 maart met vakantie en lees mijn mail niet. Voor "
        "dringende zaken kun je contact opnemen met Kees."
    ),
}


@pytest.mark.parametrize("text", ONLY_AWAY.values(), ids=ONLY_AWAY.keys())
@pytest.mark.parametrize("more", ["", "\nPrecedence: junk", "\nX-Auto-Response-Suppress: All"])
def test_an_answer_that_says_only_that_somebody_is_away_is_asked_back(text: str, more: str) -> None:
    found = judge(ANSWER + more, text)
    assert (found.kind, found.receipt, found.sure) == (Kind.AUTO_REPLY, False, False)


SAYS_MORE = {
    "what was done": "I am away until Monday. The key is renewed.",
    "in one clause": "I am on vacation until Monday, the VPN drops here too.",
    "asks": "I am away until Monday, please put it on my desk.",
    "answers": "Thanks, then I will wait. I am away until Monday.",
    "german": "Ich bin bis Montag im Urlaub, der Schlüssel liegt bei Ute im Schrank.",
    "dutch": "Ik ben tot maandag met vakantie, de sleutel ligt bij Kees.",
    "danish": "Jeg er på ferie til mandag. Nøglen er fornyet.",
    "portuguese": "Estou de férias até segunda. A chave foi renovada.",
    "french": "Je suis en congé jusqu'à lundi. La clé est renouvelée.",
    "cries": "I am out of the office. Help.",
    "quotes": "I am away until Monday.\n\nOn Monday, IT wrote:\n> Is it you?\n",
}


@pytest.mark.parametrize("text", SAYS_MORE.values(), ids=SAYS_MORE.keys())
def test_who_says_anything_else_or_quotes_has_answered(text: str) -> None:
    assert judge(ANSWER, text).kind is Kind.PERSON


def test_what_answers_nothing_is_somebody_telling_of_an_absence() -> None:
    assert judge("Subject: Monday", "I am away until Monday.").kind is Kind.PERSON


def test_debians_vacation_is_told_by_its_subject() -> None:
    head = "Subject: Away from my mail: [IT-1042] VPN"
    found = judge(head, "I am away until Monday. In urgent cases call 123.")
    assert (found.kind, found.sure) == (Kind.AUTO_REPLY, False)
    asked = judge("Subject: Away from my mail: phone", "I am away. Please divert my phone to Bo.")
    assert asked.kind is Kind.PERSON


LEFT = {
    "english": "Ruth Gray no longer works here. This mailbox is not read.",
    "german": "Ruth Gray arbeitet nicht mehr bei uns. Ihr Postfach wird nicht gelesen.",
    "dutch": "Ruth Gray werkt niet meer bij ons. Deze mailbox wordt niet gelezen.",
    "danish": "Ruth Gray arbejder ikke længere her. Mails til hende bliver ikke læst.",
    "portuguese": "Ruth Gray já não trabalha connosco. As mensagens não são lidas.",
    "french": "Ruth Gray ne travaille plus ici. Ses messages ne sont pas lus.",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT.keys())
def test_a_mailbox_whose_owner_left_is_no_person(text: str) -> None:
    found = judge("Subject: I have left the company", text)
    assert (found.kind, found.receipt, found.sure) == (Kind.AUTO_REPLY, False, False)


@pytest.mark.parametrize(
    "text",
    [
        "Ruth no longer works here. Please close her account.",
        "Ruth Gray ist nicht mehr bei uns, ihr Konto bitte sperren.",
        "Ruth werkt niet meer bij ons. Kunnen jullie haar mailbox sluiten?",
    ],
)
def test_who_has_somebody_removed_is_a_person(text: str) -> None:
    assert judge("Subject: Ruth", text).kind is Kind.PERSON
