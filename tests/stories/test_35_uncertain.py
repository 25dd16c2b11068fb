"""What becomes of a mail whose final dot nobody answered: it is proven, or goes again, or is held,
and whoever it concerns hears of it once.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from mailtracker.commands import act_on_mail, drop_mail, send_again
from mailtracker.daemon.run import Daemon
from mailtracker.desk.request import ProvenBy, State, Status
from mailtracker.store import ledger, outbox, requests, statistics
from mailtracker.store.database import file_of
from tests.servers.smtpd import report
from tests.stories.company import ALIAS, RULES, Company, body

EVA, BO, PRIYA = "eva@corp.example", "bo@corp.example", "priya@corp.example"


def rows(company, state=None):
    with company.runtime() as runtime, runtime.store.read() as conn:
        return outbox.rows(conn, state)


def only(company, state):
    (row,) = rows(company, state)
    return row


def with_echo(company, **smtp):
    company.site(smtp=replace(company.config.smtp, echo=True, **smtp))


def with_sent_folder(company, name="Sent"):
    (box,) = company.config.mailboxes
    company.site(mailboxes=(replace(box, sent_folder=name),))


def store_sent(company, raw, folder="Sent"):
    """What a server does that keeps a copy of all that it takes."""
    company.post.add(ALIAS).store(raw, folder)


def asked(company):
    """Eva has a request that is Bo's."""
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()


def answer_in_doubt(company, arrives):
    """Bo answers; the server takes the dot (`arrives`), or does not, and says nothing."""
    asked(company)
    company.reply(BO, company.last(BO), "Please restart the router.")
    company.post.faults["KEPT" if arrives else "DOT"] = ["drop"]
    company.turn()
    return only(company, State.UNCERTAIN)


def answers(company):
    return [mail for mail in company.inbox(EVA) if "restart the router" in body(mail)]


def told(company, who, words):
    """Mails to somebody whose subject has these words."""
    return [mail for mail in company.inbox(who) if words in mail["Subject"]]


def words(mail):
    """In one line."""
    return " ".join(body(mail).split())


SECOND, MAY_NOT = "goes out a second time", "may not have arrived"


# -- a copy to ourselves ------------------------------------------------------------------


@pytest.mark.every_envelope
def test_the_copy_to_ourselves_settles_what_the_server_did_not_answer(company):
    with_echo(company)
    row = answer_in_doubt(company, arrives=True)
    company.travel(minutes=1)
    (settled,) = (one for one in rows(company) if one.id == row.id)
    assert (settled.state, settled.proven_by) == (State.SENT, ProvenBy.ECHO)
    company.travel(days=1)
    assert len(answers(company)) == 1
    assert told(company, BO, SECOND) == told(company, PRIYA, MAY_NOT) == []


def test_a_mail_that_never_arrived_goes_again_once_its_copy_had_time_to_come(company):
    with_echo(company)
    row = answer_in_doubt(company, arrives=False)
    company.travel(minutes=14)
    assert answers(company) == []
    company.travel(minutes=2)
    (again,) = answers(company)
    assert again["Message-ID"] == row.message_id
    assert rows(company, State.UNCERTAIN) == []


def test_with_the_copy_a_receipt_goes_again_as_well(company):
    with_echo(company)
    company.config = replace(company.config, smtp=replace(company.config.smtp, connections=1))
    company.write(EVA, "VPN drops", "Every hour.")
    company.post.faults["DOT"] = ["drop", "drop"]
    company.turn()
    assert len(rows(company, State.UNCERTAIN)) == 2
    company.travel(minutes=16)
    assert len(company.inbox(EVA)) == 1
    company.travel(minutes=16)
    assert len(company.inbox(EVA)) == 1
    assert told(company, PRIYA, MAY_NOT) == []


def test_the_copies_are_nobodys_mail(company):
    """They open nothing, are answered by nobody, cost no budget and lie where handled mail does."""
    with_echo(company)
    asked(company)
    company.reply(BO, company.last(BO), "Please restart the router.")
    company.turn()
    written = len(rows(company))
    company.turn()
    company.turn()
    assert len(rows(company)) == written
    assert len(told(company, EVA, "VPN")) == 2
    with company.runtime() as runtime, runtime.store.read() as conn:
        lines = ledger.lines(conn, None, None, 100)
        assert len(requests.requests(conn)) == 1
        assert sum(statistics.taken_by_rule(conn, company.clock.now() - timedelta(1)).values()) == 1
    copies = [line for line in lines if line.kind == "own"]
    assert len(copies) == 3  # the receipt, Eva's mail to Bo, his answer
    assert {(line.disposition, line.reason) for line in copies} == {
        ("ignored", "our own mail came back")
    }
    assert company.post.mails(ALIAS) == []
    assert len(company.post.mails(ALIAS, "Handled")) == 2 + len(copies)


