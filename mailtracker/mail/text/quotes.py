"""A line of a mail goes in; whether quoted or forwarded matter begins there comes out. Where the
words of `quote_phrases` may stand, and what must stand beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum
from operator import attrgetter
from typing import Literal, NamedTuple

from mailtracker.mail.table import Row, first_of
from mailtracker.mail.text.header_block import LINE_CAP, MAIL, TIME, YEAR, header_after, label
from mailtracker.mail.text.quote_phrases import (
    ABOVE,
    BEGINS,
    CITING,
    DAVID,
    FORWARDED,
    ORIGINAL,
    SHARED,
    START,
    WROTE,
    YOU_WROTE,
)
from mailtracker.record import dataclass

_JOINED_CAP = 600
_SENTENCE = 200  # characters; a line that only says who wrote is shorter
_FRAME = frozenset("-=_*#\u2010\u2011\u2012\u2013\u2014")
_FRAME_AND_FIELDS = re.compile(r"(-{3,16}\s[^-]{6,60}\s-{3,16})\s{0,3}")
"""A frame behind which a telephone lost its line breaks: "-- Original message --From: Bo"."""
_COLONS = (":", "：")
_ENDS = (":", ":*", ": *", "：")
_LABEL = 30  # characters in which the colon of a field stands
_SHORT = 30  # characters; "Em seg., 5 de jan.", wrapped as telephones do
_STOPPED = re.compile(r"([^\W\d_]{3,})\.$|[!?]$")
_ABBREVIATED = frozenset(
    "jan janv ene gen feb febr févr fev mar märz mär mrt apr abr avr mai may maj mag jun juin juni"
    " giu jul juil juli lug aug ago août sep sept set oct okt out ott nov dec dez déc dic"
    " mon tue tues wed thu thur thurs fri sat sun man tir ons tors tor fre lør søn lör sön seg ter"
    " qua qui sex sáb dom lun mer jeu ven sam dim pon czw sob niedz mié jue vie sáb uhr".split()
)
"""Of months and days, as dates have them."""
_DIGIT = re.compile(r"\d")
_ISO_START = re.compile(
    r"\s{0,4}(?:(?:19|20)\d\d[-/]\d\d?[-/]\d\d?[ T,]"
    r"|\d\d?[./-]\d\d?[./-](?:19|20)?\d\d[ ,]|\d\d?[:.]\d\d\s|在|Il\s\d"
    r"|(?:po|út|st|čt|pá|so|ne)\s\d\d?\.\s\d\d?\.)"  # days of Czech, which are words as well
)
_DAY_START = re.compile(r"\s{0,4}(?:\w{2,14}\.?,\s)?\d")
_APART = re.compile(
    r"[^:]{2,60}?(?:,|\(|\[)\s?(?:\w{2,4}\.?,?\s)?"
    r"\d[^:]{3,24}\d[:.]\d\d(?:[:.]\d\d)?(?: [+-]\d{4})?[)\]]?:"
)
_BY = re.compile(
    r"\d\s(?:by|von|de|door|af|av|por|da|od|от)\s[^<>@\s]{1,64}@[^<>\s]{1,190}\s{0,3}:\s*$"
)
_BRACKETED = re.compile(r"<\s?[^<>@\s]{1,64}@[^<>\s]{1,190}>\s{0,3}[:：]")
_GROUPWISE = 3  # lines that its heading may take
_LEFT_TAG = re.compile(r"<(?:div|p|span|br|b|font)\b[^<>]{0,100}>|</(?:div|p|span|b|font)>", re.I)

Kind = Literal["wrote", "header", "original", "forward", "above"]


@dataclass(frozen=True, slots=True)
class Opening:
    """Quoted or forwarded matter begins: `kind`, and `after`, the index of the
    first line behind its heading.

    A `wrote` line is `strong` if it cannot be a person telling a story: it has an
    address, or a date with a time.
    """

    kind: Kind
    after: int
    strong: bool = True


def opening(lines: list[str], index: int, colon_near: bool = True) -> Opening | None:
    """What begins at this line, None for ordinary text. Looks at no more than a dozen
    lines, each cut at 400 characters.

    `colon_near`: one of this and the next three lines ends with a colon (else
    no "wrote" line can begin here).
    """
    line = lines[index]
    if not line or len(line) > _JOINED_CAP:
        return None
    if not colon_near and _is_prose(line):
        return None
    if kind := _framed_kind(line):
        return None if _goes_on(lines, index) else Opening(kind, index + 1)
    if line.startswith(">>>"):
        return _groupwise(lines, index)
    if after := header_after(lines, index):
        return Opening("header", after)
    return (_wrote(lines, index) if colon_near else None) or _unpunctuated(lines, index)


def _goes_on(lines: list[str], index: int) -> bool:
    """ "-- Original Message --", and right below it "is what my mails begin with": somebody's
    sentence goes on, and no mail begins so.
    """
    below = lines[index + 1].strip() if index + 1 < len(lines) else ""
    return below[:1].islower() and ":" not in below[:_LABEL]


def _is_prose(line: str) -> bool:
    """No colon and no address: nothing begins here unless it is framed. As cheap as can be, since
    most lines of all mails are of this kind.
    """
    if ":" in line or "@" in line or "：" in line:
        return False
    if line[0].isdigit() or line.startswith(">>>"):
        return False
    bare = _without_tags(line.strip())
    return not (_is_framed(bare) or DAVID.fullmatch(bare))


def _groupwise(lines: list[str], index: int) -> Opening | None:
    """ ">>> Bo Jensen <bo@corp.example> 10/22/25 21:02 >>>", or ">>> Bo Jensen wrote on ...:", over
    up to three lines.
    """
    joined = lines[index].strip()[3:].strip()
    for place in range(index, min(index + _GROUPWISE, len(lines))):
        if place > index:
            joined = f"{joined} {lines[place].strip()}"
        if len(joined) > LINE_CAP or not joined or joined[0] == ">":
            return None
        if joined.endswith(">>>") and YEAR.search(joined) and TIME.search(joined):
            return Opening("wrote", place + 1)
        if joined.endswith(_ENDS) and _attribution(_Line(joined)) is _Strength.STRONG:
            return Opening("wrote", place + 1)
    return None


def _unpunctuated(lines: list[str], index: int) -> Opening | None:
    """Who wrote and when, without a colon: with the verb at the end, or right
    above lines marked as quoted.
    """
    line, after = lines[index].strip(), index + 1
    if "@" not in line and after < len(lines) and lines[after].lstrip().startswith("<"):
        line, after = f"{line} {lines[after].strip()}", after + 1
    if "@" not in line or len(line) > _SENTENCE:
        return None
    if not MAIL.search(line) or not YEAR.search(line):
        return None
    found = _ends_with_when(line) or _above_quote(lines, after)
    return Opening("wrote", after) if found else None


def _ends_with_when(line: str) -> bool:
    verb = WROTE.search(line)
    ends = verb is not None and verb.end() == len(line)
    return ends and bool(TIME.search(line))


def _above_quote(lines: list[str], after: int) -> bool:
    below = next((line for line in lines[after : after + 3] if line.strip()), "")
    return below.lstrip().startswith(">")


# Frames: "----- Original Message -----".


def _framed_kind(line: str) -> Kind | None:
    bare = _without_tags(line.strip())
    if bare.endswith(_COLONS):
        return "forward" if BEGINS.fullmatch(line) else None
    if DAVID.fullmatch(bare):
        return "original"
    if _is_framed(bare):
        return _kind_in_frame(bare)
    hit = _FRAME_AND_FIELDS.match(bare[:LINE_CAP])
    return _kind_in_frame(hit[1]) if hit and label(bare[hit.end() :])[0] else None


def _without_tags(bare: str) -> str:
    """The first words of a line of plain text in which a telephone left its HTML."""
    if not bare.startswith("<"):
        return bare
    return next(filter(None, map(str.strip, _LEFT_TAG.split(bare[:LINE_CAP]))), "")


def _is_framed(bare: str) -> bool:
    return len(bare) > 8 and _FRAME.issuperset((*bare[:2], bare[-1]))


def _kind_in_frame(bare: str) -> Kind | None:
    inside = bare.strip(
        "".join(_FRAME) + " \t:"
    )  # before any pattern looks: a frame can be any length
    if FORWARDED.fullmatch(inside):
        return "forward"
    dashed = bare[0] == bare[-1] == "-"
    if ORIGINAL.fullmatch(inside) or (dashed and _ends_with_verb(inside)):
        return "original"
    return "above" if ABOVE.search(bare[:LINE_CAP]) else None


def _ends_with_verb(text: str) -> bool:
    if " " not in text or len(text) > _SENTENCE:
        return False
    tail = text[-20:]
    return any(hit.end() == len(tail) for hit in WROTE.finditer(tail))


# Lines such as "On Monday Bo wrote:".


class _Strength(IntEnum):
    """How surely a line says who wrote what follows."""

    NONE = 0
    WEAK = 1
    STRONG = 2


class _Line(NamedTuple):
    """A line that may say who wrote, put together from up to four."""

    joined: str
    #: It begins as such lines do: "On", a day of the week, a date.
    started: bool = True
    #: It begins with "Quoting" or the like.
    citing: bool = False
    #: It was put together from several lines.
    wrapped: bool = False


def _wrote(lines: list[str], index: int) -> Opening | None:
    """A line such as "On Monday Bo wrote:", wrapped over up to four lines. No line of the writer's
    is taken for its beginning.
    """
    line = lines[index]
    started, citing = _starts(line), bool(CITING.match(line))
    height = 4 if started or citing else 2
    joined = ""
    for place, whole in enumerate(lines[index : index + height], index):
        piece = whole.strip()
        if _ends_before(joined, piece):
            break
        if place > index and _is_anothers(lines, place, joined if started else ""):
            break
        joined = f"{joined} {piece}" if joined else piece
        if piece.endswith(_ENDS) and (
            found := _attribution(_Line(joined, started, citing, wrapped=place > index))
        ):
            return Opening("wrote", place + 1, found is _Strength.STRONG)
    return None


def _is_anothers(lines: list[str], place: int, begun: str) -> bool:
    """A line below begins or says such a thing by itself: what stands above is the writer's, also
    where it begins as such lines do ("Some printers fail."). `begun`: what does, up to this line.
    """
    if _begins_anew(lines, place):
        return True
    bare = lines[place].strip()
    if not begun:
        return _is_whole(bare)
    if _leads(begun) or bare.startswith("<") or WROTE.match(bare):
        return False
    return bare.endswith(":") and bool(_attribution(_Line(bare, started=False)))


def _leads(begun: str) -> bool:
    """ "On Monday, 5 January 2026": when somebody wrote, and no sentence of the writer's."""
    stop = _STOPPED.search(begun)
    if stop and (stop[1] or "").casefold() not in _ABBREVIATED:
        return False
    if begun.endswith(",") or YEAR.search(begun) or TIME.search(begun):
        return True
    return len(begun) <= _SHORT and bool(_DIGIT.search(begun))


