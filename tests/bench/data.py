"""What is measured: a board with 500 issues, an issue with 200 comments, two documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from portal.models import Member, Organization, Seat, Thread
from portal.operations.comments import add_comment
from portal.operations.threads import open_thread
from portal.vocabulary.audiences import Audience
from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.threads import SubjectKind, ThreadKind
from roundtable.documents.inputs import agenda_snapshot, numbered_agenda
from roundtable.models import Issue, Proposal
from roundtable.operations.importing import Origin as OutlineOrigin
from roundtable.operations.importing import import_agenda
from roundtable.operations.meetings import MeetingFacts, create_meeting
from roundtable.operations.slots import add_issue
from roundtable.vocabulary.issues import IssueState, WaitingOn
from statements.documents.inputs import statement_input
from statements.operations.importing import Origin, import_statement
from statements.queries.statements import statement_text
from tests.factories import OrganizationFactory, SeatFactory

PROPOSALS, TOPICS, BELOW = 2, 5, 49
ISSUES = PROPOSALS * TOPICS * (BELOW + 1)
COMMENTS = 200
DISCUSSED = 30
WORDS = (
    "The county holds a person until the order is signed, and the city hears of it afterwards. "
    "We ask that the desk writes down who was told, when, and by whom, so that both can read it."
)
BODIES = ("Harbor Cities", "River Chiefs")
STATES = (IssueState.PROPOSED, IssueState.PREPARING, IssueState.READY)


@dataclass(frozen=True)
class Loaded:
    """Where the pages are, who looks at them, and what the documents are made of."""

    viewer: Member
    pages: dict[str, str]
    statement: dict[str, Any]
    agenda: dict[str, Any]

    @property
    def cookie(self) -> str:
        """Of a session of the viewer."""
        client = Client()
        client.force_login(
            self.viewer, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        name = settings.SESSION_COOKIE_NAME
        return f"{name}={client.cookies[name].value}"


def load() -> Loaded:
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION, name=BODIES[0])
    viewer = SeatFactory(organization=association, capacity=Capacity.PUBLISHER).member
    seats = [SeatFactory() for _ in range(20)]
    proposal, *_others = [_proposal(association, seats) for _ in range(PROPOSALS)]
    issue = proposal.issues.get(position=3)
    thread = _discussion(issue, seats)
    pages = {
        "Home": "/",
        f"Board with {ISSUES} issues": "/roundtable/",
        f"Issue with {COMMENTS} comments": f"/roundtable/{issue.ref}/",
        f"Thread with {thread.comments.count()} comments": f"/threads/{thread.pk}/",
    }
    return Loaded(
        viewer=viewer,
        pages=pages,
        statement=_statement(association, viewer),
        agenda=_agenda(proposal, viewer),
    )


def _proposal(association: Organization, seats: Sequence[Seat]) -> Proposal:
    lines = [
        line
        for topic in range(1, TOPICS + 1)
        for line in (
            f"- Topic {topic} of the talks:",
            *(f"  - Question {topic}.{number} of the talks (10 min)" for number in range(BELOW)),
        )
    ]
    text = "\n".join(["A Roundtable Is Proposed", "", "We propose to meet.", "", *lines])
    origin = OutlineOrigin(file_name="a.txt", issuer=association, counterpart=None, actor=None)
    proposal = import_agenda(text=text, origin=origin)
    now, issues = timezone.now(), list(proposal.issues.all())
    for number, (issue, seat, state) in enumerate(
        zip(issues, cycle(seats), cycle(STATES), strict=False)
    ):
        issue.owner = seat
        issue.state = state
        issue.waiting_on = WaitingOn.OWNER if number % 3 else WaitingOn.FEDERAL_BODY
        issue.background = issue.last_update = WORDS
        issue.last_update_at = issue.waiting_since = now - timedelta(days=number % 40)
    written = ["owner", "state", "waiting_on", "background", "last_update", "last_update_at"]
    Issue.objects.bulk_update(issues, [*written, "waiting_since"])
    for issue in issues[10 : 10 + DISCUSSED]:
        _thread(issue, seats[0], "Dates")
    return proposal


def _discussion(issue: Issue, seats: Sequence[Seat]) -> Thread:
    """Most of the comments in one thread, every fourth of them a reply; the rest in four more."""
    for number in range(4):
        _say(_thread(issue, seats[number], f"Matter {number}"), seats, 9)
    thread = _thread(issue, seats[5], "Who is told")
    _say(thread, seats, COMMENTS - 4 * 10 - 1)
    return thread


def _thread(issue: Issue, seat: Seat, title: str) -> Thread:
    return open_thread(
        kind=ThreadKind.FACT,
        title=title,
        text=WORDS,
        audience=Audience.WORKING_GROUP,
        holder_kind=SubjectKind.ISSUE,
        subject_id=issue.pk,
        actor=seat.member,
    )


def _say(thread: Thread, seats: Sequence[Seat], count: int) -> None:
    top = None
    for number, seat in zip(range(count), cycle(seats), strict=False):
        parent = top if number % 4 == 3 else None
        said = add_comment(
            thread_id=thread.pk, text=f"{number}. {WORDS}", actor=seat.member, parent_id=parent
        )
        top = said.pk if parent is None else top


def _statement(association: Organization, viewer: Member) -> dict[str, Any]:
    """Two pages."""
    paragraphs = "\n\n".join(f"{WORDS} {WORDS} {WORDS}" for _ in range(10))
    text = f"FOR IMMEDIATE RELEASE\n\nTwo Bodies Ask for Notice\n\nALDER, Ohio—{paragraphs}\n\n###"
    origin = Origin(
        file_name="a.txt", organization=association, issuers=[association], actor=viewer
    )
    current = statement_text(viewer, import_statement(text=text, origin=origin).ref)
    assert current is not None
    statement = current.statement
    return statement_input(statement, current.revision, current.blocks, statement.letterhead)


def _agenda(proposal: Proposal, viewer: Member) -> dict[str, Any]:
    """Of a meeting about the first 24 issues."""
    facts = MeetingFacts(title="Spring roundtable", starts_at=timezone.now() + timedelta(days=9))
    meeting = create_meeting(facts=facts, is_planned=True, actor=viewer)
    for ref in proposal.issues.filter(is_heading=False).values_list("ref", flat=True)[:24]:
        add_issue(meeting_id=meeting.pk, ref=ref, actor=viewer)
    meeting.refresh_from_db()
    content = agenda_snapshot(meeting, Audience.WORKING_GROUP).content
    return numbered_agenda(content, number=1, note="", previous=None)
