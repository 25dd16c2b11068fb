"""What was learned, on answers by writers of whom nothing was learned (docs/learned.md)."""

import hashlib
import zlib
from pathlib import Path

import pytest

from mailtracker.desk.thanks.thanks import only_thanks
from mailtracker.errors import MailtrackerError
from mailtracker.learned.pieces import pieces
from mailtracker.learned.weights import BESIDES, WHOLE, shipped_weights, unpacked, weights_in
from tests.desk.makers import message

FRESH = Path(__file__).with_name("fresh_answers.txt")
"""A line a mail: C (closes) or W (wants something), its language, its text, with tabs between; \\n
is a line break. `tools/learn` never sees them; all but the last 1,062 were in view when the limits
were chosen.
"""
TOOLS = Path(__file__).parents[2] / "tools"
LANGUAGES = ("en", "de", "nl", "da", "pt", "fr")


def test_of_fresh_answers_few_that_close_are_missed_and_next_to_none_is_silenced() -> None:
    told: dict[str, list[bool]] = {"C": [], "W": []}
    spoken = set()
    for line in FRESH.read_text("utf-8").splitlines():
        label, language, text = line.split("\t")
        spoken.add(language)
        told[label].append(only_thanks(message(text=text.replace("\\n", "\n"))))
    assert spoken == set(LANGUAGES)
    assert min(map(len, told.values())) >= 200
    recall = sum(told["C"]) / len(told["C"])
    precision = sum(told["C"]) / (sum(told["C"]) + sum(told["W"]))
    assert recall >= 0.95
    assert precision >= 0.99


def test_the_weights_are_learned_from_the_answers_that_are_here() -> None:
    digest = hashlib.sha256()
    tables = [Path(__file__).with_name(f"{name}_answers.txt") for name in ("short", "told")]
    for file in (*sorted((TOOLS / "closing").glob("*.txt")), *tables):
        digest.update(file.read_bytes())
    for name in (WHOLE, BESIDES):
        assert shipped_weights(name).learned_from == digest.hexdigest(), "run tools/learn"


def test_weights_are_the_same_after_they_were_packed() -> None:
    weights = shipped_weights(WHOLE)
    again = unpacked(weights.packed())
    assert again == weights
    assert again.of("Danke, läuft wieder!") == weights.of("Danke, läuft wieder!")


def test_weights_that_are_missing_or_damaged_say_what_to_do(tmp_path: Path) -> None:
    whole = shipped_weights(WHOLE).packed()
    head, _, table = whole.partition(b"\n")
    short = b"\n".join((head, zlib.compress(zlib.decompress(table)[:-1])))
    for damaged in (None, b"", b"{}\n", whole[:-9], whole[9:], b"\n" + table, short):
        file = tmp_path / "wanting.weights"
        if damaged is not None:
            file.write_bytes(damaged)
        with pytest.raises(MailtrackerError, match="is missing or damaged"):
            weights_in(file)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tür 3 klemmt", "TUR 7 klemmt"),
        ("it’s done", "it's done"),
        ("Ça marche", "ca marche"),
    ],
)
def test_case_accents_and_numbers_are_no_matter(one: str, other: str) -> None:
    assert pieces(one, 20) == pieces(other, 20)


def test_the_order_of_words_is() -> None:
    assert pieces("it works, not bad", 20) != pieces("it works not, bad", 20)


def test_a_text_without_words_has_pieces_too() -> None:
    assert pieces("", 20)
