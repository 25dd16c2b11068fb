"""Who may do what: every cell of the table, walked through the running desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.authors import Origin
from mailtracker.desk.effects import (
    AddParticipant,
    Decision,
    DropParticipant,
    MergeInto,
    OpenPart,
    OpenRequest,
    Pause,
    Relay,
    RelayAgain,
    SendLetter,
    SetOwner,
    SetStatus,
    Snooze,
    StopClock,
    TakeUp,
)
from mailtracker.desk.facts import Facts, Hint, Issued, Known
from mailtracker.desk.letters import AskBack, Closed
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.ratings.rating_effects import KeepRating
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.rights import ACT_OF, RIGHTS, Act, Right, as_markdown
from mailtracker.desk.thread import Role, thread
from mailtracker.desk.word_letters import KeptInside
from mailtracker.desk.words.owner_words import Word
from mailtracker.mail.message import Message
from mailtracker.mail.site import Site
from mailtracker.policy.model import Policy
from mailtracker.rules.load import load_texts
from tests.cases import in_each
from tests.desk.makers import (
    NOW,
    PERSON,
    RULES,
    address,
    case_of,
    decided,
    facts,
    issued,
    message,
    request,
    scene,
)

BORDER = Site(authserv_ids=("mx.corp.example",))
BY_TAG = Known(1, Hint.REFERENCE)
OUT = "vic@vendor.example"


@dataclass(frozen=True)
class Speaker:
    """How somebody comes to speak in a role: `sender`, by what the mail `points` at the request,
    what our border says (`verified`; `border` whether there is one), and whether our tenant says
    that somebody inside sent it (`inside`).
    """

    sender: str
    points: Issued | Known
    verified: bool | None = None
    border: bool = False
    inside: bool = False


def told(person: str, lane: Lane) -> Issued:
    return issued(f"{person}@corp.example", lane, person)


SPEAKERS = {
    Role.REQUESTER: Speaker("eva@corp.example", issued("eva@corp.example", Lane.OWNER)),
    Role.IN_COPY: Speaker("lee@corp.example", issued("lee@corp.example", Lane.OWNER)),
    Role.BYSTANDER: Speaker(OUT, BY_TAG),
    Role.OWNER: Speaker("bo@corp.example", told("bo", Lane.REQUESTER)),
    Role.FORMER: Speaker("sue@corp.example", told("sue", Lane.REQUESTER)),
    Role.COVER: Speaker("sam@corp.example", told("sam", Lane.TEAM)),
    Role.MANAGER: Speaker("ana@corp.example", told("ana", Lane.TEAM)),
    Role.WATCHER: Speaker("wim@corp.example", told("wim", Lane.TEAM)),
    Role.ADMIN: Speaker("priya@corp.example", told("priya", Lane.TEAM)),
    Role.COLLEAGUE: Speaker("kim@corp.example", told("kim", Lane.TEAM)),
    Role.MATE: Speaker("max@corp.example", BY_TAG),
    Role.STRANGER: Speaker("mallory@example.com", BY_TAG),
    Role.UNPROVEN: Speaker("eva@corp.example", BY_TAG, None, border=True),
    Role.ELSEWHERE: Speaker("b.jensen@mail.example", told("bo", Lane.REQUESTER)),
    Role.CLAIMS: Speaker("bo@corp.example", BY_TAG),
    Role.DISPROVEN: Speaker("eva@corp.example", issued("eva@corp.example", Lane.OWNER), False),
}
TO_BOTH = (address("it-help@corp.example"), address("eva@corp.example"))


@pytest.fixture(scope="module")
def staff(policy: Policy) -> Policy:
    """With people for every role, and a ladder that tells everybody whom a ladder can."""
    more = "".join(
        f"  {key}: {{name: {name}, email: {key}@corp.example, hours: office}}\n"
        for key, name in (
            ("wim", "Wim Post"),
            ("priya", "Priya Rao"),
            ("kim", "Kim Berg"),
            ("max", "Max Roth"),
        )
    )
    rules = RULES.replace("hours:\n  office:", more + "hours:\n  office:", 1)
    rules = rules.replace(
        "members: [bo, sam], assign: least", "members: [bo, sam, max], assign: least"
    )
    return load_texts({"rules/all.yaml": rules})


def about(confidential: bool = False, **more: object) -> Request:
    return request(
        copied=(address("lee@corp.example"),),
        bystanders=(address(OUT),),
        former_owners=("sue",),
        watchers=("wim",),
        answered_once=True,
        confidential=confidential,
        **more,
    )


def at(alias: Alias, who: Speaker) -> Alias:
    return replace(alias, site=BORDER) if who.border else alias


def facts_of(who: Speaker, on: Request, asked: bool = False) -> Facts:
    points = who.points
    if asked and isinstance(points, Issued):
        points = replace(points, letter=AskBack.name, about_line=5)
    return facts(points, on=on, merges=replace(on, id=2, reference="IT-1002"))


def says(who: Speaker, on: Request, alias: Alias, policy: Policy, mail: Message) -> Decision:
    known = facts_of(who, on, asked=mail.text == "send")
    classified = replace(PERSON, verified=who.verified, inside=who.inside)
    return decided(mail, classified, known, at(alias, who), scene(policy))


def writes(who: Speaker, text: str, **more: Any) -> Message:
    return message(who.sender, text=text, to=TO_BOTH[:1], **more)


def gets(decision: Decision) -> set[str]:
    return {
        effect.to.key
        for effect in decision.effects
        if isinstance(effect, SendLetter | Relay | RelayAgain)
    }


def changes(decision: Decision) -> list[object]:
    """All that a decision does to the request."""
    kinds = (
        *(AddParticipant, DropParticipant, SetOwner, SetStatus, TakeUp, OpenRequest),
        *(Pause, Snooze, StopClock, MergeInto, OpenPart),
    )
    return [effect for effect in decision.effects if isinstance(effect, kinds)]


Try = Callable[[Role, Speaker, bool, Alias, Policy], Right]


def yes(found: bool) -> Right:
    return Right.YES if found else Right.NO


def joins(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    mail = writes(who, "Dee should read this.", cc=(address("dee@corp.example"),))
    decision = says(who, about(secret), alias, policy, mail)
    return yes(any(isinstance(effect, AddParticipant) for effect in decision.effects))


def admits(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    decision = says(who, about(secret), alias, policy, writes(who, "add kim\n\nPlease."))
    return yes(any(isinstance(effect, AddParticipant) for effect in decision.effects))


def reads(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    """What the owner answers; the owner, what they are asked."""
    on = about(secret)
    writer = SPEAKERS[Role.REQUESTER if role is Role.OWNER else Role.OWNER]
    decision = says(writer, on, alias, policy, writes(writer, "It is the cable."))
    if role in (Role.UNPROVEN, Role.CLAIMS, Role.DISPROVEN):
        return Right.NO  # the address may have a right: this mail gives none
    relayed = {effect.to.key for effect in decision.effects if isinstance(effect, Relay)}
    return yes(who.sender in relayed)


def hears(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    """Of a promise that slips, of a hand-over, of a flood."""
    if role in (Role.UNPROVEN, Role.CLAIMS, Role.DISPROVEN):
        return Right.NO
    on = about(secret)
    heard: set[str] = set(alias.admins)
    for rung in range(4):
        due = replace(on, rung=rung, due_at=NOW, promised_at=NOW, unanswered_since=NOW)
        late = scene(policy, NOW.replace(year=2027))
        heard |= gets(on_deadline(Due(due), late)) if rung else set()
    slipped = replace(on, rung=1, due_at=NOW)
    heard |= gets(on_deadline(Due(slipped), scene(policy, on.promised_at or NOW)))
    manager = SPEAKERS[Role.MANAGER]
    heard |= gets(says(manager, on, alias, policy, writes(manager, "mine")))
    return yes(who.sender in heard)


def to_requester(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    decision = says(who, about(secret), alias, policy, writes(who, "Look at the cable."))
    return yes("eva@corp.example" in relayed_to(decision))


def relayed_to(decision: Decision) -> dict[str, Relay]:
    return {effect.to.key: effect for effect in decision.effects if isinstance(effect, Relay)}


def to_owner(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    decision = says(who, about(secret), alias, policy, writes(who, "Look at the cable.", cc=CC))
    got = relayed_to(decision).get("bo@corp.example")
    if got is None or any(isinstance(effect, OpenRequest) for effect in decision.effects):
        return Right.NO
    return Right.WARNED if got.author.origin is Origin.DISPROVEN else Right.YES


CC = (address("eva@corp.example"),)


def takes(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    decision = says(who, about(secret), alias, policy, writes(who, "mine"))
    has_it = any(
        isinstance(effect, SendLetter) and effect.letter.name == "confirm"
        for effect in decision.effects
    )
    return yes(has_it or any(isinstance(effect, SetOwner) for effect in decision.effects))


def hands(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    decision = says(who, about(secret), alias, policy, writes(who, "for kim"))
    return yes(SetOwner("kim", by_hand=True) in decision.effects)


def closes(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    """By the word of each side, which says nothing on the other."""
    closed = []
    for word in ("done", "solved"):
        decision = says(who, about(secret), alias, policy, writes(who, word))
        closed += [word] if SetStatus(Status.CLOSED) in decision.effects else []
    assert closed in ([], ["solved"] if role is Role.REQUESTER else ["done", "solved"])
    return yes(bool(closed))


def reopens(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    ended = {"status": Status.CLOSED, "closed_at": NOW, "unanswered_since": None}
    on = about(secret, promised_at=None, due_at=None, **ended)
    decision = says(who, on, alias, policy, writes(who, "It is broken again, please help."))
    return yes(SetStatus(Status.OPEN) in decision.effects)


def postpones(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    kinds: list[type] = []
    for words in ("waiting", "snooze 2d"):
        decision = says(who, about(secret), alias, policy, writes(who, words))
        kinds += [type(e) for e in decision.effects if isinstance(e, Pause | Snooze)]
    assert kinds in ([], [Pause, Snooze])
    return yes(bool(kinds))


def settles(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    decision = says(who, about(secret), alias, policy, writes(who, "answered"))
    return yes(StopClock(answered=True) in decision.effects)


def asks(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    decision = says(who, about(secret), alias, policy, writes(who, "status?"))
    letters = [e for e in decision.effects if isinstance(e, SendLetter)]
    told = [e.to.key for e in letters if e.letter.name == "status"]
    return yes(told == [who.sender] and not relayed_to(decision))


def confirms(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    decision = says(who, about(secret), alias, policy, writes(who, "send"))
    return yes(any(isinstance(e, TakeUp) and e.line_id == 5 for e in decision.effects))


def notes(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    decision = says(who, about(secret), alias, policy, writes(who, "note: she is new here"))
    kept = [e.letter for e in decision.effects if isinstance(e, SendLetter)]
    return yes(any(isinstance(letter, KeptInside) for letter in kept))


def merges(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    decision = says(who, about(secret), alias, policy, writes(who, "merge IT-1002"))
    return yes(any(isinstance(effect, MergeInto) for effect in decision.effects))


def rates(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    """In answer to the mail by which it was closed."""
    ended = {"status": Status.CLOSED, "closed_at": NOW, "unanswered_since": None}
    on = about(secret, promised_at=None, due_at=None, **ended)
    points = who.points
    if isinstance(points, Issued):
        points = replace(points, letter=Closed.name, written_at=NOW)
    decision = says(replace(who, points=points), on, alias, policy, writes(who, "good"))
    return yes(any(isinstance(effect, KeepRating) for effect in decision.effects))


def parts(role: Role, who: Speaker, secret: bool, alias: Alias, policy: Policy) -> Right:
    decision = says(who, about(secret), alias, policy, writes(who, "my part"))
    return yes(any(isinstance(effect, OpenPart) for effect in decision.effects))


TRIES: dict[Act, Try] = {
    Act.JOIN: joins,
    Act.ADMIT: admits,
    Act.READ: reads,
    Act.HEAR: hears,
    Act.TO_REQUESTER: to_requester,
    Act.TO_OWNER: to_owner,
    Act.TAKE: takes,
    Act.HAND_OVER: hands,
    Act.CLOSE: closes,
    Act.REOPEN: reopens,
    Act.POSTPONE: postpones,
    Act.SETTLE: settles,
    Act.CONFIRM: confirms,
    Act.NOTE: notes,
    Act.MERGE: merges,
    Act.PART: parts,
    Act.ASK: asks,
    Act.RATE: rates,
}


def test_every_role_every_act_and_every_word_has_its_cell() -> None:
    assert set(RIGHTS) == set(Role) == set(SPEAKERS)
    assert all(set(cells) == set(Act) == set(TRIES) for cells in RIGHTS.values())
    assert set(ACT_OF) == set(Word)


@pytest.mark.parametrize("role", list(Role))
def test_each_speaker_speaks_in_the_role_that_is_meant(
    role: Role, staff: Policy, alias: Alias
) -> None:
    who = SPEAKERS[role]
    cc = TO_BOTH if role is Role.BYSTANDER else TO_BOTH[:1]
    mail = message(who.sender, text="Look.", to=cc)
    known = facts_of(who, about())
    classified = replace(PERSON, verified=who.verified)
    assert thread(case_of(mail, classified, known, at(alias, who), scene(staff))).role is role


@pytest.mark.parametrize("secret", [False, True], ids=["open", "confidential"])
@pytest.mark.parametrize("role", list(Role))
def test_the_desk_does_what_the_table_says(
    role: Role, secret: bool, staff: Policy, alias: Alias
) -> None:
    def check(act: Act) -> None:
        right = RIGHTS[role][act]
        wanted = {Right.OPEN: Right.NO if secret else Right.YES}.get(right, right)
        assert TRIES[act](role, SPEAKERS[role], secret, alias, staff) is wanted

    in_each(Act, check)


INSIDE = {
    **{role: role for role in Role},
    Role.UNPROVEN: Role.REQUESTER,  # whom nothing proved but for the tenant
}
"""As whom people speak by the mails of SPEAKERS, where somebody inside our tenant sent them."""

CHANGES = (Act.JOIN, Act.ADMIT, Act.CLOSE, Act.RATE)
"""What wants an answer to a mail of ours besides."""


@pytest.fixture
def tenant(monkeypatch: pytest.MonkeyPatch, alias: Alias) -> Alias:
    """`trust = "strict"` in a tenant, whose border says nothing of its own people."""
    for role, who in SPEAKERS.items():
        if who.sender.endswith("@corp.example") and who.verified is None:
            monkeypatch.setitem(SPEAKERS, role, replace(who, border=True, inside=True))
    return replace(alias, strict=True, site=BORDER)


@pytest.mark.parametrize("secret", [False, True], ids=["open", "confidential"])
@pytest.mark.parametrize("role", list(Role))
def test_inside_a_tenant_the_table_holds_and_a_stamp_alone_changes_nothing(
    role: Role, secret: bool, staff: Policy, tenant: Alias
) -> None:
    who, speaks_as = SPEAKERS[role], INSIDE[role]

    def check(act: Act) -> None:
        right = RIGHTS[speaks_as][act]
        wanted = {Right.OPEN: Right.NO if secret else Right.YES}.get(right, right)
        if act in CHANGES and isinstance(who.points, Known):
            wanted = Right.NO
        assert TRIES[act](speaks_as, who, secret, tenant, staff) is wanted

    in_each(Act, check)


WORDS = {
    Word.DONE: "done",
    Word.MINE: "mine",
    Word.NOT_MINE: "not mine",
    Word.FOR: "for kim",
    Word.WAITING: "waiting",
    Word.SNOOZE: "snooze 2d",
    Word.ANSWERED: "answered",
    Word.NOTE: "note: she is new here",
    Word.ADD: "add kim",
    Word.DROP: "drop lee",
    Word.SEND: "send",
    Word.MERGE: "merge IT-1002",
    Word.PART: "part",
}


@pytest.mark.parametrize("role", list(Role))
def test_a_word_without_a_right_changes_nothing_for_anybody(
    role: Role, staff: Policy, alias: Alias
) -> None:
    who = SPEAKERS[role]

    def check(word: Word) -> None:
        decision = says(who, about(), alias, staff, writes(who, WORDS[word]))
        assert [c for c in changes(decision) if not isinstance(c, OpenRequest)] == []

    allowed = (Right.YES, Right.OPEN)
    in_each((word for word in Word if RIGHTS[role][ACT_OF[word]] not in allowed), check)


def test_the_page_prints_the_table() -> None:
    page = Path(__file__).parents[2] / "docs" / "reliability.md"
    assert as_markdown() in page.read_text("utf-8")
