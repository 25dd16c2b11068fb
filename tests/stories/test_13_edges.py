"""What people really do: several at once, too late, empty, with signatures, and
after the rules have changed.
"""

import pytest

from mailtracker.desk.effects import Disposition
from mailtracker.desk.on_command import Reopen
from mailtracker.store import keep, ledger
from tests.stories.company import RULES, Company, body

SIGNATURE = "Best regards\nBo Jensen\nIT Desk, Corp\n+45 12 34 56 78"


def opened(company, subject="VPN drops", text="Every hour."):
    company.write("Eva Lund <eva@corp.example>", subject, text)
    company.turn()


def rules(company, edit):
    (company.config.rules / "all.yaml").write_text(edit(RULES), encoding="utf-8")


@pytest.mark.parametrize(
    "below", [SIGNATURE, "Bo", "/Bo", "-- \nBo Jensen", "Mvh\nBo\n\nSent from my iPhone"]
)
def test_a_signature_below_a_word_is_no_answer(company, below):
    opened(company)
    company.reply("bo@corp.example", company.last("bo@corp.example"), f"mine\n\n{below}")
    company.turn()
    assert len(company.inbox("eva@corp.example")) == 1
    assert company.request().unanswered_since is not None
    company.reply("bo@corp.example", company.inbox("bo@corp.example")[0], f"done\n\n{below}")
    company.turn()
    assert (
        len(company.inbox("eva@corp.example")) == 2
    )  # the closing mail, not a mail with a signature


def test_the_logo_of_a_signature_below_a_word_is_no_answer_either(company):
    def edit(mail):
        mail.set_content("mine\n")
        mail.add_alternative('<p>mine</p><img src="cid:logo@x">', subtype="html")
        mail.get_payload()[1].add_related(
            b"\x89PNG", "image", "png", cid="<logo@x>", disposition="inline"
        )

    opened(company)
    company.reply("bo@corp.example", company.last("bo@corp.example"), "", edit=edit)
    company.turn()
    assert len(company.inbox("eva@corp.example")) == 1
    assert company.request().unanswered_since is not None


def test_a_word_with_a_hand_over_goes_to_the_new_owner_and_by_one_reply_to_the_requester(company):
    opened(company)
    promised = company.request().promised_at
    company.reply(
        "bo@corp.example", company.last("bo@corp.example"), "for sam\n\nSam knows more about this."
    )
    company.turn()
    everything = [body(mail) for mail in company.inbox("eva@corp.example")]
    assert not any("knows more" in text for text in everything)
    assert "Sam knows more" in body(company.last("sam@corp.example"))
    assert (company.request().owner, company.request().promised_at) == ("sam", promised)
    company.reply("sam@corp.example", company.last("sam@corp.example"), "Which client has she?")
    company.turn()
    assert "Which client" in body(company.last("bo@corp.example"))
    assert len(company.inbox("eva@corp.example")) == len(everything)
    asked = next(m for m in company.inbox("bo@corp.example") if "to Sam Okoye alone" in body(m))
    company.reply("bo@corp.example", asked, "send")
    company.turn()
    assert "Sam knows more" in body(company.last("eva@corp.example"))


def test_a_hand_over_of_what_nobody_waits_for_does_not_trouble_the_requester(company):
    opened(company)
    company.reply("bo@corp.example", company.last("bo@corp.example"), "done")
    company.turn()
    before = len(company.inbox("eva@corp.example"))
    company.reply("bo@corp.example", company.inbox("bo@corp.example")[0], "for sam")
    company.turn()
    assert company.request().owner == "sam"
    assert len(company.inbox("eva@corp.example")) == before


def test_two_people_who_answer_at_once_both_reach_the_requester(company):
    opened(company)
    company.travel(hours=3)
    company.travel(hours=1)
    company.reply("bo@corp.example", company.inbox("bo@corp.example")[0], "Restart it.")
    company.reply("sam@corp.example", company.last("sam@corp.example"), "Reinstall it.")
    company.turn()
    texts = [body(mail) for mail in company.inbox("eva@corp.example")]
    assert [any(word in text for text in texts) for word in ("Restart it.", "Reinstall it.")] == [
        True,
        True,
    ]


def test_an_owner_who_answers_after_the_end_is_heard_and_it_stays_closed(company):
    opened(company)
    mail = company.last("bo@corp.example")
    company.reply("bo@corp.example", mail, "done")
    company.turn()
    company.reply("bo@corp.example", mail, "One more thing: keep it running.")
    company.turn()
    assert "One more thing" in body(company.last("eva@corp.example"))
    assert (company.request().status, company.request().due_at) == ("closed", None)


@pytest.mark.parametrize("text", ["done", "Solved!", "Erledigt, danke"])
def test_a_requester_who_confirms_the_end_does_not_reopen(company, text):
    opened(company)
    company.reply("bo@corp.example", company.last("bo@corp.example"), "done")
    company.turn()
    company.reply("eva@corp.example", company.last("eva@corp.example"), text)
    company.turn()
    assert company.request().status == "closed"


