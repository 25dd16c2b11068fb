"""State survives everything: a killed daemon, a thousand waiting mails,
a mail server that says no.
"""

import json
import random
import time

import pytest

from mailtracker.desk.request import State
from mailtracker.mailbox.imap import ImapMailbox
from mailtracker.store import health, outbox
from tests.stories.company import Company


def waiting(site, count):
    """That many mails lie in the mailbox: their senders."""
    people = [f"user{number}@corp.example" for number in range(count)]
    raws = [site.mail(who, f"VPN {number}") for number, who in enumerate(people)]
    with site.box.client() as client:
        for raw in raws:
            client.append("INBOX", raw)
    return people


class Progress:
    """Mails are accepted until `goal`, or until no more come: a busy machine may have sent so many
    before it was ended the last time that fewer are left.
    """

    def __init__(self, site, goal):
        self.site, self.goal = site, goal
        self.accepted, self.since = 0, time.monotonic()

    def is_enough(self):
        if self.site.post.accepted != self.accepted:
            self.accepted, self.since = self.site.post.accepted, time.monotonic()
        return self.accepted >= self.goal or time.monotonic() > self.since + 20


def interrupted(site, times, end):
    """The daemon is started, and ended in the middle of its work, again and again."""
    dice = random.Random(7)
    for _ in range(times):
        progress = Progress(site, site.post.accepted + dice.randint(20, 90))
        site.start()
        site.until(progress.is_enough, patience=300)
        end()
    site.let_leases_end()
    assert site.run("run", "--once").returncode == 0


def receipts(site, people):
    """To whom one went, when every sender has one request, and nobody two receipts."""
    listed = site.ask("list", "--all", "--limit", "20000", "--json").stdout
    requests = json.loads(listed)
    assert len(requests) == len(people)
    assert {one["requester"]["mail"] for one in requests} == set(people)
    sent = [to for _, to, raw in site.post.log if b"auto-replied" in raw]
    assert len(sent) == len(set(sent)), "a receipt was sent twice"
    return set(sent)


def killed(site, count, kills):
    """How many mails are uncertain after so many kills."""
    people = waiting(site, count)
    interrupted(site, kills, site.kill)
    sent = receipts(site, people)
    uncertain = json.loads(site.ask("status", "--json").stdout)["uncertain"]
    assert set(people) - sent <= {
        row["recipient"] for row in uncertain if row["letter"] == "receipt"
    }
    # four connections: at most one mail each was between its final dot and our note of it
    assert len(uncertain) <= kills * 4
    return len(uncertain)


@pytest.mark.timeout(240)
def test_kill_9_in_the_middle_of_80_mails_loses_and_repeats_nothing(counting_site):
    killed(counting_site, 80, 2)


@pytest.mark.proof(part="kills")
@pytest.mark.timeout(3000)
def test_thirty_kills_in_the_middle_of_2000_mails_lose_and_repeat_nothing(counting_site, figure):
    uncertain = killed(counting_site, 2000, 30)
    figure(f"kills: 2,000 mails, 30 kills: none lost, none twice, {uncertain} uncertain of 120")


@pytest.mark.proof(part="restarts")
@pytest.mark.timeout(3000)
def test_thirty_restarts_in_the_middle_of_2000_mails_leave_nothing_uncertain(counting_site, figure):
    site = counting_site
    people = waiting(site, 2000)
    began = time.monotonic()
    interrupted(site, 30, lambda: site.stop() == 0 or pytest.fail(site.log()[-2000:]))
    assert receipts(site, people) == set(people)
    assert json.loads(site.ask("status", "--json").stdout)["uncertain"] == []
    took = time.monotonic() - began
    figure(f"restarts: 2,000 mails, 30 restarts: none lost, none twice, in {took:.0f} s")


def worked_off(site, count):
    """Seconds in which one run answers all that waits."""
    waiting(site, count)
    began = time.monotonic()
    done = site.run("run", "--once", patience=3000)
    took = time.monotonic() - began
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(json.loads(site.ask("list", "--limit", "20000", "--json").stdout)) == count
    assert site.post.accepted == 2 * count
    assert site.box.mails() == []
    return took


@pytest.mark.proof(part="backlog")
@pytest.mark.timeout(240)
def test_three_hundred_waiting_mails_go_through_in_one_run(counting_site):
    worked_off(counting_site, 300)


@pytest.mark.proof(part="backlog")
@pytest.mark.timeout(3000)
def test_ten_thousand_waiting_mails_go_through_in_one_run(counting_site, figure):
    took = worked_off(counting_site, 10_000)
    figure(f"backlog: 10,000 mails in one run of {took:.0f} s, {10_000 / took:.0f} a second")


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

    def dies(self, uids, folder):
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


def test_the_same_mails_after_a_new_uidvalidity_are_recognised(company, mail_server):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    box = company.post.add(company.alias)
    for raw in box.mails("Handled"):
        box.append(raw)  # somebody moves everything back
    mail_server.reset_uidvalidity(box.user)
    told = company.turn()
    # where the server's own name of the mail is known, it is not even fetched
    again = [] if mail_server.names_for_good else ["IT-1001"]
    assert [t.enacted.request.reference for t in told] == again
    assert len(company.inbox("eva@corp.example")) == 1
    assert box.mails() == []


def test_sixty_mails_of_one_script_are_sixty_requests_and_thirty_receipts(
    counting_site,
):
    site = counting_site
    for number in range(60):
        site.box.append(site.mail("eva@corp.example", f"VPN {number}"))
    assert site.run("run", "--once").returncode == 0
    assert len(json.loads(site.ask("list", "--limit", "1000", "--json").stdout)) == 60
    assert len([to for _, to, raw in site.post.log if b"auto-replied" in raw]) == 30
