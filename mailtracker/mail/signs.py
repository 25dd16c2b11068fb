"""Subjects and texts go in; what they look like comes out: words that mail systems and absent people's robots use."""

from __future__ import annotations

import re
from collections.abc import Iterable

_HEAD = 3_000


def _any(words: str) -> re.Pattern[str]:
    return re.compile("(?:" + words.replace("\n", "") + ")", re.IGNORECASE)


_REPLIED = _any(
    r"""\s{0,5}(?:\[[^\]]{0,40}\]\s{0,3})?(?:re|aw|sv|antw|fwd?|wg|vs|tr|rv|enc|res|doorst)\s{0,2}(?:\[\d+\])?:"""
)
_ANSWERED = _any(r"""\s{0,5}(?:\[[^\]]{0,40}\]\s{0,3})?(?:re|aw|sv|antw|vs|res|enc|odp|ynt)\s{0,2}(?:\[\d+\])?:""")

# A mail system speaks in these subjects. Matched at the start.
_BOUNCE_SUBJECT = _any(
    r"""\s{0,5}(?:\*+\s?)?(?:undeliver(?:able|ed)|undelivered mail|non[- ]?deliver(?:y|able)
|mail deliver\w* (?:fail|problem|error|status|system)
|deliver(?:y|ed)? (?:status )?(?:notification|report|failure|failed|delayed|error|problem)|delivery has failed
|failed deliver|failure notice
|failure delivery|failed mail|mail failure|mail system error|mail error|mail status report|returned mail
|returned to sender|mail returned
|returned email|rejected mail|mail delivery warning|mail could not|e-?mail (?:could not|delivery)|rejection
|message (?:undeliver|delivery|not delivered|you sent blocked|status|delayed
|could not)|warning: (?:message|could not send|mail)
|nondeliverable|could not send|unable to deliver|unzustellbar|nicht zustellbar|zustellung(?:sbericht|sfehler
| fehl)?|fehler bei der (?:zustellung|nachrichten)
|unzustellbare|onbestelbaar|niet[- ]bezorg|onbezorg|mislukte bezorg|bezorging|kan ikke leveres|ikke leveret
|leveringsstatus|leveringsfejl
|levering mislykkedes|uleverbar|ikke levert|kunde inte levereras|não (?:foi )?entreg|nao entreg
|não é possível entregar|falha (?:na|de) entrega
|mensagem não entregue|notificação (?:de|do) (?:estado|status|entrega)|devolvid|undelivrable|non remis
|échec de (?:la )?remise|message non
|no se puede entregar|no entregado|error de entrega|mensaje devuelto|non recapitabile|impossibile recapitare
|mancato recapito|bounce
|automatically rejected mail|delivery report|permanent(?:er)? (?:delivery )?(?:failure|error|fehler)|user unknown
|can't deliver|nicht ausgeliefert|sua mensagem n|messaggio non|correo no entregado|rapport de non|niedostarcz
|nie można dostarczyć|zwrot|nedoručiteln|kézbesíthetetlen|teslim edilemedi|olevererbart|kan inte levereras
|toimittamaton|ei voitu toimittaa
|недоставлен|не доставлено|未送达|投递失败|退信|配信)"""
)
# ... and with these words, at the very beginning of what it has to say.
_BOUNCE_TEXT = _any(
    r"""this is the (?:mail|postfix|mail delivery|exim|qmail)\b|hi\. this is the |i'm sorry to have to inform you
|i'm afraid i wasn't able
|this message was created automatically by mail|this is an automatically generated delivery
|this is a delivery status notification
|your (?:message|mail|e-?mail)(?: with subject:? .{1,200}?)?\s+(?:did not reach
|could ?n[o']t be delivered|to .{1,120} could not
|to .{1,120} was automatically rejected|cannot be delivered|can't be delivered|wasn't delivered|was not delivered
|has not been delivered|couldn't be delivered|has been rejected|was rejected|is being returned)
|the following (?:addresses had|recipient|address(?:es)?|message (?:to|could not)
|destination addresses)|delivery to the following
|delivery has failed|the original message was received at|could not be delivered to|message could not be delivered
|the mail system
|unable to deliver (?:your )?message|a message that you (?:have )?sent (?:could|has)|the user\(s\) account is
|this is a permanent error|this is an advisory|failed recipients|failed recipient|non-?delivery report|the email below could not
|error: invalid user|could not deliver message|could not deliver your|message from interscan|message rejected
|user mailbox exceeds|mailbox (?:is )?full|unknown user:|user unknown:|invalid (?:final )?delivery|a message (?:could|cannot)
|delivery failed|delivery of (?:the|your) (?:message|email)|we were unable to deliver|we could not deliver|your email was not
|ihre nachricht (?:hat|konnte|wurde nicht|an .{1,120} konnte)|fehler bei der (?:übermittlung|nachrichtenzustellung
|zustellung)|die (?:folgende )?nachricht konnte nicht
|die zustellung|diese nachricht wurde automatisch vom|uw bericht (?:is niet|kan niet|kon niet|heeft)
|bezorging (?:aan|is mislukt)|uw e-mail kon niet
|din meddelelse (?:nåede|kunne|blev ikke)|levering til|meddelelsen kunne ikke|a (?:sua )?mensagem não (?:pôde|foi
|pode|alcançou)|sua mensagem não
|não foi possível entregar|a entrega (?:para|falhou)|votre message n'(?:a|est)|su mensaje no|il messaggio non
|il tuo messaggio non
|sorry,? (?:i|we) (?:couldn't|could not|was unable|were unable)|delivery to|transcript of session|your mail (?:to
|could not)|reason for failure
|sorry, your message|message from .{1,60} could not|this mail .{0,30}could not be delivered|the e-?mail (?:account
|address) (?:that|you)"""
)
_SMTP_CODE = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b|\b55[0-4][ -]|\b45[0-2][ -]|\b421 ")
_REMOTE_HOST = _any(
    r"""said: 5\d\d|remote host said|smtp error from remote|reporting-mta|diagnostic-code|user unknown
|mailbox (?:is )?(?:full|unavailable)
|unknown user|no such user|recipient rejected|over quota|quota exceeded|does not exist
|host (?:or domain name )?not found|retry timeout|returned below
|copy of (?:the|your) (?:message|mail)|original message (?:headers|follows)|message headers follow
|relay access denied|no mailbox here by that name"""
)

