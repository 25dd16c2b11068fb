"""What each provider of mailboxes wants of config.toml, as data. All else is as in the example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from mailtracker.record import dataclass

Key = tuple[str, str]
"""A table as its header names it, "" above the first, and a key in it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A `value` as TOML has it, and why it is so (`why`), "" for what the example says of it. It
    takes the place of the key `instead`, and of all that is said of that one; or it stands behind
    the key `behind`.
    """

    value: str
    why: str = ""
    instead: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """Where the example must say something else for one of them."""

    #: As `init --provider` takes it.
    name: str
    #: What people call it.
    title: str
    #: The page that has its steps.
    page: str
    #: What stands at the top of the file, a line each.
    notes: tuple[str, ...] = ()
    #: The keys that have another value than in the example, or that it lacks.
    settings: Mapping[Key, Setting] = field(default_factory=dict)
    #: Which `[oauth.NAME]` of the example is meant, "" for a password.
    sign_in: str = ""
    #: The extra of the package that its sign-in needs, "" for none.
    extra: str = ""


_ONE_SENDER: Mapping[Key, Setting] = {
    ("smtp", "user"): Setting('"it-help@corp.example"', "the mailbox above: it sends what is ours"),
    ("smtp", "envelope"): Setting('"alias"', "no other address of ours is sure to be let through"),
    ("smtp", "receipts"): Setting('"envelope"', "nor is none at all"),
}
"""Where a login may send from its own address, and no other is promised to be taken or kept."""


def _signed_in(name: str) -> Mapping[Key, Setting]:
    """IMAP and SMTP by the access tokens of one `[oauth.NAME]`."""
    return {
        ("mailbox.imap", "oauth"): Setting(f'"{name}"', f"[oauth.{name}] below", "password_file"),
        ("smtp", "oauth"): Setting(f'"{name}"', "the same sign-in", "password_file"),
    }


MICROSOFT = Provider(
    name="microsoft",
    title="Microsoft 365 (Exchange Online)",
    page="docs/microsoft365.md",
    notes=(
        "A shared mailbox, by an app registration of yours: no licence, and nobody's own login.",
        "One line, the client secret, readable only by the account that runs mailtracker:",
        "  mkdir -m 700 secrets; (umask 077; cat > secrets/exchange)   then type it, Enter, Ctrl-D",
    ),
    sign_in="exchange",
    extra="microsoft",
    settings={
        **_ONE_SENDER,
        **_signed_in("exchange"),
        ("", "authserv_ids"): Setting('["protection.outlook.com"]'),
        ("", "exchange_tenant"): Setting(
            '"11111111-2222-3333-4444-555555555555"',
            "as tenant in [oauth.exchange]: its stamp knows colleagues inside (docs/security.md)",
            behind="authserv_ids",
        ),
        ("mailbox", "sent_folder"): Setting('"Sent Items"', "where it keeps what it took from us"),
        ("mailbox.imap", "host"): Setting('"outlook.office365.com"'),
        ("smtp", "host"): Setting('"smtp.office365.com"'),
        ("smtp", "tls"): Setting('"starttls"', "on port 587; it has no other"),
        ("smtp", "connections"): Setting("3", "a fourth is refused (432 4.3.2)"),
    },
)

GOOGLE = Provider(
    name="google",
    title="Google Workspace (Gmail)",
    page="docs/google-workspace.md",
    notes=(
        "A user of yours, by a service account with domain-wide delegation: nobody's own login.",
        "The address is a user's: a group has no mailbox. Its key: chmod 600 secrets/google.json",
    ),
    sign_in="google",
    extra="google",
    settings={
        **_ONE_SENDER,
        **_signed_in("google"),
        ("", "authserv_ids"): Setting('["mx.google.com"]'),
        ("mailbox", "sent_folder"): Setting(
            '"[Gmail]/Sent Mail"', "its name in English; in German [Gmail]/Gesendet"
        ),
        ("mailbox.imap", "host"): Setting('"imap.gmail.com"'),
        ("smtp", "host"): Setting('"smtp.gmail.com"'),
        ("smtp", "connections"): Setting("2", "enough for its 2,000 mails a day"),
    },
)

FASTMAIL = Provider(
    name="fastmail",
    title="Fastmail",
    page="docs/providers.md#fastmail",
    notes=("It takes an app password for IMAP and SMTP, never the account's own.",),
    settings={
        **_ONE_SENDER,
        ("mailbox.imap", "host"): Setting('"imap.fastmail.com"'),
        ("mailbox.imap", "user"): Setting('"you@corp.example"', "the account's login, no alias"),
        ("smtp", "host"): Setting('"smtp.fastmail.com"'),
        ("smtp", "user"): Setting('"you@corp.example"', "the same login"),
        ("smtp", "password_file"): Setting('"secrets/it-help"', "and the same app password"),
        ("smtp", "connections"): Setting("2"),
    },
)

DOVECOT = Provider(
    name="dovecot",
    title="a server of your own with Dovecot and Postfix",
    page="docs/providers.md#dovecot-and-postfix",
    settings={
        ("", "authserv_ids"): Setting('["mail.corp.example"]'),
        ("mailbox.imap", "host"): Setting('"mail.corp.example"'),
        ("smtp", "host"): Setting('"mail.corp.example"'),
        ("smtp", "user"): Setting(
            '"it-help@corp.example"', "it must be let send from it-help+anything@ and from <>"
        ),
        ("smtp", "password_file"): Setting('"secrets/it-help"'),
    },
)

OTHER = Provider(name="other", title="any other server", page="docs/providers.md")

TABLE: Mapping[str, Provider] = {
    one.name: one for one in (MICROSOFT, GOOGLE, FASTMAIL, DOVECOT, OTHER)
}
"""By the word behind --provider."""
