"""A short text goes in; whether it is made of the words of absence notices comes out: one of an
absence, and hardly any that such notices do not use. Wordings are endless, their words are not.

Words stand by their beginnings, a language a line or more, in the order of `away_clauses`.
"""

from __future__ import annotations

import re

from mailtracker.mail.origin.phrases import any_of
from mailtracker.mail.text.language import SMALL_WORDS

_LONGEST = 900  # characters
_FEW = 10  # words: of fewer each has to say something of an absence (`away_clauses`)
_MANY = 15  # words, of which one may be another
_FEW_BELOW_A_HEAD = 2  # words, where a robot's heading says it as well
_MANY_BELOW_A_HEAD = 6  # the same as _MANY
_DEFINITE = frozenset(
    "the this these der die das den dem het deze dit le la les el los il lo os as min mit".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.!?;:,\n]")
_ABBREVIATED = re.compile(r"(?!(?:OOO|PTO|SMS|MFG|LG|VG|IT|HR|OK|KW)$)[A-ZÄÖÜ]{2,}")
"""What is called by such letters, "VPN", is a matter of its own."""

_STOPS = frozenset(".!?;:,\n")
_NOT_WORDS = re.compile(r"https?://\S+|[\"“„«][^\"“”„»\n]{1,80}[\"”“»]|\S+@\S+|\b\w*\d\w*\b")

