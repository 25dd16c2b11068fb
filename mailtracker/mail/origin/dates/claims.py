"""Where days are named in a notice → what is said of them: that somebody is away then, until
then, from then on, or is back then. Told by the preposition before the days, and by the nearest
words about them that speak of being away or of coming back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum, auto
from itertools import takewhile
from typing import NamedTuple

from mailtracker.mail.origin.dates import words as marks
from mailtracker.mail.origin.dates.marked import marked
from mailtracker.mail.origin.dates.named import NamedSpan
from mailtracker.mail.origin.dates.places import DaysPlace, days_at, places, tokens_of
from mailtracker.mail.origin.dates.words import DateWords
from mailtracker.mail.table import Row, first_of

_DAY = timedelta(days=1)
_SENTENCE_ENDS = frozenset({".", "!", "?", ";", marks.STOP})
_PART_ENDS = _SENTENCE_ENDS | {",", marks.AND, "(", ")", ":", marks.LINE, "–", "—", "/", "|"}
_RETURNS = frozenset({marks.BACK, marks.ANSWER, marks.ONLY})
_ABSENT = frozenset({marks.AWAY, marks.SILENT})
_VERBS = _RETURNS | _ABSENT
_NOT_BEFORE = 4  # tokens of which one may deny what follows
_BEGINS = frozenset({marks.FROM, marks.BETWEEN, marks.SINCE})
_PREPOSITIONS = _BEGINS | {marks.UNTIL, marks.AFTER, marks.BEFORE, marks.WEEK_OF, marks.VETO}
_PASSED = frozenset(
    "pa the den der dem le la l' o a dia het de d . , ( am on op em no na about around ca circa "
    "including einschliesslich einschl inklusive inclusive voraussichtlich vermutlich mindestens "
    "at least approximately".split()
) | {marks.THIS, marks.TO}
_REACH = 4  # tokens between a preposition and its days


class SaidOfDays(Enum):
    """What somebody says of days."""

    AWAY = auto()
    """They are away then."""
    UNTIL = auto()
    """The last of them is the last day away."""
    BACK = auto()
    """The first of them is the day of the return."""
    FROM = auto()
    """The first of them is the first day away."""
    LAST_DAY = auto()
    """It was their last day."""
    LASTS = auto()
    """So long they are away."""
    NAMED = auto()
    """Nothing that is understood."""


class Claim(NamedTuple):
    """What is said of some days."""

    says: SaidOfDays
    days: NamedSpan
    #: Of somebody else's help: it counts where nothing else is said.
    aside: bool = False
    #: No day is meant exactly.
    vague: bool = False
    #: In days, where only that is said.
    length: int = 0
    #: A day of the week, of no certain week.
    weekday: bool = False


class NoticeReading:
    """A notice as it is read in one language."""

    def __init__(self, text: str, words: DateWords, today: date) -> None:
        self._today = today
        self._tokens = _with_silence(tokens_of(marked(text, words)))
        self._places = places(self._tokens, words, today)

    def claims(self) -> list[Claim]:
        """In the order of the text."""
        return [claim for place in self._places if (claim := self._claim(place))]

    def likeliness(self) -> int:
        """The more words of an absence it has in this language, the more."""
        return len(self._places) + sum(token in _VERBS for token in self._tokens)

    def tells_of_leaving(self) -> bool:
        return marks.GONE in self._tokens or marks.LAST_DAY in self._tokens

    def tells_when_they_work(self) -> bool:
        return marks.WORKS in self._tokens or marks.EVERY in self._tokens

    def _claim(self, place: DaysPlace) -> Claim | None:
        about = self._about(place)
        says = first_of(_CASES, about, None)
        if says is None:
            return None
        if place.first.length:
            return Claim(says, NamedSpan(self._today, self._today), length=place.first.length)
        later, since = says is SaidOfDays.BACK, about.preposition == marks.SINCE
        days = days_at(place, self._today, later=later, since=since)
        if days is None:
            return None
        meant, one = _meant(days, about), place.last is None and place.first.is_weekday
        return Claim(says, meant, about.aside, about.vague, weekday=one)

    def _about(self, place: DaysPlace) -> _About:
        sentence = _Parts(self._tokens, place, _SENTENCE_ENDS)
        part = _Parts(self._tokens, place, _PART_ENDS)
        open_then = marks.WORKS in part.all
        verb = part.nearest_verb()
        if not (verb or open_then or _is_of_itself(place)):
            verb = sentence.nearest_verb()
        return _About(
            place=place,
            preposition=self._preposition(place.begin),
            verb=verb,
            verb_before=_first_verb(reversed(part.before)),
            denied=marks.NOT in part.all,
            until_follows=marks.UNTIL in sentence.behind,
            open_then=open_then and not verb,
            about=marks.ABOUT in part.before[-2:],
            aside=_is_aside(sentence, part),
            greets=_greets(sentence, self._tokens),
            working=marks.WORKS in sentence.all,
            said=frozenset(sentence.all),
            said_near=frozenset(part.all),
        )

    def _preposition(self, at: int) -> str:
        """Of the days that begin at token `at`; "" where they have none."""
        for token in reversed(self._tokens[max(0, at - _REACH) : at]):
            if token in _PREPOSITIONS:
                return token
            if token not in _PASSED:
                return ""
        return ""


def _with_silence(tokens: list[str]) -> list[str]:
    """Who does not answer is not back."""
    return [marks.SILENT if _is_denied(tokens, at) else one for at, one in enumerate(tokens)]


def _is_denied(tokens: list[str], at: int) -> bool:
    if tokens[at] != marks.ANSWER:
        return False
    before = _within(reversed(tokens[max(0, at - _NOT_BEFORE) : at]), _PART_ENDS)
    return marks.NOT in (*before, *_within(tokens[at + 1 :], _PART_ENDS))


def _within(tokens: Iterable[str], ends: frozenset[str]) -> list[str]:
    """Those before the first that ends what they belong to."""
    return list(takewhile(lambda token: token not in ends, tokens))


def _is_of_itself(place: DaysPlace) -> bool:
    """ "Today", "week 49": of an absence, if no word beside it says otherwise."""
    first = place.first
    if first.vague or first.beginning or first.soon:
        return False
    return first.days is not None


class _Parts:
    """What stands around days, as far as to the tokens that end it."""

    def __init__(self, tokens: list[str], place: DaysPlace, ends: frozenset[str]) -> None:
        self.before = _within(reversed(tokens[: place.begin]), ends)[::-1]
        begin = place.end + (tokens[place.end : place.end + 1] in ([","], [")"]))
        self.behind = _within(tokens[begin:], ends)
        self.end = begin + len(self.behind)

    @property
    def all(self) -> list[str]:
        return self.before + self.behind

    def nearest_verb(self) -> str:
        """Before the days, else behind; "" where there is none."""
        return _first_verb(reversed(self.before)) or _first_verb(self.behind)


def _first_verb(tokens: Iterable[str]) -> str:
    return next((token for token in tokens if token in _VERBS), "")


def _is_aside(sentence: _Parts, part: _Parts) -> bool:
    """Whether somebody else is nearer than any word of being away or back."""
    told = [one for one in sentence.before if one in _VERBS or one == marks.OTHER]
    if told:
        return told[-1] == marks.OTHER and not _first_verb(part.behind)
    return marks.OTHER in part.behind and not _first_verb(part.behind)


def _greets(sentence: _Parts, tokens: list[str]) -> bool:
    """ "Bis Montag!" is said by who is back then."""
    words = [one for one in sentence.before if one not in (marks.LINE, marks.STOP)]
    alone = words == [marks.UNTIL] and not sentence.behind
    return alone and tokens[sentence.end : sentence.end + 1] == ["!"]


class _About(NamedTuple):
    """What stands around days that are named."""

    place: DaysPlace
    preposition: str
    #: The nearest word of being away or of coming back.
    verb: str
    #: The same, where it stands before the days in the same part of the sentence.
    verb_before: str
    #: "Not" stands beside the days.
    denied: bool
    #: In the same sentence.
    until_follows: bool
    #: It is said that there is work then, and nothing of an absence.
    open_then: bool
    #: "Around" them.
    about: bool
    aside: bool
    #: "Until Monday!", and no word more.
    greets: bool
    #: Somebody's working days are spoken of.
    working: bool
    #: All tokens of the sentence.
    said: frozenset[str]
    #: Those of its part.
    said_near: frozenset[str]

    @property
    def vague(self) -> bool:
        return self.place.first.vague


def _meant(days: NamedSpan, about: _About) -> NamedSpan:
    """ "After the weekend" is from Monday on; "until December" ends with November."""
    if about.preposition == marks.AFTER:
        return NamedSpan(days.last + _DAY, days.last)
    if about.preposition == marks.WEEK_OF:
        return NamedSpan(days.first, days.first + 6 * _DAY)
    if about.preposition == marks.UNTIL and about.place.first.beginning:
        return NamedSpan(days.first, days.first - _DAY)
    return days


def _begins(about: _About) -> bool:
    return about.preposition in _BEGINS


def _is_vetoed(about: _About) -> bool:
    return about.preposition == marks.VETO


def _last_day(about: _About) -> bool:
    return marks.LAST_DAY in about.said_near


def _gone(about: _About) -> bool:
    return marks.GONE in about.said


def _length(about: _About) -> bool:
    return about.place.first.length > 0


def _away(about: _About) -> bool:
    return about.verb in _ABSENT


def _back(about: _About) -> bool:
    return about.verb in _RETURNS


def _range(about: _About) -> bool:
    return about.place.last is not None


def _of_weekdays(about: _About) -> bool:
    first = about.place.first
    return not first.day and first.days is None


def _working(about: _About) -> bool:
    return about.working


def _until(about: _About) -> bool:
    return about.preposition == marks.UNTIL


def _not_back(about: _About) -> bool:
    """ "Not back until", "no answer until"."""
    if about.verb_before == marks.SILENT:
        return True
    return about.denied and about.verb_before in _RETURNS


def _no_day(about: _About) -> bool:
    """ "Around Christmas"."""
    return about.about and about.vague


def _greeting(about: _About) -> bool:
    return about.greets


def _after(about: _About) -> bool:
    return about.preposition == marks.AFTER


def _open_then(about: _About) -> bool:
    return about.open_then


def _roughly(about: _About) -> bool:
    return about.about


def _denied(about: _About) -> bool:
    return about.denied


def _preposed(about: _About) -> bool:
    return bool(about.preposition)


def _until_follows(about: _About) -> bool:
    return about.until_follows


def _since(about: _About) -> bool:
    return about.preposition == marks.SINCE


def _vaguely(about: _About) -> bool:
    """ "Vacances de Pâques"."""
    return about.vague


def _weekend(about: _About) -> bool:
    """Nobody is away then who would be there otherwise."""
    days = about.place.first.days
    return days is not None and days.first.weekday() == 5 and days.last - days.first == _DAY


def _week_of(about: _About) -> bool:
    return about.preposition == marks.WEEK_OF


def _before(about: _About) -> bool:
    return about.preposition == marks.BEFORE


def _these_days(about: _About) -> bool:
    return _is_of_itself(about.place)


def _not_before(about: _About) -> bool:
    return about.denied or about.verb in _VERBS


_CASES: tuple[Row[_About, SaidOfDays | None], ...] = (
    Row(None, when=(_is_vetoed,)),
    Row(None, when=(_no_day,)),
    Row(SaidOfDays.LAST_DAY, when=(_last_day,)),
    Row(SaidOfDays.FROM, when=(_gone,)),
    Row(SaidOfDays.LASTS, when=(_length, _away), unless=(_roughly,)),
    Row(None, when=(_length,)),
    Row(None, when=(_open_then,)),
    Row(None, when=(_range, _of_weekdays, _working)),
    Row(SaidOfDays.AWAY, when=(_range,)),
    Row(SaidOfDays.BACK, when=(_until, _not_back)),
    Row(SaidOfDays.BACK, when=(_until, _greeting)),
    Row(SaidOfDays.UNTIL, when=(_until,)),
    Row(SaidOfDays.BACK, when=(_after, _back)),
    Row(SaidOfDays.UNTIL, when=(_after,)),
    Row(SaidOfDays.BACK, when=(_before, _not_before)),
    Row(None, when=(_before,)),
    Row(SaidOfDays.AWAY, when=(_these_days, _back, _denied), unless=(_preposed,)),
    Row(SaidOfDays.BACK, when=(_back,)),
    Row(None, when=(_begins, _vaguely)),
    Row(SaidOfDays.FROM, when=(_begins, _away)),
    Row(SaidOfDays.FROM, when=(_since,)),
    Row(SaidOfDays.FROM, when=(_begins, _until_follows)),
    Row(SaidOfDays.AWAY, when=(_week_of,)),
    Row(None, when=(_weekend,)),
    Row(SaidOfDays.AWAY, when=(_away,)),
    Row(SaidOfDays.AWAY, when=(_these_days,)),
    Row(SaidOfDays.NAMED, unless=(_preposed,)),
)
