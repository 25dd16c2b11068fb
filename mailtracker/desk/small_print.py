"""The words of a mail go in; the same come out without what no hand typed for it: the small print
that a company hangs below each mail, and what stands in place of a picture.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from mailtracker.late_pattern import late_pattern

_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_RULE = re.compile(r"[-_=*~\s]*")
_LONG = 16_000  # characters of a text that says something, whatever hangs below it
_LEAST = 50  # characters of the shortest disclaimer
_MAY_BE_PICTURE = re.compile(r"\[[a-z:]|\ufffc|\.(?:png|jpe?g|gif|bmp|webp|heic)>", re.IGNORECASE)
_WIDTH = 4_000  # characters of a paragraph that are looked at

PLACEHOLDER: re.Pattern[str] = late_pattern(
    r"\[cid:[^\]\s]{1,300}\]|\[(?:image|bild|billede|afbeelding|imagem|image inline)"
    r"(?::\s?[^\]\n]{0,200}| \d{1,3})?\]|\ufffc"
    r"|<[\w. ()@-]{1,100}\.(?:png|jpe?g|gif|bmp|webp|heic)>"
    r"|\[https?://[^\]\s]{1,500}\.(?:png|jpe?g|gif)[^\]\s]{0,200}\](?:<[^>\s]{1,500}>)?",
    re.IGNORECASE,
)
"""What mail programs write in a plain text in place of a picture."""

_A_MAIL = late_pattern(
    r"\b(?:(?:this|the) (?:\S{1,14} ){0,2}?(?:e-?mails?|messages?|communication|transmission)"
    r"|(?:die|diese|dieser|der inhalt dieser) (?:e-?mail|mail|nachricht|elektronische\w?)"
    r"|(?:dit|deze|de (?:informatie|inhoud)\b.{0,30}) (?:e-?mail\w*|bericht|mail)"
    r"|(?:denne|dette|indholdet af denne) (?:e-?mail|mail|besked|meddelelse)"
    r"|(?:este|esta|desta|deste) (?:e-?mail|mensagem|correio|comunicação)"
    r"|(?:ce|cet|cette) (?:e-?mail|mail|message|courriel|courrier)"
    r"|this and any attach)\w*\b",
    re.IGNORECASE,
)
_SECRET = late_pattern(
    r"confidential|privileged|vertraulich|rechtlich geschützt|vertrouwelijk|fortrolig"
    r"|confidencia(?:l|is)|confidentiel|privilégi|legally protected|proprietary",
    re.IGNORECASE,
)
_MEANT_FOR = late_pattern(
    r"intended (?:only |solely )?(?:for|recipient)|addressee|named recipient"
    r"|(?:richtige|bestimmte|vorgesehene|angegebene)\w? (?:adressat|empfänger)|bestimmt für"
    r"|nur für den|ausschließlich für|geadresseerde|bestemd voor|de beoogde ontvanger"
    r"|tiltænkt|rette modtager|bestemt for|destinatári|destinad|destinataire|destiné",
    re.IGNORECASE,
)
_BY_ERROR = late_pattern(
    r"in error|by mistake|delete (?:it|this|the)|notify the sender|unauthori[sz]ed|disclos"
    r"|dissemination|prohibited|copying"
    r"|irrtümlich|versehentlich|vernichten|löschen|unbefugt|weitergabe|nicht gestattet"
    r"|abusievelijk|per ongeluk|ten onrechte|verwijder|onbevoegd|openbaarmaking|niet toegestaan"
    r"|ved en fejl|fejlagtigt|slet|uberettiget|videregivelse|ikke tilladt"
    r"|por engano|por erro|apag|elimin|não autorizad|divulgação|proibid"
    r"|par erreur|supprim|détrui|non autorisé|divulgation|interdit",
    re.IGNORECASE,
)
_NO_LIABILITY = late_pattern(
    r"no liability|not (?:accept|be held) (?:\w+ )?liab|not necessarily (?:those|represent)"
    r"|monitor(?:ed|ing)|keine haftung|haftung (?:wird |ist )?ausgeschlossen|geen aansprakelijkheid"
    r"|aansprakelijk|intet ansvar|ikke ansvar|não se responsabiliza|responsabilité|free of viruses"
    r"|virenfrei",
    re.IGNORECASE,
)
_SIGNS = (_SECRET, _NO_LIABILITY, _MEANT_FOR, _BY_ERROR, _A_MAIL)
_MAY_LACK = 2
"""All but so many of these signs make a paragraph a disclaimer: people write of secrets, too. What
people seldom write of is looked for first: most paragraphs lack three at once.
"""

_OF_ITSELF: re.Pattern[str] = late_pattern(
    # Paper.
    r"\W*(?:please |bitte |gelieve |por favor,? |merci de |s['’]il vous plaît,? )?"
    r"(?:consider (?:the environment|your environmental)|think (?:before (?:you )?print"
    r"|about the environment)"
    r"|save (?:paper|a tree)|do(?:n['’]t| not) print|denken sie (?:bitte )?an die umwelt"
    r"|denk (?:bitte )?an die umwelt|(?:muss|müssen) (?:diese|sie diese) .{0,20}ausgedruckt"
    r"|bevor sie diese .{0,20}(?:aus)?drucken|umwelt schützen|denk aan het milieu"
    r"|print (?:deze|dit) .{0,40}(?:nodig|noodzakelijk)|tænk på miljøet|tænk (?:dig om )?før"
    r"|antes de imprimir|pense (?:no|antes)|proteja o (?:meio )?ambiente"
    r"|pensez (?:à l['’]environnement|avant)|avant d['’]imprimer|n['’]imprimez)\b.{0,200}"
    # Registers.
    r"|.{0,200}\b(?:amtsgericht|handelsregister|registergericht|hr[ab] ?\d{2,}|ust-?id\W{0,3}n?r?"
    r"|geschäftsführ\w{0,6}:|sitz der gesellschaft|vorstand:|aufsichtsrat\w{0,14}:"
    r"|registered (?:office|in england|company)|company (?:registration )?(?:no|number)"
    r"|vat (?:reg\w* )?(?:no|number|id)|(?:kvk|cvr)\W{0,3}(?:nr\W{0,3})?\d{5,}"
    r"|btw\W{0,3}(?:nr\W{0,3})?nl\d|nipc\W{0,3}\d{5,}|contribuinte n|siret\W{0,3}\d"
    r"|rcs [a-z]{3,}).{0,600}"
    # Scanners of viruses.
    r"|\W*(?:virus-?free|virenfrei|virusvrij|virusfri|sem vírus|garanti sans virus)\b.{0,100}"
    r"|.{0,60}\b(?:avast|avg|mcafee|kaspersky|bitdefender|eset)\b.{0,120}",
    re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=16)  # several questions about one mail ask it
def without_small_print(text: str) -> str:
    """`text` without paragraphs that are a disclaimer, a company's register, a word about paper or
    a scanner's, in six languages; without pictures' placeholders, and without lines that part what
    then is no longer there. In doubt a paragraph stays.
    """
    if len(text) > _LONG:
        return text
    bare = PLACEHOLDER.sub("", text) if _MAY_BE_PICTURE.search(text) else text
    kept = [one for one in _PARAGRAPH.split(bare) if not _is_small_print(one)]
    while len(kept) > 1 and _RULE.fullmatch(kept[-1]):
        kept.pop()
    return "\n\n".join(kept).strip()


def _is_small_print(paragraph: str) -> bool:
    line = " ".join(paragraph[:_WIDTH].split()).strip("-_=*~ ")
    if not line:
        return False
    # A question is somebody's.
    if _OF_ITSELF.fullmatch(line) and "?" not in line:
        return True
    if len(line) < _LEAST:
        return False
    lacks = (sign for sign in _SIGNS if not sign.search(line))
    return len(list(islice(lacks, _MAY_LACK + 1))) <= _MAY_LACK
