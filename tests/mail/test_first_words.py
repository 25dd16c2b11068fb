"""A note above a mail begins with its words, and is found again in whatever was made of them."""

from __future__ import annotations

import re
import textwrap
import time
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest

from mailtracker.mail.mime.html import tokens, visible
from mailtracker.mail.outgoing.edit import add_to_text
from mailtracker.mail.outgoing.envelope import RelayNote
from mailtracker.mail.outgoing.marking import PREVIEW, mark_html, mark_html_of_ours, mark_text
from mailtracker.mail.outgoing.notes import Marks, strip_html, strip_text
from mailtracker.mail.outgoing.shown import add_to_html
from mailtracker.mail.text.note_marks import MARK, first_words, letters, notes_in, unmarked
from mailtracker.mail.text.split import split

KEY = b"k" * 32
OUR_PEOPLE, OTHERS = Marks(KEY, by_our_people=True), Marks(KEY)
FIRST = "Answer by 14:00 today: Drucker für Zoë druckt nicht. Eva Lind asks."
READERS = "Just reply: your answer goes to Eva Lind, with a copy to Tom Berg."
REST = "Why you: printers go to Bo.\n\nOr a first line of its own: done, mine, for NAME."
NOTE = RelayNote(
    "IT-1042",
    f"{FIRST}\n\n{READERS}\n\n{REST}\n",
    f"<p><strong>Answer by 14:00 today:</strong> {FIRST[23:]}</p>\n<p>{READERS}</p>\n"
    "<p>Why you: printers go to Bo.</p>\n<p>Or a first line of its own: <strong>done</strong>, "
    "<strong>mine</strong>, <strong>for NAME</strong>.</p>",
    "above",
)
TEXT = mark_text(NOTE, KEY)
PAGE = mark_html(NOTE, KEY)
GAP = "\n\n"
WROTE = "On Mon, 23 Nov 2026 at 09:02, Eva Lind via IT help wrote:"


def quoted(text: str, mark: str = "> ") -> str:
    return "".join(f"{mark}{line}\n" for line in text.splitlines())


def seen(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]*>", " ", html))).strip()


def test_a_list_of_mails_shows_words_and_no_marks() -> None:
    body = add_to_text("Hello,\n\nmy VPN drops.\n", TEXT, "above")
    page = add_to_html("<html><body><p>Hello</p></body></html>", PAGE, "above")
    of_ours = mark_html_of_ours(NOTE, KEY)
    for shown in (" ".join(body.split()), seen(page), seen(of_ours)):
        assert shown.startswith("Answer by 14:00 today:")
        assert "~" not in shown[:PREVIEW]
        assert "Eva Lind asks. Just reply" in shown[:PREVIEW]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Short.", "Short."),
        (f"{FIRST}\n\n{READERS}\n\n{REST}", f"{FIRST}\n\n{READERS}"),
        (f"{'word ' * 30}end\n\nmore", f"{'word ' * 30}end"),
        (f"a\n\nb\n\n{'word ' * 30}end\n\nmore", f"a\n\nb\n\n{'word ' * 30}end"),
        ("", ""),
    ],
)
def test_the_first_mark_stands_behind_the_paragraph_that_fills_the_list(
    text: str, first: str
) -> None:
    marked = mark_text(replace(NOTE, text=text), KEY)
    found = MARK.search(marked)
    assert found is not None
    assert marked[: found.start()] == f"{first} "
    assert int(found[4]) == len(letters(first))
    page = "".join(f"<p>{one}</p>" for one in text.split("\n\n"))
    html = mark_html(replace(NOTE, text="", html=page), KEY)
    told = visible(html, tokens(html)).text
    mark = MARK.search(told)
    assert mark is not None
    assert int(mark[4]) == len(letters(first))
    assert letters(told[: mark.start()]) == letters(first)


