"""What of our own site changes how a mail is understood: our lists, our border,
our languages, our addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mailtracker.mail.address_key import address_key, domain_key, domain_of, local_of
from mailtracker.record import dataclass

_ROLES = frozenset("bounces confirm join leave owner request return subscribe unsubscribe".split())
"""What list managers put behind a list's name (`it-request@`, RFC 2142 §6; Mailman, Sympa, ezmlm,
Majordomo). Not `-help` and `-admin`: people's own mailboxes are called so.
"""

_BEFORE = ("owner-", "request-")
"""What Majordomo and LISTSERV put in front of it."""

_WORD_END = re.compile(r"[-.=+]")
"""Behind a role more may follow: `it-bounces-ana=corp.example@`."""


@dataclass(frozen=True, slots=True)
class Site:
    """Plain and picklable, so that a reading child has it too."""

    #: List-Ids or addresses of our own lists; mail through them is a person's.
    own_lists: tuple[str, ...] = ()
    #: The names under which our border's Authentication-Results are believed (RFC 8601 §2.5); with
    #: none nobody is proven by headers.
    authserv_ids: tuple[str, ...] = ()
    #: Two-letter codes that a request's language is chosen from.
    languages: tuple[str, ...] = ()
    #: Our aliases.
    addresses: tuple[str, ...] = ()
    #: The same by mailbox: the keys of all addresses of each.
    served: tuple[tuple[str, ...], ...] = ()
    #: Domains of colleagues, in lower case.
    own_domains: tuple[str, ...] = ()
    #: Servers of ours that Received lines name, in lower case, beside those in the domain of an
    #: authserv-id.
    border_hosts: tuple[str, ...] = ()
    #: The id of our Exchange Online tenant, in lower case: its stamp says who sent from inside. ""
    #: for none.
    exchange_tenant: str = ""

    def is_own_domain(self, domain: str) -> bool:
        """Whether mail from here says that it comes from a colleague."""
        return domain_key(domain) in self.own_domains

    def is_own_list(self, name: str) -> bool:
        """Whether a List-Id, or an address, is one of our lists: `it.corp.example` and
        `it@corp.example` are the same.
        """
        wanted = _list_key(name)
        return bool(wanted) and any(_list_key(own) == wanted for own in self.own_lists)

    def with_lists(self, named: tuple[str, ...]) -> Site:
        """The same, with these among our lists."""
        return replace(self, own_lists=(*self.own_lists, *named)) if named else self

    def is_list_address(self, address: str) -> bool:
        """Whether an address is one of our lists, or belongs to the software of one (`it-owner@`,
        `owner-it@`, `it+confirm@`): whatever is written there reaches many people, or a machine.
        Never a requester, a participant or a recipient (docs/reliability.md, T5).
        """
        key = address_key(address.strip(" <>"))
        local, domain = local_of(key), domain_of(key)
        return any(self.is_own_list(f"{name}@{domain}") for name in _list_names(local))


def _list_key(name: str) -> str:
    return domain_key(name.strip(" <>").replace("@", "."))


def _list_names(local: str) -> Iterator[str]:
    """What the list may be called whose address, or whose role's address, has this local part."""
    yield local
    plain = local.partition("+")[0]
    yield plain
    yield from (plain.removeprefix(word) for word in _BEFORE if plain.startswith(word))
    pieces = plain.split("-")
    for place in range(1, len(pieces)):
        if _WORD_END.split("-".join(pieces[place:]), maxsplit=1)[0] in _ROLES:
            yield "-".join(pieces[:place])


NO_SITE = Site()
