"""What `[oauth.NAME]` may say: one pydantic model for each kind of issuer of access tokens. Which
one is meant says the key `issuer`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, PlainValidator

from mailtracker.config.toml_table import TomlTable
from mailtracker.config.values import (
    HttpsUrl,
    Line,
    Takes,
    Timeout,
    parse_authority,
    parse_day,
    parse_tenant,
    parse_thumbprint,
)

Day = Annotated[date, PlainValidator(parse_day), Takes("a date")]
Words = Annotated[list[Line], Field(min_length=1), Takes("a list: the words of a command line")]


class Issuer(TomlTable):
    """What all of them have in common."""

    rare = frozenset({"secret_ends", "timeout"})

    issuer: str = Field(description="which kind of issuer it is")
    timeout: Timeout = Field(
        default=timedelta(seconds=30),
        description="how long one answer may take",
        examples=["1 minute"],
    )
    secret_ends: Day | None = Field(
        default=None,
        description="the day on which the secret, the key or the refresh token ends, as the "
        "issuer's pages show it: no program can ask. `status` and `check` show it, and warn 30 "
        "days before",
        examples=["2027-05-01"],
    )


class WebIssuer(Issuer):
    """One that is asked by HTTPS."""

    otherwise: ClassVar[Mapping[str, str]] = {"ca_file": "the machine's"}
    rare = Issuer.rare | {"ca_file"}

    ca_file: Line | None = Field(
        default=None,
        description="certificates of the authority that vouches for the issuer's server, as a PEM "
        "file beside this file: a proxy that opens TLS has one of its own",
        examples=["corp-ca.pem"],
    )


_IN_FILE = (
    "a file that holds the client secret as its only line, as `password_file`; "
    "`$CREDENTIALS_DIRECTORY/name` is a credential of systemd"
)
_IN_VARIABLE = "an environment variable that holds the client secret, instead of the file"
_IN_OUR_FILE = (
    "the file of the refresh token, in a folder that we may write to: an issuer may "
    "give another one at any time, and the old one is void then"
)


class MicrosoftIssuer(WebIssuer):
    """Microsoft Entra ID, for Exchange Online: an app registration with the permissions
    IMAP.AccessAsApp and SMTP.SendAsApp signs in as itself. Needs `pip install
    'mailtracker[microsoft]'`. Give one of `secret_file`, `secret_env` and `certificate_file`.
    """

    otherwise: ClassVar[Mapping[str, str]] = {
        **WebIssuer.otherwise,
        "scope": "that of Exchange Online in this cloud",
    }
    rare = WebIssuer.rare - {"secret_ends"} | {
        *("secret_env", "certificate_file", "thumbprint", "scope", "authority"),
    }

    issuer: Literal["microsoft"] = Field(
        description="which kind of issuer it is", examples=["microsoft"]
    )
    tenant: Annotated[str, AfterValidator(parse_tenant), Takes("a text")] = Field(
        description="the directory (tenant) id, or a domain of it",
        examples=["11111111-2222-3333-4444-555555555555"],
    )
    client_id: Line = Field(
        description="the application (client) id of the app registration",
        examples=["66666666-7777-8888-9999-000000000000"],
    )
    secret_file: Line | None = Field(
        default=None, description=_IN_FILE, examples=["secrets/exchange"]
    )
    secret_env: Line | None = Field(
        default=None, description=_IN_VARIABLE, examples=["EXCHANGE_SECRET"]
    )
    certificate_file: Line | None = Field(
        default=None,
        description="a PEM file with the certificate that the app registration knows and its "
        "private key, without a passphrase, instead of a secret",
        examples=["secrets/exchange.pem"],
    )
    thumbprint: (
        Annotated[str, AfterValidator(parse_thumbprint), Takes("40 hexadecimal digits")] | None
    ) = Field(
        default=None,
        description="the SHA-1 thumbprint of the certificate as the portal shows it, with or "
        "without colons: a check that the file holds that one. Left out, it is computed",
        examples=["0A1B2C3D4E5F60718293A4B5C6D7E8F901234567"],
    )
    authority: Annotated[
        str, AfterValidator(parse_authority), Takes("a URL that begins `https:`")
    ] = Field(
        default="https://login.microsoftonline.com",
        description="where tokens come from, for a national cloud: "
        "`https://login.microsoftonline.us` (US Government), "
        "`https://login.partner.microsoftonline.cn` (China, 21Vianet)",
        examples=["https://login.microsoftonline.us"],
    )
    scope: Line | None = Field(
        default=None,
        description="what is asked for",
        examples=["https://outlook.office365.com/.default"],
    )


class GoogleIssuer(WebIssuer):
    """Google Workspace: a service account with domain-wide delegation for the scope
    `https://mail.google.com/` signs in for the user of the mailbox. Needs `pip install
    'mailtracker[google]'`.
    """

    otherwise: ClassVar[Mapping[str, str]] = {
        **WebIssuer.otherwise,
        "subject": "the `user` who logs in",
    }
    rare = WebIssuer.rare | {"scope", "subject"}

    issuer: Literal["google"] = Field(description="which kind of issuer it is", examples=["google"])
    key_file: Line = Field(
        description="the key of the service account, the JSON file that Google gave, readable "
        "only by the account that runs mailtracker",
        examples=["secrets/google.json"],
    )
    subject: Line | None = Field(
        default=None,
        description="for whom the service account signs in",
        examples=["it-help@corp.example"],
    )
    scope: Line = Field(
        default="https://mail.google.com/",
        description="what is asked for",
        examples=["https://www.googleapis.com/auth/gmail.modify"],
    )


class EndpointIssuer(WebIssuer):
    """Any other issuer that has a token endpoint (RFC 6749): by client credentials, or by a refresh
    token where `refresh_token_file` is given.
    """

    rare = WebIssuer.rare | {
        *("issuer", "token_url", "client_id", "secret_file", "secret_env", "client_auth"),
        *("scope", "refresh_token_file"),
    }

    issuer: Literal["endpoint"] = Field(
        description="which kind of issuer it is", examples=["endpoint"]
    )
    token_url: HttpsUrl = Field(
        description="the token endpoint; `http:` on this machine's loopback only",
        examples=["https://id.corp.example/oauth2/token"],
    )
    client_id: Line = Field(description="who asks", examples=["mailtracker"])
    secret_file: Line | None = Field(default=None, description=_IN_FILE, examples=["secrets/oauth"])
    secret_env: Line | None = Field(
        default=None, description=_IN_VARIABLE, examples=["OAUTH_SECRET"]
    )
    client_auth: Literal["basic", "post"] = Field(
        default="basic",
        description="how the secret is sent: in a header, or in the body (RFC 6749 section 2.3.1)",
        examples=["post"],
    )
    scope: str = Field(
        default="",
        description="what is asked for, words with spaces between; empty: what the issuer gives",
        examples=["imap smtp"],
    )
    refresh_token_file: Line | None = Field(
        default=None, description=_IN_OUR_FILE, examples=["secrets/refresh-token"]
    )


class DeviceIssuer(WebIssuer):
    """A person signs in, once, by a code that `mailtracker login NAME` shows (RFC 8628). For trying
    it out alone: the sign-in ends when that person's password changes, or they leave.
    """

    otherwise: ClassVar[Mapping[str, str]] = {
        **WebIssuer.otherwise,
        "refresh_token_file": "`NAME.refresh-token`",
    }
    rare = WebIssuer.rare | {
        *("issuer", "device_url", "token_url", "client_id", "secret_file"),
        *("secret_env", "scope", "refresh_token_file"),
    }

    issuer: Literal["device"] = Field(description="which kind of issuer it is", examples=["device"])
    device_url: HttpsUrl = Field(
        description="the device authorization endpoint",
        examples=["https://login.microsoftonline.com/organizations/oauth2/v2.0/devicecode"],
    )
    token_url: HttpsUrl = Field(
        description="the token endpoint",
        examples=["https://login.microsoftonline.com/organizations/oauth2/v2.0/token"],
    )
    client_id: Line = Field(
        description="the application (client) id of an app that may use device codes",
        examples=["66666666-7777-8888-9999-000000000000"],
    )
    secret_file: Line | None = Field(default=None, description=_IN_FILE, examples=["secrets/oauth"])
    secret_env: Line | None = Field(
        default=None, description=_IN_VARIABLE, examples=["OAUTH_SECRET"]
    )
    scope: Line = Field(
        description="what is asked for, words with spaces between; `offline_access` among them is "
        "what makes some issuers give a refresh token",
        examples=[
            "https://outlook.office.com/IMAP.AccessAsUser.All "
            "https://outlook.office.com/SMTP.Send offline_access"
        ],
    )
    refresh_token_file: Line | None = Field(
        default=None, description=_IN_OUR_FILE, examples=["secrets/eva.refresh-token"]
    )


class CommandIssuer(Issuer):
    """A program of yours that prints an access token: alone on a line, or as JSON with
    `access_token` and `expires_in` (seconds). What it writes to stderr is thrown away, since it
    may hold secrets.
    """

    rare = Issuer.rare | {"issuer", "token_command"}

    issuer: Literal["command"] = Field(
        description="which kind of issuer it is", examples=["command"]
    )
    token_command: Words = Field(
        description="its path and its arguments; no shell reads them. `{user}` in one of them "
        "becomes the user who logs in, and each user has an access token then",
        examples=[["/usr/local/bin/mail-token", "--user", "{user}"]],
    )


AnyIssuer = MicrosoftIssuer | GoogleIssuer | EndpointIssuer | DeviceIssuer | CommandIssuer
ISSUERS: dict[str, type[Issuer]] = {
    "microsoft": MicrosoftIssuer,
    "google": GoogleIssuer,
    "endpoint": EndpointIssuer,
    "device": DeviceIssuer,
    "command": CommandIssuer,
}
"""By the word behind `issuer`."""
