"""Whole clauses that end a matter or only explain, one entry a language; written as the phrases of
`thanks_phrases`.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Clauses:
    """What people of one language write, each field the alternatives of a pattern."""

    #: A clause that ends a matter: permission to close, no question left, praise of people.
    ends: str
    #: A clause that only explains: an apology, a cause of one's own. It asks for nothing.
    aside: str


_LANGUAGES = (
    _Clauses(  # English
        ends=r"""never ?mind|you (?:re|are|guys are) (?:awesome|great|amazing|wonderful|fantastic
|brilliant)
|it (?:fixed|solved|resolved|sorted) itself
|(?:that|this|it) (?:explains|clarifies|clears up|settles) (?:it|that|everything|things)
|(?:that|this)(?: s| is| was| were)? (?:so |really |very )?(?:clear|helpful)
|(?:i|we)? ?(?:ve |have )?tested (?:it|that)(?: (?:twice|today|now|again))?
|(?:please )?(?:feel free to |go ahead and |(?:you|we) (?:can|may) )?(?:now )?close
(?: (?:it|this(?: one)?|(?:the|this|my) (?:ticket|case|request|matter)))?
|(?:the |this |my )?(?:ticket|case|request|matter) (?:can|may) (?:now )?be closed|no more errors
|(?:received|noted) with (?:many )?thanks|confirmed|(?:i|we) (?:re|m|am|are)? ?(?:back )?in
|im (?:back )?in|logged in|back in|back online|(?:i|we) (?:re|m|am|are) (?:all )?(?:warm|connected
|online)
|(?:all |now )*sorted(?: out)?|(?:you|u|he|she|they) (?:re|are|r|guys are
|all are) (?:an? |the |my )
(?:\w+ )?(?:stars?|legends?|hero(?:es)?|genius|best|lifesavers?|angels?|gem)
|(?:really |totally |you )*made my day|(?:that|this) was (?:quick|fast)
|(?:i|we)(?: ve| have)? (?:no|nothing) (?:more|further|else)(?: questions?)?(?: to add)?
|(?:you )?(?:really |just )?(?:saved|made) (?:my|our|the) (?:day|week|weekend|morning|monday
|tuesday
|wednesday|thursday|friday|life|bacon)|much obliged|(?:ah |oh |ok )?now (?:i|we) (?:get it
|understand|see it|know|have it|can see it|found it)|(?:i|we) (?:was|were) able to (?:log in
|sign in
|get in|connect|open it|print|download it)(?: again| now| at last)?|(?:i|we) managed to (?:log in
|sign in|get in|connect|open it|print)(?: again| now)?|(?:that|this|it) (?:solved|fixed|resolved
|sorted)(?: out)? (?:the|my|our) (?:problem|issue|trouble|error)|(?:i|we) know enough(?: now)?
|(?:that|this) answers (?:it|that|everything|my question)
|(?:i m |i am |i ll |will be )?closing (?:this
|it|the ticket|the request)(?: now)?(?: from my (?:side|end))?|no need to (?:call|phone|come
|come by
|follow up|write back|get back)(?: (?:me|us|back|any ?more))?|(?:very |so |really )*(?:kind|nice
|good|sweet
|thoughtful) of you(?: all)?|(?:i m |i am |we re )?(?:so |very |really )*(?:impressed|delighted
|relieved
|grateful|pleased)|saves me (?:a lot of |so much |much )?(?:time|work|trouble)
|(?:i|we)(?: ve| have| now have)?(?: got)? (?:all|everything)(?: that)? (?:i|we) (?:need|needed
|wanted)
|(?:that |it )?does exactly what (?:i|we) (?:need|wanted)
|(?:i|we) owe you(?: one| big time| a (?:beer|coffee|drink|cake))
|(?:oh |ah |that s |this is |it s )+(?:so
|really |very |just )*(?:great|brilliant|perfect|wonderful|fantastic|awesome|amazing|lovely
|excellent|good
|fab|superb)|(?:it s |its )?(?:much|so much|a lot|way) (?:faster|better|quicker|easier)(?: now)?
|that (?:s|was
|is) (?:all|everything)(?: (?:i|we) (?:need|needed|wanted)(?: to know)?)?|(?:that|this
|it) was (?:indeed |exactly
)?(?:the (?:problem|issue|cause|reason|solution|trick|answer)|it)|(?:the|my
|our) (?:\w+ )?(?:connection|line|
network|system|site|page|app|screen|picture|sound|video|server|machine) (?:is
|s) (?:now |all )*(?:stable|fast
|quick|reachable|available|visible|clear|back to normal|fine|good)(?: again| now)?
|(?:now )?(?:i|we)(?: now| again)? (?:have|ve got|got)(?: my| our)? access(?: again| back
| now)*""",
        aside=r"""keep (?:up the|on with the) \w+(?: \w+)?|keep it up|(?:just )?for (?:your
 )?info(?:rmation)?|(?:just )?(?:fyi|as an update|an update|update|edit)|(?:it )?was not (?:not
 )?my intention(?: to \w+(?: you)?)?|(?:(?:so |very |really |i m |i am |we are )*(?:sorry
|apologies)|my apologies)(?: for (?:the|my|any|all the) (?:\w+ )?(?:noise|trouble|bother|fuss
|confusion|inconvenience|reply|response|answer|disturbance|hassle|false alarm)| for (?:bothering
|troubling) you)?|(?:i )?was (?:on (?:leave|holiday|vacation)|away|out sick)|my (?:bad|mistake
|fault)|good (?:morning|afternoon|evening|day)(?: (?:all|everyone|team))?|(?:it |that )?(?:was
|turned out to be) (?:just |only |simply )?(?:all )?(?:me|(?:my|the)(?: own)? (?:mistake|fault
|error|typo|cable|plug|socket|battery|caps lock|wifi|router|browser))|false alarm|(?:i
|we)?(?: ?(?:ve|have))?(?: ?just| ?already)? ?(?:tried|tested|checked|restarted|rebooted|followed
|did|done|read)(?: (?:it|that|this|them|everything|(?:the|my|your) (?:\w+ )?(?:computer|laptop|pc
|steps|instructions|guide|advice|link|machine|phone|mail)))?(?: (?:as (?:you (?:said|suggested
|described|wrote|told me)|described|suggested|advised)|again|twice|now|today|just now))?|you
 (?:were|are|re) (?:absolutely |quite |totally )?right|(?:i|we)(?: ll| will) (?:let (?:my|the
|our) (?:team|colleagues|boss|manager) know|tell (?:my|the|our) (?:team|colleagues|boss|manager
|others)|pass it on|remember(?: that| it)?(?: next time)?|spread the word)|wow|phew|oh|ah|hooray
|yay""",
    ),
    _Clauses(  # German
        ends=r"""zur kenntnis genommen|(?:es |das )?hat sich (?:von (?:selbst|allein) )?(?:gelost
|erledigt)|(?:nach|seit) (?:dem|einem) neustart (?:ging|geht|lauft|lief|funktioniert) (?:es|alles)
(?: wieder)?|(?:das )?(?:ticket |die anfrage |den fall )(?:bitte )?(?:schliessen|zumachen)
|(?:(?:sie|du|ihr) )?(?:konnt|kannst|konnen|durft|darfst)? ?(?:sie |du |ihr )?(?:gerne? )?
(?:das ticket|die anfrage|den fall) (?:gerne? |jetzt )?(?:schliessen|zumachen)
|(?:ich )?(?:bin|sind) (?:ich )?(?:jetzt |wieder |wunschlos |sehr )*(?:zufrieden|drin|glucklich
|online)|(?:jetzt )?komm ich (?:wieder )?rein
|(?:du bist|ihr seid|sie sind) (?:\w+ )?(?:der|die|das|ein|eine) (?:beste[n]?|grosste[n]?|held
|heldin|helden|schatz|engel|wucht)|(?:ihr habt|du hast|sie haben) mir (?:den|meinen) tag gerettet
|(?:hat )?keine (?:funf|zehn|zwei|5|10|2) minuten gedauert|das ging (?:ja )?(?:schnell|flott|fix)
|genau das (?:hab|habe|hatte) ich (?:gebraucht|gesucht|gemeint)|meinerseits (?:alles )?erledigt
|von (?:mir|meiner seite) aus? ?(?:erledigt|alles (?:gut|erledigt)|kann (?:es|das) zu)
|(?:ich habe |hab |habe ich )?(?:sonst |soweit )?keine (?:weiteren |offenen )?fragen(?: mehr)?
|(?:jetzt|nun|so|endlich) (?:sehe|habe|hab|finde|verstehe|weiss|kenne) (?:ich|wir)(?: (?:es|alles
|das|ihn|sie|bescheid|den ordner|die datei|die mail|die dateien|den fehler|den kalender))?
|ich habe? (?:s|es|ihn|sie)(?: jetzt| nun| gefunden)*
|(?:ich|wir) (?:sehe|habe|finde|verstehe|weiss|sehen|haben)(?: es| ihn| sie| alles)? (?:jetzt|nun)
(?: (?:es|alles|ihn|sie|bescheid))?|(?:dann |jetzt |nun |damit )*(?:weiss|wissen) (?:ich|wir)
(?: jetzt| nun)? bescheid|(?:das|es) (?:hat )?(?:das|mein|unser) problem (?:gelost|geloest
|behoben)
|(?:das|es) loste (?:das|mein|unser) problem|(?:ich )?(?:konnte
|kann) mich (?:jetzt |wieder |nun )*
(?:anmelden|einloggen|verbinden)|(?:das|ihr|du|sie) (?:hast|habt|haben|hat|rettet
|rettest)(?: mir)?
(?: den tag| den montag| das wochenende| die woche)(?: gerettet)?
|(?:sehr |wirklich |echt |total )*(?:nett|lieb|freundlich|aufmerksam|toll|super) von (?:dir|euch
|ihnen)
|(?:ich bin )?(?:bin )?(?:ganz |sehr |echt |total )*(?:begeistert|erleichtert|beeindruckt|dankbar
|zufrieden)|(?:das )?(?:spart|erspart) mir (?:viel |eine menge )?(?:zeit|arbeit|arger)
|(?:ruckruf|anruf|antwort) (?:nicht mehr |nicht )?(?:notig|erforderlich)
|(?:das )?beantwortet (?:alles|meine frage|meine fragen)|schliesse ich (?:damit|hiermit)
|(?:ich |wir )?(?:habe|hab|haben)(?: ich| wir)? (?:jetzt |nun )?alles(?: was (?:ich
|wir) (?:brauche
|brauchen|wollte|benotige))?|was (?:ich|wir) (?:brauche|brauchen|wollte|benotige)
|(?:ich |wir )?(?:bedanke|bedanken) (?:mich|uns)(?: \w+){0,6}|dass (?:du|ihr|sie) (?:\w+ ){1,6}
(?:hast|habt|haben|konntest|konntet|konnten|warst|wart|waren)
|(?:das|es) (?:war|ist) (?:schon |auch )?(?:alles|die losung|das problem|die ursache|es)
|(?:du hast|ihr habt|sie
haben) (?:was|etwas|einen) gut bei mir|(?:ging|lief|hat) alles (?:glatt|gut|bestens|problemlos
|geklappt)
|(?:viel |deutlich |wesentlich )(?:schneller|besser)(?: jetzt)?
|(?:jetzt |nun )?(?:viel |deutlich )?(?:schneller
|besser) (?:jetzt|als vorher)|(?:die|das|der|meine?|unsere?) (?:\w+ )?(?:verbindung|leitung|netz
|netzwerk|system
|seite|app|bild|ton|server|programm) (?:ist|lauft) (?:jetzt |nun |wieder |alles )*(?:stabil
|schnell|erreichbar
|verfugbar|sichtbar|da|klar|normal|gut)(?: wieder)?|das ist (?:ja )?(?:super|toll|prima|klasse
|perfekt
|wunderbar|grossartig|spitze)|ihr seid (?:spitze|super|toll|klasse|die besten)
|(?:jetzt |nun )?(?:ich |wir )?(?:habe|hab|haben)(?: ich| wir)?(?: (?:jetzt|nun|wieder))*
(?: den)? (?:zugriff|zugang)""",
        aside=r"""(?:nur )?weiter so|macht weiter so|(?:nur )?(?:kurz )?(?:zur|als|zu (?:deiner
|eurer|ihrer)) info(?:rmation)?|nachtrag|(?:sorry|entschuldigung|entschuldige|entschuldigt
|verzeihung|tut mir leid)(?: bitte)?(?: (?:fur|fuer) (?:die|den|das|meine) (?:\w+ )?(?:umstande
|umstaende|storung|stoerung|muhe|aufwand|fehlalarm|verwirrung|antwort|ruckmeldung
|unannehmlichkeiten))?|(?:es |das )?(?:lag|war) (?:wohl |nur |bloss |einfach )?(?:an mir|am
 (?:kabel|stecker|router|akku|browser)|mein (?:fehler|kabel)|das kabel|der stecker|ein
 tippfehler)|mein fehler|fehlalarm|(?:ich |wir )?(?:habe|hab|haben)?(?: ?ich| ?wir)? ?(?:es |das
 |alles |den rechner |den pc |den laptop )?(?:gerade |eben |soeben |gleich |heute |noch mal
 |nochmal )*(?:ausprobiert|probiert|getestet|neu gestartet|neugestartet|gepruft|geprueft|so
 gemacht)(?: wie (?:beschrieben|gesagt|empfohlen|vorgeschlagen))?|(?:sie hatten|du hattest|ihr
 hattet|da hattest du|da hatten sie|du hast|sie haben)(?: (?:vollig|natürlich|absolut
|naturlich))? recht|(?:ich )?(?:gebe|geb|sage|sag) (?:ich )?(?:das |es )?(?:so |meinem team |den
 kollegen |im team)*weiter|merke ich mir|wow|puh|juhu|jawoll?|hurra|(?:der|die|das|den|dem|was)
 (?:du|ihr|sie|ich|wir) (?:\w+ ){0,2}?(?:meintest|meintet|meinten|genannt|beschrieben|erwahnt
|gesagt|geschickt|empfohlen|vorgeschlagen|gesucht|gebraucht)(?: (?:hast|habt|haben|habe|hattest
|hatten|hatte))?""",
    ),
    _Clauses(  # Dutch
        ends=r"""(?:(?:het ticket|ticket|dit|de melding|melding) )?(?:mag
|kan) (?:wat mij betreft )?
(?:dicht|gesloten worden|gesloten|afgesloten worden)(?: wat mij betreft)?
|(?:je|u|jullie) (?:kunt|kan|kunnen|mag|mogen) (?:de melding|het ticket|dit|het) (?:nu |gerust )?
(?:afsluiten|sluiten)|(?:dan |nu )?weet ik (?:genoeg|voldoende|het)
|wat een (?:goede |geweldige |fijne |snelle |top ?)?service
|ik zie (?:het|hem|ze)(?: staan)?|(?:weer )?aan de slag|ik ben (?:weer |nu )?(?:binnen|online)
|(?:ik )?snap (?:het|t)|dat (?:was|is) (?:het )?inderdaad|(?:zo|nu
|hiermee) kan ik (?:weer )?verder
|waarvoor (?:mijn )?dank|(?:het )?is (?:me |mij )?(?:nu )?(?:helemaal )?(?:helder|duidelijk)
|(?:fijn|mooi|knap) dat (?:het|dit) zo (?:snel|vlot) (?:kon|ging)|dat (?:was|ging) (?:snel|vlot)
|(?:ik ben )?(?:er )?(?:heel |erg )?blij mee|(?:je|jullie) (?:hebt|heb|hebben) me
(?: enorm| geweldig)? (?:uit de brand )?geholpen|(?:je|jij|u|jullie) (?:bent|zijn) (?:echt )?
(?:de beste|een (?:held|topper|schat|engel)|helden|toppers)
|(?:verder |ik heb )*geen (?:verdere )?vragen(?: meer)?|(?:het )?(?:loste|heeft) zich(?:zelf)?
 (?:vanzelf )?opgelost
