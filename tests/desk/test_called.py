"""Where a mail calls people by name, and what only looks so."""

import pytest

from mailtracker.desk.thanks.called import without_names

CALLED = [
    ("Hoi Els,\nbedankt.", "bedankt."),
    ("Kære Kirsten Holm\n\ntak for det.", "tak for det."),
    ("Exma. Sra. Dra. Lurdes Antunes,\n\nobrigado.", "obrigado."),
    ("Dag collega's,\n\nbedankt.", "bedankt."),
    ("Sehr geehrte Frau Dr. Petersen, danke.", "danke."),
    ("Bonjour à tous, merci.", "merci."),
    ("Mette,\ntak.", "tak."),
    ("Mange tak Mette", "Mange tak"),
    ("Obrigada, Rui!", "Obrigada!"),
    ("Thanks Paul, it works.", "Thanks, it works."),
    ("Vielen Dank, Frau Sommer.", "Vielen Dank."),
    ("It works. Thanks again, Moira", "It works. Thanks again"),
    ("Det er jeg tilfreds med. Hilsen Mogens", "Det er jeg tilfreds med. Hilsen"),
    ("All good.\n\nYours,\nMargaret", "All good."),
    ("Much obliged.\n\nBest,\nR. Hanley\nStores", "Much obliged."),
    ("Grato pela ajuda.\n\nManuel Torres\nArmazém 2", "Grato pela ajuda."),
    ("Thank you.\n\nKind regards,\nDr. Helen Okafor\nWard 7", "Thank you."),
]
"""A text, and what is left of it."""

NO_NAMES = [
    "Danke. Mittwoch",
    "Danke. Nein",
    "Danke, Falsch!",
    "Drucker,\nToner",
    "Thanks. Broken",
    "Vielen Dank\n\nder Drucker druckt nicht",
    "Works now\nthe scanner does not",
]


@pytest.mark.parametrize(("text", "left"), CALLED)
def test_a_name_by_its_place_says_nothing(text: str, left: str) -> None:
    assert without_names(text) == left


@pytest.mark.parametrize("text", NO_NAMES)
def test_a_word_of_the_tables_is_no_name(text: str) -> None:
    assert without_names(text) == text
