"""Every command says the same of a database on PostgreSQL as of a SQLite file, and leaves the same
behind: the order in which rows come too, and which row an id means. Not its number: a transaction
that is begun again on PostgreSQL has drawn some, and draws the next.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, update

from mailtracker.cli import COMMANDS
from mailtracker.store.database import Store
from mailtracker.store.tables import metadata, settings
from tests.cli.ids_by_rank import WITH_IDS, ranked, ranks
from tests.servers.dovecot import Dovecot
from tests.servers.smtpd import SmtpSink
from tests.stories.company import Using
from tests.stories.site import Site

MAILS = (
    ("Eva Lund <eva@corp.example>", "VPN drops"),
    ("Kim Ota <kim@client.example>", "The printer is on strike"),
    ("Jo <jo@corp.example>", "Lohn im November"),
    ("Eva Lund <eva@corp.example>", "Feuer? No: fire!"),
)
WALK = """\
check --offline
status
list
list --all --json
list --owner bo
show IT-1001
show IT-1002 --json
explain IT-1002
who vpn
outbox list
outbox list --json
outbox show MAIL
outbox resend MAIL
quarantine list
audit
audit --json
resync --since 1d
test
replay
simulate --days 7
assign IT-1001 sam
close IT-1004
show IT-1004
reopen IT-1004
reroute --plan
revoke sam
revoke sam --undo
show IT-1001
reload
migrate
export eva@corp.example --out eva.zip
run --once
close IT-1002
run --once
forget kim@client.example
forget kim@client.example --apply --plan-id PLAN
list --all
show IT-1002
export kim@client.example --out kim.zip
audit
"""
ELSEWHERE = {
    **dict.fromkeys(("backup", "copy", "restore"), "moves whole databases"),
    **dict.fromkeys(("demo", "init", "login", "preview", "schema"), "opens none of a site"),
    "doctor": "asks the servers; of the database what `check` does",
}
GIVES = {"PLAN": r"--plan-id (\w+)", "MAIL": r'^    "id": (\d+),\n    "row_key"'}
"""What an answer gives the commands after it."""

SAME = (
    (r"^.*(daemon|disk|database): .*\n", ""),
    (r"datetime\.datetime\([^)]*\)", "INSTANT"),
    (r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?(\+00:00|Z)?", "INSTANT"),
    (r"\b1[0-9]{9}(\.\d+)?\b", "INSTANT"),
    (r"u\d{4}@corp\.example", "USER"),
    (r"127\.0\.0\.1:\d+", "SERVER"),
    (r"<[\d.]+@client\.corp\.example>", "MESSAGE"),
    (r"\b[0-9a-f]{32,64}\b|\b[0-9a-f]{12}(?= - )", "DIGEST"),
    (r"size['\"]: \d+", "SIZE"),  # the server notes in each mail how it came
    (r"\b[1b][a-z0-9]{20,21}\b", "TOKEN"),
    (r"datetime\.timedelta\([^)]*\)", "SPAN"),
    (r"(?<=--plan-id )\w+", "PLAN"),  # a digest of ids, too
)
"""What no two runs have in common. The parts of `status` that see a file see none of a server."""

NOT_COMPARED = {
    **dict.fromkeys(("kept", "chunks", "recipes"), "made of instants"),
    "health": "in the order in which servers were heard of",
    **dict.fromkeys(("daemons", "passes", "working"), "only where several daemons may serve"),
}
OF_SEVERAL = (
    (r"^.*\bserves from now on\b.*\n?", ""),  # who takes a lease says so
    (r"^settings \{'key': 'timeline'.*", ""),  # which of a server's histories was seen
)
"""What is said and kept only where several daemons may serve a database."""


def walked(site: Site) -> Iterator[str]:
    given: dict[str, str] = {}
    for line in WALK.splitlines():
        done = site.ask(*(given.get(word, word) for word in line.split()))
        for word, form in GIVES.items():
            if found := re.search(form, done.stdout, re.MULTILINE):
                given[word] = found[1]
        yield f"$ {line}\n{done.stdout}{done.stderr}\nexit {done.returncode}"


def exported(site: Site) -> Iterator[str]:
    with zipfile.ZipFile(site.folder / "eva.zip") as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".json"):
                yield f"{name}\n{archive.read(name).decode()}"


def kept(store: Store) -> Iterator[str]:
    """Each row, in the order of its table's key."""
    with store.read() as conn:
        for table in metadata.sorted_tables:
            if table.name not in NOT_COMPARED:
                for row in conn.execute(select(table).order_by(*table.primary_key)):
                    yield f"{table.name} {dict(row._mapping)}"


