"""What a letter is given is data, or words of others: a sentence of ours stands in its templates,
or in the words of a language, where it is said in each of them (docs/reliability.md, O27).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import mailtracker
from mailtracker.daemon import announcing, expecting, keeper, mornings, watch
from mailtracker.desk.letters import AnyLetter
from mailtracker.desk.troubles import OurPart, PartKind, Quoted, part_in

HERE = Path(mailtracker.__file__).parent

OF_PEOPLE = frozenset(
    (
        *("address", "author", "by_name", "cover_name", "from_", "from_name", "had_by", "name"),
        *("new_name", "owner", "owner_name", "opened_by", "rest_with", "slip_name", "text_to"),
        *("to", "who", "with_whom", "requester", "meant_for", "phone", "email", "reply_to"),
        *("former", "names", "others", "people", "passed", "kept_from", "left", "missed"),
        *("named", "away", "by", "has_it"),
    )
)
"""Names and addresses of people, each by itself."""

OF_RULES = frozenset(
    (
        *("called", "team", "what", "rule", "where", "ended", "tests", "asked", "on_file"),
        *("folder", "digest", "unread", "shown", "domain", "rules"),
    )
)
"""What the site has written into its own files, and names in it."""

OF_MAIL = frozenset(
    (
        *("line", "words", "subject_line", "about", "title", "comment", "answer", "last_word"),
        *("attached", "file", "files", "stayed", "known", "typed"),
        *("reference", "references", "linked", "into", "other", "whole", "part", "part_of"),
        *("returned",),
    )
)
"""What people have written or will type, the files that go with it, and references."""

OF_MACHINES = frozenset({"text"})
"""What a mail server says: quoted, with our own words for it beside (O21). `Quoted` is no text."""

PLAIN = OF_PEOPLE | OF_RULES | OF_MAIL | OF_MACHINES


def texts_of(record: type) -> Iterator[tuple[type, str]]:
    """Every field that any text fits in, also of the records that it is made of."""
    hints = get_type_hints(record)
    for field in fields(record):
        for kind in kinds_in(hints[field.name]):
            if kind is str:
                yield record, field.name
            elif is_dataclass(kind) and kind.__module__.startswith("mailtracker.desk"):
                yield from texts_of(kind)


def kinds_in(hint: object) -> Iterator[type]:
    if get_origin(hint) is Literal:
        return
    if isinstance(hint, type) and not get_args(hint):
        yield hint
    for one in get_args(hint):
        yield from kinds_in(one)


def letters() -> Iterator[type]:
    found: list[Any] = [AnyLetter]
    while found:
        one = found.pop()
        if get_origin(one) in (Union, UnionType):
            found += get_args(one)
        else:
            yield one


def test_every_text_of_a_letter_is_a_name_a_word_of_others_or_a_quote() -> None:
    assert len(list(letters())) > 80
    texts = {(record, name) for kind in letters() for record, name in texts_of(kind)}
    strange = {f"{kind.__name__}.{name}" for kind, name in texts if name not in PLAIN}
    assert not strange, "a sentence? then it is data, and the languages say it"
    gone = PLAIN - {name for _, name in texts}
    assert not gone, "no letter has these"


PROSE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


def written_in(call: ast.AST) -> Iterator[str]:
    """What is written out in it, in whatever place."""
    for node in ast.walk(call):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_letter_is_made_with_a_sentence() -> None:
    """Nor is what stands in one a quote that we have written ourselves."""
    names = {kind.__name__ for kind in letters()} | {Quoted.__name__}
    made, found = set(), []
    for path in HERE.rglob("*.py"):
        if "sample" in path.name:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in names:
                made.add(called.id)
                found += [(path.name, said) for said in written_in(node) if is_said(said)]
    assert len(made) > 80
    assert not found


def is_said(text: str) -> bool:
    """Some values of enumerations are two words, and are none of a sentence."""
    return bool(PROSE.search(text)) and text not in ENUMERATED


def literals_in(hint: object) -> Iterator[str]:
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    for one in get_args(hint):
        yield from literals_in(one)


ENUMERATED = frozenset(
    value
    for kind in letters()
    for hint in get_type_hints(kind).values()
    for value in literals_in(hint)
)


def test_a_part_of_ours_is_known_by_its_key() -> None:
    cases = (
        ("imap IT help", PartKind.MAILBOX, "IT help"),
        ("smtp", PartKind.SENDING, ""),
        ("sent it", PartKind.SENT_FOLDER, "it"),
        ("sign-in office365", PartKind.SIGN_IN, "office365"),
        ("hook pager", PartKind.HOOK, "pager"),
        ("daily digests", PartKind.DAILY, ""),
        ("digests", PartKind.DIGESTS, ""),
        (watch.CLOCK, PartKind.CLOCK, ""),
        ("smtps", PartKind.OTHER, "smtps"),
        ("", PartKind.OTHER, ""),
    )
    for key, kind, called in cases:
        assert part_in(key) == OurPart(kind, called), key


def test_no_part_that_may_be_in_trouble_is_unknown() -> None:
    told = {announcing.PART, expecting.PART, mornings.PART, keeper.clock_of("vm")}
    for path in (HERE / "daemon").glob("*.py"):
        told |= set(re.findall(r'\b(?:beat|_beside)\(\s*f?"([^"{]+)', path.read_text()))
    assert len(told) > 6
    assert not {key for key in told if part_in(key).kind is PartKind.OTHER}
