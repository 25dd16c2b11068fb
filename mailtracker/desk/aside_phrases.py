"""A short text of somebody on the owner's side → whether each of its clauses speaks of a request to
those who share the work, and none to whom it is about: whose it is, that somebody else should have
it, who its author takes it for, who she is, that it was closed already.

To teach it a phrase, add an alternative, in lower case and without accents: so a clause is read
(`Short`), with `C` for every name of a colleague who does not read it, `R` for a reader's.
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
_POLITE: re.Pattern[str] = late_pattern(
    r"^ *(?:no|nein|nee|nej|non|yes|yep|ja|jo|oui|sim|ok(?:ay)?|sure|oh|hm+|well)(?![\w'])"
    r"|^ *(?:i know|ich weiss|das weiss ich|jeg ved det|ik weet het|eu sei|je sais) *$"
    r"|\b(?:thanks(?: (?:a lot|so much|very much|all|for the (?:reminder|nudge|note)))?|thank you"
    r"|thx|cheers|please|pls|kindly|sorry"
    r"|(?:vielen |besten |schonen )?dank|danke(?: (?:euch|dir|schon|fur die erinnerung))?|bitte"
    r"|leider|entschuldigung|alles klar"
    r"|(?:mange |tusind )?tak(?: for (?:pamindelsen|det))?|venligst|desvaerre|undskyld"
    r"|bedankt(?: voor de herinnering)?|dank je(?: wel)?|dankjewel|graag|helaas|aub|alsjeblieft"
    r"|obrigad[oa](?: pel[oa] (?:lembrete|aviso))?|por favor|desculpa"
    r"|merci(?: (?:beaucoup|pour le rappel|bien))?|svp|stp|s'il (?:te|vous) plait|desolee?)\b(?!')",
)
"""What people say besides."""

_THIS = "(?:th(?:is|at)(?: one)?|these|those|it|them)"
_WORK = (
    r"(?:desk|area|job|department|topic|thing|team|field|patch|turf|remit|one|bord|omrade|opgave"
    r"|afdeling|ansvar|gebet|sag|bereich|thema|aufgabe|baustelle|sache|ding|gebiet|tisch"
    r"|zustandigkeit|taak|werk|terrein|domaine|rayon|ressort)"
)
_OFTEN = (
    r"(?: (?:usually|normally|always|typically|generally|really|actually|sonst|normalerweise"
    r"|immer|eigentlich|meist(?:ens)?|bei uns|doch|ja|altijd|meestal|normaal|normaliter|altid"
    r"|normalt|jo|vist|nok|sempre|normalmente|geralmente|d'habitude|normalement|toujours"
    r"|en general|plutot))*"
)
_OWN = rf"{C}(?:'s|s|')?"

_WHOSE: re.Pattern[str] = late_pattern(
    # English
    rf"{C}{_OFTEN} (?:does|handles|takes(?: care of)?|looks after|deals with|owns|covers"
    rf"|is responsible for|is in charge of|knows about) {_THIS}{_OFTEN}"
    rf"|{C} (?:would|should|might) (?:know|have it|take (?:it|this))"
    rf"|{C}(?:'s| is) (?:the (?:one|right (?:one|person))|responsible)(?: for {_THIS})?"
    rf"|(?:i (?:think|guess|believe|suppose) )?(?:{_THIS} )?(?:belongs?|goes|should go|has to go"
    rf"|(?:sounds|looks) like(?: (?:one|something|a case) for)?|must be|should be|might be|is)"
    rf"(?: (?:to|for|under|with))? (?:{_OWN} {_WORK}|{C}'s)"
    rf"|(?:i (?:think|guess|believe|suppose) )?(?:{_THIS} )?(?:belongs? to|goes to|should go to"
    rf"|(?:sounds|looks) like(?: (?:one|something|a case) for)?|must be|is (?:more )?for) {C}"
    rf"|is(?:n't| not) {_THIS} (?:{_OWN}(?: {_WORK})?|for {C})"
    rf"|i (?:think|guess|believe) {C} (?:does|handles|looks after|takes) {_THIS}"
    rf"|(?:better |best |maybe |rather )?(?:ask|try|talk to|speak to|check with) {C}"
    # Danish
    rf"|(?:(?:det|den|de|dem|det her|den her) )?(?:er|ma vaere|er vist|er nok) {C}'?s(?: {_WORK})?"
    rf"|(?:(?:det|den|de) )?(?:horer|ligger)(?: (?:til|under|hjemme|inde))*(?: hos)? {_OWN}"
    rf"(?: {_WORK})?|(?:(?:det|den|dem) )?plejer {C} at (?:tage(?: sig af)?|klare|ordne|lave|gore"
    rf"|sta for)(?: (?:det|den|dem))?|{C} plejer at (?:tage(?: sig af)?|klare|ordne|lave|gore"
    rf"|sta for) (?:det|den|dem|de her)|{C}{_OFTEN} (?:tager sig(?: {_OFTEN})? af|star for|ordner"
    rf"|klarer) (?:det|den|dem|sadan noget)|(?:det er )?{C} (?:der|som) (?:tager sig af|star for"
    rf"|ordner|klarer) (?:det|den|dem|sadan noget)|(?:prov|sporg)(?: lige| hellere)? {C}"
    # German
    rf"|(?:(?:das|dies|die|der|es) )?gehort(?: (?:zu|an|bei|eher zu))? {C}"
    rf"|(?:(?:das|dies|die|der|es) )?(?:liegt|ist|landet){_OFTEN} bei {C}"
    rf"|(?:(?:das|dies|es) )?(?:fallt in|ist){_OFTEN} {_OWN} {_WORK}"
    rf"|(?:dafur|hierfur|da) ist{_OFTEN} {C}(?: (?:zustandig|verantwortlich|da))?"
    rf"|{C} ist(?: (?:dafur|hierfur|da))?{_OFTEN} (?:zustandig|verantwortlich)(?: dafur)?"
    rf"|(?:darum|drum|um sowas) kummert sich{_OFTEN} {C}"
    rf"|{C} kummert sich{_OFTEN} (?:darum|drum|um sowas)"
    rf"|(?:(?:das|die|sowas) )?macht{_OFTEN} {C}|{C} macht (?:das|die|sowas|so was){_OFTEN}"
    rf"|(?:besser |lieber )?(?:frag(?: mal| lieber)?|probier(?:s| es)?(?: mal)?(?: bei)?) {C}"
    # Dutch
    rf"|(?:dit|dat|deze|die|het) (?:hoort|ligt|moet|is){_OFTEN} (?:bij|naar) {C}"
    rf"|(?:dit|dat|deze|die|het) is{_OFTEN} (?:(?:er een|iets|meer iets|meer) )?(?:voor|van) {C}"
    rf"|(?:dit|dat|deze|die|het) is{_OFTEN} {_OWN} {_WORK}"
    rf"|(?:dit|dat|deze|die) doet{_OFTEN} {C}{_OFTEN}"
    rf"|{C} doet{_OFTEN} (?:dit|dat|deze|die){_OFTEN}"
    rf"|(?:daar|hier) gaat {C}{_OFTEN} over|{C} gaat (?:hier|daar)(?: )?over"
    rf"|(?:vraag(?: het)?(?: aan)?|probeer) {C}"
    # Portuguese
    rf"|(?:(?:isso|isto|este|esta|esse) )?(?:e|fica|pertence|cabe|deve ser)"
    rf" (?:com|d[oae]|a|ao|para)(?: [oa])? {C}|(?:[oa] )?{C}(?: costuma)?{_OFTEN} (?:e que )?"
    rf"(?:trat|cuid)ar? (?:diss?o|disto|destes|deles){_OFTEN}|quem (?:trata|cuida)"
    rf" (?:disso|disto){_OFTEN} e(?: [oa])? {C}|(?:pergunt[ae]|tent[ae]|fal[ae])"
    rf"(?: (?:com|[oa]|ao))* {C}"
    # French
    rf"|(?:ca|cela) (?:releve|depend)(?: plutot)? d(?:e |')?{C}|(?:ca|cela) (?:regarde|concerne) {C}"
    rf"|c'est{_OFTEN}(?: (?:a|pour|chez|du ressort d(?:e |')|le (?:domaine|rayon) d(?:e |')))? ?{C}"
    rf"(?: qui (?:s'en occupe|gere(?: ca)?|fait ca|s'occupe de ca))?{_OFTEN}"
    rf"|{C} s'en occupe{_OFTEN}|{C} gere (?:ca|cela){_OFTEN}|d'habitude c'est {C}"
    rf"|(?:essai[ez]+|essaye|demande[rz]?(?: a)?|vo(?:ir|yez)(?: ca)? avec) {C}",
)
"""Clauses that give it to a colleague."""

_NOT_ME: re.Pattern[str] = late_pattern(
    r"(?:it's|it is|that's|that is|this is) not (?:me|mine|for me)"
    r"|not (?:me|mine|for me|my (?:area|department|desk|job))"
    r"|(?:(?:det|den) er )?ikke (?:mig|min|mit|mit bord|til mig|mit omrade)"
    r"|(?:(?:da|dafur|ich) )*bin ich(?: hier| da)? nicht(?: (?:zustandig|der richtige|die richtige))?"
    r"|ich bin(?: (?:dafur|hier|da))? (?:nicht zustandig|nicht der richtige|nicht die richtige"
    r"|der falsche|die falsche)(?: dafur)?|(?:das )?bin ich nicht|nicht (?:meins|zustandig)"
    r"|(?:(?:dat|dit) )?ben ik niet|(?:ik ga hier|daar ga ik) niet over|niet (?:voor|van) mij"
    r"|ik ben (?:hier )?niet de juiste(?: persoon)?"
    r"|nao (?:sou eu|e comigo|e meu|e minha|e para mim|e a minha area|e da minha area"
    r"|sou a pessoa certa)"
    r"|(?:ce n'est )?pas (?:moi|pour moi|a moi|mon domaine|mon service)"
    r"|je ne suis pas (?:la bonne personne|le bon interlocuteur|la bonne interlocutrice)",
)

_HANDS_ON: re.Pattern[str] = late_pattern(
    rf"(?:re-?assign|re-?route|redirect|pass on)(?: {_THIS})?(?: to (?:somebody|someone) else)?"
    rf"|(?:can|could) {_THIS} (?:be|go) (?:re-?assigned|re-?routed|moved|passed on"
    rf"|to (?:somebody|someone) else)"
    r"|(?:(?:can|could|would|will|should|may) )?(?:some(?:body|one)|any(?:body|one)) else"
    rf"(?: can| could| should)?(?: (?:take|do|handle|look at|look into|look after|pick up|answer"
    rf"|see to|deal with|have|have a look|have a look at|help)(?: (?:{_THIS}|her|him)(?: up)?)?)?"
    rf"|for (?:somebody|someone) else|i (?:can't|cannot|won't) take {_THIS}"
    rf"|i(?:'ve| have)(?: got)? no (?:time|capacity)(?: for {_THIS})?"
    # Danish
    r"|(?:(?:kan|kunne|vil|skal) |er der )(?:en|nogen) (?:anden|andre)(?: (?:der|som) (?:kan|vil))?"
    r" (?:tage|se pa|kigge pa|klare|overtage|svare|ordne|gore|hjaelpe)"
    r"(?: (?:den|det|den her|det her|hende|ham))?|(?:den|det) (?:ma|skal|kan) en anden (?:tage|klare"
    r"|ordne|gore)|(?:flyt|omfordel|send|giv)(?: (?:den|det))?(?: (?:videre|til en anden))?"
    r"|jeg har ikke tid(?: til (?:den|det)(?: her)?)?"
    # German
    r"|(?:(?:kann|konnte|kannst|soll|sollte|muss) )(?:das |dies |es |den |die |sich )?(?:mal )?"
    r"(?:jemand|wer|irgendwer|irgendjemand|ein) (?:anders|anderes|anderer|andere)"
    r"(?: (?:das|es|die|den))?(?: (?:machen|ubernehmen|nehmen|tun|anschauen|ansehen|erledigen"
    r"|beantworten|kummern))?|(?:neu zu|zu)weisen|um(?:verteilen|hangen)|weitergeben"
    r"|jemand(?:em)? ander(?:s|es|em) (?:geben|zuweisen)"
    r"|(?:ich hab(?:e)?|hab(?:e)? ich)(?: (?:dafur|da|gerade|im moment))* keine (?:zeit|kapazitat)"
    r"(?: dafur)?"
    # Dutch
    r"|(?:kan|wil|zou|moet|mag) (?:(?:dit|deze|het|die) )?(?:(?:naar|door) )?(?:iemand anders"
    r"|een ander|een andere collega)(?: (?:dit|deze|het|die))?(?: (?:doen|oppakken|overnemen"
    r"|nemen|kijken|bekijken))?|(?:opnieuw|aan iemand anders) (?:toewijzen|geven)|herverdelen"
    r"|ik heb (?:hier|daar) geen tijd voor"
    # Portuguese
    r"|(?:pode )?(?:outra pessoa|outro colega|alguem|mais alguem)(?: (?:pode|podia|poderia"
    r"|consegue))? (?:tratar|ficar|ver|fazer|pegar|responder|assumir|cuidar)"
    r"(?: (?:disto|disso|isto|isso|(?:com )?(?:este|esta|esse|isto|isso)))?"
    r"|(?:podem? )?reatribu(?:ir|am|a)(?: (?:isto|isso|este))?|nao tenho tempo(?: para (?:isto|isso))?"
    # French
    r"|(?:est-ce que )?quelqu'un d'autre(?: (?:peut|pourrait))?(?: (?:s'en charger|s'en occuper"
    r"|(?:le |la |y )?(?:prendre|faire|regarder|traiter|repondre)))?"
    r"|(?:(?:a|de|veuillez) )?re(?:at+ribuer|assigner|affecter)|(?:a|de) (?:transferer|rediriger)"
    r"|je n'ai pas le temps(?: pour (?:ca|cela))?",
)
"""Clauses that give it to whoever else there is."""

_TAKES: re.Pattern[str] = late_pattern(
    r"(?:i'm|i am) on this one|let me take (?:it|this|this one|that one)|this one(?:'s| is) (?:mine"
    r"|for me)|(?:that's|that is|this is) (?:mine|for me)|i have this one"
    r"|(?:(?:den|det) )?(?:tager|overtager) jeg|jeg (?:tager|overtager)(?: (?:den|det)(?: her)?)?"
    r"|(?:(?:den|det) er )?(?:min|til mig)"
    r"|(?:(?:das|den|die) )?(?:ubernehm|nehm)e? ich(?: (?:das|den|die|es|mir))?"
    r"|ich (?:ubernehm|nehm)(?:'s|e?(?: (?:das|den|die|es))?)"
    r"|(?:das |der |ist )*(?:meins|fur mich|mein fall)"
    r"|(?:deze|die|dit|dat) (?:pak|neem) ik(?: op| over)?|ik (?:pak|neem) (?:deze|die|dit|hem|het)"
    r"(?: (?:wel|op|over))*|(?:(?:deze|dit|dat) is )?(?:voor|van) mij"
    r"|(?:eu )?fico(?: eu)?(?: com (?:este|esta|isto|isso))|fico eu|(?:(?:este|isto|isso) )?e"
    r" (?:meu|minha|para mim)|eu (?:assumo|pego)|assumo eu"
    r"|(?:c'est )?pour moi|c'est a moi|je (?:le |la )?prends(?: (?:ca|celui-ci|celle-ci))?",
)
"""Clauses of whoever takes it."""

_PERSON = rf"(?:{R}(?: {R})?)"
_WHO: re.Pattern[str] = late_pattern(
    rf"who(?:'s| is| was) (?:s?he|that|it|this|(?:this|that|the) (?:person|woman|man|guy|lady)"
    rf"|(?:this )?{_PERSON})(?: (?:again|even|anyway|then))?"
    rf"|(?:do|does) (?:we|i|anybody|anyone|somebody|someone)(?: even)? know (?:her|him|them"
    rf"|this person|who s?he is|{_PERSON})|never heard of (?:her|him|{_PERSON})"
    r"|(?:(?:not )?(?:her|him|this|that|she|he) )?again"
    rf"|hvem er (?:det|hun|han|hende|ham|vedkommende|{_PERSON})(?: (?:her|der|nu|egentlig|lige"
    rf"|overhovedet|dog))*|(?:kender|ved) (?:vi|du|i|nogen|jeg) (?:hende|ham|vedkommende"
    rf"|hvem (?:hun|han|det) er|{_PERSON})(?: (?:her|der|egentlig|overhovedet))*"
    rf"|(?:hende|ham) igen"
    rf"|wer (?:ist|war) (?:das|die|sie|der|er|(?:die|diese) (?:frau|person|dame)"
    rf"|(?:der|dieser) (?:mann|herr)|(?:diese[r]? )?{_PERSON})(?: (?:denn|uberhaupt|eigentlich"
    rf"|nochmal|noch|mal|jetzt|da))*|kenn(?:en|t|e)(?: (?:wir|jemand|ich|ihr|wer|einer))"
    rf" (?:die|sie|den|ihn|diese frau|{_PERSON})(?: (?:schon|uberhaupt|eigentlich))*"
    rf"|kennt (?:die|sie|den|ihn|{_PERSON}) (?:jemand|wer|einer)|schon wieder(?: (?:die|sie|der))?"
    rf"|wie is (?:dat|zij|ze|hij|dit|(?:deze|die) (?:mevrouw|meneer|persoon|man|vrouw)|{_PERSON})"
    rf"(?: (?:nou|ook alweer|eigenlijk|dan))*|ken(?:nen|t)? (?:we|wij|iemand|ik) (?:haar|hem"
    rf"|die|deze persoon|{_PERSON})(?: (?:eigenlijk|wel))?"
    rf"|quem e(?: (?:ela|ele|esta|este|essa|esse|(?:esta|essa) (?:pessoa|senhora)|[oa] {_PERSON}"
    rf"|{_PERSON}))?(?: afinal)?|(?:conhecemos|alguem conhece|conheco) (?:esta pessoa|esta senhora"
    rf"|ela|ele|(?:[oa] )?{_PERSON})"
    rf"|c'est qui(?: (?:celle-la|celui-la|elle|lui|cette personne|cette dame|{_PERSON}))?"
    rf"|qui (?:est-ce|est-elle|est-il|c'est|est (?:cette (?:personne|dame|femme)|{_PERSON}))"
    rf"|(?:on|quelqu'un) (?:la|le) connait|connait-on (?:cette personne|{_PERSON})",
)
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
_ALREADY: re.Pattern[str] = late_pattern(
    rf"(?:did|have|had)(?:n't)? (?:we|i)(?: not)?(?: already)? (?:{_SETTLED}|had|seen)"
    rf" (?:{_THIS}|her|him){_ONCE}"
    rf"|(?:is|was)n't {_THIS}(?: already)? {_SETTLED}{_ONCE}"
    rf"|i thought (?:we|i|{_THIS})(?: (?:had|have|was|is|were|already))* {_SETTLED}(?: {_THIS})?"
    rf"{_ONCE}|we(?:'ve| have)?(?: already)? had {_THIS}{_ONCE}"
    rf"|har (?:vi|jeg)(?: da)? ikke(?: (?:allerede|da|lige))* (?:{_SETTLED}|haft|set)"
    rf" (?:den|det|denne|dem|hende)(?: her)?{_ONCE}|(?:er|var|blev) (?:den|det|sagen)(?: her)?"
    rf"(?: da)? ikke(?: (?:allerede|da))* {_SETTLED}{_ONCE}|jeg troede(?: at)? (?:vi|jeg|den|det)"
    rf"(?: (?:havde|var|allerede))* {_SETTLED}(?: (?:den|det))?(?: her)?{_ONCE}"
    rf"|den har vi(?: da)?(?: allerede)? (?:{_SETTLED}|haft){_ONCE}"
    rf"|(?:ist|war|wurde) (?:das|der|die|dies|es)(?: (?:hier|denn|doch))* nicht (?:schon|langst"
    rf"|bereits)(?: mal)? {_SETTLED}(?: worden)?|(?:haben|hatten) (?:wir|ich) (?:das|den|die|es)"
    rf"(?: (?:hier|denn|doch))* nicht (?:schon|langst|bereits)(?: (?:mal|einmal))?(?: {_SETTLED}"
    rf"| gehabt)?|(?:das|den|die) (?:hatten|haben) wir(?: doch)? (?:schon|langst|bereits)"
    rf"(?: (?:mal|einmal|gehabt|{_SETTLED}))*"
    rf"|(?:hadden|hebben) (?:we|wij|ik) (?:dit|deze|die|dat|het)(?: (?:al|toch|niet|eerder)){{1,3}}"
    rf" (?:{_SETTLED}|gehad)|(?:is|was) (?:dit|deze|die|dat|het)(?: (?:toch|niet)){{1,2}} al"
    rf"(?: lang)? {_SETTLED}"
    rf"|nao tinhamos(?: ja)? {_SETTLED}(?: ja)?(?: (?:isto|isso|este|esta))?(?: ja)?"
    rf"|(?:isto|isso|este|esta) nao (?:esta|estava|foi|ficou) (?:ja {_SETTLED}|{_SETTLED} ja)"
    rf"|(?:est-ce qu')?(?:on|nous) (?:n'|ne )?(?:l')?(?:a|avons|avait|avions) pas deja {_SETTLED}"
    rf"(?: (?:ca|cela|celui-ci|celle-ci|ce ticket|cette demande))?"
    rf"|(?:ce|ca|cela|c')(?: ?n')?(?:est|etait|a) pas deja (?:ete )?{_SETTLED}",
)
"""Clauses that ask why it is here at all."""

_KINDS = (_WHOSE, _NOT_ME, _HANDS_ON, _TAKES, _WHO, _ALREADY)


def speaks_beside(text: str, others: Collection[str], readers: Collection[str]) -> bool:
    """Whether a whole `text` says nothing to its requester; `others` and `readers`: the words by
    which colleagues are called who do not read it, and those who do.
    """
    if len(text) > MOST:
        return False
    names = {plain(word): R for word in readers} | {plain(word): C for word in others}
    clauses = list(clauses_of(_WORD.sub(lambda hit: _named(hit[0], names), plain(text))))
    return bool(clauses) and all(_is_beside(clause) for clause in clauses)


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
