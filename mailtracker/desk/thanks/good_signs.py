"""Signs that a clause tells good news, or what its writer has done, one entry a language; written
as the phrases of `thanks_phrases`. They count where `wanting_signs` finds none.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Good:
    """What people of one language write, each field the alternatives of a pattern."""

    #: Good news and praise.
    good: str
    #: Joy and high praise, or the writer's own fault: the matter is over.
    joy: str
    #: What the writer has done, with how a clause begins that says so.
    did: str
    #: What it was, an apology, what else is well: the begin of a clause.
    told: str


_LANGUAGES = (
    _Good(  # English
        good=r"""(?:all )?in one piece|just in time|finally some(?:one|body)|overlooked
|had missed (?:it|that|the \w+)
|slipped my mind|(?:come|came
|gone) through|came (?:today|yesterday|this \w+)|(?:open|unlocked
|stable|readable|complete|reachable|available|normal) (?:again|now)|(?:is|was|been) paid
|looks? (?:right|fine
|good|great|nice|perfect|correct)|works|worked|(?:re|is|are|s|been|was) working|fine|good
|great\w*|perfect\w*|nice\w*|lovely|happy|happily|happier|glad|pleased|pleasure|delighted
|delight|relieved|relief|love[sd]?|smooth\w*|clear|clears|clearer|cleared|helpful|helps|helped
|fixe[sd]|solve[sd]|resolve[sd]|sorted|arrived|received|accepted|approved|confirmed|complete\w*
|correct|fast|quick\w*|fits?|fitted|match\w*|runs|running|ran|settled|warm|toasty|understand
|understood|sense|learn\w*|saved|quiet|quieter|clean|clever|brilliant\w*|easy|easier|easily
|success\w*|passed|went (?:through|well|out)|did (?:it|the trick)|trick|done|finally|at last
|restored|found|safe|safely|installed|connect(?:s|ed)|turned up|unbroken|enjoy\w*|(?:much|far|even
|feels?|works?|looks?) better
|improve\w*|best|legend\w*|magic\w*|treat|hero\w*|champion|gem|lifesaver\w*|star|stars|amaz\w*
|awesome|wonderful\w*|fantastic\w*|excellent|superb|impress\w*|beautiful\w*|spot on|spotless
|gorgeous|reassur\w*|comfort\w*|comfy|useful|worth|laugh\w*|smil\w*|cheered|thrilled|chuffed
|made my|made our|back (?:in|up|to normal|online|on track|in business)|up and running
|as (?:it should|expected|promised|described|new|before)|in (?:one piece|good order|order|place)
|opens|prints|boots|loads|syncs|charges|scans|shows up|logs in|i see it|can see|agree\w*|welcome
|kind|generous|patient|thorough|professional|friendly|grateful|stopped \w+ing|explain\w*|answers
|answered|answer|obvious|simple|straightforward|proud|cured|healed|dry|bright|sharp|crisp
|like a (?:charm|dream)|like new|as good as|a joy|good as gold|shame on me|silly me|embarrass\w*
|in the right \w+|made (?:my|his|her|our|their|the) (?:flight|train|bus|plane|deadline)
|cosy|delicious|tasty|all (?:there|here|in|set|right)|everything""",
        joy=r"""great help|big help
|^you (?:re|are) an? (?!day|week|bit|little|pain|joke)\w+$|(?:great|excellent|good
|top|lovely) service|you (?:guys |all |folks )?rock|(?:you
|u) (?:re|are|guys are) (?:ace|stars|great
|the best)|worth (?:its|their) weight|worth gold|what a (?!mess|shame|pity|waste|joke)\w+
|that was (?:quick|fast)$|whatever you did|great(?:er|ly|est)?|perfect(?:ly)?|lovely|happy
|happier|glad|pleased|pleasure|delight\w*|relie(?:f|ved)|loved|brilliant\w*|legends?|magic\w*
|treat|heroe?s?|champions?|gem|lifesavers?|amaz\w*|awesome|wonderful\w*|fantastic\w*
|excellent\w*|superb\w*|impress\w*|beautiful\w*|gorgeous|thrilled|chuffed|grateful
|best (?:service|\w+ i ve)|spot on|like (?:a charm|a dream|new)|made my (?:day|week|morning)
|can t (?:fault|complain)|couldn t be|embarrass\w*|silly me|sweet|super|nicely|a joy|enjoyed
|laughed|proud|stopped _|saved (?:me|us|my \w+|the day)|helped (?:me|us) (?:a lot|a great
|so much|loads|enormously)|so (?:helpful|kind|quick|fast|easy|much better)|very (?:helpful|kind
|happy|nice)|really (?:helpful|kind|happy|nice|helped)|far better|much better
|sorry for the (?:fuss|trouble|bother|noise|confusion|hassle|inconvenience|false alarm)""",
        did=r"""(?:(?:i|we)(?: ve| have| d| had| just| also| now| already| even)* |(?:have|ve
|just|already|now) |(?=tried|tested|printed|rebooted|restarted|reset|installed|told|passed|shared
|noted|read|checked|switched|plugged|turned|filed))(?:booked|reserved|tried|tested|printed
|rebooted|restarted|read|saved|filed|stored|changed|set|installed|told|passed|shared|noted|pinned
|hung|plugged|unplugged|switched|turned|checked|looked|picked|learned|learnt|updated|cleared
|deleted|cleaned|bookmarked|shown|showed|let|used|logged|had|got|collected|added it|opened
|downloaded|followed|figured|worked out|wrote|written|marked|misread|overlooked|mixed up|forgot
|(?:realised|realized|noticed|spotted)(?! (?:the|that|there|an?) \w+ \w+)|did|signed in|binned
|recycled|ate|told)""",
        told=r"""it was (?:hiding|sitting|lying) in|(?:just )?a (?:quick|short)|including
