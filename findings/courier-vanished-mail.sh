#!/usr/bin/env bash
# Courier-IMAP hands out a mail that nobody wrote in place of one that is gone.
#
# Seen with courier-imap 5.0.13+1.0.16-3+b6 (Debian 12, amd64), with its settings as packaged.
# Expected: one client has a folder open, another expunges a mail in it. When the first asks for
#   that UID, no FETCH answer comes (RFC 3501, section 6.4.8), or NO.
# Instead: OK and a whole mail of 129 bytes under the UID that vanished, from root@localhost,
#   "message unavailable", without Date and Message-ID. RFC822.SIZE says 129, too: only its
#   content tells it from a mail. After a NOOP, which announces the EXPUNGE, nothing comes.
#   A client that takes what it fetched for mail has one from "System Administrator".
# Concerns: mailtracker/mailbox/imap.py, `describe` and `fetch`.
#
# Both sessions speak over pipes and are logged in from the start; no port is opened.
# Exit code: 0 as described, 1 it behaves otherwise, 2 the packages could not be had.
set -euo pipefail

packages=(
    courier-imap=5.0.13+1.0.16-3+b6 courier-authlib=0.71.4-1+b2 libcourier-unicode4=2.1.2-2+b2
    libgamin0=0.1.10-6 libidn12=1.41-1
)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cannot() {
    echo "courier-vanished-mail: $1" >&2
    exit 2
}

mkdir "$work/debs" "$work/root"
(cd "$work/debs" && timeout 80 apt-get -qq -o APT::Sandbox::User=root download "${packages[@]}") ||
    cannot "no such packages here: this needs the package lists of Debian 12 (amd64)"
for package in "$work"/debs/*.deb; do dpkg -x "$package" "$work/root"; done
server="$work/root/usr/bin/imapd"
libraries=$(echo "$work"/root/usr/lib/*-linux-gnu):$work/root/usr/lib
lost=$(LD_LIBRARY_PATH=$libraries ldd "$server" | grep "not found" || true)
[ -z "$lost" ] || cannot "libraries are missing: $lost"

mkdir -p "$work"/Maildir/{cur,new,tmp}
for number in 1 2; do
    cat > "$work/Maildir/new/$number.it.corp.example" <<MAIL
From: ana@corp.example
To: it@corp.example
Date: Mon, 02 Nov 2026 10:00:00 +0000
Subject: Question $number
Message-ID: <$number@corp.example>

The printer is out of paper.
MAIL
done
# As the package's start script does it, the settings become the environment.
cat > "$work/session" <<SESSION
#!/bin/sh
cd "$work"
set -a
. "$work/root/etc/courier/imapd"
AUTHENTICATED=it HOME="$work" LD_LIBRARY_PATH="$libraries"
exec "$server" Maildir 2>> "$work/log"
SESSION
chmod +x "$work/session"

cat > "$work/talk.py" <<'TALK'
import imaplib
import sys


def session():
    client = imaplib.IMAP4_stream(sys.argv[1])
    # Without the file monitor that it looks for, the server says so before its "PREAUTH".
    client.state = "AUTH"
    print("SELECT ->", client.select("INBOX")[1][0].decode(), "mails")
    return client


def ask(client, uid):
    """What UID FETCH answers: its state, and every mail that came."""
    state, parts = client.uid("FETCH", uid, "(RFC822.SIZE BODY.PEEK[])")
    return state, [part for part in parts if isinstance(part, tuple)]


def show(what, answer):
    state, mails = answer
    print(f"{what} -> {state}, {len(mails)} mail(s)")
    for head, mail in mails:
        print(" ", head.decode())
        print("".join(f"  |{line}\n" for line in mail.decode().splitlines()), end="")


reader, other = session(), session()
other.uid("STORE", "1", "+FLAGS.SILENT", r"(\Deleted)")
print("the other client: UID EXPUNGE 1 ->", other.uid("EXPUNGE", "1")[0])
show("the reader: UID FETCH 1", ask(reader, "1"))
reader.noop()
show("after NOOP: UID FETCH 1", ask(reader, "1"))
for client in (reader, other):
    client.logout()
TALK
timeout 30 python3 "$work/talk.py" "$work/session" | tr -d '\r' > "$work/seen" ||
    cat "$work/log" >&2
cat > "$work/described" <<'SEEN'
SELECT -> 2 mails
SELECT -> 2 mails
the other client: UID EXPUNGE 1 -> OK
the reader: UID FETCH 1 -> OK, 1 mail(s)
  1 (UID 1 RFC822.SIZE 129 BODY[] {129}
  |From: System Administrator <root@localhost>
  |Subject: message unavailable
  |
  |This message is no longer available on the server.
after NOOP: UID FETCH 1 -> OK, 0 mail(s)
SEEN

echo "courier-imap ${packages[0]#*=}"
cat "$work/seen"
if ! diff "$work/described" "$work/seen"; then
    echo "courier-vanished-mail: this is no longer what the finding says" >&2
    exit 1
fi
