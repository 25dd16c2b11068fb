"""A page of ours as one who reads its styles sees it: each piece of text with its colours and its
size, in light and in dark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

Colour = tuple[float, float, float]

_VOID = {"meta", "br", "hr", "img", "link", "input", "wbr"}
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", re.DOTALL)
_RULE = re.compile(r"\.([\w-]+)( a)? \{([^}]*)\}")
_HIDDEN = re.compile(r"<!--.*?-->", re.DOTALL)
FROM_A_STYLE_SHEET = {"color", "background-color"}


@dataclass(frozen=True)
class Piece:
    """Some text: what it says, its own `colour` and that behind it (`ground`), and its `size`."""

    text: str
    colour: Colour
    ground: Colour
    size: float

    @property
    def contrast(self) -> float:
        """By WCAG 2.2, 1.4.3: from 1 to 21."""
        one, other = sorted((_luminance(self.colour), _luminance(self.ground)), reverse=True)
        return (one + 0.05) / (other + 0.05)


@dataclass(frozen=True)
class _Box:
    tag: str
    colour: Colour
    ground: Colour
    size: float
    classes: frozenset[str] = field(default_factory=frozenset)


class _Reader(HTMLParser):
    def __init__(self, dark: Mapping[tuple[str, bool], Mapping[str, str]]) -> None:
        super().__init__()
        self._dark = dark
        self._boxes = [_Box("", (0, 0, 0), (255, 255, 255), 16)]
        self.pieces: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        has = dict(attrs)
        said = _declared((has.get("style") or "").replace("!important", ""))
        classes = frozenset((has.get("class") or "").split())
        above = self._boxes[-1]
        inside = classes.union(*(box.classes for box in self._boxes))
        for (name, of_links), rule in self._dark.items():
            counts = inside if of_links else classes
            if name in counts and (tag == "a" or not of_links):
                said |= rule
        colour = _colour(said.get("color", ""), above.ground) or above.colour
        ground = _colour(said.get("background-color", ""), above.ground) or above.ground
        size = float(said["font-size"][:-2]) if said.get("font-size", "")[-2:] == "px" else 0
        self._boxes.append(_Box(tag, colour, ground, size or above.size, classes))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self._boxes.pop().tag == tag

    def handle_data(self, data: str) -> None:
        box = self._boxes[-1]
        if data.strip() and box.tag not in ("style", "title"):
            self.pieces.append(Piece(data.strip(), box.colour, box.ground, box.size))


def pieces(page: str, dark: bool = False) -> Iterator[Piece]:
    """All text of a page, as its own styles and style sheet show it."""
    found = _DARK.search(page) if dark else None
    rules = {
        (name, bool(links)): {
            key: value
            for key, value in _declared(body.replace("!important", "")).items()
            if key in FROM_A_STYLE_SHEET
        }
        for name, links, body in _RULE.findall(found[1] if found else "")
    }
    reader = _Reader(rules)
    reader.feed(_HIDDEN.sub("", page))
    reader.close()
    yield from reader.pieces


def _declared(style: str) -> dict[str, str]:
    pairs = (one.split(":", 1) for one in style.split(";") if ":" in one)
    return {key.strip(): value.strip() for key, value in pairs}


def _colour(said: str, below: Colour) -> Colour | None:
    """Of `#rrggbb`, or `#rrggbbaa` over what is below it."""
    if not re.fullmatch(r"#[0-9a-f]{6}(?:[0-9a-f]{2})?", said):
        return None
    red, green, blue, *rest = (int(said[at : at + 2], 16) for at in range(1, len(said), 2))
    share = rest[0] / 255 if rest else 1
    mixed = (
        one * share + two * (1 - share) for one, two in zip((red, green, blue), below, strict=True)
    )
    return tuple(mixed)  # type: ignore[return-value]


def _luminance(colour: Colour) -> float:
    parts = [one / 255 for one in colour]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
