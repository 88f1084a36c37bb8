"""Opening, resolving and narrowing threads. Resolving and opening again are silent."""

from collections.abc import Collection, Iterable, Sequence

from django.db import connection, transaction
from django.db.models.functions import Now

from portal.audit import record
from portal.intake import check_text
from portal.models import Member, Thread
from portal.operations.comments import COMMENT_KIND, GONE, locked_thread, write_comment
from portal.operations.drafts import discard_draft, new_thread_place
from portal.operations.notifications import mark_read_about
from portal.operations.screening import check_screened
from portal.queries.threads import (
    audiences_to_narrow,
    audiences_to_open,
    may_resolve,
    people_who_see,
    readers_of,
    subject_of,
    threads_about,
    visible_thread,
)
from portal.registry import registry
from portal.vocabulary.audiences import Audience, is_within
from portal.vocabulary.audit import Verb
from portal.vocabulary.following import MENTION_KIND
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import LONGEST_TITLE, ThreadKind

LONGEST_RESOLUTION = 500
_NOT_YOURS = (
    "A thread is resolved or narrowed by whoever opened it and by those who run the discussion. "
    "Ask one of them."
)
_READ = """
INSERT INTO portal_threadread (thread_id, member_id, last_comment_id, at)
SELECT %(thread)s, %(member)s, LEAST(%(last)s, COALESCE(MAX(id), 0)), now()
  FROM portal_comment WHERE thread_id = %(thread)s
ON CONFLICT (thread_id, member_id) DO UPDATE
   SET last_comment_id = EXCLUDED.last_comment_id, at = EXCLUDED.at
 WHERE portal_threadread.last_comment_id < EXCLUDED.last_comment_id
"""


@transaction.atomic
def open_thread(
    *,
    kind: str,
    title: str,
    text: str,
    audience: str,
    holder_kind: str,
    subject_id: int,
    actor: Member,
    readers: Sequence[int] = (),
) -> Thread:
    """Opens a thread with its first comment for an audience within that of what it is about.

    `readers` are those named, if it is for named people; the opener always is. Raises Refusal,
    and ScreeningStop with the keys `title` and `text`; nothing is kept then.
    """
    holder = registry.thread_holders[holder_kind]
    about = holder.find(actor, subject_id)
    if about is None:
        raise Refusal(GONE)
    if audience not in audiences_to_open(actor, about):
        raise Refusal("Choose who this thread is for: people who may see this, you among them.")
    check_screened(texts={"title": title, "text": text})
    holder.admit(kind, audience, subject_id)
    thread = Thread.objects.create(
        kind=ThreadKind(kind), title=_clean_title(title), audience=audience, created_by=actor
    )
    holder.hold(thread, subject_id)
    if audience == Audience.NAMED:
        allowed = (member.pk for member in people_who_see(about))
        thread.readers.set(_named(readers, allowed) | {actor.pk})
    record(
        Verb.THREAD_OPENED,
        actor=actor,
        subject=thread,
        after={"kind": kind, "audience": audience, "about": about.ref},
    )
    write_comment(thread=thread, parent=None, text=text, actor=actor)
    discard_draft(member=actor, place=new_thread_place(holder_kind, subject_id))
    return thread


@transaction.atomic
def resolve_thread(*, thread_id: int, sentence: str, actor: Member) -> Thread:
    """Ends a thread with a sentence (key `sentence`) and tells nobody."""
    thread = _steered(thread_id, actor)
    if thread.is_resolved:
        raise Refusal("This thread is resolved already. Load the page again to see how.")
    if not sentence.strip():
        raise Refusal("Say in a sentence how this was resolved.")
    if len(sentence) > LONGEST_RESOLUTION:
        raise Refusal(f"Say it in at most {LONGEST_RESOLUTION} characters.")
    check_screened(texts={"sentence": sentence})
    thread.resolution = " ".join(check_text(sentence).split())
    thread.resolved_at, thread.resolved_by = Now(), actor
    _save(thread, "resolution", "resolved_at", "resolved_by")
    record(Verb.THREAD_RESOLVED, actor=actor, subject=thread, reason=thread.resolution)
    return thread


@transaction.atomic
def reopen_thread(*, thread_id: int, actor: Member) -> Thread:
    """Takes the resolving back and tells nobody; the sentence stays in the record."""
    _hold_subject(thread_id, actor)
    thread = _steered(thread_id, actor)
    if not thread.is_resolved:
        raise Refusal("This thread is open already.")
    thread.resolution = ""
    thread.resolved_at = thread.resolved_by = None
    _save(thread, "resolution", "resolved_at", "resolved_by")
    record(Verb.THREAD_REOPENED, actor=actor, subject=thread)
    return thread