|(?:dan |nu |zo )*(?:weet|zie|heb|snap|begrijp) ik (?:het|genoeg|voldoende|hem|ze|alles)(?: nu
| weer)?|ik (?:weet|zie|snap|begrijp) (?:nu )?(?:het|genoeg|voldoende|hem|ze|alles)(?: nu| weer)?
|(?:dat|dit|het) (?:loste|heeft) (?:het|mijn|ons) probleem (?:op|opgelost|verholpen)
|(?:het is )?(?:me )?gelukt om (?:in te loggen|te verbinden|te printen)
|ik heb (?:het|hem|ze|m)(?: nu| gevonden)*
|ik kon (?:weer |nu )*(?:inloggen|verbinden|printen|verder)
|(?:dat |dit )?(?:scheelt|bespaart)(?: me| mij| ons)? (?:veel |een hoop |heel wat )?(?:werk|tijd
|gedoe)
|(?:heel |erg |echt )*(?:aardig|lief|fijn|netjes|attent) van (?:je|jou|jullie|u)
|(?:ik ben )?(?:heel |erg
|echt )*(?:onder de indruk|opgelucht|dankbaar|tevreden)|bellen (?:is )?(?:niet meer |niet )nodig
|(?:dat |dit )beantwoordt (?:alles|mijn vraag|mijn vragen)
|(?:ik |we )?(?:heb|hebben)(?: ik| we)? (?:nu )?alles(?: wat (?:ik|we) nodig (?:heb|hebben|had))?
|wat (?:ik|we) nodig (?:heb|hebben|had)|dat (?:je|jullie|u) (?:\w+ ){1,5}(?:hebt|hebben|heeft|kon
|konden
|kwam|kwamen|gekomen|geholpen)
|(?:dat|het) was (?:het|alles|de oplossing|het probleem|de oorzaak|hem)|(?:ik )?(?:ben
|sta) bij je in het krijt
|(?:alles )?(?:ging|liep|verliep) (?:alles )?(?:goed|soepel|vlot|prima)
|(?:veel |stukken |een stuk )(?:sneller|beter)
(?: nu)?|(?:de|het|mijn|onze) (?:\w+ )?(?:verbinding|lijn|netwerk|systeem|site|pagina|app|beeld
|geluid|server
|programma) (?:is|draait|loopt) (?:nu |weer )*(?:stabiel|snel|bereikbaar|beschikbaar|zichtbaar|er
|helder|normaal
|goed)(?: weer)?|(?:is |het is )?(?:geregeld|gefikst|gepiept)|(?:wat |dat is )(?:fijn|super|top
|mooi|geweldig)
|(?:nu )?(?:ik |we )?(?:heb|hebben)(?: ik| we)?(?: (?:nu|weer))* toegang
|(?:alles |het )(?:werkt|doet het) (?:weer )?naar behoren""",
        aside=r"""ga(?:an)? (?:zo )?(?:zo )?door|ter info(?:rmatie)?|(?:even )?(?:een )?update
