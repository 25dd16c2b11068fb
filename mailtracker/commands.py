"""`assign`, `close` and `reopen` of the command line → the same transaction as
if a mail had asked for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from mailtracker.clock import SystemClock
from mailtracker.config import Config
from mailtracker.desk.effects import Disposition
from mailtracker.desk.on_command import Command, Reopen, on_command
from mailtracker.desk.request import Request
from mailtracker.enact import Enacted, Queued, enact, take_up
from mailtracker.letters.letters import Letters
from mailtracker.start import start_of
from mailtracker.store import ledger, requests
from mailtracker.store.database import Store
from mailtracker.store.scene import scene
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause, World

MAX_HELD = 200
"""Held mails that one release carries on."""

Order = Callable[[Request], Command]
"""What is to be done with whichever request is meant."""


def act(config: Config, reference: str, order: Order) -> Enacted:
    """Writes rows; a running daemon sends what they ask for. Raises
    NoSuchRequest, MailtrackerError.
    """
    store = Store.open(config.store.url, create=False)
    try:
        world = start_of(config, store, Letters(config.templates)).world
        with store.write() as conn:
            return carry_out(conn, world, reference, order, SystemClock().now())
    finally:
        store.close()


def carry_out(
    conn: Transaction, world: World, reference: str, order: Order, now: datetime
) -> Enacted:
    """The same inside a transaction."""
    request = requests.by_reference(conn, reference)
    command = order(request)
    decision = on_command(command, scene(conn, world.policy, now))
    enacted = enact(conn, world, decision, Cause(f"h{request.id}.{now.timestamp():.6f}", now))
    if request.held_since is None or not isinstance(command, Reopen):
        return enacted
    carried = _carry_held(conn, world, request, now)
    return replace(enacted, queued=(*enacted.queued, *carried))


def _carry_held(conn: Transaction, world: World, request: Request, now: datetime) -> list[Queued]:
    """What a hold kept back is decided again, oldest first, and goes where it would have gone."""
    queued: list[Queued] = []
    for line in reversed(ledger.lines(conn, Disposition.FLOOD, request.id, MAX_HELD)):
        queued += take_up(conn, world, line.id, now, confirmed=False).queued
    return queued
