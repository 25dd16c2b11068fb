"""230 mails that people at work type about bounces, absences, parcels and
robots: none is muted, none dropped.

people.jsonl holds one a line: subject, text, and where they matter from and head. `doubt` marks the
few whose words are those of an absence notice to the letter; they may be called one, but never
surely, so that the desk carries them all the same.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mailtracker.mail.message import Kind
from mailtracker.mail.origin.classify import classify
from mailtracker.mail.parse import parse

MAILS = [
    json.loads(line)
    for line in (Path(__file__).parent / "people.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(
    "mail", MAILS, ids=[f"{n} {mail['subject'][:40]}" for n, mail in enumerate(MAILS)]
)
def test_a_person_is_taken_for_one(mail: dict[str, Any]) -> None:
    sender = mail.get("from", "Ana Costa <ana@corp.example>")
    head = [f"From: {sender}", f"Subject: {mail['subject']}", *mail.get("head", ())]
    found = classify(
        parse(
            "\n".join(
                [*head, "Content-Type: text/plain; charset=utf-8", "", str(mail["text"])]
            ).encode()
        )
    )
    assert found.kind is Kind.PERSON or ("doubt" in mail and not found.sure), found.reason


def test_doubt_is_the_exception() -> None:
    assert sum("doubt" in mail for mail in MAILS) <= len(MAILS) * 0.05
