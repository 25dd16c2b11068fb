"""What one correspondent, one domain or one conversation may set off, and what becomes of more: the
table, the keys by which it is counted, and how much is left. Counted in mails, kept in the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from mailtracker.desk.budget_names import Budget as Budget
from mailtracker.mail.address_key import mailbox_key
from mailtracker.record import dataclass

TEN_MINUTES, HOUR = timedelta(minutes=10), timedelta(hours=1)
DAY, MONTH = timedelta(days=1), timedelta(days=30)

WINDOWS = (TEN_MINUTES, HOUR, DAY, MONTH)
"""In which mails are counted, all for each key at once. Each ends at the moment that is decided."""


AUTOMATIC_PER_HOUR = 2000
"""Automatic mails in an hour beyond the first to each person, where the config says nothing. A busy
morning of a large house has few of them: its receipts are first answers.
"""


class Per(StrEnum):
    """Whose budget it is: what its key is made of, besides the proof (`SpentBy`)."""

    MAILBOX = "mailbox"
    DOMAIN = "domain that is not ours"
    ANY_DOMAIN = "domain"
    ANSWERED = "mailbox that the answered mail went to"
    WORDS = "mailbox and words"
    REQUEST = "request"
    SENDER = "request and mailbox"
    MATTER = "request, mailbox and words"
    READER = "reader of the people file"
    OWNER = "owner of the request"
    OUTSIDE = "everybody together whose domain is not ours"
    ALL = "everybody together"


class SpentBy(StrEnum):
    """Which mail pays out of a budget. Forged mail spends nobody else's: what unproven mail may pay
    out of has a purse of its own for proven mail, or none that it ever asks for.
    """

    EACH = "proven and unproven mail each"
    UNPROVEN = "unproven mail alone"
    PROVEN = "proven mail alone"
    TOGETHER = "proven and unproven mail together"  # of what its reader has already
    OURS = "our own mail"


_UNMARKED = (SpentBy.TOGETHER, SpentBy.OURS)
"""Of these no key says whether it is of proven mail."""


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
    #: Whatever is not said otherwise keeps forged mail and proven mail apart.
    spent_by: SpentBy = SpentBy.EACH

    @property
    def longest(self) -> timedelta:
        """A row that is older counts for nothing."""
        return max(limit.window for limit in self.limits)


_NO_RECEIPT = "the request opens without a receipt, and its owner is told so"
_WAITS = "quarantine: a human looks"
_LISTED = "the owner reads in one list that it came, and none of its words"
_LATER = "of proven senders the owner gets the words in one digest; unproven mail holds the request"

# Robots that answer us fast reach the ten minutes, slow ones the day, those that take an hour the
# thirty days: each pair of them ends. A person who reaches one of these is not lost either.
TABLE: Mapping[Budget, Terms] = {
    # Whoever forges an address has us write to it: what counts is when we write.
    Budget.RECEIPT_OUTSIDE: Terms(
        Per.MAILBOX,
        (Limit(3, HOUR), Limit(6, DAY)),
        f"{_NO_RECEIPT}; later notices to that mailbox count as well",
        by_arrival=False,
    ),
    Budget.RECEIPT_DOMAIN: Terms(
        Per.DOMAIN,
        (Limit(30, HOUR), Limit(60, DAY)),
        _NO_RECEIPT,
        by_arrival=False,
        spent_by=SpentBy.UNPROVEN,
    ),
    Budget.RECEIPT_INSIDE: Terms(Per.MAILBOX, (Limit(30, HOUR), Limit(60, DAY)), _NO_RECEIPT),
    # Looks like an answer, or came minutes after a mail of ours: another tracker answers each
    # receipt, under a new subject.
    Budget.RECEIPT_REACTION: Terms(
        Per.MAILBOX, (Limit(5, HOUR), Limit(8, DAY), Limit(40, MONTH)), _NO_RECEIPT
    ),
    Budget.OPENING_UNPROVEN: Terms(
        Per.MAILBOX, (Limit(8, HOUR), Limit(16, DAY)), _WAITS, spent_by=SpentBy.UNPROVEN
    ),
    Budget.OPENING_PROVEN: Terms(Per.MAILBOX, (Limit(20, HOUR),), _WAITS, spent_by=SpentBy.PROVEN),
    # Loose, since it is shared by all customers of a provider, and a first mail in quarantine waits
    # for a human. Receipts are bounded more tightly.
    Budget.OPENING_DOMAIN: Terms(Per.DOMAIN, (Limit(60, HOUR),), _WAITS, spent_by=SpentBy.UNPROVEN),
    # However many addresses and domains are forged: each opening is a mail to an owner.
    Budget.OPENING_OUTSIDE: Terms(
        Per.OUTSIDE, (Limit(100, HOUR), Limit(500, DAY)), _WAITS, spent_by=SpentBy.UNPROVEN
    ),
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
    Budget.GAP_DOMAIN: Terms(
        Per.DOMAIN, (Limit(5, DAY),), "written down", spent_by=SpentBy.UNPROVEN
    ),
    # However many senders there are: a thousand forged ones have a thousand domains.
    Budget.GAP_READER: Terms(
        Per.READER,
        (Limit(10, DAY),),
        "told in a digest, a day later",
        by_arrival=False,
        spent_by=SpentBy.OURS,
    ),
    Budget.LADDER: Terms(
        Per.READER,
        (Limit(3, TEN_MINUTES),),
        "told in a digest, an hour later",
        by_arrival=False,
        spent_by=SpentBy.OURS,
    ),
    Budget.PING: Terms(Per.MAILBOX, (Limit(10, HOUR),), _LATER),
    Budget.PING_DOMAIN: Terms(Per.DOMAIN, (Limit(20, HOUR),), _LATER, spent_by=SpentBy.UNPROVEN),
    Budget.CONVERSATION: Terms(
        Per.SENDER, (Limit(10, TEN_MINUTES), Limit(30, DAY), Limit(90, MONTH)), _LATER
    ),
    # Nobody needs a fourth: either they are machines, or a human has to look.
    Budget.DIGEST: Terms(
        Per.SENDER,
        (Limit(3, MONTH),),
        "the request is held for that sender",
        by_arrival=False,
        spent_by=SpentBy.PROVEN,
    ),
    Budget.KEPT: Terms(Per.REQUEST, (Limit(1, DAY),), "written down", by_arrival=False),
    Budget.WORDS: Terms(
        Per.MATTER,
        (Limit(2, DAY), Limit(6, MONTH)),
        "the owner hears of it at the end of the day; an owner is asked whether it is a machine",
    ),
    # Of words that their reader has from that very sender already, with proof where there is any.
    Budget.REPEATED: Terms(
        Per.SENDER,
        (Limit(1, DAY), Limit(3, MONTH)),
        "written down",
        by_arrival=False,
        spent_by=SpentBy.TOGETHER,
    ),
    Budget.ASKED: Terms(Per.MATTER, (Limit(1, MONTH),), "written down, not answered"),
    Budget.ASK_BACK: Terms(
        Per.SENDER, (Limit(3, DAY), Limit(10, MONTH)), "written down, not answered"
    ),
    # As with claims: whoever forges somebody's address may name any number of requests.
    Budget.ASK_UNPROVEN: Terms(
        Per.MAILBOX,
        (Limit(10, DAY),),
        "written down, not answered",
        by_arrival=False,
        spent_by=SpentBy.UNPROVEN,
    ),
    Budget.ASKED_LIST: Terms(Per.MAILBOX, (Limit(3, DAY), Limit(10, MONTH)), "kept, not answered"),
    Budget.CLAIM: Terms(
        Per.SENDER,
        (Limit(1, DAY), Limit(3, MONTH)),
        "those of the hour after it in one digest, else written down",
        by_arrival=False,
    ),
    Budget.CLAIMED: Terms(Per.MAILBOX, (Limit(3, DAY),), "written down", by_arrival=False),
    # The address is chosen by who writes; whose mail they answer is not.
    Budget.ELSEWHERE: Terms(
        Per.REQUEST,
        (Limit(1, DAY), Limit(10, MONTH)),
        "those of the hour after it in one digest, else written down",
        by_arrival=False,
    ),
    Budget.ELSEWHERE_PERSON: Terms(
        Per.ANSWERED, (Limit(3, DAY),), "written down", by_arrival=False
    ),
    # Of their own, so that what changes nothing spends nobody's budget and holds no request. By the
    # references of a hundred requests one owner's mailbox would be filled all the same.
    Budget.DISPROVEN: Terms(
        Per.REQUEST, (Limit(5, DAY),), _LISTED, by_arrival=False, spent_by=SpentBy.UNPROVEN
    ),
    Budget.DISPROVEN_OWNER: Terms(
        Per.OWNER, (Limit(10, DAY),), _LISTED, by_arrival=False, spent_by=SpentBy.UNPROVEN
    ),
    Budget.BYSTANDER: Terms(Per.REQUEST, (Limit(5, DAY),), "one digest"),
    # Of a person with an old mail in hand none is wrong: it was ours once.
    Budget.GUESS: Terms(Per.MAILBOX, (Limit(20, HOUR),), "ignored, whatever it says"),
    Budget.QUICK: Terms(
        Per.ANSWERED, (Limit(1, MONTH),), _NO_RECEIPT, by_arrival=False, spent_by=SpentBy.PROVEN
    ),
    Budget.ANSWERED: Terms(
        Per.MAILBOX, (Limit(1, HOUR),), "automatic mail", by_arrival=False, spent_by=SpentBy.OURS
    ),
    Budget.BREAKER: Terms(
        Per.ALL,
        (Limit(AUTOMATIC_PER_HOUR, HOUR),),
        "automatic mail is not written, the admins hear of it; people's words go on",
        by_arrival=False,
        spent_by=SpentBy.OURS,
    ),
}
"""Every budget there is. The limit of BREAKER is that of the config."""

OF_A_REQUEST = tuple(
    budget for budget, terms in TABLE.items() if terms.per in (Per.REQUEST, Per.SENDER, Per.MATTER)
)
"""Their keys begin with a request's id. Whoever releases it forgives them."""