|you were right|you (?:guys )?were
|these things happen|thank goodness|luckily|good thing|right|well|ha|haha|lol|oh|ah|wow|phew
|hooray|yay|oops|tom already|somebody already|a colleague|as you|(?:it|that|this) (?:was
|turned out|had been)|turns out|turned out|it (?:really )?was|(?:so )?sorry|apologies|excuse
|pardon|even|must have been|someone had|somebody had
|my colleague had|no wonder|which (?:is|was)|thought i|and (?:so|it) (?:was|is|did)
|rules are rules""",
    ),
    _Good(  # German
        good=r"""habe ich (?:\w+ )?(?:bekommen|erhalten)|kam\w* (?:heute|gestern|eben|gerade
|vorhin)(?: (?:fruh|morgen|mittag|abend))?
|heil|unversehrt|(?:angenehm|schon) kuhl|endlich jemand|(?:genau )?rechtzeitig|reingekommen
|(?:hatte
|habe) ich (?:\w+ ){0,2}(?:ubersehen|uberlesen)
|lasst sich (?:jetzt |nun |wieder |wunderbar |problemlos )+\w+|wieder (?:angezeigt
|sichtbar|zu sehen|vorhanden|aktiv)|weitergeholfen|dankend
|(?:heute|gestern|eben|gerade|endlich|vorhin) (?:\w+ ){0,2}gekommen|wieder da|dabei
|eingegangen|(?:ist|wurde|sind) (?:\w+ )?bezahlt|wieder (?:offen|frei|stabil|lesbar|erreichbar
|verfugbar
|normal)|(?:es |jetzt |nun |wieder )*tut(?: es|s| s)?(?: wieder| jetzt)+|brummt wieder|schnurrt
|gut|gute[nrsm]?|guter|prima|super|toll\w*|klasse|spitze\w*|perfekt\w*|wunderbar\w*|bestens
|beste[nr]?|einwandfrei|tadellos|hervorragend\w*|grossartig\w*|fantastisch\w*|genial\w*|top|klar
|lauft|lief|liefen|laufen|geht(?! so)|ging|klappt\w*|geklappt|funktionier\w*|gelost|geloest
|behoben|erledigt|geklart|geschafft|da|angekommen|eingetroffen|vollstandig\w*|komplett
|akzeptiert|angenommen|genehmigt|bewilligt|bestatigt|richtig|korrekt|stimmt|stimmen|passt|passen
|gepasst|sauber\w*|warm|ruhig\w*|leise|schnell\w*|fix|flott|freu\w*|gefreut|froh|glucklich
|zufrieden\w*|begeistert\w*|erleichter\w*|beruhigt|dankbar|hilfreich\w*|geholfen|hilft|half
|verstanden|verstandlich\w*|verstehe|leuchtet|nachvollzieh\w*|einleuchtend|logisch|gelernt
|gefunden|gerettet|gefreut|schone[nsrm]?|schoen\w*|angenehm\w*|nett\w*|freundlich\w*
|kompetent\w*|grundlich\w*|lecker|kostlich|repariert|wiederhergestellt|endlich|reibungslos
|problemlos|komfortabel|bequem|einfach|leicht\w*|(?:viel|jetzt|deutlich|gleich|wieder) besser
|verbessert|erfolg\w*|bestanden|gelungen
|gespart|erspart|lob\w*|spass\w*|fertig|respekt|held\w*|engel|schatz|goldwert|gold|super\w*
|hut ab|verdient|wie neu|wie gewohnt|wie am schnurchen|wie geschmiert|in ordnung|im lot
|beeindruckt|ihr seid|druckt|startet|offnet|schliesst|ladt|verbindet|synchronisiert|heizt|scannt
|leuchtet|sehe (?:ich|jetzt|es|alles|den|die|das|wieder)|alles|gesund|geschmeckt|geniess\w*
|lustig|lachen|gelacht|keine probleme""",
        joy=r"""(?:grosse|tolle|echte) hilfe
