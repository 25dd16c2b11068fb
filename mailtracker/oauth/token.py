"""What an issuer gives: an access token and its life, or why there is none."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Protocol

from mailtracker.record import dataclass

MAX_TOKEN = 32_768
"""Characters; Microsoft's have some 2,000."""

SHORTEST, LONGEST = 1.0, 86_400.0
"""Seconds of life that are believed. What is longer is renewed once a day all the same."""

UNSAID = 300.0
"""Seconds of life where the issuer says nothing of it (RFC 6749 5.1 only recommends that)."""

_TOKEN = re.compile(r"[!-~]+")  # RFC 6749 A.12 without the blank, which RFC 6750 2.1 forbids


@dataclass(frozen=True, slots=True)
class AccessToken:
    """The `value` that a mail server is shown, never printed; its `life` in seconds, from when it
    was asked for; and what is wrong though it was given (`trouble`), "" for nothing.
    """

    value: str = field(repr=False)
    life: float
    trouble: str = ""


class NoAccess(Exception):
    """There is no access token, and the text says why and what to do, in one line for people: with
    no secret in it.
    """

    def __init__(self, text: str, *, final: bool, wait: float = 0.0) -> None:
        super().__init__(text)
        #: Whether a person has to do something; else it may work later.
        self.final = final
        #: Seconds that the issuer wants us to wait (Retry-After).
        self.wait = wait


class TokenSource(Protocol):
    """Where access tokens come from."""

    @property
    def patience(self) -> float:
        """Seconds that a caller waits for one at most."""
        ...

    def fetch(self) -> AccessToken:
        """A new one, never one that was given before if that can be helped. Raises NoAccess.
        Bounded in time; called by one thread at a time.
        """
        ...


def access_token_of(answer: Mapping[str, Any], who: str) -> AccessToken:
    """A successful answer (RFC 6749 5.1) → its access token. Raises NoAccess: `who` gave none."""
    value = answer.get("access_token")
    if not isinstance(value, str) or not is_token(value):
        raise NoAccess(f"{who} answered, but not with an access token", final=False)
    return AccessToken(value, life_of(answer.get("expires_in")))


def is_token(value: str) -> bool:
    return len(value) <= MAX_TOKEN and _TOKEN.fullmatch(value) is not None


def life_of(expires_in: object) -> float:
    """What an issuer says of a token's life in seconds, as a number or (some do) as a text → what
    we believe of it.
    """
    life = seconds_of(expires_in)
    return min(life, LONGEST) if life is not None and life >= SHORTEST else UNSAID


def seconds_of(said: object) -> float | None:
    """A number of JSON, or a text that is one. None: it makes no sense as a span of time."""
    try:
        seconds = float(said) if isinstance(said, int | float | str) else math.nan
    except (ValueError, OverflowError):
        return None
    return None if math.isnan(seconds) else seconds
