"""Text in format=flowed goes in; the same text with its paragraphs put
together comes out (RFC 3676).
"""

from __future__ import annotations


def unflowed(text: str, *, delsp: bool) -> str:
    """A line that ends with a blank goes on in the next line of the same depth of quoting. `delsp`:
    that blank is none of the text.

    Stuffed blanks go, "-- " stays a line of its own. Linear.
    """
    out: list[str] = []
    open_depth = -1  # of a paragraph that goes on
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        if flows and delsp:
            content = content[:-1]
        if open_depth == depth and content != "-- ":
            out.append(content)
        else:
            quote = ">" * depth + " " * (depth > 0)
            out.append(("\n" if out else "") + quote + content)
        open_depth = depth if flows else -1
    return "".join(out)
