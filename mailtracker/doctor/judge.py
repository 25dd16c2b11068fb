"""What became of the probes to one alias in; findings out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from mailtracker.config import MailboxConfig
from mailtracker.doctor.finding import DoctorFinding, doubt, fault, ok
from mailtracker.doctor.trial import POLL_SECONDS, ProbeArrival, ProbeWay, Sent, Trial
from mailtracker.errors import Unreadable
from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Message
from mailtracker.mail.mime.identity import ID_FIELD
from mailtracker.mail.origin.auth_fields import AuthField
from mailtracker.mail.origin.auth_results import authenticate, fields_of_border
from mailtracker.mail.origin.tenant import sent_inside
from mailtracker.mail.outgoing.ids import second_id
from mailtracker.mail.outgoing.probe import REFERENCE
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site
from mailtracker.record import dataclass

SLOW = 30.0
"""Seconds that a mail may take within one's own house."""

PROMPT = 10.0
"""Seconds after which a server's own word is of no use: to ask every 15 s would be as quick."""

TURNED, WRONG = timedelta(seconds=30), timedelta(minutes=10)
"""Of clocks: from the first on promises are off by what people notice, from the second on mail
looks older or newer than what was written before.
"""

QUARTER = timedelta(minutes=15)
"""Zones differ by whole quarters of an hour."""

NAMED = {
    ProbeWay.PLAIN: "mail to the alias",
    ProbeWay.SUBADDRESS: "mail to a subaddress",
    ProbeWay.NULL: "mail from the null sender",
}

REFUSED = {
    ProbeWay.PLAIN: "let the login under [smtp] send as the alias",
    ProbeWay.SUBADDRESS: (
        "let the server deliver subaddresses and the login send as them; else set "
        '`subaddressing = false` for the mailbox, or `envelope = "alias"` under [smtp]'
    ),
    ProbeWay.NULL: 'let the login send from <> (RFC 5321 4.5.5), or set `receipts = "envelope"`',
}

LOST = {
    ProbeWay.PLAIN: (
        "look into the server's log and its folders for this mail; a filter or a greylist may hold "
        "it: try --wait 300"
    ),
    ProbeWay.SUBADDRESS: (
        "people's replies would be lost: have the server deliver alias+anything@ to the alias, or "
        "set `subaddressing = false`"
    ),
    ProbeWay.NULL: 'receipts would be lost: see why, or set `receipts = "envelope"` under [smtp]',
}

LEARN = (
    "answers are known by our second id; that its own are learnt, too, name the folder where it "
    "stores what it sent (`sent_folder`), or set `echo = true` under [smtp]"
)
NO_SECOND = (
    "replies are still known by their address (alias+token@), copies in Sent and what cites the "
    "server's id are not: send by a server that leaves one of both ids"
)
NO_AUTO = (
    "robots of others would answer our receipts (RFC 3834): have the server keep Auto-Submitted, "
    "or send by another one"
)
STRIP = "have the border remove fields that bear its own name (RFC 8601 5)"
BY_LOGIN = "from mail by a login, too: else each of your users can write as any other"
SEND_FROM_OUTSIDE = (
    "mail by a login may pass another way than mail from outside: send one from outside with such "
    "a field, and see whether it stays"
)


@dataclass(frozen=True, slots=True)
class Court:
    """What is judged by: the mailbox (`box`), our `site`, for how many seconds was waited (`wait`),
    whether the server has IDLE (`idles`), and whether ids that it writes over ours are learnt from
    copies (`learns`).
    """

    box: MailboxConfig
    site: Site
    wait: float
    idles: bool
    learns: bool = False


def findings_of_trial(trial: Trial, court: Court) -> Iterator[DoctorFinding]:
    """In the order in which an admin mends them: what does not come cannot be judged further."""
    yield from (_delivered(one, trial, court) for one in trial.sent)
    came = [one for one in trial.sent if one.arrival is not None]
    if came:
        yield from _kept(came, court)
        yield from _border(trial, court)
        yield _clock([one.arrival for one in came if one.arrival])
        yield _announced(trial, court)
        yield from _marks(trial, court)
    if trial.left:
        said = f"{trial.left} of our mails could not be taken away again"
        todo = "delete them by hand; a daemon knows them, and opens nothing for them"
        yield doubt("probe.left", said, todo, count=trial.left)


# -- whether they come -----------------------------------------------------------------------------


