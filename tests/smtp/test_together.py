"""MAIL, RCPT and DATA in one packet (RFC 2920): each reply is judged as if it had been asked for
alone, nothing of a mail follows a refusal, and a server that does it badly is asked one by one.
"""

from __future__ import annotations

import asyncio
import itertools
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, get_args

import pytest

from mailtracker.smtp import Delivery, Relayhost, SmtpLink
from mailtracker.smtp.manner import MOST_APART, Manner
from mailtracker.smtp.offer import Offer
from mailtracker.smtp.wire import Wire
from tests.servers.faults import FaultServer
from tests.servers.scripted import CLOSE, How, ScriptedServer

MAIL = b"From: it-help@corp.example\r\nSubject: hello\r\n\r\nhello\r\n"
ANA, BO, OURS = "ana@corp.example", "bo@example.com", "it-help+b1@corp.example"
ENVELOPE = ["MAIL", "RCPT", "DATA"]
WHOLE = [*ENVELOPE, *["body"] * 4, "."]
OK, NEVER, LATER = b"250 ok\r\n", b"550 5.1.1 no such user\r\n", b"451 4.3.0 later\r\n"
LARGE, NO_MAIL_YET = b"552 5.3.4 too large\r\n", b"503 MAIL first\r\n"
NONE_VALID, GO, LEAVES = b"554 no valid recipients\r\n", b"354 go\r\n", b"421 4.3.2 bye\r\n"
Script = dict[bytes, bytes | list[bytes]]


async def deliver(link: SmtpLink, **more: Any) -> Delivery:
    return await link.deliver(ANA, BO, MAIL, **more)


def play(server: ScriptedServer, work: Callable[[SmtpLink], Awaitable[Any]]) -> Any:
    """Run `work` with a link to the server, and close the link."""

    async def main() -> Any:
        async with server:
            link = SmtpLink(Relayhost("127.0.0.1", server.port, "none", timeout=0.3))
            try:
                return await work(link)
            finally:
                await link.close()

    return asyncio.run(main())


@dataclass(frozen=True)
class Case:
    """What `script` makes of a mail: `right` is its result, phase and whether the link is to blame;
    `then` what is said behind the envelope on that connection, before the next mail: nothing, RSET,
    or None where the next mail goes over another connection.
    """

    name: str
    script: Script
    right: tuple[str, str, bool]
    then: list[str] | None = field(default_factory=list)


NO_MAIL = ("failed", "mail", False)
LATER_MAIL = ("retry", "mail", False)
NO_RCPT = ("failed", "rcpt", False)
CASES = [
    Case(
        "all refused behind MAIL",
        {b"MAIL": LARGE, b"RCPT": NO_MAIL_YET, b"DATA": NO_MAIL_YET},
        NO_MAIL,
    ),
    Case("RCPT taken behind MAIL", {b"MAIL": LARGE, b"DATA": NO_MAIL_YET}, NO_MAIL, ["RSET"]),
    Case("MAIL refused for now", {b"MAIL": LATER, b"DATA": LATER}, LATER_MAIL, ["RSET"]),
    Case("DATA taken behind MAIL", {b"MAIL": LARGE}, NO_MAIL, None),
    Case("no valid recipients", {b"RCPT": NEVER, b"DATA": NONE_VALID}, NO_RCPT, ["RSET"]),
    Case("DATA later behind RCPT", {b"RCPT": NEVER, b"DATA": LATER}, NO_RCPT, ["RSET"]),
    Case("DATA taken behind RCPT", {b"RCPT": NEVER, b"DATA": GO}, NO_RCPT, None),
    Case("it leaves behind RCPT", {b"RCPT": NEVER, b"DATA": LEAVES}, NO_RCPT, None),
    Case("it is gone behind RCPT", {b"RCPT": NEVER, b"DATA": CLOSE}, NO_RCPT, None),
    Case("nonsense behind RCPT", {b"RCPT": NEVER, b"DATA": b"eh?\r\n"}, NO_RCPT, None),
    Case("MAIL leaves", {b"MAIL": LEAVES}, ("retry", "mail", True), None),
    Case("RCPT leaves", {b"RCPT": LEAVES}, ("retry", "rcpt", True), None),
    Case("gone at MAIL", {b"MAIL": CLOSE}, ("retry", "mail", True), None),
    Case("gone at RCPT", {b"RCPT": CLOSE}, ("retry", "rcpt", True), None),
    Case("gone at DATA", {b"DATA": CLOSE}, ("retry", "data", True), None),
    Case("silent at DATA", {b"DATA": b"35"}, ("retry", "data", True), None),
    Case("DATA refused", {b"DATA": LATER}, ("retry", "data", False), ["RSET"]),
    Case("MAIL answered twice", {b"MAIL": OK + OK}, ("retry", "data", True), None),
    Case("RCPT answered twice", {b"RCPT": OK + OK}, ("retry", "data", True), None),
    Case("RCPT no reply", {b"RCPT": b"eh?\r\n"}, ("retry", "rcpt", True), None),
    Case("a yes before the body", {b"DATA": GO + OK}, ("retry", "body", True), None),
    Case("a no before the body", {b"DATA": GO + NEVER}, ("failed", "body", False), None),
]


def can_be_told(case: Case, how: How) -> bool:
    """What comes byte by byte before the body comes after it, too."""
    return case.right[1] != "body" or how != "byte by byte"


PLAYED = [
    pytest.param(case, how, id=f"{case.name}, {how}")
    for case in CASES
    for how in get_args(How)
    if can_be_told(case, how)
]


