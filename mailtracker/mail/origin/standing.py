"""A short text that a program sent → whether it is one that it always sends: on which days somebody
works, how soon mails are answered, when an office is open, that a mail has come. Nobody is away
because of such a text.
"""

from __future__ import annotations

from datetime import date

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin import absence
from mailtracker.mail.origin.dates.languages import LANGUAGES
from mailtracker.mail.origin.dates.marked import marked
from mailtracker.mail.origin.dates.places import places, tokens_of
from mailtracker.mail.origin.dates.words import AWAY, BACK, GONE, LAST_DAY, DateWords
from mailtracker.mail.origin.phrases import any_of
from mailtracker.mail.text.language import small_words

_LONGEST = 3000  # characters of a text that are read
_OF_ABSENCE = frozenset({AWAY, BACK, GONE, LAST_DAY})
_ANY_DAY = date(2001, 1, 1)  # which days are named does not matter, only that some are
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
    rf"""\b(?:i|we) (?:\w+ ){{0,2}}work (?:\w+ ){{0,4}}(?:{_DAY}|(?:mon|tue|wed|thu|fri)\b
|part|mornings|afternoons|from home)
|\bpart[- ]time\b
|\b(?:my|our|usual|normal) (?:\w+ )?(?:working|office|opening) (?:days|hours|times|pattern)
|\b(?:do not|don['’]t|never|not) work(?:ing)? (?:on )?(?:{_DAY}|weekends)
|\b(?:arbeite|bin) (?:\w+ ){{0,4}}(?:in teilzeit|teilzeit|montags|dienstags|mittwochs|donnerstags
|freitags|vormittags|nachmittags)
|\bteilzeit\b|\b{_DAY}s (?:\w+ ){{0,3}}(?:nicht|frei|geschlossen|niet|vrij|gesloten)\b
|\b{_DAY}s (?:arbeite|bin|habe|ist|sind|werk|ben)\s
|\b(?:arbeite|da|anwesend|im büro|erreichbar) (?:\w+ ){{0,3}}(?:{_DAY}
|(?:mo|di|mi|do|fr)\b)\s?(?:bis|-|–|und)
|\b(?:werk ik|ik werk) (?:\w+ ){{0,4}}(?:{_DAY}|parttime|deeltijds?|niet op)
|\b(?:parttime|deeltijds?)\b|\bwerkdagen zijn\b
|\b(?:arbejder|er) (?:\w+ ){{0,3}}(?:deltid|{_DAY}e\b)
|\bdeltid\b|\b(?:arbejder|på kontoret|arbejde) (?:\w+ ){{0,3}}{_DAY}\s?(?:til|-|–|og|,)
|\b{_DAY}e (?:\w+ ){{0,3}}(?:fri|lukket|ikke)\b|\bfri (?:\w+ )?(?:om )?{_DAY}en\b
|\btrabalho (?:\w+ ){{0,3}}(?:{_DAY}|a tempo parcial|part[- ]time|de manhã)
|\b(?:às|aos) {_DAY}s\b|\btempo parcial\b|\bnão trabalho (?:às|aos|à|ao)\s
|\bje (?:ne )?travaille (?:\w+ ){{0,4}}(?:{_DAY}|à temps|à mi-temps|le matin)
|\btemps partiel\b|\bmi-temps\b|\bje ne travaille pas le\s
|\b(?:my|mein\w{{0,2}}|mijn|min|mon|o meu) (?:\w+ )?(?:non-working day|day off|freier? tag|vrije dag
|fridag|jour de repos|dia de folga|dia livre)\b
|=\s?fridag\b|\bfast fridag\b|\b(?:flexjob\w*|nedsat tid|halbtags|meio tempo|horário reduzido)\b
|\b(?:mornings|afternoons) only\b|\b(?:maan|dins|woens|donder|vrij)dags\b
|\b(?:only|nur|alleen|kun|só|uniquement|seulement) (?:\w+ ){{0,3}}{_DAY}(?:-feira)?
(?:,|\s?[-–]\s?(?!feira)|\s(?:to|and|bis|und|tot|t/m|en|til|og|a|e|au|et)\s)
|\b(?:kun|alleen|nur) (?:her|hier|da) (?:\w+ )?{_DAY}|\bher kun {_DAY}
|\ble {_DAY},? (?:c['’]est|je|nous)\b|\bje suis (?:là|présente?) (?:le |les )?{_DAY}
|\b{_DAY}(?:-feira)? (?:is|ist|er|é|=) (?:my|mein|mijn|min|o meu)\s
|\b(?:every|each|jeden|elke|iedere|hver|chaque|tous les|todas as|todos os) {_DAY}
|\b(?:in the office|available|around|there) (?:on |from )?{_DAY}\s?(?:to|and|,|-|–)
|\b(?:always|immer|stets|altijd|altid|sempre|toujours)\b|\bà {_DAY}
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
    said = text[:_LONGEST]
    small = small_words(said, tuple(LANGUAGES))
    words = LANGUAGES[max(small, key=lambda code: small[code])]
    sentences = [one for one in _SENTENCES.split(said) if one.strip()]
    standing = [one for one in sentences if _stands(one, words)]
    others = (one for one in sentences if one not in standing)
    return bool(standing) and not any(_of_absence(one, words) for one in others)


def _stands(sentence: str, words: DateWords) -> bool:
    """What names a day that does not come again is not always sent."""
    if not any(kind.search(sentence) for kind in _STANDING):
        return False
    named = places(tokens_of(marked(sentence, words)), words, _ANY_DAY)
    return not any(place.first.month for place in named)


def speaks_of_absence(text: str) -> bool:
    """A word of being away, of coming back or of having left. Beside the days of an absence that
    is enough, alone it is not: "we are back to normal".
    """
    said = text[:_LONGEST]
    small = small_words(said, tuple(LANGUAGES))
    told = {code: _told(said, words) for code, words in LANGUAGES.items()}
    return told[max(told, key=lambda code: small[code] + told[code])] > 0


def _told(text: str, words: DateWords) -> int:
    return sum(token in _OF_ABSENCE for token in tokens_of(marked(text, words)))


def _of_absence(sentence: str, words: DateWords) -> bool:
    return absence.absent(sentence) or AWAY in tokens_of(marked(sentence, words))
