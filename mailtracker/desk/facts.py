"""What the desk is told of one incoming message: what it answers, and how much came lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from mailtracker.desk.absence.known_absence import NoticeSeen
from mailtracker.desk.awaited import Outstanding
from mailtracker.desk.budgets import NOTHING_SPENT, Spent
from mailtracker.desk.lost.failed import NOT_AT_HAND, LostMail
from mailtracker.desk.ratings.rating_words import Rating
from mailtracker.desk.request import Lane, Request, State
from mailtracker.desk.words.word_forms import Word
from mailtracker.record import dataclass

TOKEN_LIFE = timedelta(days=180)
"""So long after a mail of ours was written an answer to it proves something; later it only points
at its request. Addresses leak with the years: by copies, quotes, old mailboxes.
"""

ACTION_LIFE = timedelta(days=7)
"""So long a button does its word. Forwards and screenshots outlive the mail that they show."""

BOUNCE_LIFE = timedelta(days=14)
"""So long a report that comes to the envelope sender of a mail of ours is believed: two days that
we try, the five or so that other servers do (RFC 5321 §4.5.4.1), and some to spare. Its reader
sees that address in Return-Path and may pass it on without a thought.
"""


@dataclass(frozen=True, slots=True)
class Issued:
    """An outgoing mail of ours that an incoming one answers: by reply token or by Message-ID, or by
    the id that a server gave it.
    """

    #: Its row in the outbox.
    outbox_id: int
    #: The request that it is about.
    request_id: int
    #: Address that it went to.
    recipient: str
    #: Their key in the people file, "" for anybody else.
    person: str
    #: Whom a reply to it reaches.
    lane: Lane
    #: The stored name of the letter.
    letter: str
    #: Its own, in angle brackets.
    message_id: str
    #: Where its sending stands.
    state: State
    #: By its reply address, not only by its Message-ID.
    by_token: bool
    #: The id that names it, where that is one that a server gave it, and nothing else does. We did
    #: not make that, and do not keep it from anybody: it proves nothing.
    server_id: str = ""
    #: The kept mail that it asked about or carried: its line in the ledger.
    about_line: int | None = None
    #: Address (key) of who wrote that one, "" for none.
    about_author: str = ""
    #: When that one was sent on because its author said `send`, None: it is not.
    about_sent_at: datetime | None = None
    #: When it was queued.
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PressedButton:
    """A button of a mail of ours (`issued`): its `word`, its `token`, and `until` when it does that
    word. `used_at`: when it was pressed before, None for the first time.
    """

    issued: Issued
    word: Word
    token: str
    until: datetime
    used_at: datetime | None = None


RATING_LIFE = timedelta(days=30)
"""So long a word of a closing mail says how it was. After that it begins what it begins, and is
counted no more.
"""


@dataclass(frozen=True, slots=True)
class PressedRating:
    """A `rating` of a closing mail of ours (`issued`), by the button that begins it."""

    issued: Issued
    rating: Rating


@dataclass(frozen=True, slots=True)
class KeptRating:
    """The `rating` of a `request` (a number) when it was closed for the `closing`-th time, and what
    looks into that, where it was not good (`complaint`).
    """

    request: int
    closing: int
    rating: Rating
    complaint: Request | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail of ours that came back, or at whose own envelope sender an incoming one arrived.
    Nobody but machines writes there, and only those that were handed that mail know where it is.
    """

    #: Its row in the outbox.
    outbox_id: int
    #: The request that it is about, None for a notice about none.
    request_id: int | None
    #: Address that it went to.
    recipient: str
    #: The stored name of the letter.
    letter: str
    #: Where its sending stands.
    state: State
    #: Neither expired nor revoked: a report that comes there is believed.
    proves: bool = True
    #: Its own, in angle brackets.
    message_id: str = ""
    #: Key of the recipient in the people file, "" for anybody else.
    person: str = ""
    #: Whom a reply to it reaches.
    lane: Lane = Lane.TEAM


@dataclass(frozen=True, slots=True)
class AbsentFacts:
    """What is known of the absences of the person whom a mail concerns: a program that answers for
    them, or they say `away` or `back`.
    """

    #: Texts by which programs said before that they are away.
    notices: tuple[NoticeSeen, ...] = ()
    #: Requests that went to others since a program said so, and of which nothing was done since, by
    #: the key of who is said to be away.
    lent: Mapping[str, tuple[Request, ...]] = field(default_factory=dict)


NOTHING_ABSENT = AbsentFacts()


@dataclass(frozen=True, slots=True)
class ToPerson:
    """A mail of ours about no request, or several: to which `person` (a key), and the stored name
    of its `letter`.
    """

    person: str = ""
    letter: str = ""


