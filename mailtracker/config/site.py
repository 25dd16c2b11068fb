"""The config, and the languages that we can write → what mail is understood with."""

from __future__ import annotations

from mailtracker.config.config import Config
from mailtracker.mail.address_key import address_key, domain_key
from mailtracker.mail.site import Site


def site_of(config: Config, languages: tuple[str, ...]) -> Site:
    """What mail is understood with, in this process and in the reading child."""
    return Site(
        own_lists=config.own_lists,
        authserv_ids=config.authserv_ids,
        languages=languages,
        addresses=tuple(
            address_key(a) for box in config.mailboxes for a in (box.address, *box.aliases)
        ),
        served=tuple(
            tuple(map(address_key, (box.address, *box.aliases))) for box in config.mailboxes
        ),
        own_domains=tuple(domain_key(d) for d in config.own_domains),
        border_hosts=config.border_hosts,
        exchange_tenant=config.exchange_tenant,
    )
