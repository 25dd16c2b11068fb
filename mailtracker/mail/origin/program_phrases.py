"""Senders, subjects and texts go in; whether a device, a program or another tracker speaks in
them comes out. Words alone: people write about all of these.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.address_key import local_of
from mailtracker.mail.origin.phrases import any_of, flat

_HEAD = 300  # characters of a subject
_SEEN = 1_500  # characters of a text

_DEVICE_ADDRESS = late_pattern(
    flat(
        r"""(?:[a-z0-9]{1,20}[._-])?(?:scan|scans|scanner|device|mfp|mfc|mfd|copier|kopierer|plotter
|kopimaskine
|drucker|printer|imprimante|impressora|e?fax|telefax|faxserver|voice-?(?:mail)?|vm|pbx|voip
|anrufbeantworter|ups|usv|onduleur|alarms?|alarme|alarmanlage|alerts?|alerting|monitor|monitoring
|check_?mk|nagios|icinga|zabbix|prtg|grafana|prometheus|alertmanager|sensors?|bms|glt|hvac|nas
|synology|qnap|diskstation|veeam|backups?|sauvegarde|quarantine|quarantaene|spam-?(?:filter
|report)
|idrac|ilo|firewall|router|camera|nvr|cron|spam|brother|sharp|epson|canon|toshiba|hp|tk
|glt)\d{0,4}(?:[._-][a-z0-9._-]{1,20})?"""
    ),
    re.IGNORECASE,
)
_NO_TEAM = late_pattern(
    flat(
        r"""(?:[a-z0-9]{1,20}[._-])?(?:scanner|mfp|mfc|mfd|ups|usv|onduleur|apc|pbx|voice-?mail
|nas
|synology|qnap|diskstation|idrac|ilo|nvr|prtg|nagios(?:xi)?|icinga|zabbix|check_?mk|monit|grafana
|prometheus
|alertmanager|asterisk|cisco-unity|3cx|starface|telefonanlage|konica|kmbt|xerox|ricoh|kyocera
|lexmark|veeam|acronis|bacula|bma|brandmelder|eaton|uptime|uptimerobot|kuma|datadog|pingdom
|graylog|fritz-?box|unity-?connection|speedport|synology
|librenms|centreon|truenas|proxmox|vcenter|esxi|fortigate|barracuda|mimecast
|quarantine|quarantaene
|news-?letters?|mailings?|nyhedsbrev|nieuwsbrief|infolettre|boletim
)\d{0,4}(?:[._-][a-z0-9._-]{1,20})?"""
    ),
    re.IGNORECASE,
)
"""Of devices and products, not of the teams that look after them."""

_DEVICE_NAME = any_of(
    r"""(?:[\w-]{0,20} )?(?:fax(?:server| server|gateway)?|scan(?:ner)?|scan to mail|ups|usv|mfp
|voice ?mail|mailbox system|alarm(?: panel|anlage|system|central)?|monitoring|check_?mk|nagios
|brandmelder|telefonanlage|telefooncentrale|telefoncentral
|icinga|zabbix|prtg|spam-?filter|backup|copier|kopierer|quarantine|nas|(?:multifunction )?printer)
(?:[-_ ]?[0-9][\w-]{0,10}|-[\w-]{1,20})?$
|\+?[0-9][0-9 ()/-]{5,30}$"""
)
_DEVICE_SUBJECT = any_of(
    r"""\s{0,5}(?:
scan(?:ned)?(?: (?:data|image|document|file))? (?:from|by|von|vom|van|fra|de|do|du)\b
|scan to e-?mail\s{0,3}$
|(?:scanned document|attached image)\s{0,3}$
|(?:\w{1,12} )?(?:toner|ink|drum|cartridge|tinte|trommel|inkt|blæk|tinteiro|encre)
(?: (?:cartridge|is|ist|er|level|supply|almost|near|very|fast|bijna|næsten|quase|presque)){0,3}
 (?:low|empty|out|leer|niedrig|leeg|laag|lav|tom|baixo|vazio|faible|vide)\b
|(?:paper jam|paper tray empty|papierstau|papierstoring|papirstop|papel encravado|bourrage papier)
|new voicemail from\b
|gescan(?:nt|d) (?:von|van|door)\b
|message from .{1,60}\(\+?\d{2,}\)
|gescan(?:nte[sn]?|d) (?:dokument|document|datei)
|(?:documento digitalizado|digitalização (?:de|da|do)\b)
|(?:document numérisé|numérisation (?:de|du|depuis)\b)
|(?:scannet dokument|scanning fra)
|(?:message|image|attached image) from (?=[^ ]{0,20}\d)[\w-]{4,30}\s{0,3}$
|(?:new |incoming |your )?e?fax (?:received|message|from|transmission|report)\b
|(?:neue|nieuwe?|ny|nova|nouve(?:au|lle)) voice ?mail (?:von|van|fra|de)\b
|alarm from \w+\s{0,3}$
|(?:neues |eingehendes )?(?:tele)?fax (?:von|empfangen|eingegangen|erhalten)\b
|(?:nieuwe? |ny(?:t)? |novo |nouveau )?fax (?:van|ontvangen|fra|modtaget|de|recebido|reçu)\b
|(?:nouvelle )?télécopie (?:reçue|de)\b
|(?:new |missed )?voice ?(?:mail|message)(?: message)? (?:from|received|in)\b
|voice ?mail (?:notif\w+|\d+)\s{0,3}$
|(?:you have )?\d{0,3} ?new voice ?(?:mail|message)s?\b
|(?:neue )?(?:sprach|mailbox-?|voicemail-?)nachricht (?:von|in|erhalten)\b
|nieuwe? (?:voicemail|spraakbericht|voicemailbericht)\b
|ny (?:talebesked|telefonbesked|voicemail)\b
|(?:nova )?mensagem de voz (?:de|recebida)\b
|(?:nouveau )?message vocal (?:de|du|reçu)\b
|missed call from\b
|(?:verpasster anruf|anruf in abwesenheit|gemiste oproep|ubesvaret opkald|chamada perdida
|appel manqué)\b
|\[[^\]]{0,30}(?:alert|alarm|warn|crit|fail|error|success|prtg|firing|resolved|down|triggered
|recovered|problem)[^\]]{0,12}\]
|(?:störung|stör(?:ungs)?meldung|alarm(?:meldung)?|warnmeldung|entwarnung|storingsmelding
|alarmmelding
|fejlmelding|alarmmeddelelse|aviso de avaria|alarme|alerte)\b
|[\w.-]{1,60}(?: / [^:]{1,60})?: (?:crit(?:ical)?|warn(?:ing)?|ok|unknown|down|up|problem
|recovery)
\b\s{0,2}(?:[-:(>]|$)
|complaint about message from \d
|.{0,80}(?:
\bon batter(?:y|ies)\b
|\b(?:low battery|utility power|power (?:restored|failure|fail))\b
|auf batterie|batteriebetrieb|netzausfall
|op (?:batterij|accu)\b|stroomuitval
|på batteri|strømsvigt
|em bateria|falha de (?:energia|corrente)
|sur batterie|coupure (?:de courant|secteur)
|\b(?:backup|replication|snapshot|back-up|(?:daten)?sicherung|sikkerhedskopi\w{0,8}
|cópia de segurança|sauvegarde)\b.{0,60}\b(?:completed?|failed|succeeded|successful|successfully
|finished|fehlgeschlagen|erfolgreich|abgeschlossen|mislukt|geslaagd|voltooid|mislykkedes|fejlede
|gennemført|falhou|concluíd[ao]|échoué|terminée|réussie|échec)
|\bback-?up (?:job )?(?:report|summary|status|log)\b|\b(?:sicherungs|backup-?)(?:bericht|protokoll)
|\bback-?up-?rapport|\brelatório d[ea] (?:backup|cópia)|\brapport de sauvegarde
|\b(?:messages?|e-?mails?|nachrichten|berichten|mails|mensagens|courriels)\b.{0,20} \w{2,4}
 (?:the )?(?:quarantine|quarantäne|quarantaine|karantæne|quarentena)
|\b(?:quarantine|spam) (?:notification|digest|report|summary|notice)\b
|(?:quarantäne|spam-?)(?:bericht|benachrichtigung)
|\b\d{1,3} ?% (?:full|used|voll|belegt|vol|fuld|cheio|plein)\b
|\bmonitor is (?:down|up)\b
|\bis (?:down|unreachable)\s{0,3}$
|\b(?:degraded|disk failure|fan failure|over ?temperature)\b
))"""
)
_CALLED = any_of(
    r"""(?:new |missed |neue |nieuwe? |ny |nova |nouveau )?(?:voice ?(?:mail|message)
|(?:sprach|mailbox-?|voicemail-?)nachricht|spraakbericht|voicemailbericht|talebesked
|mensagem de voz|message vocal)(?: message)? (?:from|von|van|fra|de) [+("]{0,2}\d"""
)
_ALERT_SUBJECT = any_of(
    r"""\W{0,5}(?:low |high |critical )?(?:server|system|service|host|web ?site|site|network|storage
|security|camera|motion|door|intrusion|smoke|leak|stock|inventory|power|battery|login|account|price
|disk(?: space| usage)?|cpu(?: usage)?|memory|temperature|database|cluster|uptime|monit|backup|ups
|festplatte|speicherplatz|plattenplatz|schijfruimte|diskplads|espaço em disco|espace disque) ?(?:
alert|alarm|warning|notification|warnung|meldung|waarschuwing|melding|advarsel|alerte|aviso
|alerta)\b"""
)
"""What programs head an alarm with: a thing and a word for an alarm, and no verb."""
_BESIDE_ALERT = re.compile(r"[^\w\s]+|\S*\d\S*")

_DEVICE_TEXT = any_of(
    r"""\battached (?:document|file|image)s? (?:is|are|was|were|has been) (?:a )?(?:scanned|sent)
|\bscanned (?:and sent|on|from|using|by)\b
|\bsent (?:from|by|using) (?:a |an |the )?[\w-]{0,20} ?(?:multifunction|scanner|copier|device)
|\b(?:number of (?:pages|images)|anzahl (?:der )?seiten|aantal pagina\S{1,3}|antal sider
|número de páginas|nombre de pages)\s?:
|(?:dokument|document|documento|bilag)\b.{0,40}(?:gescannt|gescand|scannet|digitalizado|numérisé)
|\byou(?:['’]ve| have) (?:received |got )?(?:an? |\d{1,3} )?
(?:(?:new|unopened|unread|unheard) )?(?:fax|voice ?(?:mail|message))
|sie haben eine (?:neue )?(?:sprach|fax)
|u (?:hebt|heeft) een (?:nieuw )?(?:voicemail|spraak|fax)
|du har (?:fået )?en (?:ny )?(?:tale|telefon|fax|voice)
|tem uma nova mensagem de voz
|vous avez (?:reçu )?un (?:nouveau )?(?:message vocal|fax)
|\b(?:messages?|e-?mails?) (?:are|is|were) (?:held|quarantined|in quarantine)
|\b\d{1,5} (?:messages?|nachrichten|berichten|beskeder|mensagens)\b.{0,40}(?:held|quarant|karant
|quarent)
|\banruf verpasst\b|\bmissed a call\b|\boproep gemist\b|\bperdeu uma chamada\b|\bappel manqué\b
|\bstart time\b.{0,60}\bend time\b
|^\d{2,4}[-./]\d{2}[-./]\d{2,4}[ T]\d{2}:\d{2}:\d{2}\b
|\bon battery power\b"""
)

_CALL = any_of(
    r"""\s{0,5}(?:[^\n.!?]{1,40}[,.!]\s{1,6})?(?:
you(?:['’]ve| have) (?:received |got )?an? (?:new |incoming )?(?:e?fax|voice ?(?:mail|message))\b
|(?:sie haben|du hast) eine? (?:neue[ns]? )?(?:sprachnachricht|(?:tele)?fax|voicemail)\b
|(?:u|je) (?:hebt|heeft) een (?:nieuwe? )?(?:voicemail|spraakbericht|fax)\b
|du har (?:fået |modtaget )?en (?:ny )?(?:talebesked|telefonbesked|fax|voicemail)\b
|(?:tem|recebeu) (?:uma? )?(?:nova? )?(?:mensagem de voz|fax)\b
|vous avez (?:reçu )?un (?:nouveau )?(?:message vocal|fax|télécopie)\b)
(?!.{0,60}\b(?:machine|problem|number|extension|gerät|nummer|toestel)\b)"""
)
_RECEIVED = any_of(
    r"""\byour (?:support |service |help )?(?:request|ticket|case|inquiry|enquiry|query|e-?mail
|message|report|complaint|incident|issue|question|submission)\b[^.!?\n]{0,80}\b(?:has|have|was|is)
 (?:now )?(?:been )?(?:successfully )?(?:received|registered|logged|created|opened|recorded|raised
|submitted|assigned|acknowledged)\b
|\bwe (?:have )?received your (?:request|ticket|case|inquiry|enquiry|query|e-?mail|message
|report)\b
|\ba (?:request|ticket|case|incident)\b.{0,40}\b(?:has been|was) (?:created|opened|registered
|logged)\b
|\bein (?:ticket|vorgang)\b.{0,40}\b(?:erstellt|eröffnet|angelegt)\b
|\ber is een (?:ticket|melding|zaak)\b.{0,40}\b(?:aangemaakt|geregistreerd)\b
|\bder er oprettet en sag\b
|\bfoi (?:aberto|criado|registado) um (?:pedido|chamado|ticket)\b
|\bun (?:ticket|incident|dossier) a (?:bien )?été (?:créé|ouvert|enregistré)\b
|\backnowledges? (?:receipt of )?your\b
|\bthank(?:s| you) for your (?:request|inquiry|enquiry|report|message|e-?mail)\b[^?]{0,120}
\b(?:registered|logged|created|recorded|received)\b
|\bdank für (?:ihre|deine) (?:anfrage|nachricht|meldung|e-?mail)\b[^?]{0,120}
\b(?:erfasst|registriert|angelegt|erstellt|\w{0,9}nummer)\b
|\bbedankt voor (?:uw|je) (?:melding|aanvraag|bericht|e-?mail)\b[^?]{0,120}
\b(?:geregistreerd|aangemaakt|ontvangen)\b
|\bagradecemos o seu (?:contacto|contato|pedido|e-?mail)\b[^?]{0,120}\bregist(?:r)?ad[oa]\b
|\bmerci pour votre (?:demande|message|courriel)\b[^?]{0,120}\b(?:enregistrée?|reçue?|créée?)\b
|\bthank(?:s| you) for (?:contacting|reaching out to)\b
|\byour (?:case|ticket|reference|request|incident) (?:number|id|no\.?) is\b
|\b(?:ticket|case|request|incident) (?:#|no\.? |number )?[\w-]{2,20} (?:has been|was) (?:created
|opened|received|logged|registered)\b
|\b(?:ihre|deine|eure) (?:anfrage|nachricht|meldung|e-?mail|mail|mitteilung|störungsmeldung
|ticket)\b[^.!?\n]{0,80}\b(?:erhalten|erfasst|registriert|eingegangen|aufgenommen|angelegt
|erstellt)\b
|\b(?:ihr|dein|euer) (?:anliegen|ticket|vorgang)\b[^.!?\n]{0,80}\b(?:erhalten|erfasst|registriert
|eingegangen|aufgenommen|angelegt|erstellt|eröffnet)\b
|\b(?:haben|hat) (?:wir )?(?:ihre|ihr|deine|dein) (?:anfrage|nachricht|meldung|e-?mail|anliegen)
\b[^.!?\n]{0,20}\berhalten\b
|\b(?:uw|je|jouw) (?:melding|verzoek|aanvraag|vraag|bericht|e-?mail|ticket|incident|klacht)
\b[^.!?\n]{0,80}\b(?:ontvangen|geregistreerd|aangemaakt|in behandeling genomen|vastgelegd)\b
|\bvi har (?:nu )?(?:modtaget|registreret|oprettet) (?:din|jeres|deres)\b
|\b(?:din|jeres) (?:henvendelse|sag|mail|anmodning|besked|forespørgsel)\b[^.!?\n]{0,80}
\b(?:modtaget|registreret|oprettet)\b
|\btak for (?:din|jeres) henvendelse\b
|\brecebemos (?:o|a) (?:seu|sua|teu|tua)\b
|\b(?:o seu|a sua|o teu|a tua) (?:pedido|mensagem|e-?mail|solicitação|contacto|contato|chamado
|ticket|reclamação)\b[^.!?\n]{0,80}\b(?:foi|ficou) (?:recebid[oa]|regist(?:r)?ad[oa]|criad[oa]
|abert[oa])\b
|\bvotre (?:demande|message|courriel|e-?mail|ticket|requête|incident|réclamation)\b[^.!?\n]{0,80}
\b(?:reçue?|enregistrée?|créée?|prise? en compte)\b
|\bnous avons bien reçu votre\b
|\baccusons réception\b"""
)
_CREATED = any_of(
    r"""\b(?:ticket|request|case|incident) (?:received|opened|created|logged|registered)\b
|\b(?:we(?:['’]ve| have)?|i(?:['’]ve| have)?) (?:received|got) (?:your|the)\b
|\b(?:ticket|request|case|incident)\b.{0,30}\b(?:has been|was) (?:created|opened|assigned)
|\bopened on your behalf\b|\backnowledge that\b|\bconfirming (?:that )?(?:we|receipt)\b
|\b(?:\w{0,12}anfrage|\w{0,8}meldung|ticket|vorgang|mitteilung|e-?mail
|nachricht)\b.{0,60}\b(?:eingegangen|eröffnet|angelegt
|aufgenommen|erhalten|erfasst|registriert|erstellt)\b|\beingangsbestätigung\b
|\b(?:melding|aanvraag|verzoek|vraag|bericht|ticket|mail)\b.{0,60}\b(?:ontvangen|geregistreerd
|aangemaakt)\b
|\bontvangstbevestiging\b|\b(?:sag|sak|henvendelse|ticket)\b.{0,30}\b(?:oprettet|modtaget
|registreret|mottatt)\b
|\boprettet (?:en )?(?:sag|ticket)\b|\bkvittering for\b
|\b(?:ticket|pedido|chamado|processo|solicitação)\b.{0,40}\b(?:criado|aberto|registad[oa]
|registrad[oa]|recebid[oa])\b
|\b(?:demande|ticket|message|dossier|incident)\b.{0,60}\b(?:reçue?|enregistrée?|créée?|ouvert)\b
|\bnouveau ticket\b
|\baccusé de réception\b|\bnous avons (?:bien )?reçu\b"""
)
_WILL_ANSWER = any_of(
    r"""\b(?:will|shall|['’]ll) (?:get back|respond|reply|answer|be in touch|contact you|review
|send you|look into)\b
|\b(?:get|come) back to you\b|\bas soon as possible\b|\bwithin (?:\w+ ){1,3}(?:hours?|days?)\b
|\bbeing reviewed\b
|\b(?:ticket|case|reference|request) (?:number|id|no)\b|\bview the status\b|\bwe(?:['’]re
| are) on it\b
|\b(?:schnellstmöglich|so schnell wie möglich|umgehend|in kürze|werden (?:uns|sie)|wird (?:sich
|von)|melden uns)\b
|\b(?:zo snel mogelijk|zo spoedig mogelijk|nemen (?:wij )?contact|wordt (?:zo|door)|reageren
|behandeling)\b
|\b(?:hurtigst muligt|snarest|vender tilbage|svarer|besvarer|raskest mulig)\b
|\b(?:em breve|assim que possível|entraremos em contacto|responderemos|mais breve possível)\b
|\b(?:dans les (?:meilleurs|plus brefs) délais|répondrons|reviendrons|confirmerons
|recontact\w+|traitée?)\b
|\b(?:innerhalb|binnen|inden for|indenfor|inden|dentro de|sous|dans les|no prazo de)
 (?:von )?(?:\w+ )?\d{1,2} (?:werktage\w?|arbeitstage\w?|tage\w?|stunden|uur
|uren|werkdagen|dagen
|timer|hverdage|dage|horas|dias|heures|jours)\b
|\b(?:nächsten?|folgenden?|volgende|næste) (?:werktag|arbeitstag|werkdag|hverdag)\b"""
)
_REPLIES_ABOVE = any_of(
    r"""\b(?:reply|type|write|respond|answer|add your (?:reply
|comment))\b.{0,30}\babove this line\b
|\b(?:oberhalb|über) dieser (?:linie|zeile)\b|\bboven deze (?:lijn|regel)\b|\bover denne (?:linje
|linie)\b
|\bacima desta linha\b|\bau-dessus de cette ligne\b
|(?:\A|[.!]\s|\n)\s{0,3}(?:the|our) (?:\w+ )?team (?:typically|usually|normally|generally)
 (?:replies|responds|answers) (?:in|within)\b
|\byou['’]ll get replies here\b"""
)
"""How a tracker wants its answers, or how soon it gives them."""

_TOP = 200  # characters
_NUMBERED = late_pattern(
    flat(
        r"""#\s?#?\d{2,}
|\(\d{3,12}\)
|\b(?:unter|onder|under|sob|sous) \d{3,}
|\b(?:case|ticket|request|reference|incident|number|id|ref|anfrage|meldung|aanvraag|henvendelse
|solicitação|nr|no|nummer|vorgang|ticketnummer
|meldingsnummer|melding|zaak|zaaknummer|sag|sagsnummer|sagsnr|pedido|chamado|n[úu]mero|processo
|dossier|demande|num[ée]ro|referentie|referenz|reference|refer[êe]ncia|référence
|ticketnummer|vorgangsnummer|n)(?:[.°º]|\.º)?\s{0,2}[:#]?\s{0,2}
(?:is |er |ist |lautet |id |nr\.? |no\.? |number )?
(?=[\w-]{0,12} ?\d{2})[A-Z]{0,8}[ -]?\d[\w -]{0,20}
|\b[A-Z]{2,10}-\d{2,}
|\bref:_"""
    ),
    re.IGNORECASE,
)
_SENT_BY_ITSELF = any_of(
    r"""\bthis (?:is an? |(?:e-?mail|message|mail|notification|reply)
 (?:is |was |has been )(?:an? |sent )?)auto(?:matic(?:ally)?|mated|-?generated)\b(?! repl)
|^\W{0,6}automatically generated (?:e-?mail|message)
|\bthis (?:document|image|message|e-?mail) was (?:digitally )?(?:scanned and )?sent (?:to you )?
(?:from|by|using) an?\b
|\b(?:diese[rs]?|dies ist eine) (?:nachricht|e-?mail|mail
|mitteilung)?.{0,20}automatisch(?:e[ns]?)?
 (?:erstellt|generiert|erzeugt|versandt|versendet|verschickt|gesendet|nachricht|e-?mail|mail
|mitteilung)
|\b(?:dit|deze) (?:is een |e-?mail |bericht |mail )(?:is |werd |wordt )?automatisch(?:e)?
 (?:gegenereerd|verzonden|verstuurd|aangemaakt|bericht|e-?mail|mail)
|\b(?:denne|dette) (?:er en |mail |e-?mail |besked |meddelelse )(?:er |blev )?(?:sendt |genereret
|udsendt |afsendt )?automatisk\b
|\best[ae] (?:é uma |mensagem |e-?mail |correio )(?:é |foi )?(?:gerad[ao] |enviad[ao] |mensagem )?
autom[aá]tic[ao](?:mente)?\b
|\b(?:ceci est un|ce) (?:message|courriel|e-?mail|mail) (?:est |a été )?(?:envoyé |généré )?
automatique(?:ment)?\b"""
)


@lru_cache(maxsize=32)  # one mail's sender is asked about ten times
def device(name: str, email: str) -> bool:
    """Whether a device's or a program's name stands before the @ or is shown."""
    return bool(
        no_team(email)
        or _DEVICE_ADDRESS.fullmatch(local_of(email))
        or _DEVICE_NAME.match(name.strip())
    )


def no_team(email: str) -> bool:
    """Whether a device's or a product's name stands before the @, and hardly a team's."""
    return bool(_NO_TEAM.fullmatch(local_of(email)))


@lru_cache(maxsize=32)  # and one mail's subject
def device_subject(subject: str) -> bool:
    return bool(_DEVICE_SUBJECT.match(subject[:_HEAD]))


def called(subject: str) -> bool:
    """Somebody spoke to a machine, whose number stands there."""
    return bool(_CALLED.match(subject[:_HEAD]))


def alert_subject(subject: str) -> bool:
    """That, and behind it at most a number or what holds one: a person goes on in words."""
    found = _ALERT_SUBJECT.match(subject[:_HEAD])
    if found is None:
        return False
    return all(map(_BESIDE_ALERT.fullmatch, subject[found.end() :].split()))


def device_text(text: str) -> bool:
    return bool(_DEVICE_TEXT.search(text[:_SEEN]))


def tells_of_call(text: str) -> bool:
    """It begins with a fax, or a word left on a telephone, that somebody has."""
    return bool(_CALL.match(text[:_TOP]))


def complaint_subject(subject: str) -> bool:
    """Of the complaints that Hotmail sends in no standard form."""
    return subject.lstrip().lower().startswith("complaint about message from ")


def received(text: str) -> bool:
    """Somebody's request "has been received", in the words of those who number requests."""
    return bool(_RECEIVED.search(text[:_SEEN]))


def created(text: str) -> bool:
    """The same, in words that others use as well."""
    return bool(_CREATED.search(text[:_SEEN])) or received(text)


def will_answer(text: str) -> bool:
    """Somebody will answer, or has numbered it."""
    return bool(_WILL_ANSWER.search(text[:_SEEN]))


def replies_above(text: str) -> bool:
    """At its top it says where answers are wanted."""
    return bool(_REPLIES_ABOVE.search(text[:_TOP]))


def numbered(text: str) -> bool:
    """The number of a case stands there."""
    return bool(_NUMBERED.search(text[:_SEEN]))


def sent_by_itself(text: str) -> bool:
    """It says of itself that nobody wrote it."""
    return bool(_SENT_BY_ITSELF.search(text[:_SEEN]))
