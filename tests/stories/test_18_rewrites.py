"""The rules files are rewritten without a pause while mail comes in: no mail is lost, none is
decided by a rule set that nobody meant, and what is asked for at any moment is what serves.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailtracker.cli.reload import ask
from mailtracker.errors import BadFiles
from mailtracker.rules.load import load
from mailtracker.start import read_rules
from mailtracker.store.database import Store
from tests.servers.dovecot import Box
from tests.stories.company import ALIAS, RULES, config_for
from tests.stories.site import Site

ONE = RULES.replace("name: vpn", "name: vpn-one")
TWO = (
    RULES.replace("name: vpn", "name: vpn-two")
    .replace("goes to Bo", "goes to Sam")
    .replace("[vpn]}\n    to: bo", "[vpn]}\n    to: sam")
)
VALID = {
    "vpn-one": (ONE, "bo", "VPN trouble goes to Bo"),
    "vpn-two": (TWO, "sam", "VPN trouble goes to Sam"),
}
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{n}: &{n} [{', '.join([f'*{m}'] * 9)}]\n" for m, n in zip("abcdefgh", "bcdefghi", strict=True)
)
CHECKED = 20
"""Rewrites between two moments at which the daemon is asked what serves."""


class Editor:
    """Rewrites the one rules file of a site, in every way that was ever seen; `valid` is
    the set that was whole last.
    """

    def __init__(self, folder: Path, meanwhile: Callable[[], object]) -> None:
        self.file, self.meanwhile, self.dice = folder / "all.yaml", meanwhile, random.Random(14)
        self.valid, self.broken = "vpn-one", False

    def rewrite(self, number: int) -> None:
        """One save: every second one replaces the file, the others write into it."""
        kinds = [self.whole, self.cut_off, self.whole, self.useless, self.in_pieces, self.misspelt]
        self.dice.choice(kinds)(self.replace if number % 2 else self.overwrite)

    def replace(self, text: bytes) -> None:
        fresh = self.file.with_name(".all.yaml.new")
        fresh.write_bytes(text)
        fresh.rename(self.file)

    def overwrite(self, text: bytes) -> None:
        self.file.write_bytes(text)

    def whole(self, put: Callable[[bytes], None]) -> None:
        self.valid, self.broken = self.dice.choice(list(VALID)), False
        put(VALID[self.valid][0].encode())

    def cut_off(self, put: Callable[[bytes], None]) -> None:
        self.broken = True
        put(TWO.encode()[: self.dice.randrange(1, len(TWO) - 5)])

    def useless(self, put: Callable[[bytes], None]) -> None:
        self.broken = True
        put(
            self.dice.choice(
                [
                    b"",
                    BOMB.encode(),
                    b"[" * 3000,
                    b"\xff\xfe",
                    b"\0" * 100,
                    b"rules: {}",
                    b"x" * 1_100_000,
                ]
            )
        )

    def misspelt(self, put: Callable[[bytes], None]) -> None:
        self.broken = True
        put(TWO.replace("to: sam", "to: sma").encode())

    def in_pieces(self, put: Callable[[bytes], None]) -> None:
        """The whole file in the end, with mail coming in between its pieces."""
        self.valid, self.broken = self.dice.choice(list(VALID)), False
        text = VALID[self.valid][0].encode()
        with self.file.open("wb") as file:
            for start in range(0, len(text), 700):
                file.write(text[start : start + 700])
                file.flush()
                self.meanwhile()


class Writers:
    """A thread that hands in one mail after the other, at the pace that is asked
    for: each by somebody else.
    """

    def __init__(self, site: Site) -> None:
        self.site, self.sent = site, 0
        self.lock = threading.Lock()

    def write(self) -> str:
        with self.lock:
            self.sent += 1
            subject = f"VPN {self.sent}"
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"u{self.sent}@corp.example", ALIAS, subject
        mail["Message-ID"] = f"<{self.sent}@client.corp.example>"
        mail.set_content("Please help.")
        self.site.box.deliver(mail.as_bytes())
        return subject


def digests(folder: Path) -> dict[str, str]:
    found = {}
    for name, (text, _, _) in VALID.items():
        alias = folder / f"only-{name}"
        alias.mkdir()
        (alias / "all.yaml").write_text(text, encoding="utf-8")
        found[name] = load(alias).digest
    return found


def rewrite_under_load(site: Site, times: int) -> None:
    (site.folder / "rules" / "all.yaml").write_text(ONE, encoding="utf-8")
    known, writers = digests(site.folder), Writers(site)
    editor = Editor(site.folder / "rules", writers.write)
    site.start()
    site.until(lambda: "running" in site.log())
    store = Store.open(site.database_url, create=False)
    for number in range(1, times + 1):
        editor.rewrite(number)
        writers.write()
        if number % CHECKED == 0:
            look_closely(site, store, editor, writers, known)
    editor.whole(editor.replace)
    look_closely(site, store, editor, writers, known)
    store.close()
    every_mail_has_its_request(site, writers.sent)
    kept = {str(digest) for (digest,) in site.rows("SELECT digest FROM rulesets")}
    assert kept == set(known.values())
    reloaded, rejected = site.log().count("rules reloaded"), site.log().count("rules rejected")
    assert min(reloaded, rejected) >= times // CHECKED // 4, (
        "too few of the rewrites were ever seen"
    )
    print(
        f"{times} rewrites, {writers.sent} mails; {reloaded} times reloaded, {rejected} times "
        f"rejected"
    )
    assert site.stop() == 0
    assert "Traceback" not in site.log()


def look_closely(
    site: Site, store: Store, editor: Editor, writers: Writers, known: dict[str, str]
) -> None:
    """Now the daemon is asked: what is whole serves, what is broken is refused, and the
    next mail goes by what serves.
    """
    answer = ask(store, 30)
    assert bool(answer["problems"]) == editor.broken, answer
    serving = next(name for name, digest in known.items() if digest == answer["digest"])
    if not editor.broken:
        assert serving == editor.valid
    subject = writers.write()
    site.until(
        lambda: site.rows("SELECT 1 FROM requests WHERE subject = :subject", subject=subject)
    )
    assert site.rows(
        "SELECT rule, owner, why FROM requests WHERE subject = :subject", subject=subject
    ) == [(serving, *VALID[serving][1:])]


def every_mail_has_its_request(site: Site, count: int) -> None:
    """Exactly one each, by a rule of a set that was whole, with the owner and the words of
    the same set; and its receipt.
    """
    site.until(lambda: site.rows("SELECT count(*) FROM requests")[0][0] >= count, patience=120)
    found = site.rows("SELECT subject, rule, owner, why FROM requests")
    assert sorted(str(subject) for subject, *_ in found) == sorted(
        f"VPN {n}" for n in range(1, count + 1)
    )
    assert all((owner, why) == VALID[str(rule)][1:] for _, rule, owner, why in found)
    assert {rule for _, rule, _, _ in found} == set(VALID)
    assert site.rows("SELECT count(*) FROM ledger WHERE disposition = 'quarantine'") == [(0,)]
    site.until(
        lambda: site.rows("SELECT count(*) FROM outbox WHERE state != 'sent'") == [(0,)],
        patience=120,
    )
    assert site.rows(
        "SELECT count(*), count(DISTINCT recipient) FROM outbox WHERE letter = 'receipt'"
    ) == [(count, count)]
    relayed = site.rows("SELECT count(*) FROM outbox WHERE letter = 'note_owner'")
    assert relayed == [(count,)]
    assert site.rows("SELECT count(*) FROM outbox WHERE letter = 'rules_rejected'")[0][0] in range(
        1, 3
    )


def test_whatever_is_read_in_the_middle_of_a_thousand_rewrites_is_one_whole_set_or_none(
    tmp_path: Path,
) -> None:
    """Without the daemon's waiting for quiet: read as fast as can be, while the file is
    rewritten as fast as can be.
    """
    config = config_for(tmp_path, Box("127.0.0.1", 1, "u", "p", None), 1, ONE)
    texts = {digest: VALID[name][0].encode() for name, digest in digests(tmp_path).items()}
    editor, found, polls = (
        Editor(config.rules, lambda: None),
        Counter[str](),
        threading.Semaphore(0),
    )

    def rewrite() -> None:
        for number in range(1000):
            editor.rewrite(number)
            if (
                number % CHECKED == 0
            ):  # a breath, or the slow reader would never see two readings agree
                editor.whole(editor.replace)
                while polls.acquire(blocking=False):
                    pass
                for _ in range(3):
                    polls.acquire(timeout=10)

    writing = threading.Thread(target=rewrite)
    writing.start()
    while writing.is_alive():
        try:
            rules = read_rules(config, ("de", "en"))
        except BadFiles:
            found["refused"] += 1
            continue
        finally:
            polls.release()
        found[rules.policy.digest] += 1
        assert rules.files in ({}, {"all.yaml": texts[rules.policy.digest]})
    writing.join()
    assert set(found) <= {"refused", *texts}
    assert sum(found[digest] for digest in texts) >= 1000 // CHECKED, found
    assert found["refused"] > 50


def test_twenty_rewrites_lose_no_mail_and_route_none_wrongly(counting_site: Site) -> None:
    rewrite_under_load(counting_site, 20)


@pytest.mark.proof(part="rewrites")
@pytest.mark.timeout(1500)
def test_a_thousand_rewrites_lose_no_mail_and_route_none_wrongly(counting_site: Site) -> None:
    rewrite_under_load(counting_site, 1000)
