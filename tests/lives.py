"""One request's life after another, by the real desk and the real store: mails come, time passes,
mail of ours bounces, all in one transaction and in no time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from sqlalchemy import Connection, select

from mailtracker.desk.alias import Alias
from mailtracker.desk.lost.failed import Failed
from mailtracker.desk.on_command import Command, on_command
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.on_undelivered import on_undelivered
from mailtracker.desk.request import Request
from mailtracker.enact import Enacted, enact, enact_message
from mailtracker.errors import MailtrackerError
from mailtracker.letters.letters import Letters
from mailtracker.mail.understand import understand
from mailtracker.policy.model import Policy
from mailtracker.store import keep, ledger, requests
from mailtracker.store.deadlines import due
from mailtracker.store.ledger import Arrival
from mailtracker.store.scene import scene
from mailtracker.store.tables import outbox
from mailtracker.world import Cause, Received, World
from tests.shipped_letters import shipped_letters

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOME = "corp.example"

RULES = """
people:
  ada: {name: Ada Roth, email: ada@corp.example}
  bo: {name: Bo Jensen, email: [bo@corp.example, bo.jensen@corp.example], manager: carla}
  carla: {name: Carla Stein, email: carla@corp.example}
  dan: {name: Dan Ortiz, email: dan@corp.example, manager: carla}
  eva: {name: Eva Lund, email: eva@corp.example, manager: bo}
  finn: {name: Finn Dahl, email: finn@corp.example, manager: dan}
  hana: {name: Hana Ito, email: hana@corp.example, manager: helge, cover: hugo}
  hugo: {name: Hugo Silva, email: hugo@corp.example, manager: helge, cover: hana}
  helge: {name: Helge Falk, email: helge@corp.example, manager: carla}
  wes: {name: Wes Tan, email: wes@corp.example, manager: dan}
promises:
  normal: {first_reply: 4 hours, then_every: 8 hours, hours: always}
teams:
  hr: {name: HR, lead: helge, members: [hana, hugo], assign: least-loaded}
  it: {name: IT, lead: dan, members: [finn, wes, bo], assign: round-robin}
ladders:
  default:
    - {at: 50%, remind: [owner, {lead: it}]}
    - {at: 100%, hand_to: cover, tell: [owner, requester, manager]}
    - {at: 200%, tell: [manager, {lead: hr}, carla, wes]}
    - {at: 400%, hand_to: {lead: hr}, tell: [cover, bo], repeat: daily}
rules:
  - {name: complaint, why: HR, when: {subject: [complaint]}, to: hr, promise: normal,
     confidential: true, watch: [wes, helge, bo], close_after: 3 working days}
  - {name: vpn, why: IT, when: {subject: [vpn]}, to: it, promise: normal, watch: [dan]}
