"""Somebody of the people file writes `away` or `back` → it is done, and confirmed in one line; or
asked back. None for any other mail.

To any letter of ours, or to the alias itself. Only who surely wrote it is obeyed
(docs/reliability.md, V5).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from mailtracker.desk.absence.absence_effects import GiveBack, NoteAbsent, NoteBack, Tell
from mailtracker.desk.absence.absence_letters import AboutAbsence, AwayAsked, AwaySaid
from mailtracker.desk.absence.absence_words import AbsenceWord, read_absence_word
from mailtracker.desk.absence.absences import absences_of, day_of
from mailtracker.desk.absence.absent_days import next_working_day
from mailtracker.desk.absence.away_plan import plan_of
from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy, Reach
from mailtracker.desk.absence.noticed import MAX_AWAY
from mailtracker.desk.assign import find_somebody
from mailtracker.desk.bounces import Answer
from mailtracker.desk.candidates import Candidates
from mailtracker.desk.case import Case, perhaps_automatic
from mailtracker.desk.content import own_words
from mailtracker.desk.effects import Because, Dispose, Disposition, Effect
from mailtracker.desk.readers import kept_out
from mailtracker.desk.says import names_of, says_more
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.message import Address, Proof
from mailtracker.mail.origin.away_dates import days_away
from mailtracker.mail.subject import is_answer
from mailtracker.policy.model import Absence, Person
from mailtracker.record import dataclass

UNDONE = timedelta(days=1)
"""So long after it was said `back` takes an absence back; later it ends one."""

_NO_DAY: re.Pattern[str] = late_pattern(
    r"(?<![\d./:-])(?<!week )(?<!weeks )(?<!kw )(?<!woche )(?<!uge )(?<!semana )(?<!semaine )"
    r"(?:3[2-9]|[4-9]\d|\d{3})(?![\d./:-])"
)
"""A number that is neither a day nor a year, nor stands behind "week"."""


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A mail (`case`) by which a `person` says a `word`."""

    case: Case
    person: Person
    word: AbsenceWord

    @property
    def today(self) -> date:
        """Where they work."""
        return day_of(self.case.policy, self.person, self.case.now)


def absence_said(case: Case) -> Answer | None:
    """What to do with it; None where it says nothing of the kind, or not to us."""
    word, person = _word(case), case.person
    if word is None or person is None or person.key in case.scene.revoked:
        return None
    if says_more(case, word.rest) or not _is_for_us(case, person, word):
        return None
    spoken = _Spoken(case, person, word)
    if not _is_certain(case, person):
        return _ask_whether(spoken) if _may_be_asked(case) else None
    return _back(spoken) if word.back else _away(spoken)


def _word(case: Case) -> AbsenceWord | None:
    """Of the text; of the subject, where there is no text."""
    message = case.message
    if (word := read_absence_word(message.new_text)) is not None:
        return word
    if is_answer(message.subject):
        return None
    found = read_absence_word(message.subject)
    if found is None or own_words(message.new_text, names_of(case)):
        return None
    return None if says_more(case, "") else found


def _is_for_us(case: Case, person: Person, word: AbsenceWord) -> bool:
    """An answer to a letter that asks for it, in whatever form; anywhere else said as an order, and
    not by what may be a program.
    """
    if case.facts.answers_notice.person == person.key:
        return True
    answers = bool(case.facts.issued) or bool(case.message.in_reply_to)
    return word.order and not (answers and perhaps_automatic(case))


def _is_certain(case: Case, person: Person) -> bool:
    """The border vouches for it, or it answers a mail that went to them; under `strict` both."""
    if case.classified.verified is False:
        return False
    if case.strict and not case.vouched:
        return False
    return case.proof is Proof.PROVEN or case.facts.answers_notice.person == person.key


def _may_be_asked(case: Case) -> bool:
    """Who answers nothing of ours, and is not denied. Under `strict` an answer proves nothing."""
    return case.proof is not Proof.DISPROVEN and not case.strict


def _ask_whether(spoken: _Spoken) -> Answer:
    """At the address on file, once a day."""
    person, case = spoken.person, spoken.case
    letter = AwayAsked("unproven", spoken.word.line)
    asked = Tell(letter, person, f"away.asked.{person.key}.{case.now:%Y%m%d}", case.alias.name)
    return _done(spoken, "asked whether it is theirs", [asked])


def _asked_back(spoken: _Spoken, letter: AwayAsked) -> Answer:
    return _done(spoken, f"asked back: {letter.why}", [_tell(spoken, letter)])


