"""A private Cyrus on loopback, from Debian's packages: accounts in, a running server out. Works as
root (becomes nobody) and as any user.
"""

from __future__ import annotations

import grp
import itertools
import smtplib
import socket
import struct
import subprocess
import tempfile
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from tests.servers.dovecot import PASSWORD, Box, free_port
from tests.servers.private import Process, hand_over, owner
from tests.servers.unpacked import Unpacked

# As Debian has it but for the places: folders below INBOX with a dot between, no idled. And a mail
# whose Message-ID came before is delivered, as docs/servers.md asks for.
IMAPD_CONF = """\
configdirectory: {d}/config
partition-default: {d}/spool
defaultpartition: default
proc_path: {d}/run/proc
mboxname_lockpath: {d}/run/lock
cyrus_user: {user}
cyrus_group: {group}
admins: {admin}
altnamespace: no
unixhierarchysep: no
lmtp_downcase_rcpt: yes
duplicatesuppression: no
allowanonymouslogin: no
popminpoll: 1
autocreate_quota: 0
umask: 077
hashimapspool: true
allowplaintext: yes
sasl_pwcheck_method: saslauthd
sasl_saslauthd_path: {d}/logins
sasl_mech_list: PLAIN
lmtpsocket: {d}/run/lmtp
idlesocket: {d}/run/idle
notifysocket: {d}/run/notify
syslog_prefix: cyrus
"""
# What Sieve scripts write is handed in there.
SIEVE_CONF = """\
sievedir: {d}/sieve
sieve_vacation_min_response: 0s
smtp_backend: host
smtp_host: 127.0.0.1:{submission}/noauth
"""
CYRUS_CONF = """\
START {{
  recover cmd="{bin}/ctl_cyrusdb -C {d}/imapd.conf -r"
  {idled}
}}
SERVICES {{
  imap cmd="{bin}/imapd -C {d}/imapd.conf -U 30" listen="127.0.0.1:{imap_port}" prefork=0 maxchild=100
  lmtp cmd="{bin}/lmtpd -C {d}/imapd.conf -a" listen="127.0.0.1:{lmtp_port}" prefork=0 maxchild=20
}}
EVENTS {{
}}
"""  # noqa: E501
IDLED = 'idled cmd="{bin}/idled -C {d}/imapd.conf"'
ADMIN = "cyrus"


