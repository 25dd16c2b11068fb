"""Every reason is for people. All of them are replaced by another text, and whatever is decided
about a mail of the corpus, or one that people write, stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from mailtracker.errors import Unreadable
from mailtracker.mail.message import Classified, Message
from mailtracker.mail.mime import addresses
from mailtracker.mail.mime.addresses import Doubt, Found
from mailtracker.mail.origin import classify
from mailtracker.mail.origin.auth_results import Verdict
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.verdict import Finding
from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand
from tests.mail.corpus import MAILS, site

OURS = Site(
    own_lists=("it.corp.example",),
    authserv_ids=("mx.corp.example",),
    languages=("en", "de", "nl", "da", "pt"),
    addresses=("it-help@corp.example",),
)
PROSE = {"reason", "verdict", "sender_doubt", "defects"}
"""The fields of a reading that are sentences."""

TEXTS = (
    (Finding, "reason"),
    (Verdict, "reason"),
    (Classified, "reason"),
    (Message, "sender_doubt"),
)

Decisions = dict[str, object]


class OtherWords:
    """Stands where a text stood: whatever was put in, something else comes out."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __get__(self, holder: object, kind: type) -> str:
        return self.words

    def __set__(self, holder: object, value: object) -> None:
        pass


def mails() -> Iterator[tuple[str, bytes, Site]]:
    for mail in MAILS:
        given = json.loads(mail.with_suffix(".json").read_text("utf-8")).get("given", {})
        yield mail.stem, mail.read_bytes(), site(given)
        yield f"{mail.stem} at our site", mail.read_bytes(), OURS
    people = (Path(__file__).parent / "people.jsonl").read_text("utf-8").splitlines()
    for number, line in enumerate(people):
        case = json.loads(line)
        sender = case.get("from", "Ana Costa <ana@corp.example>")
        head = [f"From: {sender}", f"Subject: {case['subject']}", *case.get("head", ())]
        lines = [*head, "Content-Type: text/plain; charset=utf-8", "", case["text"]]
        yield f"people {number}", "\n".join(lines).encode(), OURS


def decisions() -> dict[str, Decisions]:
    """What was decided about every mail, without the sentences that say why."""
    found: dict[str, Decisions] = {}
    for name, raw, where in mails():
        try:
            message, classified = understand(raw, where)
        except Unreadable:
            found[name] = {"unreadable": True}
            continue
        read = {one.name: getattr(message, one.name) for one in fields(message)}
        read |= {one.name: getattr(classified, one.name) for one in fields(classified)}
        read["opens_nothing"] = classified.opens_nothing
        found[name] = {key: value for key, value in read.items() if key not in PROSE}
    return found


@pytest.fixture(scope="module")
def before() -> dict[str, Decisions]:
    return decisions()


def other_words(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    for kind, name in TEXTS:
        monkeypatch.setattr(kind, name, OtherWords(words))

    class Otherwise(str):
        """A doubt under its own name, in other words."""

        value = words

    replaced = {doubt: Otherwise(f"{words}{doubt.name}") for doubt in Doubt}
    first_doubt: Callable[..., Doubt | None] = addresses._first_doubt

    def doubted(*given: object) -> object:
        doubt = first_doubt(*given)
        return None if doubt is None else replaced[doubt]

    monkeypatch.setattr(addresses, "_first_doubt", doubted)


LONG = pytest.mark.proof(part="mutants")


@pytest.mark.parametrize(
    "words",
    [
        "x",
        pytest.param("worded like an absence notice", marks=LONG),
        pytest.param("a person's mail", marks=LONG),
    ],
)
def test_all_reasons_replaced_and_all_decisions_stay(
    words: str, before: dict[str, Decisions], monkeypatch: pytest.MonkeyPatch
) -> None:
    other_words(monkeypatch, words)
    assert changed(before, decisions()) == []


def test_the_texts_are_really_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    other_words(monkeypatch, "x")
    raw = b"From: (group) a:b@corp.example;\nAuto-Submitted: auto-replied\n\nhi"
    message, classified = understand(raw, OURS)
    assert (message.sender, message.sender_doubt) == (None, "x")
    assert (classified.reason, classified.verdict) == ("x", "x")
    assert isinstance(addresses.mailboxes(b"a:b@corp.example;")[0], Found)
    assert str(addresses.mailboxes(b"a:b@corp.example;")[0].doubt) == "xGROUP"


def test_a_decision_that_reads_a_reason_is_seen(
    before: dict[str, Decisions], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was decided once: by how the sentence begins."""
    by_basis = classify._is_sure

    def by_prose(seen: Evidence, found: Finding) -> bool:
        return by_basis(seen, found) or not found.reason.startswith(("worded like", "an absence"))

    monkeypatch.setattr(classify, "_is_sure", by_prose)
    with_our_words = decisions()
    other_words(monkeypatch, "x")
    assert changed(with_our_words, decisions())


def changed(one: dict[str, Decisions], other: dict[str, Decisions]) -> list[str]:
    assert one.keys() == other.keys()
    return [
        f"{name}: {key}: {one[name][key]!r} became {other[name][key]!r}"
        for name in one
        for key in one[name]
        if one[name][key] != other[name][key]
    ]
