"""A short text that sounds like an absence notice → whether its writer has a matter all the same:
something is out of order, or may be done.

Each stands a language a line: English, German, Dutch, Danish with Norwegian and Swedish, Finnish,
Portuguese, French, Spanish, Italian, Polish.
"""

from __future__ import annotations

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import any_of

_IF_URGENT = late_pattern(
    r"(?i:(?:^|(?<=[.!?\n])\s?)(?:(?:is (?:it|this|het|dit)|ist es|haster|er|est-ce"
    r"|c['’]est|é|es)\s(?:det |echt |sehr |really |det )?)?(?:urgent|urgente|dringend|eilig"
    r"|spoed|haast|det|akut|hastende|an emergency|need (?:help|something"
    r"|an answer)[\w ]{0,20}|something urgent|(?:kun je|kunt u) niet wachten|heeft u haast"
    r"|brauchen sie hilfe|brådskande)\s?\?)"
)
"""A question that its writer answers himself: "Urgent? Call Bo."."""

_QUOTATION = late_pattern(r"[\"“„«][^\"“”„»\n]{1,120}[\"”“»]")

_CANNOT_ANSWER = any_of(
    r"""\bkun(?:t u| je) (?=.{1,40}\b(?:bellen|mailen|schrijven|terecht|contact))
|\bplease (?=turn to)|\bbitte richten (?=sie (?:ihre|alle))|\bi (?:cannot
|can['’]t) (?=(?:\w+ )?(?:answer|reply|respond|read|access|attend|be reached|check))
|\bnão consigo (?=(?:responder|atender|aceder|consultar|ler))"""
)

