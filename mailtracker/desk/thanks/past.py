"""Does a clause only tell what is past? Beside word that all is well people tell how it came: what
they did, what it was, that they do not know why. One entry a language; written as the phrases of
`thanks_phrases`.

The tense tells it. What was not so before ("I had not seen it") is over; what has not been so ("I
have not got it") lasts, and so does what is. Mishaps of the past are named, and ask for nothing.
"""

from __future__ import annotations

import re

from mailtracker.desk.thanks.plain_signs import adds_something
from mailtracker.desk.thanks.thanks_doubts import MEANT_FOR_OTHERS, ONE_MORE
from mailtracker.desk.thanks.wanting_signs import gives, names_a_day, wants
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Past:
    """What people of one language write, each field the alternatives of a pattern."""

    #: With what a clause begins that tells: "actually", "but".
    before: str
    #: The writer did something, or something was done: the begin of a clause.
    did: str
    #: The writer, or the matter, was or had something, or not: the begin of a clause.
    had: str
    #: "the problem was", with the verb; what it was is free.
    was: str
    #: Nobody knows why, a whole clause.
    why: str
    #: After what, by what: the begin of a clause without a verb of its own.
    after: str
    #: What sounds bad, and is harmless where it is past.
    mishap: str
    #: Denied, the same.
    denied: str


