"""Two databases on one mailbox answer everybody twice: both say so, where the server has METADATA
and where it has not. One database is no trouble, however often it is started, moved or restored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.dovecot import Box, Dovecot
from tests.servers.smtpd import SmtpSink
from tests.stories.site import Site

pytestmark = pytest.mark.of_a_file

TWICE = "requesters are answered twice"


@pytest.fixture(
    params=["keyword", pytest.param("metadata", marks=pytest.mark.proof(part="points"))]
)
def shared(request: pytest.FixtureRequest) -> Box:
    """One account, on a server without METADATA and on one with it."""
    name = {"keyword": "dovecot", "metadata": "dovecot_with_metadata"}[request.param]
    server: Dovecot = request.getfixturevalue(name)
    return server.new_box()


@pytest.fixture
def sites(shared: Box, smtp_sink: SmtpSink, tmp_path: Path) -> Iterator[tuple[Site, Site]]:
    """Two installations that know nothing of each other."""
    made = []
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        made.append(Site(smtp_sink, shared, tmp_path / name))
    yield made[0], made[1]
    for site in made:
        site.kill()


def passes(site: Site, subject: str = "") -> str:
    """One pass over a new mail, or over none; what the log said."""
    if subject:
        site.box.append(site.mail("eva@corp.example", subject))
    done = site.run("run", "--once")
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


def is_told(site: Site) -> bool:
    return TWICE in site.ask("status").stdout


def checked(site: Site) -> bool:
    found = json.loads(site.ask("check", "--json").stdout)["findings"]
    return any(one["what"] == "served twice IT help" for one in found)


@pytest.mark.timeout(240)
def test_both_notice_it_within_one_pass_each(sites: tuple[Site, Site]) -> None:
    old, new = sites
    assert TWICE not in passes(old, "VPN one")
    assert not checked(old)
    assert checked(new), "before it ever ran"
    assert TWICE in passes(new, "VPN two")
    assert TWICE in passes(old, "VPN three")
    assert [is_told(site) for site in sites] == [True, True]
    told = [raw.replace(b"=\n", b"") for _, to, raw in old.post.log if to == "priya@corp.example"]
    assert sum(b"people are answered twice" in raw for raw in told) == 2


@pytest.mark.timeout(240)
@pytest.mark.proof(part="points")
def test_one_database_is_no_trouble_however_it_lives(sites: tuple[Site, Site]) -> None:
    old, new = sites
    for number in range(3):
        assert TWICE not in passes(old, f"VPN {number}")
    assert old.run("backup", "copy.db").returncode == 0
    assert TWICE not in passes(old, "VPN again")
    assert old.run("restore", "copy.db").returncode == 0
    assert TWICE not in passes(old, "VPN restored")
    for name in ("mailtracker.db", "mailtracker.db-wal", "mailtracker.db-shm"):
        if (file := old.folder / name).exists():
            file.rename(new.folder / name)  # the installation moves to another machine
    assert TWICE not in passes(new, "VPN moved")
    assert (is_told(new), checked(new)) == (False, False)


@pytest.mark.timeout(240)
@pytest.mark.proof(part="points")
def test_who_only_looks_leaves_nothing_and_still_sees_it(
    sites: tuple[Site, Site], dovecot_with_metadata: Dovecot
) -> None:
    old, new = sites
    passes(old, "VPN one")
    box = old.box

    def left() -> object:
        files = sorted(dovecot_with_metadata.folder.glob(f"attributes-{box.user}"))
        words = [path.read_bytes() for path in files]
        flags = [*box.flags("Handled").values(), *box.flags().values()]
        return [one - {rb"\Recent"} for one in flags], words

    box.append(old.mail("eva@corp.example", "VPN two"))
    before = left()
    (new.folder / "one.eml").write_bytes(old.mail("eva@corp.example", "VPN file"))
    for words in (
        ("run", "--once", "--dry-run"),
        ("check",),
        ("explain", "one.eml"),
    ):
        done = new.run(*words)
        assert done.returncode in (0, 1), done.stderr
    assert old.ask("audit").returncode == 0
    assert left() == before
