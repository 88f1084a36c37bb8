"""What an organization can become, stand under and belong to; else why not, in a sentence."""

from collections.abc import Collection, Container

from portal.models import Organization
from portal.vocabulary.directory import PARENT_KINDS, side_of
from portal.vocabulary.organizations import OrganizationKind

_SIDES = frozenset({"city", "agency"})
_DEEPEST = 20


def kind_obstacle(organization: Organization, kind: str, *, is_used: bool) -> str:
    """Why it cannot be of another kind.

    Whose closed matters people see hangs on the kind of their organization, so one that `is_used`
    (has people, memberships or a body under it) stays on its side.
    """
    if kind == organization.kind:
        return ""
    sides = {side_of(kind), side_of(organization.kind)}
    label = organization.get_kind_display().lower()
    if not sides <= _SIDES:
        return f"{organization.name} is recorded as {_a(label)} and stays one."
    if len(sides) > 1 and is_used:
        return (
            f"{organization.name} is recorded as {_a(label)} and has people, memberships or "
            "bodies under it. End those first, or add another organization."
        )
    return ""


def parent_obstacle(organization: Organization, parent: Organization | None) -> str:
    """Why it cannot stand under that one."""
    if parent is None:
        return ""
    if parent.kind not in PARENT_KINDS[OrganizationKind(organization.kind)]:
        ours, theirs = organization.get_kind_display(), parent.get_kind_display()
        return f"{_a(ours.lower()).capitalize()} cannot be part of {_a(theirs.lower())}."
    above: Organization | None = parent
    for _ in range(_DEEPEST):
        if above is None:
            return ""
        if above == organization:
            return f"{parent.name} is part of {organization.name} itself."
        above = above.parent
    return f"{parent.name} stands under too many others."


def membership_obstacle(
    organization: Organization, association: Organization, *, sides: Collection[str]
) -> str:
    """Why it cannot join. `sides` are those of the association's members.

    Staff of an association see what is closed to the side of its members: they cannot widen that
    by entering a member of the other side.
    """
    side = side_of(organization.kind)
    if side not in _SIDES:
        return f"Only cities, counties, police agencies and sheriff's offices join {association}."
    if sides and side not in sides:
        held = "police agencies and sheriff's offices" if "agency" in sides else "cities"
        return (
            f"The members of {association} are {held}. Ask whoever runs the portal if it takes in "
            "others now: its staff would see what is closed to these."
        )
    return ""


def is_kept_by(association: Organization, *, staffed: Container[int], own: Container[int]) -> bool:
    """Whether staff of `own` associations may change this one, or who belongs to it."""
    return association.pk in own or association.pk not in staffed


def _a(label: str) -> str:
    return f"an {label}" if label[0] in "aeiou" else f"a {label}"
