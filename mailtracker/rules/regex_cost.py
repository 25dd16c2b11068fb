"""Patterns of the rules → those that a hostile mail could use to hold up the mail behind it.
Measured: only the loader asks.

RE2 takes linear time, but how much a character differs by a thousand: `(a|b)*a(a|b){30}` needs a
new state of its automaton for every one. Measured on 64 KB: ordinary patterns 0.3 ms, this one
48 ms, `[ab]*a[ab]{900}` 450 ms.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from functools import lru_cache

from mailtracker.policy.regex import compile_raw

PROBE_BYTES = 8 * 1024
"""Bytes of a text that is made against a pattern; the longest that rules
see is eight times as long.
"""

ORDINARY_SECONDS = 0.0002
"""Seconds a probe that count as nothing: ordinary patterns take 0.05 ms."""

MAX_SECONDS = 0.005
"""Seconds a probe that all patterns of a rule set may take above that, so that no
mail costs more than 50 ms.
"""


def too_slow(patterns: Iterable[str]) -> list[str]:
    """The slowest patterns, until the rest together may stay."""
    costs = {pattern: max(0.0, _cost(pattern) - ORDINARY_SECONDS) for pattern in patterns}
    slow: list[str] = []
    for pattern in sorted(costs, key=lambda one: -costs[one]):
        if sum(costs.values()) <= MAX_SECONDS:
            break
        slow.append(pattern)
        costs[pattern] = 0.0
    return slow


@lru_cache(maxsize=4096)
def _cost(pattern: str) -> float:
    endless = compile_raw(f"(?:{pattern})\\x00")  # no text has a NUL: it never stops at a match
    return max(min(_seconds(endless, probe) for probe in probes) for probes in _probes(pattern))


def _seconds(compiled: object, probe: bytes) -> float:
    """Of this thread's own work: a busy machine makes no pattern slow."""
    start = time.thread_time()
    compiled.search(probe)  # type: ignore[attr-defined]
    return time.thread_time() - start


def _probes(pattern: str) -> Iterator[list[bytes]]:
    """Three texts each of the pattern's own characters. Different ones: the
    automaton remembers its states.
    """
    characters = "".join(c for c in dict.fromkeys(pattern) if c.isalnum() or c == " ")
    for alphabet in (f"{characters}b", f"{characters[:2]}b", "ab", "A1- "):
        yield [_text(alphabet, number) for number in range(3)]


@lru_cache(maxsize=64)
def _text(alphabet: str, number: int) -> bytes:
    """The same every time, in no order that a pattern could follow."""
    noise = hashlib.shake_128(f"{alphabet}{number}".encode()).digest(PROBE_BYTES)
    return "".join(alphabet[byte % len(alphabet)] for byte in noise).encode()[:PROBE_BYTES]
