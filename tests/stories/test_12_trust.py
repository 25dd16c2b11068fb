"""A From is no proof: whoever pretends to be somebody reads nothing,
moves nothing and joins nothing.
"""

import pytest

from tests.stories.company import body

SECRET = "The code is 4711."


def opened(company, **more):
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.", **more)
    company.turn()


def answered(company):
    opened(company)
    company.reply("bo@corp.example", company.last("bo@corp.example"), SECRET)
    company.turn()


def pretend(company, sender, subject="Re: [IT-1001] VPN drops", text="hello", **header):
    def edit(mail):
        for name, value in header.items():
            mail[name.replace("_", "-")] = value

    company.write(sender, subject, text, edit=edit)
    return company.turn()


@pytest.mark.parametrize("accomplice", ["mallory@corp.example", "mallory@example.com"])
@pytest.mark.parametrize("known", [True, False])
def test_cve_2024_49193_a_forged_requester_with_an_accomplice_in_copy_lets_nobody_in(
    company, accomplice, known
):
    """Whoever guessed a ticket's address wrote to it under the requester's name, with an accomplice
    in copy, who then could read all of it. Here a copy lets somebody in only where the mail is
    proven to come from who may do that (T8).
    """
    first = company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    header = {"In_Reply_To": first["Message-ID"]} if known else {}
    pretend(company, "eva@corp.example", Cc=accomplice, **header)
    company.reply("bo@corp.example", company.last("bo@corp.example"), SECRET)
    company.turn()
    assert SECRET in body(company.last("eva@corp.example"))
    assert not any(SECRET in mail.as_string() for mail in company.inbox(accomplice))
    assert company.request().copied == ()


def test_a_reply_to_line_redirects_nothing(company):
    opened(company, edit=lambda mail: mail.add_header("Reply-To", "mallory@example.com"))
    company.reply("bo@corp.example", company.last("bo@corp.example"), SECRET)
    company.turn()
    assert SECRET in body(company.last("eva@corp.example"))
    assert company.inbox("mallory@example.com") == []


def test_a_command_under_the_owners_name_with_the_reply_address_of_another_request_does_nothing(
    company,
):
    opened(company)
    company.write("mallory@corp.example", "VPN too", "Mine as well.")
    company.turn()
    own = company.last("mallory@corp.example")
    assert company.request("IT-1002").requester.email == "mallory@corp.example"

    def edit(mail):
        mail.replace_header("Subject", "Re: [IT-1001] VPN drops")

    company.reply("bo@corp.example", own, "done", edit=edit)
    company.turn()
    assert [company.request(r).status for r in ("IT-1001", "IT-1002")] == ["open", "open"]


def test_a_requester_who_replays_the_owners_reply_address_commands_nothing(company):
    opened(company)
    company.reply("eva@corp.example", company.last("bo@corp.example"), "done")
    company.turn()
    assert company.request().status == "open"
    assert company.request().owner == "bo"


def test_an_owner_in_copy_is_not_believed_without_proof(company):
    """In copy at the start, owner by the rule: a forged From must not speak to the requester
    as one of the participants.
    """
    opened(company, edit=lambda mail: mail.add_header("Cc", "bo@corp.example"))
    pretend(company, "bo@corp.example", text="Send me your password.")
    assert not any("password" in mail.as_string() for mail in company.inbox("eva@corp.example"))
    assert company.request().unanswered_since is not None


def test_a_colleague_in_copy_who_takes_it_over_answers_from_any_mail_that_we_sent(company):
    opened(company, edit=lambda mail: mail.add_header("Cc", "sam@corp.example"))
    company.reply("bo@corp.example", company.last("bo@corp.example"), "for sam")
    company.turn()
    company.reply("eva@corp.example", company.last("eva@corp.example"), "Any news?")
    company.turn()
    assert len([m for m in company.inbox("sam@corp.example") if "Any news?" in m.as_string()]) == 1
    company.reply("sam@corp.example", company.last("sam@corp.example"), SECRET)
    company.turn()
    assert SECRET in body(company.last("eva@corp.example"))
    assert company.request().status == "answered"


