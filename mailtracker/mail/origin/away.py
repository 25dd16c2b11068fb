"""What a header says goes in; whether a machine says that somebody is away comes out. The subject
alone proves nothing: people write about such things, too.
"""

from __future__ import annotations

from typing import NamedTuple

from mailtracker.mail.origin import absence, phrases
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.verdict import Case, Finding, by_headers, by_words, first_of
from mailtracker.mail.subject import without_answer_mark

_QUOTES_LITTLE = 0.6  # of the text is the writer's own, where a program quotes nothing


class _Notice(NamedTuple):
    """What may be an absence notice."""

    seen: Evidence
    #: The subject begins as such notices do.
    prefix: bool
    #: The subject speaks of an absence anywhere.
    about: bool
    #: The subject begins in words that hardly anybody heads a request with.
    robot: bool
    #: How many of five things such notices say; only counted where subject or header speak of one.
    said: int

    @property
    def company(self) -> bool:
        """A mark that people's mail bears as well, or an answer that quotes nothing."""
        seen = self.seen
        return seen.quiet or bool(seen.bulk) or (seen.answers and seen.nothing_quoted)


def find_absence(seen: Evidence) -> Finding | None:
    prefix = absence.away_prefix(seen.subject)
    about = prefix or absence.away_subject(seen.subject)
    if not (about or seen.declared):  # before the many patterns of away_texts
        return _RECITED if _recites(seen) else None
    robot, said = absence.away_robot(seen.subject), absence.away_texts(seen.text)
    return first_of(_CASES, _Notice(seen, prefix, about, robot, said))


def _answers_from_nobody(notice: _Notice) -> bool:
    seen = notice.seen
    notices = notice.about or notice.said > 0
    return seen.null_path and (notices or seen.answers or seen.passed_on)


def _declares_itself(notice: _Notice) -> bool:
    seen = notice.seen
    answer = seen.answers and notice.said >= 2
    return seen.automatic and (notice.about or answer)


def _denies(notice: _Notice) -> bool:
    return notice.seen.auto == "no"


def _recites(seen: Evidence) -> bool:
    """A robot that marks nothing and keeps "Re:". People's programs quote what they
    answer, and people greet and ask.
    """
    if not seen.answers or seen.auto == "no" or _quotes(seen):
        return False
    words = seen.words
    recited = absence.away_plainly(words) and absence.away_texts(words) >= 3
    return recited and _is_plain(words)


def _recites_in_answer(notice: _Notice) -> bool:
    return _recites(notice.seen)


def _quotes(seen: Evidence) -> bool:
    own = len(seen.words) >= _QUOTES_LITTLE * len(seen.text.strip())
    return not (seen.nothing_quoted and own)


def _is_plain(words: str) -> bool:
    """It asks nothing and calls nobody by name."""
    return not phrases.asks(words) and not phrases.greets_by_name(words)


def _repeats_a_notice(notice: _Notice) -> bool:
    """ "Re: Out of office: VPN" that answers nothing and is plain."""
    if not _answers_nothing(notice):
        return False
    headed = absence.away_robot(without_answer_mark(notice.seen.subject))
    return headed and _is_plain(notice.seen.words)


def _answers_nothing(notice: _Notice) -> bool:
    seen = notice.seen
    return seen.passed_on and seen.nothing_quoted and not seen.answers


def _person_speaks(notice: _Notice) -> bool:
    return notice.seen.passed_on or not notice.about


def _says_automatic(notice: _Notice) -> bool:
    text = notice.seen.text
    return notice.said >= 2 and absence.says_robot(text) and absence.absent(text)


def _says_much(notice: _Notice) -> bool:
    enough = notice.said >= (2 if notice.robot else 3)
    headed = notice.prefix and notice.company
    return enough and headed and "?" not in notice.seen.words


def _asks_or_is_headed_by_people(notice: _Notice) -> bool:
    return not notice.robot or phrases.asks(notice.seen.words)


def _has_company(notice: _Notice) -> bool:
    return notice.company


def _says_enough(notice: _Notice) -> bool:
    seen = notice.seen
    needed = 1 if absence.away_with_subject(seen.subject) else 2
    if notice.said < needed or not absence.absent(seen.words):
        return False
    return not phrases.greets_by_name(seen.words)


_WORDED = by_words("worded like an absence notice")
_RECITED = by_words("worded like an absence notice, with nothing quoted")
_NOTICE = by_words("an absence notice")
_CASES: tuple[Case[_Notice], ...] = (
    Case(_answers_from_nobody, by_headers("an answer with a null return path")),
    Case(_declares_itself, by_headers("an automatic absence notice")),
    Case(_denies, None),
    Case(_recites_in_answer, _RECITED),
    Case(_repeats_a_notice, _WORDED),
    Case(_answers_nothing, None),
    Case(_person_speaks, None),
    Case(_says_automatic, by_words("an absence notice that says it is automatic")),
    Case(_says_much, _NOTICE),
    Case(_asks_or_is_headed_by_people, None),
    Case(_has_company, _NOTICE),
    Case(_says_enough, _WORDED),
)
