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
from dataclasses import dataclass, field
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
from mailtracker.store import outbox, requests

PASSWORD = "demo"  # noqa: S105 - printed on the screen, for servers that listen on loopback and end with the demo
PATIENCE = 20.0
"""Seconds to wait for a mail that must come."""

DOMAIN = "corp.example"
ALIASES = (
    ("IT help", "it-help", "IT", "en"),
    ("Payroll", "payroll", "PAY", "de"),
    ("Facilities", "facilities", "FAC", "en"),
)
EMPLOYEES = ("eva", "frieda", "omar", "lucy")
"""Who only asks. The people of rules/people.yaml have mailboxes too."""


@dataclass
class PostRoom:
    """Every mail that the SMTP server took, by recipient; somebody who waits for one is woken."""

    folder: Path
    news: threading.Condition = field(default_factory=threading.Condition)
    mails: dict[str, list[EmailMessage]] = field(default_factory=dict)
    taken: int = 0

    def take(self, recipient: str, raw: bytes) -> None:
        mail = _read(raw)
        with self.news:
            self.taken += 1
            here = self.folder / recipient
            here.mkdir(parents=True, exist_ok=True)
            (here / f"{self.taken:03}.eml").write_bytes(raw)
            self.mails.setdefault(recipient, []).append(mail)
            self.news.notify_all()

    def wait(self, recipient: str, wanted: Callable[[EmailMessage], bool]) -> EmailMessage:
        """The newest mail to somebody that is wanted; waits for it.
        MailtrackerError when it does not come.
        """
        found: list[EmailMessage] = []

        def poll() -> bool:
            found[:] = [m for m in self.mails.get(recipient, []) if wanted(m)]
            return bool(found)

        with self.news:
            if not self.news.wait_for(poll, PATIENCE):
                raise MailtrackerError(
                    f"the demo waited {PATIENCE:g} seconds for a mail to {recipient}: please "
                    f"report this"
                )
        return found[-1]


@dataclass
class Diary:
    """What the daemon decided so far: how many mails it has dealt with,
    and which letters it wrote.
    """

    mails: int = 0
    letters: set[tuple[str, str]] = field(default_factory=set)  # (reference, letter)

    def note(self, told: Outcome) -> None:
        self.mails += told.what == "message"
        if told.enacted.request:
            self.letters.update(
                (told.enacted.request.reference, mail.letter) for mail in told.enacted.queued
            )


