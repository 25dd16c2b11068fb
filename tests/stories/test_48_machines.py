"""What a site knows of its machines, it says: silent senders, rules for machines, web forms whose
Reply-To names who asks. What it does not say shows by how fast a machine answers.
"""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from email.utils import parseaddr

import pytest

from mailtracker.store import ledger
from tests.stories.company import RULES, Company, body

EVA, FORM = "eva@corp.example", "forms@corp.example"
UPS = "UPS 2 <ups2@devices.example>"


def ruled(*lines: str) -> str:
    return RULES.replace("rules:\n", "rules:\n" + "".join(f"  - {line}\n" for line in lines))


FORMS = ruled(
    "{name: form, why: A form came, when: {from: forms@corp.example}, to: bo, requester: reply_to}"
)


def with_reply_to(*addresses: str):
    def edit(mail: EmailMessage) -> None:
        for address in addresses:
            mail["Reply-To"] = address

    return edit


def form(company: Company, *reply_to: str, sender: str = f"Forms <{FORM}>") -> None:
    for address in reply_to:
        company.post.add(parseaddr(address)[1])
    text = "Name: Eva Lund\nRoom: 214\nWish: my laptop is five years old, can I have a new one?"
    company.write(sender, "[Form] New laptop", text, edit=with_reply_to(*reply_to))
    company.turn()


def written_to(company: Company, address: str) -> list[EmailMessage]:
    return [mail for mail in company.inbox(address) if "it-help" in str(mail["From"])]


# Silent senders.


@pytest.mark.parametrize("silent", ["ups*@devices.example", "devices.example", "*.example"])
def test_a_silent_sender_opens_a_request_and_is_never_written_to(post_office, tmp_path, silent):
    company = Company(post_office, tmp_path, silent_senders=(silent,))
    company.write(UPS, "VPN of the power room", "Could you look? I am on battery.")
    company.turn()
    assert "power room" in str(company.last("bo@corp.example")["Subject"])
    company.reply("bo@corp.example", company.last("bo@corp.example"), "A new one comes.")
    company.travel(hours=1)
    company.travel(days=10)
    assert written_to(company, "ups2@devices.example") == []


def test_who_is_not_named_gets_a_receipt_as_ever(post_office, tmp_path):
    company = Company(post_office, tmp_path, silent_senders=("ups*@devices.example",))
    company.write("Lee <lee@devices.example>", "VPN", "It drops, can you help?")
    company.turn()
    assert written_to(company, "lee@devices.example")


def test_people_of_the_people_file_are_never_silent(post_office, tmp_path):
    company = Company(post_office, tmp_path, silent_senders=("corp.example",))
    company.write("Carla Stein <carla@corp.example>", "VPN", "It drops.")
    company.turn()
    assert written_to(company, "carla@corp.example")
    company.reply("bo@corp.example", company.last("bo@corp.example"), "It is mended.")
    company.turn()
    assert "It is mended." in body(company.last("carla@corp.example"))


# Rules.


def test_a_rule_for_machines_sends_no_receipt_and_no_notice(post_office, tmp_path):
    rules = ruled(
        "{name: mon, why: Monitoring, when: {from: mon@corp.example}, to: bo, kind: machine}"
    )
    company = Company(post_office, tmp_path, rules)
    company.write("Disk watch <mon@corp.example>", "srv1", "Hello, can you look at the disk?")
    company.turn()
    assert company.request().owner == "bo"
    company.travel(days=1)
    company.travel(days=7)
    assert written_to(company, "mon@corp.example") == []


def test_the_human_behind_a_form_is_the_requester_and_gets_receipt_and_answer(
    post_office, tmp_path
):
    company = Company(post_office, tmp_path, FORMS)
    form(company, f"Eva Lund <{EVA}>")
    assert company.request().requester.email == EVA
    assert "IT-1001" in body(company.last(EVA))
    company.reply("bo@corp.example", company.last("bo@corp.example"), "You get one on Friday.")
    company.turn()
    assert "You get one on Friday." in body(company.last(EVA))
    assert written_to(company, FORM) == []
    assert EVA in body(company.last("bo@corp.example")) or EVA in str(
        company.inbox("bo@corp.example")[0]["From"]
    )


def test_whom_a_form_names_is_nobody_proven_until_she_answers(post_office, tmp_path):
    company = Company(post_office, tmp_path, FORMS)
    form(company, EVA)
    with company.runtime() as runtime, runtime.store.read() as conn:
        assert not ledger.is_proven(conn, 1, EVA)
    company.reply(EVA, company.last(EVA), "It is the black one.")
    company.turn()
    with company.runtime() as runtime, runtime.store.read() as conn:
        assert ledger.is_proven(conn, 1, EVA)
    assert "It is the black one." in body(company.last("bo@corp.example"))


