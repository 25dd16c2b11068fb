"""All patterns of ours that are compiled late."""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path

from mailtracker.late_pattern import LatePattern

MAKERS = ("late_pattern", "any_of(", "any_on_lines(", "phrases(")
PACKAGE = Path(__file__).parents[1] / "mailtracker"


def all_late() -> list[LatePattern]:
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if any(maker in text for maker in MAKERS):
            import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
    gc.unfreeze()  # a daemon of another test hides what was loaded before
    return [one for one in gc.get_objects() if isinstance(one, LatePattern)]
