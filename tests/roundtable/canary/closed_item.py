"""An issue in whose every place stands a word of its own, so that any of them found elsewhere
says where it came from."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files.base import ContentFile

from portal.models import Attachment, Comment, Export, Member, Thread
from portal.operations.comments import add_comment, edit_comment, remove_comment
from portal.operations.drafts import save_draft, thread_place
from portal.operations.following import set_level
from portal.operations.threads import open_thread, resolve_thread
from portal.queries.comments import edition_of
from portal.vocabulary.threads import Level, SubjectKind
from roundtable.models import AgendaPublication, Issue, Meeting
from roundtable.operations.attachments import attach_to_issue
from roundtable.operations.audiences import change_audience
from roundtable.operations.documents import request_agenda_pdf
from roundtable.operations.issues import IssueText, create_issue, save_issue
from roundtable.operations.lifecycle import step_issue
from roundtable.operations.merging import merge_issue
from roundtable.operations.responsibility import assign
from roundtable.operations.slots import SlotFacts, add_issue, build_agenda, save_slot
from roundtable.operations.splitting import split_issue
from roundtable.operations.updates import ask_for_update, post_update
from roundtable.queries.audiences import disclosure
from tests.roundtable.documents.agenda_data import BOTH, publish, work_on
from tests.roundtable.issue_data import Table, fresh, table
from tests.roundtable.meeting_data import planned

OF_ISSUE = (
    "title", "background", "talking point", "presenter", "update", "reason", "file name",
    "file content", "slot presenter", "title below", "title of a part", "title of a merged one",
    "sentence of the merging",
)  # fmt: skip
OF_THREADS = (
    "thread title", "comment", "link text", "link target", "reply", "earlier text",
    "name of a comment's file", "content of a comment's file", "title of a resolved thread",
    "resolution",
)  # fmt: skip
OF_NOBODY_ELSE = ("draft", "removed comment")
PLACES = (*OF_ISSUE, *OF_THREADS, *OF_NOBODY_ELSE)
CONSONANTS = "bcdfghjklmnpqrtvwxz"


def token() -> str:
    """No word, so that nothing cuts its ending off."""
    return "z" + "".join(secrets.choice(CONSONANTS) for _ in range(11)) + "q"


@dataclass
class Scene:
    """The issue is R-3 with R-3.1 and what came of that; the chief and the chiefs' staff see it.

    Whoever sits at the table besides is not cleared once it is closed.
    """

    found: Table
    words: dict[str, str]
    issue: Issue
    below: Issue
    thread: Thread
    resolved: Thread
    comments: Sequence[Comment]
    attachments: Sequence[Attachment]
    meeting: Meeting
    publication: AgendaPublication | None = None
    exports: list[Export] = field(default_factory=list)

    @property
    def chief(self) -> Member:
        return self.found.chief.member

    @property
    def staff(self) -> Member:
        return self.found.chiefs_staff.member

    def close(self, audience: str) -> None:
        close(self.issue, audience, self.found)

    def open_to(self, audience: str) -> None:
        """As staff do who saw what becomes visible."""
        issue = fresh(self.issue)
        change_audience(
            issue_id=issue.pk, audience=audience, shown=disclosure(issue).code, actor=self.staff
        )

    def publish_and_print(self) -> None:
        """The agenda for both audiences and the proposal's topics, as workers make them."""
        self.publication = publish(self.meeting, self.staff, BOTH)
        topics = request_agenda_pdf(proposal=self.found.proposal, actor=self.staff)
        renditions = self.publication.renditions.select_related("export")
        self.exports = [topics, *(each.export for each in renditions if each.export)]
        for export in self.exports:
            work_on(export)


def close(issue: Issue, audience: str, found: Table) -> None:
    change_audience(
        issue_id=issue.pk,
        audience=audience,
        readers=[found.chief.member, found.chiefs_staff.member] if audience == "named" else (),
        actor=found.chiefs_staff.member,
    )


def scene(audience: str = "working_group", *, mentioned: Sequence[Member] = ()) -> Scene:
    """The issue, written by those who are cleared; closed before anything was written on it."""
    found = table()
    words = {place: token() for place in PLACES}
    staff = found.chiefs_staff.member
    issue = create_issue(
        proposal_id=found.proposal.pk, parent_id=None, title=words["title"], actor=staff
    )
    if audience != "working_group":
        close(issue, audience, found)
    _answered_for(issue, found)
    _written(issue, words, found)
    below = _below(issue, words, staff)
    file = attach_to_issue(issue_id=issue.pk, file=_file(words, "file name"), actor=staff)
    thread, comments, attached = _discussed(issue, words, found, audience, mentioned)
    resolved = _resolved(issue, words, found, audience)
    meeting = _on_an_agenda(issue, words, found)
    ask_for_update(issue_id=issue.pk, actor=staff)
    return Scene(
        found=found,
        words=words,
        issue=fresh(issue),
        below=below,
        thread=thread,
        resolved=resolved,
        comments=[*comments, *resolved.comments.all()],
        attachments=[file, attached],
        meeting=meeting,
    )


