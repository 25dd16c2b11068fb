"""The wording that we ship: every branch of every letter, in every language, is whole, honest
about replies, and readable.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from mailtracker.desk.letters import AskBack
from mailtracker.desk.request import Request, Status
from mailtracker.letters import samples
from mailtracker.letters.samples import NAMES
from mailtracker.letters.spoken import typed, whole_day
from mailtracker.letters.wordings.spoken_here import WORDINGS
from mailtracker.mail.message import Address
from mailtracker.mail.outgoing.envelope import Rendered
from tests.letters.made import render
from tests.letters.phrases import SAID
from tests.shipped_letters import shipped_letters

TEMPLATES = Path(__file__).parents[2] / "templates"
LETTERS = shipped_letters()
LANGUAGES = LETTERS.languages


def test_each_language_is_looked_at() -> None:
    assert set(SAID) == set(LANGUAGES) == set(WORDINGS)


OF_TWO_DAYS = {
    "en": "from until",
    "de": "von ab bis",
    "nl": "van vanaf t/m",
    "da": "fra med",
    "pt": "partir a até",
}
"""What stands before a day that is one of two."""


@pytest.mark.parametrize("name", ["away_noticed", "away_said", "away_told"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_absence_of_one_day_names_that_day_alone(name: str, language: str) -> None:
    today = samples.NOW.date()
    said = whole_day(today, today, language)
    for values in samples.of(name):
        if values.get("left") or values.get("did") == "back":
            continue
        page = render(LETTERS, name, language, values | {"start": today, "end": today})
        for words in (page.subject, " ".join(page.text.replace("*", "").split())):
            before, found, _ = words.partition(said)
            assert found, words
            assert before.split()[-1] not in OF_TWO_DAYS[language].split(), words


def every_branch(name: str, language: str) -> Iterator[dict[str, object]]:
    """Any two values together of what the letter looks at."""
    sources = (TEMPLATES / language / f"{name}.md").read_text("utf-8")
    usual = samples.of(name)[0]
    choices = {
        **{k: v for k, v in samples.COMMON.items() if k in usual},
        **samples.OWN[samples.KINDS[name]],
    }
    choices = {k: v if re.search(rf"\b{k}\b", sources) else v[:1] for k, v in choices.items()}
    others = {key: [v for v in values if v != usual[key]] for key, values in choices.items()}
    yield usual
    for key, values in others.items():
        yield from (usual | {key: value} for value in values)
    for one, other in itertools.combinations(others, 2):
        for pair in itertools.product(others[one], others[other]):
            yield usual | dict(zip((one, other), pair, strict=True))


def usual(name: str, language: str, **other: object) -> Rendered:
    return render(LETTERS, name, language, {**samples.of(name)[0], **other})


def test_check_finds_nothing_in_what_is_shipped() -> None:
    assert LETTERS.check() == []


REST = (
    *("{{", "{%", "**", "None", "[]", "()", "True", "\ufdd0", "“”", "„“", "””"),
    *(" .", " ,", "..", "  on ", " :", " ;"),
)
FULLY = ("en", "de")
"""Of which every branch is written in each run; the samples are `check`'s, in every language."""


def whole(name: str, language: str) -> None:
    """Nothing is left of the template, and the rule that parts a letter ends no sentence: one that
    lost the empty line above it reads as three hyphens behind the last word.
    """
    for values in every_branch(name, language):
        letter = render(LETTERS, name, language, values)
        assert letter.text.strip(), values
        assert letter.html.strip(), values
        assert bool(letter.subject) != name.startswith("note_")
        for rest in REST:
            assert rest not in letter.text, (rest, letter.text)
        assert "\ufdd0" not in letter.html
        assert not re.search(r"\S\s---", letter.text), letter.text


@pytest.mark.parametrize("name", NAMES)
def test_every_branch_is_rendered_whole(name: str) -> None:
    for language in FULLY:
        whole(name, language)


@pytest.mark.proof(part="languages")
@pytest.mark.parametrize("language", [one for one in LANGUAGES if one not in FULLY])
def test_every_branch_is_rendered_whole_in_each_language(language: str) -> None:
    for name in NAMES:
        whole(name, language)


NOTES = tuple(name for name in NAMES if name.startswith("note_"))
WITH_A_SUBJECT = [
    name
    for name in NOTES
    if name not in ("note_disproven", "note_origin", "note_restored", "note_said")
    and name not in ("note_requester", "note_copied", "note_appointment")
]


def test_no_line_of_the_text_of_a_letter_is_longer_than_78() -> None:
    for name, language, values in every_sample(letter for letter in NAMES if letter not in NOTES):
        for line in render(LETTERS, name, language, values).text.splitlines():
            assert len(line) <= 78 or " " not in line.strip(), line


