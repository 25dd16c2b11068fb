"""The words by which mailers say that a quote or a forward begins, one entry a
language; and the patterns made of them. Where such words may stand is `quotes`' business.
"""

from __future__ import annotations

import re
from unicodedata import combining, normalize

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
    #: The same where no blanks part the words.
    wrote_within: str = ""
    #: The subject and the verb of "On 5 May 2026 you wrote:".
    you: str = ""
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


_LANGUAGES = (
    _Language(  # English
        forwarded="forwarded message|forwarded mail|original message follows",
        original="original message|original appointment|reply message",
        begins="begin forwarded message",
        wrote="wrote|writes",
        you="you wrote",
        starts="on|at|in message|in article",
        days="mon|tue|wed|thu|fri|sat|sun",
        citing="quoting|excerpts from",
        from_="from",
        date="sent|date|sent on|sent at",
        to="to",
        cc="cc|bcc",
        subject="subject|re",
        other="reply-to|importance|attachments|priority|organization|urgency|message-id|x-mailer"
        "|newsgroups|followup-to",
    ),
    _Language(  # German
        forwarded="weitergeleitete nachricht|weitergeleitete e-mail",
        original="ursprüngliche nachricht|ursprüngliche mail|ursprüngliche e-mail"
        "|original-nachricht|antwort nachricht|originalnachricht",
        begins="anfang der weitergeleiteten (?:nachricht|e-mail|mail)",
        wrote="schrieb|schreibt|geschrieben",
        you="schriebst du|schriebt ihr|schrieben sie|hast du geschrieben|haben sie geschrieben",
        starts="am",
        days="mo|di|mi|do|fr|sa|so",
        citing="zitat von|zitiere",
        from_="von",
        date="gesendet|datum|gesendet am",
        to="an|empfänger",
        cc=r"kopie|kopie (cc)",
        subject="betreff",
        other="wichtigkeit|anlagen|antwort an",
    ),
    _Language(  # Dutch
        forwarded="doorgestuurd bericht|doorgestuurde e-mail",
        original="oorspronkelijk bericht|oorspronkelijke (?:bericht|e-?mail)|origineel bericht",
        begins="begin doorgestuurd bericht",
        wrote="schreef|geschreven",
        you="schreef (?:je|jij|u)|(?:heb je|hebt u) geschreven|schreven jullie",
        starts="op",
        days="ma|di|wo|do|vr|za|zo",
        citing="citeren",
        from_="van",
        date="datum|verzonden|verzonden op",
        to="aan",
        subject="onderwerp|betr.",
        other="bijlagen|prioriteit",
    ),
    _Language(  # Danish and Norwegian
        forwarded="videresendt meddelelse|videresendt besked|videresendt mail|videresendt melding",
        original="oprindelig (?:meddelelse|besked|(?:e-)?mail)|original meddelelse"
        "|opprinnelig melding",
        begins="start på videresendt (?:besked|meddelelse|mail)|videresendt besked",
        wrote="skrev",
        you="skrev (?:du|i|de)",
        starts=r"den|d\.|på",
        days="ma|ti|ti[rs]|on[ds]|to[rs]|fre|lør|søn",
        citing="citerer|citat(?: af)?",
        from_="fra",
        date="sendt|dato",
        to="til",
        cc="kopi",
        subject="emne",
        other="prioritet|vedhæftede filer|svar til",
    ),
    _Language(  # Swedish
        forwarded="vidarebefordrat meddelande",
        original="originalmeddelande|ursprungligt meddelande",
        begins="vidarebefordrat brev",
        wrote="skrev",
        you="skrev (?:du|ni)",
        starts="den|på",
        days="ti[rs]|on[ds]|to[rs]|fre|lör|sön",
        citing="citat från",
        from_="från",
        date="datum|skickat",
        to="till",
        subject="ämne",
    ),
    _Language(  # Portuguese
        forwarded="mensagem encaminhada|mensagem reencaminhada",
        original="(?:mensagem|e-?mail) original",
        begins="in[ií]cio da mensagem (?:reencaminhada|encaminhada)",
        wrote="escreveu",
        you="(?:você|o senhor|a senhora) escreveu|escreveste",
        starts="em|no dia",
        days="seg|ter|qua|qui|sex|sáb|dom",
        citing="citando|citação de",
        from_="de|remetente",
        date="enviado|enviada|enviado em|enviada em|data|data de envio",
        to="para",
        subject="assunto",
        other="anexos",
    ),
    _Language(  # French
        forwarded="message transf[eé]r[eé]",
        original="message d.origine|(?:message|mail|e-mail|courriel) original|message initial",
        begins="d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])",
        wrote=r"a\s?écrit|écrit",
        you="(?:vous avez|tu as) écrit",
        starts="le",
        days="lun|mar|mer|jeu|ven|sam|dim",
        from_="de|expéditeur",
        date="date|envoyé|date de l'envoi|envoyé le|message du",
        to="à|a|destinataire",
        cc="copie|copie à",
        subject="objet|sujet",
    ),
    _Language(  # Spanish
        forwarded="mensaje reenviado",
        original="(?:mensaje|correo) original",
        begins="inicio del mensaje reenviado",
        wrote="escribió",
        you="usted escribió|escribiste|escribió usted",
        starts="el",
        days="lun|mar|mié|jue|vie|dom",
        citing="citando",
        from_="de",
        date="enviado|enviado el|fecha",
        to="para|destinatario",
        subject="asunto",
    ),
    _Language(  # Italian
        forwarded="messaggio inoltrato",
        original="messaggio originale",
        begins="inizio messaggio inoltrato",
        wrote="ha scritto",
        you="hai scritto|avete scritto|lei ha scritto",
        starts="il|il giorno",
        days="lun|mar|mer|ven|dom",
        from_="da|mittente",
        date="data|inviato",
        to="a|destinatario",
        subject="oggetto",
    ),
    _Language(  # Polish
        forwarded="wiadomość przekazana(?: dalej)?|przekazana wiadomość"
        "|treść przekazanej wiadomości",
        original="wiadomość oryginalna|oryginalna wiadomość",
        begins="początek przekazywanej wiadomości",
        wrote="pisze|napisał|napisała|napisal|napisana przez",
        you="napisałeś|napisałaś",
        starts="dnia|w dniu|wiadomość napisana",
        days="pon|wt|śr|czw|pt|sob|niedz",
        from_="od",
        date="data|wysłano|wysłane",
        to="do",
        cc="dw|kopia",
        subject="temat",
    ),
    _Language(  # Czech
        forwarded="přeposlaná zpráva|předaná zpráva",
        original="původní zpráva|původní e-mail",
        begins="začátek přeposílané zprávy",
        wrote="napsal|napsala|píše",
        you="jste napsal|jste napsala|jsi napsal|jsi napsala",
        starts="dne",
        from_="odesílatel|od",
        date="datum|odesláno",
        to="komu",
        cc="kopie",
        subject="předmět",
    ),
    _Language(  # Slovak
        forwarded="preposlaná správa",
        original="pôvodná správa",
        wrote="napísal|napísala|píše",
        starts="dňa",
        date="odoslané|dátum",
        cc="kópia",
        subject="predmet",
    ),
    _Language(  # Finnish
        forwarded="välitetty viesti|edelleenlähetetty viesti",
        original="alkuperäinen viesti",
        begins="välitetty viesti alkaa",
        wrote="kirjoitti",
        you="kirjoitit|kirjoititte",
        starts="pe|tl",
        from_="lähettäjä",
        date="lähetetty|päivämäärä|päiväys",
        to="vastaanottaja",
        cc="kopio",
        subject="aihe",
    ),
    _Language(  # Hungarian
        forwarded="továbbított üzenet|továbbított levél",
        original="eredeti üzenet",
        begins="továbbított levél kezdete",
        wrote="írta",
        you="írtad|írtál",
        from_="feladó",
        date="elküldve|dátum|küldve",
        to="címzett",
        cc="másolatot kap|másolat",
        subject="tárgy",
    ),
    _Language(  # Romanian
        forwarded="mesaj redirecționat|mesaj transmis mai departe|mesaj retransmis",
        original="mesaj original|mesajul original",
        begins="începutul mesajului redirecționat",
        wrote="a scris",
        you="ai scris|ați scris",
        starts="în data|in data|pe|la data",
        days="lun|mar|mie|joi|vin|sâm|dum",
        from_="de la",
        date="trimis|data",
        to="către|catre",
        subject="subiect",
    ),
    _Language(  # Turkish
        forwarded="iletilen mesaj|yönlendirilen ileti|yönlendirilmiş ileti|iletilmiş mesaj",
        original="özgün ileti|orijinal ileti|orijinal mesaj",
        begins="iletilen mesajın başlangıcı",
        wrote="yazdı",
        you="yazdınız|yazdın",
        from_="gönderen|kimden",
        date="gönderildi|tarih|gönderme tarihi",
        to="kime|alıcı",
        cc="bilgi",
        subject="konu",
    ),
    _Language(  # Greek
        forwarded="προωθημένο μήνυμα",
        original="αρχικό μήνυμα",
        begins="αρχή προωθημένου μηνύματος",
        wrote="έγραψε",
        you="γράψατε|έγραψες",
        starts="στις|την",
        from_="από",
        date="στάλθηκε|ημερομηνία|εστάλη",
        to="προς",
        cc="κοιν|κοιν.|κοινοποίηση",
        subject="θέμα",
    ),
    _Language(  # Russian
        forwarded="пересылаемое сообщение|пересланное сообщение|конец пересылаемого сообщения",
        original="исходное сообщение",
        begins="начало переадресованного сообщения",
        wrote="написал|написала|пишет",
        days="пн|вт|ср|чт|пт|сб|вс",
        from_="от|от кого",
        date="дата|отправлено",
        to="кому",
        cc="копия",
        subject="тема",
    ),
    _Language(  # Ukrainian
        original="оригінальне повідомлення",
        wrote="пише|написав|написала",
        from_="від",
        date="надіслано",
    ),
    _Language(wrote="đã viết", starts="vào"),  # Vietnamese
    _Language(  # Korean
        original="원본 메시지",
        wrote="작성",
        wrote_within="님이 작성|님이 쓴 글",
        from_="보낸 사람",
        date="보낸 날짜|날짜",
        to="받는 사람",
        subject="제목",
    ),
    _Language(  # Japanese
        forwarded="転送されたメッセージ|転送メッセージ",
        original="元のメッセージ",
        wrote_within="のメッセージ|のメール|書いた|書きました",
        from_="差出人|送信者",
        date="送信日時|日時|日付",
        to="宛先",
        subject="件名",
    ),
    _Language(  # Chinese
        forwarded="转发的邮件|转发邮件|轉寄的郵件|轉寄郵件",
        original="原始邮件|原始郵件|邮件原件",
        wrote_within="写道|寫道",
        from_="发件人|寄件者",
        date="日期|发送时间|寄件日期",
        to="收件人|收件者",
        cc="抄送",
        subject="主题|主題|主旨",
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


def _bare(label: str) -> str:
    """Without its accents: "Envoye"."""
    return "".join(one for one in normalize("NFD", label) if not combining(one))


_CATEGORY = {
    label: name.strip("_")
    for name in _LABELS
    for language in _LANGUAGES
    for label in getattr(language, name).split("|")
    if label
}
CATEGORY = {_bare(label): category for label, category in _CATEGORY.items()} | _CATEGORY
"""What a label of a header block names: from, date, to, cc, subject or other."""

FINNISH = late_pattern(r"^[\s*>]*(?:lähettäjä|lähetetty|vastaanottaja)[\s*]*:", re.I | re.M)
"""A line of such a block by a Finnish mailer."""

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

WROTE = _pattern(rf"(?<!\w){_any('wrote')}(?!\w)|{_any('wrote_within')}")
YOU_WROTE = _pattern(rf"(?<!\w){_any('you')}\s{{0,3}}:")
START = _pattern(rf"[\s*]{{0,4}}(?:{_any('starts')}|{_any('days')}\w{{0,8}}[.,]{{0,2}})\s")
CITING = _pattern(rf"\s{{0,4}}{_any('citing')}\s")
SHARED = late_pattern(
    r"(.*[\w.!?)\]-])\s+((?:On|Am|Op|Den|Em|Le|El|Il)\s.{10,300}"
    rf"(?<!\w){_any('wrote')}.{{0,80}}:)$"
)
"""An answer and the heading of what it answers, on one line."""
