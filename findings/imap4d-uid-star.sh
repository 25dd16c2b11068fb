#!/usr/bin/env bash
# GNU Mailutils' imap4d finds nothing when it is asked for "UID 1:*".
#
# Seen with mailutils-imap4d 1:3.15-4 (Debian 12, amd64).
# Expected: in a folder of three mails `UID SEARCH UID 1:*` names all three: "*" is the highest
#   number there is (RFC 3501, section 9, seq-number), and a range up to it is never empty.
# Instead: OK, and not one mail. Only the search key UID is so: "*" works in a range of message
#   numbers and in UID FETCH, and the search finds all once 4294967295 stands for "*".
#   A client that looks for new mail in this way sees an empty folder, without any error.
# Concerns: mailtracker/mailbox/imap.py, `waiting`.
#
# The server speaks over a pipe, as inetd would start it; no port is opened.
# Exit code: 0 as described, 1 it behaves otherwise, 2 the packages could not be had.
set -euo pipefail

packages=(
    mailutils-imap4d=1:3.15-4 libmailutils9=1:3.15-4
    libgsasl18=2.2.0-1+deb12u1 libgssglue1=0.7-1.1 libidn12=1.41-1 libltdl7=2.4.7-7~deb12u1
    libmariadb3=1:10.11.18-0+deb12u1 libntlm0=1.6-4 libwrap0=7.6.q-32
)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cannot() {
    echo "imap4d-uid-star: $1" >&2
    exit 2
}

mkdir "$work/debs" "$work/root" "$work/home"
(cd "$work/debs" && timeout 80 apt-get -qq -o APT::Sandbox::User=root download "${packages[@]}") ||
    cannot "no such packages here: this needs the package lists of Debian 12 (amd64)"
for package in "$work"/debs/*.deb; do dpkg -x "$package" "$work/root"; done
server="$work/root/usr/sbin/imap4d"
libraries=$(echo "$work"/root/usr/lib/*-linux-gnu):$(echo "$work"/root/lib/*-linux-gnu)
lost=$(LD_LIBRARY_PATH=$libraries ldd "$server" | grep "not found" || true)
[ -z "$lost" ] || cannot "libraries are missing: $lost"

for number in 1 2 3; do
    cat <<MAIL
From ana@corp.example Mon Nov  2 10:00:00 2026
From: ana@corp.example
To: it@corp.example
Date: Mon, 02 Nov 2026 10:00:00 +0000
Subject: Question $number
Message-ID: <$number@corp.example>

The printer is out of paper.

MAIL
done > "$work/inbox"
cat > "$work/imap4d.conf" <<CONF
mailbox { mailbox-pattern "$work/inbox"; };
logging { syslog no; };
CONF

searches=(
    "UID SEARCH UID 1:*"
    "UID SEARCH UID 1:4294967295"
    "UID SEARCH ALL"
    "UID SEARCH 1:*"
)
{
    printf 's SELECT INBOX\r\n'
    for search in "${searches[@]}"; do printf 'q %s\r\n' "$search"; done
    printf 'f UID FETCH 1:* (UID)\r\nz LOGOUT\r\n'
} > "$work/commands"
env -i PATH="$PATH" HOME="$work/home" LD_LIBRARY_PATH="$libraries" timeout 20 \
    "$server" --inetd --test --preauth --config-file="$work/imap4d.conf" \
    < "$work/commands" 2> "$work/log" | tr -d '\r' > "$work/answers" || cat "$work/log" >&2

mapfile -t found < <(sed -n 's/^\* SEARCH *//p' "$work/answers")
{
    sed -n 's/^\* \([0-9]* EXISTS\)$/\1/p' "$work/answers"
    for i in "${!searches[@]}"; do
        numbers=${found[i]-no answer}
        echo "${searches[i]} -> ${numbers:-nothing}"
    done
    fetched=$(sed -n 's/.*FETCH (UID \([0-9]*\))$/\1/p' "$work/answers" | xargs)
    echo "UID FETCH 1:* (UID) -> $fetched"
    echo "$(grep -c '^q OK' "$work/answers") of ${#searches[@]} searches were answered OK"
} > "$work/seen"
cat > "$work/described" <<'SEEN'
3 EXISTS
UID SEARCH UID 1:* -> nothing
UID SEARCH UID 1:4294967295 -> 1 2 3
UID SEARCH ALL -> 1 2 3
UID SEARCH 1:* -> 1 2 3
UID FETCH 1:* (UID) -> 1 2 3
4 of 4 searches were answered OK
SEEN

LD_LIBRARY_PATH=$libraries "$server" --version | sed -n 1p
cat "$work/seen"
if ! diff "$work/described" "$work/seen"; then
    echo "imap4d-uid-star: this is no longer what the finding says" >&2
    exit 1
fi
