"""Whatever text a pattern of ours is asked about, it answers soon: none can be read in so many ways
that each further word doubles the time. What judges mail in the thread that writes has no deadline.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from mailtracker.desk.askers.asker_words import AskerWord, read_asker_word
from mailtracker.desk.content import own_words
from mailtracker.desk.thanks.thanks import only_thanks
from tests.desk.makers import message
from tests.late_patterns import all_late
from tests.sayer import Sayer

OFTEN, TIMES, LONGEST = 8, 28, 1_500
Pieces = Sequence[Any]


def repeated(pieces: Pieces, before: tuple[Pieces, ...] = ()) -> Iterator[tuple[Any, Pieces]]:
    """What may stand many times in a row, behind what stands `before` it."""
    for at, (op, told) in enumerate(pieces):
        here = (*before, pieces[:at])
        if op in (code.MAX_REPEAT, code.MIN_REPEAT):
            _, most, inner = told
            if most >= OFTEN:
                yield here, list(inner)
            yield from repeated(list(inner), here)
        elif op is code.SUBPATTERN:
            yield from repeated(list(told[3]), here)
        elif op is code.BRANCH:
            for branch in told[1]:
                yield from repeated(list(branch), here)


def texts(pattern: str, flags: int, seed: int) -> Iterator[str]:
    """One, two or three ways to write what is repeated, again and again, and an end that fits
    nothing: then all ways in which it may be read are tried.
    """
    sayer, dice = Sayer(seed), random.Random(seed)
    for before, inner in repeated(list(parser.parse(pattern, flags))):
        ways = sorted({sayer.say(inner) for _ in range(10)} - {""})
        if not ways:
            continue
        some = dice.sample(ways, min(len(ways), 1 + seed % 3))
        said = "".join(some[number % len(some)] for number in range(TIMES))
        yield f"{''.join(map(sayer.say, before))}{said}"[:LONGEST] + "\x00~"


def ask_all(seed: int) -> int:
    asked = 0
    for number, late in enumerate(all_late()):
        text, flags = late._text, late._late_flags
        if not isinstance(text, str):
            continue
        for one in texts(text, flags, seed + number):
            late.whole.match(one)
            late.whole.search(one)
            asked += 1
    return asked


@pytest.mark.timeout(90)
def test_every_pattern_answers_soon() -> None:
    assert ask_all(seed=1) > 1_000


@pytest.mark.timeout(600)
@pytest.mark.proof(part="patterns")
@pytest.mark.parametrize("seed", range(2, 14))
def test_every_pattern_answers_soon_whatever_is_repeated(seed: int) -> None:
    assert ask_all(seed) > 1_000


@pytest.mark.timeout(30)
@pytest.mark.parametrize("said", ["ja", "sorry kindly", "merci beaucoup", "ja ok"])
def test_a_word_of_two_languages_is_read_once(said: str) -> None:
    """Fourteen times "ja" took more than 15 seconds, and three times as long for one more."""
    found = read_asker_word("solved thanks a lot")
    assert found is not None
    assert found.word is AskerWord.SOLVED
    assert read_asker_word(f"{said} " * (22 // len(said.split())) + "problem") is None


@pytest.mark.timeout(30)
def test_a_long_run_of_anything_is_read_once() -> None:
    """Each took 18 seconds: blanks in front of what parts a line, closings of many mails."""
    assert own_words(f"ok{' ' * 60_000}x", "Bo") == f"ok{' ' * 60_000}x"
    for closing in ("Tak", "Best", "Mit freundlichen Grüßen"):
        only_thanks(message(text="Hi\n" + f"{closing}\n" * (60_000 // len(closing))))


def test_the_guard_would_see_it() -> None:
    """A word that stands in two lists is written again and again, with an end that fits neither."""
    (text,) = texts(r"(?:(?:ja|ja|ok) )*x", 0, seed=3)
    assert re.fullmatch(r"(?i:(?:ja|ok) ){28}\x00~", text)
