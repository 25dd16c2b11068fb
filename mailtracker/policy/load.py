"""A folder of rules files → the checked Policy, or every problem in them with its line and column."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from mailtracker.errors import BadFiles, Problem
from mailtracker.policy.build import build, condition
from mailtracker.policy.check import check, check_shadows
from mailtracker.policy.draft import Draft
from mailtracker.policy.policy import Policy
from mailtracker.policy.yamlfile import MAX_BYTES, MOST_PROBLEMS, read

SUFFIXES = (".yaml", ".yml")


def load(folder: Path) -> Policy:
    """Every *.yaml and *.yml file of the folder, by name, each read once; hidden ones are left out.

    Raises BadFiles with all problems at once. The one function of this room that touches the disk.
    """
    texts, problems = _read_folder(folder)
    return _policy(texts, problems, str(folder))


def load_texts(texts: Mapping[str, str]) -> Policy:
    """The same from texts by file name ("rules/routes.yaml"), in the order of their names. Raises BadFiles."""
    return _policy(texts, [], "rules")


def _policy(texts: Mapping[str, str], problems: list[Problem], folder: str) -> Policy:
    draft = Draft(whole=not problems)
    for file, text in sorted(texts.items()):
        table, found = read(file, text)
        problems += found
        if table is None:
            draft.whole = False
        else:
            draft.add(table)
    problems += draft.problems
    problems += islice(check(draft, folder), MOST_PROBLEMS)
    problems += check_shadows((place, rule.name, condition(rule.when)) for place, rule in draft.rules)
    if problems:
        raise BadFiles(problems)
    return build(draft, _digest(texts))


def _digest(texts: Mapping[str, str]) -> str:
    """The same for the same files in another folder."""
    hashed = hashlib.sha256()
    for file, text in sorted(texts.items()):
        for piece in (file.rpartition("/")[2], text):
            hashed.update(hashlib.sha256(piece.encode()).digest())
    return hashed.hexdigest()


def _read_folder(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    try:
        names = sorted(p.name for p in folder.iterdir() if p.suffix in SUFFIXES and not p.name.startswith("."))
    except OSError as error:
        return {}, [Problem(str(folder), 0, 0, f"cannot read the rules folder: {error.strerror}")]
    if not names:
        return {}, [Problem(str(folder), 0, 0, "no rules here: the folder has no .yaml file")]
    texts, problems = {}, []
    for name in names:
        path = folder / name
        got = _read_file(path)
        if isinstance(got, Problem):
            problems.append(got)
        else:
            texts[str(path)] = got
    return texts, problems


def _read_file(path: Path) -> str | Problem:
    try:
        if not path.is_file():
            return Problem(str(path), 0, 0, "is not a file")
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        return Problem(str(path), 0, 0, f"cannot be read: {error.strerror}")
    if len(data) > MAX_BYTES:
        return Problem(str(path), 0, 0, "is larger than 1 MB: rules are never that long; split it if they are")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        return Problem(str(path), line, column, "is not UTF-8: save the file in that encoding")
