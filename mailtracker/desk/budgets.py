"""What one correspondent, one domain or one conversation may set off, and what becomes of more: the
table, the keys by which it is counted, and how much is left. Counted in mails, kept in the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from mailtracker.mail.address_key import mailbox_key

TEN_MINUTES, HOUR = timedelta(minutes=10), timedelta(hours=1)
DAY, MONTH = timedelta(days=1), timedelta(days=30)

WINDOWS = (TEN_MINUTES, HOUR, DAY, MONTH)
"""In which mails are counted, all for each key at once. Each ends at the moment that is decided."""


AUTOMATIC_PER_HOUR = 2000
"""Automatic mails in an hour beyond the first to each person, where the config says nothing. A busy
morning of a large house has few of them: its receipts are first answers.
"""


class Budget(StrEnum):
    """The names are stored."""

    RECEIPT_OUTSIDE = "receipts outside"
    RECEIPT_DOMAIN = "receipts to a domain"
    RECEIPT_INSIDE = "receipts inside"
    RECEIPT_REACTION = "receipts for answers inside"
    OPENING_UNPROVEN = "openings, unproven"
    OPENING_PROVEN = "openings, proven"
    OPENING_DOMAIN = "openings from a domain"
    OPENING_INSIDE = "openings inside"
    OPENING_POLLS = "polls with openings inside"
    OPENING_BY_ANSWER = "openings by answers to others' mail"
    OPENING_BY_ANSWER_DOMAIN = "openings from a domain by answers to others' mail"
    OPENING_SAME = "openings at once with the same words"
    GAP = "gaps told"
    GAP_DOMAIN = "gaps told of a domain"
    GAP_READER = "gaps told to one reader"
    LADDER = "letters of ladders to one reader"
    PING = "mails to owners"
    PING_DOMAIN = "mails to owners from a domain"
    CONVERSATION = "mails to a request"
    DIGEST = "digests of a request"
    KEPT = "digests of kept mail"
    WORDS = "the same words"
    REPEATED = "digests of the same words"
    ASKED = "questions about a matter"
    ASK_BACK = "questions about a request"
    CLAIM = "claims about a request"
    CLAIMED = "claims to be somebody"
    DISPROVEN = "disproven mails to a request"
    BYSTANDER = "mails of bystanders"
    ANSWERED = "answered lately"
    BREAKER = "automatic mail"


class Per(StrEnum):
    """Whose budget it is: what its key is made of."""

    MAILBOX = "mailbox"
    PROOF = "mailbox, proven and unproven each"
    DOMAIN = "domain that is not ours, unproven mail alone"
    ANY_DOMAIN = "domain"
    ANSWERED = "mailbox that the answered mail went to"
    REQUEST = "request"
    SENDER = "request and mailbox"
    CONVERSATION = "request and mailbox, proven and unproven each"
    MATTER = "request, mailbox and words"
    WORDS = "mailbox and words"
    READER = "reader of the people file"
    ALL = "everybody together"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many mails (`most`) in each `window`, which is one of WINDOWS."""

    most: int
    window: timedelta

    def __str__(self) -> str:
        return f"{self.most} in {_SPOKEN[self.window]}"


_SPOKEN = {TEN_MINUTES: "ten minutes", HOUR: "an hour", DAY: "a day", MONTH: "30 days"}


@dataclass(frozen=True, slots=True)
class Terms:
    """Of one budget: whose it is (`per`), its `limits`, what becomes of mail beyond them (`beyond`,
    for people), and whether the moment that counts is when a mail reached the server
    (`by_arrival`): mails that came hours apart are no flood, although a downtime has us fetch them
    in one go. Without it the moment counts at which we write.
    """

    per: Per
    limits: tuple[Limit, ...]
    beyond: str
    by_arrival: bool = True
    #: Mails of one poll are counted as one.
    by_poll: bool = False

    @property
    def longest(self) -> timedelta:
        """A row that is older counts for nothing."""
        return max(limit.window for limit in self.limits)


_NO_RECEIPT = "the request opens without a receipt, and its owner is told so"
_WAITS = "quarantine: a human looks"
_LATER = "of proven senders the owner gets the words in one digest; unproven mail holds the request"

