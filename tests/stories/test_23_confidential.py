"""Confidential requests on real servers: what the log, the admins and the mailbox show of them."""

from __future__ import annotations

import pytest
import structlog

from mailtracker.cli.log import set_up
from mailtracker.policy.model import Extras
from tests.stories.company import ALIAS, RULES
from tests.stories.ruled import Ruled

SECRETS = {
    "name": "Zqname",
    "local": "zqlocal",
    "subject": "Zqsubject",
    "body": "Zqbody",
    "line": "zqline",
    "id": "zqident",
    "copied": "zqcopied",
}
EVA = f"{SECRETS['name']} Lund <{SECRETS['local']}@corp.example>"
BO, PRIYA = "bo@corp.example", "priya@corp.example"


def edited(mail):
    mail["Cc"] = f"{SECRETS['copied']}@corp.example"
    mail.replace_header("Message-ID", f"<{SECRETS['id']}@client.corp.example>")


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_log_of_a_day_bears_nobodys_words_and_no_address(company, capsys, form):
    set_up(form)
    try:
        company.write(EVA, f"VPN {SECRETS['subject']}", SECRETS["body"], edit=edited)
        company.turn()
        note = company.last(BO)
        company.reply(BO, note, f"snooze {SECRETS['line']}")  # asked back
        company.reply(f"Other <{SECRETS['local']}@out.example>", note, SECRETS["body"])
        company.turn()
        company.reply(BO, note, f"Hello {SECRETS['name']}, {SECRETS['body']}")
        company.turn()
        company.write(EVA, f"VPN {SECRETS['subject']}", f"Again {SECRETS['body']}")
        company.turn()
        company.post.refuse["bo@corp.example"] = f"550 <bo@corp.example> {SECRETS['body']}"
        for hours in (3, 3, 24):
            company.travel(hours=hours)
    finally:
        structlog.reset_defaults()
    written = capsys.readouterr().err
    assert "IT-1001" in written
    assert "@" not in written
    for secret in SECRETS.values():
        assert secret.casefold() not in written.casefold(), secret


# -- where the mail itself lies, and what admins are told ---------------------------


class Hush(Ruled):
    """Its rule for VPN is confidential, and such mail has a folder of its own."""


@pytest.fixture
def hush(post_office, tmp_path):
    company = Hush(post_office, tmp_path, RULES, confidential_folder="Confidential")
    company.give(extras=Extras(confidential=True))
    return company


def lies_in(company, folder):
    box = company.post.add(ALIAS)
    return b"".join(box.mails(folder))


def test_mail_of_a_confidential_request_lies_in_a_folder_of_its_own(hush):
    hush.write("eva@corp.example", "VPN", "Zqopening")
    hush.write("eva@corp.example", "Chairs", "Zqchairs")
    hush.turn()
    hush.reply(BO, hush.inbox(BO)[0], "Zqanswer")
    hush.turn()
    secret, usual = lies_in(hush, "Confidential"), lies_in(hush, "Handled")
    assert b"Zqopening" in secret
    assert b"Zqanswer" in secret
    assert b"Zqchairs" in usual
    assert b"Zqopening" not in usual
    assert lies_in(hush, "INBOX") == b""


def test_a_quarantine_notice_tells_the_admins_no_word_of_what_may_be_confidential(hush):
    hush.write("it-help@corp.example", "Zqsubject", "Zqbody")

    def two_senders(mail):
        mail.replace_header("From", "zqone@corp.example, zqtwo@corp.example")

    hush.write("eva@corp.example", "Zqsubject", "Zqbody", edit=two_senders)
    hush.turn()
    for notice in hush.inbox(PRIYA):
        words = notice.as_string().casefold()
        assert not any(word in words for word in ("zqsubject", "zqbody", "zqone", "zqtwo"))
