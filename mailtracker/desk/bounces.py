"""A delivery report, or what else came to the envelope sender of a mail of ours → what it changes.

Only by the address that it was delivered to is a report believed: its text, the Message-ID that it
returns and its From can be written by everybody who ever saw a mail of ours.
"""

from __future__ import annotations

from mailtracker.desk.absence.noticed import noticed
from mailtracker.desk.case import Incoming, address_of
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    LoseList,
    SendLetter,
)
from mailtracker.desk.facts import Issued, Returned
from mailtracker.desk.lost.failed import ANSWERS, NOT_AT_HAND, Failed
from mailtracker.desk.lost.lost_letters import Delayed
from mailtracker.desk.on_undelivered import undelivered
from mailtracker.desk.request import Lane
from mailtracker.desk.scene import Scene
from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Failure, Kind
from mailtracker.mail.origin.refusals import Refused, what_is_refused

Answer = tuple[list[Effect | Because], int | None]
"""What is to be done, and the existing request that it is about."""

AT_ENVELOPE_SENDER = "answers our envelope sender, as only machines do"


def came_back(incoming: Incoming, returned: Returned, scene: Scene) -> Answer:
    """What came to the envelope sender of one mail: a machine wrote it, whatever it looks like, and
    it is never answered or carried on. A report of failure is believed for exactly that mail.
    """
    failure = _failure_of(incoming, returned.recipient)
    if failure is not None:
        return _lost(incoming, returned, failure, scene)
    if _failures(incoming):  # of where that recipient's own server passed it on to, say
        return _lost(incoming, returned, _failures(incoming)[0], scene)
    if (waits := _delays(incoming, returned.recipient)) and returned.proves:
        return _delayed(incoming, returned, waits[0], scene)
    classified = incoming.classified
    told = AT_ENVELOPE_SENDER if classified.kind is Kind.PERSON else classified.reason
    filed = [*_filed(told), *noticed(incoming, scene)]
    if returned.request_id is None:
        return filed, None
    return [*filed, LogEvent("machine", f"{returned.recipient}: {told}")], returned.request_id


def reported(incoming: Incoming, scene: Scene) -> Answer:
    """A report that came anywhere else. It returns a Message-ID of ours, or came to a reply
    address; those are known to all whom somebody put in copy.
    """
    issued = incoming.facts.issued
    if not issued:
        return _filed("bounce"), None
    for one in issued:
        failure = _failure_of(incoming, one.recipient)
        if failure is not None:
            return _lost(incoming, one, failure, scene)
    return _filed(f"bounce of our mail to {issued[0].recipient}"), issued[0].request_id


def _filed(reason: str) -> list[Effect | Because]:
    return [Because(reason), Dispose(Disposition.IGNORED, reason)]


def _failures(incoming: Incoming) -> list[Failure]:
    """Whom it says were not reached, for good."""
    if incoming.classified.kind is not Kind.BOUNCE:
        return []
    return [one for one in incoming.message.failures if one.action == "failed"]


def _failure_of(incoming: Incoming, recipient: str) -> Failure | None:
    """What it says of this recipient, or of a mail whose recipient it does not name."""
    wanted = (address_key(recipient), "")
    return next((one for one in _failures(incoming) if address_key(one.recipient) in wanted), None)


def _lost(incoming: Incoming, mail: Issued | Returned, failure: Failure, scene: Scene) -> Answer:
    """Believed where it came to that mail's own envelope sender and names its recipient."""
    filed = _filed(f"bounce of our mail to {mail.recipient}")
    names_them = address_key(failure.recipient) in (address_key(mail.recipient), "")
    proven = isinstance(mail, Returned) and mail.proves and names_them
    if mail.request_id is None:
        return [*filed, *_list_lost(mail, failure, proven)], None
    request = incoming.facts.requests[mail.request_id]
    lost_mail = incoming.facts.lost_mail if proven else NOT_AT_HAND
    failed = Failed(
        request=request,
        letter=mail.letter,
        recipient=address_key(mail.recipient),
        answer=_said(failure),
        proven=proven,
        refused=refused_by(failure) if proven else Refused.UNKNOWN,
        admins=incoming.alias.admins,
        mail=lost_mail,
    )
    told = [effect for effect in undelivered(failed, scene) if not isinstance(effect, Because)]
    return [*told, *filed], request.id


def refused_by(failure: Failure) -> Refused:
    return what_is_refused(f"{failure.status} {failure.text}", "report")


def _said(failure: Failure) -> str:
    return f"{failure.status} {failure.text}".strip() or "returned"


def _list_lost(mail: Issued | Returned, failure: Failure, proven: bool) -> list[Effect | Because]:
    """A letter about no request, or several: to one of our people it is what they owe."""
    if not proven or not mail.person:
        return []
    recipient, refused = address_key(mail.recipient), refused_by(failure)
    lost = LoseList(mail.outbox_id, mail.letter, mail.person, recipient, _said(failure), refused)
    return [lost]


def _delays(incoming: Incoming, recipient: str) -> list[Failure]:
    """What says that this recipient was not reached yet, and still may be."""
    if incoming.classified.kind is not Kind.BOUNCE:
        return []
    wanted = (address_key(recipient), "")
    found = (one for one in incoming.message.failures if one.action == "delayed")
    return [one for one in found if address_key(one.recipient) in wanted]


def _delayed(incoming: Incoming, mail: Returned, waits: Failure, scene: Scene) -> Answer:
    """Nothing is changed by it. Of an answer to the requester its owner hears, once a promise."""
    filed = _filed(f"our mail to {mail.recipient} is delayed")
    if mail.request_id is None:
        return filed, None
    request, recipient = incoming.facts.requests[mail.request_id], address_key(mail.recipient)
    told: list[Effect] = [LogEvent("delayed", f"{mail.letter} to {recipient}: {_said(waits)}")]
    owner = scene.policy.people.get(request.owner)
    if owner and mail.letter in ANSWERS and recipient == request.requester.key:
        letter, once = Delayed(recipient, _said(waits)), f"delayed.{request.epoch}"
        told.append(SendLetter(letter, address_of(owner), owner.key, Lane.TEAM, once=once))
    return [*filed, *told], request.id