def test_the_marks_are_few_and_fit_a_narrow_telephone() -> None:
    lines = [line for line in TEXT.split("\n") if "~" in line]
    assert len(lines) == 2
    assert len(lines[1]) <= 36
    assert len(PAGE.split("~IT-")) == 2


AS_QUOTED: dict[str, Callable[[str], str]] = {
    "Gmail, Alpine, mutt, aerc: a mark, long lines stay": quoted,
    "Gmail in a text: wrapped at 72": lambda text: quoted(wrapped(text, 70)),
    "Claws Mail: wrapped at 70": lambda text: quoted(wrapped(text, 66)),
    "Thunderbird: re-wrapped, blank quote lines bare": lambda text: quoted(
        wrapped(text, 70)
    ).replace("> \n", ">\n"),
    "a mailer that wraps quoted lines and forgets the mark": lambda text: "\n".join(
        wrapped(line, 72) for line in quoted(text).split("\n")
    ),
    "Outlook in a text: nothing is marked": lambda text: f"{text}\n",
    "Heirloom mailx: by a tab": lambda text: quoted(text, "\t"),
    "twice": lambda text: quoted(quoted(text)),
    "GNU Emacs: indented": lambda text: quoted(text, " > "),
    "bars": lambda text: quoted(text, "| "),
    "out of a page: bold and bullets": lambda text: quoted(
        text.replace("Answer by 14:00 today:", "*Answer by 14:00 today:*")
    ),
    "non-breaking spaces": lambda text: quoted(text.replace(" ", "\xa0")),
    "Windows line ends": lambda text: quoted(text).replace("\n", "\r\n"),
    "blank lines lost": lambda text: quoted(text.replace("\n\n", "\n")),
}  # fmt: skip


def wrapped(text: str, width: int) -> str:
    return "\n".join(
        "\n".join(textwrap.wrap(line, width, break_on_hyphens=False, break_long_words=False))
        for line in text.split("\n")
    )


@pytest.mark.parametrize("by", [OUR_PEOPLE, OTHERS], ids=["an owner", "a requester"])
@pytest.mark.parametrize("quote", AS_QUOTED.values(), ids=AS_QUOTED)
def test_a_quoted_note_goes_whole_and_nothing_else(quote: Callable[[str], str], by: Marks) -> None:
    original = "Hello,\n\nmy VPN drops.\n"
    for above in ("My answer.\n\n", "My answer.\n", f"My answer.\n\n{WROTE}\n", f"{WROTE}\n\n"):
        for below in ("", "\nMy answer below.\n"):
            told = f"{above}{quote(f'{TEXT}{GAP}{original}')}{below}"
            left = strip_text(told, by).replace("\r", "")
            bare = quote(original).replace("\r", "")
            assert left.strip() == f"{above}{bare}{below}".strip()


AS_QUOTED_IN_HTML: dict[str, Callable[[str], str]] = {
    "as it was sent": lambda page: page,
    "Gmail": lambda page: f'<div class="gmail_quote"><blockquote>{page}</blockquote></div>',
    "Outlook, without quotes": lambda page: (
        f"<div style='border-top:solid'><p>From: x</p></div>{page}"
    ),
    "Apple Mail": lambda page: f'<blockquote type="cite"><div>{page}</div></blockquote>',
    "Thunderbird, indented by 16": lambda page: (
        "<blockquote type=cite>"
        + re.sub(r"(?<=[\w~.>:]) (?=[\w~(])", "\n" + " " * 16, page)
        + "</blockquote>"
    ),
    "every style its own": lambda page: re.sub(r' style="[^"]*"', ' style="a:b"', page),
    "without any style": lambda page: re.sub(r' style="[^"]*"', "", page),
    "in spans, with non-breaking spaces": lambda page: re.sub(
        r"(?<=\w) (?=\w+</p>)", "&nbsp;<span>", page
    ).replace(".</p>", ".</span></p>"),
}


