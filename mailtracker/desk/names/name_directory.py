"""People → the words by which they are named, cut once: there may be thousands of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import islice, product

from mailtracker.desk.names.name_cut import MIN_SURNAME_APART, WORD
from mailtracker.desk.names.name_letters import bare, composed, folded, spellings
from mailtracker.desk.names.name_words import NOUNS, PARTICLE, TITLE, VERBS
from mailtracker.late_pattern import late_pattern
from mailtracker.policy.model import Person
from mailtracker.record import dataclass

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

_NO_SPACES = late_pattern(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
"""Scripts in which words are not parted, or particles stick to a name."""

SURE_TOGETHER = 8
"""Letters of a whole name that is hardly a word of a language though it is written in one
("bojensen"). With fewer Boberg would be Bo Berg, and who is boring Bo Ring.
"""

MIN_TOGETHER = 6
"""Letters that are enough where given and family name have three each and stand in that order
("janvos"); also of a family name that is a part of something longer.
"""

MAX_SPELLINGS = 16
"""Of one name written in one."""


@dataclass(frozen=True)
class Directory:
    """People to be looked for. All words are folded; several people may share one."""

    #: By their keys.
    people: Mapping[str, Person]

    @cached_property
    def given(self) -> dict[str, set[str]]:
        """Person keys by the first word of their name."""
        return _index((key, names[:1]) for key, names in self._names.items())

    @cached_property
    def family(self) -> dict[str, set[str]]:
        """Person keys by every other word of their name."""
        return _index((key, names[1:]) for key, names in self._names.items())

    @cached_property
    def alone(self) -> dict[str, set[str]]:
        """Person keys by the words that name them alone: first and last."""
        firsts = ((key, (names[0], names[-1])) for key, names in self._names.items() if names)
        found = _index(firsts)
        return {word: keys for word, keys in found.items() if len(word) > 1}

    @cached_property
    def surname(self) -> dict[str, set[str]]:
        """Person keys by the last word of their name, where it is long enough, and no word of a
        language, to mean them in disguise.
        """
        found = _index((key, names[-1:]) for key, names in self._names.items() if names[1:])
        words = NOUNS | VERBS
        return {
            word: keys
            for word, keys in found.items()
            if len(word) >= MIN_SURNAME_APART and word not in words
        }

    @cached_property
    def together(self) -> dict[str, set[str]]:
        """Person keys by their whole names, written in one."""
        found: dict[str, set[str]] = {}
        for key, person in self.people.items():
            names = self._names[key]
            for name in _in_one(person.name, names) if names else ():
                found.setdefault(name, set()).add(key)
        return found

    @cached_property
    def parts(self) -> dict[str, set[str]]:
        """Person keys by what names them as a part of something longer: whole names written in
        one, and long family names.
        """
        found = dict(self.together)
        for word, keys in self.surname.items():
            if len(word) >= MIN_TOGETHER:
                found[word] = found.get(word, set()) | keys
        return found

    @cached_property
    def unparted(self) -> dict[str, str]:
        """Names in scripts that do not part words, by person key."""
        found = {k: p.name for k, p in self.people.items() if _NO_SPACES.search(p.name)}
        return {key: without_spaces(bare(name)) for key, name in found.items()}

    def knows(self, word: str) -> bool:
        """Whether it is a word of somebody's name, or the whole of one."""
        return word in self.given or word in self.family or word in self.together

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        return {key: _words_of_name(person.name) for key, person in self.people.items()}


@dataclass(frozen=True, eq=False)
class _Same:
    """`people` by identity: they are replaced whole, and there are too many to compare."""

    people: Mapping[str, Person]

    def __hash__(self) -> int:
        return id(self.people)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.people is self.people


def directory(people: Mapping[str, Person]) -> Directory:
    """That of these people, cut once for as long as the rules stay."""
    return _directory(_Same(people))


@lru_cache(maxsize=2)
def _directory(same: _Same) -> Directory:
    return Directory(same.people)


def without_spaces(bare_text: str) -> str:
    """Case folded and in one."""
    return "".join(bare_text.casefold().split())


def _words_of_name(name: str) -> list[str]:
    """Without titles, particles and what stands in brackets."""
    words = _all_words(name)
    skipped = TITLE | PARTICLE
    return [w for w in words if folded(bare(w)) not in skipped and len(w) > 1] or words


def _all_words(name: str) -> list[str]:
    return WORD.findall(composed(_BRACKETS.sub(" ", name)))


def _in_one(name: str, words: list[str]) -> Iterator[str]:
    """Given and family name, and all of them, in either order."""
    everything = [word for word in _all_words(name) if folded(bare(word)) not in TITLE]
    orders = [[words[0], other] for other in words[1:] if other not in _first(name, words)]
    orders += [words, everything] if words[1:] else []
    for order in orders:
        yield from _long_enough(order, MIN_TOGETHER)
        yield from _long_enough([*order[1:], order[0]], SURE_TOGETHER)


def _first(name: str, words: list[str]) -> list[str]:
    """The words of the given name: Annemarie is somebody else than Anne-Marie Dupont."""
    parts = (_all_words(part) for part in name.split())
    return next((part for part in parts if words[0] in part), [])


def _long_enough(order: list[str], enough: int) -> Iterator[str]:
    ways = product(*(sorted(spellings(word)) for word in order))
    for way in islice(ways, MAX_SPELLINGS):
        least = enough if min(map(len, way)) > 2 else SURE_TOGETHER
        if len(name := "".join(way)) >= least:
            yield name


def _index(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, words in pairs:
        for word in words:
            for spelling in spellings(word):
                found.setdefault(spelling, set()).add(key)
    return found
