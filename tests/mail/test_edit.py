"""Where a note goes in a page: first or last for whoever reads it, whatever the page is like."""

from __future__ import annotations

import pytest

from mailtracker.mail.outgoing.edit import add_to_html

QUOTED = "<html><body><p>older</p></body></html>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<body><p>Hi</p></body>", "<body>NOTE<p>Hi</p></body>"),
        ("<!DOCTYPE html>\n<html><head><title>x</title></head>\n<body>Hi", None),
        ("\ufeff<html>\n<body>Hi</body>", "\ufeff<html>\n<body>NOTEHi</body>"),
        ("<div>Hi</div>", "NOTE<div>Hi</div>"),
    ],
)
def test_a_note_above_is_the_first_thing_in_the_body(html: str, expected: str | None) -> None:
    assert add_to_html(html, "NOTE", "above") == (expected or html.replace("<body>", "<body>NOTE"))


def test_a_note_above_never_lands_in_a_quoted_page() -> None:
    html = f"<div>Still broken</div><blockquote>{QUOTED}</blockquote>"
    assert add_to_html(html, "NOTE", "above") == "NOTE" + html
