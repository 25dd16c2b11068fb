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
    "nobody reads it": "This mailbox is not monitored.",
    "says no other way": "I do not read this mailbox.",
    "unread while away": "I am on leave until Monday. I do not read this mailbox, call me on 123.",
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
    "wants it": "I'm out of the office this week but yes, send me the comparison.",
    "wants it, german": "Ich bin bis Montag im Urlaub, schicken Sie mir die Liste.",
    "reads it elsewhere": "I don't check this mailbox, send it to eva@home.example",
    "german, by telephone": "Ich lese dieses Postfach nicht, rufen Sie mich an.",
    "dutch, by telephone": "Ik lees deze mailbox nooit, bel me op 0612345678.",
    "danish, by telephone": "Jeg læser ikke denne postkasse, ring til mig.",
    "portuguese, by telephone": "Não leio esta caixa, ligue-me.",
    "french, by telephone": "Je ne lis pas cette boîte, appelez-moi.",
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


REFERENCE = "[IT-1042] VPN drops"
HEADED = (
    "Not in the office",
    "I am away until Monday",
    "Nicht im Büro",
    "Urlaub",
    "Ik ben er niet",
    "Vakantie",
    "Jeg er ikke på kontoret",
    "Ferie",
    "Estou fora do escritório",
    "Férias",
    "Absent(e) du bureau ",
    "En congés",
)


@pytest.mark.parametrize("head", HEADED)
@pytest.mark.parametrize("answer", ["", "Re: ", "AW: "])
def test_a_heading_before_our_reference_is_a_programs(head: str, answer: str) -> None:
    found = judge(f"Subject: {head}: {answer}{REFERENCE}", "Sam sees to all that is mine.")
    assert (found.kind, found.receipt) == (Kind.AUTO_REPLY, False)


@pytest.mark.parametrize(
    "subject",
    [
        "Urlaub: VPN drops",
        "Ferie: VPN drops",
        f"Re: {REFERENCE}",
        f"Printer: {REFERENCE}",
        REFERENCE,
    ],
)
def test_other_words_before_our_reference_tell_nothing(subject: str) -> None:
    assert judge(f"Subject: {subject}", "Sam sees to all that is mine.").receipt


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Abwesenheit", "Ich bin bis zum 4. Mai nicht da. Ihre Nachricht wird nicht gelesen."),
        ("Afwezig", "Ik ben tot 4 mei met verlof. Uw bericht wordt niet doorgestuurd."),
        ("Ferie", "Jeg holder ferie til den 4. maj. Din mail bliver ikke læst."),
        ("Ausente", "Estou de férias até 4 de maio. A sua mensagem não será lida."),
        ("Absent", "Je suis en congés jusqu'au 4 mai. Votre message ne sera pas lu."),
        ("Vacation", "I am on leave until 4 May. Your mail will not be read."),
    ],
)
def test_a_notice_speaks_of_the_mail_that_it_answers(subject: str, text: str) -> None:
    assert judge(f"Subject: {subject}", text).kind is Kind.AUTO_REPLY
    assert judge(f"Subject: {subject}", text.partition(". ")[0]).receipt


ABOUT_A_NOTICE = {
    "my out of office": (
        "Out of office: old dates",
        "My out of office still says 3 May. Change it.",
    ),
    "the one that i set": ("Out of office: silent", "The out of office I set is never sent."),
    "german": ("Nicht im Büro: Text", "Meine Abwesenheitsnotiz sagt, ich bin bis 3. Mai abwesend."),
    "dutch": ("Niet op kantoor: toegang", "Maandag ben ik niet op kantoor. Ik heb VPN nodig."),
    "danish": ("Ikke på kontoret: autosvar", "Mit autosvar siger, jeg er fraværende til 3. maj."),
    "portuguese": (
        "Fora do escritório: texto",
        "A minha resposta automática diz que estou ausente até 3 de maio.",
    ),
    "french": (
        "Absent du bureau : texte",
        "Mon message d'absence dit que je suis absente jusqu'au 3 mai. Merci de le retirer.",
    ),
    "wants a cover": ("Abwesend: Vertretung", "Ich bin bis 4. Mai abwesend. Bitte Bo eintragen."),
}


@pytest.mark.parametrize(("subject", "text"), ABOUT_A_NOTICE.values(), ids=ABOUT_A_NOTICE.keys())
def test_who_writes_about_a_notice_or_wants_something_gets_a_receipt(
    subject: str, text: str
) -> None:
    assert judge(f"Subject: {subject}", text).receipt


@pytest.mark.parametrize(
    "head",
    [
        "Automatski odgovor",
        "Аутоматски одговор",
        "Автоматичен отговор",
        "Automātiskā atbilde",
        "Ārpus biroja",
        "Automatinis atsakymas",
        "Automaatvastus",
        "Sjálfvirkt svar",
    ],
)
def test_programs_head_their_answers_in_further_languages(head: str) -> None:
    assert judge(f"Subject: {head}: VPN drops", "Sam, 12.05.").kind is Kind.AUTO_REPLY
