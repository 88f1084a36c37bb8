"""What an organization says about itself under a statement, version by version."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portal.models.members import Member
from portal.models.organizations import Organization


class AboutText(models.Model):
    """One version: paragraphs of one line each, with an empty line between them.

    A trigger refuses every later change: a new version is added instead. `review_by` is when the
    organization means to read it again; nothing ends that day.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="about_texts"
    )
    number = models.PositiveIntegerField()
    text = models.TextField()
    review_by = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="about_texts"
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["organization_id", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "number"], name="about_text_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(text=""), name="about_text_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"About text of {self.organization}, version {self.number}"

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n\n")
