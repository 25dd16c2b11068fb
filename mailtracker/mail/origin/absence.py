"""Subjects and texts go in; whether somebody is away, and whether a robot
says so for them, comes out.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import any_of, flat, wonders
from mailtracker.mail.subject import ANSWER_MARK, without_answer_mark

_SEEN = 1_500  # characters

_PROGRAM_HEADS = flat(
    r"""auto:
|autom\w{0,8}[ -](?:reply|response|antwort|antwoord|svar)
|autosvar
|auto[- ]?(?:reply|response|responder)
|automatyczna odpowied.
|odpowied. automatyczna
|automatick. odpov..
|automaattinen vastaus
|samodejni odgovor
|automatski odgovor
|аутоматски одговор
|автоматичен отговор
|automātiskā atbilde
|[aā]rpus biroja
|automatinis atsakymas
|automaatvastus
|sjálfvirkt svar
|automaatne vastus
|răspuns automat
|автоматична відповідь
|αυτόματη απάντηση
|자동 회신
|balasan otomatis
|trả lời tự động
|ตอบกลับอัตโนมัติ
|स्वचालित उत्तर
|رد تلقائي
|תשובה אוטומטית
|自动答复
|автоответ
|автоматический ответ
|automatikus válasz
|otomatik yanıt
|自动回复
|自動回覆
|自動返信
|自動応答
|resposta autom[aá]tica
|respuesta autom[aá]tica
|réponse automatique
|risposta automatica
|automatisches antwoord"""
)
"""As only programs head their answers: that they are automatic."""

_ROBOT_HEADS = f"{_PROGRAM_HEADS}|" + flat(
    r"""buiten kantoor
