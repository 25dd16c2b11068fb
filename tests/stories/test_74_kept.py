"""Words go when they were kept for long enough: out of the database's very file. What they were
counted for stays, a reply opens the request again, and nothing is taken in a second time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailtracker.cli.reading import site_for
from mailtracker.desk.on_command import Close
from mailtracker.desk.request import Request
from mailtracker.reader import InProcessReader
from mailtracker.reconcile.audit import accounts
from mailtracker.reconcile.resync import Resync
from mailtracker.start import shelves_of
from mailtracker.store import requests
from mailtracker.store.statistics import counts, taken_by_rule
from tests.servers.smtpd import PostOffice
from tests.stories.company import MONDAY, Company, body

EVA, BO = "eva@corp.example", "bo@corp.example"
KEEP = timedelta(days=30)
WORDS = (
    # What Eva wrote, what Bo did, what nobody answers, and who wrote that.
    *("Quetzalcoatl", "wisteria", "marzipan", "Kaleidoscope", "Hippopotamus", "ups7@rack"),
    # In base64, as a mail program writes what is attached.
    "c2FsdGltYmFuY28",
)


def in_files(company: Company) -> set[str]:
    """Which of the words stand anywhere in the database's files."""
    folder = company.config.path.parent
    raw = b"".join(file.read_bytes() for file in Path(folder).glob("mailtracker.db*"))
    return {word for word in WORDS if word.encode() in raw}


def figures(company: Company) -> list[Any]:
    """All that is counted, without the reasons that the ledger gives in words."""
    with company.runtime() as runtime, runtime.store.read() as conn:
        balances = [replace(one, reasons={}) for one in accounts(runtime.store)]
        (request,) = requests.requests(conn)
        lived = replace(
            request, subject="", purged_at=None, given=replace(request.given, matched="")
        )
        kinds = [(event.at, event.kind) for event in requests.history(conn, request.id)]
        rules = taken_by_rule(conn, MONDAY)
        return [counts(conn, company.clock.now()), balances, lived, kinds, rules]


def lived(post_office: PostOffice, folder: Path) -> Company:
    """A request that was asked, answered and closed, and a machine's mail that opens nothing."""
    company = Company(post_office, folder, keep=KEEP, stale_after=timedelta(days=365))

    def with_file(mail):
        mail.add_attachment(b"saltimbanco", "application", "octet-stream", filename="wisteria.pdf")

    def by_machine(mail):
        mail["Auto-Submitted"] = "auto-replied"

    company.write(
        f"Eva Lund <{EVA}>", "VPN to Quetzalcoatl", "It smells of marzipan.", edit=with_file
    )
    company.write("ups7@rack.example", "Hippopotamus", "I am away.", edit=by_machine)
    company.turn()
    company.reply(BO, company.last(BO), "done\n\nTurn the Kaleidoscope.")
    company.turn()
    assert company.request().status == "closed"
    return company


def resynced(company: Company) -> int:
    """How many mails it took in."""
    with company.runtime() as runtime:
        reader = InProcessReader(site_for(company.config))
        resync = Resync(company.config, runtime.store, runtime.world, reader, shelves_of)
        return len(resync.run(MONDAY - timedelta(days=400), company.clock.now()).taken)


@pytest.mark.of_a_file
def test_no_word_is_left_in_the_file_the_figures_stay_and_a_reply_opens_it(
    post_office: PostOffice, tmp_path: Path
) -> None:
    company = lived(post_office, tmp_path)
    assert in_files(company) == set(WORDS)
    company.travel(days=29)
    assert in_files(company) == set(WORDS)
    before = figures(company)
    company.travel(days=2)
    assert not in_files(company)
    assert figures(company) == before
    request = company.request()
    assert (request.subject, request.shown_subject) == ("", "(no longer kept)")
    with company.runtime() as runtime:
        assert all(one.balances for one in accounts(runtime.store))
    assert resynced(company) == 0

    opened_again(company, request)


def opened_again(company: Company, old: Request) -> None:
    company.reply(EVA, company.last(EVA), "It drops again, sadly.")
    company.turn()
    request = company.request()
    assert (request.status, request.owner, request.openings) == ("open", old.owner, 2)
    assert request.subject == "VPN to Quetzalcoatl", "as her mail is called"
    assert "It drops again" in body(company.last(BO))
    receipt = company.last(EVA)
    assert receipt["Subject"] == "Re: [IT-1001] VPN to Quetzalcoatl"
    assert "Bo Jensen" in body(receipt)
    company.reply(BO, company.last(BO), "done")
    company.turn()
    company.travel(days=31)
    assert not in_files(company)
    assert company.request().subject == ""
    assert resynced(company) == 0


def test_what_its_owner_was_asked_about_and_is_no_longer_kept_cannot_be_sent(
    post_office: PostOffice, tmp_path: Path
) -> None:
    """`send` comes too late: its author is told that nothing was sent, and no admin is called."""
    company = Company(post_office, tmp_path, keep=KEEP)
    company.write(EVA, "VPN", "It drops.")
    company.turn()
    company.reply(BO, company.last(BO), "answered\n\nTurn the Kaleidoscope.")
    company.turn()
    asks = company.last(BO)
    assert "reply to this mail with the word send" in " ".join(body(asks).split())
    company.act(Close)
    company.turn()
    company.travel(days=31)
    before = len(company.inbox(EVA))
    company.reply(BO, asks, "send")
    company.turn()
    assert "nothing was sent on" in " ".join(body(company.last(BO)).split())
    assert len(company.inbox(EVA)) == before
    assert not company.inbox("priya@corp.example")
