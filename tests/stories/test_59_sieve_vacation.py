"""Owners who are away, and whose mail system says so by a real Sieve script (Pigeonhole): each of
their notices is known by the address that it answers, and its days are understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy
from mailtracker.desk.request import Status
from mailtracker.store import absences
from tests.servers.dovecot import Dovecot, Installation
from tests.servers.smtpd import PostOffice, SmtpSink
from tests.stories.company import Company

EVA = "Eva Lund <eva@corp.example>"
SCRIPT = """\
require ["vacation"];
vacation :days 7 :addresses ["{who}"] :from "{name} <{who}>"{subject} text:
{words}
.
;
"""


@pytest.fixture(scope="module")
def answers() -> Iterator[SmtpSink]:
    """Where Dovecot hands in what Sieve writes, while it delivers."""
    with SmtpSink() as sink:
        yield sink


@pytest.fixture(scope="module")
def sieving(answers: SmtpSink, dovecot_with_sieve: Installation) -> Iterator[Dovecot]:
    with Dovecot(dovecot_with_sieve, accounts=100, submission=answers.smtp_port) as dovecot:
        yield dovecot


@pytest.fixture
def office(sieving: Dovecot, answers: SmtpSink, tmp_path: Path) -> Iterator[Company]:
    answers.log.clear()
    with PostOffice(sieving) as post:
        yield Company(post, tmp_path)


def is_away(office: Company, who: str, words: str, subject: str = "") -> None:
    """From now on their mail system answers with these words."""
    address = f"{who}@corp.example"
    said = f' :subject "{subject}"' if subject else ""
    script = SCRIPT.format(who=address, name=who.title(), words=words, subject=said)
    dovecot = office.post.imap
    assert isinstance(dovecot, Dovecot)
    dovecot.set_sieve(office.post.add(address).user, script)


def answered(office: Company, answers: SmtpSink) -> list[str]:
    """What Sieve wrote goes on its way, and a pass of the daemon; the subjects of it."""
    handed_in, subjects = list(answers.log), []
    answers.log.clear()
    for env_from, env_to, raw in handed_in:
        office.post.send(env_from, env_to, raw)
        subjects.append(str(message_from_bytes(raw, policy=default)["Subject"]))
    office.turn()
    return subjects


def known(office: Company) -> dict[str, KnownAbsence]:
    with office.runtime() as runtime, runtime.store.read() as conn:
        return {one.person: one for one in absences.running(conn, office.clock.now())}


def test_a_whole_row_of_absent_owners_is_known_by_what_their_mail_system_answers(
    office: Company, answers: SmtpSink
) -> None:
    is_away(office, "bo", "I'm on leave until Friday 4 December. Back on Monday 7 December.")
    is_away(office, "sam", "Ich bin bis einschließlich 27.11. nicht im Haus.", "Abwesend")
    is_away(office, "ana", "Jeg holder ferie i uge 48. Tilbage mandag den 30. november.")
    office.write(EVA, "VPN drops", "Every hour.")
    office.turn()
    promised = office.request().promised_at
    for _ in range(4):
        answered(office, answers)
    found = known(office)
    assert {who: (one.days.start, one.days.end) for who, one in found.items()} == {
        "bo": (date(2026, 11, 23), date(2026, 12, 6)),
        "sam": (date(2026, 11, 23), date(2026, 11, 27)),
        "ana": (date(2026, 11, 23), date(2026, 11, 29)),
    }
    assert {one.known_by for one in found.values()} == {KnownBy.NOTICE}
    request = office.request()
    assert (request.status, request.promised_at) == (Status.OPEN, promised)
    assert not request.answered_once


def test_the_mail_that_was_answered_is_the_one_that_counts(
    office: Company, answers: SmtpSink
) -> None:
    """Bo has two requests; his notice answers the second, and no more is handed on."""
    office.write(EVA, "VPN drops", "Every hour.")
    office.turn()
    is_away(office, "bo", "Out today, back tomorrow.")
    office.write("Tom Berg <tom@corp.example>", "VPN is slow", "Since noon.")
    office.turn()
    assert len(answers.log) == 1
    answered(office, answers)
    assert known(office)["bo"].request_id == office.request("IT-1002").id
    assert office.request("IT-1001").owner == "bo"
    assert office.request("IT-1002").owner == "sam"


def test_a_notice_that_always_stands_there_is_no_absence(
    office: Company, answers: SmtpSink
) -> None:
    is_away(office, "bo", "I work Monday to Wednesday and answer within two days.", "Part-time")
    office.write(EVA, "VPN drops", "Every hour.")
    office.turn()
    assert answered(office, answers) == ["Part-time"]
    assert known(office) == {}
    assert office.request().owner == "bo"
