#!/usr/bin/env bash
# GNU Mailutils' Sieve answers for people who are away without saying that a machine does.
#
# Seen with mailutils 1:3.15-4 (Debian 12, amd64).
# Expected: what `vacation` sends says "Auto-Submitted: auto-replied" and has an empty envelope
#   sender, as RFC 5230 and RFC 3834 want it, so that no program answers it or takes it for a
#   person's mail.
# Instead: neither. There is no Auto-Submitted, no Precedence, no X- field; the envelope sender is
#   the absent person, and the mail is a "Re:" with the References of an answer. In-Reply-To
#   begins with words, and only the last of them is a Message-ID. The text alone can show that
#   nobody wrote it.
# Concerns: mailtracker/mail/origin/away.py, `_recites`.
#
# A script stands in for sendmail, which would add From, Date and Message-ID: nothing is sent, no
# port is opened.
# Exit code: 0 as described, 1 it behaves otherwise, 2 the packages could not be had.
set -euo pipefail

packages=(
    mailutils=1:3.15-4 libmailutils9=1:3.15-4
    libgsasl18=2.2.0-1+deb12u1 libgssglue1=0.7-1.1 libidn12=1.41-1 libltdl7=2.4.7-7~deb12u1
    libmariadb3=1:10.11.18-0+deb12u1 libntlm0=1.6-4
)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cannot() {
    echo "sieve-vacation-unmarked: $1" >&2
    exit 2
}

mkdir "$work/debs" "$work/root" "$work/home"
(cd "$work/debs" && timeout 80 apt-get -qq -o APT::Sandbox::User=root download "${packages[@]}") ||
    cannot "no such packages here: this needs the package lists of Debian 12 (amd64)"
for package in "$work"/debs/*.deb; do dpkg -x "$package" "$work/root"; done
sieve="$work/root/usr/bin/sieve"
libraries=$(echo "$work"/root/usr/lib/*-linux-gnu)
lost=$(LD_LIBRARY_PATH=$libraries ldd "$sieve" | grep "not found" || true)
[ -z "$lost" ] || cannot "libraries are missing: $lost"

cat > "$work/inbox" <<'MAIL'
From ana@corp.example Mon Nov  2 10:00:00 2026
From: Ana Costa <ana@corp.example>
To: ben@corp.example
Date: Mon, 02 Nov 2026 10:00:00 +0000
Subject: Printer
Message-ID: <1@corp.example>

The printer is out of paper.

MAIL
# ":aliases" is this program's word for RFC 5230's ":addresses".
cat > "$work/away.sieve" <<'SIEVE'
require ["vacation"];
vacation :days 7 :aliases ["ben@corp.example"] "I am away until Monday.";
SIEVE
cat > "$work/sendmail" <<SENDMAIL
#!/bin/sh
{ echo "sendmail \$*"; tr -d '\r'; echo; } > "$work/sent"
SENDMAIL
chmod +x "$work/sendmail"

env -i PATH="$PATH" HOME="$work/home" LD_LIBRARY_PATH="$libraries" timeout 20 \
    "$sieve" --no-config --libdir="$libraries/mailutils9" --email=ben@corp.example \
    --mailer="sendmail:$work/sendmail" --mbox-url="$work/inbox" "$work/away.sieve" \
    > "$work/log" 2>&1 < /dev/null || cat "$work/log" >&2

touch "$work/sent"
cp "$work/sent" "$work/seen"
cat > "$work/described" <<'SEEN'
sendmail -oi -f ben@corp.example ana@corp.example
MIME-Version: 1.0
Content-Type: text/plain;charset=UTF-8
Content-Transfer-Encoding: 8bit
To: ana@corp.example
Subject: =?UTF-8?Q?Re:_Printer?=
In-Reply-To: Your message of Mon, 02 Nov 2026 10:00:00 +0000
	<1@corp.example>
References: <1@corp.example>

I am away until Monday.
SEEN

LD_LIBRARY_PATH=$libraries "$sieve" --version | sed -n 1p
cat "$work/seen"
if ! diff "$work/described" "$work/seen"; then
    echo "sieve-vacation-unmarked: this is no longer what the finding says" >&2
    exit 1
fi