|^(?:du bist|sie sind) (?:echt |wirklich )?(?:ein|eine) \w+$|zu schatzen
|ihr seid (?:einfach |echt )?\w+|genau das haben wir gebraucht
|gold wert
|meine rettung|was fur (?:ein|eine
|einen) (?:\w+ )?(?:service|team|tempo
|erleichterung|freude|uberraschung)|entschuldigung fur den (?:aufruhr|wirbel)|vielmals|super
|toll\w*|klasse|spitze\w*|perfekt\w*|wunderbar\w*|bestens|einwandfrei|tadellos|hervorragend\w*
|grossartig\w*|fantastisch\w*|genial\w*|freu\w*|gefreut|froh|glucklich|zufrieden\w*
|begeistert\w*|erleichtert|dankbar|beeindruckt|hut ab|respekt|lecker|kostlich|gerettet|spass
|wie neu|lob|held\w*|engel|schatz|gold wert|goldwert|wunderschon\w*|traumhaft\w*|gelungen
|sehr (?:schon\w*|nett\w*|gut|angenehm\w*|hilfreich\w*|zufrieden|freundlich\w*)|wirklich (?:gut
|nett|schon|toll|hilfreich)|vielmals|fehler lag bei mir|reibungslos|problemlos|mein fehler
|wieder was gelernt|endlich _|einfach (?:super|klasse|toll|gut)|wie am schnurchen|wie geschmiert
|siehe da""",
        did=r"""(?:(?:ich |wir )?(?:hab|habe|haben|hatte|hatten|war|bin)(?: ich| wir| es| das| s)*
|(?:ich )?(?=\w+ (?:selber|selbst)))(?: \w+)* (?:gelesen|verstanden|gebucht|reserviert|getestet
|ausprobiert|probiert|gespeichert|ausgedruckt|gedruckt|abgelegt|abgeheftet|notiert|eingetragen
|geandert|installiert|neu gestartet|gestartet|neugestartet|umgesteckt|gesteckt|eingesteckt
|gefunden|entdeckt|gesehen|gemerkt|gelernt|erzahlt|gesagt|informiert|erklart|gezeigt
|weitergegeben|weitergesagt|abgeholt|erhalten|bekommen|aufgehangt|ausgehangt|gesetzt|eingestellt
|umgestellt|aktualisiert|geloscht|geleert|bestatigt|ubernommen|angeklickt|geklickt|eingeloggt
|angemeldet|verwendet|benutzt|befolgt|gekummert|gefreut|gestaunt|geschaut|nachgeschaut
|angeschaut|ubersehen|verlesen|vertan|geirrt|hinbekommen|geschafft|gelost|erledigt|geoffnet
|heruntergeladen|gelacht|gekauft|besorgt|repariert)(?: \w+)?""",
        told=r"""(?:er|sie|es|die|der|das) (?:lag|steckte|sass|stand) (?:im|in|unter|hinter|auf
|neben|noch)|inklusive|mitsamt|(?:ihr|du|sie) (?:hattet|hattest|hatten|habt|hast|haben) recht
|zum gluck|gott sei dank|haha|hihi|tja|puh|uff|oh|ah|ach|hurra|upps|na|mensch|wow|wie (?:du|ihr
|sie) (?:gesagt|geschrieben|beschrieben|empfohlen)\w*|ein kollege|eine kollegin|der akku|hinter
|unter|steht ja|(?:es|das|dies) (?:war|lag)|es (?:\w+ )?war|lag (?:nur |wohl |doch )?an
|war (?:nur|wohl|ein|eine|mein|im|am)|(?:der )?fehler (?:lag|sass|war)|sorry|entschuldig\w*
|verzeih\w*|pardon|sogar|selbst|auch (?:die|der|das)|kein wunder|(?:die|der) (?:kollegin?
|kollege) (?:hat|hatte)|jemand hatte|offenbar|stellt\w* sich heraus""",
    ),
    _Good(  # Dutch
        good=r"""synchroniseert|kwam\w* (?:vandaag|vanochtend|vanmorgen|vanmiddag|gisteren|net)
