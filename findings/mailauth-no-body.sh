#!/usr/bin/env bash
# mailauth finds no signature in a mail without a body, and signs one with an empty line.
#
# Seen with mailauth 4.13.3, on Node.js 20.20.2.
# Expected: a mail may end with its header, without the empty line that parts it from a body
#   (RFC 5322, section 3.5). It is signed as one whose body is empty, for a missing body counts as
#   that (RFC 6376, sections 3.4.3 and 3.4.4): the same signature holds for both.
# Instead: with the empty line the signature passes, without it the mail is "not signed", so that
#   DMARC fails and a domain's "reject" hits its own mail. Asked to sign such a mail, mailauth tells
#   of no error and returns an empty line in place of a signature. Put on top, as its README has it,
#   that line ends the header before it began: sender, recipient and subject have become text.
# Concerns: mailtracker/mail/origin/auth_results.py, which believes what a server noted about a mail.
#
# DNS is a table in the script; no port is opened.
# Exit code: 0 as described, 1 it behaves otherwise, 2 the package could not be had.
set -euo pipefail

package=mailauth@4.13.3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cannot() {
    echo "mailauth-no-body: $1" >&2
    exit 2
}

node --version > "$work/log" 2>&1 || cannot "this needs Node.js with npm"
timeout 80 npm install --loglevel=error --prefix "$work" --cache "$work/cache" --ignore-scripts \
    --no-audit --no-fund --no-update-notifier "$package" > "$work/log" 2>&1 ||
    cannot "no such package here: $(sed -n 2p "$work/log")"

cat > "$work/look.mjs" <<'LOOK'
import { generateKeyPairSync } from "node:crypto";
import { authenticate } from "mailauth";
import { dkimSign } from "mailauth/lib/dkim/sign.js";

const HEADER =
  "From: ana@corp.example\r\n" +
  "To: it@corp.example\r\n" +
  "Subject: The printer is out of paper\r\n" +
  "Date: Mon, 02 Nov 2026 10:00:00 +0000\r\n" +
  "Message-ID: <1@corp.example>\r\n";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const published = publicKey.export({ type: "spki", format: "der" }).toString("base64");
const DNS = {
  "key._domainkey.corp.example": `v=DKIM1; p=${published}`,
  "_dmarc.corp.example": "v=DMARC1; p=reject",
};

async function resolver(name, type) {
  if (type === "TXT" && DNS[name]) return [[DNS[name]]];
  throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
}

function sign(mail) {
  return dkimSign(mail, {
    signatureData: [
      {
        signingDomain: "corp.example",
        selector: "key",
        privateKey: privateKey.export({ type: "pkcs8", format: "pem" }),
      },
    ],
  });
}

async function show(what, mail) {
  const { dkim, dmarc } = await authenticate(mail, {
    ip: "192.0.2.1",
    helo: "mx.corp.example",
    sender: "ana@corp.example",
    mta: "mx.other.example",
    resolver,
  });
  const { result, comment } = dkim.results[0].status;
  const said = comment ? `${result} (${comment})` : result;
  console.log(`${what}: dkim=${said} dmarc=${dmarc.status.result}`);
}

const signed = await sign(`${HEADER}\r\n`);
console.log(`signing with an empty line: ${signed.signatures.slice(0, 14)}`);
await show("with an empty line", `${signed.signatures}${HEADER}\r\n`);
await show("without one", `${signed.signatures}${HEADER}`);

const unsigned = await sign(HEADER);
const { signatures, errors } = unsigned;
console.log(`signing without one: ${JSON.stringify(signatures)}, ${errors.length} errors`);
LOOK
env -i PATH="$PATH" timeout 30 node "$work/look.mjs" > "$work/seen" 2> "$work/log" ||
    cat "$work/log" >&2

cat > "$work/described" <<'SEEN'
signing with an empty line: DKIM-Signature
with an empty line: dkim=pass dmarc=pass
without one: dkim=none (message not signed) dmarc=fail
signing without one: "\r\n", 0 errors
SEEN

echo "$package, Node.js $(node --version)"
cat "$work/seen"
if ! diff "$work/described" "$work/seen"; then
    echo "mailauth-no-body: this is no longer what the finding says" >&2
    exit 1
fi
