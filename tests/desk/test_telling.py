"""Who thanks may tell anything besides: only what shows that they want something is open."""

from collections import Counter
from pathlib import Path

import pytest

from mailtracker.desk.thanks import plain_signs
from mailtracker.desk.thanks.called import without_names
from mailtracker.desk.thanks.thanks import only_thanks
from mailtracker.desk.thanks.wanting_signs import (
    gives,
    is_harmless,
    languages_of,
    names_a_day,
    wants,
)
from tests.desk.makers import message

ANSWERS = Path(__file__).with_name("told_answers.txt")
"""A line a mail: C (closes) or W (wants something), a blank, the text; \\n is a line break."""

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

STILL_TO_DO = """
Tak fordi I bestiller filteret hjem inden auditten.
Obrigada por encomendarem o filtro antes da auditoria.
Thanks for ordering the filter before the audit.
Danke, dass Sie den Filter bestellen.
Bedankt dat jullie het filter bestellen.
Merci de votre retour rapide avant vendredi.
Danke, ich freue mich auf Ihre Rückmeldung.
Thanks for letting me know when it is there.
Je vais essayer et je vous redis. Merci !
Dat ga ik proberen en dan laat ik het weten. Bedankt!
Det prøver jeg og vender tilbage. Tak!
""".strip().split("\n")
"""Thanks for what is not done yet, or for an answer that is still to come."""

TOLD = """
Thanks Paul, the heating is on again, it is lovely and warm.
Many thanks, the embassy accepted the letter and I am already packing.
Danke, die Krankenkasse hat die Unterlagen akzeptiert, ich bin erleichtert.
Danke an die Küche, das Menü war großartig!
Mein Rücken sagt danke, der Stuhl ist sehr bequem!
De kinderen zijn blij, het is weer lekker warm. Bedankt namens iedereen!
Tak for lån! Turen gik godt.
Jeg læser den igennem i toget, tak skal du have.
O seguro aceitou a participação à primeira. O pessoal agradece.
Vou ler com calma no fim de semana. Obrigada, Rui!
Merci, les élèves sont ravis des nouveaux casques.
Je vous remercie vivement, tout est arrivé en bon état.
It was my mistake, I had used the wrong password. Thanks for your patience!
Danke, die Mail hatte ich übersehen. Jetzt ist alles klar.
Merci, je n'ai plus besoin d'aide.
Sorry to have bothered you, I found the file in the archive folder.
""".strip().split("\n")

WANTED = """
Thanks. The meeting has been moved to the big hall.
Thank you for the offer, we are in.
Danke, gut zu wissen. Die Etage darüber freut sich auch über einen.
Obrigado, bom saber. O andar de cima também ficava feliz com um.
Tak, kontoen virker. Jeg ser hele afdelingens lønninger.
Danke, der Kunde hätte es gern auf Papier.
Danke. Beim Öffnen steht da jetzt Lizenz abgelaufen.
Danke, wir haben uns für die günstigere Variante entschieden.
Bedankt, ik krijg een witte pagina.
Bedankt. Ons budget is op voor dit jaar.
Tak. Elevatoren siger en underlig lyd.
Tak, jeg har modtaget to. Jeg havde bestilt tolv.
Obrigado, o cartão vem com validade até ontem.
Obrigado. O meu telefone mudou.
Merci, la réunion a été déplacée.
Merci, mon chef a validé.
Thanks, I attach the scan you wanted.
Sorry to have bothered you, it is back again.
Thanks, that was for the night shift.
Thanks for the quote. We found it a bit expensive.
Thanks, I'm happy to pay the difference.
Vielen Dank, ich habe noch ein Anliegen zu meinem Parkausweis.
Bedankt, ik heb het bestand in het portaal gezet.
Tak, den nye version er god på nær logoet.
Super, danke. Es lief eine Weile und blieb dann stehen.
""".strip().split("\n")


@pytest.mark.parametrize(("text", "left"), CALLED)
def test_a_name_by_its_place_says_nothing(text: str, left: str) -> None:
    assert without_names(text) == left


@pytest.mark.parametrize("text", NO_NAMES)
def test_a_word_of_the_tables_is_no_name(text: str) -> None:
    assert without_names(text) == text


@pytest.mark.parametrize("text", STILL_TO_DO)
def test_thanks_for_what_is_still_to_be_done_start_a_promise(text: str) -> None:
    assert not only_thanks(message(text=text))


@pytest.mark.parametrize("text", TOLD)
def test_who_thanks_may_tell_what_is_well(text: str) -> None:
    assert only_thanks(message(text=text))


@pytest.mark.parametrize("text", WANTED)
def test_what_is_told_with_a_sign_of_wanting_starts_a_promise(text: str) -> None:
    assert not only_thanks(message(text=text))


def test_signs_are_looked_for_in_the_language_of_the_mail() -> None:
    english = languages_of(["thank you for the help"])
    assert english == {0}
    assert len(languages_of(["xyzzy"])) > 1
    assert wants("the second one is missing", english)
    assert wants("send it to me", english)
    assert not wants("no problems since then", english)
    assert is_harmless("no problems since then", english)
    assert gives("it is attached", english)
    assert gives("room 212", english)
    assert names_a_day("see you on friday", english)


@pytest.mark.parametrize(
    ("clause", "is_good"),
    [
        ("the printer prints", True),
        ("now the door opens", True),
        ("jetzt offnet sich die tur", True),
        ("jetzt offnet sich excel auf spanisch", False),
        ("alles kommt in rosa heraus", False),
        ("les recus sont dans l enveloppe comme convenu", False),
        ("the letter came so quickly", True),
        ("the report arrived this morning", True),
        ("the report arrived and lies on the desk", False),
    ],
)
def test_a_plain_word_is_good_news_only_where_nothing_new_follows(
    clause: str, is_good: bool
) -> None:
    assert any(plain_signs.is_good(clause, at) for at in languages_of([clause])) == is_good


def test_answers_of_many_colleagues_are_told_from_those_that_want_something() -> None:
    counted: Counter[str] = Counter()
    wrong = []
    for line in ANSWERS.read_text(encoding="utf-8").splitlines():
        label, _, text = line.partition(" ")
        counted[label] += 1
        if only_thanks(message(text=text.replace("\\n", "\n"))) != (label == "C"):
            wrong.append(line)
    assert wrong == []
    assert counted["C"] > 1_700
    assert counted["W"] > 2_600
