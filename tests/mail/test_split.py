"""Texts of replies go in; the writer's own words must come out, whole, and the
rest must not be among them.
"""

from __future__ import annotations

import pytest

from mailtracker.mail.text.split import divide, split

WROTE = {
    "gmail en": "On Mon, Jan 5, 2026 at 9:00 AM IT help <it-help@corp.example> wrote:",
    "gmail en wrapped": "On Mon, Jan 5, 2026 at 9:00 AM IT help <it-help@corp.example>\nwrote:",
    "gmail en wrapped in the address": "On Mon, Jan 5, 2026 at 9:00 AM The whole IT help desk "
    "<\nit-help@corp.example> wrote:",
    "thunderbird en": "On 1/5/26 9:00 AM, IT help wrote:",
    "thunderbird 2": "On 2026-01-05 09:00, IT help wrote:",
    "at": "At 09:00 05.01.2026, IT help wrote:",
    "name first": "IT help <it-help@corp.example> wrote:",
    "name first wrapped": "IT help of the corporation <it-help@corp.example>\nwrote:",
    "name only": "Bo Jensen wrote:",
    "gmail de": "Am Mo., 5. Jan. 2026 um 09:00 Uhr schrieb IT help <it-help@corp.example>:",
    "gmail de wrapped": "Am Mo., 5. Jan. 2026 um 09:00 Uhr schrieb IT help "
    "<\nit-help@corp.example>:",
    "thunderbird de": "Am 05.01.26 um 09:00 schrieb IT help:",
    "apple de": "Am 05.01.2026 um 09:00 schrieb IT help <it-help@corp.example>:",
    "name first de": "Bo Jensen schrieb am 05.01.2026 um 09:00:",
    "horde de": "Zitat von Bo Jensen <bo@corp.example>:",
    "gmail nl": "Op ma 5 jan 2026 om 09:00 schreef IT help <it-help@corp.example>:",
    "thunderbird nl": "Op 05-01-2026 om 09:00 schreef IT help:",
    "apple nl": "Op 5 jan. 2026, om 09:00 heeft IT help <it-help@corp.example> het volgende "
    "geschreven:",
    "gmail da": "Den man. 5. jan. 2026 kl. 09.00 skrev IT help <it-help@corp.example>:",
    "thunderbird da": "Den 05-01-2026 kl. 09:00 skrev IT help:",
    "gmail da wrapped thrice": "Den man. 5. jan. 2026 kl. 09.00 skrev\nIT "
    "help\n<it-help@corp.example>:",
    "gmail pt": "Em seg., 5 de jan. de 2026 às 09:00, IT help <it-help@corp.example> escreveu:",
    "thunderbird pt": "Em 05/01/2026 09:00, IT help escreveu:",
    "outlook mac": "On 5 Jan 2026, at 09:00, IT help <it-help@corp.example> wrote:",
    "iso": "2026-01-05 9:00 GMT+01:00 IT help <it-help@corp.example>:",
    "fr": "Le lun. 5 janv. 2026 à 09:00, IT help <it-help@corp.example> a écrit :",
}


@pytest.mark.parametrize("wrote", WROTE.values(), ids=WROTE.keys())
def test_answer_above_a_marked_quote_is_all_that_is_new(wrote: str) -> None:
    parts = split(f"Thanks, it works.\n\nAna\n\n{wrote}\n\n> Did you restart it?\n>\n> Bo\n")
    assert parts.new == "Thanks, it works.\n\nAna"
    assert parts.quoted.replace("\n", " ").startswith(wrote.replace("\n", " "))


@pytest.mark.parametrize("wrote", WROTE.values(), ids=WROTE.keys())
def test_answer_below_a_marked_quote_is_kept(wrote: str) -> None:
    assert split(f"{wrote}\n> Did you restart it?\n\nYes, twice.\n").new == "Yes, twice."


@pytest.mark.parametrize(
    "name",
    [
        "gmail en",
        "gmail de",
        "gmail nl",
        "gmail da",
        "gmail pt",
        "thunderbird en",
        "thunderbird de",
    ],
)
def test_unmarked_quote_below_a_sure_heading_is_quoted(name: str) -> None:
    parts = split(f"Thanks, it works.\n\n{WROTE[name]}\nDid you restart it?\nBo\n")
    assert (parts.new, parts.forwarded) == ("Thanks, it works.", "")


