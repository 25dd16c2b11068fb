"""`explain REF`: why a request went where it went: what was stored with it, the rule as it was
then, and what each rule saw.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import open_store, read_config
from mailtracker.cli.output import (
    if_any,
    mark,
    moment,
    plain,
    print_block,
    print_fields,
    print_json,
)
from mailtracker.cli.reading import readers, seen_by_rules, site_for
from mailtracker.cli.secrecy import say_that_it_exists, write_down
from mailtracker.errors import BadFiles
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.desk.request import Request
    from mailtracker.policy.route import Step
    from mailtracker.store.database import Store

REFERENCE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,9}-\d{1,12}")
"""What `explain` takes for a request and not for a file."""

UNREADABLE = "what each rule saw: this version cannot read the rules, or the mail, of that time"


@dataclass(frozen=True, slots=True)
class Decided:
    """Why a `request` went where it went. `rule_text` are the lines of the rule as it was, `asked`
    every rule up to the one that decided; both empty where the rule set or the mail is no longer
    kept or cannot be read, and `missing` then says so. `serving`: these very rules still do.
    """

    request: Request
    rule_text: tuple[str, ...]
    asked: tuple[Step, ...]
    missing: tuple[str, ...]
    serving: bool


def explain_request(config: Path, reference: str, as_json: bool, confidential: bool) -> None:
    """Print it; of a confidential one that it exists. Raises NoSuchRequest."""
    with open_store(config, to_write=confidential) as store:
        found = _decided(store, config, reference)
        if found.request.given.confidential and not confidential:
            say_that_it_exists(found.request, as_json)
            return
        write_down(store, [found.request], "explain --confidential")
    if as_json:
        print_json(found)
    else:
        _print(found)


def _decided(store: Store, config: Path, reference: str) -> Decided:
    from mailtracker.store import requests, rulesets
    from mailtracker.store.opening_mail import opening_mail

    with store.read() as conn:
        request = requests.by_reference(conn, reference)
        files = rulesets.load(conn, request.given.rules_digest) or {}
        serving = rulesets.latest(conn) == request.given.rules_digest
        raw = opening_mail(conn, request)
    missing = []
    if not files:
        missing.append("the rule set of that time was not kept")
    if raw is None and not request.given.expected:
        missing.append("the mail is no longer kept (`keep`)")
    asked: tuple[Step, ...] = ()
    if files and raw is not None:
        asked = _asked(config, request, files, raw)
        missing += [] if asked else [UNREADABLE]
    return Decided(request, _rule_text(request, files), asked, tuple(missing), serving)


def _asked(
    config: Path, request: Request, files: Mapping[str, bytes], raw: bytes
) -> tuple[Step, ...]:
    """The rules of that time, asked again by the code of today about the
    same mail at the same time.
    """
    from mailtracker.policy.route import explain
    from mailtracker.rules.load import load_files

    known = read_config(config)
    try:
        policy = load_files(files, known.rules)
    except BadFiles:  # the language has changed since
        return ()
    opened_for = request.requester if request.given.opened_by else None
    with readers(site_for(known), 1) as read:
        mail = seen_by_rules(read(raw), request.opened_at, opened_for)
    return tuple(explain(policy, mail)[1]) if mail else ()


def _rule_text(request: Request, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The rule with its comments as it stood in its file, each line with its number."""
    file, _, number = request.given.rule_at.rpartition(":")
    name = next((name for name in files if file.endswith(f"/{name}")), None)
    if name is None or not number.isdigit():
        return ()
    lines = files[name].decode("utf-8-sig", "replace").splitlines()[int(number) - 1 :]
    return tuple(f"{n:5} | {line}" for n, line in enumerate(_entry(lines), int(number)))


def _entry(lines: Sequence[str]) -> list[str]:
    """From the first line to the next entry of the list, or to what stands further left."""
    if not lines:
        return []
    first, *rest = lines
    inside = takewhile(lambda line: not line.strip() or _indent(line) > _indent(first), rest)
    return [first, *_trimmed(list(inside))]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _trimmed(lines: list[str]) -> list[str]:
    """Without the blank lines and comments at the end: they belong to what follows."""
    while lines and lines[-1].lstrip()[:1] in ("", "#"):
        lines = lines[:-1]
    return lines


def _print(found: Decided) -> None:
    one = found.request
    click.echo(f"{one.reference}  {plain(one.shown_subject)}")
    print_fields(_fields(one, found.serving))
    if found.rule_text:
        click.echo("\nThe rule as it was")
        print_block("\n".join(found.rule_text))
    if found.asked:
        click.echo("\nWhat each rule saw")
        for step in found.asked:
            print_step(step)
    for what in found.missing:
        click.echo(f"\nNot shown: {what}.")


def _fields(one: Request, serving: bool) -> dict[str, str]:
    use = "still in use" if serving else "no longer in use"
    digest = one.given.rules_digest[:12] or "unknown"
    kept_from = ", ".join(one.given.barred) or "nobody in particular"
    return {
        "decided": f"{moment(one.opened_at)}, by rules {digest} ({use})",
        "rule": one.given.rule + if_any(" ({})", one.given.rule_at),
        "matched": one.given.matched,
        "why": one.given.why,
        "to": one.given.routed_to,
        "owner": (*one.former_owners, one.owner)[0],
        "not mine": if_any(f"said {{}}; {one.owner} has it now", ", ".join(one.declined)),
        "promise": one.given.promise
        + if_any(", raised to {}", one.raised)
        + f", ladder {one.given.ladder}",
        "notes": ", ".join(one.given.noted),
        "tags": ", ".join(one.given.tags),
        "watching": ", ".join(one.given.watching),
        "attached": ", ".join(one.given.attached),
        "asked": "; ".join(one.given.asked),
        "confidential": f"yes; kept from {kept_from}" if one.given.confidential else "",
    }


def print_step(step: Step) -> None:
    """One rule that was asked: what matched, or line by line what it missed."""
    click.echo(f"  {mark(step.took)} {plain(step.rule)} ({plain(step.where)})")
    for line in step.told:
        click.echo(f"      {plain(line)}")
