"""`assign`, `close` and `reopen` of the command line → the same transaction as if a mail had asked for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailtracker.desk import by_hand as hand
from mailtracker.desk.decision import Fate
from mailtracker.desk.facts import Request
from mailtracker.desk.limits import HELD
from mailtracker.enact import Cause, Enacted, Queued, World, enact, enact_message
from mailtracker.errors import MailtrackerError
from mailtracker.mail.understand import understand
from mailtracker.store import facts, keep, ledger
from mailtracker.store.transaction import Transaction

MOST_HELD = 200
"""Held mails that one release carries on."""


def by_hand(conn: Transaction, world: World, reference: str, action: str, who: str, now: datetime) -> Enacted:
    """`assign`, `close` or `reopen` as typed at the command line. Raises NoSuchRequest, MailtrackerError."""
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
    held = [line for line in ledger.lines(conn, Fate.HELD, request.id, MOST_HELD) if HELD in line.reason]
    queued: list[Queued] = []
    for line in reversed(held):
        raw = keep.load(conn, line.sha256)
        place = world.place(line.mailbox)
        message, classified = understand(raw, place.setting)
        cause = Cause(f"m{line.id}.released", now, line.id, message, raw)
        queued += enact_message(conn, world, place, message, classified, cause, released=True).queued
    return queued
