"""How mail programs head what they quote, a list each: as a line that says who wrote, or as a block
of labels. `NAME` and `ADDR` stand for the quoted writer's.
"""

from __future__ import annotations

from collections.abc import Iterator

NAME, ADDR = "Bo Jensen", "bo@corp.example"
# What stands below is marked by ">" (m), not at all (u), by initials (i); b: either of the first.
LINES = {
    ("gmail", "b"): [
        ("en", "On Mon, Nov 23, 2026 at 9:02 AM NAME <ADDR> wrote:"),
        ("en_gb", "On Mon, 23 Nov 2026 at 09:02, NAME <ADDR> wrote:"),
        ("de", "Am Mo., 23. Nov. 2026 um 09:02 Uhr schrieb NAME <ADDR>:"),
        ("nl", "Op ma 23 nov 2026 om 09:02 schreef NAME <ADDR>:"),
        ("da", "Den man. 23. nov. 2026 kl. 09.02 skrev NAME <ADDR>:"),
        ("pt", "NAME <ADDR> escreveu (segunda, 23/11/2026 à(s) 09:02):"),
        ("br", "Em seg., 23 de nov. de 2026 às 09:02, NAME <ADDR> escreveu:"),
        ("fr", "Le lun. 23 nov. 2026 à 09:02, NAME <ADDR> a écrit :"),
        ("es", "El lun, 23 nov 2026 a las 9:02, NAME (<ADDR>) escribió:"),
        ("it", "Il giorno lun 23 nov 2026 alle ore 09:02 NAME <ADDR> ha scritto:"),
        ("sv", "Den mån 23 nov. 2026 kl 09:02 skrev NAME <ADDR>:"),
        ("no", "man. 23. nov. 2026 kl. 09:02 skrev NAME <ADDR>:"),
        ("fi", "ma 23. marrask. 2026 klo 9.02 NAME (ADDR) kirjoitti:"),
        ("pl", "pon., 23 lis 2026 o 09:02 NAME <ADDR> napisał(a):"),
        ("cs", "po 23. 11. 2026 v 9:02 odesílatel NAME <ADDR> napsal:"),
        ("ja", "2026年11月23日(月) 9:02 NAME <ADDR>:"),
        ("zh", "NAME <ADDR> 于2026年11月23日周一 09:02写道："),
        ("ru", "пн, 23 нояб. 2026 г. в 09:02, NAME <ADDR>:"),
        ("tw", "NAME <ADDR> 於 2026年11月23日週一 上午9:02寫道："),
        ("ko", "2026년 11월 23일 (월) 오전 9:02, NAME <ADDR>님이 작성:"),
        ("tr", "NAME <ADDR>, 23 Kas 2026 Pzt, 09:02 tarihinde şunu yazdı:"),
        ("hu", "NAME <ADDR> ezt írta (időpont: 2026. nov. 23., H, 9:02):"),
        ("ro", "În lun., 23 nov. 2026 la 09:02, NAME <ADDR> a scris:"),
    ],
    ("apple", "b"): [
        ("en", "On 23 Nov 2026, at 09:02, NAME <ADDR> wrote:"),
        ("en", "On Nov 23, 2026, at 9:02 AM, NAME <ADDR> wrote:"),
        ("en", "On Nov 23, 2026, at 9:02\u202fAM, NAME <ADDR> wrote:"),
        ("de", "Am 23.11.2026 um 09:02 schrieb NAME <ADDR>:"),
        ("nl", "Op 23 nov. 2026 om 09:02 heeft NAME <ADDR> het volgende geschreven:"),
        ("nl", "Op 23 nov 2026, om 09:02 heeft NAME <ADDR> het volgende geschreven:"),
        ("da", "Den 23. nov. 2026 kl. 09.02 skrev NAME <ADDR>:"),
        ("pt", "No dia 23/11/2026, às 09:02, NAME <ADDR> escreveu:"),
        ("pt", "A 23/11/2026, às 09:02, NAME <ADDR> escreveu:"),
        ("br", "Em 23 de nov. de 2026, à(s) 09:02, NAME <ADDR> escreveu:"),
        ("fr", "Le 23 nov. 2026 à 09:02, NAME <ADDR> a écrit :"),
        ("fr", "Le 23 nov. 2026 \xe0 09:02, NAME <ADDR> a \xe9crit\xa0:"),
        ("es", "El 23 nov 2026, a las 9:02, NAME <ADDR> escribió:"),
        ("it", "Il giorno 23 nov 2026, alle ore 09:02, NAME <ADDR> ha scritto:"),
        ("sv", "23 nov. 2026 kl. 09:02 skrev NAME <ADDR>:"),
        ("no", "23. nov. 2026 kl. 09:02 skrev NAME <ADDR>:"),
        ("fi", "NAME <ADDR> kirjoitti 23.11.2026 kello 9.02:"),
        ("pl", "Wiadomość napisana przez NAME <ADDR> w dniu 23 lis 2026, o godz. 09:02:"),
        ("cs", "23. 11. 2026 v 9:02, NAME <ADDR>:"),
        ("ja", "2026/11/23 9:02、NAME <ADDR>のメール:"),
        ("zh", "2026年11月23日 09:02，NAME <ADDR> 写道："),
        ("ru", "23 нояб. 2026 г., в 09:02, NAME <ADDR> написал(а):"),
    ],
    ("thunderbird", "b"): [
        ("en", "On 23/11/2026 09:02, NAME wrote:"),
        ("en", "On 11/23/26 9:02 AM, NAME wrote:"),
        ("de", "Am 23.11.26 um 09:02 schrieb NAME:"),
        ("nl", "Op 23-11-2026 om 09:02 schreef NAME:"),
        ("da", "Den 23.11.2026 kl. 09.02 skrev NAME:"),
        ("pt", "Às 09:02 de 23/11/2026, NAME escreveu:"),
        ("br", "Em 23/11/2026 09:02, NAME escreveu:"),
        ("fr", "Le 23/11/2026 à 09:02, NAME a écrit :"),
        ("es", "El 23/11/26 a las 9:02, NAME escribió:"),
        ("it", "Il 23/11/26 09:02, NAME ha scritto:"),
        ("sv", "Den 2026-11-23 kl. 09:02, skrev NAME:"),
        ("no", "Den 23.11.2026 09:02, skrev NAME:"),
        ("fi", "NAME kirjoitti 23.11.2026 klo 9.02:"),
        ("pl", "W dniu 23.11.2026 o 09:02, NAME pisze:"),
        ("cs", "Dne 23. 11. 26 v 9:02 NAME napsal(a):"),
        ("zh", "在 2026/11/23 9:02, NAME 写道:"),
        ("ru", "23.11.2026 09:02, NAME пишет:"),
    ],
    ("k9", "b"): [
        ("en", "On 23 November 2026 09:02:11 CET, NAME <ADDR> wrote:"),
        ("de", "Am 23. November 2026 09:02:11 MEZ schrieb NAME <ADDR>:"),
        ("nl", "Op 23 november 2026 09:02:11 CET schreef NAME <ADDR>:"),
        ("da", "Den 23. november 2026 09.02.11 CET, skrev NAME <ADDR>:"),
        ("fr", "Le 23 novembre 2026 09:02:11 GMT+01:00, NAME <ADDR> a écrit :"),
        ("pt", "No dia 23 de novembro de 2026 09:02:11 CET, NAME <ADDR> escreveu:"),
    ],
    ("proton", "b"): [
        ("en", "On Monday, November 23rd, 2026 at 09:02, NAME <ADDR> wrote:"),
        (
            "en",
            "\u2010\u2010\u2010\u2010\u2010\u2010\u2010 Original Message "
            "\u2010\u2010\u2010\u2010\u2010\u2010\u2010\n"
            "On Monday, November 23rd, 2026 at 09:02, NAME <ADDR> wrote:",
        ),
        ("de", "Am Montag, 23. November 2026 um 09:02, schrieb NAME <ADDR>:"),
        ("fr", "Le lundi 23 novembre 2026 à 09:02, NAME <ADDR> a écrit :"),
        ("nl", "Op maandag 23 november 2026 om 09:02 schreef NAME <ADDR>:"),
        ("da", "Den mandag den 23. november 2026 kl. 09.02 skrev NAME <ADDR>:"),
        ("pt", "Em segunda-feira, 23 de novembro de 2026 às 09:02, NAME <ADDR> escreveu:"),
    ],
    ("yahoo", "b"): [
        ("en", "On Monday, November 23, 2026 at 09:02:11 AM GMT+1, NAME <ADDR> wrote:"),
        (
            "de",
            "Am Montag, 23. November 2026 um 09:02:11 MEZ hat NAME <ADDR> Folgendes geschrieben:",
        ),
        ("fr", "Le lundi 23 novembre 2026 à 09:02:11 UTC+1, NAME <ADDR> a écrit :"),
        ("pt", "Em segunda-feira, 23 de novembro de 2026 às 09:02:11 BRT, NAME <ADDR> escreveu:"),
        ("nl", "Op maandag 23 november 2026 om 09:02:11 CET schreef NAME <ADDR>:"),
        ("da", "Den mandag den 23. november 2026 kl. 09.02.11 CET skrev NAME <ADDR>:"),
        ("es", "El lunes, 23 de noviembre de 2026, 9:02:11 CET, NAME <ADDR> escribió:"),
        ("it", "Il lunedì 23 novembre 2026 alle ore 09:02:11 CET, NAME <ADDR> ha scritto:"),
    ],
    ("windows-mail", "u"): [
        ("en", "From: NAME\nSent: Monday, 23 November 2026 09:02\nTo: Eva Lund\nSubject: Re: VPN"),
    ],
    ("notes-dashes", "u"): [
        (
            "en",
            '-----NAME <ADDR> wrote: -----\nTo: "Eva Lund" <eva@corp.example>\nFrom:'
            " NAME <ADDR>\nDate: 11/23/2026 09:02AM\nSubject: Re: VPN",
        ),
        (
            "de",
            '-----NAME <ADDR> schrieb: -----\nAn: "Eva Lund" <eva@corp.example>\nVon:'
            " NAME <ADDR>\nDatum: 23.11.2026 09:02\nBetreff: Re: VPN",
        ),
    ],
    ("notes-old", "u"): [
        ("en", "NAME/IT/Corp wrote on 11/23/2026 09:02:11 AM:"),
        ("de", "NAME/IT/Corp schrieb am 23.11.2026 09:02:11:"),
    ],
    ("groupwise", "u"): [
        ("en", ">>> NAME <ADDR> 23.11.2026 09:02 >>>"),
        ("en", ">>> On 23.11.2026 at 09:02, in message <5ABC.B1@corp.example>, NAME <ADDR> wrote:"),
        ("de", '>>> "NAME" <ADDR> 23.11.2026 09:02 >>>'),
    ],
    ("groupwise-new", "b"): [
        (
            "en",
            "On 23.11.2026 at 09:02, in message\n<5ABC.B1C.001@corp.example>, NAME <ADDR> wrote:",
        ),
    ],
    ("spark", "b"): [
        ("en", "On 23 Nov 2026 at 09:02 +0100, NAME <ADDR>, wrote:"),
        ("de", "Am 23. Nov. 2026, 09:02 +0100 schrieb NAME <ADDR>:"),
        ("fr", "Le 23 nov. 2026 à 09:02 +0100, NAME <ADDR>, a écrit :"),
    ],
    ("superhuman", "b"): [
        ("en", "On Mon, Nov 23, 2026 at 9:02 AM, NAME < ADDR > wrote:"),
    ],
    ("mailbird", "u"): [
        ("en", "On 23/11/2026 09:02:11, NAME <ADDR> wrote:"),
        ("de", "Am 23.11.2026 09:02:11, schrieb NAME <ADDR>:"),
    ],
    ("thebat", "m"): [
        ("en", "Monday, November 23, 2026, 9:02:11 AM, you wrote:"),
        ("de", "Montag, 23. November 2026, 09:02:11, schrieben Sie:"),
    ],
    ("thebat-initials", "i"): [
        ("en", "Monday, November 23, 2026, 9:02:11 AM, you wrote:"),
    ],
    ("ox", "b"): [
        ("en", "On 11/23/2026 9:02 AM CET NAME <ADDR> wrote:"),
        ("de", "NAME <ADDR> hat am 23.11.2026 09:02 CET geschrieben:"),
        ("nl", "Op 23-11-2026 09:02 CET schreef NAME <ADDR>:"),
        ("fr", "Le 23/11/2026 09:02 CET, NAME <ADDR> a écrit :"),
        ("da", "Den 23/11/2026 09:02 CET skrev NAME <ADDR>:"),
        ("pt", "Em 23/11/2026 09:02 CET NAME <ADDR> escreveu:"),
    ],
    ("roundcube", "b"): [
        ("en", "On 2026-11-23 09:02, NAME wrote:"),
        ("de", "Am 2026-11-23 09:02, schrieb NAME:"),
        ("nl", "NAME schreef op 2026-11-23 09:02:"),
        ("fr", "Le 2026-11-23 09:02, NAME a écrit :"),
        ("pt", "A 2026-11-23 09:02, NAME escreveu:"),
        ("da", "Den 23-11-2026 09:02, NAME skrev:"),
        ("sv", "NAME skrev den 2026-11-23 09:02:"),
        ("pl", "W dniu 2026-11-23 09:02, NAME napisał(a):"),
        ("es", "El 2026-11-23 09:02, NAME escribió:"),
        ("it", "Il 2026-11-23 09:02 NAME ha scritto:"),
    ],
    ("horde", "m"): [
        ("en", "Quoting NAME <ADDR>:"),
        ("de", "Zitat von NAME <ADDR>:"),
        ("nl", "Citeren NAME <ADDR>:"),
        ("fr", "NAME <ADDR> a écrit :"),
        ("da", "Citat NAME <ADDR>:"),
        ("pt", "Citando NAME <ADDR>:"),
    ],
    ("sogo", "b"): [
        ("en", "On Monday, November 23, 2026 09:02 CET, NAME <ADDR> wrote:"),
        ("de", "Am Montag, 23. November 2026 09:02 CET, schrieb NAME <ADDR>:"),
        ("fr", "Le Lundi, Novembre 23, 2026 09:02 CET, NAME <ADDR> a écrit:"),
    ],
    ("mailru", "b"): [
        ("ru", "Понедельник, 23 ноября 2026, 9:02 +03:00 от NAME <ADDR>:"),
        ("ru", '23.11.2026, 09:02, "NAME" <ADDR>:'),
    ],
    ("qq", "u"): [
        (
            "zh",
            '------------------ 原始邮件 ------------------\n发件人: "NAME" <ADDR>;\n发送时间:'
            ' 2026年11月23日(星期一) 上午9:02\n收件人: "Eva"<eva@corp.example>;\n主题: Re: VPN',
        ),
    ],
    ("163", "b"): [
        ("zh", 'At 2026-11-23 09:02:11, "NAME" <ADDR> wrote:'),
        ("zh", '在 2026-11-23 09:02:11，"NAME" <ADDR> 写道：'),
    ],
    ("fastmail", "b"): [
        ("en", "On Mon, 23 Nov 2026, at 9:02 AM, NAME wrote:"),
    ],
    ("hey", "b"): [
        ("en", "On November 23, 2026, NAME <ADDR> wrote:"),
    ],
    ("tuta", "b"): [
        ("en", "23 Nov 2026, 09:02 by ADDR:"),
        ("en", "Nov 23, 2026, 09:02 by ADDR:"),
        ("de", "23. Nov. 2026, 09:02 von ADDR:"),
        ("fr", "23 nov. 2026, 09:02 de ADDR:"),
        ("nl", "23 nov 2026 09:02 door ADDR:"),
    ],
    ("evolution", "b"): [
        ("en", "On Mon, 2026-11-23 at 09:02 +0100, NAME wrote:"),
        ("de", "Am Montag, dem 23.11.2026 um 09:02 +0100 schrieb NAME:"),
        ("fr", "Le lundi 23 novembre 2026 à 09:02 +0100, NAME a écrit :"),
        ("nl", "Op ma 23-11-2026 om 09:02 [+0100], schreef NAME:"),
        ("da", "man, 23 11 2026 kl. 09:02 +0100, skrev NAME:"),
    ],
    ("kmail", "b"): [
        ("en", "On Monday, 23 November 2026 09:02:11 CET NAME wrote:"),
        ("de", "Am Montag, 23. November 2026, 09:02:11 CET schrieb NAME:"),
        ("fr", "Le lundi 23 novembre 2026, 09:02:11 CET NAME a écrit :"),
        ("nl", "Op maandag 23 november 2026 09:02:11 CET schreef NAME:"),
    ],
    ("mutt", "m"): [
        ("en", "On Mon, Nov 23, 2026 at 09:02:11AM +0100, NAME wrote:"),
        ("de", "Am Mo, Nov 23, 2026 at 09:02:11AM +0100 schrieb NAME:"),
    ],
    ("gnus", "m"): [
        ("en", "NAME <ADDR> writes:"),
    ],
    ("aqua", "b"): [
        ("en", "On 23 November 2026 09:02:11 NAME <ADDR> wrote:"),
    ],
    ("edison", "b"): [
        ("en", "On Monday, Nov 23, 2026 at 9:02 AM, NAME <ADDR> wrote:"),
    ],
    ("fairemail", "b"): [
        ("en", "On November 23, 2026 9:02:11 AM UTC, NAME <ADDR> wrote:"),
    ],
    ("zoho", "b"): [
        ("en", "---- On Mon, 23 Nov 2026 09:02:11 +0100 NAME <ADDR> wrote ---"),
    ],
    ("winmail2019", "b"): [
        ("cs", "Dne po 23. 11. 2026 9:02, NAME <ADDR> napsal(a):"),
        ("da", 'D. 23.11.2026 09.02 skrev "NAME" <ADDR>:'),
        ("no", '"NAME" <ADDR> skrev følgende den 23.11.2026 09:02:'),
        ("sv", 'Den 2026-11-23 09:02 skrev "NAME" <ADDR> följande:'),
        ("ru", '23.11.2026, 09:02 пользователь "NAME" <ADDR> написал:'),
        ("tr", '"NAME" <ADDR>, 23.11.2026 09:02 tarihinde şunu yazdı:'),
        ("hu", "2026. 11. 23. 9:02 időpontban NAME (<ADDR>) ezt írta:"),
        ("fr", "Le 23/11/2026 09:02, « NAME » <ADDR> a écrit :"),
        ("nl", "Op 23-11-2026 09:02 heeft NAME <ADDR> geschreven:"),
        ("de", 'Am 23.11.26, 09:02 schrieb "NAME" <ADDR>:'),
        ("en", 'On 23/11/2026, 09:02, "NAME" <ADDR> wrote:'),
        ("fi", '"NAME" <ADDR> kirjoitti 23.11.2026 9.02:'),
    ],
    ("front", "b"): [
        ("en", "On November 23, 2026 at 9:02 AM GMT+1 ADDR wrote:"),
    ],
    ("outlook-android", "b"): [
        ("en", 'On Mon, Nov 23, 2026 at 9:02 AM +0100, "NAME" <ADDR> wrote:'),
        ("de", 'Am Mo., 23. Nov. 2026 um 09:02 Uhr +0100 schrieb "NAME" <ADDR>:'),
        ("fr", 'Le lun. 23 nov. 2026 à 9:02 +0100, "NAME" <ADDR> a écrit :'),
        ("nl", 'Op ma 23 nov. 2026 om 09:02 +0100 schreef "NAME" <ADDR>:'),
        ("da", 'Den man. 23. nov. 2026 kl. 09.02 +0100 skrev "NAME" <ADDR>:'),
        ("pt", 'Em seg, 23 nov, 2026 em 09:02 +0100, "NAME" <ADDR> escreveu:'),
    ],
    ("freenet", "u"): [
        (
            "de",
            "--- Ursprüngliche Nachricht ---\nVon: NAME <ADDR>\nDatum: 23.11.2026"
            " 09:02:11\nAn: Eva <eva@corp.example>\nBetreff: Re: VPN",
        ),
    ],
    ("an hour's letter", "b"): [
        ("fr", "Le lundi 23 novembre 2026 à 9h02, NAME a écrit :"),
        ("nl", "Op 23/11/2026 om 9u02 schreef NAME:"),
        ("pt", "Em 23/11/2026 9h02, NAME escreveu:"),
    ],
    ("name, then date", "m"): [
        ("de", "NAME, 24.11.2026 08:01:"),
        ("en", "NAME (2026-11-24 08:01 +0100):"),
        ("en", "+++ NAME [2026-11-24 08:01:22]:"),
        ("en", "* NAME <ADDR> [2026-11-24 08:01]:"),
        ("en", "Excerpts from NAME's message of November 24, 2026 8:01 am:"),
    ],
}

