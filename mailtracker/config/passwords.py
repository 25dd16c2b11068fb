"""A table in, its password or client secret out: from a file, a systemd credential or the
environment, never from config.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from mailtracker.password_file import Beside, NoPassword, read_line
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class SecretKind:
    """What is looked for: the `word` for it, in messages and, before `_file` and `_env`, as the
    `stem` of the keys that say where it is.
    """

    word: str
    stem: str

    @property
    def keys(self) -> tuple[str, str]:
        return f"{self.stem}_file", f"{self.stem}_env"


PASSWORD = SecretKind("password", "password")
CLIENT_SECRET = SecretKind("client secret", "secret")


def read_password(
    table: Mapping[str, Any], beside: Beside, kind: SecretKind = PASSWORD
) -> SecretStr:
    """The password that `password_file` or `password_env` names, or another kind of secret. Raises
    NoPassword.
    """
    in_file, in_variable = kind.keys
    if table.get(in_file) is not None and table.get(in_variable) is not None:
        raise NoPassword(in_variable, f"give {in_file} or {in_variable}, not both")
    for key, read in ((in_file, read_line), (in_variable, _from_environment)):
        name = table.get(key)
        if isinstance(name, str) and name:
            try:
                return SecretStr(read(name, beside, kind.word))
            except NoPassword as error:
                raise NoPassword(error.key or key, str(error)) from None
    raise NoPassword("", f"{in_file} (or {in_variable}) is missing: where is the {kind.word}?")


def _from_environment(variable: str, beside: Beside, _word: str) -> str:
    if not beside.environ.get(variable):
        raise NoPassword("", f"the environment variable {variable} is not set")
    return beside.environ[variable]
