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
    named = os.environ.get("RECONCILER_LOG", "")
    known = logging.getLevelNamesMapping().get(named.upper())
    level = logging.WARNING if known is None else known
    logger.setLevel(LEVELS[min(verbose, len(LEVELS) - 1)] if verbose else level)
    if named and known is None:
        logger.warning('RECONCILER_LOG "%s" is no level, as debug, info, warning or error', named)
