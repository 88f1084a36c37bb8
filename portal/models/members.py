"""Members, the seats they hold, and invitations."""

from collections.abc import Iterable
from typing import Any, ClassVar

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.functional import cached_property

from portal.models.organizations import Membership, Organization
from portal.vocabulary.audiences import Audience
from portal.vocabulary.organizations import (
    AGENCY_KINDS,
    ASSOCIATION_CAPACITIES,
    CITY_KINDS,
    WORKING_CAPACITIES,
    Capacity,
)


class MemberManager(BaseUserManager["Member"]):
    """Creates members; the address is the login, in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        member = self.model(email=email.strip().lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(email__iexact=username)


class Member(AbstractBaseUser):
    """A person who signs in. What they may do follows from seats; nobody passes every rule."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    time_zone = models.CharField(max_length=64, default="America/New_York")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[MemberManager] = MemberManager()

    behind: "Member | None" = None
    """Of a stand-in without a row, in a preview: the member who looks."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="member_email_once")]

    def __str__(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Asks the rules, as templates do."""
        return self.is_active and rules.has_perm(perm, self, obj)

    def has_perms(self, perms: Iterable[str], obj: object = None) -> bool:
        """All of them."""
        return all(self.has_perm(perm, obj) for perm in perms)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def current_seats(self) -> list["Seat"]:
        """Seats held at this moment, read once per request."""
        return list(Seat.objects.current().filter(member=self).select_related("organization"))

    @cached_property
    def audiences(self) -> frozenset[str]:
        """The audiences that the member is part of, by the seats held at this moment.

        Cities are mayors' side and agencies chiefs'; an association's staff are on the side of
        its members. Observers and liaisons are part of the public only.
        """
        seats = [seat for seat in self.current_seats if seat.capacity in WORKING_CAPACITIES]
        if not seats:
            return frozenset({Audience.PUBLIC})
        kinds = {seat.organization.kind for seat in seats}
        served = [seat.organization_id for seat in seats if seat.is_association_staff]
        if served:
            kinds |= set(
                Membership.objects.filter(association__in=served, until__isnull=True)
                .values_list("organization__kind", flat=True)
                .distinct()
            )
        found = {Audience.PUBLIC, Audience.WORKING_GROUP}
        found |= {Audience.MAYORS} if kinds & CITY_KINDS else set()
        found |= {Audience.CHIEFS} if kinds & AGENCY_KINDS else set()
        found |= {Audience.STAFF} if served else set()
        return frozenset(found)


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats by the database's clock."""

    def current(self) -> "SeatQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gt=Now()), since__lte=Now())


class Seat(models.Model):
    """A member acts for an organization, in a capacity, from one instant until another."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="seats")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="seats")
    capacity = models.CharField(max_length=20, choices=Capacity)
    title = models.CharField(max_length=150)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["organization__name", "capacity"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "organization", "capacity"],
                condition=Q(until__isnull=True),
                name="seat_open_once",
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values), name="seat_capacity_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")),
                name="seat_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.title}, {self.organization.short_name}"

    @property
    def is_association_staff(self) -> bool:
        return self.capacity in ASSOCIATION_CAPACITIES

    @property
    def is_publisher(self) -> bool:
        return self.capacity == Capacity.PUBLISHER


class Invitation(models.Model):
    """A single-use, expiring offer of a seat to one mail address; only the token's hash is kept."""

    email = models.EmailField()
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="invitations"
    )
    capacity = models.CharField(max_length=20, choices=Capacity)
    title = models.CharField(max_length=150)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations_accepted"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values), name="invitation_capacity_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} for {self.organization}"
