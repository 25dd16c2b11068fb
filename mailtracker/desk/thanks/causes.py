"""How people tell what it was all about when it was nothing: a plug that was out, an old password
of their own, the wrong list, somebody who had switched it off. One entry a language; written as
the phrases of `thanks_phrases`.

What is told so is over: it asks for nothing, and says no more than that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailtracker.desk.thanks.praise_signs import OPENERS
from mailtracker.desk.thanks.slips import SLIP
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Causes:
    """What people of one language write, each field the alternatives of a pattern."""

    #: What is out, off or empty without anybody's fault, with its article.
    small: str
    #: How it was, its verb in the past with it.
    loose: str
    #: "It was my fault", before or behind the cause.
    mine: str
    #: What the writer did amiss: the begin of a clause.
    used: str
    #: Which one it was: before its name,
    wrong: str
    #: or behind it.
    wrong_behind: str
    #: With what the clause may end.
    ends: str
    #: Somebody had done something to it: the begin of a clause that has no more than its object.
    somebody: str


_LANGUAGES = (
    _Causes(  # English
        small=r"""(?:the|my|our|a|its) (?:\w+ )?(?:plug|cable|cord|lead|socket|batter(?:y|ies)
|switch|fuse|router|adapter|charger|dongle|mouse|keyboard|volume|extension)""",
        loose=r"""(?:was|were|had|wasn t|weren t|was not)(?: just| only| simply| never| still
| properly| fully| quite| all the way)?
(?: come| been| fallen| got| come)? (?:out|off|on|loose|unplugged|empty|flat|dead|disconnected
|pulled out|switched off|turned off|(?:(?:plugged |pushed )?in|connected)(?: properly| fully
| right| all the way)?
|upside down|the wrong way round|not in|muted|down|unscrewed)""",
        mine=r"""(?:(?:that|it|this) )?(?:was |s |is )?(?:all |entirely |totally |completely )?(?:my
|our)(?: own)?(?: silly| stupid| own)? (?:mistake|fault|error|bad|doing|blunder|typo)
|(?:it|that) was (?:all )?me|what an? (?:\w+ )?(?:muppet|idiot|fool|plonker|twit|numpty|wally
|doughnut|dope|clown|donkey)(?: i am| am i)?|(?:silly|stupid|daft)(?: old)? me|i (?:feel|m|am)
 (?:so |such |really )*(?:an? )?(?:silly|stupid|daft|idiot|fool|embarrassed)|i must be going \w+
|(?:senior|blonde) moment|(?:oh )?the shame|how embarrassing|operator error|user error
|(?:the )?(?:fault|mistake|error) was mine""",
        used=r"""(?:i|we)(?: ?ve| ?d| had| have)?(?: just| simply| only| actually| stupidly)?
