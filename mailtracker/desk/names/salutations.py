"""The lines of a mail, and who wrote it → what they say: without salutations, thanks, and the way
the mail is signed. Those say to whom and by whom it was written.

A salutation is a greeting and names at the beginning. It ends with a comma, an exclamation mark or
its line, or before words in which the writer speaks of themselves; and what follows does not go on
about a third person (below a line that ends with comma or exclamation mark it may). In doubt it is
none: then at most somebody else reads the mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from mailtracker.desk.names.name_cut import WORD, NameWord, cut
from mailtracker.desk.names.name_directory import Directory
from mailtracker.desk.names.name_letters import bare, folded
from mailtracker.desk.names.name_words import (
    AND,
    GOES_ON,
    GREETING,
    MODAL,
    NO_PERSON,
    OFFICE,
    OWN,
    PARTICLE,
    THANKING,
    THANKS,
    THIRD,
    TITLE,
    YOU,
)
from mailtracker.record import dataclass

_POSTSCRIPT = re.compile(r"\W*(?:p\W?p?\W?s|n\W?b)\b", re.IGNORECASE)
"""Below it somebody goes on, whatever they signed above."""

HEAD_LINES = 5
"""With something in them: where a mail may greet."""

TAIL_LINES = 12
"""With something in them: where it may be signed."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote a text, for telling how it is signed: all `names` by which we know them."""

    names: frozenset[str]


def writer_called(*names: str) -> Writer:
    """By display name, name of the people file, local part of the address."""
    return Writer(frozenset(word.folded for name in names for word in cut(bare(name))))


@dataclass(frozen=True)
class Salutations:
    """Finds what is said in a text, and what only addresses or signs it."""

    #: Whose names may stand in a salutation, however they are written.
    directory: Directory
    #: Those of the text, bare (`name_letters.bare`).
    lines: list[str]

    def said(self, writer: Writer) -> Iterator[str]:
        """The lines, without salutations, thanks, the writer's own name and offices below it."""
        filled = [number for number, line in enumerate(self.lines) if line.strip()]
        head, tail = set(filled[:HEAD_LINES]), set(filled[-TAIL_LINES:])
        signed = False
        for number, line in enumerate(self.lines):
            if number in tail and _signs(line, writer):
                signed = True
                continue
            signed = signed and not _POSTSCRIPT.match(line)
            if signed and OFFICE.search(folded(line)):
                continue
            if number in head:
                line = self._without_salutation(line, number, number == filled[0])
            yield self._without_thanks(line)

    def _without_salutation(self, line: str, number: int, first: bool) -> str:
        words = cut(line)
        start = _leading(words, GREETING)
        if not start:
            return self._without_bare_names(line, words, number) if first else line
        end = self._addressed(words, start)
        if end == start or not self._speaks_to(words, end):
            return line
        if not _ends_as_salutation(line) and end == len(words) and self._goes_on(number):
            return line
        rest = _rest(line, words, end)
        if self._only_names(rest) and (_ends_as_salutation(line) or not self._goes_on(number)):
            return ""
        return self._without_salutation(rest.lstrip(" ,;.!"), number, first=False)

    def _without_bare_names(self, line: str, words: list[NameWord], number: int) -> str:
        """ "Ana Berg," with nothing behind it and a blank line below. With a colon it is about
        somebody.
        """
        blank = not "".join(self.lines[number + 1 : number + 2]).strip()
        last = number + 1 >= len(self.lines)
        if last or not (blank and _ends_as_salutation(line)):
            return line
        addressed = self._addressed(words, 0) == len(words) and self._speaks_to(words, len(words))
        return "" if addressed and not self._goes_on(number) else line

    def _goes_on(self, number: int) -> bool:
        """Whether what stands below a line begins with a third person."""
        below = islice(self.lines, number + 1, None)
        first = next((cut(line)[:2] for line in below if WORD.search(line)), [])
        return _is_about_a_third(first)

    def _only_names(self, rest: str) -> bool:
        words = cut(rest)
        ends = rest.rstrip().endswith((",", "!", ":"))
        if not (words and ends and self._addressed(words, 0) == len(words)):
            return False
        return self._speaks_to(words, len(words))

    def _without_thanks(self, line: str) -> str:
        """ "Thanks, Ana!" speaks to her."""
        first = WORD.search(line)
        if first is None or folded(first[0]) not in THANKS:
            return line
        words = cut(line)
        start = _leading(words, THANKS)
        if not any(word.folded in THANKING for word in words[:start]):
            return line
        end = self._addressed(words, start)
        spoken = end > start and self._speaks_to(words, end)
        return _rest(line, words, end) if spoken else line

    def _speaks_to(self, words: list[NameWord], end: int) -> bool:
        """Whether names before this place are spoken to: something ends there, and what comes next
        on the line is about nobody else.
        """
        return _ends(words, end) and not _is_about_a_third(words[end : end + 2])

    # -- who is spoken to ----------------------------------------------------------

    def _addressed(self, words: list[NameWord], start: int) -> int:
        """The place behind the people who are spoken to."""
        place = start
        while place < len(words):
            word = words[place]
            if place > start and _parts(words[place - 1], word.gap):
                break
            if not (self._is_name(word) or word.folded in TITLE | AND | PARTICLE):
                break
            place += 1
        return place if _is_one(words[start:place]) else start

    def _is_name(self, word: NameWord) -> bool:
        if self.directory.knows(word.folded):
            return True
        like_one = word.capital and not word.written.isupper()
        return like_one and word.folded not in GOES_ON


