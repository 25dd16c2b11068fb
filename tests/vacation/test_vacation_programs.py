"""Vacation programs of several mail systems as absent owners: what each of them writes is known as
an answer to a mail of ours, to which one, and for which days.

They differ in everything but their words: Pigeonhole, Cyrus and Exim mark what they send and name
the mail that they answer; Debian's `vacation` sends no more than its owner wrote, from wherever the
machine says.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy
from mailtracker.store import absences
from tests.need import need, need_as_root
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.exim import Exim
from tests.servers.smtpd import PostOffice, SmtpSink
from tests.servers.unpacked import find_unpacked
from tests.servers.vacation import VacationProgram, may_run
from tests.stories.company import Company

pytestmark = pytest.mark.proof(part="vacation")

EVA, BO = "Eva Lund <eva@corp.example>", "bo@corp.example"
SIEVE = """\
require ["vacation"];
vacation :days 7 :addresses ["{bo}"] :from "Bo Jensen <{bo}>"{subject} text:
{words}
.
;
"""
MONDAY = date(2026, 11, 23)
"""The day on which all of these come."""
NOTICES = (
    ("en", "I am out of the office until Friday 4 December.", None, date(2026, 12, 4)),
    ("de", "Vom 23.11. bis einschließlich 5.12. bin ich im Urlaub.", MONDAY, date(2026, 12, 5)),
    ("nl", "Ik ben t/m 27 november afwezig.", None, date(2026, 11, 27)),
    ("da", "Jeg er på ferie i uge 48. Tilbage mandag den 30.", MONDAY, date(2026, 11, 29)),
    ("pt", "Estou de férias de 23 a 27 de novembro.", MONDAY, date(2026, 11, 27)),
    ("fr", "Absent jusqu'au 4 décembre inclus.", None, date(2026, 12, 4)),
)


def known(office: Company) -> list[KnownAbsence]:
    with office.runtime() as runtime, runtime.store.read() as conn:
        return list(absences.running(conn, office.clock.now()))


def note(office: Company) -> tuple[str, bytes]:
    """The mail that Bo got, and from whom on the envelope."""
    return next((sender, raw) for sender, to, raw in reversed(office.post.log) if to == BO)


def is_known_as_absence(office: Company, end: date) -> None:
    """Bo counts as away because of the note of his request, and Sam has the request."""
    request = office.request()
    found = known(office)
    assert [(one.person, one.known_by, one.days.end) for one in found] == [
        ("bo", KnownBy.NOTICE, end)
    ]
    assert (found[0].request_id, request.owner) == (request.id, "sam")
    assert not request.answered_once


@pytest.fixture(scope="module")
def answers() -> Iterator[SmtpSink]:
    """It offers no login: Cyrus would name who it writes for (AUTH=, RFC 4954 section 5)."""
    with SmtpSink() as sink:
        sink.hidden.add("AUTH")
        yield sink


@pytest.fixture(scope="module", params=["pigeonhole", "cyrus"])
def sieving(request: pytest.FixtureRequest, answers: SmtpSink) -> Iterator[Any]:
    """A mail system that runs Sieve scripts; what they write is handed in to `answers`."""
    if request.param == "pigeonhole":
        installation = request.getfixturevalue("dovecot_with_sieve")
        with Dovecot(installation, accounts=200, submission=answers.smtp_port) as dovecot:
            yield dovecot
        return
    unpacked = find_unpacked("cyrus")
    need("Cyrus (run tools/unpack-debian cyrus)", unpacked)
    assert unpacked is not None
    with Cyrus(unpacked, submission=answers.smtp_port) as cyrus:
        yield cyrus


@pytest.fixture(params=NOTICES, ids=[language for language, *_ in NOTICES])
def said(request: pytest.FixtureRequest) -> tuple[str, str, date | None, date]:
    """Words of each language, and the days that they mean."""
    chosen: tuple[str, str, date | None, date] = request.param
    return chosen


@pytest.mark.parametrize(
    "subject", ["", ' :subject "Abwesend / Out of office"'], ids=["plain", "headed"]
)
def test_sieve_answers_and_its_owner_counts_as_away(
    sieving: Any, answers: SmtpSink, said: Any, subject: str, tmp_path: Path
) -> None:
    _, words, _, end = said
    answers.log.clear()
    with PostOffice(sieving) as post:
        office = Company(post, tmp_path)
        script = SIEVE.format(bo=BO, words=words, subject=subject)
        sieving.set_sieve(post.add(BO).user, script)
        office.write(EVA, "VPN drops", "Every hour.")
        office.turn()
        answers.wait_for(1)
        for env_from, env_to, raw in list(answers.log):
            assert env_to == note(office)[0]
            post.send(env_from, env_to, raw)
        office.turn()
        is_known_as_absence(office, end)


FILTER = """\
# Exim filter
if personal alias {bo} then
mail
  to $return_path
  from "Bo Jensen <{bo}>"
  subject "Away: $h_subject:"
  text "{words}"
