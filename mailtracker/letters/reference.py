"""The letters' classes → docs/templates.md: what each template is given. Always says what the code
does.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields
from typing import get_args
from zoneinfo import ZoneInfo

from mailtracker.desk.letters import AdminLetter, AnyLetter, Letter
from mailtracker.desk.notes import Note
from mailtracker.desk.request import Given, Request
from mailtracker.letters import samples
from mailtracker.letters.given import AboutRequest, Common
from mailtracker.letters.troubles import ToldToAdmins, in_admin_words
from mailtracker.mail.message import Address
from mailtracker.policy.model import Person

INTRO = """\
# Templates

<!-- Made by `mailtracker schema --templates-reference`; change the classes of
mailtracker/desk/letters.py and mailtracker/letters/given.py instead. -->

Every mail that mailtracker writes is a file of the templates folder: `<language>/<name>.md`. Change
them as you like; `mailtracker check` tells of every name that a letter has not, with its line, and
renders each letter in every case that can come. `mailtracker preview receipt --lang de` shows one,
`mailtracker preview --html letters.html` all of them in all languages: as a line of a list of
mails, on a telephone and on a desk, in light and in dark.

A template is a line `Subject: ...`, a blank line, and a body in Markdown with Jinja's
`{{ value }}`, `{% if ... %}` and `{% for ... %}`. What stands below a last `---` is the small
print. `layout.html` wraps all of them as a page. A note (`note_...`) has no subject: it stands
above or below somebody's own mail. Values are words: no subject and no name can become a link.

A new language is a new folder with every file of `en/`; it needs words for dates and times
in `mailtracker/letters/wordings/`. What a language lacks is sent in English.

| filter | makes of it |
|---|---|
| `request.promised_at \\| by` | "by 15:30 today", in the reader's zone |
| `since \\| at` | "today at 15:30": something that was |
| `day \\| day` | "Friday, 4 December"; with its year where that is half a year away |
| `minutes \\| span` | "2 hours" |
| `text \\| refusal` | "That address does not exist.", and the server's words with their code |
| `names \\| listed` | "Ann, Bo and Cy" |
| `word \\| typed` | a word to us, as people type it in the letter's language: "done", "erledigt" |
| `line \\| verbatim` | long lines as they are |
"""


HIDDEN = ("given",)
"""Fields whose own fields are told instead."""


def page() -> str:
    """Markdown."""
    return "\n".join(
        (
            INTRO,
            *_section("Every letter", Common),
            *_section("Every letter about a request", AboutRequest),
            *_section("`request`", Request),
            *_section("`request`: what the rules gave it", Given),
            *_section("`alias` and `request.requester`", Address),
            "`alias.shown` is the name, or the address of somebody without one.\n",
            *_section("`owner`", Person),
            *_letters("Letters", Letter),
            *_letters("Notes, with somebody's mail", Note),
            *_letters("About no request", AdminLetter),
        )
    )


def _letters(title: str, union: object) -> Iterator[str]:
    yield f"## {title}\n"
    kinds: tuple[type[AnyLetter], ...] = get_args(union)
    for kind in kinds:
        yield f"### {kind.name}\n"
        yield f"{_told(kind)}\n"
        if fields(kind):
            yield from _table(kind)


def _section(title: str, record: type) -> Iterator[str]:
    yield f"## {title}\n"
    yield from _table(record)


def _table(record: type) -> Iterator[str]:
    notes = _notes(record)
    examples = next((each for kind, each in samples.OWN.items() if kind is record), {})
    yield "| name | is | may be |" if examples else "| name | is |"
    yield "|---|---|---|" if examples else "|---|---|"
    inherited = {field.name for base in record.__bases__ for field in _fields_of(base)}
    for field in fields(record):
        if field.name in inherited or field.name in HIDDEN:
            continue
        shown = "; ".join(_shown(value) for value in examples.get(field.name, ()))
        yield f"| `{field.name}` | {notes.get(field.name, '')} |" + (f" {shown} |" if shown else "")
    yield ""


def _fields_of(record: type) -> tuple[Field[object], ...]:
    return fields(record) if hasattr(record, "__dataclass_fields__") else ()


def _told(record: type) -> str:
    return " ".join((inspect.getdoc(record) or "").split())


def _notes(record: type) -> dict[str, str]:
    """What stands above each field as `#:`."""
    notes: dict[str, str] = {}
    above: list[str] = []
    for line in inspect.getsource(record).splitlines():
        bare = line.strip()
        if bare.startswith("#:"):
            above.append(bare.removeprefix("#:").strip())
        elif found := re.match(r"(\w+): ", bare):
            notes[found[1]] = " ".join(above)
            above = []
        else:
            above = []
    return notes


_IN_ENGLISH: Mapping[str, object] = {"language": "en", "now": samples.NOW, "zone": ZoneInfo("UTC")}


def _shown(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(map(str, value)) or "nothing"
        case _ if isinstance(value, ToldToAdmins):
            said = in_admin_words(value, _IN_ENGLISH)
            return said.replace("|", "\\|") or "nothing"
        case _:
            return str(value).replace("|", "\\|") or "nothing"
