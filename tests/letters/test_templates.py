"""The wording that we ship: every branch of every letter, in every language, is whole, honest
about replies, and readable.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from mailtracker.desk.letters import AskBack
from mailtracker.desk.request import Request, Status
from mailtracker.letters import samples
from mailtracker.letters.letters import Letters
from mailtracker.letters.samples import NAMES
from mailtracker.letters.spoken import typed
from mailtracker.mail.message import Address
from mailtracker.mail.outgoing.envelope import Rendered
from tests.letters.made import render

TEMPLATES = Path(__file__).parents[2] / "templates"
LETTERS = Letters(TEMPLATES)
LANGUAGES = ("de", "en")
REPLY = {
    "en": ("reply to this mail", "Just reply"),
    "de": ("Antwort auf diese Mail", "Antworte einfach"),
}


def every_branch(name: str) -> Iterator[dict[str, object]]:
    """Any two values together of what the letter looks at, in one language or the other."""
    sources = "".join(
        (TEMPLATES / language / f"{name}.md").read_text("utf-8") for language in LANGUAGES
    )
    usual = samples.of(name)[0]
    choices = {
        **{k: v for k, v in samples.COMMON.items() if k in usual},
        **samples.OWN[samples.KINDS[name]],
    }
    choices = {k: v if re.search(rf"\b{k}\b", sources) else v[:1] for k, v in choices.items()}
    for one, other in itertools.combinations(choices, 2):
        for pair in itertools.product(choices[one], choices[other]):
            yield usual | dict(zip((one, other), pair, strict=True))


def usual(name: str, language: str, **other: object) -> Rendered:
    return render(LETTERS, name, language, {**samples.of(name)[0], **other})


def test_both_languages_are_shipped_and_check_finds_nothing() -> None:
    assert LETTERS.languages == LANGUAGES
    assert LETTERS.check() == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_branch_is_rendered_whole(name: str, language: str) -> None:
    for values in every_branch(name):
        letter = render(LETTERS, name, language, values)
        assert letter.text.strip(), values
        assert letter.html.strip(), values
        assert bool(letter.subject) != name.startswith("note_")
        for rest in (
            "{{",
            "{%",
            "**",
            "None",
            "[]",
            "()",
            "True",
            "\ufdd0",
            "“”",
            "„“",
            " .",
            " ,",
            "..",
            "  on",
        ):
            assert rest not in letter.text, (rest, letter.text)
        assert "\ufdd0" not in letter.html


NOTES = tuple(name for name in NAMES if name.startswith("note_"))
WITH_A_SUBJECT = [
    name
    for name in NOTES
    if name not in ("note_disproven", "note_origin", "note_restored", "note_said")
    and name not in ("note_requester", "note_copied", "note_appointment")
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in NAMES if name not in NOTES])
def test_no_line_of_the_text_of_a_letter_is_longer_than_78(name: str, language: str) -> None:
    for values in samples.of(name):
        for line in render(LETTERS, name, language, values).text.splitlines():
            assert len(line) <= 78 or " " not in line.strip(), line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_what_parts_a_letter_never_ends_a_sentence(name: str, language: str) -> None:
    """A rule that lost the empty line above it reads as three hyphens behind the last word."""
    for values in every_branch(name):
        letter = render(LETTERS, name, language, values)
        assert not re.search(r"\S\s---", letter.text), letter.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NOTES)
def test_a_note_has_a_line_for_each_paragraph(name: str, language: str) -> None:
    """A telephone breaks it where it must: every line break is one that was meant."""
    for values in samples.of(name):
        note = render(LETTERS, name, language, values)
        paragraphs = re.findall(r"<(?:p|h3)\b", note.html)
        assert len(note.text.split("\n\n")) == len(paragraphs)
        assert all("\n" not in one for one in note.text.strip().split("\n\n"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WITH_A_SUBJECT)
def test_a_note_begins_with_what_its_reader_most_needs(name: str, language: str) -> None:
    """In a list of mails: by when, about what, who asks."""
    for values in samples.of(name):
        note = render(LETTERS, name, language, values)
        request = cast(Request, values["request"])
        for begins in (note.text[:100], re.sub("<[^>]+>|\n", "", note.html)[:100]):
            told = bool(values["show_subject"] and request.subject)
            assert ("VPN broken since this morning" in begins) == told
        if name in ("note_owner", "note_reopened") and request.promised_at:
            assert note.text.startswith({"en": "Answer ", "de": "Antwort "}[language])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("VPN drops", "VPN drops."),
        ("Is the VPN down?", "Is the VPN down?"),
        ("VPN drops...", "VPN drops..."),
        ("Offer:", "Offer:"),
        ("", ""),
        ("a" * 80, f"{'a' * 80}."),
        ("word " * 40, f"{'word ' * 15}word…"),
        ("VPN\n drops\u202e", "VPN drops."),
        ("<b>*x* {{ 1 }}", "<b>*x* {{ 1 }}."),
    ],
)
def test_a_subject_is_a_short_sentence_of_the_note(language: str, subject: str, said: str) -> None:
    request = replace(samples.REQUEST, subject=subject, promised_at=None)
    first = usual("note_owner", language, request=request).text.split("\n")[0]
    assert first == f"{said} Eva Lind {ASKS[language]}.".lstrip()


ASKS = {"en": "asks", "de": "fragt"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["note_owner", "note_more", "note_reopened", "note_handed"])
def test_the_owner_reads_by_name_who_will_read_the_answer(name: str, language: str) -> None:
    own = {"others": ("Tom Berg",)} if name == "note_owner" else {}
    text = usual(name, language, copied=("Tom Berg",), **own).text
    goes = {"en": "to Eva Lind, with a copy to Tom Berg.", "de": "an Eva Lind, in Kopie an Tom"}
    assert goes[language] in text.split("\n\n")[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["note_owner", "note_handed", "assigned"])
def test_who_knows_the_words_is_taught_them_no_more(name: str, language: str) -> None:
    taught, brief = (flat(usual(name, language, brief=one).text) for one in (False, True))
    for word in ("done", "mine", "for NAME"):
        assert typed(word, language) in taught
        assert typed(word, language) in brief
    lesson = {"en": "somebody else should have it", "de": "jemand anderes soll es haben"}[language]
    assert lesson in taught
    assert lesson not in brief


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["note_requester", "note_copied", "files_stay"])
def test_an_answer_that_closes_says_so_itself(name: str, language: str) -> None:
    closed = replace(samples.REQUEST, status=Status.CLOSED)
    word = {"en": "closed", "de": "geschlossen"}[language]
    assert word in flat(usual(name, language, request=closed).text)
    assert word not in flat(usual(name, language).text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_letter_says_who_a_reply_reaches(name: str, language: str) -> None:
    lines = ("note_origin", "note_restored", "note_appointment", "note_said")
    if name in lines:  # of another note, or below one
        return
    for values in samples.of(name):
        request = cast(Request, values.get("request"))
        if name in ("note_owner", "note_handed") and not request.requester.email:
            continue  # note_origin says so, above it
        text = " ".join(render(LETTERS, name, language, values).text.split())
        assert any(words in text for words in REPLY[language]), text


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("note_")])
def test_the_languages_say_the_same_facts(name: str) -> None:
    facts = ("IT-1042", "Bo Jensen", "Eva Lind", "Sam Okoro", "15:30", "VPN broken", "mailtracker")
    for values in samples.of(name):
        english, german = (render(LETTERS, name, language, values) for language in ("en", "de"))
        for fact in facts:
            assert (fact in flat(english.text)) == (fact in flat(german.text)), (
                fact,
                english.text,
                german.text,
            )


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_an_outsider_is_never_sent_the_subject_back(name: str, language: str) -> None:
    """docs/reliability.md, S1. Letters to people of the house may quote it: a subject of
    their own is shown on purpose.
    """
    if name in ("gap", "quarantined"):
        return
    letter = render(
        LETTERS,
        name,
        language,
        {**samples.of(name)[0], "show_subject": False, "subject": "[IT-1042]"},
    )
    assert "VPN broken" not in letter.subject + letter.text + letter.html


THREAD = (
    "receipt",
    "assigned",
    "reminder",
    "handed_owner",
    "handed_requester",
    "slipped_requester",
    "closed",
    "confirm",
)


@pytest.mark.parametrize("name", [*THREAD, "ask_back", "unverified", "undelivered"])
def test_mail_that_stays_in_the_thread_keeps_its_subject(name: str) -> None:
    for language in LANGUAGES:
        assert usual(name, language).subject == "Re: [IT-1042] VPN broken since this morning"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["ask_back", "confirm", "handed_owner", "note_handed"])
def test_where_who_asked_is_in_doubt_no_answer_is_said_to_reach_them(
    name: str, language: str
) -> None:
    """And nobody is asked for an answer that no one would read."""
    asked = replace(samples.REQUEST, requester=Address("Eva Lind (?)", ""), copied=())
    reaches = re.compile(
        r"(?:goes to|geht an) Eva|Lind \(\?\) replies|Schreibt Eva|still counts|das zählt"
        r"|short word|kurzes Wort|does not settle|erledigt das nicht"
    )
    for values in samples.of(name):
        values = {**values, "request": replace(asked, promised_at=samples.NOW), "copied": ()}
        text = flat(render(LETTERS, name, language, values).text)
        assert not reaches.search(text), text
        inside = values.get("to_owner") or values.get("to_requester")
        assert inside or re.search("nobody by itself|von selbst niemanden", text)


def test_a_letter_about_no_request_needs_no_request() -> None:
    for name in ("quarantined", "trouble", "rules_rejected"):
        assert not {"request", "owner", "subject"} & set(samples.of(name)[0])


def test_the_receipt_says_who_when_what_if_and_how_to_correct() -> None:
    text = flat(usual("receipt", "en").text)
    assert "Bo Jensen has it. You will have an answer by 15:30 today." in text
    assert "Sam Okoro takes over" in text
    assert "the wrong person? Anything to add? Just reply" in text
    assert "Your reference is IT-1042" in text
    german = flat(usual("receipt", "de").text)
    assert "Bo Jensen kümmert sich darum. Antwort bekommst du heute bis 15:30 Uhr." in german
    assert "übernimmt Sam Okoro" in german


def test_the_receipt_needs_neither_zone_nor_reader_from_its_caller() -> None:
    values = {
        k: v for k, v in samples.of("receipt")[0].items() if k not in ("reader", "show_zone")
    } | {"outside": False}
    assert "closed" not in render(LETTERS, "receipt", "en", values).text
    assert "We are closed right now; that time takes it into account." in flat(
        render(LETTERS, "receipt", "en", {**values, "outside": True}).text
    )


def test_a_missed_promise_is_owned_up_to_and_a_kept_one_is_not() -> None:
    for language, sorry in (("en", "We are sorry"), ("de", "Das tut uns leid")):
        assert sorry in flat(usual("handed_requester", language, late=True).text)
        assert sorry not in flat(usual("handed_requester", language, late=False).text)
        assert sorry in flat(usual("slipped_requester", language, late=True).text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reply_to_a_colleague_in_the_team_lane_leads_back_to_them(language: str) -> None:
    text = flat(usual("note_team", language).text)
    assert re.search(r"(goes to|geht nur an) Ana Costa", text)
    assert not re.search(r"(goes to|geht an) Eva Lind", text)


@pytest.mark.parametrize("name", ["slipped_manager", "gap", "held"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_owner_who_reads_a_team_letter_is_told_that_a_reply_reaches_the_requester(
    name: str, language: str
) -> None:
    footer = usual(name, language, reader="bo").text.rpartition("-- \n")[2]
    assert "Eva Lind" in footer
    assert "Bo Jensen" not in footer
    assert "Bo Jensen" in usual(name, language, reader="ana").text.rpartition("-- \n")[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_owner_is_told_the_three_words(language: str) -> None:
    for name in ("note_owner", "note_handed", "assigned"):
        text = flat(usual(name, language).text)
        assert all(typed(word, language) in text for word in ("done", "mine", "for NAME"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_on_a_request_is_short(language: str) -> None:
    assert len(usual("note_owner", language).text.splitlines()) <= 10
    assert len(usual("note_requester", language).text.splitlines()) == 1


@pytest.mark.parametrize(
    ("why", "line", "names", "says"),
    [
        ("word", "dnoe", (), "not sure whether that was meant for us"),
        ("when", "snooze later", (), "not sure until when that is"),
        ("closed", "waiting", (), "but IT-1042 is closed"),
        ("below", "answered", (), "and more stands below it"),
        ("several", "for sam", ("Sam Okoro", "Sam Park"), "could be Sam Okoro and Sam Park"),
        ("nobody", "For Zoe", (), "we know nobody of that name"),
        ("has it", "for bo", ("Bo Jensen",), "Bo Jensen has IT-1042 already"),
        ("not yours", "Done", (), "for the person who has IT-1042, and that is Bo Jensen"),
        ("barred", "for sam", ("Sam Okoro",), "Sam Okoro cannot have it"),
        ("outside", "add vic", ("vic@vendor.example",), "none of us"),
        ("salutation", "for sam", ("Sam Okoro",), "goes to Sam Okoro alone"),
        ("empty", "", (), "without a text of its own"),
        ("automatic", "", (), "automatic notice"),
        ("no token", "", (), "no reply to a mail of ours"),
        ("disproven", "", (), "did not come from you"),
    ],
)
def test_asking_back_says_what_was_not_understood_and_that_nothing_went_on(
    why: str, line: str, names: tuple[str, ...], says: str
) -> None:
    given = {"why": why, "line": line, "names": names}
    text = flat(usual("ask_back", "en", **given).text)
    assert says in text
    assert "nothing was sent on" in text
    assert "the word send" in text
    assert "nichts weitergegeben" in flat(usual("ask_back", "de", **given).text)


def test_every_reason_to_ask_back_has_its_own_words() -> None:
    said = {usual("ask_back", "en", why=why).text for why in samples.OWN[AskBack]["why"]}
    assert len(said) == len(samples.OWN[AskBack]["why"])


def test_whoever_has_no_name_is_called_by_the_address() -> None:
    nameless = samples.REQUEST.__class__
    request = nameless(
        **{f: getattr(samples.REQUEST, f) for f in nameless.__slots__}
        | {"requester": Address("", "x@y.example")}
    )
    text = flat(usual("note_owner", "en", request=request).text)
    assert ": VPN broken since this morning. x@y.example asks." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_first_name_the_greeting_is_still_a_greeting(language: str) -> None:
    hello = {"en": "Hello,", "de": "Hallo,"}[language]
    assert usual("receipt", language, to_name="").text.startswith(hello)
    assert usual("receipt", language, to_name="Eva").text.startswith(
        {"en": "Hi Eva,", "de": "Hallo Eva,"}[language]
    )


def test_german_says_du() -> None:
    for name in NAMES:
        for values in samples.of(name):
            words = set(re.findall(r"\b\w+\b", render(LETTERS, name, "de", values).text))
            assert not words & {"Ihnen", "Ihre", "Ihr", "Ihrer", "Ihren"}


def test_no_letter_fetches_anything_from_anywhere() -> None:
    """No image, no script, no tracking, no link that is not a mail address:
    nothing in our mail phones home.
    """
    for language, name in itertools.product(LANGUAGES, NAMES):
        page = usual(name, language).html
        assert not re.search(
            r"<(img|script|link|iframe|form|object)\b|url\(|https?://|@import|\son\w+=", page
        )
