"""Is this mail only thanks, or word that all is well? Such a mail does not reopen a closed request,
nor start a new promise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mailtracker.desk.case import files
from mailtracker.desk.thanks.called import without_names
from mailtracker.desk.thanks.causes import CAUSE, owns_up
from mailtracker.desk.thanks.closable import OVER, is_over
from mailtracker.desk.thanks.closing_clauses import ASIDE
from mailtracker.desk.thanks.closing_phrases import HENCE, SAYING
from mailtracker.desk.thanks.news import (
    all_is_well,
    has_again,
    is_bad,
    is_news,
    is_noted,
    is_well_since,
)
from mailtracker.desk.thanks.parting_signs import TO_DO
from mailtracker.desk.thanks.polite_words import POLITE, PRAISE
from mailtracker.desk.thanks.praise_signs import (
    OPENERS,
    PRAISED,
    PRAISES,
    PRAISING,
    REWARD,
    TRAILERS,
)
from mailtracker.desk.thanks.slips import SLIP
from mailtracker.desk.thanks.solved import is_solved
from mailtracker.desk.thanks.telling import tells
from mailtracker.desk.thanks.thanks_doubts import (
    AGAIN,
    ANEW,
    ASKED,
    BACK_THEN,
    FOR,
    IN_PART,
    MEANT_FOR,
    NEARLY,
    NO_MORE,
    ODD,
    OFFERED,
    PUT_OFF,
    SHRUG,
    SO_FAR,
    TAKEN,
    VANISHED,
    WAITS,
    WHERE,
)
from mailtracker.desk.thanks.thanks_phrases import (
    AGREED,
    AHEAD,
    GLAD,
    HAS,
    OPEN,
    THANKS,
)
from mailtracker.desk.thanks.wanting import seems_to_close, surely_wants
from mailtracker.desk.words.owner_words import CLOSINGS, ENDS, is_sign_off
from mailtracker.mail.message import Message

MAX_WORDS = 40
"""Thanks are short. What is longer has more to say."""

MAX_CHARACTERS = 2_000
"""So many words, and the lines of a long signature."""

_LAST_WORDS = 6
"""With so many words at most somebody thanks behind something else."""

_FIRST_WORDS = 4
"""With so many words at most somebody ends a matter and goes on without a sign."""

_FACE = re.compile(r"<3+|(?<![0-9a-z])[:;=]-?[a-z0-9](?![a-z0-9])")
_LEFT_OPEN = (AHEAD, SO_FAR, PUT_OFF, WAITS, NO_MORE, IN_PART, BACK_THEN)
_BUT = frozenset(("but", "aber", "maar", "men", "mas", "mais"))

_SIGNS = "\u2600-\u27bf\ufe0f\u200d\U0001f300-\U0001faff"  # emoji and what joins them
_NAME_ENDS = (
    "pdf|docx?|xlsx?|pptx?|csv|txt|zip|exe|jpe?g|png|html?|xml|json|ya?ml|cfg|conf|ini|log|py|js|php|sh"
    "|com|org|net|edu|eu|info|io|de|at|ch|nl|be|dk|pt|br|fr|uk"
)
_CLAUSES = re.compile(rf"(?:(?<!\d)\.(?!(?:{_NAME_ENDS})\b)|[!;:,…\n(){_SIGNS}])+|\s[-–—]+\s|--+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_TWICE = re.compile(r"\b(\w+)(?:,? \1){1,2}\b(?!,? \1\b)")
_AND = ("and", "und", "en", "og", "e", "et")
_BEFORE = frozenset(
    (*_AND, "so", "dus", "sa", "also", "daher", "entao", "donc", "then", "dann", "dan")
)
_JOINED = re.compile(rf" (?:{'|'.join(_AND)}|plus) ")
_ITS = re.compile(
    r"\b(it|that)s (?=(?:now |all |just |ok |already )*(?:fine|working|works|fixed|ok|okay|good"
    r"|solved|done|gone|back|great|perfect|resolved|sorted)\b)"
)
_WORD = re.compile(r"[^\W_]+")
_QUESTION = re.compile(r"[?？؟]")


def only_thanks(message: Message, names: frozenset[str] = frozenset()) -> bool:
    """Whether each clause of a short mail thanks, says that all is well or that something has
    arrived, or is polite, and one of them is more than polite; or whether it thanks and only tells
    something besides (`telling`). No question, no file.

    In doubt False: a promise begins. `names` are case-folded words that do not count: the owner's
    and the sender's names.
    """
    return not files(message) and _ends(message.new_text, names, is_glad=False)


def thanks_for_a_letter(message: Message) -> bool:
    """`only_thanks`, of somebody whose matter it is to see to: one of the clauses thanks, praises
    or takes note. "I have looked into it, it works now" is their answer.
    """
    if not only_thanks(message):
        return False
    text = without_names(_without_sign_off(message.new_text, ""))
    parts = (part for clause in _clauses(text) for part in _parted(clause))
    return not GLAD.isdisjoint(text) or any(_says(one, frozenset()) for one in parts)


def gives_thanks(text: str, names: frozenset[str] = frozenset()) -> bool:
    """Whether one of the clauses thanks or praises. Asked of what `only_thanks` is true of: that
    may say no more than that all is well.
    """
    called = frozenset(map(_folded, names))
    clauses = _clauses(without_names(_without_sign_off(text, "")))
    parts = (part.split() for clause in clauses for part in _JOINED.split(clause))
    return any(_thanks_or_praises([one for one in part if one not in called]) for part in parts)


def _thanks_or_praises(words: list[str]) -> bool:
    """ "Great" alone is no praise of anybody."""
    if is_thanks(" ".join(words)) or _is_thanked_behind(words):
        return True
    praised = not (PRAISE | PRAISES).isdisjoint(words) and not PRAISED.isdisjoint(words)
    return praised or not PRAISING.isdisjoint(words)


def _parted(clause: str) -> list[str]:
    """The pieces of a clause that do not tell how the matter stands."""
    pieces = [clause] if is_news(clause) else _JOINED.split(clause)
    return [one for one in pieces if not is_news(one)]


def _is_good_news(clause: str, names: frozenset[str]) -> bool:
    """The same of a clause with praise or politeness before it, or of a piece of one."""
    for piece in _JOINED.split(clause):
        words = [word for word in piece.split() if word not in names]
        while words and (_is_praise(words[:1]) or _is_polite(words[:1])):
            if is_news(" ".join(words)):
                return True
            words = words[1:]
        if words and is_news(" ".join(words)):
            return True
    return False


def only_tells(text: str) -> bool:
    """The same of what stands below a line that said already that all is well."""
    return _ends(text, frozenset(), is_glad=True)


def _ends(said_by_hand: str, names: frozenset[str], is_glad: bool) -> bool:
    if _QUESTION.search(said_by_hand):
        return False
    text = _without_sign_off(said_by_hand, " ".join(sorted(names)))
    if len(text) > MAX_CHARACTERS or len(text.split()) > 2 * MAX_WORDS:
        return False  # before any look for names: with a signature nobody knows, a mail has more
    text = without_names(text)
    clauses = _without_shrugs(list(_clauses(text)))
    if sum(len(clause.split()) for clause in clauses) > MAX_WORDS:
        return False
    called = frozenset(_folded(name) for name in names)
    if any(map(_is_open, clauses)) or _accepts(clauses, called):
        return False
    if seems_to_close(said_by_hand):
        return True
    return _closes(text, clauses, called, is_glad) and not surely_wants(said_by_hand)


def _closes(text: str, clauses: list[str], called: frozenset[str], is_glad: bool) -> bool:
    """By what each clause says."""
    said = [_says(clause, called) for clause in clauses]
    is_glad = is_glad or not GLAD.isdisjoint(text)
    if None in said:
        return tells(clauses, said, is_glad, lambda clause: _is_good_news(clause, called))
    return is_glad or any(said) or owns_up(clauses)


def _clauses(text: str) -> Iterator[str]:
    """In words, one space between them, as `thanks_phrases` knows them."""
    said = _STRETCHED.sub(r"\1", _FACE.sub("\n", _folded(text)))
    for clause in _CLAUSES.split(_ITS.sub(r"\1 s ", _TWICE.sub(r"\1", said))):
        if words := _WORD.findall(clause):
            said = WHERE.sub(_without_which, " ".join(words))
            yield said[found.end() :] if (found := SAYING.match(said)) else said


def _without_shrugs(clauses: list[str]) -> list[str]:
    """Without "strange, but fine", and without the "but" before what is well."""
    kept: list[str] = []
    for number, clause in enumerate(clauses):
        if clause in _BUT and number + 1 < len(clauses):
            continue
        if kept and SHRUG.fullmatch(clause):
            if ODD.fullmatch(kept[-1]):
                kept.pop()
            continue
        kept.append(_without_but(clause))
    return kept


def _without_but(clause: str) -> str:
    """What comes in spite of something, where it is good: what it was is a clause of its own."""
    before, _, rest = clause.partition(" ")
    if before not in _BUT or not rest or VANISHED.search(rest):
        return clause
    return rest if _is_known(rest.split()) or is_solved(rest) else clause


def _without_which(place: re.Match[str]) -> str:
    """The name of a place without the word which one it is."""
    return " ".join(filter(None, place.groups()))


def _is_open(clause: str) -> bool:
    """Whether it thanks before all is done, or tells that it is tried later, works in part or no
    more, or that it came back.
    """
    return any(pattern.search(clause) for pattern in _LEFT_OPEN)


def _accepts(clauses: list[str], names: frozenset[str]) -> bool:
    if any(map(OFFERED.search, clauses)) and any(map(TAKEN.fullmatch, clauses)):
        return True
    words = (word for clause in clauses for word in clause.split() if word not in names)
    return bool(AGREED.fullmatch(" ".join(words)))


def _folded(text: str) -> str:
    """In lower case, without accents; ø and æ are letters of their own."""
    taken_apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in taken_apart if not unicodedata.combining(c))


_SIGNED = 40
"""Lines at the end of a mail in which a closing may stand, those without words too."""


def _without_sign_off(text: str, name: str) -> str:
    """Without the closing and what stands below it: a name, an office."""
    lines = text.split("\n")
    for number in range(max(1, len(lines) - _SIGNED), len(lines)):
        closes = lines[number].strip().rstrip(ENDS).casefold() in CLOSINGS
        if closes and is_sign_off("\n".join(lines[number + 1 :]), name):
            return "\n".join(lines[:number])
    return text


def _says(clause: str, names: frozenset[str]) -> bool | None:
    """True: thanks, or that all is well; False: only polite; None: something else."""
    whole = _says_as_one(clause, names)
    if whole is not None:
        return whole
    before, _, rest = clause.partition(" ")
    if rest and before in _BEFORE:
        return _says(rest, names)
    parts = _JOINED.split(clause)
    if len(parts) == 1:
        return None
    said = [_says_as_one(part, names) for part in parts]
    return None if None in said else any(said)


def _says_as_one(clause: str, names: frozenset[str]) -> bool | None:
    """Praise may stand before it without a comma ("super danke"), thanks behind it."""
    said = words = [word for word in clause.split() if word not in names]
    known = _is_known(words)
    while known is None and words and _is_praise(words[:1]):
        words = words[1:]
        known = _is_known(words)
    while known is None and len(words) > 1 and words[-1] in TRAILERS:
        words = words[:-1]
        known = _is_known(words)
    if known is None:
        known = _is_thanked_behind(said)
    return known if known is not None else _runs_on(words)


def _runs_on(words: list[str]) -> bool | None:
    """Without a sign between: "ignore me I was in the wrong list"."""
    for first in range(1, min(len(words), _FIRST_WORDS + 1)):
        head, rest = " ".join(words[:first]), words[first:]
        ends = OVER.fullmatch(head) or is_thanks(head) or _is_praise(words[:first])
        if ends and (CAUSE.fullmatch(" ".join(rest)) or _is_known(rest)):
            return True
    return None


def _is_praise(words: list[str]) -> bool:
    return all(word in PRAISE or word in OPENERS for word in words)


def _is_thanked_behind(words: list[str]) -> bool | None:
    """Of the last words only: "all sorted now thank you"."""
    for last in range(1, min(len(words), _LAST_WORDS + 1)):
        if is_thanks(" ".join(words[-last:])) and _is_known(words[:-last]) is not None:
            return True
    return None


def _is_known(words: list[str]) -> bool | None:
    """What `_says` says, of a clause without names."""
    clause = " ".join(words)
    if ASKED.fullmatch(clause) or NEARLY.fullmatch(clause):
        return None
    if is_noted(clause) or _has_it(clause):
        return True
    if is_thanks(clause) or all_is_well(clause) or has_again(clause):
        return True
    if is_over(clause) or REWARD.fullmatch(clause) or is_well_since(clause):
        return True
    if any(told.fullmatch(clause) for told in (ASIDE, CAUSE, SLIP)):
        return False
    return not PRAISE.isdisjoint(words) if _is_polite(words) else None


def _is_polite(words: list[str]) -> bool:
    if MEANT_FOR.fullmatch(" ".join(words)):
        return False
    return all(word in PRAISE or word in POLITE for word in words)


def is_thanks(clause: str) -> bool:
    """What is thanked for is free to be named; what only follows must be known."""
    found = THANKS.fullmatch(clause)
    if found is None:
        return False
    free = (found["free"] or "").split()
    if free and FOR.match(f"{free[-1]} what"):  # cut off by a word that also joins clauses
        return False
    for at in range(len(free)):
        named = " ".join(free[at:])
        if FOR.match(named):
            return not (_is_to_do(clause) or OPEN.search(named) or ANEW.search(named))
        if not _is_polite(free[at : at + 1]):
            return _is_known(free) is not None
    return True


def _has_it(clause: str) -> bool:
    """The writer has a thing, or says how it will be done from now on."""
    if HENCE.fullmatch(clause):
        return not OPEN.search(clause)
    return bool(HAS.fullmatch(clause)) and not (is_bad(clause) or AGAIN.search(clause))


def _is_to_do(clause: str) -> bool:
    """Whether the thanks are for what the other side is still to do."""
    return any(pattern.search(clause) for pattern in TO_DO)
