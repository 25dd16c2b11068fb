"""The rules that ship with mailtracker: they load, their own tests pass, and
an admin can start from them.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from mailtracker.errors import BadFiles
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import LeadOf, Policy
from mailtracker.policy.route import route
from mailtracker.rules.lint import Around
from mailtracker.rules.load import load
from mailtracker.rules.selftest import run_tests

RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load(RULES)


def test_the_example_rules_load_and_pass_their_own_tests(policy: Policy) -> None:
    assert run_tests(policy) == []
    assert sum(len(rule.tests) for rule in policy.rules) >= 16


def test_every_example_rule_has_a_why_and_a_test(policy: Policy) -> None:
    assert all((rule.why or rule.reason) and rule.tests for rule in policy.rules)
    assert policy.files["guides/vpn.txt"].data.startswith(b"VPN: what helps")


def test_what_stands_there_for_expected_mail_can_be_used_as_it_is(tmp_path: Path) -> None:
    folder = shutil.copytree(RULES, tmp_path / "rules")
    routes = folder / "routes.yaml"
    before, begins, rest = routes.read_text("utf-8").partition("#expected:")
    block, between, after = f"{begins}{rest}".partition("\n\n")
    used = "\n".join(line.removeprefix("#") for line in block.splitlines())
    routes.write_text(f"{before}{used}{between}{after}", "utf-8")
    around = Around(date(2026, 11, 23), ("corp.example",), ("it-help@corp.example",))
    policy = load(folder, around)
    assert [one.name for one in policy.expected] == ["nightly backup", "weekly figures"]
    assert run_tests(policy) == []
    assert [one for one in policy.warnings if "expected" in one.message] == []


def test_every_employee_is_found_by_each_address(policy: Policy) -> None:
    for person in policy.people.values():
        for mail in person.addresses:
            assert policy.person_by_address(mail.upper()) is person
    assert policy.person_by_address("kim@example.com") is None


def test_only_the_head_of_the_company_has_no_manager_and_everybody_who_owns_has_a_stand_in(
    policy: Policy,
) -> None:
    assert [person.key for person in policy.people.values() if not person.manager] == ["carla"]
    members = {member for team in policy.teams.values() for member in team.members}
    assert all(policy.people[member].cover for member in members)


def test_pay_never_leaves_hr(policy: Policy) -> None:
    rungs = policy.ladders["payroll"].rungs
    assert all("manager" not in (*rung.tell, *rung.remind) for rung in rungs)
    assert LeadOf("payroll") in rungs[-1].tell


def test_people_write_in_english_and_german(policy: Policy) -> None:
    subjects = {
        "VPN": "network",
        "Gehalt": "payroll",
        "Passwort vergessen": "desk",
        "Heizung kalt": "facilities",
    }
    for subject, to in subjects.items():
        assert route(policy, MailView("kim@corp.example", (), subject, "")).to == to


def test_the_digest_is_of_the_text_and_not_of_the_folder(policy: Policy, tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path, dirs_exist_ok=True)
    (tmp_path / ".#routes.yaml").write_text("half written: [")
    (tmp_path / "README.md").write_text("not: [rules")
    copied = load(tmp_path)
    assert copied.people == policy.people
    assert copied.digest == policy.digest
    with (tmp_path / "routes.yaml").open("a") as file:
        file.write("# a comment\n")
    assert load(tmp_path).digest != policy.digest


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(BadFiles) as caught:
        load(folder)
    return [str(problem).replace(str(folder), "rules") for problem in caught.value.problems]


def test_a_folder_without_rules_is_an_error(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == ["rules: no rules here: the folder has no .yaml file"]
    with pytest.raises(BadFiles, match="gone: there is no such folder"):
        load(tmp_path / "gone")


def test_files_that_cannot_be_read_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_bytes(b"#" * (1024 * 1024 + 1))
    (tmp_path / "latin.yml").write_bytes(
        "people:\n  # Straße, ä\n".encode() + "  # B\xfcro".encode("latin-1")
    )
    (tmp_path / "dir.yaml").mkdir()
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "broken.yaml").write_text("rules: [\n")
    told = problems_of(tmp_path)
    assert told[0].startswith("rules/big.yaml: is larger than 1 MB")
    assert told[1].startswith("rules/broken.yaml:2:1: not valid YAML")
    assert told[2:4] == ["rules/dir.yaml: is not a file", "rules/gone.yaml: is not a file"]
    assert told[4] == "rules/latin.yml:3:6: is not UTF-8: save the file in that encoding"
    assert len(told) == 5


def test_a_byte_order_mark_and_windows_line_ends_are_fine(policy: Policy, tmp_path: Path) -> None:
    shutil.copytree(RULES / "guides", tmp_path / "guides")
    for file in RULES.glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("\n", "\r\n")
        (tmp_path / file.name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load(tmp_path).rules[0].when == policy.rules[0].when
