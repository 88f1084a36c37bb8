"""Getting back in after a passkey was lost: two members of staff and a call."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from portal.models.members import Member


class Recovery(models.Model):
    """One member of staff called the organization's registered contact, another confirms it.

    Until it is confirmed or cancelled nothing has changed for the member.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="recoveries")
    called = models.TextField()
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    confirmed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(confirmed_at__isnull=True, cancelled_at__isnull=True),
                name="recovery_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("member"))
                & (
                    Q(confirmed_by__isnull=True)
                    | (~Q(confirmed_by=F("asked_by")) & ~Q(confirmed_by=F("member")))
                ),
                name="recovery_needs_two_others",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="recovery_ends_once",
            ),
            models.CheckConstraint(condition=~Q(called=""), name="recovery_names_the_call"),
        ]

    def __str__(self) -> str:
        return f"Recovery of {self.member}"
