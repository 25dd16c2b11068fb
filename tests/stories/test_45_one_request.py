"""One matter, one request: what calendar programs send for people, and copies of one mail."""

from __future__ import annotations

import email.policy
from email.message import EmailMessage

import pytest
from sqlalchemy import text as sql

from mailtracker.desk.request import Status
from tests.mail.meetings import entry
from tests.stories.company import ALIAS, Company, body

EVA = "Eva Lund <eva@corp.example>"
EVA_KEY, BO = "eva@corp.example", "bo@corp.example"
FOOTER = b"\r\n_______________________________________________\r\nit-group mailing list\r\n"

ALARM = """From: UPS <ups1@corp.example>
To: it-help@corp.example
Subject: On battery
{head}Content-Type: text/plain

UPS 1 is on battery.
"""


def calendar(
    company: Company, method: str, subject: str, words: str, **more: object
) -> EmailMessage:
    """A mail of a calendar program: `who` sends it, `to` whom, as an answer to `answers`."""
    who, answers = str(more.pop("who", EVA)), more.pop("answers", None)
    to = more.pop("to", None)
    said = entry(method, **more)  # type: ignore[arg-type]

    def edit(mail: EmailMessage) -> None:
        part = said.replace("\n", "\r\n")
        mail.add_alternative(part, subtype="calendar", params={"method": method})
        if isinstance(answers, EmailMessage):
            mail["In-Reply-To"] = mail["References"] = str(answers["Message-ID"])

    return company.write(who, subject, words, edit=edit, to=None if to is None else str(to))


def references(company: Company) -> list[str]:
    with company.runtime() as runtime, runtime.store.read() as conn:
        return list(conn.scalars(sql("select reference from requests order by id")))


def ledger(company: Company) -> list[str]:
    with company.runtime() as runtime, runtime.store.read() as conn:
        return list(conn.scalars(sql("select disposition from ledger order by id")))


def invited(company: Company) -> None:
    calendar(company, "REQUEST", "VPN: look at it together", "Bo, on Wednesday at ten?")
    company.turn()
    assert company.request().unanswered_since is not None


def test_an_invitation_opens_a_request_as_any_mail(company: Company) -> None:
    invited(company)
    assert "IT-1001" in str(company.last(EVA_KEY)["Subject"])
    carried = company.last(BO)
    assert "text/calendar" in [part.get_content_type() for part in carried.walk()]
    assert "Appointment" not in body(carried)


def test_what_changes_an_appointment_or_calls_it_off_is_one_request(company: Company) -> None:
    invited(company)
    company.travel(minutes=20)
    calendar(company, "REQUEST", "Updated: VPN: look at it", "Sorry, at eleven.", sequence=1)
    company.turn()
    assert "Appointment changed: Look at the VPN together." in body(company.last(BO))
    company.travel(minutes=20)
    calendar(company, "CANCEL", "Canceled: VPN: look at it", "\n", sequence=2)
    company.turn()
    told = " ".join(body(company.last(BO)).split())
    assert "Appointment called off: Look at the VPN together. That closes nothing" in told
    assert references(company) == ["IT-1001"]
    request = company.request()
    assert (request.status, request.unanswered_since is not None) == (Status.OPEN, True)
    assert len(company.inbox(EVA_KEY)) == 1  # one receipt


def answered(company: Company, words: str = "Gladly, see you then.") -> None:
    company.reply(BO, company.last(BO), words)
    company.turn()
    assert company.request().status is Status.ANSWERED


def test_a_bare_cancellation_begins_no_promise_and_its_words_do(company: Company) -> None:
    invited(company)
    answered(company)
    calendar(company, "CANCEL", "Canceled: VPN: look at it", "\n", sequence=1)
    company.turn()
    assert "Appointment called off" in body(company.last(BO))
    assert company.request().status is Status.ANSWERED
    calendar(company, "CANCEL", "Canceled: VPN", "Can we do it on Friday?", sequence=2)
    company.turn()
    assert company.request().status is Status.OPEN


def test_a_bare_cancellation_opens_no_closed_request_again(company: Company) -> None:
    invited(company)
    company.reply(BO, company.last(BO), "done")
    company.turn()
    calendar(company, "CANCEL", "Canceled: VPN: look at it", "\n", sequence=1)
    company.turn()
    assert (company.request().status, references(company)) == (Status.CLOSED, ["IT-1001"])
    assert "Appointment called off" in body(company.last(BO))


