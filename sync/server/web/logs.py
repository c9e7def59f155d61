"""The server's log, for people or for machines: ids, kinds and durations, never personal data.

Where something failed a line names the error's type and its place. The error's own text stays out, because a database
quotes in it what it was given; ``debug`` shows that too.
"""

import logging
import sys
import traceback
from contextvars import ContextVar
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from terminal.domain.records import record

FORMATS = ("text", "json")
LEVELS = ("debug", "info", "warning")

# The request that is being answered, where one is.
request_id: ContextVar[str] = ContextVar("request_id", default="")


@record
class LogSettings:
    """How a process logs: ``form`` is one of ``FORMATS``, ``level`` one of ``LEVELS``."""

    form: str = "text"
    level: str = "warning"


def configure_logs(settings: LogSettings, stream: TextIO | None = None) -> None:
    """Everything that is logged in this process goes to ``stream``, else to standard error, one line each."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter(settings))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level.upper())
    # Says at every look at the tables how it looks at them.
    logging.getLogger("alembic").setLevel(logging.WARNING)


def formatter(settings: LogSettings) -> logging.Formatter:
    """What makes a line of a record."""
    shared: list[Processor] = [
        _name_request,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if settings.level != "debug":
        shared.append(_place_instead_of_text)
    shape: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.form == "json"
        else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "logger", "event"])
    )
    chain: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if settings.level == "debug":
        chain.append(structlog.processors.format_exc_info)
    return structlog.stdlib.ProcessorFormatter(processors=[*chain, shape], foreign_pre_chain=shared)


def _name_request(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if name := request_id.get():
        event["request_id"] = name
    return event


def _place_instead_of_text(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    failed = event.pop("exc_info", None)
    error = failed[1] if isinstance(failed, tuple) else failed
    if isinstance(error, BaseException):
        place = (traceback.extract_tb(error.__traceback__) or [None])[-1]
        event["error"] = type(error).__name__
        event["at"] = f"{place.filename}:{place.lineno}" if place else ""
    return event