RECEIPTS = (Budget.RECEIPT_OUTSIDE, Budget.RECEIPT_INSIDE)
"""Whoever has nothing left of these is muted: they get no receipt."""

FORGIVEN = frozenset({*OF_A_REQUEST, Budget.PING, Budget.PING_DOMAIN, Budget.DISPROVEN_OWNER})
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
        for window, limit in _LIMITS[budget]:
            if counts[window] + paid >= (limit if most is None else most):
                return False
        return True

    def in_window(self, budget: Budget, key: str, window: timedelta) -> int:
        """How many there were."""
        return self.counts.get((budget, key), _NOTHING)[WINDOWS.index(window)]

    def without(self, budgets: Iterable[Budget]) -> Spent:
        """As if nothing had been spent of these."""
        gone = set(budgets)
        return Spent({purse: n for purse, n in self.counts.items() if purse[0] not in gone})


_NOTHING = (0,) * len(WINDOWS)
_LIMITS = {
    budget: [(WINDOWS.index(one.window), one.most) for one in terms.limits]
    for budget, terms in TABLE.items()
}
"""Of each budget: how many mails are the most in the window of that place."""
NOTHING_SPENT = Spent()

_PROOF = ("unproven", "proven")
"""How a key says it."""


@dataclass(frozen=True, slots=True)
class Payer:
    """A mail that pays, or may have to: all that the keys of its purses are made of."""

    #: Whom it is from.
    email: str
    #: Theirs.
    domain: str
    #: Whether we are sure of that.
    proven: bool = False
    #: The domain is one of ours.
    home: bool = False
    #: The key of what it says, "" where nothing of its requests is asked.
    words: str = ""
    #: The same with its subject, "" where no purse of that is asked.
    opening: str = ""
    #: The requests that it may be about: each one's id, and its owner's key in the people file.
    requests: Mapping[int, str] = field(default_factory=dict)
    #: Whom the mails of ours went to that it answers.
    answered: tuple[str, ...] = ()

    @property
    def mailbox(self) -> str:
        return mailbox_key(self.email)


