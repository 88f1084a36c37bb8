"""What the roundtable puts into the registry."""

from collections.abc import Sequence

from django.template.defaultfilters import pluralize
from django.urls import reverse

from portal.models import Member, Organization, Seat
from portal.registry import (
    Card,
    Exporter,
    MadeFile,
    NextMeeting,
    Panel,
    PublicAgenda,
    Row,
    registry,
)
from portal.rules import is_association_staff
from portal.vocabulary.audiences import CLOSED
from roundtable.models import Issue, Proposal, Rendition
from roundtable.operations import agenda_news, meeting_news, shape_news, telling
from roundtable.operations.agendas import RENDITION_PDF
from roundtable.operations.demo import load_sample_proposal
from roundtable.operations.discussion import ISSUES
from roundtable.operations.documents import AGENDA_PDF
from roundtable.queries.agendas import (
    PublishedAgenda,
    is_rendition_withheld,
    may_see_rendition,
    next_public_agenda,
    public_agendas,
    public_export,
    shows_closed_issue,
)
from roundtable.queries.discussion import holds_attachment
from roundtable.queries.history import KINDS as RECORD_KINDS
from roundtable.queries.issues import (
    issues_asked_about,
    issues_in_hands_of,
    issues_owned_by,
    issues_visible_to,
    issues_waiting_on,
    issues_without_current_owner,
    may_see_proposal,
)
from roundtable.queries.meeting_lists import next_meeting
from roundtable.queries.search import ISSUE_SEARCH, address
from roundtable.vocabulary.board import ENDED
from roundtable.vocabulary.issues import OPEN_STATES

ROWS = 4


def proposal_url(proposal_id: int) -> str:
    ref = Proposal.objects.values_list("ref", flat=True).get(pk=proposal_id)
    return reverse("proposal", args=[ref])


def public_agenda_file(sha256: str) -> MadeFile | None:
    """The file of an agenda that everybody may have now, by its bytes."""
    export = public_export(sha256)
    if export is None or export.ready_at is None:
        return None
    return MadeFile(title=export.title, made_at=export.ready_at)


def rendition_url(rendition_id: int) -> str:
    found = Rendition.objects.values_list("publication__meeting__ref", flat=True)
    return reverse("meeting", args=[found.get(pk=rendition_id)])


def next_agenda() -> PublicAgenda | None:
    """Of the next meeting whose agenda is public."""
    found = next_public_agenda()
    return _as_public(found) if found else None


def latest_agendas() -> Sequence[PublicAgenda]:
    """The public agendas, the latest meeting first."""
    return [_as_public(found) for found in public_agendas()[:ROWS]]


def _as_public(found: PublishedAgenda) -> PublicAgenda:
    return PublicAgenda(
        title=found.title,
        url=reverse("agenda_file", args=[found.ref]),
        when=found.when,
        is_cancelled=found.is_cancelled,
    )


def update_cards(member: Member) -> Sequence[Card]:
    """Issues of which the member is asked how they stand."""
    return [
        Card(
            label=f"Issue {issue.ref}",
            title=issue.title,
            detail=f"{issue.update_asked_by.name} asks how it stands.",
            url=reverse("issue_update", args=[issue.ref]),
            button="Post an update",
            is_named_in_mail=issue.audience not in CLOSED,
        )
        for issue in issues_asked_about(member)
        if issue.update_asked_by is not None
    ]


def issue_cards(member: Member) -> Sequence[Card]:
    """Issues that wait on the member as their owner."""
    return [
        Card(
            label=f"Issue {issue.ref}",
            title=issue.title,
            detail=f"Waits on you, its owner, for {_days(issue.waiting_days)}.",
            url=reverse("issue", args=[issue.ref]),
            button="Open the issue",
            is_named_in_mail=issue.audience not in CLOSED,
        )
        for issue in issues_waiting_on(member)
    ]


def ownerless_cards(member: Member) -> Sequence[Card]:
    """For association staff: what seats left behind when they ended."""
    count = issues_without_current_owner(member).count() if is_association_staff(member) else 0
    if not count:
        return []
    return [
        Card(
            label="Ended seats",
            title=f"{count} issue{pluralize(count)} need{pluralize(count, 's,')} a new owner",
            detail="The seat of the owner has ended. Choose who takes over.",
            url=f"{reverse('board')}?owner={ENDED}",
            button="Show on the board",
        )
    ]


