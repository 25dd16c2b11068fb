"""The mail server refuses us, and no mail: "may not send as", "relay denied", "host blocked". What
came of a try in → what `status` and the admins hear of it (docs/reliability.md, O14).

The rows wait. Who is refused is an envelope sender in one of its forms, so mail that goes by
another one goes on, and word to the admins takes that way at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from mailtracker.desk.admin_letters import Trouble
from mailtracker.desk.alias import Alias
from mailtracker.desk.troubles import OurPart, PartKind, Quoted
from mailtracker.mail.outgoing.ids import without_bounce
from mailtracker.notices import Notice, compose_notice
from mailtracker.store import outbox, refusals
from mailtracker.store.saying import say
from mailtracker.store.tongues import speaking
from mailtracker.store.transaction import Transaction
from mailtracker.unnamed import without_addresses
from mailtracker.world import World

log = structlog.get_logger("mailtracker")

NULL = "<>"
"""The null envelope sender, as SMTP writes it."""

KEY = "refused"
"""How the key of such a notice begins."""


def form_of(env_from: str) -> str:
    """What a server can know an envelope sender by, equal for all mails of one alias: the null one,
    the alias, or a bounce address of it without its token.
    """
    plain = without_bounce(env_from)
    if plain == env_from:
        return env_from or NULL
    local, _, domain = plain.rpartition("@")
    return f"{local}+b...@{domain}"


def ways_of_notice(env_from: str, attempts: int, refused_by: str) -> str:
    """With which envelope sender a notice is tried that was refused for its last one: each form in
    turn, since its reader must hear that nothing goes out.
    """
    if not refusals.is_of_us(refused_by):
        return env_from
    forms = list(dict.fromkeys((env_from, "", without_bounce(env_from), env_from)))
    return forms[(attempts - 1) % len(forms)]


def begun(conn: Transaction, world: World, cause: str, text: str, now: datetime) -> None:
    """A mail was refused because of us. The first of a cause is logged, and the admins hear of it
    at once, unless they are about to hear of another.
    """
    text = without_addresses(text)
    if not refusals.begin(conn, cause, text, now):
        return
    form = refusals.form_in(cause)
    say(conn, log.error, "the mail server refuses us: mail waits", sender=form, text=text)
    if not outbox.is_waiting(conn, f"admins/{KEY}"):
        _tell(conn, world, Trouble(_part(form), Quoted(text), now), now)


def over(conn: Transaction, world: World, cause: str, late: int, now: datetime) -> None:
    """One of the mails that waited for it was taken, `late` of them were kept back."""
    beat = refusals.end(conn, cause)
    if beat is None:
        return
    form = refusals.form_in(cause)
    say(conn, log.warning, "the mail server takes our mail again", sender=form, late=late)
    letter = Trouble(_part(form), Quoted(beat.text), beat.since, now, late)
    _tell(conn, world, letter, now)


def _part(form: str) -> OurPart:
    return OurPart(PartKind.MAIL_FROM_NOBODY) if form == NULL else OurPart(PartKind.MAIL_FROM, form)


def _tell(conn: Transaction, world: World, letter: Trouble, now: datetime) -> None:
    """By an alias that is not refused; where all are, with the null sender, if that is not."""
    refused = {refusals.form_in(cause) for cause in refusals.present(conn)}
    aliases = list(world.aliases.values())
    alias = next((one for one in aliases if not _is_refused(one, refused)), world.any_alias)
    notice = Notice(letter, f"{KEY}.{now.timestamp():.6f}", now)
    mails = compose_notice(world, alias, notice, speaking(conn, world.policy))
    if _is_refused(alias, refused) and NULL not in refused:
        mails = [replace(mail, env_from="", bounce=None) for mail in mails]
    outbox.queue_all(conn, mails)


def _is_refused(alias: Alias, refused: set[str]) -> bool:
    """In the form in which its notices go."""
    local, _, domain = alias.address.rpartition("@")
    forms: Sequence[str] = (f"{local}+b...@{domain}",) if alias.verp else (alias.address,)
    return not refused.isdisjoint(forms)