@pytest.mark.parametrize("name", ["gmail en", "gmail de", "thunderbird da"])
def test_unmarked_quote_with_nothing_above_is_kept_because_the_answer_may_be_in_it(
    name: str,
) -> None:
    assert (
        split(f"{WROTE[name]}\nDid you restart it?\n\nYes, twice.\n").new
        == "Did you restart it?\n\nYes, twice."
    )


def test_answers_between_quotes_are_kept() -> None:
    text = (
        "On 1/5/26 9:00 AM, Bo wrote:\n> Which floor?\nThe third.\n\n> Which printer?\n\n"
        "The grey one.\nAna\n"
    )
    assert split(text).new == "The third.\n\nThe grey one.\nAna"


BLOCKS = {
    "en": "From: IT help <it@corp.example>\nSent: Monday, January 5, 2026 9:00 AM\nTo: "
    "Ana\nSubject: RE: VPN",
    "en bold": "*From:* IT help <it@corp.example>\n*Sent:* Monday, January 5, 2026 9:00 AM\n*To:* "
    "Ana\n*Subject:* RE: VPN",
    "en cc": "From: IT help\nSent: 5 January 2026 09:00\nTo: Ana; Bo;\n Carl\nCc: Dana\nSubject: "
    "RE: VPN",
    "en rule": "________________________________\nFrom: IT help\nSent: 5 January 2026 09:00\nTo: "
    "Ana\nSubject: RE: VPN",
    "en original": "-----Original Message-----\nFrom: IT help\nSent: 5 January 2026 09:00\nTo: "
    "Ana\nSubject: RE: VPN",
    "en date": "From: IT help <it@corp.example>\nDate: Monday, 5 January 2026 at 09:00\nTo: Ana "
    "<ana@example.com>\nSubject: VPN",
    "de": "Von: IT help <it@corp.example>\nGesendet: Montag, 5. Januar 2026 09:00\nAn: "
    "Ana\nBetreff: AW: VPN",
    "de original": "-----Ursprüngliche Nachricht-----\nVon: IT help\nGesendet: Montag, 5. Januar "
    "2026 09:00\nAn: Ana\nBetreff: VPN",
    "de gmx": "Gesendet: Montag, 05. Januar 2026 um 09:00 Uhr\nVon: IT help <it@corp.example>\nAn: "
    "Ana\nBetreff: Re: VPN",
    "nl": "Van: IT help <it@corp.example>\nVerzonden: maandag 5 januari 2026 09:00\nAan: "
    "Ana\nOnderwerp: RE: VPN",
    "nl original": "-----Oorspronkelijk bericht-----\nVan: IT help\nVerzonden: maandag 5 januari "
    "2026\nAan: Ana\nOnderwerp: VPN",
    "da": "Fra: IT help <it@corp.example>\nSendt: 5. januar 2026 09:00\nTil: Ana\nEmne: SV: VPN",
    "da original": "-----Oprindelig meddelelse-----\nFra: IT help\nSendt: 5. januar 2026 "
    "09:00\nTil: Ana\nEmne: SV: VPN",
    "pt": "De: IT help <it@corp.example>\nEnviada em: segunda-feira, 5 de janeiro de 2026 "
    "09:00\nPara: Ana\nAssunto: RE: VPN",
    "pt pt": "De: IT help <it@corp.example>\nEnviado: 5 de janeiro de 2026 09:00\nPara: "
    "Ana\nAssunto: RE: VPN",
    "samsung": "-------- Original message --------\nFrom: IT help <it@corp.example>\nDate: "
    "05/01/2026 09:00\nTo: Ana\nSubject: x",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_answer_above_an_outlook_block_is_all_that_is_new(block: str) -> None:
    parts = split(f"Thanks, it works.\n\nAna\n\n{block}\n\nDid you restart it?\n\nBo\n")
    assert (parts.new, parts.forwarded) == ("Thanks, it works.\n\nAna", "")
    assert parts.quoted.endswith("Did you restart it?\n\nBo")


FORWARDS = [
    "---------- Forwarded message ---------\nFrom: Carl <carl@example.com>\nDate: Mon, Jan 5, "
    "2026\nSubject: Invoice\nTo: Ana",
    "-------- Weitergeleitete Nachricht --------\nBetreff: Invoice\nDatum: Mon, 5 Jan 2026\nVon: "
    "Carl <carl@example.com>\nAn: Ana",
    "-------- Doorgestuurd bericht --------\nOnderwerp: Invoice\nVan: Carl",
    "-------- Videresendt meddelelse --------\nEmne: Invoice\nFra: Carl",
    "-------- Mensagem encaminhada --------\nAssunto: Invoice\nDe: Carl",
    "Begin forwarded message:\n\n> From: Carl <carl@example.com>\n> Subject: Invoice",
    "Anfang der weitergeleiteten Nachricht:\n\nVon: Carl <carl@example.com>\nBetreff: Invoice",
    "Start på videresendt besked:\n\nFra: Carl",
]


@pytest.mark.parametrize("heading", FORWARDS)
def test_forward_keeps_what_was_said_above_and_what_is_passed_on(heading: str) -> None:
    parts = split(f"Can you pay this?\n\n{heading}\n\nPlease pay me.\n> earlier words\n")
    assert parts.new == "Can you pay this?"
    assert "Please pay me." in parts.forwarded
    assert "earlier words" in parts.forwarded
    assert parts.quoted == ""


def test_block_with_nothing_above_it_was_passed_on() -> None:
    parts = split(BLOCKS["en"] + "\n\nCan you help?\n")
    assert (parts.new, parts.quoted) == ("", "")
    assert parts.forwarded.endswith("Can you help?")


KEPT = [
    "I read on page 3 that she wrote:\nrestart the router\nbut that does not help.",
    "On Monday the user wrote:\n\nMy VPN is down.\n\nCan you look?",
    "Hi,\nFrom: Copenhagen\nTo: Berlin\nDate: 3 March\nPlease book a flight.",
    "To: all\nPlease read this.",
    "Subject: something I forgot above\nThe printer is broken.",
    "Date: tomorrow\nTime: 9:00\nRoom: 12",
    "List:\n- one\n- two\n- three",
    "What I did:\n--verbose was on\n-- then it crashed\nmore",
    "First part\n--\n" + "\n".join(f"line {n} of the second part" for n in range(20)),
    "if a -> b then\n  c => d",
    "The text says -----Original Message----- in the middle, what is that?",
    'I was told "Sent from my iPhone" must not stand under business mail, is that so?',
    "Sent from the warehouse yesterday: 20 boxes.\nPlease confirm.",
    "As Bo wrote: it is broken.",
    "At 10:30 I wrote down the following:\nerror 42\nerror 43",
    "Am Montag schrieb der Drucker:\nPapierstau\nWas tun?",
    "Hello\n\nFrom here on it fails.\nTo reproduce: press F5\nSubject to change.",
    ">From the beginning it was broken.",
    "Order:\n\nSent: 5 boxes\nTo: Berlin\n\nThanks",
]


@pytest.mark.parametrize("text", KEPT)
def test_words_that_only_look_like_a_quote_are_kept(text: str) -> None:
    parts = split(text)
    assert parts.new == text
    assert parts.quoted == parts.forwarded == ""


def test_signature_is_not_new_but_what_follows_a_quote_is() -> None:
    assert split("Please help.\n-- \nAna Costa\nSales\n").new == "Please help."
    assert split("Please help.\n\n--\nAna Costa\n+45 1234\n").new == "Please help."
    assert (
        split("Top.\n-- \nAna\n\nOn 1/5/26 9:00 AM, Bo wrote:\n> x\n\nBelow.\n").new
        == "Top.\n\nBelow."
    )


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Sent from Outlook for iOS",
        "Get Outlook for Android",
        "Von meinem iPhone gesendet",
        "Gesendet von meinem Samsung Galaxy",
        "Diese Nachricht wurde von meinem Android-Mobiltelefon mit GMX Mail gesendet.",
        "Diese Mail wurde von meinem Handy gesendet.",
        "This message was sent from my mobile, sorry for typos.",
        "Dit bericht is verzonden vanaf mijn mobiel.",
        "Denne mail er sendt fra min telefon",
        "Esta mensagem foi enviada do meu telemóvel",
        "Ce message a été envoyé depuis mon téléphone.",
        "Verzonden vanaf mijn iPhone",
        "Sendt fra min iPhone",
        "Hent Outlook til Android",
        "Enviado do meu iPhone",
    ],
)
def test_mobile_signature_is_not_new(line: str) -> None:
    assert split(f"Yes please.\n\n{line}\n").new == "Yes please."
    assert split(f"Yes please.\n\n{line}\n\n{WROTE['gmail en']}\n> Shall I?\n").new == "Yes please."
    assert split(f"Yes please.\n{line}\n").new == "Yes please."


