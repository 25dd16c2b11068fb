"""Ten thousand spellings of addresses in copy: none takes a mail from its owner, none puts one in
quarantine.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.case import Incoming
from mailtracker.desk.effects import Dispose, Disposition, OpenRequest, Relay
from mailtracker.desk.facts import Facts
from mailtracker.desk.on_message import on_message
from mailtracker.mail.address_key import domain_of, is_mailable
from mailtracker.mail.site import NO_SITE
from mailtracker.mail.understand import understand
from mailtracker.policy.model import Policy
from tests.desk.makers import alias, policy, scene
from tests.mail.odd_addresses import spellings

__all__ = ["alias", "policy"]

A_MAIL = 5


@pytest.mark.parametrize(
    "count", [2_500, pytest.param(10_000, marks=pytest.mark.proof(part="lives"))]
)
def test_no_spelling_of_an_address_in_copy_puts_a_mail_in_quarantine(
    policy: Policy, alias: Alias, count: int
) -> None:
    odd = list(spellings(20261128, count))
    ours = replace(alias, home=tuple({domain_of(one) for one in odd}))
    joined = 0
    at = scene(policy)
    for start in range(0, len(odd), A_MAIL):
        written = ", ".join(odd[start : start + A_MAIL])
        head = f"From: Eva Lund <eva@corp.example>\r\nTo: it-help@corp.example\r\nCc: {written}"
        raw = f"{head}\r\nSubject: VPN drops\r\n\r\nEvery hour.\r\n"
        message, classified = understand(raw.encode("utf-8", "surrogateescape"), NO_SITE)
        if message.sender is None or message.subject != "VPN drops":
            continue  # the spelling held a line end, and with it a header of its own
        decision = on_message(Incoming(message, classified, Facts(), ours), at)
        filed = [e.disposition for e in decision.effects if isinstance(e, Dispose)]
        assert filed == [Disposition.OPENED], written
        assert any(e.person == "bo" for e in decision.effects if isinstance(e, Relay)), written
        (opened,) = (e for e in decision.effects if isinstance(e, OpenRequest))
        assert all(is_mailable(one.email) for one in opened.copied), written
        joined += len(opened.copied)
    assert joined > count // 100
