"""A company in one process: mail servers, mailboxes, the real daemon under a driven
clock, and people who write mail.
"""

from __future__ import annotations

import asyncio
import email.policy
import smtplib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, getaddresses, make_msgid, parseaddr
from pathlib import Path

from pydantic import SecretStr

from mailtracker.clock import DrivenClock
from mailtracker.config import Config, ImapConfig, MailboxConfig, SmtpConfig, StoreConfig
from mailtracker.daemon.run import Daemon, open_runtime
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.demo.servers import EmbeddedImap, EmbeddedSmtp
from mailtracker.desk.request import Request, State, Status
from mailtracker.errors import MailtrackerError
from mailtracker.policy.model import Person
from mailtracker.record import dataclass
from mailtracker.store import outbox, requests

# Printed on the screen, for servers that listen on loopback and end with the demo.
PASSWORD = "demo"  # noqa: S105
PATIENCE = 20.0
"""Seconds to wait for a mail that must come."""

DOMAIN = "corp.example"


@dataclass(frozen=True, slots=True)
class StageAlias:
    """One alias of the demo: its `name` for people, its `address`, the `prefix` of its references,
    and the `language` of those whose own nobody knows.
    """

    name: str
    address: str
    prefix: str
    language: str


ALIASES = (
    StageAlias("IT help", f"it-help@{DOMAIN}", "IT", "en"),
    StageAlias("Payroll", f"payroll@{DOMAIN}", "PAY", "de"),
    StageAlias("Facilities", f"facilities@{DOMAIN}", "FAC", "en"),
)
EMPLOYEES = ("eva", "frieda", "omar", "lucy")
"""Who only asks. The people of rules/people.yaml have mailboxes too."""


@dataclass
class PostRoom:
    """Every mail that the SMTP server took, in a `folder` and by recipient in `mails`; `news` wakes
    who waits for one, and `taken` counts them.
    """

    folder: Path
    news: threading.Condition = field(default_factory=threading.Condition)
    mails: dict[str, list[EmailMessage]] = field(default_factory=dict)
    taken: int = 0

    def take(self, recipient: str, raw: bytes) -> None:
        """Into the recipient's folder, numbered in the order of arrival."""
        mail = _read(raw)
        with self.news:
            self.taken += 1
            folder = self.folder / recipient
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{self.taken:03}.eml").write_bytes(raw)
            self.mails.setdefault(recipient, []).append(mail)
            self.news.notify_all()

    def wait(self, recipient: str, wanted: Callable[[EmailMessage], bool]) -> EmailMessage:
        """The newest mail to somebody that is wanted; waits for it.
        MailtrackerError when it does not come.
        """
        found: list[EmailMessage] = []

        def is_there() -> bool:
            found[:] = filter(wanted, self.mails.get(recipient, []))
            return bool(found)

        with self.news:
            if not self.news.wait_for(is_there, PATIENCE):
                raise _late(f"a mail to {recipient}")
        return found[-1]


def _late(what: str) -> MailtrackerError:
    return MailtrackerError(f"the demo waited {PATIENCE:g} seconds for {what}: please report this")


@dataclass
class Diary:
    """What the daemon decided so far: how many `mails` it has dealt with,
    and which `letters` it wrote, as (reference, letter).
    """

    mails: int = 0
    letters: set[tuple[str, str]] = field(default_factory=set)

    def note(self, outcome: Outcome) -> None:
        self.mails += outcome.what == "message"
        if request := outcome.enacted.request:
            self.letters.update((request.reference, one.letter) for one in outcome.enacted.queued)


