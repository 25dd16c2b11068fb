"""Rules with mistakes: their own tests are run as far as the answer is certain, and nothing is
made up from what is missing.
"""

from __future__ import annotations

import pytest

from tests.rules.parts import changed, problems_of

VPN = (
    "  - {name: vpn, why: w, when: {subject: vpn}, to: desk, "
    "tests: [{mail: {subject: vpn}, then: %s}]}\n"
)
INVALID = "  - {name: odd, why: w, when: {subject: {regex: '(?=x)'}}, to: bo}\n"
WLAN = (
    "  - {name: wlan, why: w, when: {subject: wlan}, to: desk, "
    "tests: [{mail: {subject: %s}, then: bo}]}\n"
)


def codes_of(section: str, text: str) -> list[str]:
    return [
        line.split(": ", 1)[0].removeprefix("rules/")
        for line in problems_of(changed(section, text))
    ]


def test_a_test_that_an_earlier_rule_decides_fails_beside_a_rule_that_is_not_valid() -> None:
    assert codes_of("rules", "rules:\n" + VPN % "bo" + INVALID) == [
        "rules.yaml:2:94",
        "rules.yaml:3:49",
    ]
    assert codes_of("rules", "rules:\n" + VPN % "desk" + INVALID + WLAN % "vpn") == [
        "rules.yaml:3:49",
        "rules.yaml:4:96",
    ]


def test_what_a_rule_that_is_not_valid_might_have_taken_is_not_called_a_failure() -> None:
    assert codes_of("rules", "rules:\n" + INVALID + VPN % "bo") == ["rules.yaml:2:49"]
    assert codes_of("rules", "rules:\n" + INVALID + WLAN % "printer") == ["rules.yaml:2:49"]


@pytest.mark.parametrize(
    "clause", ["from_group: dsk", "time: {within: ofice}", "any: [{not: {time: {outside: x}}}]"]
)
def test_nor_what_a_rule_with_an_unknown_name_might_have_taken(clause: str) -> None:
    rule = f"  - {{name: odd, why: w, when: {{{clause}}}, to: bo}}\n"
    assert len(codes_of("rules", "rules:\n" + rule + VPN % "bo")) == 1
    assert len(codes_of("rules", "rules:\n" + VPN % "bo" + rule)) == 2


def test_a_mail_that_only_a_broken_fallback_would_take_is_no_failure() -> None:
    texts = changed("rules", "rules:\n" + VPN % "bo" + WLAN % "printer")
    texts["rules/fallback.yaml"] = "fallback: {to: desk, promis: x}\n"
    assert [line.split(": ", 1)[0] for line in problems_of(texts)] == [
        "rules/fallback.yaml:1:22",
        "rules/rules.yaml:2:94",
    ]


def test_a_note_that_is_not_valid_makes_no_tag_missing() -> None:
    test = "{mail: {subject: vpn}, then: {to: desk, tag: vip}}"
    rule = f"rules:\n  - {{name: vpn, why: w, when: {{subject: vpn}}, to: desk, tests: [{test}]}}\n"
    assert len(codes_of("rules", rule + "hour: x\n")) == 2
    for note in (
        "{when: {subject: vpn}, ad: {tag: vip}}",
        "{when: {from_group: x}, add: {tag: vip}}",
    ):
        found = codes_of("rules", f"{rule}notes: [{note}]\n")
        assert found
        assert all(line.startswith("rules.yaml:3:") for line in found)


def test_a_rule_that_is_wrong_itself_is_not_unknown_to_tests() -> None:
    test = "{mail: {subject: wlan}, then: {to: desk, rule: ODD}}"
    rules = (
        INVALID
        + f"  - {{name: wlan, why: w, when: {{subject: wlan}}, to: desk, tests: [{test}]}}\n"
    )
    assert codes_of("rules", "rules:\n" + rules) == ["rules.yaml:2:49"]


def test_rule_names_in_tests_may_be_in_any_case() -> None:
    rule = VPN % "{to: desk, rule: 'V P  N'}"
    assert codes_of("rules", "rules:\n" + rule.replace("name: vpn", "name: v p n")) == []


def test_rules_about_an_unknown_group_or_hours_are_not_called_the_same() -> None:
    rules = "".join(
        f"  - {{name: {n}, why: w, when: {{from_group: g{n}}}, to: bo}}\n" for n in (1, 2)
    )
    assert len(codes_of("rules", "rules:\n" + rules)) == 2


def test_hours_that_are_wrong_themselves_leave_a_rule_about_them_standing() -> None:
    texts = changed("hours", "hours:\n  office: {zone: Mars/North, mon: 9:00-10:00}\n")
    texts["rules/rules.yaml"] = (
        "rules:\n  - {name: r, why: w, when: {time: {within: office}}, to: bo}\n"
    )
    assert [line.split(": ", 1)[0] for line in problems_of(texts)] == ["rules/hours.yaml:2:18"]


def test_a_group_with_a_person_who_is_wrong_leaves_its_rules_without_an_answer() -> None:
    texts = changed(
        "people",
        "people:\n  bo: {name: Bo, email: bo at corp}\n  ana: {name: A, email: ana@corp.example}\n",
    )
    test = "{mail: {from: bo@corp.example}, then: bo}"
    rule = f"{{name: r, why: w, when: {{from_group: desk}}, to: bo, tests: [{test}]}}"
    texts["rules/rules.yaml"] = f"rules:\n  - {rule}\n"
    assert [line.split(": ", 1)[0] for line in problems_of(texts)] == ["rules/people.yaml:2:25"]


def test_a_rule_for_somebody_unknown_is_told_once_and_not_by_its_test_too() -> None:
    rule = (
        "  - {name: r, why: w, when: {subject: x}, to: dsk, "
        "tests: [{mail: {subject: x}, then: desk}]}\n"
    )
    assert codes_of("rules", "rules:\n" + rule) == ["rules.yaml:2:47"]
