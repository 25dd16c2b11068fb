"""What makes good news doubtful, in all languages: it may as well be bad news, or a question."""

from __future__ import annotations

import re

from mailtracker.desk.thanks.closing_phrases import TO_SAY
from mailtracker.late_pattern import late_pattern

VANISHED: re.Pattern[str] = late_pattern(
    r"\b(?:gone|cleared|weg|verschwunden|verdwenen|væk|forsvundet|desapareceu|disparue?s?"
    r"|partie?s?)\b"
)
"""Good news of a trouble, bad news of a thing."""

ARRIVED: re.Pattern[str] = late_pattern(
    r"\b(?:arrived|delivered|come|here|there|da|angekommen|eingetroffen|binnen|aangekomen|er"
    r"|kommet|ankommet|chegou|chegaram|arrivee?s?)\b"
)
"""Something has come: good news of what the writer waited for."""

FOR_OTHERS: re.Pattern[str] = late_pattern(
    r"\b(?:your|deine?|euer|eure|je|jullie|uw|din|dit|jeres|seu|sua|vosso|vossa|ton|ta|votre|vos"
    r"|visitors?|guests?|technician|brigade|police|besuch|besucher|gast|techniker|feuerwehr"
    r"|bezoek|monteur|gæsten?|teknikeren|visita|tecnico|visiteur|technicien)\b"
)
"""What others wait for, or who has come to be met."""

RETURNED: re.Pattern[str] = late_pattern(
    rf"{TO_SAY}?(?:(?:it|its|this|that|they|he|es|das|er|sie|het|hij|dat|ze|den|det|de|isso|ele|ela"
    r"|il|elle|ca|ce|c|cela) )?(?:(?:is|s|are|was|has|ist|sind|est|a|now|nu|jetzt|nun|again|ja"
    r"|weer|already|come|er) )*(?:back(?! to normal| up| on the (?:road|tracks?|air|move|rails))"
    r"|starts|wieder da|startet?|terug|er weer"
    r"|starter|tilbage|voltou|de volta|revenue?)(?: .*)?"
)
"""Of "it is back" nobody knows what: a thing, or the trouble."""

ASKED: re.Pattern[str] = late_pattern(
    r"(?:is|are|has|have|did|does|was|were|ist|sind|hat|haben|war|wurde|zijn|heeft|er|har|blev"
    r"|works|geht|funktioniert|klappt|lauft|werkt|lukt|virker|passt|stimmt|klopt|passer)"
    r" (?:it|this|these|they|the|my|everything|es|das|die|der|sie|het|dat|dit|de|den|det|dette|du"
    r"|jeg)(?: .+)?|(?:ist|is|sind|er) (?:alles|alle|allemaal|alt)(?: .+)?"
)
"""A question without its sign."""

MEANT_FOR: re.Pattern[str] = late_pattern(
    r"(?:.+ )?(?:was|is|war|ist|var|er|etait|est|era|foi|e) "
    r"(?:for|fur|voor|til|pour|para(?: [oa])?)"
)
"""With a name behind it, which is left out: it was somebody else's."""

MEANT_FOR_OTHERS: re.Pattern[str] = late_pattern(
    r"\b(?:was|is|war|ist|var|er|etait|est|era|foi|e|meant|gemeint|bedoeld|ment) "
    r"(?:for|fur|voor|til|pour|para) (?!(?:me|us|mich|uns|mij|ons|mig|os|mim|nos|moi|nous)\b)"
)
"""It was somebody else's, who is named."""

ANEW: re.Pattern[str] = late_pattern(
    r"\b(?:i (?:have|ve|m|am|lost|still|also|d|do|did)|ich|ik|jeg|je (?:ne|n|suis|vais|peux|dois)"
    r"|j ai|tenho|is|are|ist|sind|est|missing|lost|fehlt|fehlen|verloren|kaputt|perdu|manque"
    r"|cassee?|falta|perdi|ontbreekt|kwijt|kapot|mangler|mistet|broken|dead"
    r"|without|ohne|zonder|uden|sem|sans|tomorrow|morgen|amanha|demain|until|by|bis|to come|rappel"
    r"|(?:an?|eine|een|en|et|uma?|une) (?:\w+ )?(?:info|answer|reply|response|ruckmeldung|antwort"
    r"|nachricht|antwoord|reactie|svar|tilbagemelding|resposta|retorno|reponse|retour))\b"
)
"""Behind what was thanked for something new begins, without a sign, or it is still to be done."""