def test_a_stranger_who_knows_the_uid_gets_nothing_of_it(company: Company) -> None:
    invited(company)
    before = len(company.inbox(BO))
    for method in ("CANCEL", "REQUEST", "COUNTER"):
        calendar(
            company, method, f"{method}: VPN", "Let us not.", who="Mia <mia@elsewhere.example>"
        )
    company.turn()
    # The last one belongs to what her own invitation opened.
    assert references(company) == ["IT-1001", "IT-1002", "IT-1003"]
    assert len(company.request().copied) == 0
    assert all("IT-1001" not in str(mail["Subject"]) for mail in company.inbox(BO)[before:])
    told = [str(mail["Subject"]) + body(mail) for mail in company.inbox("mia@elsewhere.example")]
    assert told
    assert not any("IT-1001" in one for one in told)


def test_an_invitation_within_a_request_is_changed_there(company: Company) -> None:
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    answered(company)
    answer = company.last(EVA_KEY)
    calendar(
        company,
        "REQUEST",
        "VPN: look at it together",
        "Then on Wednesday?",
        to=answer["Reply-To"],
        answers=answer,
    )
    company.turn()
    calendar(company, "CANCEL", "Canceled: VPN: look at it", "\n", sequence=1)
    company.turn()
    assert references(company) == ["IT-1001"]


def invited_by_owner(company: Company) -> EmailMessage:
    """Eva asked, and Bo answered with an invitation."""
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    note = company.last(BO)
    calendar(
        company,
        "REQUEST",
        "VPN drops",
        "Shall we look at it on Wednesday at ten?",
        who=f"Bo Jensen <{BO}>",
        to=note["Reply-To"],
        answers=note,
    )
    company.turn()
    assert company.request().status is Status.ANSWERED
    return company.last(EVA_KEY)


@pytest.mark.parametrize(
    ("words", "extra"),
    [
        ("Not on Wednesday, I am in court. Thursday at eight?", "COMMENT:Thursday at eight?\n"),
        ("\n", "COMMENT:Not on Wednesday\\, I am in court. Thursday at eight?\n"),
    ],
)
def test_words_in_an_answer_reach_who_invited(company: Company, words: str, extra: str) -> None:
    got = invited_by_owner(company)
    calendar(
        company,
        "REPLY",
        "Declined: VPN drops",
        words,
        to=got["Reply-To"],
        answers=got,
        extra=extra,
    )
    company.turn()
    told = " ".join(body(company.last(BO)).split())
    assert "Not on Wednesday, I am in court. Thursday at eight?" in told
    assert "Invitation declined: Look at the VPN together." in told
    assert company.request().status is Status.OPEN
    assert references(company) == ["IT-1001"]


