"""Meetings, who attends them, and what is on their agenda."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portal.models import Member, Organization, Seat
from roundtable.models.issues import Issue, Proposal
from roundtable.vocabulary.meetings import (
    TONES,
    AttendeeRole,
    MeetingState,
    PressStatus,
    Purpose,
)

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Meeting(models.Model):
    """A meeting of the roundtable; `ref` tells nothing. Times are instants, shown in `time_zone`.

    `ics_uid` and `ics_sequence` make every calendar file an update of the one before.
    """

    ref = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=300)
    proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    counterpart = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    state = models.CharField(max_length=20, choices=MeetingState, default=MeetingState.REQUESTED)
    state_reason = models.CharField(max_length=500, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="America/New_York")
    place = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=500, blank=True)
    press_status = models.CharField(max_length=20, choices=PressStatus, default=PressStatus.CLOSED)
    objective = models.TextField(blank=True)
    ics_uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ics_sequence = models.PositiveIntegerField(default=0)
    edition = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="meetings_entered"
    )
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    is_sample = models.BooleanField(default=False)

    if TYPE_CHECKING:
        attendees: RelatedManager["Attendee"]
        slots: RelatedManager["AgendaSlot"]

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values), name="meeting_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(press_status__in=PressStatus.values), name="meeting_press_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state_tone(self) -> str:
        return TONES[MeetingState(self.state)]


class Attendee(models.Model):
    """Who attends, as it prints: a member's seat, or somebody from outside by name and office.

    `capacity` says in what capacity, and `basis` on what footing counsel lets them (41 CFR 102-3;
    2 U.S.C. 1534(b)): recorded, never judged here.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=150, blank=True)
    organization = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=AttendeeRole, default=AttendeeRole.PRINCIPAL)
    capacity = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["role", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                condition=Q(seat__isnull=False),
                name="attendee_seat_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=AttendeeRole.values), name="attendee_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgendaSlot(models.Model):
    """One place on a meeting's agenda: an issue, or something else by its `title`."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveIntegerField()
    issue = models.ForeignKey(
        Issue, null=True, blank=True, on_delete=models.PROTECT, related_name="slots"
    )
    title = models.CharField(max_length=300, blank=True)
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.DISCUSS)
    minutes = models.PositiveSmallIntegerField(default=10)
    presenter = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="slot_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["meeting", "issue"], name="slot_issue_once"),
            models.CheckConstraint(
                condition=Q(issue__isnull=False) | ~Q(title=""), name="slot_is_about_something"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="slot_purpose_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"Slot {self.position}"
