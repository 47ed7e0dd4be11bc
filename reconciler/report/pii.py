"""Personal data masked: what people need who read a report, and not who they read about.

Logins, e-mail addresses, and the names and telephone numbers of contacts become ***. They are
known from the fields that hold them, and in sentences by their shape or by what stands before.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from reconciler.findings import Finding
from reconciler.report.values import Block, Field, Item, Line, Report, Table

MASK = "***"
SIDES_OF = ("desired", "live", "before", "after")
"""Keys of an entry's two values, beside the `field` that they are of."""
PERSONAL = ("login", "username", "email", "firstname", "lastname", "phone")
ABOUT = (*PERSONAL, "contact")
TOLD = ("message", "hint")
KEPT = ("account", "address", "digest", "field", "fingerprint", "group", "instance", "workspace")
"""Keys of documents whose values name a thing and no person. A stranger's login as field is one
that the entry also holds as `login`, and so it is masked all the same."""
PAIR = re.compile(r"[^\s(\"]+ <[^\s<>]+@[^\s<>]+>")
ID = "[0-9a-f]{8}-[0-9a-f]{4}-"
"""How a tenant's or a storage's id begins, which addresses and labels have after an @ as well."""
EMAIL = re.compile(rf"[^\s\"'<>(),;:/]+@(?!{ID})[^\s\"'<>(),;:]+\w")
QUOTED = re.compile(r'"([^"]*)"')
CALLED = re.compile(r'(\b(?:user|username|login)(?: is)? )"[^"]*"')
SENTENCE = re.compile(rf"^The (?:{'|'.join(PERSONAL)}) of user ")
NAMED = re.compile(r"(\b(?:[Tt]he|of) user )(?!(?:is|of|in)\b)[^\s\",(]+?(?=[,.]?(?:\s|$))")
SIDES = re.compile(rf"^((?:{'|'.join(PERSONAL)}): ).* -> .*$")
WORD = re.compile(r"[\w@+-]+(?:\.[\w@+-]+)*")


def masked(report: Report) -> Report:
    """The same report without personal data; its digest stays that of the whole one."""
    mask = Mask.of(report.document)
    return replace(
        report,
        document=mask.document(report.document),
        verdict=mask.text(report.verdict),
        remark=mask.text(report.remark),
        caveats=tuple(map(mask.text, report.caveats)),
        blocks=tuple(map(mask.block, report.blocks)),
        table=mask.table(report.table) if report.table else None,
        items=tuple(map(mask.item, report.items)),
        ignored=tuple(map(mask.item, report.ignored)),
        findings=tuple(map(mask.finding, report.findings)),
    )


class Mask:
    """Knows the personal values of one document, and takes them out of what is told of it."""

    def __init__(self, values: frozenset[str], logins: frozenset[str]) -> None:
        self._values, self._logins = values, logins

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Mask":
        """The mask for everything that is told of a document."""
        found = list(_held(document))
        logins = frozenset(value for key, value in found if key in ("login", "username"))
        return cls(frozenset(value for _, value in found), logins)

    def text(self, text: str, *, quotes: bool = False) -> str:
        """A sentence. With `quotes` it is about a person, and whatever it quotes is masked."""
        text = EMAIL.sub(MASK, PAIR.sub(MASK, text))
        quotes = quotes or bool(SENTENCE.match(text))
        text = QUOTED.sub(lambda found: self._quoted(found, quotes), text)
        text = NAMED.sub(rf"\1{MASK}", CALLED.sub(rf'\1"{MASK}"', text))
        return WORD.sub(self._word, text)

    def document(self, value: Any, key: str = "") -> Any:
        """A JSON value below a key."""
        if isinstance(value, str):
            secret = key in PERSONAL or (key == "field" and value in self._logins)
            if secret:
                return value and MASK
            return value if key in KEPT else self.text(value)
        if isinstance(value, Mapping):
            return self._entry(value)
        return [self.document(one, key) for one in value] if isinstance(value, list) else value

    def _entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """A JSON object, with what it says of itself: a person's field, or a finding about one."""
        sides = SIDES_OF if entry.get("field") in PERSONAL else ()
        about = str(entry.get("path", "")).rpartition(".")[2] in ABOUT
        return {
            **{name: self.document(one, name) for name, one in entry.items()},
            **{name: entry[name] and MASK for name in sides if name in entry},
            **{name: self.text(entry[name], quotes=about) for name in TOLD if name in entry},
        }

    def block(self, block: Block) -> Block:
        return replace(block, lines=tuple(map(self._line, block.lines)))

    def table(self, table: Table) -> Table:
        return replace(table, rows=tuple(tuple(map(self.text, row)) for row in table.rows))

    def item(self, item: Item) -> Item:
        about = item.kind == "user"
        return replace(
            item,
            text=self.text(item.text, quotes=about),
            likeness=self.text(item.likeness, quotes=about),
            notes=tuple(map(self.text, item.notes)),
            effects=tuple(map(self.text, item.effects)),
            fields=tuple(self._field(item, field) for field in item.fields),
        )

    def finding(self, finding: Finding) -> Finding:
        about = finding.path.rpartition(".")[2] in ABOUT
        message, hint = (self.text(one, quotes=about) for one in (finding.message, finding.hint))
        return replace(finding, message=message, hint=hint)

    def _line(self, line: Line) -> Line:
        told = SIDES.sub(rf"\1{MASK} -> {MASK}", line.text)
        return replace(line, text=self.text(told), below=tuple(map(self._line, line.below)))

    def _field(self, item: Item, field: Field) -> Field:
        if field.path in PERSONAL and item.kind in ("user", "activation"):
            return replace(field, left=MASK, right=MASK)
        path = MASK if field.path in self._logins else field.path
        return Field(path, self.text(field.left), self.text(field.right))

    def _quoted(self, found: re.Match[str], all_of_them: bool) -> str:
        return f'"{MASK}"' if all_of_them or found[1] in self._values else found[0]

    def _word(self, found: re.Match[str]) -> str:
        return MASK if found[0] in self._logins else found[0]


def _held(value: Any) -> Iterator[tuple[str, str]]:
    """The personal values of a JSON value, each with the key that holds it."""
    if isinstance(value, Mapping):
        field = value.get("field")
        for key, one in value.items():
            name = field if key in SIDES_OF and field in PERSONAL else key
            if name in PERSONAL and isinstance(one, str) and one:
                yield name, one
            else:
                yield from _held(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _held(one)
