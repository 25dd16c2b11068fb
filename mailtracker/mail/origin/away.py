"""What a header says goes in; whether a machine says that somebody is away comes out. The subject
alone proves nothing: people write about such things, too.
"""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from mailtracker.mail.origin import absence, phrases
from mailtracker.mail.origin.away_clauses import (
    clauses_of_absence,
    names_a_matter,
    tells_of_absence,
)
from mailtracker.mail.origin.away_vetoes import (
    complains_or_permits,
    without_quotations,
    without_rhetoric,
    without_ways_to_writer,
)
from mailtracker.mail.origin.away_words import only_of_absence
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.hand import in_mail_program
from mailtracker.mail.origin.typed import plainly_typed
from mailtracker.mail.origin.verdict import Finding, Table, by_headers, by_marks, by_words, find
from mailtracker.mail.subject import is_answer, without_answer_mark
from mailtracker.mail.table import Row

_OWN = 0.6  # of the text is the writer's, where a program quotes nothing
_OWN_OF_PLAIN = 0.35  # the same, where all of it is an absence: the rest may be a signature
_LONGEST = 900  # characters; no absence notice without a mark is longer
_KINDS = 2  # of what absence notices say, where only a subject says that anything is answered


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


def find_absence(seen: Evidence) -> Finding | None:
    prefix = absence.away_prefix(seen.subject)
    about = prefix or absence.away_subject(seen.subject) or _heads_a_reference(seen)
    if not (about or seen.declared):  # before the many patterns of away_texts
        return find(_UNMARKED, seen)
    robot, said = absence.away_robot(seen.subject), absence.away_texts(seen.text)
    return find(_CASES, _Notice(seen, prefix, about, robot, said))


def _heads_a_reference(seen: Evidence) -> bool:
    """What stands in front of a subject of ours speaks of an absence."""
    head = absence.head_of_reference(seen.subject)
    if not head:
        return False
    return absence.away_prefix(f"{head}:") or absence.away_subject(head) or tells_of_absence(head)


def _recites(seen: Evidence) -> bool:
    """A robot that marks nothing and keeps "Re:". People's programs quote what they
    answer, and people greet and ask.
    """
    if not seen.answers or seen.auto == "no" or _quotes(seen):
        return False
    words = seen.words
    if not absence.away_plainly(words) or absence.away_texts(words) < 3:
        return False
    return not phrases.asks(words) and not phrases.greets_by_name(words)


def _says_only_that(seen: Evidence) -> bool:
    """ "I am away until Monday." and nothing else, under "Re:": what GNU Mailutils and recipes for
    procmail write, without a mark. A person may write the same, so it is asked back, never dropped.
    """
    if seen.auto == "no" or not seen.nothing_quoted or _share(seen) < _OWN_OF_PLAIN:
        return False
    if not seen.answers and not is_answer(seen.subject):
        return False
    least = 1 if seen.answers else _KINDS
    return _only_away(seen) >= least


def _only_away(seen: Evidence, *, headed: bool = False) -> int:
    """How many kinds of things that absence notices say, where nothing else is said. `headed`: a
    robot's heading says so as well, so that few words are enough.
    """
    words = without_ways_to_writer(seen.words)
    if len(words) > _LONGEST or phrases.greets_by_name(words):
        return 0
    found = clauses_of_absence(words)
    found = found or (_KINDS if only_of_absence(words, headed=headed) else 0)
    return 0 if found and _has_a_matter(words) else found


def _has_a_matter(words: str) -> bool:
    if names_a_matter(words) or complains_or_permits(words):
        return True
    return phrases.asks(words) and phrases.asks(without_rhetoric(words))


def _left(seen: Evidence) -> bool:
    """ "Ruth no longer works here, this mailbox is not read", and nothing asked."""
    if _denies_or_passes_on(seen):
        return False
    return absence.has_left(seen.words) and not phrases.asks(seen.words)


def _denies_or_passes_on(seen: Evidence) -> bool:
    if seen.auto == "no":
        return True
    return seen.passed_on and not seen.answers


def _quotes(seen: Evidence) -> bool:
    return not (seen.nothing_quoted and _share(seen) >= _OWN)


def _share(seen: Evidence) -> float:
    """How much of the text is the writer's own, from 0 to 1."""
    return len(seen.words) / max(1, len(seen.text.strip()))


_nothing_is_quoted = attrgetter("nothing_quoted")
_prefix, _about, _robot, _said = map(attrgetter, ("prefix", "about", "robot", "said"))
_daemon, _null_path, _automatic, _answers, _passed_on, _nothing_quoted = map(
    attrgetter,
    (
        "seen.daemon",
        "seen.null_path",
        "seen.automatic",
        "seen.answers",
        "seen.passed_on",
        "seen.nothing_quoted",
    ),
)


def _says_two(notice: _Notice) -> bool:
    return notice.said >= 2


def _says_three(notice: _Notice) -> bool:
    return notice.said >= 3


def _denies(notice: _Notice) -> bool:
    return notice.seen.auto == "no"


def _has_recited(notice: _Notice) -> bool:
    return _recites(notice.seen)


def _has_said_only_that(notice: _Notice) -> bool:
    return _says_only_that(notice.seen)


