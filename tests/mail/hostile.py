"""Mails that are hostile or damaged, by name, and what must hold of every reading."""

from __future__ import annotations

from mailtracker.errors import Unreadable
from mailtracker.mail.message import Message
from mailtracker.mail.site import Site
from mailtracker.mail.thread_keys import keys
from mailtracker.mail.understand import understand

HEAD = b"From: ana@example.com\nTo: it-help@corp.example\n"

MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"

HTML = HEAD + b"Content-Type: text/html\n\n"

REPORT = HEAD + (
    b"Content-Type: multipart/report; report-type=delivery-status; "
    b"boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
)


def nested(depth: int) -> bytes:
    levels = (
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
        for level in range(depth)
    )
    return HEAD + b"".join(levels) + b"Content-Type: text/plain\n\nhello\n"


SETTING = Site(
    ("it.corp.example",),
    ("mx.corp.example",),
    ("en", "de", "nl", "da", "pt"),
    ("it-help@corp.example",),
)

BOMBS = {
    "subject of 1 MB": b"Subject: " + b"x" * 1_000_000 + b"\n" + HEAD + b"\nhi",
    "subject folded 45,000 times": b"Subject: a\n"
    + b" bbbbbbbbbbbbbbbbbbbbbbbbb\n" * 45_000
    + HEAD
    + b"\nhi",
    "20,000 encoded words": b"Subject: " + b"=?utf-8?q?abc?= " * 20_000 + b"\n" + HEAD + b"\nhi",
    "encoded words that never close": b"Subject: " + b"=?a?q?" * 10_000 + b"?=\n" + HEAD + b"\nhi",
    "1,000 levels": nested(1_000),
    "100,000 parts": MIXED + b"--b\n\nx\n" * 100_000,
    "a million lines that begin like a boundary": MIXED + b"--c\n" * 1_000_000,
    "From of brackets": b"From: " + b"(" * 60_000 + b"\n\nhi",
    "From of quotes": b"From: " + b'"' * 5_000 + b"\n\nhi",
    "From of 200 KB of quotes": b"From: " + b'"' * 200_000 + b"\n\nhi",
    "3,000 levels": nested(3_000),
    "3,000 levels of mails in mails": HEAD
    + b"Content-Type: message/rfc822\n\n" * 3_000
    + b"\nhello",
    "To of nested comments": HEAD + b"Cc: " + b"(" * 900 + b")" * 900 + b" a@example.com\n\nhi",
    "From of angles": b"From: " + b"<" * 30_000 + b"\n\nhi",
    "From of dots": b"From: " + b"." * 100_000 + b"\n\nhi",
    "From of groups": b"From: " + b"a:" * 20_000 + b";\n\nhi",
    "From of backslashes": b"From: " + b'"\\' * 30_000 + b"\n\nhi",
    "From of nested comments": b"From: " + b"(" * 900 + b")" * 900 + b" a@example.com\n\nhi",
    "20,000 recipients": b"To: " + b"aaaa@corp.example, " * 20_000 + b"\n\nhi",
    "50,000 references": HEAD + b"References: " + b"<aaaa@corp.example>\n " * 50_000 + b"\n\nhi",
    "20,000 parameters": HEAD + b"Content-Type: text/plain" + b"; a=b" * 20_000 + b"\n\nhi",
    "parameters of quotes": HEAD + b"Content-Type: text/plain" + b'; a="b' * 10_000 + b"\n\nhi",
    "parameters of semicolons": HEAD + b"Content-Type: text/plain" + b";" * 60_000 + b"=\n\nhi",
    "On On On": HEAD + b"\n" + b"On " * 20_000,
    "5,000 wrote lines": HEAD + b"\n" + b"On x wrote:\n" * 5_000,
    "quotes 5,000 deep": HEAD + b"\n" + b">" * 5_000 + b"\n" + b"> x\ny\n" * 5_000,
    "100,000 blank lines": HEAD + b"\n" + b"\n" * 100_000 + b"hi",
    "10,000 From lines": HEAD + b"\n" + b"From: x\n" * 10_000,
    "blanks": HEAD + b"Subject: a" + b" " * 60_000 + b"b\n\n" + b" " * 60_000,
    "500,000 fields": b"a:\n" * 500_000,
    "three million blank lines before": b"\n" * 3_000_000 + HEAD + b"\nhi",
    "NULs": HEAD + b"Subject: a\0b\n\n" + b"\0" * 100_000 + b"hi",
    "html of open divs": HTML + b"<div>" * 100_000,
    "html of open quotes": HTML + b"<blockquote>x" * 100_000,
    "html of broken quotes": HTML + b"<blockquote " * 40_000,
    "html of comments": HTML + b"<!--" * 60_000,
    "html of open links": HTML + b"<a " * 60_000,
    "html of bold": HTML + b"".join(b"<b %d>" % n for n in range(10_000)),
    "html of numeric entities": HTML + b"&#xD800;&#0;" * 10_000,
    "utf-7 surrogates": HEAD + b"Content-Type: text/plain; charset=utf-7\n\n" + b"+2AA-" * 10_000,
    "base64 of padding": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"A=" * 300_000,
    "quoted-printable of blanks": HEAD
    + b"Content-Transfer-Encoding: quoted-printable\n\n="
    + b" " * 500_000,
    "uuencode that never ends": HEAD + b"\n" + b"begin 644 x\nM\n" * 50_000,
    "20,000 failures": REPORT + b"Final-Recipient: rfc822;x@example.com\n\n" * 20_000,
    "report of junk": REPORT + b"junk\n" * 50_000,
    "absurd date": HEAD + b"Date: Mon, 99 Foo 99999999999999999999 25:61:61 +99999999999999\n\nx",
    "date of brackets": HEAD + b"Date: " + b"(" * 5_000 + b"\n\nx",
    "unknown codecs": HEAD
    + b"Subject: =?hex?q?abc?= =?zip?b?abc?=\nContent-Type: text/plain; charset=rot13\n\nuryyb",
    "notes": HEAD
    + b"\n"
    + b"~~~~ IT-1 ~~~~~~~~~~~~~~~~~~~~\n~~~~~~~~~~~~~~~~~~~~ IT-1 ~~~~\n" * 900,
    "authentication results": b"Authentication-Results: mx.corp.example; "
    + b"a=b (;" * 10_000
    + b"\n"
    + HEAD
    + b"\nhi",
    "60,000 received lines": b"Received: by x\n" * 60_000 + HEAD + b"\nhi",
    "thread index": b"Thread-Index: " + b"A" * 200_000 + b"\n" + HEAD + b"\nhi",
    "flowed": HEAD + b"Content-Type: text/plain; format=flowed\n\n" + b"> a \n" * 100_000,
    "junk in the header": b"junk\nX-A: b\n" * 20_000 + HEAD + b"\nhi",
    "who wrote, again and again": HEAD + b"\n" + b"On 5/1/26 9:00, a@b.example\n" * 3_000,
    "dashes": HEAD + b"\n" + b"-- wrote --\n" * 5_000 + b"-Bo\n" * 5_000,
    "Cyrillic of nobody": HEAD + b"\n" + "мой принтер ".encode("koi8-r") * 20_000,
    "bounce of nobody": HEAD
    + b"Subject: Undeliverable\n\n"
    + b"<a@b.example>: host said: 550 5.1.1\n" * 3_000,
    "bounce of one line": HEAD
    + b"Subject: failure notice\n\nHi. This is the qmail-send program "
    + b"<a@b " * 20_000,
    "quoted and not quoted": HEAD + b"\n" + (b"> " + b"x" * 70 + b"\ny\n") * 3_000,
    "fields of nobody's charset": b"".join(
        b"A%d: \xff\x80\xff\x80\xff\x80\n" % n for n in range(14_000)
    )
    + HEAD
    + b"\nhi",
    "encoded words of nobody's charset": b"Subject: "
    + b"=?x?q?=FF=80=FF=80=FF=80?= " * 2_400
    + b"\n"
    + HEAD
    + b"\nhi",
    "bodies of nobody's charset": MIXED
    + (b"--b\n\n" + "мой принтер ".encode("koi8-r") * 5 + b"\n") * 990,
    "frames": HEAD + b"\n" + (b"-" * 200 + b"x-\n") * 320,
    "frames with a verb": HEAD + b"\n" + (b"-" * 120 + b"wrote" + b"-" * 120 + b"x--\n") * 260,
    "frames of blanks": HEAD + b"\n" + (b"-" * 60 + b" " * 300 + b"--\n") * 180,
    "almost addresses": HEAD + b"\n" + (b"on " + b"a.a+a-a" * 20 + b":\n") * 440,
    "undeliverable blank lines": HEAD + b"Subject: Undeliverable\n\n" + b"\n" * 64_000,
    "undeliverable parts": b"Subject: Undeliverable\n" + MIXED + b"--b\n\nx\n" * 9_000,
    "returned header fields": HEAD + b"\n" + b"X-a: b\n" * 9_000,
    "absence words": HEAD
    + b"Subject: Automatic reply: x\n\n"
    + b"i am out of contact urgent reply wrote " * 1_500,
}


def check(raw: bytes) -> Message | None:
    """Read it, and hold what Message promises."""
    try:
        message, classified = understand(raw, SETTING)
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
