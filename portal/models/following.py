"""What members want to hear of, and when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portal.models.jobs import OutgoingMail
from portal.models.members import Member
from portal.vocabulary.threads import DEFAULT_DIGEST_DAYS, Level, SubjectKind


def default_digest_days() -> list[int]:
    return [int(day) for day in DEFAULT_DIGEST_DAYS]


class Subscription(models.Model):
    """How much a member wants to hear of one issue or statement. Without a row: `Level.MINE`."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="subscriptions")
    subject_kind = models.CharField(max_length=20, choices=SubjectKind)
    subject_id = models.BigIntegerField()
    level = models.CharField(max_length=20, choices=Level)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="subscription_of_subject")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "subject_kind", "subject_id"], name="subscription_once"
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="subscription_level_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.level} of {self.subject_kind} {self.subject_id}"


class MailSettings(models.Model):
    """A member's choices about mail. Without a row the defaults hold."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="mail_settings")
    digest_days = ArrayField(models.PositiveSmallIntegerField(), default=default_digest_days)
    mails_mentions = models.BooleanField(default=True)
    copies_to_staff = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"Mail settings of {self.member_id}"


class Digest(models.Model):
    """One member's digest of one day: what was told up to `newest_id`. Empty ones have no mail."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="digests")
    day = models.DateField()
    newest_id = models.BigIntegerField(default=0)
    mail = models.OneToOneField(
        OutgoingMail, null=True, on_delete=models.PROTECT, related_name="digest"
    )
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["member", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"Digest of {self.day} for {self.member_id}"