def test_footer_of_a_list_is_not_new() -> None:
    text = (
        "Yes.\n\n_______________________________________________\nit-help mailing list\n"
        "https://lists.corp.example/it-help\n"
    )
    assert split(text).new == "Yes."


NOTE = (
    "~~~~ IT-1042 ~~~~~~~~~~~~~~~~~~~~\nOwner: Bo\nAnswer to reach Ana.\n"
    "~~~~~~~~~~~~~~~~~~~~ IT-1042 ~~~~"
)


def test_note_of_ours_is_never_the_writers() -> None:
    assert split(f"done\n\n{NOTE}\n\nmore words").new == "done\n\nmore words"
    assert split(f"{WROTE['gmail en']}\n\n{NOTE}\n\nold\n\ndone").new == "old\n\ndone"
    quoted = "\n".join("> " + line for line in NOTE.split("\n"))
    assert split(f"done\n\n{quoted}\n> old").new == "done"


@pytest.mark.parametrize("heading", [*WROTE.values(), "Eva Lund via IT help wrote:"])
def test_a_note_right_below_a_heading_begins_a_quote_that_nothing_marks(heading: str) -> None:
    for note in (
        NOTE,
        "Answer by noon. ~IT-1042.abcdefgh2345.12~\n~~~~~~~~ IT-1042.abcdefgh2345 ~~~~",
    ):
        assert split(f"mine\n\n{heading}\n\n{note}\n\nIt drops.\n\nEva").new == "mine"


