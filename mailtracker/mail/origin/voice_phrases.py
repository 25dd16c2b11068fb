"""Senders and texts go in; in whose voice they speak comes out, in six languages: a system's, which
introduces lists, tells what was done by nobody, says until when and where to log in; or a
person's, who says "today", "again" and "still". Each sign is weak: people count with them, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import any_on_lines

_SEEN = 1_500  # characters of a text
_ID = 300  # characters of a Message-ID
_LINES = 2  # that make a shape
_NAME = 80  # characters of a sender's name


_SYSTEM = any_on_lines(
    r"""\b(?:\w{0,24}(?:systeme?|system[ae]t|systeem|portale?n?|portaal|portail|portal|erfassung
|verwaltung|registratie|registrering|beheer|styring|måling|meting|planner|planung|vagtplan
|manager|console|konsole|gateway|schnittstelle|interface|terminal|tracker|steuerung|synk)
|(?:\w+ )?(?:access|device|endpoint|fleet|asset|room|identity|mail) (?:control|management|booking
|security|scheduler)
|notific\w+|meldesystem|plataforma|plateforme|sistema|système|gestão|gestion|processamento
|espace|espaço|guichet|serviço de \w+|(?:web ?(?:form\w*|site|shop|filter)|online \w+)|télé\w{4,}
|teleme\w+|assistente
virtual|academia|académie|academy|akademie|reservations?|reservas|réservations?|facturation
|faturação|fakturering|facturatie|licen[sc]e?\w*|licenças|lizenz\w*|\w*controller\w*|sync|status
|warnings?|tracking|mijn \w+|my \w+)\b"""
)
"""What systems are called, and some departments."""

_INTRODUCES = any_on_lines(
    r"""\b(?:following|listed below|folgende[mnrs]?|nachstehende[mnrs]?|untenstehende[mnrs]?
|volgende|onderstaande|følgende|nedenstående|seguintes?|abaixo|suivant(?:e?s?)|ci-dessous)\b"""
)
_DONE = any_on_lines(
    r"""\b(?:has|have) been (?:\w+ly )?(?:\w+ed|sent|paid|built|set|put|found|made)\b