|goede (?:morgen|middag|avond)|(?:sorry|excuses|mijn excuses|pardon)(?: voor (?:het|de|mijn|alle)
 (?:\w+ )?(?:storen|storing|moeite|overlast|ongemak|gedoe|verwarring|antwoord|reactie))?|(?:het
 )?(?:bleek|lag)(?: gewoon| toch)? aan (?:mij|mijn (?:kabel|stekker|browser)|de (?:kabel
|stekker))(?: te liggen)?|(?:het )?was (?:gewoon )?(?:mijn (?:fout|kabel)|de (?:kabel|stekker))
|vals alarm|mijn fout|(?:ik |we )?(?:heb|hebben)?(?: ?ik| ?we)? ?(?:het |dat |alles |de computer
 |de laptop )?(?:net |zojuist|meteen |even |nog eens )*(?:geprobeerd|uitgeprobeerd|getest|opnieuw
 opgestart|herstart|gecontroleerd|gedaan)(?: zoals (?:beschreven|gezegd|je zei))?|(?:je|u|jullie)
 (?:had|hadden|hebt|heeft) (?:helemaal )?gelijk|(?:ik )?(?:geef|zeg) (?:ik )?(?:het|dit)
 (?:door)?(?: aan (?:mijn|het|de) (?:team|collega s))?|(?:zal ik )?onthouden|wauw|wow|pff|hoera""",
    ),
    _Clauses(  # Danish
        ends=r"""i er (?:for |simpelthen |bare |sa |virkelig )*(?:fantastiske|seje|gode|geniale
|dygtige
|søde|skønne|flinke)|(?:sagen|den|ticketen) (?:kan
|ma) (?:godt |gerne |bare )?(?:lukkes|afsluttes)
(?: herfra| for min skyld)?|(?:i|du) ma (?:bare |gerne |godt )*lukke (?:sagen|den(?: her)?|denne
|ticketen)
|(?:det )?løste sig selv(?: efter en genstart)?
|(?:det )?var lige (?:det|hvad) jeg (?:skulle bruge|manglede|havde brug for|ledte efter)
|(?:sa|nu) er jeg (?:helt )?(?:med|pa|inde)(?: igen)?
|jeg har (?:den|det|dem)(?: nu| fundet)*
|jeg er (?:nu )?(?:logget (?:ind|pa)|inde|kommet ind)(?: igen| nu)*
|det giver (?:god )?mening
|(?:sa |nu )*(?:fik|har) jeg (?:faet )?styr pa det|(?:sa |nu )*kan jeg (?:arbejde|komme ind
|logge pa|logge ind|printe) igen|(?:jeg )?har ikke (?:flere|yderligere) spørgsmal
|(?:du|i) er (?:en |de |den |bare )*(?:stjerner?|helte?|guld værd|bedste|engel|skat|sej)
|(?:det )?(?:gik|var) (?:hurtigt|stærkt)|(?:hold da op|hold op|nøj|wow) (?:hvor )?hurtigt
|du har reddet min dag|glem det
|(?:sa |nu |okay )*(?:ved|ser|forstar|kan) jeg (?:det|besked|den|nok|godt se det)(?: nu| igen)?
|jeg (?:ved|ser|forstar) (?:det|den) (?:nu|godt)|(?:det|den) (?:løste|fiksede
|klarede) (?:problemet
|det|sagen|mit problem|den)|jeg (?:manglede|ledte efter|skulle bruge|havde brug for)
|(?:det )?(?:er )?lykkedes(?: mig)?(?: at (?:logge ind|logge pa|komme ind|printe|abne den))?
|(?:det )?(?:sparer|sparede) mig (?:for )?(?:en masse |meget )?(?:tid|arbejde|besvær)
|(?:meget |virkelig
|rigtig )*(?:sødt|venligt|fint|pænt|flinkt) af (?:dig|jer)
|(?:jeg er )?(?:meget |virkelig |rigtig |super
)*(?:imponeret|lettet|taknemmelig|tilfreds|glad)(?: for hjælpen)?|(?:det )?besvarer (?:mit
|alle mine)
spørgsmal|ingen grund til at (?:ringe|svare)
|(?:jeg |vi )?har (?:jeg |vi )?(?:nu )?alt(?: (?:hvad|det) (?:jeg|vi) (?:skal bruge|har brug for
|manglede))?|(?:hvad|det) (?:jeg|vi) (?:skal bruge|har brug for)|fordi (?:du
|i) (?:\w+ ){1,5}(?:hurtigt
|hjalp|kom|tid)
|(?:det|den) (?:var|er) (?:det hele|alt|løsningen|problemet|årsagen|arsagen)
|(?:sa |nu )*passer det (?:hele|alt
|nu)?|(?:det )?(?:gik|lykkedes) (?:det )?(?:godt|fint|glat|hele)|(?:meget |langt )(?:hurtigere
|bedre)(?: nu)?
|(?:\w+(?:en|et)|min|mit|vores) (?:\w+ )?(?:er|kører) (?:nu |igen )*(?:stabil|stabilt|hurtig
|hurtigt|tilgængelig
|synlig|normal|normalt)(?: igen| nu)?|(?:det er )(?:super|dejligt|skønt|fedt|fantastisk
|perfekt)
|(?:nu )?(?:jeg |vi )?har (?:jeg |vi )?(?:nu |igen )*adgang(?: igen| nu)*""",
        aside=r"""(?:bliv|fortsæt|keep) (?:\w+ )?(?:ved|sadan|det gode arbejde)|til (?:jeres |din
 )?(?:info|orientering)|god (?:morgen|dag|aften|formiddag|eftermiddag)|(?:undskyld|beklager
|sorry)(?: (?:for )?(?:det|den|de|min|forstyrrelsen|ulejligheden|besværet|rodet|forvirringen)(?:
 sene svar| sene tilbagemelding)?)?|det var (?:bare |blot )?(?:min (?:fejl|egen fejl)|mit kabel
|kablet|stikket|mig selv)|falsk alarm|min fejl|(?:god )?ferie nar du nar dertil|(?:jeg |vi
 )?(?:har )?(?:jeg |vi )?(?:lige |nu |netop )*(?:prøvet|testet|genstartet|tjekket|gjort)(?:
 (?:det|den|computeren|igen|alt))*(?: som (?:du skrev|beskrevet|du sagde))?|(?:du|i) havde
 (?:helt |fuldstændig )?ret|(?:det )?(?:siger|giver) jeg videre(?: til \w+)?|(?:det )?husker jeg
