"""Discussions: threads of comments on something that holds them by a foreign key."""

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portal.models.attachments import Attachment
from portal.models.members import Member, Seat
from portal.models.searching import WithoutSearch
from portal.vocabulary.audiences import Audience
from portal.vocabulary.threads import ThreadKind

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Thread(models.Model):
    """One question or matter. A trigger lets the audience only become narrower.

    `readers` are those named, where the audience is "named".
    """

    kind = models.CharField(max_length=20, choices=ThreadKind)
    title = models.CharField(max_length=200)
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.WORKING_GROUP)
    readers = models.ManyToManyField(Member, blank=True, related_name="threads_named_in")
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="threads")
    created_at = models.DateTimeField(db_default=Now())
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="threads_resolved"
    )
    resolution = models.CharField(max_length=500, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("title", "resolution", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = WithoutSearch["Thread"]()

    if TYPE_CHECKING:
        comments: RelatedManager["Comment"]

    class Meta:
        ordering = ["id"]
        indexes = [
            GinIndex(fields=["search"], name="thread_search"),
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="thread_title_typo"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ThreadKind.values), name="thread_kind"),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="thread_audience_known"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True, resolution="")
                | (Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(resolution="")),
                name="thread_resolved_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Thread {self.pk}"  # the audit record keeps labels, and a title may be closed

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None


class Comment(models.Model):
    """What somebody wrote, from which seat; one level of replies, held by a trigger.

    `source` is as typed, `html` as shown: rendered and sanitized when saved. Removed comments
    keep their row and show as removed; earlier texts are `versions`.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="comments")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="comments")
    source = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="comments_removed"
    )
    mentioned = models.ManyToManyField(Member, blank=True, related_name="mentioned_in")
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="comments")
    search = models.GeneratedField(
        expression=SearchVector("source", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = WithoutSearch["Comment"]()

    if TYPE_CHECKING:
        versions: RelatedManager["CommentVersion"]
        replies: RelatedManager["Comment"]

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["thread", "parent", "id"], name="comment_in_thread"),
            GinIndex(fields=["search"], name="comment_search"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="comment_removed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk}"


class CommentVersion(models.Model):
    """A text that a comment had before it was edited; rows are only added."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    html = models.TextField()
    replaced_at = models.DateTimeField(db_default=Now())
    replaced_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="comment_version_once"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of comment {self.comment_id}"


class ThreadRead(models.Model):
    """How far a member has read a thread: every comment up to `last_comment_id`."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="reads")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="thread_reads")
    last_comment_id = models.BigIntegerField(default=0)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "member"], name="thread_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} read {self.thread_id} to {self.last_comment_id}"


class ComposerDraft(models.Model):
    """What a member typed and has not sent; `place` names the composer, such as `thread-12`."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="composer_drafts")
    place = models.CharField(max_length=60)
    text = models.TextField()
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "place"], name="composer_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place} of {self.member_id}"
