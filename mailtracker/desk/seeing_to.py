"""The words of an owner in answer to a letter of ours → whether they only tell us that they see to
it: "Thanks, on it", "Mache ich heute noch". To the requester's own words the same is an answer.
"""

from __future__ import annotations

from mailtracker.desk.aside_phrases import MOST, clauses_of, phrases, plain

_IT = "(?: (?:it|this|that|them|this one|that one|her|him|mine))"

_WHEN = phrases(r"""
\b(?:(?:right |just )?now|(?:later |first thing )?(?:today|tomorrow|this week)|tonight|soon|shortly
  |asap|later|right away|straight away|immediately|already|still|just|next|then
  |this (?:morning|afternoon|evening|week)|(?:tomorrow )?(?:morning|afternoon)
  |(?:before|after) (?:lunch|noon|the meeting)|in a (?:minute|moment|bit|second|sec)
  |by (?:today|tonight|tomorrow|noon)|(?:on )?(?:mon|tues|wednes|thurs|fri)day)(?![\w'])
\b(?:jetzt|gleich|(?:noch )?heute(?: noch| (?:nach)?mittag| abend| vormittag)?|morgen(?: fruh)?
  |sofort|spater|nachher|bald|schon|noch|gerade|eben|umgehend|am nachmittag
  |(?:nach|vor) (?:dem|der) (?:mittag|essen|mittagspause|meeting))(?![\w'])
\b(?:nu|i (?:dag|morgen|aften|eftermiddag|formiddag)|straks|snart|senere|lige|med det samme
  |(?:efter|for) frokost|allerede|netop|her til (?:formiddag|eftermiddag))(?![\w'])
\b(?:vandaag|zo|meteen|direct|vanmiddag|vanochtend|vanavond|nog|al|even|(?:na|voor) de lunch)\b
\b(?:agora|hoje|amanha|ja|logo|em breve|mais tarde|(?:esta|de|a) (?:manha|tarde)|imediatamente
  |ainda|(?:depois do|antes do) almoco)\b
\b(?:maintenant|(?:tout )?de suite|aujourd'hui|demain(?: matin)?|cet apres-midi|ce (?:matin|soir)
  |bientot|des que possible|au plus vite|deja|encore|plus tard|dans la journee|immediatement
  |(?:apres|avant) le dejeuner)\b
""")
"""When, and how soon; wherever it stands."""

