"""What the house promises of its rooms, read from the code itself."""

import ast
from pathlib import Path

import pytest

import reconciler
from reconciler.acronis.client import ReadClient, WriteClient
from reconciler.acronis.connect import connect_read
from reconciler.acronis.gateway import Gateway

HOUSE = Path(reconciler.__file__).parent
PURE = (
    "diff",
    "drift",
    "findings",
    "importing",
    "live",
    "plan",
    "planner",
    "resources",
    "stamp",
    "status",
)
OUTSIDE = {
    "asyncio",
    "click",
    "flask",
    "glob",
    "http",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "requests",
    "rich",
    "secrets",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "urllib3",
    "uuid.uuid4",
}
CLOCK = {"now", "today", "utcnow", "uuid1", "uuid4"}
BUILT_IN = {"open", "print", "input"}


def modules(*rooms):
    """The files of rooms, be they modules or packages."""
    return [
        file
        for room in rooms
        for file in sorted((HOUSE / room).rglob("*.py")) or [HOUSE / f"{room}.py"]
    ]


def name_of(file):
    return ".".join(("reconciler", *file.relative_to(HOUSE).with_suffix("").parts))


def tree_of(file):
    return ast.parse(file.read_text(encoding="utf-8"))


def imports(tree):
    """Every module that is imported, at whatever depth of the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def calls(tree):
    """The names of all that is called, without what they are called on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node.func.id


@pytest.mark.parametrize("file", modules(*PURE), ids=name_of)
def test_planning_does_no_input_or_output_and_takes_no_clock(file):
    tree = tree_of(file)

    assert OUTSIDE.isdisjoint(name.split(".")[0] for name in imports(tree))
    assert (CLOCK | BUILT_IN).isdisjoint(calls(tree))


writing = sorted(name for name in vars(WriteClient) if not name.startswith("_"))


def test_a_client_that_reads_has_no_method_that_writes():
    assert set(writing) == {
        "create_tenant",
        "create_user",
        "delete_tenant",
        "put_access_policies",
        "put_offering_items",
        "put_pricing",
        "restore_tenant",
        "send_activation_email",
        "update_tenant",
        "update_user",
    }
    assert not any(hasattr(ReadClient, name) for name in writing)


@pytest.mark.parametrize("name", writing)
def test_a_transport_that_reads_refuses_to_write_whoever_asks(tmp_path, name):
    arguments = {
        "delete_tenant": ("x", 1),
        "restore_tenant": ("x",),
        "send_activation_email": ("x",),
    }
    with connect_read(Gateway("lab", "sandbox://lab"), home=tmp_path) as api:
        writer = WriteClient(api.transport, api.client_id)
        usual = ({},) if name.startswith("create") else ("x", {})

        with pytest.raises(RuntimeError, match="through a transport that does not write"):
            getattr(writer, name)(*arguments.get(name, usual))

        assert api.requests()["write"] == 0


def test_only_kinds_call_what_writes_and_only_the_executor_calls_kinds():
    everything = [file for file in HOUSE.rglob("*.py") if "sandbox" not in file.parts]
    writers = {name_of(file) for file in everything if set(writing) & set(calls(tree_of(file)))}
    users = {name_of(file) for file in everything if "attempt" in set(calls(tree_of(file)))}

    assert {name.rpartition(".")[0] for name in writers} == {"reconciler.resources"}
    assert users == {"reconciler.executor.execute"}


def test_a_client_that_writes_is_made_in_one_place():
    makers = {
        name_of(file)
        for file in HOUSE.rglob("*.py")
        if "connect_write" in set(calls(tree_of(file)))
    }

    assert makers == {"reconciler.console.run"}


@pytest.mark.parametrize("file", sorted(HOUSE.rglob("*.py")), ids=name_of)
def test_a_file_says_in_its_first_line_what_it_is_about_and_stays_short(file):
    text = file.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 300
    assert not text or text.startswith('"""')
    assert not {"utils", "helpers", "common", "base", "core", "manager", "handler"} & {file.stem}
