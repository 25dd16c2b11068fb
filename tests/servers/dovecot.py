"""A private Dovecot 2.3 or 2.4 on loopback: accounts in, a running server out. Works as root
(becomes nobody) and as any user.
"""

from __future__ import annotations

import contextlib
import grp
import os
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imapclient

from mailtracker.mailbox.connect import Account
from tests.servers.dovecot_conf import (
    CONF_23,
    CONF_24,
    METADATA_23,
    METADATA_24,
    QUOTA_23,
    QUOTA_24,
    SIEVE_23,
    SIEVE_24,
    TOKENS_23,
    TOKENS_24,
    TOKENS_KEYS_23,
)
from tests.servers.private import DROP, START_SECONDS, dropped, end, hand_over, owner

IMPORT_23 = "import_environment = TZ LD_LIBRARY_PATH"
PASSWORD = "demo"
FROZEN = "Frozen"  # a folder of this name may be read, never written, in every account
KEPT = "Kept"  # of this one mails may be marked, never removed


@dataclass(frozen=True)
class Installation:
    """Where Dovecot's programs are. `folders` is LD_LIBRARY_PATH of an unpacked copy,
    empty for an installed one.
    """

    root: Path
    folders: tuple[str, ...] = ()

    @property
    def program(self) -> Path:
        return self.root / "usr/sbin/dovecot"

    def environment(self) -> dict[str, str]:
        env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TZ": "UTC"}
        if self.folders:
            env["LD_LIBRARY_PATH"] = ":".join(str(self.root / folder) for folder in self.folders)
        return env

    @property
    def has_sieve(self) -> bool:
        """Whether Pigeonhole's plugin is there."""
        return any(self.root.glob("usr/lib*/**/dovecot/modules/lib90_sieve_plugin.so"))

    def version(self) -> tuple[int, int]:
        """(2, 3) or (2, 4): they have two different configuration languages."""
        done = subprocess.run(
            [self.program, "--version"],
            capture_output=True,
            text=True,
            env=self.environment(),
            check=True,
        )
        major, minor = done.stdout.split()[0].split("-")[0].split(".")[:2]
        return int(major), int(minor)


def find_dovecot() -> Installation | None:
    """The installed Dovecot, else the copy that tools/unpack-debian made, else None."""
    found = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if found and any(
        Path(p, "imap").exists() for p in ("/usr/lib/dovecot", "/usr/libexec/dovecot")
    ):
        return Installation(Path(found).resolve().parents[2])
    unpacked = Path(__file__).parents[2] / ".venv/debian"
    if (unpacked / "stamp").exists():
        return Installation(unpacked / "root", tuple((unpacked / "libraries").read_text().split()))
    return None


@dataclass
class Box:
    """One fresh account on a real server, and what a test wants to do with it."""

    host: str
    port: int
    user: str
    password: str
    server: Any

    @property
    def address(self) -> str:
        return self.user

    @property
    def imap(self) -> Account:
        return self.account()

    def account(self, **changes: Any) -> Account:
        """Settings for `ImapMailbox`; keywords replace the defaults."""
        settings = {"host": self.host, "port": self.port, "tls": "none", "timeout": 5.0, **changes}
        return Account(user=self.user, password=self.password, **settings)

    def place(self, folder: str) -> str:
        """Under which name a folder of ours lies on this server (RFC 2342)."""
        prefix: str = getattr(self.server, "prefix", "")
        return folder if folder in ("", "INBOX") else prefix + folder

    @property
    def pushes(self) -> bool:
        """Whether its server tells at once of mail that comes while somebody idles."""
        pushes: bool = getattr(self.server, "pushes", True)  # so does the demo's, as it is
        return pushes

    def deliver(self, raw: bytes) -> None:
        """Hand in a mail as the mail server's own delivery would."""
        self.server.deliver(self.user, raw)

    @contextlib.contextmanager
    def client(
        self, folder: str = "INBOX", readonly: bool = False
    ) -> Iterator[imapclient.IMAPClient]:
        """A second mail client, logged in with `folder` open (none when empty)."""
        client = imapclient.IMAPClient(self.host, self.port, ssl=False, timeout=10)
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            client.login(self.user, self.password)
            if folder:
                client.select_folder(self.place(folder), readonly=readonly)
            yield client
        finally:
            with contextlib.suppress(Exception):
                client.logout()

    def append(self, raw: bytes, folder: str = "INBOX", **more: Any) -> None:
        with self.client("") as client:
            client.append(self.place(folder), raw, **more)

    def store(self, raw: bytes, folder: str) -> None:
        """The same, of a folder that is made where there is none, below the server's prefix."""
        with self.client("") as client:
            if not client.folder_exists(self.place(folder)):
                client.create_folder(self.place(folder))
        self.append(raw, folder)

    def mails(self, folder: str = "INBOX") -> list[bytes]:
        """Every mail of a folder, in order of arrival; empty when the folder does not exist."""
        with self.client("") as client:
            if not client.folder_exists(self.place(folder)):
                return []
            client.select_folder(self.place(folder), readonly=True)
            found = client.fetch(client.search(), [b"BODY.PEEK[]"])
            return [found[uid][b"BODY[]"] for uid in sorted(found)]

    def flags(self, folder: str = "INBOX") -> dict[int, set[bytes]]:
        with self.client(folder, readonly=True) as client:
            return {uid: set(flags) for uid, flags in client.get_flags(client.search()).items()}


