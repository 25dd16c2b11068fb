"""Markdown with sealed values in, plain text or HTML with the values in their places out. Pure.

A sealed value is a numbered mark that stands for it. Only the template's own words ever pass the
Markdown parser, so nothing that a stranger wrote can become markup, whatever the rules for escaping
are; and a text is parsed once however often it is sent.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mailtracker.record import dataclass

WIDTH = 76
"""Columns of the text part: quoted twice it still fits the 80 of old clients
(RFC 5322 §2.1.1 wants 78).
"""

MAX_CHARACTERS = 300
"""A value longer than this is cut in a body: a subject of 200 KB must
not drown what we have to say.
"""

MAX_VERBATIM = 900
"""Letters of a line that is shown as it is: a list of known keys is long, and RFC
5322 §2.1.1 ends a line at 998.
"""

MAX_TOGETHER = 32
"""Letters of a value that stays on one line of the text part."""

MAX_REMEMBERED = 600
"""Letters of a paragraph that is wrapped once for all letters that have it."""

# Noncharacters: by Unicode's own word never in a text that anybody sends.
_OPEN, _CLOSE, _JOINT = "\ufdd0", "\ufdd1", "\ufdd2"
_MARK = re.compile(f"{_OPEN}(\\d{{1,6}}){_CLOSE}")
_MARK_IN_LINK = re.compile(f"{quote(_OPEN)}(\\d{{1,6}}){quote(_CLOSE)}")
_EITHER_MARK = re.compile(f"{_MARK.pattern}|{_MARK_IN_LINK.pattern}")
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_STEERING = re.compile(r"[\t\n\v\f\r\x00-\x08\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_HIDDEN = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ud800-\udfff]"
)

_UNEVEN = re.compile(r"[\t\n\v\f\r]|  |\A | \Z")

_WORD = re.compile("[^ ]+")
_OF_NAMES = frozenset("0123456789@")
MAX_UNBROKEN = 26
"""Letters of a word that is not parted at its hyphens: so many fit the narrowest screen."""

_TYPED = "font-family:Consolas,Menlo,'DejaVu Sans Mono',monospace;font-size:14px"
_STYLES = {
    "p": "margin:0 0 14px 0",
    "ul": "margin:0 0 14px 0;padding:0 0 0 22px",
    "ol": "margin:0 0 14px 0;padding:0 0 0 22px",
    "li": "margin:0 0 5px 0",
    "strong": "font-weight:600",
    "a": "color:#1f6f5c",
    "pre": "margin:0 0 14px 0;padding:10px 12px;background-color:#80808026;border-radius:6px;"
    f"white-space:pre-wrap;overflow-wrap:anywhere;{_TYPED}",
    "code": _TYPED,
}


def seal(number: int) -> str:
    """The mark of the value with this number, from 0."""
    return f"{_OPEN}{number}{_CLOSE}"


def one_line(value: str) -> str:
    """A value as one line that shows all it holds: no line breaks, control characters,
    hidden or direction-turning ones.
    """
    if value.isprintable() and "  " not in value:  # all of these are not printable
        return value.strip()
    return _BREAKS.sub(" ", _HIDDEN.sub("", value)).strip()


class Verbatim(str):
    """A value whose spaces count: a caret below a word must stay below it. Still one
    line, and nothing hidden in it.
    """

    __slots__ = ()


def as_it_is(value: str) -> Verbatim:
    """`one_line` for what stands in a block of code: the spaces stay."""
    return Verbatim(_STEERING.sub(" ", _HIDDEN.sub("", value)).rstrip())


def unseal(text: str, values: Sequence[str]) -> str:
    """Every mark replaced by its value; one that was never given out (somebody's joke) by
    nothing.
    """
    return _parted(text).filled(values) if _OPEN in text else text


@dataclass(frozen=True, slots=True)
class _Gapped:
    """A text that is parted at its marks: the `words` between them, one more than there are `gaps`.
    Of each gap the number of its value, and where it stands.
    """

    words: tuple[str, ...]
    gaps: tuple[tuple[int, _Where], ...]

    def filled(self, *values: Sequence[str]) -> str:
        """As `unseal`, with values of their own for each `_Where`, the last for the rest."""
        whole = [self.words[0]]
        last = len(values) - 1
        for (number, where), words in zip(self.gaps, self.words[1:], strict=True):
            given = values[min(where, last)]
            whole += (given[number] if number < len(given) else "", words)
        return "".join(whole)


class _Where(IntEnum):
    """Where a value stands in a page."""

    WORDS = 0
    TAG = 1
    LINK = 2  # in the address of one


def _parted(text: str) -> _Gapped:
    pieces = _EITHER_MARK.split(text)
    gaps, inside = [], _Where.WORDS
    for words, plain, in_link in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=False):
        if (tag := max(words.rfind("<"), words.rfind(">"))) >= 0:
            inside = _Where.TAG if words[tag] == "<" else _Where.WORDS
        gaps.append((int(plain or in_link), inside if plain else _Where.LINK))
    return _Gapped(tuple(pieces[::3]), tuple(gaps))


def shorten(value: str) -> str:
    most = MAX_VERBATIM if isinstance(value, Verbatim) else MAX_CHARACTERS
    return value if len(value) <= most else value[: most - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of plain text that belong together. `items` are (first indent, next indent, text);
    where they are `verbatim` they are not wrapped.
    """

    items: tuple[tuple[str, str, _Gapped], ...]
    verbatim: bool = False


def to_text(body: str, values: Sequence[str], rule: str = "-- ", wraps: bool = True) -> str:
    """The text part: paragraphs and items wrapped at WIDTH, or a line each, `**` and link brackets
    gone, `rule` for a line of dashes.

    The default rule is the signature delimiter of RFC 3676 §4.3: clients show the footer
    quietly and leave it out of quotes.
    """
    short = [shorten(value) for value in values]
    together = [_kept_together(value) for value in short]
    whole = ""
    for block in _blocks(body):
        if block is None:
            whole += f"{rule}\n" if rule else ""
            continue
        for first, then, text in block.items:
            words = text.filled(short)
            if wraps and not block.verbatim and len(first) + len(words) > WIDTH:
                words = text.filled(together)
                wrap = _wrapped_before if len(words) <= MAX_REMEMBERED else wrapped
                words = wrap(words, len(first), then).replace(_JOINT, " ")
            whole += f"{first}{words}\n"
        whole += "\n"
    return whole.rstrip() + "\n"


def wrapped(words: str, taken: int, then: str) -> str:
    """In lines of at most WIDTH, of the first of which so many columns are `taken`, and that begin
    with `then` from the second on. Words that are longer stand alone.

    What `textwrap` makes of it, by which text with other white space than single blanks is wrapped:
    in one pass, ten times as fast.
    """
    if _UNEVEN.search(words):
        return textwrap.fill(
            words,
            WIDTH,
            initial_indent=" " * taken,
            subsequent_indent=then,
            break_long_words=False,
            break_on_hyphens=False,
        )[taken:]
    lines: list[str] = []
    line: list[str] = []
    room = WIDTH - taken
    for word in words.split(" "):
        if line and len(word) >= room:
            lines.append(" ".join(line))
            line, room = [], WIDTH - len(then)
        room -= len(word) + bool(line)
        line.append(word)
    lines.append(" ".join(line))
    return f"\n{then}".join(lines)


_wrapped_before = lru_cache(maxsize=1024)(wrapped)
"""Most paragraphs of a letter are those of the last one of its kind."""


def _kept_together(short: str) -> str:
    """A name or a time is not torn apart by the end of a line."""
    return short.replace(" ", _JOINT) if len(short) <= MAX_TOGETHER else short


@lru_cache(maxsize=1024)
def _blocks(body: str) -> tuple[_Block | None, ...]:
    """None stands for a line of dashes."""
    found: list[_Block | None] = []
    for piece in re.split(r"\n(?:[ \t]*\n)+", body.strip("\n")):
        lines = piece.split("\n")
        if piece.strip() == "---":
            found.append(None)
        elif all(line.startswith("    ") for line in lines):
            found.append(
                _Block(
                    tuple(("  ", "", _parted(line[4:].rstrip())) for line in lines), verbatim=True
                )
            )
        elif piece.strip():
            found.append(_Block(tuple(_items(lines))))
    return tuple(found)


def _items(lines: Sequence[str]) -> list[tuple[str, str, _Gapped]]:
    """Lines of one paragraph joined; an item of a list, or a line after a hard break, begins anew,
    the latter below the words that it belongs to.
    """
    items: list[list[str]] = []
    broken = True
    for line in lines:
        bullet = re.match(r"\s*(?:[-*+]|\d{1,3}[.)])\s+", line)
        mark = f"{bullet[0].strip().replace('*', '-').replace('+', '-')} " if bullet else ""
        said = _bare(
            line[len(bullet[0]) :] if bullet else re.sub(r"^\s*#{1,6}\s+", "", line).strip()
        )
        if broken and not bullet:
            mark = " " * len(items[-1][0]) if items else ""
        if bullet or broken:
            items.append([mark, said])
        else:
            items[-1][1] += f" {said}"
        broken = line.endswith(("\\", "  "))
    return [(mark, " " * len(mark), _parted(said.strip())) for mark, said in items]


def _bare(words: str) -> str:
    words = re.sub(
        r"\[([^\]]*)\]\((?:mailto:)?([^)\s]*)\)", _link_in_words, words.removesuffix("\\").rstrip()
    )
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", words.replace("**", ""))


def _link_in_words(link: re.Match[str]) -> str:
    return link[1] if link[1] == link[2] else f"{link[1]} ({link[2]})"


@dataclass(frozen=True, slots=True)
class Html:
    """Two fragments: the `content` of the letter, and the `footer` below its line of dashes ("" for
    none).
    """

    content: str
    footer: str


def to_html(body: str, values: Sequence[str]) -> Html:
    """Values come out as literal text, in a link's address percent-encoded. Styles stand
    inline, as Outlook wants them.
    """
    content, footer = _shape(body)
    escaped = [html.escape(shorten(value)) for value in values]
    gaps = (*content.gaps, *footer.gaps)
    linked = {number for number, where in gaps if where is _Where.LINK}
    addresses = [quote(one, safe="@") if at in linked else "" for at, one in enumerate(values)]
    given = ([*map(_unbroken, escaped)], escaped, addresses)
    return Html(content.filled(*given), footer.filled(*given))


def _unbroken(escaped: str) -> str:
    """With references, addresses and dates that no screen breaks behind their hyphens."""
    return _WORD.sub(_on_one_line, escaped) if "-" in escaped else escaped


def _on_one_line(found: re.Match[str]) -> str:
    word = found[0]
    if "-" not in word or len(word) > MAX_UNBROKEN or _OF_NAMES.isdisjoint(word):
        return word
    return f'<span style="white-space:nowrap">{word}</span>'


class _Parser(MarkdownIt):
    def normalizeLink(self, url: str) -> str:
        """Percent-encoding alone: the parser's own would take a mark behind the @ for a
        host name and write it as IDNA.
        """
        return quote(url, safe="/:?#[]@!$&'()*+,;=%~")


_PARSER = _Parser("commonmark", {"html": False, "linkify": False, "typographer": False}).disable(
    "image"
)


@lru_cache(maxsize=1024)
def _shape(body: str) -> tuple[_Gapped, _Gapped]:
    """What becomes `Html`."""
    tokens = _PARSER.parse(body)
    for token in tokens:
        _dress(token)
    cut = max(
        (i for i, token in enumerate(tokens) if token.type == "hr" and token.level == 0),
        default=len(tokens),
    )
    return _parted(_rendered(tokens[:cut])), _parted(_rendered(tokens[cut + 1 :]))


def _dress(token: Token) -> None:
    tag = {"code_block": "pre", "fence": "pre", "code_inline": "code"}.get(token.type, token.tag)
    if token.nesting >= 0 and tag in _STYLES:
        token.attrSet("style", _STYLES[tag])
    for child in token.children or ():
        _dress(child)


def _rendered(tokens: Sequence[Token]) -> str:
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {})).strip()
