"""Our notes are found again in whatever a mail client made of them, and nothing else ever goes."""

from __future__ import annotations

import itertools
import quopri
import re
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailtracker.mail.mime.html import TAG_CAP
from mailtracker.mail.outgoing.edit import add_to_text, cut_from_html, cut_from_text
from mailtracker.mail.outgoing.envelope import RelayNote
from mailtracker.mail.outgoing.marking import mark_html, mark_text
from mailtracker.mail.outgoing.notes import Marks, strip_html, strip_text
from mailtracker.mail.outgoing.shown import add_to_html
from tests.cases import in_each

NOTE = RelayNote(
    "IT-1042",
    "Answer this mail and Ana gets it.\nPromised: today 15:00.",
    "<p>Answer <b>this</b> mail.</p>",
)
KEY = b"k" * 32
# As mails of earlier versions have them, and as they are now.
BEGIN = "~~~~ IT-1042 ~~~~~~~~~~~~~~~~~~~~"
END = "~~~~~~~~~~~~~~~~~~~~ IT-1042 ~~~~"
OUR_PEOPLE = Marks(KEY, by_our_people=True)
OTHERS = Marks(KEY)
# Text that is no marker itself: the promise is about everything that people write.
WORDS = st.text(
    st.characters(
        exclude_characters="~\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", exclude_categories=["Cs"]
    ),
    max_size=300,
)


def clean_text(text: str) -> str:
    return strip_text(text, OUR_PEOPLE)


def clean_html(html: str) -> str:
    return strip_html(html, OUR_PEOPLE)


def quoted(text: str, mark: str = "> ") -> str:
    return "".join(f"{mark}{line}\n" for line in text.splitlines())


def test_marker_lines_are_those_that_the_reader_knows() -> None:
    above, *inside, below = mark_text(NOTE, KEY).split("\n")
    assert re.fullmatch(r"~{4} IT-1042\.[a-z2-7]{12} ~{8}", above)
    assert below == f"{'~' * 8} {above.split()[1]} {'~' * 4}"
    assert inside == NOTE.text.split("\n")


def as_before(block: str) -> str:
    """As earlier versions wrote it: with longer lines."""
    return re.sub("(?<!~)~{8}(?!~)", "~" * 20, block)


NOTES = {
    "below a mail": mark_text(NOTE, KEY),
    "of an earlier version": as_before(mark_text(NOTE, KEY)),
    "above a mail": mark_text(replace(NOTE, place="above"), KEY),
}
"""One text, marked."""


@given(WORDS, st.sampled_from(["above", "below"]))
@example("", "above")
@example("\n", "below")
@example("\n\n\n", "above")
@example("~~~~ IT-1042 x\n", "above")
@example("~~~~~~~~~~~~~~~~~~~~ IT-9", "below")
def test_taking_the_note_out_gives_the_text_that_was_there(text: str, place: str) -> None:
    for block, marks in itertools.product(NOTES.values(), (OUR_PEOPLE, OTHERS)):
        added = add_to_text(text, block, place)  # type: ignore[arg-type]
        assert block in added
        taken = strip_text(added, marks)
        assert taken == text or (place == "below" and taken == text + "\n")


@given(WORDS, st.sampled_from(["> ", ">", "> > ", "| ", "  > "]))
def test_taking_the_note_out_of_a_quote_gives_the_quote_that_was_there(
    text: str, mark: str
) -> None:
    text = "First line\n" + text.rstrip() + "\nlast line\n"
    for block, marks in itertools.product(NOTES.values(), (OUR_PEOPLE, OTHERS)):
        above, below = add_to_text(text, block, "above"), add_to_text(text, block, "below")
        assert strip_text(quoted(above, mark), marks) == quoted(text, mark)
        assert strip_text(quoted(below, mark), marks) == quoted(text, mark)


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_quotes_of_every_depth_lose_their_notes(note: str) -> None:
    block = f"{note}\n\nwords\n"
    text = "Hi\n\n" + quoted(block) + "\n" + quoted(block, "> > ") + block
    left = clean_text(text)
    assert "~~~~" not in left
    assert "Promised" not in left
    assert left == "Hi\n\n> words\n\n> > words\nwords\n"


