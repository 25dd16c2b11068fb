"""What somebody wrote about others, and the people file → whom of them it names. Salutations,
thanks and the way a mail is signed name nobody: they say to whom and by whom it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from mailtracker.desk.name_words import (
    AND,
    GOES_ON,
    GREETING,
    MODAL,
    NOUNS,
    OFFICE,
    PARTICLE,
    THANKING,
    THANKS,
    TITLE,
    VERBS,
    YOU,
)
from mailtracker.mail.address_key import address_key
from mailtracker.policy.model import Person

# Starts nowhere inside a run of these letters, so it takes linear time; looking ahead it also
# finds the second of `a@b@c`.
_ADDRESS = re.compile(r"(?<![\w.+-])(?=([\w.+-]++@[\w-]+(?:\.\w[\w-]*)*))")
# `@Bo` is no domain, but how chat programs mention somebody.
_DOMAIN = re.compile(r"(?:(?<![\w.+-])[^\W._-]{1,64}|(?<=\w))@[\w.-]+")
_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

_FILLERS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810)}
"""Characters that show nothing (Unicode's Default_Ignorable_Code_Point) and are no format
characters (Cf) or marks (Mn).
"""

_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Letters that no decomposition takes apart."""

_SPELLED = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "oe"), ("å", "aa"))
"""How people write letters that their keyboard lacks."""


_NO_SPACES = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
"""Scripts in which words are not parted, or particles stick to a name."""

_POSTSCRIPT = re.compile(r"\W*(?:p\W?p?\W?s|n\W?b)\b", re.IGNORECASE)
"""Below it somebody goes on, whatever they signed above."""

_NEW_SENTENCE = re.compile(r"[.!?:;\n]")

MAX_BETWEEN = 3
"""Words between a given and a family name: "Bo Kristian van der Jensen" has more, and is found by
its family name.
"""


def plain(text: str) -> str:
    """Compatibility forms folded, nothing invisible, case folded: `Jen<soft hyphen>sen` is Jensen
    to whoever reads it.
    """
    return _visible(unicodedata.normalize("NFKC", text)).casefold()


def _visible(text: str) -> str:
    """Without what shows nothing; marks above and below letters are gone as well where they stand
    by themselves.
    """
    return "".join(c for c in text if c.isascii() or not _shows_nothing(c))


