"""A letter about a confidential request, and who reads it → the letter and the request as they may
know them. Only its two sides read a word of it, or who asks (docs/reliability.md, K5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Literal, get_origin, get_type_hints

from mailtracker.desk.letters import Elsewhere, Letter, Unverified
from mailtracker.desk.lost.lost_letters import Unreached
from mailtracker.desk.named import Named
from mailtracker.desk.readers import names_of
from mailtracker.desk.request import Given, Request
from mailtracker.mail.message import Address
from mailtracker.policy.mentioned import Mentions
from mailtracker.policy.model import Policy

KEPT = frozenset(
    (
        *("new_name", "by_name", "former", "passed", "who", "called", "text_to", "names"),
        *("line", "lines", "known", "typed", "on_file", "folder"),
        *("linked", "into", "left", "other", "whole", "part"),
        *("what", "dues", "people", "asks"),
    )
)
"""Fields of letters that others read as well: they have names of the owner's side, of an alias, of
expected mail, references, or what their reader wrote. Whatever else is text is taken out, also that
of a letter to come.
"""

NAMING = frozenset({"from_", "address", "author", "by", "to"})
"""Fields that name somebody of the requester's side, who is called "somebody" then."""

THEIR_OWN: Mapping[type[Named], frozenset[str]] = {
    Unreached: frozenset({"address"}),
    Unverified: frozenset({"from_"}),
    Elsewhere: frozenset({"from_"}),
}
"""Where such a field names somebody of the owner's side."""


def reads_it(policy: Policy, request: Request, who: Address) -> bool:
    """Whether somebody is of one of the two sides of a request: who asks, takes part, has it or had
    it. Of one that is not confidential everybody may read who is told of it.
    """
    if not request.given.confidential:
        return True
    sides: set[str] = {request.owner, *request.former_owners}
    for one in request.parties:
        sides |= names_of(policy, one)
    return not sides.isdisjoint(names_of(policy, who))


def veiled(request: Request, somebody: str) -> Request:
    """Without a word of it, and without who asks: `somebody` stands there instead."""
    given = request.given
    plain = Given(
        rule="",
        why="",
        promise=given.promise,
        ladder=given.ladder,
        confidential=True,
        expected=given.expected,
    )
    asks = Address(somebody, "")
    return replace(request, subject="", requester=asks, copied=(), bystanders=(), given=plain)


def without_words(letter: Letter, somebody: str) -> Letter:
    """The same of what a letter itself is given."""
    kind: type[Named] = type(letter)
    own = THEIR_OWN.get(kind, frozenset())
    changed: dict[str, Any] = {
        name: somebody if name in NAMING else type(getattr(letter, name))()
        for name in texts_of(kind)
        if name not in KEPT and name not in own
    }
    return replace(letter, **changed) if changed else letter


def texts_of(kind: type[Named]) -> tuple[str, ...]:
    """Names of the fields that may have somebody's words; one of a few words of ours has none."""
    hints = get_type_hints(kind)
    return tuple(one.name for one in fields(kind) if _is_text(hints[one.name]))


def _is_text(hint: object) -> bool:
    if hint in (str, Mentions):
        return True
    return get_origin(hint) is Sequence or (get_origin(hint) is not Literal and "str" in str(hint))