def test_a_rewrapped_marker_is_still_one() -> None:
    text = f"> ~~~~ IT-1042\n> {'~' * 20}\n> secret\n> {'~' * 20}\n> IT-1042 ~~~~\n> words\n"
    assert clean_text(text) == "> words\n"


def test_a_marker_joined_with_words_by_a_mailer_loses_only_the_note() -> None:
    assert clean_text(f"> before {BEGIN} secret {END} after\n") == "> before  after\n"
    assert (
        clean_text(f"> before\n> {BEGIN}\n> secret\n> {END} after\n> more\n")
        == "> before\n>  after\n> more\n"
    )


def test_non_breaking_spaces_and_windows_line_ends_do_not_hide_a_marker() -> None:
    nbsp = "\xa0"
    assert (
        clean_text(f"a\r\n{BEGIN.replace(' ', nbsp)}\r\nsecret\r\n{END}\r\nb\r\n") == "a\r\nb\r\n"
    )


def test_begin_without_end_loses_only_its_own_line() -> None:
    assert clean_text(f"one\n> {BEGIN}\n> two\nthree\n") == "one\n> two\nthree\n"


def test_end_without_begin_loses_only_its_own_line() -> None:
    assert clean_text(f"one\n{END}\ntwo\n") == "one\ntwo\n"


def test_an_end_belongs_to_the_nearest_begin() -> None:
    text = f"{BEGIN}\nmy words\n{BEGIN}\nsecret\n{END}\nmore words\n{END}\n"
    assert clean_text(text) == "my words\nmore words\n"


def test_marks_of_another_request_or_depth_make_no_pair() -> None:
    other = END.replace("1042", "7")
    assert clean_text(f"{BEGIN}\nkept\n{other}\n") == "kept\n"
    assert clean_text(f"{BEGIN}\nkept\n> {END}\n") == "kept\n"


def test_an_answer_typed_between_quoted_note_lines_stays() -> None:
    text = f"> {BEGIN}\n> Promised: today\nThat is too late for me.\n> Buttons\n> {END}\n"
    assert clean_text(text) == "That is too late for me.\n"