(?: been)? (?:was|were)?(?: just| simply| only)? ?(?:using|typing|entering|looking (?:at|in|on
|up)|reading|clicking|opening|searching(?: in)?|checking|used|typed|entered|read|opened|clicked
|picked|chose|chosen|looked (?:at|in|on|up)|dialled|dialling|scanned
|scanning|printing to|logged (?:in(?:to)? |on to )?(?:with)?)(?: in| up)?""",
        wrong=r"""(?:the|my|an?|our|in the|at the|on the|with the|with my)
 (?:wrong|old|previous|other|last year s|last month s|incorrect)""",
        wrong_behind="wrongly|in wrong|backwards|upside down|the wrong way round",
        ends=r"all (?:along|the time|day|morning)|the whole time|silly me|sorry|by mistake",
        somebody=r"""(?:someone|somebody|a colleague|my colleague|the cleaners?|the cleaning lady
|the kids|one of the \w+|(?:an?|the|my|our) \w+)
(?: had)(?: just| only)? (?:unplugged|switched off|turned off|turned|moved|pulled out|pulled
|knocked out|put away|tidied away)""",
    ),
    _Causes(  # German
        small=r"""(?:der|die|das|mein|meine|unser|unsere|ein|eine) (?:\w+ )?(?:\w*stecker|\w*kabel
|batterien?|akku|schalter|sicherung|router|adapter|ladegerat|maus|tastatur
|ton|steckerleiste|mehrfachsteckdose|steckdosenleiste)""",
        loose=r"""(?:war|waren|steckte|sass|hing|stand|hatte sich)(?: nur| bloss| einfach| wohl
| halt| noch| ja| gar)*(?: nicht| nie)?(?: richtig| ganz| im)? ?(?:draussen|raus|ab|aus|an|lose
|locker|leer|drin|dran|eingesteckt|herausgezogen|rausgezogen|gezogen|ausgesteckt|abgezogen
|ausgeschaltet|abgeschaltet|eingeschaltet|gelost|verkehrt(?: herum)?|zu|auf|offen|stumm
|herausgerutscht|rausgerutscht|rausgefallen|flugmodus)""",
        mine=r"""(?:das |es |der )?(?:war |ist )?(?:ganz |allein |eindeutig |wohl )?(?:mein(?:e)?
|unser(?:e)?)(?: eigener?| blod\w*)? (?:fehler|schuld|versehen|irrtum|dummheit|doofheit)
|(?:das |es )?lag (?:nur |allein |wohl )?an mir|bedienfehler(?: meinerseits)?
|(?:der )?fehler (?:lag|sass) (?:bei mir|vor dem (?:\w+))|ich (?:idiot|depp|dussel|trottel
|schussel|esel|blindfisch|schaf|huhn)|wie (?:blod|doof|peinlich
|dumm)(?: von mir)?|(?:bin|war) ich (?:vielleicht |aber )?(?:doof|blod|blind|dusselig)
|(?:ich hatte )?tomaten auf den augen|brett vorm kopf|(?:ich )?wollte? (?:ich )?(?:nur|kurz|bloss
|grad) (?:mal |kurz )?(?:sagen|melden|danken)|(?:es )?stellte? sich (?:raus|heraus)
|da war ich zu (?:doof|blod|schusselig)""",
        used=r"""(?:ich |wir )?(?:hab|habe|haben|hatte|hatten|war|bin)(?: ich| wir)?(?: da| nur
| wohl
| einfach| die ganze zeit| immer| halt| aus versehen| versehentlich)*(?: auf| in| mit| bei| an)?""",
        wrong=r"""(?:das|die|den|dem|der|ein|eine|einen|mein|meine|meinen|im|am|beim|meinem|meiner)
? ?(?:falsche[nrsm]?|alte[nrsm]?|verkehrte[nrsm]?|vorige[nrsm]?)""",
        wrong_behind=r"verkehrt|falsch",
        ends=r"""(?:ein)?getippt|eingegeben|benutzt|verwendet|genommen|erwischt|angeklickt|geklickt
|gesucht|geschaut|geguckt|nachgeschaut|gelesen|geoffnet|offen|gewahlt|ausgewahlt|unterwegs
|gewesen|eingetragen|gescannt|gesteckt|angeschaut|die ganze zeit|sorry""",
        somebody=r"""(?:jemand|ein kollege|eine kollegin|mein kollege|meine kollegin|die putzfrau
|(?:der|die|das|ein|eine|mein|meine|unser|unsere) \w+)
 (?:hat|hatte|haben|hatten)(?: nur| wohl| einfach| aus versehen)?""",
    ),
    _Causes(  # Dutch
        small=r"""(?:de|het|mijn|onze|een) (?:\w+ )?(?:\w*stekker|\w*kabel|snoer|batterij(?:en)?
|accu|schakelaar|zekering|router|adapter|oplader|muis|toetsenbord|geluid|stekkerdoos)""",
        loose=r"""(?:was|waren|zat|zaten|stond|stonden|lag|hing)(?: gewoon| alleen| maar| nog| er
| wat)*(?: niet)?(?: goed| helemaal)? ?(?:eruit|uit|los|leeg|aan|erin|in|ingestoken|uitgetrokken
|losgeraakt|losgeschoten|ondersteboven|verkeerd(?: om)?|dicht|open|op stil|dempt|af|uitgeschakeld
|uitgezet|in het stopcontact)""",
        mine=r"""(?:(?:het|dat|dit) )?(?:was |is )?(?:helemaal |gewoon |volledig )?(?:mijn|onze)