def test_note_with_a_token_in_its_marker_lines_is_one_too() -> None:
    begin, end = f"~~~~ IT-1042.abcdefgh2345 {'~' * 20}", f"{'~' * 20} IT-1042.abcdefgh2345 ~~~~"
    assert divide(f"It works.\n\n{begin}\nnote\n{end}\n").new.strip() == "It works."


def test_note_that_was_cut_off_runs_to_the_end() -> None:
    assert split("done\n" + "\n".join(NOTE.split("\n")[:2])).new == "done"


def test_tildes_of_the_writers_own_are_kept() -> None:
    text = "~~~~ my list ~~~~\none\n~~~~"
    assert split(text).new == text


def test_reply_above_this_line_begins_the_quote() -> None:
    assert (
        split("Fine.\n\n##- Please type your reply above this line -##\n\nYour ticket").new
        == "Fine."
    )


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_nothing_is_nothing(text: str) -> None:
    parts = split(text)
    assert (parts.new, parts.quoted, parts.forwarded) == ("", "", "")


def test_every_word_comes_out_somewhere() -> None:
    text = (
        f"Top words.\n\nSent from my iPhone\n\n{WROTE['gmail de']}\n> old\n\nMiddle\n\n"
        f"{BLOCKS['de']}\n\nold words\n-- \nBo\n"
    )
    parts = split(text)
    out = " ".join((parts.new, parts.quoted, parts.forwarded)).split()
    assert sorted(out) == sorted(text.split())


def test_windows_line_ends_make_no_difference() -> None:
    text = f"Yes.\n\n{BLOCKS['en']}\n\nold\n"
    assert split(text.replace("\n", "\r\n")) == split(text)


