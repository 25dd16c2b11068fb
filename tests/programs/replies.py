"""What mail programs write in answer to a mail: its header, its parts, its quote.

Each is a row of PROGRAMS: how it marks what was typed, how it quotes, what it sends as what.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from html import escape

from tests.programs.pages import (
    APPLE,
    GMAIL,
    OUTLOOK,
    THUNDERBIRD,
    Reading,
    as_apple,
    as_gmail,
    as_thunderbird,
    as_web_outlook,
    as_word,
    bare,
    folded,
    marked,
    text_of,
)

_PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452")
SHOT = _PNG + bytes.fromhex("00000500000003840806000000") + bytes(range(256)) + b"a shot"
LOGO = _PNG + bytes.fromhex("000000b40000003c0806000000") + b"a firm's logo"
FILE = b"%PDF-1.7\n" + bytes(range(255, -1, -1)) * 20
FILE_NAME = "Prüfung 3.pdf"


@dataclass(frozen=True)
class Read:
    """The mail that somebody has before their eyes."""

    sender: str
    text: str
    page: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)
    only_page: bool = False


@dataclass(frozen=True)
class Typed:
    """What somebody writes. `first`: a line of its own above it."""

    text: str
    first: str = ""
    shot: bool = False
    file: bool = False
    signature: str = ""
    logo: bool = False
    place: str = "top"

    @property
    def lines(self) -> list[str]:
        above = [self.first, ""] if self.first else []
        return [*above, *self.text.split("\n")]


Head = Callable[[Read], tuple[str, str]]
"""What stands above a quote: in the text, in the page."""


@dataclass(frozen=True)
class Program:
    name: str
    #: None where it writes plain text alone.
    quotes: Callable[[str], str] | None = None
    #: What is typed, as this program has it: the lines, the picture's place, the signature.
    types: Callable[[list[str], str, str], str] = lambda lines, shot, signed: ""
    #: The page of what was typed and what is quoted.
    page: str = "<html><head></head><body>{typed}{head}{quote}</body></html>"
    head: str = "On Mon, 23 Nov 2026 at 09:02, {who} wrote:"
    head_of_page: str = "<div>{head}<br></div>"
    reading: Reading = APPLE
    mark: str = "> "
    width: int = 0
    #: How it calls a picture that stands in its page.
    cid: str = "image001.png@01DCB1C7.5A0E6B10"
    only_html: bool = False
    flowed: bool = False
    #: Files stand between two halves of the page, and all of it beside the text.
    files_inside: bool = False
    #: Pictures stand beside text and page, not beside the page alone.
    outer_pictures: bool = False
    #: What it quotes of a mail as text.
    reads: Callable[[Read], str] = lambda read: read.text
    encoding: str = "quoted-printable"
    #: What it signs with unless told otherwise.
    signs: str = ""


def _divs(lines: list[str]) -> str:
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in lines)


def gmail_types(lines: list[str], shot: str, signed: str) -> str:
    first, *rest = lines
    below = f'<br><div class="gmail_signature">{signed}</div>' if signed else ""
    return f'<div dir="ltr">{escape(first)}{_divs(rest)}{shot}<div><br></div>{below}</div><br>'


def gmail_app_types(lines: list[str], shot: str, signed: str) -> str:
    first, *rest = lines
    more = "".join(f'<div dir="auto">{escape(line) or "<br>"}</div>' for line in rest)
    return f'<div dir="auto">{escape(first)}{more}{shot}{signed}</div><br>'


def word_types(lines: list[str], shot: str, signed: str) -> str:
    def paragraph(inside: str) -> str:
        return f"<p class=MsoNormal>{inside}<o:p></o:p></p>\n"

    spaced = [escape(line).replace("  ", "&nbsp; ") or "<o:p>&nbsp;</o:p>" for line in lines]
    return "".join(map(paragraph, [*spaced, *filter(None, [shot, signed])]))


def element_types(lines: list[str], shot: str, signed: str) -> str:
    style = 'class="elementToProof" style="font-family: Aptos, Calibri; font-size: 12pt;"'
    below = f'<div id="Signature" class="elementToProof">{signed}</div>' if signed else ""
    shown = "".join(f"<div {style}>{escape(line) or '<br>'}</div>" for line in lines)
    return f"{shown}<div {style}>{shot}<br></div>{below}"


def outlook_app_types(lines: list[str], shot: str, signed: str) -> str:
    shown = "".join(f'<div dir="auto">{escape(line) or "<br>"}</div>' for line in lines)
    below = f'<div dir="ltr" id="ms-outlook-mobile-signature">{signed}</div>' if signed else ""
    return f"{shown}{shot}<div><br></div>{below}"


def apple_types(lines: list[str], shot: str, signed: str) -> str:
    first, *rest = lines
    return (
        f'{escape(first)}{_divs(rest)}{shot}<br id="lineBreakAtBeginningOfMessage">'
        f"<div>{signed}</div>"
    )


def iphone_types(lines: list[str], shot: str, signed: str) -> str:
    first, *rest = lines
    below = f'<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{signed}</div>'
    return f'<div dir="ltr">{escape(first)}{_divs(rest)}{shot}</div>{below if signed else ""}'


def paragraph_types(lines: list[str], shot: str, signed: str) -> str:
    shown = "".join(f"    <p>{escape(line) or '<br>'}</p>\n" for line in lines)
    below = f'<div class="moz-signature">-- <br>\n{signed}</div>' if signed else ""
    return f"{shown}{shot}{below}"


def breaking_types(lines: list[str], shot: str, signed: str) -> str:
    return f"{'<br>'.join(map(escape, lines))}<br>{shot}<br>{signed}"


def samsung_types(lines: list[str], shot: str, signed: str) -> str:
    shown = "".join(f'<div dir="auto">{escape(line) or "<br>"}</div>' for line in lines)
    below = (
        '<div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757"'
        f' dir="auto">{signed}</div></div>'
    )
    return f"{shown}{shot}{below}<div><br></div>"


_LABELS = "From: {who}\nSent: Monday, 23 November 2026 09:02\nTo: Me\nSubject: Hello"
_LABELS_DE = "Von: {who}\nGesendet: Montag, 23. November 2026 09:02\nAn: Ich\nBetreff: Hallo"
_BORDER = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
_WORD_PAGE = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--\n'
    "p.MsoNormal {{margin:0cm;font-size:11.0pt}}\n--></style></head>"
    "<body lang=EN-GB link=blue><div class=WordSection1>{typed}"
    f"<div><div style='{_BORDER}'><p class=MsoNormal>{{head}}<o:p></o:p></p></div></div>"
    "{quote}</div></body></html>"
)
_WEB_OUTLOOK_PAGE = (
    '<html><head><style type="text/css" style="display:none;"> P {{margin-top:0;}} </style></head>'
    '<body dir="ltr">{typed}<div id="appendonsend"></div>'
    '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
    '<font face="Calibri, sans-serif" color="#000000" style="font-size:11pt">{head}</font>'
    "<div>&nbsp;</div></div>{quote}</body></html>"
)
_GMAIL_PAGE = (
    '{typed}<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
    '{head}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;'
    'border-left:1px solid rgb(204,204,204);padding-left:1ex">{quote}</blockquote></div>'
)
_APPLE_PAGE = (
    '<html aria-label="message body"><head></head><body style="overflow-wrap: break-word;">{typed}'
    '<div><br><blockquote type="cite"><div>{head}</div><br class="Apple-interchange-newline">'
    "<div>{quote}</div></blockquote></div><br></body></html>"
)
_IPHONE_PAGE = (
    '<html><head></head><body dir="auto">{typed}<div dir="ltr"><br><blockquote type="cite">{head}'
    '<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">\ufeff{quote}</div>'
    "</blockquote></body></html>"
)
_THUNDERBIRD_PAGE = (
    "<!DOCTYPE html>\n<html>\n  <head>\n  </head>\n  <body>\n{typed}"
    '<div class="moz-cite-prefix">{head}<br>\n    </div>\n    <blockquote type="cite"\n'
    '      cite="mid:{cited}">\n{quote}\n</blockquote>\n  </body>\n</html>\n'
)
_BELOW_PAGE = (
    "<html><head></head><body>"
    '<div class="moz-cite-prefix">{head}<br></div><blockquote type="cite">{quote}</blockquote>'
    "{typed}</body></html>"
)
_SAMSUNG_PAGE = (
    "<html><head></head><body>{typed}"
    '<div align="left" dir="auto" style="font-size:100%;color:#000000"><div>-------- Original'
    " message --------</div><div>{head}</div><div><br></div></div>{quote}</body></html>"
)
_YAHOO_PAGE = (
    '<html><head></head><body><div class="ydp5f13yahoo-style-wrap">{typed}</div>'
    '<div id="ydp8a1yahoo_quoted_1" class="ydp8ayahoo_quoted"><div>{head}</div><div><br></div>'
    "<div>{quote}</div></div></body></html>"
)
_K9_PAGE = (
    '<html><head></head><body>{typed}<br><br><div class="gmail_quote"><div dir="auto">{head}'
    '</div><blockquote class="gmail_quote" style="margin: 0pt 0pt 0pt 0.8ex;">{quote}'
    "</blockquote></div></body></html>"
)
_NOTES_PAGE = (
    '<font size=2 face="sans-serif">{typed}</font><br><br><font size=1 color=#5f5f5f>{head}'
    "</font><br><br>{quote}"
)


def _as_labels(labels: str) -> str:
    """A block of labels in a page."""
    lines = (line.partition(":") for line in labels.split("\n"))
    return "<br>".join(f"<b>{label}:</b>{value}" for label, _, value in lines)


def _broken_at_hyphens(read: Read) -> str:
    """Pages as s-nail shows them."""
    if not read.only_page:
        return read.text
    lines = text_of(read.page, Reading("{0} [{1}]")).split("\n")
    return "\n".join(textwrap.fill(line, 68, break_long_words=False) for line in lines)


def _page_as_source(read: Read) -> str:
    return bare(read.page) if read.page else read.text


OUTLOOK_CLASSIC = Program(
    "Outlook, classic",
    as_word,
    word_types,
    _WORD_PAGE,
    _LABELS,
    _as_labels(_LABELS),
    OUTLOOK,
    mark="",
    outer_pictures=True,
)
OUTLOOK_NEW = Program(
    "Outlook, new",
    as_web_outlook,
    element_types,
    _WEB_OUTLOOK_PAGE,
    "________________________________\n" + _LABELS,
    _as_labels(_LABELS),
    OUTLOOK,
    mark="",
    cid="4e5f6a71-0c1d-4b6e-9a57-1f0a3b0c9d11",
)
GMAIL_WEB = Program(
    "Gmail, web",
    as_gmail,
    gmail_types,
    _GMAIL_PAGE,
    "On Mon, Nov 23, 2026 at 9:02\u202fAM {who} wrote:",
    "{head}",
    GMAIL,
    width=72,
    cid="ii_mhq1v0a70",
    outer_pictures=True,
)
APPLE_MAC = Program(
    "Apple Mail, mac",
    as_apple,
    apple_types,
    _APPLE_PAGE,
    "On 23 Nov 2026, at 09:02, {who} wrote:",
    "{head}",
    cid="6F0B2C9A-1B7E-4B0F-9E1F-0C7A5D2E9B11",
    files_inside=True,
)
IPHONE = replace(
    APPLE_MAC,
    name="Apple Mail, iPhone",
    types=iphone_types,
    page=_IPHONE_PAGE,
    cid="",
    signs="Sent from my iPhone",
)
THUNDERBIRD_HTML = Program(
    "Thunderbird, HTML",
    as_thunderbird,
    paragraph_types,
    _THUNDERBIRD_PAGE,
    "On 23/11/2026 09:02, {who} wrote:",
    "{head}",
    THUNDERBIRD,
    width=72,
    cid="part1.8Zq0aX2b.Yt0aWc3d@corp.example",
    encoding="8bit",
)
MUTT = Program("mutt", head="On Mon, Nov 23, 2026 at 09:02:11AM +0100, {who} wrote:")
PROGRAMS = [
    OUTLOOK_CLASSIC,
    replace(
        OUTLOOK_CLASSIC,
        name="Outlook, classic, German",
        head=_LABELS_DE,
        head_of_page=_as_labels(_LABELS_DE),
    ),
    OUTLOOK_NEW,
    replace(OUTLOOK_NEW, name="Outlook, new, HTML only", only_html=True),
    replace(OUTLOOK_NEW, name="Outlook, app", types=outlook_app_types, signs="Get Outlook for iOS"),
    replace(
        OUTLOOK_NEW,
        name="Outlook, app, its reply without a rule above the quote",
        types=outlook_app_types,
        page='<html><body>{typed}<div id="mail-editor-reference-message-container">{head}<br><br>'
        "{quote}</div></body></html>",
        head=_LABELS,
    ),
    GMAIL_WEB,
    replace(
        GMAIL_WEB,
        name="Gmail, app",
        types=gmail_app_types,
        signs="Von meinem iPhone gesendet",
        head="Am Mo., 23. Nov. 2026 um 09:02 Uhr schrieb {who}:",
    ),
    APPLE_MAC,
    replace(
        APPLE_MAC, name="Apple Mail, mac, German", head="Am 23.11.2026 um 09:02 schrieb {who}:"
    ),
    IPHONE,
    replace(IPHONE, name="Apple Mail, iPhone, HTML only", only_html=True),
    Program(
        "Samsung",
        bare,
        samsung_types,
        _SAMSUNG_PAGE,
        "From: {who}\nDate: 23/11/2026 09:02 (GMT+01:00)\nTo: Me\nSubject: Hello",
        "From: {who}</div><div>Date: 23/11/2026 09:02 (GMT+01:00)</div><div>To: Me</div>"
        "<div>Subject: Hello",
        mark="",
        only_html=True,
        signs="Sent from my Galaxy",
    ),
    Program(
        "Yahoo",
        as_gmail,
        breaking_types,
        _YAHOO_PAGE,
        "On Monday, November 23, 2026 at 09:02:11 AM GMT+1, {who} wrote:",
        "{head}",
        mark="",
    ),
    Program(
        "K-9",
        bare,
        breaking_types,
        _K9_PAGE,
        "On 23 November 2026 09:02:11 CET, {who} wrote:",
        "{head}",
        mark=">",
    ),
    Program(
        "Notes",
        as_gmail,
        breaking_types,
        _NOTES_PAGE,
        "From: {who}\nTo: Me\nDate: 23-11-2026 09:02\nSubject: Hello",
        "From: {who}<br>To: Me<br>Date: 23-11-2026 09:02<br>Subject: Hello",
        mark="",
    ),
    THUNDERBIRD_HTML,
    replace(
        THUNDERBIRD_HTML,
        name="Thunderbird, HTML only, below its quote",
        page=_BELOW_PAGE,
        only_html=True,
    ),
    Program(
        "Thunderbird, text",
        head="On 23/11/2026 09:02, {who} wrote:",
        width=72,
        flowed=True,
        encoding="8bit",
    ),
    MUTT,
    replace(MUTT, name="mutt that quotes the source of pages", reads=_page_as_source),
    Program("claws-mail", head="On Mon, 23 Nov 2026 09:02:11 +0100\n{who} wrote:\n", width=70),
    Program("s-nail", head="{who} wrote in\n <x@corp.example>:\n", mark=" |"),
    Program(
        "s-nail, ~m",
        head="-------- Original Message --------\n\tFrom: {who}\n\tSubject: Hello",
        mark="\t",
        reads=_broken_at_hyphens,
    ),
    Program("GNU Mailutils", head="{who} wrote:\n", mark="\t"),
    Program("alpine", head="On Mon, 23 Nov 2026, {who} wrote:\n", width=76, flowed=True),
    Program("Emacs", head="{who} writes:\n"),
]


def answer(program: Program, read: Read, typed: Typed, cited: str) -> EmailMessage:
    """The mail without its addresses."""
    name = program.cid or "E1F0C7A5-6F0B"
    if program.quotes is None:
        mail = EmailMessage()
        body = _arranged(typed, _quoted_text(program, read), _typed_text(typed, ""))
        _set_text(mail, program, body)
        files = [_picture(name, SHOT, "shot.png", inline=False)] if typed.shot else []
    else:
        mail, files = _page_and_text(program, read, typed, name, cited), []
    if typed.file and not program.files_inside:
        files.append(_file())
    return _gathered("mixed", [mail, *files])


def _typed_text(typed: Typed, shot: str) -> str:
    below = f"\n-- \n{typed.signature}\n" if typed.signature else ""
    return "\n".join([*typed.lines, *filter(None, [shot])]) + "\n" + below


def _quoted_text(program: Program, read: Read) -> str:
    text = program.reads(read)
    text = folded(text, program.width - 2) if program.width else text
    head = program.head.format(who=read.sender)
    gap = "\n\n" if program.mark == "" else "\n"
    return head + gap + marked(text, program.mark) + "\n"


def _arranged(typed: Typed, quoted: str, words: str) -> str:
    if typed.place == "bottom":
        return f"{quoted}\n{words}"
    if typed.place == "inline":
        begin, found, rest = quoted.partition("Every hour.")
        line, _, rest = rest.partition("\n")
        return f"{begin}{found}{line}\n\n{words}\n{rest}" if found else f"{words}\n{quoted}"
    return f"{words}\n{quoted}"


def _set_text(part: EmailMessage, program: Program, text: str) -> None:
    part.set_content(text, cte=program.encoding)
    if program.flowed:
        part.set_param("format", "flowed")


def _page_and_text(
    program: Program, read: Read, typed: Typed, name: str, cited: str
) -> EmailMessage:
    assert program.quotes is not None
    quoted = read.page or f"<pre>{escape(read.text)}</pre>"
    old = {}
    for number, was in enumerate(read.pictures):
        old[f"q{number}.{name}"] = read.pictures[was]
        quoted = quoted.replace(f"cid:{was}", f"cid:q{number}.{name}")
    shot = f'<img src="cid:{name}" alt="shot.png">' if typed.shot else ""
    logo = f'<br><img src="cid:logo.{name}" alt="logo.png">' if typed.logo else ""
    signed = escape(typed.signature).replace("\n", "<br>") + logo
    head = escape(program.head.format(who=read.sender)).replace("\n", "<br>")
    if program.head_of_page:
        head = program.head_of_page.format(head=head, who=escape(read.sender))
    words = program.types(typed.lines, shot, signed)
    quote = program.quotes(quoted)
    page = program.page.format(typed=words, head=head, quote=quote, cited=cited)
    html = EmailMessage()
    html.set_content(page, subtype="html", cte=program.encoding)
    pictures = [_picture(cid, data, "image.png") for cid, data in old.items()]
    pictures += [_picture(name, SHOT, "shot.png")] if typed.shot else []
    pictures += [_picture(f"logo.{name}", LOGO, "logo.png")] if typed.logo else []
    if program.only_html and not program.files_inside:
        return _gathered("related", [html, *pictures])
    text = EmailMessage()
    read = replace(read, text=text_of(quoted, program.reading))
    placed = program.reading.picture.format("shot.png", name) if typed.shot else ""
    below = "bottom" if program.page == _BELOW_PAGE else "top"
    arranged = _arranged(
        replace(typed, place=below), _quoted_text(program, read), _typed_text(typed, placed)
    )
    _set_text(text, program, arranged)
    texts = [] if program.only_html else [text]
    if program.files_inside:
        inside = _gathered("related", [html, *pictures])
        if typed.file:
            tail = EmailMessage()
            tail.set_content("<html><head></head><body></body></html>", subtype="html")
            inside = _gathered("mixed", [inside, _file(inline=True), tail])
        return _gathered("alternative", [*texts, inside])
    if program.outer_pictures:
        return _gathered("related", [_gathered("alternative", [*texts, html]), *pictures])
    return _gathered("alternative", [*texts, _gathered("related", [html, *pictures])])


def _gathered(kind: str, parts: list[EmailMessage]) -> EmailMessage:
    if len(parts) == 1:
        return parts[0]
    made = EmailMessage()
    made["Content-Type"] = f"multipart/{kind}"
    for part in parts:
        del part["MIME-Version"]
        made.attach(part)
    return made


def _picture(cid: str, data: bytes, name: str, inline: bool = True) -> EmailMessage:
    part = EmailMessage()
    part.set_content(data, "image", "png", filename=name)
    if inline:
        part["Content-ID"] = f"<{cid}>"
        del part["Content-Disposition"]
        part["Content-Disposition"] = f'inline; filename="{name}"'
    return part


def _file(inline: bool = False) -> EmailMessage:
    part = EmailMessage()
    kind = "inline" if inline else "attachment"
    part.set_content(FILE, "application", "pdf", filename=FILE_NAME, disposition=kind)
    return part