def _outside(mail: Payer, key: str) -> list[str]:
    """Our own domains have no such purse: forged mail would silence the house."""
    return [] if mail.home else [key]


_WHOSE: Mapping[Per, Callable[[Payer], Iterable[str]]] = {
    Per.MAILBOX: lambda mail: [mail.mailbox],
    Per.DOMAIN: lambda mail: _outside(mail, mail.domain),
    Per.OUTSIDE: lambda mail: _outside(mail, ""),
    Per.ANY_DOMAIN: lambda mail: [mail.domain],
    Per.ANSWERED: lambda mail: map(mailbox_key, mail.answered),
    Per.WORDS: lambda mail: [f"{mail.mailbox} {mail.opening}"] if mail.opening else [],
    Per.OWNER: lambda mail: mail.requests.values(),
    Per.READER: lambda _: [],  # mail that comes in pays none of it
    Per.ALL: lambda _: [""],
}
_WHOSE_OF_REQUEST: Mapping[Per, Callable[[Payer], str]] = {
    Per.REQUEST: lambda _: "",
    Per.SENDER: lambda mail: mail.mailbox,
    Per.MATTER: lambda mail: f"{mail.mailbox} {mail.words}",
}


def purses(budget: Budget, mail: Payer) -> list[Purse]:
    """Those of this budget that the mail pays out of: none where it is of another kind."""
    terms = TABLE[budget]
    if terms.spent_by is (SpentBy.UNPROVEN if mail.proven else SpentBy.PROVEN):
        return []
    proof = "" if terms.spent_by in _UNMARKED else _PROOF[mail.proven]
    return [(budget, key) for key in _keys(terms.per, proof, mail)]


