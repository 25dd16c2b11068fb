"""How people say that a matter may be closed, put together from its parts, one entry a language;
written as the phrases of `thanks_phrases`. Word order is free where people are free in it.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Closing:
    """What people of one language write, each field the alternatives of a pattern."""

    #: What is closed: a matter that both know.
    case: str
    #: The same in a word.
    it: str
    #: Who may, with the word for it: "you can".
    you_may: str
    #: Somebody is asked to: what is named must be a matter then.
    ask: str
    #: It may be: "can".
    may: str
    #: The verb, of whoever does it.
    close: str
    #: The same, of what is done with the matter.
    closed: str
    #: "gladly", "now", "from my side": it may stand between all of them.
    beside: str
    #: Nothing is wanted any more: a whole clause.
    over: str


_LANGUAGES = (
    _Closing(  # English
        case=r"""(?:(?:the|this|that|my|our) )?(?:ticket|case|request|issue|matter|query|incident
|thread|topic|one)(?: of mine)?""",
        it="this|that|it",
        ask="please|go ahead and",
        you_may=r"""(?:(?:you|u|we|they|somebody|someone) )?(?:can|may|could)|(?:feel )?free to
|(?:it s |it is )?(?:ok|okay|fine|safe|good|happy for you) to|happy (?:for you )?to
|(?:i m |i am )?(?:ok|happy|fine) to|(?:i|we) (?:ll|will)""",
        may="(?:can|may|could)(?: be)?|is (?:ok|okay|good|ready|fine) to(?: be)?|to be",
        close="close|tick",
        closed="closed|ticked|close",
        beside=r"""now|please|off|out|up|down|then|as well|also|again|too|from me|from us|for me
|from my (?:side|end|part)|as far as i m concerned|thanks?|today|gladly|safely""",
        over=r"""(?:(?:so|then|now|i|we|m|am|will|ll) )*clos(?:e|ed|ing)(?: (?:it|this|that
|(?:the|this|my) (?:issue|ticket|case|request|thread|topic)|now|then|here|as (?:resolved|solved
|fixed|done)))*|(?:(?:from my (?:side|end|part)|(?:i|we) have|there are) )*no (?:more |further
 |other |open )*(?:questions?|comments|concerns)(?: (?:from|on) (?:me|us|my (?:side|end|part)|our
 (?:side|end|part))| left| any ?more)*|(?:i |we )?need nothing (?:else|more|further)(?: now)?
|nothing (?:else |more )?(?:is )?(?:outstanding|pending|open|left (?:open|to do))|(?:there is
 |there s )?no (?:longer |more )?need(?: (?:for|to) (?!hurry|rush|panic)(?:\w+ ?){1,5})?(?:
 any ?more| now| any longer| after all)*|(?:it |that |this )?(?:is |s )?(?:no longer|not)
 (?:needed|required|necessary|an issue)(?: any ?more| now| after all)*|(?:i |we )?(?:no longer
|don t|do not) need (?:it|this|that|anything|you|them|anyone)(?: any ?more| any longer| now|
 after all)+|never ?mind(?: (?:me|about it|about that|all that|then))?|(?:please |just
 )*(?:ignore|disregard) (?:me|this|that|(?:my|the) (?:last )?(?:\w+ )?(?:mail|email|message
|question|ticket|request|call|note))|forget (?:it|about it|i asked|i said anything|my \w+)
|scratch that|panic over|false alarm|crisis averted|stand down|(?:it |that )?(?:has |s |seems to
 have |appears to have |must have )?(?:sorted|fixed|solved|resolved|righted) itself(?: out|
 overnight| in the meantime| now| over the weekend)*|(?:that |this |it )?(?:has )?answer(?:s|ed)
 (?:all )?(?:my|our|the) questions?|(?:i |we )?(?:ve |have )?(?:just )?(?:sorted|fixed|solved
|worked|figured|found) (?:it|that|them|this)(?: out)?(?: (?:myself|ourselves|now|in the end|after
 all|already))+""",
    ),
    _Closing(  # German
        case=r"""(?:(?:das|die|den|der|dieses|diesen|diese|mein|meine|meinen|unser|unsere) )?
