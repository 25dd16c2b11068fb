"""Text in format=flowed goes in; the same text with its paragraphs put
together comes out (RFC 3676).
"""

from __future__ import annotations

_SIGNATURE = "-- "
_NONE = -1  # the depth of a paragraph that goes on, where none does


def unflowed(text: str, *, delsp: bool) -> str:
    """A line that ends with a blank goes on in the next line of the same depth of quoting. `delsp`:
    that blank is none of the text.

    Stuffed blanks go, "-- " stays a line of its own. Linear.
    """
    out: list[str] = []
    open_depth = _NONE
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        flows = content.endswith(" ") and content != _SIGNATURE
        joins = open_depth == depth and content != _SIGNATURE
        if not joins:
            out.append(_begun(depth, first=not out))
        out.append(content[:-1] if flows and delsp else content)
        open_depth = depth if flows else _NONE
    return "".join(out)


def _begun(depth: int, first: bool) -> str:
    """How a line begins that goes on from none."""
    return "\n" * (not first) + ">" * depth + " " * (depth > 0)
