"""The machinery behind the wording: values stay words, files are checked
whole, errors name their place.
"""

from __future__ import annotations

import html
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, ClassVar, get_args

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given, settings
from hypothesis import strategies as st

from mailtracker.desk.letters import AdminLetter, Letter
from mailtracker.desk.notes import Note
from mailtracker.errors import BadFiles, Problem
from mailtracker.letters import samples
from mailtracker.letters.given import AboutRequest
from mailtracker.letters.languages import languages_in
from mailtracker.letters.letters import FINE, Letters
from mailtracker.letters.markdown import one_line, seal, to_html, to_text
from mailtracker.letters.samples import NAMES
from mailtracker.mail.message import Address
from mailtracker.mail.outgoing.envelope import Rendered
from tests.letters.made import made, render
from tests.shipped_letters import shipped_letters

TEMPLATES = Path(__file__).parents[2] / "templates"
LETTERS = shipped_letters()

HOSTILE = [
    "[click](http://evil.example)",
    "<http://evil.example>",
    "http://evil.example/",
    "www.evil.example",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "</td></tr></table>",
    "*star* **two** _under_ __dunder__ ~~gone~~",
    "`code` ```fence```",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "![x](http://evil.example/x.png)",
    "[x]: http://evil.example",
    "&lt;b&gt; &amp; &#60;",
    r"back\slash \* \[",
    "{{ 7*7 }} {% for x in y %} {# c #}",
    '" onmouseover="alert(1)',
    "---",
    "    indented",
    "a | b | c",
    "mailto:evil@evil.example",
    "<evil@evil.example>",
    "%EF%B7%900%EF%B7%91",
]


