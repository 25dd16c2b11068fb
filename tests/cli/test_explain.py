"""`mailtracker explain`: mails in files, read by the daemon's own code in children; for people, and
a line a file for programs.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mailtracker.cli import main
from mailtracker.shipped import shipped
from tests.mail.corpus import FOLDER

KEYS = [
    *("file", "kind", "why", "receipt", "from", "identified", "subject", "text", "reply_text"),
    *("attachments", "bounce_recipients", "language", "verified", "route", "expected"),
]
KINDS = {"person", "auto_reply", "auto_generated", "bounce", "list", "own", "quarantine"}
VPN = (
    b"From: Ana Costa <ana@corp.example>\r\nSubject: VPN drops\r\n\r\n"
    b"Every hour.\r\n\r\n-- \r\nAna\r\n"
)

Run = Callable[..., Result]


@pytest.fixture
def explain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vpn.eml").write_bytes(VPN)

    def run(*args: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, ["explain", *args], catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return run


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_needs_no_config_no_rules_and_no_database(explain: Run) -> None:
    (found,) = lines(explain("--json", "vpn.eml"))
    assert list(found) == KEYS
    assert found == {
        "file": "vpn.eml",
        "kind": "person",
        "why": "a person's mail",
        "receipt": True,
        "from": "ana@corp.example",
        "identified": True,
        "subject": "VPN drops",
        "text": "Every hour.\n\n-- \nAna",
        "reply_text": "Every hour.",
        "attachments": [],
        "bounce_recipients": [],
        "language": "en",
        "verified": None,
        "route": None,
        "expected": "",
    }


def test_says_it_to_people_in_words(explain: Run) -> None:
    shown = explain("vpn.eml").stdout
    for words in (
        "vpn.eml",
        "person: a person's mail",
        "ana@corp.example",
        "VPN drops",
        "│ Every hour.",
    ):
        assert words in shown
    assert "{" not in shown


def test_with_rules_names_the_rule_that_takes_it(explain: Run) -> None:
    rules = str(shipped("rules"))
    (found,) = lines(explain("--json", "--rules", rules, "vpn.eml"))
    route = found["route"]
    assert isinstance(route, dict)
    wanted = {
        "rule": "vpn",
        "to": "network",
        "matched": "subject has the word vpn",
        "promise": "network",
    }
    assert {key: route[key] for key in wanted} == wanted
    outage, _, vpn = route["asked"]
    assert (outage["rule"], outage["took"], vpn["rule"], vpn["took"]) == (
        "outage",
        False,
        "vpn",
        True,
    )
    assert 'subject has none of outage, "nothing works"' in outage["told"][0]
    assert "it says “VPN drops”" in outage["told"][0]
    assert (
        "network, by rule vpn: subject has the word vpn"
        in explain("--rules", rules, "vpn.eml").stdout
    )


def test_what_opens_no_request_is_routed_to_nobody(explain: Run, tmp_path: Path) -> None:
    (tmp_path / "away.eml").write_bytes(
        VPN.replace(b"Subject", b"Auto-Submitted: auto-replied\r\nSubject")
    )
    (found,) = lines(explain("--json", "--rules", str(shipped("rules")), "away.eml"))
    assert (found["kind"], found["route"]) == ("auto_reply", None)


def test_mistakes_in_the_rules_are_told_with_their_place(explain: Run, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "all.yaml").write_text("rules: [{name: x}]\n")
    result = CliRunner().invoke(main, ["explain", "--rules", "rules", "vpn.eml"])
    assert result.exit_code == 1
    assert "rules/all.yaml:1:" in result.output


def test_folders_are_walked_in_order_and_what_is_no_mail_is_passed_over(
    explain: Run, tmp_path: Path
) -> None:
    for name in ("b/2", "b/1.eml", "b/notes.md", "b/1.json", "b/.hidden", "a.eml"):
        (tmp_path / "mails" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mails" / name).write_bytes(VPN)
    assert [found["file"] for found in lines(explain("--json", "mails"))] == [
        "mails/a.eml",
        "mails/b/1.eml",
        "mails/b/2",
    ]


def test_hundreds_of_mails_come_out_in_the_order_they_went_in(explain: Run) -> None:
    found = lines(explain("--json", str(FOLDER), "vpn.eml"))
    assert [Path(str(one["file"])).name for one in found] == [
        *sorted(p.name for p in FOLDER.glob("*.eml")),
        "vpn.eml",
    ]
    assert {str(one["kind"]) for one in found} <= KINDS
    assert {"person", "bounce", "list", "auto_reply", "auto_generated", "quarantine"} <= {
        str(one["kind"]) for one in found
    }


def test_what_cannot_be_read_is_quarantine_and_what_cannot_be_opened_too_but_fails(
    explain: Run, tmp_path: Path
) -> None:
    (tmp_path / "empty.eml").touch()
    (found,) = lines(explain("--json", "empty.eml"))
    assert (found["kind"], found["why"]) == ("quarantine", "nothing in this mail can be read")
    assert list(found) == KEYS
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "x.eml").symlink_to(tmp_path / "nowhere")
    (found,) = lines(explain("--json", "gone", code=1))
    assert found["kind"] == "quarantine"
    assert "No such file" in str(found["why"])


def test_a_mail_cannot_steer_the_terminal(explain: Run, tmp_path: Path) -> None:
    (tmp_path / "evil.eml").write_bytes(
        b"From: eve@evil.example\nSubject: a \x1b[2J b\n\n\x1b]0;title\x07 \xe2\x80\xaex\n"
    )
    shown = explain("evil.eml").stdout
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_json_has_no_lone_surrogates_even_in_file_names(explain: Run, tmp_path: Path) -> None:
    shutil.copy(tmp_path / "vpn.eml", os.fsdecode(bytes(tmp_path) + b"/\xff.eml"))
    result = explain("--json", ".")
    result.stdout.encode("utf-8")
    assert len(lines(result)) == 2


def test_the_config_here_says_which_lists_are_ours_and_which_border_to_believe(
    explain: Run, tmp_path: Path
) -> None:
    shutil.copytree(shipped("rules"), tmp_path / "rules")
    (tmp_path / "pw").write_text("secret")
    (tmp_path / "pw").chmod(0o600)
    (tmp_path / "config.toml").write_text(
        'own_domains = ["corp.example"]\nown_lists = ["everybody@corp.example"]\nauthserv_ids = '
        '["mx.corp.example"]\n'
        'admins = ["priya@corp.example"]\n[[mailbox]]\nname = "IT help"\naddress = '
        '"it-help@corp.example"\nprefix = "IT"\n'
        'imap = {host = "imap.corp.example", password_file = "pw"}\n[smtp]\nhost = '
        '"localhost"\ntls = "none"\n'
    )
    (tmp_path / "list.eml").write_bytes(
        b"Authentication-Results: mx.corp.example; dmarc=pass header.from=corp.example\r\n"
        b"List-Id: <everybody.corp.example>\r\n" + VPN
    )
    (found,) = lines(explain("--json", "list.eml"))
    assert (found["kind"], found["verified"], found["language"]) == ("person", True, "en")
    assert found["route"] is not None
    assert "verified: DMARC passed for corp.example" in explain("list.eml").stdout


def test_a_broken_config_here_is_said_and_left_out(explain: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("own_domains = 1\n")
    result = explain("--json", "vpn.eml")
    assert len(lines(result)) == 1
    assert "config.toml here is left out" in result.stderr
    assert (
        CliRunner().invoke(main, ["explain", "--config", "config.toml", "vpn.eml"]).exit_code == 1
    )


def test_a_maildir_is_read_whole_whatever_its_host_is_called_and_a_pipe_is_no_mail(
    explain: Run, tmp_path: Path
) -> None:
    (tmp_path / "box" / "new").mkdir(parents=True)
    for name in ("1700000000.M1P2.mail.corp.py", "1700000001.M1P2.mail.corp.example:2,S"):
        (tmp_path / "box" / "new" / name).write_bytes(VPN)
    os.mkfifo(tmp_path / "box" / "new" / "pipe")
    assert len(lines(explain("--json", "box"))) == 2


def test_what_only_sounds_like_a_machine_is_said_to_be_in_doubt(
    explain: Run, tmp_path: Path
) -> None:
    (tmp_path / "away.eml").write_bytes(
        b"From: ana@corp.example\r\nSubject: Out of office: VPN\r\n\r\nI am out of the office, "
        b"contact Sam if urgent.\r\n"
    )
    assert "by its words alone" in explain("away.eml").stdout


def test_it_says_that_our_tenant_knows_who_sent_it(explain: Run, tmp_path: Path) -> None:
    shutil.copytree(shipped("rules"), tmp_path / "rules")
    (tmp_path / "pw").write_text("secret")
    (tmp_path / "pw").chmod(0o600)
    (tmp_path / "config.toml").write_text(
        'own_domains = ["corp.example"]\nauthserv_ids = ["protection.outlook.com"]\n'
        'exchange_tenant = "0f0e0d0c-1111-2222-3333-444455556666"\n'
        'admins = ["priya@corp.example"]\n[[mailbox]]\nname = "IT help"\naddress = '
        '"it-help@corp.example"\nprefix = "IT"\n'
        'imap = {host = "imap.corp.example", password_file = "pw"}\n[smtp]\nhost = '
        '"localhost"\ntls = "none"\n'
    )
    stamp = (
        b"Received: from a.prod.outlook.com by a.prod.outlook.com with mapi id 15.20; Mon\r\n"
        b"X-MS-Exchange-Organization-AuthSource: a.prod.outlook.com\r\n"
        b"X-MS-Exchange-Organization-AuthAs: Internal\r\n"
        b"X-MS-Exchange-Organization-AuthMechanism: 04\r\n"
        b"X-MS-Exchange-CrossTenant-Id: 0f0e0d0c-1111-2222-3333-444455556666\r\n"
    )
    (tmp_path / "inside.eml").write_bytes(stamp + VPN)
    (tmp_path / "outside.eml").write_bytes(stamp.replace(b"Internal", b"Anonymous") + VPN)
    assert "from inside: somebody who had logged in to our" in explain("inside.eml").stdout
    outside = explain("outside.eml").stdout
    assert "not known: no Authentication-Results of protection.outlook.com" in outside
    assert "proves nothing: it was sent by nobody who had logged in" in " ".join(outside.split())
    (found,) = lines(explain("--json", "inside.eml"))
    assert found["verified"] is None
