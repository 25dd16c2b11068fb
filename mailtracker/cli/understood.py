"""A mail that was read, and rules, in; all that is known of it out, as a record and as JSON."""

from __future__ import annotations

import dataclasses
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mailtracker.cli.reading import seen_by_rules
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.mail.message import Classified, Message
    from mailtracker.policy.model import Policy, Route
    from mailtracker.policy.route import Step
    from mailtracker.reader import Reading

QUARANTINE = "quarantine"
"""The kind of a mail that cannot be read."""


@dataclass(frozen=True, slots=True)
class Routed:
    """Who would get a mail, and every rule that was asked. As JSON, field by field."""

    #: The rule that takes it, or "fallback".
    rule: str
    #: Where that rule stands: file:line.
    at: str
    #: The person or team that it names, or "nobody".
    to: str
    #: What matched, in words.
    matched: str
    #: The rule's reason.
    why: str
    #: The promise's key, "" for mail that needs no answer.
    promise: str
    #: The notes that apply: name, or file:line.
    notes: tuple[str, ...]
    #: Tags of the rule and its notes.
    tags: tuple[str, ...]
    #: Keys of the people who watch.
    watch: tuple[str, ...]
    #: Files that the receipt brings along.
    attach: tuple[str, ...]
    #: Questions that the receipt asks, in the mail's language.
    ask: tuple[str, ...]
    #: Whether it is kept from those who must not hear of it.
    confidential: bool
    #: Keys of people of whom the requester chooses one, before anybody has it.
    confide_in: tuple[str, ...]
    #: Whether the rule says that a machine writes such mail.
    machine: bool
    #: Who asks, where the rule says that a web form's Reply-To names them; "": From does.
    requester: str
    #: Every rule up to the one that decided.
    asked: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """One mail, as JSON has it, field by field. Texts are free of lone surrogates."""

    #: The file that holds it.
    file: str
    #: Who wrote it: a word of `Kind`, or "quarantine" for what cannot be read.
    kind: str
    #: Why it is of that kind.
    why: str
    #: Whether a receipt would be sent.
    receipt: bool = False
    #: The best reading of who wrote, also where that is in doubt; "from" in JSON.
    sender: str = ""
    #: Whether the sender is beyond doubt.
    identified: bool = False
    #: One line, decoded.
    subject: str = ""
    #: All that a person can read.
    text: str = ""
    #: What is new in it.
    reply_text: str = ""
    #: Names of the attached files, those inside a winmail.dat too.
    attachments: tuple[str, ...] = ()
    #: Whom a bounce could not reach.
    bounce_recipients: tuple[str, ...] = ()
    #: A two-letter code; None where the text does not tell.
    language: str | None = None
    #: Whether our border has proven the sender; None where nobody knows.
    verified: bool | None = None
    #: None without rules, and for mail that opens no request.
    route: Routed | None = None
    #: As which expected mail it is ticked off, "" for any other.
    expected: str = ""


def understood(
    path: Path, reading: Reading, policy: Policy | None = None, now: datetime | None = None
) -> Understood:
    """All that is known of one mail. `now` is when it comes; without it, or rules, no route."""
    message, classified = reading.message, reading.classified
    file = os.fsencode(path).decode("utf-8", "replace")
    if message is None or classified is None:
        return Understood(file, QUARANTINE, reading.trouble)
    taken = _expected(message, classified, policy, now) if policy and now else ""
    route = _route(reading, policy, now) if policy and now else None
    return Understood(
        file=file,
        kind=str(classified.kind),
        why=classified.reason,
        receipt=classified.receipt and not taken,
        sender=_writer(message),
        identified=message.sender is not None,
        subject=message.subject,
        text=message.text,
        reply_text=message.new_text,
        attachments=_names(message),
        bounce_recipients=tuple(failure.recipient for failure in message.failures),
        language=classified.language or None,
        verified=classified.verified,
        route=None if taken else route,
        expected=taken,
    )


def _expected(message: Message, classified: Classified, policy: Policy, now: datetime) -> str:
    """Its name. What answers a mail of ours is none; that the store knows, and no file."""
    from mailtracker.desk.ticking import expected

    taken = expected(message, classified, policy, now)
    return taken[0].name if taken else ""


def as_json(told: Understood) -> dict[str, object]:
    """The same for programs: keys and values as JSON has them."""
    values = _values(told)
    named = {"from" if key == "sender" else key: value for key, value in values.items()}
    return named | {"route": _route_as_json(told.route) if told.route else None}


def _route_as_json(route: Routed) -> dict[str, object]:
    asked = [
        {"rule": step.rule, "at": step.where, "took": step.took, "told": step.told}
        for step in route.asked
    ]
    return _values(route) | {"asked": asked}


def _values(record: Routed | Understood) -> dict[str, object]:
    named = ((field.name, getattr(record, field.name)) for field in dataclasses.fields(record))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in named}


def _writer(message: Message) -> str:
    if message.sender:
        return message.sender.email
    return next((address.email for address in message.from_), "")


def _names(message: Message) -> tuple[str, ...]:
    named = (part.filename for part in message.attachments if part.filename)
    return (*named, *message.packed)


def _route(reading: Reading, policy: Policy, now: datetime) -> Routed | None:
    from mailtracker.policy.route import explain as asked

    message, classified = reading.message, reading.classified
    mail = seen_by_rules(reading, now)
    if mail is None or message is None or classified is None:
        return None
    if classified.opens_nothing:
        return None
    found, steps = asked(policy, mail)
    extras = found.extras
    return Routed(
        rule=found.rule,
        at=found.where,
        to=found.to,
        matched=found.matched,
        why=found.why,
        promise=found.promise,
        notes=tuple(name for name, _ in found.notes),
        tags=extras.tags,
        watch=extras.watch,
        attach=extras.attach,
        ask=tuple(question.said_in(classified.language) for question in extras.ask),
        confidential=extras.confidential,
        confide_in=extras.confide_in,
        machine=found.writers.machine,
        requester=_requester(message, found),
        asked=tuple(steps),
    )


def _requester(message: Message, found: Route) -> str:
    """As far as the mail itself tells; the desk looks at more (`desk/forms.py`)."""
    sender = message.sender.key if message.sender else ""
    named = found.writers.reply_to and sender in found.writers.forms and len(message.reply_to) == 1
    return message.reply_to[0].email if named else ""
