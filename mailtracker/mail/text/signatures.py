"""The lines of a mail and what each of them is go in; those that only sign it are marked as such:
below "-- ", below a drawn line, a name, a list's footer, what telephones write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from itertools import groupby

from mailtracker.mail.text.mobile_phrases import INTRODUCED, MOBILE
from mailtracker.record import dataclass

_LIST_FOOTER = re.compile(r"(?:_{2,}|[_=*-]{20,})\s*")
_HOW_TO_LEAVE = re.compile(
    r"(?:you (?:are receiving|received) this (?:\w+ )?(?:because|as|since)"
    r"|(?:to (?:un|de-?)subscribe|um sich .{0,60}abzumelden"
    r"|om (?:je|u) af te melden|for at (?:afmelde|framelde)|pour (?:se|vous) d[ée]s"
    r"|para cancelar a (?:subscri|inscri))"
    r".{0,300}(?:@|://|www\.|\b(?:list|group|lijst|groep|gruppe|liste|groupe|lista|grupo)\w{0,2}\b))"
)
"""As lists tell below each mail how to leave them: where, or what."""

_TELLS_OF_SELF = re.compile(
    r"\?|\b(?:i|me|my|ich|mich|mir|mein\w{0,2}|ik|mij|mijn|jeg|mig|min"
    r"|je (?:ne|n|suis|veux|dois|peux)|moi|mon|ma|eu|meu|minha)\b"
)

_DASHED_NAME = re.compile(
    r"(?:[-–—]|/(?=[A-ZÅÄÖÆØ]))(\s?)([^\W\d_][\w.'’]{0,20}(?: [^\W\d_][\w.'’]{0,20}){0,2})"
)
_DASH, _FOOTER = "-_—", "_=*-"  # with what such lines begin
_SIGNATURE_LINES = 15
_LOOSE_SIGNATURE_LINES = 8
_DRAWN_SIGNATURE_LINES = 4
_USUAL = ("--", "—")
_DASHES = re.compile(r"[-_—]{2,}|—")
_LABEL = re.compile(r"[^|]{0,58}[^|?:;]")
_TEXT_ABOVE = re.compile(r"[^-–—*•:]|[^-–—*•].*[^:]")  # it neither announces nor begins a list
_STOPS = (".", "!", "…", "。")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:inc|ltd|co|corp|dept|bros|dr|jr|sr|univ|lda|dipl|ing|[a-z]\.[a-z]))\.$", re.I
)
_DATA = re.compile(r"([\w ./-]{1,30}):\s+(.*)")  # "Build: 7.6"
_HOW_TO_REACH = re.compile(
    r"(?:[a-z]|tel\w{0,8}|tlf|phone|mobi?l\w{0,4}|cell|fax|handy|e-?mail\w{0,8}|mail|web\w{0,4}"
    r"|www|https?|home\w{0,4}|blog|skype|teams|signal|matrix|irc|xmpp|jabber|icq|github|linkedin"
    r"|twitter|office|direct|desk|durchwahl|gsm|adress?e?|address|post|pgp|gpg|openpgp|key"
    r"|fingerprint|[sp]\.?ä?\.?|url)\W{0,2}",
    re.I,
)
_REACHES = re.compile(r"@|://|www\.|\d\D{0,3}\d\D{0,3}\d\D{0,3}\d\D{0,3}\d\D{0,3}\d")
_EXCUSE = re.compile(
    r"excuse|typo|brev|forgive|sorry|apolog|short|entschuldig|kürze|tippfehler|fautes|excus"
    r"|desculp|breve|beknopt|typefout|tikfout|undskyld|stavefejl|slåfejl|kortfatt",
    re.I,
)
_NOT_MOBILE = re.compile(
    r"[?:]\s*$|\d{4,}(?!.{0,60}>)"
    # It goes on as a sentence does: "Sent from my desk, it is easier there".
    r"|[,;]\s+(?!an?\s|https?:)[^\W\dA-Z_]"
    r"|\s(?:because|since|while|but|is|are|was|until|and|weil|aber|und|ist|sind|während|omdat"
    r"|maar|en|terwijl|fordi|mens|og|porque|mas|enquanto|est|parce|mais|car|et)\s"
)


class LineIs(IntEnum):
    """What a line of a mail is to its reader."""

    NEW = 0
    QUOTED = 1
    SIGNATURE = 2
    FORWARDED = 3
    #: A gateway wrote it, see `banner`.
    BANNER = 4


def mark_signatures(lines: list[str], marks: list[LineIs], names: frozenset[str]) -> None:
    """In each run of new `lines`, by their `marks`: what stands below "-- ", a list's footer, and
    lines of mobile mailers. `names` are the words of the writer's name.
    """
    _Signatures(lines, marks, names).mark()


def is_mobile_signature(line: str) -> bool:
    """ "Sent from my iPhone" and its like, standing alone; no sentence that begins so."""
    if not 6 < len(line) < 160 or not MOBILE.fullmatch(line):
        return False
    said = line[hit.end() :] if (hit := INTRODUCED.match(line)) else line
    return not _NOT_MOBILE.search(said) or bool(_EXCUSE.search(line))


@dataclass(frozen=True, slots=True)
class _Signatures:
    """As `mark_signatures`, with its arguments: the `lines`, their `marks` and the `names`."""

    lines: list[str]
    marks: list[LineIs]
    names: frozenset[str]

    def mark(self) -> None:
        runs = groupby(range(len(self.lines)), key=self.marks.__getitem__)
        for run in [list(group) for mark, group in runs if mark is LineIs.NEW]:
            self._mark_in(run[0], run[-1] + 1)

    def _mark_in(self, start: int, end: int) -> None:
        filled = looked = 0
        cut = end
        for index in range(end - 1, start - 1, -1):
            if _is_blank(self.lines[index]):
                continue
            if self._begins(index, cut, filled):
                cut, filled = index, 0
            elif is_mobile_signature(self.lines[index]) and self._stands_alone(index, cut):
                self.marks[index] = LineIs.SIGNATURE
            elif not filled and self._parts_off(index, cut):
                cut = index
            else:
                filled += 1
            looked += 1
            if looked > _SIGNATURE_LINES:
                break
        self.marks[cut:end] = [LineIs.SIGNATURE] * (end - cut)

    def _begins(self, index: int, end: int, filled: int) -> bool:
        """Whether a signature begins at this line, with `filled` lines that say something below."""
        if self.lines[index] in ("-- ", "--  "):
            return True
        if not filled:
            return self._is_dashed_name(index)
        return self._is_drawn(index, end, filled) or self._is_list_footer(index)

    def _parts_off(self, index: int, end: int) -> bool:
        """A line is drawn above nothing but what a telephone wrote."""
        if not _DASHES.fullmatch(self.lines[index].strip()):
            return False
        return LineIs.SIGNATURE in self.marks[index:end]

    def _is_drawn(self, index: int, end: int, filled: int) -> bool:
        """Dashes with few short lines below."""
        bare = self.lines[index].strip()
        if bare[0] not in _DASH or not _DASHES.fullmatch(bare):
            return False
        new = (at for at in range(index + 1, end) if self.marks[at] is LineIs.NEW)
        below = [self.lines[at] for at in new if self.lines[at].strip()]
        if bare in _USUAL:
            if index and self.lines[index - 1].rstrip().endswith(":"):
                return False  # it is announced
            return filled <= _LOOSE_SIGNATURE_LINES and self._are_labels(below[:3])
        # Else it underlines a heading, or parts the rows of a table.
        apart = index > 0 and _is_blank(self.lines[index - 1])
        return apart and filled <= _DRAWN_SIGNATURE_LINES and self._signs(below)

    def _are_labels(self, lines: Iterable[str]) -> bool:
        return all(_is_label(line, self.names) for line in lines)

    def _signs(self, lines: list[str]) -> bool:
        """Whether these sign a mail: the first names somebody, or one says how to reach them."""
        if not self._are_labels(lines):
            return False
        first = [word.strip(",.()").casefold() for word in lines[0].split()]
        known = not self.names.isdisjoint(first)
        named = _is_title(lines[0].strip()) and (len(first) > 1 or not self.names)
        return known or named or any(map(_REACHES.search, lines))

    def _is_dashed_name(self, index: int) -> bool:
        """ "-Roman", "- Roman", "/R" as the last line; never an item of a list."""
        hit = _DASHED_NAME.fullmatch(self.lines[index].strip())
        if hit is None:
            return False
        above = next(filter(None, map(str.strip, self.lines[max(0, index - 3) : index][::-1])), "")
        if not _TEXT_ABOVE.fullmatch(above):
            return False
        words = hit[2].casefold().replace(".", " ").split()
        if words[0] in self.names:
            return True
        if hit[1] or not (len(words) == 1 or _is_title(hit[2])):
            return False
        return len(words) > 1 or above[-1] in ".!?)" or self._is_slashed(index)

    def _is_slashed(self, index: int) -> bool:
        return self.lines[index].lstrip()[0] == "/" and _is_blank(self.lines[index - 1])

    def _is_list_footer(self, index: int) -> bool:
        line = self.lines[index].rstrip()
        if line[:1] not in _FOOTER:
            return False
        below = " ".join(self.lines[index + 1 : index + 3]).lower()
        if line == "--":
            return bool(_HOW_TO_LEAVE.match(below)) and not _TELLS_OF_SELF.search(below)
        return bool(_LIST_FOOTER.fullmatch(line)) and "mailing list" in below

    def _stands_alone(self, index: int, end: int) -> bool:
        """The last line of its run, or a paragraph of its own, or with only a
        blank line's distance to such.
        """
        if not self._is_free_below(index, end):
            return False
        return self._is_free_above(index) or not self._says(range(index + 1, end))

    def _is_free_below(self, index: int, end: int) -> bool:
        below = index + 1
        return below >= end or _is_blank(self.lines[below]) or self.marks[below] is LineIs.SIGNATURE

    def _is_free_above(self, index: int) -> bool:
        above = index - 1
        return above < 0 or _is_blank(self.lines[above]) or self.marks[above] is not LineIs.NEW

    def _says(self, places: Iterable[int]) -> bool:
        return any(self.lines[at].strip() and self.marks[at] is LineIs.NEW for at in places)


def _is_blank(line: str) -> bool:
    return not line.strip()


def _is_label(line: str, names: frozenset[str]) -> bool:
    """As short as a name, a title or a telephone number: no sentence, no data."""
    bare = line.strip()
    pieces = bare.split("|")
    if 1 < len(pieces) < 7 and all(map(str.strip, pieces)):  # Eva Lund | HR; no row of a table
        return all(_is_label(piece, names) for piece in pieces)
    words = [word for word in bare.split() if not word.strip("+()/-").isdigit()]
    if not _LABEL.fullmatch(bare) or len(words) > 5:
        return False
    return not (_is_sentence(bare, names) or _is_data(bare))


def _is_sentence(bare: str, names: frozenset[str]) -> bool:
    """A short one: it ends as sentences do, or hardly any of its longer words has a capital."""
    words = bare.split()
    if bare.endswith(_STOPS) and not _ABBREVIATION.search(bare):
        return len(words) > 2 or (len(words) == 2 and words[1][0].islower())
    if len(words) < 3 or _REACHES.search(bare):
        return False
    long = [word for word in words if len(word) > 3]
    capital = [word for word in long if not word[0].islower()]
    named = any(part in names for part in re.split(r"[\s,.@]+", bare.casefold()))
    return 2 * len(capital) < len(long) and not named


def _is_data(bare: str) -> bool:
    """ "Build: 7.6", and no telephone number."""
    hit = _DATA.fullmatch(bare)
    if hit is None:
        return False
    return not (_HOW_TO_REACH.fullmatch(hit[1]) or _REACHES.search(hit[2]))


def _is_title(name: str) -> bool:
    """Each longer word has a capital: "Ana da Costa"."""
    return all(word[0].isupper() or len(word) < 4 for word in name.split())