# Robots that answer us fast reach the ten minutes, slow ones the day, those that take an hour the
# thirty days: each pair of them ends. A person who reaches one of these is not lost either.
TABLE: Mapping[Budget, Terms] = {
    # Whoever forges an address has us write to it: what counts is when we write.
    Budget.RECEIPT_OUTSIDE: Terms(
        Per.PROOF,
        (Limit(3, HOUR), Limit(6, DAY)),
        f"{_NO_RECEIPT}; later notices to that mailbox count as well",
        by_arrival=False,
    ),
    Budget.RECEIPT_DOMAIN: Terms(
        Per.DOMAIN, (Limit(30, HOUR), Limit(60, DAY)), _NO_RECEIPT, by_arrival=False
    ),
    Budget.RECEIPT_INSIDE: Terms(Per.MAILBOX, (Limit(30, HOUR), Limit(60, DAY)), _NO_RECEIPT),
    # Looks like an answer, or came minutes after a mail of ours: another tracker answers each
    # receipt, under a new subject.
    Budget.RECEIPT_REACTION: Terms(
        Per.MAILBOX, (Limit(5, HOUR), Limit(8, DAY), Limit(40, MONTH)), _NO_RECEIPT
    ),
    Budget.OPENING_UNPROVEN: Terms(Per.PROOF, (Limit(8, HOUR), Limit(16, DAY)), _WAITS),
    Budget.OPENING_PROVEN: Terms(Per.PROOF, (Limit(20, HOUR),), _WAITS),
    # Loose, since it is shared by all customers of a provider, and a first mail in quarantine waits
    # for a human. Receipts are bounded more tightly.
    Budget.OPENING_DOMAIN: Terms(Per.DOMAIN, (Limit(60, HOUR),), _WAITS),
    # A colleague's script writes two hundred mails in one heap: each is a request.
    Budget.OPENING_INSIDE: Terms(Per.MAILBOX, (Limit(300, HOUR), Limit(1000, DAY)), _WAITS),
    # A machine that answers us opens one a poll, since it waits for us; a heap is one poll.
    Budget.OPENING_POLLS: Terms(
        Per.MAILBOX, (Limit(50, HOUR), Limit(100, DAY)), _WAITS, by_arrival=False, by_poll=True
    ),
    # A mail system that returns our mail in no known form opens a new request each time. Whose mail
    # it returns it cannot choose; its own address it can.
    Budget.OPENING_BY_ANSWER: Terms(Per.ANSWERED, (Limit(3, DAY), Limit(6, MONTH)), _WAITS),
    Budget.OPENING_BY_ANSWER_DOMAIN: Terms(Per.ANY_DOMAIN, (Limit(15, DAY),), _WAITS),
    # Within ten minutes of a mail of ours: another tracker, which knows no threads.
    Budget.OPENING_SAME: Terms(Per.WORDS, (Limit(3, DAY), Limit(6, MONTH)), _WAITS),
    Budget.GAP: Terms(Per.MAILBOX, (Limit(2, DAY),), "written down"),
    Budget.GAP_DOMAIN: Terms(Per.DOMAIN, (Limit(5, DAY),), "written down"),
    # However many senders there are: a thousand forged ones have a thousand domains.
    Budget.GAP_READER: Terms(
        Per.READER, (Limit(10, DAY),), "told in a digest, eight hours later", by_arrival=False
    ),
    Budget.LADDER: Terms(
        Per.READER,
        (Limit(3, TEN_MINUTES),),
        "told in a digest, ten minutes later",
        by_arrival=False,
    ),
    Budget.PING: Terms(Per.PROOF, (Limit(10, HOUR),), _LATER),
    Budget.PING_DOMAIN: Terms(Per.DOMAIN, (Limit(20, HOUR),), _LATER),
    Budget.CONVERSATION: Terms(
        Per.CONVERSATION, (Limit(10, TEN_MINUTES), Limit(30, DAY), Limit(90, MONTH)), _LATER
    ),
    # Nobody needs a fourth: either they are machines, or a human has to look.
    Budget.DIGEST: Terms(
        Per.SENDER,
        (Limit(3, MONTH),),
        "the request is held for that sender",
        by_arrival=False,
    ),
    Budget.KEPT: Terms(Per.REQUEST, (Limit(1, DAY),), "written down", by_arrival=False),
    Budget.WORDS: Terms(
        Per.MATTER,
        (Limit(2, DAY), Limit(6, MONTH)),
        "the owner hears of it at the end of the day; an owner is asked whether it is a machine",
    ),
    Budget.REPEATED: Terms(
        Per.SENDER, (Limit(1, DAY), Limit(3, MONTH)), "written down", by_arrival=False
    ),
    Budget.ASKED: Terms(Per.MATTER, (Limit(1, MONTH),), "written down, not answered"),
    # Proven and unproven each: three forged mails would leave an answer of the owner unasked.
    Budget.ASK_BACK: Terms(
        Per.CONVERSATION, (Limit(3, DAY), Limit(10, MONTH)), "written down, not answered"
    ),
    Budget.CLAIM: Terms(
        Per.SENDER,
        (Limit(1, DAY), Limit(3, MONTH)),
        "those of the hour after it in one digest, else written down",
        by_arrival=False,
    ),
    # Whoever forges somebody's address may name any number of requests.
    Budget.CLAIMED: Terms(Per.MAILBOX, (Limit(3, DAY),), "written down", by_arrival=False),
    # Of its own, so that what changes nothing spends nobody's budget and holds no request.
    Budget.DISPROVEN: Terms(Per.REQUEST, (Limit(5, DAY),), "written down"),
    Budget.BYSTANDER: Terms(Per.REQUEST, (Limit(5, DAY),), "one digest"),
    Budget.ANSWERED: Terms(
        Per.MAILBOX, (Limit(1, HOUR),), "counts as automatic mail", by_arrival=False
    ),
    Budget.BREAKER: Terms(
        Per.ALL,
        (Limit(AUTOMATIC_PER_HOUR, HOUR),),
        "automatic mail is not written, the admins hear of it; people's words go on",
        by_arrival=False,
    ),
}
"""Every budget there is. The limit of BREAKER is that of the config."""