def issue_duties(member: Member, seat: Seat) -> Sequence[Row]:
    """Open issues that rest with a seat in any way."""
    return [
        Row(
            title=f"{issue.ref} {issue.title}",
            url=reverse("issue", args=[issue.ref]),
            detail=_part(issue, seat),
            state_label=issue.get_state_display(),
            state_tone=issue.state_tone,
        )
        for issue in issues_in_hands_of(seat, member)
    ]


def owned_panel(member: Member, organization: Organization) -> Panel:
    """The open issues that an organization's people own."""
    rows = [
        Row(
            title=f"{issue.ref} {issue.title}",
            url=reverse("issue", args=[issue.ref]),
            detail=f"{issue.owner.member.name}, {issue.owner.title}" if issue.owner else "",
            state_label=issue.get_state_display(),
            state_tone=issue.state_tone,
        )
        for issue in issues_owned_by(organization, member)
    ]
    return Panel(
        title="Issues owned",
        url=reverse("board"),
        link_label="The whole board",
        rows=rows,
        empty="None that you can see.",
    )


def _part(issue: Issue, seat: Seat) -> str:
    """The weightiest part that the seat has in an issue."""
    parts = {issue.owner_id: "Owner", issue.staff_lead_id: "Staff lead"}
    if issue.waiting_seat_id == seat.pk:
        return "Waits on this seat"
    return parts.get(seat.pk, "Helps")


def issue_panel(member: Member) -> Panel:
    """Open issues that moved last."""
    issues = issues_visible_to(member).filter(state__in=OPEN_STATES, is_heading=False)
    rows = [
        Row(
            title=issue.title,
            url=reverse("issue", args=[issue.ref]),
            detail=f"{issue.ref} · waits on: {issue.get_waiting_on_display().lower()}",
            state_label=issue.get_state_display(),
            state_tone=issue.state_tone,
        )
        for issue in issues.order_by("-waiting_since")[:ROWS]
    ]
    return Panel(
        title="Roundtable",
        url=reverse("board"),
        link_label="The whole board",
        rows=rows,
        empty="No issue is open. Staff can import the outline of a proposal.",
    )


def meeting_to_come(member: Member) -> NextMeeting | None:
    """The next planned meeting."""
    row = next_meeting(member)
    if row is None or row.time is None:
        return None
    ref = row.meeting.ref
    return NextMeeting(
        title=row.meeting.title,
        url=reverse("meeting", args=[ref]),
        starts_at=row.time.starts_at,
        pdf_url=reverse("agenda_file", args=[ref]) if row.agenda else "",
    )


def _days(count: int) -> str:
    return "less than a day" if count < 1 else f"{count} day{pluralize(count)}"


registry.add_exporter(
    Exporter(
        kind=AGENDA_PDF,
        may_see=may_see_proposal,
        render="roundtable.documents.printing.render_agenda",
        subject_url=proposal_url,
        back_label="Back to the proposal",
        is_withheld=shows_closed_issue,
    )
)
registry.add_exporter(
    Exporter(
        kind=RENDITION_PDF,
        may_see=may_see_rendition,
        render="roundtable.documents.printing.render_agenda",
        subject_url=rendition_url,
        back_label="Back to the meeting",
        is_withheld=is_rendition_withheld,
        is_for_whoever_asked=False,  # it is published: for all who may see its meeting
    )
)
for kind in (*telling.KINDS, *shape_news.KINDS):
    registry.add_announcement_kind(kind)
registry.add_announcement_kind(agenda_news.KIND)
registry.add_announcement_kind(meeting_news.KIND)
for record_kind in RECORD_KINDS:
    registry.record_kinds[record_kind.object_type] = record_kind
registry.next_meetings.append(meeting_to_come)
registry.next_agendas.append(next_agenda)
registry.public_agendas.append(latest_agendas)
registry.made_files.append(public_agenda_file)
registry.add_thread_holder(ISSUES)
registry.attachment_holders.append(holds_attachment)
registry.searchers.append(ISSUE_SEARCH)
registry.references.append(address)
registry.cards.append(update_cards)
registry.cards.append(issue_cards)
registry.cards.append(ownerless_cards)
registry.duties.append(issue_duties)
registry.organization_panels.append(owned_panel)
registry.panels.append(issue_panel)
registry.demo.append(load_sample_proposal)