(?:ticket|fall|vorgang|anfrage|sache|meldung|thema|anliegen|auftrag|punkt|tickets)""",
        it="das|es|den|s",
        ask="bitte|gerne?",
        you_may=r"""(?:(?:du|ihr|sie|wir|man) )?(?:kannst|konnt|konnen|kann|durft|darfst|durfen
|darf|konntest|konntet|konnts)(?: (?:du|ihr|sie|wir|man))?""",
        may="kann|darf|konnte|konnen",
        close="schliessen|zumachen|abschliessen|abhaken|beenden",
        closed=r"""zu|geschlossen werden|geschlossen|zugemacht werden|abgeschlossen werden
|abgehakt werden|beendet werden""",
        beside=r"""jetzt|nun|also|dann|daher|damit|gerne?|bitte|somit|auch|ruhig|wieder
|von (?:mir|meiner seite) aus|von meiner seite|meinerseits|fur mich|hiermit|einfach|heute""",
        over=r"""(?:(?:ich|wir|hier|dann|also|daher|somit|das|den|es) )*(?:schliesse?|mache?(?=
 .*zu$))(?: (?:ich|wir|das|den|die|es|hier|dann|mal|hiermit|somit|damit|also|daher|ticket|issue
|fall|thema|anfrage|jetzt|nun))*(?: (?:zu|ab))?|(?:(?:von (?:mir|uns|meiner seite|unserer
 seite)(?: aus)?|meinerseits|ich|wir|habe|haben|gibt es|sonst|jetzt|soweit) )*keine (?:weiteren
 |offenen )*(?:fragen|ruckfragen|anmerkungen)(?: (?:mehr|von (?:mir|meiner seite)|meinerseits
|offen))*|mehr (?:brauche|brauch|benotige) ich nicht|(?:ich )?(?:brauche|brauch)(?: ich)?
 (?:sonst |weiter )?nichts(?: mehr| weiter| sonst)*|(?:es ist )?nichts(?: mehr)? (?:offen
|ausstandig|zu tun)|(?:(?:das|es|die sache|meine frage|mein anliegen|alles) )?hat sich(?: schon|
 bereits| inzwischen| damit| alles| von selbst| von allein\w*| ganz| uber nacht| in der nacht)*
 (?:erubrigt|erledigt|geklart|gelost|gegeben|gelegt)|(?:(?:das|es|ist) )*kein (?:thema|problem
|ding) mehr|(?:(?:das|es|wird|ist) )*nicht(?: mehr)? (?:notig|gebraucht|erforderlich|aktuell
|relevant)(?: mehr)?|(?:(?:ich|wir|ihr|sie|du|das|es) )?(?:brauch\w*|muss\w*)(?: (?:das|es|ihn
|sie|ihr|ich|wir|da|jetzt|also))* (?:nicht|nix|nichts|keinen?|niemand\w*) mehr(?: (?:zu
 )?(?:kommen|schicken|machen|suchen|schauen|anrufen|vorbeikommen|was tun))?|(?:vergiss|vergesst
|vergessen sie)(?: (?:es|das|meine? \w+|einfach|bitte))+|kommando zuruck|fehlalarm|entwarnung
|(?:ich )?(?:hab|habe|haben)(?: ich| wir| s| es| ihn| sie| das)*(?: jetzt| schon| inzwischen|
 doch noch| selber| selbst)+ (?:gefunden|gelost|hinbekommen|geschafft|hingekriegt|rausgefunden)""",
    ),
    _Closing(  # Dutch
        case=r"""(?:(?:de|het|deze|dit|dat|die|mijn|onze|ons) )?(?:ticket|melding|verzoek|vraag
|zaak|aanvraag|oproep|call|incident|topic|dossier)""",
        it="dit|dat|het|deze|die|t|hij|hem|m|ze",
        ask="gerust|graag",
        you_may=r"""(?:(?:je|jullie|u|we|ge) )?(?:kan|kunt|kun|kunnen|mag|mogen|moogt)
