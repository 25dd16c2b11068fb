"""Mail is carried both ways, whole, from the alias; the owner just replies."""

import hashlib

import pytest

from tests.stories.company import body

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def rich(mail):
    mail.add_alternative(
        '<html><body><p>It <b>drops</b> <img src="cid:shot@x"></p></body></html>', subtype="html"
    )
    mail.get_payload()[1].add_related(PNG, "image", "png", cid="<shot@x>")
    mail.add_attachment(
        b"\x00\x01log\xff" * 500,
        maintype="application",
        subtype="octet-stream",
        filename="vpn läuft.log",
    )


def opened(company, edit=None):
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.", edit=edit)
    company.turn()
    return company.last("bo@corp.example")


def test_the_owner_gets_the_whole_mail_from_the_alias(company):
    mail = opened(company, rich)
    assert "Eva Lund (eva@corp.example) via IT help" in mail["From"]
    assert "it-help@corp.example" in mail["From"]
    html = mail.get_body(("html",)).get_content()
    assert "<b>drops</b>" in html
    assert "cid:shot@x" in html
    parts = {part.get_content_type(): part for part in mail.walk()}
    assert parts["image/png"].get_payload(decode=True) == PNG
    log = parts["application/octet-stream"]
    assert log.get_filename() == "vpn läuft.log"
    assert (
        hashlib.sha256(log.get_payload(decode=True)).digest()
        == hashlib.sha256(b"\x00\x01log\xff" * 500).digest()
    )
    assert "IT-1001" in body(mail)
    assert "by 13:00 today" in body(mail)


@pytest.mark.every_engine
@pytest.mark.every_envelope
def test_the_owner_just_replies_and_the_requester_gets_it_in_the_thread(company):
    first = company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    company.reply(
        "bo@corp.example", company.last("bo@corp.example"), "Please restart the client.\nBo"
    )
    company.turn()
    answer = company.last("eva@corp.example")
    assert "Bo Jensen via IT help" in answer["From"]
    assert "Please restart the client." in body(answer)
    assert first["Message-ID"] in answer["References"]
    assert company.request().status == "answered"


def test_our_note_to_the_owner_never_reaches_the_requester(company):
    mail = opened(company)
    company.reply("bo@corp.example", mail, "Please restart the client.")
    company.turn()
    answer = body(company.last("eva@corp.example"))
    assert "Every hour." in answer  # the quote stays
    assert "done" not in answer  # the owner's words do not


def test_the_owners_reply_address_never_reaches_the_requester(company):
    mail = opened(company)
    secret, ident = mail["Reply-To"].addresses[0].addr_spec, mail["Message-ID"]

    def quote_the_header(answer):  # as bsd-mailx and GNU Mailutils do by ~m
        quoted = f"\tReply-To: IT help <{secret}>\n\tMessage-ID: {ident}\n\n\tEvery hour.\n"
        answer.set_content(f"Please restart the client.\n\n{quoted}")

    company.reply("bo@corp.example", mail, "", edit=quote_the_header)
    company.turn()
    answer = body(company.last("eva@corp.example"))
    assert "Reply-To: IT help <it-help@corp.example>" in answer
    assert "Every hour." in answer
    assert ident not in answer


def test_a_requester_hides_no_words_from_the_owner_between_copied_marker_lines(company):
    opened(company)
    company.reply("bo@corp.example", company.last("bo@corp.example"), "Please restart the client.")
    company.turn()
    answer = company.last("eva@corp.example")
    lines = [line for line in body(answer).splitlines() if "~~~~" in line]

    def hide(mail):
        mail.set_content(f"Thanks.\n\n{lines[0]}\nIt broke my laptop.\n{lines[-1]}\n")

    company.reply("eva@corp.example", answer, "", edit=hide)
    company.turn()
    assert "It broke my laptop." in body(company.last("bo@corp.example"))


def test_message_ids_are_opaque_and_reply_addresses_short_and_different_for_each_person(company):
    mail = opened(company)
    receipt = company.last("eva@corp.example")
    for each in (mail, receipt):
        assert each["Message-ID"].startswith("<k.")
        assert len(each["Message-ID"]) <= 64
        local, _, domain = each["Reply-To"].addresses[0].addr_spec.partition("@")
        assert local.startswith("it-help+")
        assert len(local) <= 64
        assert domain == "corp.example"
    assert mail["Reply-To"] != receipt["Reply-To"]


