#!/usr/bin/env bash
# msal repeats a refusal for a minute without asking, and is told by the machine's clock what lives.
#
# Seen with msal 1.39.0, PyJWT 2.15.1 and requests 2.34.2, on CPython 3.11.7.
# Expected: acquire_token_for_client asks the token endpoint whenever there is no access token in
#   its cache, so that consent which was granted a moment ago counts; and once an access token has
#   ended it asks for another one.
# Instead: an answer 400 is remembered for 60 s and a 500 for 5 s, by all that was sent, and told
#   again without a request, with no word that it is an old one. An access token is held against
#   the machine's clock: set that back by a day, and one that ended hours ago is given as if it
#   lived.
# Concerns: mailtracker/oauth/microsoft.py, which makes a new application for each request, and
#   mailtracker/oauth/sign_in.py, whose clock nobody can set.
#
# No port is opened: msal takes an HTTP client of its caller's.
# Exit code: 0 as described, 1 it behaves otherwise, 2 the packages could not be had.
set -euo pipefail

packages=(msal==1.39.0 PyJWT==2.15.1 requests==2.34.2 cryptography==50.0.2)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cannot() {
    echo "msal-remembered-refusal: $1" >&2
    exit 2
}

python3 -m venv "$work/venv" || cannot "this needs Python 3 with venv"
timeout 120 "$work/venv/bin/pip" -q install "${packages[@]}" 2> "$work/log" ||
    cannot "no such packages here: $(tail -1 "$work/log")"

cat > "$work/look.py" <<'LOOK'
import json
import time
from types import SimpleNamespace

from msal import ConfidentialClientApplication

AUTHORITY = "https://login.microsoftonline.com/corp.example"
METADATA = {"authorization_endpoint": AUTHORITY, "token_endpoint": f"{AUTHORITY}/token"}


class Issuer:
    """Answers what it is given, and counts how often it is asked for an access token."""

    def __init__(self):
        self.answer, self.asked = (200, {}), 0

    def get(self, url, **_):
        return self.said(200, METADATA)

    def post(self, url, **_):
        self.asked += 1
        return self.said(*self.answer)

    def said(self, status, body):
        def fail():
            if status >= 400:
                raise OSError(status)

        return SimpleNamespace(
            status_code=status, text=json.dumps(body), headers={}, raise_for_status=fail
        )


def made(issuer):
    return ConfidentialClientApplication(
        "app", "secret", AUTHORITY, http_client=issuer, instance_discovery=False
    )


def ask(application):
    try:
        found = application.acquire_token_for_client(["https://outlook.office365.com/.default"])
    except Exception as error:
        return type(error).__name__
    return found.get("error") or found["access_token"]


TOKEN = {"access_token": "one", "expires_in": 3600, "token_type": "Bearer"}
for status, body in ((400, {"error": "invalid_grant"}), (500, {})):
    issuer = Issuer()
    application = made(issuer)
    issuer.answer = (status, body)
    first = ask(application)
    issuer.answer = (200, TOKEN)
    print(f"{status}, then well: {first}, {ask(application)}; asked {issuer.asked} time")

issuer = Issuer()
application = made(issuer)
issuer.answer = (200, TOKEN)
first, clock = ask(application), time.time
issuer.answer = (200, {**TOKEN, "access_token": "two"})
time.time = lambda: clock() + 7200 - 86_400
print(f"two hours later, clock set back by a day: {first}, {ask(application)}; asked {issuer.asked}")
LOOK
env -i PATH="$PATH" "$work/venv/bin/python" "$work/look.py" > "$work/seen" 2> "$work/log" ||
    cat "$work/log" >&2

cat > "$work/described" <<'SEEN'
400, then well: invalid_grant, invalid_grant; asked 1 time
500, then well: MsalServiceError, MsalServiceError; asked 1 time
two hours later, clock set back by a day: one, one; asked 1
SEEN

"$work/venv/bin/python" --version
cat "$work/seen"
if ! diff "$work/described" "$work/seen"; then
    echo "msal-remembered-refusal: this is no longer what the finding says" >&2
    exit 1
fi