@dataclass
class Stage:
    """What the day needs: people write, time travels, the daemon does its work. `runtime` and
    `clock` are the daemon's, `imap` and `smtp` the servers, `post` and `diary` what came and was
    decided so far.
    """

    runtime: Runtime
    clock: DrivenClock
    imap: EmbeddedImap
    smtp: EmbeddedSmtp
    post: PostRoom
    diary: Diary

    def send(
        self,
        writer: str,
        to: str,
        subject: str,
        text: str,
        picture: bytes = b"",
    ) -> EmailMessage:
        """A new mail, as any client sends it. `writer` is "Name <address>"."""
        mail = self._composed(writer, to, subject, text)
        if picture:
            mail.add_attachment(picture, "image", "png", filename="photo.png")
        return self._submit(mail)

    def reply(
        self, writer: str, to: EmailMessage, text: str, headers: Sequence[tuple[str, str]] = ()
    ) -> EmailMessage:
        """Answer a mail: Reply-To, In-Reply-To, References, the original quoted below."""
        name, _ = parseaddr(str(to["From"]))
        quoted = "\n".join(f"> {line}" for line in _text(to).splitlines())
        mail = self._composed(
            writer,
            to=str(to["Reply-To"] or to["From"]),
            subject=f"Re: {str(to['Subject']).removeprefix('Re: ')}",
            text=f"{text}\n\nOn Monday {name} wrote:\n{quoted}\n",
        )
        mail["In-Reply-To"] = str(to["Message-ID"])
        mail["References"] = f"{to['References'] or ''} {to['Message-ID']}".strip()
        for header, value in headers:
            mail[header] = value
        return self._submit(mail)

    def _composed(self, writer: str, to: str, subject: str, text: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = writer, to, subject
        mail["Date"] = format_datetime(self.clock.now())
        mail["Message-ID"] = make_msgid(domain=f"mail.{DOMAIN}")
        mail.set_content(text)
        return mail

    def _submit(self, mail: EmailMessage) -> EmailMessage:
        named = getaddresses([str(mail["To"] or ""), str(mail["Cc"] or "")])
        recipients = [address for _, address in named if address]
        sender, raw = parseaddr(str(mail["From"]))[1], mail.as_bytes(policy=email.policy.SMTP)
        with smtplib.SMTP("127.0.0.1", self.smtp.port, timeout=PATIENCE) as client:
            client.sendmail(sender, recipients, raw)
        return mail

    def got(self, address: str, words: str) -> EmailMessage:
        """Wait until somebody has a mail whose subject or text has these words."""
        return self.post.wait(
            address, lambda mail: words in str(mail["Subject"]) or words in _text(mail)
        )

    def pass_time(self, minutes: float) -> None:
        """The clock goes on; the daemon looks at once."""
        self.clock.travel(timedelta(minutes=minutes))
        self.runtime.wake()

    def travel(self, to: datetime) -> None:
        """The same, to an instant."""
        self.clock.travel(to)
        self.runtime.wake()

    def request(self, reference: str) -> Request:
        with self.runtime.store.read() as conn:
            return requests.by_reference(conn, reference)

    def owner(self, reference: str) -> Person:
        return self.runtime.world.policy.people[self.request(reference).owner]

    def requests(self) -> list[Request]:
        with self.runtime.store.read() as conn:
            return sorted(requests.requests(conn, status=list(Status)), key=lambda r: r.id)

    def until(self, is_so: Callable[[], object], what: str) -> None:
        """Wait for something that the daemon does; MailtrackerError when it does not come."""
        for _ in range(int(PATIENCE / 0.02)):
            if is_so():
                return
            self.runtime.stopping.wait(0.02)
        raise _late(what)

    def settled(self) -> None:
        """Wait until every mail to an alias was dealt with, and all
        that was queued has gone out.
        """
        self.until(self._is_settled, "the mail to be dealt with")

    def _is_settled(self) -> bool:
        with self.post.news:
            written = sum(len(self.post.mails.get(alias.address, ())) for alias in ALIASES)
        with self.runtime.store.read() as conn:
            ready = outbox.rows(conn, state=State.READY, limit=1)
            sending = outbox.rows(conn, state=State.SENDING, limit=1)
        return self.diary.mails >= written and not [*ready, *sending]


@contextmanager
def set_stage(
    folder: Path, start: datetime, rules: Path, templates: Path, listen: Callable[[Outcome], None]
) -> Iterator[Stage]:
    """Start servers and daemon; end them in the reverse order."""
    clock = DrivenClock(start)
    diary = Diary()

    def note(outcome: Outcome) -> None:
        listen(outcome)
        diary.note(outcome)

    post = PostRoom(folder / "mail")
    aliases = {alias.address: PASSWORD for alias in ALIASES}
    with EmbeddedImap(aliases) as imap, EmbeddedSmtp(imap, on_mail=_into(post, imap)) as smtp:
        config = _config(folder, rules, templates, imap.port, smtp.port)
        with open_runtime(config, clock=clock, listen=note) as runtime:
            staff = [person.addresses[0] for person in runtime.world.policy.people.values()]
            for address in (*staff, *(f"{name}@{DOMAIN}" for name in EMPLOYEES)):
                imap.add_user(address, PASSWORD)
            daemon = Daemon(runtime)
            thread = threading.Thread(
                target=lambda: asyncio.run(daemon.run()), name="daemon", daemon=True
            )
            thread.start()
            try:
                yield Stage(runtime, clock, imap, smtp, post, diary)
            finally:
                daemon.stop()
                thread.join(PATIENCE)


def _into(post: PostRoom, imap: EmbeddedImap) -> Callable[[str, str, bytes], str | None]:
    """Into the recipient's mailbox as any mail server does it, and into the folder
    where it can be read later.
    """

    def take(env_from: str, env_to: str, raw: bytes) -> str | None:
        user = imap.owner_of(env_to)
        if user is None:
            return f"550 5.1.1 <{env_to}>: nobody of this name here"
        traced = f"Return-Path: <{env_from}>\r\nDelivered-To: {env_to}\r\n".encode() + raw
        imap.deliver(user, traced)
        post.take(user, traced)
        return None

    return take


def _config(folder: Path, rules: Path, templates: Path, imap_port: int, smtp_port: int) -> Config:
    helo = f"mail.{DOMAIN}"
    return Config(
        path=folder / "config.toml",
        own_domains=(DOMAIN,),
        own_lists=(),
        authserv_ids=(),
        border_hosts=(),
        admins=(f"priya@{DOMAIN}",),
        rules=rules,
        templates=templates,
        mailboxes=tuple(_mailbox(alias, imap_port) for alias in ALIASES),
        smtp=SmtpConfig("127.0.0.1", smtp_port, "none", "", SecretStr(""), None, 30.0, 2, helo),
        store=StoreConfig(f"sqlite:///{folder / 'mailtracker.db'}", timedelta(days=90)),
        log="text",
    )


def _mailbox(alias: StageAlias, imap_port: int) -> MailboxConfig:
    return MailboxConfig(
        name=alias.name,
        address=alias.address,
        aliases=(),
        prefix=alias.prefix,
        languages=(alias.language,),
        imap=ImapConfig(
            "127.0.0.1", imap_port, "none", alias.address, SecretStr(PASSWORD), None, 30.0
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
        zone="Europe/Copenhagen",
        stale_after=timedelta(days=30),
    )


def _read(raw: bytes) -> EmailMessage:
    mail = BytesParser(policy=email.policy.default).parsebytes(raw)
    assert isinstance(mail, EmailMessage)
    return mail


def _text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""
