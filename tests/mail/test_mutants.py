"""20,000 damaged mails a run, made from the corpus by a seeded mutator: every one is
read, or said to be unreadable.
"""

from __future__ import annotations

import random

import pytest

from tests.mail.corpus import MAILS
from tests.mail.past_caps import check

CHUNK, CHUNKS, MORE_CHUNKS = 1_000, 2, 218

BITS = (
    *(b"\n", b"\r", b"\r\n", b"\r\n\r\n", b"\0", b"\xff", b"\xc3", b"\x1b$B", b" ", b"\t", b"\\"),
    *(
        b"--",
        b"--=_corp\r\n",
        b"--=_corp--\r\n",
        b"=?utf-8?b?",
        b"=?x?q?",
        b"?=",
        b"%",
        b"*0*=",
        b"<!--",
        b"&#xD800;",
    ),
    *(bytes([mark]) for mark in b"\"'<>()[:;,=@"),
    *(
        b"<div>",
        b"</blockquote>",
        b"~~~~ IT-1 ~~~~~~~~~~~~~~~~~~~~\n",
        b"-- \n",
        b"begin 644 x\n",
        b"From ",
        b"> ",
        b"wrote:",
    ),
    *(b"Content-Type: multipart/mixed; boundary=x\r\n", b"Content-Transfer-Encoding: base64\r\n"),
)


def mutant(number: int) -> tuple[str, bytes]:
    """The same for the same number: which mail it was, and what became of it."""
    dice = random.Random(number)
    mail = dice.choice(MAILS)
    raw = mail.read_bytes()
    for _ in range(dice.randint(1, 8)):
        place, length = dice.randrange(len(raw) + 1), dice.choice((0, 0, 1, 1, 2, 5, 20, 200))
        match dice.randrange(6):
            case 0:  # cut
                raw = raw[:place] + raw[place + length :]
            case 1:  # put in
                raw = raw[:place] + dice.choice(BITS) + raw[place:]
            case 2:  # put over
                raw = raw[:place] + dice.choice(BITS) + raw[place + length :]
            case 3:  # double
                raw = (
                    raw[:place]
                    + raw[place : place + length] * dice.choice((2, 3, 30))
                    + raw[place + length :]
                )
            case 4:  # a bit flipped
                raw = (
                    raw[:place]
                    + bytes(byte ^ 1 << dice.randrange(8) for byte in raw[place : place + 1])
                    + raw[place + 1 :]
                )
            case _:  # spliced with another mail
                other = dice.choice(MAILS).read_bytes()
                raw = raw[:place] + other[dice.randrange(len(other) + 1) :]
    return mail.stem, raw[:100_000]


def read_chunk(chunk: int) -> None:
    for number in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        name, raw = mutant(number)
        try:
            check(raw)
        except Exception as error:
            raise AssertionError(
                f"mutant {number}, once {name}: {type(error).__name__}: {error}"
            ) from error


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_thousand_damaged_mails_are_read_or_unreadable(chunk: int) -> None:
    read_chunk(chunk)


@pytest.mark.proof(part="mutants")
@pytest.mark.parametrize("chunk", range(CHUNKS, CHUNKS + MORE_CHUNKS))
def test_another_thousand_damaged_mails_are_read_or_unreadable(chunk: int) -> None:
    read_chunk(chunk)
