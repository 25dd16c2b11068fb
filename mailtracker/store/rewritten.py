"""A SQLite database in which something was deleted → its files without any byte of that.

SQLite leaves deleted rows where they lay until the place is needed: in free pages, in pages that
are half full, in the write-ahead log. A daemon may go on meanwhile, and waits as for any writer.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from mailtracker.errors import MailtrackerError
from mailtracker.store.home import Rewritten
from mailtracker.store.sqlite import BUSY_MS

TRIES = 5
"""How often the log is asked to be empty: somebody who still reads what was before keeps it."""


def rewrite_file(path: Path) -> Rewritten:
    """Raises MailtrackerError where there is no room for a second copy, or somebody writes for
    longer than a writer waits.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as conn:
            conn.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            conn.execute("PRAGMA secure_delete = ON")
            conn.execute("VACUUM")
            whole = any(_is_emptied(conn) for _ in range(TRIES))
    except sqlite3.Error as error:
        raise MailtrackerError(
            f"the rows are gone, and {path} could not be written anew, so that their bytes may "
            f"still lie in it ({error}): run the same command again"
        ) from error
    return Rewritten(whole, tuple(sorted(path.parent.glob(f"{path.name}.before-restore-*"))))


def _is_emptied(conn: sqlite3.Connection) -> bool:
    busy, *_ = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
