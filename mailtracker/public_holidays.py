"""A country's code → its public holidays, by the holidays package, of which only that country is
loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_COUNTRIES = "holidays.countries"

PUBLIC, HALF_DAY, SCHOOL = "public", "half_day", "school"
"""Kinds of days, by the package's names. Every country has the first; the last are for pupils."""

FREE = ("optional", "bank", "government", "unofficial", "de_facto", "armed_forces")
"""Kinds that are days off for some of a whole country. What is neither these nor those above is
kept by a faith or a people, in parts of a country by everybody.
"""


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


def kinds_of(country: str) -> tuple[str, ...]:
    """Kinds of days that a country has, the public ones first."""
    kinds = set(getattr(_library(), country).supported_categories) - {"workday"}
    return (PUBLIC, *sorted(kinds - {PUBLIC}))


def years_of(country: str) -> tuple[int, int]:
    """The first and the last year of which a country's days are known: in others it seems to have
    none.
    """
    known = getattr(_library(), country)
    return known.start_year, known.end_year


def named_days(
    code: str, year: int, kinds: Sequence[str] = (PUBLIC,), language: str = ""
) -> Mapping[date, str]:
    """Days of a whole country ("DK") or of a part of it ("DE-BE") → what they are called in that
    language, else in English where the package can, whatever this machine's language is. Kinds
    that the country has not are left out. NotImplementedError for what is unknown.
    """
    country, _, part = code.partition("-")
    library = _library()
    known = getattr(library, country, None)
    if known is None:
        raise NotImplementedError(code)
    asked = [kind for kind in kinds if kind in known.supported_categories]
    if not asked:  # it would take the public ones
        return {}
    spoken = _spoken(known.supported_languages, language)
    days: Mapping[date, str] = library.country_holidays(
        country, subdiv=part or None, years=year, categories=asked, language=spoken
    )
    return dict(days)


def _spoken(known: Sequence[str], wanted: str) -> str | None:
    """Of the package's names of languages ("pt_BR"). None for a country that has one only, which
    it does not name.
    """
    for code in (wanted, "en_US", "en_GB"):
        base = code.replace("-", "_").partition("_")[0]
        found = [name for name in known if code and name.partition("_")[0] == base]
        if found:
            return code if code in found else found[0]
    return None


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