(?: eigen| stomme)? (?:fout|schuld|vergissing|foutje|blunder)|foutje van mijn kant
|(?:het |dat )?(?:lag|ligt) (?:helemaal |gewoon )?aan mij(?:zelf)?|bedieningsfout|domme fout
(?: van mij)?|stom van (?:mij|me)|wat (?:een |ben ik (?:toch )?een )?(?:sufferd|sukkel|oen|domoor
|stommerd|kluns
|ezel)(?: ben ik| van me| die ik ben)?|ik (?:sufferd|sukkel|oen)|oen die ik ben|(?:wat )?(?:dom
|stom|genant|gênant)(?: van (?:mij|me))?""",
        used=r"""(?:ik |we |wij )?(?:gebruikte|gebruikten|typte|tikte|keek|keken|zocht|zat|zaten|was
|waren|klikte|opende|las|koos|nam|pakte|had|hadden|heb|hebben)(?: ik| we)?(?: gewoon| steeds
| de hele tijd| per ongeluk| alleen| nog)*(?: in| op| bij| naar| met)?""",
        wrong=r"""(?:het|de|een|mijn|onze) (?:verkeerde?|oude?|foute|vorige)""",
        wrong_behind="verkeerd|fout",
        ends=r"""gebruikt|ingetypt|getypt|ingevuld|ingevoerd|gepakt|genomen|aangeklikt|geklikt
|gezocht|gekeken|te kijken|te zoeken|bekeken|gelezen|geopend|open|gekozen|gescand|staan|de hele
 tijd|sorry""",
        somebody=r"""(?:iemand|een collega|mijn collega|de schoonmaak(?:ster)?|de poetsvrouw
|(?:de|het|een|mijn|onze|ons) \w+) (?:had|hadden|heeft)(?: gewoon| per ongeluk)?""",
    ),
    _Causes(  # Danish
        small=r"""(?:det var )?(?:\w*stikket|\w*kablet|ledningen|batteri(?:et|erne)|kontakten
|sikringen|routeren|adapteren|opladeren|musen|tastaturet|lyden|stikdasen)""",
        loose=r"""(?:var|sad|stod|la|hang)(?: bare| kun| ogsa| vist| jo)*(?: ikke)?(?: rigtigt
| ordentligt| helt)? ?(?:ude|slukket|løst?|tomt?|taget ud|trukket ud|i|sat i|tændt|faldet ud
|røget ud|gaet løs|forkert|omvendt|lukket|aben|abent|pa lydløs|sat til|slaet (?:fra|til))""",
        mine=r"""(?:(?:det|den) )?(?:var |er )?(?:helt |bare |vist )?(?:min|vores)(?: egen| dumme)?
 (?:fejl|skyld|fejltagelse|brøler)|fejlen (?:var min|la hos mig)|(?:det )?(?:var
|la) (?:bare )?(?:mig
|hos mig)(?: selv)?|brugerfejl|(?:hvor )?(?:er det )?(?:dumt|pinligt|flovt)(?: af mig)?
|jeg er (?:ogsa |da )?(?:en |et |sa )?
(?:klovn|fjols|dum|kvaj|kvajpande)|dumme mig|sikke et fjols|(?:jeg )?kvajede mig""",
        used=r"""(?:jeg|vi)(?: har| havde)?(?: bare| vist| jo| hele tiden| stadig)*
 (?:brugte|brugt|tastede|tastet|skrev|skrevet|kiggede|kigget|ledte|ledt|sad|var|klikkede|klikket
|abnede|abnet|læste|læst|valgte|valgt|tog|taget)(?: bare| vist| jo| hele tiden| stadig)*(?: i| pa
| efter| ind pa| med)?""",
        wrong=r"(?:den|det|de|en|et|mit|min|mine) (?:forkerte?|gamle?|gammelt|gammel|forrige)",
        wrong_behind="forkert",
        ends="hele tiden|ved en fejl|sorry|undskyld|abenbart",
        somebody=r"""(?:nogen|en kollega|min kollega|(?:min|mit|mine|vores) \w+|\w+(?:en|et
|erne)) havde(?: bare)?""",
    ),
    _Causes(  # Portuguese
        small=r"""(?:o|a|os|as|o meu|a minha|meu|minha|um|uma) (?:ficha|tomada|cabo|fio|pilhas?
|bateria|interruptor|fusivel|router|roteador|adaptador|carregador|rato|mouse|teclado|som
|extensao)""",
        loose=r"""(?:(?:e )?que )?(?:estava|estavam|tinha|tinham|nao estava|nao estavam)
