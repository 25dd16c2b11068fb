"""A header value of ours is one clean line, whatever it was made from."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mailtracker.mail.mime.header_text import clean_header

ANY_TEXT = st.text(st.characters(), max_size=200)  # lone surrogates too


def test_line_breaks_become_one_space() -> None:
    assert clean_header("Hello\r\nBcc: spy@example.com") == "Hello Bcc: spy@example.com"


def test_nul_c1_and_unicode_line_separators_become_spaces() -> None:
    assert clean_header("a\0b\x85c\u2028d\u2029e\x7ff\x9fg") == "a b c d e f g"


def test_bidi_overrides_cannot_turn_a_file_name_round() -> None:
    assert clean_header("invoice\u202egnp.exe") == "invoice gnp.exe"


def test_lone_surrogates_are_gone_and_emoji_stay() -> None:
    assert clean_header("a\ud800b \U0001f600") == "a b \U0001f600"


def test_value_is_cut_at_its_limit_and_whole_without_one() -> None:
    assert len(clean_header("x" * 1000)) == 255
    assert clean_header("ab cd", 3) == "ab"
    assert len(clean_header("x" * 100_000, None)) == 100_000


def test_ordinary_words_of_any_language_stay_as_they_are() -> None:
    for words in ("Größe & Maß", "日本語の件名", "עברית", "non\u00a0breaking"):
        assert clean_header(words) == words


@given(ANY_TEXT)
def test_no_control_character_survives(value: str) -> None:
    cleaned = clean_header(value, None)
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in cleaned)
    assert clean_header(cleaned, None) == cleaned
