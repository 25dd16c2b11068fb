"""What lets somebody speak as somebody else never travels with a mail: reply addresses and
Message-IDs of ours, wherever mail programs quote them.
"""

from __future__ import annotations

import base64
import quopri
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote, unquote

import pytest

from mailtracker.mail.carry import carriable, carry, letter_without_keys, words
from mailtracker.mail.message import Address
from mailtracker.mail.mime.charset import decode
from mailtracker.mail.mime.transfer import decoded, transfer_encoding
from mailtracker.mail.mime.tree import scan
from mailtracker.mail.outgoing.envelope import Envelope, Ours, RelayEdits, RelayNote, Rendered
from mailtracker.mail.outgoing.ids import message_id, reply_address, reply_token
from mailtracker.mail.outgoing.marking import mark_text
from mailtracker.mail.outgoing.quoted_keys import QuotedKeys, key_forms
from mailtracker.mail.outgoing.unkeyed import without_keys
from mailtracker.mail.parse import parse
from tests.mail.quoted import (
    ADDRESSES,
    ALIAS,
    AS_WRITTEN,
    FORMS,
    HEADER_BLOCK,
    ID,
    KEPT,
    KEY,
    NOT_KEYS,
    PAGES,
    SECRET,
    SIGNED,
    TEXTS,
    TOKEN,
    TOP,
    mail,
    parts,
)

ENVELOPE = Envelope(
    message_id="<out@corp.example>",
    sender=Address("Bo via IT help", ALIAS),
    to=Address("Ana", "ana@corp.example"),
    reply_to=None,
    subject="Re: [IT-1042] VPN",
    date=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
)
EDITS = RelayEdits(Ours(KEY, ADDRESSES), by_our_people=True)


def carried(raw: bytes, envelope: Envelope = ENVELOPE, edits: RelayEdits = EDITS) -> bytes:
    clean = carriable(raw, parse(raw), ADDRESSES)
    return b"".join(carry(clean, envelope, edits).filled(clean.raw))


def left(raw: bytes) -> QuotedKeys:
    return carriable(raw, parse(raw), ADDRESSES).left


def texts_of(raw: bytes) -> Iterator[str]:
    """A mail's source, and every part decoded, attached messages too: by our own reader, since the
    standard library takes an encoded message/rfc822 for text.
    """
    yield raw.decode("latin-1")
    for node in scan(raw).nodes:
        encoding = transfer_encoding(node.head.get("content-transfer-encoding"))
        payload = decoded(raw[node.start : node.end], encoding)
        yield decode(payload, node.parameters.get("charset", ""))
        if node.type == "message/rfc822":
            yield from texts_of(payload)


def all_that_can_be_read(raw: bytes) -> str:
    """With entities and percent signs undone."""
    texts = list(texts_of(raw))
    plain = "\n".join(texts)
    shown = re.sub(r"<[^<>]*>", "", plain).replace("\u200b", "").replace("\xad", "")
    both = unquote(unquote(f"{plain}\n{shown}"))
    for written, letter in (("&#43;", "+"), ("&plus;", "+"), ("&#64;", "@"), ("&#x40;", "@")):
        both = both.replace(written, letter)
    return both.lower()


# --- forms
# -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "wanted"), TEXTS.items())
def test_keys_go_and_nothing_else_does(text: str, wanted: str) -> None:
    assert FORMS.without(text) == FORMS.without_in_html(text) == wanted
    found = FORMS.found_in(text)
    assert found.tokens in ((), (TOKEN,), (f"b{TOKEN}",))
    assert found.ids in ((), (ID,))
    assert len(found.tokens) + len(found.ids) == 1


@pytest.mark.parametrize("text", NOT_KEYS)
def test_what_only_looks_like_a_key_stays(text: str) -> None:
    assert FORMS.without(text) == FORMS.without_in_html(text) == text
    assert not FORMS.found_in(text)


