"""Calendars that people keep anyway say who is away and when nobody works: a published one, a file
beside the rules; and what they said last serves while they say nothing.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailtracker.daemon.feeds import FeedKeeper
from mailtracker.daemon.reload import Reloader
from mailtracker.store import requests
from tests.feeds.calendars import calendar, days, event, zone
from tests.servers.calendar_server import CalendarServer, Page, calendar_server
from tests.stories.company import RULES, Company
from tests.stories.site import Site

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""


HOUR = timedelta(hours=1, minutes=6)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[CalendarServer]:
    with calendar_server(tmp_path) as running:
        yield running


def with_calendars(web: CalendarServer) -> str:
    """The company's rules; Bo's calendar is published, the office's days off are a file."""
    bo = f"name: Bo Jensen, calendar: '{web.address('/bo.ics')}',"
    return RULES.replace("name: Bo Jensen,", bo).replace("mon-fri:", "feeds: closed.ics, mon-fri:")


def publish(web: CalendarServer, *components: str) -> None:
    web.pages["/bo.ics"] = Page(calendar(*components))


def close(folder: Path, *components: str) -> None:
    (folder / "rules" / "closed.ics").write_bytes(calendar(*components))


@pytest.fixture
def office(company: Company, web: CalendarServer) -> Company:
    folder = company.config.rules.parent
    (company.config.rules / "all.yaml").write_text(with_calendars(web), encoding="utf-8")
    close(folder)
    publish(web)
    look(company)
    return company


def look(company: Company, after: timedelta = timedelta(0)) -> None:
    """A daemon that is made anew asks for the calendars that are due."""
    company.clock.travel(after)
    with company.runtime() as runtime:
        keeper = FeedKeeper(runtime, lambda: None)
        keeper.look()
        keeper.end()


def owner_of(company: Company, subject: str) -> str:
    company.write("eva@corp.example", subject, "It does not work.")
    company.turn()
    return company.request(f"IT-{1000 + len(requests_of(company))}").owner


def requests_of(company: Company) -> list[str]:
    return [mail["Subject"] for mail in company.inbox("eva@corp.example") if mail["Subject"]]


def history_of(company: Company) -> str:
    request = company.request()
    with company.runtime() as runtime, runtime.store.read() as conn:
        events = requests.history(conn, request.id)
    return "\n".join(event.text for event in events)


# -- who is away ------------------------------------------------------------------------


def test_who_is_away_by_their_calendar_gets_no_new_request(office: Company, web) -> None:
    publish(web, days("20261123", "20261128"))
    look(office, HOUR)
    assert owner_of(office, "VPN drops") == "sam"
    assert "Bo Jensen is away until 2026-11-27" in history_of(office)
    publish(web)
    look(office, HOUR)
    assert owner_of(office, "VPN drops again") == "bo"


def test_what_is_no_calendar_makes_nobody_present(office: Company, web) -> None:
    publish(web, days("20261123", "20261128"))
    look(office, HOUR)
    web.pages["/bo.ics"] = Page(b"<html><title>Sign in</title></html>")
    look(office, HOUR)
    assert owner_of(office, "VPN drops") == "sam"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_people_whose_calendars_call_other_zones_by_one_name(
    company: Company, web, order: tuple[int, int]
) -> None:
    """Bo's zone is that of Copenhagen, Sam's is ten hours behind: of one text the one is away on
    Monday by day, the other by night.
    """
    zones = ("+0100", "-0900")
    day = event(";TZID=Home:20261123T080000", ";TZID=Home:20261123T180000", title="Out of office")
    people = [("bo", "Bo Jensen"), ("sam", "Sam Okoye")]
    rules = RULES
    for n in order:
        key, name = people[n]
        web.pages[f"/{key}.ics"] = Page(calendar(zone("Home", zones[n]), day))
        feed = f"name: {name}, calendar: '{web.address(f'/{key}.ics')}',"
        rules = rules.replace(f"name: {name},", feed)
    (company.config.rules / "all.yaml").write_text(rules, encoding="utf-8")
    look(company)
    with company.runtime() as runtime:
        people_then = runtime.world.policy.people
        assert [bool(people_then[key].away_by_feeds) for key in ("bo", "sam")] == [True, False]


# -- when nobody works -------------------------------------------------------------------


@LONG
def test_a_day_off_counts_for_what_is_promised_from_then_on(office: Company) -> None:
    office.write("eva@corp.example", "VPN drops", "It does not work.")
    office.turn()
    before = office.request()
    assert before.promised_at == datetime(2026, 11, 23, 12, tzinfo=UTC)
    close(office.config.rules.parent, event(":20261123T090000Z", ":20261123T160000Z"))
    look(office)
    office.write("eva@corp.example", "VPN is slow", "It does not work.")
    office.turn()
    assert office.request().promised_at == before.promised_at
    assert office.request("IT-1002").promised_at == datetime(2026, 11, 24, 11, tzinfo=UTC)


