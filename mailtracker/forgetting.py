"""An address → what is known of whoever has it: a plan, which changes nothing; and that plan
carried out, so that nothing of them is left where we keep anything, and every figure stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from email import policy as email_policy
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from hashlib import sha256

from mailtracker.commands import carry_out
from mailtracker.config import Config, MailboxConfig
from mailtracker.desk.on_command import Close
from mailtracker.desk.request import Request
from mailtracker.errors import MailtrackerError
from mailtracker.mail.address_key import is_mailable
from mailtracker.mailbox.mailbox import MailPlace, Probes, Shelves
from mailtracker.policy.identity import identity
from mailtracker.policy.model import Person, Policy
from mailtracker.reader import Reader
from mailtracker.reconcile.removing import Removed, places_of, remove
from mailtracker.reconcile.shelved import Comparing
from mailtracker.record import dataclass
from mailtracker.start import Start
from mailtracker.store import forgotten, keep, requests, rulesets, traces
from mailtracker.store.database import Store, rewrite
from mailtracker.store.forgotten import Emptied
from mailtracker.store.home import Rewritten
from mailtracker.store.traces import PartyRole, Traces
from mailtracker.world import World

READ_AT_ONCE = 50
"""Kept mails in memory at once."""

_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:=]+@[^\s<>()\[\]\"',;:=]+")


@dataclass(frozen=True, slots=True)
class Forgettable:
    """Whose `address` was typed, and who that is: `theirs` says of any address whether it is
    another spelling, `who` is what is kept to know them again, without it.
    """

    address: str
    theirs: Callable[[str], bool]
    who: str


def who_has(policy: Policy, address: str, key: bytes) -> Forgettable:
    """`key`: the store's. Raises MailtrackerError for what is no address."""
    if not is_mailable(address):
        raise MailtrackerError(f"{address!r} is no address")
    wanted = identity(policy, address)

    def theirs(one: str) -> bool:
        return "@" in one and identity(policy, one) == wanted

    return Forgettable(address, theirs, forgotten.hash_of(key, wanted))


