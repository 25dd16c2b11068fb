"""The exception tree: what went wrong in the world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from mailtracker.record import dataclass


class MailtrackerError(Exception):
    """Base of every error we raise on purpose. The text is one clear line for a person."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file a person wrote. `line` and `column` count from 1; 0 = unknown.

    `code` names the kind of mistake and never changes (`rules.codes` explains each), "" where
    there is none. `source` is the line as written. A `warning` is worth a look; it stops nothing.
    """

    #: The file as it was named or found.
    file: str
    line: int
    column: int
    #: What is wrong, one sentence for people.
    message: str
    code: str = ""
    source: str = field(default="", compare=False)
    warning: bool = False

    def quoted(self, lines: Sequence[str]) -> Problem:
        """With the line that it is about, out of its file's."""
        return replace(self, source=lines[self.line - 1]) if 0 < self.line <= len(lines) else self

    def __str__(self) -> str:
        if not self.line:
            return f"{self.file}: {self.message}"
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class BadFiles(MailtrackerError):
    """Config, rules or templates cannot be used. Carries every problem found, in the order of
    their places.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(p) for p in self.problems))

    def __reduce__(self) -> tuple[type[BadFiles], tuple[list[Problem]]]:
        """For another process: the words alone make no problems."""
        return type(self), (self.problems,)


class Unreachable(MailtrackerError):
    """A server refused the connection, vanished, or did not answer in time."""


class Throttled(Unreachable):
    """A server has had enough of us: it is left alone for so many `seconds`."""

    def __init__(self, text: str, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(text)


class LoginRefused(MailtrackerError):
    """The server knows us and says no: wrong user or password, or a right is missing."""


class AccessTokenRefused(LoginRefused):
    """A mail server does not take an access token, and it may be that it takes another one."""


class Untrusted(MailtrackerError):
    """TLS failed: bad certificate, or STARTTLS was refused. Never answered by clear text."""


class BadFolder(MailtrackerError):
    """The IMAP folder is missing or read-only."""


class NotGiven(MailtrackerError):
    """A mail server says no to a question about some mails, and the connection stands."""


class Unspooled(MailtrackerError):
    """A large mail in hand cannot be written beside the database, or not be read there: the disk is
    full or gone. That is no fault of the mail, nor of the server that gave it.
    """


class Unreadable(MailtrackerError):
    """Nothing of a mail could be read within the limits. It goes to quarantine."""


class OldDatabase(MailtrackerError):
    """The database needs `mailtracker migrate` before this version may use it."""


class NewDatabase(MailtrackerError):
    """The database was written by a newer mailtracker than this one."""


class LeaseLost(Unreachable):
    """What a transaction is about is not, or no more, served by this daemon."""


class OtherTimeline(Unreachable):
    """The database goes on as another server's, or another life of it: see what is lost first."""


class AlreadyRunning(MailtrackerError):
    """Another daemon holds the database's lock file."""


class NoSuchRequest(MailtrackerError):
    """No request has this reference."""
