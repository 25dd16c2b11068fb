"""What tests of one delivery share: a mail, and a link to a server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from mailtracker.smtp import Relayhost, SmtpLink

MAIL = b"From: it-help@corp.example\r\nSubject: hello\r\n\r\nhello\r\n"
ANA, BO = "ana@corp.example", "bo@example.com"


def relayhost(port: int, **changes: Any) -> Relayhost:
    return Relayhost("127.0.0.1", port, **{"tls": "none", "timeout": 2.0, **changes})


def play(host: Relayhost, work: Callable[[SmtpLink], Awaitable[Any]]) -> Any:
    """Run `work` with a link to a server, and close the link."""

    async def main() -> Any:
        link = SmtpLink(host)
        try:
            return await work(link)
        finally:
            await link.close()

    return asyncio.run(main())


EIGHT = (
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "Grüße\r\n".encode()
)
