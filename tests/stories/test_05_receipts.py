"""Who wrote knows in seconds who has it and by when a person answers. Machines get nothing."""

import pytest

from mailtracker.desk.effects import OpenRequest
from mailtracker.desk.on_command import Close, Reopen
from tests.stories.company import Company, body


@pytest.mark.every_envelope
def test_a_receipt_names_reference_owner_promised_time_and_what_happens_if_it_slips(company):
    mail = company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    receipt = company.last("eva@corp.example")
    text = body(receipt)
    assert "IT-1001" in text
    assert "Bo Jensen" in text
    assert "by 13:00 today" in text
    assert "Sam Okoye" in text  # who steps in
    assert receipt["In-Reply-To"] == mail["Message-ID"]
    assert mail["Message-ID"] in receipt["References"]
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert str(receipt["Subject"]) == "Re: [IT-1001] VPN drops"
    assert "it-help@corp.example" in receipt["From"]


@pytest.mark.every_engine
def test_a_receipt_has_a_null_return_path(company, envelopes):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    ((sender, to),) = [
        (sender, to) for sender, to, raw in company.post.log if b"auto-replied" in raw
    ]
    assert (sender == "", to) == (envelopes.receipts == "null", "eva@corp.example")


def test_the_language_of_the_person_decides(company):
    company.write("jonas@corp.example", "Neuer Laptop", "Meiner ist hin.")
    company.turn()
    text = body(company.last("jonas@corp.example"))
    assert "heute bis 13:00 Uhr" in text


def test_the_language_of_the_mailbox_decides_for_everybody_else(post_office, tmp_path):
    company = Company(post_office, tmp_path, languages=("de",))
    company.write("eva@corp.example", "VPN", "weg")
    company.turn()
    assert "heute bis" in body(company.last("eva@corp.example"))


def machine(header, value):
    def edit(mail):
        if value is None:
            del mail[header]
        elif header == "Return-Path":
            mail["Return-Path"] = value
        else:
            if header in mail:
                del mail[header]
            mail[header] = value

    return edit


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Auto-Submitted", "auto-replied"),
        ("Return-Path", "<>"),
        ("Content-Type", 'multipart/report; report-type=delivery-status; boundary="x"'),
        ("From", "MAILER-DAEMON@corp.example"),
    ],
)
def test_a_machine_gets_no_receipt_and_opens_nothing(company, header, value):
    company.write("eva@corp.example", "Out of office", "I am away.", edit=machine(header, value))
    company.turn()
    assert list(company.inbox("eva@corp.example")) == []
    assert company.told[0].enacted.request is None


def test_monitoring_opens_a_request_without_a_receipt(company):
    company.write(
        "monitor@corp.example",
        "VPN gateway is down",
        "Since 8:01",
        edit=machine("Auto-Submitted", "auto-generated"),
    )
    company.turn()
    assert company.request().owner == "bo"
    assert len(company.inbox("bo@corp.example")) == 1
    company.travel(hours=3)
    company.travel(hours=1)
    company.act(Close)
    company.turn()
    assert company.inbox("monitor@corp.example") == []  # not when it slips and not at the end


def test_our_own_mail_coming_back_opens_nothing(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    company.post.send(
        "eva@corp.example", [company.alias], company.post.mails("eva@corp.example")[0]
    )
    told = company.turn()
    decision = told[0].enacted.decision
    assert not [effect for effect in decision.effects if isinstance(effect, OpenRequest)]
    assert "own mail" in decision.reason


@pytest.mark.every_envelope
def test_a_vacation_robot_that_answers_a_receipt_starts_no_loop(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    receipt = company.last("eva@corp.example")
    company.reply(
        "eva@corp.example", receipt, "I am away.", edit=machine("Auto-Submitted", "auto-replied")
    )
    accepted = company.post.accepted
    company.turn()
    assert company.post.accepted == accepted
    assert company.request().status == "open"


def test_more_than_ten_unproven_mails_in_ten_minutes_hold_a_request_and_all_hear_of_it_once(
    company,
):
    company.write("eva@corp.example", "VPN drops", "0")
    company.turn()
    for number in range(1, 14):
        text = f"still broken {'very ' * number}"
        company.write("eva@corp.example", "Re: [IT-1001] VPN drops", text)
        company.turn()
    assert company.request().held_since is not None
    carried = [mail for mail in company.inbox("bo@corp.example") if "still broken" in body(mail)]
    assert len(carried) == 10
    assert len(company.inbox("priya@corp.example")) == 1
    assert "mailtracker reopen IT-1001" in body(company.last("priya@corp.example"))
    told = [" ".join(body(company.last(f"{who}@corp.example")).split()) for who in ("bo", "eva")]
    assert "We keep them" in told[0]
    assert "Bo Jensen still has your request" in told[1]
    company.act(Reopen)
    company.turn()
    assert company.request().held_since is None
    carried = [mail for mail in company.inbox("bo@corp.example") if "still broken" in body(mail)]
    assert len(carried) == 13


def test_what_the_requester_answers_too_fast_reaches_the_owner_in_one_digest(company):
    company.write("eva@corp.example", "VPN drops", "0")
    company.turn()
    receipt = company.last("eva@corp.example")
    for number in range(1, 14):
        company.reply("eva@corp.example", receipt, f"still broken {'very ' * number}")
        company.turn()
    assert company.request().held_since is None
    assert len(company.inbox("bo@corp.example")) == 11
    company.travel(minutes=10)
    digest = body(company.last("bo@corp.example"))
    assert digest.count("still broken") == 3
    company.reply("bo@corp.example", company.last("bo@corp.example"), "Restart it.")
    company.turn()
    assert "Restart it." in body(company.last("eva@corp.example"))


def test_an_outside_sender_gets_no_more_than_three_receipts_an_hour_and_never_the_own_words_back(
    company,
):
    for number in range(5):
        company.write("someone@example.com", f"buy now {number}", "spam spam")
    company.turn()
    receipts = company.inbox("someone@example.com")
    assert len(receipts) == 3
    assert all("buy now" not in mail.as_string() for mail in receipts)
    assert company.request("IT-1005").owner
