"""A message goes in; whether Outlook asks in it, for its writer, to have an earlier mail back, or
tells what became of such a wish, comes out. A mail that was read cannot be called back: all that
such a mail can do is to say what its writer wanted.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.message import Message

_NAMED = r"[\"“”„«»'’‘‚]\s?(?P<named>.{0,998}?)\s?[\"“”„«»'’‘]"
_ASKS = late_pattern(
    # "Lund, Eva would like to recall the message, "VPN drops"."
    r"\s*[^\n]{1,200}? (?:"
    rf"would like to recall the message,? {_NAMED}"
    rf"|möchte die nachricht,? {_NAMED.replace('named', 'de')},? zurückrufen"
    rf"|(?:wil|zou) (?:graag )?het bericht,? {_NAMED.replace('named', 'nl')},?"
    r" (?:graag )?(?:willen )?(?:intrekken|terugroepen)"
    rf"|(?:vil gerne|ønsker at) (?:tilbagekalde|trække) (?:meddelelsen|beskeden|mailen),?"
    rf" {_NAMED.replace('named', 'da')}(?: tilbage)?"
    rf"|(?:gostaria de|deseja|pretende) (?:anular|cancelar|recuperar|revogar|recolher|chamar)"
    rf" a mensagem,? {_NAMED.replace('named', 'pt')}"
    rf"|(?:souhaite|souhaiterait|voudrait|aimerait) rappeler le message,?"
    rf" {_NAMED.replace('named', 'fr')}"
    r")\s?\.?\s*",
    re.IGNORECASE,
)
_MARK = late_pattern(
    r"(?:recall|rückruf|nachrichtenrückruf|zurückrufen|intrekken|intrekking|terugroepen"
    r"|tilbagekald(?:else|elsen)?|tilbagekaldt|anular|anulação|recuperar|revogar|recolha|recall"
    r"|rappel)\s?[:：]\s*",
    re.IGNORECASE,
)
_REPORT = late_pattern(
    r"(?:message recall (?:report|success|failure)\b"
    r"|(?:bericht zum nachrichtenrückruf|nachrichtenrückrufbericht|nachrichtenrückruf)\b"
    r"|(?:fehler beim|erfolgreicher) nachrichtenrückruf\b"
    r"|(?:rapport (?:over|voor) (?:het )?intrekken van (?:het )?bericht"
    r"|intrekken van bericht (?:geslaagd|gelukt|mislukt))"
    r"|(?:rapport om )?tilbagekaldelse af (?:meddelelse|besked)"
    r"|relatório de (?:recuperação|anulação|revogação|recolha) (?:da |de )?mensagem"
    r"|(?:êxito|falha) (?:na|da) (?:recuperação|anulação|revogação) (?:da |de )?mensagem"
    r"|rapport de rappel d[eu] message|(?:échec|réussite) du rappel d[eu] message)",
    re.IGNORECASE,
)


def recalled(message: Message) -> str | None:
    """The subject of the mail that its writer would like to have back; None for any other mail.
    Only where the subject says so, and one sentence of Outlook's, which names that mail, is all
    the text: "Rappel:" alone is a person who reminds us.
    """
    marked = _MARK.match(message.subject)
    if marked is None:
        return None
    asks = _ASKS.fullmatch(_one_line(message.new_text))
    if asks is None:
        return None
    named = next((said for said in asks.groups() if said is not None), "")
    subject = message.subject[marked.end() :]
    # Outlook cuts long subjects, in the one place or in the other.
    shorter, longer = sorted(map(_bare, (named, subject)), key=len)
    return subject.strip() if longer.startswith(shorter) else None


def reports_recall(message: Message) -> bool:
    """Whether a mail system tells what became of a recall."""
    return bool(_REPORT.match(message.subject.strip()))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