_SEES_TO = phrases(rf"""
for (?:the (?:reminder|nudge|note)|reminding me)|fur die erinnerung|voor de herinnering
for pamindelsen|pel[oa] (?:lembrete|aviso)|pour le rappel
(?:(?:i'm|i am|am|we're|we are) )?(?:on(?: to)?{_IT}|at it|(?:working|getting) on{_IT}
  |looking (?:at|into){_IT}|(?:doing|handling|answering|checking|sorting|finishing){_IT}
  |getting (?:round )?to{_IT}|dealing with{_IT}|taking care of{_IT}|seeing to{_IT})
(?:i'll|i will|will|we'll|we will|i'm going to|i am going to|going to|let me) (?:do(?:{_IT}| so)?
  |look|look (?:at|into|after){_IT}|(?:take|have) a (?:quick )?look(?: at{_IT})?|check{_IT}?
  |(?:get|come) (?:back |round )?to{_IT}|answer{_IT}?|(?:reply|respond)(?: to{_IT})?
  |write(?: to)?{_IT}|deal with{_IT}|take care of{_IT}|see to{_IT}|(?:work|get) on{_IT}
  |(?:handle|sort|finish|fix|solve|tackle){_IT}(?: out)?)
it's (?:on my (?:list|desk)|next on my list|in hand)|consider it done
(?:ich )?(?:mach|(?:erledig|beantwort|pruf|bearbeit|antwort)e)e?(?: ich)?
  (?:'s| (?:das|es|den|die|ihr|ihm))?
das (?:mach|erledig)e? ich
(?:ich )?(?:schau|seh|guck)e?(?: ich)?(?:'s)?(?: (?:mir|es|das|den|die))* (?:rein|nach|an)
(?:ich )?kummere?(?: ich)? mich(?: (?:darum|drum|um die sache))?
(?:darum|drum) kummere? ich mich
wird (?:gemacht|erledigt|bearbeitet|beantwortet)
(?:ich )?bin(?: ich)? (?:dran|dabei|am ball)
(?:ich )?(?:arbeite|sitze?)(?: ich)? (?:dran|daran)
(?:das )?(?:kommt|geht raus)|steht auf (?:meiner|der) liste
(?:(?:dat|het) )?(?:doe|regel|pak|bekijk|fix|beantwoord) ik(?: (?:het|dit|deze|hem))?
  (?: (?:op|aan))?
ik (?:doe|regel|pak|bekijk|beantwoord) (?:het|dit|deze|hem)(?: (?:op|aan))?
(?:(?:dat|ik) )?(?:ga|zal)(?: ik)?(?: (?:het|dit|deze|ernaar|er|naar))*
  (?: (?:doen|regelen|kijken|oppakken|bekijken|beantwoorden))
(?:ik )?(?:ben|zit)(?: ik)? (?:ermee |er |mee |er mee |aan )?(?:bezig|mee bezig)
ik kijk (?:ernaar|hiernaar|er naar|naar (?:het|deze))
ik ga (?:ermee|er mee) aan de slag
komt (?:goed|in orde|eraan)|wordt (?:gedaan|geregeld|opgepakt)
(?:(?:det|den) )?(?:gor|ordner|klarer|fikser|svarer|kigger|ser) jeg(?: pa)?
  (?: (?:det|den|pa det|pa den))?
jeg (?:gor|ordner|klarer|fikser|besvarer|(?:kigger|ser|svarer|arbejder) pa)
  (?: (?:det|den|dem|hende|sagen))(?: her)?
jeg (?:kigger|svarer)|(?:jeg )?tager(?: jeg)? mig af (?:det|den|sagen)|det tager jeg mig af
(?:(?:jeg|det) )?skal (?:jeg )?nok(?: (?:svare|gore det|fa det gjort|kigge pa det|fa svaret))?
(?:jeg )?(?:er|er gaet) (?:(?:godt )?i gang(?: med (?:det|den))?|pa (?:den|det|sagen))
jeg gar i gang(?: med (?:det|den))?|(?:det |den )?bliver (?:gjort|ordnet|klaret)
(?:det |den )?kommer|(?:den )?star pa (?:min )?listen?
(?:eu )?vou (?:fazer|ver|tratar|responder|verificar|cuidar)(?: (?:isso|isto|disso|disto|a isso))?
(?:eu )?(?:faco|trato|vejo|cuido|respondo|resolvo)(?: (?:isso|isto|disso|disto|a isso))?
(?:eu )?estou(?: (?:a (?:ver|tratar|fazer|trabalhar)|(?:trat|trabalh)ando|vendo|fazendo))
  (?: (?:isso|isto|disso|disto|nisso|nisto))?
deixar? comigo|pode deixar(?: comigo)?|sera feito|fica tratado
je (?:m'en (?:occupe|charge)|l[ea] (?:fais|traite)|regarde(?: ca| cela)?|fais ca|traite(?: ca)?
  |vais (?:(?:le|la) faire|m'en (?:occuper|charger)|(?:y )?regarder|(?:y )?repondre)
  |suis dessus|suis sur le coup|m'y mets|vois ca|reponds|lui reponds)
j'y (?:travaille|reponds|vais)|(?:c'est )?en cours|(?:ce |ca )?sera fait|c'est sur ma liste
""")


def sees_to_it(text: str) -> bool:
    """Whether a whole `text` says nothing else; the time by which is told to us as well."""
    if len(text) > MOST:
        return False
    clauses = [" ".join(_WHEN.sub(" ", one).split()) for one in clauses_of(plain(text))]
    said = [one for one in clauses if one]
    return bool(said) and all(map(_SEES_TO.fullmatch, said))
