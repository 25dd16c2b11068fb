"""A message and what is known of our site go in; what its header says of who
wrote it comes out, taken once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mailtracker.mail.address_key import domain_of
from mailtracker.mail.message import Message
from mailtracker.mail.mime.encoded_words import content_type
from mailtracker.mail.origin import phrases
from mailtracker.mail.origin.appointments import bare_answer, is_answer
from mailtracker.mail.origin.delivery_report import RETURNED_TYPES
from mailtracker.mail.site import Site
from mailtracker.mail.subject import is_answer_or_forward, without_gateway_tags
from mailtracker.record import dataclass

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
_LIST_FIELDS = frozenset(
    {
        "list-id",
        "list-post",
        "mailing-list",
        "x-mailing-list",
        "x-mlserver",
    }
)
_QUIET = frozenset({"all", "autoreply", "oof"})
_BULK = frozenset({"bulk", "junk"})
_ARRIVED = frozenset({"delivered", "relayed", "expanded"})
_OFF = frozenset({"", "no", "off", "0", "false", "none"})
_NO_MACHINE = frozenset({"", "no", "auto-forwarded"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the header says, taken once. Our own lists do not count in `listed` and `precedence`."""

    #: What it was taken from.
    message: Message
    #: Its subject, without what a gateway wrote in front of that.
    subject: str
    #: The first value of every field, by lower-case name.
    first: Mapping[str, str]
    #: The report-type of a multipart/report in lower case, "?" for none; "" for any other mail.
    report: str
    #: The content types of all parts.
    kinds: frozenset[str]
    #: The first word of Auto-Submitted in lower case.
    auto: str
    #: It came from nobody, so that an answer would reach nobody.
    null_path: bool
    #: A mail system's address or display name stands in From.
    daemon: bool
    #: X-Auto-Response-Suppress asks for no automatic answers. Exchange writes it on the mail of
    #: people, too, when a distribution list carries it: weak evidence, never enough alone.
    quiet: bool
    #: Every value of Precedence in lower case.
    precedence: frozenset[str]
    #: A mailing list carried it.
    listed: bool
    #: It has List-Unsubscribe and no other field of a list: a mailing, or a person's sales tool.
    unsubscribable: bool
    #: Its From is of our own domains. Who forges one is no concern here.
    inside: bool
    #: It names a mail that it answers.
    answers: bool
    #: Its subject begins with "Re:", "Fwd:" or the like.
    passed_on: bool
    #: It answers an invitation, and nobody typed a word or attached a file.
    bare_answer: bool
    #: It answers an invitation in words that somebody typed.
    worded_answer: bool

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def words(self) -> str:
        """What the writer typed: no quotes, no signature."""
        return self.message.new_text

    @property
    def automatic(self) -> bool:
        """Says itself that a machine wrote it. `auto-forwarded` is a person's
        mail that a machine carried on.
        """
        return self.auto not in _NO_MACHINE

    @property
    def declared(self) -> bool:
        """A machine sent it by its own account: automatic, or from nobody."""
        return self.automatic or self.null_path

    @property
    def bulk(self) -> str:
        """The Precedence of mail in numbers, "" if it has none: a mark that
        people's mail bears as well.
        """
        return min(self.precedence & _BULK, default="")

    @property
    def hinted(self) -> bool:
        """Bears a mark that people's mail bears as well, but not often."""
        return self.quiet or self.unsubscribable or bool(self.bulk)

    @property
    def marked(self) -> bool:
        """Declared, or with a mark that people's mail bears as well."""
        return self.declared or bool(self.bulk)

    @property
    def returned(self) -> bool:
        """Bears a mail that came back, or its header."""
        return bool(self.kinds & RETURNED_TYPES)

    @property
    def failures(self) -> bool:
        """Names somebody who was not reached."""
        return bool(self.message.failures)

    @property
    def arrived(self) -> bool:
        """A report that a mail reached all whom it names (RFC 3464 2.3.3)."""
        told = {one.action for one in self.message.failures}
        return bool(self.report and told) and told <= _ARRIVED

    @property
    def nothing_quoted(self) -> bool:
        return ">" not in self.text

    def first_set(self, names: Sequence[str]) -> str:
        """The first of these fields that is there and does not say "no", "" for none."""
        values = self.first
        if values.keys().isdisjoint(names):
            return ""
        return next(
            (name for name in names if values.get(name, "").strip().lower() not in _OFF), ""
        )


def gather_evidence(message: Message, site: Site) -> Evidence:
    first = dict(reversed(message.fields))
    own = any(map(site.is_own_list, (message.passed_list, message.list_id)))
    listed = not own and not _LIST_FIELDS.isdisjoint(first)
    unsubscribable = "list-unsubscribe" in first and not (own or listed)
    precedence = () if own else message.all_fields("precedence")
    return Evidence(
        message=message,
        subject=without_gateway_tags(message.subject),
        first=first,
        report=_report_type(message, first),
        kinds=frozenset(part.content_type for part in message.parts),
        auto=_first_word(first.get("auto-submitted", "")),
        null_path=_from_nobody(first.get("return-path", "?")),
        daemon=_names_daemon(message, first),
        quiet=not _QUIET.isdisjoint(_listed_words(first.get("x-auto-response-suppress", ""))),
        precedence=frozenset(value.strip().lower() for value in precedence),
        listed=listed,
        unsubscribable=unsubscribable,
        inside=_from_inside(message, site),
        answers=bool(message.in_reply_to or message.references),
        passed_on=is_answer_or_forward(message.subject),
        bare_answer=bare_answer(message),
        worded_answer=is_answer(message) and not bare_answer(message),
    )


def _from_inside(message: Message, site: Site) -> bool:
    return any(site.is_own_domain(domain_of(one.email)) for one in message.from_)


def _report_type(message: Message, first: Mapping[str, str]) -> str:
    if not message.parts or message.parts[0].content_type != "multipart/report":
        return ""
    _, parameters = content_type(first.get("content-type", "").encode("utf-8", "replace"))
    return parameters.get("report-type", "?").lower()


def _listed_words(value: str) -> list[str]:
    return value.lower().replace(",", " ").split()


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


def _names_daemon(message: Message, first: Mapping[str, str]) -> bool:
    if any(_is_daemon(address.email, address.name) for address in message.from_):
        return True
    nameless = first.get("from", "").partition("<")[0].strip('" ')
    return _is_daemon("", nameless) or first.get("x-mailer", "").startswith("<SMTP32")


def _is_daemon(email: str, name: str) -> bool:
    return phrases.daemon_address(email) or name.casefold().strip() in _DAEMON_NAMES
