"""An emoji that was pressed is told from words, in the forms of several mail programs."""

from re import _parser as parser  # type: ignore[attr-defined]

import pytest

from mailtracker.desk import reactions
from mailtracker.desk.reactions import Pressed, is_reaction_mail, pressed
from tests.desk.makers import message
from tests.sayer import Sayer

PRESSED = """
👍
❤️
👍🏽
:-)
...
Bo Jensen reacted to your message:\\n\\n👍
Bo Jensen reacted to your message:\\n\\n👍\\n\\nFrom: IT help\\nSubject: Why?
👍\\n\\nBo Jensen reacted via Gmail
Bo Jensen hat auf Ihre Nachricht reagiert:\\n👍
👍 Bo Jensen hat über Gmail reagiert
Bo heeft gereageerd via Gmail
Bo heeft op uw bericht gereageerd
Bo Jensen reagerede på din meddelelse
Bo reagiu à sua mensagem:\\n❤️
Bo a réagi via Gmail
Bo a réagi à votre message
Liked “Fixed the gateway.”
Loved an image
Gefällt „Repariert.“
A aimé « C'est réparé. »
"""

OBJECTED = """
👎
👍?
?
!!!
:-(
🖨🔥
Disliked “Fixed”
Questioned “Fixed”
👎\\n\\nEva Lund reacted via Gmail
"""

WRITTEN = """
yes
Nobody reacted to my mail
The supplier has not reacted to your message
I reacted to your message
When Bo reacted to your message, did you see it?
Liked it, thanks
Liked “it” but I still need help
The printer reacted strangely via network
"""


def lines(table):
    return [line.replace("\\n", "\n") for line in table.strip().split("\n")]


@pytest.mark.parametrize("text", lines(PRESSED))
def test_a_thumb_is_a_reaction(text):
    assert pressed(message(), text) is Pressed.REACTION


@pytest.mark.parametrize("text", lines(OBJECTED))
def test_a_thumb_down_and_what_nobody_understands_is_an_objection(text):
    assert pressed(message(), text) is Pressed.OBJECTION


@pytest.mark.parametrize("text", lines(WRITTEN))
def test_words_are_no_reaction(text):
    assert pressed(message(), text) is Pressed.NOTHING


def test_what_was_typed_is_no_mail_of_a_program():
    assert not is_reaction_mail(message(), "👍")
    assert is_reaction_mail(message(), "👍\n\nBo Jensen reacted via Gmail")


@pytest.mark.parametrize("pattern", [reactions._REACTED, reactions._TAPBACK])
def test_whatever_tells_of_a_reaction_has_a_hint_of_it(pattern):
    """What has none is not looked at any further."""
    pieces = parser.parse(vars(pattern)["_text"])
    for seed in range(400):
        said = Sayer(seed).say(pieces).lower()
        assert any(hint in said for hint in reactions.HINTS), said
