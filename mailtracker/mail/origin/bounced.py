"""What a header says goes in; whether a mail system tells of mail that it could not deliver
comes out. Reports in standard form first, then their words.
"""

from __future__ import annotations

from mailtracker.mail.origin import absence, bounce_phrases, phrases
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.verdict import Case, Finding, by_headers, by_words, first_of

_OTHER_REPORTS = frozenset({"message/feedback-report", "message/disposition-notification"})


def find_bounce(seen: Evidence) -> Finding | None:
    return first_of(_CASES, seen)


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


def _refused_in_a_receipt(seen: Evidence) -> bool:
    """Dovecot's `reject` is in the form of a read receipt."""
    return _reports_something_else(seen) and seen.daemon and _worded_whole(seen)


def _reports_something_else(seen: Evidence) -> bool:
    other = bool(seen.report) and not seen.kinds.isdisjoint(_OTHER_REPORTS)
    return other or seen.report == "disposition-notification"


def _challenges_in_a_report(seen: Evidence) -> bool:
    return (
        _reports_delivery(seen)
        and phrases.challenge(seen.text)
        and not bounce_phrases.delivery_codes(seen.text)
    )


def _reports_delivery(seen: Evidence) -> bool:
    formal = bool(seen.report) and "message/delivery-status" in seen.kinds
    return formal or seen.report == "delivery-status"


def _daemon_reports(seen: Evidence) -> bool:
    return bool(seen.report) and seen.daemon


def _person_passes_on(seen: Evidence) -> bool:
    """Somebody asks about a bounce, or passes one on."""
    return seen.passed_on and not (seen.declared or seen.daemon)


def _names_recipients(seen: Evidence) -> bool:
    return "x-failed-recipients" in seen.first


def _daemon_speaks(seen: Evidence) -> bool:
    """People at postmaster@ write mail too, or call themselves administrators; the rest of these
    names are nobody's.
    """
    if not seen.daemon or _says_away(seen):
        return False
    if sent_by_nobody(seen):
        return True
    worded = _worded(seen)
    if seen.marked:
        return worded or not phrases.asks(seen.words)
    return worded and not seen.passed_on and not phrases.wonders(seen.words)


def _says_away(seen: Evidence) -> bool:
    return absence.away_prefix(seen.subject) and not (
        bounce_phrases.bounce_subject(seen.subject) or bounce_phrases.delivery_codes(seen.text)
    )


def _worded(seen: Evidence) -> bool:
    """It begins as mail systems do, or has their subject and says what was returned."""
    if bounce_phrases.bounce_opening(seen.text):
        return True
    named = seen.returned or seen.failures or bounce_phrases.bounce_text(seen.text)
    return named and bounce_phrases.bounce_subject(seen.subject)


def _worded_whole(seen: Evidence) -> bool:
    subject = bounce_phrases.bounce_subject(seen.subject)
    return subject and bounce_phrases.bounce_opening(seen.text)


def _machine_speaks(seen: Evidence) -> bool:
    """Reports in no standard form: a machine's mark and a mail system's words, two of three."""
    if not seen.declared:
        return False
    subject = bounce_phrases.bounce_subject(seen.subject)
    text = bounce_phrases.bounce_text(seen.text)
    if subject + text + bounce_phrases.delivery_codes(seen.text) >= 2:
        return True
    if seen.null_path:
        return subject or text or "message/delivery-status" in seen.kinds
    return subject and seen.returned


def _person_may_speak(seen: Evidence) -> bool:
    return seen.declared or seen.auto == "no"


def _opens_like_one(seen: Evidence) -> bool:
    """A mail system's words as the very first ones. People paste such words, too: only a machine
    sends them under its own name, or with the mail that comes back.
    """
    if not bounce_phrases.bounce_opening(seen.text) or phrases.wonders(seen.words):
        return False
    named = seen.failures or bounce_phrases.delivery_codes(seen.text)
    return named and (_machine_name(seen) or _returns(seen))


def _machine_name(seen: Evidence) -> bool:
    senders = seen.message.from_
    return not senders or any(phrases.machine_address(one.name, one.email) for one in senders)


def _returns(seen: Evidence) -> bool:
    return seen.returned or bounce_phrases.returns_mail(seen.text)


_CASES = (
    Case(_refused_in_a_receipt, by_headers("refused by a mail system")),
    Case(_reports_something_else, None),
    Case(_challenges_in_a_report, None),
    Case(_reports_delivery, by_headers("a delivery report")),
    Case(_daemon_reports, by_headers("a report by a mail system")),
    Case(_person_passes_on, None),
    Case(_names_recipients, by_headers("names failed recipients")),
    Case(_daemon_speaks, by_words("from a mail system")),
    Case(_machine_speaks, by_words("a bounce in words")),
    Case(_person_may_speak, None),
    Case(_opens_like_one, by_words("opens like a bounce")),
)
_NOBODYS = by_headers("from a mail system")
