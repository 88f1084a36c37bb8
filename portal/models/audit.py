"""What happened: rows that are only ever added."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Func
from django.db.models.functions import Cast, Upper

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
    address = models.GenericIPAddressField(null=True)
    session = models.CharField(max_length=64, db_default="", default="")
    """SHA-256 of the session's key: entries of one session belong together, and none opens it."""

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="audit_of_object"),
            models.Index(fields=["verb", "id"], name="audit_of_verb"),
            GinIndex(OpClass(Upper("actor_label"), "gin_trgm_ops"), name="audit_actor_words"),
            GinIndex(OpClass(Upper("object_label"), "gin_trgm_ops"), name="audit_object_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verb__in=Verb.values), name="audit_verb_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_label} {self.get_verb_display()}"


class AuditLink(models.Model):
    """The place of a committed entry in the chain: a hash over the entry and the link before it.

    Links are made afterwards, in batches, so that nobody waits for the chain; they are only added.
    """

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="link")
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=models.Q(position__gte=1), name="audit_link_from_one")
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.hash[:12]}"


class ReadEvent(models.Model):
    """Somebody opened something that is closed, or the record itself. Rows are only added."""

    at = models.DateTimeField(db_default=ClockTimestamp())
    actor = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="reads")
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    object_label = models.CharField(max_length=300)
    version = models.CharField(max_length=60, blank=True)
    address = models.GenericIPAddressField(null=True)
    session = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["object_type", "object_id", "id"], name="reads_of_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_id} {self.object_label}"