# A person's absence, announced by a machine. The prefix stands at the start, mostly with the old subject behind it.
_AWAY_PREFIX = _any(
    r"""\s{0,5}(?:\[[^\]]{0,40}\]\s{0,3})?\[?(?:auto:|automatic reply|automatische antwort|automatisch(?:es)? antwoord
|autosvar|automatisk svar|automatiskt svar|automatyczna odpowied.|odpowied. automatyczna|automatick. odpov..|automaattinen vastaus
|buiten kantoor|ute av kontoret|ej på kontoret|samodejni odgovor|răspuns automat|автоматична відповідь|αυτόματη απάντηση
|자동 회신|balasan otomatis|trả lời tự động|ตอบกลับอัตโนมัติ|स्वचालित उत्तर|رد تلقائي|תשובה אוטומטית|自动答复
|автоответ|автоматический ответ|automatikus válasz|otomatik yanıt|自动回复|自動回覆|自動返信|自動応答|不在通知|ooo
|resposta autom[aá]tica|respuesta autom[aá]tica|réponse automatique|risposta automatica
|out of (?:the )?office(?: auto-?reply| notification| reply)?
|out-of-office(?: auto-?reply| reply)?|auto(?:matic)?[- ]?(?:reply|response|responder|antwort|svar)
|automated (?:reply|response)|abwesenheitsnotiz
|abwesenheits(?:nachricht|benachrichtigung|meldung|agent|assistent)|abwesend|abwesenheit|afwezigheids(?:assistent
|bericht|melding)|afwezig(?:heid)?
|niet aanwezig|ikke til stede|fraværsbesked|fravær|fraværende|ikke på kontoret|ferie(?:besked)?|vacation(?: reply
| message| notice| response)?
|fora do escrit[oó]rio|aus[eê]ncia(?: tempor[aá]ria)?|ausente|férias|absence du bureau|absent|fuera de (?:la )?oficina|fuori sede
|frånvaro(?:meddelande)?|urlaub
|away from (?:the|my) (?:office|mail|e-?mail)|(?:i am|i'm|ich bin|ik ben|jeg er) (?:currently )?(?:away|out|on|im
|nicht|auf|op|niet|ikke|på)\b.{0,40}
|office closed|büro geschlossen|empfangsbestätigung|ticket received|we have received your)\s{0,3}(?:[]:!.\[(–—-]|(?<=:)|$)"""
)
_AWAY_SUBJECT = _any(
    r"""out of (?:the )?office|out-of-office|auto-?repl(?:y|ied)|autorespon|automatic reply|on (?:vacation|holiday
|leave)\b|away from
|abwesen|nicht im (?:büro|haus)|urlaub|im urlaub|afwezig|op vakantie|ikke på kontoret|på ferie|fravær|autosvar
|ausente|de férias|fora do escrit
|vacation|(?:is|bin|am) (?:out|away)\b|automatische antwort|automatisch antwoord|resposta autom|absence|holiday"""
)
# What robots say for absent people; the more of these a text has, the surer.
_AWAY_TEXTS = (
    _any(  # the absence itself
        r"""\bi(?: am|'m|’m| will be| shall be)[, ]{0,2}(?:(?:currently|presently|now|still|unfortunately
|also) )?(?:out of|out on|out until
|away|on (?:annual |parental |maternity |sick |a |my )?(?:leave|vacation|holiday)|travel|not in|unavailable|absent
|off)\b
|\b(?:am|is|are|be|currently|been) out of (?:the |my |our )?office\b|no longer (?:with|works? (?:at|for|here))
|has left the company
|\bnicht (?:im (?:büro|haus|hause)|erreichbar)|\babwesend\b|\bim urlaub\b|au(?:ß|ss)er haus|in elternzeit
|\bafwezig\b|niet aanwezig|op vakantie|met verlof|niet op kantoor|ikke på kontoret|på ferie|holder ferie|fraværende
|bortrejst
|ude af huset|på orlov|på barsel|\bausente\b|fora do escrit|de férias|de licença|je suis (?:absent|actuellement
|en congé)|en vacances
|fuera de la oficina|de vacaciones|sono (?:fuori|assente|in ferie)|på semester"""
    ),
    _any(  # thanks for what came
        r"""thank(?:s| you) for (?:your?|the) (?:e-?mail|message|mail|note|inquiry|enquiry)|(?:your|the) (?:e-?mail
|message) (?:has been|was) received
|(?:vielen |herzlichen |besten )?dank für (?:ihre|deine|eure|die) (?:nachricht|e-?mail|mail|anfrage)
|bedankt voor (?:je|uw|jouw) (?:e-?mail|bericht|mail)|tak for (?:din|jeres|deres) (?:mail|e-?mail|besked|henvendelse)
|obrigad[oa] (?:pelo|pela|por) |merci (?:pour|de) votre (?:message|mail|courriel)|gracias por su|grazie per"""
    ),
    _any(  # ask somebody else
        r"""(?:urgent|emergenc|immediate|in my absence|meanwhile|in the meantime|while i(?: am|'m
|’m)).{0,90}(?:contact|call|e-?mail|reach|write|@)
|(?:contact|call|e-?mail|reach).{0,60}(?:urgent|in my absence|assistance)|(?:dringend|eilig|zwischenzeit|vertretung
|notf).{0,100}(?:wenden|kontakt|erreich|@)
|wenden sie sich|(?:dringend|spoed|tussentijd).{0,90}(?:contact|bellen|mail|@)|(?:haster|hastende|akut|mellemtiden
|fravær).{0,90}(?:kontakt|ring|@)
|(?:urgente|urgência|urgent).{0,90}(?:contact|@)"""
    ),
    _any(  # what will become of the mail
        r"""(?:will|shall) (?:endeavou?r to |try to |get to )?
(?:reply|respond|answer|get back|read|be back|return|be checking).{0,60}
|(?:limited|no
|intermittent|sporadic|without) access to
|não tenho acesso|sem acesso|no tengo acceso|pas accès|geen toegang|ingen adgang|lese keine (?:e-?)?mails
|lees mijn mail niet|læser ikke (?:min )?mail
|not (?:be )?(?:read|forwarded|checked|checking)|i return\b|(?:ab dem|am|ab|wieder) .{1,40}(?:wieder|für sie da
|im büro|erreichbar)
|nicht (?:automatisch )?(?:weitergeleitet|gelesen|bearbeitet)|kein(?:en)? zugriff|weer (?:aanwezig|bereikbaar
|op kantoor|terug)
|niet (?:doorgestuurd|gelezen)|tilbage (?:på kontoret|den|igen|d\.)|(?:besvarer|svarer|vender tilbage)|(?:regresso
|retorno|regressarei|voltarei|responderei)
|à mon retour|de retour|a mi (?:regreso|vuelta)|al mio (?:ritorno|rientro)"""
    ),
    _any(  # a robot that says so
        r"""this is an auto(?:mat(?:ic|ed))?[- ]?(?:reply|response|message|generated|responder)
|automatically generated|auto(?:matic|mated)? ?-?(?:reply|response)
|do not reply to this|automatisch (?:erstellt|generiert|erzeugt|versandt|gegenereerd|antwoord|bericht)
|automatische (?:antwort|nachricht)
|automatisk (?:svar|besked|genereret)|(?:mensagem|resposta) autom[aá]tica|réponse automatique|respuesta autom"""
    ),
)
# The writer wants something from us: no robot asks that.
_ASKS = _any(
    r"""\?(?:\s|$)|\b(?:can|could|would|will) (?:you|someone|anybody|anyone|we)\b|\b(?:can|could|may) i (?:have|get
|ask|please)\b
|\bhow (?:do|can|to)\b|\bplease (?:help|advise|set|switch|turn|fix|enable|disable|check|activate|deactivate|change
|stop|add|remove
|look|let me know|tell me|tell us|make|have a|update|investigate|explain|see|find|put|configure|forward the|give
|send me|do)\b
|\bi (?:need|want|would like|cannot|can't|can’t|keep|tried|got|am trying|am getting|don't (?:know|understand)
|wonder)\b
|\b(?:kann|könn(?:te|test|ten)|könnt) (?:ihr|du|wir|mir|man|jemand|sie mir|sie bitte)\b|\bkönnen (?:ihr|wir
|sie (?:mir|bitte|das|meine|den|die))\b
|\bwie (?:kann|stelle|richte|schalte|geht|bekomme)\b|\bbitte (?:um |hilf|helf|richt|schalt|stell|prüf|änder
|aktivier|deaktivier|einricht)
|\bich (?:möchte|brauche|bekomme|bräuchte|hätte gern)\b|\bkunt u (?:mij|dit|mijn|het|de|a\.u\.b|alstublieft)\b
|\bkun je\b|\bkunnen jullie\b
|\bhoe (?:kan|stel|zet)\b|\bik (?:wil|krijg|zou graag)\b|\bkan (?:i|nogen|du (?:hjælpe|slå|sætte|se|ordne))\b
|\bhvordan\b
|\bjeg (?:vil gerne|får|har brug)\b|\bpode(?:m|ria|riam)? (?:ajudar|ativar|me|por favor|verificar|ver|alguém)\b
|\bcomo (?:posso|faço|configur)
|\bpreciso\b|\bgostaria\b|\bquero\b|\bnão consigo\b"""
)
_GREETS = _any(
    r"""\s{0,5}(?:hi|hello|hey|dear|good (?:morning|afternoon|day)|hallo|guten (?:tag|morgen)|liebe|moin|beste|goedemorgen|hej|kære
|godmorgen|olá|bom dia|boa tarde|bonjour|salut|hola|buenos)\b(?! this is the )"""
)
# As in _ASKS, without what mail systems write, too ("please check the address").
_ASKS_PLAINLY = _any(
    r"""\w\?(?:\s|$)|\b(?:can|could|would) (?:you|someone|anybody|anyone)\b
|\bi (?:need|want|would like|keep|tried|got|get|am trying|am getting|don't (?:know|understand)|wonder)\b
|\bplease (?:help|fix|advise|look)\b|\bwe (?:need|get|got|keep)\b
|\b(?:könn(?:te|test|ten)|könnt) (?:ihr|du|sie)\b|\bich (?:möchte|brauche|bekomme|bräuchte|habe)\b|\bwir (?:bekommen|brauchen)\b
|\bkun je\b|\bkunnen jullie\b|\bik (?:wil|krijg)\b|\bjeg (?:får|har)\b|\bkan (?:i|du|nogen)\b|\bpode(?:m|ria|riam)? ajudar\b
|\bnão consigo\b|\bje (?:reçois|n'arrive)\b|\bpouvez-vous\b"""
)
_SAYS_ROBOT = _any(
    r"""(?:this|dies|dit|dette|esta|ceci|este) (?:is|ist|er|é|est|es|e-?mail|mail|message|nachricht|bericht) .{0,20}auto.{0,12}
(?:reply|response|message|generated|antwort|nachricht|antwoord|bericht|svar|besked|resposta|mensagem|réponse|respuesta)
|automatically generated|automatisch (?:erstellt|generiert|erzeugt|versandt|gegenereerd|verzonden)|automatisk genereret
|gerad[ao] automaticamente"""
)
_DISCLAIMER = _any(
    r"""\n\W{0,9}(?:this (?:e-?mail|message|communication)\b.{0,80}(?:confidential|originat|intended|attachment|contain)
|(?:the )?information (?:contained )?in this|if you (?:have )?receive[d]? this (?:e-?mail|message) (?:in error|by mistake)
|confidentiality|disclaimer|diese (?:e-?mail|nachricht) .{0,40}vertraulich|dit (?:e-mail)?bericht .{0,40}vertrouwelijk
|denne (?:e-?mail|mail) .{0,40}fortrolig|esta mensagem .{0,60}confidencia|ce message .{0,60}confidentiel)"""
)
_READ_SUBJECT = _any(
    r"""\s{0,5}(?:read|not read|gelesen|ungelesen|gelezen|niet gelezen|læst|ikke læst|lida|lido|lue|lu|leído|letto
|read receipt|lesebestätigung|return receipt
|leesbevestiging|kvittering for læsning|recibo de leitura|disposition notification
|empfangsbestätigung \(angezeigt\))(?:\s\(.{0,20}\))?\s{0,3}[:\-]"""
)
_READ_TEXT = _any(
    r"""\s{0,20}(?:(?:your (?:message|mail)|ihre nachricht|uw bericht|din (?:meddelelse|besked)|(?:a )?sua mensagem|votre message
|su mensaje|il messaggio)\b[\s\S]{0,600}?(?:was (?:read|displayed|deleted without being read)|has been (?:read|displayed)
|wurde.{0,60}?(?:gelesen|angezeigt)|gelezen|geopend|læst|lida|exibida|été lu|leído|letto)
|this is a (?:read|return) receipt|dies ist eine (?:lese|empfangs)bestätigung)"""
)
_CHALLENGE = _any(
    r"""waitlisted|challenge[- ]response|please (?:confirm|verify) (?:that you|your (?:message|address|identity))
|confirm (?:your|this) (?:message|e-?mail) by
|prove (?:that )?you(?:'re| are) (?:a )?human|spam ?arrest|boxbe|tmda|sender (?:address )?verification
|(?:address )?added to .{0,40}(?:allowed|approved|white) ?list|this account is protected by
|(?:answer|reply to) this (?:message|mail|e-?mail) (?:to|and) .{0,40}(?:confirm|deliver|release)|one[- ]time (?:request
|verification)"""
)
_REPORTS = _any(
    r"""\s{0,5}(?:report domain:.{3,200}submitter:|cron <[^<>\s@]{1,60}@[^<>\s]{1,120}>|\[(?:firing|resolved)(?::\d{1,4})?\]
|\*\* (?:problem|recovery|acknowledgement|flapping\w{0,8}) (?:service|host) (?:alert|notification))"""
)
_REPORTS_BY_ROBOTS = _any(
    r"""\W{0,9}(?:problem|recovery|resolved|ok|warning|critical|alert|cron|anacron|report domain|nagios|zabbix|icinga)\b"""
)
_ROBOT_ADDRESS = re.compile(
    r"(?:root|cron|anacron|nagios|icinga\d?|zabbix|grafana|prometheus|alertmanager|monitoring|checkmk|munin|jenkins|backup"
    r"|dmarc[._-]?reports?|noreply[._-]?dmarc\w{0,20})"
)
_MACHINE_ADDRESS = re.compile(
    r".{0,60}(?:smtp|system|admin|daemon|virus|gateway|imss|\bndr\b|mailserver|mail[._-]?(?:service|server|scan|gate|filter)"
    r"|\bmta\b|deliver|server|robot|filter|spam|symantec|interscan|post_?master|mailer).{0,60}"
)
_MACHINE_NAME = _any(
    r"""(?:e-?)?mail (?:server|system|delivery|gateway|service|administrator)\b|postmaster\b|anti-?virus\b"""
)
_RETURNED_HEADERS = re.compile(
    r"^[> \t]{0,9}(?:received|return-path|message-id|mime-version|x-[a-z-]{2,30}):[ \t]", re.IGNORECASE | re.MULTILINE
)
_AWAY_PLAINLY = _any(
    r"""\bout of (?:the |my |our )?office\b|\bon (?:annual |parental |maternity |sick )?(?:leave|vacation|holiday)\b
|\bi am away\b|\bnicht im (?:büro|haus|hause)\b|\babwesend\b|\bim urlaub\b|au(?:ß|ss)er haus|\bafwezig\b|op vakantie
|niet op kantoor|ikke på kontoret|på ferie|holder ferie|bortrejst|\bausente\b|fora do escrit|de férias|absente? du bureau
|en congés?|fuera de la oficina|de vacaciones|fuori ufficio|in ferie|på semester"""
)
_AWAY_ROBOT = _any(
    r"""\s{0,5}(?:\[[^\]]{0,40}\]\s{0,3})?\[?(?:auto:|autom\w{0,8}[ -](?:reply|response|antwort|antwoord|svar)|autosvar
|auto[- ]?(?:reply|response|responder)|automatyczna odpowied.|odpowied. automatyczna|automatick. odpov..
|automaattinen vastaus|buiten kantoor|ute av kontoret|ej på kontoret|samodejni odgovor|răspuns automat
|автоматична відповідь|αυτόματη απάντηση|자동 회신|balasan otomatis|trả lời tự động|ตอบกลับอัตโนมัติ|स्वचालित उत्तर
|رد تلقائي|תשובה אוטומטית|自动答复|автоответ|автоматический ответ|automatikus válasz|otomatik yanıt|自动回复|自動回覆
|自動返信|自動応答|不在通知|ooo\b|resposta autom|respuesta autom|réponse automatique|risposta automatica
|out[ -]of[ -](?:the[ -])?office|abwesenheits(?:notiz|nachricht|benachrichtigung|meldung|agent|assistent)
|afwezigheids(?:assistent|bericht|melding)|niet aanwezig|fraværsbesked|ikke på kontoret|feriebesked|frånvaromeddelande
|fora do escrit|ausência tempor|absence du bureau|fuera de (?:la )?oficina|fuori sede
|vacation (?:reply|message|notice|response)|[^:?!]{2,60} is out of the office\b
|(?:abwesend|afwezig|ausente|fravær|fraværende|absent)(?=\s?:))"""
)
_ROBOT_PROGRAMS = (
    ("x-mailer", "vacation"),
    ("preference", "auto_reply"),
    ("x-post-messageclass", "autoresponder"),
    ("x-ms-exchange-generated-message-source", "mailbox rules agent"),
)
_NO_REPLY = re.compile(
    r"(?:.{0,40}[._+-])?(?:no[._-]?reply|do[._-]?not[._-]?reply|dont[._-]?reply|donotreply|nicht[._-]?antworten|keine[._-]?antwort"
    r"|nao[._-]?responda|nao[._-]?responder|no[._-]?responder|no[._-]?responda|ne[._-]?pas[._-]?repondre|niet[._-]?beantwoorden"
    r"|svar[._-]?ikke|ikke[._-]?svar|noreply\d*)(?:[._+-].{0,60})?",
    re.IGNORECASE,
)


