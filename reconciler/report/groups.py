"""What is alike but for the account, put together: a fleet is told by groups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reconciler.findings import Finding
from reconciler.report.values import Field, Item


@dataclass(frozen=True, slots=True)
class Group:
    """Items that differ in nothing but the account; at least one."""

    items: tuple[Item, ...]

    @property
    def first(self) -> Item:
        """Any of them: what they share can be read off it."""
        return self.items[0]

    @property
    def text(self) -> str:
        """The sentence of all of them, or what they have in common."""
        same = {item.text for item in self.items} == {self.first.text}
        return self.first.text if same else self.first.likeness

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields, if they are the same in all."""
        same = all(item.fields == self.first.fields for item in self.items)
        return self.first.fields if same else ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """Notes and effects that all of them have."""
        said = (*self.first.notes, *self.first.effects)
        return tuple(one for one in said if all(one in (*i.notes, *i.effects) for i in self.items))


def grouped(items: Iterable[Item]) -> list[Group]:
    """The groups in the order in which the first of each stands; an item without one is its own."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.group or item.address, []).append(item)
    return [Group(tuple(group)) for group in groups.values()]


def grouped_findings(findings: Iterable[Finding]) -> list[Sequence[Finding]]:
    """Findings that say the same of several places, put together."""
    groups: dict[tuple[str, str, str, str], list[Finding]] = {}
    for one in findings:
        groups.setdefault((one.severity, one.code, one.message, one.hint), []).append(one)
    return list(groups.values())


def place_of(finding: Finding) -> str:
    """File and line, then the path in the manifests or else the address."""
    file = f"{finding.file}:{finding.line}" if finding.line else finding.file
    return ": ".join(part for part in (file, finding.path or finding.address) if part)