def test_the_copy_of_a_confidential_mail_lies_where_such_mail_does(post_office, tmp_path):
    secret = "when: {subject: [vpn]}\n    confidential: true\n    to: bo"
    rules = RULES.replace("when: {subject: [vpn]}\n    to: bo", secret)
    assert rules != RULES
    company = Company(post_office, tmp_path, rules, confidential_folder="Confidential")
    with_echo(company)
    asked(company)
    company.turn()
    assert company.post.mails(ALIAS, "Handled") == []
    assert len(company.post.mails(ALIAS, "Confidential")) == 3


@pytest.mark.of_a_file
def test_where_the_server_refuses_the_copy_mail_goes_out_without_it(company):
    with_echo(company)
    company.post.refuse |= {ALIAS: "550 5.7.1 no"}
    known = company.post.unknown
    company.post.unknown = lambda to: "550 5.7.1 no" if to.startswith("it-help") else known(to)
    box = company.post.add(ALIAS)
    box.append(
        b"From: eva@corp.example\r\nTo: it-help@corp.example\r\nSubject: VPN drops\r\n"
        b"Message-ID: <q@corp.example>\r\n\r\nEvery hour.\r\n"
    )
    company.post.add(EVA)
    company.turn()
    assert len(company.inbox(EVA)) == len(company.inbox(BO)) == 1
    with sqlite3.connect(str(file_of(company.config.store.url))) as raw:
        ((ok, text),) = raw.execute("SELECT ok, text FROM health WHERE part = 'echo'")
    raw.close()
    assert not ok
    assert "5.7.1" in text


def test_nothing_goes_again_while_a_copy_may_lie_unread(company):
    with_echo(company)
    answer_in_doubt(company, arrives=True)
    (box,) = company.config.mailboxes
    company.site(mailboxes=(replace(box, imap=replace(box.imap, port=1)),))
    company.clock.travel(timedelta(minutes=16))
    with company.runtime() as runtime:
        assert asyncio.run(Daemon(runtime).once()) == 1  # the mailbox cannot be read
    assert len(answers(company)) == 1
    company.site(mailboxes=(box,))
    company.travel(minutes=1)
    assert len(answers(company)) == 1
    assert rows(company, State.UNCERTAIN) == []


# -- the folder of sent mail --------------------------------------------------------------


def test_a_copy_in_the_sent_folder_settles(company):
    with_sent_folder(company)
    row = answer_in_doubt(company, arrives=True)
    store_sent(company, b"Message-ID: <other@corp.example>\r\nSubject: x\r\n\r\nx\r\n")
    store_sent(company, company.post.to(EVA)[-1])
    company.travel(minutes=14)
    assert only(company, State.UNCERTAIN).id == row.id
    company.travel(minutes=2)
    (settled,) = (one for one in rows(company) if one.id == row.id)
    assert (settled.state, settled.proven_by) == (State.SENT, ProvenBy.SENT_FOLDER)
    assert len(answers(company)) == 1
    assert told(company, BO, SECOND) == []


def test_what_the_sent_folder_does_not_have_goes_again_whatever_it_is(company):
    with_sent_folder(company)
    store_sent(company, b"Message-ID: <other@corp.example>\r\nSubject: x\r\n\r\nx\r\n")
    company.write(EVA, "VPN drops", "Every hour.")
    company.post.faults["DOT"] = ["drop", "drop"]
    company.turn()
    company.travel(minutes=16)
    assert len(company.inbox(EVA)) == len(company.inbox(BO)) == 1
    assert rows(company, State.UNCERTAIN) == []


@pytest.mark.of_a_file
def test_a_sent_folder_that_is_not_there_is_told_and_proves_nothing(company):
    with_sent_folder(company, "Gesendet")
    company.write(EVA, "VPN drops", "Every hour.")
    company.post.faults["DOT"] = ["drop", "drop"]
    company.turn()
    company.travel(minutes=16)
    assert only(company, State.UNCERTAIN).letter == "receipt"
    with sqlite3.connect(str(file_of(company.config.store.url))) as raw:
        ((text,),) = raw.execute("SELECT text FROM health WHERE part = 'sent IT help' AND NOT ok")
    raw.close()
    assert "Gesendet" in text


# -- nothing that proves ------------------------------------------------------------------


