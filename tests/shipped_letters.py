"""The letters that came with this version, read once for all tests of a process, and each compiled
once: that takes longer than most tests.
"""

from __future__ import annotations

import functools

from mailtracker.letters.letters import Letters
from mailtracker.shipped import shipped


@functools.cache
def shipped_letters() -> Letters:
    return Letters(shipped("templates"))
