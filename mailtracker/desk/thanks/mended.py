"""How people say that they got a thing to work themselves, and that nothing has gone wrong with it
since. One entry a language; written as the phrases of `thanks_phrases`.
"""

from __future__ import annotations

import re

from mailtracker.desk.thanks.closing_phrases import WEEKDAY
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Mended:
    """What people of one language write, each field the alternatives of a pattern."""

    #: Small words around what was got to work.
    have: str
    #: That it was.
    made: str
    #: The trouble has come to an end.
    ended: str
    #: No trouble, with who has none.
    none: str
    #: What makes news of that: there was some before.
    more: str
    #: "since then", "since Monday", "since the update".
    since: str


_LANGUAGES = (
    _Mended(  # English
        have="i|we|ve|have|had|just|now|finally|eventually|actually|ok|myself|ourselves|already"
        "|in the end|at last|on my own|by myself|all by myself|(?:on|from|for) my (?:side|end"
        "|part)|here",
        made=r"""(?:figured|worked|sorted) (?:it|this|that|everything)(?: all)? out|(?:figured
|worked) out what (?:was wrong|it was|happened|went wrong)|got (?:it|this|that|everything|them
|(?:the|my|our) \w+)(?: all| both)? (?:working|running|sorted|fixed|solved|to work|to run|up and
 running)|managed to (?:fix|solve|sort|repair|resolve|get) (?:it|this|that|everything|(?:the|my
|our) \w+)(?: out| working| to work| running| fixed| sorted)?|found (?:the|a) (?:fix|solution
|answer)""",
        ended=r"""(?:(?:the|these|those|my|all|that) )?(?:\w+ )?(?:<bad>) (?:(?:has|have|ve|s)
 )?(?:(?:now|also|finally|since) )*(?:stopped|ceased|gone away)(?: happening| appearing)?
|(?:(?:the|these|those|my|that) )?(?:\w+ )?(?:<bad>) (?:no longer (?:occurs?|happens?|appears?
|shows?(?: up)?|exists?|comes up)|(?:do|does|did)(?:n t| not| n t) (?:occur|happen|appear|show up
|come (?:up|back)|show) (?:any ?more|again))""",
        none=r"""(?:(?:i|we)(?: ve| have)?(?: had| seen)? |(?:have |had )|there (?:are|were|have
 been) )?(?:no|zero) (?:<more> )*(?:<bad>)|(?:(?:i|we) )?haven t (?:had|seen) (?:any|a single)
 (?:<bad>)""",
        more="more|further|any ?more",
        since=r"""since(?: (?:then|yesterday|today|last \w+|(?:this|that|the|your) \w+(?: \w+)?
|<day>|(?:up|re)\w+ing(?: \w+){0,2}))?""",
    ),
    _Mended(  # German
        have="ich|wir|hab|habe|haben|hatte|hatten|s|es|das|jetzt|nun|inzwischen|selbst|selber|doch"
        "|endlich|alleine?|schon|dann|auch|alles|noch|mittlerweile|(?:von )?(?:meiner"
        "|unserer) ?seite?s?(?: aus)?|bei (?:mir|uns)",
        made=r"""hinbekommen|hingekriegt|(?:zum|ans) (?:laufen|funktionieren|gehen) (?:gebracht
|bekommen|gekriegt)|in den griff (?:bekommen|gekriegt)|die losung gefunden|(?:he)?rausgefunden
|rausbekommen""",
        ended=r"""(?:(?:der|die|das|dieser|diese|dieses|mein) )?(?:\w+ )?(?:<bad>) (?:tritt
|treten|trat|traten|kommt|kommen|kam|kamen|taucht|tauchen|erscheint|erscheinen|besteht|bestehen
|zeigt sich)(?: (?:jetzt|nun|auch|bei mir|bei uns|hier|<since>))* nicht mehr(?: auf| vor)?
|(?:<since>|jetzt|nun) (?:tritt|treten|trat|traten|kommt|kommen|kam|kamen|taucht|tauchen
|erscheint|erscheinen) (?:der|die|das) (?:<bad>) nicht mehr(?: auf| vor)?|(?:(?:der|die|das)
 )?(?:<bad>) (?:(?:hat|haben) aufgehort|(?:ist|sind)(?: (?:jetzt|nun|<since>))* nicht (?:mehr
|wieder) (?:aufgetreten|aufgetaucht|vorgekommen|gekommen|da))""",
        none=r"""(?:(?:ich |wir )?(?:habe?|hatten?|haben|gab es|gibt es|treten|traten|gab s)(?:
 ich| wir| es| bei (?:mir|uns)| <since>)* )?kein(?:e|en|erlei)? (?:<bad>)(?: mehr)?(?: auf|
 gehabt| aufgetreten)?""",
        more="mehr|weitere[nr]?",
        since=r"""seitdem|seither|danach|seit (?:gestern|heute(?: \w+)?|letzte[rmn] \w+|(?:dem|der)
 \w+(?: \w+)?|<day>)|nach (?:dem|der) \w+""",
    ),
    _Mended(  # Dutch
        have="ik|we|wij|heb|hebben|het|t|dit|dat|alles|nu|zelf|inmiddels|toch|eindelijk|al|hem|m"
        "|uiteindelijk|van (?:mijn|onze) kant|bij (?:mij|ons)",
        made=r"""(?:werkend|aan de praat|aan het werk(?:en)?|draaiend|voor elkaar|aan de gang)
 gekregen|(?:ben|zijn) er(?: al| inmiddels| zelf)* uit(?:gekomen)?|(?:ben|zijn)(?: al| inmiddels
| zelf)* eruit|de oplossing gevonden|uitgevonden""",
        ended=r"""(?:(?:de|het|die|dat|deze|dit) )?(?:<bad>) (?:komt|komen|kwam|treedt|treden
|trad|doet zich|doen zich|verschijnt|verschijnen)(?: (?:nu|ook|hier|bij mij|bij ons|<since>))*
 niet meer(?: (?:voor|op|terug))?|(?:(?:de|het|die|dat) )?(?:<bad>) (?:is|zijn)(?: (?:nu
|inmiddels))* (?:gestopt|niet meer (?:voorgekomen|opgetreden|teruggekomen|aanwezig))""",
        none=r"""(?:(?:ik |we )?(?:heb|hebben|had|hadden|zijn er|waren er)(?: ik| we| <since>)* )?
geen (?:<bad>)(?: meer| gehad| meer gehad)?""",
        more="meer|verdere",
        since=r"""sindsdien|daarna|sinds (?:gisteren|vandaag|vorige \w+|vanmorgen|vanochtend|(?:de
|het) \w+(?: \w+)?|<day>)|na (?:de|het) \w+""",
    ),
    _Mended(  # Danish
        have="jeg|vi|har|fik|faet|det|den|nu|selv|endelig|alligevel|alt|ogsa|til sidst"
        "|fra min side|hos (?:mig|os)",
        made=r"""til at (?:virke|køre|fungere|spille)|fundet ud af(?: det| hvad det var)?
|fandt(?: selv)?(?: jeg)? ud af(?: det| hvad det var)?|(?:fundet|fandt) løsningen|op at køre""",
        ended=r"""(?:<bad>) (?:kommer|opstar|optræder|viser sig|forekommer)(?: (?:nu|heller
|<since>))* ikke (?:mere|længere)(?: (?:frem|op))?|(?:<bad>) (?:er|har) (?:nu )?(?:stoppet
|ophørt)""",
        none=r"""(?:(?:jeg |vi )?(?:har|havde|der har været|der er|er der)(?: jeg| vi| <since>)*(?:
 haft)? )?ingen (?:<more> )*(?:<bad>)(?: mere)?""",
        more="flere|mere|længere|yderligere",
        since=r"""siden (?:da|i gar|i gars|i mandags|sidste \w+|\w+(?:en|et)|<day>)|efter
 \w+(?:en|et)""",
    ),
    _Mended(  # Portuguese
        have="eu|nos|ja|agora|finalmente|acabei|por|de|depois|enfim|mesmo|(?:da minha parte"
        "|do meu lado|por aqui|comigo)",
        made=r"""(?:consegui|conseguimos) (?:(?:fazer|por|colocar|botar)(?: (?:isso|tudo|[oa]
 \w+))? (?:funcionar|a funcionar|para funcionar|pra funcionar|para rodar|a andar)|resolver(?:
 (?:isso|o problema|tudo))?|que (?:isso |tudo )?(?:funcionasse))|descobri(?:mos)? (?:o que era|a
 solucao|qual era o problema)|encontrei a solucao""",
        ended=r"""(?:(?:o|os|a|as|esse|este|meu) )?(?:<bad>) (?:parou|pararam|cessou|cessaram
|sumiu|sumiram)(?: de (?:aparecer|acontecer|ocorrer|dar))?|(?:(?:o|os|a|as|esse|este) )?(?:<bad>)
 (?:ja )?nao (?:ocorre|ocorrem|aparece|aparecem|acontece|acontecem|ocorreu|apareceu|aconteceu|da
|existe) mais|(?:parou|pararam) (?:(?:o|os|a|as) (?:<bad>)|de dar (?:<bad>))""",
        none=r"""(?:(?:nao (?:tive|tivemos|houve|ha|apareceu|apareceram|deu)|sem)(?: mais
| nenhum| qualquer)* (?:<bad>)(?: nenhum)?)""",
        more="mais",
        since=r"""desde (?:entao|ontem|hoje|(?:[oa]) \w+(?: \w+)?|<day>)|depois d(?:isso|[oa] \w+)
|apos [oa] \w+""",
    ),
    _Mended(  # French
        have="j|je|nous|on|ai|avons|a|enfin|finalement|bien|c est bon|moi meme|tout seul"
        "|de (?:mon cote|ma part)|chez (?:moi|nous)",
        made=r"""(?:reussi|arrivee?|parvenue?) a (?:(?:le |la |les |l |tout )?(?:faire (?:marcher
|fonctionner|tourner)|resoudre|regler|reparer|debloquer)(?: (?:le|mon|ce) (?:probleme|souci))?)
|trouve (?:la solution|d ou ca venait|d ou venait le (?:probleme|souci))|pu (?:le |la )?(?:regler
|resoudre|reparer|debloquer)(?: (?:le|mon|ce) (?:probleme|souci))?""",
        ended=r"""(?:(?:l|le|la|les|cette|ce|mon) )?(?:<bad>) (?:n (?:apparait|apparaissent
|arrive|existe)|ne (?:se produit|se produisent|revient|vient|s affiche|survient))(?:
 (?:maintenant|desormais))* plus|(?:(?:l|le|la|les|mon) )?(?:<bad>) (?:a|ont) (?:enfin
 )?(?:disparu|cesse)""",
        none=r"""(?:(?:je |nous |on )?n (?:ai|avons|a)|il n y a)(?: plus| eu)+ (?:aucune?|de|d)
 (?:<bad>)|(?:plus )?aucune? (?:<bad>)""",
        more="plus",
        since=r"""depuis(?: (?:lors|hier|ce matin|(?:le|la|l|votre) \w+(?: a jour| \w+)?|<day>))?
|apres (?:le|la|l) \w+(?: a jour)?""",
    ),
)
"""To add a language, add an entry. `<bad>` is a trouble, `<day>` one of the week."""

