"""Buttons of a mail of ours go in, a row of links in HTML comes out.

Plain links: no picture, no script, no style sheet. Readers that know borders show boxes, which go
below each other where a telephone has no room; Outlook shows underlined words apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape, unescape

from mailtracker.mail.outgoing.links import Link
from mailtracker.record import dataclass

_ROW = "margin:8px 0 0 0;line-height:21px"
_ROW_OF_LINE = "display:block;margin:0 0 6px 0;line-height:21px"
_LINK = (
    "display:inline-block;margin:5px 4px 6px 0;padding:5px 10px;border:1px solid;border-radius:6px;"
    "line-height:21px;color:#1f6f5c;white-space:nowrap"
)
_TAG = re.compile("<[^>]*>")


@dataclass(frozen=True, slots=True)
class Button:
    """What stands on it (`label`), and what it begins (`link`)."""

    label: str
    link: Link


Buttons = tuple[Button, ...]


def answered_by(address: str, subject: str, names: Iterable[str]) -> Buttons:
    """One for each of these names, which begins an answer that says it."""
    return tuple(Button(name, Link(address, subject, f"{name}\n")) for name in names)


def row(buttons: Sequence[Button]) -> str:
    """Nothing for none. They lead nowhere before `led` has seen the page: in between, keys of ours
    that others wrote are taken out of it.
    """
    if not buttons:
        return ""
    links = (_link(f"mailto:{_place(at, one)}", one.label) for at, one in enumerate(buttons))
    return f'<div style="{_ROW}">{_apart(links)}</div>'


def beside(page: str, word: str, buttons: Sequence[Button]) -> str:
    """The page with these buttons in one row with the link that leads to this word: of a line in a
    letter about several requests, each of which its reader finds by the name of that link.
    """

    def in_row(found: re.Match[str]) -> str:
        name = unescape(_TAG.sub("", found[1]))
        links = (_link(one.link.url, one.label, f"{one.label}: {name}") for one in buttons)
        first = _link(f"mailto:{word}", name)
        return f'<span style="{_ROW_OF_LINE}">{_apart((first, *links))}</span>'

    return re.sub(f'<a href="mailto:{re.escape(word)}"[^>]*>(.*?)</a>', in_row, page)


def led(page: str, buttons: Sequence[Button]) -> str:
    """The page with its row of buttons, which lead where they shall."""
    for at, one in enumerate(buttons):
        page = page.replace(f"mailto:{_place(at, one)}", escape(one.link.url))
    return page


def _link(url: str, label: str, name: str = "") -> str:
    """One button. By its `name`, if it has one, who hears the page knows it from others with this
    label.
    """
    told = f' aria-label="{escape(name)}"' if name else ""
    return f'<a href="{escape(url)}"{told} style="{_LINK}">{escape(label)}</a>'


def _apart(links: Iterable[str]) -> str:
    """Without styles, too. No row begins with a gap, and the last has none behind it."""
    begun = '<span style="white-space:nowrap">'
    return f"{begun}{f'&nbsp;</span> {begun}'.join(links)}</span>"


def _place(at: int, button: Button) -> str:
    """Its number in the row, and its token read backwards: nobody can have written that."""
    local, _, _ = button.link.address.rpartition("@")
    return f"{at}-{local.rpartition('+')[2][::-1]}"
