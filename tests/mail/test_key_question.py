"""The quick question whether a mail may hold keys of ours is never answered with a no that the long
walk would not have given.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from mailtracker.errors import Unreadable
from mailtracker.mail.outgoing.quoted_keys import key_forms
from mailtracker.mail.outgoing.unkeyed import may_hold_keys, without_keys
from mailtracker.mail.parse import parse
from tests.cases import in_each
from tests.mail.corpus import SHARES
from tests.mail.quoted import (
    ADDRESSES,
    AS_WRITTEN,
    ID,
    KEPT,
    NOT_KEYS,
    PAGES,
    SECRET,
    TEXTS,
    mail,
    parts,
)

TAG = "<b></b>"
PLANTED = (
    SECRET,
    ID,
    SECRET.upper(),
    SECRET.replace("+", "%2B").replace("@", "&#64;"),
    SECRET[:20] + "=\r\n" + SECRET[20:],
    SECRET[:20] + "\u200b" + SECRET[20:],
    ID[:12] + "\r\n> " + ID[12:],
    ID[:12] + "\xad" + ID[12:],
    f"{SECRET}@other.example",
)


def agrees(raw: bytes) -> bool:
    """Whether the long walk found nothing where the question said no."""
    try:
        message = parse(raw)
    except Unreadable:
        return True
    if may_hold_keys(raw, message, ADDRESSES):
        return True
    clean = without_keys(raw, message.sealed, ADDRESSES)
    return clean.raw is raw and not clean.left


@pytest.mark.parametrize("raw", [*AS_WRITTEN.values(), *KEPT.values()])
def test_a_mail_with_a_key_is_never_answered_with_no(raw: bytes) -> None:
    assert may_hold_keys(raw, parse(raw), ADDRESSES)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-7", "iso-8859-1", "x'utf-16'"])
def test_words_in_every_charset(charset: str) -> None:
    codec = charset.removeprefix("x").strip("'")

    def check(words: str) -> None:
        data = words.encode(codec, "replace")
        for kind in ("text/plain", "text/html", "application/x-unknown"):
            part = f'Content-Type: {kind}; charset="{charset}"\r\n\r\n'.encode() + data
            assert agrees(parts(part))

    in_each([*TEXTS, *PAGES, *NOT_KEYS], check)


@pytest.mark.parametrize("mails", SHARES.values(), ids=SHARES)
def test_the_corpus_with_and_without_keys_in_it(mails: list[Path]) -> None:
    in_each(mails, agrees_with_and_without_keys)


def agrees_with_and_without_keys(path: Path) -> None:
    raw = path.read_bytes()
    if len(raw) > 200_000:
        return
    assert agrees(raw)
    dice = random.Random(len(raw))
    for key in PLANTED:
        at = dice.randrange(len(raw) + 1)
        assert agrees(raw[:at] + key.encode() + raw[at:])


@pytest.mark.parametrize("behind", ["", "@other.example", "x", "=\r\n@other.example", ".a"])
def test_what_stands_behind_a_piece_does_not_hide_the_key_at_its_end(behind: str) -> None:
    ended = f"Content-Type: text/plain\r\n\r\n{SECRET.partition('@')[0]}".encode()
    for kind in ("mixed", "alternative", "digest"):
        assert agrees(parts(ended, behind.encode(), kind=kind))
    assert agrees(mail(behind.encode(), f"X-Seen: {SECRET.partition('@')[0]}"))


def test_a_usual_mail_is_answered_with_no() -> None:
    raw = mail(b"The VPN is down.\r\n", "References: <a0@corp.example>")
    assert not may_hold_keys(raw, parse(raw), ADDRESSES)


def test_of_addresses_in_other_letters_only_the_walk_can_tell() -> None:
    assert key_forms(("jörg@corp.example",)).may_stand_in(b"")
