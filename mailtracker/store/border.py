"""What the ledger tells of our own border: whether it strips what others write in its name, and
whether it knows our own people. For `status`, `check` and the admins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, literal_column, select

from mailtracker.mail.address_key import domain_key, domain_of
from mailtracker.mail.message import Proof, Unstripped
from mailtracker.record import dataclass
from mailtracker.store import ledger
from mailtracker.store.tables import ledger as table

LATELY = timedelta(days=7)
"""For how long a mail that was not stripped is remembered."""

LAST = 20
"""How many mails of an own domain are looked at."""

FAILING = 5
"""So many of them that our border denies are a mistake of ours, or an attack."""

LOOKED_AT = 5_000
"""Lines of the ledger among which they are looked for."""

STRIP = "it must remove them from mail that comes from outside (RFC 8601 §5)"
_TOLD = {
    Unstripped.REPEATED: (
        "{count} in {days} days bear two fields of ours about one method (or two filters of yours "
        "write under one id)"
    ),
    Unstripped.BELOW: (
        "{count} in {days} days bear a field of ours below the line of a strange server (or "
        "border_hosts lacks one of yours)"
    ),
}


@dataclass(frozen=True, slots=True)
class BorderTrouble:
    """Something that our border does not do right: `what`, a word that stays the same while this
    lasts, a `text` for people, and `since` when.
    """

    what: str
    text: str
    since: datetime


def note_unstripped(conn: Connection, line_id: int, sign: Unstripped) -> None:
    """A mail showed that our border does not strip."""
    ledger.change(conn, line_id, {"unstripped": sign})


def border_troubles(
    conn: Connection, own_domains: Collection[str], now: datetime
) -> list[BorderTrouble]:
    """All that is wrong at `now`, on a site with a border. Nothing where nothing is known."""
    return [*_unstripped(conn, now), *_unknown_to_it(conn, own_domains)]


def _unstripped(conn: Connection, now: datetime) -> Iterator[BorderTrouble]:
    # The literal lets SQLite see that the partial index answers this.
    signed = table.c.unstripped != literal_column("''")
    counted = (
        select(table.c.unstripped, func.count(), func.min(table.c.fetched_at))
        .where(signed, table.c.fetched_at >= now - LATELY)
        .group_by(table.c.unstripped)
        .order_by(table.c.unstripped)
    )
    for sign, count, since in conn.execute(counted):
        mails = "1 mail" if count == 1 else f"{count} mails"
        told = _TOLD[Unstripped(sign)].format(count=mails, days=LATELY.days)
        said = f"the border does not strip forged Authentication-Results: {told}; {STRIP}"
        yield BorderTrouble(str(sign), said, since)


@dataclass(slots=True)
class _Tally:
    """Of the newest mails of one domain, the newest first: what they came to (`proofs`), and when
    the oldest was fetched (`since`).
    """

    proofs: list[str]
    since: datetime


def _unknown_to_it(conn: Connection, own_domains: Collection[str]) -> Iterator[BorderTrouble]:
    for domain, tally in sorted(_tallies(conn, own_domains).items()):
        denied = tally.proofs.count(Proof.DISPROVEN)
        if denied >= FAILING:
            said = (
                f"{denied} of the last {len(tally.proofs)} mails from {domain} failed at our own "
                f"border: forged mail, or SPF, DKIM or DMARC of {domain} are not set up right"
            )
            yield BorderTrouble(f"fails {domain}", said, tally.since)
        elif len(tally.proofs) == LAST and Proof.PROVEN not in tally.proofs:
            said = (
                f"none of the last {LAST} mails from {domain} is proven, so colleagues count as "
                f"outsiders: see that authserv_ids names what your server writes, and that it also "
                f"checks mail of your own people"
            )
            yield BorderTrouble(f"unproven {domain}", said, tally.since)


def _tallies(conn: Connection, own_domains: Collection[str]) -> dict[str, _Tally]:
    wanted = set(map(domain_key, own_domains))
    newest = conn.scalar(select(func.max(table.c.id))) or 0
    judged = (
        select(table.c.sender, table.c.proof, table.c.fetched_at)
        .where(table.c.id > newest - LOOKED_AT, table.c.proof != "")
        .order_by(table.c.id.desc())
    )
    found: dict[str, _Tally] = {}
    for sender, proof, fetched_at in conn.execute(judged):
        domain = domain_of(sender)
        tally = found.setdefault(domain, _Tally([], fetched_at)) if domain in wanted else None
        if tally and len(tally.proofs) < LAST:
            tally.proofs.append(proof)
            tally.since = fetched_at
    return found
