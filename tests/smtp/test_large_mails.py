"""A large mail is read while it goes out: it arrives as a whole one does, and where it cannot be
read to its end there is no dot.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailtracker.errors import MailtrackerError, Unreachable
from mailtracker.smtp import LargeMail, SmtpLink
from mailtracker.smtp.body import MailShape, known_of
from tests.servers.smtpd import SmtpSink
from tests.smtp.links import ANA, BO, EIGHT, MAIL, play, relayhost

TEXT = MAIL + b"".join(b".%07d 0123456789\n" % n for n in range(100_000))
UTF8_HEAD = "Subject: Grüße\r\n\r\nhello\r\n".encode()


def in_pieces(mail: bytes, piece: int = 256 << 10) -> LargeMail:
    starts = range(0, len(mail), piece)
    return LargeMail(len(mail), lambda: (mail[start : start + piece] for start in starts))


@pytest.mark.parametrize("hidden", [set(), {"8BITMIME"}, {"8BITMIME", "SIZE"}, {"SMTPUTF8"}])
@pytest.mark.parametrize("mail", [TEXT, MAIL, EIGHT, UTF8_HEAD, MAIL + EIGHT, b""])
@pytest.mark.parametrize(
    "piece", [256 << 10, pytest.param(3, marks=pytest.mark.proof(part="memory"))]
)
def test_it_arrives_and_is_announced_as_a_whole_one(
    smtp_sink: SmtpSink, hidden: set[str], mail: bytes, piece: int
) -> None:
    smtp_sink.hidden = hidden
    given = in_pieces(mail, piece if len(mail) < 1000 else 10_007)

    async def work(link: SmtpLink) -> list[tuple[str, int, str]]:
        both = [await link.deliver(ANA, BO, one) for one in (mail, given)]
        return [(one.result, one.code, one.phase) for one in both]

    whole, read = play(relayhost(smtp_sink.port, timeout=20.0), work)
    assert whole == read
    assert len(smtp_sink.log) in (0, 2)
    assert len(set(smtp_sink.log)) <= 1
    assert smtp_sink.options[:1] == smtp_sink.options[1:]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
@pytest.mark.parametrize(
    ("mail", "right"),
    [
        (b"a: b\r\n\r\nc\r\n", (True, True)),
        (b"a: b\n\nc\xc3\xbc\n", (False, True)),
        (b"a: b\r\n\r\n\xc3\xbc\r\n", (False, True)),
        (b"a: \xc3\xbc\r\n\r\nc\r\n", (False, False)),
        (b"a: b\xff\n\r\nc", (False, False)),
        (b"a: b\xc3\xbc", (False, False)),
        (b"\r\n\r\n\xff", (False, True)),
        (b"", (True, True)),
    ],
)
def test_what_must_be_known_before_is_known_wherever_it_is_cut(
    mail: bytes, right: tuple[bool, bool], size: int
) -> None:
    found = known_of(mail[start : start + size] for start in range(0, len(mail), size))
    assert found == MailShape(len(mail), *right)


def breaking(error: Exception, reading: int, after: int) -> LargeMail:
    """At the n-th reading, after so many pieces."""
    readings = iter(range(1, 100))

    def pieces() -> Iterator[bytes]:
        fails = next(readings) == reading
        for number, start in enumerate(range(0, len(TEXT), 100_000)):
            if fails and number == after:
                raise error
            yield TEXT[start : start + 100_000]

    return LargeMail(len(TEXT), pieces)


AWAY, DAMAGED = Unreachable("the database cannot be used now"), MailtrackerError("it is damaged")


@pytest.mark.parametrize(
    ("error", "reading", "after", "right"),
    [
        (AWAY, 1, 0, ("retry", True, "mail")),
        (AWAY, 1, 5, ("retry", True, "mail")),
        (AWAY, 2, 0, ("retry", True, "body")),
        (AWAY, 2, 9, ("retry", True, "body")),
        (DAMAGED, 1, 0, ("failed", False, "mail")),
        (DAMAGED, 2, 9, ("failed", False, "body")),
    ],
)
def test_what_cannot_be_read_to_its_end_has_no_dot_and_the_next_mail_goes(
    smtp_sink: SmtpSink, error: Exception, reading: int, after: int, right: tuple[str, bool, str]
) -> None:
    at_dot: list[str] = []

    async def work(link: SmtpLink) -> None:
        given = breaking(error, reading, after)
        outcome = await link.deliver(ANA, BO, given, lambda: at_dot.append("dot"))
        assert (outcome.result, outcome.link, outcome.phase) == right
        assert outcome.text == str(error)
        assert link.is_up == (right == ("failed", False, "mail"))
        assert (await link.deliver(ANA, BO, MAIL)).result == "sent"

    play(relayhost(smtp_sink.port, timeout=20.0), work)
    assert at_dot == []
    assert smtp_sink.log == [(ANA, BO, MAIL)]


def test_a_mail_over_the_limit_of_the_server_is_not_announced(smtp_sink: SmtpSink) -> None:
    smtp_sink.size_limit = len(TEXT) - 1
    assert (
        play(relayhost(smtp_sink.port), lambda link: link.deliver(ANA, BO, in_pieces(TEXT))).code
        == 552
    )