DAEMONS = frozenset(
    """mailer-daemon mailer_daemon mailerdaemon mail-daemon mail_daemon maildaemon mdaemon postmaster post_master double-bounce
    mail-delivery-subsystem maildelivery mail.delivery.system mail-system mailsystem bounce bounces""".split()
)


def daemon_address(mail: str) -> bool:
    """Whether an address belongs to a mail system: mailer-daemon, postmaster, Exchange's bounce mailbox."""
    local = mail.casefold().rpartition("@")[0] or mail.casefold()
    local = local.strip('"').replace("\\", "@").partition("@")[0]
    return local in DAEMONS or local.startswith(("mailer-daemon", "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e"))


def is_answer(subject: str) -> bool:
    """Re:, AW: ... at the start, and no Fwd:."""
    return bool(_ANSWERED.match(subject))


def is_answer_or_forward(subject: str) -> bool:
    """Re:, AW:, Fwd: ... at the start: somebody answered, or passes something on."""
    return bool(_REPLIED.match(subject))


def bounce_subject(subject: str) -> bool:
    return bool(_BOUNCE_SUBJECT.match(subject[:300]))


def bounce_text(text: str) -> bool:
    """A mail system's own words within the first lines, before anybody could have quoted them."""
    return bool(_BOUNCE_TEXT.search(text.lstrip()[:400]))


