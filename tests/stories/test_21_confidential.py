"""Confidential requests on real servers: what the log, the admins and the mailbox show of them."""

from __future__ import annotations

import pytest
import structlog

from mailtracker.cli.log import set_up

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
