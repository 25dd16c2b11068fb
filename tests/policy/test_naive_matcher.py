"""Two readers of the rules agree: `route()`, and a slow and simple one
written from the docs (naive.py).
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from mailtracker.errors import BadFiles, Unreadable
from mailtracker.mail.understand import understand
from mailtracker.policy.mail_view import MailView, MatchContext
from mailtracker.policy.model import NOBODY, Policy
from mailtracker.policy.route import explain, route
from mailtracker.rules.load import load_texts
from mailtracker.rules.shadow import implies
from tests.policy.naive import Answer, Book, decide, holds, read
from tests.policy.views import SETTING, mailed, raw_mails

HERE = Path(__file__).parent
RULES = [path.read_text("utf-8") for path in sorted((HERE.parents[1] / "rules").glob("*.yaml"))]
PEOPLE = [*RULES[:2], "fallback: {to: desk, report_to: priya}\n"]
RICH = [*PEOPLE, (HERE / "rich.yaml").read_text("utf-8")]


def loaded(texts: list[str]) -> Policy:
    return load_texts(
        {f"{n}.yaml": text for n, text in enumerate(texts)},
        {"guide.pdf": b"guide", "guides/vpn.txt": b"guide"},
    )


def answer(policy: Policy, mail: MailView) -> Answer:
    found = route(policy, mail)
    return Answer(
        found.rule,
        found.to,
        found.promise,
        found.ladder,
        found.gap,
        set(found.extras.tags),
        set(found.extras.watch),
        set(found.extras.attach),
        found.extras.confidential,
        [name for name, _ in found.notes],
    )


@pytest.fixture(scope="module")
def mails() -> list[MailView]:
    found = []
    for number, raw in enumerate(raw_mails()):
        try:
            mail = mailed(*understand(raw, SETTING), number)
        except Unreadable:
            continue
        writer = {3: "priya@corp.example", 7: "Nina@corp.example"}.get(
            number % 13, mail.from_
        )  # the corpus has few
        copied = {0: ("boss@example.com",), 5: ("it+x@corp.example",)}.get(number % 11, mail.cc)
        found.append(replace(mail, from_=writer, cc=copied, to=(*mail.to, *copied)))
    return found


@pytest.mark.parametrize("texts", [RULES, RICH], ids=["example", "rich"])
def test_both_readers_agree_on_every_mail_of_the_corpus(
    texts: list[str], mails: list[MailView]
) -> None:
    policy, book = loaded(texts), read(texts)
    assert len(mails) > 700
    for mail in mails:
        assert answer(policy, mail) == decide(book, mail), mail


def test_the_rich_rules_are_all_met_by_some_mail(mails: list[MailView]) -> None:
    policy = loaded(RICH)
    found = Counter(route(policy, mail).rule for mail in mails)
    noted = {name for mail in mails for name, _ in route(policy, mail).notes}
    met = {
        rule.name
        for rule in policy.rules
        if any(rule.when.match(MatchContext(m)) is not None for m in mails)
    }
    assert {rule.name for rule in policy.rules} - met == set()
    assert len(found) >= 15
    assert noted == {note.name for note in policy.notes}


# made by chance, from few words, so that much of it matches

WORDS = [
    "vpn",
    "lohn",
    "lohnzettel",
    "new",
    "laptop",
    "Störung",
    "stoerung",
    "storung",
    "мой",
    "мои",
    "c++",
    "打印机",
    "が",
    "ß",
    "SS",
]
ADDRESSES = ["ana@corp.example", "bo@corp.example", "lee.wong@corp.example", "it@corp.example",
             "it+x@corp.example", "kim@example.com", "kim@sub.example.com", ""]  # fmt: skip
SEPARATORS = [" ", ", ", "\n", "-", "  ", "’", "\u00ad", ""]


def joined(parts: list[tuple[str, str]]) -> str:
    return "".join(f"{word}{separator}" for word, separator in parts)


class Chance:
    """The same rules and mails every time for the same number."""

    def __init__(self, number: int) -> None:
        self._dice = random.Random(number)

    def one(self, *choices: Any) -> Any:
        return self._dice.choice(choices)

    def some(self, make: Callable[[], Any], least: int, most: int) -> list[Any]:
        return [make() for _ in range(self._dice.randint(least, most))]

    def said(self) -> str:
        return "".join(self.some(lambda: self.one(*WORDS) + self.one(*SEPARATORS), 0, 5))

    def mail(self) -> MailView:
        cc = tuple(self.some(lambda: self.one(*ADDRESSES[:-1]), 0, 1))
        later = timedelta(minutes=37 * self._dice.randint(0, 400))
        return MailView(
            from_=self.one(*ADDRESSES),
            to=(*self.some(lambda: self.one(*ADDRESSES[:-1]), 0, 2), *cc),
            cc=cc,
            subject=self.said(),
            body=self.said(),
            text=self.said(),
            list_id=self.one("", "<a.corp.example>", "All <b.a.corp.example>", "corp.example"),
            has_attachment=self.one(True, False),
            headers=tuple(
                self.some(lambda: (self.one("x-a", "X-A", "body", "subject"), self.said()), 0, 2)
            ),
            language=self.one("", "en", "de"),
            attachments=tuple(
                self.some(
                    lambda: self.one("a.pdf", "vpn.txt", "Störung.PDF", "lohn", "a.b.pdf"), 0, 2
                )
            ),
            size=self.one(0, 500, 1000, 1500, 2000),
            at=self.one(None, datetime(2026, 4, 1, tzinfo=UTC) + later),
            verified=self.one(True, False, None),
            kind=self.one("person", "list", "auto_reply", "auto_generated"),
        )

    def word(self) -> str:
        word: str = self.one(*WORDS)
        return self.one(word, word, f"{word[:3]}*") if word[:3].isalpha() else word

    def text(self) -> Any:
        words = " ".join(self.some(self.word, 1, self.one(1, 1, 1, 3)))
        regex = {"regex": self.one("vpn", "^lohn", "(new|c)[^a]?$", "ö")}
        return self.one(
            words, words, words, {"words": words, "accents": self.one("exact", "optional")}, regex
        )

    def entry(self) -> dict[str, Any]:
        texts = self.some(self.text, 1, 2)
        kind = self.one("subject", "body", "anywhere", "text", "people", "people", "rest", "rest")
        if kind == "people":
            whom = [*ADDRESSES[:-1], "*@example.com", "*@corp.example"]
            return self.one(
                {"from": self.some(lambda: self.one(*whom), 1, 3)},
                {"to": self.one(*whom)},
                {"cc": self.one(*whom)},
                {
                    "from_domain": self.one(
                        "corp.example", "*.example.com", "example.com", "*.example"
                    )
                },
                {"from_group": self.some(lambda: self.one("all", "few", "network", "desk"), 1, 2)},
                {
                    "list_id": self.one(
                        "a.corp.example", "*.corp.example", "*.example", "corp.example"
                    )
                },
            )
        if kind == "rest":
            return self.one(
                {"language": self.one("en", "de", "de-AT")},
                {"has_attachment": self.one("true", "false")},
                {
                    "attachment": self.one(
                        "*.pdf", "a*", "*o*", "*.*.pdf", "störung*", {"regex": "^l"}
                    )
                },
                {
                    "size": self.one(
                        {"over": "500"}, {"under": "1 kB"}, {"over": "400 B", "under": "2 KB"}
                    )
                },
                {
                    "time": self.one(
                        {"within": "copenhagen"}, {"outside": "berlin"}, {"within": "berlin"}
                    )
                },
                {"verified": self.one("true", "false")},
                {"kind": self.some(lambda: self.one("person", "list", "auto_reply"), 1, 2)},
            )
        if kind == "text":
            return {"header": {self.one("X-A", "Body"): self.one(texts, "*")}}
        return {kind: texts}

    def when(self, deep: int = 2) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for entry in self.some(self.entry, 1, 2):
            made |= entry
        if not deep:
            return made
        listed = self.some(lambda: self.when(deep - 1), 1, 2)
        one = self.when(deep - 1)
        return self.one(
            made,
            made,
            made,
            made | {"any": listed},
            made | {"any": one},
            made | {"all": listed},
            {"not": one},
            made | {"not": listed},
        )

    def rule(self) -> tuple[Any, str]:
        when = self.one(self.when(), self.when(), self.some(self.when, 1, 2))
        return when, self.one("ana", "bo", "network", "desk", "nobody")

    def note(self) -> tuple[Any, dict[str, Any]]:
        added = {"tag": self.some(lambda: self.one(*"abc"), 1, 2)}
        for key, value in (
            ("watch", self.some(lambda: self.one("ana", "bo"), 1, 2)),
            ("attach", "guide.pdf"),
            ("ask", self.some(lambda: self.one("Which?", "Since when?"), 1, 2)),
            ("confidential", self.one("true", "false")),
        ):
            added |= self.one({}, {key: value})
        return self.rule()[0], added


def book_of(made_rules: list[Any], made_notes: list[Any]) -> str:
    """JSON is YAML."""
    said = []
    for number, (condition, to) in enumerate(made_rules):
        why = {"reason": "r"} if to == NOBODY else {"why": "w", "tag": ["z", "y"]}
        said.append({"name": f"r{number}", "when": condition, "to": to, **why})
    noted = [
        {"name": f"n{n}", "when": condition, "add": added}
        for n, (condition, added) in enumerate(made_notes)
    ]
    return json.dumps({"rules": said} | ({"notes": noted} if noted else {}), ensure_ascii=False)


FEW = """
people:
  ana: {name: Ana, email: ana@corp.example}
  bo: {name: Bo, email: bo@corp.example}
  lee: {name: Lee, email: [lee@corp.example, Lee.Wong@corp.example]}
