"""The filters of the templates: times and lists in the words of the letter's reader, and subjects
as sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

from mailtracker.letters import spoken
from mailtracker.letters.markdown import one_line
from mailtracker.letters.refusals import helps, quoted, refusal, why

MAX_HEADLINE = 80
"""Characters of a subject in the first words of a note: a list of mails shows some hundred."""

_ENDS = tuple(".!?:;…。！？")


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
    """Of an instant as well: its day for the letter's reader."""
    zone = context["zone"]
    if isinstance(day, datetime):
        day = day.astimezone(zone).date()
    return spoken.whole_day(day, context["now"].astimezone(zone).date(), context["language"])


@pass_context
def _span(context: Context, length: int | timedelta) -> str:
    minutes = length if isinstance(length, int) else int(length.total_seconds() // 60)
    return spoken.span(minutes, context["language"])


@pass_context
def _listed(context: Context, names: Sequence[object]) -> str:
    if len(names) == 1:
        return str(names[0])  # as every language says it
    return spoken.listed(names, context["language"])


def _in_words(tell: Callable[[str, str], str]) -> Callable[[Context, str], str]:
    """A filter that tells what a server said in the words of the letter's reader."""

    @pass_context
    def told(context: Context, said: str) -> str:
        return tell(said, context["language"])

    return told


@pass_context
def _size(context: Context, bytes_: int) -> str:
    return spoken.size(bytes_, context["language"])


@pass_context
def _typed(context: Context, word: str) -> str:
    return spoken.typed(word, context["language"])


def _headline(subject: str) -> str:
    """A subject, which may be of any length, as a short sentence."""
    said = one_line(subject)
    short = said if len(said) <= MAX_HEADLINE else f"{said[: MAX_HEADLINE - 1].rstrip()}…"
    return short if short.endswith(_ENDS) else f"{short}."


FILTERS: Mapping[str, Callable[..., str]] = {
    "by": _when(spoken.by),
    "at": _when(spoken.at),
    "day": _day,
    "span": _span,
    "listed": _listed,
    "typed": _typed,
    "refusal": _in_words(refusal),
    "why": _in_words(why),
    "helps": _in_words(helps),
    "quoted": quoted,
    "size": _size,
    "headline": _headline,
}
"""By the name that templates call it."""
