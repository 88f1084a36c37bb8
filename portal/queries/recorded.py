"""The whole directory at once, for a roster to be laid beside it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from portal.models import Member, Membership, Organization, Seat
from portal.vocabulary.directory import side_of
from portal.vocabulary.organizations import ASSOCIATION_CAPACITIES, CITY_KINDS


@dataclass
class Recorded:
    """Organizations by what they are called; `add` puts in what a roster brings."""

    by_name: dict[str, Organization] = field(default_factory=dict)
    by_short_name: dict[str, list[Organization]] = field(default_factory=lambda: defaultdict(list))
    cities: dict[tuple[str, str], Organization] = field(default_factory=dict)
    memberships: dict[tuple[int, int], list[Membership]] = field(
        default_factory=lambda: defaultdict(list)
    )
    sides: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    used: set[int] = field(default_factory=set)
    staffed: set[int] = field(default_factory=set)
    own_associations: set[int] = field(default_factory=set)

    def add(self, body: Organization) -> Self:
        """Again after its place became known."""
        self.by_name.setdefault(body.name.lower(), body)
        if body not in self.by_short_name[body.short_name.lower()]:
            self.by_short_name[body.short_name.lower()].append(body)
        if body.kind in CITY_KINDS:
            bare = body.name.lower().removeprefix("city of ").removesuffix(f", {body.region}")
            for called in (bare, body.short_name.lower(), body.place.lower()):
                self.cities.setdefault((called, body.region.lower()), body)
        return self

    def named_in(self, name: str, region: str) -> tuple[str, Organization | None]:
        """The organization of a line, and the name it is recorded under or will be.

        Where one of that name is in another state, the state is part of the name.
        """
        found = self.by_name.get(name.lower())
        if found is None or not (region and found.region) or _alike(found.region, region):
            return (found.name if found else name), found
        longer = f"{name}, {region}"
        known = self.by_name.get(longer.lower())
        return (known.name if known else longer), known

    def called(self, name: str, *, kind: str = "") -> Organization | None:
        """By its name, or by a short name that only one has."""
        found = self.by_name.get(name.lower())
        if found is not None and kind in {"", found.kind}:
            return found
        short = [body for body in self.by_short_name[name.lower()] if kind in {"", body.kind}]
        return short[0] if len(short) == 1 else None

    def city(self, place: str, region: str) -> Organization | None:
        return self.cities.get((place.lower(), region.lower())) if place else None

    def membership(self, body: Organization, association: Organization) -> Membership | None:
        """The one that goes on."""
        found = self.memberships[_pair(body, association)] if body.pk else []
        return next((one for one in found if one.until is None), None)

    def left(self, body: Organization, association: Organization) -> date | None:
        """When it last left."""
        found = self.memberships[_pair(body, association)] if body.pk else []
        return max((one.until for one in found if one.until), default=None)

    def is_used(self, body: Organization) -> bool:
        """Whether people, memberships or other bodies hang on its kind."""
        return body.pk in self.used

    def note_side(self, body: Organization, association: Organization) -> None:
        self.sides[association.pk].add(side_of(body.kind))


def recorded(actor: Member | None) -> Recorded:
    """Three queries, however much is recorded, besides the seats of the actor."""
    found = Recorded()
    bodies = {body.pk: body for body in Organization.objects.order_by("pk")}
    for body in bodies.values():
        if body.parent_id is not None:
            body.parent = bodies[body.parent_id]
            found.used.add(body.parent_id)
        found.add(body)
    for one in Membership.objects.order_by("since"):
        found.memberships[one.organization_id, one.association_id].append(one)
        if one.until is None:
            found.used.add(one.organization_id)
            found.sides[one.association_id].add(side_of(bodies[one.organization_id].kind))
    for seated, capacity in Seat.objects.current().values_list("organization", "capacity"):
        found.used.add(seated)
        if capacity in ASSOCIATION_CAPACITIES:
            found.staffed.add(seated)
    if actor is not None:
        seats = [seat for seat in actor.current_seats if seat.is_association_staff]
        found.own_associations = {seat.organization_id for seat in seats}
    return found


def _pair(body: Organization, association: Organization) -> tuple[int, int]:
    return body.pk, association.pk


def _alike(one: str, other: str) -> bool:
    return one.lower() == other.lower()
