"""Where the mails of tests/mail_corpus stand, and what of our site each is read with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mailtracker.mail.site import Site

FOLDER = Path(__file__).parent.parent / "mail_corpus"
LANGUAGES = ("en", "de", "nl", "da", "pt", "fr", "es")
MAILS = sorted(FOLDER.glob("*.eml"))

SHARES = {f"{number} of 8": MAILS[number - 1 :: 8] for number in range(1, 9)}
"""The same in parts, for tests that are told of many mails together."""


def site(given: Mapping[str, list[str]]) -> Site:
    return Site(
        own_lists=tuple(given.get("own_lists", ())),
        authserv_ids=tuple(given.get("authserv", ())),
        languages=tuple(given.get("languages", LANGUAGES)),
        own_domains=("corp.example",),
    )
