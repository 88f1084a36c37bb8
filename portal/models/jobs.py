"""Background work, documents made by it, and mail on its way."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portal.models.members import Member
from portal.vocabulary.jobs import JobState


class Job(models.Model):
    """One piece of background work; this row decides, messages only wake a worker.

    A worker owns a running job while it holds the row's `token` and `lease_until` lies ahead.
    """

    kind = models.CharField(max_length=40)
    queue = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    run_after = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=120, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    rung_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["run_after"],
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
                name="job_unfinished",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING)
                | Q(token__isnull=False, lease_until__isnull=False),
                name="job_running_is_leased",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_is_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.get_state_display()}"


class Export(models.Model):
    """A document made from a frozen input: the same input is never rendered twice.

    `input` is everything the worker may use, already cut to `audience`; `input_digest` is its
    SHA-256. `path` lies below FILES_ROOT, `sha256` is of the file's bytes; both come with
    `ready_at`, and once set they stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="export")
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    audience = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    filename = models.CharField(max_length=120)
    input = models.JSONField()
    input_digest = models.CharField(max_length=64)
    requested_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="exports"
    )
    created_at = models.DateTimeField(db_default=Now())
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["sha256"], name="export_bytes")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "audience", "input_digest"], name="export_input_once"
            ),
            models.CheckConstraint(
                condition=Q(ready_at__isnull=True, path="", sha256="", size__isnull=True)
                | (Q(ready_at__isnull=False, size__isnull=False) & ~Q(path="") & ~Q(sha256="")),
                name="export_ready_has_file",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ready(self) -> bool:
        return self.ready_at is not None


class OutgoingMail(models.Model):
    """A mail accepted for sending; its text is blanked once it has been handed over."""

    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="mail")
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
