"""Raw bytes and what is known of our site go in; a Message and all that we make of it come out.
What every caller reads mail with.
"""

from __future__ import annotations

from dataclasses import replace

from mailtracker.mail.address_key import without_tag
from mailtracker.mail.message import Classified, Kind, Message
from mailtracker.mail.origin.auth_results import authenticate
from mailtracker.mail.origin.classify import classify
from mailtracker.mail.origin.lists import behind_list
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site
from mailtracker.mail.text.language import language_of


def understand(raw: bytes, site: Site) -> tuple[Message, Classified]:
    """Raises `errors.Unreadable` for what has nothing to read in it."""
    message = behind_list(parse(raw), site)
    found = classify(message, site)
    verdict = authenticate(message, site)
    receipt, reason = found.receipt, found.reason
    if (
        receipt and verdict.verified is False
    ):  # a receipt to a forged sender hits somebody else (docs/reliability.md, R4)
        receipt, reason = False, verdict.reason
    if found.kind is not Kind.BOUNCE and message.failures:  # somebody who writes about one
        message = replace(message, failures=())
    language = language_of(message.subject, message.new_text or message.forwarded, site.languages)
    return message, replace(
        found,
        receipt=receipt,
        reason=reason,
        language=language,
        verified=verdict.verified,
        verdict=verdict.reason,
        unstripped=verdict.unstripped,
        inside=verdict.inside,
        beside=_beside(message, site),
    )


def _beside(message: Message, site: Site) -> tuple[str, ...]:
    """The first of our aliases in To leads; what stands for another one says nothing of whose the
    mail is.
    """
    for address in message.to if len(site.served) > 1 else ():
        keys = {address.key, without_tag(address.email)}
        leads = next((one for one in site.served if not keys.isdisjoint(one)), None)
        if leads is not None:
            return tuple(key for one in site.served if one != leads for key in one)
    return ()
