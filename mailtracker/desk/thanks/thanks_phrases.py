"""How people end a matter, one entry a language. A phrase is a pattern over a clause in lower case,
without accents and signs, its words one space apart; `thanks` says where it may stand.

In doubt a phrase is left out: who wants something and is taken for thanking waits in vain.
"""

from __future__ import annotations

import re

from mailtracker.desk.thanks.closing_clauses import ENDS
from mailtracker.desk.thanks.closing_phrases import (
    DOES,
    HAS_THING,
    IS_STEADY,
    PLACE,
    STEADY,
    THING,
    TO_SAY,
    WHEN,
)
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Endings:
    """What people of one language write, each the alternatives of a pattern. What they have, do or
    want no more stands in `closing_phrases`.
    """

    #: With what a clause begins that thanks.
    thanks: str
    #: Thanked before anything was done: it is asked for.
    ahead: str
    #: How a clause begins that says of something that it works, or has come.
    subject: str
    #: That it does.
    runs: str
    #: What was wrong is not any more.
    gone: str
    #: How well, where, since when: it may follow.
    after: str
    #: What was said is enough, and understood; nothing more is wanted.
    noted: str
    #: It is denied, limited, asked or wished for: not where something is free to be named.
    open: str
    #: What runs or is back of these is no good news.
    trouble: str
    #: Of what is such, more is open: another one, the wrong one.
    other: str


