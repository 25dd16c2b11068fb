"""The config's choice in, the daemon's log on stderr out: readable
lines, or one JSON object a line.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, Literal

import structlog

from mailtracker.cli.output import escaped


def set_up(form: Literal["text", "json"], level: Literal["info", "warning"] = "info") -> None:
    """Text carries colours on a terminal only. Tracebacks never show local variables:
    they hold mail and passwords.
    """
    if form == "json":
        last: list[structlog.typing.Processor] = [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_line),
        ]
    else:
        colours = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        last = [
            structlog.dev.ConsoleRenderer(
                colors=colours, exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
            )
        ]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _line(event: Any, default: Callable[[Any], Any]) -> str:
    return escaped(json.dumps(event, ensure_ascii=False, default=default))
