"""One mailbox's connections in; what became of mails that were sent to the alias itself out.

Nobody else is written to. What was found of ours is removed at the end, whatever happened; a daemon
that serves the mailbox meanwhile, or later, knows a probe by its mark (docs/reliability.md, R16).
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import field
from datetime import UTC, datetime
from enum import StrEnum

from mailtracker.config import MailboxConfig
from mailtracker.errors import MailtrackerError
from mailtracker.mail.address_key import domain_of
from mailtracker.mail.outgoing.ids import (
    DRAWN,
    bounce_address,
    mail_ids,
    probe_token,
    reply_address,
)
from mailtracker.mail.outgoing.probe import Probe, probe_mail
from mailtracker.mailbox.mailbox import MailPlace, Probes
from mailtracker.record import dataclass
from mailtracker.smtp import Delivery, SmtpLink

POLL_SECONDS = 0.5
"""Between two looks for probes, and so how exactly it is known when one came."""

LISTEN_SECONDS = 0.05
"""Between two looks whether the server is listened to."""

TRIES = 3
"""To remove one: a daemon may move it at that moment."""


class ProbeWay(StrEnum):
    """From whom and to what address a probe goes."""

    #: From the alias to the alias.
    PLAIN = "plain"
    #: To a tag behind the alias, from the sender that is made for one mail.
    SUBADDRESS = "subaddress"
    #: From the null sender, as receipts.
    NULL = "null"


@dataclass(frozen=True, slots=True)
class ProbeArrival:
    """Where a probe lies: its `place`, its bytes (`raw`, the header at least), `seen` how many
    seconds after the server took it, between which instants it must have come (`began`, `found`;
    UTC, by our own clock).
    """

    place: MailPlace
    raw: bytes
    seen: float
    began: datetime
    found: datetime


@dataclass(slots=True)
class Sent:
    """One probe on its way."""

    #: How it goes.
    way: ProbeWay
    #: What it says.
    probe: Probe
    #: Its envelope sender, "" for the null one.
    env_from: str
    #: Its recipient.
    env_to: str
    #: What the server said to it.
    delivery: Delivery
    #: When it went out, by our clock.
    began: datetime
    #: When the server had taken it, as `time.monotonic` counts.
    taken: float
    #: None: it has not come yet.
    arrival: ProbeArrival | None = None
    #: Seconds after which a daemon had put it away, as far as we looked; None: none has.
    put_away: float | None = None
    #: Further copies of it, such as one in a folder for sent mail.
    copies: list[MailPlace] = field(default_factory=list)
    #: The header of a mail that speaks of it: it came back.
    report: bytes = b""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of all probes to one alias."""

    #: Every one, in order.
    sent: Sequence[Sent]
    #: Seconds between a probe's coming and the server's own word of it; None: none was heard.
    word: float | None
    #: Whether a mark stays; None: it could not be tried.
    keeps_mark: bool | None
    #: Probes that we could not take away again.
    left: int
    #: The folder of what the server holds to be spam, "" for none.
    junk: str

    def by(self, way: ProbeWay) -> Sent | None:
        return next((one for one in self.sent if one.way is way), None)


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """How a mailbox is tried."""

    #: Of which alias.
    box: MailboxConfig
    #: The database's, so that a daemon knows the probes.
    key: bytes = field(repr=False)
    #: Random bytes, `ids.DRAWN` of them a call.
    draw: Callable[[int], bytes]
    #: Opens another way to the mailbox.
    probes: Callable[[], Probes]
    #: To the server that takes our mail.
    link: SmtpLink
    #: How probes go, one each.
    ways: Sequence[ProbeWay]
    #: Seconds that a probe may take.
    wait: float
    #: Whether the alias may have an envelope sender for each mail.
    verp: bool
    #: In whose name a field is forged, "" for none.
    forged: str = ""
    #: Told, for people, what is waited for.
    tell: Callable[[str], None] = print
    #: Set where nobody waits any longer: what was sent is looked for once more, and removed.
    stop: threading.Event = field(default_factory=threading.Event)


