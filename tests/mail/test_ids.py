"""Ids and reply addresses are short, opaque and known as ours; subjects keep the
thread and the requester's words.
"""

from __future__ import annotations

import base64
import hmac
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtracker.mail.outgoing.ids import (
    BOUNCE,
    bounce_address,
    bounce_token,
    is_our_id,
    is_our_token,
    mail_ids,
    message_id,
    reply_address,
    reply_token,
    thread_subject,
    without_bounce,
)

KEY = b"k" * 32


def test_message_id_is_short_and_opaque_and_another_for_every_mail() -> None:
    made = message_id(KEY, b"1" * 16, "mail.corp.example")
    assert re.fullmatch(r"<k\.[0-9a-f]{32}@mail\.corp\.example>", made)
    assert len(made) <= 64
    assert made != message_id(KEY, b"2" * 16, "mail.corp.example")
    assert made != message_id(b"other" * 8, b"1" * 16, "mail.corp.example")


def test_ten_thousand_mails_share_nothing_that_names_them() -> None:
    made = [mail_ids(KEY, number.to_bytes(16), "corp.example") for number in range(10_000)]
    named = [(one.message_id[3:23], str(one.token)[1:15], str(one.bounce)[2:16]) for one in made]
    assert [len(set(column)) for column in zip(*named, strict=True)] == [10_000] * 3


@pytest.mark.parametrize("length", [0, 1, 32, 63, 64, 65, 200])
def test_marks_are_the_hmac_of_rfc_2104_whatever_the_length_of_the_key(length: int) -> None:
    key, drawn = bytes(range(length)), b"1" * 16
    marked = hmac.digest(key, b"mailtracker reply-token\0" + drawn, "sha256")
    letters = base64.b32encode(marked).decode().lower()
    assert reply_token(key, drawn)[1:15] == letters[:14]
    named = hmac.digest(key, b"mailtracker message-id\0" + drawn, "sha256").hex()
    assert message_id(key, drawn, "corp.example").startswith(f"<k.{named[:20]}")


OURS = message_id(KEY, b"1" * 16, "corp.example")
TOKEN = reply_token(KEY, b"1" * 16)


@pytest.mark.parametrize(
    ("ident", "ours"),
    [
        (OURS, True),
        (OURS.replace("corp.example", "moved.example"), True),
        (message_id(b"other" * 8, b"1" * 16, "corp.example"), False),
        (OURS[:3] + "0" * 20 + OURS[23:], False),
        (OURS[:23] + "0" * 12 + OURS[35:], False),
        (OURS.upper(), False),
        (OURS[1:], False),
        ("", False),
        ("<k.@corp.example>", False),
    ],
)
def test_an_id_that_no_row_knows_is_known_by_its_mark(ident: str, ours: bool) -> None:
    assert is_our_id(KEY, ident) is ours


@pytest.mark.parametrize(
    ("token", "ours"),
    [
        (TOKEN, True),
        (TOKEN.upper(), True),
        (reply_token(b"other" * 8, b"1" * 16), False),
        (TOKEN[:-6] + "a" * 6, False),
        ("1" + "a" * 14 + TOKEN[15:], False),
        (bounce_token(KEY, b"1" * 16), False),
        (bounce_token(KEY, b"1" * 16)[1:], False),
        (TOKEN + "a", False),
        ("sales", False),
        ("", False),
    ],
)
def test_a_token_that_no_row_knows_is_known_by_its_mark(token: str, ours: bool) -> None:
    assert is_our_token(KEY, token) is ours


def test_message_id_has_a_legal_host_whatever_the_machine_is_called() -> None:
    assert message_id(KEY, b"r", "My Host>\r\nX: y").endswith("@myhostxy>")
    assert message_id(KEY, b"r", "").endswith("@mailtracker.invalid>")


def test_token_is_a_key_id_and_100_bits_in_lower_case() -> None:
    assert re.fullmatch(r"1[a-z2-7]{20}", reply_token(KEY, b"row"))


def test_token_and_message_id_of_one_row_share_nothing() -> None:
    # The same MAC under two clothes would let everybody who sees a
    # Message-ID write a reply address.
    import base64

    digits = message_id(KEY, b"row", "h")[3:35]
    as_token = base64.b32encode(bytes.fromhex(digits))[:20].decode().lower()
    assert reply_token(KEY, b"row")[1:] != as_token