@pytest.mark.parametrize(
    "text",
    [
        "~~~~",
        "~~~~ code fence ~~~~",
        "~" * 60,
        "~~~~ IT-1042 ~~~~",
        "~~~~ a b ~~~~~~~~~~~~~~~~~~~~ ",
        "Title\n~~~~~\n~~~~\n",
    ],
)
def test_tildes_that_people_write_are_no_marker(text: str) -> None:
    assert clean_text(text) == text
    assert clean_html(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_note_without_html_shows_its_text_and_no_markup_of_strangers() -> None:
    assert "a &lt;b&gt;<br>\nc" in mark_html(RelayNote("IT-1042", "a <b>\nc", ""), KEY)


def test_odd_reference_still_makes_a_marker_that_is_found() -> None:
    for name in ("", "IT 1042", "IT~<b>", "x" * 300, "IT\r\n1"):
        assert (
            clean_text(mark_text(RelayNote(name, "secret", ""), KEY) + "\n\nwords\n") == "words\n"
        )
        assert (
            clean_html(mark_html(RelayNote(name, "", "secret"), KEY) + "<p>words</p>")
            == "<p>words</p>"
        )


def test_a_note_cannot_be_ended_from_inside() -> None:
    block = mark_text(RelayNote("IT-1042", f"quoted history\n{END}\nsecret\n{BEGIN}\n", ""), KEY)
    assert clean_text(f"{block}\n\nwords\n") == "words\n"
    box = mark_html(RelayNote("IT-1042", "", f"<p>{END}</p><p>secret</p>"), KEY)
    assert clean_html(box + "<p>words</p>") == "<p>words</p>"


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize(
    "html",
    [
        "<p>Hello</p>",
        "<html><body bgcolor=white><p>Hello</body></html>",
        "<!DOCTYPE html>\n<html><head><title>x</title></head><body>\n<p>a</p>\n</body>\n</html>\n",
        "plain words",
        "",
        "<div><blockquote><p>quoted</p></blockquote></div>",
        '<p title="a > b">x</p><!-- </body> -->',
    ],
)
def test_taking_the_box_out_gives_the_html_that_was_there(html: str, place: str) -> None:
    added = add_to_html(html, mark_html(NOTE, KEY), place)  # type: ignore[arg-type]
    assert mark_html(NOTE, KEY) in added
    assert strip_html(added, OUR_PEOPLE) == strip_html(added, OTHERS) == html


def test_box_as_gmail_quotes_it() -> None:
    html = (
        '<div dir="ltr">Thanks</div><br><div class="gmail_quote"><div dir="ltr">On Mon Bo '
        "wrote:<br></div>"
        '<blockquote class="gmail_quote" style="margin:0">'
        + mark_html(NOTE, KEY)
        + "<p>My words</p></blockquote></div>"
    )
    left = clean_html(html)
    assert left == html.replace(mark_html(NOTE, KEY), "")


def test_box_as_outlook_rewrites_it() -> None:
    html = (
        "<div class=WordSection1><p class=MsoNormal>Thanks<o:p></o:p></p><div>\n"
        '<table class=MsoNormalTable border=1 style="border:solid"><tr style="x"><td '
        'style="padding:6pt">\n'
        '<p class=MsoNormal><span style="font-size:6.0pt;color:#98A2AD">~~~~&nbsp;<span '
        "class=SpellE>IT-1042</span>\n"
        f"{'~' * 20}<o:p></o:p></span></p><p class=MsoNormal>Answer "
        f"<b>this</b>&nbsp;mail<o:p></o:p></p>\n"
        f"<p class=MsoNormal align=right><span>{'~' * 20} "
        f"IT<span>-</span>1042&#32;~~~~<o:p></o:p></span></p></td></tr></table>\n"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>My words</p></div></div>"
    )
    left = clean_html(html)
    assert "~~" not in left
    assert "Answer" not in left
    assert "<table" not in left
    assert "My words" in left
    assert "Thanks" in left
    assert_balanced(left)


def test_only_the_note_goes_from_a_table_cell_with_other_words() -> None:
    html = (
        f"<table><tr><td>mine<p>{BEGIN}</p><p>secret</p><p>{END}</p></td><td>yours</td></tr>"
        "</table>"
    )
    assert clean_html(html) == "<table><tr><td>mine</td><td>yours</td></tr></table>"


def test_a_cell_left_empty_stays_beside_its_neighbour() -> None:
    html = f"<table><tr><td><p>{BEGIN}</p>secret{END}</td><td>yours</td></tr></table>"
    assert clean_html(html) == "<table><tr><td></td><td>yours</td></tr></table>"


def test_html_begin_without_end_loses_only_the_marker() -> None:
    assert clean_html(f"<p>a</p><div>{BEGIN}</div><p>b</p>") == "<p>a</p><p>b</p>"
    assert clean_html(f"<p>a {BEGIN} b</p>") == "<p>a  b</p>"


def test_html_answer_between_two_halves_of_a_quote_stays() -> None:
    html = (
        f"<blockquote><p>{BEGIN}</p><p>secret</p></blockquote><div>my answer</div>"
        f"<blockquote><p>more</p><p>{END}</p><p>old words</p></blockquote>"
    )
    assert clean_html(html) == "<div>my answer</div><blockquote><p>old words</p></blockquote>"


def test_pictures_in_a_quoted_note_stay() -> None:
    assert clean_html(f"<div>{BEGIN}<img src=cid:1>{END}</div>") == "<div><img src=cid:1></div>"


def test_marks_in_attributes_comments_and_styles_are_left_alone() -> None:
    html = (
        f'<p title="{BEGIN}">a</p><!-- {BEGIN} --><style>/* {BEGIN} */</style><p '
        f'title="{END}">b</p>'
    )
    assert clean_html(html) == html


def test_tags_that_cross_the_note_stay_balanced() -> None:
    left = clean_html(f"<div><b>one {BEGIN}</b><i>secret</i><u>{END} two</u></div>")
    assert left == "<div><b>one </b><u> two</u></div>"


def assert_balanced(html: str) -> None:
    opened: list[str] = []
    for closes, name in re.findall(r"<(/?)([a-zA-Z][\w:]*)", html):
        if not closes and name.lower() not in ("br", "img", "hr", "meta"):
            opened.append(name)
        elif closes:
            assert opened.pop() == name
    assert not opened


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<br>",
        "<table><tr><td>",
        "</td></tr></table>",
    ]
)
MARKS = st.sampled_from([BEGIN, END, BEGIN.replace(" ", "&nbsp;")])
SOUP = st.lists(
    st.one_of(
        TAGS,
        MARKS,
        st.sampled_from(
            ["<blockquote>", "</blockquote>", "word", " ", "<", "&amp;", "<!--", "-->"]
        ),
    ),
    max_size=30,
)