@pytest.mark.parametrize("by", [OUR_PEOPLE, OTHERS], ids=["an owner", "a requester"])
@pytest.mark.parametrize("quote", AS_QUOTED_IN_HTML.values(), ids=AS_QUOTED_IN_HTML)
@pytest.mark.parametrize("marked", [PAGE, mark_html_of_ours(NOTE, KEY)], ids=["boxed", "of ours"])
def test_a_quoted_box_goes_whole_and_nothing_else(
    marked: str, quote: Callable[[str], str], by: Marks
) -> None:
    page = f"<p>My answer</p>{quote(marked)}<p>words</p>"
    left = strip_html(page, by)
    assert seen(left).replace("From: x ", "") == "My answer words"
    assert "z-index" not in left
    assert left.count("<p") == 2 + ("From: x" in left)


CHANGED: dict[str, tuple[str, str]] = {
    "an address written out": ("Eva Lind asks", "Eva Lind<mailto:eva@corp.example> asks"),
    "a link": ("Drucker", "Drucker <https://x.example/a>"),
    "a name replaced": ("Zoë", "Zoe"),
    "a word less": ("druckt ", ""),
    "something in the rest": ("Why you", "Why me"),
}


@pytest.mark.parametrize(("old", "new"), CHANGED.values(), ids=CHANGED)
@pytest.mark.parametrize("width", [70, 400])
def test_of_what_our_people_write_a_note_goes_though_it_was_changed(
    old: str, new: str, width: int
) -> None:
    assert old in TEXT
    told = f"My answer.\n\n{WROTE}\n{quoted(wrapped(TEXT.replace(old, new), width))}> words\n"
    assert strip_text(told, OUR_PEOPLE) == f"My answer.\n\n{WROTE}\n> words\n"
    assert strip_text(told, OTHERS) == told


@pytest.mark.parametrize(("old", "new"), CHANGED.values(), ids=CHANGED)
def test_words_that_nobody_quoted_stay_where_it_is_not_certain_whose_they_are(
    old: str, new: str
) -> None:
    changed = TEXT.replace(old, new)
    left = strip_text(f"My answer.\n\n{changed}\n\nwords\n", OUR_PEOPLE)
    assert left.startswith("My answer.\n")
    assert "Why" not in left
    assert "~" not in left
    assert left.endswith("words\n")


def test_the_first_words_alone_are_the_notes_too() -> None:
    """Somebody cut the rest off before they answered."""
    first = TEXT.split("\n\nWhy")[0]
    told = f"My answer.\n\n{quoted(first)}> words\n"
    assert strip_text(told, OUR_PEOPLE) == "My answer.\n\n> words\n"
    assert strip_text(told, OTHERS) == told


def test_an_answer_between_the_first_words_and_the_rest_stays() -> None:
    first, rest = TEXT.split("\n\nWhy")
    told = f"{quoted(first)}Too early for me.\n{quoted(f'Why{rest}')}> words\n"
    assert strip_text(told, OUR_PEOPLE) == "Too early for me.\n> words\n"
    inside = told.replace("> Just", "Not mine.\n> Just")
    assert "Not mine." in strip_text(inside, OUR_PEOPLE)
    assert "Too early" in strip_text(inside, OUR_PEOPLE)


@pytest.mark.parametrize("count", ["0", "1", "50", "100", "107", "500", "99999"])
def test_a_requester_cannot_hide_words_by_another_count(count: str) -> None:
    told = re.sub(r"\.\d+~", f".{count}~", f"You owe me a laptop.\n\n{quoted(TEXT)}")
    if f".{count}~" not in TEXT:
        assert strip_text(told, OTHERS) == told
    assert "You owe me" in strip_text(told, OUR_PEOPLE)


