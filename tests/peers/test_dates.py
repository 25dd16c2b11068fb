"""Dates that nobody could read, hours that moved, and reminders in the night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailtracker.mail.parse import parse
from mailtracker.policy.hours import add, between, next_open
from mailtracker.policy.model import Ladder, Promise, Rung
from mailtracker.policy.promise import Running, deadline, due
from mailtracker.policy.worktime import Hours, Span
from tests.peers.scenes import EVA, arrives, asked, raw, subjects
from tests.stories.company import MONDAY

OFFICE = Hours("office", ZoneInfo("Europe/Berlin"), (((540, 1020),),) * 5 + ((), ()))
NORMAL = Promise("normal", Span(minutes=240), Span(days=2), OFFICE)
LADDER = Ladder(
    "default",
    (
        Rung(75, remind=("owner",)),
        Rung(100, hand_to="cover"),
        Rung(200, tell=("manager",)),
        Rung(400, tell=("manager",), repeat="daily"),
    ),
)


def test_freescout_4159_a_date_that_swallowed_the_lines_below_it_stops_nothing(company):
    """Two fields that began with blanks became part of Date, which could not be read then: no
    ticket, and the good mails of that pass were marked as read and lost. Here a date is a claim,
    and no mail depends on it, nor on another mail (I6, I7).
    """
    odd = "Date: Thu, 1 Aug 2024 10:55:28 +0300\r\n    Precedence: bulk\r\n    X-Mailer: none"
    arrives(company, raw("Subject: VPN 1", odd), raw("Subject: VPN 2"), raw("Subject: VPN 3"))
    company.turn()
    assert subjects(company) == ["VPN 1", "VPN 2", "VPN 3"]
    assert len(company.inbox(EVA)) == 3


@pytest.mark.parametrize(
    "date", ["Wed, 05 Sep 2018 29:24:05 +0700", "yesterday", "", "6/29/2022 11:57:13 AM"]
)
def test_zammad_2245_an_hour_that_there_is_not_is_no_date(company, date):
    """A mail from the twenty-ninth hour of a day could not be handled, and so became no ticket.
    Here it has no date, and is a request like any other (I7).
    """
    mail = raw("Subject: VPN drops", f"Date: {date}")
    assert parse(mail).date is None
    arrives(company, mail)
    company.turn()
    assert subjects(company) == ["VPN drops"]


def test_zammad_4152_a_resent_date_is_read_by_nobody(company):
    """A Resent-Date in the form of another country was an error, so its mail was kept from
    everybody. Here fields that nothing depends on are not read (I7).
    """
    arrives(company, raw("Subject: VPN drops", "Resent-Date: 6/29/2022 11:57:13 AM"))
    company.turn()
    assert subjects(company) == ["VPN drops"]


@pytest.mark.parametrize(
    "date", ["nonsense", "Thu, 1 Jan 1970 00:00:00 +0000", "Mon, 1 Jan 2035 00:00:00 +0000"]
)
def test_itop_jb_mail_to_ticket_automation_v2_112_a_promise_runs_from_when_the_mail_came(
    company, date
):
    """A Date that could not be read was taken for 1970, and stood on the ticket as its time. Here
    the clock of a promise starts when the mail is there, whatever its sender says (D4).
    """
    asked(company)
    arrives(company, raw("Subject: VPN is slow", f"Date: {date}"))
    company.turn()
    said, unsaid = company.request("IT-1002"), company.request("IT-1001")
    assert said.promised_at == unsaid.promised_at == MONDAY + timedelta(hours=4)
    assert said.unanswered_since == MONDAY


def test_oncall_3261_half_past_eight_stays_half_past_eight_when_the_clocks_change():
    """Shifts were kept in UTC, so when summer time ended, schedules and escalations of half past
    eight began at half past seven. Here hours are those of the clock on the wall (D5).
    """
    london = ZoneInfo("Europe/London")
    shift = Hours("shift", london, (((510, 1050),),) * 7)
    for day in (28, 29, 30):
        start = datetime(2023, 10, day, 3, tzinfo=london)
        opens = next_open(shift, start)
        assert opens.astimezone(london).strftime("%d %H:%M") == f"{day} 08:30"
        ends = add(shift, start, 540)
        assert ends.astimezone(london).strftime("%d %H:%M") == f"{day} 17:30"
        assert between(shift, start, start + timedelta(hours=20)) == 540


def test_zammad_4432_no_reminder_comes_at_midnight_or_on_a_sunday():
    """Escalations reminded at midnight and at weekends, although the service time was from nine to
    five on working days. Here every rung of a ladder is due in working time, its repetitions too
    (D5).
    """
    start = datetime(2026, 10, 19, tzinfo=UTC)
    seen = 0
    for hours in range(0, 24 * 14, 5):
        since = start + timedelta(hours=hours)
        promised = deadline(NORMAL, since, first=True)
        last, repeats = None, 0
        for rung in (0, 1, 2, 3, 3, 3, 3):
            at = due(Running(NORMAL, True, since, promised), LADDER, rung, repeats, last)
            local = at.astimezone(OFFICE.zone)
            assert local.weekday() < 5
            assert 540 <= local.hour * 60 + local.minute <= 1020
            last, repeats = at, repeats + (rung == 3)
            seen += 1
    assert seen > 400
