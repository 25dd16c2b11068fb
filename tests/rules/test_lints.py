"""Warnings: each at its place, and absent in the case next to it; and twelve mistakes of
a stranger, told in one run.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mailtracker.errors import BadFiles, Problem
from mailtracker.mail.site import Site
from mailtracker.rules.codes import WARNINGS
from mailtracker.rules.lint import Around
from mailtracker.rules.load import load, load_texts
from tests.rules.parts import PARTS, marked

TODAY = date(2026, 11, 25)  # a Wednesday
LISTS = Site(own_lists=("staff.corp.example",))
AROUND = Around(TODAY, ("corp.example",), ("it-help@corp.example",), LISTS)
TESTED = """rules:
  - {name: vpn, why: w, when: {subject: vpn}, to: desk,
     tests: [{mail: {subject: vpn}, then: desk}]}
"""


def warnings_of(texts: dict[str, str], around: Around | None = AROUND) -> list[Problem]:
    return list(load_texts(texts, around=around).warnings)


def rules(text: str) -> str:
    return (
        f"rules:\n  - {{name: r, why: w, tests: [{{mail: {{subject: x}}, then: desk}}], {text}}}\n"
    )


def people(bo: str, ana: str = "") -> str:
    return (
        f"people:\n  bo: {{name: Bo, {bo}}}\n  ana: {{name: Ana, email: ana@corp.example{ana}}}\n"
    )


def leaves(day: str, cover: str) -> str:
    """Bo leaves on that day."""
    return (
        f"people:\n  bo: {{name: Bo, email: bo@corp.example, left: {day}}}\n"
        f"  cy: {{name: Cy, email: cy@corp.example, manager: dee}}\n"
        f"  dee: {{name: Dee, email: dee@corp.example, cover: {cover}}}\n"
        f"teams:\n  desk: {{lead: cy, members: [dee], assign: least-loaded}}\n"
        f"rules:\n  - {{name: r, why: w, when: {{subject: x}}, to: desk,\n"
        f"     tests: [{{mail: {{subject: x}}, then: desk}}]}}\n"
    )


def hours(holidays: str) -> str:
    return f"hours:\n  office: {{zone: UTC, mon-fri: 9:00-17:00, holidays: {holidays}}}\n"


def rota(members: str, start: str, first: str = "", every: str = "weekly") -> str:
    return (
        f"people:\n  bo: {{name: Bo, email: bo@corp.example, hours: office, cover: ana{first}}}\n"
        f"  ana: {{name: Ana, email: ana@corp.example, hours: office, away: 2026-12-01 to "
        f"2026-12-10}}\n"
        f"  cy: {{name: Cy, email: cy@corp.example, manager: ana}}\n"
        f"teams:\n  desk: {{lead: cy, members: {members}, assign: {{rota: {every}, from: "
        f"{start}}}}}\n"
    )


def expected(text: str, test: str = "subject: backup") -> str:
    tests = f"tests: [{{mail: {{{test}}}, then: expected}}]"
    by = 'by: "06:30 each day", else: {to: bo}'
    return f"expected:\n  - {{name: backup, {by}, {tests}, {text}}}\n"


BACKUP = "when: {subject: backup}"
PLANTED: list[tuple[str, str, str, str]] = [
    # code, section that is replaced, § where it is told, the near case without a warning
    ("untested-rule", "rules", "rules:\n  - §{name: r, why: w, when: {subject: x}, to: desk}\n",
     TESTED),
    ("untested-rule", "expected", "expected:\n  - §{name: backup, when: {subject: backup}, "
     'else: {to: bo}, by: "06:30 each day"}\n', expected(BACKUP)),
    ("takes-expected", "expected", expected("when: {subject: vpn backup}").replace("{n", "§{n"),
     expected(BACKUP)),
    ("takes-expected", "expected", expected("when: {anywhere: vpn}").replace("{n", "§{n"),
     expected("from: [bo], when: {anywhere: vpn}")),
    ("never-expected", "expected", expected("when: {from: a@corp.example, not: {from: "
     "'*@corp.example'}}").replace("name: ", "name: §"),
     expected("when: {from: a@corp.example, not: {from: '*@home.example'}}")),
    ("never-expected", "expected", expected("from: [bo], when: {kind: auto_generated}").replace(
        "name: ", "name: §"), expected("from: [bo], when: {kind: [auto_generated, person]}")),
    ("alias-loop", "expected", expected("when: {from: §it-help@corp.example}"),
     expected("when: {from: it-helper@corp.example}")),
    ("outside-address", "people", people("email: [bo@corp.example, §bo@home.example]"),
     people("email: [bo@corp.example, bo@dev.corp.example]")),
    ("outside-address", "people", people("email: §bo@notcorp.example"),
     people("email: Bo@CORP.example")),
    ("alias-loop", "people", people("email: [§IT-help@corp.example, bo@corp.example]"),
     people("email: it-helper@corp.example")),
    ("list-address", "people", people("email: [bo@corp.example, §Staff@corp.example]"),
     people("email: staffan@corp.example")),
    ("list-address", "people", people("email: §staff-owner@corp.example"),
     people("email: staff-desk@corp.example")),
    ("alias-loop", "rules", rules("when: {from: §it-help@corp.example}, to: desk"),
     rules("when: {to: it-help@corp.example}, to: desk")),
    ("alias-loop", "rules", rules("when: {any: [{subject: x}, {all: [{from: "
                                  "§it-help@corp.example}]}]}, to: desk"),
     rules("when: {subject: x, not: {from: it-help@corp.example}}, to: desk")),
    ("unnamed-form", "rules",
     rules("when: {subject: x}, to: desk, requester: §reply_to"),
     rules("when: {from: forms@corp.example}, to: desk, requester: reply_to")),
    ("unnamed-form", "rules",
     rules('when: {from: §"*@corp.example"}, to: desk, requester: reply_to'),
     rules("when: {all: [{from: a@b.example}], subject: x}, to: desk, requester: reply_to")),
    ("old-key", "people", people("§mail: bo@corp.example"), people("email: bo@corp.example")),
    ("gone", "rules", rules("when: {subject: x}, to: §cy"), rules("when: {subject: x}, to: dee")),
    ("gone", "all", leaves("2026-11-01", "§bo"), leaves("2026-11-01", "cy")),
    ("gone", "all", leaves("2027-02-01", "§bo"), leaves("2027-02-01", "cy")),  # in time
    ("parts-differ", "hours", hours("§GB"), hours("GB-ENG")),
    ("by-the-clock", "promises", "promises:\n  normal: {first_reply: §4 hours, hours: office}\n",
     "promises:\n  normal: {first_reply: 4 hours, hours: always}\n"),
    ("by-the-clock", "promises",
     "promises:\n  normal: {first_reply: 4 working hours, then_every: §2 days, hours: office}\n",
     "promises:\n  normal: {first_reply: 4 working hours, then_every: 2 working days, hours: "
     "office}\n"),
    ("parts-differ", "hours", hours("[DK, {of: §DE-BY}]"),
     hours("[DK, {of: DE-BY, also: catholic}]")),
    ("parts-differ", "hours", hours("§CH"), hours("CH-ZH")),
    ("last-year", "hours", hours("§LK"), hours("DK")),
    ("rota-gap", "all",
     rota("[bo, cy]", "2026-11-30", ", away: 2026-12-02").replace("rota: weekly", "rota: §weekly"),
     rota("[bo, cy]", "2026-12-07", ", away: 2026-12-02")),
    ("rota-gap", "all",
     rota("[bo]", "2026-01-05", ", away: 2026-12-04", "daily").replace("rota: daily",
     "rota: §daily"),
     rota("[bo]", "2026-01-05", ", away: 2026-12-05", "daily")),  # a Saturday: nobody is expected
    ("promise-without-hours", "rules", rules("when: {subject: x}, to: bo, promise: §weekend"),
     rules("when: {subject: x}, to: bo, promise: always")),
    ("promise-without-hours", "rules", rules("when: {subject: x}, to: bo, promise: §weekend"),
     # ana of the desk has no hours: she may well work then
     rules("when: {subject: x}, to: desk, promise: weekend")),
    ("ladder-alone", "ladders",
     "ladders:\n  default: [{at: 100%, hand_to: cover}]\n  §lonely: [{at: 50%, remind: owner}, "
     "{at: 99%, tell: requester}]\n",
     "ladders:\n  default: [{at: 100%, tell: {lead: desk}}]\n  b: [{at: 50%, remind: bo}]\n"),
    ("ladder-alone", "ladders",  # a hook is nobody
     "ladders:\n  default: [{at: 100%, hand_to: cover}]\n  §lonely: [{at: 50%, post: pager}]\n",
     "ladders:\n  default: [{at: 100%, hand_to: cover}]\n  a: [{at: 50%, tell: watchers}]\n"),
    ("ladder-ends", "ladders",
     "ladders:\n  §default: [{at: 100%, hand_to: cover}, {at: 200%, remind: owner}]\n",
     "ladders:\n  default: [{at: 100%, hand_to: cover}, {at: 200%, remind: owner, "
     "repeat: daily}]\n"),
    ("rung-at-once", "ladders",
     "ladders:\n  default: [{at: §4 working hours before, remind: owner}, "
     "{at: 100%, hand_to: cover}]\n",
     "ladders:\n  default: [{at: 3 working hours before, remind: owner}, "
     "{at: 100%, hand_to: cover}]\n"),
]  # fmt: skip

WHO = """people:
  cy: {name: Cy, email: cy@corp.example, away: {from: 2026-11-25}}
  dee: {name: Dee, email: dee@corp.example, away: {from: 2026-11-26}}
