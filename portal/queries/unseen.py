"""Open questions that nobody can see any more: whoever was named has left, or a side is empty."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.models import Member, Thread
from portal.queries.audiences import members_in
from portal.queries.threads import people_asked, threads_about
from portal.registry import Discussed
from portal.rules import is_association_staff
from portal.vocabulary.audiences import SIDES, Audience
from portal.vocabulary.threads import ThreadKind


def unseen_questions(member: Member, about: Discussed) -> list[Thread]:
    """For association staff, who can see what they are about: that there are such, no more."""
    if not is_association_staff(member) or not _closed_questions(about).exists():
        return []
    return list(without_readers(about).select_related("created_by"))


def without_readers(about: Discussed) -> QuerySet[Thread]:
    """Open questions about something that hold it up and that nobody could resolve."""
    reading = people_asked(about, Member.objects.filter(is_active=True))
    links = Thread.readers.through.objects.filter(
        thread=OuterRef("pk"), member__in=reading.order_by().values("pk")
    )
    nobody = Q(~Exists(links), audience=Audience.NAMED)
    for side in SIDES:
        asked = people_asked(about, members_in(side)).order_by()
        nobody |= Q(~Exists(asked), audience=side)
    return _closed_questions(about).filter(nobody).order_by("pk")


def _closed_questions(about: Discussed) -> QuerySet[Thread]:
    return threads_about(about.kind, [about.pk]).filter(
        kind=ThreadKind.QUESTION,
        resolved_at__isnull=True,
        audience__in=[Audience.NAMED, *SIDES],
    )
