"""`send`, in answer to a letter of ours about a kept mail → that mail goes on its way."""

from __future__ import annotations

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
from mailtracker.desk.letters import AskBack, Confirm
from mailtracker.desk.owner_words import Word, read_command
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.thread import Thread
from mailtracker.policy.model import Person


def settles(case: Case, found: Thread) -> int | None:
    """The line of a kept mail that this one sends: `send`, in answer to the letter that asked about
    it. That went to the address on file, so it proves by itself who answers.
    """
    command = read_command(case.message.new_text)
    asked = found.proof
    if asked is None or command is None or command.word is not Word.SEND:
        return None
    return asked.about_line if asked.letter in (AskBack.name, Confirm.name) else None


def send_kept(request: Request, line_id: int, by: Person, lane: Lane) -> list[Effect | Because]:
    """Its author says that a kept mail is theirs, and to be carried. `lane`: whom their
    words reach; a letter of another lane would have them speak as somebody else.
    """
    told = Confirm("send", "sent", "")
    return [
        Because(f"{by.name} sends what was kept of {request.reference}"),
        LogEvent("sent", f"{by.name} says that mail m{line_id} is theirs, and to be sent"),
        SendLetter(told, address_of(by), by.key, lane),
        Dispose(Disposition.REPLY, "word send"),
        TakeUp(line_id),
    ]