endif
"""


def test_exim_delivers_answers_and_its_owner_counts_as_away(office: Company, said: Any) -> None:
    unpacked = find_unpacked("exim")
    need_as_root("Exim (run tools/unpack-debian exim)", unpacked and os.geteuid() == 0)
    assert unpacked is not None
    _, words, _, end = said
    office.write(EVA, "VPN drops", "Every hour.")
    office.turn()
    env_from, raw = note(office)
    with Exim(unpacked, BO, office.post.smtp_port, FILTER.format(bo=BO, words=words)) as exim:
        exim.deliver(env_from, raw)
        office.post.wait_until(lambda: office.post.to(env_from))
    office.turn()
    is_known_as_absence(office, end)


Debian = Callable[[str, str], VacationProgram]


@pytest.fixture
def debian(tmp_path: Path) -> Debian:
    """Bo's `vacation`: what he has written for it, and its options."""
    unpacked = find_unpacked("vacation")
    need("vacation (run tools/unpack-debian vacation)", unpacked)
    need("a mount namespace (unshare -m)", may_run())
    assert unpacked is not None

    def installed(message: str, options: str = "") -> VacationProgram:
        return VacationProgram(unpacked, tmp_path / "vacation", BO, message, options)

    return installed


HEADED = "From: Bo Jensen <bo@corp.example>\nSubject: Away: $SUBJECT\nPrecedence: bulk\n\n{}\n"
BARE = "Subject: Out of office\n\n{}\n"


@pytest.fixture
def office(dovecot: Dovecot, tmp_path: Path) -> Iterator[Company]:
    with PostOffice(dovecot) as post:
        yield Company(post, tmp_path)


@pytest.mark.parametrize("message", [HEADED, BARE], ids=["headed", "bare"])
@pytest.mark.parametrize("options", ["", "-z"], ids=["from-bo", "from-nobody"])
def test_vacation_of_debian_says_nothing_of_itself_and_is_known_by_where_it_writes_to(
    office: Company, debian: Debian, said: Any, message: str, options: str
) -> None:
    _, words, _, end = said
    program = debian(message.format(words), options)
    office.write(EVA, "VPN drops", "Every hour.")
    office.turn()
    env_from, raw = note(office)
    answer = program.deliver(env_from, raw)
    assert answer is not None
    assert answer.env_to == env_from
    assert "Auto-Submitted" not in message_from_bytes(answer.raw)
    office.post.send(answer.env_from, answer.env_to, answer.raw)
    office.turn()
    is_known_as_absence(office, end)


def test_vacation_of_debian_answers_once_a_week_and_no_mail_of_a_machine(
    office: Company, debian: Debian
) -> None:
    program = debian(BARE.format("Away until Friday."), "")
    office.write(EVA, "VPN drops", "Every hour.")
    office.turn()
    env_from, raw = note(office)
    assert program.deliver(env_from, raw) is not None
    assert program.deliver(env_from, raw) is None
    assert program.deliver("eva@corp.example", _marked(raw)) is None


def _marked(raw: bytes) -> bytes:
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    del mail["Auto-Submitted"]
    mail["Auto-Submitted"] = "auto-generated"
    return mail.as_bytes()
