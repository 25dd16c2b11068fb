"""What gateways put above and below mails is nobody's word: it comes out by itself, in text and in
HTML, and what people write about such mails stays theirs.
"""

from __future__ import annotations

import pytest

from mailtracker.mail.parse import parse
from mailtracker.mail.text.body import html_text
from mailtracker.mail.text.split import divide, split, without_banner

BANNERS = {
    "en": "CAUTION: This email originated from outside of the organization. Do not click links or "
    "open attachments unless you recognize the sender and know the content is safe.",
    "en wrapped": "CAUTION: This email originated from outside of the organization. Do not click\n"
    "links or open attachments unless you recognize the sender and know the content is\nsafe.",
    "en button": "WARNING: This message came from an external source. Report phishing here.",
    "en three": "CAUTION\n\nThis email originated from outside of the organization.\n\nDo not "
    "click links.",
    "en drawn": "-----------------\nCAUTION: External email\n-----------------",
    "en two lines": "This Message Is From an External Sender\nThis message came from outside your "
    "organization.\n    Report Suspicious  <https://report.example/a>",
    "de stars": "**EXTERNE E-MAIL** Bitte keine Anhänge öffnen.",
    "de links": "ACHTUNG! Diese E-Mail wurde von extern gesendet. Bitte Links und Anhänge nur "
    "öffnen, wenn der Absender bekannt ist.",
    "da from": "PAS PÅ: Denne mail kommer udefra. Klik ikke på links.",
    "en bare": "EXTERNAL EMAIL",
    "en brackets": "[EXTERNAL]",
    "en stars": "*** External Sender ***",
    "en tip": "You don't often get email from eva@out.example. Learn why this is important",
    "en thinks": "External email - Think before you click on a link",
    "de": "ACHTUNG: Diese E-Mail stammt von einem externen Absender. Bitte öffnen Sie keine "
    "Anhänge und klicken Sie auf keine Links.",
    "de outside": "Vorsicht! Diese E-Mail kommt von außerhalb der Firma. Klicken Sie nicht auf "
    "Links, wenn Sie den Absender nicht kennen.",
    "de bare": "Achtung: Externe E-Mail",
    "de tip": "Sie erhalten nicht oft eine E-Mail von eva@out.example. Erfahren Sie, warum dies "
    "wichtig ist",
    "nl": "LET OP: Deze e-mail is afkomstig van buiten de organisatie. Klik niet op links en open "
    "geen bijlagen, tenzij u de afzender kent.",
    "nl sender": "Let op: dit bericht komt van een externe afzender. Wees voorzichtig met "
    "bijlagen.",
    "da": "ADVARSEL: Denne e-mail kommer fra en ekstern afsender. Klik ikke på links, og åbn ikke "
    "vedhæftede filer, medmindre du kender afsenderen.",
    "da short": "OBS: Denne mail er sendt uden for organisationen.",
    "pt": "CUIDADO: Este e-mail foi enviado de fora da organização. Não clique em links nem abra "
    "anexos, a menos que reconheça o remetente.",
    "pt short": "ATENÇÃO: Esta mensagem tem origem externa. Não clique em ligações.",
    "fr": "ATTENTION : Ce courriel provient de l'extérieur de l'organisation. Ne cliquez pas sur "
    "les liens et n'ouvrez pas les pièces jointes.",
    "fr sender": "Avertissement : cet e-mail a été envoyé par un expéditeur externe. Soyez prudent "
    "avec les pièces jointes.",
}
BELOW = {
    "en": "This email has been scanned for viruses by the gateway.",
    "en free": "Virus-free. www.scanner.example",
    "de": "Diese E-Mail wurde auf Viren geprüft.",
    "fr": "Cet e-mail a été vérifié par notre antivirus.",
}
every_banner = pytest.mark.parametrize("banner", BANNERS.values(), ids=BANNERS.keys())


@every_banner
def test_banner_above_is_nobodys_word(banner: str) -> None:
    parts = split(f"{banner}\n\ndone\n\nA new key.")
    assert parts.new == "done\n\nA new key."
    assert parts.banner == banner


@every_banner
def test_banner_hides_no_word_on_the_next_line(banner: str) -> None:
    assert split(f"{banner}\ndone").new.endswith("done")


@every_banner
def test_banner_below_is_nobodys_word(banner: str) -> None:
    assert split(f"done\n\nA new key.\n\n{banner}").new == "done\n\nA new key."


@pytest.mark.parametrize("footer", BELOW.values(), ids=BELOW.keys())
def test_what_a_scanner_puts_below_is_nobodys_word(footer: str) -> None:
    quote = "On Mon, Nov 23, 2026 at 9:02 AM Bo <bo@corp.example> wrote:\n> Which one?"
    assert split(f"done\n\n{footer}").new == "done"
    assert split(f"done\n\n{quote}\n\n{footer}").new == "done"


@every_banner
def test_banner_of_a_page_is_nobodys_word(banner: str) -> None:
    cell = banner.replace("\n\n", "<br><br>").replace("\n", " ")
    page = (
        f"<html><body><table><tr><td><b>{cell}</b></td></tr></table><div>done</div></body></html>"
    )
    assert split(html_text(page)[0]).new == "done"


@every_banner
def test_nothing_but_a_banner_above_what_is_passed_on_is_no_word(banner: str) -> None:
    heading = "From: Bo <bo@out.example>\nSent: Monday, November 23, 2026 9:02 AM\nTo: Ana\n"
    text = f"{banner}\n\n{heading}Subject: Invoice\n\n{banner}\n\nPlease pay."
    parts = divide(text, first=True)
    assert parts.new == parts.quoted == ""
    assert parts.forwarded.endswith("Subject: Invoice\n\nPlease pay.")


@every_banner
def test_only_the_words_are_left_where_rules_look_anywhere(banner: str) -> None:
    assert without_banner(f"{banner}\n\nPlease pay.") == "Please pay."


OF_PEOPLE = [
    "This mail came from outside, is it safe?",
    "The mail below came from an external sender.\n\nMay we answer?",
    "Diese E-Mail stammt von einem externen Absender.\n\nKann das weg?",
    "Hi,\n\nthis email came from an external sender and wants my password.\n\nIs it phishing?",
    "Caution: the floor is wet.",
    "This mail was checked by Bo yesterday.",
    "Weitere Informationen, warum das nicht geht, folgen.",
    "Attention: the mail server is slow.",
    "External monitor broken",
    "The external sender cannot reach us. Do not click there.",
    "Please do not click the link.\n\nThanks",
    "I get CAUTION: This email originated from outside of the organization on our newsletters. "
    "Please switch that off.",
    "Deze e-mail komt van buiten, mag ik de bijlage openen?",
    "Denne mail kommer udefra, og jeg har klikket på linket.",
]


@pytest.mark.parametrize("text", OF_PEOPLE)
def test_what_people_write_about_such_mails_is_theirs(text: str) -> None:
    parts = split(text)
    assert (parts.new, parts.banner) == (text, "")


def test_parsed_mail_has_the_words_without_the_banner_and_the_text_with_it() -> None:
    raw = (
        "From: Vic <vic@out.example>\nTo: it-help@corp.example\nSubject: Rechnung 12\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{BANNERS['en button']}\n\n"
        "Anbei die Rechnung.\n"
    )
    message = parse(raw.encode())
    assert message.new_text == "Anbei die Rechnung."
    assert message.text.startswith("WARNING")
