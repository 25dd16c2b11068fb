"""Where the links of a letter go that is about no request."""

from __future__ import annotations

from mailtracker.mail.outgoing.envelope import Rendered
from mailtracker.mail.outgoing.links import Link
from mailtracker.notices import _linked


def test_each_link_has_its_own_address_however_many_there_are() -> None:
    """The word of the first begins as that of the tenth does."""
    links = {
        f"reply-0-{number}": Link(f"help+{number}x@corp.example", f"Re: [IT-{number}] “A & B”")
        for number in range(12)
    }
    text = " ".join(f"({word})" for word in links)
    page = " ".join(f'<a href="mailto:{word}">{word}</a>' for word in links)
    shown = _linked(Rendered("12 & more", text, page), links, {})
    assert shown.text == " ".join(f"({link.address})" for link in links.values())
    assert shown.html == " ".join(
        f'<a href="{link.url}">{link.address}</a>' for link in links.values()
    )
    assert shown.subject == "12 & more"


def test_where_there_is_none_nothing_changes() -> None:
    written = Rendered("a", "b", "c")
    assert _linked(written, {}, {}) is written
