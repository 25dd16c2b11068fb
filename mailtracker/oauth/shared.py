"""What names a sign-in in; the one that this process has for it out: mailboxes and the SMTP server
share it, and with it the access token.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from weakref import WeakValueDictionary

from mailtracker.oauth.sign_in import SignIn

_LOCK = threading.Lock()
_SIGN_INS: WeakValueDictionary[Hashable, SignIn] = WeakValueDictionary()


def shared(key: Hashable, make: Callable[[], SignIn]) -> SignIn:
    """The one that was made for an equal key, as long as anybody has it; else a new one."""
    with _LOCK:
        found = _SIGN_INS.get(key)
        if found is None:
            found = _SIGN_INS[key] = make()
        return found
