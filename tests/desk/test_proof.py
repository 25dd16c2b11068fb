"""How sure it is who wrote a mail: its values, and who is vouched for."""

from __future__ import annotations

from itertools import product

import pytest

from mailtracker.desk.proof import is_vouched, proof_of
from mailtracker.mail.message import Proof

# What our border says, whether it answers a mail of ours, whether our tenant says that somebody
# inside sent it → how sure it is, and whether anybody vouches for it besides the answer.
CELLS = [
    (True, True, True, Proof.PROVEN, True),
    (True, True, False, Proof.PROVEN, True),
    (True, False, True, Proof.PROVEN, True),
    (True, False, False, Proof.PROVEN, True),
    (None, True, True, Proof.PROVEN, True),
    (None, True, False, Proof.PROVEN, False),
    (None, False, True, Proof.INSIDE, False),
    (None, False, False, Proof.UNKNOWN, False),
    (False, True, True, Proof.DISPROVEN, False),
    (False, True, False, Proof.DISPROVEN, False),
    (False, False, True, Proof.DISPROVEN, False),
    (False, False, False, Proof.DISPROVEN, False),
]


@pytest.mark.parametrize(("border", "answers", "inside", "proof", "vouched"), CELLS)
def test_what_the_border_denies_nothing_proves_and_a_tenant_alone_vouches_for_nobody(
    border: bool | None, answers: bool, inside: bool, proof: Proof, vouched: bool
) -> None:
    assert proof_of(border, answers, inside) is proof
    assert is_vouched(border, answers, inside) is vouched


def test_every_case_has_its_cell() -> None:
    both = (True, False)
    assert {cell[:3] for cell in CELLS} == set(product((True, None, False), both, both))
    assert {cell[3] for cell in CELLS} == set(Proof)


def test_whose_author_counts_as_whom_from_names() -> None:
    assert [proof for proof in Proof if proof.believed] == [Proof.PROVEN, Proof.INSIDE]
