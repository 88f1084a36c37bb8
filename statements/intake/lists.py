"""Items into nested lists, as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from statements.intake.lines import Line, join
from statements.intake.markers import Item
from statements.vocabulary.blocks import BlockKind

_DEEPEST = 8  # what is indented further joins the innermost list


@dataclass
class _Branch:
    item: Item
    nodes: list["_Node"] = field(default_factory=list)

    @property
    def html(self) -> str:
        tag, attributes = "ul", ""
        if self.item.ordinal:
            tag = "ol"
            attributes += "" if self.item.style == "1" else f' type="{self.item.style}"'
            attributes += "" if self.item.ordinal == 1 else f' start="{self.item.ordinal}"'
        inside = "".join(node.html for node in self.nodes)
        return f"<{tag}{attributes}>{inside}</{tag}>"


@dataclass
class _Node:
    text: str
    branches: list[_Branch] = field(default_factory=list)

    @property
    def html(self) -> str:
        inside = "".join(branch.html for branch in self.branches)
        return f"<li>{escape(self.text, quote=False)}{inside}</li>"


@dataclass(frozen=True)
class ListPart:
    kind: BlockKind
    html: str
    first_line: int


def read_lists(entries: Sequence[tuple[Item, tuple[Line, ...]]]) -> list[ListPart]:
    """One list, or several where the outermost signs change their kind."""
    roots: list[_Branch] = []
    stack: list[_Branch] = []
    for item, lines in entries:
        _descend(item, stack=stack, roots=roots)
        stack[-1].nodes.append(_Node(_text(item, lines)))
    return [
        ListPart(
            BlockKind.NUMBERED_LIST if root.item.ordinal else BlockKind.LIST,
            root.html,
            root.item.line.number,
        )
        for root in roots
    ]


def _text(item: Item, lines: Sequence[Line]) -> str:
    first = lines[0].text[len(item.sign) :].strip()
    return join([Line(item.line.number, first, 0), *lines[1:]])


def _descend(item: Item, *, stack: list[_Branch], roots: list[_Branch]) -> None:
    """Leave `stack` with the branch on top that the item belongs to."""
    while len(stack) > 1 and item.line.indent < stack[-1].item.line.indent - 1:
        stack.pop()
    if stack and not _is_deeper(item, stack=stack):
        while len(stack) > 1 and not _is_level(item, stack[-1].item):
            if not any(_is_level(item, branch.item) for branch in stack[:-1]):
                break
            stack.pop()
        if _is_level(item, stack[-1].item):
            return
        stack.pop()
    siblings = stack[-1].nodes[-1].branches if stack else roots
    siblings.append(_Branch(item))
    stack.append(siblings[-1])


def _is_level(item: Item, other: Item) -> bool:
    return (
        item.style == other.style
        and item.line.indent >= other.line.indent - 1
        and (item.line.indent <= other.line.indent + 1)
    )


def _is_deeper(item: Item, *, stack: list[_Branch]) -> bool:
    if len(stack) == _DEEPEST:
        return False
    top = stack[-1].item
    shift = item.line.indent - top.line.indent
    return shift > 1 or (shift >= -1 and item.rank > top.rank)
