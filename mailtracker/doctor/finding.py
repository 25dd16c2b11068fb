"""What the doctor found of one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from mailtracker.record import dataclass


class Level(StrEnum):
    """How good it is."""

    OK = "ok"
    #: It may hurt, or cannot be told.
    DOUBT = "doubt"
    #: It hurts now, or will.
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    """One thing that was tried."""

    #: What was tried, as programs know it: it never changes ("probe.idle").
    id: str
    #: How good it is.
    level: Level
    #: One line for people.
    said: str
    #: What to do, for people; "" where nothing is to be done.
    todo: str = ""
    #: Of which mailbox or host it is, "" for the whole installation.
    about: str = ""
    #: What was measured, for programs.
    measured: Mapping[str, str | int | float | bool] = field(default_factory=dict)


def ok(ident: str, said: str, **measured: str | float | bool) -> DoctorFinding:
    return DoctorFinding(ident, Level.OK, said, measured=measured)


def doubt(ident: str, said: str, todo: str, **measured: str | float | bool) -> DoctorFinding:
    return DoctorFinding(ident, Level.DOUBT, said, todo, measured=measured)


def fault(ident: str, said: str, todo: str, **measured: str | float | bool) -> DoctorFinding:
    return DoctorFinding(ident, Level.FAULT, said, todo, measured=measured)
