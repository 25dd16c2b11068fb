"""What the tests of the commands are made from: a site, requests and mails in its store."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.testing import Result
from sqlalchemy import Connection

from mailtracker.desk.effects import (
    Decision,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    OpenRequest,
    StartClock,
)
from mailtracker.desk.request import Given, Lane
from mailtracker.mail.message import Address
from mailtracker.store import health, keep, ledger, outbox, sending
from mailtracker.store.apply import apply
from mailtracker.store.ledger import Arrival
from mailtracker.store.outgoing import Outgoing

if TYPE_CHECKING:
    from tests.servers.dovecot import Box
    from tests.servers.smtpd import SmtpSink


NOW = datetime.now(UTC)
CONFIG = """\
own_domains = ["corp.example"]
admins = ["root@corp.example"]
[[mailbox]]
name = "IT help"
address = "it-help@corp.example"
prefix = "IT"
imap = {{host = "127.0.0.1", port = {imap}, tls = "none", timeout = "5 s", password_file = "pw"}}
[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"
timeout = "5 s"
"""
RULES = """\
people:
  bo: {name: Bo Jensen, email: [bo@corp.example], manager: ana, hours: office}
  ana: {name: Ana Holm, email: [ana@corp.example], hours: office}
hours:
  office: {zone: Europe/Copenhagen, mon-fri: "09:00-17:00"}
promises:
  normal: {first_reply: 4 working hours, then_every: 2 working days, hours: office}
teams:
  desk: {lead: bo, members: [bo, ana], assign: lead}
ladders:
  default:
    - {at: 75%, remind: owner}
rules:
  - name: vpn
    why: VPN trouble goes to Ana
    when: {subject: vpn}
    to: ana
    promise: normal
    tests:
      - {mail: {subject: "VPN drops"}, then: ana}
fallback: {to: desk, promise: normal, report_to: bo}
"""

Run = Callable[..., Result]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def opened(
    conn: Connection,
    subject: str,
    *effects: Effect,
    owner: str = "bo",
    due: timedelta | None = timedelta(hours=4),
    **given: Any,
) -> str:
    """A request in the store; its reference."""
    arrival = Arrival("IT help", 1, _next_uid(conn), NOW, keep.keep(conn, b"x: y\r\n\r\n", NOW), 8)
    line = ledger.enter(conn, arrival, None, "person", NOW)
    begin = OpenRequest(
        mailbox="IT help",
        prefix="IT",
        subject=subject,
        requester=Address("Kim", "kim@corp.example"),
        copied=(),
        language="en",
        owner=owner,
        first_id="<a@b>",
        given=Given("vpn", "a test", "normal", "default", **given),
    )
    clock = [StartClock(NOW, NOW + due, None)] if due else []
    everything = (
        begin,
        *clock,
        LogEvent("opened", "by rule vpn"),
        Dispose(Disposition.OPENED, "no thread"),
        *effects,
    )
    request = apply(conn, Decision("opened", everything), line, NOW)
    assert request is not None
    return request.reference


def _next_uid(conn: Connection) -> int:
    return len(ledger.lines(conn, None, None, 1000)) + 1


def wrote(conn: Connection, recipient: str, now: datetime = NOW) -> int:
    """An outbox row that was claimed `now`; its id."""
    row = Outgoing(
        f"r/{recipient}",
        None,
        "receipt",
        Lane.REQUESTER,
        recipient,
        "",
        f"<{recipient}>",
        None,
        "",
        b"x",
        now,
    )
    assert outbox.queue(conn, row) is not None
    claimed = sending.claim(conn, now)
    assert claimed is not None
    return claimed.id


def healthy(conn: Connection, seen: datetime | None = None) -> None:
    """As of now, which in a long run is minutes after NOW."""
    at = seen or datetime.now(UTC)
    health.beat(conn, "imap IT help", True, "", at)
    health.beat(conn, "smtp", True, "", at)


def reach(site: Path, box: Box, sink: SmtpSink, password: str) -> None:
    """Point the site's config at servers that are there."""
    text = CONFIG.format(imap=box.port, smtp=sink.port).replace(
        "prefix", 'folder = "INBOX"\nprefix'
    )
    (site / "config.toml").write_text(
        text.replace('tls = "none", timeout', f'tls = "none", user = "{box.user}", timeout')
    )
    (site / "pw").write_text(password)
