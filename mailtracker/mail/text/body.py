"""A mail's parts go in; what a person reads and what is attached come
out. HTML is rendered to text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from html_to_markdown import ConversionOptions, convert

from mailtracker.mail.message import Part
from mailtracker.mail.mime.charset import clean, decode, html_charset
from mailtracker.mail.mime.encoded_words import shown_name
from mailtracker.mail.mime.flowed import unflowed
from mailtracker.mail.mime.transfer import decoded
from mailtracker.mail.mime.tree import DEPTH_CAP, PARTS_CAP, Node, Tree, part_of
from mailtracker.mail.text.quotes import is_attribution

TEXT_CAP = 64 * 1024  # characters
HTML_CAP = 2 * 1024 * 1024  # bytes
_RENDERED = (
    512 * 1024
)  # characters; the library takes 28 s for 2 MB of "<meta ", 1.3 s for this much
_QUOTE_DEPTH = 40  # 20,000 nested quotes cost it 1.5 GB
_GUESSES = 5  # bodies whose charset may be found by looking at them
_WINDOW = (
    TEXT_CAP * 12
)  # encoded bytes that surely hold TEXT_CAP characters: 4 bytes each, 3 letters a byte
_OPTIONS = ConversionOptions(
    extract_metadata=False,
    skip_images=True,
    output_format="plain",
    max_input_size=4 * HTML_CAP,
    autolinks=False,
)
_PREFORMATTED = re.compile(
    r"<(?:pre|textarea|listing|xmp)\b|white-space\s{0,3}:\s{0,3}(?:pre|break)", re.IGNORECASE
)
_BLOCKQUOTE = re.compile(r"<(/?)blockquote\b([^>]{0,500})>", re.IGNORECASE)
_CITED = re.compile(r"cite|quot|border-left", re.IGNORECASE)
_QUOTE, _INDENT, _END = "\ue000", "\ue001", "\ue002"
_DATA_URI = re.compile(r"data:image/[^\"'<>\s]{500,}")
_MARKS = re.compile(f"([{_QUOTE}{_INDENT}{_END}])")
_ESCAPED_FROM = re.compile(r"^>(>*From )", re.MULTILINE)
_UU = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n(?=[ -`]{1,80}\r?\n)", re.MULTILINE)
_NEVER_ATTACHED = frozenset(
    {
        "message/delivery-status",
        "message/disposition-notification",
        "text/rfc822-headers",
        "text/x-amp-html",
        "text/watch-html",
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` at most 64 KB; `plain` and `html` are the first body parts, where a note may go."""

    text: str
    plain: Part | None
    html: Part | None
    attachments: tuple[Part, ...]
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    part: Part
    text: str

    @property
    def bare(self) -> str:
        return "".join(self.text.split())


def read_text(raw: bytes, tree: Tree) -> Reading:
    """Collect the body. Of alternatives the plain text counts, if it
    says anything; else the HTML.
    """
    bodies = _bodies(tree)
    reader = _Reader(raw, {id(node) for node in bodies})
    pieces = reader.pieces(tree.root)
    text = "\n\n".join(piece.text.strip("\n") for piece in pieces if piece.text.strip())
    if len(text) > TEXT_CAP:
        reader.defects.append("text cut")
    leaves = [node for node in tree.nodes if not node.boundary and node.type not in _NEVER_ATTACHED]
    attached = [part_of(node) for node in leaves if id(node) not in reader.bodies]
    return Reading(
        text=text[:TEXT_CAP],
        plain=_first(bodies, "text/plain"),
        html=_first(bodies, "text/html"),
        attachments=tuple(attached) + tuple(reader.inline),
        defects=tuple(dict.fromkeys(reader.defects)),
    )


def _first(bodies: list[Node], kind: str) -> Part | None:
    return next((part_of(node) for node in bodies if node.type == kind), None)


