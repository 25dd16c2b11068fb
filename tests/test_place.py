"""Who only looks needs one key of config.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailtracker.place import at_a_glance

HERE = "sqlite:///{folder}/mailtracker.db"
FOUND = {
    "no table": ("own_domains = []", HERE),
    "an empty table": ("[store]", HERE),
    "beside the file": ('[store]\nurl = "sqlite:///our desk.db"', "sqlite:///{folder}/our desk.db"),
    "elsewhere": ('[store]\nurl = "sqlite:////var/lib/mt.db"', "sqlite:////var/lib/mt.db"),
    "a server": (
        '[store]\nurl = "postgresql://mt@localhost/x"\npassword_file = "pg"',
        "postgresql+psycopg://mt@localhost/x?password_file={folder}/pg",
    ),
    "mistakes elsewhere": ("smpt = 3\n[store]\nkeep = 3", HERE),
    "a mark of the byte order": ("\ufeff[store]", HERE),
}
NOT_FOUND = {
    "no TOML": "store = ",
    "no table": "store = 3",
    "no text": "[store]\nurl = 3",
    "another kind": '[store]\nurl = "mysql://x/y"',
    "a server in clear text": '[store]\nurl = "postgresql://x/y"',
    "no name of a file": '[store]\nurl = "postgresql://localhost/y"\npassword_file = 3',
    "nested too deep": "x = " + "[" * 5000,
}


@pytest.mark.parametrize(("text", "url"), FOUND.values(), ids=FOUND.keys())
def test_one_key_says_where_the_database_is(tmp_path: Path, text: str, url: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    assert at_a_glance(file) == url.format(folder=tmp_path.resolve())


@pytest.mark.parametrize("text", NOT_FOUND.values(), ids=NOT_FOUND.keys())
def test_what_it_cannot_tell_is_left_to_who_explains(tmp_path: Path, text: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    assert at_a_glance(file) is None
    assert at_a_glance(tmp_path / "none.toml") is None
