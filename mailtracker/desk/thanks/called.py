"""Where a mail calls people by name: a salutation, behind thanks, at its end. Such a name says
nothing, whoever it is.
"""

from __future__ import annotations

import re

from mailtracker.desk.thanks.clauses import folded
from mailtracker.desk.thanks.polite_words import POLITE, PRAISE
from mailtracker.desk.thanks.wanting_signs import languages_of, names_a_day, wants
from mailtracker.late_pattern import late_pattern

_TITLE = (
    r"(?:Herrn?|Frau|Fr|Hr|Dr|Prof|Mr|Mrs|Ms|Miss|Sir|Madam|Dhr|Mevr|Mw|Meneer|Mevrouw|Mijnheer"
    r"|Sra?|Senhora?|Dona|D|Dra|Exmo|Exma|Eng|Engenheir[oa]|M|Mme|Mlle|Monsieur|Madame|Docteur"
    r"|Doutora?|Professora?|herr|frau|meneer|mevrouw|mevr|dhr|monsieur|madame|senhora?|dona|dr|mr"
    r"|mrs|sr|sra|hr|fru|[A-ZÀ-Þ])[.ªº]*"
)
_NOBODY = (  # capitalised, but no name
    r"(?:Yes|No|Nope|Ja|Nein|Nej|Nee|Sim|N[aã]o|Oui|Non|Doch|But|Aber|Maar|Men|Mas|Mais|Please"
    r"|Bitte|Graag|Venligst|Option|Room|Raum|Zimmer|Morgen|Heute|Today|May|Mai|Still|Only|Nur|Just"
    r"|Noch|Black|Blue|Red|White|Green|Grey|Schwarz|Blau|Rot|Wei[sß]+|Gr[uü]n|Grau|Papier|Beides?"
    r"|Both|The|An?|Der|Die|Das|De|Het|Den|Det|Os?|As|Le|Las?|Les|I|We|My|It|Ich|Wir|Ik|Jeg|Vi|Eu"
    r"|Je|Reminder|Erinnerung|Rykker|Lembrete|Rappel|Urgent|Dringend|Help|Hilfe|Printer|Drucker"
    r"|Laptop|Monitor|Toner|Outlook|Teams|Not|Nicht|Kein\w*|Geen|Ingen|Pas|Plus|Rien|Nothing"
    r"|Nichts|Niks|Nada|Password|Passwort|Adresse|Address|And|Und|En|Og|Et?|Wann|When|Where|Wo|Wer"
    r"|Who|How|Wie|Was|What|Why|Warum"
    r"|Sorry|Entschuldigung|Entschuldige|Verzeihung|Pardon|Excuses|Undskyld|Beklager|Desculpe[mn]?"
    r"|D[eé]sol[eé]e?s?|Thanks?|Thx|Danke?|Bedankt|Dankjewel|Tak|Merci|Obrigad[oa]|Valeu|Cheers)\b"
)
_NAME = rf"(?!{_NOBODY})(?:[A-ZÀ-Þ](?:[\w’'-]*\w)|[A-ZÀ-Þ]\.?)"
_JOINT = r"(?:de|da|do|dos|das|van|von|der|den|ter|ten|di|la|le|du|e|og|und|and|en|et|&|/|\+)"
_MORE = rf"(?:[ ]+(?:{_JOINT}[ ]+){{0,2}}{_NAME})"
_CALLED = rf"(?>{_TITLE}\s+)*{_NAME}{_MORE}{{0,3}}"
_WITH_TITLE = rf"(?>{_TITLE}[ ]+)+{_NAME}{_MORE}{{0,2}}"