@pytest.mark.parametrize(
    "reply_to",
    [
        (),
        ("it-help@corp.example",),
        ("it-help+x@corp.example",),
        ("noreply@corp.example",),
        (f"{EVA}, mia@corp.example",),
        ("everybody@corp.example",),
    ],
)
def test_a_form_that_names_nobody_opens_and_nobody_gets_a_receipt(post_office, tmp_path, reply_to):
    company = Company(post_office, tmp_path, FORMS)
    company.site(own_lists=("everybody.corp.example",))
    form(company, *reply_to)
    assert company.request().owner == "bo"
    for somebody in (EVA, "mia@corp.example", "everybody@corp.example", FORM):
        assert written_to(company, somebody) == []


def test_a_reply_to_of_whom_no_rule_names_is_nothing(post_office, tmp_path):
    company = Company(post_office, tmp_path, FORMS)
    form(company, EVA, sender="Mia Vos <mia@corp.example>")
    assert company.request().requester.email == "mia@corp.example"
    assert written_to(company, EVA) == []


def test_a_rule_that_names_no_form_by_its_address_has_no_requester(post_office, tmp_path):
    wide = ruled("{name: form, why: w, when: {subject: form}, to: bo, requester: reply_to}")
    company = Company(post_office, tmp_path, wide)
    form(company, EVA)
    assert written_to(company, EVA) == []


def test_forged_forms_write_no_more_to_a_victim_than_forged_mail(post_office, tmp_path):
    company = Company(post_office, tmp_path, FORMS)
    for _ in range(6):
        form(company, "victim@partner.example")
    assert len(written_to(company, "victim@partner.example")) == 3


def test_forged_forms_write_to_no_more_victims_than_one_sender_may(post_office, tmp_path):
    company = Company(post_office, tmp_path, FORMS)
    for number in range(40):
        company.post.add(f"v{number}@p{number}.example")
        company.write(
            FORM, "[Form] x", "Wish: one.", edit=with_reply_to(f"v{number}@p{number}.example")
        )
    company.turn()
    victims = [who for who in range(40) if written_to(company, f"v{who}@p{who}.example")]
    assert len(victims) == 30


def test_a_receipt_for_a_form_has_no_word_of_whoever_filled_it_in(post_office, tmp_path):
    company = Company(post_office, tmp_path, FORMS)
    form(company, '"Click https://x.example now" <victim@partner.example>')
    (receipt,) = written_to(company, "victim@partner.example")
    assert "x.example" not in receipt.as_string()
    assert "laptop" not in receipt.as_string()


def test_who_stands_in_reply_to_is_told_no_telephone_whatever_their_domain(post_office, tmp_path):
    rules = FORMS.replace("name: Bo Jensen,", "name: Bo Jensen, phone: '+45 33 44 55 66',")
    company = Company(post_office, tmp_path, rules)
    company.write(f"Eva Lund <{EVA}>", "VPN drops", "Every hour.")
    company.turn()
    form(company, EVA)
    own, by_form = written_to(company, EVA)
    assert "33 44 55 66" in body(own)
    assert "33 44 55 66" not in body(by_form)


# Answers within seconds.


def quick(company: Company, seconds: float) -> None:
    company.clock.travel(timedelta(seconds=seconds))


def reopened(company: Company, seconds: float) -> int:
    """Bo closes, the other side answers that so many seconds later; how many receipts it has."""
    company.reply("bo@corp.example", company.last("bo@corp.example"), "done")
    company.turn()
    quick(company, seconds)
    company.reply("rob@partner.example", company.last("rob@partner.example"), "Not solved yet.")
    company.turn()
    receipts = [
        mail
        for mail in company.inbox("rob@partner.example")
        if mail["Auto-Submitted"] == "auto-replied"
    ]
    return len(receipts)


def test_who_answers_within_seconds_twice_gets_no_receipt_and_is_still_heard(post_office, tmp_path):
    company = Company(post_office, tmp_path)
    company.write("Rob <rob@partner.example>", "VPN", "It drops, can you help?")
    company.turn()
    assert reopened(company, seconds=3) == 2
    assert reopened(company, seconds=4) == 2
    assert company.request().unanswered_since is not None
    assert "Not solved yet." in body(company.last("bo@corp.example"))


def test_a_person_who_takes_a_minute_gets_each_receipt(post_office, tmp_path):
    company = Company(post_office, tmp_path)
    company.write("Rob <rob@partner.example>", "VPN", "It drops, can you help?")
    company.turn()
    assert [reopened(company, seconds=60) for _ in range(2)] == [2, 3]


# Subjects.


def test_no_tag_of_a_gateway_piles_up(post_office, tmp_path):
    company = Company(post_office, tmp_path)
    company.write("Eva Lund <eva@corp.example>", "[EXTERNAL] vpn drops", "Every hour.")
    company.turn()

    def tagged(mail: EmailMessage) -> None:
        mail.replace_header("Subject", f"[EXTERNAL] {mail['Subject']}")

    for round_ in range(3):
        company.reply(
            "bo@corp.example", company.last("bo@corp.example"), f"answer {round_}", edit=tagged
        )
        company.turn()
        company.reply(EVA, company.last(EVA), f"again {round_}", edit=tagged)
        company.turn()
    for somebody in (EVA, "bo@corp.example"):
        assert str(company.last(somebody)["Subject"]) == "Re: [IT-1001] [EXTERNAL] vpn drops"
