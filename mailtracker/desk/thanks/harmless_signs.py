"""What looks like a sign of `wanting_signs` or `adverse_signs` and is none, one entry a language;
written as the phrases of `thanks_phrases`. It is left out before signs are looked for.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Harmless:
    """What people of one language write, alternatives of a pattern."""

    #: Of good news, of politeness: "no longer beeps", "could not be better".
    harmless: str


_LANGUAGES = (
    _Harmless(  # English
        harmless=r"""late (?:yesterday|last (?:night|week))
|figur\w+ out (?:how|what|why|where)(?: to)?|(?:was|were|landed|ended up
|sitting|hiding|hidden|sat) (?:\w+ )?in (?:my |the )?(?:spam|junk)(?: folder| mail)?(?: all along
| the whole time)?|i had (?:typed|entered|mistyped|misspelled|clicked) (?:\w+ ){0,3}\w+$|(?:my
|our|all my) questions? (?:is|are|has been|have been|was|were) (?:all )?answered|^(?:i|we) (?:was
|were|had been) (?:in|on|at|using|looking \w+) the wrong \w+$|as (?:always|ever|usual)|without
 (?:any )?(?:complaints?|complaining|grumbling|moaning|drama)|^(?:so )?(?:it|that) was (?:just
 |only |simply )(?:the|a|an|my|our) \w+$|exactly the \w+ (?:that )?(?:i|we) (?:was|were) (?:after
|looking for)|(?:see|know|noticed) (?:now )?(?:where|what) i (?:went wrong|did wrong|missed
|overlooked)|no need to \w+(?: back)?|just in time|(?:problem|issue|error|fault|trouble)s? (?:has
 |have |is |are )?(?:now )?(?:gone(?: away)?|disappeared|vanished|went away)|in colou?r|(?:used
|typed|entered|clicked|selected|opened|looked at|looked in|been using|been looking at) (?:the
 |an? |in the )?wrong \w+|(?:don t|no longer) need (?:any )?(?:more |further )?(?:help|assistance
|anything)|(?:explain\w*|show\w*|understand|see|know|learned|clarif\w+) (?:to me |me |us |now
 )?(?:how|what|why|where)|can (?:start|begin|go ahead)(?: \w+)?$|(?:just )?a (?:quick|short)
 (?:note|word|line|message)|sorry (?:for|about|to have) \w+|(?:problem|issue|error|trouble
|fault)s? (?:is|are|was|were|has been|have been|s|got)(?: \w+)? (?:fixed|solved|resolved|sorted
|gone)|exactly what i was (?:after|looking for)|what i was (?:after|looking for)|(?:getting|got
|coming|came) back to (?:me|us)|back to (?:normal|work|business)|next time|no more \w+s|anyone
 else|thanks (?:all the same|anyway|though)|(?:don t|no idea|not sure) (?:know )?(?:what|how)
 (?:you|that|it)(?: \w+){0,3}|even i (?:can|could)|no rush(?: at all)?|haven t had (?:a|any|one)
 \w+|didn t notice|wouldn t believe|can (?:finally|now) \w+|i d been \w+ing|hope you (?:have|get
|enjoy)|worth the wait|until (?:then|next time)|(?:all|everything) (?:i|we) needed to know|what i
 (?:need|needed|wanted|was looking for)|you were (?:absolutely |quite )?right|should (?:really
 |probably )?have (?:\w+)|nothing (?:else|more) (?:needed|to do)|no longer (?:an issue|needed|a
 problem)|no action (?:needed|required)|you(?: ve)? (?:all )?(?:earned|deserve)|no (?:more
 )?(?:problems?|issues?|errors?|trouble|complaints?|worries|hiccups|surprises)(?: (?:at all|since
|so far|any ?more|with it))?|without (?:a |any )?(?:hitch|problems?|issues?|trouble|errors?|fuss
|glitch|hiccup)|not a single (?:\w+)|(?:all|everything|what|exactly what) (?:i|we) (?:need|needed
|wanted|asked for)|no longer (?:needed|necessary|jams|beeps|flickers|crashes|drips|leaks|squeaks
|freezes|asks|smells|rattles|hums|blinks|disconnects|drops)|no (?:need|rush|hurry) (?:to|for) \w+
|stopped (?:asking|beeping|jamming|crashing|dripping|leaking|flickering|squeaking|freezing
|hanging|blinking|smelling|complaining|dropping|disconnecting)|(?:you|you ve) (?:have )?(?:really
 |all |both |guys )*(?:re|been|are|were|saved|helped|made|explained|fixed|answered|sorted|solved
|did|done)|your (?:help|support|patience|time|advice|tip|tips|trick|explanation|instructions
|quick \w+|kind \w+|work|effort|efforts|team|guide|hint|suggestion|steps|reply|answer)|(?:as|like
|the way|exactly as) you (?:said|suggested|described|explained|recommended|told me|advised)
|thanks to you(?:r)?|so (?:did|is|was)|could(?:n t| not) be (?:happier|better|easier)|could(?:n t
| not) have (?:done|asked|been) \w+|(?:can|could) (?:finally |now |again |already )*(?:see|open
|print|log in|work|access|read|use|get in|get on with|enter|carry on|continue|move on|start|sleep
|breathe|relax|plan|book|scan|hear)(?: again)?|(?:should|must) have (?:seen|known|noticed|read
|checked|looked)|would(?:n t)? (?:never )?have (?:found|guessed|known|noticed|thought)|(?:just
 |only )?(?:wanted|want|would like|d like) to (?:say|thank|let you know)|how (?:quick|fast|nice
|kind|well|easy|simple)\w*|(?:better|faster|easier|quicker|sooner|more) than(?:before|ever
|expected|i (?:thought|expected|hoped))|at first|in the first place|first (?:time|try|thing
|attempt)|when i (?:came|got) (?:back|in)|no idea|never (?:knew|noticed|saw|thought)|did(?:n t)
 (?:know|see|realise|realize|notice|expect)|my (?:fault|mistake|bad|error)|in no time|not
 (?:needed|necessary) any ?more|every time|same day|other than that|once again|second to none|bye
 for now|without a single \w+|since (?:the |last )?(?:monday|tuesday|wednesday|thursday|friday
|then)|when i (?:m|am|get) (?:back|home|in)|one of|no one (?:else )?(?:needed|noticed)|my (?:old
 )?\w+ (?:is|are) happy|no further|nothing (?:else|more|further)(?: (?:needed|required|from|to)\b
|$)|will do|that s it|don t worry""",
    ),
    _Harmless(  # German
        harmless=r"""hatten? (?:ja )?noch (?:einen?|nen|ne|eine) (?:\w+ )?\w*(?:schlussel|kabel
|karte
|stecker)|^ruhige[nr]? (?:dienst|schicht|nacht) noch$
|ich bin mit (?:\w+ ){1,4}(?:glucklich|zufrieden|happy)
|ich hatte (?:\w+ ){1,5}(?:getippt|vertippt|eingetippt|angeklickt)$|(?:frage
|fragen) (?:ist|sind|wurde|wurden) (?:damit |alle )?beantwortet
|wie (?:immer|gewohnt)
|^ich war (?:im|in der|auf der|am) falschen \w+$|ohne (?:murren|meckern|mucken|zicken|klagen
|theater)
|^(?:also )?(?:es|das) war (?:nur|bloss|einfach|lediglich) (?:der|die|das|ein|eine|mein
|meine) \w+$
|genau (?:diese\w*|das|die|der|den) \w+ (?:habe|hatte
|haben) (?:ich |wir )?(?:gesucht
|gebraucht)|genau (?:diese\w*|den|das|die) \w+ (?:hatte|habe) ich (?:gesucht|gebraucht)|(?:wo
|was) (?:mein|der) fehler (?:lag|war)|(?:brauchst|brauchen
|braucht) (?:sie |du |ihr )*nicht (?:zu )?\w+
|(?:kein|keine) (?:antwort|ruckmeldung|ruckruf) (?:notig|erforderlich)
|weiss (?:ich )?(?:das |es )?zu schatzen
|genau (?:rechtzeitig|richtig)|(?:ist|sind) (?:\w+ ){0,2}(?:problem\w*|fehler\w*
|storung) (?:jetzt |nun |wieder )?(?:weg|verschwunden|behoben|gelost)|(?:problem\w*|fehler\w*
|storung) verschwunden|in farbe|genau das haben wir gebraucht|nur (?:ein|eine|das|der
|die) (?:\w+ )?(?:kabel|stecker|\w+kabel|taste|knopf)
|mehr brauche ich nicht|ich (?:hatte|war) (?:\w+ ){0,2}(?:falsche|verkehrte)\w* \w+(?: (?:benutzt
|eingegeben|geklickt|genommen|verwendet|offen|unterwegs|gesucht))?$|(?:brauche
|benotige) (?:ich )?(?:keine (?:weitere )?(?:hilfe|unterstutzung)|nichts)(?: mehr)?
|weiss (?:ich )?(?:\w+ ){0,3}zu schatzen|(?:hatte|habe
|war) (?:ich )?(?:es |das )?(?:\w+ )?vergessen$|(?:ganz|vollig
|total) vergessen$|(?:erklart|gezeigt|verstehe|weiss|verstanden|sehe) (?:\w+ )?(?:wie|was|warum|wo
|wann)|kann (?:jetzt |nun |endlich )?(?:beginnen|losgehen|anfangen|kommen|starten)
|entschuldig\w* (?:sie )?(?:bitte )?(?:die|fur die|den|das) \w+|kurz (?:probiert|getestet
|geschaut|nachgeschaut)|kurze (?:info|ruckmeldung) dass|(?:problem|fehler|storung)\w* (?:ist
|sind|wurde|hat sich|konnte)(?: \w+){0,2} (?:gelost|geloest|behoben|weg|erledigt|beseitigt
|verschwunden)|(?:das |beim )?nachste\w* mal|bis nachste\w* \w+|ziehe (?:ich )?(?:den
|meinen) hut|(?:trotzdem|dennoch) (?:vielen )?dank\w*|danke\w* trotzdem|brauch(?:st|t
|en)? (?:\w+ )?(?:nichts?|nix|nicht) mehr\w*|(?:brauchen|braucht) (?:ihr|sie|du)? ?(?:nichts
|nicht) mehr|hat(?:te|test|tet|ten)? (?:ihr |du |sie |ja )*recht|recht gehabt
|mehr wollte ich (?:\w+ )?nicht wissen|war (?:doch |wohl |ja )*nur|konnen (?:wir
|die \w+) (?:jetzt |wieder |endlich )+|noch nie|besser als|nicht (?:zu )?fassen|keine ahnung
|nicht aufgefallen|(?:selber|selbst) (?:gefunden|gelost|hinbekommen|gemacht|gesehen|umgesteckt
|schuld)|(?:kein\w*|ohne) (?:einzig\w* )?(?:\w+ )?(?:probleme?|fehler|fehlermeldung\w*
|storung\w*|abstur\w*|frage|fragen|ruckfragen|schwierigkeiten|beanstandung\w*|wartezeit
|warnung\w*)(?: mehr)?|kein wunder|ohne weiteres|(?:piept|brummt|quietscht|tropft|klemmt|hakt
|hangt|flackert|stinkt|ruckelt|klappert|sturzt|spinnt|blinkt|rauscht|knarzt
|wackelt)(?: \w+){0,3} nicht mehr(?: ab)?|(?:sturzt|bricht)(?: \w+){0,2} nicht mehr (?:ab
|zusammen)|nicht mehr (?:notig|erforderlich|so laut)|(?:hatte|hatten) (?:ich |wir )?(?:nicht|nie
|gar nicht) (?:gedacht|erwartet|gewusst|gesehen|damit gerechnet)|nicht gewusst
|hab(?:e)? (?:ich )?(?:gar |wohl )?(?:nicht|glatt) (?:gesehen|gewusst|ubersehen)|(?:besser
|schneller|leichter|einfacher|ruhiger) als (?:erwartet|gedacht|vorher|fruher|je)|als (?:gedacht
|erwartet)|(?:alles|genau das|das) was ich (?:brauche|brauchte|wollte)|mehr brauche ich nicht
|(?:ihre[rsnm]?|deine[rsnm]?|eure[rsnm]?|dein|euer|ihr) (?:(?:schnelle|tolle|grosse|nette
|freundliche|prompte|super|wertvolle|kompetente)\w* )?(?:hilfe|unterstutzung|muhe|geduld|antwort
|erklarung|tipp|tipps|einsatz|arbeit|anleitung|hinweis|hinweise|zeit|verstandnis|team
|engagement)|(?:kann|konnen) (?:ich|man|wir)(?: (?:endlich|wieder|jetzt|auch|gut))*
|nicht schlecht|hatte ich (?:selbst|auch) (?:sehen|wissen)|noch nie so\b|so (?:schnell|gut
|nett) noch nie|auf den ersten blick|beim ersten (?:mal|versuch)|das erste mal|weg damit
|erste sahne|nicht mehr (?:abgesturzt|aufgetreten|vorgekommen|passiert|gebraucht)|wie (?:schnell
|gut|nett|toll) \w+|(?:mein|meine) (?:fehler|schuld|versehen)|fehler (?:lag|sass) (?:bei mir
|vor dem \w+)|nichts weiter|nichts mehr (?:zu tun|notig|offen)
|wollte (?:ich )?(?:nur |mich |kurz )+|(?:wollte|mochte|wollten|mochten) (?:ich |wir )?(?:mich
|uns|ihnen|dir|euch)|weiss (?:ich )?(?:jetzt |nun )?bescheid|ich bin (?:\w+ )?(?:froh|glucklich
|begeistert|erleichtert|zufrieden|beeindruckt|dankbar|wieder (?:drin|dabei|online))
|wir sind (?:\w+ )?(?:froh|glucklich|begeistert|erleichtert|zufrieden|beeindruckt|dankbar)
|freue? mich (?:schon )?(?:auf|uber) (?!(?:ihre|eure|deine|eine|die|baldige|ein
|weitere) (?:\w+ )?(?:ruckmeldung|antwort|nachricht|anruf|termin))|bis (?:dann|dahin|bald|spater
|morgen|montag|dienstag|mittwoch|donnerstag|freitag|nachste woche|denne|demnachst)
|seit (?:gestern|montag|dienstag|mittwoch|donnerstag|freitag|dem \w+)
|ohne (?:eine? )?einzige\w* \w+|immer noch von|noch (?:einmal|mal|mals|schon
|einen? (?:schon|gut|angenehm|toll|ruhig|erholsam)\w*)
|alles andere als""",
    ),
    _Harmless(  # Dutch
        harmless=r"""werk ze nog|had(?:den)? (?:er )?nog een (?:\w+ )?(?:sleutel|kabel|pas|kaart
|reserve\w*)
|(?:al )?een (?:heel )?stuk(?= (?:beter|sneller|makkelijker|fijner
|prettiger|rustiger))
|ik (?:had|bleek) (?:\w+ ){1,6}(?:getypt|ingetypt|aangeklikt)$|(?:vraag
|vragen) (?:is|zijn) (?:hiermee |allemaal )?beantwoord
|zoals (?:altijd|gewoonlijk)
|^ik (?:zat|was|keek) (?:in|op) (?:de|het) verkeerde \w+$|je (?:hebt|heb) (?:mij|me|mijn \w+
|onze \w+) (?:enorm |echt )?(?:gered
|geholpen)|zonder (?:morren|mopperen|klagen|gemor|drama)
|^(?:het|dat) was (?:gewoon|alleen|enkel|maar|slechts) (?:de|het|een|mijn) \w+$
|precies (?:het|de|dat|die) \w+ (?:dat|die) (?:ik|we|wij) (?:zocht|zochten
|nodig \w+)|(?:zie|weet) ik (?:nu )?
(?:wat|waar) ik (?:fout|verkeerd) \w+|(?:wat|waar) ik (?:fout|verkeerd) \w+
|hoeft? (?:je |u |jullie )?niet (?:meer )?te (?:antwoorden
|bellen|reageren|komen)|precies op tijd|(?:is|zijn) (?:\w+ ){0,2}(?:probleem|problemen|fout\w*
|storing) (?:nu )?(?:weg
|verdwenen|verholpen|opgelost)|in kleur|(?:precies )?wat (?:ik|we|wij) nodig had(?:den)?
|meer (?:heb|hoef) ik niet(?: nodig)?|ik (?:had|zat
|was) (?:\w+ ){0,2}verkeerde \w+(?: (?:gebruikt|ingetypt|ingevuld
|open|aangeklikt))?$|geen (?:verdere )?(?:hulp|ondersteuning) (?:meer )?nodig
|was (?:ik )?(?:het |dat )?(?:\w+ )?vergeten$|(?:helemaal|compleet
|totaal) vergeten$|laat (?:ik )?(?:het )?zo|(?:uitgelegd|snap|begrijp|weet|laten zien
|zie) (?:\w+ )?(?:hoe|waarom|waar|wat)
|kan (?:nu )?(?:beginnen|starten|van start|doorgaan)|(?:even )?een (?:kort )?bericht\w*
|(?:probleem|fout|storing|problemen|foutmelding)\w* (?:is|zijn|werd)(?: \w+){0,2} (?:opgelost
|verholpen|weg|verdwenen|hersteld)|(?:de )?volgende keer|dan (?:doe|weet|houd|neem|ga
|gebruik) ik(?: het)?(?: zo| mee)?|oke dan|hoef ik me \w+|neem (?:ik )?(?:het|dat|dit|ze
|hem) mee|geen omkijken|toch (?:heel )?(?:bedankt|dank)|(?:bedankt|dank) toch|had(?:den)? gelijk
|hoef\w* (?:\w+ ){0,3}(?:niet|niks|niets) (?:meer|te)(?: \w+)*|geen idee|niet opgevallen
|zat er niet in|nog nooit zo\w*|nooit zo\w*|een hoop|oke dan|dan (?:doen|is|ben|weet|gaan
|kan) (?:we|ik|dat|het)|(?:geen|zonder) (?:enkel \w+|\w+ )?(?:problemen|probleem|fouten
|foutmelding\w*|storing\w*|vragen|gedoe|klachten|haast|moeite)(?: meer)?|geen wonder|geen idee
|(?:piept|bromt|lekt|hangt|hapert|flikkert|klemt|stinkt|rammelt|knippert|ruist|kraakt
|wiebelt)(?: \w+){0,2} niet meer|niet meer (?:nodig|gebeurd|vastgelopen|uitgevallen)
|hoeft niet meer|alles wat ik (?:nodig had|wilde weten)|(?:beter|sneller|makkelijker|mooier
|rustiger) dan (?:verwacht|gedacht|ooit|ervoor|eerst|ik \w+)|(?:jouw|uw|je|jullie) (?:(?:snelle
|goede|fijne|grote|prettige|vlotte|duidelijke) )?(?:hulp|inzet|moeite|geduld|tijd|uitleg
|antwoord|reactie|tip|tips|advies|steun|team|werk|service|zorg)|kan ik(?: (?:eindelijk|weer|nu
|ook))*|ik kan(?: (?:eindelijk|weer|nu|ook))+|kunnen we(?: (?:eindelijk|weer|nu|ook))+
|niet verwacht|nooit (?:geweten|gedacht)|had ik (?:zelf|nooit|niet) (?:\w+ )?(?:gezien|gevonden
|geweten|gedacht)|(?:dat )?wist ik niet|ik wist niet|niet gezien|(?:mijn|mn) (?:fout|vergissing)
|in een keer|de eerste keer|(?:niets|niks) meer (?:aan|te) doen|(?:niets|niks) meer nodig
|nog (?:een (?:fijne|prettige|mooie|goede)|eens
|altijd bedankt)|tot (?:dan|snel|straks|ziens|morgen|maandag|dinsdag|woensdag|donderdag|vrijdag
|gauw|kijk|binnenkort|volgende \w+|de volgende \w+)|als (?:vanouds|nieuw|altijd|een \w+
|geen ander)|sinds (?:gisteren|maandag|dinsdag|woensdag|donderdag|vrijdag)|toch (?:lief|fijn
|aardig|knap|bedankt|dank)|laat ik het zo|ik ben (?:\w+ )?(?:blij|opgelucht
|tevreden|weer|enthousiast|onder de indruk)|we zijn (?:\w+ )?(?:blij|opgelucht|tevreden
|enthousiast|dolblij)|wil(?:de|den)? (?:je|jullie|u|ik je|ik u|ik jullie)(?: even
| graag)? (?:\w+ )?bedanken|voor mekaar|ziet er (?:\w+ )?(?:goed|prima|mooi|netjes|keurig|top
|super|geweldig|perfect) uit|goed uit|toch bedankt|niet erg
|dat mag gezegd|dank je wel|niet zo snel|uit de brand|graag gedaan""",
    ),
    _Harmless(  # Danish
        harmless=r"""begge to$|os to$|skal ikke gøres (?:mere|noget|andet)|jeg havde (?:tastet
|skrevet
|klikket) (?:\w+ ){1,4}for meget$|spørgsmal (?:er
|blev) (?:hermed )?besvaret|som (?:altid|sædvanlig)
|^jeg (?:var|kiggede|sad) (?:i|pa) (?:den|det) forkerte \w+$|uden (?:brok|brokken|kny|mukken
|klage\w*|drama)
|^(?:det|den) var (?:bare|kun|blot) (?:en|et|min|mit)? ?\w+$
|(?:præcis|lige) (?:det|den|de) \w+ (?:som )?(?:jeg|vi) (?:ledte efter
|manglede|søgte)|hvor jeg gik (?:galt
|forkert)|behøver (?:du |i )?ikke (?:at )?(?:svare|ringe|komme)|lige til tiden|i spam\w*
|er (?:problemet
|problemerne|fejlen) (?:nu |helt )?(?:væk|løst|forsvundet
|rettet)|i farver?|(?:hvad|det) (?:jeg|vi) (?:havde brug for|manglede|skulle bruge)
|mere har jeg ikke brug for|bare (?:et|en) (?:\w+ )?(?:kabel|stik|knap)
|kan (?:abnes|læses|printes|bruges|ses) (?:nu|igen)|jeg (?:havde|var|har) (?:brugt|tastet|skrevet
|abnet
|trykket pa) (?:\w+ )?forkerte? \w+
|ikke (?:længere |mere )?brug for (?:mere |yderligere )?(?:hjælp
|noget)|(?:forklar\w*|forstar|viste|ved|vise) (?:\w+ ){0,3}(?:hvordan|hvorfor|hvor
|hvad)|kan (?:begynde|starte|ga i gang)|(?:bare )?(?:lige )?en kort besked|lidt klogere
|(?:problemet|fejlen|problemerne)(?: er| blev)(?: \w+){0,2} (?:løst|væk|rettet|forsvundet
|klaret)|(?:til )?næste gang|en anden gang|ikke om andet|ikke (?:gøres )?bedre|sa gør jeg (?:det
|sadan)|tak alligevel|havde ret|behøver ikke (?:gøre )?(?:mere|noget)|(?:ingen
|ikke) (?:flere |yderligere )spørgsmal|ikke (?:nogen |noget )?hast\w*|haster ikke|ingen anelse
|aldrig (?:\w+ )?sa \w+|ikke bedre|kunne ikke være bedre|(?:uden|ingen) (?:\w+ )?(?:problemer
|fejl|fejlmeddelelser|afbrydelser|spørgsmal|bøvl|klager|hast|ventetid)(?: mere| længere)?
|(?:bipper|larmer|drypper|lugter|hænger|flimrer|blinker|knirker|brummer|hakker|klemmer
|støjer) (?:\w+ ){0,2}ikke (?:mere|længere)|ikke (?:længere|mere) (?:brug for|nødvendig\w*
|noget)|ikke mere træk|(?:alt|det) (?:hvad )?jeg (?:havde brug for|manglede|ønskede
|skulle bruge)|(?:bedre|hurtigere|nemmere|lettere|flottere) end (?:forventet|ventet|før
|nogensinde|jeg \w+)|(?:din|dit|jeres|dine|deres) (?:(?:hurtige|gode|store|fine|flotte|søde
|venlige|tålmodige) )?(?:hjælp|indsats|svar|talmodighed|tid|vejledning|forklaring|tip|rad
|arbejde|team|service|støtte|hjælpsomhed|venlighed)|kan (?:jeg|vi|man)(?: (?:endelig|igen|nu
|godt|ogsa))*|(?:jeg|vi) kan (?:endelig |igen |nu |godt |ogsa )+|(?:havde|anede
|vidste) (?:jeg )?ikke(?: (?:troet|regnet med|set|forventet))?
|havde (?:jeg )?(?:slet )?ikke (?:set|troet|ventet)|min (?:egen )?fejl|første gang
|i første (?:forsøg|hug)|intet (?:mere|yderligere) (?:herfra|at)|ikke engang et problem
|jeg er (?:\w+ )?(?:glad|tilfreds|lettet|imponeret|taknemmelig|meget glad|superglad)
|vi er (?:\w+ )?(?:glade|tilfredse|lettede|imponerede|taknemmelige)|lige (?:praecis|præcis|hvad
|det|som|nu|fra)|ville bare (?:lige )?sige
|vil (?:bare |gerne |lige |jeg )*(?:sige (?:mange )?tak|takke)|(?:ville
|skulle) (?:bare )?(?:lige )?(?:sige|hilse)|skal (?:du|i|de) have|som (?:det|den
|de) skal(?: være)?|som (?:du|i) (?:skrev|sagde|foreslog|beskrev|anbefalede)|med det samme
|siden (?:mandag|tirsdag|onsdag|torsdag|fredag|i gar)|sa ved jeg|gerne lukke\w*|skulle bare have
|i morges|aldrig (?:vidst|troet)""",
    ),
    _Harmless(  # Portuguese
        harmless=r"""ontem (?:a|de|no fi(?:m|nal) da|ao fi(?:m|nal) da) tarde
