"""Two daemons file beside each other what concerns the same request, team, sender or mail: it comes
to what it would one after the other (docs/reliability.md, J50-J55). Each of these goes wrong
without its guard.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from mailtracker.cli.reload import ask
from mailtracker.daemon import reload
from mailtracker.daemon.listening import Listening
from mailtracker.daemon.reload import Reloader
from mailtracker.daemon.runtime import Outcome
from mailtracker.desk.effects import Disposition
from mailtracker.enact import became
from mailtracker.store import requests
from mailtracker.store.tables import ledger, outbox
from tests.stories.company import RULES
from tests.two_daemons import HELP, PATIENCE, PAY, Two, config_of_two, two_daemons

TURNS = RULES.replace("assign: least-loaded", "assign: round-robin")
ADDRESSES = {HELP: "it-help@corp.example", PAY: "payroll@corp.example"}


def mail(number: int, sender: str = "eva@corp.example", **header: str) -> bytes:
    made = EmailMessage()
    fields = {
        "From": sender,
        "To": ADDRESSES[HELP],
        "Subject": f"Question {number}",
        "Message-ID": f"<b{number}@client.example>",
    }
    for name, value in (fields | header).items():
        made[name.replace("_", "-")] = value
    made.set_content(f"Where do I find form {'abcdefghij'[number % 10] * 4}?\n")
    return made.as_bytes(policy=SMTP)


def to_pay(number: int, sender: str, **header: str) -> bytes:
    return mail(number, sender, To=ADDRESSES[PAY], **header)


@pytest.fixture
def rules() -> str:
    return RULES


@pytest.fixture
def two(tmp_path: Path, pg_url: str, rules: str) -> Iterator[Two]:
    with two_daemons(config_of_two(tmp_path, pg_url, rules)) as two:
        yield two


def both(two: Two, first: bytes, second: bytes) -> list[Outcome]:
    """The first by one mailbox and daemon, the second meanwhile by the other; what each came to."""
    one, other = two.first, two.second
    with one.stopped(lambda: one.file(HELP, one.read(HELP, 501, first))) as done:
        beside = two.beside(lambda: other.file(PAY, other.read(PAY, 502, second)))
    return [*done.result(), *beside.result()]


def opened(outcome: Outcome) -> Any:
    assert outcome.enacted.request is not None
    return outcome.enacted.request


def test_what_has_nothing_in_common_waits_for_nobody(two: Two) -> None:
    found = both(
        two,
        mail(1, Subject="vpn"),
        mail(2, "ivo@corp.example", To=ADDRESSES[PAY], Subject="gehalt"),
    )
    assert not two.second_waits
    assert [opened(one).reference for one in found] == ["IT-1001", "PAY-1001"]


def test_one_mail_to_two_aliases_opens_one_request(two: Two) -> None:
    raw = mail(1, To="all@corp.example", Subject="gehalt")
    found = both(two, raw, raw)
    assert [became(one.enacted.decision) for one in found] == [
        Disposition.OPENED,
        Disposition.DUPLICATE,
    ]


def test_an_answer_and_a_reply_at_once_come_one_after_the_other(two: Two) -> None:
    first = two.first
    (begun,) = first.file(HELP, first.read(HELP, 1, mail(1)))
    request = opened(begun)
    with first.runtime.store.read() as conn:
        rows = conn.execute(select(outbox.c.letter, outbox.c.token, outbox.c.recipient)).all()
    tokens = {row.letter: (row.recipient, f"it-help+{row.token}@corp.example") for row in rows}
    owner, at_owner = tokens["note_owner"]
    asker, at_asker = tokens["receipt"]
    found = both(
        two,
        mail(2, owner, To=at_owner, Subject="Re: Question 1"),
        mail(3, asker, To=at_asker, Subject="Re: Question 1"),
    )
    assert two.second_waits
    assert [became(one.enacted.decision) for one in found] == [Disposition.REPLY] * 2
    with first.runtime.store.read() as conn:
        now = requests.request(conn, request.id)
    assert (now.status, now.epoch) == ("open", 1), "she asked again after it was answered"


@pytest.mark.parametrize("rules", [RULES, TURNS], ids=["least loaded", "by turns"])
def test_two_at_once_go_to_two_of_a_team(two: Two) -> None:
    found = both(two, mail(1), to_pay(2, "ivo@corp.example"))
    assert two.second_waits
    assert {opened(one).owner for one in found} == {"bo", "sam"}


def test_two_aliases_of_one_prefix_give_each_reference_once(tmp_path: Path, pg_url: str) -> None:
    config = config_of_two(tmp_path, pg_url, RULES, prefix="IT")
    with two_daemons(config) as two:
        found = both(
            two,
            mail(1, Subject="vpn"),
            mail(2, "ivo@corp.example", To=ADDRESSES[PAY], Subject="gehalt"),
        )
    assert [opened(one).reference for one in found] == ["IT-1001", "IT-1002"]


def test_what_a_stranger_has_left_is_spent_once(two: Two) -> None:
    """Three receipts an hour: the third is on its way."""
    first, stranger = two.first, "joe@elsewhere.example"
    for number in (1, 2):
        first.file(HELP, first.read(HELP, number, mail(number, stranger, Subject="vpn")))
    both(
        two,
        mail(3, stranger, Subject="vpn"),
        to_pay(4, stranger, Subject="gehalt"),
    )
    with first.runtime.store.read() as conn:
        receipts = conn.scalars(select(outbox.c.id).where(outbox.c.letter == "receipt")).all()
    assert len(receipts) == 3


def test_the_admins_hear_once_of_what_both_met(two: Two) -> None:
    first, second = two.first, two.second
    with first.stopped(lambda: first.file(HELP, first.unread(1))):
        beside = two.beside(lambda: second.file(PAY, second.unread(2)))
    beside.result()
    with first.runtime.store.read() as conn:
        lines = conn.execute(select(ledger.c.mailbox, ledger.c.tries, ledger.c.reason)).all()
        written = conn.scalars(select(outbox.c.letter)).all()
    assert [(row.tries, row.reason) for row in lines] == [(1, "cannot be read")] * 2
    assert written == ["quarantined"]


def test_what_one_queues_the_other_looks_for_at_once(two: Two) -> None:
    woken, read = threading.Event(), threading.Event()
    listening = Listening(two.second.runtime, read.set)
    thread = threading.Thread(target=listening.run, daemon=True)
    thread.start()
    try:
        assert read.wait(PATIENCE), "it listens"
        two.second.runtime.on_wake(woken.set)
        two.first.file(HELP, two.first.read(HELP, 1, mail(1)))
        assert woken.wait(PATIENCE)
    finally:
        two.second.runtime.stop()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def test_who_asks_for_the_rules_is_answered_before_they_are_polled(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reload, "TICK", 2 * PATIENCE)
    runtime = two.second.runtime
    reloader = Reloader(runtime)
    loops = (reloader.run, Listening(runtime, reloader.call).run)
    threads = [threading.Thread(target=loop, daemon=True) for loop in loops]
    for thread in threads:
        thread.start()
    try:
        for _ in range(2):  # the first may be answered by the look at the start
            assert ask(two.first.runtime.store, PATIENCE)["digest"]
    finally:
        runtime.stop()
        for thread in threads:
            thread.join(PATIENCE)
