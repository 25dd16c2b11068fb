"""Rules are edited while the daemon serves: new ones are in use within a second or two, whole;
broken ones change nothing but `status` and one mail to the admins; no mail waits for any of it.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import re
import shutil
import signal
import sqlite3
import textwrap
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mailtracker.daemon.reload import Reloader
from mailtracker.daemon.run import Daemon
from mailtracker.daemon.runtime import Runtime
from mailtracker.rules.load import load
from mailtracker.store import health, rulesets
from mailtracker.store.database import lock
from tests.stories.company import ALIAS, RULES, body
from tests.stories.site import ask

SAM = RULES.replace("why: VPN trouble goes to Bo", "why: VPN trouble goes to Sam").replace(
    "[vpn]}\n    to: bo", "[vpn]}\n    to: sam"
)
BROKEN = RULES.replace("to: jonas", "to: jonsa")
TESTED = """    tests:
      - {mail: {subject: "VPN drops"}, then: %s}
"""


LONG = pytest.mark.proof(part="rewrites")


@pytest.fixture(autouse=True)
def stand_in_the_folder(request, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def start(site):
    """The daemon, once it has looked at its rules for the first time."""
    before = site.log().count("running")
    site.start()
    site.until(lambda: site.log().count("running") > before)
    return site


def save(site, text, name="all.yaml"):
    """As most editors do: a new file in the place of the old one."""
    fresh = site.folder / "rules" / f".{name}.new"
    fresh.write_text(text, encoding="utf-8")
    fresh.rename(site.folder / "rules" / name)


def part(of="rules"):
    return next(
        one for one in json.loads(ask("status", "--json").stdout)["parts"] if one["part"] == of
    )


def requests():
    """Owner of each request by its subject."""
    return {
        one["subject"]: one["owner"] for one in json.loads(ask("list", "--all", "--json").stdout)
    }


def send(site, subject, sender="eva@corp.example"):
    site.post.send(sender, [ALIAS], site.mail(sender, subject))


def owner_of_next(site, subject):
    """Who gets a mail that is written now."""
    send(site, subject)
    site.until(lambda: subject in requests())
    return requests()[subject]


def told(site):
    """The admin's mail about the rules."""
    return [
        raw for raw in site.post.mails("priya@corp.example") if b"rules files cannot be used" in raw
    ]


def text_of(raw):
    return body(email.message_from_bytes(raw, policy=email.policy.default)).replace("\r\n", "\n")


def errors_in(shown: str) -> list[str]:
    """The problems of the rules as `check` and `reload` print them, without warnings:
    line, source and caret of each.
    """
    lines = shown.partition("✗ rules")[2].splitlines()[1:]
    kept, found = False, []
    for line in lines:
        if not line.startswith("    "):
            break
        if re.match(r"    \S", line):
            kept = ": warning: " not in line
        found += [line.removeprefix("    ")] * kept
    return found


def digest_of(text, folder: Path):
    alias = folder / f"digest-{abs(hash(text))}"
    alias.mkdir(exist_ok=True)
    (alias / "all.yaml").write_text(text, encoding="utf-8")
    return load(alias).digest


# -- edited, and right -------------------------------------------------------------------


def test_a_saved_rule_decides_the_next_mail_without_a_restart_and_open_requests_stay(site):
    start(site)
    assert owner_of_next(site, "VPN one") == "bo"
    save(site, SAM)
    site.until(lambda: "rules reloaded" in site.log(), patience=5)
    assert owner_of_next(site, "VPN two") == "sam"
    assert requests()["VPN one"] == "bo"
    assert site.log().count("rules reloaded") == 1
    assert "started" not in site.log().partition("rules reloaded")[2]
    assert site.stop() == 0


@LONG
def test_who_only_restarts_hears_of_old_keys_in_the_log_once(site):
    old = RULES.replace("email:", "mail:")
    assert old != RULES
    save(site, old)
    start(site)
    site.until(lambda: "old keys in the rules" in site.log(), patience=5)
    assert owner_of_next(site, "VPN one") == "bo"
    ask("reload")
    assert site.log().count("old keys in the rules") == 1
    assert "write `email:`" in site.log()
    assert site.stop() == 0