(?: (?:je|jullie|u|we|ge))?""",
        may="mag|kan|mogen|kunnen",
        close="sluiten|afsluiten|dichtdoen|afvinken|dichtgooien",
        closed=r"""dicht|toe|gesloten worden|worden gesloten|gesloten|afgesloten worden
|worden afgesloten|afgesloten|afgevinkt worden""",
        beside=r"""nu|dus|dan|gerust|hiermee|ook|weer|wat mij betreft|van mij|voor mij
|van mijn kant|wel|gewoon|hoor|ook""",
        over=r"""(?:(?:ik|we|dan|dus|hierbij|nu|dit|deze|hem|het) )*(?:sluit|gesloten)(?: (?:ik
|we|dit|deze|hem|het|de|ticket|issue|melding|vraag|dan|dus|nu|hierbij|bij deze|af))*|(?:(?:van
 (?:mij|ons|mijn kant|onze kant)|ik heb|we hebben|heb ik|er zijn|verder|nu) )*geen (?:verdere
 |andere )*(?:vragen|opmerkingen)(?: (?:meer|van (?:mij|ons|mijn kant|onze kant)))*|meer (?:heb
|hoef) ik niet(?: nodig)?|(?:ik )?heb(?: ik)? (?:verder )?niets(?: meer| anders)* nodig|(?:er
 staat )?niets(?: meer)? (?:open|openstaand|te doen)|(?:(?:het|is|dat) )*niet(?: meer)? nodig(?:
 hoor| meer)*|(?:het |dat )?hoeft (?:niet|niks)(?: al)? meer(?: hoor)?|laat (?:het )?maar(?:
 zitten| hoor)*|vergeet (?:het|mijn \w+|maar)(?: maar| hoor)*|(?:is )?geen (?:punt|probleem
|issue) meer|vals alarm|loos alarm|(?:ik )?(?:heb )?(?:(?:het|hem|ze) )?(?:zelf|al|inmiddels
|toch)(?: zelf| al)* (?:gevonden|opgelost|gefikst|uitgevogeld)(?: hoor)?|(?:het )?(?:is |heeft
 )?(?:zich )?(?:(?:al|vanzelf|vannacht|inmiddels) )+(?:opgelost|geregeld|goed gekomen
|goedgekomen)""",
    ),
    _Closing(  # Danish
        case=r"""(?:(?:den|denne|min|vores) )?(?:sag|sagen|ticket|ticketen|henvendelse
|henvendelsen|opgaven|opgave|anmodningen|traden)""",
        it="den|det|denne|den her|dette",
        ask="bare|venligst",
        you_may=r"""(?:(?:i|du|vi|man) )?(?:kan|ma|kunne)(?: (?:i|du|vi|man))?""",
        may="kan|ma",
        close="lukke|afslutte",
        closed="lukkes|afsluttes|blive lukket",
        beside=r"""nu|godt|gerne|bare|sa|roligt|derfor|ogsa|igen|herfra|for min skyld|fra min side
|ned""",
        over=r"""(?:(?:jeg|vi|sa|den|det|denne|hermed) )*lukker(?: (?:jeg|vi|den|det|denne|sagen
|her|bare|hermed|ned|ticketen|igen|sa))*|(?:(?:jeg har|vi har|der er|herfra) )*(?:ingen|ikke)
 (?:flere |yderligere )*(?:spørgsmal|kommentarer)(?: (?:herfra|fra (?:mig|os|min side)|mere))*
