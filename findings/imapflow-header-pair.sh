#!/usr/bin/env bash
# imapflow finds other mails than those it was asked for once two header fields stand under a "not".
#
# Seen with imapflow 2.10.2, on Node.js 20.20.2.
# Expected: {header: {"X-Queue": "it", "X-State": "closed"}} means mails with both, and under `not`
#   or in an `or` it still is one thing: NOT takes one search key and OR two (RFC 3501, sections
#   6.4.4 and 9), so that more than one belongs in parentheses. imapflow does so for other criteria.
# Instead: two fields of `header` go without parentheses, as NOT HEADER … HEADER …, which denies the
#   first field alone, and as OR HEADER … HEADER … FROM …, which asks for the sender besides.
#   The server has nothing to complain of. A job that clears away "all but these" by such a query
#   (messageDelete and messageMove take one, too) spares and takes the wrong mails.
# Concerns: mailtracker/mailbox/imap.py: what other programs take from the shared mailbox.
#
# The server is a stand-in on a free port of the loopback: five mails, and search keys as the RFC's
# grammar has them. GNU Mailutils' imap4d gives the same answers.
# Exit code: 0 as described, 1 it behaves otherwise, 2 the package could not be had.
set -euo pipefail

package=imapflow@2.10.2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cannot() {
    echo "imapflow-header-pair: $1" >&2
    exit 2
}

node --version > "$work/log" 2>&1 || cannot "this needs Node.js with npm"
timeout 80 npm install --loglevel=error --prefix "$work" --cache "$work/cache" --ignore-scripts \
    --no-audit --no-fund --no-update-notifier "$package" > "$work/log" 2>&1 ||
    cannot "no such package here: $(sed -n 2p "$work/log")"

cat > "$work/look.mjs" <<'LOOK'
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { ImapFlow } from "imapflow";

const MAILS = [
  { FROM: "ana@corp.example", "X-QUEUE": "it", "X-STATE": "closed" },
  { FROM: "ana@corp.example", "X-QUEUE": "it", "X-STATE": "open" },
  { FROM: "ben@corp.example", "X-QUEUE": "pay", "X-STATE": "closed" },
  { FROM: "cron@corp.example", "X-QUEUE": "pay", "X-STATE": "open" },
  { FROM: "cron@corp.example", "X-QUEUE": "it", "X-STATE": "open" },
];

/** One search key off the front of the words, as a test of a mail. */
function key(words) {
  const word = words.shift();
  if (word === "(") return all(words);
  if (word === "NOT") {
    const denied = key(words);
    return (mail) => !denied(mail);
  }
  if (word === "OR") {
    const [one, other] = [key(words), key(words)];
    return (mail) => one(mail) || other(mail);
  }
  const [field, part] = [word === "HEADER" ? words.shift() : word, words.shift()];
  return (mail) => mail[field].includes(part);
}

/** All keys up to the end or a closing parenthesis: a mail has to pass each. */
function all(words) {
  const keys = [];
  while (words.length && words[0] !== ")") keys.push(key(words));
  words.shift();
  return (mail) => keys.every((passes) => passes(mail));
}

let asked = "";
function answer(name, words) {
  switch (name) {
    case "CAPABILITY":
      return ["* CAPABILITY IMAP4rev1"];
    case "LIST":
      return ['* LIST () "/" INBOX'];
    case "SELECT":
      return [`* ${MAILS.length} EXISTS`, "* OK [UIDVALIDITY 1]", "* OK [UIDNEXT 6]"];
    case "UID": {
      asked = words.slice(1).join(" ");
      const passes = all(asked.match(/[()]|[^()\s]+/g));
      const found = MAILS.map((mail, i) => [mail, i + 1]).filter(([mail]) => passes(mail));
      return [`* SEARCH ${found.map(([, uid]) => uid).join(" ")}`];
    }
    case "LOGOUT":
      return ["* BYE"];
    default:
      return [];
  }
}

const server = createServer((socket) => {
  socket.write("* OK\r\n");
  createInterface({ input: socket }).on("line", (line) => {
    const [tag, name, ...words] = line.split(" ");
    for (const said of [...answer(name, words), `${tag} OK`]) socket.write(`${said}\r\n`);
    if (name === "LOGOUT") socket.end();
  });
});
await new Promise((listens) => server.listen(0, "127.0.0.1", listens));

const client = new ImapFlow({
  host: "127.0.0.1",
  port: server.address().port,
  secure: false,
  doSTARTTLS: false,
  auth: { user: "it", pass: "none" },
  logger: false,
});
await client.connect();
await client.mailboxOpen("INBOX");

const both = { header: { "X-Queue": "it", "X-State": "closed" } };
const queries = {
  "both": both,
  "not both": { not: both },
  "both, or from cron": { or: [both, { from: "cron" }] },
  "not (from ana and for it)": { not: { from: "ana", header: { "X-Queue": "it" } } },
};
for (const [what, query] of Object.entries(queries)) {
  const found = await client.search(query, { uid: true });
  console.log(`${what}: ${asked} -> ${found.join(" ")}`);
}
await client.logout();
server.close();
LOOK
env -i PATH="$PATH" timeout 30 node "$work/look.mjs" > "$work/seen" 2> "$work/log" ||
    cat "$work/log" >&2

cat > "$work/described" <<'SEEN'
both: HEADER X-QUEUE it HEADER X-STATE closed -> 1
not both: NOT HEADER X-QUEUE it HEADER X-STATE closed -> 3
both, or from cron: OR HEADER X-QUEUE it HEADER X-STATE closed FROM cron -> 5
not (from ana and for it): NOT (FROM ana HEADER X-QUEUE it) -> 3 4 5
SEEN

echo "$package, Node.js $(node --version)"
cat "$work/seen"
if ! diff "$work/described" "$work/seen"; then
    echo "imapflow-header-pair: this is no longer what the finding says" >&2
    exit 1
fi