def _keys(per: Per, proof: str, mail: Payer) -> list[str]:
    """The only place that makes keys."""
    of_request = _WHOSE_OF_REQUEST.get(per)
    if of_request is None:
        return [f"{proof} {whose}".strip() for whose in _WHOSE[per](mail)]
    if not mail.requests:
        return []
    said = f"{proof} {of_request(mail)}".strip()
    return [f"{first_of_keys(one)}{said}" for one in mail.requests]


def purse_of_reader(budget: Budget, person: str) -> Purse:
    """That of somebody whom our own mail goes to, a key of the people file."""
    return budget, person


def first_of_keys(request_id: int) -> str:
    """How the keys of all that is counted for a request begin."""
    return f"{request_id} "


def purses_of(mail: Payer) -> list[Purse]:
    """All whose state may decide about this mail, whether it is proven or not."""
    found = list(_of_sender(mail.email, mail.domain, mail.home))
    if mail.requests or mail.opening or mail.answered:
        found += _made(mail, _BY_MORE)
    return found


@lru_cache(maxsize=256)
def _of_sender(email: str, domain: str, home: bool) -> list[Purse]:
    """What is counted of whoever writes, whatever they write: a group asks twice for each mail."""
    return _made(Payer(email, domain, home=home), _BY_SENDER)


def _made(mail: Payer, alike: Iterable[tuple[Per, str]]) -> list[Purse]:
    return [
        (budget, key)
        for per, proof in alike
        for key in _keys(per, proof, mail)
        for budget in _ALIKE[per, proof]
    ]


def _alike() -> dict[tuple[Per, str], list[Budget]]:
    """The budgets of mail that comes in, by what their keys are made of: each key is made once."""
    found: dict[tuple[Per, str], list[Budget]] = {}
    for budget, terms in TABLE.items():
        if terms.spent_by is SpentBy.OURS:
            continue
        for proven, proof in enumerate(_PROOF):
            if terms.spent_by is (SpentBy.UNPROVEN if proven else SpentBy.PROVEN):
                continue
            marked = "" if terms.spent_by in _UNMARKED else proof
            some = found.setdefault((terms.per, marked), [])
            if budget not in some:
                some.append(budget)
    return found


_ALIKE = _alike()
_OF_MORE = (Per.ANSWERED, Per.WORDS, Per.OWNER, *_WHOSE_OF_REQUEST)
_BY_MORE = [(per, proof) for per, proof in _ALIKE if per in _OF_MORE]
_BY_SENDER = [(per, proof) for per, proof in _ALIKE if per not in _OF_MORE]
"""Whose keys are made of the sender alone, and those of what they write as well."""
