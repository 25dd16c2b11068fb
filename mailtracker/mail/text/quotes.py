"""A line of a mail goes in; whether quoted or forwarded matter begins there comes out. Words of
many mailers and languages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_LINE_CAP = 400
_FRAME = frozenset("-=_*#")
_JOINED_CAP = 600

_FORWARDED = """forwarded message|forwarded mail|original message follows|weitergeleitete nachricht|weitergeleitete e-mail
|doorgestuurd bericht|doorgestuurde e-mail|videresendt meddelelse|videresendt besked|videresendt mail|mensagem encaminhada
|mensagem reencaminhada|message transf[eé]r[eé]|mensaje reenviado|messaggio inoltrato|vidarebefordrat meddelande
|videresendt melding"""
_DAVID = re.compile(
    r"original message processed by david\W{0,3}", re.IGNORECASE
)  # Tobit's mailer, which draws no frame
_ORIGINAL = """original message|original appointment|ursprüngliche nachricht|ursprüngliche mail|ursprüngliche e-mail
|original-nachricht|antwort nachricht|originalnachricht|originalmeddelande|oorspronkelijk bericht
|oorspronkelijke bericht|origineel bericht
|oprindelig meddelelse|oprindelig besked|oprindelig mail|original meddelelse|mensagem original|message d.origine
|message original|mensaje original|messaggio originale|ursprungligt meddelande|opprinnelig melding|reply message"""
_APPLE = """begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail|mail)|begin doorgestuurd bericht
|start på videresendt (?:besked|meddelelse|mail)|videresendt besked|in[ií]cio da mensagem (?:reencaminhada|encaminhada)
|d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])|inicio del mensaje reenviado|inizio messaggio inoltrato
|vidarebefordrat brev"""


_VERBS = (
    r"wrote|writes|pisze|작성|のメッセージ"
    r"|schrieb|schreibt|geschrieben|schreef|geschreven|skrev|escreveu|a\s?écrit|écrit|escribió|ha "
    r"scritto"
    r"|napisał|napisała|napisal|kirjoitti|написал|написала|пишет|đã "
    r"viết|yazdı|írta|έγραψε|写道|書いた|さんは書きました"
)


def _words(of: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_flat(of)})", re.IGNORECASE)


def _flat(words: str) -> str:
    return words.replace("\n", "")


_FORWARD_WORDS, _ORIGINAL_WORDS = _words(_FORWARDED), _words(_ORIGINAL)
_APPLE_LINE = re.compile(rf"\s{{0,9}}(?:{_flat(_APPLE)})\s{{0,3}}:\s*", re.IGNORECASE)
_ABOVE = re.compile(
    r"(?:repl[yi]|respond|antwort|antwoord|svar|respost|responda).{0,60}"
    r"(?:above|oberhalb|über dies|boven dez|over denne|acima dest|acima da linha)",
    re.IGNORECASE,
)

_VERB = re.compile(rf"(?<!\w)(?:{_VERBS})(?!\w)", re.IGNORECASE)
_START = re.compile(
    r"[\s*]{0,4}(?:on|at|in message|in article|am|op|den|d\.|em|no dia|le|el|il|il "
    r"giorno|dne|dnia|w dniu|på|vào|pe|tl"
    r"|(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|ma|ti|ti[rs]|wo|vr|za|zo|on[ds]|to[rs]|fre|lør|søn|lör|sön|seg|ter|qua"
    r"|qui|sex|sáb|dom|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|пн|вт|ср|чт|пт|сб|вс)\w{0,8}[.,]{0,2})\s",
    re.IGNORECASE,
)
_CITING = re.compile(
    r"\s{0,4}(?:quoting|zitat von|zitiere|citeren|citerer|citando|citat från|citat af|citação de)\s",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"(.*[\w.!?)\]-])\s+((?:On|Am|Op|Den|Em|Le|El|Il)\s.{10,300}(?<!\w)(?:"
    + _VERBS
    + r").{0,80}:)$"
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,120}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}\b")
_MAIL_DATE = re.compile(r"\d\d:\d\d(?::\d\d)? [+-]\d{4}\b")
_TIME = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_DIGIT = re.compile(r"\d")
_ISO_START = re.compile(
    r"\s{0,4}(?:(?:19|20)\d\d[-/]\d\d?[-/]\d\d?[ T,]|\d\d?[./-]\d\d?[./-](?:19|20)?\d\d[ "
    r",]|\d\d?[:.]\d\d\s|在|Il\s\d)"
)

_LABELS = {
    "from": "from|von|van|fra|de|da|från|od|lähettäjä|mittente|expéditeur|remetente"
    "|发件人|寄件者|差出人|от|від|feladó|gönderen|odesílatel",
    "date": "sent|date|gesendet|datum|verzonden|sendt|dato|enviado|enviada|enviado em|enviada "
    "em|data|envoyé|enviado el|fecha"
    "|inviato|skickat|wysłano|sent on|sent at|gesendet am|verzonden op|date de l'envoi|envoyé "
    "le|data de envio"
    "|message du|日期|发送时间|送信日時|日時|дата|отправлено|elküldve|odesláno|gönderildi",
    "to": "to|an|aan|til|para|à|a|till|do|destinataire|destinatario|empfänger|收件人|宛先|кому|címzett|komu|kime",
    "cc": "cc|kopi|kopie|kopie (cc)|bcc|copie|copie à|抄送|копия",
    "subject": "subject|betreff|onderwerp|emne|assunto|objet|sujet|asunto|oggetto|ämne|temat|betr.|re"
    "|主题|件名|тема|tárgy|předmět|konu",
    "other": "reply-to|importance|attachments|priority|wichtigkeit|anlagen|prioritet|vedhæftede "
    "filer|bijlagen|anexos|organization"
    "|urgency|prioriteit|antwort an|svar til|message-id|x-mailer|newsgroups|followup-to",
}
_CATEGORY = {label: category for category, labels in _LABELS.items() for label in labels.split("|")}

_BRACKETED = re.compile(r"<\s?[^<>@\s]{1,64}@[^<>\s]{1,190}>\s{0,3}[:：]")
_LABEL_INSIDE = re.compile(r"(?:^|\s)([^\W\d_]{2,12}):(?=\s)")

_MOBILE = re.compile(
    r"\s{0,9}[*_]?(?:sent (?:wirelessly )?from (?:my|mail|outlook|yahoo|proton|samsung|a "
    r"mobile|the|\w{3,20}<http|mailbox for"
    r"|an? \w{3,12} (?:device|phone)|[A-Z]\w+(?: for)? i(?:phone|pad))|sent (?:with|via|using) "
    r"(?:my|an? |the |outlook|gmail|yahoo"
    r"|proton|airmail|mail|mobile|sparrow|iphone|ipad|android|blackberry|samsung|k-9|fairemail|spark|superhuman|front|windows)"
    r"|get outlook for|(?:von|aus|mit) mein\w{0,2} .{2,60}gesendet|gesendet (?:von|mit|aus|über) "
    r"(?:mein\w{0,2}|outlook"
    r"|mail|gmail|yahoo|web|k-9|samsung"
    r"|android|i(?:phone|pad)|der|dem)|von meinem .{2,40} gesendet"
    r"|diese nachricht wurde von meinem|holen sie sich outlook|outlook für|(?:verzonden|verstuurd) "
    r"(?:vanaf|vanuit|met|via|van)"
    r"|download outlook|outlook voor|sendt (?:fra|med) "
    r"(?:min|outlook|mail|gmail|yahoo|i(?:phone|pad)|android|samsung)|hent outlook"
    r"|enviado (?:do|da|a partir|pelo|via|desde) (?:d[oae] )?(?:o |a |el |la "
    r")?(?:meu|minha|mi|i(?:phone|pad)|outlook|mail|gmail"
    r"|yahoo|android|samsung|tele\w{3,8}|smartphone|correo|dispositivo)|obter o outlook"
    r"|obtenha o outlook"
    r"|envoyé (?:sans fil )?(?:de(?:puis)?|par) mon|(?:télécharger|obtenez|obtenir) "
    r"outlook|obt[eé]n(?:er|ga)? outlook|inviato da"
    r"|skickat från|envoyé à partir)\b.{0,120}",
    re.IGNORECASE,
)
_NOT_MOBILE = re.compile(r"[?:]\s*$|\d{4,}(?!.{0,60}>)")


@dataclass(frozen=True, slots=True)
class Opening:
    """Quoted or forwarded matter begins: `kind`, and the index of the
    first line behind its heading.

    A `wrote` line is `strong` if it cannot be a person telling a story: it has an
    address, or a date with a time.
    """

    kind: Literal["wrote", "header", "original", "forward", "above"]
    after: int
    strong: bool = True


def opening(lines: list[str], index: int, colon_near: bool = True) -> Opening | None:
    """What begins at this line, None for ordinary text. Looks at no more than a dozen
    lines, each cut at 400 characters.

    `colon_near`: one of this and the next three lines ends with a colon (else
    no "wrote" line can begin here).
    """
    line = lines[index]
    if not line or len(line) > _JOINED_CAP:
        return None
    if (kind := _framed_kind(line)) is not None:
        return Opening(kind, index + 1)
    if line.count(":") >= 4 and _one_line_block(line):
        return Opening("header", index + 1)
    if (":" in line or "：" in line) and (after := _header_block(lines, index)):
        return Opening("header", after)
    return (_wrote(lines, index) if colon_near else None) or _unpunctuated(lines, index)


def _unpunctuated(lines: list[str], index: int) -> Opening | None:
    """Who wrote and when, without a colon: with the verb at the end, or right
    above lines marked as quoted.
    """
    line = lines[index].strip()
    if "@" not in line or len(line) > 200 or not (_MAIL.search(line) and _YEAR.search(line)):
        return None
    verb = _VERB.search(line)
    if verb and verb.end() == len(line) and _TIME.search(line):
        return Opening("wrote", index + 1)
    below = next((one for one in lines[index + 1 : index + 4] if one.strip()), "")
    return Opening("wrote", index + 1) if below.lstrip().startswith(">") else None


def _framed_kind(line: str) -> Literal["original", "forward", "above"] | None:
    bare = line.strip()
    if bare.endswith((":", "：")):
        return "forward" if _APPLE_LINE.fullmatch(line) else None
    if _DAVID.fullmatch(bare):
        return "original"
    if not (bare[:1] in _FRAME and bare[1:2] in _FRAME and bare[-1:] in _FRAME and len(bare) > 8):
        return None
    inside = bare.strip("-=_*# \t")  # before any pattern looks: a frame can be any length
    if _FORWARD_WORDS.fullmatch(inside):
        return "forward"
    if _ORIGINAL_WORDS.fullmatch(inside) or (
        bare[0] == bare[-1] == "-" and _ends_with_verb(inside)
    ):
        return "original"
    return "above" if _ABOVE.search(bare[:_LINE_CAP]) else None


def _ends_with_verb(text: str) -> bool:
    tail = text[-20:]
    return (
        " " in text
        and len(text) <= 200
        and any(hit.end() == len(tail) for hit in _VERB.finditer(tail))
    )


def label(line: str) -> tuple[str, str]:
    """(category, value) of a line such as "Von: Bo" or "*Sent:* Monday"; ("", "") if it is none."""
    head, colon, value = line[:_LINE_CAP].replace("：", ":").partition(":")
    if not colon or len(head) > 30:
        return "", ""
    return _CATEGORY.get(head.strip(" \t*_\xa0").casefold(), ""), value.strip(" \t*_\xa0")


def _one_line_block(line: str) -> bool:
    """ "Date: Tue, 2 Oct 2012 02:35 From: ana@corp.example To: Bo Subject: VPN": From, To,
    Subject and a date in one line.
    """
    found = {_CATEGORY.get(word.casefold(), "") for word in _LABEL_INSIDE.findall(line[:_LINE_CAP])}
    return {"from", "to", "subject", "date"} <= found and bool(_MAIL.search(line))


def _header_block(lines: list[str], index: int) -> int:
    """The index behind an Outlook-like block of From, Sent, To, Subject; 0
    if there is none at `index`.
    """
    category, value = label(lines[index])
    if category not in ("from", "date", "subject", "to"):
        return 0
    seen = {category: value}
    after, loose = index + 1, 0
    for place in range(index + 1, min(index + 16, len(lines))):
        line = lines[place]
        category, value = label(line)
        if category and category not in seen:
            seen[category] = value
            after, loose = place + 1, 0
        elif category == "other":
            after = place + 1
        elif loose >= 2 or (not line.strip() and "subject" in seen and "from" in seen):
            break
        else:  # a folded list of recipients, or blank lines between the fields
            loose += 1
    return after if _convincing(seen) else 0


def _convincing(seen: dict[str, str]) -> bool:
    """People fill in forms, too, for journeys and meetings: ask for a mail's date, for
    an address or a time of day.
    """
    date = seen.get("date", "")
    if "from" not in seen:
        return "to" in seen and "@" in seen["to"] and bool(_MAIL_DATE.search(date))
    addressed = "@" in seen["from"] + seen.get("to", "") + seen.get("cc", "")
    named = "subject" in seen or ("to" in seen and "@" in seen["from"])
    return bool(date) and named and (addressed or bool(_TIME.search(date)))


def _wrote(lines: list[str], index: int) -> Opening | None:
    """A line such as "On Monday Bo wrote:", wrapped over up to four lines. No line of the writer's
    is taken for its beginning.
    """
    line = lines[index]
    started = bool(_START.match(line) or _ISO_START.match(line))
    citing = bool(_CITING.match(line))
    joined = ""
    for place in range(index, min(index + (4 if started or citing else 2), len(lines))):
        piece = lines[place].strip()
        if (
            not piece
            or (piece.startswith(">") and not _closes(joined, piece))
            or len(joined) + len(piece) > _JOINED_CAP
        ):
            break
        if place > index and (
            _begins_anew(lines, place) or (not started and _is_whole(lines[place]))
        ):
            break
        joined = f"{joined} {piece}" if joined else piece
        if piece.endswith((":", ":*", ": *", "：")) and (
            found := _attribution(joined, started, citing, place > index)
        ):
            return Opening("wrote", place + 1, found == "strong")
    return None


def _closes(joined: str, piece: str) -> bool:
    """A mailer that wrapped inside <bo@corp.example>: its second half looks like a quoted line."""
    return joined.rfind("<") > joined.rfind(">") and len(piece) < 60 and piece.endswith(":")


def _is_whole(line: str) -> bool:
    """One line that says all by itself who wrote, and when."""
    bare = line.strip()
    return (
        bare.endswith(":")
        and _attribution(bare, started=False, citing=False, wrapped=False) == "strong"
    )


def _begins_anew(lines: list[str], place: int) -> bool:
    """Whether an attribution begins at this line, so that the line above it is somebody's own."""
    line = lines[place]
    if not (_START.match(line) or _ISO_START.match(line)):
        return False
    joined = ""
    for piece in lines[place : place + 3]:
        joined = f"{joined} {piece.strip()}" if joined else piece.strip()
        if piece.rstrip().endswith(":"):
            return bool(
                _attribution(joined[:_JOINED_CAP], started=True, citing=False, wrapped=False)
            )
    return False


