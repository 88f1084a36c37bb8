"""Writing into a thread: each operation holds the thread's row and asks who may see it first."""

from collections.abc import Collection, Sequence

from django.core.files import File
from django.db import transaction
from django.db.models.functions import Now
from django.utils.html import strip_tags

from portal.audit import record
from portal.intake import check_text
from portal.intake.comments import CommentText
from portal.models import Announcement, Attachment, Comment, CommentVersion, Member, Seat, Thread
from portal.notify import announce
from portal.operations.attachments import add_attachment
from portal.operations.drafts import discard_draft, edit_place, reply_place, thread_place
from portal.operations.screening import check_screened
from portal.queries.comments import edition_of
from portal.queries.mentions import read_mentions
from portal.queries.threads import may_steer, threads_visible_to
from portal.vocabulary.attachments import LARGEST, LARGEST_IN_WORDS
from portal.vocabulary.audit import Verb
from portal.vocabulary.following import MENTION_KIND
from portal.vocabulary.organizations import WORKING_CAPACITIES
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import LONGEST_COMMENT

COMMENT_KIND = "comment"
"""The kind of announcement by which everybody hears of a comment who is not mentioned in it."""
MOST_FILES = 10
REMOVED = "(removed)"
GONE = "This is no longer open to you. Go back to where you came from."
RESOLVED = "This thread is resolved. Open it again first, or start another one."


class StaleEdit(Refusal):
    """Somebody, most likely the author in another window, saved another text meanwhile.

    `current` is the text that stands and `edition` its name, `typed` what was to be saved.
    """

    def __init__(self, *, current: str, edition: str, typed: str) -> None:
        super().__init__(
            "This comment was changed meanwhile. Bring both texts together and save again."
        )
        self.current = current
        self.edition = edition
        self.typed = typed


@transaction.atomic
def add_comment(
    *,
    thread_id: int,
    text: str,
    actor: Member,
    parent_id: int | None = None,
    files: Sequence["File[bytes]"] = (),
    release_reason: str = "",
) -> Comment:
    """Adds a comment, or a reply to one, with its files, and tells whom it concerns.

    Raises Refusal, and ScreeningStop with the keys `text`, `file` and `name`; nothing is kept then.
    """
    thread = locked_thread(thread_id, actor)
    if thread.is_resolved:
        raise Refusal(RESOLVED)
    parent = _parent(thread, parent_id)
    comment = write_comment(thread=thread, parent=parent, text=text, actor=actor)
    if len(files) > MOST_FILES:
        raise Refusal(f"A comment has at most {MOST_FILES} files. Put several into one.")
    for file in files:
        _attach(comment, file, release_reason)
    place = reply_place(parent.pk) if parent else thread_place(thread.pk)
    discard_draft(member=actor, place=place)
    return comment


@transaction.atomic
def edit_comment(*, comment_id: int, text: str, edition: str, actor: Member) -> Comment:
    """Puts another text in the place of the one that `edition` names, which is kept.

    Whoever is mentioned for the first time is told. Raises StaleEdit, Refusal, ScreeningStop.
    """
    comment = _locked_comment(comment_id, actor)
    if not actor.has_perm("portal.edit_comment", comment):
        raise Refusal("A comment is edited by whoever wrote it. Write a reply instead.")
    clean = _clean(text)
    if edition != edition_of(comment):
        raise StaleEdit(current=comment.source, edition=edition_of(comment), typed=text)
    if clean != comment.source:
        _replace(comment, clean, actor)
    discard_draft(member=actor, place=edit_place(comment.pk))
    return comment


@transaction.atomic
def remove_comment(*, comment_id: int, actor: Member, reason: str = "") -> Comment:
    """Leaves the comment's place and shows its text to nobody; the text stays as a version.

    Who removes what somebody else wrote gives a reason (key `reason`), which is recorded.
    """
    comment = _locked_comment(comment_id, actor)
    is_author = actor.has_perm("portal.edit_comment", comment)
    if not is_author and not may_steer(actor, comment.thread):
        raise Refusal("A comment is removed by its author or by those who run the discussion.")
    check_screened(texts={"reason": reason})
    if not is_author and not reason.strip():
        raise Refusal("Say in a sentence why you remove what somebody else wrote.")
    _keep_version(comment, actor)
    before = edition_of(comment)
    comment.source, comment.html = REMOVED, ""
    comment.removed_at, comment.removed_by = Now(), actor
    comment.save(update_fields=["source", "html", "removed_at", "removed_by"])
    comment.refresh_from_db()
    record(
        Verb.COMMENT_REMOVED,
        actor=actor,
        subject=comment,
        before={"edition": before},
        reason=reason.strip(),
    )
    return comment


@transaction.atomic
def attach_to_comment(
    *, comment_id: int, file: "File[bytes]", actor: Member, release_reason: str = ""
) -> Attachment:
    """Adds a file to a comment of one's own; keys of a ScreeningStop: `file`, `name`."""
    comment = _locked_comment(comment_id, actor)
    if not actor.has_perm("portal.edit_comment", comment):
        raise Refusal("A file is added by whoever wrote the comment. Add it to a reply.")
    if comment.attachments.count() >= MOST_FILES:
        raise Refusal(f"A comment has at most {MOST_FILES} files. Put several into one.")
    return _attach(comment, file, release_reason)


