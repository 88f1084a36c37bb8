"""What is on an agenda, which of its published versions somebody may have, what is public."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, When
from django.utils.dateparse import parse_datetime

from portal.models import Export, Member, Subscription
from portal.models.questions import Question, among, question
from portal.queries.clock import database_now
from portal.vocabulary.audiences import CLOSED, Audience, narrower_than
from portal.vocabulary.threads import Level, SubjectKind
from roundtable.models import AgendaPublication, AgendaSlot, Issue, Meeting, Rendition
from roundtable.vocabulary.meetings import MeetingState

AUDIENCES = (Audience.WORKING_GROUP, Audience.PUBLIC)
"""Whom an agenda can be published for, the one that gets most first."""


def slots_of(meeting: Meeting) -> QuerySet[AgendaSlot]:
    """In order, with everything that a document says of their issues."""
    return meeting.slots.select_related(
        "issue__owner__member",
        "issue__owner__organization",
        "issue__waiting_seat__member",
        "issue__waiting_seat__organization",
        "issue__waiting_body",
    )


def tree_of(proposal_id: int) -> QuerySet[Issue]:
    """All issues of a proposal in tree order, with everything that a document says of them."""
    return Issue.objects.filter(proposal=proposal_id).select_related(
        "owner__member",
        "owner__organization",
        "waiting_seat__member",
        "waiting_seat__organization",
        "waiting_body",
    )


def issue_lineage(issues: Iterable[Issue]) -> Mapping[int, Issue]:
    """All issues of the same proposals by number, among them every one above these."""
    proposals = {issue.proposal_id for issue in issues}
    fields = ("ref", "title", "audience", "parent_id", "proposal_id")
    return {issue.pk: issue for issue in Issue.objects.filter(proposal__in=proposals).only(*fields)}


def _outside() -> Q:
    """Issues closed to the audience of the rendition that shows them."""
    pairs = (
        Q(rendition__audience=audience, issue__audience__in=narrower_than(audience))
        for audience in AUDIENCES
    )
    return reduce(or_, pairs)


def _is_withheld() -> Exists:
    """The one rule: a rendition is withheld while it shows an issue closed to its audience."""
    shown = Rendition.issues.through.objects.filter(_outside(), rendition=OuterRef("pk"))
    return Exists(shown)


def renditions_visible_to(member: Member | None) -> QuerySet[Rendition]:
    """Published for an audience that the member (or, with nobody, everybody) is part of, and not
    withheld at this moment: the one place that decides, for pages, lists and files."""
    audiences = frozenset({Audience.PUBLIC}) if member is None else member.audiences
    return Rendition.objects.filter(among(_visible(audiences)))


@lru_cache(maxsize=100)
def _visible(audiences: frozenset[str]) -> Question:
    return question(Rendition.objects.filter(~_is_withheld(), audience__in=audiences))


def may_see_rendition(member: Member, rendition_id: int) -> bool:
    return renditions_visible_to(member).filter(pk=rendition_id).exists()


def is_rendition_withheld(export: Export) -> bool:
    """Whether the document of a rendition must be neither made nor handed out now."""
    return Rendition.objects.filter(_is_withheld(), pk=export.subject_id).exists()


def shows_closed_issue(export: Export) -> bool:
    """The same for a document that holds its items with their references."""
    items = export.input.get("items", [])
    shown = [item["ref"] for item in items if item.get("ref") and item.get("kind") != "closed"]
    return Issue.objects.filter(ref__in=shown, audience__in=CLOSED).exists()


def ready_renditions(member: Member | None) -> QuerySet[Rendition]:
    """What can be opened now: the member's best audience first, in it the newest version."""
    ranks = [When(audience=audience, then=rank) for rank, audience in enumerate(AUDIENCES)]
    return (
        renditions_visible_to(member)
        .filter(export__ready_at__isnull=False)
        .select_related("publication__meeting", "export")
        .alias(rank=Case(*ranks, output_field=IntegerField()))
        .order_by("rank", "-publication__number")
    )


def agenda_file(member: Member | None, ref: str, number: int | None = None) -> Rendition | None:
    """The newest version of a meeting's agenda that is ready, or the one of this number.

    A number is that of the version for its audience, as the document itself says it.
    """
    found = ready_renditions(member).filter(publication__meeting__ref=ref)
    if number is not None:
        found = found.filter(snapshot__number=number)
    return found.first()


def public_export(sha256: str) -> Export | None:
    """The document with these bytes, if everybody may have it now."""
    rendition = ready_renditions(None).filter(export__sha256=sha256).first()
    return rendition.export if rendition else None


def is_out(publication: AgendaPublication) -> bool:
    """Whether every rendition of a version can be opened now."""
    shut = Q(is_withheld=True) | Q(export__isnull=True) | Q(export__ready_at__isnull=True)
    renditions = publication.renditions.annotate(is_withheld=_is_withheld())
    return not renditions.filter(shut).exists()


def agenda_followers(publication: AgendaPublication) -> QuerySet[Member]:
    """Members who follow an issue that the version shows, and want to hear of decisions."""
    shown = publication.renditions.values("issues")
    following = Subscription.objects.filter(subject_kind=SubjectKind.ISSUE, subject_id__in=shown)
    return Member.objects.filter(
        pk__in=following.exclude(level=Level.MUTED).values("member")
    ).order_by("pk")


