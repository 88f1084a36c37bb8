"""Who works on a statement: the rule of `statements_worked_on_by` read the other way round."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from portal.models import Member, Seat
from portal.queries.sight import EVERYBODY, Sight, sight
from portal.vocabulary.organizations import ASSOCIATION_CAPACITIES, WORKING_CAPACITIES
from statements.models import Publication, SignOn, Statement
from statements.queries.standing import ASKED, eligible_organizations
from statements.vocabulary.states import StatementState


def members_who_work_on(statement: Statement) -> QuerySet[Member]:
    """Active members who see the working page now."""
    seats = Seat.objects.current().filter(_lets_work_on(statement))
    return Member.objects.filter(is_active=True, pk__in=seats.values("member"))


def members_who_see(members: QuerySet[Member], statement_id: int) -> QuerySet[Member]:
    """Those of the members to whom a statement is visible, published or not."""
    if Publication.objects.visible().filter(statement=statement_id).exists():
        return members
    statement = Statement.objects.filter(pk=statement_id).first()
    if statement is None:
        return members.none()
    return members.filter(pk__in=members_who_work_on(statement).values("pk"))


def statement_sight(statement: Statement, member: Member) -> Sight:
    """Who can see the statement, told to somebody who does."""
    if Publication.objects.visible().filter(statement=statement).exists():
        return Sight(words=f"{EVERYBODY}: it is published")
    return working_sight(statement, member)


def working_sight(statement: Statement, member: Member) -> Sight:
    """Who can see its files, which are never published; drafters and staff are told names."""
    words = ", ".join(_groups(statement))
    is_told = member.has_perm("statements.see_versions", statement)
    people = members_who_work_on(statement)
    return sight(words[0].upper() + words[1:], people, tells_names=is_told)


def _groups(statement: Statement) -> list[str]:
    """Who works on it, in words: each stands for a part of `_lets_work_on`."""
    groups = [f"people of {statement.organization.short_name}"]
    if statement.handed_over_at is not None:
        staff = " and ".join(issuer.short_name for issuer in statement.issuers_in_order)
        groups.append(f"the staff of {staff}")
    if statement.state == StatementState.MARKUP:
        groups.append("the whole working group")
    if _has_opened(statement).exists():
        groups.append("whoever is asked to sign")
    elif statement.signatures.exists():
        groups.append("whoever has signed")
    return groups


def _lets_work_on(statement: Statement) -> Q:
    working = Q(capacity__in=WORKING_CAPACITIES)
    if statement.state == StatementState.MARKUP:
        return working
    signed = statement.signatures.values("organization")
    lets = working & (Q(organization=statement.organization_id) | Q(organization__in=signed))
    for sign_on in _has_opened(statement):
        lets |= working & Q(organization__in=eligible_organizations(sign_on).values("pk"))
    if statement.handed_over_at is not None:
        issuers = statement.issuings.values("organization")
        lets |= Q(organization__in=issuers, capacity__in=ASSOCIATION_CAPACITIES)
    return lets


def _has_opened(statement: Statement) -> QuerySet[SignOn]:
    """The sign-on, while those whom it asks see the text."""
    return SignOn.objects.filter(
        statement=statement, opens_at__lte=Now(), statement__state__in=ASKED
    )