def bounce_opening(text: str) -> bool:
    """The very first words are a mail system's."""
    return bool(_BOUNCE_TEXT.match(text.lstrip(" \t\n*-#")[:400]))


def wonders(text: str) -> bool:
    """A person wrote this: it begins with a greeting, or asks something as no mail system does."""
    return bool(_GREETS.match(text)) or bool(_ASKS_PLAINLY.search(_without_disclaimer(text)))


def greets_by_name(text: str) -> bool:
    """ "Hi Eva": a robot knows nobody's first name."""
    hit = _GREETS.match(text)
    return bool(hit and re.match(r"\s[A-ZÄÖÜÅÆØ][^\W\d_]+\s?[,!.\n]", text[hit.end() : hit.end() + 40]))


def _without_disclaimer(text: str) -> str:
    """What a law department wants at the end of every mail does not count."""
    said = text[:_HEAD]
    footer = _DISCLAIMER.search(said)
    return said[: footer.start()] if footer else said


def delivery_codes(text: str) -> bool:
    """SMTP answers or a mail server's wording somewhere in the text."""
    return bool(_SMTP_CODE.search(text[:_HEAD])) or bool(_REMOTE_HOST.search(text[:_HEAD]))


def away_prefix(subject: str) -> bool:
    return bool(_AWAY_PREFIX.match(subject[:300]))