class Seen(HTMLParser):
    """Tags with their attributes, and the words between them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if (tag, attrs) != ("span", [("style", "white-space:nowrap")]):  # of a word with a hyphen
            self.tags.append((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def write(name: str = "receipt", language: str = "en", **other: object) -> Rendered:
    return render(LETTERS, name, language, {**samples.of(name)[0], **other})


def hostile_values(words: str) -> dict[str, Any]:
    request = replace(
        samples.REQUEST,
        subject=words,
        requester=Address(words, "eva@corp.example"),
        given=replace(samples.GIVEN, why=words),
        reference="IT-1042",
    )
    owner = replace(samples.BO, name=words)
    return {
        "request": request,
        "owner": owner,
        "alias": Address(words, "it-help@corp.example"),
        "to_name": words,
        "subject": words,
    }


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("name", ["receipt", "note_owner", "reminder", "slipped_manager"])
def test_hostile_subjects_and_names_come_out_as_the_words_they_are(name: str, words: str) -> None:
    harmless, hostile = write(name, **hostile_values("word")), write(name, **hostile_values(words))
    assert Seen(hostile.html).tags == Seen(harmless.html).tags
    assert one_line(words) in Seen(hostile.html).words
    assert " ".join(one_line(words).split()) in " ".join(hostile.text.split())


@pytest.mark.parametrize("number", ["0", "3", "99", "999999", "9" * 5000])
def test_a_value_that_looks_like_one_of_our_marks_breaks_nothing(number: str) -> None:
    harmless, hostile = (
        write(**hostile_values("word")),
        write(**hostile_values(f"\ufdd0{number}\ufdd1")),
    )
    assert Seen(hostile.html).tags == Seen(harmless.html).tags
    assert "\ufdd0" not in hostile.subject + hostile.text + hostile.html


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_no_text_at_all_changes_the_markup(words: str) -> None:
    link, end = f"[{seal(0)}](mailto:a@b.example)", f"- {seal(0)}\n\n---\n\n{seal(0)}"
    body = f"Hi {seal(0)},\n\n**{seal(0)}** has it: *{seal(0)}* {link}\n\n{end}"
    plain, odd = to_html(body, ["word"]), to_html(body, [one_line(words)])
    assert Seen(odd.content).tags == Seen(plain.content).tags
    assert Seen(odd.footer).tags == Seen(plain.footer).tags


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_a_value_is_always_one_clean_line(words: str) -> None:
    line = one_line(words)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    line.encode()
    assert one_line(line) == line


def test_a_newline_in_a_value_starts_no_header_and_no_paragraph() -> None:
    letter = write(**hostile_values("VPN\r\nBcc: all@corp.example\r\n\r\n**Pay here**\x00\x1b[31m"))
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    assert "Bcc" not in [line.partition(":")[0] for line in letter.text.splitlines()]
    assert not {"\x00", "\x1b"} & set(letter.text + letter.html + letter.subject)


def test_characters_that_turn_or_hide_text_are_dropped() -> None:
    assert one_line("gpj.\u202eexe\u2066x\u200by\ufeff") == "gpj.exexy"
    assert one_line("👩\u200d💻 ok") == "👩\u200d💻 ok"


def test_a_lone_surrogate_in_a_name_does_not_break_the_mail() -> None:
    letter = write(**hostile_values("Bo \udcff Jensen"))
    assert "Bo Jensen" in letter.text
    (letter.subject + letter.text + letter.html).encode()


def test_a_huge_subject_is_cut_in_the_body() -> None:
    letter = write(request=replace(samples.REQUEST, subject="long " * 50_000))
    assert len(letter.text) < 1500
    assert "…" in letter.text


def test_stars_of_the_template_leave_the_text_and_stars_of_a_value_stay() -> None:
    letter = write(owner=replace(samples.BO, name="**Bo**"))
    assert "**Bo** has it" in letter.text
    assert "**today" not in letter.text


def test_the_text_wraps_paragraphs_and_hangs_items_and_keeps_commands() -> None:
    listed, run = f"- {'item ' * 30}\n- two", f"Run:\n\n    mailtracker show {seal(0)}"
    body = f"{'word ' * 40}\n\n{listed}\n\n{run}\n\n---\n\nfoot"
    text = to_text(body, ["IT-1"])
    assert all(len(line) <= 76 for line in text.splitlines())
    assert "\n  item item" in text
    assert "\n  mailtracker show IT-1\n" in text
    assert text.endswith("\n-- \nfoot\n")


def test_the_end_of_a_line_tears_no_name_and_no_time_apart() -> None:
    for width in range(30, 80):
        text = to_text(f"{'x' * width} {seal(0)} and {seal(1)}.", ["Bo Jensen", "by 15:30 today"])
        assert "Bo Jensen" in text
        assert "by 15:30 today" in text


def test_links_of_the_template_are_readable_in_text_and_may_hold_a_value() -> None:
    body = f"Write to [{seal(0)}](mailto:{seal(0)}) or [the desk](mailto:desk@corp.example)."
    assert (
        to_text(body, ["a@b.example"]) == "Write to a@b.example or the desk (desk@corp.example).\n"
    )
    tags = Seen(to_html(body, ['a"><b>@b.example']).content).tags
    assert [dict(attrs)["href"] for tag, attrs in tags if tag == "a"] == [
        "mailto:a%22%3E%3Cb%3E@b.example",
        "mailto:desk@corp.example",
    ]


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        ("IT-1042", ["IT-1042"]),
        ("IT-1042: Eva, it-help@corp.example", ["IT-1042:", "it-help@corp.example"]),
        ("2026-11-23", ["2026-11-23"]),
        ("Jean-Luc", []),
        ("plain words", []),
        ("a-very-long-reference-1-that-must-break-somewhere", []),
    ],
)
def test_references_addresses_and_dates_do_not_break_behind_their_hyphens(
    value: str, whole: list[str]
) -> None:
    page = to_html(f"About **{seal(0)}**.", [value]).content
    assert re.findall(r'<span style="white-space:nowrap">([^<]*)</span>', page) == whole
    assert value in re.sub("<[^>]*>", "", page)
    assert to_text(f"About {seal(0)}.", [value]) == f"About {value}.\n"


def test_a_value_in_a_tag_gets_none_of_ours_into_it() -> None:
    body = f'[{seal(0)}](mailto:{seal(1)} "{seal(0)}") {seal(0)}'
    page = to_html(body, ["IT-1042", "it-help@corp.example"]).content
    (link,) = (dict(attrs) for tag, attrs in Seen(page).tags if tag == "a")
    assert (link["title"], link["href"]) == ("IT-1042", "mailto:it-help@corp.example")
    assert page.count("<span") == page.count(">IT-1042</span>") == 2


def test_html_in_a_template_is_shown_and_not_obeyed() -> None:
    assert "&lt;img" in to_html("<img src=x> ![x](http://x.example/x.png)", []).content
    assert "<img" not in to_html("<img src=x> ![x](http://x.example/x.png)", []).content


def test_a_note_comes_without_a_page_round_it() -> None:
    note = write("note_owner")
    assert note.subject == ""
    assert note.html.startswith("<p")
    assert "<html" not in note.html
    assert "-- " not in write("note_requester").text


def test_the_page_names_alias_reference_and_language() -> None:
    page = write("receipt", "de").html
    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="de">' in page
    assert "IT help" in page
    assert "max-width:600px" in page
    assert html.escape("Re: [IT-1042] VPN broken since this morning") in page


def test_the_zone_is_named_when_the_caller_asks() -> None:
    assert "(Copenhagen time)" in write(show_zone=True).text
    assert "Copenhagen" not in write().text


# Folders as operators leave them


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """English and German, which is enough."""
    for part in ("en", "de"):
        shutil.copytree(TEMPLATES / part, tmp_path / "templates" / part)
    return Path(shutil.copy(TEMPLATES / "layout.html", tmp_path / "templates")).parent


@pytest.fixture
def folder(both: Path) -> Path:
    """English alone, which is enough for most and quicker to check."""
    shutil.rmtree(both / "de")
    return both


def put(folder: Path, place: str, text: str) -> Path:
    path = folder / place
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def found(folder: Path) -> list[str]:
    return [str(p).removeprefix(f"{folder}/") for p in Letters(folder).check()]


def test_a_language_that_lacks_a_letter_gets_the_english_one_in_english(both: Path) -> None:
    (both / "de/closed.md").unlink()
    letters = Letters(both)
    letter = render(letters, "closed", "de", {**samples.of("closed")[0], "language": "de"})
    assert letter.text.startswith("Hi Eva,")
    assert '<html lang="en">' in letter.html
    assert letters.check() == [Problem(str(both / "de/closed.md"), 0, 0, "this letter is missing")]


def test_dates_are_said_in_the_language_of_the_letter_found(both: Path) -> None:
    (both / "de/receipt.md").unlink()
    letter = render(Letters(both), "receipt", "de", {**samples.of("receipt")[0], "language": "de"})
    assert "by 15:30 today" in letter.text


def test_regional_and_unknown_languages_find_a_letter() -> None:
    assert write("closed", "de-AT").text.startswith("Hallo")
    assert write("closed", "fr").text.startswith("Hi")


def test_an_undefined_variable_is_reported_with_file_line_and_column(folder: Path) -> None:
    put(
        folder,
        "en/closed.md",
        "Subject: {{ subject }}\n\nHi,\n\nyour {{ requst.reference }} is closed.\n",
    )
    assert found(folder) == ["en/closed.md:5:9: 'requst' is undefined"]


def test_an_undefined_variable_in_a_branch_that_nobody_takes_is_reported(folder: Path) -> None:
    put(
        folder,
        "en/closed.md",
        "Subject: {{ subject }}\n\n{% if false %}\n{{ nobody }}\n{% endif %}\nBye.\n",
    )
    assert found(folder) == ["en/closed.md:4:4: 'nobody' is undefined"]


def test_a_field_that_does_not_exist_is_reported(folder: Path) -> None:
    put(folder, "en/closed.md", "Subject: {{ subject }}\n\nHi {{ owner.nam }}.\n")
    assert found(folder) == ["en/closed.md:3:13: 'owner' has no field 'nam'"]


def test_another_letters_value_is_undefined_here(folder: Path) -> None:
    put(folder, "en/closed.md", "Subject: {{ subject }}\n\n{{ slip_name }}\n")
    assert found(folder) == ["en/closed.md:3:4: 'slip_name' is undefined"]


def test_an_undefined_variable_in_the_subject_is_reported(folder: Path) -> None:
    put(folder, "en/closed.md", "Subject: Re: {{ subjct }}\n\nBye.\n")
    assert found(folder) == ["en/closed.md:1:17: 'subjct' is undefined"]


def test_a_syntax_error_is_reported_with_its_line(folder: Path) -> None:
    put(folder, "en/closed.md", "Subject: {{ subject }}\n\nHi,\n\n  {% iff x %}\n")
    problem = found(folder)
    assert len(problem) == 1
    assert problem[0].startswith("en/closed.md:5:6: Encountered unknown tag 'iff'")


def test_an_unknown_filter_is_reported(folder: Path) -> None:
    put(folder, "en/closed.md", "Subject: {{ subject }}\n\n{{ request.promised_at | bye }}\n")
    assert found(folder) == ["en/closed.md:3:26: No filter named 'bye'."]


def test_a_failing_sample_is_reported_with_its_line(folder: Path) -> None:
    put(folder, "en/closed.md", "Subject: {{ subject }}\n\nBye.\n\nBy {{ request.subject | by }}\n")
    problem = found(folder)
    assert len(problem) == 1
    assert problem[0].startswith("en/closed.md:5:4: AttributeError")


def test_a_deadline_that_may_be_missing_is_found_by_the_samples(folder: Path) -> None:
    put(folder, "en/closed.md", "Subject: {{ subject }}\n\nBy {{ request.promised_at | by }}\n")
    assert [p.partition(" ")[0] for p in found(folder)] == ["en/closed.md:3:4:"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "Subject: x\nX-Priority: 1\n\nBye.\n",
            ":2:1: unknown header 'X-Priority': only Subject may stand here",
        ),
        ("Subject: x\nSubject: y\n\nBye.\n", ":2:1: a second Subject"),
        ("Subject: x\nBye.\n", ":2:1: a blank line must stand between the headers and the body"),
        ("\nBye.\n", ":1:1: the first line must be a Subject"),
        ("Subject:\n\nBye.\n", ":1:1: the first line must be a Subject"),
    ],
)
def test_headers_are_read_strictly(folder: Path, text: str, says: str) -> None:
    put(folder, "en/closed.md", text)
    assert found(folder) == [f"en/closed.md{says}"]


def test_a_note_has_no_subject(folder: Path) -> None:
    put(folder, "en/note_more.md", "Subject: x\n\nBye.\n")
    assert found(folder) == ["en/note_more.md:1:1: a note has no subject of its own"]


def test_a_file_that_is_no_letter_is_reported(folder: Path) -> None:
    put(folder, "en/recipt.md", "Subject: x\n\nBye.\n")
    assert [
        p
        for p in found(folder)
        if p.startswith("en/recipt.md: no letter is called recipt; known: receipt")
    ]


def test_a_file_that_is_not_utf8_is_reported_with_its_place(both: Path) -> None:
    (both / "de/closed.md").write_bytes("Subject: x\n\nSchön\n".encode("latin-1"))
    assert found(both) == ["de/closed.md:3:4: is not UTF-8"]


def test_windows_line_ends_and_a_byte_order_mark_are_fine(folder: Path) -> None:
    text = (folder / "en/closed.md").read_text("utf-8")
    (folder / "en/closed.md").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert found(folder) == []


def test_a_language_whose_dates_we_cannot_say_is_reported(folder: Path) -> None:
    shutil.copytree(folder / "en", folder / "tlh")
    assert found(folder) == [
        "tlh: we cannot say dates in 'tlh' yet: name the folder after a language of spoken.py"
    ]


def test_a_broken_layout_is_reported_once_for_the_layout(folder: Path) -> None:
    page = (folder / "layout.html").read_text("utf-8")
    put(folder, "layout.html", page.replace("{{ reference }}", "{{ reference }}{{ logo }}"))
    problems = found(folder)
    assert len(problems) == 1
    assert problems[0].startswith("layout.html:")
    assert problems[0].endswith(": 'logo' is undefined")


def test_a_layout_that_fails_is_reported_as_the_layout(folder: Path) -> None:
    page = (folder / "layout.html").read_text("utf-8")
    put(folder, "layout.html", page.replace("{{ reference }}", "{{ reference.nosuch }}"))
    problems = found(folder)
    assert len(problems) == 1
    assert problems[0].startswith("layout.html:")


def test_a_template_that_leads_out_of_the_folder_is_not_read(folder: Path) -> None:
    """Whoever may write templates need not be allowed to read passwords."""
    secret = folder.parent / "secret.md"
    secret.write_text("Subject: hunter2\n\nhunter2\n")
    (folder / "en/receipt.md").unlink()
    (folder / "en/receipt.md").symlink_to(secret)
    (folder / "layout.html").unlink()
    (folder / "layout.html").symlink_to("../secret.md")
    told = "leads out of the folder: put the file itself there"
    assert found(folder) == [f"en/receipt.md: {told}", f"layout.html: {told}"]


def test_a_language_that_leads_out_of_the_folder_is_told(both: Path) -> None:
    (both / "de").rename(both.parent / "elsewhere")
    (both / "de").symlink_to("../elsewhere")
    assert found(both) == ["de: leads out of the folder: put the file itself there"]
    assert languages_in(both) == ("en",)


def test_a_language_may_be_a_link_that_stays_in_the_folder(both: Path) -> None:
    (both / "de").rename(both / "_german")
    (both / "de").symlink_to("_german")
    assert found(both) == []
    assert languages_in(both) == ("de", "en")


@pytest.mark.timeout(10)
def test_a_template_that_is_a_pipe_is_not_waited_for(folder: Path) -> None:
    (folder / "en/receipt.md").unlink()
    os.mkfifo(folder / "en/receipt.md")
    os.mkfifo(folder / "da")
    assert found(folder) == ["en/receipt.md: is not a file, but a pipe"]


def test_a_missing_layout_is_reported(folder: Path) -> None:
    (folder / "layout.html").unlink()
    assert found(folder) == ["layout.html: cannot be read: No such file or directory"]


def test_everything_wrong_in_a_folder_is_told_at_once(both: Path) -> None:
    put(both, "en/closed.md", "Subject: {{ subject }}\nFrom: x\n\n{{ oops \n")
    put(both, "en/receipt.md", "Subject: {{ subject }}\n\n{{ one }} {{ two }}\n")
    put(both, "de/gap.md", "Subject: {{ subject }}\n\n{% if %}\n")
    (both / "de/held.md").unlink()
    problems = found(both)
    assert [problem.split(": ")[0] for problem in problems] == [
        "de/gap.md:3:1",
        "de/held.md",
        "en/closed.md:2:1",
        "en/closed.md:4:1",
        "en/receipt.md:3:4",
        "en/receipt.md:3:14",
    ]
    assert "'one' is undefined" in "".join(problems)
    assert "'two' is undefined" in "".join(problems)


def long(change: Callable[[Path], None]) -> ParameterSet:
    """Every letter is checked twice for it."""
    return pytest.param(change, marks=pytest.mark.proof(part="look"))


def without(place: str) -> Callable[[Path], None]:
    return lambda folder: (folder / place).unlink()


def with_text(place: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        put(folder, place, text)

    return change


@pytest.mark.parametrize(
    "change",
    [
        with_text("en/closed.md", "Subject: {{ subject }}\n\n{{ one }}\n"),
        with_text("en/closed.md", "Subject: {{ subject }}\n\n{% iff %}\n"),
        with_text("layout.html", "{{ content }}{{ 1 / 0 }}"),
        without("de/note_more.md"),
        *map(
            long,
            [
                with_text("de/closed.md", "Subject: {{ subject }}\n\n{{ 1 / 0 }}\n"),
                with_text("en/receipts.md", "Subject: {{ subject }}\n\nHi.\n"),
                with_text("nl/receipt.md", "Subject: {{ subject }}\n\n{{ slipp }}\n"),
                with_text("layout.html", "{{ contents }}"),
                with_text("layout.html", "{% iff %}"),
                without("layout.html"),
                without("en/closed.md"),
            ],
        ),
    ],
)
def test_what_differs_from_known_letters_is_checked_as_if_none_were_known(
    both: Path, change: Callable[[Path], None]
) -> None:
    change(both)
    problems = Letters(both).check(known=LETTERS)
    assert problems
    assert problems == Letters(both).check()


@pytest.mark.parametrize(
    "change",
    [
        with_text("layout.html", "{{ content }}{{ 1 / 0 }}"),
        long(with_text("en/closed.md", "Subject: {{ subject }}\n\n{{ one }}\n")),
    ],
)
def test_what_was_found_fine_before_is_no_excuse_for_what_is_wrong_now(
    both: Path, change: Callable[[Path], None]
) -> None:
    assert Letters(both).check() == []
    change(both)
    problems = Letters(both).check()
    assert problems
    FINE.clear()
    assert problems == Letters(both).check()


def test_a_letter_that_is_the_same_in_known_letters_is_not_checked_again(both: Path) -> None:
    put(both, "en/closed.md", "Subject: {{ subject }}\n\n{{ one }}\n")
    known = Letters(both)
    put(both, "en/receipt.md", "Subject: {{ subject }}\n\n{{ two }}\n")
    assert [p.message for p in Letters(both).check(known)] == ["'two' is undefined"]


def test_an_empty_folder_names_every_letter_that_is_missing(tmp_path: Path) -> None:
    problems = Letters(tmp_path).check()
    assert {Path(p.file).stem for p in problems} == {*NAMES, "layout"}


def test_rendering_a_broken_letter_raises_where_it_is_broken_and_others_still_render(
    folder: Path,
) -> None:
    put(folder, "en/closed.md", "Subject: {{ subject }}\n\n{% iff %}\n")
    letters = Letters(folder)
    with pytest.raises(BadFiles, match=r"en/closed\.md:3:4: .*iff"):
        render(letters, "closed", "en", samples.of("closed")[0])
    assert render(letters, "receipt", "en", samples.of("receipt")[0]).text


def test_a_template_that_asks_for_what_its_letter_has_not_is_found_by_line_and_name(
    folder: Path,
) -> None:
    receipt = folder / "en" / "receipt.md"
    receipt.write_text(receipt.read_text().replace("{% if slip ==", "{% if slipp ==", 1))
    letters = Letters(folder)
    assert [problem.message for problem in letters.check()] == ["'slipp' is undefined"]
    with pytest.raises(BadFiles, match=r"receipt\.md:\d+:\d+: 'slipp' is undefined"):
        render(letters, "receipt", "en", samples.of("receipt")[0])


@dataclass(frozen=True)
class Nonsense:
    """A letter that nobody wrote a template for."""

    name: ClassVar[str] = "nonsense"


def test_rendering_an_unknown_letter_says_which_file_is_missing() -> None:
    _, common = made("trouble", samples.of("trouble")[0])
    with pytest.raises(BadFiles, match=r"en/nonsense\.md: this letter is missing"):
        LETTERS.render(Nonsense(), replace(common, language="de"))  # type: ignore[arg-type]


def test_every_letter_has_examples_of_exactly_what_its_class_has() -> None:
    kinds = {kind for union in (Letter, Note, AdminLetter) for kind in get_args(union)}
    assert set(samples.OWN) == kinds
    for kind, examples in samples.OWN.items():
        assert list(examples) != [] or not fields(kind)
        assert set(examples) == {field.name for field in fields(kind)}
    assert set(samples.COMMON) == {field.name for field in fields(AboutRequest)}
    assert len(samples.KINDS) == len(kinds)  # no name twice


@dataclass
class Bomb:
    """Something with more on it than a template may reach."""

    name: str = "Bo"


@pytest.mark.parametrize(
    "body",
    [
        "{{ owner.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{% for x in range(10000000) %}x{% endfor %}",
        "{{ others.append(1) }}",
    ],
)
def test_a_template_cannot_leave_the_sandbox(folder: Path, body: str) -> None:
    put(folder, "en/note_more.md", body + "\n")
    with pytest.raises(BadFiles):
        render(
            Letters(folder),
            "note_more",
            "en",
            {**samples.of("note_more")[0], "owner": Bomb(), "others": []},
        )


def test_an_unsafe_filter_of_a_template_opens_no_door(folder: Path) -> None:
    put(folder, "en/note_more.md", "{{ author | safe }} {{ author | e }} {{ author | urlize }}\n")
    letter = render(
        Letters(folder),
        "note_more",
        "en",
        {**samples.of("note_more")[0], "author": "<b>[x](http://e.example)</b>"},
    )
    assert {tag for tag, _ in Seen(letter.html).tags} == {"p"}


def test_a_value_kept_in_a_variable_of_the_template_stays_a_value(folder: Path) -> None:
    put(folder, "en/note_more.md", "{% set who %}Dear {{ author }}{% endset %}\nHi {{ who }}!\n")
    letter = render(
        Letters(folder), "note_more", "en", {**samples.of("note_more")[0], "author": "<b>*Eva*"}
    )
    assert letter.text == "Hi Dear <b>*Eva*!\n"
    assert "Hi Dear &lt;b&gt;*Eva*!" in letter.html


def test_a_line_that_is_shown_as_it_is_keeps_its_spaces_and_hides_nothing() -> None:
    lines = (
        "rules/a.yaml:3:9: no <b>boo</b> [x](http://evil.example)",
        "    to: boo  # \u202etxt\x1b[31m\tx",
        "        ^" + "!" * 500,
    )
    letter = write("rules_rejected", lines=lines)
    shown = (
        "  rules/a.yaml:3:9: no <b>boo</b> [x](http://evil.example)",
        "      to: boo  # txt [31m x",
        "          ^" + "!" * 500,
    )
    assert "\n".join(shown) + "\n" in letter.text
    assert "\n".join(line[2:] for line in shown) + "\n" in Seen(letter.html).words
    assert "evil" not in str(Seen(letter.html).tags)
    (line,) = [
        line
        for line in write("rules_rejected", lines=("x" * 2000,)).text.splitlines()
        if "xx" in line
    ]
    assert len(line) < 998
