"""One mail on an open connection: MAIL, RCPT, DATA, the body, the dot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

from mailtracker.errors import MailtrackerError, Unreachable
from mailtracker.faults import Point, reach
from mailtracker.record import dataclass
from mailtracker.smtp.body import NO_MAIL, Mail, MailShape, in_seven_bit, known
from mailtracker.smtp.delivery import Delivery, Phase, SmtpAnswer, flat, line, refusal
from mailtracker.smtp.offer import Offer
from mailtracker.smtp.replies import Reply
from mailtracker.smtp.wire import Wire

DOT_SECONDS = 600.0
"""A server may think for ten minutes before it answers the final dot (RFC 5321 4.5.3.2.6)."""

LEAVES = 421
"""The server ends the conversation, whatever it was asked (RFC 5321 3.8)."""


AtDot = Callable[[], Awaitable[None] | None]
"""Called when the body is out, and waited for: then the dot is written, unless it raises."""


def nothing() -> None:
    """For who does not care when the dot goes."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One command before the body."""

    #: the step that its reply is about
    phase: Phase
    #: without its line end
    command: bytes
    #: the first digit of a reply by which it goes on
    good: int = 2
    #: of the second recipient, whatever is said of whom: the mail is for somebody else
    is_copy: bool = False


class Transaction:
    """MAIL, RCPT and DATA, together or one by one, each reply judged for itself; then the body, and
    apart from it the dot.

    `phase` is the step whose reply is due. `ended`: the server is back where the next MAIL may
    come. `out_of_step`: between MAIL and 354 there came no reply, none that is one, or a yes behind
    a no, so that nothing but the end of the connection is safe. `at_dot` comes when the body is
    out, immediately before the dot is written. `also` is a second recipient, "" for none, without
    whom it goes on. Addresses are given as they stand in a command, a large mail by what reads it:
    where that fails there is no dot either.
    """

    def __init__(
        self,
        env_from: str,
        env_to: str,
        mail: Mail,
        at_dot: AtDot = nothing,
        also: str = "",
    ) -> None:
        self._from, self._to, self._also = env_from, env_to, also
        self._mail, self._at_dot = mail, at_dot
        self._known: MailShape | None = None
        self._said_of_also = ""
        self.phase: Phase = "mail"
        self.ended = self.out_of_step = False

    async def run(self, wire: Wire, where: str, together: bool = False) -> Delivery:
        """Say it all on an open connection. `where` is the server's name for people."""
        delivery = await self._run(wire, where, together)
        return replace(delivery, also=self._said_of_also) if self._also else delivery

    async def _run(self, wire: Wire, where: str, together: bool) -> Delivery:
        try:
            if unfit := await self._fit(wire.offer):
                self.ended = True  # it has not begun
                return unfit
            if refused := await self._announce(wire, together):
                return refused
            self.phase = "body"
            if early := await wire.send_body(self._mail):
                return refusal(early.code, early.text, self.phase)
        except MailtrackerError as error:
            return self._unread(error)
        except OSError as error:  # TimeoutError is one
            self.out_of_step = self.phase != "body"
            said = f"{where} broke off: {line(error)}"
            return Delivery("retry", 0, said, True, self.phase)
        return await self._finish(wire, where)

    def _unread(self, error: MailtrackerError) -> Delivery:
        """Nobody gives us the large mail: now, or ever. Before MAIL nothing has begun."""
        self.ended = self.phase == "mail"
        is_away = isinstance(error, Unreachable)
        return Delivery("retry" if is_away else "failed", 0, line(error), is_away, self.phase)

    async def _fit(self, offer: Offer) -> Delivery | None:
        """Compare mail and addresses with what EHLO offered, and make the mail fit. None when it
        does.
        """
        if self._known is None:
            self._known = await known(self._mail)
        if not self._known.is_ascii and not offer.eight_bit:
            plain = await in_seven_bit(self._mail)
            if plain is None:
                said = "5.6.3 the server takes no 8-bit mail, and this one is signed or encrypted"
                return Delivery("failed", 554, said, False, self.phase)
            self._mail, self._known = plain, MailShape(len(plain), True, True)
        limit, size = offer.size_limit, self._known.size
        if limit and size > limit:
            said = f"5.3.4 the server takes {limit} bytes at most, and this mail has {size}"
            return Delivery("failed", 552, said, False, self.phase)
        if not self._is_speakable(offer):
            said = "5.6.7 the server cannot take addresses that are not ASCII"
            return Delivery("failed", 553, said, False, self.phase)
        return None

    def _is_speakable(self, offer: Offer) -> bool:
        """An address that is not ASCII takes SMTPUTF8 (RFC 6531 3.4)."""
        return offer.utf8 or (self._from.isascii() and self._to.isascii())

    async def ask(self, wire: Wire) -> SmtpAnswer:
        """MAIL and RCPT alone. Many servers judge the sender at RCPT only."""
        if not self._is_speakable(wire.offer):
            return SmtpAnswer(553, "553 the server cannot take addresses that are not ASCII")
        reply = await wire.ask(self._mail_from(wire.offer))
        if reply.code // 100 == 2:
            reply = await wire.ask(f"RCPT TO:<{self._to}>".encode())
        return SmtpAnswer(reply.code, flat(f"{reply.code} {reply.text}"))

    def _mail_from(self, offer: Offer) -> bytes:
        """MAIL with what the server must know of the mail."""
        mail = self._known or NO_MAIL
        said = f"MAIL FROM:<{self._from}>"
        if offer.size:
            said += f" SIZE={mail.size}"
        if offer.eight_bit and not mail.is_ascii:
            said += " BODY=8BITMIME"
        if offer.utf8 and not self._is_plain(mail):
            said += " SMTPUTF8"
        return said.encode()

    def _is_plain(self, mail: MailShape) -> bool:
        """Neither the addresses nor the header need more than ASCII."""
        return mail.head_is_ascii and self._from.isascii() and self._to.isascii()

    def _groups(self, offer: Offer, together: bool) -> Iterator[list[_Step]]:
        """What goes out at once. The second recipient is named only where the first is taken: of a
        mail that has one recipient, DATA behind a refusal has nobody to go to, whatever the server
        says to it (RFC 2920 3.1).
        """
        steps = [
            _Step("mail", self._mail_from(offer)),
            _Step("rcpt", f"RCPT TO:<{self._to}>".encode()),
            *self._copy(),
            _Step("data", b"DATA", good=3),
        ]
        if not together:
            yield from ([step] for step in steps)
        elif len(steps) == 3:
            yield steps
        else:
            yield from (steps[:2], steps[2:])

    def _copy(self) -> list[_Step]:
        if not self._also:
            return []
        if not self._also.isascii():
            self._said_of_also = "the second address is not ASCII, so it was not named"
            return []
        return [_Step("rcpt", f"RCPT TO:<{self._also}>".encode(), is_copy=True)]

    async def _announce(self, wire: Wire, together: bool) -> Delivery | None:
        """MAIL, RCPT and DATA. None when the server now waits for the body."""
        for group in self._groups(wire.offer, together):
            wire.say(*(step.command for step in group))
            for behind, step in enumerate(group, 1):
                if refused := await self._hear(wire, step):
                    if not refused.link:
                        await self._hear_out(wire, len(group) - behind)
                    return refused
        return None

    async def _hear(self, wire: Wire, step: _Step) -> Delivery | None:
        """The reply to one command. None where it goes on."""
        self.phase = step.phase
        reply = await wire.reply()
        if step.is_copy:
            self._said_of_also = flat(f"{reply.code} {reply.text}")
            return self._refused(reply) if reply.code == LEAVES else None
        if reply.code // 100 != step.good:
            return self._refused(reply)
        if step.phase == "rcpt":
            reach(Point.AFTER_RCPT)
        return None

    def _refused(self, reply: Reply) -> Delivery:
        self.out_of_step = reply.code // 100 not in (4, 5)
        return refusal(reply.code, reply.text, self.phase)

    async def _hear_out(self, wire: Wire, count: int) -> None:
        """The replies to `count` commands behind a refusal: refusals, too. A server may take the
        DATA of a mail whose recipient it refused (RFC 2920 3.1); then the connection ends without
        a dot, so that no empty mail reaches anybody.
        """
        try:
            codes = [(await wire.reply()).code for _ in range(count)]
        except OSError:
            self.out_of_step = True
            return
        self.out_of_step = any(code == LEAVES or code // 100 not in (2, 4, 5) for code in codes)
        self.ended = self.phase == "mail" and all(code // 100 in (4, 5) for code in codes)

    async def _finish(self, wire: Wire, where: str) -> Delivery:
        """The dot. From the moment it is written until the answer is read, the mail may be there
        or not (RFC 1047).
        """
        broke = f"{where} broke off in the middle of the mail"
        if not wire.is_whole:
            return Delivery("retry", 0, broke, True, self.phase)
        if kept := await self._kept_from_dot(wire):
            return kept
        if not wire.write_dot():
            return Delivery("retry", 0, broke, True, self.phase)
        self.phase = "dot"
        reach(Point.DOT_SENT)
        try:
            reply = await wire.reply(DOT_SECONDS)
        except OSError as error:
            said = f"{where} did not answer the final dot: {line(error)}"
            return Delivery("uncertain", 0, said, True, self.phase)
        self.ended = True
        match reply.code // 100:
            case 2:
                return Delivery("sent", reply.code, flat(reply.text), False, self.phase)
            case 4 | 5:
                return refusal(reply.code, reply.text, self.phase)
        said = f"strange answer to the final dot: {flat(reply.text)}"
        return Delivery("uncertain", reply.code, said, True, self.phase)

    async def _kept_from_dot(self, wire: Wire) -> Delivery | None:
        """What forbids the dot: whatever it is, none went out, and no mail is to blame. What the
        server says while we wait would pass for its answer to the dot.
        """
        try:
            if (answer := self._at_dot()) is None:
                return None
            await answer
            early = wire.early_reply()
        except Exception as error:
            return Delivery("retry", 0, line(error), True, self.phase)
        return refusal(early.code, early.text, self.phase) if early else None

    def given_up(self, why: str) -> Delivery:
        """What is known of it where nobody waits any longer, and `why`."""
        if self.phase == "dot":
            said = f"{why} before the final dot was answered"
            return Delivery("uncertain", 0, said, True, self.phase)
        return Delivery("retry", 0, f"{why} in the middle of it", True, self.phase)
