"""Telling people: what is to be announced, and to whom it went."""

from django.db import models
from django.db.models.functions import Now

from portal.models.jobs import Job, OutgoingMail
from portal.models.members import Member


class Announcement(models.Model):
    """Something happened that people are to be told of; who, is computed when it is sent.

    `key` makes one event one announcement: telling twice of the same is refused.
    """

    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="announcement")
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    key = models.CharField(max_length=120, unique=True)
    detail = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "subject_id"], name="announcement_about")]

    def __str__(self) -> str:
        return self.key


class Notification(models.Model):
    """What one member was told, on the page and by mail, at most once per announcement."""

    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="notifications"
    )
    recipient = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="notifications")
    copied_for = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="copied_notifications"
    )
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    mail = models.OneToOneField(
        OutgoingMail, null=True, on_delete=models.PROTECT, related_name="notification"
    )
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at__isnull=True),
                name="notification_unread",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "recipient"], name="notification_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} to {self.recipient_id}"
