#!/usr/bin/env bash
# imapclient reads the keyword "2026" of a mail as the number 2026, and the keyword "NIL" as None.
#
# Seen with IMAPClient 4.1.0, on CPython 3.11.7.
# Expected: a mail's flags are bytes. A keyword may be of digits alone, or be called like a word of
#   the protocol: it is any atom, and nothing but flags stands in a list of them (RFC 3501, section
#   9, flag-list). Mail programs name a tag's keyword like the tag; Dovecot takes and tells both.
# Instead: in what a FETCH says it is an int, or None, so that `b"2026" in flags` is false of a mail
#   that has it, each flag's `.lower()` breaks, and set_flags() refuses what get_flags() gave. What
#   SELECT says of the same folder has bytes. A keyword "007" is bytes in both.
# Concerns: mailtracker/mailbox/flags.py, by which all flags of a mail are read.
#
# The server is a stand-in on a free port of the loopback.
# Exit code: 0 as described, 1 it behaves otherwise, 2 the packages could not be had.
set -euo pipefail

packages=(IMAPClient==4.1.0)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cannot() {
    echo "imapclient-keyword-number: $1" >&2
    exit 2
}

python3 -m venv "$work/venv" || cannot "this needs Python 3 with venv"
timeout 80 "$work/venv/bin/pip" -q install --no-deps "${packages[@]}" 2> "$work/log" ||
    cannot "no such package here: $(tail -1 "$work/log")"

cat > "$work/look.py" <<'LOOK'
import socket
import threading

from imapclient import IMAPClient

FLAGS = rb"\Seen urgent 2026 NIL 007"
ANSWERS = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
    b"SELECT": b"* FLAGS (" + FLAGS + b")\r\n* 1 EXISTS\r\n",
    b"UID": b"* 1 FETCH (UID 7 FLAGS (" + FLAGS + b"))\r\n",
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
client = IMAPClient("127.0.0.1", listener.getsockname()[1], ssl=False, timeout=10)
client.login("ana", "secret")
print("the server:", FLAGS.decode())
print("SELECT:", client.select_folder("INBOX")[b"FLAGS"])
flags = client.get_flags([7])[7]
print("FETCH: ", flags)
print("has 2026:", b"2026" in flags)
try:
    client.set_flags([7], [flag for flag in flags if flag is not None])
except TypeError as error:
    print("set_flags:", error)
LOOK
env -i PATH="$PATH" timeout 60 "$work/venv/bin/python" "$work/look.py" > "$work/seen" \
    2> "$work/log" || cat "$work/log" >&2

cat > "$work/described" <<'SEEN'
the server: \Seen urgent 2026 NIL 007
SELECT: (b'\\Seen', b'urgent', b'2026', b'NIL', b'007')
FETCH:  (b'\\Seen', b'urgent', 2026, None, b'007')
has 2026: False
set_flags: sequence item 2: expected str instance, int found
SEEN

"$work/venv/bin/python" --version
cat "$work/seen"
if ! diff "$work/described" "$work/seen"; then
    echo "imapclient-keyword-number: this is no longer what the finding says" >&2
    exit 1
fi