def every_sample(names: Iterable[str]) -> Iterator[tuple[str, str, dict[str, object]]]:
    for name, language in itertools.product(names, LANGUAGES):
        for values in samples.of(name):
            yield name, language, values


def test_a_note_has_a_line_for_each_paragraph() -> None:
    """A telephone breaks it where it must: every line break is one that was meant."""
    for name, language, values in every_sample(NOTES):
        note = render(LETTERS, name, language, values)
        paragraphs = re.findall(r"<(?:p|h3)\b", note.html)
        assert len(note.text.split("\n\n")) == len(paragraphs), note.text
        assert all("\n" not in one for one in note.text.strip().split("\n\n"))


def test_a_note_begins_with_what_its_reader_most_needs() -> None:
    """In a list of mails: by when, about what, who asks."""
    for name, language, values in every_sample(WITH_A_SUBJECT):
        note = render(LETTERS, name, language, values)
        request = cast(Request, values["request"])
        for begins in (note.text[:125], re.sub("<[^>]+>|\n", "", note.html)[:125]):
            told = bool(values["show_subject"] and request.subject)
            assert ("VPN broken since this morning" in begins) == told
        if name in ("note_owner", "note_reopened") and request.promised_at:
            assert note.text.startswith(SAID[language].answer)


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
def test_a_subject_is_a_short_sentence_of_the_note(subject: str, said: str) -> None:
    request = replace(samples.REQUEST, subject=subject, promised_at=None)
    for language in LANGUAGES:
        first = usual("note_owner", language, request=request).text.split("\n")[0]
        assert first == f"{said} {SAID[language].asks}".lstrip()


@pytest.mark.parametrize("name", ["note_owner", "note_more", "note_reopened", "note_handed"])
def test_the_owner_reads_by_name_who_will_read_the_answer(name: str) -> None:
    own = {"others": ("Tom Berg",)} if name == "note_owner" else {}
    for language in LANGUAGES:
        text = usual(name, language, copied=("Tom Berg",), **own).text
        assert SAID[language].goes in text.split("\n\n")[1]


@pytest.mark.parametrize("name", ["note_owner", "note_handed", "assigned"])
def test_who_knows_the_words_is_taught_them_no_more(name: str) -> None:
    for language in LANGUAGES:
        taught, brief = (flat(usual(name, language, brief=one).text) for one in (False, True))
        for word in ("done", "mine", "for NAME"):
            assert typed(word, language) in taught
            assert typed(word, language) in brief
        assert SAID[language].lesson in taught
        assert SAID[language].lesson not in brief


@pytest.mark.parametrize("name", ["note_requester", "note_copied", "files_stay"])
def test_an_answer_that_closes_says_so_itself(name: str) -> None:
    closed = replace(samples.REQUEST, status=Status.CLOSED)
    for language in LANGUAGES:
        assert SAID[language].closed in flat(usual(name, language, request=closed).text)
        assert SAID[language].closed not in flat(usual(name, language).text)


def test_every_letter_says_who_a_reply_reaches() -> None:
    above_or_below_another = ("note_origin", "note_restored", "note_appointment", "note_said")
    for name, language, values in every_sample(NAMES):
        request = cast(Request, values.get("request"))
        if name in above_or_below_another:
            continue
        if name in ("note_owner", "note_handed") and not request.requester.email:
            continue  # note_origin says so, above it
        text = flat(render(LETTERS, name, language, values).text)
        assert any(words in text for words in SAID[language].reply), text


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("note_")])
def test_the_languages_say_the_same_facts(name: str) -> None:
    facts = ("IT-1042", "Bo Jensen", "Eva Lind", "Sam Okoro", "15:30", "VPN broken", "mailtracker")
    for values in samples.of(name):
        told = {
            language: flat(render(LETTERS, name, language, values).text).replace("15.30", "15:30")
            for language in LANGUAGES
        }
        for fact in facts:
            assert len({fact in text for text in told.values()}) == 1, (fact, told)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_an_outsider_is_never_sent_the_subject_back() -> None:
    """docs/reliability.md, S1. Letters to people of the house may quote it: a subject of
    their own is shown on purpose.
    """
    for name, language in itertools.product(NAMES, LANGUAGES):
        if name not in ("gap", "quarantined"):
            letter = usual(name, language, show_subject=False, subject="[IT-1042]")
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


@pytest.mark.parametrize("name", ["ask_back", "confirm", "handed_owner", "note_handed"])
def test_where_who_asked_is_in_doubt_no_answer_is_said_to_reach_them(name: str) -> None:
    """And nobody is asked for an answer that no one would read."""
    asked = replace(samples.REQUEST, requester=Address("Eva Lind (?)", ""), copied=())
    doubted = {"request": replace(asked, promised_at=samples.NOW), "copied": ()}
    for _, language, values in every_sample([name]):
        said = SAID[language]
        reaches = rf"(?:{said.goes_to}) Eva|Lind \(\?\) replies|{said.of_answers}"
        text = flat(render(LETTERS, name, language, {**values, **doubted}).text)
        assert not re.search(reaches, text), text
        inside = values.get("to_owner") or values.get("to_requester")
        assert inside or said.nobody in text


