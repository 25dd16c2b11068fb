"""Template files and the values of a request in, letters out: subject, plain text and HTML. The
only place that knows Jinja.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from jinja2 import (
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    nodes,
    pass_context,
)
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from mailtracker.desk.letters import AnyLetter, values_of
from mailtracker.enclosed import Refusal, Unread
from mailtracker.errors import BadFiles, Problem
from mailtracker.letters import spoken
from mailtracker.letters.filters import FILTERS
from mailtracker.letters.given import Common, as_templates_know
from mailtracker.letters.languages import inside, languages_in, letters_of, text_of
from mailtracker.letters.markdown import (
    Html,
    Verbatim,
    as_it_is,
    one_line,
    seal,
    to_html,
    to_text,
    unseal,
)
from mailtracker.mail.outgoing.envelope import Rendered
from mailtracker.record import dataclass

DEFAULTS: Mapping[str, object] = {
    "show_zone": False,
    "show_subject": True,
    "reader": "",
    "subject": "",
    "to_owner": False,
    "copied": (),
    "asks_rating": False,
}
"""Common values that a caller may leave out."""

LAYOUT_VALUES = frozenset({"content", "footer", "subject", "sender", "reference", "language"})

_HEADER = re.compile(r"([A-Za-z][A-Za-z-]*):(?:[ \t]+(.*))?$")

_Place = tuple[str, str]
"""Where a template stands: its language and its letter's name."""

_LAYOUT: _Place = ("", "layout")


FINE: set[tuple[str, _Place, str]] = set()
"""Layouts, places and texts in which this process has found nothing wrong: to try all letters takes
more than a second.
"""
TRIED: set[tuple[str, _Place, str]] = set()
"""The same of those that came with this version, which were only rendered once."""


