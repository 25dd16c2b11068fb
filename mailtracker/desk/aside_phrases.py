"""A short text of somebody on the owner's side → whether all of its clauses are for those who share
the work, and none for the requester: whose it is, that somebody else should have it, who she is,
that it was closed already.

To teach it a phrase, add a line, in lower case and without accents, as `clauses_of` reads them,
with `C` for the name of a colleague who does not read it, `R` for a reader's, and no word of
`_POLITE` or `_OFTEN`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from mailtracker.desk.names.name_letters import bare, folded
from mailtracker.late_pattern import late_pattern

MOST = 160
"""Characters of a text that may be no more than that."""

C, R = "\N{LATIN SMALL LETTER L WITH CURL}", "\N{LATIN SMALL LETTER T WITH CURL}"
"""Letters of no language that we read."""

_CLAUSE = re.compile(r"[^,.;:!?\n\u2013\u2014]+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def phrases(text: str) -> re.Pattern[str]:
    """Each line of the text is one; a line with two blanks in front goes on with the last."""
    return late_pattern(text.strip("\n").replace("\n  ", "").replace("\n", "|"))


_POLITE = phrases(r"""
^ *(?:no(?! idea| time)|nein|nee|nej|non|yes|yep|ja|jo|oui|sim|ok(?:ay)?|sure|oh|hm+|well)(?![\w'])
^ *(?:i know|ich weiss|das weiss ich|jeg ved det|ik weet het|eu sei|je sais) *$
^ *i (?:think|guess|believe|suppose)(?: that)?(?![\w'])
^ *(?:ich (?:glaube?|denke)|jeg tror(?: at)?|ik denk(?: dat)?|acho que|je (?:crois|pense) que)\b
(?<![\w'])(?:i (?:think|guess|believe)|(?:glaube?|denke) ich|tror jeg|denk ik|je (?:crois|pense)) *$
\b(?:thanks(?: (?:a lot|so much|very much|all))?|thank you)\b(?!')
\b(?:thx|cheers|please|pls|kindly|sorry|bitte|leider|entschuldigung|alles klar)\b(?!')
\b(?:(?:vielen |besten |schonen )?dank|danke(?: (?:euch|dir|schon))?)\b(?!')
\b(?:(?:mange |tusind )?tak(?: for det)?|venligst|desvaerre|undskyld)\b(?!')
\b(?:bedankt|dank je(?: wel)?|dankjewel|graag|helaas|aub|alsjeblieft)\b
\b(?:obrigad[oa]|por favor|desculpa)\b
\b(?:merci(?: (?:beaucoup|bien))?|svp|stp|s'il (?:te|vous) plait|desolee?)\b(?!')
""")
"""What people say besides."""

_OFTEN = phrases(r"""
\b(?:usually|normally|always|typically|generally|really|actually|better|rather|maybe|even)\b
\b(?:sonst|normalerweise|immer|eigentlich|meist(?:ens)?|bei uns|doch|lieber|besser|eher|mal)\b
\b(?:denn|uberhaupt|nochmal|altid|normalt|jo|vist|nok|hellere|lige|egentlig|overhovedet)\b
\b(?:altijd|meestal|normaal|normaliter|meer|beter|liever|even|eigenlijk|wel|nou|ook alweer)\b
\b(?:sempre|normalmente|geralmente|afinal|melhor|antes)\b
\b(?:d'habitude|normalement|toujours|en general|plutot)\b
""")
"""How often, and how surely: it changes nothing."""

_IT = (
    r"(?:th(?:is|at)(?: one| kind of (?:thing|request)s?)?|these|those|it|them"
    r"|such (?:things|requests)|de[tn](?: her)?|denne|dem|de|das|dies|die|der|es|sowas"
    r"|so (?:was|etwas)|dit|dat|deze|het|hem|[ei]ss[oe]|ist[oa]|est[ea]|d(?:isso|isto|estes|eles)"
    r"|ca|cela|cel(?:ui|le)-ci)"
)
_WORK = (
    r"(?:desk|area|job|department|topic|thing|team|field|patch|turf|remit|one|bord|omrade|opgave"
    r"|afdeling|ansvar|gebet|sag|bereich|thema|aufgabe|baustelle|sache|ding|gebiet|tisch"
    r"|zustandigkeit|taak|werk|terrein)"
)
_DO_IT = (
    r"(?:take(?: over)?|do|handle|answer|help|see to|deal with|pick up"
    r"|(?:have a )?look(?: at| into| after)?|tage(?: sig af)?|se pa|kigge pa|klare|overtage|svare"
    r"|ordne|gore|lave|hjaelpe|sta for"
    r"|machen|ubernehmen|nehmen|tun|anschauen|ansehen|erledigen|beantworten|kummern"
    r"|doen|oppakken|overnemen|nemen|kijken|bekijken|regelen"
    r"|tratar|ficar(?: com)?|ver|fazer|pegar|responder|assumir|cuidar"
    r"|s'en charger|s'en occuper|(?:le |la |y )?(?:prendre|faire|regarder|traiter|repondre))"
)

_WHOSE = phrases(rf"""
{C} (?:does|handles|takes(?: care of)?|looks after|deals with|owns|covers|knows about) {_IT}
{C} (?:would|should|might) (?:know|have it|take {_IT})
{C}(?:'s| is) (?:the (?:right )?(?:one|person)|responsible|in charge)(?: (?:for|of) {_IT})?
(?:{_IT}(?:'s)? )?(?:(?:belongs?|(?:should |has to )?go(?:es)?|is)
  (?: (?:to|for|under|with))? )?{C}'s(?: {_WORK})?
(?:{_IT}(?:'s)? )?(?:one of|(?:sounds|looks) like|(?:must|should|might) be) {C}(?:'s(?: {_WORK})?)?
{_IT} (?:belongs? to|(?:should )?go(?:es)? to|(?:is|sounds like one|looks like one) for) {C}
(?:belongs? to|goes to) {C}
is(?:n't| not) {_IT} (?:for )?{C}(?:'s(?: {_WORK})?)?
(?:ask|try|talk to|speak to|check with) {C}
(?:{_IT} )?(?:er|ma vaere) {C}'?s(?: {_WORK})?
(?:{_IT} )?(?:horer|ligger)(?: (?:til|under|hjemme|inde))*(?: hos)? {C}'?s?(?: {_WORK})?
(?:{_IT} )?plejer {C} at {_DO_IT}(?: {_IT})?
{C} plejer at {_DO_IT} {_IT}
(?:{_IT} er )?{C}(?: (?:der|som))? (?:tager sig af|star for|ordner|klarer) {_IT}
{_IT} (?:ma|skal|bor|kan) {C} {_DO_IT}
(?:prov|sporg) {C}
(?:{_IT} )?gehort(?: (?:zu|an|bei))? {C}
(?:das|dies) (?:liegt|landet|ist) bei {C}
(?:{_IT} )?(?:fallt in|ist) {C}'?s? {_WORK}
{_IT} ist (?:was |etwas )?fur {C}
(?:dafur|hierfur|da) ist {C}(?: (?:zustandig|verantwortlich|da))?
{C} ist(?: (?:dafur|hierfur))? (?:zustandig|verantwortlich)(?: dafur)?
(?:darum|drum|um sowas) kummert sich {C}
{C} kummert sich (?:darum|drum|um sowas)
(?:{_IT} )?macht {C}
{C} macht {_IT}
(?:frag|probier(?:s| es)?(?: bei)?) {C}
{_IT} (?:hoort|ligt|moet) (?:bij|naar) {C}
{_IT} is (?:(?:er een|iets) )?(?:voor|van) {C}
{_IT} is {C}'?s? {_WORK}
{_IT} (?:doet|regelt) {C}
{C} (?:doet|regelt|behandelt) {_IT}
daar gaat {C} over|hier gaat {C} over|{C} gaat (?:hier|daar) ?over
(?:vraag(?: het)?(?: aan)?|probeer) {C}
(?:{_IT} )?(?:e|fica|pertence|cabe|deve ser) (?:(?:com|d[oae]|a|ao|para)(?: [oa])?
  |da area d[oae]) {C}
(?:[oa] )?{C} (?:costuma tratar|e que trata|trata|cuida) {_IT}
quem (?:trata|cuida) {_IT} e(?: [oa])? {C}
(?:pergunta|tenta|fala)(?: (?:com|[oa]|ao))? {C}
(?:ca|cela) (?:(?:releve|depend) d(?:e |')|regarde |concerne ){C}
c'est (?:(?:a|pour|chez) |(?:du ressort|le domaine|le rayon) d(?:e |'))?{C}
c'est {C} qui (?:s'en occupe|gere(?: ca)?|fait ca|s'occupe de ca)
{C} (?:s'en occupe|gere (?:ca|cela))
c'est {C}
(?:essaie|essaye|demande(?: a)?|(?:voir|vois)(?: ca)? avec) {C}
""")
"""Clauses that give it to a colleague."""

_NOT_ME = phrases(r"""
(?:(?:it's|it is|that's|that is|this is) )?not (?:me|mine|for me|my (?:area|department|desk|job))
(?:de[tn] er )?ikke (?:mig|min|mit|mit bord|til mig|mi[nt] (?:omrade|opgave))
(?:(?:dafur|ich) )?bin ich(?: hier)? nicht(?: (?:zustandig|der richtige|die richtige))?
ich bin(?: (?:dafur|hier))? (?:nicht (?:zustandig|der richtige|die richtige)|(?:der|die) falsche)
ich bin (?:der|die) falsche dafur
das bin ich nicht|nicht (?:meins|zustandig)
(?:(?:dat|dit) )?ben ik niet|(?:ik ga hier|daar ga ik) niet over|niet (?:voor|van) mij
ik ben (?:hier )?niet de juiste(?: persoon)?
nao (?:sou eu|e comigo|e meu|e minha|e para mim|e (?:d?a) minha area|sou a pessoa certa)
(?:ce n'est )?pas (?:moi|pour moi|a moi|mon domaine|mon service)
je ne suis pas (?:la bonne personne|le bon interlocuteur|la bonne interlocutrice)
""")

_HANDS_ON = phrases(rf"""
(?:(?:can|could|would) you )?(?:re-?assign|re-?route|redirect|pass on)(?: {_IT})?(?: to some
  (?:body|one) else)?
(?:pass|hand) {_IT} (?:on|over)|give {_IT} to some(?:body|one) else|for some(?:body|one) else
(?:can|could) {_IT} (?:be|go) (?:re-?assigned|re-?routed|moved|passed on|to some(?:body|one) else)
(?:(?:can|could|would|will|should|may) )?(?:some|any)(?:body|one) else(?: (?:can|could
  |should))?(?: {_DO_IT}(?: (?:{_IT}|her|him))?)?
any volunteers|(?:can|could) (?:some|any)(?:body|one) take over
some(?:body|one) else has to {_DO_IT} {_IT}|i (?:can't|cannot|won't) take {_IT}
i(?:'ve| have)(?: got)? no (?:time|capacity)(?: for {_IT})?
(?:(?:kan|kunne|vil|skal|ma) |er der )(?:en (?:anden|kollega)|nogen andre)
  (?: (?:der|som) (?:kan|vil))?(?: ikke)? {_DO_IT}(?: (?:{_IT}|hende|ham))?
{_IT} (?:ma|skal|kan) en anden {_DO_IT}
(?:flyt|omfordel)(?: {_IT})?(?: til en anden)?|(?:send|giv) {_IT} (?:videre|til en anden)
jeg har ikke tid(?: til {_IT})?
(?:kann|konnte|kannst|soll|sollte|muss) (?:(?:{_IT}|sich) )?(?:jemand von euch
  |(?:jemand|wer|irgendwer|irgendjemand|ein) ander(?:s|es|er|e))(?: {_IT})?(?: {_DO_IT})?
(?:(?:neu |anders )?zu)weisen|um(?:verteilen|hangen)|weitergeben
(?:das )?jemand(?:em)? ander(?:s|es|em) (?:geben|zuweisen)
(?:ich habe?|habe? ich)(?: (?:dafur|gerade|im moment))* keine (?:zeit|kapazitat)(?: dafur)?
(?:kan|wil|zou|moet|mag) (?:{_IT} )?(?:(?:naar|door) )?(?:iemand anders|een (?:ander|collega
  |andere collega))(?: {_IT})?(?: {_DO_IT})?
(?:opnieuw|aan iemand anders) (?:toewijzen|geven)|herverdelen|ik heb (?:hier|daar) geen tijd voor
(?:pode )?(?:outra pessoa|outro colega|alguem|mais alguem|alguem mais)(?: (?:pode|podia|poderia
  |consegue))? {_DO_IT}(?: {_IT})?
(?:podem? )?reatribu(?:ir|am|a)(?: {_IT})?|nao tenho tempo(?: para {_IT})?
(?:est-ce qu(?:e |'))?(?:quelqu'un d'autre|un autre collegue)(?: (?:peut|pourrait))?(?: {_DO_IT})?
(?:(?:a|de|veuillez) )?re(?:attribuer|assigner|affecter)|(?:a|de) (?:transferer|rediriger)
je n'ai pas le temps(?: pour (?:ca|cela))?
""")
"""Clauses that give it to whoever else there is."""

_TAKES = phrases(rf"""
i(?:'m| am) on (?:this|that) one|let me take {_IT}|i have this one
(?:this one(?:'s| is)|that's|that is|this is) (?:mine|for me)
(?:{_IT} )?(?:tager|overtager) jeg|jeg (?:tager|overtager)(?: {_IT})?|(?:{_IT} er )?(?:min|til mig)
(?:{_IT} )?(?:ubernehm|nehm)e? ich(?: (?:{_IT}|mir))?|ich (?:ubernehm|nehm)(?:'s|e?(?: {_IT})?)
(?:{_IT} )?(?:ist )?(?:meins|fur mich|mein fall)
{_IT} (?:pak|neem|doe) ik(?: op| over)?|ik (?:pak|neem) {_IT}(?: (?:op|over))?
(?:{_IT} is )?(?:voor|van) mij
(?:deix[ae]m? que )?(?:eu )?fico(?: eu)? com {_IT}|fico eu|(?:{_IT} )?e (?:meu|minha|para mim)
eu (?:assumo|pego)|assumo eu
(?:c'est )?pour moi|c'est a moi|(?:c'est moi qui|je) (?:le |la )?prends(?: {_IT})?
""")
"""Clauses of whoever takes it."""

_PERSON = rf"(?:{R}(?: {R})?)"
_WHO = phrases(rf"""
who(?:'s| is| was) (?:s?he|that|it|this|(?:this |that |the )(?:person|woman|man|guy|lady)|
  (?:this )?{_PERSON})(?: (?:anyway|then|again))?
(?:do|does) (?:we|i|anybody|anyone|somebody|someone) know (?:her|him|them|this person|who s?he is
  |{_PERSON})
never heard of (?:her|him|{_PERSON})|no idea who s?he is|i don't know (?:her|him)|(?:not )?(?:her
  |him|this|that|s?he) again|is s?he one of ours
hvem (?:i alverden )?er (?:det|hun|han|hende|ham|vedkommende|{_PERSON})(?: (?:her|der|nu|dog))*
(?:kender|ved) (?:vi|du|i|nogen|jeg) (?:hende|ham|vedkommende|hvem (?:hun|han|det) er
  |{_PERSON})(?: (?:her|der))*
(?:hende|ham) igen|er (?:hun|han) en af vores
wer (?:ist|war) (?:das|die|sie|der|er|(?:die|diese) (?:frau|person|dame)|(?:der|dieser) (?:mann
  |herr)|(?:dieser? )?{_PERSON})(?: (?:noch|jetzt))*
kenn(?:en|t|e) (?:wir|jemand|ich|ihr|wer|einer) (?:die|sie|den|ihn|(?:die|diese) frau
  |{_PERSON})(?: schon)?
kennt (?:die|sie|den|ihn|{_PERSON}) (?:jemand|wer|einer)
schon wieder(?: (?:die|sie|der))?|ist (?:die|sie|der|er)(?: einer?)? von uns
wie is (?:dat|zij|ze|hij|dit|(?:deze|die) (?:mevrouw|meneer|persoon|man|vrouw)|{_PERSON})(?: dan)?
(?:kennen|kent|ken) (?:we|wij|iemand|ik) (?:haar|hem|die|deze persoon|{_PERSON})
is (?:zij|ze|hij) er een van ons
quem e(?: (?:el[ae]|est[ae]|ess[ae]|(?:esta|essa) (?:pessoa|senhora)|(?:[oa] )?{_PERSON}))?
(?:conhecemos|alguem conhece|conheco) (?:est[ae]|ess[ae]|el[ae]|esta (?:pessoa|senhora)|
  (?:[oa] )?{_PERSON})
alguem [oa] conhece|nao sei quem e(?: el[ae])?|el[ea] e d[oa]s noss[oa]s
c'est qui(?: (?:celle-la|celui-la|elle|lui|cette personne|cette dame|{_PERSON}))?
qui (?:est-ce|est-elle|est-il|c'est|est (?:cette (?:personne|dame|femme)|{_PERSON}))
(?:on|quelqu'un) l[ae] connait|(?:tu|vous) l[ae] connais(?:sez)?|je ne l[ae] connais pas|(?:elle
  |il) est de chez nous
""")
"""Clauses about the requester."""

_SETTLED = (
    r"(?:closed?|done|solved?|answer(?:ed)?|finish(?:ed)?|resolved?|settled?|fix(?:ed)?|handled?"
    r"|deal(?:t)? with|lukket|lost|ordnet|klaret|faerdig|afsluttet|besvaret|svaret pa"
    r"|erledigt|geschlossen|zu|gelost|fertig|beantwortet|abgeschlossen|geklart|zugemacht|durch"
    r"|klaar|gesloten|opgelost|afgehandeld|beantwoord|afgesloten|gedaan"
    r"|fechado|resolvido|tratado|respondido|feito|fermee?|close?|reglee?|resolue?|traitee?"
    r"|cloturee?|fait)"
)
_ONCE = r"(?: (?:already|before|once|yesterday|last week|allerede|for|en gang|i gar))*"
_ALREADY = phrases(rf"""
(?:did|have|had)(?:n't)? (?:we|i)(?: not)?(?: already)? (?:{_SETTLED}|had|seen) (?:{_IT}|her
  |him){_ONCE}
(?:is|was) {_IT} not(?: already)? {_SETTLED}{_ONCE}
(?:is|was)n't {_IT}(?: already)? {_SETTLED}{_ONCE}|ha[sd]n't {_IT}
  (?: already)? been {_SETTLED}{_ONCE}
i thought (?:we|i|{_IT})(?: (?:had|have|was|is|were|already))* {_SETTLED}(?: {_IT})?{_ONCE}
we(?:'ve| have)?(?: already)? (?:had|did) {_IT}{_ONCE}
har (?:vi|jeg) (?:da )?ikke(?: allerede)? (?:{_SETTLED}|haft|set) (?:{_IT}|hende){_ONCE}
(?:er|var|blev) (?:{_IT}|sagen) (?:da )?ikke(?: allerede)? {_SETTLED}{_ONCE}
jeg troede(?: at)? (?:vi|jeg|{_IT})(?: (?:havde|var|allerede))* {_SETTLED}(?: {_IT})?{_ONCE}
{_IT} har vi(?: allerede)? (?:{_SETTLED}|haft){_ONCE}
(?:ist|war|wurde) {_IT}(?: hier)? nicht (?:schon|langst|bereits) {_SETTLED}(?: worden)?
(?:haben|hatten) (?:wir|ich) {_IT} nicht (?:schon|langst|bereits)(?: {_SETTLED}| gehabt)?
{_IT} (?:hatten|haben) wir (?:schon|langst|bereits)(?: (?:gehabt|{_SETTLED}))?
{_IT} war (?:schon|langst|bereits) {_SETTLED}
(?:hadden|hebben) (?:we|wij|ik) {_IT}(?: (?:al|toch|niet|eerder)){{1,3}} (?:{_SETTLED}|gehad)
(?:is|was) {_IT}(?: (?:toch|niet)){{1,2}} al(?: lang)? {_SETTLED}
nao tinhamos(?: ja)? {_SETTLED}(?: ja)?(?: {_IT})?(?: ja)?
(?:ja )?nao (?:fechamos|resolvemos|tratamos|respondemos)(?: ja)? {_IT}(?: ja)?
{_IT} nao (?:esta|estava|foi|ficou) (?:ja {_SETTLED}|{_SETTLED} ja)
(?:est-ce qu')?(?:on|nous) (?:n'|ne )?(?:l')?(?:a|avons|avait|avions) pas deja {_SETTLED}
  (?: (?:{_IT}|ce ticket|cette demande))?
on l'a deja {_SETTLED}
(?:ce |ca |cela |c')(?:n')?(?:est|etait|a) pas deja (?:ete )?{_SETTLED}
why (?:me|us|(?:do|did) i get (?:this|it)|is (?:this|it) (?:with|for) me)
hvorfor (?:mig|far jeg {_IT}|ligger den hos mig)
(?:warum|wieso) (?:ich|wir|(?:bekomme?|kriege?) ich {_IT}|(?:landet|kommt) das bei mir)
waarom (?:ik|krijg ik {_IT}|komt {_IT} bij mij)
por ?que (?:eu|(?:e que )?(?:eu )?(?:recebo|recebi) {_IT})
pourquoi (?:moi|(?:est-ce que )?je recois (?:ca|cela))
""")
"""Clauses that ask why it is here at all."""

_KINDS = (_WHOSE, _NOT_ME, _HANDS_ON, _TAKES, _WHO, _ALREADY)


def speaks_beside(text: str, others: Collection[str], readers: Collection[str]) -> bool:
    """Whether a whole `text` says nothing to its requester; `others` and `readers`: the words by
    which colleagues are called who do not read it, and those who do.
    """
    if len(text) > MOST:
        return False
    names = {plain(word): R for word in readers} | {plain(word): C for word in others}
    named = _WORD.sub(lambda hit: _named(hit[0], names), plain(text))
    clauses = [" ".join(_OFTEN.sub(" ", clause).split()) for clause in clauses_of(named)]
    said = [clause for clause in clauses if clause]
    return bool(said) and all(map(_is_beside, said))


def clauses_of(text: str) -> Iterator[str]:
    """Of a `plain` one, without what people say besides out of politeness."""
    for hit in _CLAUSE.findall(text):
        words = " ".join(_POLITE.sub(" ", hit).split()).strip(" '\"()-*")
        if any(map(str.isalnum, words)):
            yield words


def plain(text: str) -> str:
    """In lower case, without accents, and with one kind of apostrophe."""
    return folded(bare(text.replace("\u2019", "'").replace("\u00b4", "'")))


def name_forms(word: str) -> tuple[str, ...]:
    """What a `word` may be a form of, and itself first: "Sams", "Sam's", "d'Ana"."""
    head, apostrophe, tail = word.replace("\u2019", "'").partition("'")
    if apostrophe:
        return (word, head if tail == "s" else tail)
    return (word, word.removesuffix("s"))


def _named(word: str, names: dict[str, str]) -> str:
    for form in name_forms(word):
        if (sign := names.get(form)) is not None:
            return word.replace(form, sign, 1)
    return word


def _is_beside(clause: str) -> bool:
    return any(kind.fullmatch(clause) for kind in _KINDS)
