"""The config's choice in, the daemon's log on stderr out: readable
lines, or one JSON object a line.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any, Literal, TextIO, cast

import structlog
from structlog.typing import EventDict

from mailtracker.cli.outlet import Outlet
from mailtracker.cli.output import SafeStream, escaped
from mailtracker.unnamed import without_addresses


def set_up(form: Literal["text", "json"], level: Literal["info", "warning"] = "info") -> None:
    """Text carries colours on a terminal only. No line bears an address, and tracebacks show
    neither local variables nor what an error says: both hold mail and passwords. Whatever becomes
    of a line, whoever logs it goes on.
    """
    outlet = Outlet(sys.stderr)
    if form == "json":
        last: list[structlog.typing.Processor] = [
            structlog.processors.JSONRenderer(serializer=_line),
        ]
    else:
        colours = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        last = [structlog.dev.ConsoleRenderer(colors=colours, pad_event_to=0)]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            where_it_broke,
            unnamed,
            outlet.count,
            *last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, SafeStream(cast(TextIO, outlet)))),
    )


def _line(event: Any, default: Callable[[Any], Any]) -> str:
    return escaped(json.dumps(event, ensure_ascii=False, default=default))


def where_it_broke(_: object, __: str, event: EventDict) -> EventDict:
    """An error as the places that it came through and its class: what it says may quote a mail, and
    a database's error does. The ledger has the whole of it.
    """
    told = event.pop("exc_info", None)
    error = sys.exc_info()[1] if told is True else told
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_chain(error))
    return event


def _chain(error: BaseException) -> list[str]:
    """The error that began it first."""
    before = error.__cause__ or error.__context__
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__))
    here = ["".join(frames).rstrip(), type(error).__name__]
    return [*_chain(before), *here] if before is not None else here


def unnamed(_: object, __: str, event: EventDict) -> EventDict:
    """What servers say names their users."""
    return {key: _unnamed(value) for key, value in event.items()}


def _unnamed(value: object) -> object:
    return without_addresses(value) if isinstance(value, str) else value
