"""YAML's traps and a hostile or half-written file: text stays text, every problem
has its place, nothing hangs.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mailtracker.errors import BadFiles
from mailtracker.policy.worktime import Holidays, Span
from mailtracker.rules.load import load_texts
from mailtracker.rules.schema import Files
from mailtracker.rules.values import read_days, read_opening, read_percent, read_span
from mailtracker.rules.yamlfile import Items, Pairs, Text, read

RULES = Path(__file__).parents[2] / "rules"


def told(text: str) -> list[str]:
    return [str(problem) for problem in read("r.yaml", text)[1]]


def plain(value: object) -> object:
    match value:
        case Pairs():
            return {str(key): plain(inner) for key, inner in value.items()}
        case Items():
            return [plain(inner) for inner in value]
        case _:
            return str(value)


@pytest.mark.parametrize(
    "text",
    [
        "9:00",
        "12:30:45",
        "on",
        "off",
        "yes",
        "NO",
        "null",
        "~",
        "true",
        "1_000",
        "0o17",
        "1e3",
        "2026-01-05",
        ".inf",
        "=",
    ],
)
def test_every_scalar_stays_the_text_that_was_written(text: str) -> None:
    table, problems = read("r.yaml", f"{text}: {text}")
    assert problems == []
    assert plain(table) == {text: text}


def test_nothing_after_the_colon_is_an_empty_text() -> None:
    assert plain(read("r.yaml", "a:\nb: ''\n")[0]) == {"a": "", "b": ""}


def test_every_text_list_and_mapping_knows_its_place() -> None:
    table, _ = read("r.yaml", "ü😀: x\nlist:\n  - eins\n  - {ä: 'zwei', b: [c]}\n")
    assert table is not None
    keys = list(table)
    assert [(key.position.line, key.position.column) for key in keys] == [(1, 1), (2, 1)]
    first = table["list"][0].position  # type: ignore[index]
    assert (first.line, first.column) == (3, 5)
    inner = table[keys[1]][1]
    assert (inner.position.line, inner.position.column) == (4, 5)
    assert [(v.position.line, v.position.column) for v in inner.values()] == [(4, 9), (4, 20)]
    assert isinstance(table[keys[0]], Text)
    assert table[keys[0]].position.column == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", ["r.yaml:3:1: `a` stands here twice, first in line 1"]),
        ("x:\n  {a: 1, a: 2}\n", ["r.yaml:2:10: `a` stands here twice, first in line 2"]),
        ("a: &x 1\n", ["r.yaml:1:4: anchor `&x` is not allowed"]),
        (
            "a: &x 1\nb: *x\n",
            [
                "r.yaml:1:4: anchor `&x`",
                "r.yaml:2:4: alias `*x` is not allowed: write the value out",
            ],
        ),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", ["r.yaml:1:4: anchor `&x`", "r.yaml:3:7: alias `*x`"]),
        ("a: !!int 1\n", ["r.yaml:1:4: tag `!!int` is not allowed: write the plain value"]),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            ["r.yaml:1:4: tag `!!python/object/apply:os.system`"],
        ),
        ("a: !secret x\n", ["r.yaml:1:4: tag `!secret`"]),
        ("- a\n", ["r.yaml:1:1: the file must hold `key: value` pairs"]),
        ("just text\n", ["r.yaml:1:1: the file must hold `key: value` pairs"]),
        ("", ["r.yaml:1:1: the file is empty"]),
        ("# only a comment\n", ["r.yaml:1:1: the file is empty"]),
        ("a: 1\n---\nb: 2\n", ["r.yaml:2:1: a second document begins here"]),
        ("a: 1\n---\n", ["r.yaml:2:1: a second document begins here"]),
        ("? [a]\n: b\n", ["r.yaml:1:3: a key must be a plain word"]),
        ("? {a: 1}\n: b\n", ["r.yaml:1:3: a key must be a plain word"]),
        (
            "a:\n\t- b\n",
            [
                "r.yaml:2:1: not valid YAML: found character that cannot start any token (indent "
                "with spaces"
            ],
        ),
        (
            "a: b: c\n",
            [
                "r.yaml:1:5: not valid YAML: mapping values are not allowed in this context (put a "
                "value"
            ],
        ),
        ("a: [1, 2\n", ["r.yaml:2:1: not valid YAML: did not find expected ',' or ']'"]),
        ("a: 'b\n", ["r.yaml:2:1: not valid YAML: found unexpected end of stream"]),
        ("a: |\n  b\n c: d\n", ["r.yaml:3:2: not valid YAML: did not find expected key"]),
        ("a: *x\n", ["r.yaml:1:4: alias `*x`"]),
        (
            "%YAML 3.1\n---\na: 1\n",
            ["r.yaml:1:1: not valid YAML: found incompatible YAML document"],
        ),
        ("a: 1\nb: x\x07y\n", ["r.yaml:2:5: control character U+0007 is not allowed: remove it"]),
        ("a: 1\nü: \x00", ["r.yaml:2:4: control character U+0000 is not allowed"]),
        ("a: \ud800\n", ["r.yaml:1:4: control character U+D800"]),
        ("a: \uffff\n", ["r.yaml:1:4: control character U+FFFF"]),
        (
            'a: "\\bvpn\\b"\n',
            [
                "r.yaml:1:4: control character U+0008 is not allowed: in double quotes `\\b` is a "
                "backspace"
            ],
        ),
        ('a: ["x", "\\x1b"]\n', ["r.yaml:1:10: control character U+001B is not allowed"]),
        ('"\\0": x\n', ["r.yaml:1:1: control character U+0000 is not allowed"]),
    ],
)
def test_what_is_not_allowed_is_told_at_its_place(text: str, expected: list[str]) -> None:
    found = told(text)
    assert len(found) == len(expected), found
    for line, start in zip(found, expected, strict=True):
        assert line.startswith(start), line


def test_all_problems_of_one_file_are_told_at_once() -> None:
    assert len(told('a: !x 1\na: 2\nb: &y 3\nc: "\\b"\n')) == 4


def test_line_ends_and_tabs_inside_texts_are_fine() -> None:
    assert told('a: "x\\ty\\nz"\nb: |\n  two\n  lines\n') == []


BOMBS = {
    "aliases": "a: &a [x, x]\n"
    + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
    ),
    "brackets": "a: " + "[" * 3000,
    "closed brackets": "a: " + "[" * 500_000 + "]" * 500_000,
    "braces": "{a: " * 200_000,
    "dashes": "a:\n  " + "- " * 400_000 + "x",
    "question marks": "? " * 400_000,
    "one endless line": "a: " + "x" * 1_000_000,
    "many keys": "".join(f"k{n}: v\n" for n in range(90_000)),
    "many doubles": "k: v\n" * 100_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_or_read_in_moments(name: str) -> None:
    begun = time.process_time()
    with pytest.raises(BadFiles):
        load_texts({"r.yaml": BOMBS[name]})
    assert time.process_time() - begun < 15  # the slowest takes 3 s: a full megabyte of good YAML


def test_depth_is_stopped_where_it_is_too_deep() -> None:
    assert told("a: " + "[" * 49 + "]" * 49) == []
    assert told("a: " + "[" * 50 + "]" * 50) == [
        "r.yaml:1:53: nested more than 50 deep: rules never need that"
    ]


def loads(texts: dict[str, str]) -> bool:
    """Whether the rules load; anything but BadFiles is an error of ours."""
    try:
        load_texts(texts)
    except BadFiles:
        return False
    return True


@pytest.fixture(scope="module")
def shipped() -> dict[str, str]:
    return {
        f"rules/{file.name}": file.read_text(encoding="utf-8")
        for file in sorted(RULES.glob("*.yaml"))
    }


def test_a_truncated_rules_file_raises_nothing_but_bad_files(shipped: dict[str, str]) -> None:
    for name, text in shipped.items():
        assert not all(loads(shipped | {name: text[:end]}) for end in range(0, len(text), 311))


def test_a_rules_file_with_one_sign_changed_raises_nothing_but_bad_files(
    shipped: dict[str, str],
) -> None:
    for name, text in shipped.items():
        changed = [text[:at] + "\n:{[*"[at % 5] + text[at + 1 :] for at in range(0, len(text), 131)]
        assert not all(loads(shipped | {name: one}) for one in changed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 working hours", Span(minutes=240)),
        ("1 working hour", Span(minutes=60)),
        ("1 hour", Span(minutes=60, by_clock=True)),
        ("30 minutes", Span(minutes=30, by_clock=True)),
        ("1 minute", Span(minutes=1, by_clock=True)),
        ("90 Working Minutes", Span(minutes=90)),
        ("2 working days", Span(days=2)),
        ("1 day", Span(days=1, by_clock=True)),
        ("4 hours", Span(minutes=240, by_clock=True)),
        ("  3  working  days ", Span(days=3)),
    ],
)
def test_lengths_of_time(text: str, expected: Span) -> None:
    assert read_span(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "4",
        "hours",
        "4h",
        "-1 hours",
        "1.5 hours",
        "1 week",
        "4 hours 30 minutes",
        "４ hours",
        "0 days",
    ],
)
def test_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"write for example|needs some time"):
        read_span(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00-17:00", (540, 1020)),
        ("9:00 - 17:30", (540, 1050)),
        ("00:00-24:00", (0, 1440)),
        ("22:00–24:00", (1320, 1440)),
    ],
)
def test_openings(text: str, expected: tuple[int, int]) -> None:
    assert read_opening(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon", (0,)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("mon,wed", (0, 2)),
        ("Sat-Sun", (5, 6)),
        ("mon-tue, fri", (0, 1, 4)),
    ],
)
def test_days(text: str, expected: tuple[int, ...]) -> None:
    assert read_days(text) == expected


def test_percentages() -> None:
    assert [read_percent(text) for text in ("1%", "75%", "400 %", "10000%")] == [1, 75, 400, 10000]
    for wrong in ("75", "7.5%", "0%", "10001%", "-5%", "%"):
        with pytest.raises(ValueError, match="percentage"):
            read_percent(wrong)


def test_unquoted_times_dates_and_codes_load_as_written() -> None:
    policy = load_texts(
        {
            "r.yaml": """
