"""A command loads what it needs. What it takes to come up is nearly all imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mailtracker.store.database import Store
from tests.cli.makers import opened

ROOT = Path(__file__).parents[2]
SERVES = {"mailtracker.daemon", "jinja2", "imapclient", "aiosmtplib", "structlog", "markdown_it"}
READS = {"html_to_markdown", "flufl.bounce", "lingua", "mailtracker.mail.parse"}
DECIDES = {"mailtracker.desk.effects", "mailtracker.policy.model", "holidays", "re2"}
RULES = {"yaml", "mailtracker.rules"}
ISSUERS = {"msal", "google.auth", "requests", "cryptography", "mailtracker.oauth.web"}
ELSEWHERE = {"alembic", "sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "watchfiles", *ISSUERS}
DRAWS = {"rich.console", "pygments", "attr"}
LOADED = """
import sys
from mailtracker.__main__ import main
try:
    main()
finally:
    print(*sys.modules)
"""


def loaded(site: Path, *words: str) -> set[str]:
    """The modules of a process when its command has ended."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "MAILTRACKER_CONFIG": str(site / "config.toml")}
    told = subprocess.run(
        [sys.executable, "-c", LOADED, *words], env=env, capture_output=True, text=True, timeout=60
    )
    return set(told.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("words", "without"),
    [
        (["--help"], SERVES | READS | DECIDES | RULES | ELSEWHERE | {"sqlalchemy", "pydantic"}),
        (["show", "IT-1001"], SERVES | READS | DECIDES | RULES | ELSEWHERE | {"pydantic"}),
        (["list"], SERVES | READS | DECIDES | RULES | ELSEWHERE | {"pydantic"}),
        (["status"], SERVES | READS | RULES | ELSEWHERE | {"mailtracker.policy.words"}),
        (["quarantine", "list"], SERVES | READS | RULES | ELSEWHERE | {"pydantic"}),
        (["outbox", "list"], SERVES | READS | RULES | ELSEWHERE | {"pydantic"}),
        (["preview", "receipt"], RULES | ELSEWHERE | DRAWS | {"sqlalchemy", "imapclient"}),
        (["run", "--once"], ELSEWHERE | DRAWS | READS),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_loads_no_more_than_it_needs(
    site: Path, store: Store, words: list[str], without: set[str]
) -> None:
    with store.write() as conn:
        opened(conn, "VPN")
    found = loaded(site, *words)
    assert "mailtracker.cli" in found
    assert sorted(found & without) == []


def test_what_serves_loads_no_more_than_one_mail_in_and_out_needs() -> None:
    code = "import sys\nimport mailtracker.daemon.run\nprint(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    without = {*ELSEWHERE, *READS, "holidays", "chardet"} - {"mailtracker.mail.parse"}
    assert sorted(set(told.stdout.split()) & without) == []


def test_what_reads_loads_no_models_of_languages_before_a_mail_needs_them() -> None:
    code = """
import sys
from mailtracker.mail.site import Site
from mailtracker.reader import begin_to_read
read = begin_to_read(Site(own_domains=("corp.example",), languages=("en", "de", "da")))
for text in (b"Here is the film about the VPN.", b"Printer broken"):
    assert read(b"From: ana@corp.example\\n\\n" + text).message
    print("lingua" in sys.modules)
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert told.stdout.split() == ["False", "True"]
