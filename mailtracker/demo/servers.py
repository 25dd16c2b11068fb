"""Accounts in, an IMAP and an SMTP server inside this process out: loopback only, all mail
in memory, gone at the end.
"""

from __future__ import annotations

import asyncio
import threading
import uuid
import weakref
from argparse import Namespace
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from mailtracker.errors import MailtrackerError
from mailtracker.mail.address_key import address_key, without_tag

START_SECONDS = 20.0
CALL_SECONDS = 20.0
SIZE_LIMIT = 100 << 20

OnMail = Callable[[str, str, bytes], str | None]
T = TypeVar("T")


class MissingDemo(MailtrackerError):
    """The packages of the demo are not installed."""

    def __init__(self, error: ImportError) -> None:
        super().__init__(
            f"the demo's mail servers are missing ({error.name}): pipx install 'mailtracker[demo]' "
            f"--force,"
            " or in a virtual environment: pip install 'mailtracker[demo]'"
        )


class Served:
    """A server on an event loop in a thread of its own. A context
    manager; `port` is known inside.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.host, self.port = host, port
        self._ready = threading.Event()
        self._failure: BaseException | None = None

    async def _listen(self) -> asyncio.Server:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._run, daemon=True, name=type(self).__name__)
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            raise MailtrackerError(f"{type(self).__name__} did not start")
        if self._failure is not None:
            self._thread.join()
            raise self._failure
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(CALL_SECONDS)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # shown by the thread that waits for us
            self._failure = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await self._listen()
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for transport in self._transports():
            transport.abort()
        for _ in range(4):  # each layer of a transport closes in a turn of the loop of its own
            await asyncio.sleep(0)

    def _transports(self) -> list[asyncio.WriteTransport]:
        """The connections that are still open."""
        return []

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the server's loop, from any other thread, and wait for its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(CALL_SECONDS)

    async def call_async(self, work: Coroutine[Any, Any, T]) -> T:
        """The same from another event loop, which goes on meanwhile."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))


