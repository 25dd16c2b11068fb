"""Words of owners through reader, desk and store, as the mails that go out are read."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from mailtracker.desk.request import Status
from mailtracker.rules.load import load_texts
from mailtracker.store.database import Store
from tests.lives import Life, Sent, letters

BO, EVA, WES = "bo@corp.example", "eva@corp.example", "wes@corp.example"

RULES = """
people:
  bo: {name: Bo Jensen, email: bo@corp.example, cover: dan}
  dan: {name: Dan Ortiz, email: dan@corp.example}
  wes: {name: Wes Tan, email: wes@corp.example}
  eva: {name: Eva Lund, email: eva@corp.example}
promises:
  normal: {first_reply: 8 hours, then_every: 16 hours, hours: always}
ladders:
  default:
    - {at: 100%, hand_to: cover, tell: [owner, requester]}
  slow:
    - {at: 50%, remind: owner}
    - {at: 100%, hand_to: cover, tell: [owner, requester]}
rules:
  - {name: vpn, why: IT, when: {subject: [vpn]}, to: bo, promise: normal, watch: [wes]}
  - {name: later, why: IT, when: {subject: [later]}, to: dan, promise: normal, ladder: slow}
  - {name: dans, why: IT, when: {subject: [dans]}, to: dan, promise: normal}
fallback: {to: bo, promise: normal, report_to: bo}
ending: at once
"""


@pytest.fixture
def life() -> Iterator[Life]:
    """Eva has asked twice, and Bo has both."""
    store = Store.in_memory()
    with store.write() as conn:
        there = Life(conn, load_texts({"rules.yaml": RULES}), letters())
        for subject in ("VPN drops", "VPN is slow"):
            there.mail("Please help me with this.", subject, From=f"Eva Lund <{EVA}>")
        yield there
    store.close()


def note_of(life: Life, number: int) -> Sent:
    return next(one for one in life.to(BO) if one.request_id == number)


def said(mail: Sent) -> str:
    read = message_from_bytes(mail.raw, policy=policy.default)
    assert isinstance(read, EmailMessage)
    part = read.get_body(("plain",))
    return " ".join(part.get_content().split()) if part else ""


def test_a_note_may_say_that_somebody_is_away(life: Life) -> None:
    """The words by which vacation programs are known."""
    for text in ("note: she is away", "note\n\nShe is on vacation until Monday."):
        _, fresh = life.reply(note_of(life, 1), text)
        assert [(one.letter, one.recipient) for one in fresh] == [
            ("note_inside", WES),
            ("kept_inside", BO),
        ]


def test_a_note_within_brackets_is_asked_back(life: Life) -> None:
    for text in ("[note] rang her", "(note) she is difficult", "**note:** left her a message"):
        _, fresh = life.reply(note_of(life, 1), text)
        assert [(one.letter, one.recipient) for one in fresh] == [("ask_back", BO)]


def test_but_not_time_and_again_as_a_program_does(life: Life) -> None:
    told = [life.reply(note_of(life, 1), "Note: I am out of office.")[1] for _ in range(6)]
    assert told[-1] == []


def test_an_answer_above_which_a_request_is_merged_is_not_said_to_close_it(life: Life) -> None:
    other = life.request(1).reference
    _, fresh = life.reply(note_of(life, 2), f"merge {other}\n\nIt is the cable.")
    (answer,) = [one for one in fresh if one.letter == "note_requester"]
    assert "It is the cable." in said(answer)
    assert "closed" not in said(answer)
    assert life.request(2).status is Status.CLOSED


def test_what_was_put_off_is_promised_by_no_merge(life: Life) -> None:
    life.reply(note_of(life, 1), "snooze 2d")
    _, fresh = life.reply(note_of(life, 2), f"merge {life.request(1).reference}")
    (told,) = [one for one in fresh if one.recipient == EVA]
    assert told.letter == "merged_requester"
    assert " by " not in said(told)


@pytest.mark.parametrize("subject", ["dans", "later"])
def test_what_is_late_already_is_not_handed_on_again_by_a_merge(life: Life, subject: str) -> None:
    """Whatever ladder the other one has."""
    life.pass_time(8.5)
    assert life.request(1).owner == "dan"
    life.mail("Please help me once more.", subject, From=f"Eva Lund <{EVA}>")
    handed = next(one for one in life.to("dan@corp.example") if one.request_id == 1)
    life.reply(handed, f"merge {life.request(3).reference}")
    assert life.request(1).merged_into == 3
    before = len(life.to(EVA))
    life.pass_time(1)
    assert life.request(3).owner == "dan"
    assert len(life.to(EVA)) == before