_LANGUAGES = (
    _Endings(  # English
        thanks=r"""(?:so |very |once |again |really )*
(?:(?:a |so )?(?:many|much|big|huge|great|heartfelt|thousand|million) )?
(?:thank(?: you| u| ya)?|thanks|thanx|thankx|thankyou|thks|tks|fanx|thx|thnx|tnx|tysm|tyvm|ty
|cheers|ta)(?: you)?(?: kindly| ever so(?: much)?| muchly| very much)?
|(?:god )?bless(?: you| u| ya)?(?: all| both)?
|(?:this is |that is |it is )?(?:very |really |so )?much appreciated
|(?:really |very )?appreciated?(?: it| that| this)?
|(?:i|we) (?:(?:really|just|only|do|very|much) )*(?:appreciate|thank(?: you)?)
|(?:(?:i|we) )?(?:just |would |d )*(?:like|want(?:ed)?) to (?:say )?thank(?:s| you)?""",
        ahead="in advance|beforehand|in anticipation",
        subject=r"""the|this|that|these|those|it|its|they|my|our|your|all|both|everything|every
|now|yes|yep|i|we""",
        runs=r"""(?:now |again |finally |all |already |just |actually )*
(?:works?|worked|working|runs(?! out)|helps|helped|has (?:worked|helped)|have worked
|(?:re|is|are|s|was) (?:now |all |finally |already )*(?:working|running(?! out)|back(?: to normal)?
|fine
|good|ok|okay|perfect|great|in order|up(?: and running)?|good to go|sorted|done|settled|clear|here)
|(?:has |have |is |was |were )?(?:arrived|been delivered|delivered)|(?:has|have|s|ve|is) come
|did (?:it|the trick|the job)|does the (?:trick|job)|went (?:through|well)
|(?:really )?helped (?:me|us))""",
        gone=r"""(?:now |all |already |finally )*
(?:(?:is|are|s|was|were|has been|have been|got|have|has) (?:now |all |finally |already |been )*
(?:fixed|solved|resolved|gone|repaired|sorted(?: out)?|cleared(?: up)?|dealt with|taken care of
|done|completed)
|fixed|solved|resolved|sorted|done|settled|completed
|(?:fixed|solved|resolved|sorted) (?:it|everything|(?:that|the|my|our)(?: \w+)?))""",
        after=r"""(?:after|since) you (?:\w+ed|did|reset|set|put|was here|were here|came)(?:
 (?:it|that|this|the \w+|my \w+))?|again|now|right now|fine|well|good|great|perfect|perfectly
|beautifully|nicely|smoothly|correctly|normally|properly|brilliantly|wonderfully|flawlessly|very
|really|just(?= (?:fine|great|perfectly|like))|too|also|already|finally|here|today|at once
|straight away|immediately|right away|a treat|like a (?:charm|dream)|as (?:expected|it should
|before|always)|for (?:me|us|everyone|all of us)|safely|on (?:my|our) (?:side|end|computer|laptop
|pc|phone|machine)|at my end|with me|on both|on all \w+|thanks to you|all good|out|up|on (?:the
 )?first try|this time|first time|after (?:a|the) (?:last |latest )?(?:update|reset|change|fix
|patch)|without (?:any )?(?:problems?|issues?|trouble|errors?)|no (?:problems?|issues?|errors?)
|(?:the|my|our) (?:problem|issue|trouble)|since (?:then|yesterday|this morning|the (?:restart
|reboot))|(?:ever )?since|like it should|from my (?:side|end)|after (?:a|the) (?:reboot|restart)""",
        noted=r"""(?:all )?(?:got|received|noted|understood|copy|clear|read)
(?: (?:it|that|this|them|everything|and understood|loud and clear
|the (?:file|mail|document|link|package|parcel|laptop|key)s?))?(?: safely)?
|(?:i|we)(?: ve| have| just)? (?:got|received|have|found|see|understand)
(?: (?:it|that|this|them|everything))?(?: now)?
|it s clear(?: now)?|(?:that |it )?makes sense(?: now)?|will do
|(?:now )?(?:i|we) can (?:now )?(?:\w+ ){1,3}again
|that s (?:it|all|clear|everything|all (?:i|we) need(?:ed)?|(?:great|good) news|good to (?:know
|hear)|fine|ok|okay|great|perfect|fine (?:by|with|for) (?:me|us))
|good to (?:know|hear)|(?:good|great) news|glad to hear(?: it| that)?
|(?:that|this|it)(?: s| is| was)?(?: exactly| just)? what i
(?: was looking for| needed(?: to know)?| wanted)
|(?:just|exactly) what i needed
|(?:that|this) (?:fully |completely )?answers (?:my|our) questions?|question answered
|(?:i m|i am|we re|we are|all)(?: all)? (?:good|set|sorted|happy|fine|done|well|clear|ok
|working)(?: now)?
|happy(?: now| with (?:that|this|it))?|all is (?:well|good|fine|ok)
|no (?:more|further|other) (?:questions?|help needed|action needed|issues?|problems?)
|nothing (?:else|more|further)(?: needed| from (?:me|us|my side))?
|no need to (?:reply|answer|respond|do anything(?: more| else)?)|no reply (?:needed|necessary)
|no worries|no problem(?: at all)?|sounds (?:good|great|perfect)|agreed|fine (?:by|with) me
|case closed|(?:you|we) can (?:now )?close (?:(?:this|it|that|the|my) ?)?(?:ticket|request|case
|one)?(?: now)?
|(?:this|it|the (?:ticket|request|case)) can (?:now )?be closed
|(?:please )?close (?:the |this |my )?(?:ticket|case|request)|(?:can|may|to) be closed
|i (?:ll|will) (?:try|do|use) (?:that|it|this)(?: out)?""",
        open=r"""not|no|(?:do|does|did|is|wo|ca|could|was|has|have|are|were|should|would)n t|cannot
|cant|dont|doesnt|didnt|isnt|wont|never|nothing|none|but|however|although|though|except|apart
|unless|until|yet|still|only|if|when|once|whether|hope|hopefully|wait|waiting|need|needs|please
|pls|could|can|would|should|shall|might|may|must|let|tell|call|ask|send|check|looking|checking
|forwarding|trying|chasing|remind|why|who|whom|which|where|nearly|almost|partly|partially|half
|sometimes|mostly|otherwise|worse|unfortunately|sadly|supposed|at least|later|next|tomorrow|soon
|back to me|get back|calling|sending|or|than|nobody|some|most|neither|hardly|barely|rarely|seldom
|few|think|guess|thought|assume|believe|seems?
|pretend|make sure|ensure""",
        trouble="errors?|problems?|issues?|faults?|bugs?|noise|trouble|failures?|warnings?|spam"
        "|virus|alarm|leak|smell"
        "|light|beep|reminder|water|time|deadline|fan|nose|popup|message",
        other="other|another|different|same|first|second|instead|twice|two|part|old(?:er)?|wrong"
        "|broken|blank|empty|missing|lost|dead",
    ),
    _Endings(  # German
        thanks=r"""(?:ein |viele )?(?:ganz )?(?:grosses |riesen ?|riesiges |herzliches |dickes
 |fettes |liebes )*danke(?:schon|schoen)(?: (?:von (?:mir|uns)|an (?:alle|euch|dich|sie|das team)
|dafur|euch))*|(?:vielen|besten|herzlichen|lieben|schonen|schoenen|tausend|1000|recht
 herzlichen)(?: lieben)? dank|danke(?:schon|schoen|sehr)?(?: schon| schoen| sehr)?(?: (?:dir|euch
|ihnen)(?: (?:beiden|zwei|allen))?)?|(?:dank|danke) (?:eich|enk|aich|da)|merci (?:vilmal|vielmals
|vil mal)|vergelts? (?:s )?gott|dangge\w*|dank(?:e )?schee\w*|(?:mille |tante )?grazie(?: mille)?
|(?:muchas |mil )?gracias|dank (?:dir|euch|ihnen)|(?:ich|wir) (?:be)?danken?(?: mich| uns)?
|bedanke mich""",
        ahead="im voraus|vorab|vorweg|schon ?mal|im vorhinein",
        subject=r"""der|die|das|dies|dieses|es|sie|er|meine?|unsere?|deine?|euer|eure|ihre?|alles
|alle|beide|beides|jetzt|nun|ja|damit|so|inzwischen|mittlerweile|seit heute|seitdem|heute""",
        runs=r"""lauf(?:t|en)|laeuft|lief(?:en)?|funktionieren|klappen|geh(?:t(?! so$)|en)|gehts
|ging|klappts?|klappte|funktionierts?|funktionierte|fluppt|flutscht|tuts?|tut es|(?:hat|hats
|haben) (?:\w+ ){0,2}(?:geklappt|funktioniert|geholfen|gepasst|hingehauen)|(?:ist|sind|war)
 (?:\w+ )?(?:gut|ok|okay|perfekt|super|prima|bestens|fertig|in ordnung|im lot|(?:wieder )?da
|angekommen|eingetroffen)""",
        gone=r"""(?:ist|sind|wurde|wurden|hat sich|war|waren) (?:\w+ ){0,2}(?:gelost|geloest
|behoben
|weg|verschwunden|erledigt|repariert|geregelt|beseitigt|geklart|geklaert|beantwortet)
|hat (?:sich )?erledigt|gelost|geloest|behoben|erledigt|geklart|geklaert""",
        after=r"""wieder|jetzt|nun|alles|gut|super|bestens|prima|einwandfrei|perfekt|tadellos
|reibungslos|wunderbar|hervorragend|problemlos|sofort|auch|endlich|heute|schon|nochmal|bei mir
|auf anhieb|direkt|wie erwartet|wie (?:vorgesehen|geplant)|bei uns|beim \w+|fur mich|fuer mich
|wie (?:gewunscht|gewuenscht|geschmiert|es soll|gewohnt|am schnurchen|vorher|fruher|frueher)|ohne
 (?:probleme|fehler|weiteres)|damit|es|das|so(?! so)|einfach|total|normal|sehr|ganz|richtig|auf
 anhieb|allen|allem|lg|vg|mfg|seit (?:gestern|heute(?: fruh| morgen)?|dem neustart)|genau""",
        noted=r"""alles (?:wieder |jetzt |nun )+(?:gut|ok|bestens|in ordnung|prima)|(?:alles|ist
|ich hab s|ichs)? ?(?:klar|verstanden|erhalten|angekommen|bekommen
|notiert|registriert|gelesen|gefunden|gesehen)
|(?:ich )?(?:habe|hab|haben) (?:ich |wir )?(?:es|das|alles|sie|ihn)? ?
(?:bekommen|erhalten|verstanden|gefunden|gesehen|notiert)
|(?:ist|sind) (?:gut |heil |soeben |gerade |heute |jetzt |alle )?(?:angekommen|da|eingetroffen)
|(?:alles )?(?:passt|bestens|gut|klar|roger|okay|ok|paletti|in butter|in ordnung|erledigt|prima
|super|perfekt)(?: so| jetzt| fur mich| fuer mich| bei mir)?
|das (?:war s|wars|ist alles|ist es|reicht(?: mir)?|genugt|hilft(?: mir)?(?: sehr| weiter)?
|war die losung)
|genau das(?: habe ich| brauchte ich| wollte ich)?(?: gebraucht| gesucht| wissen| haben)?
|hilft (?:mir )?(?:sehr )?(?:weiter)?|(?:dann )?weiss (?:ich )?bescheid
|frage (?:ist )?(?:damit )?beantwortet|keine (?:weiteren |weitere )?fragen?(?: mehr)?
|kein problem|mehr brauche ich nicht|sonst nichts|mache ich(?: so)?|so machen wir(?: s| es)
|einverstanden|(?:kann|konnen|koennen) (?:jetzt |damit |gern |gerne )?(?:geschlossen|zu|beendet)
(?: werden)?|(?:ticket|anfrage|sie|die anfrage|das ticket) (?:kann|konnen|darf) (?:\w+ )?
(?:geschlossen werden|zu|schliessen)|ich (?:probiere|versuche|teste) (?:das|es)
(?: aus| mal| mal aus)?|werde (?:ich|es|das) (?:so )?(?:machen|probieren|ausprobieren|versuchen)
|gut zu wissen|freut mich
|ich (?:kann|komme) (?:jetzt |nun )?wieder (?:\w+ ){0,2}\w+
|(?:jetzt |nun )?(?:kann|komme) ich (?:jetzt |nun )?wieder (?:\w+ ){0,2}\w+""",
        open=r"""nicht|keine?|keinen|keiner|nie|niemals|nichts|aber|jedoch|allerdings|nur|leider
|trotzdem|dennoch|obwohl|falls|wenn|sobald|ob|hoffe|hoffentlich|warte|bitte|konnten?|konnt|koennte
|konntest|kannst|konnen|soll|sollten?|musste|muss|mussen|brauche|warum|wieso|wann|wer|wo|wie
|welche|welcher|(?<!so )fast|teilweise|halb|manchmal|sonst|ausser|bis auf|zumindest|wenigstens
|rufen|ruf
|glaube|denke|dachte|vermute|scheint|niemand|kaum|kurz|selten|wenig
|schicken?|sagen?|melden?|ruckruf|rueckruf|morgen fruh|statt|schlechter|angeblich|eigentlich
|oder""",
        trouble=r"fehler\w*|probleme?|storung|stoerung|defekt|warnung|meldung|alarm|gerausch|geruch"
        "|erinnerung"
        "|lampe|licht|wasser|nase|frist|zeit|lufter",
        other="gleiche[nrs]?|andere[nrs]?|zweite[nrs]?|erste[nrs]?|selbe[nrs]?|dieselbe[nr]?"
        "|derselbe"
        "|alte[rsn]?|falsche[rsn]?|leere[rsn]?|kaputte[rsn]?",
    ),
    _Endings(  # Dutch
        thanks=r"""(?:heel |erg |hartelijk |super |nogmaals |kei ?|onwijs |reuze )*bedankt
|(?:hartelijk |veel |heel veel )?dank(?:je(?:wel)?|jewel|u(?:wel)?)?(?: je| u| jullie)?(?: ?wel)?
|duizendmaal dank|(?:dikke |grote )?merci(?: he| hoor| zulle)*|(?:duizend|1000)(?: maal
| keer)? dank""",
        ahead="(?<!weekend )alvast|bij voorbaat",
        subject=r"""de|het|dit|dat|deze|t|mijn|onze|ons|jullie|uw|je|alles|allemaal|beide|nu
|intussen|inmiddels|ze|hij""",
        runs=r"""werkte?|werken|lukte?|gelukt|draait|loopt|doet(?: \w+)?
|(?:is|zijn|heeft) (?:\w+ ){0,2}(?:gelukt|goed|oke|ok|in orde|prima|perfect|geholpen|gewerkt
|klaar|geregeld|voor elkaar|binnen|aangekomen)""",
        gone=r"""(?:is|zijn|was|werd) (?:\w+ ){0,2}(?:opgelost|verholpen|weg|verdwenen|gerepareerd
|geregeld|afgehandeld|klaar|gefikst|gemaakt|hersteld|beantwoord)
|opgelost|verholpen|gefikst|afgehandeld|geregeld""",
        after=r"""weer|nu|het|goed|prima|perfect|uitstekend|vlekkeloos|zoals (?:het hoort|gewenst
|verwacht)|direct|zonder (?:problemen|fouten)|ook|bij mij|bij ons|eindelijk|allemaal|meteen
|gelukt|top|helemaal|dit
|dat|alles|in een keer|zo|als een (?:zonnetje|trein)|sinds (?:gisteren|vanochtend)|precies
|na (?:een|de) herstart|gr|groet|groetjes|mvg""",
        noted=r"""alles (?:is )?(?:in orde|oke|ok|prima|goed)|(?:is |ik heb (?:het|hem|ze
|alles)? ?|alles |helemaal )?(?:ontvangen|aangekomen
|binnen|begrepen|duidelijk|helder|genoteerd|gelezen|gevonden|gezien|gekregen)
|akkoord|is goed|dat is (?:duidelijk|helder|alles|prima|goed|fijn
|precies wat ik (?:zocht|nodig had))
|dat was (?:het|alles)|precies wat ik (?:zocht|nodig had|bedoelde)|dat helpt(?: enorm)?
|daar kan ik (?:mee|wat mee)(?: verder| aan de slag)?|hier kan ik mee verder
|(?:nu )?(?:ik kan|kan ik) (?:nu )?(?:weer )?(?:verder|vooruit)(?: hiermee)?
|(?:nu )?(?:ik kan|kan ik) (?:nu )?weer (?:\w+ ){0,2}\w+|helemaal goed
|(?:(?:het|hij) )?werkt als een (?:zonnetje|trein)|geen (?:verdere |andere )?vragen(?: meer)?
|geen probleem|(?:mag|kan) (?:nu |hiermee )?(?:dicht|gesloten worden|afgesloten worden
|worden gesloten)
|(?:ticket|verzoek|melding|het ticket|dit ticket|de melding|dit|deze) (?:mag|kan) (?:\w+ )?
(?:dicht|gesloten worden|worden gesloten|gesloten|afgesloten worden)
|(?:ga|zal) ik (?:doen|proberen)|komt goed|goed om te weten|fijn om te horen|vraag beantwoord""",
        open=r"""niet|geen|nooit|niets|niks|maar|echter|alleen|helaas|toch|hoewel|als|zodra
|of(?! (?:this|that|it|the|my|our|us|me|everything)\b)|hoop
|hopelijk|wacht|graag|kunt|kun|kunnen|zou|zouden|moet|moeten|nodig|waarom|wanneer|wie|waar|hoe
|welke|bijna|deels|half|soms|behalve|tenminste|bel|bellen|stuur|sturen|zeg|laat|terugbellen|pas
|denk|dacht|geloof|lijkt|niemand|nauwelijks|zelden""",
        trouble="fout|foutmelding|probleem|problemen|storing|melding|alarm|lek|geluid|herinnering"
        "|lampje|kraan|water|tijd|ventilator|lamp|licht",
        other="opnieuw|zelfde|dezelfde|hetzelfde|andere?|tweede|eerste|verkeerde?|oude?|lege"
        "|kapotte",
    ),
    _Endings(  # Danish
        thanks=r"""(?:mange |tusind |1000 |sa |mega |stort? )*tak(?: skal? (?:du
|i|de) (?:have|hae?))?(?: (?:til )?(?:jer )?begge(?: to)?)?|takker
|(?:jeg|vi) takker""",
        ahead="(?:pa|paa|på) forhaand|(?:pa|paa|på) forhand|på forhånd",
        subject=r"den|det|dette|min|mit|mine|vores|din|dit|jeres|alt|alle|begge|nu|sa|så|ja",
        runs=r"""virkede|virker|fungerer|korer|kører|spiller|lykkedes|hjalp|hjælper|er kommet
|(?:er|var|har) (?:\w+ ){0,2}(?:i orden|ok|okay|fint|godt|virket|lykkedes|hjulpet|perfekt|klar
|oppe at k[oø]re|pa plads|på plads|kommet|ankommet)""",
        gone=r"""(?:er|blev|blevet|var|har) (?:\w+ ){0,2}(?:løst|loest|fikset|væk|forsvundet|ordnet
|lavet|rettet|klaret|afsluttet|besvaret)|løst|fikset|ordnet""",
        after=r"""igen|nu|fint|godt|perfekt|uden (?:problemer|fejl)|ogsa|også|hos mig|hos os
|endelig|alt|som (?:det|den|de) skal|som en drøm|med det samme|super|det|den|helt|i (?:første|1)
 hug|upaklageligt|siden(?: i (?:gar|morges|mandags|tirsdags|fredags))?|(?:pa|paa) telefonen|ogsaa
|efter en genstart|kh|mvh|vh|hilsen""",
        noted=r"""(?:er |jeg har |har |den er |det er |alt )?(?:modtaget|forstaet|forstået|noteret
|set|fundet|fået|faaet|faet|læst)(?: den| det)?|er (?:kommet|ankommet)
|(?:nu )?(?:jeg kan|kan jeg) (?:\w+ ){1,3}igen|det er (?:fint|godt|ok|i orden|alt|modtaget|forstået
|perfekt|super|lige hvad jeg havde brug for)
|(?:helt|alt) i orden|alt (?:er )?(?:i orden|godt|fint|ok)|det var (?:det|alt|lige det)
|det hjalp(?: mig)?|lige hvad jeg (?:havde brug for|manglede)|(?:ikke
|ingen) (?:flere |yderligere )?
(?:sporgsmal|spørgsmål)|intet problem
|(?:sagen|den|i|du|det) (?:kan|ma|må) (?:godt |gerne |bare |nu )*(?:lukkes|lukke(?: sagen| den)?
|afsluttes)|(?:det )?g[oø]r jeg|jeg prøver(?: det)?|godt at vide|aftalt|fint nok""",
        open=r"""ikke|ingen|intet|aldrig|men|dog|kun|desværre|desvaerre|selvom|hvis|når|naar|nar
|(?<!svar )(?<!svaret )om
|håber|haaber|forhåbentlig|venter|venligst|kunne|kan|skal|skulle|må|måtte|brug for|hvorfor|hvornår
|hvem|hvor|hvordan|ingenting|næsten|delvist|halvt|nogle gange|undtagen|bortset|ring|ringe|sende?
|sig|lad
|først|eller|haber|forhabentlig|matte|hvornar|tror|sjældent|næppe|knap""",
        trouble="fejl|fejlen|problemer|problemet|alarmen|støjen|lækagen|lugten|rykker(?:en)?"
        "|lyset|lampen|vandet|tiden|fristen",
        other="samme|anden|andet|andre|første|forkerte?|gamle?|tomme?",
    ),
    _Endings(  # Portuguese
        thanks=r"""deus (?:lhe|te|vos) pague|bem hajam?|(?>muit[oa] |mto
 |mil |muitissimo )*(?:obrigad[oa]s?|obrigadissim[oa]
|brigadao|obrigadao|obrigadinh[oa]|obg
|brigad[oa]|agradecid[oa]s?)(?: (?:aos|as) (?:dois|duas))?|(?:muito )?grat[oa]|(?:valeu
|vlw)(?: demais| mesmo)?
|(?:agradeco|agradecemos)(?: (?:o|a|os|as) (?:vosso |vossa |seu |sua )?(?:ajuda|rapidez|retorno
|resposta|apoio|informac[aoe]+s?|atencao|disponibilidade|esforco|paciencia|esclarecimentos?
|info))?""",
        ahead="antecipadamente|de antemao|desde ja",
        subject=r"""o|a|os|as|isso|isto|este|esta|ele|ela|meu|minha|nosso|nossa|seu|sua|tudo|todos
|ambos|agora|ja|entretanto|sim""",
        runs=r"""funciona|funcionam|funcionou|resultou|deu certo|correu bem|ajudou|voltou|chegou
|(?:esta|estao) a funcionar|(?:esta|estao|ficou|ficaram|foi) (?:\w+ )?(?:bem|ok|otimo|perfeito
|bom|tudo bem|a funcionar|funcionando|operacional|pronto)""",
        gone=r"""(?:esta|estao|foi|foram|ficou|ficaram|ja) (?:\w+ )?(?:resolvid[oa]s?
|solucionad[oa]s?|corrigid[oa]s?|reparad[oa]s?|tratad[oa]s?|arranjad[oa]s?|sanad[oa]s?
|desapareceu)|resolvid[oa]s?|solucionad[oa]|resolveu(?: se)?(?: (?:o|a|tudo|isso)(?: \w+)?)?""",
        after=r"""de novo|outra vez|novamente|agora|bem|muito bem|perfeitamente|otimamente
|corretamente|normalmente|lindamente|sem (?:problemas?|erros?)|tambem|aqui|comigo|finalmente|ja
|tudo|logo|de imediato|a primeira|como (?:esperado|deve ser)|certo|desde (?:ontem|hoje)
|na perfeicao|bjs|abraco|com o contrato""",
        noted=r"""(?:ja )?(?:recebi|recebid[oa]|recebemos|entendi|entendido|percebi|percebido
|anotado|visto|compreendido|registado|chegou)(?: tudo| bem)?
|era (?:isso|mesmo isso|so iss?o|so isto|exatamente isso|isto)|e tudo|e isso(?: mesmo)?
|tudo (?:bem|certo|ok|otimo|claro|resolvido|em ordem|a funcionar)
|(?:esta|ficou) (?:claro|tudo(?: claro| bem| certo| ok| em ordem)?|certo|bem|bom|esclarecido)
|esclarecido|esclareceu (?:a minha |as minhas |tudo)?(?:duvidas?)?
|(?:sem|nao tenho|nao ha) mais (?:questoes|perguntas|duvidas)|sem problema
|(?:ja )?(?:podem?|pode) (?:ja )?(?:fechar|encerrar|ser fechado|ser encerrado)
(?: (?:o|este) (?:pedido|ticket|caso|chamado))?|vou (?:experimentar|tentar|fazer(?: isso)?)
|ja consigo (?:\w+ ){0,2}\w+|combinado|de acordo|bom saber|(?:era
|exatamente) o que (?:eu )?precisava|ja tenho(?: tudo)?""",
        open=r"""nao|nunca|nada|nenhuma?|mas|porem|contudo|apenas|infelizmente|embora
|se(?! (?:connecte|synchronise|lance))|quando
|logo que|espero|aguardo|favor|poderia|podia|podem?|devia|deve|precis[oa]|porque|quem|onde|como
|acho|pensei|parece|ninguem|raramente|mal|qual|quase|parcialmente|meio|as vezes|exceto|menos
|pelo menos|liguem?|enviem?|digam?|ainda|ou""",
        trouble="erros?|problemas?|avaria|falhas?|alarme|fuga|ruido|cheiro|aviso|lembrete|luz"
        "|mensagem|agua|prazo|tempo",
        other="mesm[oa]s?|outr[oa]s?|segund[oa]|primeir[oa]|errad[oa]s?|antig[oa]s?|vazi[oa]s?",
    ),
    _Endings(  # French
        thanks=r"""(?:un )?(?:grand |tout grand )?(?:merci|mci|mrc)(?: mille fois| vielmals?)?
|mille (?:fois )?mercis?
|(?:je|nous) (?:te|vous) remerci(?:e|ons)|remerciements""",
        ahead=r"""d avance|par avance|a l avance
|merci de (?:\w{1,4} )?(?!avoir|etre|votre|notre)\w+(?:er|ir|re)""",
        subject=r"""le|la|les|l|ce|c|ca|cela|cette|mon|ma|mes|notre|nos|votre|vos|ton|ta|tout|tous
|toutes|maintenant|desormais|il|elle|oui""",
        runs=r"""marche|marchent|fonctionne|fonctionnent|tourne|roule
|(?:a|ont) (?:\w+ )?(?:marche|fonctionne|aide|suffi)
|(?:est|sont|c est|cest) (?:\w+ )?(?:bon|ok|parfait|en ordre|operationnel|operationnels|retabli
|revenue?|nickel|en place|arrivee?)""",
        gone=r"""(?:est|sont|a ete|ont ete) (?:\w+ )?(?:resolue?s?|reglee?s?|reparee?s?|corrigee?s?
|disparue?s?|solutionnee?s?|traitee?s?|partie?s?|depannee?s?)|resolue?s?|reglee?s?|reparee?
|a disparu""",
        after=r"""de nouveau|a nouveau|maintenant|bien|tres bien|parfaitement|correctement
|normalement|nickel|impeccablement|impeccable|sans (?:probleme|soucis?|erreur)|chez (?:moi|nous)
|aussi|enfin|tout|tout de suite|immediatement|du premier coup|comme (?:il faut|prevu)|desormais
|a present
|bises|cdlt?|cdt
|depuis(?: (?:hier|ce matin|le redemarrage))?""",
        noted=r"""(?:c est |j ai |tout est |bien )*(?:bien )?(?:recue?s?|compris|note|vu|trouve
|entendu|arrive|clair|lu)(?: tout)?
|c est (?:bon|tout|clair|parfait|note|compris|ok|entendu|fait|ca|tout bon|tres clair
|(?:exactement )?(?:ca|ce qu il me fallait))
|tout (?:est )?(?:bon|ok|clair|va bien|parfait|en ordre|marche|fonctionne|roule)
|(?:cela|ca) repond a ma question|ca m aide(?: beaucoup)?|ca me (?:va|convient)
|(?:plus de|pas d autres?|aucune autre) questions?|pas de (?:probleme|soucis?)
|(?:vous pouvez|tu peux|on peut|nous pouvons) (?:clore|cloturer|fermer)
(?: (?:le|la|ce|cette) (?:ticket|demande|dossier))?
|(?:le|ce) (?:ticket|dossier) peut etre (?:ferme|cloture|clos)
|je peux (?:de|a) nouveau (?:\w+ ){0,2}\w+|je vais (?:essayer|tester|faire(?: ca)?)|d accord
|bon a savoir
|(?:exactement )?ce qu il me fallait""",
        open=r"""ne|pas|jamais|rien|aucune?|mais|cependant|toutefois|seulement|malheureusement
|bien que|si(?! (?:vite|rapidement|bien|gentil|efficace))|quand|des que|lorsque|espere|attends
|veuillez|svp|s il (?:te|vous) plait|pourriez
|pourrais|pouvez|peux|peut|devrait|dois|faut|besoin|pourquoi|qui|ou|comment|quelle?|presque
|partiellement|moitie|parfois|sauf|au moins|appelez|rappelez|envoyez|dites|toujours|encore
|bientot|crois|pense|semble|personne|rarement|a peine""",
        trouble="erreurs?|problemes?|panne|soucis?|alarme|fuite|bruit|odeur|alerte|relance"
        "|voyant|eau|delai|temps|lumiere|message",
        other="refaire|meme|autres?|second|deuxieme|premiere?|mauvaise?|ancien(?:ne)?|vide|casse",
    ),
)
"""To add a language, add an entry."""