teams:
  desk: {lead: ana, members: [ana, bo], assign: lead}
  network: {lead: ana, members: lee, assign: lead}
groups: {all: [desk, network], few: bo}
hours:
  copenhagen: {zone: Europe/Copenhagen, mon-fri: "09:00-17:00", holidays: DK}
  berlin: {zone: Europe/Berlin, "mon-thu,sat": ["08:30-12:00", "13:00-17:00"], holidays: DE-BE}
promises: {normal: {first_reply: 1 hour, hours: berlin}}
ladders: {default: [{at: 100%, tell: ana}]}
fallback: {to: desk}
"""


@dataclass(frozen=True)
class Sample:
    policy: Policy
    book: Book
    mails: list[MailView]


def sample(
    made_rules: list[Any], made_notes: list[Any], made_mails: list[MailView]
) -> Sample | None:
    """None where two rules happened to say the same."""
    texts = [FEW, book_of(made_rules, made_notes)]
    try:
        return Sample(loaded(texts), read(texts), made_mails)
    except BadFiles as error:
        if {problem.code for problem in error.problems} != {"never-reached"}:
            raise
        return None


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    """Nearly 200 rule sets with four mails each, the same every time."""
    dice = [Chance(number) for number in range(200)]
    made = [sample(d.some(d.rule, 1, 5), d.some(d.note, 0, 4), d.some(d.mail, 4, 4)) for d in dice]
    return [one for one in made if one is not None]


def test_what_is_made_by_chance_is_not_all_gaps(samples: list[Sample]) -> None:
    found = Counter(route(one.policy, mail).gap for one in samples for mail in one.mails)
    assert len(samples) >= 150
    assert 0.1 < found[False] / (found[True] + found[False]) < 0.95


def test_both_readers_agree_on_rules_and_mails_made_by_chance(samples: list[Sample]) -> None:
    for one in samples:
        for mail in one.mails:
            assert answer(one.policy, mail) == decide(one.book, mail), (
                one.book.rules,
                one.book.notes,
            )


def test_explain_says_what_route_does_and_why_each_other_rule_did_not(
    samples: list[Sample],
) -> None:
    for one in samples:
        for mail in one.mails:
            found, steps = explain(one.policy, mail)
            assert found == route(one.policy, mail)
            assert [step.took for step in steps] == [False] * (len(steps) - 1) + [True]
            assert [step.rule for step in steps[:-1]] == [
                rule.name for rule in one.policy.rules[: len(steps) - 1]
            ]
            assert (steps[-1].rule, steps[-1].where, steps[-1].told) == (
                found.rule,
                found.where,
                (found.matched,),
            )
            assert all(step.told and all(line.strip() for line in step.told) for step in steps)
            assert not any(
                holds(one.book, rule["when"], mail) for rule in one.book.rules[: len(steps) - 1]
            )


def test_every_mail_has_exactly_one_owner_and_the_first_rule_that_matches_names_it(
    samples: list[Sample],
) -> None:
    for one in samples:
        rules = one.policy.rules
        for mail in one.mails:
            found = route(one.policy, mail)
            known = {*one.policy.people, *one.policy.teams}
            assert found.to in (known if found.gap else {*known, NOBODY})
            first = next(
                (n for n, rule in enumerate(one.book.rules) if holds(one.book, rule["when"], mail)),
                None,
            )
            assert found.gap is (first is None)
            if first is not None:  # what comes behind the rule that decides is of no matter
                before, behind = rules[: first + 1], rules[first + 1 :]
                assert route(replace(one.policy, rules=before), mail) == found
                assert route(replace(one.policy, rules=before + behind[::-1]), mail) == found


def test_notes_change_neither_owner_nor_promise_nor_ladder_nor_rule_and_take_nothing_away(
    samples: list[Sample],
) -> None:
    for one in samples:
        for mail in one.mails:
            found, bare = route(one.policy, mail), route(replace(one.policy, notes=()), mail)
            assert replace(found, extras=bare.extras, notes=()) == bare
            assert set(bare.extras.tags) <= set(found.extras.tags)
            assert set(bare.extras.watch) <= set(found.extras.watch)
            assert set(bare.extras.attach) <= set(found.extras.attach)
            assert set(bare.extras.ask) <= set(found.extras.ask)
            assert found.extras.confidential >= bare.extras.confidential


def test_the_order_of_notes_is_of_no_matter(samples: list[Sample]) -> None:
    changed = 0
    for one in samples:
        for mail in one.mails:
            found = route(one.policy, mail)
            changed += len(found.notes) > 1
            for order in permutations(one.policy.notes):
                assert route(replace(one.policy, notes=order), mail) == found
    assert changed > 50


def test_a_rule_that_is_said_to_be_shadowed_never_takes_a_mail(samples: list[Sample]) -> None:
    said = 0
    mails = [
        mail
        for one in samples[::3]
        for mail in one.mails
        if mail.has_attachment >= bool(mail.attachments)
    ]
    conditions = [rule.when for one in samples[::4] for rule in one.policy.rules]
    for narrow, wide in permutations(conditions, 2):
        if implies(narrow, wide):
            said += 1
            taken = [mail for mail in mails if narrow.match(MatchContext(mail)) is not None]
            assert all(wide.match(MatchContext(mail)) is not None for mail in taken), (
                narrow,
                wide,
            )
    assert said > 50
