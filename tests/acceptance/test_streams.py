"""What a command has to tell is told, or it says in one line why it cannot be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness.manifests import INSTANCE, reseller

MANIFESTS = str(Path(__file__).parents[2] / "manifests")
VALIDATE = [sys.executable, "-m", "reconciler", "validate", MANIFESTS]


def shell(redirection, *words):
    command = ["sh", "-c", f'"$@" {redirection}', "sh", *VALIDATE, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("redirection", "message"),
    [
        (">&-", "stdout is closed: there is nowhere to write to.\n"),
        (">/dev/full", "stdout cannot be written: No space left on device.\n"),
    ],
)
def test_a_stdout_that_takes_nothing_is_told_in_one_line(redirection, message):
    ended = shell(redirection)

    assert (ended.returncode, ended.stderr) == (1, message)


def test_a_file_that_takes_nothing_is_told_in_one_line():
    ended = shell("", "-o", "json=/dev/full")

    assert ended.returncode == 1
    assert ended.stderr == "/dev/full cannot be written: No space left on device.\n"


def test_a_reader_who_has_had_enough_ends_a_command_without_a_word():
    reading, writing = os.pipe()
    os.close(reading)

    ended = subprocess.run(VALIDATE, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)

    assert (ended.returncode, ended.stderr) == (141, b"")


def test_only_one_format_goes_to_stdout():
    ended = shell("", "-o", "json", "-o", "text")

    assert ended.returncode == 64
    assert "Only one format can go to stdout, not json and text." in ended.stderr


def test_two_formats_do_not_go_into_one_file(tmp_path):
    ended = shell("", "-o", f"json={tmp_path}/one", "-o", f"markdown={tmp_path}/one")

    assert ended.returncode == 64
    assert f"Only one format can be written to {tmp_path}/one." in ended.stderr


def test_v_tells_what_is_done_and_once_more_every_request(world):
    world.declare(reseller())

    told, more = (world.run("apply", "--auto-approve", v).stderr for v in ("-v", "-vv"))

    assert "I reconciler.survey: read 1 accounts and 0 subscriptions\n" in told
    assert f"I reconciler.run: create {INSTANCE}/contoso/tenant: done in " in told
    assert "GET /tenants" not in told
    assert "D reconciler.acronis: GET /tenants 200 " in more


def test_a_level_of_the_environment_that_is_none_is_told(world, monkeypatch):
    monkeypatch.setenv("RECONCILER_LOG", "nonsense")
    world.declare(reseller())

    told = world.run("validate").stderr

    assert 'W reconciler: RECONCILER_LOG "nonsense" is no level' in told
