"""Public holidays: of each country as the library has them, and no other country is loaded."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import holidays
import pytest

from mailtracker import public_holidays

PLACES = [("DK", ""), ("DE", ""), ("DE", "BE"), ("GB", "ENG"), ("US", "CA"), ("GU", ""), ("MY", "")]
ASKED = "from mailtracker.public_holidays import named_days; named_days('DE-BE', 2026)"
LOADED = "print(*[name for name in sys.modules if name.startswith('holidays.countries.')])"


def fresh(code: str) -> str:
    """What this prints in a process of its own."""
    command = [sys.executable, "-c", f"import sys; {code}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_no_other_country_is_loaded() -> None:
    assert fresh(f"{ASKED}; {LOADED}") == "holidays.countries.germany"


@pytest.mark.parametrize(("country", "part"), PLACES)
def test_days_are_those_of_the_library(country: str, part: str) -> None:
    theirs = holidays.country_holidays(country, subdiv=part or None, years=2026)
    days = public_holidays.named_days(f"{country}-{part}" if part else country, 2026)
    assert days.keys() == theirs.keys()
    assert date(2026, 12, 25) in days


def test_countries_and_parts_are_those_of_the_library() -> None:
    theirs = holidays.list_supported_countries()
    assert {
        code: list(public_holidays.parts_of(code)) for code in public_holidays.codes()
    } == theirs


@pytest.mark.parametrize(("country", "part"), [("XX", ""), ("DE", "XX")])
def test_what_is_unknown_is_refused(country: str, part: str) -> None:
    with pytest.raises(NotImplementedError):
        public_holidays.named_days(f"{country}-{part}" if part else country, 2026)


def test_who_needs_the_whole_package_has_it_afterwards() -> None:
    """As a country's module that took another one from there would."""
    said = fresh(
        f"{ASKED}; from holidays.countries import Denmark, Germany; print(Germany.country)"
    )
    assert said == "DE"
