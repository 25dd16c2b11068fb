"""Does a clause only tell what is past, beside word that all is well: that nobody knows why, or
what somebody guesses it was? One entry a language; written as the phrases of `thanks_phrases`.

What people tell of their own deeds stands in `causes`, `slips` and `mended`, by the deed: a tense
alone says too little, since people tell of a new error and of a wrong delivery in it as well.
"""

from __future__ import annotations

import re

from mailtracker.desk.thanks.plain_signs import adds_something
from mailtracker.desk.thanks.thanks_doubts import MEANT_FOR_OTHERS, ONE_MORE
from mailtracker.desk.thanks.wanting_signs import is_open
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Past:
    """What people of one language write, each field the alternatives of a pattern."""

    #: With what a clause begins that tells: "actually", "but".
    before: str
    #: Nobody knows why, a whole clause.
    why: str


_LANGUAGES = (
    _Past(  # English
        before=r"""and|but|so|yes|yeah|ok|oh|ah|oops|actually|in fact|honestly|obviously|sorry
|well|then|turns out(?: that)?|it turns out(?: that)?""",
        why=r"""(?:(?:i|we) )?(?:(?:have |ve )?no (?:idea|clue)|(?:do not|don t|dont|cannot|can t
|cant|could not|couldn t) (?:really )?(?:know|say|tell|remember|explain|understand|recall)|(?:am
 |m )?not sure)(?: exactly| really)?(?: (?:why|what|how|which)(?: (?:it|that|this|they
|exactly))*(?: (?:happened|was|were|did|caused|fixed|solved|changed|helped|worked|went|had|made
|came|broke)(?: \w+){0,4})?)?|(?:for whatever|for some(?: odd| strange| weird| unknown)?) reason
|who knows(?: why)?|(?:don t|do not) ask(?: me)? (?:why|how)|strangely(?: enough)?|somehow|no
 idea why""",
    ),
    _Past(  # German
        before=r"""und|aber|also|ja|ok|oh|ah|achso|ach so|ups|tatsachlich|ehrlich gesagt|sorry
|dann|nur|da""",
        why=r"""(?:(?:ich )?(?:weiss|wusste|verstehe)(?: ich)?(?: (?:zwar|auch|leider
|allerdings))* (?:nicht|nimmer)|keine ahnung|(?:mir )?(?:ist |bleibt )?(?:mir )?unklar
|ratselhaft)(?: (?:genau|so recht))*(?: (?:warum|wieso|weshalb|was|woran|wie)(?: \w+){0,5})?
|(?:warum|wieso|weshalb|wie|woran)(?: \w+){0,2} auch immer|aus (?:welchem grund auch immer
|(?:irgend)?einem (?:\w+ )?grund)|was auch immer(?: \w+){0,4}|(?:warum|wieso|woran)(?: \w+){0,4}
 weiss ich nicht|seltsamerweise|merkwurdigerweise|komischerweise|irgendwie|(?:woran|warum|wieso
|was) (?:es|das|da|der fehler|dies)(?: \w+){0,2} (?:lag|war|hatte|gewesen ist|gelegen hat)""",
    ),
    _Past(  # Dutch
        before=r"""en|maar|dus|ja|ok|oke|oh|ah|oeps|inderdaad|eerlijk gezegd|sorry|toen|daarom""",
        why=r"""(?:(?:ik )?(?:weet|wist|snap)(?: ik)?(?: (?:alleen|ook|nog))* niet|geen idee
|onduidelijk|(?:een )?raadsel)(?: precies)?(?: (?:waarom|wat|hoe|waaraan|waar|waardoor)(?:
 \w+){0,5})?|waar(?:om|door)?(?: \w+){0,3} (?:weet ik niet|dan ook)|om (?:wat voor|welke|een of
 andere)(?: \w+){0,3} reden(?: dan ook)?|vreemd genoeg|raar genoeg|op een of andere manier
|(?:waar|waarom|waaraan) (?:het|dat)(?: aan)? (?:lag|kwam)|waar het aan lag""",
    ),
    _Past(  # Danish
        before=r"""og|men|sa|ja|ok|nah|ah|ups|faktisk|ærligt talt|undskyld|sorry|derfor""",
        why=r"""(?:(?:jeg |vi )?(?:ved|aner|vidste|forstar)(?: jeg)?(?: (?:dog|bare|ogsa))* ikke
|ingen (?:ide|anelse)(?: om)?|(?:(?:det|jeg) )?(?:er )?ikke (?:helt )?(?:klar|sikker|klart
|sikkert)(?: over| pa)?)(?: (?:helt|præcis))*(?: (?:hvorfor|hvad|hvordan|hvilken)(?: \w+){0,6})?
|af (?:en eller anden|uvisse|ukendte)(?: \w+)? ?(?:grund|grunde|arsag)|hvorfor(?: \w+){0,3} ved
 jeg ikke|mærkeligt nok|underligt nok""",
    ),
    _Past(  # Portuguese
        before=r"""e|mas|entao|sim|ok|ah|ops|ups|na verdade|realmente|de facto|de fato|desculp\w+
|afinal|so que|bom|confesso que""",
        why=r"""(?:(?:eu )?(?:nao|nem) (?:sei|faco (?:a minima )?ideia|entendi|percebi|lembro|me
 lembro)|sem saber|vai saber|sabe se la|nao faco ideia)(?: (?:bem|ao certo|exatamente|exactamente
|muito))*(?: (?:porque|por que|porque e que|d?o que|como|qual|por qual)(?: \w+){0,6})?|por
 (?:algum|alguma|qualquer|um) (?:\w+ )?(?:motivo|razao)(?: \w+)?|estranhamente|curiosamente""",
    ),
    _Past(  # French
        before=r"""et|mais|donc|oui|ok|ah|oups|bon|en fait|effectivement|en effet|honnetement
|desolee?|du coup|alors|finalement|et puis|puis|hop""",
        why=r"""(?:(?:je )?(?:ne )?(?:sais|comprends|vois)(?: toujours| vraiment)? pas(?: trop|
 vraiment| bien)*|aucune idee|va savoir|allez savoir|mystere)(?: (?:pourquoi|comment|ce qui|ce
 que|ce qu|d ou)(?: \w+){0,6})?|pour une raison(?: \w+){1,4}|bizarrement|etrangement
|curieusement""",
    ),
)
"""To add a language, add an entry."""

