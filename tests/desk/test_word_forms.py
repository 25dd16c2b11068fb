"""Owner words in six languages, and what only looks like one."""

from __future__ import annotations

import pytest

from mailtracker.desk.words.owner_words import Word, read_command
from mailtracker.desk.words.word_forms import (
    ALONE,
    EVERYBODY,
    HARMLESS,
    LOOKALIKES,
    NOT_A_NAME,
)

SAID = {
    Word.DONE: "done | Resolved. | ERLEDIGT | Fertig! | gelöst | geloest | Abgeschlossen | klaar | "
    "Gereed. | afgehandeld | opgelost | færdig | Løst! | ordnet | feito | Feita. | concluído | "
    "concluido | Resolvido | fait | C’est fait. | Terminé | résolu | réglé",
    Word.MINE: "mine | Meins. | ich übernehme | Das übernehme ich. | ik pak het op | van mij | "
    "Jeg tager den | fico com isso | É meu | je prends | Je m’en charge",
    Word.NOT_MINE: "not mine | Nicht meins. | niet van mij | ikke min | não é meu | pas pour moi",
    Word.WAITING: "waiting | wartet | in afwachting | afventer | aguardando | en attente",
    Word.SEND: "send | Send it | senden | abschicken | verzenden | verstuur | enviar | envoyez",
}

ABOUT_SAM = {
    Word.FOR: "for sam | für Sam | An Sam. | voor sam | aan sam | Til Sam | para sam | Pour Sam",
    Word.ADD: "add sam | füge Sam hinzu | Nimm Sam dazu | Sam hinzufügen | voeg sam toe | "
    "tilføj sam | adicionar sam | adicione Sam | Ajoute Sam | ajoutez sam",
    Word.DROP: "drop sam | remove sam | entferne Sam | nimm Sam raus | Sam entfernen | "
    "verwijder sam | haal sam weg | fjern sam | remover sam | retirez Sam",
}


def each(table: dict[Word, str]) -> list[tuple[Word, str]]:
    return [(word, line.strip()) for word, lines in table.items() for line in lines.split("|")]


def test_a_word_is_known_in_six_languages_with_or_without_text_below():
    wrong = []
    for word, line in each(SAID):
        for text in (line, f"\n  {line} \n\nI did it.", f"\u200b{line}"):
            command = read_command(text)
            if command is None or (command.word, command.argument) != (word, ""):
                wrong.append((word, text, command))
    assert not wrong


def test_a_word_about_somebody_is_known_in_six_languages():
    wrong = []
    for word, line in each(ABOUT_SAM):
        command = read_command(f"{line}\nThe rest.")
        if command is None or (command.word, command.argument) != (word, "sam"):
            wrong.append((word, line, command))
    assert not wrong


def test_a_whole_name_stands_between_what_is_around_it():
    for line in ("voeg Sam Okoye toe", "Sam Okoye hinzufügen", "Ajoute Sam Okoye"):
        command = read_command(line)
        assert (command.word, command.argument) == (Word.ADD, "sam okoye"), line


ANSWERS = """
Fertig, bitte testen | Erledigt, schau mal | Klaar voor vandaag | Feito ontem à noite
Fait attention à la marche | C'est fait depuis hier | Terminé hier, dis-moi si ça va | Færdig i dag
Gelöst habe ich das nicht | Meine Nummer ist 12 | Meine Frage: welcher Laptop? | Min computer også
Je prends le train | Je prends rendez-vous demain | Ik neem het mee | Ich übernehme das gern nachher
Für die Zukunft: bitte anrufen | An die Arbeit, sagte er, und ging | Pour moi c'est bon, et toi ?
Klar! | Keins. | Keine. | Verstuurd. | Verzonden | Afsendt | Envio amanhã | Später | Later | Straks
Ende | Ordner | Klaas | Klara | Solve it yourself | Ja | Oui | Sim | Nej | Danke | Merci | Tak
Ok | In Ordnung | Fixed it | Resolved it yesterday
"""


def test_what_is_written_for_people_is_no_word_in_any_language():
    lines = [line.strip() for row in ANSWERS.strip().split("\n") for line in row.split("|")]
    assert [line for line in lines if read_command(line) is not None] == []


DOUBTFUL = """
close | Geschlossen. | Schließen | gesloten | lukket | Fechado | Fermé | clôturé | pronto
Ich kümmere mich darum | ik regel het | jeg tager mig af det | je m'en occupe
erledgt | fertg | klaaar | afgehandelt | Resolvdo | termin | résolut | solvd | sennd
"""


def test_what_is_as_well_an_answer_as_a_word_is_asked_back():
    lines = [line.strip() for row in DOUBTFUL.strip().split("\n") for line in row.split("|")]
    found = {line: read_command(line) for line in lines}
    assert [line for line, one in found.items() if one is None or one.word is not None] == []


@pytest.mark.parametrize("lead", ["notiz", "Interne Notiz", "notitie", "notat", "note interne"])
def test_a_note_for_the_team_is_known_whatever_its_length(lead: str):
    command = read_command(f"{lead}: {'lang ' * 40}")
    assert command is not None
    assert command.word is Word.NOTE


def test_no_line_is_two_things():
    assert not set(ALONE) & LOOKALIKES
    assert not set(ALONE) & HARMLESS
    tables = {*ALONE, *LOOKALIKES, *HARMLESS, *NOT_A_NAME, *EVERYBODY}
    assert all(line == " ".join(line.split()).casefold() for line in tables)
    assert all(word in ALONE for word in Word if word not in ("for", "add", "drop", "merge")), ALONE
