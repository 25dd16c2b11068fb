"""A message → the key of what it says. Equal keys: nothing new was said."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

from mailtracker.desk.case import files
from mailtracker.desk.words.owner_words import Word, read_command
from mailtracker.mail.message import Message

_WORD = re.compile(r"[^\W_]+")
"""Of what `str.isalnum` says yes to."""

NO_WORDS = "-"
"""The key of a mail that only quotes or forwards, and attaches nothing."""


def words_key(message: Message) -> str:
    """Of the words above what is quoted, and of the names and sizes of what is attached. Case,
    spaces and punctuation make nothing new, nor do numbers, by which machines count their mails;
    unless there is nothing else, or they name a request that somebody wants to merge.
    """
    words = [*_words(message.new_text), *_merges(message)]
    attached = [f"{part.filename} {part.body[1] - part.body[0]}" for part in files(message)]
    if not words and not attached:
        return NO_WORDS
    return sha256("\n".join([*words, "", *attached]).encode("utf-8", "replace")).hexdigest()[:20]


def _merges(message: Message) -> list[str]:
    command = read_command(message.new_text)
    return [command.argument] if command and command.word is Word.MERGE else []


def opening_key(message: Message) -> str:
    """The same of a mail that starts something, its subject among the words."""
    said = [*_words(message.subject), words_key(message)]
    return sha256(" ".join(said).encode("utf-8", "replace")).hexdigest()[:20]


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = _WORD.findall(folded)
    return [word for word in words if not word.isdigit()] or words
