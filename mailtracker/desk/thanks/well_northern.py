"""How people say in English, German, Dutch and Danish that a matter is well: see `well_forms`."""

from __future__ import annotations

from mailtracker.desk.thanks.well_forms import Forms

NORTHERN = (
    Forms(  # English
        any="an?|another|someone|somebody",
        again=r"""again|now|already|fine|well|nicely|properly|correctly|perfectly|smoothly
|normally|as (normal|usual|before|it should|they should)|like (new|before|a dream|a charm
|clockwork|butter)|at last|finally|today|this (morning|afternoon|evening)|just now|once more|here
|itself|too|since (then|this morning|yesterday|the \w+)|after (a|the|your|another) \w+( \w+){0,2}
|for good|without (any )?(problems?|errors?|issues?|trouble|a hitch)|straight away|a treat|on the
first day|for (me|us|everyone|all of us)|(on|at|from|with) (our|my) \w+|first time|this time""",
        well=r"""
= <s>(shows|displays|looks|reads|adds)( up)?( correctly| right| properly)+<a>
= <s>(is|are|s|was|were|has been|have been|got)( now| all| finally| already)*
(emptied|collected|topped up|filled( up)?|refilled|cleaned|replaced|refunded|paid|installed
|renewed|extended|unlocked|activated|enabled|set up|approved|corrected|adjusted|restored|recharged
|registered|transferred|processed|completed|answered|cleared up|put right|credited|painted|seen to
|swapped|booked|posted|reconciled|balanced|entered|uploaded|published|signed off|scheduled|reset
|recorded)<a>
= <s>(was|were|lay|sat|stood)( just| only)? (behind|under|underneath|between
|beneath|inside|next to|on top of|at the bottom of) (the|my|our) \w+( \w+)?
= <s>(lets|let) (me|us|everyone|them) (in|on|through)<a>
= ((i|we) )?(see|can see|got|have got) (the|my|our) \w+ (in|on) (the|my|our)
(account|list|calendar|system|payslip|bank|inbox)<a>
= (we can |let s )?leave it at that( then)?|nothing else( for now)?( from me)?
|that was all
= (i|we) (didn t|did not) (know|realise|realize) (that )?(i|we|it|that) (could
|was possible|existed)( do)?( (it|that|this))?( (myself|ourselves))?
= <s>(now |all |finally )*(works?|(is|are|s|re) (now |all )*(working|running
|behaving)|behaves|has settled down)<a>
= (there are |i get |i m getting |we get )?no (more|longer any) ((error|warning
|alarm) )?(errors?|problems?|issues?|warnings?|noise|trouble|complaints|messages?|crashes|pop
ups?)( messages?)?<a>
= <s>(opens|unlocks|starts|lets me in)<n>
= <s>(can|could)( all| both| now| finally)* (hear|see|follow|read) (me|us|it
|them|everything|the \w+)<a>
= <s>(received|delivered|collected)<a>
= ((i|we) )?(now )?(understand|see|get it|know)( now| better)* (why|how|where)(
\w+){1,7}
= (i|we)( ll| will) ((bear|keep) (that|it|this) in mind|know|remember)( (it|that
|this))?( for| in| the| next| time| future)*
= (please )?(just )?ignore me
= (my )?(caps ?lock|num ?lock|airplane mode|flight mode|mute)( \w+)? was (still
)?on
= how embarrassing
= <s>(sends?|delivers?|receives?)( (our|my|the))?( e ?mails?| mails?| scans| faxes| messages)? again
= <s>came (back )?(to life|up|online|on)( again)?<a>
= <s>can (all |now |finally |both )*(log in|log on|sign in|get in|connect|print
|see (it|them|everything)|work|open it|access it|hear|join|call|scan)<a>
= <s>(is|are|s) (showing|listing|recogni[sz]ed|displayed|loading|getting)( <x>)?
again
= after (\w+ ){1,5}(it|they|everything) (all |now )*(works?|worked|came back|ran
|runs|behaves)<a>
= ((it|he|she|they) )?(was|had been|were)( \w+)? in the wrong (folder|place
|drawer|box|tray|bag|inbox)
= stand down|scratch that|as you were|false alarm
= <s>(behaved( itself| themselves)?|played along|did its job|held up)<a>
= ((it s|they re|that s) )?(all|everything) (is |was )?(present and correct|accounted for)
= <s>(now |finally )*(rings?|plays?|syncs?|loads?|responds?|scans?|reads?
|charges?)<n>
= <s>(is|are|s|re) (now |all |back )*(up|up and running|online|live|alive|back
(up|online|on|in action|in service|in use|to normal|to life)|available|reachable|accessible
|visible|readable|usable|connected|unlocked|in order|(as )?good as new|repaired|mended
|restored)<a>
= <s>(does|do|(is|are|s) doing)( exactly| just)* (what|as) (it|they|he|she)
(should|(is|are|s) (supposed|meant) to)( do)?<a>
= <s>(has|have|got) (its|their|our|my|his|her) <x> back<a>
= (i|we)( m| am| re| are)( all| now)* back (on|at|in|to|online) <x>
= (all )?back (on|at|in|to) (the |my |our )?(phones?|work|job|desk|lines?|shift
|floor|ward|system|network|game|business|track|class|classroom|office|calls?|net)<a>
= <s>(is|are|s|re) (now )?(on|in) (the|my|our|this) (slip|payslip|list|rota
|roster|schedule|plan|page|account|statement|calendar|system|portal|folder|drive|inbox|register
|site|website|app)<n>
= <s>(is|are|s|re) (all )?(there|showing|listed|correct|complete|up to date|in
place)<n>
= (i|we)( ve| have| was| were| finally| now| just)* (been able|able|managed) to
\w+( (in|on|out|up|through))?( (the|my|our|it|them|this|everything|all)( \w+){0,4}?)?<a>
= ((please|so|just|kindly) )*(ignore|disregard|forget|scrap)( (about|my|the|that
|this|it|last|previous|earlier|above|first|one|mail|e mail|email|message|note|request|question
|below))+
= (you|that|this|it|he|she|they)( ve| have| s| has| just| really| literally)*
(saved|rescued) (my|our|the) \w+( \w+)?
= <s>(has |have |s |ve |just |already |kindly |now )*(sorted|fixed|solved|mended
|repaired|resolved|found|replaced)( (it|that|them|everything|this))?( (out|for (me|us)|himself
|herself|myself))?<a>
= ((there is|there s) )?no (longer |more |further )?(need|action)( (to|for|do
|anything|any|help|more|action|needed|required|anyone|call|visit|come|further|else|now|it
|anymore))*
= (you|u) (don t|do not|no longer|needn t|need not) (need to |have to )?(do|come
|call|worry|bother|chase)( (anything|out|back|round|about|it|more|else|further|any|anymore|now|me
|us))*
= ((i|we) )?confirm(ed)?( (the )?(receipt|arrival|delivery)( of <x>)?)?
= (that s|that is|this is|it s|it was)? ?(exactly |just |precisely )*what (i|we)
(wanted|needed|was looking for|was after)( to (know|hear|see|have))?
= <s>?(fits?|(it |that )?makes sense)( (me|us|perfectly|well))*<a>""",
        came=r"""
= <s>(has |have |s |ve |was |were |just |finally |now |also |all |safely
)*(arrived|landed|turned up|been (delivered|credited|paid|refunded|found|returned)|come through
|reached (me|us)|hit (my|our) account)( (in|on|at|to) (my|our|the) (account|inbox|desk|office
|reception|bank|locker|post|ward|classroom|store))?<a>""",
    ),
    Forms(  # German
        any="eine?|jemand",
        again=r"""wieder|jetzt|nun|endlich|inzwischen|mittlerweile|alles|alle|auch|gut|super
|prima|bestens|einwandfrei|tadellos|perfekt|wunderbar|problemlos|reibungslos|normal|richtig
|ordentlich|brav|schon|heute|seit (heute|gestern|eben|dem \w+|der \w+)|nach (dem|einem|der|einer)
\w+( \w+)?|nach \w+|heute (morgen|fruh|mittag|abend|nachmittag)|mit (mein|unser)\w* \w+|diesmal
|dieses mal|ohne (probleme|fehler|murren)|bei (mir|uns)|hier|ganz|wie (neu|gewohnt|vorher|fruher
|immer|am ersten tag|am schnurchen|geschmiert|(es|er|sie) soll)|damit""",
        well=r"""
= <s>(wird|werden) (jetzt|nun|endlich)( alle)? (richtig|korrekt|vollstandig)
(angezeigt|erkannt|geladen|gedruckt|berechnet)
= (diesmal|jetzt|heute|nun|endlich) (kam|komme) (ich|wir) (wieder )?(rein|drauf
|durch)
= ((es|er|ton|telefon) )?(war|stand) (noch )?auf (stumm|lautlos|mute)
= ((das|damit|ist) )*thema (ist )?(durch|erledigt|gegessen)
= <s>(ist|sind|wurde|wurden)( jetzt| nun| heute| gestern| endlich| schon|
inzwischen| alle| bereits)* (geleert|abgeholt|aufgeladen|aufgefullt|gereinigt|geputzt|ersetzt
|erstattet|bezahlt|installiert|verlangert|entsperrt|aktiviert|eingerichtet|genehmigt|korrigiert
|angepasst|wiederhergestellt|registriert|uberwiesen|bearbeitet|beantwortet|gutgeschrieben
|gestrichen|getauscht|nachgefullt|gebucht|verbucht|abgestimmt|erfasst|hochgeladen|veroffentlicht
|eingebucht|durch|abgeschlossen|zuruckgesetzt|eingeplant)<a>
= <s>(lag|lagen|war|waren|steckte|stand)( nur| wohl| einfach)? (hinter|unter
|zwischen|neben) (der|dem|den|meiner|meinem|unserer) \w+
= <s>lasst (mich|uns|alle)( jetzt| nun)? (wieder )?(rein|durch|drauf|anmelden)
= <s>(ist|sind)( jetzt| nun| endlich| wieder)* auf (dem|meinem) konto<a>
= ((dann|wir|so) )*(belassen|lassen) (wir )?es (dann )?(dabei|gut sein)|(sonst
|weiter) nichts( mehr)?
= ((ich|wir) )?(wusste|wussten) (gar )?nicht|dass ich das (selbst|selber
|alleine?) kann
= (es )?(war|lag an) (nur |einfach )?(die|der|das) (batterie|akku|kabel|stecker
|sicherung|router|browser|maus|tastatur|patrone)
= ((damit|dann) )?(hat sich|ist) (meine|die|unsere) (frage|sache|anfrage
|angelegenheit)( damit)? (erledigt|geklart|beantwortet)
= <s>(funktioniert|funktionieren|funzt|klappt|klappen|spurt|lauft|laufen|brummt
|schnurrt)<a>
= (es kommen |jetzt )?keine? (\w+ )?(fehler|fehlermeldung|fehlermeldungen
|probleme?|warnung|storung|storungen|gerausche)( mehr)+<a>
= <s>(geht|gehen)( jetzt| nun)?( mit (mein|unser)\w* \w+)?( jetzt| nun)? wieder
(auf|an|zu)
= <s>(konnte|konnten|kann|konnen) (mich|uns|es|alles|sie|ihn)( jetzt| diesmal|
alle| wieder| gut| endlich)+ (horen|sehen|lesen|offnen|verstehen)
= <s>(erhalten|eingegangen|eingetroffen|angekommen)<a>
= (genau )?(das|es) (war|ist) (s|es|ihn|sie)|(genau )?(das )?was (ich|wir)
(gesucht|gebraucht|gemeint) (habe|haben|hatte)
= (jetzt |nun )?(ist )?alles wieder (beim alten|wie (vorher|fruher|gehabt
|immer))
= (bitte |gerne? )?(das |den |die )?(ticket|fall|vorgang|anfrage
|meldung)? ?(bitte )?schliessen
= (die |meine )?(feststelltaste|umschalttaste|caps ?lock|num ?lock|flugmodus)(
war| ist)( noch| wohl)? (an|aktiv)
= ((das )?werde ich mir merken|(das )?merk ich mir)
= <s>(kann|konnen|kommt|kommen|ist|sind)( alle| jetzt| nun| beide)* wieder (rein
|drauf|ran|drin|arbeiten|telefonieren|drucken|einloggen|sich anmelden|scannen|mithoren|teilnehmen)
= <s>(wird|werden)( jetzt| nun| alle)* wieder( richtig| korrekt)? (angezeigt
|erkannt|geladen|gedruckt|synchronisiert|gefunden)
= (nach|seit) (\w+ ){1,4}(geht|ging|lauft|lief|funktioniert|klappt|tut) (es|er
|sie|alles|das)<n>
= ((es|er|sie|das) )?(lag|war|steckte) (nur |wohl )?(im|in der) falschen (ordner
|fach|schrank|postfach|schublade|tasche)
= kommando zuruck|fehlalarm|alarm zuruck
= <s>(hat|haben)( heute| diesmal| brav| schon)* (mitgespielt|durchgehalten|mitgemacht|gehalten)<a>
= <s>(geht|gehen|tut|tun|tuts|reagiert|reagieren|spielt|arbeitet|macht mit)<n>
= (jetzt|nun|so|damit|seitdem|inzwischen) (funktioniert|geht|tut|klappt|lauft
|laufen|gehen) <x><a>
= <s>(verschickt|versendet|sendet|schickt|empfangt)( wieder| jetzt wieder| nun wieder) (mails?
|e ?mails?|scans?|faxe?|nachrichten)
= <s>(scannt|druckt|klingelt|ladt|verbindet|synchronisiert|heizt|leuchtet|liest
|kuhlt)( sich)?<n>
= <s>(macht|machen|tut|tun) (wieder|jetzt|nun)( genau| alles| das)*
= <s>(ist|sind)( wieder| jetzt| nun| alle| alles| inzwischen)* (online
|erreichbar|verfugbar|sichtbar|lesbar|nutzbar|freigeschaltet|entsperrt|in betrieb|im einsatz
|einsatzbereit|startklar|repariert|behoben|gelost|erledigt|wiederhergestellt|hergestellt|in
ordnung|im lot|ok)<a>
= ((ich|wir) )?(bin|sind|sitze|arbeite|komme)( ich| wir)?( jetzt| nun| endlich)*
wieder (am|im|an|auf|in|bei|mit|online|drin|dabei|dran|rein)( <x>)?
= <s>(steht|stehen|ist|sind)( jetzt| nun| wieder| endlich| alle| auch)+ (drauf
|drin|dabei|dran|da|drauf|vorhanden|eingetragen|vermerkt|im (system|kalender|plan|portal|ordner
|postfach|dienstplan)|auf (dem|der) (zettel|abrechnung|liste|rechnung|karte))<a>
= ((ich|wir) )?konnten?( mich| uns| es| das| alles| ihn| sie| (den|die|das
|meinen?|meine|unseren?|unsere) \w+){0,3}( jetzt| nun| eben| gerade| endlich| soeben| inzwischen|
problemlos| erfolgreich)+( \w+)? (abschliessen|beenden|fertigstellen|absenden|abschicken
|herunterladen|offnen|ausdrucken|drucken|speichern|anmelden|einloggen|einreichen|hochladen|buchen
|eintragen|abgeben|zugreifen|aufrufen|ausfullen
|registrieren|aktivieren|abrufen|verschicken|versenden|erledigen|losen|starten
|installieren)
= (bitte )?(ignorier|vergiss|vergess)\w*( sie| bitte| einfach)*( (meine?|die|das
|es|letzte|vorige|vorherige|obige|mail|e mail|email|nachricht|anfrage|frage|meldung))+
= ((meine?|die|diese|letzte|vorige|vorherige|obige) )+(mail|e mail|email
|nachricht|anfrage|frage|meldung)( bitte| einfach| kann| konnt| konnen| kannst| ihr| sie| du| ist|
hat)* (ignorieren|vergessen|hinfallig|gegenstandslos|sich erledigt)
= ((ich|wir) )?war(en)? (nur |wohl )?(im|in der|in dem|beim|auf dem|auf der)
falschen \w+
= (sie|du|ihr|das)( haben| hast| habt| hat)( mir| uns| echt| wirklich)*
(meine?n?|unsere?n?|den|die|das) (\w+ )?gerettet
= <s>(hat|haben|hats|hat s)( es| das| ihn| sie| sich| schon| gerade| eben|
inzwischen| selbst| selber)* (hingekriegt|hinbekommen|gelost|repariert|behoben|erledigt|gefunden
|geregelt|gerichtet|ausgetauscht|getauscht|gefixt)<a>
= ((da|es|ihr|sie|du|euch) )?(braucht|brauchen|brauchst|musst|muss|mussen)( ihr|
sie| du| euch| da| sich)* (nix|nichts|nicht|niemand|keiner)( mehr)?( zu)? (machen|tun|kommen
|unternehmen|schauen|kummern|vorbeikommen|anrufen|zuruckrufen)( mehr)?
= ((das|es|ist|brauche|ich|wir|brauchen) )*nicht mehr( (notig|notwendig
|erforderlich|aktuell|relevant))?
= ((ich|wir) )?(hiermit )?bestatig(t|e|en)( (ich|wir))?( (den|die) (erhalt
|eingang|empfang)( \w+){0,3})?
= ((das|jetzt|mir) )*(leuchtet|leuchtets)( mir| das)*( jetzt)? ein
= genau das (wollte|brauchte|suchte|hatte|meinte) (ich|wir)( gesucht| gemeint|
wissen| horen| sehen| haben)?
= <s>?(passt|passen|sitzt)( mir| uns| perfekt| genau)*<a>""",
        came=r"""
= <s>(ist|sind)( wieder| heute| gestern| eben| gerade| inzwischen| schon| alle|
gut| heil| soeben| (heute )?(morgen|fruh|mittag)| (auf|in|bei|an|am|im) (meinem |unserem |dem |der
)?(konto|postfach|buro|empfang|station|klasse|lager|mir|uns)| per post)* (aufgetaucht|angekommen
|eingetroffen|eingegangen|gutgeschrieben|zugestellt|ausbezahlt|uberwiesen|gefunden|geliefert
|da)<a>""",
    ),
    Forms(  # Dutch
        any="een|iemand",
        again=r"""weer|nu|inmiddels|ondertussen|alweer|gewoon|goed|prima|perfect|super|netjes
|normaal|keurig|eindelijk|ook|helemaal|allemaal|vandaag|(van|gister)(ochtend|morgen|middag|avond)
|sinds (gisteren|vanmorgen|vanochtend|vandaag|de \w+|het \w+)|na (een|de|het|opnieuw) \w+( \w+)?
|na \w+( van (de|het) \w+)?|het|t|hier|zonder (problemen|fouten|morren)|met (mijn|onze|ons) \w+
|deze keer|dit keer|bij (mij|ons)|als (een \w+|nieuw|vanouds|voorheen)|al|zoals (het|hij|ze)
(hoort|moet)|naar behoren|op de eerste dag""",
        well=r"""
= (deze keer|dit keer|nu|eindelijk) (kwam|kom) (ik|we) (er (weer )?in|erin|erop
|erdoor)
= <s>(is|zijn|werd|werden)( nu| vandaag| vanmorgen| vanochtend| gisteren|
eindelijk| al| inmiddels)* (geleegd|opgehaald|opgewaardeerd|opgeladen|gevuld|bijgevuld
|schoongemaakt|vervangen|terugbetaald|betaald|geinstalleerd|verlengd|ontgrendeld|geactiveerd
|ingesteld|goedgekeurd|aangepast|gecorrigeerd|geregistreerd|verwerkt|afgehandeld|beantwoord
|bijgeschreven|omgeruild|geboekt|ingeboekt|verwerkt|afgesloten|opgelost|gereset|ingepland
|gepubliceerd)<a>
= <s>(lag|lagen|zat|zaten|stond|stonden|was)( gewoon| toch)? (achter|onder
|tussen|naast) (de|het|mijn|onze) \w+
= <s>laat (me|mij|ons|iedereen)( nu)? weer (in|toe|binnen|door)
= ((dan|we) )*laten (we )?het (hierbij|daarbij)|verder niets( meer)?
= ((ik|we) )?(wist|wisten) niet dat (ik|we) (dat|het) zelf (kon|konden)
= (het )?(was|lag aan) (gewoon )?de (batterij|accu|kabel|stekker|zekering|router
|browser|muis|cartridge)
= <s>(deed|deden|gedroeg zich|hield zich|werkte mee)( (het|netjes|goed|prima))*<a>
= alles (zit|is|zat|was) (er |erbij|compleet)( bij)?
= (uiteindelijk |eindelijk )(toch )?(gekregen|ontvangen|gelukt|gevonden)
= <s>(werkt|werken|draait|draaien|functioneert|functioneren|lukt)<a>
= <s>(kan|kunnen|komt|komen)( nu| allemaal| allebei)* weer (\w+en|erin|erop
|binnen)
= (er is |ik krijg )?geen (\w+ )?(fout|fouten|foutmelding|foutmeldingen
|problemen|storing|storingen|melding|geluid)( meer)+<a>
= <s>(gaat|gaan)( nu)? weer (open|aan|dicht)<a>
= <s>(kon|konden|kan|kunnen) (me|mij|ons|het|alles)( nu| weer| allemaal| goed|
dit keer| deze keer| eindelijk)+ (horen|zien|lezen|openen|volgen)
= <s>(al |net )?(ontvangen|aangekomen)<a>
= (alles )?(is )?weer (bij het oude|als (vanouds|vroeger|eerst))
= (graag|svp|aub)? ?(mag |kan )?(deze |dit |de |het )?(ticket|melding
|verzoek)? ?(sluiten|afsluiten)
= (verdere |verder )?(actie|hulp) (is )?niet (meer )?nodig
= (de )?(caps ?lock|num ?lock|vliegtuigstand)( stond| staat)( nog)? aan
= <s>(wordt|worden)( nu| allemaal)* weer( goed| correct)? (getoond|herkend
|geladen|afgedrukt|gevonden|gesynchroniseerd|weergegeven)
= (na|sinds) (\w+ ){1,4}(deed|doet|werkt|werkte|ging|gaat|lukt|lukte) (het|hij
|ie|ze|alles)( het)?<a>
= ((het|hij|die|ze) )?(stond|zat|lag) (gewoon )?in de verkeerde (map|la|lade
|kast|mailbox|tas)
= loos alarm|vals alarm
= ter kennisgeving aangenomen
= <s>(loopt|lopen|reageert|reageren|gaat|gaan)<n>
= <s>(doet|doen)( nu| weer| gewoon)* (het|t)<a>
= (nu|zo|hiermee|sindsdien|inmiddels) (werkt|draait|loopt|doet|lukt|doen|werken)
<x><a>
= <s>(verstuurt|verzendt|stuurt|ontvangt)( weer| nu weer) (mails?|e ?mails?|scans?|faxen|berichten)
= <s>(scant|laadt|opent|verbindt|synchroniseert|leest|gaat open|rinkelt)<n>
= <s>(doet|doen)( het| nu| weer| precies| gewoon)* wat (hij|het|ze|die|zij)
(moet|moeten|hoort|horen)( te)?( doen)?
= <s>(is|zijn)( nu| weer| inmiddels| allemaal)* (online|bereikbaar|beschikbaar
|zichtbaar|leesbaar|bruikbaar|in gebruik|in de lucht|ontgrendeld|gemaakt|gerepareerd|hersteld
|opgelost|geregeld|verholpen|in orde|heel)<a>
= <s>(staat|staan|zit|zitten)( er| nu| weer| allemaal| ook| inmiddels| vanmorgen
| vanochtend)+( (op|in|bij)( (mijn|de|het|onze) (rekening|lijst|strook|loonstrook|rooster|agenda
|map|mailbox|systeem|portaal|overzicht))?)?
= ((ik|we|wij|nu|dan) )*(ben|zit|zijn|sta|werk|kan|kom|kunnen|zitten)( ik| we)?(
er| nu)* weer (aan|in|op|bij|binnen|online|erin|verder|mee|bezig|inloggen)( <x>)?
= (ik|we) (heb|hebben)( <x>)?( nu| net| inmiddels| eindelijk)* kunnen \w+en<a>
= ((het|dat) is )?(me |mij |ons )?gelukt om( <x>)? te \w+n
= (vergeet|negeer|laat)( u| maar| gerust| alsjeblieft| aub)*( (mijn|het|die|deze
|dat|dit|vorige|laatste|eerdere|vorig|bovenstaande|mail|mailtje|e mail|bericht|vraag|verzoek
|melding|maar|zitten))+
= ((mijn|de|deze|vorige|laatste|eerdere|dit|dat) )+(mail|mailtje|vraag|melding
|verzoek|bericht) (kan|mag|kunt u|kun je) (vervallen|genegeerd worden|negeren|vergeten)
= (je|jij|u|jullie|dat)( hebt| heb| heeft| hebben)( echt| me| mij| ons)* (mijn
|onze|ons|de|het) (\w+ )?gered
= <s>(heeft|heb|hebben)( ik| we| het| hem| m| t| ze| dat| al| net| zelf|
inmiddels| even)* (gefikst|gefixt|opgelost|gemaakt|geregeld|gerepareerd|gevonden|vervangen
|hersteld|verholpen)<a>
= ((het|dat|dit) )?hoeft( al| nu| dus)* niet meer
= (je|u|jullie|er) (hoeft|hoeven) (verder )?(niets|niks|niet|niemand)( meer)?(
te)?( meer)? (doen|komen|bellen|kijken|ondernemen)( meer)?
= ((het|dat|is|heb|ik|hem) )*niet meer nodig
= bij deze bevestigd|bevestigd|ik bevestig( (de )?(goede )?ontvangst(
\w+){0,3})?
= ((in )?goede orde )?(ontvangen|aangekomen)|in goede orde
= ((dat|dit) (is|was) )?(precies |exact )*(wat|dat) (ik|we) (wilde|wou|zocht
|moest|nodig had)( weten| hebben| horen| zien)?|dat (wilde|wou) ik (weten|horen|zien|hebben)
= <s>?(past|zit goed|passen)( me| mij| ons| perfect)*<a>""",
        came=r"""
= <s>(is|zijn)( weer| inmiddels| al| gelukkig| vandaag| gisteren| vanochtend|
vanmorgen| net| (op|bij|in|aan) (mijn |onze |de |het )?(rekening|mailbox|bureau|balie|receptie
|afdeling|klas|mij|ons))* (terecht|gevonden|boven water|opgedoken|aangekomen|binnen|binnengekomen
|ontvangen|geleverd|bezorgd|gestort|bijgeschreven|overgemaakt)<a>
= <s>(staat|staan)( vanmorgen| vanochtend| vandaag| nu| al| inmiddels| sinds
vandaag)* op (mijn|onze|de) (rekening|bankrekening)<a>""",
    ),
    Forms(  # Danish
        any="en|et|nogen",
        again=r"""igen|nu|fint|godt|perfekt|super|upaklageligt|pænt|normalt|ordentligt|som (det
|den|de) (skal|plejer)|som (smurt|ny|nye|før|en drøm|den første dag)|ogsa|endelig|helt|alt|alle
|allerede|i (dag|gar|morges|aftes|formiddags)|siden (i )?\w+|efter (en |et |den |det )?\w+( \w+)?
|uden (problemer|fejl)|med (min|mit|mine|vores) \w+|denne gang|hos (mig|os)|her|lige|med det samme
|sig|fejlfrit""",
        well=r"""
= <s>(er|blev|er blevet)( nu| i dag| i morges| endelig| allerede)* (tømt|hentet
|fyldt op|opladet|rengjort|skiftet|udskiftet|refunderet|betalt|installeret|forlænget|aktiveret|sat
op|godkendt|rettet|tilpasset|gendannet|registreret|overført|behandlet|besvaret|byttet|bogført
|afstemt|nulstillet|planlagt|offentliggjort|gaet igennem)<a>
= <s>(la|sad|stod|var)( bare)? (bag|under|mellem|ved siden af|bagved)
(den |det |min |mit )?\w+
= <s>lukker (mig|os|alle) ind( igen| nu)*
= ((sa|vi) )*lader (vi )?det (blive ved det|ligge)|ikke mere( herfra)?|ellers
intet
= ((jeg|vi) )?vidste ikke at (jeg|vi)( selv)? kunne( selv| det selv)?
= (det )?var (bare )?(batteriet|kablet|stikket|sikringen|routeren|musen
|patronen)
= (sa )?fik jeg svar pa (det hele|alt|mit spørgsmal)
= <s>star pa (kontoen|min konto)<a>|<s>har været (her|forbi)<a>
= <s>(virker|fungerer|kører|spiller|dur|lykkes)<a>
= <s>(sender|modtager) (mails?|e ?mails?|scanninger|faxer|beskeder) igen
= (nu|sa|siden|derefter) (virker|kører|fungerer|spiller|dur) <x><a>
= (der er |jeg far )?ingen (\w+ )?(fejl|fejlmeddelelser?|fejlbeskeder?|problemer
|støj|advarsler)( (mere|længere))+<a>
= <s>(abner|abnes|tænder)<n>
= <s>(kunne|kan)( alle| nu| endelig)* (høre|se|læse|følge) (mig|os|det|alt
|den)<a>
= <s>(er )?(modtaget|ankommet)<a>
= (alt|det hele)( er)? (igen )?(som (før|det plejer|vanligt)|ved det gamle)(
igen)?
= (i|du)? ?(ma |kan )?(gerne |bare )*luk(ke)?( bare| gerne)*( (sagen|den
|ticketen|denne))?
= (caps ?lock|num ?lock|flytilstand)( var)?( stadig)? slaet til
= (det )?(er |var )?en (stor|kæmpe|god) hjælp
= <s>kan( nu| alle| begge)* (logge (ind|pa)|se (det|den|dem|alt)|printe|komme
(ind|pa)|arbejde|ringe|abne den|scanne) (igen|nu)
= <s>er( nu| alle)* (pa|inde|med) igen
= efter (\w+ ){1,4}(virker|virkede|kører|kørte|fungerer) (det|den|alt|de)<a>
= ((det|den|de) )?(la|stod|var) (bare )?i den forkerte (mappe|skuffe|boks|kasse)
= falsk alarm
= <s>(opførte sig|artede sig|holdt|klarede den)( pænt| fint| godt)*<a>
= (det hele|alt|alle) (er|var) (der|med|kommet)
= <s>(læser|lader|abner|ringer|vises|svarer|scanner)<n>
= <s>opfører sig<a>
= <s>gør( nu| igen| præcis)* (hvad|som|det)( den| det| de)? skal<a>
= <s>(er|blev)( nu| igen| alle)* (online|oppe|tilgængelig\w*|synlig\w*|læsbar\w*
|brugbar\w*|i drift|i luften|last op|lavet|repareret|rettet|løst|ordnet|fikset|i orden|i gang|oppe
at køre)<a>
= <s>(?=.*\b(nu|igen)\b)(star|ligger|er)( der| her| nu| igen| alle| ogsa)+( pa
(listen|sedlen|lønsedlen|kontoen|planen)| i (planen|kalenderen|mappen|systemet))?
= ((sa|nu) )*(?=.*\b(tilbage|igen)\b)(er jeg|jeg er|er vi|vi er|sidder jeg|jeg
sidder|tilbage)( nu| tilbage)*( (inde|pa|ved|online|i gang|oppe|med|i|hos))?( <x>)?( igen)?
= ((venligst|bare|i|du|ma|kan) )*se( venligst| bare)? bort fra( (min|den|det
|dette|mit|denne|sidste|forrige|tidligere|mail|besked|henvendelse|spørgsmal|ovenstaende))+
= (glem|ignorer)( bare| venligst)*( (min|mit|det|den|dette|sidste|forrige|mail
|besked|spørgsmal|henvendelse))+
= (du|i|det)( har| bare| virkelig)* (reddede|reddet) (min|mit|mine|vores|hele)(
time| \w+)( \w+)?
= <s>(har|fik)( allerede| selv| lige| nu)* (ordnet|fikset|løst|lavet|repareret
|fundet|klaret|skiftet|rettet)( det| den| dem| alt)?<a>
= (i|du|der|man) (behøver|behøves|skal)( \w+)? (ikke|ingen|intet)( længere)?(
at)?( (gøre|ringe|komme|foretage))?( (jer|dig|mere|noget|yderligere))*
= ((det|den|er) )*ikke (længere )?(nødvendigt|aktuelt|relevant)( længere| mere)?
= bekræftet|(jeg )?bekræfter( hermed)?( modtagelsen( \w+){0,3})?
= (modtaget )?i god (behold|stand|orden)|(det er )?taget til efterretning|til
efterretning
= (det var |det er )?(lige |præcis |netop )*(det|hvad) (jeg|vi) (ville|skulle
|manglede|havde brug for)( (vide|have|høre|se|bruge))?( at vide)?
= <s>?(passer|sidder)( mig| os| perfekt| godt)*<a>""",
        came=r"""
= <s>(er|blev)( igen| nu| heldigvis| i dag| i gar| i morges| lige)* (dukket op
|kommet( frem| ind)?|fundet|landet|ankommet|leveret|gaet ind|indsat|udbetalt|refunderet)( (pa|i
|til|hos) (min |mit |mine|vores )?(konto|kontoen|kontoret|receptionen|indbakken|afdelingen|klassen
|lageret|mig|os))?<a>""",
    ),
)
