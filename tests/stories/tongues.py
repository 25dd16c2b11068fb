"""People of a company who write in five languages and more, and whether what they get is in theirs:
by what a mail says of itself, and by its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from sqlalchemy import select

from mailtracker.store import keep
from mailtracker.store.tables import outbox
from tests.stories.company import Company, body

ONLY = {
    "en": "the this you your they and not has with from which what reply replies answer any "
    "nobody somebody until tomorrow today yesterday waiting asked please thank just goes",
    "de": "und ist nicht auf dein deine dich dir wir eine einen keine heute gestern "
    "bitte danke auch antwort antworte noch bis uhr hat wurde wird jemand liegt",
    "nl": "het een niet deze wordt naar jouw graag alsjeblieft vandaag gisteren iemand "
    "antwoord ook geen maar nog uur heeft staat beantwoord verzoek aan",
    "da": "og ikke denne din svar på som fra til også tak venligst nogen ingen blev "
    "har kl besvaret",
    "pt": "que não para este esta uma tua teu está com sem hoje amanhã ontem obrigado alguém "
    "ninguém resposta já às dos",
}
"""Words of one language alone among the five, by which its sentences are known."""

BORDER = "mx.corp.example"
PASSED = f"{BORDER}; dmarc=pass header.from=corp.example"

WORDS = {code: frozenset(words.split()) for code, words in ONLY.items()}


@dataclass(frozen=True)
class Tongue:
    """How somebody of one language writes to an alias."""

    #: A request, as its text.
    asks: str
    #: More about it.
    adds: str
    #: It is solved.
    solved: str
    #: How does it stand?
    status: str
    #: What an owner answers.
    answers: str


TONGUES: Mapping[str, Tongue] = {
    "en": Tongue(
        "Good morning, my screen stays dark since yesterday. Could you have a look at it?",
        "By the way, the same happens with the second screen in our room.",
        "The problem is solved now, thank you.",
        "What is the status of my request?",
        "Please take out the battery for ten minutes, then switch it on again.",
    ),
    "de": Tongue(
        "Guten Morgen, seit gestern bleibt mein Bildschirm dunkel. Könnt ihr bitte nachsehen?",
        "Übrigens ist es bei dem zweiten Bildschirm in unserem Zimmer genauso.",
        "Das Problem ist jetzt gelöst, danke.",
        "Wie ist der Stand meiner Anfrage?",
        "Bitte nimm den Akku zehn Minuten heraus und schalte ihn dann wieder ein.",
    ),
    "nl": Tongue(
        "Goedemorgen, sinds gisteren blijft mijn scherm donker. Kunnen jullie er naar kijken?",
        "Het tweede scherm op onze kamer heeft trouwens precies hetzelfde.",
        "Het probleem is opgelost, bedankt.",
        "Wat is de status van mijn aanvraag?",
        "Haal de accu er tien minuten uit en zet hem daarna weer aan.",
    ),
    "da": Tongue(
        "Godmorgen, min skærm har været sort siden i går. Kan I ikke se på den?",
        "Det er i øvrigt det samme med den anden skærm på vores kontor.",
        "Problemet er løst nu, tak.",
        "Hvad er status på min sag?",
        "Tag batteriet ud i ti minutter, og tænd så for den igen.",
    ),
    "pt": Tongue(
        "Bom dia, desde ontem o meu ecrã não liga. Podem ver o que se passa, por favor?",
        "Já agora, com o segundo ecrã da nossa sala acontece o mesmo.",
        "O problema já está resolvido, obrigada.",
        "Qual é o estado do meu pedido?",
        "Tira a bateria durante dez minutos e depois volta a ligar o computador.",
    ),
    "fr": Tongue(
        "Bonjour, mon écran reste noir depuis hier. Pouvez-vous regarder, s'il vous plaît ?",
        "C'est d'ailleurs la même chose avec le deuxième écran de notre bureau.",
        "Le problème est résolu, merci.",
        "Où en est ma demande ?",
        "Retire la batterie pendant dix minutes, puis rallume-le.",
    ),
}


@dataclass(frozen=True)
class Written:
    """A mail of ours: which `letter`, to whom, and the mail."""

    letter: str
    to: str
    mail: EmailMessage

    @property
    def reference(self) -> str:
        found = re.search(r"\b[A-Z]{2,4}-\d{4,}\b", str(self.mail["Subject"]))
        return found[0] if found else ""

    @property
    def html_language(self) -> str:
        part = self.mail.get_body(("html",))
        found = re.search(r'<html lang="([^"]*)"', part.get_content() if part else "")
        return found[1] if found else ""


@dataclass
class Spoken:
    """A company, and in which languages each of its people may be written to (`theirs`). `said` is
    what people wrote: their words, and no sentence of ours.
    """

    company: Company
    theirs: dict[str, frozenset[str]]
    said: set[str] = field(default_factory=set)
    _seen: dict[int, Written] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.company.site(authserv_ids=(BORDER,))

    def asks(
        self, who: str, subject: str, text: str, edit: Callable[[EmailMessage], None] | None = None
    ) -> EmailMessage:
        """As our border lets it in."""
        self.said |= {subject, text}

        def vouched(mail: EmailMessage) -> None:
            mail["Authentication-Results"] = PASSED
            if edit is not None:
                edit(mail)

        return self.company.write(who, subject, text, edit=vouched)

    def replies(self, who: str, to: EmailMessage, text: str) -> EmailMessage:
        """Without a quote: what is quoted is anybody's words."""
        self.said |= {text, *filter(None, text.split("\n"))}

        def alone(mail: EmailMessage) -> None:
            mail.set_content(text)
            mail["Authentication-Results"] = PASSED

        return self.company.reply(who, to, text, edit=alone)

    def written(self) -> list[Written]:
        """Every mail of ours so far."""
        parsed, last = BytesParser(policy=default).parsebytes, max(self._seen, default=0)
        with self.company.runtime() as runtime, runtime.store.read() as conn:
            for row in conn.execute(select(outbox).where(outbox.c.id > last)).all():
                mail = parsed(keep.load(conn, row.sha256))
                self._seen[row.id] = Written(row.letter, row.recipient, mail)
        return [self._seen[number] for number in sorted(self._seen)]

    def faults(self) -> list[str]:
        """Mails that are not in a language of their reader."""
        return [fault for one in self.written() for fault in self._faults(one)]

    def _faults(self, one: Written) -> list[str]:
        theirs, told = self.theirs[one.to], str(one.mail["Content-Language"] or "")
        name = f"{one.letter} to {one.to}"
        if told not in theirs:
            return [f"{name} is in {told or 'no language'}, and not in {sorted(theirs)}"]
        carried = one.letter.startswith("note_")
        if not carried and one.html_language != told:
            return [f"{name} is a page in {one.html_language}, and a mail in {told}"]
        ours = self.our_words(one)
        foreign = {code: found for code in WORDS if code != told and (found := ours & WORDS[code])}
        if foreign:
            return [f"{name}, in {told}, has words of others: {foreign}: {self._text(one)}"]
        own = ours & WORDS[told]
        return [] if own else [f"{name} has no word of {told}: {self._text(one)}"]

    def our_words(self, one: Written) -> frozenset[str]:
        """No letters out of a token: those stand beside digits."""
        return frozenset(re.findall(r"(?<!\w)[^\W\d_]+(?!\w)", self._text(one).casefold()))

    def _text(self, one: Written) -> str:
        """What is seen of it, without what people wrote, and without what is typed as it is."""
        text = " ".join(f"{one.mail['Subject']}. {body(one.mail)}".split())
        for words in sorted(self.said, key=len, reverse=True):
            text = text.replace(" ".join(words.split()), " ")
        return re.sub(r"\S+@\S+|`[^`]*`|mailtracker( \w+)+|\b(from|subject|body|then):", " ", text)
