"""`send`, in answer to a letter of ours about a kept mail → that mail goes on its way, once."""

from __future__ import annotations

from datetime import datetime

from mailtracker.desk.button_letters import ButtonDidNothing
from mailtracker.desk.case import Case, address_of
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    SendLetter,
    TakeUp,
)
from mailtracker.desk.letters import AskBack, Confirm, Elsewhere
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.thread import Thread
from mailtracker.desk.word_letters import KeptInside
from mailtracker.desk.words.owner_words import Command, Word, greets, read_command
from mailtracker.policy.model import Person
from mailtracker.record import dataclass

ASKS = (
    *(AskBack.name, Elsewhere.name, Confirm.name, KeptInside.name),
    ButtonDidNothing.name,
)
"""Letters about a kept mail, which `send` in answer to them sends."""


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail that its author says is theirs: its line in the ledger (`line_id`), and when it was
    sent on (`sent_at`), None where it is not, or still in the outbox. `noted`: it was kept as an
    internal note.
    """

    line_id: int
    sent_at: datetime | None = None
    noted: bool = False


def settles(case: Case, found: Thread) -> KeptMail | None:
    """The kept mail that this one sends: `send`, in answer to the letter that asked about it. That
    went to the address on file, so it proves by itself who answers.
    """
    command = read_command(case.message.new_text)
    asked = found.proof
    if asked is None or command is None or command.word is not Word.SEND:
        return None
    if asked.about_line is None or asked.letter not in ASKS:
        return None
    return KeptMail(asked.about_line, asked.about_sent_at, asked.letter == KeptInside.name)


def send_kept(request: Request, kept: KeptMail, by: Person, lane: Lane) -> list[Effect | Because]:
    """Its author says that a kept mail is theirs, and to be carried. `lane`: whom their
    words reach; a letter of another lane would have them speak as somebody else.
    """
    told = Confirm("send", "sent", "", sent_at=kept.sent_at)
    if kept.sent_at is not None:
        return _once_more(request, kept, by, SendLetter(told, address_of(by), by.key, lane))
    return [
        Because(f"{by.name} sends what was kept of {request.reference}"),
        LogEvent("sent", f"{by.name} says that mail m{kept.line_id} is theirs, and to be sent"),
        SendLetter(told, address_of(by), by.key, lane),
        Dispose(Disposition.REPLY, "word send"),
        TakeUp(kept.line_id, by.key, as_written=kept.noted),
    ]


def _once_more(
    request: Request, kept: KeptMail, by: Person, told: SendLetter
) -> list[Effect | Because]:
    return [
        Because(f"{by.name} sends again what was sent on of {request.reference}"),
        LogEvent("sent", f"{by.name} says `send` again of mail m{kept.line_id}, which has gone"),
        told,
        Dispose(Disposition.REPLY, "word send, again"),
    ]


def greets_requester(request: Request, command: Command) -> bool:
    """What stands below the word begins by greeting the requester, by any of their names."""
    local = request.requester.key.partition("@")[0]
    return greets(command.rest, (*request.requester.name.split(), *local.split(".")))


def is_for_requester(case: Case, request: Request, command: Command, new: Person) -> bool:
    """Whether `send` has what stands below `for` go to the requester: it went to who has the
    request by it (`new`), or was kept because it greets the requester. What was kept because
    nobody knew whose mail it is, is carried out as it was typed.
    """
    handed = new.key in (request.owner, *request.former_owners)
    return case.confirmed and (handed or greets_requester(request, command))
