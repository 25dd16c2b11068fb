"""What commands that look at mail through rules have in common: the site as far as it is
known, and mails in files, read.
"""

from __future__ import annotations

import os
import queue
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mailtracker.errors import BadFiles, MailtrackerError
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.config import Config
    from mailtracker.mail.message import Address, Message
    from mailtracker.mail.site import Site
    from mailtracker.policy.mail_view import MailView
    from mailtracker.policy.model import Policy
    from mailtracker.reader import Reading
    from mailtracker.rules.selftest import Tried, TriedExpectation

T = TypeVar("T")
Done = TypeVar("Done")
Command = Callable[..., Any]

READERS = 4
"""Children that read side by side, at most one a processor."""

ANY_LANGUAGE = ("en", "de", "nl", "da", "pt", "fr", "es", "it", "sv", "nb", "pl")
"""Languages told apart where no templates limit the choice."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a command goes by: the `site` as far as it is known, the `policy` (None: no rules are
    known) and the `config` (None: there is none).
    """

    site: Site
    policy: Policy | None
    config: Config | None


def setup_options(command: Command) -> Command:
    """`--config`, which need not be there, and `--rules`."""
    command = click.option(
        "--rules",
        type=click.Path(exists=True, path_type=Path),
        metavar="DIR",
        help="Rules to route by, instead of those that the config names.",
    )(command)
    return click.option(
        "-c",
        "--config",
        type=click.Path(path_type=Path),
        envvar="MAILTRACKER_CONFIG",
        metavar="PATH",
        help="The config file. Default: config.toml here, if there is one.",
    )(command)


def setup_of(config: Path | None, rules: Path | None) -> Setup:
    """All that the config says, or the rules alone, or nothing. Raises BadFiles
    for files that somebody named.
    """
    if config is not None:
        return _with_config(config, rules)
    if Path("config.toml").is_file():
        try:
            return _with_config(Path("config.toml"), rules)
        except BadFiles as error:  # nobody asked for it
            if any(problem.file.endswith((".yaml", ".yml")) for problem in error.problems):
                raise
            click.echo(f"config.toml here is left out: {error.problems[0]}", err=True)
    return _without_config(rules)


def _with_config(config: Path, rules: Path | None) -> Setup:
    from mailtracker.cli.feeds import with_copies
    from mailtracker.cli.options import read_config
    from mailtracker.rules.load import load

    known = read_config(config)
    return Setup(site_for(known), with_copies(load(rules or known.rules), known), known)


def _without_config(rules: Path | None) -> Setup:
    from mailtracker.rules.load import load

    return Setup(site_for(None), load(rules) if rules else None, None)


def site_for(config: Config | None) -> Site:
    """What mail is understood with: as the daemon does, or knowing nothing of this site."""
    from mailtracker.config.site import site_of
    from mailtracker.letters.languages import languages_in
    from mailtracker.mail.site import Site

    if config is None:
        return Site(languages=ANY_LANGUAGE)
    return site_of(config, languages_in(config.templates))


def rules_of(setup: Setup) -> Policy:
    """Those of the setup, else those of ./rules."""
    from mailtracker.rules.load import load

    if setup.policy:
        return setup.policy
    if Path("rules").is_dir():
        return load(Path("rules"))
    raise MailtrackerError("no rules here: name a folder with --rules, or a config with --config")


