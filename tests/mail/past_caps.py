"""Mails just past each of our caps, and odd ones beside them: plain, small, and harmless to
whatever else may read them. And what a Message promises, whatever it was read from.
"""

from __future__ import annotations

from mailtracker.errors import Unreadable
from mailtracker.mail.message import Message
from mailtracker.mail.site import Site
from mailtracker.mail.thread_keys import keys
from mailtracker.mail.understand import understand

SITE = Site(
    ("it.corp.example",),
    ("mx.corp.example",),
    ("en", "de", "nl", "da", "pt"),
    ("it-help@corp.example",),
)
HEAD = b"From: ana@example.com\nTo: it-help@corp.example\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"
HTML = HEAD + b"Content-Type: text/html\n\n"
REPORT = HEAD + (
    b"Content-Type: multipart/report; report-type=delivery-status; "
    b"boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
)
PLAIN = HEAD + b"\n"
END = HEAD + b"\nhi"
KOI8 = "мой принтер ".encode("koi8-r")


def nested(depth: int) -> bytes:
    levels = (
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
        for level in range(depth)
    )
    return HEAD + b"".join(levels) + b"Content-Type: text/plain\n\nhello\n"


PAST_CAPS = {
    "subject of 70 KB": b"Subject: " + b"x" * 70_000 + b"\n" + END,
    "subject of 70 KB in words": b"Subject: " + b"printer " * 8_750 + b"\n" + END,
    "subject folded 2,600 times": b"Subject: a\n" + b" bbbbbbbbbbbbbbbbbbbbbbbbb\n" * 2_600 + END,
    "500 encoded words": b"Subject: " + b"=?utf-8?q?abc?= " * 500 + b"\n" + END,
    "an encoded word that does not close": b"Subject: =?utf-8?q?abc\n" + END,
    "60 levels": nested(60),
    "51 levels": nested(51),
    "1,001 parts": MIXED + b"--b\n\nx\n" * 1_001 + b"--b--\n",
    "10,000 lines that begin like a boundary": MIXED + b"--c\n" * 10_000,
    "From with an open bracket": b"From: (Ana <ana@corp.example>\n\nhi",
    "From with a bracket in a bracket": b"From: ana@corp.example (Ana (IT))\n\nhi",
    "Cc with a comment": HEAD + b"Cc: (the (printer) people) a@example.com\n\nhi",
    "From with an open quote": b'From: "Ana <ana@corp.example>\n\nhi',
    "From with two quoted words": b'From: "Ana" "Costa" <ana@corp.example>\n\nhi',
    "From with two addresses in angles": b"From: <ana@corp.example> <bo@corp.example>\n\nhi",
    "From of dots": b"From: a..b@corp.example\n\nhi",
    "From of a group": b"From: team: ana@corp.example, bo@corp.example;\n\nhi",
    "From of an empty group": b"From: undisclosed-recipients:;\n\nhi",
    "From with a backslash": b'From: "Ana \\" Costa" <ana@corp.example>\n\nhi',
    "5,001 recipients": b"To: " + b"a@b.example, " * 5_000 + b"bo@corp.example\n\nhi",
    "1,000 fields of recipients": HEAD + b"Cc: a@x.example\n" * 1_000 + b"\nhi",
    "70 KB of recipients": b"To: " + b"aaaa@corp.example, " * 3_700 + b"bo@corp.example\n\nhi",
    "501 references": HEAD
    + b"References: "
    + b"".join(b"<%d@corp.example>\n " % n for n in range(501))
    + b"\n\nhi",
    "70 KB of references": HEAD + b"References: " + b"<aaaa@corp.example>\n " * 3_400 + b"\n\nhi",
    "401 parameters": HEAD
    + b"Content-Type: text/plain"
    + b"".join(b"; a%d=b" % n for n in range(401))
    + b"\n\nhi",
    "a parameter in an open quote": HEAD + b'Content-Type: text/plain; a="b; c=d\n\nhi',
    "401 semicolons": HEAD + b"Content-Type: text/plain" + b";" * 401 + b"charset=utf-8\n\nhi",
    "On On On": PLAIN + b"On " * 220,
    "On for 70 KB": PLAIN + b"On Monday we met.\n" * 4_000,
    "5,000 wrote lines": PLAIN + b"On x wrote:\n" * 5_000,
    "quotes 60 deep": PLAIN + b">" * 60 + b" deep\n" + b"> x\ny\n" * 5_000,
    "5,000 blank lines": PLAIN + b"\n" * 5_000 + b"hi",
    "10,000 From lines": PLAIN + b"From: x\n" * 8_200,
    "70 KB of blanks": HEAD + b"Subject: a" + b" " * 70_000 + b"b\n\n" + b" " * 70_000,
    "1,001 fields": b"".join(b"X-A%d: b\n" % n for n in range(1_001)) + END,
    "260 KB of fields": (b"X-Filler: " + b"x" * 60_000 + b"\n") * 5 + END,
    "1,000 blank lines before": b"\n" * 1_000 + END,
    "NULs": HEAD + b"Subject: a\0b\n\n" + b"\0" * 70_000 + b"hi",
    "html of 300 divs": HTML + b"<div>x</div>" * 300,
    "html of an open div": HTML + b"<div>" * 20 + b"words",
    "html of 50 open quotes": HTML + b"<blockquote>x" * 50,
    "html of 40 quotes": HTML + b"<blockquote type=cite>x" * 41 + b"</blockquote>" * 41,
    "html of a broken quote": HTML + b"<blockquote words",
    "html of an open comment": HTML + b"words <!-- more words",
    "html of an open link": HTML + b"words <a href=x",
    "html of 70 KB in bold": HTML + b"".join(b"<b>%d</b> " % n for n in range(5_000)),
    "html of 600 KB": HTML + b"<p>words and more words</p>\n" * 21_500,
    "html of 2 MB": HTML + b"<p>" + b"words and more words " * 105_000 + b"</p>",
    "html of numeric entities": HTML + b"&#xD800;&#0;" * 500,
    "utf-7 surrogates": HEAD + b"Content-Type: text/plain; charset=utf-7\n\n" + b"+2AA-" * 1_000,
    "base64 of padding": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"QQ==" * 1_000,
    "quoted-printable of blanks": HEAD
    + b"Content-Transfer-Encoding: quoted-printable\n\n="
    + b" " * 70_000,
    "uuencode that never ends": PLAIN + b"begin 644 x\nM\n" * 100,
    "501 failures": REPORT
    + b"".join(b"Final-Recipient: rfc822;x%d@example.com\n\n" % n for n in range(501)),
    "report of junk": REPORT + b"junk\n" * 1_001,
    "absurd date": HEAD + b"Date: Mon, 99 Foo 99999999999999999999 25:61:61 +99999999999999\n\nx",
    "date of brackets": HEAD + b"Date: Mon, 5 Jan 2026 10:00:00 +0100 (((CET)))\n\nx",
    "unknown codecs": HEAD
    + b"Subject: =?hex?q?abc?= =?zip?b?abc?=\nContent-Type: text/plain; charset=rot13\n\nuryyb",
    "900 notes": PLAIN + b"~~~~ IT-1 ~~~~~~~~~~~~~~~~~~~~\n~~~~~~~~~~~~~~~~~~~~ IT-1 ~~~~\n" * 900,
    "9 KB of authentication results": b"Authentication-Results: mx.corp.example; "
    + b"dkim=pass (ok); " * 570
    + b"\n"
    + END,
    "61 received lines": b"Received: by x\n" * 61 + END,
    "thread index of 5 KB": b"Thread-Index: " + b"A" * 5_000 + b"\n" + END,
    "70 KB of format=flowed": HEAD
    + b"Content-Type: text/plain; format=flowed\n\n"
    + b"> a \n" * 14_000,
    "11 lines of junk in the header": b"junk\nX-A: b\n" * 11 + END,
    "who wrote, again and again": PLAIN + b"On 5/1/26 9:00, a@b.example\n" * 2_500,
    "dashes": PLAIN + b"-- wrote --\n" * 4_000 + b"-Bo\n" * 5_000,
    "Cyrillic of nobody": PLAIN + KOI8 * 6_000,
    "bounce of nobody": HEAD
    + b"Subject: Undeliverable\n\n"
    + b"<a@b.example>: host said: 550 5.1.1\n" * 600,
    "bounce of one line": HEAD
    + b"Subject: failure notice\n\nHi. This is the qmail-send program "
    + b"<a@b " * 200,
    "quoted and not quoted": PLAIN + (b"> " + b"x" * 70 + b"\ny\n") * 900,
    "fields of nobody's charset": b"".join(
        b"X-A%d: \xff\x80\xff\x80\xff\x80\n" % n for n in range(1_000)
    )
    + END,
    "encoded words of nobody's charset": b"Subject: "
    + b"=?x?q?=FF=80=FF=80=FF=80?= " * 100
    + b"\n"
    + END,
    "6 bodies of nobody's charset": MIXED + (b"--b\n\n" + KOI8 * 5 + b"\n") * 6,
    "990 bodies of nobody's charset": MIXED + (b"--b\n\n" + KOI8 + b"\n") * 990,
    "frames": PLAIN + (b"-" * 200 + b"x-\n") * 320,
    "frames with a verb": PLAIN + (b"-" * 120 + b"wrote" + b"-" * 120 + b"x--\n") * 260,
    "frames of blanks": PLAIN + (b"-" * 60 + b" " * 300 + b"--\n") * 180,
    "almost addresses": PLAIN + (b"on " + b"a.a+a-a" * 20 + b":\n") * 440,
    "undeliverable blank lines": HEAD + b"Subject: Undeliverable\n\n" + b"\n" * 500,
    "undeliverable parts": b"Subject: Undeliverable\n" + MIXED + b"--b\n\nx\n" * 1_001,
    "returned header fields": PLAIN + b"X-a: b\n" * 9_000,
    "absence words": HEAD
    + b"Subject: Automatic reply: x\n\n"
    + b"i am out of contact urgent reply wrote " * 1_700,
}


def check(raw: bytes) -> Message | None:
    """Read it, and hold what Message promises."""
    try:
        message, classified = understand(raw, SITE)
    except Unreadable:
        return None
    assert classified.reason
    keys(message, ["it-help@corp.example"], ["IT"])
    for part in (*message.parts, *message.attachments):
        assert 0 <= part.head[0] <= part.head[1] <= len(raw)
        assert part.head[1] <= part.body[1] <= len(raw)
        assert 0 <= part.body[0] <= part.body[1]
    assert message.parts[0].head[0] == 0
    texts = [message.text, message.new_text, message.forwarded, message.subject, *message.defects]
    texts += [*message.packed, classified.reason, classified.verdict]
    texts += [text for field in message.fields for text in field] + [
        part.filename for part in message.attachments
    ]
    for text in texts:
        text.encode("utf-8")  # no lone surrogates
        assert "\0" not in text
    assert all(
        len(text) <= 64 * 1024 for text in (message.text, message.new_text, message.forwarded)
    )
    assert all(len(value.splitlines()) <= 1 for _, value in message.fields)
    return message
