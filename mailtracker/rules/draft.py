"""The mappings of all rules files → every person, rule and so on, valid by itself or
reported; names merged over files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mailtracker.errors import Problem
from mailtracker.policy.invalid import Invalid
from mailtracker.policy.model import WORDS_OF_RUNGS
from mailtracker.record import dataclass
from mailtracker.rules.expected_file import ExpectationFile
from mailtracker.rules.field_types import (
    Findings,
    TakerName,
    as_text,
    one_or_more,
    some,
    unknown_key,
)
from mailtracker.rules.hours_file import HoursFile
from mailtracker.rules.ratings_file import RatingsFile
from mailtracker.rules.schema import (
    FallbackFile,
    Files,
    NoteFile,
    PersonFile,
    PromiseFile,
    RuleFile,
    RungFile,
    TeamFile,
)
from mailtracker.rules.values import read_ending, read_key, read_path
from mailtracker.rules.yamlfile import (
    MAX_PROBLEMS,
    Items,
    Pairs,
    Position,
    Text,
    position_of,
)

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
_EXPECTED: TypeAdapter[ExpectationFile] = TypeAdapter(ExpectationFile)
_FALLBACK: TypeAdapter[FallbackFile] = TypeAdapter(FallbackFile)
_RATINGS: TypeAdapter[RatingsFile] = TypeAdapter(RatingsFile)

_BEGINS = {"rules": ("name", "rule"), "notes": ("when", "note"), "expected": ("name", "mail")}
"""By which key the entries of a list begin, and what each is."""

_RESERVED = {
    "people": (*WORDS_OF_RUNGS, "nobody"),
    "teams": (*WORDS_OF_RUNGS, "nobody"),
    "groups": ("nobody",),
    "hours": ("always",),
}
"""Words that mean something else where such a key may be named."""


@dataclass(slots=True)
class Draft:
    """What the files say, so far as it can be understood; its checks come later."""

    #: People who are valid by themselves, by key.
    people: dict[Text, PersonFile] = field(default_factory=dict)
    #: Working hours likewise,
    hours: dict[Text, HoursFile] = field(default_factory=dict)
    #: promises,
    promises: dict[Text, PromiseFile] = field(default_factory=dict)
    #: teams,
    teams: dict[Text, TeamFile] = field(default_factory=dict)
    #: the rungs of ladders,
    ladders: dict[Text, list[RungFile]] = field(default_factory=dict)
    #: and whom groups name.
    groups: dict[Text, list[str]] = field(default_factory=dict)
    #: Valid rules in their order, and where each begins.
    rules: list[tuple[Position, RuleFile]] = field(default_factory=list)
    #: Notes likewise.
    notes: list[tuple[Position, NoteFile]] = field(default_factory=list)
    #: Expected mail likewise.
    expected: list[tuple[Position, ExpectationFile]] = field(default_factory=list)
    #: Whether all that is said of expected mail is valid.
    expected_sure: bool = True
    #: The fallback, None where there is none that is valid.
    fallback: tuple[Position, FallbackFile] | None = None
    #: Where the first fallback stands, valid or not.
    fallback_at: Position | None = None
    #: How long before it is closed a requester is told so, as written; None: no file says.
    ending: str | None = None
    #: What becomes of ratings, None where nothing is said of them.
    ratings: RatingsFile | None = None
    #: Where that stands first, valid or not.
    ratings_at: Position | None = None
    #: Every key of a section, also of entries that are not valid themselves.
    names: dict[str, dict[Text, Text]] = field(
        default_factory=lambda: {name: {} for name in _ENTRIES}
    )
    #: Every name that is mentioned, also in entries that are not valid, after what it must be.
    named: list[tuple[str, Text]] = field(default_factory=list)
    #: Names of all rules, case folded.
    rule_names: set[str] = field(default_factory=set)
    #: How many rules stand before the first that is not valid, None where all are.
    sure_rules: int | None = None
    #: Whether some note is not valid.
    notes_spoiled: bool = False
    #: What is wrong. After so many as `MAX_PROBLEMS` nobody reads on.
    problems: list[Problem] = field(default_factory=list)
    #: Apart, as there may be one a line.
    warnings: list[Problem] = field(default_factory=list)
    #: False when a file or section could not be looked into.
    whole: bool = True

    def add(self, file: Pairs, include: Callable[[Text], None] = lambda _: None) -> None:
        """Take in one file. `include` is called for every file that it names, at its place."""
        takers: dict[str, Callable[[Text, Any], None]] = {
            **dict.fromkeys(_ENTRIES, self._add_section),
            "rules": self._add_rules,
            "notes": self._add_notes,
            "expected": self._add_expected,
            "fallback": self._add_fallback,
            "ending": self._add_ending,
            "ratings": self._add_ratings,
            "include": lambda key, value: self._add_files(key, value, include),
        }
        for key, value in file.items():
            if self._enough():
                return
            if key in takers:
                takers[key](key, value)
            else:
                self.problems.append(unknown_key(Files, key))

    def _enough(self) -> bool:
        if len(self.problems) >= MAX_PROBLEMS:
            self.whole = False
        return len(self.problems) >= MAX_PROBLEMS

    def _spoil(self, key: Text, value: Any, code: str, told: str) -> None:
        """A problem with what stands under `key`, which is not looked into."""
        self.problems.append((value.position if value else key.position).problem(code, told))
        self.whole = False

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

    def _add_expected(self, key: Text, value: Any) -> None:
        for entry, made in self._listed(key, value, _EXPECTED):
            if made is not None:
                self.expected.append((entry.position, made))
            else:
                self.expected_sure = False

    def _add_section(self, section: Text, value: Any) -> None:
        if not isinstance(value, Pairs) or not value:
            told = f"`{section}` must hold `key: value` pairs, found {_shown(value)}"
            self._spoil(section, value, "wrong-shape", told)
            return
        known: dict[Text, Any] = getattr(self, section)
        for key, entry in value.items():
            if self._enough():
                return
            made = self._read_new(section, key, entry)
            if made is not None:
                known[key] = made

    def _read_new(self, section: Text, key: Text, entry: Any) -> Any:
        """The entry, None where it is not valid or its key cannot stand for something: no good
        word, reserved, or given before.
        """
        first = self.names[section].setdefault(key, key)
        if first is not key:
            told = f"`{key}` is already given under `{section}` in {first.position}"
            self.problems.append(key.position.problem("duplicate-name", told))
            return None
        if key in _RESERVED.get(section, ()):
            told = f"`{key}` is a word of the rules themselves: choose another key"
            self.problems.append(key.position.problem("reserved-name", told))
            return None
        try:
            read_key(key)
        except ValueError as error:
            self.problems.append(key.position.problem("bad-key", str(error)))
            return None
        return self._read(_ENTRIES[section], entry, _LISTS.get(section))

    def _listed(
        self, key: Text, value: Any, adapter: TypeAdapter[Any]
    ) -> Iterator[tuple[Any, Any]]:
        """Each entry as written, and what was made of it: None where it is not valid."""
        if not isinstance(value, Items) or not value:
            first, each = _BEGINS[key]
            wanted = f"a list with `- {first}: ...` for each {each}"
            told = f"`{key}` must be {wanted}, found {_shown(value)}"
            self._spoil(key, value, "wrong-shape", told)
            return
        for entry in value:
            if self._enough():
                return
            yield entry, self._read(adapter, entry)

    def _add_files(self, key: Text, value: Any, include: Callable[[Text], None]) -> None:
        for name in value if isinstance(value, Items) else [value]:
            if isinstance(name, Text) and name:
                self._add_file(name, include)
            else:
                told = f"`include` must name files below the rules folder, found {_shown(name)}"
                self._spoil(key, name, "wrong-shape", told)

    def _add_file(self, name: Text, include: Callable[[Text], None]) -> None:
        try:
            read_path(name)
        except Invalid as error:
            self._spoil(name, name, error.code, f"`include`: {error}")
        else:
            include(name)

    def _add_fallback(self, key: Text, value: Any) -> None:
        if self._is_second(key, self.fallback_at):
            return
        self.fallback_at = key.position
        made = self._read(_FALLBACK, value)
        if made is not None:
            self.fallback = (key.position, made)

    def _add_ending(self, key: Text, value: Any) -> None:
        if self._is_second(key, None if self.ending is None else position_of(self.ending)):
            return
        try:
            read_ending(as_text(value))
        except Invalid as error:
            self._spoil(key, value, error.code, f"`ending`: {error}")
        else:
            self.ending = value

    def _add_ratings(self, key: Text, value: Any) -> None:
        if self._is_second(key, self.ratings_at):
            return
        self.ratings_at = key.position
        self.ratings = self._read(_RATINGS, value)

    def _is_second(self, key: Text, first: Position | None) -> bool:
        """Of what there is one of."""
        if first is None:
            return False
        told = f"a second `{key}`: it is already given in {first}, keep one of them"
        self.problems.append(key.position.problem("duplicate-name", told))
        return True

    def _read(
        self, adapter: TypeAdapter[Any], entry: Any, first: Callable[[object], object] | None = None
    ) -> Any:
        """The valid entry; None when problems of it were reported."""
        found = Findings()
        made = None
        try:
            made = adapter.validate_python(first(entry) if first else entry, context=found)
        except ValidationError as error:
            found.problems.extend(_problems_of(error, found, entry.position))
        except ValueError as error:
            code = getattr(error, "code", "wrong-shape")
            found.problems.append(entry.position.problem(code, str(error)))
        errors = [problem for problem in found.problems if not problem.warning]
        self.problems.extend(errors)
        self.warnings.extend(problem for problem in found.problems if problem.warning)
        self.named.extend(found.named)
        return None if errors else made


def folded_name(name: str) -> str:
    """Rule names are compared in any case."""
    return " ".join(name.split()).casefold()


def _problems_of(error: ValidationError, found: Findings, where: Position) -> list[Problem]:
    """What pydantic found; what is missing only where nothing else was told of the entry."""
    wrong = error.errors(include_url=False)
    if found.problems:
        wrong = [one for one in wrong if one["type"] != "missing"]
    return [_problem(one, where) for one in wrong]


def _problem(error: Any, where: Position) -> Problem:
    position = getattr(error["input"], "position", where)
    names = [part for part in error["loc"] if isinstance(part, str) and part[0] not in "<["]
    about = f"`{names[-1]}`: " if names else ""
    cause = error.get("ctx", {}).get("error")
    code = getattr(cause, "code", "missing-key" if error["type"] == "missing" else "wrong-shape")
    return Problem(position.file, position.line, position.column, about + _told(error), code)


def _told(error: Any) -> str:
    """pydantic's complaint in a stranger's words."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    wanted = _WANTED.get(error["type"])
    return f"{wanted}, found {_shown(error['input'])}" if wanted else str(error["msg"])


_WANTED = {
    "model_type": "must hold `key: value` pairs",
    "model_attributes_type": "must hold `key: value` pairs",
    "dict_type": "must hold `key: value` pairs",
    "list_type": "must be a list",
}


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"`{value}`" if value else "nothing"
    return "a list" if isinstance(value, list) else "a mapping"