@dataclass(frozen=True)
class AgendaStatus:
    """How far a meeting's agenda is, for one member.

    `current` can be opened; `coming` is newer and not ready yet; `withheld` says for the staff
    why something published is not handed out.
    """

    current: Rendition | None
    coming: Rendition | None
    withheld: Sequence[str]


def agenda_status(member: Member, meeting: Meeting) -> AgendaStatus:
    current = agenda_file(member, meeting.ref)
    coming = (
        renditions_visible_to(member)
        .filter(publication__meeting=meeting, export__ready_at__isnull=True, export__isnull=False)
        .select_related("publication", "export__job")
        .order_by("-publication__number", "-audience")
        .first()
    )
    if coming and current and coming.publication.number < current.publication.number:
        coming = None
    staff_reads = member.has_perm("roundtable.run_meetings")
    withheld = [
        sentence
        for edition in (agenda_history(meeting)[:1] if staff_reads else [])
        for sentence in withholding_sentences(edition)
    ]
    return AgendaStatus(current, coming, withheld)


def newest_number(meeting: Meeting) -> int:
    """How often the agenda was published, for whomever."""
    return meeting.publications.values_list("number", flat=True).order_by("-number").first() or 0


def last_content(meeting: Meeting, audience: str) -> dict[str, Any] | None:
    """What this audience was given last, withheld or not."""
    given = Rendition.objects.filter(publication__meeting=meeting, audience=audience)
    last = given.order_by("-publication__number").first()
    return dict(last.snapshot) if last else None


def next_version(meeting: Meeting, audience: str) -> int:
    """The number of what this audience is given next."""
    last = last_content(meeting, audience)
    return 1 if last is None else int(last["number"]) + 1


def agenda_history(meeting: Meeting) -> QuerySet[AgendaPublication]:
    """Every version, newest first, with its renditions judged as they stand now."""
    shown = Issue.objects.order_by("proposal_id", "position").only("ref", "audience")
    renditions = (
        Rendition.objects.annotate(is_withheld=_is_withheld())
        .select_related("export__job")
        .prefetch_related(Prefetch("issues", queryset=shown))
        .order_by("-audience")
    )
    return (
        AgendaPublication.objects.filter(meeting=meeting)
        .select_related("published_by")
        .prefetch_related(Prefetch("renditions", queryset=renditions))
    )


def edition_words(publication: AgendaPublication) -> str:
    """`v3 for the working group, v2 for everybody`: what was published at once."""
    return ", ".join(
        f"v{rendition.number} for {audience_words(rendition.audience)}"
        for rendition in sorted(
            publication.renditions.all(), key=lambda one: AUDIENCES.index(Audience(one.audience))
        )
    )


def withholding_sentences(publication: AgendaPublication) -> list[str]:
    """For the staff: what of a version is withheld, why, and what to do."""
    found = []
    for rendition in publication.renditions.all():
        closed = [issue.ref for issue in rendition.issues.all() if _is_outside(issue, rendition)]
        if closed:
            verb = "was" if len(closed) == 1 else "were"
            found.append(
                f"v{rendition.number} for {audience_words(rendition.audience)} is withheld, "
                f"because {_listed(closed)} {verb} closed. Publish the next version."
            )
    return found


def audience_words(audience: str) -> str:
    return "everybody" if audience == Audience.PUBLIC else "the working group"


@dataclass(frozen=True)
class PublishedAgenda:
    """A public agenda that can be opened, as it says itself; only a cancellation is of today."""

    ref: str
    title: str
    when: str
    starts_at: datetime | None
    number: int
    size: int
    is_cancelled: bool


def public_agendas() -> list[PublishedAgenda]:
    """The newest public version of each meeting's agenda, the latest meeting first."""
    newest = (
        ready_renditions(None)
        .order_by("publication__meeting_id", "-publication__number")
        .distinct("publication__meeting_id")
    )
    found = [_published(rendition) for rendition in newest]
    dated = [agenda for agenda in found if agenda.starts_at]
    dated.sort(key=lambda agenda: str(agenda.starts_at), reverse=True)
    return [*(agenda for agenda in found if not agenda.starts_at), *dated]


def next_public_agenda() -> PublishedAgenda | None:
    """Of the soonest meeting to come; one that will not take place only if there is no other."""
    now = database_now()
    coming = [agenda for agenda in public_agendas() if agenda.starts_at and agenda.starts_at > now]
    return min(coming, key=lambda agenda: (agenda.is_cancelled, agenda.starts_at), default=None)


def _published(rendition: Rendition) -> PublishedAgenda:
    snapshot, meeting = rendition.snapshot, rendition.publication.meeting
    return PublishedAgenda(
        ref=meeting.ref,
        title=snapshot["title"],
        when=snapshot["meeting"]["when"],
        starts_at=parse_datetime(snapshot["meeting"]["starts_at"]),
        number=rendition.number,
        size=rendition.export.size or 0 if rendition.export else 0,
        is_cancelled=meeting.state == MeetingState.CANCELLED,
    )


def _is_outside(issue: Issue, rendition: Rendition) -> bool:
    return issue.audience in narrower_than(rendition.audience)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
