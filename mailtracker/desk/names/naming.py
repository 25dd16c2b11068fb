"""What somebody wrote about others, and the people file → whom of them it names, in whatever
spelling a person still reads as that name. Salutations, thanks and the way a mail is signed
(`desk/names/salutations.py`) name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field
from itertools import pairwise

from mailtracker.desk.names.name_cut import NameWord, chains, cut, gathered, pieces
from mailtracker.desk.names.name_directory import (
    MIN_TOGETHER,
    SURE_TOGETHER,
    Directory,
    without_spaces,
)
from mailtracker.desk.names.name_letters import as_latin, bare, folded, plain
from mailtracker.desk.names.name_words import NOUNS, PARTICLE, TITLE, VERBS
from mailtracker.desk.names.salutations import Salutations, Writer
from mailtracker.mail.address_key import address_key
from mailtracker.record import dataclass

# Starts nowhere inside a run of these letters, so it takes linear time; looking ahead it also
# finds the second of `a@b@c`.
_ADDRESS = re.compile(r"(?<![\w.+-])(?=([\w.+-]++@[\w-]+(?:\.\w[\w-]*)*))")
# `@Bo` is no domain, but how chat programs mention somebody.
_DOMAIN = re.compile(r"(?:(?<![\w.+-])([^\W._-]{1,64})|(?<=\w))@[\w.-]+")

_NEW_SENTENCE = re.compile(r"[.!?:;\n]")

MAX_BETWEEN = 3
"""Words between a given and a family name: "Bo Kristian van der Jensen" has more, and is found by
its family name.
"""

MAX_ENDING = 2
"""Letters by which a language changes a name: "Jensens"."""

MIN_SURNAME_ALIKE = 5
"""Letters of a family name that names somebody alone though all of them are of another script:
shorter ones are words of its languages.
"""


@dataclass
class NameSearch:
    """Looks for everybody of a `directory` in texts."""

    #: Who is looked for.
    directory: Directory
    #: Keys of people who were found.
    found: dict[str, None] = field(default_factory=dict)
    #: Whom two words name, for those that were asked about already.
    _pairs: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def in_own_words(self, text: str, writer: Writer) -> None:
        """What somebody typed. A given or a family name alone counts where it is written like a
        name.
        """
        lines = self._without_domains(bare(text)).split("\n")
        said = "\n".join(Salutations(self.directory, lines).said(writer))
        self._look(said, alone=True)

    def in_passed_on(self, text: str) -> None:
        """What somebody else typed, and they passed on: whole names only."""
        self._look(bare(text), alone=False)

    def _look(self, bare_text: str, alone: bool) -> None:
        text = gathered(cut(bare_text))
        words = text.words
        if not bare_text.isascii():
            words = [self._undisguised(word) for word in words]
        self._names(words, alone)
        self._in_one(words, self.directory.parts if alone else self.directory.together)
        self._in_rows(text.rows, self.directory.parts if alone else self.directory.together)
        self._unparted(bare_text)

    def _add(self, keys: Collection[str]) -> None:
        if keys:
            self.found |= dict.fromkeys(sorted(keys))

    def _unparted(self, text: str) -> None:
        if self.directory.unparted:
            joined = without_spaces(text)
            self._add([key for key, name in self.directory.unparted.items() if name in joined])

    # -- other spellings ---------------------------------------------------------

    def _undisguised(self, word: NameWord) -> NameWord:
        """Its look-alikes replaced, where it is of two scripts, or only then somebody's name:
        the Russian word "Во" is seldom Bo.
        """
        latin = as_latin(word.written)
        if latin is word.written or latin == word.written:
            return word
        two_scripts = any(c.isascii() for c in word.written)
        reading = folded(latin)
        if two_scripts:
            return word._replace(folded=reading)
        if self.directory.knows(word.folded) or not self.directory.knows(reading):
            return word
        return word._replace(folded=reading, surname=MIN_SURNAME_ALIKE)

    def _in_one(self, words: list[NameWord], parts: Mapping[str, set[str]]) -> None:
        """ "bojensen", "BoJensens", "Jen-sen"."""
        together = self.directory.together
        for word in {word.folded for word in words if len(word.folded) >= MIN_TOGETHER}:
            name, *stems = _stems(word.strip("0123456789"))
            self._add(together.get(name, ()))
            for stem in (one for one in stems if len(one) >= SURE_TOGETHER):
                self._add(together.get(stem, ()))
        for chain in chains(words):
            self._add(parts.get(chain, ()))
        for written in {word.written for word in words}:
            for first, second in set(pairwise(pieces(written))):
                self._add(self._pair(first, second) | self._pair(second, first))

    def _in_rows(self, rows: list[str], parts: Mapping[str, set[str]]) -> None:
        """What stands anywhere among letters that stand apart."""
        lengths = sorted({len(part) for part in parts}) if rows else ()
        for row in rows:
            for length in lengths:
                for start in range(len(row) - length + 1):
                    self._add(parts.get(row[start : start + length], ()))

    # -- names in words ----------------------------------------------------------

    def _names(self, words: list[NameWord], alone: bool) -> None:
        taken: set[int] = set()
        for place in self._begins(words):
            for end in self._whole(words, place):
                taken |= set(range(place, end + 1))
        if not alone:
            return
        small = not any(word.written[0].isupper() for word in words)
        for place, word in enumerate(words):
            if place not in taken and (small or word.capital):
                self._alone(words, place)

    def _begins(self, words: list[NameWord]) -> list[int]:
        """Where a whole name may begin: with a given name, or before one."""
        given = self.directory.given
        places = [place for place, word in enumerate(words) if word.folded in given]
        return sorted({*places, *(place - 1 for place in places if place)})

    def _whole(self, words: list[NameWord], place: int) -> Iterator[int]:
        """The places where a name ends that begins at this one."""
        first = words[place]
        for end in range(place + 1, min(place + MAX_BETWEEN + 2, len(words))):
            keys = self._pair(first.folded, words[end].folded)
            if end == place + 1:
                keys = keys | self._pair(words[end].folded, first.folded)
            if keys:
                self._add(keys)
                yield end
            if not (words[end].capital or words[end].folded in PARTICLE):
                return

    def _pair(self, given: str, family: str) -> frozenset[str]:
        """Who has this given and this family name, as it stands or with an ending of one or two
        letters ("Jensens").
        """
        if given not in self.directory.given:
            return frozenset()
        if (given, family) not in self._pairs:
            known = self.directory.given[given]
            keys = {key for stem in _stems(family) for key in known & self._of_family(stem)}
            self._pairs[given, family] = frozenset(keys)
        return self._pairs[given, family]

    def _of_family(self, word: str) -> set[str]:
        return self.directory.family.get(word, set())

    def _alone(self, words: list[NameWord], place: int) -> None:
        if words[place].surname:
            self._in_disguise(words[place])
            return
        word = words[place].folded
        keys = self.directory.alone.get(word) or self.directory.alone.get(word.removesuffix("s"))
        if not keys or not _is_meant(words, place):
            return
        others = word in self.directory.given and _goes_on(words, place)
        if not others:
            self._add(keys)

    def _in_disguise(self, word: NameWord) -> None:
        if len(word.folded) >= word.surname:
            self._add(self.directory.surname.get(word.folded, ()))

    def _without_domains(self, text: str) -> str:
        """Whose address it is may be written in it: "bo.jensen@home.example". A domain names
        nobody, nor does one word before it that is not a whole name.
        """
        return _DOMAIN.sub(self._local_part, text)

    def _local_part(self, hit: re.Match[str]) -> str:
        local = hit[1] or ""
        return f" {local} " if folded(as_latin(local)) in self.directory.together else " "


def _stems(word: str) -> list[str]:
    """The word, and what it may be without an ending."""
    return [word, *(word[:-n] for n in range(1, MAX_ENDING + 1) if len(word) - n > 2)]


def _is_meant(words: list[NameWord], place: int) -> bool:
    """Whether a word that may be a name is meant as one."""
    word, before = words[place], words[place - 1].folded if place else ""
    if before in TITLE:
        return True
    if word.folded in VERBS:
        return word.capital and bool(before) and not _NEW_SENTENCE.search(word.gap)
    return word.folded not in NOUNS


def _goes_on(words: list[NameWord], place: int) -> bool:
    """Whether a given name is followed by some other family name: then it is somebody else's."""
    if place + 1 >= len(words):
        return False
    following = words[place + 1]
    plain_gap = not following.gap.strip() and "\n" not in following.gap
    return plain_gap and len(following.written) > 1 and following.written[0].isupper()


def addresses_in(text: str) -> frozenset[str]:
    """The key of every address of a text (`mail.address_key`)."""
    found = (*_ADDRESS.findall(text), *_ADDRESS.findall(plain(text)))
    return frozenset(map(address_key, found))


def has_address(text: str, found: frozenset[str], key: str) -> bool:
    """Whether a text (as `plain` gives it, with the addresses `found` in it) has this address."""
    if _ADDRESS.findall(key)[:1] == [key]:
        return key in found
    return key in text  # one with an apostrophe or the like: rather one too many
