"""What our border says of a mail, and which mails of ours it answers → how sure it is who wrote it.
The only place that judges it (docs/reliability.md, T7).
"""

from __future__ import annotations

from mailtracker.mail.message import Proof


def proof_of(border: bool | None, answers_ours: bool) -> Proof:
    """`border` is what our own border says of From (`Classified.verified`). `answers_ours`: it
    answers one that was sent to the very person or address whom From names.

    What the border denies no answer can prove: whoever was put in copy has our ids and addresses.
    """
    if border is False:
        return Proof.DISPROVEN
    return Proof.PROVEN if border or answers_ours else Proof.UNKNOWN