_CORE = any_of(
    r"""\b(?:time off|days? off|working days are|catch up|illness|public holiday|bank holiday
|reopens?
|left (?:\w+ )?on|signal|offline|auszeit|freie tage|geschlossen|betriebsruhe|uit dienst|vrije dagen
|fridage|fri i dag|sluttet|jours de repos|vuosilomalla|säätila|folga|en repos|wypoczyn\w+)\b
|\b(?:betriebsferien|im ruhestand|med pensioen|met pensioen
|(?:gået|gick|gått) (?:på|i) pension|à la retraite
|chiusura|bureau sera fermé|vi ses i uge|holder lukket
|recovering from|changed roles|no longer handle|jury (?:duty|service)|in workshops|moving to new
|niet te bereiken|ohne netz|erhole mich|(?:dienstags|montags|mittwochs|donnerstags|freitags) frei
|andere afdeling|normal service)\b
|^back (?:on )?\w+day\b
|\b(?:in trasferta|kehre .{0,10}zurück|meer ruft|en séminaire)\b
|\b(?:i am|i['’]m|ich bin|bin ich|ik ben|ben ik|jeg er|jag är|estou|je suis|estoy|sono
|olen|jestem)\b
.{0,50}\b(?:until|till?|bis|tot|jusqu\S{0,4}|até|hasta|fino|do)\b.{0,25}(?:\d|\w+days?\b
|\w+da[gy]\b
|\w+tag\b|mittwoch|woche|week|uge|demain|lundi|mardi|mercredi|jeudi|vendredi|segunda|terça|quarta
|quinta|sexta|lunes|martes|miércoles|jueves|viernes|luned|marted|venerd|piątk)
|\b(?:back(?! to)|zurück|terug|tilbage|tilbake|tillbaka|de retour|de regresso|volto|vuelvo
|rientro|wracam)
 (?:\w+ ){0,3}(?:\d|\w+day\b|\w+dag\b|\w+tag\b|mardi|lundi|jeudi|tomorrow|morgen|demain|amanhã)
|\bas soon as (?:i|we) can\b|\bsnart jeg kan\b|\bnär jag kan\b|\bsobald (?:ich|es mir)\b
|\bzodra ik\b
|\bdès que (?:je|possible)\b|\bassim que\b|\bunterwegs\b|\bben ik er weer\b
|\ben (?:arrêt|séminaire|repos|chantier)\b|\bavspasering\b|\bafspadsering\b|\bhemma med\b
|\b(?:på|på en) messe\b|\bsygedag\b|\b(?:i am|i'm|i’m|we are|sam is|is|am
|be) (?:(?!not)\w+ ){0,2}(?:out|away|off(?! (?:on|mon|tue|wed|thu|fri))|on leave|closed|ill|sick
|unwell)\b
|\b(?:office|shop|company|practice) is closed\b|\bi (?:only )?work (?:\w+ ){0,3}\w+days\b
|\bleft the company\b
|\b(?:has|have) (?:now )?(?:retired|left)\b|\bnot (?:monitored|attended)\b|\battending a\b
|\bon \w+ duty\b
|^(?:away|off|back|out) (?:till|until|today|this|on|monday)\b|\baußer haus\b|\bnicht mehr für\b
|\b(?:in|auf) (?:einem |einer )?(?:workshop|besprechung|konferenz|homeoffice|seminar)\b|^weg bis\b
|\b(?:bin|sind) (?:ich |wir )?(?:erst|ab) .{1,30}(?:zurück|wieder)\b
|\bwerk ik niet\b|\bik werk niet\b|\bin vergadering\b|\ber (?:even )?niet\b
|\bik ben .{1,20} terug\b
|\bjeg (?:arbejder|jobber|arbeider) ikke\b|\bkontoret er\b|\bhar fri\b|\bi møter?\b
|\bregresso (?:ao|em|no|a|dia)\b
|\bfora do escritório\b|\bestou fora\b|\bnão trabalho\b|\ben (?:formation|réunion)\b
|\bnon sono in\b|\b(?:ooo|pto|out of (?:the |my )?office|not in (?:the )?office|out sick|(?:on
|my) (?:[\w-]+ ){0,3}
(?:leave|vacation|holidays?|sabbatical|break)|(?:i am|i'm|i’m|we are|is|be) (?:\w+ )?(?:away
|unavailable|off sick
|offline|absent|travel+ing|skiing)|in meetings all|no longer work\w*|reduced hours|maternity
|paternity
|not be (?:reading|responding|checking|available|in))\b
|\b\w{0,12}(?:urlaub|ferien)\b|\bbetriebsferien\b|\b(?:abwesend|elternzeit|mutterschutz
|dienstreise
|krankheits\w+|krankgeschrieben|verreist|geschlossen)\b|\bnicht (?:im (?:büro|dienst|haus)
|erreichbar
|zu (?:sprechen|erreichen)|am \w*platz|verfügbar)\b|\bauf (?:\w+ )?(?:fortbildung|schulung|messe
|reisen|tagung|kur)\b
|\b(?:vakantie|\w*verlof|afwezig|vrije dag|gesloten|buitenland|cursus|wegens ziekte)\b
|\bniet (?:bereikbaar|aanwezig|beschikbaar|op kantoor)\b
|\b(?:ferie|\w{3,10}ferie|\w*orlov|barsel\w*|fraværende|bortrejst|bortreist|sygemeldt|sykmeldt
|\w{0,12}permisjon|\w{3,12}rejse|\w{3,12}reise|\w{2,8}uddannelse|kursus)\b|\bblevet syg\b
|\bikke (?:på kontoret|til stede|på arbejde|på jobb)\b
|\b(?:semester|\w{2,9}ledig|tjänsteresa|sjukskriven|frånvarande|vabbar)\b|\binte på (?:kontoret
|plats)\b
|\b\w*(?:lomalla|vapaalla|matkalla)\b|\bpois(?:sa)?\b
|\b(?:férias|licença|ausente|encerrad[oa]|baixa (?:médica|por))\b|\b(?:em|de) viagem\b
|\bnão (?:estou|estarei) (?:no|disponível)\b|\bjá não\b
|\b(?:congés?|vacances|absente?s?|absence|déplacement|fermée?s?|rendez-vous extérieur)\b
|\bne (?:travaille|suis) p(?:as|lus)\b
|\b(?:vacaciones|ausente|cerrad[oa])\b|\b(?:fuera de|de (?:viaje|baja|permiso))\b
|\bya no trabajo\b
|\b(?:ferie|assente|congedo|trasferta|maternità|chius[oi]|fuori ufficio)\b|\bnon lavoro più\b
|\b(?:urlop\w+|nieobecn\w+|zwolnieniu|szkoleniu|delegacji|poza biurem)\b
|\b(?:izinde\w*|dovolen\w+|szabadság\w+)\b"""
)
_STEMS = frozenset(
    (
        # English
        "about abroad absence access account address advis after afternoon again airport all "
        "also although am and annual answer answered any anyone anything appointment "
        "appreciat april as asap assist at attend attending attention august automat autumn "
        "available away baby back bank be beach bear before being bereavement best better "
        "between break briefly business but by call calls can't catch chang check checking "
        "child childcare christmas client closed closing cold colleague com compan "
        "compassionate conference contact contacting continu cover covering current customer "
        "date day days dear december delay delayed deliver department desk direct doctor "
        "don't driving during duties duty each early eas easter either else email email-free "
        "emergenc emergency enjoy enjoying enquiries event everyone everything exhibition "
        "expect extended family february feel festival festive few find five flight flights "
        "flu follow forward free friday fridays full fully further future get gone good "
        "greetings handl happy have he hear her hesitate hi hiking his holiday holidays "
        "honeymoon hospital hour hours house however i i'd i'll i'm i've if ill immediate in "
        "inbox inconvenien inquir inquiries instead intermittent intermittently into isn't "
        "issue issues it's its january july june jury just keep kind know last late leav left "
        "lie limit long longer looked lunch mail manager many march maternity matter "
        "matters may me mean medical meeting message mind miss monday mondays monitor "
        "monitored month months morning most moving national need new newborn next no non "
        "normal note nothing november now occasional occasionally october off office offsite "
        "on once only onsite ooo or organi other our out over overtaken parental part "
        "part-time partially patchy paternity patien period personal phone ping plan plane "
        "possible present prior pto public queries query question quick reach reached read "
        "receiv received reception recover recovered recovering recovery reduc regard regular "
        "relocating relocation remote remotely rep replac replies reply request require "
        "respon rest retire return right sabbatical saturday season see send sent september "
        "she short shortly show sick sincere skiing slow some somebody someone something "
        "sometime soon sorry speak sporadic sporadically spotty spring staff standing start "
        "stepped still study success summer sun sunday sunshine support surgery take team "
        "teammate telephone temporar text than that's their them then these they this those "
        "three through thursday thursdays till time time-sensitive today tomorrow tonight "
        "touch trade training travel trip try tuesday tuesdays two unable unavailab "
        "understand unfortunate unpaid until up upon urgent us vacation vacations very via "
        "visit visiting visits we'll we're wedding wednesday wednesdays week welcome well "
        "while who winter wish within without won't work working works year year-end yours "
        "bear cases day well-deserved deserved spend offline recharg go so outside illness "
        "long-haul related purchas excuse unwell unable twice sooner one those because availab "
        "dahin abends eiliges længere stedet pont l'ascension lying which "
        "mountains moon home hours pm child sick help part-time flu flue arriv online house fire "
        "shine employ forwarded desk grace stand upright answers look hear inclus snow power "
        "operation retire role premises deputy ext taking taken project cover workshop yet "
        "celebrat which sale contract earliest resum regret mountain greeting enquir sender "
        "service handl manag account senior inventory stocktaking moved ship parent funeral "
        "turn observ somewhere signal you're you've lucky peaceful "
        # German
        "raus wandern empfang berg meer angehörig kur schreiben "
        "ihnen sitze machen ruhig ruhestand rente wohlverdient richten künftig operation erhol "
        "liest beerdig krankenhaus einige nachfolg ansprechbar kleinen genieße aufgaben "
        "ab herzlichen kleine grüßen bleib übernommen hinweis ruft meer hüte dienst "
        "aber abschalten abteilung abwesen aktuell akut alle als alternativ am an anfrage "
        "anlieg anruf ansonsten ansprechpartner ansprechpartnerin anspruch antwort antworte "
        "anwesen april arbeit arzt arzttermin assistent auf aufgrund august aus ausser "
        "auswärts auszeit automat auß außer außerhalb bald baustelle beantwort bearbeit "
        "bedarf befind begrenz bei beruflich besetz besprechung besprechungen besten betreff "
        "betrieb betriebsausflug beziehung bin bis bitt brückentag brückentage büro dabei "
        "daher damit danach dann dass dauern davon dazu daß dein denn derzeit deshalb "
        "dezember dich diens dienstags diese dir donnerstag donnerstags dring durch e-mail "
        "e-mails eil einem einer eines eing eingeschränkt einschließ einschließlich elektron "
        "eltern email entnehmen entschuldig erhalten erholung erled erneut erreich erst etwas "
        "euch fall februar feier feiertage feiertagen ferien firma flitterwochen folgen fort "
        "fortbildung frag frau frei freitags freund frist froh frohe früh für ganz ganztägig "
        "gebeten geburt geduld geehrte geehrter gelegentlich gelesen genieß genieße gerade "
        "gern gesch geschlossen geschäftlich gesund gesunde gewohnt gleich gruß gründen grüß "
        "grüße grüßen gut guten guter haben hallo hat haus heil helf herr herz heut hilfe "
        "hilft hochzeit hochzeitsreise homeoffice ihn ihr ihre ihrem ihren ihrer inclus "
        "inklus innerhalb intern inventur ist jahr jahreswechsel januar jederzeit jemand "
        "jetzt juli juni kann kehr kein kind kolleg kollegen kollegin komm kontakt krank "
        "krankenhaus kunde kunden kundentermin kurz könn kümmer kümmern lass leid leider leit "
        "les lese letzt lg lieb macht mai mail meeting mehr mein meine meinem meinen meiner "
        "meld messe mfg mich mir mittag mittwoch mittwochs mobil mobilnummer monat monate "
        "montag montags morgen mutter märz möch möglich nach nachricht nachrichten nader nehm "
        "netz neu normal notfall november nummer nur nächst oder ohne oktober osterferien "
        "ostern person pflege post privat privaten projekt prüf raum regel reise ruf rufe "
        "rück rückkehr samstag schau schnell schreib schulung schön schöne sehr sein seit "
        "sekretariat selbst send september sich sobald sofern sofort sollt sommerferien "
        "sondern sonne sonntag sonst sporadisch sprech später stehen steht stell "
        "stellvertreter stellvertreterin strand stund tag tage tagen team teilzeit tel "
        "telefonisch term termin termine todesfall tätig uhr um umgehend umleit umzug umzugs "
        "und uner unregel uns unser unsere unter urlaub urlaubsvertretung verfüg verfügung "
        "verreis versand versend verspät verständ vertret vertritt verzöger vg viel vom vor "
        "voraussicht vormittag warten weg wegen weihnacht weihnachtsferien weiter weiterhin "
        "wend wenn werd werk wichtig wichtigen wied wir woche wochen workshop während wünsch "
        "wünsche zeit zentral zentrale zu zug zum zur zurzeit zurück zusammen zwisch zwischen "
        "über überbrücken übernehmen übernimmt "
        # Dutch
        "aan aanwezig absen acht af afdeling afgehandeld afspraak afspraken afwezig alle "
        "allemaal alvast ander antwoord april asap augustus beantwoord beantwoorden "
        "beantwoordt bedank begrip behandel bekij bekijk bel ben benader bereik bericht "
        "beschikbaar best bij binnen bruiloft buiten cellect collega congres contact cursus "
        "daarna dag dagen dan dank dat december deze dinsdag direct doe donderdag door "
        "doorgestuurd dring drukte dus e-mail e-mails echter eerder eerst enkel er even "
        "eventue februari feest feestdagen fijn ga gaat geboorte gebruik geduld geen "
        "gelegenheid gelezen geniet gesloten goed goedemiddag goedemorgen goedendag graag "
        "griep groet haast hart heb heel hele hem herfstvakantie herstel hier hoor i.v.m "
        "ieder ik incidenteel indien ivm januari je juli juni kantoor kerst kerstvakantie "
        "kind klant kom kun kunt kwijt lees maand maanden maar maart mail me meer mei "
        "meivakantie met middag mij mijn mocht moet mogelijk moment morgen naar nader neem "
        "neemt nemen nodig noodgeval november nu of oktober om onbeperkt onderweg ons onze "
        "oog ook op opgepakt order ouderschapsverlof over overgenomen overleg periode persoon "
        "reactie reageer reis rustig samen september skiën snel spoed sporadisch staan strand "
        "stuur tandarts terecht terug thuis tijd tijdelijk toch toe tot totdat tussen u uren "
        "uur uw vakantie vanaf vanavond vandaag vanuit vanwege veel verband vergadering "
        "vergaderingen verhuizing verlof vervang verzoek via vind volgend voor vraag vragen "
        "vriend vrij vrijdag waar waargenomen waarneemt wachten wanneer week weer wegens "
        "weinig weken wel welk wend wens werd werk werkdag werkdagen wij wil wintersport "
        "woensdag word zak zakenreis zal zaterdag ze zelf ziek ziekenhuis zij zijn zit zo "
        "zodat zodra zomervakantie zon zwanger "
        "volg kijk zaken bellen af tweede woord dicht online mailbox herstell overgedragen "
        "pensioen opvolg begrafenis operatie ziekenhuis verhuis bereiken pak uit taken werkzaam "
        "paar dienst vrije eerstvolgende "
        # Danish and Norwegian
        "pension gået overtag begravelse operation sygehus efterfølger sommer ses hilsen åben "
        "fridag vigtigste taget "
        "adgang afdeling afhold afsender afspadsering aften aftenen akut alle altså anden "
        "ankom ansvar arbeid arbejd arbejdsdag automat avspasering bag bare barn barsel "
        "barselsorlov bedste begravelse begrenset begrænset besked beskeder besvar besøg blev "
        "bliv bort bortreist bortrejst brug bryllup da dag dage dagen dager december deg "
        "deres derfor desember dessverre desværre dig dine direkte ditt du dæk dækker e-post "
        "e-posten eft efter efterårsferie eller ellers emne endnu et februar ferie ferien "
        "ferier fik find finn flere flu flytning foreldrepermisjon forret fors forsink forst "
        "forvent forældreorlov fra fravær fredag frem fri får fædreorlov fødselspermisjon før "
        "først god gælder ham hast hastende hastesager hastesaker hav hel heldags hele hende "
        "hendes hendv henv henvendelse henvendelser hils hjem hjemme hjemmefra holder hos "
        "hurtig hver hvis hør hører igen ikke imens ind inden indtil influenza ingen "
        "ingenting innen ja januar jeres jobb jul juleferie kan kendskab kjære kolleg kom "
        "konferanse konference kontakt kontor kontoret kritisk kun kunde kurs kursus kære led "
        "lejlighedsvis les leser luk lukket læge læs læser læst mail man mandag mars med meg "
        "mell mellemtiden mellomtiden mens mere mig min mine mitt mobil modtag morgen mulig "
        "muligt må måned møde møder møte møter ned neste noen nogen normal november nyder "
        "nyter nyttår nytår når næste oktober om onsdag opgave orlov over perio permisjon "
        "pleje post på påskeferie reise rejse ring sag sager saker samt send sendt sidder sig "
        "skal skiferie skjermen skriv skærmen sms snar snarest sol som sommerferie spørg "
        "stand straks strand svar svært syg syge sygedag sygehus sygemeldt syk sykmeldt så "
        "særlig søndag tager takk tandlæge telefon telf tid til tilbage tilbake tilgang "
        "tirsdag tjek torsdag træffe ubestemt ude uden uge ugen uke ulejlig ut ute utover "
        "vagt ved vend vende venlig vennlig vente via videre vigtigt vikar vil ville "
        "vinterferie virkedag vær være weekend åbner åpner år ønsk "
        # Swedish
        "alla ankom annan ansv arbet arbetsdag august augusti automat bara barn beg "
        "begravning behöv besvara bli borta bråd brådsk bråttom bröllop chef dag dagar "
        "december dig din direkt ditt dröj e-post e-posten eft eller februari flytt fram "
        "fredag från frånvar få för först föräldra glad gäl gärna gör hand hej hel hela helg "
        "hemma hjälp hos hälsn hör i idag imorgon influensa inte istället januari jobb jul "
        "juli julledig jullov juni kan koll kolleg kom kompledig konferens kontakt kontor "
        "kontoret kurs kväll ledig läkare läs läser lördag mail mamma med meddelande mejl "
        "mellan midsommar mig min morgon mån månader måndag möjlig möjligt möte möten njuter "
        "nu nyår när nästa någon och oktober om onsdag pappa per person plats påsk resa ring "
        "se semester senast sjuk sjukskriven sjukt skick skriv snabb snarast sol som "
        "sommarsemester stället svar sök söndag ta tack tandläkare telefon tid till tillbaka "
        "tillfälligt tillgång tills tisdag tjäns torsdag under utbildning vab vabbar vecka "
        "veckor vid vidare vill vänd vänlig växel är ärende åter över "
        # Finnish
        "aikana asioissa asioista asti auto ei elokuu ensi flunssassa hei hoidan hoita hoito "
        "huomen hyvä ilmoit isyyslomalla ja joka jolloin jos joulua kanssa kautta kesä "
        "kesälomalla kiire kiit klo koko kokouksessa koulutuksessa kun kuu lisä loma luen "
        "lueta maanant matk mennessä messuilla minu mukavaa myös numer ole olemme olen olla "
        "opintovapaalla ota pala palaan palattuani perjan pois posti puh päi saa saakka "
        "sairas satunn sijai sinu sinä soi sähköpost sähköpostit takaisin talvilomalla tammi "
        "tavoit terve terveisin tiist toimisto torst tyo työ vanhemp vapa vastaa vastaamme "
        "vastaan viest viesti viestit viiko virka voi vuosi välisen yhteyd yhteyt yhteyttä "
        "ystävällisin äitiyslomalla "
        # Portuguese
        "abril acesso agosto agradec ainda algum amanhã ano antes ao após assim assist assunt "
        "atend atendi até ausen ausentar-me ausência automát baixa boa bom breve caixa car "
        "casamento caso cliente colega com compreens conferência congresso consult contact "
        "correio cumpr dar das data de deix demor dentro depois desde desloca dezembro dia "
        "dias dirig dirij dispon doença dos durante e-mail e-mails em empresa encamin encerr "
        "encontr encontrar-me encontro-me entre env equipa esclarec escreva escrit escritório "
        "estar estim estou expediente fale falecimento favor faço feira feriado feriados "
        "festas fevereiro ficar ficarei filho fim final fora formação férias gozo hoje hora "
        "imediat inclusive incluído indeterminado indispon informo janeiro julho junho já "
        "lament ler licen lido lig limita logo maio mais manh marido março mas matern "
        "maternidade melhor mensag meses mesmo meus minhas moment motivos mudança médica "
        "médico mês nas natal nes nos nossa nosso nova novembro numa obrig ocasionalmente "
        "outr outubro parental parte patern paternidade pela pelo período pessoa pessoais "
        "poder poderá ponte pontualmente por possa possív possíve praia preci presen prest "
        "profissionais próxim puder páscoa qualquer quando quart quarta-feira quartas-feiras "
        "que quest quint quinta-feira quiser receb recesso recuperação regress respon respost "
        "retom reuni reunião reuniões saúde segund segunda-feira sem seman semanas sempre "
        "serviç será setembro seus sext sexta-feira sua substitu substitui-me só tarde telef "
        "ter terça terça-feira todos trabal trata tratar trás urg viag volt vou à às "
        # French
        "accus accès actuel adress afin ai alors ann août appel après arrêt assur attend au "
        "aucun aujourd aujourd'hui auprès autom avant avec avril beau belles besoin bien "
        "bonjour bonn boîte bref bureau bureaux c c'est car cas ce cela cet chantier chaque "
        "chez client collab collèg comm compr concern conférence congrès congé connect "
        "consult contact cordial courri d d'entreprise d'ici d'urgence dans de demain demand "
        "depuis dernier direct dispon durant dès déc décembre déménagement dépla elle en "
        "encore enfant entre envoy et exclus extér faire ferai ferm fin formation fériés "
        "février fêtes grossesse heur hôpital ici il immédiat inclus inform injoign intermitt "
        "j j'ai janvier jeu jeudi joign joindre jour journ jours juillet juin jusqu jusqu'au "
        "jusqu'en jusqu'à juste l l'équipe le les lieu limit lirai lire lu lundi mad madame "
        "mai mail malade maladie mardi mariage mars matern maternité meill merc mercredi mes "
        "messag moi mois moment mon monsieur médecin n n'ai n'est ne nos notre nous nouvelle "
        "novembre noël numéro octobre ou où par parent part pas patern paternité pendant "
        "person personnelles peu plage plus ponctuellement poss poste pour pourr pourrai pouv "
        "prend prendr prenez proch prochain professionnelles profite présent puis pâques qu'à "
        "que quelques qui quoti raison recev relais remerc remplac rendez repond repos repr "
        "restreint restreinte retour revien reçu réguli répond répons réunion réunions s s'il "
        "salon sans santé se semaine semaines septembre ser serai serons service si soir "
        "soleil souhait sous suis suite sur séminaire tard tenir tournage toute traite transf "
        "travail travaille travaillerai trouv télé télétravail urgen va vacance vend vendredi "
        "venir veuill voir vos votre vous voyage y équipe été "
        "matin dossier repris rtt férié assure "
        "retraite opération obsèques hôpital déménag sera joyeuses écrire fermeture invite "
        # Spanish
        "municipal mattina mercoledì pomeriggio "
        "jubila operación mudanza cierre natalizia chiusura pensione operazione trasloco "
        "abril acceso actual adem agosto algun antes asunt aten atend ausen aviso baja boda "
        "buen caso cerrad cliente colab compañer con conferencia congreso consult contact "
        "contest cordial correo cualquier cuando dejo del desde despacho después diciembre "
        "direc dirij disculp disfrutando dispon durante día días empresa encuentr enero "
        "enferm enfermedad envi enviar equipo escrib est estar estoy febrero fecha feria "
        "festiv festivos fuera gracias grupo hacia hasta hijo hora hospital hoy inclu "
        "intermit jueves julio junio las le limit llam lo luego lunes martes marzo materni "
        "maternidad mayo mañana me mensaj mes meses mi mientras mis miérc molest muchas "
        "mudanza médica médico nada navidad necesit nosotr noviembre nuestr ocasionalmente "
        "octubre ocupa oficina or para parte paterni paternidad per permanec permiso person "
        "personales playa pod podré ponga por posible presente prestar profesionales pront "
        "próxim puede recib regres respond respuest retras reuniones reunión revis sal salud "
        "seguir semana semanas septiembre si sin su sus tanto tard tel temas temporal tiempo "
        "todo trabaj trabajo urgen vacacion veré viaj vier volver vuelt vuelv ya él "
        # Italian
        "agosto al alcun all'estero altr anche appena aprile assen assist attual automat avr "
        "azienda breve buon buonasera buongiorno c'è casella caso chiam chius ciao cie "
        "cliente collab colleg comunic con conferenza congedo congresso contatt cordial corso "
        "cui da dal del dell dell'ufficio della di dicembre disguido dispon domani dopo dove "
        "durante email entro esser est febbraio fer fermo feste festiv festività fiera figlio "
        "fin fino frattempo fuori gennaio gentil giorn giorni giov giugno già grazie ho "
        "immediat impegn indiri inoltr invia invit lavoriamo lavoro leggerò limit luglio lun "
        "lunedì maggio mail malato malattia mare mart marzo matern maternità matrimonio me "
        "medico meno mercol mes mesi messagg mi momento motivi natale necess nei nel "
        "nell'ufficio nella non nostr novembre numero occasionalmente oggi oltre oppure ora "
        "ospedale ottobre pasqua patern paternità per periodo person personali più poiché "
        "poss posta poter potete potr presso prima professionali prossim pure qualsiasi "
        "quando quest regolar riaper ricev richi rientr rimand rispo rispond ritardo ritorn "
        "riunione riunioni rivolg salut salv saranno sarò scriv se sede segu servizio "
        "settembre settiman settimane si sono sost spiaggia sua suo tel tempo temporan torn "
        "trasfert trasloco tutt ufficio urgen utente vacan vener viaggio visual vostr "
        # Polish
        "adres ale bez bezpośredn biur będ chora chorob choroby chory co czas czerwca czwart "
        "dni dnia dniach do dobr dost drog dzi dziecko dzień email godz grudnia informu jako "
        "jestem jeśli każd klient kole konferencji kontakt który kwietnia lekarsk lekarz "
        "lipca listopada lub lutego macierz macierzyńskim mail maila maja mam marca miesi "
        "miesiące mnie mog moim moj moją morze na najszyb natych nie nieobecn niestety nim "
        "obecnie od odpis odpow ojcowskim okazjonalnie okres opóźn oraz otrzym pan pani "
        "państw października piln pisać pisz piąt po poczt pod poniedz poważ powr powrocie "
        "powrotu poza pozdr prac praca prosz przebyw przeczyt przekaz przypadk razie sie "
        "sierpnia się spotkania spotkaniu spraw stycznia szkol szpital targach tej tel ten "
        "termin tydz tygodn tygodnie tym uprz urlop w wakacj wcześn wiadom witam wolne wraca "
        "września wró wszelk wtor wyjaz wyjazd z zastę zastęp zwoln ślub środ święt święta "
    ).split()
)
"""Words of absence notices, and the beginnings of such."""

