#!/usr/bin/env bash
# flufl.bounce finds nobody in the delivery report of a mail that was sent with SMTPUTF8.
#
# Seen with flufl.bounce 6.0.0 and atpublic 9.0.0, on CPython 3.11.7.
# Expected: where a mail went out with SMTPUTF8, its report says message/global-delivery-status in
#   place of message/delivery-status (RFC 6533, section 4). The fields are those of RFC 3464, so
#   whoever knows the one finds the address that failed in the other.
# Instead: nobody, for an address in plain ASCII as well, since flufl.bounce asks for the old type.
#   Python's own parser asks for it too: of the old type it makes a message for each block of
#   fields, of the new one a single message, and takes all blocks but the first for its text. So a
#   program that learns the new name and goes on to walk the blocks finds nobody either.
# Concerns: mailtracker/mail/origin/bounce_detectors.py, and delivery_report.py beside it, which
#   reads the blocks itself.
#
# No port is opened.
# Exit code: 0 as described, 1 it behaves otherwise, 2 the packages could not be had.
set -euo pipefail

packages=(flufl.bounce==6.0.0 atpublic==9.0.0)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cannot() {
    echo "flufl-bounce-utf8-report: $1" >&2
    exit 2
}

python3 -m venv "$work/venv" || cannot "this needs Python 3 with venv"
timeout 80 "$work/venv/bin/pip" -q install --no-deps "${packages[@]}" 2> "$work/log" ||
    cannot "no such packages here: $(tail -1 "$work/log")"

cat > "$work/look.py" <<'LOOK'
from email import message_from_bytes

from flufl.bounce import all_failures

REPORT = """\
From: MAILER-DAEMON@mx.corp.example
To: it@corp.example
Subject: Undelivered Mail Returned to Sender
Date: Mon, 02 Nov 2026 10:00:00 +0000
Message-ID: <1@mx.corp.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Your mail could not be delivered.

--b
Content-Type: message/{kind}

Reporting-MTA: dns; mx.corp.example

Final-Recipient: rfc822; eva@corp.example
Action: failed
Status: 5.1.1

--b--
"""

for kind in ("delivery-status", "global-delivery-status"):
    mail = message_from_bytes(REPORT.format(kind=kind).encode())
    blocks = mail.get_payload(1).get_payload()
    _, failed = all_failures(mail)
    print(f"message/{kind}")
    print("  blocks of fields, as Python has them:", [block.keys() for block in blocks])
    print("  who failed, by flufl.bounce:", [one.decode() for one in sorted(failed)])
LOOK
env -i PATH="$PATH" "$work/venv/bin/python" "$work/look.py" > "$work/seen" 2> "$work/log" ||
    cat "$work/log" >&2

cat > "$work/described" <<'SEEN'
message/delivery-status
  blocks of fields, as Python has them: [['Reporting-MTA'], ['Final-Recipient', 'Action', 'Status']]
  who failed, by flufl.bounce: ['eva@corp.example']
message/global-delivery-status
  blocks of fields, as Python has them: [['Reporting-MTA']]
  who failed, by flufl.bounce: []
SEEN

"$work/venv/bin/python" --version
cat "$work/seen"
if ! diff "$work/described" "$work/seen"; then
    echo "flufl-bounce-utf8-report: this is no longer what the finding says" >&2
    exit 1
fi