|mere (?:har jeg ikke brug for|behøver jeg ikke)|(?:jeg )?har ikke brug for (?:mere|andet)
|(?:intet|ikke mere|ingenting) (?:udestaende|abent|at gøre)|(?:(?:det|er|den) )*ikke(?: længere)?
 (?:nødvendigt?|brug for (?:det|noget|den)|aktuelt?)(?: længere| mere| alligevel)*|glem (?:det
|mig|min \w+|mit \w+)(?: igen)?|falsk alarm|(?:er )?ikke (?:noget |et )?(?:problem|issue)(?:
 længere| mere)+|(?:jeg |vi )?(?:har )?(?:selv|allerede) (?:fundet|løst|fikset|klaret)(?: (?:den
|det|dem|ud af det))?|(?:det )?(?:har )?(?:løste|løst|ordnede|klarede) sig(?: selv| af sig selv|
 i nat| i mellemtiden)+|(?:det )?besvare(?:r|de) mit spørgsmal|(?:bare |venligst )*luk (?:bare
 )?(?:sagen|den|ticketen)|(?:i |du )(?:behøver|skal) ikke (?:komme|sende nogen|gøre (?:mere
|noget))(?: alligevel)?""",
    ),
    _Closing(  # Portuguese
        case=r"""(?:(?:o|a|este|esta|esse|essa|meu|minha|o meu|a minha) )?(?:ticket|pedido|chamado
|caso|assunto|processo|questao|ocorrencia|incidente|solicitacao)""",
        it="isto|isso",
        ask="favor|por favor",
        you_may=r"""(?:(?:voce|voces|tu|ja) )?(?:podem?|podes|pode se|podemos|podeis)""",
        may="pode|podem|ja pode|esta para",
        close="fechar|encerrar|dar por (?:encerrado|fechado|concluido|resolvido)",
        closed="ser (?:fechad|encerrad|arquivad|dad)[oa](?: por (?:encerrad|conclui)[oa])?",
        beside=r"""ja|agora|entao|portanto|por isso|tambem|por mim|da minha parte|a vontade
|tranquilamente|com certeza""",
        over=r"""(?:(?:eu|entao|ja|vou|irei|pode|estou|a) )*(?:fecho|fechando|encerrando|encerro
|fechar|encerrar|fechei|encerrei)(?: (?:o|a|este|esta|esse|essa|isso|isto|entao|aqui|ticket
|chamado|pedido|issue|topico|questao|assunto))*
|(?:(?:da|de|pela) (?:minha|nossa) parte |por mim )?(?:ja
 )?(?:nao (?:ha|tenho|temos)|sem) (?:mais )?(?:nenhuma )?(?:questoes|duvidas|perguntas)(?: da
 minha parte)?|(?:ja )?nao preciso de mais nada|nada (?:mais )?(?:pendente|em aberto|por
 resolver)|(?:ja )?nao (?:e|sera)(?: mais)? (?:preciso|necessario)(?: mais)?(?: (?:vir|ligar|nada
|responder|ninguem|enviar ninguem|mandar ninguem))?|ja nao precis\w+(?: de (?:nada|vir|ajuda
|ligar))?|(?:esquec(?:am?|e|er)|ignorem?)(?: (?:isso|la|o meu \w+|a minha \w+))?|deix\w+ (?:la
|estar|pra la|para la)|ja nao (?:ha|e) (?:nenhum )?problema|falso alarme|alarme falso|(?:ja
 )?(?:encontrei|achei|resolvi|descobri)(?: (?:o|a|isso))?(?: sozinh[oa])|(?:ja )?(?:se
 )?resolveu(?: se)?(?: (?:sozinh[oa]|por si|durante a noite|entretanto))+|(?:isso )?(?:respondeu
|responde) a (?:minha|nossa) (?:pergunta|duvida|questao)""",
    ),
    _Closing(  # French
        case=r"""(?:(?:le|la|l|ce|cette|cet|mon|ma|notre) )?(?:ticket|demande|dossier|affaire
|requete|incident|cas|sujet|intervention)""",
        it="ca|cela",
        ask="merci de|veuillez",
        you_may=r"""(?:(?:vous|tu|on|nous) )?(?:pouvez|peux|peut|pouvons)(?: (?:le|la|l))?""",
        may="peut(?: etre)?|peuvent etre",
        close="clore|cloturer|fermer",
        closed="clos|close|cloturee?|fermee?",
        beside=r"""maintenant|donc|alors|desormais|aussi|pour moi|de mon cote|pour ma part|bien sur