def test_a_requester_who_writes_done_closes_nothing_but_the_owner_reads_it(company):
    opened(company)
    company.reply("eva@corp.example", company.last("eva@corp.example"), "done")
    company.turn()
    assert company.request().status == "open"
    assert "done" in body(company.last("bo@corp.example"))


def test_for_the_requester_is_asked_back(company):
    company.write("sam@corp.example", "VPN drops", "Every hour.")
    company.turn()
    company.reply("bo@corp.example", company.last("bo@corp.example"), "for sam")
    company.turn()
    assert company.request().owner == "bo"
    assert "for sam" in body(company.last("bo@corp.example"))


def test_mine_twice_changes_nothing(company):
    opened(company)
    promised = company.request().promised_at
    for _ in range(2):
        company.reply("bo@corp.example", company.inbox("bo@corp.example")[0], "mine")
        company.turn()
    assert (company.request().owner, company.request().promised_at) == ("bo", promised)
    assert len(company.inbox("eva@corp.example")) == 1


@pytest.mark.parametrize(
    "subject", ["", "VPN " + "very long " * 200, "\u202eVPN \u0000 [IT-9999] Re: Re:"]
)
def test_odd_subjects_are_served_like_any_other(company, subject):
    def edit(mail):
        del mail["Subject"]
        if subject:
            mail["Subject"] = subject.replace("\u0000", "")

    company.write("eva@corp.example", "x", "Every hour.", edit=edit)
    company.turn()
    assert company.request().owner
    assert "[IT-1001]" in str(company.last("eva@corp.example")["Subject"])
    owner = f"{company.request().owner}@corp.example"
    mail = next(mail for mail in company.inbox(owner) if "Every hour." in body(mail))
    company.reply(owner, mail, "Restart it.")
    company.turn()
    assert "Restart it." in body(company.last("eva@corp.example"))


def test_an_attachment_without_a_word_is_a_request_and_an_answer(company):
    def edit(mail):
        mail.set_content("\n")
        mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="form.pdf")

    company.write("eva@corp.example", "VPN form", "", edit=edit)
    company.turn()
    company.reply("bo@corp.example", company.last("bo@corp.example"), "", edit=edit)
    company.turn()
    names = [part.get_filename() for part in company.last("eva@corp.example").iter_attachments()]
    assert "form.pdf" in names
    assert company.request().status == "answered"


def test_a_mail_that_an_owner_forwards_to_the_alias_opens_a_request_of_their_own(company):
    company.write(
        "bo@corp.example",
        "Fwd: broken VPN",
        "See below.\n\n---------- Forwarded message ---------\nFrom: x\n\nHelp",
    )
    company.turn()
    assert company.request().requester.email == "bo@corp.example"
    assert company.request().owner == "sam"  # nobody owns what they asked


def test_when_the_owner_left_the_people_file_the_next_mail_finds_somebody_with_the_whole_story(
    company,
):
    opened(company)
    rules(company, lambda text: text.replace("bo", "zoe").replace("Bo Jensen", "Zoe Lind"))
    company.post.add("zoe@corp.example")
    company.reply("eva@corp.example", company.last("eva@corp.example"), "Any news?")
    company.turn()
    owner = company.request().owner
    assert owner != "bo"
    texts = [body(mail) for mail in company.inbox(f"{owner}@corp.example")]
    assert any("Every hour." in text for text in texts)
    assert len([text for text in texts if "Any news?" in text]) == 1


def test_what_an_owner_of_old_writes_goes_to_whoever_has_it_now(company):
    opened(company)
    mail = company.last("bo@corp.example")
    rules(company, lambda text: text.replace("bo", "zoe").replace("Bo Jensen", "Zoe Lind"))
    company.post.add("zoe@corp.example")
    company.reply("bo@corp.example", mail, "I had started to look into the gateway.")
    company.turn()
    owner = company.request().owner
    assert "started to look" in body(company.last(f"{owner}@corp.example"))
    assert len(company.inbox("eva@corp.example")) == 1


def test_a_promise_that_left_the_rules_is_kept_by_the_fallbacks(post_office, tmp_path):
    company = Company(post_office, tmp_path)
    opened(company, "fire in the kitchen")
    rules(company, lambda text: text.replace("urgent", "soon"))
    company.travel(minutes=31)
    assert company.request().owner == "sam"


def test_an_admin_who_reopens_tells_the_owner(company):
    opened(company)
    company.reply("bo@corp.example", company.last("bo@corp.example"), "done")
    company.turn()
    company.act(Reopen)
    company.turn()
    assert "waiting for your answer" in body(company.last("bo@corp.example"))


def test_an_owner_in_copy_of_a_reopening_gets_a_mail_to_answer(company):
    opened(company)
    company.reply("bo@corp.example", company.last("bo@corp.example"), "done")
    company.turn()
    company.reply(
        "eva@corp.example",
        company.last("eva@corp.example"),
        "It drops again.",
        edit=lambda mail: mail.add_header("Cc", "bo@corp.example"),
    )
    company.turn()
    assert company.request().status == "open"
    company.reply("bo@corp.example", company.last("bo@corp.example"), "Sorry, once more.")
    company.turn()
    assert company.request().status == "answered"


