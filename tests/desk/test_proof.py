"""How sure it is who wrote a mail: three values, and who counts as a colleague."""

from __future__ import annotations

import pytest

from mailtracker.desk.proof import proof_of
from mailtracker.mail.message import Proof


@pytest.mark.parametrize(
    ("border", "answers_ours", "proof"),
    [
        (True, True, Proof.PROVEN),
        (True, False, Proof.PROVEN),
        (None, True, Proof.PROVEN),
        (None, False, Proof.UNKNOWN),
        (False, False, Proof.DISPROVEN),
        (False, True, Proof.DISPROVEN),
    ],
)
def test_what_the_border_denies_no_answer_proves(
    border: bool | None, answers_ours: bool, proof: Proof
) -> None:
    assert proof_of(border, answers_ours) is proof
