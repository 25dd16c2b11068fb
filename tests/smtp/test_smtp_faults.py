"""A server that breaks at each step in each way, in clear and through TLS: what we say became of
the mail is compared with what the server really stored. Each break is met twice, by commands that
go one by one and by commands that go together (PIPELINING).
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace

import pytest

from mailtracker.smtp import Delivery, LargeMail, Relayhost, SmtpLink, transaction
from tests.servers.faults import Action, FaultServer, Step

SMALL = b"From: it-help@corp.example\r\nSubject: hello\r\n\r\n" + b"hello, world\r\n" * 20
LARGE = SMALL + (b"x" * 70 + b"\r\n") * 116_000
TIMEOUT = 0.25
"""Seconds, where the server is silent on purpose."""

STEPS: tuple[Step, ...] = ("connect", "ehlo", "secure", "mail", "rcpt", "data", "body", "dot")
ACTIONS: tuple[Action, ...] = ("close", "reset", "hang", "421", "451", "554")
SILENT: tuple[Action, ...] = ("close", "reset", "hang")
MANNERS = pytest.mark.parametrize("together", [False, True], ids=["one-by-one", "together"])
NONSENSE: Action = "nonsense"
BEFORE_MAIL = ("connect", "ehlo", "secure")


@dataclass(frozen=True)
class Case:
    step: Step
    action: Action
    tls: str
    large: bool = False
    together: bool = False
    read_on_the_way: bool = False

    def __str__(self) -> str:
        marks = "-large" * self.large + "-together" * self.together + "-read" * self.read_on_the_way
        return f"{self.step}-{self.action}-{self.tls}{marks}"

    @property
    def right(self) -> tuple[str, bool]:
        """Result and whether it is the link's trouble."""
        if self.step in ("dot", "stored") and self.action in (*SILENT, "nonsense"):
            return "uncertain", True
        if self.step in BEFORE_MAIL or self.action in (*SILENT, "421", "nonsense"):
            return "retry", True
        return ("failed" if self.action == "554" else "retry"), False


ONE_BY_ONE = [
    *(Case(step, act, tls) for step in STEPS for act in ACTIONS for tls in ("none", "starttls")),
    *(Case("secure", act, "implicit") for act in ACTIONS),
    *(
        Case(step, act, tls, large=True)
        for step in ("body", "dot")
        for act in ACTIONS
        for tls in ("none", "starttls", "implicit")
    ),
    *(
        Case("stored", act, tls, large)
        for act in (*SILENT, NONSENSE)
        for tls in ("none", "starttls")
        for large in (False, True)
    ),
    *(Case("rcpt", "nonsense", tls) for tls in ("none", "starttls")),
]
WHOLE = [
    *ONE_BY_ONE,
    *(replace(case, together=True) for case in ONE_BY_ONE if case.step not in BEFORE_MAIL),
]
CASES = [*WHOLE, *(replace(case, read_on_the_way=True) for case in WHOLE if case.large)]


def in_pieces() -> LargeMail:
    """The large one, as who has it nowhere whole."""
    size = 256 << 10
    starts = range(0, len(LARGE), size)
    return LargeMail(len(LARGE), lambda: (LARGE[start : start + size] for start in starts))