@pytest.mark.parametrize("answer", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_a_bare_answer_is_silent(company: Company, answer: str) -> None:
    got = invited_by_owner(company)
    before = len(company.inbox(BO)), len(company.inbox(EVA_KEY))
    where = {"to": got["Reply-To"], "answers": got, "answer": answer}
    calendar(company, "REPLY", f"{answer.title()}: VPN drops", "\n", **where)
    company.turn()
    assert (len(company.inbox(BO)), len(company.inbox(EVA_KEY))) == before
    assert (company.request().status, ledger(company)[-1]) == (Status.ANSWERED, "ignored")


def test_an_answer_by_its_uid_alone_finds_the_request(company: Company) -> None:
    invited_by_owner(company)
    words = "My laptop does not start any more, can somebody call me on 214?"
    calendar(company, "REPLY", "Declined: Look at the VPN", words)
    company.turn()
    assert references(company) == ["IT-1001"]
    assert words in " ".join(body(company.last(BO)).split())


def test_another_time_proposed_is_something_said(company: Company) -> None:
    got = invited_by_owner(company)
    calendar(
        company,
        "COUNTER",
        "New Time Proposed: VPN drops",
        "\n",
        to=got["Reply-To"],
        answers=got,
        answer="TENTATIVE",
    )
    company.turn()
    assert "Another time proposed for Look at the VPN together." in body(company.last(BO))
    assert company.request().status is Status.OPEN


def test_who_only_accepts_an_invitation_keeps_no_promise(company: Company) -> None:
    invited(company)
    note = company.last(BO)
    calendar(
        company,
        "REPLY",
        "Accepted: VPN",
        "\n",
        who=f"Bo Jensen <{BO}>",
        to=note["Reply-To"],
        answers=note,
        answer="ACCEPTED",
    )
    company.turn()
    assert company.request().unanswered_since is not None
    assert len(company.inbox(EVA_KEY)) == 1


def recall(company: Company, subject: str, who: str = EVA) -> None:
    words = f'{who.partition(" <")[0]} would like to recall the message, "{subject}".'
    company.write(who, f"Recall: {subject}", words)
    company.turn()


def test_a_recall_opens_nothing_and_the_owner_hears_of_it(company: Company) -> None:
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    recall(company, "VPN drops")
    assert references(company) == ["IT-1001"]
    told = " ".join(body(company.last(BO)).split())
    assert "Eva Lund (eva@corp.example) would like to recall a mail about it." in told
    assert len(company.inbox(EVA_KEY)) == 1
    assert company.request().status is Status.OPEN


def test_a_recall_of_what_we_do_not_know_or_of_somebody_else_is_silent(company: Company) -> None:
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    before = len(company.inbox(BO))
    recall(company, "Salary")
    recall(company, "VPN drops", who="Mia <mia@elsewhere.example>")
    assert references(company) == ["IT-1001"]
    assert len(company.inbox(BO)) == before
    assert company.inbox("mia@elsewhere.example") == []


def test_the_report_of_a_recall_opens_nothing(company: Company) -> None:
    def marked(mail: EmailMessage) -> None:
        mail["Auto-Submitted"] = "auto-generated"

    company.write(
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615@corp.example>",
        "Message Recall Report for message [VPN maintenance]",
        "Your message recall is complete. 4 recalled, 1 failed.",
        edit=marked,
    )
    company.turn()
    assert references(company) == []


def deliver(company: Company, raw: bytes, sender: str) -> None:
    company.post.add(sender)
    company.post.send(sender, [ALIAS], raw)
    company.turn()


def sent(company: Company) -> bytes:
    """One mail to the alias, and as it was sent."""
    mail = company.write(EVA, "VPN drops", "Every hour.", to=f"{ALIAS}, it-group@corp.example")
    company.turn()
    return mail.as_bytes(policy=email.policy.SMTP)


def by_list(raw: bytes) -> bytes:
    raw = raw.replace(
        b"Subject: VPN", b"List-Id: <it-group.corp.example>\r\nSubject: [it-group] VPN"
    )
    return raw.rstrip() + b"\r\n" + FOOTER


def test_a_lists_copy_of_a_mail_is_that_mail(company: Company) -> None:
    company.site(own_lists=("it-group.corp.example",))
    raw = sent(company)
    deliver(company, by_list(raw), "it-group-bounces@corp.example")
    assert ledger(company) == ["opened", "duplicate"]
    assert [len(company.inbox(who)) for who in (EVA_KEY, BO)] == [1, 1]


def test_a_lists_copy_may_come_first(company: Company) -> None:
    company.site(own_lists=("it-group.corp.example",))
    raw = company.write(EVA, "VPN drops", "Every hour.", to="it-group@corp.example")
    whole = raw.as_bytes(policy=email.policy.SMTP)
    deliver(company, by_list(whole), "it-group-bounces@corp.example")
    deliver(company, whole, EVA_KEY)
    assert ledger(company) == ["opened", "duplicate"]
    assert len(company.inbox(EVA_KEY)) == 1


def test_somebody_else_who_knows_a_mail_does_not_suppress_it(company: Company) -> None:
    raw = company.write(EVA, "VPN drops", "Every hour.", to="sam@corp.example")
    whole = raw.as_bytes(policy=email.policy.SMTP)
    forged = whole.replace(b"Eva Lund <eva@", b"Mia <mia@")
    deliver(company, forged, "mia@corp.example")
    deliver(company, whole, EVA_KEY)
    assert ledger(company) == ["opened", "opened"]


@pytest.mark.parametrize(
    "head",
    [
        "Date: Thu, 1 Jan 1970 00:00:00 +0000\nMessage-ID: <1@ups1>\n",
        "Date: Thu, 1 Jan 1970 00:00:00 +0000\n",
        "Message-ID: <1@ups1>\n",
        "",
    ],
)
def test_a_device_without_a_clock_loses_no_alarm(company: Company, head: str) -> None:
    raw = ALARM.format(head=head).replace("\n", "\r\n").encode()
    deliver(company, raw, "ups1@corp.example")
    company.travel(days=3)
    deliver(company, raw, "ups1@corp.example")
    assert ledger(company) == ["opened", "opened"]


def test_an_alarm_to_two_aliases_is_one(company: Company) -> None:
    head = "Date: Thu, 1 Jan 1970 00:00:00 +0000\nMessage-ID: <1@ups1>\n"
    raw = ALARM.format(head=head).replace("\n", "\r\n").encode()
    deliver(company, raw, "ups1@corp.example")
    deliver(company, raw, "ups1@corp.example")
    assert ledger(company) == ["opened", "duplicate"]


def test_an_id_that_a_program_uses_again_suppresses_nothing(company: Company) -> None:
    for number in (1, 2):
        text = f"Job {number} failed.\nSee the log.\n"
        raw = ALARM.format(head="Date: {at}\nMessage-ID: <job@host>\n").replace(
            "UPS 1 is on battery.", text
        )
        raw = raw.format(at=f"{company.clock.now():%a, %d %b %Y %H:%M:%S +0000}")
        deliver(company, raw.replace("\n", "\r\n").encode(), "jobs@corp.example")
    assert ledger(company) == ["opened", "opened"]
    assert "Job 2 failed." in body(company.last(company.request("IT-1002").owner + "@corp.example"))
