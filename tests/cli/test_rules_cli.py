"""`mailtracker test`, `schema`: what admins and their editors see of the rules files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from mailtracker.cli import main
from mailtracker.rules.reference import json_schema, page
from mailtracker.shipped import shipped

ROOT = Path(__file__).parents[2]

Run = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Called in a folder that has a copy of the example rules."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(shipped("rules"), tmp_path / "rules")

    def run(*args: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, list(args), catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return run


def change(file: str, old: str, new: str) -> None:
    path = Path(file)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


class Plain(yaml.SafeLoader):
    """As YAML 1.2 editors read: dates and times are texts, `on` and `NO` are no truth values."""


Plain.yaml_implicit_resolvers = {
    first: [
        (tag, regex)
        for tag, regex in resolvers
        if tag == "tag:yaml.org,2002:bool" and first in "tfTF"
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def documents() -> dict[str, object]:
    return {
        path.name: yaml.load(path.read_text(), Plain)
        for path in sorted(shipped("rules").glob("*.yaml"))
    }


def test_the_shipped_schema_and_the_reference_page_are_those_of_the_model() -> None:
    assert json.loads((ROOT / "rules" / "rules.schema.json").read_text()) == json_schema(), (
        "run: mailtracker schema > rules/rules.schema.json"
    )
    assert (ROOT / "docs" / "rules.md").read_text() == page(), (
        "run: mailtracker schema --reference > docs/rules.md"
    )


def test_the_schema_is_one_and_takes_the_example_files() -> None:
    schema = json_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    for name, document in documents().items():
        jsonschema.validate(document, schema, jsonschema.Draft7Validator)
        text = (shipped("rules") / name).read_text()
        assert text.startswith("# yaml-language-server: $schema=rules.schema.json\n")


@pytest.mark.parametrize(
    "wrong",
    [
        {"rulez": []},
        {"rules": [{"name": "r", "when": {"subject": "x"}, "to": "bo"}]},
        {"rules": [{"name": "r", "why": "w", "when": {"subjct": "x"}, "to": "bo"}]},
        {"rules": [{"name": "r", "why": "w", "when": {"kind": "robot"}, "to": "bo"}]},
        {"rules": [{"name": "r", "why": "w", "when": {"subject": {"regx": "x"}}, "to": "bo"}]},
        {"teams": {"t": {"lead": "bo", "members": ["bo"], "assign": "by-dice"}}},
        {"people": {"bo": {"name": "Bo"}}},
        {"hours": {"office": {"zone": "UTC", "funday": "09:00-17:00"}}},
        {"fallback": {"to": "bo", "confidential": "maybe"}},
        {"fallback": {"to": None}},
    ],
)
def test_an_editor_marks_what_the_loader_would_refuse(wrong: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, json_schema(), jsonschema.Draft7Validator)


def test_with_ones_own_rules_the_schema_knows_the_names(command: Run) -> None:
    schema = json.loads(command("schema", "--rules", "rules").stdout)
    for document in documents().values():
        jsonschema.validate(document, schema, jsonschema.Draft7Validator)
    wrong = {"fallback": {"to": "netwrk"}}
    jsonschema.validate(wrong, json_schema(), jsonschema.Draft7Validator)
    with pytest.raises(jsonschema.ValidationError, match="'netwrk' is not one of"):
        jsonschema.validate(wrong, schema, jsonschema.Draft7Validator)


def test_every_key_says_what_it_means_where_an_editor_hovers() -> None:
    schema = json_schema()
    models = [schema, *schema["$defs"].values()]
    assert [
        key
        for model in models
        for key, entry in model["properties"].items()
        if not entry.get("description")
    ] == []


def test_the_tests_of_the_rules_run_and_all_is_well(command: Run) -> None:
    shown = command("test").stdout
    assert "✓ vpn: 3 tests" in shown
    assert shown.splitlines()[-1] == "23 tests, all well"


def test_a_test_that_fails_is_told_with_its_line_and_what_took_the_mail(command: Run) -> None:
    change(
        "rules/routes.yaml",
        'subject: "Wifi in meeting room 2 is slow"}, then: network',
        'subject: "Wifi"}, then: desk',
    )
    shown = command("test", code=1).stdout
    assert "✗ network: 1 test, 1 failed" in shown
    assert (
        "expected desk, but it goes to network (rule `network` took it: subject has the word wifi) "
        "[failed-test]" in shown
    )
    assert "23 tests, 1 failed" in shown
    found = json.loads(command("test", "--json", code=1).stdout)
    (failed,) = [one for one in found["tests"] if one["problem"]]
    assert (failed["rule"], failed["expected"], failed["to"]) == ("network", "desk", "network")
    assert "failed-test" in command("check", "--offline", code=1).stdout


def test_a_mail_in_a_file_is_read_as_the_daemon_reads_it(command: Run) -> None:
    Path("rules/mails").mkdir()
    quoted = (
        "From: eva@corp.example\nSubject: Re: hello\n\n"
        "No idea.\n\nOn Monday Bo wrote:\n> my vpn is down\n"
    )
    Path("rules/mails/quoted.eml").write_text(quoted)
    first = '      - {mail: {subject: "VPN drops every hour"}'
    change("rules/routes.yaml", first, f"      - {{eml: mails/quoted.eml, then: network}}\n{first}")
    assert "expected network, but it goes to desk" in command("test", code=1).stdout
    Path("rules/mails/quoted.eml").write_text(quoted.replace("No idea", "My vpn is down"))
    assert command("test").stdout.splitlines()[-1] == "24 tests, all well"


def test_tests_may_expect_rule_promise_tags_and_watchers(command: Run) -> None:
    expected = "then: {to: desk, tag: management, watch: ana}"
    change(
        "rules/routes.yaml",
        expected,
        "then: {to: desk, rule: password, promise: urgent, tag: vip, watch: bo}",
    )
    shown = command("test", code=1).stdout
    assert "expected rule password, but rule computer decides" in shown
    change(
        "rules/routes.yaml", "rule: password, promise: urgent", "rule: computer, promise: normal"
    )
    assert "expected tag vip, but it has management" in command("test", code=1).stdout
