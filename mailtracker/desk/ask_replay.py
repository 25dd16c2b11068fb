"""Mail that was decided on once, and other rules → what would have become of it, and
whose work would have grown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime

from mailtracker.desk.assign import pick, took_turn
from mailtracker.desk.candidates import Candidates
from mailtracker.desk.confidential import barred_by
from mailtracker.desk.doubtful import nobody_certain
from mailtracker.desk.request import MAX_CHARACTERS, Request
from mailtracker.desk.rule_view import mail_view
from mailtracker.desk.scene import Scene
from mailtracker.desk.ticking import expected
from mailtracker.mail.message import Classified, Message
from mailtracker.policy.model import NOBODY, Person, Policy
from mailtracker.policy.route import route
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Treatment:
    """What became of one mail by some rules. Tuples are sorted sets, as they are stored."""

    #: A person key, NOBODY, or "" where nobody knows any more.
    owner: str
    #: The person or team that the rule named.
    to: str
    #: The rule's name, `fallback` where none matched, "" where nobody knows.
    rule: str
    #: Key of the promise, "" where nobody answers.
    promise: str
    #: Files and questions that went with the receipt.
    help: tuple[str, ...] = ()
    #: Words that the rules put on it.
    tags: tuple[str, ...] = ()
    #: Keys of people.
    watch: tuple[str, ...] = ()
    #: Neither the requester's managers nor whom the mail names would hear of it.
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Old:
    """A mail of the past that opened a request, or would: its `name` for people, the `message` as
    read and `classified`, and when it came or was decided on (`at`). `before` is what was decided
    then; None where only other rules can say. `receipt`: one was, or would be, sent; help goes with
    it. `language` is that of the receipt.
    """

    name: str
    message: Message
    classified: Classified
    at: datetime
    before: Treatment | None = None
    language: str = ""
    receipt: bool = True


@dataclass(frozen=True, slots=True)
class Replayed:
    """One mail, then and now. `changed` names what differs: owner, promise, help,
    rule, tags, watch, confidential.
    """

    #: For people: the request's reference, or where the mail was found.
    name: str
    #: Address, "" where From is in doubt.
    sender: str
    #: That of the mail.
    subject: str
    #: When it came or was decided on.
    at: datetime
    #: What became of it then; where nobody knows, the same as `after`.
    before: Treatment
    #: What would become of it by the new rules.
    after: Treatment
    #: What of the mail the new rules matched, for people.
    matched: str
    changed: tuple[str, ...]


@dataclass(slots=True)
class _Spread:
    """How the work is spread by some rules (`policy`), as far as the replay has come: the `load`
    per person key, in mails, and in `turns` who had the last turn, per team key.
    """

    policy: Policy
    load: dict[str, int] = field(default_factory=dict)
    turns: dict[str, str] = field(default_factory=dict)

    def scene(self, now: datetime) -> Scene:
        return Scene(self.policy, now, self.load, self.turns)

    def gives(self, owner: Person, to: str) -> None:
        self.load[owner.key] = self.load.get(owner.key, 0) + 1
        self.turns |= {turn.team: turn.person for turn in took_turn(self.policy, to, owner)}


class Replay:
    """Decides mail after mail by `policy`, in their order: who has much
    already gets less, and turns go on.

    `reference` are the rules that say what was before, where the mail itself does not.
    """

    def __init__(self, policy: Policy, reference: Policy | None = None) -> None:
        self._new = _Spread(policy)
        self._reference = _Spread(reference) if reference else None

    def decide(self, old: Old) -> Replayed:
        before = old.before
        if before is None and self._reference:
            before = _treatment(self._reference, old, None)[0]
        after, matched = _treatment(self._new, old, before)
        before = before or after
        return Replayed(
            name=old.name,
            sender=old.message.sender.email if old.message.sender else "",
            subject=old.message.subject,
            at=old.at,
            before=before,
            after=after,
            matched=matched,
            changed=tuple(_differences(before, after)),
        )


def was_given(request: Request) -> Treatment:
    """What the rules of its time gave a request. Its first owner counts: hand-overs are not the
    rules' doing.
    """
    given = request.given
    return Treatment(
        owner=request.former_owners[0] if request.former_owners else request.owner,
        to=given.routed_to,
        rule=given.rule,
        promise=given.promise,
        help=_set((*given.attached, *given.asked)),
        tags=_set(given.tags),
        watch=_set(given.watchers),
        confidential=given.confidential,
    )


def _treatment(spread: _Spread, old: Old, before: Treatment | None) -> tuple[Treatment, str]:
    """What these rules give it, and what matched."""
    policy = spread.policy
    if taken := expected(old.message, old.classified, policy, old.at):
        return Treatment(NOBODY, NOBODY, taken[0].called, ""), taken[2]
    found = route(policy, mail_view(old.message, old.classified, old.at))
    if found.to == NOBODY:
        return Treatment(NOBODY, NOBODY, found.rule, ""), found.matched
    extras, sender = found.extras, old.message.sender or nobody_certain(old.message)
    barred = barred_by(policy, sender, old.message) if extras.confidential else ()
    candidates = Candidates(spread.scene(old.at), sender, barred=barred)
    owner = pick(candidates, found.to)
    if before and _keeps(candidates, found.to, before):
        owner = policy.people[before.owner]
    spread.gives(owner, found.to)
    asked = (question.said_in(old.language) for question in extras.ask)
    return Treatment(
        owner=owner.key,
        to=found.to,
        rule=found.rule,
        promise=found.promise,
        help=_set((*extras.attach, *asked)) if old.receipt else (),
        tags=_set(extras.tags),
        watch=_set(key for key in extras.watch if key not in barred),
        confidential=extras.confidential,
    ), found.matched


def _keeps(candidates: Candidates, to: str, before: Treatment) -> bool:
    """The same target keeps its owner, because who of a team had it was chance; but for
    who is kept out of it only now.

    A request from before targets were stored had this one if its owner
    is among those who may be meant.
    """
    owner = before.owner
    barred_now = owner in candidates.barred and not before.confidential
    if owner not in candidates.policy.people or barred_now:
        return False
    if before.to:
        return before.to == to
    team = candidates.policy.teams.get(to)
    return owner in ((*team.members, team.lead) if team else (to,))


def _set(values: Iterable[str]) -> tuple[str, ...]:
    """As it is stored."""
    return tuple(sorted({value[:MAX_CHARACTERS] for value in values}))


def _differences(before: Treatment, after: Treatment) -> Iterable[str]:
    for name in ("owner", "promise", "help", "rule", "tags", "watch", "confidential"):
        if getattr(before, name) != getattr(after, name):
            yield name


WEIGHTY = frozenset({"owner", "promise", "help"})
"""Changes that people feel; the rest is told beside them."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the mails one `person` (key) has, `before` and `after`."""

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
