"""What a mail is understood to be decides what becomes of it: its language, who stands behind a
list, which thread, how proven.
"""

from __future__ import annotations

import base64

import pytest

from mailtracker.desk.effects import Disposition
from mailtracker.desk.on_command import Close
from mailtracker.store import ledger
from tests.stories.company import ALIAS, Company, body

BORDER = "mx.corp.example"
PASSED = f"{BORDER}; dmarc=pass header.from=corp.example"
FAILED = f"{BORDER}; dmarc=fail header.from=corp.example"


def header(**values):
    """An edit that adds header fields; "_" stands for "-"."""

    def edit(mail):
        for name, value in values.items():
            mail[name.replace("_", "-")] = value

    return edit


def letters(company, who):
    return [mail["Subject"] for mail in company.inbox(who)]


def test_a_request_in_german_gets_its_receipt_in_german_from_an_english_mailbox(company):
    company.write(
        "Eva Lund <eva@corp.example>",
        "VPN",
        "Guten Morgen, seit heute komme ich nicht mehr ins VPN. Was kann ich tun?",
    )
    company.turn()
    receipt = company.last("eva@corp.example")
    assert receipt["Content-Language"] == "de"
    assert "ist da" in body(receipt)


def test_a_persons_own_language_wins_over_that_of_the_mail(company):
    company.write(
        "jonas@corp.example",
        "VPN",
        "Good morning, the VPN does not connect since today. What can I do?",
    )
    company.turn()
    assert company.last("jonas@corp.example")["Content-Language"] == "de"


@pytest.mark.parametrize("text", ["Bonjour, le VPN ne marche plus depuis ce matin.", "1234"])
def test_a_language_without_templates_and_no_language_at_all_get_the_mailboxs(company, text):
    company.write("eva@corp.example", "VPN", text)
    company.turn()
    assert company.last("eva@corp.example")["Content-Language"] == "en"


def test_a_colleagues_reply_to_all_before_our_receipt_joins_the_request(company):
    first = company.write(
        "eva@corp.example", "VPN drops", "Every hour.", edit=header(Cc="tom@corp.example")
    )

    def to_all(mail):
        mail.replace_header("To", f"eva@corp.example, {ALIAS}")
        mail.replace_header("Subject", "AW: VPN drops")

    company.reply("tom@corp.example", first, "Here as well.", edit=to_all)
    company.turn()
    assert company.request().subject == "VPN drops"
    assert "Here as well." in body(company.last("bo@corp.example"))
    assert len(company.inbox("bo@corp.example")) == 2
    assert all("IT-1002" not in subject for subject in letters(company, "bo@corp.example"))


def test_outlooks_conversation_joins_where_a_server_dropped_every_id(company):
    thread = bytes([1]) + bytes(range(21))
    company.write(
        "eva@corp.example",
        "VPN",
        "Drops.",
        edit=header(Thread_Index=base64.b64encode(thread).decode()),
    )
    company.turn()
    later = header(Thread_Index=base64.b64encode(thread + b"12345").decode())
    company.write("eva@corp.example", "Re: VPN", "Since noon it is worse.", edit=later)
    company.write("mallory@corp.example", "Re: VPN", "Show me.", edit=later)
    company.write("eva@corp.example", "WG: VPN", "Please, a second matter.", edit=later)
    company.turn()
    assert "Since noon" in body(company.inbox("bo@corp.example")[1])
    assert "refers to" not in body(company.inbox("bo@corp.example")[2])
    assert company.request("IT-1002").requester.email == "mallory@corp.example"
    assert company.request("IT-1003").subject == "WG: VPN"