def test_a_manager_who_is_asked_back_is_told_that_a_reply_reaches_the_owner(company):
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    for hours in (3, 1):
        company.travel(hours=hours)
    company.travel(days=1)
    company.reply("ana@corp.example", company.last("ana@corp.example"), "doen")
    company.turn()
    asked = body(company.last("ana@corp.example"))
    assert "doen" in asked
    assert "A reply to this mail goes to Sam Okoye" in asked


def test_a_mail_larger_than_anybody_reads_is_put_aside_by_its_beginning_and_the_next_one_is_served(
    company, monkeypatch
):
    for module in ("daemon.receive", "mailbox.imap"):
        monkeypatch.setattr(f"mailtracker.{module}.SIZE_CAP", 2 << 20)
    company.write("eva@corp.example", "Too big", "x" * 70 + "\n" + ("y" * 70 + "\n") * 40_000)
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    assert company.request().subject == "VPN drops"
    assert "larger than 2 MB" in body(company.last("priya@corp.example"))
    with company.runtime() as runtime, runtime.store.read() as conn:
        (line,) = ledger.lines(conn, Disposition.QUARANTINE, None, 10)
        assert len(keep.load(conn, line.sha256)) == 256 << 10


BÜRO = "xn--bro-hoa.example"


def test_a_domain_of_our_own_written_in_unicode_is_the_one_that_mail_has_in_ascii(company):
    company.site(own_domains=("corp.example", "Büro.example"))
    company.write(
        f"Eva Lund <eva@{BÜRO}>",
        "VPN drops",
        "Every hour.",
        edit=lambda mail: mail.add_header("Cc", f"Lee@{BÜRO.upper()}"),
    )
    company.turn()
    assert "VPN drops" in company.last(f"eva@{BÜRO}")["Subject"]  # only colleagues read theirs
    company.reply("bo@corp.example", company.last("bo@corp.example"), "Try again.")
    company.turn()
    for who in ("eva", "lee"):
        assert "Try again." in body(company.last(f"{who}@{BÜRO}"))
    assert [one.key for one in company.request().copied] == [f"lee@{BÜRO}"]


def test_an_owner_whose_file_says_unicode_answers_from_the_ascii_form(company):
    assert company.inbox(f"bo@{BÜRO}") == []
    rules(company, lambda text: text.replace("bo@corp.example", "Bo@Büro.example"))
    opened(company)
    note = company.last(f"bo@{BÜRO}")
    company.reply(f"bo@{BÜRO}", note, "Try again.")
    company.turn()
    assert "Try again." in body(company.last("eva@corp.example"))
    company.reply(f"BO@{BÜRO.upper()}", note, "done")
    company.turn()
    assert company.request().status == "closed"


def test_two_domains_that_only_fold_alike_are_two(company):
    company.site(own_domains=("corp.example", "straße.example"))
    company.write("Mallory <m@strasse.example>", "VPN drops", "Every hour.")
    company.turn()
    assert "VPN drops" not in str(company.last("m@strasse.example")["Subject"])


ODD_COPIES = [
    *("a:b@corp.example", "@corp.example", "a@corp.example@corp.example", "<x@y@corp.example>"),
    *('"x@y"@corp.example', '<"x@y"@corp.example>', "s\u202eam@corp.example"),
    *("<lee@corp..example>", "<lee@-corp.example>", "<lee\\@corp.example>", '<"lee@corp.example>'),
    *("<lee@\uff43orp.example>", "<lee@corp\u3002example>", f"<{'x' * 400}@corp.example>"),
]


def test_an_odd_address_in_copy_stops_nobodys_mail(company):
    """Whoever cannot be written to takes no part, so that no answer is ever held up by them."""
    assert company.inbox("ina@corp.example") == company.inbox("eva@corp.example") == []
    for number, odd in enumerate(ODD_COPIES, 1001):
        raw = (
            f"From: Eva Lund <eva@corp.example>\r\nTo: it-help@corp.example\r\nCc: {odd}, "
            f"ina@corp.example\r\nSubject: VPN {number}\r\nMessage-ID: <{number}@client>\r\n\r\nIt "
            f"drops.\r\n"
        )
        company.post.send("eva@corp.example", [company.alias], raw.encode())
    company.turn()
    for note in company.inbox("bo@corp.example"):
        company.reply("bo@corp.example", note, f"Try {note['Subject']} again.")
    company.turn()
    answers = [mail for mail in company.inbox("ina@corp.example") if "again." in body(mail)]
    assert len(answers) == len(ODD_COPIES)
    with company.runtime() as runtime, runtime.store.read() as conn:
        lines = ledger.lines(conn, Disposition.QUARANTINE, None, 100)
    assert lines == []
    for number in range(1001, 1001 + len(ODD_COPIES)):
        assert [one.key for one in company.request(f"IT-{number}").copied] == ["ina@corp.example"]
