"""What the same mail is, case by case: written once and sent once, whatever is added to it."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from mailtracker.mail.mime.fingerprint import read_likeness
from mailtracker.mail.sameness import Delivered, is_same
from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SITE = Site(own_lists=("it-group.corp.example",), own_domains=("corp.example",))
PAST = "Thu, 1 Jan 1970 00:00:00 +0000"

TEXT = "Every hour, since Monday.\n\nCould somebody look at it before the fair on Thursday?\n"
FOOTER = f"{'_' * 47}\nit-group mailing list\nit-group@corp.example\n"
BANNER = "CAUTION: This mail came from outside. Do not click on links.\n\n"
DISCLAIMER = (
    "\nCorp Ltd, registered in Aarhus under no. 123456. What is written here is meant for you "
    "alone.\nThink before you print.\n"
)


@dataclass(frozen=True)
class Mail:
    """One copy of a mail as it lies in the mailbox, and when it came and was fetched."""

    text: str = TEXT
    subject: str = "VPN drops"
    sender: str = "Eva Lund <eva@corp.example>"
    date: str = "Mon, 23 Nov 2026 09:00:00 +0100"
    ident: str = "<1@client.corp.example>"
    #: Below Subject, as they are.
    fields: str = ""
    #: Above all else, as servers write it.
    trace: str = ""
    encoding: str = ""
    #: After NOW.
    after: timedelta = timedelta()

    @property
    def raw(self) -> bytes:
        head = (
            f"{self.trace}From: {self.sender}\nTo: it-help@corp.example\nSubject: {self.subject}\n"
        )
        head += f"Date: {self.date}\n" if self.date else ""
        head += f"Message-ID: {self.ident}\n" if self.ident else ""
        body = self.text.encode()
        if self.encoding == "base64":
            body = base64.encodebytes(body)
        head += f"Content-Type: text/plain; charset=utf-8\n{self.fields}"
        head += f"Content-Transfer-Encoding: {self.encoding or '8bit'}\n\n"
        return head.encode() + body


def are_same(one: Mail, other: Mail) -> bool:
    found: list[Delivered] = []
    for mail in (one, other):
        message, _ = understand(mail.raw, SITE)
        at = NOW + mail.after
        sender = message.sender.key if message.sender else ""
        found.append(
            Delivered(
                message.sha256,
                message.content_key,
                message.message_id,
                sender,
                message.subject,
                message.likeness,
                at,
                at,
            )
        )
    return is_same(found[0], found[1], message)


def received(ident: str, minute: int = 0) -> str:
    at = f"Mon, 23 Nov 2026 08:{minute:02}:00 +0000"
    return f"Received: from pc by mx.corp.example id {ident}; {at}\n"


LATER, NEXT_DAY, WEEK = timedelta(hours=2), timedelta(hours=30), timedelta(days=7)
DIRECT = Mail(trace=received("a1"))
LISTED = "List-Id: <it-group.corp.example>\n"
ALARM = Mail(
    text="UPS 1 is on battery.\n",
    subject="On battery",
    sender="ups1@corp.example",
    date=PAST,
    ident="<1@ups1>",
    trace=received("u1"),
)

ONE = {
    "through two aliases": (DIRECT, replace(DIRECT, trace=received("b2") + DIRECT.trace)),
    "delivered twice by a server, hours apart": (
        DIRECT,
        replace(DIRECT, trace=received("b2") + DIRECT.trace, after=NEXT_DAY),
    ),
    "in Bcc of two aliases, sent one by one": (
        DIRECT,
        replace(DIRECT, trace=received("b9"), after=timedelta(minutes=1)),
    ),
    "a mailbox put back": (DIRECT, replace(DIRECT, after=WEEK)),
    "a list's footer": (DIRECT, replace(DIRECT, text=f"{TEXT}\n{FOOTER}", fields=LISTED)),
    "a list's tag": (DIRECT, replace(DIRECT, subject="[it-group] VPN drops", fields=LISTED)),
    "a list's tag, footer and own trace": (
        DIRECT,
        replace(
            DIRECT,
            subject="[it-group] VPN drops",
            text=f"{TEXT}\n{FOOTER}",
            fields=LISTED,
            trace=received("c3"),
            after=timedelta(minutes=3),
        ),
    ),
    "a moderated list, days later": (
        DIRECT,
        replace(
            DIRECT,
            subject="[it-group] VPN drops",
            text=f"{TEXT}\n{FOOTER}",
            fields=LISTED,
            trace=received("c3") + DIRECT.trace,
            after=WEEK,
        ),
    ),
    "a tag behind the mark of an answer": (
        replace(DIRECT, subject="Re: VPN drops"),
        replace(DIRECT, subject="Re: [it-group] VPN drops", fields=LISTED),
    ),
    "a gateway's banner": (DIRECT, replace(DIRECT, text=BANNER + TEXT, subject="[EXT] VPN drops")),
    "a gateway's banner and EXTERNAL": (
        DIRECT,
        replace(DIRECT, text=BANNER + TEXT, subject="*EXTERNAL* VPN drops"),
    ),
    "a disclaimer": (DIRECT, replace(DIRECT, text=TEXT + DISCLAIMER)),
    "banner, disclaimer and footer": (
        DIRECT,
        replace(DIRECT, text=f"{BANNER}{TEXT}{DISCLAIMER}\n{FOOTER}"),
    ),
    "wrapped anew": (DIRECT, replace(DIRECT, text=TEXT.replace("look at it ", "look at it\n"))),
    "encoded anew": (DIRECT, replace(DIRECT, encoding="base64")),
    "encoded anew, with a footer": (
        DIRECT,
        replace(DIRECT, encoding="base64", text=f"{TEXT}\n{FOOTER}"),
    ),
    "a long mail with a footer": (
        replace(DIRECT, text="".join(f"Line {n} of the log\n" for n in range(300))),
        replace(DIRECT, text="".join(f"Line {n} of the log\n" for n in range(300)) + FOOTER),
    ),
    "a list of ours that puts itself into From": (
        DIRECT,
        replace(
            DIRECT,
            sender="Eva Lund via it-group <it-group@corp.example>",
            fields=f"{LISTED}Reply-To: Eva Lund <eva@corp.example>\n",
            text=f"{TEXT}\n{FOOTER}",
        ),
    ),
    "another's list that puts itself into From": (
        DIRECT,
        replace(
            DIRECT,
            sender="Eva Lund via fair <fair@lists.example>",
            fields="List-Id: <fair.lists.example>\nReply-To: Eva Lund <eva@corp.example>\n",
            text=f"{TEXT}\n-- \nfair mailing list\n",
        ),
    ),
    "without Message-ID, by two aliases": (
        replace(DIRECT, ident=""),
        replace(DIRECT, ident="", trace=received("b2")),
    ),
    "no clock, but delivered twice": (
        ALARM,
        replace(ALARM, trace=received("x") + ALARM.trace, after=WEEK),
    ),
    "no clock, but to two aliases at once": (
        ALARM,
        replace(ALARM, trace=received("u2"), after=timedelta(seconds=2)),
    ),
}

TWO = {
    "the same text a day later": (
        DIRECT,
        replace(
            DIRECT,
            ident="<2@client.corp.example>",
            date="Tue, 24 Nov 2026 09:00:00 +0100",
            after=NEXT_DAY,
        ),
    ),
    "an equal id with another Date": (
        DIRECT,
        replace(DIRECT, date="Mon, 23 Nov 2026 09:05:00 +0100", trace=received("b2", 5)),
    ),
    "an equal id and Date with other words": (
        DIRECT,
        replace(DIRECT, text="The printer is on fire.\n", trace=received("b2", 5)),
    ),
    "an equal id and Date with one word changed": (
        DIRECT,
        replace(DIRECT, text=TEXT.replace("Monday", "Friday"), trace=received("b2", 5)),
    ),
    "a long mail with one word changed in its midst": (
        replace(DIRECT, text="".join(f"Line {n} of the log\n" for n in range(300))),
        replace(
            DIRECT,
            text="".join(f"Line {n if n != 150 else 999} of the log\n" for n in range(300)),
        ),
    ),
    "an equal id, Date and words with another subject": (
        DIRECT,
        replace(DIRECT, subject="Printer drops", trace=received("b2", 5)),
    ),
    "another tag instead of a tag": (
        replace(DIRECT, subject="[FAILED] backup"),
        replace(DIRECT, subject="[OK] backup", trace=received("b2", 5)),
    ),
    "all of it by somebody else": (
        DIRECT,
        replace(DIRECT, sender="Mia <mia@elsewhere.example>", text=f"{TEXT}\n{FOOTER}"),
    ),
    "a list's copy first, which is not from the writer": (
        replace(
            DIRECT,
            sender="Eva Lund via fair <fair@lists.example>",
            fields="List-Id: <fair.lists.example>\nReply-To: Eva Lund <eva@corp.example>\n",
        ),
        DIRECT,
    ),
    "no clock, an alarm three days later": (
        ALARM,
        replace(ALARM, trace=received("u2"), after=timedelta(days=3)),
    ),
    "no clock, an alarm an hour later": (
        ALARM,
        replace(ALARM, trace=received("u2"), after=timedelta(hours=1)),
    ),
    "no clock, another alarm": (
        ALARM,
        replace(
            ALARM, trace=received("u2"), text="UPS 1 is on battery.\nBattery low.\n", after=LATER
        ),
    ),
    "no clock and no Message-ID": (
        replace(ALARM, ident=""),
        replace(ALARM, ident="", trace=received("u2"), after=timedelta(days=3)),
    ),
    "no Date at all": (
        replace(ALARM, date=""),
        replace(ALARM, date="", trace=received("u2"), after=timedelta(days=3)),
    ),
    "neither Date nor Message-ID": (
        replace(ALARM, date="", ident=""),
        replace(ALARM, date="", ident="", trace=received("u2"), after=timedelta(days=3)),
    ),
    "without Message-ID, at another time": (
        replace(DIRECT, ident=""),
        replace(DIRECT, ident="", date="Mon, 23 Nov 2026 09:05:00 +0100"),
    ),
}


@pytest.mark.parametrize("name", ONE)
def test_it_is_one_mail(name: str) -> None:
    assert are_same(*ONE[name])


BY_ORDER = {"another's list that puts itself into From"}


@pytest.mark.parametrize("name", [name for name in ONE if name not in BY_ORDER])
def test_it_is_one_mail_whichever_copy_comes_first(name: str) -> None:
    first, last = ONE[name]
    assert are_same(replace(last, after=first.after), replace(first, after=last.after))


@pytest.mark.parametrize("name", TWO)
def test_they_are_two_mails(name: str) -> None:
    assert not are_same(*TWO[name])


def test_what_an_earlier_version_stored_is_compared_by_content() -> None:
    assert read_likeness("") is None
    assert read_likeness("1 2") is None
    assert read_likeness("1 2 3 x.y") is None
    message, _ = understand(DIRECT.raw, SITE)
    old = Delivered("0", message.content_key, message.message_id, "", "", "", NOW, NOW)
    new = replace(old, sha256=message.sha256, likeness=message.likeness)
    assert is_same(old, new, message)


def test_a_likeness_is_short_whatever_the_mail() -> None:
    text = "".join(f"{'word ' * 20}{n}\n" for n in range(2_000))
    message, _ = understand(replace(DIRECT, text=text).raw, SITE)
    assert len(message.likeness) < 300


PARTED = b"""From: Eva Lund <eva@corp.example>
To: it-help@corp.example
Subject: VPN drops
Message-ID: <1@client.corp.example>
Date: Mon, 23 Nov 2026 09:00:00 +0100
Content-Type: multipart/mixed; boundary=o

