"""A daemon whose mail some mailboxes do not take: refused at once by our server, or in a report
that comes back a minute later. Time jumps to whatever comes next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Literal

from mailtracker.daemon.settling import Done, Settling
from mailtracker.desk.request import Request
from mailtracker.smtp import Delivery
from mailtracker.store import requests, sending
from mailtracker.store.sending import Attempt, Claimed
from mailtracker.store.transaction import Transaction
from tests.loops.robots import KINDS, Got, Robot
from tests.loops.simulation import HOP, Conversation
from tests.servers.smtpd import report

Way = Literal["refused", "reported"]


@dataclass(frozen=True, slots=True)
class No:
    """What a mail server says of a mail, with its enhanced code, and at which step it says so."""

    code: str
    words: str
    phase: Literal["rcpt", "dot"] = "rcpt"


GONE = No("5.1.1", "no such user")
FULL = No("5.2.2", "mailbox full")
SPAM = No("5.7.1", "spam message rejected", "dot")
LARGE = No("5.3.4", "message too large, the limit is 25 MB", "dot")
Verdict = Callable[[Claimed], No | None]


def nobody_at(*addresses: str, why: No = GONE) -> Verdict:
    """Whatever goes there comes back."""
    return lambda row: why if row.recipient in addresses else None


def with_words(*addresses: str, why: No = SPAM) -> Verdict:
    """Only what bears no word of a mail goes there."""
    return lambda row: why if row.recipient in addresses and b"vpn" in row.raw.lower() else None


def of_letters(address: str, *letters: str, why: No = GONE) -> Verdict:
    """Only some letters do not get there."""
    return lambda row: why if row.recipient == address and row.letter in letters else None


class Losses(Conversation):
    """Eva writes; nobody answers unless the test does so for them. `verdict` is asked of each mail
    of ours; `returned` are those that came back, each with the address to which it did.
    """

    def __init__(self, verdict: Verdict, way: Way) -> None:
        self.verdict, self.way = verdict, way
        self.got: dict[str, list[bytes]] = {}
        self.returned: list[tuple[Claimed, str]] = []
        super().__init__(Robot(KINDS["fixed"], "eva@corp.example"), [])

    def _send(self, conn: Transaction) -> list[Claimed]:
        now, gone = self._clock.now(), []
        settling = Settling(self._runtime)
        while (row := sending.claim(conn, now)) is not None:
            no = self.verdict(row)
            if no is not None and self.way == "refused":
                said = f"550 {no.code} {no.words}"
                lost = Delivery("failed", 550, said, False, no.phase)
                settling.one(conn, self._runtime.world, Done(row, lost, row.env_from))
                continue
            sending.settle(conn, row.id, Attempt("sent", 250, "2.0.0 OK"), now)
            if no is None:
                gone.append(row)
            elif row.env_from:
                self.returned.append((row, row.env_from))
                self.reports(row.env_from, row, no)
        return gone

    def reports(self, to: str, about: Claimed, no: No = GONE) -> None:
        raw = report(about.recipient, to, about.raw, said=no.code)
        told = raw.replace(b"no such user", no.words.encode())
        self._arrives(self._clock.now() + HOP, told)

    def _reaches(self, got: Got) -> None:
        self.got.setdefault(got.to, []).append(got.raw)

    def asks(self, count: int) -> None:
        """So many more people ask."""
        for number in range(count):
            one = Robot(KINDS["fixed"], f"user{number}@corp.example")
            self._arrives(self._clock.now(), one.begins(self._clock.now()))

    def answers(self, who: str, text: str) -> None:
        """The last mail that somebody got is answered."""
        asked = message_from_bytes(self.got[who][-1], policy=policy.default)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = who, asked["Reply-To"], asked["Subject"]
        mail["Message-ID"] = f"<a{self._number}@client.example>"
        mail["In-Reply-To"] = asked["Message-ID"]
        mail.set_content(text)
        self._arrives(self._clock.now() + HOP, mail.as_bytes())

    def goes_on(self, hours: float = 1) -> None:
        """All that happens within so many hours from the beginning."""
        self.run(hours / 24, most=200)

    def request(self, reference: str = "IT-1001") -> Request:
        with self._store.read() as conn:
            return requests.by_reference(conn, reference)

    def owners(self, references: Sequence[str]) -> Counter[str]:
        return Counter(self.request(one).owner for one in references)

    def written(self) -> Counter[str]:
        """Every mail of ours that no ladder set off: its letter, and the local part of whose."""
        mails = [one for one in self.sent() if not one.by_time]
        return Counter(f"{one.letter} to {one.to.partition('@')[0]}" for one in mails)
