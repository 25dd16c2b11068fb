"""What the database holds about people, column by column, and what becomes of it: the one table
that whoever purges, exports or forgets goes by. A test asks that every column stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Text

from mailtracker.record import dataclass
from mailtracker.store.columns import Clean
from mailtracker.store.tables import metadata


class Holds(StrEnum):
    """What of a person stands in a column. It may be nothing in a given row."""

    #: Whole mails, with their files, or what is put together of them.
    MAIL = "mails"
    #: What somebody wrote, or a part of it: a subject, lines for a digest, an answer.
    WORDS = "words of theirs"
    #: A sentence of ours that may name somebody, give an address, or quote a word of theirs.
    SENTENCE = "sentences about them"
    #: An address, or a text that one stands in.
    ADDRESS = "addresses"
    NAME = "names"
    #: What the people file calls somebody.
    PERSON = "keys of the people file"
    #: What a mail program or a calendar calls a mail or an entry: some of them name a computer.
    ID = "ids of mails"
    #: A digest of a mail or a text. Without either nobody reads anything in it.
    PRINT = "prints of mails"


class Fate(StrEnum):
    """What becomes of a column's values in time, by itself."""

    #: `keep` after the request was closed, or the mail came (docs/reliability.md, X2).
    PURGED = "purged after `keep`"
    #: It is gone when it was told, sent on or counted: in days, or when its cause is over.
    PASSES = "gone when it was used"
    #: For as long as there is the request or the person, until somebody is forgotten.
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Holding:
    """What a column `holds` about people, and what becomes of it (its `fate`)."""

    holds: tuple[Holds, ...]
    fate: Fate


def _purged(*holds: Holds) -> Holding:
    return Holding(holds, Fate.PURGED)


def _passes(*holds: Holds) -> Holding:
    return Holding(holds, Fate.PASSES)


def _stays(*holds: Holds) -> Holding:
    return Holding(holds, Fate.STAYS)


_ADDRESS, _NAME, _PERSON = _stays(Holds.ADDRESS), _stays(Holds.NAME), _stays(Holds.PERSON)
_ID, _PRINT = _stays(Holds.ID), _stays(Holds.PRINT)
_SENTENCE, _WORDS = _purged(Holds.SENTENCE), _purged(Holds.WORDS)

PERSONAL: Mapping[str, Mapping[str, Holding]] = {
    "requests": {
        "subject": _WORDS,
        "requester_address": _ADDRESS,
        "requester_name": _NAME,
        "requester_key": _ADDRESS,
        "owner": _PERSON,
        "done_by": _passes(Holds.PERSON),
        "routed_to": _PERSON,
        "why": _stays(Holds.SENTENCE),  # in the words of the rules file
        "matched": _SENTENCE,
        "first_id": _ID,
    },
    "copied": {"address": _ADDRESS, "address_key": _ADDRESS, "name": _NAME},
    "former_owners": {"owner": _PERSON},
    "declined": {"person": _PERSON},
    # Who is kept out, who watches, for whom it was opened; keys of calendar entries.
    "extras": {"value": _stays(Holds.PERSON, Holds.ADDRESS, Holds.NAME, Holds.ID)},
    "events": {"text": _SENTENCE},
    "turns": {"person": _PERSON},
    "loads": {"owner": _PERSON},
    "ledger": {
        "sha256": _PRINT,
        "content_key": _PRINT,
        "message_id": _ID,
        "sender": _ADDRESS,  # purged as well where no request came of the mail
        "subject": _WORDS,
        "reason": _SENTENCE,
        "trouble": _SENTENCE,
        "thread_index": _ID,
        "lasting_id": _ID,
        "likeness": _purged(Holds.PRINT),
    },
    "in_hand": {"trouble": _passes(Holds.SENTENCE)},
    "ratings": {"said": _WORDS, "done": _WORDS, "by_address": _ADDRESS},
    "tombstones": {"print": _PRINT},
    "kept": {"sha256": _purged(Holds.PRINT), "source": _purged(Holds.PRINT)},
    "chunks": {"sha256": _purged(Holds.PRINT), "data": _purged(Holds.MAIL)},
    "outbox": {
        "row_key": _ADDRESS,
        "recipient": _ADDRESS,
        "recipient_key": _ADDRESS,
        "person": _PERSON,
        "message_id": _ID,
        "sha256": _PRINT,
        "answer": _SENTENCE,
    },
    "server_ids": {"message_id": _ID},
    "request_tokens": {"row_key": _ADDRESS},
    "digest_lines": {"person": _passes(Holds.PERSON), "text": _passes(Holds.WORDS, Holds.NAME)},
    "daily_digests": {"person": _PERSON},
    "thanks": {
        "person": _passes(Holds.PERSON),
        "from_key": _passes(Holds.ADDRESS),
        "from_name": _purged(Holds.NAME),  # if no weekly mail told them before
        "words": _WORDS,
    },
    "posts": {"body": _passes(Holds.PERSON)},
    "spent": {"key": _passes(Holds.ADDRESS)},
    "absences": {"person": _PERSON, "cover": _PERSON, "digest": _PRINT},
    "absence_handed": {"person": _PERSON},
    "absence_notices": {"person": _PERSON, "digest": _PRINT},
    "expectations": {"absent": _passes(Holds.ADDRESS), "people": _passes(Holds.ADDRESS)},
    "ticks": {"who": _passes(Holds.ADDRESS)},
    # When somebody is away, by a calendar of theirs; never what for.
    "feeds": {
        "called": _PERSON,
        "entries": _passes(Holds.PERSON),
        "remarks": _passes(Holds.SENTENCE),
        "trouble": _passes(Holds.SENTENCE),
    },
    # Who is revoked, with their addresses.
    "settings": {"value": _stays(Holds.PERSON, Holds.ADDRESS)},
    # The rules and people files of every rule set that ever served.
    "rulefiles": {"data": _stays(Holds.PERSON, Holds.ADDRESS, Holds.NAME)},
    "reloads": {"answer": _passes(Holds.SENTENCE)},
    "health": {"text": _passes(Holds.SENTENCE)},
}

