"""Proposals of a roundtable and the tree of issues they ask to discuss."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portal.models import Attachment, Member, Organization, Seat, Thread
from portal.models.searching import WithoutSearch
from portal.vocabulary.audiences import CLOSED, Audience
from roundtable.vocabulary.issues import (
    MOST_TALKING_POINTS,
    OPEN_STATES,
    TONES,
    IssueState,
    Priority,
    WaitingOn,
)

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Proposal(models.Model):
    """A published or drafted call for a roundtable: its prose stays as background."""

    ref = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=500)
    issuer = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="proposals"
    )
    issuer_named = models.CharField(max_length=300, blank=True)
    counterpart = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="proposals_received"
    )
    background_before = models.JSONField(default=list)
    background_after = models.JSONField(default=list)
    file_name = models.CharField(max_length=200)
    source_text = models.TextField()
    source_sha256 = models.CharField(max_length=64)
    leftovers = models.JSONField(default=list)
    created_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="proposals"
    )
    created_at = models.DateTimeField(db_default=Now())
    is_sample = models.BooleanField(default=False)

    if TYPE_CHECKING:
        issues: RelatedManager["Issue"]

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.title


class Issue(models.Model):
    """One node of the tree. `ref` is a name for life; agendas number themselves by `position`.

    `position` orders all nodes of a proposal as they stand in the outline (depth first).
    `closed_title` stands for the title wherever somebody may know of a closed issue and not read
    it. A deferred trigger holds that no issue has a wider audience than the one above it, and no
    thread a wider one than its issue. `edition` counts saves, so that a stale one is noticed.
    """

    ref = models.CharField(max_length=20, unique=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="issues")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)
    is_heading = models.BooleanField(default=False)
    title = models.CharField(max_length=500)
    closed_title = models.CharField(max_length=200, blank=True)
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.WORKING_GROUP)
    readers = models.ManyToManyField(Member, blank=True, related_name="issues_named_in")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    presenter = models.CharField(max_length=200, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    state = models.CharField(max_length=30, choices=IssueState, default=IssueState.PROPOSED)
    state_since = models.DateTimeField(db_default=Now())
    state_reason = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="issues_owned"
    )
    helpers = models.ManyToManyField(Seat, blank=True, related_name="issues_helped")
    staff_lead = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="issues_led"
    )
    counterpart = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="issues_put_to"
    )
    waiting_on = models.CharField(max_length=20, choices=WaitingOn, default=WaitingOn.STAFF)
    waiting_seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="issues_waited_for"
    )
    waiting_body = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    waiting_since = models.DateTimeField(db_default=Now())
    background = models.TextField(blank=True)
    talking_points = ArrayField(
        models.CharField(max_length=300), default=list, blank=True, size=MOST_TALKING_POINTS
    )
    last_update = models.TextField(blank=True)
    last_update_at = models.DateTimeField(null=True, blank=True)
    last_update_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    update_asked_at = models.DateTimeField(null=True, blank=True)
    update_asked_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    split_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="split_into"
    )
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="issues")
    edition = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="issues_added"
    )
    created_at = models.DateTimeField(db_default=Now())
    search = models.GeneratedField(
        expression=SearchVector("ref", "title", "background", "last_update", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = WithoutSearch["Issue"]()

    if TYPE_CHECKING:
        children: RelatedManager["Issue"]
        holdings: RelatedManager["IssueThread"]

    class Meta:
        ordering = ["proposal_id", "position"]
        indexes = [
            GinIndex(fields=["search"], name="issue_search"),
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="issue_title_typo"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "position"],
                name="issue_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(state__in=IssueState.values), name="issue_state_known"
            ),
            models.CheckConstraint(
                condition=Q(waiting_on__in=WaitingOn.values), name="issue_waiting_on_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="issue_audience_known"
            ),
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values), name="issue_priority_known"
            ),
            models.CheckConstraint(
                condition=Q(talking_points__len__lte=MOST_TALKING_POINTS),
                name="issue_talking_points_few",
            ),
            models.CheckConstraint(
                condition=Q(waiting_seat__isnull=True) | Q(waiting_on=WaitingOn.MEMBER),
                name="issue_waits_on_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(waiting_body__isnull=True) | Q(waiting_on=WaitingOn.FEDERAL_BODY),
                name="issue_waits_on_a_body",
            ),
        ]

    def __str__(self) -> str:
        """Only the reference: this stands in records that more people read than the issue."""
        return self.ref

    @property
    def state_tone(self) -> str:
        return TONES[IssueState(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_closed_to_some(self) -> bool:
        return self.audience in CLOSED


class IssueThread(models.Model):
    """A discussion of an issue."""

    thread = models.OneToOneField(
        Thread, primary_key=True, on_delete=models.PROTECT, related_name="issue_holding"
    )
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="holdings")

    def __str__(self) -> str:
        return f"Thread {self.thread_id} of {self.issue_id}"
