"""What letters of an opening are given, as examples (`samples.py`): the receipt, and those of what
somebody opened for somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from mailtracker.desk import behalf_letters
from mailtracker.desk.letters import AnyLetter, Receipt
from mailtracker.desk.why import NotJoined, NotTheirs
from mailtracker.policy.mentioned import Mention, Mentions

OPENED_BY: Mapping[str, Sequence[object]] = {
    "opened_by": ("", "Ana Costa", "Bo Jensen"),
    "words": ((), ("Her printer shows E-12.", "She is in on Monday.")),
}

OF_OPENING: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    Receipt: {
        "slip": ("cover", "manager", "choice", "none"),
        "slip_name": ("Sam Okoro", ""),
        "reopened": (False, True),
        "linked": ("", "IT-0997"),
        "outside": (False, True),
        "phone": ("", "+45 12 34 56 78"),
        "asked": ((), ("At home or in the office?", "The error message, word for word")),
        "attached": ((), ("vpn.pdf",), ("vpn.pdf", "phones.txt")),
        "not_joined": get_args(NotJoined),
        **OPENED_BY,
        "not_theirs": get_args(NotTheirs),
    },
    behalf_letters.OpenedFor: {},
    behalf_letters.OtherRequester: {"opened_by": ("Ana Costa",)},
    behalf_letters.AskedThrough: {
        "opened_by": OPENED_BY["opened_by"][1:],
        "words": OPENED_BY["words"],
        "matched": (Mentions((Mention("subject", "VPN"),)), Mentions()),
        "others": ((), ("Tom Berg",)),
        "receipt_sent": (True, False),
        "not_joined": get_args(NotJoined),
        "brief": (False, True),
    },
}