LOOKS_QUOTED = {
    "a table": "Please order:\nItem | Count\n--------\nMouse | 3",
    "an underlined heading": "Printer\n-------\nIt is broken",
    "a rule between two matters": "First request: monitor\n----\nSecond request: keyboard",
    "a sentence below two dashes": "Thanks!\n--\nIt is broken again since noon",
    "a list of one": "Please order bread.\n\n- Milk",
    "a list without blanks": "We need\n-Laptop",
    "a path": "The folder is\n/Users",
    "a parcel": "The laptop is on its way.\n\nSent via DHL on Monday, tracking 12",
    "a parcel, danish": "Skærmen er afsendt.\n\nSendt med GLS i går",
    "a parcel, portuguese": "O monitor foi despachado.\n\nEnviado via CTT ontem",
    "a journey": "Please book:\nFrom: Berlin\nTo: Paris\nDate: 5 May 2026\nSubject: "
    "conference\nThank you",
    "a journey, german": "Bitte buchen:\nVon: Berlin\nNach: Paris\nDatum: 5. Mai 2026\nBetreff: "
    "Konferenz\nDanke",
    "a form of the web": "A new entry:\nFrom: bo@corp.example\nTo: IT\nSubject: monitor\nMessage: "
    "broken screen",
    "a line of a log": "It says:\n2026-05-05 10:00:01 login for bo@corp.example failed:\nwrong "
    "password\nPlease check",
    "a meeting": "The plan:\n2026-05-05 10:00 with bo@corp.example:\nbudget\nroom",
    "a framed heading": "Für 2026:\n=== Antwort über Budget ===\nWir brauchen 5000",
    "a framed word": "Then:\n-- reply --\nor nothing happens",
    "tildes": "See:\n~~~~ hello ~~~~~~~~~~~~~~~~~~~~\nall below",
    "a broken list": "Lists:\n--\nThe mailing list staff@ is broken, please look",
}


@pytest.mark.parametrize("text", LOOKS_QUOTED.values(), ids=LOOKS_QUOTED.keys())
def test_what_looks_like_a_quote_or_a_signature_and_is_none_is_kept(text: str) -> None:
    assert split(text).new == text


@pytest.mark.parametrize("name", ["gmail en", "gmail de", "thunderbird da"])
def test_in_a_first_mail_what_stands_below_a_heading_is_passed_on_and_counts_for_the_rules(
    name: str,
) -> None:
    parts = divide(f"Look at this.\n\n{WROTE[name]}\nThe printer is on fire.\n", first=True)
    assert (parts.new, parts.quoted) == ("Look at this.", "")
    assert "on fire" in parts.forwarded


@pytest.mark.parametrize(
    ("last", "names", "own"),
    [
        ("-Roman", {"roman"}, True),
        ("- roman", {"roman"}, True),
        ("/R", {"roman"}, True),
        ("-Roman", set(), True),
        ("- roman", set(), False),
        ("-Abhishek Kona", set(), True),
    ],
)
def test_a_name_below_a_dash_is_a_signature_where_it_can_be_the_writers(
    last: str, names: set[str], own: bool
) -> None:
    parts = divide(f"It works again.\n\n{last}", names=frozenset(names))
    assert parts.new == ("It works again." if own else f"It works again.\n\n{last}")


@pytest.mark.parametrize(
    "footer",
    [
        'To unsubscribe from this list: send the line "unsubscribe it" in\nthe body of a message',
        "You received this message because you are in the group IT.\nhttps://lists.example/it",
        "Um sich von dieser Liste abzumelden, schreiben Sie an it-leave@lists.example",
        "Om je af te melden, stuur een mail naar it-leave@lists.example",
        "Pour vous désinscrire de la liste, écrivez à it-leave@lists.example",
    ],
)
def test_how_to_leave_a_list_is_nobodys_words(footer: str) -> None:
    assert split(f"Yes, twice.\n\n--\n{footer}\n").new == "Yes, twice."


def test_a_telephone_signs_below_a_name() -> None:
    assert split("Yes, twice.\n\n--\nMike\nSent from my iPad...\n").new == "Yes, twice."


@pytest.mark.parametrize(
    "said",
    [
        "Please unsubscribe me from the list, and let Bo in.",
        "To unsubscribe from the list I clicked the link, and nothing happened.",
        "To unsubscribe one has to log in, and the login is broken.",
        "You received this by mistake, it was for Bo.",
        "Um sich von der Liste abzumelden: braucht man da ein Kennwort?",
        "Om je af te melden moet je het wachtwoord kennen.",
    ],
)
def test_who_wants_to_leave_a_list_has_said_so(said: str) -> None:
    text = f"Two things.\n\n--\n{said}"
    assert split(text).new == text


