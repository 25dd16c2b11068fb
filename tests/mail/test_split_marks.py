"""Answers go in as mailers of many languages write them; the writer's own words must come out
whole and clean, and what only looks like a mark of theirs must stay.
"""

from __future__ import annotations

import time

import pytest

from mailtracker.mail.text.split import divide, split

OWN = "It is the paper tray again.\n\nAna"
BELOW = "Which printer do you mean?\n\nBo"

GROUPWISE = {
    "address": ">>> Bo Jensen <bo@corp.example> 11/23/26 09:02 >>>",
    "no address": '>>> "Bo Jensen" 23.11.2026 09:02 >>>',
    "german clock": ">>> Bo Jensen 23.11.2026 09.02 >>>",
    "twelve hours": ">>> Bo Jensen 11/23/2026 9:02 PM >>>",
    "wrapped": ">>> Bo Jensen of the printer people <bo@corp.example> 11/23/26\n09:02 >>>",
    "english verb": ">>> On 11/23/2026 at 9:02 AM, in message\n<65A1.0042@gw.corp.example>, "
    "Bo Jensen <bo@corp.example> wrote:",
    "german verb": ">>> Bo Jensen <bo@corp.example> schrieb am 23.11.2026 um 09:02 in Nachricht\n"
    "<65A1.0042@gw.corp.example>:",
}


@pytest.mark.parametrize("heading", GROUPWISE.values(), ids=GROUPWISE.keys())
def test_heading_of_groupwise_begins_the_quote(heading: str) -> None:
    assert split(f"{OWN}\n\n{heading}\n{BELOW}\n").new == OWN
    marked = BELOW.replace("\n", "\n> ")
    assert split(f"{OWN}\n\n{heading}\n> {marked}\n\nAnd toner, too.").new == f"{OWN}\n\n" + (
        "And toner, too."
    )


def test_answer_below_a_heading_of_groupwise_is_kept() -> None:
    assert "Yes, twice." in split(f"{GROUPWISE['address']}\nShall I?\n\nYes, twice.").new


def test_third_level_of_a_marked_quote_takes_no_words_below_it() -> None:
    text = (
        "On 1/5/26 9:00 AM, Bo wrote:\n> Well.\n>>> Cleo Ray <cleo@corp.example> 11/23/26 09:02 "
        ">>>\n\nMy answer.\n\nAnd more."
    )
    assert split(text).new == "My answer.\n\nAnd more."


IN_TAGS = {
    "en": "<div>-------- Original message --------</div><div>From: Bo <bo@corp.example></div>",
    "de": "<div>-------- Ursprüngliche Nachricht --------</div>\n<div>Von: Bo Jensen</div>",
    "nl": "<br><div>-------- Oorspronkelijk bericht --------</div>",
    "pt": '<div style="x">-------- Mensagem original --------</div><div>De: Bo</div>',
}


@pytest.mark.parametrize("heading", IN_TAGS.values(), ids=IN_TAGS.keys())
def test_tags_that_a_telephone_left_hide_no_frame(heading: str) -> None:
    assert split(f"{OWN}\n\n{heading}\n{BELOW}").new == OWN


YOU_WROTE = {
    "en": "On Nov 23, 2026 you wrote:",
    "en clock": "On 11/23/2026 9:02 AM you wrote:",
    "de": "Am 23. November 2026 schrieben Sie:",
    "de du": "Am 23.11.2026 schriebst du:",
    "nl": "Op 23 november 2026 schreef u:",
    "da": "Den 23. november 2026 skrev du:",
    "pt": "Em 23 de novembro de 2026 você escreveu:",
    "fr": "Le 23 novembre 2026, vous avez écrit :",
}


@pytest.mark.parametrize("heading", YOU_WROTE.values(), ids=YOU_WROTE.keys())
def test_what_you_wrote_on_a_date_is_quoted(heading: str) -> None:
    assert split(f"{OWN}\n\n{heading}\n{BELOW}").new == OWN