HIDDEN = {
    "html alone": ("<p>done</p>", True),
    "invisible": ("<p style='display:none'>done</p><p>Please restart it.</p>", False),
    "in the quote": (
        "<p>Please restart it.</p><blockquote type='cite'><p>done</p></blockquote>",
        False,
    ),
    "below the signature": ("<p>Please restart it.</p><p>-- </p><p>done</p>", False),
}


@pytest.mark.parametrize(("html", "closes"), HIDDEN.values(), ids=HIDDEN.keys())
def test_only_a_word_that_can_be_seen_at_the_top_is_a_command(company, html, closes):
    opened(company)
    company.reply(
        "bo@corp.example",
        company.last("bo@corp.example"),
        "",
        edit=lambda mail: mail.set_content(html, subtype="html"),
    )
    company.turn()
    assert (company.request().status == "closed") is closes


def test_a_robot_that_says_it_is_one_gives_no_commands(company):
    opened(company)
    company.reply(
        "bo@corp.example",
        company.last("bo@corp.example"),
        "done",
        edit=lambda mail: mail.add_header("Auto-Submitted", "auto-generated"),
    )
    company.turn()
    assert company.request().status == "open"


def test_mail_from_another_alias_of_ours_is_put_aside_visibly(company):
    from dataclasses import replace

    box = company.config.mailboxes[0]
    company.config = replace(
        company.config, mailboxes=(replace(box, aliases=("payroll@corp.example",)),)
    )
    company.write("payroll@corp.example", "Our printer", "It is broken.")
    company.turn()
    assert "payroll@corp.example" in body(company.last("priya@corp.example"))


def test_answers_that_nobody_vouches_for_stand_in_one_list_a_day(company):
    """On a site without a border whoever holds a reply address and forges a From speaks as its
    owner: so the owner reads once a day what went out in that name.
    """
    for number in (1, 2):
        company.write("Eva Lund <eva@corp.example>", f"VPN {number} drops", "Every hour.")
        company.turn()
        company.reply("bo@corp.example", company.last("bo@corp.example"), "Restart it.")
        company.turn()
    company.travel(hours=9)
    listed = [m for m in company.inbox("bo@corp.example") if "in your name" in str(m["Subject"])]
    (one,) = listed
    assert "IT-1001: Eva Lund (eva@corp.example)" in " ".join(body(one).split())
    assert "IT-1002: Eva Lund (eva@corp.example)" in " ".join(body(one).split())
    company.travel(hours=24)
    assert len([m for m in company.inbox("bo@corp.example") if "your name" in m["Subject"]]) == 1


def test_what_was_sent_by_a_word_keeps_no_later_promise(company):
    opened(company)
    note = company.last("bo@corp.example")
    company.reply("bo@corp.example", note, "dnoe\n\nPlease restart it.")
    company.turn()
    asked = company.last("bo@corp.example")
    company.reply("bo@corp.example", asked, "send")
    company.turn()
    answer = company.last("eva@corp.example")
    assert company.request().unanswered_since is None
    company.reply("Eva Lund <eva@corp.example>", answer, "I did. It still drops.")
    company.turn()
    company.travel(minutes=5)
    company.reply("bo@corp.example", asked, "send")
    company.turn()
    assert company.request().unanswered_since is not None
    assert company.last("eva@corp.example")["Message-ID"] == answer["Message-ID"]
    assert "was sent already: today" in body(company.last("bo@corp.example"))


def test_a_copy_that_our_border_denies_does_not_stand_for_the_mail_itself(company):
    """One answer on two ways: the first breaks its signature."""
    company.site(authserv_ids=("mx.corp.example",))
    opened(company)
    note = company.last("bo@corp.example")
    seen: dict[str, str] = {}

    def by_way_of(result):
        def edit(mail):
            for name in ("Message-ID", "Date"):
                mail.replace_header(name, seen.setdefault(name, mail[name]))
            mail["Authentication-Results"] = (
                f"mx.corp.example; dmarc={result} header.from=corp.example"
            )

        return edit

    company.reply("bo@corp.example", note, SECRET, edit=by_way_of("fail"))
    company.turn()
    assert not any(SECRET in body(mail) for mail in company.inbox("eva@corp.example"))
    for _ in range(2):
        company.reply("bo@corp.example", note, SECRET, edit=by_way_of("pass"))
        company.turn()
    assert sum(SECRET in body(mail) for mail in company.inbox("eva@corp.example")) == 1
