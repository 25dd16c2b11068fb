"""Mail of ours that does not arrive, and the mail about that which does not either: whoever is out
of reach, it ends at once, each case with the very mails that it may write, by whichever way the
servers say no.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from mailtracker.desk.request import Status
from tests.cases import in_each
from tests.loops.losses import (
    FULL,
    GONE,
    LARGE,
    SPAM,
    Losses,
    Verdict,
    Way,
    nobody_at,
    of_letters,
    with_words,
)

BO, SAM, ANA, EVA, PRIYA = (f"{who}@corp.example" for who in ("bo", "sam", "ana", "eva", "priya"))
WAYS: tuple[Way, ...] = ("refused", "reported")
OPENED = ("note_owner to bo", "receipt to eva")
HANDED = ("note_handed to sam", "unreached to ana")
DEAD = "dead_mailbox to priya"


@dataclass(frozen=True, slots=True)
class Lost:
    """Whose mail is lost, who has the request in the end, and the mails that were written besides
    those that opened it.
    """

    verdict: Verdict
    owner: str
    wrote: Sequence[str]


OWNERS = {
    "nobody": Lost(nobody_at(), "bo", ()),
    "owner": Lost(nobody_at(BO), "sam", (*HANDED, DEAD)),
    "owner, full": Lost(nobody_at(BO, why=FULL), "sam", (*HANDED, DEAD)),
    "owner and cover": Lost(
        nobody_at(BO, SAM), "sam", (*HANDED, "undelivered to ana", *[DEAD] * 2)
    ),
    "everybody of the people file": Lost(
        nobody_at(BO, SAM, ANA), "sam", (*HANDED, "undelivered to ana", *[DEAD] * 3)
    ),
    "everybody and the admin": Lost(
        nobody_at(BO, SAM, ANA, PRIYA), "sam", (*HANDED, "undelivered to ana", *[DEAD] * 3)
    ),
    "the owner's server takes no words": Lost(with_words(BO), "bo", ("not_taken to bo",) * 2),
    "the owner's server takes no size": Lost(
        of_letters(BO, "note_owner", why=LARGE), "bo", ("files_stay to bo",)
    ),
    "nor the words without files": Lost(
        of_letters(BO, "note_owner", "files_stay", why=LARGE),
        "bo",
        ("files_stay to bo", "not_taken to bo"),
    ),
    "nor the note without words": Lost(
        nobody_at(BO, why=SPAM), "sam", (*["not_taken to bo"] * 2, *HANDED, DEAD)
    ),
    "nobody's server takes anything": Lost(
        nobody_at(BO, SAM, ANA, PRIYA, why=SPAM),
        "sam",
        (
            *(*["not_taken to bo"] * 2, *HANDED, DEAD),
            *(*["not_taken to sam"] * 2, "undelivered to ana", DEAD, "handed_requester to eva"),
        ),
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_of_the_owners_side_is_out_of_reach_it_ends_with_these_mails(way: Way) -> None:
    def check(name: str) -> None:
        case = OWNERS[name]
        with Losses(case.verdict, way) as company:
            company.goes_on(hours=2)
            assert company.written() == Counter((*OPENED, *case.wrote))
            assert company.request().owner == case.owner

    in_each(OWNERS, check)


ANSWERED = (*OPENED, "note_requester to eva")
REQUESTER = {
    "gone": Lost(nobody_at(EVA), "bo", ("undelivered to bo",)),
    "full": Lost(nobody_at(EVA, why=FULL), "bo", ("undelivered to bo",)),
    "no words": Lost(
        of_letters(EVA, "note_requester", why=SPAM),
        "bo",
        ("not_taken to eva", "not_taken to bo"),
    ),
    "not even the note": Lost(
        nobody_at(EVA, why=SPAM),
        "bo",
        ("not_taken to eva", "not_taken to bo", "undelivered to bo"),
    ),
    "and who should hear of it, too": Lost(
        lambda row: GONE if row.recipient == EVA or row.letter == "undelivered" else None,
        "sam",
        ("undelivered to bo", *HANDED, DEAD),
    ),
}


@pytest.mark.parametrize("text", ["Try the other cable.", "done\n\nTry the other cable."])
@pytest.mark.parametrize("way", WAYS)
def test_an_answer_that_is_lost_is_owed_again_and_it_ends_with_these_mails(
    way: Way, text: str
) -> None:
    def check(name: str) -> None:
        case = REQUESTER[name]
        with Losses(nobody_at(), way) as company:
            company.goes_on(hours=0.2)
            company.verdict = case.verdict
            company.answers(BO, text)
            company.goes_on(hours=2)
            told = Counter((*ANSWERED, *case.wrote))
            closed = Counter(one for one in company.written() if one.startswith("confirm"))
            assert company.written() - closed == told
            request = company.request()
            assert (request.owner, request.status) == (case.owner, Status.OPEN)
            assert request.unanswered_since is not None

    in_each(REQUESTER, check)


LISTS = {
    "gone": Lost(of_letters(BO, "away_said"), "sam", (*HANDED * 3, DEAD)),
    "refused": Lost(of_letters(BO, "away_said", why=SPAM), "bo", ("list_refused to bo",)),
    "and the note instead": Lost(
        of_letters(BO, "away_said", "list_refused", why=SPAM),
        "sam",
        ("list_refused to bo", *HANDED * 3, DEAD),
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_letter_about_no_request_that_is_lost_hands_on_all_that_its_reader_owes(way: Way) -> None:
    def check(name: str) -> None:
        case = LISTS[name]
        with Losses(case.verdict, way) as company:
            company.asks(2)
            company.goes_on(hours=0.3)
            before = company.written()
            company.answers(BO, "back")
            company.goes_on(hours=2)
            assert company.written() - before == Counter(("away_said to bo", *case.wrote))
            owners = company.owners(["IT-1001", "IT-1002", "IT-1003"])
            assert owners == Counter({case.owner: 3})

    in_each(LISTS, check)


def test_the_same_report_ten_times_is_one_word_a_day_and_no_second_hand_over() -> None:
    with Losses(nobody_at(BO), "reported") as company:
        company.goes_on(hours=0.5)
        before = company.written()
        for _ in range(10):
            for ours, path in company.returned:
                company.reports(path, about=ours)
        company.goes_on(hours=2)
        assert company.written() - before == Counter(["undelivered to sam"])
        assert company.request().owner == "sam"
