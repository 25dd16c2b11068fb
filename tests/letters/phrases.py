"""How letters say in each language what tests look for in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """How letters of one language say what is looked for here."""

    #: Of a reply to this mail: one of these stands in each letter.
    reply: tuple[str, ...]
    #: How a greeting begins, with a name and without.
    hello: tuple[str, str]
    #: How a note begins that has a promise.
    answer: str
    #: Of Eva Lind, who writes.
    asks: str
    #: To whom an answer goes: to Eva Lind, and to Tom Berg as well.
    goes: str
    #: Of `not mine`, where it is explained.
    lesson: str
    #: Of a request.
    closed: str
    #: That a promise was not kept.
    sorry: str
    #: That nothing went to anybody.
    kept: str
    #: A pattern: a reply goes to somebody.
    goes_to: str
    #: An answer reaches nobody by itself.
    nobody: str
    #: A pattern: what is asked of an answer, or said of it.
    of_answers: str
    #: The receipt's: who has it and by when, what if not.
    receipt: tuple[str, str]
    #: A pattern: what one says to strangers, or in another country.
    never: str = r"\bnothing of the kind\b"


SAID = {
    "en": Words(
        reply=("reply to this mail", "Just reply"),
        hello=("Hi Eva,", "Hello,"),
        answer="Answer ",
        asks="Eva Lind asks.",
        goes="to Eva Lind, with a copy to Tom Berg.",
        lesson="somebody else should have it",
        closed="closed",
        sorry="We are sorry",
        kept="nothing was sent on",
        goes_to="goes to",
        nobody="nobody by itself",
        of_answers="replies|still counts|short word|does not settle",
        receipt=(
            "Bo Jensen has it. You will have an answer by 15:30 today.",
            "If Bo Jensen cannot make it, Sam Okoro takes over",
        ),
    ),
    "de": Words(
        reply=("Antwort auf diese Mail", "Antworte einfach"),
        hello=("Hallo Eva,", "Hallo,"),
        answer="Antwort ",
        asks="Eva Lind fragt.",
        goes="an Eva Lind, in Kopie an Tom Berg.",
        lesson="jemand anderes soll es haben",
        closed="geschlossen",
        sorry="Das tut uns leid",
        kept="nichts weitergegeben",
        goes_to="geht (nur )?an",
        nobody="von selbst niemanden",
        of_answers="Schreibt Eva|das zählt|kurzes Wort|erledigt das nicht",
        receipt=(
            "Bo Jensen kümmert sich darum. Antwort bekommst du heute bis 15:30 Uhr.",
            "übernimmt Sam Okoro",
        ),
        never=r"\b(?:Ihnen|Ihre?|Ihre[rn])\b",
    ),
    "nl": Words(
        reply=("antwoord op deze mail", "Antwoord gewoon"),
        hello=("Hoi Eva,", "Hallo,"),
        answer="Antwoord ",
        asks="Eva Lind vraagt iets.",
        goes="naar Eva Lind, met Tom Berg in de cc.",
        lesson="dit is voor iemand anders",
        closed="afgesloten",
        sorry="spijt ons",
        kept="niets doorgestuurd",
        goes_to="gaat (alleen )?naar",
        nobody="zo bij niemand aan",
        of_answers="Schrijft Eva|telt nog|kort bericht|pas met een antwoord",
        receipt=(
            "Bo Jensen pakt het op. Je krijgt uiterlijk vandaag om 15:30 uur antwoord.",
            "neemt Sam Okoro het over",
        ),
        never=r"\b[Uu]w?\b",
    ),
    "da": Words(
        reply=("svar på denne mail", "Svar bare"),
        hello=("Hej Eva,", "Hej,"),
        answer="Svar ",
        asks="Eva Lind spørger.",
        goes="til Eva Lind, med kopi til Tom Berg.",
        lesson="hører til hos en anden",
        closed="lukket",
        sorry="vi kede af",
        kept="ikke sendt noget videre",
        goes_to="går (kun )?til",
        nobody="ikke uden videre frem til nogen",
        of_answers="Svarer Eva|tæller stadig|par ord|først holdt",
        receipt=(
            "Bo Jensen tager sig af den. Du får svar senest i dag kl. 15.30.",
            "tager Sam Okoro over",
        ),
        never=r"[\w,] (?:De|Dem|Deres)\b",
    ),
    "pt": Words(
        reply=("resposta a este email", "Basta responderes", "não respondas a este email"),
        hello=("Olá Eva,", "Olá,"),
        answer="Responder ",
        asks="Pedido de Eva Lind.",
        goes="para Eva Lind, com cópia para Tom Berg.",
        lesson="deve ficar com outra pessoa",
        closed="fechado",
        sorry="Pedimos desculpa",
        kept="não enviámos nada",
        goes_to="vai (só )?para",
        nobody="não chega a ninguém",
        of_answers="Se Eva|ainda conta|palavra curta|não cumpre o prazo",
        receipt=(
            "Está com Bo Jensen. Vais ter uma resposta até às 15:30 de hoje.",
            "Sam Okoro fica com o pedido",
        ),
        never=r"\b(?:você|vocês|o senhor|a senhora)\b",
    ),
}
