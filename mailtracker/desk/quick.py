"""An answer to a mail of ours, and when that was written → whether only a machine is as quick. Who
answers within seconds for the second time in a month gets no receipt; the mail goes where it would
have gone, and what it begins is begun (docs/reliability.md, R21).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mailtracker.desk.budgets import MONTH, Budget, Purse, Spend, purses
from mailtracker.desk.case import Case
from mailtracker.desk.effects import Effect, LogEvent
from mailtracker.desk.facts import Issued
from mailtracker.mail.message import Kind

SECONDS = timedelta(seconds=10)
"""From when a mail of ours was queued until its answer lay in the mailbox: nobody has read it."""

REASON = "answered within seconds, not for the first time, as only machines do"


def as_quick_as_seen(case: Case) -> Case:
    """The same case, without a receipt where a machine answers."""
    if not (is_quick(case) and _quick_before(case)):
        return case
    told = replace(case.classified, receipt=False, reason=REASON)
    return replace(case, incoming=replace(case.incoming, classified=told))


def is_quick(case: Case) -> bool:
    """Not the people of the people file: who owns requests may sit and wait for them."""
    if case.classified.kind is not Kind.PERSON or case.person is not None:
        return False
    return any(case.answers(one) and _took_seconds(case, one) for one in case.facts.issued)


def _took_seconds(case: Case, issued: Issued) -> bool:
    """Where no time at all has passed a clock stood still, which tells nothing."""
    written = issued.written_at
    if written is None or case.now <= written:
        return False
    arrived = min(case.facts.arrived or case.now, case.now)
    return arrived - written <= SECONDS


def quick_spends(case: Case) -> list[Effect]:
    """It is counted; and told once, when it is taken for a machine's."""
    if not is_quick(case):
        return []
    spends: list[Effect] = [Spend(*purse) for purse in _purses(case)]
    counted = [case.facts.spent.in_window(*purse, MONTH) for purse in _purses(case)]
    told = [LogEvent("machine", f"{case.sender.email} {REASON}")] if 1 in counted else []
    return [*spends, *told]


def _quick_before(case: Case) -> bool:
    return any(not case.facts.spent.has_left(*purse) for purse in _purses(case))


def _purses(case: Case) -> list[Purse]:
    return purses(Budget.QUICK, case.payer)
