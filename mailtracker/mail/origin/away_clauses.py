"""A short text goes in; whether every clause of it belongs to an absence notice comes out: who is
away, until when, who helps meanwhile, what becomes of the mail, thanks, a greeting, a name. Whoever
says anything else besides has something to say.

The phrases stand by what they say, a language a line or more: English, German, Dutch, Danish and
Norwegian, Swedish, Finnish, Portuguese, French, Spanish, Italian, Polish.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import any_of, flat

_LONGEST = 900  # characters; who is away writes no more, nor does a vacation program

_MONTH = (
    r"(?:jan|feb|m[aä]r|apr|ma[ijy]|jun|jul|aug|sep|o[ck]t|nov|de[czs]|tammi|helmi|maalis|huhti"
    r"|touko|kes[aä]|hein[aä]|elo|syys|loka|marras|joulu|sty|lut|kwi|cze|lip|sie|wrz|pa[zź]|lis|gru)"
)
_CLAUSE_END = late_pattern(
    r"(?<!\d)[.!;:]+(?=\s|$)"
    rf"|(?<=\d)[.!;:]+(?=\s+(?!(?i:{_MONTH}))[^\W\d_a-zäöüåæøéáíóúß])|[.!;:]+\s*$|,(?=\s|$)|\n+"
    r"|\s[-–—]\s"
    r"|(?:^|\s)(?i:and|but|so|und|aber|maar|og|men|och|mutta|mas|et|mais|y|pero|ma|oraz|ale"
    r"|en(?!\s(?:\w+\s)?(?:congés?|vacances|déplacement|formation|arrêt|réunion|télétravail|cas|caso"
    r"|attendant|la|el|una?|vacaciones|férias|licença|viagem|formação|deslocação|reunión|repos|temps"
    r"|voyage|mission|week-end)\b))\s(?!(?:(?:the|dem|den|le|el|il|o) )?\d"
    r"|(?i:new year|neujahr|(?:oud en )?nieuw|nytår|(?:o )?ano novo|(?:le )?nouvel an))"
)
_EDGE = " \t\r*_~#()[]<>\"'’„“”«»-–—|=+"

_AWAY = any_of(
    r"""\b(?:(?:i|we)(?: am|'m|’m| are|'re|’re| will be|'ll be|’ll be| shall be|['’]ve been)|am
