"""Tables of config.toml: what is right becomes a value, what is wrong one sentence at its key."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

import pytest

from mailtracker.config.schema import parse_duration
from mailtracker.config.secret import Secret
from mailtracker.config.table import After, Before, Field, Found, Limits, TableReader, TomlTable


def _even(value: int) -> int:
    if value % 2:
        raise ValueError("is odd")
    return value // 2


class Inner(TomlTable):
    """Stands in another one."""

    number: Annotated[int, Limits(ge=0, le=9), After(_even)] = Field(description="half of it")


class Outer(TomlTable):
    """A key of each kind."""

    text: str = Field(default="", description="a text")
    flag: bool = Field(default=False, description="a flag")
    word: Literal["a", "b", "c"] = Field(default="a", description="one of three")
    maybe: Annotated[int, Limits(ge=1)] | None = Field(
        default=None, description="a number, or none"
    )
    span: Annotated[timedelta, Before(parse_duration)] = Field(
        default=timedelta(0), description="a while"
    )
    coded: Annotated[str, Limits(pattern="[a-z]+")] = Field(default="x", description="a code")
    listed: Annotated[list[Annotated[int, After(_even)]], Limits(min_length=1)] = Field(
        default=[], description="numbers"
    )
    inner: Inner | None = Field(default=None, description="a table")
    many: list[Inner] = Field(default=[], description="tables")


def read(raw: Any) -> tuple[Any, list[Found]]:
    reader = TableReader(lambda table, key: f"{table.__name__} does not know {key}")
    return reader.table(Outer, raw), reader.found


def test_what_is_right_is_read_and_what_is_left_out_has_its_default() -> None:
    outer, found = read({"span": "2 days", "listed": [2, 4], "inner": {"number": 8}, "maybe": 1})
    assert found == []
    assert (outer.span, outer.listed, outer.inner.number) == (timedelta(days=2), [1, 2], 4)
    assert (outer.text, outer.flag, outer.word, outer.maybe) == ("", False, "a", 1)


@pytest.mark.parametrize(
    ("raw", "key", "said"),
    [
        ({"text": 1}, ("text",), "should be a valid string"),
        ({"text": ["a"]}, ("text",), "should be a valid string"),
        ({"flag": 1}, ("flag",), "should be a valid boolean"),
        ({"flag": "true"}, ("flag",), "should be a valid boolean"),
        ({"word": "d"}, ("word",), "must be 'a', 'b' or 'c'"),
        ({"word": {}}, ("word",), "must be 'a', 'b' or 'c'"),
        ({"maybe": True}, ("maybe",), "should be a valid integer"),
        ({"maybe": 1.0}, ("maybe",), "should be a valid integer"),
        ({"maybe": 0}, ("maybe",), "should be greater than or equal to 1"),
        ({"coded": "a\n"}, ("coded",), "String should match pattern '[a-z]+'"),
        ({"listed": 2}, ("listed",), "should be a valid list"),
        ({"listed": []}, ("listed",), "must not be empty"),
        ({"listed": [2, 3]}, ("listed", 1), "is odd"),
        ({"inner": 1}, ("inner",), "must be a table"),
        ({"inner": {}}, ("inner", "number"), "is missing"),
        ({"inner": {"number": 10}}, ("inner", "number"), "should be less than or equal to 9"),
        ({"inner": {"number": 2, "x": 1}}, ("inner", "x"), "Inner does not know x"),
        ({"many": [{"number": 2}, []]}, ("many", 1), "must be a table"),
        ({"many": [{"number": 1}]}, ("many", 0, "number"), "is odd"),
        ({"y": 1}, ("y",), "Outer does not know y"),
        ([], (), "must be a table"),
    ],
)
def test_what_is_wrong_is_one_sentence_at_its_key(
    raw: Any, key: tuple[Any, ...], said: str
) -> None:
    outer, found = read(raw)
    assert (outer, found) == (None, [(key, said)])


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_keys() -> None:
    _, found = read({"z": 1, "listed": ["x", 3], "text": 0, "span": "long"})
    assert [key for key, _ in found] == [("text",), ("span",), ("listed", 0), ("listed", 1), ("z",)]


def test_a_password_is_never_shown() -> None:
    secret = Secret("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"
    assert secret.get_secret_value() == "hunter2"
    assert (secret == Secret("hunter2"), secret == Secret("x"), secret == "hunter2") == (
        True,
        False,
        False,
    )
