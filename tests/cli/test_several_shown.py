"""What `status` says of the daemons that share a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailtracker.cli.several import DaemonState, daemon_states, parts_of
from mailtracker.clock import SystemClock
from mailtracker.config import MailboxConfig
from mailtracker.daemon.run import open_runtime
from mailtracker.reader import InProcessReader
from tests.stories.company import RULES, letters
from tests.two_daemons import HELP, PAY, config_of_two


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "Pay", "prefix": "P"}, "here, it lacks Pay; it has Payroll besides: make"),
        (
            {"address": "pay@corp.example"},
            "here, it has Payroll with <payroll@corp.example>, not <pay@corp.example>: make",
        ),
        ({"folder": "Pay, new"}, "here, it has Payroll with INBOX, not Pay, new: make"),
        (
            {"address": "pay@corp.example", "prefix": "P"},
            "with <payroll@corp.example>, PAY-, not <pay@corp.example>, P-: make",
        ),
        ({"poll": 5.0}, ""),
    ],
)
def test_mailboxes_that_two_configs_name_in_two_ways_are_told(
    tmp_path: Path, pg_url: str, changes: dict[str, Any], said: str
) -> None:
    """Two daemons that read one mailbox by two names do not know of each other."""
    config = config_of_two(tmp_path, pg_url, RULES)
    with open_runtime(config, SystemClock(), InProcessReader, letters=letters()) as runtime:
        here = tuple(_changed(box, changes) for box in config.mailboxes)
        with runtime.store.read() as conn:
            (part,) = parts_of(daemon_states(conn, replace(config, mailboxes=here)))
    assert part.ok is not bool(said)
    assert said in part.text
    assert "serves nothing yet" in part.text
    assert HELP not in part.text


def test_who_is_gone_without_a_word_is_told_unless_its_machine_has_another() -> None:
    now = datetime(2026, 11, 29, 12, tzinfo=UTC)
    living = DaemonState("one:7", "1", now, now, True, False, [HELP], True, "", "", "")
    back = replace(living, name="one:6", lives=False)
    gone = replace(living, name="two:7", lives=False)
    here, there = parts_of([back, gone, living])
    assert (here.part, there.part) == ("daemon one:7", "daemon two:7")
    assert there.ok
    assert "is gone without a word" in there.text
    (last,) = parts_of([back])
    assert not last.ok


def _changed(box: MailboxConfig, changes: dict[str, Any]) -> MailboxConfig:
    return replace(box, **changes) if box.name == PAY else box