_FAULT = any_of(
    r"""(?:^|[,.;!]\s)(?:works?|geht|läuft|werkt|lukt|virker|funciona|marche|fonctionne) (?:now|
again|fine|jetzt|wieder|nu|weer|igen|agora|bem|maintenant|bien)\b
|\b(?:is|are|ist|er|está|é|est|è) (?:\w+ )?(?:full|voll|vol|fuld|cheio|plein|lleno|pieno)\b
|\b(?:(?:und|ich) brauche|and need|(?:und|ich) benötige|(?:en|ik) heb .{1,30} nodig|og skal bruge
|e preciso|et j['’]ai besoin|y necesito|ma mi serve)\b
|\b(?:kam|erschien|zeigt|zeigte|rauscht|came|appeared|got|rings?) (?:die|der|das|ein|eine|auch
|the|a|it|again)\b
|\b(?:nehmt|nimm|holt|löscht|setzt|stellt|haal|zet|slet|fjern|retirez|enlevez|remove|cancel|lock
|replace)[ -](?:sie|ihn|es|das|die|den|hem|haar|het|ham|hende|l[ae]|her|him|it|the)\b
|\b(?:outra vez|again today|noch einmal|schon wieder|encore une fois|otra vez)\b
|\b(?:still|again|always) (?:fails?|breaks?|hangs?|drops?|crash\w*|slow|jams?|happens?|appears?)
|\b(?:fails|failed|broken|crash\w*|freezes|jams?|jammed|stuck|locked|expired|doesn['’]t|does not
|didn['’]t|isn['’]t working|not working|stopped|error)\b
|\b(?:kaputt|defekt|fehler\w*|klemmt|hängt|abgestürzt|funktioniert nicht|geht nicht|gesperrt)\b
|\b(?:kapot|defect|foutmelding|werkt niet|doet het niet|loopt vast|geblokkeerd|hapert)\b
|\b(?:virker ikke|fungerer ikke|går ned|fejl\w*|defekt|i stykker|låst|fungerar inte|trasig)\b
|\b(?:não funciona|avariad[oa]|erro|bloquead[oa]|continua)\b
|\b(?:ne (?:marche|fonctionne|s['’]allume) (?:pas|plus)|erreur|en panne|bloquée?|cassée?)\b"""
)
_WANTS = any_of(
    r"""\b(?:send|forward|give|show|bring) me (?:the|that|those|these|a copy|over)\b
|\b(?:schick|send)(?:en sie|e|et|t)? mir (?:bitte |gern )?(?:den|die|das)\b
|\bstuur (?:u )?(?:me|mij) (?:maar |graag )?(?:de|het|die|dat)\b|\bsend mig (?:bare |gerne )?
(?:den|det|de)\b|\benvi(?:e|em|a)-me (?:o|a|os|as)\b(?! (?:seu|sua))|\benvoye[rz]?-moi l(?:e|a|es)\b
|\bthe (?:out[- ]of[- ]office|auto(?:matic|mated|-)? ?repl(?:y|ies)) (?:i|that|is|are|still
|does|has)\b
|\b(?:is|are|was) (?:not|never|still) (?:being )?(?:sent|forwarded to (?:me|us)|set)\b
|\b(?:i|we) (?:need|want|would like)\b(?! to (?:thank|inform|let))
|\bbitte\b[^.!?\n]{2,60}\b(?!\w*(?:wenden|kontaktier|rufen|schreiben|senden|mailen|richten|melden
|beachten|entnehmen|gedulden|sprechen|adressier|leiten))\w{2,}(?:en|ern|eln)(?=[.!?\n]|\s*$)
|\b(?:ich|wir) (?:brauchen?|benötigen?|möchten?|hätten? gern)\b
|\bgraag\b.{2,60}\b(?:uit|aan|in|om|door)?(?:zetten|passen|stellen|wijzigen|voegen|vragen|regelen
|sluiten|verwijderen|akkoord)\b
|\b(?:ik|we|wij) (?:wil|willen|zou|zouden)\b|\b(?:ik|we|wij) heb(?:ben)?\b.{1,40}\bnodig\b
|\b(?:jeg|vi) (?:vil|skal|mangler|behøver)\b.{0,30}\b(?:gerne|bruge|have)\b
|\b(?:sluk|opret|slet|ret|tilføj|giv|godkend|bestil)\b
|\b(?:preciso|precisamos|gostaria|gostaríamos)\b
|\b(?:por favor,? )(?:alter|deslig|ativ|inscrev|adicion|fech|mud|cancel|aprov|confirm|coloqu)\w+\b
|\bmerci de (?!contacter|joindre|vous|appeler|patienter|noter|composer|écrire|transmettre|transférer
|renvoyer|adresser|prendre|votre|vos|ton|me contacter|le contacter|la contacter)\w
|\b(?:il me faut|j['’]ai besoin|je (?:souhaite|voudrais))\b"""
)
"""Something is wanted of the reader."""
_MAY = any_of(
    r"""\b(?:works for me|suits me|let['’]s|lass uns|laten we|lad os|passt mir|fits me|convient)\b
|\b(?:the|my|her|his|our|der|die|das|den|de|het|mijn|le|la|mon|min|o|a|il|el|una?|three|two|\w+s)\s
(?:courier|portal|screens?|printer|monitor|laptop|keyboard|phone|cable|toner|router|badge|invoice
|figures|folder|update|migration|drucker|rechner|bildschirm|ausweis|schlüssel|rechnung|kabel|konto
|scherm|sleutel
|pas(?! (?:au|en|à|disponible|joignable|encore|là|ici|de)\b)|factuur|skærm|nøgle|kort|faktura|ecrã
|chave|cartão|portátil|fatura|écran|clé|carte
|facture|portable|clavier|tarjeta|llave|tessera|chiave|karta|kartę)\b(?! (?:at|via|on) http)
|\b(?:prøver|prøve|provar|probeer|versuche|teste|prüfe|réessa\w+|tento|i['’]ll try|will try
|i['’]ll test) (?:(?:het|es|it|det|vrijdag|morgen|de) ){0,2}(?:again|igen|nog eens|novo|nochmal
|noch einmal|wieder|igjen)\b
|(?:^|[.,;!]\s)(?:just |so |please )?(?:deliver|run|keep|collect|put|bring|swap)\b
|\b(?:cai|coupe|hakt|hapert|ryger|bricht ab|falder ud|valt weg|se corta|si blocca)\b
|\b(?:you|they|somebody|someone) (?:can|may|could) (?!(?:also |always |still )?(?:contact|reach|call
|e-?mail|ring|write|find|turn|speak|ask|try|get|expect))
|\b(?:ihr|sie) (?:könnt|dürft|können gern|dürfen)\b(?!.{0,60}(?:wenden|erreich|anruf|schreib
|kontakt))
|\bjullie (?:kunnen|mogen)\b|\b(?:i|du|man) (?:må|kan) (?:gerne?|godt|bare)\b
(?!.{0,30}(?:ring|kontakt|skriv|mail))
|\bpode(?:m|is)? (?!contact|ligar|escrever|enviar|dirigir|falar)\w+(?:ar|er|ir)\b
|\bvous pouvez (?!(?:\w+ )?(?:contact|joindre|adress|appel|écri|vous|me|m['’]|le|la|envoy))"""
)


