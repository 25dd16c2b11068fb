"""The watch: no ladder moves too early, none is hidden by another's trouble, none
moves on what waits for a human.
"""

from datetime import timedelta

import pytest

from mailtracker.daemon.watch import AT_ONCE, REST, Watch
from mailtracker.desk.on_command import Close, Reopen
from mailtracker.store import requests
from tests.stories.company import RULES, Company, body


def opened(company, number=1):
    for each in range(number):
        company.write(f"user{each % 10}@corp.example", f"VPN {each}", "Every hour.")
    company.turn()


def test_no_ladder_moves_before_the_mailbox_was_read(company):
    opened(company)
    company.clock.travel(timedelta(hours=3))
    with company.runtime() as runtime:
        assert Watch(runtime, lambda mailbox: False).poll() == 0
        assert Watch(runtime, lambda mailbox: True).poll() == 1


@pytest.mark.every_engine
def test_an_answer_that_waits_in_the_mailbox_comes_before_the_rung(company):
    opened(company)
    company.clock.travel(timedelta(hours=4))
    company.reply("bo@corp.example", company.last("bo@corp.example"), "Restart it.")
    company.turn()
    assert (company.request().owner, company.request().status) == ("bo", "answered")


def test_a_promise_that_began_since_the_look_is_left_alone(company):
    opened(company)
    company.clock.travel(timedelta(hours=3))
    with company.runtime() as runtime:
        watch = Watch(runtime)
        due = watch._due()
    company.reply("bo@corp.example", company.last("bo@corp.example"), "Restart it.")
    company.turn()
    company.reply("user0@corp.example", company.last("user0@corp.example"), "That did not help.")
    company.turn()
    with company.runtime() as runtime:
        assert [told for request in due for told in Watch(runtime)._fire(request)] == []


def test_a_mailbox_that_is_down_hides_no_ladder_of_another(company, monkeypatch):
    """More are due there than one look takes, and they have been due for longer."""
    opened(company, AT_ONCE + 1)
    company.clock.travel(timedelta(minutes=30))
    opened(company)
    company.clock.travel(timedelta(hours=4))
    with company.runtime() as runtime:
        watch = Watch(runtime)
        last = runtime.write(lambda conn: requests.by_reference(conn, "IT-1102"))
        # only its mailbox is up
        monkeypatch.setattr(watch, "_may_fire", lambda request, now: request.id == last.id)
        assert [request.id for request in watch._due()] == [last.id]


def test_a_deadline_that_fails_by_a_bug_rests_and_is_tried_again(company):
    opened(company, 2)
    company.clock.travel(timedelta(hours=3))
    with company.runtime() as runtime:
        watch, whole = Watch(runtime), runtime.world
        runtime.world = None  # whatever goes wrong
        assert watch.poll() == 0
        assert watch._due() == []
        runtime.world = whole
        company.clock.travel(REST)
        assert watch.poll() == 2


def test_the_ladder_of_a_held_request_goes_on_and_a_closed_one_stays_silent_however_long(company):
    opened(company, 1)
    for number in range(12):
        text = f"still {'very ' * number} broken"
        company.write("user0@corp.example", "Re: [IT-1001] VPN 0", text)
    company.turn()
    assert company.request().held_since is not None
    company.travel(hours=3)
    company.travel(hours=1)
    assert company.request().owner == "sam"
    company.act(Reopen)
    company.act(Close)
    company.turn()
    before = company.post.accepted
    for _ in range(5):
        company.travel(days=1)
    assert company.post.accepted == before


def test_where_the_cover_is_silent_too_the_ladder_goes_on_to_the_manager_again_and_again(company):
    opened(company)
    for hours in (3, 1):
        company.travel(hours=hours)
    assert company.request().owner == "sam"
    for _ in range(6):
        company.travel(days=1)
    assert company.request().owner == "sam"
    assert (
        len(
            [
                mail
                for mail in company.inbox("ana@corp.example")
                if "No answer to" in str(mail["Subject"])
            ]
        )
        >= 3
    )


def test_without_any_cover_the_requester_is_told_and_the_owner_reminded(post_office, tmp_path):
    alone = RULES.replace("members: [bo, sam]", "members: [bo]").replace("lead: ana", "lead: bo")
    alone = alone.replace(
        "ana: {name: Ana Costa, email: ana@corp.example, manager: carla, cover: bo",
        "ana: {name: Ana Costa, email: ana@corp.example, manager: carla",
    )
    alone = alone.replace("manager: ana, cover: sam", "manager: ana")
    company = Company(post_office, tmp_path, alone)
    opened(company)
    for hours in (3, 1):
        company.travel(hours=hours)
    assert company.request().owner == "bo"
    assert "not forgotten" in " ".join(body(company.last("user0@corp.example")).split())
    assert len(company.inbox("bo@corp.example")) == 3