@given(SOUP)
def test_html_soup_is_never_a_surprise(pieces: list[str]) -> None:
    html = "".join(pieces)
    left = clean_html(html)
    assert clean_html(left) == left or "~~~~" in left
    assert len(left) <= len(html)
    if BEGIN not in html.replace(
        "&nbsp;", " "
    ):  # clients write the marker's spaces so, and it is a marker all the same
        assert left.count("word") == html.count("word")


NAME_OF_NOTE = mark_text(NOTE, KEY).split()[1]
MANY_MARKS = [
    "~IT-1042.1~" * 12_000,
    "~IT-1042.99999~" * 9_000,
    f"~{NAME_OF_NOTE}.99999~" * 4_000,
    "words " * 20_000 + f"~{NAME_OF_NOTE}.99999~\n" * 2_000,
    f"> words ~{NAME_OF_NOTE}.7~\n" * 3_000,
    f"> word\n> words ~{NAME_OF_NOTE}.7~\n" * 3_000,
    "~a.1" * 30_000,
    "~" * 130_000,
    "~~~~ " * 26_000,
    f"{BEGIN}\n" * 4_000,
    f"{BEGIN}\n{END}\n" * 2_000,
    f"{BEGIN} {END} " * 2_000,
    "> " * 65_000 + BEGIN,
    f"> {BEGIN}\n" + "> x\n" * 16_000 + f"> {END}\n",
    ("> " * 60 + BEGIN) * 1_000,
    "~~~~ IT-1042 " * 10_000,
]
MANY_TAGS = [
    "<" * 4_000,
    "<a " * 4_000,
    '<a ="' * 2_000 + "~~~~",
    "<p>" * 2_000 + BEGIN,
    "<b><i>" * 40 + "</b></u>" * 40 + BEGIN,
    f"<div>{BEGIN}" * 40,
    f"<div>{BEGIN}<p>x</p>{END}</div>" * 2_000,
    "<!--" * 4_000 + BEGIN,
    "&" * 20_000 + BEGIN,
    "&nbsp;" * 20_000 + BEGIN,
    "</p>" * 4_000 + BEGIN,
    "<style>" * 2_000 + BEGIN,
    "<br>" * (TAG_CAP + 1) + BEGIN,
]


@pytest.mark.parametrize("text", MANY_MARKS, ids=range(len(MANY_MARKS)))
def test_many_marks_are_read_in_linear_time(text: str) -> None:
    started = time.process_time()
    clean_text(text)
    cut_from_text(text, "done")
    assert time.process_time() - started < 2


@pytest.mark.parametrize("html", MANY_TAGS, ids=range(len(MANY_TAGS)))
def test_many_tags_are_read_in_linear_time(html: str) -> None:
    started = time.process_time()
    clean_html(html)
    cut_from_html(html, "done")
    add_to_html(html, mark_html(NOTE, KEY), "below")
    assert time.process_time() - started < 3


