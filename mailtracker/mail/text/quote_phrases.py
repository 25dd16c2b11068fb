"""The words by which mailers say that a quote, a forward or a signature begins, one entry a
language; and the patterns made of them. Where such words may stand is `quotes`' business.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Language:
    """What the mailers of one language write, as alternatives of a pattern."""

    #: Between dashes, above what is passed on.
    forwarded: str = ""
    #: Between dashes, above what is answered.
    original: str = ""
    #: Apple's line above what is passed on, without its colon.
    begins: str = ""
    #: The verb of "On Monday Bo wrote:".
    wrote: str = ""
    #: The words that such a line begins with.
    starts: str = ""
    #: Days of the week, cut where all their forms still agree.
    days: str = ""
    #: As "Quoting Bo:" begins.
    citing: str = ""
    #: Labels of an Outlook-like block, without their colon: who wrote,
    from_: str = ""
    #: when,
    date: str = ""
    #: to whom,
    to: str = ""
    #: and to whom else;
    cc: str = ""
    #: what it is about;
    subject: str = ""
    #: and what else may stand there.
    other: str = ""
    #: How a line begins that a telephone puts below a mail.
    mobile: str = ""


_LANGUAGES = (
    _Language(  # English
        forwarded="forwarded message|forwarded mail|original message follows",
        original="original message|original appointment|reply message",
        begins="begin forwarded message",
        wrote="wrote|writes",
        starts="on|at|in message|in article",
        days="mon|tue|wed|thu|fri|sat|sun",
        citing="quoting",
        from_="from",
        date="sent|date|sent on|sent at",
        to="to",
        cc="cc|bcc",
        subject="subject|re",
        other="reply-to|importance|attachments|priority|organization|urgency|message-id|x-mailer"
        "|newsgroups|followup-to",
        mobile=r"sent (?:wirelessly )?from (?:my|mail|outlook|yahoo|proton|samsung|a mobile|the"
        r"|\w{3,20}<http|mailbox for|an? \w{3,12} (?:device|phone)"
        r"|[A-Z]\w+(?: for)? i(?:phone|pad))"
        r"|sent (?:with|via|using) (?:my|an? |the |outlook|gmail|yahoo|proton|airmail|mail|mobile"
        r"|sparrow|iphone|ipad|android|blackberry|samsung|k-9|fairemail|spark|superhuman|front"
        r"|windows)"
        r"|get outlook for|download outlook",
    ),
    _Language(  # German
        forwarded="weitergeleitete nachricht|weitergeleitete e-mail",
        original="ursprüngliche nachricht|ursprüngliche mail|ursprüngliche e-mail"
        "|original-nachricht|antwort nachricht|originalnachricht",
        begins="anfang der weitergeleiteten (?:nachricht|e-mail|mail)",
        wrote="schrieb|schreibt|geschrieben",
        starts="am",
        days="mo|di|mi|do|fr|sa|so",
        citing="zitat von|zitiere",
        from_="von",
        date="gesendet|datum|gesendet am",
        to="an|empfänger",
        cc=r"kopie|kopie (cc)",
        subject="betreff",
        other="wichtigkeit|anlagen|antwort an",
        mobile=r"(?:von|aus|mit) mein\w{0,2} .{2,60}gesendet"
        r"|gesendet (?:von|mit|aus|über) (?:mein\w{0,2}|outlook|mail|gmail|yahoo|web|k-9|samsung"
        r"|android|i(?:phone|pad)|der|dem)"
        r"|von meinem .{2,40} gesendet|diese nachricht wurde von meinem|holen sie sich outlook"
        r"|outlook für",
    ),
    _Language(  # Dutch
        forwarded="doorgestuurd bericht|doorgestuurde e-mail",
        original="oorspronkelijk bericht|oorspronkelijke bericht|origineel bericht",
        begins="begin doorgestuurd bericht",
        wrote="schreef|geschreven",
        starts="op",
        days="ma|di|wo|do|vr|za|zo",
        citing="citeren",
        from_="van",
        date="datum|verzonden|verzonden op",
        to="aan",
        subject="onderwerp|betr.",
        other="bijlagen|prioriteit",
        mobile=r"(?:verzonden|verstuurd) (?:vanaf|vanuit|met|via|van)|outlook voor",
    ),
    _Language(  # Danish and Norwegian
        forwarded="videresendt meddelelse|videresendt besked|videresendt mail|videresendt melding",
        original="oprindelig meddelelse|oprindelig besked|oprindelig mail|original meddelelse"
        "|opprinnelig melding",
        begins="start på videresendt (?:besked|meddelelse|mail)|videresendt besked",
        wrote="skrev",
        starts=r"den|d\.|på",
        days="ma|ti|ti[rs]|on[ds]|to[rs]|fre|lør|søn",
        citing="citerer|citat af",
        from_="fra",
        date="sendt|dato",
        to="til",
        cc="kopi",
        subject="emne",
        other="prioritet|vedhæftede filer|svar til",
        mobile=r"sendt (?:fra|med) (?:min|outlook|mail|gmail|yahoo|i(?:phone|pad)|android|samsung)"
        r"|hent outlook",
    ),
    _Language(  # Swedish
        forwarded="vidarebefordrat meddelande",
        original="originalmeddelande|ursprungligt meddelande",
        begins="vidarebefordrat brev",
        wrote="skrev",
        starts="den|på",
        days="ti[rs]|on[ds]|to[rs]|fre|lör|sön",
        citing="citat från",
        from_="från",
        date="datum|skickat",
        to="till",
        subject="ämne",
        mobile="skickat från",
    ),
    _Language(  # Portuguese
        forwarded="mensagem encaminhada|mensagem reencaminhada",
        original="mensagem original",
        begins="in[ií]cio da mensagem (?:reencaminhada|encaminhada)",
        wrote="escreveu",
        starts="em|no dia",
        days="seg|ter|qua|qui|sex|sáb|dom",
        citing="citando|citação de",
        from_="de|remetente",
        date="enviado|enviada|enviado em|enviada em|data|data de envio",
        to="para",
        subject="assunto",
        other="anexos",
        mobile=r"enviado (?:do|da|a partir|pelo|via|desde) (?:d[oae] )?(?:o |a |el |la )?"
        r"(?:meu|minha|mi|i(?:phone|pad)|outlook|mail|gmail|yahoo|android|samsung|tele\w{3,8}"
        r"|smartphone|correo|dispositivo)"
        r"|obter o outlook|obtenha o outlook",
    ),
    _Language(  # French
        forwarded="message transf[eé]r[eé]",
        original="message d.origine|message original",
        begins="d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])",
        wrote=r"a\s?écrit|écrit",
        starts="le",
        days="lun|mar|mer|jeu|ven|sam|dim",
        from_="de|expéditeur",
        date="date|envoyé|date de l'envoi|envoyé le|message du",
        to="à|a|destinataire",
        cc="copie|copie à",
        subject="objet|sujet",
        mobile=r"envoyé (?:sans fil )?(?:de(?:puis)?|par) mon|envoyé à partir"
        r"|(?:télécharger|obtenez|obtenir) outlook",
    ),
    _Language(  # Spanish
        forwarded="mensaje reenviado",
        original="mensaje original",
        begins="inicio del mensaje reenviado",
        wrote="escribió",
        starts="el",
        days="lun|mar|mié|jue|vie|dom",
        citing="citando",
        from_="de",
        date="enviado|enviado el|fecha",
        to="para|destinatario",
        subject="asunto",
        mobile="obt[eé]n(?:er|ga)? outlook",
    ),
    _Language(  # Italian
        forwarded="messaggio inoltrato",
        original="messaggio originale",
        begins="inizio messaggio inoltrato",
        wrote="ha scritto",
        starts="il|il giorno",
        days="lun|mar|mer|ven|dom",
        from_="da|mittente",
        date="data|inviato",
        to="a|destinatario",
        subject="oggetto",
        mobile="inviato da",
    ),
    _Language(  # Polish
        wrote="pisze|napisał|napisała|napisal",
        starts="dnia|w dniu",
        from_="od",
        date="data|wysłano",
        to="do",
        subject="temat",
    ),
    _Language(  # Czech
        starts="dne",
        from_="odesílatel",
        date="datum|odesláno",
        to="komu",
        subject="předmět",
    ),
    _Language(wrote="kirjoitti", starts="pe|tl", from_="lähettäjä"),  # Finnish
    _Language(  # Hungarian
        wrote="írta", from_="feladó", date="elküldve", to="címzett", subject="tárgy"
    ),
    _Language(  # Turkish
        wrote="yazdı", from_="gönderen", date="gönderildi", to="kime", subject="konu"
    ),
    _Language(wrote="έγραψε"),  # Greek
    _Language(  # Russian
        wrote="написал|написала|пишет",
        days="пн|вт|ср|чт|пт|сб|вс",
        from_="от",
        date="дата|отправлено",
        to="кому",
        cc="копия",
        subject="тема",
    ),
    _Language(  # Ukrainian
        from_="від",
    ),
    _Language(wrote="đã viết", starts="vào"),  # Vietnamese
    _Language(wrote="작성"),  # Korean
    _Language(  # Japanese
        wrote="のメッセージ|書いた|さんは書きました",
        from_="差出人",
        date="送信日時|日時",
        to="宛先",
        subject="件名",
    ),
    _Language(  # Chinese
        wrote="写道",
        from_="发件人|寄件者",
        date="日期|发送时间",
        to="收件人",
        cc="抄送",
        subject="主题",
    ),
)
"""To add a language, add an entry."""

_LABELS = ("from_", "date", "to", "cc", "subject", "other")


def _any(name: str) -> str:
    """The same as one group of a pattern. Its words may hold groups of their own."""
    found = (getattr(language, name) for language in _LANGUAGES)
    return f"(?:{'|'.join(dict.fromkeys(filter(None, found)))})"


def _pattern(text: str) -> re.Pattern[str]:
    return late_pattern(text, re.IGNORECASE)


CATEGORY = {
    label: name.strip("_")
    for name in _LABELS
    for language in _LANGUAGES
    for label in getattr(language, name).split("|")
    if label
}
"""What a label of a header block names: from, date, to, cc, subject or other."""

FORWARDED = _pattern(_any("forwarded"))
ORIGINAL = _pattern(_any("original"))
DAVID = _pattern(r"original message processed by david\W{0,3}")
"""Tobit's mailer, which draws no frame."""

BEGINS = _pattern(rf"\s{{0,9}}{_any('begins')}\s{{0,3}}:\s*")
ABOVE = _pattern(
    r"(?:repl[yi]|respond|antwort|antwoord|svar|respost|responda).{0,60}"
    r"(?:above|oberhalb|über dies|boven dez|over denne|acima dest|acima da linha)"
)
"""As trackers ask for answers above a line."""

WROTE = _pattern(rf"(?<!\w){_any('wrote')}(?!\w)")
START = _pattern(rf"[\s*]{{0,4}}(?:{_any('starts')}|{_any('days')}\w{{0,8}}[.,]{{0,2}})\s")
CITING = _pattern(rf"\s{{0,4}}{_any('citing')}\s")
SHARED = late_pattern(
    r"(.*[\w.!?)\]-])\s+((?:On|Am|Op|Den|Em|Le|El|Il)\s.{10,300}"
    rf"(?<!\w){_any('wrote')}.{{0,80}}:)$"
)
"""An answer and the heading of what it answers, on one line."""

MOBILE = _pattern(rf"\s{{0,9}}[*_]?{_any('mobile')}\b.{{0,120}}")
