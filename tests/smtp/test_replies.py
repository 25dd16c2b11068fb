"""What a server says, cut at any byte: the same replies come out, and what is none is no reply."""

from __future__ import annotations

import pytest

from mailtracker.smtp.replies import MOST_BYTES, NoReply, Replies, Reply

SAID = b"250 2.1.0 ok\r\n250-2.1.5 one\r\n250-two\r\n250 three\r\n354\r\n421 4.3.2 bye \xff\n"
MEANT = [
    Reply(250, "2.1.0 ok"),
    Reply(250, "2.1.5 one\ntwo\nthree"),
    Reply(354, ""),
    Reply(421, "4.3.2 bye \N{REPLACEMENT CHARACTER}"),
]


def read(*pieces: bytes) -> list[Reply]:
    replies = Replies()
    return [reply for piece in pieces for reply in replies.feed(piece)]


def test_replies_are_the_same_wherever_they_are_cut():
    assert read(SAID) == MEANT
    assert read(*(SAID[at : at + 1] for at in range(len(SAID)))) == MEANT
    for first in range(len(SAID)):
        for second in range(first, len(SAID), 7):
            assert read(SAID[:first], SAID[first:second], SAID[second:]) == MEANT


@pytest.mark.parametrize(
    ("said", "rest"),
    [(b"2", b"50 x\n"), (b"250 o", b"k\r\n"), (b"250-ok\r\n", b"250\n"), (b"250 ok\r", b"\n")],
)
def test_half_a_reply_is_none_yet(said: bytes, rest: bytes):
    replies = Replies()
    assert list(replies.feed(said)) == []
    assert not replies.is_between
    assert len(list(replies.feed(rest))) == 1
    assert replies.is_between


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"what?",
        b"25",
        b"25x ok",
        b" 250 ok",
        b"+25 ok",
        b"\xb2\xb5\xb0 ok",
        b"099 ok",
        b"600 ok",
    ],
)
def test_what_is_no_reply_takes_nothing_from_those_before(line: bytes):
    found: list[Reply] = []
    with pytest.raises(NoReply):
        found.extend(Replies().feed(b"250 ok\r\n" + line + b"\r\n250 ok\r\n"))
    assert found == [Reply(250, "ok")]


@pytest.mark.parametrize("piece", [b"250 and on and on", b"250-and on\r\n"])
def test_a_reply_without_end_is_no_reply(piece: bytes):
    with pytest.raises(NoReply, match="without end"):
        read(*[piece] * (2 * MOST_BYTES // len(piece)))
