"""State survives everything: a killed daemon, a thousand waiting mails,
a mail server that says no.
"""

import json
import random

import pytest

from mailtracker.desk.request import State
from mailtracker.mailbox.imap import ImapMailbox
from mailtracker.store import health, outbox
from tests.stories.company import Company


def test_kill_9_in_the_middle_of_200_mails_loses_and_repeats_nothing(counting_site):
    site = counting_site
    people = [f"user{number}@corp.example" for number in range(200)]
    for number, who in enumerate(people):
        site.box.deliver(site.mail(who, f"VPN {number}"))
    dice = random.Random(7)
    for _ in range(3):
        accepted = site.post.accepted
        site.start()
        goal = accepted + dice.randint(20, 90)
        site.until(lambda goal=goal: site.post.accepted >= goal)
        site.kill()
    assert site.run("run", "--once").returncode == 0
    requests = json.loads(site.run("list", "--all", "--limit", "1000", "--json").stdout)
    assert len(requests) == 200
    assert {one["requester"]["mail"] for one in requests} == set(people)
    sent = [to for _, to, raw in site.post.log if b"auto-replied" in raw]
    assert len(sent) == len(set(sent)), "a receipt was sent twice"
    status = json.loads(site.run("status", "--json").stdout)
    uncertain = {row["recipient"] for row in status["uncertain"] if row["letter"] == "receipt"}
    assert set(people) - set(sent) <= uncertain
    assert (
        len(status["uncertain"]) <= 3 * 4
    )  # three kills, four connections: at most one a connection


def test_a_thousand_waiting_mails_go_through_in_one_run(counting_site):
    site = counting_site
    raws = [site.mail(f"user{number}@corp.example", f"VPN {number}") for number in range(1000)]
    with site.box.client() as client:
        for raw in raws:
            client.append("INBOX", raw)
    done = site.run("run", "--once")
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(json.loads(site.run("list", "--limit", "2000", "--json").stdout)) == 1000
    assert site.post.accepted == 2000
    assert site.box.mails() == []


def test_a_recipient_that_is_refused_for_good_tells_the_owner(company):
    company.post.refuse["eva@corp.example"] = "550 5.1.1 no such user"
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    company.turn()
    assert "eva@corp.example" in company.last("bo@corp.example").as_string()


def test_an_owner_whose_mailbox_is_gone_is_replaced_at_once(company):
    company.post.refuse["bo@corp.example"] = "550 5.1.1 no such user"
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    company.turn()
    assert company.request().owner == "sam"
    assert "Every hour." in company.last("sam@corp.example").as_string()


def test_a_temporary_no_is_tried_again_later_and_sends_once(company):
    company.post.refuse["eva@corp.example"] = "451 4.7.1 greylisted"
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    assert company.inbox("eva@corp.example") == []
    del company.post.refuse["eva@corp.example"]
    company.travel(minutes=3)
    assert len(company.inbox("eva@corp.example")) == 1


@pytest.mark.parametrize("after", ["move", "keyword"])
def test_a_crash_between_commit_and_move_is_caught_up(post_office, tmp_path, monkeypatch, after):
    company = Company(post_office, tmp_path, after=after)
    company.write("eva@corp.example", "VPN drops", "Every hour.")

    def dies(self, uids):
        raise RuntimeError("killed here")

    with monkeypatch.context() as patch:
        patch.setattr(ImapMailbox, "put_away", dies)
        with pytest.raises(RuntimeError, match="killed here"):
            company.turn()
    company.turn()
    company.turn()
    assert len(company.inbox("eva@corp.example")) == 1
    assert company.request().reference == "IT-1001"


def test_mail_waits_while_the_smtp_server_is_away_and_goes_once_when_it_is_back(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.post.faults["CONNECT"] = "drop"
    company.turn()
    assert company.post.log == [entry for entry in company.post.log if entry[1] == company.alias]
    assert company.request().owner == "bo"
    with company.runtime() as runtime, runtime.store.read() as conn:
        down = {beat.part: beat for beat in health.read(conn)}["smtp"]
        assert not down.ok
    del company.post.faults["CONNECT"]
    company.turn()
    assert len(company.inbox("eva@corp.example")) == 1
    assert len(company.inbox("bo@corp.example")) == 1


def test_a_connection_that_dies_after_the_final_dot_leaves_one_uncertain_mail_not_sent_again(
    company,
):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.post.faults["KEPT"] = ["drop"]
    company.turn()
    company.travel(minutes=5)
    sent = [to for _, to, _ in company.post.log if to in ("eva@corp.example", "bo@corp.example")]
    assert sorted(sent) == ["bo@corp.example", "eva@corp.example"]
    with company.runtime() as runtime, runtime.store.read() as conn:
        (row,) = outbox.rows(conn, state=State.UNCERTAIN)
    answered = company.last(row.recipient)
    company.reply(row.recipient, answered, "I have this one.")
    company.turn()
    with company.runtime() as runtime, runtime.store.read() as conn:
        assert outbox.rows(conn, state=State.UNCERTAIN) == []  # an answer proves that it arrived


def test_the_same_mails_after_a_new_uidvalidity_are_recognised(company, dovecot):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    box = company.post.add(company.alias)
    for raw in box.mails("Handled"):
        box.append(raw)  # somebody moves everything back
    dovecot.reset_uidvalidity(box.user)
    told = company.turn()
    assert [t.enacted.request.reference for t in told] == ["IT-1001"]
    assert len(company.inbox("eva@corp.example")) == 1


def test_two_hundred_mails_of_one_script_are_two_hundred_requests_and_receipts(counting_site):
    site = counting_site
    for number in range(200):
        site.box.append(site.mail("eva@corp.example", f"VPN {number}"))
    assert site.run("run", "--once").returncode == 0
    assert len(json.loads(site.run("list", "--limit", "1000", "--json").stdout)) == 200
    assert len([to for _, to, raw in site.post.log if b"auto-replied" in raw]) == 200
