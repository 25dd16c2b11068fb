"""`assign`, `close` and `reopen` of the command line → the same transaction as
if a mail had asked for it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailtracker.clock import SystemClock
from mailtracker.config import Config
from mailtracker.desk import on_command as hand
from mailtracker.desk.effects import Disposition
from mailtracker.desk.limits import HELD
from mailtracker.desk.request import Request
from mailtracker.enact import Enacted, Queued, enact, enact_message
from mailtracker.errors import MailtrackerError
from mailtracker.letters.letters import Letters
from mailtracker.mail.understand import understand
from mailtracker.start import start_of
from mailtracker.store import facts, keep, ledger
from mailtracker.store.database import Store
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause, World

MAX_HELD = 200
"""Held mails that one release carries on."""


def by_hand(
    conn: Transaction, world: World, reference: str, action: str, who: str, now: datetime
) -> Enacted:
    """`assign`, `close` or `reopen` as typed at the command line. Raises
    NoSuchRequest, MailtrackerError.
    """
    request = facts.by_reference(conn, reference)
    load, turns = facts.shares(conn)
    match action:
        case "assign":
            decision = hand.assign(request, who, world.policy, load, now, turns)
        case "close":
            decision = hand.close_it(request, world.policy)
        case "reopen":
            decision = hand.reopen(request, world.policy, load, now, turns)
        case _:
            raise MailtrackerError(f"no such action: {action}")
    cause = f"h{request.id}.{now.timestamp():.6f}"
    enacted = enact(conn, world, decision, Cause(cause, now))
    if request.held_since is None or action != "reopen":
        return enacted
    return replace(enacted, queued=(*enacted.queued, *_carry_held(conn, world, request, now)))


def _carry_held(conn: Transaction, world: World, request: Request, now: datetime) -> list[Queued]:
    """What a hold kept back is decided again, oldest first, and goes where it would have gone."""
    held = [
        line
        for line in ledger.lines(conn, Disposition.HELD, request.id, MAX_HELD)
        if HELD in line.reason
    ]
    queued: list[Queued] = []
    for line in reversed(held):
        raw = keep.load(conn, line.sha256)
        alias = world.alias(line.mailbox)
        message, classified = understand(raw, alias.site)
        cause = Cause(f"m{line.id}.released", now, line.id, message, raw)
        queued += enact_message(
            conn, world, alias, message, classified, cause, released=True
        ).queued
    return queued


def act(config: Config, reference: str, action: str, who: str = "") -> Enacted:
    """`assign`, `close` and `reopen` of the command line: writes rows; a running
    daemon sends what they ask for.
    """
    store = Store.open(config.store.url, create=False)
    try:
        world = start_of(config, store, Letters(config.templates)).world
        with store.write() as conn:
            return by_hand(conn, world, reference, action, who, SystemClock().now())
    finally:
        store.close()
