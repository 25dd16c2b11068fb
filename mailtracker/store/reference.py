"""The table of what the database holds about people → the last part of docs/privacy.md."""

from __future__ import annotations

from collections.abc import Iterator

from mailtracker.store.personal import NOTHING, PERSONAL, Fate


def page() -> str:
    """A table in Markdown: a line for each table of the database and what becomes of it."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "| table | columns | hold | how long |"
    yield "|---|---|---|---|"
    for table in sorted(PERSONAL):
        for fate in Fate:
            held = {name: one for name, one in PERSONAL[table].items() if one.fate is fate}
            if held:
                kinds = sorted({str(kind) for one in held.values() for kind in one.holds})
                columns = ", ".join(f"`{name}`" for name in sorted(held))
                yield f"| `{table}` | {columns} | {', '.join(kinds)} | {fate} |"
    others = ", ".join(f"`{table}`" for table in sorted(NOTHING.keys() - PERSONAL.keys()))
    yield f"| {others} | all | nothing about a person | |"