def away_subject(subject: str) -> bool:
    return bool(_AWAY_SUBJECT.search(subject[:300]))


def away_with_subject(subject: str) -> bool:
    """ "Automatic reply: Printer broken": the prefix, a colon and the subject that is answered."""
    prefix, colon, rest = subject[:300].partition(":")
    return bool(colon and rest.strip()) and away_prefix(prefix + ":")


def away_texts(text: str) -> int:
    """How many of five things the text says: absence, thanks, somebody else, what becomes of the mail, being a robot."""
    return sum(bool(sign.search(text[:1_500])) for sign in _AWAY_TEXTS)


def asks(text: str) -> bool:
    """The writer wants something of the reader."""
    return bool(_ASKS.search(_without_disclaimer(text)))


def absent(text: str) -> bool:
    """Somebody says that they are away."""
    return bool(_AWAY_TEXTS[0].search(text[:1_500]))


def read_subject(subject: str) -> bool:
    return bool(_READ_SUBJECT.match(subject[:300]))


def read_text(text: str) -> bool:
    return bool(_READ_TEXT.match(text[:1_500]))


def challenge(text: str) -> bool:
    return bool(_CHALLENGE.search(text[:_HEAD]))


def says_robot(text: str) -> bool:
    """It calls itself automatic, and asks nothing."""
    return bool(_SAYS_ROBOT.search(text[:1_500])) and not wonders(text)


