"""Checked entries of `rules:`, `notes:` and `fallback:` → what the daemon routes by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import NOBODY, Expected, Extras, Fallback, Note, Question, Rule, Test
from mailtracker.rules import values
from mailtracker.rules.check import DEFAULT, NORMAL
from mailtracker.rules.compile_when import KnownNames, condition
from mailtracker.rules.schema import ExtrasFile, FallbackFile, NoteFile, RuleFile
from mailtracker.rules.when import ExpectedFile, MailFile, TestFile
from mailtracker.rules.yamlfile import Position, position_of


def rule_of(
    position: Position, entry: RuleFile, known: KnownNames, files: Mapping[str, bytes]
) -> Rule:
    """`files` holds the mails that its tests name."""
    nobody = entry.to == NOBODY
    return Rule(
        name=values.read_line(entry.name),
        why=values.read_line(entry.why) if entry.why else "",
        when=condition(entry.when, known),
        to=str(entry.to),
        promise="" if nobody else str(entry.promise or NORMAL),
        ladder="" if nobody else str(entry.ladder or DEFAULT),
        where=str(position),
        tests=tuple(_test(test, files) for test in entry.tests or ()),
        extras=_extras(entry),
        language=values.read_language(entry.language) if entry.language else "",
        close_after=values.read_span(entry.close_after) if entry.close_after else None,
        reason=values.read_line(entry.reason) if entry.reason else "",
    )


def note_of(position: Position, entry: NoteFile, known: KnownNames) -> Note:
    name = values.read_line(entry.name) if entry.name else ""
    return Note(condition(entry.when, known), _extras(entry.add), str(position), name)


def _extras(entry: ExtrasFile) -> Extras:
    return Extras(
        tags=_each(values.read_line, entry.tag),
        watch=_each(str, entry.watch),
        attach=_each(values.read_path, entry.attach),
        ask=tuple(dict.fromkeys(map(_question, entry.ask or ()))),
        confidential=entry.confidential is not None and values.read_flag(entry.confidential),
    )


def _each(read: Callable[[str], str], texts: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(read, texts or ())))


def _question(entry: str | dict[str, str]) -> Question:
    if isinstance(entry, str):
        return Question((("", values.read_line(entry)),))
    return Question(
        tuple((values.read_language(code), values.read_line(text)) for code, text in entry.items())
    )


def _test(entry: TestFile, files: Mapping[str, bytes]) -> Test:
    then = entry.then
    position = position_of(then if isinstance(then, str) else then.to)
    raw = files[values.read_path(entry.eml)] if entry.eml else b""
    mail = _mail(entry.mail) if entry.mail else None
    return Test(mail, _expected(then), f"{position.file}:{position.line}:{position.column}", raw)


def _expected(then: str | ExpectedFile) -> Expected:
    if isinstance(then, str):
        return Expected(str(then))
    return Expected(
        to=str(then.to),
        rule=values.read_line(then.rule) if then.rule else None,
        promise=str(then.promise) if then.promise else None,
        tags=_each(values.read_line, then.tag),
        watch=_each(str, then.watch),
    )


def _mail(entry: MailFile) -> MailView:
    """What the admin left out is empty; what `to` and `cc` name has been sent to both."""
    cc, to = _addresses(entry.cc), _addresses(entry.to)
    names = _each(values.read_line, entry.attachment)
    body = str(entry.body or "")
    return MailView(
        from_=str(entry.from_ or ""),
        to=(*to, *cc),
        cc=cc,
        subject=str(entry.subject or ""),
        body=body,
        text=f"{body}\n{entry.quoted}" if entry.quoted else body,
        list_id=str(entry.list_id or ""),
        headers=tuple(
            (values.read_header_name(name), str(text))
            for name, text in (entry.header or {}).items()
        ),
        language=values.read_language(entry.language) if entry.language else "",
        has_attachment=values.read_flag(entry.has_attachment)
        if entry.has_attachment
        else bool(names),
        attachments=names,
        size=values.read_size(entry.size) if entry.size else 0,
        at=values.read_instant(entry.time) if entry.time else None,
        verified=values.read_flag(entry.verified) if entry.verified else None,
        kind=str(entry.kind or "person"),
    )


def _addresses(texts: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(
        address.strip() for text in texts or () for address in text.split(",") if address.strip()
    )


def fallback_of(position: Position, entry: FallbackFile) -> Fallback:
    return Fallback(
        to=str(entry.to),
        promise=str(entry.promise or NORMAL),
        ladder=str(entry.ladder or DEFAULT),
        report_to=str(entry.report_to or ""),
        where=str(position),
        extras=_extras(entry),
        language=values.read_language(entry.language) if entry.language else "",
        close_after=values.read_span(entry.close_after) if entry.close_after else None,
    )