NOTHING: Mapping[str, str] = {
    "requests": "id reference mailbox status language rule promise ladder opened_at linked_to "
    "unanswered_since promised_at quiet answered_once epoch rung repeats openings held_since "
    "closed_at rule_at rules_digest confidential by_hand close_after raised told_at paused_left "
    "snoozed_until merged_into part_of ending purged_at texts keep_for",
    "copied": "request_id seq standing",
    "former_owners": "request_id seq",
    "declined": "request_id seq rule at told_at",
    "extras": "request_id seq kind",
    "events": "id request_id at kind",
    "turns": "team",
    "loads": "still_open given",
    "deadlines": "request_id epoch rung due_at",
    "ledger": "id mailbox uidvalidity uid arrived_at fetched_at size kind disposition rule "
    "request_id put_away tries proof folder unstripped was purged",
    "in_hand": "mailbox uidvalidity uid tries since next_try_at",
    "ratings": "request_id closing rating at complaint_id",
    "tombstones": "mailbox uidvalidity uid size at",
    "kept": "size added_at",
    "chunks": "seq",
    "outbox": "id request_id letter lane token env_from state attempts next_try_at claimed_at "
    "settled_at code created_at bounce about_line revoked was resent refused_by proven_by purged "
    "claimed_by lease_until at_dot",
    "server_ids": "outbox_id",
    "ended_buttons": "token word how at expires_at request_id",
    "request_tokens": "token request_id lane",
    "digest_lines": "id request_id kind at due_at",
    "daily_digests": "day",
    "thanks": "id request_id at team",
    "posts": "id request_id hook key created_at next_try_at tries",
    "spent": "id budget at",
    "absences": "id first_day last_day known_by request_id line_id reach since ended_at",
    "absence_handed": "absence_id request_id epoch at",
    "absence_told": "absence_id what at",
    "absence_notices": "first_at last_at undone_at",
    "expectations": "name print before_at due_at look_at asked request_id",
    "ticks": "id name at line_id",
    "feeds": "key way etag modified count read_at seen_at tried_at since told_at",
    "settings": "key",
    "mailboxes": "name uidvalidity first_uid started_at left_older",
    "counters": "prefix next",
    "rulesets": "digest first_used_at last_used_at names",
    "rulefiles": "sha256",
    "reloads": "id asked_at answered_at",
    "health": "part ok since seen_at",
    "daemons": (
        "id name version step rules rules_since began_at seen_at session stands_by mailboxes"
    ),
    "passes": "mailbox daemon began_at ended_at sent",
    "working": "mailbox holder record",
}
"""Columns that say nothing of anybody by themselves: numbers, instants, states, names of ours.
Beside a name in the same row they are facts about that person, as how long an answer took.
"""


def columns() -> Iterator[tuple[Column[Any], Holding]]:
    """All that hold something about people, table by table."""
    for table, held in PERSONAL.items():
        for name, holding in held.items():
            yield metadata.tables[table].c[name], holding


def is_text(column: Column[Any]) -> bool:
    """Whether it can be searched. (`python_type` does not say it: our own types have none.)"""
    return isinstance(column.type, Clean | Text)


def holding(*kinds: Holds) -> list[Column[Any]]:
    """The columns that hold one of these."""
    return [column for column, held in columns() if set(kinds) & set(held.holds)]
