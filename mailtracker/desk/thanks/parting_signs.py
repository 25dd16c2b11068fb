"""Signs that a clause thanks, takes leave, ends a matter or says what its writer will do, one entry
a language; written as the phrases of `thanks_phrases`. They count where `wanting_signs` finds none.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Parting:
    """What people of one language write, each field the alternatives of a pattern."""

    #: The words of thanking, wherever they stand in a clause.
    thanks: str
    #: The same as a verb: who thanks stands before it, what is thanked for behind.
    thanking: str
    #: How much: it may follow.
    much: str
    #: What stands before what is thanked for.
    for_what: str
    #: Thanked for what is still to be done.
    to_do: str
    #: What the writer will do alone: the begin of a clause.
    will: str
    #: Taking leave: the begin of a clause.
    leave: str
    #: Said alone, it ends a matter.
    bare: str


_LANGUAGES = (
    _Parting(  # English
        thanks=r"""thank\w*|thx|thnx|tnx|ta|cheers|grateful|gratitude|appreciat\w*|obliged|kudos
|indebted""",
        thanking=r"""\w+ says? (?:\w+ ){0,2}thanks?|appreciates?|(?:i|we|all|everyone|team
|and) (?:\w+ )?thank|(?:to|and) thank|thanking you for""",
        much=r"""hun|hon|lads|mate|chaps|boss|buddy|girls|x|xx
|you|u|so|very|much|a|lot|million|bunch|ton|again|indeed|all|both|everyone
|everybody
|guys|team|kindly|too|and|to|for|everything|your?|as|always|ever|sincerely|once|more|really|from
|me|us|here|of|thanks|it|this|that|though""",
        for_what=r"""for|to (?:you|the|all|every\w*|both|your|him|her|them|\w+ (?:and|from))
|that (?:you|this|it|we)|from (?:me|us|all|the|my|our|every\w*)|on behalf|and (?:have|enjoy|see
|take|all|best|happy|good|greetings)|also (?:for|to|from)""",
        to_do=r"""know (?:when|if|whether|as soon|once)|for (?:(?:agreeing|offering
|being willing|wanting|promising) to|looking(?!.* (?:so|quickly|promptly
|fast))|calling|updating|forwarding|ordering|sending (?:it|me|us|them) (?!so|promptly|quickly
|over so|through so)\w+|adding|changing
|cancelling|passing|keeping (?!at it|trying|going|on)|considering|doing|reviewing|approving)
|before|in time|by the|to come
|for an? (?:\w+ )?(?:answer|reply|response|update|call|info|solution)""",
        will=r"""(?:then )?(?:(?:i|we)(?: ll| will| shall| m going to| am going to| re going to)
|will|gonna|going to) (?:just |also |definitely |certainly |now |be sure to |give (?:it
|that) a |have a )?(?:try|tr(?:y|ies)|test|read|use|do|keep|remember|pass|tell|share|note|follow
|look|go|take|save|print|pin|put|try|watch|bear|study|practise|spread|stick|know|recommend|enjoy
|sleep|drink|never forget|mention|pass|make a note|treat|owe|bring (?:cake|biscuits|cookies
|coffee|you))""",
        leave=r"""(?:(?:good|quiet|calm|nice) shift|have (?:a|an|yourself)|enjoy (?:the
|your|yourself|a)|see you|talk (?:soon
|to you)
|speak soon|take care|stay (?:safe|warm|well|healthy|cool|dry)|rest up|get well|travel safe
|safe (?:travels|trip|journey)|have fun|keep well|look after yourself
|all the best|bye|cheerio|until (?:then|next)|wish(?:ing)? you|(?:happy
|merry) \w+|(?:kind|best|warm) (?:regards|wishes)|hope you (?:have|enjoy)|say hi|greetings|love
|until monday|(?:i m |now |right )*(?:off|back) to (?:do |start |my |the |get some )*(?:\w+ )?(?:bed
|work|lunch|dinner|tea|shift|shifts|sleep|class|lesson|home|driving|rounds)|keep up
|looking forward to (?:seeing|the|it|working))""",
        bare=r"""(?:that|this) (?:s|is|was) (?:exactly |just )?(?:it|the (?:one|trick
|ticket))
|but thanks?(?: you)?|thanks? (?:you )?(?:anyway|all the same)|found (?:it|them)|got it|(?:for
|from) (?:me|my (?:part|side|end)) (?:(?:the|this
|that) )?(?:(?:matter|case
|topic|issue|ticket|it|everything|all) )?(?:is |s )?(?:now |all )?(?:closed|settled|done
|dealt with|finished|sorted)|(?:(?:the|this|that) )?(?:(?:matter|case|topic|issue|ticket|it
|everything|all) )?(?:is |s )?(?:now |all |hereby )?(?:closed|settled|done|dealt with|finished
|sorted) (?:for|from) (?:me|us|my (?:part|side|end))|as far as i m concerned (?:\w+ )*(?:closed
|settled|done|sorted)|thanks (?:anyway|all the same)|alright then|alrighty
|oh nice(?: that was quick)?|that s the one|wonderful news|fair enough|makes sense
|no further (?:questions|comments)(?: from (?:my|our) side)?|all clear|all good
|sounds good(?: to me)?|good (?:stuff|job|one|work|news|point)|nice one|will do|got you|gotcha
|roger|ok(?:ay)?|(?:that )?works(?: for (?:me|us))?|i see(?: now)?|duly noted|understood
|acknowledged|confirmed|agreed|no (?:problem|worries|bother|rush)|thats fine|that s (?:fine|all
|it|all (?:i|we) needed|everything|grand)|all sorted|sorted|fine (?:by|with) (?:me|us)
|nothing (?:further|to add)(?: from (?:me|us))?|phew|magic|job done|case closed|spot on|(?:that
|this) (?:will|ll) do(?: nicely)?|mystery solved|you (?:re|are) (?:the best|a legend|a star
|brilliant|a lifesaver|too kind)|(?:i )?owe you (?:one|a \w+)|silly me|my (?:bad|mistake)
|consider it done|done and dusted|right you are|so it (?:is|was|does)""",
    ),
    _Parting(  # German
        thanks=r"""dank\w*|bedank\w*|merci|thx|thanks|vergelt s gott|verbindlichst\w*
