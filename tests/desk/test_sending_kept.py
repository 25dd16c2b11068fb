"""`send` carries a kept mail once; who says it again hears that it has gone, and when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailtracker.desk.effects import Dispose, Disposition, LogEvent, Relay, SendLetter, TakeUp
from mailtracker.desk.letters import AskBack, Confirm
from mailtracker.desk.request import Lane
from tests.desk.makers import NOW, PERSON, decided, facts, issued, message, request, scene

BO = "bo@corp.example"
EARLIER = NOW - timedelta(hours=3)
DENIED = replace(PERSON, verified=False, verdict="DMARC failed")


@pytest.mark.parametrize("letter", [AskBack.name, Confirm.name])
@pytest.mark.parametrize("proof", [PERSON, DENIED], ids=["proven", "denied"])
@pytest.mark.parametrize(
    ("sent_at", "taken_up"), [(None, [TakeUp(9, "bo")]), (EARLIER, [])], ids=["kept", "gone"]
)
def test_send_carries_a_kept_mail_once_and_says_when_it_went(
    letter, proof, sent_at, taken_up, policy, alias
):
    ours = issued(BO, Lane.REQUESTER, "bo")
    asked = replace(ours, letter=letter, about_line=9, about_author=BO, about_sent_at=sent_at)
    decision = decided(
        message(BO, text="send"), proof, facts(asked, on=request()), alias, scene(policy)
    )
    effects = decision.effects
    (told,) = [one for one in effects if isinstance(one, SendLetter)]
    assert told.letter == Confirm("send", "sent", "", sent_at=sent_at)
    assert (told.to.email, told.lane) == (BO, Lane.REQUESTER)
    assert [one for one in effects if isinstance(one, TakeUp)] == taken_up
    assert [one for one in effects if isinstance(one, Relay)] == []
    assert [one.disposition for one in effects if isinstance(one, Dispose)] == [Disposition.REPLY]
    (noted,) = [one.text for one in effects if isinstance(one, LogEvent) and one.kind == "sent"]
    assert ("again" in noted) == (sent_at is not None)
