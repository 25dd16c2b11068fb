"""What of our own site changes how a mail is understood: our lists, our border,
our languages, our addresses.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailtracker.mail.address_key import domain_key


@dataclass(frozen=True, slots=True)
class Site:
    """Plain and picklable, so that a reading child has it too.

    `own_lists`: List-Ids or addresses of our own lists; mail through them is a person's.
    `authserv_ids`: the names under which our border's Authentication-Results are believed (RFC 8601
    §2.5); with none nobody is proven by headers. `languages`: two-letter codes that a request's
    language is chosen from. `addresses`: our aliases.
    """

    own_lists: tuple[str, ...] = ()
    authserv_ids: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    def is_own_list(self, name: str) -> bool:
        """Whether a List-Id, or an address, is one of our lists: `it.corp.example` and
        `it@corp.example` are the same.
        """
        wanted = _list_key(name)
        return bool(wanted) and any(_list_key(own) == wanted for own in self.own_lists)


def _list_key(name: str) -> str:
    return domain_key(name.strip(" <>").replace("@", "."))


NO_SITE = Site()
