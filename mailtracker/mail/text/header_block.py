"""The lines of a mail go in; where a block of header fields stands among them, as Outlook puts one
above what it quotes, comes out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import methodcaller

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.table import Row, first_of
from mailtracker.mail.text.quote_phrases import CATEGORY

LINE_CAP = 400
_BLOCK_CAP = 16  # lines of a header block
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,120}")
TIME = late_pattern(r"\b\d{1,2}[:.hu]\d\d(?:\b|(?=[^\x00-\u2fff]))|[午後]\d{1,2}:\d\d")
YEAR = re.compile(
    r"(?:\b|[于於は])(?:19|20)\d\d(?:\b|[年년])|\b\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2}\b"
)
_MAIL_CLOCK = re.compile(r"\d\d:\d\d:\d\d (?:[A-Z]{3,4} )?(?:19|20)\d\d\s*$")
_MAIL_DATE = re.compile(r"\d\d:\d\d(?::\d\d)? [+-]\d{4}\b")
_LABEL_INSIDE = re.compile(r"(?:^|\s)([^\W\d_]{2,12}):(?=\s)")
_UNSEEN = dict.fromkeys((*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_LEFT_TO_RIGHT = "\u200e"  # Windows Mail puts it around each number of its dates


def label(line: str) -> tuple[str, str]:
    """(category, value) of a line such as "Von: Bo" or "*Sent:* Monday"; ("", "") if it is none."""
    head, colon, value = line[:LINE_CAP].replace("：", ":").partition(":")
    if not colon or len(head) > 30:
        return "", ""
    head = head.translate(_UNSEEN) if not head.isascii() else head
    return CATEGORY.get(head.strip(" \t*_\xa0").casefold(), ""), value.strip(" \t*_\xa0")


def header_after(lines: list[str], index: int) -> int:
    """The index behind the header fields that begin here, in one line or in many; 0 for none."""
    line = lines[index]
    if line.lstrip().startswith("From ") and _MAIL_CLOCK.search(line):  # as in a file of mail
        index += 1
        line = lines[index] if index < len(lines) else ""
    if ":" not in line and "：" not in line:
        return 0
    if line.count(":") >= 4 and _one_line_block(line):
        return index + 1
    return _header_block(lines, index)


def _one_line_block(line: str) -> bool:
    """ "Date: Tue, 2 Oct 2012 02:35 From: ana@corp.example To: Bo Subject: VPN": From, To,
    Subject and a date in one line.
    """
    found = {CATEGORY.get(word.casefold(), "") for word in _LABEL_INSIDE.findall(line[:LINE_CAP])}
    return {"from", "to", "subject", "date"} <= found and bool(MAIL.search(line))


def _header_block(lines: list[str], index: int) -> int:
    """The index behind an Outlook-like block of From, Sent, To, Subject; 0
    if there is none at `index`.
    """
    category, value = label(lines[index])
    if category not in ("from", "date", "subject", "to"):
        return 0
    seen = {category: value}
    after, loose = index + 1, 0
    bare = "" if value else category  # a label whose value stands on the line below it
    for place, line in enumerate(lines[index + 1 : index + _BLOCK_CAP], index + 1):
        category, value = label(line)
        if category and category not in seen:
            seen[category], bare = value, "" if value else category
            after, loose = place + 1, 0
        elif bare and not category and line.strip():
            seen[bare], bare = line.strip()[:LINE_CAP], ""
            after, loose = place + 1, 0
        elif category == "other":
            after = place + 1
        elif _block_ends(line, loose, seen):
            break
        else:  # a folded list of recipients, or blank lines between the fields
            loose += 1
    if len(seen) < 2:
        return 0
    return after if first_of(_CONVINCING, seen, False) else 0


def _block_ends(line: str, loose: int, seen: dict[str, str]) -> bool:
    whole = "subject" in seen and "from" in seen
    return loose >= 2 or (whole and not line.strip())


# People fill in forms, too, for journeys and meetings: ask for a mail's date, for an address or a
# time of day.
_Fields = dict[str, str]  # what the labels of a block say, by category


def _has_mail_date(seen: _Fields) -> bool:
    return bool(_MAIL_DATE.search(seen.get("date", "")))


def _has_time(seen: _Fields) -> bool:
    return bool(TIME.search(seen.get("date", "").translate(_UNSEEN)))


def _has_year(seen: _Fields) -> bool:
    return bool(YEAR.search(seen.get("date", "").translate(_UNSEEN)))


def _has_marked_date(seen: _Fields) -> bool:
    """What nobody types stands in it."""
    return _LEFT_TO_RIGHT in seen.get("date", "") and _has_time(seen)


def _is_from_address(seen: _Fields) -> bool:
    return "@" in seen.get("from", "")


def _is_to_address(seen: _Fields) -> bool:
    return "@" in seen.get("to", "")


def _is_addressed(seen: _Fields) -> bool:
    return "@" in "".join(map(seen.get, ("from", "to", "cc"), ("", "", "")))


def _named(category: str) -> Callable[[_Fields], bool]:
    return lambda seen: category in seen


_dated = methodcaller("get", "date")
_CONVINCING = (
    Row(True, when=(_is_to_address, _has_mail_date), unless=(_named("from"),)),
    Row(True, when=(_named("from"), _dated, _named("subject"), _is_addressed)),
    Row(True, when=(_named("from"), _has_year, _named("subject"), _has_time)),
    Row(True, when=(_is_from_address, _dated, _named("to"))),
    Row(True, when=(_named("from"), _named("to"), _has_marked_date)),
)