def relayhost(server: FaultServer, case: Case, certificate: tuple[str, str]) -> Relayhost:
    login = case.tls != "starttls"
    return Relayhost(
        "127.0.0.1",
        server.port,
        case.tls,  # type: ignore[arg-type]
        user="it-help" if login else "",
        password="secret" if login else "",
        ca_file=certificate[0] if case.tls != "none" else "",
        timeout=TIMEOUT if case.action == "hang" else 10.0,
    )


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_said_of_a_mail_is_what_the_server_did(
    case: Case, certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(transaction, "DOT_SECONDS", TIMEOUT if case.action == "hang" else 10.0)
    noted: list[str] = []
    secured = certificate if case.tls != "none" else None

    async def main(host: Relayhost) -> Delivery:
        link = SmtpLink(host)
        mail = LARGE if case.large else SMALL
        given = in_pieces() if case.read_on_the_way else mail
        try:
            return await link.deliver(
                "a@corp.example", "b@corp.example", given, lambda: noted.append("dot")
            )
        finally:
            await link.close()

    with FaultServer(
        case.step, case.action, secured, case.tls == "implicit", case.together
    ) as server:
        outcome = asyncio.run(main(relayhost(server, case, certificate)))
    stored = len(server.stored)
    assert stored == (case.step == "stored")
    if outcome.result == "uncertain":
        assert noted
        assert outcome.phase == "dot"
    else:
        assert outcome.result != "sent"
        assert stored == 0
    unread_half = case.step == "body" and not case.large
    if unread_half and outcome.phase == "dot":  # all of it went out before the server broke
        return
    assert (outcome.result, outcome.link) == case.right
    if case.step == "body":
        assert outcome.phase == "body"


@pytest.mark.parametrize("tls", ["none", "starttls", "implicit"])
def test_a_server_without_faults_stores_a_large_mail_as_it_is(
    certificate: tuple[str, str], tls: str
):
    async def main(host: Relayhost) -> Delivery:
        link = SmtpLink(host)
        try:
            return await link.deliver("a@corp.example", "b@corp.example", LARGE)
        finally:
            await link.close()

    case = Case("stored", "554", tls)
    given = certificate if tls != "none" else None
    with FaultServer(None, "close", given, tls == "implicit") as server:
        outcome = asyncio.run(main(relayhost(server, case, certificate)))
    assert outcome.result == "sent"
    assert server.stored == [LARGE]


@pytest.mark.parametrize(
    ("step", "result"),
    [("rcpt", "retry"), ("body", "retry"), ("dot", "uncertain"), ("stored", "uncertain")],
)
@MANNERS
@pytest.mark.parametrize("tls", ["none", "starttls"])
def test_who_gives_up_is_told_at_once_how_far_it_came(
    certificate: tuple[str, str], step: Step, result: str, tls: str, together: bool
):
    async def main(host: Relayhost) -> Delivery:
        link = SmtpLink(host)
        running = asyncio.create_task(link.deliver("a@corp.example", "b@corp.example", LARGE))
        assert await asyncio.to_thread(server.met.wait, 20)
        link.give_up()
        began = time.monotonic()
        outcome = await running
        assert time.monotonic() - began < 0.5
        await link.close()
        return outcome

    given = certificate if tls != "none" else None
    with FaultServer(step, "hang", given, pipelining=together) as server:
        outcome = asyncio.run(main(relayhost(server, Case(step, "554", tls), certificate)))
    assert (outcome.result, outcome.link) == (result, True)


@pytest.mark.parametrize(
    ("step", "result"),
    [("connect", "retry"), ("rcpt", "retry"), ("body", "retry"), ("dot", "uncertain")],
)
def test_a_delivery_ends_when_its_seconds_are_over_whatever_holds_it_up(
    certificate: tuple[str, str], step: Step, result: str
):
    """J23."""

    async def main(host: Relayhost) -> Delivery:
        link = SmtpLink(host)
        link.within = TIMEOUT
        try:
            return await link.deliver("a@corp.example", "b@corp.example", LARGE)
        finally:
            await link.close()

    with FaultServer(step, "hang") as server:
        outcome = asyncio.run(main(relayhost(server, Case(step, "554", "none"), certificate)))
    assert (outcome.result, outcome.link) == (result, True)
    assert "seconds were over" in outcome.text


@pytest.mark.parametrize(
    ("said", "result"),
    [(b"421 4.3.2 bye\r\n", "retry"), (b"554 5.6.0 no\r\n", "failed"), (b"", "retry")],
)
def test_what_the_server_says_while_the_dot_is_asked_for_is_no_answer_to_it(
    said: bytes, result: str
):
    """It refuses what it has of the mail, or leaves, before somebody allows the dot."""
    asked, ended, took = asyncio.Event(), asyncio.Event(), bytearray()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for reply in (b"220 x", b"250 x", b"250 ok", b"250 ok", b"354 go"):
            writer.write(reply + b"\r\n")
            if not reply.startswith(b"354"):
                await reader.readline()
        await asked.wait()
        if said:
            writer.write(said)
            took.extend(await reader.read())
        writer.close()
        ended.set()

    async def main() -> Delivery:
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            link = SmtpLink(Relayhost("127.0.0.1", server.sockets[0].getsockname()[1], "none"))

            async def at_dot() -> None:
                asked.set()
                wire = link._wire
                assert wire is not None
                async with asyncio.timeout(20):
                    while wire.is_free:  # noqa: ASYNC110
                        await asyncio.sleep(0)

            outcome = await link.deliver("a@corp.example", "b@corp.example", SMALL, at_dot)
            await asyncio.wait_for(ended.wait(), 20)
            return outcome

    outcome = asyncio.run(main())
    assert (outcome.result, outcome.phase) == (result, "body")
    assert not took.endswith(b"\r\n.\r\n")
