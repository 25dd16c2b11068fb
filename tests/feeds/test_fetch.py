"""The bytes of a calendar: from a file below the rules folder, or from a web server that may fail
in every way.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from mailtracker.feeds.fetch import MAX_BYTES, UNKNOWN, NoFeed, fetch
from mailtracker.oauth.web import Web
from mailtracker.policy.feed import Feed, FeedFrom, read_address
from tests.feeds.calendars import calendar, days
from tests.servers.calendar_server import CalendarServer, Page, calendar_server

SECRET = "/private-s3cret/basic.ics"
WEB = Web(None, 10.0)
ONE = calendar(days("20261201"))


def of_web(server: CalendarServer, path: str = SECRET) -> Feed:
    return Feed(FeedFrom.URL, server.address(path))


def refused(feed: Feed, folder: Path, web: Web = WEB) -> str:
    with pytest.raises(NoFeed) as raised:
        fetch(feed, folder, web)
    told = str(raised.value)
    assert "s3cret" not in told
    return told


# -- a web server --------------------------------------------------------------------


def test_a_calendar_is_given_and_asked_for_again_by_its_etag(
    server: CalendarServer, folder: Path
) -> None:
    server.pages[SECRET] = Page(ONE)
    first = fetch(of_web(server), folder, WEB)
    assert first.data == ONE
    again = fetch(of_web(server), folder, WEB, first.known)
    assert (again.data, again.known, server.answered) == (None, first.known, [200, 304])
    server.pages[SECRET] = Page(calendar())
    assert fetch(of_web(server), folder, WEB, first.known).data == calendar()


def test_or_by_its_date(server: CalendarServer, folder: Path) -> None:
    date = "Sun, 29 Nov 2026 05:00:00 GMT"
    server.pages[SECRET] = Page(ONE, headers={"Last-Modified": date})
    assert fetch(of_web(server), folder, WEB).known.modified == date


REFUSALS = {
    401: "answers 401: it wants a login",
    403: "answers 403: we may not see it",
    404: "answers 404: there is no such calendar",
    410: "answers 410: there is no such calendar",
    400: "answers 400: the calendar is not given",
    429: "answers 429, too many requests",
    500: "answers 500, a trouble of its own",
    503: "answers 503, a trouble of its own",
}


@pytest.mark.parametrize("status", REFUSALS)
def test_what_it_refuses_is_told_without_the_address(
    server: CalendarServer, folder: Path, status: int
) -> None:
    server.pages[SECRET] = Page(b"go away", status)
    assert REFUSALS[status] in refused(of_web(server), folder)


def test_the_same_server_may_have_moved_it(server: CalendarServer, folder: Path) -> None:
    server.pages["/old.ics"] = Page(status=302, headers={"Location": "new.ics"})
    server.pages["/new.ics"] = Page(status=301, headers={"Location": server.address(SECRET)})
    server.pages[SECRET] = Page(ONE)
    assert fetch(of_web(server, "/old.ics"), folder, WEB).data == ONE


def test_to_another_server_we_do_not_go(server: CalendarServer, folder: Path) -> None:
    with calendar_server(folder) as other:
        other.pages["/x.ics"] = Page(ONE)
        for target in (
            *(other.address("/x.ics"), server.address("/x.ics").replace("localhost", "127.0.0.1")),
            "https://calendar.corp.example/s3cret",
        ):
            server.pages[SECRET] = Page(status=307, headers={"Location": target})
            assert "write the address there" in refused(of_web(server), folder)
        assert other.asked == []


@pytest.mark.parametrize("target", ["", "file:///etc/hostname", "http://corp.example/", "//"])
def test_what_is_no_address_leads_nowhere(
    server: CalendarServer, folder: Path, target: str
) -> None:
    server.pages[SECRET] = Page(status=302, headers={"Location": target} if target else {})
    told = refused(of_web(server), folder)
    assert "sends us nowhere" in told or "round in a circle" in told


def test_a_circle_ends(server: CalendarServer, folder: Path) -> None:
    server.pages[SECRET] = Page(status=302, headers={"Location": SECRET})
    assert "round in a circle" in refused(of_web(server), folder)
    assert len(server.asked) == 4


def test_one_that_is_too_large_is_not_read(server: CalendarServer, folder: Path) -> None:
    server.pages[SECRET] = Page(b" " * (MAX_BYTES + 1))
    assert f"more than {MAX_BYTES >> 10} KB" in refused(of_web(server), folder)
    server.pages[SECRET] = Page(b" " * MAX_BYTES)
    assert len(fetch(of_web(server), folder, WEB).data or b"") == MAX_BYTES


def test_one_that_breaks_off_is_none(server: CalendarServer, folder: Path) -> None:
    server.pages[SECRET] = Page(ONE, said=len(ONE) + 10, headers={"Connection": "close"})
    assert "broke off in the middle" in refused(of_web(server), folder)


def test_a_server_that_does_not_answer_is_given_up(server: CalendarServer, folder: Path) -> None:
    never = threading.Event()
    server.pages[SECRET] = Page(ONE, after=never)
    assert "did not answer in time" in refused(of_web(server), folder, replace(WEB, timeout=0.2))
    never.set()


def test_nobody_listens(server: CalendarServer, folder: Path) -> None:
    gone = Feed(FeedFrom.URL, "http://localhost:9/s3cret.ics")
    assert "localhost:9 cannot be reached" in refused(gone, folder)


def test_a_certificate_is_looked_at(folder: Path, tmp_path: Path) -> None:
    with calendar_server(tmp_path, tls=True) as server:
        server.pages[SECRET] = Page(ONE)
        assert "a certificate that we cannot trust" in refused(of_web(server), folder)
        assert server.asked == []
        assert fetch(of_web(server), folder, Web(server.ca_file, 10.0)).data == ONE


# -- addresses ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://cal.corp.example/bo.ics", "https://cal.corp.example/bo.ics"),
        (" webcal://cal.corp.example/bo.ics ", "https://cal.corp.example/bo.ics"),
        ("webcals://cal.corp.example/bo.ics#x", "https://cal.corp.example/bo.ics"),
        ("HTTPS://cal.corp.example:8443/a?b=c", "HTTPS://cal.corp.example:8443/a?b=c"),
        ("http://127.0.0.1:1/bo.ics", "http://127.0.0.1:1/bo.ics"),
        ("http://[::1]/bo.ics", "http://[::1]/bo.ics"),
    ],
)
def test_an_address_is_read_as_people_copy_it(written: str, meant: str) -> None:
    assert read_address(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        *("http://cal.corp.example/s3cret", "ftp://cal.corp.example/s3cret", "https:///s3cret"),
        *("file:///s3cret", "s3cret", "", "https://a b/s3cret", "https://cal.example/s3cret\n/x"),
        *("https://bo:s3cret@cal.corp.example/", "https://cal.example:port/s3cret", "webcal:"),
        *("https://[::1/s3cret", "https://cäl.example/s3cret"),
    ],
)
def test_what_is_no_address_is_told_without_it(written: str) -> None:
    with pytest.raises(ValueError, match=r"write|use") as raised:
        read_address(written)
    assert "s3cret" not in str(raised.value)


def test_one_that_stands_in_a_file_is_its_only_line(server: CalendarServer, folder: Path) -> None:
    server.pages[SECRET] = Page(ONE)
    feed = Feed(FeedFrom.URL_FILE, "bo.url")
    (folder / "bo.url").write_text(f"\n{server.address(SECRET)}\n")
    assert fetch(feed, folder, WEB).data == ONE
    for text, why in (
        ("", "must hold the address as its only line"),
        (f"{server.address(SECRET)}\n{server.address(SECRET)}\n", "as its only line"),
        ("ftp://corp.example/s3cret", "in bo.url: this is no address of a calendar"),
        ("http://corp.example/s3cret", "in bo.url: whoever listens can change"),
        ("x" * 5000, "is larger than"),
    ):
        (folder / "bo.url").write_text(text)
        assert why in refused(feed, folder)
    (folder / "bo.url").unlink()
    assert "is not there" in refused(feed, folder)


# -- a file ------------------------------------------------------------------------------


def test_a_file_is_read_where_it_is_another_one(folder: Path) -> None:
    feed = Feed(FeedFrom.FILE, "team/bo.ics")
    (folder / "team").mkdir()
    (folder / "team" / "bo.ics").write_bytes(ONE)
    first = fetch(feed, folder, WEB)
    assert first.data == ONE
    assert fetch(feed, folder, WEB, first.known).data is None
    (folder / "team" / "bo.ics").write_bytes(calendar())
    assert fetch(feed, folder, WEB, first.known).data == calendar()
    assert fetch(feed, folder, WEB, UNKNOWN).data == calendar()


@pytest.mark.parametrize("source", [FeedFrom.FILE, FeedFrom.URL_FILE])
def test_no_link_leads_out_of_the_folder(folder: Path, source: FeedFrom) -> None:
    (folder.parent / "s3cret").write_bytes(ONE)
    (folder / "bo.ics").symlink_to(folder.parent / "s3cret")
    assert "leads out of the folder" in refused(Feed(source, "bo.ics"), folder)
    assert "leads out of the folder" in refused(Feed(source, "../s3cret"), folder).replace("s3", "")


def test_a_file_that_is_none_is_told(folder: Path) -> None:
    (folder / "bo.ics").mkdir()
    assert "is not a file" in refused(Feed(FeedFrom.FILE, "bo.ics"), folder)
    (folder / "big.ics").write_bytes(b" " * (MAX_BYTES + 1))
    assert "is larger than 5 MB" in refused(Feed(FeedFrom.FILE, "big.ics"), folder)
    assert "is not there" in refused(Feed(FeedFrom.FILE, "no.ics"), folder)