|ver\w*dank\w*""",
        thanking=r"""\w+ sagt (?:\w+ ){0,2}danke|(?:ich|wir|hiermit|leute) danken?|(?:ich schatze
|wir schatzen) (?:ihr|dein|eu|den|die|das)\w* (?:\w+ )?(?:sehr|hilfe|einsatz|muhe)|danken (?:ihnen
|dir|euch)|dankt|bedanke|bedanken|bedankt|verdanke""",
        much=r"""jungs|madels|leute|chef|leutchen
|trotzdem|sehr|schon|schoen|dir|euch|ihnen|nochmal|nochmals|noch|mal|mals|einmal
|herzlich|herzlichst|ganz|vielmals|wie|immer|auch|und|an|alle|von|mir|uns|hier|recht|wirklich
|dafur|hierfur|zuruck|ebenfalls|gleichfalls|team|leute|zusammen|lieben|dank|vielen|tausend
|grosses|super|kollegen|sagen|dem|ganzen""",
        for_what=r"""fur|fuer|furs|fuers|dass|an (?:alle|das|die|euch|dich|sie|den|dich)
|(?:auch )?im namen|auch (?:fur|an|von|im)|von (?:uns|mir|der|allen|den|ganzem)
|und (?:\w+ )?(?:gruss\w*|einen|schon\w*|bis|liebe|ein|viele|frohe)""",
        to_do=r"""(?:dass|wenn) (?:du|ihr|sie) (?:\w+ ){0,6}(?!hast$|habt$|haben$|warst$|wart$
|waren$|seid$|bist$|sind$)\w+(?:st|t|en)$|furs? (?:zu?senden|zuschicken|anrufen|bestellen|buchen
|abholen|weiterleiten|eintragen|freischalten|andern|zuruckrufen|ruckmelden)|vor (?:dem|der)
|rechtzeitig|(?:baldige|zeitnahe|kurze)\w*|fur eine? (?:\w+ )?(?:info|antwort|ruckmeldung
|nachricht|losung|ruckruf)|verstandnis""",
        will=r"""(?:(?:das|den|die|diesen|dieses) (?:\w+ )?(?:merke|merk|behalte|notiere
|speichere) (?:ich|wir) (?:mir|uns)?)|(?:dann |das |den |die |so |es |ich |wir )*(?:werde|werden
|probiere|teste
|versuche
|lese|merke|notiere|speichere|behalte|mache|mach|nehme|nehm|gebe|geb|schaue|schau|richte|erzahle
|sage|hange|drucke|lege|freue|freu|freuen|ube|empfehle|trinke|gonne|benutze|nutze|verwende|achte
|komm|komme)(?: ich| wir| mir| mich| uns| es| das| den| die| s)* (?:\w+ )*?(?:mit|aus|weiter
|machen|ausprobieren|probieren|testen|lesen|merken|durch|an|auf|so|nutzen|verwenden|mal|nach
|auseinander|drauf|ab|gerne|beherzigen|beachten|ausrichten|weitergeben|weitersagen|erzahlen
|durchlesen)\b|wird (?:so )?(?:gemacht|erledigt|ausprobiert|beherzigt|befolgt|ausgerichtet)
|(?:schaue|schau|gucke|lese|probiere|teste|merke|nehme|nehm|gebe|freu|freue)(?: ich
| wir)? (?:mir|mich|es|das|s)""",
        leave=r"""(?:schon\w*|schoen\w*|gut\w*|lieb\w*|viel\w*|herzlich\w*|best\w*
|sonnig\w*
|freundlich\w*|angenehm\w*|erholsam\w*|ruhige[nr]? (?:dienst|schicht|nacht)|froh\w*
|einen? (?:\w+ )?(?:schon|schoen|gut|tolle
|angenehm|erholsam|ruhig|sonnig|rutsch)\w*|bis (?:dann|bald|nachste\w*|morgen|montag|dienstag
|mittwoch|donnerstag|freitag|dahin|spater|denne|die tage)|tschuss|tschau|ciao|servus|mach s gut
|bleib\w* (?:sie |ihr )?(?:\w+ )?gesund
|geniess\w* (?:sie |den |das |die |dein\w* |euer |ihr\w* |eure )|pass\w* (?:sie )?auf (?:dich
|euch|sich)
|lass\w* es (?:dir|euch|ihnen)|komm\w* gut
|erhol\w*|ruh\w* (?:dich|euch)|habt? (?:einen?|noch|es)
|macht s gut|wunsch\w*|ich wunsche|gruss\w*|grusse|lg|vg|mfg|ruhigen|wir sehen uns
|man sieht sich|(?:jetzt |nun |so |und )*(?:ab|auf) (?:in den|ins|in die|zur|zum|nach|an die)
 (?:\w+ )?(?:feierabend|wochenende|bett|arbeit|schicht|kaffee|hause|pause|mittag\w*|urlaub)
|allzeit (?:gute|gut)|erhol\w*|alles (?:gute|liebe)|auf wiedersehen)""",
        bare=r"""(?:ja )?genau das (?:war|ist) es|(?:das|es) war s|dankend (?:erhalten|angenommen
|notiert|zur kenntnis genommen)
|(?:mit dank )?zur kenntnis genommen|gefunden|erhalten|(?:(?:fur mich|meinerseits
|von mir aus) )?(?:die sache|der fall|das thema|das
|die angelegenheit|der vorgang
|alles)? ?(?:ist |hat sich )?(?:fur mich |fur uns |damit |hiermit |jetzt |alles )*(?:erledigt
|abgeschlossen|geklart|in ordnung|vom tisch)|(?:aber )?(?:trotzdem |dennoch )?danke(?: trotzdem
| dennoch| jedenfalls)?|was (?:er|sie|es|die|das) soll(?:en)?|in ordnung|na dann
|passt(?: schon| scho)?|top|sauber|spitze|kein ding|kein thema|kein stress|kein problem
|das reicht(?: mir)?(?: vollig| vollkommen| so)?|wird gemacht|mach ich|mache ich
|machen wir(?: so)?|so machen wir(?: es| das| s)?|alles klar|geht klar|in ordnung|einverstanden
|verstanden|gelesen(?: und verstanden)?|zur kenntnis genommen|zur kenntnis|notiert|vermerkt
|akzeptiert|genehmigt|erledigt|bestens|jawohl|jo|joa|ok(?:ay)?|roger|ach so|ach ja|ah|aha|ah ja
|alles gut|das ging (?:ja )?(?:fix|schnell|flott)|siehe da|nichts fur ungut|nix fur ungut
|freut mich|das freut mich(?: sehr)?|sehr schon|wie schon|hut ab|respekt|chapeau|geht doch
|na also|na bitte|so soll es sein|so passt das|so ist es|genau so|ja genau(?: so)?|(?:keine
|keine weiteren) fragen(?: mehr)?|meinerseits (?:ist )?alles (?:klar|erledigt|gut)
|damit ist (?:fur mich )?(?:alles|die sache|das) (?:klar|erledigt|geklart)|damit (?:hat sich
|ist) (?:das|meine frage|es) (?:erledigt|beantwortet|geklart)|dann weiss ich bescheid
|ich weiss (?:jetzt )?bescheid|wieder was gelernt|man lernt nie aus|sache erledigt
|thema erledigt|fall erledigt|haken dran|macht euch keinen kopf|alles bestens|alles paletti
|perfekt|funzt|lauft|geht|klappt|gern geschehen|ihr seid (?:die besten|spitze|super|klasse|toll
|top)|mein fehler|ich (?:idiot|depp|dussel)|von meiner seite (?:ist )?(?:alles (?:klar|gut
|erledigt)|erledigt)""",
    ),
    _Parting(  # Dutch
        thanks=r"dank\w*|bedank\w*|merci|thanks|thx|thnx|thanx|dankbaar",
        thanking=r"""\w+ zegt (?:\w+ ){0,2}dank|dank|danken|bedank|bedanken|waardeer|waarderen
