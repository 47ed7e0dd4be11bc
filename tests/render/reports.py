"""Reports to render, built as values."""

from reconciler.findings import Finding
from reconciler.report import Field, Item, Report, Tone

HOSTILE = (
    "x | `y` ```z``` <script>alert(1)</script> </details> --> @evil #12 !3 [a](http://b.c) "
    "www.d.e *f* _g_ \\| & ~~h~~ $i$ ::error::j %0A k\r\nl\x1b[31m\u202em ]]> \"'"
)


def report(*items, **fields):
    """The report of a plan with these items."""
    usual = {
        "document": {"digest": "d1", "workspace": "northwind"},
        "exit_code": 0,
        "title": "Plan of northwind",
        "verdict": "Plan: 1 to add, 0 to change, 0 to destroy.",
        "counts": {"create": 1, "update": 0, "delete": 0},
    }
    return Report(items=items, **{**usual, **fields})


def item(account="contoso", kind="tenant", word="create", **fields):
    """One item; creates are usual ones, deletes cannot be undone."""
    tones = {"create": Tone.CREATE, "update": Tone.UPDATE, "delete": Tone.DELETE}
    usual = {
        "text": f'customer tenant "{account}"',
        "tone": tones.get(word, Tone.BAD),
        "plain": word != "delete",
        "irreversible": word == "delete",
        "group": f"{word} {kind}" if word == "create" else "",
        "likeness": "customer tenant",
    }
    return Item(
        address=f"eu/{account}/{kind}",
        instance="eu",
        account=account,
        kind=kind,
        word=word,
        **{**usual, **fields},
    )


def renamed(account="contoso", before="Contoso", after="Contoso Ltd"):
    """An update of one field."""
    return item(account, word="update", fields=(Field("name", before, after),))


def finding(**fields):
    """An error in a file."""
    usual = {
        "code": "V-10",
        "severity": "error",
        "message": "the name is taken.",
        "hint": "Choose another.",
        "path": "accounts.contoso.name",
        "file": "manifests/all.yaml",
        "line": 7,
    }
    return Finding(**{**usual, **fields})
