"""Mails as calendar programs send them for people: an invitation answered, an entry called off."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

GOOGLE = "-//Google Inc//Google Calendar 70.9054//EN"
OUTLOOK = "Microsoft Exchange Server 2010"
APPLE = "-//Apple Inc.//macOS 15.1//EN"
THUNDERBIRD = "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN"
SOGO = "-//Inverse inc./SOGo 5.8.0//EN"
ROUNDCUBE = "-//Roundcube 1.6.9//Sabre VObject 4.5.4//EN"

_ENTRY = """BEGIN:VCALENDAR
PRODID:{program}
VERSION:2.0
METHOD:{method}
BEGIN:VTIMEZONE
TZID:Romance Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
COMMENT:of the zone
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
{extra}UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:20261123T080000Z
DTSTART:20261125T090000Z
DTEND:20261125T093000Z
SUMMARY:Look at the VPN together
ORGANIZER;CN=IT help:mailto:it-help@corp.example
ATTENDEE;PARTSTAT={answer};CN="Lund, Eva"{beside}:mailto:eva@corp.example
BEGIN:VALARM
DESCRIPTION:REMINDER
COMMENT:of the alarm
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def entry(
    method: str = "REPLY",
    program: str = OUTLOOK,
    uid: str = "m1@corp.example",
    extra: str = "",
    beside: str = "",
    answer: str = "DECLINED",
    sequence: int = 0,
) -> str:
    """An iCalendar text; `extra` lines of the entry, `beside` parameters of its attendee."""
    return _ENTRY.format(
        program=program,
        method=method,
        uid=uid,
        extra=extra,
        beside=beside,
        answer=answer,
        sequence=sequence,
    )


def meeting(
    subject: str, text: str, said: str | None = None, method: str = "REPLY", **fields: str
) -> bytes:
    """A mail of Eva's, with this calendar text as an alternative; None: with the usual one."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Eva Lund <eva@corp.example>", "IT help <it-help@corp.example>"
    mail["Subject"], mail["Message-ID"] = subject, "<cal1@client.corp.example>"
    mail["Date"] = "Mon, 23 Nov 2026 09:02:00 +0100"
    for name, value in fields.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    said = entry(method) if said is None else said
    if said:
        mail.add_alternative(
            said.replace("\n", "\r\n"), subtype="calendar", params={"method": method}
        )
    return mail.as_bytes(policy=SMTP)
