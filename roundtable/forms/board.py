"""What the board can be asked for, in its address."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from roundtable.queries.board import Wanted
from roundtable.queries.tree import Node
from roundtable.vocabulary.board import ALL, ENDED, ME, NOBODY, OPEN, Grouping, Order
from roundtable.vocabulary.issues import IssueState, Priority, WaitingOn

Choices = list[tuple[str, str]]

STATUS: Choices = [(OPEN, "Open ones"), (ALL, "All"), *IssueState.choices]
WAITING: Choices = [("", "Anybody"), (ME, "Me"), *WaitingOn.choices]
OWNERS: Choices = [
    ("", "Anybody"),
    (ME, "Me"),
    (NOBODY, "Nobody yet"),
    (ENDED, "Whose seat has ended"),
]
PRIORITY: Choices = [("", "Any"), *((str(value), label) for value, label in Priority.choices)]


class BoardForm(forms.Form):
    """An allow list: what is not offered here is not looked for.

    Owners and counterparts are those of issues that the member may see.
    """

    status = forms.ChoiceField(label="Status", choices=STATUS, required=False)
    owner = forms.ChoiceField(label="Owner", required=False)
    waiting = forms.ChoiceField(label="Waiting on", choices=WAITING, required=False)
    counterpart = forms.ChoiceField(label="Counterpart", required=False)
    priority = forms.ChoiceField(label="Priority", choices=PRIORITY, required=False)
    changed = forms.DateField(
        label="Changed since",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    group = forms.ChoiceField(label="Group by", choices=Grouping.choices, required=False)
    sort = forms.ChoiceField(label="Order", choices=Order.choices, required=False)
    unread = forms.BooleanField(
        label="Only with unread comments",
        required=False,
        widget=forms.CheckboxInput(attrs={"value": "1"}),
    )

    hides_optional = True  # every field narrows, none is needed

    def __init__(self, *args: Any, issues: Iterable[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners: dict[str, str] = {}
        bodies: dict[str, str] = {}
        for node in issues:
            if node.owner:
                owners[str(node.owner_id)] = f"{node.owner.name}, {node.owner.body}"
            if node.counterpart:
                bodies[str(node.put_to_id)] = node.counterpart
        self._offer("owner", OWNERS, owners)
        self._offer("counterpart", [("", "Any")], bodies)

    def _offer(self, name: str, first: Choices, others: dict[str, str]) -> None:
        known = sorted(others.items(), key=lambda choice: choice[1])
        cast("forms.ChoiceField", self.fields[name]).choices = [*first, *known]

    @property
    def unknown(self) -> list[str]:
        """What the address asks that the board does not know, by the name of the question."""
        strange = sorted(set(self.data) - set(self.fields))
        return [*(str(self[name].label) for name in self.errors), *strange]

    def wanted(self) -> Wanted:
        cleaned = self.cleaned_data
        return Wanted(
            status=cleaned["status"] or OPEN,
            owner=cleaned["owner"],
            waiting=cleaned["waiting"],
            counterpart=cleaned["counterpart"],
            priority=cleaned["priority"],
            unread=cleaned["unread"],
            changed=cleaned["changed"],
            group=cleaned["group"] or Grouping.TREE,
            sort=cleaned["sort"] or Order.TREE,
        )
