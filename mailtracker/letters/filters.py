"""The filters of the templates: times and lists in the words of the letter's reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

from mailtracker.letters import spoken
from mailtracker.letters.refusals import refusal


def _when(
    say: Callable[[datetime, datetime, ZoneInfo, str, bool], str],
) -> Callable[[Context, datetime], str]:
    """A filter that says an instant for the letter's reader."""

    @pass_context
    def said(context: Context, instant: datetime) -> str:
        return say(
            instant, context["now"], context["zone"], context["language"], context["show_zone"]
        )

    return said


@pass_context
def _day(context: Context, day: date) -> str:
    return spoken.whole_day(day, context["language"])


@pass_context
def _span(context: Context, length: int | timedelta) -> str:
    minutes = length if isinstance(length, int) else int(length.total_seconds() // 60)
    return spoken.span(minutes, context["language"])


@pass_context
def _listed(context: Context, names: list[object]) -> str:
    return spoken.listed(names, context["language"])


@pass_context
def _refusal(context: Context, said: str) -> str:
    return refusal(said, context["language"])


FILTERS: Mapping[str, Callable[..., str]] = {
    "by": _when(spoken.by),
    "at": _when(spoken.at),
    "day": _day,
    "span": _span,
    "listed": _listed,
    "refusal": _refusal,
}
"""By the name that templates call it."""