|heel$
|ongeschonden|koel\w*|eindelijk iemand|precies op tijd|erin gekomen|binnengekomen
|had ik (?:\w+ ){0,2}(?:over het hoofd gezien|gemist|overgeslagen)|(?:gaat
|kan) (?:nu|weer) open|weer (?:zichtbaar|te zien|actief|aanwezig)|logisch
|geholpen|(?:vandaag|gisteren
|net|zonet|eindelijk|vanochtend) (?:\w+ ){0,2}gekomen|(?:is
|zijn) (?:\w+ )?terug$|comfortabel\w*|(?:is|zijn|werd) (?:\w+ )?betaald|weer (?:open|vrij|stabiel
|leesbaar|bereikbaar
|beschikbaar
|normaal)|veilig|staat in de \w+|goed|goede|goeie|fijn\w*|prima|super\w*|top\w*|mooi\w*
|perfect\w*|geweldig\w*|fantastisch\w*|uitstekend\w*|heerlijk\w*|verrukkelijk\w*|lekker\w*
|prachtig\w*|keurig\w*|netjes|knap\w*|klasse|klopt|kloppen|werkt|werkte|werken|gewerkt|gelukt
|lukt|lukte|doet het|doen het|loopt|liep|draait|opgelost|verholpen|geregeld|gerepareerd|gemaakt
|hersteld|gefikst|klaar|in orde|binnen|aangekomen|ontvangen|compleet|volledig|geaccepteerd
|goedgekeurd|akkoord|bevestig\w*|juist|correct|duidelijk\w*|helder\w*|begrepen|begrijp
|snap(?: ik| het)|geleerd|nuttig\w*|handig\w*|geholpen|hielp|helpt|gered|scheelt|blij\w*
|tevreden|opgelucht|gelukkig|enthousiast|gerustgesteld|dankbaar|onder de indruk|vriendelijk\w*
|aardig\w*|lief|lieve|attent|deskundig\w*|warm\w*|schoon|stil\w*|rustig\w*|snel\w*|vlot\w*
|soepel\w*|makkelijk\w*|gemakkelijk\w*|eenvoudig|simpel|(?:veel|nu|weer|stukken) beter|best|beste
|eindelijk|gevonden
|geslaagd|succes\w*|genoten|genieten|waardeer\w*|gewaardeerd|complimenten|compliment|chapeau
|petje af|held\w*|schat\w*|kei|toppers?|goud|als (?:vanouds|nieuw|een zonnetje|een trein)
|zoals (?:het hoort|afgesproken|beloofd|verwacht)|voor elkaar|voor mekaar|opent|print|start op
|laadt|verbindt|scant|sluit weer|gaat (?:weer )?open|staat er(?: weer| nu)?|staan er(?: weer
| nu)?|zie (?:ik|het|hem|m|alles)|allemaal|alles|er weer|plezier\w*|gelachen|eerlijk\w*
|uit de brand|gerust""",
        joy=r"""behulpzaam|(?:grote|goede) hulp
|^(?:je bent|u bent) (?:echt )?een \w+$|(?:goede|top|geweldige|fijne) ?service
|(?:jullie zijn|je bent
|u bent) (?:echt )?(?:kanjers?|een kanjer|geniaal
|fantastisch|top|goud)|goud waard|redder|wat een (?:service|opluchting|verschil|team|snelle|goede
|fijne
|mooie|feest|genot)|goede raad|geweldig\w*|fantastisch\w*|perfect\w*|super\w*|prachtig\w*
|heerlijk\w*|verrukkelijk\w*|uitstekend\w*|fijn\w*|mooie?|blij|tevreden|opgelucht|enthousiast
|dolblij|gelukkig|lief|petje af|chapeau|complimenten|compliment|keurig\w*|klasse|gered|genoten
|onder de indruk|waardeer\w*|dankbaar|held\w*|schat\w*|toppers?|top|als (?:vanouds|nieuw
|een zonnetje|een trein)|voor mekaar|heel (?:goed|fijn|aardig|vriendelijk|snel|duidelijk)
|erg (?:goed|fijn|aardig|vriendelijk|snel|duidelijk|blij)|_ niet meer|weer wat geleerd|een genot
|mijn (?:fout|vergissing)|uit de brand|scheelt (?:enorm|een hoop|veel|me)""",
        did=r"""(?:(?:ik|we|wij)? ?(?:heb|hebben|had|ben)(?: ik| we| het| hem| m| ze| dat| dit)*
|net|zojuist|meteen|gelijk)(?: \w+)* (?:geboekt|gereserveerd|gelezen|begrepen|getest
|geprobeerd|uitgeprobeerd|opgeslagen|uitgeprint|geprint|opgehangen|opgeborgen|genoteerd
|gewijzigd|aangepast|geinstalleerd|opgestart|herstart|gevonden|ontdekt|gezien|gemerkt|geleerd
|verteld|gezegd|ingelicht|getoond|laten zien|doorgegeven|opgehaald|ontvangen|gekregen
|ingesteld|bijgewerkt|verwijderd|gewist|bevestigd|overgenomen|aangeklikt|ingelogd|uitgelogd
|gebruikt|gevolgd|opgezocht|gekeken|nagekeken|vergist|verkeken|overheen gekeken|gedaan|opgelost
|gefikst|geopend|gedownload|gelachen|gekocht|gerepareerd|aangesloten)(?: \w+)?""",
        told=r"""ach$|(?:hij|het|die|ze|m) (?:zat|lag|stond) (?:in|onder|achter|op|gewoon|naast)
|(?:even )?een (?:kort )?bericht|inclusief|(?:je|jullie|u) had(?:den)? gelijk
|gelukkig|haha|hihi|tja|nou|oef|poeh|pfff?|oh|ah|hoera|joepie|oeps|zo hee|lag gewoon|zat|stond
|een collega|zoals (?:je|jullie|u)|dus we laten|(?:het|dat|dit) (?:was|lag|bleek)
|lag (?:toch |gewoon |blijkbaar )?aan|was (?:een|mijn|gewoon|toch|op|inderdaad|maar)|bleek|sorry
|excuses?|excuus|pardon|zelfs|ook (?:de|het|mijn)|geen wonder|(?:de|een|mijn) collega (?:had
|heeft)|iemand had|blijkbaar""",
    ),
    _Good(  # Danish
        good=r"""scanner igen|synkroniser\w*|helt$|ubeskadiget|køligt|endelig nogen|gik igennem
