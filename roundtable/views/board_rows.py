"""Rows of the tree as its table shows them.

Drawn here and not in a template, and what many rows share only once for each page: that is what
keeps five hundred rows quick. Whatever comes from the database is escaped in `_text`.
"""

from collections.abc import Iterable
from datetime import date
from html import escape

from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from portal.templatetags.ui import ago, state
from portal.vocabulary.audiences import CLOSED, Audience
from roundtable.queries.tree import ClosedNode, Node, Person, TreeItem
from roundtable.vocabulary.issues import TONES, IssueState, WaitingOn

NOBODY = '<span class="quiet">Nobody yet</span>'


class Rows:
    """Draws the rows of one page; each distinct cell once."""

    def __init__(self) -> None:
        self.base = reverse("board")
        self.zone = timezone.get_current_timezone()
        self.states = {name.value: state(name.label, TONES[name]) for name in IssueState}
        self.owners: dict[Person, str] = {}
        self.waits: dict[tuple[str, str, int], str] = {}
        self.days: dict[date, str] = {}
        self.notes: dict[tuple[object, ...], str] = {}

    def html(self, items: Iterable[TreeItem]) -> SafeString:
        return SafeString("\n".join(self._row(item) for item in items))

    def _row(self, item: TreeItem) -> str:
        if isinstance(item, ClosedNode):
            words = f"{_link(self.base, item.ref, item.label)}, for {item.audience_label.lower()}"
            return _wide(item, "closed", words)
        title = _link(self.base, item.ref, item.title) + self._notes(item)
        if item.is_heading:
            return _wide(item, "heading", title)
        return (
            f'<tr role="row" data-depth="{item.depth}">'
            f'<th scope="row" role="rowheader" class="record-title">{_node(item.ref, title)}</th>'
            f'<td role="cell" data-label="Status">{self.states[item.state]}</td>'
            f'<td role="cell" data-label="Owner">{self._owner(item)}</td>'
            f'<td role="cell" data-label="Waiting on">{self._waiting(item)}</td>'
            f'<td role="cell" data-label="Last activity">{self._active(item)}</td></tr>'
        )

    def _notes(self, node: Node) -> str:
        """What stands behind the title, of what there is to say."""
        asked = node.update_asked_at is not None
        key = (node.unread, asked, node.priority, node.audience, node.minutes)
        if key not in self.notes:
            self.notes[key] = "".join(_tags(node))
        return self.notes[key]

    def _owner(self, node: Node) -> str:
        person = node.owner
        if person is None:
            return NOBODY
        if person not in self.owners:
            seat = f"{_text(person.title)}, {_text(person.body)}"
            self.owners[person] = (
                f'<span class="person"><span class="person-name">{_text(person.name)}</span> '
                f'<span class="person-seat">{seat}</span></span>'
            )
        return self.owners[person]

    def _waiting(self, node: Node) -> str:
        whom = "The owner" if node.waiting_on == WaitingOn.OWNER else node.waits_on
        key = (whom, node.waiting_on, node.waiting_days)
        if key not in self.waits:
            is_idle = node.waiting_on == WaitingOn.NOBODY
            note = "" if is_idle else f' <span class="record-note">{_since(node)}</span>'
            self.waits[key] = f"<span>{_text(whom)}{note}</span>"
        return self.waits[key]

    def _active(self, node: Node) -> str:
        day = node.active_at.astimezone(self.zone).date()
        if day not in self.days:
            self.days[day] = f'<time datetime="{day.isoformat()}">{ago(node.active_at)}</time>'
        return self.days[day]


def _tags(node: Node) -> Iterable[str]:
    if node.unread:
        words = f'{node.unread} new<span class="visually-hidden"> comments</span>'
        yield f' <span class="tag tag-new">{words}</span>'
    if node.update_asked_at is not None:
        yield ' <span class="tag tag-asked">Update asked</span>'
    if node.is_urgent:
        yield ' <span class="tag tag-urgent">High priority</span>'
    if node.audience in CLOSED:
        yield f' <span class="tag">{_text(str(Audience(node.audience).label))}</span>'
    if node.minutes:
        yield f' <span class="tag-minutes">{node.minutes} min</span>'


def _wide(item: TreeItem, kind: str, words: str) -> str:
    """A row of one cell: a topic, or the place of something closed."""
    return (
        f'<tr role="row" data-depth="{item.depth}" class="{kind}"><th scope="row" role="rowheader" '
        f'colspan="5" class="record-title">{_node(item.ref, words)}</th></tr>'
    )


def _node(ref: str, words: str) -> str:
    number = f'<span class="node-number">{_text(ref)}</span>'
    return f'<div class="node">{number} <span>{words}</span></div>'


def _link(base: str, ref: str, title: str) -> str:
    return f'<a href="{base}{_text(ref)}/">{_text(title)}</a>'


def _since(node: Node) -> str:
    count = node.waiting_days
    return f"{count} day{pluralize(count)}" if count > 0 else "since today"


def _text(words: str) -> str:
    return escape(words)
