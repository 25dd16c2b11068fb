"""What a relayed mail is joined of: places of the mail that it carries, and bytes of ours."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from mailtracker.errors import Unreadable
from mailtracker.mail.message import Message
from mailtracker.mail.outgoing.envelope import Ours, RelayEdits, RelayNote
from mailtracker.mail.outgoing.recipe import Stretch
from mailtracker.mail.outgoing.relay import relay, relay_recipe
from mailtracker.mail.parse import parse
from tests.mail.corpus import MAILS
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


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_what_is_carried_is_its_recipe_filled(path: Path) -> None:
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