def _starts(line: str) -> bool:
    return bool(START.match(line) or _ISO_START.match(line))


def _ends_before(joined: str, piece: str) -> bool:
    """Nothing that was begun goes on in this piece."""
    if not piece or len(joined) + len(piece) > _JOINED_CAP:
        return True
    return piece.startswith(">") and not _closes(joined, piece)


def _closes(joined: str, piece: str) -> bool:
    """A mailer that wrapped inside <bo@corp.example>: its second half looks like a quoted line."""
    open_angle = joined.rfind("<") > joined.rfind(">")
    return open_angle and len(piece) < 60 and piece.endswith(":")


def _is_whole(bare: str) -> bool:
    """One line that says all by itself who wrote, and when."""
    whole = _Line(bare, started=False)
    return bare.endswith(":") and _attribution(whole) is _Strength.STRONG


def _begins_anew(lines: list[str], place: int) -> bool:
    """Whether an attribution begins at this line, so that the line above it is somebody's own."""
    if not _starts(lines[place]):
        return False
    joined = ""
    for piece in lines[place : place + 3]:
        joined = f"{joined} {piece.strip()}" if joined else piece.strip()
        if piece.rstrip().endswith(":"):
            return bool(_attribution(_Line(joined[:_JOINED_CAP])))
    return False


