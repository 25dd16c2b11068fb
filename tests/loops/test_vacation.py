"""Two people who are away, each with a real Dovecot that answers their mail by Sieve (Pigeonhole),
and our daemon between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot, Installation
from tests.servers.smtpd import PostOffice, SmtpSink
from tests.stories.company import ALIAS, Company

AWAY = """\
require ["vacation", "vacation-seconds"];
vacation {often} :addresses ["{who}"] :from "{who}" "I am away until Monday.";
"""
MINUTES = [1] * 8 + [6 * 60] * 12
"""From turn to turn: time for a loop, then for the whole ladder."""


@pytest.fixture
def answers() -> Iterator[SmtpSink]:
    """Where Dovecot hands in what Sieve writes. It waits here: Dovecot delivers nothing else
    meanwhile.
    """
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def away(answers: SmtpSink, dovecot_with_sieve: Installation, tmp_path: Path) -> Iterator[Company]:
    with (
        Dovecot(dovecot_with_sieve, accounts=20, submission=answers.smtp_port) as dovecot,
        PostOffice(dovecot) as post,
    ):
        yield Company(post, tmp_path)


def is_ours(recipient: str) -> bool:
    """Whether a mail came from us, by whom it went to."""
    return recipient != ALIAS and not recipient.startswith("it-help+")


@pytest.mark.proof(part="vacation")
@pytest.mark.parametrize("often", [":days 7", ":seconds 0"])
def test_two_absent_people_get_a_receipt_and_a_note_and_nothing_keeps_the_promise(
    away, answers, often, figure
):
    for who in ("eva@corp.example", "bo@corp.example"):
        box = away.post.add(who)
        away.post.imap.set_sieve(box.user, AWAY.format(often=often, who=who))
    away.write("eva@corp.example", "VPN drops", "Every hour.")
    handed_in, at_first = 0, []
    for minutes in MINUTES:
        away.travel(minutes=minutes)
        for env_from, env_to, raw in answers.log[handed_in:]:
            away.post.send(env_from, env_to, raw)
        handed_in = len(answers.log)
        if minutes == 1:
            at_first = sorted(env_to for _, env_to, _ in away.post.log if is_ours(env_to))
    ours = sum(is_ours(env_to) for _, env_to, _ in away.post.log)
    figure(f"vacation {often}: {ours} mails of ours in three days, {handed_in} absence notices")
    heard = ("ana", "bo", "bo", "eva", "eva", "sam")  # all hear at once that Bo is away
    assert at_first == [f"{one}@corp.example" for one in heard]
    assert handed_in == 1, "the note is answered, and nothing else: all else says what it is"
    request = away.request()
    assert not request.answered_once
    assert request.owner != "bo"