|apprecieer""",
        much=r"""mannen|jongens|meiden|gasten|baas|mensen
|beiden|allen|mevrouw|meneer|man|maat|toppers?|kanjers?|je|jewel|u|jullie|wel|hoor
|allemaal
|nogmaals|zeer|voor|alles|weer|ook|en|team|he|iedereen|namens|ons|mij|hier|uit|vanuit|erg|heel
|van|nog|veel|mensen|collega|collegas|dank|bedankt|hiervoor|daarvoor""",
        for_what=r"""dat (?:mijn|ons|onze|de|alles)|voor|aan (?:iedereen|jullie|het|de|allen|alle
|je)|dat (?:je|jullie|u|het|iemand
|jij|dit)|namens|ook (?:aan|namens|voor|van)|van (?:ons|mij|de|het|iedereen)|en (?:een|fijne?
|tot|groet\w*|prettige?|nog|goede?)""",
        to_do=r"""(?:dat|als) (?:je|jullie|u) (?!.*\b(?:kon|konden|hebt|heeft|hebben|had|hadden
|was
|waren|bent|wilde|wilden|ging|gingen|kwam|kwamen)\b)(?:\w+ ){0,6}\w+(?:t|en)$
|voor (?:het )?(?:bestellen|bellen|terugbellen|doorsturen|opsturen|regelen van|toevoegen
|wijzigen|boeken|inplannen|aanpassen|verwerken|reserveren|doorgeven aan)|voor (?:de
|het) (?:\w+ ){0,2}(?:begint|start)|op tijd|spoedige|voor een (?:\w+ )?(?:antwoord|reactie
|bericht|update|oplossing)|alvast|begrip""",
        will=r"""(?:(?:dat|die|het) (?:\w+ )?(?:onthoud|noteer|bewaar) (?:ik|we))