_BAD = (
    "problems?|issues?|errors?|trouble|crashes|hiccups|disconnects|drop ?outs|fehler|probleme?"
    "|abbruche|absturze|aussetzer|storungen|schwierigkeiten|problemen|probleem|fout|foutmelding|storing|fouten|foutmeldingen|storingen"
    "|klachten|problemer|fejl|nedbrud|fejlmeddelelser|fehlermeldung(?:en)?|error messages"
    "|problemet|problemerne|fejlen|fejlene|fejlmeddelelsen|problemas?|erros?|falhas?|soucis?|problemes?|erreurs?|bugs?|pannes?|coupures?"
)


def _filled(one: _Mended, name: str) -> str:
    text = flat(getattr(one, name))
    for sign, meant in (("<since>", one.since), ("<more>", one.more)):
        text = text.replace(sign, f"(?:{flat(meant)})")
    return f"(?:{text.replace('<bad>', _BAD).replace('<day>', WEEKDAY)})"


def _of(one: _Mended) -> tuple[str, str, str]:
    """That it was got to work; that the trouble came to its end; that there was none since."""
    have, made, ended, none, more, since = (_filled(one, name) for name in _Mended.__slots__)
    mended = rf"(?:{have} ){{0,6}}{made}(?: {have}){{0,4}}"
    around = rf"(?: (?:{more}|{since}|here|hier|bei mir|bij mij|hos mig|aqui|ici|at all)){{0,4}}"
    gone = rf"(?=.*\b(?:{more}|{since})\b)(?:(?:{since}|{have}) ){{0,4}}{none}{around}"
    over = rf"(?:(?:{since}|{have}) ){{0,4}}{ended}{around}"
    return mended, over, gone


_MENDED: re.Pattern[str] = late_pattern("|".join(form for one in _LANGUAGES for form in _of(one)))


_MAY_BE: re.Pattern[str] = late_pattern(
    rf"\b(?:{_BAD}|out|got|managed|found|hinbekommen|hingekriegt|gebracht|bekommen|gekriegt|gefunden"
    r"|(?:he)?raus(?:gefunden|bekommen)|gekregen|er?uit|uit(?:gekomen|gevonden)|gevonden|virke|køre"
    r"|fungere|spille|fundet|fandt|consegui|conseguimos|descobri|descobrimos|encontrei|reussi|arrivee?"
    r"|parvenue?|trouve|pu)\b"
)
"""Without one of these it says nothing of the kind, and most clauses have none."""


def is_mended(clause: str) -> bool:
    return _MAY_BE.search(clause) is not None and _MENDED.fullmatch(clause) is not None