GLUED = {
    "begins like French or Italian": "Il est cassé depuis ce matin.\nCordialement",
    "begins like a Danish Friday": "Freundliche Grüße",
    "begins like a Spanish Friday": "Er druckt nicht.\nViele Grüße\nPia",
    "begins like an English Monday": "Monitor two is dark again.\nRegards",
    "begins like On": "On floor three it broke again.\nKind regards",
    "a day of the month": "On 5 May it broke for good.",
    "a day and a time": "On 5 May 2026 at 9:00 it broke for good.",
    "asks": "Some printers fail since 9:00, who can come?",
    "begins like Dutch": "Op kantoor werkt het niet\nGroet",
    "begins like Portuguese": "Em casa funciona\nCumprimentos\nRui",
}
NAMED_FIRST = (
    "IT help <it@corp.example> wrote:",
    "IT help <it@corp.example> a écrit :",
    "support schrieb am Do. 20. Juni 2024 um 14:49:",
    "Bo Jensen skrev:",
)


@pytest.mark.parametrize("heading", NAMED_FIRST)
@pytest.mark.parametrize("said", GLUED.values(), ids=GLUED.keys())
def test_words_right_above_who_wrote_are_the_writers(said: str, heading: str) -> None:
    assert split(f"Hi,\n\n{said}\n{heading}\n> Does it print?\n").new == f"Hi,\n\n{said}"


@pytest.mark.parametrize(
    "line",
    ["This message was sent from my old address.", "Dit bericht is verzonden vanaf mijn adres."],
)
def test_a_sentence_that_names_no_device_is_the_writers(line: str) -> None:
    assert line in split(f"Yes please.\n\n{line}\n").new


WRAPPED = (
    "On Wed, Dec 9, Bo Jensen\n<bo@corp.example>\nwrote:",
    "On Monday, 5 January 2026 at 09:00,\nIT help <it@corp.example> wrote:",
    "Am Mo., 5. Jan.\n2026 um 09:00 schrieb IT help <it@corp.example>:",
    "On Monday,\nIT help <it@corp.example> wrote:",
    "Em seg., 5 de jan. de\n2026 às 09:00, IT help <it@corp.example> escreveu:",
    "Le lun. 5 sept. 2026 à 09:00,\nIT help\n<it@corp.example> a écrit :",
)


@pytest.mark.parametrize("heading", WRAPPED)
def test_a_wrapped_heading_goes_whole(heading: str) -> None:
    assert split(f"Yes, twice.\n\n{heading}\n> Does it print?\n").new == "Yes, twice."


FIELDS = "{} IT help <it@corp.example> {} 05/01/2026  09:00 {} Ana <ana@x.example> {} VPN"
LINED_UP = (
    "-------- Original message --------" + FIELDS.format("From:", "Date:", "To:", "Subject:"),
    "-------- Ursprüngliche Nachricht --------"
    + FIELDS.format("Von:", "Datum:", "An:", "Betreff:"),
    "-------- Oprindelig besked -------- " + FIELDS.format("Fra:", "Dato:", "Til:", "Emne:"),
    "-------- Oorspronkelijk bericht --------"
    + FIELDS.format("Van:", "Datum:", "Aan:", "Onderwerp:"),
    "-------- Mensagem original --------" + FIELDS.format("De:", "Data:", "Para:", "Assunto:"),
    "-------- Message d'origine --------" + FIELDS.format("De :", "Date :", "À :", "Objet :"),
    "----- Mail original -----\nDe: IT help <it@corp.example>\nObjet: VPN",
    "* * *\n\n**Von:** IT help <it@corp.example>\n**Gesendet:** Montag, 5. Januar 2026 09:00\n"
    "**An:** Ana\n**Betreff:** VPN",
    "De : IT help <it@corp.example>\nEnvoye : lundi 5 janvier 2026 09:00\nA : Ana\nObjet : VPN",
)


@pytest.mark.parametrize("heading", LINED_UP)
def test_a_heading_that_lost_its_lines_or_accents_opens_a_quote(heading: str) -> None:
    assert split(f"Yes, twice.\n\nAna\n{heading}\n\nDoes it print?\n").new == "Yes, twice.\n\nAna"


@pytest.mark.parametrize(
    "line",
    [
        "-------- Original message -------- is what it shows on top of each mail",
        "-----Original Message-----\nis what it shows on top of each mail",
        "-------- Weitergeleitete Nachricht --------\nsteht immer darüber",
        "-------- order 4711 -------- From: 9:00 To: 17:00",
        "---- Ursprüngliche Nachricht ---- Antwort: keine",
    ],
)
def test_a_line_that_only_speaks_of_such_a_heading_is_the_writers(line: str) -> None:
    assert line in split(f"It looks so:\n{line}\nWhat is it?\n").new
