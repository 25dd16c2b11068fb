"""Tables of mails of our own making, a line each, about half of them written when the code was
there: absence notices in twelve languages, with and without marks; programs and devices that mark
nothing; people whose mail bears marks, who answer, or whose mailbox is a shop's. Then what systems
write at offices, hospitals, schools, works and town halls, and what people there write in few
words, from shared mailboxes, in lists, and about such mails.

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
        kind = mail.get("type", "text/plain")
        head += [*mail.get("head", ()), f"Content-Type: {kind}; charset=utf-8"]
        yield mail, classify(parse("\n".join([*head, "", mail["text"]]).encode()), SITE)


def test_absence_notices_are_told_and_not_answered() -> None:
    found = list(judged("absences.jsonl"))
    answered = [mail["text"] for mail, one in found if one.receipt]
    missed = [mail["text"] for mail, one in found if one.kind is not Kind.AUTO_REPLY]
    assert len(found) >= 648
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


def test_systems_of_houses_of_all_kinds_are_seldom_answered() -> None:
    found = list(judged("systems.jsonl"))
    answered = [mail["subject"] for mail, one in found if one.receipt]
    assert len(found) >= 243
    assert len(answered) <= len(found) * 0.14, answered
    assert not [mail["subject"] for mail, one in found if one.opens_nothing]


def test_who_writes_as_shortly_as_a_system_gets_a_receipt_and_nobody_is_dropped() -> None:
    found = list(judged("announcing.jsonl"))
    muted = [mail["subject"] for mail, one in found if not one.receipt]
    assert len(found) >= 484
    assert len(muted) <= len(found) * 0.02, muted
    assert not [mail["subject"] for mail, one in found if one.opens_nothing]
