"""The condition that took a mail → the words of the mail by which it did, as they stand there: what
its owner is told in any language.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailtracker.policy.condition import AllOf, AnyOf, Condition
from mailtracker.policy.conditions import AttachmentIs, HasRegex, HasWords
from mailtracker.policy.globs import Glob
from mailtracker.policy.mail_view import EXCERPT, MatchContext
from mailtracker.policy.mentioned import Mention, Mentions, Where
from mailtracker.policy.words import Pattern, written

_SAYABLE: tuple[Where, ...] = ("subject", "body", "anywhere", "attachment")

MAX_MENTIONS = 3
"""So many are told: more explain nothing."""


def mentions(condition: Condition, context: MatchContext) -> Mentions:
    """Of a condition that holds. What must not be there is not told."""
    found = dict.fromkeys(_found(condition, context))
    return Mentions(tuple(found)[:MAX_MENTIONS])


def _found(condition: Condition, context: MatchContext) -> Iterator[Mention]:
    match condition:
        case AllOf():
            for part in condition.parts:
                yield from _found(part, context)
        case AnyOf():
            holds = (part for part in condition.parts if part.match(context) is not None)
            for part in holds:
                yield from _found(part, context)
                return
        case HasWords():
            fits = (one for one in condition.patterns if context.has(condition.field, one))
            for pattern in fits:
                yield from _mention(condition.field, _as_written(pattern, condition, context))
                return
        case HasRegex():
            said = context.search(condition.field, condition.compiled)
            yield from _mention(condition.field, said or "")
        case AttachmentIs():
            yield from _mention("attachment", _name(condition.globs, context))


def _mention(field: str, words: str) -> Iterator[Mention]:
    for where in _SAYABLE:
        if field == where and words:
            yield Mention(where, words)


def _as_written(pattern: Pattern, condition: HasWords, context: MatchContext) -> str:
    """Or as the rule has it, where the text cannot be taken apart by spaces."""
    found = written(context.text(condition.field), pattern)
    words = " ".join((found or pattern.shown.replace("*", "")).split())
    return words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1].rstrip()}…"


def _name(globs: tuple[Glob, ...], context: MatchContext) -> str:
    """Names are folded in the context, so it is found by its place there."""
    pairs = zip(context.names, context.mail.attachments, strict=True)
    return next((name for key, name in pairs if any(one.covers(key) for one in globs)), "")
