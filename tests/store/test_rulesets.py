"""Rule sets in the store: byte for byte what was read, the last that served found
again, and made rules from again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from mailtracker.config import Config
from mailtracker.errors import BadFiles
from mailtracker.rules import fileset, load
from mailtracker.rules.fileset import prints
from mailtracker.rules.load import load_files, load_texts, read
from mailtracker.shipped import shipped
from mailtracker.start import start_of
from mailtracker.store import reloads, rulesets
from mailtracker.store.database import Store
from tests.servers.dovecot import Box
from tests.stories.company import RULES, config_for

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def conn() -> Iterator[Connection]:
    store = Store.in_memory()
    with store.write() as conn:
        yield conn
    store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "all.yaml").write_text(RULES, encoding="utf-8")
    return folder


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_for(tmp_path, Box("127.0.0.1", 1, "u", "p", None), 1)


def test_files_come_back_byte_for_byte_with_folders_and_odd_names(conn: Connection) -> None:
    files = {
        "all.yaml": b"\xef\xbb\xbfa: 1\r\n",
        "guides/vpn für alle.pdf": os.urandom(100_000),
        "empty.yaml": b"",
    }
    assert rulesets.keep(conn, "one", files, NOW)
    assert rulesets.load(conn, "one") == files
    assert rulesets.load(conn, "two") is None


def test_the_latest_is_the_one_that_served_last_not_the_newest_text(conn: Connection) -> None:
    assert rulesets.latest(conn) is None
    for hours, digest in enumerate(("one", "two", "one")):
        rulesets.keep(conn, digest, {"all.yaml": digest.encode()}, NOW + timedelta(hours=hours))
    assert rulesets.latest(conn) == "one"
    assert rulesets.used_since(conn, "one") == NOW + timedelta(hours=2)


def test_a_restart_does_not_change_since_when_rules_serve(conn: Connection) -> None:
    rulesets.keep(conn, "one", {"all.yaml": b"x"}, NOW)
    rulesets.keep(conn, "one", {"all.yaml": b"x"}, LATER)
    assert rulesets.used_since(conn, "one") == NOW


def test_what_is_too_large_is_not_kept_and_says_so(conn: Connection) -> None:
    assert not rulesets.keep(conn, "one", {"film.mp4": bytes(rulesets.MAX_BYTES + 1)}, NOW)
    assert not rulesets.keep(conn, "none", {}, NOW)
    assert rulesets.latest(conn) is None


def test_one_answer_is_for_all_who_asked_and_old_questions_are_forgotten(conn: Connection) -> None:
    first, second = reloads.ask(conn, NOW), reloads.ask(conn, NOW)
    assert reloads.waiting(conn) == [first, second]
    reloads.answer(conn, [first, second], "{}", NOW)
    assert (reloads.waiting(conn), reloads.answer_of(conn, second)) == ([], "{}")
    third = reloads.ask(conn, NOW + timedelta(days=2))
    assert reloads.answer_of(conn, first) is None
    assert reloads.waiting(conn) == [third]


def test_the_shipped_rules_are_the_same_when_they_are_made_again_from_what_was_kept(
    config: Config,
) -> None:
    rules = fileset.read(shipped("rules"), ("en", "de", "da", "nl"))
    again = load_files(rules.files, shipped("rules"))
    assert again == rules.policy
    assert "guides/vpn.txt" in rules.files
    assert [rule.where for rule in again.rules] == [rule.where for rule in rules.policy.rules]


class Saving:
    """An editor that saves while files are read: each text comes when the rules
    have just been read once more.
    """

    def __init__(self, file: Path, texts: Iterator[str]) -> None:
        self._file, self._texts = file, texts

    def __call__(self, folder: Path, languages: tuple[str, ...]) -> object:
        found = read(folder, languages=languages)
        if text := next(self._texts, ""):
            self._file.write_text(text, encoding="utf-8")
        return found


def test_rules_that_were_saved_while_they_were_read_are_read_again(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = RULES.replace("goes to Bo", "goes to Bo Jensen")
    monkeypatch.setattr(load, "read", Saving(config.rules / "all.yaml", iter([other])))
    rules = fileset.read(config.rules, ("en", "de"))
    assert rules.files == {"all.yaml": other.encode()}
    assert rules.policy.rules[0].why == "VPN trouble goes to Bo Jensen"


def test_files_that_never_stand_still_are_refused(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = (f"{RULES}# {count}\n" for count in range(99))
    monkeypatch.setattr(load, "read", Saving(config.rules / "all.yaml", never))
    with pytest.raises(BadFiles, match="change while they are read"):
        fileset.read(config.rules, ("en", "de"))


OLD = RULES.replace(", email: ", ", mail: ")
"""As people's addresses were written before: rule sets that are kept still say so."""


