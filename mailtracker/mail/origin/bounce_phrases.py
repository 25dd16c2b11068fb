"""Subjects and texts go in; whether a mail system speaks in them comes out, as it speaks of
mail that it could not deliver.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.address_key import local_of
from mailtracker.mail.origin.phrases import any_of, flat

_HEAD = 3_000  # characters

# Matched at the start.
_BOUNCE_SUBJECT = any_of(
    r"""\s{0,5}(?:\*+\s?|\[(?:postmaster|mail[\w -]{0,20})\]\s?)?(?:undeliver(?:able|ed)
|undelivered mail
|non[- ]?deliver(?:y|able)
|mail deliver\w* (?:fail|problem|error|status|system)
|deliver(?:y|ed)? (?:status )?(?:notification|report|failure|failed|delayed|error|problem)
|delivery has failed
|failed deliver
|failure notice
|failure delivery
|failed mail
|mail failure
|mail system error
|mail error
|mail status report
|returned mail
|returned to sender
|mail returned
|returned email
|rejected mail
|mail delivery warning
|mail could not
|e-?mail (?:could not|delivery)
|rejection
|message (?:undeliver|delivery|not delivered|you sent blocked|status|delayed|could not)
|warning: (?:message|could not send|mail)
|nondeliverable
|could not send
|unable to deliver
|(?:message|mail|e-?mail) (?:blocked|refused|rejected)
|unzustellbar
|nicht zustellbar
|benachrichtigung (?:zum|über den) (?:übermittlungs|zustell|zustellungs)status
|(?:nachricht|e-?mail|mail) (?:abgewiesen|abgelehnt|blockiert)
|(?:(?:die |ihre )?(?:e-?mail|mail|nachricht) )?(?:konnte )?nicht zugestellt
|zustellung(?:sbericht|sfehler| fehl)?
|fehler bei der (?:zustellung|nachrichten)
|unzustellbare
|onbestelbaar
|melding (?:van|over) (?:de |een )?(?:niet-)?(?:be|af)(?:zorg|lever)
|(?:e-?mail|bericht) (?:geweigerd|geblokkeerd)
|niet[- ](?:bezorg|afgelever)
|(?:(?:uw )?(?:e-?mail|mail|bericht) )(?:kon )?niet (?:bezorg|afgelever)
|onbezorg
|mislukte bezorg
|bezorging
|(?:(?:din |e-)?(?:meddelelsen?|mail(?:en)?|beskeden) )?(?:kan|kunne|blev|er) ikke (?:af)?lever
|ikke (?:af)?leveret
|(?:meddelelse om )?leverings?status
|(?:mail(?:en)?|e-mail(?:en)?|meddelelsen?) (?:blev )?(?:afvist|blokeret)
|leveringsfejl
|levering mislykkedes
|uleverbar
|ikke levert
|kunde inte levereras
|não (?:foi )?entreg
|nao entreg
|não é possível entregar
|falha (?:na|de) entrega
|(?:mensagem|e-?mail) (?:não entregue|rejeitad|bloquead|recusad)
|notificação (?:de|do) (?:estado|status|entrega)
|devolvid
|devolução (?:de|da) (?:mensagem|e-?mail)
|undelivrable
|notification d['’]état de (?:la )?remise
|(?:message|courriel|mail) (?:bloqué|rejeté|refusé)
|non remis
|échec de (?:la )?remise
|message non
|retour de (?:message|courrier|courriel)
|(?:votre |le )?(?:message|courriel|mail) n['’](?:a|est) pas
|no se puede entregar
|no entregado
|error de entrega
|mensaje devuelto
|non recapitabile
|impossibile recapitare
|mancato recapito
|bounce
|automatically rejected mail
|delivery report
|permanent(?:er)? (?:delivery )?(?:failure|error|fehler)
|user unknown
|can't deliver
|nicht ausgeliefert
|sua mensagem n
|messaggio non
|correo no entregado
|rapport de non
|niedostarcz
|nie można dostarczyć
|zwrot
|nedoručiteln
|kézbesíthetetlen
|teslim edilemedi
|olevererbart
|kan inte levereras
|toimittamaton
|ei voitu toimittaa
|недоставлен
|не доставлено
|未送达
|投递失败
|退信
|配信)"""
)
# ... and at the very beginning of what it has to say.
_BOUNCE_TEXT = any_of(
    r"""this is the (?:mail|postfix|mail delivery|exim|qmail)\b
|hi\. this is the[ ]
|i'm sorry to have to inform you
|i'm afraid i wasn't able
|this message was created automatically by mail
|this is an automatically generated delivery
|this is a delivery (?:status|failure) notification
|your (?:message|mail|e-?mail)(?: with subject:? .{1,200}?)?\s+(?:did not reach
|could ?n[o']t be delivered|to .{1,120} could not|to .{1,120} was automatically rejected
|cannot be delivered|can't be delivered|wasn't delivered|was not delivered
|has not been delivered|couldn't be delivered|has been rejected|was rejected|is being returned)
|the following (?:addresses had|recipient|address(?:es)?|message (?:to|could not)
|destination addresses)
|delivery to the following
|delivery has failed
|the original message was received at
|could not be delivered to
|message could not be delivered
|the mail system
|unable to deliver (?:your )?message
|a message that you (?:have )?sent (?:could|has)
|the user\(s\) account is
|this is a permanent error
|this is an advisory
|failed recipients
|failed recipient
|non-?delivery report
|the email below could not
|error: invalid user
|could not deliver message
|could not deliver your
|message from interscan
|message rejected
|user mailbox exceeds
|mailbox (?:is )?full
|unknown user:
|user unknown:
|invalid (?:final )?delivery
|a message (?:could|cannot)
|delivery failed
|delivery of (?:the|your) (?:message|email)
|we were unable to deliver
|we could not deliver
|your email was not
|(?:ihre|die von ihnen gesendete) (?:nachricht|e-?mail|mail) (?:hat|konnte|wurde (?:nicht|von)
|(?:an|vom) .{1,120}? (?:konnte|wurde) (?:nicht|vom|von))
|fehler bei der (?:übermittlung|nachrichtenzustellung|zustellung)
|übermittlung an (?:die )?folgende
|dies ist eine automatisch (?:erstellte|generierte|erzeugte) (?:benachrichtigung|nachricht) über
|die (?:folgende )?nachricht konnte nicht
|die zustellung
|diese nachricht wurde automatisch vom
|uw (?:bericht|e-?mail|mail) (?:aan .{1,120}? )?(?:is (?:niet|geweigerd)|kan niet|kon niet|heeft)
|falha na entrega a (?:es|est)
|levering mislykkedes til
|échec de la remise à
|bezorging (?:aan|is mislukt)
|dit is een automatisch (?:gegenereerd|aangemaakt) bericht over de (?:bezorg|aflever)
|din (?:meddelelse|mail|e-?mail|besked) (?:til .{1,120}? )?(?:nåede|kunne|blev (?:ikke|afvist))
|levering til
|dette er en automatisk (?:genereret|oprettet) meddelelse om (?:lever|aflever)
|meddelelsen kunne ikke
|(?:a |o )?(?:sua |seu )?(?:mensagem|e-?mail) (?:para .{1,120}? )?(?:não (?:pôde|foi|pode|alcançou)
|foi (?:rejeitad|devolvid|recusad))
|(?:a )?sua mensagem não
|não foi possível entregar
|a entrega (?:para|a(?:os)?|falhou)
|esta é uma notificação (?:automática )?d[eo] (?:estado|status)
|votre (?:message|courriel|e-?mail|mail) (?:à .{1,120}? )?(?:n['’](?:a|est)
|a été (?:rejeté|refusé|bloqué))
|ceci est une notification d['’]état
|la remise (?:aux?|à) .{1,80} a échoué
|nous sommes au regret de vous informer que votre (?:message|courriel|mail)
|[\w .-]{2,40} (?:has )?(?:blocked|refused) (?:a|the|your) (?:message|mail|e-?mail)
|su mensaje no
|il messaggio non
|il tuo messaggio non
|sorry,? (?:i|we) (?:couldn't|could not|was unable|were unable)
|delivery to
|transcript of session
|your mail (?:to|could not)
|your message\s{1,4}subject:[^\n]{0,300}\s{1,4}was not delivered to
|reason for failure
|sorry, your message
|message from .{1,60} could not
|this mail .{0,30}could not be delivered
|the e-?mail (?:account|address) (?:that|you)"""
)

_LIST_DENIES = any_of(
    r"""\s{0,5}(?:post(?:ing)? to .{1,120} (?:denied|rejected)\b
|request to mailing list .{1,120} rejected\b
|(?:message distribution|distribution du message|verteilung der nachricht)\s?: \w+
|your (?:message|post|posting|request) to .{1,120} (?:has been |was |is )?(?:denied|rejected
|awaits moderator approval)\b
|(?:message|post) (?:rejected|denied) by (?:the )?(?:list|moderator)
|(?:beitrag|nachricht) an .{1,120} (?:abgelehnt|abgewiesen)\b
|(?:message|publication) (?:rejetée?|refusée?) par la liste)"""
)
_LIST_SOFTWARE = late_pattern(
    flat(
        r""".{1,60}[+-](?:owner|bounces?|request)(?:[+-].{1,40})?
|(?:owner|request)-.{1,60}
|(?:mailman|listserv|majordomo|sympa|mlmmj|ezmlm|listserver)(?:[+-].{1,40})?"""
    ),
    re.IGNORECASE,
)

_SMTP_CODE = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b|\b55[0-4][ -]|\b45[0-2][ -]|\b421 ")

_REMOTE_HOST = any_of(
    r"""said: 5\d\d
|remote host said
|smtp error from remote
|reporting-mta
|diagnostic-code
|user unknown
|mailbox (?:is )?(?:full|unavailable)
|unknown user
|no such user
|recipient rejected
|over quota
|quota exceeded
|does not exist
|host (?:or domain name )?not found
|retry timeout
|returned below
|copy of (?:the|your) (?:message|mail)
|original message (?:headers|follows)
|message headers follow
|relay access denied
|no mailbox here by that name
|not listed in\b
|user .{1,120} not listed\b"""
)

_RETURNED_HEADERS = late_pattern(
    r"^[> \t]{0,9}(?:received|return-path|message-id|mime-version|x-[a-z-]{2,30}):[ \t]",
    re.IGNORECASE | re.MULTILINE,
)


def list_software(email: str) -> bool:
    """A list's role stands before the @: whatever writes from there is the list's program."""
    return bool(_LIST_SOFTWARE.fullmatch(local_of(email)))


def bounce_subject(subject: str) -> bool:
    return bool(_BOUNCE_SUBJECT.match(subject[:300]))


def list_denies(subject: str) -> bool:
    """A list's software tells that it did not take a mail (mlmmj, Mailman, Sympa, Majordomo)."""
    return bool(_LIST_DENIES.match(subject[:300]))


def bounce_text(text: str) -> bool:
    """A mail system's own words within the first lines, before anybody could have quoted them."""
    return bool(_BOUNCE_TEXT.search(text.lstrip()[:400]))


def bounce_opening(text: str) -> bool:
    """The very first words are a mail system's."""
    return bool(_BOUNCE_TEXT.match(text.lstrip(" \t\n*-#")[:400]))


def delivery_codes(text: str) -> bool:
    """SMTP answers or a mail server's wording somewhere in the text."""
    return bool(_SMTP_CODE.search(text[:_HEAD])) or bool(_REMOTE_HOST.search(text[:_HEAD]))


def returns_mail(text: str) -> bool:
    """Header fields of another mail stand in the text."""
    return len({hit.casefold() for hit in _RETURNED_HEADERS.findall(text[:20_000])}) >= 2