def _shows_nothing(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or ord(character) in _FILLERS


def _bare(text: str) -> str:
    """As `plain`, and no marks on letters; case is kept."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", _visible(unicodedata.normalize("NFKC", text)))
    return "".join(c for c in apart if c.isascii() or unicodedata.category(c) != "Mn")


def _unparted(bare: str) -> str:
    return "".join(bare.casefold().split())


def _folded(bare: str) -> str:
    return bare.casefold().translate(_LETTERS)


def _spellings(word: str) -> set[str]:
    """How a word of a name may stand in a text: Müller, Muller, Mueller."""
    if word.isascii() and not any(written in word.casefold() for _, written in _SPELLED):
        return {word.casefold()}
    small = unicodedata.normalize("NFC", word.casefold())
    spelled = contracted = small
    for letter, written in _SPELLED:
        spelled = spelled.replace(letter, written)
        contracted = contracted.replace(written, letter)
    return {_folded(_bare(one)) for one in (small, spelled, contracted)}


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text: as `written` but without marks, `folded`, and what stands before it
    (`gap`).
    """

    written: str
    folded: str
    gap: str

    @property
    def capital(self) -> bool:
        """Scripts without case count as written with one."""
        return not self.written[0].islower()


def _cut(bare: str) -> list[_Word]:
    found: list[_Word] = []
    end = 0
    for hit in _WORD.finditer(bare):
        found.append(_Word(hit[0], _folded(hit[0]), bare[end : hit.start()]))
        end = hit.end()
    return found


@dataclass(frozen=True)
class Directory:
    """People to be looked for, cut once: there may be thousands of them."""

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
    def unparted(self) -> dict[str, str]:
        """Names in scripts that do not part words, by person key."""
        unparted = {k: p.name for k, p in self.people.items() if _NO_SPACES.search(p.name)}
        return {key: _unparted(_bare(name)) for key, name in unparted.items()}

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


def _words_of_name(name: str) -> list[str]:
    """Without titles, particles and what stands in brackets."""
    words = _WORD.findall(_visible(unicodedata.normalize("NFC", _BRACKETS.sub(" ", name))))
    skipped = TITLE | PARTICLE
    return [w for w in words if _folded(_bare(w)) not in skipped and len(w) > 1] or words


def _index(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, words in pairs:
        for word in words:
            for spelling in _spellings(word):
                found.setdefault(spelling, set()).add(key)
    return found


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote a text, for telling how it is signed: all `names` by which we know them."""

    names: frozenset[str]


def writer_called(*names: str) -> Writer:
    """By display name, name of the people file, local part of the address."""
    return Writer(frozenset(word.folded for name in names for word in _cut(_bare(name))))


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
        lines = _without_domains(_bare(text)).split("\n")
        said = "\n".join(self._said(lines, writer))
        self._names(_cut(said), alone=True)
        self._unparted(said)

    def in_passed_on(self, text: str) -> None:
        """What somebody else typed, and they passed on: whole names only."""
        bare = _bare(text)
        self._names(_cut(bare), alone=False)
        self._unparted(bare)

    def _unparted(self, text: str) -> None:
        if self.directory.unparted:
            joined = _unparted(text)
            hits = (key for key, name in self.directory.unparted.items() if name in joined)
            self.found |= dict.fromkeys(hits)

    # -- names in words ----------------------------------------------------------

    def _names(self, words: list[_Word], alone: bool) -> None:
        taken: set[int] = set()
        for place in range(len(words)):
            for end in self._whole(words, place):
                taken |= set(range(place, end + 1))
        if not alone:
            return
        small = not any(word.written[0].isupper() for word in words)
        for place, word in enumerate(words):
            if place not in taken and (small or word.capital):
                self._alone(words, place)

    def _whole(self, words: list[_Word], place: int) -> Iterator[int]:
        """The places where a name ends that begins at this one."""
        first = words[place]
        for end in range(place + 1, min(place + MAX_BETWEEN + 2, len(words))):
            keys = self._pair(first.folded, words[end].folded)
            if end == place + 1:
                keys = keys | self._pair(words[end].folded, first.folded)
            if keys:
                self.found |= dict.fromkeys(sorted(keys))
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
            stems = {family, *(family[:-n] for n in (1, 2) if len(family) - n > 2)}
            known = self.directory.given[given]
            keys = {key for stem in stems for key in known & self._of_family(stem)}
            self._pairs[given, family] = frozenset(keys)
        return self._pairs[given, family]

    def _of_family(self, word: str) -> set[str]:
        return self.directory.family.get(word, set())

    def _alone(self, words: list[_Word], place: int) -> None:
        word = words[place].folded
        keys = self.directory.alone.get(word) or self.directory.alone.get(word.removesuffix("s"))
        if not keys or not _is_meant(words, place):
            return
        others = word in self.directory.given and _goes_on(words, place)
        if not others:
            self.found |= dict.fromkeys(sorted(keys))

    # -- what names nobody --------------------------------------------------------

    def _said(self, lines: list[str], writer: Writer) -> Iterator[str]:
        """The lines, without salutations, thanks, the writer's own name and offices below it."""
        filled = [number for number, line in enumerate(lines) if line.strip()]
        head, tail = set(filled[:5]), set(filled[-12:])
        signed = False
        for number, line in enumerate(lines):
            words = _cut(line)
            if number in tail and words and {w.folded for w in words} <= writer.names:
                signed = True
                continue
            signed = signed and not _POSTSCRIPT.match(line)
            if signed and OFFICE.search(_folded(line)):
                continue
            if number in head:
                below = lines[number + 1 : number + 2] if number == filled[0] else []
                line = self._without_salutation(line, below)
            yield self._without_thanks(line)

    def _without_salutation(self, line: str, below: list[str]) -> str:
        words = _cut(line)
        start = _leading(words, GREETING)
        if not start:
            return self._without_bare_names(line, words, below)
        end = self._addressed(words, start)
        if end == start or not _ends(words, end):
            return line
        rest = _rest(line, words, end)
        again = self._without_salutation(rest.lstrip(" ,;.!"), []) if rest.strip() else ""
        return "" if self._only_names(rest) else again

    def _without_bare_names(self, line: str, words: list[_Word], below: list[str]) -> str:
        """ "Ana Berg," with nothing behind it and a blank line below."""
        blank = bool(below) and not below[0].strip()
        ends = line.rstrip().endswith((",", "!", ":"))
        return "" if blank and ends and self._addressed(words, 0) == len(words) else line

    def _only_names(self, rest: str) -> bool:
        words = _cut(rest)
        ends = rest.rstrip().endswith((",", "!", ":"))
        return bool(words) and ends and self._addressed(words, 0) == len(words)

    def _addressed(self, words: list[_Word], start: int) -> int:
        """The place behind the people who are spoken to."""
        place = start
        while place < len(words):
            word = words[place]
            if place > start and _parts(words[place - 1], word.gap):
                break
            if not (self._is_name(word) or word.folded in TITLE | AND | PARTICLE):
                break
            place += 1
        return place if self._is_one(words[start:place]) else start

    def _is_name(self, word: _Word) -> bool:
        known = self.directory
        if word.folded in known.given or word.folded in known.family:
            return True
        like_one = word.capital and not word.written.isupper()
        return like_one and word.folded not in GOES_ON

    def _is_one(self, words: list[_Word]) -> bool:
        """Each of those who are spoken to has three words at most; a name, then a sentence in
        capitals, has more.
        """
        run = most = 0
        for word in words:
            run = 0 if word.folded in AND | TITLE else run + 1
            most = max(most, run)
        return len(words) > 0 and most <= 3

    def _without_thanks(self, line: str) -> str:
        """ "Thanks, Ana!" speaks to her."""
        words = _cut(line)
        start = _leading(words, THANKS)
        if not start or not any(word.folded in THANKING for word in words[:start]):
            return line
        end = self._addressed(words, start)
        spoken = end > start and _ends(words, end)
        return _rest(line, words, end) if spoken else line


def _parts(before: _Word, gap: str) -> bool:
    """Whether this between two words ends a clause; "Dr." does not."""
    marks = ",;:!?–—" if before.folded in TITLE else ",;:!.?–—"
    return any(c in gap for c in marks)


def _leading(words: list[_Word], among: frozenset[str]) -> int:
    """How many words at the beginning are of these."""
    return next((n for n, word in enumerate(words) if word.folded not in among), len(words))


def _ends(words: list[_Word], end: int) -> bool:
    """Whether something ends before the word at this place: the line, a clause, or a sentence
    begins.
    """
    if end >= len(words):
        return True
    following = [word.folded for word in words[end : end + 2]]
    asks = following[0] in MODAL and following[-1] in YOU
    return bool(words[end].gap.strip()) or following[0] in GOES_ON or asks


def _rest(line: str, words: list[_Word], end: int) -> str:
    """The line from the gap before the word at this place on; behind the last word its end."""
    gone = sum(len(word.gap) + len(word.written) for word in words[:end])
    return line[gone:]


def _is_meant(words: list[_Word], place: int) -> bool:
    """Whether a word that may be a name is meant as one."""
    word, before = words[place], words[place - 1].folded if place else ""
    if before in TITLE:
        return True
    if word.folded in VERBS:
        return word.capital and bool(before) and not _NEW_SENTENCE.search(word.gap)
    return word.folded not in NOUNS


def _goes_on(words: list[_Word], place: int) -> bool:
    """Whether a given name is followed by some other family name: then it is somebody else's."""
    if place + 1 >= len(words):
        return False
    following = words[place + 1]
    plain_gap = not following.gap.strip() and "\n" not in following.gap
    return plain_gap and len(following.written) > 1 and following.written[0].isupper()


def _without_domains(text: str) -> str:
    """Whose address it is may be written in it: "bo.jensen@home.example". A domain names nobody."""
    return _DOMAIN.sub(" ", text)


def addresses_in(text: str) -> frozenset[str]:
    """The key of every address of a text (`mail.address_key`)."""
    found = (*_ADDRESS.findall(text), *_ADDRESS.findall(plain(text)))
    return frozenset(map(address_key, found))


def has_address(text: str, found: frozenset[str], key: str) -> bool:
    """Whether a text (as `plain` gives it, with the addresses `found` in it) has this address."""
    if _ADDRESS.findall(key)[:1] == [key]:
        return key in found
    return key in text  # one with an apostrophe or the like: rather one too many
