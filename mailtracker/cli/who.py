"""`who WORDS`: who handles what, now. The rules' own answer, with owner, cover and promise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import json_option
from mailtracker.cli.output import moment, plain, print_fields, print_json
from mailtracker.cli.rulebook import House, house_of, house_options, rules_of

if TYPE_CHECKING:
    from mailtracker.desk.who import Handled
    from mailtracker.policy.policy import Policy, Promise, Rule, Span


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--from", "sender", default="", metavar="ADDRESS", help="Who would write, for rules that look at that.")
@click.option("--to", default="", metavar="ADDRESS", help="The alias that it would be sent to.")
@house_options
@json_option
def who(words: tuple[str, ...], sender: str, to: str, config: Path | None, rules: Path | None, as_json: bool) -> None:
    """Say who would get a mail about WORDS if it came now: owner, cover, promise, and the rule that says so.

    WORDS may also be a person or a team: then it says what they handle. The answer is the daemon's own; open requests
    count for teams that share by load, where the config names a database.

    \b
    Examples: mailtracker who vpn
              mailtracker who "payslip is wrong" --to payroll@corp.example
              mailtracker who network
    """
    from mailtracker.desk.who import rules_of as handled_by
    from mailtracker.desk.who import who as asked

    house = house_of(config, rules)
    policy, about = rules_of(house), " ".join(words)
    load, turns = _shares(house)
    found = asked(policy, about, sender, to, load, turns, datetime.now(UTC))
    called, theirs = handled_by(policy, about)
    if as_json:
        print_json(_as_json(found, called.key if called else None, theirs))
        return
    if called:
        _print_person(called.name, theirs)
        if found.route.gap:
            return
        click.echo()
    _print(policy, about, found)


def _shares(house: House) -> tuple[Mapping[str, int], Mapping[str, str]]:
    """Open requests by owner, and whose turn it was; nothing where there is no database yet."""
    from mailtracker.errors import MailtrackerError
    from mailtracker.store import facts
    from mailtracker.store.database import Store

    if house.config is None:
        return {}, {}
    try:
        store = Store.open(house.config.store.url, create=False)
    except MailtrackerError:
        return {}, {}
    try:
        with store.read() as conn:
            return facts.shares(conn)
    finally:
        store.close()


def _as_json(found: Handled, called: str | None, theirs: list[Rule]) -> dict[str, object]:
    return {
        "rule": found.route.rule,
        "at": found.route.where,
        "matched": found.route.matched,
        "gap": found.route.gap,
        "to": found.route.to,
        "owner": found.owner.key if found.owner else None,
        "cover": found.cover.key if found.cover else None,
        "away": found.absent.key if found.absent else None,
        "promise": found.route.promise or None,
        "promised_at": found.promised_at,
        "why": found.route.why,
        "also": [rule.name for rule in found.others],
        "called": called,
        "handles": [rule.name for rule in theirs],
    }


def _print_person(name: str, theirs: list[Rule]) -> None:
    click.echo(f"{plain(name)} handles {'nothing by name' if not theirs else ''}".rstrip())
    for rule in theirs:
        click.echo(f"  {plain(rule.name)} ({plain(rule.where)}): {plain(rule.why)}")


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
            "mail": owner.mails[0] if owner else "",
            "phone": owner.phone if owner else "",
            "away": f"{found.absent.name} is away, so {owner.name} has it" if found.absent and owner else "",
            "cover": found.cover.name if found.cover else "",
            "promise": f"{way.promise}: {_promised(promise)}" if promise else "",
            "written now": f"answered by {moment(found.promised_at)}" if found.promised_at else "",
        }
    )
    if way.gap:
        click.echo("No rule takes it: the fallback does, and it would be reported as a gap.")
    if found.others:
        click.echo(f"Rules that mention it, too: {', '.join(plain(rule.name) for rule in found.others)}")


def _shared(found: Handled) -> str:
    from mailtracker.policy.policy import Rota

    assert found.team is not None
    way = found.team.assign
    return f"a {way.every} rota" if isinstance(way, Rota) else {"lead": "the lead has all"}.get(way, way)


def _promised(promise: Promise) -> str:
    hours = "at any time" if promise.hours.always else f"in hours {promise.hours.key}"
    return f"first answer within {_span(promise.first_reply)}, then {_span(promise.then_every)}, {hours}"


def _span(span: Span) -> str:
    if span.days:
        return f"{span.days} day{'' if span.days == 1 else 's'}"
    hours, minutes = divmod(span.minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts)
