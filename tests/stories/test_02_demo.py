"""`mailtracker demo`: a working day that plays to its end by itself; with --keep its
servers answer a mail client.
"""

import email
import email.policy
import imaplib
import os
import re
import signal
import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailtracker.mail.origin.classify import classify
from mailtracker.mail.parse import parse

pytestmark = pytest.mark.of_a_file

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


def command(*words):
    return [sys.executable, "-m", "mailtracker", "demo", *words]


def env(columns):
    return {**os.environ, "NO_COLOR": "1", "COLUMNS": str(columns), "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """The whole day, as a process of its own: (what it printed, its folder, seconds)."""
    folder = tmp_path_factory.mktemp("demo") / "day"
    began = time.monotonic()
    done = subprocess.run(
        command("--folder", str(folder)),
        cwd=folder.parent,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=env(120),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout, folder, time.monotonic() - began


def mails(folder, who):
    read = email.policy.default
    return [
        email.message_from_bytes(p.read_bytes(), policy=read)
        for p in sorted((folder / "mail" / who).glob("*.eml"))
    ]


def test_it_takes_less_than_a_minute(day):
    assert day[2] < 60


def test_the_screen_tells_who_wrote_which_rule_matched_and_what_went_out(day):
    shown = day[0]
    for words in (
        "Eva Lund writes to it-help",
        "rule vpn: subject has the word vpn →",
        "→ receipt to eva@corp.example",
        "Frieda Maurer writes to payroll, in German",
        "rule payslip:",
        "is promised by",
        "just replies to Eva's mail",
        "replies with one word: done",
        "word on which day it is closed to eva@corp.example",
        "closing mail to eva@corp.example",
    ):
        assert words in shown


def test_a_silent_owner_loses_it_to_the_cover_and_the_manager_is_called(day):
    shown = day[0].partition(" is silent")[2]
    reminder, handed, called = (
        shown.index(words) for words in ("reminder to", "has it now", "call for help to")
    )
    assert reminder < handed < called
    assert "an honest word that it slipped, and who has it now to omar@corp.example" in shown
    assert "an answer was promised by" in shown


def test_the_vacation_robot_is_ignored_and_nothing_loops(day):
    shown, folder, _ = day
    robot = shown.partition("vacation robot")[2].partition("\n\n")[0]
    assert "ignored: Auto-Submitted says auto-replied; nothing goes out" in robot
    assert len(mails(folder, "lucy@corp.example")) == 1


def test_the_day_ends_with_a_table_of_requests(day):
    table = day[0].partition("request    status")[2]
    for words in ("IT-1001", "closed", "PAY-1001", "answered", "FAC-1001", "open", "before: "):
        assert words in table


def test_every_mail_can_be_read_afterwards_and_belongs_to_whom_it_was_sent(day):
    shown, folder, _ = day
    assert str(folder / "mail") in shown
    people = sorted(path.name for path in (folder / "mail").iterdir())
    assert {
        "eva@corp.example",
        "frieda@corp.example",
        "omar@corp.example",
        "it-help@corp.example",
    } <= set(people)
    for who in people:
        read = mails(folder, who)
        assert read
        assert f"{who}/  {len(read)} mail" in shown
        assert all(who.partition("@")[0] in str(mail["Delivered-To"]) for mail in read)


def test_receipts_are_in_the_writers_language_and_thread(day):
    _, folder, _ = day
    english, german = mails(folder, "eva@corp.example")[0], mails(folder, "frieda@corp.example")[0]
    assert "You will have an answer" in english.get_body(("plain",)).get_content()
    assert "Antwort bekommst du" in german.get_body(("plain",)).get_content()
    for receipt in (english, german):
        assert receipt["Auto-Submitted"] == "auto-replied"
        assert receipt["In-Reply-To"]
        assert receipt["Return-Path"] == "<>"
        assert classify(parse(receipt.as_bytes())).kind.value != "person"


def test_the_photo_reaches_owner_and_cover(day):
    _, folder, _ = day
    for owner in ("ana@corp.example", "bo@corp.example"):
        attached = [
            part.get_filename() for mail in mails(folder, owner) for part in mail.iter_attachments()
        ]
        assert "photo.png" in attached


@pytest.mark.proof(part="wheel")
def test_it_fits_a_narrow_terminal(tmp_path):
    done = subprocess.run(
        command("--folder", str(tmp_path / "d")),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=env(80),
    )
    assert done.returncode == 0
    assert [
        line for line in done.stdout.splitlines() if len(line) > 80 and str(tmp_path) not in line
    ] == []


def test_a_second_day_in_the_same_folder_is_refused(day):
    _, folder, _ = day
    again = subprocess.run(
        command("--folder", str(folder)),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=env(80),
    )
    assert again.returncode == 1
    assert "holds an earlier day already" in again.stderr


def heed_ctrl_c():
    """What a shell starts with `&` ignores SIGINT, and so would all that it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def kept(tmp_path):
    """The demo with --keep, once it waits: (process, IMAP port, SMTP port, a
    function that reads the screen).
    """
    screen = tmp_path / "screen"
    with screen.open("w") as out:
        process = subprocess.Popen(
            command("--keep", "--folder", str(tmp_path / "day")),
            cwd=tmp_path,
            stdout=out,
            stderr=out,
            env=env(120),
            preexec_fn=heed_ctrl_c,
        )
    try:
        until(lambda: "database:" in screen.read_text() or process.poll() is not None)
        ports = re.findall(r"(?:IMAP|SMTP) +127\.0\.0\.1 port (\d+)", screen.read_text())
        assert len(ports) == 2, screen.read_text()
        yield process, int(ports[0]), int(ports[1]), screen.read_text
    finally:
        process.kill()
        process.wait(PATIENCE)


def until(true):
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def inbox(port, user):
    with imaplib.IMAP4("127.0.0.1", port) as client:
        client.login(user, "demo")
        client.select("INBOX", readonly=True)
        numbers = client.search(None, "ALL")[1][0].split()
        answers = [client.fetch(number, "(BODY.PEEK[])")[1][0] for number in numbers]
    raws = [answer[1] for answer in answers if isinstance(answer, tuple)]  # the newest may lack one
    return [email.message_from_bytes(raw, policy=email.policy.default) for raw in raws]


def test_keep_prints_ports_and_password_and_serves_whoever_connects(kept):
    process, imap, smtp, screen = kept
    for words in (
        "password “demo”",
        "write to: it-help@corp.example",
        "lucy",
        "Ctrl-C ends it",
        "clock: Monday",
    ):
        assert words in screen()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "lucy@corp.example",
        "it-help@corp.example",
        "Printer jam on floor 2",
    )
    mail["Message-ID"] = "<played-by-hand@client.corp.example>"
    mail.set_content("It is jammed again.")
    with smtplib.SMTP("127.0.0.1", smtp) as client:
        client.send_message(mail)
    until(
        lambda: any(
            "Printer jam" in str(found["Subject"]) for found in inbox(imap, "lucy@corp.example")
        )
    )
    receipt = inbox(imap, "lucy@corp.example")[-1]
    assert receipt["In-Reply-To"] == "<played-by-hand@client.corp.example>"
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert "Bye." in screen()