"""
WEEKEND = """hours: {weekend: {zone: UTC, "sat,sun": 9:00-10:00}}
promises:
  weekend: {first_reply: 1 working hour, hours: weekend}
  always: {first_reply: 1 hour, hours: always}
"""


def texts_with(section: str, text: str) -> dict[str, str]:
    parts = PARTS | {"rules": TESTED}
    if section == "all":
        parts = {name: part for name, part in parts.items() if name not in ("people", "teams")}
        parts["fallback"] = "fallback: {to: cy}\n"
        parts["all"] = text
    else:
        parts |= {section: text, "who": WHO, "weekend": WEEKEND}
    return {f"rules/{name}.yaml": part for name, part in parts.items()}


@pytest.mark.parametrize(
    ("code", "section", "text", "near"),
    PLANTED,
    ids=[f"{n} {row[0]}" for n, row in enumerate(PLANTED)],
)
def test_a_warning_is_told_at_its_place_and_not_in_the_case_next_to_it(
    code: str, section: str, text: str, near: str
) -> None:
    clean, places = marked(f"rules/{section}.yaml", text)
    found = warnings_of(texts_with(section, clean))
    assert [(one.code, f"{one.file}:{one.line}:{one.column}", one.warning) for one in found] == [
        (code, places[0], True)
    ]
    assert found[0].source == clean.split("\n")[found[0].line - 1]
    assert warnings_of(texts_with(section, near)) == []


@pytest.mark.parametrize(
    ("bo", "teams", "fallback", "alone"),
    [
        ("", "lead: bo, members: [bo]", "to: desk", ["bo"]),
        ("manager: ana, ", "lead: bo, members: [bo]", "to: desk", []),
        ("cover: ana, ", "lead: bo, members: [bo]", "to: desk", []),
        ("", "lead: ana, members: [bo]", "to: desk", []),
        ("", "lead: bo, members: [bo, ana]", "to: desk", []),
        ("", "lead: bo, members: [bo]", "to: desk, report_to: ana", []),
        ("", "lead: bo, members: [bo]", "to: bo", ["bo"]),
        ("", "lead: ana, members: [ana]", "to: bo, report_to: bo", ["bo"]),
    ],
)
def test_an_owner_whose_silence_would_reach_nobody_is_named(bo, teams, fallback, alone) -> None:
    texts = texts_with("people", people(f"{bo}email: bo@corp.example")) | {
        "rules/who.yaml": "groups: {all: [ana]}\n",
        "rules/teams.yaml": f"teams:\n  desk: {{{teams}, assign: lead}}\n",
        "rules/fallback.yaml": f"fallback: {{{fallback}}}\n",
    }
    found = [one for one in warnings_of(texts) if one.code == "nobody-second"]
    assert [one.message.split("`")[1] for one in found] == alone


def test_what_depends_on_when_a_promise_begins_is_only_a_warning() -> None:
    """A working day of eight hours, from Friday on also over a short one."""
    ladders = """ladders:
  default:
    - {at: 50%, remind: owner}
    - {at: 3 working hours before, hand_to: cover}