def is_attribution(text: str) -> bool:
    """Whether one line says who wrote what follows."""
    return _wrote([text.strip()], 0) is not None


def shared(line: str) -> tuple[str, str] | None:
    """A line on which the answer and the heading of what it answers stand together, as
    both; None for any other line.

    "Fine by me. On 5/1/26 9:00, Bo wrote:" comes from mailers that lose a line break.
    """
    if len(line) > LINE_CAP or not line.rstrip().endswith(":"):
        return None
    hit = SHARED.match(line.rstrip())
    if hit is None or not _attribution(_Line(hit[2])):
        return None
    return (hit[1].rstrip(" -"), hit[2]) if TIME.search(hit[2]) else None


def glued(line: str) -> tuple[str, str] | None:
    """A heading and the words typed right behind its colon, as both; None for any other line.
    Evolution's cursor may stand there.
    """
    head = line[:LINE_CAP]
    for hit in WROTE.finditer(head):
        end = hit.end() + 1
        sticks = head[end - 1 : end] == ":" and not head[end : end + 1].isspace()
        if sticks and head[end:] and _is_dated(head[:end]):
            return head[:end], line[end:]
    return None


def followed(line: str) -> tuple[str, str] | None:
    """A heading and what it quotes on one line, as both; None for any other. Yahoo's app parts them
    by blanks.
    """
    heading, gap, rest = line[:LINE_CAP].partition(":   ")
    if not gap or "@" not in heading:
        return None
    heading = f"{heading.strip()}:"
    return (heading, line.partition(gap)[2]) if rest.strip() and _is_dated(heading) else None