|wow|pyha|hurra""",
    ),
    _Clauses(  # Portuguese
        ends=r"""voces sao (?:fantasticos|otimos|incriveis|top)|ja esta(?! )|tomei nota
|fico esclarecid[oa]|fiquei esclarecid[oa]|beleza
|(?:por mim|da minha parte)(?: esta| ja)* (?:fechado|resolvido|encerrado|tudo|podem? fechar)
(?: certo| ok)?|(?:podem?|podes|pode se) (?:fechar|encerrar)(?: (?:este|esta|isto|isso|o caso
|o pedido|o ticket|o assunto))?(?: por mim)?|show(?: de bola)?
|(?:depois de|apos) reiniciar (?:ficou|esta) (?:bom|boa|ok|bem|otimo)|(?:ficou )?tudo cert[ií]nho
|era (?:mesmo )?(?:o que|isso que) (?:eu )?precisava(?: de saber)?|resolveu se sozinho
|(?:testei )?hoje de manha|ja entrei|ja estou (?:dentro|ligad[oa]|online)
|salvaste me (?:o dia|a vida)|salvou (?:o )?(?:meu )?dia|(?:tu )?es (?:o|a|um|uma) (?:maior|melhor
|craque|heroi|anjo|estrela)|(?:voces )?sao (?:os|as) (?:maiores|melhores|craques)
|parabens(?: a equipa| a equipe| a todos| pelo trabalho)?|que rapidez|foi (?:muito )?rapido
|(?:nao tenho|sem) (?:mais )?(?:duvidas|questoes|perguntas)|esquecam|deixa estar
|(?:agora )?(?:ja|agora) (?:consigo|consegui|conseguimos|sei|vejo|percebo|percebi|entendi|tenho)
(?: (?:entrar|aceder|acessar|abrir|imprimir|ligar|ver|isso|tudo|o ficheiro|a pasta))?
|(?:ja )?(?:se resolveu|resolveu se)(?: tudo)?|(?:a palavra passe|a senha|a password|o acesso
|a conta) (?:ja )?foi (?:repost|redefinid|alterad|desbloquead)[oa]
|consegui (?:entrar|aceder|acessar|abrir|imprimir|ligar|resolver)(?: de novo| agora)?
|(?:isso|isto|ja) resolveu (?:o|o meu|o nosso) problema|salvaram me|salvou me
|(?:muito |mesmo )*(?:simpatico|gentil|amavel|atencios[oa])(?: da (?:tua|sua|vossa) parte)?
|(?:fico |fiquei
|estou )(?:muito )?(?:contente|satisfeit[oa]|agradecid[oa]|aliviad[oa]|impressionad[oa])|(?:isso
|isto )?poupa me (?:muito |imenso )?(?:tempo|trabalho)
|(?:isso |isto )?responde (?:a )?(?:a )?(?:minha
pergunta|tudo)|nao (?:e preciso|precisam? de) (?:ligar|responder)(?: mais)?
|(?:ja )?(?:tenho|temos) tudo(?: (?:o )?(?:que|de que) (?:preciso|precisamos|precisava))?
|(?:e|era|foi) (?:isso|isto|so isso|tudo|o problema|a causa|a solucao)
|(?:fico )?(?:a )?dever te uma|(?:correu
|ficou|foi) tudo (?:bem|otimo|optimo)|(?:muito |bem )(?:mais rapid[oa]|melhor)(?: agora)?|(?:a|o
|minha|meu|nossa
|nosso) (?:\w+ )?(?:ligacao|conexao|linha|rede|sistema|site|pagina|aplicacao|imagem|som|servidor
|programa) (?:esta
|ficou|voltou a estar) (?:agora |ja )?(?:estavel|rapid[oa]|disponivel|acessivel|visivel|normal
|bo[am])(?: de novo
| novamente| agora)?|(?:isso |isto )?e (?:otimo|perfeito|excelente|fantastico)|esta tratado
|(?:agora )?(?:ja )?(?:tenho|temos)(?: agora| de novo)? acesso(?: de novo| novamente
| outra vez)?""",
        aside=r"""continu(?:em|e|a) (?:assim|com o (?:bom|excelente|otimo) trabalho)|(?:so
 )?(?:para|pra) (?:informar|info|informacao)|bom dia|boa (?:tarde|noite)|(?:desculpem?|desculpa
|desculpas|peco desculpas?|perdao)(?: (?:o|a|pelo|pela) (?:incomodo|transtorno|demora|confusao
|trabalho|atraso|engano))?|(?:afinal )?(?:era|foi) (?:so |apenas )?(?:o (?:meu )?cabo|(?:um
 )?erro meu|culpa minha|a tomada|engano meu|a ficha)|falso alarme|erro meu|culpa minha|(?:eu
 )?(?:ja )?(?:experimentei|testei|tentei|reiniciei|verifiquei|fiz|segui os passos)(?: (?:isso
|tudo|o computador|o portatil|agora|de novo|como (?:disse|disseste|descrito|indicado)))*
|(?:tinhas?|tinham|voce tinha|tem|tens) (?:toda a |mesmo )?razao|(?:vou )?(?:passo|passar|avisar
|aviso) (?:a)?(?:palavra|a equipa|os colegas|a informacao)|uau|ufa|viva""",
    ),
    _Clauses(  # French
        ends=r"""(?:c est|c|cest) (?:tout )?(?:bon|ok|parfait|regle)(?: pour (?:moi|nous
|ma part))?
|(?:vous pouvez|tu peux|on peut) (?:donc |maintenant )?(?:clore|cloturer|fermer)
(?: (?:celui ci|ce ticket|le ticket|le dossier|la demande|cette demande))?
|(?:dossier|ticket) clos(?: pour (?:ma part|moi))?|ah? ?d accord|je comprends(?: mieux)?
|(?:voila qui|cela|ca) (?:repond|a repondu) (?:parfaitement )?a ma question|bien note|impec
|(?:plus|rien) (?:rien )?(?:d autre|a ajouter|a signaler)(?: de mon cote| pour moi| pour ma part)?
|(?:apres (?:un )?redemarrage )?plus (?:aucun|de) (?:souci|probleme|erreur)s?
|plus besoin d (?:intervenir|aide)|ne vous derangez plus|laissez tomber
|tout est rentre dans l ordre|(?:je suis|me voila) (?:bien |de nouveau )?connectee?
|(?:tu es|t es|vous etes) (?:vraiment )?(?:(?:un|une|le|la|les|des) )?(?:chef|genie|as|ange
|meilleure?s?
|heros|formidables?|geniale?s?|geniaux|super|au top|top|tops)
|(?:tu m as|vous m avez) sauve (?:la mise|la vie|ma journee)
|tout le (?:bureau|monde|service) vous remercie|c etait rapide|quelle (?:rapidite|efficacite)
|bravo(?: a (?:toute )?(?:l|votre|vous|toi) ?(?:equipe|tous)?)?
|(?:j ai|nous avons|on a) (?:enfin |bien )?(?:pu
|reussi a) (?:me |nous |l |le |la |y )?(?:connecter
|ouvrir|imprimer|acceder|entrer|telecharger|envoyer|installer)(?: a nouveau| de nouveau| enfin)?
|(?:maintenant |voila |desormais )*(?:je (?:le |la |les )?(?:sais|vois|comprends|trouve)
|j y arrive|(?:je peux|on peut|nous pouvons) (?:enfin |bien )?(?:me|se|nous) reconnecter
|je sais tout)(?: maintenant)?|(?:ca|cela) a (?:resolu|regle) (?:le|mon|notre) (?:probleme|souci)
|(?:c est )?(?:exactement |juste |tout a fait )?ce que je (?:cherchais|voulais|demandais
|souhaitais)
|(?:a|pour) (?:vous|toi|tous)(?: (?:deux|tous|toutes|trois))?
|(?:c est )?(?:tres |vraiment )*(?:gentil
|sympa|aimable) (?:a|de) (?:vous|toi|votre part|ta part)
|(?:je suis )?(?:tres |vraiment |bien )*(?:content
|contente|soulagee?|ravie?|impressionnee?|satisfaite?)|(?:ca |cela )?me fait gagner (?:du temps
|beaucoup de
temps)|pas besoin de (?:rappeler|m appeler|repondre)
|(?:j ai|nous avons|on a) (?:maintenant )?tout(?: ce (?:qu il (?:me|nous) faut|dont (?:j ai
|nous avons)
besoin))?|ce qu il (?:me|nous) fallait|(?:je (?:vais|ferai) (?:faire )?|je le ferai )comme ca
|(?:d |de )
(?:m |vous |nous )?(?:avoir|etre) (?:\w+ ){0,3}(?:si|aussi|tres) (?:vite|rapidement)
|(?:c est|c etait) (?:tout|ca|la solution|le probleme|la cause|fait|parfait|genial|super|top)
|(?:je vous|je t) en
dois une|(?:tout )?s est (?:tres )?bien passe|(?:beaucoup |bien |nettement )(?:plus rapide
|mieux)(?: maintenant)?
|(?:le|la|l|mon|ma|notre) (?:\w+ )?(?:connexion|ligne|reseau|systeme|site|page|application|image
|son|serveur
|logiciel) (?:est|marche|fonctionne) (?:maintenant |enfin |de nouveau |a nouveau )*(?:stable
|rapide|accessible
|disponible|visible|normale?|bonne?|bon)(?: maintenant| a nouveau)?
|(?:maintenant )?(?:j ai|nous avons|on a)(?: (?:de nouveau|a nouveau|enfin
|maintenant))* (?:l )?acces
(?: a nouveau| maintenant)?""",
        aside=r"""continue[zr]? (?:comme ca|ainsi|sur cette lancee|votre (?:bon )?travail)
