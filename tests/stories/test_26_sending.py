"""Mail out, with a server that leaves, refuses, takes too few connections or says nothing, and a
daemon that dies over it: nothing is lost, nothing goes out twice, and next to nothing is uncertain.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import signal
import sqlite3
import subprocess
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from mailtracker.daemon import send
from mailtracker.daemon.at_dot import what_is_left
from mailtracker.daemon.exchange import Answer, Exchange, Want
from mailtracker.daemon.run import PASSES, Daemon
from mailtracker.daemon.settling import Done
from mailtracker.desk.request import State
from mailtracker.faults import Point
from mailtracker.spool import LARGE
from mailtracker.start import link_of
from mailtracker.store import deadlines, keep, outbox, requests, sending
from mailtracker.store.database import file_of
from tests.stories.company import Company, Using


def rows(company, state=None):
    with company.runtime() as runtime, runtime.store.read() as conn:
        return outbox.rows(conn, state)


def ask(company, count):
    """So many requests, each with a receipt and the owner's mail."""
    for number in range(count):
        company.write(f"user{number}@corp.example", f"VPN {number}", "Every hour.")


def received(company):
    """To whom mail of ours went, in order."""
    return [to for _, to, raw in company.post.log if b"X-Mailtracker" in raw or b"<k." in raw]


def fault(site, point, nth=1):
    """The daemon runs until it kills itself at that point."""
    env = {**site._env(), "MAILTRACKER_FAULT": f"{point}:{nth}"}
    done = subprocess.run(
        site.command("run"), cwd=site.folder, env=env, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]


POINTS = {
    "after-claim": 0,
    "connected": 0,
    "after-rcpt": 0,
    "body-sent": 0,
    "slot-written": 1,
    "dot-sent": 1,
    "answer-read": 0,
    "settled": 0,
}
"""How many mails at most nobody can know of, when the daemon is killed there."""


IN_EACH_RUN = ("dot-sent",)
LONG = pytest.mark.proof(part="points")


@pytest.mark.parametrize(
    "point", [pytest.param(one, marks=() if one in IN_EACH_RUN else LONG) for one in POINTS]
)
def test_a_kill_at_any_point_of_sending_loses_and_repeats_nothing(counting_site, point):
    site = counting_site
    config = site.folder / "config.toml"  # with one connection no other mail is at the dot
    config.write_text(config.read_text().replace("[smtp]", "[smtp]\nconnections = 1"))
    people = [f"user{number}@corp.example" for number in range(6)]
    for number, who in enumerate(people):
        site.box.append(site.mail(who, f"VPN {number}"))
    fault(site, point, 3)
    site.let_leases_end()
    assert site.run("run", "--once").returncode == 0
    uncertain = json.loads(site.ask("status", "--json").stdout)["uncertain"]
    before = bool(Using.database)  # what a server took is noted with the next dot there (J24)
    assert len(uncertain) <= POINTS[point] + before
    sent = Counter(to for _, to, _ in site.post.log)
    doubtful = Counter(row["recipient"] for row in uncertain)
    for who, count in {**dict.fromkeys(people, 1), "bo@corp.example": 6}.items():
        assert count - doubtful[who] <= sent[who] <= count, who


@LONG
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("point", Point)
def test_twenty_five_kills_at_one_point_lose_and_repeat_nothing(counting_site, figure, point):
    site, dice = counting_site, random.Random(str(point))
    people: list[str] = []
    for _ in range(25):
        fresh = [f"user{len(people) + number}@corp.example" for number in range(6)]
        people += fresh
        for who in fresh:
            site.box.append(site.mail(who, f"VPN {who}"))
        fault(site, point, dice.randint(1, 3) if point in POINTS else 1)
    assert site.run("run", "--once").returncode == 0
    requests = json.loads(site.ask("list", "--all", "--limit", "1000", "--json").stdout)
    assert sorted(one["requester"]["mail"] for one in requests) == sorted(people)
    uncertain = json.loads(site.ask("status", "--json").stdout)["uncertain"]
    sent = Counter(to for _, to, _ in site.post.log)
    doubtful = Counter(row["recipient"] for row in uncertain)
    for who, count in {**dict.fromkeys(people, 1), "bo@corp.example": len(people)}.items():
        assert count - doubtful[who] <= sent[who] <= count, who
    assert len(uncertain) <= 25 * 4  # one a connection at the dot
    figure(f"points: 25 kills at {point}: none lost, none twice, {len(uncertain)} uncertain")