# From, sent, date, to, copy, subject; "original message"; a date.
LABELS = {
    "en": "From:|Sent:|Date:|To:|Cc:|Subject:|Original Message|Monday, November 23, 2026 9:02 AM",
    "de": "Von:|Gesendet:|Datum:|An:|Cc:|Betreff:"
    "|Ursprüngliche Nachricht|Montag, 23. November 2026 09:02",
    "nl": "Van:|Verzonden:|Datum:|Aan:|CC:|Onderwerp:"
    "|Oorspronkelijk bericht|maandag 23 november 2026 09:02",
    "da": "Fra:|Sendt:|Dato:|Til:|Cc:|Emne:|Oprindelig meddelelse|23. november 2026 09:02",
    "pt": "De:|Enviada:|Data:|Para:|Cc:|Assunto:|Mensagem original|23 de novembro de 2026 09:02",
    "br": "De:|Enviado:|Data:|Para:|Cc:|Assunto:"
    "|Mensagem original|segunda-feira, 23 de novembro de 2026 09:02",
    "fr": "De :|Envoyé :|Date :|À :|Cc :|Objet :|Message d'origine|lundi 23 novembre 2026 09:02",
    "es": "De:|Enviado:|Fecha:|Para:|Cc:|Asunto:"
    "|Mensaje original|lunes, 23 de noviembre de 2026 9:02",
    "it": "Da:|Inviato:|Data:|A:|Cc:|Oggetto:|Messaggio originale|lunedì 23 novembre 2026 09:02",
    "sv": "Från:|Skickat:|Datum:|Till:|Kopia:|Ämne:"
    "|Ursprungligt meddelande|den 23 november 2026 09:02",
    "no": "Fra:|Sendt:|Dato:|Til:|Kopi:|Emne:|Opprinnelig melding|mandag 23. november 2026 09:02",
    "fi": "Lähettäjä:|Lähetetty:|Päivämäärä:|Vastaanottaja:|Kopio:|Aihe:"
    "|Alkuperäinen viesti|maanantai 23. marraskuuta 2026 9.02",
    "pl": "Od:|Wysłano:|Data:|Do:|DW:|Temat:"
    "|Wiadomość oryginalna|poniedziałek, 23 listopada 2026 09:02",
    "cs": "Od:|Odesláno:|Datum:|Komu:|Kopie:|Předmět:"
    "|Původní zpráva|pondělí 23. listopadu 2026 9:02",
    "ja": "差出人:|送信日時:|日付:|宛先:|CC:|件名:|元のメッセージ|2026年11月23日 9:02",
    "zh": "发件人:|发送时间:|日期:|收件人:|抄送:|主题:|原始邮件|2026年11月23日 9:02",
    "ru": "От:|Отправлено:|Дата:|Кому:|Копия:|Тема:|Исходное сообщение|23 ноября 2026 г. 9:02",
}


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """(program, block) of one language."""
    from_, sent, date, to, copy, subject, original, day = LABELS[language].split("|")
    fields = [(from_, f"{NAME} <{ADDR}>"), (sent, day), (to, "Eva Lund <eva@corp.example>")]
    ends = [(subject, "RE: VPN")]

    def shown(some: list[tuple[str, str]], between: str = " ", after: str = "\n") -> str:
        return after.join(f"{name}{between}{value}" for name, value in some)

    whole = [*fields, *ends]
    dated = [fields[0], (date, day), fields[2], *ends]
    yield "Outlook on the web", "________________________________\n" + shown(whole)
    yield "Outlook", shown([*fields, (copy, "Lee Park <lee@corp.example>"), *ends])
    yield "Outlook, names only", shown([(from_, NAME), fields[1], (to, "Eva Lund"), *ends])
    yield "Outlook, framed", f"-----{original}-----\n" + shown(whole)
    yield "Outlook on a Mac", shown(dated)
    yield "bold, as text", shown([(f"*{name}*", value) for name, value in whole])
    yield "Samsung", f"-------- {original} --------\n" + shown(dated, after=" \n")
    yield "Notes", shown([fields[0], (to, "Eva Lund/IT/Corp@Corp"), *dated[1:2], *ends], "\t")
    yield "Zimbra", f"----- {original} -----\n" + shown([fields[0], fields[2], fields[1], *ends])
    yield "Zimbra, plain", shown([fields[0], fields[2], fields[1], *ends])
    bare = [(name.rstrip(": "), value) for name, value in dated]
    yield "eM Client", f"------ {original} ------\n" + shown(bare)
    yield "GMX", shown([fields[1], fields[0], fields[2], *ends])
    yield "blank lines between", shown(whole, after="\n\n")
    yield "blanks that never break", shown(whole, "\xa0")
    yield "a table's cells", shown(whole, "\n")