SO_FAR: re.Pattern[str] = late_pattern(
    r"\b(?:thank\w*|thx|danke?|dankbar|bedankt|tak|obrigad[oa]|merci|remerci\w*)\b.*"
    r" (?:so far|for now|until now|bisher|bis (?:hierher|jetzt|hierhin|dahin)|vorerst|soweit"
    r"|tot (?:nu toe|nu|zover|hiertoe|dusver)|voorlopig|indtil (?:videre|nu)|hidtil|foreløbig"
    r"|ate (?:aqui|agora)|por agora|por enquanto|jusqu (?:ici|a present|a maintenant)|jusque la"
    r"|pour l instant|pour le moment)\b"
)
"""Thanked for a part: more is expected."""

ABLE: re.Pattern[str] = late_pattern(
    r"\b(?:(?:i|we) can|(?:ich|ik|jeg) (?:kann|komme|kan)|(?:kann|komme|kan) (?:ich|ik|jeg)"
    r"|je peux|consigo)\b"
)
"""The writer can do something again: not where the rest denies it."""

AGAIN: re.Pattern[str] = late_pattern(
    r"\b(?:again|wieder|nochmal|weer|igen|outra vez|de novo|novamente|(?:a|de) nouveau)\b"
)
"""Of what has come again nobody knows whether that is good."""

FOR: re.Pattern[str] = late_pattern(
    r"(?:for|fur|fuer|furs|fuers|voor|pel[ao]s?|por|pour|d|du|des|fordi"
    r"|de(?! (?:\w{1,4} )?(?!avoir|etre)\w+(?:er|ir|re)\b)"
    r"|that (?:you|was)|dat (?:je|jullie|u|het zo)|dass (?:du|ihr|sie)) .+"
)
"""Behind this stands what is thanked for."""

OFFERED: re.Pattern[str] = late_pattern(
    r"\b(?:offer|quote|quotation|invitation|proposal|angebot|einladung|vorschlag|aanbod|offerte"
    r"|uitnodiging|voorstel|tilbud(?:det)?|invitation(?:en)?|forslag(?:et)?|oferta|proposta|convite"
    r"|orcamento|offre|devis|proposition)\b"
)
"""What waits for a choice: what is told beside thanks for it may take it."""

TAKEN: re.Pattern[str] = late_pattern(
    r"(?:(?:i|we) (?:re|m|am|are) in|count (?:me|us) in|deal|agreed|works for (?:me|us)|sounds good"
    r"|(?:ich|wir) (?:bin|sind) dabei|(?:bin|sind) dabei|einverstanden|passt|klingt gut"
    r"|(?:we doen|ik doe) mee|akkoord|klinkt goed|(?:vi|jeg) er med|aftalt|lyder godt"
    r"|alinhamos|de acordo|(?:on|j) en (?:est|suis)|d accord|ca (?:me|nous) va)"
)
"""The choice that a clause takes."""

ONE_MORE: re.Pattern[str] = late_pattern(
    r"\b(?:(?:uber|mit|for|med|met|com|avec|with|of|like|love) (?:einen?|eine|een|en|et|uma?|une?"
    r"|one)|(?:d )?en avoir une?|(?:noch|auch) (?:einen?|eine)|er ook een|one)(?: (?:too|also"
    r"|as well|auch|ook|ogsa|tambem|aussi))?$|\b(?:ficava\w*|seria\w*|would be|ware\w*|zou\w*"
    r"|serait|ville) (?:\w+ )?(?:feliz\w*|content\w*|happy|glad|pleased|froh|blij|ravie?s?"
    r"|heureu\w*|glade?)\b"
)
"""Somebody would be glad of one as well: they ask for it."""

