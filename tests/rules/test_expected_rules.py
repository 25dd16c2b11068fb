"""Expected mail in rules files: what is understood, by when it is due, and what its tests say."""

from __future__ import annotations

import pytest

from mailtracker.errors import BadFiles
from mailtracker.policy.expected_mail import may_be, names_sender, takes
from mailtracker.policy.invalid import Invalid
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import Policy
from mailtracker.policy.recurrence import Each
from mailtracker.rules.expected_values import read_recurrence
from mailtracker.rules.load import load_texts
from mailtracker.rules.selftest import run_tests, try_expected
from tests.rules.parts import PARTS, problems_of

GOOD = (
    ("06:30 each working day", 390, Each.WORKING_DAY),
    ("6:30  each day", 390, Each.DAY),
    ("24:00 each day", 1440, Each.DAY),
    ("09:00 each Monday", 540, Each.WEEKDAY),
    ("09:00 each monday and friday", 540, Each.WEEKDAY),
    ("09:00 each monday, wednesday, friday", 540, Each.WEEKDAY),
    ("09:00 each month on the 1st", 540, Each.MONTH_DAY),
    ("09:00 each month on the 22nd", 540, Each.MONTH_DAY),
    ("09:00 each month on the 28th", 540, Each.MONTH_DAY),
    ("09:00 each month on the last day", 540, Each.LAST_DAY),
    ("09:00 each month on the first working day", 540, Each.FIRST_WORKING_DAY),
    ("09:00 each month on the last working day", 540, Each.LAST_WORKING_DAY),
)

BAD = (
    "06:30",
    "each day",
    "6.30 each day",
    "06:60 each day",
    "24:01 each day",
    "06:30 every day",
    "06:30 each days",
    "06:30 each monday and monday",
    "06:30 each monday and",
    "06:30 each mon",
    "06:30 each month",
    "06:30 each month on the 0th",
    "06:30 each month on the 1th",
    "06:30 each month on the 12nd",
    "06:30 each month on the 29th",
    "06:30 each month on the last friday",
    "\u0660\u0666:30 each day",
)


