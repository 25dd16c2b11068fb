"""A mail that answers a list of somebody's requests as a whole, and no line of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailtracker.desk.absence.absence_effects import Tell
from mailtracker.desk.budgets import Budget, Payer, purses
from mailtracker.desk.daily.whole_lists import LISTS
from mailtracker.desk.effects import Dispose, OpenRequest
from mailtracker.desk.facts import Facts, ToPerson
from mailtracker.mail.message import Classified, Kind
from tests.cases import in_each
from tests.desk.makers import PERSON, decided, message, scene, spent

BO = "bo@corp.example"
LIST = ToPerson("bo", "daily_digest")


def answered(policy, alias, text="Number two is done.", **more):
    """What becomes of a mail: whether a request is opened, who is asked, and how it is filed."""
    subject = more.pop("subject", "Re: 3 due today: your requests")
    classified = more.pop("classified", PERSON)
    known = Facts(answers_notice=more.pop("answers", LIST), **more)
    mail = message(BO, subject=subject, text=text)
    effects = decided(mail, classified, known, alias, scene(policy)).effects
    opened = any(isinstance(one, OpenRequest) for one in effects)
    asked = [one.person.key for one in effects if isinstance(one, Tell)]
    filed = [str(one.disposition) for one in effects if isinstance(one, Dispose)]
    return opened, asked, filed


@pytest.mark.parametrize("name", sorted(LISTS))
def test_its_author_is_asked_which_one_they_mean_and_nothing_is_opened(name, policy, alias):
    asked = answered(policy, alias, answers=ToPerson("bo", name))
    assert asked == (False, ["bo"], ["asked back"])


def test_what_is_a_matter_of_its_own_opens_a_request(policy, alias):
    cases = {
        "another subject": {"subject": "A new laptop"},
        "passed on": {"subject": "Fwd: 3 due today: your requests"},
        "of a list that went to somebody else": {"answers": ToPerson("sam", "daily_digest")},
        "of a letter that is no list": {"answers": ToPerson("bo", "away_said")},
        "denied by our border": {"classified": replace(PERSON, verified=False)},
    }
    in_each(cases, lambda name: _opens(policy, alias, cases[name]))


def _opens(policy, alias, more):
    opened, asked, _ = answered(policy, alias, **more)
    assert (opened, asked) == (True, [])


def test_a_program_that_answers_each_mail_opens_nothing_day_after_day(policy, alias):
    full = spent(*purses(Budget.ASKED_LIST, Payer(BO, "corp.example", home=True)))
    assert answered(policy, alias, spent=full) == (False, [], ["asked back"])
    away = Classified(Kind.AUTO_REPLY, False, "sounds automatic", sure=False)
    subject = "Automatic reply: 3 due today: your requests"
    more = {"subject": subject, "classified": away}
    assert answered(policy, alias, **more) == (False, ["bo"], ["asked back"])


def test_a_word_of_thanks_disturbs_nobody_and_no_other_is_lost(policy, alias):
    for text in ("Thanks!", "Thank you,\nBo", ""):
        assert answered(policy, alias, text) == (False, [], ["ignored"])
    for text in ("done", "All is done, thanks", "Done!", "mine", "All is well again."):
        assert answered(policy, alias, text) == (False, ["bo"], ["asked back"])