WITHOUT_VERB = {
    "slashes": "2026/11/23 Bo Jensen <bo@corp.example>",
    "wrapped": "2026/11/23 Bo Jensen of the printers\n<bo@corp.example>",
    "colon": "23.11.2026 Bo Jensen <bo@corp.example>:",
    "dashes and time": "2026-11-23 09:02 GMT+01:00 Bo Jensen <bo@corp.example>",
    "day": "Mon, 23 Nov 2026 Bo Jensen <bo@corp.example>:",
}


@pytest.mark.parametrize("heading", WITHOUT_VERB.values(), ids=WITHOUT_VERB.keys())
def test_date_name_and_address_above_a_quote_are_its_heading(heading: str) -> None:
    assert split(f"{OWN}\n\n{heading}\n\n> Which one?\n").new == OWN


WROTE = {
    "pl apple": "Wiadomość napisana przez Bo Jensen bo@corp.example w dniu 23.11.2026, o 09:02:",
    "pl gmail": "pon., 23 lis 2026 o 09:02 Bo Jensen <bo@corp.example> napisał(a):",
    "pl": "W dniu 23.11.2026 o 09:02, Bo Jensen pisze:",
    "ro gmail": "lun., 23 nov. 2026, 09:02 Bo Jensen <bo@corp.example> a scris:",
    "ro": "Pe 23.11.2026 09:02, Bo Jensen a scris:",
    "ro long": "În data de lun., 23 nov. 2026 la 09:02, Bo Jensen <bo@corp.example> a scris:",
    "hu": "2026. 11. 23. 9:02 keltezéssel, Bo Jensen <bo@corp.example> írta:",
    "hu gmail": "Bo Jensen <bo@corp.example> ezt írta (időpont: 2026. nov. 23., H, 9:02):",
    "fi": "Bo Jensen <bo@corp.example> kirjoitti 23.11.2026 kello 9.02:",
    "el": "Στις Δευ 23 Νοε 2026 στις 9:02 π.μ., ο χρήστης Bo <bo@corp.example> έγραψε:",
    "cs": "Dne 23.11.2026 v 09:02 Bo Jensen napsal(a):",
    "cs gmail": "po 23. 11. 2026 v 9:02 odesílatel Bo Jensen <bo@corp.example> napsal:",
    "sk": "Dňa 23.11.2026 o 09:02 Bo Jensen <bo@corp.example> napísal:",
    "tr": "Bo Jensen <bo@corp.example>, 23 Kas 2026 Pzt, 09:02 tarihinde şunu yazdı:",
    "uk": "пн, 23 лист. 2026 р. о 09:02 Bo Jensen <bo@corp.example> пише:",
    "ja gmail": "2026年11月23日(月) 9:02 Bo Jensen <bo@corp.example>:",
    "ja apple": "2026/11/23 9:02、Bo Jensen <bo@corp.example>のメール:",
    "zh gmail": "Bo Jensen <bo@corp.example> 于2026年11月23日周一 09:02写道：",
    "zh tw": "Bo Jensen <bo@corp.example> 於 2026年11月23日 週一 上午9:02寫道：",
    "ko gmail": "2026년 11월 23일 (월) 오전 9:02, Bo Jensen <bo@corp.example>님이 작성:",
}


@pytest.mark.parametrize("heading", WROTE.values(), ids=WROTE.keys())
@pytest.mark.parametrize("mark", ["", "> "], ids=["unmarked", "marked"])
def test_line_that_says_who_wrote_is_known_in_its_language(heading: str, mark: str) -> None:
    assert split(f"{OWN}\n\n{heading}\n\n{mark}Which one?\n").new == OWN


LABELS = {
    "pl": ("Od", "Wysłane", "Do", "Temat"),
    "ro": ("De la", "Trimis", "Către", "Subiect"),
    "hu": ("Feladó", "Elküldve", "Címzett", "Tárgy"),
    "fi": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
    "el": ("Από", "Στάλθηκε", "Προς", "Θέμα"),
    "cs": ("Od", "Odesláno", "Komu", "Předmět"),
    "tr": ("Kimden", "Tarih", "Kime", "Konu"),
    "ko": ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
}


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS.keys())
def test_block_of_header_fields_is_known_in_its_language(labels: tuple[str, ...]) -> None:
    values = ("Bo Jensen <bo@corp.example>", "23.11.2026 09:02", "Ana", "RE: x")
    block = "\n".join(f"{label}: {value}" for label, value in zip(labels, values, strict=True))
    assert split(f"{OWN}\n\n{block}\n\n{BELOW}").new == OWN


