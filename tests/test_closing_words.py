"""What a closing mail tells of the mails that came before it (docs/reliability.md, N9)."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from sqlalchemy import delete

from mailtracker.rules.load import load_texts
from mailtracker.store.database import Store
from mailtracker.store.last_answer import MAX_BYTES
from mailtracker.store.tables import chunks, kept
from mailtracker.transcript import MAX_RECALLED
from tests.lives import Life, letters

EVA, WES = "Eva Lund <eva@corp.example>", "Wes Tan <wes@corp.example>"
LEE = "Lee <lee@elsewhere.example>"
RULES = """
people:
  bo: {name: Bo Jensen, email: bo@corp.example}
  wes: {name: Wes Tan, email: wes@corp.example}
  eva: {name: Eva Lund, email: eva@corp.example}
promises:
  normal: {first_reply: 8 hours, hours: always}
ladders:
  default:
    - {at: 100%, tell: owner}
rules:
  - {name: vpn, why: IT, when: {subject: [vpn]}, to: bo, promise: normal}
fallback: {to: wes, promise: normal, report_to: wes}
ending: at once
"""
SECRET = RULES.replace("to: bo, promise", "to: bo, confidential: true, promise")
ASKED = "Since Monday it drops.\n\nEvery hour, I think.\n\nBest regards\nEva Lund"
LARGE = ASKED.replace("Best", f"{'Log line.' * (MAX_BYTES // 9)}\n\nBest")
FOR_EVA = "request for eva@corp.example\n\nHer VPN drops."
ANSWER = "Hello,\n\nthe certificate was old.\n\nBo Jensen\n\n> Since Monday it drops."


def closing_of(rules: str, asked: str, answer: str, who: str = EVA, kept_until: str = "-") -> str:
    """What is written to who asked, once Bo has answered and said that it is done. `kept_until`:
    before that text of Bo's came, nobody kept a mail any more.
    """
    store = Store.in_memory()
    with store.write() as conn:
        life = Life(conn, load_texts({"rules.yaml": rules}), letters())
        life.mail(asked, "VPN drops", From=who)
        note = next(one for one in life.to("bo@corp.example") if one.letter == "note_owner")
        for text in (answer, "done"):
            if text == kept_until:
                conn.execute(delete(chunks))
                conn.execute(delete(kept))
            if text:
                life.reply(note, text)
        told = [one for one in life.sent if one.letter == "closed"][-1]
        read = message_from_bytes(told.raw, policy=policy.default)
    store.close()
    assert isinstance(read, EmailMessage)
    part = read.get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


def test_it_says_in_one_line_each_what_was_asked_and_answered() -> None:
    told = closing_of(RULES, ASKED, ANSWER)
    assert "What it was about: “Since Monday it drops. Every hour, I think.” What" in told
    answered = "What Bo Jensen answered on Monday, 23 November: “Hello, the certificate was old.”"
    assert answered in told


CASES = {
    # rules, what was asked, the answer, who asked: whether both are told
    "nobody answered": (RULES, ASKED, "", EVA, True, False),
    "a word above it": (RULES, ASKED, f"mine\n{ANSWER}", EVA, True, True),
    "a secret": (SECRET, ASKED, ANSWER, EVA, False, False),
    "from outside": (RULES, ASKED, ANSWER, LEE, False, True),
    "a large mail": (RULES, LARGE, ANSWER, EVA, False, True),
    "a signature alone": (RULES, "Best regards\nEva Lund", ANSWER, EVA, False, True),
    "for somebody else": (RULES, FOR_EVA, ANSWER, WES, True, True),
}


def test_what_may_not_be_told_is_left_out() -> None:
    for what, (rules, asked, answer, who, has_asked, has_answer) in CASES.items():
        told = closing_of(rules, asked, answer, who)
        assert "is closed: Bo Jensen says that it is done" in told, what
        assert ("What it was about" in told) is has_asked, what
        assert ("the certificate was old" in told) is has_answer, what
        for word in ("request for", "mine"):
            assert word not in told, what


def test_a_long_one_is_cut_at_a_word() -> None:
    told = closing_of(RULES, "word " * 200, "answer " * 200)
    assert "word…”" in told
    assert "answer…”" in told
    assert {len(one) <= MAX_RECALLED for one in re.findall("“(.*?)”", told)} == {True}


def test_what_is_kept_no_more_is_left_out() -> None:
    told = closing_of(RULES, ASKED, ANSWER, kept_until="done")
    assert "is closed: Bo Jensen says that it is done" in told
    assert "What it was about" not in told
    assert "answered" not in told
    told = closing_of(RULES, ASKED, ANSWER, kept_until=ANSWER)
    assert "What it was about" not in told
    assert "the certificate was old" in told
