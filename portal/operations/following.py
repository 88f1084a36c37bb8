"""Choosing how much one wants to hear of something."""

from django.db import transaction

from portal.models import Member, Subscription
from portal.queries.audiences import members_in
from portal.queries.following import followed, levels_of
from portal.registry import registry
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import Level, SubjectKind


@transaction.atomic
def set_level(*, member: Member, kind: SubjectKind, subject_id: int, level: Level) -> None:
    """Keeps the member's choice; the usual level is kept too, as a choice."""
    if followed(member, kind, subject_id) is None:
        raise Refusal("This is not open to you, so that you cannot follow it.")
    Subscription.objects.update_or_create(
        member=member, subject_kind=kind, subject_id=subject_id, defaults={"level": level}
    )


@transaction.atomic
def copy_followers(*, kind: SubjectKind, from_id: int, to_id: int) -> None:
    """Who follows one thing follows the other too, at the same level, if they may see it.

    Nobody's own choice about the other one is changed, and who muted the one is left out.
    """
    chosen = {pk: level for pk, level in levels_of(kind, from_id).items() if level != Level.MUTED}
    wanted = chosen.keys() - levels_of(kind, to_id).keys()
    members = members_in(Audience.WORKING_GROUP).filter(pk__in=wanted)
    Subscription.objects.bulk_create(
        (
            Subscription(
                member=member, subject_kind=kind, subject_id=to_id, level=chosen[member.pk]
            )
            for member in registry.thread_holders[kind].may_see(members, to_id)
        ),
        ignore_conflicts=True,
    )
