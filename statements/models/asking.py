"""Whom an organization asks before it signs: its city, and its counsel. Answers are only added."""

from django.db import models
from django.db.models import Q

from portal.models import Member, Organization, Seat
from portal.models.audit import ClockTimestamp
from statements.models.statements import Revision, Statement
from statements.vocabulary.signing import CityAnswerKind, CounselAnswer


class CityAnswer(models.Model):
    """What the city of an agency says of the agency's signature; the newest counts."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="city_answers")
    agency = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=CityAnswerKind)
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CityAnswerKind.values), name="city_answer_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_kind_display()}"


class CounselRequest(models.Model):
    """An organization asks its counsel about one version; a trigger lets the answer come once."""

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="counsel_requests"
    )
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    counsel = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="counsel_requests")
    asked_at = models.DateTimeField(db_default=ClockTimestamp())
    answer = models.CharField(max_length=20, choices=CounselAnswer, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "organization", "counsel"], name="counsel_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer__in=CounselAnswer.values, answered_at__isnull=False),
                name="counsel_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Question {self.pk} to counsel"
