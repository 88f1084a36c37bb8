"""What happened: rows that are only ever added."""

from django.db import models
from django.db.models import Func
from django.db.models.functions import Cast

from portal.models.members import Member
from portal.vocabulary.audit import Verb


class ClockTimestamp(Func):
    """The database's clock at this very moment, not at the start of the transaction."""

    function = "clock_timestamp"
    output_field = models.DateTimeField()


class CurrentTransaction(Func):
    """Number of the transaction that writes the row: ties an entry to its change."""

    function = "pg_current_xact_id"
    output_field = models.TextField()


class AuditEvent(models.Model):
    """One entry. A trigger refuses UPDATE, DELETE and TRUNCATE, also to the table's owner."""

    at = models.DateTimeField(db_default=ClockTimestamp())
    transaction = models.BigIntegerField(
        db_default=Cast(Cast(CurrentTransaction(), models.TextField()), models.BigIntegerField())
    )
    actor = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="audit_events"
    )
    actor_label = models.CharField(max_length=300)
    verb = models.CharField(max_length=40, choices=Verb)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    object_label = models.CharField(max_length=300)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["object_type", "object_id", "id"], name="audit_of_object")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verb__in=Verb.values), name="audit_verb_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_label} {self.get_verb_display()}"
