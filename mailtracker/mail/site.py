"""What of our own site changes how a mail is understood: our lists, our border,
our languages, our addresses.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailtracker.mail.address_key import domain_key


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
    #: Domains of colleagues, in lower case.
    own_domains: tuple[str, ...] = ()
    #: Servers of ours that Received lines name, in lower case, beside those in the domain of an
    #: authserv-id.
    border_hosts: tuple[str, ...] = ()

    def is_own_domain(self, domain: str) -> bool:
        """Whether mail from here says that it comes from a colleague."""
        return domain_key(domain) in self.own_domains

    def is_own_list(self, name: str) -> bool:
        """Whether a List-Id, or an address, is one of our lists: `it.corp.example` and
        `it@corp.example` are the same.
        """
        wanted = _list_key(name)
        return bool(wanted) and any(_list_key(own) == wanted for own in self.own_lists)


def _list_key(name: str) -> str:
    return domain_key(name.strip(" <>").replace("@", "."))


NO_SITE = Site()
