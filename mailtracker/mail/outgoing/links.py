"""An address, a subject and a first line → the link by which somebody begins such a mail."""

from __future__ import annotations

from urllib.parse import quote

from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Where a mail goes that somebody begins by it: an `address`, with this `subject`. `body` is
    what they find in it, "" for nothing.
    """

    address: str
    subject: str
    body: str = ""

    @property
    def url(self) -> str:
        """As RFC 6068 writes it: line ends of the body are CRLF."""
        body = "\r\n".join(self.body.split("\n"))
        behind = f"&body={quote(body, safe='')}" if body else ""
        subject = quote(self.subject, safe="")
        return f"mailto:{quote(self.address, safe='@')}?subject={subject}{behind}"
