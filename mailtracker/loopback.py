"""Is a host this machine itself? Clear text is for loopback only."""

from __future__ import annotations

import ipaddress


def is_loopback(host: str) -> bool:
    """localhost, 127.0.0.0/8 and ::1, with or without brackets. Names are not looked up."""
    try:
        return (
            host.lower().rstrip(".") == "localhost"
            or ipaddress.ip_address(host.strip("[]")).is_loopback
        )
    except ValueError:
        return False