|\b(?:was|were) (?:\w+ly )?(?:approved|released|received|confirmed|rejected|scheduled|created
|assigned|blocked|detected|updated|uploaded|submitted|registered|shared|declined)\b
|\b(?:your|the) [\w -]{2,40} (?:has|have|is) (?:\w+ly )?(?:failed|passed|succeeded|finished
|completed|ended|started
|stopped|blocked|running|full)\b
|\bhas (?:\w+ly )?(?:confirmed|rescheduled|approved|rejected|changed|submitted|expired)\b
|\b(?:is|are) (?:now )?(?:ready|available|confirmed|complete|overdue|awaiting|waiting for|pending
|due|below|above|no longer)\b|\b(?:expires?|will expire|renews)\b|\bcould not be \w+ed\b
|\bis paused\b|\bwe couldn['’]t \w+ (?:the|your)\b
|\b(?:completed|finished|failed|ended|succeeded|stopped) (?:with|after|at|in|on)\b
|\b(?:confirmed|booked|scheduled|cancelled|delivered|shipped) (?:for|on|at|to)\b
|\bwurden?\b[^.!?\n]{0,90}\w(?:t|en|n)\b
|\b(?:liegt|liegen|steht|stehen) (?:\w+ ){0,4}(?:bereit|vor|im|zur)\b
|\bist (?:[\w%]+ ){0,5}(?:eingegangen
|verfügbar|abgelaufen|belegt|fällig|überschritten)\b|\b(?:läuft|laufen
|endet)\b[^.!?\n]{0,40}\b(?:aus|ab)\b
|\bhaben\b[^.!?\n]{0,40}\b(?:unvollständige|offene|fehlende)\b
|\bwerden? (?:\w+ ){0,5}(?:automatisch|gelöscht)
|\b(?:is|zijn|werd|werden|wordt|worden) (?:[\w-]+ ){0,6}(?:(?:af|aan|op|in|uit|over|door|mee
|toe)?ge\w{2,}(?:d|t|en)|ontvangen|bevestigd
|verlopen|verstuurd|voltooid|overschreden|toegewezen|weggevallen)\b
|\b(?:staat|staan) (?:[\w-]+ ){0,6}klaar\b|\b(?:er|bliver) (?:[\w-]+ ){0,2}(?:tildelt|aflyst
|bestilt|ændret|fejlet|terminé\w*|færdig)\b
|\best (?:terminée?|close|clôturée?|annulée?|activée?|pleine?)\b|\bwill be \w+ed\b
|\bwaiting for your?\b|\bends on\b|\bhas \w+ed (?:in|out|at)\b
|\bverlo(?:opt|pen)\b
|\b(?:er|blev|bliver) (?:[\w-]+ ){0,4}(?:\w{3,}et|klar|frigivet|modtaget|sendt|overskredet
|udløbet)\b
|\b(?:af|ud)venter\b|\budløber\b|\bligger (?:\w+ ){0,3}(?:ny\w*|klar)\b|\ber (?:\w+ ){0,2}(?:åben
|booket|lukket|afsluttet)\b
|\bslettes automatisk\b
|^\W{0,3}[A-ZÀ-Ý][\w-]+(?: [\w.#-]+){0,3} (?:detetad|rejeitad|confirmad|aprovad|concluíd|recebid
|cancelad|encerrad)[oa]s?\b
|^\W{0,3}[A-ZÀ-Ý][\w-]+(?: [\w.#-]+){0,3} (?:validé|confirmé|annulé|refusé|terminé|détecté|expédié
|clôturé)e?s?\b
|\b(?:foi|foram) (?:\w+ ){0,2}\w{3,}(?:ad|id|t|st|ert)[oa]s?\b|\best(?:á
|ão) (?:\w+ ){0,2}(?:disponíve(?:l|is)
|concluíd\w+|pendentes?|por \w+|em falta)\b|\bexpiram?\b|\bserá (?:\w+ ){0,2}\w+d[oa]\b|\b(?:vencid
|pendente|obrigatóri)[oa]?s?\b
|\b(?:a|ont) (?:bien )?été (?:\w+ )?\w+(?:é|i|u|is|te)e?s?\b|\best (?:\w+ ){0,3}(?:disponible
|consultable|en attente
|confirmée?|arrivée?|requise?|prévue?)\b|\bsont (?:\w+ ){0,3}(?:disponibles|en attente
|confirmées?)\b|\bexpire(?:nt|ra)?\b"""
)
"""Something was done, is ready or runs out, and nobody is named who did it."""

_ENTERS = any_on_lines(
    r"""\blog (?:in|on)\b (?:to|with|and)\b|\bsign in (?:to|with)\b|\b(?:in|from|via|on|open
|see) (?:the|your)
(?:[\w-]+ ){0,2}(?:portal|console|dashboard|admin cent(?:er|re)|app|account|gradebook|management
\w+|settings|directory)\b|^\W{0,4}(?:acknowledge|manage|view all|review|approve) [^\n?]{2,60}
|\b(?:im|ins|über (?:das|ihr)|in ihrem) \w{0,24}(?:portal|center|konto|system|bereich|shop|ordner
|verwaltung)\b|\b(?:in|unter) der \w{0,24}(?:plattform|app|anwendung|verwaltung)\b
|\bmelden sie sich\b|\bloggen sie\b|\banzumelden\b|^\W{0,4}\w{4,20}\W{1,2}(?:öffnen
|anzeigen|ansehen|abrufen|bearbeiten)\b
|\blog in (?:met|op|om|via|bij)\b|\binloggen\b|\b(?:in|via|op) (?:uw|het|mijn|de) \w{0,24}(?:portaal
|werkvoorraad|account|systeem|omgeving|dossier|app)\b|\bopen uw\b|\bbekijk (?:\w+ )*(?:verbruik
|melding
|bestelling)\b
|\blog (?:ind|på)\b|\bi (?:netbanken|\w{0,20}(?:systemet|portalen)|appen|selvbetjeningen
|din indbakke)\b
|^\W{0,4}(?:godkend|afvis|se|åbn|læs) [^\n?]{2,60}\b(?:på|i|her)\b|\bstart her\b
|\b(?:aceda|acesse|entre|inicie sessão|consulte)\b|\bn[oa] (?:plataforma|portal|área|balcão|consola
|sistema|sua conta)\b
|\bconnectez-vous\b|\bidentifiez-vous\b|\b(?:dans|depuis|sur) (?:la|le|votre
|l['’])[ ]?(?:[\w-]+ ){0,2}(?:espace
|console|portail|plateforme|compte|application)\b|\bretrouvez\b|\bvotre (?:validation|espace)\b"""
)
"""Whoever wants more logs in somewhere."""

_UNTIL = any_on_lines(
    r"""\b(?:free )?cancell?ations?\b[^.\n]{0,20}\buntil\b|\bvalid (?:until|from|till)\b|\bexpires?
(?:in|on|at)\b|\bwithin \d+ (?:hours|days|minutes)\b|\bclos(?:es|ing) on\b|\b\d+ days left\b
|\bbis (?:zum |spätestens )?\d|\binnerhalb von \d|\bin \d+ tagen\b|\brechtzeitig\b|\bfrist\b
|\btot (?:en met )?\d|\bvan tevoren\b|\bbinnen \d+\b|\bover \d+ dagen\b|\bbinnenkort\b|\b(?:verloop
|uiterste
|lever)datum\b
|\b(?:lukker|senest|inden|indtil|udløber)\b|\bom \d+ dage\b|\bfrist\b
|\b(?:até|prazo|dentro de \d+|expira)\b
|\bavant (?:le )?\d|\bjusqu['’]au\b|\bau plus tard\b|\béchéance\b|\bdate limite\b"""
)
_OFFERS = any_on_lines(
    r"""\b(?:webinar|whitepaper|white paper|ebook|free trial|book a demo|save (?:my|your) (?:seat
|spot)
|register now|join our|join us|learn more|read more|shop now|limited time|discover|promo code
|coupon|\d+ ?% off)\b|\b(?:jetzt (?:sparen|sichern|anmelden|bestellen|entdecken|testen)
|sichern sie sich|mehr
erfahren|weiterlesen|nur bis|gutschein|rabatt|warenkorb)\b
|\b(?:lees (?:verder|meer)|korting|meld u (?:nu )?aan|ontdek|bestel nu|actie ?code|tips)\b
|\b(?:læs mere|tilmeld dig|rabat|spar \d|køb nu|tilbud|opdag)\b
|\b(?:saiba mais|leia mais|desconto|aproveite|inscreva-se|descubra|compre já|promoção)\b
|\b(?:en savoir plus|lire la suite|découvrez|profitez|inscrivez-vous|code promo|offre spéciale
|réduction)\b"""
)
_COUNTS = any_on_lines(
    r"""\byou (?:haven['’]t|have not) (?:yet )?(?:\w+ed|taken|begun|done)\b
|\bu heeft (?:\w+ ){0,4}nog niet\b
|\bdu har endnu ikke\b|\bdu er (?:nr\b|på venteliste|tilmeldt|registreret|inviteret)\b
|\byou['’]ve used \d|\byou are (?:registered|enrolled|number)\b
|\bsie sind (?:angemeldet|eingeladen|auf platz)\b|\b(?:u|je) bent (?:ingeschreven|aangemeld
|uitgenodigd)\b|\bestá inscrit[oa]\b|\bvous êtes (?:inscrit|invité)|\bainda não (?:\w+ou|concluiu
|respondeu)\b|\bvous n['’]avez pas encore\b
|\b\d+ \w+\((?:s|es|en|n|e|er)\)
|\byou (?:now )?have (?:\d+|a new|new|no|one) [\w-]+
|\bsie haben (?:\d+|(?:\w+ ){0,4}nicht |eine? neue[nrs]?
|neue
|noch \d+) \w+
|\b(?:u|je) (?:heeft|hebt|hebben) (?:nog )?(?:\d+|een nieuwe?|nieuwe) \w+|\bdu (?:har
|mangler) (?:\d+|fået|modtaget
|endnu ikke|en ny|et nyt|nye)\b|\btem (?:\d+|uma? nov[oa]|nov[oa]s|\w+ obrigatórias)\b
|\bvous avez (?:\d+
|reçu|une? nouve\w+|de nouve\w+)\b
|\b(?:there is|there are|der er|der ligger|er is|er zijn|er staat|es liegt|es liegen|es gibt|há
|il y a)
(?:\w+ ){0,2}(?:new|an update|ny|nyt|nye|nieuwe?|neue[rs]?|nov[oa]s?|nouve\w+)\b
|\b(?:new|neue[rs]?|nieuwe?|nyt?|nov[oa]|nouve(?:au|lle)) (?:message|submission|entry|order
|application|file|formular
|eingang|nachricht|aufgabe|bestellung|antrag|dokument|taak|melding|bericht|bestelling|aanvraag
|document|besked
|meddelelse|ansøgning|ordre|opgave|dokument|mensagem|pedido|tarefa|esclarecimento|documento|message
|demande|tâche
|pièce|commande)\b
|\b(?:mandatory|pflicht\w*|verplichte|obligatoriske?|obrigatórias?|obligatoires?) (?:course
|training|schulung|cursus|kursus
|formaç\w+|formation)"""
)
"""You have so many of something, or there is a new one."""

_MEASURES = any_on_lines(
    r"""\d(?<!\w\d)[\d.,]* ?(?:°C|mg/l|kWh?|bar|k?Pa|dBm|km/h|ppm|rpm|k?VA|V|Hz)(?!\w)
|\b(?:above|below|over|under|exceed\w*|reached?) (?:its |the |a )?(?:\w+ )?(?:limit
|threshold|maximum|minimum
|reorder (?:point|level)|set ?point)\b
|\b\w{0,12}(?:grenzwert|schwell(?:en)?wert|sollwert|grenswaarde
|drempel(?:waarde)?
|grænseværdi|tærskel)\w{0,3}\b|\bthreshold\b|\b(?:nadert|nähert sich|approaching|nærmer sig
|aproxima-se|approche)\b|\bmaximale?\b|\breorder point\b|\b(?:limites?|limiares?|seuils?) (?:de|da
|do|du|d['’]|máxim\w+)
|\b(?:contagem|contador|compteur|zählerstand|tellerstand)\b"""
)
_BY_ITSELF = any_on_lines(
    r"""\bautomat\w+|\bno (?:further )?action (?:is )?(?:required|needed|necessary)\b
|\bkeine (?:weiteren? )?(?:aktion
|maßnahmen?) (?:\w+ )?(?:erforderlich|nötig)|\b(?:er is )?geen (?:verdere )?actie (?:vereist|nodig)
|\bingen (?:yderligere )?handling
(?:er )?(?:påkrævet|nødvendig)|\bnão é necessária (?:qualquer )?(?:ação|acção)
|\baucune action (?:\w+ )?(?:requise|nécessaire)"""
)
_SERVES = any_on_lines(
    r"""\b(?:copy|kopie|kopi|cópia|copie) (?:of|van|af|d[aoe]s?|de|du) (?:your?|the|ihrer?|uw|het
|din|dit|seus?|suas?|votre|vos
|dados|message) ?(?:message|enquiry|data|request|nachricht|bericht|besked|mensagem|pedido|que)?\b
|\breply to this (?:e-?mail|message) to \w+|\bantworten sie (?:einfach )?auf diese\b
|\bbeantwoord (?:deze|dit)\b|\bsvar på denne\b
|\bresponda a est[ae]\b|\brépondez à ce\b|\bthis is (?:a|your) (?:friendly )?reminder\b
|\b(?:it['’]?s|it is) time (?:to|for)\b
|\b(?:es ist|wird es) zeit\b|\bwir erinnern sie\b
|\b(?:het is|is het) tijd\b|\bwij herinneren u\b|\bdet er tid til\b|\bvi minder om\b
|\brelembramos\b|\bestá na hora\b|\bil est temps\b
|\b(?:just|simply) reply to this (?:e-?mail|message)\b|\bthis is an? (?:\w+ ){0,2}(?:notification
|notice|alert|confirmation)\b
|\bwe (?:have |just )?(?:noticed|detected|attempted|processed|generated|dispatched|charged)\b
|\bwir haben (?:[\w-]+ ){1,5}(?:festgestellt|erkannt|registriert|verarbeitet|versandt|abgebucht)\b
|\bwe hebben (?:\w+ ){1,6}(?:opgemerkt|gedetecteerd|verwerkt|verzonden)\b
|\bvi har (?:\w+ ){0,5}(?:registreret|afsendt|opdaget)\b|\bdete[tc]?támos\b|\bdetectamos\b
|\bnous avons (?:bien )?(?:\w+ ){0,4}(?:détecté|constaté|expédié|traité|remarqué)\b
|\bthank(?:s| you) for (?:choosing|your (?:order|booking|purchase|business|registration|interest)
|reaching out|contacting|getting in touch|booking|ordering|registering|signing|subscribing
|shopping|being|travelling|traveling|using)\b|\bwe look
forward to (?:welcoming|seeing)\b|\b(?:vielen )?dank für (?:ihre|deine) (?:bestellung|buchung
|anmeldung|registrierung|ihr vertrauen)|\bwir freuen uns auf (?:ihren|sie)\b
|\b(?:bedankt|dank) voor (?:uw|je) (?:bestelling|boeking|aanmelding|inschrijving|serviceaanvraag)\b
|\btak for (?:din|jeres) (?:ordre|bestilling|tilmelding|booking)\b|\bvi glæder os til at\b
|\bobrigado por (?:escolher|comprar|reservar|utilizar|se registar)\b|\bmerci (?:d['’]avoir
(?:choisi|réservé)|pour votre (?:commande|réservation|inscription|confiance))\b|\bnous vous
(?:attendons|rappelons|informons)\b"""
)
_BUTTON = late_pattern(
    r"^\W{0,3}(?:[A-ZÉÀÅÆØÄÖÜ]\w+(?:er|ir|re) (?:le|la|les|l['’]|une?|votre|mon|ma|mes|ou|et|à|au"
    r"|o|a|os|as|um|uma|e)(?: ?[\w'’-]+){1,3}"
    r"|(?:Jetzt|Hier|Zum|Zur|Naar|Til|Add to|Go to|See all|View all|Comprar|Saber)"
    r" (?:[\w-]+ ){0,3}\w+"
    r"|Ouvrir|Continuar|Consulter|Abrir|Aceder|Öffnen|Ansehen|Anzeigen|Freigeben|Weiterlesen|Openen"
    r"|Bekijken|Bevestigen|Åbn|Godkend|Bekræft|Continue|Confirm|Open|View|Accept|Télécharger"
    r"|Descarregar|Herunterladen|Downloaden|Voir|Ver|Responder|Répondre|Beantwoorden|Svar)$",
    re.MULTILINE,
)
"""A line that is to be pressed."""

_TEAM_SIGNS = any_on_lines(
    r"""\n(?:(?:your|ihr|ihre|dein|uw|jouw|dit|jeres|o seu|a sua
|votre) (?:[\w&.'’-]+ ){0,3}[\w&.-]{2,24}
|(?:the )?(?:[\w&.-]{2,24} ){1,2}(?:team|gmbh|ag|bv|b\.v\.|nv|aps|a/s|lda|sa|sas|sarl|ltd|inc)\.?
|(?:l['’]équipe|le service|la direction|equipa|het team|das team) [^\n]{2,40})\W{0,3}\Z"""
)

_NOW = any_on_lines(
    r"""\b(?:(?<!delivered )today(?!,? \d)|yesterday|tonight|this (?:morning|afternoon|week)
|last (?:night|week)
|since (?:this|yesterday|monday|tuesday|wednesday
|thursday|friday|saturday|sunday|\d)|again|still|already|anymore|just now|right now|seems?
|looks? like
|somebody|someone|shout|got this|fishy|maybe|probably|sorry|pls|thx|btw|asap|cheers)\b
|\b(?:heute(?! zwischen)|gestern|vorhin|gerade|seit (?!dem letzten|der letzten)|wieder|immer noch
|schon|leider
|nochmal|wohl|irgendwie|bräuchte|evtl|mal
|geht nicht|bitte um)\b
|\b(?:vandaag(?! (?:tussen|bezorgd))|gisteren|vannacht|vanmorgen|vanochtend|sinds (?!de (?:vorige
|laatste)|het)|weer
|nog steeds|alweer|graag|helaas|even|doet het niet
|lukt niet)\b
|\b(?:i dag(?! mellem)|i går|i nat|i morges|igen|siden (?!sidste|seneste)|stadig|desværre|lige
|vist|gerne
|virker ikke)\b
|\b(?:(?<!entregue )hoje|ontem|esta manhã|desde|outra vez|ainda|já (?!est|se encontra|pode)
|infelizmente
|por favor|não funciona)\b
|\b(?:aujourd['’]hui|hier soir|ce matin|ce soir|depuis (?:ce|hier|lundi|mardi|mercredi|jeudi
|vendredi|samedi|dimanche|\d|que|des|plusieurs|le \d|la (?:semaine
|mise|panne|nuit))|depuis$|encore|toujours|déjà|malheureusement|svp|stp|merci de
|marche pas|plus rien)\b"""
)
"""Said where somebody speaks to somebody: they count from today, and know what was before."""

_WANTS = any_on_lines(
    r"""\b(?:but|though|although|however|whereas|aber|obwohl|jedoch|sondern|maar|echter|hoewel
|men(?= )(?! \d)|selvom|mas|porém|embora
|mais (?=je|il|elle|on|nous|vous|ça|c['’]|les?|rien|pas|toujours|ne|n['’]|aucun|l['’])|alors que
|bien que)\b|\b(?:isn|doesn|won|wouldn|aren|wasn|hasn|(?<!you )haven)['’]t\b
|\b(?<!n['’]t )(?:needs?
|need) (?:to|a|an|\w+ing)\b|\b(?<!action )(?:is
|are) needed\b|(?<!action )(?<!action is )\bneeded\b(?! to (?:view|see))
|\bmust (?:be|have)\b|\b(?:has|have) to be\b
|\bto be \w+ed\b|\bI['’]d\b|\bgrateful\b|\bfor the (?:website|minutes)\b
|\b(?:muss|müssen|soll(?! \d)|sollen|darf|dürfen)\b|\b(?:benötigt|gebraucht|nötig|brauchen
|braucht)\b|\b[A-ZÄÖÜ]\w+ (?:sperren|anlegen
|einrichten|löschen|ändern|ausbuchen|freigeben|nachtragen|aufhängen|zurücksetzen) (?:zum|bis|ab
|am)\b
|\b(?:moet|moeten|nodig|mag|mogen)\b|\b(?:skal(?! du (?:følge|klikke))|bør|(?<!du )mangler|brug for
|kan (?:slettes|tages|fjernes|lukkes|bruges))\b
|\b(?:tem|têm|temos) de\b|\bfalta \w+r\b|\b(?<!não )precisa\w*\b|\bdeve\w* ser\b|\bnão \w+(?:a|e)r\b
|\bà (?:\w{3,}(?:er|ir)|remettre|refaire|prévoir)\b|\bil faut\b|\bbesoin\b|\bdoit\b|\bdoivent\b"""
)
"""Something is wanted, or is otherwise than it should be: "but", "must", "is needed"."""

_RHETORIC = any_on_lines(
    r"""\b(?:wasn['’]t (?:this|that|it) you|was (?:this|that|it) you|not you|did you know
|can['’]t make it|waren sie das nicht|wussten sie|sie sind nicht|wist u|was u dit niet|vidste du
|var det ikke dig|sabia que|não foi você|le saviez-vous|ce n['’]était pas vous
|need help|(?:need to [^.?!\n]{1,40} or )?(?:have|haben sie|heeft u|har du
|tem|avez-vous) (?:(?:a|any|any more|noch|nog|alguma|des) )?(?:questions?|fragen|vragen|spørgsmål
|dúvidas?))\b[^?\n]{0,80} ?\?
|\b(?:questions|fragen|vragen|spørgsmål|dúvidas|une question|des questions) ?\?"""
)
"""What systems ask, and want no answer to."""

_BEGUN_SMALL = re.compile(r"\W{0,5}[a-zäöüåæøéèçà]")
_SLOPPY = re.compile(  # it begins with letters of a set: the library looks for these alone at first
    r"[!?.…:;](?:(?<=!)!|(?<=\?)\?|(?<=\.)\.\.|(?<=…)|(?<=[:;])-?[)(DP](?:\s|$))"
)
"""Nobody corrected it."""

_CLIENTS = any_on_lines(
    r"""mozilla[ /]\d|foxmail|thunderbird|outlook(?!.*express)|iphone mail|ipad mail|apple mail
|android|mutt|k-?mail|evolution|claws|samsung|airmail|lotus notes|hcl notes|domino|groupwise
|sylpheed|pegasus|eudora|mailbird|spark|postbox|mailspring|openxchange|open-xchange|sogo
|yahoomail|git-send-email|the bat|em client|roundcube|horde|squirrelmail|zimbra|webmail|gnus"""
)
_SCRIPTS = any_on_lines(
    r"""phpmailer|swift ?mailer|symfony|nodemailer|mime::lite|mail::sender|heirloom mailx|s-nail
|sendemail|blat
|sap netweaver|network management|embedded|smtp-client|\bcdo\b|jmail|javamail|mailkit|system\.net
|indy|actionmailer
|drupal|wordpress|laravel|mailer\b|smtp|mailchimp|sendgrid|mailgun|sparkpost|brevo|mailjet|cron
|python
|perl|php"""
)
_FIELDS = ("x-mailer", "user-agent")

_RECORDS = late_pattern(r"^\W{0,3}[^\W\d_][^\n:]{1,40}\s?:[ \t][^\n]*$", re.MULTILINE)
_BETWEEN = ("\t", "   ", " ; ", " | ")
"""What stands between columns."""

_NUMBERED_LINE = late_pattern(
    r"^[^\W\d][\w .()/-]{1,30} \d[\d.,:%/-]*(?: ?[\w%°/³²]{1,5})?$", re.MULTILINE
)
_GAUGED = late_pattern(
    r"^\W{0,3}[^\W\d_][^\n:]{1,40}\s?[:=]\s{0,20}[+-]?\d[\d.,:' ]{0,20}"
    r"(?:%|°C|[\w/³²]{1,5})? {0,3}(?:\([^)\n]{0,40}\))?$",
    re.MULTILINE,
)
_HEADED = late_pattern(
    r"^(?:(?:[Yy]our|[Ii]hre?|[Uu]w|[Jj]e|[Dd]in|[Dd]it|[Jj]eres"
    r"|(?:[AO] )?(?:[Ss]ua|[Ss]eu)|[Vv]otre|[Vv]os) "
    r"|(?:[Ww]elcome to|[Ww]illkommen (?:bei|in)|[Ww]elkom (?:bij|op)|[Vv]elkommen (?:til|hos)"
    r"|[Bb]em-vind[oa] a[o]?|[Bb]ienvenue (?:sur|chez|à)) [A-Z]"
    r"|[^:?]{3,60}\S ?: \S|\W*\d+ [^\W\d_]{4,})"
    r"|: \d+ \w{3,}|\([^)]{0,40}\d[^)]{0,40}\)|\[[^\]]{1,60}\]|->| [·•|] |\bn[°º]"
)
"""A subject in two halves, or one that counts."""

_MADE_BY_SERVER = late_pattern(
    r"<(?:\d{14}\.[0-9A-F]{5,}@|[^@>]*javamail(?!\.(?:zimbra|ngmail))"
    r"|[^@>]*@(?:\[?\d+\.\d+\.\d+\.\d+|localhost|[^.>]+)\]?>)",
    re.IGNORECASE,
)
"""A Message-ID of a mail server, or of a host that has no name of the net."""

_RECORDED = late_pattern(
    r"^[^\W\d_][^\n:]{1,40}\s?:\s[^\n]*(?:\d|[A-ZÄÖÜÅÆØ])[^\n]*$", re.MULTILINE
)
_TOKEN = late_pattern(r"https?://[^\s/]+/\S*(?:[?&=][^\s]+|/[^\s/]*\d{3,}|/(?=[\w-]*\d)[\w-]{6,})")


def system(name: str) -> bool:
    """Whether a sender is called as systems are."""
    return bool(_SYSTEM.search(name[:_NAME]))


def introduces(text: str) -> bool:
    """It announces a list, or what it is about."""
    return bool(_INTRODUCES.search(text[:_SEEN]))


def done(text: str) -> bool:
    return bool(_DONE.search(text[:_SEEN]))


def enters(text: str) -> bool:
    return bool(_ENTERS.search(text[:_SEEN]))


def until(text: str) -> bool:
    return bool(_UNTIL.search(text[:_SEEN]))


def offers(text: str) -> bool:
    return bool(_OFFERS.search(text[:_SEEN]))


def serves(text: str) -> bool:
    """As one speaks to customers: it thanks for an order, looks forward, reminds."""
    return bool(_SERVES.search(text[:_SEEN]))


def signed_by_firm(text: str) -> bool:
    return bool(_TEAM_SIGNS.search(text.strip()[-100:]))


def counts(text: str) -> bool:
    return bool(_COUNTS.search(text[:_SEEN]))


def measures(text: str) -> bool:
    """Something is beyond its limit."""
    return bool(_MEASURES.search(text[:_SEEN]))


def by_itself(text: str) -> bool:
    """Something goes by itself, and nobody need do anything."""
    return bool(_BY_ITSELF.search(text[:_SEEN]))


def presses(text: str) -> bool:
    return bool(_BUTTON.search(text[:_SEEN]))


def of_this_hour(text: str) -> bool:
    """It counts from the hour in which it was written. What stands behind "Name:" is cited."""
    return bool(_NOW.search(said(text)))


def wants(text: str) -> bool:
    return bool(_WANTS.search(said(text)))


def sloppy(text: str) -> bool:
    return bool(_BEGUN_SMALL.match(text) or _SLOPPY.search(text[:_SEEN]))


def tabled(text: str) -> bool:
    """At least two lines of columns."""
    if not any(mark in text for mark in _BETWEEN):
        return False
    lines = (line.strip() for line in text[:_SEEN].split("\n"))
    return sum(any(mark in line for mark in _BETWEEN) for line in lines) >= _LINES


def recorded(text: str) -> bool:
    """At least two lines of "Name: value"."""
    text = text[:_SEEN]
    if ":" in text and len(_RECORDED.findall(text)) >= _LINES:
        return True
    return len(_NUMBERED_LINE.findall(text)) > _LINES


def gauged(text: str) -> bool:
    """At least two lines of "Name: number"."""
    return len(_GAUGED.findall(text[:_SEEN])) >= _LINES


def said(text: str) -> str:
    """What stands behind no "Name:", where there are several."""
    text = _RHETORIC.sub("", text[:_SEEN])
    kept, records = _RECORDS.subn("", text[:_SEEN])
    return kept if records > 1 else text[:_SEEN]


def headed(subject: str) -> bool:
    return bool(_HEADED.search(subject[:_SEEN]))


def made_by_server(message_id: str) -> bool:
    return bool(_MADE_BY_SERVER.match(message_id[:_ID]))


def leads_to_one(text: str) -> bool:
    """A link that leads to one thing, by its number."""
    return bool(_TOKEN.search(text[:_SEEN]))


def by_mail_program(fields: Iterable[tuple[str, str]]) -> bool:
    """A program in which people type wrote the mail."""
    return any(name in _FIELDS and bool(_CLIENTS.search(value)) for name, value in fields)


def by_script(fields: Iterable[tuple[str, str]]) -> bool:
    """A library, by which programs send, wrote the mail."""
    return any(name in _FIELDS and bool(_SCRIPTS.search(value)) for name, value in fields)
