"""A name is known in an address however the address writes its letters."""

from __future__ import annotations

from mailtracker.mail.origin.named import is_spelled, letters, spells

SPELLED = [
    ("j.brueckner", "brückner"),
    ("jbruckner", "brückner"),
    ("soren", "sören"),
    ("soerensen.k", "sørensen"),
    ("andre", "andré"),
    ("maal", "mål"),
    ("brückner", "brückner"),
    ("roe2", "roe"),
]
OTHERS = [("j.brock", "brückner"), ("sor", "sören"), ("info", "andré")]


def test_a_name_is_found_in_an_address() -> None:
    assert [one for one in SPELLED if not spells(*one)] == []
    assert [one for one in OTHERS if spells(*one)] == []


def test_a_name_is_the_whole_of_it() -> None:
    found = [one for one in SPELLED if is_spelled(*one)]
    assert found == [("soren", "sören"), ("andre", "andré"), ("maal", "mål"), SPELLED[-2]]


def test_letters_as_a_domain_writes_them() -> None:
    assert letters("Vandværket Nørre-Å") == "vandvaerketnoerreaa"
