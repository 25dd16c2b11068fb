"""What makes good news doubtful, in all languages: it may as well be bad news, or a question."""

from __future__ import annotations

import re

from mailtracker.desk.thanks.closing_phrases import TO_SAY
from mailtracker.late_pattern import late_pattern

VANISHED: re.Pattern[str] = late_pattern(
    r"\b(?:gone|cleared|weg|verschwunden|verdwenen|væk|forsvundet|desapareceu|disparue?s?|partie?s?)\b"
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
    r"|weer|already|come|er) )*(?:back(?! to normal| up)|starts|wieder da|startet?|terug|er weer"
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
