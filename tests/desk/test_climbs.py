"""Any ladder climbed to its end by anybody's silence: it always has a next step while its last rung
repeats, raising never buys time, and nobody hears a false word.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mailtracker.desk.deadlines import start_again
from mailtracker.desk.effects import PostToHook, SendLetter
from mailtracker.desk.letters import HandedRequester, SlippedRequester
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.request import Request
from mailtracker.policy.hours import next_open
from mailtracker.policy.model import Ladder, LeadOf, Offset, PersonKey, Promise, Rung, TeamOf
from mailtracker.policy.worktime import EVERY_MINUTE, Span
from mailtracker.rules.load import load_texts
from mailtracker.store.apply import become
from tests.desk.makers import NOW, RULES, request, scene

BASE = load_texts({"rules/all.yaml": RULES}).at_home(("corp.example",))
OFFICE = BASE.hours["office"]
PROMISES = {
    **BASE.promises,
    "urgent": Promise("urgent", Span(minutes=30), Span(minutes=60), EVERY_MINUTE),
    "soon": Promise("soon", Span(minutes=60), Span(minutes=120), OFFICE),
    "slow": Promise("slow", Span(days=3), Span(days=5), OFFICE),
}
TARGETS = ("owner", "cover", "manager", "lead", "watchers", LeadOf("desk"), PersonKey("carla"))

spans = st.one_of(
    st.builds(Span, minutes=st.integers(1, 1000), by_clock=st.booleans()),
    st.builds(Span, days=st.integers(1, 5)),
)
moments = st.one_of(st.integers(1, 500), st.builds(Offset, spans, st.booleans()))
some = st.lists(st.sampled_from(TARGETS), max_size=2).map(tuple)
rungs = st.builds(
    Rung,
    at=moments,
    remind=some,
    tell=st.lists(st.sampled_from((*TARGETS, "requester")), max_size=3).map(tuple),
    hand_to=st.sampled_from([None, None, "cover", "manager", TeamOf("desk"), PersonKey("sue")]),
    raise_to=st.sampled_from(["", "", "", "urgent", "soon", "slow"]),
    post=st.sampled_from([(), ("pager",)]),
)


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    """In any order: a rung is never due before the one above it."""
    steps = draw(st.lists(rungs, min_size=1, max_size=5))
    last = replace(steps[-1], repeat=draw(st.sampled_from(["daily", "hourly"])))
    return Ladder("default", (*steps[:-1], last))


def begun(policy, promise: str, first: bool) -> Request:
    on = request(
        promise=promise,
        answered_once=not first,
        unanswered_since=None,
        promised_at=None,
        due_at=None,
    )
    started = become(on, start_again(scene(policy), on), NOW)
    assert started is not None
    return started


@given(
    ladders(),
    st.sampled_from(sorted(PROMISES)),
    st.booleans(),
    st.lists(st.integers(0, 60 * 72), min_size=12, max_size=12),
)
def test_silence_is_climbed_for_ever(ladder, promise, first, delays) -> None:
    """`delays`: minutes that each step comes late, as after a downtime."""
    policy = replace(BASE, promises=PROMISES, ladders={"default": ladder})
    on = begun(policy, promise, first)
    told_by, sorry, posted = on.told_by, 0, set()
    for delay in delays:
        assert on.due_at is not None
        now = max(on.due_at, NOW) + timedelta(minutes=delay // 10 if delay % 3 else 0)
        decision = on_deadline(Due(on), scene(policy, now))
        after: Request | None = on
        for effect in decision.effects:
            after = become(after, effect, now)
        assert after is not None
        assert after.promised_at <= on.promised_at  # it never buys time
        assert after.told_by == told_by  # what the requester was told
        assert after.due_at is not None
        assert after.due_at > now or after.raised != on.raised  # by that it may be due at once
        letters = [effect for effect in decision.effects if isinstance(effect, SendLetter)]
        assert len({one.person for one in letters}) == len(letters)  # one mail each
        for letter in letters:
            if isinstance(letter.letter, SlippedRequester | HandedRequester):
                assert letter.letter.late == (now >= told_by)
                assert letter.not_before is None
                sorry += letter.letter.late
            elif letter.not_before is not None:
                hours = policy.hours[policy.people[letter.person].hours]
                assert letter.not_before == next_open(hours, now) > now
        ids = [(one.hook, one.id) for one in decision.effects if isinstance(one, PostToHook)]
        assert posted.isdisjoint(ids)
        posted.update(ids)
        if now >= told_by and on.told_at and on.due_at <= told_by:
            climbed = any("requester" in rung.tell for rung in ladder.rungs[: on.rung])
            assert not climbed or sorry
        on = after
