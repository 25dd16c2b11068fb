"""What the letters about mail that did not arrive are given, as examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import get_args

from mailtracker.desk.letters import AnyLetter
from mailtracker.desk.lost import lost_letters

_NOW = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
_FLAG = (False, True)
_GONE = ("550 5.1.1 no such user here", "552 5.2.2 mailbox full", "")
_REFUSALS = get_args(lost_letters.Refusal)

OF_LOST: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    lost_letters.Undelivered: {
        "address": ("eva@corp.example", "tom@corp.example"),
        "text": (*_GONE, "it cannot be written: a bug"),
        "proven": (True, False),
        "left": _FLAG,
        "answer": (True, False),
        "days": (0, 1, 2),
    },
    lost_letters.Delayed: {
        "address": ("eva@corp.example",),
        "text": ("451 4.4.1 no answer from mx.example", "returned"),
    },
    lost_letters.Withdrawn: {"to": ("Eva Lind",), "uncertain": _FLAG},
    lost_letters.Unreached: {
        "who": ("Bo Jensen",),
        "address": ("bo@corp.example",),
        "text": _GONE,
        "new_name": ("Sam Okoro",),
    },
    lost_letters.FilesStay: {
        "author": ("Eva Lind",),
        "words": (("Here are the plans.", "Which one?"), ()),
        "files": (("plan.pdf",), ("plan.pdf", "model.zip"), ()),
        "why": ("many", *_REFUSALS),
    },
    lost_letters.NotTaken: {
        "why": _REFUSALS,
        "text": ("552 5.3.4 message too large",),
        "by": ("", "eva@corp.example"),
        "words_went": _FLAG,
        "author": ("Eva Lind", ""),
        "at": (_NOW, None),
        "folder": ("Handled", ""),
        "size": (44040192, 0),
        "limit": (26214400, 0),
        "told": _FLAG,
    },
    lost_letters.ListRefused: {
        "why": _REFUSALS,
        "text": ("554 5.7.1 message content rejected",),
        "references": (("IT-1042",), ("IT-1042", "IT-1043")),
    },
    lost_letters.DeadMailbox: {
        "who": ("Bo Jensen",),
        "address": ("bo@corp.example",),
        "text": _GONE,
    },
}
