"""The tables `[[hook]]`: whom the rungs of ladders tell besides people, and where their addresses
are, which are secrets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, SecretStr

from mailtracker.config.passwords import SecretKind, read_password
from mailtracker.config.signing_in import Found, KeyPath
from mailtracker.config.toml_table import TomlTable
from mailtracker.config.values import Between, Duration, Line, Name, check_url
from mailtracker.password_file import Beside, NoPassword

ADDRESS = SecretKind("address (URL)", "url")


class HookTable(TomlTable):
    """A block for each program (a pager, a chat) that a rung of a ladder may tell that a promise is
    in danger: `post: NAME` in the rules. It gets a POST with JSON (docs/operations.md), and no word
    of any mail. Give `url_file` or `url_env`.
    """

    otherwise: ClassVar[Mapping[str, str]] = {"ca_file": "the machine's"}
    rare = frozenset({"url_env", "ca_file"})

    name: Name = Field(description="what rungs call it", examples=["pager"])
    url_file: Line | None = Field(
        default=None,
        description="a file that holds its address as its only line, as `password_file`: whoever "
        "knows that can write there. `https:`, or `http:` on this machine's loopback",
        examples=["secrets/pager"],
    )
    url_env: Line | None = Field(
        default=None,
        description="an environment variable that holds the address, instead of the file",
        examples=["PAGER_URL"],
    )
    ca_file: Line | None = Field(
        default=None,
        description="certificates of the authority that vouches for it, as a PEM file beside this "
        "file",
        examples=["corp-ca.pem"],
    )
    timeout: Annotated[Duration, AfterValidator(Between("1 s", "25 s"))] = Field(
        default=timedelta(seconds=10),
        description="how long it may take to answer",
        examples=["5 s"],
    )


def hook_tables(raw: Mapping[str, Any]) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    """Each, and where it stands; what is no table the schema minds."""
    tables = raw.get("hook")
    for index, table in enumerate(tables if isinstance(tables, list) else ()):
        if isinstance(table, dict):
            yield ("hook", index), table


def read_addresses(
    raw: Mapping[str, Any], beside: Beside
) -> tuple[dict[KeyPath, SecretStr], list[Found]]:
    """The address of each by its path, and what is wrong with those of others."""
    read: dict[KeyPath, SecretStr] = {}
    found: list[Found] = []
    for path, table in hook_tables(raw):
        try:
            read[path] = read_password(table, beside, ADDRESS)
        except NoPassword as error:
            found.append(((*path, *filter(None, [error.key])), str(error)))
            continue
        if wrong := _wrong(read[path]):
            key = next(key for key in ADDRESS.keys if table.get(key) is not None)
            found.append(((*path, key), f"what it names {wrong}"))
    return read, found


def _wrong(address: SecretStr) -> str:
    """What is wrong with an address; never quotes it."""
    try:
        check_url(address.get_secret_value())
    except ValueError as error:
        return str(error)
    return ""


def check_names_of_hooks(raw: Mapping[str, Any]) -> Iterator[Found]:
    """No two share a name."""
    seen: set[str] = set()
    for path, table in hook_tables(raw):
        name = table.get("name")
        if isinstance(name, str) and name in seen:
            yield (*path, "name"), f"another hook is called {name!r} already"
        seen.add(str(name))
