"""A seed goes in; addresses come out as forgers, old programs and people with odd keyboards spell
them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

_LOCALS = [
    *("sam", "SAM", "sam.lund", "sam+vpn", "a..b", ".sam", "sam.", "sam-", "jürgen", "JÜRGEN"),
    *("\u017fam", "日本", "", " ", "sam lund", "*", "sam'o", "{sam}", "sam%corp.example", "sam!x"),
    *('"sam"', '"sam lund"', '"a..b"', '"sam@x"', '"sam', 'sam"', '""', '"a\\"b"', '"<sam>"'),
    *("sam(x)", "(x)sam", "sam:x", "sam;x", "sam,x", "<sam", "sam>", "[sam]", "sam\\x", "=?x?="),
    *("s\u202eam", "s\u00adam", "s\u200bam", "s\x00am", "s\r\nam", "s\tam", "s\x7fam", "s\ue000am"),
    *("s\u2028am", "s\u2066am", "s\ufeffam", "s\xa0am", "sa\u0308m", "x" * 64, "x" * 250, "ü" * 90),
]
_LABELS = [
    *("corp", "CORP", "büro", "BÜRO", "Bu\u0308ro", "xn--bro-hoa", "XN--BRO-HOA", "straße"),
    *("STRA\u1e9eE", "strasse", "\u212aorp", "\uff43orp", "corp\u3002dk", "\u017forp", "βόλος"),
    *("ΒΌΛΟΣ", "\u0130x", "❤", "例え", "", "-corp", "corp-", "co_rp", "co rp", "x" * 63, "x" * 64),
    *(
        "ü" * 30,
        "ü" * 63,
        "xn--",
        "xn--a",
        "\u05d0\u05d1",
        "\u05d0a",
        "a\u200db",
        "[127",
        "1]",
        "1",
    ),
    *("c\u202eorp", "c\x00orp", "c\u00adorp", "co@rp", "co>rp", 'co"rp', "co/rp", "*", "co\\rp"),
]
_TOPS = ["example", "EXAMPLE", "example.", "example..", "beispiel.例え", "", "example\u3002", "de"]
_SPICE = ["@", '"', "\\", " ", "\u202e", "\x00", "<", ">", "(", ")", ",", ".", "ü", "\n", "x" * 300]


def spellings(seed: int, many: int) -> Iterator[str]:
    """`many` of them; the same for the same seed."""
    dice = random.Random(seed)
    for _ in range(many):
        labels = dice.choices(_LABELS, k=dice.choice((0, 1, 1, 1, 2, 3, 9)))
        domain = ".".join([*labels, dice.choice(_TOPS)])
        written = f"{dice.choice(_LOCALS)}@{domain}"
        for _ in range(dice.choice((0, 0, 0, 1, 2))):
            at = dice.randint(0, len(written))
            written = written[:at] + dice.choice(_SPICE) + written[at:]
        yield written
