"""`sandbox serve` when it cannot serve: one clear message, the right exit code, no traceback."""

import signal
import socket
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from reconciler.cli.sandbox import command
from reconciler.sandbox import World, open_sandbox


@pytest.fixture(autouse=True)
def _handlers():
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def serve(*options):
    found = CliRunner().invoke(command, ["serve", *map(str, options)])
    assert found.stdout == ""
    assert isinstance(found.exception, SystemExit)
    return found.exit_code, found.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--fault", "GET /users: never"],
            "Error: Invalid value for '--fault': 'never' is neither an effect nor a selector.",
        ),
        (
            ["--fault", '{"effect": {"drop": "sometimes"}}'],
            "Error: Invalid value for '--fault': effect.drop: Input should be 'before' or 'after'",
        ),
        (
            ["--switch", "name_case=never"],
            "Error: Invalid value for '--switch': "
            "name_case is one of ignore, respect, not 'never'.",
        ),
        (
            ["--mode", "easy"],
            "Error: Invalid value for '--mode': 'easy' is not one of 'lenient', 'strict'.",
        ),
        (
            ["--port", "70000"],
            "Error: Invalid value for '--port': 70000 is not in the range 0<=x<=65535.",
        ),
    ],
)
def test_a_wrong_option_is_wrong_usage(options, message):
    assert serve(*options) == (64, message)


def test_a_taken_port_is_said(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]

        found = serve("--port", port, "--data", tmp_path / "it")

    assert found == (1, f"Error: Cannot listen on 127.0.0.1:{port}: Address already in use.")


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    file = tmp_path / "missing" / "it"

    assert serve("--data", file) == (
        1,
        f"Error: {file} cannot be used: unable to open database file",
    )


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    file = tmp_path / "notes"
    file.write_bytes(b"my notes" * 1000)

    assert serve("--data", file) == (
        1,
        f"Error: {file} is not the file of a sandbox: file is not a database",
    )
    assert file.read_bytes() == b"my notes" * 1000


def test_the_database_of_another_program_is_left_alone(tmp_path):
    file = tmp_path / "notes.db"
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE settings (name, value)")
    before = file.read_bytes()

    assert serve("--data", file) == (
        1,
        f"Error: {file} is not the file of a sandbox: it is another program's database",
    )
    assert file.read_bytes() == before


def test_a_file_of_another_version_is_left_alone(tmp_path):
    file = tmp_path / "it"
    open_sandbox(file, World(seed=1)).close()
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("PRAGMA user_version = 1")

    assert serve("--data", file) == (1, f"Error: {file} was made by another version of the sandbox")


def test_the_help_holds_the_grammar_and_the_switches():
    shown = CliRunner().invoke(command, ["serve", "--help"]).output

    assert "[METHOD] [PATH]: EFFECT ... [SELECTOR ...]" in shown
    assert "  name_case=ignore\n" in shown