def test_without_a_source_the_answer_goes_again_once_and_its_owner_hears_once(company):
    row = answer_in_doubt(company, arrives=True)
    company.travel(minutes=14)
    assert len(answers(company)) == 1
    assert told(company, BO, SECOND) == []
    company.post.faults["DOT"] = ["drop"]
    company.travel(minutes=2)  # the second time nobody knows either
    company.turn()
    assert [mail["Message-ID"] for mail in answers(company)] == [row.message_id]
    (mail,) = told(company, BO, SECOND)
    assert "IT-1001: eva@corp.example" in body(mail)
    assert "may arrive twice" in words(mail)
    assert told(company, PRIYA, MAY_NOT) == []
    company.travel(minutes=16)
    assert len(told(company, PRIYA, MAY_NOT)) == 1
    company.travel(days=3)
    assert only(company, State.UNCERTAIN).resent == 1
    assert len(told(company, BO, SECOND)) == len(told(company, PRIYA, MAY_NOT)) == 1
    assert len(answers(company)) == 1


def test_eventum_415_a_server_that_refuses_a_mail_since_it_has_it_has_settled_it(company):
    """Several people were sent mails of one Message-ID; Exchange Online took the first and refused
    the rest as the same mail once more. Here each mail has an id of its own, so such a refusal says
    that this one is there already: it is sent (O2, O4).
    """
    answer_in_doubt(company, arrives=True)
    company.post.refuse_holding[b"restart the router"] = (
        "554 5.2.0 STOREDRV.Submission.Exception:StoragePermanentException."
        "MapiExceptionDuplicateDelivery; Failed to process message due to a permanent exception"
    )
    company.travel(minutes=16)
    company.travel(minutes=1)
    assert rows(company, State.UNCERTAIN) == rows(company, State.FAILED) == []
    (row,) = [row for row in rows(company, State.SENT) if "DuplicateDelivery" in row.answer]
    assert "it has that mail from an earlier try of ours" in row.answer
    assert len(answers(company)) == 1
    assert company.request().status == "answered"
    assert not told(company, BO, "could not be delivered")


def test_several_answers_in_doubt_are_one_mail_to_their_owner(company):
    company.write(EVA, "VPN one", "Every hour.")
    company.write("tom@corp.example", "VPN two", "Every day.")
    company.turn()
    for mail in company.inbox(BO):
        company.reply(BO, mail, "Please restart the router.")
    company.post.faults["KEPT"] = ["drop", "drop"]
    company.turn()
    company.travel(minutes=16)
    (told_once,) = [m for m in company.inbox(BO) if "go out a second time" in m["Subject"]]
    assert "IT-1001: eva@corp.example" in body(told_once)
    assert "IT-1002: tom@corp.example" in body(told_once)


def test_receipts_are_held_and_the_admins_hear_once_a_day_without_a_word_of_them(company):
    for who in (EVA, "tom@corp.example"):
        company.write(who, "VPN drops", "Every hour.")
    company.post.faults["KEPT"] = ["drop"] * 4
    company.turn()
    company.travel(minutes=16)
    company.turn()
    (mail,) = told(company, PRIYA, MAY_NOT)
    assert "2 mails" in mail["Subject"]
    assert "mailtracker outbox list" in body(mail)
    for secret in (EVA, "tom@", "VPN", "receipt"):
        assert secret not in body(mail)
    company.write("ida@corp.example", "VPN drops", "Every hour.")
    company.post.faults["KEPT"] = ["drop"] * 2
    company.travel(hours=2)
    company.travel(hours=2)
    assert len(told(company, PRIYA, MAY_NOT)) == 1
    company.travel(hours=21)
    mails = told(company, PRIYA, MAY_NOT)
    assert len(mails) == 2
    assert "3 mails" in mails[-1]["Subject"]
    company.travel(days=2)
    assert len(told(company, PRIYA, MAY_NOT)) == 2
    held = rows(company, State.UNCERTAIN)
    assert {(one.letter, one.resent) for one in held} == {("receipt", 0)}
    assert len(held) == 3


# -- a mail that cites it -----------------------------------------------------------------


def _mail(sender, to, subject, words, **fields):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    for name, value in fields.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    return mail.as_bytes()


def _read_receipt(ident):
    """One that names its mail nowhere but in its report (RFC 8098)."""
    return (
        f"From: {EVA}\r\nTo: {ALIAS}\r\nSubject: Read: VPN\r\nMessage-ID: <mdn@corp.example>\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; boundary="b";\r\n'
        " report-type=disposition-notification\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
        "Your message was read.\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
        f"Final-Recipient: rfc822;{EVA}\r\nOriginal-Message-ID: {ident}\r\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b--\r\n"
    ).encode()


