"""A site as `init --provider` writes it, with what an administrator fills in, and stand-ins in the
place of the provider's servers.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailtracker.config.filled_in import filled_in
from mailtracker.config.providers import Provider
from mailtracker.shipped import shipped
from tests.servers.access_tokens import AccessTokens
from tests.servers.issuer_files import write_google_key
from tests.servers.smtpd import PostOffice
from tests.servers.token_server import TokenServer
from tests.stories.company import ALIAS
from tests.stories.signed_in import SignedInSite


class PresetSite(SignedInSite):
    """Its config.toml is a preset, but for hosts, TLS and the user's name."""

    def __init__(
        self, provider: Provider, tokens: AccessTokens, office: PostOffice, issuer: TokenServer
    ) -> None:
        """Of the alias that has a mailbox in the office; its folder is the issuer's."""
        self.provider = provider
        folder = issuer.ca_file.parent
        (folder / "secrets").mkdir(mode=0o700)
        super().__init__(tokens, office, office.add(ALIAS), folder, issuer)

    def write_config(
        self, start_from: str = "all", extra: str = "", password_file: str = "secret", top: str = ""
    ) -> None:
        example = shipped("config.example.toml").read_text(encoding="utf-8")
        text = filled_in(example, self.provider)
        ports = iter([self.box.port, self.smtp_port])
        lines: list[str] = []
        for line in text.splitlines():
            match line.partition(" = ")[0]:
                case "host":
                    lines += ['host = "127.0.0.1"', f"port = {next(ports)}", 'tls = "none"']
                case "tls":
                    pass
                case "user":
                    lines.append(f'user = "{self.box.user}"')
                case "templates":
                    lines.append('templates = ""')
                case "folder":
                    lines += [line, f'start_from = "{start_from}"']
                case "issuer":
                    lines += [line, *self._stand_in()]
                case _:
                    lines.append(line)
        (self.folder / "config.toml").write_text("\n".join(lines), encoding="utf-8")

    def _stand_in(self) -> Iterator[str]:
        """Lines for the issuer's table; the secret, or the key, lies where the preset says."""
        assert self.issuer is not None
        secret = self.folder / "secrets" / "exchange"
        secret.touch(0o600)
        secret.write_text("s3cret")
        write_google_key(self.folder / "secrets" / "google.json", self.issuer.token_url)
        yield f'ca_file = "{self.issuer.ca_file}"'
        if self.provider.sign_in == "exchange":
            yield f'authority = "{self.issuer.url}"'
