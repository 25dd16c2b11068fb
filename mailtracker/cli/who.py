"""`who WORDS`: who handles what, now. The rules' own answer, with owner, cover and promise."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import json_option
from mailtracker.cli.output import plain, print_fields, print_json
from mailtracker.cli.reading import Setup, rules_of, setup_of, setup_options

if TYPE_CHECKING:
    from mailtracker.desk.ask_who import Called, Handled
    from mailtracker.desk.scene import Scene
    from mailtracker.policy.model import Fallback, Policy, Promise, Rule
    from mailtracker.policy.worktime import Span


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
    from mailtracker.desk.ask_who import Question
    from mailtracker.desk.ask_who import called as somebody
    from mailtracker.desk.ask_who import who as asked

    setup = setup_of(config, rules)
    policy, about = rules_of(setup), " ".join(words)
    if not about.strip():
        raise click.BadParameter(
            "write what it is about, or a person or a team", param_hint="WORDS"
        )
    scene = _scene(setup, policy)
    found, called = asked(Question(about, sender, to), scene), somebody(about, scene)
    if as_json:
        print_json(_as_json(found, called))
        return
    if called:
        _print_called(policy, called)
        if found.route.gap:
            return
        click.echo()
    _print(policy, about, found)


def _scene(setup: Setup, policy: Policy) -> Scene:
    """With open requests by owner, and whose turn it was; with none where there is no database
    yet.
    """
    from mailtracker.desk.scene import Scene
    from mailtracker.errors import MailtrackerError
    from mailtracker.store import scene
    from mailtracker.store.database import Store

    now = datetime.now(UTC)
    if setup.config is None:
        return Scene(policy, now)
    try:
        store = Store.open(setup.config.store.url, create=False)
    except MailtrackerError:
        return Scene(policy, now)
    try:
        with store.read() as conn:
            return scene.scene(conn, policy, now)
    finally:
        store.close()


def _as_json(found: Handled, called: Called | None) -> dict[str, object]:
    return {
        "rule": found.route.rule,
        "at": found.route.where,
        "matched": found.route.matched,
        "gap": found.route.gap,
        "to": found.route.to,
        "owner": found.owner.key if found.owner else None,
        "cover": found.cover.key if found.cover else None,
        "away": found.owner.key
        if found.owner and found.away
        else found.absent.key
        if found.absent
        else None,
        "promise": found.route.promise or None,
        "promised_at": found.promised_at,
        "why": found.route.why,
        "also": [rule.name for rule in found.others],
        "called": called.named.key if called else None,
        "handles": [_name(entry) for entry in called.handles] if called else [],
    }


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
        click.echo(f"  {plain(_name(entry))} ({plain(entry.where)}): {plain(why)}")


def _print(policy: Policy, about: str, found: Handled) -> None:
    way, owner = found.route, found.owner
    if owner is None:
        click.echo(f"{plain(about)}: nobody needs to answer")
    else:
        click.echo(f"{plain(about)}: {plain(owner.name)} has it")
    promise = policy.promises.get(way.promise)
    print_fields(
        {
            "rule": f"{way.rule} ({way.where}): {way.matched}",
            "why": "" if way.gap else way.why,
            "team": f"{found.team.name}, {_shared(found)}" if found.team else "",
            "mail": owner.addresses[0] if owner else "",
            "phone": owner.phone if owner else "",
            "away": _away(found),
            "cover": found.cover.name if found.cover else "",
            "promise": f"{way.promise}: {_promised(promise)}" if promise else "",
            "written now": f"answered by {_when(policy, found)}" if found.promised_at else "",
        }
    )
    if way.gap:
        click.echo("No rule takes it: the fallback does, and it would be reported as a gap.")
    if found.others:
        click.echo(
            f"Rules that mention it, too: {', '.join(plain(rule.name) for rule in found.others)}"
        )


def _away(found: Handled) -> str:
    if found.owner is None:
        return ""
    if found.away:
        return f"{found.owner.name} is away, and so is everybody else who could have it"
    return f"{found.absent.name} is away, so {found.owner.name} has it" if found.absent else ""


def _when(policy: Policy, found: Handled) -> str:
    """In the owner's zone, which is named: it is their working day."""
    assert found.promised_at is not None
    hours = policy.hours.get(found.owner.hours) if found.owner else None
    zone = hours.zone if hours else UTC
    return f"{found.promised_at.astimezone(zone):%Y-%m-%d %H:%M} ({zone})"


def _shared(found: Handled) -> str:
    from mailtracker.policy.model import Rota

    assert found.team is not None
    way = found.team.assign
    return (
        f"a {way.every} rota"
        if isinstance(way, Rota)
        else {"lead": "the lead has all"}.get(way, way)
    )


def _promised(promise: Promise) -> str:
    hours = "at any time" if promise.hours.always else f"in hours {promise.hours.key}"
    return f"first answer within {_span(promise.first_reply)}, then {_span(promise.then_every)}, {hours}"


def _span(span: Span) -> str:
    if span.days:
        return f"{span.days} working day{'' if span.days == 1 else 's'}"
    hours, minutes = divmod(span.minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts)
