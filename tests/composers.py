"""What mails are composed with: a world of one alias, a mail to it, and a child that is ready
before the first one.
"""

from __future__ import annotations

from collections.abc import Callable
from email import policy as wire
from email.message import EmailMessage
from functools import cache
from typing import Any

from mailtracker.composer import ChildComposer
from mailtracker.composing import Composed, Result, Work
from mailtracker.rules.load import load_texts
from mailtracker.world import World
from tests.desk.makers import RULES
from tests.lives import alias_called
from tests.shipped_letters import shipped_letters

EVA = "eva@corp.example"
ALIAS = alias_called("IT help", "it-help@corp.example")


@cache
def world(language: str = "en") -> World:
    german = f"sam@corp.example, language: {language}"
    rules = load_texts({"rules/all.yaml": RULES.replace("sam@corp.example", german)})
    return World(rules, shipped_letters(), {"IT help": ALIAS}, b"k" * 32)


def mail(sender: str, text: str, edit: Callable[[EmailMessage], None] | None = None) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, ALIAS.address, "VPN drops"
    made["In-Reply-To"] = "<1@client.example>"
    made.set_content(text)
    if edit:
        edit(made)
    return made.as_bytes(policy=wire.SMTP)


def bytes_of(composed: Result, original: bytes = b"") -> bytes:
    """Of a mail that could be composed."""
    assert isinstance(composed, Composed), composed
    if isinstance(composed.raw, bytes):
        return composed.raw
    return b"".join(composed.raw.filled(original))


def in_a_child(world: World, **limits: Any) -> ChildComposer:
    nothing = Work(world.ours, [], None)
    made = ChildComposer(**limits)
    made.expect(100)
    made.begin(world, nothing)
    assert made._child is not None
    assert made._child.ask([nothing]).answer() == [[]]
    return made
