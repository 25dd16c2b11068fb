"""`snooze` and `answered`: the promise stays while nobody reminds the owner, its requester hears at
once where it is passed; and one word keeps it where the answer went another way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailtracker.desk.request import Status
from tests.servers.smtpd import PostOffice
from tests.stories.company import ALIAS, RULES, Company, body

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""


EVA, BO = "Eva Lund <eva@corp.example>", "Bo Jensen <bo@corp.example>"


def by_us(company: Company, who: str) -> list[str]:
    """What the desk itself wrote to somebody, the oldest first."""
    mails = company.inbox(f"{who}@corp.example")
    return [flat(mail) for mail in mails if mail["Auto-Submitted"]]


def flat(mail: EmailMessage) -> str:
    return " ".join(body(mail).split())


def asked(company: Company) -> None:
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()


def by_bo(company: Company, text: str) -> None:
    company.reply(BO, company.last("bo@corp.example"), text)
    company.turn()


def test_within_the_promise_only_the_reminder_moves(company: Company) -> None:
    asked(company)
    promised_at = company.request().promised_at
    by_bo(company, "snooze 210m")  # the reminder would come after three hours
    assert company.request().promised_at == promised_at
    assert len(by_us(company, "eva")) == 1  # her receipt
    assert "We will remind you of IT-1001 today at 12:30" in by_us(company, "bo")[-1]
    had = len(by_us(company, "bo"))
    company.travel(hours=3)
    assert len(by_us(company, "bo")) == had
    company.travel(minutes=30)
    assert by_us(company, "bo")[had:] == [by_us(company, "bo")[-1]]
    assert "You wanted to be reminded now: IT-1001" in by_us(company, "bo")[-1]
    assert "is promised by 13:00 today" in by_us(company, "bo")[-1]
    assert company.request().snoozed_until is None


def test_where_it_passes_the_promise_she_hears_at_once_and_the_ladder_stays(
    company: Company,
) -> None:
    asked(company)
    by_bo(company, "until friday")
    told = by_us(company, "eva")[-1]
    assert "Bo Jensen has your request “VPN drops” and asks for time until" in told
    assert "Friday, 27 November, at 09:00; we promised you an answer by 13:00 today." in told
    mine = by_us(company, "bo")[-1]
    assert "We will remind you of IT-1001 Friday, 27 November, at 09:00" in mine
    assert "The answer stays promised by 13:00 today" in mine
    company.travel(hours=5)
    request = company.request()
    assert (request.owner, request.snoozed_until) == ("sam", None)
    assert "Sam Okoye looks after your request now" in by_us(company, "eva")[-1]
    had = len(by_us(company, "bo"))
    company.travel(days=4)  # Bo has it no more: nobody reminds him
    assert len(by_us(company, "bo")) == had


@pytest.mark.parametrize(
    "line",
    ["snooze bis freitag", "jusqu'à vendredi", "til fredag", "uitstellen tot vrijdag", "adiar 4d"],
)
def test_in_any_language(company: Company, line: str) -> None:
    asked(company)
    by_bo(company, line)
    until = company.request().snoozed_until
    assert until is not None
    assert f"{until:%a %H:%M}" == "Fri 08:00"


def test_words_below_it_keep_the_promise_and_the_reminder_comes(company: Company) -> None:
    asked(company)
    by_bo(company, "snooze 2d\n\nI am on it, more on Wednesday.")
    assert company.request().status is Status.ANSWERED
    assert "more on Wednesday" in flat(company.last("eva@corp.example"))
    assert len(by_us(company, "eva")) == 1
    company.travel(days=2)
    (reminded,) = [one for one in by_us(company, "bo") if "You wanted to be reminded now" in one]
    assert "No answer is owed" in reminded


@LONG
def test_a_new_word_of_hers_ends_it(company: Company) -> None:
    asked(company)
    by_bo(company, "snooze 2d\n\nI am on it.")
    company.reply(EVA, company.last("eva@corp.example"), "It is worse now, please hurry.")
    company.turn()
    assert company.request().snoozed_until is None


@LONG
def test_what_is_not_certain_is_asked_back_and_changes_nothing(company: Company) -> None:
    asked(company)
    for line in ("snooze 5/12", "Bis Freitag!"):
        by_bo(company, line)
        assert "nothing was sent on" in by_us(company, "bo")[-1]
    request = company.request()
    assert (request.status, request.snoozed_until) == (Status.OPEN, None)
    assert len(company.inbox("eva@corp.example")) == 1


@LONG
def test_after_a_downtime_many_reminders_are_one_mail(company: Company) -> None:
    for number in range(12):
        company.write(EVA, f"VPN {number}", f"It drops. {number}")
    company.turn()
    for mail in company.inbox("bo@corp.example"):
        if "Re:" not in str(mail["Subject"]) and "VPN" in str(mail["Subject"]):
            company.reply(BO, mail, "snooze 2d\n\nI am on it.")
    company.turn()
    company.travel(days=4)
    company.travel(hours=2)
    told = [one for one in by_us(company, "bo") if "wanted to be reminded" in one]
    assert len(told) == 1
    assert all(f"IT-10{number:02}" in told[0] for number in range(1, 13))


@LONG
def test_answered_keeps_the_promise_and_nothing_is_sent(company: Company) -> None:
    asked(company)
    by_bo(company, "answered")
    assert company.request().status is Status.ANSWERED
    noted = by_us(company, "bo")[-1]
    assert "IT-1001 counts as answered, since you say so. Nothing was sent to Eva Lund" in noted
    had = len(company.inbox("eva@corp.example"))
    company.travel(days=5)
    assert len(company.inbox("eva@corp.example")) == had
    company.reply(EVA, company.last("eva@corp.example"), "It drops again.")
    company.turn()
    assert company.request().status is Status.OPEN


# -- what the requester reads at the promised time -------------------------------------

ALONE = RULES.replace(
    "- {at: 100%, hand_to: cover, tell: [owner, requester]}",
    "- {at: 100%, tell: [owner, requester]}",
).replace("- {at: 200%, tell: manager}", "- {at: 200%, tell: [manager, requester]}")
"""Bo has it and keeps it, so that Eva reads of the promise alone."""


@pytest.fixture
def alone(post_office: PostOffice, tmp_path: Path) -> Company:
    return Company(post_office, tmp_path, ALONE)


def words(company: Company) -> list[str]:
    """Those on the promise that the desk wrote to Eva."""
    return [one for one in by_us(company, "eva") if "promised" in one]


def by_mail(company: Company, text: str = "Please restart the client.") -> None:
    by_bo(company, text)


def in_the_outbox(company: Company) -> None:
    company.reply(BO, company.last("bo@corp.example"), "Please restart the client.")
    company.post.faults["CONNECT"] = "drop"
    company.turn()


def past_us(company: Company) -> None:
    def copied(mail: EmailMessage) -> None:
        mail["Cc"] = ALIAS

    company.reply(BO, hers(company), "Please restart the client.", edit=copied)
    company.turn()


def unverified(company: Company) -> None:
    """On a site whose border says nothing of this mail."""
    company.site(authserv_ids=("mx.corp.example",))
    past_us(company)
    assert company.request().status is Status.OPEN


def from_elsewhere(company: Company) -> None:
    company.reply("Bo J <b.jensen@mail.example>", company.last("bo@corp.example"), "Restart it.")
    company.turn()
    assert company.request().status is Status.OPEN


def sent_mail(company: Company, **fields: str) -> None:
    """Somebody works in the shared mailbox, whose program keeps what it sends."""
    (box,) = company.config.mailboxes
    company.site(mailboxes=(replace(box, sent_folder="Sent"),))
    mail = EmailMessage()
    usual = {
        "From": f"IT help <{ALIAS}>",
        "To": "eva@corp.example",
        "Message-ID": "<by-hand@client.corp.example>",
        "In-Reply-To": str(hers(company)["Message-ID"]),
    }
    for name, value in {**usual, **fields}.items():
        mail[name] = value
    mail.set_content("Please restart the client.")
    company.post.add(ALIAS).store(mail.as_bytes(), "Sent")


def in_the_sent_folder(company: Company) -> None:
    sent_mail(company)


def to_somebody_else(company: Company) -> None:
    sent_mail(company, To="tom@corp.example")


def on_something_else(company: Company) -> None:
    sent_mail(company, **{"In-Reply-To": "<other@client.corp.example>"})


def by_a_robot(company: Company) -> None:
    sent_mail(company, **{"Auto-Submitted": "auto-replied"})


def by_the_word(company: Company) -> None:
    by_bo(company, "answered")


def hand_over_in_prose(company: Company) -> None:
    by_bo(company, "Not mine, ask Sam.")


def a_thumb(company: Company) -> None:
    by_bo(company, "👍")


def nothing(company: Company) -> None:
    pass


def hers(company: Company) -> EmailMessage:
    """The mail that she wrote, as a reply to all needs it."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = EVA, "VPN drops"
    mail["Message-ID"] = company.request().first_id
    mail.set_content("Every hour.")
    return mail