CITING: dict[str, Callable[[outbox.Sending, bytes], bytes]] = {
    "a reply by its id": lambda row, _: _mail(
        EVA, ALIAS, "Re: VPN", "It still drops.", In_Reply_To=row.message_id
    ),
    "a reply to its reply address": lambda row, _: _mail(
        EVA, ALIAS.replace("@", f"+{row.token}@"), "Re: VPN", "It still drops."
    ),
    "a later mail of the thread": lambda row, _: _mail(
        EVA, ALIAS, "Re: VPN", "It drops.", References=f"<a@b.example> {row.message_id} <c@d.ex>"
    ),
    "passed on by somebody else": lambda row, _: _mail(
        "ida@corp.example", ALIAS, "Fwd: VPN", "Look at this.", References=row.message_id
    ),
    "an absence": lambda row, _: _mail(
        EVA, ALIAS, "Out of office", "I am away.", In_Reply_To=row.message_id,
        Auto_Submitted="auto-replied",
    ),
    "a read receipt": lambda row, _: _read_receipt(row.message_id),
    "a report to the alias": lambda row, raw: report(EVA, ALIAS, raw),
    "a report to its own envelope sender": lambda row, raw: report(EVA, row.env_from, raw),
    "the mail itself, redirected": lambda row, raw: raw,
}  # fmt: skip


@pytest.mark.parametrize("how", CITING)
def test_whatever_cites_an_uncertain_mail_proves_that_it_arrived(company, how):
    row = answer_in_doubt(company, arrives=True)
    raw = CITING[how](row, company.post.to(EVA)[-1])
    to = row.env_from if "envelope" in how else ALIAS
    company.post.send("", to, raw)
    company.turn()
    (settled,) = (one for one in rows(company) if one.id == row.id)
    assert settled.state is State.SENT
    assert settled.proven_by == (ProvenBy.ECHO if "itself" in how else ProvenBy.CITED)


# -- by hand ------------------------------------------------------------------------------


@pytest.fixture
def now(monkeypatch):
    """What an admin types happens at the company's time."""

    def at(company):
        monkeypatch.setattr("mailtracker.commands.SystemClock", lambda: company.clock)

    return at


def history(company):
    with company.runtime() as runtime, runtime.store.read() as conn:
        request = requests.by_reference(conn, "IT-1001")
        return [event.text for event in requests.history(conn, request.id)]


def test_a_mail_that_is_sent_again_by_hand_has_the_same_id(company, now):
    now(company)
    company.write(EVA, "VPN drops", "Every hour.")
    company.post.faults["DOT"] = ["drop", "drop"]
    company.turn()
    receipt = next(one for one in rows(company, State.UNCERTAIN) if one.letter == "receipt")
    act_on_mail(company.config, receipt.id, "ana", send_again)
    company.turn()
    (mail,) = company.inbox(EVA)
    assert mail["Message-ID"] == receipt.message_id
    assert "receipt to eva@corp.example sent again by hand (ana)" in history(company)


def test_an_answer_that_is_dropped_before_it_went_is_owed_again_and_its_owner_hears(company, now):
    now(company)
    asked(company)
    company.reply(BO, company.last(BO), "Please restart the router.")
    company.post.faults["MAIL"] = "451 4.3.1 queue is full"
    company.turn()
    waiting = only(company, State.READY)
    assert company.request().status is Status.ANSWERED
    act_on_mail(company.config, waiting.id, "ana", drop_mail)
    del company.post.faults["MAIL"]
    company.turn()
    assert answers(company) == []
    assert company.request().status is Status.OPEN
    assert "did not go out" in body(company.last(BO)).replace("*", "")
    assert "note_requester to eva@corp.example dropped by hand (ana)" in history(company)
    company.travel(hours=1)
    assert answers(company) == []


def test_an_uncertain_answer_that_is_dropped_is_not_owed_again(company, now):
    now(company)
    row = answer_in_doubt(company, arrives=True)
    act_on_mail(company.config, row.id, "ana", drop_mail)
    company.travel(minutes=30)
    assert company.request().status is Status.ANSWERED
    assert "nobody knows whether it arrived" in words(company.last(BO))
    assert len(answers(company)) == 1


def test_a_running_daemon_sends_within_seconds_what_is_sent_again_by_hand(site):
    site.post.faults["DOT"] = ["drop", "drop"]
    site.box.append(site.mail(EVA, "VPN drops"))
    site.run("run", "--once")
    site.start()
    site.until(lambda: not site.post.faults["DOT"])
    listed = json.loads(site.ask("outbox", "list", "--json").stdout)
    done = site.run("outbox", "resend", *(str(row["id"]) for row in listed))
    assert done.returncode == 0, done.stderr
    site.until(lambda: len(site.post.to(EVA)) == len(site.post.to(BO)) == 1)
    site.stop()
    assert json.loads(site.ask("outbox", "list", "--json").stdout) == []