class Letters:
    """Every letter that we know how to write, read once from `folder`:
    `<language>/<name>.md` and `layout.html`. Each is compiled when it is first used.

    Never raises over what stands in the files: `check` lists it, and `render`
    raises it for the letter concerned.
    """

    def __init__(self, folder: Path) -> None:
        self._problems: list[Problem] = []
        self._sources: dict[_Place, str] = {}
        self._compiled: dict[_Place, _File | None] = {}
        self._folder = folder
        self._inside = _environment(autoescape=False)
        self._outside = _environment(autoescape=True)
        self._read(_LAYOUT, folder / "layout.html")
        self.languages = languages_in(folder)
        for language, found in inside(folder):
            if isinstance(found, Refusal) and found.why is Unread.OUTSIDE:
                self._problems.append(Problem(str(folder / language), 0, 0, found.said))
            for name in letters_of(found):
                self._read((language, name.removesuffix(".md")), folder / language / name)

    def __getstate__(self) -> Mapping[str, object]:
        """For another process: what was read, uncompiled."""
        return {
            "_problems": self._problems,
            "_sources": self._sources,
            "_folder": self._folder,
            "languages": self.languages,
        }

    def __setstate__(self, state: Mapping[str, object]) -> None:
        self.__dict__.update(state)
        self._compiled = {}
        self._inside = _environment(autoescape=False)
        self._outside = _environment(autoescape=True)

    def render(
        self, letter: AnyLetter, common: Common, below: str = "", signed: bool = True
    ) -> Rendered:
        """The letter in the reader's language, in its base language ("de-AT" → "de"),
        or in English. Raises BadFiles.

        A note comes without subject, and with neither layout nor box: `outgoing.notes` marks it.
        `below`: HTML of ours that stands below the words of a page. `signed`: a text's last words
        stand where a signature does, which some programs leave out of quotes.
        """
        file = self._choose(letter.name, common.language)
        try:
            return self._write(file, {**values_of(letter), **common.values()}, below, signed)
        except Exception as error:  # a template is a small program: it can fail in any way
            raise BadFiles([_located(error, file)]) from error

    def page(self, subject: str, content: str, common: Common) -> str:
        """A page as letters have it, round `content`: HTML that is ours, or escaped. Raises
        BadFiles.
        """
        return self._page(Html(content, ""), subject, common.values())

    def check(self, known: Letters | None = None, tries: bool = False) -> list[Problem]:
        """Everything that is wrong with the files, at once: each is looked over, and rendered in
        every branch. Those that are the same in `known`, in the same page, were checked there: they
        are not looked at again, or rendered once (`tries`).
        """
        problems: list[Problem] = []
        checked = known._sources if known else {}
        if checked.get(_LAYOUT) != self._sources.get(_LAYOUT):
            checked = {}
        layout = self._sources.get(_LAYOUT, "")
        for place, source in self._sources.items():
            is_known = checked.get(place) == source
            fine = TRIED if is_known else FINE
            if (layout, place, source) in fine or (is_known and not tries):
                continue
            found = self._looked_over(place, whole=not is_known)
            problems += found
            if not found and self._compiled.get(place):
                fine.add((layout, place, source))
        return sorted({*problems, *self._problems, *self._missing()})

    def _looked_over(self, place: _Place, whole: bool) -> list[Problem]:
        """What is wrong with a file that can be compiled; one that cannot is in `_problems`."""
        name = place[1]
        file = self._file(place)
        if file is None or place == _LAYOUT:
            return []
        from mailtracker.letters import samples  # who only renders needs none

        if name not in samples.NAMES:
            text = f"no letter is called {name}; known: {', '.join(samples.NAMES)}"
            return [Problem(file.path, 0, 0, text)]
        if not whole:
            return self._tried(file, name, 1)
        values = as_templates_know({**DEFAULTS, **samples.of(name)[0]})
        return list(_unknown(file, self._inside, values)) or self._tried(file, name, None)

    def _tried(self, file: _File, name: str, cases: int | None) -> list[Problem]:
        """The ordinary case is written whole; of the others only the template
        is run: Markdown cannot fail.
        """
        from mailtracker.letters import samples

        problems: list[Problem] = []
        for number, values in enumerate(samples.of(name)[:cases]):
            try:
                self._run(file, values) if number else self._write(file, values)
            except Exception as error:
                problems.append(_located(error, file))
        return problems

    def _missing(self) -> list[Problem]:
        from mailtracker.letters.samples import NAMES

        broken = {problem.file for problem in self._problems}
        wanted = [
            self._folder / lang / f"{name}.md"
            for lang in sorted({"en", *self.languages})
            for name in NAMES
        ]
        problems = [
            Problem(str(path), 0, 0, "this letter is missing")
            for path in wanted
            if (path.parent.name, path.stem) not in self._sources and str(path) not in broken
        ]
        text = "we cannot say dates in {!r} yet: name the folder after a language of spoken.py"
        unsaid = [language for language in self.languages if not spoken.knows(language)]
        return problems + [
            Problem(str(self._folder / lang), 0, 0, text.format(lang)) for lang in unsaid
        ]

    def _choose(self, name: str, language: str) -> _File:
        for wanted in _nearest(language):
            file = self._file((wanted, name))
            if file:
                return file
        path = str(self._folder / "en" / f"{name}.md")
        raise BadFiles(
            [p for p in self._problems if p.file == path]
            or [Problem(path, 0, 0, "this letter is missing")]
        )

    def _read(self, place: _Place, path: Path) -> None:
        try:
            self._sources[place] = text_of(self._folder, path)
        except BadFiles as error:
            self._problems += error.problems

    def _file(self, place: _Place) -> _File | None:
        """None where there is no such file, or one that cannot be compiled. Several threads may
        come here at once: each makes the same.
        """
        if place in self._sources and place not in self._compiled:
            try:
                self._compiled[place] = self._parsed(place)
            except BadFiles as error:
                self._problems += error.problems
                self._compiled[place] = None
        return self._compiled.get(place)

    def _parsed(self, place: _Place) -> _File:
        """Raises BadFiles."""
        source, (language, name) = self._sources[place], place
        if place == _LAYOUT:
            return _parse_layout(self._folder / "layout.html", source, self._outside)
        return _parse(self._folder / language / f"{name}.md", source, self._inside)

    def _write(
        self, file: _File, values: Mapping[str, object], below: str = "", signed: bool = True
    ) -> Rendered:
        subject, body, sealed = self._run(file, values)
        parts = to_html(body, sealed)
        if file.subject is None:
            # A line a paragraph: whoever carries it on, a telephone breaks it where it must.
            text = to_text(body, sealed, rule="", wraps=False)
            return Rendered("", text, parts.content + parts.footer)
        parts = Html(parts.content + below, parts.footer)
        page = self._page(parts, subject, {**values, "language": file.language})
        text = to_text(body, sealed) if signed else to_text(body, sealed, rule="")
        return Rendered(subject, text, page)

    def _run(self, file: _File, values: Mapping[str, object]) -> tuple[str, str, list[str]]:
        """Subject, body and the values that are sealed in it."""
        sealed: list[str] = []
        given = as_templates_know({**DEFAULTS, **values, "language": file.language})
        given["_sealed"] = sealed
        subject = one_line(unseal(file.subject.render(given), sealed)) if file.subject else ""
        return subject, file.body.render(given), sealed

    def _page(self, parts: Html, subject: str, values: Mapping[str, object]) -> str:
        layout = self._file(_LAYOUT)
        if layout is None:
            raise BadFiles(
                [p for p in self._problems if p.file == str(self._folder / "layout.html")]
            )
        shown = {
            "content": Markup(parts.content),  # noqa: S704 - every value in it is escaped
            "footer": Markup(parts.footer),  # noqa: S704
            "subject": subject,
            "sender": one_line(str(getattr(values.get("alias"), "name", ""))),
            "reference": str(getattr(values.get("request"), "reference", "")),
            "language": values["language"],
        }
        try:
            return layout.body.render(shown)
        except Exception as error:
            raise BadFiles([_located(error, layout)]) from error


