"""A text from anywhere goes in; a text that may stand in one header line comes out."""

from __future__ import annotations

import re

# C0, DEL, C1, line and paragraph separators, bidi embeddings, overrides and isolates, lone
# surrogates. A run is one space.
_UNFIT = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


def clean_header(value: str, limit: int | None = 255) -> str:
    """`value` as one line without anything that ends a header, hides or reorders text
    (docs/reliability.md, S2; CVE-2024-6923).

    `limit` is in characters, None for the whole. Linear time.
    """
    as_it_is = value.isprintable() and "  " not in value  # nothing else that is unfit is printable
    line = (value if as_it_is else _UNFIT.sub(" ", value)).strip()
    return line if limit is None else line[:limit].rstrip()
