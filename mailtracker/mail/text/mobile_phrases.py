"""The words by which telephones and mail programs sign what they send, one line a language; and the
pattern made of them. Such a line names a device or a program, or what is the writer's ("my"): "Sent
with the courier" does neither.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern

_SENT_BY = (
    r"sent (?:wirelessly )?(?:from|with|via|using|by)",
    r"gesendet (?:von|mit|aus|über|via)",
    r"(?:verzonden|verstuurd) (?:vanaf|vanuit|met|via|van)",
    r"sendt (?:fra|med|via)",
    r"skickat (?:från|med|via)",
    r"enviad[oa] (?:d[oae]|a partir d[oae]|pel[oa]|via|desde|con|com|por|através d[eoa])",
    r"envoyé (?:sans fil )?(?:de(?:puis)?|par|à partir|avec|via)",
    r"inviat[oa] (?:da|dal|dalla|con|tramite)",
    r"wysłan[eoay] (?:z|ze|przez|za pomocą)",
    r"odesláno (?:z|ze|pomocí)",
    r"odoslané (?:z|zo|pomocou)",
    r"lähetetty",
    r"elküldve",
    r"trimis (?:de pe|din|prin|cu)",
    r"(?:στάλθηκε|εστάλη) από",
    r"отправлено (?:с|из)",
    r"надіслано (?:з|із)",
)
"""How it begins, where a device or a program follows."""

_MINE = (
    r"sent from my",
    r"(?:verzonden|verstuurd) (?:vanaf|via|van|met) mijn",
    r"sendt fra mi[nt]t?",
    r"skickat från mi[nt]t?",
    r"enviado (?:do meu|da minha|a partir do meu|desde mi|de mi)",
    r"envoyé (?:de(?:puis)?|par) (?:mon|ma)",
    r"inviato dal mio",
    r"wysłane z (?:mo|mego)\w{1,4}",
    r"odesláno z mého",
)
"""The same with what is the writer's, whatever that is: "Sent from my Mi 9T"."""

_ENDS_SO = (
    r"(?:diese (?:nachricht|(?:e-?)?mail) wurde )?(?:von|aus|mit) .{2,60}gesendet",
    r"(?:az? )?.{3,30}r[óő]l küldve",
    r".{3,30}[dt][ae]n gönderildi",
    r".{2,20}(?:에서 보냄|から送信)",
    r"[从從].{2,20}(?:发送|傳送)",
)
"""Languages that put their verb last."""

_GET = (
    r"get|download|hole?n? sie sich|hent|last ned|få|hämta|skaffa|obter|obtenha|baixe|transferir"
    r"|télécharger|obtenez|obtenir|obt[eé]n(?:er|ga)?|scarica|ottieni|pobierz|získejte|získat"
    r"|stáhnout|hanki|az|obțineți|λήψη|αποκτήστε|скачать|загрузить"
)
_OFFERED = r"(?:herunterladen|holen|abrufen|beziehen|downloaden)"
_APPS = r"outlook|bluemail|typeapp|aqua ?mail|nine|spark|newton|proton ?mail|gmail|superhuman"
_PLATFORM = r"ios|android\w{0,6}|iphone|ipad|mac|windows|linux|mobil\w{0,4}"
_DEVICE = (
    r"(?:i(?:phon|pad|os)\w{0,6}|android\w{0,6}|outlook\w{0,5}|gmail|yahoo\w{0,5}|proton(?: ?mail)?"
    r"|samsung\w{0,5}|galaxy|xiaomi|redmi|huawei|pixel|oneplus|motorola|nokia|blackberry|surface"
    r"|windows|k-9|gmx|web\.de|(?:telekom|orange|post\w{0,4}) mail|mail orange|airmail|aqua ?mail"
    r"|tuta(?:nota)?|zoho|fastmail|em client|rediffmail|aol|bluemail|typeapp|canary|edison|newton"
    r"|fairemail|mailbird|superhuman|sparrow|mailbox for|яндекс"
    r"|mail (?:for|für|voor|til|pour|per|för)|\w{3,20}<http"
    r"|smart\w{0,2}phon\w{0,2}|(?<![-\w])phone|mobiltelefon\w{0,2}|handy|mobilu?|mobiel\w{0,2}"
    r"|mobile(?: device| phone)?|tele(?:f|ph)\w{2,6}|téléphone|telemóvel|celular|tablet"
    r"|\w{0,12}device|\w{0,12}gerät|appareil mobile|dispositivo"
    r"|puhelim\w{0,5}|poczty|pošty|κινητό|телефон\w{0,2}|почты|スマートフォン|手机|手機|小米|华为)"
)
_ALONE = r"(?:spark|nine|front|mailbox|handheld)\W*(?:<|$)"
_NEAR = rf"(?=(?:\S{{1,30}}\s){{0,4}}\S{{0,3}}{_DEVICE}|{_ALONE})"
"""Within five words: more is a sentence. What is a word as well stands alone."""


def _any(phrases: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(phrases)})"


_THIS = (
    r"this (?:message|e-?mail|mail) (?:was|has been|is)",
    r"dit (?:bericht|e-?mail)(?:tje)? (?:is|werd)",
    r"denne (?:besked|mail|e-mail) (?:er|blev)",
    r"(?:esta mensagem|este e-?mail) foi",
    r"ce (?:message|courriel|mail) (?:a été|est)",
)
"""As a whole sentence begins."""

_FORMS = (
    rf"{_any(_SENT_BY)}\s{_NEAR}",
    rf"{_any(_MINE)}\s",
    rf"{_any(_THIS)} {_any(_MINE)}\s{_NEAR}",
    rf"{_any(_THIS)} {_any(_SENT_BY)}\s{_NEAR}",
    rf"(?=.{{0,60}}{_DEVICE}){_any(_ENDS_SO)}",
    r"von meine\w (?!.*\b(?:wurde|wird|ist)\b).{2,40} gesendet",
    rf"(?:发自|發自|发送自)\s?(?:我的.{{1,14}}$|(?=.{{0,12}}{_DEVICE}))",
    rf"(?:{_GET}) (?:\S{{1,12}} )?(?:{_APPS})(?=.{{1,30}}(?:{_PLATFORM}))",
    rf"outlook (?:für|voor|for) (?:{_PLATFORM})(?: {_OFFERED})?\W*(?:<.{{0,90}})?$",
    r"download outlook",
    rf"(?:{_PLATFORM}) için outlook",
    r"yahoo mail: \w+, \w+, \w+",
    rf"from my {_DEVICE}(?: [\w+]{{1,4}}){{0,2}}\W*$",
    r"sent on the (?:go|move|road)\W*$",
)
MOBILE = late_pattern(rf"\s{{0,9}}[*_<(\[]{{0,2}}{_any(_FORMS)}.{{0,120}}", re.IGNORECASE)
"""To add a language, add a line to one of the tables above."""

INTRODUCED = late_pattern(rf"\W{{0,3}}{_any(_THIS)}\s", re.IGNORECASE)
