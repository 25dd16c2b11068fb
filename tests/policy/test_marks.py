"""Combining marks: all of the first plane, though most of it is not looked through."""

from __future__ import annotations

import unicodedata

from mailtracker.policy import words


def test_every_mark_of_the_first_plane_is_known() -> None:
    marks = [chr(n) for n in range(0x300, 0x10000) if unicodedata.category(chr(n))[0] == "M"]
    assert list(words._MARKS) == marks
