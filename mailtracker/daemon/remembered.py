"""Mails that a server took from us lately: after a failover that lost commits it is we who know."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from datetime import datetime

from mailtracker.mail.mime.header import read_head
from mailtracker.mail.mime.identity import references_of
from mailtracker.record import dataclass
from mailtracker.store import claims, outbox, timeline
from mailtracker.store.sending import Attempt, Claimed
from mailtracker.store.tombstones import print_of_id
from mailtracker.store.transaction import Transaction

KEPT_FOR, MOST = 600.0, 5_000
"""Seconds, and mails, that are remembered."""

HEAD = 16 << 10
"""Bytes of a mail in which the fields that we wrote stand."""


@dataclass(frozen=True, slots=True)
class RememberedMail:
    """One of them: the `mail` by row and Message-ID, the `attempt` that ended so, when (`at`), on
    the steady clock, and the ids of mails that it replies to (`answers`).
    """

    mail: tuple[int, str]
    attempt: Attempt
    at: float
    answers: tuple[str, ...]


class Remembered:
    """The send loop notes, any thread may tell."""

    def __init__(self) -> None:
        self._sent: deque[RememberedMail] = deque(maxlen=MOST)

    def note(self, row: Claimed, attempt: Attempt) -> None:
        if attempt.result == "sent":
            head = read_head(row.raw, 0, min(len(row.raw), HEAD))
            answers = references_of(head, "in-reply-to")
            now = time.monotonic()
            self._sent.append(RememberedMail((row.id, row.message_id), attempt, now, answers))
            while now - self._sent[0].at > KEPT_FOR:
                self._sent.popleft()

    def tell(self, conn: Transaction, key: bytes, now: datetime) -> int:
        """What the database does not know any more: rows that are uncertain there have arrived, and
        mails that we answered need no answer. How many rows.
        """
        sent = tuple(self._sent)
        known = outbox.by_message_id(conn, [one.mail[1] for one in sent])
        told = [claims.took_after_all(conn, one.mail, one.attempt, now) for one in sent]
        lost = (one for one in sent if one.mail[1] not in known)
        timeline.note_answered(conn, _prints(key, lost))
        return sum(told)


def _prints(key: bytes, mails: Iterable[RememberedMail]) -> set[str]:
    return {print_of_id(key, one) for mail in mails for one in mail.answers}
