"""The loop that asks for calendars: the last good copy serves, whatever comes instead of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from benchmarks.writer import NOBODY
from mailtracker.clock import DrivenClock
from mailtracker.config import Config
from mailtracker.daemon.feeds import EVERY, JITTER, FeedKeeper
from mailtracker.daemon.reload import Reloader, lay_over
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Runtime
from mailtracker.policy.calendar import openings_of
from mailtracker.policy.feed import Entry
from mailtracker.policy.model import Absence
from mailtracker.reader import InProcessReader
from mailtracker.store import feeds, outbox
from mailtracker.store.feeds import FeedState
from tests.feeds.calendars import calendar, days, event
from tests.servers.calendar_server import CalendarServer, Page
from tests.shipped_letters import shipped_letters
from tests.stories.company import MONDAY, RULES, config_for

HOUR = EVERY + JITTER
DAY = timedelta(days=1)
TUE, WED = date(2026, 11, 24), date(2026, 11, 25)
BO = "name: Bo Jensen,"
OFFICE = "mon-fri:"


class Office:
    """Rules in which Bo has a calendar, and the office one of its days off."""

    def __init__(self, folder: Path, server: CalendarServer) -> None:
        self.server, self.clock = server, DrivenClock(MONDAY)
        self.config: Config = config_for(folder, NOBODY, 1)
        self.rules("closed.ics", server.address("/bo.ics"))
        self.close(calendar())
        self.publish(calendar())

    def rules(self, closed: str, calendar: str) -> None:
        text = RULES.replace(OFFICE, f"feeds: {closed}, {OFFICE}")
        text = text.replace(BO, f"{BO} calendar: {calendar},")
        (self.config.rules / "all.yaml").write_text(dedent(text), encoding="utf-8")

    def close(self, data: bytes) -> None:
        (self.config.rules / "closed.ics").write_bytes(data)

    def publish(self, data: bytes) -> None:
        self.server.pages["/bo.ics"] = Page(data)

    @contextmanager
    def runtime(self) -> Iterator[Runtime]:
        with open_runtime(
            self.config, self.clock, InProcessReader, letters=shipped_letters()
        ) as runtime:
            yield runtime

    def look(self, after: timedelta = timedelta(0)) -> None:
        """A daemon that is made anew, and one look of it."""
        self.clock.travel(after)
        with self.runtime() as runtime:
            keeper = FeedKeeper(runtime, lambda: None)
            try:
                keeper.look()
            finally:
                keeper.end()

    def state(self, of: str = "bo") -> FeedState:
        with self.runtime() as runtime:
            states = runtime.read(feeds.states)
        return next(one for one in states if f" of {of} " in one.called)

    def away(self) -> tuple[Absence, ...]:
        """Of Bo, as a daemon knows it that was just started."""
        with self.runtime() as runtime:
            return runtime.world.policy.people["bo"].away_by_feeds

    def works(self, day: date) -> bool:
        with self.runtime() as runtime:
            return bool(openings_of(runtime.world.policy.hours["office"], day))

    def letters(self) -> list[str]:
        with self.runtime() as runtime, runtime.store.read() as conn:
            found = outbox.last_written(conn, "old_calendar", ("priya@corp.example",))
            return [] if found is None else [f"{found:%Y-%m-%d}"]


@pytest.fixture
def office(tmp_path: Path, server: CalendarServer) -> Office:
    return Office(tmp_path / "site", server)


@pytest.fixture(autouse=True)
def site_folder(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()


ONE = [Absence(TUE, TUE)]


def test_what_calendars_say_serves_and_survives_a_restart(office: Office) -> None:
    assert (office.away(), office.works(WED)) == ((), True)
    office.publish(calendar(days("20261124")))
    office.close(calendar(days("20261125", title="Outing")))
    office.look()
    assert (list(office.away()), office.works(WED), office.works(TUE)) == (ONE, False, True)
    state = office.state()
    assert (state.count, state.trouble, state.seen_at) == (1, "", MONDAY)


KEPT = {
    "nothing": (b"", "is empty"),
    "a page": (b"<html>Log in</html>", "is no calendar, but a page for people"),
    "half of it": (calendar(days("20261125"))[:-30], "is cut off"),
    "odd entries alone": (calendar(event(":soon")), "says nothing that can be read"),
}


@pytest.mark.parametrize("which", KEPT)
def test_what_is_no_calendar_keeps_the_last_good_copy(office: Office, which: str) -> None:
    data, why = KEPT[which]
    office.publish(calendar(days("20261124")))
    office.close(calendar(days("20261125")))
    office.look()
    office.publish(data)
    office.close(data)
    office.look(HOUR)
    assert (list(office.away()), office.works(WED)) == (ONE, False)
    for owner in ("bo", "office"):
        state = office.state(owner)
        assert why in state.trouble
        assert (state.seen_at, state.since, state.count) == (MONDAY, MONDAY + HOUR, 1)
    office.publish(calendar())
    office.look(HOUR)
    assert (office.away(), office.state().trouble) == ((), "")


@pytest.mark.parametrize("status", [304 + 100, 500, 302])
def test_nor_does_a_server_that_does_not_give_it(office: Office, status: int) -> None:
    office.publish(calendar(days("20261124")))
    office.look()
    office.server.pages["/bo.ics"] = Page(b"", status)
    office.look(HOUR)
    assert list(office.away()) == ONE
    assert office.state().trouble


def test_it_is_asked_for_once_an_hour_and_says_that_nothing_is_new(office: Office) -> None:
    office.publish(calendar(days("20261124")))
    office.look()
    office.look(EVERY - timedelta(minutes=1))
    assert len(office.server.asked) == 1
    office.look(JITTER + timedelta(minutes=1))
    assert office.server.answered == [200, 304]
    assert (list(office.away()), office.state().seen_at) == (ONE, office.clock.now())


def test_once_a_week_it_is_read_anew_though_nothing_is_new(office: Office) -> None:
    """Series are followed for three years from now."""
    office.publish(calendar(days("20261124", "", "RRULE:FREQ=DAILY")))
    office.look()
    last = office.away()[-1].end
    assert last is not None
    office.look(3 * DAY)
    assert (office.server.answered, office.away()[-1].end) == ([200, 304], last)
    office.look(5 * DAY)
    assert office.server.answered == [200, 304, 200]
    assert (office.away()[-1].end or last) > last


def test_whoever_is_in_a_hurry_has_it_asked_for_at_once(office: Office) -> None:
    """As `mailtracker reload` is."""
    office.look()
    with office.runtime() as runtime:
        keeper = FeedKeeper(runtime, lambda: None)
        office.publish(calendar(days("20261124")))
        assert not keeper.look()
        runtime.hurry()
        assert keeper.look()
        assert not keeper.look()
        keeper.end()


def test_a_loop_that_fails_goes_on(office: Office, monkeypatch) -> None:
    office.publish(calendar(days("20261124")))
    changed: list[bool] = []
    with office.runtime() as runtime:
        keeper = FeedKeeper(runtime, lambda: changed.append(True))
        monkeypatch.setattr(runtime, "read", None)
        keeper.once()
        monkeypatch.undo()
        assert not changed
        keeper.once()
        assert changed
        runtime.stopping.set()
        runtime.hurry()
        keeper.once()


def test_a_file_is_read_when_it_changes(office: Office) -> None:
    with office.runtime() as runtime:
        keeper = FeedKeeper(runtime, lambda: None)
        assert not keeper.look()
        office.close(calendar(days("20261125")))
        assert keeper.look()
        assert not keeper.look()
        lay_over(runtime)
        assert not openings_of(runtime.world.policy.hours["office"], WED)
        keeper.end()


def test_whoever_replaces_the_rules_lays_calendars_over_them(office: Office) -> None:
    office.publish(calendar(days("20261124")))
    with office.runtime() as runtime:
        reloader = Reloader(runtime)
        keeper = FeedKeeper(runtime, reloader.lay_over)
        reloader.poll()
        digest = runtime.world.policy.digest
        if keeper.look():
            reloader.lay_over()
        assert runtime.world.policy.people["bo"].away_by_feeds == ()
        reloader.poll()
        assert list(runtime.world.policy.people["bo"].away_by_feeds) == ONE
        assert runtime.world.policy.digest == digest
        file = office.config.rules / "all.yaml"
        file.write_text(file.read_text().replace("VPN trouble", "Trouble"))
        reloader.poll()
        assert runtime.world.policy.digest != digest
        assert list(runtime.world.policy.people["bo"].away_by_feeds) == ONE
        keeper.end()


def test_another_way_to_read_it_reads_it_again(office: Office) -> None:
    office.publish(calendar(days("20261124", "", "TRANSP:TRANSPARENT", title="Urlaub")))
    office.look()
    assert office.away() == ()
    office.rules("closed.ics", f"{{url: '{office.server.address('/bo.ics')}', away: urlaub}}")
    office.look()
    assert (list(office.away()), office.server.answered) == (ONE, [200, 200])


def test_what_the_rules_name_no_more_is_forgotten(office: Office) -> None:
    office.publish(calendar(days("20261124")))
    office.look()
    office.rules("closed.ics", "other.ics")
    office.look()
    assert office.away() == ()
    assert "is not there" in office.state().trouble
    with office.runtime() as runtime:
        assert len(runtime.read(feeds.states)) == 2
    (office.config.rules / "all.yaml").write_text(RULES)
    office.look()
    with office.runtime() as runtime:
        assert runtime.read(feeds.states) == []


def test_a_calendar_that_would_close_for_good_is_not_believed(office: Office) -> None:
    office.close(calendar(days("20261125", "20281125")))
    office.look()
    assert "leaves no working time for" in office.state("office").trouble
    assert office.works(WED)


def test_the_admins_hear_of_a_copy_that_grows_old_once(office: Office) -> None:
    office.publish(calendar(days("20261124")))
    office.look()
    office.publish(b"")
    office.look(HOUR)
    office.look(7 * DAY - HOUR - timedelta(minutes=1))
    assert office.letters() == []
    office.look(timedelta(minutes=1))
    assert office.letters() == ["2026-11-30"]
    for _ in range(3):
        office.look(2 * DAY)
    assert office.letters() == ["2026-11-30"]
    office.publish(calendar())
    office.look(DAY)
    office.publish(b"")
    office.look(DAY)
    office.look(8 * DAY)
    assert office.letters() == ["2026-12-16"]


def test_and_of_one_that_was_never_read_sooner(office: Office) -> None:
    office.server.pages.clear()
    office.look()
    office.look(DAY - timedelta(minutes=1))
    assert office.letters() == []
    office.look(timedelta(minutes=1))
    assert office.letters() == ["2026-11-24"]


def test_odd_entries_and_unknown_zones_are_told(office: Office) -> None:
    odd = event(":soon", title="x")
    abroad = event(
        ";TZID=Ours:20261124T080000", ";TZID=Ours:20261124T180000", title="Out of office"
    )
    office.publish(calendar(odd, abroad))
    office.look()
    remarks = office.state().remarks
    assert remarks.startswith("left out: line 4: cannot be read")
    assert remarks.endswith("nobody knows the time zone `Ours`: its times are read as local ones")
    assert list(office.away()) == ONE


def test_a_clock_that_was_turned_back_keeps_nothing_from_being_asked_for(office: Office) -> None:
    office.look()
    office.clock.turn(-30 * DAY)
    office.publish(calendar(days("20261124")))
    office.look()
    assert list(office.away()) == ONE


def test_an_entry_is_kept_as_it_was(office: Office) -> None:
    moment = datetime.fromisoformat("2026-11-24T07:00:00+00:00")
    whole = Entry(TUE, WED, "Zwölf ⌘")
    part = Entry(moment, moment + DAY)
    assert feeds.restored(feeds.stored((whole, part))) == (whole, part)
