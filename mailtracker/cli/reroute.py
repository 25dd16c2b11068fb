"""`reroute`: what is open and the rules as they are now in; what would go elsewhere out, and on a
second call moved there.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import config_option, json_option, read_config
from mailtracker.cli.output import counted, plain, print_json, print_most
from mailtracker.cli.reading import cores, readers, since_of, site_for
from mailtracker.cli.secrecy import HIDDEN
from mailtracker.errors import BadFiles, MailtrackerError
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.config import Config
    from mailtracker.desk.request import Request
    from mailtracker.desk.rerouting import LeftBecause
    from mailtracker.policy.model import Policy
    from mailtracker.rerouting import PlannedMove, Rerouted, ReroutePlan, WhichRequests
    from mailtracker.store.database import Store
    from mailtracker.world import World

_WHY: dict[LeftBecause, str] = {
    "gone": "the mail that opened it is no longer kept",
    "unread": "the mail that opened it cannot be read",
    "expected": "expected mail did not come: no mail opened it",
    "by hand": "somebody took it or was given it by hand: --also-handed moves it, too",
    "nobody": "these rules want no answer to it: close it by hand",
    "kept out": "nobody is left who may have it",
    "confided": "its requester alone chooses who reads it",
    "held": "too much mail holds it: mailtracker reopen releases it",
    "changed": "it was answered, handed over or closed meanwhile",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What was typed: of which `rule`, `owner` and `mailbox` ("": of any), opened since when
    (`since`), and whether what was given by hand moves, too (`also_handed`).
    """

    rule: str
    owner: str
    mailbox: str
    since: str
    also_handed: bool

    def wanted(self, policy: Policy) -> WhichRequests:
        from mailtracker.commands import one_called
        from mailtracker.rerouting import WhichRequests

        owner = one_called(policy, self.owner).key if self.owner else ""
        since = since_of(self.since) if self.since else None
        return WhichRequests(self.rule, owner, self.mailbox, since, self.also_handed)

    @property
    def words(self) -> str:
        """The same once more."""
        named = (
            ("--rule", self.rule),
            ("--owner", self.owner),
            ("--mailbox", self.mailbox),
            ("--since", self.since),
        )
        said = [f"{option} {shlex.quote(value)}" for option, value in named if value]
        return " ".join([*said, *(["--also-handed"] if self.also_handed else [])])


@click.command()
@click.option("--plan", "only_plan", is_flag=True, help="Only say what would change (the default).")
@click.option("--apply", is_flag=True, help="Do what a plan says; needs --plan-id.")
@click.option("--plan-id", metavar="ID", default="", help="Which plan: what it printed.")
@click.option("--rule", metavar="NAME", default="", help="Only of this rule, before or after.")
@click.option("--owner", metavar="WHO", default="", help="Only what this person has.")
@click.option("--mailbox", metavar="NAME", default="", help="Only what came in by this mailbox.")
@click.option(
    "--since", metavar="TIME", default="", help="Only what was opened since: 30d, or a date."
)
@click.option("--also-handed", is_flag=True, help="Also what somebody took or was given by hand.")
@config_option
@json_option
def reroute(
    only_plan: bool,
    apply: bool,
    plan_id: str,
    rule: str,
    owner: str,
    mailbox: str,
    since: str,
    also_handed: bool,
    path: Path,
    as_json: bool,
) -> None:
    """Put what is open through the rules as they are now, by the mail that opened it, and move it
    to where they would have it. Without --apply nothing is changed: the plan says what would be,
    and has an id, by which --apply does exactly that.

    The promise that runs stays what it was; the next one is by the new rule. Who has a request now
    gets all that was written, who had some reads of all of them in one letter, and the requester
    hears who looks after it. What was answered already stays, and so does what somebody took
    (mine) or was given by hand (for, assign), without --also-handed.

    \b
    Examples: mailtracker reroute
              mailtracker reroute --rule vpn --since 30d
              mailtracker reroute --apply --plan-id 3f2a91c0
    """
    if apply and only_plan:
        raise click.UsageError("--plan and --apply exclude each other")
    if apply and not plan_id:
        raise click.UsageError("--apply needs --plan-id: mailtracker reroute prints it")
    options = Options(rule, owner, mailbox, since, also_handed)
    with _planned(read_config(path), options, to_write=apply) as (store, world, made):
        if not apply:
            _show(made, options, as_json)
            return
        if made.id != plan_id:
            raise MailtrackerError(
                f"that plan has grown old: the rules or the requests have changed since, or other "
                f"options were given; mailtracker reroute {options.words} says what would be now"
            )
        from mailtracker.rerouting import carry_out_plan

        done = carry_out_plan(store, world, made, datetime.now(UTC), also_handed)
    _show_done(done, as_json)


