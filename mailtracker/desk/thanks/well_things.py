"""What things in a house, on a ward, at a school and on the road do again, and what people can do
again by that; one entry a language, in the order of the tables. Forms as those of `well_forms`.

A verb stands here by name, and only where it is good news of whatever does it: what freezes, locks
or comes up again may be the trouble.
"""

from __future__ import annotations

THINGS = (
    # English
    r"""
= <s>(is|are|s|re)( now| all| safely| back)* (in|on|into) (my|our) (account|inbox|hands?|drawer
|possession|payslip|desk)<a>
= (the |our |my |a |his )?(delivery|parcels?|package|order|goods|letter|post|pallets?|shipment
|boxes) (came|arrived|turned
up|got here|was here)( safely| fine| all| today| this morning| just now| ok| on time)*( (at|around
|by) \d+( \d+)?( am| pm
| o clock)?)?
= (nothing|none)( is| was)? (missing|broken)|all (there|here) now
= <s>(come|comes|goes|go|came|went) through( clearly| fine| loud and clear| now| again| properly)+
= (the |my |our )?(\w+ )?(badges?|cards?|keys?|codes?|pass|fobs?)( now)? (opens?|unlocks?|fits?
|lets me (in|through)|gets
me (in|through|into))( (the|my|our|both) \w+( \w+)?)?( now| again| at last| as well| too)*
= <s>(shows?|reads?|displays?|read) (fine|right|correctly|the right \w+)<n>
= ((i|we|it|that|all|she|he|they)( ve| has| have)? )?(got there|made it|managed( it)?|worked( out)?
|came right
|got in|sorted it) in the end( though)?
= <s>(opened|lifted|connected|printed|loaded|went through|came through|let me in)( up| fine| for me
| for us
| straight)* (this morning|today|first time|straight away|without a hitch|no bother|no trouble
|at last)
= <s>(plays?|is playing|s playing) (ball|along|nice|nicely)( again| now)+
= <s>(obeys?|responds?|behaves?|cooperates?)<n>
= <s>(got|went|came|logged|is|are|s) (in|on|through|online)( fine| just)* (no bother|no trouble
|no hassle|without
(a )?(bother|hassle|fuss|moaning|hitch)|(on|at) the (first|second|third) (attempt|go|try))
= <s>(drives|rides|heats|cools|flushes|pumps|brews|washes|dries|chimes|shines|bakes|records|weighs
|measures|dims|lifts|steers|types|clicks)<n>
= <s>(is|are|s|re)( now| all)* back on (the|its|their) (road|tracks?|rails|move|air|job)<a>
= (the |our |my )?(heating|heat|power|electricity|electric|wifi|internet|telly|tv|boiler|radiators?
|hot water|aircon|gas|lights|phones?|network|signal) (\w+ ){0,3}?(is|are|s|has
|have|re)( now| come| back)* on( again| now| here| at last)+( (in|at) (the |my |our )?(room|ward
|flat|office|house|bay|block|classroom|kitchen)( \w+)?)?
= <s>(has |have |s |ve )?(came|come|gone) back (on|online|to life)<a>
= ((i|we|they)( ve| have)?( all| now| finally)* (got|have)|there (is|s)) (our |the |some |a )?(hot
water|heating|heat|power|electricity|internet|wifi|signal|lights|gas|telly|phones?|reception|dial
tone|network|sound|picture)( back)?( again| now| at last| back)+<a>
= <s>can( all| both| now| finally)* (get|log|go|sign) (back )?(in|into|on|onto|online|up|through
|down)( <x>)?( again| at last| now| too)+<a>
= <s>can( all| both| now| finally)* (use|open|print|watch|reach|play|join|phone|order|work|book
|scan|drive|sleep|cook|shower|teach|type|call)( <x>)?( again| at last)+<a>
= ((it s|its|it is|that s|thats|that is) )?(all )?(grand|champion|smashing|mint|tickety boo|hunky
dory|cushty|lush|belting|tip top|right as rain|good as gold|dandy|peachy)( now| again)*
= that s (me|us|them|him|her|everyone) (all )?(sorted|happy|done|fixed|back in|back on)( now)?
= <s>(goes|going|is going|s going|works|working|runs|running)( up and down)? like a (dream|charm
|train|rocket|treat|good un)<a>
= <s>(got|went|came)( all)? (sorted|fixed|repaired|mended|done) (today|yesterday|this morning|last
night|in the end)
""",
    # German
    r"""
= (die |das |der |unsere |meine )?(lieferung|pakete?|sendung|ware|bestellung|post|paletten?
|brief)( \w+)? (kam|kamen|ist
|sind)( heute| gestern| fruh| punktlich| gut| schon| alle| soeben| heil)*( (um
|gegen) \d+( \d+)?( uhr)?)?( an| da| angekommen)?
= (es )?(fehlt|fehlte) nichts|nichts (fehlt|fehlte|kaputt)
= <s>(kommt|kommen)( jetzt| wieder| klar| gut| deutlich| alle| sauber)+ (an|durch|rein)
= <s>(konnte|konnten) (ich|wir)( jetzt| nun| gut| problemlos| alle| endlich| gerade)* (abschliessen
|absenden|abschicken
|herunterladen|offnen|ausdrucken|drucken|speichern|hochladen|einreichen|buchen|eintragen|abgeben
|abrufen|installieren)
= mit (dem|der|meinem|meiner) (neuen |neue )?(\w*ausweis|\w*karte|\w*schlussel|\w*code
|\w*chip) komme? (ich|wir)( jetzt
| nun| wieder| auch| uberall)*( <x>)?
= (der|die|mein|meine) (neue |neuer )?(\w*ausweis|\w*karte|\w*schlussel|\w*code|\w*chip) (offnet
|schliesst|sperrt|passt)(
jetzt| nun| wieder| auch)*( <x>)?
= <s>(zeigt|zeigen)( jetzt| nun| heute| fruh| wieder)* (richtige werte|die richtigen \w+
|den richtigen \w+|alles richtig
|richtig)( an)?
= ((es|das) )?(hat|ist) (am ende|schliesslich|zum schluss|zuletzt|letztendlich)( doch| noch
| dann)* (geklappt|hingehauen
|funktioniert|gegangen|gut gegangen|gelungen|geschafft)
= ((ich|wir) )?(hab|habe|haben)( ich| wir)?( es| s)? (am ende|schliesslich|zum schluss
|zuletzt)( doch| noch)* (geschafft
|hinbekommen|hingekriegt|gefunden)
= <s>(ging|gingen)( heute| gestern| gleich| sofort| fruh| morgen| wieder| endlich)+ (auf|an|durch)
= <s>(spielt|macht|zieht|spielen|machen) wieder( brav| schon)? mit|(spielt|macht) wieder( brav)? mit
= <s>(gehorcht|pariert|folgt)<n>
= <s>(beim|im) (ersten|zweiten|dritten) (versuch|anlauf) (durchgekommen|reingekommen|geklappt|drin)
= <s>(fahrt|fahren|heizt|heizen|bollert|kuhlt|spult|pumpt|wascht|trocknet|bimmelt|backt|wiegt|misst
|dimmt|hebt|rollt)<n>
= <s>(springt|springen)( jetzt| nun)? wieder an<a>
= (die |das |der )?(heizung|licht|strom|wlan|internet|fernseher|warmwasser|lampen?|herd|ofen|kamin)
(\w+ ){0,3}?(brennt|brennen|geht|gehen|ist|sind)( jetzt| nun)? wieder( an| da| warm)?<a>
= ((jetzt|nun|endlich) )?(wir haben|ich habe?|haben wir|habe ich|haben|habe)( jetzt| nun| endlich)*
wieder (strom|warmwasser|warmes wasser|heisses wasser|heizung|licht|internet|netz|wlan|empfang
|telefon|ton|bild|gas|fernsehen)( hier)?
= ((es|jetzt|nun|endlich|hier|bei uns|bei mir|im zimmer) )*(ist |is )?(es )?(jetzt |nun )*wieder
(schon |richtig |mollig |kuschelig )*(warm|hell|trocken|dicht)( hier| im zimmer)*
= ((es|s|das|des|dat|ois|alles) )?(gaht|gaat|geit|gehd|geat|tuat|tuats|tuad|loppt|lopt|lauft|laft
|funzt|basst|klappt|gots?)( jetzt| nu| etz| alles)*( wieder| wida| wieda| wedder| widr)( alles)?
= <s>(kann|konnen|kommt|kommen)( alle| jetzt| beide| nun| endlich)* wieder (\w+ ){0,3}?(arbeiten
|spielen|lernen|schlafen|kochen|duschen|baden|telefonieren|fahren|lesen|schreiben|fernsehen
|unterrichten|rein|drauf|raus|runter|hoch|ins netz|ins system|auf die \w+|in die \w+)<a>
= ((das|es|die sache|meine frage|mein anliegen) )?hat sich( schon| inzwischen| bereits| ganz| damit
| alles| von selbst)* (erubrigt|erledigt|in luft aufgelost|gegeben|geklart)
""",
    # Dutch
    r"""
= (de |het |onze |mijn )?(levering|pakje|pakket|pakketten|zending|bestelling|post|pallets?
|brief) (kwam|kwamen|is|zijn)( er
| vandaag| vanmorgen| vanochtend| netjes| keurig| al)*( (om|rond) \d+( \d+)?( uur)?)?( binnen| aan
| aangekomen)?
= (er )?(ontbreekt|ontbrak) niets|niets (ontbreekt|kapot)|niks (ontbreekt|kapot)
= <s>(komt|komen)( nu| weer| helder| goed| duidelijk| allemaal)+ (door|aan|binnen)
= met (de|mijn) (nieuwe )?(\w*pas|\w*pasje|\w*kaart|\w*sleutel|\w*code|badge) (kan|kom) (ik|we)( nu
| weer| ook| overal)*(
(door|in|naar|er) ?<x>| erin| binnen)?
= (de|mijn) (nieuwe )?(\w*pas|\w*kaart|\w*sleutel|\w*code|badge) (opent|past op)( nu| weer
| ook)*( <x>)?
= <s>(ging|gingen)( nu| vanmorgen| vanochtend| vandaag| gisteren| meteen| weer| eindelijk)+ (open
|aan|door)
= <s>(doet|doen|werkt|werken) weer( braaf| netjes)? mee
= <s>(luistert|gehoorzaamt)<n>
= <s>(is|zijn|kwam) (er )?bij de (eerste|tweede|derde) poging (door|in|doorgekomen|gelukt
|door gekomen)
= <s>(rijdt|rijden|vaart|verwarmt|koelt|spoelt|pompt|wast|droogt|schijnt|bakt|weegt|meet)<n>
= <s>(slaat|springt|gaat|schiet)( nu)? weer aan<a>
= (de |het )?(verwarming|licht|stroom|wifi|internet|tv|warm water|lampen?|kachel|oven|cv|ketel)
(\w+ ){0,3}?(brandt|branden|doet het|is|zijn)( nu)? weer( aan| er| warm)?<a>
= (we hebben|ik heb|hebben we|heb ik|er is|hebben|heb)( nu| eindelijk| gelukkig)* weer (stroom|warm
water|verwarming|licht|internet|wifi|bereik|telefoon|geluid|beeld|gas|tv)( hier)?
= ((het|nu|eindelijk|hier) )*(is )?(het )?(nu |hier )*weer (lekker |heerlijk |mooi |goed )*(warm
|licht|droog)( hier| binnen)*
= <s>(kan|kunnen)( nu| allemaal| eindelijk| allebei)* weer (\w+ ){0,3}?(werken|spelen|leren|slapen
|koken|douchen|bellen|rijden|lezen|schrijven|lesgeven|inloggen|printen|scannen|op de \w+|in de \w+
|in het \w+|erop|erin)<a>
= ((t|tis|het|dat|alles) )*(is|s)?( allemaal| nu| weer| helemaal)* (in orde|goedgekomen|goed gekomen
|gefikst|piekfijn|dik in orde|voor de bakker|kits|koek en ei)( nu| hoor| gekomen)*
""",
    # Danish
    r"""
= (leveringen|pakken|pakkerne|forsendelsen|varerne|bestillingen|posten|pallerne|brevet) (kom
|er kommet|ankom)( i dag| i morges
| i gar| fint| helskindet| til tiden)*( (klokken|kl|ved) \d+( \d+)?)?
= (intet|der) (mangler|manglede)( intet| ikke noget)?|ingenting mangler
= <s>(gar|kommer)( klart| fint| godt| nu| igen| tydeligt)+ (igennem|frem|ind)
= (mit|min|det|den) (nye )?(\w*kort|\w*kortet|\w*nøgle|\w*nøglen|\w*kode|\w*koden|brik
|brikken) (abner|passer til|lukker
mig ind)( nu| igen| ogsa)*( <x>)?
= <s>viser (rigtigt|korrekt|det rigtige)( igen| nu| her til morgen)+
= ((det|den) )?(endte med at (lykkes|virke|ga)|lykkedes (til sidst|endelig|omsider))( til sidst
| alligevel)*
= ((jeg|vi) )?(fik|klarede|fandt) (det|den)( til)? til sidst
= <s>(gik|gik der)( nu| i morges| i dag| endelig| straks| igen| lige)+ (op|igennem|i gang)
|<s>(gik op|gik igennem) (i morges
|i dag|med det samme|i første forsøg)
= <s>(makker ret|lystrer|arter sig)<n>
= <s>kom (igennem|ind|pa) (i (første|andet|tredje) (forsøg|hug)|uden (brok|bøvl|problemer))
= <s>(kører|varmer|køler|skyller|pumper|vasker|tørrer|skinner|bager|vejer|løfter)<n>
= (lyset|lampen|lamperne|varmen|fyret|ovnen|komfuret|pejsen|radiatoren|strømmen|fjernsynet|nettet)
(\w+ ){0,3}?(brænder|er tændt|er kommet|kom|virker|er)( nu| igen| tilbage| pa)+
= ((nu|sa|endelig) )*(der er|er der|vi har|jeg har|har vi|har jeg|vi har faet|jeg har faet)( nu
| endelig)* (strøm|varmt vand|varme|lys|internet|net|wifi|dækning|telefon|lyd|billede|gas|tv)( igen
| nu)+<a>
= ((her|der|nu|sa) )*er (her |der |det )?(nu )?(dejlig |dejligt |godt |rigtig )*(varmt|lyst
|tørt) igen
= <s>kan( nu| alle| begge| endelig| godt)* (komme|ga|logge|bruge|abne|spille|arbejde|sove|bade
|køre|læse|skrive|undervise|ringe)( (pa|ind|i|til|med|op|ned))?( <x>)? igen<a>
= det (er )?(bare |helt )*(i orden|i skønneste orden|i vinkel)( igen| nu)*
""",
    # Portuguese
    r"""
= (a |o |as |os )?(entrega|encomendas?|pacotes?|remessa|mercadoria|correio|paletes?
|carta) (ja )?(veio|vieram|chegou
|chegaram)( hoje| ontem| de manha| bem| a tempo)*( (as|pelas|a) \d+( \d+)?)?
= (nao )?(faltava|falta|faltou|faltavam) nada|nada (faltava|faltou|partido)
= <s>(ouve|ouvem|ve|veem|le|leem|abre|abrem|imprime|imprimem) se( bem| agora| perfeitamente| ja
| outra vez| claramente)+
= (o|a) (meu |minha )?(novo |nova )?(cartao|chave|codigo|cracha|passe)( nov[oa])? (ja
 |agora )*(abre|da para|serve em|entra
em)( <x>)?
= <s>ja (marcam|marca|mostram|mostra|indicam|indica)( tod[oa]s| tudo)* (bem|certo)( outra vez)?
= (la|por fim|no fim|finalmente|acabei por) (consegui|conseguimos|conseguir|deu|foi|entrei
|funcionou)( entrar| tudo)?
= <s>(abriu|abriram|entrou|entraram|ligou|imprimiu)( hoje| de manha| logo| tod[oa]s?| bem
| a primeira| a segunda| sem (chatices
|problemas|dramas))+
= <s>?(ja |agora )+(se )?(porta se|porta|comporta se|comporta) (bem|como deve ser)( outra vez
| de novo)*
= <s>(conseguiu|entrou) a (primeira|segunda|terceira)
= <s>(ja|agora)( ja)* (ligam|acende|acendem|aquece|aquecem|arranca|arrancam|pega|pegam|sobe|sobem
|toca|tocam|carrega|lava|seca|descarrega|pesa|mede|voa)( tod[oa]s| bem)*<a>
= ((ja|agora) )+(ha|temos|tenho|veio|voltou) (a )?(luz|agua quente|agua|aquecimento|eletricidade
|corrente|internet|net|rede|wifi|sinal|som|imagem|gas|televisao)( outra vez| de novo| em casa
| no quarto| finalmente)*
= ((ja|agora|tudo) )*(voltou|voltaram)( tudo)?( ja)? ao (normal|ativo)
= ((ja|agora|tudo|isto) )*(esta|ficou|ta)( tudo| ja)* (fixe|impec|top|bacana|nos conformes|joia
|show|de boa)
= <s>(ja|agora) (podem|pode|conseguem|consegue)( tod[oa]s)? (entrar|usar|abrir|jogar|trabalhar
|dormir|cozinhar|tomar banho|ligar|ler|escrever|imprimir)( <x>)?
= (prontos?|pronto) (ja )?(esta|ta)( feito| bom)?
""",
    # French
    r"""
= (la |le |les |l |notre |mon )?(livraison|colis|commande|marchandise|courrier|palettes?
|lettre) (est|sont) (bien )?(arrive|livre
|passe)\w*( ce matin| hier| aujourd hui| a l heure)*( (a|vers) \d+( h)?( \d+)?)?
= rien ne (manque|manquait)|il ne (manque|manquait) rien
= <s>(passe|passent)( bien| maintenant| enfin| de nouveau| clairement| a nouveau)+
= (le|la|mon|ma) (nouveau |nouvelle )?(badge|carte|cle|code|passe) (ouvre|fonctionne pour
|va sur)( maintenant| bien| a
nouveau)*( <x>)?
= <s>(affiche|affichent|indique|indiquent|marque|marquent) (juste|bien|correctement|les bonnes \w+
|la bonne \w+)( ce matin
| a nouveau| maintenant)*
= ((j ai|on a|nous avons|ca a|il a|elle a) )?(fini par|reussi finalement a) (y )?(arriver|marcher
|fonctionner|reussir|passer
|s ouvrir)
= <s>(s est|se sont) (bien )?(levee?s?|ouverte?s?|allumee?s?|lancee?s?|connectee?s?) (ce matin
|aujourd hui|du premier coup|sans
(probleme|raler|souci|histoire))
= <s>(obeit|coopere|ecoute)<n>
= <s>(passe|passee|entre|connectee?s?|est passee?) (au|du) (premier|deuxieme|troisieme) (essai|coup)
= <s>(roule|roulent|refroidit|lave|seche|brille|brillent|cuit|pese|mesure|redemarre|s eclaire)<n>
= (le |la |l )?(chauffage|lumiere|courant|electricite|internet|wifi|tele|eau chaude|reseau
|chaudiere|box|radiateur|four|lampe) (\w+ ){0,3}?est (bien |enfin |de nouveau |a nouveau
)*(revenue?|retablie?|repartie?|rallumee?|remise?)<a>
= (on a|j ai|nous avons|il y a)( enfin| bien| maintenant)*( a nouveau| de nouveau) (du|de la|de l|le
|la|l) (courant|lumiere|eau chaude|chauffage|electricite|internet|wifi|reseau|son|image|gaz|tele
|telephone)<a>
= (il |ca |c )?(fait|est) (a nouveau|de nouveau) (bien )?(bon|chaud|clair|sec)( ici| dans la
chambre)*
= <s>(peut|peuvent|arrive|arrivent)( tous| toutes| enfin)*( a nouveau| de nouveau)( a)? (se
connecter|entrer|utiliser|ouvrir|jouer|travailler|dormir|cuisiner|se doucher|appeler|lire|ecrire
|imprimer)( <x>)?
= (c|sa|ca|s|ce)( est| ete)? (regle|bon|nickel|ok|repare|tout bon|carre|gere)( maintenant| la)*
""",
)
"""To add a language, add an entry."""
