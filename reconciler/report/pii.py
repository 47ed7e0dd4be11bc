"""Personal data masked: what people need who read a report, and not who they read about.

Logins, e-mail addresses, and the names and telephone numbers of contacts become ***. They are
known by the fields that hold them and by the sentences that tell them. Account keys stay.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from reconciler.findings import Finding
from reconciler.report.persons import MASK, Persons
from reconciler.report.values import Block, Field, Item, Line, Report, Table

SIDES_OF = ("desired", "live", "before", "after")
"""Keys of an entry's two values, beside the `field` that they are of."""
PERSONAL = ("login", "username", "email", "firstname", "lastname", "phone")
TOLD = ("message", "hint")
KEPT = (
    *("account", "address", "digest", "field", "file", "fingerprint", "group", "instance"),
    *("path", "paths", "workspace"),
)
"""Keys of documents whose values name a thing and no person."""
OF_A_PERSON = re.compile(r"accounts\..+\.(contact(\.\w+)?|sync\..+\.(username|email))")
"""Paths in the manifests where something personal stands."""
SIDES = re.compile(rf"((?:{'|'.join(PERSONAL)}): ).* -> .*", re.DOTALL)
STRANGER = re.compile(r"(login ).*?(, roles .*)?", re.DOTALL)
"""A user that nobody has declared, as a side of a difference that has the login for its field."""
EXPLAINED = re.compile(r".*?(  \([^()]*\))?", re.DOTALL)
NOTHING = "nothing"


def masked(report: Report) -> Report:
    """The same report without personal data, which its document says of itself.

    Its digest stays that of the whole one.
    """
    mask = Mask.of(report.document, report.persons)
    explained = "fields" in report.document
    return replace(
        report,
        document={**mask.document(report.document), "masked": True},
        verdict=mask.text(report.verdict),
        remark=mask.text(report.remark),
        caveats=tuple(map(mask.text, report.caveats)),
        blocks=tuple(map(mask.explained if explained else mask.block, report.blocks)),
        table=mask.table(report.table) if report.table else None,
        items=tuple(map(mask.item, report.items)),
        ignored=tuple(map(mask.item, report.ignored)),
        findings=tuple(map(mask.finding, report.findings)),
    )


class Mask:
    """Takes the persons of one document out of it, and out of what is told of it."""

    def __init__(self, persons: Persons) -> None:
        self._persons = persons

    @classmethod
    def of(cls, document: Mapping[str, Any], others: Iterable[str] = ()) -> "Mask":
        """The mask for everything that is told of a document; `others` are not in it."""
        return cls(Persons({*personal_values(document), *others}))

    def text(self, text: str) -> str:
        """A sentence, or several."""
        return self._persons.hidden(text)

    def document(self, value: Any, key: str = "") -> Any:
        """A JSON value below a key."""
        if isinstance(value, str):
            if key in PERSONAL:
                return value and MASK
            return value if key in KEPT else self.text(value)
        if isinstance(value, Mapping):
            return self._entry(value)
        return [self.document(one, key) for one in value] if isinstance(value, list) else value

    def _entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """A JSON object, with what it says of itself: a person's field, or a finding about one."""
        sides = SIDES_OF if entry.get("field") in PERSONAL else ()
        live = entry.get("live")
        stranger = isinstance(live, Mapping) and live.get("login") == entry.get("field")
        told = [one for one in TOLD if isinstance(entry.get(one), str)]
        return {
            **{name: self.document(one, name) for name, one in entry.items()},
            **{name: entry[name] and MASK for name in sides if isinstance(entry.get(name), str)},
            **({"field": MASK} if stranger else {}),
            **{name: self._of_value(str(entry.get("path")), entry[name]) for name in told},
        }

    def block(self, block: Block) -> Block:
        return replace(block, lines=tuple(map(self._line, block.lines)))

    def explained(self, block: Block) -> Block:
        """A field of a resource: what is wanted, what is live, and why."""
        if block.title not in (*PERSONAL, "contact"):
            return self.block(block)
        return replace(block, lines=tuple(map(self._side_explained, block.lines)))

    def table(self, table: Table) -> Table:
        return replace(table, rows=tuple(tuple(map(self.text, row)) for row in table.rows))

    def item(self, item: Item) -> Item:
        return replace(
            item,
            text=self.text(item.text),
            likeness=self.text(item.likeness),
            notes=tuple(map(self.text, item.notes)),
            effects=tuple(map(self.text, item.effects)),
            fields=tuple(self._field(item.kind, field) for field in item.fields),
        )

    def finding(self, finding: Finding) -> Finding:
        message, hint = (
            self._of_value(finding.path, one) for one in (finding.message, finding.hint)
        )
        return replace(finding, message=message, hint=hint)

    def _of_value(self, path: str, text: str) -> str:
        of_a_person = bool(OF_A_PERSON.fullmatch(path))
        return self._persons.hidden(text, of_a_person=of_a_person)

    def _line(self, line: Line) -> Line:
        sides = SIDES.fullmatch(line.text)
        told = f"{sides[1]}{MASK} -> {MASK}" if sides else self.text(line.text)
        return replace(line, text=told, below=tuple(map(self._line, line.below)))

    def _side_explained(self, line: Line) -> Line:
        found = EXPLAINED.fullmatch(line.text)
        if line.label not in ("wanted", "live") or not found or line.text.startswith(NOTHING):
            return self._line(line)
        return replace(line, text=f"{MASK}{found[1] or ''}")

    def _field(self, kind: str, field: Field) -> Field:
        if kind in ("user", "activation"):
            if stranger := STRANGER.fullmatch(field.right):
                return Field(MASK, field.left, f"{stranger[1]}{MASK}{stranger[2] or ''}")
            if field.path in (*PERSONAL, kind):
                return Field(field.path, *map(_hidden, (field.left, field.right)))
        return Field(field.path, self.text(field.left), self.text(field.right))


def _hidden(side: str) -> str:
    return side if side == NOTHING else MASK


def personal_values(value: Any) -> Iterator[str]:
    """The personal values that a JSON value holds."""
    if isinstance(value, Mapping):
        field = value.get("field")
        for key, one in value.items():
            name = field if key in SIDES_OF and field in PERSONAL else key
            if name in PERSONAL and isinstance(one, str) and one:
                yield one
            else:
                yield from personal_values(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from personal_values(one)