def _delivered(one: Sent, trial: Trial, court: Court) -> DoctorFinding:
    ident, named, way = f"probe.{one.way}", NAMED[one.way], one.way
    if one.delivery.result in ("failed", "retry"):
        return _not_taken(one, ident)
    if one.arrival is not None:
        return _arrived(one.arrival, ident, named, trial)
    if one.report:
        return fault(ident, f"{named} came back", LOST[way])
    said = f"{named} did not come within {court.wait:g} s"
    if any(other.arrival is not None for other in trial.sent):
        said += "; other mail did"
    return fault(ident, said, LOST[way])


def _not_taken(one: Sent, ident: str) -> DoctorFinding:
    delivery, named = one.delivery, NAMED[one.way]
    answer = f"{delivery.code} {delivery.text}" if delivery.code else delivery.text
    if delivery.link:
        todo = "mend the connection to the server under [smtp] first"
        return fault(ident, f"{named} does not go out: {answer}", todo, code=delivery.code)
    if delivery.result == "retry" and not delivery.is_of_us:
        said = f"{named} is put off: {answer}"
        return doubt(ident, said, "ask again in some minutes", code=delivery.code)
    return fault(ident, f"{named} is refused: {answer}", REFUSED[one.way], code=delivery.code)


def _arrived(arrival: ProbeArrival, ident: str, named: str, trial: Trial) -> DoctorFinding:
    seconds = round(arrival.seen, 1)
    if trial.junk and arrival.place.folder == trial.junk:
        said = f"{named} lands in {trial.junk}"
        todo = "there nobody reads it: have the server trust mail of its own alias"
        return fault(ident, said, todo, seconds=seconds, folder=trial.junk)
    if arrival.seen > SLOW:
        said = f"{named} takes {arrival.seen:.0f} s"
        return doubt(ident, said, "see in the server's log where it waits", seconds=seconds)
    took = "at once" if arrival.seen < POLL_SECONDS else f"after {arrival.seen:.1f} s"
    return ok(ident, f"{named} arrives {took}", seconds=seconds)


# -- how they come ---------------------------------------------------------------------------------


def _kept(came: Sequence[Sent], court: Court) -> Iterator[DoctorFinding]:
    """The worst of all: a server may treat each envelope differently."""
    read = [(one, message) for one in came if (message := _message(one)) is not None]
    if not read:
        said = "what came cannot be read: the server makes something else of it"
        yield fault("probe.headers", said, "send by another server")
        return
    yield _message_id(read, court)
    yield _from(read)
    yield _auto(read)
    yield _headers(read, court)


Read = Sequence[tuple[Sent, Message]]


def _message(one: Sent) -> Message | None:
    try:
        return parse(one.arrival.raw) if one.arrival else None
    except Unreadable:
        return None


def _message_id(read: Read, court: Court) -> DoctorFinding:
    ident = "probe.message_id"
    for one, message in read:
        if message.message_id == one.probe.message_id:
            continue
        return _rewritten(one, message, court)
    return ok(ident, "Message-ID is kept", kept=True)


def _rewritten(one: Sent, message: Message, court: Court) -> DoctorFinding:
    """A mail of ours says its id twice more (docs/reliability.md, O15)."""
    ident, ours = "probe.message_id", one.probe.message_id
    said = f"the server writes {message.message_id or 'nothing'} over our Message-ID"
    if message.written_id == ours and second_id(ours) in message.references:
        if court.learns:
            return ok(ident, f"{said}; ours is still known, and its own is learnt", kept=False)
        return doubt(ident, said, LEARN, kept=False)
    if court.box.subaddressing:
        return doubt(ident, f"{said}, and drops our second id", NO_SECOND, kept=False)
    todo = "replies could not be known: send by a server that keeps one, or use subaddresses"
    return fault(ident, f"{said}, and drops our second id", todo, kept=False)


def _from(read: Read) -> DoctorFinding:
    ident = "probe.from"
    for one, message in read:
        shown = [address.key for address in message.from_]
        if shown != [address_key(one.probe.alias)]:
            said = f"the server writes {', '.join(shown) or 'nobody'} into From"
            todo = f"let the login under [smtp] send as {one.probe.alias}"
            return fault(ident, said, todo, kept=False)
    return ok(ident, "From is kept", kept=True)