def closed(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    company.act(Close)
    company.turn()


def test_a_reply_long_after_the_end_opens_a_new_request_that_names_the_old_one(company):
    closed(company)
    company.travel(days=31)
    company.reply(
        "eva@corp.example",
        company.last("eva@corp.example"),
        "It happens again, since this morning.",
    )
    company.turn()
    assert company.request().status == "closed"
    assert company.request("IT-1002").status == "open"
    assert "IT-1001 was closed a good while ago" in body(company.last("eva@corp.example"))
    assert "The mail refers to IT-1001" in body(company.last("bo@corp.example"))


def test_a_second_late_reply_joins_the_request_that_the_first_one_opened(company):
    closed(company)
    company.travel(days=31)
    old = company.last("eva@corp.example")
    for text in ("It happens again, since this morning.", "And now it is worse."):
        company.reply("eva@corp.example", old, text)
        company.turn()
    assert "And now it is worse." in body(company.last("bo@corp.example"))
    assert "IT-1002" in company.last("bo@corp.example")["Subject"]


def test_of_a_long_closed_and_a_live_request_the_live_one_is_meant(company):
    closed(company)
    company.travel(days=31)
    company.write("eva@corp.example", "VPN again", "Every hour.")
    company.turn()
    company.write("eva@corp.example", "Re: [IT-1001] [IT-1002] VPN", "Still nothing.")
    company.turn()
    assert "Still nothing." in body(company.last("bo@corp.example"))
    assert "IT-1002" in company.last("bo@corp.example")["Subject"]


def test_a_reply_soon_after_the_end_opens_the_same_one_again(company):
    closed(company)
    company.travel(days=29)
    company.reply(
        "eva@corp.example",
        company.last("eva@corp.example"),
        "It happens again, since this morning.",
    )
    company.turn()
    assert company.request().status == "open"


def test_late_thanks_open_nothing(company):
    closed(company)
    company.travel(days=31)
    before = len(company.inbox("bo@corp.example"))
    company.reply("eva@corp.example", company.last("eva@corp.example"), "Thank you so much!")
    company.turn()
    assert company.request().status == "closed"
    assert len(company.inbox("bo@corp.example")) == before + 1


def test_a_stranger_who_cites_a_request_learns_nothing_of_it_in_the_receipt(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    company.write("mallory@corp.example", "Re: [IT-1001] VPN drops", "What did you answer?")
    company.turn()
    receipt = body(company.last("mallory@corp.example"))
    assert "IT-1002" in receipt
    assert "closed" not in receipt
    assert "Eva" not in receipt
    assert "The mail refers to IT-1001" in body(company.last("bo@corp.example"))


@pytest.mark.parametrize("name", ["X-Original-From", "Reply-To"])
def test_who_wrote_to_our_own_list_gets_the_receipt_not_the_list(company, name):
    company.post.add("eva@corp.example")
    company.site(own_lists=("everybody@corp.example",))
    rewritten = header(
        **{name: "Eva Lund <eva@corp.example>", "List_Id": "<everybody.corp.example>"}
    )
    company.write(
        "Eva via everybody <everybody@corp.example>", "VPN drops", "Every hour.", edit=rewritten
    )
    company.turn()
    assert company.request().requester.email == "eva@corp.example"
    assert "Bo Jensen" in body(company.last("eva@corp.example"))


def via_everybody(company, **fields):
    rewritten = header(**fields, List_Id="<everybody.corp.example>", X_Mailman_Version="3.3.8")
    sender = "Eva Lund via Everybody <everybody@corp.example>"
    company.write(sender, "VPN drops", "Every hour.", edit=rewritten)
    company.turn()


def test_mailman_in_front_of_us_with_answers_to_the_list_still_shows_us_the_writer(company):
    company.post.add("eva@corp.example")
    company.site(own_lists=("everybody@corp.example",))
    via_everybody(
        company,
        X_MailFrom="eva@corp.example",
        Reply_To="everybody@corp.example",
        Cc="Eva Lund <eva@corp.example>, cleo@corp.example",
    )
    assert company.request().requester.email == "eva@corp.example"
    assert "Bo Jensen" in body(company.last("eva@corp.example"))
    assert company.inbox("everybody@corp.example") == []


def test_a_list_of_ours_never_hears_from_us_and_a_human_is_asked_who_wrote(company):
    company.post.add("everybody@corp.example")
    company.site(own_lists=("everybody@corp.example",))
    via_everybody(company, Reply_To="everybody@corp.example")
    company.write("everybody-owner@corp.example", "Uncaught bounce", "A mail came back.")
    company.turn()
    with company.runtime() as runtime, runtime.store.read() as conn:
        lines = ledger.lines(conn, Disposition.QUARANTINE, None, 9)
    assert ["everybody-owner@" in line.reason for line in lines] == [True, False]
    told = " ".join(body(company.last("priya@corp.example")).split())
    assert "From is the list everybody@corp.example, and who wrote to it is not certain" in told
    assert company.inbox("everybody@corp.example") == []


def test_a_list_of_ours_in_copy_takes_no_part(company):
    company.post.add("everybody@corp.example")
    company.site(own_lists=("everybody@corp.example",))
    company.write(
        "eva@corp.example",
        "VPN drops",
        "Every hour.",
        edit=header(Cc="everybody@corp.example, everybody-request@corp.example"),
    )
    company.turn()
    asked = company.last("bo@corp.example")
    company.reply("bo@corp.example", asked, "Your password is on your desk.")
    company.turn()
    assert company.request().copied == ()
    (hers,) = company.inbox("everybody@corp.example")
    assert hers["From"] == "eva@corp.example"


def test_a_list_of_others_is_never_looked_behind_and_never_hears_from_us(company):
    company.post.add("everybody@other.example")
    rewritten = header(Reply_To="Eva Lund <eva@corp.example>", List_Id="<everybody.other.example>")
    company.write(
        "Eva via everybody <everybody@other.example>", "VPN drops", "Every hour.", edit=rewritten
    )
    company.turn()
    assert company.request().requester.email == ""
    asked = company.last("bo@corp.example")
    company.reply("bo@corp.example", asked, "Your password is on your desk.")
    company.turn()
    asked_back = " ".join(body(company.last("bo@corp.example")).split())
    assert "We cannot be sure who asked in IT-1001" in asked_back
    for who in ("eva@corp.example", "everybody@other.example"):
        assert company.inbox(who) == []


def test_a_list_that_nobody_named_never_hears_from_us(company):
    for who in ("everybody@corp.example", "eva@corp.example"):
        company.post.add(who)
    via_everybody(
        company,
        Precedence="list",
        X_MailFrom="eva@corp.example",
        Reply_To="everybody@corp.example",
        Cc="Eva Lund <eva@corp.example>, ana@corp.example",
    )
    assert company.request().requester.email == "eva@corp.example"
    (her_copy,) = company.inbox("eva@corp.example")  # and no receipt
    assert her_copy["From"] == "Eva Lund via Everybody <everybody@corp.example>"
    company.reply("bo@corp.example", company.last("bo@corp.example"), "It is on your desk.")
    company.turn()
    assert "It is on your desk." in body(company.last("eva@corp.example"))
    assert company.inbox("everybody@corp.example") == []


def test_a_sender_whom_our_border_disproves_gets_no_receipt_and_the_owner_still_gets_the_mail(
    company,
):
    company.site(authserv_ids=(BORDER,))
    company.write(
        "eva@corp.example", "VPN drops", "Every hour.", edit=header(Authentication_Results=FAILED)
    )
    company.turn()
    assert company.inbox("eva@corp.example") == []
    assert "Every hour." in body(company.last("bo@corp.example"))


@pytest.fixture
def strict(post_office, tmp_path):
    company = Company(post_office, tmp_path, trust="strict")
    company.site(authserv_ids=(BORDER,))
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    return company


def test_strict_carries_an_owners_answer_that_our_border_vouches_for(strict):
    strict.reply(
        "bo@corp.example",
        strict.last("bo@corp.example"),
        "Try again.",
        edit=header(Authentication_Results=PASSED),
    )
    strict.turn()
    assert "Try again." in body(strict.last("eva@corp.example"))
    assert strict.request().status == "answered"


def test_strict_holds_for_whoever_has_it_now(post_office, tmp_path):
    company = Company(post_office, tmp_path, trust="strict")
    company.site(authserv_ids=(BORDER,))
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    proven = header(Authentication_Results=PASSED)
    company.reply("bo@corp.example", company.last("bo@corp.example"), "for sam", edit=proven)
    company.turn()
    assert company.request().owner == "sam"
    has_it = company.last("sam@corp.example")
    company.reply("sam@corp.example", has_it, "done", edit=header(Authentication_Results=FAILED))
    company.turn()
    assert company.request().status != "closed"
    assert "did not come from you" in body(company.last("sam@corp.example"))


@pytest.mark.parametrize(
    "forged",
    [
        {},
        {"Authentication_Results": "mx.evil.example; dmarc=pass header.from=corp.example"},
        {"Authentication_Results": f"{BORDER}; dmarc=pass header.from=evil.example"},
        {"Authentication_Results": f"{BORDER}; spf=pass smtp.mailfrom=bo@corp.example"},
        {"X_Authentication_Results": PASSED},
    ],
    ids=["nothing", "other server", "other domain", "spf alone", "other header"],
)
def test_strict_carries_nothing_of_an_owner_whom_nobody_vouches_for_and_tells_the_owner(
    strict, forged
):
    strict.reply(
        "bo@corp.example",
        strict.last("bo@corp.example"),
        "Send me your password.",
        edit=header(**forged),
    )
    told = strict.turn()
    assert not any("password" in mail.as_string() for mail in strict.inbox("eva@corp.example"))
    assert strict.request().status == "open"
    assert "unverified" in told[0].enacted.decision.reason
    assert "bo@corp.example" in body(strict.last("bo@corp.example"))


def test_what_our_border_denies_is_asked_of_the_owner_and_goes_by_one_reply(strict):
    strict.reply(
        "bo@corp.example",
        strict.last("bo@corp.example"),
        "It was the cable.",
        edit=header(Authentication_Results=FAILED),
    )
    strict.turn()
    before = len(strict.inbox("eva@corp.example"))
    asked = strict.last("bo@corp.example")
    assert "did not come from you" in body(asked)
    strict.reply("bo@corp.example", asked, "send", edit=header(Authentication_Results=FAILED))
    strict.turn()
    assert len(strict.inbox("eva@corp.example")) == before + 1
    assert "It was the cable." in body(strict.last("eva@corp.example"))
    assert strict.request().status == "answered"
    assert "on its way" in body(strict.last("bo@corp.example"))
    strict.reply("bo@corp.example", asked, "send", edit=header(Authentication_Results=FAILED))
    strict.turn()
    assert len(strict.inbox("eva@corp.example")) == before + 1
    assert "was sent already" in body(strict.last("bo@corp.example"))


NOTICE = (
    "Thank you for your e-mail. I am out of the office until Monday. "
    "In urgent cases please contact Sam."
)


def unquoted(mail):
    """As a robot answers, and some telephones: without what is answered."""
    mail.set_content(NOTICE)


def test_a_first_mail_that_only_sounds_like_an_absence_is_lost_to_nobody(company):
    company.write(
        "eva@corp.example",
        "Out of office: VPN",
        "I am out of the office from Monday. Contact me by phone if urgent.",
    )
    company.turn()
    assert company.inbox("eva@corp.example") == []
    assert "Contact me by phone" in body(company.last("bo@corp.example"))


def test_an_owners_answer_that_only_sounds_like_an_absence_settles_nothing_and_is_asked_about_once(
    company,
):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    for _ in range(3):
        company.reply("bo@corp.example", company.inbox("bo@corp.example")[0], "", edit=unquoted)
        company.turn()
    assert company.request().unanswered_since is not None
    assert not any(
        "out of the office" in mail.as_string() for mail in company.inbox("eva@corp.example")
    )
    asked = [
        mail
        for mail in company.inbox("bo@corp.example")
        if "looks like an automatic out-of-office notice" in body(mail)
    ]
    assert len(asked) == 1


def test_an_absence_that_says_so_in_its_header_opens_nothing(company):
    company.write(
        "eva@corp.example", "Out of office: VPN", NOTICE, edit=header(Auto_Submitted="auto-replied")
    )
    company.turn()
    assert all(
        company.inbox(who) == []
        for who in ("eva@corp.example", "bo@corp.example", "sam@corp.example")
    )


def test_what_only_sounds_like_an_absence_opens_no_closed_request_again_but_reaches_its_owner(
    company,
):
    closed(company)
    company.reply("eva@corp.example", company.last("eva@corp.example"), "", edit=unquoted)
    company.turn()
    assert company.request().status == "closed"
    assert "out of the office" in body(company.last("bo@corp.example"))


def test_an_owners_answer_about_rejected_mail_is_never_taken_for_a_bounce_of_our_own(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    text = "Message rejected with 550 5.7.1: your laptop's clock was wrong. "
    text += "I have set it, please look."
    company.reply("bo@corp.example", company.last("bo@corp.example"), text)
    company.turn()
    assert company.request().owner == "bo"
    assert "clock was wrong" in body(company.last("eva@corp.example"))


def test_an_owners_notice_without_any_mark_settles_no_promise(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()

    def notice(mail):
        mail.replace_header("Subject", "Automatische Antwort: [IT-1001] VPN drops")
        mail.set_content("Ich bin bis 12.05. nicht im Büro. Ich bitte um Verständnis.")

    company.reply("bo@corp.example", company.last("bo@corp.example"), "", edit=notice)
    company.turn()
    assert company.request().unanswered_since is not None
    assert len(company.inbox("eva@corp.example")) == 1
