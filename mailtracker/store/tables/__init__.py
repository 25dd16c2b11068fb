"""The tables as data. What may stand in a row is said here, by named
constraints, and held by the database.
"""

from __future__ import annotations

from mailtracker.store.tables.absent import absence_handed, absence_notices, absence_told, absences
from mailtracker.store.tables.awaited import expectations, ticks
from mailtracker.store.tables.feeds import feeds
from mailtracker.store.tables.forgetting import tombstones
from mailtracker.store.tables.mail_in import in_hand, ledger
from mailtracker.store.tables.mail_out import (
    chunks,
    ended_buttons,
    kept,
    outbox,
    request_tokens,
    server_ids,
)
from mailtracker.store.tables.making import metadata
from mailtracker.store.tables.posting import posts
from mailtracker.store.tables.rating_rows import ratings
from mailtracker.store.tables.request_rows import (
    copied,
    deadlines,
    declined,
    events,
    extras,
    former_owners,
    loads,
    requests,
    turns,
)
from mailtracker.store.tables.running import (
    counters,
    daily_digests,
    digest_lines,
    health,
    mailboxes,
    reloads,
    rulefiles,
    rulesets,
    settings,
    spent,
)
from mailtracker.store.tables.serving import daemons, passes, working
from mailtracker.store.tables.thanking import thanks

__all__ = [
    "absence_handed",
    "absence_notices",
    "absence_told",
    "absences",
    "chunks",
    "copied",
    "counters",
    "daemons",
    "daily_digests",
    "deadlines",
    "declined",
    "digest_lines",
    "ended_buttons",
    "events",
    "expectations",
    "extras",
    "feeds",
    "former_owners",
    "health",
    "in_hand",
    "kept",
    "ledger",
    "loads",
    "mailboxes",
    "metadata",
    "outbox",
    "passes",
    "posts",
    "ratings",
    "reloads",
    "request_tokens",
    "requests",
    "rulefiles",
    "rulesets",
    "server_ids",
    "settings",
    "spent",
    "thanks",
    "ticks",
    "tombstones",
    "turns",
    "working",
]