def test_a_second_mail_of_the_requester_goes_to_the_owner(company):
    opened(company)
    company.reply("eva@corp.example", company.last("eva@corp.example"), "It is the office network.")
    company.turn()
    mails = company.inbox("bo@corp.example")
    assert len(mails) == 2
    assert "It is the office network." in body(mails[1])
    assert mails[0]["Message-ID"] in mails[1]["References"]


def test_people_in_copy_stay_in_and_nobody_gets_a_message_twice(company):
    def copy(mail):
        mail["Cc"] = "lee@corp.example, friend@example.com"

    opened(company, copy)
    before = {who: len(company.inbox(who)) for who in ("lee@corp.example", "friend@example.com")}
    assert before == {"lee@corp.example": 1, "friend@example.com": 1}  # by the requester's own mail
    company.reply("bo@corp.example", company.last("bo@corp.example"), "Restart it.")
    company.turn()
    assert len(company.inbox("lee@corp.example")) == 2
    assert len(company.inbox("friend@example.com")) == 1  # outsiders never by themselves
    company.reply("lee@corp.example", company.last("lee@corp.example"), "Works for me too.")
    company.turn()
    assert "Works for me too." in body(company.last("eva@corp.example"))
    assert "Works for me too." in body(company.last("bo@corp.example"))
    assert len(company.inbox("lee@corp.example")) == 2


def test_an_owner_who_was_in_copy_is_told_but_does_not_get_the_mail_again(company):
    def copy(mail):
        mail["Cc"] = "bo@corp.example"

    company.write("eva@corp.example", "VPN drops", "Every hour.", edit=copy)
    company.turn()
    mails = company.inbox("bo@corp.example")
    assert len(mails) == 2
    assert "Every hour." not in body(mails[1])
    company.reply("bo@corp.example", mails[1], "Restart it.")
    company.turn()
    assert "Restart it." in body(company.last("eva@corp.example"))


def test_a_mail_from_the_owners_address_without_a_token_is_filed_and_the_owner_told(company):
    opened(company)
    company.write("bo@corp.example", "Re: [IT-1001] VPN drops", "done")
    company.turn()
    assert company.request().status == "open"
    assert len(company.inbox("eva@corp.example")) == 1
    assert "IT-1001" in company.last("bo@corp.example").as_string()


def test_a_stranger_who_quotes_the_reference_gets_a_new_request_and_nothing_of_the_old_one(company):
    opened(company)
    company.write("mallory@example.com", "Re: [IT-1001] VPN drops", "What is the answer?")
    company.turn()
    assert company.request("IT-1002").requester.email == "mallory@example.com"
    assert "Every hour." not in company.last("mallory@example.com").as_string()
    assert company.request("IT-1001").status == "open"


def test_a_stranger_who_answers_a_forwarded_copy_joins_nothing(company):
    mail = opened(company)
    company.reply("mallory@example.com", mail, "done")
    company.turn()
    assert company.request("IT-1001").status == "open"
    assert company.inbox("mallory@example.com") == []
    assert len(company.inbox("eva@corp.example")) == 1
    assert "mallory@example.com" in body(company.last("bo@corp.example"))  # is that his?


@pytest.mark.every_engine
def test_the_same_mail_through_two_aliases_is_one_request(company):
    mail = company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.post.send(
        "eva@corp.example", [company.alias], b"Received: from elsewhere\r\n" + mail.as_bytes()
    )
    company.turn()
    assert len(company.inbox("eva@corp.example")) == 1
    assert len(company.inbox("bo@corp.example")) == 1


@pytest.mark.parametrize("words", ["mine", "Mine."])
def test_mine_acknowledges_and_reaches_nobody_else(company, words):
    mail = opened(company)
    company.reply("bo@corp.example", mail, words)
    company.turn()
    assert len(company.inbox("eva@corp.example")) == 1
    assert company.request().unanswered_since is not None


def test_for_somebody_hands_the_request_over_with_the_mail(company):
    mail = opened(company)
    company.reply("bo@corp.example", mail, "for sam")
    company.turn()
    assert company.request().owner == "sam"
    assert "Every hour." in body(company.last("sam@corp.example"))
    assert "Sam Okoye" in body(company.last("eva@corp.example"))
    company.reply("sam@corp.example", company.last("sam@corp.example"), "I look into it.")
    company.turn()
    assert "I look into it." in body(company.last("eva@corp.example"))