|is)\b
.{0,40}\b(?:out of|out (?:until|till|on|from|this|today|all|sick|for)|away|off (?:until|till|today
|sick|this|for the)|on (?:[\w'’-]+ ){0,3}(?:leave|vacation|holidays?|pto|break|sabbatical|duty
|call)
|travel+ing|not (?:in\b|at work|at my|available|working|around|reachable)|unavailable|absent
|abroad
|attending|at an? (?:\w+ )?(?:conference|training|course|fair|offsite|event|workshop)
|in (?:a |an )?(?:[\w-]+ )?(?:training|workshop|conference)|offline|unable to (?:answer|reply
|respond|read|access)|closed)
|\b(?:will not|won['’]t|shall not) be (?:back|in\b|available|reachable|working|at)
|\bwill not return (?:un)?till?\b
|\b(?:office|company|shop|practice|store|team|school|we)\b.{0,30}\bclosed\b
|\bi (?:only )?work (?:\w+ ){0,3}(?:mondays|tuesdays|wednesdays|thursdays|fridays|mornings
|afternoons|part[ -]time)
|\bi (?:do not|don['’]t) work (?:on |at )
|\b(?:mailbox|inbox|account) is (?:not|un)[ -]?(?:monitored|attended|staffed)
|(?:^|[:–-] )(?:away|ooo|abwesend|afwezig|bortrejst)(?=[.,;!]|$)
|\b(?:is|are|am) (?:\w+ )?(?:at|on) (?:an? |our )?(?:company|team) (?:event|outing|day)\b
|\b(?:bin|ist|sind)\b.{0,30}\bbetriebsausflug\b|\b(?:heeft|hebben|zijn)\b.{0,30}uitje\b
|\ber\b.{0,10}\bpå (?:firma)?udflugt\b|\best(?:ou|á|amos)\b.{0,10}\bnum evento\b
|\bon (?:secondment|site with)\b|\btaking .{0,20}\b(?:days?|time|week) off\b
|\b(?:do not|don['’]t|will not|won['’]t) (?:read|check) (?:this|my) (?:mail|e-?mails?
|mailbox|inbox)\b|^(?:currently|presently) (?:ill|sick|off)\b
|\b(?:taken|fallen) ill\b|\bin meetings (?:all|until|till|the whole)\b
|\b(?:offices?|shops?|we)\b.{0,20}\bclosed\b
|^(?:currently |now |still )?(?:out of (?:the |my )?office|away (?:until|till|from|on)
|on (?:annual |parental |maternity |sick )?(?:leave|vacation|holiday)|gone fishing|off sick)\b
|\b(?:bin|sind|ist|war|werde|befinde mich|weile)\b.{0,70}\b(?:nicht (?:im (?:büro|haus|hause
|dienst)
|da\b|erreichbar|zu erreichen|am (?:arbeits)?platz|an meinem|verfügbar|anwesend)|abwesend
|(?:im|in|auf) (?:\w+ ){0,2}(?:urlaub|erholungsurlaub|resturlaub|dienstreise|reisen|elternzeit
|mutterschutz
|fortbildung|schulung|kur|reha|sonderurlaub|sabbatical|messe|tagung|konferenz|seminar
|weiterbildung)|unterwegs|außer haus|ausser haus|verreist
|krank(?:geschrieben|heitsbedingt)?|beurlaubt|verhindert|offline|geschlossen)
|\b(?:bin|sind) (?:\w+ ){0,2}(?:erst|ab) .{0,40}\b(?:zurück|wieder (?:da|im|erreichbar|zurück|am))
|\b(?:im urlaub|nicht im büro|außer haus|ausser haus|in elternzeit|abwesend)\b
|\b(?:habe|mache|genieße|haben|machen)\b.{0,30}\b(?:\w*urlaub|betriebsferien)\b
|\b(?:bin|ist|sind|wurde)\b.{0,40}\b(?:erkrankt|krankgemeldet)\b
|\b(?:bin|befinde mich|sind)\b.{0,60}\b(?:auf|in) (?:\w+ )?(?:\w*reise|kongress|lehrgang)\b
|\berreichen mich (?:erst|ab|wieder)\b|\b(?:büro|praxis|betrieb|wir)\b.{0,30}\bgeschlossen\b
|^(?:ich )?bin dann mal weg$|\bbin\b.{0,30}\b(?:abgeordnet|beim kunden)\b
|\bnehme\b.{0,30}\bfrei\b|^(?:zurzeit|derzeit|momentan|leider) (?:krank\w*|erkrankt)
|\blese (?:dieses|mein) (?:postfach|konto) nicht\b
|^(?:bin )?(?:weg|fort|unterwegs) (?:bis|vom)\b
|\b(?:arbeite|bin) (?:\w+ ){0,3}(?:in teilzeit|nur (?:\w+ )?(?:montags|dienstags|mittwochs
|donnerstags|freitags|vormittags)|(?:montags|dienstags|mittwochs|donnerstags|freitags) nicht)
|\b(?:ben|is|zijn|wegens|geniet|heb)\b.{0,70}\b(?:afwezig|niet (?:aanwezig|bereikbaar|op kantoor
|beschikbaar|in de gelegenheid|werkzaam)|(?:op|met|van mijn|van een|van|wegens) (?:\w+ ){0,3}
(?:vakantie|verlof|zakenreis|reis|cursus|training|zwangerschapsverlof|ouderschapsverlof)|vrij\b
|er (?:even |nu |vandaag )?niet\b|(?:in|de hele dag in) vergadering
|ziek|onderweg|op cursus|gesloten|buiten kantoor|\w*verlof)
|\b(?:werk ik|ik werk) (?:op )?(?:\w{0,12} )?(?:niet|parttime|alleen)\b
|\b(?:afwezig|met vakantie|op vakantie|niet op kantoor)\b
|\b(?:ben|zit|volg|zijn)\b.{0,50}\b(?:(?:op|naar) (?:een )?(?:\w*reis|congres|beurs|conferentie
|training)|een (?:\w+ )?(?:cursus|training|opleiding))\b
|\bben\b.{0,30}\b(?:gedetacheerd|bij een klant)\b|\bneem\b.{0,25}\bvrij\b
|^(?:momenteel|helaas|nu) ziek\b|\blees (?:deze|mijn) (?:mailbox|postbus|mail) niet\b
|\b(?:pas|weer) .{0,25}\bte bereiken\b|\bkantoor\b.{0,20}\b(?:dicht|gesloten)\b
|\b(?:er|holder|har|afholder|befinder mig|sidder)\b.{0,60}\b(?:\w{0,8}ferie\w{0,2}|fri\b
|i møter?\b|på farten|ikke (?:på
 kontoret|på arbejde|på jobb|til stede|tilgængelig|tilgjengelig|at træffe|på plass)|fraværende
|bortrejst|bortreist|ute av kontoret|ude af huset|orlov|barsel\w*|kursus|kurs|konference|rejse
|reise|permisjon|tjenestereise|sykmeldt|sygemeldt|syg\b|syk\b|på messe|lukket|stengt)
|\b(?:jeg (?:arbejder|jobber) ikke|kontoret er (?:lukket|stengt))\b
|\b(?:er|rejser)\b.{0,30}\b(?:\w+rejse|\w+reise|ude at rejse|konference|messe)\b
|\ber\b.{0,20}\b(?:udlånt|udstationeret|hos en kunde)\b|\btager\b.{0,20}\bfri\w*
|^syge?meldt\b|\blæser ikke (?:denne|min) (?:postkasse|indbakke|mail)\b
|\b(?:har|holder) (?:vi )?(?:lukket|stengt)\b|\bførst træffes\b
|\b(?:på ferie|ikke på kontoret|bortrejst|bortreist|ute av kontoret)\b
|\b(?:är|har)\b.{0,60}\b(?:semester|ledig|föräldraledig|tjänstledig|frånvarande|bortrest|sjuk\w*
|inte (?:på kontoret|på plats|tillgänglig|i tjänst|anträffbar)|tjänsteresa|kurs|konferens|på resa
|borta|utbildning|vab\w*|stängt)
|\b(?:jag (?:vabbar|jobbar inte|arbetar inte)|kontoret är stängt)\b
|\b(?:på semester|föräldraledig|tjänstledig|inte på kontoret)\b
|\b(?:olen|olemme|palaan)\b.{0,60}\b(?:loma\w*|\w*lomalla|\w*vapaalla|pois(?:sa)?\b|poissa
|matkoilla
|\w*matkalla|sairaslomalla|koulutuksessa|tavoittamattomissa|en ole tavoitettavissa)
|\ben ole (?:toimistolla|töissä|tavoitettavissa|paikalla)
|\b(?:estou|estarei|encontro-me|estamos|estaremos|acho-me|ficarei
|me encontro)\b.{0,60}\b(?:ausente
|fora|de férias|em férias|de licença|em licença|de baixa|em viagem|em formação|em deslocação
|indisponível|em reunião|numa conferência|sem acesso|doente|encerrad[ao]s?)
|\b(?:escritório|serviço|empresa) (?:está|estará|encontra-se) (?:encerrad|fechad)[oa]
|\bestou\b.{0,20}\b(?:destacad[oa]|n?um cliente)\b|\btirar\b.{0,15}\bdias\b
|^(?:de momento )?de baixa\b|\bnão leio (?:esta|a minha) caixa\b
|\b(?:estamos|estaremos) (?:encerrad|fechad)[oa]s\b|\badoeci\b
|\b(?:estou|estarei|ando)\b.{0,30}\b(?:n?um (?:congresso|seminário|curso)|n?uma formação|de folga
|a viajar|em deslocação)\b|\bsó (?:estou|estarei) (?:contactável|disponível)\b
|\bnão trabalho\b|\bnão (?:estou|estarei|me encontro) (?:disponível|no escritório|contactável
|ao serviço|a trabalhar)
|\b(?:fora do escritório|de férias|ausente)\b
|^en (?:congés?|vacances|déplacement|formation|arrêt maladie|voyage|mission)\b
|\b(?:suis|serai|sommes)\b.{0,30}\b(?:malade|en (?:voyage|repos|mission|séminaire))\b
|\bparticipe à (?:un|une) (?:congrès|séminaire|formation|conférence|salon)\b
|\bsuis\b.{0,20}\b(?:détachée?|chez un client)\b|\bprends quelques jours\b
|^(?:actuellement )?en arrêt\b|\bne lis pas (?:cette|ma) (?:boîte|messagerie)\b
|^je (?:voyage|suis souffrante?)\b|\bserai (?:pas )?(?:à nouveau )?joignable qu
|\b(?:suis|serai|sommes|serons|est|sera|sont|seront)\b.{0,60}\b(?:absente?s?|en (?:\w+ )?congés?
|en vacances|en déplacement|en formation|en arrêt|en réunion|en télétravail|injoignable|indisponible
|pas (?:disponible|joignable|au bureau|présente?|en mesure)|fermée?s?|à l['’]étranger)
|\b(?:actuellement|présentement) en (?:congés?|vacances|déplacement|formation|arrêt)
|\b(?:absente? (?:du|jusqu|ce|cette|aujourd)|en congés? (?:jusqu|du|depuis|maternité|parental)
|ne (?:travaille|serai) pas\b)
|\b(?:estoy|estaré|estamos|estaremos|me encuentro|me encontraré|encuentro)\b.{0,60}\b(?:ausente
|fuera|de vacaciones|de baja|de permiso|de viaje|en una reunión|no disponible|cerrad[ao]s?)
|\b(?:oficina|despacho|tienda)\b.{0,20}\bcerrad[ao]\b
|\bno (?:estoy|estaré) (?:disponible|en la oficina|localizable|en el despacho)
|\b(?:fuera de la oficina|de vacaciones)\b
|\b(?:sono|sarò|siamo|saremo|mi trovo)\b.{0,60}\b(?:assente|fuori|in (?:ferie|vacanza|maternità
|malattia|viaggio|trasferta|congedo|formazione)|chius[oi]|irreperibile|fuori ufficio)
|\b(?:ufficio|negozio|azienda)\b.{0,20}\bchius[oa]\b
|\bnon (?:sono|sarò) (?:in (?:ufficio|sede|servizio)|disponibile|raggiungibile|presente)
|\b(?:fuori ufficio|in ferie)\b
|\b(?:jestem|będę|przebywam|jesteśmy)\b.{0,60}\b(?:urlopi\w+|nieobecn\w+|poza biurem|zwolnieniu
|delegacji|niedostępn\w+|szkoleniu|poza firmą|na wakacjach|macierzyńskim)
|\bnie (?:ma mnie|będzie mnie|jestem|będę) (?:\w+ )?(?:w (?:biurze|pracy)|dostępn\w+)
|\b(?:na urlopie|poza biurem)\b"""
)
_GONE = any_of(
    r"""\bno longer (?:with|works?|working|employed|part|an? )\b
|\b(?:has|have|i) left (?:the |our |my )?(?:company(?! (?!on\b|in\b|as\b|and\b)\w)
|organi[sz]ation|team|firm|us|\w+ on)\b
|\b(?:has|have)(?: now| since)? (?:retired|left us|moved on)\b
|\b(?:arbeite|arbeitet|bin|ist)\b.{0,30}\bnicht (?:mehr|länger)\b.{0,50}
|\b(?:i['’]ve|i have) left (?:[A-Z]\w+|the company|our company)\b
|\bhabe? (?:ich )?(?:das unternehmen|die firma|uns)(?: (?:zum|am|im|seit) .{1,20})? verlassen
|\bheb\b.{1,30}\bverlaten\b|\bfratrådte\b|\bdeixei (?:a|o) [A-Z]
|\b(?:aus dem unternehmen|aus der firma) (?:aus)?geschieden
|\b(?:werk|werkt|ben|is)\b.{0,20}\bniet (?:meer|langer)\b.{0,50}
|\b(?:arbejder|er|jobber|arbeider) (?:ikke længere|ikke lenger|slutat|sluttet|fratrådt|fratrådt)\b
|\b(?:är|jobbar|arbetar) inte längre\b|\bhar slutat\b
|\ben (?:enää|ole enää) työskentele\b|\ben ole enää\b
|\bjá não (?:trabalh|colabor|faço parte|faz parte|estou)
|\bdeix(?:ei|ou) (?:a empresa|de trabalhar|de fazer parte|de colaborar)
|\bne (?:travaille|fais|fait|suis) plus\b|\b(?:j['’]ai|a) quitté\b
|\bya no (?:trabaj|form|estoy)|\bno lavoro più\b|\bnon lavor[oa] più\b|\bnon fa più parte\b
|\bnie pracuj[eę] już\b|\bjuż nie pracuj[eę]\b"""
)
_BACK = any_of(
    r"""\b(?:i|we|it|you|your|expect|please expect|as soon|once|when|upon|after|on my|until
|available
|back|return\w*|will|shall|to)\b.{0,60}\b(?:back\b|return\b|reply|respond|response|answer|get to
|read|deal with|attend to|in touch|available again|as soon as|resume|reopen|on monday|delay)
|\b(?:kümmere|pak|ser|trato|occuperai)\b.{0,20}\b(?:danach|darum|op|på det|assunto|ensuite)\b
|\bslow to\b|\bdelay\w*\b|\bchecking (?:messages|mail|e-?mails?)\b
|^(?:back|returning|expected back|next working day|on my return|when i (?:return|am back)|upon)\b
|^(?:i )?return\b
|\b(?:ab|am|wieder|erst|nach|sobald|zurück|kehre|melde|werde|beantwort\w*|bearbeit\w*|antworte
|lese|dass|beantwortung)\b.{0,60}\b(?:wieder|dauern|verzöger\w+|zurück|für sie da|für dich da
|im büro|erreichbar|rückkehr|melden|melde
|beantworte\w*|bearbeite\w*|antworten|lesen|da bin|bearbeitet|beantwortet|montag|dienstag|mittwoch
|donnerstag|freitag|verfügbar|möglich)
|\bmelde mich\b
|^(?:ab |am )?\w{0,15} ?(?:bin|sind) (?:ich|wir) (?:ab \S+ )?(?:wieder|zurück)
|\blese\b.{0,40}\b(?:mail|nachricht)\b
|\b(?:vanaf|weer|terug|zodra|morgen|daarna|beantwoord\w*|reageer|reactie|antwoord|lees
|neem)\b.{0,60}
\b(?:weer|terug\w*|bereikbaar|aanwezig|beantwoord\w*|beantwoorden|reageren|reageer|antwoord\w*
|contact|mail|bericht|opgepakt|behandel\w*|kantoor)
|\b(?:ben|zijn) (?:ik|we|wij) (?:\w+ )?terug\b
|\b(?:beantwoord|reageer|lees) (?:ik )
|\bdu hører fra\b
|\b(?:tilbage|svarer|besvarer|besvares|besvaret|vender|igen|svare|læser|svar|når jeg er|tilbake
|svarar|åter|återkommer|läser|svara|kommer|leser)\b.{0,60}
|\b(?:palaan|vastaan|vastaamme|luen|palattuani|takaisin|jälkeen)\b.{0,60}
|\b(?:regresso|retorno|regressarei|voltarei|volto|responderei|responderemos|regressar|respondo
|voltar|regress(?:e|ando)|voltando|darei resposta|retomarei)\b.{0,60}
|\b(?:retour|répondrai|répondrons|répondrais|reviens|reviendrai|traiterai|traiterons|prendrai
|lirai|reprendrai|recontacterai|prendra le relais)\b.{0,60}
|\b(?:regreso|vuelta|vuelvo|volveré|responderé|responderemos|contestaré|regresaré|atenderé
|contestaremos)\b.{0,60}
|\b(?:rientro|ritorno|risponderò|risponderemo|tornerò|leggerò|rientrerò|torno|riapertura)\b.{0,60}
|\b(?:odpowiem|odpowiemy|wracam|wrócę|powrocie|powrotu|odpiszę|przeczytam)\b.{0,60}"""
)
_INSTEAD = any_of(
    r"""\b(?:contact|call|ring|phone|e-?mail|reach|write|speak|turn|direct|forward|send|address
|refer)\b
.{0,30}(?:\d{2,}|@|\b(?:my|our|the|colleague|desk|reception|office|team|him|her|them|to|on|at)\b)
|\b(?:text|sms)\b.{0,20}\d{3,}|^for \w[\w ]{0,30}$|\b(?:your )?contact (?:person )?is\b
|\btime-sensitive\b
|\b(?:urgent|emergenc\w+|immediate|in my absence|meanwhile|in the meantime|can['’]?t wait
|cannot wait|assistance)\b
|^(?:please )?(?:contact|call|e-?mail|write to|ask|try) [^.]{1,80}
|\b(?:dringend\w*|eilig\w*|notf[aä]ll\w*|zwischenzeit|vertret\w+|vertretung|wenden|wende dich
|kontaktieren|anrufen|brennt|rufen sie|erreichen sie|anliegen|unterstützung)\b
|\b(?:dringend\w*|spoed\w*|haast|tussentijd|contact op|wenden|mailen|neem contact|bellen|bel \S*\d
|vervang\w*|waargenomen|waarnem\w*|eerder antwoord|vragen)\b
|\bmail dan naar\b|\bbereikbaar (?:op|via)\b
|\b(?:hast\w*|akut\w*|vigtigt|kritisk|sms|mellemtiden|mellomtiden|kontakt(?:es|e)?|ring (?:til|på
|ved|\S*\d|bo\b)|ringe|ringa|tager sig af|tar seg av|tar hand om|henvend|henvendelse
|brådskande|under tiden|skriv til|vänd dig|mejla|imens)\b
|\b(?:kiire\w*|ota yhteyt\w*|ottakaa|soita|puh|hoitaa|yhteyshenkilö\w*|sijaise\w*)\b
|\b(?:urgente?s?|urgências?|contact\w{1,5}|ligue|ligar|dirigir|dirija|assuntos?|trata d\w+
|substitu\w+|entretanto)\b
|\b(?:urgence\w*|urgente?s?|contacte\w*|joindre|adresser|adressez|appel\w{1,3}|entre-temps
|attendant|remplac\w+|mon absence|messagerie)\b
|\b(?:urgenci\w+|contact\w{1,4}|escrib\w{1,3}|llam\w{1,4}|dirij\w+|dirigirse|por favor)\b
|\b(?:urgenz\w+|contatt\w+|rivolg\w+|scriv\w+|chiam\w+)\b
|\b(?:piln\w+|kontakt\w*|kontaktować|proszę dzwonić|zastępuj\w+|zastępstw\w+)\b
|\b(?:is covering|covers|fills in|stands in) (?:for me|me)\b|\b(?:vertritt|vertreten) mich\b
|\bübernimmt (?:für mich|meine)\b|\bneemt .{0,20}\bwaar\b|\bvervangt mij\b
|\b(?:dækker|tager over) for mig\b|\bsubstitui-me\b|\bme remplace\b
|\b(?:has|have|is) taken over\b|\b(?:will|can) (?:gladly |happily )?help you\b
|\b(?:dial|press)\b.{0,20}\d{3,}
|\b(?:hat|haben|übernimmt)\b.{0,40}\b(?:übernommen|übernimmt)\b|\b(?:hilft|helfen) ihnen\b
|\brichten (?:sie|bitte)\b.{0,40}|\bwählen sie\b.{0,20}\d{3,}
|\b(?:heeft|hebben)\b.{0,40}\bovergenomen\b|\bhelpt u\b|\b(?:stuur|richt) uw\b.{0,40}
|\bkies\b.{0,20}\d{3,}
|\bhar overtaget\b|\bhjælper (?:gerne?|dig|jer)\b|\bskriv (?:i stedet|venligst) til\b
|\b(?:assumiu|assume) (?:as|os) (?:minhas|meus)\b|\bajuda (?:com|n?o que)\b
|\b(?:envie|dirija) (?:o seu|os seus|as suas)\b.{0,40}|\bmarque\b.{0,20}\d{3,}
|\ba repris (?:mes|mon)\b|\bvous aidera\b|\b(?:envoyez|adressez) vos\b.{0,40}
|\bcomposez\b.{0,20}\d{3,}"""
)
_UNREAD = any_of(
    r"""\b(?:limited|no|intermittent|sporadic|without|little|not have
|irregular) (?:\w+ )?(?:access|e-?mail)
|\b(?:mail|e-?mails?|messages?|mailbox|account|inbox)\b.{0,40}\b(?:not|no longer|never|only
|occasionally|irregularly)\b.{0,40}
|\b(?:check|read)\w*\b.{0,30}\b(?:mail|inbox|messages?)\b.{0,30}
|\b(?:only notification|this address)\b.{0,60}
|\b(?:mails?|nachricht\w*|postfach|e-?mails?|anfrage\w*)\b.{0,50}\b(?:nicht|kein\w*|nur
|weitergeleitet
|unregelmäßig)\b.{0,40}
|\b(?:kein\w*|nur|eingeschränkt\w*|begrenzt\w*|ohne) (?:\w+ )?(?:zugriff|zugang|mails?)\b
|\b(?:mail\w*|berichten|e-?mails?|bericht)\b.{0,50}\b(?:niet|geen|beperkt)\b.{0,40}
|\b(?:geen|beperkt\w*|niet|zonder|lees) (?:\w+ ){0,2}(?:toegang|mail)\b
|\b(?:mails?|e-?post\w*|besked\w*|mejl\w*|mailet)\b.{0,40}\b(?:ikke|inte|ingen|heller)\b.{0,40}
|\b(?:ikke|inte|ingen|begrænset|begrenset|begränsad|uden|uten|utan)\b.{0,20}\b(?:adgang|mails?
|e-?post\w*
|tilgang|tillgång|mejl\w*|mailet)\b.{0,30}
|\b(?:sähköposti\w*|viest\w+)\b.{0,40}
|\b(?:sem|acesso|limitado|não) .{0,20}(?:acesso|e-?mails?|correio|mensagens)\b.{0,30}
|\b(?:e-?mails?|mensagens|mensagem|correio)\b.{0,40}\bnão\b.{0,40}
|\b(?:pas|sans|ne|accès)\b.{0,30}\b(?:accès|mails?|messages?|messagerie|courriels?|boîte
|limité)\b.{0,30}
|\b(?:mails?|messages?|courriels?)\b.{0,40}\b(?:pas|ne|plus)\b.{0,40}
|\b(?:no|sin|acceso)\b.{0,20}\b(?:acceso|correos?|limitado|mensajes?)\b.{0,30}
|\b(?:non|senza|accesso)\b.{0,20}\b(?:accesso|mail|posta|limitato|messaggi)\b.{0,30}
|\b(?:nie|bez|ograniczony) .{0,20}(?:dostęp\w*|poczt\w*|wiadomości)\b.{0,30}
|\b(?:slow|delayed|late) (?:replies|answers|responses)\b
|\b(?:antworten|reageren|svar|respostas|réponses)\b.{0,60}\b(?:dauern?|länger|langer|duurt|trækker
|demoram|temps)\b
|\b(?:ungelesen|ulæst|ongelezen|por ler|non lus?)\b
|\b(?:schaue|sehe|kijk|kigger|ser|vejo|consulte|regarde)\b.{0,12}\b(?:nicht|niet|ikke|kun|pas)\b
.{0,20}\b(?:postfach|mailbox|indbakke|mails?|inbox|messagerie|boîte)\b
|\bnão (?:vejo|consulto|vou consultar|abro)\b.{0,20}\b(?:e-?mail|caixa|correio)\b
|\bsporadi\w+\b|\b(?:af en toe|gang imellem|de vez em quando|de temps en temps)\b
|\b(?:steht noch nicht fest|weiß ich noch nicht|weet ik nog niet|ved (?:jeg )?endnu ikke
|ainda não sei|ne sais pas encore|do not know yet|don['’]t know yet)\b
|\bwann ich (?:zurück\w*|wieder)\b|\bwanneer ik (?:terug|weer)\b
|^(?:de volta|zurück|terug|tilbage|de retour|back)\b"""
)
_THANKS = any_of(
    r"""\b(?:thanks|thank you)\b.{0,60}|\b(?:your|this|the) (?:e-?mail|message|mail) (?:has been
|was)
 (?:received|noted)\b.{0,40}|\bi (?:have )?(?:received|got) your\b.{0,60}
|^(?:please note|note)(?: that)?\b.{0,20}$|\b(?:sorry|apologi[sz]e|apologies)\b.{0,60}
|\bunderstanding\b|\bpatience\b
|\b(?:vielen|herzlichen|besten|danke?)\b.{0,70}|\b(?:verständnis|geduld)\b.{0,30}
|\b(?:ihre|deine) (?:nachricht|e-?mail|mail|anfrage) .{0,40}(?:erhalten|eingegangen)
|\b(?:bedankt|dank|hartelijk)\b.{0,70}|\b(?:begrip|geduld)\b
|\b(?:tak|takk|tack|kiitos|kiitän)\b.{0,70}|\b(?:forståelse|förståelse|ymmärryksestä)\b
|\b(?:obrigad[oa]|agrade[cç]\w+)\b.{0,70}|\bcompreensão\b|\b(?:lamento|peço desculpa)\b.{0,50}
|\b(?:merci|remerci\w+)\b.{0,70}|\bcompréhension\b
|\b(?:gracias|agradezco|agradecemos)\b.{0,70}|\b(?:grazie|ringrazi\w+)\b.{0,70}
|\b(?:dziękuj\w+)\b.{0,70}"""
)
_ROBOT = any_of(
    r"""\b(?:automatic|automated|auto-?\w*|automatically)\b.{0,60}|\bonly notification\b.{0,80}
|\bautomatisch\w*\b.{0,60}|\bautomatisk\w*\b.{0,60}|\bautomaatti\w*\b.{0,60}
|\bautom[aá]tic\w+\b.{0,60}|\bautomatique\w*\b.{0,60}|\bautomatyczn\w+\b.{0,60}"""
)
_POLITE = late_pattern(
    flat(
        r"""(?:hi|hello|dear|hallo|guten|liebe\w*|sehr geehrte\w*|beste|geachte|goedemorgen
|goedemiddag|goedendag|hej|hei|kære
|kjære|god\s?dag|god morgen|olá|bom dia|boa tarde|caro|cara|estimad\w+|bonjour|salut|madame|hola
|buenos|buenas|buongiorno|gentile|ciao|dzień dobry|witam|szanown\w+|moin|servus|tere
|terve)\b.{0,40}
|(?:(?:many|best|kind|warm|with kind|with best) )?(?:thanks|regards|wishes)
|(?:yours )?sincerely|cheers|best|(?:merry christmas|happy holidays|happy new year|bonnes fêtes
|(?:we wish|wir wünschen|wij wensen|vi ønsker|nous vous souhaitons|desejamos)\b.{0,40}
|fijne feestdagen
|joyeuses fêtes|boas festas|felices fiestas|buone feste|god jul|glædelig jul)\b.{0,30}
|(?:viele|mit freundlichen|beste|freundliche|liebe|herzliche|schöne|sonnige) gr(?:ü|ue)(?:ß
|ss)en?\b.{0,30}|mfg|vg|lg|gru(?:ß|ss)
|frohe .{0,40}|(?:met )?(?:vriendelijke |hartelijke )?groet(?:en|jes)?\b.{0,20}|mvg
|(?:med )?(?:venlig |vennlig |de bedste |bedste |vänliga |bästa |beste )?(?:hilsen|hilsner
|hälsning(?:ar)?|hilsninger)\b.{0,20}|mvh|vh
|(?:ystävällisin |parhain )?terveisin|t
|(?:com os melhores |melhores |os meus )?cumprimentos|atenciosamente|atentamente|abraço
|(?:bien )?cordialement|bien à vous|cdt|(?:avec mes )?(?:meilleures |sincères )?
salutations\b.{0,30}
|(?:un )?(?:cordial )?saludo|saludos(?: cordiales)?|(?:cordiali |distinti )?saluti
|(?:z poważaniem|pozdrawiam|pozdrowienia)"""
    ),
    re.IGNORECASE,
)
_NAME = late_pattern(
    r"(?!(?i:help|hilfe|hulp|hjælp|ajuda|aide|done|fixed|erledigt|klaar|feito|fait)\b)"
    r"(?:[^\W\d_a-zäöüåæøé][\w.'-]*\W*){1,4}|\+?[\d ()/-]{3,20}|\S+@\S+"
    r"|(?:tel|phone|mobile|mob|t|m|f)\b.{0,25}"
)
_TIME = late_pattern(
    flat(
        rf"""(?:\d+(?:st|nd|rd|th|er|[.:/h-]\d*)*|{_MONTH}\w{{0,8}}|\w{{2,8}}(?:day|days)|today
|tonight
|tomorrow|week(?:s|end)?|next|this|until|till|through|from|to|on|at|in|the|of|inclusive|including
|morning
|afternoon|noon|evening|am|pm|for|a|about|days?
|bis|vom|von|ab|am|zum|dem|den|der|einschließlich|inkl|heute|morgen|nächste\w?|kommende\w?|woche
|uhr|\w{{2,8}}tag|mittwoch|jahr\w*|im|kw
|tot|en|met|van|vanaf|op|de|het|vandaag|volgende|komende|\w{{3,6}}dag|uur
|til|fra|og|med|den|d|i|dag|morgen|næste|neste|uge|uke|denne|jul|nytår|nyttår|till|från|nästa
|vecka|idag|imorgon
|\w{{2,8}}taihin|\w{{2,8}}taina|saakka|asti|viikon|huomenna|tänään
|até|ao|dia|dias|desde|a|o|de|amanhã|hoje|próxim[ao]|semana|segunda|terça|quarta|quinta|sexta
|feira
|segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|inclusive
|jusqu['’]au|jusqu['’]à|du|au|le|à|partir|dès|inclus|demain|semaine|prochaine?|lundi|mardi
|mercredi|jeudi|vendredi
|hasta|el|del|al|mañana|hoy|próxim[ao]|lunes|martes|miércoles|jueves|viernes
|fino|il|dal|domani|oggi|lunedì|martedì|mercoledì|giovedì|venerdì
|do|od|dnia|jutro|dzisiaj|poniedział\w+|wtor\w+|środ\w+|czwart\w+|piąt\w+|włącznie)"""
    ),
    re.IGNORECASE,
)
_WORDS = 8  # of a clause that says nothing but when

_MATTER = any_of(
    r"""\babout (?:the|my)\b
|\b(?:leave|bring|put|deliver|take|pick|drop|hand|install|do) (?:it|them|this|that|one|him|her)\b
|\b(?:es|ihn|sie) bitte\b|\bbitte (?:es|ihn)\b|\b(?:zet|leg|breng) (?:het|hem|ze)\b
|\b(?:læg|stil|bring) (?:den|det|dem)\b|\b(?:deixe|traga|ponha)(?:m)?-?(?:o|a|no|na)\b
|\blaissez-l[ae]\b
|\b(?:not|nicht|niet|ikke|não|pas) (?:away|absent|abwesend|weg\b|afwezig|bortrejst|ausente)
|\b(?:it|this|that|everything|es|das|alles|het|dat|det|alt|isso|tudo|ça|cela|tout|vpn) (?:now
 |still |only
|all |jetzt |wieder |nur |immer |nu |weer |nog |alleen |stadig |kun |nu |já |só |ne )?(?:works?
|worked|happens?
|happened|drops?|fails?|broke|geht|ging|funktioniert|klappt|hat geklappt|läuft|passiert|werkt
|doet|lukt
|gebeurt|virker|sker|går|fungerer|funciona|funcionou|acontece|falha|marche|fonctionne|arrive)\b
|\b(?:já|agora) funciona\b
|\bwhen(?:ever)? (?:i am|i['’]m|we are) (?:travel|away|out|at home|on the)
|\bwenn ich (?:unterwegs|weg|reise|zu hause)|\bals ik (?:onderweg|op reis|weg|thuis)
|\bnår jeg (?:rejser|er (?:på farten|ude|hjemme(?! igen)))|\bquando (?:viajo|estou (?:fora|em))
|\bquand je (?:voyage|suis (?:en déplacement|chez))
|\b(?:my|our|meine?|unsere?|mijn|ons|mit|min|vores|a minha|mon|ma|notre) (?:out[- ]of[- ]office|ooo
|auto(?:matic|mated|-)?[ -]?repl(?:y|ies)|absence (?:notice|message)
|vacation (?:notice|message|reply)|abwesenheits\w+|automatische antwort|afwezigheids\w+
|automatisch antwoord|autosvar\w*|fraværs\w+
|resposta automática|mensagem de ausência|message d['’]absence|réponse automatique)\b
|\baccess to (?!(?:my |the )?(?:e-?)?(?:mail|inbox|messages))
|\b(?:my|mein\w{0,2}|mijn|min|mit|o meu|a minha|mon|ma) (?:new |neue\w? |nieuwe |nye |novo |nova
|nouve\w+ )?(?:laptop|notebook|pc|computer|rechner|badge|account|konto|screen|bildschirm
|scherm|skærm|ecrã|écran|printer|drucker|imprimante|impressora|password|kennwort|wachtwoord
|adgangskode|mot de passe|key|schlüssel|sleutel|nøgle|chave|clé|chair|stuhl|stoel|stol|cadeira
|chaise|ordinateur|computador|poste|ticket|request|anfrage|ladekabel|docking\w*)\b"""
)
"""What is to be done here, or denied: nobody writes it into an absence notice."""

_KINDS = (_AWAY, _GONE, _BACK, _INSTEAD, _UNREAD, _THANKS, _ROBOT)


_SURE = 3  # kinds of which some clauses may say something else
_MANY = 4  # clauses, of which one may


def tells_of_absence(clause: str) -> bool:
    """Somebody is away, or gone for good."""
    return bool(_AWAY.search(clause) or _GONE.search(clause))


_RANGE = late_pattern(r"[\d./:-]*\d[\d./:-]*|t/m|incl|inkl|mo|di|mi|do|fr|sa|so|ma|wo|vr|za|zo")
_BEGINS_AS_MONTH = late_pattern(rf"{_MONTH}|fév|dé", re.IGNORECASE)
_MONTHS = frozenset(
    "jan january januar januari janeiro janvier feb february februar februari fevereiro février "
    "fév mar mär march märz maart marts março mars mrz mrt apr april abril avril avr may mai maj "
    "mei maio jun june juni junho juin jul july juli julho juillet aug august augustus agosto août "
    "ago sep sept september setembro septembre set oct okt october oktober outubro octobre out nov "
    "november novembro novembre dec dez déc december dezember dezembro décembre".split()
)


def words_of_time(text: str) -> tuple[int, int]:
    """How many of its words say when, and how many there are."""
    words = text.replace("–", "-").replace(" - ", " ").split()
    return sum(_is_of_time(word.strip(_EDGE + ".,").casefold()) for word in words), len(words)


def _is_of_time(word: str) -> bool:
    if word in _MONTHS or _RANGE.fullmatch(word):
        return True
    return bool(_TIME.fullmatch(word)) and not _BEGINS_AS_MONTH.match(word)


def names_a_matter(text: str) -> bool:
    """Something is to be done here: "about my badge"."""
    return bool(_MATTER.search(text))


def clauses_of_absence(text: str) -> int:
    """How many kinds of them it has, if one says that somebody is away or gone and it has next to
    nothing else; 0 otherwise.
    """
    said = text.strip()
    if not said or len(said) > _LONGEST:
        return 0
    if not tells_of_absence(said):
        return 0
    clauses = [one for piece in _CLAUSE_END.split(said) if (one := piece.strip(_EDGE))]
    kinds = sum(any(kind.search(clause) for clause in clauses) for kind in _KINDS)
    others = sum(not _belongs(clause) for clause in clauses)
    allowed = len(clauses) // _MANY if kinds >= _SURE else 0
    return kinds if others <= allowed else 0


def _belongs(clause: str) -> bool:
    if any(kind.search(clause) for kind in _KINDS):
        return True
    if _POLITE.fullmatch(clause) or _NAME.fullmatch(clause):
        return True
    words = clause.split()
    return len(words) <= _WORDS and all(_TIME.fullmatch(word.strip(_EDGE + ".,")) for word in words)