fallback: {to: it, promise: normal, report_to: dan, watch: [carla]}
ending: at once
"""


def alias_called(name: str, address: str, others: Sequence[str] = ()) -> Alias:
    return Alias(
        name=name,
        address=address,
        addresses=(address, *others),
        prefix=name.upper(),
        language="en",
        languages=("en", "de"),
        home=(HOME,),
        admins=(f"ada@{HOME}", f"priya@{HOME}"),
    )


@dataclass(frozen=True)
class Sent:
    """A row of the outbox: what was written to whom about which request."""

    id: int
    request_id: int | None
    letter: str
    recipient: str
    message_id: str
    token: str
    raw: bytes


@dataclass
class Life:
    """One company for as long as a test likes. `sent` is every mail of ours so far."""

    conn: Connection
    policy: Policy
    letters: Letters
    now: datetime = MONDAY
    sent: list[Sent] = field(default_factory=list)
    _uid: int = 0

    def __post_init__(self) -> None:
        self.hr = alias_called("hr", f"hr@{HOME}", (f"it@{HOME}",))
        self.it = alias_called("it", f"it@{HOME}", (f"hr@{HOME}",))
        aliases = {"hr": self.hr, "it": self.it}
        self.world = World(self.policy, self.letters, aliases, b"k" * 32)

    # -- what happens -------------------------------------------------------------

    def mail(self, text: str, subject: str = "Hello", **header: str) -> tuple[Enacted, list[Sent]]:
        """A mail comes. `From` is wanted; `To` is the alias unless given."""
        self._uid += 1
        self.now += timedelta(minutes=1)
        mail = EmailMessage()
        fields = {"To": self.hr.address, "Subject": subject, **header}
        fields.setdefault("Message-ID", f"<m{self._uid}@client.example>")
        for name, value in fields.items():
            mail[name.replace("_", "-")] = value
        mail["Date"] = format_datetime(self.now)
        mail.set_content(text)
        to_it = self.it.address.partition("@")[0] in fields["To"].split("@")[0]
        return self._file(mail.as_bytes(), self.it if to_it else self.hr)

    def _file(self, raw: bytes, alias: Alias) -> tuple[Enacted, list[Sent]]:
        message, classified = understand(raw, alias.site)
        sha256 = keep.keep(self.conn, raw, self.now)
        arrival = Arrival(alias.name, 1, self._uid, self.now, sha256, len(raw))
        line_id = ledger.enter(self.conn, arrival, message, classified.kind, self.now)
        assert line_id is not None
        received = Received(line_id, message, classified, raw, self.now)
        cause = Cause(f"m{line_id}", self.now, received)
        return self._took(enact_message(self.conn, self.world, alias, cause))

    def reply(self, to: Sent, text: str, **header: str) -> tuple[Enacted, list[Sent]]:
        """Whoever got a mail of ours answers it, by its reply address."""
        request = requests.request(self.conn, to.request_id or 0)
        alias = self.world.alias(request.mailbox)
        local, _, domain = alias.address.partition("@")
        cited = {"In-Reply-To": to.message_id, "To": f"{local}+{to.token}@{domain}"}
        fields = {"From": to.recipient, **cited, **header}
        return self.mail(text, f"Re: [{request.reference}] {request.subject}", **fields)

    def pass_time(self, hours: float) -> list[Sent]:
        """And every deadline that comes to be due."""
        self.now += timedelta(hours=hours)
        before = len(self.sent)
        for _ in range(20):
            ready = due(self.conn, self.now)
            if not ready:
                break
            for request in ready:
                decision = on_deadline(Due(request), scene(self.conn, self.policy, self.now))
                cause = Cause(f"d{request.id}.{request.epoch}.{self.now.timestamp()}", self.now)
                self._took(enact(self.conn, self.world, decision, cause))
        return self.sent[before:]

    def bounce(self, of: Sent) -> list[Sent]:
        request = requests.request(self.conn, of.request_id or 0)
        failed = Failed(request, of.letter, of.recipient.casefold(), "550 no such user")
        decision = on_undelivered(failed, scene(self.conn, self.policy, self.now))
        return self._took(enact(self.conn, self.world, decision, Cause(f"b{of.id}", self.now)))[1]

    def command(self, command: Command) -> list[Sent]:
        """Typed by an admin; one that cannot be carried out changes nothing."""
        self.now += timedelta(seconds=1)
        try:
            decision = on_command(command, scene(self.conn, self.policy, self.now))
        except MailtrackerError:
            return []
        cause = Cause(f"h{command.request.id}.{self.now.timestamp()}", self.now)
        return self._took(enact(self.conn, self.world, decision, cause))[1]

    # -- what came of it ------------------------------------------------------------

    def _took(self, enacted: Enacted) -> tuple[Enacted, list[Sent]]:
        return enacted, self.look()

    def look(self) -> list[Sent]:
        """What was written since the last look."""
        after = self.sent[-1].id if self.sent else 0
        rows = self.conn.execute(select(outbox).where(outbox.c.id > after).order_by(outbox.c.id))
        fresh = [
            Sent(
                row.id,
                row.request_id,
                row.letter,
                row.recipient,
                row.message_id,
                row.token or "",
                keep.load(self.conn, row.sha256),
            )
            for row in rows
        ]
        self.sent += fresh
        return fresh

    def request(self, number: int) -> Request:
        return requests.request(self.conn, number)

    def to(self, address: str) -> list[Sent]:
        return [one for one in self.sent if one.recipient.casefold() == address]


def letters() -> Letters:
    return shipped_letters()
