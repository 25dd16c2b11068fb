"""Where a note goes in a page: first or last for whoever reads it, and shown whatever the page
says.

What browsers make of such pages was looked at in headless Chromium and with html5lib, an HTML
parser of the standard's own algorithm (November 2026); here stands what follows from it.
"""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtracker.mail.mime.html import TAG_CAP, tokens
from mailtracker.mail.outgoing.envelope import RelayNote
from mailtracker.mail.outgoing.marking import mark_html
from mailtracker.mail.outgoing.shown import add_to_html, insisting

QUOTED = "<html><body><p>older</p></body></html>"
NOTE = RelayNote(
    "IT-1042", "", '<p style="margin:0"><b>Ana</b> asks.<br>See <a href="https://a.example">it</a>.'
)
BOX = mark_html(NOTE, b"k" * 32)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<body><p>Hi</p></body>", "<body>NOTE<p>Hi</p></body>"),
        ("<!DOCTYPE html>\n<html><head><title>x</title></head>\n<body>Hi", None),
        ("\ufeff<html>\n<body>Hi</body>", "\ufeff<html>\n<body>NOTEHi</body>"),
        ("<div>Hi</div>", "NOTE<div>Hi</div>"),
        ("", "NOTE"),
        ("words", "NOTEwords"),
        ("<!-- made by hand -->\n<html><body lang=de>Hi", None),
        ('<?xml version="1.0"?><!DOCTYPE html><html xmlns="x"><head/><body>Hi', None),
        ("<html><head><meta charset=x><base href=y></head><body>Hi", None),
        (
            "<!doctype html><html><head><title>t</title></head><p>x",
            "<!doctype html><html><head><title>t</title></head>NOTE<p>x",
        ),
        ("\n<!doctype html><p>x", "\n<!doctype html>NOTE<p>x"),
    ],
)
def test_a_note_above_is_the_first_thing_in_the_body(html: str, expected: str | None) -> None:
    wanted = expected or re.sub(r"(<body[^>]*>)", r"\1NOTE", html, count=1)
    assert add_to_html(html, "NOTE", "above") == wanted


def test_a_note_above_never_lands_in_a_quoted_page() -> None:
    html = f"<div>Still broken</div><blockquote>{QUOTED}</blockquote>"
    assert add_to_html(html, "NOTE", "above").endswith(f"NOTE{html}")


def test_a_page_as_outlook_writes_it_takes_the_note_in_its_own_body() -> None:
    html = (
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns="http://www.w3.org/TR/REC-html40">\n'
        '<head>\n<meta name=Generator content="Microsoft Word 15 (filtered medium)">\n'
        "<!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}</style><![endif]-->\n"
        "<style><!--\np.MsoNormal {margin:0cm}\n--></style>\n"
        '<!--[if gte mso 9]><xml>\n<o:shapedefaults v:ext="edit"/>\n</xml><![endif]-->\n'
        '</head>\n<body lang=DE link="#0563C1">\n<p class=MsoNormal>Hi<o:p></o:p></p></body></html>'
    )
    above = add_to_html(html, "NOTE", "above")
    assert re.search(r"<body style=\"[^\"]+\" lang=DE link=\"#0563C1\">NOTE\n<p", above)
    assert add_to_html(html, "NOTE", "below").endswith("</o:p></p>NOTE</body></html>")


NOT_UNDERSTOOD = [
    "<template>", "<noscript>", "<noframes>", "<frameset>", "<svg>", "<math>", "<select>",
    "<div hidden>", '<p style="display:none">', "<script>", "<textarea>", "<plaintext>", "<object>",
    "<!-- ends here for browsers --!><div hidden> -->", "<!--> <div hidden> -->",
    "<!--[if mso]><div hidden><![endif]-->", "<![if !x]>", "<!--[if mso]><xml --><p hidden>",
    "<div\x0bhidden>", "<title><div hidden>", "<style>p{}", "<meta a='", "<html\xa0hidden>",
    '<meta a="b"c="d"><div hidden>', "<x-unknown hidden>", "</p>", "<![CDATA[",
]  # fmt: skip


@pytest.mark.parametrize("odd", NOT_UNDERSTOOD)
@pytest.mark.parametrize("place", ["above", "below"])
def test_nothing_that_may_be_read_in_two_ways_stands_before_a_note(odd: str, place: str) -> None:
    for html in (f"{odd}<body>words</body>", f"<html><head>{odd}</head><body>words</body></html>"):
        added = add_to_html(html, "NOTE", place)  # type: ignore[arg-type]
        before, _, behind = added.partition("NOTE")
        assert odd in behind
        assert not {token.name for token in tokens(before)} - {"html", "head", "body"}


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>x</p><!-- never closed", "<p>x</p>NOTE<!-- never closed"),
        ("<p>x</p><a href='", "<p>x</p>NOTE<a href='"),
        ('<div style="display:none">x', '<div style="display:none">x</div>NOTE'),
        ("<b><i>x", "<b><i>x</i></b>NOTE"),
        ("<p>one<p>two", "<p>one<p>twoNOTE"),
        ("<li hidden>x", "<li hidden>x</li>NOTE"),
        ("<span hidden><p>x", "<span hidden><p>x</p></span>NOTE"),
        ("<table><tr><td hidden>x", "<table><tr><td hidden>x</table>NOTE"),
        ("<ul><li>x</ul><br><hr>", "<ul><li>x</ul><br><hr>NOTE"),
        ("<body><p>x</p></body></html>\n", "<body><p>x</p>NOTE</body></html>\n"),
        ("<body>x</body><div hidden></body>", "<body>x</body><div hidden></div>NOTE</body>"),
        ("<blockquote>x</blockquote></div>", "<blockquote>x</blockquote></div>NOTE"),
    ],
)
def test_what_the_sender_left_open_is_closed_before_a_note_below(html: str, wanted: str) -> None:
    assert add_to_html(html, "NOTE", "below") == wanted


