"""Numbers in; mails out, or what stood in the way of each: all at once, and one by one where that
fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from datetime import UTC, datetime
from typing import TypeVar

from mailtracker.errors import MailtrackerError, NotGiven, Throttled, Unreachable
from mailtracker.mailbox.mailbox import Item, Mailbox
from mailtracker.record import dataclass
from mailtracker.spool import RawMail

T = TypeVar("T")

BREAKS = 5
"""Connections in a row that may break, with nothing given in between, before a pass ends by it."""

UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""When a mail arrived of which the mailbox says nothing."""

NO_ANSWER = "the mail server answers the question for this mail with nothing"


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of asking for some mails: these (`raws`), or the `troubles` of those that the
    mailbox does not give though it has them, for people; both by number. In neither: it is gone.
    """

    raws: dict[int, RawMail] = field(default_factory=dict)
    troubles: dict[int, str] = field(default_factory=dict)


MAX_RECENT, MAX_RECENT_BYTES = 500, 256 << 20
"""How many mails, and of what size together, `Fetcher.recent` finds at most."""

AT_ONCE = 400
"""Mails of which it is asked at once when they came."""


@dataclass(frozen=True, slots=True)
class Recent:
    """The newest mails since an instant (`items`), as they came, and whether these are all
    (`whole`).
    """

    items: list[Item]
    whole: bool


class Fetcher:
    """Asks one mailbox. One mail at which it fails, or the connection breaks, costs no other mail:
    the rest is asked for one by one, on a new connection if need be (`reconnect`, which raises
    where there is none to be had). `broken` says that it broke too often; whoever asked has to see
    to the troubles first, and then to this.
    """

    def __init__(self, mailbox: Mailbox, reconnect: Callable[[], None]) -> None:
        self._mailbox, self._reconnect = mailbox, reconnect
        self._breaks = 0
        self.broken: Unreachable | None = None

    def describe(self, numbers: Sequence[int]) -> list[Item]:
        """One item for each, in order; of what the mailbox says nothing, size 0 and 1970."""
        found, _ = self._ask(numbers, self._mailbox.describe, lambda item: item.number)
        return [found.get(number, Item(number, 0, UNKNOWN)) for number in numbers]

    def recent(self, numbers: Sequence[int], since: datetime) -> Recent:
        """Those of `numbers`, which ascend, that came at `since` or later. Looked for from the
        newest on, until hundreds in a row are older: a mail's number and its time grow together,
        but where people moved mails.
        """
        found: list[Item] = []
        size = 0
        for end in range(len(numbers), 0, -AT_ONCE):
            asked = numbers[max(end - AT_ONCE, 0) : end]
            newer = [item for item in self.describe(asked) if item.arrived >= since]
            for item in reversed(newer):
                size += item.size
                if len(found) == MAX_RECENT or (found and size > MAX_RECENT_BYTES):
                    return Recent(_as_they_came(found), whole=False)
                found.append(item)
            if not newer:
                break
        return Recent(_as_they_came(found), whole=True)

    def fetch(self, numbers: Sequence[int]) -> Handed:
        pairs, troubles = self._ask(numbers, self._mailbox.fetch, lambda pair: pair[0])
        raws = {number: raw for number, (_, raw) in pairs.items()}
        if self.broken is not None:
            return Handed(raws, troubles)
        silent = [number for number in numbers if number not in raws and number not in troubles]
        if silent and len(numbers) > 1:
            again = [self.fetch([number]) for number in silent]
            raws |= {number: raw for one in again for number, raw in one.raws.items()}
            troubles |= {number: said for one in again for number, said in one.troubles.items()}
        elif silent and set(silent) & set(self._mailbox.waiting(silent[0])):
            troubles[silent[0]] = NO_ANSWER
        return Handed(raws, troubles)

    def _ask(
        self,
        numbers: Sequence[int],
        question: Callable[[Sequence[int]], Iterable[T]],
        number_of: Callable[[T], int],
    ) -> tuple[dict[int, T], dict[int, str]]:
        """Answers and troubles, by number."""
        found: dict[int, T] = {}
        self.broken = None
        try:
            for answer in question(numbers):
                found[number_of(answer)] = answer
                self._breaks = 0
        except NotGiven as error:
            failure: MailtrackerError = error
        except Throttled:  # nobody's mail is the trouble, and to ask on would make it worse
            raise
        except Unreachable as error:
            failure = error
            self._breaks += 1
            self._reconnect()
        else:
            return found, {}
        left = [number for number in numbers if number not in found]
        if len(numbers) == 1:
            return found, {number: str(failure) for number in left}
        troubles: dict[int, str] = {}
        for number in left:
            if self._breaks > BREAKS and isinstance(failure, Unreachable):
                self.broken, self._breaks = failure, 0
                break
            answers, failures = self._ask([number], question, number_of)
            found |= answers
            troubles |= failures
        return found, troubles


def _as_they_came(items: Sequence[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.arrived, item.number))