|(?:dan |dat |die |het |zo |ik |we )*(?:zal|ga|gaan|probeer|test|lees|onthoud
|noteer
|bewaar|doe|neem|geef|zeg|vertel|hang|print|leg|gebruik|kijk|bekijk|houd|hou|trakteer|pak)(?: ik
| we| het| dat| hem| m| er| ze)*(?: \w+)* (?:door|mee|proberen|doen|uit|testen|lezen|onthouden
|noteren|op|aan|zo|gebruiken|rustig|even|eens|bekijken|kijken|volgen|in (?:de gaten
|het achterhoofd)|rekening mee|vertellen|vanavond|straks|thuis|nemen)\b(?: \w+)*|(?:komt
|komt helemaal) (?:goed|voor elkaar)|zal ik doen|ga ik doen|doe ik|doen we""",
        leave=r"""(?:werkse|rustige (?:dienst|avond|nacht)|fijne\w*|prettige?\w*
|een (?:fijne|prettige|mooie|goede|zonnige)|goede\w*
|goed weekend|mooie dag|tot (?:dan|snel|straks|ziens|morgen|maandag|dinsdag|woensdag|donderdag
|vrijdag|volgende|gauw|kijk|binnenkort|de volgende)|groet\w*|gr|mvg|hartelijke|vriendelijke
|warme|lieve|veel (?:plezier|succes)|geniet|blijf gezond|hou (?:je|jullie)|pas goed op
|rust (?:lekker )?uit|doei|dag|houdoe|werk ze|succes|nog een|ik wens|wens
|(?:nu |dan |en )*(?:op naar|ik ga naar|naar) (?:mijn |de |het )?(?:huis|bed|werk|koffie|weekend
|dienst)|zie je|spreek je|beste groet\w*|gelukkig nieuw|tot nog eens)""",
        bare=r"""maar (?:bedankt|dank)|(?:maar )?(?:toch|alsnog|evengoed) (?:bedankt
|dank(?: je| u)?)
|dat (?:is|was) (?:hem|m|precies wat het was)|met dank (?:kennisgenomen
|ontvangen)|gevonden|(?:wat mij betreft|voor mij
|van mijn kant) (?:is |zijn )?(?:de zaak |het |alles |dit |hiermee |daarmee |nu )*(?:afgehandeld
|afgerond|opgelost|gesloten|in orde|rond|klaar)|(?:de zaak|het|alles
|dit) (?:is )?(?:hiermee |daarmee )?(?:afgehandeld|afgerond|opgelost|gesloten|in orde|rond
|klaar)(?: voor mij)?|goed bezig|oke dan doen we het zo|dan doen we het zo|bij deze
|dat verklaart (?:een hoop|veel|alles)|is goed|goed zo|mooi(?: zo)?|prima|akkoord|genoteerd
|gelezen|begrepen|duidelijk(?: verhaal)?|helder(?: verhaal)?|dan is dat (?:duidelijk|helder
|geregeld|opgelost)|daar kan ik mee (?:leven|verder|uit de voeten)|weer wat geleerd(?: vandaag)?
|niks meer aan doen(?: zo)?|voor (?:elkaar|mekaar)|komt (?:goed|in orde)|geen (?:dank|probleem
|punt|vragen(?: meer)?|verdere vragen)|doe ik|doen we|ga ik doen|zal ik doen|zo doen we het
|dat is m|dat was m|dat is het|dat was het|klopt(?: helemaal)?|in orde|oke(?: dan)?|ok|okidoki
|jep|yes|ja hoor|is gelukt|top(?: hoor)?|wauw|oef|he he|hehe|lekker|klaar|opgelost|geregeld
|case closed|kan dicht|je bent (?:een schat|een held|top|geweldig)|jullie zijn (?:top|geweldig
|toppers|helden|schatten)|ge zijt (?:ne schat|de max|een schat)
|van mijn kant (?:is het )?(?:klaar|in orde|akkoord|alles goed)|geen op of aanmerkingen
|mijn fout|foutje van mij|heel vriendelijk van (?:u|je|jullie)|dat scheelt(?: enorm| een hoop)?
|graag gedaan|wat (?:fijn|mooi|een service|snel|lief|goed|attent|een opluchting)
|staat genoteerd""",
    ),
    _Parting(  # Danish
        thanks=r"tak\w*|taknemmelig\w*|thx|thanks|merci",
        thanking=r"""sætter (?:jeg |vi )?(?:stor|meget) pris|det sætter (?:jeg|vi) stor pris