def _auto(read: Read) -> DoctorFinding:
    ident = "probe.auto_submitted"
    for _, message in read:
        if not message.field("auto-submitted").strip().lower().startswith("auto-generated"):
            return fault(ident, "the server drops Auto-Submitted", NO_AUTO, kept=False)
    return ok(ident, "Auto-Submitted is kept", kept=True)


def _headers(read: Read, court: Court) -> DoctorFinding:
    """Reply-To carries the token, References and In-Reply-To the thread."""
    ident = "probe.headers"
    lost: list[str] = []
    for one, message in read:
        probe = one.probe
        has = {
            "Reply-To": [a.key for a in message.reply_to] == [address_key(probe.reply_to)],
            "References": probe.thread in message.references,
            "In-Reply-To": probe.thread in message.in_reply_to,
            ID_FIELD: message.written_id == probe.message_id,
            "X-Mailtracker-Reference": message.field("x-mailtracker-reference") == REFERENCE,
            "X-Mailtracker-Probe": message.field("x-mailtracker-probe") == probe.token,
        }
        lost += [name for name, kept in has.items() if not kept and name not in lost]
    if not lost:
        return ok(ident, "Reply-To, References and our own fields are kept", kept=True)
    said, judge = f"the server drops or changes {', '.join(lost)}", doubt
    if "Reply-To" in lost and court.box.subaddressing:
        judge = fault
    todo = "answers are known by Reply-To and References: have the server leave them as they are"
    return judge(ident, said, todo, kept=False)


# -- what the border says of them ------------------------------------------------------------------


def _border(trial: Trial, court: Court) -> Iterator[DoctorFinding]:
    plain = trial.by(ProbeWay.PLAIN)
    message = _message(plain) if plain else None
    if plain is None or message is None:
        return
    if court.site.authserv_ids:
        yield _forged(message, plain.probe.token, court.site)
    if court.site.exchange_tenant:
        yield _tenant(message, court.site)
    is_stamped = sent_inside(message, court.site).sent  # such mail bears neither DKIM nor DMARC
    if court.site.authserv_ids and not is_stamped:
        yield _alignment(message, plain.probe.token, court.site)


def _tenant(message: Message, site: Site) -> DoctorFinding:
    """Whether what logs in to our Exchange Online tenant is known by its stamp."""
    ident, inside = "border.tenant", sent_inside(message, site)
    if inside.sent:
        return ok(ident, "our Exchange Online tenant stamps mail from inside", sent=True)
    said = inside.reason or "our mail bears no stamp of our Exchange Online tenant"
    todo = (
        "colleagues inside are known by it alone: see that `exchange_tenant` is the tenant's id, "
        "and that mail by this login stays inside"
    )
    return doubt(ident, said, todo, sent=False)


def _forged(message: Message, token: str, site: Site) -> DoctorFinding:
    ident = "border.forged"
    clean = _without(message, token)
    if len(clean.trace) == len(message.trace):
        return ok(ident, "a forged Authentication-Results is removed", stripped=True)
    believed = authenticate(message, site).verified is True
    if believed and authenticate(clean, site).verified is not True:
        said = "a forged Authentication-Results comes through, and would prove a sender"
        return fault(ident, said, f"{STRIP}; {BY_LOGIN}", stripped=False)
    said = "a forged Authentication-Results comes through by our own login"
    return doubt(ident, said, f"{STRIP}. {SEND_FROM_OUTSIDE}", stripped=False)


def _without(message: Message, token: str) -> Message:
    """As it would be without what we forged."""
    return replace(message, trace=tuple(one for one in message.trace if token not in one[1]))


def _alignment(message: Message, token: str, site: Site) -> DoctorFinding:
    ident = "border.alignment"
    results = _results(fields_of_border(_without(message, token), site))
    shown = ", ".join(f"{method}={result}" for method, result in results.items())
    if not results:
        said = f"{' or '.join(site.authserv_ids)} says nothing of mail by our own login"
        todo = "what others think of it is to be seen outside: write to a mailbox elsewhere"
        return doubt(ident, said, todo)
    if results.get("dmarc") == "fail":
        todo = "sign with DKIM for the alias's domain, or name the server in its SPF record"
        return fault(ident, f"our own border denies our mail: {shown}", todo, **results)
    if "pass" not in results.values():
        todo = "set up DKIM or SPF for the alias's domain, else others hold our mail to be spam"
        return doubt(ident, f"nothing proves our mail: {shown}", todo, **results)
    return ok(ident, f"our own border says {shown}", **results)


