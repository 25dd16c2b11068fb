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
    from mailtracker.store import facts, rulesets

    with store.read() as conn:
        request = facts.by_reference(conn, reference)
        files = rulesets.load(conn, request.rules_digest) if request.rules_digest else None
        serving = rulesets.latest(conn) == request.rules_digest
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
        lines = ledger.lines(conn, None, request.id, 10_000)
        opening = [line for line in lines if line.fate is Disposition.OPENED]
        if not opening:
            return None
        try:
            return keep.load(conn, opening[-1].sha256)
        except MailtrackerError:  # purged
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
    """The rule with its comments as it stood in its file, each line with its number."""
    file, _, number = request.rule_at.rpartition(":")
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
    starts = (n for n, line in enumerate(rest) if line.strip() and _indent(line) <= _indent(first))
    return [first, *_trimmed(rest[: next(starts, len(rest))])]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _trimmed(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith("#")):
        kept.pop()
    return kept


def _print(found: Decided) -> None:
    one = found.request
    click.echo(f"{one.reference}  {plain(one.subject)}")
    print_fields(_fields(one, found.serving))
    if found.rule_text:
        click.echo("\nThe rule as it was")
        for line in found.rule_text:
            click.echo(f"  {_safe(line)}")
    if found.asked:
        click.echo("\nWhat each rule saw")
        for step in found.asked:
            print_step(step)
    for what in found.missing:
        click.echo(f"\nNot shown: {what}.")


def _fields(one: Request, serving: bool) -> dict[str, str]:
    use = "still in use" if serving else "no longer in use"
    kept_from = ", ".join(one.barred) or "nobody in particular"
    return {
        "decided": f"{moment(one.opened_at)}, by rules {one.rules_digest[:12] or 'unknown'} ({use})",
        "rule": f"{one.rule} ({one.rule_at})" if one.rule_at else one.rule,
        "matched": one.matched,
        "why": one.why,
        "to": one.routed_to,
        "owner": (*one.former_owners, one.owner)[0],
        "promise": f"{one.promise}, ladder {one.ladder}",
        "notes": ", ".join(one.noted),
        "tags": ", ".join(one.tags),
        "watching": ", ".join(one.watchers),
        "attached": ", ".join(one.attached),
        "asked": "; ".join(one.asked),
        "confidential": f"yes; kept from {kept_from}" if one.confidential else "",
    }


def _safe(line: str) -> str:
    """Indentation stays; what could steer a terminal does not."""
    return "".join(c if c.isprintable() else " " for c in line).rstrip()


def print_step(step: Step) -> None:
    """One rule that was asked: what matched, or line by line what it missed."""
    click.echo(f"  {mark(step.took)} {plain(step.rule)} ({plain(step.where)})")
    for line in step.told:
        click.echo(f"      {plain(line)}")
