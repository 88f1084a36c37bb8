"""Proposals of a roundtable and the tree of issues they ask to discuss."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portal.models import Member, Organization, Seat
from roundtable.vocabulary.issues import OPEN_STATES, TONES, IssueState, WaitingOn

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
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    presenter = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=30, choices=IssueState, default=IssueState.PROPOSED)
    owner = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="issues_owned"
    )
    waiting_on = models.CharField(max_length=20, choices=WaitingOn, default=WaitingOn.STAFF)
    waiting_since = models.DateTimeField(db_default=Now())
    background = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())

    if TYPE_CHECKING:
        children: RelatedManager["Issue"]

    class Meta:
        ordering = ["proposal_id", "position"]
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
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def state_tone(self) -> str:
        return TONES[IssueState(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