|\w+ siger (?:\w+ ){0,2}tak|takker|værdsætter|sætter (?:stor )?pris""",
        much=r"""gutter|drenge|piger|venner|chef
|alligevel|makker|køkkenet|skal|du|i|de|en|have|for|det|alt|igen|endnu|en|gang|sa
|meget|mange|ogsa|og|alle|sammen|herfra|fra|mig|os|team|lige|made|tusind|virkelig|hjælpen|her
|hele|vejen""",
        for_what=r"""og (?:venlig|med|mange|de bedste|bedste|kærlig) (?:hilsen|hilsner)
|til \w+(?:et|en|erne)$|for|fordi|til (?:jer|dig|alle|hele|holdet|teamet|jeres
|din|dit|ham|hende|\w+ (?:og|fra|for))|ogsa (?:til|for|fra)|fra (?:os|mig|hele|alle)|pa vegne
|og (?:god|hav|rigtig|fortsat|vi|en|hilsen)""",
        to_do=r"""fordi (?:du|i|de) (?!har\b|var\b|\w+(?:ede|te)\b|tog\b|gav\b|kom\b|fandt\b
|skrev\b
|gjorde\b|hjalp\b|ville\b|gad\b|blev\b|fik\b|holdt\b|sagde\b|gik\b|bad\b|ringede\b)\w+
|for at (?:sende|ringe|bestille|booke|rette|ændre|opdatere|tilføje|kigge|undersøge)|inden
|i god tid|for et? (?:\w+ )?(?:svar|tilbagemelding|opkald)|snarlig\w*|forstaelse""",
        will=r"""(?:(?:det|den) (?:\w+ )?(?:husker|noterer|gemmer) (?:jeg|vi))
|(?:sa |det |den |jeg |vi )*(?:prøver|tester|læser|husker|noterer|gemmer|gør
|tager (?:det|den|dem) (?:med|til)\b
|giver|siger|fortæller|hænger|printer|lægger|bruger|kigger|ser (?:\w+ )*(?:pa|igennem)\b|holder
|glæder|vil|kommer til at
|skal nok|lader)(?: jeg| vi| det| den| mig| os)*(?: \w+)*|det skal jeg nok|skal nok|bliver gjort
|det gør (?:jeg|vi)""",
        leave=r"""(?:rolig (?:vagt|aften|nat)|god\w*|rigtig god|fortsat (?:god|dejlig)
|hav (?:en|det|fortsat)|ha en
|en (?:god
|dejlig)|(?:nu |sa )*(?:gar jeg|jeg gar|skal jeg|jeg skal) (?:hjem|i seng|pa arbejde|til kaffe
|pa vagt)
|vi ses|ses|vi tales|tales ved|hilsen\w*|hilsner|kh|mvh|vh|dbh|med venlig|venlig|bedste
|kærlig\w*|glædelig|farvel|hej hej|pas (?:godt )?pa|nyd|slap af|kom godt|hyg (?:dig|jer)
|kør forsigtigt|held og lykke|glæder (?:mig|os) til
|på gensyn|pa gensyn|hils)""",
        bare=r"""det var (?:lige|præcis|netop) (?:den|det)|(?:noteret|modtaget) med tak
|fundet
|det sætter jeg (?:stor )?pris pa
|(?:for mit vedkommende|for min del
|herfra) (?:er )?(?:sagen |alt |det )?(?:afsluttet|lukket|i orden|klaret)
|sagen er (?:hermed )?(?:afsluttet|lukket|klaret)|det (?:gik|var) da (?:stærkt|hurtigt)
|det gik (?:stærkt|hurtigt)|(?:ikke|ingen) flere spørgsmal(?: herfra)?|det lyder som en plan
|jeps?|men tak|(?:men )?tak (?:alligevel|i hvert fald)|fint(?: nok)?|det er fint(?: for mig)?
|aftalt|lækkert|dejligt|skønt|super
|modtaget|forstaet|noteret|set|læst|jamen sa siger vi det|sa siger vi det|sa kører vi(?: sadan
| sa)?|det gør (?:jeg|vi)|gør jeg|det er (?:i orden|helt fint|helt i orden|okay|ok
|jeg tilfreds med)|det var bare det|sa ved jeg (?:det|besked)(?: til (?:en anden|næste) gang)?
|det er noteret|det giver (?:god )?mening|giver (?:god )?mening
|ingen (?:yderligere |flere )?(?:spørgsmal|kommentarer)(?: herfra)?|intet problem|helt i orden
|alt (?:er )?(?:godt|i orden|ok|vel)|perfekt|genialt|flot(?: arbejde| klaret)?|godt (?:gaet
|arbejde|klaret|at vide)|i er (?:de bedste|fantastiske|guld værd|seje|super)|du er (?:den bedste
|guld værd|en stjerne|en engel|en skat|sej|fantastisk)|sagen er (?:klaret|løst|lukket)
|sag lukket|sa lykkedes det|det lykkedes|det hjalp|min fejl|hvor (?:dejligt|godt|fint|skønt|rart
|hurtigt)(?: at høre)?|herfra er alt (?:godt|i orden)|sadan|ok|okay|yes|jep|selv tak
|det lyder (?:godt|fint|super)|lyder (?:godt|fint)""",
    ),
    _Parting(  # Portuguese
        thanks=r"""obrigad\w*|brigad\w*|obg|agrade[cd]\w*|grat[oa]s?|gratidao|valeu|bem hajas?
