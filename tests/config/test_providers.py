"""What each provider wants of config.toml: one table, and files that have the example's words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailtracker.config import Config, load
from mailtracker.config.filled_in import filled_in
from mailtracker.config.providers import MICROSOFT, OTHER, TABLE, Provider, Setting
from mailtracker.shipped import shipped

EXAMPLE = shipped("config.example.toml").read_text(encoding="utf-8")
ROOT = Path(__file__).resolve().parents[2]

known = pytest.mark.parametrize(
    "provider", [one for one in TABLE.values() if one is not OTHER], ids=lambda one: one.name
)


def values(text: str) -> Mapping[tuple[str, str], Any]:
    """Each key of the file, with its table as headers name it."""
    raw = tomllib.loads(text)
    (box,) = raw["mailbox"]
    tables = {"": raw, "mailbox": box, "mailbox.imap": box["imap"], "smtp": raw["smtp"]}
    return {(name, key): value for name, table in tables.items() for key, value in table.items()}


def loaded(text: str, folder: Path) -> Config:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    (folder / "rules").mkdir()
    (folder / "templates").mkdir()
    (folder / "secrets").mkdir(mode=0o700)
    for name in ("it-help", "exchange", "google.json"):
        secret = folder / "secrets" / name
        secret.touch(0o600)
        secret.write_text("x\n")
    return load(folder / "config.toml", {})


def test_of_a_server_that_nobody_knows_the_file_is_the_example() -> None:
    assert filled_in(EXAMPLE, OTHER) == EXAMPLE


@known
def test_each_setting_stands_in_the_file_once_and_the_rest_is_as_in_the_example(
    provider: Provider,
) -> None:
    text = filled_in(EXAMPLE, provider)
    found, before = values(text), values(filled_in(EXAMPLE, replace(OTHER, settings=NO_CHANGE)))
    for key, setting in provider.settings.items():
        assert found[key] == tomllib.loads(f"x = {setting.value}")["x"]
    for key, value in before.items():
        wanted = provider.settings.get(key)
        replaced = {(table, one.instead) for (table, _), one in provider.settings.items()}
        if wanted is None and key not in replaced and key[1] not in ("mailbox", "imap", "smtp"):
            assert found.get(key) == value


NO_CHANGE = {("", "rules"): Setting('"rules"')}


@known
def test_no_word_of_it_is_written_twice(provider: Provider) -> None:
    """What is said of a key is said in the example, or beside the value in the table."""
    text = filled_in(EXAMPLE, provider)
    new = [line for line in text.splitlines() if line not in EXAMPLE.splitlines()]
    head = [line for line in new if line.startswith("# ")]
    assert [line.removeprefix("# ") for line in head[1:]] == list(provider.notes)
    said = {setting.why for setting in provider.settings.values() if setting.why}
    comments = {line.partition("#")[2].strip() for line in new if line not in head and "#" in line}
    assert {one for one in comments if one not in EXAMPLE} <= said


@known
def test_a_file_is_good_as_soon_as_its_secrets_are_there(
    provider: Provider, tmp_path: Path
) -> None:
    config = loaded(filled_in(EXAMPLE, provider), tmp_path)
    (box,) = config.mailboxes
    assert config.smtp.user in (box.address, box.imap.user), "one login reads and sends"
    assert not (provider.sign_in and config.smtp.password.get_secret_value())


@known
def test_a_login_that_may_be_let_send_as_itself_alone_tries_nothing_else(
    provider: Provider, tmp_path: Path
) -> None:
    smtp = loaded(filled_in(EXAMPLE, provider), tmp_path).smtp
    own = provider.name == "dovecot"
    assert (smtp.envelope, smtp.receipts) == (("verp", "null") if own else ("alias", "envelope"))


@known
def test_the_page_that_is_named_is_there_and_names_the_preset(provider: Provider) -> None:
    name, _, anchor = provider.page.partition("#")
    page = (ROOT / name).read_text(encoding="utf-8")
    assert f"mailtracker init --provider {provider.name}" in page
    assert not anchor or anchor in [
        line.lstrip("# ").lower().replace(" ", "-") for line in page.splitlines()
    ]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"settings": {("nowhere", "key"): Setting("1")}}, r"has no \[nowhere\]"),
        ({"settings": {("smtp", "new"): Setting("1", "", "gone")}}, "has no .*gone"),
        ({"sign_in": "nobody"}, r"has no \[oauth\.nobody\]"),
    ],
)
def test_what_the_example_has_no_place_for_is_an_error(
    change: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        filled_in(EXAMPLE, replace(MICROSOFT, **change))