@LONG
def test_a_kill_during_an_outage_leaves_nothing_uncertain(counting_site):
    """The daemon waits for the server without a row in hand."""
    site = counting_site
    site.post.faults["EHLO"] = "421 4.3.2 not now"
    people = [f"user{number}@corp.example" for number in range(10)]
    for number, who in enumerate(people):
        site.box.append(site.mail(who, f"VPN {number}"))
    for _ in range(2):
        before = site.post.connections
        site.start()
        site.until(lambda before=before: site.post.connections > before + 1)
        site.kill()
    del site.post.faults["EHLO"]
    site.run("run", "--once")
    sent = sorted(to for _, to, _ in site.post.log if to != "bo@corp.example")
    assert sent == people
    assert len(site.post.log) == 20
    assert json.loads(site.ask("status", "--json").stdout)["uncertain"] == []


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("CONNECT", "421 4.7.0 too many connections"),
        ("MAIL", "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"),
        ("RCPT", "450 4.7.1 Error: too many recipients from 192.0.2.1"),
        ("DOT", "432 4.3.2 Concurrent connections limit exceeded."),
    ],
)
def test_a_server_that_takes_two_connections_gets_the_oldest_and_the_newest(company, at, said):
    ask(company, 8)
    post = company.post

    class Narrow(dict[str, str | list[str]]):
        """The third connection at a time is refused."""

        def get(self, phase, default=None):
            if phase == at and post.open_connections() > 2:
                return said
            return super().get(phase, default)

    post.faults = Narrow()
    company.turn()
    for _ in range(3):
        company.travel(minutes=1)
    assert [(row.state, row.attempts) for row in rows(company)] == [(State.SENT, 1)] * 16
    assert len(company.inbox("user0@corp.example")) == len(company.inbox("user7@corp.example")) == 1


@pytest.mark.of_a_file
@pytest.mark.parametrize("beyond", [1 << 20, 1], ids=["whole", "read on the way"])
def test_one_damaged_row_fails_alone_and_its_owner_hears_of_it(company, beyond, monkeypatch):
    monkeypatch.setattr(sending, "LARGE", beyond)
    ask(company, 6)
    company.post.faults["CONNECT"] = "drop"
    company.turn()
    bad = next(row for row in rows(company) if row.recipient == "user2@corp.example")
    with sqlite3.connect(str(file_of(company.config.store.url))) as raw:
        raw.execute("UPDATE chunks SET data = x'00' WHERE sha256 = ?", (bad.sha256,))
    raw.close()
    del company.post.faults["CONNECT"]
    company.turn()
    company.turn()
    states = [row.state for row in rows(company)]
    assert states.count(State.FAILED) == 1
    assert states.count(State.READY) == 0
    assert company.inbox("user2@corp.example") == []
    told = company.last("bo@corp.example")
    assert "user2@corp.example" in told.as_string()


def test_the_first_success_wakes_all_that_the_same_refusal_kept_back(company):
    ask(company, 5)
    company.post.faults["MAIL"] = "451 4.3.1 queue is full"
    for _ in range(3):
        company.travel(minutes=30)
    assert received(company) == []
    del company.post.faults["MAIL"]
    company.travel(minutes=1)
    assert [row.state for row in rows(company)] == [State.SENT] * 10
    order = [row.id for row in rows(company)]
    assert order == sorted(order)


