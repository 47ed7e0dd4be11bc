"""How a manifest is spread over files, and in which order, makes no difference."""

import tempfile
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.manifest.document import Document
from reconciler.manifest.load import load
from reconciler.manifest.merge import merge
from reconciler.manifest.model import Manifest
from reconciler.manifest.place import Place

WHOLE = {
    "version": 1,
    "workspace": "northwind-msp",
    "instances": {
        "eu": {"gateway_url": "sandbox://eu"},
        "us": {"gateway_url": "sandbox://us", "storage": "dallas"},
    },
    "roles": {"Reseller": {"access_policies": ["accounts_ro_admin", "a_ro_admin", "b_ro_admin"]}},
    "products": {
        "backup": {"instance": "eu", "protection": "per_gigabyte", "file_sync_share": "none"},
        "share": {"instance": "us", "protection": "none", "file_sync_share": "per_user"},
    },
    "accounts": {
        "contoso": {
            "name": "Contoso",
            "sync": {"eu": {"role": "Reseller", "username": "contoso", "email": "it@c.example"}},
        },
        "tailspin": {
            "name": "Tailspin",
            "bill_to": "contoso",
            "contact": {"lastname": "Poe"},
            "sync": {"eu": {"role": "User", "username": "tailspin", "email": "it@t.example"}},
        },
        "fabrikam": {
            "name": "Fabrikam",
            "language": "de",
            "adopt": {"us": "3f2a"},
            "sync": {
                "us": {"role": "User", "username": "fabrikam", "email": "it@f.example"},
                "eu": {"role": "User", "username": "fabrikam", "email": "it@f.example"},
            },
        },
    },
    "subscriptions": {
        "one": {"account": "tailspin", "product": "backup"},
        "two": {"account": "fabrikam", "product": "share", "state": "suspended"},
    },
}
ONCE = ("version", "workspace")
PIECES = [
    *((key, None, value) for key, value in WHOLE.items() if key in ONCE),
    *(
        (section, key, entry)
        for section, entries in WHOLE.items()
        if section not in ONCE
        for key, entry in entries.items()
    ),
]


def shuffled(value, draw):
    if not isinstance(value, dict):
        return value
    return {key: shuffled(value[key], draw) for key in draw(st.permutations(list(value)))}


@st.composite
def splits(draw):
    """Files by name, each with some of the entries, in any order, in block or flow style."""
    files = {}
    for section, key, value in draw(st.permutations(PIECES)):
        file = files.setdefault(draw(st.sampled_from(["a", "b", "sub/c", "sub/deep/d"])), {})
        if key is None:
            file[section] = value
        else:
            file.setdefault(section, {})[key] = shuffled(value, draw)
    dump = {"sort_keys": False, "default_flow_style": draw(st.sampled_from([True, False, None]))}
    return {name: f"# {name}\n{yaml.safe_dump(file, **dump)}" for name, file in files.items()}


@settings(max_examples=60, deadline=None)
@given(splits())
def test_any_way_of_splitting_gives_the_same_manifest_and_digest(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            file = Path(folder, f"{name}.yaml")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

        manifest = load([Path(folder)])

    whole = Manifest.model_validate({key: WHOLE[key] for key in WHOLE if key != "version"})
    assert manifest == whole
    assert manifest.digest == whole.digest
    assert str(manifest) == str(whole)


class Name(str):
    """A key that counts how often it is looked up."""

    __slots__ = ()
    looked_up = 0

    def __hash__(self):
        Name.looked_up += 1
        return super().__hash__()


def lookups(number):
    names = [Name(f"account-{one}") for one in range(number)]
    documents = [Document(f"{name}.yaml", {"accounts": {name: {}}}) for name in names]
    for document, name in zip(documents, names, strict=True):
        document.places[("accounts",)] = document.places["accounts", name] = Place(document.file, 1)
    Name.looked_up = 0
    merge(documents)
    return Name.looked_up


def test_twice_as_many_files_take_twice_the_work():
    few, many = lookups(20), lookups(40)

    assert few > 0
    assert many <= 2 * few + 5
