"""Which pairs of robots talk for longer than their bound today, for the requester's side the
owners' by name. Whoever ends one of them takes it out: a pair in here that keeps its bound fails.
"""

from __future__ import annotations

from collections.abc import Mapping

_ANY_REQUESTER = "tracker peer gateway forward rotating tags dots trackers"
"""On the owner's side. A tracker, a gateway and whoever changes the address open a request with
each answer; a forward of everything is asked back each time.
"""

_ALL = f"silent vacation fixed text subject bouncer strip {_ANY_REQUESTER}"

_LATE: Mapping[str, str] = {
    "silent": _ANY_REQUESTER,
    "vacation": _ANY_REQUESTER,
    "fixed": _ANY_REQUESTER,
    "text": _ANY_REQUESTER,
    "subject": _ANY_REQUESTER,
    "tracker": _ALL,
    "peer": f"subject {_ANY_REQUESTER}",
    "gateway": f"subject {_ANY_REQUESTER}",
    # Each answer cannot be delivered, its owner hears so, and that is answered again.
    "bouncer": f"fixed text subject {_ANY_REQUESTER}",
    "forward": _ANY_REQUESTER,
    "strip": _ANY_REQUESTER,
    "rotating": _ALL,
    "tags": _ALL,
    "dots": _ALL,
}

EXCEEDS = frozenset(
    (requester, owner) for requester, owners in _LATE.items() for owner in owners.split()
)
