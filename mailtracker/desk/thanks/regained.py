"""Words of somebody who can do again, or has found or got, what they asked about, whatever it is: a
verb by name, and its object free; written as the phrases of `thanks_phrases`.
"""

from __future__ import annotations

import re

from mailtracker.desk.thanks.thanks_doubts import AGAIN, FOR_OTHERS
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Verbs:
    """What people of one language write; each field the alternatives of a pattern."""

    #: "I can now see": what follows is free.
    can: str
    #: "I see": not anything, what is seen so must be known to both.
    sees: str
    #: "I can now see" where the verb stands behind: its two ends.
    could: tuple[str, str]
    #: "I have found".
    has: str
    #: The same where the verb stands behind: its two ends.
    had: tuple[str, str]
    #: What is found or had so is known to both: "the", "my"; not "a key".
    known: str
    #: "now", "at last": before a clause or behind it.
    now: str


_DO_DE = (
    "sehen|offnen|oeffnen|finden|drucken|lesen|nutzen|abrufen|herunterladen|speichern|bearbeiten"
    "|senden|versenden|zugreifen|arbeiten|einloggen|anmelden|telefonieren|teilnehmen"
)
_DO_NL = (
    "zien|openen|vinden|printen|lezen|gebruiken|downloaden|opslaan|bewerken|versturen|inloggen"
    "|aanmelden|werken|bellen|deelnemen"
)

_LANGUAGES = (
    _Verbs(
        can=r"""(?:i|we) (?:can|could|was able to|were able to|am able to|m able to|managed to)
(?: (?:now|again|finally))* (?:see|open|find|print|access|read|use|reach|download|log (?:in|on|into
|on to)|sign in(?: to)?|get (?:in|into)|connect(?: to)?|work|save|edit|send|receive|join|hear
|view)""",
        sees="(?:i|we) see",
        could=("(?:i|we) have", "back"),
        has="(?:i|we)?(?: ?ve| have)?(?: (?:just|now|finally|already))* ?(?:found|received|got)",
        had=("(?:i|we)(?: ve| have)(?: just)? got", "here"),
        known="it|them|the|my|our|this|that|these|those|all|everything|what|where",
        now="now|again|at last|finally|too|as well|right away|immediately|straight away",
    ),
    _Verbs(
        can="(?:ich |wir )?(?:erreiche|komme auf|komme in|komme an)(?: ich| wir)?",
        sees="(?:ich |wir )?(?:sehe|sehen|finde|finden)(?: ich| wir)?",
        could=(
            "(?:ich |wir )?(?:kann|konnte|konnen|konnten)(?: ich| wir)?(?: mich| uns)?",
            f"(?:{_DO_DE})",
        ),
        has="(?:ich |wir )?(?:hab|habe|haben) s (?:gefunden|erhalten|bekommen|gesehen)",
        had=(
            "(?:ich |wir )?(?:hab|habe|haben)(?: ich| wir)?(?: (?:gerade|eben|schon|jetzt))*",
            "(?:gefunden|erhalten|bekommen|gesehen)",
        ),
        known="ihn|sie|es|das|den|die|der|alles|alle|meinen?|meine|unseren?",
        now="inzwischen|mittlerweile|jetzt|nun|wieder|endlich|auch|sofort|gleich",
    ),
    _Verbs(
        can="(?:ik |we |wij )?(?:bereik|kom (?:in|op))(?: ik| we)?",
        sees="(?:ik |we |wij )?(?:zie|zien|vind|vinden)(?: ik| we)?",
        could=("(?:ik |we |wij )?(?:kan|kon|kunnen|konden)(?: ik| we)?", f"(?:{_DO_NL})"),
        has="(?:ik |we )(?:vond|vonden)|(?:ik |we )?(?:heb|hebben) m (?:gevonden|ontvangen|gezien)",
        had=(
            "(?:ik |we |wij )?(?:heb|hebben)(?: ik| we)?(?: (?:net|nu|al))*",
            "(?:gevonden|ontvangen|gekregen|gezien)",
        ),
        known="m|t|het|hem|ze|de|alles|alle|mijn|onze|ons|dat|dit",
        now="inmiddels|ondertussen|terug|nu|weer|eindelijk|ook|meteen|direct",
    ),
    _Verbs(
        can="""(?:jeg|vi) (?:kan|kunne)(?: (?:nu|igen|godt))* (?:se|abne|finde|printe|læse|bruge
|hente|gemme|redigere|sende|logge (?:ind|pa)|komme ind|arbejde)|(?:kan|kunne) (?:jeg|vi)
(?: (?:nu|igen|godt))* (?:se|abne|finde|printe|læse|bruge|hente|gemme|redigere|sende|logge
(?:ind|pa)|komme ind|arbejde)""",
        sees="(?:jeg|vi) (?:ser|finder)|(?:ser|finder) (?:jeg|vi)",
        could=("(?:jeg|vi) har", "tilbage"),
        has="(?:jeg|vi) (?:fandt|fik)|(?:jeg |vi )?har (?:nu |lige )*(?:fundet|modtaget|faet|set)",
        had=("(?:jeg |vi )?har", "(?:fundet|modtaget|faet)"),
        known=r"den|det|dem|de|alt|alle|min|mit|mine|vores|\w+(?:en|et|erne)",
        now="nu|igen|endelig|ogsa|med det samme|straks",
    ),
    _Verbs(
        can="""(?:eu )?(?:ja )?(?:(?:consigo|consegui|conseguimos|pude|posso) (?:ver|abrir
|encontrar|imprimir|ler|usar|descarregar|baixar|guardar|salvar|editar|enviar|entrar|aceder|acessar
|trabalhar))""",
        sees="(?:eu )?(?:ja )?vejo",
        could=("(?:eu )?ja tenho", "de volta"),
        has="(?:eu )?(?:ja )?(?:encontrei|achei|recebi|recebemos)",
        had=("(?:eu )?ja tenho", "comigo"),
        known="o|a|os|as|tudo|isso|meu|minha|nosso|nossa",
        now="agora|ja|de novo|novamente|finalmente|tambem|imediatamente",
    ),
    _Verbs(
        can="""(?:je|nous|on) (?:le |la |les )?(?:(?:peux|peut|pouvons)
(?: (?:a nouveau|de nouveau|enfin|maintenant))* (?:voir|ouvrir|trouver|imprimer|lire|utiliser
|telecharger|enregistrer|modifier|envoyer|acceder|travailler|me connecter|entrer))
|(?:j ai|nous avons|on a) (?:enfin )?pu (?:voir|ouvrir|imprimer|lire|utiliser|telecharger
|envoyer)""",
        sees="(?:je|nous|on) (?:le |la |les )?(?:re)?(?:vois|voit|voyons|trouve)(?: bien| enfin)*",
        could=("(?:j ai|nous avons)", "de retour"),
        has="(?:je l|j|nous|on) (?:ai|avons|a) (?:bien |enfin )?(?:trouvee?|retrouvee?|recue?)",
        had=("j ai", "en main"),
        known="le|la|les|l|mon|ma|mes|notre|nos|tout|ca|ce",
        now="effectivement|bien|maintenant|enfin|aussi|desormais|tout de suite|(?:a|de) nouveau",
    ),
)
"""To add a language, add an entry."""

