"""How a function becomes a rule: by a decorator that names its code."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reconciler.findings import Finding
from reconciler.manifest.draft import Draft

Check = Callable[[Draft], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A code, what it stands for, and the function that looks for it."""

    code: str
    meaning: str
    check: Check


RULES: dict[str, Rule] = {}


def rule(code: str) -> Callable[[Check], Check]:
    """Register a generator of findings under its code; its docstring says what the code means."""

    def register(check: Check) -> Check:
        if code in RULES:
            raise ValueError(f"{code} is already the code of another rule")
        RULES[code] = Rule(code, (check.__doc__ or "").partition("\n")[0], check)
        return check

    return register
