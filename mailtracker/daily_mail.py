"""A daily digest that was decided on → mail, each line of which has a reply address of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import product

from mailtracker.breaker import may_be_written
from mailtracker.desk.case import address_of
from mailtracker.desk.daily.due import TellDaily
from mailtracker.desk.request import Lane
from mailtracker.mail.outgoing.buttons import Buttons
from mailtracker.mail.outgoing.ids import reply_address
from mailtracker.mail.outgoing.links import Link
from mailtracker.notices import Notice, compose_notice
from mailtracker.store import outbox, request_tokens
from mailtracker.store.outgoing import Outgoing
from mailtracker.store.tongues import speaking
from mailtracker.store.transaction import Transaction
from mailtracker.world import Does, World


def write_daily(
    conn: Transaction, world: World, effect: TellDaily, now: datetime
) -> Sequence[Outgoing]:
    """What was queued: nothing where the breaker holds it back, or it was written before."""
    person, alias = effect.person, world.alias(effect.mailbox)
    if not may_be_written(conn, world, address_of(person), now):
        return []
    links: dict[str, Link] = {}
    buttons: dict[str, Buttons] = {}
    spoke = speaking(conn, world.policy)
    spoken = alias.speaks(person.language, spoke(person.addresses[0]))
    tokens: dict[Lane, dict[str, int]] = {}
    for one in effect.links:
        asked = world.alias(one.mailbox)
        token = world.new_ids(asked.host).token or ""
        links[one.word] = Link(reply_address(asked.address, token), one.subject)
        does = (Does(word, spoken, one.subject) for word in one.words)
        buttons[one.word] = world.buttons(asked, token, does)
        tokens.setdefault(one.lane, {})[token] = one.request_id
    once = f"daily.{person.key}.{effect.day}"
    notice = Notice(effect.letter, once, now, person, answered=True, links=links, buttons=buttons)
    mails = outbox.queue_all(conn, compose_notice(world, alias, notice, spoke))
    for mail, (lane, theirs) in product(mails, tokens.items()):
        request_tokens.add(conn, mail.row_key, theirs, lane)
    return mails
