"""A file of the rules folder that goes out with receipts."""

from __future__ import annotations

from dataclasses import field

from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Help:
    """A file that goes out with a receipt. `name` is "guides/vpn.pdf" below the rules folder,
    `content_type` as MIME says it, `data` its bytes.
    """

    name: str
    content_type: str
    data: bytes = field(repr=False)
