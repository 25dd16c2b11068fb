"""`simulate`: rules and mail of the past, or an invented company, in; promises kept, rungs fired,
load and days without anybody out. Nothing is sent or stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import json_option
from mailtracker.cli.output import counted, print_json, print_table
from mailtracker.cli.reading import Setup, rules_of, setup_of, setup_options
from mailtracker.cli.what_comes import Simulation, coming
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.desk.alias import Alias
    from mailtracker.policy.model import Policy
    from mailtracker.simulate.by_team import TeamLoad
    from mailtracker.simulate.tally import FateOfExpected, FateOfPromises, Load, Tally

DAYS = 90
"""As long as mail is kept by default."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """What came of it by the rules in use (`before`), and by others (`after`; None: none were
    named). `notes` say what it leaves out.
    """

    before: Figures
    after: Figures | None
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is counted (`tally`), and what each team had to do (`teams`). `people`: what single
    people had, where the config wants to see that.
    """

    tally: Tally
    teams: Mapping[str, TeamLoad]
    people: Mapping[str, Load]


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
    are kept, what the ladders do, who has how much, on which days nobody is there, which expected
    mail does not come. Nothing is sent or stored.

    With --rules the same mail goes through the config's rules and through those: what a change
    would have done. Mail of the past is what the store still has (`keep`); people answer as soon
    as they did. An invented company writes what the tests beside the rules say, and answers as
    people do on average: half of all within a third of the promised time, three of a hundred never
    by who got it first. Of the mail that it expects, four of a hundred come late and two never.

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
    from mailtracker.simulate.by_team import by_team
    from mailtracker.simulate.play import Play

    policy = policy.at_home(setup.site.own_domains)
    policies = [one for one in (policy, others) if one is not None]
    with coming(setup, policies, asked) as found:
        plays = [Play(one, _alias(setup), asked.seed, found.known) for one in policies]
        for arrival in found.arrivals:
            for play in plays:
                play.take(arrival)
    shown = setup.config is not None and setup.config.people_figures
    tallies = [play.end(asked.until) for play in plays]
    first, *more = [
        Figures(tally, by_team(tally, one), tally.people if shown else {})
        for tally, one in zip(tallies, policies, strict=True)
    ]
    return Simulated(first, more[0] if more else None, found.notes)


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


def _as_json(figures: Figures) -> dict[str, object]:
    tally = figures.tally
    return {
        "mails": tally.mails,
        "unanswered": tally.unanswered,
        "gaps": tally.gaps,
        "left": tally.left,
        "promises": tally.promises,
        "teams": figures.teams,
        "people": figures.people,
        "rungs": tally.rungs,
        "letters": tally.letters,
        "expected": tally.expected,
        "nobody": {rule: sorted(days) for rule, days in tally.nobody.items()},
    }


def _print(result: Simulated, asked: Simulation) -> None:
    both = result.before, result.after or result.before
    before, after = (one.tally for one in both)
    _print_promises(before, after)
    _print_rungs(before, after)
    _print_expected(before, after)
    _print_teams(*both)
    _print_people(*both)
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


def _print_expected(before: Tally, after: Tally) -> None:
    rows = [
        (name, *_side_by_side(_fate(before.expected.get(name)), _fate(after.expected.get(name))))
        for name in sorted({**before.expected, **after.expected})
    ]
    _table(("EXPECTED", "DUE", "IN TIME", "LATE", "MISSED"), rows)


def _fate(fate: FateOfExpected | None) -> tuple[str, ...]:
    if fate is None:
        return ("-",) * 4
    return tuple(map(str, (fate.due, fate.came, fate.late, fate.missed)))


def _print_rungs(before: Tally, after: Tally) -> None:
    names = sorted({**before.rungs, **after.rungs}, key=_in_order)
    rows = [(name, _arrow(before.rungs[name], after.rungs[name])) for name in names]
    _table(("RUNG", "FIRED"), rows)


def _in_order(rung: str) -> tuple[str, int, str]:
    """By the ladder, then by the percentage."""
    ladder, _, rest = rung.partition(": ")
    number = re.match(r"\d+", rest)
    return ladder, int(number[0]) if number else 0, rest


def _print_teams(before: Figures, after: Figures) -> None:
    rows = [
        (key, *_side_by_side(_team(before.teams.get(key)), _team(after.teams.get(key))))
        for key in sorted({**before.teams, **after.teams})
    ]
    _table(("TEAM", "PEOPLE", "ASSIGNED", "TAKEN OVER", "ANSWERS"), rows)


def _team(load: TeamLoad | None) -> tuple[str, ...]:
    if load is None:
        return ("0",) * 4
    return tuple(map(str, (load.people, load.assigned, load.taken_over, load.answers)))


def _print_people(before: Figures, after: Figures) -> None:
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
