"""A company on real servers: Dovecot holds the mailboxes, an SMTP server carries
the mail, the clock is driven.
"""

from __future__ import annotations

import asyncio
import email.policy
import functools
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import make_msgid, parseaddr
from pathlib import Path
from typing import Any, Literal

from pydantic import SecretStr

from mailtracker.clock import DrivenClock
from mailtracker.commands import Order, carry_out
from mailtracker.composer import Composer, ComposerHere
from mailtracker.config import Config, ImapConfig, MailboxConfig, SmtpConfig, StoreConfig
from mailtracker.daemon.run import Daemon, open_runtime
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.request import Request
from mailtracker.letters.letters import Letters
from mailtracker.reader import InProcessReader
from mailtracker.shipped import shipped
from mailtracker.store import requests
from mailtracker.store.database import Store
from mailtracker.store.leases import HOUSE
from mailtracker.world import World
from tests.servers.dovecot import Box
from tests.servers.smtpd import PostOffice, plain
from tests.shipped_letters import shipped_letters

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Nine o'clock in Copenhagen, an ordinary working day."""

DAILY = """
people:
  ana: {name: Ana Costa, email: ana@corp.example, manager: carla, cover: bo, hours: office}
  bo: {name: Bo Jensen, email: bo@corp.example, manager: ana, cover: sam, hours: office}
  sam: {name: Sam Okoye, email: sam@corp.example, manager: ana, hours: office}
  carla: {name: Carla Stein, email: carla@corp.example, hours: office}
  jonas:
    {name: Jonas Weber, email: jonas@corp.example, manager: carla, cover: ana, hours: office,
     language: de}
hours:
  office: {zone: Europe/Copenhagen, mon-fri: "09:00-17:00"}
promises:
  normal: {first_reply: 4 working hours, then_every: 2 working days, hours: office}
  urgent: {first_reply: 30 minutes, then_every: 2 hours, hours: always}
teams:
  desk: {lead: ana, members: [bo, sam], assign: least-loaded}
ladders:
  default:
    - {at: 75%, remind: owner}
    - {at: 100%, hand_to: cover, tell: [owner, requester]}
    - {at: 200%, tell: manager}
    - {at: 400%, tell: {lead: desk}, repeat: daily}
rules:
  - name: vpn
    why: VPN trouble goes to Bo
    when: {subject: [vpn]}
    to: bo
    promise: normal
  - name: gehalt
    why: Fragen zum Gehalt beantwortet Jonas
    when: {subject: [gehalt, lohn*]}
    to: jonas
    promise: normal
  - name: fire
    why: nobody waits for a fire
    when: {subject: [fire]}
    to: bo
    promise: urgent
fallback: {to: desk, promise: normal, report_to: ana}
ending: at once
"""
"""Each working day begins with a mail of what is open."""

RULES = re.sub(r"(email: \S+,)", r"\1 digest: never,", DAILY)
"""The same without that: mornings bring nobody a mail."""


@dataclass(frozen=True)
class Envelopes:
    """From whom our mails are on the envelope, as `[smtp]` says it."""

    envelope: Literal["verp", "alias"] = "verp"
    receipts: Literal["null", "envelope"] = "null"

    def __str__(self) -> str:
        return f"{self.envelope}-{self.receipts}"

    @property
    def verp(self) -> bool:
        return self.envelope == "verp"


class Using:
    """What every company and site of the running story has."""

    envelopes = Envelopes()
    #: the URL of an empty database on a server; "": a SQLite file of its own
    database = ""


ALIAS = "it-help@corp.example"
PEOPLE = tuple(f"{who}@corp.example" for who in ("ana", "bo", "sam", "carla", "jonas", "priya"))


def config_for(
    folder: Path,
    account: Box,
    smtp_port: int,
    rules: str = RULES,
    connections: int = 2,
    **mailbox: Any,
) -> Config:
    """One mailbox, `account`, under these rules, with everything in `folder`;
    `mailbox` replaces settings of it.
    """
    (folder / "rules").mkdir()
    (folder / "rules" / "all.yaml").write_text(rules, encoding="utf-8")
    box = MailboxConfig(
        name="IT help",
        address=ALIAS,
        aliases=(),
        prefix="IT",
        languages=("en",),
        imap=ImapConfig(
            account.host,
            account.port,
            "none",
            account.user,
            SecretStr(account.password),
            None,
            10.0,
        ),
        folder="INBOX",
        after="move",
        handled="Handled",
        confidential_folder="",
        readers="",
        trust="token",
        start_from="all",
        subaddressing=True,
        poll=60.0,
        zone="",
        stale_after=timedelta(days=30),
    )
    smtp = SmtpConfig(
        "127.0.0.1",
        smtp_port,
        "none",
        "",
        SecretStr(""),
        None,
        10.0,
        connections,
        "mail.corp.example",
        envelope=Using.envelopes.envelope,
        receipts=Using.envelopes.receipts,
    )
    return Config(
        path=folder / "config.toml",
        own_domains=("corp.example",),
        own_lists=(),
        authserv_ids=(),
        border_hosts=(),
        admins=("priya@corp.example",),
        rules=folder / "rules",
        templates=shipped("templates"),
        mailboxes=(replace(box, **mailbox),),
        smtp=smtp,
        store=StoreConfig(
            Using.database or f"sqlite:///{folder / 'mailtracker.db'}", timedelta(days=90)
        ),
        log="text",
    )


