"""What became of probes, judged: tables of what was measured and what that means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailtracker.doctor.finding import DoctorFinding, Level
from mailtracker.doctor.judge import Court, findings_of_trial
from mailtracker.doctor.trial import ProbeArrival, ProbeWay, Sent, Trial
from mailtracker.mail.outgoing.ids import mail_ids, probe_token, reply_address
from mailtracker.mail.outgoing.probe import Probe, probe_mail
from mailtracker.mail.site import Site
from mailtracker.mailbox.mailbox import MailPlace
from mailtracker.smtp import Delivery
from tests.servers.dovecot import Box
from tests.stories.company import ALIAS, config_for

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
TOKEN = probe_token(b"k" * 32, b"d" * 16)
PROBE = Probe(
    message_id=mail_ids(b"k" * 32, b"d" * 16, "corp.example").message_id,
    token=TOKEN,
    alias=ALIAS,
    reply_to=reply_address(ALIAS, TOKEN),
    date=NOW,
    thread="<thread@corp.example>",
    forged="mx.corp.example",
)
TAKEN = Delivery("sent", 250, "OK", False, "dot")
RECEIVED = "Received: from a by mx.corp.example; {:%a, %d %b %Y %H:%M:%S} +0000\r\n"
SITE = Site(addresses=(ALIAS,), authserv_ids=("mx.corp.example",), own_domains=("corp.example",))


@pytest.fixture
def court(tmp_path: Path) -> Court:
    config = config_for(tmp_path, Box("127.0.0.1", 143, ALIAS, "x", None), 25)
    return Court(config.mailboxes[0], SITE, wait=60, idles=True)


def came(
    raw: bytes = b"", seen: float = 1.0, stored: float = 1.0, line: float = 1.0, folder: str = ""
) -> ProbeArrival:
    """`stored` and `line`: when the mailbox and the Received line say that it came, in seconds
    after it went out.
    """
    traced = RECEIVED.format(NOW + timedelta(seconds=line)).encode() + (raw or probe_mail(PROBE))
    place = MailPlace(folder, 1, 7, NOW + timedelta(seconds=stored))
    return ProbeArrival(place, traced, seen, NOW, NOW + timedelta(seconds=2))


def sent(
    arrival: ProbeArrival | None, way: ProbeWay = ProbeWay.PLAIN, delivery: Delivery = TAKEN
) -> Sent:
    return Sent(way, PROBE, ALIAS, ALIAS, delivery, NOW, 100.0, arrival)


def judged(court: Court, *probes: Sent, **trial: Any) -> dict[str, DoctorFinding]:
    usual: dict[str, Any] = {"word": 0.5, "keeps_mark": True, "left": 0, "junk": ""}
    found = findings_of_trial(Trial(probes, **(usual | trial)), court)
    return {one.id: one for one in found}


@pytest.mark.parametrize(
    ("stored", "line", "level", "words"),
    [
        (0, 0, Level.OK, ""),
        (-30, -30, Level.OK, ""),  # half a minute is nothing
        (31, 31, Level.OK, ""),
        (-40, -40, Level.DOUBT, "39 s behind"),
        (62, 62, Level.DOUBT, "60 s ahead"),
        (-700, -700, Level.FAULT, "behind"),
        (3602, 3602, Level.FAULT, "ahead; a zone's worth"),
        (3602, 1, Level.DOUBT, "a wrong time of arrival"),  # the mailbox drops the zone
        (-19800, 1, Level.DOUBT, "a zone's worth"),  # India's
    ],
)
def test_clocks(court: Court, stored: float, line: float, level: Level, words: str) -> None:
    found = judged(court, sent(came(stored=stored, line=line)))["clock"]
    assert (found.level, words in found.said) == (level, True), found


def test_a_mailbox_that_does_not_say_when_mail_came(court: Court) -> None:
    silent = came()
    silent = replace(silent, place=replace(silent.place, arrived=datetime(1970, 1, 1, tzinfo=UTC)))
    assert judged(court, sent(silent))["clock"].level is Level.DOUBT


@pytest.mark.parametrize(
    ("idles", "word", "put_away", "level", "words"),
    [
        (True, 0.5, None, Level.OK, "IDLE announces mail after 0.5 s"),
        (True, 10.0, None, Level.OK, "after 10.0 s"),
        (True, 11.0, None, Level.DOUBT, "IDLE announces mail late: after 11 s"),
        (True, None, None, Level.DOUBT, "nothing within 60 s"),
        (True, None, 0.6, Level.OK, "a running daemon had the mail after 0.6 s"),
        (True, 59.0, 0.6, Level.OK, "a running daemon"),
        (True, 59.0, 60.0, Level.DOUBT, "late: after 59 s"),
        (True, None, 16.0, Level.DOUBT, "a running daemon had the mail late: after 16 s"),
        (False, None, None, Level.OK, "every 15 s"),
    ],
)
def test_the_servers_own_word(
    court: Court, idles: bool, word: float | None, put_away: Any, level: Level, words: str
) -> None:
    asked = replace(court, idles=idles)
    probe = sent(came())
    probe.put_away = put_away
    found = judged(asked, probe, word=word)["probe.idle"]
    assert (found.level, words in found.said) == (level, True), found


@pytest.mark.parametrize(
    ("keeps", "after", "level"),
    [
        (True, "move", Level.OK),
        (False, "move", Level.DOUBT),
        (False, "keyword", Level.FAULT),
        (None, "move", None),
    ],
)
def test_marks(court: Court, keeps: bool | None, after: Any, level: Level | None) -> None:
    asked = replace(court, box=replace(court.box, after=after))
    found = judged(asked, sent(came()), keeps_mark=keeps).get("probe.keyword")
    assert (found and found.level) == level


@pytest.mark.parametrize(
    ("arrival", "delivery", "level", "words"),
    [
        (came(seen=0.4), TAKEN, Level.OK, "arrives at once"),
        (came(seen=1.44), TAKEN, Level.OK, "arrives after 1.4 s"),
        (came(seen=31), TAKEN, Level.DOUBT, "takes 31 s"),
        (came(folder="Junk"), TAKEN, Level.FAULT, "lands in Junk"),
        (None, TAKEN, Level.FAULT, "did not come within 60 s"),
        (None, Delivery("failed", 550, "5.1.1 no", False, "rcpt"), Level.FAULT, "550 5.1.1 no"),
        (None, Delivery("retry", 0, "gone", True, "connect"), Level.FAULT, "not go out: gone"),
        (None, Delivery("retry", 451, "4.7.1 later", False, "rcpt"), Level.DOUBT, "put off: 451"),
        (None, Delivery("retry", 550, "5.7.60 not you", False, "rcpt"), Level.FAULT, "refused"),
    ],
)
def test_whether_it_comes(
    court: Court, arrival: ProbeArrival | None, delivery: Delivery, level: Level, words: str
) -> None:
    found = judged(court, sent(arrival, delivery=delivery), junk="Junk")["probe.plain"]
    assert (found.level, words in found.said) == (level, True), found


def test_the_worst_of_several_ways_is_told(court: Court) -> None:
    """A server may treat the null sender differently."""
    bare = came(probe_mail(PROBE).replace(b"Auto-Submitted: auto-generated\r\n", b""))
    found = judged(court, sent(came()), sent(bare, ProbeWay.NULL))
    assert found["probe.auto_submitted"].level is Level.FAULT
    assert found["probe.message_id"].level is Level.OK


def test_of_what_did_not_come_nothing_else_is_said(court: Court) -> None:
    assert set(judged(court, sent(None))) == {"probe.plain"}


def test_a_machine_made_unreadable_mail_of_it(court: Court) -> None:
    found = judged(court, sent(replace(came(), raw=b"\r\n")))
    assert found["probe.headers"].level is Level.FAULT


@pytest.mark.parametrize(
    ("own", "level", "words"),
    [
        ("", Level.DOUBT, "says nothing"),
        ("mx.other.example; dmarc=pass header.from=corp.example", Level.DOUBT, "says nothing"),
        ("mx.corp.example; dkim=pass header.d=corp.example", Level.OK, "dkim=pass"),
        ("MX.corp.example; spf=pass; dmarc=none", Level.OK, "spf=pass, dmarc=none"),
        ("mx.corp.example; spf=none; dkim=none", Level.DOUBT, "nothing proves"),
        ("mx.corp.example; dkim=pass; dmarc=fail", Level.FAULT, "denies our mail"),
    ],
)
def test_what_the_border_says_of_us(court: Court, own: str, level: Level, words: str) -> None:
    field = f"Authentication-Results: {own}\r\n".encode() if own else b""
    found = judged(court, sent(came(field + probe_mail(PROBE))))["border.alignment"]
    assert (found.level, words in found.said) == (level, True), found


def test_without_a_border_nothing_is_asked_of_one(court: Court) -> None:
    found = judged(replace(court, site=replace(SITE, authserv_ids=())), sent(came()))
    assert not any(ident.startswith("border") for ident in found)


TENANT = "0f0e0d0c-1111-2222-3333-444455556666"
HOST = "BLAPR16MB3875.namprd16.prod.outlook.com"
STAMPED = f"""\
Received: from {HOST} ([fe80::1]) by {HOST} ([fe80::1%5]) with mapi id 15.20.7452.049; {NOW:%c}
X-MS-Exchange-Organization-AuthSource: {HOST}
X-MS-Exchange-Organization-AuthAs: Internal
X-MS-Exchange-Organization-AuthMechanism: 06
X-MS-Exchange-CrossTenant-Id: {TENANT}
"""


@pytest.mark.parametrize(
    ("stamp", "level"),
    [
        (STAMPED, Level.OK),
        (STAMPED.replace("Internal", "Anonymous"), Level.DOUBT),
        (STAMPED.replace(TENANT, TENANT[::-1]), Level.DOUBT),
        ("", Level.DOUBT),
    ],
    ids="ours anonymous another none".split(),
)
def test_whether_our_tenant_knows_its_own(court: Court, stamp: str, level: Level) -> None:
    arrival = came()
    raw = stamp.replace("\n", "\r\n").encode() + probe_mail(replace(PROBE, forged=""))
    probe = sent(replace(arrival, raw=raw))
    site = replace(SITE, authserv_ids=("protection.outlook.com",), exchange_tenant=TENANT)
    found = judged(replace(court, site=site), probe)
    assert found["border.tenant"].level is level, found["border.tenant"]
    assert ("border.alignment" in found) == (level is not Level.OK)
    assert "border.tenant" not in judged(court, probe)


OTHER_ID = b"<0100018f-1@email.amazonses.example>"


@pytest.mark.parametrize(
    ("drops", "learns", "subaddressing", "level"),
    [
        (False, True, True, Level.OK),
        (False, False, True, Level.DOUBT),
        (False, False, False, Level.DOUBT),
        (True, True, True, Level.DOUBT),
        (True, True, False, Level.FAULT),
    ],
)
def test_another_message_id(
    court: Court, drops: bool, learns: bool, subaddressing: bool, level: Level
) -> None:
    ours = f"Message-ID: {PROBE.message_id}".encode()
    raw = probe_mail(PROBE).replace(ours, b"Message-ID: " + OTHER_ID)
    if drops:
        raw = raw.replace(b"X-Mailtracker-Id:", b"X-Gone:")
    box = replace(court.box, subaddressing=subaddressing)
    found = judged(replace(court, box=box, learns=learns), sent(came(raw)))["probe.message_id"]
    assert (found.level, OTHER_ID.decode() in found.said) == (level, True), found