WROTE = "On Mon, 2026-11-23 at 09:02 +0100, Bo Jensen wrote:"
BANNER = "CAUTION: This email originated from outside of the organization. Do not click links."
QUOTE = f"<div>{WROTE}<br></div><blockquote type=cite><p>Which?</p><p>done</p></blockquote>"


@pytest.mark.parametrize(
    ("text", "line", "wanted"),
    [
        ("done\n\nThe VPN works.\n", "done", "The VPN works.\n"),
        ("\n\n  DONE \nThe VPN works.\n", "done", "\n\nThe VPN works.\n"),
        ("for   Sam\nplease\n", "for sam", "please\n"),
        ("\u200bdone\u200b\n\nWorks.\n", "done", "Works.\n"),
        ("done", "done", ""),
        ("note call her\ntomorrow\nrest\n", "note call her tomorrow", "rest\n"),
        ("done deal\nx\n", "done", "done deal\nx\n"),
        ("Hello\ndone\n", "done", "Hello\ndone\n"),
        ("> done\n", "done", "> done\n"),
        ("done\n", "", "done\n"),
        (
            f"{WROTE}\n> Which?\n> done\n\ndone\n\nAna\n",
            "done",
            f"{WROTE}\n> Which?\n> done\n\nAna\n",
        ),
        (f"{WROTE}\n> Which?\n\nHello\ndone\n", "done", f"{WROTE}\n> Which?\n\nHello\ndone\n"),
        (f"{WROTE}\n\tdone\n\ndone\n", "done", f"{WROTE}\n\tdone\n\n"),
        (f"{WROTE}done\n\nA key.\n\n> Which?\n", "done", f"{WROTE}\n\nA key.\n\n> Which?\n"),
        (f"{BANNER}\n\nDone\n\nA key.\n", "done", f"{BANNER}\n\nA key.\n"),
        (f"{BANNER}\n\nHello\n\ndone\n", "done", f"{BANNER}\n\nHello\n\ndone\n"),
        ("", "done", ""),
    ],
)
def test_command_line_goes_only_where_the_writer_says_nothing_above_it(
    text: str, line: str, wanted: str
) -> None:
    assert cut_from_text(text, line) == wanted


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<div>done</div><div><br></div><div>Works.</div>", "<div><br></div><div>Works.</div>"),
        ("done<br><br>Works.", "<br>Works."),
        ("<p>\ufeff\u200bDone&nbsp;</p><p>Works.</p>", "<p>Works.</p>"),
        (
            "<html><head><title>done</title><style>x</style></head>"
            "<body><p>Done&nbsp;</p><p>Works.</p></body></html>",
            "<html><head><title>done</title><style>x</style></head>"
            "<body><p>Works.</p></body></html>",
        ),
        ("<p class=MsoNormal><b>do</b>ne<o:p></o:p></p><p>x</p>", "<p>x</p>"),
        ("<p>done deal</p>", "<p>done deal</p>"),
        ("<p>Hello</p><p>done</p>", "<p>Hello</p><p>done</p>"),
        ("<p>done <a href=x>see</a></p>", "<p>done <a href=x>see</a></p>"),
        ("<div>done<img src=cid:1></div>", "<div><img src=cid:1></div>"),
        ("<pre>done\nWorks.</pre>", "<pre>\nWorks.</pre>"),
        ("<p>done\nWorks.</p>", "<p>done\nWorks.</p>"),
        (f"{QUOTE}<p>done</p><p>Works.</p>", f"{QUOTE}<p>Works.</p>"),
        (f"{QUOTE}<p>Hello</p><p>done</p>", f"{QUOTE}<p>Hello</p><p>done</p>"),
        (f"<div>{BANNER}</div><div>done<br>Works.</div>", f"<div>{BANNER}</div><div>Works.</div>"),
    ],
)
def test_command_line_goes_from_html_only_where_it_is_the_writers_first_line(
    html: str, wanted: str
) -> None:
    assert cut_from_html(html, "done") == wanted


# --- quotes of programs that read no pages, or not even mail
# -------------------------------------------------------------------------------------------------

