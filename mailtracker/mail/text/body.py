"""A mail's parts go in; what a person reads and what is attached come
out. HTML is rendered to text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from mailtracker.mail.message import Part
from mailtracker.mail.mime.charset import charset_of_header, clean, decode, html_charset
from mailtracker.mail.mime.encoded_words import shown_name
from mailtracker.mail.mime.flowed import unflowed
from mailtracker.mail.mime.transfer import decoded
from mailtracker.mail.mime.tree import DEPTH_CAP, PARTS_CAP, Node, Tree, part_of
from mailtracker.mail.text.quotes import is_attribution
from mailtracker.record import dataclass

TEXT_CAP = 64 * 1024  # characters
HTML_CAP = 2 * 1024 * 1024  # bytes
_RENDERED = 512 * 1024  # characters; the library takes its time for pages that are larger
_QUOTE_DEPTH = 40  # 20,000 nested quotes cost it 1.5 GB
_GUESSES = 5  # bodies whose charset may be found by looking at them
# Encoded bytes that surely hold TEXT_CAP characters: 4 bytes each, written as 3.
_WINDOW = TEXT_CAP * 12
_READABLE = ("text/plain", "text/html")
_TEXTS = frozenset({*_READABLE, "text/enriched", "text/markdown", "text"})
_RICH = frozenset({"text/html", "multipart/related", "multipart/mixed"})
_UNENCODED = ("", "7bit", "8bit")
_PREFORMATTED = re.compile(
    r"<(?:pre|textarea|listing|xmp)\b|white-space\s{0,3}:\s{0,3}(?:pre|break)", re.IGNORECASE
)
_BLOCKQUOTE = re.compile(r"<(/?)blockquote\b([^>]{0,500})>", re.IGNORECASE)
_CITED = re.compile(r"cite|quot|border-left", re.IGNORECASE)
_QUOTE, _INDENT, _END = "\ue000", "\ue001", "\ue002"
_DATA_URI = re.compile(r"data:image/[^\"'<>\s]{500,}")
_MARKS = re.compile(f"([{_QUOTE}{_INDENT}{_END}])")
_ESCAPED_FROM = re.compile(r"^>(>*From )", re.MULTILINE)
_DASHED = re.compile(r"^- (?=-)", re.MULTILINE)
_UU = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n(?=[ -`]{1,80}\r?\n)", re.MULTILINE)
_NEVER_ATTACHED = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "text/rfc822-headers",
        "text/x-amp-html",
        "text/watch-html",
    }
)


@dataclass(frozen=True, slots=True)
class BodyText:
    """`text` at most 64 KB; `plain` and `html` are the first body parts, where a note may go;
    `attachments` are files to a person; `defects` say what is odd, for people.
    """

    text: str
    plain: Part | None
    html: Part | None
    attachments: tuple[Part, ...]
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one `part` says: `text`."""

    part: Part
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    @property
    def bare(self) -> str:
        return "".join(self.text.split())

    @property
    def is_html(self) -> bool:
        return self.part.content_type == "text/html"