@dataclass(frozen=True, slots=True)
class ForgetPlan:
    """What would be forgotten, and what stands in the way."""

    #: Whom it is about.
    whom: Forgettable
    #: All by which they stand in the database.
    about: Traces
    #: The references of these requests, by number.
    references: Mapping[int, str]
    #: Lines of the ledger that lose their words.
    mails_in: Collection[int]
    #: Rows of the outbox that do.
    mails_out: Collection[int]
    #: Others, about several requests or none, in which these requests or their address stand.
    lists: Collection[int]
    #: Of those of these that are on their way still: how many.
    lists_waiting: int
    #: Mails that they wrote: lines of the ledger, also of those that were forgotten before.
    lines: frozenset[int]
    #: Kept mails of other people's requests that name them: they stay.
    other_mails: int
    #: Where rules files and config name them, as file:line.
    named_in: tuple[str, ...]
    #: The same person in the people file; None: they do not stand there.
    person: Person | None
    #: Their number, where they were forgotten before.
    number: int | None
    #: Their address stands anywhere at all, earlier rule sets among it.
    stands: bool

    @property
    def id(self) -> str:
        """Of the same plan the same."""
        told = (
            self.whom.who,
            sorted(self.references.values()),
            sorted(self.mails_in),
            sorted(self.mails_out),
        )
        return sha256(repr(told).encode()).hexdigest()[:8]

    @property
    def is_empty(self) -> bool:
        """Nobody knows of them."""
        known = self.number is not None or self.stands or bool(self.named_in)
        return self.about.is_nobody and not known

    def named(self, numbers: Collection[int]) -> list[str]:
        """Requests, as people call them."""
        return [self.references[number] for number in sorted(numbers)]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done: the rows that are `emptied`; what still waits (`left`), and which requests
    these are (`waiting`); texts of other people that have the address still (`other_texts`); the
    files of the database (`rewritten`).
    """

    emptied: Emptied
    left: Traces
    waiting: list[str]
    other_texts: int
    rewritten: Rewritten


def plan(config: Config, store: Store, start: Start, address: str) -> ForgetPlan:
    """Writes nothing. Raises MailtrackerError for an address that is none, or one of ours."""
    policy = start.world.policy
    whom = who_has(policy, address, store.key)
    if any(whom.theirs(one) for alias in start.world.aliases.values() for one in alias.addresses):
        raise MailtrackerError(f"{address} is a mailbox that is served here")
    person = policy.person_by_address(address)
    others = policy.people.keys() - ({person.key} if person else set())
    with store.read() as conn:
        about = traces.traces(conn, address, whom.theirs, others)
        found = requests.by_ids(conn, about.requests)
        mails_in, mails_out = traces.mails_in(conn, about), traces.mails_out(conn, about)
        lists = traces.lists_kept(conn)
        number = forgotten.number_of(conn, whom.who)
        before = frozenset() if number is None else forgotten.lines_of(conn, number)
        stands = traces.texts_naming(conn, about.addresses) > 0
        stands = stands or bool(rulesets.naming(conn, [one.encode() for one in about.addresses]))
        secret = traces.confidential(conn)  # of those of others nothing is said
        theirs = forgotten.names_about(conn, about.requests | secret, mails_in, mails_out)
    references = {one.id: one.reference for one in found.values()}
    ripe = [found[one] for one in about.ripe]
    mentions = _mentions(store, about, ripe, {one.sha256 for one in lists})
    told = [one for one in lists if one.sha256 in mentions.either and one.row not in mails_out]
    named = {one.row for one in told if one.settled}
    on_their_way = [one for one in told if one.recipient not in about.addresses]
    return ForgetPlan(
        whom,
        about,
        references,
        mails_in,
        mails_out,
        sorted(named),
        sum(1 for one in on_their_way if not one.settled),
        about.lines | before,
        len(mentions.them - theirs - {one.sha256 for one in lists if one.row in named}),
        tuple(_named_in(config, start, whom)),
        person,
        number,
        stands,
    )


@dataclass(frozen=True, slots=True)
class _Mentions:
    """Kept mails (sha256) that surely name them (`them`); of lists also those that perhaps name
    them, or a request of theirs (`either`).
    """

    them: frozenset[str]
    either: frozenset[str]


def _mentions(
    store: Store, about: Traces, theirs: Collection[Request], lists: Collection[str]
) -> _Mentions:
    """`lists`: kept mails (sha256) in which a request is named by its reference or subject: many
    words, for which not every mail is searched.
    """
    wanted = [word.lower() for word in about.words]
    called = {*about.names, *(word for one in theirs for word in (one.reference, one.subject))}
    known_as = (rf"\b{re.escape(word.lower())}\b" for word in called if word)
    perhaps = re.compile("|".join(known_as) or "(?!)")
    found: set[str] = set()
    either: set[str] = set()
    with store.read() as conn:
        names = traces.all_kept(conn)
    for first in range(0, len(names), READ_AT_ONCE):
        with store.read() as conn:
            some = keep.load_all(conn, names[first : first + READ_AT_ONCE])
        for name, raw in some.items():
            words = words_of(raw) if isinstance(raw, bytes) else ""
            if any(word in words for word in wanted):
                found.add(name)
            if name in found or (name in lists and perhaps.search(words)):
                either.add(name)
    return _Mentions(frozenset(found), frozenset(either))


def words_of(raw: bytes) -> str:
    """All that a mail says, in lower case: as it stands, and decoded."""
    mail = BytesParser(policy=email_policy.compat32).parsebytes(raw)
    parts = [raw.decode("latin-1"), *map(_decoded, mail.walk())]
    return "\n".join(parts).lower()


def _decoded(part: Message) -> str:
    said = []
    for value in part.values():
        try:
            said.append(str(make_header(decode_header(str(value)))))
        except (LookupError, ValueError, UnicodeError):
            said.append(str(value))
    body = None if part.is_multipart() else part.get_payload(decode=True)
    if isinstance(body, bytes):
        said += [body.decode("utf-8", "replace"), body.decode("utf-16", "replace")]
    return "\n".join(said)


def _named_in(config: Config, start: Start, whom: Forgettable) -> Iterator[str]:
    """Whatever line of config or rules has an address of theirs in it."""
    files = {str(config.rules / name): data for name, data in start.rules.files.items()}
    if config.path.is_file():
        files[str(config.path)] = config.path.read_bytes()
    for name, data in sorted(files.items()):
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            if any(whom.theirs(one) for one in _ADDRESS.findall(line.replace("{", " "))):
                yield f"{name}:{number}"


def hinders(made: ForgetPlan, close: bool) -> str:
    """Why it cannot be done, in words; "" where it can."""
    about = made.about
    if made.person is not None:
        where = next(iter(made.named_in), "the people file")
        return (
            f"the people file has {made.person.name} ({where}): take them out there, type "
            f"`mailtracker reload`, then this once more"
        )
    owned = about.roles[PartyRole.OWNER] & about.still_open
    if owned:
        said = ", ".join(made.named(owned))
        return f"they still have {said}: give these to somebody else (`mailtracker assign`) first"
    asked = about.roles[PartyRole.REQUESTER] & about.still_open
    if asked and not close:
        said = ", ".join(made.named(asked))
        return f"{said}: not closed yet; --close closes what they asked for, else wait"
    if made.lists_waiting:
        return (
            "mail of ours about several requests names them and is on its way: wait until it is "
            "sent, or see `mailtracker outbox list`"
        )
    return ""


def carry_out_plan(
    config: Config, store: Store, world: World, made: ForgetPlan, by: tuple[str, datetime]
) -> Forgotten:
    """`by`: who does it, and when. What waits stays whole, and is forgotten when this is done once
    more. Raises MailtrackerError.
    """
    who, now = by
    whom = made.whom
    for number in sorted(made.about.roles[PartyRole.REQUESTER] & made.about.still_open):
        with store.write() as conn:
            carry_out(conn, world, made.references[number], Close, now)
    with store.write() as conn:
        about = traces.traces(conn, whom.address, whom.theirs, world.policy.people)
        names = forgotten.names_for(conn, whom.who, about.people)
        grave = forgotten.Grave(names, store.key, now)
        emptied = forgotten.forget(conn, about, grave, made.lists)
        told = f"{who}: {emptied.requests} requests, {emptied.mails_in} mails in, "
        forgotten.note(conn, f"{told}{emptied.mails_out} mails of ours ({whom.who})", now)
        left = traces.traces(conn, whom.address, whom.theirs, world.policy.people)
        waiting = [one.reference for one in requests.by_ids(conn, left.waiting).values()]
        texts = traces.texts_naming(conn, about.words)
    return Forgotten(emptied, left, sorted(waiting), texts, rewrite(config.store.url))


@dataclass(frozen=True, slots=True)
class Rooms:
    """How a mailbox is looked into (`shelves_of`), how mails are taken out of it (`probes_of`), and
    what reads them (`reader`).
    """

    shelves_of: Callable[[MailboxConfig], Shelves]
    probes_of: Callable[[MailboxConfig], Probes]
    reader: Reader


def their_mails(
    config: Config, store: Store, made: ForgetPlan, rooms: Rooms, now: datetime
) -> dict[str, list[MailPlace]]:
    """Where mails that they wrote lie, by mailbox. Looks only. Raises Unreachable and the like."""
    with store.read() as conn:
        lines = made.lines - forgotten.lines_about(conn, made.about.waiting)
    found: dict[str, list[MailPlace]] = {}
    for box in config.mailboxes:
        with closing(rooms.shelves_of(box)) as shelves:
            shelves.connect(readonly=True)
            comparing = Comparing(store, box, shelves, rooms.reader, now)
            found[box.name] = places_of(comparing, box, shelves, lines)
    return found


def take_out(
    config: Config, places: Mapping[str, Collection[MailPlace]], rooms: Rooms
) -> dict[str, Removed]:
    """These mails out of their mailboxes."""
    boxes = [box for box in config.mailboxes if places.get(box.name)]
    return {box.name: remove(rooms.probes_of(box), places[box.name]) for box in boxes}
