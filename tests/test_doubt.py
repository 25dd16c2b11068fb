"""What becomes of a mail that is uncertain: a table over what it is and what may prove it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailtracker.daemon.doubt import ECHOED, OLD_NEWS, Becomes, Sources, becomes
from mailtracker.daemon.runtime import Looked
from mailtracker.store.unproven import PROOF_AFTER, UnprovenMail

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DUE = NOW + PROOF_AFTER
DOUBT = UnprovenMail(
    7, "receipt", "<k.1@corp.example>", 1, "IT help", "eva@corp.example", NOW, NOW, 0
)
ANSWER, RECEIPT, REMINDER = "note_requester", "receipt", "reminder"

NONE = Sources()
ECHO = Sources(echo=True)
SENT = Sources(sent_folder=True)
BOTH = Sources(echo=True, sent_folder=True)
EARLY = Looked(DUE - timedelta(seconds=1), sent=True)
READ = Looked(DUE, sent=False)
SEEN = Looked(DUE, sent=True)

TABLE = [
    # nothing that proves: people's words go again, the rest is for a human
    (NONE, None, {ANSWER: "again", RECEIPT: "held", REMINDER: "held"}),
    (NONE, READ, {ANSWER: "again", RECEIPT: "held", REMINDER: "held"}),
    # a copy to ourselves: not before the mailbox was read; of what has none as if there were none
    (ECHO, None, {ANSWER: "wait", RECEIPT: "wait", REMINDER: "held"}),
    (ECHO, EARLY, {ANSWER: "wait", RECEIPT: "wait"}),
    (ECHO, READ, {ANSWER: "again", RECEIPT: "again", REMINDER: "held"}),
    # a Sent folder covers all; one that cannot be looked into covers nothing
    (SENT, None, {ANSWER: "wait", RECEIPT: "wait", REMINDER: "wait"}),
    (SENT, EARLY, {ANSWER: "wait", RECEIPT: "wait", REMINDER: "wait"}),
    (SENT, SEEN, {ANSWER: "again", RECEIPT: "again", REMINDER: "again"}),
    (SENT, READ, {ANSWER: "again", RECEIPT: "held", REMINDER: "held"}),
    (BOTH, READ, {ANSWER: "again", RECEIPT: "again", REMINDER: "held"}),
    (BOTH, SEEN, {ANSWER: "again", RECEIPT: "again", REMINDER: "again"}),
]


@pytest.mark.parametrize(
    ("sources", "letter", "wanted"),
    [
        (replace(sources, looked=looked), letter, wanted)
        for sources, looked, row in TABLE
        for letter, wanted in row.items()
    ],
)
def test_what_becomes_of_a_doubt(sources: Sources, letter: str, wanted: str) -> None:
    assert becomes(replace(DOUBT, letter=letter), sources, DUE) is Becomes(wanted)


@pytest.mark.parametrize("sources", [replace(one, looked=SEEN) for one in (NONE, ECHO, SENT, BOTH)])
@pytest.mark.parametrize("letter", [ANSWER, RECEIPT, REMINDER])
def test_nothing_goes_again_twice(sources: Sources, letter: str) -> None:
    assert becomes(replace(DOUBT, letter=letter, resent=1), sources, DUE) is Becomes.HELD


@pytest.mark.parametrize("sources", [replace(one, looked=SEEN) for one in (NONE, ECHO, SENT, BOTH)])
def test_what_is_old_news_does_not_go_again_by_itself(sources: Sources) -> None:
    mail = replace(DOUBT, letter=ANSWER)
    assert becomes(mail, sources, NOW + OLD_NEWS) is Becomes.AGAIN
    assert becomes(mail, sources, NOW + OLD_NEWS + timedelta(seconds=1)) is Becomes.HELD


def test_what_has_a_copy_is_what_people_wrote_and_receipts() -> None:
    assert {ANSWER, RECEIPT, "note_owner", "note_handed"} <= ECHOED
    assert not {REMINDER, "confirm", "trouble", "unproven", "in_doubt"} & ECHOED
