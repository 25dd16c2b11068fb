"""The value of a Received field goes in; which host says that it wrote it comes out."""

from __future__ import annotations

import re

from mailtracker.mail.address_key import domain_key
from mailtracker.mail.origin.auth_fields import VALUE_CAP, without_comments

_BY = re.compile(r"\s*(?:from\s+\S+\s+)?by\s+(\S{1,255})", re.IGNORECASE)


def received_by(value: str) -> str:
    """Behind "by" (RFC 5321 §4.4), in lower case; "" for none. Comments do not count."""
    hit = _BY.match(without_comments(value[:VALUE_CAP]))
    return domain_key(hit[1].strip("[];")) if hit else ""


def in_domain(host: str, domain: str) -> bool:
    """Whether a host, or a domain, is that domain or stands below it. Both in lower case."""
    return host == domain or host.endswith(f".{domain}")
