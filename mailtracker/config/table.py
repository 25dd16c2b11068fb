"""A table of config.toml as a class: a key is an annotation and a `Field`. What was parsed in, its
values or every problem out.

    class Storage(TomlTable):
        keep: Annotated[timedelta, Before(parse_duration)] = Field(description="for how long")

Nothing is converted silently: a number in quotes is a text. Written for this file, since a command
that shows one request spends most of its time on loading libraries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin, get_type_hints

from mailtracker.record import dataclass

KeyPath = tuple[str | int, ...]
Found = tuple[KeyPath, str]
"""What is wrong, and at which key."""

Reading = Callable[[Any], Any]
"""A value in, what it means out. Raises ValueError with a sentence."""

REQUIRED: Any = object()
"""The default of a key that must be there."""


@dataclass(frozen=True, slots=True)
class Before:
    """A mark: `read` reads what is written, before its type is looked at."""

    read: Reading


@dataclass(frozen=True, slots=True)
class Alone:
    """A mark: `read` reads what is written, whatever its type."""

    read: Reading


@dataclass(frozen=True, slots=True)
class After:
    """A mark: `read` reads a value of the right type further."""

    read: Reading


@dataclass(frozen=True, slots=True)
class Limits:
    """A mark: the bounds of a number (`ge`, `le`), the least length of a list (`min_length`), what
    a whole text must match (`pattern`).
    """

    ge: int | None = None
    le: int | None = None
    min_length: int = 0
    pattern: str = ""

    def problem(self, value: Any) -> str:
        """ "" for none."""
        if self.ge is not None and value < self.ge:
            return f"should be greater than or equal to {self.ge}"
        if self.le is not None and value > self.le:
            return f"should be less than or equal to {self.le}"
        if len(value) < self.min_length if self.min_length else False:
            return "must not be empty"
        if self.pattern and not re.fullmatch(self.pattern, value):
            return f"String should match pattern '{self.pattern}'"
        return ""


@dataclass(frozen=True, slots=True)
class Key:
    """What a table knows of one key: the type of its value (`annotation`) with the `marks` on it,
    its `default`, a `description` of what it is for, and `examples`.
    """

    annotation: Any
    marks: Sequence[Any]
    default: Any
    description: str
    examples: Sequence[Any]

    @property
    def is_required(self) -> bool:
        return self.default is REQUIRED


@dataclass(frozen=True, slots=True)
class _Told:
    """What a class says of a key beside its type: `default`, `description` and `examples`."""

    default: Any
    description: str
    examples: Sequence[Any]


def Field(*, description: str, default: Any = REQUIRED, examples: Sequence[Any] = ()) -> Any:
    """Of one key."""
    return _Told(default, description, examples)


class TomlTable:
    """A table of the file; what it does not know is an error. Has its keys' values."""

    #: Defaults in words, of keys whose default follows from elsewhere.
    otherwise: ClassVar[Mapping[str, str]] = {}
    #: Keys that the example file leaves out.
    rare: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, **values: Any) -> None:
        """`values` are those that are not their keys' defaults, read already."""
        defaults = {name: key.default for name, key in keys_of(type(self)).items()}
        self.__dict__.update(defaults | values)


def keys_of(table: type[TomlTable]) -> dict[str, Key]:
    """In the order in which they are written down, those of a base first."""
    kind: Any = table  # a class is a key of dictionaries, whatever its records are
    return _keys(kind)


@cache
def _keys(table: Any) -> dict[str, Key]:
    hints = get_type_hints(table, include_extras=True)
    told = {name: getattr(table, name, None) for name in hints}
    return {name: _key(hints[name], one) for name, one in told.items() if isinstance(one, _Told)}


def _key(hint: Any, told: _Told) -> Key:
    kind, marks = _unmarked(hint)
    return Key(kind, marks, told.default, told.description, told.examples)


def _unmarked(hint: Any) -> tuple[Any, Sequence[Any]]:
    inner = get_args(hint)
    return (inner[0], inner[1:]) if get_origin(hint) is Annotated else (hint, ())


class TableReader:
    """Reads tables; what is wrong with them collects in `found`. `unknown` says what to tell of a
    key that a table does not know.
    """

    def __init__(self, unknown: Callable[[type[TomlTable], str], str]) -> None:
        self.found: list[Found] = []
        self._unknown = unknown

    def table(self, kind: type[TomlTable], raw: Any, at: KeyPath = ()) -> Any:
        """The table at `at`; None where anything is wrong with it."""
        if not isinstance(raw, dict):
            return self._wrong(at, "must be a table")
        before, keys = len(self.found), keys_of(kind)
        values: dict[str, Any] = {}
        for name, key in keys.items():
            if name in raw:
                values[name] = self.value(key.annotation, key.marks, raw[name], (*at, name))
            elif key.is_required:
                self._wrong((*at, name), "is missing")
        for name in raw:
            if name not in keys:
                self._wrong((*at, name), self._unknown(kind, name))
        return kind(**values) if len(self.found) == before else None

    def value(self, kind: Any, marks: Sequence[Any], raw: Any, at: KeyPath) -> Any:
        """A value of that kind; None where anything is wrong with it."""
        before = len(self.found)
        try:
            value = self._typed(kind, marks, raw, at)
            for mark in marks if len(self.found) == before else ():
                value = _further(mark, value)
        except ValueError as error:
            return self._wrong(at, str(error))
        return value

    def _typed(self, kind: Any, marks: Sequence[Any], raw: Any, at: KeyPath) -> Any:
        for mark in marks:
            if isinstance(mark, Alone):
                return mark.read(raw)
            if isinstance(mark, Before):
                raw = mark.read(raw)
        return self._of_kind(kind, raw, at)

    def _of_kind(self, kind: Any, raw: Any, at: KeyPath) -> Any:
        origin, inner = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self.value(inner[0], inner[1:], raw, at)
        if origin in (Union, UnionType):  # a key may be left out, never be nothing
            return self._of_kind(next(one for one in inner if one is not NoneType), raw, at)
        if origin is Literal:
            return raw if raw in inner else self._wrong(at, f"must be {_either(inner)}")
        if origin is list:
            return self._list(inner[0], raw, at)
        if kind in _CALLED:
            return (
                raw if type(raw) is kind else self._wrong(at, f"should be a valid {_CALLED[kind]}")
            )
        return self.table(kind, raw, at)

    def _list(self, kind: Any, raw: Any, at: KeyPath) -> Any:
        if not isinstance(raw, list):
            return self._wrong(at, "should be a valid list")
        return [self._of_kind(kind, one, (*at, index)) for index, one in enumerate(raw)]

    def _wrong(self, at: KeyPath, said: str) -> None:
        self.found.append((at, said))


def _further(mark: Any, value: Any) -> Any:
    """Raises ValueError, with a sentence."""
    if isinstance(mark, Limits) and (problem := mark.problem(value)):
        raise ValueError(problem)
    return mark.read(value) if isinstance(mark, After) else value


_CALLED = {str: "string", int: "integer", bool: "boolean", timedelta: "timedelta"}


def _either(words: Sequence[str]) -> str:
    """'a', 'b' or 'c'"""
    *most, last = map(repr, words)
    return f"{', '.join(most)} or {last}"