def masked(said: str, site: Site, known: Mapping[str, Mapping[int, int]]) -> str:
    said = said.replace(str(site.folder), "FOLDER")
    for pattern, word in (*SAME, *OF_SEVERAL):
        said = re.sub(pattern, word, said, flags=re.MULTILINE)
    said = ranked(said, known)
    if said.startswith("$ run --once"):  # its connections send side by side
        said = "\n".join(sorted(said.splitlines()))
    return said


def all_said(url: str, site: Site) -> list[str]:
    said = [*walked(site), *exported(site)]
    with closing(Store.open(url)) as store:
        said += kept(store)
        with store.read() as conn:
            known = ranks(conn)
    return [text for one in said if (text := masked(one, site, known))]


@pytest.mark.timeout(300)
@pytest.mark.proof(part="postgresql")
def test_every_command_says_and_leaves_the_same(
    dovecot: Dovecot, pg_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: dict[str, list[str]] = {}
    mails: list[bytes] = []
    for engine in ("sqlite", "postgresql"):
        folder = tmp_path / engine
        folder.mkdir()
        url = pg_url if engine == "postgresql" else f"sqlite:///{folder / 'mailtracker.db'}"
        monkeypatch.setattr(Using, "database", url)
        with closing(Store.open(url)) as store, store.write() as conn:
            key = settings.c.key == "key"
            conn.execute(update(settings).where(key).values(value=bytes(32)))
        with SmtpSink() as sink:
            sink.refuse["kim@client.example"] = "550 5.1.1 no such user"
            site = Site(sink, dovecot.new_box(), folder)
            mails = mails or [site.mail(*one) for one in MAILS]
            for raw in mails:
                site.box.deliver(raw)
            assert site.ask("run", "--once").returncode == 0
            said[engine] = all_said(url, site)
    assert said["postgresql"] == said["sqlite"]


def test_no_command_is_forgotten() -> None:
    assert {line.split()[0] for line in WALK.splitlines()} | ELSEWHERE.keys() == COMMANDS.keys()


@pytest.mark.parametrize(
    ("text", "one", "same", "other"),
    [
        ("outbox {'id': 9, 'row_key': 'm%s/receipt/eva'}", 1, 5, 6),
        ("events {'id': 3, 'request_id': %s}", 1, 5, 6),
        ('{\n  "id": %s,\n  "reference": "IT-1001"\n}', 1, 5, 6),
        ('{\n  "request_id": %s\n}', 1, 5, 6),
        ("mail failed code=550 row=%s", 1, 5, 6),
        ("Mail %s goes to eva once more", 1, 5, 6),
        ("%s   eva@corp.example  INSTANT  receipt", "1 ", "5 ", "6 "),
        ("1 request, %s mails", 5, 5, 6),
    ],
)
def test_numbers_are_not_compared_but_rows_are(
    text: str, one: object, same: object, other: object
) -> None:
    begun_once, begun_again = {1: 0, 2: 1}, {5: 0, 6: 1}
    known = dict.fromkeys(WITH_IDS, begun_once)
    beside = dict.fromkeys(WITH_IDS, begun_again)
    assert ranked(text % one, known) == ranked(text % same, beside)
    assert ranked(text % one, known) != ranked(text % other, beside)
