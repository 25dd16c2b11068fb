"""The words of an owner in answer to a letter of ours → whether they only tell us that they see to
it: "Thanks, on it", "Mache ich heute noch". To the requester's own words the same is an answer.
"""

from __future__ import annotations

import re

from mailtracker.desk.aside_phrases import MOST, clauses_of, plain
from mailtracker.late_pattern import late_pattern

_IT = "(?: (?:it|this|that|them|this one|that one|her|him|mine))"
_WHEN: re.Pattern[str] = late_pattern(
    r"\b(?:(?:right |just )?now|(?:later |first thing )?(?:today|tomorrow|this week)|tonight|soon"
    r"|shortly|asap|later|right away|straight away|immediately|already|still|just"
    r"|this (?:morning|afternoon|evening|week)|(?:tomorrow )?(?:morning|afternoon)"
    r"|(?:before|after) (?:lunch|noon|the meeting)|in a (?:minute|moment|bit|second|sec)|next"
    r"|then|by (?:today|tonight|tomorrow|noon)|(?:on )?(?:monday|tuesday|wednesday|thursday|friday)"
    r"|jetzt|gleich|(?:noch )?heute(?: noch| (?:nach)?mittag| abend| vormittag)?|morgen(?: fruh)?"
    r"|sofort|spater|nachher|bald|schon|noch|gerade|eben|umgehend|am nachmittag"
    r"|(?:nach|vor) (?:dem|der) (?:mittag|essen|mittagspause|meeting)"
    r"|nu|i (?:dag|morgen|aften|eftermiddag|formiddag)|straks|snart|senere|lige|med det samme"
    r"|(?:efter|for) frokost|allerede|netop|her til (?:formiddag|eftermiddag)"
    r"|vandaag|straks|zo|meteen|direct|vanmiddag|vanochtend|vanavond|nog|al|even|(?:na|voor) de lunch"
    r"|agora|hoje|amanha|ja|logo|em breve|mais tarde|(?:esta|de|a) (?:manha|tarde)|imediatamente"
    r"|ainda|(?:depois do|antes do) almoco"
    r"|maintenant|(?:tout )?de suite|aujourd'hui|demain(?: matin)?|cet apres-midi|ce (?:matin|soir)"
    r"|bientot|des que possible|au plus vite|deja|encore|plus tard|dans la journee"
    r"|immediatement|(?:apres|avant) le dejeuner)(?![\w'])",
)
"""When, and how soon; wherever it stands."""