_LANGUAGES = (
    _Past(  # English
        before=r"""and|but|so|yes|yeah|ok|oh|ah|oops|actually|in fact|honestly|obviously|sorry
|well|then|turns out(?: that)?|it turns out(?: that)?""",
        did=r"""(?:(?:i|we) )?(?:(?:ve|have|d|had|just|also|now|then|even|first|did
|already|\w+ly) )*(?:(?!notic|realis|realiz|discover|observ|receiv|order|expect|miss
|start|paid|wait)\w{2,}ed|had(?: to)?|got|went|took|put|made|found|forgot|misread|set|ran|kept
|wrote|chose|did)\b|(?:i|we) (?:was|were|felt|came|thought it was)\b""",
        had=r"""(?:i|we|it|that|this|they) (?:had|was|were|wasn t|hadn t|weren t)""",
        was=r"""(?:(?:the|my|our|main|only|actual|real|root|whole) )*(?:problem|issue|cause
|reason|culprit|error|mistake|trick|solution|fix|fault|key|answer) (?:was|were|had been|turned
 out to be|came from)|(?:that|this|it|which) (?:was|turned out to be|had been|had)(?: (?:just
|indeed|all|\w+ly))*(?: (?:an?|the|my|our|some))?(?: \w+)? (?:problem|issue
|cause|reason|culprit|error|mistake|trick|solution|fix|bug|typo|thing|incident|glitch|hiccup
|nothing)""",
        why=r"""(?:(?:i|we) )?(?:(?:have |ve )?no (?:idea|clue)|(?:do not|don t|dont|cannot|can t
|cant|could not|couldn t) (?:really )?(?:know|say|tell|remember|explain|understand|recall)|(?:am
 |m )?not sure)(?: exactly| really)?(?: (?:why|what|how|which)(?: (?:it|that|this|they
|exactly))*(?: (?:happened|was|were|did|caused|fixed|solved|changed|helped|worked|went|had|made
|came|broke)(?: \w+){0,4})?)?|(?:for whatever|for some(?: odd| strange| weird| unknown)?) reason
|who knows(?: why)?|(?:don t|do not) ask(?: me)? (?:why|how)|strangely(?: enough)?|somehow|no
 idea why""",
        after=r"""(?:after|by|via|through|thanks to)(?: (?:just|then|also|\w+ly))?
 (?:\w+ing\b|(?:an?|the|my|another|one more|two|some) (?:\w+ )?(?:restart|reboot|update|upgrade
|reset|reinstall\w*|clean install|cleanup|refresh|power cycle))""",
        mishap=r"""by mistake|by accident|mistakes?|errors?|problems?|issues?|bugs?|wrong(?:ly)?
|incorrect\w*|overlooked|missed|forgot(?:ten)?|strange|weird|odd|stupid|silly|old|thought|first
|again and again|still|twice|typo|fault|confus\w*|late|later|missing|too (?:fast|quickly|early)
|turns out|second|third|last""",
        denied=r"n t|not|never|no|nothing|wasn|hadn|weren",
    ),
    _Past(  # German
        before=r"""und|aber|also|ja|ok|oh|ah|achso|ach so|ups|tatsachlich|ehrlich gesagt|sorry
|dann|nur|da""",
        did=r"""(?:\w+ ){0,4}?(?:hab|habe|haben|hatte|hatten|bin|sind|musste|konnte)(?: (?:ich
|wir|mich|es|ihn|sie|das|den|die|dann|also|auch|s))*(?: \w+){0,7}? (?:ge\w+(?:t|en)|\w+ge\w+(?:t
|en)|(?:ver|be|er|ent|uber|zer|miss|unter|wider)\w+(?:t|en)|\w+iert)""",
        had=r"""(?:ich|wir|es|das|da) (?:ja |auch |nur |hier )?(?:hatten?|waren?|war|wussten?)""",
        was=r"""(?:der|die|das|mein|dein|es|einziges|eigentliches?)? ?(?:problem|fehler|grund
|ursache|losung|schuldige|ubeltater|trick|knackpunkt) (?:war|waren|lag|sass|kam|steckte)|(?:das
|es|dies) (?:war|waren|lag)(?: (?:tatsachlich|wirklich|dann|nur|wohl|auch|genau|einfach|leider
|also))*(?: (?:der|die|das|ein|eine|mein|am|an|ein reines|genau))?(?: \w+){0,2}? (?:problem
|fehler|grund|ursache|losung|trick|missverstandnis|tippfehler|sache|\w*fehler|\w*problem)""",
        why=r"""(?:(?:ich )?(?:weiss|wusste|verstehe)(?: ich)?(?: (?:zwar|auch|leider
|allerdings))* (?:nicht|nimmer)|keine ahnung|(?:mir )?(?:ist |bleibt )?(?:mir )?unklar
|ratselhaft)(?: (?:genau|so recht))*(?: (?:warum|wieso|weshalb|was|woran|wie)(?: \w+){0,5})?
|(?:warum|wieso|weshalb|wie|woran)(?: \w+){0,2} auch immer|aus (?:welchem grund auch immer
|(?:irgend)?einem (?:\w+ )?grund)|was auch immer(?: \w+){0,4}|(?:warum|wieso|woran)(?: \w+){0,4}
 weiss ich nicht|seltsamerweise|merkwurdigerweise|komischerweise|irgendwie|(?:woran|warum|wieso
|was) (?:es|das|da|der fehler|dies)(?: \w+){0,2} (?:lag|war|hatte|gewesen ist|gelegen hat)""",
        after=r"""(?:nach|durch|dank|per|mit)(?: (?:dem|der|einem|einer|noch einem|weiterem))?(?:
 \w+)? (?:neustart\w*|update\w*|\w*upgrade|downgrade|reset|\w*installation|loschen|\w+ieren)
|(?:nachdem|indem) (?:ich|wir)""",
        mishap=r"""leider|aus versehen|versehentlich|\w*fehler\w*|\w*problem\w*|falsch\w*
|verkehrt\w*|ubersehen|vergessen|verwechselt|vertan|vertippt|doppelt|komisch|seltsam|zwar|nur
|erst|alte\w*|defekt\w*|einige|doch|halt|vorher|zuerst|immer|einfach|kaputt\w*""",
        denied=r"nicht|nie|kein\w*|nichts|nix|noch",
    ),
    _Past(  # Dutch
        before=r"""en|maar|dus|ja|ok|oke|oh|ah|oeps|inderdaad|eerlijk gezegd|sorry|toen|daarom""",
        did=r"""(?:\w+ ){0,4}?(?:heb|hebben|had|hadden|ben|moest|kon)(?: (?:ik|we|het|hem|dat|ze
|dus|ook))*(?: \w+){0,7}? (?:ge\w+(?:d|t|en)|\w+ge\w+(?:d|t|en)|(?:ver|be|her|ont|er)\w+(?:d|t
|en))""",
        had=r"""(?:ik|we|het|dat|er) (?:ook |hier )?(?:had|hadden|was|waren|wist|zat|stond)|daarom
 (?:klopte|werkte|deed|ging)""",
        was=r"""(?:(?:het|de|mijn|enige|echte) )*(?:probleem|fout|oorzaak|reden|oplossing
|boosdoener|truc) (?:was|waren|lag|zat|bleek|kwam)|(?:dat|het|dit) (?:was|bleek|lag)(?:
 (?:inderdaad|gewoon|echt|dus|ook|toch|alleen))*(?: (?:de|het|een|mijn|aan))?(?: \w+){0,2}?
 (?:probleem|fout|foutje|oorzaak|reden|oplossing|truc|misverstand|typefout)""",
        why=r"""(?:(?:ik )?(?:weet|wist|snap)(?: ik)?(?: (?:alleen|ook|nog))* niet|geen idee
|onduidelijk|(?:een )?raadsel)(?: precies)?(?: (?:waarom|wat|hoe|waaraan|waar|waardoor)(?:
 \w+){0,5})?|waar(?:om|door)?(?: \w+){0,3} (?:weet ik niet|dan ook)|om (?:wat voor|welke|een of
 andere)(?: \w+){0,3} reden(?: dan ook)?|vreemd genoeg|raar genoeg|op een of andere manier
|(?:waar|waarom|waaraan) (?:het|dat)(?: aan)? (?:lag|kwam)|waar het aan lag""",
        after=r"""(?:na|door|dankzij|via|met)(?: \w+){0,6}? (?:herstart\w*|update|upgrade|reset
|reboot|installatie|te (?:hebben |zijn )?\w+(?: (?:van|in|op|uit) (?:de|het|mijn) \w+)?)|nadat
 (?:ik|we)""",
        mishap=r"""helaas|per ongeluk|fout\w*|probleem|problemen|verkeerd\w*|vergeten|verwisseld
|over het hoofd|raar|vreemd|dom|stom|eerst|oude?|of|opnieuw|toch|alleen|andere|nog|te (?:snel
|vroeg)|toen|al|blijkbaar|natuurlijk|veranderd""",
        denied=r"niet|nooit|geen|niets|niks",
    ),
    _Past(  # Danish
        before=r"""og|men|sa|ja|ok|nah|ah|ups|faktisk|ærligt talt|undskyld|sorry|derfor""",
        did=r"""(?:\w+ ){0,2}?(?:(?:jeg|vi)(?: (?:har|havde|fik|er|var|matte|blev))?|har jeg
|havde jeg|fik jeg|matte jeg)(?: \w+){0,4}? (?:\w{2,}(?:ede|te|et|t)|tog|gik|satte|fandt|skrev
|kom|sa|glemte|blev|lagde|lavede)""",
        had=r"""(?:jeg|vi|det|den|der) (?:havde|var|vidste|opdagede|sa|sad|stod|la)|(?:det|den
|der) (?:vidste|havde) (?:jeg|vi)""",
        was=r"""(?:(?:mit|min|det|den|eneste|egentlige) )*(?:problemet|problem|fejlen|fejl
|arsagen|grunden|løsningen|synderen|tricket) (?:var|la|sad|skyldtes|viste sig)|(?:det|den|dette)
 (?:var|skyldtes|viste sig)(?: (?:faktisk|bare|kun|jo|altsa|ogsa|nok))*(?: (?:en|et|den|det|min
|mit))?(?: \w+){0,2}? (?:problem|problemet|fejl|fejlen|arsagen|grunden|løsningen|misforstaelse
|\w*fejl)""",
        why=r"""(?:(?:jeg |vi )?(?:ved|aner|vidste|forstar)(?: jeg)?(?: (?:dog|bare|ogsa))* ikke
|ingen (?:ide|anelse)(?: om)?|(?:(?:det|jeg) )?(?:er )?ikke (?:helt )?(?:klar|sikker|klart
|sikkert)(?: over| pa)?)(?: (?:helt|præcis))*(?: (?:hvorfor|hvad|hvordan|hvilken)(?: \w+){0,6})?
|af (?:en eller anden|uvisse|ukendte)(?: \w+)? ?(?:grund|grunde|arsag)|hvorfor(?: \w+){0,3} ved
 jeg ikke|mærkeligt nok|underligt nok""",
        after=r"""(?:efter|ved|takket være)(?: (?:at|jeg|vi|et|en|et par|den|det|lidt|nogle))+(?:
 \w+){0,2}? (?:genstart\w*|opdatering\w*|nulstilling|reset|have|havde|har|\w+(?:e|ede|te)\b)""",
        mishap=r"""desværre|ved en fejl\w*|\w*fejl\w*|problem\w*|forkert\w*|glemt\w*|overset
|byttet|underlig\w*|mærkelig\w*|dum\w*|først\w*|gaml\w*|lige|bare|vist|kun|jo|selv|igen""",
        denied=r"ikke|aldrig|ingen|intet|endnu",
    ),
    _Past(  # Portuguese
        before=r"""e|mas|entao|sim|ok|ah|ops|ups|na verdade|realmente|de facto|de fato|desculp\w+
|afinal|so que|bom|confesso que""",
        did=r"""(?:(?:eu|nos|ja|so|tambem|depois|acabei de|acabo de|entao|agora|realmente)
 )*(?:\w{2,}(?:ei|amos|emos|imos)|fiz|fui|vi|li|pus|tive|estive|tinha|estava|achei|percebi
|entendi|abri|descobri|segui|reinstalei|refiz|aprendi)\b""",
        had=r"""(?:(?:eu|nos|isso|isto|ele|ela|so|e que|que|ainda|ja) )*(?:(?:nao|nem) )?(?:tinha
|tinhamos|estava|estavamos|era|eram|havia|sabia|faltava|foi|estavam)\b|achei(?: que)? (?:faltava
|era|estava)\b|(?:nao|nem) (?:tinha|estava|sabia|era|reparei|vi|notei|percebi)\b""",
        was=r"""(?:(?:o|a|meu|minha|unico|unica|real) )*(?:problema|erro|causa|motivo|razao
|solucao|culpado|culpa|falha|segredo|truque|questao) (?:era|eram|foi|foram|estava|estavam|vinha)
|(?:isso|isto|esse|este|essa|afinal|que)(?: (?:mesmo|realmente|so|apenas))* (?:era|foi)(?:
 mesmo)?(?: (?:o|a|um|uma|meu|minha))?(?: \w+)? (?:problema|erro|causa|motivo|razao|solucao|falha
|mal entendido)""",
        why=r"""(?:(?:eu )?(?:nao|nem) (?:sei|faco (?:a minima )?ideia|entendi|percebi|lembro|me
 lembro)|sem saber|vai saber|sabe se la|nao faco ideia)(?: (?:bem|ao certo|exatamente|exactamente
|muito))*(?: (?:porque|por que|porque e que|d?o que|como|qual|por qual)(?: \w+){0,6})?|por
 (?:algum|alguma|qualquer|um) (?:\w+ )?(?:motivo|razao)(?: \w+)?|estranhamente|curiosamente""",
        after=r"""(?:depois de|apos|ao|antes de|com|usando|por)(?: (?:ter|haver|ja))?(?: (?:um
|uma|o|a|mais um|alguns|algumas))?(?: \w+)? ?(?:\w{3,}(?:ar|er|ir)\b|reinicio|atualizacao
|reinstalacao|update|reset)|(?:reiniciando|atualizando|reinstalando|usando|trocando|removendo
|limpando)\b|antes d[eoa] \w+$""",
        mishap=r"""infelizmente|por engano|sem querer|err\w*|problema\w*|falha\w*|esquec\w*
|confund\w*|troc\w*|distrai\w*|estranh\w*|burr\w*|primeir[oa]|antig[oa]s?|so|apenas|ainda|antes
|mal|faltava|precisei|procur\w*|atrasad\w*""",
        denied=r"nao|nunca|nada|nenhum\w*|nem|sem",
    ),
    _Past(  # French
        before=r"""et|mais|donc|oui|ok|ah|oups|bon|en fait|effectivement|en effet|honnetement
|desolee?|du coup|alors|finalement|et puis|puis|hop""",
        did=r"""(?:j|je|nous|on)(?: (?:l|les|m|me|la|le|y|en|nous))?(?: n)? (?:ai|avais|avons
|avions|a|avait|suis|etais|venais|viens)(?: \w+){0,3}? (?:\w{2,}(?:e|ee|es|ees|i|ie|u|ue|is|it
|ert|us)\b)|(?:re ?)?(?:supprime|installe|demarre|resette|lance|essaye|branche|appaire|configure
|teste)e?s?\b""",
        had=r"""(?:j|je|nous|on|c|ca|il|elle|ce)(?: (?:n|ne|m|me|l|y))* (?:avais|avait|avions
|etais|etait|etions|savais|pensais|croyais|faisait|fallait|affichait|marchait|fonctionnait)\b|je
 ne savais""",
        was=r"""(?:(?:le|la|mon|ma|l|seul|seule|vrai|vraie) )*(?:probleme|souci|pb|erreur|cause
|raison|solution|coupable|astuce|truc) (?:etait|etaient|venait|provenait|se trouvait|a ete)|(?:c
|ce|cela|ca) (?:etait|n etait)(?: (?:bien|juste|simplement|effectivement|en fait|que))*(?: (?:un
|une|le|la|l|mon|ma))?(?: \w+)? ?(?:probleme|souci|erreur|cause|raison|solution|betise|coquille)
|(?:ca|cela|le probleme) venait (?:de|du|d)""",
        why=r"""(?:(?:je )?(?:ne )?(?:sais|comprends|vois)(?: toujours| vraiment)? pas(?: trop|
 vraiment| bien)*|aucune idee|va savoir|allez savoir|mystere)(?: (?:pourquoi|comment|ce qui|ce
 que|ce qu|d ou)(?: \w+){0,6})?|pour une raison(?: \w+){1,4}|bizarrement|etrangement
|curieusement""",
        after=r"""(?:apres|en|suite a|grace a|avec|avant de)(?: (?:avoir|m etre|etre|tout|une?|la
|le|l|mon|plusieurs|quelques|deux))*(?: \w+)? ?(?:\w{3,}ant\b|redemarrage\w*|reinstallation|mise
 a jour|reset|reboot|\w{3,}(?:er|ir)\b|(?:re)?\w{3,}e\b)""",
        mishap=r"""malheureusement|par erreur|par megarde|erreurs?|problemes?|soucis?|bugs?
|mauvais\w*|oublie\w*|trompe\w*|bizarre\w*|etrange\w*|bete\w*|d abord|premier\w*|anciens?
|ancienne|juste|encore|puis|un peu|demande|plein de|seulement|deja|vieux|vieille|vieil""",
        denied=r"n|ne|pas|jamais|rien|aucune?|plus",
    ),
)
"""To add a language, add an entry."""