LONG_NOTE = RelayNote(
    "IT-1042",
    "Antwort heute bis 15 Uhr: VPN. Eva fragt.\n\nWarum du: im Betreff steht „VPN“, und wer das"
    " liest, weiß mehr über Müdigkeit als über Größe.\n\nAntworte einfach.",
    "<p>Antwort heute bis 15 Uhr: <b>VPN</b>. Eva fragt.</p><p>Warum du: im Betreff steht"
    ' „VPN“.</p><p>Antworte einfach. <a href="mailto:x@corp.example">Meins</a></p>',
    place="above",
)
TEXT_ABOVE = add_to_text("It drops for Jörg.\n", mark_text(LONG_NOTE, KEY), "above")
PAGE_ABOVE = add_to_html(
    "<html><body><p>It drops.</p></body></html>", mark_html(LONG_NOTE, KEY), "above"
)


def as_it_lies(body: str, kind: str) -> str:
    head = f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: quoted-printable"
    return f"Subject: VPN\n{head}\n\n{quopri.encodestring(body.encode()).decode()}"


def at_hyphens(text: str, width: int) -> str:
    return "\n".join(textwrap.fill(line, width) for line in text.split("\n"))


def quotes_as_such_programs_do() -> Iterator[str]:
    for mark in ("\t", "> ", "| ", ""):
        yield quoted(as_it_lies(TEXT_ABOVE, "plain"), mark)
        yield quoted(as_it_lies(PAGE_ABOVE, "html"), mark)
        yield quoted(PAGE_ABOVE, mark)
        for width in (28, 40, 66, 72):
            yield quoted(at_hyphens(TEXT_ABOVE, width), mark)


def test_notes_go_from_sources_and_where_a_mark_is_broken() -> None:
    def check(quote: str) -> None:
        left = clean_text(f"Fixed.\n\n{quote}")
        assert left.startswith("Fixed.\n")
        assert "drops" in left
        for word in ("Antwort", "Warum", "Meins", "fragt", "~", "IT-1042", "<table"):
            assert word not in left, left

    in_each(quotes_as_such_programs_do(), check)


def test_what_reads_like_an_encoded_quote_and_holds_no_note_stays() -> None:
    lies = as_it_lies(
        "So much for Jörg, who has had no key since the end of last November at all.", "plain"
    )
    assert clean_text(f"Fixed.\n\n{quoted(lies)}") == f"Fixed.\n\n{quoted(lies)}"
    for text in ("a ~1-\n2~ b\n", "~IT-\n1042~\n", "~/usr-\nlocal~\n"):
        assert clean_text(text) == text


# --- whose marker lines count
# -------------------------------------------------------------------------------------------------

OURS_TEXT = mark_text(NOTE, KEY)
OURS_HTML = mark_html(NOTE, KEY)
NAME = OURS_TEXT.split()[1]


def with_name(block: str, name: str) -> str:
    return re.sub(r"IT-1042\.[a-z2-7]{12}", name, block)


FORGED = {
    "no token, as mails of earlier versions": "IT-1042",
    "the token of another request": NAME.replace("IT-1042", "IT-7"),
    "a token made with another key": mark_text(NOTE, b"x" * 32).split()[1],
    "no such token": "IT-1042.aaaaaaaaaaaa",
    "half a token": NAME[:-6],
    "more than a token": NAME + "aa",
    "a token in capitals": NAME.upper(),
    "only what says whose": NAME[:-6] + "aaaaaa",
    "only what says which words": NAME[:-12] + "aaaaaa" + NAME[-6:],
    "nothing behind the dot": "IT-1042.",
    "letters of elsewhere": "IT-1042.\N{LATIN SMALL LETTER E WITH ACUTE}bcdefghijkl",
}


@pytest.mark.parametrize("name", FORGED.values(), ids=FORGED)
def test_a_requester_cannot_hide_words_between_marker_lines(name: str) -> None:
    for text in (with_name(OURS_TEXT, name) + "\n", with_name(quoted(OURS_TEXT), name)):
        assert strip_text(f"Hello\n\n{text}", OTHERS) == f"Hello\n\n{text}"
    html = f"<p>Hello</p>{with_name(OURS_HTML, name)}"
    assert strip_html(html, OTHERS) == html