_WHOLE, _LONG = 3, 5  # letters: shorter ones are whole words, longer ones may go on for any length
_ENDING = 3  # letters that may follow one in between

_GERMAN = any_of(r"""\b(?:ich|ihre?|nicht|wir|bitte)\b""")
_HELPERS = any_of(
    r"""(?:contact|cover|colleague|team|call|ring|write|speak|reach|replac|handl|person|kolleg
|vertret|vertritt|ansprech|wend
|kontakt|schreib|ruf|hilf|helf|übern|collega|vervang|neem|waar|bel|mail|chef|skriv|dæk|vikar|tar
|tager
|vänd|hand|sijai|hoita|yhtey|colega|substitu|trata|contacte|lig|collèg|remplac|adress|joign|appel
|contactar|compañer|escrib|llam|contatt|rivolg|scriv|chiam|c'è|necess|zastęp|kontakt|pisa|sam\b
|frau|herr|he|she)"""
)
"""What stands beside the name of whoever helps."""


def only_of_absence(text: str, *, headed: bool = False) -> bool:
    """It tells of an absence, and next to none of its words is of anything else. `headed`: below a
    robot's heading, which tells of the absence already.
    """
    if len(text) > _LONGEST:
        return False
    clauses = [clause for clause in _clauses(_NOT_WORDS.sub(" ", text)) if clause]
    if any(_ABBREVIATED.fullmatch(word) for clause in clauses for word in clause):
        return False
    german = bool(_GERMAN.search(text))
    found = [_unknown(clause, german) for clause in clauses]
    if any(map(_names_a_thing, clauses, found)):
        return False
    words, others = sum(map(len, clauses)), sum(map(len, found))
    if headed:
        return words >= _FEW_BELOW_A_HEAD and others <= max(1, words // _MANY_BELOW_A_HEAD)
    return words >= _FEW and others <= words // _MANY and bool(_CORE.search(text))


def _names_a_thing(clause: list[str], unknown: list[int]) -> bool:
    """ "The badge is with Ana": what is certain to the reader, and no part of an absence. Not where
    it says whom to ask: "contact the front desk".
    """
    for place in unknown:
        before = clause[:place]
        helped = any(_HELPERS.match(word) for word in before)
        if before and before[-1].casefold() in _DEFINITE and not helped:
            return True
    return False


def _clauses(text: str) -> list[list[str]]:
    clauses: list[list[str]] = [[]]
    for word in _WORD.findall(text):
        if word in _STOPS:
            clauses.append([])
        else:
            clauses[-1].append(word)
    return clauses


def _unknown(clause: list[str], german: bool) -> list[int]:
    """Where its other words stand. Two capitalised words in a row are a name, and in a language
    that writes its nouns otherwise, one is.
    """
    names = not german or any(_HELPERS.match(word) for word in clause)
    unknown = [place for place, word in enumerate(clause) if not _is_known(word, names)]
    return [
        place
        for place in unknown
        if not (clause[place][0].isupper() and _beside_a_capital(clause, place))
    ]


def _beside_a_capital(clause: list[str], place: int) -> bool:
    beside = (*clause[max(0, place - 1) : place], *clause[place + 1 : place + 2])
    return any(word[0].isupper() for word in beside)


def _is_known(word: str, names: bool) -> bool:
    """`names`: what is capitalised is one. In German that is so only beside a helper."""
    if names and word[0].isupper():
        return True
    folded = word.casefold().replace("’", "'")
    if folded in SMALL_WORDS or folded in _STEMS:
        return True
    begins = (end for end in range(_WHOLE + 1, len(folded)) if folded[:end] in _STEMS)
    return any(end >= _LONG or len(folded) - end <= _ENDING for end in begins)