_CONTAINER = (
    r"(?:\w*folder|bag|coat|jacket|pocket|drawer|inbox|mailbox|desk|desktop|car|locker|cupboard"
    r"|shelf"
    r"|\w*ordner|\w*tasche|jacke|mantel|hose|schublade|postfach|schreibtisch|auto|spind|schrank"
    r"|regal"
    r"|map|tas|jas|zak|la|lade|postvak|bureau|kast|mappe|taske|jakke|lomme|skuffe|indbakke|bil|skab"
    r"|pasta|mala|carteira|casaco|bolso|gaveta|caixa|secretaria|carro|armario|mochila"
    r"|dossier|sac|manteau|veste|poche|tiroir|boite|bureau|voiture|armoire|casier)"
)
_PARTS = (
    r"(?:floors?|stor(?:e)?y|grade|wing|ward|corridor|stock|etage|og|ug|geschoss|flur|station"
    r"|klasse"
    r"|verdieping|afdeling|gang|sal|andar|piso|ano|etages?|classe)"
)
_NTH = (
    r"(?:first|second|third|fourth|fifth|sixth|top|other|erste[nrsm]?|zweite[nrsm]?|dritte[nrsm]?"
    r"|vierte[nrsm]?|funfte[nrsm]?|eerste|tweede|derde|vierde|vijfde|første|anden|tredje|fjerde"
    r"|primeir[oa]|segund[oa]|terceir[oa]|quart[oa]|premiere?|deuxieme|troisieme|quatrieme)"
)
_OTHER_ONE = (
    r"(?:other|old|second|andere[nrm]?|alte[nrm]?|zweite[nrm]?|andere|oude|tweede|anden|gamle|andet"
    r"|outr[oa]|antig[oa]|autre|ancien(?:ne)?|deuxieme)"
)
WHERE: re.Pattern[str] = late_pattern(
    rf"\b(?P<of_mine>(?:my|our|meine[mnr]?|unsere[mnr]?|mijn|onze|min|mit|mine|vores|(?:o |a "
    rf"|n[oa] )?"
    rf"(?:meu|minha)|mon|ma|notre)) {_OTHER_ONE} (?P<there>{_CONTAINER})\b"
    rf"|\b{_NTH} (?P<part>{_PARTS})(?= \w)"
)
"""Another one, the second one: where it is a place, that says nothing of the matter."""

_TRIES = (
    r"(?:(?<!to )tr(?:y|ying)|test(?:ing|en|er|e|es|o|ar|arei|erai|ons)?|check(?:ing)?|see how"
    r"|look(?! forward)"
    r"|a (?:go|shot|whirl)|probier\w*|versuche?n?|ausprobieren|schau\w*|guck\w*|sehen?(?! uns"
    r"| wir uns)|pruf\w*"
    r"|probeer|proberen|uitproberen|kijk\w*|bekijk\w*|zie(?:n we)?(?! (?:je|jou|jullie|u|elkaar))"
    r"|prøver?|afprøver?|kigger?|ser(?! (?:frem|jer|dig))"
    r"|experiment\w*|tent(?:o|ar|arei|amos)|vejo(?! (?:vos|te|o|a)\b)|ver(?! nos)|verei|veremos"
    r"|essa[iy]\w*|teste\w*"
    r"|regarde\w*|(?<!se )verr\w+)"
)
_LATER = (
    r"(?:tomorrow|tonight|later|this (?:afternoon|evening)|next week|(?:on|over|at) the weekend"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|when i|once i|as soon as|first thing"
    r"|(?<!guten )morgen(?! (?:lief|ging|kam|war))|ubermorgen|spater|nachher|heute (?:abend"
    r"|nachmittag"
    r"|nacht|mittag)|am (?:wochenende|nachmittag|abend)|(?:mon|diens|donners|frei|sams|sonn)tag"
    r"|mittwoch|nachste woche|sobald|wenn ich|straks|vanavond|vanmiddag|vannacht"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag|volgende week|weekend|zodra|als ik"
    r"|i morgen|senere|i (?:aften|eftermiddag|nat|weekenden)|(?:man|tirs|ons|tors|fre|lør|søn)dag"
    r"|næste uge|nar jeg|om lidt|amanha|logo|mais tarde|(?:hoje )?a (?:tarde|noite)|esta (?:noite"
    r"|tarde)|segunda|terca|quarta|quinta|sexta|sabado|domingo|proxima semana|para a semana"
    r"|quando (?:chegar|voltar|puder|tiver)|fim de semana|assim que|demain|ce soir|cet apres midi"
    r"|plus tard|tout a l heure|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|semaine prochaine|ce week end|cette nuit|quand je|des que)"
)
PUT_OFF: re.Pattern[str] = late_pattern(rf"\b{_TRIES}\b.*\b{_LATER}\b|\b{_LATER}\b.*\b{_TRIES}\b")
"""What helped or not is known later than now: the matter is open until then."""

