"""What the loop of a mailbox works on right now, where several daemons may serve it: whoever serves
it next sees over which mails the one before died. The form of `slot.Slot` without a file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from secrets import token_hex

from sqlalchemy import bindparam, delete, select, text

from mailtracker.store.database import Store
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import working as table
from mailtracker.store.upsert import insert

_OF_OTHERS = (table.c.mailbox == bindparam("of"), table.c.holder != bindparam("us"))
_SAID = Prepared(select(table.c.record).where(*_OF_OTHERS).order_by(table.c.holder))
_FORGET = Prepared(delete(table).where(*_OF_OTHERS))
_NEW = insert(table)
_SAY = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=["mailbox", "holder"], set_={"record": _NEW.excluded.record}
    )
)
_NO_DISK = text("SET LOCAL synchronous_commit = off")
"""As with a file: a killed process leaves what it wrote, and no disk is waited for."""


class WorkingRow:
    """Ours for one `mailbox`, in which we write while we serve it. What we wrote ourselves tells us
    nothing: we live. Waits for no pen.
    """

    def __init__(self, store: Store, mailbox: str) -> None:
        self._store, self._mailbox = store, mailbox
        self._of = {"of": mailbox, "us": token_hex(8)}
        self._takes_over = True

    def write(self, record: Mapping[str, object]) -> None:
        """The first time after a `read` what others left is forgotten. Unreachable: the act must
        not follow.
        """
        row = {"mailbox": self._mailbox, "holder": self._of["us"], "record": json.dumps(record)}
        with self._store.beside() as conn:
            conn.execute(_NO_DISK)
            if self._takes_over:
                _FORGET.run(conn, self._of)
            _SAY.run(conn, row)
        self._takes_over = False

    def read(self) -> Mapping[str, object] | None:
        """What the daemon before us had in hand. None: nothing was left."""
        with self._store.read() as conn:
            said = _SAID.scalars(conn, self._of)
        self._takes_over = True
        found: list[dict[str, object]] = [json.loads(one) for one in said]
        return next((one for one in found if one.get("uids")), None)

    def close(self) -> None: ...
