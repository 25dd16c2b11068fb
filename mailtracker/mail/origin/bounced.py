"""What a header says goes in; whether a mail system tells of mail that it could not deliver
comes out. Reports in standard form first, then their words.
"""

from __future__ import annotations

from operator import attrgetter

from mailtracker.mail.origin import absence, bounce_phrases, phrases
from mailtracker.mail.origin.delivery_report import STATUS_TYPES
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.typed import typed
from mailtracker.mail.origin.verdict import Finding, Table, by_headers, by_words, find
from mailtracker.mail.table import Row

_OTHER_REPORTS = frozenset({"message/feedback-report", "message/disposition-notification"})

_arrived, _automatic, _daemon, _declared, _marked, _null_path, _passed_on, _report, _returned = map(
    attrgetter,
    (
        "arrived",
        "automatic",
        "daemon",
        "declared",
        "marked",
        "null_path",
        "passed_on",
        "report",
        "returned",
    ),
)


def find_bounce(seen: Evidence) -> Finding | None:
    return find(_CASES, seen)


def find_nobody(seen: Evidence) -> Finding | None:
    return _NOBODYS if sent_by_nobody(seen) else None


def sent_by_nobody(seen: Evidence) -> bool:
    """Whatever it says: no person writes from mailer-daemon@ and the like, and an
    answer to it would come back.
    """
    if not seen.daemon:
        return False
    senders = seen.message.from_
    return not senders or any(phrases.nobodys_address(address.email) for address in senders)


# Its form.


def _reports_something_else(seen: Evidence) -> bool:
    if seen.report == "disposition-notification":
        return True
    return bool(seen.report) and not seen.kinds.isdisjoint(_OTHER_REPORTS)


def _reports_delivery(seen: Evidence) -> bool:
    if seen.report == "delivery-status":
        return True
    return bool(seen.report) and _bears_status(seen)


def _bears_status(seen: Evidence) -> bool:
    return not seen.kinds.isdisjoint(STATUS_TYPES)


def _names_recipients(seen: Evidence) -> bool:
    return "x-failed-recipients" in seen.first


def _denies(seen: Evidence) -> bool:
    return seen.auto == "no"


def _from_no_address(seen: Evidence) -> bool:
    return not seen.message.from_


# Its words.


def _has_subject(seen: Evidence) -> bool:
    return bounce_phrases.bounce_subject(seen.subject)


def _has_text(seen: Evidence) -> bool:
    return bounce_phrases.bounce_text(seen.text)


def _has_codes(seen: Evidence) -> bool:
    return bounce_phrases.delivery_codes(seen.text)


def _two_of_three(seen: Evidence) -> bool:
    return _has_subject(seen) + _has_text(seen) + _has_codes(seen) >= 2


def _opens(seen: Evidence) -> bool:
    """The very first words are a mail system's."""
    return bounce_phrases.bounce_opening(seen.text)


def _worded(seen: Evidence) -> bool:
    """It begins as mail systems do, or has their subject and says what was returned."""
    if _opens(seen):
        return True
    named = seen.returned or seen.failures or _has_text(seen)
    return named and _has_subject(seen)


def _names_somebody(seen: Evidence) -> bool:
    return seen.failures or _has_codes(seen)


def _says_away(seen: Evidence) -> bool:
    if not absence.away_prefix(seen.subject):
        return False
    return not _has_subject(seen) and not _has_codes(seen)


def _challenges(seen: Evidence) -> bool:
    return phrases.challenge(seen.text)


def _asks(seen: Evidence) -> bool:
    return phrases.asks(seen.words)


def _wonders(seen: Evidence) -> bool:
    return phrases.wonders(seen.words)


def _by_list_software(seen: Evidence) -> bool:
    return any(bounce_phrases.list_software(one.email) for one in seen.message.from_)


def _list_denies(seen: Evidence) -> bool:
    return bounce_phrases.list_denies(seen.subject)


def _sent_by_machine(seen: Evidence) -> bool:
    """Under a machine's name, or with the mail that comes back."""
    senders = seen.message.from_
    if not senders or any(phrases.machine_address(one.name, one.email) for one in senders):
        return True
    return seen.returned or bounce_phrases.returns_mail(seen.text)


_NOBODYS = by_headers("from a mail system")
_BY_DAEMON = by_words("from a mail system")
_IN_WORDS = by_words("a bounce in words")
_REFUSED = by_headers("refused by a mail system")
_REPORTED = by_headers("a report by a mail system")
_CASES: Table[Evidence] = (
    # Dovecot's `reject` is in the form of a read receipt.
    Row(_REFUSED, when=(_reports_something_else, _daemon, _has_subject, _opens)),
    Row(None, when=(_reports_something_else,)),
    # It says that a mail arrived, for the person who got it: maildrop writes absences so.
    Row(None, when=(_arrived,), unless=(_daemon,)),
    Row(None, when=(_reports_delivery, _challenges), unless=(_has_codes,)),
    Row(by_headers("a delivery report"), when=(_reports_delivery,)),
    Row(_REPORTED, when=(_report, _daemon)),
    # Somebody asks about a bounce, or passes one on.
    Row(None, when=(_passed_on,), unless=(_declared, _daemon)),
    Row(by_headers("names failed recipients"), when=(_names_recipients,)),
    Row(by_headers("an answer from nobody"), when=(_null_path, _automatic, _from_no_address)),
    Row(by_headers("refused by a list"), when=(_by_list_software, _list_denies), unless=(typed,)),
    # Some systems put their report into a mail of another kind.
    Row(_REPORTED, when=(_bears_status, _names_somebody), unless=(typed,)),
    # People at postmaster@ write mail too, or call themselves administrators; the rest of these
    # names are nobody's.
    Row(_BY_DAEMON, when=(sent_by_nobody,), unless=(_says_away,)),
    Row(_BY_DAEMON, when=(_daemon, _marked, _worded), unless=(_says_away,)),
    Row(_BY_DAEMON, when=(_daemon, _marked), unless=(_says_away, _asks)),
    Row(
        _BY_DAEMON,
        when=(_daemon, _worded),
        unless=(_says_away, _marked, _passed_on, _wonders),
    ),
    # Reports in no standard form: a machine's mark and a mail system's words.
    Row(_IN_WORDS, when=(_declared, _two_of_three)),
    Row(_IN_WORDS, when=(_declared, _has_subject, _returned)),
    Row(_IN_WORDS, when=(_null_path, _has_subject)),
    Row(_IN_WORDS, when=(_null_path, _has_text)),
    Row(_IN_WORDS, when=(_null_path, _bears_status)),
    Row(None, when=(_declared,)),
    Row(None, when=(_denies,)),
    # People paste such words, too: only a machine has them first, and names who was not reached.
    Row(
        by_words("opens like a bounce"),
        when=(_opens, _names_somebody, _sent_by_machine),
        unless=(_wonders,),
    ),
)
