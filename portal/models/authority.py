"""What lets a seat sign for its organization, and what must be true inside it first."""

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from portal.models.attachments import Attachment
from portal.models.members import Member, Seat
from portal.models.organizations import Organization
from portal.vocabulary.organizations import Instrument
from portal.vocabulary.signing_rules import HOLD_HOURS_MOST, SigningRuleKind

Moment = datetime | Combinable


class Period(Func):
    """From an instant until another, which is not part of it; without an end for a null."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Authority to sign at an instant: one rule for signing, standing and the release."""

    def holding(self, *, since: Moment, until: Moment) -> "MandateQuerySet":
        """Had begun at one instant and at another have not ended, nor has their seat."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=until),
            Q(revoked_at__isnull=True) | Q(revoked_at__gt=until),
            Q(seat__until__isnull=True) | Q(seat__until__gt=until),
            ~Q(instrument=Instrument.LETTER) | Q(confirmed_by__isnull=False),
            valid_from__lte=since,
            seat__since__lte=since,
        )

    def valid(self) -> "MandateQuerySet":
        """Let their seat sign at this moment, as the database's guard reads them."""
        now = Now()
        return self.holding(since=now, until=now).filter(revoked_at__isnull=True)

    def unconfirmed(self) -> "MandateQuerySet":
        """Rest on an office that no second person has confirmed: itself, or its principal's.

        They let their seat sign at once; no release lists such a signature.
        """
        offices = Mandate.objects.filter(instrument=Instrument.OFFICE, confirmed_by__isnull=False)
        given_under = offices.holding(since=OuterRef("granted_at"), until=OuterRef("granted_at"))
        is_confirmed = Exists(
            given_under.filter(
                seat__member=OuterRef("granted_by"),
                seat__organization=OuterRef("seat__organization"),
            )
        )
        is_lent = Q(instrument=Instrument.DELEGATION) & ~is_confirmed
        return self.filter(is_lent | Q(instrument=Instrument.OFFICE, confirmed_by__isnull=True))


class Mandate(models.Model):
    """What lets a seat sign for its organization, and for how long.

    Triggers hold it also against plain SQL: a letter or an office is given and confirmed by two
    people, neither of them the holder, an office only to a principal; a delegation is given by a
    principal in office, until at most 30 days from then. Later only a confirmation, a
    revocation or an earlier end is written, each once.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="mandates")
    instrument = models.CharField(max_length=20, choices=Instrument)
    scope = models.CharField(max_length=200, default="Joint statements")
    valid_from = models.DateTimeField(db_default=Now())
    valid_until = models.DateTimeField(null=True, blank=True)
    evidence = models.TextField(blank=True)
    letter = models.ForeignKey(
        Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="mandates_granted"
    )
    granted_at = models.DateTimeField(db_default=Now())
    confirmed_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="mandates_confirmed"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="mandates_revoked"
    )
    revoked_reason = models.TextField(blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["seat", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(instrument__in=Instrument.values), name="mandate_instrument_known"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("granted_by")),
                name="mandate_needs_two_people",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=models.F("valid_from")),
                name="mandate_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(instrument=Instrument.LETTER)
                | (Q(granted_by__isnull=False) & ~Q(evidence="")),
                name="mandate_letter_has_evidence",
            ),
            ExclusionConstraint(
                name="mandate_delegated_once_at_a_time",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    (Period(F("valid_from"), F("valid_until")), RangeOperators.OVERLAPS),
                ],
                condition=Q(instrument=Instrument.DELEGATION, revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_instrument_display()}: {self.seat}"


class SigningRule(models.Model):
    """What must be true inside an organization before it signs; the newest row counts.

    Rows are only added. Hours are counted from the opening of sign-on.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="signing_rules"
    )
    kind = models.CharField(max_length=20, choices=SigningRuleKind)
    hours = models.PositiveSmallIntegerField(null=True, blank=True)
    set_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["organization_id", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SigningRuleKind.values), name="signing_rule_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=SigningRuleKind.HOLD,
                    hours__isnull=False,
                    hours__gte=1,
                    hours__lte=HOLD_HOURS_MOST,
                )
                | (~Q(kind=SigningRuleKind.HOLD) & Q(hours__isnull=True)),
                name="signing_rule_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_kind_display()}"