@pytest.mark.of_a_file
def test_a_stop_waits_for_an_answer_to_the_dot_no_longer_than_its_grace(company, monkeypatch):
    monkeypatch.setattr(send, "GRACE", 0.3)
    ask(company, 1)
    company.post.faults["DOT"] = "stall"

    async def story(daemon):
        running = asyncio.create_task(daemon.run())
        while not what_is_left(file_of(company.config.store.url)).at_dot:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        daemon.stop()
        await asyncio.wait_for(running, 20)

    with company.runtime() as runtime:
        asyncio.run(story(Daemon(runtime)))
    left = [row.state for row in rows(company) if row.state is not State.READY]
    assert set(left) == {State.UNCERTAIN}
    assert "stop" not in company.post.log


def test_what_people_wrote_goes_again_once_where_nothing_proves_it_and_a_receipt_does_not(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.post.faults["KEPT"] = ["drop", "drop"]
    company.turn()
    first = {row.recipient: row for row in rows(company, State.UNCERTAIN)}
    assert set(first) == {"eva@corp.example", "bo@corp.example"}
    company.travel(minutes=14)
    assert len(company.inbox("bo@corp.example")) == 1
    company.travel(minutes=2)
    twice = company.inbox("bo@corp.example")
    assert [mail["Message-ID"] for mail in twice] == [first["bo@corp.example"].message_id] * 2
    assert len(company.inbox("eva@corp.example")) == 1
    company.travel(days=1)
    assert [row.recipient for row in rows(company, State.UNCERTAIN)] == ["eva@corp.example"]


@pytest.mark.of_a_file
def test_a_mail_over_which_the_server_leaves_is_given_up_once_others_have_gone_out(company):
    """The server hangs up on one recipient. Every pass is a process of its own, as under cron."""
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.post.refuse["eva@corp.example"] = "421 4.7.0 go away"
    counted = []
    for number in range(3):
        company.write(f"user{number}@corp.example", "VPN", "Every hour.")
        company.travel(minutes=10)
        row = next(row for row in rows(company) if row.recipient == "eva@corp.example")
        counted.append(row.attempts)
    assert counted == [0, 1, 2], "the first time it may be the server"
    with sqlite3.connect(str(file_of(company.config.store.url))) as raw:
        raw.execute("UPDATE outbox SET attempts = 11 WHERE id = ?", (row.id,))
    raw.close()
    company.clock.travel(timedelta(hours=48))
    company.turn()
    row = next(one for one in rows(company) if one.id == row.id)
    assert row.state is State.FAILED
    assert "while others go through" in row.answer
    with company.runtime() as runtime, runtime.store.read() as conn:
        request = requests.by_reference(conn, "IT-1001")
        history = requests.history(conn, request.id)
    assert any("while others go through" in event.text for event in history)


# -- one pass and the end: `run --once` --------------------------------------------------------


def passed(company):
    """The exit code's two halves: mailboxes that could not be read, mails that wait for later."""
    with company.runtime() as runtime:
        daemon = Daemon(runtime)
        return asyncio.run(daemon.once()), daemon.left()


def test_a_single_pass_does_all_that_is_due_however_much_it_is(company):
    ask(company, 35)
    company.turn()
    company.travel(hours=48)
    with company.runtime() as runtime, runtime.store.read() as conn:
        assert deadlines.due(conn, company.clock.now(), 100) == []
    assert {row.state for row in rows(company)} == {State.SENT}


def test_a_single_pass_with_one_connection_goes_on_after_it_broke_once(company):
    company.site(smtp=replace(company.config.smtp, connections=1))
    ask(company, 3)
    company.post.faults["MAIL"] = ["drop"]
    assert passed(company) == (0, 1), "the one over which it broke rests"
    assert [row.state for row in rows(company)].count(State.SENT) == 5


def test_a_single_pass_says_what_waits_for_a_later_one(company):
    ask(company, 1)
    assert passed(company) == (0, 0)
    ask(company, 1)
    company.post.refuse["user0@corp.example"] = "451 4.7.1 greylisted"
    assert passed(company) == (0, 1)


def test_a_single_pass_ends_where_the_server_leaves_or_refuses_always(company):
    ask(company, 3)
    for phase, fault in (("CONNECT", "drop"), ("MAIL", "drop"), ("MAIL", "451 4.3.2 no")):
        company.post.faults = {phase: fault}
        assert passed(company) == (0, 6)
        company.clock.travel(timedelta(minutes=2))


@pytest.mark.every_engine
def test_a_single_pass_ends_though_mail_comes_again_for_ever(company):
    post, keep, count = company.post, company.post.keep, itertools.count()

    async def answers(env_from, env_to, raw):
        await keep(env_from, env_to, raw)
        if env_to == "user0@corp.example":
            words = f"From: user0@corp.example\r\nTo: {company.alias}\r\nSubject: {next(count)}\r\n"
            post.add(company.alias).append(f"{words}\r\nEvery hour.\r\n".encode())

    ask(company, 1)
    post.keep = answers
    assert passed(company)[0] == 0
    assert 1 < next(count) <= PASSES


def test_the_exit_code_of_a_single_pass_says_that_mail_waits(counting_site):
    site = counting_site
    site.box.append(site.mail("user0@corp.example", "VPN"))
    site.post.faults["MAIL"] = "451 4.3.2 no"
    done = site.run("run", "--once")
    assert (done.returncode, "waits for a later pass" in done.stderr) == (6, True)
    del site.post.faults["MAIL"]


def with_a_trace(mail):
    mail.add_attachment(b"trace \xff" * 200_000, "application", "octet-stream", filename="t.bin")


def test_a_large_mail_arrives_as_it_was_composed(company):
    company.write("eva@corp.example", "VPN drops", "See the trace.", edit=with_a_trace)
    company.turn()
    (row,) = [row for row in rows(company, State.SENT) if row.recipient == "bo@corp.example"]
    with company.runtime() as runtime, runtime.store.read() as conn:
        composed = keep.load(conn, row.sha256)
    assert len(composed) > LARGE
    assert [raw for _, to, raw in company.post.log if to == "bo@corp.example"] == [composed]


def test_of_a_large_mail_that_is_refused_the_words_go(company):
    company.write("eva@corp.example", "VPN drops", "See the trace.", edit=with_a_trace)
    company.post.refuse_holding[b64encode(b"trace ")] = "552 5.3.4 too large for us"
    company.turn()
    company.turn()
    told = company.last("bo@corp.example").as_string()
    assert "See the trace." in told
    assert "t.bin" in told


@LONG
@pytest.mark.parametrize(("point", "doubtful"), [("body-sent", []), ("dot-sent", ["bo"])])
def test_a_kill_over_a_large_mail_is_as_one_over_a_small_one(counting_site, point, doubtful):
    site = counting_site
    config = site.folder / "config.toml"
    config.write_text(config.read_text().replace("[smtp]", "[smtp]\nconnections = 1"))
    mail = message_from_bytes(site.mail("eva@corp.example", "VPN"), policy=policy.SMTP)
    mail.make_mixed()
    with_a_trace(mail)
    site.box.append(mail.as_bytes())
    fault(site, point, 2)  # the receipt goes first
    assert site.run("run", "--once").returncode == 0
    uncertain = json.loads(site.ask("status", "--json").stdout)["uncertain"]
    assert [row["recipient"].partition("@")[0] for row in uncertain] == doubtful
    sizes = [len(raw) for _, to, raw in site.post.log if to == "bo@corp.example"]
    assert len(sizes) == 1 or (not sizes and doubtful)
    assert all(size > LARGE for size in sizes)


def test_a_bell_that_rings_while_a_pump_asks_is_not_slept_over(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a stop, or a receipt, waits for the next tick."""
    monkeypatch.setattr(send, "TICK", 3600.0)
    with company.runtime() as runtime:

        class Stopped(Exchange):
            async def __call__(
                self, done: Done | None, want: Want, store_first: bool = False
            ) -> Answer:
                answer = await super().__call__(done, want, store_first)
                runtime.stop()
                await asyncio.sleep(0)  # the loop hears of it
                return answer

        monkeypatch.setattr(send, "Exchange", Stopped)
        sender = send.Sender(runtime, [link_of(runtime.config)])
        asyncio.run(asyncio.wait_for(sender.run(), 20))