def _results(fields: Sequence[AuthField]) -> dict[str, str]:
    """The topmost result of each method that speaks of senders."""
    found: dict[str, str] = {}
    for one in (result for field in fields for result in field.results):
        if one.method in ("dkim", "spf", "dmarc", "arc", "auth"):
            found.setdefault(one.method, one.result)
    return found


# -- clocks, word, marks ---------------------------------------------------------------------------


def _clock(arrivals: Sequence[ProbeArrival]) -> DoctorFinding:
    """By the instant that the mailbox notes (INTERNALDATE), and by the topmost Received line."""
    first = arrivals[0]
    ident, stored, passed = "clock", _off(first.place.arrived, first), _received(first)
    by_line = timedelta(0) if passed is None else _off(passed, first)
    if first.place.arrived.year == 1970:
        return doubt(ident, "the mailbox does not say when mail came", "use another server")
    measured = {"seconds": round(stored.total_seconds(), 1)}
    if abs(stored) <= TURNED:
        return ok(ident, f"the server's clock and ours agree{_about(stored)}", **measured)
    if passed is not None and abs(by_line) <= TURNED:
        said = f"the mailbox notes a wrong time of arrival{_about(stored)}"
        todo = "our clock is right by the Received line; it may drop the zone: see to the server"
        return doubt(ident, said, todo, **measured)
    said = f"the server's clock and ours differ{_about(stored)}"
    todo = "set both by NTP: promises, tokens and signatures count by them"
    return (fault if abs(stored) > WRONG else doubt)(ident, said, todo, **measured)


def _off(instant: datetime, arrival: ProbeArrival) -> timedelta:
    """How far from when it must have come: nothing in between, for half a minute is full of
    seconds that nobody counts exactly.
    """
    if instant < arrival.began:
        return min(timedelta(0), instant - arrival.began + timedelta(seconds=1))
    return max(timedelta(0), instant - arrival.found)


def _received(arrival: ProbeArrival) -> datetime | None:
    try:
        trace = parse(arrival.raw).trace
        line = next(value for name, value in trace if name == "received")
        found = parsedate_to_datetime(line.rpartition(";")[2].strip())
    except (Unreadable, StopIteration, ValueError, TypeError, IndexError):
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _about(off: timedelta) -> str:
    seconds = off.total_seconds()
    if abs(seconds) < 1:
        return ""
    way = "ahead" if seconds > 0 else "behind"
    zone = "; a zone's worth" if abs(off) >= QUARTER and _is_zone(off) else ""
    return f" (it is {abs(seconds):.0f} s {way}{zone})"


def _is_zone(off: timedelta) -> bool:
    rest = abs(off) % QUARTER
    return min(rest, QUARTER - rest) <= timedelta(seconds=60)


def _announced(trial: Trial, court: Court) -> DoctorFinding:
    ident = "probe.idle"
    if not court.idles:
        return ok(ident, "without IDLE: the server is asked every 15 s", idle=False)
    heard = [(trial.word, "IDLE announces mail")] if trial.word is not None else []
    taken = [one.put_away for one in trial.sent if one.put_away is not None]
    heard += [(seconds, "a running daemon had the mail") for seconds in taken]
    if not heard:
        said = f"IDLE announces nothing within {court.wait:g} s"
        return doubt(ident, said, SLOW_WORD, idle=True)
    seconds, who = min(heard)
    measured = {"idle": True, "seconds": round(seconds, 1)}
    if seconds <= PROMPT:
        return ok(ident, f"{who} after {seconds:.1f} s", **measured)
    return doubt(ident, f"{who} late: after {seconds:.0f} s", SLOW_WORD, **measured)


SLOW_WORD = (
    "until it has told of something in time, `run` asks it every 10 s, and receipts go out that "
    "much later: have it notice mail at once (inotify, idled, delivery by its own LMTP)"
)


def _marks(trial: Trial, court: Court) -> Iterator[DoctorFinding]:
    ident = "probe.keyword"
    if trial.keeps_mark is None:
        return
    if trial.keeps_mark:
        yield ok(ident, "the mailbox keeps our keyword", kept=True)
    elif court.box.after == "keyword":
        todo = 'mails that are done cannot be marked: set `after = "move"` for this mailbox'
        yield fault(ident, "the mailbox forgets our keyword", todo, kept=False)
    else:
        todo = "a mail that cannot be moved looks new: use a server that keeps keywords"
        yield doubt(ident, "the mailbox forgets our keyword", todo, kept=False)
