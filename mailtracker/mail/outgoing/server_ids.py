"""Message-IDs that servers put in the place of ours: which may be one, and what a server says of it
when it takes a mail.

Threads hang on them and nothing else: a server writes into its answer what it likes, and makes its
ids of what it likes, also of numbers that anybody can guess (docs/reliability.md, O16).
"""

from __future__ import annotations

import re

from mailtracker.mail.address_key import address_key
from mailtracker.mail.outgoing.ids import is_like_ours

_ID = re.compile(r"<[!-;=?-~]{1,200}@[!-;=?-~]{1,100}>")
_NAMED = re.compile(r"<[^<>]*>")
# Exchange Online: "2.0.0 OK <...> [Hostname=...]" and "2.6.0 <...> [InternalId=..., Hostname=...]";
# others name it likewise. Whom the mail is for is named so as well.
_SES_HOST = re.compile(
    r"email-smtp(?:-fips)?\.([a-z]+(?:-[a-z]+)+-\d)(?:\.vpce)?\.(?:amazonaws\.com|api\.aws)\Z"
)
_SES_NAMES = re.compile(r"(?:\d\.\d\.\d )?Ok ([0-9a-f]{16}(?:-[0-9a-f]+){6})")
_SES_OLDEST = "us-east-1"


def is_server_id(ident: str) -> bool:
    """Whether it may be one: an id that can be cited, and is none of ours."""
    return _ID.fullmatch(ident) is not None and not is_like_ours(ident)


def id_named(answer: str, host: str, others: tuple[str, ...]) -> str:
    """The id that a server gave a mail, by its `answer` to the final dot (without the code); "" for
    none, or several, or ours. `host` is how we call that server, `others` are addresses that it may
    name as well.
    """
    if ses := _by_ses(answer, host):
        return ses
    addresses = set(map(address_key, others))
    named = {one for one in _NAMED.findall(answer) if address_key(one[1:-1]) not in addresses}
    one = named.pop() if len(named) == 1 else ""
    return one if is_server_id(one) else ""


def _by_ses(answer: str, host: str) -> str:
    """Amazon SES says the left half alone. The right one is the region that we speak to."""
    where, named = _SES_HOST.search(host.lower()), _SES_NAMES.fullmatch(answer)
    if where is None or named is None:
        return ""
    region = "email" if where[1] == _SES_OLDEST else where[1]
    return f"<{named[1]}@{region}.amazonses.com>"
