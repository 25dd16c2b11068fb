"""First lines of owners' mails in six languages: what is an answer, what is a word for us, and what
is asked back, by what the desk does with each.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mailtracker.desk.alias import Alias
from mailtracker.desk.effects import Decision, Dispose, Disposition, Relay, SendLetter
from mailtracker.desk.facts import Facts
from mailtracker.desk.letters import AskBack
from mailtracker.desk.request import Lane
from mailtracker.policy.model import Policy
from tests.desk.makers import PERSON, address, decided, facts, issued, message, request, scene

KINDS = {"answer": "answer", "asked": "asked back"}
BO, EVA = "bo@corp.example", "eva@corp.example"


def lines_of(kind: str) -> dict[str, list[str]]:
    """By language: the lines below the heading `[en answer]`."""
    found: dict[str, list[str]] = {}
    page = (Path(__file__).parent / "first_lines.txt").read_text("utf-8")
    for piece in page.split("[")[1:]:
        head, _, lines = piece.partition("]\n")
        language, _, told = head.partition(" ")
        if told == kind:
            found[language] = lines.strip().split("\n")
    return found


def became(decision: Decision) -> str:
    """`answer`, `asked back`, or which word was carried out."""
    (filed,) = [one for one in decision.effects if isinstance(one, Dispose)]
    relays = [one for one in decision.effects if isinstance(one, Relay)]
    if filed.disposition is Disposition.ASKED_BACK:
        (asked,) = [one for one in decision.effects if isinstance(one, SendLetter)]
        assert isinstance(asked.letter, AskBack)
        assert not relays
        return "asked back"
    if " word " in filed.reason:
        told = [
            one for one in decision.effects if isinstance(one, SendLetter) and one.to.email == BO
        ]
        assert len(told) == 1, "a word is confirmed by one mail"
        assert not any(one.to.email == EVA for one in relays)
        return filed.reason.rpartition(" word ")[2]
    whole = [one.to.email for one in relays if one.cut == ""]
    return "answer" if EVA in whole else f"nothing: {filed.reason}"


def outcomes(kind: str, policy: Policy, alias: Alias) -> list[tuple[str, str, str]]:
    """Language, line, and what became of it: alone, and above the rest of a mail."""
    found = []
    for language, lines in lines_of(kind).items():
        for line in lines:
            text, _, word = line.rpartition(" = ") if kind == "command" else (line, "", KINDS[kind])
            mail = message(BO, text=f"{text}\n")
            decision = decided(mail, PERSON, known(word), alias, scene(policy))
            found.append((language, text, "" if became(decision) == word else became(decision)))
    return found


def known(word: str) -> Facts:
    """Sam takes part where he is to be dropped, and IT-1040 is of the same people."""
    copied = (address("sam@corp.example"),) if word == "drop" else ()
    about = request(copied=copied, bystanders=(address("ana@corp.example"),))
    other = replace(request(), id=2, reference="IT-1040")
    return facts(issued(BO, Lane.REQUESTER, "bo"), on=about, merges=other)


def test_what_is_written_for_people_is_carried_or_asked_back_and_never_carried_out(policy, alias):
    told = outcomes("answer", policy, alias)
    wrong = [one for one in told if one[2] not in ("", "asked back")]
    asked = [one for one in told if one[2] == "asked back"]
    assert len(told) == 300
    assert not wrong
    assert len(asked) <= len(told) // 20, asked


def test_words_are_carried_out_in_six_languages(policy, alias):
    told = outcomes("command", policy, alias)
    assert len(told) >= 150
    assert [one for one in told if one[2]] == []


def test_what_is_nearly_a_word_is_asked_back_and_goes_to_nobody(policy, alias):
    told = outcomes("asked", policy, alias)
    assert len(told) >= 60
    assert [one for one in told if one[2]] == []