@pytest.mark.parametrize(("html", "wanted"), PAGES.items())
def test_keys_go_from_pages_also_where_tags_part_them(html: str, wanted: str) -> None:
    assert FORMS.without_in_html(html) == wanted


# --- whole mails
# -------------------------------------------------------------------------------------------------

NOTE = RelayNote("IT-1042", "Just reply.", "<p>Just reply.</p>")


@pytest.mark.parametrize("raw", AS_WRITTEN.values(), ids=AS_WRITTEN)
def test_no_key_travels_however_mail_programs_quote_it(raw: bytes) -> None:
    before, after = all_that_can_be_read(raw), all_that_can_be_read(carried(raw))
    assert TOKEN in before or ID[1:-1] in before
    assert TOKEN not in after
    assert ID[1:35] not in after
    assert not left(raw)


def test_words_without_their_files_have_neither_keys_nor_notes() -> None:
    note = mark_text(NOTE, KEY)
    raw = mail(f"Hello\r\n\r\n{note}\r\n{HEADER_BLOCK}".replace("\n", "\r\n").encode())
    left_over = words(carriable(raw, parse(raw), ADDRESSES), EDITS)
    assert left_over.startswith("Hello\n")
    assert "Just reply" not in left_over
    assert TOKEN not in left_over


def test_no_letter_of_ours_has_a_key_that_somebody_wrote_into_it() -> None:
    said = f"No rule for: {SECRET} {ID}"
    letter = letter_without_keys(Rendered(said, said, f"<p>{escape(said)}</p>"), ADDRESSES)
    for part in (letter.subject, letter.text, letter.html):
        assert TOKEN not in part
        assert ID[1:35] not in part
        assert ALIAS in part


def test_a_domain_counts_in_both_its_spellings() -> None:
    forms = key_forms(("hilfe@b\u00fcro.example",))
    for written in ("b\u00fcro.example", "xn--bro-hoa.example"):
        assert forms.without(f"hilfe+{TOKEN}@{written}") == f"hilfe@{written}"
        assert forms.without(f"<k.{'0' * 32}@{written}>") == f"<removed@{written}>"


def test_neither_subject_nor_name_carries_a_key() -> None:
    envelope = replace(ENVELOPE, subject=f"Re: {SECRET}", sender=Address(f"Bo {SECRET}", ALIAS))
    assert TOKEN.encode() not in carried(mail(b"Hi\r\n"), envelope)


def test_our_own_reply_to_is_for_the_reader_and_stays() -> None:
    envelope = replace(ENVELOPE, reply_to=Address("IT help", SECRET))
    assert SECRET.encode() in carried(mail(b"Hi\r\n"), envelope)


def test_a_mail_without_keys_is_not_touched() -> None:
    for raw in (mail(b"Gr\xfc\xdfe \0 it-help@corp.example\r\n"), mail(b"<p>", "Content-Type: x")):
        assert without_keys(raw, False, ADDRESSES).raw is raw
    assert without_keys(mail(SECRET.encode()), False, ()).raw == mail(SECRET.encode())


def test_all_else_stays_byte_for_byte() -> None:
    raw = parts(
        b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\xfc\xdfe " + SECRET.encode(),
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBOR\r\n",
        b"Content-Type: text/csv; charset=x-odd\r\n\r\n\xff;\xfe;" + ID.encode(),
    )
    wanted = raw.replace(SECRET.encode(), ALIAS.encode())
    assert without_keys(raw, False, ADDRESSES).raw == wanted.replace(
        ID.encode(), b"<removed@corp.example>"
    )


# --- what stays
# -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", KEPT.values(), ids=KEPT)
def test_keys_that_have_to_stay_are_named(raw: bytes) -> None:
    assert without_keys(raw, parse(raw).sealed, ADDRESSES).raw is raw
    assert left(raw) == QuotedKeys((TOKEN,), (ID,))