"""
    hours = """hours:
  office: {zone: Europe/Berlin, mon-thu: "09:00-17:00", fri: "09:00-11:00"}
promises:
  normal: {first_reply: 1 working day, hours: office}
"""
    texts = texts_with("ladders", ladders) | {"rules/promises.yaml": hours}
    del texts["rules/hours.yaml"]
    (found,) = warnings_of(texts)
    assert found.code == "rungs-order"
    assert found.message.startswith("`3 working hours before` is not always after `50%`")


def test_the_order_of_rungs_is_worked_out_for_mail_that_does_not_come_too() -> None:
    ladders = """ladders:
  default: [{at: 100%, hand_to: cover}]
  late: [{at: 75%, remind: owner}, {at: 2 working hours before, hand_to: cover}]
"""
    expected = """expected:
  - name: backup
    when: {from: backup@corp.example}
    by: "06:30 each working day"
    hours: office
    else: {to: desk, ladder: late}
    tests: [{mail: {from: backup@corp.example}, then: expected}]
"""
    texts = texts_with("ladders", ladders)
    assert warnings_of(texts) == []
    with pytest.raises(BadFiles) as caught:
        load_texts(texts | {"rules/expected.yaml": expected}, around=AROUND)
    assert [one.code for one in caught.value.problems if not one.warning] == ["rungs-order"]


@pytest.mark.parametrize("mail", ["bo@corp.example", "[bo@corp.example, b.j@corp.example]"])
def test_the_old_key_of_addresses_is_read_like_the_new_one(mail: str) -> None:
    old = load_texts(texts_with("people", people(f"mail: {mail}")), around=AROUND)
    new = load_texts(texts_with("people", people(f"email: {mail}")), around=AROUND)
    assert (old.people, new.warnings) == (new.people, ())
    (warning,) = old.warnings
    assert warning.message == "write `email:`; `mail:` is read until the next version"


def test_a_thousand_people_with_the_old_key_are_all_there() -> None:
    many = "".join(f"  p{n}: {{name: N, mail: p{n}@corp.example}}\n" for n in range(1000))
    policy = load_texts(texts_with("many", f"people:\n{many}"))
    assert len([key for key in policy.people if key.startswith("p")]) == 1000
    assert {one.code for one in policy.warnings} == {"old-key"}


@pytest.mark.parametrize("mail", ["nowhere", "[]", "[bo@corp.example, nowhere]"])
def test_a_mistake_under_the_old_key_is_told_as_under_the_new_one(mail: str) -> None:
    told = []
    for key in ("email", "mail"):
        with pytest.raises(BadFiles) as caught:
            load_texts(texts_with("people", people(f"{key}: {mail}")), around=AROUND)
        told.append([(one.code, one.message) for one in caught.value.problems if not one.warning])
    assert told[0] == told[1] != []


def test_every_warning_has_its_example() -> None:
    elsewhere = {"takes-most", "not-included", "no-templates", "nobody-second"}
    assert {row[0] for row in PLANTED} == set(WARNINGS) - elsewhere


def test_languages_without_templates_are_told_once_each_where_they_are_first_wished_for(
    tmp_path: Path,
) -> None:
    people = (
        "people:\n  ana: {name: Ana, email: ana@corp.example, language: §nl}\n"
        "  bo: {name: Bo, email: bo@corp.example, language: nl}\n"
        "  cy: {name: Cy, email: cy@corp.example, language: de-AT}\n"
        "  dee: {name: Dee, email: dee@corp.example, language: §pt-BR}\n"
    )
    clean, places = marked("people.yaml", people)
    for name, text in (PARTS | {"people": clean, "rules": TESTED}).items():
        (tmp_path / f"{name}.yaml").write_text(text)
    found = load(tmp_path, languages=("de", "en")).warnings
    assert [(one.code, f"{one.file}:{one.line}:{one.column}") for one in found] == [
        ("no-templates", f"{tmp_path}/{place}") for place in places
    ]
    assert [one.message.partition(", only")[0] for one in found] == [
        "no templates for `nl` (2 times)",
        "no templates for `pt-br`",
    ]
    assert load(tmp_path, languages=("de", "en", "nl", "pt")).warnings == ()


def test_a_file_in_a_subfolder_that_nobody_includes_is_told(tmp_path: Path) -> None:
    texts = texts_with("fallback", "fallback: {to: desk}\n")
    for name, text in texts.items():
        (tmp_path / Path(name).name).write_text(text)
    (tmp_path / "more" / ".git").mkdir(parents=True)
    (tmp_path / "more" / "a.yaml").write_text("rulez: []\n")
    (tmp_path / "more" / ".git" / "b.yaml").write_text("x\n")
    found = [one for one in load(tmp_path, AROUND).warnings if one.code == "not-included"]
    assert [one.file for one in found] == [f"{tmp_path}/more/a.yaml"]
    (tmp_path / "more" / "a.yaml").write_text("groups: {all: [desk]}\n")
    (tmp_path / "z.yaml").write_text("include: more/a.yaml\n")
    assert "not-included" not in {one.code for one in load(tmp_path, AROUND).warnings}


def test_without_surroundings_nothing_is_warned_of_but_rules_that_are_never_reached() -> None:
    text = TESTED + "  - {name: two, why: w, when: {subject: vpn now}, to: bo}\n"
    assert [one.code for one in warnings_of(texts_with("rules", text), None)] == ["never-reached"]
    assert [one.code for one in warnings_of(texts_with("rules", text))] == [
        "untested-rule",
        "never-reached",
    ]


SHADOWS = [
    # earlier, later, whether the later one is never reached
    ("subject: 'lohn*'", "subject: lohnzettel", True),
    ("subject: lohnzettel", "subject: 'lohn*'", False),
    ("subject: [a, b]", "subject: b", True),
    ("subject: new laptop", "subject: a new laptop now", True),
    ("subject: a new laptop", "subject: new laptop", False),
    ("anywhere: vpn", "subject: vpn", True),
    ("subject: vpn", "anywhere: vpn", False),
    ("anywhere: vpn", "body: vpn", False),  # body and anywhere may be cut at different places
    ("from: '*@a.example'", "from: x@a.example", True),
    ("from: x@a.example", "from: '*@a.example'", False),
    ("from_domain: '*.a.example'", "from: '*@b.a.example'", True),
    ("from_domain: a.example", "from: '*@b.a.example'", False),
    ("to: x@a.example", "cc: x@a.example", True),
    ("cc: x@a.example", "to: x@a.example", False),
    ("size: {over: 1 MB}", "size: {over: 2 MB}", True),
    ("size: {over: 2 MB}", "size: {over: 1 MB}", False),
    ("has_attachment: true", "attachment: '*.pdf'", True),
    ("header: {X-A: '*'}", "header: {X-A: vpn}", True),
    ("header: {Subject: '*'}", "subject: vpn", False),
    ("from_group: [desk]", "from_group: desk, subject: x", True),
    ("not: {subject: vpn}", "not: {subject: [vpn, wlan]}", True),
    ("not: {subject: [vpn, wlan]}", "not: {subject: vpn}", False),
    ("subject: {words: schön, accents: exact}", "subject: schön", False),
    ("any: {subject: a, body: b}", "subject: a, from: x@a.example", True),
    ("subject: a, body: b", "subject: a", False),
    ("language: de", "language: [de, en]", False),
    ("kind: [list, person]", "kind: list", True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("earlier", "later", "never"), SHADOWS, ids=[f"{row[0]} - {row[1]}" for row in SHADOWS]
)
def test_a_rule_that_an_earlier_one_leaves_nothing_is_told(
    earlier: str, later: str, never: bool
) -> None:
    text = (
        f"rules:\n  - {{name: a, why: w, to: bo, when: {{{earlier}}}}}\n"
        f"  - {{name: b, why: w, to: bo, when: {{{later}}}}}\n"
    )
    found = warnings_of(texts_with("rules", text), None)
    assert [(one.line, one.column, one.code, one.warning) for one in found] == [
        (3, 5, "never-reached", True)
    ] * never


MISTAKES = {
    ("people.yaml", 6, 84, "manager-circle"),  # each of the two is told
    ("people.yaml", 7, 84, "manager-circle"),
    ("people.yaml", 8, 97, "gone"),
    ("people.yaml", 15, 90, "rota-gap"),
    ("promises.yaml", 6, 25, "bad-span"),
    ("promises.yaml", 13, 1, "duplicate-key"),
    ("routes.yaml", 5, 85, "unknown-name"),
    ("routes.yaml", 18, 5, "untested-rule"),
    ("routes.yaml", 32, 155, "failed-test"),
    ("routes.yaml", 45, 99, "no-such-file"),
    ("routes.yaml", 49, 100, "unknown-key"),
    ("routes.yaml", 57, 5, "never-reached"),
    ("routes.yaml", 58, 59, "bad-regex"),
}


def test_twelve_mistakes_of_a_stranger_are_told_in_one_run_and_nothing_else() -> None:
    folder = Path(__file__).parent / "stranger"
    with pytest.raises(BadFiles) as caught:
        load(folder, Around(TODAY, ("nordlicht.example",), ("it@nordlicht.example",)))
    found = [(Path(one.file).name, one.line, one.column, one.code) for one in caught.value.problems]
    assert found == sorted(MISTAKES)
    assert len({code for *_, code in found}) == 12
    assert {one.code for one in caught.value.problems if one.warning} == {
        "gone",
        "rota-gap",
        "untested-rule",
        "never-reached",
    }