OTHER_WORDS = {
    "other words": ("Answer this mail and Ana gets it.", "You owe me a laptop."),
    "a word more": ("Promised", "I never Promised"),
    "a word less": ("Promised: ", ""),
    "a digit": ("15:00", "16:00"),
    "words in another order": ("this mail and Ana", "Ana and this mail"),
    "letters that only look the same": ("Ana", "\N{CYRILLIC CAPITAL LETTER A}na"),
}


@pytest.mark.parametrize(("old", "new"), OTHER_WORDS.values(), ids=OTHER_WORDS)
def test_marker_lines_that_were_ours_hide_no_other_words(old: str, new: str) -> None:
    text = quoted(OURS_TEXT.replace(old, new))
    assert strip_text(text, OTHERS) == text
    assert strip_text(text, OUR_PEOPLE) == ""


def test_an_answer_between_the_lines_of_a_requesters_quote_is_seen() -> None:
    above, below = quoted(OURS_TEXT).split("> Promised", 1)
    text = f"{above}That is too late for me.\n> Promised{below}"
    assert strip_text(text, OTHERS) == text
    assert strip_text(text, OUR_PEOPLE) == "That is too late for me.\n"


def test_a_lone_marker_line_goes_only_from_mail_by_our_people() -> None:
    line = f"~~~~ {NAME} {'~' * 20}\n"
    assert strip_text(f"a\n{line}b\n", OTHERS) == f"a\n{line}b\n"
    assert strip_text(f"a\n{line}b\n", OUR_PEOPLE) == "a\nb\n"


def test_marker_lines_that_are_not_ours_part_no_note_that_is() -> None:
    begin = f"~~~~ IT-1042.aaaaaaaaaaaa {'~' * 20}"
    above, below = quoted(OURS_TEXT).split("> Promised", 1)
    text = f"{above}> {begin}\n> Promised{below}words\n"
    assert strip_text(text, OUR_PEOPLE) == "words\n"


NOT_READ_AS_TEXT = [
    "<textarea>pay me</textarea>",
    "<xmp>pay me</xmp>",
    "<iframe>pay me</iframe>",
    "<img src=cid:1 alt='pay me'>",
    "<input value='pay me'>",
    "<object data='data:text/plain,pay me'></object>",
    "<style style='display:block'>pay me</style>",
    "<!--[if mso]>pay me<![endif]-->",
    "<svg><title>pay me</title></svg>",
    "<button></button>",
]


@pytest.mark.parametrize("hidden", NOT_READ_AS_TEXT)
def test_nor_is_anything_hidden_between_them_that_is_not_read_as_text(hidden: str) -> None:
    html = OURS_HTML.replace("Answer <b", f"{hidden}Answer <b")
    assert strip_html(html, OTHERS) == html
    assert "Answer" not in strip_html(html, OUR_PEOPLE)


REWRITTEN = {
    "joined lines": lambda text: " ".join(text.split("\n")),
    "every word on its own line": lambda text: re.sub(" (?!~)", "\n", text),
    "bold": lambda text: text.replace("Ana", "*Ana*"),
    "typographic marks": lambda text: text.replace(":", "\N{RATIO}").replace(" it.", " it!"),
    "decomposed letters": lambda text: text.replace("A", "\N{FULLWIDTH LATIN CAPITAL LETTER A}"),
    "non-breaking spaces": lambda text: text.replace(" ", "\xa0"),
    "quoted twice": lambda text: quoted(quoted(text)),
    "indented": lambda text: quoted(text, "\t"),
}  # fmt: skip


@pytest.mark.parametrize("rewrite", REWRITTEN.values(), ids=REWRITTEN)
def test_a_note_that_only_looks_different_goes_from_everybodys_mail(
    rewrite: Callable[[str], str],
) -> None:
    left = strip_text(rewrite(OURS_TEXT) + "\nwords\n", OTHERS)
    assert left.strip() == "words"