ITS_OWN_HEAD = f"To: IT help <{SECRET}>\r\nIn-Reply-To: {ID}\r\nReferences: <a@b> {ID}\r\n"
SIGNATURE = b"Content-Type: application/pgp-signature\r\n\r\nabc"
SEALED_ANSWERS = {
    "signed": parts(b"Content-Type: text/plain\r\n\r\nYes.\r\n", SIGNATURE, kind="signed"),
    "encrypted": parts(b"Content-Type: text/plain\r\n\r\nx\r\n", kind="encrypted"),
    "S/MIME in one": mail(b"MIIB\r\n", "Content-Type: application/pkcs7-mime; smime-type=x"),
    "PGP's armour": mail(b"-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nYes.\r\n"),
}


@pytest.mark.parametrize("raw", SEALED_ANSWERS.values(), ids=SEALED_ANSWERS)
def test_the_header_of_a_sealed_answer_is_not_in_the_seal(raw: bytes) -> None:
    """So its author's reply address goes on proving who they are."""
    answer = ITS_OWN_HEAD.encode() + raw
    assert parse(answer).sealed
    clean = carriable(answer, parse(answer), ADDRESSES)
    assert not clean.left
    assert clean.raw.endswith(raw)
    for shown in (carried(answer), clean.raw):
        assert TOKEN not in all_that_can_be_read(shown)
        assert ID[1:35] not in all_that_can_be_read(shown)


def test_what_says_how_to_read_a_sealed_mail_stays() -> None:
    raw = SEALED_ANSWERS["signed"].replace(b"boundary=b", b"boundary=b;\r\n x=" + SECRET.encode())
    assert without_keys(raw, True, ADDRESSES).raw is raw
    assert left(raw) == QuotedKeys((TOKEN,), ())


@pytest.mark.parametrize(
    "body",
    [b"%PDF-1.7 ", b"PK\x03\x04", b"\x89PNG", b"\x1f\x8b"],
    ids=["pdf", "zip", "png", "gzip"],
)
def test_packed_files_are_passed_over(body: bytes) -> None:
    raw = parts(b"Content-Type: application/octet-stream\r\n\r\n" + body + SECRET.encode())
    assert without_keys(raw, False, ADDRESSES).raw is raw


def test_what_is_left_is_bounded() -> None:
    many = "\r\n".join(
        f"it-help+{reply_token(KEY, str(number).encode())}" for number in range(3000)
    )
    raw = SIGNED.replace(b"Subject: VPN", f"Subject: VPN\r\n{many}".encode())
    assert len(left(raw).tokens) == 1000


# --- anywhere at all
# -------------------------------------------------------------------------------------------------

CHARSETS = ["utf-8", "iso-8859-1", "windows-1252", "koi8-r", "shift_jis", "iso-2022-jp", "utf-16",
            "utf-16-le", "utf-7", "gb18030", "us-ascii"]  # fmt: skip
WORDS = {"koi8-r": "Привет ", "shift_jis": "日本 ", "iso-2022-jp": "日本 ", "gb18030": "你好 "}
AS_LINKS: list[Callable[[str], str]] = [
    str,
    quote,
    lambda text: quote(quote(text, safe=""), safe=""),
    lambda text: text.replace("+", "&#43;").replace("@", "&#x40;"),
    str.upper,
]


def placed(dice: random.Random, key: str, charset: str, html: bool) -> str:
    words = WORDS.get(charset, "words ") * dice.randint(1, 30)
    if not html:
        before = dice.choice(["", "> ", "\t", "Reply-To: IT help <", "mailto:", "x\r\n> > "])
        return f"{words}{before}{dice.choice(AS_LINKS[:2])(key)} {words}"
    if dice.random() < 0.3:
        at = dice.randrange(1, len(key))
        tag = dice.choice(["<b>", "</span>", "<wbr>", "<span class=x\r\n y>"])
        return f"<p>{words}{key[:at]}{tag}{key[at:]} {words}</p>"
    link = dice.choice(AS_LINKS)(key)
    shape = dice.choice(['<a href="mailto:{}">x</a>', "<p>&lt;{}&gt;</p>", "<!-- {} -->",
                         '<blockquote cite="mid:{}">', "<p title='{}'>"])  # fmt: skip
    return f"<p>{words}</p>{shape.format(link)}<p>{words}</p>"


