"""`who WORDS`: who handles what, now. The rules' own answer, with owner, cover and promise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import json_option, store_if_any
from mailtracker.cli.output import (
    counted,
    if_any,
    plain,
    print_fields,
    print_json,
    print_words,
)
from mailtracker.cli.reading import Setup, rules_of, setup_of, setup_options

if TYPE_CHECKING:
    from mailtracker.desk.ask_who import Called, Handled
    from mailtracker.desk.scene import Scene
    from mailtracker.policy.model import Fallback, Person, Policy, Promise, Rule, Team
    from mailtracker.policy.worktime import Span
    from mailtracker.store.absences_shown import ShownAbsence
    from mailtracker.store.declined import OfRule


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--from",
    "sender",
    default="",
    metavar="ADDRESS",
    help="Who would write, for rules that look at that.",
)
@click.option("--to", default="", metavar="ADDRESS", help="The alias that it would be sent to.")
@setup_options
@json_option
def who(
    words: tuple[str, ...],
    sender: str,
    to: str,
    config: Path | None,
    rules: Path | None,
    as_json: bool,
) -> None:
    """Say who would get a mail about WORDS if it came now: owner, cover,
    promise, and the rule that says so.

    WORDS may also be a person or a team: then it says what they handle. The answer is the daemon's
    own; open requests count for teams that share by load, where the config names a database.

    \b
    Examples: mailtracker who vpn
              mailtracker who "payslip is wrong" --to payroll@corp.example
              mailtracker who network
    """
    from mailtracker.desk.ask_who import Enquiry
    from mailtracker.desk.ask_who import called as somebody
    from mailtracker.desk.ask_who import who as asked

    about = " ".join(words)
    if not about.strip():
        raise click.BadParameter(
            "write what it is about, or a person or a team", param_hint="WORDS"
        )
    setup = setup_of(config, rules)
    policy = rules_of(setup)
    scene = _scene(setup, policy)
    found, called = asked(Enquiry(about, sender, to), scene), somebody(about, scene)
    from mailtracker.cli.absent import said_of

    away, passed = _absences(scene, called), _not_mine(setup, found.route.rule, scene.now)
    if as_json:
        print_json({**_as_json(found, called), "absences": away, "not_mine": passed})
        return
    if called:
        _print_called(policy, called)
        for absence in away:
            print_words("  away ", said_of(absence))
        if found.route.gap:
            return
        click.echo()
    _print(policy, about, found, passed)


LATELY = timedelta(days=30)
"""So long it is looked back to who said that a request is not theirs."""


def _not_mine(setup: Setup, rule: str, now: datetime) -> OfRule | None:
    """Of which requests of the rule somebody said so."""
    from mailtracker.store import declined

    with store_if_any(setup.config) as store:
        if store is None:
            return None
        with store.read() as conn:
            return declined.of_rule(conn, rule, now - LATELY, now)


def _absences(scene: Scene, called: Called | None) -> list[ShownAbsence]:
    """Those of a person that are not over."""
    from mailtracker.desk.absence.absences import absences_of, day_of
    from mailtracker.policy.model import Person
    from mailtracker.store.absences_shown import ShownAbsence

    if called is None or not isinstance(called.named, Person):
        return []
    today = day_of(scene.policy, called.named, scene.now)
    known = absences_of(scene, called.named)
    left = (one for one in known if one.days.end is None or one.days.end >= today)
    return [
        ShownAbsence(one.person, one.days.start, one.days.end, one.known_by, one.cover, one.since)
        for one in left
    ]


def _scene(setup: Setup, policy: Policy) -> Scene:
    """With open requests by owner, and whose turn it was; with none where there is no database
    yet.
    """
    from mailtracker.desk.scene import Scene
    from mailtracker.store import scene

    now = datetime.now(UTC)
    with store_if_any(setup.config) as store:
        if store is None:
            return Scene(policy, now)
        with store.read() as conn:
            return scene.scene(conn, policy, now)


def _as_json(found: Handled, called: Called | None) -> dict[str, object]:
    away = found.owner if found.away else found.absent
    return {
        "rule": found.route.rule,
        "at": found.route.where,
        "matched": found.route.matched,
        "gap": found.route.gap,
        "to": found.route.to,
        "owner": _key(found.owner),
        "cover": _key(found.cover),
        "away": _key(away),
        "promise": found.route.promise or None,
        "promised_at": found.promised_at,
        "why": found.route.why,
        "also": [rule.name for rule in found.others],
        **_called_as_json(called),
    }


def _called_as_json(called: Called | None) -> dict[str, object]:
    if called is None:
        return {"called": None, "handles": []}
    return {"called": called.named.key, "handles": list(map(_name, called.handles))}


def _key(somebody: Person | Team | None) -> str | None:
    return somebody.key if somebody else None


def _name(entry: Rule | Fallback) -> str:
    from mailtracker.policy.model import Rule

    return entry.name if isinstance(entry, Rule) else "fallback"


def _print_called(policy: Policy, called: Called) -> None:
    from mailtracker.policy.model import Rule, Team

    who = called.named
    if isinstance(who, Team) and called.now:
        members = ", ".join(policy.people[key].name for key in who.members)
        click.echo(f"{plain(who.name)}: {plain(called.now.name)} has the next one")
        print_fields({"members": members, "lead": policy.people[who.lead].name})
    click.echo(f"{plain(who.name)} handles{'' if called.handles else ' nothing by name'}")
    for entry in called.handles:
        why = entry.why if isinstance(entry, Rule) else "what no rule takes"
        print_words(f"  {plain(_name(entry))} ({plain(entry.where)}): ", why)


def _print(policy: Policy, about: str, found: Handled, passed: OfRule | None) -> None:
    way = found.route
    has_it = f"{found.owner.name} has it" if found.owner else "nobody needs to answer"
    click.echo(f"{plain(about)}: {plain(has_it)}")
    print_fields(
        {
            "rule": f"{way.rule} ({way.where}): {way.matched}",
            "why": "" if way.gap else way.why,
            "team": _team(found),
            **_owner(found),
            **_promise(policy, found),
            "not mine": _passed(passed),
        }
    )
    if way.gap:
        click.echo("No rule takes it: the fallback does, and it would be reported as a gap.")
    if found.others:
        print_words("Rules that mention it, too: ", ", ".join(rule.name for rule in found.others))


def _passed(passed: OfRule | None) -> str:
    if passed is None:
        return ""
    said = f"{passed.count} of {counted(passed.of, 'request')} in {LATELY.days} days"
    return said + if_any("; {}", passed.last)


def _owner(found: Handled) -> dict[str, str]:
    if found.owner is None:
        return {}
    return {
        "mail": found.owner.addresses[0],
        "phone": found.owner.phone,
        "away": _away(found, found.owner),
        "cover": found.cover.name if found.cover else "",
    }


def _away(found: Handled, owner: Person) -> str:
    if found.away:
        return f"{owner.name} is away, and so is everybody else who could have it"
    return f"{found.absent.name} is away, so {owner.name} has it" if found.absent else ""


def _promise(policy: Policy, found: Handled) -> dict[str, str]:
    promise, by = policy.promises.get(found.route.promise), found.promised_at
    named = f"{found.route.promise}: {_promised(promise)}" if promise else ""
    answered = f"answered by {_when(policy, found.owner, by)}" if by else ""
    return {"promise": named, "written now": answered}


def _when(policy: Policy, owner: Person | None, by: datetime) -> str:
    """In the owner's zone, which is named: it is their working day."""
    hours = policy.hours.get(owner.hours) if owner else None
    zone = hours.zone if hours else UTC
    return f"{by.astimezone(zone):%Y-%m-%d %H:%M} ({zone})"


def _team(found: Handled) -> str:
    from mailtracker.policy.model import Rota

    if found.team is None:
        return ""
    way = found.team.assign
    if isinstance(way, Rota):
        return f"{found.team.name}, a {way.every} rota"
    return f"{found.team.name}, {'the lead has all' if way == 'lead' else way}"


def _promised(promise: Promise) -> str:
    hours = "at any time" if promise.hours.always else f"in hours {promise.hours.key}"
    first, then = _span(promise.first_reply), _span(promise.then_every)
    return f"first answer within {first}, then {then}, {hours}"


def _span(span: Span) -> str:
    working = "" if span.by_clock else "working "
    if span.days:
        return counted(span.days, f"{working}day")
    hours, minutes = divmod(span.minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return f"{' '.join(parts)}{' of working time' if working else ''}"
