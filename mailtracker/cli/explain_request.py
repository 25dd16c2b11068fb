"""`explain REF`: why a request went where it went: what was stored with it, the rule as it was
then, and what each rule saw.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import open_store, read_config
from mailtracker.cli.output import mark, moment, plain, print_fields, print_json
from mailtracker.cli.reading import readers, seen_by_rules, site_for
from mailtracker.errors import BadFiles, MailtrackerError

if TYPE_CHECKING:
    from mailtracker.desk.request import Request
    from mailtracker.policy.route import Step
    from mailtracker.store.database import Store

REFERENCE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,9}-\d{1,12}")
"""What `explain` takes for a request and not for a file."""


@dataclass(frozen=True, slots=True)
class Decided:
    """`rule_text` are the lines of the rule as it was, `asked` every rule up to the one that
    decided; both empty where the rule set or the mail is no longer kept or cannot be read, and
    `missing` then says so. `serving`: these very rules still do.
    """

    request: Request
    rule_text: tuple[str, ...]
    asked: tuple[Step, ...]
    missing: tuple[str, ...]
    serving: bool


def explain_request(config: Path, reference: str, as_json: bool) -> None:
    """Print it. Raises NoSuchRequest."""
    with open_store(config) as store:
        found = _decided(store, config, reference)
    if as_json:
        print_json(found)
    else:
        _print(found)


def _decided(store: Store, config: Path, reference: str) -> Decided:
    from mailtracker.store import requests, rulesets

    with store.read() as conn:
        request = requests.by_reference(conn, reference)
        files = (
            rulesets.load(conn, request.given.rules_digest) if request.given.rules_digest else None
        )
        serving = rulesets.latest(conn) == request.given.rules_digest
    missing = [] if files else ["the rule set of that time was not kept"]
    raw = _opening_mail(store, request)
    if raw is None:
        missing.append("the mail is no longer kept (`keep_mail`)")
    asked = _asked(config, request, files, raw) if files and raw is not None else ()
    if files and raw is not None and not asked:
        missing.append(
            "what each rule saw: this version cannot read the rules, or the mail, of that time"
        )
    return Decided(request, _rule_text(request, files or {}), asked, tuple(missing), serving)


def _opening_mail(store: Store, request: Request) -> bytes | None:
    from mailtracker.desk.effects import Disposition
    from mailtracker.store import keep, ledger

    with store.read() as conn:
        lines = [
            line
            for line in ledger.lines(conn, None, request.id, 10_000)
            if line.disposition is Disposition.OPENED
        ]
        try:
            return keep.load(conn, lines[-1].sha256) if lines else None
        except MailtrackerError:
            return None


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
    with readers(site_for(known), 1) as read:
        mail = seen_by_rules(read(raw), request.opened_at)
    return tuple(explain(policy, mail)[1]) if mail else ()


def _rule_text(request: Request, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """From its first line to the next entry of the list, or to what stands further left."""
    file, _, number = request.given.rule_at.rpartition(":")
    name = next((name for name in files if file.endswith(f"/{name}")), None)
    if name is None or not number.isdigit():
        return ()
    lines = files[name].decode("utf-8-sig", "replace").splitlines()[int(number) - 1 :]
    indent = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
    rest = lines[1:]
    end = next(
        (
            n
            for n, line in enumerate(rest)
            if line.strip() and len(line) - len(line.lstrip()) <= indent
        ),
        len(rest),
    )
    return tuple(
        f"{int(number) + n:5} | {line}"
        for n, line in enumerate([*lines[:1], *_trimmed(rest[:end])])
    )


def _trimmed(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith("#")):
        kept.pop()
    return kept


def _print(found: Decided) -> None:
    one = found.request
    serving = "still in use" if found.serving else "no longer in use"
    click.echo(f"{one.reference}  {plain(one.subject)}")
    print_fields(
        {
            "decided": f"{moment(one.opened_at)}, by rules {one.given.rules_digest[:12] or 'unknown'} "
            f"({serving})",
            "rule": f"{one.given.rule} ({one.given.rule_at})"
            if one.given.rule_at
            else one.given.rule,
            "matched": one.given.matched,
            "why": one.given.why,
            "to": one.given.routed_to,
            "owner": (one.former_owners or (one.owner,))[0],
            "promise": f"{one.given.promise}, ladder {one.given.ladder}",
            "notes": ", ".join(one.given.noted),
            "tags": ", ".join(one.given.tags),
            "watching": ", ".join(one.given.watchers),
            "attached": ", ".join(one.given.attached),
            "asked": "; ".join(one.given.asked),
            "confidential": f"yes; kept from {', '.join(one.given.barred) or 'nobody in particular'}"
            if one.given.confidential
            else "",
        }
    )
    if found.rule_text:
        click.echo("\nThe rule as it was")
        for line in found.rule_text:
            click.echo(f"  {_safe(line)}")
    if found.asked:
        click.echo("\nWhat each rule saw")
        for step in found.asked:
            print_step(step.rule, step.where, step.took, step.told)
    for what in found.missing:
        click.echo(f"\nNot shown: {what}.")


def _safe(line: str) -> str:
    """Indentation stays; what could steer a terminal does not."""
    return "".join(c if c.isprintable() else " " for c in line).rstrip()


def print_step(rule: str, where: str, took: bool, told: Sequence[str]) -> None:
    """One rule that was asked: what matched, or line by line what it missed."""
    click.echo(f"  {mark(took)} {plain(rule)} ({plain(where)})")
    for line in told:
        click.echo(f"      {plain(line)}")
