"""A record of ours does what a dataclass of the standard library does, and comes up faster."""

from __future__ import annotations

import dataclasses
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mailtracker import record

ROOT = Path(__file__).parents[1]
Decorator = Callable[..., Any]
"""`dataclass`, the standard one or ours."""


def frozen(dataclass: Decorator) -> Any:
    @dataclass(frozen=True, slots=True)
    class Frozen:
        """Required fields, defaults, a factory, and fields that are left out of what is told."""

        name: str
        secret: str = dataclasses.field(repr=False)
        where: tuple[str, ...] = ()
        also: list[str] = dataclasses.field(default_factory=list, compare=False)
        number: int = dataclasses.field(default=7, init=False)

    return Frozen


def child(dataclass: Decorator) -> Any:
    @dataclass(frozen=True, slots=True)
    class Child(frozen(dataclass)):  # type: ignore[misc]
        """Fields of its own below those of another."""

        more: int = 3

    return Child


def open_record(dataclass: Decorator) -> Any:
    @dataclass
    class OpenRecord:
        """Can be changed, has a dictionary."""

        name: str
        secret: int
        seen: dict[str, int] = dataclasses.field(default_factory=dict)

    return OpenRecord


def slotted(dataclass: Decorator) -> Any:
    @dataclass(slots=True)
    class Slotted:
        """Can be changed, has slots."""

        name: str
        secret: object = None

    return Slotted


def without_slots(dataclass: Decorator) -> Any:
    @dataclass(frozen=True)
    class WithoutSlots:
        """Frozen, with a dictionary."""

        name: str
        secret: object = None

    return WithoutSlots


def by_identity(dataclass: Decorator) -> Any:
    @dataclass(frozen=True, eq=False)
    class ByIdentity:
        """Equal to nothing but itself."""

        name: str
        secret: object = None

    return ByIdentity


def by_keyword(dataclass: Decorator) -> Any:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class ByKeyword:
        """Its fields are named."""

        name: str
        secret: object = None

    return ByKeyword


def ordered(dataclass: Decorator) -> Any:
    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        """Sorts."""

        name: str
        secret: object = 0

    return Ordered


def own_methods(dataclass: Decorator) -> Any:
    @dataclass(frozen=True, slots=True)
    class OwnMethods:
        """Says itself what it is equal to."""

        name: str
        secret: object = None

        def __eq__(self, other: object) -> bool:
            return isinstance(other, OwnMethods) and self.name == other.name

        def __hash__(self) -> int:
            return hash(self.name)

    return OwnMethods


def empty(dataclass: Decorator) -> Any:
    @dataclass(frozen=True, slots=True)
    class Empty:
        """No fields."""

    return Empty


CLASSES = [
    frozen,
    child,
    open_record,
    slotted,
    without_slots,
    by_identity,
    by_keyword,
    ordered,
    own_methods,
    empty,
]

ACTS: dict[str, Callable[[Any], object]] = {
    "made by position": lambda cls: told(cls("a", 1)),
    "made by name": lambda cls: told(cls(name="a", secret=1)),
    "made of nothing": lambda cls: told(cls()),
    "made of too much": lambda cls: told(cls(1, 2, 3, 4, 5, 6, 7)),
    "made with a stranger": lambda cls: told(cls(name="a", secret=1, other=2)),
    "shown": lambda cls: repr(cls(name="a", secret=1)),
    "equal": lambda cls: cls(name="a", secret=1) == cls(name="a", secret=1),
    "unequal": lambda cls: cls(name="a", secret=1) == cls(name="b", secret=1),
    "equal to another kind": lambda cls: cls(name="a", secret=1) == ("a", 1),
    "a key": lambda cls: len({cls(name="a", secret=1), cls(name="a", secret=1)}),
    "in order": lambda cls: cls(name="a", secret=1) < cls(name="b", secret=1),
    "changed": lambda cls: setattr(cls(name="a", secret=1), "name", "b"),
    "taken from": lambda cls: delattr(cls(name="a", secret=1), "name"),
    "replaced": lambda cls: told(dataclasses.replace(cls(name="a", secret=1), name="b")),
    "as a dictionary": lambda cls: dataclasses.asdict(cls(name="a", secret=1)),
    "with a default of its own": lambda cls: vars_of(cls(name="a", secret=1)),
    "matched": lambda cls: cls.__match_args__,
    "slots": lambda cls: getattr(cls, "__slots__", None),
    "called": lambda cls: (cls.__init__.__name__, cls.__repr__.__name__, cls.__doc__),
}


def told(one: Any) -> list[tuple[str, object]]:
    return [(field.name, getattr(one, field.name)) for field in dataclasses.fields(one)]


def vars_of(one: Any) -> list[bool]:
    """Whether a list or dictionary is shared with the next record."""
    other = type(one)(name="a", secret=1)
    return [
        getattr(one, field.name) is getattr(other, field.name)
        for field in dataclasses.fields(one)
        if field.default_factory is not dataclasses.MISSING
    ]


def outcome(act: Callable[[Any], object], cls: Any) -> object:
    try:
        return act(cls)
    except Exception as error:  # the kind of it is what we compare
        return type(error)


@pytest.mark.parametrize("make", CLASSES, ids=lambda make: make.__name__)
@pytest.mark.parametrize("act", ACTS)
def test_a_record_does_what_the_standard_one_does(
    make: Callable[[Decorator], Any], act: str
) -> None:
    ours, theirs = make(record.dataclass), make(dataclasses.dataclass)
    expected = outcome(ACTS[act], theirs)
    assert outcome(ACTS[act], ours) == expected  # by placeholders
    assert outcome(ACTS[act], ours) == expected  # by what they have written


@record.dataclass(frozen=True, slots=True)
class Sent:
    """Goes through a pipe."""

    name: str
    raw: bytes = dataclasses.field(default=b"", repr=False)


def test_a_record_goes_through_a_pipe_and_back() -> None:
    one = Sent("a", b"b")
    assert pickle.loads(pickle.dumps(one)) == one


def test_a_frozen_record_takes_no_other_attribute_either() -> None:
    one = Sent("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.other = "b"  # type: ignore[attr-defined]


def test_a_record_that_holds_itself_can_be_shown() -> None:
    @record.dataclass
    class Circle:
        """Holds itself."""

        inside: object = None

    one = Circle()
    one.inside = one
    assert repr(one).endswith("(inside=...)")


def test_a_method_is_written_by_its_first_call() -> None:
    made = frozen(record.dataclass)
    before = made.__init__
    made("a", "b")
    after = made.__init__
    assert after is not before
    made("a", "b")
    assert made.__init__ is after


def test_a_class_that_is_never_called_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("compiled")

    monkeypatch.setattr("builtins.exec", refuse)
    frozen(record.dataclass)


def test_every_record_of_ours_is_one_of_these() -> None:
    standard = re.compile(r"^from dataclasses import .*\bdataclass\b|@dataclasses\.dataclass", re.M)
    files = [*(ROOT / "mailtracker").rglob("*.py")]
    found = [file.name for file in files if standard.search(file.read_text(encoding="utf-8"))]
    assert found == []
