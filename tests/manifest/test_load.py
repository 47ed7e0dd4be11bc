"""Files and folders into one manifest, or into everything that is wrong with them."""

import os
from pathlib import Path

import pytest
import yaml

from reconciler.errors import ManifestError
from reconciler.manifest import compose
from reconciler.manifest.load import check, load
from reconciler.manifest.place import Place
from tests.manifest.conftest import MSP, line_of

CHECK = "Check its permissions and the disk. [V-65]"


def findings(*paths):
    return [line_of(one) for one in check([*map(Path, paths)]).findings]


@pytest.fixture(params=["C", "Python"])
def parser(request, monkeypatch):
    """Both parsers of PyYAML: machines without libyaml only have the second."""
    if request.param == "Python":
        monkeypatch.setattr(compose, "Loader", yaml.SafeLoader)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- a\n", 1, "is a list, not a mapping."),
        ("just words\n", 1, "is a single value, not a mapping."),
        (b"\n\xff\xfe: 1", 2, "is not UTF-8: byte 0xFF at position 1."),
        (b"# \xe9t\xe9", 1, "is not UTF-8: byte 0xE9 at position 2."),
        ("a: 1\n---\nb: 2\n", 2, "has several documents in one file."),
        ("a: &a [*a]", 1, "alias *a contains itself."),
        ("\na: *b", 2, "alias *b is not defined above it."),
        ("a: !!python/object:os.system x", 1, 'has the tag "tag:yaml.org,2002:python/object:os.'),
        ("a: &a {b: c}\nd:\n  <<: *a", 3, "uses a merge key (<<), which manifests do not have."),
        ("a:\n\tb: 1", 2, "is not valid YAML: found character"),
        ("a: 'b", 1, "is not valid YAML: found unexpected end of stream"),
        ("a: @b", 1, "is not valid YAML: found character"),
        ("a: b: c", 1, "is not valid YAML: mapping values are not allowed"),
        ("a: 1\nb: [1, 2\nc: 3", 3, "is not valid YAML: "),
        ("\n\na: \x07", 3, "has a character that YAML does not allow, U+0007."),
        ("[" * 20_000, 1, "is nested more than 32 levels deep."),
        (BOMB, 5, "has aliases that stand for more than 100000 values."),
    ],
)
def test_v_01_a_file_that_cannot_be_read_is_told_by_file_and_line(folder, text, line, words):
    folder(msp=MSP, case=text)

    (only,) = findings("case.yaml", "msp.yaml")

    assert only.startswith(f"case.yaml:{line} error : {words}")
    assert only.endswith("[V-01]")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a:\n\tb: 1", "Indent with spaces; YAML does not allow tabs."),
        ("a: @b", "Put the value into quotes."),
        ("a: b: c", "Check the indentation, and quote values that hold a colon and a space."),
        ("a: 'b", "Check indentation, quotes and brackets around this line."),
    ],
)
def test_broken_syntax_comes_with_advice(folder, text, hint):
    folder(msp=MSP, case=text)

    (only,) = check([Path("case.yaml"), Path("msp.yaml")]).findings

    assert only.hint == hint


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n", "---\n...\n", b"\xef\xbb\xbf"])
def test_an_empty_file_says_nothing(folder, text):
    folder(msp=MSP, case=text)

    assert findings(".") == []


@pytest.mark.usefixtures("parser")
def test_aliases_and_text_tags_are_taken(folder):
    folder(msp=MSP, case="accounts: {a: &a {name: !!str 5}, b: *a}")

    manifest = load([Path()])

    assert [account.name for account in manifest.accounts.values()] == ["5", "5"]
    assert manifest.place("accounts", "b", "name") == Place("case.yaml", 1)


def test_a_file_that_cannot_be_read_casts_no_doubt_on_what_others_refer_to(folder):
    folder(broken="accounts: [", case="subscriptions: {s: {account: a, product: b}}")

    (only,) = check([Path()]).findings

    assert (only.file, only.code) == ("broken.yaml", "V-01")


def test_everything_that_is_wrong_in_all_files_is_told_in_one_go(folder):
    folder(msp=MSP, one="a: 1", two="accounts: {Bad: {}}", three="- x")

    assert [(one.file, one.code) for one in check([Path()]).findings] == [
        ("one.yaml", "V-01"),
        ("three.yaml", "V-01"),
        ("two.yaml", "V-01"),
        ("two.yaml", "V-07"),
    ]