@pytest.mark.parametrize(("case", "how"), PLAYED)
def test_each_reply_is_judged_by_its_step_however_it_comes(case: Case, how: How):
    server = ScriptedServer(case.script, how)

    async def work(link: SmtpLink) -> tuple[Delivery, bool]:
        return await deliver(link), link.is_up

    outcome, is_up = play(server, work)
    assert (outcome.result, outcome.phase, outcome.link) == case.right
    (heard,) = server.heard
    assert heard[0] == "EHLO"
    assert not {"body", "."} & set(heard)
    assert is_up == (case.then is not None)
    if case.then is not None:
        assert heard[1:] == [*ENVELOPE, *case.then, "QUIT"]


@pytest.mark.parametrize("how", get_args(How))
@pytest.mark.parametrize("refused", [b"MAIL", b"RCPT", b"DATA"])
def test_the_mail_behind_a_refused_one_is_another_mail(refused: bytes, how: How):
    script: Script = {b"DATA": [NONE_VALID, GO]}
    if refused != b"DATA":
        script[refused] = [LARGE, OK]
    server = ScriptedServer(script, how)

    async def work(link: SmtpLink) -> list[str]:
        return [(await deliver(link)).result for _ in range(2)]

    assert play(server, work) == ["failed", "sent"]
    assert [heard.count(".") for heard in server.heard] == [1]


def test_a_mail_takes_two_round_trips_where_it_took_four():
    def trips(together: bool, mails: int, also: str = "") -> int:
        async def main(port: int) -> None:
            link = SmtpLink(Relayhost("127.0.0.1", port, "none"))
            for _ in range(mails):
                assert (await link.deliver(ANA, BO, MAIL, also=also)).result == "sent"
            await link.close()

        with FaultServer(None, pipelining=together) as server:
            asyncio.run(main(server.port))
        return server.waits

    def trips_each(together: bool, also: str = "") -> float:
        return (trips(together, 11, also) - trips(together, 1, also)) / 10

    assert (trips_each(together=False), trips_each(together=True)) == (4, 2)
    assert (trips_each(together=False, also=OURS), trips_each(together=True, also=OURS)) == (5, 3)


# -- a second recipient ------------------------------------------------------------------


def test_a_second_recipient_is_named_once_the_first_is_taken():
    async def work(link: SmtpLink) -> list[Delivery]:
        return [await deliver(link, also=OURS) for _ in range(3)]

    server = ScriptedServer({b"RCPT": [OK, OK, OK, LATER, NEVER]})
    both, one, none = play(server, work)
    assert [both.also_taken, one.also_taken, none.also] == [True, False, ""]
    assert [both.result, one.result, none.result] == ["sent", "sent", "failed"]
    named = ["MAIL", "RCPT", "RCPT", *WHOLE[2:]]
    assert server.heard == [["EHLO", *named, *named, "MAIL", "RCPT", "RSET", "QUIT"]]


# -- servers that do it badly ------------------------------------------------------------


def test_a_server_that_reads_one_command_a_packet_is_asked_one_by_one():
    server = ScriptedServer({}, deaf=True)

    async def work(link: SmtpLink) -> list[Delivery]:
        return [await deliver(link) for _ in range(3)]

    first, *others = play(server, work)
    assert (first.result, first.phase, first.link) == ("retry", "rcpt", True)
    assert "PIPELINING" in first.text
    assert [one.result for one in others] == ["sent", "sent"]
    assert server.heard == [["EHLO", "MAIL"], ["EHLO", *WHOLE, *WHOLE, "QUIT"]]


def test_who_leaves_in_good_order_is_not_taken_for_one_that_cannot():
    server = ScriptedServer({b"RCPT": LEAVES})

    async def work(link: SmtpLink) -> list[Delivery]:
        return [await deliver(link) for _ in range(2)]

    assert not any("PIPELINING" in one.text for one in play(server, work))
    assert [heard[:4] for heard in server.heard] == [["EHLO", *ENVELOPE]] * 2


def test_what_is_said_without_a_question_is_no_answer_to_the_next_mail():
    server = ScriptedServer({b".": b"250 stored\r\n" + NEVER})

    async def work(link: SmtpLink) -> list[str]:
        return [(await deliver(link)).result for _ in range(2)]

    assert play(server, work) == ["sent", "sent"]
    assert server.heard == [["EHLO", *WHOLE, "QUIT"]] * 2


def test_who_talks_without_end_is_not_listened_to():
    async def main() -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            loop = asyncio.get_running_loop()
            transport, _ = await loop.create_connection(asyncio.Protocol, sock=ours)
            wire = Wire(transport, Offer(), 1.0)
            transport.set_protocol(wire)
            theirs.sendall(OK * 2)
            assert [(await wire.reply()).code, (await wire.reply()).code] == [250, 250]
            assert wire.is_free
            theirs.sendall(OK * 1000)
            async with asyncio.timeout(5):
                while wire.is_whole:  # noqa: ASYNC110  there is no event for it
                    await asyncio.sleep(0)
            wire.abort()
            await asyncio.sleep(0)

    asyncio.run(main())


def test_a_manner_that_fails_again_and_again_is_tried_ever_more_seldom():
    manner, tries = Manner(), []
    for connection in range(3 * MOST_APART):
        if manner.of_connection(offered=True):
            tries.append(connection)
            manner.broke()
    gaps = [after - before for before, after in itertools.pairwise(tries)]
    assert gaps[:5] == [2, 3, 5, 9, 17]
    assert max(gaps) == MOST_APART + 1
    assert not manner.of_connection(offered=False)


def test_a_mail_that_goes_out_together_makes_good_what_broke():
    manner = Manner()
    for _ in range(5):
        manner.broke()
    manner.went()
    manner.broke()
    assert [manner.of_connection(offered=True) for _ in range(2)] == [False, True]
