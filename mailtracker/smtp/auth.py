"""An access token in, a connection that is logged in by it out (AUTH, RFC 4954). aiosmtplib has no
OAUTHBEARER, and says the whole access token as one command, whatever its length.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import threading
from collections.abc import Callable

import aiosmtplib
from aiosmtplib import SMTPResponse

from mailtracker.access import Access
from mailtracker.errors import Unreachable
from mailtracker.sasl import Login, SaslExchange, decoded, mechanism_of
from mailtracker.smtp.delivery import flat

TOKEN_SECONDS = 60.0
"""For an access token: who issues it may have to be asked, over another network."""

COMMAND_BYTES = 510
"""Of a command without its line end (RFC 5321 4.5.3.1.4). A longer first answer waits for the
server's 334 (RFC 4954 4), after which lines may be as long as they need to be.
"""

GOES_ON = 334


async def access_token(access: Access) -> str:
    """One that is valid now. Raises LoginRefused or Unreachable."""
    return await _aside(access.access_token)


async def another(access: Access, refused: str) -> str:
    """One in place of that which a server refused. Raises LoginRefused or Unreachable."""

    def ask() -> str:
        access.was_refused(refused)
        return access.access_token()

    return await _aside(ask)


async def _aside(ask: Callable[[], str]) -> str:
    """In a thread of its own, which the loop's end does not wait for: it may hang at a server that
    is none of ours.
    """
    loop = asyncio.get_running_loop()
    given: asyncio.Future[str] = loop.create_future()

    def settle(set_: Callable[..., None], value: object) -> None:
        if not given.done():
            set_(value)

    def work() -> None:
        try:
            answer: object = ask()
            set_: Callable[..., None] = given.set_result
        except Exception as error:
            answer, set_ = error, given.set_exception
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(settle, set_, answer)

    threading.Thread(target=work, name="access token", daemon=True).start()
    try:
        async with asyncio.timeout(TOKEN_SECONDS):
            return await given
    except TimeoutError as error:
        said = f"no access token within {TOKEN_SECONDS:.0f} s: whoever issues it does not answer"
        raise Unreachable(said) from error


async def authenticate(client: aiosmtplib.SMTP, login: Login, token: str) -> str:
    """Returns by which mechanism. Raises AccessTokenRefused, LoginRefused or Unreachable; what
    breaks the connection raises what aiosmtplib raises.
    """
    mechanism = mechanism_of(client.server_auth_methods, login.where)
    exchange = SaslExchange(mechanism, login, token)
    reply = await _begin(client, exchange)
    while reply.code == GOES_ON:
        answer = exchange(decoded(reply.message))
        said = b"*" if answer is None else base64.b64encode(answer)
        reply = await client.execute_command(said)
    if reply.code // 100 == 2:
        return mechanism.value
    raise exchange.refusal(flat(f"{reply.code} {reply.message}"))


async def _begin(client: aiosmtplib.SMTP, exchange: SaslExchange) -> SMTPResponse:
    """With the first answer, where it fits into the command."""
    command = b"AUTH " + exchange.mechanism.value.encode()
    whole = command + b" " + base64.b64encode(exchange.first)
    if len(whole) > COMMAND_BYTES:
        return await client.execute_command(command)
    exchange(b"")
    return await client.execute_command(whole)
