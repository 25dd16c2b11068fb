"""What a sign-in is of in; the one that this process has for it out: mailboxes and the SMTP server
share it, and with it the access token.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from weakref import WeakKeyDictionary

from mailtracker.oauth.sign_in import SignIn

_LOCK = threading.Lock()
_SIGN_INS: WeakKeyDictionary[object, dict[str, SignIn]] = WeakKeyDictionary()


def shared(config: object, user: str, make: Callable[[], SignIn]) -> SignIn:
    """The one that was made for this very object and this user, else a new one. It lives as long as
    the object does, also while nobody else has it: a command asks one part after the other.
    """
    with _LOCK:
        of_users = _SIGN_INS.setdefault(config, {})
        if user not in of_users:
            of_users[user] = make()
        return of_users[user]
