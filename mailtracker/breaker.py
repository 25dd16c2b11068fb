"""The letters that a decision wants, inside its transaction → those that may go out. Here stands
the breaker: whatever makes us write and write, a bug or a loop that nobody thought of, ends here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailtracker.desk.admin_letters import Trouble
from mailtracker.desk.alias import Alias
from mailtracker.desk.askers.asker_letters import StatusOfOne
from mailtracker.desk.budgets import Budget, Payer, Purse, Spend, Spent, purses
from mailtracker.desk.confiding.confiding_letters import WhomToTell
from mailtracker.desk.effects import Effect, LogEvent, SendLetter
from mailtracker.desk.ending_letters import EndsSoon
from mailtracker.desk.letters import Assigned, Digest, Receipt
from mailtracker.desk.request import Request
from mailtracker.desk.troubles import OurPart, PartKind, TooMuchAutomatic
from mailtracker.mail.message import Address
from mailtracker.notices import Notice, compose_notice
from mailtracker.policy.identity import same
from mailtracker.record import dataclass
from mailtracker.store import apply, ledger, outbox, spent
from mailtracker.store.tongues import speaking
from mailtracker.store.transaction import Transaction
from mailtracker.world import World

PEOPLES_WORDS = (Assigned, Digest, EndsSoon)
"""Letters that stand in for a mail which their reader would have got, and the word before an end,
without which nobody may find a request closed (N1). Each follows what one of our people wrote:
never held back.
"""

PAID_FOR = (Receipt, StatusOfOne)
"""What the desk has spent on their reader already."""

_ALL: Purse = (Budget.BREAKER, "")


@dataclass(frozen=True, slots=True)
class _Asked:
    """One automatic `letter` (None: about no request), and what was spent on its reader so far:
    `answered` lately, and, for a later notice to an outsider, their `outside` purse.
    """

    letter: SendLetter | None
    answered: Purse
    outside: Purse | None = None

    @property
    def purses(self) -> list[Purse]:
        return [self.answered, *([self.outside] if self.outside else [])]


def let_through(
    conn: Transaction, world: World, request: Request, effects: Sequence[Effect], now: datetime
) -> Sequence[Effect]:
    """All effects without the automatic letters for which nothing is left; the history says which
    were not written. What people wrote always goes on.
    """
    asked = [
        _asked(conn, world, request, effect)
        for effect in effects
        if isinstance(effect, SendLetter) and _is_automatic(world, request, effect)
    ]
    if not asked:
        return effects
    known = [_ALL, *(purse for one in asked for purse in one.purses)]
    left = _Left(spent.counts(conn, known, now, now), world.automatic_per_hour)
    kept_back = {id(one.letter): why for one in asked if (why := left.refuses(one))}
    spent.add(conn, left.spends, now)
    told = [
        LogEvent("not written", f"{one.letter.name} to {one.to.email}: {why}")
        for one in effects
        if isinstance(one, SendLetter) and (why := kept_back.get(id(one), ""))
    ]
    apply.note(conn, request.id, told, now)
    if left.tripped:
        _tell_admins(conn, world, world.alias(request.mailbox), now)
    return [effect for effect in effects if id(effect) not in kept_back]


def may_be_written(conn: Transaction, world: World, to: Address, now: datetime) -> bool:
    """Whether a letter about no request may go to somebody of the people file; then it is paid."""
    (answered,) = purses(Budget.ANSWERED, Payer(to.email, to.domain))
    left = _Left(spent.counts(conn, [_ALL, answered], now, now), world.automatic_per_hour)
    refused = left.refuses(_Asked(None, answered))
    spent.add(conn, left.spends, now)
    if left.tripped:
        _tell_admins(conn, world, world.any_alias, now)
    return not refused


def _is_automatic(world: World, request: Request, effect: SendLetter) -> bool:
    if not effect.auto or isinstance(effect.letter, PEOPLES_WORDS):
        return False
    unwritten = request.quiet and same(world.policy, effect.to, request.requester)
    return not unwritten


def _asked(conn: Transaction, world: World, request: Request, letter: SendLetter) -> _Asked:
    reader = Payer(letter.to.email, letter.to.domain)
    (answered,) = purses(Budget.ANSWERED, reader)
    outside = None
    inside = letter.person or letter.to.domain in world.alias(request.mailbox).home
    if not inside and not _is_paid_for(letter):
        proven = ledger.is_proven(conn, request.id, letter.to.key)
        (outside,) = purses(Budget.RECEIPT_OUTSIDE, replace(reader, proven=proven))
    return _Asked(letter, answered, outside)


def _is_paid_for(letter: SendLetter) -> bool:
    """So is the first question whom somebody confides in, which stands for a receipt."""
    asks_first = isinstance(letter.letter, WhomToTell) and letter.letter.why == "new"
    return asks_first or isinstance(letter.letter, PAID_FOR)


class _Left:
    """What is left while the letters of one decision are looked at, one after the other."""

    def __init__(self, counts: Spent, most: int) -> None:
        self._counts, self._most = counts, most
        self.spends: list[Spend] = []
        self.tripped = False

    def refuses(self, one: _Asked) -> str:
        """Why it is not written, "" where it is: then it is paid for."""
        if one.outside is not None and not self._has_left(one.outside):
            return "enough automatic mail to that address for now"
        first = self._has_left(one.answered)
        if not first and not self._has_left(_ALL, self._most):
            self.tripped = True
            return "the breaker holds automatic mail back"
        self.spends.append(Spend(*(one.answered if first else _ALL)))
        if one.outside is not None:
            self.spends.append(Spend(*one.outside))
        return ""

    def _has_left(self, purse: Purse, most: int | None = None) -> bool:
        paid = sum((spend.budget, spend.key) == purse for spend in self.spends)
        return self._counts.has_left(*purse, most=most, paid=paid)


def _tell_admins(conn: Transaction, world: World, alias: Alias, now: datetime) -> None:
    """Once a day."""
    told = TooMuchAutomatic(world.automatic_per_hour)
    letter = Trouble(OurPart(PartKind.AUTOMATIC), told, now, stops=False)
    notice = Notice(letter, f"breaker.{now:%Y%m%d}", now)
    outbox.queue_all(conn, compose_notice(world, alias, notice, speaking(conn, world.policy)))
