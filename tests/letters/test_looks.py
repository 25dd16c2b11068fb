"""Every letter as its reader sees it, as far as that can be told without a browser: on a narrow
telephone, in light and in dark. `make proof-look` has a browser draw each in every case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mailtracker.cli.sample_mails import MARKS_KEY, SampleMail, sample_mails
from mailtracker.letters.samples import NAMES
from mailtracker.mail.mime.html import tokens, visible
from mailtracker.mail.outgoing.notes import Marks, strip_html, strip_text
from tests.letters.looks import Piece, pieces
from tests.shipped_letters import shipped_letters

LETTERS = shipped_letters()
READABLE = 4.5
"""What WCAG 2.2 AA wants of text of this size."""

SMALLEST = 14
"""Pixels that a telephone shows without asking to be turned."""

MARK = re.compile(r"^~|~$")
LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>')
FIXED = re.compile(r'(?<![\w-])width[:=]"?(\d+)(?:px)?(?![\d%])')
OUTLOOKS = re.compile(r"<!--\[if mso\]>.*?<!\[endif\]-->", re.DOTALL)


def every_mail() -> Iterator[SampleMail]:
    for name in NAMES:
        for language in LETTERS.languages:
            yield from sample_mails(LETTERS, name, language)


@cache
def mails() -> list[SampleMail]:
    return list(every_mail())


def is_page(mail: SampleMail) -> bool:
    """Whether all of it is ours; else a note of ours stands with what somebody wrote."""
    return mail.html.startswith("<!DOCTYPE")


def ours(mail: SampleMail, dark: bool) -> list[Piece]:
    """Of a page that somebody wrote only our note."""
    if is_page(mail):
        return list(pieces(mail.html, dark))
    begin = mail.html.index("<div style=")
    end = mail.html.index("</table></div>") + len("</table></div>")
    return list(pieces(mail.html[begin:end], dark))


def test_all_text_stands_out_from_its_ground_in_light_and_in_dark() -> None:
    for mail in mails():
        for dark in (False, True):
            found = ours(mail, dark)
            assert found
            for piece in found:
                assert piece.contrast >= READABLE, (mail.letter, dark, piece)


def test_a_dark_page_is_dark() -> None:
    grounds = {dark: {one.ground for one in ours(mails()[0], dark)} for dark in (False, True)}
    assert all(max(ground) < 64 for ground in grounds[True])
    assert all(min(ground) > 192 for ground in grounds[False])


def test_no_text_is_too_small_for_a_telephone_but_our_marks() -> None:
    for mail in mails():
        for piece in ours(mail, dark=False):
            assert piece.size >= SMALLEST or MARK.search(piece.text), (mail.letter, piece)


def test_nothing_is_wider_than_a_telephone() -> None:
    for mail in mails():
        widths = FIXED.findall(OUTLOOKS.sub("", mail.html))
        assert all(int(width) <= 320 for width in widths), (mail.letter, widths)


def test_a_page_says_its_language_and_what_it_is_about_and_links_that_differ_differ() -> None:
    for mail in mails():
        if is_page(mail):
            assert f'<html lang="{mail.language}">' in mail.html
            assert re.search(r"<title>[^<]+</title>", mail.html), mail.letter
        assert len(re.findall("<h1", mail.html)) <= 1, mail.letter
        assert all("alt=" in image for image in re.findall("<img[^>]*>", mail.html))
        leads: dict[str, set[str]] = {}
        for address, said in LINK.findall(mail.html):
            leads.setdefault(re.sub("<[^>]*>", "", said), set()).add(address)
        assert all(said.strip() and len(to) == 1 for said, to in leads.items()), (
            mail.letter,
            leads,
        )


def test_what_our_own_side_is_told_goes_out_of_every_quote() -> None:
    """Of a whole letter nothing is left, of a text as of a page."""
    marks, found = Marks(MARKS_KEY, by_our_people=True), set()
    for mail in mails():
        if is_page(mail) and "~~~~" in mail.text and not mail.letter.startswith("note_"):
            found.add(mail.letter)
            for mark in ("> ", "", "| "):
                quoted = "".join(f"{mark}{line}\n" for line in mail.text.splitlines())
                left = strip_text(f"Fixed.\n\nOn Monday Bo wrote:\n{quoted}", marks)
                assert left.strip("> |\n") == "Fixed.\n\nOn Monday Bo wrote:", (mail, left)
            page = strip_html(mail.html, marks)
            assert not visible(page, tokens(page)).text.strip(), (mail.letter, page)
            assert "<table" not in OUTLOOKS.sub("", page)
    assert found >= {"ask_back", "confirm", "gap", "handed_owner", "not_taken", "reminder"}
    assert not found & {"closed", "files_stay", "handed_requester", "receipt", "slipped_requester"}


def test_a_list_of_mails_shows_what_each_is_about() -> None:
    """Behind the greeting it still has room for that."""
    for mail in mails():
        assert mail.subject.strip()
        assert len(mail.opening) >= 30 or not is_page(mail), (mail.letter, mail.opening)
        inside = mail.letter == "note_said"  # it stands in a mail, not above one
        assert inside or "~" not in mail.opening[:80], (mail.letter, mail.opening)
