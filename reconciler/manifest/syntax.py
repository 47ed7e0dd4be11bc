"""PyYAML's complaints about a text, as messages that name the line and the remedy."""

import yaml

from reconciler.manifest.nodes import UnreadableError


def line_of(event: yaml.Event) -> int:
    """The line on which the event's text begins, counted from 1."""
    return event.start_mark.line + 1 if event.start_mark else 0


def bad_character(error: yaml.reader.ReaderError, text: str) -> UnreadableError:
    """For characters that may not stand in YAML at all; the position counts bytes with libyaml."""
    character = error.character
    number = character if isinstance(character, int) else ord(character)
    return UnreadableError(
        f"has a character that YAML does not allow, U+{number:04X}.",
        line=text.encode()[: error.position].count(b"\n") + 1,
        hint="Remove it.",
    )


def bad_syntax(error: yaml.MarkedYAMLError, text: str) -> UnreadableError:
    """For everything that the parser did not expect."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    written = "".join(text.split("\n")[line - 1 : line])
    context = f" {error.context}" if error.context else ""
    return UnreadableError(
        f"is not valid YAML: {error.problem}{context}.",
        line=line,
        hint=_advice(str(error.problem), written),
    )


def _advice(problem: str, written: str) -> str:
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return "Indent with spaces; YAML does not allow tabs."
    if "cannot start any token" in problem:
        return "Put the value into quotes."
    if "mapping values are not allowed" in problem:
        return "Check the indentation, and quote values that hold a colon and a space."
    return "Check indentation, quotes and brackets around this line."