def robot_subject(subject: str, *, by_robot: bool) -> bool:
    """Cron, monitoring and DMARC reports. `by_robot`: the address is such a program's own, so that fewer words are enough."""
    line = subject[:300]
    return bool(_REPORTS.match(line)) or (by_robot and bool(_REPORTS_BY_ROBOTS.match(line)))


def robot_address(mail: str) -> bool:
    return bool(_ROBOT_ADDRESS.fullmatch(mail.casefold().rpartition("@")[0]))


def machine_address(name: str, mail: str) -> bool:
    """Whether a program's name stands before the @ or is shown, and hardly a person's."""
    return bool(_MACHINE_ADDRESS.fullmatch(mail.casefold().rpartition("@")[0])) or bool(_MACHINE_NAME.match(name))


def robot_program(fields: Iterable[tuple[str, str]]) -> str:
    """The field in which an answering program names itself, "" for none."""
    for name, value in fields:
        if any(name == key and word in value.casefold() for key, word in _ROBOT_PROGRAMS):
            return f"{name} says {value[:40]}"
    return ""


def returns_mail(text: str) -> bool:
    """Header fields of another mail stand in the text."""
    return len({hit.casefold() for hit in _RETURNED_HEADERS.findall(text[:20_000])}) >= 2


def away_robot(subject: str) -> bool:
    """As a robot heads its answers, in words that hardly anybody heads a request with."""
    line = subject[:300]
    return bool(_AWAY_ROBOT.match(line)) and (away_prefix(line) or " is out of the office" in line.casefold())


def away_plainly(text: str) -> bool:
    return bool(_AWAY_PLAINLY.search(text[:1_500]))


def nobodys_address(mail: str) -> bool:
    """A mail system's own address. Not postmaster@ and bounces@, where people may sit."""
    return daemon_address(mail) and not mail.casefold().startswith(("postmaster@", "bounce@", "bounces@"))


def no_reply(mail: str) -> bool:
    return bool(_NO_REPLY.fullmatch(mail.casefold().rpartition("@")[0]))