def _any(name: str) -> str:
    """The same of every language, as one group of a pattern."""
    found = (flat(getattr(language, name)) for language in _LANGUAGES)
    return f"(?:{'|'.join(found)})"


_FREE = 7  # words at most of what is thanked for
_SUBJECT = rf"(?P<free>(?:{_any('subject')}(?: \w+){{0,4}}? |{THING} |\w+ )?)"
_AFTER = rf"(?> (?:{STEADY}|{WHEN}|{_any('after')})(?![^ ]))*"  # one way to read each word

THANKS: re.Pattern[str] = late_pattern(rf"{_any('thanks')}(?: (?P<free>(?:\w+ ){{0,{_FREE}}}\w+))?")
"""Thanks, with what follows in the same breath (`free`)."""

AGREED: re.Pattern[str] = late_pattern(
    rf"(?:yes|yep|ja|jo|jawohl|sim|oui)(?: (?:please|bitte|graag|gern))?(?: {_any('thanks')})?"
)
"""Not more than this accepts an offer, or answers a question."""

RUNS: re.Pattern[str] = late_pattern(
    rf"{TO_SAY}?{_SUBJECT}(?P<is>{_any('runs')}|{DOES}|{IS_STEADY}){_AFTER}"
)
GONE: re.Pattern[str] = late_pattern(rf"{TO_SAY}?{_SUBJECT}(?P<is>{_any('gone')}){_AFTER}")
"""Something (`free`) works, or is no trouble any more."""

HAS: re.Pattern[str] = late_pattern(rf"{HAS_THING}{PLACE}?{_AFTER}")
"""The writer has a thing."""

NOTED: re.Pattern[str] = late_pattern(rf"(?:{_any('noted')}|{ENDS}){_AFTER}")
AHEAD: re.Pattern[str] = late_pattern(rf"\b{_any('ahead')}\b")
OPEN: re.Pattern[str] = late_pattern(rf"\b{_any('open')}\b")
TROUBLE: re.Pattern[str] = late_pattern(rf"\b{_any('trouble')}\b")
OTHER: re.Pattern[str] = late_pattern(rf"\b{_any('other')}\b")

GLAD = frozenset(
    "👍👌🙏🎉🥳❤💛💚💙💜🤩😀😃😄😁😊🙂😉☺🤗😍🥰💪✅✔🏆🌟🙌👏🌷🌹💐🌻🍀🚀😎😘🤝👊✌🥇💯🎊🌈☀🫶"
)
"""Signs that say so without a word."""
