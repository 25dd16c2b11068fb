"""Of a confidential request nobody but its two sides reads a word, or who asks: every letter that
there is, in every language, with a word of its own in each text that it is given.
"""

from __future__ import annotations

import dataclasses
from typing import Any, get_args, get_type_hints

import pytest

from mailtracker.desk.effects import SendLetter
from mailtracker.desk.letters import Letter
from mailtracker.desk.request import Lane
from mailtracker.desk.veil import KEPT, THEIR_OWN, texts_of
from mailtracker.letters.samples import GIVEN, OWN, REQUEST
from mailtracker.mail.message import Address
from mailtracker.outgoing import Occasion, plan_all
from mailtracker.policy.mentioned import Mention, Mentions
from mailtracker.rules.load import load_texts
from mailtracker.world import Cause, World
from tests.lives import MONDAY, RULES, alias_called
from tests.shipped_letters import shipped_letters

LETTERS = shipped_letters()
POLICY = load_texts({"rules/all.yaml": RULES})
ALIAS = alias_called("hr", "hr@corp.example")
SECRETS = ("zqname", "zqlocal", "zqsubject", "zqcopied", "zqwhy", "zqtag", "zqwords", "zqasked")
SECRET = dataclasses.replace(
    REQUEST,
    mailbox="hr",
    subject="Zqsubject",
    requester=Address("Zqname Lund", "zqlocal@corp.example"),
    copied=(Address("Zqcopied", "zqcopied@corp.example"),),
    owner="hana",
    former_owners=("hugo",),
    given=dataclasses.replace(
        GIVEN, why="Zqwhy", tags=("zqtag",), asked=("zqasked",), confidential=True
    ),
)


def filled(hint: Any, value: object) -> object:
    """With a word of its own where the text stands."""
    if hint is str:
        return "Zqwords"
    if hint is Mentions:
        return Mentions((Mention("subject", "zqwords"),))
    if isinstance(value, tuple | list) and all(isinstance(one, str) for one in value):
        return ("Zqwords",)
    assert isinstance(value, tuple)
    return tuple(_with_secrets(one) for one in value)


def _with_secrets(line: Any) -> object:
    hints = get_type_hints(type(line))
    texts = [one.name for one in dataclasses.fields(line) if hints[one.name] is str]
    return dataclasses.replace(line, **dict.fromkeys(texts, "Zqwords"))


def letter_of(kind: type[Any]) -> Letter:
    """Every text of it that others do not read anyway is a secret."""
    values = {key: choices[0] for key, choices in OWN[kind].items()}
    hints, own = get_type_hints(kind), THEIR_OWN.get(kind, ())
    for name in texts_of(kind):
        if name not in KEPT and name not in own:
            usual = next(filter(None, OWN[kind][name]), values[name])
            values[name] = filled(hints[name], usual)
    return kind(**values)


def read(letter: Letter, who: Address, language: str) -> str:
    """All of it that reaches somebody."""
    alias = dataclasses.replace(ALIAS, language=language, languages=LETTERS.languages)
    world = World(POLICY, LETTERS, {"hr": alias}, b"k" * 32)
    occasion = Occasion(world, SECRET, Cause("m1", MONDAY), opens=False)
    person = POLICY.person_by_address(who.email)
    effect = SendLetter(letter, who, person.key if person else "", Lane.TEAM)
    planned, failed = plan_all(occasion, [effect])
    assert not failed, failed
    order: Any = planned[0].order
    written = LETTERS.render(order.letter, order.common)
    return f"{written.subject}\n{written.text}\n{written.html}\n{order.envelope}".casefold()


@pytest.mark.parametrize("language", LETTERS.languages)
def test_no_letter_tells_anybody_else(language: str) -> None:
    others = (Address("", "carla@corp.example"), Address("", "ada@corp.example"))
    told = {
        f"{kind.name} to {who.email}: {secret}"
        for kind in get_args(Letter)
        for who in others
        for secret in SECRETS
        if secret in read(letter_of(kind), who, language)
    }
    assert told == set()


@pytest.mark.parametrize("who", ["hana@corp.example", "hugo@corp.example", "zqlocal@corp.example"])
def test_its_two_sides_read_it(who: str) -> None:
    slipped = next(kind for kind in get_args(Letter) if kind.name == "slipped_manager")
    assert "zqname" in read(letter_of(slipped), Address("", who), "en")
    assert "zqsubject" in read(letter_of(slipped), Address("", who), "en")
