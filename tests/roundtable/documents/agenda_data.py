"""A meeting with open, public and closed items; `token` marks everything that is closed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.db.models.functions import Now

from portal.jobs import claim
from portal.models import Attachment, Comment, Export, Member, Thread
from portal.operations.exports import make_export
from roundtable.models import (
    AgendaPublication,
    AgendaSlot,
    Attendee,
    Issue,
    IssueThread,
    Meeting,
    Proposal,
    Rendition,
)
from roundtable.operations.agendas import publish_agenda
from tests.factories import OrganizationFactory, SeatFactory

STARTS = datetime(2027, 1, 12, 15, tzinfo=UTC)
REFS = count(1)
MEMBERS = ["working_group"]
BOTH = ["working_group", "public"]


def a_proposal() -> Proposal:
    number = next(REFS)
    return Proposal.objects.create(
        ref=f"P-{number}", title="A Roundtable", file_name="a.txt", source_text="", leftovers=[]
    )


def an_issue(proposal: Proposal, title: str, **values: Any) -> Issue:
    number = proposal.issues.count()
    above = values.get("parent")
    return Issue.objects.create(
        proposal=proposal,
        ref=f"R-{proposal.pk}.{number}",
        position=number,
        title=title,
        depth=above.depth + 1 if above else 0,
        **values,
    )


def a_meeting(**values: Any) -> Meeting:
    facts: dict[str, Any] = {
        "title": "Winter meeting",
        "state": "planned",
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=2),
        "place": "Room 430",
        "link": "https://meet.example/private",
        "objective": "Agree on one desk.",
        **values,
    }
    return Meeting.objects.create(ref=f"M-{next(REFS)}", **facts)


def a_slot(meeting: Meeting, issue: Issue | None = None, **values: Any) -> AgendaSlot:
    place = meeting.slots.count()
    return AgendaSlot.objects.create(meeting=meeting, issue=issue, position=place, **values)


def winter_meeting() -> Meeting:
    """Opening; a topic with a public, a members' and a mayors' item; one public item more."""
    meeting, proposal = a_meeting(), a_proposal()
    owner = SeatFactory(
        member__name="Jordan Vale",
        member__email="jordan@alderbrook.example",
        title="Mayor",
        organization=OrganizationFactory(name="City of Alderbrook", short_name="Alderbrook"),
    )
    topic = an_issue(proposal, "Arrivals", audience="public", is_heading=True)
    for title, audience in (("Notice", "public"), ("Beds", "working_group"), ("Custody", "mayors")):
        an_issue(
            proposal,
            title,
            parent=topic,
            audience=audience,
            owner=owner,
            background=f"About {title.lower()}.",
            talking_points=[f"Point on {title.lower()}"],
            last_update=f"News of {title.lower()}.",
            last_update_at=STARTS - timedelta(days=60),
        )
    an_issue(proposal, "Grants", audience="public", state="ready")
    a_slot(meeting, title="Opening", minutes=5)
    for issue in proposal.issues.exclude(pk=topic.pk):
        a_slot(meeting, issue, minutes=20, presenter="Jordan Vale" if issue.owner else "")
    attend = Attendee.objects.create
    attend(meeting=meeting, name="Jordan Vale", title="Mayor", role="principal", basis="Counsel")
    attend(meeting=meeting, name="Sam Okafor", title="Secretary", role="federal", capacity="Chair")
    attend(meeting=meeting, name="Robin Aide", title="Aide", role="staff")
    return meeting


def issue_called(title: str) -> Issue:
    return Issue.objects.get(title=title)


def close_everything_named(token: str, meeting: Meeting, *, audience: str = "mayors") -> Issue:
    """A closed issue on the agenda whose every word, thread and file carries the token."""
    issue = an_issue(
        issue_called("Arrivals").proposal,
        f"Title {token}",
        audience=audience,
        background=f"Background {token} [link {token}](https://{token}.example/)",
        talking_points=[f"Point {token}"],
        last_update=f"Update {token}",
        last_update_at=Now(),
        presenter=f"Presenter {token}",
        owner=SeatFactory(member__name=f"Owner {token}", title=f"Office {token}"),
    )
    writer = issue.owner.member
    thread = Thread.objects.create(
        kind="fact", title=f"Thread {token}", audience=audience, created_by=writer
    )
    IssueThread.objects.create(thread=thread, issue=issue)
    Comment.objects.create(
        thread=thread,
        author=writer,
        seat=issue.owner,
        source=f"Comment {token}",
        html=f"<p>Comment {token}</p>",
    )
    issue.attachments.add(
        Attachment.objects.create(
            name=f"{token}.txt",
            path=f"attachments/{token}",
            content_type="text/plain",
            size=1,
            sha256="0" * 64,
            uploaded_by=writer,
        )
    )
    a_slot(meeting, issue, minutes=25, presenter=f"Presenter {token}", title=f"Slot {token}")
    return issue


def narrow(issue: Issue, *, to: str = "mayors") -> None:
    """Closes an issue and its threads."""
    Issue.objects.filter(pk=issue.pk).update(audience=to)
    Thread.objects.filter(issue_holding__issue=issue).update(audience=to)


def made(publication: AgendaPublication, audience: str) -> Rendition:
    """The rendition after a worker has taken up its document, whatever came of it."""
    rendition = publication.renditions.select_related("export").get(audience=audience)
    work_on(rendition.export)
    return Rendition.objects.select_related("export", "publication").get(pk=rendition.pk)


def work_on(export: Export) -> None:
    claimed = claim(export.job_id)
    assert claimed is not None
    make_export(claimed)


def bytes_of(export: Export, files: Path) -> bytes:
    return (files / export.path).read_bytes()


def as_if_made(rendition: Rendition) -> None:
    """Ready without a render: for tests about who gets it."""
    path = f"exports/{rendition.pk}.pdf"
    Export.objects.filter(pk=rendition.export_id).update(
        path=path, sha256="0" * 64, size=10, ready_at=Now()
    )


def publish(
    meeting: Meeting, actor: Member, audiences: Sequence[str] = MEMBERS, **values: Any
) -> AgendaPublication:
    return publish_agenda(
        meeting_id=meeting.pk, audiences=audiences, actor=actor, **{"note": "", **values}
    )


def ready(publication: AgendaPublication) -> AgendaPublication:
    """Every rendition as if it had been made."""
    for rendition in publication.renditions.all():
        as_if_made(rendition)
    return publication