|gik i orden|reddede
|kom (?:jeg )?ind|lige til tiden
|kom ind med|pa kontoen
|havde jeg (?:\w+ ){0,2}(?:overset|misset)|(?:synlig\w*|aktiv\w*) igen|udslaget
|kom (?:i (?:dag|gar|morges|aftes)|frem|godt)
|behagelig\w*|er med|(?:er|blev) (?:\w+ )?betalt|(?:aben
|abent|abne|stabilt?|læsbar\w*|tilgængelig\w*|normal\w*) igen|er (?:nu )?(?:afleveret|aben|abent
|sikkert)|godt|god|gode|fint|fin|fine|flot\w*|super\w*|perfekt\w*|fantastisk\w*|dejlig\w*
|skøn\w*|lækker\w*|rart|fedt|fed|herlig\w*|glimrende|fremragende|pragtfuld\w*|suveræn\w*|virker
|virkede|virket|kører|kørt|fungerer|fungerede|spiller|lykkedes|løst|klaret|ordnet|fikset
|lavet|repareret|rettet|pa plads|i orden|kommet|ankommet|modtaget|fundet|passer|stemmer
|rigtig\w*|korrekt\w*|komplet|godkendt|accepteret|bekræft\w*|klar|klart|tydelig\w*|forstaet
|forstar|mening|lært|hjalp|hjulpet|hjælper|nyttig\w*|brugbar\w*|reddet|redning\w*|glad\w*
|glæde\w*|tilfreds\w*|lettet|begejstret|imponer\w*|taknemmelig\w*|flink\w*|venlig\w*|sød\w*
|kompetent\w*|pædagogisk\w*|varm\w*|ren|rent|stille|rolig\w*|hurtig\w*|nem\w*|let|lettere|(?:meget
|langt|nu) bedre
|bedste|endelig|guld|stjerne\w*|helt\w*|genial\w*|ros\w*|jubler|jubel|lever|nød|nyder|smilede
|smil\w*|grinede|abner|printer|starter|lukker|logge (?:pa|ind)|som (?:det|den|de) skal
|som (?:smør|ny
|nye|aftalt|lovet|smurt)|i (?:stand|hus|boks|mal)|sat op|oppe|alt|alle sammen|kan (?:jeg|vi) se
|snorlige|kronen|styr pa|succes\w*|velfortjent|kanon\w*|top\w*""",
        joy=r"""(?:stor|god|kæmpe) hjælp
|^du er (?:bare |virkelig )?en \w+$|gjorde tricket|(?:god|fin|super|fantastisk
|dejlig) service|(?:i
|du) er (?:bare |simpelthen )?(?:for |sa )?(?:sej|seje|skøn\w*|gode
|fantastisk\w*)|det sætter jeg pris pa|vidunderlig\w*|lige _|guld værd|sikke\w* (?:en|et)
|hvilken service|hvor er (?:det|i
|du) (?:bare )?(?:godt
|dejligt|skønt|seje?|gode)|flot\w*|super\w*|perfekt\w*|fantastisk\w*|dejlig\w*|skøn\w*|lækker\w*
|herlig\w*|glimrende|fremragende|pragtfuld\w*|suveræn\w*|genial\w*|glad|glade|glæde\w*
|tilfreds\w*|lettet|begejstret|imponer\w*|taknemmelig\w*|flink\w*|sød\w*|guld|stjerne\w*|helte?
|redning\w*|reddet|jubl\w*|jubel|smil\w*|nød|fedt|kanon\w*|snorlige|styr pa|som (?:en drøm
|smurt)|rigtig (?:god|fint|godt|glad)|virkelig (?:god|fint|godt|glad|rart)|meget (?:glad
|tilfreds|bedre|fint)|sa meget (?:bedre|nemmere)|min (?:egen )?fejl""",
        did=r"""(?=genstart)|(?:(?:jeg|vi)(?: har| havde| fik| er)?(?: nu| lige| ogsa| netop| selv
| straks)* |har (?:jeg |vi )?(?:nu |lige |ogsa |netop |selv )*|(?=fandt|fik|læste|prøvede
|testede|genstartede))(?:\w+ ){0,3}?(?:booket|reserveret|læst|forstaet|testet|prøvet|afprøvet
|gemt|printet|arkiveret|noteret|skrevet (?:det )?(?:ned|op)|ændret|installeret|genstartet|fundet
|opdaget|set|mærket|lært|fortalt|sagt|informeret|vist|givet (?:det|den|beskeden)|hentet|modtaget
|faet|indstillet|opdateret|slettet|bekræftet|klikket|logget|brugt|fulgt|kigget|overset
|misforstaet|taget fejl|gjort|løst|klaret|abnet|downloadet|grinet|købt|repareret|hængt
|skiftet|fandt|fik|læste|prøvede|testede|genstartede|overså|oversa|glemte|skiftede|satte|abnede
|tog)(?: \w+)*""",
        told=r"""(?:den|det|de) (?:la|sad|stod) (?:i|under|bag|pa|ved)
