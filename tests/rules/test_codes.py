"""Every code of a problem: known, explained, and shown by an example at its line and column."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import mailtracker
from mailtracker.errors import BadFiles, Problem
from mailtracker.rules.codes import CODES, ERRORS, WARNINGS
from mailtracker.rules.lint import Around
from mailtracker.rules.load import load, load_texts
from tests.policy.base import BASE
from tests.rules.parts import marked

SOURCES = Path(mailtracker.__file__).parent


def raised() -> Iterator[str]:
    """Every code that the sources hand to a problem: `problem`, `warning` and Invalid name it
    first, `report` after its mark, `_matched` and `_spoil` after what is wrong.
    """
    for path in (*SOURCES.glob("rules/*.py"), *SOURCES.glob("policy/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            at = {
                "problem": 0,
                "warning": 0,
                "Invalid": 0,
                "report": 1,
                "Problem": 4,
                "_matched": 2,
                "_spoil": 2,
            }.get(name)
            if at is not None and len(node.args) > at and isinstance(node.args[at], ast.Constant):
                yield str(node.args[at].value)  # type: ignore[attr-defined]


def test_every_code_that_is_raised_is_known_and_every_known_one_is_raised() -> None:
    found = set(raised())
    assert found <= set(CODES)
    assert set(CODES) - found <= {"takes-most"}
    assert not set(ERRORS) & set(WARNINGS)
    assert all(told.endswith(".") for told in CODES.values())


def person(text: str) -> str:
    return f"people: {{cy: {{name: Cy, email: cy@corp.example, {text}}}}}\n"


def rule(text: str) -> str:
    return f"rules:\n  - {{name: r, why: w, to: bo, {text}}}\n"


def expected(text: str) -> str:
    return f"expected:\n  - {{name: e, when: {{subject: e}}, else: {{to: bo}}, {text}}}\n"


def hours(text: str) -> str:
    return f"hours: {{late: {{zone: UTC, {text}}}}}\n"


def ladder(text: str) -> str:
    return f"ladders: {{hot: [{text}]}}\n"


X = "when: {subject: x}"
PLANTED: list[tuple[str, str]] = [
    ("not-yaml", "a: [\n§"),
    ("not-yaml", "rules:\n§\t- x\n"),
    ("not-rules", "§- a\n"),
    ("second-document", "hours: {}\n§---\na: b\n"),
    ("alias", "include: §*a\n"),
    ("anchor", "include: §&a x.yaml\n"),
    ("tag", "include: §!!str x.yaml\n"),
    ("control-character", 'include: §"\\b"\n'),
    ("too-deep", "a: " + "[" * 49 + "§[" + "]" * 50 + "\n"),
    ("duplicate-key", "include: x.yaml\n§include: y.yaml\n"),
    ("bad-key", "people: {§b o: {name: B, email: b@corp.example}}\n"),
    ("bad-path", "include: §../x.yaml\n"),
    ("bad-path", "include: §x.txt\n"),
    ("no-such-file", "include: §gone.yaml\n"),
    ("no-such-file", rule(f"{X}, attach: §gone.pdf")),
    ("include-circle", "include: §x.yaml\n"),
    ("duplicate-include", "include: [base.yaml, §base.yaml]\n"),
    ("unknown-key", rule(f"{X}, §ladde: default")),
    ("not-built", person("§roles: x")),
    ("missing-key", "rules:\n  - §{name: r, to: bo, when: {subject: x}}\n"),
    ("wrong-shape", "rules: §x\n"),
    ("both-keys", person("§mail: c.y@corp.example")),
    ("empty", rule("when: §{}")),
    ("bad-span", rule(f"{X}, close_after: §soon")),
    ("bad-percent", ladder("{at: §75, tell: ana}")),
    ("bad-hours", hours("mon: §9-17")),
    ("bad-days", hours("§mon-fry: 9:00-17:00")),
    ("bad-zone", "hours: {late: {zone: §Europe/Berln, mon: 9:00-10:00}}\n"),
    ("bad-holidays", hours("mon: 9:00-17:00, holidays: §XX")),
    ("bad-by", expected('by: §"06:30 daily"')),
    ("bad-by", expected('by: §"06:30 each month on the 30th"')),
    ("asks-nobody", expected('ask: Hello?, by: "06:30 each day"').replace("{", "§{", 1)),
    ("answer-unseen", expected('from: [bo], ask: Hello?, ask_at: "06:00 each day", '
                               'by: "06:30 each day"').replace("name: e", "name: §figures")),
    ("duplicate-expected", expected('by: "06:30 each day"')
     + '  - {name: §E, when: {subject: f}, else: {to: bo}, by: "06:30 each day"}\n'),
    ("bad-feed", hours("mon: 9:00-17:00, feeds: §'http://corp.example/closed.ics'")),
    ("bad-feed", person("hours: office, calendar: §'webcal:'")),
    ("bad-feed", person("hours: office, calendar: [a.ics, {url: §'ftp://corp.example/'}]")),
    ("bad-path", hours("mon: 9:00-17:00, feeds: §../closed.ics")),
    ("bad-path", person("hours: office, calendar: {url_file: §/etc/hostname}")),
    ("missing-key", hours("mon: 9:00-17:00, feeds: §{only: closed}")),
    ("both-keys", hours("mon: 9:00-17:00, feeds: {file: a.ics, §url: 'https://x.example'}")),
    ("unknown-key", hours("mon: 9:00-17:00, feeds: {file: a.ics, §away: closed}")),
    ("unknown-key", person("hours: office, calendar: {file: a.ics, §only: vacation}")),
    ("unknown-key", person("hours: office, calendar: {file: a.ics, §free: true}")),
    ("bad-words", person("hours: office, calendar: {file: a.ics, away: §'*x'}")),
    ("bad-choice", hours("mon: 9:00-17:00, feeds: {file: a.ics, free: §perhaps}")),
    ("empty", hours("mon: 9:00-17:00, feeds: §[]")),
    (
        "calendar-without-hours",
        "people: {§cy: {name: Cy, email: cy@corp.example, calendar: a.ics}}\n",
    ),
    ("bad-date", person("away: §tomorrow")),
    ("bad-date", person("away: §2026-02-01 to 2026-01-01")),
    ("bad-choice", rule("when: {has_attachment: §yes}")),
    ("bad-address", rule("when: {from: §kim}")),
    *(
        ("bad-address", f"people: {{cy: {{name: Cy, email: §{email}}}}}\n")
        for email in (
            *("cy", "cy@", "'@corp.example'", "c@y@corp.example", "'a:b@corp.example'"),
            *("cy@corp..example", "cy@-corp.example", "cy@\uff43orp.example", "c\u00ady@x.example"),
            *(f"cy@{'x' * 64}.example", f"{'x' * 330}@corp.example", "'\"<cy>\"@corp.example'"),
        )
    ),
    ("bad-list-id", rule("when: {list_id: §'a*b'}")),
    ("bad-language", rule("when: {language: §klingon}")),
    ("bad-header", rule("when: {header: {§'X:': y}}")),
    ("bad-size", rule("when: {size: {over: §big}}")),
    ("bad-phone", person("phone: §call me")),
    ("bad-words", rule("when: {subject: §'*x'}")),
    ("bad-regex", rule("when: {subject: {regex: §'(?=x)'}}")),
    ("slow-regex", rule("when: {subject: {regex: §'[ab]*a[ab]{600}'}}")),
    ("unknown-name", rule(f"{X}, promise: §normall")),
    ("reserved-name", "people: {§owner: {name: O, email: o@corp.example}}\n"),
    ("duplicate-name", "teams: {§ana: {lead: ana, members: ana, assign: lead}}\n"),
    ("duplicate-name", "people: {§bo: {name: B, email: b@corp.example}}\n"),
    ("duplicate-rule-name", rule(X) + "  - {name: §R, why: w, to: bo, when: {subject: y}}\n"),
    ("duplicate-address", "people: {cy: {name: Cy, email: §Bo@corp.example}}\n"),
    ("duplicate-address", "people: {cy: {name: Cy, email: §'\"bo\"@corp.example.'}}\n"),
    (
        "duplicate-address",
        "people: {cy: {name: Cy, email: [cy@büro.example, §Cy@xn--bro-hoa.example]}}\n",
    ),
    ("own-cover", person("cover: §cy")),
    ("always-for-person", person("hours: §always")),
    ("manager-circle", person("manager: §cy")),
    ("no-working-time", "hours: {late: §{zone: UTC}}\n"),
    ("days-twice", hours("mon: 9:00-10:00, §mon-tue: 9:00-10:00")),
    ("overlapping-hours", hours("mon: [9:00-10:00, §9:30-11:00]")),
    ("member-twice", "teams: {t: {lead: ana, members: [ana, §ana], assign: lead}}\n"),
    ("rungs-order", ladder("{at: 50%, tell: ana}, {at: §50%, tell: ana}")),
    ("rung-does-nothing", ladder("§{at: 50%}")),
    ("repeat-not-last", ladder("{at: 50%, tell: ana, repeat: §daily}, {at: 60%, tell: ana}")),
    ("remind-requester", ladder("{at: 50%, remind: §requester}")),
    ("hands-to-nobody", ladder("{at: 50%, hand_to: §owner}")),
    ("nobody-answers", rule(f"{X}, reason: §because")),
    ("machine-asks", rule("when: {from: a@b.example}, kind: machine, requester: §reply_to")),
    ("never-reached", rule(X) + "  - §{name: s, why: w, to: bo, when: {subject: X}}\n"),
    ("failed-test", rule(f"{X}, tests: [{{mail: {{subject: x}}, then: §ana}}], ladder: §gone")),
]  # fmt: skip

AROUND = Around(date(2027, 1, 5), hooks=("pager",))
OF_THE_DAY = [
    ("no-such-year", hours("mon: 9:00-17:00, holidays: §LK")),
    ("no-effect", hours("mon: 9:00-17:00, holidays: [DE-BE, §DE]")),
    ("unknown-hook", ladder("{at: 50%, tell: ana, post: [pager, §pagre]}")),
    ("no-effect", hours("mon: 9:00-17:00, holidays: [{of: NL, also: optional}, §NL]")),
]
"""What only who knows the day can tell."""


def problems_of(text: str, around: Around | None = None) -> list[Problem]:
    with pytest.raises(BadFiles) as caught:
        load_texts({"base.yaml": BASE, "x.yaml": text}, around=around)
    return caught.value.problems


@pytest.mark.parametrize(
    ("code", "text"), PLANTED, ids=[f"{n} {code}" for n, (code, _) in enumerate(PLANTED)]
)
def test_a_planted_mistake_is_told_by_its_code_where_it_stands(code: str, text: str) -> None:
    clean, places = marked("rules/x.yaml", text)
    found = problems_of(clean)
    assert f"{code} {places[0]}" in [
        f"{one.code} {one.file}:{one.line}:{one.column}" for one in found
    ]
    assert len(found) <= max(2, len(places))
    lines = clean.split("\n")
    assert all(one.source == lines[one.line - 1] for one in found if one.line <= len(lines))


@pytest.mark.parametrize(("code", "text"), OF_THE_DAY)
def test_what_is_wrong_by_the_day_is_told_to_who_knows_it(code: str, text: str) -> None:
    clean, places = marked("rules/x.yaml", text)
    found = [one for one in problems_of(clean, AROUND) if not one.warning]
    assert [f"{one.code} {one.file}:{one.line}:{one.column}" for one in found] == [
        f"{code} {places[0]}"
    ]
    load_texts({"base.yaml": BASE, "x.yaml": clean})


def test_every_code_has_its_example(tmp_path: Path) -> None:
    """Those of the disk here; warnings in test_lints.py."""
    (tmp_path / "latin.yaml").write_bytes(b"# \xfc\n")
    (tmp_path / "dir.yaml").mkdir()
    with pytest.raises(BadFiles) as caught:
        load(tmp_path)
    disk = {problem.code for problem in caught.value.problems}
    assert disk == {"unreadable-file", "not-utf8"}
    assert {code for code, _ in PLANTED + OF_THE_DAY} | disk == set(ERRORS)


SUGGESTED = [
    (rule(f"{X}, promise: §nromal"), "did you mean `normal`?"),
    (rule("when: {§subjekt: x}"), "did you mean `subject`?"),
    (
        rule("when: {§attachments: x}"),
        "write `attachment:` for names, `has_attachment:` for whether there is one",
    ),
    (
        rule("when: {§text: x}"),
        "write `body:` for what is new in the mail, `anywhere:` for quotes too",
    ),
    (rule("when: {kind: §persn}"), "did you mean `person`?"),
    (rule("when: {time: {within: §ofice}}"), "did you mean `office`?"),
    (rule(f"{X}, §help: x.pdf"), "write `attach:`"),
    (f"notes: [{{{X}, §tag: vip}}]\n", "write it under `add:`, as in add: {tag: vip}"),
    (
        f"notes: [{{{X}, add: {{tag: a}}, §to: bo}}]\n",
        "notes only add; who gets a mail, and by when, is decided by rules",
    ),
    ("§ruls: []\n", "did you mean `rules`?"),
    ("hours: {late: {zone: §Europe/Berln, mon: 9:00-10:00}}\n", "did you mean `Europe/Berlin`?"),
    (hours("mon: 9:00-17:00, holidays: §dk"), "did you mean `DK`?"),
    (person("manager: §anna"), "did you mean `ana`?"),
    (person("manager: §zacharias"), "known are ana, bo, cy"),
    ("teams: {t: {lead: ana, members: ana, assign: §roundrobin}}\n", "did you mean `round-robin`?"),
]


@pytest.mark.parametrize(("text", "hint"), SUGGESTED, ids=range(len(SUGGESTED)))
def test_a_mistake_comes_with_what_was_meant(text: str, hint: str) -> None:
    clean, places = marked("rules/x.yaml", text)
    told = [str(one) for one in problems_of(clean)]
    assert any(one.startswith(f"{places[0]}: ") and hint in one for one in told), told


def test_problems_come_in_the_order_of_files_and_lines_and_once_each() -> None:
    text = (
        rule(f"{X}, ladde: x, promis: y")
        + person("cover: cy")
        + rule("when: {}").replace("rules", "notes")
    )
    found = problems_of(text, Around(date(2026, 11, 25)))
    assert found == sorted(set(found))
    assert len(found) > 3