NOT_WHOLE: re.Pattern[str] = late_pattern(
    r"\b(?:colleague\w*|kolleg\w*|collega\w*|colega\w*|collegue\w*"
    r"|expensive|pricey|difficult|a bit|rather|too|teuer|etwas|zu|duur|wat|te|dyr\w*|lidt"
    r"|car[oa]|um pouco|chere?|un peu|two|three|four|double|doubled|twice|only|some\w+"
    r"|every(?:one|body)|else|wrong|blank"
    r"|empty|zwei|drei|doppelt|zweimal|nur|jemand|keinen?|fremde?n?|falsche?n?|leere?n?|aller"
    r"|twee|drie|dubbel|tweemaal|alleen|iemand|iedereen|verkeerde|lege"
    r"|to|tre|dobbelt|dobbelte|kun|nogen|alles|forkerte?|tomme?"
    r"|dois|duas|dobrar|dobro|duplicado|so|alguem|errad[oa]|vazi[oa]"
    r"|deux|trois|double|seulement|quelqu|mauvais|vide|late|spat|laat|tarde?|\d+)\b"
)
"""What is seen, found or had so is not as it should be, is somebody else's, or is counted."""


def _of(verbs: _Verbs) -> list[str]:
    """The forms of one language."""
    now = f"(?:{flat(verbs.now)})"
    seen = f"(?= (?:{flat(verbs.known)})\\b|$| {now})"
    known = f"{seen}(?!.* {AGAIN.pattern})"
    free = r"((?: \w+){0,4}?)"
    forms = [
        f"(?:{flat(verbs.can)}){free}",
        f"(?:{flat(verbs.sees)}){seen}{free}",
        f"{flat(verbs.could[0])}{free} {verbs.could[1]}",
        f"(?:{flat(verbs.has)}){known}{free}",
        f"{flat(verbs.had[0])}{known}{free} {verbs.had[1]}",
    ]
    return [f"(?:{now} )*{form}(?: {now})*" for form in forms]


_FORMS = [late_pattern(form) for verbs in _LANGUAGES for form in _of(verbs)]


def regained(clause: str) -> str | None:
    """The free words of a clause that says so, for the caller to look at: "I found the error" is no
    good news. None for any other.
    """
    for form in _FORMS:
        if (found := form.fullmatch(clause)) is not None:
            free = (found[1] or "").strip()
            return None if FOR_OTHERS.search(free) else free
    return None