# --- as mail programs quote it
# -------------------------------------------------------------------------------------------------

LINES = OURS_TEXT.split("\n")
AS_QUOTED = {
    "mutt 2.2, NeoMutt, Evolution 3.46, aerc 0.14, Alpine": quoted(OURS_TEXT),
    "Claws Mail 4.1, which wraps what it quotes": quoted(OURS_TEXT.replace("and Ana", "\nand Ana")),
    "Evolution 3.46, whose short lines break where ours broke": quoted(
        OURS_TEXT.replace(" gets", "\ngets")
    ),
    "s-nail 14.9, Heirloom mailx and GNU Mailutils, by a tab": quoted(OURS_TEXT, "\t"),
    "Thunderbird 115, plain, with a paragraph's blank lines": quoted(
        "\n".join([LINES[0], "", *LINES[1:-1], "", LINES[-1]])
    ),
    "Alpine, out of a page, with wide white space": quoted(OURS_TEXT.replace(" ~~~~", "  ~~~~")),
    "the answer of a person who quotes a quote": quoted(quoted(OURS_TEXT)),
}


@pytest.mark.parametrize("quote", AS_QUOTED.values(), ids=AS_QUOTED)
def test_texts_as_mail_programs_write_them_come_out_clean(quote: str) -> None:
    for marks in (OUR_PEOPLE, OTHERS):
        left = strip_text(f"done\n\n{quote}> words\n", marks)
        assert "~~~~" not in left
        assert "Promised" not in left
        assert left.endswith("> words\n")


def indented(html: str, deep: int) -> str:
    """As Thunderbird writes a page that it quotes: a new line and blanks at every wrap."""
    return re.sub(r"(?<=[\w~.>]) (?=[\w~(])", "\n" + " " * deep, html)


AS_QUOTED_IN_HTML = {
    "as it was sent": OURS_HTML,
    "Thunderbird 115, indented by 16": indented(OURS_HTML, 16),
    "Thunderbird 115, indented by 300, deep in quotes": indented(OURS_HTML, 300),
    "with tabs and Windows line ends": OURS_HTML.replace(f" {NAME}", f"\r\n\t\t\t{NAME}"),
    "Evolution 3.46, every style its own": re.sub(r' style="[^"]*"', ' style="a:b"', OURS_HTML),
    "Thunderbird 115, out of a text: lines and <br>": "      "
    + "<br>\n      ".join(
        [LINES[0], "Answer this", "mail.", LINES[-1]]
    ).replace(NAME, OURS_HTML.split("~~~~ ")[1].split(" ")[0]),
}  # fmt: skip


@pytest.mark.parametrize("quote", AS_QUOTED_IN_HTML.values(), ids=AS_QUOTED_IN_HTML)
def test_pages_as_mail_programs_write_them_come_out_clean(quote: str) -> None:
    page = f"<p>done</p><blockquote type=cite>{quote}<p>words</p></blockquote>"
    for marks in (OUR_PEOPLE, OTHERS):
        left = strip_html(page, marks)
        assert "~~~~" not in left
        assert "Answer" not in left
        assert "<p>words</p></blockquote>" in left


def test_white_space_inside_pre_is_no_single_space() -> None:
    html = f"<pre>{'~' * 4}{' ' * 12}{NAME} {'~' * 20}</pre>"
    assert strip_html(html, OUR_PEOPLE) == html


def test_where_a_button_leads_is_no_word_of_a_requesters_quote() -> None:
    """Programs that make text of a page write the address behind the words on it."""
    leads = "Answer<mailto:it%2Baq3@corp.example?body=Good%0D%0A> this mail"
    assert strip_text(quoted(OURS_TEXT.replace("Answer this mail", leads)), OTHERS) == ""
    kept = quoted(OURS_TEXT.replace("Answer this", "Answer<mailto:it and my words> this"))
    assert strip_text(kept, OTHERS) == kept