def encoded(dice: random.Random, data: bytes, head: str) -> bytes:
    way = dice.choice(["base64", "quoted-printable", "8bit", ""])
    body = data
    if way == "base64" or b"\0" in data:
        way, body = "base64", base64.encodebytes(data).replace(b"\n", b"\r\n")
    elif way == "quoted-printable":
        body = quopri.encodestring(data).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    field = f"\r\nContent-Transfer-Encoding: {way}" if way else ""
    return f"Content-Type: {head}{field}\r\n\r\n".encode() + body


def some_part(dice: random.Random, key: str, deep: int) -> bytes:
    if deep and dice.random() < 0.3:
        inside = TOP + some_part(dice, key, deep - 1)
        return encoded(dice, inside, "message/rfc822")
    charset, html = dice.choice(CHARSETS), dice.random() < 0.5
    text = placed(dice, key, charset, html)
    head = f"text/{'html' if html else 'plain'}; charset={charset}"
    if dice.random() < 0.2:
        head += "; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt"
    return encoded(dice, text.encode(charset, "replace"), head)


@pytest.mark.parametrize("seed", range(60))
def test_no_key_travels_from_any_place_in_any_charset_and_encoding(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(10):
        token = reply_token(KEY, dice.randbytes(16))
        ident = message_id(KEY, dice.randbytes(16), "corp.example")[1:-1]
        keys = [reply_address(dice.choice(ADDRESSES), token), ident]
        raw = parts(*(some_part(dice, dice.choice(keys), 2) for _ in range(dice.randint(1, 4))))
        after = all_that_can_be_read(carried(raw))
        assert token not in after, raw
        assert ident[:34] not in after, raw
        assert not left(raw)


@pytest.mark.parametrize("seed", range(20))
def test_what_holds_no_key_is_the_same_object(seed: int) -> None:
    dice = random.Random(seed)
    words = ["plain words", "it-help+vpn@corp.example", ALIAS, "<k.x@corp.example>"]
    raw = parts(*(some_part(dice, dice.choice(words), 2) for _ in range(4)))
    assert without_keys(raw, False, ADDRESSES).raw is raw


def test_a_mail_that_lost_a_key_gets_its_note_like_any_other() -> None:
    raw = AS_WRITTEN["Thunderbird 115: the block of a forward, in a page"]
    out = carried(raw, edits=replace(EDITS, note=NOTE))
    assert "just reply." in all_that_can_be_read(out)
    assert TOKEN not in all_that_can_be_read(out)


LARGE = {
    "addresses": b"it-help@corp.example " * 30_000,
    "beginnings": b"it-help+1" * 60_000,
    "beginnings that break off": b"it-help+1abc\r\n> " * 30_000,
    "line ends": b"it-help+1a" + b"\r\n>" * 100_000,
    "blanks": (b"it-help+1a" + b" \t" * 30) * 3_000,
    "ids": b"k." * 200_000,
    "digits": b"k." + b"0" * 400_000,
    "keys": f"{SECRET} {ID}\r\n".encode() * 5_000,
    "tags": b"<b>" * 30_000 + b"it-help+1",
    "boundaries": b"--b\r\n\r\nx\r\n" * 900,
}


@pytest.mark.parametrize("body", LARGE.values(), ids=LARGE)
@pytest.mark.parametrize("kind", ["text/plain", "text/html", "message/rfc822", "multipart/mixed"])
def test_large_mails_are_read_in_linear_time(body: bytes, kind: str) -> None:
    raw = mail(body, f"Content-Type: {kind}; boundary=b")
    started = time.process_time()
    without_keys(raw, False, ADDRESSES)
    assert time.process_time() - started < 3
