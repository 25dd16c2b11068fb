"""config.toml: every problem at once and where it stands; what loads is
complete; no password is ever shown.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailtracker.config import folders, load
from mailtracker.config.site import site_of
from mailtracker.config.toml_lines import find_keys
from mailtracker.config.values import parse_duration
from mailtracker.errors import BadFiles
from mailtracker.mail.site import Site
from mailtracker.start import aliases
from tests.config.reading import ENVIRON, GOOD, Reading


@pytest.fixture
def problems(read: Reading) -> Callable[..., list[str]]:
    """What is wrong with a text, as "line:column: message"."""

    def listing(text: str, environ: dict[str, str] | None = None) -> list[str]:
        with pytest.raises(BadFiles) as caught:
            read(text, environ)
        return [f"{p.line}:{p.column}: {p.message}" for p in caught.value.problems]

    return listing


Problems = Callable[..., list[str]]


def test_few_keys_are_enough_and_the_rest_has_defaults(read: Reading, tmp_path: Path) -> None:
    config = read(GOOD)
    box = config.mailboxes[0]
    assert (box.folder, box.after, box.handled, box.trust, box.start_from) == (
        "INBOX",
        "move",
        "Handled",
        "token",
        "now",
    )
    assert (box.languages, box.subaddressing, box.poll, box.zone) == (("en",), True, 60.0, "")
    assert (box.imap.port, box.imap.tls, box.imap.user, box.imap.timeout) == (
        993,
        "implicit",
        "it-help@corp.example",
        30.0,
    )
    assert (config.smtp.port, config.smtp.user, config.smtp.connections) == (25, "", 4)
    assert config.store.url == f"sqlite:///{tmp_path}/mailtracker.db"
    assert config.store.keep_mail == timedelta(days=90)
    assert config.rules == tmp_path / "rules"
    assert (config.templates / "en").is_dir()


@pytest.mark.parametrize(("tls", "port"), [("implicit", 993), ("starttls", 143)])
def test_the_imap_port_follows_from_tls(read: Reading, tls: str, port: int) -> None:
    assert (
        read(GOOD.replace("password_env", f'tls = "{tls}", password_env')).mailboxes[0].imap.port
        == port
    )


@pytest.mark.parametrize(("tls", "port"), [("implicit", 465), ("starttls", 587), ("none", 25)])
def test_the_smtp_port_follows_from_tls(read: Reading, tls: str, port: int) -> None:
    assert read(GOOD.replace('tls = "none"', f'tls = "{tls}"')).smtp.port == port


@pytest.mark.parametrize(
    ("subaddressing", "smtp", "verp", "null"),
    [
        ("true", "", True, True),
        ("true", 'envelope = "alias"', False, True),
        ("true", 'receipts = "envelope"', True, False),
        ("true", 'envelope = "alias"\nreceipts = "envelope"', False, False),
        ("false", 'envelope = "verp"', False, True),
    ],
)
def test_each_kind_of_envelope_sender_and_none_of_its_own_without_subaddresses(
    read: Reading, subaddressing: str, smtp: str, verp: bool, null: bool
) -> None:
    named = GOOD.replace('prefix = "IT"', f'prefix = "IT"\nsubaddressing = {subaddressing}')
    alias = aliases(read(named + smtp), ("en",))["IT help"]
    assert (alias.verp, alias.null_receipts) == (verp, null)


def test_a_kind_of_envelope_sender_that_there_is_not_is_a_problem(problems: Problems) -> None:
    assert problems(GOOD + 'envelope = "own"\nreceipts = "none"\n') == [
        "13:1: smtp.envelope: must be 'verp' or 'alias'",
        "14:1: smtp.receipts: must be 'null' or 'envelope'",
    ]


def test_all_problems_come_at_once_in_the_order_of_the_lines(problems: Problems) -> None:
    text = (
        GOOD.replace('"IT"', '"it"').replace('"127.0.0.1"', '"mail.corp.example"')
        + "conections = 9\n"
    )
    assert problems(text.replace('["root', '["nobody", "root'), {}) == [
        "2:11: admins 1: 'nobody' is not a mail address; write it bare, such as "
        '"it-help@corp.example"',
        "7:1: mailbox 1, prefix: 'it' cannot begin a reference; use 1 to 10 capital letters or "
        'digits, such as "IT"',
        "8:37: mailbox 1, imap.password_env: the environment variable IT_PASSWORD is not set",
        "12:1: smtp.tls: mail.corp.example is another machine: clear text is for loopback only, "
        'use "implicit" or "starttls"',
        "13:1: smtp.conections: unknown key; did you mean connections?",
    ]


def test_broken_toml_is_one_problem_with_line_and_column(problems: Problems) -> None:
    found = problems('own_domains = ["corp.example"]\nadmins = = 3\n')
    assert len(found) == 1
    assert found[0].startswith("2:10: not TOML: ")


def test_a_key_given_twice_is_a_problem(problems: Problems) -> None:
    assert "not TOML" in problems('log = "text"\nlog = "json"\n')[0]


def test_a_missing_file_names_init(tmp_path: Path) -> None:
    with pytest.raises(BadFiles, match="there is no such file; `mailtracker init` writes one"):
        load(tmp_path / "none.toml")


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'log = "text"\n# M\xfcller\n')
    with pytest.raises(BadFiles, match=r"config\.toml:2:1: this line is not UTF-8"):
        load(path)


def test_a_byte_order_mark_and_windows_lines_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load(path, ENVIRON).mailboxes[0].name == "IT help"


def test_an_unknown_key_without_likeness_gets_no_suggestion(problems: Problems) -> None:
    assert problems("zzz = 1\n" + GOOD) == ["1:1: zzz: unknown key"]


def test_a_missing_key_is_shown_at_its_table(problems: Problems) -> None:
    assert problems(GOOD.replace('prefix = "IT"\n', "")) == ["4:1: mailbox 1, prefix: is missing"]


def test_a_missing_table_is_shown_at_the_top(problems: Problems) -> None:
    assert problems(GOOD.partition("[smtp]")[0]) == ["1:1: smtp: is missing"]


def test_a_number_in_quotes_is_not_a_number(problems: Problems) -> None:
    assert problems(GOOD + 'port = "25"\n') == ["13:1: smtp.port: should be a valid integer"]


def test_a_database_that_there_is_none_of_is_an_error(problems: Problems) -> None:
    found = problems(GOOD + '[store]\nurl = "mysql://db/x"\n')
    assert len(found) == 1
    assert "must name a file" in found[0]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ('prefix = "IT"\nlanguage = "xx"', "not a known language"),
        ('prefix = "IT"\nlanguage = "english"', "not a known language"),
        ('prefix = "IT"\nlanguages = ["en", "xx"]', "not a known language"),
        ('prefix = "IT"\nlanguage = "de"\nlanguages = ["en"]', "beside `languages`"),
        ('prefix = "IT"\nzone = "Europe/Kopenhagen"', "not a known time zone"),
        ('prefix = "IT"\nzone = "../etc/passwd"', "not a known time zone"),
        ('prefix = "IT"\npoll = 60', "write a number and a unit in quotes"),
        ('prefix = "IT"\npoll = "2 days"', "must lie between 1 s and 1 hour"),
        ('prefix = "IT"\npoll = "slow"', 'or "fast", for a server on this machine'),
        ('prefix = "IT"\npoll = ["fast"]', "write a number and a unit in quotes"),
        ('prefix = "IT"\nstart_from = "yesterday"', 'write "now", "all", or a date'),
        ('prefix = "IT"\nafter = "delete"', "must be 'move' or 'keyword'"),
        ('prefix = "IT"\nhandled = "INBOX"', "is the folder that we read"),
        ('prefix = "TOOLONGPREFIX"', "cannot begin a reference"),
        ('prefix = "IT"\naliases = ["it help@corp.example"]', "is not a mail address"),
        ('prefix = "IT"\naliases = ["it@corp-.example"]', "is not a mail address"),
        ('prefix = "IT"\naliases = ["it@\uff43orp.example"]', "is not a mail address"),
        ('prefix = "IT"\nsubaddressing = "yes"', "should be a valid boolean"),
    ],
)
def test_a_bad_value_is_explained(problems: Problems, change: str, complaint: str) -> None:
    found = problems(GOOD.replace('prefix = "IT"', change))
    assert len(found) == 1
    assert complaint in found[0]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "LOCALHOST.", "::1"])
def test_a_server_on_loopback_may_be_asked_fast(read: Reading, host: str) -> None:
    here = GOOD.replace("imap.corp.example", host).replace('prefix = "IT"', FAST)
    box = read(here).mailboxes[0]
    assert (box.fast_poll, box.poll) == (True, 60.0)
    assert read(here.replace("fast", "5 minutes")).mailboxes[0].fast_poll is False
    assert read(GOOD).mailboxes[0].fast_poll is False


@pytest.mark.parametrize(
    "host", ["imap.corp.example", "192.168.1.7", "127.0.0.1.corp.example", "localhost.example"]
)
def test_another_machine_is_not_asked_fast(problems: Problems, host: str) -> None:
    (found,) = problems(GOOD.replace("imap.corp.example", host).replace('prefix = "IT"', FAST))
    line = GOOD[: GOOD.index('prefix = "IT"')].count("\n") + 2
    assert found.startswith(f"{line}:1: mailbox 1, poll: {host} is another machine")
    assert "on loopback (localhost, 127.0.0.1, ::1) only; leave `poll` out" in found


FAST = 'prefix = "IT"\npoll = "fast"'


def test_addresses_and_domains_are_read_in_the_form_that_mail_has(read: Reading) -> None:
    text = GOOD.replace('own_domains = ["', 'own_domains = ["Büro.example", "')
    config = read(text.replace('prefix = "IT"', 'prefix = "IT"\naliases = ["Help@BÜRO.example"]'))
    assert config.own_domains[0] == "xn--bro-hoa.example"
    assert config.mailboxes[0].aliases == ("help@xn--bro-hoa.example",)


@pytest.mark.parametrize("domain", ["\u212aorp.example", "corp\u3002example", "❤.example"])
def test_a_domain_that_no_mail_can_have_is_explained(problems: Problems, domain: str) -> None:
    (found,) = problems(GOOD.replace('own_domains = ["', f'own_domains = ["{domain}", "'))
    assert found.startswith("1:")
    assert "is no domain of the internet; write its form that begins xn--" in found


def test_one_address_in_two_spellings_is_one(problems: Problems) -> None:
    text = SECOND.replace("it HELP", "HR").replace("IT-help@corp", "help@büro")
    found = problems(
        GOOD.replace('prefix = "IT"', 'prefix = "IT"\naliases = ["help@xn--bro-hoa.example"]')
        + text.replace('"IT"', '"HR"').replace("IT_PASSWORD", "HR_PASSWORD")
    )
    assert "address: the mailbox 'IT help' has the same address" in found[0]


SECOND = """
[[mailbox]]
name = "it HELP"
address = "IT-help@corp.example"
aliases = ["hr@corp.example"]
prefix = "IT"
[mailbox.imap]
host = "imap.corp.example"
password_env = "IT_PASSWORD"
"""


def test_two_mailboxes_share_nothing_and_every_clash_is_named(problems: Problems) -> None:
    assert problems(GOOD + SECOND) == [
        "15:1: mailbox 2, name: the mailbox 'IT help' has the same name",
        "16:1: mailbox 2, address: the mailbox 'IT help' has the same address",
        "18:1: mailbox 2, prefix: the mailbox 'IT help' has the same prefix",
        "19:1: mailbox 2, imap: the mailbox 'IT help' has the same folder at the same server",
    ]


def test_an_alias_of_one_is_not_the_address_of_another(problems: Problems) -> None:
    text = SECOND.replace("it HELP", "HR").replace("IT-help", "people").replace('"IT"', '"HR"')
    found = problems(
        GOOD.replace('prefix = "IT"', 'prefix = "IT"\naliases = ["HR@corp.example"]') + text
    )
    assert found == ["18:12: mailbox 2, aliases 1: the mailbox 'IT help' has the same address"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.10"])
def test_clear_text_is_for_loopback(read: Reading, host: str) -> None:
    assert read(GOOD.replace("127.0.0.1", host)).smtp.host == host


@pytest.mark.parametrize("host", ["10.0.0.1", "localhost.corp.example", "mail", "0.0.0.0"])
def test_clear_text_to_another_machine_is_refused(problems: Problems, host: str) -> None:
    assert "clear text is for loopback only" in problems(GOOD.replace("127.0.0.1", host))[0]


# -- admins


OURS = GOOD.replace('prefix = "IT"', 'aliases = ["support@corp.example"]\nprefix = "IT"')


@pytest.mark.parametrize(
    "admin",
    [
        "it-help@corp.example",
        "IT-Help@Corp.Example",
        "it-help+admin@corp.example",
        "support@corp.example",
        "Support+x+y@corp.example",
    ],
)
def test_an_alias_of_ours_is_no_admin(problems: Problems, admin: str) -> None:
    text = OURS.replace('["root@corp.example"]', f'["root@corp.example", "{admin}"]')
    (found,) = problems(text)
    assert found.startswith(f"2:32: admins 2: {admin!r} is an alias that we serve: ")


@pytest.mark.parametrize(
    "admin",
    ["it-helper@corp.example", "it-help@other.example", "root+it-help@corp.example"],
)
def test_an_address_that_only_looks_like_an_alias_may_be_an_admin(
    read: Reading, admin: str
) -> None:
    assert read(OURS.replace("root@corp.example", admin)).admins == (admin,)


def test_a_list_may_be_an_admin(read: Reading) -> None:
    text = 'own_lists = ["staff.corp.example"]\n' + GOOD.replace("root@", "staff@")
    assert read(text).admins == ("staff@corp.example",)


# -- passwords


def by_file(name: str) -> str:
    return GOOD.replace('password_env = "IT_PASSWORD"', f'password_file = "{name}"')


def write(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_password_is_in_no_repr_and_no_message(
    read: Reading, problems: Problems, tmp_path: Path
) -> None:
    write(tmp_path / "pw", "hunter2\n")
    config = read(by_file("pw"))
    assert config.mailboxes[0].imap.password.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(config)
    write(tmp_path / "pw", "hunter2\nhunter3\n")
    assert "hunter" not in str(problems(by_file("pw")))
    assert "hunter" not in str(
        problems(GOOD.replace('password_env = "IT_PASSWORD"', 'password = "hunter2"'))
    )


def test_a_password_in_the_file_is_refused_with_the_way_to_do_it(problems: Problems) -> None:
    found = problems(GOOD.replace('password_env = "IT_PASSWORD"', 'password = "hunter2"'))
    assert any(
        "passwords do not stand in this file; use password_file or password_env" in one
        for one in found
    )


def test_a_missing_password_file_says_how_to_make_it(problems: Problems, tmp_path: Path) -> None:
    (found,) = problems(by_file("secrets/it"))
    typed = f"mkdir -m 700 -p {tmp_path}/secrets; (umask 077; cat > {tmp_path}/secrets/it)"
    assert f"there is no file {tmp_path}/secrets/it; create it with: {typed}" in found


def test_a_password_that_everybody_can_read_is_refused(problems: Problems, tmp_path: Path) -> None:
    write(tmp_path / "pw", "hunter2\n", mode=0o644)
    (found,) = problems(by_file("pw"))
    assert f"type: chmod 600 {tmp_path}/pw" in found


@pytest.mark.parametrize("content", ["", "\n", "one\ntwo\n"])
def test_a_password_file_holds_exactly_one_line(
    problems: Problems, tmp_path: Path, content: str
) -> None:
    write(tmp_path / "pw", content)
    assert "must hold one line" in problems(by_file("pw"))[0]


def test_a_folder_is_no_password_file(problems: Problems) -> None:
    assert "Is a directory" in problems(by_file("rules"))[0]


@pytest.mark.timeout(10)
def test_a_pipe_is_no_password_file_and_is_not_waited_for(
    problems: Problems, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pw", 0o600)
    (tmp_path / "linked").symlink_to("pw")
    for name in ("pw", "linked"):
        (found,) = problems(by_file(name))
        assert found.endswith(f"{tmp_path}/{name} is not a file, but a pipe")
    assert "is not a file, but a device" in problems(by_file("/dev/null"))[0]


def test_a_password_file_may_be_a_link_wherever_it_leads(read: Reading, tmp_path: Path) -> None:
    (tmp_path / "credentials").mkdir()
    write(tmp_path / "credentials" / "it", "hunter2\n")
    (tmp_path / "pw").symlink_to(tmp_path / "credentials" / "it")
    config = read(by_file("pw"))
    assert config.mailboxes[0].imap.password.get_secret_value() == "hunter2"


def test_a_systemd_credential_is_found(read: Reading, problems: Problems, tmp_path: Path) -> None:
    (tmp_path / "credentials").mkdir()
    write(tmp_path / "credentials" / "it", "hunter2")
    text = by_file("$CREDENTIALS_DIRECTORY/it")
    config = read(text, {"CREDENTIALS_DIRECTORY": str(tmp_path / "credentials")})
    assert config.mailboxes[0].imap.password.get_secret_value() == "hunter2"
    assert "LoadCredential=" in problems(text, {})[0]


def test_two_sources_for_a_password_are_one_too_many(problems: Problems) -> None:
    text = GOOD.replace("password_env", 'password_file = "x", password_env')
    assert problems(text) == [
        "8:58: mailbox 1, imap.password_env: give password_file or password_env, not both"
    ]


def test_a_login_without_password_is_a_problem(problems: Problems) -> None:
    text = GOOD.replace(', password_env = "IT_PASSWORD"', "") + 'user = "me"\n'
    assert problems(text) == [
        "8:1: mailbox 1, imap: password_file (or password_env) is missing: where is the password?",
        "10:1: smtp: password_file (or password_env) is missing: where is the password?",
    ]


def test_an_smtp_password_without_user_is_a_problem(problems: Problems) -> None:
    assert "user is missing" in problems(GOOD + 'password_env = "IT_PASSWORD"\n')[0]


# -- folders, instants, durations


def test_named_folders_and_files_must_be_there(problems: Problems) -> None:
    text = 'rules = "regeln"\ntemplates = "vorlagen"\n' + GOOD + 'ca_file = "ca.pem"\n'
    found = problems(text)
    assert [one.partition(": ")[0] for one in found] == [
        "2:1",
        "15:1",
    ]  # rules may be gone for a while: others were kept
    assert "mailtracker init" in found[0]


def test_check_knows_the_folders_of_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('rules = "regeln"\nnonsense = 3\n')
    assert folders(path)[0] == tmp_path / "regeln"
    path.write_text("= broken")
    assert folders(path)[0] == tmp_path / "rules"


@pytest.mark.parametrize("text", ["2026-11-01", '"2026-11-01"'])
def test_a_day_to_start_from_begins_in_the_mailbox_zone(read: Reading, text: str) -> None:
    box = read(
        GOOD.replace(
            'prefix = "IT"', f'prefix = "IT"\nzone = "Europe/Copenhagen"\nstart_from = {text}'
        )
    ).mailboxes[0]
    assert box.start_from == datetime(2026, 11, 1, tzinfo=ZoneInfo("Europe/Copenhagen"))


@pytest.mark.parametrize(
    "text", ["2026-11-01T08:00:00Z", '"2026-11-01T09:00+01:00"', "2026-11-01T08:00:00"]
)
def test_an_instant_to_start_from_is_aware(read: Reading, text: str) -> None:
    start = (
        read(GOOD.replace('prefix = "IT"', f'prefix = "IT"\nstart_from = {text}'))
        .mailboxes[0]
        .start_from
    )
    assert start == datetime(2026, 11, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("60 s", 60),
        ("5 minutes", 300),
        ("1 hour", 3600),
        ("90 days", 7_776_000),
        ("2 weeks", 1_209_600),
        ("30s", 30),
    ],
)
def test_durations_are_written_as_people_say_them(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


def test_servers_of_the_border_are_known_by_the_names_of_received_lines(read: Reading) -> None:
    config = read('border_hosts = ["MX.Corp.example"]\nauthserv_ids = ["rspamd"]\n' + GOOD)
    assert config.border_hosts == ("mx.corp.example",)
    assert site_of(config, ("en",)) == Site(
        authserv_ids=("rspamd",),
        languages=("en",),
        addresses=("it-help@corp.example",),
        own_domains=("corp.example",),
        border_hosts=("mx.corp.example",),
        served=(("it-help@corp.example",),),
    )


def test_a_server_of_the_border_is_one_bare_name(problems: Problems) -> None:
    text = 'border_hosts = ["mx@corp.example"]\nauthserv_ids = ["rspamd"]\n'
    (found,) = problems(text + GOOD)
    assert found.startswith("1:17: border_hosts 1: 'mx@corp.example' is not the name of a host")


def test_servers_of_a_border_without_ids_are_a_mistake(problems: Problems) -> None:
    (found,) = problems('border_hosts = ["mx.corp.example"]\n' + GOOD)
    assert found.startswith("1:1: border_hosts: is of no use without authserv_ids")


TENANT = "0F0E0D0C-1111-2222-3333-444455556666"


def test_a_tenant_is_known_by_its_id(read: Reading) -> None:
    text = f'exchange_tenant = "{TENANT}"\nauthserv_ids = ["protection.outlook.com"]\n'
    assert site_of(read(text + GOOD), ("en",)).exchange_tenant == TENANT.lower()
    assert site_of(read(GOOD), ("en",)).exchange_tenant == ""


@pytest.mark.parametrize(
    "name", ["corp.onmicrosoft.com", "common", TENANT + "0", "{" + TENANT + "}"]
)
def test_a_tenants_name_is_not_its_id(problems: Problems, name: str) -> None:
    text = f'exchange_tenant = "{name}"\nauthserv_ids = ["protection.outlook.com"]\n'
    (found,) = problems(text + GOOD)
    assert found.startswith(f"1:1: exchange_tenant: {name!r} is not the id of a tenant; copy the")


def sign_in(tenant: str) -> str:
    return (
        f'\n[oauth.exchange]\nissuer = "microsoft"\ntenant = "{tenant}"\n'
        'client_id = "66666666-7777-8888-9999-000000000000"\nsecret_env = "SECRET"\n'
    )


@pytest.mark.parametrize("tenant", [TENANT, TENANT.lower(), "corp.onmicrosoft.com"])
def test_the_tenant_is_that_which_we_sign_in_at_as_far_as_one_can_tell(
    problems: Problems, tenant: str
) -> None:
    text = f'exchange_tenant = "{TENANT}"\nauthserv_ids = ["protection.outlook.com"]\n'
    told = problems(text + GOOD + sign_in(tenant))
    assert not any("exchange_tenant" in one for one in told)
    other = TENANT.replace("0F0E", "1f1e")
    told = problems(text + GOOD + sign_in(other))
    assert f"1:1: exchange_tenant: is not the tenant that we sign in at ({other.lower()})" in told


def test_a_tenant_without_a_border_is_a_mistake(problems: Problems) -> None:
    (found,) = problems(f'exchange_tenant = "{TENANT}"\n' + GOOD)
    assert found.startswith("1:1: exchange_tenant: is of no use without authserv_ids")


@pytest.mark.parametrize("text", ["60", "s", "-5 s", "1.5 hours", "5 m", "1 month", 60, "", "1 ſ"])
def test_anything_else_is_no_duration(text: object) -> None:
    with pytest.raises(ValueError, match="a number and a unit"):
        parse_duration(text)


def test_the_example_lacks_only_its_passwords(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "config.example.toml"
    for name in ("rules", "templates", "secrets"):
        (tmp_path / name).mkdir()
    (tmp_path / "config.toml").write_text(example.read_text())
    with pytest.raises(BadFiles) as caught:
        load(tmp_path / "config.toml", {})
    assert ["there is no file" in problem.message for problem in caught.value.problems] == [
        True,
        True,
        True,
    ]
    for name in ("it-help", "payroll", "smtp"):
        write(tmp_path / "secrets" / name, "x\n")
    assert [box.prefix for box in load(tmp_path / "config.toml", {}).mailboxes] == ["IT", "PAY"]


def test_the_defaults_that_the_example_tells_are_the_real_ones(tmp_path: Path) -> None:
    """Every commented key, switched on, changes nothing."""
    example = (Path(__file__).parents[2] / "config.example.toml").read_text()
    for name in ("rules", "templates", "secrets"):
        (tmp_path / name).mkdir()
    for name in ("it-help", "payroll", "smtp"):
        write(tmp_path / "secrets" / name, "x\n")
    path = tmp_path / "config.toml"
    path.write_text(example)
    plain = load(path, {})
    on, switched = re.subn(r"(?m)^# (?!ca_file|zone)([a-z_]+ = )", r"\1", example)
    assert switched > 12
    path.write_text(on)
    assert load(path, {}) == plain


# -- where keys stand

names = st.sampled_from("a b-c d_e 1 port imap host x9".split())
scalars = st.one_of(
    st.integers(-5, 5).map(str),
    st.booleans().map(lambda yes: str(yes).lower()),
    st.sampled_from(
        [
            '"a # b"',
            "'[x]'",
            '"""\nx = 1\n[y]\n"""',
            "'''a\n'b'\n'''",
            '"q\\"]"',
            '""',
            "2026-11-01",
        ]
    ),
)


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    kind = draw(st.sampled_from(["scalar", "array", "inline"])) if depth else "scalar"
    if kind == "array":
        return "[ " + " , # ] \n".join(draw(st.lists(values(depth - 1), max_size=3))) + "\n]"
    if kind == "inline":
        keys = draw(st.lists(names, max_size=3, unique=True))
        return "{ " + ", ".join(f"{key} = {draw(values(depth - 1))}" for key in keys) + " }"
    return draw(scalars)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(names, values()), max_size=5, unique_by=lambda pair: pair[0]))
def test_every_key_of_any_toml_is_found_where_it_stands(pairs: list[tuple[str, str]]) -> None:
    text = (
        "".join(f"  {key} = {value} # x = 2\n" for key, value in pairs)
        + "[[T]]\nk = 1\n[[T]]\n[T.U]\n'k' = 2\n"
    )
    text = (
        "".join(f"[[tables]]\n{key} = {value}\n" for key, value in pairs)
        if len(pairs) > 3
        else text
    )
    spots = find_keys(text)
    lines = text.split("\n")

    def visit(path: tuple[str | int, ...], value: object) -> None:
        if path:
            line, column = spots[path]
            here = lines[line - 1][column - 1 :]
            if isinstance(path[-1], str):
                assert here.lstrip("[").lstrip("'\"").startswith(path[-1]) or here.startswith("[")
        if isinstance(value, dict):
            for key, inner in value.items():
                visit((*path, key), inner)
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                visit((*path, index), inner)

    visit((), tomllib.loads(text))