ODD: re.Pattern[str] = late_pattern(
    r"(?:(?:that s |it s |very |bit |a bit |es ist |das ist |sehr |het is |heel |det er |meget "
    r"|c est )*"
    r"(?:strange|odd|weird|funny|komisch|seltsam|merkwurdig|eigenartig|vreemd|gek|raar|mærkeligt"
    r"|sært"
    r"|underligt|estranho|esquisito|bizarre|etrange|curieux|pity|schade|jammer|æv|øv|ærgerligt"
    r"|pena|dommage))"
)
"""Said alone it may be a complaint;"""

SHRUG: re.Pattern[str] = late_pattern(
    r"(?:but|aber|doch|maar|men|mas|mais) (?:(?:hey|it s|es ist|na|ja|het is|det er|esta|c est) )*"
    r"(?:ok|okay|fine|good|great|whatever|never mind|all good|egal|gut|na gut|schon gut|passt|soit"
    r"|was solls|hauptsache es (?:geht|lauft)|goed|prima|ach|het doet het|fint|fint nok|godt|pyt"
    r"|ok bon"
    r"|pronto|tudo bem|esta bem|bom|bon|bref|tant mieux|peu importe|ca marche)"
)
"""with this behind it, it is none."""

NO_MORE: re.Pattern[str] = late_pattern(
    r"\b(?:va|marche(?:nt)?|fonctionne(?:nt)?|imprime|roule|tourne|demarre|s ouvre|s allume|vient"
    r"|part) plus"
    r"(?: (?:du tout|merci|maintenant|depuis .*))?$"
)
"""Where French is written as it is spoken, this is no good news."""

SEEN: re.Pattern[str] = late_pattern(
    r"(?:\w+ )?(?:i|we) (?:\w+ )?(?:noticed|saw|observed|discovered) (?:that |the |an? )"
)
"""Somebody came upon something else: that it runs, or is there, is not what was asked about."""

NEARLY: re.Pattern[str] = late_pattern(
    r"(?:.* )?(?:fast (?:alles )?(?:geschafft|perfekt|gut|fertig|erledigt|toll|prima|super|klasse"
    r"|ok"
    r"|okay|da|weg|fehlerfrei|so ?weit|gelost|durch)|(?:tres|si|tellement|bien|assez|muito|tao"
    r"|bem|tout"
    r"|c est) mal"
    r"|dit is erg|dat is erg)"
)
"""A word of praise, a small word: in another language it says nearly, badly."""

