"""What stays inside stays inside, whatever becomes of the request; and two requests of one person
become one, which buys nobody time.
"""

from __future__ import annotations

import re
from functools import partial

import pytest

from mailtracker.desk.on_command import Assign, Reopen
from mailtracker.desk.request import Status
from mailtracker.store import requests
from tests.stories.company import RULES, Company, body

EVA, BO, SAM, CARLA, LEE = (f"{who}@corp.example" for who in ("eva", "bo", "sam", "carla", "lee"))
SECRET = "rang her, she sounds drunk"
PHOTO = b"\x89PNG what the door looks like"
WATCHED = f"{RULES}notes:\n  - {{when: {{subject: [vpn]}}, add: {{watch: carla}}}}\n"


@pytest.fixture
def watched(post_office, tmp_path):
    return Company(post_office, tmp_path, WATCHED)


def copy(mail):
    mail["Cc"] = f"Lee Park <{LEE}>"


def with_photo(mail):
    mail.add_attachment(PHOTO, maintype="image", subtype="png", filename="door.png")


def all_of(company, who):
    """All that somebody ever got, as it lies in their mailbox, and decoded."""
    raw = b"\n".join(company.post.mails(who)).decode("utf-8", "replace")
    mails = company.inbox(who)
    parts = [part for mail in mails for part in mail.walk() if not part.is_multipart()]
    told = [part.get_content() for part in parts if part.get_content_maintype() == "text"]
    return "\n".join([raw, *told])


def history(company, reference="IT-1001"):
    with company.runtime() as runtime, runtime.store.read() as conn:
        return requests.history(conn, requests.by_reference(conn, reference).id)


def test_a_note_stays_with_the_owners_side_through_all_that_follows(watched):
    company = watched
    company.write(f"Eva Lund <{EVA}>", "VPN drops", "Every hour.", edit=copy)
    company.turn()
    asked = company.last(BO)
    before = company.request()
    company.reply(BO, asked, f"note: {SECRET}\n\nUntil May, says Kim.", edit=with_photo)
    company.turn()

    assert "Your note stays with IT-1001, and Carla Stein gets it now." in body(company.last(BO))
    seen = company.last(CARLA)
    assert SECRET in body(seen)
    assert "door.png" in str(seen)
    after = company.request()
    assert (after.promised_at, after.due_at, after.status) == (
        before.promised_at,
        before.due_at,
        Status.OPEN,
    )
    assert [one.text for one in history(company) if one.kind == "internal note"] == [
        f"Bo Jensen: {SECRET} Until May, says Kim."
    ]

    company.reply(CARLA, seen, "Then send her a taxi.")  # what answers a note is one
    company.turn()
    assert "Then send her a taxi." in body(company.last(BO))
    company.reply(BO, company.last(BO), "done\n\nNo taxi.")  # and so is what a word stands above
    company.turn()
    assert "No taxi." in body(company.last(CARLA))
    assert company.request().status is Status.CLOSED

    company.reply(EVA, company.last(EVA), "It drops again, and why was it closed?")
    company.turn()
    company.act(partial(Assign, who="sam"))
    company.turn()
    told = body(company.last(SAM))
    assert re.search(rf"Internal note\. We did not send it to Eva Lund.*{SECRET}", told, re.DOTALL)
    assert "No taxi." in told
    assert "door.png" in str(company.last(SAM))

    company.reply(SAM, company.last(SAM), "It is the gateway, please restart.")
    company.turn()
    assert "It is the gateway" in body(company.last(EVA))
    for who in (EVA, LEE):
        got = all_of(company, who)
        # Words that no token of ours can have in it.
        secret = (SECRET, "a taxi", "No taxi", "door.png", "Until May")
        assert [one for one in secret if one in got] == []
    assert not any(mail["Message-ID"] == seen["Message-ID"] for mail in company.inbox(EVA))


def test_one_reply_sends_a_note_that_was_meant_for_the_requester(company):
    company.write(f"Eva Lund <{EVA}>", "VPN drops", "Every hour.")
    company.turn()
    company.reply(BO, company.last(BO), "Note: we are closed on Friday.\n\nBo")
    company.turn()
    told = company.last(BO)
    assert "with the word send" in " ".join(body(told).split())
    assert company.request().unanswered_since is not None
    company.reply(BO, told, "send")
    company.turn()
    assert "Note: we are closed on Friday." in body(company.last(EVA))
    assert company.request().unanswered_since is None


def test_two_requests_of_one_person_become_one_with_the_sooner_promise(company):
    asked = company.write(f"Eva Lund <{EVA}>", "VPN drops", "Every hour.", edit=copy)
    company.turn()
    company.travel(minutes=30)
    company.write(f"Eva Lund <{EVA}>", "VPN again", "It is me again.")
    company.turn()
    first, receipt = company.request(), company.last(EVA)
    assert first.promised_at < company.request("IT-1002").promised_at
    opened = company.inbox(BO)[0]
    company.reply(BO, opened, "merge IT-1002")
    company.turn()

    was, left = company.request(), company.request("IT-1002")
    assert (was.status, was.merged_into) == (Status.CLOSED, left.id)
    assert left.promised_at == first.promised_at
    assert left.unanswered_since == first.unanswered_since
    assert "IT-1001 is part of IT-1002 now" in body(company.last(BO))
    assert "Lee Park" in body(company.last(BO))
    assert "Your mails IT-1001 and IT-1002 belong together" in body(company.last(EVA))
    assert not [mail for mail in company.inbox(LEE) if "IT-1002" in str(mail)]

    company.reply(EVA, company.inbox(EVA)[0], "It is worse now.")  # the receipt of the first
    company.turn()
    assert "[IT-1002]" in company.last(BO)["Subject"]
    assert "It is worse now." in body(company.last(BO))
    company.reply(BO, opened, "Please restart it.")  # and the first mail to its owner
    company.turn()
    assert "Please restart it." in body(company.last(EVA))
    assert company.request("IT-1002").status is Status.ANSWERED
    assert company.request().status is Status.CLOSED
    company.act(partial(Assign, who="sam"), "IT-1002")
    company.turn()
    told = body(company.last(SAM))
    assert all(said in told for said in ("Every hour.", "It is me again.", "It is worse now."))

    company.act(Reopen)
    company.turn()
    company.reply(EVA, receipt, "About the first one.")
    company.turn()
    assert company.request().merged_into is None
    assert asked["Message-ID"] == company.request().first_id


def test_what_two_people_ask_is_never_merged(company):
    company.write(f"Eva Lund <{EVA}>", "VPN drops", "My password is horse.")
    company.write(f"Lee Park <{LEE}>", "VPN drops too", "Mine is battery.")
    company.turn()
    company.reply(BO, company.inbox(BO)[0], "merge IT-1002\n\nSee there.")
    company.turn()
    told = body(company.last(BO))
    assert "either would read what the other wrote" in told
    assert company.request().status is Status.OPEN
    for who in (EVA, LEE):
        assert "See there." not in all_of(company, who)
