"""`[oauth.NAME]` in config.toml: who uses it, where secrets are, each mistake with its place."""

from __future__ import annotations

import gc
import weakref
from datetime import date
from pathlib import Path

import pytest

from mailtracker.config import Config, load
from mailtracker.config.issuers import MicrosoftIssuer
from mailtracker.errors import BadFiles
from mailtracker.start import access_of, sign_ins_of

HEAD = """\
own_domains = ["corp.example"]
admins = ["root@corp.example"]

[[mailbox]]
name = "IT help"
address = "it-help@corp.example"
prefix = "IT"
imap = {host = "imap.corp.example", oauth = "corp"}

[smtp]
host = "smtp.corp.example"
user = "it-help@corp.example"
oauth = "corp"

[oauth.corp]
"""
COMMAND = 'issuer = "command"\ntoken_command = ["mail-token"]\n'
MICROSOFT = 'issuer = "microsoft"\ntenant = "corp.example"\nclient_id = "app"\n'
ENDPOINT = 'issuer = "endpoint"\ntoken_url = "https://id.corp.example/token"\nclient_id = "app"\n'
DEVICE = ENDPOINT.replace("endpoint", "device") + (
    'device_url = "https://id.corp.example/code"\nscope = "imap"\n'
)
ENVIRON = {"SECRET": "s3cret-of-corp", "ID": "0a1b2c3d-0000-1111-2222-333344445555"}


def read(folder: Path, text: str) -> Config:
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "config.toml").write_text(text)
    return load(folder / "config.toml", ENVIRON)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(BadFiles) as caught:
        read(folder, text)
    return [f"{p.line}:{p.column}: {p.message}" for p in caught.value.problems]


def test_mailbox_and_smtp_name_one_table_and_have_no_password(tmp_path: Path) -> None:
    config = read(tmp_path, HEAD + MICROSOFT + 'secret_env = "SECRET"\nsecret_ends = 2027-05-01\n')
    (oauth,) = config.oauth
    assert config.mailboxes[0].imap.oauth is oauth
    assert config.smtp.oauth is oauth
    assert (oauth.name, oauth.secret.get_secret_value()) == ("corp", "s3cret-of-corp")
    assert isinstance(oauth.table, MicrosoftIssuer)
    assert oauth.table.authority == "https://login.microsoftonline.com"
    assert oauth.table.secret_ends == date(2027, 5, 1)
    assert config.mailboxes[0].imap.password.get_secret_value() == ""
    assert "s3cret" not in repr(config)


def test_all_logins_of_a_process_share_a_sign_in(tmp_path: Path) -> None:
    config = read(tmp_path, HEAD + COMMAND)
    box, smtp = config.mailboxes[0].imap, config.smtp
    assert access_of(box.oauth, box.user) is access_of(smtp.oauth, smtp.user) is not None
    assert len(sign_ins_of(config)) == 1


def test_it_lives_as_long_as_its_config_and_no_longer(tmp_path: Path) -> None:
    """A command asks one part after the other, and nobody has it in between."""
    config = read(tmp_path, HEAD + COMMAND)
    seen = weakref.ref(sign_ins_of(config)[0])
    gc.collect()
    assert sign_ins_of(config)[0] is seen()
    del config
    gc.collect()
    assert seen() is None


def test_each_user_has_one_where_the_access_token_is_theirs(tmp_path: Path) -> None:
    text = (HEAD + COMMAND).replace('"mail-token"', '"mail-token", "--user={user}"')
    config = read(tmp_path, text.replace('user = "it-help', 'user = "mailer'))
    first = access_of(config.smtp.oauth, config.smtp.user)
    assert [one.name for one in sign_ins_of(config)] == [
        "corp for it-help@corp.example",
        "corp for mailer@corp.example",
    ]
    assert access_of(config.mailboxes[0].imap.oauth, "mailer@corp.example") is first


