"""What a command has to tell, before any format: blocks of lines, a verdict, and the document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from reconciler.findings import Finding


class Tone(StrEnum):
    """What a line is about; formats turn it into colours, signs or classes."""

    PLAIN = "plain"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a sign, a label that lines up with its neighbours', the text, lines below it."""

    text: str
    sign: str = " "
    label: str = ""
    tone: Tone = Tone.PLAIN
    below: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and its lines."""

    title: str
    lines: tuple[Line, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column names; `tones` colours each row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[Tone, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field on two sides, which `Report.sides` names."""

    path: str
    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One change, outcome or drift, for formats that show them one by one or grouped.

    `word` says what it is ("create", "failed", "missing"); `text` is its sentence. Items with
    the same `group` differ in nothing but the account, and `likeness` is what they share.
    `plain` ones may be told as a group; what destroys or grants something is always told alone.
    `parent` is the account of the reseller above, "" below the MSP. `notes` say why, `effects`
    what it means in business words. Where formats know passed from failed, BAD and WARNING
    items have failed and QUIET ones are left out.
    """

    address: str
    instance: str
    account: str
    kind: str
    word: str
    text: str
    tone: Tone
    parent: str = ""
    fields: tuple[Field, ...] = ()
    notes: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    group: str = ""
    likeness: str = ""
    plain: bool = True
    irreversible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All there is to tell; every format is made of this, so they cannot disagree.

    `document` has the JSON keys of the interface, without `exit_code`. `counts` are the changes
    to create, update and delete, or those that were made. `verdict` is the sentence that wrappers
    read. `items` say the same as `blocks`, for formats that are no lines; `ignored` are those that
    a rule leaves out, with the reason in their notes. `caveats` bear on the whole ("this plan is
    partial"). `remark` stands right below the verdict. `next_step` is the command that goes on
    from here, if there is one. `sides` are the names of the left and the right side of the items'
    fields. `persons` are personal values that the API may have told of, not in `document`.
    """

    title: str = ""
    document: Mapping[str, Any]
    exit_code: int
    verdict: str
    tone: Tone = Tone.PLAIN
    blocks: tuple[Block, ...] = ()
    table: Table | None = None
    items: tuple[Item, ...] = ()
    ignored: tuple[Item, ...] = ()
    caveats: tuple[str, ...] = ()
    next_step: str = ""
    remark: str = ""
    sides: tuple[str, str] = ("before", "after")
    findings: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    persons: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """The document, with the exit code that it stands for."""
        return {**self.document, "exit_code": self.exit_code}
