"""Which members may see an issue: the rule of `issues_visible_to` read the other way round."""

from collections.abc import Collection

from django.db.models import QuerySet

from portal.models import Member
from portal.queries.audiences import members_in
from portal.vocabulary.audiences import Audience
from roundtable.models import Issue


def members_who_see(issue: Issue) -> QuerySet[Member]:
    """Active members who may see the issue now."""
    readers = issue.readers.values_list("pk", flat=True)
    return members_who_would_see(issue.audience, readers)


def members_who_would_see(audience: str, readers: Collection[int]) -> QuerySet[Member]:
    """Active members who may see an issue of that audience; `readers` are those it names."""
    group = members_in(Audience.WORKING_GROUP)
    if audience == Audience.NAMED:
        return group.filter(pk__in=readers)
    return group.filter(pk__in=members_in(audience).values("pk"))


def people_to_name(issue: Issue) -> QuerySet[Member]:
    """Who may be named as a reader: whoever may see what the issue stands under."""
    if issue.parent is None:
        return members_in(Audience.WORKING_GROUP)
    return members_who_see(issue.parent)