def test_a_letter_about_no_request_needs_no_request() -> None:
    for name in ("quarantined", "trouble", "rules_rejected"):
        assert not {"request", "owner", "subject"} & set(samples.of(name)[0])


def test_the_receipt_says_who_when_what_if_and_how_to_correct() -> None:
    text = flat(usual("receipt", "en").text)
    assert "the wrong person? Anything to add? Just reply" in text
    assert "Your reference is IT-1042" in text
    for language in LANGUAGES:
        told = flat(usual("receipt", language).text)
        assert all(said in told for said in SAID[language].receipt), told


def test_the_receipt_needs_neither_zone_nor_reader_from_its_caller() -> None:
    values = {
        k: v for k, v in samples.of("receipt")[0].items() if k not in ("reader", "show_zone")
    } | {"outside": False}
    assert "closed" not in render(LETTERS, "receipt", "en", values).text
    assert "We are closed right now; that time already allows for it." in flat(
        render(LETTERS, "receipt", "en", {**values, "outside": True}).text
    )


def test_a_missed_promise_is_owned_up_to_and_a_kept_one_is_not() -> None:
    for language in LANGUAGES:
        sorry = SAID[language].sorry
        assert sorry in flat(usual("handed_requester", language, late=True).text)
        assert sorry not in flat(usual("handed_requester", language, late=False).text)
        assert sorry in flat(usual("slipped_requester", language, late=True).text)


def test_a_reply_to_a_colleague_in_the_team_lane_leads_back_to_them() -> None:
    for language in LANGUAGES:
        text, goes_to = flat(usual("note_team", language).text), SAID[language].goes_to
        assert re.search(rf"(?:{goes_to}) Ana Costa", text)
        assert not re.search(rf"(?:{goes_to}) Eva Lind", text)


@pytest.mark.parametrize("name", ["slipped_manager", "gap", "held"])
def test_the_owner_who_reads_a_team_letter_is_told_that_a_reply_reaches_the_requester(
    name: str,
) -> None:
    for language in LANGUAGES:
        footer = usual(name, language, reader="bo").text.rpartition("-- \n")[2]
        assert "Eva Lind" in footer
        assert "Bo Jensen" not in footer
        assert "Bo Jensen" in usual(name, language, reader="ana").text.rpartition("-- \n")[2]


def test_the_note_on_a_request_is_short() -> None:
    for language in LANGUAGES:
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
        ("outside", "add vic", ("vic@vendor.example",), "not one of us"),
        ("salutation", "for sam", ("Sam Okoro",), "goes to Sam Okoro alone"),
        ("empty", "", (), "without a text of its own"),
        ("automatic", "", (), "automatic out-of-office notice"),
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
    for language in LANGUAGES:
        assert SAID[language].kept in flat(usual("ask_back", language, **given).text)


def test_every_reason_to_ask_back_has_its_own_words() -> None:
    whys = samples.OWN[AskBack]["why"]
    for language in LANGUAGES:
        said = {usual("ask_back", language, why=why).text for why in whys}
        assert len(said) == len(whys), language


def test_whoever_has_no_name_is_called_by_the_address() -> None:
    nameless = samples.REQUEST.__class__
    request = nameless(
        **{f: getattr(samples.REQUEST, f) for f in nameless.__slots__}
        | {"requester": Address("", "x@y.example")}
    )
    text = flat(usual("note_owner", "en", request=request).text)
    assert ": VPN broken since this morning. x@y.example asks." in text


def test_without_a_first_name_the_greeting_is_still_a_greeting() -> None:
    for language in LANGUAGES:
        with_name, without = SAID[language].hello
        assert usual("receipt", language, to_name="Eva").text.startswith(with_name)
        assert usual("receipt", language, to_name="").text.startswith(without)


def test_every_language_speaks_as_to_a_colleague() -> None:
    for name, language, values in every_sample(NAMES):
        for paragraph in render(LETTERS, name, language, values).text.split("\n\n"):
            assert not re.search(SAID[language].never, flat(paragraph)), paragraph


def test_no_letter_fetches_anything_from_anywhere() -> None:
    """No image, no script, no tracking, no link that is not a mail address:
    nothing in our mail phones home.
    """
    for language, name in itertools.product(LANGUAGES, NAMES):
        page = usual(name, language).html
        assert not re.search(
            r"<(img|script|link|iframe|form|object)\b|url\(|https?://|@import|\son\w+=", page
        )