_SEES_TO: re.Pattern[str] = late_pattern(
    rf"(?:(?:i'm|i am|am|we're|we are) )?(?:on(?: to)?{_IT}|at it|(?:working|getting) on{_IT}"
    rf"|looking (?:at|into){_IT}|(?:doing|handling|answering|checking|sorting|finishing){_IT}"
    rf"|getting (?:round )?to{_IT}|dealing with{_IT}|taking care of{_IT}|seeing to{_IT})"
    r"|(?:(?:i'll|i will|will|we'll|we will|i'm going to|i am going to|going to|let me) )"
    rf"(?:do(?:{_IT}| so)?|look|look (?:at|into|after){_IT}|(?:take|have) a (?:quick )?look"
    rf"(?: at{_IT})?|check{_IT}?|(?:get|come) (?:back |round )?to{_IT}|answer{_IT}?"
    rf"|(?:reply|respond)(?: to{_IT})?|write(?: to)?{_IT}|deal with{_IT}|take care of{_IT}"
    rf"|(?:handle|sort|finish|fix|solve|tackle){_IT}(?: out)?|see to{_IT}|(?:work|get) on{_IT})"
    r"|it's (?:on my (?:list|desk)|next on my list|in hand)|consider it done"
    # German
    r"|(?:ich )?(?:mach|erledig|beantwort|pruf|bearbeit|antwort)e?(?: ich)?(?: mich)?"
    r"(?:'s| (?:das|es|den|die|ihr|ihm))?|(?:das |das )?(?:mach|erledig)e? ich"
    r"|(?:ich )?(?:schau|seh|guck)e?(?: ich)?(?:'s)?(?: (?:mir|es|das|den|die))*(?: (?:rein|nach|an))"
    r"|(?:ich )?kummere?(?: ich)? mich(?: (?:darum|drum|um die sache))?|(?:darum |drum )?"
    r"kummere? ich mich(?: (?:darum|drum))?|wird (?:gemacht|erledigt|bearbeitet|beantwortet)"
    r"|(?:ich )?bin(?: ich)? (?:dran|dabei|am ball)|(?:ich )?(?:arbeite|sitze?)(?: ich)? (?:dran|daran)"
    r"|(?:das )?(?:kommt|geht raus)|steht auf (?:meiner|der) liste"
    # Dutch
    r"|(?:(?:dat|het) )?(?:doe|regel|pak|bekijk|fix|beantwoord) ik(?: (?:het|dit|deze|hem))?"
    r"(?: (?:op|aan))?|ik (?:doe|regel|pak|bekijk|beantwoord) (?:het|dit|deze|hem)(?: (?:op|aan))?"
    r"|(?:(?:dat|ik) )?(?:ga|zal)(?: ik)?(?: (?:het|dit|deze|ernaar|er|naar))* (?:doen|regelen"
    r"|kijken|oppakken|bekijken|beantwoorden)|(?:ik )?(?:ben|zit)(?: ik)? (?:ermee|er|mee"
    r"|er mee|aan)? ?(?:bezig|mee bezig)|ik kijk (?:ernaar|hiernaar|er naar|naar (?:het|deze))"
    r"|ik ga (?:ermee|er mee) aan de slag|komt (?:goed|in orde|eraan)"
    r"|wordt (?:gedaan|geregeld|opgepakt)"
    # Danish
    r"|(?:(?:det|den) )?(?:gor|ordner|klarer|fikser|svarer|kigger|ser) jeg(?: pa)?"
    r"(?: (?:det|den|pa det|pa den))?|jeg (?:gor|ordner|klarer|fikser|besvarer|(?:kigger|ser"
    r"|svarer|arbejder) pa) (?:det|den|dem|hende|sagen)(?: her)?|jeg (?:kigger|svarer)"
    r"|(?:jeg )?tager(?: jeg)? mig af (?:det|den|sagen)|(?:det )?(?:tager jeg mig af)"
    r"|(?:(?:jeg|det) )?skal (?:jeg )?nok(?: (?:svare|gore det|fa det gjort|kigge pa det|fa svaret))?"
    r"|(?:jeg )?(?:er|er gaet) (?:(?:godt )?i gang(?: med (?:det|den))?|pa (?:den|det|sagen))"
    r"|jeg gar i gang(?: med (?:det|den))?|(?:det |den )?bliver (?:gjort|ordnet|klaret)"
    r"|(?:det |den )?kommer|(?:den )?star pa (?:min )?listen?"
    # Portuguese
    r"|(?:eu )?vou (?:fazer|ver|tratar|responder|verificar|cuidar)"
    r"(?: (?:isso|isto|disso|disto|a isso))?|(?:eu )?(?:faco|trato|vejo|cuido|respondo|resolvo)"
    r"(?: (?:isso|isto|disso|disto|a isso))?|(?:eu )?estou(?: (?:a (?:ver|tratar|fazer|trabalhar)"
    r"|(?:tratando|vendo|fazendo|trabalhando)))(?: (?:isso|isto|disso|disto|nisso|nisto))?"
    r"|deixa(?:r)? comigo|pode deixar(?: comigo)?|sera feito|fica tratado"
    # French
    r"|je (?:m'en (?:occupe|charge)|l[ea] (?:fais|traite)|regarde(?: ca| cela)?|fais ca|traite(?: ca)?"
    r"|vais (?:(?:le|la) faire|m'en (?:occuper|charger)|(?:y )?regarder|(?:y )?repondre)"
    r"|suis dessus|suis sur le coup|m'y mets|vois ca|reponds|lui reponds)"
    r"|j'y (?:travaille|reponds|vais)|(?:c'est )?en cours|(?:ce |ca )?sera fait"
    r"|c'est sur ma liste",
)


def sees_to_it(text: str) -> bool:
    """Whether a whole `text` says nothing else; the time by which is told to us as well."""
    if len(text) > MOST:
        return False
    clauses = [" ".join(_WHEN.sub(" ", one).split()) for one in clauses_of(plain(text))]
    said = [one for one in clauses if one]
    return bool(said) and all(map(_SEES_TO.fullmatch, said))
