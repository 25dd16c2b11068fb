"""A confidential message → who must never hear of it: the sender's own
managers, and whom the mail names.
"""

from __future__ import annotations

import re
import unicodedata

from mailtracker.desk.assign import chain
from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Address, Message
from mailtracker.policy.model import Person, Policy

# Starts nowhere inside a run of these letters, so it takes linear time; looking ahead it also
# finds the second of `a@b@c`.
_ADDRESS = re.compile(r"(?<![\w.+-])(?=([\w.+-]++@[\w-]+(?:\.\w[\w-]*)*))")


def barred_by(policy: Policy, requester: Address, message: Message) -> tuple[str, ...]:
    """Person keys. A name counts as a whole, also with the family name in front
    ("Jensen, Bo"), and so does an address.

    What the mail answers does not count: only its own words and what it forwards.
    """
    asker = policy.person_by_address(requester.email)
    above = chain(policy, asker.key) if asker else []
    said = _SearchedText(f"{message.subject}\n{message.new_text}\n{message.forwarded}")
    named = [key for key, person in policy.people.items() if said.names(person)]
    return tuple(
        key for key in dict.fromkeys((*above, *named)) if asker is None or key != asker.key
    )


class _SearchedText:
    """A text, cut once: thousands of people may be looked for in it."""

    def __init__(self, text: str) -> None:
        self._text = _folded(text)
        self._words = _words(self._text)
        self._known = frozenset(self._words.split())
        found = (*_ADDRESS.findall(text), *_ADDRESS.findall(self._text))
        self._addresses = frozenset(map(address_key, found))

    def names(self, person: Person) -> bool:
        names = _words(_folded(person.name)).split()
        turned = names[-1:] + names[:-1]
        if (
            names
            and self._known.issuperset(names)
            and any(f" {' '.join(o)} " in self._words for o in (names, turned))
        ):
            return True
        return any(map(self._has_address, person.addresses))

    def _has_address(self, key: str) -> bool:
        if _ADDRESS.findall(key)[:1] == [key]:
            return key in self._addresses
        return key in self._text  # one with an apostrophe or the like: rather one too many


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _words(text: str) -> str:
    """Letters and digits with single blanks between, before and after them."""
    return f" {' '.join(''.join(c if c.isalnum() else ' ' for c in text).split())} "
