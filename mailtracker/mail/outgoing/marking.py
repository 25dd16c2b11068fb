"""A note, or a whole letter, goes in; the same with marks of ours comes out, as text and as HTML
(`notes.py` finds it again).

    Answer by 14:00 today: VPN drops. Eva Lind asks. ~IT-1042.k7f2qmxah3n5.36~
    ...
    ~~~~~~~~ IT-1042.k7f2qmxah3n5 ~~~~

Plain words rather than invisible marks: what a mail client does not show, it also does not quote.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from mailtracker.mail.mime.header_text import clean_header
from mailtracker.mail.mime.html import Token, tokens, visible
from mailtracker.mail.outgoing.envelope import RelayNote, Rendered
from mailtracker.mail.outgoing.ids import mark_tokens
from mailtracker.mail.outgoing.shown import all_plain, insisting
from mailtracker.mail.text.note_marks import LONG, SHORT, letters, unmarked
from mailtracker.record import dataclass

PREVIEW = 100
"""Characters that a list of mails shows of each: so far there are words in a note above a mail, and
no marks.
"""

_NOT_NAME = re.compile(r"[\s~<>|&]+")
_OUTERMOST = "all:initial;display:block;margin:16px 0;position:relative;z-index:2147483647"
_BOX = (
    "width:100%;max-width:640px;border-collapse:separate;border:1px solid #a7b1bc;"
    "border-left:4px solid #6b8cae;border-radius:4px;background-color:#f0f4f8"
)
_PAPER = (
    "padding:6px 16px 8px 14px;font-family:sans-serif;font-size:14px;line-height:21px;"
    "color:#1f2933;text-align:left;overflow-wrap:anywhere;word-break:break-word"
)
_OWN_BOX = (
    "margin:0 0 18px 0;padding:6px 14px 8px 14px;border-left:4px solid #6b8cae;"
    "border-radius:4px;background-color:#80808018"
)
_MARK_STYLE = (
    "font-size:8px;line-height:16px;color:#5d6771;white-space:nowrap;mso-line-height-rule:exactly"
)
_PARAGRAPHS = frozenset({"p", "li"})
_BOXES = frozenset({"td", "div", "body"})


def mark_text(note: RelayNote, key: bytes) -> str:
    """The note's text with its marks, without a last line end. Marks inside the text are taken
    out.
    """
    inside = unmarked(note.text).strip("\n")
    if note.place == "below":
        name = _name(note, key, letters(inside))
        return f"{_begin(name)}\n{inside}\n{_end(name)}"
    return _text_above(note, key, inside, "\n")


def _text_above(note: RelayNote, key: bytes, inside: str, gap: str) -> str:
    """The first mark stands before a `gap`, which ends a paragraph."""
    stop = inside.find(gap, PREVIEW)
    first, rest = (inside, "") if stop < 0 else (inside[:stop], inside[stop:])
    said = letters(first)
    name = _name(note, key, said + letters(rest))
    return f"{first} {_counting(name, said)}{rest}\n{_end(name)}"


def mark_letter(letter: Rendered, reference: str, key: bytes) -> Rendered:
    """A letter of ours, whole, as a note above a mail is marked: who answers it to somebody else
    quotes nothing of it.
    """
    note = RelayNote(reference, letter.text, letter.html, "above")
    text = _text_above(note, key, unmarked(letter.text).strip("\n"), "\n\n")
    return Rendered(letter.subject, f"{text}\n", _marked_page(note, key))


def _marked_page(note: RelayNote, key: bytes) -> str:
    """The last mark ends the box in which the last words stand."""
    page = unmarked(note.html)
    stream = tokens(page)
    marked = _marked(note, key, page, stream)
    last = _last_words_end(page, stream)
    stop = min(marked.stop, last)
    quiet = 'class="quiet" '
    words = _between(marked, page[:stop], page[stop:last], quiet)
    return f"{words}{page[last:]}"


def _last_words_end(page: str, stream: list[Token]) -> int:
    shown = [at for at, token in enumerate(stream) if _has_words(page, token)]
    behind = stream[shown[-1] + 1 :] if shown else []
    ends = (one.start for one in behind if one.kind == "end" and one.name in _BOXES)
    return next(ends, len(page))


def _has_words(page: str, token: Token) -> bool:
    return token.kind == "text" and not page[token.start : token.end].isspace()


def _name(note: RelayNote, key: bytes, inside: str) -> str:
    reference = _NOT_NAME.sub("-", clean_header(note.reference, 40)).strip("-") or "note"
    return f"{reference}.{''.join(mark_tokens(key, reference, inside))}"


def _begin(name: str) -> str:
    return f"{SHORT} {name} {LONG}"


def _counting(name: str, first: str) -> str:
    """The mark behind a note's first words, of which these are the letters."""
    return f"~{name}.{len(first)}~"


