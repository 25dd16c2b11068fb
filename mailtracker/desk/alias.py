"""A mailbox as the desk knows it: its address, its words and what its
config says. From config.toml.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from mailtracker.mail.address_key import domain_of, without_tag
from mailtracker.mail.message import Address
from mailtracker.mail.outgoing.ids import MailIds, bounce_address
from mailtracker.mail.site import NO_SITE, Site
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class AliasNames:
    """What an alias that we serve is called."""

    #: That of its mailbox.
    name: str
    #: The keys of all its addresses, its own first.
    addresses: tuple[str, ...]
    #: As of the alias.
    strict: bool = False
    #: Of its references.
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """A team alias with its settings."""

    #: How mails call it, "IT help".
    name: str
    #: Its own, as written in the config.
    address: str
    #: Keys (`address_key`): its own address first, then every other alias that we serve.
    addresses: tuple[str, ...]
    #: Of its references: "IT".
    prefix: str
    #: Of mails to people of whom nothing else is known: one that there are templates for.
    language: str
    #: All that there are templates for.
    languages: tuple[str, ...]
    #: The keys of the `own_domains`.
    home: tuple[str, ...]
    #: Addresses.
    admins: tuple[str, ...]
    #: Whether `alias+token@` reaches it.
    subaddressing: bool = True
    #: Whether each mail of ours has an envelope sender of its own, `alias+token@`.
    verp: bool = True
    #: Receipts have the null envelope sender; else that of our other mail.
    null_receipts: bool = True
    #: A zone's name, "" for that of the promise.
    zone: str = ""
    #: Our border must vouch for owners, too.
    strict: bool = False
    #: How long after its end a reply still opens a request again.
    stale_after: timedelta = timedelta(days=30)
    #: Its closing mails ask how it was.
    ratings: bool = True
    #: Whose mail is a machine's, whatever it looks like: addresses or domains, with `*` for
    #: anything.
    silent: tuple[str, ...] = ()
    #: What its mail is understood with.
    site: Site = NO_SITE
    #: The folder of its mailbox for handled mail, "" where that stays where it is.
    handled: str = ""
    #: Every alias that we serve, this one as well.
    served: tuple[AliasNames, ...] = ()

    @property
    def as_address(self) -> Address:
        """As mail of ours is from it."""
        return Address(self.name, self.address)

    def speaks(self, *wishes: str) -> str:
        """The language of a mail whose reader wants one of `wishes`, the best first; "" is no wish.

        Without templates for a wish its base language serves ("de-AT" → "de"), else the next wish,
        and in the end the mailbox's own.
        """
        return self.fits(*wishes) or self.language

    def fits(self, *wishes: str) -> str:
        """The same, "" where there are templates for none of them."""
        asked = (form for wish in wishes for form in (wish, wish.partition("-")[0]))
        return next((one for one in asked if one in self.languages), "")

    @property
    def host(self) -> str:
        """The domain of its address."""
        return domain_of(self.address)

    def return_path(self, ids: MailIds) -> tuple[str, str | None]:
        """The envelope sender of a mail, and the token by which it is that mail's own; None where
        it is the alias itself.
        """
        if not self.verp or ids.bounce is None:
            return self.address, None
        own = bounce_address(self.address, ids.bounce)
        return own, None if own == self.address else ids.bounce

    def is_strict(self, name: str) -> bool:
        """Whether that one of ours is."""
        return any(one.strict for one in self.served if one.name == name)

    def served_in(self, named: Iterable[Address]) -> tuple[AliasNames, ...]:
        """The aliases among these addresses, in their order, each once."""
        found: dict[AliasNames, None] = {}
        for address in named:
            keys = {address.key, without_tag(address.email)}
            served = (one for one in self.served if not keys.isdisjoint(one.addresses))
            found |= dict.fromkeys(served)
        return tuple(found)

    def is_ours(self, address: Address) -> bool:
        """Whether this is an alias of ours, with or without a subaddress, or a list of ours or its
        software: never a person.
        """
        plain = without_tag(address.email)
        if address.key in self.addresses or plain in self.addresses:
            return True
        return self.site.is_list_address(address.email)
