"""A confidential message → who must never hear of it: the sender's own managers, and whom the mail names."""

from __future__ import annotations

import re
import unicodedata

from mailtracker.desk.assign import chain
from mailtracker.mail.message import Address, Message
from mailtracker.policy.policy import Person, Policy


def barred_by(policy: Policy, requester: Address, message: Message) -> tuple[str, ...]:
    """Person keys. A name counts as a whole, also with the family name in front ("Jensen, Bo"), and so does an address.

    What the mail answers does not count: only its own words and what it forwards.
    """
    asker = policy.person_by_mail(requester.mail)
    above = chain(policy, asker.key) if asker else []
    text = _folded(f"{message.subject}\n{message.new_text}\n{message.forwarded}")
    words = _words(text)
    named = [key for key, person in policy.people.items() if _is_named(person, text, words)]
    return tuple(key for key in dict.fromkeys((*above, *named)) if asker is None or key != asker.key)


def _is_named(person: Person, text: str, words: str) -> bool:
    names = _words(_folded(person.name)).split()
    turned = names[-1:] + names[:-1]
    if names and any(f" {' '.join(order)} " in words for order in (names, turned)):
        return True
    return any(re.search(rf"(?<![\w.+-]){re.escape(_folded(mail))}(?![\w-]|\.\w)", text) for mail in person.mails)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _words(text: str) -> str:
    """Letters and digits with single blanks between, before and after them."""
    return f" {' '.join(''.join(c if c.isalnum() else ' ' for c in text).split())} "