|ute av kontoret
|ej på kontoret
|不在通知
|ooo
|out of (?:the )?office(?: (?:auto-?)?reply| notification)?
|out-of-office(?: (?:auto-?)?reply)?
|abwesenheits(?:notiz|nachricht|benachrichtigung|meldung|agent|assistent)
|afwezigheids(?:assistent|bericht|melding)
|niet aanwezig
|fraværs(?:besked|assistent|meddelelse)
|ikke på kontoret
|feriebesked
|frånvaromeddelande
|fora do escrit[oó]rio
|poissaolo(?:ilmoitus|viesti)
|ei toimistolla
|poza biurem
|(?:powiadomienie o|informacja o) nieobecności
|(?:aviso|mensaje|notificación) de ausencia
|(?:messaggio|avviso) di assenza
|fuori ufficio
|fraværsmelding
|frånvaro(?:besked|avisering)
|mensagem de ausência
|(?:message|notification|avis) d['’]absence
|absente?(?:\(e\))? du bureau
|hors du bureau
|nicht im (?:büro|haus)
|niet op kantoor
|not in the office
|aus[eê]ncia tempor[aá]ria
|absence du bureau
|fuera de (?:la )?oficina
|fuori sede
|vacation (?:reply|message|notice|response)
|away from (?:the|my) (?:mail|e-?mail)"""
)
"""As robots head their answers, and hardly anybody a request."""

_LOOSE_HEADS = flat(
    r"""abwesend
|abwesenheit
|afwezig(?:heid)?
|ikke til stede
|fravær
|fraværende
|ferie
|vacation
|aus[eê]ncia
|ausente
|férias
|absent
|frånvaro
|urlaub
|vakantie
|verlof
|(?:en )?congés?
|frånvarande
|semester
|permisjon
|poissa(?:olo)?
|lomalla
|nieobecn\w{1,4}
|urlop
|ausencia
|assen(?:za|te)
|vacances
|vacaciones
|away from (?:the|my) office
|(?:i am|i'm|ich bin|ik ben|jeg er) (?:currently )?(?:away|out|on|im|nicht|auf|op|niet|ikke
|på)\b.{0,40}
|office closed
|büro geschlossen
|empfangsbestätigung
|ticket received
|we have received your"""
)
"""As people head requests, too: for leave, for cover, because of an absence."""

_LEAD = r"\s{0,5}(?:\[[^\]]{0,40}\]\s{0,3})?\[?"
_TAIL = rf"\s{{0,3}}(?:[]:!.\[(/–—-]|(?<=:)|$|{ANSWER_MARK})"
_AWAY_PREFIX = late_pattern(f"{_LEAD}(?:{_ROBOT_HEADS}|{_LOOSE_HEADS}){_TAIL}", re.IGNORECASE)
_PROGRAM_PREFIX = late_pattern(
    rf"{_LEAD}(?:{_PROGRAM_HEADS})\s{{0,3}}\]?\s{{0,3}}[:：]", re.IGNORECASE
)
_AWAY_ROBOT = late_pattern(
    f"{_LEAD}(?:(?:{_ROBOT_HEADS}){_TAIL}|[^:?!]{{2,60}} is out of the office\\b"
    r"|(?:abwesend|afwezig|ausente|fravær|fraværende|absent)\s?:)",
    re.IGNORECASE,
)
_AWAY_SUBJECT = any_of(
    r"""out of (?:the )?office
|out-of-office
|auto-?repl(?:y|ied)
|autorespon
|automatic reply
|on (?:vacation|holiday|leave)\b
|away from
|abwesen
|nicht im (?:büro|haus)
|urlaub
|im urlaub
|afwezig
|op vakantie
|met vakantie
|ikke på kontoret
|på ferie
|fravær
|autosvar
|ausente
|de férias
|fora do escrit
|vacation
|(?:is|bin|am) (?:out|away)\b
|automatische antwort
|automatisch antwoord
|resposta autom
|absence
|holiday"""
)

# What robots say for absent people; the more of these a text has, the surer.
_AWAY_TEXTS = (
    any_of(  # the absence itself
        r"""\bi(?: am|'m|’m| will be| shall be)[, ]{0,2}(?:(?:currently|presently|now|still
|unfortunately
|also) )?(?:out of|out on|out until|away
|on (?:annual |parental |maternity |sick |a |my )?(?:leave|vacation|holiday)|travel|not in
|unavailable|absent|off)\b
|\b(?:am|is|are|be|currently|been) out of (?:the |my |our )?office\b
|no longer (?:with|works? (?:at|for|here))
|has left the company
|\bnicht (?:im (?:büro|haus|hause)|erreichbar)
|\babwesend\b
|\bim urlaub\b
|au(?:ß|ss)er haus
|in elternzeit
|\bafwezig\b
|niet aanwezig
|op vakantie
|met vakantie
|met verlof
|niet op kantoor
|ikke på kontoret
|på ferie
|holder ferie
|fraværende
|bortrejst
|ude af huset
|på orlov
|på barsel
|\bausente\b
|fora do escrit
|de férias
|de licença
|je suis (?:absent|actuellement|en congé)
|en vacances
|fuera de la oficina
|de vacaciones
|sono (?:fuori|assente|in ferie)
|på semester"""
    ),
    any_of(  # thanks for what came
        r"""thank(?:s| you) for (?:your?|the) (?:e-?mail|message|mail|note|inquiry|enquiry)
