"""What every letter is given, as examples: the contract between who decides and who words it, and
what `check` renders. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args, get_type_hints
from zoneinfo import ZoneInfo

from mailtracker.desk import letters, notes, waiting_letters
from mailtracker.desk.absence import absence_letters
from mailtracker.desk.absence.away_plan import NO_PLAN
from mailtracker.desk.digests import OF_A_PERSON, Digested, DigestLine
from mailtracker.desk.letters import AdminLetter, AnyLetter
from mailtracker.desk.request import ENDING, Given, Request, Status
from mailtracker.letters.cover_samples import OF_COVERS, PLAN
from mailtracker.letters.given import Common
from mailtracker.letters.lost_samples import OF_LOST
from mailtracker.letters.samples_of_askers import OF_ASKERS
from mailtracker.letters.samples_of_confiding import OF_CONFIDING
from mailtracker.letters.samples_of_ending import OF_ENDING
from mailtracker.letters.samples_of_expected import OF_EXPECTED
from mailtracker.letters.samples_of_lists import OF_LISTS
from mailtracker.letters.samples_of_not_mine import OF_NOT_MINE
from mailtracker.letters.samples_of_opening import OF_OPENING, OPENED_BY
from mailtracker.letters.samples_of_ratings import OF_RATINGS
from mailtracker.letters.samples_of_thanks import OF_THANKS
from mailtracker.letters.samples_of_troubles import OF_ADMINS
from mailtracker.letters.samples_of_waiting import OF_WAITING
from mailtracker.letters.samples_of_words import OF_WORDS
from mailtracker.mail.message import Address
from mailtracker.policy.mentioned import Mention, Mentions
from mailtracker.policy.model import Person

NOW = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
BO = Person("bo", "Bo Jensen", ("bo@corp.example",), manager="ana", cover="sam")


GIVEN = Given(
    rule="vpn",
    why="VPN trouble goes to whoever is on the network rota",
    promise="normal",
    ladder="default",
)
REQUEST = Request(
    id=1,
    reference="IT-1042",
    mailbox="IT help",
    subject="VPN broken since this morning",
    status=Status.OPEN,
    requester=Address("Eva Lind", "eva@corp.example"),
    copied=(Address("Tom Berg", "tom@corp.example"),),
    language="en",
    owner="bo",
    former_owners=(),
    opened_at=NOW,
    first_id="<1@corp.example>",
    given=GIVEN,
    unanswered_since=NOW,
    promised_at=NOW + timedelta(hours=6, minutes=18),
)

COMMON: Mapping[str, Sequence[object]] = {
    "request": (
        REQUEST,
        replace(
            REQUEST,
            promised_at=None,
            given=replace(GIVEN, why=""),
            requester=Address("", "eva@corp.example"),
        ),
        replace(REQUEST, promised_at=NOW - timedelta(minutes=5)),
        replace(
            REQUEST,
            opened_at=NOW - timedelta(days=3),
            answered_once=True,
            openings=3,
            former_owners=("sam", "carla"),
        ),
        replace(REQUEST, subject=""),
        replace(REQUEST, requester=Address("Ana ana@corp (?)", "")),
        replace(
            REQUEST,
            requester=Address("nightly backup", ""),
            copied=(),
            given=replace(GIVEN, why="", expected=("nightly backup",)),
        ),
        replace(
            REQUEST,
            status=Status.ANSWERED,
            promised_at=None,
            rung=ENDING,
            due_at=NOW + timedelta(days=2),
            done_by="bo",
        ),
        replace(REQUEST, status=Status.CLOSED, promised_at=None),
        replace(REQUEST, status=Status.CLOSED, promised_at=None, merged_into=7),
        replace(
            REQUEST,
            given=replace(
                GIVEN,
                tags=("vip", "vpn"),
                asked=("At home or in the office?", "Since when?"),
                confidential=True,
            ),
        ),
    ),
    "owner": (BO,),
    "alias": (Address("IT help", "it-help@corp.example"),),
    "to_name": ("Eva", ""),
    "now": (NOW,),
    "zone": (ZoneInfo("Europe/Copenhagen"),),
    "language": ("en",),
    "subject": ("Re: [IT-1042] VPN broken since this morning",),
    "show_subject": (True, False),
    "show_zone": (False, True),
    "reader": ("", "bo", "ana"),
    "to_owner": (False, True),
    "copied": ((), ("Tom Berg",)),
    "asks_rating": (False, True),
}
"""Values of every letter: the first of each is the ordinary case, the
others are what else may come.
"""


def _all_of(record: type, field: str) -> tuple[object, ...]:
    """Every value of a field that takes a few words only."""
    return get_args(get_type_hints(record)[field])


_OF_ALL = tuple(field.name for field in fields(Common))
_FLAG = (False, True)
_BECAUSE = _all_of(letters.HandedOwner, "because")
_FIRST = {
    "matched": (
        Mentions((Mention("subject", "VPN"),)),
        Mentions(),
        Mentions((Mention("body", "Bildschirm"), Mention("attachment", "screen.png"))),
    ),
    "others": ((), ("Tom Berg",), ("Tom Berg", "Ana Costa")),
    "receipt_sent": (True, False),
    "linked": ("", "IT-0997"),
    "not_joined": _all_of(notes.NoteOwner, "not_joined"),
    "brief": _FLAG,
}
_AUTHOR = ("Eva Lind", "Tom Berg (tom@corp.example)")
_MORE = {
    "author": _AUTHOR,
    "others": ((), ("Tom Berg",)),
    "not_joined": _all_of(notes.NoteMore, "not_joined"),
}
_SO_FAR = {
    "sorry": (True, False),
    "perhaps": _FLAG,
    "next_at": (NOW + timedelta(hours=22), None),
}
_OVER_ALL = {
    "lines": (
        (DigestLine("IT-1042: Eva Lind", (), NOW),),
        (
            DigestLine("IT-1042: Eva Lind", (), NOW - timedelta(hours=3)),
            DigestLine("IT-1043: Tom Berg (tom@corp.example)", (), NOW),
        ),
    ),
    "more": (0, 1, 3),
}

_HANDED = {
    "lines": (
        (absence_letters.HandedLine("IT-1042", "VPN drops", "Sam Okoro"),),
        (
            absence_letters.HandedLine("IT-1042", "VPN drops", "Sam Okoro"),
            absence_letters.HandedLine("IT-1043", "", ""),
        ),
        (),
    ),
    "more": (0, 1, 3),
}
_DAYS = {"start": (NOW.date(),), "end": (date(2026, 11, 27), None, NOW.date())}
_OF_ABSENCE: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    absence_letters.AwayNoticed: {
        **_DAYS,
        "all_open": _FLAG,
        **_HANDED,
        "by": ("program", "people file", "calendar"),
        "begun": (True, False),
        "still_open": (0, 1, 3),
        "plan": (NO_PLAN, PLAN),
        "confided": _FLAG,
    },
    absence_letters.AwayTold: {
        "who": ("Bo Jensen",),
        **_DAYS,
        "by": _all_of(absence_letters.AwayTold, "by"),
        **_HANDED,
        "gaps": ((), PLAN.gaps),
        "left": _FLAG,
    },
    absence_letters.AwaySaid: {
        "did": _all_of(absence_letters.AwaySaid, "did"),
        **_DAYS,
        "cover_name": ("", "Sam Okoro"),
        "begun": (True, False),
        "was_away": (True, False),
        "returned": ((), ("IT-1042",), ("IT-1042", "IT-1043")),
        "on_file": _FLAG,
        "plan": (NO_PLAN, PLAN),
        "confided": _FLAG,
        "file_end": (date(2026, 12, 4), None),
    },
    absence_letters.AwayAsked: {
        "why": _all_of(absence_letters.AwayAsked, "why"),
        "line": ("away until 5 Dec, cover sam",),
        "names": (("Sam Okoro", "Sam Park"),),
    },
}
OWN: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    **OF_OPENING,
    letters.Assigned: _FIRST,
    letters.Reminder: {"late": _FLAG, "perhaps": _FLAG},
    letters.HandedOwner: {
        "new_name": ("Sam Okoro",),
        "because": _BECAUSE,
        "by_name": ("", "Ana Costa"),
        "late": _FLAG,
    },
    letters.HandedRequester: {
        "new_name": ("Sam Okoro",),
        "late": (True, False),
        "because": _BECAUSE,
        "has": _all_of(letters.HandedRequester, "has"),
        **_SO_FAR,
    },
    letters.SlippedRequester: {"late": (True, False), **_SO_FAR},
    letters.SlippedManager: {
        "since": (NOW - timedelta(hours=1), NOW - timedelta(days=4)),
        "former": ((), ("Sam Okoro",), ("Sam Okoro", "Dana Levi")),
        "times": (1, 3),
        "perhaps": _FLAG,
    },
    letters.Gap: {
        "from_": ("eva@corp.example",),
        "subject_line": ("Where do I get a parking card?", ""),
    },
    **OF_ENDING,
    letters.Confirm: {
        "did": _all_of(letters.Confirm, "did"),
        "word": _all_of(letters.Confirm, "word"),
        "new_name": ("Sam Okoro", ""),
        "names": (("Tom Berg",), ("Tom Berg", "Ana Costa")),
        "text_to": ("", "Sam Okoro"),
        "to_requester": _FLAG,
        "told": (True, False),
        "closes": (NOW + timedelta(days=2), None),
        "sent_at": (None, NOW),
        "has": _all_of(letters.Confirm, "has"),
    },
    letters.AskBack: {
        "why": tuple(dict.fromkeys(("word", *_all_of(letters.AskBack, "why")))),
        "line": ("dnoe",),
        "known": (("done", "mine", "for NAME"), ()),
        "names": (("Sam Okoro", "Sam Park"),),
        "sendable": (True, False),
        "typed": ("", "not mine"),
    },
    letters.AlsoAnswered: {
        "who": ("Sam Okoro",),
        "at": (NOW,),
        "words": (("Try the other cable.", "Does that help?"), ()),
    },
    letters.CalledIn: {"called": ("Payroll",)},
    letters.Unverified: {
        "from_": ("bo@corp.example",),
        "verdict": _all_of(letters.Unverified, "verdict"),
        "reached": _FLAG,
    },
    letters.PastUs: {
        "from_": ("bo@corp.example", "it-help@corp.example"),
        "yours": (True, False),
        "missed": ((), ("Tom Berg",)),
    },
    **OF_LOST,
    letters.Held: {},
    letters.OnHold: {"from_": ("eva@corp.example",)},
    **OF_WAITING,
    **OF_WORDS,
    **OF_RATINGS,
    letters.Digest: {
        "kind": tuple(kind for kind in Digested if kind not in OF_A_PERSON),
        "lines": (
            (DigestLine("Eva Lind", ("It is still down.", "Since nine."), NOW),),
            (
                DigestLine("Eva Lind", (), NOW),
                DigestLine("tom@corp.example", ("Here as well.",), NOW),
            ),
        ),
        "more": (0, 1, 12),
    },
    letters.Watching: {},
    letters.AnswersGiven: _OVER_ALL,
    letters.Denied: _OVER_ALL,
    letters.InDoubt: {
        "lines": (
            (DigestLine("IT-1042: Eva Lind", (), NOW),),
            (
                DigestLine("IT-1042: Eva Lind", (), NOW - timedelta(hours=3)),
                DigestLine("IT-1043: Tom Berg (tom@corp.example)", (), NOW),
            ),
        ),
        "more": (0, 1, 3),
    },
    **OF_ADMINS,
    **OF_CONFIDING,
    **OF_NOT_MINE,
    **OF_THANKS,
    **_OF_ABSENCE,
    **OF_EXPECTED,
    **OF_ASKERS,
    **OF_COVERS,
    **OF_LISTS,
    notes.NoteOwner: {**_FIRST, "opened_by": OPENED_BY["opened_by"]},
    notes.NoteMore: {**_MORE, "presses": _FLAG},
    notes.NoteReopened: _MORE,
    notes.NoteBeside: {"author": _AUTHOR, "may_join": (True, False)},
    notes.NoteElsewhere: {"author": _AUTHOR, "meant_for": ("Eva Lind",), "reopens": _FLAG},
    notes.NoteCalledIn: {"author": _AUTHOR, "called": ("Payroll",), "watches": (True, False)},
    notes.NoteDisproven: {"author": _AUTHOR},
    notes.NoteRecall: {"author": _AUTHOR},
    notes.NoteAppointment: {
        "about": _all_of(notes.NoteAppointment, "about"),
        "title": ("Look at the VPN together", ""),
        "answer": _all_of(notes.NoteAppointment, "answer"),
        "comment": ("", "Could we do Thursday instead?"),
    },
    notes.NoteOrigin: {
        "author": ("Carla Stein", "carla@example.com"),
        "email": ("carla@example.com",),
        "origin": _all_of(notes.NoteOrigin, "origin"),
    },
    notes.NoteRestored: {},
    notes.NoteRequester: {},
    notes.NoteCopied: {"author": ("Bo Jensen", "Eva Lind")},
    notes.NoteWatching: {"author": ("Eva Lind", "Bo Jensen"), "first": (True, False)},
    notes.NoteHanded: {
        "from_name": ("Dana Levi",),
        "because": _BECAUSE,
        "by_name": ("", "Ana Costa"),
        "late": _FLAG,
        "lost": (0, 1, 7),
        "lost_until": (None, NOW - timedelta(days=90)),
        "left_out": (0, 1, 23),
        "held": (0, 1, 12),
        "part_of": ("", "IT-1041"),
        "brief": _FLAG,
        "passed": (("Dana Levi",), ("Ana Costa", "Dana Levi"), ()),
    },
    notes.NoteSaid: {
        "author": _AUTHOR,
        "at": (NOW - timedelta(hours=2), NOW - timedelta(days=3)),
        "begins": _all_of(notes.NoteSaid, "begins"),
        "files": ((), ("plan.pdf",), ("plan.pdf", "screen.png")),
        "stayed": ((), ("film.mov",), ("film.mov", "model.zip")),
        "hidden": _FLAG,
        "inside": _FLAG,
        "empty": _FLAG,
    },
    notes.NoteAnsweredForYou: {"author": ("Sam Okoro",)},
    notes.NoteAlsoAnswered: {"author": ("Sam Okoro",), "yours": _FLAG},
}
"""What a letter gets besides. The first of each is the ordinary case."""


_OTHERWISE = dict.fromkeys((letters.Closed, waiting_letters.ClosedWaiting), ("asks_rating",))
"""Of which letters the last example of a value is the ordinary case."""


KINDS: Mapping[str, type[AnyLetter]] = {kind.name: kind for kind in OWN}
"""Every letter by its stored name, which is also that of its templates."""

NAMES = tuple(KINDS)
"""Every language has one file for each of these."""


def of(name: str) -> list[dict[str, object]]:
    """Sets of values for one letter: the ordinary case, then with each single value changed to what
    else may come.
    """
    kind = KINDS[name]
    wide = dict(_common(kind)) | dict(OWN[kind])
    wide |= {key: wide[key][::-1] for key in _OTHERWISE.get(kind, ())}
    usual = {key: choices[0] for key, choices in wide.items()}
    changed = ({**usual, key: other} for key, choices in wide.items() for other in choices[1:])
    return [usual, *changed]


def _common(kind: type[AnyLetter]) -> Iterator[tuple[str, Sequence[object]]]:
    about_request = not issubclass(kind, AdminLetter)
    return ((key, choices) for key, choices in COMMON.items() if about_request or key in _OF_ALL)
