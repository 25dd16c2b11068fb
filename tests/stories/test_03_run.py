"""`mailtracker run` against Dovecot and an SMTP server: seconds, several mailboxes,
clean stops, nothing twice.
"""

import json
import signal
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.servers.proxy import ChaosProxy
from tests.stories.site import mailbox_entry


def receipts(site, who="eva@corp.example"):
    return [raw for raw in site.post.mails(who) if b"auto-replied" in raw]


def test_a_receipt_arrives_while_the_daemon_idles_and_sigterm_ends_it_cleanly(site):
    site.start()
    site.until(lambda: "running" in site.log())
    site.post.send("eva@corp.example", [site.alias], site.mail("eva@corp.example", "VPN drops"))
    site.until(lambda: receipts(site))
    assert site.stop() == 0
    assert "stopped" in site.log()


def asked_fast(site, proxy):
    """A site whose server, behind a proxy, is asked fast."""
    site.box = replace(site.box, port=proxy.port)
    site.write_config()
    file, name = site.folder / "config.toml", 'name = "IT help"'
    file.write_text(file.read_text().replace(name, f'{name}\npoll = "fast"'))
    return site


def test_a_server_that_is_asked_fast_needs_no_idle_and_the_daemon_ends_at_once(site):
    with ChaosProxy(site.box.port) as proxy:
        asked_fast(site, proxy).start()
        site.until(lambda: "running" in site.log())
        for number in range(3):
            mail = site.mail("eva@corp.example", f"VPN drops {number}")
            site.post.send("eva@corp.example", [site.alias], mail)
            site.until(lambda count=number + 1: len(receipts(site)) == count)
        assert b"IDLE\r\n" not in proxy.sent
        site.until(lambda: site.log().count("mail sent") == 6)  # the owner's mails, too
        log, began = site.log(), time.monotonic()
        noops = bytes(proxy.sent).count(b"NOOP")
        site.until(lambda: bytes(proxy.sent).count(b"NOOP") >= noops + 5)
        assert site.log() == log  # looks leave no line
        assert site.stop() == 0
        assert time.monotonic() - began < 10


def test_a_server_in_trouble_is_not_asked_ten_times_a_second(site):
    refused = []

    def no_noop(data):
        if b" NOOP" not in data:
            return data, b""
        refused.append(time.monotonic())
        return b"", data.split(b" ")[0] + b" NO not now\r\n"

    with ChaosProxy(site.box.port) as proxy:
        proxy.meddle = no_noop
        asked_fast(site, proxy).start()
        site.until(lambda: len(refused) >= 4)
        pauses = [after - before for before, after in pairwise(refused)]
        assert min(pauses) > 0.9
        assert "not now" in site.log()


@pytest.mark.proof(part="restarts")
def test_a_restart_loses_and_repeats_nothing(site):
    site.start()
    site.post.send("eva@corp.example", [site.alias], site.mail("eva@corp.example", "VPN one"))
    site.until(lambda: len(receipts(site)) == 1)
    site.daemon.send_signal(signal.SIGINT)
    assert site.daemon.wait(30) == 0
    site.post.send("eva@corp.example", [site.alias], site.mail("eva@corp.example", "VPN two"))
    site.start()
    site.until(lambda: len(receipts(site)) == 2)
    assert site.stop() == 0
    assert site.run("run", "--once").returncode == 0
    assert len(receipts(site)) == 2
    assert len(json.loads(site.ask("list", "--json").stdout)) == 2


def test_the_first_start_leaves_older_mail_and_says_how_many(site):
    site.write_config(start_from="now")
    for number in range(3):
        site.box.deliver(site.mail("eva@corp.example", f"VPN {number}"))
    done = site.run("run", "--once")
    assert done.returncode == 0, done.stderr
    assert "3" in done.stderr + done.stdout
    assert "older" in done.stderr + done.stdout
    assert receipts(site) == []
    site.box.deliver(site.mail("eva@corp.example", "VPN now"))
    assert site.run("run", "--once").returncode == 0
    assert len(receipts(site)) == 1
    assert len(site.box.mails()) == 3


@pytest.mark.of_a_file
def test_a_dry_run_shows_what_it_would_do_and_changes_nothing_anywhere(site):
    site.box.deliver(site.mail("eva@corp.example", "VPN drops"))
    before = site.box.flags()
    done = site.run("run", "--once", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "VPN drops" in done.stdout
    assert "Bo Jensen" in done.stdout
    assert "receipt to eva@corp.example" in done.stdout
    assert not (site.folder / "mailtracker.db").exists()
    assert {uid: flags - {b"\\Recent"} for uid, flags in site.box.flags().items()} == {
        uid: flags - {b"\\Recent"} for uid, flags in before.items()
    }
    assert site.post.accepted == 0


def test_several_mailboxes_are_served_and_one_with_a_wrong_password_disturbs_nobody(site):
    other, broken = site.post.add("payroll@corp.example"), site.post.add("broken@corp.example")
    (site.folder / "wrong").write_text("wrong")
    (site.folder / "wrong").chmod(0o600)
    pay = mailbox_entry("Payroll", "payroll@corp.example", "PAY", other)
    bad = mailbox_entry("Broken", "broken@corp.example", "BAD", broken, secret="wrong")
    german = 'language = "de"\n[mailbox.imap]'
    extra = (pay + bad).replace("[mailbox.imap]", german)
    site.write_config(extra=extra)
    for who in ("eva@corp.example", "bo@corp.example", "jonas@corp.example"):
        site.post.add(who)
    site.start()
    site.post.send("eva@corp.example", [site.alias], site.mail("eva@corp.example", "VPN drops"))
    mail = site.mail("eva@corp.example", "Gehalt fehlt").replace(b"it-help@", b"payroll@")
    site.post.send("eva@corp.example", ["payroll@corp.example"], mail)
    site.until(lambda: len(receipts(site)) == 2)
    site.until(lambda: "refuses the login" in site.ask("status").stdout)
    assert site.ask("status").returncode == 1
    assert {one["reference"] for one in json.loads(site.ask("list", "--json").stdout)} == {
        "IT-1001",
        "PAY-1001",
    }
    assert site.stop() == 0


def test_bad_rules_stop_the_daemon_before_it_starts_with_every_error_and_its_place(site):
    rules = site.folder / "rules" / "all.yaml"
    rules.write_text(
        rules.read_text()
        .replace("to: bo\n", "to: boo\n")
        .replace("promise: urgent", "promise: urgently")
    )
    done = site.run("run")
    assert done.returncode == 1
    assert done.stderr.count("rules/all.yaml:") >= 3
    assert "Traceback" not in done.stderr


@pytest.mark.of_a_file
def test_a_second_daemon_is_turned_away(site):
    site.start()
    site.until(lambda: "running" in site.log())
    second = site.run("run", "--once")
    assert second.returncode == 3
    assert str(site.daemon.pid) in second.stderr


def test_a_mail_that_cannot_be_handled_is_put_aside_and_the_next_one_is_served(site):
    site.box.deliver(
        b"Received: from a by b\r\n" * 30
        + b"From: a@corp.example\r\nSubject: round and round\r\n\r\nHello\r\n"
    )
    site.box.deliver(site.mail("eva@corp.example", "VPN drops"))
    assert site.run("run", "--once").returncode == 0
    assert len(receipts(site)) == 1
    listed = json.loads(site.ask("quarantine", "list", "--json").stdout)
    assert len(listed) == 1
    shown = site.ask("quarantine", "show", str(listed[0]["id"]))
    assert "round and round" in shown.stdout
