"""An open folder in; the UIDs of mails that wait there out, and whether the server's search can be
believed that there are none.
"""

from __future__ import annotations

import imaplib
from collections.abc import Sequence
from typing import Any

from imapclient.exceptions import ProtocolError
from imapclient.response_parser import parse_fetch_response

from mailtracker.mailbox.flags import flags_in
from mailtracker.mailbox.put_away import KEYWORD
from mailtracker.record import dataclass

LAST_UID = 4_294_967_295
"""The highest that there can be (RFC 3501 2.3.1.1). In its place `*` would do, but that GNU
Mailutils' server finds nothing then.
"""

DEAF = (
    "holds mails that the server's own search does not find, so that we would see none of them: "
    "this server, or the index that it searches by, needs mending"
)

_GONE = frozenset({rb"\deleted", KEYWORD.lower().encode()})


@dataclass(frozen=True, slots=True)
class Search:
    """For mails from the UID `first` on that are neither deleted nor put away; `can_mark`: some may
    bear our keyword.
    """

    first: int
    can_mark: bool

    def find(self, client: Any, spans: Sequence[Sequence[str]]) -> list[int]:
        """Ascending. `spans` are what one search each goes through."""
        unmarked = ["UNKEYWORD", KEYWORD] if self.can_mark else []
        wanted = ["UID", f"{self.first}:{LAST_UID}", "UNDELETED", *unmarked]
        found = {uid for span in spans for uid in client.search([*span, *wanted])}
        return sorted(uid for uid in found if uid >= self.first)

    def misses(self, client: Any, count: int) -> bool:
        """Whether the newest of `count` mails in the folder should have been found. An answer that
        tells nothing is none.
        """
        try:
            kind, records = client._imap.fetch(str(count), "(UID FLAGS)")
            client._checkok("fetch", kind, records)
        except (imaplib.IMAP4.abort, ProtocolError):
            raise
        except imaplib.IMAP4.error:  # fewer are left meanwhile
            client._imap.untagged_responses.pop("FETCH", None)  # else the next one gets it
            return False
        answers = parse_fetch_response(records, normalise_times=False, uid_is_key=True)
        return any(
            uid >= self.first and _GONE.isdisjoint(flags_in(answer[b"FLAGS"]))
            for uid, answer in answers.items()
            if answer.get(b"SEQ") == count and b"FLAGS" in answer
        )