def test_folders_are_searched_without_hidden_ones_and_files_are_named_as_given(folder):
    folder(manifests__msp=MSP, manifests__deep__er__case="x: 1", manifests__case="y: 1")
    folder(**{"manifests__.git__case": "z: 1", "manifests__.hidden": "z: 1"})
    Path("manifests/other.yml").write_text("w: 1")
    Path("manifests/notes.txt").write_text("v: 1")

    files = [one.file for one in check([Path("./manifests/")]).findings]

    assert files == ["manifests/case.yaml", "manifests/deep/er/case.yaml", "manifests/other.yml"]


def test_overlapping_paths_load_each_file_once_under_its_shortest_name(folder):
    folder(msp=MSP, deep__case="x: 1")
    here = Path.cwd()

    assert len(findings(".", "deep", "deep/case.yaml", "deep/../deep/case.yaml")) == 1
    assert findings(here, ".", "deep/case.yaml") == findings(".")


def test_absolute_paths_stay_absolute(folder):
    folder(msp=MSP, case="x: 1")
    here = Path.cwd()

    assert [one.file for one in check([here]).findings] == [str(here / "case.yaml")]


def test_the_order_of_paths_makes_no_difference(folder):
    folder(msp=MSP, one="x: 1", two="accounts: {a: {name: A}}", three="accounts: {a: {name: B}}")
    names = ["msp.yaml", "one.yaml", "two.yaml", "three.yaml"]

    assert findings(*names) == findings(*reversed(names))


def test_v_01_a_path_that_is_not_there_is_named(folder):
    folder(msp=MSP)

    assert findings("msp.yaml", "missing") == [
        "missing:0 error : does not exist. Give a manifest file, or a folder of manifests. [V-01]"
    ]


def test_v_01_a_folder_without_manifests_is_named(folder):
    folder(msp=MSP)
    Path("empty").mkdir()

    assert findings("msp.yaml", "empty") == [
        "empty:0 error : holds no manifests. Put *.yaml or *.yml files there. [V-01]"
    ]


def test_v_01_a_pipe_is_named_and_not_waited_for(folder):
    folder(msp=MSP)
    os.mkfifo("pipe.yaml")

    assert findings(".") == ["pipe.yaml:0 error : is no regular file. Remove or rename it. [V-01]"]


def test_v_65_a_file_that_may_not_be_read_is_named(folder, monkeypatch):
    folder(msp=MSP, case="")
    read = Path.read_bytes

    def refusing(path):
        if path.name == "case.yaml":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refusing)

    assert findings(".") == [f"case.yaml:0 error : cannot be read: Permission denied. {CHECK}"]


def test_v_65_a_folder_that_may_not_be_listed_is_named(folder, monkeypatch):
    folder(msp=MSP, locked__case="")
    walk = compose_walk(monkeypatch)

    assert findings(".") == [f"locked:0 error : cannot be read: Permission denied. {CHECK}"]
    assert walk == ["."]


def compose_walk(monkeypatch):
    """Let `os.walk` meet a folder that it may not list (tests may run as root)."""
    walked = []

    def walk(top, onerror):
        walked.append(str(top))
        yield str(top), ["locked"], ["msp.yaml"]
        onerror(PermissionError(13, "Permission denied", "locked"))

    monkeypatch.setattr("reconciler.manifest.files.os.walk", walk)
    return walked


def test_load_raises_every_finding_when_one_is_an_error(folder):
    folder(msp=MSP.replace("version: 1\n", ""), case="x: 1")

    with pytest.raises(ManifestError, match="not valid: 1 error") as raised:
        load([Path()])

    assert [one.severity for one in raised.value.findings] == ["warning", "error"]


def test_load_keeps_warnings_on_the_manifest(folder):
    folder(msp=MSP.replace("version: 1\n", ""))

    manifest = load([Path()])

    assert [line_of(one) for one in manifest.findings] == [
        ":0 warning version: is missing in all files. Add version: 1 to one file. [V-01]"
    ]


def test_every_value_has_a_place_and_others_that_of_what_is_around_them(folder):
    folder(
        msp=MSP,
        case="""\
        roles:
          reseller:
            access_policies:
              - readonly_admin
              - protection_ro_admin
              - sync_share_ro_admin
        accounts:
          a:
            name: >-
              Folded
              text
            language:
              en
        """,
    )

    manifest = load([Path()])

    assert manifest.place("workspace") == Place("msp.yaml", 2)
    assert manifest.place("accounts", "a", "name") == Place("case.yaml", 9)
    assert manifest.place("accounts", "a", "language") == Place("case.yaml", 12)
    assert manifest.place("roles", "Reseller", "access_policies", "1") == Place("case.yaml", 5)
    assert manifest.place("accounts", "a", "sync", "eu", "role") == Place("case.yaml", 8)
    assert str(manifest.place("accounts", "a")) == "case.yaml:8"
