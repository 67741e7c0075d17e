"""Logs: one line an event, with the number of the request that caused it."""

import logging
import logging.config

from flask import g, has_request_context


class _RequestNumber(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request = g.get("request_number", "-") if has_request_context() else "-"
        return True


def init(level: str = "INFO") -> None:
    """Write to standard error; personal data has no place in a message."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"request": {"()": _RequestNumber}},
            "formatters": {
                "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request)s] %(message)s"}
            },
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}
            },
            # They tell each step of each document.
            "loggers": {name: {"level": "ERROR"} for name in ("weasyprint", "fontTools")},
            "root": {"level": level, "handlers": ["stderr"]},
        }
    )
