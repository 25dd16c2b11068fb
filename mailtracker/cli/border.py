"""The config in, who is said to prove senders out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailtracker.config import Config


def without_border(config: Config) -> str:
    """What it costs that nobody can be proven."""
    domains = ", ".join(config.own_domains)
    return (
        f"none is configured (authserv_ids), so whoever writes a From of {domains} is believed to "
        f"be a colleague"
    )


def with_border(config: Config) -> str:
    told = f"Authentication-Results of {' or '.join(config.authserv_ids)}"
    return f"{told}, and what our Exchange Online tenant stamps" if config.exchange_tenant else told
