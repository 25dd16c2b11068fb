"""How we are let in without a password, as far as an edge knows that speaks IMAP or SMTP. Where an
access token comes from is `oauth`'s.
"""

from __future__ import annotations

from typing import Protocol


class Access(Protocol):
    """One sign-in, asked by any thread; all who ask share one access token (RFC 6749 1.4)."""

    def access_token(self) -> str:
        """One that is valid now: one that is at hand, else the call waits for one to be fetched,
        bounded in time. Raises LoginRefused where only a person can help, Unreachable where trying
        again later may.
        """
        ...

    def was_refused(self, access_token: str) -> None:
        """A mail server did not take it, though it should be valid: the next call gets another one,
        but not again and again, which issuers shut us out for. Does nothing where another one is at
        hand already.
        """
        ...