def test_status_always_says_which_rules_are_in_use_and_since_when(site):
    ask("migrate")
    assert "✓ rules: not read yet: `mailtracker run` reads them" in ask("status").stdout
    start(site)
    digest = digest_of(RULES, site.folder)[:12]
    assert re.search(
        rf"✓ rules: 3 rules, digest {digest}, in use since \d{{4}}-\d\d-\d\d ", ask("status").stdout
    )
    assert site.stop() == 0
    assert (
        f"✓ rules: 3 rules, digest {digest}, in use when the daemon ran last ("
        in ask("status").stdout
    )


@LONG
def test_editors_litter_and_saves_without_a_change_reload_nothing(site):
    start(site)
    for name in ("4913", ".all.yaml.swp", "all.yaml~", "#all.yaml#"):
        (site.folder / "rules" / name).write_text("{{{{")
    save(site, RULES)
    assert ask("reload").stdout.startswith("✓ rules in use already: 3 rules, digest ")
    assert "rules reloaded" not in site.log()
    assert "rejected" not in site.log()


@LONG
def test_a_link_that_is_turned_like_kubernetes_does_it_is_a_change(site):
    rules = site.folder / "rules"
    for name, text in (("..one", RULES), ("..two", SAM), ("..bad", BROKEN)):
        (rules / name).mkdir()
        (rules / name / "all.yaml").write_text(text, encoding="utf-8")
    (rules / "all.yaml").unlink()
    (rules / "..data").symlink_to("..one")
    (rules / "all.yaml").symlink_to("..data/all.yaml")
    start(site)

    def turn(to):
        (rules / "..tmp").symlink_to(to)
        (rules / "..tmp").rename(rules / "..data")

    turn("..two")
    site.until(lambda: "rules reloaded" in site.log(), patience=5)
    assert owner_of_next(site, "VPN") == "sam"
    turn("..bad")
    site.until(lambda: not part()["ok"], patience=5)
    assert part()["text"].startswith("rules/all.yaml:")


@LONG
def test_the_whole_folder_may_be_a_link_that_is_turned_or_vanish_and_come_back(site):
    rules = site.folder / "rules"
    rules.rename(site.folder / "release-1")
    shutil.copytree(site.folder / "release-1", site.folder / "release-2")
    (site.folder / "release-2" / "all.yaml").write_text(SAM, encoding="utf-8")
    rules.symlink_to("release-1")
    start(site)
    (site.folder / "next").symlink_to("release-2")
    (site.folder / "next").rename(rules)
    site.until(lambda: "rules reloaded" in site.log(), patience=8)
    rules.unlink()
    site.until(lambda: "rules rejected" in site.log(), patience=8)
    send(site, "VPN while it is gone")
    site.until(
        lambda: any(b"VPN while it is gone" in raw for raw in site.post.mails("sam@corp.example"))
    )
    rules.symlink_to("release-1")
    site.until(lambda: part()["ok"], patience=8)
    assert owner_of_next(site, "VPN after") == "bo"


@LONG
def test_a_file_in_a_folder_below_and_a_linked_one_are_changes_too(site):
    below = site.folder / "rules" / "shared"
    below.mkdir()
    people, rest = RULES.split("hours:\n", 1)
    (below / "people.txt").write_text(people, encoding="utf-8")
    (site.folder / "rules" / "people.yaml").symlink_to("shared/people.txt")
    save(site, "hours:\n" + rest)
    start(site)
    text = people.replace("Bo Jensen", "Bo Holm")
    (below / "people.txt").write_text(text, encoding="utf-8")
    site.until(lambda: "rules reloaded" in site.log(), patience=8)
    later = site.folder / "rules" / "later"
    later.mkdir()
    (later / "ladders.yaml").write_text("include: {}", encoding="utf-8")
    save(site, "include: later/ladders.yaml\nhours:\n" + rest)
    site.until(lambda: "rules rejected" in site.log(), patience=8)
    (later / "ladders.yaml").write_text("groups: {all: [bo]}\n", encoding="utf-8")
    site.until(lambda: site.log().count("rules reloaded") == 2, patience=8)


