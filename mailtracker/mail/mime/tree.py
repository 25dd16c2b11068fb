"""A mail's raw bytes go in; its MIME parts come out, each by its offsets. Linear; depth and
number of parts are capped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from mailtracker.mail.message import Part
from mailtracker.mail.mime.encoded_words import content_type, parameters, shown_name, text_of
from mailtracker.mail.mime.header import Head, read_head
from mailtracker.mail.mime.transfer import KNOWN, transfer_encoding
from mailtracker.record import dataclass

PARTS_CAP = 1_000
DEPTH_CAP = 50
_BOUNDARY_CAP = 250
_STRAY_CAP = 1_000_000  # lines that begin with "--" and are no boundary
_MARKS_CAP = 8  # boundaries that are looked for one by one
_GUESSES = 10
_GUESS_SPAN = 64 * 1024
_LIKELY = re.compile(
    rb"\n--([^\s][^\r\n]{0,200})\r?\n(?:\r?\n|[Cc][Oo][Nn][Tt][Ee][Nn][Tt]-[A-Za-z-]{2,30}[ "
    rb"\t]{0,3}:)"
)


@dataclass(slots=True)
class Node:
    """A part while the tree is built."""

    #: The IMAP section number, "" for the root.
    path: str
    #: How many multiparts it stands in.
    depth: int
    #: Its header.
    head: Head
    #: Where its header begins.
    begin: int
    #: Where its body begins.
    start: int
    #: Where its body ends.
    end: int
    #: Its content type.
    type: str
    #: What stands beside the content type.
    parameters: Mapping[str, str]
    #: The charset that a multipart around it names: a hint where it says none itself.
    around: str = ""
    #: Set on multiparts that have children.
    boundary: bytes = b""
    #: Its closing boundary was seen.
    closed: bool = False
    #: The parts that it holds.
    children: list[Node] = field(default_factory=list)
    #: The finished part, once somebody asked for it.
    part: Part | None = None

    @property
    def is_open(self) -> bool:
        return bool(self.boundary) and not self.closed


@dataclass(frozen=True, slots=True)
class Tree:
    """`nodes` in document order, the root first. `complete` is False where
    the caps left parts unread. `defects` say what is odd, for people.
    """

    nodes: tuple[Node, ...]
    complete: bool
    defects: tuple[str, ...]

    @property
    def root(self) -> Node:
        return self.nodes[0]


def scan(raw: bytes) -> Tree:
    """Find every part. Unclosed, missing and wrong boundaries are survived;
    message/rfc822 is a leaf. Never raises.
    """
    # Mails with bare CR only exist; swapping keeps every offset.
    return _Scan(raw if b"\n" in raw else raw.replace(b"\r", b"\n")).run()


def part_of(node: Node) -> Part:
    """The finished part; only after the scan."""
    if node.part is None:
        node.part = _part(node)
    return node.part


class _Scan:
    """One walk over the lines that begin with "--", with the multiparts
    that are open at that point.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.nodes: list[Node] = []
        self.path: list[Node] = []  # from the root to the part that the walk stands in
        self.defects: list[str] = []
        self.guesses = 0
        self.known: set[bytes] = set()
        # Where each boundary comes next, -1 for nowhere: in most mails nothing else is looked for.
        self.ahead: dict[bytes, int] = {}
        self.each_line = len(data) > _STRAY_CAP

    def run(self) -> Tree:
        complete = self._walk(self._open(_first_field(self.data)))
        if any(node.is_open for node in self.path):
            self.defects.append("multipart not closed")
        for node in self.nodes:
            node.boundary = node.boundary if node.children else b""
        return Tree(tuple(self.nodes), complete, tuple(dict.fromkeys(self.defects)))

    def _walk(self, pos: int) -> bool:
        """Whether all lines could be looked at."""
        strays = 0
        while (line := self._next(max(pos - 1, 0)) + 1) > 0:
            stop = self._line_end(line)
            level, closing = self._owner(self.data[line:stop].rstrip()[2:]) if stop else (-1, False)
            pos = line + 2
            if level < 0:
                strays += stop > 0
                if strays > _STRAY_CAP:
                    self.defects.append("too many boundary-like lines")
                    return False
                continue
            self._close_below(level, line)
            if closing:
                self.path[level].closed = True
                pos = stop
            elif len(self.nodes) >= PARTS_CAP:
                self.defects.append(f"more than {PARTS_CAP} parts")
                return False
            else:
                pos = self._open(stop)
        return True

    def _next(self, pos: int) -> int:
        """Where the next line break stands before what may be a boundary, -1 for nowhere."""
        if self.each_line:
            return self.data.find(b"\n--", pos)
        for mark, at in self.ahead.items():
            if 0 <= at < pos:
                self.ahead[mark] = self.data.find(mark, pos)
        return min((at for at in self.ahead.values() if at >= 0), default=-1)

    def _line_end(self, line: int) -> int:
        """Where the next line begins, 0 for one that is too long for a boundary."""
        longest = line + _BOUNDARY_CAP + 50
        stop = self.data.find(b"\n", line, longest) + 1
        return stop or (len(self.data) if longest >= len(self.data) else 0)

    def _owner(self, token: bytes) -> tuple[int, bool]:
        """The level of the innermost open multipart with this boundary, and whether it
        is closed by it; -1 for none.
        """
        if token not in self.known:
            return -1, False
        for level in range(len(self.path) - 1, -1, -1):
            node = self.path[level]
            if node.is_open and token in (node.boundary, node.boundary + b"--"):
                return level, token != node.boundary
        return -1, False

    def _close_below(self, level: int, line: int) -> None:
        """Their bodies end before the line break above this line."""
        end = line - 1 - (self.data[line - 2 : line - 1] == b"\r")
        for node in self.path[level + 1 :]:
            node.end = max(node.start, end)
            if node.is_open:
                self.defects.append("multipart not closed")
        del self.path[level + 1 :]

    def _open(self, begin: int) -> int:
        """Begin a part whose header stands at `begin`; returns where its body starts."""
        head = read_head(self.data, begin, len(self.data))
        self.defects += head.defects
        kind, found = content_type(head.get("content-type"))
        node = self._node(begin, head)
        node.type, node.parameters = kind or node.type, found
        if node.type.startswith("multipart/"):
            self._enter(node)
        self.nodes.append(node)
        self.path.append(node)
        return node.start

    def _node(self, begin: int, head: Head) -> Node:
        """A part as the innermost open one has it: its place, and the type that it has unless it
        says another.
        """
        end = len(self.data)
        if not self.path:
            return Node("", 0, head, 0, head.end, end, "text/plain", {})
        parent = self.path[-1]
        path = f"{parent.path}.{len(parent.children) + 1}".lstrip(".")
        kind = "message/rfc822" if parent.type == "multipart/digest" else "text/plain"
        around = parent.parameters.get("charset", "") or parent.around
        node = Node(path, parent.depth + 1, head, begin, head.end, end, kind, {}, around)
        parent.children.append(node)
        return node

    def _enter(self, node: Node) -> None:
        if node.depth >= DEPTH_CAP:
            self.defects.append(f"parts nested deeper than {DEPTH_CAP}")
            return
        named = node.parameters.get("boundary", "").rstrip()
        boundary = named.encode("utf-8", "replace")[:_BOUNDARY_CAP]
        if self.guesses < _GUESSES and not self._follows(boundary, node):
            self.guesses += 1
            self.defects.append("wrong boundary" if boundary else "multipart without a boundary")
            likely = _LIKELY.search(self.data, max(node.start - 1, 0), node.start + _GUESS_SPAN)
            boundary = likely[1].rstrip() if likely else boundary
        node.boundary = boundary
        self.known |= {boundary, boundary + b"--"}
        self.each_line = self.each_line or not boundary or len(self.ahead) >= _MARKS_CAP
        self.ahead[b"\n--" + boundary] = self.data.find(b"\n--" + boundary, max(node.start - 1, 0))

    def _follows(self, boundary: bytes, node: Node) -> bool:
        return bool(boundary) and self.data.find(b"\n--" + boundary, node.start - 1) >= 0


def _first_field(data: bytes) -> int:
    """Where the header begins: behind a byte order mark and leading blank space."""
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    if data[start : start + 1] in (b" ", b"\t", b"\r", b"\n"):
        return len(data) - len(data[start:].lstrip())
    return start


def _part(node: Node) -> Part:
    head, said = node.head, node.parameters
    disposition, more = parameters(head.get("content-disposition"))
    encoding = transfer_encoding(head.get("content-transfer-encoding"))
    name = more.get("filename") or said.get("name") or said.get("file", "")
    return Part(
        path=node.path,
        content_type=node.type,
        charset=said.get("charset", "").strip("'\" ").lower()[:60],
        encoding=encoding if encoding in KNOWN else "",
        disposition=disposition[:60],
        filename=shown_name(name),
        content_id=text_of(head.get("content-id"))[:998],
        head=(node.begin, node.start),
        body=(node.start, node.end),
    )
