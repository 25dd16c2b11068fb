"""What the ledger tells of our own border: whether it strips what others write in its name, and
whether it knows our own people. For `status`, `check` and the admins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import field
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, literal_column, select

from mailtracker.desk.disposition import Disposition
from mailtracker.desk.troubles import FailsOwn, NotBelieved, NotStripped, OfBorder, ProvesNone
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

REFUSED = 3
"""So many answers of owners in LATELY for which `trust = "strict"` wants the border's word in
vain.
"""

LOOKED_AT = 5_000
"""Lines of the ledger among which they are looked for."""

HAVE_IT_CHECK = (
    "have it also check mail of your own people; inside an Exchange Online tenant, where such mail "
    "bears nothing to check, set exchange_tenant; inside Google Workspace turn on DKIM"
)
"""What to do where mail of our own people is proven by nothing."""

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
    """Something that our border does not do right (`wrong`): `what`, a word that stays the same
    while this lasts, a `text` for `status`, and `since` when.
    """

    what: str
    text: str
    since: datetime
    wrong: OfBorder


def note_unstripped(conn: Connection, line_id: int, sign: Unstripped) -> None:
    """A mail showed that our border does not strip."""
    ledger.change(conn, line_id, {"unstripped": sign})


def border_troubles(
    conn: Connection, own_domains: Collection[str], now: datetime
) -> list[BorderTrouble]:
    """All that is wrong at `now`, on a site with a border. Nothing where nothing is known."""
    return [*_unstripped(conn, now), *_unknown_to_it(conn, own_domains, now)]


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
        wrong = NotStripped(sign == Unstripped.REPEATED, count, LATELY.days)
        yield BorderTrouble(str(sign), said, since, wrong)


@dataclass(slots=True)
class _Tally:
    """Of the newest mails of one domain, the newest first: what they came to (`proofs`), and when
    the oldest was fetched (`since`). `refused`: when each of LATELY was fetched that answers a mail
    of ours and was not believed, since the border says nothing of it.
    """

    proofs: list[str]
    since: datetime
    refused: list[datetime] = field(default_factory=list)


_BELIEVED = frozenset(proof for proof in Proof if proof.believed)


def _unknown_to_it(
    conn: Connection, own_domains: Collection[str], now: datetime
) -> Iterator[BorderTrouble]:
    for domain, tally in sorted(_tallies(conn, own_domains, now).items()):
        if len(tally.refused) >= REFUSED:
            said = (
                f"{len(tally.refused)} answers from {domain} in {LATELY.days} days bear a key of "
                f'ours, and the border says nothing of them, so `trust = "strict"` carried them to '
                f"nobody: {HAVE_IT_CHECK}"
            )
            unbelieved = NotBelieved(len(tally.refused), domain, LATELY.days)
            yield BorderTrouble(f"refused {domain}", said, tally.refused[-1], unbelieved)
        denied = tally.proofs.count(Proof.DISPROVEN)
        if denied >= FAILING:
            said = (
                f"{denied} of the last {len(tally.proofs)} mails from {domain} failed at our own "
                f"border: forged mail, or SPF, DKIM or DMARC of {domain} are not set up right"
            )
            fails = FailsOwn(denied, len(tally.proofs), domain)
            yield BorderTrouble(f"fails {domain}", said, tally.since, fails)
        elif len(tally.proofs) == LAST and _BELIEVED.isdisjoint(tally.proofs):
            said = (
                f"none of the last {LAST} mails from {domain} is proven, so colleagues count as "
                f"outsiders: see that authserv_ids names what your server writes; {HAVE_IT_CHECK}"
            )
            yield BorderTrouble(f"unproven {domain}", said, tally.since, ProvesNone(LAST, domain))


def _tallies(conn: Connection, own_domains: Collection[str], now: datetime) -> dict[str, _Tally]:
    wanted = set(map(domain_key, own_domains))
    newest = conn.scalar(select(func.max(table.c.id))) or 0
    judged = (
        select(table.c.sender, table.c.proof, table.c.fetched_at, table.c.disposition)
        .where(table.c.id > newest - LOOKED_AT, table.c.proof != "")
        .order_by(table.c.id.desc())
    )
    found: dict[str, _Tally] = {}
    for sender, proof, fetched_at, disposition in conn.execute(judged):
        domain = domain_of(sender)
        if domain not in wanted:
            continue
        tally = found.setdefault(domain, _Tally([], fetched_at))
        if len(tally.proofs) < LAST:
            tally.proofs.append(proof)
            tally.since = fetched_at
        if _is_refused(proof, disposition) and fetched_at >= now - LATELY:
            tally.refused.append(fetched_at)
    return found


def _is_refused(proof: str, disposition: str) -> bool:
    """What answers a mail of ours and is filed as unverified all the same: `strict` does so."""
    return proof == Proof.PROVEN and disposition == Disposition.UNVERIFIED
