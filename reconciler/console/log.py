"""Logging: to stderr, as much as -v asks for, as text or as JSON lines."""

import json
import logging
import os
import sys

LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)


class JsonLines(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def start_logging(verbose: int, log_format: str) -> None:
    """Begin to log what `reconciler` does. RECONCILER_LOG names a level where -v does not."""
    logger = logging.getLogger("reconciler")
    for old in logger.handlers[:]:
        logger.removeHandler(old)
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(levelname).1s %(name)s: %(message)s")
    handler.setFormatter(JsonLines() if log_format == "json" else text)
    logger.addHandler(handler)
    logger.setLevel(_level(verbose))


def _level(verbose: int) -> int:
    if verbose:
        return LEVELS[min(verbose, len(LEVELS) - 1)]
    named = os.environ.get("RECONCILER_LOG", "").upper()
    return logging.getLevelNamesMapping().get(named, logging.WARNING)
