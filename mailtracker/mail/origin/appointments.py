"""A message goes in; whether it answers an invitation, moves an appointment or calls it off comes
out, and whether anybody typed a word besides.
"""

from __future__ import annotations

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.address_key import address_key, local_of
from mailtracker.mail.message import Message, Part
from mailtracker.mail.mime.identity import names_of
from mailtracker.mail.mime.tnef import is_winmail
from mailtracker.mail.subject import is_forward
from mailtracker.mail.text.meeting_phrases import ANSWERED
from mailtracker.mail.text.meeting_words import only_answers

_SCHEDULERS = late_pattern(
    # Of local parts; a word of these alone, or with "no-reply" and its like about it.
    r"(?:[a-z]{1,20}[-_.])?(?:notifications?|notify|invites?|invitations?|calendar|kalender"
    r"|agenda|bookings?|buchung(?:en)?|termine?|schedul(?:e|er|ing)|appointments?|meetings?"
    r"|events?|mailer|updates?)(?:[-_.][a-z]{1,20})?"
)
_CALENDARS = frozenset({"text/calendar", "application/ics"})


def is_answer(message: Message) -> bool:
    """Whether somebody's calendar program answers an invitation for them (METHOD:REPLY)."""
    said = message.scheduling
    return said is not None and said.method == "REPLY" and not is_forward(message.subject)


def may_answer(message: Message) -> bool:
    """Cheap test before its words are read: hardly any mail is one."""
    if message.scheduling is not None:
        return is_answer(message)
    return ANSWERED.fullmatch(message.subject) is not None


def bare_answer(message: Message) -> bool:
    """Such an answer without a word of theirs: "Accepted". Also where the calendar part was lost
    on the way, and all that is left is what a program wrote.
    """
    if is_answer(message):
        return _is_bare(message)
    if message.scheduling is not None or files_beside(message):
        return False
    return only_answers(message.subject, message.new_text, names_of(message.from_))


def by_scheduler(message: Message) -> bool:
    """Whether a program that makes appointments for others invites, from an address of its own:
    not the organizer's, and called like no person.
    """
    said, sender = message.scheduling, message.sender
    if said is None or sender is None or not said.organizer:
        return False
    theirs = address_key(said.organizer) == sender.key
    return not theirs and bool(_SCHEDULERS.fullmatch(local_of(sender.key)))


def bare_cancellation(message: Message) -> bool:
    """An appointment is called off, and nobody typed a word."""
    said = message.scheduling
    if said is None or said.method != "CANCEL" or is_forward(message.subject):
        return False
    return _is_bare(message)


def _is_bare(message: Message) -> bool:
    return not message.new_text.strip() and not files_beside(message)


def files_beside(message: Message) -> tuple[Part, ...]:
    """What is attached, without pictures that a text shows and what a calendar program sends."""
    return tuple(part for part in message.attachments if _is_file(message, part))


def _is_file(message: Message, part: Part) -> bool:
    if part.content_type in _CALENDARS or (is_winmail(part) and not message.packed):
        return False
    return part.disposition == "attachment" or not part.content_id