|por nao (?:desistir\w*|largar\w* (?:o assunto|isto))|tinha (?:escrito
|digitado|clicado) (?:\w+ ){1,3}a mais$|(?:perguntas?
|duvidas?|questao|questoes) (?:esta|estao|ficou|ficaram|foi
|foram) (?:toda |todas )?(?:respondid|esclarecid)[oa]s?
|como sempre|^(?:eu )?estava (?:na|no) \w+ errad[oa]$|(?:salvaste|salvou|salvaram) me (?:o|a) \w+
|(?:a|as|minha|minhas) encomendas? (?:ja )?(?:chegou|chegaram|veio)|sem (?:queixas|reclamar
|resmungar|drama|dramas|problemas?)
|^(?:afinal )?(?:era|foi) (?:so|apenas) (?:o|a|um|uma|os|as) \w+$
|exatamente (?:o|a|este|esta|esse|essa) \w+ (?:de )?que (?:eu )?(?:procurava
|precisava|queria)|onde me enganei
|o que fiz mal|nao (?:precisa\w*|e preciso) (?:de )?(?:responder|ligar|vir)(?: me)?|mesmo a tempo
|nao faz mal|(?:problema|erro|falha)s? (?:ja )?(?:desapareceu|desapareceram|passou)|a cores
|o que (?:eu |nos )?(?:precisava|precisavamos|queriamos|procuravamos)|(?:era|foi) so (?:um|uma|o
|a) (?:\w+ )?(?:cabo|ficha|botao|tomada)(?: solt[oa]
| desligad[oa])?|nao preciso de mais nada|(?:tinha (?:usado|posto)|estava a (?:usar|ver)|usei
|digitei) (?:\w+ ){0,2}errad[oa]$|nao preciso de (?:mais )?(?:ajuda|nada)(?: mais)?|(?:aparece\w*
|funciona\w*|em ordem|tudo bem|abre\w*|imprime\w*) (?:outra vez|de novo)
|(?:me )?(?:ja )?(?:me )?tinha (?:\w+ )?esquecid[oa]$|ja nem me lembrava
|(?:explic\w+|mostr\w+|perceb\w+|entend\w+|sei|ver) (?:\w+ ){0,2}(?:como|porque
|onde|o que)(?: se)?|pode (?:comecar|arrancar|avancar)|(?:experimentar|experimentei|tentei
|testei|tentar|testar) (?:outra vez|de novo)|(?:problema|erro|falha|avaria)s? (?:esta|foi|ficou
|ja esta|ja foi)(?: \w+){0,2} (?:resolvid[oa]|corrigid[oa]|sanad[oa]|ultrapassad[oa])|(?:d[ae]
|para a) proxima(?: vez)?|sem (?:reparos|demora|complicacoes)|ate (?:ao|a) (?:meu|minha) \w+
|botao (?:\w+ )?desligado|obrigad[oa] na mesma|tinha\w* razao|nem foi preciso|ja nao e preciso
|nao (?:e|ha) pressa|tudo o que preciso|nao podia (?:estar|ser|ter \w+) (?:melhor|mais \w+)
|nunca (?:vi|tive) (?:\w+ )?tao \w+|ja nem e preciso|nao fazia ideia|nao tem de que|as primeiras
|sem (?:(?:qualquer|nenhum|mais) )?(?:problemas?|erros?|falhas?|duvidas?|demoras?|sobressaltos
|stress|espinhas)|nao (?:ha|tenho|temos|tem|houve) (?:mais )?(?:duvidas|problemas?|erros
|questoes|queixas|nada a (?:apontar|acrescentar))(?: nenhum\w*)?|(?:ja )?nao (?:encrava|bloqueia
|apita|pinga|cai|falha|cheira|faz barulho|escorrega|chia|pisca|da erro)m?(?: mais)?
|nunca mais (?:caiu|falhou|encravou|bloqueou|deu erro)|(?:ja )?nao (?:e|sera) (?:preciso
|necessario)(?: mais nada)?|(?:tudo )?(?:o )?que (?:eu )?(?:precisava|queria|procurava)
|(?:melhor|mais rapido|mais facil) do que (?:esperava|pensava|antes|nunca)|nao (?:sabia
|fazia ideia|esperava|tinha visto|tinha reparado|estava a espera)|nao se preocupe\w*
|nao sei como (?:lhe |vos |te )?agradecer|(?:vossa|vosso|sua|seu|tua|teu) (?:ajuda|apoio|atencao
|paciencia|disponibilidade|rapidez|resposta|explicacao|dica|trabalho|esforco|simpatia|equipa
|tempo|empenho|profissionalismo|pronta \w+)|so (?:para|queria|vinha
|venho) (?:vos |lhe |te )?(?:dizer|agradecer|confirmar|avisar|informar)(?: que)?
|queria (?:so )?(?:vos |lhe |te )?(?:agradecer|dizer)|(?:posso
|podemos) (?:finalmente |ja |agora |enfim )*(?:trabalhar|entrar|imprimir|aceder|ver|abrir
|continuar|avancar|respirar|dormir)|erro (?:foi )?meu|(?:foi )?(?:um )?(?:lapso|engano
|distracao) (?:meu|minha|da minha parte)|a primeira|primeira vez|nada (?:mais )?a (?:acrescentar
|apontar)|nada mais|mais nada|mais uma vez|estou (?:\w+ )?(?:content\w+|satisfeit\w+|aliviad\w+
|feliz|encantad\w+|descansad\w+|impressionad\w+|agradecid\w+)|estamos (?:\w+ )?(?:content\w+
|satisfeit\w+|aliviad\w+|feliz\w*|encantad\w+|agradecid\w+)|ate (?:a proxima|breve|logo|amanha
|segunda|ja)|fico (?:\w+ )?(?:descansad\w+|content\w+|esclarecid\w+|agradecid\w+|satisfeit\w+
|feliz)|boa sorte|desde (?:segunda|terca|quarta|quinta|sexta|ontem)|sem querer|nao foi nada
|ate (?:me|da) """,
    ),
    _Harmless(  # French
        harmless=r"""un double (?:des?|de la|du) cles?|j avais (?:tape|saisi
|clique) (?:\w+ ){1,3}(?:de|en) trop$|(?:repondu a
|reponse a) (?:ma|mes|toutes mes|notre|nos) questions?
|comme (?:toujours|d habitude)
|^j (?:etais|cherchais|regardais) (?:dans|sur) (?:le|la) mauvais\w* \w+$
|n avais (?:\w+ ){0,2}pas (?:vu|remarque)
|sans (?:raler|broncher|rechigner|grogner|histoires?|drame)
|^(?:c|ce) (?:n )?etait (?:juste|simplement|que) (?:le|la|l|un|une|mon|ma) \w+$
|exactement (?:le|la|les|ce|cette) \w+ (?:que|dont) (?:je|j
|nous) (?:cherchais|cherchions|voulais|avais besoin)
|ou (?:je|j) (?:me suis|m etais|ai) (?:trompee?|fait)\w*(?: erreur)?|(?:pas besoin
|inutile) de (?:me |nous )?(?:repondre|rappeler
|venir)|juste a temps|pas de (?:souci|probleme)|(?:probleme|erreur|souci|panne)s? (?:a
|ont) (?:bien )?disparu|en couleurs?
|ce (?:qu il nous fallait|dont nous avions besoin|que nous cherchions)|(?:etait
|etait que) juste (?:un|une|le|la) (?:cable|prise|bouton|fil
|touche)(?: mal \w+| debranche\w*)?|besoin de rien d autre|n ai besoin de rien|j (?:avais
|ai) (?:utilise|tape|saisi|regarde|ouvert
|clique sur) (?:\w+ )?mauvais\w* \w+(?: de \w+)?|n ai plus besoin (?:d aide|de \w+)
|ce qu il fallait|(?:ma|notre) demande|avais (?:\w+ )?oublie$
|(?:merci )?(?:beaucoup )?pour le rappel|(?:expliqu\w+
|comprends|montre\w*|sais|vois) (?:\w+ ){0,2}(?:comment|pourquoi
|ou|ce que)|peut (?:commencer|demarrer|avoir lieu)|juste un petit mot|un petit mot|(?:probleme
|erreur|panne|souci)s? (?:est|a ete|sont|est desormais)(?: \w+){0,2} (?:resolue?s?|regle\w*
|corrige\w*|repare\w*|disparu\w*)|(?:la )?prochaine fois|dormir tranquilles?|pas vu le petit
|fait autrement|je n ose pas|merci quand meme|avie[zs] raison|avai[st] raison|javais pas vu
|pas grave(?: du tout)?|pas (?:presse|urgent)|je ne connaissais pas|plus aucune question
|aucune (?:autre )?question|ne (?:changez|change) rien|n insiste pas|jamais (?:\w+ )?(?:aussi|si
|ete)|ne (?:pouvait|pourrait) pas (?:etre )?mieux|moins bete|desolee? (?:du|pour le) (?:retard
|derangement|bruit)|veuillez (?:agreer|recevoir)(?: \w+)*|veuillez m excuser|pas de (?:quoi|mal)
|il suffisait d\w*|plus rien a faire|il n y a plus rien|y a plus rien
|sans (?:aucune? |le moindre |la moindre )?(?:probleme|souci|erreur|accroc|encombre|difficulte
|bug|coupure)s?|(?:plus|pas) (?:de|d|aucun) (?:\w+ )?(?:problemes?|soucis?|erreurs?|questions?
|bug|coupures?|message d erreur)(?: (?:depuis|du tout))?
|(?:ne |n |il ne |elle ne |ca ne )?(?:bip\w*|grince|coince|plante|bourre|clignote|goutte|fuit
|rame|coupe|sent|bloque)\w* plus|(?:plus|pas) besoin (?:de|d) \w+
|(?:tout )?ce (?:qu il me fallait|dont j avais besoin|que je (?:cherchais|voulais))|(?:mieux
|plus vite|plus simple|plus rapide) que (?:prevu|avant|jamais|je \w+)|je ne savais pas
|je n avais pas (?:vu|pense|remarque|compris)|n hesite\w*|rien (?:a (?:redire|ajouter|signaler)
|d autre)|n (?:en )?(?:demande|demandais) pas (?:plus|tant)|(?:votre|vos|ton|ta|tes) (?:aide
|soutien|reactivite|patience|temps|reponse|explications?|conseils?|travail|efforts?|gentillesse
|equipe|efficacite|disponibilite|amabilite|rapidite|professionnalisme|accueil)|(?:mon|une
|ma) (?:erreur|faute|etourderie|inattention)|du premier coup|premiere (?:fois|tentative)
|plus de peur que de mal|encore (?:merci|une fois|bravo|mille|un grand)|juste pour (?:vous
|te) \w+|on peut (?:enfin |de nouveau |a nouveau )?(?:travailler|imprimer|entrer|respirer
|avancer|souffler)
|je peux (?:enfin |de nouveau |a nouveau |maintenant |desormais )?(?:travailler|imprimer|entrer
|respirer|avancer|souffler|continuer|me connecter|ouvrir|voir)|(?:je suis|nous sommes
|on est) (?:\w+ )?(?:ravie?s?|contente?s?|soulagee?s?|satisfaite?s?|impressionnee?s?
|reconnaissante?s?|rassuree?s?|bluffee?s?)|a (?:lundi|demain|bientot|la prochaine)
|merci (?:beaucoup |encore )?de (?:\w+ )?(?:votre|vos|ton|ta|l|la|ce|cette|m avoir|nous avoir
|t etre|vous etre|avoir)|ou (?:j|je) \w+|n entend\w* plus
|(?:vous |te )?souhaite (?:a \w+ )?(?:une?|de)|depuis (?:hier|lundi|mardi|mercredi|jeudi
|vendredi)|n a rien (?:trouve|vu)|non plus|n est ce pas|rien n a bouge|quelle (?:rapidite
|efficacite|reactivite|equipe|bonne nouvelle|chance)|quel (?:soulagement|plaisir|service
|bonheur)|comment (?:vous|te) remercier""",
    ),
)
"""To add a language, add an entry."""

HARMLESS: list[re.Pattern[str]] = [
    late_pattern(rf"\b(?:{flat(one.harmless)})\b") for one in _LANGUAGES
]
"""One pattern a language."""
