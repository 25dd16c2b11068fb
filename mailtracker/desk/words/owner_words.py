"""The first line of an owner's mail → a command for us, or None: then it
is meant for the requester.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from mailtracker.desk.words.until import names_a_time, says_goodbye, waits_until
from mailtracker.desk.words.word_forms import (
    ALONE,
    HARMLESS,
    LOOKALIKES,
    NOTES,
    SNOOZES,
    around_a_name,
)
from mailtracker.desk.words.word_forms import Word as Word
from mailtracker.record import dataclass

BUILT = (
    *(Word.DONE, Word.MINE, Word.FOR, Word.ADD, Word.DROP, Word.SEND),
    *(Word.WAITING, Word.SNOOZE, Word.ANSWERED),
)
"""What is carried out. The rest is recognised, held, and its author told what does the same."""


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


def read_command(text: str) -> Command | None:
    """The command on the first line that is not blank. `text` is a
    message's new text, quotes removed.

    Only a line that is nothing but a command counts: "Done, I have reset it" is an answer. `note`
    takes the whole line, since a note that is relayed by mistake would tell the requester what was
    meant for the team.
    """
    head, _, rest = text.lstrip().partition("\n")
    line = " ".join(head.split())
    bare = bare_line(line).rstrip(".!: ")
    if not bare or len(bare) > MAX_CHARACTERS:
        return Command(Word.NOTE, line[5:].strip(), line, rest.strip()) if _is_note(bare) else None
    timed = _until(bare_line(line))
    word, argument = timed or _match(bare)
    if word is None and timed is None and not _looks_like_one(bare):
        return None
    return Command(word, argument, line, rest.strip())


MAX_CHARACTERS = 60
"""A command line is short. Anything longer was written for a person to read."""


def _match(bare: str) -> tuple[Word | None, str]:
    if bare in ALONE:
        return ALONE[bare], ""
    if named := next(around_a_name(bare), None):
        return named if not bare.endswith(",") else (None, "")
    first, _, argument = bare.partition(" ")
    if ALONE.get(first) is Word.SNOOZE and len(argument.split()) <= 3:
        return Word.SNOOZE, argument
    return (Word.NOTE, argument) if _is_note(bare) else (None, "")


def _until(bare: str) -> tuple[Word | None, str] | None:
    """`snooze` with a time, or a time alone; None for neither. "Bis Freitag!" may be meant for the
    requester.
    """
    time = _without_snooze(bare)
    if time != bare:
        return (Word.SNOOZE, time) if names_a_time(time) else None
    if not waits_until(bare):
        return None
    return (None, "") if says_goodbye(bare) else (Word.SNOOZE, bare)


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


def _is_note(bare: str) -> bool:
    first, colon, _ = bare.partition(":")
    return bare.startswith(("note ", "note:")) or (bool(colon) and first in NOTES)


def _looks_like_one(bare: str) -> bool:
    if bare in LOOKALIKES or bare.startswith("assign "):
        return True
    if bare.endswith("?"):
        return False  # whoever asks "Klaar?" asks a person
    if bare[0] in "/#!" and len(bare.split()) <= 3 and bare[1:2].isalpha():
        return True
    return bare not in HARMLESS and any(_one_slip(bare, form) for form in _MISTYPED)


_MISTYPED = (
    *(word for word in Word if len(word) >= 4),
    *(form for form in ALONE if len(form) >= 5 and " " not in form),
)
"""Words that one slip may hide: of other languages none that is so short that it is often another
language's word.
"""


_CLOSINGS = """
regards, best regards, kind regards, warm regards, best, best wishes, br, cheers,
sincerely, thanks, thank you, many thanks, thx, viele grüße, viele grüsse, liebe grüße,
beste grüße, grüße, gruß, mit freundlichen grüßen, freundliche grüße, danke, mfg, lg, vg,
mvh, mvg, kh, med venlig hilsen, venlig hilsen, hilsen, tak, groet, groeten,
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
