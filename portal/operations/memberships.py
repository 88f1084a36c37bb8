"""Who belongs to an association, from which day until which."""

from datetime import date

from django.db import transaction

from portal.audit import record
from portal.models import Member, Membership, Organization
from portal.operations.organizations import share_directory
from portal.operations.seats import standing_now
from portal.queries.clock import database_today
from portal.queries.places import membership_obstacle
from portal.vocabulary.audit import Verb
from portal.vocabulary.directory import side_of
from portal.vocabulary.refusals import Refusal


@transaction.atomic
def add_membership(
    *, organization_id: int, association_id: int, since: date, actor: Member
) -> Membership:
    """An organization joins an association; entered by that association's staff."""
    share_directory()
    association = _lead(association_id, actor)
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization_id)
    sides = {side_of(kind) for kind in _kinds_in(association)}
    if wrong := membership_obstacle(organization, association, sides=sides):
        raise Refusal(wrong)
    _check_day(since)
    earlier = Membership.objects.filter(organization=organization, association=association)
    if earlier.filter(until__isnull=True).exists():
        raise Refusal(f"{organization} belongs to {association} already.")
    if (last := earlier.order_by("-until").first()) and last.until and since < last.until:
        raise Refusal(
            f"{organization} left {association} on {last.until.isoformat()}. "
            "Write a day that is not before it."
        )
    made = Membership.objects.create(
        organization=organization, association=association, since=since
    )
    record(
        Verb.MEMBERSHIP_ADDED,
        actor=actor,
        subject=organization,
        after={"association": association.name, "since": since.isoformat()},
    )
    return made


@transaction.atomic
def end_membership(*, membership_id: int, until: date, actor: Member) -> Membership:
    """An organization leaves; from that day on it is not asked as a member any more."""
    share_directory()
    wanted = Membership.objects.get(pk=membership_id)
    association = _lead(wanted.association_id, actor)
    membership = Membership.objects.select_for_update().get(pk=membership_id)
    if membership.until is not None:
        raise Refusal("This membership has ended already.")
    _check_day(until)
    if until <= membership.since:
        raise Refusal(f"It began on {membership.since.isoformat()}. Write a day after that.")
    membership.until = until
    membership.save(update_fields=["until"])
    record(
        Verb.MEMBERSHIP_ENDED,
        actor=actor,
        subject=membership.organization,
        before={"association": association.name, "until": None},
        after={"association": association.name, "until": until.isoformat()},
    )
    return membership


def _lead(association_id: int, actor: Member) -> Organization:
    """The association locked, so that its first two members cannot be of two sides at once."""
    association = Organization.objects.select_for_update(no_key=True).get(pk=association_id)
    if not association.is_association:
        raise Refusal("Only an association has members.")
    if not standing_now(actor).has_perm("portal.keep_organization", association):
        raise Refusal(f"Only the staff of {association} enter who belongs to it.")
    return association


def _kinds_in(association: Organization) -> list[str]:
    current = Membership.objects.filter(association=association, until__isnull=True)
    return list(current.values_list("organization__kind", flat=True).distinct())


def _check_day(day: date) -> None:
    if day > database_today():
        raise Refusal("This day lies ahead. Enter it when it has come.")
