"""Addresses, subjects and texts go in; what they look like comes out: of people who
ask, and of robots that do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.address_key import local_of

_HEAD = 3_000


def flat(words: str) -> str:
    """A pattern that was written over several lines."""
    return words.replace("\n", "")


def joined(words: str) -> str:
    """The same where a new line is a blank, or nothing before another choice."""
    return words.replace("\n|", "|").replace("\n", " ")


def any_of(words: str) -> re.Pattern[str]:
    """One of several phrases, on any number of lines, in any case."""
    return late_pattern(f"(?:{flat(words)})", re.IGNORECASE)


def any_on_lines(words: str) -> re.Pattern[str]:
    """The same, `joined`; each line of a text has a beginning and an end."""
    return late_pattern(f"(?:{joined(words)})", re.IGNORECASE | re.MULTILINE)


# The writer wants something from us: no robot asks that.
_ASKS = any_of(
    r"""\?(?:\s|$)
|\b(?:can|could|would|will) (?:you|someone|anybody|anyone|we)\b
|\b(?:can|could|may) i (?:have|get|ask|please)\b
|\bhow (?:do|can|to)\b
|\bplease (?:help|advise|set|switch|turn|fix|enable|disable|check|activate|deactivate|change
|stop|add|remove|look|let me know|tell me|tell us|make|have a|update|investigate|explain|see
|find|put|configure|forward the|give|send me|do)\b
|\bi (?:need|want|would like|cannot|can't|can’t|keep|tried|got|am trying|am getting
|don't (?:know|understand)|wonder)\b
|\b(?:kann|könn(?:te|test|ten)|könnt) (?:ihr|du|wir|mir|man|jemand|sie mir|sie bitte)\b
|\bkönnen (?:ihr|wir|sie (?:mir|bitte|das|meine|den|die))\b
|\bwie (?:kann|stelle|richte|schalte|geht|bekomme)\b
|\bbitte (?:um (?!(?:ihr |dein |euer |ihre |eure )?(?:verständnis|geduld))|hilf|helf|richt
|schalt|stell|prüf|änder|aktivier|deaktivier|einricht)
|\bich (?:möchte|brauche|bekomme|bräuchte|hätte gern)\b
|\bkunt u (?:mij|dit|mijn|het|de|a\.u\.b|alstublieft)\b
|\bkun je\b(?! (?:(?:dan|altijd|ook|zich|je|natuurlijk) ){0,2}(?:contact|wenden|mailen|bellen
|terecht|een mail|een bericht))
|\bkunnen jullie\b
|(?:^|[.!?\n]\s{0,3})graag (?:mijn|onze|het|de|dit|deze|even|ook)\b
|\b(?:somebody|someone) (?:has to|must|needs to|should)\b
|\bjemand (?:muss|müsste|sollte)\b
|\biemand (?:moet|zou)\b
|\bnogen (?:skal|bør)\b
|\balguém (?:tem (?:de|que)|precisa|deve)\b
|\bquelqu['’]un (?:doit|devrait)\b
|\b(?:please|bitte|graag|venligst|por favor|merci de)\b(?! (?:note|beachte|let op|bemærk|notez
|contact|call|ring|kontakt|wende|neem|mail|write))[^.!?\n]{0,50}\b(?:my|mein(?:e[mnr]?)?|mijn|min
|mit|mine|o meu|a minha|ma|mon|mes) (?:phone|extension|calls|calendar|mailbox|mail|account|password
|laptop|desk|badge|toestel|telefoon|agenda|telefon|anschluss|durchwahl|anrufe|kalender|postfach
|konto|kennwort|opkald|kode|telefone|extensão|chamadas|caixa|conta|ligne|poste|appels|boîte|compte
|messagerie|téléphone)\b
|\b(?:pouvez-vous|pourriez-vous|je voudrais|j['’]aimerais|est-ce que)\b
|\b(?:omstil|viderestil) (?:venligst|gerne|min|mit)\b
|\bhoe (?:kan|stel|zet)\b
|\bik (?:wil|krijg|zou graag)\b
|\bkan (?:i|nogen|du (?:hjælpe|slå|sætte|se|ordne))\b
|\bhvordan\b
|\bjeg (?:vil gerne|får|har brug)\b
|\bpode(?:m|ria|riam)? (?:ajudar|ativar|me|por favor|verificar|ver|alguém)\b
|\bcomo (?:posso|faço|configur)
|\bpreciso\b
|\bgostaria\b
|\bquero\b
|\bnão consigo\b"""
)
_GREETS = any_of(
    r"""\s{0,5}(?:hi|hello|hey|dear|good (?:morning|afternoon|day)|hallo|guten (?:tag|morgen)
|liebe|moin
|beste|goedemorgen|hej|kære|godmorgen|olá|bom dia|boa tarde|bonjour|salut|hola
|buenos)\b(?!,? this is the )"""
)
_TO_NOBODY = any_of(
    r"""\W{0,3}(?:sir|madam|mr|mrs|ms|user|customer|client|sender|subscriber|member|recipient|kunde
|kundin|kund|nutzer|benutzer|absender|damen|klant|gebruiker|afzender|heer|bruger|afsender|cliente
|utilizador|utente|remetente|utilisateur|expéditeur|administrator)"""
)
# As in _ASKS, without what mail systems write, too ("please check the address").
_ASKS_PLAINLY = any_of(
    r"""\w\?(?:\s|$)
|\b(?:can|could|would) (?:you|someone|anybody|anyone)\b
|\bi (?:need|want|would like|keep|tried|got|get|am trying|am getting|don't (?:know|understand)
|wonder)\b
|\bplease (?:help|fix|advise|look)\b
|\bwe (?:need|get|got|keep)\b
|\b(?:könn(?:te|test|ten)|könnt) (?:ihr|du|sie)\b
|\bich (?:möchte|brauche|bekomme|bräuchte|habe)\b
|\bwir (?:bekommen|brauchen)\b
|\b(?:wir bitten|bitten wir)(?: sie)? um (?!(?:ihr |euer )?(?:verständnis|geduld|beachtung
|kenntnisnahme|überweisung|zahlung|ausgleich|entschuldigung))
|\bkun je\b
|\bkunnen jullie\b
|\bik (?:wil|krijg)\b
|\bjeg (?:får|har)\b
|(?<!\bnu )(?<!\bher )\bkan (?:i|du|nogen)\b(?! (?:se bort|ignorere|ikke se))
|\bpode(?:m|ria|riam)? ajudar\b
|\bnão consigo\b
|\bje (?:reçois|n'arrive)\b
|\bpouvez-vous\b"""
)
_QUESTION = late_pattern(r"\?(?![\w%=&/.#-])")
_DISCLAIMER = any_of(
    r"""\n\W{0,9}(?:this (?:e-?mail|message|communication)\b.{0,80}(?:confidential|originat|intended
|attachment|contain)
|(?:the )?information (?:contained )?in this
|if you (?:have )?receive[d]? this (?:e-?mail|message) (?:in error|by mistake)
|confidentiality
|disclaimer
|diese (?:e-?mail|nachricht) .{0,40}vertraulich
|dit (?:e-mail)?bericht .{0,40}vertrouwelijk
|denne (?:e-?mail|mail) .{0,40}fortrolig
|esta mensagem .{0,60}confidencia
|ce message .{0,60}confidentiel)"""
)
_READ_SUBJECT = any_of(
    r"""\s{0,5}(?:
read
|not read
|gelesen
|ungelesen
|gelezen
|niet gelezen
|læst
|ikke læst
|lida
|lido
|lue
|lu
|leído
|letto
|read receipt
|lesebestätigung
|return receipt
|leesbevestiging
|kvittering for læsning
|recibo de leitura
|disposition notification
|empfangsbestätigung \(angezeigt\)
)(?:\s\(.{0,20}\))?\s{0,3}[:\-]"""
)
_READ_TEXT = any_of(
    r"""\s{0,20}(?:(?:your (?:message|mail)|ihre nachricht|uw bericht|din (?:meddelelse|besked)
|(?:a )?sua mensagem|votre message|su mensaje
|il messaggio)\b[\s\S]{0,600}?(?:was (?:read|displayed|deleted without being read)
|has been (?:read|displayed)|wurde.{0,60}?(?:gelesen|angezeigt)|gelezen|geopend|læst|lida
|exibida|été lu|leído|letto)
|this is a (?:read|return) receipt
|dies ist eine (?:lese|empfangs)bestätigung)"""
)
_CHALLENGE = any_of(
    r"""waitlisted
|challenge[- ]response
|please (?:confirm|verify) (?:that you|your (?:message|address|identity))
|confirm (?:your|this) (?:message|e-?mail) by
|prove (?:that )?you(?:'re| are) (?:a )?human
|spam ?arrest
|boxbe
|tmda
|sender (?:address )?verification
|(?:address )?added to .{0,40}(?:allowed|approved|white) ?list
|this account is protected by
|(?:answer|reply to) this (?:message|mail|e-?mail) (?:to|and) .{0,40}(?:confirm|deliver|release)
|one[- ]time (?:request|verification)"""
)
_REPORTS = any_of(
    r"""\s{0,5}(?:\[[\w -]{1,30}\] )?(?:
report domain:.{3,200}submitter:
|cron <[^<>\s@]{1,60}@[^<>\s]{1,120}>
|\[(?:firing|resolved)(?::\d{1,4})?\]
|\*\* (?:problem|recovery|acknowledgement|flapping\w{0,8}) (?:service|host) (?:alert|notification)
)"""
)
_REPORTS_ALONE = any_of(r"""\s{0,5}(?:\[[\w -]{1,30}\] )?(?:report domain:|cron <|\*\* )""")
_UNSUBSCRIBES = any_of(
    r"""\bunsubscribe\b
|\bopt[- ]out\b
|view (?:it |this e-?mail |this mail )?in (?:your |a )?(?:web )?browser
|\b(?:abmelden|abbestellen|austragen)\b
|\b(?:uitschrijven|afmelden voor)\b
|\b(?:afmeld|frameld)\b
|\b(?:cancelar (?:a )?subscrição|remover subscrição|deixar de receber|descadastr\w{0,6})\b
|\b(?:désabonn\w{0,6}|désinscri\w{0,6}|se désinscrire)\b"""
)
_REPORTS_BY_ROBOTS = any_of(
    r"""\W{0,9}(?:problem|recovery|resolved|ok|warning|critical|alert|cron|anacron|report domain
|nagios
|zabbix|icinga)\b"""
)
_ROBOT_ADDRESS = late_pattern(
    flat(
        r"""(?:root|cron|anacron|nagios|icinga\d?|zabbix|grafana|prometheus|alertmanager
|monitoring|checkmk
|munin|jenkins|backup|dmarc[._-]?reports?|noreply[._-]?dmarc\w{0,20})"""
    )
)
_MACHINE_ADDRESS = late_pattern(
    flat(
        r""".{0,60}(?:smtp|system|admin|daemon|virus|gateway|imss|\bndr\b|mailserver
|mail[._-]?(?:service|server|scan|gate|gw|relay|filter)|\bgw\d?\b|\bmta\b|deliver|server|robot|filter|spam|symantec
|interscan|post_?master|mailer).{0,60}"""
    )
)
_MACHINE_NAME = any_of(
    r"""(?:e-?)?mail[ -]?(?:server|system|delivery|gateway|service|administrator|relay|router)\b
|domino\b
|postmaster\b
|anti-?virus\b"""
)
_ROBOT_PROGRAMS = {
    "x-mailer": "vacation",
    "preference": "auto_reply",
    "x-post-messageclass": "autoresponder",
}
_NO_REPLY = late_pattern(
    flat(
        r"""(?:.{0,40}[._+-])?(?:
no[._-]?reply
|do[._-]?not[._-]?reply
|dont[._-]?reply
|donotreply
|nicht[._-]?antworten
|keine[._-]?antwort
|nao[._-]?responda
|nao[._-]?responder
|no[._-]?responder
|no[._-]?responda
|ne[._-]?pas[._-]?repondre
|niet[._-]?beantwoorden
|svar[._-]?ikke
|ikke[._-]?svar
|noreply\d*
)(?:[._+-].{0,60})?"""
    ),
    re.IGNORECASE,
)


DAEMONS = frozenset(
    """mailer-daemon mailer_daemon mailerdaemon mail-daemon mail_daemon maildaemon mdaemon
    postmaster post_master double-bounce mail-delivery-subsystem maildelivery mail.delivery.system
    mail-system mailsystem bounce bounces""".split()
)


def daemon_address(email: str) -> bool:
    """Whether an address belongs to a mail system: mailer-daemon,
    postmaster, Exchange's bounce mailbox.
    """
    local = local_of(email).strip('"').replace("\\", "@").partition("@")[0]
    return local in DAEMONS or local.startswith(
        ("mailer-daemon", "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e")
    )


def greets(text: str) -> bool:
    """It begins with a greeting, and not to "Dear user"."""
    hit = _GREETS.match(text)
    return hit is not None and not _TO_NOBODY.match(text[hit.end() : hit.end() + 40])


def questions(text: str) -> bool:
    """A question mark ends something. One within an address of the web asks nothing."""
    return "?" in text and bool(_QUESTION.search(text))


def asks_plainly(text: str) -> bool:
    """It asks as no mail system does."""
    return bool(_ASKS_PLAINLY.search(_without_disclaimer(text)))


def wonders(text: str) -> bool:
    """A person wrote this: it begins with a greeting, or asks something as no mail system does."""
    return bool(_GREETS.match(text)) or bool(_ASKS_PLAINLY.search(_without_disclaimer(text)))


def greets_by_name(text: str) -> bool:
    """ "Hi Eva": a robot knows nobody's first name."""
    hit = _GREETS.match(text)
    return bool(
        hit and re.match(r"\s[A-ZÄÖÜÅÆØ][^\W\d_]+\s?[,!.\n]", text[hit.end() : hit.end() + 40])
    )


def _without_disclaimer(text: str) -> str:
    """What a law department wants at the end of every mail does not count."""
    said = text[:_HEAD]
    footer = _DISCLAIMER.search(said)
    return said[: footer.start()] if footer else said


def asks(text: str) -> bool:
    """The writer wants something of the reader."""
    return bool(_ASKS.search(_without_disclaimer(text)))


def read_subject(subject: str) -> bool:
    return bool(_READ_SUBJECT.match(subject[:300]))


def read_text(text: str) -> bool:
    return bool(_READ_TEXT.match(text[:1_500]))


def challenge(text: str) -> bool:
    return bool(_CHALLENGE.search(text[:_HEAD]))


def robot_subject(subject: str, *, by_robot: bool) -> bool:
    """Cron, monitoring and DMARC reports. `by_robot`: the address is such a program's own, so
    that fewer words are enough.
    """
    line = subject[:300]
    return bool(_REPORTS.match(line)) or (by_robot and bool(_REPORTS_BY_ROBOTS.match(line)))


def reports_alone(subject: str) -> bool:
    """As only programs head their mail: no person writes "** PROBLEM Service Alert"."""
    return bool(_REPORTS_ALONE.match(subject[:300]))


def unsubscribes(text: str) -> bool:
    """It says how to get no more of its kind."""
    return bool(_UNSUBSCRIBES.search(text))


def robot_address(email: str) -> bool:
    return bool(_ROBOT_ADDRESS.fullmatch(local_of(email)))


def machine_address(name: str, email: str) -> bool:
    """Whether a program's name stands before the @ or is shown, and hardly a person's."""
    return bool(_MACHINE_ADDRESS.fullmatch(local_of(email))) or bool(_MACHINE_NAME.match(name))


def robot_program(fields: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """The field in which an answering program names itself, with its value; None for none."""
    for name, value in fields:
        word = _ROBOT_PROGRAMS.get(name)
        if word and word in value.casefold():
            return name, value
    return None


def nobodys_address(email: str) -> bool:
    """A mail system's own address. Not postmaster@ and bounces@, where people may sit."""
    return daemon_address(email) and local_of(email) not in ("postmaster", "bounce", "bounces")


def no_reply(email: str) -> bool:
    return bool(_NO_REPLY.fullmatch(local_of(email)))
