"""A text → its words, as names are looked for in them: also those whose letters stand apart
("J e n s e n"), and the pieces of those that are written in one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from mailtracker.desk.names.name_letters import folded
from mailtracker.record import dataclass

WORD = re.compile(r"[^\W_]+")

MIN_APART = 3
"""Letters that stand apart and are a word: fewer are initials."""

MIN_SURNAME_APART = 4
"""Letters of a family name that names somebody alone though its letters stand apart: in that way
people write abbreviations, too.
"""

_MAX_APART = 3
"""Characters between two letters of one word."""

_HYPHENS = frozenset("-._·*‐‑–•~|+")
"""What parts a word that is one: "Jen-sen". Not what parts names, such as a slash."""


class NameWord(NamedTuple):
    """A word of a text."""

    #: As it stands there, but without marks on letters.
    written: str
    #: What it is compared by.
    folded: str
    #: What stands before it.
    gap: str
    #: Above zero where it is in disguise: how many letters a family name must have to be meant by
    #: it alone; a given name is not.
    surname: int = 0

    @property
    def capital(self) -> bool:
        """Scripts without case count as written with one."""
        return not self.written[0].islower()


def cut(bare_text: str) -> list[NameWord]:
    """The words of a text that `name_letters.bare` gave."""
    found: list[NameWord] = []
    end = 0
    for hit in WORD.finditer(bare_text):
        start, stop = hit.span()
        found.append(NameWord(hit[0], folded(hit[0]), bare_text[end:start]))
        end = stop
    return found


# -- letters that stand apart --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SpelledText:
    """The words of a text, those whose letters stood apart put together."""

    #: All of them, in order.
    words: list[NameWord]
    #: Folded, each row of such letters as a whole: where a word of it ends is a guess.
    rows: list[str]


def gathered(words: list[NameWord]) -> SpelledText:
    """ "J.e.n.s.e.n" is one word, and "B o  J e n s e n" two: what stands between letters of a
    word is what stands most often between them.
    """
    found: list[NameWord] = []
    rows: list[str] = []
    end = 0
    for start, stop in _rows(words):
        row = words[start:stop]
        found += words[end:start]
        found += _put_together(row)
        rows.append("".join(word.folded for word in row))
        end = stop
    return SpelledText(found + words[end:], rows) if rows else SpelledText(words, rows)


def _rows(words: list[NameWord]) -> Iterator[tuple[int, int]]:
    """From where to where single letters stand beside each other."""
    start = last = -2
    for place in (n for n, word in enumerate(words) if len(word.written) == 1):
        if not words[place].written.isalpha():
            continue
        if place != last + 1 or not _is_near(words[place].gap):
            if last - start + 1 >= MIN_APART:
                yield start, last + 1
            start = place
        last = place
    if last - start + 1 >= MIN_APART:
        yield start, last + 1


def _is_near(gap: str) -> bool:
    return 0 < len(gap) <= _MAX_APART and "\n" not in gap


def _put_together(row: list[NameWord]) -> Iterator[NameWord]:
    widths = [_width(word.gap) for word in row]
    usual = Counter(widths[1:]).most_common(1)[0][0]
    start = 0
    for place in range(1, len(row)):
        if widths[place] > usual or _rises(row[place - 1].written, row[place].written):
            yield _as_one(row[start:place])
            start = place
    yield _as_one(row[start:])


def _width(gap: str) -> tuple[int, bool]:
    return len(gap), gap.isspace()


def _rises(before: str, letter: str) -> bool:
    return before.islower() and letter.isupper()


def _as_one(letters: list[NameWord]) -> NameWord:
    written = "".join(word.written for word in letters)
    joined = "".join(word.folded for word in letters)
    alone = MIN_SURNAME_APART if len(letters) > 1 else 0
    return NameWord(written, joined, letters[0].gap, alone)


# -- words that are several, and several that are one ---------------------------------


def pieces(written: str) -> list[str]:
    """ "HerrBoJensen" cut where a capital follows a small letter, folded."""
    if written.islower() or written.isupper() or written.istitle():
        return []
    found: list[str] = []
    start = 0
    for place in range(1, len(written)):
        if _rises(written[place - 1], written[place]):
            found.append(folded(written[start:place]))
            start = place
    return [*found, folded(written[start:])]


def chains(words: list[NameWord]) -> Iterator[str]:
    """Words parted by one mark and nothing else, folded and joined: each two, and all of them."""
    chain: list[str] = []
    for place in (n for n, word in enumerate(words) if n and _is_hyphen(word.gap)):
        before, word = words[place - 1].folded, words[place].folded
        yield before + word
        if not chain or words[place - 1].gap not in _HYPHENS:
            yield "".join(chain)
            chain = [before]
        chain.append(word)
    yield "".join(chain)


def _is_hyphen(gap: str) -> bool:
    """A hyphen at the end of a line, too."""
    return gap in _HYPHENS or gap == "-\n"