def _tell(spoken: _Spoken, letter: AboutAbsence) -> Tell:
    once = f"away.said.{spoken.case.message.sha256}.{spoken.case.now:%Y%m%d%H}"
    return Tell(letter, spoken.person, once, spoken.case.alias.name)


def _done(spoken: _Spoken, what: str, effects: list[Effect]) -> Answer:
    """The mail is filed with the request whose mail it answers, and changes nothing of that."""
    issued = spoken.case.facts.issued
    told = f"{spoken.person.name}: {'back' if spoken.word.back else 'away'}: {what}"
    disposition = Disposition.REPLY if issued else Disposition.IGNORED
    filed: list[Effect | Because] = [Because(told), *effects, Dispose(disposition, told)]
    return filed, issued[0].request_id if issued else None


def _away(spoken: _Spoken) -> Answer:
    days = _days(spoken)
    if isinstance(days, AwayAsked):
        return _asked_back(spoken, days)
    cover = _cover(spoken)
    if isinstance(cover, AwayAsked):
        return _asked_back(spoken, cover)
    person, scene = spoken.person, spoken.case.scene
    key = cover.key if cover else ""
    absence = KnownAbsence(person.key, days, KnownBy.MAIL, key, reach=Reach.ALL)
    begun = days.start <= spoken.today
    said = f"from {days.start} to {days.end}"
    meant = (one for one in absences_of(scene, person) if one.id is not None)
    replaced = tuple(one for one in meant if _meets(one.days, days))
    others = tuple(one for one in scene.absences if one not in replaced)
    plan = plan_of(person, days, replace(scene, absences=(*others, absence)))
    name = cover.name if cover else ""
    confided = scene.policy.lets_confide
    letter = AwaySaid("away", days.start, days.end, name, begun, plan=plan, confided=confided)
    return _done(spoken, said, [NoteAbsent(absence, replaced), _tell(spoken, letter)])


def _meets(one: Absence, other: Absence) -> bool:
    return one.covers(other.start) or other.covers(one.start)


def _days(spoken: _Spoken) -> Absence | AwayAsked:
    """Where none are said, until the next working day."""
    line, today = spoken.word.line, spoken.today
    if not spoken.word.days:
        later = next_working_day(spoken.case.policy, spoken.person, today)
        return Absence(today, later - timedelta(days=1))
    found = days_away(spoken.word.days, "", today)
    start, end = found.start or today, found.end
    if _NO_DAY.search(spoken.word.days):  # read without its number, "32 December" is a month
        return AwayAsked("days", line)
    if end is not None and end < today:
        return AwayAsked("over", line)
    if end is None or start > end or end > today + MAX_AWAY:
        return AwayAsked("days", line)
    return Absence(start, end)


def _cover(spoken: _Spoken) -> Person | AwayAsked | None:
    """Who is named as such; None where nobody is."""
    name, line = spoken.word.cover, spoken.word.line
    if not name:
        return None
    found = find_somebody(Candidates(spoken.case.scene, Address("", "")), name)
    if len(found) > 1:
        return AwayAsked("several", line, tuple(one.name for one in found))
    if not found:
        return AwayAsked("nobody", line)
    return AwayAsked("themselves", line) if found[0].key == spoken.person.key else found[0]


def _back(spoken: _Spoken) -> Answer:
    """What runs is over; where nothing does, what is to come."""
    person, scene, today = spoken.person, spoken.case.scene, spoken.today
    known = list(absences_of(scene, person))
    learnt = [one for one in known if one.id is not None]
    running = [one for one in learnt if one.days.covers(today)]
    ended = tuple(running or (one for one in learnt if one.days.start > today))
    given = spoken.case.facts.absent.lent.get(person.key, ()) if running else ()
    wanted = (one for one in given if person.key not in one.declined)
    lent = [one for one in wanted if not kept_out(spoken.case.policy, one, person)]
    on_file = [one.days.end for one in known if one.id is None and one.days.covers(today)]
    ends = [end for end in on_file if end is not None]
    letter = AwaySaid(
        "back",
        was_away=bool(ended),
        returned=tuple(one.reference for one in lent),
        on_file=bool(on_file),
        file_end=max(ends) if ends and len(ends) == len(on_file) else None,
    )
    back = [GiveBack(one.id, person.key) for one in lent]
    said = f"{len(ended)} absences ended"
    return _done(spoken, said, [NoteBack(person.key, ended), *back, _tell(spoken, letter)])