def _matches(name: str) -> list[re.Pattern[str]]:
    """At the begin of a clause, behind what it may begin with."""
    return [
        late_pattern(rf"(?>(?:{flat(one.before)}) )*(?:{flat(getattr(one, name))})")
        for one in _LANGUAGES
    ]


def _words(name: str) -> list[re.Pattern[str]]:
    return [late_pattern(rf"\b(?:{flat(getattr(one, name))})\b") for one in _LANGUAGES]


_DID, _HAD, _WAS, _WHY, _AFTER = map(_matches, ("did", "had", "was", "why", "after"))
_BEFORE = [late_pattern(rf"(?>(?:{flat(one.before)}) )+") for one in _LANGUAGES]
_MISHAP, _DENIED = map(_words, ("mishap", "denied"))

_YOU: re.Pattern[str] = late_pattern(
    r"\b(?:you|your|yours|ihr|ihnen|ihre?|euch|euer|eure|du|dich|dir|dein\w{0,2}|sie|jij|jullie"
    r"|jouw|uw|u|je(?= (?:had|hebt|bent|kan|moet))|dig|din|dit|jer|jeres|voces?|voce|tu|te|teu|tua"
    r"|seu|sua|vous|votre|vos|toi|ton|ta|tes)\b"
)
"""Whoever is told what they did, or had: it may be asked of them."""