OF_A_REQUEST = (
    Budget.CONVERSATION,
    Budget.DIGEST,
    Budget.KEPT,
    Budget.WORDS,
    Budget.REPEATED,
    Budget.ASKED,
    Budget.ASK_BACK,
    Budget.CLAIM,
    Budget.DISPROVEN,
    Budget.BYSTANDER,
)
"""Their keys begin with a request's id. Whoever releases it forgives them."""

RECEIPTS = (Budget.RECEIPT_OUTSIDE, Budget.RECEIPT_INSIDE)
"""Whoever has nothing left of these is muted: they get no receipt."""

FORGIVEN = frozenset({*OF_A_REQUEST, Budget.PING, Budget.PING_DOMAIN})
"""What does not count where a human has looked."""

Purse = tuple[Budget, str]
"""A budget and its key: one sender's, one domain's, one request's share of it."""


@dataclass(frozen=True, slots=True)
class Spend:
    """One mail of a `budget`, by its `key`. `at` is the moment that counts, None: now."""

    budget: Budget
    key: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """How many mails were counted (`counts`) of each purse, in each of WINDOWS. What is missing:
    none.
    """

    counts: Mapping[Purse, tuple[int, ...]] = field(default_factory=dict)

    def has_left(self, budget: Budget, key: str, most: int | None = None, paid: int = 0) -> bool:
        """Whether one more mail fits. `most` stands in for the limits of the table; `paid` were
        spent since it was counted.
        """
        counts = self.counts.get((budget, key), _NOTHING)
        return all(
            counts[WINDOWS.index(one.window)] + paid < (one.most if most is None else most)
            for one in TABLE[budget].limits
        )

    def in_window(self, budget: Budget, key: str, window: timedelta) -> int:
        """How many there were."""
        return self.counts.get((budget, key), _NOTHING)[WINDOWS.index(window)]

    def without(self, budgets: Iterable[Budget]) -> Spent:
        """As if nothing had been spent of these."""
        gone = set(budgets)
        return Spent({purse: n for purse, n in self.counts.items() if purse[0] not in gone})


_NOTHING = (0,) * len(WINDOWS)
NOTHING_SPENT = Spent()

FORGED_OR_NOT = ("unproven", "proven")
"""Each has a purse of its own, so that forged mail cannot spend a real person's budget."""


def by_proof(email: str, proven: bool) -> str:
    """The key of `Per.PROOF`."""
    return f"{FORGED_OR_NOT[proven]} {mailbox_key(email)}"


def of_request(request_id: int, key: str = "") -> str:
    """The key of all that is counted for a request: it begins with the id."""
    return f"{request_id} {key}"


@dataclass(frozen=True, slots=True)
class Payer:
    """A mail whose purses are asked for: from this address (`email`, and its `domain`), with the
    keys of what it says (`words`, and with its subject `opening`), pointing at these `requests`
    (their ids), answering mails of ours that went to those addresses (`answered`).
    """

    email: str
    domain: str
    words: str
    opening: str = ""
    requests: tuple[int, ...] = ()
    answered: tuple[str, ...] = ()


def purses_of(payer: Payer) -> list[Purse]:
    """All whose state may decide about this mail."""
    email = payer.email
    found: list[Purse] = [(budget, mailbox_key(email)) for budget in _BY[Per.MAILBOX]]
    for per in (Per.DOMAIN, Per.ANY_DOMAIN):
        found += [(budget, payer.domain) for budget in _BY[per]]
    for proven in (False, True):
        found += [(budget, by_proof(email, proven)) for budget in _BY[Per.PROOF]]
    found += [(budget, f"{mailbox_key(email)} {payer.opening}") for budget in _BY[Per.WORDS]]
    for to in payer.answered:
        found += [(budget, mailbox_key(to)) for budget in _BY[Per.ANSWERED]]
    for one in payer.requests:
        found += _purses_of_request(one, email, payer.words)
    return found


def _purses_of_request(request_id: int, email: str, words: str) -> list[Purse]:
    mailbox = mailbox_key(email)
    keys = {
        Per.REQUEST: [""],
        Per.SENDER: [mailbox],
        Per.CONVERSATION: [by_proof(email, False), by_proof(email, True)],
        Per.MATTER: [f"{mailbox} {words}"],
    }
    return [
        (budget, of_request(request_id, key))
        for per, all_of_it in keys.items()
        for budget in _BY[per]
        for key in all_of_it
    ]


_BY: Mapping[Per, tuple[Budget, ...]] = {
    per: tuple(budget for budget, terms in TABLE.items() if terms.per is per) for per in Per
}