@pytest.mark.of_a_file
@LONG
def test_a_link_that_leads_out_of_the_folder_is_a_mistake_and_no_line_behind_it_is_shown(site):
    start(site)
    (site.folder / "password").write_text("hunter2\n", encoding="utf-8")
    attached = RULES.replace("[vpn]}\n    to: bo", "[vpn]}\n    attach: guide.txt\n    to: bo")
    assert attached != RULES
    (site.folder / "rules" / "guide.txt").symlink_to("../password")
    save(site, attached)
    site.until(lambda: told(site), patience=10)
    assert "`guide.txt` leads out of the folder: put the file itself there" in text_of(
        told(site)[0]
    )
    assert owner_of_next(site, "VPN meanwhile") == "bo"
    (site.folder / "rules" / "x.yaml").symlink_to("../password")
    save(site, RULES)
    site.until(lambda: "rules/x.yaml" in part()["text"], patience=8)
    shown = ask("check", "--offline").stdout + ask("status").stdout + site.log()
    mails = b"".join(
        raw for who in ("priya", "eva", "bo") for raw in site.post.mails(f"{who}@corp.example")
    )
    assert "rules/x.yaml: leads out of the folder" in shown
    assert "hunter2" not in shown
    assert b"hunter2" not in mails
    with closing(sqlite3.connect(site.folder / "mailtracker.db")) as database:
        assert not [row for row in database.iterdump() if "hunter2" in row]


# -- edited, and wrong -------------------------------------------------------------------


def test_a_broken_edit_changes_nothing_but_status_and_one_mail_and_a_fix_ends_it(site):
    start(site)
    save(site, BROKEN)
    site.until(lambda: told(site), patience=10)
    line, source, caret = errors_in(ask("check", "--offline").stdout)
    assert re.match(
        r"rules/all\.yaml:\d+:\d+: no person or team `jonsa`; did you mean `jonas`\?", line
    )
    assert textwrap.indent(f"{line}\n{source}\n{caret}\n", "  ") in text_of(told(site)[0])
    done = ask("status")
    assert done.returncode == 1
    assert (
        f"✗ rules: {line}; still in use: 3 rules, digest {digest_of(RULES, site.folder)[:12]} "
        f"(since " in done.stdout
    )
    assert owner_of_next(site, "VPN meanwhile") == "bo"
    save(site, BROKEN + "# saved again\n")
    assert ask("reload").returncode == 1
    assert len(told(site)) == 1
    save(site, SAM)
    site.until(lambda: part()["ok"], patience=5)
    assert owner_of_next(site, "VPN after") == "sam"
    assert len(told(site)) == 1
    assert ask("status").returncode == 0


@LONG
def test_going_back_to_the_rules_in_use_ends_the_trouble(site):
    start(site)
    save(site, BROKEN)
    site.until(lambda: not part()["ok"], patience=5)
    save(site, RULES)
    site.until(lambda: part()["ok"], patience=5)
    assert "rules are right again" in site.log()


@LONG
def test_rules_that_fail_a_test_of_their_own_are_refused(site):
    start(site)
    promise = "    promise: normal\n  - name: gehalt"
    assert promise in SAM
    save(site, SAM.replace(promise, f"    promise: normal\n{TESTED % 'bo'}  - name: gehalt"))
    site.until(lambda: not part()["ok"], patience=5)
    assert "test of rule `vpn`: expected bo, but it goes to sam" in part()["text"]
    assert owner_of_next(site, "VPN") == "bo"
    save(site, SAM.replace(promise, f"    promise: normal\n{TESTED % 'sam'}  - name: gehalt"))
    site.until(lambda: part()["ok"], patience=5)
    assert owner_of_next(site, "VPN again") == "sam"


@LONG
def test_a_language_without_templates_is_no_mistake(site):
    start(site)
    save(site, SAM.replace("language: de", "language: fr"))
    assert ask("reload").returncode == 0
    assert owner_of_next(site, "VPN") == "sam"
    assert "templates for `fr`" in ask("check", "--offline").stdout


