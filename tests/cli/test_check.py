"""`mailtracker check`: files and connections, every problem at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import Result

from mailtracker.cli.check_servers import OWN_SENDER_REFUSED, PROBE
from mailtracker.letters.wordings.spoken_here import WORDINGS
from mailtracker.mail.message import Unstripped
from mailtracker.mail.outgoing.ids import reply_address
from mailtracker.store.border import note_unstripped
from mailtracker.store.database import Store
from tests.cli.makers import RULES, Run, opened, reach
from tests.servers.proxy import ChaosProxy
from tests.servers.smtpd import PostOffice, SmtpSink

if TYPE_CHECKING:
    from tests.servers.dovecot import Box, Dovecot


def test_check_finds_the_problems_of_all_files_at_once(mailtracker: Run, site: Path) -> None:
    (site / "config.toml").write_text("nonsense = 1\n")
    (site / "rules" / "all.yaml").write_text(RULES.replace("to: ana", "to: zoe"))
    result = mailtracker("check")
    assert result.exit_code == 1
    assert f"{site}/config.toml:1:1: nonsense: unknown key" in result.stdout
    assert "all.yaml:" in result.stdout
    assert "✓ templates" in result.stdout


def test_check_runs_the_rules_own_tests(mailtracker: Run, site: Path) -> None:
    (site / "rules" / "all.yaml").write_text(RULES.replace("VPN drops", "printer"))
    result = mailtracker("check", "--offline")
    assert result.exit_code == 1
    assert "all.yaml:20" in result.stdout


def test_check_knows_the_hooks_of_the_config(mailtracker: Run, site: Path) -> None:
    posting = RULES.replace("remind: owner}", "remind: owner, post: pager}")
    (site / "rules" / "all.yaml").write_text(posting)
    result = mailtracker("check", "--offline")
    assert result.exit_code == 1
    assert "config.toml has no hook `pager`; write a [[hook]] of that name" in result.stdout
    (site / "pager").touch(0o600)
    (site / "pager").write_text("https://pager.corp.example/s3cret\n")
    config = site / "config.toml"
    config.write_text(f'{config.read_text()}\n[[hook]]\nname = "pager"\nurl_file = "pager"\n')
    result = mailtracker("check", "--offline")
    assert "no hook" not in result.stdout
    assert "s3cret" not in result.stdout


THERE = ", ".join(sorted(WORDINGS))


def test_check_warns_once_of_a_language_without_templates(mailtracker: Run, site: Path) -> None:
    text = RULES.replace(", email:", ", language: fi, email:")
    assert text.count("language: fi") > 1
    (site / "rules" / "all.yaml").write_text(text)
    result = mailtracker("check", "--offline")
    assert result.exit_code == 0, result.stdout
    times = f"({text.count('language: fi')} times)"
    (line,) = (line for line in result.stdout.split("\n") if "no-templates" in line)
    assert f"no templates for `fi` {times}, only for {THERE}" in line
    assert mailtracker("check", "--offline", "--strict").exit_code == 1


@pytest.mark.parametrize(
    ("languages", "code", "told"),
    [
        ('["de", "en"]', 0, ""),
        ('["fi", "en"]', 0, f"mails in fi: there are templates for {THERE}, and en serves"),
        ('["fi", "et"]', 1, f"wants mails in fi, et: there are templates for {THERE}"),
    ],
)
def test_check_says_which_of_a_mailboxs_languages_serves(
    mailtracker: Run, site: Path, languages: str, code: int, told: str
) -> None:
    config = site / "config.toml"
    head, prefix, rest = config.read_text().partition('prefix = "IT"\n')
    assert prefix
    config.write_text(f"{head}{prefix}languages = {languages}\n{rest}")
    result = mailtracker("check", "--offline")
    assert result.exit_code == code, result.stdout
    assert told in result.stdout
    assert ("languages" in result.stdout) is bool(told)


def test_check_says_once_that_the_templates_are_not_there(mailtracker: Run, site: Path) -> None:
    config = site / "config.toml"
    config.write_text('templates = "nowhere"\n' + config.read_text())
    told = json.loads(mailtracker("check", "--offline", "--json").stdout)
    (finding,) = (finding for finding in told["findings"] if finding["what"] == "templates")
    assert [problem["message"] for problem in finding["problems"]] == ["there is no such folder"]


def test_check_refuses_a_database_that_others_can_read_as_run_does(
    mailtracker: Run, site: Path
) -> None:
    assert "✓ database: will be made" in mailtracker("check", "--offline").stdout
    Store.open(f"sqlite:///{site}/mailtracker.db").close()
    assert "✓ database: can be written\n" in mailtracker("check", "--offline").stdout
    (site / "mailtracker.db").chmod(0o644)
    result = mailtracker("check", "--offline")
    assert result.exit_code == 1  # `run` would refuse it
    assert "✗ database: " in result.stdout  # as many problems as SQLite has files beside it
    told = f"{site}/mailtracker.db: others on this machine can read it (mode 0644)"
    assert f"    {told}; type: chmod 600 {site}/mailtracker.db\n" in result.stdout


def test_check_warns_of_a_folder_in_which_everybody_can_replace_the_database(
    mailtracker: Run, site: Path
) -> None:
    (site / "data").mkdir()
    (site / "data").chmod(0o777)
    with (site / "config.toml").open("a") as config:
        config.write('[store]\nurl = "sqlite:///data/mail.db"\n')
    result = mailtracker("check", "--offline")
    assert result.exit_code == 0
    assert f"type: chmod o-w {site}/data\n" in result.stdout


def test_check_tries_both_connections_and_names_each_that_fails(mailtracker: Run) -> None:
    result = mailtracker("check")
    assert result.exit_code == 1
    assert [
        line.partition(":")[0] for line in result.stdout.splitlines() if line.startswith("✗")
    ] == [
        "✗ imap IT help",
        "✗ smtp",
    ]


def test_check_offline_connects_to_nothing(mailtracker: Run) -> None:
    result = mailtracker("check", "--offline")
    assert (result.exit_code, "imap" in result.stdout) == (0, False)


def test_check_on_a_terminal_without_unicode_still_works(site: Path) -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "mailtracker",
            "check",
            "--offline",
            "--config",
            str(site / "config.toml"),
        ],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
    )
    assert (run.returncode, run.stdout.split()[0]) == (0, b"ok")


def test_check_logs_in_at_both_servers_and_changes_nothing(
    mailtracker: Run, site: Path, account: Box, smtp_sink: SmtpSink
) -> None:
    reach(site, account, smtp_sink, account.password)
    result = mailtracker("check")
    assert (result.exit_code, result.stdout.count("✓")) == (0, 12)
    with account.client() as client:
        assert not client.folder_exists("Handled")
    assert smtp_sink.log == []
    assert not (site / "mailtracker.db").exists()


class PickySink(SmtpSink):
    """Answers an envelope by `judge` where that has something to say: at MAIL with no recipient
    yet, at RCPT with both.
    """

    def __init__(self, judge: Callable[[str, str], str]) -> None:
        super().__init__()
        self.judge = judge

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        return self.judge(plain_of(address), "") or await super().handle_MAIL(
            server, session, envelope, address, options
        )

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        judged = self.judge(plain_of(envelope.mail_from), address)
        return judged or await super().handle_RCPT(server, session, envelope, address, options)


def plain_of(address: str | None) -> str:
    return (address or "").strip("<>")


def smtp_lines(shown: str) -> list[str]:
    """What is said of the SMTP server, with marks and the hints below."""
    lines = shown[shown.index(" smtp:") - 1 :].splitlines()[1:]
    return [line for line in lines if not line.startswith("There are")]


ALIAS = "it-help@corp.example"
REPLY = reply_address(ALIAS, PROBE)
OWN = reply_address(ALIAS, f"b{PROBE}")
NOBODY_THERE = "no-such-mailbox-by-mailtracker-check@corp.example"


def knows_its_addresses(env_from: str, env_to: str) -> str:
    known = ("", ALIAS, REPLY, OWN)
    return "" if env_to in known else "550 5.1.1 no such user"


def takes_anything(env_from: str, env_to: str) -> str:
    return ""


def delivers_no_subaddresses(env_from: str, env_to: str) -> str:
    return "550 5.1.1 Unrouteable address" if "+" in env_to else ""


def greylists(env_from: str, env_to: str) -> str:
    return "450 4.7.1 come back later" if env_to else ""


def relays_nothing(env_from: str, env_to: str) -> str:
    return "554 5.7.1 Relay access denied" if env_to else ""


def wants_the_logins_own_address(env_from: str, env_to: str) -> str:
    """As Postfix: judged at RCPT."""
    return "553 5.7.1 Sender address rejected" if env_to and "+" in env_from else ""


def refuses_at_mail(env_from: str, env_to: str) -> str:
    return "" if env_from in ("", ALIAS) else "550 5.7.1 may not send as"


def wants_a_sender(env_from: str, env_to: str) -> str:
    return "" if env_from else "550 5.7.1 no null sender here"


OF_IT = "smtp IT help, reply addresses", "smtp IT help, senders"
SENDERS_FINE = f"✓ {OF_IT[1]}: <{ALIAS}> and <{OWN}> are taken"
NULL_FINE = "✓ smtp, the null sender: <> is taken"
SERVERS: dict[str, tuple[Callable[[str, str], str], int, list[str]]] = {
    "one that knows its addresses": (
        knows_its_addresses,
        0,
        [
            f"✓ {OF_IT[0]}: {REPLY} is taken, and an unknown address is not "
            "(550 5.1.1 no such user)",
            SENDERS_FINE,
            NULL_FINE,
        ],
    ),
    "one that takes anything": (
        takes_anything,
        0,
        [
            f"✓ {OF_IT[0]}: {REPLY} is taken, but so is any address there: send a mail to it to "
            "be sure",
            SENDERS_FINE,
            NULL_FINE,
        ],
    ),
    "one without subaddresses": (
        delivers_no_subaddresses,
        1,
        [
            f"✗ {OF_IT[0]}: {REPLY} is refused: 550 5.1.1 Unrouteable address",
            "people's replies to our mails would bounce: have the server deliver subaddresses, "
            "or set `subaddressing = false` for IT help. Threads are then kept by Message-ID "
            "alone, and each mail's sender is the alias",
            SENDERS_FINE,
            NULL_FINE,
        ],
    ),
    "one that greylists": (
        greylists,
        0,
        [
            f"✓ {OF_IT[0]}: cannot be told: {REPLY} is refused (450 4.7.1 come back later), but "
            f"so is {ALIAS} (450 4.7.1 come back later)",
            "warning: whether replies would arrive is not known: ask again later",
            f"✓ {OF_IT[1]}: <{ALIAS}> is refused, to itself: 450 4.7.1 come back later",
            "warning: the login must be allowed to send as this address",
            "✓ smtp, the null sender: <> is refused: 450 4.7.1 come back later",
            "warning: receipts would not go out: let the server take it (RFC 5321 section 4.5.5), "
            'or set `receipts = "envelope"` under [smtp]',
        ],
    ),
    "one that relays nothing": (
        relays_nothing,
        0,
        [
            f"✓ {OF_IT[0]}: cannot be told: {REPLY} is refused (554 5.7.1 Relay access denied), "
            f"but so is {ALIAS} (554 5.7.1 Relay access denied)",
            "warning: whether replies would arrive is not known: send a mail there to see",
            f"✓ {OF_IT[1]}: <{ALIAS}> is refused, to itself: 554 5.7.1 Relay access denied",
            "warning: the login must be allowed to send as this address",
            "✓ smtp, the null sender: <> is refused: 554 5.7.1 Relay access denied",
            "warning: receipts would not go out: let the server take it (RFC 5321 section 4.5.5), "
            'or set `receipts = "envelope"` under [smtp]',
        ],
    ),
    "one that wants the login's own address": (
        wants_the_logins_own_address,
        1,
        [
            f"✓ {OF_IT[0]}: {REPLY} is taken, but so is any address there: send a mail to it to "
            "be sure",
            f"✗ {OF_IT[1]}: <{ALIAS}> is taken, <{OWN}> is refused: 553 5.7.1 Sender address "
            "rejected",
            OWN_SENDER_REFUSED,
            NULL_FINE,
        ],
    ),
    "one that says so at MAIL": (
        refuses_at_mail,
        1,
        [
            f"✓ {OF_IT[0]}: {REPLY} is taken, but so is any address there: send a mail to it to "
            "be sure",
            f"✗ {OF_IT[1]}: <{ALIAS}> is taken, <{OWN}> is refused: 550 5.7.1 may not send as",
            OWN_SENDER_REFUSED,
            NULL_FINE,
        ],
    ),
    "one that refuses the null sender": (
        wants_a_sender,
        1,
        [
            f"✓ {OF_IT[0]}: {REPLY} is taken, but so is any address there: send a mail to it to "
            "be sure",
            SENDERS_FINE,
            "✗ smtp, the null sender: <> is refused: 550 5.7.1 no null sender here",
            "receipts would not go out: let the server take it (RFC 5321 section 4.5.5), "
            'or set `receipts = "envelope"` under [smtp]',
        ],
    ),
}


@pytest.mark.parametrize("server", SERVERS)
def test_check_asks_the_smtp_server_about_reply_addresses_and_senders(
    mailtracker: Run, site: Path, account: Box, server: str
) -> None:
    judge, code, expected = SERVERS[server]
    with PickySink(judge) as sink:
        reach(site, account, sink, account.password)
        result, strict = mailtracker("check"), mailtracker("check", "--strict", "--json")
        assert sink.log == []
    lines = [line.strip() for line in smtp_lines(result.stdout)]
    assert [line.removeprefix(f"{site}/config.toml: ") for line in lines] == expected
    assert result.exit_code == code
    fine = not any("warning: " in line for line in expected) and not code
    assert are_ok(strict, "smtp") == fine


def are_ok(result: Result, what: str) -> bool:
    """Whether all findings about this are, as JSON tells them."""
    findings = json.loads(result.stdout)["findings"]
    return all(finding["ok"] for finding in findings if finding["what"].startswith(what))


def test_check_asks_the_real_way_round_with_mailboxes_behind_it(
    mailtracker: Run, site: Path, dovecot: Dovecot
) -> None:
    """A server that knows its addresses, takes subaddresses off and delivers to Dovecot."""
    with PostOffice(dovecot) as office:
        box = office.add(ALIAS)
        reach(site, box, office, box.password)
        result = mailtracker("check")
        assert office.mails(ALIAS) == []
    assert result.exit_code == 0
    assert f"{REPLY} is taken, and an unknown address is not (550 5.1.1" in result.stdout


def test_check_asks_for_no_subaddress_where_none_is_used(
    mailtracker: Run, site: Path, account: Box
) -> None:
    with PickySink(delivers_no_subaddresses) as sink:
        reach(site, account, sink, account.password)
        config = site / "config.toml"
        config.write_text(config.read_text().replace("prefix", "subaddressing = false\nprefix", 1))
        result = mailtracker("check")
    assert result.exit_code == 0
    assert f"✓ {OF_IT[0]}: not used: threads are kept by Message-ID" in result.stdout
    assert f"✓ {OF_IT[1]}: <{ALIAS}> is taken\n" in result.stdout


def test_check_shows_what_was_found_before_the_server_left(
    mailtracker: Run, site: Path, account: Box, smtp_sink: SmtpSink
) -> None:
    smtp_sink.faults["RCPT"] = ["250 2.1.5 OK", "drop"]
    reach(site, account, smtp_sink, account.password)
    result = mailtracker("check")
    assert result.exit_code == 1
    assert "answers; no login" in result.stdout
    assert "✗ smtp: 127.0.0.1" in result.stdout
    assert "broke off" in result.stdout


NO_MOVING = {b" MOVE": b"", b" UIDPLUS": b""}
NO_MARKING = {rb" \*)": b")"}
KEYWORD = "$MailtrackerHandled"
BOXES: dict[str, tuple[str, dict[bytes, bytes], list[str], str]] = {
    "moves and marks": (
        "move",
        {},
        ["moving: works: to Handled, by MOVE", f"marking: works: by the keyword {KEYWORD}"],
        "",
    ),
    "marks only": (
        "move",
        NO_MOVING,
        [
            "moving: does not work: the server offers neither MOVE nor UIDPLUS",
            f"marking: works: by the keyword {KEYWORD}",
        ],
        'mails that are done stay in INBOX and are marked; `after = "keyword"` says that this is '
        "wanted",
    ),
    "moves only": (
        "move",
        NO_MARKING,
        [
            "moving: works: to Handled, by MOVE",
            "marking: does not work: the server keeps no new keywords",
        ],
        "",
    ),
    "neither": (
        "move",
        {**NO_MOVING, **NO_MARKING},
        [
            "moving: does not work: the server offers neither MOVE nor UIDPLUS",
            "marking: does not work: the server keeps no new keywords",
        ],
        "mails can be neither moved nor marked: ",
    ),
    "wants to mark, and can": (
        "keyword",
        NO_MOVING,
        [
            "moving: does not work: the server offers neither MOVE nor UIDPLUS",
            f"marking: works: by the keyword {KEYWORD}",
        ],
        "",
    ),
    "wants to mark, and can only move": (
        "keyword",
        NO_MARKING,
        [
            "moving: works: to Handled, by MOVE",
            "marking: does not work: the server keeps no new keywords",
        ],
        'mails that are done cannot be marked, and only the database knows which they are: set '
        '`after = "move"` for IT help',
    ),
    "wants to mark, and can do nothing": (
        "keyword",
        {**NO_MOVING, **NO_MARKING},
        [
            "moving: does not work: the server offers neither MOVE nor UIDPLUS",
            "marking: does not work: the server keeps no new keywords",
        ],
        "mails can be neither moved nor marked: ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("box", BOXES)
def test_check_says_whether_mails_can_be_moved_and_marked(
    mailtracker: Run, site: Path, account: Box, smtp_sink: SmtpSink, box: str
) -> None:
    after, rewrites, expected, warning = BOXES[box]
    with ChaosProxy(account.port) as proxy:
        proxy.rewrites = rewrites
        reach(site, replace(account, port=proxy.port), smtp_sink, account.password)
        config = site / "config.toml"
        config.write_text(config.read_text().replace("prefix", f'after = "{after}"\nprefix', 1))
        result, strict = mailtracker("check"), mailtracker("check", "--strict", "--json")
    lines = [line for line in result.stdout.splitlines() if line.startswith("✓ imap IT help, ")]
    assert [line.removeprefix("✓ imap IT help, ") for line in lines] == expected
    assert f"config.toml: warning: {warning}" in result.stdout or not warning
    assert result.stdout.count("config.toml: warning: ") == bool(warning)
    assert result.exit_code == 0
    assert are_ok(strict, "imap") == (not warning)
    assert account.flags() == {}


def test_check_says_that_a_search_does_not_find_what_is_there(
    mailtracker: Run, site: Path, account: Box, smtp_sink: SmtpSink
) -> None:
    account.append(b"Subject: x\r\n\r\ny\r\n")
    with ChaosProxy(account.port) as proxy:
        proxy.rewrites = {b"* SEARCH 1": b"* SEARCH"}
        reach(site, replace(account, port=proxy.port), smtp_sink, account.password)
        result = mailtracker("check")
    assert result.exit_code == 1
    assert "the server's own search does not find" in result.stdout


def test_check_says_who_else_can_read_confidential_mail(
    mailtracker: Run, site: Path, account: Box, smtp_sink: SmtpSink
) -> None:
    reach(site, account, smtp_sink, account.password)
    assert "confidential mail" not in mailtracker("check").stdout
    (rules,) = (site / "rules").glob("*.yaml")
    rules.write_text(rules.read_text().replace("fallback: {", "fallback: {confidential: true, "))
    alone = mailtracker("check").stdout
    assert "confidential mail: nobody else can read this mailbox" in alone
    with account.client() as client:
        client.setacl("INBOX", "ana@corp.example", "lr")
    result = mailtracker("check")
    assert "ana@corp.example can read this mailbox" in result.stdout
    assert result.exit_code == 0


def test_check_says_that_a_password_is_wrong(
    mailtracker: Run, site: Path, account: Box, smtp_sink: SmtpSink
) -> None:
    reach(site, account, smtp_sink, "wrong-one")
    result = mailtracker("check")
    assert result.exit_code == 1
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("✗")]
    assert line.startswith("✗ imap IT help: ")
    assert "wrong-one" not in result.output


WITH_BORDER = 'authserv_ids = ["mx.corp.example"]\n'


def test_check_says_what_it_costs_to_have_no_border(mailtracker: Run) -> None:
    (line,) = [
        one for one in mailtracker("check", "--offline").stdout.splitlines() if "border" in one
    ]
    assert line == (
        "✓ border: none is configured (authserv_ids), so whoever writes a From of corp.example is "
        "believed to be a colleague"
    )


def test_check_warns_of_a_border_that_does_not_strip(
    mailtracker: Run, site: Path, store: Store
) -> None:
    config = site / "config.toml"
    config.write_text(WITH_BORDER + config.read_text())
    said = "✓ border: Authentication-Results of mx.corp.example are believed"
    assert said in mailtracker("check", "--offline").stdout.splitlines()
    with store.write() as conn:
        opened(conn, "VPN")
        note_unstripped(conn, 1, Unstripped.BELOW)
    result = mailtracker("check", "--offline")
    assert (result.exit_code, f"{said}, 1 warning" in result.stdout) == (0, True)
    assert "warning: the border does not strip forged Authentication-Results" in result.stdout
    assert mailtracker("check", "--offline", "--strict").exit_code == 1


AT_EXCHANGE = 'authserv_ids = ["protection.outlook.com"]\n'
TENANT = 'exchange_tenant = "0f0e0d0c-1111-2222-3333-444455556666"\n'


@pytest.mark.parametrize("strict", [False, True])
def test_check_says_where_nobody_inside_a_tenant_can_be_proven(
    mailtracker: Run, site: Path, strict: bool
) -> None:
    config = site / "config.toml"
    text = config.read_text()
    if strict:
        text = text.replace("[[mailbox]]\n", '[[mailbox]]\ntrust = "strict"\n')
    config.write_text(AT_EXCHANGE + text)
    result = mailtracker("check", "--offline")
    bare = "mail that stays inside an Exchange Online tenant bears no DKIM and no DMARC pass, so "
    assert result.exit_code == 0
    assert (f"{bare}colleagues inside count as outsiders" in result.stdout) is not strict
    told = f'warning: {bare}`trust = "strict"` believes no owner inside: set exchange_tenant'
    assert (told in result.stdout) is strict
    assert border(mailtracker("check", "--offline", "--strict", "--json"))["ok"] is not strict


def border(result: Result) -> dict[str, Any]:
    (found,) = (f for f in json.loads(result.stdout)["findings"] if f["what"] == "border")
    return dict(found)


def test_check_says_how_little_a_tenants_stamp_proves(mailtracker: Run, site: Path) -> None:
    config = site / "config.toml"
    text = config.read_text().replace("[[mailbox]]\n", '[[mailbox]]\ntrust = "strict"\n')
    config.write_text(AT_EXCHANGE + TENANT + text)
    found = border(mailtracker("check", "--offline", "--strict", "--json"))
    assert found["ok"]
    assert "what our Exchange Online tenant stamps are believed; the stamp says" in found["said"]
    assert "not that From did, and alone it proves no word of the owner's side" in found["said"]
    assert "not tried on a live tenant" in found["said"]


def test_check_asks_for_no_sender_that_the_config_does_without(
    mailtracker: Run, site: Path, account: Box
) -> None:
    def refuses_both(env_from: str, env_to: str) -> str:
        return wants_a_sender(env_from, env_to) or wants_the_logins_own_address(env_from, env_to)

    with PickySink(refuses_both) as sink:
        reach(site, account, sink, account.password)
        config = site / "config.toml"
        modes = '[smtp]\nenvelope = "alias"\nreceipts = "envelope"\n'
        config.write_text(config.read_text().replace("[smtp]\n", modes, 1))
        result = mailtracker("check")
    assert result.exit_code == 0, result.stdout
    assert f"✓ {OF_IT[1]}: <{ALIAS}> is taken" in result.stdout
    assert "✓ smtp, the null sender: not used" in result.stdout


def test_a_calendar_is_printed_with_the_source_of_each_day(mailtracker: Run, site: Path) -> None:
    (site / "rules" / "hours.yaml").write_text(
        "hours:\n"
        "  copenhagen:\n"
        "    zone: Europe/Copenhagen\n"
        '    mon-fri: "09:00-17:00"\n'
        "    holidays: DK\n"
        "    12-24: until 12:00\n"
        "    2027-07-12 to 2027-07-23: closed\n"
    )
    told = mailtracker("check", "--calendar", "2027")
    assert told.exit_code == 0, told.output
    lines = [" ".join(line.split()) for line in told.stdout.splitlines()]
    assert "copenhagen, Europe/Copenhagen, 2027" in lines
    assert "Fri 1 Jan closed New Year's Day (DK)" in lines
    assert f"Fri 24 Dec 09:00-12:00 12-24 ({site}/rules/hours.yaml:6)" in lines
    assert (
        "Mon 12 Jul to Fri 23 Jul closed "
        f"2027-07-12 to 2027-07-23 ({site}/rules/hours.yaml:7)" in lines
    )
    assert "Fri 31 Dec New Year's Eve (optional)" in lines
    as_json = json.loads(mailtracker("check", "--calendar", "2027", "--json").stdout)
    (ours,) = [one for one in as_json if one["hours"] == "copenhagen"]
    assert {
        "from": "2027-12-24",
        "to": "2027-12-24",
        "working_time": [["09:00", "12:00"]],
    }.items() <= (next(day for day in ours["days"] if day["from"] == "2027-12-24").items())


def test_a_year_without_known_holidays_has_no_calendar(mailtracker: Run, site: Path) -> None:
    (site / "rules" / "hours.yaml").write_text(
        'hours: {c: {zone: Asia/Colombo, mon-fri: "09:00-17:00", holidays: DK}}\n'
    )
    told = mailtracker("check", "--calendar", "2150")
    assert told.exit_code == 1
    assert "no calendar of 2150: the holidays of `DK` are known for the years 1" in told.output