@LONG
def test_a_change_of_a_calendar_is_no_change_of_the_rules(office: Company) -> None:
    with office.runtime() as runtime:
        digest = runtime.world.policy.digest
    close(office.config.rules.parent, days("20261124", title="Outing"))
    look(office)
    with office.runtime() as runtime:
        assert runtime.world.policy.digest == digest
        assert runtime.world.policy.hours["office"].closings.days
        Reloader(runtime).poll()
        assert runtime.world.policy.hours["office"].closings.days


# -- the command line ----------------------------------------------------------------------


@contextmanager
def at_home(site: Site, web: CalendarServer) -> Iterator[Site]:
    (site.folder / "rules" / "all.yaml").write_text(with_calendars(web), encoding="utf-8")
    yield site


def parts(site: Site) -> dict[str, dict[str, object]]:
    told = site.ask("status", "--json").stdout
    return {one["part"]: one for one in json.loads(told)["parts"]} if told else {}


def next_weekday() -> datetime:
    day = datetime.now(UTC) + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


@LONG
def test_the_daemon_asks_by_itself_and_status_and_check_tell(site: Site, web) -> None:
    off = next_weekday()
    with at_home(site, web):
        publish(web, event(":soon", title="Doctor"), days(f"{off:%Y%m%d}"))
        close(site.folder, days(f"{off:%Y%m%d}", title="Company outing"))
        site.start()
        bo, closed = "calendar of bo (localhost)", "days off of office (closed.ics)"
        site.until(lambda: {bo, closed} <= parts(site).keys())
        told = parts(site)
        assert told[closed]["ok"] is told[bo]["ok"] is True
        assert "1 entry counts, as of" in str(told[bo]["text"])
        assert "left out: line 4: cannot be read" in str(told[bo]["text"])
        assert "Doctor" not in str(told)
        checked = site.ask("check", "--offline")
        assert f"✓ {closed}: 1 entry counts" in checked.stdout
        assert bo not in checked.stdout
        checked = site.ask("check")
        assert f"✓ {bo}: 1 entry counts, 1 warning" in checked.stdout
        year = site.ask("check", "--calendar", f"{off.year}")
        assert "Company outing (closed.ics, " in " ".join(year.stdout.split())
        web.pages.clear()
        close_badly(site)
        site.until(lambda: "is empty" in str(parts(site)[closed]["text"]))
        told = parts(site)
        assert "; 1 entry counts, as of" in str(told[closed]["text"])
        assert told[closed]["ok"] is True
        checked = site.ask("check")
        assert checked.returncode == 1
        assert f"✗ {bo}" in checked.stdout
        assert "answers 404: there is no such calendar" in checked.stdout
        year = site.ask("check", "--calendar", f"{off.year}")
        assert "closed.ics: is empty" in year.stderr
        assert "Company outing (closed.ics, " in " ".join(year.stdout.split())
        assert site.stop() == 0
    assert "/bo.ics" not in site.log()


def close_badly(site: Site) -> None:
    (site.folder / "rules" / "closed.ics").write_bytes(b"")


@LONG
def test_a_single_pass_reads_calendars_before_the_mail(site: Site, web) -> None:
    with at_home(site, web):
        today = datetime.now(UTC) - timedelta(days=1)
        publish(web, days(f"{today:%Y%m%d}", f"{today + timedelta(days=6):%Y%m%d}"))
        close(site.folder)
        site.post.send("eva@corp.example", [site.alias], site.mail("eva@corp.example", "VPN drops"))
        site.until(lambda: site.box.flags())
        assert site.run("run", "--once").returncode == 0
        (request,) = json.loads(site.ask("list", "--json").stdout)
        assert request["owner"] == "sam"


@LONG
def test_a_web_server_that_says_nothing_holds_up_neither_mail_nor_a_stop(site: Site, web) -> None:
    never = threading.Event()
    with at_home(site, web):
        web.pages["/bo.ics"] = Page(b"", after=never)
        close(site.folder)
        site.start()
        site.until(lambda: web.asked)
        site.post.send("eva@corp.example", [site.alias], site.mail("eva@corp.example", "VPN drops"))
        site.until(lambda: json.loads(site.ask("list", "--json").stdout))
        started = datetime.now(UTC)
        assert site.stop() == 0
        assert datetime.now(UTC) - started < timedelta(seconds=15)
    never.set()