_GREETS = (
    r"(?:hi|hiya|hello|hey|heya|dear|(?:good )?(?:morning|afternoon|evening)|good day"
    r"|hallo|hallöchen|guten? (?:tag|morgen|abend)|moin(?: moin)?|mojn|servus|grüß gott|gr[uü]e?zi"
    r"|mahlzeit|liebe[rs]?|sehr geehrter?|werter?|hoi|hé|hee|dag|beste|geachte|lieve"
    r"|goeden?\s?(?:morgen|middag|avond|dag)|goeie\w*|hej(?:sa)?|kære|god(?:dag|morgen|aften)"
    r"|halløj|dav|olá|oi|bom dia|boa tarde|boa noite|viva|car[oa]s?|exm[oa]s?\.?|prezad[oa]s?"
    r"|estimad[oa]s?|bonjour|rebonjour|bonsoir|salut|coucou|ch[eè]re?s?)"
)
_PEOPLE = (
    r"(?:all|both|everyone|everybody|there|guys|folks|colleagues?|sir|madam|ladies|gentlemen"
    r"|friends|lads|gang|zusammen|alle|leute|ihr (?:lieben|beiden|zwei)|kolleg\w+|damen und herren"
    r"|allemaal|allen|iedereen|collega'?s?|mensen|jongens|jullie|beiden|alle sammen|jer(?: alle)?"
    r"|kollega\w*|venner"
    r"|begge(?: to)?|i to|i|ihr zwei|allebei|aos dois|[àa]s duas|vous deux|les deux"
    r"|you two|tod[oa]s|pessoal|colegas?|equipa|malta|[àa] tou(?:te)?s|tout le monde"
    r"|l['’]équipe|les gars|les filles|(?:chers? )?collègues?|à vous"
    r"|(?:support|service|desk|helpdesk|it|hr)?[- ]?(?:team|desk|service|support))"
)
_SALUTED = late_pattern(
    rf"\A\s*(?:(?>(?i:{_GREETS}))[ .,]*)+"
    rf"(?:(?:(?i:{_PEOPLE})|{_CALLED})(?:[ ]+{_JOINT}[ ]+)?[ ]*){{0,3}}(?=[,!:.\n–—-]|\Z)"
)
_FIRST = late_pattern(rf"\A\s*{_CALLED}[ ]*(?:,[ ]*\n|[ ]*\n[ ]*\n)")

_THANKING = (
    r"(?i:thanks?|you|much|again|cheers|ta|thx|lot|million|danke?|dir|ihnen|euch|schön|sehr"
    r"|nochmals?|bedankt|dankje|dankjewel|wel|hoor|tak|obrigad[oa]|obg|valeu|merci|beaucoup|encore"
    r"|infiniment|super|perfect|perfekt|perfeito|parfait|great|top|brilliant|prima)"
)
_BEHIND_THANKS = late_pattern(
    rf"\b(?P<before>{_THANKING})[ ]*,?[ ]+"
    rf"(?:(?i:dear|liebe[rs]?|kære|beste|lieve|car[oa]|ch[eè]re?)[ ]+)?"
    rf"{_CALLED}(?=\s*(?:[,.!;:)\n–—🙂😊👍]|\s-\s|\Z))"
)
_APART = late_pattern(rf"(?<=[\w)]),[ ]*{_CALLED}(?=[ ]*(?:[.!]|\n|\Z))")
_TITLED = late_pattern(
    r"(?<!\bzu)(?<!\bzu[ ])(?<!\bnaar)(?<!\bnaar[ ])(?<!\bchez)(?<!\bchez[ ])"
    rf",?[ ]*\b{_WITH_TITLE}(?=\s*(?:[,.!;:\n]|\Z))"
)

_LEAVING = (
    r"(?i:yours(?: truly| sincerely| faithfully)?|sincerely|best|regards|rgds"
    r"|(?:kind|best|warm|many) \w+|love|br|xx?|gr(?:ü|ue)(?:ß|ss)(?:e|le)?|gruß|gruss|[lvbh]g|mfg"
    r"|(?:viele|liebe|beste|herzliche|schöne|sonnige|freundliche) gr(?:ü|ue)(?:ß|ss)e(?: aus \w+)?"
    r"|mit (?:freundlichen|besten|lieben) \w+|gr|mvg|vlg"
    r"|(?:hartelijke |vriendelijke |warme |met \w+ |beste |lieve )?groet(?:en|jes)?"
    r"|(?:med )?(?:venlige?|bedste|mange|kærlig|de bedste)? ?(?:hilsen|hilsner)|kh|mvh|vh|dbh|bh"
    r"|(?:com os )?(?:melhores )?cumprimentos(?: cordiais)?|cumps|atenciosamente|atentamente|att"
    r"|saudações|abraços?|um abraço|beijinhos?|bjs|(?:bien )?cordialement|cdl?t|amicalement|bises?"
    r"|bien à (?:vous|toi)|respectueusement|(?:sincères )?salutations)"
)
_LEFT = late_pattern(
    rf"(?P<before>(?:(?<=[.!?,\n)])|\A|(?<=[.!?,)] ))[ ]*{_LEAVING}[ ]*[,!]?)[ ]+{_CALLED}[ .]*\Z"
)
_ONLY_NAME = late_pattern(rf"(?<=[.!…)])[ ]+(?:[-–—][ ]*)?{_CALLED}\Z")
_DASHED = late_pattern(rf"[ ]*[-–—/][ ]*{_CALLED}\Z")