|(?:bare )?(?:lige )?en kort besked|inklusive|(?:du|i) havde ret|heldigvis|haha|hihi
|puha|pyha|uha|oh|ah|nå|na|hurra|ups|vupti|den (?:stod|sad|la)|en kollega|som (?:du|i) (?:skrev
|sagde)|hvor jeg selv|(?:det|den) (?:var|viste sig|skyldtes)|viste sig|var (?:bare|min|vist|pa)
|undskyld|beklager|sorry|selv|endda|ogsa (?:den|det|de|min)|ikke underligt|(?:en
|min) kollega havde|nogen havde|abenbart|(?:der|som) (?:havde|var)
|ikke mere|batteriet var""",
    ),
    _Good(  # Portuguese
        good=r"""sincroniz\w*|digitaliza\w*|inteir[oa]s?|intact[oa]s?|fresquinh\w*
|respondid[oa]s?|finalmente alguem
|salvaste me|mesmo a tempo|consegui\w* (?:entrar|abrir|imprimir)
|tinha me escapado|escapou me|ja aparece\w*|aparece\w*|de volta$|confortave\w*|ouro
|(?:foi|foram
|esta) (?:\w+ )?pag[oa]s?|ja (?:anda|ca esta
|cá esta|toca|roda)
|divinal|bom|boa
|bons|boas|otim[oa]s?|perfeit\w*|excelente\w*|fantastic\w*|maravilh\w*|impecave\w*|espetacular
|espetaculo|lindamente|lind[oa]s?|bel[oa]s?|bonit[oa]s?|delicios\w*|funcion\w*|resultou
|resolv\w*|certo|certinho|certa|corret\w*|correu bem|correu (?:as mil|otimamente)|corre bem
|tratad\w*|arranjad\w*|reparad\w*|corrigid\w*|pront[oa]s?|chegou|chegaram|recebi\w*|completo
|complet[oa]s?|aceitou|aceit[oe]|aceitaram|aprovad\w*|aprovou|confirmad\w*|confirmou|clar[oa]s?
|clareza|esclarec\w*|entend\w*|perceb\w*|compreend\w*|sentido|aprend\w*|ajud\w*|util|uteis
|salv\w*|content\w*|satisfeit\w*|aliviad\w*|alivio|feliz\w*|felicidade|encantad\w*|descansad\w*
|tranquil\w*|impressionad\w*|simpatic\w*|simpatia|atencios\w*|amavel|amabilidade|gentil\w*
|competent\w*|profission\w*|quentinh\w*|quente|limp\w*|silencios\w*|rapid\w*|facil\w*|simples
|(?:muito|bem|bastante) melhor|finalmente|consegui\w*|consigo|conseguimos|encontrei|achei
|voltou (?:ao normal
|a funcionar|tudo)|regressou|ador\w*|gost(?:ei|amos|aram)|elogi\w*|parabens|anjo|heroi\w*
|craques?|campea\w*|estrela|genial|geniais|cinco estrelas|a funcionar|a trabalhar|a imprimir
|na perfeicao|como (?:novo|nova|esperado|deve ser|combinado|prometido)|em ordem|operacional
|em condicoes|servem|serve|abre|imprime|liga|arranca|carrega|ja (?:vejo|esta|estou|tenho|vi
|entra)|tudo|sucesso|foi um prazer|prazer|alegria|sorri\w*|ri me|rimos|merecid\w*|fixe|top|jeito
|gracas|manda\w* (?:um |os |muitos )*(?:abraco|cumprimentos|beijinho)s?""",
        joy=r"""grande ajuda
|^(?:tu )?es (?:um|uma) \w+$|^voce e (?:um|uma) \w+$|(?:bom|otimo
|excelente) servico|voces sao (?:demais|fantasticos|os maiores)
|es demais|era mesmo _
|valeu ouro|ouro|que (?:servico|equipa|eficiencia|rapidez|simpatia
|categoria
|descanso)|otim[oa]s?|perfeit\w*|excelente\w*|fantastic\w*|maravilh\w*|impecave\w*|espetac\w*
|lindamente|belas?|delicios\w*|content\w*|satisfeit\w*|aliviad\w*|alivio|feliz\w*|encantad\w*
|descansad\w*|impressionad\w*|ador\w*|parabens|anjo|heroi\w*|craques?|campea\w*|cinco estrelas
|gracas a|na perfeicao|correu (?:tudo )?(?:bem|lindamente|otimamente|as mil)|ri me|prazer
|muito (?:bom|boa|simpatic\w*|gentil|util|melhor|facil|bem|profission\w*)|que (?:bel[oa]|bom|boa
|alivio|maravilha)|tao (?:simpatic\w*|rapid\w*|gentil)|salv(?:ou|aram|aste)|erro (?:foi )?meu
|nunca mais (?:caiu|falhou|encravou)|top|aprender|grat[oa]s?""",
        did=r"""(?:(?:eu |nos |ja |agora |tambem |entretanto |acabei de |acabo de |fui eu que )*)