@pytest.mark.parametrize(
    "html",
    [
        "<div hidden><table></div>x",
        "<span hidden><div></span>x",
        "<p><b hidden>x</p>y",
        "<p hidden><dt></p>x",
        "<font hidden><li></font>x",
        "<div hidden><td></div>x",
        "<table><caption hidden>x</table>",
        "<p>x</p><svg><style></svg><p hidden>",
        "<p>x</p><script><!--<script></script>",
        "<p>x</p><details>y",
        "<p>x<!-- y --!><div hidden> -->",
        "<p>x</p><style>p{}",
        "<p>x</p><!--[if mso]><div hidden><![endif]-->",
    ],
)
def test_where_browsers_may_see_something_else_open_the_note_goes_first(html: str) -> None:
    assert re.sub("<(html|body) style=[^>]+>", "", add_to_html(html, "NOTE", "below")) == (
        f"NOTE{html}"
    )


@pytest.mark.parametrize(
    ("html", "roots"),
    [
        ("<style>*{display:none}</style><p>x", ["html", "body"]),
        ("<p>x</p><link rel=stylesheet href=x>", ["html", "body"]),
        ("<html><head><style>p{}</style></head><body>x</body>", ["html", "body"]),
        ("<html hidden><body>x</body>", ["html", "body"]),
        ("<body style='color:red'>x</body>", ["body", "html"]),
        ("<p>x</p><body hidden>", ["html", "body"]),
        ("<p>x</p>", []),
        ("<html><body bgcolor=red>x</body></html>", []),
    ],
)
@pytest.mark.parametrize("place", ["above", "below"])
def test_html_and_body_stay_visible_where_a_page_could_hide_them(
    html: str, roots: list[str], place: str
) -> None:
    added = add_to_html(html, "NOTE", place)  # type: ignore[arg-type]
    assert re.findall(r"<(html|body) style=\"display:block!important", added) == roots


def test_the_senders_own_style_of_the_body_goes_on_unless_it_could_win() -> None:
    mild = add_to_html("<body style='color:red;font-family:&quot;A&quot;'>x", "NOTE", "above")
    assert ';color:red;font-family:&quot;A&quot;"' in mild
    strong = add_to_html("<body style='display:none!important'>x", "NOTE", "above")
    assert "none!important'" in strong  # the second attribute of its name: browsers pass over it
    assert 'none!important;"' not in strong
    assert strong.index("display:block!important") < strong.index("display:none!important")


def declarations(tag: str) -> list[str]:
    found = re.search(r'style="([^"]*)"', tag)
    return found[1].split(";") if found else []


def test_every_element_of_a_note_outweighs_every_style_sheet() -> None:
    tags = [BOX[token.start : token.end] for token in tokens(BOX) if token.kind == "start"]
    names = [re.split(r"[ >]", tag[1:])[0] for tag in tags]
    assert names == ["div", "table", "tbody", "tr", "td", "div", "p", "b", "a", "div"]
    for tag in tags:
        said = declarations(tag)
        assert said
        assert all(one.endswith("!important") for one in said)
        begun = {one.partition(":")[0] for one in said}
        assert {
            "all",
            "display",
            "visibility",
            "opacity",
            "position",
            "color",
            "font-size",
        } <= begun
    assert not any("none" in one for tag in tags for one in declarations(tag))


def test_a_style_of_a_note_keeps_its_words() -> None:
    assert insisting('<p style="margin:0;color:red !important">x<br>y</p>').endswith(
        ';margin:0!important;color:red!important">x<br>y</p>'
    )


SOUP = st.lists(
    st.sampled_from(
        [*NOT_UNDERSTOOD, "<html>", "<head>", "</head>", "<body>", "</body>", "<p>", "</p>",
         "<div>", "</div>", "<b>", "</b>", "<table>", "</table>", "<td>", "<style>",
         "</style>", "-->", "x "]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(SOUP, st.sampled_from(["above", "below"]))
def test_nothing_of_the_page_is_lost(html: str, place: str) -> None:
    added = add_to_html(html, "NOTE", place)  # type: ignore[arg-type]
    left = iter(added)
    assert all(character in left for character in html)
    assert added.count("NOTE") == 1


@pytest.mark.parametrize(
    "html",
    [
        "<!--" * 30_000,
        "<meta " * 30_000,
        "<style>" + "<" * 100_000,
        "<!--" + "-" * 100_000,
        "<!--[if x]>" + "<xml " * 20_000,
        "<p>" * 40_000,
        "</p>" * 40_000,
        "<b><p>" * 20_000 + "</b>",
        "<div>" * 20_000 + "</div>" * 20_000,
        "<meta a=" + "'" * 100_000,
        "<br>" * (TAG_CAP + 1),
    ],
    ids=range(11),
)
def test_pages_of_any_kind_are_read_in_linear_time(html: str) -> None:
    started = time.process_time()
    add_to_html(html, "NOTE", "above")
    add_to_html(html, "NOTE", "below")
    assert time.process_time() - started < 3
