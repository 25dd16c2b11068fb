"""A message and the house's setting go in; what its header says of who
wrote it comes out, taken once.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailtracker.mail.message import Message
from mailtracker.mail.mime.encoded_words import content_type
from mailtracker.mail.origin import phrases
from mailtracker.mail.origin.delivery_report import RETURNED_TYPES
from mailtracker.mail.site import Site
from mailtracker.mail.subject import is_answer_or_forward

_DAEMON_NAMES = frozenset(
    {
        "mail delivery subsystem",
        "mail delivery system",
        "mail delivery service",
        "mailer-daemon",
        "mailer daemon",
        "maildaemon",
        "system administrator",
        "mail administrator",
        "microsoft exchange",
        "microsoft outlook",
        "delivery subsystem",
        "jetmail system",
        "postmaster",
    }
)
_LIST_FIELDS = (
    "list-id",
    "list-unsubscribe",
    "list-post",
    "mailing-list",
    "x-mailing-list",
    "x-mlserver",
)
_QUIET = frozenset({"all", "autoreply", "oof"})
_BULK = frozenset({"bulk", "junk"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the header says, taken once. `auto` is the first word of Auto-Submitted; `listed` and
    `precedence` do not count our own lists. `null_path`: it came from nobody, so that an answer
    would reach nobody.
    """

    message: Message
    report: str
    kinds: frozenset[str]
    auto: str
    null_path: bool
    daemon: bool
    quiet: bool
    precedence: frozenset[str]
    listed: bool
    answers: bool
    passed_on: bool
    calendar_reply: bool

    @property
    def subject(self) -> str:
        return self.message.subject

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def automatic(self) -> bool:
        """Says itself that a machine wrote it. `auto-forwarded` is a person's
        mail that a machine carried on.
        """
        return self.auto not in ("", "no", "auto-forwarded")

    @property
    def bulk(self) -> str:
        """The Precedence of mail in numbers, "" if it has none: a mark that
        people's mail bears as well.
        """
        return min(self.precedence & _BULK, default="")

    @property
    def returned(self) -> bool:
        """Bears a mail that came back, or its header."""
        return bool(self.kinds & RETURNED_TYPES)


def gather_evidence(message: Message, site: Site) -> Evidence:
    first = dict(reversed(message.fields))
    own = bool(message.passed_list) or site.is_own_list(message.list_id)
    listed = not own and any(name in first for name in _LIST_FIELDS)
    root = message.parts[0].content_type if message.parts else ""
    report = ""
    if root == "multipart/report":
        report = (
            content_type(first.get("content-type", "").encode("utf-8", "replace"))[1]
            .get("report-type", "?")
            .lower()
        )
    return Evidence(
        message=message,
        report=report,
        kinds=frozenset(part.content_type for part in message.parts),
        auto=_first_word(first.get("auto-submitted", "")),
        null_path=_from_nobody(first.get("return-path", "?")),
        daemon=any(_is_daemon(address.email, address.name) for address in message.from_)
        or _is_daemon("", first.get("from", "").partition("<")[0].strip('" '))
        or first.get("x-mailer", "").startswith("<SMTP32"),
        quiet=bool(
            _QUIET
            & set(first.get("x-auto-response-suppress", "").lower().replace(",", " ").split())
        ),
        precedence=frozenset()
        if own
        else frozenset(v.strip().lower() for v in message.all_fields("precedence")),
        listed=listed,
        answers=bool(message.in_reply_to or message.references),
        passed_on=is_answer_or_forward(message.subject),
        calendar_reply=message.calendar_reply,
    )


def _first_word(value: str) -> str:
    """ "auto-replied (vacation); owner-email=..." → auto-replied."""
    if value.startswith("("):
        value = value.partition(")")[2]
    value = value.replace('"', "")
    for mark in ";(, ":
        value = value.strip().partition(mark)[0]
    return value.strip().lower()


def _from_nobody(path: str) -> bool:
    """The null return path, and what some servers make of it: <MAILER-DAEMON@their.name>."""
    bare = path.strip().strip("<>").strip().casefold()
    return not bare or bare.partition("@")[0] == "mailer-daemon"


def _is_daemon(mail: str, name: str) -> bool:
    return phrases.daemon_address(mail) or name.casefold().strip() in _DAEMON_NAMES
