"""What becomes of mails that are uncertain: an answer of the server's to the final dot that nobody
heard (RFC 1047). Proof settles them; without any, what people wrote goes again once.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from mailtracker.desk.notes import CARRYING
from mailtracker.store import sending
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")


def settle_doubts(conn: Transaction, now: datetime) -> int:
    """Send again, with the same id, what people wrote and nothing has proven in a quarter of an
    hour; how many mails that were. The rest is listed: one receipt less does less harm than two.
    """
    unproven = sending.unproven(conn, CARRYING, now)
    for row_id in unproven:
        sending.send_again(conn, row_id, now)
        log.warning("nothing proves that a mail arrived: it goes once more", row=row_id)
    return len(unproven)
