"""`simulate`: rules and mail of the past, or an invented company, in; promises kept, rungs fired,
load and days without anybody out. Nothing is sent or stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import json_option
from mailtracker.cli.output import counted, print_json, print_table
from mailtracker.cli.reading import (
    Setup,
    cores,
    progress,
    readers,
    rules_of,
    setup_of,
    setup_options,
)
from mailtracker.errors import MailtrackerError
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.desk.alias import Alias
    from mailtracker.policy.model import Policy
    from mailtracker.simulate.played_mail import PlayedMail
    from mailtracker.simulate.tally import FateOfPromises, Load, Tally

DAYS = 90
"""As long as mail is kept by default."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """So many `days`: of the past, or of a company that writes `a_day` mails on a working day, made
    by the dice of `seed`. `until`: when they end, aware UTC.
    """

    days: int
    a_day: float | None
    seed: int
    until: datetime

    @property
    def since(self) -> datetime:
        return self.until - timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Simulated:
    """What came of it by the rules in use (`before`), and by others (`after`; None: none were
    named). `notes` say what it leaves out.
    """

    before: Tally
    after: Tally | None
    notes: Sequence[str]


@click.command()
@click.option(
    "--days", default=DAYS, show_default=True, type=click.IntRange(1, 3660), help="How many days."
)
@click.option(
    "--invent",
    type=click.FloatRange(0.1, 10_000),
    metavar="MAILS",
    help="So many invented mails on a working day, instead of mail of the past.",
)
@click.option("--seed", default=1, show_default=True, help="Another company, for --invent.")
@setup_options
@json_option
def simulate(
    days: int,
    invent: float | None,
    seed: int,
    config: Path | None,
    rules: Path | None,
    as_json: bool,
) -> None:
    """Live through the last weeks again, or through those of an invented company: which promises
    are kept, what the ladders do, who has how much, on which days nobody is there. Nothing is sent
    or stored.

    With --rules the same mail goes through the config's rules and through those: what a change
    would have done. Mail of the past is what the store keeps (`keep_mail`); people answer as soon
    as they did. An invented company writes what the tests beside the rules say, and answers as
    people do on average: half of all within a third of the promised time, three of a hundred never
    by who got it first.

    \b
    Examples: mailtracker simulate
              mailtracker simulate --rules ../new-rules --json
              mailtracker simulate --invent 40 --days 365
    """
    setup = setup_of(config, None)
    asked = Simulation(days, invent, seed, datetime.now(UTC))
    others = _load(rules, setup) if rules else None
    policy = setup.policy or (others if rules else None) or rules_of(setup)
    compared = others if others is not policy else None
    result = _simulated(setup, policy, compared, asked)
    if as_json:
        after = _as_json(result.after) if result.after else None
        print_json({"before": _as_json(result.before), "after": after, "notes": result.notes})
    else:
        _print(result, asked)


def _load(rules: Path, setup: Setup) -> Policy:
    from mailtracker.rules.load import load

    return load(rules).at_home(setup.site.own_domains)


def _simulated(setup: Setup, policy: Policy, others: Policy | None, asked: Simulation) -> Simulated:
    from mailtracker.simulate.play import Play

    policy = policy.at_home(setup.site.own_domains)
    plays = [Play(one, _alias(setup), asked.seed) for one in (policy, others) if one is not None]
    with _arrivals(setup, policy, asked) as (arrivals, notes):
        for arrival in arrivals:
            for play in plays:
                play.take(arrival)
    first, *more = [play.end(asked.until) for play in plays]
    return Simulated(first, more[0] if more else None, notes)


def _alias(setup: Setup) -> Alias:
    """The first of the config. Which one mail came to decides nothing here but its names."""
    from mailtracker.desk.alias import Alias

    if setup.config is not None:
        from mailtracker.letters.languages import languages_in
        from mailtracker.start import aliases

        return next(iter(aliases(setup.config, languages_in(setup.config.templates)).values()))
    return Alias(
        name="alias",
        address="alias@corp.example",
        addresses=("alias@corp.example",),
        prefix="S",
        language="en",
        languages=("en",),
        home=tuple(setup.site.own_domains),
        admins=(),
        site=setup.site,
    )


@contextmanager
def _arrivals(
    setup: Setup, policy: Policy, asked: Simulation
) -> Iterator[tuple[Iterable[PlayedMail], list[str]]]:
    """And a list of notes, which is whole when all have come."""
    if asked.a_day is None:
        with _of_the_past(setup, asked) as found:
            yield found
        return
    from mailtracker.simulate.invented import Company, Invention

    company = Company(policy, setup.site)
    notes = []
    if company.untried:
        named = ", ".join(company.untried)
        notes.append(f"no mail came for rules without a test of their own: {named}")
    wanted = Invention(asked.since.date(), asked.days, asked.a_day, asked.seed)
    total = round(asked.days * asked.a_day)
    with progress(total, "simulating") as tick:
        yield _ticking(company.arrivals(wanted), tick), notes


@contextmanager
def _of_the_past(
    setup: Setup, asked: Simulation
) -> Iterator[tuple[Iterable[PlayedMail], list[str]]]:
    from mailtracker.replay import from_store, openers
    from mailtracker.simulate.past import arrivals
    from mailtracker.store.database import Store
    from mailtracker.store.spoken import spoken

    if setup.config is None:
        raise MailtrackerError("no mail of the past: name a config with --config, or use --invent")
    notes: list[str] = []
    with closing(Store.open_to_read(setup.config.store.url)) as store:
        source = from_store(store, asked.since)
        with store.read() as conn:
            stories = spoken(conn, asked.since)
        if not source.total:
            raise MailtrackerError(
                f"no request was opened in these {asked.days} days: --days looks further back, "
                f"--invent MAILS invents a company"
            )
        with (
            readers(setup.site, source.total) as read,
            progress(source.total, "simulating") as tick,
        ):
            yield arrivals(openers(source, read, cores(), tick), stories), notes
        if source.gone:
            notes.append(f"{counted(source.gone, 'mail')} no longer kept: keep_mail is shorter")


def _ticking(arrivals: Iterable[PlayedMail], tick: Callable[[int], object]) -> Iterator[PlayedMail]:
    for arrival in arrivals:
        tick(1)
        yield arrival


def _as_json(tally: Tally) -> dict[str, object]:
    return {
        "mails": tally.mails,
        "unanswered": tally.unanswered,
        "gaps": tally.gaps,
        "left": tally.left,
        "promises": tally.promises,
        "people": tally.people,
        "rungs": tally.rungs,
        "letters": tally.letters,
        "nobody": {rule: sorted(days) for rule, days in tally.nobody.items()},
    }


def _print(result: Simulated, asked: Simulation) -> None:
    before, after = result.before, result.after or result.before
    _print_promises(before, after)
    _print_rungs(before, after)
    _print_people(before, after)
    _print_nobody(before, after)
    where = "of the past" if asked.a_day is None else "of an invented company"
    click.echo(
        f"{counted(asked.days, 'day')} {where}: {counted(before.mails, 'mail')}, "
        f"{_arrow(before.gaps, after.gaps)} that no rule knew, "
        f"{_arrow(before.left, after.left)} unanswered at the end"
    )
    for note in result.notes:
        click.echo(note)


def _print_promises(before: Tally, after: Tally) -> None:
    rows = [
        (key, *_side_by_side(_figures(before.promises.get(key)), _figures(after.promises.get(key))))
        for key in sorted({**before.promises, **after.promises})
    ]
    _table(("PROMISE", "MADE", "KEPT", "LATE", "NEVER", "OF 100"), rows)


def _figures(kept: FateOfPromises | None) -> tuple[str, ...]:
    if kept is None:
        return ("-",) * 5
    share = "-" if kept.share is None else f"{100 * kept.share:.0f}"
    return (*map(str, (kept.made, kept.kept, kept.late, kept.never)), share)


def _print_rungs(before: Tally, after: Tally) -> None:
    names = sorted({**before.rungs, **after.rungs}, key=_in_order)
    rows = [(name, _arrow(before.rungs[name], after.rungs[name])) for name in names]
    _table(("RUNG", "FIRED"), rows)


def _in_order(rung: str) -> tuple[str, int, str]:
    """By the ladder, then by the percentage."""
    ladder, _, rest = rung.partition(": ")
    number = re.match(r"\d+", rest)
    return ladder, int(number[0]) if number else 0, rest


def _print_people(before: Tally, after: Tally) -> None:
    rows = [
        (key, *_side_by_side(_load_of(before.people.get(key)), _load_of(after.people.get(key))))
        for key in sorted({**before.people, **after.people})
    ]
    _table(("PERSON", "ASSIGNED", "TAKEN OVER", "MOST OPEN", "ANSWERS"), rows)


def _load_of(load: Load | None) -> tuple[str, ...]:
    if load is None:
        return ("0",) * 4
    return tuple(map(str, (load.assigned, load.taken_over, load.most_open, load.answers)))


def _print_nobody(before: Tally, after: Tally) -> None:
    names = sorted({**before.nobody, **after.nobody})
    rows = [(name, _arrow(_days(before, name), _days(after, name))) for name in names]
    _table(("RULE", "DAYS ON WHICH NOBODY WAS THERE"), rows)


def _days(tally: Tally, rule: str) -> str:
    return ", ".join(f"{day:%d %b}" for day in sorted(tally.nobody.get(rule, ())))


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if rows:
        print_table(columns, rows)
        click.echo()


def _side_by_side(before: Sequence[str], after: Sequence[str]) -> list[str]:
    return [_arrow(*pair) for pair in zip(before, after, strict=True)]


def _arrow(before: object, after: object) -> str:
    return str(before) if before == after else f"{before or '-'} → {after or '-'}"