def locked_thread(thread_id: int, actor: Member) -> Thread:
    """The thread with its row held, for somebody who may see it now; else Refusal."""
    thread = Thread.objects.select_for_update().filter(pk=thread_id).first()
    if thread is None or not threads_visible_to(actor).filter(pk=thread_id).exists():
        raise Refusal(GONE)
    return thread


def write_comment(*, thread: Thread, parent: Comment | None, text: str, actor: Member) -> Comment:
    """Adds one comment to a thread whose row the caller holds."""
    clean = _clean(text)
    read, mentioned = _read(clean, thread)
    comment = Comment.objects.create(
        thread=thread,
        parent=parent,
        author=actor,
        seat=speaking_seat(actor),
        source=clean,
        html=read.html,
    )
    comment.mentioned.set(mentioned)
    _announce(COMMENT_KIND, comment, mentioned, key=f"comment-{comment.pk}")
    if mentioned:
        _announce(MENTION_KIND, comment, mentioned, key=f"mention-{comment.pk}-0")
    return comment


def speaking_seat(actor: Member) -> Seat:
    """The seat that a member speaks from: of several, the first by organization."""
    for seat in actor.current_seats:
        if seat.capacity in WORKING_CAPACITIES:
            return seat
    raise Refusal(GONE)


def _locked_comment(comment_id: int, actor: Member) -> Comment:
    found = Comment.objects.filter(pk=comment_id).values_list("thread", flat=True).first()
    thread = locked_thread(found or 0, actor)
    comment = Comment.objects.get(pk=comment_id)
    if comment.removed_at is not None:
        raise Refusal("This comment was removed meanwhile. Load the page again.")
    comment.thread = thread
    return comment


def _parent(thread: Thread, parent_id: int | None) -> Comment | None:
    if parent_id is None:
        return None
    parent = thread.comments.filter(pk=parent_id, parent__isnull=True).first()
    if parent is None:
        raise Refusal("A reply stands under a comment of the same thread. Load the page again.")
    return parent


def _clean(text: str) -> str:
    if not text.strip():
        raise Refusal("Write something first.")
    if len(text) > LONGEST_COMMENT:
        raise Refusal(f"A comment has at most {LONGEST_COMMENT:,} characters. Make two of it.")
    clean = check_text(text).strip()
    check_screened(texts={"text": clean})
    return clean


def _read(source: str, thread: Thread) -> tuple[CommentText, set[int]]:
    read, mentioned = read_mentions(source, thread)
    if not strip_tags(read.html).strip():
        raise Refusal("Write something first.")
    return read, mentioned


def _replace(comment: Comment, text: str, actor: Member) -> None:
    read, mentioned = _read(text, comment.thread)
    before, number = edition_of(comment), _keep_version(comment, actor)
    fresh = mentioned - _ever_mentioned(comment) if mentioned else mentioned
    comment.source, comment.html, comment.edited_at = text, read.html, Now()
    comment.save(update_fields=["source", "html", "edited_at"])
    comment.refresh_from_db()
    comment.mentioned.set(mentioned)
    record(
        Verb.COMMENT_EDITED,
        actor=actor,
        subject=comment,
        before={"edition": before},
        after={"edition": edition_of(comment)},
    )
    if fresh:
        _announce(MENTION_KIND, comment, fresh, key=f"mention-{comment.pk}-{number}")


def _keep_version(comment: Comment, actor: Member) -> int:
    number = comment.versions.count() + 1
    CommentVersion.objects.create(
        comment=comment,
        number=number,
        source=comment.source,
        html=comment.html,
        replaced_by=actor,
    )
    return number


def _announce(kind: str, comment: Comment, mentioned: Collection[int], *, key: str) -> None:
    detail = {
        "comment": comment.pk,
        "by": comment.author_id,
        "mentioned": sorted(mentioned),
    }
    announce(kind, subject_id=comment.thread_id, key=key, detail=detail)


def _ever_mentioned(comment: Comment) -> set[int]:
    """Whoever was told already, also where the mention was taken out since."""
    told = Announcement.objects.filter(
        kind=MENTION_KIND, subject_id=comment.thread_id, detail__comment=comment.pk
    )
    return {pk for detail in told.values_list("detail", flat=True) for pk in detail["mentioned"]}


def _attach(comment: Comment, file: "File[bytes]", release_reason: str) -> Attachment:
    if file.size > LARGEST:
        raise Refusal(f"This file is larger than {LARGEST_IN_WORDS}. Make it smaller or split it.")
    attachment = add_attachment(
        data=file.read(),
        name=file.name or "",
        actor=comment.author,
        holder=comment,
        release_reason=release_reason,
    )
    comment.attachments.add(attachment)
    return attachment