def _signs(line: str, writer: Writer) -> bool:
    words = cut(line)
    return bool(words) and {word.folded for word in words} <= writer.names


def _is_one(words: list[NameWord]) -> bool:
    """Each of those who are spoken to has three words at most; a name, then a sentence in
    capitals, has more.
    """
    run = most = 0
    for word in words:
        run = 0 if word.folded in AND | TITLE else run + 1
        most = max(most, run)
    return len(words) > 0 and most <= 3


def _parts(before: NameWord, gap: str) -> bool:
    """Whether this between two words ends a clause; "Dr." does not, nor does the dot of a name
    that is written like the one of an address.
    """
    marks = ",;:!?–—" if before.folded in TITLE or gap == "." else ",;:!.?–—"
    return any(c in gap for c in marks)


def _leading(words: list[NameWord], among: frozenset[str]) -> int:
    """How many words at the beginning are of these."""
    return next((n for n, word in enumerate(words) if word.folded not in among), len(words))


def _ends_as_salutation(line: str) -> bool:
    return line.rstrip().endswith((",", "!"))


def _ends(words: list[NameWord], end: int) -> bool:
    """Whether a salutation ends before the word at this place."""
    if end >= len(words):
        return True
    gap, following = words[end].gap.strip(), [word.folded for word in words[end : end + 2]]
    if gap[:1] in (",", "!") or gap in ("-", "–", "—"):
        return True
    asks = following[0] in MODAL and following[-1] in YOU
    goes_on = following[0] in GOES_ON or (bool(gap) and following[0] in OWN)
    return goes_on or asks


def _is_about_a_third(following: list[NameWord]) -> bool:
    if not following or following[0].folded not in THIRD:
        return False
    no_person = NO_PERSON.get(following[0].folded)
    return no_person is None or not no_person.fullmatch(following[-1].folded)


def begins_with_a_third(text: str) -> bool:
    """Whether it goes on about somebody: "He did it again"."""
    first = next((cut(line)[:2] for line in bare(text).split("\n") if WORD.search(line)), [])
    return _is_about_a_third(first)


def _rest(line: str, words: list[NameWord], end: int) -> str:
    """The line from the gap before the word at this place on; behind the last word its end."""
    gone = sum(len(word.gap) + len(word.written) for word in words[:end])
    return line[gone:]
