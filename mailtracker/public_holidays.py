"""A country's code → its public holidays, by the holidays package, of which only that country is
loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_COUNTRIES = "holidays.countries"


@cache
def codes() -> frozenset[str]:
    """Of all countries that have any: two letters, or three."""
    from holidays.registry import EntityLoader

    return frozenset(EntityLoader.get_country_codes())


def parts_of(country: str) -> Collection[str]:
    """Codes of the parts of a country that have holidays of their own. AttributeError for an
    unknown country.
    """
    parts: Collection[str] = getattr(_library(), country).subdivisions
    return parts


def days_of(country: str, part: str, year: int) -> frozenset[date]:
    """Of a whole country ("DK", "") or of a part of it ("DE", "BE"). NotImplementedError for what
    is unknown.
    """
    return frozenset(_library().country_holidays(country, subdiv=part or None, years=year))


def _library() -> Any:
    """Whoever asks it for one country is given that country's module, and Python first runs the
    package in which this lies: that loads all 250, for a tenth of what our own start takes.
    """
    import holidays

    if _COUNTRIES not in sys.modules and (spec := find_spec(_COUNTRIES)):
        sys.modules[_COUNTRIES] = _NotRun(spec.submodule_search_locations or [])
    return holidays


class _NotRun(ModuleType):
    """A package that finds its modules, and runs itself only once it is asked for anything else."""

    def __init__(self, folders: list[str]) -> None:
        super().__init__(_COUNTRIES)
        self.__path__ = folders

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import system looks for
            raise AttributeError(name)
        if sys.modules.get(_COUNTRIES) is self:
            del sys.modules[_COUNTRIES]
        return getattr(import_module(_COUNTRIES), name)