WORDS_AT_THE_PROMISED_TIME = (
    (nothing, 1),
    (hand_over_in_prose, 1),
    (a_thumb, 1),
    (to_somebody_else, 1),
    (on_something_else, 1),
    (by_a_robot, 1),
    (by_mail, 0),
    (in_the_outbox, 0),
    (past_us, 0),
    (unverified, 0),
    (from_elsewhere, 0),
    (in_the_sent_folder, 0),
    (by_the_word, 0),
)


@LONG
@pytest.mark.parametrize(
    ("happens", "number"), WORDS_AT_THE_PROMISED_TIME, ids=lambda one: getattr(one, "__name__", "")
)
def test_at_the_promised_time_she_reads_one_word_or_none(
    alone: Company, happens: Callable[[Company], None], number: int
) -> None:
    alone.write(EVA, "VPN drops", "Every hour.")
    alone.turn()
    happens(alone)
    alone.travel(hours=4, minutes=1)
    alone.turn()
    assert len(words(alone)) == number
    if number:
        assert "We promised you an answer by 13:00 today and did not keep" in words(alone)[0]
        assert "Bo Jensen has your request." in words(alone)[0]
        assert "we step in again" in words(alone)[0]
    alone.post.faults.clear()
    alone.travel(hours=4)  # the next stage
    assert len(words(alone)) == 2 * number
    assert sum("We are sorry" in one for one in words(alone)) == number


@LONG
def test_what_lies_in_the_sent_folder_keeps_no_promise(alone: Company) -> None:
    """Nobody has read it here: whoever is above Bo hears all the same, in other words."""
    alone.write(EVA, "VPN drops", "Every hour.")
    alone.turn()
    in_the_sent_folder(alone)
    alone.travel(hours=4, minutes=1)
    assert alone.request().status is Status.OPEN
    assert "may still wait for your answer" in by_us(alone, "bo")[-1]