def read_text(raw: bytes, tree: Tree) -> BodyText:
    """Collect the body. Of alternatives the plain text counts, if it
    says anything; else the HTML.
    """
    bodies = _bodies(tree)
    subject = tree.root.head.get("subject")
    reader = _Reader(raw, {id(node) for node in bodies}, subject)
    said = filter(None, (piece.text.strip("\n") for piece in reader.pieces(tree.root)))
    text = "\n\n".join(one for one in said if not one.isspace())
    if len(text) > TEXT_CAP:
        reader.defects.append("text cut")
    rest = [node for node in tree.nodes if not node.boundary and id(node) not in reader.bodies]
    attached = [part_of(node) for node in rest if node.type not in _NEVER_ATTACHED]
    return BodyText(
        text=text[:TEXT_CAP],
        plain=_first(bodies, "text/plain"),
        html=_first(bodies, "text/html"),
        attachments=(*attached, *reader.inline),
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
    return unnamed or [node for node in shown if node.type in _READABLE][:1]


def _is_text(node: Node) -> bool:
    if part_of(node).disposition == "attachment":
        return False
    if node.type.startswith("multipart/"):  # never entered: no boundary in sight
        return node.depth < DEPTH_CAP
    return node.type in _TEXTS


class _Reader:
    """Walks the tree once; keeps what was found beside the text."""

    def __init__(self, raw: bytes, bodies: set[int], subject: bytes) -> None:
        self.raw = raw
        self.subject = subject
        self.bodies = bodies
        self.inline: list[Part] = []
        self.guesses = 0
        self.defects: list[str] = []

    def pieces(self, node: Node) -> list[_Piece]:
        if not node.boundary:
            return self._leaf(node)
        if node.type == "multipart/alternative":
            return self._alternative(node)
        found = self._pieces_of(node.children)
        if not any(piece.is_html for piece in found):
            return found
        plain = {piece.bare for piece in found if not piece.is_html}
        # Some mailers send both forms side by side in multipart/mixed.
        return [piece for piece in found if not (piece.is_html and piece.bare in plain)]

    def _pieces_of(self, nodes: Iterable[Node]) -> list[_Piece]:
        return [piece for node in nodes for piece in self.pieces(node)]

    def _alternative(self, node: Node) -> list[_Piece]:
        """The first form that says anything; the plain ones go first."""
        for child in sorted(node.children, key=_is_rich):
            if best := [piece for piece in self.pieces(child) if not piece.is_blank]:
                return best
        return []

    def _leaf(self, node: Node) -> list[_Piece]:
        if id(node) not in self.bodies:
            return []
        part = part_of(node)
        if node.type == "text/html":
            return [_Piece(part, self._html(part, node.around))]
        text = self._plain(part, node.around)
        if node.parameters.get("format", "").lower() == "flowed":
            text = unflowed(text, delsp=node.parameters.get("delsp", "").lower() == "yes")
        if node.type.startswith("multipart/"):
            text = _without_delimiters(text, node.parameters.get("boundary", ""))
        return [_Piece(part, text)]

    def _html(self, part: Part, around: str) -> str:
        start, end = part.body
        if end - start > HTML_CAP:
            self.defects.append("HTML too large to read")
            return ""
        raw = decoded(self.raw[start:end], part.encoding)
        charset = part.charset or html_charset(raw) or self._hint(around, raw)
        text, damaged = html_text(clean(decode(raw, charset, guess=self._may_guess())))
        if damaged:
            self.defects.append("HTML not read whole")
        return text[: TEXT_CAP + 1]

    def _plain(self, part: Part, around: str) -> str:
        start, end = part.body
        body = self.raw[start : min(end, start + _WINDOW)]
        if b"begin " in body and part.encoding in _UNENCODED:
            body = self._without_uu(part)
        said = decoded(body, part.encoding)
        charset = part.charset or self._hint(around, said)
        text = clean(decode(said, charset, guess=self._may_guess()))
        if self.raw.startswith(b"From "):  # out of an mbox, where such a line begins with ">"
            text = _ESCAPED_FROM.sub(r"\1", text)
        return _clear_signed(text[: TEXT_CAP + 1])

    def _hint(self, around: str, raw: bytes) -> str:
        """The charset of a part that names none and is no UTF-8, as what stands around it has it,
        or the subject.
        """
        if raw.isascii() or _is_utf8(raw):
            return ""
        named = around.strip("'\" ").lower()
        return named or (charset_of_header(self.subject, raw) if self._may_guess() else "")

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


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_rich(node: Node) -> bool:
    return node.type in _RICH


def _without_delimiters(text: str, boundary: str) -> str:
    """A multipart in which no part begins: its text, without what should have parted it."""
    if not boundary:
        return text
    marks = (f"--{boundary}", f"--{boundary}--")
    return "\n".join(line for line in text.split("\n") if line.rstrip() not in marks)


def _clear_signed(text: str) -> str:
    """The words of an inline PGP signed text, without its armour and without the dash before each
    line that begins with one (RFC 9580 §7.2).
    """
    if not text.lstrip().startswith("-----BEGIN PGP SIGNED MESSAGE-----"):
        return text
    said = text.partition("\n\n")[2].partition("\n-----BEGIN PGP SIGNATURE-----")[0]
    return _DASHED.sub("", said)


def html_text(html: str) -> tuple[str, bool]:
    """HTML as plain text, and whether some of it was lost. Quotes get "> ",
    so that they are known as such.

    Hidden elements are dropped; nesting past 1,024 levels ends the text (the
    library warns, we pass it on).
    """
    # To a browser a line break is a blank, and a blank at the start of a line nothing; the library
    # keeps some.
    flows = not _PREFORMATTED.search(html)
    if flows:
        html = html.replace("\n", " ")
    marked = "<blockquote" in html or "<BLOCKQUOTE" in html
    short = html if len(html) <= _RENDERED else _slim(html)
    cut = short[:_RENDERED]
    try:
        content, warned = _converted(_marked(cut) if marked else cut)
    except Exception:  # a foreign parser on hostile input: whatever it raises, the mail goes on
        return "", True
    text = clean(content).replace("\xa0", " ")
    if flows:
        text = "\n".join(line.lstrip(" ") for line in text.split("\n"))
    damaged = warned or len(short) > _RENDERED
    return _quoted(text) if marked else text, damaged


def _converted(html: str) -> tuple[str, bool]:
    """As plain text, and whether the library warned of it."""
    from html_to_markdown import ConversionOptions, convert

    options = ConversionOptions(
        extract_metadata=False,
        skip_images=True,
        output_format="plain",
        max_input_size=4 * HTML_CAP,
        autolinks=False,
    )
    result = convert(html, options)
    return result.content or "", bool(result.warnings)


def _slim(html: str) -> str:
    """Without what nobody reads: comments, styles, embedded pictures."""
    for begin, end in (("<!--", "-->"), ("<style", "</style>"), ("<STYLE", "</STYLE>")):
        html = "".join(_outside(html, begin, end))
    return _DATA_URI.sub("", html)


def _outside(text: str, begin: str, end: str) -> Iterator[str]:
    """What does not stand between these."""
    pos = 0
    while (start := text.find(begin, pos)) >= 0 and (stop := text.find(end, start)) >= 0:
        yield text[pos:start]
        pos = stop + len(end)
    yield text[pos:]


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
    last = ""
    for piece in _pieces(text):
        if piece in (_QUOTE, _INDENT):
            open_quotes.append(piece == _QUOTE or is_attribution(last))
        elif piece == _END:
            del open_quotes[-1:]
        else:
            out.append("> " * min(sum(open_quotes), 10) + piece)
            last = piece if piece.strip() else last
    return "\n".join(out)


def _pieces(text: str) -> Iterator[str]:
    """The lines, and our marks by themselves."""
    for line in text.split("\n"):
        yield from _MARKS.split(line)