_READS_NOT = any_of(
    r"""\b(?:i )?(?:do not|don['’]t|never|rarely|hardly(?: ever)?|no longer) (?:read|check|use
|look at|open) (?:this|that|the old) (?:mailbox|inbox|address|account|e-?mail(?: address)?)\b
|\b(?:ich )?lese (?:ich )?(?:dieses|das) (?:postfach|konto) (?:\w+ )?(?:nicht|nie|selten
|kaum)(?: mehr)?
|\b(?:ich )?(?:schaue|sehe|gucke) (?:in )?(?:dieses|das) postfach (?:\w+ )?(?:nicht|nie|selten)\b
|\b(?:ik )?(?:lees|bekijk|open) (?:ik )?deze (?:mailbox|postbus) (?:niet|nooit|zelden)(?: meer)?
|\b(?:jeg )?læser (?:jeg )?(?:ikke|aldrig|sjældent) denne (?:postkasse|indbakke|mailboks)\b
|\b(?:eu )?(?:não|nunca|raramente) (?:leio|vejo|consulto|abro) esta caixa\b(?: de correio)?
|\bje ne (?:lis|consulte|regarde) (?:pas|plus|jamais) cette (?:boîte|adresse|messagerie)\b"""
)
_WAY_TO_WRITER = any_of(
    r"""\b(?:call|ring|phone|text|mail|e-?mail|write(?: to)?|try|reach|use) (?:me|my)\b
|\b(?:send|mail|e-?mail|forward|write) (?:it|this|that|them|everything|me)?\s?(?:to |at )?(?:me|my
|\S+@\S+)
|\b(?:ruf(?:en)?|erreich\w+|schreib\w*|mail\w*|kontaktier\w*) (?:sie )?(?:mich|mir)\b
|\bschick\w* (?:sie |es |das )*(?:mir|an (?:mich|meine|\S+@))
|\b(?:bel|mail|schrijf|stuur|bereik) (?:u )?(?:me|mij|het naar (?:mij|\S+@))\b
|\b(?:ring|skriv|mail|send) (?:den |det )?til (?:mig|\S+@)|\bring til mig\b
|\b(?:ligue|escreva|envie|mande)(?:m)?-me\b|\b(?:envie|mande)(?:-\w+)? para (?:o meu|mim|\S+@)
|\b(?:appele|écrive|envoye|contacte|joigne)[zr]?[- ](?:le[- ])?(?:moi|à \S+@)"""
)


def without_ways_to_writer(text: str) -> str:
    """The text without "I do not read this mailbox", where its writer says how else to reach them:
    nobody is away by that.
    """
    rest = _READS_NOT.sub(" ", text)
    return rest if rest != text and _WAY_TO_WRITER.search(rest) else text


def without_rhetoric(text: str) -> str:
    """The text without what sounds as if it asked for something, and does not: "Urgent?", "I cannot
    answer".
    """
    return _CANNOT_ANSWER.sub(" ", _IF_URGENT.sub(" ", text))


def without_quotations(text: str) -> str:
    """The text without what stands in quotation marks, such as the subject that it answers."""
    return _QUOTATION.sub(" ", text)


def complains_or_permits(text: str) -> bool:
    """Something is out of order, wanted, or may be done: "you may swap it meanwhile"."""
    return any(one.search(text) for one in (_FAULT, _WANTS, _MAY))
