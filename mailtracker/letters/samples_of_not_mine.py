"""What the letters about requests that are not somebody's are given, as examples (`samples.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mailtracker.desk import not_mine_letters
from mailtracker.desk.letters import AnyLetter

_TEST = (
    "    tests:",
    "      - mail:",
    '          subject: "VPN access for a guest"',
    '          from: "eva@corp.example"',
    '          body: "She comes on Monday."',
    "        then: desk  # IT-1042",
)
_ONE = not_mine_letters.RuleDeclined(
    rule="vpn",
    where="rules/all.yaml:41",
    count=2,
    of=7,
    ended=("Sam Okoro (2)",),
    tests=_TEST,
    confidential=0,
)
_SECRET = not_mine_letters.RuleDeclined("salary", "", 1, 1, (), (), 1)
_TAUGHT = not_mine_letters.RuleDeclined(
    "vpn", "rules/all.yaml:41", 3, 3, ("Sam Okoro", "Dana Levi"), (), 1
)

OF_NOT_MINE: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    not_mine_letters.StaysWith: {"passed": (("Bo Jensen",), ("Sam Okoro", "Bo Jensen"))},
    not_mine_letters.WronglyGiven: {
        "since": (date(2026, 11, 16),),
        "until": (date(2026, 11, 22),),
        "total": (3, 1),
        "tests": (True, False),
        "rules": ((_ONE,), (_ONE, _SECRET), (_TAUGHT,)),
    },
}
