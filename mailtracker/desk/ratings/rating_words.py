"""The three words by which a requester says how it was: what stands on their buttons, how people
type them, and by which letter a token says its word (docs/reliability.md, U1, U2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from mailtracker.record import dataclass


class Rating(StrEnum):
    """How it was. The names are stored."""

    GOOD = "good"
    OK = "ok"
    NOT_GOOD = "not good"


_USES: Mapping[Rating, str] = {Rating.GOOD: "g", Rating.OK: "k", Rating.NOT_GOOD: "b"}
"""The letters never change: mails bear them. None is one of an owner's button."""

_RATINGS = {use: rating for rating, use in _USES.items()}

_LABELS: Mapping[str, Mapping[Rating, str]] = {
    "en": {Rating.GOOD: "Good", Rating.OK: "OK", Rating.NOT_GOOD: "Not good"},
    "de": {Rating.GOOD: "Gut", Rating.OK: "In Ordnung", Rating.NOT_GOOD: "Nicht gut"},
    "nl": {Rating.GOOD: "Goed", Rating.OK: "Oké", Rating.NOT_GOOD: "Niet goed"},
    "da": {Rating.GOOD: "Godt", Rating.OK: "Okay", Rating.NOT_GOOD: "Ikke godt"},
    "pt": {Rating.GOOD: "Bom", Rating.OK: "Razoável", Rating.NOT_GOOD: "Não foi bom"},
    "fr": {Rating.GOOD: "Bien", Rating.OK: "Correct", Rating.NOT_GOOD: "Pas bien"},
}
"""What stands on a button, and is the first line of its mail: each is read as its rating."""

_TYPED: Mapping[Rating, str] = {
    Rating.GOOD: "good|very good|gut|sehr gut|goed|heel goed|godt|rigtig godt|bom|muito bom|bem"
    "|muito bem|bien|très bien",
    Rating.OK: "ok|okay|o.k.|in ordnung|geht so|oké|okee|razoável|mais ou menos|correct|ça va",
    Rating.NOT_GOOD: "not good|not so good|not very good|not good at all|not ok|not okay|bad"
    "|very bad|nicht gut|nicht so gut|gar nicht gut|überhaupt nicht gut|nicht in ordnung|nicht ok"
    "|schlecht|sehr schlecht|niet goed|niet zo goed|helemaal niet goed|niet oké|niet ok|slecht"
    "|heel slecht|ikke godt|ikke så godt|slet ikke godt|ikke okay|ikke ok|dårligt|meget dårligt"
    "|nada bom|não foi bom|não foi nada bom|não bom|nada bem|mau|muito mau|ruim|pas bien|pas bon"
    "|pas très bien|pas bien du tout|pas correct|mauvais|très mauvais|mal|très mal",
}
"""First lines, or how one begins that goes on behind a comma, a point or a "because"."""

_BEHIND = re.compile(
    r"[\s*_]*(?:[.,:;!\u2013\u2014-]+(?=\s|$)|$|(?=(?:because|weil|omdat|fordi|porque|parce)\s))"
)
_FACES = re.compile(
    r"(?:\s*(?:[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]|[:;=]-?[()|/DP](?!\S)))+\Z"
)
_GREETING = re.compile(
    r"(?:hi|hello|hey|hallo|guten (?:tag|morgen)|moin|hoi|goedendag|hej|goddag|ol(?:á|a)|bom dia"
    r"|boa tarde|bonjour|salut)(?: (?:all|team|everyone|zusammen|allemaal|alle|todos|tous))?[,.!]*"
)
"""Of nobody by name: whoever greets who had it speaks to them."""
_AROUND = " \t*_\"'“”„«»>\u00a0"


def use_of_rating(rating: Rating) -> str:
    return _USES[rating]


def rating_of(use: str) -> Rating | None:
    """None for the letter of an owner's button, and of a later version."""
    return _RATINGS.get(use)


def label_of(rating: Rating, language: str) -> str:
    """What stands on its button; in English where we do not know better."""
    return _LABELS.get(language.partition("-")[0], _LABELS["en"])[rating]


def worse(one: Rating, other: Rating) -> Rating:
    """In doubt somebody looks into it."""
    order = tuple(Rating)
    return order[max(order.index(one), order.index(other))]


@dataclass(frozen=True, slots=True)
class RatingLine:
    """A `rating` that a text begins with, and the `words` behind and below it. `line`: that first
    line, where it says nothing else; "" where more stands on it.
    """

    rating: Rating
    words: str
    line: str


def read_rating(text: str) -> RatingLine | None:
    """Of a mail's new text, quotes removed. None where its first line says anything else: "good
    morning", "not good enough", "good?". A greeting above it is none.
    """
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip(_AROUND)]
    if filled[1:] and _GREETING.fullmatch(lines[filled[0]].strip(_AROUND).casefold()):
        filled = filled[1:]
    if not filled:
        return None
    line, below = lines[filled[0]], "\n".join(lines[filled[0] + 1 :]).strip("\n")
    said = _bare(line)
    for form, rating in _FORMS:
        if not said.casefold().startswith(form):
            continue
        rest = said[len(form) :]
        behind = _BEHIND.match(rest)
        if behind is not None:
            more = rest[behind.end() :].strip(_AROUND)
            words = f"{more}\n{below}".strip("\n")
            return RatingLine(rating, words, "" if more else line)
    return None


def _bare(line: str) -> str:
    """Without marks around it, and faces behind it."""
    said = " ".join(unicodedata.normalize("NFKC", line).split())
    return _FACES.sub("", said.strip(_AROUND)).strip(_AROUND)


_FORMS = sorted(
    ((form, rating) for rating, forms in _TYPED.items() for form in forms.split("|")),
    key=lambda one: -len(one[0]),
)
"""The longest first."""
