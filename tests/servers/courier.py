"""A private Courier-IMAP on loopback, from Debian's packages: accounts in, a running server out.
Works as root (becomes nobody) and as any user.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from email.utils import formatdate
from pathlib import Path

from tests.servers.dovecot import PASSWORD, Box, free_port
from tests.servers.private import Process, hand_over, owner
from tests.servers.unpacked import Unpacked

# In place of `imaplogin`, which asks a daemon at a place that is built into it. It says as much
# as that before a login, and hands over to the server in the same way. `read` takes no byte more
# than the line.
LOGIN = r"""#!/bin/sh
set -a
. "{root}/etc/courier/imapd"
said="[CAPABILITY $IMAP_CAPABILITY]"
printf '* OK %s Courier-IMAP ready.\r\n' "$said"
while IFS= read -r line; do
    set -f; set -- $(printf '%s' "$line" | tr -d '\r"')
    case "$2" in
    CAPABILITY) printf '* CAPABILITY %s\r\n%s OK CAPABILITY completed\r\n' "$IMAP_CAPABILITY" "$1" ;;
    LOGOUT) printf '* BYE Courier-IMAP server shutting down\r\n%s OK LOGOUT completed\r\n' "$1"; exit ;;
    NOOP) printf '%s OK NOOP completed\r\n' "$1" ;;
    LOGIN)
        home="{d}/mail/$3"
        if [ "$4" = "{password}" ] && mkdir -p "$home/Maildir/cur" "$home/Maildir/tmp" "$home/Maildir/new"; then
            AUTHENTICATED=$3 IMAPLOGINTAG=$1 AUTHSERVICE=imap HOME=$home
            cd "$home" && exec "{root}/usr/bin/imapd" Maildir
        fi
        printf '%s NO Login failed.\r\n' "$1" ;;
    *) printf '%s BAD Invalid command\r\n' "$1" ;;
    esac
done
"""  # noqa: E501


# With the file monitor that the package depends on: without it each SELECT waits seconds for one.
START = """#!/bin/sh
"{root}/usr/libexec/gam_server" --notimeout "$GAM_CLIENT_ID" & monitor=$!
"{root}/usr/sbin/couriertcpd" {options} {imap_port} "{d}/login" & listener=$!
trap 'kill $monitor $listener; wait; exit 0' TERM
wait $listener
code=$?
kill $monitor 2>/dev/null
exit $code
"""
OPTIONS = "-address=127.0.0.1 -nodnslookup -noidentlookup -maxprocs=100 -maxperip=100"


class Courier:
    """A running server. Accounts need no making: whoever logs in, or gets mail, has one."""

    prefix = "INBOX."
    pushes = False  # it looks for news once a minute, while somebody idles
    names_for_good = False

    def __init__(self, unpacked: Unpacked) -> None:
        self.unpacked = unpacked
        self.imap_port = free_port()
        self._numbers = itertools.count(1)
        self._mails = itertools.count(1)

    def __enter__(self) -> Courier:
        # not pytest's tmp_path: its parent is 0700
        folder = self.folder = Path(tempfile.mkdtemp(prefix="o", dir="/tmp"))
        (folder / "mail").mkdir()
        unpacked = self.unpacked.copied(folder)
        values = {
            "root": unpacked.root,
            "d": folder,
            "password": PASSWORD,
            "options": OPTIONS,
            "imap_port": self.imap_port,
        }
        for name, script in (("login", LOGIN), ("start", START)):
            (folder / name).write_text(script.format(**values))
            (folder / name).chmod(0o755)
        hand_over(folder)
        env = {**unpacked.environment(), "GAM_CLIENT_ID": folder.name}
        self._process = Process(folder, [folder / "start"], env)
        try:
            self._process.await_greeting(self.imap_port, b"* OK")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stop()

    def new_box(self) -> Box:
        """The next unused account."""
        user = f"u{next(self._numbers):04d}"
        return Box("127.0.0.1", self.imap_port, user, PASSWORD, self)

    def maildir(self, user: str) -> Path:
        """Of an account, made where there is none yet."""
        maildir = self.folder / "mail" / user / "Maildir"
        if not (maildir / "new").exists():
            for name in ("cur", "tmp", "new"):
                (maildir / name).mkdir(parents=True, exist_ok=True)
            hand_over(self.folder / "mail" / user)
        return maildir

    def deliver(self, user: str, raw: bytes, sender: str = "sender@example.com") -> None:
        """Into the Maildir, as a delivery agent of Courier's does. Any thread."""
        name = f"{next(self._mails)}.{os.getpid()}.courier"
        maildir = self.maildir(user)
        traced = (
            f"Return-Path: <{sender}>\r\nReceived: by courier.corp.example; {formatdate()}\r\n"
        ).encode() + raw
        path = maildir / "tmp" / name
        path.write_bytes(traced.replace(b"\r\n", b"\n"))
        if os.getuid() == 0:
            os.chown(path, owner().pw_uid, owner().pw_gid)
        path.rename(maildir / "new" / name)

    def reset_uidvalidity(self, user: str) -> None:
        """Lose the numbers of INBOX: the next SELECT shows a new UIDVALIDITY, and UIDs count from 1
        again.
        """
        numbers = self.maildir(user) / "courierimapuiddb"
        version, validity, *_ = numbers.read_text().split("\n", 1)[0].split(" ")
        numbers.write_text(f"{version} {int(validity) + 1} 1\n")
