"""The example file and a provider in; a config.toml for that provider, of the same words, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailtracker.config.providers import Key, Provider, Setting

COLUMN = 40
"""Where the comment behind a value begins, as in the example."""

_SECTION = "\n\n\n"
_MAILBOX = "[[mailbox]]"
_HEADER = re.compile(r"\[{1,2}([a-z.]+)\]{1,2}\s*(?:#.*)?")
_KEY = re.compile(r"(?:# )?([a-z_]+) = ((?:\"[^\"]*\"|\[[^\]]*\]|[^#\s])++)\s*(?:# *(.*))?")
_MORE = re.compile(r"#\s{8,}#.*")
"""What is said of a key, on a further line."""

_SIGN_IN = re.compile(r"#   \[oauth\.([a-z]+)\]")


def filled_in(example: str, provider: Provider) -> str:
    """With one mailbox: it is the login that sends. For a provider of which nothing is known the
    example as it is. Raises ValueError where the example lacks what the provider is about.
    """
    if not provider.settings:
        return example
    sections = [one for one in example.split(_SECTION) if not one.startswith(_MAILBOX)]
    draft = _Draft(_SECTION.join(sections).splitlines())
    if provider.sign_in:
        draft.choose_sign_in(provider.sign_in)
    for key, setting in provider.settings.items():
        draft.put(key, setting)
    above = (f"For {provider.title}. First do what {provider.page} says.", *provider.notes)
    return "".join(f"{line}\n" for line in (*(f"# {one}" for one in above), "", *draft.lines))


class _Draft:
    """The `lines` of the file, while they are changed."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)

    def put(self, key: Key, setting: Setting) -> None:
        """In the place of the example's, or of another key's, or behind one; else at the end of its
        table.
        """
        at = self._find(key)
        if at is None and setting.instead:
            at = self._clear((key[0], setting.instead))
        why = setting.why or (self._comment(at) if at is not None else "")
        line = f"{key[1]} = {setting.value}"
        if why:
            line = f"{line:<{COLUMN}} # {why}"
        if at is None:
            self.lines.insert(self._end(key[0], setting.behind), line)
            return
        self.lines[at] = line
        if setting.why:
            self._drop_more(at + 1)

    def _clear(self, key: Key) -> int:
        """Its place, without what is said of it above and below."""
        at = self._find(key)
        if at is None:
            raise ValueError(f"the example has no {key}")
        self._drop_more(at + 1)
        while self.lines[at - 1].startswith("#") and not _KEY.fullmatch(self.lines[at - 1]):
            at -= 1
            del self.lines[at]
        return at

    def choose_sign_in(self, name: str) -> None:
        """That table counts; those of others go."""
        lines, chosen = iter(self.lines), False
        kept: list[str] = []
        for line in lines:
            header = _SIGN_IN.fullmatch(line)
            if header is None:
                kept.append(line)
                continue
            block = [line, *_until_blank(lines)]
            if header[1] == name:
                chosen = True
                kept += ["", *(one.removeprefix("#").strip() for one in block), ""]
        if not chosen:
            raise ValueError(f"the example has no [oauth.{name}]")
        self.lines = kept

    def _find(self, key: Key) -> int | None:
        for at in self._table(key[0]):
            found = _KEY.fullmatch(self.lines[at])
            if found is not None and found[1] == key[1]:
                return at
        return None

    def _comment(self, at: int) -> str:
        found = _KEY.fullmatch(self.lines[at])
        return (found[3] or "") if found is not None else ""

    def _end(self, table: str, key: str = "") -> int:
        """Behind the last line that says something of it, or of that `key` in it."""
        within = list(self._table(table))
        if not within:
            raise ValueError(f"the example has no [{table}]")
        keys = [at for at in within if _KEY.fullmatch(self.lines[at])]
        named = self._find((table, key)) if key else None
        end = (named if named is not None else (keys or within)[-1]) + 1
        while end < len(self.lines) and _MORE.fullmatch(self.lines[end]):
            end += 1
        return end

    def _table(self, name: str) -> Iterator[int]:
        """The places of its lines, the header's first."""
        now = ""
        for at, line in enumerate(self.lines):
            if header := _HEADER.fullmatch(line):
                now = header[1]
            if now == name:
                yield at

    def _drop_more(self, at: int) -> None:
        while at < len(self.lines) and _MORE.fullmatch(self.lines[at]):
            del self.lines[at]


def _until_blank(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if not line:
            return
        yield line
