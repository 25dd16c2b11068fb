"""An owner's mail program says that they are away: what it answered goes to who covers in the same
poll, and one word undoes it.
"""

from __future__ import annotations

from email.message import EmailMessage

from mailtracker.desk.request import Status
from tests.stories.company import Company, body

EVA = "Eva Lund <eva@corp.example>"
BO, SAM, ANA, EVA_KEY = (f"{who}@corp.example" for who in ("bo", "sam", "ana", "eva"))


def asks(company: Company, subject: str = "VPN drops") -> None:
    company.write(EVA, subject, "Every hour.")
    company.turn()


def envelope_of(company: Company, who: str) -> str:
    """From where the last mail to somebody came."""
    return next(sender for sender, to, _ in reversed(company.post.log) if to == who)


def vacation(company: Company, who: str, text: str, subject: str = "Out of office") -> EmailMessage:
    """As a vacation program answers: to the envelope sender, with its marks."""
    carried = company.last(who)

    def edit(mail: EmailMessage) -> None:
        mail["Auto-Submitted"] = "auto-replied"
        mail["In-Reply-To"] = carried["Message-ID"]
        mail["Return-Path"] = "<>"

    return company.write(
        who, f"{subject}: {carried['Subject']}", text, to=envelope_of(company, who), edit=edit
    )


def test_what_a_vacation_program_answered_goes_to_the_cover_in_the_same_poll(
    company: Company,
) -> None:
    asks(company)
    promised = company.request().promised_at
    vacation(company, BO, "I am out of the office today.")
    company.turn()
    request = company.request()
    assert (request.owner, request.status) == ("sam", Status.OPEN)
    assert request.promised_at == promised
    assert "Every hour." in body(company.last(SAM))
    assert "Bo Jensen is away" in body(company.last(SAM))
    assert "Sam Okoye" in body(company.last(EVA_KEY))
    assert "You count as away" in str(company.last(BO)["Subject"])
    assert "Bo Jensen" in str(company.last(ANA)["Subject"])