class EmbeddedImap(Served):
    """pymap's in-memory IMAP server. `users` maps login names, which are
    mail addresses, to passwords.
    """

    def __init__(self, users: dict[str, str], host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(host, port)
        self.users = dict(users)
        self._writers: set[asyncio.StreamWriter] = set()

    def _transports(self) -> list[asyncio.WriteTransport]:
        return [writer.transport for writer in self._writers]

    async def _listen(self) -> asyncio.Server:
        try:
            from proxyprotocol.sock import SocketInfoLocal
            from pymap.backend.dict import Config, Login
            from pymap.imap import IMAPServer
            from pysasl.hashing import BuiltinHash
        except ImportError as error:
            raise MissingDemo(error) from error
        mend_pymap()
        # few rounds: the passwords are shown on the screen, and each login would cost 150 ms
        hashing = BuiltinHash(rounds=1000)
        self._config = Config.from_args(
            _pymap_arguments(self.host, self.port),
            invalid_user_sleep=0.0,
            reject_dnsbl=False,
            hash_context=hashing,
        )
        self._config.apply_context()
        self._login = Login(self._config)
        for name, password in self.users.items():
            await self._set_user(name, password)
        imap = IMAPServer(self._login, self._config)

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            # pymap's own callback leaves its task to the garbage collector, which
            # ends live connections on 3.13
            self._writers.add(writer)
            try:
                await imap(reader, writer, SocketInfoLocal(writer, unique_id=uuid.uuid4().bytes))
            finally:
                writer.close()
                self._writers.discard(writer)

        return await asyncio.start_server(serve, self.host, self.port, limit=1 << 20)

    def _identity(self, name: str) -> Any:
        from pymap.backend.dict import Identity

        return Identity(name, self._login, None, frozenset())

    async def _set_user(self, name: str, password: str) -> None:
        from pymap.user import Passwords, UserMetadata

        hashed = await Passwords(self._config).hash_password(password)
        await self._identity(name).set(UserMetadata(self._config, name, password=hashed))

    def add_user(self, name: str, password: str) -> None:
        """A new account with an empty INBOX, while the server runs."""
        self.call(self._set_user(name, password))
        self.users[name] = password

    def owner_of(self, address: str) -> str | None:
        """The account that gets mail for an address: `help+token@corp.example`
        goes to `help@corp.example`.
        """
        plain = without_tag(address)
        return next((name for name in self.users if address_key(name) == plain), None)

    def deliver(
        self, user: str, mail: bytes, folder: str = "INBOX", arrived: datetime | None = None
    ) -> None:
        """Put a mail into an account by the back door, with CRLF line ends. `arrived`
        (aware) is its INTERNALDATE.
        """
        self.call(self.deliver_async(user, mail, folder, arrived))

    async def deliver_async(
        self, user: str, mail: bytes, folder: str = "INBOX", arrived: datetime | None = None
    ) -> None:
        """The same on the server's own loop: see `call_async`."""
        from pymap.parsing.message import AppendMessage

        whole = mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        box = await self._folder(user, folder)
        await box.append(
            AppendMessage(whole, arrived or datetime.now(UTC), frozenset()), recent=True
        )

    async def _folder(self, user: str, folder: str) -> Any:
        async with self._identity(user).new_session() as session:
            return await session.mailbox_set.get_mailbox(folder)

    def reset_uidvalidity(self, user: str, folder: str = "INBOX") -> None:
        """Give a folder another UIDVALIDITY, as a server does that has lost its index."""

        async def reset() -> None:
            box = await self._folder(user, folder)
            box._uid_validity += 1

        self.call(reset())


class EmbeddedSmtp(Served):
    """aiosmtpd's SMTP server. Mail goes to `on_mail(env_from, env_to, mail)`, once a
    recipient, in the server's thread.

    `on_mail` returns None, or the reply that refuses the mail ("550 ..."). Without it, mail goes to
    the INBOXes of `imap`, and an address that has no account there is refused as unknown.
    """

    def __init__(
        self,
        imap: EmbeddedImap | None = None,
        on_mail: OnMail | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        super().__init__(host, port)
        self.imap, self.on_mail = imap, on_mail
        self._delivering = asyncio.Lock()
        self._sessions: weakref.WeakSet[Any] = weakref.WeakSet()

    def _transports(self) -> list[asyncio.WriteTransport]:
        return [session.transport for session in self._sessions if session.transport is not None]

    async def _listen(self) -> asyncio.Server:
        try:
            from aiosmtpd.smtp import SMTP
        except ImportError as error:
            raise MissingDemo(error) from error
        loop = asyncio.get_running_loop()

        def session() -> Any:
            smtp = SMTP(
                self,
                hostname="localhost",
                data_size_limit=SIZE_LIMIT,
                enable_SMTPUTF8=True,
                loop=loop,
            )
            self._sessions.add(smtp)
            return smtp

        return await loop.create_server(session, self.host, self.port)

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Whether we know the recipient. aiosmtpd finds this hook by its name."""
        if self.on_mail is None and (self.imap is None or self.imap.owner_of(address) is None):
            return f"550 5.1.1 <{address}> nobody of this name here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Hand the mail on; the last refusal is the answer."""
        answer = "250 2.0.0 OK"
        async with self._delivering:  # keeps the order of arrival
            for address in envelope.rcpt_tos:
                sender = (envelope.mail_from or "").strip("<>")  # the null return-path comes as <>
                refusal = await self._hand_over(sender, address, envelope.original_content)
                answer = refusal or answer
        return answer

    async def _hand_over(self, env_from: str, env_to: str, mail: bytes) -> str | None:
        if self.on_mail is not None:
            return self.on_mail(env_from, env_to, mail)
        assert self.imap is not None
        user = self.imap.owner_of(env_to)
        if user is None:
            return "550 5.1.1 nobody of this name here"
        traced = f"Return-Path: <{env_from}>\r\nDelivered-To: {env_to}\r\n".encode() + mail
        await self.imap.call_async(self.imap.deliver_async(user, traced))
        return None


def mend_pymap() -> None:
    r"""Two faults of pymap 0.36: folders drop keywords silently (no `\*` in PERMANENTFLAGS), and
    mail that comes in the instant in which a client enters IDLE is not announced before the next
    one comes.
    """
    from pymap.backend.dict import mailbox
    from pymap.parsing.specials.flag import Wildcard

    if getattr(mailbox.MailboxData, "is_mended", False):
        return

    class MendedMailbox(mailbox.MailboxData):
        is_mended = True

        @property
        def permanent_flags(self) -> Any:
            return super().permanent_flags | {Wildcard}

        async def update_selected(self, selected: Any, *, wait_on: Any = None) -> Any:
            if selected.mod_sequence != self._mod_sequences.highest:
                wait_on = None  # there is news already
            return await super().update_selected(selected, wait_on=wait_on)

    # MailboxSet finds it as a global of its module
    mailbox.MailboxData = MendedMailbox  # type: ignore[misc]


def _pymap_arguments(host: str, port: int) -> Namespace:
    return Namespace(
        host=host,
        port=port,
        debug=False,
        cert=None,
        key=None,
        tls=False,
        proxy_protocol=None,
        passlib_cfg=None,
        inherited_sockets=None,
        demo_data=False,
        demo_user="nobody",
        demo_password=uuid.uuid4().hex,
    )