def test_a_bounce_token_shares_nothing_with_what_readers_of_the_mail_see() -> None:
    made = bounce_token(KEY, b"row")
    assert re.fullmatch(r"b1[a-z2-7]{20}", made)
    assert made[1:] != reply_token(KEY, b"row")
    assert not BOUNCE.fullmatch(reply_token(KEY, b"row"))
    assert made != bounce_token(KEY, b"other row")


@pytest.mark.parametrize(
    "alias", ["it-help@corp.example", "team+it@corp.example", "x" * 41 + "@corp.example"]
)
def test_an_envelope_sender_of_its_own_is_the_alias_with_a_token_and_leads_back(alias: str) -> None:
    made = bounce_address(alias, bounce_token(KEY, b"row"))
    assert made != alias
    assert len(made.rpartition("@")[0]) <= 64
    assert without_bounce(made) == alias
    assert without_bounce(alias) == alias


def test_an_alias_too_long_for_a_token_is_the_envelope_sender_itself() -> None:
    alias = "x" * 42 + "@corp.example"
    assert bounce_address(alias, bounce_token(KEY, b"row")) == alias


@pytest.mark.parametrize("env_from", ["", "it-help+sales@corp.example", "+b1@x", "no address"])
def test_what_is_no_bounce_address_stays_as_it_is(env_from: str) -> None:
    assert without_bounce(env_from) == env_from


def test_reply_address_carries_the_token_behind_the_alias() -> None:
    token = reply_token(KEY, b"row")
    assert reply_address("it-help@corp.example", token) == f"it-help+{token}@corp.example"


@pytest.mark.parametrize("length", range(30, 64))
def test_local_part_never_grows_beyond_64_octets(length: int) -> None:
    alias = "a" * length + "@corp.example"
    made = reply_address(alias, reply_token(KEY, b"row"))
    assert len(made.rpartition("@")[0]) <= 64
    assert made == alias if length > 42 else "+" in made


def test_octets_count_and_not_characters() -> None:
    assert reply_address("ü" * 30 + "@corp.example", "1" * 21) == "ü" * 30 + "@corp.example"


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("VPN broken", "Re: [IT-1042] VPN broken"),
        ("Re: VPN broken", "Re: [IT-1042] VPN broken"),
        ("AW: Re: SV: Antw: VPN broken", "Re: [IT-1042] VPN broken"),
        ("RE: [IT-1042] VPN broken", "Re: [IT-1042] VPN broken"),
        ("Aw: [it-1042] Re: [IT-1042] VPN broken", "Re: [IT-1042] VPN broken"),
        ("Re[2]: VPN", "Re: [IT-1042] VPN"),
        ("RE : VPN", "Re: [IT-1042] VPN"),
        ("Re：VPN", "Re: [IT-1042] VPN"),
        ("回复: VPN", "Re: [IT-1042] VPN"),
        ("Fwd: VPN broken", "Re: [IT-1042] Fwd: VPN broken"),
        ("WG: AW: VPN", "Re: [IT-1042] WG: VPN"),
        ("Re: Fwd: Re: Fwd: VPN", "Re: [IT-1042] Fwd: VPN"),
        ("[IT-7] VPN", "Re: [IT-1042] [IT-7] VPN"),
        ("Reset my password: now", "Re: [IT-1042] Reset my password: now"),
        ("R: drive is full", "Re: [IT-1042] R: drive is full"),
        ("Ref: invoice 12", "Re: [IT-1042] Ref: invoice 12"),
        ("", "Re: [IT-1042]"),
        ("Re:", "Re: [IT-1042]"),
        ("a\r\nBcc: x@example.com", "Re: [IT-1042] a Bcc: x@example.com"),
    ],
)
def test_subject_gets_one_reply_mark_and_one_tag(subject: str, wanted: str) -> None:
    assert thread_subject("IT-1042", subject) == wanted


def test_subject_without_reference_or_words_is_never_empty() -> None:
    assert thread_subject("", "VPN") == "Re: VPN"
    assert thread_subject("", "") == "Re: (no subject)"


@given(st.text(max_size=200))
def test_subject_does_not_grow_from_reply_to_reply(subject: str) -> None:
    once = thread_subject("IT-1042", subject)
    assert thread_subject("IT-1042", once) == once


def test_a_long_chain_of_marks_is_no_burden() -> None:
    assert thread_subject("IT-1", "AW: " * 100_000 + "x") == "Re: [IT-1] x"
