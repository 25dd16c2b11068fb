"""A decision → the locks without which it may not be carried out beside others (docs/scale.md)."""

from __future__ import annotations

from typing import TypeGuard

from mailtracker.desk.absence.absence_effects import (
    GiveBack,
    NoteAbsent,
    NoteBack,
    NoteNotice,
    Tell,
)
from mailtracker.desk.daily.due import TellDaily
from mailtracker.desk.effects import (
    Decision,
    LoseList,
    MergeInto,
    OpenPart,
    OpenRequest,
    Release,
    SetOwner,
    TakeUp,
    TickOff,
    Turn,
)
from mailtracker.desk.ratings.rating_effects import KeepDone, KeepRating
from mailtracker.policy.model import Policy
from mailtracker.store.locks import WHOLE, Locks

_ALONE = (
    *(GiveBack, NoteAbsent, NoteBack, NoteNotice, Tell, TellDaily, LoseList, MergeInto, OpenPart),
    *(Release, TakeUp, TickOff, KeepDone, KeepRating),
)
"""Effects that reach beyond the request and the mail at hand. Few mails have one."""


def locks_of(decision: Decision, policy: Policy) -> Locks:
    """The pen; or the mailbox of what is opened, and the teams out of which somebody got work by
    load or by turns. The request at hand is locked since it was read (`store/requests.py`).
    """
    teams: set[str] = set()
    mailboxes: set[str] = set()
    for effect in decision.effects:
        if isinstance(effect, _ALONE):
            return WHOLE
        if isinstance(effect, Turn):
            teams.add(effect.team)
        if isinstance(effect, SetOwner) or _is_picked(effect, policy):
            teams |= _sharing_with(effect.owner, policy)
        if isinstance(effect, OpenRequest):
            mailboxes.add(effect.mailbox)  # it may be that of another alias that the mail went to
    return Locks(mailboxes=frozenset(mailboxes), teams=frozenset(teams))


def _is_picked(effect: object, policy: Policy) -> TypeGuard[OpenRequest]:
    """Whether it opens a request for somebody whom its rule does not name."""
    if not isinstance(effect, OpenRequest):
        return False
    rule = next((one for one in policy.rules if one.name == effect.given.rule), None)
    return effect.owner != (rule.to if rule else policy.fallback.to)


def _sharing_with(person: str, policy: Policy) -> set[str]:
    """Teams in which somebody is picked by what everybody has."""
    return {
        team.key
        for team in policy.teams.values()
        if team.assign in ("least-loaded", "round-robin") and person in team.members
    }
