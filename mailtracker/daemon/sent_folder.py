"""The folder in which a mail server stores what it took from us → proof that uncertain mail got
out, and the ids under which mail of ours arrives. Looked into by the mailbox's own thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from mailtracker.config import MailboxConfig
from mailtracker.daemon.runtime import Looked, Runtime
from mailtracker.desk.effects import LogEvent
from mailtracker.desk.past_us import SentMail, answered_from_mailbox
from mailtracker.desk.request import ProvenBy, Request
from mailtracker.errors import MailtrackerError
from mailtracker.mailbox.mailbox import Copy, Mailbox
from mailtracker.store import sending, server_ids
from mailtracker.store.saying import say
from mailtracker.store.slipping import note_answers, slipping
from mailtracker.store.transaction import Transaction
from mailtracker.store.unproven import UnprovenMail, doubts

log = structlog.get_logger("mailtracker")

WHERE_IDS_CHANGE = timedelta(minutes=1)
"""Between two looks for the ids that the server gave mail of ours, and no mail in between."""

WHERE_NOTHING_LIES = timedelta(minutes=10)
WHERE_IDS_STAY = timedelta(days=1)
"""A server may begin to change them, or move to another house."""

BETWEEN_ANSWERS = timedelta(minutes=2)
"""Between two looks for answers that somebody wrote out of the mailbox."""

SOON = timedelta(minutes=10)
"""Before a step of a promise is due such an answer is looked for."""


def look_again_after(copies: Sequence[Copy]) -> timedelta:
    """By what the folder has of mails that say with which id they were written."""
    ours = [copy for copy in copies if copy.written_id]
    if any(copy.message_id != copy.written_id for copy in ours):
        return WHERE_IDS_CHANGE
    return WHERE_IDS_STAY if ours else WHERE_NOTHING_LIES


class SentFolder:
    """That of one mailbox, where its config names one."""

    def __init__(self, runtime: Runtime, config: MailboxConfig, mailbox: Mailbox) -> None:
        self._runtime, self._config, self._mailbox = runtime, config, mailbox
        self._works = True
        self._looked_up: set[tuple[int, int]] = set()  # a row, and how often it went again
        self._looked_at: datetime | None = None  # for ids
        self._pause = timedelta()  # until the next such look
        self._asked_at: datetime | None = None  # for answers
        self._seen: set[str] = set()  # ids that servers gave, at the last look

    def look(self, read_at: datetime) -> None:
        """The mailbox was read to its end, all that came before `read_at`; now for what the folder
        proves. Trouble with it is told, and holds up no mail.
        """
        works = bool(self._config.sent_folder)
        if works:
            try:
                self._look()
            except MailtrackerError as error:
                works = self._told(str(error))
            else:
                self._told("")
        self._runtime.looked[self._config.name] = Looked(read_at, works)

    def _look(self) -> None:
        """Each doubt is looked up once: what a server stores, it stores when it takes it. Ids are
        looked for while there is something new to be found.
        """
        now = self._runtime.clock.now()
        with self._runtime.store.read() as conn:
            found = doubts(conn, now)
            may_be_news = self._may_be_news(conn, now)
            late = self._about_to_slip(conn, now)
        ours = [one for one in found if one.mailbox in (self._config.name, "")]
        asked = [one for one in ours if (one.id, one.resent) not in self._looked_up]
        if not (asked or may_be_news or late):
            return
        ids = [one.message_id for one in asked]
        copies = self._mailbox.copies(self._config.sent_folder, ids)
        self._note_answers(late, copies, now)
        there = {ident for copy in copies for ident in copy.ids}
        self._store([one for one in asked if one.message_id in there], copies, now)
        self._looked_up.update((one.id, one.resent) for one in asked)
        self._looked_at, self._pause = now, look_again_after(copies)

    def _about_to_slip(self, conn: Transaction, now: datetime) -> list[Request]:
        """Somebody may have answered out of the mailbox, without a copy to us."""
        before = self._asked_at
        if before is not None and now - before < BETWEEN_ANSWERS:
            return []
        return slipping(conn, self._config.name, now + SOON)

    def _note_answers(self, late: list[Request], copies: Sequence[Copy], now: datetime) -> None:
        """Of what lies there nothing is read: it keeps no promise, and no letter denies it."""
        if not late:
            return
        self._asked_at = now
        sent = [SentMail(one.to, one.answers, one.at) for one in copies if one.at is not None]
        if not any(one.answers for one in sent):
            return

        policy = self._runtime.world.policy

        def told(request: Request, thread: Sequence[str]) -> list[LogEvent]:
            return answered_from_mailbox(policy, request, frozenset(thread), sent)

        for name in self._runtime.write(lambda conn: note_answers(conn, late, told, now)):
            log.info("a mail in the Sent folder may be the answer", request=name)

    def _may_be_news(self, conn: Transaction, now: datetime) -> bool:
        """A copy may come a while after its mail was taken: each is looked for once more."""
        before = self._looked_at
        if before is not None and now - before < self._pause:
            return False
        last = sending.last_sent_at(conn)
        return last is not None and (before is None or last > before - WHERE_IDS_CHANGE)

    def _store(self, proven: list[UnprovenMail], copies: Sequence[Copy], now: datetime) -> None:
        changed = [one for one in copies if one.written_id and one.message_id != one.written_id]
        news = [one for one in changed if one.message_id not in self._seen]
        pairs = [(one.written_id, one.message_id) for one in news]
        if proven or pairs:
            self._runtime.write(lambda conn: _store(conn, proven, pairs, now))
        self._seen = {one.message_id for one in changed}

    def _told(self, text: str) -> bool:
        """Said when it changes, and for as long as it does not work. True: it works."""
        works, before = not text, self._works
        self._works = works
        if not works:
            log.warning("the Sent folder proves nothing", mailbox=self._config.name, text=text)
        if not (works and before):
            self._runtime.beat(f"sent {self._config.name}", works, text)
        return works


def _store(
    conn: Transaction,
    proven: Sequence[UnprovenMail],
    pairs: Sequence[tuple[str, str]],
    now: datetime,
) -> None:
    for one in proven:
        sending.arrived(conn, one.id, ProvenBy.SENT_FOLDER, now)
        text = "a copy in the Sent folder proves that a mail arrived"
        say(conn, log.info, text, row=one.id)
    if learnt := server_ids.learn_all(conn, pairs):
        say(conn, log.info, "the mail server gave mail of ours other ids", mails=learnt)