(?:reservei
|marquei|li|lemos|percebi|entendi|experimentei|testei|testamos|guardei|imprimi|arquivei|anotei
|apontei|mudei a (?:senha|palavra)|alterei a (?:senha|palavra)|instalei|reiniciei|reiniciamos
|encontrei|descobri|vi|vimos|reparei|aprendi|contei|disse|informei|mostrei|partilhei
|passei a (?:mensagem|informacao|palavra)|levantei|recebi|recebemos|configurei
|atualizei|apaguei|confirmei|cliquei|entrei|usei|segui|seguimos|procurei|olhei|enganei me
|baralhei me|confundi|distrai me|fiz|fizemos|resolvi|abri|descarreguei|comprei|reparei|liguei
|troquei|experimentar|testar)(?: \w+)*""",
        told=r"""estava (?:no|na|em|debaixo|atras)|(?:esse|este|o|a|essa|esta) (?:mail|email
|mensagem) tinha|ja com|incluindo|so para
|(?:tinha|tinham|tinhas) razao|felizmente|ainda bem|haha|ah|oh|ufa|uau|epa|ups|hurra|estava
|um colega|uma colega|como (?:disse|disseram|indicou|explicou|sugeriu)|a serio
|(?:isso |isto |ele |ela )?(?:era|foi|fui eu)|afinal|desculp\w*|perdao|lamento|mil desculpas
|as minhas desculpas|ate (?:a|o|os|as|eu)|inclusive|alguem tinha|(?:o|a|um
|uma) (?:meu |minha )?colega (?:tinha|tirou|levou)|pelos vistos
|enfim|uma pessoa""",
    ),
    _Good(  # French
        good=r"""synchronise\w*|numerise\w*|intacte?s?|fraiche?\w*|frais|repondu a
|enfin quelqu un|juste a temps
|ai (?:enfin |bien )?(?:pu|reussi a) (?:entrer
|me connecter|ouvrir|imprimer)|bien passe\w*|apprend a tout age|m avait echappe|j avais (?:rate
|manque) (?:ce|cet|le|la|votre)|ce qu il fallait
|_ faire|confortable\w*|ete paye[es]*|(?:de nouveau
|a nouveau) (?:ouvert\w*|accessible\w*
|stable\w*|lisible\w*|disponible\w*|normal\w*)|(?:re)?(?:part|demarre|monte|fonctionne
|vient)\w* (?:bien|normalement|enfin)|remonte|au (?:poste|coffre|chaud)|bon|bonne|bonnes|bons
|bien|super|parfait\w*|genial\w*|impec\w*|nickel|top|chouette|formidable\w*|magnifique\w*
|excellent\w*|extra|bravo|chapeau|felicitations|magique|merveill\w*|beau|belle|jolie?\w*
|delicieu\w*|marche\w*|remarche\w*|fonctionn\w*|refonctionn\w*|roule|tourne|repart
|resolue?s?|regle[es]*|repare[es]*|corrige[es]*|retabli\w*|en ordre|en place|arrive[es]*
|recu[es]*|complet|complete|accepte[es]*|approuve\w*|valide[es]*|confirme (?:que|la reception)
|confirmee?|correct\w*|exact\w*|juste|clair\w*|compris|comprends|sens|logique|appris|utile\w*
|aide[es]*|sauve[es]*|content\w*|ravi[es]*|heureu\w*|soulag\w*|satisfait\w*|rassur\w*|enchant\w*
|bluff\w*|impressionn\w*|reconnaissant\w*|gentil\w*|aimable\w*|sympa\w*|competent\w*
|serviable\w*|efficac\w*|agreable\w*|doux|propre\w*|silencieu\w*|calme|rapid\w*|vite|facile\w*
|simple\w*|(?:beaucoup|bien|tellement|va) mieux|meilleur\w*|enfin|trouve[es]*|retrouve[es]*
|revenue?s? (?:a la normale
|en ligne)|a la normale|adore\w*|apprecie\w*|compliment\w*|ange|heros|champion\w*|perle
|au top|comme (?:neuf|neuve|prevu|convenu|promis|avant|il faut|sur des roulettes|une horloge
|sur du velours)|operationnel\w*|sourire|souris|ri|rigole|plaisir|bonheur|reussi\w*|succes|gagne
|merite\w*|imprime|demarre|ouvre|s ouvre|s affiche\w*|se connecte|charge|chauffe|tout|tous
|depann\w*|au congelateur|je (?:le |la |les )?(?:vois|retrouve)|rendue?|rembourse\w*|(?:c est
|bien|tout est) fait|prime|mes \w+ sont revenue?s?""",
        joy=r"""(?:grande|vraie) aide
