"""Keys of ours as mail programs quote them, and what only looks like one."""

from __future__ import annotations

import base64
import quopri
from urllib.parse import quote

from mailtracker.mail.outgoing.ids import message_id, reply_address, reply_token, second_id
from mailtracker.mail.outgoing.quoted_keys import key_forms

KEY = b"k" * 32
ALIAS, OTHER = "it-help@corp.example", "pay.roll@pay.corp.example"
ADDRESSES = (ALIAS, OTHER)
FORMS = key_forms(ADDRESSES)
TOKEN = reply_token(KEY, b"m1")
SECRET = reply_address(ALIAS, TOKEN)
ID = message_id(KEY, b"m1", "corp.example")
TOP = (
    b"From: Bo <bo@corp.example>\r\nTo: it-help@corp.example\r\nSubject: Re: VPN\r\n"
    b"Message-ID: <a1@corp.example>\r\nMIME-Version: 1.0\r\n"
)


def mail(body: bytes, *fields: str) -> bytes:
    return TOP + b"".join(f"{field}\r\n".encode() for field in fields) + b"\r\n" + body


def parts(*given: bytes, kind: str = "mixed") -> bytes:
    inside = b"".join(b"--b\r\n" + one + b"\r\n" for one in given)
    return mail(inside + b"--b--\r\n", f"Content-Type: multipart/{kind}; boundary=b")


