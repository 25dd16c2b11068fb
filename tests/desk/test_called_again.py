"""A request whose subject was purged is called again as the mail is that opens it again, if that
mail is of somebody who takes part.
"""

from dataclasses import replace

import pytest

from mailtracker.desk.call_again import CallAgain
from mailtracker.desk.case import Incoming
from mailtracker.desk.facts import Hint, Known
from mailtracker.desk.on_message import on_message
from mailtracker.desk.request import Lane, Status
from tests.desk.makers import NOW, PERSON, facts, issued, message, request, scene

PURGED = {"subject": "", "purged_at": NOW, "status": Status.CLOSED, "closed_at": NOW}
CLOSED = {"unanswered_since": None, "promised_at": None, "due_at": None, **PURGED}
TO_EVA = issued("eva@corp.example", Lane.OWNER)
TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
BY_ID = Known(1, Hint.MESSAGE_ID)


def called(policy, alias, mail, found, about=None, **judged):
    """What the request is called from then on, by each effect that says it."""
    known = facts(*found, on=about or request(**CLOSED))
    incoming = Incoming(mail, replace(PERSON, **judged), known, alias)
    effects = on_message(incoming, scene(policy)).effects
    return [effect.subject for effect in effects if isinstance(effect, CallAgain)]


@pytest.mark.parametrize(
    ("subject", "is_called"),
    [
        ("Re: [IT-1001] VPN drops", "VPN drops"),
        ("AW: [IT-1001] Fwd: VPN drops", "Fwd: VPN drops"),
        ("VPN drops once more", "VPN drops once more"),
        ("Re: [IT-1001]", ""),
        ("", ""),
    ],
)
def test_it_is_called_as_the_mail_is(policy, alias, subject, is_called):
    mail = message("eva@corp.example", subject)
    assert called(policy, alias, mail, [TO_EVA]) == [is_called]


def test_the_owner_may_say_it_as_well_and_nobody_else(policy, alias):
    mail = message("bo@corp.example", "Re: [IT-1001] VPN")
    assert called(policy, alias, mail, [TO_BO]) == ["VPN"]
    assert called(policy, alias, mail, [BY_ID]) == [], "without proof"
    denied = {"verified": False, "verdict": "dmarc=fail"}
    hers = message("eva@corp.example", "Buy now")
    assert called(policy, alias, hers, [TO_EVA], **denied) == []
    stranger = message("mallory@example.com", "Buy now")
    assert called(policy, alias, stranger, [BY_ID]) == []


def test_what_still_has_its_subject_keeps_it(policy, alias):
    mail = message("eva@corp.example", "Re: [IT-1001] Something else")
    kept = request(**{**CLOSED, "subject": "VPN drops"})
    never = request(**{**CLOSED, "purged_at": None})
    assert called(policy, alias, mail, [TO_EVA], kept) == []
    assert called(policy, alias, mail, [TO_EVA], never) == [], "it never had one"