|^(?:vous etes|tu es) (?:vraiment )?une? \w+$|a fait l affaire|(?:bon|excellent
|super) service|(?:vous etes
|tu es) (?:des |un |une )?(?:champion\w*|perles?|as|genie\w*)
|j apprecie (?:vraiment|beaucoup)|fait (?:des )?merveilles?|quel(?:le)? (?:service|efficacite
|rapidite|reactivite
|equipe|soulagement|plaisir|bonheur|gentillesse)|youpi|parfait\w*|genial\w*|impec\w*|nickel
|chouette|formidable\w*|magnifique\w*|excellent\w*|bravo|chapeau|felicitations|magique
|merveill\w*|delicieu\w*|ravi[es]*|heureu\w*|content\w*|soulag\w*|satisfait\w*|rassur\w*
|enchant\w*|bluff\w*|impressionn\w*|adore\w*|ange|heros|champion\w*|perle|au top|bonheur|plaisir
|sourire|comme (?:neuf|neuve|sur des roulettes|une horloge|sur du velours)|(?:tres|vraiment
|hyper|super|trop|tellement) (?:bien|bon\w*|gentil\w*|sympa\w*|efficace\w*|agreable\w*|clair\w*
|utile\w*|content\w*)|belle epine|du premier coup|un (?:nuage|regal|amour)|sauve la (?:vie|mise
|journee)|me trompee?|mon erreur|top|(?:grace|grâce) a vous|tout s affiche bien|d avance _""",
        did=r"""(?:(?:j ai|nous avons|on a|je viens d|je viens de|nous venons de|je me suis
|je l ai
|je les ai)(?: bien| deja| enfin| aussi| tout| donc| juste| d ailleurs| finalement)*|(?=teste
|relu|lu|essaye|redemarre))(?: \w+){0,2}? ?(?:reserve\w*|lue?s?|relu|compris|teste\w*|essay\w*
|enregistre\w*|imprime\w*|archive\w*|classe\w*|note\w*|range\w*|modifie\w*|change\w* (?:le|mon
|de) (?:mot|mdp)|installe\w*|redemarre\w*|relance\w*|trouve\w*|decouvert|vue?s?|remarque|appris
|raconte|dit|informe\w*|prevenu\w*|montre|partage|passe le (?:mot|message)|recupere\w*|recue?s?
|regle\w*|configure\w*|actualise\w*|mis a jour|efface\w*|supprime\w*|confirme|clique
|connecte\w*|utilise\w*|suivi\w*|cherche|regarde|trompe\w*|emmele\w*|confondu|fait|resolu|ouvert
|telecharge\w*|ri|achete\w*|repare\w*|branche\w*|rebranche\w*|affiche)(?: \w+)*""",
        told=r"""(?:il|elle|c) etait (?:dans|sous|derriere|sur)|ce (?:mail|message) m avait
|cela m avait|ca m avait|juste un petit mot|y compris
|(?:vous aviez|tu avais) raison|heureusement|ouf|haha|ah|oh|oups|youpi|hourra|waouh|tiens|bah
|ben|un collegue|une collegue|comme (?:vous|tu) (?:avez|as|l avez|l as|disiez)|il suffisait
|on respire|(?:c|ce|cela|ca|il|elle) (?:etait|n etait que)|en fait|finalement|desolee?s?|pardon
|excuse\w*|toutes mes excuses|meme (?:les?|la|mon|mes|l)|y compris|quelqu un avait|(?:un|une|mon
|ma) collegue (?:avait|a|m a)|tant pis|rien d etonnant|apparemment""",
    ),
)
"""To add a language, add an entry."""


def _begin(name: str) -> list[re.Pattern[str]]:
    return [late_pattern(rf"(?:{flat(getattr(one, name))})\b") for one in _LANGUAGES]


def _within(name: str) -> list[re.Pattern[str]]:
    return [late_pattern(rf"\b(?:{flat(getattr(one, name))})\b") for one in _LANGUAGES]


JOY, GOOD = _within("joy"), _within("good")
DID, TOLD = _begin("did"), _begin("told")

SORRY: re.Pattern[str] = late_pattern(
    r"(?:so )?sorry (?:for (?:the (?!(?:late|delay))|bother)|to have|voor (?:de (?!late)|het))"
    r"|apologies for the (?!late|delay)|entschuldig\w* (?:sie |bitte )*(?:die|fur die|den) (?!spat)"
    r"|sorry fur die (?!spat)|excuus voor (?:de (?!late)|het)|undskyld (?!det sene|den sene|sen)"
    r"|beklager (?!det sene|den sene|sen)|desculp\w* (?!o atraso|a demora|pela demora|pelo atraso)"
    r"|desole\w* (?:pour|du|de) (?!(?:le |la )?(?:retard|delai|reponse))"
)
"""With this begins a clause that is sorry to have asked."""
