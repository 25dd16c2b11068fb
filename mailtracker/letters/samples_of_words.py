"""What letters about words, and about what stays inside, are given, as examples (`samples.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mailtracker.desk import letters, notes, word_letters
from mailtracker.desk.letters import AnyLetter

_FLAG = (False, True)

OF_WORDS: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    notes.NoteTeam: {
        "author": ("Ana Costa",),
        "handed": _FLAG,
        "answers": (True, False),
        "reached": _FLAG,
    },
    notes.NoteInside: {"author": ("Ana Costa",), "reached": _FLAG},
    word_letters.KeptInside: {
        "names": ((), ("Ana Costa",), ("Ana Costa", "Sam Okoro")),
        "reached": _FLAG,
        "sendable": (True, False),
    },
    word_letters.MergedOwner: {
        "into": ("IT-1040",),
        "left": ((), ("Tom Berg",), ("Tom Berg", "Ana Costa")),
        "told": (True, False),
    },
    word_letters.MergedRequester: {"other": ("IT-1041",)},
    word_letters.PartRequester: {
        "whole": ("IT-1041",),
        "rest_with": ("Dana Levi", ""),
        "answered": _FLAG,
    },
    word_letters.PartOwner: {"who": ("Sam Okoro",), "part": ("PAY-1043",), "answered": _FLAG},
    letters.Elsewhere: {
        "from_": ("b.jensen@mail.example",),
        "line": ("Please try again now.", ""),
        "on_file": ("email: [bo@corp.example, b.jensen@mail.example]", ""),
    },
}
