"""A message that came through a list of ours goes in; the same message with the person who
wrote to the list comes out.
"""

from __future__ import annotations

from dataclasses import replace

from mailtracker.mail.address_key import is_mailable, without_tag
from mailtracker.mail.message import Address, Message
from mailtracker.mail.mime.addresses import mailboxes
from mailtracker.mail.mime.identity import odd
from mailtracker.mail.site import Site

_WRITERS = ("x-original-from", "x-original-sender")
"""Google Groups names the writer here; Mailman leaves only Reply-To."""


def behind_list(message: Message, site: Site) -> Message:
    """Lists that keep DMARC put themselves into From ("Ana via IT help"
    <it-help@corp.example>) and the writer elsewhere.

    Only where From is exactly one of our own lists, and what is found is one certain mailbox that
    is none: everywhere else Reply-To says where an answer goes, not who wrote
    (docs/reliability.md, T5).
    """
    listed = message.sender
    if listed is None or not site.is_own_list(listed.email):
        return message
    named = (_named_by(message, name) for name in _WRITERS)
    writers = [writer for writer in named if writer and not _ours(writer, site)]
    writers += _answered(message.reply_to, site)
    return replace(message, sender=writers[0], passed_list=listed.email) if writers else message


def _ours(address: Address, site: Site) -> bool:
    """A list or an alias of ours, also with a subaddress: our own reply addresses are nobody."""
    plain = without_tag(address.email)
    return plain in site.addresses or site.is_own_list(plain) or site.is_own_list(address.email)


def _named_by(message: Message, name: str) -> Address | None:
    """The mailbox in the only field of this name, as certain as a From must be."""
    values = [value for key, value in message.trace if key == name]
    found = mailboxes(values[0].encode("latin-1")) if len(values) == 1 else ()
    certain = len(found) == 1 and odd(found[0]) is None
    return found[0].address if certain else None


def _answered(addresses: tuple[Address, ...], site: Site) -> list[Address]:
    """The one address of Reply-To beside the list's own."""
    others = [address for address in addresses if not _ours(address, site)]
    certain = len(others) == 1 and is_mailable(others[0].email)
    return others if certain else []
