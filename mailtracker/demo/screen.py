"""What happens in the demo → lines on a terminal: who wrote, which rule matched and why,
what went out, what is due.
"""

from __future__ import annotations

import re
import threading
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

CALLED = {
    "receipt": "receipt",
    "note_owner": "the mail itself",
    "note_more": "the mail itself",
    "note_requester": "the answer",
    "note_copied": "the answer, in copy",
    "note_handed": "the mail itself",
    "note_reopened": "the mail itself",
    "note_answered_for_you": "a copy of the answer",
    "handed_owner": "word that somebody else has it now",
    "handed_requester": "an honest word that it slipped, and who has it now",
    "slipped_requester": "an honest word that it slipped",
    "slipped_manager": "call for help",
    "closed": "closing mail",
    "confirm": "confirmation",
    "gap": "a gap in the rules",
}


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
        indent = BEGINNING.match(words.plain)
        hang = indent.end() if indent else 0
        first, rest = words[:hang], words[hang:]
        for number, row in enumerate(
            rest.wrap(self._console, max(self._console.width - hang, 20)) or [Text()]
        ):
            row.rstrip()
            self._console.print(first + row if number == 0 else Text(" " * hang) + row)

    def moment(self, instant: datetime) -> str:
        """As the office's clock and calendar show it."""
        return f"{instant.astimezone(ZONE):%A %d %B %Y, %H:%M} in {ZONE.key.partition('/')[2]}"

    def scene(self, instant: datetime, text: str) -> None:
        """What a person does now."""
        self.say(f"\n[bold]{_clock(instant)}[/]  {text}")

    def told(self, told: Outcome) -> None:
        """A decision of the daemon, as it was carried out."""
        for line in self._lines(told):
            self.say(line)

    def _lines(self, told: Outcome) -> list[str]:
        enacted = told.enacted
        request = enacted.request
        tag = f"[cyan]{request.reference}[/]" if request else "[dim]no request[/]"
        lines = [f"       {tag}  {self._what(told, enacted.decision)}"]
        lines += [f"         [green]→[/] {self._mail(mail)}" for mail in enacted.queued]
        if request:
            lines.append(f"         [dim]{self._due(request, told.at)}[/]")
        return lines

    def _what(self, told: Outcome, decision: Decision) -> str:
        if told.what == "deadline":
            return f"[yellow]{escape(decision.reason)}[/]: {escape('; '.join(_records(decision)))}"
        filed = next((e for e in decision.effects if isinstance(e, Dispose)), None)
        if filed and not told.enacted.queued:
            return f"[magenta]{filed.disposition}[/]: {escape(filed.reason)}; nothing goes out"
        return escape(decision.reason)

    def _mail(self, mail: Queued) -> str:
        return f"{CALLED.get(mail.letter, mail.letter.replace('_', ' '))} to [bold]{escape(mail.to)}[/]"

    def _due(self, request: Request, now: datetime) -> str:
        owner = self.policy.people[request.owner].name if self.policy else request.owner
        if request.promised_at is None:
            return f"{request.status}: nothing is owed"
        by = _clock(request.promised_at, told_on=request.opened_at)
        is_late = request.promised_at <= now
        return f"{owner} has it; an answer {'was' if is_late else 'is'} promised by {by}"

    def table(self, requests: list[Request], policy: Policy) -> None:
        """All requests at the end of the day."""
        table = Table(
            header_style="bold", box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1)
        )
        for name in ("request", "status", "from", "owner"):
            table.add_column(name, no_wrap=True)
        table.add_column("about", overflow="fold")
        for request in requests:
            former = [
                policy.people[key].name for key in request.former_owners if key in policy.people
            ]
            owner = "\n".join(
                [policy.people[request.owner].name, *(f"before: {name}" for name in former)]
            )
            words = (request.requester.shown, owner, request.subject)
            table.add_row(request.reference, request.status, *(escape(word) for word in words))
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


def _records(decision: Decision) -> list[str]:
    return [
        e.text
        for e in decision.effects
        if isinstance(e, LogEvent) and e.kind in ("owner", "no cover", "skipped")
    ] or ["time for a word"]


def _clock(instant: datetime, told_on: datetime | None = None) -> str:
    local = instant.astimezone(ZONE)
    if told_on is not None and told_on.astimezone(ZONE).date() != local.date():
        return f"{local:%A %H:%M}"
    return f"{local:%H:%M}"