|(?:your|the) (?:e-?mail|message) (?:has been|was) received
|(?:vielen |herzlichen |besten )?dank für (?:ihre|deine|eure|die) (?:nachricht|e-?mail|mail
|anfrage)
|bedankt voor (?:je|uw|jouw) (?:e-?mail|bericht|mail)
|tak for (?:din|jeres|deres) (?:mail|e-?mail|besked|henvendelse)
|obrigad[oa] (?:pelo|pela|por)[ ]
|merci (?:pour|de) votre (?:message|mail|courriel)
|gracias por su
|grazie per"""
    ),
    any_of(  # ask somebody else
        r"""(?:urgent|emergenc|immediate|in my absence|meanwhile|in the meantime
|while i(?: am|'m|’m)).{0,90}(?:contact|call|e-?mail|reach|write|@)
|(?:contact|call|e-?mail|reach).{0,60}(?:urgent|in my absence|assistance)
|(?:dringend|eilig|zwischenzeit|vertretung|notf).{0,100}(?:wenden|kontakt|erreich|@)
|wenden sie sich
|(?:dringend|spoed|tussentijd).{0,90}(?:contact|bellen|mail|@)
|(?:haster|hastende|akut|mellemtiden|fravær).{0,90}(?:kontakt|ring|@)
|(?:urgente|urgência|urgent).{0,90}(?:contact|@)"""
    ),
    any_of(  # what will become of the mail
        r"""(?:will|shall) (?:endeavou?r to |try to |get to )?(?:reply|respond|answer|get back
|read|be back
|return|be checking).{0,60}
|(?:limited|no|intermittent|sporadic|without) access to
|não tenho acesso
|sem acesso
|no tengo acceso
|pas accès
|geen toegang
|ingen adgang
|lese keine (?:e-?)?mails
|lees mijn mail niet
|læser ikke (?:min )?mail
|not (?:be )?(?:read|forwarded|checked|checking)
|i return\b
|(?:ab dem|am|ab|wieder) .{1,40}(?:wieder|für sie da|im büro|erreichbar)
|nicht (?:automatisch )?(?:weitergeleitet|gelesen|bearbeitet)
|kein(?:en)? zugriff
|weer (?:aanwezig|bereikbaar|op kantoor|terug)
|niet (?:doorgestuurd|gelezen)
|tilbage (?:på kontoret|den|igen|d\.)
|(?:besvarer|svarer|vender tilbage)
|(?:regresso|retorno|regressarei|voltarei|responderei)
|à mon retour
|de retour
|a mi (?:regreso|vuelta)
|al mio (?:ritorno|rientro)"""
    ),
    any_of(  # a robot that says so
        r"""this is an auto(?:mat(?:ic|ed))?[- ]?(?:reply|response|message|generated|responder)
|automatically generated
|auto(?:matic|mated)? ?-?(?:reply|response)
|do not reply to this
|automatisch (?:erstellt|generiert|erzeugt|versandt|gegenereerd|antwoord|bericht)
|automatische (?:antwort|nachricht)
|automatisk (?:svar|besked|genereret)
|(?:mensagem|resposta) autom[aá]tica
|réponse automatique
|respuesta autom"""
    ),
)

_SAYS_ROBOT = any_of(
    r"""(?:this|dies|dit|dette|esta|ceci|este) (?:is|ist|er|é|est|es|e-?mail|mail|message|nachricht
|bericht) .{0,20}auto.{0,12}(?:reply|response|message|generated|antwort|nachricht|antwoord
|bericht|svar|besked|resposta|mensagem|réponse|respuesta)
|automatically generated
|automatisch (?:erstellt|generiert|erzeugt|versandt|gegenereerd|verzonden)
|automatisk genereret
|gerad[ao] automaticamente"""
)

_AWAY_PLAINLY = any_of(
    r"""\bout of (?:the |my |our )?office\b
|\bon (?:annual |parental |maternity |sick )?(?:leave|vacation|holiday)\b
|\bi am away\b
|\bnicht im (?:büro|haus|hause)\b
|\babwesend\b
|\bim urlaub\b
|au(?:ß|ss)er haus
|\bafwezig\b
|niet aanwezig
|(?:op|met) vakantie
|niet op kantoor
|ikke på kontoret
|på ferie
|holder ferie
|bortrejst
|\bausente\b
|fora do escrit
|de férias
|absente? du bureau
|en congés?
|fuera de la oficina
|de vacaciones
|fuori ufficio
|in ferie
|på semester"""
)


_GONE = any_of(
    r"""\bno longer (?:with|works? (?:at|for|here|in))\b
|\bhas left (?:the company|us|our)\b
|\b(?:arbeitet|ist) nicht mehr (?:hier|bei uns|für uns|im (?:unternehmen|haus))
|\bhat (?:das unternehmen|die firma|uns) verlassen
|\b(?:werkt|is) niet (?:meer|langer) (?:hier|bij ons|werkzaam)
|\b(?:arbejder|er) ikke længere (?:her|hos os|ansat)
|\bjá não (?:trabalha|colabora|faz parte)
|\bne (?:travaille|fait) plus (?:ici|chez nous|partie)"""
)
_UNREAD = any_of(
    r"""\b(?:mailbox|mail|e-?mails?|messages?|account|address)\b.{0,40}\b(?:not|no longer) (?:be )?
(?:read|monitored|checked|forwarded|in use)
|\b(?:postfach|e-?mails?|nachrichten|adresse)\b.{0,40}\b(?:nicht|nicht mehr) (?:gelesen|bearbeitet
|weitergeleitet)
|\b(?:mailbox|postbus|e-?mails?|berichten|adres)\b.{0,40}\bniet (?:meer )?(?:gelezen|gebruikt
|doorgestuurd)
|\b(?:postkasse\w{0,2}|mails?|adresse\w{0,2})\b.{0,40}\bikke (?:længere )?(?:læst|læses|brugt
|videresendt)
|\b(?:caixa|correio|mensagens|e-?mails?|endereço)\b.{0,40}\bnão (?:é|são) (?:lid|consultad
|reencaminhad)
|\b(?:boîte|messages?|courriels?|adresse)\b.{0,40}\b(?:n['’]|ne )(?:est|sont) (?:plus|pas) (?:lu
|consulté|relevé)"""
)


_YOUR_MAIL = any_of(
    r"""\b(?:your|this) (?:e-?mails?|messages?|mail|enquir(?:y|ies)|inquir(?:y|ies)|requests?)\b
|\b(?:ihre|deine|eure|diese)r? (?:e-?mails?|mails?|nachricht|anfragen?|anliegen)\b
|\b(?:uw|je|jouw|deze) (?:e-?mail|mail|bericht|vragen|vraag|aanvraag)\b
|\b(?:din|jeres|deres|denne) (?:e-?mail|mail|besked|henvendelse)\b
|\b(?:o seu|pelo seu|a sua|pela sua|este|esta) (?:e-?mail|mensagem|contact?o|pedido)\b
|\b(?:votre|vos|ce) (?:e-?mails?|mails?|messages?|courriels?|demandes?)\b"""
)
_REFERENCE_BEHIND = late_pattern(
    rf"([^:：]{{2,80}}?)\s?[:：]\s{{0,3}}(?:{ANSWER_MARK}\s{{0,3}})?\[[A-Z][A-Z0-9]{{0,9}}-\d{{1,12}}\]",
    re.IGNORECASE,
)


def away_prefix(subject: str) -> bool:
    return bool(_AWAY_PREFIX.match(subject[:300]))


def away_subject(subject: str) -> bool:
    return bool(_AWAY_SUBJECT.search(subject[:300]))


def away_with_subject(subject: str) -> bool:
    """ "Automatic reply: Printer broken": the prefix, a colon and the subject that is answered."""
    prefix, colon, rest = subject[:300].partition(":")
    return bool(colon and rest.strip()) and away_prefix(prefix + ":")


def by_program(subject: str) -> bool:
    """ "Automatic reply: Printer broken": what a program wrote in front of the subject that it
    answers.
    """
    hit = _PROGRAM_PREFIX.match(subject[:300])
    return hit is not None and bool(subject[hit.end() :].strip())


def says_automatic(text: str) -> bool:
    """Automatic replies are spoken of."""
    return bool(_AWAY_TEXTS[4].search(text[:_SEEN]))


def head_of_reference(subject: str) -> str:
    """ "I am away: [IT-1042] VPN": what a program wrote before a subject of ours; "" if nothing
    stands there. People's programs write a mark of an answer there, and people nothing.
    """
    hit = _REFERENCE_BEHIND.match(without_answer_mark(subject[:300]))
    return hit[1].strip(" [") if hit else ""


def of_your_mail(text: str) -> bool:
    """It speaks of the mail that it answers: "your mail will not be forwarded"."""
    return bool(_YOUR_MAIL.search(text[:_SEEN]))


def away_robot(subject: str) -> bool:
    """As a robot heads its answers, in words that hardly anybody heads a request with."""
    return bool(_AWAY_ROBOT.match(subject[:300]))


def away_texts(text: str) -> int:
    """How many of five things the text says: absence, thanks, somebody else, what becomes
    of the mail, being a robot.
    """
    return sum(bool(phrase.search(text[:_SEEN])) for phrase in _AWAY_TEXTS)


def absent(text: str) -> bool:
    """Somebody says that they are away."""
    return bool(_AWAY_TEXTS[0].search(text[:_SEEN]))


def away_plainly(text: str) -> bool:
    return bool(_AWAY_PLAINLY.search(text[:_SEEN]))


def has_left(text: str) -> bool:
    """Somebody is gone for good, and nobody reads their mail."""
    said = text[:_SEEN]
    return bool(_GONE.search(said)) and bool(_UNREAD.search(said))


def says_robot(text: str) -> bool:
    """It calls itself automatic, and asks nothing."""
    return bool(_SAYS_ROBOT.search(text[:_SEEN])) and not wonders(text)
