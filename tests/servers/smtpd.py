"""A real SMTP server (aiosmtpd) that keeps what it accepts, and refuses, drops or
stalls where a test wants it.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import smtplib
import ssl
import threading
import warnings
import weakref
from collections.abc import Callable, Sequence
from email.utils import make_msgid
from typing import Any, Protocol

from mailtracker.demo.servers import Served
from tests.servers.access_tokens import CHALLENGE, AccessTokens, said_by
from tests.servers.dovecot import Box

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # deprecations inside aiosmtpd on new Pythons
    from aiosmtpd.smtp import SMTP, AuthResult

DEADLINE = 15.0
SIZE_LIMIT = 100 << 20
logging.getLogger("mail.log").setLevel(logging.CRITICAL)

Accepted = tuple[str, str, bytes]


class SmtpSink(Served):
    """Keeps every accepted mail in `log` as (env_from, env_to, raw), one entry a recipient.

    `refuse[address] = "550 5.1.1 no such user"` answers RCPT, `refuse_sender` MAIL,
    `refuse_holding[words] = "554 5.7.1 no"` the dot of a mail that holds these bytes.
    `faults[phase]` breaks a phase, every time it is reached, or once each when it is a list: a
    reply such as "451 4.3.0 later", "drop" (close without a word) or "stall" (silence). Phases in
    order: CONNECT EHLO AUTH STARTTLS MAIL
    RCPT DATA BODY (some of the mail has come) DOT (all has come, nothing is kept) KEPT (kept and
    counted, no answer yet). EHLO does not name the extensions in `hidden`. `rewrites` is what a
    mail becomes that it takes, and `said` what it then says.

    With `tokens` it demands a login by an access token, which is said in one of the `mechanisms`;
    `tried` has (mechanism, user, access token) of each try, `answered` what clients said to the
    challenge of a refusal, whose reply is `refusal`.
    """

    def __init__(
        self,
        certificate: tuple[str, str] | None = None,
        implicit: bool = False,
        login: tuple[str, str] | None = None,
        size_limit: int = SIZE_LIMIT,
        smtputf8: bool = True,
    ) -> None:
        super().__init__()
        self.log: list[Accepted] = []
        self.refuse: dict[str, str] = {}
        self.refuse_holding: dict[bytes, str] = {}
        self.faults: dict[str, str | list[str]] = {}
        self.refuse_sender: Callable[[str], str] = lambda _: ""
        self.rewrites: Callable[[bytes], bytes] = lambda raw: raw
        self.said: Callable[[bytes], str] = lambda _: "2.0.0 OK: queued as 12345"
        self.options: list[list[str]] = []
        self.hidden: set[str] = set()
        self.connections = self.logins = self.accepted = 0
        self.delay = 0.0  # seconds before each answer
        self.implicit, self.login, self.size_limit, self.smtputf8 = (
            implicit,
            login,
            size_limit,
            smtputf8,
        )
        self.tokens: AccessTokens | None = None
        self.mechanisms: tuple[str, ...] = ("XOAUTH2", "OAUTHBEARER")
        self.tried: list[tuple[str, str, str]] = []
        self.answered: list[bytes] = []
        self.refusal = "535 5.7.8 Authentication credentials invalid"
        self.tls: ssl.SSLContext | None = None
        if certificate:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(*certificate)
        self.sessions: weakref.WeakSet[Session] = weakref.WeakSet()
        self._changed = threading.Condition()
        self._order = asyncio.Lock()

    @property
    def smtp_port(self) -> int:
        return self.port

    async def _listen(self) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        return await loop.create_server(
            lambda: Session(self, loop),
            self.host,
            self.port,
            ssl=self.tls if self.implicit else None,
        )

    def _transports(self) -> list[Any]:
        return [session.transport for session in self.sessions if session.transport is not None]

    # -- for tests ----------------------------------------------------------

    def open_connections(self) -> int:
        """How many are open now."""
        return sum(not one.is_closing() for one in self._transports())

    def wait_until(self, true: Callable[[], Any], seconds: float = DEADLINE) -> None:
        """Until a condition on the log holds; looked at after every change."""
        with self._changed:
            assert self._changed.wait_for(true, seconds), (
                f"still {len(self.log)} mails: {[m[:2] for m in self.log]}"
            )

    def wait_for(self, count: int, seconds: float = DEADLINE) -> list[Accepted]:
        """The log, once it has at least `count` mails."""
        self.wait_until(lambda: len(self.log) >= count, seconds)
        return list(self.log)

    def to(self, address: str) -> list[bytes]:
        """What was accepted for an address, in order."""
        return [raw for _, env_to, raw in list(self.log) if env_to == address]

    def send(self, env_from: str, env_to: str | Sequence[str], raw: bytes) -> None:
        """Somebody else's mail, by a plain SMTP client."""
        with smtplib.SMTP(self.host, self.port, timeout=DEADLINE) as client:
            client.sendmail(env_from, [env_to] if isinstance(env_to, str) else list(env_to), raw)

    def hang_up(self) -> None:
        """Close every connection, as a server does that is tired of a silent client."""

        async def leave() -> None:
            for session in list(self.sessions):
                session.leave()

        self.call(leave())

    @property
    def unwanted(self) -> tuple[str, ...]:
        """Ways to log in that are not offered."""
        wanted = self.mechanisms if self.tokens else ("PLAIN", "LOGIN") if self.login else ()
        return tuple({"PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"} - set(wanted))

    # -- hooks, found by aiosmtpd by name --------------------------------------

    async def auth_XOAUTH2(self, server: Session, args: list[str]) -> AuthResult:
        return await server.check_access_token(args)

    async def auth_OAUTHBEARER(self, server: Session, args: list[str]) -> AuthResult:
        return await server.check_access_token(args)

    async def handle_EHLO(
        self, server: Session, session: Any, envelope: Any, name: str, replies: list[str]
    ) -> list[str]:
        session.host_name = name
        if reply := await server.trip("EHLO"):
            return [reply]
        # aiosmtpd says nothing of it, and reads its commands from a buffered stream
        offered = [replies[0], "250-PIPELINING", *replies[1:]]
        return [reply for reply in offered if reply[4:].split()[0] not in self.hidden]

    async def handle_MAIL(
        self, server: Session, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if reply := await server.trip("MAIL") or self.refuse_sender(address or ""):
            return reply
        envelope.mail_from = address or ""
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: Session, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if reply := await server.trip("RCPT") or self.refuse.get(address) or self.unknown(address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Session, session: Any, envelope: Any) -> str:
        if reply := await server.trip("DOT") or self._refuses(envelope.original_content):
            return reply
        env_from, raw = envelope.mail_from.strip("<>"), self.rewrites(envelope.original_content)
        async with self._order:
            for env_to in envelope.rcpt_tos:
                await self.keep(env_from, env_to, raw)
        with self._changed:
            self.options.append(list(envelope.mail_options))
            self.log += [(env_from, env_to, raw) for env_to in envelope.rcpt_tos]
            self.accepted += 1
            self._changed.notify_all()
        if reply := await server.trip("KEPT"):
            return reply
        return f"250 {self.said(raw)}"

    def unknown(self, address: str) -> str:
        """The reply for an address that has no mailbox here; empty when
        it has one. The sink has all.
        """
        return ""

    async def keep(self, env_from: str, env_to: str, raw: bytes) -> None:
        """What else happens to an accepted mail."""

    def _refuses(self, raw: bytes) -> str:
        return next((said for words, said in self.refuse_holding.items() if words in raw), "")

    def take_fault(self, phase: str) -> str:
        """The fault that a phase meets now."""
        fault = self.faults.get(phase, "")
        if isinstance(fault, list):
            return fault.pop(0) if fault else ""
        return fault


class Session(SMTP):
    """One connection."""

    def __init__(self, sink: SmtpSink, loop: asyncio.AbstractEventLoop) -> None:
        self.sink = sink
        if sink.tokens:
            self.line_length_limit = 12_288  # RFC 4954 4: what an access token may need
        super().__init__(
            sink,
            hostname="smtp.corp.example",
            data_size_limit=sink.size_limit,
            enable_SMTPUTF8=sink.smtputf8,
            tls_context=None if sink.implicit else sink.tls,
            authenticator=self._check_login,
            auth_required=False,
            auth_require_tls=False,
            auth_exclude_mechanism=sink.unwanted,
            loop=loop,
        )
        self._auth_required = sink.tokens is not None  # given above, it would warn: no TLS here

    async def trip(self, phase: str) -> str:
        """Meet the fault of a phase: a reply to give, or the end of the conversation."""
        if self.sink.delay:
            await asyncio.sleep(self.sink.delay)
        fault = self.sink.take_fault(phase)
        if fault == "drop":
            self.leave()
        if fault in ("drop", "stall"):
            await asyncio.Event().wait()  # until the connection or the server ends
        return fault

    def leave(self) -> None:
        """Close the connection without a word."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    async def _handle_client(self) -> None:
        self.sink.connections += 1
        self.sink.sessions.add(self)
        if reply := await self.trip("CONNECT"):
            await self.push(reply)
            return
        await super()._handle_client()

    async def smtp_STARTTLS(self, arg: str) -> None:
        if reply := await self.trip("STARTTLS"):
            await self.push(reply)
            return
        await super().smtp_STARTTLS(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if reply := await self.trip("DATA"):
            await self.push(reply)
            return
        if self.sink.faults.get("BODY"):
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await self._reader.read(100)
            await self.trip("BODY")
        await super().smtp_DATA(arg)

    async def smtp_AUTH(self, arg: str) -> None:
        if reply := await self.trip("AUTH"):
            await self.push(reply)
            return
        await super().smtp_AUTH(arg)

    def _check_login(
        self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        self.sink.logins += 1
        # handled=False makes aiosmtpd send the refusal itself; with True
        # it would send nothing at all
        return AuthResult(success=given == self.sink.login, handled=False)

    async def check_access_token(self, args: list[str]) -> AuthResult:
        """It comes with the command, or behind an empty challenge; one that is not taken sets off a
        challenge, which must be answered before the refusal is said.
        """
        assert self.sink.tokens is not None
        mechanism, *rest = args
        blob = base64.b64decode(rest[0]) if rest else await self._answer_to("")
        user, token = said_by(mechanism, blob)
        self.sink.logins += 1
        self.sink.tried.append((mechanism, user, token))
        if self.sink.tokens.is_good(token, user):
            return AuthResult(success=True)
        self.sink.answered.append(await self._answer_to(CHALLENGE))
        return AuthResult(success=False, handled=False, message=self.sink.refusal)

    async def _answer_to(self, challenge: str) -> bytes:
        answer = await self.challenge_auth(challenge)
        assert isinstance(answer, bytes)
        return answer


class ImapServer(Protocol):
    """Real mailboxes, of whichever make, and what the makes do differently."""

    @property
    def pushes(self) -> bool:
        """Whether it tells at once of mail that comes while somebody idles."""

    @property
    def names_for_good(self) -> bool:
        """Whether a mail keeps its name when the UIDs are given anew: EMAILID (RFC 8474)."""

    def new_box(self) -> Box:
        """A fresh account."""

    def deliver(self, user: str, raw: bytes, sender: str = ...) -> None:
        """As the mail server's own delivery does. Any thread."""


class PostOffice(SmtpSink):
    """An organisation's mail server: accepted mail lands in real mailboxes, subaddress removed.

    `add` gives an address a mailbox; an address without one is refused as unknown. Mail to those
    in `gone` is taken and comes back as a report (RFC 3464); those in `away` have a robot that
    answers, unmarked, as RFC 3834 has it: to the envelope sender. Nothing is sent to the null one.
    """

    def __init__(self, imap: ImapServer) -> None:
        super().__init__()
        self.imap = imap
        self.boxes: dict[str, Box] = {}
        self.gone: set[str] = set()
        self.away: set[str] = set()

    def add(self, address: str) -> Box:
        """The mailbox of an address, made when it is new."""
        if address.lower() not in self.boxes:
            self.boxes[address.lower()] = self.imap.new_box()
        return self.boxes[address.lower()]

    def mails(self, address: str, folder: str = "INBOX") -> list[bytes]:
        """What a person finds in a folder, in order of arrival."""
        return self.boxes[address.lower()].mails(folder)

    def unknown(self, address: str) -> str:
        return "" if plain(address) in self.boxes else f"550 5.1.1 <{address}>: no such user"

    async def keep(self, env_from: str, env_to: str, raw: bytes) -> None:
        if env_from and plain(env_to) in self.gone:
            await self.keep("", env_from, report(env_to, env_from, raw))
        if env_from and plain(env_to) in self.away:
            await self.keep(env_to, env_from, absence(env_to, env_from))
        if plain(env_to) in self.gone:
            return
        box = self.boxes[plain(env_to)]
        traced = f"Delivered-To: {env_to}\r\n".encode() + raw
        await asyncio.to_thread(self.imap.deliver, box.user, traced, env_from)


def report(
    recipient: str, to: str, returned: bytes, action: str = "failed", said: str = "5.1.1"
) -> bytes:
    """What a mail system writes about a mail that it could not deliver (RFC 3464). Of the mail that
    it returns, the header.
    """
    head = returned.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("utf-8", "replace")
    return f"""\
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: {make_msgid(domain="mx.example")}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_report"

--=_report
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--=_report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {said}
Diagnostic-Code: smtp; 550 {said} no such user

--=_report
Content-Type: text/rfc822-headers

{head}

--=_report--
""".replace("\n", "\r\n").encode()


def absence(who: str, to: str) -> bytes:
    """Debian's `vacation` and many recipes: no mark, no In-Reply-To."""
    return f"""\
From: {who}
To: {to}
Subject: away from my mail
Message-ID: {make_msgid(domain="mx.example")}

I will not be reading my mail for a while.
""".replace("\n", "\r\n").encode()


def plain(address: str) -> str:
    """it-help+token@corp.example without its token, in lower case."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
