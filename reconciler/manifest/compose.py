"""YAML text into nodes that know their lines, however hostile the text is.

Nodes are built from the parser's events: PyYAML's own composer forgets duplicate keys, turns
`no` into false and `0123` into 83, and overflows the C stack on a few thousand brackets.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import cast

import yaml

from reconciler.manifest.nodes import Node, Odd, Pairs, Scalar, Sequence, UnreadableError
from reconciler.manifest.syntax import bad_character, bad_syntax, line_of

Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEPTH_LIMIT = 32
ALIASED_LIMIT = 100_000
TAG = "tag:yaml.org,2002:"
INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")


def compose(text: str) -> Node | None:
    """The one document in the text, None where there is only space and comments.

    Raises UnreadableError for broken syntax, several documents, tags, and for text that is
    nested deeper or whose aliases stand for more values than any manifest needs.
    """
    try:
        with closing(_Composer(text)) as composer:
            return composer.document()
    except yaml.MarkedYAMLError as error:
        raise bad_syntax(error, text) from error
    except yaml.reader.ReaderError as error:
        raise bad_character(error, text) from error


class _Composer:
    """One pass over the events of a text."""

    def __init__(self, text: str) -> None:
        self.loader = Loader(text)
        self.resolve: Callable[[type[yaml.Node], str, tuple[bool, bool]], str] = self.loader.resolve
        self.anchors: dict[str | None, Node | None] = {}  # None while the anchored node is open
        self.aliased = 0

    def close(self) -> None:
        self.loader.dispose()

    def document(self) -> Node | None:
        self._take()  # the stream's start
        if isinstance(self._take(), yaml.StreamEndEvent):
            return None
        root = self._node(self._take(), 0)
        self._take()  # the document's end
        if not isinstance(extra := self._take(), yaml.StreamEndEvent):
            raise UnreadableError(
                "has several documents in one file.",
                line=line_of(extra),
                hint="Write one file for each, or remove the line of three dashes.",
            )
        return None if isinstance(root, Scalar) and root.value is None else root

    def _take(self) -> yaml.Event:
        return cast(yaml.Event, self.loader.get_event())

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if depth > DEPTH_LIMIT:
            message = f"is nested more than {DEPTH_LIMIT} levels deep."
            raise UnreadableError(message, line=line_of(event))
        if isinstance(event, yaml.AliasEvent):
            return self._aliased(event)
        assert isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
        _refuse_tag(event)
        self.anchors[event.anchor] = None
        self.anchors[event.anchor] = node = self._made(event, depth)
        return node

    def _made(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        nodes = tuple(self._inside(depth))
        size = 1 + sum(node.size for node in nodes)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(line_of(event), nodes, size)
        return Pairs(line_of(event), tuple(zip(nodes[::2], nodes[1::2], strict=True)), size)

    def _inside(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self._take(), yaml.CollectionEndEvent):
            yield self._node(event, depth + 1)

    def _aliased(self, event: yaml.AliasEvent) -> Node:
        node = self.anchors.get(event.anchor)
        if node is None:
            what = "contains itself" if event.anchor in self.anchors else "is not defined above it"
            raise UnreadableError(f"alias *{event.anchor} {what}.", line=line_of(event))
        self.aliased += node.size
        if self.aliased > ALIASED_LIMIT:
            raise UnreadableError(
                f"has aliases that stand for more than {ALIASED_LIMIT} values.",
                line=line_of(event),
                hint="Write the values without aliases.",
            )
        return node

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        tag = event.tag or self.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag == f"{TAG}merge":
            raise UnreadableError(
                "uses a merge key (<<), which manifests do not have.",
                line=line_of(event),
                hint="Write the keys out.",
            )
        return Scalar(line_of(event), _value(tag.removeprefix(TAG), event.value), event.value)


def _value(kind: str, text: str) -> str | int | bool | Odd | None:
    match kind:
        case "str" | "!":
            return text
        case "null":
            return None
        case "bool":
            return text.lower() in ("yes", "true", "on")
        case "int" if INTEGER.fullmatch(text):
            return int(text)
        case _:
            return Odd()


def _refuse_tag(event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
    if event.tag not in (None, "!", f"{TAG}str"):
        raise UnreadableError(
            f'has the tag "{event.tag}"; manifests have none.',
            line=line_of(event),
            hint="Remove the tag.",
        )