|bem haja\w*""",
        thanking=r"""\w+ diz(?:em)? (?:\w+ ){0,2}obrigad[oa]|agradeco|agradecemos|agradece
|agradecem
|agradecer|agradecia""",
        much=r"""malta|gente|pessoal|chefe|amigo|amiga
|aos|dois|duas|ambos|ambas|muito|mesmo|imenso|a|todos|todas|e|tambem|mais|uma|vez
|por|tudo|pessoal|equipa
|igualmente|eu|nos|de|coracao|desde|ja|do|da|sinceramente|lhe|vos|te|novamente|bem|obrigad[oa]
|colegas?|sempre|pela|pelo""",
        for_what=r"""aos (?:dois|tres|dois)|as duas|por|pel[ao]s?|a (?:todos|todas|equipa|toda
|voces|vos|si|ti)|ao (?:pessoal
|\w+ (?:e|da|do))|em nome|da (?:parte|equipa|nossa|minha)|de (?:coracao|todos|toda)|e (?:bo[am]
|ate|um|uma|bons?|boas?|continuacao|desculpe\w*|abraco|cumprimentos)""",
        to_do=r"""agrade(?:co|cemos) que (?!(?:me |nos )?tenh)|por (?!.*\b(?:tao
|depressa|rapid\w*|prontamente|logo)\b)(?!ter\w*|me ter\w*
|nos ter\w*|(?:me |nos |tudo |todo |toda )?(?:ajudar|responder|explicar|avisar|esclarecer
|resolver|tratar|tentar|informar|atender|partilhar|ser|tirar|vir|atuar|voltar|ouvir)\w*|tudo|todo
|toda
|essa|esse|esta|este|isso|isto|mais|uma?|tao|tanta|tanto)(?:\w+ )?\w+[aei]r(?:em|es|mos)?\b
|antes d\w|a tempo|brevidade|por uma? (?:\w+ )?(?:resposta|retorno)|compreensao|envio d|o envio
|contacto|retorno""",
        will=r"""(?:eu |entao |assim |ja |isso )*(?:vou|vamos|irei|iremos|fico com|passo a|farei
|faremos|tentarei|lerei|guardarei|usarei|tratarei|terei|levo|levarei) (?:\w+ )*(?:ler
|experimentar|tentar|fazer|testar|usar|guardar|lembrar me|seguir|ver|contar|dizer a|partilhar
|anotar|estudar|tratar|ter (?:isso )?em conta|passar a|assim|com calma|em conta|para a proxima
|proceder|recomendar|aproveitar)(?: \w+)*|assim farei|sera feito|fica (?:anotado|registado
|combinado)""",
        leave=r"""(?:bo[am] (?:turno|fim|semana|tarde|dia|noite|trabalho|ferias|feriado|continuacao
|pascoa
|viagem|descanso|sorte|fds)|boas (?:ferias|festas|entradas|ferias)|bons|ate (?:logo|breve|amanha
|segunda|la|a proxima|ja|para a semana|sempre|quinta|terca)|continuacao|um (?:abraco|bom|otimo
|excelente|beijinho|feliz)|uma (?:boa|otima|excelente|santa)|abracos?|beijinhos?|bjs
|cumprimentos|cumps|melhores|com os melhores|atenciosamente|saudacoes|feliz|desejo|votos
|otim[oa] (?:semana|fim|tarde|dia)|resto de|fique bem|fiquem bem|aproveit\w* (?:o|a|bem|as|os)
|cuid\w* se|cuida te|descans\w* (?:bem|um)|divirt\w*|(?:agora |e )*(?:vou
|bora) (?:agora )?(?:para|pra|a) (?:a |o )?(?:casa|cama|turno|trabalho|aula
|dormir)|agora vou dormir|tudo de bom|excelente (?:semana
|fim|dia))""",
        bare=r"""(?:e|era) isso (?:mesmo)?|era mesmo isso|encontrei|recebido com agrado
