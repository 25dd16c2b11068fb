"""What was decided about a request → all that its mails need of the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailtracker.desk.effects import Effect, OpenRequest, RelayAgain, SendLetter
from mailtracker.desk.ending_letters import NOTHING_PAST, PastWords
from mailtracker.desk.request import Request
from mailtracker.desk.transcript import Transcript, carried_by
from mailtracker.desk.truth import SoFar, needs_so_far, tells_past
from mailtracker.outgoing import Occasion, recipients, row_keys
from mailtracker.store import ledger, outbox, requests
from mailtracker.store.last_answer import MAX_BYTES, last_answer
from mailtracker.store.opening_mail import opening_mail
from mailtracker.store.so_far import so_far
from mailtracker.store.thread_ids import thread_ids
from mailtracker.store.tongues import spoke_last
from mailtracker.store.transaction import Transaction
from mailtracker.store.transcript import transcript
from mailtracker.transcript import answered_in, asked_in
from mailtracker.world import Cause, World


def occasion_of(
    conn: Transaction, world: World, request: Request, cause: Cause, effects: Sequence[Effect]
) -> Occasion:
    """With all that composing needs of the store."""
    letters = any(isinstance(effect, SendLetter) for effect in effects)
    believed = not letters or _is_believed(conn, world, request)  # what is carried shows it anyway
    opens = any(isinstance(effect, OpenRequest) for effect in effects)
    earlier = () if opens else recipients(effects)
    seen = {to: thread_ids(conn, request.id, to) for to in earlier}
    told = _transcript(conn, world, request, cause, effects)
    queued = outbox.ids_of(conn, row_keys(request, cause, effects))
    tongues = _tongues(conn, world, request, effects)
    known = Occasion(world, request, cause, opens, seen, told, queued, believed, tongues=tongues)
    if opens:
        return known
    written = [effect.letter for effect in effects if isinstance(effect, SendLetter)]
    if any(map(needs_so_far, written)):
        return replace(known, so_far=so_far(conn, request))
    if any(map(tells_past, written)):
        return replace(known, so_far=SoFar(past=_past(conn, world, request)))
    return known


def _past(conn: Transaction, world: World, request: Request) -> PastWords:
    """In the words of its mails, where they are kept; of a confidential request nothing."""
    if request.given.confidential:
        return NOTHING_PAST
    asked, answer = opening_mail(conn, request, MAX_BYTES), last_answer(conn, request)
    past = NOTHING_PAST if answer is None else answered_in(answer.raw, world.policy, answer.at)
    return past if asked is None else replace(past, asked=asked_in(asked, request))


def _transcript(
    conn: Transaction, world: World, request: Request, cause: Cause, effects: Sequence[Effect]
) -> Transcript:
    """What was written, where somebody takes it over; with the mail that is decided on, which
    nobody has yet.
    """
    if not any(isinstance(effect, RelayAgain) for effect in effects):
        return Transcript()
    received = cause.received
    at_hand = {received.line_id: carried_by(effects, request)} if received else {}
    return transcript(conn, world.policy, request, at_hand)


def _tongues(
    conn: Transaction, world: World, request: Request, effects: Sequence[Effect]
) -> dict[str, str]:
    """Of those in copy and of our people who get a mail: what the request is written in is not
    theirs.
    """
    policy, copied = world.policy, {one.key for one in request.copied}
    others = [to for to in recipients(effects) if to != request.requester.key]
    ours = [to for to in others if to in copied or policy.person_by_address(to) is not None]
    return {to: spoke_last(conn, policy, to) for to in ours}


def _is_believed(conn: Transaction, world: World, request: Request) -> bool:
    """Without a border nobody could prove their mails; who opens one for somebody else is certain
    (W16). A part has those of the whole.
    """
    if request.part_of is not None:
        return _is_believed(conn, world, requests.request(conn, request.part_of))
    if request.given.opened_by:
        return True
    border = world.alias(request.mailbox).site.authserv_ids
    return not border or ledger.is_proven(conn, request.id, request.requester.key)
