"""Access tokens in, who may log in by them out: as Dovecot asks it (RFC 7662), and as the SMTP
server of the tests does. And how a client gets them, without an issuer.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from mailtracker.errors import MailtrackerError

CHALLENGE = '{"status":"401","schemes":"bearer","scope":"https://mail.corp.example/"}'
"""What a server says of an access token that it does not take, as Google describes it."""


class AccessTokens:
    """Which are good, and for whom. A context manager: `port` is where Dovecot asks.

    `status` other than 200 is what Dovecot is answered instead: an issuer that is in trouble. Those
    of another issuer are good that stand in its list `given`, for `given_to`.
    """

    def __init__(self) -> None:
        self.good: dict[str, str] = {}
        self.given: Sequence[str] = ()
        self.given_to = ""
        self.status = 200
        self.asked: list[str] = []

    def __enter__(self) -> AccessTokens:
        book = self

        class Ask(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                form = parse_qs(self.rfile.read(length).decode())
                self._answer((form.get("token") or [""])[0])

            def _answer(self, token: str) -> None:
                book.asked.append(token)
                user = book.user_of(token)
                known = {"active": True, "username": user, "scope": "mail"}
                said = known if user else {"active": False}
                body = json.dumps(said).encode()
                self.send_response(book.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Not to the test's output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Ask)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def issue(self, user: str, length: int = 1200) -> str:
        """A good one, as long as those of Microsoft are."""
        token = f"ey{secrets.token_urlsafe(length)}"[:length]
        self.good[token] = user
        return token

    def expire(self, token: str = "") -> None:
        """This one is good no longer; without a name, none is."""
        if token:
            self.good.pop(token, None)
        else:
            self.good.clear()

    def user_of(self, token: str) -> str:
        """ "": it is not good."""
        return self.good.get(token) or (self.given_to if token in self.given else "")

    def is_good(self, token: str, user: str) -> bool:
        return bool(user) and self.user_of(token) == user


@dataclass
class AccessInHand:
    """An `Access` that gives one after the other: the next where the last was refused. An error in
    their place is raised.
    """

    tokens: Sequence[str | MailtrackerError]
    refused: list[str] = field(default_factory=list)
    asked: int = 0
    at: int = 0

    def access_token(self) -> str:
        self.asked += 1
        one = self.tokens[min(self.at, len(self.tokens) - 1)]
        if isinstance(one, MailtrackerError):
            raise one
        return one

    def was_refused(self, access_token: str) -> None:
        self.refused.append(access_token)
        if access_token == self.tokens[self.at]:
            self.at = min(self.at + 1, len(self.tokens) - 1)


def said_by(mechanism: str, blob: bytes) -> tuple[str, str]:
    """User and access token of a client's first answer, by Google's page on XOAUTH2 and by RFC 7628
    3.1; ("", "") where it is none.
    """
    text = blob.decode()
    forms = {
        "XOAUTH2": r"user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01",
        "OAUTHBEARER": r"n,a=([^,]*),\x01host=[^\x01]+\x01port=\d+\x01auth=Bearer ([^\x01]*)"
        r"\x01\x01",
    }
    found = re.fullmatch(forms[mechanism], text)
    if found is None:
        return "", ""
    return found[1].replace("=2C", ",").replace("=3D", "="), found[2]
