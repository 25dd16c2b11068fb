"""A mail that names nobody for certain as its writer → how it is served all the same: somebody asks
who has no address, so nothing can be sent to them, and nothing is proven by them. So it is where
expected mail has not come, and nobody asks.

What their From says is shown to the owner, in the note and by `show`; no letter of ours says it to
anybody else (docs/reliability.md, T21).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from mailtracker.desk.alias import Alias
from mailtracker.desk.case import Case
from mailtracker.desk.effects import Effect, LogEvent, Relay, RelayAgain, SendLetter
from mailtracker.desk.request import Request
from mailtracker.mail.address_key import is_mailable
from mailtracker.mail.message import Address, Message

_NAMING = ("from", "reply-to", "sender", "return-path")
"""Fields that say who wrote, the best first; shown to people, and never believed."""
_SHOWN = 200  # characters of a From
_DOUBT = "(?)"
"""Behind it, in every language, wherever people read who asks."""


def nobody_certain(message: Message) -> Address:
    """In the place of a sender: what From says, or another field, for people, and no address. It
    is nobody, and equals no other (`Case.is_from`).
    """
    said = next(filter(None, map(partial(_said, message), _NAMING)), "")
    return Address(f"{said[:_SHOWN]} {_DOUBT}".strip(), "")


def _said(message: Message, field: str) -> str:
    values = filter(None, map(str.strip, message.all_fields(field)))
    return " | ".join(value for value in values if value != "<>")


def opens_nothing(message: Message, alias: Alias) -> bool:
    """A mail of a doubtful From that names an alias or a list of ours: our own mail on its way
    round, or a list's, which its admins can have say who writes. Or one that names nobody and says
    nothing: an owner could not begin with it.
    """
    if any(map(alias.is_ours, message.from_)):
        return True
    says = message.text.strip() or message.subject.strip() or message.attachments
    return not says and not nobody_certain(message).name.removesuffix(_DOUBT)


def perhaps_writers(message: Message) -> tuple[Address, ...]:
    """Who may have written it: for the owner to take in by a word (`add NAME`)."""
    if message.sender is not None:
        return ()
    named = (*message.from_, *message.reply_to)
    return tuple(one for one in named if is_mailable(one.email))


def reaches_nobody(case: Case, request: Request, added: Sequence[Address] = ()) -> bool:
    """Whether an answer to this request has no reader: who asked is not certain, nobody else takes
    part or is `added`, and its author wrote to nobody themselves.
    """
    if request.requester.email or request.copied or added:
        return False
    if request.given.expected:
        return False  # nobody asked: what its owner says of it is kept with the request
    written_to = (*case.message.to, *case.message.cc)
    return all(case.alias.is_ours(one) or case.is_from(one) for one in written_to)


def without_reader(effect: Effect) -> Effect:
    """The effect; of a mail to who has no address what stands in history instead."""
    if not isinstance(effect, SendLetter | Relay | RelayAgain) or effect.to.email:
        return effect
    return LogEvent("not sent", f"{_name_of(effect)}: there is nobody to write to")


def _name_of(effect: SendLetter | Relay | RelayAgain) -> str:
    return effect.letter.name if isinstance(effect, SendLetter) else effect.note.name