@contextmanager
def readers(site: Site, mails: int) -> Iterator[Callable[[bytes], Reading]]:
    """The daemon's own reading, in as many children as so many mails are
    worth. Safe in several threads.
    """
    from mailtracker.reader import ChildReader

    count = max(1, min(cores(), mails // 20))
    children = [ChildReader(site) for _ in range(count)]
    free: queue.SimpleQueue[ChildReader] = queue.SimpleQueue()
    for child in children:
        free.put(child)

    def read(raw: bytes) -> Reading:
        child = free.get()
        try:
            return child.read([raw])[0]
        finally:
            free.put(child)

    try:
        yield read
    finally:
        for child in children:
            child.close()


def since_of(text: str) -> datetime:
    """What `--since` says: a date, or how long ago. click.BadParameter for anything else."""
    from mailtracker.config.values import parse_duration

    try:
        return datetime.now(UTC) - parse_duration(text)
    except OverflowError:
        raise click.BadParameter("that is before all mail", param_hint="--since") from None
    except ValueError:
        pass
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            "write 30d, 12w, or a date such as 2026-10-01", param_hint="--since"
        ) from None
    return found if found.tzinfo else found.astimezone()


def cores() -> int:
    return max(1, min(READERS, os.cpu_count() or 1))


def side_by_side(work: Callable[[T], Done], things: Sequence[T]) -> Iterator[Done]:
    """`work` done for each, in their order, in as many threads as there may be readers."""
    with ThreadPoolExecutor(cores()) as pool:
        yield from pool.map(work, things)


@contextmanager
def progress(total: int, label: str) -> Iterator[Callable[[int], object]]:
    """A bar, on a terminal only, and on its error side; what it yields hears how much was done."""
    if not sys.stderr.isatty() or not total:
        yield lambda _: None
        return
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
        yield bar.update


def tried_all(site: Site, policy: Policy) -> list[Tried]:
    """The rules' own tests, those with mails in files too, which are read in a child."""
    from mailtracker.rules.selftest import try_all

    with _reading([test.raw for rule in policy.rules for test in rule.tests], site) as read:
        return list(try_all(policy, read))


def tried_expected(site: Site, policy: Policy) -> list[TriedExpectation]:
    """The tests beside expected mail likewise."""
    from mailtracker.rules.selftest import try_expected

    with _reading([test.raw for one in policy.expected for test in one.tests], site) as read:
        return list(try_expected(policy, read))


@contextmanager
def _reading(
    raws: Sequence[bytes], site: Site
) -> Iterator[Callable[[bytes], MailView | str] | None]:
    """What reads the mails of tests that stand in files, whose bytes are `raws` (b"" for one that
    stands beside its rule); None where none does.
    """
    now = datetime.now(UTC)
    in_files = sum(map(bool, raws))
    if not in_files:
        yield None
        return
    with readers(site, in_files) as read:

        def understand(raw: bytes) -> MailView | str:
            reading = read(raw)
            return seen_by_rules(reading, now) or reading.trouble

        yield understand


def as_configured(reading: Reading, setup: Setup) -> Reading:
    """What the config says of its sender (`silent_senders`), as the daemon takes it: by the mailbox
    that the mail is written to, by any where it names none.
    """
    from dataclasses import replace

    from mailtracker.desk.silent import is_silent, of_machine

    message, classified = reading.message, reading.classified
    if message is None or classified is None or setup.config is None:
        return reading
    if message.sender is None:
        return reading
    silent = _silent_where(message, setup.config)
    if classified.opens_nothing or not is_silent(silent, rules_of(setup), message.sender):
        return reading
    return replace(reading, classified=of_machine(classified))


def _silent_where(message: Message, config: Config) -> list[str]:
    from mailtracker.mail.address_key import address_key, without_tag

    written = [*(one.key for one in (*message.to, *message.cc)), *message.delivered_to]
    plain = {without_tag(address_key(one)) for one in written}
    boxes = [one for one in config.mailboxes if not plain.isdisjoint((one.address, *one.aliases))]
    return [one for box in boxes or config.mailboxes for one in box.silent_senders]


def seen_by_rules(
    reading: Reading, now: datetime, opened_for: Address | None = None
) -> MailView | None:
    """What rules look at, by the daemon's own code; None for what cannot be read. `opened_for`:
    whose request it is, where another opened it for them.
    """
    from mailtracker.desk.rule_view import mail_view

    message, classified = reading.message, reading.classified
    if message is None or classified is None:
        return None
    if opened_for is not None:
        from mailtracker.desk.words.on_behalf import written_by

        message = written_by(message, opened_for)
    return mail_view(message, classified, now)
