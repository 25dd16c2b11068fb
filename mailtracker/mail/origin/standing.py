"""A short text that a program sent → whether it is one that it always sends: on which days somebody
works, how soon mails are answered, when an office is open, that a mail has come. Nobody is away
because of such a text.
"""

from __future__ import annotations

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin import absence
from mailtracker.mail.origin.phrases import any_of

_LONGEST = 4000  # characters of a text that are read
_SENTENCES = late_pattern(r"(?<!\d)[.!?;]+(?=\s|$)|\n\s*\n")
_DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:man|tirs|ons|tors|fre|lør|søn)dag"
    r"|segunda|terça|quarta|quinta|sexta|sábado|domingo"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
)
_SHORT = (
    r"(?:mon|tue|wed|thu|fri|mo|di|mi|do|fr|ma|wo|vr|man|tir|ons|tor|fre|seg|ter|qua|qui|sex"
    r"|lun|mar|mer|jeu|ven)"
)
_WORKS = any_of(
    rf"""\b(?:i|we) (?:\w+ ){{0,2}}work (?:\w+ ){{0,4}}(?:{_DAY}|{_SHORT}\b|part|mornings|afternoons
|from home)
|\bpart[- ]time\b
|\b(?:my|our|usual|normal) (?:\w+ )?(?:working|office|opening) (?:days|hours|times|pattern)
|\b(?:do not|don['’]t|never|not) work(?:ing)? (?:on )?(?:{_DAY}|weekends)
|\b(?:arbeite|bin) (?:\w+ ){{0,4}}(?:in teilzeit|teilzeit|montags|dienstags|mittwochs|donnerstags
|freitags|vormittags|nachmittags)
|\bteilzeit\b|\b{_DAY}s (?:\w+ ){{0,3}}(?:nicht|frei|geschlossen|niet|vrij|gesloten)\b
|\b{_DAY}s (?:arbeite|bin|habe|ist|sind|werk|ben)\s
|\b(?:arbeite|da|anwesend|im büro|erreichbar) (?:\w+ ){{0,3}}(?:{_DAY}|{_SHORT}\b)\s?(?:bis|-|–|und)
|\b(?:werk ik|ik werk) (?:\w+ ){{0,4}}(?:{_DAY}|{_SHORT}\b|parttime|deeltijds?|niet op)
|\b(?:parttime|deeltijds?)\b|\bwerkdagen zijn\b
|\b(?:arbejder|er) (?:\w+ ){{0,3}}(?:deltid|{_DAY}e\b)
|\bdeltid\b|\b(?:arbejder|på kontoret|arbejde) (?:\w+ ){{0,3}}{_DAY}\s?(?:til|-|–|og|,)
|\b{_DAY}e (?:\w+ ){{0,3}}(?:fri|lukket|ikke)\b|\bfri (?:\w+ )?(?:om )?{_DAY}en\b
|\btrabalho (?:\w+ ){{0,3}}(?:{_DAY}|{_SHORT}\b|a tempo parcial|part[- ]time|de manhã)
|\b(?:às|aos) {_DAY}s\b|\btempo parcial\b|\bnão trabalho (?:às|aos|à|ao)\s
|\bje (?:ne )?travaille (?:\w+ ){{0,4}}(?:{_DAY}|{_SHORT}\b|à temps|à mi-temps|le matin)
|\btemps partiel\b|\bmi-temps\b|\bje ne travaille pas le\s
|\b(?:every|each|jeden|elke|iedere|hver|chaque|tous les|todas as|todos os) {_DAY}
|\b(?:on|om) {_DAY}s\b"""
)
_HOURS = any_of(
    rf"""\b(?:opening|office|business|service|support) (?:hours|times)\b
|\b(?:öffnungs|sprech|büro|service|geschäfts)zeiten\b|\bwir sind .{{0,30}}(?:uhr|erreichbar)\s
|\b(?:openings|kantoor|bereikbaarheids)(?:tijden|uren)\b
|\b(?:åbnings|kontor|telefon|træffe)tid(?:er|en)?\b
|\bhorários? (?:de )?(?:atendimento|funcionamento|trabalho|expediente)\b
|\b(?:horaires|heures) d['’](?:ouverture|accueil)\b
|\b{_SHORT}\.?\s?(?:-|–|bis|to|t/m|til|a|au)\s?{_SHORT}\.?,?\s(?:\w+ )?\d{{1,2}}
|\b{_DAY}\s(?:-|–|to|bis|t/m|tot|til|a|au)\s{_DAY},?\s(?:\w+ )?\d{{1,2}}(?:[:.h]|\s?(?:-|–|uhr
|am))"""
)
_COUNT = r"(?:\w+ ){0,3}?(?:\d{1,2}|an?|one|two|three|four|five|ein\w*|zwei|drei|vier|fünf|een|één"
_COUNT += r"|twee|drie|vier|vijf|en|et|to|tre|fire|fem|uma?|dois|duas|três|quatro|cinco|une?|deux"
_COUNT += r"|trois|quatre|cinq)"
_SOON = any_of(
    rf"""\b(?:within|in) {_COUNT}(?:\s?(?:-|–|to)\s?\w+)? (?:working |business |office )?(?:days?
|hours?)\b
|\b(?:innerhalb|binnen) (?:von )?{_COUNT}(?:\s?(?:-|–|bis)\s?\w+)? (?:werk|arbeits)?(?:tag|stunde)
|\bbinnen {_COUNT}(?:\s?(?:-|–|tot)\s?\w+)? (?:werk)?(?:dag|uur|uren)
|\b(?:inden for|indenfor|inden) {_COUNT}(?:\s?(?:-|–|til)\s?\w+)? (?:arbejds|hver)?(?:dag|time)
|\b(?:no prazo de|dentro de|em|até) {_COUNT}(?:\s?(?:-|–|a)\s?\w+)? (?:dias?|horas?)(?: úteis)?\b
|\b(?:sous|dans (?:un délai de|les)|en) {_COUNT}(?:\s?(?:-|–|à)\s?\w+)? (?:jours?|heures?)\b
|\bas soon as (?:possible|we can|i can)\b|\bin due course\b|\bshortly\b
|\b(?:so (?:schnell|bald|rasch) wie möglich|schnellstmöglich|baldmöglichst|zeitnah|in kürze)\b
|\b(?:zo (?:snel|spoedig) mogelijk|spoedig)\b
|\b(?:hurtigst muligt|så hurtigt (?:som muligt|vi kan)|snarest)\b
|\b(?:(?:o mais|tão) (?:breve|rápido|depressa|brevemente) (?:quanto )?possível|assim que possível
|com a (?:maior )?brevidade|em breve|logo que possível)\b
|\b(?:dans les (?:meilleurs|plus brefs) délais|dès que possible|au plus vite|rapidement
|le plus (?:vite|rapidement) possible)\b
|\b(?:once|twice|einmal|zweimal|eenmaal|een keer|twee keer|én gang|to gange|uma vez|duas vezes
|une fois|deux fois) (?:a|am|täglich|per|op een|om|por|ao|par) ?(?:day|tag|dag|dagen|dia|jour)?\b"""
)
_RECEIVED = any_of(
    r"""\b(?:we|i)(?: have|['’]ve)? received your\b|\bhas (?:been|safely) (?:received|arrived)\b
|\b(?:haben|habe) (?:ihre|deine) .{1,30} erhalten\b|\bist (?:bei uns )?eingegangen\b
|\b(?:hebben|heb) (?:uw|je) .{1,30} ontvangen\b|\bis (?:goed )?ontvangen\b
|\bhar modtaget (?:din|jeres|deres)\b|\ber modtaget\b
|\brecebemos (?:a sua|o seu|a tua)\b|\bfoi recebid[oa]\b
|\bavons (?:bien )?reçu votre\b|\ba (?:bien )?été reçu
|\bwe (?:will|['’]ll) (?:reply|answer|respond|get back|be in touch)\b
|\bwir (?:melden uns|antworten|werden)\b|\bwij (?:nemen|antwoorden|reageren|komen)\b
|\bvi (?:vender|svarer|besvarer|kontakter)\b|\b(?:responderemos|entraremos em contacto)\b
|\bnous (?:vous )?répondrons\b|\bnous reviendrons vers\b"""
)
_STANDING = (_WORKS, _HOURS, _SOON, _RECEIVED)


def stands_always(text: str) -> bool:
    """A sentence that always stands there, and none beside of an absence: who is on leave until
    Friday and works part-time is on leave.
    """
    sentences = [one for one in _SENTENCES.split(text[:_LONGEST]) if one.strip()]
    standing = [one for one in sentences if any(kind.search(one) for kind in _STANDING)]
    others = [one for one in sentences if one not in standing]
    return bool(standing) and not any(absence.absent(one) for one in others)
