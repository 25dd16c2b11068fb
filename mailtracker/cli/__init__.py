"""The command `mailtracker`: words of a shell in, one command's answer and exit code out. Loads
only the command that is called.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from mailtracker.errors import AlreadyRunning, BadFiles, MailtrackerError, NewDatabase, OldDatabase

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Start here": {
        "demo": ("demo:demo", "Play a working day on servers of its own; nothing to set up."),
        "init": ("init:init", "Write a config, rules and templates to start from."),
        "check": ("check:check", "Check config, rules, templates and both connections."),
        "preview": ("preview:preview", "Show a mail of ours, or all of them, with sample values."),
        "doctor": (
            "doctor:doctor",
            "Try all of it against the real servers, by mail to itself.",
        ),
        "login": ("login:login", "Sign in as a person, where the config wants that."),
    },
    "Rules": {
        "test": ("test:test", "Run the rules' own tests."),
        "explain": (
            "explain:explain",
            "Say how mails in files are understood, and who would get them.",
        ),
        "who": ("who:who", "Say who would get a mail about something, now."),
        "replay": ("replay:replay", "Say what these rules would have done with last month's mail."),
        "simulate": (
            "simulate:simulate",
            "Say which promises these rules would have kept, and which team had how much.",
        ),
        "reload": ("reload:reload", "Read the rules files again, and say what came of it."),
        "schema": ("schema:schema", "Print what editors need to know of the rules files."),
    },
    "The service": {
        "run": ("run:run", "Serve the mailboxes until stopped."),
        "status": ("status:status", "Say whether everything works, and what is late or stuck."),
        "audit": ("audit:audit", "Say whether every mail is accounted for."),
        "resync": ("resync:resync", "Take in what the database lacks and the mailbox has."),
        "backup": ("backup:backup", "Copy the database to a file, while the daemon runs."),
        "restore": ("backup:restore", "Put such a copy in the database's place."),
        "copy": ("copy:copy", "Copy all of a database into an empty one, also to PostgreSQL."),
        "migrate": ("migrate:migrate", "Bring the database up to this version."),
        "quarantine": ("quarantine:quarantine", "Look at mail that could not be handled."),
        "outbox": ("outbox:outbox", "Look at mail of ours: what waits, failed or is uncertain."),
    },
    "Requests": {
        "list": ("requests:list_requests", "List requests, the most urgent first."),
        "show": ("requests:show", "Show one request and its history."),
        "assign": ("requests:assign", "Give a request to somebody else."),
        "close": ("requests:close", "Close a request; the requester is told."),
        "reopen": ("requests:reopen", "Open a closed request again."),
        "reroute": (
            "reroute:reroute",
            "Move open requests to where the rules would have them now.",
        ),
        "revoke": ("revoke:revoke", "Somebody's mailbox is in the wrong hands."),
        "export": ("export:export", "Write down all that is held about somebody."),
        "forget": ("forget:forget", "Forget somebody; the figures stay."),
    },
}
COMMANDS = {name: entry for section in SECTIONS.values() for name, entry in section.items()}

EXIT_CODES = (
    ("0", "all well"),
    ("1", "a problem was found, or the command failed"),
    ("2", "the command line is wrong"),
    ("3", "another daemon already serves this database"),
    ("4", "the database needs `mailtracker migrate`, or a newer mailtracker"),
    ("5", "`replay` found that other rules would have decided otherwise"),
    ("6", "`run --once` did all it could, and mail of ours waits for a later pass"),
    ("7", "`forget` did all it could, and something waits: run it again"),
)


def exit_code(error: MailtrackerError) -> int:
    match error:
        case AlreadyRunning():
            return 3
        case OldDatabase() | NewDatabase():
            return 4
        case _:
            return 1


def _told(error: MailtrackerError) -> str:
    """file:line:column begins a line, where editors and grep look for it."""
    if not isinstance(error, BadFiles):
        return f"mailtracker: {error}"
    from mailtracker.problems import located

    return "\n".join(located(problem) for problem in error.problems)


class Lazy(click.Group):
    """A group that imports a command's module when that command is called, so
    that `--help` answers at once.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 click's signature
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        where, summary = COMMANDS[cmd_name]
        module, attribute = where.split(":")
        command = getattr(import_module(f"mailtracker.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        command.short_help = summary
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name, summary) for name, (_, summary) in commands.items()], col_max=12
                )
        with formatter.section("Exit codes"):
            formatter.write_dl(list(EXIT_CODES), col_max=12)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. An error of ours is one clear line and an exit code; only a
        bug of ours shows a traceback. Nothing that is printed steers a terminal.
        """
        from mailtracker.cli.output import safe_streams

        with safe_streams():
            try:
                return super().invoke(ctx)
            except MailtrackerError as error:
                click.echo(_told(error), err=True)
                ctx.exit(exit_code(error))
            except PermissionError as error:
                # Whatever was looked at: who may not is told, and it is no bug.
                click.echo(f"mailtracker: {error.filename}: {error.strerror}", err=True)
                ctx.exit(1)


@click.command(
    cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="mailtracker", message="mailtracker %(version)s")
def main() -> None:
    """An email-first request tracker: every mail to a team alias gets one owner, a receipt and a
    promise that cannot be missed quietly.

    \b
    See it work:       mailtracker demo
    Set up your own:   mailtracker init, then edit config.toml and rules/
                       mailtracker check
                       mailtracker run
    Help on a command: mailtracker COMMAND --help

    Commands read ./config.toml; --config or MAILTRACKER_CONFIG names another.
    """
