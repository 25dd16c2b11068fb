"""The first line of an owner's mail → a command for us, or None: then it
is meant for the requester.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from mailtracker.desk.words.until import names_a_time, says_goodbye, waits_until
from mailtracker.desk.words.word_forms import (
    ALONE,
    HARMLESS,
    LOOKALIKES,
    MERGES,
    MERGES_BEHIND,
    MERGING,
    NO_NOTES,
    NOTES,
    PERHAPS_MERGES,
    PERHAPS_NOTES,
    SNOOZES,
    around_a_name,
)
from mailtracker.desk.words.word_forms import Word as Word
from mailtracker.late_pattern import late_pattern
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """`word` is None for a line that looks like a command and is none, `argument` what stands
    behind the word ("sam okoye"), "" for nothing. `line` is the line as written, `rest` what
    follows it.
    """

    word: Word | None
    argument: str
    line: str
    rest: str


@lru_cache(maxsize=16)  # a reply is asked six times, by who counts, who judges and who acts
def read_command(text: str) -> Command | None:
    """The command on the first line that is not blank. `text` is a
    message's new text, quotes removed.

    Only a line that is nothing but a command counts: "Done, I have reset it" is an answer. A note
    may be as long as it likes, since one that is relayed would tell the requester what was meant
    for the team.
    """
    head, _, rest = text.lstrip().partition("\n")
    line, rest = " ".join(head.split()), rest.strip()
    bare = bare_line(line).rstrip(".!: ")
    if not bare:
        return None
    if (noted := _noted(line)) is not None:
        return Command(Word.NOTE, noted, line, rest)
    if _perhaps_notes(bare):
        return Command(None, "", line, rest)
    return _short(bare, line, rest) if len(bare) <= MAX_CHARACTERS else None


def _perhaps_notes(bare: str) -> bool:
    """Also behind a bullet or within brackets, and behind another word: "done, note: rang her"."""
    if bare.startswith(PERHAPS_NOTES):
        return not bare.startswith(NO_NOTES)
    marked = bare.lstrip("*-–—•·_[(#> ")
    if marked != bare and _NOTE_AND_MARK.match(marked):
        return True
    first = next((form for form, before in _BEFORE if bare.startswith(before)), "")
    behind = bare[len(first) :].lstrip(", ")
    return bool(first) and ":" in behind and _NOTE_AND_MARK.match(behind) is not None


_BEFORE = [(form, (f"{form} ", f"{form}, ")) for form in ALONE]
"""How a line begins that has more behind such a word."""


def _short(bare: str, line: str, rest: str) -> Command | None:
    timed = _until(bare_line(line))
    word, argument = timed or _match(bare)
    if word is None and timed is None and not _looks_like_one(bare):
        return None
    return Command(word, argument, line, rest)


MAX_CHARACTERS = 60
"""A command line is short. Anything longer was written for a person to read."""


def _match(bare: str) -> tuple[Word | None, str]:
    if bare in ALONE:
        return ALONE[bare], ""
    if reference := _merged_with(bare, MERGES, MERGES_BEHIND):
        return Word.MERGE, reference
    if bare in LOOKALIKES:
        return None, ""
    if named := next(around_a_name(bare), None):
        return named if not bare.endswith(",") else (None, "")
    first, _, argument = bare.partition(" ")
    if ALONE.get(first) is Word.SNOOZE and len(argument.split()) <= 3:
        return Word.SNOOZE, argument
    return None, ""


_NOTED: re.Pattern[str] = late_pattern(r"(.{1,20}?) ?[:：](.*)", re.DOTALL)


def _noted(line: str) -> str | None:
    """What is noted on the line itself, as it was written; "" where it all stands below, None where
    it is no note.
    """
    if bare_line(line).rstrip(".!: ") in NOTES:
        return ""
    found = _NOTED.fullmatch(line)
    return found[2].strip() if found and bare_line(found[1]) in NOTES else None


_NOTE_AND_MARK: re.Pattern[str] = late_pattern(
    rf"(?:{'|'.join(map(re.escape, sorted(NOTES, key=len, reverse=True)))})[*_]* ?[:\])]"
)

_REFERENCE = r"[\[(]?(?P<reference>[a-z][a-z0-9]{0,19}-\d{1,12})[\])]?"


def _merged_with(bare: str, before: Sequence[str], behind: Sequence[str] = ()) -> str:
    """The reference on a line that holds only that and one of these forms; "" for any other."""
    found = _LAST.fullmatch(bare)
    if found and found["words"] in before:
        return found["reference"].upper()
    found = _FIRST.fullmatch(bare)
    return found["reference"].upper() if found and found["words"] in behind else ""


_LAST: re.Pattern[str] = late_pattern(rf"(?P<words>[^\d\[(]{{1,30}}?):? {_REFERENCE}")
_FIRST: re.Pattern[str] = late_pattern(rf"(?:mit |met )?{_REFERENCE} (?P<words>\w{{1,30}})")


def _until(bare: str) -> tuple[Word | None, str] | None:
    """`snooze` with a time, or a time alone; None for neither. "Bis Freitag!" may be meant for the
    requester.
    """
    time = _without_snooze(bare)
    if time != bare:
        return (Word.SNOOZE, time) if names_a_time(time) else None
    if not waits_until(bare):
        return None
    to_people = bare.endswith("!") or says_goodbye(bare)
    return (None, "") if to_people else (Word.SNOOZE, bare)


def _without_snooze(bare: str) -> str:
    """What stands behind the word, or before it: "bis Freitag zurückstellen"."""
    for form in SNOOZES:
        if bare.startswith((f"{form} ", f"{form}:")):
            return bare.removeprefix(form).strip(": ")
        if bare.endswith(f" {form}"):
            return bare.removesuffix(form).strip()
    return bare


def words_of_time(command: Command) -> str:
    """When `snooze` ends, as its author wrote it; in lower case."""
    bare = bare_line(command.line)
    return "" if bare in ALONE else _without_snooze(bare)


def _looks_like_one(bare: str) -> bool:
    if bare in LOOKALIKES or (bare.startswith("assign ") and len(bare.split()) <= 4):
        return True
    if _merged_with(bare, PERHAPS_MERGES) or _merges_something(bare):
        return True
    if bare.endswith("?"):
        return bare.rstrip("? ") in ALONE  # "Done?" asks a person, or is a slip of a finger
    if bare[0] in "/#!" and len(bare.split()) <= 3 and bare[1:2].isalpha():
        return True
    word, _, behind = bare.partition(" ")
    if behind and not (names_a_time(behind) and any(_one_slip(word, one) for one in SNOOZES)):
        word = bare
    if len(word) > _LONGEST or word in HARMLESS:
        return False
    return any(_one_slip(word, form) for form in _MISTYPED)


def _merges_something(bare: str) -> bool:
    """Only the word; a number in place of a reference, "merge with 1040"; or more than one
    reference, "merge IT-1040 please".
    """
    said = bare.removeprefix("please ").removeprefix("bitte ")
    if said.endswith(tuple(f" {form}" for form in MERGING)) and _NAMED.search(said):
        return True
    verb = next((form for form in MERGING if said == form or said.startswith(f"{form} ")), None)
    if verb is None:
        return False
    what = said.removeprefix(verb).strip()
    return not what or any(one.search(what) for one in (_A_NUMBER, _NAMED))


_A_NUMBER: re.Pattern[str] = late_pattern(r"^(?:\w+ )?\S{0,9}\d{1,12}$")
_NAMED: re.Pattern[str] = late_pattern(r"(?<!\w)[a-z][a-z0-9]{0,19}-\d{1,12}(?!\w)")

_MISTYPED = (
    *(word for word in Word if len(word) >= 4),
    *(form for form in ALONE if len(form) >= 5 and " " not in form),
)
"""Words that one slip may hide: of other languages none that is so short that it is often another
language's word.
"""

_LONGEST = max(map(len, _MISTYPED)) + 1
"""Letters of what may be one of them: few lines of an answer are so short."""


_CLOSINGS = """
regards, best regards, kind regards, warm regards, best, best wishes, br, cheers,
sincerely, thanks, thank you, many thanks, thx, viele grüße, viele grüsse, liebe grüße,
beste grüße, grüße, gruß, mit freundlichen grüßen, freundliche grüße, danke, mfg, lg, vg,
vh, dbh, mvh, mvg, vrgr, gr, kh, cdlt, cdt, bav, att,
med venlig hilsen, venlig hilsen, hilsen, tak, groet, groeten,
met vriendelijke groet, met vriendelijke groeten, vriendelijke groet, cumprimentos,
atenciosamente, obrigado, obrigada, all the best, with kind regards, with best regards,
yours sincerely, beste grüsse, schöne grüße, mit besten grüßen, mit freundlichen grüssen,
herzliche grüße, bedste hilsner, de bedste hilsner, med venlige hilsner, venlige hilsner,
hartelijke groeten, hartelijke groet, vriendelijke groeten, mvg., melhores cumprimentos,
com os melhores cumprimentos, cumprimentos cordiais, abraço, um abraço, cordialement,
bien cordialement, bien à vous, sincères salutations, meilleures salutations, salutations
"""

CLOSINGS = frozenset(" ".join(one.split()).casefold() for one in _CLOSINGS.split(","))
"""What stands above a name at the end of a mail."""


_GREETINGS = frozenset(
    "hi hello hey dear hallo liebe lieber moin servus guten tag morgen abend good morning "
    "afternoon evening hej kære goddag beste dag geachte goedemorgen goedemiddag bonjour "
    "bonsoir salut cher chère olá ola bom boa dia tarde noite caro cara prezado prezada".split()
)


def greets(text: str, names: Sequence[str]) -> bool:
    """Whether a text begins by greeting somebody of these names, in any case: "Hi Eva,"."""
    line = next((bare for bare in map(bare_line, text.split("\n")) if bare), "")
    words = [word.strip(ENDS) for word in line.split()[:6]]
    called = {bare_line(name).strip(ENDS) for name in names} - {""}
    begins = bool(words) and words[0] in _GREETINGS
    named = next((word for word in words if word not in _GREETINGS), "")
    return named in called and (begins or line.endswith((",", "!", ":")))


ENDS = ".,;:! "


def is_sign_off(text: str, name: str) -> bool:
    """Nothing but how `name` ends every mail: a closing, the name, lines of an address. In
    doubt False: then it is an answer.

    Most signatures have no "-- " above them, and one below `mine` must
    not count as the promised reply.
    """
    lines = [line for line in map(bare_line, text.split("\n")) if line]
    if lines and lines[0].rstrip(ENDS) in CLOSINGS:
        lines = lines[1:]
    if not lines:
        return True
    signed = set(lines[0].strip(ENDS + "/-").split()) <= set(bare_line(name).split())
    if not signed or len(lines) > 8:
        return False
    return all(len(line) <= 70 and line[-1] not in "?.!" for line in lines[1:])


def bare_line(line: str) -> str:
    """Case folded, with plain apostrophes, without the invisible characters that some clients put
    in front.
    """
    if not line.isascii():  # ASCII has none, and is its own normal form
        line = line.replace("’", "'")
        normal = unicodedata.normalize("NFKC", line)
        line = "".join(c for c in normal if unicodedata.category(c) != "Cf")
    return " ".join(line.split()).casefold()


def _one_slip(a: str, b: str) -> bool:
    """Whether one character was swapped, dropped, added or mistyped. Both are short."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    one, two = a[start:], b[start:]
    mistyped, dropped, added = one[1:] == two[1:], one[1:] == two, one == two[1:]
    swapped = one[:2] == two[1::-1] and one[2:] == two[2:]
    return any((mistyped, dropped, added, swapped))
