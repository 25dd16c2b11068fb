"""What happens in the demo → lines on a terminal: who wrote, which rule matched and why,
what went out, what is due.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from mailtracker.daemon.runtime import Outcome
from mailtracker.desk.effects import Decision, Dispose, LogEvent
from mailtracker.desk.request import Request
from mailtracker.enact import Queued
from mailtracker.policy.model import Policy

ZONE = ZoneInfo("Europe/Copenhagen")
"""Where the demo's office stands."""

BEGINNING = re.compile(r"(\d\d:\d\d)? *(→ )?")
"""Behind which a long line goes on: a time of day, an indent, an arrow."""

LETTERS = {
    "receipt": "receipt",
    "note_owner": "the mail itself",
    "note_more": "the mail itself",
    "note_thanks": "thanks, the mail itself",
    "note_requester": "the answer",
    "note_copied": "the answer, in copy",
    "note_handed": "the mail itself",
    "note_reopened": "the mail itself",
    "note_answered_for_you": "a copy of the answer",
    "handed_owner": "word that somebody else has it now",
    "handed_requester": "an honest word that it slipped, and who has it now",
    "slipped_requester": "an honest word that it slipped",
    "slipped_manager": "call for help",
    "ending": "word on which day it is closed",
    "closed": "closing mail",
    "called_off": "closing mail",
    "confirm": "confirmation",
    "gap": "a gap in the rules",
}
"""What people call the letters."""


class Screen:
    """Prints from any thread, one event at a time."""

    def __init__(self, console: Console, policy: Policy | None = None) -> None:
        self._console, self.policy, self._turn = console, policy, threading.Lock()

    def say(self, text: str) -> None:
        """A line of the story. `text` is our own, with rich markup."""
        with self._turn:
            for line in text.split("\n"):
                self._print(line)

    def _print(self, line: str) -> None:
        """What is too long goes on under its own beginning: behind the
        indent, or behind a time of day.
        """
        words = Text.from_markup(line)
        beginning = BEGINNING.match(words.plain)
        hang = beginning.end() if beginning else 0
        first, rest = words[:hang], words[hang:]
        for row in rest.wrap(self._console, max(self._console.width - hang, 20)) or [Text()]:
            row.rstrip()
            self._console.print(first + row)
            first = Text(" " * hang)

    def moment(self, instant: datetime) -> str:
        """As the office's clock and calendar show it."""
        return f"{instant.astimezone(ZONE):%A %d %B %Y, %H:%M} in {ZONE.key.partition('/')[2]}"

    def scene(self, instant: datetime, text: str) -> None:
        """What a person does now."""
        self.say(f"\n[bold]{_clock(instant)}[/]  {text}")

    def outcome(self, outcome: Outcome) -> None:
        """A decision of the daemon, as it was carried out."""
        for line in self._lines(outcome):
            self.say(line)

    def _lines(self, outcome: Outcome) -> Iterator[str]:
        request = outcome.enacted.request
        tag = f"[cyan]{request.reference}[/]" if request else "[dim]no request[/]"
        yield f"       {tag}  {_what(outcome)}"
        for mail in outcome.enacted.queued:
            yield f"         [green]→[/] {_mail(mail)}"
        if request:
            yield f"         [dim]{self._due(request, outcome.at)}[/]"

    def _due(self, request: Request, now: datetime) -> str:
        owner = self.policy.people[request.owner].name if self.policy else request.owner
        if request.promised_at is None:
            return f"{request.status}: nothing is owed"
        by = _clock(request.promised_at, told_on=request.opened_at)
        is_promised = "was promised" if request.promised_at <= now else "is promised"
        return f"{owner} has it; an answer {is_promised} by {by}"

    def table(self, requests: list[Request], policy: Policy) -> None:
        """All requests at the end of the day."""
        table = Table(
            header_style="bold", box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1)
        )
        for name in ("request", "status", "from", "owner"):
            table.add_column(name, no_wrap=True)
        table.add_column("about", overflow="fold")
        for request in requests:
            words = (request.requester.shown, _owners(request, policy), request.subject)
            table.add_row(request.reference, request.status, *map(escape, words))
        self.say("")
        with self._turn:
            self._console.print(table)

    def where(self, folder: Path, counts: dict[str, int]) -> None:
        """Where every mail can be read."""
        self.say(
            "\nEvery mail of this day, as each person got it (a mail client opens .eml files):"
        )
        self.say(f"[bold]{escape(str(folder))}[/]")
        for name, count in sorted(counts.items()):
            self.say(f"  {escape(name)}/  {count} {'mail' if count == 1 else 'mails'}")


def _what(outcome: Outcome) -> str:
    decision = outcome.enacted.decision
    if outcome.what == "deadline":
        return f"[yellow]{escape(decision.reason)}[/]: {escape('; '.join(_steps(decision)))}"
    disposed = next((one for one in decision.effects if isinstance(one, Dispose)), None)
    if disposed is None or outcome.enacted.queued:
        return escape(decision.reason)
    return f"[magenta]{disposed.disposition}[/]: {escape(disposed.reason)}; nothing goes out"


def _mail(mail: Queued) -> str:
    called = LETTERS.get(mail.letter, mail.letter.replace("_", " "))
    return f"{called} to [bold]{escape(mail.to)}[/]"


def _owners(request: Request, policy: Policy) -> str:
    """Who has it, and below who had it before."""
    former = [policy.people[key].name for key in request.former_owners if key in policy.people]
    return "\n".join([policy.people[request.owner].name, *map("before: {}".format, former)])


def _steps(decision: Decision) -> list[str]:
    """What a deadline did, in the words of the request's history."""
    events = [one for one in decision.effects if isinstance(one, LogEvent)]
    told = [event.text for event in events if event.kind in ("owner", "no cover", "skipped")]
    return told or ["time for a word"]


def _clock(instant: datetime, told_on: datetime | None = None) -> str:
    local = instant.astimezone(ZONE)
    if told_on is not None and told_on.astimezone(ZONE).date() != local.date():
        return f"{local:%A %H:%M}"
    return f"{local:%H:%M}"
