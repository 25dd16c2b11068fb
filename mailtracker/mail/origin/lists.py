"""A message that came through a list of ours goes in; the same message with the person who
wrote to the list comes out, or with nobody where that is not certain.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from mailtracker.mail.address_key import address_key, is_mailable, without_tag
from mailtracker.mail.message import Address, Message
from mailtracker.mail.mime.addresses import mailboxes
from mailtracker.mail.mime.identity import odd
from mailtracker.mail.site import Site

_WRITERS = ("x-original-from", "x-original-sender")
"""Google Groups names the writer here."""

_ENVELOPE = "x-mailfrom"
"""Mailman 3 notes here from which envelope address a mail reached it."""

_POSTED_TO = re.compile(r"<\s*mailto:([^>?\s]{3,320})", re.IGNORECASE)
"""How List-Post names the address of a list (RFC 2369 §3.4)."""

_SIGNED_ENVELOPE = re.compile(r"prvs=[0-9a-z]+=", re.IGNORECASE)
"""Bounce address tag validation puts this in front (draft-levine-smtp-batv)."""

_POST_CAP = 2_000  # characters


def behind_list(message: Message, site: Site) -> Message:
    """Lists that keep DMARC put themselves into From ("Ana via IT help"
    <it-help@corp.example>) and the writer elsewhere.

    Only where From is exactly one of our own lists, or a list of our own domains by what the mail
    says of itself, and what is found is one certain mailbox that is none: everywhere else Reply-To
    says where an answer goes, not who wrote. Where nobody is found, or From is a list of others, or
    the software of one of ours, the sender is nobody: an answer would reach all members
    (docs/reliability.md, T5).
    """
    listed = message.sender
    if listed is None:
        return message
    declared = site.is_list_address(listed.email)
    known = site if declared else site.with_lists(lists_named(message))
    by_list = known.is_own_list(listed.email)
    if not (declared or by_list):
        return message
    # Whoever can write a From of our domains needs no list to name somebody else in it.
    tells = by_list and (declared or site.is_own_domain(listed.domain))
    writer = _writer(message, known) if tells else None
    if writer and is_mailable(writer.email):
        return replace(message, sender=writer, passed_list=listed.email)
    if listed.key in site.addresses and not message.list_id:
        return message  # no list carried it: it comes from an alias of ours that is called so
    doubt = _uncertain(listed) if by_list else _software(listed)
    passed = listed.email if by_list else ""
    return replace(message, sender=None, sender_doubt=doubt, passed_list=passed)


def lists_named(message: Message) -> tuple[str, ...]:
    """The lists that a mail says it came through. Anybody may write that: it takes trust away from
    an address, and gives none.
    """
    posted = map(unquote, _POSTED_TO.findall(message.field("list-post")[:_POST_CAP]))
    return tuple(filter(None, (message.list_id, *posted)))


def _software(listed: Address) -> str:
    return (
        f"From is {listed.email}, where the software of a list of ours answers, or many people. "
        "If somebody needs an answer, write to them yourself"
    )


def _uncertain(listed: Address) -> str:
    return (
        f"From is the list {listed.email}, and who wrote to it is not certain. Answer the writer "
        "yourself, and have the list say who writes (docs/operations.md, Lists)"
    )


def _writer(message: Message, site: Site) -> Address | None:
    """Who the list itself names, in the order of how plainly it does; None for nobody certain."""
    for name in _WRITERS:
        if (named := _named_by(message, name)) and not _ours(named, site):
            return named
    asked = _others(message.reply_to, site)
    if not _has(message, _ENVELOPE):
        return _only(asked)
    named = _named_by(message, _ENVELOPE)
    present = _others((*message.reply_to, *message.to, *message.cc), site)
    posted = _same_mailbox(present, named) if named else None
    return posted or _only(present)


def _only(found: dict[str, Address]) -> Address | None:
    return next(iter(found.values())) if len(found) == 1 else None


def _same_mailbox(present: dict[str, Address], named: Address) -> Address | None:
    """The writer's own address, which Mailman keeps in Reply-To or Cc when it takes it out of
    From. An envelope alone names nobody: it may be a mail service's own.
    """
    bare = _SIGNED_ENVELOPE.sub("", named.email)
    exact = present.get(address_key(bare))
    return exact or present.get(without_tag(bare))


def _ours(address: Address, site: Site) -> bool:
    """A list or an alias of ours, also with a subaddress: our own reply addresses are nobody."""
    if without_tag(address.email) in site.addresses:
        return True
    return site.is_list_address(address.email)


def _has(message: Message, name: str) -> bool:
    return any(key == name for key, _ in message.trace)


def _named_by(message: Message, name: str) -> Address | None:
    """The mailbox in the only field of this name, as certain as a From must be. Of several, one is
    the writer's own invention.
    """
    values = [value for key, value in message.trace if key == name]
    found = mailboxes(values[0].encode("latin-1")) if len(values) == 1 else ()
    certain = len(found) == 1 and odd(found[0]) is None
    return found[0].address if certain else None


def _others(addresses: tuple[Address, ...], site: Site) -> dict[str, Address]:
    """Who stands there beside the list and our aliases, each once, by key."""
    return {address.key: address for address in addresses if not _ours(address, site)}