WAITS: re.Pattern[str] = late_pattern(
    r"\b(?:(?:need to|don t) (?:rush|hurry)|let(?: u)? ?s (?:just )?(?:see|wait)(?! you)"
    r"|(?:we|i)(?: ll| will| shall) (?:just )?(?:see"
    r"(?! you)|wait)|wait and see|fingers crossed"
    r"|touch wood|knock on wood|time will tell|keep an eye"
    r"|schau(?:e|en)? (?:ma|mer|wir|ich|mir) mal|schaumermal|schau ma|mal (?:sehen|schauen|gucken"
    r"|abwarten)|(?:wir|ich) (?:werden |werde )?(?:warten|abwarten)|warten wir|abwarten"
    r"|werden (?:wir )?sehen|sehen wir (?:dann|ja|mal)|daumen|toi toi|klopf auf holz"
    r"|(?:we|ik) (?:zien|zie|kijken|kijk) (?:\w+ )*(?:aan|wel|hoe|of)\b|kijken we (?:\w+ )*aan"
    r"|zien we (?:dan )?wel|even (?:af ?wachten|aankijken)|afwachten|duimen|hout vasthouden"
    r"|(?:vi|jeg) (?:ma|far) (?:jo |lige )*se|(?:vi|jeg) ser (?:lige |jo |nu )*(?:hvordan|om"
    r"|tiden an)|lad os se|far vi se|ser vi (?:jo |lige )?(?:pa|om|hvordan)|krydser fingre"
    r"|bank under bordet|7 9 13|(?:a )?ver vamos|vamos (?:la )?ver|veremos|logo se ve|ver como"
    r"|logo vejo|dedos cruzados|fazer figas|on verra|on va voir|(?:nous )?verrons|voyons|a voir"
    r"|je verrai|croisons les doigts|touchons du bois|wait and see)\b"
)
"""The writer waits how it goes on."""

_GOES = (
    r"(?:works?|worked|is|are|runs?|prints?|opens?|arrived|came|geht|gehen|lauft|laufen|klappt|klappen"
    r"|funktionier\w+|ist|sind|kam|kamen|doet|doen|werkt|werken|lukt|lukken|is|zijn|kwam|kwamen"
    r"|virker|er|kom|kører|funcionam?|esta|estao|chegou|chegaram|marche\w*|fonctionne\w*|remarche\w*"
    r"|va|vont|est|sont)"
)
IN_PART: re.Pattern[str] = late_pattern(
    r"(?:^|\b(?:now|jetzt|nu|agora|maintenant|immerhin|zumindest|at least) )"
    r"(?:(?:(?:die|de|la|a) )?(?:halfte|helft|moitie|metade)|halvdelen|half"
    r"|(?:ein|een|une|uma) (?:teil|deel|partie|parte)|en del|(?:the )?most|most"
    r"|(?:das|die|het|de|det) (?:meisten?|meeste|meste|fleste)|a maior(?:ia)?(?: parte)?|la plupart"
    r"|some|manche[rs]?|einige|sommige|enkele|nogle|alguns|algumas|certaine?s"
    r"|one|einer|eine[sn]?|eins|een|et|en|um|uma|une?)"
    r"(?: (?:of|von|davon|daraus|van|af|d[eo]s?|deles|delas|da|das|d)(?: .{0,20}?)?| davon| ervan)?"
    rf" (?:now |again |jetzt |ja )?{_GOES}\b"
    rf"|\b{_GOES} (?:jetzt |wieder |nu |weer |igen |ja |immerhin |now )*(?:(?:die|zur) halfte"
    r"|ein teil"
    r"|(?:das|die|de|het|det) (?:meisten?|meeste|meste|fleste)|de helft|een deel|halvdelen|en del"
    r"|metade|uma parte|a maior|(?:la|a) moitie|une partie)\b"
    r"|\b(?:part(?:ly|ially)|mostly|in part|teilweise|(?:grosst|gross)enteils|zum teil|meistens"
    r"|deels|gedeeltelijk|grotendeels|meestal|delvist|for det meste|em parte|parcialmente"
    r"|en partie|partiellement)\b"
    r"|\b(?:almost|nearly|fast|beinahe|bijna|næsten|quase|presque) (?:all|alle[ns]?|alles|allemaal"
    r"|alt|tudo|todos|tout|tous)\b"
)
"""A part goes: the rest does not."""

BACK_THEN: re.Pattern[str] = late_pattern(
    r"\b(?:after|before|since|around|nach|vor|seit|gegen|na|voor|sinds|rond|efter|siden|omkring|apres"
    r"|depuis|vers|depois|apos|desde)\b.* (?:war|kam|was|came|kwam|var|kom|s est|c est|etait|voltou"
    r"|estava) (?:(?:es|das|it|that|het|dat|det|ca|cela|isso) )?(?:\w+ ){0,2}"
    r"(?:wieder(?: da)?|again|back|weer|igen|revenue?|de volta|outra vez)$"
)
"""At such a time it was there again: a trouble comes back so."""