def letters() -> Letters:
    return shipped_letters()


@functools.cache
def empty_database() -> bytes:
    """A database without a row, migrated once for all stories."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Store.open(f"sqlite:///{path}").close()
        return path.read_bytes()


class Company:
    """Employees and owners who only write mail, and a daemon that is made anew at every turn."""

    alias = ALIAS

    def __init__(self, post: PostOffice, folder: Path, rules: str = RULES, **mailbox: Any) -> None:
        self.post, self.clock = post, DrivenClock(MONDAY)
        self.told: list[Outcome] = []
        self.composer: Callable[[World], Composer] = lambda _: ComposerHere()
        for who in PEOPLE:
            post.add(who)
        self.config = config_for(folder, post.add(ALIAS), post.smtp_port, rules, **mailbox)
        if not Using.database:
            database = folder / "mailtracker.db"
            database.touch(mode=0o600)  # one that others may read is refused
            database.write_bytes(empty_database())

    def site(self, **values: Any) -> None:
        """Change what stands at the top of config.toml."""
        self.config = replace(self.config, **values)

    @contextmanager
    def runtime(self) -> Iterator[Runtime]:
        with open_runtime(
            self.config, self.clock, InProcessReader, self.told.append, letters()
        ) as runtime:
            runtime.composer = self.composer(runtime.world)
            if runtime.store.is_shared:  # parts of a daemon are tried alone: nobody takes them
                held = (HOUSE, *(box.name for box in runtime.config.mailboxes))
                take = runtime.leases.take
                assert all(runtime.leasing(lambda conn: [take(conn, one) for one in held]).result())
            yield runtime

    def turn(self) -> list[Outcome]:
        """A fresh daemon, one pass: what is waiting comes in, what is due
        happens, what is ready goes out.
        """
        before = len(self.told)
        with self.runtime() as runtime:
            daemon = Daemon(runtime)
            well = list(daemon.receivers)
            asyncio.run(daemon.one_pass(well))
            assert well == list(daemon.receivers)
        return self.told[before:]

    def travel(self, *, hours: float = 0, days: float = 0, minutes: float = 0) -> list[Outcome]:
        self.clock.travel(timedelta(hours=hours, days=days, minutes=minutes))
        return self.turn()

    def act(self, order: Order, reference: str = "IT-1001") -> str:
        """What an admin types."""
        with self.runtime() as runtime:
            enacted = runtime.write(
                lambda conn: carry_out(conn, runtime.world, reference, order, self.clock.now())
            )
        return enacted.decision.reason

    def write(
        self,
        sender: str,
        subject: str,
        text: str,
        *,
        to: str | None = None,
        edit: Callable[[EmailMessage], None] | None = None,
    ) -> EmailMessage:
        """A new mail to the alias, as a client sends it. `edit` may change
        the message before it goes.
        """
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to or self.alias, subject
        mail["Message-ID"] = make_msgid(domain="client.corp.example")
        mail["Date"] = self.clock.now()
        mail.set_content(text)
        if edit:
            edit(mail)
        return self._post(mail)

    def reply(
        self,
        who: str,
        to: EmailMessage,
        text: str,
        *,
        edit: Callable[[EmailMessage], None] | None = None,
    ) -> EmailMessage:
        """Answer a mail as any client does: Reply-To, Re:, In-Reply-To,
        References, the original quoted below.
        """
        mail = EmailMessage()
        mail["From"], mail["To"] = who, to["Reply-To"] or to["From"]
        subject = str(to["Subject"])
        mail["Subject"] = subject if subject.startswith("Re:") else f"Re: {subject}"
        mail["Message-ID"] = make_msgid(domain="client.corp.example")
        mail["In-Reply-To"] = to["Message-ID"]
        mail["References"] = f"{to['References'] or ''} {to['Message-ID']}".strip()
        mail["Date"] = self.clock.now()
        quoted = "\n".join(f"> {line}" for line in body(to).splitlines())
        mail.set_content(f"{text}\n\nOn Monday somebody wrote:\n{quoted}\n")
        if edit:
            edit(mail)
        return self._post(mail)

    def _post(self, mail: EmailMessage) -> EmailMessage:
        people = [
            parseaddr(a)[1]
            for name in ("To", "Cc")
            for a in str(mail[name] or "").split(",")
            if a.strip()
        ]
        sender = parseaddr(str(mail["From"]))[1]
        for person in (sender, *people):
            self.post.add(plain(person))
        if mail["Return-Path"] == "<>":  # the receiving server writes this line from the envelope
            del mail["Return-Path"]
            sender = ""
        self.post.send(sender, people, mail.as_bytes(policy=email.policy.SMTP))
        return mail

    def inbox(self, address: str) -> list[EmailMessage]:
        """All mail that somebody has, oldest first."""
        self.post.add(address)
        return [
            BytesParser(policy=email.policy.default).parsebytes(raw)
            for raw in self.post.mails(address)
        ]

    def last(self, address: str) -> EmailMessage:
        return self.inbox(address)[-1]

    def request(self, reference: str = "IT-1001") -> Request:
        with self.runtime() as runtime, runtime.store.read() as conn:
            return requests.by_reference(conn, reference)


def body(mail: EmailMessage) -> str:
    """The plain text of a mail, as a person reads it."""
    part = mail.get_body(("plain",))
    return part.get_content() if part else ""
