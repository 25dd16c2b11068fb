"""Lines of the ledger → their mails out of the mailbox, by number: where they came in, and where
they were put.
"""

from __future__ import annotations

from collections.abc import Collection

from mailtracker.config import MailboxConfig
from mailtracker.mailbox.mailbox import MailPlace, Probes, Shelves
from mailtracker.reconcile.shelved import Comparing
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Removed:
    """How many mails are `gone` out of a mailbox; how many bear the mark that they are deleted and
    still lie there, since the server can take away only all that anybody marked (`marked`).
    """

    gone: int
    marked: int


def places_of(
    comparing: Comparing, box: MailboxConfig, shelves: Shelves, lines: Collection[int]
) -> list[MailPlace]:
    """Where the mails of these lines lie now. The shelves are connected."""
    found: list[MailPlace] = []
    usual = [box.handled] if box.after == "move" else []
    for folder in dict.fromkeys(("", *filter(None, (*usual, box.confidential_folder)))):
        opened = shelves.look(folder)
        if opened is None:
            continue
        for mail in comparing.in_folder(folder):
            if mail.line_id in lines:
                head = mail.head
                found.append(MailPlace(folder, opened.epoch, head.number, head.arrived))
    return found


def remove(probes: Probes, places: Collection[MailPlace]) -> Removed:
    """Nothing else of the mailbox changes."""
    probes.connect(readonly=True)
    try:
        gone = [probes.remove(place, b"") for place in places]
    finally:
        probes.close()
    return Removed(gone.count(True), gone.count(False))
