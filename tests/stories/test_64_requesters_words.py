"""Requesters say by mail that it is over, ask how it stands, and press; owners hear what is theirs
to hear.
"""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailtracker.desk.request import Status
from tests.stories.absent import BO, asks, titled
from tests.stories.company import Company, body

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""

EVA = "eva@corp.example"


def proven(mail: EmailMessage) -> None:
    mail["Authentication-Results"] = "mx.corp.example; dmarc=pass header.from=corp.example"


def flat(mail: EmailMessage) -> str:
    return " ".join(body(mail).split())


def test_a_request_from_asking_how_it_stands_to_solved(company: Company) -> None:
    asks(company)
    receipt = company.last(EVA)
    due, had = company.request().due_at, len(company.inbox(BO))

    company.reply(EVA, receipt, "Status?")
    company.turn()
    told = company.last(EVA)
    assert "Bo Jensen has your request “VPN drops”, and you will have an answer" in flat(told)
    assert told["Auto-Submitted"] == "auto-replied"
    assert told["Subject"] == "Re: [IT-1001] VPN drops"
    assert (len(company.inbox(BO)), company.request().due_at) == (had, due)

    company.travel(minutes=11)
    company.reply(EVA, told, "Any news? I am still waiting.")
    company.turn()
    assert flat(company.last(BO)).startswith("Asked again, answer by")
    assert "Your mail went on to Bo Jensen" in flat(company.last(EVA))
    assert company.request().due_at == due

    company.reply(EVA, company.last(EVA), "Solved, thanks!\n\nEva")
    company.turn()
    assert company.request().status is Status.CLOSED
    assert "Good to hear that it is solved" in flat(company.last(EVA))
    note = flat(company.last(BO))
    assert note.startswith("Closed, solved: VPN drops")
    assert "Solved, thanks!" in note

    company.reply(EVA, company.last(EVA), "Sorry, it drops again.")
    company.turn()
    assert company.request().status is Status.OPEN


def test_a_new_mail_is_told_of_all_and_opens_nothing(company: Company) -> None:
    company.site(authserv_ids=("mx.corp.example",))
    company.write(EVA, "VPN drops", "Every hour.", edit=proven)
    company.write(EVA, "VPN slow", "Since noon.", edit=proven)
    company.turn()
    had = len(company.inbox(BO))
    asked = company.write(EVA, "Status?", "", edit=proven)
    company.turn()
    (told,) = titled(company, EVA, "Your open requests")
    assert told["In-Reply-To"] == asked["Message-ID"]
    assert "IT-1001 “VPN drops”: Bo Jensen has it, answer by" in flat(told)
    assert "IT-1002 “VPN slow”" in flat(told)
    assert len(company.inbox(BO)) == had

    company.write(EVA, "Status please", "", edit=proven)
    company.turn()
    assert len(titled(company, EVA, "Your open requests")) == 1  # once in ten minutes

    company.travel(minutes=11)
    company.write(EVA, "Status?", "")  # nothing proves that one
    company.turn()
    assert len(titled(company, EVA, "Your open requests")) == 1
    assert company.request("IT-1003").subject == "Status?"


@LONG
def test_cancel_before_anybody_began(company: Company) -> None:
    asks(company)
    company.reply(EVA, company.last(EVA), "Bitte stornieren.")
    company.turn()
    assert company.request().status is Status.CLOSED
    assert "before anybody had answered it" in flat(company.last(EVA))
    assert "nobody had answered it yet" in flat(company.last(BO))


@LONG
def test_cancel_in_answer_to_a_question_is_an_answer(company: Company) -> None:
    asks(company)
    company.reply(BO, company.last(BO), "Shall I move the appointment, or cancel it?")
    company.turn()
    company.reply(EVA, company.last(EVA), "Cancel, please.")
    company.turn()
    assert company.request().status is Status.OPEN
    assert "Cancel, please." in body(company.last(BO))


@LONG
def test_who_waits_for_a_word_gets_it_by_solved(company: Company) -> None:
    asks(company)
    company.reply(BO, company.last(BO), "waiting\n\nDoes it still drop?")
    company.turn()
    company.reply(EVA, company.last(EVA), "Wie ist der Stand?")
    company.turn()
    assert "Bo Jensen needs a word from you" in flat(company.last(EVA)) or (
        "needs a word from you to go on" in flat(company.last(EVA))
    )
    assert company.request().status is Status.WAITING
    company.travel(days=3)
    asked = company.last(EVA)
    assert "needs a word from you" in flat(asked)
    company.reply(EVA, asked, "No longer needed.")
    company.turn()
    assert company.request().status is Status.CLOSED