def test_a_start_serves_by_kept_rules_whose_people_have_the_old_key(config: Config) -> None:
    assert OLD.count(" mail: ") == 5
    config.rules.joinpath("all.yaml").write_text("rules: broken\n", encoding="utf-8")
    store = Store.in_memory()
    with store.write() as conn:
        rulesets.keep(conn, "one", {"all.yaml": OLD.encode()}, NOW)
    start = start_of(config, store)
    store.close()
    assert start.problems
    assert start.world.policy.people == load_texts({"all.yaml": RULES}).people
    assert {one.code for one in start.world.policy.warnings} == {"old-key"}


def test_a_start_is_refused_with_every_template_of_ones_own_that_is_broken(
    config: Config, tmp_path: Path
) -> None:
    own = Path(shutil.copytree(shipped("templates"), tmp_path / "own"))
    (own / "de" / "closed.md").write_text("Subject: x\n\n{{ one }}\n", encoding="utf-8")
    (own / "en" / "receipt.md").write_text("Subject: x\n\n{% iff %}\n", encoding="utf-8")
    store = Store.in_memory()
    with pytest.raises(BadFiles) as refused:
        start_of(replace(config, templates=own), store)
    store.close()
    assert [Path(one.file).name for one in refused.value.problems] == ["closed.md", "receipt.md"]


def test_files_with_the_old_key_are_read_again_and_refused_for_their_mistakes_only(
    config: Config,
) -> None:
    file = config.rules / "all.yaml"
    file.write_text(OLD, encoding="utf-8")
    rules = fileset.read(config.rules, ("en", "de"))
    assert set(rules.policy.people) == {"ana", "bo", "sam", "carla", "jonas"}
    file.write_text(OLD.replace("to: jonas", "to: jonsa"), encoding="utf-8")
    with pytest.raises(BadFiles) as caught:
        fileset.read(config.rules, ("en", "de"))
    assert [one.code for one in caught.value.problems] == ["unknown-name"]


def test_links_in_a_circle_and_pipes_end_nothing(folder: Path) -> None:
    (folder / "loop").symlink_to(folder)
    (folder / "gone.yaml~").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe")
    assert len(prints(folder)) == 3
    assert set(read(folder)[1]) == {"all.yaml"}


def test_prints_tell_a_save_of_the_same_size_and_age(folder: Path) -> None:
    file, before = folder / "all.yaml", prints(folder)
    stat = file.stat()
    file.write_text(
        RULES.replace("VPN trouble goes to Bo", "VPN trouble goes to Al"), encoding="utf-8"
    )
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert prints(folder) != before
    assert prints(folder / "missing") == frozenset()


def test_a_file_that_many_rule_sets_have_is_kept_once(conn: Connection) -> None:
    guide = os.urandom(50_000)
    for number in range(10):
        files = {"all.yaml": f"# {number}".encode(), "guides/vpn.pdf": guide}
        assert rulesets.keep(conn, str(number), files, NOW + timedelta(hours=number))
        assert rulesets.load(conn, str(number)) == files
    assert conn.scalar(text("SELECT sum(length(data)) FROM rulefiles")) < 60_000


def test_of_a_rule_set_that_names_somebody_no_file_is_left_but_those_of_others(
    conn: Connection,
) -> None:
    """Their key stands in the other files."""
    people, vpn, guide = b"bo: {email: Bo@corp.example}", b"to: bo", b"how to"
    old = {"people.yaml": people, "rules.yaml": vpn, "guide.md": guide}
    assert rulesets.keep(conn, "old", old, NOW)
    new = {"people.yaml": b"", "rules.yaml": b"to: sam", "guide.md": guide}
    assert rulesets.keep(conn, "new", new, NOW + timedelta(hours=1))
    assert rulesets.drop_naming(conn, [b"bo@corp.example"]) == 1
    assert sorted(rulesets.all_files(conn)) == sorted(new.values())
    assert rulesets.load(conn, "new") == new
