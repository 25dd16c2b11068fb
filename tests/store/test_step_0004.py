"""A database of version 0.1 at step 0004, made by that version (commit 270804a) with mail in every
state, is migrated and served: nothing is forgotten, nothing goes out twice, no id changes.
"""

from __future__ import annotations

from collections import Counter

from mailtracker.commands import carry_out
from mailtracker.desk.effects import Disposition
from mailtracker.desk.facts import Hint
from mailtracker.desk.on_command import Reopen
from mailtracker.desk.request import Status
from mailtracker.enact import enact_message
from mailtracker.letters import samples
from mailtracker.mail.thread_keys import keys
from mailtracker.mail.understand import understand
from mailtracker.policy.worktime import Span
from mailtracker.store import keep, ledger, outbox, requests
from mailtracker.store.database import Store
from mailtracker.store.facts import Lookup, facts
from mailtracker.world import Cause, Received
from tests.store.step_0004 import ALIAS, NOW, before, path, store, world_of

__all__ = ["before", "path", "store"]  # fixtures


def test_every_line_and_every_mail_is_still_there(store: Store, before) -> None:
    with store.read() as conn:
        lines, mails = ledger.lines(conn, None, None, 1000), outbox.rows(conn)
    assert len(lines) == len(before["ledger"]) == 15
    old = {row["row_key"]: row for row in before["outbox"]}
    assert {mail.row_key for mail in mails} == set(old)
    for mail in mails:
        was = old[mail.row_key]
        kept = (mail.message_id, mail.token, mail.letter, mail.lane, mail.state, mail.attempts)
        assert kept == tuple(
            was[name] for name in ("message_id", "token", "letter", "lane", "state", "attempts")
        )
        assert mail.letter in samples.KINDS
    states = {"ready": 17, "sent": 1, "uncertain": 1, "failed": 1, "sending": 1}
    assert Counter(str(mail.state) for mail in mails) == states


def test_what_the_reasons_said_stands_in_columns(store: Store) -> None:
    with store.read() as conn:
        lines = ledger.lines(conn, None, None, 1000)
    assert Counter(line.disposition for line in lines) == {
        Disposition.OPENED: 2,
        Disposition.IGNORED: 2,
        Disposition.REPLY: 7,
        Disposition.FLOOD: 3,
        Disposition.ASKED_BACK: 1,
    }
    by_rule = {(line.disposition, line.rule) for line in lines if line.rule}
    assert by_rule == {
        (Disposition.OPENED, "vpn"),
        (Disposition.OPENED, "hr"),
        (Disposition.IGNORED, "news: all"),
    }
    with store.read() as conn:
        assert [line.rule for line in ledger.opening(conn, NOW.replace(hour=0))] == [
            "vpn",
            "news: all",
            "hr",
        ]


def test_requests_are_what_they_were(store: Store) -> None:
    with store.read() as conn:
        vpn, hr = requests.by_reference(conn, "IT-1001"), requests.by_reference(conn, "IT-1002")
    assert (vpn.requester.email, vpn.owner, vpn.status) == ("eva@corp.example", "bo", Status.OPEN)
    assert vpn.held_since is not None
    given = vpn.given
    assert (given.rule, given.tags, given.watchers) == ("vpn", ("network",), ("ana",))
    assert (given.asked, given.close_after) == (("At home?",), Span(days=5))
    assert (hr.given.confidential, hr.given.barred, hr.owner) == (True, ("bo",), "sam")


def test_what_is_queued_keeps_its_ids_and_does_not_go_out_twice(store: Store, before) -> None:
    world = world_of(store)
    with store.write() as conn:
        line = next(line for line in ledger.lines(conn, None, 1, 100) if line.id == 4)
        raw = keep.load(conn, line.sha256)
        message, classified = understand(raw, ALIAS.site)
        cause = Cause(f"m{line.id}", NOW, Received(line.id, message, classified, raw))
        again = enact_message(conn, world, ALIAS, cause)
    assert [effect for effect in again.decision.effects if hasattr(effect, "letter")] != []
    assert again.queued == ()
    with store.read() as conn:
        mails = {mail.row_key: mail.message_id for mail in outbox.rows(conn)}
    assert mails == {row["row_key"]: row["message_id"] for row in before["outbox"]}


def test_an_answer_to_a_mail_of_before_finds_its_request(store: Store, before) -> None:
    note = next(row for row in before["outbox"] if row["letter"] == "note_owner")
    raw = (
        f"From: bo@corp.example\nTo: it-help+{note['token']}@corp.example\n"
        "References: <m1@client.example>\nSubject: Re: VPN\n\nDone."
    )
    message, _ = understand(raw.encode(), ALIAS.site)
    found = keys(message, ALIAS.addresses, ("IT",))
    with store.read() as conn:
        known = facts(conn, Lookup(message, found, NOW, mailbox="IT help"))
    assert [one.message_id for one in known.issued] == [note["message_id"]]
    assert [one.by for one in known.known] == [Hint.MESSAGE_ID]


def test_a_release_carries_what_was_held_and_not_what_was_asked_back(store: Store) -> None:
    with store.write() as conn:
        released = carry_out(conn, world_of(store), "IT-1001", Reopen, NOW)
    assert Counter(mail.letter for mail in released.queued) == {
        "note_more": 3,
        "note_watching": 3,
    }
