"""Checked entries of `rules:`, `notes:` and `fallback:` → what the daemon routes by."""

from __future__ import annotations

from collections.abc import Mapping

from mailtracker.policy.model import (
    NOBODY,
    PEOPLE,
    Extras,
    Fallback,
    Note,
    Question,
    Rule,
    Writers,
)
from mailtracker.policy.not_good import NotGood
from mailtracker.policy.worktime import Span
from mailtracker.rules import values
from mailtracker.rules.check import DEFAULT, NORMAL
from mailtracker.rules.ratings_file import RatingsFile
from mailtracker.rules.schema import (
    Answered,
    ExtrasFile,
    FallbackFile,
    NoteFile,
    RuleFile,
    SecretFile,
)
from mailtracker.rules.values import listed, read_each, read_or_empty, read_or_none
from mailtracker.rules.when import condition, senders
from mailtracker.rules.when_values import KnownNames
from mailtracker.rules.written_tests import test_of
from mailtracker.rules.yamlfile import Position


def _why(entry: RuleFile) -> tuple[str, Question | None]:
    """The first text, and all of them where there are several."""
    if entry.why is None:
        return "", None
    said = question(entry.why)
    return said.texts[0][1], said if len(said.texts) > 1 else None


ENDING = "2 working days"
"""How long before a request is closed its requester is told so, where no file says."""


def rule_of(
    position: Position,
    entry: RuleFile,
    known: KnownNames,
    files: Mapping[str, bytes],
    ending: Span | None,
) -> Rule:
    """`files` holds the mails that its tests name; `ending`: of rules that do not say."""
    promise, ladder = ("", "") if entry.to == NOBODY else (_promise(entry), _ladder(entry))
    why, whys = _why(entry)
    return Rule(
        name=values.read_line(entry.name),
        why=why,
        whys=whys,
        when=condition(entry.when, known),
        to=str(entry.to),
        promise=promise,
        ladder=ladder,
        where=str(position),
        tests=tuple(test_of(test, files) for test in listed(entry.tests)),
        extras=_extras(entry),
        language=read_or_empty(values.read_language, entry.language),
        close_after=read_or_none(values.read_span, entry.close_after),
        ending=_ending(entry, ending),
        reason=read_or_empty(values.read_line, entry.reason),
        writers=_writers(entry),
    )


def _writers(entry: RuleFile) -> Writers:
    if entry.kind is None and entry.requester is None:
        return PEOPLE
    named = map(values.read_address_pattern, senders(entry.when))
    # Whole addresses: of a domain nobody knows who writes there.
    forms = tuple(dict.fromkeys(one for one in named if not one.startswith("*")))
    return Writers(entry.kind is not None, entry.requester is not None, forms)


def note_of(position: Position, entry: NoteFile, known: KnownNames) -> Note:
    name = read_or_empty(values.read_line, entry.name)
    return Note(condition(entry.when, known), _extras(entry.add), str(position), name)


def fallback_of(position: Position, entry: FallbackFile, ending: Span | None) -> Fallback:
    return Fallback(
        to=str(entry.to),
        promise=_promise(entry),
        ladder=_ladder(entry),
        report_to=read_or_empty(str, entry.report_to),
        where=str(position),
        extras=_extras(entry),
        language=read_or_empty(values.read_language, entry.language),
        close_after=read_or_none(values.read_span, entry.close_after),
        ending=_ending(entry, ending),
    )


def _ending(entry: Answered, otherwise: Span | None) -> Span | None:
    return values.read_ending(entry.ending) if entry.ending else otherwise


def not_good_of(entry: RatingsFile | None) -> NotGood:
    if entry is None:
        return NotGood()
    told = entry.not_good
    return NotGood(read_or_empty(str, told.to), read_or_empty(str, told.promise))


def _promise(entry: Answered) -> str:
    return str(entry.promise or NORMAL)


def _ladder(entry: Answered) -> str:
    return str(entry.ladder or DEFAULT)


def _extras(entry: ExtrasFile) -> Extras:
    confidants = read_each(str, entry.confide_in) if isinstance(entry, RuleFile) else ()
    confidential, keep_for = _secrecy(entry.confidential)
    return Extras(
        tags=read_each(values.read_line, entry.tag),
        watch=read_each(str, entry.watch),
        attach=read_each(values.read_path, entry.attach),
        ask=tuple(dict.fromkeys(map(question, listed(entry.ask)))),
        confidential=confidential or bool(confidants),
        keep_for=keep_for,
        confide_in=confidants,
    )


def _secrecy(written: str | SecretFile | None) -> tuple[bool, int | None]:
    """Whether it is confidential, and for how many days its mails are kept."""
    if isinstance(written, SecretFile):
        return True, values.read_kept(written.keep)
    return written is not None and values.read_flag(written), None


def question(entry: str | dict[str, str]) -> Question:
    """One text, or one by language."""
    if isinstance(entry, str):
        return Question((("", values.read_line(entry)),))
    texts = entry.items()
    return Question(tuple((values.read_language(c), values.read_line(text)) for c, text in texts))