@lru_cache(maxsize=64)
def _nearest(language: str) -> tuple[str, ...]:
    """In which languages a letter may be written instead, the best first."""
    return tuple(dict.fromkeys((language, re.split("[-_]", language)[0], "en")))


@dataclass(frozen=True, slots=True)
class _File:
    """One template, compiled: its `source` from this `path`, in a `language` (the folder's name).
    `subject` is None for a note and for the layout; `body` is what stands below it.
    """

    path: str
    language: str
    source: str
    subject: Template | None
    body: Template


class _Sandbox(ImmutableSandboxedEnvironment):
    """Asks the same question once. What a template may read of an object goes by the object's type
    and the field's name alone; the library looks anew each time.
    """

    _safe: ClassVar[dict[tuple[type, str], bool]] = {}

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        asked = (type(obj), attr)
        safe = self._safe.get(asked)
        if safe is None:
            safe = super().is_safe_attribute(obj, attr, value)
            if len(self._safe) < _MAX_FIELDS:
                self._safe[asked] = safe
        return safe


_MAX_FIELDS = 4096
"""How many answers are kept. Templates name a few hundred fields."""


def _environment(autoescape: bool) -> ImmutableSandboxedEnvironment:
    environment = _Sandbox(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=autoescape,
        finalize=None if autoescape else _seal,
    )
    environment.filters |= {**FILTERS, "verbatim": Verbatim}
    return environment


@pass_context
def _seal(context: Context, value: object) -> str:
    """What a template prints → a mark, so that nobody's words pass the Markdown
    parser. None prints nothing.
    """
    sealed: list[str] = context["_sealed"]
    clean = as_it_is if isinstance(value, Verbatim) else one_line
    sealed.append(clean(unseal("" if value is None else str(value), sealed)))
    return seal(len(sealed) - 1)


