"""What the stories about absence share: vacation programs, and what people read of it."""

from __future__ import annotations

from email.message import EmailMessage

from mailtracker.desk.absence.known_absence import KnownAbsence
from mailtracker.store import absences
from tests.stories.company import Company

EVA = "Eva Lund <eva@corp.example>"
BO, SAM, ANA, EVA_KEY = (f"{who}@corp.example" for who in ("bo", "sam", "ana", "eva"))


def asks(company: Company, subject: str = "VPN drops", words: str = "Every hour.") -> None:
    company.write(EVA, subject, words)
    company.turn()


def envelope_of(company: Company, who: str) -> str:
    """From where the last mail to somebody came."""
    return next(sender for sender, to, _ in reversed(company.post.log) if to == who)


def vacation(
    company: Company,
    who: str,
    text: str,
    subject: str = "Out of office",
    answers: EmailMessage | None = None,
    to: str | None = None,
) -> EmailMessage:
    """As a vacation program answers the last mail to somebody: to the envelope sender, with its
    marks.
    """
    carried = answers or company.last(who)

    def edit(mail: EmailMessage) -> None:
        mail["Auto-Submitted"] = "auto-replied"
        mail["In-Reply-To"] = carried["Message-ID"]
        mail["Return-Path"] = "<>"

    meant = to or envelope_of(company, who)
    return company.write(who, f"{subject}: {carried['Subject']}", text, to=meant, edit=edit)


def known(company: Company) -> list[KnownAbsence]:
    """What is known of who is away."""
    with company.runtime() as runtime, runtime.store.read() as conn:
        return list(absences.running(conn, company.clock.now()))


def owners(company: Company) -> dict[str, str]:
    """Who has which request."""
    with company.runtime() as runtime, runtime.store.read() as conn:
        from mailtracker.store import requests

        return {one.reference: one.owner for one in requests.requests(conn)}


def titled(company: Company, who: str, words: str) -> list[EmailMessage]:
    """Mails to somebody whose subject has these words."""
    return [mail for mail in company.inbox(who) if words in str(mail["Subject"])]