@transaction.atomic
def narrow_thread(
    *, thread_id: int, audience: str, actor: Member, readers: Sequence[int] = ()
) -> Thread:
    """Takes the thread away from some of those who see it; there is no way back.

    For named people: those of `readers`, all of whom see it now, and whoever opened or narrows it.
    """
    thread = _steered(thread_id, actor)
    is_shrinking = audience == thread.audience == Audience.NAMED
    if audience not in audiences_to_narrow(actor, thread) and not is_shrinking:
        raise Refusal("Choose fewer people than see it now, you among them.")
    named: set[int] = set()
    if audience == Audience.NAMED:
        seeing = {member.pk for member in readers_of(thread)}
        named = _named(readers, seeing) | ({thread.created_by_id, actor.pk} & seeing)
    _narrow(thread, audience, named, actor)
    return thread


@transaction.atomic
def narrow_threads_within(
    *, holder_kind: str, subject_ids: Collection[int], audience: str, actor: Member | None
) -> int:
    """Narrows every thread of some subjects that reaches beyond their audience; returns how many.

    Whoever changed who sees the subjects calls this afterwards, in the same transaction. Named
    readers who lost sight are dropped for good: opening the subject again does not bring them back.
    """
    threads = threads_about(holder_kind, subject_ids).select_for_update().order_by("pk")
    return sum(_fit(thread, audience, actor) for thread in threads)


@transaction.atomic
def mark_thread_read(*, member: Member, thread_id: int, last_comment_id: int) -> None:
    """Everything up to that comment is read; never fewer than before, never more than there is."""
    values = {"thread": thread_id, "member": member.pk, "last": last_comment_id}
    with connection.cursor() as cursor:
        cursor.execute(_READ, values)
    mark_read_about(
        member=member,
        kinds=(COMMENT_KIND, MENTION_KIND),
        subject_id=thread_id,
        up_to=last_comment_id,
    )


def _hold_subject(thread_id: int, actor: Member) -> None:
    """The subject's row before the thread's, in the order of whoever narrows the subject."""
    thread = visible_thread(actor, thread_id)
    if thread is None:
        raise Refusal(GONE)
    about = subject_of(thread.pk)
    registry.thread_holders[about.kind].admit(thread.kind, thread.audience, about.pk)


def _steered(thread_id: int, actor: Member) -> Thread:
    thread = locked_thread(thread_id, actor)
    if not may_resolve(actor, thread):
        raise Refusal(_NOT_YOURS)
    return thread


def _save(thread: Thread, *fields: str) -> None:
    thread.save(update_fields=fields)
    thread.refresh_from_db()


def _clean_title(title: str) -> str:
    if not title.strip():
        raise Refusal("Give the thread a title.")
    clean = " ".join(check_text(title).split())
    if len(clean) > LONGEST_TITLE:
        raise Refusal(f"A title has at most {LONGEST_TITLE} characters. Put the rest in the text.")
    return clean


def _named(readers: Iterable[int], allowed: Iterable[int]) -> set[int]:
    chosen = set(readers)
    if not chosen:
        raise Refusal("Name the people whom this thread is for.")
    if chosen - set(allowed):
        raise Refusal("Name only people who may see this now.")
    return chosen


def _narrow(thread: Thread, audience: str, readers: set[int], actor: Member | None) -> None:
    before = {"audience": thread.audience, "readers": _reader_ids(thread)}
    thread.audience = audience
    _save(thread, "audience")
    thread.readers.set(readers)
    record(
        Verb.THREAD_NARROWED,
        actor=actor,
        subject=thread,
        before=before,
        after={"audience": audience, "readers": sorted(readers)},
    )


def _fit(thread: Thread, audience: str, actor: Member | None) -> bool:
    """Where neither audience lies within the other, those who are in both are named."""
    is_named = Audience.NAMED in {thread.audience, audience}
    if is_within(thread.audience, audience) and thread.audience != Audience.NAMED:
        return False
    if not is_named and is_within(audience, thread.audience):
        _narrow(thread, audience, set(), actor)
        return True
    seeing = {member.pk for member in readers_of(thread)}
    if thread.audience == Audience.NAMED and seeing == set(_reader_ids(thread)):
        return False
    _narrow(thread, Audience.NAMED, seeing, actor)
    return True


def _reader_ids(thread: Thread) -> list[int]:
    return sorted(thread.readers.values_list("pk", flat=True))
