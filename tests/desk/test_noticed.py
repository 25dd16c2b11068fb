"""What a program says for an owner: whose absence it is, until when, and how much of theirs goes to
others by it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mailtracker.desk.absence.absence_effects import NoteAbsent, NoteNotice, Tell
from mailtracker.desk.absence.absence_letters import AwayNoticed, AwayTold
from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy, NoticeSeen, Reach
from mailtracker.desk.effects import SendLetter, SetOwner
from mailtracker.desk.facts import AbsentFacts, Facts, Returned
from mailtracker.desk.request import Lane, State, Status
from mailtracker.mail.message import Classified, Kind
from mailtracker.mail.understand import understand
from mailtracker.policy.model import Absence
from tests.desk.makers import NOW, decided, facts, issued, message, request, scene, staffed

ROBOT = Classified(Kind.AUTO_REPLY, False, "Auto-Submitted says auto-replied")
TODAY = date(2026, 11, 23)  # a Monday
DAY = timedelta(days=1)
AWAY = "I am out of the office."


def back(**more: Any) -> Returned:
    """The mail of ours to Bo at whose envelope sender the notice arrives."""
    mail = Returned(1, 1, "bo@corp.example", "note_owner", State.SENT, person="bo")
    return replace(mail, lane=Lane.REQUESTER, **more)


def said(policy, alias, text=AWAY, now=NOW, **more: Any):
    """All effects of a notice; `seen` are earlier ones, `known` absences, `about` the request."""
    at = scene(policy, now, absences=more.pop("known", ()))
    about = more.pop("about", request())
    absent = AbsentFacts(notices=more.pop("seen", ()))
    facts = Facts(returned=more.pop("returned", back()), requests={1: about}, absent=absent)
    who = more.pop("who", "bo@corp.example")
    mail = message(who, "Out of office: VPN drops", text, date=now)
    facts = replace(facts, **more)
    return decided(mail, ROBOT, facts, alias, at).effects


def absence(effects) -> KnownAbsence | None:
    return next((one.absence for one in effects if isinstance(one, NoteAbsent)), None)


def new_owner(effects) -> str:
    return next((one.owner for one in effects if isinstance(one, SetOwner)), "")


@pytest.mark.parametrize(
    ("text", "now", "days", "reach"),
    [
        (AWAY, NOW, (0, 0), Reach.ONE),
        (AWAY, NOW + 4 * DAY, (4, 6), Reach.ONE),  # Friday: until the next working day
        ("Away until 2026-11-23.", NOW, (0, 0), Reach.ONE),
        ("Away until 2026-11-24.", NOW, (0, 1), Reach.ALL),
        ("Away until 2026-11-29.", NOW + 4 * DAY, (4, 6), Reach.ONE),  # a weekend
        ("Away until 2026-12-04.", NOW, (0, 11), Reach.ALL),
        ("Away 2026-11-20 to 2026-11-24.", NOW, (-3, 1), Reach.ALL),
    ],
)
def test_how_long_and_how_far(policy, alias, text, now, days, reach) -> None:
    effects = said(policy, alias, text, now)
    found = absence(effects)
    assert found is not None
    assert found.days == Absence(TODAY + days[0] * DAY, TODAY + days[1] * DAY)
    assert (found.person, found.known_by, found.reach) == ("bo", KnownBy.NOTICE, reach)
    assert new_owner(effects) == "sam"


@pytest.mark.parametrize(
    "text",
    [
        "I answer within two days.",
        "I work Mondays to Wednesdays.",
        "I was away until 2026-11-20.",
        "Thank you, we have your mail.",
    ],
)
def test_what_is_no_absence_changes_nothing(policy, alias, text) -> None:
    effects = said(policy, alias, text)
    assert absence(effects) is None
    assert new_owner(effects) == ""


def test_one_that_is_to_come_takes_nothing_along_yet(policy, alias) -> None:
    effects = said(policy, alias, "I will be away from 2026-12-07 to 2026-12-18.")
    found = absence(effects)
    assert found is not None
    assert (found.days.start, found.reach) == (date(2026, 12, 7), Reach.ALL)
    assert new_owner(effects) == ""


def seen(digest: str, ago: timedelta, now: datetime = NOW, **more: Any) -> NoticeSeen:
    return NoticeSeen(digest, now - ago, now - ago, **more)


def digest_of(effects) -> str:
    return next(one.digest for one in effects if isinstance(one, NoteNotice))


@pytest.mark.parametrize(
    ("ago", "undone", "away", "reach"),
    [
        (timedelta(hours=1), False, True, Reach.ONE),
        (timedelta(days=3), False, True, Reach.ALL),  # Friday, and now it is Monday
        (timedelta(days=1), False, True, Reach.ONE),  # a Sunday: no working day has passed
        (timedelta(days=7), False, False, None),
        (timedelta(days=90), False, False, None),
        (timedelta(hours=1), True, False, None),
    ],
)
def test_what_was_said_before_counts(policy, alias, ago, undone, away, reach) -> None:
    digest = digest_of(said(policy, alias))
    before = seen(digest, ago, undone_at=NOW if undone else None)
    found = absence(said(policy, alias, seen=(before,)))
    assert (found is not None) is away
    assert found is None or found.reach is reach


def test_other_words_of_last_week_are_not_these(policy, alias) -> None:
    before = seen("other words", timedelta(days=8))
    found = absence(said(policy, alias, seen=(before,)))
    assert found is not None
    assert found.reach is Reach.ONE


@pytest.mark.parametrize(
    "more",
    [
        {"returned": back(proves=False)},
        {"returned": replace(back(), lane=Lane.OWNER)},  # of a mail to a requester
        {"returned": replace(back(), person="")},
        {"returned": replace(back(), person="somebody who left")},
        {"returned": None, "issued": (issued("sam@corp.example", Lane.REQUESTER, "sam"),)},
    ],
)
def test_it_must_be_certain_whose_mail_it_answers(policy, alias, more) -> None:
    effects = said(policy, alias, **more)
    assert absence(effects) is None
    assert new_owner(effects) == ""


def test_a_key_of_ours_and_the_readers_address_are_enough(policy, alias) -> None:
    mail = issued(lane=Lane.REQUESTER, recipient="bo@corp.example", person="bo")
    assert new_owner(said(policy, alias, returned=None, issued=(mail,))) == "sam"
    by_server = replace(mail, server_id="<x@server>")
    assert new_owner(said(policy, alias, returned=None, issued=(by_server,))) == ""


@pytest.mark.parametrize(
    "about",
    [request(owner="sam"), request(status=Status.CLOSED), request(status=Status.ANSWERED)],
)
def test_what_is_not_theirs_to_answer_stays(policy, alias, about) -> None:
    effects = said(policy, alias, about=about)
    assert absence(effects) is not None
    assert new_owner(effects) == ""


def test_who_said_so_themselves_is_believed_before_their_program(policy, alias) -> None:
    own = KnownAbsence("bo", Absence(TODAY, TODAY + 3 * DAY), KnownBy.MAIL, id=7)
    effects = said(policy, alias, "Away until 2026-12-31.", known=(own,))
    assert absence(effects) == own
    assert new_owner(effects) == "sam"
    filed = staffed(policy, bo={"away": (Absence(TODAY, TODAY + 3 * DAY),)})
    effects = said(filed, alias, "Away until 2026-12-31.")
    assert absence(effects) is None
    assert new_owner(effects) == "sam"


def test_the_end_that_is_named_last_counts(policy, alias) -> None:
    first = KnownAbsence(
        "bo", Absence(TODAY - DAY, TODAY + 11 * DAY), KnownBy.NOTICE, reach=Reach.DONE, id=7
    )
    for text, end in (("Away until 2026-11-25.", 2), ("Away until 2026-12-31.", 38), (AWAY, 11)):
        found = absence(said(policy, alias, text, known=(first,)))
        assert found is not None
        assert (found.id, found.reach) == (7, Reach.DONE)
        assert found.days == Absence(TODAY - DAY, TODAY + end * DAY)


def letters(effects) -> list[tuple[str, str]]:
    told = [(one.letter.name, one.person.key) for one in effects if isinstance(one, Tell)]
    return told + [(one.letter.name, one.person) for one in effects if isinstance(one, SendLetter)]


def test_owner_lead_and_requester_hear_once(policy, alias) -> None:
    first = said(policy, alias)
    assert sorted(letters(first)) == [
        (AwayNoticed.name, "bo"),
        (AwayTold.name, "ana"),
        ("handed_requester", ""),
    ]
    known = absence(first)
    assert known is not None
    again = said(policy, alias, known=(replace(known, id=7),))
    assert sorted(letters(again)) == [("handed_owner", "bo"), ("handed_requester", "")]


def test_nobody_who_is_away_as_well_gets_it(policy, alias) -> None:
    everybody = tuple(
        KnownAbsence(key, Absence(TODAY, TODAY), KnownBy.MAIL, id=number)
        for number, key in enumerate(("sam", "ana", "carla", "sue"), 7)
    )
    effects = said(policy, alias, known=everybody)
    assert absence(effects) is not None
    assert new_owner(effects) == ""


def test_a_denied_mail_is_nobodys_notice(policy, alias) -> None:
    at = scene(policy, NOW)
    facts = Facts(returned=back(), requests={1: request()})
    mail = message("bo@corp.example", "Out of office", AWAY)
    denied = replace(ROBOT, verified=False)
    assert absence(decided(mail, denied, facts, alias, at).effects) is None


@pytest.mark.parametrize(
    ("text", "ago", "days"),
    [
        (AWAY, 3 * DAY, None),  # of Friday, read on Monday after a downtime
        ("I am out until Friday.", 5 * DAY, None),  # of Wednesday, which meant that Friday
        ("I am out until Friday.", timedelta(hours=1), (0, 4)),
        ("I am out tomorrow.", DAY, (0, 0)),  # of Sunday
    ],
)
def test_a_notice_speaks_of_the_day_on_which_it_came(policy, alias, text, ago, days) -> None:
    found = absence(said(policy, alias, text, arrived=NOW - ago))
    assert (found is None) is (days is None)
    if found is not None and days is not None:
        assert found.days == Absence(TODAY + days[0] * DAY, TODAY + days[1] * DAY)


def test_what_is_handed_on_is_the_request_that_was_answered(policy, alias) -> None:
    """Though the notice cites a mail about another one first, which Bo asked himself."""
    own = replace(issued("bo@corp.example", Lane.OWNER, "bo"), request_id=2)
    relayed = issued("bo@corp.example", Lane.REQUESTER, "bo")
    at = scene(policy, NOW)
    about = {1: request(), 2: request(id=2, reference="IT-1002", owner="sam")}
    facts = Facts(issued=(own, relayed), requests=about)
    mail = message("bo@corp.example", "Out of office: VPN drops", AWAY, date=NOW)
    decision = decided(mail, ROBOT, facts, alias, at)
    assert (decision.request_id, new_owner(decision.effects)) == (1, "sam")


@pytest.mark.parametrize(
    ("who", "theirs"),
    [
        ("bo@corp.example", True),
        ("bo.jensen@corp.example", True),
        ("bo.jensen@home.example", True),  # where he has his mail passed on
        ("MAILER-DAEMON@corp.example", True),
        ("no-reply@corp.example", True),
        ("", True),
        ("sam@corp.example", False),  # who reads his mail with him
        ("mia@corp.example", False),
    ],
)
def test_what_a_colleagues_program_says_is_about_the_colleague(policy, alias, who, theirs) -> None:
    assert (absence(said(policy, alias, who=who)) is not None) is theirs


BY_MAILDROP = """From: bo@corp.example
To: IT help <it-help@corp.example>
{head}In-Reply-To: <k.1@corp.example>
Subject: Re: [IT-1001] VPN drops
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

IT help writes:

> Every hour.

{said}

--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; bo@corp.example
Action: delivered
Status: 2.0.0
--b--
"""


@pytest.mark.parametrize("head", ["", "Auto-Submitted: auto-replied\n", "Precedence: junk\n"])
@pytest.mark.parametrize(
    "said",
    [
        "I am away until 2026-12-04.",
        "Ich bin bis 2026-12-04 nicht im Büro.",
        "Ik ben tot en met 2026-12-04 afwezig.",
        "Jeg er på ferie til og med 2026-12-04.",
        "Estou de férias até 2026-12-04.",
        "Je suis absent jusqu'au 2026-12-04.",
    ],
)
def test_a_notice_in_the_form_of_a_report_that_the_mail_arrived(policy, alias, head, said) -> None:
    mail, told = understand(BY_MAILDROP.format(head=head, said=said).encode(), alias.site)
    about = facts(issued("bo@corp.example", Lane.REQUESTER, "bo"))
    found = absence(decided(mail, told, about, alias, scene(policy)).effects)
    assert found is not None
    assert (found.person, found.known_by) == ("bo", KnownBy.NOTICE)