def _headed(notice: _Notice) -> bool:
    return notice.prefix or notice.robot


def _says_nothing_else(notice: _Notice) -> bool:
    """Under a robot's heading; one that people write as well has to name a subject, too. Words of
    an absence need not be in the text where a robot's heading names a subject, or bears a mark.
    """
    names, marked = _names_a_subject(notice), notice.robot or notice.seen.quiet
    said = _only_away(notice.seen, headed=names and marked)
    if notice.robot:
        return said > 0
    return said >= _KINDS and (names or absence.of_your_mail(notice.seen.words))


def _by_program(notice: _Notice) -> bool:
    """A program's own heading, above words that do not speak of it."""
    headed = absence.by_program(notice.seen.subject) or _heads_a_reference(notice.seen)
    return headed and not absence.says_automatic(notice.seen.words)


def _repeats_a_head(notice: _Notice) -> bool:
    """ "Re: Out of office: VPN"."""
    return absence.away_robot(without_answer_mark(notice.seen.subject))


def _names_a_subject(notice: _Notice) -> bool:
    """ "Out of office: VPN"."""
    return absence.away_with_subject(notice.seen.subject)


def _company(notice: _Notice) -> bool:
    """A mark that people's mail bears as well, or an answer that quotes nothing."""
    seen = notice.seen
    if seen.quiet or seen.bulk:
        return True
    return seen.answers and seen.nothing_quoted


def _says_robot(notice: _Notice) -> bool:
    return absence.says_robot(notice.seen.text)


def _absent(notice: _Notice) -> bool:
    return absence.absent(notice.seen.text)


def _writer_absent(notice: _Notice) -> bool:
    return absence.absent(notice.seen.words)


def _asks(notice: _Notice) -> bool:
    return phrases.asks(notice.seen.words)


def _is_persons(notice: _Notice) -> bool:
    """Under no word of an absence: a fetcher lost the envelope of an answer that asks something, or
    that a person's mail program names itself in.
    """
    seen = notice.seen
    if notice.about or notice.said:
        return False
    return in_mail_program(seen) or (plainly_typed(seen) and phrases.asks_plainly(seen.words))


def _has_matter(notice: _Notice) -> bool:
    words = without_quotations(notice.seen.words)
    return names_a_matter(words) or complains_or_permits(words)


def _questions(notice: _Notice) -> bool:
    return "?" in notice.seen.words


def _greets(notice: _Notice) -> bool:
    return phrases.greets_by_name(notice.seen.words)


_FROM_NOBODY = by_headers("an answer with a null return path")
PERHAPS_FROM_NOBODY = by_marks("an answer with a null return path")
"""Nothing in it is of an absence: it may be a person's, whose envelope a fetcher lost."""
_AUTOMATIC = by_headers("an automatic absence notice")
_SAYS_AUTOMATIC = by_words("an absence notice that says it is automatic")
_RECITED = by_words("worded like an absence notice, with nothing quoted")
_WORDED = by_words("worded like an absence notice")
_NOTICE = by_words("an absence notice")
_PLAIN = by_words("says only that somebody is away, with nothing quoted")
_LEFT = by_words("says that somebody has left and nobody reads their mail")
_UNMARKED: Table[Evidence] = (
    Row(_RECITED, when=(_recites,)),
    Row(_PLAIN, when=(_says_only_that,)),
    Row(_LEFT, when=(_left, _nothing_is_quoted)),
)
_CASES: Table[_Notice] = (
    Row(_FROM_NOBODY, when=(_null_path, _about)),
    Row(_FROM_NOBODY, when=(_null_path, _said)),
    Row(PERHAPS_FROM_NOBODY, when=(_null_path, _answers), unless=(_is_persons,)),
    Row(PERHAPS_FROM_NOBODY, when=(_null_path, _passed_on), unless=(_is_persons,)),
    Row(_AUTOMATIC, when=(_automatic, _about)),
    Row(_AUTOMATIC, when=(_automatic, _answers, _says_two)),
    Row(None, when=(_denies,)),
    Row(_RECITED, when=(_has_recited,)),
    Row(_PLAIN, when=(_has_said_only_that,)),
    Row(
        _WORDED,
        when=(_passed_on, _nothing_quoted, _repeats_a_head),
        unless=(_answers, _asks, _greets),
    ),
    Row(None, when=(_passed_on,)),
    Row(None, unless=(_about,)),
    Row(_WORDED, when=(_headed, _says_nothing_else), unless=(_daemon,)),
    Row(_WORDED, when=(_by_program,), unless=(_daemon, _asks, _greets, _questions)),
    Row(_SAYS_AUTOMATIC, when=(_says_two, _says_robot, _absent)),
    Row(_NOTICE, when=(_company, _prefix, _says_three), unless=(_questions,)),
    Row(_NOTICE, when=(_company, _prefix, _robot, _says_two), unless=(_questions,)),
    Row(None, unless=(_robot,)),
    Row(None, when=(_asks,)),
    Row(None, when=(_has_matter,)),
    Row(_NOTICE, when=(_company,)),
    Row(_WORDED, when=(_says_two, _writer_absent), unless=(_greets,)),
    Row(_WORDED, when=(_said, _names_a_subject, _writer_absent), unless=(_greets,)),
)