def _bodies(tree: Tree) -> list[Node]:
    """The text parts that are shown: not attached, and without a name unless
    nothing else is there to read.
    """
    shown = [node for node in tree.nodes if not node.boundary and _is_text(node)]
    unnamed = [node for node in shown if not part_of(node).filename]
    return unnamed or [node for node in shown if node.type in ("text/plain", "text/html")][:1]


def _is_text(node: Node) -> bool:
    part = part_of(node)
    if part.disposition == "attachment":
        return False
    if node.type.startswith("multipart/"):  # never entered: no boundary in sight
        return node.depth < DEPTH_CAP
    return node.type in ("text/plain", "text/html", "text/enriched", "text/markdown", "text")


class _Reader:
    """Walks the tree once; keeps what was found beside the text."""

    def __init__(self, raw: bytes, bodies: set[int]) -> None:
        self.raw = raw
        self.bodies = bodies
        self.inline: list[Part] = []
        self.guesses = 0
        self.defects: list[str] = []

    def pieces(self, node: Node) -> list[_Piece]:
        if not node.boundary:
            return self._leaf(node)
        if node.type == "multipart/alternative":
            return self._alternative(node)
        found = [piece for child in node.children for piece in self.pieces(child)]
        plain = {piece.bare for piece in found if piece.part.content_type != "text/html"}
        # Some mailers send both forms side by side in multipart/mixed.
        return [
            piece
            for piece in found
            if piece.part.content_type != "text/html" or piece.bare not in plain
        ]

    def _alternative(self, node: Node) -> list[_Piece]:
        rich: list[Node] = []
        best: list[_Piece] = []
        for child in node.children:
            if child.type in ("text/html", "multipart/related", "multipart/mixed"):
                rich.append(child)
                continue
            best = best or [piece for piece in self.pieces(child) if piece.bare]
        for child in rich:
            best = best or [piece for piece in self.pieces(child) if piece.bare]
        return best

    def _leaf(self, node: Node) -> list[_Piece]:
        if id(node) not in self.bodies:
            return []
        part = part_of(node)
        if node.type == "text/html":
            return [_Piece(part, self._html(part))]
        text = self._plain(part)
        if node.parameters.get("format", "").lower() == "flowed":
            text = unflowed(text, delsp=node.parameters.get("delsp", "").lower() == "yes")
        if node.type.startswith("multipart/"):
            text = _without_delimiters(text, node.parameters.get("boundary", ""))
        return [_Piece(part, text)]

    def _html(self, part: Part) -> str:
        start, end = part.body
        if end - start > HTML_CAP:
            self.defects.append("HTML too large to read")
            return ""
        raw = decoded(self.raw[start:end], part.encoding)
        text, damaged = html_text(
            clean(decode(raw, part.charset or html_charset(raw), guess=self._may_guess()))
        )
        if damaged:
            self.defects.append("HTML not read whole")
        return text[: TEXT_CAP + 1]

    def _plain(self, part: Part) -> str:
        start, end = part.body
        body = self.raw[start : min(end, start + _WINDOW)]
        if b"begin " in body and part.encoding in ("", "7bit", "8bit"):
            body = self._without_uu(part)
        text = clean(decode(decoded(body, part.encoding), part.charset, guess=self._may_guess()))
        if self.raw.startswith(
            b"From "
        ):  # out of an mbox, where "From " at the start of a line is escaped
            text = _ESCAPED_FROM.sub(r"\1", text)
        return _clear_signed(text[: TEXT_CAP + 1])

    def _may_guess(self) -> bool:
        self.guesses += 1
        return self.guesses <= _GUESSES

    def _without_uu(self, part: Part) -> bytes:
        """Files in the text, as mailers sent them before MIME: each becomes an
        attachment with its own offsets.
        """
        pos, end = part.body
        kept: list[bytes] = []
        while len(self.inline) < PARTS_CAP and (hit := _UU.search(self.raw, pos, end)):
            stop = self.raw.find(b"\nend", hit.end(), end)
            if stop < 0:
                break
            kept.append(self.raw[pos : hit.start()])
            pos = stop + 4
            self.inline.append(_uu_part(part, hit, pos))
        return b"".join((*kept, self.raw[pos:end]))[:_WINDOW]


