"""A received mail goes in; the same without keys of ours that its writer quoted comes out, and the
mails that carry it on.
"""

from __future__ import annotations

from dataclasses import field, replace

from mailtracker.mail.message import Message
from mailtracker.mail.outgoing.envelope import Envelope, RelayEdits, Rendered
from mailtracker.mail.outgoing.notes import Marks, strip_text
from mailtracker.mail.outgoing.quoted_keys import NO_KEYS, QuotedKeys, key_forms
from mailtracker.mail.outgoing.recipe import Recipe
from mailtracker.mail.outgoing.relay import relay_recipe
from mailtracker.mail.outgoing.unkeyed import may_hold_keys, without_keys
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Carriable:
    """A mail without the keys of ours that it quoted, to be carried to as many as shall have it.

    `message` is `raw`, read. `left` are keys of ours that can be read in it all the same, since
    they stand in a sealed tree or in a file: whoever gets the mail has them, so they must be
    revoked.
    """

    raw: bytes = field(repr=False)
    message: Message
    left: QuotedKeys
    #: How `raw` is made of the mail that came, None where it is that mail.
    recipe: Recipe | None = None


def carriable(raw: bytes, message: Message, addresses: tuple[str, ...]) -> Carriable:
    """Reply addresses and Message-IDs of ours do not travel: who can read `alias+token@` can speak
    as the one whom it was issued to. `message` is `parse(raw)`, `addresses` are all our aliases.
    """
    if not may_hold_keys(raw, message, addresses):
        return Carriable(raw, message, NO_KEYS)
    clean = without_keys(raw, message.sealed, addresses)
    if clean.raw is raw:
        return Carriable(raw, message, clean.left)
    from mailtracker.mail.parse import parse  # few mails hold a key: others load no reader

    return Carriable(clean.raw, parse(clean.raw), clean.left, clean.recipe)


def carry(mail: Carriable, envelope: Envelope, edits: RelayEdits) -> Recipe:
    """`relay_recipe` of its bytes, also without keys in what the envelope has from the sender.
    Raises MailtrackerError for an unusable From or To.
    """
    envelope = _envelope_without_keys(envelope, edits.ours.addresses)
    return relay_recipe(mail.raw, mail.message, envelope, edits)


def _envelope_without_keys(envelope: Envelope, addresses: tuple[str, ...]) -> Envelope:
    without = key_forms(addresses).without
    name, subject = without(envelope.sender.name), without(envelope.subject)
    if name is envelope.sender.name and subject is envelope.subject:
        return envelope
    return replace(envelope, sender=replace(envelope.sender, name=name), subject=subject)


def letter_without_keys(letter: Rendered, addresses: tuple[str, ...]) -> Rendered:
    """A letter of ours says what others wrote in a few places (a subject, a line of a digest):
    their keys do not travel by that either.
    """
    forms = key_forms(addresses)
    return Rendered(
        forms.without(letter.subject),
        forms.without(letter.text),
        forms.without_in_html(letter.html),
    )


def words(mail: Carriable, edits: RelayEdits) -> str:
    """What a person reads of it, at most 64 KB, without keys and quoted notes of ours: for where it
    goes without its files.
    """
    ours = edits.ours
    text = strip_text(mail.message.text, Marks.of(ours, edits.by_our_people))
    return key_forms(ours.addresses).without(text)
