"""A mail whose From names nobody for certain is served like any other: one owner, a promise, a
ladder. Nobody but that owner gets a mail of ours by it, and the owner reads what that means.
"""

from __future__ import annotations

import pytest

from mailtracker.desk.request import Status
from tests.stories.company import ALIAS, body

BO, EVA, LEE = "bo@corp.example", "eva@corp.example", "lee@corp.example"
BOTH = f"Eva Lund <{EVA}>, Lee Park <{LEE}>"


def write(company, field, text="Both desks are dead."):
    raw = (
        f"{field}To: {ALIAS}\r\nSubject: VPN drops\r\nMessage-ID: <two@client.corp.example>\r\n"
        f"Date: Mon, 23 Nov 2026 09:02:00 +0100\r\n\r\n{text}\r\n"
    )
    company.post.add(EVA)
    company.post.send(EVA, [ALIAS], raw.encode())
    company.turn()


def outsiders(company):
    """What anybody but the owner's side got."""
    return [mail for who in (EVA, LEE) for mail in company.inbox(who)]


@pytest.mark.parametrize(
    "field",
    [f"From: {BOTH}\r\n", "From: Ana Silva ana@corp.example\r\n", "From: Eva Lund\r\n", ""],
    ids=["two mailboxes", "words beside it", "no address", "no field"],
)
def test_it_is_one_request_with_one_owner_who_is_told(company, field):
    write(company, field)
    assert company.request().owner == "bo"
    note = company.last(BO)
    said = " ".join(body(note).split())
    assert "We cannot be sure who wrote this" in said
    assert "add NAME" in said
    assert "Both desks are dead." in said
    assert note["From"].startswith("Sender in doubt via IT help")
    assert outsiders(company) == []
    company.travel(days=9)  # its ladder runs, and nobody unknown hears of that either
    assert outsiders(company) == []


def test_who_is_taken_in_reads_the_answer_and_may_answer(company):
    write(company, f"From: {BOTH}\r\n")
    company.reply(BO, company.last(BO), "Restart the switch.")
    company.turn()
    asked = company.last(BO)
    assert "nothing was sent on" in " ".join(body(asked).split())
    assert company.request().unanswered_since is not None
    company.reply(BO, asked, "add Eva\n\nRestart the switch.")
    company.turn()
    (got,) = company.inbox(EVA)
    assert "Restart the switch." in body(got)
    assert company.request().status is Status.ANSWERED
    company.reply(EVA, got, "Still dead.")
    company.turn()
    assert "Still dead." in body(company.last(BO))
    assert company.request().unanswered_since is not None
    assert company.inbox(LEE) == []


def test_done_closes_it_without_a_word_to_anybody(company):
    write(company, f"From: {BOTH}\r\n")
    company.reply(BO, company.last(BO), "done")
    company.turn()
    assert company.request().status is Status.CLOSED
    assert outsiders(company) == []
