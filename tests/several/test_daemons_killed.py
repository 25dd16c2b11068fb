"""Real daemons, two on one database: one is killed, or stands still for longer than it may."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.smtpd import PostOffice
from tests.several.hosts import until
from tests.stories.company import ALIAS, PEOPLE, Using
from tests.stories.site import Site

pytestmark = pytest.mark.proof(part="daemons")


class Pair:
    """Two daemons of one config, of which one serves everything."""

    def __init__(self, post: PostOffice, site: Site) -> None:
        self.post, self.site = post, site
        self.both = [site.start(), site.start()]

    def states(self) -> list[dict[str, Any]]:
        """As `status` tells of them; none while the database is empty."""
        said = self.site.ask("status", "--json").stdout
        return json.loads(said)["daemons"] if said else []

    def served_by(self) -> int:
        """The process that serves the mailbox, 0 for none."""
        for one in self.states():
            if one["lives"] and one["serves"]:
                return int(one["name"].rpartition(":")[2])
        return 0

    def serving(self) -> tuple[subprocess.Popen[str], subprocess.Popen[str]]:
        """Who serves, and the other one."""
        until(self.served_by)
        pid = self.served_by()
        (first,) = [one for one in self.both if one.pid == pid]
        (other,) = [one for one in self.both if one.pid != pid]
        return first, other

    def opened(self) -> list[Any]:
        return list(json.loads(self.site.ask("list", "--json").stdout))

    def write(self, subject: str) -> None:
        mail = self.site.mail("Eva <eva@corp.example>", subject)
        self.post.send("eva@corp.example", [ALIAS], mail)

    def receipts(self) -> int:
        return len(self.post.mails("eva@corp.example"))


@pytest.fixture
def pair(post_office: PostOffice, pg_url: str, tmp_path: Path) -> Iterator[Pair]:
    for who in (*PEOPLE, "eva@corp.example"):
        post_office.add(who)
    Using.database = pg_url
    made = Pair(post_office, Site(post_office, post_office.add(ALIAS), tmp_path))
    yield made
    Using.database = ""
    for one in made.both:
        one.kill()
        one.wait(30)


def test_the_other_takes_over_within_ten_seconds_of_a_kill(
    pair: Pair, figure: Callable[[str], None]
) -> None:
    first, other = pair.serving()
    pair.write("before")
    until(lambda: pair.receipts() == 1)
    first.kill()
    first.wait(30)
    pair.write("after")
    took = until(lambda: pair.receipts() == 2, patience=60)
    assert pair.served_by() == other.pid
    assert took < 10
    figure(f"after a kill the other daemon served, and the receipt came, in {took:.1f} s")
    assert len(pair.opened()) == 2


def test_whoever_stands_still_commits_nothing_when_it_goes_on(
    pair: Pair, figure: Callable[[str], None]
) -> None:
    first, other = pair.serving()
    first.send_signal(signal.SIGSTOP)
    pair.write("meanwhile")
    took = until(lambda: pair.receipts() == 1, patience=90)
    assert pair.served_by() == other.pid
    figure(f"a daemon that stood still was relieved, and the receipt came, in {took:.1f} s")
    first.send_signal(signal.SIGCONT)
    until(lambda: len([one for one in pair.states() if one["lives"]]) == 2)
    pair.write("afterwards")
    until(lambda: pair.receipts() == 2, patience=60)
    assert (first.poll(), other.poll()) == (None, None)
    assert len(pair.opened()) == 2
    for one in pair.both:
        one.send_signal(signal.SIGTERM)
        assert one.wait(60) == 0
