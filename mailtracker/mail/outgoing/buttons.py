"""Buttons of a mail of ours go in, a row of links in HTML comes out.

Plain links: no picture, no script, no style sheet. Readers that know borders show boxes, which go
below each other where a telephone has no room; Outlook shows underlined words apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from mailtracker.mail.outgoing.links import Link
from mailtracker.record import dataclass

_ROW = "margin:12px 0 2px 0;line-height:2.6"
_LINK = (
    "display:inline-block;margin:0 8px 6px 0;padding:5px 14px;border:1px solid;border-radius:6px;"
    "line-height:21px;color:#1f6f5c;white-space:nowrap"
)


@dataclass(frozen=True, slots=True)
class Button:
    """What stands on it (`label`), and what it begins (`link`)."""

    label: str
    link: Link


Buttons = tuple[Button, ...]


def row(buttons: Sequence[Button]) -> str:
    """Nothing for none. They lead nowhere before `led` has seen the page: in between, keys of ours
    that others wrote are taken out of it.
    """
    if not buttons:
        return ""
    links = (
        f'<a href="mailto:{_place(one)}" style="{_LINK}">{escape(one.label)}</a>' for one in buttons
    )
    return f'<div style="{_ROW}">{" &nbsp; ".join(links)}</div>'


def led(page: str, buttons: Sequence[Button]) -> str:
    """The page with its row of buttons, which lead where they shall."""
    for one in buttons:
        page = page.replace(f"mailto:{_place(one)}", escape(one.link.url))
    return page


def _place(button: Button) -> str:
    """Its token read backwards: nobody can have written that."""
    local, _, _ = button.link.address.rpartition("@")
    return local.rpartition("+")[2][::-1]
