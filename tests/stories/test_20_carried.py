"""What a routed request carries with it, on real servers: files, questions, watchers,
silence, turns, confidence.
"""

import pytest

from mailtracker.desk.on_command import Close
from mailtracker.policy.help_file import Help
from mailtracker.policy.model import NOBODY, Extras, Question
from mailtracker.policy.worktime import Span
from mailtracker.store import ledger
from tests.stories.company import RULES, body
from tests.stories.ruled import Ruled

PDF = bytes(range(256)) * 300
WHERE = Question((("en", "At home or in the office?"), ("de", "Zu Hause oder im Büro?")))


@pytest.fixture
def company(post_office, tmp_path):
    return Ruled(post_office, tmp_path, RULES)


def flat(mail):
    return " ".join(body(mail).split())


EVA, BO, SAM, ANA, CARLA = (f"{who}@corp.example" for who in ("eva", "bo", "sam", "ana", "carla"))


def test_the_receipt_brings_the_guide_and_asks_and_the_owner_reads_what_was_asked(company):
    company.give(
        files=[Help("guides/vpn für zu Hause.pdf", "application/pdf", PDF)],
        people={"bo": {"phone": "+45 12 34 56 78"}},
        extras=Extras(tags=("vpn", "home"), attach=("guides/vpn für zu Hause.pdf",), ask=(WHERE,)),
    )
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    receipt = company.last(EVA)
    assert "So that Bo Jensen can start at once, please reply with:" in flat(receipt)
    assert "- At home or in the office?" in body(receipt)
    assert "We have attached vpn für zu Hause.pdf" in flat(receipt)
    assert "In a hurry? Bo Jensen can be reached by phone: +45 12 34 56 78." in flat(receipt)
    (file,) = receipt.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("vpn für zu Hause.pdf", PDF)
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert "The receipt asked: At home or in the office?" in flat(company.last(BO))
    assert "Tags: vpn, home." in flat(company.last(BO))
    company.reply(BO, company.last(BO), "Try again.")
    company.turn()
    assert not list(company.last(EVA).iter_attachments())


def test_a_rule_speaks_its_own_language_to_the_requester(company):
    company.give(language="de", extras=Extras(ask=(WHERE,)))
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    assert "Zu Hause oder im Büro?" in body(company.last(EVA))
    company.act(Close)
    company.turn()
    assert "geschlossen" in body(company.last(EVA))


def test_mail_for_nobody_is_put_away_and_answered_by_nobody(company):
    company.give(to=NOBODY, reason="the newsletter needs no answer")
    company.write(EVA, "VPN news", "Read this.")
    company.turn()
    assert company.post.accepted == 1  # Eva's own
    with company.runtime() as runtime, runtime.store.read() as conn:
        (line,) = ledger.lines(conn, None, None, 10)
    assert line.disposition == "ignored"
    assert line.reason.startswith("rule vpn: nobody: the newsletter needs no answer (")
    assert line.put_away == "moved"


def test_a_watcher_sees_both_sides_and_reaches_only_the_owner(company):
    company.give(extras=Extras(watch=("carla",)))
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    seen = company.last(CARLA)
    told = "For your information: VPN drops. eva@corp.example asks, and Bo Jensen has it."
    assert told in flat(seen)
    assert "Every hour." in body(seen)
    company.reply(BO, company.last(BO), "Restart it.")
    company.turn()
    assert "Restart it." in body(company.last(CARLA))
    before = len(company.inbox(EVA))
    company.reply(CARLA, company.last(CARLA), "Ask Lee about it.")
    company.turn()
    assert "Ask Lee about it." in body(company.last(BO))
    assert len(company.inbox(EVA)) == before
    company.reply(EVA, company.last(EVA), "It still drops.")
    company.turn()
    assert "It still drops." in body(company.last(CARLA))


@pytest.mark.every_engine
def test_silence_after_the_answer_closes_once_and_again_after_a_reopening(company):
    company.give(close_after=Span(days=2))
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    company.reply(BO, company.last(BO), "Restart it.")
    company.turn()
    assert company.travel(days=1) == []
    company.travel(days=1, minutes=5)  # every turn is a fresh daemon: the wait stands in the store
    assert company.request().status == "closed"
    assert company.history("closed") == ["no word for 2 working days after the answer"]
    assert "we have not heard from you since" in flat(company.last(EVA))
    sent = len(company.inbox(EVA))
    for _ in range(5):
        assert company.travel(days=1) == []
    assert len(company.inbox(EVA)) == sent
    company.reply(EVA, company.last(EVA), "It still drops.")
    company.turn()
    assert company.request().status == "open"
    company.reply(BO, company.last(BO), "A new router then.")
    company.turn()
    company.travel(days=5)
    assert company.request().status == "closed"
    assert len(company.history("closed")) == 2


def test_a_word_of_the_requester_cancels_the_closing(company):
    company.give(close_after=Span(minutes=4 * 60))
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    company.reply(BO, company.last(BO), "Restart it.")
    company.turn()
    company.travel(hours=3)
    company.reply(EVA, company.last(EVA), "It still drops.")
    company.turn()
    company.travel(hours=3)
    assert company.request().status == "open"
    assert company.history("closed") == []


def test_the_requesters_word_that_waits_in_the_mailbox_comes_before_the_closing(company):
    company.give(close_after=Span(minutes=60))
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    company.reply(BO, company.last(BO), "Restart it.")
    company.turn()
    company.reply(EVA, company.last(EVA), "It still drops.")
    company.travel(hours=2)
    assert company.request().status == "open"


def test_members_take_turns_over_restarts(company):
    company.give(to="desk", team={"assign": "round-robin", "members": ("bo", "sam", "ana")})
    for number in range(4):
        company.write(EVA, f"VPN {number}", "Every hour.")
        company.turn()
    assert [company.request(f"IT-{1001 + n}").owner for n in range(4)] == ["bo", "sam", "ana", "bo"]


def test_of_a_confidential_request_no_manager_reads_a_word(company):
    company.give(extras=Extras(confidential=True, watch=("carla", "ana")), to="bo")
    company.write("Sam <sam@corp.example>", "VPN and Secretword", "Bo Jensen reads along.")
    company.turn()
    request = company.request()
    assert request.given.barred == ("ana", "carla", "bo")
    assert request.owner == "jonas"  # neither Bo, whom it names, nor anybody above Sam
    for hours in (3, 1, 4, 8, 24, 24):
        company.travel(hours=hours)
    for kept_out in (BO, ANA, CARLA):
        assert company.inbox(kept_out) == []
    assert company.request().owner == "jonas"


def test_a_manager_who_may_hear_of_it_sees_neither_subject_nor_words(company):
    company.give(extras=Extras(confidential=True, watch=("carla",)))
    company.write(EVA, "VPN and Secretword", "Hiddenword")
    company.turn()
    for hours in (3, 1, 4, 24, 24, 16):  # and on to the morning: the word waits for their hours
        company.travel(hours=hours)
    told = [mail for who in (ANA, CARLA) for mail in company.inbox(who)]
    assert any("No answer to" in str(mail["Subject"]) for mail in told)
    assert any("you should know of it" in flat(mail) for mail in company.inbox(CARLA))
    for mail in told:
        assert "Secretword" not in mail.as_string()
        assert "Hiddenword" not in mail.as_string()
    assert "Hiddenword" in body(company.inbox(BO)[0])
