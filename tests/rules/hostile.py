"""The costliest rules that load, and the costliest mails for them."""

from __future__ import annotations

import random

from mailtracker.policy.mail_view import MailView


def hostile_rules(rules: int = 60) -> str:
    clauses = [
        "subject: [ab ab c, 'a* a* a* b', {regex: '^[ab]{1,9}c$'}]",
        "body: [new new laptop, 'neu* neu* laptop', 'a* b c']",
        "anywhere: ['q* x', a b a b a b c, {words: 'ä* ö', accents: exact}]",
        "attachment: ['*a*a*a*a*b', '*x*y', {regex: '^a{1,9}b$'}]",
        "to: ['zz@corp.example', '*@nowhere.example']",
        "header: {X-A: ['a* b', {regex: '^a{1,9}b$'}], X-B: '*'}",
    ]
    said = [clauses[n % len(clauses)] for n in range(rules)]
    return "rules:\n" + "".join(
        f"  - {{name: r{n}, why: w, to: bo, when: {{{one}, not: {{from: n{n}@x.example}}}}}}\n"
        for n, one in enumerate(said)
    )


LONG = 64 * 1024


def by_chance(seed: int) -> str:
    return "".join(random.Random(seed).choices("ab ", k=LONG))


HOSTILE_MAILS = {
    "a word pair without end": MailView(
        "", (), "a b " * (LONG // 4), "new laptop " * (LONG // 11), text="ab ab " * (LONG // 6)
    ),
    "beginnings without end": MailView(
        "", (), "a a " * (LONG // 4), "neu neu " * (LONG // 8), text="q " * (LONG // 2)
    ),
    "marks, more in a row than are kept": MailView(
        "",
        (),
        "a\u0301" * (LONG // 2),
        ("a" + "\u0301\u0327" * 20) * (LONG // 41),
        text=("e" + "\u0327\u0301" * 20) * (LONG // 41),
    ),
    "marks beyond the first plane": MailView(
        "",
        (),
        ("a" + "\U0001d165\U0001d16d" * 20) * (LONG // 41),
        ("e" + "\U0001e8d0\u0301" * 20) * (LONG // 41),
    ),
    "one word": MailView("", (), "a" * LONG, "neu" + "x" * LONG, text="q" * LONG),
    "no words": MailView("", (), "*" * LONG, "\u00a0 " * LONG, text="\n" * LONG),
    "characters that grow": MailView("", (), "\ufb2c" * LONG, "\u0390" * LONG, text="ΐ" * LONG),
    "a and b by chance": MailView("", (), by_chance(1), by_chance(2)),
    "as many words as can be": MailView(
        "", (), " ".join(f"a{n}" for n in range(12_000)), "打" * LONG
    ),
    "1,000 headers": MailView(
        "", (), "", "", headers=tuple((f"x-{'ab'[n % 2]}", "a " * 500) for n in range(1000))
    ),
    "10,000 recipients": MailView(
        "", tuple(f"p{n}+tag@x{n}.example" for n in range(10_000)), "", ""
    ),
    "1,000 names of 1 KB": MailView(
        "", (), "", "", attachments=("a" * 1000 + "x",) * 1000, has_attachment=True
    ),
}