NO_NOTICE = ToPerson()


@dataclass(frozen=True, slots=True)
class OtherAnswer:
    """An answer that went to the requester: whose (`person`, a key), when it went (`at`), and its
    `words` in paragraphs.
    """

    person: str
    at: datetime
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crossed:
    """What became of the request after the mail of ours was written that a mail of the owner's side
    answers: its author may not have known of it.
    """

    #: The last answer of somebody else.
    answer: OtherAnswer | None = None
    #: When somebody took it over from a colleague last.
    taken_at: datetime | None = None


NOTHING_CROSSED = Crossed()


class Hint(StrEnum):
    """By what a mail points at a request without proof."""

    OLD_MAIL = "expired or revoked mail of ours"
    MESSAGE_ID = "message-id"  # of a mail that somebody else wrote
    REFERENCE = "reference"  # `[IT-1042]` in the subject
    CONVERSATION = "conversation"  # Outlook's Thread-Index
    ENTRY = "calendar entry"  # that a mail of the request invited to
    RECALLED = "recalled mail"  # of the same sender, by its subject
    SEQUEL = "sequel"  # linked to a closed one that it points at


@dataclass(frozen=True, slots=True)
class Known:
    """A request (`request_id`) that an incoming mail points at without proof, and `by` what."""

    request_id: int
    by: Hint


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the store knows about one incoming message."""

    #: How an equal mail that we already have is called in `show` and the log, "" if there is none.
    duplicate_of: str = ""
    #: The request of that one.
    duplicate_request: int | None = None
    #: Its Message-ID is one of ours.
    own: bool = False
    #: The mail of ours that it is, by that id; None where the outbox knows none.
    own_mail: Returned | None = None
    #: Mails of ours that it answers, or, as a bounce, returns.
    issued: tuple[Issued, ...] = ()
    #: The mail of ours at whose own envelope sender it arrived.
    returned: Returned | None = None
    #: What that one holds, where it comes back.
    lost_mail: LostMail = NOT_AT_HAND
    #: The button by which it was begun.
    pressed: PressedButton | None = None
    #: The button of a closing mail by which it was begun.
    rates: PressedRating | None = None
    #: How requests that it may say that of were before.
    ratings: tuple[KeptRating, ...] = ()
    #: It was written to a reply address or a button that we never made: somebody guesses.
    guesses: bool = False
    #: The mail of ours to one person about no request, or several, that it answers.
    answers_notice: ToPerson = NO_NOTICE
    #: Requests that it points at without proof.
    known: tuple[Known, ...] = ()
    #: Every request that the fields above name, by id.
    requests: Mapping[int, Request] = field(default_factory=dict)
    #: What its sender, their domain and those requests have set off lately.
    spent: Spent = NOTHING_SPENT
    #: A mail of ours went to its sender within the ten minutes before it came.
    told_lately: bool = False
    #: When the mail server got it. None: now.
    arrived: datetime | None = None
    #: When it came, as far as its server can be believed; None for what is not expected.
    came: datetime | None = None
    #: Requests that wait for expected mail, by the name of that.
    awaited: Mapping[str, Outstanding] = field(default_factory=dict)
    #: Digests of the pictures in earlier mails of its sender, where it may matter which those are.
    pictures: frozenset[str] = frozenset()
    #: Its author said so, when we asked at the address on file: it is theirs, and to be carried.
    confirmed: bool = False
    #: It was carried out as a word, and its author says that it was meant as it stands.
    as_written: bool = False
    #: Who confirmed it: a person key, "" where nobody was asked.
    confirmed_by: str = ""
    #: Of whom its sender may not have known that they were at it, too.
    crossed: Crossed = NOTHING_CROSSED
    #: Who answered a request last that it points at, by its id: a person key. Only of those in
    #: which nothing is owed, where it may be thanks.
    answered_by: Mapping[int, str] = field(default_factory=dict)
    #: The request that its first line names, by `merge IT-1040`.
    merges: Request | None = None
    #: Address (key) of whom it asks to be a request for, where they wrote to this mailbox before.
    wrote_before: str = ""
    #: Open parts of the requests that it points at, where its first line takes one.
    parts: tuple[Request, ...] = ()
    #: What it may change of who is away.
    absent: AbsentFacts = NOTHING_ABSENT
    #: What its sender asked and is not closed, where it asks nothing but how that stands.
    asks: tuple[Request, ...] = ()
    #: They were told so within the ten minutes before it came.
    status_lately: bool = False
    #: The language of what its sender asked last, where its own words tell none.
    tongue: str = ""
    #: The same of whom its first line says that it is for.
    their_tongue: str = ""
