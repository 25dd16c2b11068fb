"""`mailtracker init`: what it writes, and that it never overwrites."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.makers import Run


def test_init_writes_all_and_never_overwrites(mailtracker: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = mailtracker("init", str(folder))
    assert first.exit_code == 0
    assert f"mailtracker check --config {folder}/config.toml" in first.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["config.toml", "rules", "templates"]
    (folder / "config.toml").write_text("mine")
    second = mailtracker("init", str(folder))
    assert second.stdout.splitlines()[-1] == "Nothing to do: all of it is there already."
    assert (folder / "config.toml").read_text() == "mine"


def test_init_where_nothing_can_be_written_is_one_line(mailtracker: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = mailtracker("init", str(tmp_path / "file"))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_what_init_wrote_lacks_only_passwords(mailtracker: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    mailtracker("init", str(folder))
    config = str(folder / "config.toml")
    told = json.loads(mailtracker("check", "--offline", "--json", "--config", config).stdout)
    assert [
        problem["message"].partition(";")[0].rpartition("/")[2]
        for f in told["findings"]
        for problem in f["problems"]
        if not problem["warning"]
    ] == [
        "it-help",
        "payroll",
        "smtp",
    ]
    (folder / "secrets").mkdir()
    for name in ("it-help", "payroll", "smtp"):
        (folder / "secrets" / name).touch(0o600)
        (folder / "secrets" / name).write_text("x\n")
    result = mailtracker("check", "--offline", "--config", config)
    assert (result.exit_code, result.stdout.count("✓")) == (0, 5)


KEY = json.dumps(
    {
        "type": "service_account",
        "client_email": "mailtracker@corp.example",
        "private_key": "x",
        "token_uri": "https://oauth2.googleapis.com/token",
    }
)
"""In its form."""


@pytest.mark.parametrize(
    ("provider", "secret", "said"),
    [
        ("microsoft", "exchange", "pip install 'mailtracker[microsoft]'"),
        ("google", "google.json", "Do what docs/google-workspace.md says"),
        ("fastmail", "it-help", "Do what docs/providers.md#fastmail says"),
        ("dovecot", "it-help", "Do what docs/providers.md#dovecot-and-postfix says"),
    ],
)
def test_what_init_wrote_for_a_provider_lacks_only_its_secret(
    mailtracker: Run, tmp_path: Path, provider: str, secret: str, said: str
) -> None:
    folder = tmp_path / "new"
    assert said in mailtracker("init", "--provider", provider, str(folder)).stdout
    config = str(folder / "config.toml")
    told = json.loads(mailtracker("check", "--offline", "--json", "--config", config).stdout)
    found = {
        problem["message"]
        for one in told["findings"]
        for problem in one["problems"]
        if not problem["warning"]
    }
    assert all(f"secrets/{secret}" in message for message in found), found
    assert found
    (folder / "secrets").mkdir(mode=0o700)
    (folder / "secrets" / secret).touch(0o600)
    (folder / "secrets" / secret).write_text(KEY if secret.endswith(".json") else "x\n")
    result = mailtracker("check", "--offline", "--config", config)
    assert (result.exit_code, result.stderr) == (0, "")


WORDS = " is the example's: write your own"
MAIL = {
    *("own_domains 1", "admins 1", "mailbox 1, address", "mailbox 1, aliases 1"),
    *("mailbox 1, imap.user", "smtp.user"),
}
LEFT = {
    "microsoft": MAIL
    | {
        *("exchange_tenant", "oauth.exchange.tenant", "oauth.exchange.client_id"),
        "oauth.exchange.secret_ends",
    },
    "google": MAIL,
    "fastmail": MAIL,
    "dovecot": MAIL | {"authserv_ids 1", "mailbox 1, imap.host", "smtp.host"},
}


@pytest.mark.parametrize("provider", LEFT)
def test_check_names_each_value_that_init_left_as_an_example(
    mailtracker: Run, tmp_path: Path, provider: str
) -> None:
    """Also beside other mistakes; once it is one's own, there is nothing to say."""
    config = tmp_path / "new" / "config.toml"
    mailtracker("init", "--provider", provider, str(config.parent))

    def named() -> set[str]:
        told = mailtracker("check", "--offline", "--json", "--config", str(config)).stdout
        lines, found = config.read_text().splitlines(), set()
        for one in json.loads(told)["findings"][0]["problems"]:
            if one["warning"]:
                key, value = one["message"].removesuffix(WORDS).rsplit(": ", 1)
                assert value in lines[one["line"] - 1]
                found.add(key)
        return found

    assert named() == LEFT[provider]
    text = (
        config.read_text().replace("corp.example", "corp-of-ours.dk").replace("2027-05", "2027-06")
    )
    config.write_text(text.replace("1111", "1a11").replace("6666", "6b66"))
    assert named() == set()


def test_names_of_examples_are_anybodys_on_a_machine_of_its_own(
    mailtracker: Run, site: Path
) -> None:
    told = json.loads(mailtracker("check", "--offline", "--json").stdout)["findings"][0]
    assert (told["problems"], told["ok"]) == ([], True)


def test_init_for_other_is_init(mailtracker: Run, tmp_path: Path) -> None:
    mailtracker("init", str(tmp_path / "one"))
    mailtracker("init", "--provider", "other", str(tmp_path / "two"))
    one, two = (tmp_path / name / "config.toml" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_provider_that_is_not_known_is_named_with_those_that_are(
    mailtracker: Run, tmp_path: Path
) -> None:
    result = mailtracker("init", "--provider", "hotmail", str(tmp_path / "new"))
    assert result.exit_code == 2
    assert "microsoft" in result.stderr
    assert not (tmp_path / "new").exists()
