"""What every letter is given, as examples: the contract between who decides and who words it, and
what `check` renders. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mailtracker.desk.request import Request, Status
from mailtracker.mail.message import Address
from mailtracker.policy.model import Person

NOW = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
BO = Person("bo", "Bo Jensen", ("bo@corp.example",), manager="ana", cover="sam")


@dataclass(frozen=True, slots=True)
class Alias:
    """How the alias is called. Templates use the name alone."""

    name: str


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
    rule="vpn",
    why="VPN trouble goes to whoever is on the network rota",
    promise="normal",
    ladder="default",
    opened_at=NOW,
    first_id="<1@corp.example>",
    unanswered_since=NOW,
    promised_at=NOW + timedelta(hours=6, minutes=18),
)

COMMON: Mapping[str, Sequence[object]] = {
    "request": (
        REQUEST,
        replace(REQUEST, promised_at=None, why="", requester=Address("", "eva@corp.example")),
        replace(REQUEST, promised_at=NOW - timedelta(minutes=5)),
        replace(
            REQUEST,
            tags=("vip", "vpn"),
            asked=("At home or in the office?", "Since when?"),
            confidential=True,
        ),
    ),
    "owner": (BO,),
    "alias": (Alias("IT help"),),
    "to_name": ("Eva", ""),
    "now": (NOW,),
    "zone": (ZoneInfo("Europe/Copenhagen"),),
    "language": ("en",),
    "subject": ("Re: [IT-1042] VPN broken since this morning",),
    "show_subject": (True, False),
    "show_zone": (False, True),
    "reader": ("", "bo", "ana"),
    "to_owner": (False, True),
}
"""Values of every letter: the first of each is the ordinary case, the
others are what else may come.

`reader` is the recipient's key in the people file ("" for anybody else); `to_owner`: a reply stays
inside and reaches the owner. `show_zone` adds the zone's name to spoken times.
"""

WITHOUT_REQUEST = ("quarantined", "trouble", "rules_rejected")
"""Letters about no request: of COMMON they get what stands in `_OF_ALL` only."""

_OF_ALL = ("alias", "to_name", "now", "zone", "language", "show_zone")
_FLAG = (False, True)
_BECAUSE = ("slipped", "assigned", "mine", "undeliverable")
_FIRST = {
    "matched": ("subject has the word vpn", ""),
    "others": ((), ("Tom Berg",), ("Tom Berg", "Ana Costa")),
    "receipt_sent": (True, False),
    "linked": ("", "IT-0997"),
}

EXTRAS: Mapping[str, Mapping[str, Sequence[object]]] = {
    "receipt": {
        "slip": ("cover", "manager", "none"),
        "slip_name": ("Sam Okoro", ""),
        "reopened": _FLAG,
        "linked": ("", "IT-0997"),
        "outside": _FLAG,
        "phone": ("", "+45 12 34 56 78"),
        "asked": ((), ("At home or in the office?", "The error message, word for word")),
        "attached": ((), ("vpn.pdf",), ("vpn.pdf", "phones.txt")),
    },
    "assigned": _FIRST,
    "reminder": {"late": _FLAG},
    "handed_owner": {"new_name": ("Sam Okoro",), "because": _BECAUSE, "by_name": ("", "Ana Costa")},
    "handed_requester": {"new_name": ("Sam Okoro",), "late": (True, False), "because": _BECAUSE},
    "slipped_requester": {"late": (True, False)},
    "slipped_manager": {
        "since": (NOW - timedelta(hours=1), NOW - timedelta(days=4)),
        "former": ((), ("Sam Okoro",), ("Sam Okoro", "Dana Levi")),
        "times": (1, 3),
    },
    "gap": {"from_": ("eva@corp.example",), "subject_line": ("Where do I get a parking card?", "")},
    "closed": {"silent": _FLAG},
    "confirm": {
        "did": ("closed", "mine", "handed"),
        "word": ("done", "mine", "for"),
        "new_name": ("Sam Okoro", ""),
    },
    "ask_back": {
        "line": ("dnoe", "", "snooze 2d", "for sam", "done"),
        "known": (("done", "mine", "for NAME"),),
        "not_yet": _FLAG,
        "automatic": _FLAG,
        "barred": _FLAG,
        "names": ((), ("Sam Okoro", "Sam Park"), ("Bo Jensen",)),
    },
    "unverified": {"from_": ("bo@corp.example",), "verdict": ("", "DMARC failed for corp.example")},
    "undelivered": {
        "address": ("eva@corp.example", "tom@corp.example"),
        "text": ("550 5.1.1 no such user here", ""),
    },
    "held": {},
    "watching": {},
    "quarantined": {
        "count": (1, 3),
        "subject_line": ("Invoice", ""),
        "from_": ("someone@example.com", ""),
        "reason": ("nothing in it can be read",),
        "line_id": (17,),
    },
    "trouble": {
        "what": ("The mailbox it-help at imap.corp.example",),
        "text": ("login refused",),
        "since": (NOW - timedelta(minutes=20),),
    },
    "rules_rejected": {
        "lines": (
            ("rules/all.yaml:41:9: no person or team `boo`; did you mean `bo`?",),
            ("rules/all.yaml:41:9: no person or team `boo`", "    to: boo", "        ^"),
        ),
        "count": (1, 60),
        "more": (0, 59),
        "digest": ("3f2a9c01d4be",),
        "since": (NOW - timedelta(days=4),),
    },
    "note_owner": _FIRST,
    "note_more": {"author": ("Eva Lind", "Tom Berg"), "others": ((), ("Tom Berg",))},
    "note_reopened": {"author": ("Eva Lind", "Tom Berg"), "others": ((), ("Tom Berg",))},
    "note_requester": {},
    "note_copied": {"author": ("Bo Jensen", "Eva Lind")},
    "note_team": {"author": ("Ana Costa",)},
    "note_watching": {"author": ("Eva Lind", "Bo Jensen"), "first": (True, False)},
    "note_handed": {
        "from_name": ("Dana Levi",),
        "because": _BECAUSE,
        "by_name": ("", "Ana Costa"),
        "late": _FLAG,
    },
    "note_answered_for_you": {"author": ("Sam Okoro",)},
}
"""What a letter gets besides, by name. The first of each is the ordinary case."""


def of(name: str) -> list[dict[str, object]]:
    """Sets of values for one letter: the ordinary case, then with each single value
    changed to what else may come.
    """
    wide = dict(_common(name)) | dict(EXTRAS[name])
    usual = {key: choices[0] for key, choices in wide.items()}
    return [
        usual,
        *({**usual, key: other} for key, choices in wide.items() for other in choices[1:]),
    ]


def _common(name: str) -> Iterator[tuple[str, Sequence[object]]]:
    return (
        (key, choices)
        for key, choices in COMMON.items()
        if name not in WITHOUT_REQUEST or key in _OF_ALL
    )
