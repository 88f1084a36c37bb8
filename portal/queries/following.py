"""Who hears of what."""

from collections.abc import Collection, Iterable, Mapping

from portal.models import MailSettings, Member, Subscription
from portal.queries.audiences import members_in
from portal.registry import Discussed, registry
from portal.rules import is_in_working_group
from portal.vocabulary.audiences import Audience
from portal.vocabulary.following import Event, is_heard
from portal.vocabulary.threads import Level, SubjectKind


def followers(
    kind: SubjectKind,
    subject_id: int,
    event: Event,
    *,
    among: Collection[Member] | None = None,
) -> list[Member]:
    """Members who want to hear of the event and may see the subject now.

    With `among`, which a mention needs, only those of them.
    """
    levels = levels_of(kind, subject_id)
    holder = registry.thread_holders[kind]
    concerned = {member.pk for member in holder.concerned(subject_id)}
    asked = levels.keys() | concerned if among is None else {member.pk for member in among}
    hearing = _hearing(asked, event, levels=levels, concerned=concerned)
    members = members_in(Audience.WORKING_GROUP).filter(pk__in=hearing).order_by("pk")
    return list(holder.may_see(members, subject_id))


def levels_of(kind: SubjectKind, subject_id: int) -> dict[int, Level]:
    """Levels by member, of those who chose one."""
    chosen = Subscription.objects.filter(subject_kind=kind, subject_id=subject_id)
    return {pk: Level(level) for pk, level in chosen.values_list("member", "level")}


def level_of(member: Member, kind: SubjectKind, subject_id: int) -> Level:
    chosen = Subscription.objects.filter(
        member=member, subject_kind=kind, subject_id=subject_id
    ).first()
    return Level(chosen.level) if chosen else Level.MINE


def followed(member: Member, kind: str, subject_id: int) -> Discussed | None:
    """What the member may follow; nothing of an unknown kind, or that they may not see."""
    holder = registry.thread_holders.get(kind)
    if holder is None or not is_in_working_group(member):
        return None
    return holder.find(member, subject_id)


def mention_by_mail(members: Iterable[Member]) -> set[int]:
    """Primary keys of those of the members who want a mail when they are mentioned."""
    asked = {member.pk for member in members}
    declined = MailSettings.objects.filter(member__in=asked, mails_mentions=False)
    return asked - set(declined.values_list("member", flat=True))


def _hearing(
    asked: Iterable[int],
    event: Event,
    *,
    levels: Mapping[int, Level],
    concerned: Collection[int],
) -> list[int]:
    return [
        pk
        for pk in asked
        if is_heard(event, level=levels.get(pk, Level.MINE), is_concerned=pk in concerned)
    ]