MARKED_DATES = {
    "de": "Von: Bo\nGesendet: \u200eMontag\u200e, \u200e23\u200e. \u200eNovember\u200e "
    "\u200e2026 \u200e9\u200e:\u200e02\nAn: Ana",
    "en": "From: Bo\nSent: \u200eMonday\u200e, \u200eNovember\u200e \u200e23\u200e, \u200e2026 "
    "\u200e9\u200e:\u200e02\u200e \u200eAM\nTo: Ana",
    "da": "\u200eFra: Bo\n\u200eSendt: \u200e23\u200e. \u200enovember\u200e \u200e2026 "
    "\u200e09\u200e:\u200e02\nTil: Ana\nEmne: SV: x",
}


@pytest.mark.parametrize("block", MARKED_DATES.values(), ids=MARKED_DATES.keys())
def test_marks_of_direction_hide_no_block_of_header_fields(block: str) -> None:
    assert split(f"{OWN}\n\n{block}\n\n{BELOW}").new == OWN


HEADING = "On Mon, Nov 23, 2026 at 9:02 AM Bo <bo@corp.example> wrote:"


@pytest.mark.parametrize("mark", ["| ", "C> ", "BJ> ", "\t", "|"])
def test_other_marks_right_below_a_heading_are_quotes(mark: str) -> None:
    quote = f"{mark}Which one?\n{mark}The grey one?\n"
    assert split(f"{HEADING}\n{quote}\n{OWN}").new == OWN
    assert split(f"{OWN}\n\n{HEADING}\n\n{quote}").new == OWN


def test_indented_lines_below_words_of_the_writer_are_theirs() -> None:
    text = f"{HEADING}\n\n\tWhich ones?\n\nThese:\n\n\tthe grey one\n\tthe blue one"
    assert split(text).new == "These:\n\n\tthe grey one\n\tthe blue one"


def test_a_table_s_cell_is_no_indented_line() -> None:
    assert split(f"{OWN}\n\n{HEADING}\n\n\tHello Eva,\n\nwhich ones?\n\nBo").new == OWN


def test_mail_that_a_mailer_indents_is_quoted() -> None:
    block = (
        "\tFrom bo@corp.example Mon Nov 23 09:02:00 2026\n\tFrom: Bo <bo@corp.example>\n"
        "\tTo: Ana <ana@corp.example>\n\tSubject: x\n\tDate: Mon, 23 Nov 2026 09:02:00 +0100\n\n"
        "\tWhich one?"
    )
    assert split(f"{OWN}\n\n{block}").new == OWN


def test_words_typed_right_behind_a_heading_are_the_writers() -> None:
    heading = "On Mon, 2026-11-23 at 09:02 +0100, Bo Jensen wrote:"
    assert split(f"{heading}done\n\nA new key.\n\n> It fails.\n").new == "done\n\nA new key."


TELEPHONES = [
    "Lähetetty iPhonesta",
    "Wysłane z iPhone'a",
    "Odesláno z iPhonu",
    "Scarica Outlook per iOS",
    "Hämta Outlook för iOS",
    "Pobierz aplikację Outlook dla systemu iOS",
    "Von Outlook für Mac gesendet",
    "Get BlueMail for Android",
    "Sent from Spark",
    "Отправлено с iPhone",
    "iPhoneから送信",
    "发自我的iPhone",
    "Trimis de pe iPhone",
    "iPhone'umdan gönderildi",
    "Στάλθηκε από το iPhone μου",
    "Sent from my iPhone, please excuse typos",
    "Sent from my Verizon, Samsung Galaxy smartphone",
    "Sent from my Android device with K-9 Mail. Please excuse my brevity.",
]


