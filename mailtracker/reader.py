"""Raw bytes → Message and kind, read in a child process with a deadline and limits of memory and
processor time, so that no mail can stop us.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from mailtracker.child import Awaited, Child, ChildKind, GivenUp, look
from mailtracker.child_line import ChildFault, NotAnswered
from mailtracker.errors import Unreachable, Unreadable
from mailtracker.mail.message import Classified, Message, Packed
from mailtracker.mail.site import NO_SITE, Site
from mailtracker.record import dataclass
from mailtracker.spool import RawMail, whole

# It logs a traceback over every odd mail.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)

DEADLINE = 10.0
"""Seconds that reading one mail may take, from when it is the first in line to the child's last
byte.
"""

PROCESSOR = 10.0
"""Seconds of processor time that it may take. A busy machine makes a mail slow, never this."""

_WARM_UP = b"""\
From: Ana Berg <ana@example.org>
To: Help <help@example.org>
Subject: Drucker
Date: Mon, 2 Nov 2026 09:00:00 +0100
Message-ID: <warm-up@example.org>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=part

--part
Content-Type: text/plain; charset=utf-8

Hallo,

mein Drucker druckt nicht mehr, und ich kann die Rechnung nicht schicken. Was kann das sein?

Danke, Ana Berg
--part
Content-Type: text/html; charset=utf-8

<p>Hallo,</p><p>mein Drucker druckt nicht mehr, und ich kann die Rechnung nicht schicken.</p>
--part--
"""
"""Read once before the first mail, so that this one does not wait for what ordinary mail is
searched for. Its language is plain: the models that tell others, 0.2 s and 25 MB, are loaded for
the first mail that needs them.
"""

MEMORY = 512 << 20
"""Bytes of address space for the child. A mail of 195 MB takes 481 MB of it at the peak (November
2026).
"""


@dataclass(frozen=True, slots=True)
class Reading(Packed):
    """A mail, read: either `message` and `classified`, which says who wrote it and why, or
    `trouble`, which says why it could not be read.
    """

    message: Message | None
    classified: Classified | None
    trouble: str = ""


class ReadingGivenUp(GivenUp):
    """Somebody said `until`, or closed the reader: nothing is known about these mails."""


class Reader(Protocol):
    """What the loops need of whoever reads."""

    def read(self, raws: Sequence[RawMail], until: threading.Event | None = None) -> list[Reading]:
        """The readings in the order of the mails. Never raises for a bad mail; ReadingGivenUp once
        `until` is set, Unreachable where nothing can be read at the moment.
        """

    def close(self) -> None:
        """No more mails will come."""


class InProcessReader:
    """Reads here and now, without protection: for tests of other things, and to measure."""

    def __init__(self, site: Site = NO_SITE) -> None:
        self._site = site

    def read(self, raws: Sequence[RawMail], until: threading.Event | None = None) -> list[Reading]:
        if until is not None and until.is_set():
            raise ReadingGivenUp
        return [read_one(whole(raw), self._site) for raw in raws]

    def close(self) -> None:
        """Nothing to end."""


_NO_MEMORY = "needs more memory to read than it may have"


def read_one(raw: bytes, site: Site) -> Reading:
    """Any bytes in, a reading out."""
    from mailtracker.mail.understand import understand  # the parent reads nothing

    try:
        return Reading(*understand(raw, site))
    except Unreadable as error:
        return Reading(None, None, str(error))
    except MemoryError:
        return Reading(None, None, _NO_MEMORY)
    except Exception as error:  # a bug of ours must not stop the loop; the mail waits in quarantine
        return Reading(None, None, f"{type(error).__name__}: {error}")


_TROUBLES = {
    ChildFault.TIME: f"could not be read within {DEADLINE:g} seconds",
    ChildFault.PROCESSOR: f"takes more than {PROCESSOR:g} seconds of processor time to read",
    ChildFault.MEMORY: _NO_MEMORY,
    ChildFault.DEATH: "the reader died over this mail, each time (out of memory?)",
}


class ChildReader:
    """Reads in one long-lived child. A mail that takes too long or too much costs that child its
    life, and only that. What fails is tried in three children (`child.TRIES`), each new, before it
    is given up. The mails of a call are sent ahead: the child never waits for us.

    Safe in any thread; mails of several threads are read in the order in which they come.
    """

    def __init__(
        self, site: Site = NO_SITE, deadline: float = DEADLINE, memory: int = MEMORY
    ) -> None:
        kind = ChildKind("mailtracker-reader", begin_to_read, memory, PROCESSOR)
        self.child: Child[RawMail, Reading] = Child(kind, site, deadline)

    def read(self, raws: Sequence[RawMail], until: threading.Event | None = None) -> list[Reading]:
        asked: list[Awaited[Reading]] = []
        try:
            look(until)
            asked = self.child.ask_all(raws)
            if asked:
                self.child.wait(asked[-1], until)
            return [_reading(awaited, until) for awaited in asked]
        except GivenUp:
            raise ReadingGivenUp from None
        except Unreachable:
            said = "the process that reads mail does not start, so no mail can be read"
            raise Unreachable(said) from None
        finally:
            self.child.withdraw(asked)  # those that have no answer yet, by whatever error

    def close(self) -> None:
        """Within seconds, whatever the child does: a reading that is under way is given up."""
        self.child.close()


def _reading(awaited: Awaited[Reading], until: threading.Event | None) -> Reading:
    try:
        return awaited.answer(until)
    except NotAnswered as error:
        return Reading(None, None, _TROUBLES.get(error.fault, str(error)))


def begin_to_read(site: Site) -> Callable[[bytes], Reading]:
    """In the child. Reads one mail first, so that no real one waits for patterns and modules."""
    if read_one(_WARM_UP, site).message is None:
        raise RuntimeError("no mail can be read here")  # that is no mail's fault

    def read(raw: bytes) -> Reading:
        reading = read_one(raw, site)
        if reading.trouble == _NO_MEMORY:
            raise MemoryError
        return reading

    return read