people: {no: {name: Null, email: [NO@corp.example], language: no, hours: on}}
hours: {on: {zone: UTC, mon-fri: [9:00-12:00, 13:00-17:00], "sat,sun": 10:00-11:00, holidays: NO}}
promises: {normal: {first_reply: 90 minutes, hours: on}, yes: {first_reply: 1 day, hours: always}}
teams: {off: {lead: no, members: no, assign: {rota: daily, from: 2026-01-05}}}
ladders: {default: [{at: 100%, remind: owner}]}
rules: [{name: 007, why: 1e3, when: {subject: [on, 9:00, 2026-01-05, null]}, to: off, promise: yes}]
fallback: {to: no}
"""
        }
    )
    person = policy.people["no"]
    assert (person.name, person.addresses, person.language) == ("Null", ("no@corp.example",), "no")
    assert policy.hours["on"].week[0] == ((540, 720), (780, 1020))
    assert policy.hours["on"].week[5] == ((600, 660),)
    assert policy.hours["on"].holidays == (Holidays("NO"),)
    assert policy.promises["yes"].hours.always
    assert (policy.rules[0].name, policy.rules[0].why, policy.rules[0].promise) == (
        "007",
        "1e3",
        "yes",
    )
    assert policy.rules[0].where == "rules/r.yaml:7"
    assert policy.teams["off"].name == "off"
    assert type(person.name) is str


def test_the_format_has_a_json_schema_for_editors() -> None:
    schema = Files.model_json_schema()
    assert set(schema["properties"]) == {
        *(
            "include",
            "people",
            "groups",
            "hours",
            "promises",
            "teams",
            "ladders",
            "ending",
            "ratings",
            "rules",
            "notes",
            "expected",
            "fallback",
        )
    }
    assert schema["additionalProperties"] is False
    subject = schema["$defs"]["When"]["properties"]["subject"]
    one, listed, _ = subject["anyOf"]
    assert one["oneOf"] == [{"type": "string"}, {"$ref": "#/$defs/TextFile"}]
    assert listed == {"items": one, "type": "array"}