def _is_dated(heading: str) -> bool:
    return _starts(heading) and _is_whole(heading) and bool(TIME.search(heading))


def _attribution(line: _Line) -> _Strength:
    return first_of(_STRENGTHS, line, _Strength.NONE)


_starts_so, _cites, _is_wrapped = map(attrgetter, ("started", "citing", "wrapped"))


def _has_mail(line: _Line) -> bool:
    return "@" in line.joined and bool(MAIL.search(line.joined))


def _has_verb(line: _Line) -> bool:
    return bool(WROTE.search(line.joined))


def _has_digit(line: _Line) -> bool:
    return bool(_DIGIT.search(line.joined))


def _has_moment(line: _Line) -> bool:
    return bool(YEAR.search(line.joined)) and bool(TIME.search(line.joined))


def _says_you_wrote(line: _Line) -> bool:
    return bool(YOU_WROTE.search(line.joined))


def _has_year(line: _Line) -> bool:
    return bool(YEAR.search(line.joined))


def _has_bracketed_address(line: _Line) -> bool:
    return bool(_BRACKETED.search(line.joined))


def _tells_apart(line: _Line) -> bool:
    """ "Bo Jensen, 24.11.2026 08:01:", "Bo (2026-11-24 08:01 +0100):" """
    return bool(_APART.fullmatch(line.joined))


def _begins_with_a_day(line: _Line) -> bool:
    """Of its week or its month; nobody's sentence."""
    return len(line.joined) < _SENTENCE and (line.started or bool(_DAY_START.match(line.joined)))


def _is_by_address(line: _Line) -> bool:
    return bool(_BY.search(line.joined))


def _is_under(most: int) -> Callable[[_Line], bool]:
    return lambda line: len(line.joined) < most


_STRENGTHS = (
    Row(_Strength.STRONG, when=(_cites, _has_mail)),
    Row(_Strength.WEAK, when=(_cites,)),
    # Gmail in some languages, Yandex, Mail.ru: "2026-01-05 10:00 GMT+01:00 Bo <bo@corp.example>:"
    Row(
        _Strength.STRONG,
        when=(_begins_with_a_day, _has_mail, _has_moment, _has_bracketed_address),
        unless=(_has_verb,),
    ),
    # Tuta ends it by "by" and a bare address.
    Row(_Strength.STRONG, when=(_is_under(_SENTENCE), _has_moment, _is_by_address)),
    Row(_Strength.WEAK, when=(_has_moment, _tells_apart), unless=(_has_verb,)),
    Row(_Strength.STRONG, when=(_starts_so, _has_year, _says_you_wrote)),
    Row(_Strength.WEAK, when=(_starts_so, _has_year, _has_bracketed_address), unless=(_has_verb,)),
    Row(_Strength.NONE, unless=(_has_verb,)),
    Row(_Strength.STRONG, when=(_starts_so, _has_mail)),
    Row(_Strength.STRONG, when=(_starts_so, _has_moment)),
    Row(_Strength.WEAK, when=(_starts_so, _is_under(120))),
    Row(_Strength.WEAK, when=(_starts_so, _has_digit)),
    Row(_Strength.NONE, when=(_starts_so,)),
    Row(_Strength.NONE, when=(_is_wrapped,), unless=(_has_mail,)),
    Row(_Strength.STRONG, when=(_is_under(_SENTENCE), _has_mail)),
    Row(_Strength.STRONG, when=(_is_under(_SENTENCE), _has_moment)),
    Row(_Strength.WEAK, when=(_has_mail,)),
    Row(_Strength.WEAK, when=(_has_moment,)),
    Row(_Strength.WEAK, when=(_is_under(100),)),
)
