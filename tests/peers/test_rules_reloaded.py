"""Rules that were read again, and everybody heard of it."""

from __future__ import annotations

from datetime import timedelta

from tests.peers.scenes import asked
from tests.stories.company import RULES


def test_alertmanager_627_reading_the_rules_again_repeats_no_notice(company):
    """A reload, with or without a change, sent every alert once more. Here what was said is written
    down, and other rules concern only what comes after them (D4, O2).
    """
    asked(company)
    company.travel(hours=3, minutes=30)
    accepted = company.post.accepted
    promised = company.request().promised_at
    for text in (RULES, RULES + "# a word", RULES.replace("4 working hours", "8 working hours")):
        (company.config.rules / "all.yaml").write_text(text, encoding="utf-8")
        company.travel(minutes=1)
    assert company.post.accepted == accepted
    assert company.request().promised_at == promised
    asked(company, "VPN is slow")
    assert company.request("IT-1002").promised_at > promised + timedelta(hours=12)