@pytest.mark.parametrize(
    "text",
    [
        "",
        RULES[: len(RULES) // 2],
        "a: &a [x, x]\nb: &b [*a, *a]\nrules: [*b, *b]\n",
        "[" * 3000,
        "x" * (2 << 20),
        "rules: \x00",
    ],
    ids=["empty", "cut off", "bomb", "deep", "large", "NUL"],
)
def test_hostile_files_are_refused_with_their_place(company, text):
    with company.runtime() as runtime:
        reloader, before = quick(runtime), runtime.world
        (company.config.rules / "all.yaml").write_text(text, encoding="utf-8")
        reloader.poll()
        assert runtime.world is before
        (beat,) = [beat for beat in beats(runtime) if beat.part == "rules"]
        assert not beat.ok
        assert beat.text.startswith("rules")


# -- asked for ---------------------------------------------------------------------------


@LONG
def test_alertmanager_1152_reload_says_what_came_of_it_as_check_does(site):
    """A reload of a broken file was answered with success. Here the command says what came of it,
    and its exit code, too.
    """
    start(site)
    save(site, SAM)
    done = ask("reload")
    assert done.returncode == 0
    digest = digest_of(SAM, site.folder)[:12]
    assert re.fullmatch(
        rf"✓ rules (reloaded|in use already): 3 rules, digest {digest}\n", done.stdout
    )
    save(site, BROKEN)
    done, checked = ask("reload"), ask("check", "--offline")
    assert done.returncode == 1
    assert errors_in(done.stdout) == errors_in(checked.stdout)
    assert "✗ rules: 1 problem" in done.stdout
    assert done.stderr == f"Not reloaded. Still in use: 3 rules, digest {digest}\n"


@pytest.mark.of_a_file
def test_reload_without_a_daemon_says_so_and_checks_the_files(site):
    done = ask("reload")
    assert (done.returncode, done.stderr) == (
        0,
        "No daemon is running: `mailtracker run` starts it.\n",
    )
    assert done.stdout.startswith("✓ rules fit for use: 3 rules, digest ")
    save(site, BROKEN)
    done = ask("reload")
    assert done.returncode == 1
    assert re.search(
        r"^    rules/all\.yaml:\d+:\d+: no person or team `jonsa`", done.stdout, re.MULTILINE
    )
    assert not (site.folder / "mailtracker.db").exists()


@pytest.mark.of_a_file
def test_reload_does_not_wait_for_ever_for_a_daemon_that_hangs(site, monkeypatch):
    ask("migrate")
    monkeypatch.setattr("mailtracker.cli.reload.PATIENCE", 0.3)
    with lock(f"sqlite:///{site.folder / 'mailtracker.db'}"):  # all that is left of it
        done = ask("reload")
    assert done.returncode == 1
    assert (
        done.stderr
        == "mailtracker: the daemon has not answered in 0.3 s; `mailtracker status` says how it "
        "is\n"
    )


def test_sighup_reads_the_rules_again_and_ends_nothing(site):
    start(site)
    site.daemon.send_signal(signal.SIGHUP)
    site.until(lambda: "rules read again: nothing new" in site.log(), patience=5)
    assert site.daemon.poll() is None
    assert owner_of_next(site, "VPN") == "bo"


# -- a start with broken files -----------------------------------------------------------


def test_alertmanager_2372_a_start_with_broken_files_serves_by_the_rules_that_served_last(site):
    """A broken template went unnoticed for a month of reloads, each called successful, and then no
    instance could be started. Here `status` says so at once, and a start serves by what served
    last.
    """
    start(site)
    save(site, SAM)
    site.until(lambda: "rules reloaded" in site.log(), patience=5)
    save(site, RULES)
    site.until(lambda: site.log().count("rules reloaded") == 2, patience=5)
    save(site, SAM)
    site.until(lambda: site.log().count("rules reloaded") == 3, patience=5)
    assert site.stop() == 0
    save(site, BROKEN)
    start(site)
    assert "the rules files are broken: the rules that served last serve on" in site.log()
    assert owner_of_next(site, "VPN") == "sam"
    assert not part()["ok"]
    site.until(lambda: len(told(site)) == 1, patience=10)
    assert site.stop() == 0
    start(site)
    assert owner_of_next(site, "VPN again") == "sam"
    assert len(told(site)) == 1
    assert ask("assign", "IT-1001", "jonas").returncode == 0
    save(site, RULES)
    site.until(lambda: part()["ok"], patience=5)
    assert owner_of_next(site, "VPN at last") == "bo"
    assert site.stop() == 0


def test_files_put_right_between_the_start_and_the_first_look_are_right(company):
    (file,) = company.config.rules.iterdir()
    with company.runtime():
        pass
    file.write_text(BROKEN, encoding="utf-8")
    with company.runtime() as runtime:
        file.write_text(RULES, encoding="utf-8")
        quick(runtime)
        assert [beat.ok for beat in beats(runtime) if beat.part == "rules"] == [True]


def test_a_first_start_with_broken_files_is_refused_with_every_problem(site):
    save(site, BROKEN.replace("to: bo\n", "to: boo\n"))
    done = site.run("run")
    assert done.returncode == 1
    assert done.stderr.count("rules/all.yaml:") == 3


# -- in this process, where time is driven -----------------------------------------------


class Instant(threading.Event):
    """A stop event whose waits take no time."""

    def wait(self, timeout=None):
        return self.is_set()


def quick(runtime):
    runtime.stopping = Instant()
    reloader = Reloader(runtime)
    reloader.poll()
    return reloader


def beats(runtime):
    with runtime.store.read() as conn:
        return health.read(conn)


def written(runtime):
    with closing(sqlite3.connect(runtime.config.path.parent / "mailtracker.db")) as conn:
        return conn.execute(
            "SELECT count(*) FROM outbox WHERE letter = 'rules_rejected'"
        ).fetchone()[0]


@LONG
def test_fifty_broken_saves_in_an_hour_are_at_most_six_mails_and_the_last_state_is_told(company):
    with company.runtime() as runtime:
        reloader = quick(runtime)
        for number in range(50):
            (company.config.rules / "all.yaml").write_text(
                RULES.replace("to: jonas", f"to: jonsa{number}"), encoding="utf-8"
            )
            reloader.poll()
            company.clock.travel(timedelta(seconds=72))
        assert 5 <= written(runtime) <= 6
        company.clock.travel(timedelta(minutes=10))
        before = written(runtime)
        reloader.poll()
        assert written(runtime) == before + 1
        for _ in range(5):
            company.clock.travel(timedelta(hours=1))
            reloader.poll()
        assert written(runtime) == before + 1


@LONG
def test_a_restart_an_hour_later_does_not_tell_the_same_again_but_what_is_new(company):
    (file,) = company.config.rules.iterdir()
    for text, mails in (
        (RULES, 0),
        (BROKEN, 1),
        (BROKEN, 1),
        (BROKEN.replace("jonsa", "jansa"), 2),
    ):
        file.write_text(text, encoding="utf-8")
        with company.runtime() as runtime:
            quick(runtime)
            assert written(runtime) == mails
        company.clock.travel(timedelta(hours=1))


def test_a_request_keeps_owner_and_promise_when_the_rules_no_longer_know_them(company):
    company.write("eva@corp.example", "fire in room 3", "It burns.")
    company.turn()
    before = company.request()
    assert (before.owner, before.given.promise) == ("bo", "urgent")
    without = (
        re.sub(r"(?m)^  (bo|urgent): .*\n", "", RULES)
        .replace("cover: bo", "cover: sam")
        .replace("members: [bo, sam]", "members: [sam]")
    )
    without = without.replace("to: bo", "to: sam").replace("promise: urgent", "promise: normal")
    with company.runtime() as runtime:
        reloader = quick(runtime)
        (company.config.rules / "all.yaml").write_text(without, encoding="utf-8")
        reloader.poll()
        assert "bo" not in runtime.world.policy.people
    after = company.request()
    assert (after.owner, after.given.promise, after.promised_at, after.due_at) == (
        "bo",
        "urgent",
        before.promised_at,
        before.due_at,
    )
    company.write("eva@corp.example", "fire in room 4", "It burns, too.")
    company.turn()
    assert company.request("IT-1002").owner == "sam"
    company.travel(
        minutes=31
    )  # the promise slips: somebody who is still there takes over, and eva hears of it
    assert company.request().owner == "sam"
    assert any("IT-1001" in str(mail["Subject"]) for mail in company.inbox("sam@corp.example"))
    assert "Sam Okoye" in body(company.last("eva@corp.example"))


def test_a_save_in_pieces_is_read_when_it_is_whole_though_each_piece_would_do(company):
    """Fallback first, rules last: cut off between two rules, the file is
    valid and routes otherwise.
    """
    head, rules = RULES.split("rules:\n", 1)
    rules, fallback = rules.split("fallback:", 1)
    whole = f"{head}fallback:{fallback}rules:\n{rules}"
    cuts = [whole.index("  - name: gehalt"), whole.index("  - name: fire"), len(whole)]
    file = company.config.rules / "all.yaml"
    with company.runtime() as runtime:
        reloader = quick(runtime)
        pieces = iter(cuts[1:])

        class Writing(Instant):
            def wait(self, timeout=None):
                file.write_text(whole[: next(pieces, len(whole))], encoding="utf-8")
                return False

        runtime.stopping = Writing()
        file.write_text(whole[: cuts[0]], encoding="utf-8")
        reloader.poll()
        assert [rule.name for rule in runtime.world.policy.rules] == ["vpn", "gehalt", "fire"]
        with runtime.store.read() as conn:
            assert rulesets.load(conn, runtime.world.policy.digest) == {"all.yaml": whole.encode()}
            assert conn.exec_driver_sql("SELECT count(*) FROM rulesets").scalar() == 2


@pytest.mark.of_a_file
def test_an_invalid_read_is_looked_at_twice_before_anybody_hears_of_it(company):
    file = company.config.rules / "all.yaml"
    with company.runtime() as runtime:
        reloader = quick(runtime)
        waits = iter(range(99))

        class Saving(Instant):
            def wait(self, timeout=None):
                if next(waits) == 1:  # after the quiet, before the second look
                    file.write_text(SAM, encoding="utf-8")
                return False

        runtime.stopping = Saving()
        file.write_text(SAM[: len(SAM) // 2], encoding="utf-8")
        reloader.poll()
        assert runtime.world.policy.digest == digest_of(SAM, company.config.path.parent)
        assert written(runtime) == 0


def test_every_transaction_takes_the_rules_once(company):
    """A reload between a decision and its effects would mix two rule sets."""
    taken, most = [], []

    class Counting(Runtime):
        def __getattribute__(self, name):
            if name == "world" and threading.current_thread().name.startswith("writer"):
                taken.append(name)
            return super().__getattribute__(name)

        def submit(self, work, *how, **more):
            def counted(conn):
                taken.clear()
                result = work(conn)
                most.append(len(taken))
                return result

            return super().submit(counted, *how, **more)

    def turn():
        with company.runtime() as runtime:
            runtime.__class__ = Counting
            asyncio.run(Daemon(runtime).once())

    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.write("tom@corp.example", "VPN", "Every minute.")
    company.post.refuse["bo@corp.example"] = (
        "550 5.1.1 no such user"  # a decision about mail that does not arrive
    )
    turn()
    company.clock.travel(timedelta(hours=9))
    turn()
    assert {told.what for told in company.told} == {"message", "undelivered", "deadline"}
    assert max(most) == 1


def wait_until(what):
    end = time.monotonic() + 20
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


@LONG
def test_without_any_notice_of_the_file_system_the_folder_is_looked_at_every_second(
    company, monkeypatch
):
    """All inotify watches are taken, or the files lie on a network drive."""

    def refused(*paths, **settings):
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr("watchfiles.watch", refused)
    monkeypatch.setattr("mailtracker.daemon.reload.TICK", 0.05)
    with company.runtime() as runtime:
        reloader = Reloader(runtime)
        poll, polls = reloader.poll, []

        def counted():
            poll()
            polls.append(1)

        monkeypatch.setattr(reloader, "poll", counted)
        thread = threading.Thread(target=reloader.run)
        thread.start()
        wait_until(lambda: polls)
        (company.config.rules / "all.yaml").write_text(SAM, encoding="utf-8")
        wait_until(lambda: runtime.world.policy.rules[0].to == "sam")
        runtime.stopping.set()
        thread.join(10)
        assert not thread.is_alive()


@pytest.mark.of_a_file
def test_a_bug_in_the_loader_changes_nothing_and_is_told(company, monkeypatch):
    with company.runtime() as runtime:
        reloader, before = quick(runtime), runtime.world

        def burst(*_):
            raise RecursionError("too deep")

        monkeypatch.setattr("mailtracker.daemon.reload.read_rules", burst)
        reloader.ask()
        reloader.poll()
        assert runtime.world is before
        assert written(runtime) == 1
        monkeypatch.undo()
        monkeypatch.chdir(company.config.path.parent)
        reloader.ask()
        reloader.poll()
        assert [beat.ok for beat in beats(runtime) if beat.part == "rules"] == [True]


@LONG
def test_a_rules_folder_that_is_gone_stops_neither_the_daemon_nor_a_restart_nor_a_look_at_it(site):
    start(site)
    (site.folder / "rules").rename(site.folder / "away")
    site.until(lambda: not part()["ok"], patience=8)
    assert "there is no such folder" in part()["text"]
    assert owner_of_next(site, "VPN meanwhile") == "bo"
    assert ask("list").returncode == 0
    assert ask("reload").returncode == 1
    site.stop()
    start(site)
    assert owner_of_next(site, "VPN after a restart") == "bo"
    (site.folder / "away").rename(site.folder / "rules")
    site.until(lambda: part()["ok"], patience=8)