@pytest.mark.parametrize("line", TELEPHONES)
def test_line_of_a_telephone_signs(line: str) -> None:
    assert split(f"mine\n\n{line}").new == "mine"


OWN_WORDS = {
    "from a desk": "Thanks.\n\nSent from my desk, it is easier to write there.",
    "from a spare one": "Hello,\n\nSent from my old laptop because the new one is dead",
    "from home": "Bitte melden.\n\nVon meinem Rechner wird nichts mehr gesendet, er ist kaputt",
    "data": "It crashes.\n\n---\nOS: Debian 12\nBuild: 7.6",
    "data below two dashes": "It crashes.\n\n--\nVersion: 4.2\nBrowser: Firefox",
    "one field": "Please order.\n\n-----\nColour: grey",
    "short sentence": "First.\n\n-----\n\nThe second, and that matters more.",
    "very short sentence": "First.\n\n---\nIt works.",
    "no full stop": "First.\n\n-----\nplease call me back",
    "one word": "First.\n\n-----\nurgent",
    "sentence below two dashes": "First.\n\n--\nthe printer is broken",
    "a parcel, hungarian": "Kész.\n\nAz iPhone elküldve",
    "a parcel, turkish": "Tamam.\n\nTelefon gönderildi",
    "a parcel from a house": "Where is it?\n\nSent from the warehouse yesterday",
    "a wish": "Please order.\n\nGet Spark for the whole team",
    "a date told": "On 23 November the user wrote:\nrestart the router\nbut that does not help.",
    "you wrote on a day": "On Monday you wrote:\n\nIt is done.\n\nIt is not.",
    "a table": "The list:\n\n| Item | 3 |\n| Other | 4 |",
    "a prompt": "I typed this:\nC> dir\nC> cd temp\nand nothing came.",
}


@pytest.mark.parametrize("text", OWN_WORDS.values(), ids=OWN_WORDS.keys())
def test_words_that_only_look_so_are_the_writers(text: str) -> None:
    assert split(text).new == text


SIGNED = {
    "name and post": "---\nAna Costa\nHead of sales",
    "name and number": "-----\nAna Costa\nTel: +45 12 34 56 78",
    "office": "--\nAna Costa\nOffice: 3.14",
    "firm": "--\nAna Costa\nAcme Holding Inc.",
    "wish": "--\nKind regards\nAna",
    "mail": "____\nana@corp.example",
}


@pytest.mark.parametrize("below", SIGNED.values(), ids=SIGNED.keys())
def test_what_signs_below_a_drawn_line_is_no_word_of_the_mail(below: str) -> None:
    assert divide(f"It works.\n\n{below}", names=frozenset({"ana", "costa"})).new == "It works."


MANY = {
    "headings of groupwise": ">>> a b c 2026 9:00\n" * 8_000,
    "one long such heading": ">>> " + "a " * 16_000,
    "statements of gateways": "this email external external " * 8_000,
    "paragraphs of gateways": "CAUTION: this email is from outside.\n\n" * 8_000,
    "stops": ". ! : " * 8_000,
    "tags": "<div>\n" * 8_000,
    "verbs": "wrote: wrote" * 8_000,
    "signatures": "---\nAna Costa\n\n" * 8_000,
    "dates": "2026 a\n<b\n" * 8_000,
    "other marks": f"{HEADING}\n| a\n" * 2_000,
}


@pytest.mark.parametrize("text", MANY.values(), ids=MANY.keys())
def test_many_marks_are_told_in_linear_time(text: str) -> None:
    started = time.process_time()
    split(text)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "below",
    ["Eva Lund | HR | Corp\nT: +351 123 456 789", "Eva Lund|Head of HR", "Eva | www.corp.example"],
)
def test_what_stands_below_two_dashes_may_be_parted_by_bars(below: str) -> None:
    assert split(f"{OWN}\n\n--\n{below}").new == OWN


def test_a_table_below_two_dashes_is_the_writer_s() -> None:
    text = f"{OWN}\n\n--\n| a | b |\n| 1 | 2 |"
    assert split(text).new == text