def _answered_for(issue: Issue, found: Table) -> None:
    assign(
        issue_id=issue.pk,
        owner=found.chief,
        helpers=[],
        staff_lead=found.chiefs_staff,
        actor=found.chiefs_staff.member,
    )
    set_level(
        member=found.chief.member,
        kind=SubjectKind.ISSUE,
        subject_id=issue.pk,
        level=Level.EVERYTHING,
    )


def _written(issue: Issue, words: dict[str, str], found: Table) -> None:
    staff = found.chiefs_staff.member
    text = IssueText(
        title=words["title"],
        background=f"About {words['background']}.",
        talking_points=[f"On {words['talking point']}"],
        presenter=words["presenter"],
        minutes=25,
    )
    save_issue(issue_id=issue.pk, edition=fresh(issue).edition, text=text, actor=staff)
    post_update(issue_id=issue.pk, text=f"News: {words['update']}.", actor=staff)
    for step in ("prepare", "ready", "put"):
        step_issue(issue_id=issue.pk, step=step, actor=staff)
    step_issue(issue_id=issue.pk, step="answer", note=f"Said {words['reason']}.", actor=staff)


def _below(issue: Issue, words: dict[str, str], staff: Member) -> Issue:
    """R-3.1 with a part split off; R-3.3 was merged into it."""
    made = [
        create_issue(proposal_id=issue.proposal_id, parent_id=issue.pk, title=title, actor=staff)
        for title in (words["title below"], words["title of a merged one"])
    ]
    below, other = made
    split_issue(issue_id=below.pk, titles=[words["title of a part"]], actor=staff)
    merge_issue(
        issue_id=other.pk,
        into_id=below.pk,
        sentence=f"Because {words['sentence of the merging']}.",
        actor=staff,
    )
    return fresh(below)


def _discussed(
    issue: Issue, words: dict[str, str], found: Table, audience: str, mentioned: Sequence[Member]
) -> tuple[Thread, list[Comment], Attachment]:
    chief, staff = found.chief.member, found.chiefs_staff.member
    link = f"[{words['link text']}](https://court.example/?{words['link target']})"
    named = " ".join(f"@{member.name}" for member in (staff, *mentioned))
    thread = open_thread(
        kind="question",
        title=words["thread title"],
        text=f"See {words['earlier text']}.",
        audience=audience,
        holder_kind=SubjectKind.ISSUE,
        subject_id=issue.pk,
        actor=chief,
        readers=[staff.pk] if audience == "named" else (),
    )
    first = thread.comments.get()
    edit_comment(
        comment_id=first.pk,
        text=f"{words['comment']} {link} {named}",
        edition=edition_of(first),
        actor=chief,
    )
    reply = add_comment(
        thread_id=thread.pk,
        text=words["reply"],
        parent_id=first.pk,
        files=[_file(words, "name of a comment's file")],
        actor=staff,
    )
    removed = add_comment(thread_id=thread.pk, text=words["removed comment"], actor=staff)
    remove_comment(comment_id=removed.pk, actor=staff)
    save_draft(member=chief, place=thread_place(thread.pk), text=words["draft"])
    return thread, [first, reply, removed], reply.attachments.get()


def _resolved(issue: Issue, words: dict[str, str], found: Table, audience: str) -> Thread:
    chief = found.chief.member
    thread = open_thread(
        kind="fact",
        title=words["title of a resolved thread"],
        text="Known.",
        audience=audience,
        holder_kind=SubjectKind.ISSUE,
        subject_id=issue.pk,
        actor=chief,
        readers=[found.chiefs_staff.member_id] if audience == "named" else (),
    )
    return resolve_thread(thread_id=thread.pk, sentence=words["resolution"], actor=chief)


def _on_an_agenda(issue: Issue, words: dict[str, str], found: Table) -> Meeting:
    """Between the others; one of them is public."""
    staff = found.chiefs_staff.member
    grants = Issue.objects.get(ref="R-2")
    change_audience(
        issue_id=grants.pk, audience="public", shown=disclosure(grants).code, actor=staff
    )
    meeting = planned(staff)
    slot = add_issue(meeting_id=meeting.pk, ref=issue.ref, actor=staff)
    build_agenda(meeting_id=meeting.pk, actor=staff)
    meeting.refresh_from_db()
    facts = SlotFacts(minutes=25, presenter=words["slot presenter"])
    save_slot(
        meeting_id=meeting.pk, slot_id=slot.pk, facts=facts, edition=meeting.edition, actor=staff
    )
    return meeting


def _file(words: dict[str, str], place: str) -> "ContentFile[bytes]":
    content = words[place.replace("name", "content")]
    return ContentFile(f"In it: {content}.".encode(), name=f"{words[place]}.txt")
