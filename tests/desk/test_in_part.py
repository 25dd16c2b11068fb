"""Short requests without a question mark start a clock, as do news that only a part goes, or that
it was there again. short_requests.txt holds two hundred of our own making, in six languages, about
half of them from before they were tried.
"""

from pathlib import Path

import pytest

from mailtracker.desk.thanks.thanks import only_thanks
from tests.desk.makers import message

SHORT = (Path(__file__).parent / "short_requests.txt").read_text("utf-8").splitlines()
NAMES = frozenset(("eva", "bo"))


def ends(text: str) -> bool:
    return only_thanks(message(text=text), NAMES)


def test_short_requests_without_a_question_mark_start_a_clock() -> None:
    assert len(SHORT) == 200
    assert not [text for text in SHORT if ends(text) or ends(f"{text}\n\nEva")]


IN_PART = """
Half of it works now
Some work again
Mostly works now
One works again
Thanks, part of it is here
Jetzt geht das meiste wieder
Einer von den dreien geht wieder
Zum Teil läuft es
Fast alles geht wieder
Nu werkt de helft weer
Een van de drie werkt weer
Grotendeels werkt het
Bijna alles doet het weer
Det meste virker nu
En af de tre virker igen
Delvist virker det
Næsten alt virker igen
A maior parte já funciona
Um deles já funciona
Em parte já funciona
Quase tudo funciona
La plupart fonctionne
Une partie remarche
En partie ça marche
Presque tout remarche
"""
BACK_THEN = """
Thanks. After lunch it was there again
Danke. Nach dem Mittag war es wieder da
Bedankt. Na de lunch was het er weer
Tak. Efter frokost var det der igen
Merci. Après le déjeuner c'est revenu
Obrigado. Depois do almoço estava de volta
"""


@pytest.mark.parametrize("text", [*IN_PART.split("\n")[1:-1], *BACK_THEN.split("\n")[1:-1]])
def test_what_goes_in_part_or_came_back_is_not_over(text: str) -> None:
    assert not ends(text)
    assert not ends(f"Danke! {text}.")


WHOLE = """
Thanks, everything works again!
One click and it worked, thanks.
Danke, alles läuft wieder.
Nach dem Neustart ging es wieder, danke.
Seit heute Morgen läuft es wieder, danke!
Einer der besten Helpdesks, danke!
Dank je, alles werkt weer.
Na een herstart deed hij het weer, dank.
Tak, det hele virker igen.
En stor tak herfra.
Obrigado, já funciona tudo.
Merci, tout remarche.
"""


@pytest.mark.parametrize("text", WHOLE.strip().splitlines())
def test_what_goes_as_a_whole_is_over(text: str) -> None:
    assert ends(text)
