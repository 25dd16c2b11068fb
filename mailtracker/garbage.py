"""How often Python looks for circles of objects that nobody holds any more (`gc`).

Modules, classes and rules are never such a circle, and they are most of what there is: looked
through again and again while they are loaded, and once more at the end, they cost a tenth of what a
command takes to come up.
"""

from __future__ import annotations

import gc

LOADING = 1_000_000
"""New objects before the first look. All that `run` loads makes fewer (November 2026: 250,000, and
one look at them takes 40 ms).
"""

SERVING = 30_000
"""New objects before a look of whoever serves: some thirty mails' worth, 8 ms."""


def while_loading() -> None:
    """From the first moment of a process on."""
    gc.set_threshold(LOADING)


def while_serving() -> None:
    """What there is now is never looked through again; what comes is."""
    gc.freeze()
    gc.set_threshold(SERVING)


def at_the_end() -> None:
    """Nothing is looked through: the system takes all of it back."""
    gc.freeze()