class Cyrus:
    """A running server. An account is made by its first login. Without
    its idle daemon (`pushes`) it looks for news once a minute, while somebody idles.
    With a `submission` port each account may have a Sieve script (`set_sieve`).
    """

    prefix = "INBOX."
    names_for_good = True

    def __init__(
        self, unpacked: Unpacked, pushes: bool = False, submission: int | None = None
    ) -> None:
        self.unpacked, self.pushes, self.submission = unpacked, pushes, submission
        self.imap_port, self.lmtp_port = free_port(), free_port()
        self._numbers = itertools.count(1)
        self._lmtp: smtplib.LMTP | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Cyrus:
        # not pytest's tmp_path: its parent is 0700, and unix socket paths are limited to 108 bytes
        folder = self.folder = Path(tempfile.mkdtemp(prefix="y", dir="/tmp"))
        for name in ("config", "spool", "sieve", "run/proc", "run/lock"):
            (folder / name).mkdir(parents=True)
        for name in ("backup", "db", "log", "msg", "proc", "ptclient", "sieve", "socket"):
            (folder / "config" / name).mkdir()
        unpacked = self.copy = self.unpacked.copied(folder)
        bin_ = unpacked.root / "usr/lib/cyrus/bin"
        values = {
            "d": folder,
            "bin": bin_,
            "user": owner().pw_name,
            "group": grp.getgrgid(owner().pw_gid).gr_name,
            "admin": ADMIN,
            "idled": IDLED.format(d=folder, bin=bin_) if self.pushes else "",
            "imap_port": self.imap_port,
            "lmtp_port": self.lmtp_port,
            "submission": self.submission,
        }
        imapd_conf = IMAPD_CONF + (SIEVE_CONF if self.submission is not None else "")
        (folder / "imapd.conf").write_text(imapd_conf.format(**values))
        (folder / "cyrus.conf").write_text(CYRUS_CONF.format(**values))
        self._logins = Logins(folder / "logins")
        hand_over(folder)
        master = unpacked.root / "usr/lib/cyrus/bin/master"
        command: list[str | Path] = [master, "-D", "-p", folder / "run/master.pid"]
        command += ["-C", folder / "imapd.conf", "-M", folder / "cyrus.conf"]
        self._process = Process(folder, command, unpacked.environment())
        try:
            self._process.await_greeting(self.imap_port, b"* OK")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._lmtp is not None:
            self._lmtp.close()
        self._logins.close()
        self._process.stop()

    def new_box(self) -> Box:
        """The next unused account."""
        user = f"u{next(self._numbers):04d}"
        box = Box("127.0.0.1", self.imap_port, user, PASSWORD, self)
        with box.client():  # who logs in first makes it; two at once do not get on
            return box

    def deliver(self, user: str, raw: bytes, sender: str = "sender@example.com") -> None:
        """By LMTP. Any thread."""
        with self._lock:
            try:
                self._deliver(user, raw, sender)
            except (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused):
                self._lmtp = None
                self._deliver(user, raw, sender)

    def _deliver(self, user: str, raw: bytes, sender: str) -> None:
        if self._lmtp is None:
            self._lmtp = smtplib.LMTP("127.0.0.1", self.lmtp_port, timeout=20)
        self._lmtp.sendmail(sender, [user], raw)

    def set_sieve(self, user: str, script: str) -> None:
        """What the server does with each mail of an account from now on (RFC 5228)."""
        folder = Path(self._run("mbpath", "-S", f"user.{user}").strip())
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "on.script").write_text(script)
        self._run("sievec", folder / "on.script", folder / "on.bc")
        active = folder / "defaultbc"
        active.unlink(missing_ok=True)
        active.symlink_to("on.bc")
        hand_over(self.folder / "sieve")

    def _run(self, program: str, *arguments: str | Path) -> str:
        """One of its own tools; what it says."""
        tool = self.copy.root / "usr/lib/cyrus/bin" / program
        command: list[str | Path] = [tool, "-C", self.folder / "imapd.conf", *arguments]
        done = subprocess.run(
            command, env=self.copy.environment(), check=True, timeout=30, stdout=subprocess.PIPE
        )
        return done.stdout.decode()

    def reset_uidvalidity(self, user: str) -> None:
        """Lose the account and make it anew with the mails of its INBOX, as from a backup: another
        UIDVALIDITY, and UIDs count from 1 again.
        """
        box = Box("127.0.0.1", self.imap_port, user, PASSWORD, self)
        with box.client() as client:
            found = client.fetch(client.search(), [b"BODY.PEEK[]", b"INTERNALDATE"])
            before = client.folder_status("INBOX", ["UIDVALIDITY"])[b"UIDVALIDITY"]
        with replace(box, user=ADMIN).client("") as admin:
            admin.setacl(f"user.{user}", ADMIN, "lrswipkxtecda")
            admin.delete_folder(f"user.{user}")
        for _, mail in sorted(found.items()):
            box.append(mail[b"BODY[]"], msg_time=mail[b"INTERNALDATE"])
        with box.client() as client:
            after = client.folder_status("INBOX", ["UIDVALIDITY"])[b"UIDVALIDITY"]
        assert after != before


class Logins:
    """What `saslauthd` says to Cyrus: yes to the password `demo`. Each question is four counted
    words (user, password, service, realm), the answer is one.
    """

    def __init__(self, path: Path) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(50)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                asked, _ = self._listener.accept()
                with asked, suppress(OSError, struct.error), asked.makefile("rb") as words:
                    asked.settimeout(10)
                    _, password, _, _ = [
                        words.read(*struct.unpack("!H", words.read(2))) for _ in range(4)
                    ]
                    said = b"OK" if password == PASSWORD.encode() else b"NO"
                    asked.sendall(struct.pack("!H", len(said)) + said)
