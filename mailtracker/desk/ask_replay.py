"""Mail that was decided on once, and other rules → what would have become of it, and
whose work would have grown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailtracker.desk.assign import pick, took_turn
from mailtracker.desk.candidates import Choice
from mailtracker.desk.confidential import barred_by
from mailtracker.desk.effects import MAX_CHARACTERS, Turn
from mailtracker.desk.request import Request
from mailtracker.desk.rule_view import mail_view
from mailtracker.mail.message import Classified, Message
from mailtracker.policy.model import NOBODY, Policy
from mailtracker.policy.route import route


@dataclass(frozen=True, slots=True)
class Given:
    """What rules gave one mail. `owner` is a person key, NOBODY, or ""
    where nobody knows any more.
    """

    owner: str
    to: str
    rule: str
    promise: str
    help: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Old:
    """A mail of the past that opened a request, or would. `before` is what was decided then; None
    where only other rules can say. `receipt`: one was, or would be, sent; help goes with it.
    `language` is that of the receipt.
    """

    name: str
    message: Message
    classified: Classified
    at: datetime
    before: Given | None = None
    language: str = ""
    receipt: bool = True


@dataclass(frozen=True, slots=True)
class Replayed:
    """One mail, then and now. `changed` names what differs: owner, promise, help,
    rule, tags, watch, confidential.
    """

    name: str
    sender: str
    subject: str
    at: datetime
    before: Given
    after: Given
    matched: str
    changed: tuple[str, ...]


@dataclass(slots=True)
class Replay:
    """Decides mail after mail by `policy`, in their order: who has much
    already gets less, and turns go on.

    `reference` are the rules that say what was before, where the mail itself does not.
    """

    policy: Policy
    reference: Policy | None = None
    _load: dict[str, int] = field(default_factory=dict)
    _turns: dict[str, str] = field(default_factory=dict)
    _other_load: dict[str, int] = field(default_factory=dict)
    _other_turns: dict[str, str] = field(default_factory=dict)

    def decide(self, old: Old) -> Replayed:
        before = old.before
        if before is None and self.reference:
            before = _given(self.reference, old, None, self._other_load, self._other_turns)[0]
        after, matched = _given(self.policy, old, before, self._load, self._turns)
        before = before or after
        sender = old.message.sender.email if old.message.sender else ""
        return Replayed(
            old.name,
            sender,
            old.message.subject,
            old.at,
            before,
            after,
            matched,
            tuple(_differences(before, after)),
        )


def was_given(request: Request) -> Given:
    """What the rules of its time gave a request. Its first owner counts:
    hand-overs are not the rules' doing.
    """
    return Given(
        owner=request.former_owners[0] if request.former_owners else request.owner,
        to=request.routed_to,
        rule=request.rule,
        promise=request.promise,
        help=_set((*request.attached, *request.asked)),
        tags=_set(request.tags),
        watch=_set(request.watchers),
        confidential=request.confidential,
    )


def _given(
    policy: Policy, old: Old, before: Given | None, load: dict[str, int], turns: dict[str, str]
) -> tuple[Given, str]:
    """What these rules give it, and what matched."""
    found = route(policy, mail_view(old.message, old.classified, old.at))
    if found.to == NOBODY:
        return Given(NOBODY, NOBODY, found.rule, ""), found.matched
    extras, sender = found.extras, old.message.sender or old.message.from_[0]
    barred = barred_by(policy, sender, old.message) if extras.confidential else ()
    choice = Choice(policy, old.at, sender, load, turns, barred=barred)
    owner = (
        policy.people[before.owner]
        if before and _keeps(choice, found.to, before)
        else pick(choice, found.to)
    )
    load[owner.key] = load.get(owner.key, 0) + 1
    for effect in took_turn(policy, found.to, owner):
        if isinstance(effect, Turn):
            turns[effect.team] = effect.person
    asked = (question.said_in(old.language) for question in extras.ask)
    return Given(
        owner=owner.key,
        to=found.to,
        rule=found.rule,
        promise=found.promise,
        help=_set((*extras.attach, *asked)) if old.receipt else (),
        tags=_set(extras.tags),
        watch=_set(key for key in extras.watch if key not in barred),
        confidential=extras.confidential,
    ), found.matched


def _keeps(choice: Choice, to: str, before: Given) -> bool:
    """The same target keeps its owner, because who of a team had it was chance; but for
    who is kept out of it only now.

    A request from before targets were stored had this one if its owner
    is among those who may be meant.
    """
    if before.owner not in choice.policy.people or (
        before.owner in choice.barred and not before.confidential
    ):
        return False
    team = choice.policy.teams.get(to)
    return (
        before.to == to
        if before.to
        else before.owner in ((*team.members, team.lead) if team else (to,))
    )


def _set(values: Iterable[str]) -> tuple[str, ...]:
    """As it is stored."""
    return tuple(sorted({value[:MAX_CHARACTERS] for value in values}))


def _differences(before: Given, after: Given) -> Iterable[str]:
    for name in ("owner", "promise", "help", "rule", "tags", "watch", "confidential"):
        if getattr(before, name) != getattr(after, name):
            yield name


WEIGHTY = frozenset({"owner", "promise", "help"})
"""Changes that people feel; the rest is told beside them."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the mails one person has, then and now."""

    person: str
    before: int
    after: int


def shares(all_of_them: Sequence[Replayed]) -> list[Share]:
    """Everybody who has any, whose share changes most first."""
    before, after = (
        _count(one.before.owner for one in all_of_them),
        _count(one.after.owner for one in all_of_them),
    )
    found = [
        Share(person, before.get(person, 0), after.get(person, 0)) for person in {*before, *after}
    ]
    return sorted(found, key=lambda share: (-abs(share.after - share.before), share.person))


def _count(owners: Iterable[str]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for owner in owners:
        counted[owner] = counted.get(owner, 0) + 1
    return counted