def _parse(path: Path, source: str, environment: ImmutableSandboxedEnvironment) -> _File:
    """Header lines, a blank line, the body. A file that begins otherwise is all body. Raises
    BadFiles with all problems.
    """
    subject, problems, height = None, [], 0
    is_note = path.stem.startswith("note_")
    lines = source.split("\n")
    while height < len(lines) and (header := _HEADER.match(lines[height])):
        height += 1
        if header[1].lower() != "subject":
            problems.append(
                Problem(
                    str(path),
                    height,
                    1,
                    f"unknown header {header[1]!r}: only Subject may stand here",
                )
            )
        elif is_note or subject is not None:
            text = "a note has no subject of its own" if is_note else "a second Subject"
            problems.append(Problem(str(path), height, 1, text))
        else:
            subject = "\n" * (height - 1) + " " * header.start(2) + (header[2] or "")
    if height and height < len(lines) and lines[height].strip():
        problems.append(
            Problem(
                str(path), height + 1, 1, "a blank line must stand between the headers and the body"
            )
        )
    has_subject = bool(subject and subject.strip())
    if not (is_note or has_subject or problems):
        problems.append(Problem(str(path), 1, 1, "the first line must be a Subject"))
    templates = []
    for part in (subject or "", "\n" * height + "\n".join(lines[height:])):
        try:
            templates.append(_compile(part, path, environment))
        except BadFiles as error:
            problems += error.problems
    if problems:
        raise BadFiles(problems)
    return _File(
        str(path), path.parent.name, source, None if is_note else templates[0], templates[1]
    )


def _parse_layout(path: Path, source: str, environment: ImmutableSandboxedEnvironment) -> _File:
    unknown = find_undeclared_variables(_tree(source, path, environment)) - LAYOUT_VALUES
    if unknown:
        raise BadFiles(
            [_at_word(path, source, 0, f"'{name}' is undefined", name) for name in unknown]
        )
    return _File(str(path), "", source, None, _compile(source, path, environment))


def _compile(source: str, path: Path, environment: ImmutableSandboxedEnvironment) -> Template:
    tree = _tree(source, path, environment)
    try:
        code = environment.compile(tree, path.stem, str(path))
    except TemplateSyntaxError as error:
        raise BadFiles([_at_word(path, source, error.lineno, error.message or "")]) from error
    # The globals of all: a dictionary, which is copied three times as fast as `make_globals`'s.
    return Template.from_code(environment, code, environment.globals)


def _tree(source: str, path: Path, environment: ImmutableSandboxedEnvironment) -> nodes.Template:
    try:
        return environment.parse(source, path.stem, str(path))
    except TemplateSyntaxError as error:
        raise BadFiles([_at_word(path, source, error.lineno, error.message or "")]) from error


def _unknown(
    file: _File, environment: ImmutableSandboxedEnvironment, known: Mapping[str, object]
) -> set[Problem]:
    """Names, and fields of what we hand in, that do not exist: also in
    branches which no sample reaches.
    """
    tree = environment.parse(file.source)
    undeclared = find_undeclared_variables(tree)
    problems = set()
    for name in tree.find_all(nodes.Name):
        if name.name in undeclared and name.name not in known:
            problems.add(
                _at_word(
                    Path(file.path),
                    file.source,
                    name.lineno,
                    f"'{name.name}' is undefined",
                    name.name,
                )
            )
    for field in tree.find_all(nodes.Getattr):
        owner = field.node.name if isinstance(field.node, nodes.Name) else ""
        if owner in undeclared and owner in known and not hasattr(known[owner], field.attr):
            text = f"'{owner}' has no field '{field.attr}'"
            problems.add(_at_word(Path(file.path), file.source, field.lineno, text, field.attr))
    return problems


def _located(error: Exception, file: _File) -> Problem:
    """Where in the file a rendering failed: Jinja maps the frames of the
    traceback to template lines.
    """
    if isinstance(error, BadFiles):
        return error.problems[0]
    lines = [
        frame.lineno or 0
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == file.path
    ]
    text = str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
    return _at_word(Path(file.path), file.source, lines[-1] if lines else 0, text)


def _at_word(path: Path, source: str, line: int, text: str, word: str = "") -> Problem:
    """Jinja knows the line only; the column is that of the word it complains about,
    else of the line's first tag.
    """
    lines = source.split("\n")
    if not line and word:
        whole = re.compile(rf"\b{re.escape(word)}\b")
        line = next((n for n, words in enumerate(lines, 1) if whole.search(words)), 0)
    words = lines[line - 1] if 0 < line <= len(lines) else ""
    hints = [word] if word else re.findall(r"'([^']+)'", text)[::-1]
    places = [words.find(hint) for hint in (*hints, "{{", "{%") if hint and hint in words]
    column = (places or [0])[0] + 1 if line else 0
    return Problem(str(path), line, column, text)