def is_attribution(text: str) -> bool:
    """Whether one line says who wrote what follows."""
    return _wrote([text.strip()], 0) is not None


def shared(line: str) -> tuple[str, str] | None:
    """A line on which the answer and the heading of what it answers stand together, as
    both; None for any other line.

    "Fine by me. On 5/1/26 9:00, Bo wrote:" comes from mailers that lose a line break.
    """
    if len(line) > _LINE_CAP or not line.rstrip().endswith(":"):
        return None
    hit = _SHARED.match(line.rstrip())
    if hit is None or not _attribution(hit[2], started=True, citing=False, wrapped=False):
        return None
    return (hit[1].rstrip(" -"), hit[2]) if _TIME.search(hit[2]) else None


def _attribution(
    joined: str, started: bool, citing: bool, wrapped: bool
) -> Literal["", "weak", "strong"]:
    mail = "@" in joined and bool(_MAIL.search(joined))
    dated = bool(_YEAR.search(joined))
    timed = bool(_TIME.search(joined))
    if citing:
        return "strong" if mail else "weak"
    if not _VERB.search(joined):
        # Gmail in some languages, Yandex, Mail.ru: "2026-01-05 10:00
        # GMT+01:00 Bo <bo@corp.example>:"
        return (
            "strong"
            if mail and dated and timed and len(joined) < 200 and _BRACKETED.search(joined)
            else ""
        )
    if started:
        return (
            "strong"
            if mail or (dated and timed)
            else "weak"
            if _DIGIT.search(joined) or len(joined) < 120
            else ""
        )
    if wrapped and not mail:
        return ""
    if mail or (dated and timed):
        return "strong" if len(joined) < 200 else "weak"
    return "weak" if len(joined) < 100 and not wrapped else ""


def is_mobile_signature(line: str) -> bool:
    """ "Sent from my iPhone" and its like, standing alone."""
    return 8 < len(line) < 160 and bool(_MOBILE.fullmatch(line)) and not _NOT_MOBILE.search(line)
