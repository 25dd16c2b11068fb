"""Small rules files, a section each, and what is wrong when one is replaced.

`§` marks the place where an error must be reported; it is taken out before the text is read.
"""

from __future__ import annotations

from mailtracker.errors import BadFiles
from mailtracker.rules.load import load_texts

PARTS = {
    "people": """\
people:
  bo: {name: Bo Jensen, email: bo@corp.example, manager: ana, cover: ana, hours: office}
  ana: {name: Ana Costa, email: [ana@corp.example, a.costa@corp.example]}
""",
    "hours": """\
hours:
  office: {zone: Europe/Berlin, mon-fri: "09:00-17:00", holidays: DE-BE}
""",
    "promises": """\
promises:
  normal: {first_reply: 4 working hours, then_every: 2 working days, hours: office}
""",
    "teams": """\
teams:
  desk: {lead: ana, members: [ana, bo], assign: least-loaded}
""",
    "ladders": """\
ladders:
  default:
    - {at: 75%, remind: owner}
    - {at: 100%, hand_to: cover, tell: [owner, requester], repeat: daily}
""",
    "rules": """\
rules:
  - name: vpn
    why: it says vpn
    when: {subject: vpn}
    to: desk
""",
    "fallback": "fallback: {to: desk, report_to: bo}\n",
}
"""A file for each section, so that one can be replaced by a broken one."""


def problems_of(texts: dict[str, str]) -> list[str]:
    try:
        load_texts(texts)
    except BadFiles as error:
        return [str(problem) for problem in error.problems]
    return []


def marked(file: str, text: str) -> tuple[str, list[str]]:
    """The text without its marks, and `file:line:column` of each."""
    clean, *pieces = text.split("§")
    places = []
    for piece in pieces:
        places.append(f"{file}:{clean.count(chr(10)) + 1}:{len(clean.rpartition(chr(10))[2]) + 1}")
        clean += piece
    return clean, places


def changed(section: str, text: str) -> dict[str, str]:
    return {
        f"rules/{name}.yaml": (text if name == section else part) for name, part in PARTS.items()
    }
