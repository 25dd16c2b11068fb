"""The words by which owners tell us what to do, and how each is said in six languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum


class Word(StrEnum):
    """Every word that a first line may be."""

    DONE = "done"
    MINE = "mine"
    NOT_MINE = "not mine"
    FOR = "for"
    WAITING = "waiting"
    SNOOZE = "snooze"
    ANSWERED = "answered"
    NOTE = "note"
    ADD = "add"
    DROP = "drop"
    SEND = "send"
    MERGE = "merge"
    PART = "part"


def _forms(*lines: str) -> tuple[str, ...]:
    return tuple(form.strip().casefold() for line in lines for form in line.split(","))


_SAID: Mapping[Word, tuple[str, ...]] = {
    Word.DONE: _forms(
        "done, solved, resolved, finished",
        "erledigt, fertig, gelöst, geloest, abgeschlossen, ist erledigt",
        "klaar, gereed, afgehandeld, opgelost, afgerond, gedaan",
        "færdig, faerdig, løst, ordnet, klaret",
        "feito, feita, concluído, concluída, concluido, concluida, resolvido, resolvida, tratado",
        "fait, c'est fait, terminé, résolu, résolue, resolu, réglé, traité",
    ),
    Word.MINE: _forms(
        "mine",
        "meins, meine, ich übernehme, ich übernehme das, das übernehme ich, übernehme ich",
        "van mij, die is van mij, ik pak het op, ik pak dit op, ik neem het, ik neem dit",
        "min, jeg tager den, jeg tager det, den tager jeg",
        "meu, minha, é meu, é minha, fico com isso, fico com isto, fico com este, fico com ele",
        "eu fico com isso",
        "à moi, je prends, je le prends, je m'en charge",
    ),
    Word.NOT_MINE: _forms(
        "not mine",
        "nicht meins, nicht meine, nicht für mich",
        "niet van mij, niet voor mij",
        "ikke min, ikke mit, ikke til mig",
        "não é meu, nao e meu, não é minha, não é para mim, não é comigo",
        "pas à moi, pas a moi, pas pour moi, pas le mien",
    ),
    Word.FOR: ("for",),
    Word.WAITING: _forms(
        "waiting, waiting for reply, waiting for answer, waiting for requester",
        "waiting for a reply, waiting for an answer, awaiting reply, awaiting answer, on hold",
        "wartet, wartend, warte auf antwort, warte auf rückmeldung, wartet auf antwort",
        "in afwachting, wacht op antwoord, wachten op antwoord, wachtend, in de wacht",
        "afventer, afventer svar, venter, venter på svar, afventende",
        "aguardando, em espera, a aguardar, a aguardar resposta, aguardando resposta, à espera",
        "à espera de resposta, à espera de uma resposta",
        "en attente, en attente de réponse, en attente d'une réponse",
    ),
    Word.SNOOZE: _forms(
        "snooze, zurückstellen, uitstellen, udsæt, udskyd, adiar, reporter",
        "remind me, erinnere mich, herinner me, mind mig, lembra-me, rappelle-moi",
    ),
    Word.ANSWERED: _forms(
        "answered, already answered, i answered, i have answered",
        "beantwortet, schon beantwortet, ist beantwortet, bereits beantwortet",
        "beantwoord, al beantwoord, is beantwoord, reeds beantwoord",
        "besvaret, er besvaret, allerede besvaret, har svaret",
        "respondido, respondida, já respondido, já respondida, já respondi",
        "répondu, déjà répondu, j'ai répondu, j'ai déjà répondu",
    ),
    Word.NOTE: _forms(
        "note, internal note, notiz, interne notiz, notitie, interne notitie",
        "notat, internt notat, intern note, nota interna, note interne",
    ),
    Word.ADD: ("add",),
    Word.DROP: ("drop",),
    Word.SEND: _forms(
        "send, send it, senden, sende, abschicken, absenden, verzenden, verstuur, versturen",
        "afsend, send den, enviar, envia, envie, envoyer, envoie, envoyez",
    ),
    Word.PART: _forms(
        "part, my part, i take my part, i'll take my part",
        "mein teil, meinen teil übernehme ich, ich übernehme meinen teil",
        "mijn deel, mijn deel pak ik op, ik pak mijn deel op",
        "min del, min del tager jeg, jeg tager min del",
        "minha parte, a minha parte, fico com a minha parte, a minha parte fica comigo",
        "ma partie, je prends ma partie",
    ),
}

ALONE: Mapping[str, Word] = {form: word for word, forms in _SAID.items() for form in forms}
"""What is a word where it stands on its line alone; in lower case."""

SNOOZES = tuple(sorted(_SAID[Word.SNOOZE], key=len, reverse=True))
"""What stands before or behind a time."""

_AROUND: Mapping[Word, tuple[tuple[str, str], ...]] = {
    Word.FOR: tuple((form, "") for form in _forms("for, für, an, voor, aan, til, para, pour")),
    Word.ADD: (
        *((form, "") for form in _forms("add, tilføj, adicionar, adiciona, adicione")),
        *((form, "") for form in _forms("ajouter, ajoute, ajoutez")),
        *(("füge", "hinzu"), ("nimm", "dazu"), ("", "hinzufügen")),
        *(("voeg", "toe"), ("", "toevoegen")),
    ),
    Word.DROP: (
        *((form, "") for form in _forms("drop, remove, entferne, verwijder, fjern")),
        *((form, "") for form in _forms("remover, remova, tirar, retirer, retire, retirez")),
        *(
            ("enlever", ""),
            ("nimm", "heraus"),
            ("nimm", "raus"),
            ("", "entfernen"),
            ("", "verwijderen"),
        ),
        ("haal", "weg"),
    ),
}
"""What stands before and behind the name of whom a word is about."""

_BEFORE_ARTICLES = _forms("para, adicionar, adiciona, adicione, remover, remova, tirar")
"""Portuguese names bear one: "para o Sam"."""

MAX_WORDS_OF_NAME: Mapping[Word, int] = {Word.FOR: 2, Word.ADD: 3, Word.DROP: 3}

NOTES = frozenset(_SAID[Word.NOTE])
"""Alone on their line, or before a colon: what follows is for the team."""

PERHAPS_NOTES = (
    *(f"{form} " for form in _forms("note, notiz, notitie, notat, nota")),
    *(
        f"{form}{colon}"
        for form in _forms("nota, internal, intern, internt, interne, interno")
        for colon in (":", " :")
    ),
    *(f"{form} " for form in _SAID[Word.NOTE] if " " in form),
    *(f"{form}:" for form in _forms("notes, notizen, notities, notater, notas")),
    *(
        f"{form}:"
        for form in _forms(
            "private, privat, privé, privado, team only, internal only, for us, for the team",
            "nur intern, nur für uns, alleen intern, kun internt, só interno, pour nous",
            "do not send, don't send, do not forward, don't forward, nicht senden",
            "nicht weiterleiten, niet doorsturen, ikke videresend, não enviar, ne pas envoyer",
        )
    ),
    *(f"{form}{slip}" for form in _SAID[Word.NOTE] for slip in ",;"),
)
"""How a line begins that may be one: "note rang her" is for the team, "note that we close at five"
is not, and a Portuguese "Nota:" or an English "Notes:" begins as many answers.
"""

NO_NOTES = _forms("note de frais, note de service, nota de crédito, nota de débito, nota fiscal")
"""Papers."""

MERGES = _forms(
    "merge, merge with, merge into, merge this with, merge this into",
    "zusammenführen mit, zusammenlegen mit, samenvoegen met, slå sammen med, flet med",
    "juntar com, unir com, fundir com, fusionner avec, fusionne avec, fusionnez avec",
)
"""Before a reference."""

MERGES_BEHIND = _forms("zusammenführen, zusammenlegen, samenvoegen")
"""Behind one: "mit IT-1040 zusammenführen"."""

MERGING = _forms(
    "merge, zusammenführen, zusammenlegen, samenvoegen, flet, slå sammen, juntar, unir, fundir",
    "fusionner, fusionne, fusionnez",
)
"""What begins a line that is one or may be, where a reference stands on it, or nothing else."""

PERHAPS_MERGES = _forms(
    "dup of, dupe of",
    "same as, duplicate of, duplicates, gehört zu, dasselbe wie, duplikat von, doppelt zu",
    "hoort bij, hetzelfde als, dubbel met, samme som, hører til, dublet af",
    "igual a, o mesmo que, duplicado de, même chose que, doublon de, idem que",
)
"""The same, said to a requester as often as to us."""

LOOKALIKES = frozenset(
    _forms(
        "close, closed, close it, resolve, reopen, unassign",
        "geschlossen, schließen, gesloten, sluiten, lukket, luk, fechado, fechar, encerrado",
        "fermé, fermer, clos, clôturé",
        "pronto, pronta",  # also "ready", of a thing that waits to be fetched
        "ich kümmere mich, ich kümmere mich darum, ik regel het, jeg tager mig af det",
        "eu trato disso, je m'en occupe",  # said to a requester as often as to us
        "i'll take it, i'll take this, i've got this, i got this, c'est pour moi",
        "für mich, voor mij, til mig, para mim, pour moi",
        "hold, wait, warten, warte, wachten, wacht, vent, espera, aguarda, j'attends, attendre",
        "nota",
    )
)
"""Lines that people type as commands, or may mean as one; none of them is one of ours."""

HARMLESS = frozenset(
    "fine mind line dine nine wine none gone one dones notes noted mint sent sends sand spend "
    "drops crop prop solve solves eins keins deins seins keine deine seine klar klara klaas "
    "ordner ordnen ende absender verstuurd verzonden afsendt jeito peito efeito linha tinha "
    "parts party park past port pact cart dart apart para parta parte parto "
    "envio notar serge verge".split()
)
"""Words one slip away from one of ours that people write as an answer."""

NOT_A_NAME = frozenset(
    "now you me us example info today sure real both everyone all the "
    "jetzt dich mich euch uns sie ihn heute morgen alle sich beide immer später info "
    "nu jou mij ons jullie u vandaag iedereen hem haar altijd "
    "dig mig os jer dag i dag imorgen orientering "
    "ti mim nós você vocês hoje amanhã todos já sempre informação "
    "toi moi nous vous demain aujourd'hui tous l'instant lui elle".split()
)
"""`for now` is how an answer begins, not a hand-over to somebody called Now."""

OF_THINGS = frozenset(
    "the a an your this that first all die das den dem dein deine ihr ihre bitte zuerst erst "
    "de het een je uw eerst en et din dit først "
    "o os as um uma seu sua primeiro le la les un une ton votre d'abord".split()
)
"""Words beside a thing, and no name: "remove the cable" tells its reader what to do."""

EVERYBODY = frozenset(
    _forms("all, everyone, everybody, alle, allen, iedereen, todos, todas, tous, toutes")
)
"""`add all`."""


def around_a_name(bare: str) -> Iterator[tuple[Word, str]]:
    """Which words a line may be, with the name that each is about: "voeg sam toe" → add, "sam"."""
    words = bare.split()
    for word, ways in _AROUND.items():
        for before, behind in ways:
            name = _between(words, before, behind)
            if before in _BEFORE_ARTICLES and name[:1] in (["o"], ["a"]):
                name = name[1:]
            if 1 <= len(name) <= MAX_WORDS_OF_NAME[word]:
                yield word, " ".join(name)


def _between(words: list[str], before: str, behind: str) -> list[str]:
    """Nothing where they do not stand around it."""
    head, tail = before.split(), behind.split()
    if head and words[0].endswith(":"):  # "for: sam"
        words = [words[0][:-1], *words[1:]]
    inner = words[len(head) : len(words) - len(tail)]
    return inner if [*head, *inner, *tail] == words else []
