"""docs/peers.md and the tests say the same: no fault without a test, no test without its fault."""

from __future__ import annotations

import re

import pytest

from tests.peers.page import FAULT, HERE, NUMBERED, PAGE, ROOT, Row, all_tests, rows

PEERS = ROOT / "tests/peers"
ROWS = rows()
BEGINNINGS = tuple(
    {start for row in ROWS for start in row.beginnings} | {"test_cve_", "test_ghsa_"}
)


def test_every_fault_stands_once_and_every_line_of_the_tables_is_read() -> None:
    faults = [row.fault for row in ROWS]
    assert len(faults) == len(set(faults)) >= 40
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| [")]
    assert len(lines) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.fault)
def test_a_row_and_its_test_say_the_same(row: Row) -> None:
    assert FAULT.fullmatch(row.fault)
    assert row.test.startswith(row.beginnings)
    assert all_tests()[row.test][1] == row.said
    assert HERE in row.said
    known = NUMBERED.findall((ROOT / "docs/reliability.md").read_text("utf-8"))
    cited = re.findall(r"\b[A-Z]\d+\b", row.said.rpartition("(")[2])
    assert set(cited) <= set(known)


def test_every_test_of_a_published_fault_stands_on_the_page() -> None:
    faults = [path for path in PEERS.glob("test_*.py") if path.name != "test_page.py"]
    ours = {name for name, (path, _) in all_tests().items() if path in faults}
    named = {name for name in all_tests() if name.startswith(BEGINNINGS)}
    assert ours | named == {row.test for row in ROWS}
