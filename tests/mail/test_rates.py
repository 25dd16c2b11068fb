"""Three tables of mails of our own making, a line each, about half of them written when the code
was there: absence notices in twelve languages, with and without marks; programs and devices that
mark nothing; people whose mail bears marks, who answer, or whose mailbox is a shop's.

Wordings are endless, so what is promised is a share of each, and that nothing is dropped for words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mailtracker.mail.message import Classified, Kind
from mailtracker.mail.origin.classify import classify
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site

SITE = Site(own_domains=("corp.example",), addresses=("it-help@corp.example",))
SAM = "Sam Okoye <sam@corp.example>"


def judged(name: str) -> Iterator[tuple[dict[str, Any], Classified]]:
    for line in (Path(__file__).parent / name).read_text("utf-8").splitlines():
        mail = json.loads(line)
        head = [f"From: {mail.get('from', SAM)}", f"Subject: {mail['subject']}"]
        head += [*mail.get("head", ()), "Content-Type: text/plain; charset=utf-8"]
        yield mail, classify(parse("\n".join([*head, "", mail["text"]]).encode()), SITE)


def test_absence_notices_are_told_and_not_answered() -> None:
    found = list(judged("absences.jsonl"))
    answered = [mail["text"] for mail, one in found if one.receipt]
    missed = [mail["text"] for mail, one in found if one.kind is not Kind.AUTO_REPLY]
    assert len(found) >= 469
    assert len(missed) <= len(found) * 0.05, missed
    assert len(answered) <= len(found) * 0.05, answered


def test_programs_and_devices_are_hardly_ever_answered() -> None:
    found = list(judged("machines.jsonl"))
    answered = [mail["subject"] for mail, one in found if one.receipt]
    assert len(found) >= 318
    assert len(answered) <= len(found) * 0.05, answered
    assert not [mail["subject"] for mail, one in found if one.opens_nothing]


def test_people_with_marks_and_shops_get_their_receipt_and_nobody_is_dropped() -> None:
    found = list(judged("people_marked.jsonl"))
    muted = [mail["subject"] for mail, one in found if not one.receipt]
    assert len(found) >= 493
    assert len(muted) <= len(found) * 0.02, muted
    assert not [mail["subject"] for mail, one in found if one.opens_nothing]
