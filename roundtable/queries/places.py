"""Where issues stand, as far as a member may know: of a closed one only that it is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, NullIf

from portal.models import Member
from portal.vocabulary.audiences import Audience
from roundtable.models import Issue
from roundtable.queries.issues import in_audience, proposals_visible_to

CLOSED_LABEL = "Closed item"


class Place(NamedTuple):
    """An issue's place. `label` is its title, or what stands for it where it is closed to one."""

    pk: int
    ref: str
    parent_id: int | None
    position: int
    is_heading: bool
    audience: str
    is_readable: bool
    label: str

    @property
    def audience_label(self) -> str:
        return Audience(self.audience).label


@dataclass(frozen=True)
class Around:
    """The place of one issue among the others of its proposal."""

    place: Place
    ancestors: Sequence[Place]
    children: Sequence[Place]
    previous: Place | None
    following: Place | None


def places(member: Member, wanted: Q) -> list[Place]:
    """Places of issues in tree order; the title of a closed one does not leave the database."""
    closed = Coalesce(NullIf(F("closed_title"), Value("")), Value(CLOSED_LABEL))
    rows = (
        Issue.objects.filter(wanted, proposal__in=proposals_visible_to(member))
        .annotate(
            is_readable=Case(When(in_audience(member), then=True), default=False),
            label=Case(When(is_readable=True, then=F("title")), default=closed),
        )
        .order_by("proposal_id", "position")
        .values_list(*Place._fields)
    )
    return [Place._make(row) for row in rows]


def around(member: Member, issue_id: int, proposal_id: int) -> Around:
    """The issue and its neighbors, from one query for the whole tree."""
    tree = places(member, Q(proposal=proposal_id))
    by_id = {place.pk: place for place in tree}
    number = next(number for number, place in enumerate(tree) if place.pk == issue_id)
    place = tree[number]
    return Around(
        place=place,
        ancestors=_ancestors(place, by_id),
        children=[other for other in tree if other.parent_id == issue_id],
        previous=tree[number - 1] if number else None,
        following=tree[number + 1] if number + 1 < len(tree) else None,
    )


def _ancestors(place: Place, by_id: Mapping[int, Place]) -> list[Place]:
    line: list[Place] = []
    while place.parent_id is not None:
        place = by_id[place.parent_id]
        line.insert(0, place)
    return line
