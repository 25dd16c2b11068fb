"""An address → as mail servers compare it."""

from __future__ import annotations

from contextlib import suppress


def as_on_the_wire(address: str) -> str:
    """An address or a domain, case folded, its domain as mail carries it (RFC 5890):
    `müller.example` is xn--mller-kva.example.
    """
    folded = address.casefold()
    if folded.isascii():
        return folded
    local, at, domain = folded.rpartition("@")
    with suppress(UnicodeError):  # too long, or nothing between two dots
        domain = domain.encode("idna").decode()
    return f"{local}{at}{domain}"
