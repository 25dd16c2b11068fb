"""The mappings of all rules files → every person, rule and so on, valid by itself or
reported; names merged over files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mailtracker.errors import Problem
from mailtracker.policy.invalid import Invalid
from mailtracker.rules.field_types import Findings, TakerName, one_or_more, some, unknown_key
from mailtracker.rules.schema import (
    WORDS_OF_RUNGS,
    FallbackFile,
    Files,
    HoursFile,
    NoteFile,
    PersonFile,
    PromiseFile,
    RuleFile,
    RungFile,
    TeamFile,
)
from mailtracker.rules.values import read_key, read_path
from mailtracker.rules.yamlfile import MAX_PROBLEMS, Items, Pairs, Position, Text

_ENTRIES: Mapping[str, TypeAdapter[Any]] = {
    "people": TypeAdapter(PersonFile),
    "hours": TypeAdapter(HoursFile),
    "promises": TypeAdapter(PromiseFile),
    "teams": TypeAdapter(TeamFile),
    "ladders": TypeAdapter(list[RungFile]),
    "groups": TypeAdapter(list[TakerName]),
}
_LISTS: Mapping[str, Callable[[object], object]] = {"ladders": some, "groups": one_or_more}
_RULE: TypeAdapter[RuleFile] = TypeAdapter(RuleFile)
_NOTE: TypeAdapter[NoteFile] = TypeAdapter(NoteFile)
_FALLBACK: TypeAdapter[FallbackFile] = TypeAdapter(FallbackFile)

_RESERVED = {
    "people": (*WORDS_OF_RUNGS, "nobody"),
    "teams": (*WORDS_OF_RUNGS, "nobody"),
    "groups": ("nobody",),
    "hours": ("always",),
}
"""Words that mean something else where such a key may be named."""


@dataclass(slots=True)
class Draft:
    """What the files say.

    `names` holds every key of a section, `named` every name that is mentioned and what it must be,
    both also of entries that are not valid themselves. `rule_names` are case folded. `sure_rules`:
    how many stand before the first that is not valid, None where all are. `warnings` may be one a
    line, so that they are no part of the `problems` after which nobody reads on. `whole` is False when a
    file or section could not be looked into.
    """

    people: dict[Text, PersonFile] = field(default_factory=dict)
    hours: dict[Text, HoursFile] = field(default_factory=dict)
    promises: dict[Text, PromiseFile] = field(default_factory=dict)
    teams: dict[Text, TeamFile] = field(default_factory=dict)
    ladders: dict[Text, list[RungFile]] = field(default_factory=dict)
    groups: dict[Text, list[str]] = field(default_factory=dict)
    rules: list[tuple[Position, RuleFile]] = field(default_factory=list)
    notes: list[tuple[Position, NoteFile]] = field(default_factory=list)
    fallback: tuple[Position, FallbackFile] | None = None
    fallback_at: Position | None = None
    names: dict[str, dict[Text, Text]] = field(
        default_factory=lambda: {name: {} for name in _ENTRIES}
    )
    named: list[tuple[str, Text]] = field(default_factory=list)
    rule_names: set[str] = field(default_factory=set)
    sure_rules: int | None = None
    notes_spoiled: bool = False
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    whole: bool = True

    def add(self, table: Pairs, include: Callable[[Text], None] = lambda _: None) -> None:
        """Take in one file. `include` is called for every file that it names, at its place."""
        for key, value in table.items():
            if self._enough():
                return
            if key in _ENTRIES:
                self._add_section(key, value)
            elif key == "rules":
                self._add_rules(key, value)
            elif key == "notes":
                self._add_notes(key, value)
            elif key == "include":
                for name in self._included(key, value):
                    include(name)
            elif key == "fallback":
                self._add_fallback(key, value)
            else:
                self.problems.append(unknown_key(Files, key, Files.known_keys()))

    def _add_rules(self, key: Text, value: Any) -> None:
        for entry, made in self._listed(key, value, _RULE):
            name = entry.get(Text("name")) if isinstance(entry, Pairs) else None
            if isinstance(name, Text):
                self.rule_names.add(folded_name(name))
            if made is not None:
                self.rules.append((entry.position, made))
            elif self.sure_rules is None:
                self.sure_rules = len(self.rules)

    def _add_notes(self, key: Text, value: Any) -> None:
        for entry, made in self._listed(key, value, _NOTE):
            if made is not None:
                self.notes.append((entry.position, made))
            else:
                self.notes_spoiled = True

    def _enough(self) -> bool:
        if len(self.problems) >= MAX_PROBLEMS:
            self.whole = False
        return len(self.problems) >= MAX_PROBLEMS

    def _add_section(self, section: Text, value: Any) -> None:
        if not isinstance(value, Pairs) or not value:
            told = f"`{section}` must hold `key: value` pairs, found {_shown(value)}"
            self.problems.append(
                (value.position if value else section.position).problem("wrong-shape", told)
            )
            self.whole = False
            return
        known: dict[Text, Any] = getattr(self, section)
        for key, entry in value.items():
            if self._enough():
                return
            if self._is_new(section, key):
                made = self._read(_ENTRIES[section], entry, _LISTS.get(section))
                if made is not None:
                    known[key] = made

    def _is_new(self, section: Text, key: Text) -> bool:
        """Whether the key can stand for something: a good word, not reserved, not given before."""
        names = self.names[section]
        first = names.get(key)
        names.setdefault(key, key)
        if first is not None:
            self.problems.append(
                key.position.problem(
                    "duplicate-name",
                    f"`{key}` is already given under `{section}` in {first.position}",
                )
            )
            return False
        if key in _RESERVED.get(section, ()):
            self.problems.append(
                key.position.problem(
                    "reserved-name",
                    f"`{key}` is a word of the rules themselves: choose another key",
                )
            )
            return False
        try:
            read_key(key)
        except ValueError as error:
            self.problems.append(key.position.problem("bad-key", str(error)))
            return False
        return True

    def _listed(
        self, key: Text, value: Any, adapter: TypeAdapter[Any]
    ) -> Iterator[tuple[Any, Any]]:
        """Each entry as written, and what was made of it: None where it is not valid."""
        if not isinstance(value, Items) or not value:
            first = "name" if key == "rules" else "when"
            told = f"`{key}` must be a list with `- {first}: ...` for each {key[:-1]}, found {_shown(value)}"
            self.problems.append(
                (value.position if value else key.position).problem("wrong-shape", told)
            )
            self.whole = False
            return
        for entry in value:
            if self._enough():
                return
            yield entry, self._read(adapter, entry)

    def _included(self, key: Text, value: Any) -> Iterator[Text]:
        for name in value if isinstance(value, Items) else [value]:
            if isinstance(name, Text) and name:
                try:
                    read_path(name)
                except Invalid as error:
                    self.problems.append(name.position.problem(error.code, f"`include`: {error}"))
                    self.whole = False
                else:
                    yield name
            else:
                told = f"`include` must name files below the rules folder, found {_shown(name)}"
                self.problems.append(
                    (name.position if name else key.position).problem("wrong-shape", told)
                )
                self.whole = False

    def _add_fallback(self, key: Text, value: Any) -> None:
        if self.fallback_at:
            told = (
                f"a second `fallback`: it is already given in {self.fallback_at}, keep one of them"
            )
            self.problems.append(key.position.problem("duplicate-name", told))
            return
        self.fallback_at = key.position
        made = self._read(_FALLBACK, value)
        if made is not None:
            self.fallback = (key.position, made)

    def _read(
        self, adapter: TypeAdapter[Any], entry: Any, first: Callable[[object], object] | None = None
    ) -> Any:
        """The valid entry; None when problems of it were reported."""
        found = Findings()
        made = None
        try:
            made = adapter.validate_python(first(entry) if first else entry, context=found)
        except ValidationError as error:
            told = bool(found.problems)
            wrong = error.errors(include_url=False)
            found.problems.extend(
                _problem(one, entry.position)
                for one in wrong
                if one["type"] != "missing" or not told
            )
        except ValueError as error:
            found.problems.append(
                entry.position.problem(getattr(error, "code", "wrong-shape"), str(error))
            )
        errors = [problem for problem in found.problems if not problem.warning]
        self.problems.extend(errors)
        self.warnings.extend(problem for problem in found.problems if problem.warning)
        self.named.extend(found.named)
        return None if errors else made


def folded_name(name: str) -> str:
    """Rule names are compared in any case."""
    return " ".join(name.split()).casefold()


def _problem(error: Any, where: Position) -> Problem:
    position = getattr(error["input"], "position", where)
    names = [part for part in error["loc"] if isinstance(part, str) and part[0] not in "<["]
    about = f"`{names[-1]}`: " if names else ""
    cause = error.get("ctx", {}).get("error")
    code = getattr(cause, "code", "missing-key" if error["type"] == "missing" else "wrong-shape")
    return Problem(position.file, position.line, position.column, about + _told(error), code)


def _told(error: Any) -> str:
    """pydantic's complaint in a stranger's words."""
    found = _shown(error["input"])
    match error["type"]:
        case "value_error":
            return str(error["ctx"]["error"])
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"must hold `key: value` pairs, found {found}"
        case "list_type":
            return f"must be a list, found {found}"
        case _:
            return str(error["msg"])


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"`{value}`" if value else "nothing"
    return "a list" if isinstance(value, list) else "a mapping"
