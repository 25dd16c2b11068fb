"""A mail to the requester of a closed request → whether it asks how it was (docs/reliability.md,
U1).
"""

from __future__ import annotations

from mailtracker.desk.alias import Alias
from mailtracker.desk.effects import SendLetter
from mailtracker.desk.letters import Closed
from mailtracker.desk.notes import NoteRequester
from mailtracker.desk.ratings.rating_words import Rating
from mailtracker.desk.request import Request, Status
from mailtracker.desk.waiting_letters import ClosedWaiting
from mailtracker.desk.words.buttons import AnyMail, buttons_of
from mailtracker.desk.words.word_forms import Word
from mailtracker.policy.identity import identity
from mailtracker.policy.model import Policy

CLOSING = (Closed.name, ClosedWaiting.name, NoteRequester.name)
"""What tells a requester that it is closed: a letter, or the last answer."""


def ratings_of(mail: AnyMail, request: Request, policy: Policy, alias: Alias) -> tuple[Rating, ...]:
    """The words that it has as buttons. `request` is as the decision leaves it. None of what is
    confidential, and where nobody else could look into it.
    """
    name = mail.letter.name if isinstance(mail, SendLetter) else mail.note.name
    if name not in CLOSING or not (alias.ratings and can_be_rated(request)):
        return ()
    asks = identity(policy, request.requester)
    if not request.requester.email or identity(policy, mail.to) != asks:
        return ()
    others = any(
        one != request.owner and identity(policy, policy.people[one]) != asks
        for one in policy.people
    )
    return tuple(Rating) if others else ()


def words_on(
    mail: AnyMail, request: Request, policy: Policy, alias: Alias
) -> tuple[Word | Rating, ...]:
    """All that it has as buttons, whoever its reader is."""
    return (*buttons_of(mail, request), *ratings_of(mail, request, policy, alias))


def can_be_rated(request: Request) -> bool:
    closed = request.status is Status.CLOSED and request.merged_into is None
    return closed and not request.given.confidential