@contextmanager
def _planned(
    config: Config, options: Options, to_write: bool
) -> Iterator[tuple[Store, World, ReroutePlan]]:
    from mailtracker.desk.request import ALIVE
    from mailtracker.letters.letters import Letters
    from mailtracker.rerouting import ReadBy, plan
    from mailtracker.start import start_of
    from mailtracker.store.database import Store
    from mailtracker.store.requests import Asked, count

    url = config.store.url
    with closing(Store.open(url, create=False) if to_write else Store.open_to_read(url)) as store:
        start = start_of(config, store, Letters(config.templates))
        if start.problems:  # what served last would do something else than what stands there
            raise BadFiles(list(start.problems))
        wanted = options.wanted(start.world.policy)
        with store.read() as conn:
            many = count(conn, Asked(ALIVE, wanted.owner or None))
        with readers(site_for(config), many) as read, ThreadPoolExecutor(cores()) as threads:
            by = ReadBy(read, threads)
            made = plan(store, start.world, wanted, by, datetime.now(UTC))
        yield store, start.world, made


def _show(made: ReroutePlan, options: Options, as_json: bool) -> None:
    if as_json:
        moves = list(map(_as_json, made.moves))
        print_json({"plan": made.id, "moves": moves, "left": _left_as_json(made.left)})
        return
    if made.moves:
        columns = ("REQUEST", "OWNER", "RULE", "PROMISE", "SUBJECT")
        print_most(columns, list(map(_row, made.moves)))
        click.echo()
    _print_left(made.left)
    click.echo(f"{counted(len(made.moves), 'request')} would change; nothing is changed yet")
    if made.moves:
        words = f"{options.words} " if options.words else ""
        click.echo(f"To do it: mailtracker reroute {words}--apply --plan-id {made.id}")


def _show_done(done: Rerouted, as_json: bool) -> None:
    if as_json:
        print_json({"moved": done.moved, "left": _left_as_json(done.left)})
        return
    _print_left(done.left)
    click.echo(f"{counted(len(done.moved), 'request')} changed")


def _print_left(left: Sequence[tuple[Request, LeftBecause]]) -> None:
    by_why: dict[str, list[str]] = {}
    for request, why in left:
        said = HIDDEN if _is_secret(request, why) else _WHY[why]
        by_why.setdefault(said, []).append(request.reference)
    for said, references in by_why.items():
        click.echo(f"left: {', '.join(references)}: {said}")


def _is_secret(request: Request, why: LeftBecause) -> bool:
    """Why a confidential one stays says what it is about."""
    return request.given.confidential or why == "kept out"


def _left_as_json(left: Sequence[tuple[Request, LeftBecause]]) -> list[dict[str, str]]:
    return [
        {"reference": one.reference, "why": HIDDEN if _is_secret(one, why) else why}
        for one, why in left
    ]


def _row(move: PlannedMove) -> tuple[str, ...]:
    before, after = _both(move)
    subject = HIDDEN if move.is_confidential else plain(move.request.shown_subject)
    return (move.request.reference, *map(_arrow, before, after), subject)


def _both(move: PlannedMove) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """Owner, rule and promise, before and after. Of what is confidential nobody reads them."""
    if move.is_confidential:
        return (HIDDEN, "", ""), (HIDDEN, "", "")
    request, found = move.request, move.course.found
    before = request.owner, request.given.rule, request.given.promise
    return before, (move.new.key, found.rule, found.promise)


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before or '-'} → {after or '-'}"


def _as_json(move: PlannedMove) -> dict[str, object]:
    before, after = _both(move)
    names = ("owner", "rule", "promise")
    pairs = zip(names, before, after, strict=True)
    changed = {name: {"before": old, "after": new} for name, old, new in pairs}
    secret = {"confidential": move.is_confidential}
    return {"reference": move.request.reference, **changed, **secret}