_WHY = [late_pattern(rf"(?>(?:{flat(one.before)}) )*(?:{flat(one.why)})") for one in _LANGUAGES]
_BEFORE = [late_pattern(rf"(?>(?:{flat(one.before)}) )+") for one in _LANGUAGES]

_YOU: re.Pattern[str] = late_pattern(
    r"\b(?:you|your|yours|ihr|ihnen|ihre?|euch|euer|eure|du|dich|dir|dein\w{0,2}|sie|jij|jullie"
    r"|jouw|uw|u|je(?= (?:had|hebt|bent|kan|moet))|dig|din|dit|jer|jeres|voces?|voce|tu|te|teu|tua"
    r"|seu|sua|vous|votre|vos|toi|ton|ta|tes)\b"
)
"""Whoever is told what they did, or had: it may be asked of them."""

_OPINION: re.Pattern[str] = late_pattern(
    r"(?:\w+ )?(?:(?:i|we) (?:think|guess|suppose|believe|assume)"
    r"|ich (?:glaube|denke|vermute|schatze)|ik (?:denk|vermoed|gok)|(?:jeg|vi) (?:tror|gætter)"
    r"|(?:eu )?(?:acho|penso|creio|suponho)|je (?:crois|pense|suppose))"
    r"(?: (?:that|dass|dat|at|pa|que|qu))* (?P<what>.+)"
)
"""What somebody guesses: of what is past."""

PAST: re.Pattern[str] = late_pattern(
    r"\b(?:had|has|have|got|came|found|gave|lent|rang|told|knew|was|were|s got|answered|helped"
    r"|brought|showed|hats?|hatte|hatten|haben|war|waren|kam|gab|wusste|half|heeft|hebben|wist|kwam"
    r"|vond|gaf"
    r"|hielp|havde|har|var|kom|kendte|gav|fandt|vidste|hjalp|tinha|foi|deu|recebeu|encontrou"
    r"|respondeu|sabia|disse|ajudou|trouxe|emprestou|avait|a|ont|etait|savait|rembourse\w*)\b"
)
"""A verb in a tense of the past."""


def is_past(clause: str, languages: frozenset[int]) -> bool:
    """Whether it tells so in one of the languages, and shows nothing that lasts."""
    return any(_is_past(clause, at) for at in languages)


def _is_past(clause: str, at: int) -> bool:
    if _WHY[at].fullmatch(clause) or _BEFORE[at].fullmatch(f"{clause} "):
        return True
    guess = _OPINION.fullmatch(clause)
    return guess is not None and bool(PAST.search(guess["what"])) and not _lasts(guess["what"], at)


def _lasts(said: str, at: int) -> bool:
    if any(doubt.search(said) for doubt in (_YOU, MEANT_FOR_OTHERS, ONE_MORE)):
        return True
    return adds_something(said, at) or is_open(said, frozenset({at}))