TEXTS = {
    f"Reply-To: IT help <{SECRET}>": f"Reply-To: IT help <{ALIAS}>",
    f"Message-ID: {ID}\nIn-Reply-To: {ID}": (
        "Message-ID: <removed@corp.example>\nIn-Reply-To: <removed@corp.example>"
    ),
    f"mailto:{quote(SECRET)}?subject=x": "mailto:it-help%40corp.example?subject=x",
    f"?to={quote(quote(SECRET, safe=''), safe='')}": "?to=it-help%2540corp.example",
    f'<a href="mailto:{SECRET.replace("+", "&#43;")}">': f'<a href="mailto:{ALIAS}">',
    f"X-Mailtracker-Id: {ID}\nReferences: <1@a>\n\t{second_id(ID)}": (
        "X-Mailtracker-Id: <removed@corp.example>\nReferences: <1@a>\n\t<r.removed@corp.example>"
    ),
    f'cite="mid:{ID[1:-1]}"': 'cite="mid:removed@corp.example"',
    f"cite='mid:{quote(ID[1:-1])}'": "cite='mid:removed%40corp.example'",
    SECRET.upper(): ALIAS.upper(),
    f"it-help+{TOKEN} at corp.example": "it-help at corp.example",
    f"it-help+b{TOKEN}@corp.example": ALIAS,
    f"bounces+it-help+{TOKEN}=corp.example@list.example": (
        "bounces+it-help=corp.example@list.example"
    ),
    f"> > it-help+{TOKEN[:9]}\r\n> > {TOKEN[9:]}@corp.example": "> > it-help@corp.example",
    f"it-help+{TOKEN[:9]}=\n{TOKEN[9:]}@corp.example": ALIAS,
    f"it-help+{TOKEN[:9]}\u200b{TOKEN[9:]}@corp.example": ALIAS,
    reply_address(OTHER, TOKEN): OTHER,
    f"pay%2Eroll%2B{TOKEN}%40pay%2Ecorp%2Eexample": "pay%2Eroll%40pay%2Ecorp%2Eexample",
    f"=?utf-8?q?it-help=2B{TOKEN}=40corp.example?=": "=?utf-8?q?it-help=40corp.example?=",
    f"{SECRET}, {SECRET}": f"{ALIAS}, {ALIAS}",
}
NOT_KEYS = [
    ALIAS,
    "it-help+vpn@corp.example",
    f"it-help+{TOKEN}@other.example",
    f"it-help+{TOKEN}@corp.example.org",
    f"it-help+{TOKEN}x@corp.example",
    f"it-help+{TOKEN[:-1]}@corp.example",
    f"it-desk+{TOKEN}@corp.example",
    f"it-help {TOKEN}@corp.example",
    f"it-help+0{TOKEN[1:]}@corp.example",
    ID.replace("corp.example", "other.example"),
    ID.replace("<k.", "<j."),
    ID.replace("@", "0@"),
    "<k.short@corp.example>",
    "it-help+1\nsome more words than that @corp.example",
    "",
]
PAGES = {
    f"<p>it-help+<wbr>{TOKEN}@corp.example</p>": "<p>it-help<wbr>@corp.example</p>",
    f"<p>it-help+{TOKEN[:7]}<span class=SpellE>{TOKEN[7:]}</span>@corp.example</p>": (
        "<p>it-help<span class=SpellE></span>@corp.example</p>"
    ),
    f"<p>it-help+{TOKEN[:7]}<br>\n{TOKEN[7:]}@corp.example": ("<p>it-help<br>@corp.example"),
    f"<p>it-help&#43;{TOKEN[:7]}&#8203;{TOKEN[7:]}&#64;corp.example": (
        "<p>it-help&#64;corp.example"
    ),
    f"<p>&#105;t-help<b>+</b>{TOKEN}@corp.example": "<p>&#105;t-help<b></b>@corp.example",
    f"<p>&lt;k.<b>{ID[3:35]}</b>@corp.example&gt;": "<p>&lt;<b></b>@corp.example&gt;",
    f"<!-- {SECRET} --><style>/* {SECRET} */</style>": (
        f"<!-- {ALIAS} --><style>/* {ALIAS} */</style>"
    ),
}
SECOND_IDS = f"X-Mailtracker-Id: {ID}\r\nReferences: <1@a>\r\n {second_id(ID)}\r\n"
"""Of a mail of ours whose Message-ID a server changed."""
HEADER_BLOCK = (
    f"From: Eva via IT help <{ALIAS}>\r\nReply-To: IT help <{SECRET}>\r\n"
    f"Message-ID: {ID}\r\nSubject: VPN\r\n"
)
AS_WRITTEN = {
    "bsd-mailx and GNU Mailutils (~m): the whole mail with its header, by a tab": mail(
        b"done\r\n\r\n"
        + b"".join(b"\t" + line + b"\r\n" for line in HEADER_BLOCK.encode().split(b"\r\n"))
    ),
    "Thunderbird 115: the id in <blockquote cite>": mail(
        f'<blockquote type="cite"\n cite="mid:{ID[1:-1]}">x</blockquote>'.encode(),
        "Content-Type: text/html",
    ),
    "Thunderbird 115: the block of a forward, in a page": mail(
        f'<td>IT help\n <a class="moz-txt-link-rfc2396E"\n href="mailto:{SECRET}">'
        f"&lt;{SECRET}&gt;</a></td>".encode(),
        "Content-Type: text/html; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
    ),
    "Courier maildrop's mailbot: the header as a file": parts(
        b"\r\nAway.\r\n",
        b"Content-Type: text/rfc822-headers\r\nContent-Disposition: attachment\r\n\r\n"
        + HEADER_BLOCK.encode(),
    ),
    "forwarded as an attachment": parts(
        b"\r\nSee below.\r\n",
        b"Content-Type: message/rfc822\r\n\r\n" + HEADER_BLOCK.encode() + b"\r\nHello\r\n",
    ),
    "forwarded as an attachment, after a server changed its id": parts(
        b"\r\nSee below.\r\n",
        b"Content-Type: message/rfc822\r\n\r\nMessage-ID: <1@server.example>\r\n"
        + SECOND_IDS.encode()
        + b"Subject: VPN\r\n\r\nHello\r\n",
    ),
    "forwarded twice as an attachment, in base64": parts(
        b"\r\nSee below.\r\n",
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(
            b"Subject: Fwd\r\nContent-Type: message/rfc822\r\n\r\n"
            + HEADER_BLOCK.encode()
            + b"Content-Transfer-Encoding: quoted-printable\r\n\r\nit-help=2B"
            + TOKEN.encode()
            + b"=40corp.example\r\n"
        ),
    ),
    "a calendar file": parts(
        b"\r\nSee below.\r\n",
        b"Content-Type: text/calendar; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(f"BEGIN:VCALENDAR\r\nORGANIZER:mailto:{SECRET}\r\n".encode()),
    ),
    "a file named after it": parts(
        b"\r\nHi\r\n",
        f'Content-Type: application/pdf; name="{SECRET} of Bo.pdf"\r\n\r\n%PDF'.encode(),
    ),
    "between the parts": mail(
        f"{SECRET}\r\n--b\r\n\r\nHi\r\n--b--\r\n{ID}\r\n".encode(),
        "Content-Type: multipart/mixed; boundary=b",
    ),
    "a text in UTF-16": mail(
        base64.encodebytes(f"Grüße {SECRET}".encode("utf-16")),
        "Content-Type: text/plain; charset=utf-16",
        "Content-Transfer-Encoding: base64",
    ),
    "a header of the writer's own": mail(b"Hi\r\n", f"Thread-Topic: {SECRET}"),
}
SIGNED_SECOND = parts(
    f"Content-Type: text/plain\r\n\r\n{SECOND_IDS}".encode(),
    b"Content-Type: application/pgp-signature\r\n\r\nabc",
    kind="signed",
)
SIGNED = parts(
    f"Content-Type: text/plain\r\n\r\n{HEADER_BLOCK}".encode(),
    b"Content-Type: application/pgp-signature\r\n\r\nabc",
    kind="signed",
)
INNER = SIGNED.replace(b"boundary=b", b"boundary=s").replace(b"--b", b"--s")
KEPT = {
    "a signed tree": SIGNED,
    "a signed tree in quoted-printable": parts(
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + quopri.encodestring(f"{'x' * 60}{SECRET} {ID}".encode()).replace(b"\n", b"\r\n"),
        b"Content-Type: application/pkcs7-signature\r\n\r\nabc",
        kind="signed",
    ),
    "PGP's armour in a text": mail(
        f"-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\n{HEADER_BLOCK}\r\n".encode()
    ),
    "an attached mail that is signed": parts(
        b"\r\nHi\r\n", b"Content-Type: message/rfc822\r\n\r\n" + INNER
    ),
    "a file that is no text": parts(
        b"\r\nHi\r\n",
        b"Content-Type: application/octet-stream; name=m.eml\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(b"\xff\0" + HEADER_BLOCK.encode()),
    ),
    "Outlook's own file of a mail, two bytes a letter": parts(
        b"\r\nHi\r\n",
        b"Content-Type: application/vnd.ms-outlook\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(b"\xd0\xcf\x11\xe0" + f"{SECRET} {ID}".encode("utf-16-le")),
    ),
}
