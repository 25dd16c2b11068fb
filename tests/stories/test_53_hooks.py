"""A rung tells another program that a promise is in danger: at least once, with no word of the
mail, whatever that program does, and no mail waits for it.
"""

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import SecretStr

from mailtracker.config import HookConfig
from mailtracker.daemon.hooks import GIVEN_UP, HookLoop, Hooks
from mailtracker.daemon.run import Daemon
from mailtracker.store import health, posts, requests
from tests.servers.hook_server import HookReply, hook_server
from tests.stories.company import RULES, Company

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""


LADDER = """  default:
    - {at: 75%, remind: owner}
    - {at: 100%, hand_to: cover, tell: [owner, requester], post: pager}
    - {at: 200%, tell: manager, repeat: daily}
"""
POSTING = RULES[: RULES.index("  default:\n")] + LADDER + RULES[RULES.index("rules:\n") :]
CONFIDENTIAL = POSTING.replace("    to: jonas\n", "    to: jonas\n    confidential: true\n")


@pytest.fixture
def pager():
    with hook_server() as server:
        yield server


def hooked(company, server, name="pager", timeout=5.0):
    hook = HookConfig(name, SecretStr(server.url), server.ca_file, timeout)
    company.site(hooks=(*company.config.hooks, hook))


@pytest.fixture
def company(post_office, tmp_path, pager):
    made = Company(post_office, tmp_path, POSTING)
    hooked(made, pager)
    return made


def slip(company, subject="VPN is down", sender="Eva Lund <eva@corp.example>"):
    """A request whose promise is missed."""
    company.write(sender, subject, "The word is swordfish.")
    company.turn()
    company.travel(hours=3)
    company.travel(hours=1)


def waiting(company):
    with company.runtime() as runtime, runtime.store.read() as conn:
        return posts.due(conn, "pager", company.clock.now() + timedelta(days=9), 100)


def history(company, reference="IT-1001"):
    with company.runtime() as runtime, runtime.store.read() as conn:
        about = requests.by_reference(conn, reference)
        return [one.text for one in requests.history(conn, about.id) if one.kind == "hook"]


def said(company):
    """What `status` knows of it."""
    with company.runtime() as runtime, runtime.store.read() as conn:
        beat = health.of(conn, "hook pager")
        return (beat.ok, beat.text) if beat else None


def test_it_is_told_reference_owner_deadline_and_rung_and_no_word_of_the_mail(company, pager):
    slip(company)
    assert pager.told == [
        {
            "id": "IT-1001.0.1.0",
            "reference": "IT-1001",
            "deadline": "2026-11-23T12:00:00Z",
            "owner": {"key": "sam", "name": "Sam Okoye"},
            "rung": "100%",
        }
    ]
    (headers,) = pager.headers
    assert headers["content-type"] == "application/json"
    assert headers["idempotency-key"] == "IT-1001.0.1.0"
    assert pager.asked == ["POST /s3cret-path"]
    assert waiting(company) == []
    assert history(company) == ["pager was told"]
    assert said(company) == (True, "took the last post")


def test_of_a_confidential_request_it_hears_reference_and_deadline(post_office, tmp_path, pager):
    company = Company(post_office, tmp_path, CONFIDENTIAL)
    hooked(company, pager)
    slip(company, "Gehalt")
    (told,) = pager.told
    assert set(told) == {"id", "reference", "deadline"}


@pytest.mark.parametrize("status", [400, 401, 404, 500, 503, 301])
def test_what_is_not_taken_is_told_again_with_the_same_id(company, pager, status):
    pager.replies.append(HookReply(status, {"Location": pager.url + "/elsewhere"}))
    slip(company)
    assert len(pager.told) == 1
    assert said(company)[0] is False
    company.travel(minutes=1)
    first, second = pager.told
    assert first == second
    assert pager.asked == ["POST /s3cret-path"] * 2  # and nothing elsewhere
    assert said(company) == (True, "took the last post")
    company.travel(minutes=20)
    assert len(pager.told) == 2


@LONG
def test_a_long_answer_is_not_read_and_takes_nothing_back(company, pager):
    pager.replies.append(HookReply(200, size=5_000_000))
    slip(company)
    company.travel(minutes=30)
    assert len(pager.told) == 1
    assert said(company) == (True, "took the last post")


@LONG
def test_it_is_left_alone_for_as_long_as_it_says(company, pager):
    pager.replies.append(HookReply(503, {"Retry-After": "1200"}))
    slip(company)
    company.travel(minutes=15)
    assert len(pager.told) == 1
    company.travel(minutes=6)
    assert len(pager.told) == 2


