"""Whether MAIL, RCPT and DATA go out together on a connection, or one by one. Pure."""

from __future__ import annotations

MOST_APART = 1024


class Manner:
    """Of one link. Together where the server offers it (RFC 2920). Some offer it and do not read on
    behind the first command, or lose count: after a conversation that broke in there, the next
    connection speaks one by one, after one more the next two, and so on, doubled up to MOST_APART.
    A mail that goes out together ends that.
    """

    def __init__(self) -> None:
        self._apart, self._next = 0, 1

    def of_connection(self, offered: bool) -> bool:
        """Of one that has just been made: True for together."""
        if not offered:
            return False
        if self._apart:
            self._apart -= 1
            return False
        return True

    def broke(self) -> None:
        """A conversation that went out together did not come to its 354, nor to a refusal."""
        self._apart, self._next = self._next, min(2 * self._next, MOST_APART)

    def went(self) -> None:
        """A mail went out together."""
        self._next = 1
