"""Every mail of tests/mail_corpus is read as the file beside it says: one oddity each, the
expectation written by thought.

`about` says what is odd, `given` what of our site is known, `expect` what must be read.
Add a mail: two files, no code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailtracker.cli.understood import as_json, understood
from mailtracker.reader import read_one
from tests.mail.corpus import FOLDER, MAILS, site


def tidy(value: object) -> object:
    """Blanks at the end of lines, and how many blank lines stand
    between two, are nobody's meaning.
    """
    if not isinstance(value, str):
        return value
    lines = [line.rstrip() for line in value.strip().split("\n")]
    return "\n".join(line for index, line in enumerate(lines) if line or lines[index - 1])


def differences(mail: Path) -> Iterator[str]:
    case = json.loads(mail.with_suffix(".json").read_text("utf-8"))
    reading = read_one(mail.read_bytes(), site(case.get("given", {})))
    found = as_json(understood(mail, reading))
    for key, wanted in case["expect"].items():
        if tidy(found[key]) != tidy(wanted):
            yield f"{key}: expected {wanted!r}, read {found[key]!r}"


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.stem)
def test_is_read_as_a_person_would(mail: Path) -> None:
    assert list(differences(mail)) == []


def test_every_mail_has_its_expected_reading_and_the_other_way_round() -> None:
    assert len(MAILS) >= 120
    assert [mail.stem for mail in MAILS] == sorted(path.stem for path in FOLDER.glob("*.json"))


def test_no_two_mails_share_a_number() -> None:
    numbers = [mail.stem.partition("-")[0] for mail in MAILS]
    assert len(set(numbers)) == len(numbers)