--o
Content-Type: multipart/alternative; boundary=i

--i
Content-Type: text/plain

Every hour, since Monday.
--i
Content-Type: text/html

<p>Every hour, since <b>Monday</b>.</p>
--i--
--o
Content-Type: application/pdf; name=a.pdf
Content-Disposition: attachment; filename=a.pdf

%PDF
--o--
"""


def are_copies(one: bytes, other: bytes) -> bool:
    found: list[Delivered] = []
    for raw in (one, other):
        message, _ = understand(raw, SITE)
        likeness, key = message.likeness, message.content_key
        told = Delivered(
            message.sha256, key, message.message_id, "eva@corp.example", "", "", NOW, NOW
        )
        found.append(replace(told, subject=message.subject, likeness=likeness))
    return is_same(found[0], found[1], message)


@pytest.mark.parametrize(
    ("old", "new", "copies"),
    [
        (b"--o--", b"--o\nContent-Type: text/plain\n\n____\nit-group mailing list\n--o--", True),
        (b"--i\nContent-Type: text/html\n\n<p>Every hour, since <b>Monday</b>.</p>\n", b"", True),
        (b"%PDF", b"%PDF-2", False),
        (b"Every hour, since Monday.", b"Every day, since Monday.", False),
        (b"name=a.pdf\n", b"name=a.pdf\nContent-Transfer-Encoding: base64\n", False),
    ],
)
def test_parts_of_a_mail_that_lists_add_and_take(old: bytes, new: bytes, copies: bool) -> None:
    assert old in PARTED
    assert are_copies(PARTED, PARTED.replace(old, new, 1)) is copies
