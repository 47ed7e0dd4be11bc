"""The static V-rules: one function each, its code in the decorator, its meaning in the docstring.

Importing this package imports every module beside it, which registers every rule: a new rule
is one function.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from reconciler.findings import Finding
from reconciler.manifest.draft import Draft
from reconciler.manifest.rules.rule import RULES

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")


def meanings() -> dict[str, str]:
    """What every code stands for, in one sentence, by code."""
    return {code: RULES[code].meaning for code in sorted(RULES)}


def findings_of(draft: Draft) -> Iterator[Finding]:
    """What all rules have to say about a draft, none of them in the words of another.

    A wrong shape (V-01) is left out where a sharper rule names the same place, and everything
    inside misplaced secrets (V-04), whose text must not be shown as a key.
    """
    found = [finding for code in sorted(RULES) for finding in RULES[code].check(draft)]
    sharper = {(one.file, one.line, one.path) for one in found if one.code not in ("V-01", "V-02")}
    secrets = tuple(f"{one.path}." for one in found if one.code == "V-04")
    for one in found:
        blunt = one.code == "V-01" and (one.file, one.line, one.path) in sharper
        if not (blunt or one.path.startswith(secrets)):
            yield one