@pytest.mark.parametrize(("text", "minute", "each"), GOOD, ids=[one[0] for one in GOOD])
def test_a_due_time_is_read(text: str, minute: int, each: Each) -> None:
    found = read_recurrence(text)
    assert (found.minute, found.each) == (minute, each)
    assert read_recurrence(found.written) == found


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_due_time_is_an_error_with_what_to_write(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_recurrence(text)
    assert caught.value.code == "bad-by"
    assert "write" in str(caught.value) or "no such time" in str(caught.value)


EXPECTED = """expected:
  - name: nightly backup
    when: {from: backup@corp.example, subject: [finished, failed]}
    by: "06:30 each working day"
    else: {to: desk}
  - name: weekly figures
    from: [chiefs, bo]
    ask: {en: Please send them., de: Bitte schick sie.}
    ask_at: "09:00 each friday"
    by: "17:00 each friday"
    hours: office
    else: {to: bo, promise: normal, ladder: default}
"""
GROUP = "groups: {chiefs: [ana, desk]}\n"


def policy_of(expected: str, **parts: str) -> Policy:
    texts = {f"rules/{name}.yaml": part for name, part in (PARTS | parts).items()}
    return load_texts(texts | {"rules/expected.yaml": expected, "rules/groups.yaml": GROUP})


def test_an_entry_is_understood() -> None:
    backup, figures = policy_of(EXPECTED).expected
    assert (backup.name, backup.to, backup.promise, backup.ladder) == (
        *("nightly backup", "desk", "normal", "default"),
    )
    assert backup.hours.key == "office", "those of the promise"
    assert backup.people == ()
    assert figures.people == ("ana", "bo"), "each once, teams and groups by their people"
    assert figures.ask is not None
    assert figures.ask.said_in("de") == "Bitte schick sie."
    assert backup.where == "rules/expected.yaml:2"


def mail(sender: str, subject: str, kind: str = "person") -> MailView:
    return MailView(sender, (), subject, "", kind=kind)


@pytest.mark.parametrize(
    ("sender", "subject", "name", "who"),
    [
        ("backup@corp.example", "Backup finished", "nightly backup", ""),
        ("backup@corp.example", "Disk full", None, ""),
        ("eve@corp.example", "Backup finished", None, ""),
        ("ana@corp.example", "Re: Weekly figures", "weekly figures", "ana"),
        ("a.costa@corp.example", "weekly figures", "weekly figures", "ana"),
        ("sam@corp.example", "weekly figures", None, ""),
        ("ana@corp.example", "figures", None, ""),
    ],
)
def test_the_first_that_fits_has_it(sender: str, subject: str, name: str | None, who: str) -> None:
    taken = takes(policy_of(EXPECTED), mail(sender, subject))
    if taken is None:
        assert name is None
    else:
        assert (taken[0].name, taken[1]) == (name, who)


@pytest.mark.parametrize(
    ("sender", "subject", "perhaps"),
    [
        ("", "", True),
        ("backup@corp.example", "", True),
        ("", "Backup finished", True),
        ("backup@corp.example", "Backup finished", True),
        ("eve@corp.example", "", False),
        ("eve@corp.example", "Backup finished", False),
        ("", "Hello", False),
    ],
)
def test_a_mail_of_which_little_is_known_may_be_it(
    sender: str, subject: str, perhaps: bool
) -> None:
    assert may_be(policy_of(EXPECTED).expected[0], sender, subject) == perhaps


@pytest.mark.parametrize(
    ("when", "named"),
    [
        ("{from: backup@corp.example}", True),
        ("{from: [backup@corp.example, b@corp.example], subject: x}", True),
        ("{from_group: chiefs}", True),
        ("{from: '*@corp.example'}", False),
        ("{from: [backup@corp.example, '*@corp.example']}", False),
        ("{from_domain: corp.example}", False),
        ("{subject: x}", False),
        ("{not: {from: backup@corp.example}}", False),
    ],
)
def test_who_writes_is_named_or_not(when: str, named: bool) -> None:
    entry = f'  - {{name: e, when: {when}, by: "06:30 each day", else: {{to: bo}}}}\n'
    assert names_sender(policy_of("expected:\n" + entry).expected[0].when) == named


def test_tests_beside_expected_mail_say_what_came_instead() -> None:
    tests = (
        "    tests:\n"
        "      - {mail: {from: backup@corp.example, subject: finished}, then: expected}\n"
        "      - {mail: {from: eve@corp.example, subject: finished}, then: expected}\n"
        "      - {mail: {from: backup@corp.example, subject: failed}, then: not expected}\n"
        "      - {mail: {from: eve@corp.example, subject: finished}, then: not expected}\n"
    )
    first = EXPECTED[: EXPECTED.index("  - name: weekly")]
    policy = policy_of(first + tests)
    told = [one.problem and one.problem.message for one in try_expected(policy)]
    assert [bool(one) for one in told] == [False, True, True, False]
    assert "from is backup@corp.example: no, it is from eve@corp.example" in (told[1] or "")
    assert [one.line for one in run_tests(policy)] == [8, 9]


def test_a_test_of_a_rule_does_not_forget_that_its_mail_is_ticked_off() -> None:
    rules = """rules:
  - name: vpn
    why: it says vpn
    when: {subject: [vpn, finished]}
    to: desk
    tests: [{mail: {from: backup@corp.example, subject: finished}, then: desk}]
"""
    (problem,) = run_tests(policy_of(EXPECTED, rules=rules))
    assert "it is expected as `nightly backup`" in problem.message


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("when: {subject: x}", "expected mail has no `by`"),
        ('by: "06:30 each day"', "expected mail has no `when`"),
        ('when: {subject: x}, by: "06:30 each day", to: bo', "write it under `else:`"),
        ('from: [dusk], by: "06:30 each day"', "no person, team or group `dusk`"),
        ('when: {from_group: dusk}, by: "06:30 each day"', "no group or team `dusk`"),
        ('when: {subject: x}, by: "06:30 each day", hours: always', "`hours` is missing"),
        ('when: {subject: x}, by: "06:30 each day", tests: [{mail: {}, then: bo}]', "`bo` is not"),
    ],
)
def test_what_is_wrong_is_told(entry: str, told: str) -> None:
    other = f"expected:\n  - {{name: e, else: {{to: desk}}, {entry}}}\n"
    parts = {f"rules/{name}.yaml": part for name, part in PARTS.items()}
    assert any(told in one for one in problems_of(parts | {"rules/e.yaml": other}))


def test_equal_conditions_are_an_error_since_the_second_is_never_reached() -> None:
    twice = EXPECTED + EXPECTED[len("expected:\n") : EXPECTED.index("  - name: weekly")].replace(
        "nightly", "other"
    )
    with pytest.raises(BadFiles, match="has the same conditions"):
        policy_of(twice)