class Ear(threading.Thread):
    """Listens to what the server says by itself, on a connection of its own. `words` are instants
    as `time.monotonic` counts.
    """

    def __init__(self, probes: Probes, until: float) -> None:
        super().__init__(daemon=True)
        self.words: list[float] = []
        self._probes, self._until, self._ended = probes, until, False

    def run(self) -> None:
        with suppress(MailtrackerError):  # who hears nothing says so
            while self._hopes and (left := self._until - time.monotonic()) > 0:
                if self._probes.announced(left):
                    self.words.append(time.monotonic())

    @property
    def _hopes(self) -> bool:
        """A server may offer IDLE and then refuse it."""
        return not self._ended and "IDLE" in self._probes.capabilities()

    def await_listening(self, plan: TrialPlan) -> None:
        """Until it would hear of a mail that comes now, or never will."""
        end = time.monotonic() + plan.wait
        while self.is_alive() and not self._probes.listens and time.monotonic() < end:
            if plan.stop.wait(LISTEN_SECONDS):
                return

    def end(self) -> None:
        self._ended = True
        self._probes.wake()
        self.join()


def tried(plan: TrialPlan, watching: Probes) -> Trial:
    """Send, wait, mark, remove. `watching` is connected. Raises what the mailbox raises."""
    junk, box = watching.special("junk"), plan.box
    copied = box.sent_folder or watching.special("sent")
    folders = watching.begin([box.handled, *filter(None, (junk, copied))])
    plan.tell(f"{box.name}: sends {len(plan.ways)} mails to {box.address} itself")
    with ExitStack() as ends:
        ear = _listening(plan, ends) if watching.capabilities().count("IDLE") else None
        sent = asyncio.run(_send_all(plan))
        try:
            word = _wait(_Wait(plan, watching, sent, ear, copied))
            keeps = _keeps_mark(watching, sent)
        finally:
            left = _remove_all(watching, sent)
    return Trial(sent, word, keeps, left, junk if junk in folders else "")


def _listening(plan: TrialPlan, ends: ExitStack) -> Ear:
    probes = ends.enter_context(closing(plan.probes()))
    probes.connect(readonly=True)
    ear = Ear(probes, time.monotonic() + 3 * plan.wait)
    ear.start()
    ends.callback(ear.end)
    ear.await_listening(plan)
    return ear


# -- out -------------------------------------------------------------------------------------------


async def _send_all(plan: TrialPlan) -> list[Sent]:
    try:
        return [await _send(plan, way) for way in plan.ways]
    finally:
        await plan.link.close()


async def _send(plan: TrialPlan, way: ProbeWay) -> Sent:
    alias, drawn = plan.box.address, plan.draw(DRAWN)
    ids = mail_ids(plan.key, drawn, domain_of(alias))
    token = probe_token(plan.key, drawn)
    tagged = reply_address(alias, token) if plan.box.subaddressing else alias
    own = bounce_address(alias, ids.bounce or "") if plan.verp else alias
    envelopes = {
        ProbeWay.PLAIN: (alias, alias),
        ProbeWay.SUBADDRESS: (own, tagged),
        ProbeWay.NULL: ("", alias),
    }
    env_from, env_to = envelopes[way]
    probe = Probe(
        message_id=ids.message_id,
        token=token,
        alias=alias,
        reply_to=tagged,
        date=datetime.now(UTC),
        thread=mail_ids(plan.key, plan.draw(DRAWN), domain_of(alias)).message_id,
        forged=plan.forged if way is ProbeWay.PLAIN else "",
    )
    delivery = await plan.link.deliver(env_from, env_to, probe_mail(probe))
    return Sent(way, probe, env_from, env_to, delivery, probe.date, time.monotonic())