@LONG
def test_a_hook_that_is_down_delays_no_mail_and_the_admins_hear_of_it_once(
    post_office, tmp_path, pager
):
    company = Company(post_office, tmp_path, POSTING)
    hooked(company, replace(pager, url="http://127.0.0.1:9/s3cret-path"))
    slip(company)
    assert company.request().owner == "sam"
    assert [str(mail["Subject"]) for mail in company.inbox("sam@corp.example")] != []
    assert len(waiting(company)) == 1
    ok, text = said(company)
    assert not ok
    assert "127.0.0.1:9 cannot be reached" in text
    assert "s3cret" not in text


@LONG
def test_while_it_is_down_for_long_the_admins_hear_of_it_once(company, pager):
    company.write("eva@corp.example", "VPN is down", "Now.")
    company.turn()
    company.travel(hours=3)
    company.clock.travel(timedelta(hours=1))
    pager.replies.extend([HookReply(500)] * 8)
    with company.runtime() as runtime:  # one daemon, which remembers since when
        daemon = Daemon(runtime)
        for _ in range(8):
            asyncio.run(daemon.one_pass(list(daemon.receivers)))
            company.clock.travel(timedelta(minutes=16))
        asyncio.run(daemon.one_pass(list(daemon.receivers)))
    company.turn()
    letters = company.inbox("priya@corp.example")
    assert len(letters) == 1
    assert "s3cret" not in str(letters[0])
    assert said(company)[0] is True


@LONG
def test_after_a_day_it_is_given_up_and_the_history_says_so(company, pager):
    pager.replies.append(HookReply(500))
    slip(company)
    pager.replies.append(HookReply(500))
    company.clock.travel(GIVEN_UP)
    with company.runtime() as runtime:
        Hooks(runtime).once()
    assert waiting(company) == []
    (told,) = history(company)
    assert told.startswith("pager could not be told for a day")


@LONG
def test_one_that_hangs_holds_up_neither_mail_nor_another(post_office, tmp_path, pager):
    company = Company(post_office, tmp_path, POSTING.replace("post: pager", "post: [slow, pager]"))
    gate = threading.Event()
    with hook_server() as slow:
        slow.replies.append(HookReply(200, after=gate))
        hooked(company, slow, "slow", timeout=20.0)
        hooked(company, pager)
        company.write("eva@corp.example", "VPN is down", "Now.")
        company.turn()
        company.travel(hours=3)
        company.clock.travel(timedelta(hours=1))
        with company.runtime() as runtime:
            daemon = Daemon(runtime)
            asleep, awake = daemon._hooks._loops
            daemon._hooks._loops = [awake]
            thread = threading.Thread(target=asleep.run, daemon=True)
            thread.start()
            asyncio.run(daemon.one_pass(list(daemon.receivers)))
            assert len(company.inbox("sam@corp.example")) == 1
            assert len(pager.told) == 1
            runtime.stopping.set()
            gate.set()
            thread.join(30)
            assert not thread.is_alive()
            assert len(slow.told) == 1


@LONG
def test_only_a_server_that_somebody_vouches_for_is_told(post_office, tmp_path):
    folder = tmp_path / "tls"
    folder.mkdir()
    with hook_server(folder) as server:
        company = Company(post_office, tmp_path, POSTING)
        hooked(company, replace(server, ca_file=None))
        slip(company)
        assert server.told == []
        assert "a certificate that we cannot trust" in said(company)[1]
        company.site(hooks=())
        hooked(company, server)
        company.travel(minutes=1)
        assert len(server.told) == 1


@LONG
def test_what_is_for_a_hook_that_there_is_not_is_given_up(company, pager):
    company.site(hooks=())
    slip(company)
    assert pager.told == []
    assert history(company) == ["config.toml has no hook pager: nobody was told"]


@LONG
def test_a_kill_between_told_and_written_down_tells_it_twice_with_one_id(
    company, pager, monkeypatch
):
    company.write("eva@corp.example", "VPN is down", "Now.")
    company.turn()
    company.travel(hours=3)

    def killed(self, post, refusal):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(HookLoop, "_settle", killed)
        company.clock.travel(timedelta(hours=1))
        with pytest.raises(SystemExit):
            company.turn()
    company.turn()
    first, second = pager.told
    assert first["id"] == second["id"]
