"""The model of config.toml in, its reference page out. It always says what the loader does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AfterValidator
from pydantic.fields import FieldInfo

from mailtracker.config.hooks import HookTable
from mailtracker.config.issuers import Issuer
from mailtracker.config.schema import TABLES, Box
from mailtracker.config.toml_table import TomlTable
from mailtracker.config.values import Between, Takes

_PLAIN = {str: "a text", bool: "`true` or `false`"}


def page() -> str:
    """The whole reference as Markdown."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    yield _HEAD
    for title, path, model in TABLES:
        yield f"## {title}\n"
        if path:
            yield f"{_header(path, model)}\n"
        yield f"{_one_line(model.__doc__ or '')}\n"
        yield from _table(model)
        yield ""
    yield _SECRETS


def _header(path: Sequence[str], model: type[TomlTable]) -> str:
    if issubclass(model, Issuer):
        return f'`[oauth.NAME]`, with `issuer = "{path[-1]}"`'
    header = f"[{'.'.join(path)}]"
    return f"`[{header}]`" if model in (Box, HookTable) else f"`{header}`"


def _table(model: type[TomlTable]) -> Iterator[str]:
    yield "| key | takes | default | means | example |"
    yield "|---|---|---|---|---|"
    for key, field in model.model_fields.items():
        cells = (
            f"`{key}`",
            takes(field.annotation, field.metadata),
            default(model, key, field),
            field.description or "",
            _example(field),
        )
        yield f"| {' | '.join(_one_line(cell) for cell in cells)} |"


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def takes(annotation: Any, marks: Sequence[Any] = ()) -> str:
    """What may stand there, in words. `marks` are the annotation's own."""
    words = next((mark.words for mark in marks if isinstance(mark, Takes)), "")
    return f"{words or _takes_type(annotation)}{_limits(marks)}"


def _takes_type(annotation: Any) -> str:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return takes(inner[0], inner[1:])
    if origin in (Union, UnionType):
        return " or ".join(takes(one) for one in inner if one is not NoneType)
    if origin is dict:
        return f"tables by name: {takes(inner[1])}"
    if origin is list:
        return f"a list: {takes(inner[0])}"
    if origin is Literal:
        return " or ".join(f"`{_toml(word)}`" for word in inner)
    if annotation is int:
        return "a number"
    return _PLAIN.get(annotation) or _link(annotation)


def _link(model: Any) -> str:
    title = next(title for title, _, known in TABLES if known is model)
    return f"[{title[0].lower()}{title[1:]}](#{title.lower().replace(' ', '-')})"


def _limits(marks: Sequence[Any]) -> str:
    """Between what a duration or a number must lie."""
    flat = [inner for mark in marks for inner in _unpacked(mark)]
    found: list[str] = []
    for mark in flat:
        match mark:
            case AfterValidator(func=Between(low=low, high=high)):
                found = [low, high]
            case object(ge=low) | object(le=low):  # pydantic's own bounds of a number
                found.append(str(low))
    return f", {found[0]} to {found[1]}" if len(found) == 2 else ""


def _unpacked(mark: Any) -> Sequence[Any]:
    return mark.metadata if isinstance(mark, FieldInfo) else (mark,)


def default(model: type[TomlTable], key: str, field: FieldInfo) -> str:
    """What holds where the key is left out; a required one says so."""
    if field.is_required():
        return "**required**"
    if key in model.otherwise:
        return model.otherwise[key]
    if field.default is None or isinstance(field.default, TomlTable):
        return "-"
    return f"`{_toml(field.default)}`"


def _example(field: FieldInfo) -> str:
    return f"`{_toml(field.examples[0])}`" if field.examples else ""


def _toml(value: object) -> str:
    """As it is written in the file."""
    if isinstance(value, timedelta):
        return json.dumps(_said(value))
    return json.dumps(value, ensure_ascii=False)


def _said(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    return f"{seconds} s" if seconds % 86_400 else f"{value.days} days"


_HEAD = """# The configuration: config.toml

*Generated from the model by `mailtracker schema --config-reference`; edit the model, not this
page.*

How to reach the world: mailboxes, the SMTP server, the database. What is promised stands in the
rules ([rules.md](rules.md)), how it is said in the templates.
[config.example.toml](../config.example.toml) is a whole example, and `mailtracker init` writes it
to start from; `mailtracker check` says what is wrong and where, all of it at once.

The file is TOML (https://toml.io), read once, at the start. A key that is not listed here is an
error. Commands read `config.toml` where they are called; `--config` or the variable
`MAILTRACKER_CONFIG` names another. Paths that begin with no `/` are meant from the folder of the
file.

**A duration** is a number and a unit in quotes: `"60 s"`, `"5 minutes"`, `"1 hour"`, `"90 days"`,
`"2 weeks"`. **A time zone** is written like `"Europe/Copenhagen"`, **a language** by its
two-letter code. **Addresses** and **domains** are written bare, in any case.
"""

_SECRETS = """## Secrets

No password and no secret stands in this file: a key that looks like one is refused.
`password_file` or `password_env` says where it is, one of them for each login; so do `secret_file`
or `secret_env` for the client secret of a sign-in, `url_file` or `url_env` for the address of a
hook.

- **A file** holds the password as its only line, in UTF-8. It must be a plain file that not
  everybody on the machine can read: `mkdir -m 700 secrets; (umask 077; cat > secrets/it-help)`,
  then the password, Enter, Ctrl-D.
- **A systemd credential** is `password_file = "$CREDENTIALS_DIRECTORY/it-help"`, with
  `LoadCredential=it-help:...` in the unit.
- **An environment variable** is `password_env = "IT_HELP_PASSWORD"`; it must be set and not
  empty.

Passwords and client secrets are read at the start, are in no log and no message, and travel in
clear text over loopback only. Certificates, keys and refresh tokens are read whenever they are
used; a refresh token that the issuer replaces is written to its file at once.
"""
