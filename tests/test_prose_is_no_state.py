"""No decision reads a sentence: whatever the reasons say, the same is done. Reasons are for people
(docs/architecture.md).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from mailtracker.desk.effects import (
    AddParticipant,
    Decision,
    Dispose,
    Effect,
    LogEvent,
    OpenRequest,
    Relay,
    RelayAgain,
    SendLetter,
)
from mailtracker.desk.facts import Facts, Hint, Issued, Known
from mailtracker.desk.request import Lane, State
from mailtracker.mail.message import Classified, Kind
from mailtracker.policy.model import Policy
from mailtracker.store import ledger
from mailtracker.store.database import Store
from mailtracker.store.tables import events
from mailtracker.store.tables import ledger as lines
from tests.desk.makers import (
    NOW,
    alias,
    decided,
    facts,
    issued,
    message,
    policy,
    request,
    scene,
)
from tests.store.step_0004 import before, path, store, world_of

__all__ = ["alias", "before", "path", "policy", "store"]

OTHER = "§ something else §"
"""Stands for every reason; also one that holds the words by which the first version decided."""
MISLEADING = "rule a: nobody: held: too much mail in a short time; asked back; List-Id says list"

SENDERS = ("eva@corp.example", "bo@corp.example", "ana@corp.example", "x@far.example", "")
TEXTS = ("Every hour.", "done", "doen", "mine", "for sam", "", "Thank you!")
SUBJECTS = ("VPN drops", "Out of office: VPN", "Coffee", "News")
CLASSES = [
    Classified(kind, receipt, "a reason", verified=verified, verdict="a verdict", sure=sure)
    for kind, receipt, verified, sure in (
        *((kind, True, None, True) for kind in Kind),
        (Kind.AUTO_REPLY, False, None, False),
        (Kind.BOUNCE, False, None, False),
        (Kind.AUTO_GENERATED, False, False, False),
        (Kind.PERSON, False, True, True),
    )
]
POINTS: tuple[tuple[Issued | Known, ...], ...] = (
    (),
    (issued("bo@corp.example", Lane.REQUESTER, "bo"),),
    (issued("eva@corp.example", Lane.OWNER, state=State.UNCERTAIN),),
    (issued("ana@corp.example", Lane.TEAM, "ana"),),
    (Known(1, Hint.REFERENCE),),
)


def cases() -> Iterator[tuple[str, str, str, Classified, tuple[Issued | Known, ...]]]:
    return itertools.product(SENDERS, SUBJECTS, TEXTS, CLASSES, POINTS)


def without_prose(effect: Effect) -> object:
    """What is done, without what is said about it."""
    match effect:
        case LogEvent(kind, _):
            return kind
        case Dispose(disposition, _, rule):
            return disposition, rule
        case OpenRequest():
            return replace(effect, given=replace(effect.given, why="", matched=""))
        case SendLetter() | Relay() | RelayAgain():
            said = effect.letter if isinstance(effect, SendLetter) else effect.note
            return type(effect), said.name, effect.to, effect.person, getattr(effect, "once", "")
        case AddParticipant() | _:
            return effect


def done(decision: Decision) -> tuple[object, ...]:
    return decision.request_id, *map(without_prose, decision.effects)


def retold(rules: Policy, words: str) -> Policy:
    """The same rules, explained in other words."""
    told = (replace(rule, why=words, reason=words if rule.reason else "") for rule in rules.rules)
    return replace(rules, rules=tuple(told))


@pytest.mark.parametrize(
    "words", [pytest.param(OTHER, marks=pytest.mark.proof(part="variants")), MISLEADING]
)
def test_other_reasons_change_no_decision_about_a_message(policy, alias, words) -> None:
    seen: set[object] = set()
    for sender, subject, text, classified, points in cases():
        mail = replace(message(sender, subject, text), sender_doubt="a doubt" if not sender else "")
        known = facts(*points, on=request())
        usual = done(decided(mail, classified, known, alias, scene(policy)))
        other = decided(
            replace(mail, sender_doubt=words if not sender else ""),
            replace(classified, reason=words, verdict=words),
            replace(known, duplicate_of=""),
            replace(alias),
            scene(retold(policy, words)),
        )
        assert usual == done(other)
        seen.add(usual)
    assert len(seen) > 100  # or the cases would tell nothing


@pytest.mark.parametrize("words", [OTHER, MISLEADING])
def test_a_double_is_one_whatever_the_first_is_called(policy, alias, words) -> None:
    known = [Facts(duplicate_of=name) for name in ("mail 7 in IT help", words)]
    mail = message()
    usual, other = (decided(mail, CLASSES[0], one, alias, scene(policy)) for one in known)
    assert done(usual) == done(other)


@pytest.mark.parametrize("words", [OTHER, MISLEADING])
def test_other_reasons_in_the_store_change_nothing_that_is_done_by_it(
    store: Store, words: str
) -> None:
    from mailtracker.commands import carry_out
    from mailtracker.desk.on_command import Reopen
    from mailtracker.replay import from_store

    with store.write() as conn:
        conn.execute(update(lines).values(reason=words))
        conn.execute(update(events).values(text=words))
    with store.read() as conn:
        ruled = [line.rule for line in ledger.opening(conn, datetime(2026, 1, 1, tzinfo=UTC))]
    assert ruled == ["vpn", "news: all", "hr"]
    past = list(from_store(store, datetime(2026, 1, 1, tzinfo=UTC)).mails)
    assert [one.before.rule for one in past if one.before] == ["vpn", "news: all", "hr"]
    with store.write() as conn:
        released = carry_out(conn, world_of(store), "IT-1001", Reopen, NOW)
    assert [mail.letter for mail in released.queued].count("note_more") == 3


def test_this_test_replaces_every_reason_that_a_decision_is_given() -> None:
    """A new text beside a decision's facts must be looked at here, too."""
    assert is_dataclass(Classified)
    texts = {field.name for field in fields(Classified) if field.type == "str"}
    assert texts == {"reason", "language", "verdict"}