|nao faz mal|(?:(?:por mim|para mim
|da minha parte) )?(?:o assunto |o caso |a questao |o processo )?(?:esta |fica |ficou )
(?:\w+ )?(?:encerrad[oa]
|fechad[oa]|tratad[oa]|resolvid[oa]|arrumad[oa]|concluid[oa])(?: por mim| para mim
| da minha parte)?|ta bom(?: entao)?|esta bem entao|e assim que fazemos
|entao e assim que fazemos|fica para a proxima|percebido e assimilado|paciencia
|mas obrigad[oa]|(?:mas )?obrigad[oa] (?:na mesma|de qualquer (?:forma|maneira|modo))|concordo
|entendido|entendi|percebido|percebi|anotado|recebido|registado
|combinado|de acordo|certo|certissimo|com certeza|perfeito|otimo|impecavel|espetaculo|maravilha
|fixe|boa|boas noticias|que (?:rapidez|bom|bem|maravilha|alivio|bela noticia|boa noticia|alegria
|simpatia|eficiencia|atencao|servico)|tudo (?:claro|certo|bem|em ordem|resolvido|tratado
|esclarecido|ok)(?: como agua| da minha parte)?|(?:da
|pela) minha parte (?:esta )?(?:tudo (?:certo|bem|ok|tratado|resolvido)
|(?:nao tenho mais duvidas)|fechado|tratado)|(?:caso|assunto|misterio|problema
|questao) (?:resolvido|encerrado|arrumado|resolvida|tratado)|consegui|conseguimos|ja (?:consegui
|percebi|vi|esta|reparei|entendi|recebi)|resolvido|tratado|feito|confirmo(?: a rececao
| que chegou(?: bem)?)?|faz (?:todo o )?sentido|sem (?:mais )?(?:duvidas|questoes)|nao (?:ha
|tenho) (?:mais )?(?:duvidas|questoes)|assim (?:farei|faremos|sera)|farei isso|fica (?:anotado
|registado|combinado)|esta (?:bem|certo|otimo|perfeito)|ok|okay|sao os maiores|es (?:o maior
|a maior|um anjo|um craque)|voces sao (?:os maiores|incriveis|fantasticos|top|espetaculares)
|erro meu|lapso meu|foi (?:engano|distracao|erro) (?:meu|minha)|pronto|de nada|aceite
|fico (?:esclarecid[oa]|mais descansad[oa]|descansad[oa]|muito agradecid[oa])|nada a acrescentar
|parabens""",
    ),
    _Parting(  # French
        thanks=r"merci\w*|remerci\w*|mrc|mci|reconnaissan\w*|gratitude|thanks|thx",
        thanking=r"""\w+ (?:vous |te )?di(?:t|sent) (?:\w+ ){0,2}merci|remercie|remercient
|remercions|remercier|apprecie|apprecions""",
        much=r"""les gars|les filles|les amis|chef
|jeune homme|jeune|homme|chef|madame|monsieur|messieurs|mesdames|a|vous|toi|tous
|toutes|encore|beaucoup|et|infiniment|bien|mille|fois|aussi|vivement|sincerement|chaleureusement
|quand|meme|bcp|team|l|equipe|pour|tout|de|les|du|fond|coeur|le|monde|merci|votre|la|une|toute
|collegues|he|hein""",
        for_what=r"""pour|de (?:votre|vos|ton|ta|l|la|m avoir|nous avoir|t etre|vous etre|avoir|ce
|cette|tout)|d avoir|du (?:renseignement|conseil|coup|fond|suivi|retour)|des (?:precisions|infos
|explications)|a (?:toute|l|votre|ton|ma|mon|nos|\w+ (?:et|de))|au (?:service|collegue
|technicien|nom)|aux|et (?:bon\w*|belle|a|excellente?|bravo|joyeu\w*|desole\w*|pardon|au|bises
|passez)|aussi (?:a|pour|de|au)|de la (?:part|reponse)""",
        to_do=r"""merci de (?:votre|ton) (?:\w+ )?retour|d avance|avant (?:le|la|l)|a temps
|dans les (?:meilleurs|plus)|comprehension|rapide retour|de (?!votre|vos|ton|ta|m avoir
|nous avoir|t etre|vous etre|avoir|ce|cette|tout|tous|ma|mon|mes|nos|notre|service|coeur
|quelque)(?:\w{1,4} )?\w+(?:er|ir|re)\b|pour (?:votre|une?|ton) (?:\w+ )?(?:rappel|envoi)
|pour une? (?:\w+ )?(?:retour|reponse|info|solution)""",
        will=r"""(?:alors |donc |du coup |dans ce cas )*(?:je (?:vais|le|la|les|m en|l|garde|note
|lirai|teste|testerai|essaie|essaierai|retiens|retiendrai|fais|ferai|suis|suivrai|transmets
|prends|irai|regarde|regarderai|conserve|penserai|m y|saurai|utiliserai|garderai|lis)
|j (?:essaie|essaye|essaierai|essayerai|utiliserai|y|en|irai|adopte)|on (?:va|fait|fera|garde
|essaie|ouvrira)|nous (?:allons|ferons|garderons|essaierons))(?: \w+)*|ce sera fait
|c est ce que je vais faire""",
        leave=r"""(?:bon(?:ne)?s? \w+|belle \w+|excellent\w* \w+|tres bon\w*|a (?:bientot|plus
|la prochaine|demain|lundi|mardi|mercredi|jeudi|vendredi|tout a l heure|tantot|la semaine)
|au (?:plaisir|revoir)|cordialement|bien (?:a (?:vous|toi)|cordialement)|bises?|gros bisous
|bisous|amities|amicalement|salutations|joyeu\w*|passez (?:une?|de)|passe (?:une?|de)
|(?:je vous |je te )?souhait\w*|je vous souhaite|je te souhaite|profite[zr]?|prenez soin
|prends soin|repos\w*|amuse\w*|(?:je file|je retourne|je vais|allez|et maintenant) (?:au lit
|me coucher|dormir|a la maison
|au travail|bosser|en cours|en classe|prendre mon service)|porte toi|ciao|portez vous
|prenez soin|cdt|cdlt|a vous aussi|vivement)""",
        bare=r"""c est (?:exactement|bien|tout a fait) ca|retrouvee?|trouvee?