def _uu_part(part: Part, hit: re.Match[bytes], end: int) -> Part:
    return replace(
        part,
        content_type="application/octet-stream",
        charset="",
        encoding="x-uuencode",
        disposition="attachment",
        filename=shown_name(decode(hit[1])),
        content_id="",
        head=(hit.start(), hit.start()),
        body=(hit.start(), end),
    )


def _without_delimiters(text: str, boundary: str) -> str:
    """A multipart in which no part begins: its text, without what should have parted it."""
    marks = (f"--{boundary}", f"--{boundary}--") if boundary else ()
    return "\n".join(line for line in text.split("\n") if line.rstrip() not in marks)


def _clear_signed(text: str) -> str:
    """The words of an inline PGP signed text, without its armour."""
    if not text.lstrip().startswith("-----BEGIN PGP SIGNED MESSAGE-----"):
        return text
    return text.partition("\n\n")[2].partition("\n-----BEGIN PGP SIGNATURE-----")[0]


def html_text(html: str) -> tuple[str, bool]:
    """HTML as plain text, and whether some of it was lost. Quotes get "> ",
    so that they are known as such.

    Hidden elements are dropped; nesting past 1,024 levels ends the text (the
    library warns, we pass it on).
    """
    flows = not _PREFORMATTED.search(html)
    if flows:  # to a browser a line break is a blank, and a blank at the start of a line nothing; the library keeps some
        html = html.replace("\n", " ")
    marked = "<blockquote" in html or "<BLOCKQUOTE" in html
    short = html if len(html) <= _RENDERED else _slim(html)
    try:
        result = convert(_marked(short[:_RENDERED]) if marked else short[:_RENDERED], _OPTIONS)
    except Exception:  # a foreign parser on hostile input: whatever it raises, the mail goes on
        return "", True
    text = clean(result.content or "").replace("\xa0", " ")
    if flows:
        text = "\n".join(line.lstrip(" ") for line in text.split("\n"))
    return (_quoted(text) if marked else text), bool(result.warnings) or len(short) > _RENDERED


def _slim(html: str) -> str:
    """Without what nobody reads: comments, styles, embedded pictures."""
    for begin, end in (("<!--", "-->"), ("<style", "</style>"), ("<STYLE", "</STYLE>")):
        kept: list[str] = []
        pos = 0
        while (start := html.find(begin, pos)) >= 0 and (stop := html.find(end, start)) >= 0:
            kept.append(html[pos:start])
            pos = stop + len(end)
        html = "".join((*kept, html[pos:]))
    return _DATA_URI.sub("", html)


def _marked(html: str) -> str:
    """Put a private character where a quote begins and ends. An indent is only a
    quote if the mailer says so.
    """

    depth = 0

    def mark(hit: re.Match[str]) -> str:
        nonlocal depth
        depth = max(0, depth - 1) if hit[1] else depth + 1
        if depth + bool(hit[1]) > _QUOTE_DEPTH:
            return ""
        if hit[1]:
            return f"{hit[0]}<p>{_END}</p>"
        return f"<p>{_QUOTE if _CITED.search(hit[2]) else _INDENT}</p>{hit[0]}"

    return _BLOCKQUOTE.sub(mark, _MARKS.sub("", html))


def _quoted(text: str) -> str:
    out: list[str] = []
    open_quotes: list[bool] = []
    depth = 0
    last = ""
    for line in text.split("\n"):
        for piece in _MARKS.split(line) if _MARKS.search(line) else (line,):
            if piece in (_QUOTE, _INDENT):
                open_quotes.append(piece == _QUOTE or is_attribution(last))
                depth += open_quotes[-1]
            elif piece == _END:
                depth -= open_quotes.pop() if open_quotes else 0
            else:
                out.append("> " * min(depth, 10) + piece)
                last = piece if piece.strip() else last
    return "\n".join(out)