def test_one_config_shares_nothing_with_another(tmp_path: Path) -> None:
    """A secret may have been changed between them."""
    first, second = (read(tmp_path, HEAD + COMMAND) for _ in range(2))
    one = access_of(first.smtp.oauth, first.smtp.user)
    assert access_of(second.smtp.oauth, second.smtp.user) is not one


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            HEAD.replace('oauth = "corp"}', 'oauth = "crop"}') + COMMAND,
            ["8:37: mailbox 1, imap.oauth: there is no table [oauth.crop]; did you mean corp?"],
        ),
        (
            HEAD.replace('oauth = "corp"', 'oauth = "exchange"').replace("[oauth.corp]", ""),
            [
                "8:37: mailbox 1, imap.oauth: there is no table [oauth.exchange]: write one, with "
                'issuer = "microsoft" or another',
                "13:1: smtp.oauth: there is no table [oauth.exchange]: write one, with issuer = "
                '"microsoft" or another',
            ],
        ),
        (
            HEAD.replace('oauth = "corp"}', 'oauth = "corp", password_env = "SECRET"}') + COMMAND,
            ["8:53: mailbox 1, imap.password_env: give oauth or a password, not both"],
        ),
        (
            HEAD + COMMAND + f"[oauth.other]\n{COMMAND}",
            [
                '18:1: oauth.other: nobody uses it: write oauth = "other" in [mailbox.imap] or '
                "[smtp], or take it out"
            ],
        ),
        (
            HEAD.replace('user = "it-help@corp.example"\n', "") + COMMAND,
            ["10:1: smtp: user is missing: a password or access token alone is no login"],
        ),
        (
            HEAD + 'token_command = ["x"]\n',
            [
                '15:1: oauth.corp: issuer is missing: "microsoft" or "google" or "endpoint" or '
                '"device" or "command"'
            ],
        ),
        (
            HEAD + 'issuer = "azure"\n',
            [
                '16:1: oauth.corp.issuer: must be "microsoft" or "google" or "endpoint" or '
                '"device" or "command"'
            ],
        ),
        (
            HEAD + COMMAND + "token_comand = 3\n",
            ["18:1: oauth.corp.token_comand: unknown key; did you mean token_command?"],
        ),
        (
            HEAD + COMMAND + 'client_secret = "s3cret"\n',
            [
                "18:1: oauth.corp.client_secret: secrets do not stand in this file; use "
                "secret_file or secret_env"
            ],
        ),
        (
            HEAD + 'issuer = "command"\ntoken_command = "mail-token | cut -c 1"\n',
            ["17:1: oauth.corp.token_command: should be a valid list"],
        ),
        (HEAD + 'issuer = "command"\ntoken_command = []\n', ["must not be empty"]),
        (HEAD + MICROSOFT, ["secret_file (or secret_env) is missing: where is the client secret?"]),
        (
            HEAD + MICROSOFT + 'secret_env = "SECRET"\nsecret_file = "x"\n',
            ["19:1: oauth.corp.secret_env: give secret_file or secret_env, not both"],
        ),
        (
            HEAD + MICROSOFT + 'secret_env = "SECRET"\ncertificate_file = "x"\n',
            ["19:1: oauth.corp.secret_env: give certificate_file or a secret, not both"],
        ),
        (HEAD + MICROSOFT + 'secret_env = "NONE"\n', ["variable NONE is not set"]),
        (
            HEAD + MICROSOFT + 'secret_env = "ID"\n',
            ["oauth.corp.secret_env: holds an id: the secret's Value is wanted, shown only once"],
        ),
        *(
            (
                HEAD + MICROSOFT.replace("corp.example", wrong) + 'secret_env = "SECRET"\n',
                [f"oauth.corp.tenant: {said}"],
            )
            for wrong, said in {
                "common": "common is no tenant",
                "Organizations": "Organizations is no tenant",
                "consumers": "consumers is no tenant",
                "../corp.example": "'../corp.example' is neither the id of a tenant nor a domain",
                "corp.example/oauth2": "'corp.example/oauth2' is neither",
                "corp.example?x": "'corp.example?x' is neither",
                "corp": "'corp' is neither",
                "1111-2222": "'1111-2222' is neither",
                "{11111111-2222-3333-4444-555555555555}": "'{11111111-",
            }.items()
        ),
        *(
            (
                HEAD + MICROSOFT + f'secret_env = "SECRET"\nauthority = "{wrong}"\n',
                ["oauth.corp.authority: ends behind its host: the tenant stands in"],
            )
            for wrong in (
                "https://login.microsoftonline.us/corp.example",
                "https://login.microsoftonline.us/?x=1",
            )
        ),
        (HEAD + MICROSOFT + 'certificate_file = "x.pem"\n', ["there is no file"]),
        (
            HEAD + MICROSOFT + 'secret_env = "SECRET"\nthumbprint = "0A:1B"\n',
            [
                "20:1: oauth.corp.thumbprint: is of a certificate: give certificate_file, too",
                "20:1: oauth.corp.thumbprint: must be 40 hexadecimal digits, colons left out; this "
                "has 4",
            ],
        ),
        (
            HEAD + MICROSOFT + 'secret_env = "SECRET"\nsecret_ends = "soon"\n',
            ["secret_ends: write a date such as 2027-05-01"],
        ),
        (
            HEAD + MICROSOFT + 'secret_env = "SECRET"\nca_file = "none.pem"\n',
            ["ca_file: there is no file"],
        ),
        (HEAD + ENDPOINT, ["secret_file or secret_env is missing: client credentials need it"]),
        (
            (HEAD + ENDPOINT + 'secret_env = "SECRET"\n').replace("https:", "http:"),
            ["token_url: id.corp.example is another machine: secrets go there by https only"],
        ),
        (
            HEAD + ENDPOINT + 'refresh_token_file = "$CREDENTIALS_DIRECTORY/x"\n',
            ["nobody can write to a credential of systemd: use a file of ours"],
        ),
        (HEAD + ENDPOINT + 'refresh_token_file = "none"\n', ["there is no file"]),
        (
            HEAD.replace("oauth.corp]", 'oauth."corp/../x"]') + COMMAND,
            ["is no name: write up to 40 letters, digits, - and _"],
        ),
    ],
)
def test_each_mistake_is_told_where_it_is(tmp_path: Path, text: str, found: list[str]) -> None:
    told = problems(tmp_path, text)
    assert all(any(one in line for line in told) for one in found), told
    if found[0][0].isdigit():
        assert told == found


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", "0A1B2C3D4E5F60718293A4B5C6D7E8F901234567"),
        (
            "0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:01:23:45:67",
            "0A1B2C3D4E5F60718293A4B5C6D7E8F901234567",
        ),
        ("0a 1b 2c3d4e5f60718293a4b5c6d7e8f901234567", "0A1B2C3D4E5F60718293A4B5C6D7E8F901234567"),
        ("ab" * 32, "that is the SHA-256 one, the SHA-1 thumbprint has 40"),
        ("ab" * 19, "this has 38"),
        ("ab" * 21, "this has 42"),
        ("xy" * 20, "must be 40 hexadecimal digits"),
    ],
)
def test_a_thumbprint_is_read_as_pages_show_it(tmp_path: Path, written: str, read_as: str) -> None:
    pem = tmp_path / "app.pem"
    pem.write_text("a certificate and its key")
    pem.chmod(0o600)
    text = HEAD + MICROSOFT + f'certificate_file = "app.pem"\nthumbprint = "{written}"\n'
    if len(read_as) != 40 or " " in read_as:
        assert read_as in problems(tmp_path, text)[0]
        return
    table = read(tmp_path, text).oauth[0].table
    assert isinstance(table, MicrosoftIssuer)
    assert table.thumbprint == read_as


def test_a_certificate_that_everybody_can_read_is_refused(tmp_path: Path) -> None:
    pem = tmp_path / "app.pem"
    pem.write_text("x")
    pem.chmod(0o644)
    (found,) = problems(tmp_path, HEAD + MICROSOFT + 'certificate_file = "app.pem"\n')
    assert found == (
        f"19:1: oauth.corp.certificate_file: everybody on this machine can read {pem}; type: "
        f"chmod 600 {pem}"
    )


def test_a_refresh_token_of_a_device_login_need_not_be_there_yet(tmp_path: Path) -> None:
    assert read(tmp_path, HEAD + DEVICE).oauth[0].file == tmp_path / "corp.refresh-token"
    named = read(tmp_path, HEAD + DEVICE + 'refresh_token_file = "secrets/eva"\n')
    assert named.oauth[0].file == tmp_path / "secrets/eva"