@pytest.mark.parametrize(
    "hidden", ["<textarea>pay me</textarea>", "<img src=cid:1 alt='pay me'>", "<!--[if mso]>x-->"]
)
def test_nor_in_the_first_words_by_what_is_not_read_as_text(hidden: str) -> None:
    page = PAGE.replace("Drucker", f"{hidden}Drucker")
    assert strip_html(page, OTHERS) == page
    assert "Drucker" not in strip_html(page, OUR_PEOPLE)


def test_marks_in_a_note_itself_are_taken_out_before_it_is_marked() -> None:
    note = replace(NOTE, text=f"VPN ~{TEXT.split('~')[1]}~ drops.\n\nmore", html="")
    assert mark_text(note, KEY).count("~") == 2 + 12
    assert unmarked(TEXT) == f"{FIRST}\n\n{READERS} \n\n{REST}\n"


def test_what_only_looks_like_a_mark_stays() -> None:
    for told in ("~/notes.1~ and ~more.2~\n", "about ~5.2~ GB\n", "~~IT-1.2~~\n", "~a b.3~\n"):
        assert strip_text(told, OUR_PEOPLE) == told


# --- told by its form alone, where nothing marks what is quoted

ANSWER = "My answer stands here.\n\n"


@pytest.mark.parametrize("width", [60, 76, 500])
def test_an_unmarked_note_is_not_its_quoters_words(width: int) -> None:
    told = f"{ANSWER}{wrapped(TEXT, width)}\n\nHello,\nmy VPN drops.\n"
    assert split(told).new.startswith("My answer stands here.")
    for word in ("Drucker", "Just reply", "Why you", "~"):
        assert word not in split(told).new


def test_a_note_right_below_a_heading_is_what_it_heads() -> None:
    told = f"{WROTE}\n{TEXT}\n\nHello\n\nMy answer below.\n"
    found = split(told)
    assert found.new.endswith("My answer below.")
    assert "Drucker" not in found.new
    assert WROTE not in found.new


@pytest.mark.parametrize(
    ("lines", "notes"),
    [
        (TEXT.split("\n"), {0: len(TEXT.split("\n"))}),
        (["mine", *TEXT.split("\n"), "more"], {1: 1 + len(TEXT.split("\n"))}),
        (["mine", FIRST, f"x ~{'IT-1.abcdefgh2345'}.1~", "rest"], {2: 4}),
        (["a ~IT-1.abcdefgh2345.1~", "b ~IT-1.abcdefgh2345.1~"], {0: 2, 1: 2}),
        (["a ~IT-1.abcdefgh2345.400~", "b"], {0: 2}),
        (["~ mine ~", "~x.1~"], {}),
        ([], {}),
    ],
)
def test_notes_are_found_by_their_form(lines: list[str], notes: dict[int, int]) -> None:
    assert notes_in(lines) == notes


@pytest.mark.parametrize(
    ("text", "count", "begins"),
    [
        ("one\ntwo three ~", 11, "one"),
        ("one\ntwo three ~", 8, "two"),
        ("one\ntwo three ~", 5, "three"),
        ("> one\n> two three ~", 8, "two"),
        ("wrote: two three ~", 8, "two"),
        ("one\n\n\n(two) three ~", 8, "(two"),
        ("one ~", 99, "~"),
        ("one ~", 0, "~"),
        ("\N{FULLWIDTH LATIN SMALL LETTER A}e\N{COMBINING ACUTE ACCENT} ~", 2, "\uff41"),
    ],
)
def test_first_words_begin_where_their_letters_do(text: str, count: int, begins: str) -> None:
    at = first_words(text, text.index("~"), 0, count)
    assert text[at:].startswith(begins)


@pytest.mark.parametrize(
    "text",
    ["~IT-1.abcdefgh2345.9~\n" * 20_000, "x\n" * 50_000 + "y ~IT-1.abcdefgh2345.99999~\n" * 3_000],
)
def test_many_notes_are_found_in_linear_time(text: str) -> None:
    started = time.process_time()
    notes_in(text.split("\n"))
    assert time.process_time() - started < 2
