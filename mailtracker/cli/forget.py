"""`forget`: an address in; what is known of whoever has it out, and on a second call gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import config_option, json_option, read_config
from mailtracker.cli.output import counted, plain, print_json
from mailtracker.cli.reading import site_for
from mailtracker.cli.secrecy import reader as who_types
from mailtracker.errors import BadFiles, MailtrackerError
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.config import Config
    from mailtracker.forgetting import ForgetPlan, Forgotten, Rooms
    from mailtracker.mailbox.mailbox import MailPlace
    from mailtracker.reconcile.removing import Removed
    from mailtracker.start import Start
    from mailtracker.store.database import Store

WAITS = 7
"""The exit code where something could not be forgotten yet."""

_ROLES = {
    "requester": "asked for",
    "in copy": "in copy of",
    "writer": "wrote in",
    "owner": "had, as owner,",
    "quoted": "quoted in",
}


@dataclass(frozen=True, slots=True)
class _ForgetRun:
    """What the command works with: the `config`, its `store`, and the rules in force (`start`)."""

    config: Config
    store: Store
    start: Start


@click.command()
@click.option("--apply", is_flag=True, help="Do what a plan says; needs --plan-id.")
@click.option("--plan-id", metavar="ID", default="", help="Which plan: what it printed.")
@click.option("--close", is_flag=True, help="Close what they asked for and is still open.")
@click.option(
    "--mailbox", is_flag=True, help="Also take their mails out of the mailboxes that are served."
)
@config_option
@json_option
@click.argument("address", metavar="ADDRESS")
@click.pass_context
def forget(
    ctx: click.Context,
    address: str,
    apply: bool,
    plan_id: str,
    close: bool,
    mailbox: bool,
    path: Path,
    as_json: bool,
) -> None:
    """Forget whoever has ADDRESS, in whatever spelling. Without --apply nothing is changed: the
    plan says what would be, and has an id, by which --apply does exactly that.

    Requests in which they are a party (they asked, stood in copy, wrote, or had it) lose all words,
    mails and files, also those of others; references, times and figures stay. In requests of other
    people who only mention them nothing changes: it is counted. What is still open, or has a mail
    of ours on its way, waits: then the exit code is 7, and the same command finishes it later.

    Backups that were made before still have them. A daemon may run meanwhile.

    \b
    Examples: mailtracker forget eva@corp.example
              mailtracker forget eva@corp.example --mailbox --apply --plan-id 3f2a91c0
    """
    if apply and not plan_id:
        raise click.UsageError("--apply needs --plan-id: mailtracker forget ADDRESS prints it")
    with _opened(read_config(path), to_write=apply) as opened:
        from mailtracker.forgetting import hinders, plan

        made = plan(opened.config, opened.store, opened.start, address)
        if made.is_empty:
            _say({"known": False}, [f"{plain(address)} stands nowhere in the database."], as_json)
            return
        if not apply:
            _show(made, close, mailbox, as_json)
            return
        if made.id != plan_id:
            raise MailtrackerError(
                "that plan has grown old: something has come or changed since; "
                f"`mailtracker forget {plain(address)}` says what would be done now"
            )
        if why := hinders(made, close):
            raise MailtrackerError(why)
        removed = _take_out(opened, made) if mailbox else None
        done = _carry_out(opened, made)
    _show_done(made, done, removed, as_json)
    if done.waiting or done.left.unsettled_mails:
        ctx.exit(WAITS)


@contextmanager
def _opened(config: Config, to_write: bool) -> Iterator[_ForgetRun]:
    from mailtracker.letters.letters import Letters
    from mailtracker.start import start_of
    from mailtracker.store.database import Store

    url = config.store.url
    with closing(Store.open(url, create=False) if to_write else Store.open_to_read(url)) as store:
        start = start_of(config, store, Letters(config.templates))
        if start.problems:  # who is a person of the people file is not known
            raise BadFiles(list(start.problems))
        yield _ForgetRun(config, store, start)


def _carry_out(opened: _ForgetRun, made: ForgetPlan) -> Forgotten:
    from mailtracker.forgetting import carry_out_plan

    by = (who_types(), datetime.now(UTC))
    return carry_out_plan(opened.config, opened.store, opened.start.world, made, by)


@contextmanager
def _rooms(config: Config) -> Iterator[Rooms]:
    from mailtracker.forgetting import Rooms
    from mailtracker.reader import ChildReader
    from mailtracker.start import probes_of, shelves_of

    with closing(ChildReader(site_for(config))) as reader:
        yield Rooms(shelves_of, probes_of, reader)


def _take_out(opened: _ForgetRun, made: ForgetPlan) -> Mapping[str, Removed]:
    """Before the database forgets which are theirs."""
    from mailtracker.forgetting import take_out, their_mails

    with _rooms(opened.config) as rooms:
        now = datetime.now(UTC)
        places: dict[str, list[MailPlace]] = their_mails(
            opened.config, opened.store, made, rooms, now
        )
        return take_out(opened.config, places, rooms)


# -- what is said ------------------------------------------------------------------------


def _say(told: Mapping[str, object], lines: Sequence[str], as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    for line in lines:
        click.echo(line)


def _show(made: ForgetPlan, close: bool, mailbox: bool, as_json: bool) -> None:
    from mailtracker.forgetting import hinders

    why = hinders(made, close)
    told = {
        "plan": made.id,
        "hindered": why,
        "requests": {role: made.named(ids) for role, ids in made.about.roles.items()},
        "waiting": made.named(made.about.waiting),
        "mails_in": len(made.mails_in),
        "mails_out": len(made.mails_out),
        "lists": len(made.lists),
        "other_mails": made.other_mails,
        "other_addresses": sorted(made.about.also),
        "named_in": made.named_in,
    }
    _say(told, [*_lines(made, mailbox), *_what_next(made, why, close, mailbox)], as_json)


def _lines(made: ForgetPlan, mailbox: bool) -> Iterator[str]:
    about = made.about
    if about.people:
        yield f"Key in the people file: {', '.join(sorted(about.people))}"
    for role, ids in about.roles.items():
        if ids:
            yield f"{_ROLES[role]} {counted(len(ids), 'request')}: {', '.join(made.named(ids))}"
    if about.is_nobody and made.number is not None:
        yield "They were forgotten before."
    elif made.mails_in or made.mails_out:
        yield (
            f"{counted(len(about.ripe), 'request')}, {counted(len(made.mails_in), 'mail')} that "
            f"came in and {counted(len(made.mails_out), 'mail')} of ours lose all their words."
        )
    elif about.is_nobody:
        yield "No request and no mail is theirs; what else has their address is emptied of it."
    else:
        yield "Nothing of that can be forgotten yet."
    if made.lists:
        yield f"{counted(len(made.lists), 'mail')} of ours about several requests, too."
    yield from _left_alone(made)
    if not mailbox:
        yield from _lying(made)


def _lying(made: ForgetPlan) -> Iterator[str]:
    """The mailboxes were not looked into."""
    if made.lines:
        mails = counted(len(made.lines), "mail")
        yield f"In the mailboxes {mails} of theirs may lie: --mailbox takes out what does."
    if others := len(set(made.mails_in) - made.lines):
        mails = counted(others, "mail")
        yield f"{mails} of other people in these requests may lie there, too, and stay."


def _left_alone(made: ForgetPlan) -> Iterator[str]:
    if made.about.also:
        said = ", ".join(map(plain, sorted(made.about.also)))
        yield f"Mail for that key went to {said} as well: forget these, too, if they are theirs."
    if made.about.waiting:
        said = ", ".join(made.named(made.about.waiting))
        yield f"Waits, since it is open or a mail of ours is on its way: {said}"
    if made.about.unsettled_mails:
        yield f"{counted(made.about.unsettled_mails, 'mail')} of ours to them on their way wait."
    if made.other_mails:
        yield (
            f"{counted(made.other_mails, 'mail')} of other people's requests that name them stay "
            "as they are."
        )
    if made.named_in:
        yield f"Named in {', '.join(made.named_in)}: that is yours to change."


def _what_next(made: ForgetPlan, why: str, close: bool, mailbox: bool) -> Iterator[str]:
    yield "Nothing is changed yet."
    if why:
        yield f"First: {why}."
        return
    asked = (("--close", close), ("--mailbox", mailbox))
    words = [option for option, wanted in asked if wanted]
    options = " ".join([*words, "--apply", "--plan-id", made.id])
    yield f"To do it: mailtracker forget {plain(made.whom.address)} {options}"


def _show_done(
    made: ForgetPlan, done: Forgotten, removed: Mapping[str, Removed] | None, as_json: bool
) -> None:
    emptied = done.emptied
    told = {
        "requests": emptied.requests,
        "mails_in": emptied.mails_in,
        "mails_out": emptied.mails_out,
        "waiting": done.waiting,
        "unsettled_mails": done.left.unsettled_mails,
        "other_texts": done.other_texts,
        "other_mails": made.other_mails,
        "named_in": made.named_in,
        "mailboxes": removed,
        "older_copies": [str(one) for one in done.rewritten.aside],
        "whole": done.rewritten.whole,
    }
    _say(told, list(_done(made, done, removed)), as_json)


def _done(
    made: ForgetPlan, done: Forgotten, removed: Mapping[str, Removed] | None
) -> Iterator[str]:
    emptied = done.emptied
    if emptied.requests or emptied.mails_in or emptied.mails_out:
        yield (
            f"Forgotten: {counted(emptied.requests, 'request')}, "
            f"{counted(emptied.mails_in, 'mail')} that came in, "
            f"{counted(emptied.mails_out, 'mail')} of ours. The database is written anew."
        )
    elif made.about.is_nobody:
        yield "What had their address is emptied of it. The database is written anew."
    if removed is None:
        yield from _lying(made)
    for name, one in (removed or {}).items():
        yield f"{plain(name)}: {counted(one.gone, 'mail')} taken out of the mailbox"
        if one.marked:
            yield (
                f"{plain(name)}: {counted(one.marked, 'mail')} only marked as deleted, since the "
                "server takes none away by number: empty its folders with a mail program"
            )
    if not done.rewritten.whole:
        yield "Somebody was reading the database, so that its log still has them: run this again."
    if done.waiting or done.left.unsettled_mails:
        said = ", ".join(done.waiting) or "mail of ours to them"
        yield f"Still there: {said}. Run this again when all is closed, and sent."
    if done.other_texts:
        texts = counted(done.other_texts, "other text")
        yield f"Their address or full name stands in {texts} still."
    yield from _left_alone_after(made, done)


def _left_alone_after(made: ForgetPlan, done: Forgotten) -> Iterator[str]:
    if made.other_mails:
        yield f"{counted(made.other_mails, 'mail')} of other people's requests name them still."
    if made.named_in:
        yield f"Named in {', '.join(made.named_in)}: that is yours to change."
    for copy in done.rewritten.aside:
        yield f"{copy} was made before, and still has them."
    yield "Backups that were made before now still have them."
