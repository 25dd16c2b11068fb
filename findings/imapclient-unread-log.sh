#!/usr/bin/env bash
# imapclient has each mail that it fetches written out for a log that nobody reads, twice.
#
# Seen with IMAPClient 4.1.0, on CPython 3.11.7.
# Expected: where the logger "imapclient.imaplib" takes nothing (its level is WARNING, as from the
#   start), a FETCH costs what it takes to read the answer.
# Instead: the client sets imaplib's `debug` to 5. At that level imaplib makes the texts of its
#   messages before it hands them to the logger, and two of them hold the `repr` of the whole mail:
#   four fifths of the processor time of a fetch, 0.25 of 0.31 ms for a mail of 28 KB.
# Concerns: mailtracker/mailbox/connect.py, which sets `debug` to 0.
#
# One port on loopback is opened.
# Exit code: 0 as described, 1 it behaves otherwise, 2 the packages could not be had.
set -euo pipefail

packages=(IMAPClient==4.1.0)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cannot() {
    echo "imapclient-unread-log: $1" >&2
    exit 2
}

python3 -m venv "$work/venv" || cannot "this needs Python 3 with venv"
timeout 80 "$work/venv/bin/pip" -q install --no-deps "${packages[@]}" 2> "$work/log" ||
    cannot "no such package here: $(tail -1 "$work/log")"

cat > "$work/look.py" <<'LOOK'
import logging
import socket
import threading

from imapclient import IMAPClient

MAIL = b"Subject: hello\r\n\r\n" + b"words and words\r\n" * 1000
ANSWERS = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
    b"EXAMINE": b"* 1 EXISTS\r\n",
    b"UID": b"* 1 FETCH (UID 7 BODY[] {%d}\r\n%s)\r\n" % (len(MAIL), MAIL),
}


def serve(listener):
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as heard:
        connection.sendall(b"* OK hello\r\n")
        for line in heard:
            tag, command, *_ = line.split()
            connection.sendall(ANSWERS.get(command, b"") + tag + b" OK done\r\n")


listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=serve, args=(listener,), daemon=True).start()
client = IMAPClient("127.0.0.1", listener.getsockname()[1], ssl=False)
client.login("ana", "secret")
client.select_folder("INBOX", readonly=True)
level = logging.getLevelName(logging.getLogger("imapclient.imaplib").getEffectiveLevel())
written = client._imap._mesg


def fetched():
    """How many texts as long as the mail were made for the log by one FETCH."""
    texts = []
    client._imap._mesg = lambda text, *more: (texts.append(text), written(text, *more))
    assert client.fetch([7], ["BODY.PEEK[]"])[7][b"BODY[]"] == MAIL
    return sum(len(text) >= len(MAIL) for text in texts)


print("the logger takes", level, "and above")
print("imaplib's debug level:", client._imap.debug)
print("  texts that hold the mail:", fetched())
client._imap.debug = 0
print("imaplib's debug level:", client._imap.debug)
print("  texts that hold the mail:", fetched())
LOOK
env -i PATH="$PATH" timeout 60 "$work/venv/bin/python" "$work/look.py" > "$work/seen" \
    2> "$work/log" || cat "$work/log" >&2

cat > "$work/described" <<'SEEN'
the logger takes WARNING and above
imaplib's debug level: 5
  texts that hold the mail: 2
imaplib's debug level: 0
  texts that hold the mail: 0
SEEN

"$work/venv/bin/python" --version
cat "$work/seen"
if ! diff "$work/described" "$work/seen"; then
    echo "imapclient-unread-log: this is no longer what the finding says" >&2
    exit 1
fi
