"""Structured logs: one event a line, for people (`console`) or machines (`json`).

What must not be in a log is taken out here, for every logger alike: e-mail addresses, telephone
numbers, the text behind a question mark. Django's own log of requests and of refused forms is off,
because it prints paths (a path may hold an invitation's secret); `middleware` logs each request by
its route.
"""

from __future__ import annotations

import logging
import logging.config
import sys
from collections.abc import MutableMapping
from datetime import datetime
from typing import Any, TextIO

import structlog

from mangnon.kit import clock
from mangnon.kit.scrub import scrub

Event = MutableMapping[str, Any]

_KEPT = frozenset({"timestamp", "level", "logger", "request", "job", "network"})


def without_personal_data(logger: object, method: str, event: Event) -> Event:
    """A processor: scrub every text of an event."""
    for key, value in event.items():
        if isinstance(value, str) and key not in _KEPT:
            event[key] = scrub(value)
    return event


def line_for_people(logger: object, method: str, event: Event) -> str:
    """`08:15:03 info     request done  route=… status=200`, then the trace if there is one."""
    moment = clock.local(datetime.fromisoformat(event.pop("timestamp")))
    level = event.pop("level")
    trace, words = event.pop("exception", ""), event.pop("event")
    event.pop("logger", None)
    rest = "  ".join(f"{key}={value}" for key, value in event.items())
    return f"{moment:%H:%M:%S} {level:<8} {words}  {rest}".rstrip() + (
        f"\n{trace}" if trace else ""
    )


_BEFORE: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.format_exc_info,
]


def without_trace_of_refusals(record: logging.LogRecord) -> bool:
    """A request that was refused (too large, a wrong host) is one line."""
    if record.name.startswith("django.security"):
        record.exc_info = None
    return True


class ToStderr(logging.StreamHandler[TextIO]):
    """Writes to what `sys.stderr` is at the moment, which a test or a daemon may exchange."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


def configure(config: dict[str, Any]) -> None:
    """Django's LOGGING_CONFIG: `{"format": "console"}` or `"json"`."""
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if config.get("format") == "json"
        else line_for_people
    )
    structlog.configure(
        processors=[*_BEFORE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_BEFORE,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            without_personal_data,
            last,
        ],
    )
    handler = ToStderr()
    handler.setFormatter(formatter)
    _attach(handler)


def _attach(handler: logging.Handler) -> None:
    root = logging.getLogger()
    root.handlers = [each for each in root.handlers if not _is_ours(each)] + [handler]
    root.setLevel(logging.INFO)
    handler.addFilter(without_trace_of_refusals)
    for silent in ("django.request", "django.server", "django.security.csrf"):
        logging.getLogger(silent).setLevel(logging.CRITICAL + 1)
    for quiet in ("django_tasks", "axes", "botocore", "boto3", "urllib3", "fontTools", "PIL"):
        logging.getLogger(quiet).setLevel(logging.WARNING)


def _is_ours(handler: logging.Handler) -> bool:
    return isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)
