"""A mail that answers a list of somebody's requests as a whole → they are asked which of them it is
about, and nothing is opened. None for any other mail (docs/reliability.md, G5).
"""

from __future__ import annotations

from mailtracker.desk.absence.absence_effects import Tell
from mailtracker.desk.absence.cover_letters import Covering
from mailtracker.desk.case import Case, files, perhaps_automatic
from mailtracker.desk.daily.daily_letters import DailyDigest
from mailtracker.desk.effects import Because, Dispose, Disposition, Effect
from mailtracker.desk.letters import AnswersGiven, Denied, InDoubt
from mailtracker.desk.limits import unless_asked_of_lists
from mailtracker.desk.lost.lost_letters import ListRefused
from mailtracker.desk.says import names_of
from mailtracker.desk.several_letters import Several, WhichOne
from mailtracker.desk.words.owner_words import is_sign_off
from mailtracker.mail.message import Proof
from mailtracker.mail.subject import is_answer

LISTS = frozenset(
    one.name
    for one in (
        *(DailyDigest, Several, Covering, ListRefused, AnswersGiven, Denied, InDoubt),
        WhichOne,  # else a program that answers each mail would open a request every morning
    )
)
"""Letters to one person of the people file about several requests of theirs."""


def answers_list(case: Case) -> list[Effect | Because] | None:
    """Kept, where it keeps the list's subject; under another one it is a matter of its own."""
    answered, person = case.facts.answers_notice, case.person
    if person is None or answered.person != person.key or answered.letter not in LISTS:
        return None
    by_subject = is_answer(case.message.subject) or perhaps_automatic(case)
    if case.proof is Proof.DISPROVEN or not by_subject:
        return None
    told = f"{person.name} answers a list of requests as a whole"
    if is_sign_off(case.message.new_text, names_of(case)) and not files(case.message):
        return [Because(told), Dispose(Disposition.IGNORED, f"{told}, and says nothing")]
    once = f"which.{person.key}.{case.message.sha256}"
    asked = Tell(WhichOne(_begins(case)), person, once, case.alias.name)
    kept = Dispose(Disposition.ASKED_BACK, told)
    return [Because(f"{told}: kept"), *unless_asked_of_lists(case, asked), kept]


def _begins(case: Case) -> str:
    lines = map(str.strip, case.message.new_text.split("\n"))
    return next((line for line in lines if line), "")
