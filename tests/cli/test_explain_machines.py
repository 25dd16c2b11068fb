"""`explain` says what config and rules say of machines: silent senders, a rule for machines, and
whom a web form's Reply-To names.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailtracker.cli import main

CONFIG = """\
own_domains = ["corp.example"]
admins = ["priya@corp.example"]
silent_senders = ["ups*@corp.example"]

[[mailbox]]
name = "IT help"
address = "it-help@corp.example"
prefix = "IT"
silent_senders = ["alerts.example"]
imap = {host = "imap.corp.example", password_file = "pw"}

[smtp]
host = "localhost"
tls = "none"
"""
RULES = """\
people:
  bo: {name: Bo, email: bo@corp.example}
promises: {normal: {first_reply: 1 day, hours: always}}
ladders: {default: [{at: 100%, tell: owner}]}
rules:
  - {name: form, why: w, when: {from: forms@corp.example}, to: bo, requester: reply_to}
  - {name: mon, why: w, when: {from: mon@corp.example}, to: bo, kind: machine}
fallback: {to: bo}
"""


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "all.yaml").write_text(RULES)
    (tmp_path / "config.toml").write_text(CONFIG)
    (tmp_path / "pw").write_text("x")
    (tmp_path / "pw").chmod(0o600)
    return tmp_path


def explained(folder: Path, sender: str, head: str = "") -> tuple[dict[str, object], str]:
    mail = (
        f"From: {sender}\nTo: it-help@corp.example\nSubject: VPN\n{head}\nIt drops, can you look?\n"
    )
    (folder / "a.eml").write_text(mail)
    for_programs = CliRunner().invoke(main, ["explain", "--json", "a.eml"], catch_exceptions=False)
    for_people = CliRunner().invoke(main, ["explain", "a.eml"], catch_exceptions=False)
    found: dict[str, object] = json.loads(for_programs.stdout)
    return found, for_people.stdout


@pytest.mark.parametrize("sender", ["ups2@corp.example", "a@alerts.example"])
def test_a_silent_sender_is_a_machine_without_a_receipt(site: Path, sender: str) -> None:
    found, told = explained(site, sender)
    assert (found["kind"], found["receipt"]) == ("auto_generated", False)
    assert "silent_senders" in told


def test_who_is_not_silent_is_a_person(site: Path) -> None:
    found, _ = explained(site, "eva@corp.example")
    assert (found["kind"], found["receipt"]) == ("person", True)


def test_the_people_file_is_asked_before_silence(site: Path) -> None:
    wide = CONFIG.replace("ups*@corp.example", "corp.example")
    (site / "config.toml").write_text(wide)
    found, _ = explained(site, "bo@corp.example")
    assert found["kind"] == "person"


def test_a_rule_for_machines_and_one_for_a_form_are_told(site: Path) -> None:
    found, told = explained(site, "mon@corp.example")
    assert isinstance(found["route"], dict)
    assert (found["route"]["machine"], found["route"]["requester"]) == (True, "")
    assert "no receipt and no notice" in told
    found, told = explained(site, "forms@corp.example", "Reply-To: eva@corp.example\n")
    assert isinstance(found["route"], dict)
    assert (found["route"]["machine"], found["route"]["requester"]) == (False, "eva@corp.example")
    assert "eva@corp.example, whom the form's Reply-To names" in told
