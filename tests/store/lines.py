"""Lines of the ledger, and a request that they belong to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from mailtracker.desk.effects import (
    Decision,
    Dispose,
    Disposition,
    Effect,
    OpenRequest,
    StartClock,
)
from mailtracker.desk.request import Given, Request
from mailtracker.mail.message import Address, Message
from mailtracker.store import keep, ledger
from mailtracker.store.apply import apply
from mailtracker.store.ledger import Arrival

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANN = Address("Ann", "Ann@corp.example")
BO = Address("Bo", "bo@corp.example")


def message(number: int = 1, sender: Address | None = ANN, subject: str = "VPN") -> Message:
    return Message(
        size=10,
        sha256="",
        content_key=f"{number:064}",
        message_id=f"<{number}@corp.example>",
        in_reply_to=(),
        references=(),
        sender=sender,
        sender_doubt="",
        from_=(),
        reply_to=(),
        to=(),
        cc=(),
        delivered_to=(),
        subject=subject,
        date=None,
        list_id="",
        text="",
        new_text="",
        forwarded="",
        parts=(),
        attachments=(),
        plain=None,
        html=None,
        sealed=False,
        fields=(),
        failures=(),
        original_ids=(),
        defects=(),
    )


def arrival(
    conn: Connection, uid: int, uidvalidity: int = 7, mailbox: str = "it", at: datetime = NOW
) -> Arrival:
    raw = b"mail %d" % uid
    return Arrival(mailbox, uidvalidity, uid, at, keep.keep(conn, raw, NOW), len(raw))


def enter(conn: Connection, uid: int, sender: Address | None = ANN, now: datetime = NOW) -> int:
    line_id = ledger.enter(conn, arrival(conn, uid, at=now), message(uid, sender), "person", now)
    assert line_id is not None
    return line_id


def filed(
    conn: Connection,
    uid: int,
    request: Request,
    disposition: Disposition,
    sender: Address,
    now: datetime,
) -> int:
    line_id = enter(conn, uid, sender, now)
    ledger.dispose(conn, line_id, Dispose(disposition, ""), request.id)
    return line_id


def opened(conn: Connection, owner: str = "bo", prefix: str = "IT") -> Request:
    """It is due in four hours."""
    effect = OpenRequest(
        mailbox="it",
        prefix=prefix,
        subject="VPN",
        requester=ANN,
        copied=(),
        language="en",
        owner=owner,
        first_id="<1@corp.example>",
        given=Given("vpn", "why", "normal", "default"),
    )
    return after(conn, None, effect, StartClock(NOW, NOW + 4 * HOUR, None))


def after(conn: Connection, request: Request | None, *effects: Effect) -> Request:
    changed = apply(conn, Decision("", effects, request.id if request else None), None, NOW)
    assert changed is not None
    return changed