def _end(name: str) -> str:
    return f"{LONG} {name} {SHORT}"


def mark_html_of_ours(note: RelayNote, key: bytes) -> str:
    """The note's HTML with its marks for a page that is ours: a box that takes its colours from it,
    light or dark.
    """
    inside = _inside(note)
    marked = _marked(note, key, inside, tokens(inside))
    words = _between(marked, inside[: marked.stop], inside[marked.stop :], 'class="quiet" ')
    return f'<div style="{_OWN_BOX}">{words}</div>'


def mark_html(note: RelayNote, key: bytes) -> str:
    """The note's HTML with its marks, in a bordered box.

    A table with inline styles, because Outlook knows no other box, in a <div>, because only that
    ends a paragraph that the sender left open in every browser. <tbody> is written out: one that a
    browser adds has no style of its own. Every style is `!important` and every element says all
    that could hide it, since the sender's style sheet is in the same page: `shown.insisting`. The
    marks are small and grey but real text: Gmail, Outlook, Apple Mail and Thunderbird quote them.
    The typeface is a generic one: others a page can define anew, without letters in it.
    """
    inside = _inside(note)
    stream = tokens(inside)
    marked = _marked(note, key, inside, stream)
    if not all_plain(inside, stream):  # it could go on in what stands behind it
        return insisting(_boxed(_between(marked, inside[: marked.stop], inside[marked.stop :])))
    opens, turns, goes_on, ends, closes = _box(marked.by_lines)
    first, rest = (
        insisting(inside, stream[: marked.token]),
        insisting(inside, stream[marked.token :]),
    )
    return f"{opens}{first}{turns}{marked.begin}{goes_on}{rest}{ends}{marked.end}{closes}"


@dataclass(frozen=True, slots=True)
class _MarkedHtml:
    """Of a note's HTML the words of its two marks (`begin`, `end`). The first is a line before it
    (`by_lines`), or stands at `stop`, before the `token` of that number, behind the first words.
    """

    begin: str
    end: str
    by_lines: bool
    stop: int = 0
    token: int = 0


def _marked(note: RelayNote, key: bytes, inside: str, stream: list[Token]) -> _MarkedHtml:
    seen = visible(inside, stream)
    if note.place == "below":
        name = _name(note, key, letters(seen.text))
        return _MarkedHtml(_begin(name), _end(name), by_lines=True)
    token = _first_words_end(inside, stream)
    stop = stream[token].start if token < len(stream) else len(inside)
    place = seen.place(stop)
    first = letters(seen.text[:place])
    name = _name(note, key, first + letters(seen.text[place:]))
    return _MarkedHtml(_counting(name, first), _end(name), False, stop, token)


def _first_words_end(page: str, stream: list[Token]) -> int:
    """Which token ends the paragraph or item with which a list of mails is filled; else the last
    one that does; the number of all for none.
    """
    length, last = 0, len(stream)
    for number, token in enumerate(stream):
        if _has_words(page, token):
            length += token.end - token.start
        elif token.kind == "end" and token.name in _PARAGRAPHS:
            last = number
            if length >= PREVIEW:
                break
    return last


def _between(marked: _MarkedHtml, first: str, rest: str, kind: str = "") -> str:
    """The words with both marks, each as HTML. `kind`: attributes of these besides their style."""
    if marked.by_lines:
        begin = f"{_mark_line(marked.begin, 'left', kind)}\n"
    else:
        begin = f' <span {kind}style="{_MARK_STYLE}">{marked.begin}</span>'
    return f"{first}{begin}{rest}\n{_mark_line(marked.end, 'right', kind)}"


def _boxed(words: str) -> str:
    return (
        f'<div style="{_OUTERMOST}"><table role="presentation" width="100%" cellpadding="0" '
        f'cellspacing="0" border="0" style="{_BOX}"><tbody><tr><td style="{_PAPER}">'
        f"{words}</td></tr></tbody></table></div>"
    )


@lru_cache(maxsize=2)
def _box(by_lines: bool) -> list[str]:
    """What stands before, between and behind the words and marks of `_boxed`, insisting: no note
    changes it.
    """
    gap = "\0"
    return insisting(_boxed(_between(_MarkedHtml(gap, gap, by_lines), gap, gap))).split(gap)


def _inside(note: RelayNote) -> str:
    if note.html:
        return unmarked(note.html)
    return escape(unmarked(note.text)).replace("\n", "<br>\n")


def _mark_line(words: str, side: str, kind: str) -> str:
    return f'<div {kind}align="{side}" style="{_MARK_STYLE};text-align:{side}">{words}</div>'