@dataclass
class Stage:
    """What the day needs: people write, time travels, the daemon does its work."""

    runtime: Runtime
    clock: DrivenClock
    imap: EmbeddedImap
    smtp: EmbeddedSmtp
    post: PostRoom
    daemon: Daemon
    diary: Diary

    def send(
        self,
        who: str,
        to: str,
        subject: str,
        text: str,
        headers: Sequence[tuple[str, str]] = (),
        picture: bytes = b"",
    ) -> EmailMessage:
        """A new mail, as any client sends it. `who` is "Name <address>"."""
        mail = self._mail(who, to, subject, text)
        for name, value in headers:
            mail[name] = value
        if picture:
            mail.add_attachment(picture, "image", "png", filename="photo.png")
        return self._post(mail)

    def reply(
        self, who: str, to: EmailMessage, text: str, headers: Sequence[tuple[str, str]] = ()
    ) -> EmailMessage:
        """Answer a mail: Reply-To, In-Reply-To, References, the original quoted below."""
        subject = str(to["Subject"])
        subject = subject if subject.startswith("Re: ") else f"Re: {subject}"
        part = to.get_body(("plain",))
        quoted = "\n".join(
            f"> {line}" for line in str(part.get_content() if part else "").splitlines()
        )
        target = str(to["Reply-To"] or to["From"])
        mail = self._mail(
            who,
            target,
            subject,
            f"{text}\n\nOn Monday {parseaddr(str(to['From']))[0]} wrote:\n{quoted}\n",
        )
        mail["In-Reply-To"] = str(to["Message-ID"])
        mail["References"] = f"{to['References'] or ''} {to['Message-ID']}".strip()
        for name, value in headers:
            mail[name] = value
        return self._post(mail)

    def _mail(self, who: str, to: str, subject: str, text: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = who, to, subject
        mail["Date"] = format_datetime(self.clock.now())
        mail["Message-ID"] = make_msgid(domain=f"mail.{DOMAIN}")
        mail.set_content(text)
        return mail

    def _post(self, mail: EmailMessage) -> EmailMessage:
        people = [a for _, a in getaddresses([str(mail["To"] or ""), str(mail["Cc"] or "")]) if a]
        with smtplib.SMTP("127.0.0.1", self.smtp.port, timeout=PATIENCE) as client:
            client.sendmail(
                parseaddr(str(mail["From"]))[1], people, mail.as_bytes(policy=email.policy.SMTP)
            )
        return mail

    def got(self, mail: str, words: str) -> EmailMessage:
        """Wait until somebody has a mail whose subject or text has these words."""
        return self.post.wait(mail, lambda m: words in str(m["Subject"]) or words in _text(m))

    def pass_time(self, minutes: float) -> None:
        """The clock goes on; the daemon looks at once."""
        self.clock.travel(timedelta(minutes=minutes))
        self.runtime.wake()

    def travel(self, to: datetime) -> None:
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

    def until(self, true: Callable[[], object], what: str) -> None:
        """Wait for something that the daemon does; MailtrackerError when it does not come."""
        for _ in range(int(PATIENCE / 0.02)):
            if true():
                return
            self.runtime.stopping.wait(0.02)
        raise MailtrackerError(
            f"the demo waited {PATIENCE:g} seconds for {what}: please report this"
        )

    def settled(self) -> None:
        """Wait until every mail to an alias was dealt with, and all
        that was queued has gone out.
        """
        aliases = [f"{alias}@{DOMAIN}" for _, alias, _, _ in ALIASES]

        def quiet() -> bool:
            with self.post.news:
                written = sum(len(self.post.mails.get(alias, ())) for alias in aliases)
            with self.runtime.store.read() as conn:
                busy = any(
                    outbox.rows(conn, state=state, limit=1)
                    for state in (State.READY, State.SENDING)
                )
            return self.diary.mails >= written and not busy

        self.until(quiet, "the mail to be dealt with")


@contextmanager
def set_stage(
    folder: Path, start: datetime, rules: Path, templates: Path, listen: Callable[[Outcome], None]
) -> Iterator[Stage]:
    """Start servers and daemon; end them in the reverse order."""
    clock = DrivenClock(start)
    diary = Diary()

    def note(told: Outcome) -> None:
        listen(told)
        diary.note(told)

    post = PostRoom(folder / "mail")
    aliases = {f"{alias}@{DOMAIN}": PASSWORD for _, alias, _, _ in ALIASES}
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
                yield Stage(runtime, clock, imap, smtp, post, daemon, diary)
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
    def box(name: str, alias: str, prefix: str, language: str) -> MailboxConfig:
        address = f"{alias}@{DOMAIN}"
        return MailboxConfig(
            name=name,
            address=address,
            aliases=(),
            prefix=prefix,
            language=language,
            imap=ImapConfig(
                "127.0.0.1", imap_port, "none", address, SecretStr(PASSWORD), None, 30.0
            ),
            folder="INBOX",
            after="move",
            handled="Handled",
            trust="token",
            start_from="all",
            subaddressing=True,
            poll=60.0,
            zone="Europe/Copenhagen",
            stale_after=timedelta(days=30),
        )

    return Config(
        path=folder / "config.toml",
        own_domains=(DOMAIN,),
        own_lists=(),
        authserv_ids=(),
        admins=(f"priya@{DOMAIN}",),
        rules=rules,
        templates=templates,
        mailboxes=tuple(box(*alias) for alias in ALIASES),
        smtp=SmtpConfig(
            "127.0.0.1", smtp_port, "none", "", SecretStr(""), None, 30.0, 2, f"mail.{DOMAIN}"
        ),
        store=StoreConfig(f"sqlite:///{folder / 'mailtracker.db'}", timedelta(days=90)),
        log="text",
    )


def _read(raw: bytes) -> EmailMessage:
    mail = BytesParser(policy=email.policy.default).parsebytes(raw)
    assert isinstance(mail, EmailMessage)
    return mail


def _text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""
