"""What a mail may cost the database, in statements and transactions: exact budgets, so that who
adds a statement for each mail says so here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.writer import GROUP, PUMPS, Cost, Desk, cost, desk, mail
from mailtracker.daemon.batch import FIRST

MAILS = 2 * GROUP

HALF = FIRST * PUMPS / 2
"""Rows: more are claimed when half of a batch is begun."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("desk")) as here:
        yield here


@pytest.fixture(scope="module")
def costs(here: Desk) -> dict[str, Cost]:
    """Of each kind of mail, in groups as from a backlog; each sets off two mails, a reply one."""
    fresh = here.read([mail(number) for number in range(MAILS)])
    found = {"new": cost(MAILS, lambda: here.file(fresh)), "two sent": cost(MAILS, here.send)}
    replies = here.read(here.replies(MAILS))
    found["reply"] = cost(MAILS, lambda: here.file(replies))
    found["one sent"] = cost(MAILS, here.send)
    return found


@pytest.mark.parametrize(
    ("what", "most"),
    [
        # Nothing for it alone: what is known of all is asked once, and all is written once. So is
        # what its owner asked last, whom the people file gives no language.
        ("new", 22 / GROUP),
        # What is due, a claim, the bytes and a settlement for half a batch at least.
        ("two sent", 2 * 4 / HALF + 0.1),
        # By token, by id, by ids of others, the request, its lists, what its reader has seen.
        ("reply", 8 + 16 / GROUP),
        ("one sent", 4 / HALF + 0.1),
    ],
)
def test_a_mail_takes_so_many_statements(costs: dict[str, Cost], what: str, most: float) -> None:
    assert costs[what].statements <= most


@pytest.mark.parametrize(
    ("what", "most"), [("new", 1 / GROUP), ("two sent", 2 / HALF + 0.03), ("reply", 1 / GROUP)]
)
def test_a_mail_takes_so_many_transactions(costs: dict[str, Cost], what: str, most: float) -> None:
    assert costs[what].transactions <= most


def test_a_new_mail_and_all_that_it_sets_off_takes_less_than_one_statement(
    costs: dict[str, Cost],
) -> None:
    assert (costs["new"] + costs["two sent"]).statements < 1


def test_a_new_mail_and_all_that_it_sets_off_is_at_most_a_tenth_of_a_transaction(
    costs: dict[str, Cost],
) -> None:
    assert (costs["new"] + costs["two sent"]).transactions <= 0.1
