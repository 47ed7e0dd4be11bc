"""The file: what is in it at the start, and who may open it."""

import sys
from pathlib import Path
from subprocess import run

import pytest

from reconciler.sandbox import World, open_sandbox
from tests.sandbox.conftest import Api


def identity(sandbox):
    return (sandbox.tenant_id, sandbox.client_id, sandbox.client_secret, sandbox.portal_client_id)


def test_the_same_seed_gives_the_same_world(tmp_path):
    with (
        open_sandbox(tmp_path / "one", World(seed=7)) as one,
        open_sandbox(tmp_path / "two", World(seed=7)) as two,
    ):
        storages = [Api(it, it.client_id, it.client_secret).storages() for it in (one, two)]

    assert identity(one) == identity(two)
    assert storages[0] == storages[1]
    assert list(storages[0]) == ["lab-1", "lab-2"]


def test_without_a_seed_every_world_is_its_own(tmp_path):
    with open_sandbox(tmp_path / "one") as one, open_sandbox(tmp_path / "two") as two:
        assert not set(identity(one)) & set(identity(two))


def test_a_file_is_reopened_as_it_was(tmp_path):
    with open_sandbox(tmp_path / "it", World(seed=7)) as first:
        Api(first, first.client_id, first.client_secret).tenant("Contoso")

    with open_sandbox(tmp_path / "it", World(seed=8)) as second:
        api = Api(second, second.client_id, second.client_secret)
        listed = api.get(f"/tenants?parent_id={api.root}")["items"]

    assert identity(first) == identity(second)
    assert [tenant["name"] for tenant in listed] == ["Contoso"]


def test_another_file_is_not_taken_for_a_sandbox(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("something else" * 100)

    with pytest.raises(ValueError, match=r"notes\.txt is not the file of a sandbox"):
        open_sandbox(file)


WRITER = """
import sys, pathlib
from reconciler.sandbox import open_sandbox
from tests.sandbox.conftest import Api
with open_sandbox(pathlib.Path(sys.argv[1])) as sandbox:
    api = Api(sandbox, sandbox.client_id, sandbox.client_secret)
    for number in range(10):
        api.tenant(f"{sys.argv[2]} {number}")
"""


def test_two_processes_lose_nothing_of_each_other(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    file = tmp_path / "it"

    def write(name):
        command = [sys.executable, "-c", WRITER, str(file), name]
        return run(command, cwd=Path(__file__).parents[2], check=False).returncode

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(write, ["left", "right"]))

    with open_sandbox(file) as sandbox:
        api = Api(sandbox, sandbox.client_id, sandbox.client_secret)
        names = {tenant["name"] for tenant in api.get(f"/tenants?parent_id={api.root}")["items"]}
    assert codes == [0, 0]
    assert names == {f"{side} {number}" for side in ("left", "right") for number in range(10)}
