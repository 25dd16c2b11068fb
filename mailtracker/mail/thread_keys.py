"""A message and our addresses go in; the keys by which it may belong
to a known request come out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Keys, Message
from mailtracker.mail.origin.recall import recalled
from mailtracker.mail.outgoing.ids import BOUNCE, meant_id
from mailtracker.mail.subject import is_answer, is_forward

_TOKEN = re.compile(r"[a-z0-9._=-]{1,64}")
_TAG = re.compile(r"\[\s{0,3}(\w{1,20}-\d{1,12})\s{0,3}\]")


def keys(message: Message, addresses: Sequence[str], prefixes: Sequence[str] | None = None) -> Keys:
    """What the mail says about its thread. `addresses` are the alias and its other names,
    `prefixes` such as "IT"; None for any.
    """
    written = [address.key for address in (*message.to, *message.cc)]
    noted = list(map(address_key, message.delivered_to))
    found = [token for token in _tokens([*written, *noted], addresses) if not _bounces(token)]
    return Keys(
        tokens=_unique(found),
        ids=_unique(map(meant_id, (*message.in_reply_to, *reversed(message.references)))),
        tags=_unique(_tags(message.subject, prefixes)),
        conversation=_conversation(message),
        bounces=_unique(filter(_bounces, _tokens([*noted, *written], addresses))),
        entry=_entry(message),
        recalled=recalled(message) or "",
    )


def _bounces(token: str) -> bool:
    return bool(BOUNCE.fullmatch(token))


def _entry(message: Message) -> str:
    """Who passes an invitation on means something else by it."""
    said = message.scheduling
    return said.entry if said is not None and not is_forward(message.subject) else ""


def _conversation(message: Message) -> str:
    """Forwards and new mails typed into an old one keep Outlook's conversation as well: only an
    answer counts, and only if nothing better is left of its thread.
    """
    if message.in_reply_to or message.references or _TAG.search(message.subject):
        return ""
    answers = len(message.thread_index) > len(message.conversation) and is_answer(message.subject)
    return message.conversation if answers else ""


def _tokens(written: Iterable[str], addresses: Sequence[str]) -> Iterable[str]:
    """alias+TOKEN@domain, wherever the mail was addressed (`written`, as keys). Exchange and
    others change its case on the way.
    """
    aliases = [address_key(address).rpartition("@") for address in addresses]
    for mail in written:
        for local, _, domain in aliases:
            token = _between(mail, f"{local}+", f"@{domain}")
            if _TOKEN.fullmatch(token):
                yield token


def _between(text: str, before: str, after: str) -> str:
    """What stands between these two, "" unless they begin and end the text."""
    if not text.startswith(before) or not text.endswith(after):
        return ""
    return text[len(before) : len(text) - len(after)]


def _tags(subject: str, prefixes: Sequence[str] | None) -> Iterable[str]:
    wanted = {prefix.upper() for prefix in prefixes or ()}
    for tag in _TAG.findall(subject):
        if prefixes is None or tag.upper().rpartition("-")[0] in wanted:
            yield tag.upper()


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
