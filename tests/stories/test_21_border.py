"""A border that does not do its work: the admins hear of it, once a week, and it is remembered."""

import pytest

from mailtracker.desk.on_command import Close
from mailtracker.store.border import FAILING, border_troubles
from tests.stories.company import body

PASS = "mx.corp.example; dmarc=pass header.from=corp.example"
FAIL = PASS.replace("pass", "fail")


@pytest.fixture
def guarded(company):
    company.site(authserv_ids=("mx.corp.example",))
    return company


def write(company, *fields):
    """As our border passes it on, with each field in its name."""

    def edit(mail):
        for field in fields:
            mail["Authentication-Results"] = field

    return company.write("eva@corp.example", "VPN drops", "Every hour.", edit=edit)


def troubles(company):
    with company.runtime() as runtime, runtime.store.read() as conn:
        found = border_troubles(conn, company.config.own_domains, company.clock.now())
        return [one.what for one in found]


def told(company):
    """What the admin was told of the border."""
    mails = company.inbox("priya@corp.example")
    return [
        " ".join(body(mail).split()) for mail in mails if "check of senders" in str(mail["Subject"])
    ]


def test_a_forged_field_that_came_through_is_remembered_and_told(guarded):
    write(guarded, FAIL, PASS)
    guarded.turn()
    assert troubles(guarded) == ["repeated"]
    (letter,) = told(guarded)
    assert "two fields of ours about one method: 1." in letter


def test_own_mail_that_fails_again_and_again_is_told(guarded):
    for _ in range(FAILING):
        write(guarded, FAIL)
    guarded.turn()
    assert troubles(guarded) == ["fails corp.example"]
    (letter,) = told(guarded)
    assert "5 of the last 5 mails from corp.example failed its check" in letter


def test_the_admins_hear_once_a_week(guarded):
    write(guarded, FAIL, PASS)
    guarded.turn()
    guarded.travel(days=1)
    assert len(told(guarded)) == 1
    write(guarded, FAIL, PASS)
    guarded.travel(days=6)
    assert len(told(guarded)) == 2


def test_a_border_that_strips_is_not_spoken_of(guarded):
    write(guarded, PASS)
    guarded.turn()
    assert (troubles(guarded), told(guarded)) == ([], [])


def test_a_site_without_a_border_hears_nothing(company):
    write(company, FAIL, PASS)
    company.turn()
    assert (troubles(company), told(company)) == ([], [])


@pytest.mark.parametrize("word", ["", "add dee@corp.example\n\n"])
@pytest.mark.parametrize(("fields", "lets_in"), [((), False), ((PASS,), True)])
def test_whoever_copies_a_receipts_reply_address_has_no_accomplice_read_the_answer(
    guarded, word, fields, lets_in
):
    write(guarded, PASS)
    guarded.turn()

    def edit(mail):
        mail["Cc"] = "dee@corp.example"
        for field in fields:
            mail["Authentication-Results"] = field

    receipt = guarded.last("eva@corp.example")
    guarded.reply("eva@corp.example", receipt, f"{word}It is worse now.", edit=edit)
    guarded.turn()
    note = guarded.last("bo@corp.example")
    assert "It is worse now." in body(note)
    assert ("added and dropped nobody" in body(note)) is not lets_in
    guarded.reply("bo@corp.example", note, "The key is under the mat.")
    guarded.turn()
    assert any("mat" in body(mail) for mail in guarded.inbox("eva@corp.example"))
    assert any("mat" in body(mail) for mail in guarded.inbox("dee@corp.example")) is lets_in


@pytest.mark.parametrize(("fields", "shown"), [((), False), ((PASS,), True)])
def test_no_letter_to_whom_it_does_not_vouch_for_bears_words_of_the_mail(guarded, fields, shown):
    """Its From may be a victim's; on a site with a border, a colleague's too."""
    write(guarded, *fields)
    guarded.turn()
    guarded.act(Close)
    guarded.turn()
    receipt, closing = guarded.inbox("eva@corp.example")
    for letter in (receipt, closing):
        assert ("VPN drops" in str(letter["Subject"]) + body(letter)) is shown
