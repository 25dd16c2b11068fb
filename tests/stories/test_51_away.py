"""Owners say by mail from when to when they are away and who covers, and that they are back."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailtracker.desk.absence.known_absence import KnownBy
from tests.servers.smtpd import PostOffice
from tests.stories.absent import ANA, BO, SAM, asks, known, owners, titled
from tests.stories.company import RULES, Company, body

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""


def days(company: Company) -> list[tuple[str, str, str]]:
    return [(one.person, str(one.days.start), str(one.days.end)) for one in known(company)]


def test_away_in_reply_to_any_letter_hands_everything_to_the_cover(company: Company) -> None:
    asks(company)
    asks(company, "VPN slow")
    company.reply(BO, company.last(BO), "away until 2026-12-04")
    company.turn()
    assert days(company) == [("bo", "2026-11-23", "2026-12-04")]
    assert known(company)[0].known_by is KnownBy.MAIL
    assert set(owners(company).values()) == {"sam"}
    (said,) = titled(company, BO, "Away until")
    assert "what is open with you goes to others now" in " ".join(body(said).split())
    assert titled(company, BO, "You count as away") == []
    assert len(titled(company, ANA, "Bo Jensen is away")) == 1
    assert len(company.inbox("eva@corp.example")) == 4  # two receipts, two hand-overs


def test_a_cover_that_is_named_goes_before_that_of_the_people_file(company: Company) -> None:
    asks(company)
    company.reply(BO, company.last(BO), "away until 2026-12-04, cover ana")
    company.turn()
    assert company.request().owner == "ana"
    assert "Ana Costa covers" in body(titled(company, BO, "Away until")[0])
    asks(company, "VPN slow")
    assert company.request("IT-1002").owner == "ana"


def test_an_absence_to_come_begins_on_its_day(company: Company) -> None:
    asks(company)
    company.reply(BO, company.last(BO), "away 2026-11-25 to 2026-11-27")
    company.turn()
    assert company.request().owner == "bo"
    company.travel(hours=20)
    assert company.request().owner == "sam"  # by the ladder: the promise was not kept
    company.travel(hours=10)  # Tuesday, an hour before he goes home
    asks(company, "VPN slow")
    company.travel(hours=16)  # before the day begins on which he is away
    assert company.request("IT-1002").owner == "bo"
    company.travel(hours=2)  # nothing is late yet
    assert company.request("IT-1002").owner == "sam"


def test_back_ends_it_and_nothing_comes_back_unasked(company: Company) -> None:
    asks(company)
    company.reply(BO, company.last(BO), "away until 2026-12-04")
    company.turn()
    company.travel(days=2)
    company.reply(BO, titled(company, BO, "Away until")[0], "I am back!")
    company.turn()
    assert known(company) == []
    assert company.request().owner != "bo"
    asks(company, "VPN slow")
    assert company.request("IT-1002").owner == "bo"


def test_back_at_once_takes_it_back(company: Company) -> None:
    asks(company)
    company.reply(BO, company.last(BO), "away until 2026-12-04")
    company.turn()
    company.travel(minutes=5)
    company.reply(BO, titled(company, BO, "Away until")[0], "zurück")
    company.turn()
    assert (known(company), company.request().owner) == ([], "bo")


@LONG
def test_the_last_word_counts(company: Company) -> None:
    asks(company)
    company.reply(BO, company.last(BO), "away until 2026-12-04")
    company.turn()
    company.reply(BO, titled(company, BO, "Away until")[0], "away until 2026-11-27")
    company.turn()
    assert days(company) == [("bo", "2026-11-23", "2026-11-27")]


@LONG
@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("away until 2026-11-32", "could not read which days"),
        ("away until 2026-11-13", "are over"),
        ("away until 2026-12-04, cover nobody", "Nobody in the people file"),
        ("away until 2026-12-04, cover bo", "cannot cover for yourself"),
    ],
)
def test_what_cannot_be_done_is_asked_back(company: Company, line: str, asked: str) -> None:
    asks(company)
    company.reply(BO, company.last(BO), line)
    company.turn()
    assert known(company) == []
    assert company.request().owner == "bo"
    (question,) = titled(company, BO, "say it once more")
    assert asked in body(question)
    company.reply(BO, question, "away until 2026-12-04")
    company.turn()
    assert days(company) == [("bo", "2026-11-23", "2026-12-04")]


@LONG
def test_to_the_alias_itself_it_wants_proof(company: Company) -> None:
    company.write(BO, "", "away until 2026-12-04\n\nBo\n")
    company.turn()
    assert known(company) == []
    assert owners(company) == {}
    (question,) = titled(company, BO, "Did you write this?")
    company.write(BO, "Holiday", "away until 2026-12-04")
    company.turn()
    assert len(titled(company, BO, "Did you write this?")) == 1  # once a day
    company.reply(BO, question, "away until 2026-12-04")
    company.turn()
    assert days(company) == [("bo", "2026-11-23", "2026-12-04")]
    assert owners(company) == {}


def proven(mail) -> None:
    mail["Authentication-Results"] = "mx.corp.example; dmarc=pass header.from=corp.example"


@LONG
def test_to_the_alias_itself_with_the_borders_word(company: Company) -> None:
    company.site(authserv_ids=("mx.corp.example",))
    company.write(BO, "away until 2026-12-04", "\n-- \nBo Jensen\n", edit=proven)
    company.turn()
    assert days(company) == [("bo", "2026-11-23", "2026-12-04")]
    assert owners(company) == {}


@LONG
def test_away_alone_lasts_until_the_next_working_day(company: Company) -> None:
    asks(company)
    company.reply(BO, company.last(BO), "abwesend")
    company.turn()
    assert days(company) == [("bo", "2026-11-23", "2026-11-23")]


@LONG
@pytest.mark.parametrize(
    "words",
    [
        "I am away until 2026-12-04 and look into it then.",
        "Back to you tomorrow.",
        "Away until 2026-12-04.\n\nPlease restart the router meanwhile, then it works.",
    ],
)
def test_what_is_written_for_the_requester_goes_to_the_requester(
    company: Company, words: str
) -> None:
    asks(company)
    company.reply(BO, company.last(BO), words)
    company.turn()
    assert known(company) == []
    assert words.split("\n")[0] in body(company.last("eva@corp.example"))


@LONG
def test_nobody_is_sent_away_by_somebody_else(company: Company) -> None:
    asks(company)
    told = company.last(BO)
    company.reply(SAM, told, "away until 2026-12-04")
    company.turn()
    assert [one.person for one in known(company)] in ([], ["sam"])
    company.reply("Mia <mia@elsewhere.example>", told, "away until 2026-12-04")
    company.turn()
    assert "bo" not in [one.person for one in known(company)]


@LONG
def test_what_the_people_file_says_is_not_undone_by_mail(
    post_office: PostOffice, tmp_path: Path
) -> None:
    filed = RULES.replace("cover: sam,", "cover: sam, away: 2026-11-20 to 2026-12-04,")
    company = Company(post_office, tmp_path, filed)
    asks(company)
    assert company.request().owner == "sam"
    company.reply(SAM, company.last(SAM), "for bo")
    company.turn()
    company.reply(BO, company.last(BO), "back")
    company.turn()
    said = " ".join(body(company.last(BO)).split())
    assert "says that you are away until Friday, 4 December, so you still count as away" in said


@LONG
def test_a_promise_that_begins_meanwhile_is_the_covers(company: Company) -> None:
    asks(company)
    company.reply(BO, company.last(BO), "Please restart the router.")
    company.turn()
    company.write(BO, "", "Thanks")  # a mail of his own changes nothing
    company.reply(BO, company.inbox(BO)[0], "away until 2026-12-04")
    company.turn()
    assert company.request().owner == "bo"  # nothing is owed
    company.reply("eva@corp.example", company.last("eva@corp.example"), "It still drops.")
    company.turn()
    assert company.request().owner == "sam"
    assert "It still drops." in body(company.last(SAM))
    assert "Sam Okoye" in body(company.last("eva@corp.example"))
