"""What servers say when they take a mail, and the id of theirs that stands in it, or none."""

from __future__ import annotations

import pytest

from mailtracker.mail.outgoing.ids import message_id
from mailtracker.mail.outgoing.server_ids import id_named, is_server_id

OURS = message_id(b"key", b"1", "corp.example")
EXCHANGE = "<DB7PR03MB5414097781BC@DB7PR03MB5414.eurprd03.prod.outlook.example>"
SES = "010201912d3e4f50-1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d-000000"
EVA, SENDER = "eva@corp.example", "it-help+b1abc@corp.example"
HOST = "smtp.corp.example"


def named(answer: str, host: str = HOST) -> str:
    return id_named(answer, host, (EVA, SENDER))


@pytest.mark.parametrize(
    ("answer", "ident"),
    [
        # Exchange, by SMTP AUTH and as a relay; Brevo.
        (f"2.0.0 OK {EXCHANGE} [Hostname=DB7PR03MB5414.eurprd03.prod.outlook.example]", EXCHANGE),
        (
            f"2.6.0 {EXCHANGE} [InternalId=123, Hostname=a.example] 9 bytes in 0.1, 90 KB/sec "
            "Queued mail for delivery",
            EXCHANGE,
        ),
        ("2.0.0 OK: queued as <2026.123@smtp-relay.example>", "<2026.123@smtp-relay.example>"),
        (f"OK {EXCHANGE} for <{EVA}>", EXCHANGE),
        (f"OK {EXCHANGE} from <{SENDER.upper()}>", EXCHANGE),
        (f"OK {EXCHANGE} {EXCHANGE}", EXCHANGE),
    ],
)
def test_one_that_is_named_is_found(answer: str, ident: str) -> None:
    assert named(answer) == ident


@pytest.mark.parametrize(
    "answer",
    [
        "2.0.0 Ok: queued as 4XyZ12",  # Postfix
        "OK id=1sAbcD-0001Xy-AB",  # Exim
        "2.0.0 4ASBc123 Message accepted for delivery",  # Sendmail
        "2.0.0 1700000000 ab12-34 - gsmtp",
        f"2.6.0 {OURS} [InternalId=1, Hostname=a.example] Queued mail for delivery",
        f"OK <{EVA}>",
        f"OK <{EVA}> <{SENDER}>",
        f"OK {EXCHANGE} <2@a.example>",  # which?
        f"OK {EXCHANGE} {OURS}",
        "OK <>",
        "OK <queued>",
        "OK <a b@c.example>",
        "OK <1@a.example",
        f"OK <{'x' * 300}@a.example>",
        f"Ok {SES}",  # not the server that writes so
        "",
    ],
)
def test_where_none_is_named_beyond_doubt_nothing_is_learnt(answer: str) -> None:
    assert named(answer) == ""


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("email-smtp.eu-west-1.amazonaws.com", "eu-west-1.amazonses.com"),
        ("EMAIL-SMTP.eu-central-1.amazonaws.com", "eu-central-1.amazonses.com"),
        ("email-smtp.us-east-1.amazonaws.com", "email.amazonses.com"),
        ("email-smtp-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1.amazonses.com"),
        ("vpce-0a1b.email-smtp.us-west-2.vpce.amazonaws.com", "us-west-2.amazonses.com"),
        ("email-smtp.ap-south-1.api.aws", "ap-south-1.amazonses.com"),
    ],
)
def test_amazon_ses_names_the_left_half(host: str, domain: str) -> None:
    assert named(f"Ok {SES}", host) == f"<{SES}@{domain}>"
    assert named(f"2.0.0 Ok {SES}", host) == f"<{SES}@{domain}>"
    assert named(f"Ok {SES} and more", host) == ""
    assert named("Ok", host) == ""


@pytest.mark.parametrize(
    "host",
    [
        "email-smtp.eu-west-1.amazonaws.com.evil.example",
        "email-smtp.example",
        "my-email-smtp.eu-west-1.example",
    ],
)
def test_another_server_is_not_taken_for_it(host: str) -> None:
    assert named(f"Ok {SES}", host) == ""


def test_what_may_be_one() -> None:
    assert is_server_id(EXCHANGE)
    assert not is_server_id(OURS)
    assert not is_server_id("")
