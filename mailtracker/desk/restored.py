"""A mail that the database had forgotten, taken in again → what is still to be done about it: its
request and its promise, but nothing that its writer got long ago.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from mailtracker.desk.effects import (
    Decision,
    Dispose,
    Effect,
    LogEvent,
    OpenPart,
    OpenRequest,
    Relay,
    SendLetter,
)
from mailtracker.desk.request import Lane

LATE = timedelta(hours=1)
"""From this age on a mail gets no receipt and no other mail to the requester's side: what they got
before the database was lost stands in their mailbox.
"""


def as_restored(
    decision: Decision, arrived: datetime, now: datetime, answered: bool = False
) -> Decision:
    """The decision without mail to the requester's side, where the mail is old; an answer of the
    owner's is filed and keeps the promise, and is not carried a second time. Of what is left the
    owner's side hears all the same: two words too many are better than a request that nobody has.
    Where the mail is not old its writer gets no receipt if it was `answered`; what people wrote is
    carried.
    """
    late = now - arrived > LATE
    effects = [_unanswered(one) for one in decision.effects] if late else decision.effects
    kept = [effect for effect in effects if not _is_unwanted(effect, late, answered)]
    told = "taken in again after the database was restored"
    if len(kept) != len(decision.effects):
        told += "; what its writer or the requester would get was not written again"
    if decision.request_id is not None or any(isinstance(one, OpenRequest) for one in kept):
        kept.append(LogEvent("restored", told))
    return replace(decision, effects=tuple(map(_said, kept)))


def _is_to_requesters(effect: Effect) -> bool:
    return isinstance(effect, SendLetter | Relay) and effect.lane is Lane.OWNER


def _is_unwanted(effect: Effect, late: bool, answered: bool) -> bool:
    if not _is_to_requesters(effect):
        return False
    return late or (answered and isinstance(effect, SendLetter))


def _unanswered(effect: Effect) -> Effect:
    """What answered a part is not carried again either."""
    if not isinstance(effect, OpenPart):
        return effect
    left = (one for one in effect.answer if not _is_to_requesters(one))
    return replace(effect, answer=tuple(left))


def _said(effect: Effect) -> Effect:
    if isinstance(effect, Dispose):
        return replace(effect, reason=f"{effect.reason}; taken in by resync")
    return effect
