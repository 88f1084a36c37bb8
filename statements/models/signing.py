"""Asking for co-signers, what they sign, what else they answer, and what issuers clear.

Evidence, all of it: rows are only added. Of a signature, a trigger lets the three columns of its
ending go from null once and nothing else; what is stale, dropped or lapsed is derived.
"""

from django.db import models
from django.db.models import Q

from portal.models import Attachment, Mandate, Member, Organization, Seat
from portal.models.audit import ClockTimestamp
from statements.models.statements import Revision, Statement
from statements.vocabulary.names import plain_name
from statements.vocabulary.signing import DISPUTES, AnswerKind, Ending, SigningAs


class SignOn(models.Model):
    """Who may co-sign a statement, and until when.

    Eligible is every organization of one of the `kinds`, `countries` and `associations` (an empty
    list allows all), and whoever is named. Signing is possible from `opens_at` on.
    """

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="sign_on")
    kinds = models.JSONField(default=list, blank=True)
    countries = models.JSONField(default=list, blank=True)
    associations = models.ManyToManyField(Organization, blank=True, related_name="+")
    named = models.ManyToManyField(Organization, blank=True, related_name="+")
    deadline_at = models.DateTimeField()
    deadline_zone = models.CharField(max_length=64, default="America/New_York")
    planned_release = models.CharField(max_length=200, blank=True)
    opened_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="sign_ons_opened"
    )
    opens_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Sign-on of {self.statement_id}"


class Signature(models.Model):
    """An organization is bound to the exact text of `digest`, by a person who may bind it."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="signatures")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="signatures"
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="signatures")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="signatures")
    mandate_snapshot = models.JSONField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="signatures")
    digest = models.CharField(max_length=64)
    printed_name = models.CharField(max_length=150)
    printed_title = models.CharField(max_length=150)
    printed_organization = models.CharField(max_length=200)
    signing_as = models.CharField(max_length=20, choices=SigningAs)
    attestation = models.TextField()
    step_up = models.CharField(max_length=30)
    signed_at = models.DateTimeField(db_default=ClockTimestamp())
    recorded_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="signatures_recorded"
    )
    letter = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=20, choices=Ending, null=True)  # noqa: DJ001 - null until it ends
    ended_reason = models.TextField(null=True)  # noqa: DJ001 - the same

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "organization"],
                condition=Q(ended_at__isnull=True),
                name="signature_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as__isnull=True)
                | Q(ended_at__isnull=False, ended_as__isnull=False, ended_as__in=Ending.values),
                name="signature_ending_whole",
            ),
            models.CheckConstraint(
                condition=Q(signing_as__in=SigningAs.values), name="signature_capacity_known"
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=True, letter__isnull=True)
                | Q(recorded_by__isnull=False, letter__isnull=False),
                name="signature_recorded_from_a_letter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printed_name}, {self.printed_organization}"

    @property
    def is_disputed(self) -> bool:
        """Somebody bound by it said that it was not given."""
        return self.ended_as in DISPUTES

    @property
    def holder_name(self) -> str:
        """Who signed, on the page or the letter, by their name of that day: not what prints."""
        return self.mandate_snapshot.get("holder") or self.seat.member.name

    @property
    def unprinted_holder(self) -> str:
        """The same where another name prints, else empty."""
        holder = self.mandate_snapshot.get("holder", "")
        return "" if plain_name(holder) == plain_name(self.printed_name) else holder


class Reconfirmation(models.Model):
    """A signature carried to a newer text by its signer's own act, or taken up by a successor of
    its signer under the text that was signed."""

    signature = models.ForeignKey(
        Signature, on_delete=models.PROTECT, related_name="reconfirmations"
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="reconfirmations")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="reconfirmations")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    attestation = models.TextField()
    step_up = models.CharField(max_length=30)
    reconfirmed_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        ordering = ["reconfirmed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "digest", "mandate"], name="reconfirmed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Reconfirmation of {self.signature_id}"


class Answer(models.Model):
    """What an organization answered instead of signing; the newest counts. Reasons are private."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="answers")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=AnswerKind)
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        ordering = ["answered_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AnswerKind.values), name="answer_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_kind_display()}"


class Clearance(models.Model):
    """An issuing association lets exactly this text out under its name."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="clearances")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    cleared_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        ordering = ["cleared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "organization", "revision"], name="clearance_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} cleared {self.statement_id}"
