"""A missed promise is impossible to overlook: reminder, cover, manager, again and again."""

from datetime import UTC, datetime

import pytest

from tests.stories.company import body


def opened(company, subject="VPN drops"):
    company.write("Eva Lund <eva@corp.example>", subject, "Every hour.")
    company.turn()


def test_the_deadline_is_counted_in_working_hours(company):
    company.clock.travel(datetime(2026, 11, 27, 14, 30, tzinfo=UTC))  # Friday 15:30 in Copenhagen
    opened(company)
    assert company.request().promised_at == datetime(
        2026, 11, 30, 10, 30, tzinfo=UTC
    )  # Monday 11:30
    assert "Monday" in body(company.last("eva@corp.example"))


def test_the_owner_is_reminded_before_the_deadline_and_nobody_else(company):
    opened(company)
    company.travel(hours=3)
    assert len(company.inbox("bo@corp.example")) == 2
    assert len(company.inbox("eva@corp.example")) == 1
    reminder = company.last("bo@corp.example")
    assert "IT-1001" in str(reminder["Subject"])
    assert "by 13:00 today" in body(reminder)


@pytest.mark.every_engine
@pytest.mark.every_envelope
def test_at_the_deadline_the_cover_has_it_and_requester_and_owner_know(company):
    opened(company)
    company.travel(hours=3)
    company.travel(hours=1)
    assert company.request().owner == "sam"
    assert "Every hour." in body(company.last("sam@corp.example"))
    assert "Sam Okoye" in body(company.last("eva@corp.example"))
    assert "Sam Okoye" in body(company.last("bo@corp.example"))


def test_then_the_manager_hears_of_it_and_the_last_rung_repeats_daily(company):
    opened(company)
    for hours in (3, 1):
        company.travel(hours=hours)
    company.travel(days=1)  # 200 % of four hours is the next morning
    assert "IT-1001" in company.last("ana@corp.example").as_string()
    told = len(company.inbox("ana@corp.example"))
    for _ in range(4):
        company.travel(days=1)
    assert len(company.inbox("ana@corp.example")) >= told + 2


def test_an_answer_settles_the_promise_and_the_next_mail_starts_the_next(company):
    opened(company)
    company.reply("bo@corp.example", company.last("bo@corp.example"), "Restart it.")
    company.turn()
    assert company.request().due_at is None
    company.travel(days=3)
    about = [m for m in company.inbox("bo@corp.example") if "in your name" not in m["Subject"]]
    assert len(about) == 1
    company.reply("eva@corp.example", company.last("eva@corp.example"), "That did not help.")
    company.turn()
    request = company.request()
    assert request.status == "open"
    assert request.promised_at == datetime(
        2026, 11, 30, 8, 0, tzinfo=UTC
    )  # two working days after Thursday 9:00


def test_a_nudge_does_not_reset_what_was_promised(company):
    opened(company)
    promised = company.request().promised_at
    company.travel(hours=2)
    company.reply("eva@corp.example", company.last("eva@corp.example"), "Any news?")
    company.turn()
    assert company.request().promised_at == promised


def test_after_downtime_only_the_highest_due_rung_acts_but_a_second_person_has_it(company):
    opened(company)
    told = company.travel(days=1, hours=1)
    assert len(told) == 1
    assert len(company.inbox("bo@corp.example")) == 2  # that it was handed over, and no reminder
    assert company.request().owner == "sam"
    assert "IT-1001" in company.last("ana@corp.example").as_string()


def test_always_means_at_night_too(company):
    company.clock.travel(datetime(2026, 11, 28, 22, 0, tzinfo=UTC))  # Saturday night
    opened(company, "fire in the server room")
    assert company.request().promised_at == datetime(2026, 11, 28, 22, 30, tzinfo=UTC)
    company.travel(minutes=31)
    assert company.request().owner == "sam"


def test_an_answer_of_the_former_owner_still_reaches_the_requester_and_the_new_owner_knows(company):
    opened(company)
    company.travel(hours=3)
    company.travel(hours=1)
    company.reply("bo@corp.example", company.inbox("bo@corp.example")[0], "Sorry, restart it.")
    company.turn()
    assert "Sorry, restart it." in body(company.last("eva@corp.example"))
    assert "Sorry, restart it." in body(company.last("sam@corp.example"))
    assert company.request().status == "answered"