(?: so| apenas| so mesmo| bem| ainda)* ?(?:desligad[oa]s?|ligad[oa]s?|fora|solt[oa]s?|vazi[oa]s?
|gast[oa]s?|descarregad[oa]s?|encaixad[oa]s?|mal (?:encaixad[oa]|ligad[oa]|metid[oa])
|ao contrario|fechad[oa]|abert[oa]|sem (?:som|pilha|papel)|ativ[oa]|saido|caido|no mudo)""",
        mine=r"""(?:(?:isso|isto|afinal) )?(?:foi |era |e )?(?:um |uma |o )?(?:mesmo )?(?:erro|culpa
|falha|engano|lapso|distracao|asneira|burrice)(?: foi| e)?(?: tod[oa])? (?:meu|minha|nosso|nossa)
|(?:o )?(?:erro|engano) foi (?:meu|nosso)|(?:a )?(?:culpa|falha) foi (?:minha|nossa)
|que (?:burr[oa]|tont[oa]|distraid[oa]|vergonha|nabo|parv[oa])(?: sou| que sou| eu)*|sou (?:mesmo )?
(?:um |uma )?(?:burr[oa]|nabo|tont[oa]|distraid[oa]|cabeca no ar)|(?:que )?cabeca a minha
|(?:a )?minha culpa|fui eu(?: que (?:me enganei|errei|fiz asneira))?""",
        used=r"""(?:(?:eu|afinal|e que) )*(?:estava|estavamos|tinha|andava|usei|usamos|escrevi
|digitei
|abri|li|vi|cliquei|escolhi|peguei|procurei|pus)(?: a (?:usar|ver|olhar|escrever|procurar|ler
|entrar|digitar|clicar|por|meter)| usado| escrito| digitado| aberto| posto)?(?: em| n[oa]| para
| com)*""",
        wrong=r"""(?:o|a|os|as|um|uma|no|na|ao|para [oa])(?= (?:\w+ ){1,2}?(?:errad[oa]|antig[oa]
|velh[oa]|anterior|do (?:ano|mes) passado)\b)""",
        wrong_behind="errad[oa]s?|antig[oa]s?|velh[oa]s?|anterior|do (?:ano|mes) passado",
        ends="o tempo todo|sem querer|por engano|desculpem?|este tempo todo",
        somebody=r"""(?:alguem|um colega|uma colega|o meu colega|a minha colega|(?:o|a|os|as|um|uma)
 (?:meu |minha )?\w+) (?:tinha|tinham)""",
    ),
    _Causes(  # French
        small=r"""(?:le|la|l|les|mon|ma|un|une) (?:\w+ )?(?:prise|cable|fil|piles?|batterie
|interrupteur|fusible|routeur|adaptateur|chargeur|souris|clavier|son|multiprise|rallonge|box)""",
        loose=r"""(?:n )?(?:etait|etaient|s etait|avait)(?: juste| simplement| seulement| pas| bien
| tout| mal)*(?: ete)? ?(?:debranchee?s?|branchee?s?|eteinte?s?|allumee?s?|deconnectee?s?|videe?s?
|vides?|enlevee?|retiree?|enfoncee?s?|lachee?|fermee?s?|ouverte?s?|a plat|a l envers|coupee?s?
|defaite?|mal (?:mise?|branchee?|enfoncee?)|en mode avion|muette?)""",
        mine=r"""(?:(?:c|ce|ca) )?(?:est |etait )?(?:juste |entierement
 |completement )?(?:de )?(?:ma
|mon|notre)(?: propre| bete)? (?:faute|erreur|betise|boulette|etourderie|inattention)
|(?:l )?erreur (?:venait|vient|etait) de (?:moi|chez moi|ma part)|(?:c est |c etait )?moi qui
 (?:me suis|m etais) trompee?|erreur de (?:ma|notre) part|quel(?:le)? (?:idiote?|andouille
|etourdie?|cruche|nouille|boulet|cloche|tete en l air|honte)
(?: je (?:fais|suis))?|(?:que )?(?:je )?suis (?:je )?bete|tete en l air|je suis (?:un |une )?
(?:boulet|andouille|cruche|quiche|bete)|la honte|(?:ca |le probleme )?venait de moi""",
        used=r"""(?:j|je|nous|on)(?: n)?(?: m etais| me suis| ai| avais| avions| avons| a)?(?: juste
| simplement| bien| tout le temps)*(?: \w{0,2})? (?:utilisais|utilise|tapais|tape|saisi|regardais
|regarde|cherchais|cherche|etais|cliquais|clique|ouvert|lu|choisi|pris|trompee? de|entre|mis)
(?: dans| sur| avec| au)?""",
        wrong=r"""(?:(?:le|la|l|les|un|une|mon|ma|au|du) )?(?:mauvais\w*|anciens?|ancienne|vieux
|vieille)""",
        wrong_behind="de l an dernier|de l annee derniere|du mois dernier",
        ends="tout ce temps|par erreur|desolee?|depuis le debut",
        somebody=r"""(?:quelqu un|un collegue|une collegue|mon collegue|ma collegue
|la femme de menage|(?:le|la|l|les|un|une|mon|ma|mes) \w+) (?:avait|avaient|l avait
|les avait)""",
    ),
)
"""To add a language, add an entry."""

_IT = (
    r"(?:it|es|das|den|die|der|ihn|sie|het|hem|m|ze|de|det|dem|o|a|os|as|le|la|les|l|mon|ma|min|mit"
    r"|mijn|meine?n?)?(?: ?\w*(?:plug|stecker|kabel|stekker|snoer|stik(?:ket)?|ledningen|ficha|cabo"
    r"|tomada|prise|cable|fil|schalter|schlussel|sleutel|nøglen|chave|cles?|router|drucker|printer"
    r"|maus|karte|listen?))?"
)
"""What was done something to: a small thing, or nothing but a word for it."""

_SMALL_EN = (
    r"(?:the|my|our) (?:plug|cable|cord|lead|socket|switch|router|printer|mouse|keyboard|screen"
    r"|volume|sound|power strip|extension|battery)"
)

_DONE = (
    r"(?:ausgesteckt|ausgeschaltet|abgeschaltet|ausgemacht|gezogen|rausgezogen|herausgezogen"
    r"|weggeraumt|aufgeraumt|eruit getrokken|uitgetrokken|losgetrokken|uitgezet|uitgedaan"
    r"|verplaatst|weggelegd|opgeruimd"
    r"|trukket|slukket|slaet fra|flyttet|ryddet væk"
    r"|desligado|tirado|mudado|arrumado"
    r"|debranchee?|eteinte?|coupee?|deplacee?|rangee?)"
)
"""What somebody had done, in languages where that is not said in the begin."""


_CULPRIT = (
    r"(?>(?:the|my|a|an|der|die|das|den|dem|am|an der|einem?|de|het|een|en|et|o|a|os|um|le|la|l"
    r"|un|une"
    r"|mein\w*|mijn|min|mit|meu|minha|mon|ma) )*"
    r"(?:(?:last|late|old|latest|lose\w*|letzte\w*|laatste|sidste|ultim[oa]|derniere?) )?"
    r"(?:restart|reboot|update|updates|cable|plug|cache|browser|router|weather|connection|network"
    r"|wifi"
    r"|server|timing|filter|firewall|driver|battery|typo|me|\w*neustart|\w*kabel|\w*stecker|wetter"
    r"|verbindung|netz|\w*filter|akku|tippfehler|mir|herstart|weer|verbinding|netwerk|stekker"
    r"|typfout"
    r"|mij|genstarten|opdateringen|kablet|stikket|vejret|forbindelsen|nettet|filteret|slafejl|mig"
    r"|reinicio|atualizacao|cabo|ficha|tempo|ligacao|rede|servidor|filtro|bateria|eu"
    r"|redemarrage|mise a jour|prise|navigateur|connexion|reseau|serveur|filtre|batterie|moi)"
)
_GUESS = (
    r"(?:(?:it |that |i guess it |i think it |maybe it |probably )?(?:must have been|was probably"
    r"|was just|was|may have been|might have been|will have been)"
    r"|(?:es |das )?(?:lag|war)(?: wohl| bestimmt| sicher| vermutlich| wahrscheinlich)*(?: an)?"
    r"|(?:het |dat )?(?:lag|was|zal)(?: vast| waarschijnlijk| wel| zeker)*(?: aan)?"
    r"|(?:det )?(?:ma have været|var nok|har nok været|skyldtes nok|var vist)"
    r"|(?:isso |isto )?(?:deve ter sido|devia ser|foi provavelmente|tera sido)"
    r"|(?:c |ca |ce )?(?:etait surement|etait sans doute|devait etre|a du etre|venait surement de"
    r"|doit etre))"
)
"""What it may have been: nothing that anybody must see to."""

_HIDDEN = (
    r"(?:(?:the|my|der|die|das|mein\w*|de|het|mijn|min|mit|o|a|os|as|le|la|l|les|mon|ma"
    r"|mes) )?(?:\w+ )?"
    r"(?:parcel|package|keys?|letter|card|badge|glasses|headset|charger|paket|schlussel|brief|karte"
    r"|ausweis|brille|ladegerat|pakje|pakket|sleutels?|kaart|bril|oplader|pakken|nøglen|nøglerne"
    r"|brevet"
    r"|kortet|brillerne|opladeren|encomenda|pacote|chaves?|carta|cartao|oculos|carregador|colis"
    r"|cles?"
    r"|lettre|carte|lunettes|chargeur) (?:was|were|lag|lagen|war|waren|steckte|zat|stond|la|var"
    r"|estava"
    r"|estavam|etait|etaient) (?:just |nur |gewoon |bare |so "
    r"|juste )?(?:all along )?(?:next door(?: s)?"
    r"|(?:at|in|with|on|under|behind) (?:the|my|our|next door) ?(?:\w+ ?){0,2}|at reception|at home"
    r"|(?:beim|im|am|in der|bei der|unter|auf dem|hinter|in meine\w) \w+|zu hause|bij de \w+"
    r"|in (?:de|het"
    r"|mijn) \w+|op (?:de|mijn) \w+|thuis|hos \w+|i \w+|pa \w+|under \w+|hjemme|(?:no|na|em|ao"
    r"|debaixo d[oa])"
    r" (?:minha |meu )?\w+|(?:chez|dans|sur|sous|a) (?:le|la|l|mon|ma) \w+|a la maison)"
)
"""A thing was where it had not been looked for."""

_SET = (
    r"(?:(?:i|we)(?: had| d| ve)? (?:put|set|placed|typed|entered|filled|stuck|plugged|spelt)"
    r" (?:the|my|a|it|our) ?(?:\w+ ){0,2}?(?:wrongly|wrong|(?:in|into|at) the wrong \w+)"
    r"|(?:ich )?(?:hab|habe|hatte)(?: ich)? (?:das|die|den|es|mein\w*) ?(?:\w+ )?(?:falsch"
    r"|verkehrt)"
    r" (?:gesetzt|eingetragen|eingesteckt|eingegeben|gelesen|verstanden|geschrieben|eingestellt)"
    r"|(?:ik )?(?:had|heb)(?: ik)? (?:de|het|mijn) ?(?:\w+ )?verkeerd (?:gezet|ingevuld|gelezen"
    r"|begrepen|ingevoerd|geschreven|ingesteld|ingestoken)"
    r"|jeg (?:havde|har) (?:sat|skrevet|læst|forstaet|tastet|indstillet) (?:\w+ ){0,2}forkert"
    r"|(?:eu )?tinha (?:posto|escrito|metido|lido|percebido|preenchido) (?:o|a|os"
    r"|as) (?:\w+ )?(?:mal"
    r"|no (?:sitio|campo|lugar) errado|na (?:coluna|linha) errada)"
    r"|j (?:avais|ai) (?:mis|ecrit|lu|compris|rempli|saisi) (?:le|la|l|les|mon|ma) (?:\w+ )?(?:au"
    r" mauvais endroit|dans (?:le|la) mauvaise? \w+|de travers))"
)
"""The writer had put something where it does not belong."""

_MODES = (
    r"(?:(?:the|den|de|het|o|le) )?(?:(?:airplane|flight|aeroplane) mode|flugmodus|vliegtuigstand"
    r"|vliegtuigmodus|flytilstand|modo aviao|mode avion|caps ?lock|num ?lock|mute|silent|stumm"
    r"|lautlos"
    r"|feststelltaste|stil|lydløs|silencio|muet|silencieux|do not disturb|nicht storen)"
)
_MODE = (
    rf"(?:i |ich |ik |jeg |eu |j )?(?:was|had|had been|war|hatte|was|stond|stod|var|havde|estava"
    rf"|tinha"
    rf"|etais|avais)(?: noch| nog| stadig| still| ainda| encore| it| es| het| den)*"
    rf"(?: (?:in|on|im|auf|op|i|pa|em|en|no))? {_MODES}"
    rf"(?: (?:on|an|aan|til|slaet til|ligado|active|aktiv|ativo|enclenche))?"
    rf"|{_MODES} (?:was|war|stond|var|estava|etait)(?: still| noch| nog| stadig| ainda| encore)*"
    rf" (?:on|an|aan|aktiv|tændt|slaet til|ligado|ativo|active)|{_MODES} aan te staan"
)
"""A phone or keyboard was in a mode that nobody saw."""


def _of(one: _Causes) -> str:
    small, loose, mine, used, wrong, behind, ends, somebody = (
        f"(?:{flat(getattr(one, name))})" for name in _Causes.__slots__
    )
    named = r"(?: \w+){1,3}?"
    forms = (
        mine,
        rf"(?:{mine} )?{small}(?: (?:of|von|vom|van|fra|til|d[aeo]|du|de la) (?:\w+ ){{0,1}}\w+)?"
        rf" {loose}(?: {ends})?",
        rf"{used} ?{wrong}{named}(?: {behind})?(?: {ends})*",
        rf"(?:wrong|falsche\w?|verkeerde?|forkerte?|mauvais\w?){named}(?: {ends})+",
        _MODE,
        _SET,
        _HIDDEN,
        rf"{_GUESS} {_CULPRIT}(?: (?:geweest|gewesen|zijn|geweest zijn|then|i guess))?",
        rf"{somebody}(?: {_IT}){{0,2}} {_DONE}(?: {_IT})?(?: ud| væk| fra)?",
        rf"{somebody}(?: (?:it|them|that|{_SMALL_EN})(?: out| off| away| up)?)",
    )
    return "|".join(forms)


_BEFORE = (
    rf"(?>(?:{'|'.join(sorted(OPENERS))}|and|as|because|cause|turns out|it turned out|apparently"
    rf"|und|weil|da|denn|anscheinend"
    r"|offenbar|es stellte sich heraus|en|want|omdat|blijkbaar|bleek|het bleek|og|det viste sig"
    r"|viste sig|fordi|abenbart|e|porque|afinal"
    r"|pelos vistos|et|car|parce que|parce qu|en fait|visiblement|that|dass|dat|at|que) )*"
)

CAUSE: re.Pattern[str] = late_pattern(rf"{_BEFORE}(?:{'|'.join(map(_of, _LANGUAGES))})")
"""A whole clause that tells so."""

_FOUND: re.Pattern[str] = late_pattern(rf"{_BEFORE}{_HIDDEN}")
_SORRY: re.Pattern[str] = late_pattern(
    r"(?:\w+ ){0,2}?(?:sorry|apolog\w*|entschuldig\w*|verzeih\w*|excuses|pardon|undskyld|beklager"
    r"|desculp\w*|perdao|desolee?s?|excuse\w*)\b"
)


def owns_up(clauses: Sequence[str]) -> bool:
    """Whether somebody asks pardon for what was nothing."""
    amiss = (_is_amiss(one) for one in clauses)
    return any(amiss) and any(map(_SORRY.match, clauses))


def _is_amiss(clause: str) -> bool:
    if SLIP.fullmatch(clause):
        return True
    return CAUSE.fullmatch(clause) is not None and not _FOUND.fullmatch(clause)