|(?:juste )?pour (?:info|information)|bonjour(?: a tous)?|bonne journee|(?:desolee?s?|pardon
|toutes mes excuses|mes excuses)(?: (?:pour|de) (?:le|la|l|les|ma|ce) (?:\w+ )?(?:derangement
|reponse|bruit|confusion|retard|souci|gene))?|(?:en fait )?(?:c etait|ca venait de|cela venait
 de) (?:juste |seulement )?(?:moi|la prise|le cable|mon cable|mon erreur|ma faute|ma prise)
|fausse alerte|mon erreur|(?:j ai|nous avons|on a) (?:bien |tout |tout de suite )?(?:essaye|teste
|redemarre|verifie|fait|suivi (?:vos|les|tes) (?:instructions|etapes|consignes))(?: (?:ca|cela
|comme (?:indique|vous l avez dit|prevu)|l ordi|le pc|mon poste))*|(?:vous aviez|tu avais|vous
 avez|tu as) (?:tout a fait |bien )?raison|(?:je )?(?:le |la )?(?:transmets|passe|dirai)(?: (?:l
 info|le mot|a l equipe|a mes collegues|a mon equipe))*|waouh|wow|ouf|hourra""",
    ),
)
"""To add a language, add an entry."""


def _any(name: str) -> str:
    """The same of every language, as one group of a pattern."""
    return f"(?:{'|'.join(flat(getattr(language, name)) for language in _LANGUAGES)})"


ENDS = _any("ends")
ASIDE: re.Pattern[str] = late_pattern(_any("aside"))
