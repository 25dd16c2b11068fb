"""A mail in, the pieces in which SMTP's DATA carries it out."""

from __future__ import annotations

from collections.abc import Iterator

PIECE_BYTES = 256 << 10
"""Of a mail, written at once."""


def wire(mail: bytes, piece: int = PIECE_BYTES) -> Iterator[bytes]:
    r"""The mail as DATA carries it, in pieces: every line end is CRLF, leading dots are doubled,
    the last line ends.

    A lone \r or \n becomes CRLF, so that no server can read a second mail out of it
    (CVE-2023-51764).
    """
    start, fresh = 0, True  # fresh: the next byte opens a line
    while start < len(mail):
        end = start + piece
        while mail[end - 1 : end] == b"\r" and end < len(mail):  # its \n may be the next byte
            end += 1
        lines = _of_one_kind(mail[start:end])
        out = lines.replace(b"\r\n.", b"\r\n..")
        yield b"." + out if fresh and out.startswith(b".") else out
        start, fresh = end, lines.endswith(b"\n")
    if not fresh or not mail:
        yield b"\r\n"


def _of_one_kind(lines: bytes) -> bytes:
    """Each line end as CRLF. A mail of ours has no other, and counting is four times as fast as
    writing anew.
    """
    ends = lines.count(b"\r\n")
    if ends == lines.count(b"\n") == lines.count(b"\r"):
        return lines
    plain = lines.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return plain.replace(b"\n", b"\r\n")