_LAST = late_pattern(rf"\s*[-–—~*/]*[ ]*{_CALLED}[ ]*[,.]?[ ]*")
_FULL_NAME = late_pattern(rf"[ ]*(?:{_WITH_TITLE}|{_CALLED}[ ]+{_NAME})[ ]*[,.]?")
_CLOSES = late_pattern(rf"[ ]*{_LEAVING}[ ]*[,!.]?[ ]*")
_WORD = re.compile(r"[^\W_]+")
_WORDS = 5
"""At most so many words are in a line below a name."""

_LINES = 4
"""At most so many lines stand below a closing mail: a name, an office, a house."""


def without_names(text: str) -> str:
    """Without salutation, sign-off, and the names that stand behind thanks."""
    said = _below_salutation(text.strip())
    said = _above_sign_off(said)
    said = _TITLED.sub("", said)
    for pattern in (_BEHIND_THANKS, _APART):
        said = pattern.sub(_unless_known, said)
    return said


def _unless_known(found: re.Match[str]) -> str:
    """Nothing in its place, or itself: what is known as a word is no name."""
    before = found["before"] if "before" in found.re.groupindex else ""
    return before if _may_be_name(found[0][len(before) :], found.string) else found[0]


def _may_be_name(text: str, mail: str) -> bool:
    """Whether no word of `text` is known in the language of the mail."""
    words = _WORD.findall(folded(text))
    if any(word in POLITE or word in PRAISE for word in words):
        return False
    languages = languages_of(_WORD.findall(folded(mail)))
    clause = " ".join(words)
    return not (wants(clause, languages) or names_a_day(clause, languages))


def _below_salutation(text: str) -> str:
    found = _SALUTED.match(text)
    if found is None:
        found = _FIRST.match(text)
        if found is None or not _may_be_name(found[0], text):
            return text
    return text[found.end() :].lstrip(" ,!:.\n–—-")


def _above_sign_off(text: str) -> str:
    lines = _without_office(text.rstrip().split("\n"))
    for _ in range(_LINES):
        if len(lines) > 1 and _is_signed(lines[-1], text):
            lines.pop()
    said = "\n".join(lines).rstrip()
    for pattern in (_ONLY_NAME, _LEFT, _DASHED, _LEFT):
        left = r"\g<before>" if pattern is _LEFT else _unless_known
        said = pattern.sub(left, said).rstrip(" ,-–—\n")
    return said


def _is_signed(line: str, mail: str) -> bool:
    return not line.strip() or (_LAST.fullmatch(line) is not None and _may_be_name(line, mail))


def _without_office(lines: list[str]) -> list[str]:
    """Without short lines of an office below a closing, or below an empty line and a full name."""
    for at in range(max(1, len(lines) - _LINES - 1), len(lines)):
        below = lines[at + 1 :]
        short = all(len(line.split()) <= _WORDS for line in below)
        if not below or not short:
            continue
        if _CLOSES.fullmatch(lines[at]) and _LAST.fullmatch(below[0]):
            return lines[:at]
        if lines[at].strip() or not _FULL_NAME.fullmatch(below[0]):
            continue
        if _may_be_name(below[0], "\n".join(lines)):
            return lines[:at]
    return lines
