"""`demo`: a working day on servers of its own, in front of your eyes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from mailtracker.errors import MailtrackerError


@click.command()
@click.option(
    "--keep",
    is_flag=True,
    help="Leave the servers up afterwards, with ports and passwords printed; Ctrl-C ends it.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where every mail of the day is written. Default: a new temporary folder.",
)
def demo(keep: bool, folder: Path | None) -> None:
    """Play a working day: employees write, owners answer, one is silent until somebody else has it.

    Mail servers, mailboxes and database are inside this process and on loopback only; the daemon,
    rules and templates are the real ones, and so are the mails. It takes less than a minute.
    Nothing is left behind but the folder of mails.

    \b
    Examples: mailtracker demo
              mailtracker demo --keep
    """
    import structlog
    from rich.console import Console

    from mailtracker.demo.day import INTRODUCTION, START, keep_open, play
    from mailtracker.demo.screen import Screen
    from mailtracker.demo.stage import set_stage
    from mailtracker.shipped import shipped

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("critical"))
    here = folder or Path(tempfile.mkdtemp(prefix="mailtracker-demo-"))
    if (here / "mailtracker.db").exists():
        raise MailtrackerError(f"{here} holds an earlier day already; name another folder")
    here.mkdir(parents=True, exist_ok=True)
    screen = Screen(Console(highlight=False))
    screen.say(INTRODUCTION)
    with set_stage(here, START, shipped("rules"), shipped("templates"), screen.outcome) as stage:
        screen.policy = stage.runtime.world.policy
        play(stage, screen)
        screen.table(stage.requests(), stage.runtime.world.policy)
        screen.where(here / "mail", {name: len(mails) for name, mails in stage.post.mails.items()})
        if keep:
            try:
                keep_open(stage, screen, here)
            except KeyboardInterrupt:
                screen.say("\nBye.")
