"""Our notes are found again in whatever a mail client made of them, and nothing else ever goes."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailtracker.mail.mime.html import TAG_CAP
from mailtracker.mail.outgoing.edit import add_to_html, add_to_text, cut_from_html, cut_from_text
from mailtracker.mail.outgoing.envelope import RelayNote
from mailtracker.mail.outgoing.notes import mark_html, mark_text, strip_html, strip_text

NOTE = RelayNote(
    "IT-1042",
    "Answer this mail and Ana gets it.\nPromised: today 15:00.",
    "<p>Answer <b>this</b> mail.</p>",
)
BEGIN = "~~~~ IT-1042 ~~~~~~~~~~~~~~~~~~~~"
END = "~~~~~~~~~~~~~~~~~~~~ IT-1042 ~~~~"
# Text that is no marker itself: the promise is about everything that people write.
WORDS = st.text(
    st.characters(
        exclude_characters="~\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", exclude_categories=["Cs"]
    ),
    max_size=300,
)


def quoted(text: str, mark: str = "> ") -> str:
    return "".join(f"{mark}{line}\n" for line in text.splitlines())


def test_marker_lines_are_those_that_the_reader_knows() -> None:
    lines = mark_text(NOTE).split("\n")
    assert (lines[0], lines[-1]) == (BEGIN, END)
    assert lines[1:-1] == NOTE.text.split("\n")


@given(WORDS, st.sampled_from(["above", "below"]))
@example("", "above")
@example("\n", "below")
@example("\n\n\n", "above")
@example("~~~~ IT-1042 x\n", "above")
@example("~~~~~~~~~~~~~~~~~~~~ IT-9", "below")
def test_taking_the_note_out_gives_the_text_that_was_there(text: str, place: str) -> None:
    added = add_to_text(text, mark_text(NOTE), place)  # type: ignore[arg-type]
    assert BEGIN in added
    taken = strip_text(added)
    assert taken == text or (place == "below" and taken == text + "\n")


@given(WORDS, st.sampled_from(["> ", ">", "> > ", "| ", "  > "]))
def test_taking_the_note_out_of_a_quote_gives_the_quote_that_was_there(
    text: str, mark: str
) -> None:
    text = "First line\n" + text.rstrip() + "\nlast line\n"
    above = add_to_text(text, mark_text(NOTE), "above")
    assert strip_text(quoted(above, mark)) == quoted(text, mark)
    below = add_to_text(text, mark_text(NOTE), "below")
    assert strip_text(quoted(below, mark)) == quoted(text, mark)


def test_quotes_of_every_depth_lose_their_notes() -> None:
    block = mark_text(NOTE) + "\n\nwords\n"
    text = "Hi\n\n" + quoted(block) + "\n" + quoted(block, "> > ") + block
    left = strip_text(text)
    assert "~~~~" not in left
    assert "Promised" not in left
    assert left == "Hi\n\n> words\n\n> > words\nwords\n"


def test_a_rewrapped_marker_is_still_one() -> None:
    text = f"> ~~~~ IT-1042\n> {'~' * 20}\n> secret\n> {'~' * 20}\n> IT-1042 ~~~~\n> words\n"
    assert strip_text(text) == "> words\n"


def test_a_marker_joined_with_words_by_a_mailer_loses_only_the_note() -> None:
    assert strip_text(f"> before {BEGIN} secret {END} after\n") == "> before  after\n"
    assert (
        strip_text(f"> before\n> {BEGIN}\n> secret\n> {END} after\n> more\n")
        == "> before\n>  after\n> more\n"
    )


def test_non_breaking_spaces_and_windows_line_ends_do_not_hide_a_marker() -> None:
    nbsp = "\xa0"
    assert (
        strip_text(f"a\r\n{BEGIN.replace(' ', nbsp)}\r\nsecret\r\n{END}\r\nb\r\n") == "a\r\nb\r\n"
    )


def test_begin_without_end_loses_only_its_own_line() -> None:
    assert strip_text(f"one\n> {BEGIN}\n> two\nthree\n") == "one\n> two\nthree\n"


def test_end_without_begin_loses_only_its_own_line() -> None:
    assert strip_text(f"one\n{END}\ntwo\n") == "one\ntwo\n"


def test_an_end_belongs_to_the_nearest_begin() -> None:
    text = f"{BEGIN}\nmy words\n{BEGIN}\nsecret\n{END}\nmore words\n{END}\n"
    assert strip_text(text) == "my words\nmore words\n"


def test_marks_of_another_request_or_depth_make_no_pair() -> None:
    other = END.replace("1042", "7")
    assert strip_text(f"{BEGIN}\nkept\n{other}\n") == "kept\n"
    assert strip_text(f"{BEGIN}\nkept\n> {END}\n") == "kept\n"


def test_an_answer_typed_between_quoted_note_lines_stays() -> None:
    text = f"> {BEGIN}\n> Promised: today\nThat is too late for me.\n> Buttons\n> {END}\n"
    assert strip_text(text) == "That is too late for me.\n"


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
    assert strip_text(text) == text
    assert strip_html(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_note_without_html_shows_its_text_and_no_markup_of_strangers() -> None:
    assert "a &lt;b&gt;<br>\nc" in mark_html(RelayNote("IT-1042", "a <b>\nc", ""))


def test_odd_reference_still_makes_a_marker_that_is_found() -> None:
    for name in ("", "IT 1042", "IT~<b>", "x" * 300, "IT\r\n1"):
        assert strip_text(mark_text(RelayNote(name, "secret", "")) + "\n\nwords\n") == "words\n"
        assert (
            strip_html(mark_html(RelayNote(name, "", "secret")) + "<p>words</p>") == "<p>words</p>"
        )


def test_a_note_cannot_be_ended_from_inside() -> None:
    block = mark_text(RelayNote("IT-1042", f"quoted history\n{END}\nsecret\n{BEGIN}\n", ""))
    assert strip_text(f"{block}\n\nwords\n") == "words\n"
    box = mark_html(RelayNote("IT-1042", "", f"<p>{END}</p><p>secret</p>"))
    assert strip_html(box + "<p>words</p>") == "<p>words</p>"


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
    added = add_to_html(html, mark_html(NOTE), place)  # type: ignore[arg-type]
    assert "Answer <b>this</b> mail" in added
    assert strip_html(added) == html


def test_box_is_inside_the_body() -> None:
    html = "<html><head><style>p{}</style></head><body class=x><p>Hello</p></body></html>"
    assert add_to_html(html, "[N]", "above") == html.replace("class=x>", "class=x>[N]")
    assert add_to_html(html, "[N]", "below") == html.replace("</body>", "[N]</body>")


def test_document_without_body_tag_takes_the_box_behind_its_head() -> None:
    html = "<!doctype html><html><head><title>t</title></head><p>x"
    assert add_to_html(html, "[N]", "above") == html.replace("</head>", "</head>[N]")
    assert add_to_html("\n<!doctype html><p>x", "[N]", "above").endswith("[N]<p>x")


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>x</p><!-- never closed", "<p>x</p>[N]<!-- never closed"),
        ("<p>x</p><style>p{}", "<p>x</p><style></style>[N]p{}"),
        ("<p>x</p><a href='", "<p>x</p>[N]<a href='"),
        ('<div style="display:none">x', '<div style="display:none">x</div>[N]'),
        ("<b><i>x", "<b><i>x</i></b>[N]"),
        ("<p>one<p>two", "<p>one<p>two[N]"),
        ("<table><tr><td>x", "<table><tr><td>x</table>[N]"),
    ],
)
def test_nothing_left_open_by_the_sender_hides_the_box(html: str, wanted: str) -> None:
    assert add_to_html(html, "[N]", "below") == wanted


def test_box_as_gmail_quotes_it() -> None:
    html = (
        '<div dir="ltr">Thanks</div><br><div class="gmail_quote"><div dir="ltr">On Mon Bo '
        "wrote:<br></div>"
        '<blockquote class="gmail_quote" style="margin:0">'
        + mark_html(NOTE)
        + "<p>My words</p></blockquote></div>"
    )
    left = strip_html(html)
    assert left == html.replace(mark_html(NOTE), "")


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
    left = strip_html(html)
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
    assert strip_html(html) == "<table><tr><td>mine</td><td>yours</td></tr></table>"


def test_a_cell_left_empty_stays_beside_its_neighbour() -> None:
    html = f"<table><tr><td><p>{BEGIN}</p>secret{END}</td><td>yours</td></tr></table>"
    assert strip_html(html) == "<table><tr><td></td><td>yours</td></tr></table>"


def test_html_begin_without_end_loses_only_the_marker() -> None:
    assert strip_html(f"<p>a</p><div>{BEGIN}</div><p>b</p>") == "<p>a</p><p>b</p>"
    assert strip_html(f"<p>a {BEGIN} b</p>") == "<p>a  b</p>"


def test_html_answer_between_two_halves_of_a_quote_stays() -> None:
    html = (
        f"<blockquote><p>{BEGIN}</p><p>secret</p></blockquote><div>my answer</div>"
        f"<blockquote><p>more</p><p>{END}</p><p>old words</p></blockquote>"
    )
    assert strip_html(html) == "<div>my answer</div><blockquote><p>old words</p></blockquote>"


def test_pictures_in_a_quoted_note_stay() -> None:
    assert strip_html(f"<div>{BEGIN}<img src=cid:1>{END}</div>") == "<div><img src=cid:1></div>"


def test_marks_in_attributes_comments_and_styles_are_left_alone() -> None:
    html = (
        f'<p title="{BEGIN}">a</p><!-- {BEGIN} --><style>/* {BEGIN} */</style><p '
        f'title="{END}">b</p>'
    )
    assert strip_html(html) == html


def test_tags_that_cross_the_note_stay_balanced() -> None:
    left = strip_html(f"<div><b>one {BEGIN}</b><i>secret</i><u>{END} two</u></div>")
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
    left = strip_html(html)
    assert strip_html(left) == left or "~~~~" in left
    assert len(left) <= len(html)
    if BEGIN not in html.replace(
        "&nbsp;", " "
    ):  # clients write the marker's spaces so, and it is a marker all the same
        assert left.count("word") == html.count("word")


MANY_MARKS = [
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
    strip_text(text)
    cut_from_text(text, "done")
    assert time.process_time() - started < 2


@pytest.mark.parametrize("html", MANY_TAGS, ids=range(len(MANY_TAGS)))
def test_many_tags_are_read_in_linear_time(html: str) -> None:
    started = time.process_time()
    strip_html(html)
    cut_from_html(html, "done")
    add_to_html(html, mark_html(NOTE), "below")
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("text", "line", "wanted"),
    [
        ("done\n\nThe VPN works.\n", "done", "The VPN works.\n"),
        ("\n\n  DONE \nThe VPN works.\n", "done", "\n\nThe VPN works.\n"),
        ("for   Sam\nplease\n", "for sam", "please\n"),
        ("done", "done", ""),
        ("note call her\ntomorrow\nrest\n", "note call her tomorrow", "rest\n"),
        ("done deal\nx\n", "done", "done deal\nx\n"),
        ("Hello\ndone\n", "done", "Hello\ndone\n"),
        ("> done\n", "done", "> done\n"),
        ("done\n", "", "done\n"),
        ("", "done", ""),
    ],
)
def test_command_line_goes_only_where_it_stands_first(text: str, line: str, wanted: str) -> None:
    assert cut_from_text(text, line) == wanted


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<div>done</div><div><br></div><div>Works.</div>", "<div><br></div><div>Works.</div>"),
        ("done<br><br>Works.", "<br>Works."),
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
    ],
)
def test_command_line_goes_from_html_only_where_it_is_the_first_line_seen(
    html: str, wanted: str
) -> None:
    assert cut_from_html(html, "done") == wanted
