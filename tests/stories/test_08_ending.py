"""A request ends properly: `done`, thanks, a closing mail; a reply opens
it again with the same owner.
"""

import pytest

from tests.stories.company import body


def answered(company):
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    company.reply("bo@corp.example", company.last("bo@corp.example"), "Restart it.")
    company.turn()


def closed(company):
    answered(company)
    company.reply("bo@corp.example", company.inbox("bo@corp.example")[0], "done")
    company.turn()


@pytest.mark.every_envelope
@pytest.mark.every_engine
def test_done_closes_and_the_requester_gets_a_closing_mail(company):
    closed(company)
    assert company.request().status == "closed"
    last = company.last("eva@corp.example")
    assert "IT-1001" in body(last)
    assert "is closed" in body(last)
    assert len(company.inbox("eva@corp.example")) == 3


def test_text_below_done_is_carried_without_the_word_and_says_that_it_closes(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    company.reply(
        "bo@corp.example", company.last("bo@corp.example"), "done\n\nI replaced the certificate."
    )
    company.turn()
    _receipt, answer = company.inbox("eva@corp.example")
    assert "I replaced the certificate." in body(answer)
    assert body(answer).lstrip().splitlines()[0].strip().lower() != "done"
    assert "IT-1001 is now closed." in body(answer)
    assert company.request().status == "closed"
    assert "IT-1001 is closed" in body(company.last("bo@corp.example"))
    company.reply("eva@corp.example", answer, "It drops again, sadly.")
    company.turn()
    assert company.request().status == "open"


def test_who_has_the_words_already_gets_the_closing_mail(company):
    def copy(mail):
        mail["Cc"] = "eva@corp.example"

    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    mail = company.last("bo@corp.example")
    company.reply("bo@corp.example", mail, "done\n\nI replaced the certificate.", edit=copy)
    company.turn()
    _receipt, answer, closing = company.inbox("eva@corp.example")
    assert "I replaced the certificate." in body(answer)
    assert "closed" not in body(answer)
    assert "IT-1001" in body(closing)
    assert company.request().status == "closed"


@pytest.mark.every_engine
def test_a_reply_reopens_to_the_same_owner_with_one_more_receipt(company):
    closed(company)
    company.reply("eva@corp.example", company.last("eva@corp.example"), "It drops again, sadly.")
    company.turn()
    request = company.request()
    assert (request.status, request.owner, request.openings) == ("open", "bo", 2)
    assert "It drops again" in body(company.last("bo@corp.example"))
    assert company.last("eva@corp.example")["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize(
    "text", ["Thanks!", "Thank you so much, Bo!", "Vielen Dank für die schnelle Hilfe", "Tak!"]
)
def test_thanks_do_not_reopen_but_reach_the_owner(company, text):
    closed(company)
    company.reply("eva@corp.example", company.last("eva@corp.example"), text)
    company.turn()
    assert company.request().status == "closed"
    assert text.split()[0].strip("!") in body(company.last("bo@corp.example"))


@pytest.mark.parametrize(
    "text", ["Thanks, but it is broken again", "Thanks! And who fixes my phone?"]
)
def test_in_doubt_a_reply_reopens(company, text):
    closed(company)
    company.reply("eva@corp.example", company.last("eva@corp.example"), text)
    company.turn()
    assert company.request().status == "open"


@pytest.mark.parametrize(
    "line",
    [
        "snooze later",
        "note he is on leave",
        "doen",
        "close",
        "/done",
        "for zzz",
    ],
)
def test_a_word_that_is_not_built_or_not_one_is_asked_back_and_never_relayed(company, line):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    company.reply("bo@corp.example", company.last("bo@corp.example"), line)
    company.turn()
    assert len(company.inbox("eva@corp.example")) == 1
    assert line in body(company.last("bo@corp.example"))
    assert company.request().unanswered_since is not None


@pytest.mark.parametrize(
    "line",
    [
        "Done, I have reset your password.",
        "Waiting for the vendor, sorry.",
        "For now please use the web client.",
        "Fine.",
    ],
)
def test_an_answer_that_only_begins_like_a_word_is_carried(company, line):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    company.reply("bo@corp.example", company.last("bo@corp.example"), line)
    company.turn()
    assert line in body(company.last("eva@corp.example"))
    assert company.request().status == "answered"


def test_done_by_a_former_owner_closes_nothing(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    first = company.last("bo@corp.example")
    company.reply("bo@corp.example", first, "for sam")
    company.turn()
    company.reply("bo@corp.example", first, "done")
    company.turn()
    assert company.request().status == "open"
