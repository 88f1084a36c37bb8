"""Organizations and their place under one another."""

from django.db import models
from django.db.models.functions import Lower

from portal.vocabulary.organizations import OrganizationKind


class Organization(models.Model):
    """An association, city, county, agency or federal body."""

    kind = models.CharField(max_length=20, choices=OrganizationKind)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    place = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, default="US")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    media_contact = models.TextField(blank=True)
    registered_contact = models.TextField(blank=True)
    """Whom staff call back to make sure: a name and a number, for staff only."""
    website = models.URLField(blank=True)
    logo = models.ForeignKey(
        "portal.Attachment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    has_independent_head = models.BooleanField(default=False)
    """Its head answers to nobody in the city: no rule of a city holds for it."""
    source = models.TextField(blank=True)
    """Where what is known of it was read."""
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="organization_name_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganizationKind.values), name="organization_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_association(self) -> bool:
        return self.kind == OrganizationKind.ASSOCIATION


class Membership(models.Model):
    """An organization belongs to an association from one day until another."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships"
    )
    association = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="admissions"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organization__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "association"],
                condition=models.Q(until__isnull=True),
                name="membership_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} in {self.association}"
