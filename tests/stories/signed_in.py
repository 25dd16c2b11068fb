"""A site without passwords: `[oauth.corp]` runs a program that prints access tokens, and Dovecot
and the SMTP server take those that are good.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.servers.access_tokens import AccessTokens
from tests.servers.dovecot import Box
from tests.servers.issuer_files import write_app_pem, write_google_key
from tests.servers.smtpd import SmtpSink
from tests.servers.token_server import TokenServer
from tests.stories.site import Site

PROGRAM = """
echo >> asked
test -e away && exit 3
cat given."$(wc -l < asked)" 2>/dev/null || cat given
"""
"""It prints what lies in `given`; the first time in `given.1`, where there is such a file."""


ENDPOINT = """
issuer = "endpoint"
token_url = "{}"
client_id = "mailtracker"
secret_file = "secret"
"""

MICROSOFT = """
issuer = "microsoft"
authority = "{}"
tenant = "corp.example"
client_id = "mailtracker"
secret_file = "secret"
"""


class SignedInSite(Site):
    """Both servers are logged in to as the mailbox's user, by one access token. `issuer` gives it,
    where there is one, as this `kind` of sign-in; else the program.
    """

    def __init__(
        self,
        tokens: AccessTokens,
        post: SmtpSink,
        box: Box,
        folder: Path,
        issuer: TokenServer | None = None,
        kind: str = "endpoint",
    ) -> None:
        self.tokens, self.issuer, self._kind = tokens, issuer, kind
        tokens.status, tokens.given_to = 200, box.user
        tokens.given = issuer.given if issuer else ()
        post.tokens = tokens
        super().__init__(post, box, folder)
        self.secret = self.issue()

    def write_config(
        self, start_from: str = "all", extra: str = "", password_file: str = "secret", top: str = ""
    ) -> None:
        super().write_config(start_from, extra, password_file, top)
        file = self.folder / "config.toml"
        told = file.read_text(encoding="utf-8")
        told = told.replace(f'password_file = "{password_file}"', 'oauth = "corp"')
        told = told.replace("[smtp]\n", f'[smtp]\nuser = "{self.box.user}"\noauth = "corp"\n')
        file.write_text(f"{told}[oauth.corp]\n{self._table()}", encoding="utf-8")

    def _table(self) -> str:
        if self.issuer is None:
            (self.folder / "program").write_text(PROGRAM)
            return 'issuer = "command"\ntoken_command = ["/bin/sh", "program"]\n'
        return f'{self._proof(self.issuer)}ca_file = "{self.issuer.ca_file}"\n'

    def _proof(self, issuer: TokenServer) -> str:
        """How each kind proves who we are."""
        if self._kind == "google":
            write_google_key(self.folder / "key.json", issuer.token_url)
            return 'issuer = "google"\nkey_file = "key.json"\n'
        if self._kind == "endpoint":
            return ENDPOINT.format(issuer.token_url)
        told = MICROSOFT.format(issuer.url)
        if self._kind == "microsoft":
            return told
        (self.folder / "app").mkdir(exist_ok=True)
        write_app_pem(self.folder / "app" / "app.pem")
        return told.replace('secret_file = "secret"', 'certificate_file = "app/app.pem"')

    # -- the issuer --------------------------------------------------------------------

    def issue(self) -> str:
        """A good one, which the program prints from now on."""
        self.secret = self.tokens.issue(self.box.user)
        self.prints(self.secret)
        return self.secret

    def prints(self, token: str, time: int = 0) -> None:
        """The program does; only when it is asked for the so-manieth time, where that is given."""
        said = json.dumps({"access_token": token, "expires_in": 3600, "token_type": "Bearer"})
        name = f"given.{time}" if time else "given"
        (self.folder / name).write_text(said)

    def expires(self) -> None:
        """The access token in use is good no longer, well before its time, and there is another."""
        old = self.secret
        self.issue()
        self.tokens.expire(old)

    @property
    def asked(self) -> int:
        """How often the program was asked."""
        file = self.folder / "asked"
        return len(file.read_text().splitlines()) if file.exists() else 0

    # -- what was said -----------------------------------------------------------------

    def receipts(self, to: str = "eva@corp.example") -> int:
        """How many mails of ours went there."""
        return sum(env_to == to for _, env_to, _ in list(self.post.log))

    def is_well(self) -> bool:
        return self.ask("status").returncode == 0