# -- and in ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wait:
    """For what was `sent` by a `plan`, in the mailbox that we are `watching`, and for what an `ear`
    hears (None where the server says nothing by itself). What lies in the folder `copied` was sent,
    and did not come.
    """

    plan: TrialPlan
    watching: Probes
    sent: Sequence[Sent]
    ear: Ear | None
    copied: str

    @property
    def owed(self) -> list[Sent]:
        """Those that the server took and that have neither come nor come back."""
        there = [one for one in self.sent if one.delivery.result in ("sent", "uncertain")]
        return [one for one in there if one.arrival is None and not one.report]

    @property
    def is_heard(self) -> bool:
        """Whether the server need say nothing more."""
        if self.ear is None or all(one.arrival is None for one in self.sent):
            return True
        return self.word is not None or self.daemon_took

    @property
    def daemon_took(self) -> bool:
        """A daemon was told: it has put one away, perhaps before we were."""
        return any(one.put_away is not None for one in self.sent)

    @property
    def word(self) -> float | None:
        """How late the first word was that can be about a probe."""
        came = [one.taken + one.arrival.seen for one in self.sent if one.arrival is not None]
        if self.ear is None or not came:
            return None
        first = min(came)
        late = [
            max(0.0, word - first) for word in self.ear.words if word > first - 2 * POLL_SECONDS
        ]
        return late[0] if late else None


def _wait(wait: _Wait) -> float | None:
    """Until all have come and the server has said so, or nobody waits any longer."""
    end = time.monotonic() + wait.plan.wait
    told = -1
    while True:
        for place, raw in wait.watching.found():
            _take(wait, place, raw)
        owed = wait.owed
        is_over = time.monotonic() >= end or wait.plan.stop.is_set()
        if is_over or (not owed and wait.is_heard):
            return wait.word
        if told != len(owed):
            told = len(owed)
            wait.plan.tell(_waits_for(wait, told))
        wait.plan.stop.wait(POLL_SECONDS)


def _waits_for(wait: _Wait, owed: int) -> str:
    name, most = wait.plan.box.name, f"{wait.plan.wait:g} s at most"
    if owed:
        came = len(wait.sent) - owed
        return f"{name}: {came} of {len(wait.sent)} are there; waits {most}"
    return f"{name}: all are there; waits for the server's own word of it, {most}"


def _take(wait: _Wait, place: MailPlace, raw: bytes) -> None:
    head, _, rest = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    for one in wait.sent:
        token = one.probe.token.encode()
        if token in head:
            _came(wait, one, place, raw)
        elif token in rest:
            one.report = head


def _came(wait: _Wait, one: Sent, place: MailPlace, raw: bytes) -> None:
    """A daemon may move it between two looks: then it lies where it was found last."""
    seen = max(0.0, time.monotonic() - one.taken)
    if place.folder == wait.plan.box.handled and one.put_away is None:
        one.put_away = seen
    is_copy = bool(place.folder) and place.folder == wait.copied
    if is_copy or one.arrival is not None:
        one.copies.append(place)
        return
    one.arrival = ProbeArrival(place, raw, seen, one.began, datetime.now(UTC))


# -- afterwards ------------------------------------------------------------------------------------


def _places(one: Sent) -> list[MailPlace]:
    return [*([one.arrival.place] if one.arrival else ()), *one.copies]


def _keeps_mark(watching: Probes, sent: Sequence[Sent]) -> bool | None:
    with suppress(MailtrackerError):  # what cannot be tried is no reason to say nothing of all else
        for one in sent:
            for place in reversed(_places(one)):
                if (kept := watching.keeps_mark(place)) is not None:
                    return kept
    return None


def _remove_all(watching: Probes, sent: Sequence[Sent]) -> int:
    """How many are left. What a daemon moved meanwhile is looked for where it is now."""
    lie = [(place, one.probe.token.encode()) for one in sent for place in _places(one)]
    left = 0
    for _ in range(TRIES):
        while lie:
            try:
                left += not watching.remove(*lie[-1])
            except MailtrackerError:
                return left + len(lie)
            lie.pop()
        lie = list(_moved(watching, sent))
        if not lie:
            break
    return left + len(lie)


def _moved(watching: Probes, sent: Sequence[Sent]) -> Iterator[tuple[MailPlace, bytes]]:
    with suppress(MailtrackerError):
        for place, raw in watching.found():
            head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
            tokens = (one.probe.token.encode() for one in sent)
            yield from ((place, token) for token in tokens if token in head)
