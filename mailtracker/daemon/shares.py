"""How several daemons share the mailboxes. Data in, data out: each works it out for itself, by what
all of them see.
"""

from __future__ import annotations

from collections.abc import Mapping


def share_of(me: int, served: Mapping[int, int], mailboxes: int) -> int:
    """How many mailboxes one daemon shall serve. `served`: how many each does now, ours too. Nobody
    has two more than another, and who has more already may keep the odd one.
    """
    order = sorted(served, key=lambda one: (-served[one], one))
    least, odd = divmod(mailboxes, len(order))
    return least + (order.index(me) < odd)
