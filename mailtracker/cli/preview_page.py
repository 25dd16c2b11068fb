"""Sample mails in, one page for a browser out: each letter in all its languages side by side, as a
line of a list of mails, on a telephone and on a desk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from mailtracker.cli.sample_mails import SampleMail

TELEPHONE, DESK = 360, 660
"""Pixels."""

_STYLE = """\
:root { color-scheme: light; --line: #d5dade; --quiet: #56606a; }
body { margin: 0; padding: 16px; font: 16px/1.5 Arial, sans-serif; }
body { background: #eef1f3; color: #1e252c; }
h1, h2 { line-height: 1.25; margin: 0 0 8px; overflow-wrap: anywhere; }
nav { margin: 16px 0; line-height: 1.9; }
nav a { margin-right: 12px; color: #17594a; }
section { border-top: 1px solid var(--line); padding: 20px 0; }
.side { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; margin: 12px 0; }
figure { margin: 0; max-width: 100%; }
figcaption { font-size: 14px; color: var(--quiet); }
.line, iframe, pre { box-sizing: border-box; max-width: 100%; }
.line, iframe, pre { background: #fff; border: 1px solid var(--line); }
.line { width: 660px; padding: 8px 12px; }
.line { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.line span { color: var(--quiet); }
iframe { display: block; height: 420px; }
pre { width: 660px; padding: 12px; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 14px; }
body:has(#dark:checked) iframe { color-scheme: dark; }
"""
_FIT = """\
const high = box => box.contentDocument.documentElement.scrollHeight + 2
const fit = box => { box.style.height = 0; box.style.height = high(box) + 'px' }
"""


def page_of(mails: Sequence[SampleMail]) -> str:
    """The mails of a letter and case stand together."""
    names = list(dict.fromkeys(mail.letter for mail in mails))
    links = "".join(f'<a href="#{name}">{name}</a>\n' for name in names)
    sections = "".join(_sections(mails))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Every mail of ours</title>\n<style>\n{_STYLE}</style>\n<script>\n{_FIT}</script>\n"
        "</head>\n<body>\n<h1>Every mail of ours</h1>\n"
        '<label><input type="checkbox" id="dark"> as readers with a dark screen see them</label>\n'
        f'<nav aria-label="letters">\n{links}</nav>\n<main>\n{sections}</main>\n</body>\n</html>\n'
    )


def _sections(mails: Sequence[SampleMail]) -> Iterator[str]:
    for name, of_letter in groupby(mails, key=lambda mail: mail.letter):
        cases = groupby(of_letter, key=lambda mail: mail.number)
        shown = "".join(_case(list(case)) for _, case in cases)
        yield f'<section id="{name}">\n<h2>{name}</h2>\n{shown}</section>\n'


def _case(mails: Sequence[SampleMail]) -> str:
    """One case of a letter in its languages."""
    rows = (map(_line, mails), *(_frames(mails, width) for width in (TELEPHONE, DESK)))
    texts = map(_text, mails)
    sides = (f'<div class="side">\n{"".join(row)}</div>\n' for row in rows)
    return (
        f"{''.join(sides)}<details><summary>As plain text</summary>\n{''.join(texts)}</details>\n"
    )


def _line(mail: SampleMail) -> str:
    return (
        f'<div class="line" lang="{escape(mail.language)}"><b>{escape(mail.sender)}</b> '
        f"{escape(mail.subject)}<br><span>{escape(mail.opening)}</span></div>\n"
    )


def _frames(mails: Sequence[SampleMail], width: int) -> Iterator[str]:
    for mail in mails:
        what = f"{mail.letter}, {mail.language}, {width} pixels wide"
        yield (
            f'<figure><figcaption>{escape(what)}</figcaption><iframe title="{escape(what)}" '
            f'width="{width}" loading="lazy" sandbox="allow-same-origin" onload="fit(this)" '
            f'srcdoc="{escape(mail.html)}"></iframe></figure>\n'
        )


def _text(mail: SampleMail) -> str:
    return f'<pre lang="{escape(mail.language)}">{escape(mail.text)}</pre>\n'
