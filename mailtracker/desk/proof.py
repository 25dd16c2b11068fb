"""What our border and our tenant say of a mail, and whether it answers one of ours → how sure it is
who wrote it. The only place that judges it (docs/reliability.md, T7).
"""

from __future__ import annotations

from mailtracker.mail.message import Proof


def proof_of(border: bool | None, answers_ours: bool, inside: bool = False) -> Proof:
    """`border` is what our own border says of From (`Classified.verified`). `answers_ours`: it
    answers one that was sent to the very person or address whom From names. `inside`: our own
    tenant says that somebody inside sent it (`Classified.inside`).

    What the border denies no answer can prove: whoever was put in copy has our ids and addresses.
    """
    if border is False:
        return Proof.DISPROVEN
    if border or answers_ours:
        return Proof.PROVEN
    return Proof.INSIDE if inside else Proof.UNKNOWN


def is_vouched(border: bool | None, answers_ours: bool, inside: bool) -> bool:
    """Whether somebody besides the answer itself says that From wrote it, as `trust = "strict"` and
    changes of who takes part want it. That somebody inside sent it is enough with an answer to a
    mail that From was sent: two of us would have to be false. Alone it is not.
    """
    return inside and answers_ours if border is None else border