|j apprecie vraiment
|(?:pour (?:moi|ma part
|nous) )?(?:l affaire|le dossier|le sujet|la question
|le ticket|le probleme|c|tout)? ?(?:est )(?:donc )?(?:clos|close|reglee?|resolue?|terminee?
|en ordre)(?: pour (?:moi|ma part|nous))?|(?:tres bien )?(?:faisons|on fait) comme (?:ca|cela
|convenu)|ca y est|c est limpide|limpide|plus aucune question(?: de mon cote)?|fausse alerte
|mais merci|(?:mais )?merci (?:quand meme|tout de meme)|c est tout bon(?: pour moi)?|entendu
|compris|bien compris|bien note|note
|c est note|d accord|dac|ok|okay|parfait|super|impeccable|nickel|top|genial|ca (?:marche|roule
|me va|baigne|joue)|bon ben ok(?: alors)?|tres bien|c est (?:parfait|clair|entendu|compris|bon
|tout bon|regle|fait|gentil|tres gentil|tres aimable(?: a vous)?)|rien a (?:ajouter|redire
|signaler)|pas d autres? questions?|plus de questions?|vous etes (?:vraiment )?(?:des (?:chefs?
|as|amours|anges
|cracks?|pros|stars|genies|magiciens|perles|champion\w*)|au top|geniaux|les meilleurs
|formidables?|un ange|une perle|adorables?)|t es (?:un chef|un ange|le meilleur|la meilleure
|au top)|tu es (?:un ange|le meilleur|la meilleure|au top|geniale?)|c est moi qui (?:m etais
|me suis) trompee?\w*(?: \w+){0,3}|au temps pour moi|autant pour moi|mea culpa|bien vu|bien joue
|bien recu|(?:quelle|quel) (?:rapidite|efficacite|reactivite|service|bonne nouvelle|soulagement
|plaisir|equipe)|(?:probleme|affaire|mystere|dossier) (?:resolue?|reglee?|clos|classee?)|regle
|resolu|fait|c est fait|on fait comme (?:ca|vous avez dit|tu as dit|convenu|prevu)
|je comprends(?: mieux)?|ca fait sens|c est logique|logique|voila qui (?:repond a tout|est clair
|est fait|me rassure)|avec plaisir|de rien|tout (?:est )?(?:bon|clair|en ordre)(?: pour (?:moi
|nous))?|tout va bien|bravo|chapeau|ouf|ah|ah oui|ah d accord|rien d autre|bonne nouvelle
|mon erreur|tant mieux|tant pis""",
    ),
)
"""To add a language, add an entry."""


def _of(name: str) -> list[str]:
    return [flat(getattr(one, name)) for one in _LANGUAGES]


THANKS = [late_pattern(rf"\b(?:{words})\b") for words in _of("thanks")]
TO_DO = [late_pattern(rf"\b(?:{words})") for words in _of("to_do")]
THANKED = [
    late_pattern(
        rf"(?P<before>(?:\w+ ){{0,6}}?)(?:{thanks})(?> (?:{much})(?![^ ]))*"  # one way to read it
        rf"(?P<for_what> (?:{what}) .+)?"
    )
    for thanks, much, what in zip(_of("thanks"), _of("much"), _of("for_what"), strict=True)
]
"""Thanks, with what stands before them and what is thanked for."""

THANKING = [late_pattern(rf"(?:\w+ ){{0,4}}?(?:{words})\b") for words in _of("thanking")]
WILL = [late_pattern(rf"(?:{words})\b") for words in _of("will")]
LEAVE = [late_pattern(rf"(?:{words})\b") for words in _of("leave")]
BARE: re.Pattern[str] = late_pattern("|".join(f"(?:{words})" for words in _of("bare")))

BIG = frozenset(
    "a an my our so very many warm warmest sincere heartfelt deepest biggest huge big well and "
    "vielen herzlichen "
    "meinen meine unseren herzlichsten allerherzlichsten besten lieben ganz recht noch mal "
    "nochmals "
    "hartstikke heel erg super mega onze mijn oprechte welgemeende grote nogmaals kei echt en "
    "stor stort store tusind mange sa min vores varm dybfolt og et en stort "
    "um uma grande enorme mil imenso muito o meu nosso sincero e as "
    "un mes nos mon tres sinceres plus vifs chaleureux grand immense mille enorme et avec".split()
)
"""What may stand before thanks."""