|du coup|tranquillement|sans souci""",
        over=r"""(?:(?:je|j|on|donc|du coup|nous|ai|le|la|l|vais|peux) )*(?:ferme|clos|cloture
|clore|fermer|cloturer|clot|fermons)(?: (?:le|la|l|ce|cette|donc|du coup|alors|ticket|sujet|issue
|demande|discussion|dossier|ici))*|(?:(?:de (?:mon|notre) cote|pour (?:moi|ma part)) )?(?:je n ai
 |nous n avons |il n y a )?(?:plus|pas) (?:de |d |d autres? |aucune? )questions?(?: (?:de (?:mon
|notre) cote|de ma part|pour moi))?|(?:je )?n ai (?:plus )?besoin de rien(?: d autre)?|plus rien
 (?:en attente|d ouvert|en suspens|a faire)|(?:(?:ce n est|c est|il n y a|je n ai|on n a) )?plus
 (?:la peine|besoin|necessaire|utile|d actualite)(?: (?:de|d) (?:\w+ ?){1,4})?|(?:c est )?(?:pas
 la peine|inutile) (?:de (?:venir|passer|chercher|rappeler|repondre|vous deplacer|envoyer \w+))
|laisse[zr]? tomber|oublie[zr]?(?: (?:moi|ca|cela|ma \w+|mon \w+))?|(?:il n y a )?plus (?:de
|aucun) (?:souci|probleme)s?|fausse alerte|(?:je l ai|je les ai|j ai) (?:re)?trouvee?s?(?:
 (?:tout seul|toute seule|entre temps|finalement|moi meme))+|(?:ca |c |cela )?s est (?:arrange
|regle|resolu)(?: tout seul| de lui meme| cette nuit| entre temps)*|(?:cela |ca )?(?:repond|a
 repondu) a (?:ma|mes|notre) questions?""",
    ),
)
"""To add a language, add an entry."""

HENCE_WORDS = (
    r"(?>(?:and|so|hence|therefore|und|also|daher|deshalb|somit|en|dus|og|sa|derfor|e|entao"
    r"|portanto|por isso|et|donc|alors|du coup) )*"
)
"""With what a clause begins that follows from another one."""


def _of(one: _Closing) -> str:
    noun, it, you_may, ask, may, close, closed, beside, _ = (
        f"(?:{flat(getattr(one, name))})" for name in _Closing.__slots__
    )
    case = f"(?:{noun}|{it})"
    b, e = rf"(?>{beside} )*", rf"(?> {beside}(?![^ ]))*"  # before a word, behind it
    orders = (
        rf"{ask} {b}close {it}{e}",
        rf"{ask} {b}{close} {b}{noun}{e}",  # please close the ticket
        rf"{ask} {b}{noun} {b}{close}{e}|{noun} {ask} {b}{close}{e}",  # the ticket please close
        rf"{you_may} {b}{close}{e}(?: {case})?{e}",  # you can close it
        rf"{you_may} {b}{case} {b}{close}{e}",  # you can it close
        rf"{case} {you_may} {b}{close}{e}",  # it can you close
        rf"(?:{case} )?{may} {b}{closed}{e}",  # it can be closed
        rf"{may} {b}{case} {b}{closed}{e}",  # can it be closed
    )
    return "|".join(orders)


CLOSABLE: re.Pattern[str] = late_pattern(rf"{HENCE_WORDS}(?:{'|'.join(map(_of, _LANGUAGES))})")
"""A whole clause that says so."""

OVER: re.Pattern[str] = late_pattern(
    rf"{HENCE_WORDS}(?:{'|'.join(flat(one.over) for one in _LANGUAGES)})"
)
"""A whole clause that says that nothing is wanted any more."""


def is_over(clause: str) -> bool:
    """Whether a clause ends the matter itself: beside it people explain why."""
    return bool(OVER.fullmatch(clause) or CLOSABLE.fullmatch(clause))
