"""Letters written from plain values, by name: what the tests of templates share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from mailtracker.desk.letters import AnyLetter
from mailtracker.letters import samples
from mailtracker.letters.given import AboutRequest, Common
from mailtracker.letters.letters import Letters
from mailtracker.mail.outgoing.envelope import Rendered


def made(name: str, values: Mapping[str, object]) -> tuple[AnyLetter, Common]:
    """The letter, and what it is given besides, out of such values as `samples.of` lists."""
    kind = samples.KINDS[name]
    own = {field.name for field in fields(kind)}
    about = AboutRequest if "request" in values else Common
    known = {field.name for field in fields(about)}
    common = {key: value for key, value in values.items() if key in known}
    return kind(**{key: values[key] for key in own}), about(**common)  # type: ignore[arg-type]


def render(letters: Letters, name: str, language: str, values: Mapping[str, object]) -> Rendered:
    return letters.render(*made(name, {**values, "language": language}))