_TOO: re.Pattern[str] = late_pattern(
    r"\b(?:either|auch (?:nicht|kein\w*)|ook (?:niet|geen)|heller (?:ikke|ingen|intet)"
    r"|tambem nao|nem|non plus)\b"
)
"""What was not so either is one more trouble."""

_MODEL: re.Pattern[str] = late_pattern(r"\b[a-z]{2,}\d\w*")
"""A name with figures, of a thing; no figure that anybody waits for."""

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
    if (guess := _OPINION.fullmatch(clause)) is not None:
        what = guess["what"]
        return bool(PAST.search(what)) and not (_YOU.search(what) or _lasts(what, at))
    had = _HAD[at].match(clause)
    if _TOO.search(clause) or not (
        had or any(told[at].match(clause) for told in (_WAS, _DID, _AFTER))
    ):
        return False
    said = _BEFORE[at].sub("", clause, count=1)
    said = _MODEL.sub("_", _MISHAP[at].sub("_", said))
    if had:
        said = _DENIED[at].sub("_", said)
    return not (_YOU.search(said) or _lasts(said, at))


def _lasts(said: str, at: int) -> bool:
    one = frozenset({at})
    if adds_something(said, at) or MEANT_FOR_OTHERS.search(said) or ONE_MORE.search(said):
        return True
    return any(sign(said, one) for sign in (wants, gives, names_a_day))
