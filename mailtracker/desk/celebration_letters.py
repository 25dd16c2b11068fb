"""The weekly mail of a team that was thanked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mailtracker.desk.named import Named
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class OneThanks:
    """Thanks as they came: who thanked (`author`) and whom (`to`, "" where that is the reader),
    both by first name, in which `words`, and what it was `about`, "" where that is not said.
    """

    author: str
    to: str
    words: str
    about: str


@dataclass(frozen=True, slots=True)
class Celebration(Named):
    """To each member of a team and its lead, once a week where anybody thanked: what they wrote."""

    name = "celebration"
    #: How mails call the team.
    team: str
    #: The first day that it tells of.
    since: date
    #: The last one.
    until: date
    #: All of them, in the order in which they came.
    thanks: Sequence[OneThanks]
    #: There were more than stand here.
    more: bool
