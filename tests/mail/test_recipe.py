"""What a relayed mail is joined of: places of the mail that it carries, and bytes of ours."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtracker.errors import Unreadable
from mailtracker.mail.carry import carriable
from mailtracker.mail.message import Message
from mailtracker.mail.outgoing.envelope import Ours, RelayEdits, RelayNote
from mailtracker.mail.outgoing.recipe import Stretch, length, recipe_of, traced
from mailtracker.mail.outgoing.relay import relay, relay_recipe
from mailtracker.mail.outgoing.transportable import is_transportable
from mailtracker.mail.parse import parse
from tests.cases import in_each
from tests.mail.corpus import SHARES
from tests.mail.made import ENVELOPE

OURS = Ours(b"k" * 32, ("it-help@corp.example",))
EDITS = (
    RelayEdits(OURS),
    RelayEdits(OURS, RelayNote("IT-1042", "Bo has it.", "<p>Bo has it.</p>")),
    RelayEdits(OURS, RelayNote("IT-1042", "Bo has it.", "", "above"), "done", by_our_people=True),
)
FILE = b"QUJD" * 19 + b"\r\n"


def read(raw: bytes) -> Message | None:
    try:
        return parse(raw)
    except Unreadable:
        return None


EACH_SHARE = pytest.mark.parametrize("mails", SHARES.values(), ids=SHARES)


@EACH_SHARE
def test_what_is_carried_is_its_recipe_filled(mails: list[Path]) -> None:
    in_each(mails, is_its_recipe_filled)


def is_its_recipe_filled(path: Path) -> None:
    raw = path.read_bytes()
    message = read(raw)
    for edits in EDITS if message else ():
        assert message is not None
        recipe = relay_recipe(raw, message, ENVELOPE, edits)
        whole = b"".join(recipe.filled(raw))
        assert whole == relay(raw, message, ENVELOPE, edits)
        assert recipe.size == len(whole)
        spans = [piece for piece in recipe.pieces if isinstance(piece, Stretch)]
        assert all(0 <= span.start <= span.end <= len(raw) for span in spans)
        assert all(before.end <= after.start for before, after in pairwise(spans))


def test_files_stand_in_it_as_places_and_are_not_copied() -> None:
    body = FILE * 1000
    raw = (
        b"From: Eva <eva@corp.example>\r\nSubject: Plans\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHere.\r\n--b\r\n"
        b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + body
        + b"--b--\r\n"
    )
    recipe = relay_recipe(raw, parse(raw), ENVELOPE, EDITS[1])
    at = raw.index(FILE)
    assert Stretch(at, at + len(body) - 2) in recipe.pieces
    assert sum(len(piece) for piece in recipe.pieces if isinstance(piece, bytes)) < 4000
    views = [piece for piece in recipe.filled(raw) if isinstance(piece, memoryview)]
    assert all(view.obj is raw for view in views)


def test_a_mail_of_bare_cr_is_made_of_what_was_received() -> None:
    raw = b"From: Eva <eva@corp.example>\rSubject: Plans\r\rHere"
    recipe = relay_recipe(raw, parse(raw), ENVELOPE, EDITS[0])
    assert b"".join(recipe.filled(raw)) == relay(raw, parse(raw), ENVELOPE, EDITS[0])
    assert b"".join(recipe.filled(raw)).endswith(b"\r\n\r\nHere\r\n")


def is_carried(data: bytes) -> bool:
    """By the letter: ASCII without NUL, CR and LF only together, lines of at most 998."""
    lines = data.split(b"\r\n")
    plain = data.isascii() and b"\0" not in data
    return plain and all(len(line) <= 998 and not {10, 13} & {*line} for line in lines)


ENDS = st.sampled_from([b"\r\n", b"\r\n", b"\n", b"\r", b"\n\r", b""])


@given(st.lists(st.tuples(st.sampled_from([0, 1, 76, 76, 76, 998, 999]), ENDS), max_size=9))
def test_what_a_server_carries_is_known_by_even_lines_and_by_others(
    lines: list[tuple[int, bytes]],
) -> None:
    data = b"".join(b"x" * width + end for width, end in lines)
    assert is_transportable(data, 0, len(data)) == is_carried(data)
    assert is_transportable(b"\n" + data + b"\r", 1, 1 + len(data)) == is_carried(data)


@pytest.mark.parametrize(
    "last", [b"", b"QQ==", b"QQ==\r\n", b"\r\n", b"Q\rQ", b"Q\n", b"\xfc", b"\0"]
)
def test_a_file_of_even_lines(last: bytes) -> None:
    data = FILE * 50 + last
    assert is_transportable(data, 0, len(data)) == is_carried(data)
    odd = FILE * 20 + b"Q" * 76 + b"\n\r" + FILE * 20 + last
    assert not is_transportable(odd, 0, len(odd))


@pytest.mark.parametrize(
    ("inner", "outer", "traced_to"),
    [
        ((Stretch(10, 20), b"NEW", Stretch(25, 30)), (Stretch(0, 18),), "(10-20) NEW (25-30)"),
        ((Stretch(10, 20), b"NEW", Stretch(25, 30)), (b"a", Stretch(5, 12)), "a (15-20) NE"),
        ((Stretch(10, 20), b"NEW", Stretch(25, 30)), (Stretch(11, 13), b"z"), "EW z"),
        ((Stretch(10, 20), b"NEW", Stretch(25, 30)), (Stretch(14, 15),), "(26-27)"),
        ((Stretch(10, 20), Stretch(20, 30)), (Stretch(9, 11),), "(19-20) (20-21)"),
        ((Stretch(10, 20),), (b"words",), "words"),
        ((Stretch(10, 20),), (Stretch(3, 3),), ""),
        ((), (b"x",), "x"),
    ],
)
def test_a_recipe_of_a_cleaned_mail_names_places_of_the_mail_that_came(inner, outer, traced_to):
    found = traced(recipe_of(outer), recipe_of(inner))
    said = [
        f"({one.start}-{one.end})" if isinstance(one, Stretch) else one.decode()
        for one in found.pieces
        if length(one)
    ]
    assert " ".join(said).replace("EWz", "EW z") == traced_to
    raw = bytes(range(100))
    cleaned = b"".join(recipe_of(inner).filled(raw))
    assert b"".join(found.filled(raw)) == b"".join(recipe_of(outer).filled(cleaned))


@EACH_SHARE
def test_a_mail_that_quoted_a_key_is_carried_by_places_of_what_came(mails: list[Path]) -> None:
    """With a key in its header, before and behind its parts, as answers to us have it."""
    in_each(mails, is_carried_by_places_of_what_came)


def is_carried_by_places_of_what_came(path: Path) -> None:
    plain = path.read_bytes()
    key = b"1" + b"abcdefghij" * 2
    raw = b"In-Reply-To: <it-help+" + key + b"@corp.example>\r\n" + plain
    raw += b"\r\nit-help+" + key + b"@corp.example\r\n"
    message = read(raw)
    if message is None:
        return
    clean = carriable(raw, message, OURS.addresses)
    recipe = relay_recipe(clean.raw, clean.message, ENVELOPE, EDITS[1])
    whole = b"".join(recipe.filled(clean.raw))
    if clean.recipe is None:
        assert clean.raw is raw
        return
    assert b"".join(clean.recipe.filled(raw)) == clean.raw
    found = traced(recipe, clean.recipe)
    assert b"".join(found.filled(raw)) == whole
    assert found.size == len(whole)
