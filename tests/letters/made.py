"""Letters written from plain values, by name: what the tests of templates share."""

from __future__ import annotations

from collections.abc import Mapping

from mailtracker.cli.sample_mails import made as made
from mailtracker.letters.letters import Letters
from mailtracker.mail.outgoing.envelope import Rendered


def render(letters: Letters, name: str, language: str, values: Mapping[str, object]) -> Rendered:
    return letters.render(*made(name, {**values, "language": language}))