class Dovecot:
    """A running server with a pool of accounts u0001@corp.example ... all with the password `demo`.

    The pool is written before the start: a passwd-file changed later is seen only
    after its mtime second has passed. With a `submission` port, each account may have a Sieve
    script (`set_sieve`) whose mails are handed in there. With a `quota`, that many bytes fit into
    all folders of an account but INBOX. With `metadata` the server offers METADATA (RFC 5464).
    With `introspection` accounts may log in by access tokens, too, which it asks for at that port.
    """

    pushes = True
    names_for_good = False

    def __init__(
        self,
        installation: Installation,
        accounts: int = 10_000,
        submission: int | None = None,
        quota: int | None = None,
        metadata: bool = False,
        introspection: int | None = None,
    ) -> None:
        self.installation, self.submission, self.quota = installation, submission, quota
        self.metadata, self.introspection = metadata, introspection
        self.users = [f"u{n:04d}@corp.example" for n in range(1, accounts + 1)]
        self.imap_port, self.lmtp_port = free_port(), free_port()
        self._pool = iter(self.users)
        self._lmtp: smtplib.LMTP | None = None
        self._lock = threading.Lock()

    # -- life ---------------------------------------------------------------

    def __enter__(self) -> Dovecot:
        # not pytest's tmp_path: its parent is 0700, and unix socket paths are limited to 108 bytes
        self.folder = Path(tempfile.mkdtemp(prefix="d", dir="/tmp"))
        if self.installation.folders:
            self.installation = relocated(self.installation, self.folder)
        self._write_files()
        self._errors = (self.folder / "stderr").open("wb")
        self._process = subprocess.Popen(
            [
                "sh",
                "-c",
                DROP,
                "guard",
                self.installation.program,
                "-F",
                "-c",
                self.folder / "dovecot.conf",
            ],
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stderr=self._errors,
            env={**self.installation.environment(), "HOME": str(self.folder)},
            **dropped(),
        )
        try:
            self._await_greeting()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._lmtp is not None:
            self._lmtp.close()
        end(self._process, self._errors, self.folder)

    def _write_files(self) -> None:
        runs_as = owner()
        for name in ("run", "state", "mail", "sieve"):
            (self.folder / name).mkdir()
        (self.folder / "users").write_text(
            "".join(f"{user}:{{PLAIN}}{PASSWORD}::::::\n" for user in self.users)
        )
        (self.folder / "acl").write_text(f"{FROZEN} owner lr\n{KEPT} owner lrswik\n")
        new = self.installation.version() >= (2, 4)
        private = (
            "import_environment {\n  LD_LIBRARY_PATH = %{env:LD_LIBRARY_PATH}\n}"
            if new
            else IMPORT_23
        )
        template = CONF_24 if new else CONF_23
        if self.submission is not None:
            template += SIEVE_24 if new else SIEVE_23
        if self.quota is not None:
            template += QUOTA_24 if new else QUOTA_23
        if self.metadata:
            template += METADATA_24 if new else METADATA_23
        if self.introspection is not None:
            template += TOKENS_24 if new else TOKENS_23
            keys = TOKENS_KEYS_23.format(introspection=self.introspection)
            (self.folder / "oauth2").write_text(keys)
        conf = template.format(
            d=self.folder,
            user=runs_as.pw_name,
            group=grp.getgrgid(runs_as.pw_gid).gr_name,
            uid=runs_as.pw_uid,
            gid=runs_as.pw_gid,
            imap_port=self.imap_port,
            lmtp_port=self.lmtp_port,
            private=private if self.installation.folders else "",
            submission=self.submission,
            quota=self.quota,
            introspection=self.introspection,
        )
        (self.folder / "dovecot.conf").write_text(conf)
        hand_over(self.folder)

    def _await_greeting(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.imap_port), 1) as s,
            ):
                if s.recv(10).startswith(b"* OK"):
                    return
            time.sleep(0.01)
        raise RuntimeError(
            f"dovecot did not come up:\n{(self.folder / 'stderr').read_text()}{self.log()}"
        )

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    # -- accounts and delivery -----------------------------------------------

    def new_box(self) -> Box:
        """The next unused account."""
        return Box("127.0.0.1", self.imap_port, next(self._pool), PASSWORD, self)

    def deliver(self, user: str, raw: bytes, sender: str = "sender@example.com") -> None:
        """By LMTP: adds Return-Path, Delivered-To and Received, as a
        mail server does. Any thread.
        """
        with self._lock:
            try:
                self._deliver(user, raw, sender)
            except (
                smtplib.SMTPServerDisconnected,
                smtplib.SMTPSenderRefused,
            ):  # Dovecot closes a connection that idles
                self._lmtp = None
                self._deliver(user, raw, sender)

    def _deliver(self, user: str, raw: bytes, sender: str) -> None:
        if self._lmtp is None:
            self._lmtp = smtplib.LMTP("127.0.0.1", self.lmtp_port, timeout=20)
        self._lmtp.sendmail(sender, [user], raw)

    def set_sieve(self, user: str, script: str) -> None:
        """What the server does with each mail of an account from now on (RFC 5228)."""
        (self.folder / "sieve" / f"{user}.sieve").write_text(script)

    # -- faults ----------------------------------------------------------------

    def kill_imap(self, signal_: int = signal.SIGKILL) -> list[int]:
        """Kill every process that serves a logged-in IMAP client."""
        pids = [pid for pid, program in self._children() if program == "imap"]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal_)
        return pids

    def _children(self) -> Iterator[tuple[int, str]]:
        master = int((self.folder / "run/master.pid").read_text())
        for path in Path("/proc").iterdir():
            if not path.name.isdigit():
                continue
            with contextlib.suppress(OSError, IndexError):
                parent = int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if parent == master:
                    yield int(path.name), (path / "exe").readlink().name

    def maildir(self, user: str) -> Path:
        return self.folder / "mail" / user / "Maildir"

    def reset_uidvalidity(self, user: str) -> None:
        """Lose the index of INBOX: the next SELECT shows a new UIDVALIDITY,
        and UIDs count from 1 again.
        """
        self.kill_imap()
        for path in self.maildir(user).glob("dovecot.*index*"):
            path.unlink(missing_ok=True)
        uids = self.maildir(user) / "dovecot-uidlist"
        version, validity, _, *rest = uids.read_text().split("\n", 1)[0].split(" ")
        # not just removed: Dovecot would take the time in seconds,
        # which may be the old number again
        uids.write_text(" ".join([version, f"V{int(validity[1:]) + 1}", "N1", *rest]) + "\n")


def relocated(unpacked: Installation, folder: Path) -> Installation:
    """A copy in `folder` whose built-in paths point to itself: Dovecot finds its
    modules and doveconf by no setting.

    Each path is replaced by a link of the same length. The copy also serves `nobody` when
    the checkout is closed to him.
    """
    root = folder / "copy"
    shutil.copytree(unpacked.root / "usr", root / "usr", symlinks=True)
    for plugin in root.glob("usr/lib/dovecot/modules/settings/libpigeonhole*"):
        plugin.unlink()  # Debian ships it in the core, without the library that it needs
    for built_in in ("/usr/lib/dovecot", "/usr/bin/doveconf"):
        link = f"{folder}/".ljust(len(built_in), "L")
        assert len(link) == len(built_in), f"{folder} is too long a name"
        os.symlink(f"{root}{built_in}", link)
        for path in [
            *root.glob("usr/sbin/*"),
            *root.glob("usr/bin/*"),
            *root.glob("usr/lib/dovecot/**/*"),
        ]:
            if (
                path.is_file()
                and not path.is_symlink()
                and built_in.encode() in (data := path.read_bytes())
            ):
                path.write_bytes(data.replace(built_in.encode(), link.encode()))
    return Installation(root, unpacked.folders)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])
