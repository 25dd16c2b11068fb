"""The languages that are understood, each by the words of its own file."""

from __future__ import annotations

from mailtracker.mail.origin.dates import danish, dutch, english, french, german, portuguese
from mailtracker.mail.origin.dates.words import DateWords

LANGUAGES: dict[str, DateWords] = {
    "en": english.WORDS,
    "de": german.WORDS,
    "nl": dutch.WORDS,
    "da": danish.WORDS,
    "pt": portuguese.WORDS,
    "fr": french.WORDS,
}
