"""A server that has had enough of us is left alone for a while: no password is wrong, no folder is
bad, and no mail is to blame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailtracker.desk.effects import Disposition
from mailtracker.errors import BadFolder, LoginRefused, Throttled
from mailtracker.mailbox.enough import enough
from mailtracker.mailbox.imap import ImapMailbox
from tests.mailbox.odd_server import Desk, Meddled, mail
from tests.servers.dovecot import Box
from tests.servers.proxy import ChaosProxy

SAID = [
    ("[ALERT] Too many simultaneous connections. (Failure)", 60.0, "too many connections"),
    ("[UNAVAILABLE] Maximum number of connections from user+IP exceeded", 60.0, "who else"),
    ("[LIMIT] Too many open connections", 60.0, "who else"),
    ("[OVERQUOTA] Account exceeded command or bandwidth limits.", 900.0, "used up"),
    ("[ALERT] Account exceeded command or bandwidth limits. (Failure)", 900.0, "used up"),
    ("[THROTTLED] slow down", 300.0, "asked too much"),
    ("Request is throttled. Suggested Backoff Time: 92415 milliseconds", 92.415, "asked too much"),
    ("Request is throttled. Suggested Backoff Time: 1 milliseconds", 10.0, "asked too much"),
    ("Request is throttled. Suggested Backoff Time: 999999999 milliseconds", 3600.0, "too much"),
]
OTHERS = [
    "[AUTHENTICATIONFAILED] Invalid credentials (Failure)",
    "[UNAVAILABLE] Temporary authentication failure.",
    "[SERVERBUG] Internal error occurred.",
    "[NONEXISTENT] Unknown Mailbox: Handled (Failure)",
    "",
]


@pytest.fixture
def proxy(account: Box) -> Iterator[ChaosProxy]:
    with ChaosProxy(account.port) as made:
        yield made


@pytest.mark.parametrize(("said", "seconds", "why"), SAID)
def test_what_a_server_says_that_has_had_enough_is_known(
    said: str, seconds: float, why: str
) -> None:
    found = enough("imap.corp.example:993", said)
    assert found is not None
    assert found.seconds == seconds
    assert str(found).startswith("imap.corp.example:993 wants us to wait: ")
    assert said in str(found)
    assert why in str(found)


@pytest.mark.parametrize("said", OTHERS)
def test_all_else_is_something_else(said: str) -> None:
    assert enough("imap.corp.example:993", said) is None


def saying(answer: bytes, to: bytes):
    """A server that answers this command so."""

    def meddle(data: bytes) -> Meddled:
        found = re.match(rb"(\S+) (?:UID )?(\w+)", data)
        if found is None or found[2].upper() != to:
            return data, b""
        return b"", answer.replace(b"TAG", found[1]) + b"\r\n"

    return meddle


ENOUGH = {
    "LOGIN, NO": (b"TAG NO [ALERT] Too many simultaneous connections. (Failure)", b"LOGIN"),
    "LOGIN, BAD": (b"TAG BAD Request is throttled. Suggested Backoff Time: 90000 ms", b"LOGIN"),
    "SELECT": (b"TAG NO [OVERQUOTA] Account exceeded command or bandwidth limits.", b"SELECT"),
    "STATUS": (b"TAG NO [OVERQUOTA] Account exceeded command or bandwidth limits.", b"STATUS"),
    "BYE": (b"* BYE Account exceeded command or bandwidth limits.", b"SELECT"),
}


@pytest.mark.parametrize("case", ENOUGH)
def test_wherever_it_is_said_it_is_no_wrong_password_and_no_bad_folder(
    account: Box, proxy: ChaosProxy, case: str
) -> None:
    proxy.meddle = saying(*ENOUGH[case])
    mailbox = ImapMailbox(account.account(port=proxy.port, timeout=2.0))
    with pytest.raises(Throttled, match="wants us to wait") as caught:
        mailbox.connect()
    assert caught.value.seconds >= 60
    proxy.meddle = saying(b"TAG NO [AUTHENTICATIONFAILED] no", b"LOGIN")
    with pytest.raises(LoginRefused):
        mailbox.connect()
    proxy.meddle = saying(b"TAG NO no such folder", b"SELECT")
    with pytest.raises(BadFolder):
        mailbox.connect()


def test_mails_that_are_not_given_for_that_are_not_tried_one_by_one_nor_put_aside(
    account: Box, proxy: ChaosProxy, tmp_path: Path
) -> None:
    """A day's allowance may be used up for a day: six tries with an hour between would end in
    quarantine.
    """
    for number in range(1, 6):
        account.append(mail(number))
    desk = Desk(account, proxy.port, tmp_path)
    proxy.meddle = saying(
        b"TAG NO [OVERQUOTA] Account exceeded command or bandwidth limits.", b"FETCH"
    )
    for _ in range(12):
        with pytest.raises(Throttled):
            desk.travel(hours=2)
    fetches = bytes(proxy.sent).count(b" UID FETCH ")
    assert fetches == 12, "one a pass"
    said = desk.beat()
    assert (said.ok, "used up" in said.text) == (False, True)
    proxy.meddle = None
    desk.turn()
    assert desk.opened() == [f"VPN {number}" for number in range(1, 6)]
    assert desk.lines(Disposition.QUARANTINE) == []


def test_the_daemon_leaves_it_alone_for_as_long(
    account: Box, proxy: ChaosProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.meddle = saying(b"TAG NO [ALERT] Account exceeded command or bandwidth limits.", b"LOGIN")
    rests: list[float] = []
    with Desk(account, proxy.port, tmp_path).open() as (receiver, runtime):

        def rest(seconds: float) -> None:
            rests.append(seconds)
            runtime.stopping.set()

        monkeypatch.setattr(runtime, "rest", rest)
        receiver.run()
    assert rests == [900.0]
